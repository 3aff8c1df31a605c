"""Did this step help? A coin-flip trial can say so; before and after, losses only fell or rose.

Losses of any unit, lower is better. nan or None: not measured, left out. inf: failed, counted as
the worst loss seen. Every effect is a change of the loss, so that below 0 is better.
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from selfgrad import errors
from selfgrad.insight import coin, interrupted, student
from selfgrad.insight.series import Floats, Numbers, series

HELPED, HURT, OPEN = "helped", "hurt", "can't tell yet"
FEWEST = 5  # pairs of a trial, rounds of a phase
BEFORE, AFTER = 60, 30  # rounds of a window at most
LOOKS = {1: 5, 2: 10, 3: 15}  # rounds after the step at each planned look
ERROR = 0.05  # how often, at most, a step that does nothing is said to help, and to hurt
ERROR_LOOKING = 0.03  # at each of three looks, and of each of several steps: they share a trend
POWER = 0.8
MEASURED = 1.15  # by how much a change has to be larger than reckoned to be seen so often (bench)
TOGETHER = 300  # rounds that are looked back on
LEAST = 0.2  # a change below this part of a round's spread is no verdict
LEVEL = 0.02  # prior precision: one standard deviation of difficulty moves a loss by about 7
NAMED = 3  # rounds at a level that is only a name; fewer say too little of it and are left out
SAME = 1e-12  # values that differ by less of their size are the same

Bools = NDArray[np.bool_]
Rounds = NDArray[np.int64]
Names = NDArray[np.object_]
Levels = Numbers | Sequence[str | None]  # numbers, or names


class Verdict(NamedTuple):
    """`word`: "helped", "hurt" or "can't tell yet"; all else in units of the loss, but `p`."""

    word: str
    p: float  # how often it looks so good or better if the step changes nothing, at most
    estimate: float  # the change of the loss, shrunk towards 0
    low: float  # 80 % interval
    high: float
    smallest_visible: float  # the smallest change that would have been seen in 4 of 5 such cases


UNKNOWN = Verdict(OPEN, math.nan, math.nan, math.nan, math.nan, math.inf)  # too few rounds
STILL = Verdict(OPEN, math.nan, 0.0, 0.0, 0.0, math.nan)  # all losses are the same


def trial(on: Numbers, off: Numbers) -> Verdict:
    """The exact sign-flip test of pairs of rounds with the step and without it, in any order.

    `on[i]` and `off[i]`: the losses of pair i, as it was planned, done so or not. To be asked once,
    when all planned pairs are there. Raises `BadInput` if there are not as many on as off.
    """
    d, unit = _differences(series(on, "on"), series(off, "off"))
    if len(d) < FEWEST:
        return UNKNOWN
    below, above = coin.flips(coin.held_in(d))
    middle, (low, high) = coin.centre(d), coin.interval(d)
    spread = coin.spread(d - middle)
    estimate = min(max(_shrunk(middle, len(d)), low), high)
    large = abs(estimate) >= LEAST * spread / math.sqrt(2)
    seen = student.point(1 - ERROR, len(d) - 1) + student.point(POWER, len(d) - 1)
    visible = seen * spread / math.sqrt(len(d))
    word = _word(below, above, ERROR, large)
    return Verdict(word, below, estimate * unit, low * unit, high * unit, visible * unit)


def _shrunk(difference: float, pairs: int) -> float:
    """The posterior mean if effects are about as large as a round's spread, N(0, sd of a round)."""
    return difference * pairs / (pairs + 2)


def _word(no_help: float, no_harm: float, error: float, large: bool) -> str:
    if not large or min(no_help, no_harm) > error:
        return OPEN
    return HELPED if no_help < no_harm else HURT


def _differences(on: Floats, off: Floats) -> tuple[Floats, float]:
    """On less off of every pair that was measured, and the unit they are in."""
    if len(on) != len(off):
        raise errors.BadInput("A trial has as many rounds on as off.", "Give nan for one missed.")
    both = _measured(on) & _measured(off)
    if not both.any():
        return np.zeros(0), 1.0
    known = _failed_as_worst(np.concatenate([on[both], off[both]]))
    size = float(np.abs(known).max()) or 1.0
    with_it, without = np.split(known / size, 2)
    d = with_it - without
    d[np.abs(d) <= SAME * np.abs(with_it)] = 0.0  # 0.1 + 0.2 and 0.3 are the same loss
    width = float(np.abs(coin.held_in(d)).max()) or 1.0
    return d / width, width * size


def _measured(losses: Floats) -> Bools:
    """Rounds with a loss, failed ones too."""
    return ~np.isnan(losses) & ~np.isneginf(losses)


def _failed_as_worst(losses: Floats) -> Floats:
    finite = losses[np.isfinite(losses)]
    return np.where(np.isposinf(losses), finite.max() if len(finite) else 0.0, losses)


def before_after(
    losses: Numbers,
    step_at: int,
    *,
    trigger: int = 1,
    levels: Levels | None = None,
    other_steps: Sequence[int] = (),
    look: int | None = None,
) -> Verdict:
    """How losses moved at a step that stays. They fell or rose after it: a cause this cannot show.

    The step was taken before `losses[step_at]`. `trigger`: that many rounds before a step were
    the reason for it and are left out. `levels`: difficulty of each round, a number or a name.
    `other_steps`: where else one was taken; the window reaches from the one before to the one
    after. `look`: None for one verdict at a fixed time, 1, 2 or 3 for the planned looks at 5, 10
    and 15 rounds after. `p`: in how many records without an effect it looks so good or better, in
    the kind of record where that is most often. Raises `BadInput` for a step outside the losses
    or another look.
    """
    y, kinds = series(losses), _levels(levels, losses)
    _check(len(y), step_at, trigger, look)
    at = _window(y, _levelled(kinds), step_at, trigger, other_steps, look)
    at = at[~_rare(kinds, at)]
    row = int(np.searchsorted(at, step_at))
    if min(row, len(at) - row) < FEWEST:
        return UNKNOWN
    effect = (at >= step_at).astype(float)[:, None]
    return _moved(at, y[at], kinds[at], effect, ERROR_LOOKING if look else ERROR)[0]


def together(
    losses: Numbers, steps_at: Sequence[int], *, trigger: int = 1, levels: Levels | None = None
) -> list[Verdict]:
    """Several steps in a row under one trend, for a look back over the last 300 rounds.

    One verdict a step, in the order of `steps_at`; tighter than one by one where 6 steps share a
    trend. The same words and errors as `before_after`.
    """
    y, kinds = series(losses), _levels(levels, losses)
    for step in steps_at:
        _check(len(y), step, trigger, None)
    steps = sorted(set(steps_at))
    at = np.arange(max(len(y) - TOGETHER, 0), len(y))
    dropped = [np.arange(step - trigger, step) for step in steps]
    at = at[(_measured(y) & _levelled(kinds))[at] & ~np.isin(at, np.concatenate([*dropped, []]))]
    at = at[~_rare(kinds, at)]
    phases = np.diff([0, *np.searchsorted(at, steps), len(at)])
    fair = [s for s, n, m in zip(steps, phases, phases[1:], strict=False) if min(n, m) >= FEWEST]
    if not fair:
        return [UNKNOWN] * len(steps_at)
    effects = (at[:, None] >= np.array(steps)).astype(float)
    judged = _moved(at, y[at], kinds[at], effects, ERROR_LOOKING)
    found = dict(zip(steps, judged, strict=True))
    return [found[step] if step in fair else UNKNOWN for step in steps_at]


def _check(rounds: int, step_at: int, trigger: int, look: int | None) -> None:
    if not 0 <= step_at <= rounds:
        raise errors.BadInput(f"There is no round {step_at}.", f"There are {rounds} rounds.")
    if trigger < 0:
        raise errors.BadInput("A step has 0 triggers or more.", "Give the rounds that caused it.")
    if look is not None and look not in LOOKS:
        raise errors.BadInput("There are three looks.", "Look after 5, 10 and 15 rounds.")


def _levels(levels: Levels | None, losses: Numbers) -> Floats | Names:
    """The level of each round: numbers, or names as they are if there is one among them."""
    if levels is None:
        return np.zeros(len(losses))
    named = not isinstance(levels, np.ndarray) and any(isinstance(one, str) for one in levels)
    found = np.array(levels, dtype=object) if named else series(levels, "levels")  # type: ignore[arg-type]
    if len(found) != len(losses):
        raise errors.BadInput("Every round has a level.", "Give nan where it is not known.")
    return found


def _levelled(kinds: Floats | Names) -> Bools:
    """Rounds whose level is known."""
    if kinds.dtype == object:
        return np.array([isinstance(one, str) for one in kinds], dtype=bool)
    return np.isfinite(kinds.astype(np.float64))


def _rare(kinds: Floats | Names, at: Rounds) -> Bools:
    """Of the rounds `at`, those of a named level that too few of them share."""
    if kinds.dtype != object:
        return np.zeros(len(at), dtype=bool)
    times = Counter(kinds[at])
    return np.array([times[one] < NAMED for one in kinds[at]], dtype=bool)


def _window(
    losses: Floats,
    levelled: Bools,
    step_at: int,
    trigger: int,
    other_steps: Sequence[int],
    look: int | None,
) -> Rounds:
    """The rounds that are compared: from the step before to the step after, triggers left out."""
    start = max((step for step in other_steps if step < step_at), default=0)
    end = min((step - trigger for step in other_steps if step > step_at), default=len(losses))
    rounds = np.flatnonzero(_measured(losses) & levelled)
    before = rounds[(rounds >= start) & (rounds < step_at - trigger)][-BEFORE:]
    after = rounds[(rounds >= step_at) & (rounds < end)][: LOOKS[look] if look else AFTER]
    missing = look is not None and len(after) < LOOKS[look]
    return before if missing else np.concatenate([before, after])


def _moved(
    at: Rounds, losses: Floats, kinds: Floats | Names, effects: Floats, error: float
) -> list[Verdict]:
    """A verdict for each column of effects, shape (rounds, effects): 1 from its step on."""
    starts = [int(row) for row in np.argmax(effects, axis=0)]
    held, unit = _in_units(losses, starts)
    if not unit:
        return [STILL] * len(starts)
    told = interrupted.found(at.astype(np.float64), effects, _covariates(kinds), held, LEVEL)
    before = np.diff([0, *starts])  # rounds since the step before; learning goes on to the end
    after = [len(at) - start for start in starts]
    sides = zip(told, before.tolist(), after, strict=True)
    return [_said(one, unit, error, *n) for one, *n in sides]


def _in_units(losses: Floats, steps: list[int]) -> tuple[Floats, float]:
    """Losses around 0 as a column, outliers held in, and the unit they are in; 0 if all alike."""
    known = _failed_as_worst(losses)
    size = float(np.abs(known).max()) or 1.0
    held = interrupted.held_in((known / size)[:, None], steps)
    centred = held - np.median(held)
    width = float(np.abs(centred).max())
    if width <= SAME * float(np.abs(held).max()):
        return held, 0.0
    spread = float(np.sqrt(np.mean((centred / width) ** 2)))
    return centred / width / spread, spread * width * size


def _covariates(kinds: Floats | Names) -> Floats:
    """Difficulty in its standard deviations; of names, 1 in each one but the most common."""
    if kinds.dtype == object:
        names = [name for name, _ in Counter(kinds).most_common()][1:]
        return np.array([kinds == name for name in names], dtype=float).reshape(-1, len(kinds)).T
    levels = kinds.astype(np.float64)
    size = float(np.abs(levels).max())
    levels = levels / (size or 1.0)
    spread = float(np.std(levels))
    if spread <= SAME:
        return np.zeros((len(levels), 0))
    return np.asarray((levels - levels.mean())[:, None] / spread)


def _said(found: interrupted.Found, unit: float, error: float, before: int, after: int) -> Verdict:
    no_help, no_harm = (
        float(interrupted.chance(log, before, after)[0]) for log in (found.fell, found.rose)
    )
    estimate = float(found.posterior.expected()[0])
    large = abs(estimate) >= LEAST * float(found.posterior.spread()[0])
    low, high = (float(found.posterior.quantile(p)[0]) * unit for p in (0.1, 0.9))
    freedom = found.posterior.freedom
    seen = student.point(1 - error, freedom) + student.point(POWER, freedom)
    visible = MEASURED * seen * float(found.error[0]) * unit
    word = _word(no_help, no_harm, error, large)
    return Verdict(word, no_help, estimate * unit, low, high, visible)


def luck(tested: int) -> float:
    """How many of so many steps would look good by luck if none changed anything."""
    return tested * ERROR


def discoveries(ps: Numbers, q: float = 0.10) -> list[bool]:
    """Which of many steps stand, with a share of at most q false ones among them.

    Source: Benjamini & Hochberg 1995. A p that is nan was no test and does not count.
    """
    p = series(ps, "ps")
    tested = np.sort(p[~np.isnan(p)])
    passed = tested[tested <= q * np.arange(1, len(tested) + 1) / max(len(tested), 1)]
    limit = passed[-1] if len(passed) else -1.0
    return [bool(one <= limit) for one in p]
