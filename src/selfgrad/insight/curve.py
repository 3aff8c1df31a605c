"""The learning curve, and what the next round's loss will be.

`run` takes a block of rounds in; `one_step` does the same from the first round on. Losses are
either bounded (0 perfect, 1 nothing right) or positive in any unit (seconds, mistakes).
docs/method.md says how it is worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, isinf, isnan, log, nan, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from selfgrad.insight import kpl
from selfgrad.insight.conformal import Scores
from selfgrad.insight.series import Floats, Numbers, series

Level = float | str | None
Levels = Sequence[Level] | Floats


class Forecast(NamedTuple):
    """The next round's loss: its median, and the interval that should hold it so often."""

    median: float
    low: float
    high: float


class Forecasts(NamedTuple):
    """One forecast a round; arrays of shape (n,), in the losses' own unit."""

    median: Floats
    low: Floats
    high: Floats


class Path(NamedTuple):
    """What became of a block of rounds; arrays of shape (n,), in the losses' own unit.

    `median`, `low`, `high`: the forecast before the round. `level`, `level_low`, `level_high`: what
    the learner's loss is after it, with an 80 % credible band. `residual`: the error of the
    forecast in standard deviations (nan: not measured). `censored`: failed, counted as the worst so far.
    """

    median: Floats
    low: Floats
    high: Floats
    level: Floats
    level_low: Floats
    level_high: Floats
    residual: Floats
    censored: NDArray[np.bool_]


class State(NamedTuple):
    """All that is kept of a series; made by `begin`, `take`, `run` and `unpack`."""

    bounded: bool
    rounds: int
    day: float
    worst: float
    rows: Floats | None
    freedom: float
    scores: tuple[float, ...]


def begin(*, bounded: bool) -> State:
    """Before the first round. bounded: losses lie between 0 and 1."""
    return State(bounded, 0, nan, nan, None, kpl.FREEDOM, ())


def take(state: State, loss: float | None, day: float | None = None, level: Level = None) -> State:
    """After one more round: nan or None was not measured, inf failed."""
    return run(state, [loss], [day], [level])[0]


def ahead(
    state: State, day: float | None = None, level: Level = None, coverage: float = 0.8
) -> Forecast:
    """The next round's loss, on `day`, at `level`."""
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
    """The forecast of each loss from those before it; element i sees losses[:i] alone.

    days: of each round, increasing. levels: its difficulty, numbers or names.
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
    """Takes a block of rounds in: the state after it and what was forecast on the way."""
    values = series(losses)
    n = len(values)
    on = np.full(n, nan) if days is None else series(days, "days")
    out = np.full((7, n), nan)
    censored = np.isinf(values)
    work = _Work(state)
    for i, (loss, day) in enumerate(zip(values.tolist(), on.tolist(), strict=True)):
        out[:, i] = work.round(loss, day, coverage)
        if each is not None:
            each(i + 1)
    return work.state(), Path(*out, censored=censored)


class _Work:
    def __init__(self, state: State) -> None:
        self.s = state
        self.bank = None if state.rows is None else kpl.Bank(state.rows, state.freedom)
        self.scores = Scores(state.scores)
        self.rounds, self.day, self.worst = state.rounds, state.day, state.worst
        self.prior = kpl.IDENTITY if state.bounded else kpl.LOGARITHM

    def state(self) -> State:
        bank = self.bank
        rows, freedom = (None, kpl.FREEDOM) if bank is None else (bank.rows.copy(), bank.freedom)
        return State(self.s.bounded, self.rounds, self.day, self.worst, rows, freedom, tuple(self.scores.last))

    def round(self, loss, day, coverage):
        if isinf(loss):
            loss = self.worst if not isnan(self.worst) else 1.0 if self.s.bounded else nan
        elif not isnan(loss):
            self.worst = loss if isnan(self.worst) else max(loss, self.worst)
        gap = day - self.day
        if not isnan(day):
            self.day = day
        self.rounds += 1
        bank = self.bank
        if bank is None:
            if isnan(loss):
                return self._unknown()
            z = loss if self.s.bounded else log(max(loss, 1e-300))
            self.bank = bank = kpl.Bank(kpl.first(z, self.prior), kpl.FREEDOM)
            bank.look()
            return *self._unknown()[:3], *self._level(), nan
        bank.advance(self.rounds - 1)
        if gap > 30:
            np.add(bank.p00, 0.03 * gap / 7, bank.p00)
        bank.look()
        mean, sd = bank.mean, sqrt(bank.variance + bank.noise)
        half = self.scores.half_width(coverage) * sd
        if self.s.bounded:
            f = mean, mean - half, mean + half
            f = [min(1.0, max(0.0, x)) for x in f]
            z = loss
        else:
            f = [exp(min(700,v)) for v in (mean,mean-half,mean+half)]
            z = nan if isnan(loss) else log(max(loss, 0.02 * exp(mean)))
        residual = (z - mean) / sd
        if not isnan(loss):
            self.scores.add(residual)
            bank.learn(z)
            bank.look()
        return *f, *self._level(), residual

    def _unknown(self):
        f = (0.5, 0.1, 0.9) if self.s.bounded else (nan, nan, nan)
        return *f, *f, nan

    def _level(self):
        m, half = self.bank.mean, 1.2816 * sqrt(self.bank.variance)
        f = m, m - half, m + half
        if self.s.bounded:
            return [min(1.0, max(0.0, x)) for x in f]
        return [exp(min(700,x)) for x in f]
