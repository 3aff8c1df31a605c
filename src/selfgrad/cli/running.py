"""`selfgrad run -- COMMAND`: what it prints goes through unchanged; what we say goes to standard error."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys

from selfgrad import errors, repository
from selfgrad.cli import asking, child, main, practice
from selfgrad.desk import Receipt
from selfgrad.journal import Journal
from selfgrad.running import spelled

STOPPED = "Stopped: this run is in no count. Next: run it again, or `selfgrad backward`."


def run(journal: Journal, args: argparse.Namespace) -> int:
    """Forward and loss in one; the exit code is the command's."""
    if not args.command:
        raise errors.Usage("There is no command to run.", "Such as `selfgrad run -- pytest -q`.")
    if shutil.which(args.command[0]) is None and not os.path.exists(args.command[0]):
        raise errors.NotFound(
            f"There is no command “{args.command[0]}”.", "Check the spelling, or its folder."
        )
    if not args.watch:
        return _once(journal, args).exit_code
    from selfgrad.cli import watching

    def again() -> bool:
        ended = _once(journal, args)
        args.expect = None  # said before the first output
        return not ended.interrupted

    own = [journal.path] if journal.path != ":memory:" else []
    watching.saved(
        os.getcwd(), again, lambda question: _tell(journal.ask(question), args.json), own
    )
    return 0


def _once(journal: Journal, args: argparse.Namespace) -> child.Ended:
    """One attempt."""
    practice.settle_left_clock(journal)
    place = {"skill": args.skill, "project": args.project}
    about = {"expect": args.expect, "level": args.level, "new": args.new}
    ready = journal.get_ready(args.aim or spelled(args.command), **place, **about)
    _tell(_without_next(ready), False)
    made_in = repository.here()
    ended = child.run(args.command)
    if ended.interrupted:
        print(STOPPED, file=sys.stderr)
        return ended
    done = journal.ran(
        args.command,
        child.plain(ended.output),
        ended.exit_code,
        round=ready.data["round"],
        number=args.number,
        report=_report(args.report),
        tail=child.tail(ended.output),
        took_ms=ended.took_ms,
        made_in=made_in,
    )
    _tell(_without_next(done) if args.watch else done, args.json)
    return ended


def _without_next(ready: Receipt) -> Receipt:
    """What is next is happening already, or is said while it waits."""
    return ready._replace(said=[said for said in ready.said if not said.startswith("Next:")])


def _report(path: str | None) -> str | None:
    """The text of a report; one that the command did not write says nothing."""
    if path is None:
        return None
    try:
        return asking.text_of(path)
    except errors.NotFound as missing:
        print(missing, file=sys.stderr)
        return None


def _tell(receipt: Receipt, as_json: bool) -> None:
    """Say what was written, where it does not mix with what the command printed."""
    sys.stdout.flush()
    with contextlib.redirect_stdout(sys.stderr):
        main.show_receipt(receipt, as_json)
