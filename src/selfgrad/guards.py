"""Rules that protect a person from the loop: one step at a time, filed is filed, the edge."""

from __future__ import annotations

from selfgrad import errors

EASY, HARD = 0.05, 0.8  # losses at or beyond which the level is off (docs/LOG.md, 2026-11-21)
FAR = 0.3  # a loss this much above the expected one is far above it


class Clipped(errors.Refused):
    """A change while the last step is being held (gradient clipping): ask first, then say `anyway`."""

    def __init__(self, words: str, rounds: int, hold: int) -> None:
        super().__init__(
            f"A step is being held, {rounds} of {hold} rounds so far: {words}",
            "Hold it with `selfgrad step --keep`, or change all the same with --anyway.",
        )


def one_change(words: str) -> None:
    """Refuse two changes in one step: changing everything at once is how training diverges."""
    if words.count("\n") or words.lower().count("when ") > 2:
        raise errors.Refused(
            "A step is one small change, and this is more than one.",
            "Choose the one that matters most; the others can wait for their round.",
        )


def situation(words: str) -> str:
    """A name for the parameter that a step changes: the X of "when X, I do Y".

    >>> situation("When I move a term, I say its sign aloud.")
    'I move a term'
    """
    plain = " ".join(words.split())
    if plain[:5].lower() == "when ":
        plain = plain[5:]
    return plain.partition(",")[0].rstrip(".")[:40].strip() or "practice"


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
