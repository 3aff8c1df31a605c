"""`selfgrad run -- COMMAND`: what it prints goes through unchanged; what we say goes to standard error."""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import shutil
import sys
from functools import partial

from selfgrad import errors, repository
from selfgrad.cli import asking, child, main, practice
from selfgrad.desk import Receipt
from selfgrad.journal import Journal
from selfgrad.running import TAKES, spelled

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable

STOPPED = "Stopped: this run is in no count. Next: run it again, or `selfgrad backward`."


def run(journal: Journal, args: argparse.Namespace) -> int:
    """Forward and loss in one; the exit code is the command's."""
    if not args.command:
        raise errors.Usage("There is no command to run.", "Such as `selfgrad run -- pytest -q`.")
    _check(args)
    if not args.watch:
        return _once(journal, args).exit_code
    from selfgrad.cli import watching

    def again() -> bool:
        ended = _once(journal, args)
        args.expect = None  # said before the first output
        return not (ended.interrupted and ended.exit_code)

    own = [journal.path] if journal.path != ":memory:" else []
    watching.saved(
        os.getcwd(), again, lambda question: _tell(journal.ask(question), args.json), own
    )
    return 0


def _check(args: argparse.Namespace) -> None:
    """Refuse before a round is opened."""
    name = args.command[0]
    if shutil.which(name) is None and not os.path.exists(name):
        next = "Check the spelling, or its folder."
        if " " in name:
            next = f"For a line of the shell: `selfgrad run -- sh -c {shlex.quote(name)}`."
        raise errors.NotFound(f"There is no command “{name}”.", next)
    if args.number:
        from selfgrad import outcomes

        outcomes.number_in("", args.number)  # a pattern that is none


def _once(journal: Journal, args: argparse.Namespace) -> child.Ended:
    """One attempt."""
    practice.settle_left_clock(journal)
    place = {"skill": args.skill, "project": args.project}
    about = {"expect": args.expect, "level": args.level, "new": args.new}
    ready = journal.get_ready(args.aim or spelled(args.command), **place, **about)
    _tell(_without_next(ready), False)
    made_in, before = repository.here(), _mark(args.report)
    ended = child.run(args.command)
    if ended.output[-1:] not in ("", "\n") and sys.stderr.isatty():
        print(file=sys.stderr)
    if ended.interrupted and ended.exit_code:
        print(STOPPED, file=sys.stderr)
        return ended
    plain = child.plain(ended.output)
    ran = partial(
        journal.ran,
        args.command,
        plain,
        ended.exit_code,
        number=args.number,
        report=_report(args.report, before),
        tail=child.tail(plain),
        took_ms=ended.took_ms,
        made_in=made_in,
    )
    try:
        done = _filed(journal, ran, ready.data["round"])
    except errors.SelfgradError as error:
        print(f"This run was not kept. {error}", file=sys.stderr)
        return ended
    _tell(_without_next(done) if args.watch else done, args.json)
    return ended


def _filed(journal: Journal, ran: Callable[..., Receipt], round: str) -> Receipt:
    """In the round it began in; where that has moved on meanwhile, in the one that is open now."""
    try:
        return ran(round=round)
    except errors.SelfgradError:
        now = journal.current()
        if now is None or now["subject"] == round or now["state"] not in TAKES:
            raise
        return ran(round=now["subject"])


def _without_next(ready: Receipt) -> Receipt:
    """What is next is happening already, or is said while it waits."""
    return ready._replace(said=[said for said in ready.said if not said.startswith("Next:")])


def _mark(path: str | None) -> tuple[int, ...] | None:
    """What tells a report from the one that another run has left there."""
    try:
        found = os.stat(path or "")
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _report(path: str | None, before: tuple[int, ...] | None) -> str | None:
    """The text of a report; "" where one was asked for and this run wrote none."""
    if path is None:
        return None
    if _mark(path) in (None, before):
        print(f"This run wrote no report {path}.", file=sys.stderr)
        return ""
    return asking.text_of(path)


def _tell(receipt: Receipt, as_json: bool) -> None:
    """Say what was written, where it does not mix with what the command printed."""
    sys.stdout.flush()
    with contextlib.redirect_stdout(sys.stderr):
        main.show_receipt(receipt, as_json)
