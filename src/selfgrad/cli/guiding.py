"""A whole round, asked one thing at a time. Every answer is filed at once, so a round that is left
in the middle goes on where it was."""

from __future__ import annotations

import argparse
import os

from selfgrad import errors
from selfgrad.cli import afterwards, asking, practice
from selfgrad.desk import Receipt
from selfgrad.journal import Journal

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def guided(journal: Journal, args: argparse.Namespace) -> None:
    """Take one round from where it stands to its end."""
    if not asking.interactive():
        raise errors.Usage(
            "A guided round needs a terminal.",
            'Without one: `selfgrad start "AIM"`, `forward`, `loss`, …',
        )
    practice.settle_left_clock(journal)
    if journal.current() is None or _untouched(journal):
        _open(journal, args)
    proceed(journal)


def _untouched(journal: Journal) -> bool:
    round = journal.current()
    return bool(round and round["state"] == "open" and not journal.running())


def _open(journal: Journal, args: argparse.Namespace) -> None:
    current = journal.current()
    aim = asking.ask("What do you want to make?", current["aim"] if current else "")
    if not aim:
        raise errors.BadInput(
            "A round needs an aim.", "Name one small thing that you can make now."
        )
    expect = _until_understood(
        "What loss do you expect? (3/10 wrong, 30%, 0 to 1; Enter: none)", journal.expected
    )
    receipt = journal.start(
        aim, skill=args.skill, project=args.project, expect=expect, new=args.new
    )
    _said(receipt, leave_out=1)


def proceed(journal: Journal) -> None:
    """Ask for what the open round needs next, until it is closed."""
    round = journal.current()
    id = round["subject"] if round else None
    while round and round["subject"] == id:
        ASK[round["state"]](journal)
        round = journal.current()


def _ask_forward(journal: Journal) -> None:
    round = journal.current()
    if journal.running() is None and round:
        _said(journal.go(), leave_out=1)
    if round and (told := journal.explanation_of(round["subject"])):
        _ask_take(journal, journal.called("topic", told["topic"]))
        return
    answer = asking.ask(
        "Work. When there is an output: what did you make? (words, a path; Enter: it lies elsewhere)"
    )
    if answer and os.path.isfile(answer):
        _said(journal.forward(file=answer), leave_out=1)
    else:
        _said(journal.forward(answer or None), leave_out=1)


def _ask_take(journal: Journal, topic: str) -> None:
    """A round that explains is gone on with where it is explained."""
    from selfgrad.cli import teaching

    teaching.go_on(journal, topic)


def _ask_loss(journal: Journal) -> None:
    receipt = _until_understood(
        "How far from the ideal? (3/10 wrong, 30%, 0 to 1, 4 gap)", journal.loss
    )
    if receipt is None:
        raise errors.BadInput("The round waits for its loss.", "Go on with `selfgrad round`.")
    _said(receipt, leave_out=1)


def _ask_backward(journal: Journal) -> None:
    receipt = practice.ask_backward(journal, None)
    if receipt:
        _said(receipt, leave_out=1)


def _ask_step(journal: Journal) -> None:
    round = journal.current()
    change = practice.ask_change(journal)
    discomfort = asking.ask("How uncomfortable was it, 0 to 10? (Enter: not said)")
    about: dict[str, Any] = {"discomfort": int(discomfort)} if discomfort in _TO_TEN else {}
    about["next"] = asking.ask("Next aim?", round["aim"] if round else "")
    receipt = practice.take_step(journal, change, None, **about)
    _said(receipt, leave_out=int(receipt.said[-1].startswith("Which skill")))
    afterwards.ask(journal, receipt)
    _offer_skill(journal)


_TO_TEN = tuple(str(n) for n in range(11))


def _offer_skill(journal: Journal) -> None:
    """After the first round: skill, criterion and parameter are offered, none is needed."""
    round = journal.current()
    if round is None or round["skill"] or journal.names("skill"):
        return
    name = asking.ask("Which skill was this? Its hours are counted together. (Enter: later)")
    if name:
        _said(journal.file_here(name))


def _until_understood(question: str, read: Callable[[str], Any]) -> Any:
    """Ask until the answer can be read, or is empty."""
    while answer := asking.ask(question):
        try:
            return read(answer)
        except errors.BadInput as error:
            print(f"  {error}")
    return None


def _said(receipt: Receipt, leave_out: int = 0) -> None:
    """What was written; the last sentence, which names a command, is left to the next question."""
    apart = receipt.verb == "private"
    for i, sentence in enumerate(receipt.said[: len(receipt.said) - (0 if apart else leave_out)]):
        named = i == 0 and receipt.id and not apart
        print(f"  {sentence}  [{receipt.id}]" if named else f"  {sentence}")
    if apart:  # nothing is asked on after such words
        raise asking.Left


ASK = {
    "open": _ask_forward,
    "produced": _ask_loss,
    "measured": _ask_backward,
    "reflected": _ask_step,
}
