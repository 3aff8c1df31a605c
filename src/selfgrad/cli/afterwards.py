"""What a round that was filed leaves to say, one key each: its scars, its answers, its takeaways."""

from __future__ import annotations

from selfgrad import errors
from selfgrad.cli import asking, layout, scarring
from selfgrad.desk import Receipt

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.closing import Closing
    from selfgrad.journal import Journal


def waits(journal: Closing, receipt: Receipt) -> bool:
    """Whether the round of a receipt has left anything to say."""
    round = receipt.data.get("round")
    if not round:
        return False
    others = journal.unsaid_answers(round) or journal.untested_in(round)
    return bool(journal.unmarked(round) or others)


def ask(journal: Journal, receipt: Receipt) -> None:
    """Ask for each; Enter leaves it, and what is left can wait."""
    round = receipt.data.get("round")
    if not round:
        return
    try:
        scarring.ask_marks(journal, round)
        _ask_answers(journal, round)
        _ask_takeaways(journal, round)
    except (asking.Ended, errors.SelfgradError):
        return  # the round is filed


def _ask_answers(journal: Journal, round: str) -> None:
    waiting = journal.unsaid_answers(round)
    if waiting and not asking.interactive():
        print("Was its answer used? `selfgrad answer ID --used`, or --not-used.")
        return
    for one in waiting:
        said = f"“{layout.plain(one['question'])}”: u used, n not used, Enter leaves it"
        if (pressed := asking.key(said, ".un")) != ".":
            _say(journal.used(one["id"], pressed == "u"))


def _ask_takeaways(journal: Journal, round: str) -> None:
    waiting = journal.untested_in(round)
    if waiting and not asking.interactive():
        print("What has it shown of its takeaway? `selfgrad source test ID held` (or failed).")
        return
    for one in waiting:
        said = f"“{layout.plain(one['words'])}”: h held, f failed, c worded anew, Enter leaves it"
        pressed = asking.key(said, ".hfc")
        words = asking.ask("  How is it worded now?") if pressed == "c" else None
        if pressed != "." and (pressed != "c" or words):
            how = {"h": "held", "f": "failed", "c": "changed"}[pressed]
            _say(journal.test_takeaway(one["id"], how, words, round=round))


def _say(receipt: Any) -> None:
    print("\n".join(f"  {sentence}" for sentence in receipt.said))
