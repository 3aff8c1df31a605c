"""The training loop, whose model is a person. Read this first.

    open ──forward──▶ produced ──loss──▶ measured ──backward──▶ reflected ──step──▶ closed
                                                                                  └▶ the next round, open

A transition takes a round, an input and the time, and returns the new round. Nothing here knows a
database, a clock or a screen: times are UTC milliseconds that the caller hands in.

>>> r = open_round("r1", "solve ten integrals", now=0, expected=0.5)
>>> r = forward(r, "page 12", now=1)
>>> r = loss(r, 0.3, now=2)
>>> r = backward(r, [Mistake("I dropped the minus sign.", "signs")], now=3)
>>> r, following = step(r, Step("signs", "When I move a term, I say its sign aloud."), now=4, next_id="r2")
>>> r.state, r.loss, following.state, following.aim
('closed', 0.3, 'open', 'solve ten integrals')
"""

from collections.abc import Sequence
from typing import NamedTuple  # 5 ms; `log`, the fastest verb, does not come through here

# what can be done next, state by state; a state that is not named here does not exist
NEXT = {
    "open": "forward",
    "produced": "loss",
    "measured": "backward",
    "reflected": "step",
    "closed": "start",
    "dropped": "start",
}
UNSORTED = "unsorted"  # the parameter of a mistake that nobody has charged yet


class NotAllowed(Exception):
    """This transition does not exist from `state`; `next_action` is the verb that does."""

    def __init__(self, verb: str, state: str) -> None:
        super().__init__(f"{verb} is not possible in a round that is {state}; next: {NEXT[state]}")
        self.verb, self.state, self.next_action = verb, state, NEXT[state]


class Attempt(NamedTuple):
    """One output and, once compared with the ideal, its loss: 0 perfect, 1 nothing right."""

    output: str
    at: int
    loss: float | None = None


class Mistake(NamedTuple):
    """One sentence on what went wrong, charged to one parameter."""

    sentence: str
    parameter: str = UNSORTED


class Step(NamedTuple):
    """One small change: a parameter gets a new wording, "when X, I do Y"."""

    parameter: str
    wording: str


KEEP = None  # the other kind of step: nothing changes, the last one is being held


class Round(NamedTuple):
    """One aim, one output, one lesson."""

    id: str
    aim: str
    opened_at: int
    state: str = "open"
    expected: float | None = None
    level: str | None = None
    attempts: tuple[Attempt, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    held: tuple[str, ...] = ()
    step: Step | None = KEEP
    why: str | None = None
    closed_at: int | None = None

    @property
    def loss(self) -> float | None:
        """The loss of the last attempt that has one: the last attempt counts, all are kept."""
        return next((a.loss for a in reversed(self.attempts) if a.loss is not None), None)


def open_round(
    id: str, aim: str, now: int, *, expected: float | None = None, level: str | None = None
) -> Round:
    """Commit to an aim. Opening is instant; working is a decision of its own."""
    return predict(Round(id, aim, now), now, expected=expected, level=level)


def predict(
    round: Round,
    now: int,
    *,
    aim: str | None = None,
    expected: float | None = None,
    level: str | None = None,
) -> Round:
    """Say how it will go, or set the aim straight: until the first output exists, never after."""
    _only_in(round, "predict", "open")
    return round._replace(
        aim=aim or round.aim,
        expected=round.expected if expected is None else _unit(expected),
        level=level or round.level,
    )


def forward(round: Round, output: str, now: int) -> Round:
    """Produce something real. Another take replaces nothing: it is one more attempt."""
    _only_in(round, "forward", "open", "produced", "measured")
    return round._replace(state="produced", attempts=(*round.attempts, Attempt(output, now)))


def loss(round: Round, value: float, now: int) -> Round:
    """Compare the last output with the ideal; measuring it again is one more attempt."""
    _only_in(round, "loss", "produced", "measured")
    last = round.attempts[-1]
    earlier = round.attempts if last.loss is not None else round.attempts[:-1]
    measured = Attempt(last.output, now, _unit(value))
    return round._replace(state="measured", attempts=(*earlier, measured))


def backward(round: Round, mistakes: Sequence[Mistake], now: int, *, held: str = "") -> Round:
    """Write down what went wrong, one sentence each, or with nothing wrong, what held."""
    _only_in(round, "backward", "measured", "reflected")
    return round._replace(
        state="reflected",
        mistakes=(*round.mistakes, *mistakes),
        held=(*round.held, held) if held else round.held,
    )


def step(
    round: Round, change: Step | None, now: int, *, next_id: str, next_aim: str | None = None
) -> tuple[Round, Round]:
    """Change one small thing, or `KEEP`; the round is sealed and the next one is open."""
    _only_in(round, "step", "reflected")
    closed = round._replace(state="closed", step=change, closed_at=now)
    return closed, open_round(next_id, next_aim or round.aim, now, level=round.level)


def drop(round: Round, why: str, now: int) -> Round:
    """End a blind alley. Its hours count, and it is a scar too."""
    _only_in(round, "drop", "open", "produced", "measured", "reflected")
    return round._replace(state="dropped", why=why, closed_at=now)


def _only_in(round: Round, verb: str, *states: str) -> None:
    if round.state not in states:
        raise NotAllowed(verb, round.state)


def _unit(value: float) -> float:
    if not 0 <= value <= 1:  # false for NaN, too
        raise ValueError(f"a loss lies between 0 and 1, not at {value}")
    return float(value)
