"""A series of rounds as it is followed: each round is forecast, compared, and learned from."""

from __future__ import annotations

from collections.abc import Mapping
from math import isinf, isnan, log, nan, sqrt
from typing import NamedTuple

from selfgrad.insight import kpl, links
from selfgrad.insight.conformal import Scores
from selfgrad.insight.difficulty import NO_EFFECT, Effect, Names, Slope, no_names
from selfgrad.insight.series import Floats

Level = float | str | None
# one round in figures: forecast (median, low, high), level (mean, low, high), residual
Figures = tuple[float, float, float, float, float, float, float]

LONG_GAP = 30.0  # days
MOVED_A_WEEK = 0.03  # variance of the level for each week of a long gap, in units of the noise
MOVED_MOST = 2.0
MOST_MOVED = 100.0  # the same, by another difficulty
AGREED = 1.5  # standard deviations: two such errors to the same side are a change
SETTLED = 5  # rounds: before them the first may as well be a typing error as this one far below
ELSEWHERE = 6.0  # three such errors to the same side: the level is begun anew
TOO_COARSE = 20.0  # times the last three losses: an offset that hides how they differ
BAND = 1.2816  # standard deviations that hold 80 % of a normal distribution


class Prior(NamedTuple):
    """What is held likely of bounded losses, or of the logarithm of others."""

    curve: kpl.Prior
    names: float  # how far named levels differ: a standard deviation
    slope: float  # what the largest change of a numbered level adds: a standard deviation


BOUNDED = Prior(kpl.IDENTITY, 0.15, 0.15)
UNBOUNDED = Prior(kpl.LOGARITHM, 0.3, 0.3)


class Round(NamedTuple):
    """One round after the first, as it is followed."""

    loss: float  # nan: not measured
    failed: bool
    gap: float  # days since the round before
    name: str | None
    change: float  # of numbered difficulty, as a share of the widest


class Expected(NamedTuple):
    """The next loss in the link's units; `noise` is the part of the variance that stays."""

    mean: float
    variance: float
    noise: float
    effect: Effect


class State(NamedTuple):
    """All that is kept of a series; plain values, of bounded size but for the names."""

    bounded: bool
    rounds: int = 0  # also those that were not measured
    day: float = nan  # of the last round
    worst: float = nan  # the largest loss that was no outlier
    recent: tuple[float, ...] = ()  # the last three losses
    offset: float = 0.0
    only_zeros: bool = True
    rows: Floats | None = None  # see `kpl.Bank`; None before the first loss
    freedom: float = kpl.FREEDOM
    scores: tuple[float, ...] = ()
    misses: float = 0.2
    slope: Slope = Slope()
    names: Mapping[str, Effect] = {}  # copied before it is changed
    names_squares: float = nan  # see `difficulty.Names`; nan before the first loss
    names_count: float = nan


class Track:
    """What `State` keeps, unpacked for following many rounds."""

    def __init__(self, state: State) -> None:
        self.before = state
        self.prior = BOUNDED if state.bounded else UNBOUNDED
        self.offset = None if state.bounded else state.offset
        self.rounds, self.day, self.worst = state.rounds, state.day, state.worst
        self.recent, self.only_zeros = state.recent, state.only_zeros
        self.scores = Scores(state.scores, state.misses)
        self.slope = state.slope
        self.names = no_names(self.prior.names)
        if not isnan(state.names_count):
            self.names = Names(state.names, state.names_squares, state.names_count)
        self.bank = None
        if state.rows is not None:
            self.bank = kpl.Bank(state.rows, state.freedom, self.prior.curve)

    def state(self) -> State:
        bank = self.bank
        return State(
            bounded=self.before.bounded,
            rounds=self.rounds,
            day=self.day,
            worst=self.worst,
            recent=self.recent,
            offset=self.offset or 0.0,
            only_zeros=self.only_zeros,
            rows=None if bank is None else bank.rows.copy(),
            freedom=kpl.FREEDOM if bank is None else bank.freedom,
            scores=tuple(self.scores.last),
            misses=self.scores.misses,
            slope=self.slope,
            names=dict(self.names.known),
            names_squares=self.names.squares,
            names_count=self.names.count,
        )

    def round(self, loss: float, day: float, level: Level, coverage: float) -> Figures:
        """Follows one round; nan was not measured, inf failed."""
        failed = isinf(loss)
        if failed:  # at least not better than any
            loss = 1.0 if self.before.bounded else self.worst
        gap = day - self.day
        if not isnan(day):
            self.day = day
        self.rounds += 1
        change = 0.0
        if isinstance(level, float):
            self.slope, change = self.slope.at(level, self.prior.slope)
        name = level if isinstance(level, str) else None
        if self.bank is None:
            return self._first(loss, name)
        return self._next(self.bank, Round(loss, failed, gap, name, change), coverage)

    def _first(self, loss: float, name: str | None) -> Figures:
        unknown = (0.5, 0.1, 0.9) if self.before.bounded else (nan, nan, nan)
        if isnan(loss):
            return *unknown, *unknown, nan
        self._begin(loss)
        if name is not None:
            self.names.known[name] = NO_EFFECT
        return *unknown, *self._level(NO_EFFECT), nan

    def _begin(self, loss: float) -> None:
        """The level is where this loss is; nothing else is known."""
        if self.offset is not None:
            self.offset = 0.0 if loss > 0 else 1.0
            self.only_zeros = loss == 0
        z = links.filtered(loss, self.offset)
        self.bank = kpl.Bank(kpl.first(z, self.prior.curve), kpl.FREEDOM, self.prior.curve)
        self.recent, self.worst = (loss,), loss if isnan(self.worst) else max(loss, self.worst)

    def _next(self, bank: kpl.Bank, round: Round, coverage: float) -> Figures:
        bank.advance(self.rounds - 1)
        if round.gap > LONG_GAP:
            bank.loosen(min(MOVED_MOST, MOVED_A_WEEK * round.gap / 7))
        if round.change:
            self._move(bank, round.change)
        expected = self._expected(bank, round.name)
        forecast = self._forecast(expected, coverage)
        if isnan(round.loss):
            return *forecast, *self._level(expected.effect), nan
        if self._relinked(round.loss, expected.mean):
            expected = self._expected(self.bank or bank, round.name)
        residual = self._learn(self.bank or bank, round, expected)
        return *forecast, *self._level(self._effect(round.name)), residual

    def _move(self, bank: kpl.Bank, change: float) -> None:
        """The level at another difficulty is where the slope says, and less sure."""
        noise = bank.look().noise
        bank.loosen(min(MOST_MOVED, self.slope.variance * change * change / noise))
        bank.shift(self.slope.mean * change)

    def _effect(self, name: str | None) -> Effect:
        return NO_EFFECT if name is None else self.names.effect(name)

    def _expected(self, bank: kpl.Bank, name: str | None) -> Expected:
        effect = self._effect(name)
        mean, variance, noise = bank.look()
        return Expected(mean + effect.mean, variance + noise + effect.variance, noise, effect)

    def _forecast(self, expected: Expected, coverage: float) -> tuple[float, float, float]:
        sd = sqrt(expected.variance)
        mean, half = expected.mean, self.scores.half_width(coverage) * sd
        median = mean + self.scores.median() * sd
        return (
            links.shown(median, self.offset),
            links.shown(min(mean - half, median), self.offset),
            links.shown(max(mean + half, median), self.offset),
        )

    def _relinked(self, loss: float, mean: float) -> bool:
        """Whether this loss asked for another offset; the filter then speaks in its units."""
        if self.offset is None or self.bank is None:
            return False
        if self.only_zeros:
            if loss == 0:
                return False
            self._begin(0.0)
            self.offset, self.only_zeros = min(loss, links.LARGEST), False
            self.bank.shift(log(self.offset))
            return True
        level = links.shown(mean, 0.0)
        near = loss >= links.FAR_BELOW * level or len(self.scores.last) < SETTLED
        if self.offset > 0 or (loss > 0 and near):
            return False
        self.offset = max(level, links.SMALLEST)
        self.bank.relink(self.offset)
        self.names.scale(0.5)  # ln(x + level) is half as steep as ln(x), where x is the level
        self.slope = self.slope.scaled(0.5)
        return True

    def _learn(self, bank: kpl.Bank, round: Round, expected: Expected) -> float:
        """The standardised error, once it has been learned from."""
        total, effect = expected.variance, expected.effect
        error = links.filtered(round.loss, self.offset) - expected.mean
        if round.failed:  # the worst of an easier level would be no failure here
            error = max(error, 0.0)
        residual = error / sqrt(total)
        believed = min(kpl.CLIP, max(-kpl.CLIP, residual)) * sqrt(total)
        if round.change:
            self.slope = self.slope.taught(round.change, believed, total, self.prior.slope)
        if round.name is not None:
            self.names.taught(round.name, believed, total)
        bank.learn(
            error + expected.mean - effect.mean,
            effect.variance / expected.noise,
            second=self.scores.agrees(residual, AGREED),
        )
        self.scores.add(residual)
        self._remember(round.loss, residual)
        return residual

    def _remember(self, loss: float, residual: float) -> None:
        self.recent = (*self.recent[-2:], loss)
        if residual < ELSEWHERE:  # beyond, it may be a typing error
            self.worst = max(self.worst, loss)
        if self.scores.three_beyond(ELSEWHERE) or self._is_too_coarse():
            self._begin_elsewhere()

    def _is_too_coarse(self) -> bool:
        if not self.offset or self.only_zeros or len(self.recent) < 3:
            return False
        return self.offset > TOO_COARSE * max(self.recent) > 0

    def _begin_elsewhere(self) -> None:
        """After three rounds far off, to one side: a typing error in the first, another unit …"""
        recent = self.recent
        self._begin(sorted(recent)[len(recent) // 2])
        self.recent, self.worst = recent, max(recent)
        self.names = no_names(self.prior.names)

    def _level(self, effect: Effect) -> tuple[float, float, float]:
        if self.bank is None:
            return nan, nan, nan
        mean, variance, _ = self.bank.look()
        mean, half = mean + effect.mean, BAND * sqrt(variance + effect.variance)
        return (
            links.shown(mean, self.offset),
            links.shown(mean - half, self.offset),
            links.shown(mean + half, self.offset),
        )
