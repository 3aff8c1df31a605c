"""Now against then: the same person's rounds of today and of a week, a month or a year ago.

How far means wander by themselves is judged from the record around both windows, not from the
windows alone: those call two handfuls of rounds different far too easily.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from selfgrad import errors
from selfgrad.insight import autoregression
from selfgrad.insight.autoregression import Error, Fit
from selfgrad.insight.robust import tamed
from selfgrad.insight.series import Floats, Numbers, series

BETTER, SAME, WORSE, TOO_FEW = "better", "about the same", "worse", "too few rounds"
ENOUGH = 5  # measured rounds in each window for a word
QUOTED = 3  # with fewer there is no interval either: quote the rounds themselves
SURE = 0.9

_AROUND = 250  # rounds of the record on each side of a window that its noise is judged by
_BENT = 25  # rounds from which the trend may be a parabola

Rounds = NDArray[np.intp]


class Comparison(NamedTuple):
    """`difference` is the mean loss now minus then, with its 80 % interval: below 0 is better."""

    word: str
    difference: float
    low: float
    high: float


def compare(losses: Numbers, now: slice, then: slice) -> Comparison:
    """Is the mean loss of the rounds `now` below that of the rounds `then`?

    `losses` (n,): the whole record of one skill, oldest first, lower is better. A word needs 5
    measured rounds in each window, an interval 3; what is not known is nan. "better" is said where
    at least 90 % of what is known of the difference lies below 0.
    """
    record = _record(losses, now, then)
    fewest = min(len(record.now), len(record.then))
    difference = record.difference()
    if fewest < QUOTED:
        return Comparison(TOO_FEW, difference, np.nan, np.nan)
    wander = record.error(record.fit())
    reach = wander.reach()
    word = _word(wander, difference) if fewest >= ENOUGH else TOO_FEW
    return Comparison(word, difference, difference - reach, difference + reach)


def in_sd(losses: Numbers, now: slice, then: slice) -> float:
    """The difference in standard deviations of single rounds; nan under 3 rounds in a window."""
    record = _record(losses, now, then)
    if min(len(record.now), len(record.then)) < QUOTED:
        return np.nan
    return record.difference() / record.fit().sd


def beats(losses: Numbers, now: slice, then: slice) -> float:
    """Which share of the rounds then a round of now is better than, on average; ties count half.

    Descriptive: no test (nonoverlap of all pairs, Parker and Vannest 2009).
    """
    found = series(losses)
    mine, theirs = found[_chosen(found, now)], np.sort(found[_chosen(found, then)])
    if not len(mine) or not len(theirs):
        return np.nan
    equal_or_less = np.searchsorted(theirs, mine, "right") + np.searchsorted(theirs, mine, "left")
    return float(1 - equal_or_less.mean() / 2 / len(theirs))


class _Record(NamedTuple):
    """The rounds around both windows that count; `now` and `then` are places among all rounds."""

    losses: Floats  # of all rounds (n,), spikes pulled in
    now: Rounds
    then: Rounds
    parts: list[
        Rounds
    ]  # measured rounds: one run of the record, or two where the windows lie far apart

    def difference(self) -> float:
        return _mean(self.losses[self.now]) - _mean(self.losses[self.then])

    def fit(self) -> Fit:
        """Every part has a trend of its own; the noise is common."""
        at = np.concatenate(self.parts)
        trends = [_trend(part) for part in self.parts]
        design = np.zeros((len(at), sum(one.shape[1] for one in trends)))
        row = column = 0
        for one in trends:
            design[row : row + len(one), column : column + one.shape[1]] = one
            row, column = row + len(one), column + one.shape[1]
        return autoregression.fit(self.losses[at], at.astype(np.float64), design)

    def error(self, found: Fit) -> Error:
        weights = np.zeros(len(self.losses))
        weights[self.now] += 1 / len(self.now)
        weights[self.then] -= 1 / len(self.then)
        return autoregression.error(found, weights)


def _record(losses: Numbers, now: slice, then: slice) -> _Record:
    found = series(losses)
    mine, theirs = _chosen(found, now), _chosen(found, then)
    near = np.zeros(len(found), dtype=bool)
    for window in (mine, theirs):
        if len(window):
            near[max(window.min() - _AROUND, 0) : window.max() + _AROUND + 1] = True
    starts = np.flatnonzero(np.diff(near.astype(int), prepend=0) > 0)
    stops = np.flatnonzero(np.diff(near.astype(int), append=0) < 0) + 1
    for a, b in zip(starts, stops, strict=True):
        found[a:b] = tamed(found[a:b])
    measured = [
        np.flatnonzero(~np.isnan(found[a:b])) + a for a, b in zip(starts, stops, strict=True)
    ]
    return _Record(found, mine, theirs, measured)


def _chosen(losses: Floats, window: slice) -> Rounds:
    """The measured rounds of a window."""
    if not isinstance(window, slice):
        raise errors.BadInput(
            "A window is no slice of rounds.", "Give for example slice(-10, None)."
        )
    rounds = np.arange(len(losses))[window]
    return rounds[~np.isnan(losses[rounds])]


def _trend(rounds: Rounds) -> Floats:
    degree = 0 if len(rounds) < 2 * QUOTED else 1 if len(rounds) < _BENT else 2
    return autoregression.trend(rounds.astype(np.float64), degree)


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else np.nan


def _word(wander: Error, difference: float) -> str:
    better = float(wander.below(np.array([-difference]))[0])
    return BETTER if better >= SURE else WORSE if better <= 1 - SURE else SAME
