"""The learning curve, and what the next round's loss will be.

`run` takes a block of rounds in, `take` one; `one_step` does the same from the first round on.
Losses are either bounded (0 perfect, 1 nothing right) or of any unit from 0 up (seconds,
mistakes). How it is worked out, with its sources, is in docs/method.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isnan, nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from selfgrad import errors
from selfgrad.insight.packing import pack, unpack
from selfgrad.insight.series import Floats, Numbers, series
from selfgrad.insight.tracking import Figures, Level, State, Track

__all__ = ["Forecast", "Forecasts", "Path", "State", "ahead", "begin", "one_step", "pack", "run", "take", "unpack"]  # fmt: skip

# the difficulty of each round: a number, a name, or None or nan where there is none
Levels = Sequence[Level] | Floats
FURTHEST = 1e100  # a difficulty is no further from 0, so that differences are numbers
TOLD_EVERY = 256  # rounds: how often `each` is called


class Forecast(NamedTuple):
    """The next round's loss: its median, and the interval that should hold it so often."""

    median: float
    low: float
    high: float


class Forecasts(NamedTuple):
    """One forecast a round: arrays of shape (n,), in the losses' own unit."""

    median: Floats
    low: Floats
    high: Floats


class Path(NamedTuple):
    """What became of a block of rounds: arrays of shape (n,), in the losses' own unit.

    `median`, `low`, `high`: the forecast before the round was seen. `level`, `level_low`,
    `level_high`: what the learner's loss is after it, at that round's difficulty, with an 80 %
    credible band. `residual`: the error of the forecast in standard deviations, positive where the
    loss was larger. `censored`: the round failed and counts as the worst so far, as 1 where losses are bounded. nan: not known.
    """

    median: Floats
    low: Floats
    high: Floats
    level: Floats
    level_low: Floats
    level_high: Floats
    residual: Floats
    censored: NDArray[np.bool_]


def begin(*, bounded: bool) -> State:
    """Before the first round. bounded: losses lie between 0 and 1."""
    return State(bool(bounded))


def take(state: State, loss: float | None, day: float | None = None, level: Level = None) -> State:
    """After one more round. Its loss: nan or None was not measured, inf failed."""
    return run(state, [loss], [day], [level])[0]


def ahead(
    state: State, day: float | None = None, level: Level = None, coverage: float = 0.8
) -> Forecast:
    """The next round's loss, on `day`, at `level`; nan where nothing is known."""
    path = run(state, [nan], [day], [level], coverage=coverage)[1]
    return Forecast(float(path.median[0]), float(path.low[0]), float(path.high[0]))


def one_step(
    losses: Numbers,
    *,
    days: Numbers | None = None,
    levels: Levels | None = None,
    bounded: bool,
    coverage: float = 0.8,
) -> Forecasts:
    """The forecast of each loss from those before it: element i sees losses[:i] alone.

    days: of each round, increasing, in days; levels: its difficulty, a number or a name. Raises
    `BadInput` for losses below 0 (and above 1 where bounded) and for lists of another length.

    >>> forecasts = one_step([0.5, 0.4, 0.5], bounded=True)
    >>> [round(float(median), 2) for median in forecasts.median]
    [0.5, 0.49, 0.42]
    """
    path = run(begin(bounded=bounded), losses, days, levels, coverage=coverage)[1]
    return Forecasts(path.median, path.low, path.high)


def run(
    state: State,
    losses: Numbers,
    days: Numbers | None = None,
    levels: Levels | None = None,
    *,
    coverage: float = 0.8,
    each: Callable[[int], None] | None = None,
) -> tuple[State, Path]:
    """Takes a block of rounds in: the state after it, and what was forecast on the way.

    Cutting a series into blocks changes nothing. `each` is told now and then how many of the
    rounds are done, and at the end.
    """
    if not 0 < coverage < 1:
        raise errors.BadInput(f"A coverage of {coverage} is not possible.", "Say 0.8 for 80 %.")
    values = _losses(losses, state.bounded)
    n = len(values)
    on = _of_length(n, series([None] * n if days is None else days, "days"), "days")
    at = [None] * n if levels is None else _levels(levels, n)
    track = Track(state)
    figures: list[Figures] = []
    for done, (loss, day, level) in enumerate(
        zip(values.tolist(), on.tolist(), at, strict=True), 1
    ):
        figures.append(track.round(loss, day, level, coverage))
        if each is not None and (done % TOLD_EVERY == 0 or done == n):
            each(done)
    columns = np.array(figures).reshape(n, len(Path._fields) - 1).T.copy()
    return track.state(), Path._make([*columns, np.isinf(values)])


def _losses(losses: Numbers, bounded: bool) -> Floats:
    values = series(losses)
    if np.any(values < 0):
        raise errors.BadInput("A loss is below 0.", "Give 0 for perfect, more for worse.")
    if bounded and np.any(values[np.isfinite(values)] > 1):
        raise errors.BadInput("A loss is above 1.", "Give 1 for nothing right, or bounded=False.")
    return values


def _of_length(n: int, values: Floats, name: str) -> Floats:
    if len(values) != n:
        raise errors.BadInput(f"There are {n} losses and {len(values)} {name}.", "Give one each.")
    return np.where(np.isfinite(values), values, nan)


def _levels(levels: Levels, n: int) -> list[Level]:
    given: list[Level] = levels.tolist() if isinstance(levels, np.ndarray) else list(levels)
    if len(given) != n:
        raise errors.BadInput(f"There are {n} losses and {len(given)} levels.", "Give one each.")
    return [_level(level) for level in given]


def _level(level: Level) -> Level:
    if level is None or isinstance(level, str):
        return level
    try:
        number = float(level)
    except (TypeError, ValueError):
        raise errors.BadInput(f"{level!r} is not a level.", "Give a number or a name.") from None
    return None if isnan(number) else min(FURTHEST, max(-FURTHEST, number))
