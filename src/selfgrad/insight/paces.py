"""How much a pace of practice changes: the tables that keep a present pace from being a promise.

They only ever shape the range around a learner's own pace and are never shown as other people's
figure: nobody is compared with anybody. Source: the ratio of later to present pace in 63 daily
logs of about 59 people, each log of the same weight (docs/method.md, Forecast). Most of them count
changes made to software, by people who went on for long, so they are if anything too hopeful.
"""

from functools import lru_cache
from math import log, log2
from statistics import NormalDist

import numpy as np

from selfgrad.insight.series import Floats

WEIGHT = 6.0  # of the whole table, in windows of the learner's own record
_POINTS = 60  # equally likely values that stand for a distribution
_score = NormalDist().inv_cdf
_SPREAD = np.array([_score((k + 0.5) / _POINTS) for k in range(_POINTS)])

_LEVELS = np.array([_score(p) for p in (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)])
_MEDIAN = 3  # the place of 0.50 among them
_HORIZONS = np.log([7, 30, 90, 180, 365, 730, 1460])  # ln(days)
# ln((later hours + 0.5) / (pace x days + 0.5)), a row for each horizon, a column for each level
_CHANGES = np.log(
    [
        (0.14, 0.20, 0.33, 0.64, 1.25, 2.07, 2.91),
        (0.09, 0.15, 0.34, 0.74, 1.26, 1.98, 2.72),
        (0.11, 0.19, 0.41, 0.79, 1.24, 1.89, 2.59),
        (0.14, 0.22, 0.47, 0.81, 1.22, 1.84, 2.59),
        (0.14, 0.24, 0.47, 0.80, 1.21, 1.81, 2.64),
        (0.19, 0.27, 0.46, 0.77, 1.23, 2.04, 3.19),
        (0.22, 0.29, 0.45, 0.77, 1.29, 2.25, 3.83),
    ]
)
# what the share of days with practice adds to that: the levels 0.10, 0.50 and 0.90 of a year ahead
_SHARES = (0.075, 0.225, 0.40, 0.75)
_SHARE_LEVELS = np.array([_score(p) for p in (0.10, 0.50, 0.90)])
_SHARE_CHANGES = np.log(
    [(0.29, 1.12, 4.13), (0.26, 0.81, 1.90), (0.19, 0.66, 1.59), (0.28, 0.71, 1.25)]
) - np.log((0.24, 0.80, 1.81))
_TRUST = 0.5  # of what the share adds: it rests on a quarter of the logs, so it goes half the way


def log_ratios(days: float, active: float, *, young: bool = False) -> Floats:
    """Sixty equally likely values of ln(later pace / present pace) over the next `days` days.

    Never to be shown as other people's figure. `active`: the share of days with practice in the
    last year. Between rows by ln(days), between columns by normal score; beyond four years the
    spread grows by a tenth with each doubling. `young`: under 28 logged days, where the share says
    nothing yet and each level is the widest of all rows.
    """
    if young:
        return _spread(_widest())
    shift = [np.interp(active, _SHARES, column) for column in _SHARE_CHANGES.T]
    return np.asarray(_at(days) + _TRUST * np.interp(_SPREAD, _SHARE_LEVELS, shift))


@lru_cache(maxsize=128)
def _at(days: float) -> Floats:
    """The distribution at this horizon; kept, for the past is gone through at the same ones."""
    return _spread(_row(days))


def _row(days: float) -> Floats:
    """The seven levels of the log-ratio at this horizon."""
    at = float(np.interp(log(days), _HORIZONS, np.arange(len(_HORIZONS))))
    lower = min(int(at), len(_HORIZONS) - 2)
    row = _CHANGES[lower] + (at - lower) * (_CHANGES[lower + 1] - _CHANGES[lower])
    widening = 1 + 0.1 * max(0.0, log2(days) - _HORIZONS[-1] / log(2))
    return np.asarray(row[_MEDIAN] + widening * (row - row[_MEDIAN]))


def _widest() -> Floats:
    """Below the median the least of all rows, above it the greatest, the median of a week."""
    row = np.append(_CHANGES[:, :_MEDIAN].min(axis=0), _CHANGES[0, _MEDIAN])
    return np.append(row, _CHANGES[:, _MEDIAN + 1 :].max(axis=0))


def _spread(row: Floats) -> Floats:
    """The distribution with these levels; its ends go on as steeply as the outermost levels."""
    slope = np.diff(row) / np.diff(_LEVELS)
    below = np.minimum(_SPREAD - _LEVELS[0], 0) * slope[0]
    above = np.maximum(_SPREAD - _LEVELS[-1], 0) * slope[-1]
    return np.asarray(np.interp(_SPREAD, _LEVELS, row) + below + above)
