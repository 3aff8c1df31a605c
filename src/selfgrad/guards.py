"""Rules that protect a person from the loop: one step at a time, filed is filed, the edge."""

from __future__ import annotations

from itertools import pairwise

from selfgrad import errors
from selfgrad.worth import Finding
from selfgrad.worth import endangers as danger
from selfgrad.worth import find as worth

EASY, HARD = 0.05, 0.8  # losses at or beyond which the level is off (docs/LOG.md, 2026-11-21)
FAR = 0.3  # a loss this much above the expected one is far above it
# signs of divergence (docs/scars.md)
LATELY, BEFORE = 8, 20  # rounds whose swings are compared
WIDER = 4.0  # times the variance of before; by chance in 2 of 100 steady stretches
SWING = 0.15  # standard deviation of the jumps from loss to loss below which nothing swings
FEW, CHANGES = 5, 3  # changes in so few rounds: nobody can say which one it was
RUN, TIMES = 3, 2  # sentences about the person in the last rounds, one of them with a high loss


TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Finding", "danger", "worth"]


class TooMuch(errors.Refused):
    """More change than one step can be judged by (gradient clipping): ask first, then say `anyway`."""


class Clipped(TooMuch):
    """A change while the last step is being held."""

    def __init__(self, words: str, rounds: int, hold: int) -> None:
        super().__init__(
            f"A step is being held, {rounds} of {hold} rounds so far: “{words}”.",
            "Hold it with `selfgrad step --keep`, or change all the same with --anyway.",
        )


class Second(TooMuch):
    """A second step for a round that has had one."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"That round has had its one step: “{words}”. With two, nobody could say which one it was.",
            "Hold it for this round. To take the other one instead: `selfgrad undo`, then step again.",
        )


class OnTrial(TooMuch):
    """A change while another one is on trial by coin."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"A step is on trial: “{words}”. Another change would blur what it shows.",
            "Keep things as they are with `selfgrad step --keep`, or change all the same with "
            "--anyway.",
        )


def one_change(words: str) -> None:
    """Ask before two changes in one step: changing everything at once is how training diverges."""
    if changes_in(words) > 1:
        raise TooMuch(
            "A step is one small change, and this is more than one.",
            "Choose the one that matters most, or take them all with --anyway.",
        )


def changes_in(words: str) -> int:
    """How many changes a step is worded as.

    >>> changes_in("When X, I do Y. When Z, I do W."), changes_in("slower")
    (2, 0)
    """
    from selfgrad import sentences

    parts = [part for line in words.splitlines() for part in sentences.split(line)]
    return sum(part[:5].lower() == "when " or part[:1] == "当" for part in parts)


def situation(words: str) -> str:
    """A name for the parameter that a step changes: the X of "when X, I do Y".

    >>> situation("When I move a term, I say its sign aloud."), situation("当我写完一个字，我读一遍。")
    ('I move a term', '我写完一个字')
    """
    plain = " ".join(words.split())
    if plain[:5].lower() == "when ":
        plain = plain[5:]
    plain = plain.removeprefix("当").replace("，", ",").partition(",")[0]
    return plain.rstrip(".。")[:40].strip() or "practice"


def far_above(loss: float, expected: float | None) -> bool:
    """Whether a loss is far above what was expected of it."""
    return expected is not None and loss - expected >= FAR


def diverging(losses: Sequence[float], changed: Sequence[bool], met: Sequence[int]) -> list[str]:
    """Signs that practice comes apart, a sentence each: all arguments oldest first.

    `losses` from 0 to 1, `changed` whether a round ended with a change, `met` how many sentences about
    the person were met in each of the last rounds.

    >>> diverging([0.2, 0.9], [True, True, False, True], [0])
    ['3 changes in 4 rounds: nobody can say which one it was.']
    """
    said = []
    if _swings_wider(losses):
        said.append("Losses swing wider than they did before.")
    few = changed[-FEW:]
    if sum(few) >= CHANGES:
        said.append(f"{sum(few)} changes in {len(few)} rounds: nobody can say which one it was.")
    high = any(loss >= max(HARD, _usual(losses) + FAR) for loss in losses[-RUN:])
    if high and sum(met) >= TIMES:
        said.append(
            "After a high loss, more than one sentence was about you. One loss says little."
        )
    return said


def _swings_wider(losses: Sequence[float]) -> bool:
    if len(losses) < LATELY + BEFORE:
        return False
    jumps = [later - earlier for earlier, later in pairwise(losses[-LATELY - BEFORE :])]
    lately = _variance(jumps[-LATELY:])
    return lately > max(WIDER * _variance(jumps[:-LATELY]), SWING**2)


def _variance(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def _usual(losses: Sequence[float]) -> float:
    """The middle loss of those before the last rounds; 0 where there are none."""
    before = sorted(losses[:-RUN])
    return before[len(before) // 2] if before else 0.0


def about_you(words: str, found: Finding) -> str:
    """Which words of a sentence are about the person, and why; what was done is asked next."""
    said = ", ".join(f"“{words[start:end]}”" for start, end in found.spans)
    return f"{said}: {found.why}. The round is about what you did."


def kept_apart(asked: bool | None, id: str) -> str:
    """What is said of a sentence about the person that stays as it is; `asked` None: it was said before."""
    if asked is None:
        return "Kept as it is, in no count."
    if asked:
        return "Kept in your words; it is in no count and no scar."
    return (
        "That is about you, not about what you did. It is kept, in no count. "
        f'Next: put what you did, `selfgrad edit {id} "…"`, or leave it.'
    )


def about_me(question: str) -> bool:
    """Whether a question is about the one who asks; “how do I kill a process?” is about the process."""
    words = f" {question.casefold().replace('’', chr(39))} "
    marks = (
        " am i ",
        " i am ",
        " i'm ",
        " im ",
        " do i always ",
        " do i never ",
        "我怎么这么",
        "我是不是",
        "我为什么总",
    )
    return any(mark in words for mark in marks)


def about_loss(loss: float, expected: float | None) -> list[str]:
    """One sentence when a loss lies beyond the edge of ability, and the surprise in it."""
    said = against_expected(loss, expected)
    if loss <= EASY:
        said.append("Too easy: raise it next time.")
    elif loss >= HARD:
        said.append("Too much at once: halve it next time.")
    return said


def against_expected(loss: float, expected: float | None) -> list[str]:
    """The surprise in a loss; nothing where none was predicted."""
    if expected is None:
        return []
    if abs(loss - expected) < 0.005:
        return [f"You expected {expected:.2f}, and so it came."]
    side = "above" if loss > expected else "below"
    return [f"You expected {expected:.2f}; it is {abs(loss - expected):.2f} {side} that."]
