"""A series of rounds as it is followed: each round is forecast, compared, and learned from."""

from __future__ import annotations

from math import isinf, isnan, nan, sqrt
from typing import NamedTuple

from selfgrad.insight import kpl, links
from selfgrad.insight.conformal import Scores
from selfgrad.insight.difficulty import NO_EFFECT, Effect, Names, Slope, clipped, no_names
from selfgrad.insight.series import Floats

Level = float | str | None
# one round in figures: forecast (median, low, high), level (mean, low, high), residual
Figures = tuple[float, float, float, float, float, float, float]

LONG_GAP = 30.0  # days
MOVED_A_WEEK = 0.03  # variance of the level for each week of a long gap, in units of the noise
MOVED_MOST = 2.0
AGREED = 1.5  # standard deviations: two such errors to the same side are a change
ELSEWHERE = 6.0  # three such errors to the same side: the level is begun anew
BAND = 1.2816  # standard deviations that hold 80 % of a normal distribution


class Prior(NamedTuple):
    """What is held likely of bounded losses, or of the logarithm of others."""

    curve: kpl.Prior
    names: float  # how far named levels differ: a standard deviation
    slope: float  # what the largest change of a numbered level adds: a standard deviation


BOUNDED = Prior(kpl.IDENTITY, 0.15, 0.15)
UNBOUNDED = Prior(kpl.LOGARITHM, 0.3, 0.3)


class State(NamedTuple):
    """All that is kept of a series; plain values, of bounded size but for the names."""

    bounded: bool
    rounds: int = 0  # also those that were not measured
    day: float = nan  # of the last round
    worst: float = nan  # the largest loss
    recent: tuple[float, ...] = ()  # the last three losses
    offset: float = 0.0
    only_zeros: bool = True
    rows: Floats | None = None  # see `kpl.Bank`; None before the first loss
    freedom: float = kpl.FREEDOM
    scores: tuple[float, ...] = ()
    misses: float = 0.2
    slope: Slope = Slope(nan, 0.0, 0.0, 0.0)
    names: dict[str, Effect] | None = None
    names_squares: float = 0.0
    names_count: float = 0.0


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
        if state.names is not None:
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
        loss = self._counted(loss)
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
        return self._next(self.bank, loss, gap, name, change, coverage)

    def _counted(self, loss: float) -> float:
        """A failed round counts as the worst so far, for it was at least not better."""
        if isinf(loss):
            return 1.0 if self.before.bounded else self.worst
        if not isnan(loss) and not loss <= self.worst:
            self.worst = loss
        return loss

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
        self.recent = (loss,)

    def _next(
        self, bank: kpl.Bank, loss: float, gap: float, name: str | None, change: float, coverage: float
    ) -> Figures:
        bank.advance(self.rounds - 1)
        if gap > LONG_GAP:
            bank.loosen(min(MOVED_MOST, MOVED_A_WEEK * gap / 7))
        if change:
            self._at_another_difficulty(bank, change)
        effect = NO_EFFECT if name is None else self.names.effect(name)
        mean, variance, noise = bank.look()
        total = variance + noise + effect.variance
        mean, sd = mean + effect.mean, sqrt(total)
        forecast = self._forecast(mean, sd, coverage)
        if isnan(loss):
            return *forecast, *self._level(effect), nan
        if self.offset is not None:
            mean, sd, total, noise = self._fitting(bank, loss, mean, sd, total, noise)
        residual = (links.filtered(loss, self.offset) - mean) / sd
        return *forecast, *self._level(effect), residual
