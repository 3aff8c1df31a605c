"""Import, export, doctor, settings, demo and help at the terminal."""

from __future__ import annotations

import json
import os
import sys
from itertools import groupby

from selfgrad import errors, exchange
from selfgrad.cli import asking
from selfgrad.cli.main import parser
from selfgrad.cli.verbs import VERBS
from selfgrad.clock import Clock

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Any

    from selfgrad.doctor import Finding
    from selfgrad.journal import Journal

PATIENCE_MS = 1000  # this long without a word; then progress is shown


# import and export --------------------------------------------------------------------------------


def export(journal: Journal, args: argparse.Namespace) -> int:
    if args.obsidian:
        return _export_notes(journal, args)
    with _Progress("exported") as progress:
        counts = exchange.export(journal, args.file, progress.tell)
    what = exchange.counted(counts["acts"], "act")
    if counts["files"]:
        what += f" and {exchange.counted(counts['files'], 'file')}"
    if args.json and args.file != "-":
        print(json.dumps({**counts, "file": args.file}, ensure_ascii=False))
    elif args.file != "-":
        print(f"Exported {what} to {args.file}.")
    elif sys.stderr.isatty() and not sys.stdout.isatty():
        print(f"Exported {what}.", file=sys.stderr)
    return 0


def _export_notes(journal: Journal, args: argparse.Namespace) -> int:
    """Rounds, days and weeks as notes of a vault; what a note holds is chosen once."""
    from selfgrad.bridge import obsidian_out

    before = journal.settings["obsidian_notes"]
    by = args.by or before or "day"
    if before and by != before:
        raise errors.Refused(
            f"These notes hold a {before} each, and are not made anew in another shape.",
            f"If it is meant: `selfgrad settings obsidian_notes {by}`, and remove the old ones.",
        )
    written = obsidian_out.export(journal, args.obsidian, by)
    if not before:
        journal.set("obsidian_notes", by)
    if args.json:
        print(json.dumps(written._asdict(), ensure_ascii=False))
    else:
        counts = f"{written.new} new, {written.changed} changed, {written.same} as before"
        print(f"Notes in {os.path.join(args.obsidian, 'selfgrad')}: {counts}.")
        for path, reason in written.left:
            print(f"Left as it is: {path}: {reason}", file=sys.stderr)
    return 1 if written.left else 0


def import_(journal: Journal, args: argparse.Namespace) -> int:
    with _Progress("read") as progress:
        done = exchange.import_(journal, args.file, preview=args.dry_run, tell=progress.tell)
    if args.json:
        reasons = [{"where": where, "reason": reason} for where, reason in done.reasons]
        data = {**done._asdict(), "reasons": reasons, "dry_run": args.dry_run}
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for sentence in exchange.said(done, args.dry_run):
            print(sentence)
    for where, reason in done.reasons:
        print(f"{where}: {reason}", file=sys.stderr)
    if done.rejected > len(done.reasons):
        print(f"and {done.rejected - len(done.reasons):,} more", file=sys.stderr)
    return 1 if done.rejected else 0


class _Progress:
    """A line on standard error that replaces itself, when it takes long and somebody looks."""

    def __init__(self, done: str) -> None:
        self.done, self.shown = done, False
        self.clock = Clock("UTC")
        self.begun = self.clock.now()

    def tell(self, count: int) -> None:
        if sys.stderr.isatty() and self.clock.now() - self.begun > PATIENCE_MS:
            print(
                f"\r{exchange.counted(count, 'act')} {self.done}",
                end="",
                file=sys.stderr,
                flush=True,
            )
            self.shown = True

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


# doctor -------------------------------------------------------------------------------------------


def doctor(args: argparse.Namespace) -> int:
    path = _path(args)
    if args.restore is not None:
        return _restore(path, args) if args.restore else _list_backups(path, args)
    if args.rebuild:
        _with_journal(path, _rebuild, args)
    if args.backup:
        _with_journal(path, _backup, args)
    return 0 if args.rebuild or args.backup else _examine(path, args)


def _path(args: argparse.Namespace) -> str:
    from selfgrad.db import opening

    return os.path.abspath(os.path.expanduser(args.db)) if args.db else opening.default_path()


def _with_journal(
    path: str, do: Callable[[Journal, argparse.Namespace], None], args: argparse.Namespace
) -> None:
    from selfgrad.journal import Journal

    if not os.path.exists(path):
        raise errors.NotFound(f"There is no journal at {path}.", "See `selfgrad doctor`.")
    with Journal(path) as journal:
        do(journal, args)


def _rebuild(journal: Journal, args: argparse.Namespace) -> None:
    subjects = journal.ledger.rebuild()
    _say(
        args,
        f"Folded {exchange.counted(subjects, 'subject')} anew from the facts.",
        subjects=subjects,
    )


def _backup(journal: Journal, args: argparse.Namespace) -> None:
    from selfgrad import backup

    name = backup.now(journal)
    _say(args, f"The journal is backed up as {name}.", backup=name)


def _say(args: argparse.Namespace, sentence: str, **data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False) if args.json else sentence)


def _examine(path: str, args: argparse.Namespace) -> int:
    from selfgrad.doctor import examine

    findings = []
    for finding in examine(path):
        findings.append(finding)
        if not args.json:
            _show(finding)
    if args.json:
        print(json.dumps([f._asdict() for f in findings], ensure_ascii=False, indent=2))
    elif all(finding.ok for finding in findings):
        print("All is well.")
    return 0 if all(finding.ok for finding in findings) else 1


def _show(finding: Finding) -> None:
    mark = "ok" if finding.ok else "to do"
    print(f"{mark:5}  {finding.check.replace('_', ' ')}: {finding.said} {finding.next}".rstrip())


def _list_backups(path: str, args: argparse.Namespace) -> int:
    from selfgrad import backup

    clock = Clock()
    rows = [
        {
            "name": copy.name,
            "made": clock.local(copy.at),
            "size": copy.size,
            "acts": backup.acts_or_none(copy.path),
        }
        for copy in backup.copies(path)
    ]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        acts = "cannot be read" if row["acts"] is None else exchange.counted(row["acts"], "act")
        print(f"{row['name']}  {row['made']}  {row['size']:,} bytes  {acts}")
    days = len(backup.daily(path))
    if days:
        print(
            f"Beside them lie the acts of {exchange.counted(days, 'day')}; they come back with a restore."
        )
    print(
        f"Restore one with `selfgrad doctor --restore {rows[0]['name']}`."
        if rows
        else "There is no full backup. Make one with `selfgrad doctor --backup`."
    )
    return 0


def _restore(path: str, args: argparse.Namespace) -> int:
    from selfgrad import restoring

    copy = restoring.chosen(path, args.restore)
    if restoring.healthy(path) and not args.yes:
        said = "The journal is sound. Going back puts everything newer than the backup aside."
        if not asking.interactive():
            raise errors.Refused(said, "If you mean it, say it with --yes.")
        if not asking.yes(f"{said} Go back?"):
            raise errors.Refused("Left as it was.", "Nothing was restored.")
    done = restoring.restore(path, copy.name, Clock("UTC").now())
    if args.json:
        print(json.dumps(done._asdict(), ensure_ascii=False))
        return 0
    print(f"Restored {done.backup}: {exchange.counted(done.acts, 'act')}.")
    if done.from_days or done.salvaged:
        days, file = exchange.counted(done.from_days, "act"), exchange.counted(done.salvaged, "act")
        print(f"Newer than it: {days} from the daily backups, {file} from the damaged file.")
    if done.lost:
        print(
            f"{exchange.counted(done.lost, 'row')} or more of the damaged file could not be read."
        )
    if done.aside:
        print(f"The old file is kept as {done.aside}.")
    print("Next: `selfgrad doctor`.")
    return 0


# settings, demo -----------------------------------------------------------------------------------


def settings(journal: Journal, args: argparse.Namespace) -> Any:
    from selfgrad.settings import MEANING

    if args.value is not None:
        return journal.set(args.key, args.value)
    keys = [args.key] if args.key else list(MEANING)
    if args.key and args.key not in MEANING:
        from selfgrad.settings import checked

        checked(args.key, "")  # says what comes near
    if not args.json:
        for key in keys:
            print(f"{key} = {journal.settings[key] or '(the default)'}    {MEANING[key]}")
        if not args.key:
            print("Change one: `selfgrad settings KEY VALUE`.")
    return {key: journal.settings[key] for key in keys}


def demo(args: argparse.Namespace) -> Any:
    from selfgrad import demo

    made = demo.make(args.file or args.db, seed=args.seed, days=args.days)
    if not args.json:
        for sentence in made.said:
            print(sentence)
    return made._asdict()


# help ---------------------------------------------------------------------------------------------


def help(args: argparse.Namespace) -> Any:
    if args.completion:
        from selfgrad.cli import completing

        print(completing.script(args.completion), end="")
        return 0
    if args.verb:
        return _help_for(args)
    if args.json:
        return {name: {"group": v.group, "help": v.help} for name, v in VERBS.items()}
    print("Practice as training: each round is forward, loss, backward, step.\n")
    for group, verbs in groupby(VERBS.values(), key=lambda verb: verb.group):
        print(f"{group}")
        for verb in verbs:
            print(f"  {verb.name:10} {verb.help}")
        print()
    print('Begin:           $ selfgrad start "ten integrals from memory"')
    print("One in detail:   $ selfgrad help loss")
    print("What now:        $ selfgrad")
    return None


def _help_for(args: argparse.Namespace) -> Any:
    name = args.verb
    if name not in VERBS:
        import difflib

        near = difflib.get_close_matches(name, VERBS, 1)
        hint = f"Did you mean `selfgrad help {near[0]}`?" if near else "See `selfgrad help`."
        raise errors.Usage(f"There is no command “{name}”.", hint)
    verb = VERBS[name]
    if args.json:
        return {"name": verb.name, "group": verb.group, "help": verb.help, "example": verb.example}
    print(parser(verb).format_help(), end="")
    if name == "loss":
        print(LOSSES)
    return None


LOSSES = """
a loss runs from 0 (perfect) to 1 (nothing right); these forms are understood
  3/10              3 wrong of 10
  7/10 right        the same; a skill remembers which way you count
  30%, 0.3          a share, a loss from 0 to 1
  4 gap             your own judgement: 0 as intended, 5 half of it, 10 nothing of it
  0.8 yes           a forecast of 80%, and it happened
  62                in the unit of a skill with a metric: selfgrad help skill
  --time 14:20/12:00               the time it took, against a target
  --number 41.7/42                 a number, against a target
  --text F --against R             words, against a reference
  --checklist F                    a Markdown task list: what is not ticked is wrong
  --forecast 0.8 yes               a forecast, and what came of it"""
