"""Rules that protect a person from the loop: one step at a time, filed is filed, the edge."""

from __future__ import annotations

from selfgrad import errors

EASY, HARD = 0.05, 0.8  # losses at or beyond which the level is off (docs/LOG.md, 2026-11-21)
FAR = 0.3  # a loss this much above the expected one is far above it


class TooMuch(errors.Refused):
    """More change than one step can be judged by (gradient clipping): ask first, then say `anyway`."""


class Clipped(TooMuch):
    """A change while the last step is being held."""

    def __init__(self, words: str, rounds: int, hold: int) -> None:
        super().__init__(
            f"A step is being held, {rounds} of {hold} rounds so far: “{words}”.",
            "Hold it with `selfgrad step --keep`, or change all the same with --anyway.",
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


def about_loss(loss: float, expected: float | None) -> list[str]:
    """One sentence when a loss lies beyond the edge of ability, and the surprise in it."""
    said = [] if expected is None else [_surprise(loss, expected)]
    if loss <= EASY:
        said.append("Too easy: raise it next time.")
    elif loss >= HARD:
        said.append("Too much at once: halve it next time.")
    return said


def _surprise(loss: float, expected: float) -> str:
    if abs(loss - expected) < 0.005:
        return f"You expected {expected:.2f}, and so it came."
    side = "above" if loss > expected else "below"
    return f"You expected {expected:.2f}; it is {abs(loss - expected):.2f} {side} that."
