"""Trials by coin and second ratings at the terminal."""

from __future__ import annotations

import argparse

from selfgrad import errors
from selfgrad.cli import asking, layout
from selfgrad.journal import Journal

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    Page = dict[str, Any]


def trial(journal: Journal, args: argparse.Namespace) -> Any:
    asked = [args.words is not None, args.broke is not None, args.end is not None, args.peek]
    if sum(asked) > 1:
        raise errors.Usage("That is more than one thing.", "Say one of them at a time.")
    if args.words is not None:
        return journal.trial(args.words, parameter=args.parameter, rounds=args.rounds, new=args.new)
    if args.broke is not None:
        return journal.broke_trial(args.broke or None)
    if args.end is not None:
        return journal.end_trial(args.end)
    page = journal.read.trials(peek=journal.trial_here()["subject"] if args.peek else False)
    if not args.json:
        print("\n".join(lines(page)))
    return page


def lines(page: list[Page]) -> list[str]:
    """Every trial, the newest first."""
    if not page:
        return [
            "No step has been on trial yet. A coin can say whether one helps:",
            'Next: `selfgrad trial "When I start a bar, I count it in."`.',
        ]
    return [line for one in page for line in [*_trial(one), ""]][:-1]


def _trial(one: Page) -> list[str]:
    where = f" · {layout.plain(one['skill'])}" if one["skill"] else ""
    head = layout.paint(layout.plain(one["words"]), layout.BOLD)
    lines = [f"{head}{where}  {layout.short(one['short'])}"]
    lines.append(f"  {one['state']}, {one['filled']} of {one['rounds']} rounds, since {one['day']}")
    lines += layout.columns([("pair", "with", "without"), *_pairs(one["pairs"])], indent="    ")
    if one["broken"]:
        lines.append(
            f"  {layout.counted(one['broken'], 'round')} done otherwise, counted as the coin said."
        )
    if one["peeks"]:
        lines.append(f"  Looked at before the end: {layout.counted(one['peeks'], 'time')}.")
    return [*lines, f"  {_result(one)}"]


def _pairs(pairs: list[Page]) -> list[tuple[str, str, str]]:
    shown = [pair for pair in pairs if pair["on"] or pair["off"]]
    return [(str(n), _round(pair["on"]), _round(pair["off"])) for n, pair in enumerate(shown, 1)]


def _round(round: Page | None) -> str:
    if round is None:
        return "–"
    mark = "done" if round["loss"] is None and round["done"] else "now"
    shown = mark if round["loss"] is None else f"{round['loss']:.2f}"
    return shown + (" (otherwise)" if round["broken"] else "")


def _result(one: Page) -> str:
    if one["state"] == "running" and not any(pair["on"] or pair["off"] for pair in one["pairs"]):
        return "It begins with the next round."
    if one["verdict"] is None:
        return (
            "The result is hidden until the last round: looking early makes chance look like help."
        )
    return str(one["verdict"]["said"])


# second ratings -------------------------------------------------------------------------------------


def rerate(journal: Journal, args: argparse.Namespace) -> Any:
    if args.value:
        return journal.rerate(" ".join(args.value), args.of, skill=args.skill)
    page: Page = journal.read.ratings(args.skill)
    if args.json:
        return page
    if args.drift or page["output"] is None:
        where = f"{layout.plain(page['skill'])}: " if page["skill"] else ""
        print(f"{where}{page['said']}")
        return None
    print("\n".join(_output(page["output"])))
    if not asking.interactive():
        print("Next: `selfgrad rerate 4`, from 0 (as the ideal) to 10.")
        return None
    value = asking.ask("How far from the ideal, 0 to 10? (Enter: not now)")
    return journal.rerate(value, page["output"]["round"]) if value else None


def _output(output: Page) -> list[str]:
    """An old output without its old mark."""
    what = output["words"] or output["reference"] or "a kept file"
    return [
        f"From {output['day']}: “{layout.plain(output['aim'])}”  {layout.short(output['short'])}",
        f"  {layout.indented(what, '  ')}",
        *([f"  kept as {output['reference']}"] if output["medium"] == "file" else []),
    ]
