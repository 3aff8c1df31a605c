"""Skills, projects and parameters at the terminal."""

from __future__ import annotations

import argparse

from selfgrad import criteria, errors
from selfgrad.journal import Journal
from selfgrad.names import target_hours

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any


def skill(journal: Journal, args: argparse.Namespace) -> Any:
    if args.here:
        if not args.name:
            raise errors.Usage(
                "--here needs the name of a skill.", "Say `selfgrad skill NAME --here`."
            )
        return journal.file_here(args.name, new=args.new)
    about = _about(args)
    if not (args.criterion or args.program) and _left_over(args):
        raise errors.Usage("These belong to a criterion.", "Name it, too: --criterion metric.")
    if args.limit and not args.program:
        raise errors.Usage("A limit belongs to a program.", "Name it, too: --program FILE.")
    if (about or args.program) and (
        not args.name or args.rename or args.merge or args.archive or args.back
    ):
        raise errors.Usage(
            "That is said about one skill, by itself.", "Give its name, and no more."
        )
    if args.program:
        how = {"limit": args.limit, "new": args.new}
        return journal.measured_by(args.name, args.program, **how, **about)
    if about:
        return journal.describe("skill", args.name, new=args.new, **about)
    return _named("skill", journal, args)


def _left_over(args: argparse.Namespace) -> bool:
    return any(x not in (None, "") for x in (args.unit, args.better, args.baseline, args.goal))


def project(journal: Journal, args: argparse.Namespace) -> Any:
    return _named("project", journal, args)


def parameter(journal: Journal, args: argparse.Namespace) -> Any:
    return _named("parameter", journal, args)


def _about(args: argparse.Namespace) -> dict[str, Any]:
    """What the options say about a skill: target in hours, criterion, which way it counts."""
    about: dict[str, Any] = {}
    if args.target is not None:
        about["target_hours"] = target_hours(args.target)
    if args.counts:
        about["counts"] = args.counts
    if args.program and args.criterion not in (None, "program"):
        raise errors.Usage("A program is the criterion itself.", "Leave --criterion out.")
    if args.criterion or (args.program and _left_over(args)):
        criterion = criteria.Criterion(
            args.criterion or "program",
            args.unit or "",
            better=args.better or "",
            baseline=args.baseline,
            goal=args.goal,
        )
        about["criterion"] = criteria.checked(criterion).to_json()
    return about


def _named(kind: str, journal: Journal, args: argparse.Namespace) -> Any:
    if not args.name:
        return _list(kind, journal, args)
    if args.rename:
        return journal.rename(kind, args.name, args.rename)
    if args.merge:
        return journal.merge(kind, args.name, args.merge)
    if args.archive or args.back:
        return journal.archive(kind, args.name, back=args.back)
    return _one(kind, journal, args)


def _list(kind: str, journal: Journal, args: argparse.Namespace) -> Any:
    rows = journal.names(kind)
    for row in rows:
        row["wording"] = journal.wording(row["key"]) if kind == "parameter" else None
    if not args.json:
        for row in rows:
            print(": ".join(filter(None, (row["name"], row["wording"]))))
        if not rows:
            print(
                f"No {kind} is named yet; the first one is made where you name it. {_FIRST[kind]}"
            )
    return rows


_FIRST = {
    "skill": 'Next: `selfgrad start "AIM" -s SKILL`.',
    "project": 'Next: `selfgrad start "AIM" -p PROJECT`.',
    "parameter": 'Next: `selfgrad backward "…" --to PARAMETER`.',
}


def _one(kind: str, journal: Journal, args: argparse.Namespace) -> Any:
    key = journal.find_name(kind, args.name)
    found = {"key": key, "name": journal.called(kind, key), **journal.about(kind, key)}
    if kind == "parameter":
        found["wordings"] = journal.wordings(key)
    if not args.json:
        print(found["name"])
        for label, value in found.items():
            if label not in ("key", "name", "wordings"):
                print(f"  {label.replace('_', ' ')}: {value}")
        for wording in found.get("wordings", []):
            print(f"  {wording['day']}  {wording['words']}")
    return found
