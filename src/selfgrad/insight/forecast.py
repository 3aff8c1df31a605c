"""Hours to come and the day of a target: a median and a range, from the learner's own days.

A pace is not a promise. The range is a blend of how this learner's pace has changed so far and,
while that record is short, of the table in `paces`, which is never shown as other people's figure.
Method and sources: docs/method.md, Forecast. Nothing here says that hours make mastery.
"""

from math import inf, nan
from typing import NamedTuple

import numpy as np

from selfgrad import errors
from selfgrad.insight import moving, paces
from selfgrad.insight.series import Floats, Numbers, series

YOUNG = 28  # logged days; with fewer the range is the widest of all
_SETTLED = 90  # logged days before the first own window: an earlier pace is mostly its first weeks
LEAST_PACE = 10 / 60 / 7  # hours a day: with less than 10 minutes a week there is no date
FARTHEST = 60 * 365.25  # days; no date beyond sixty years
_MOST = 16.0  # hours in a day; more is an import or a clock that ran on
_OFFSET = 0.5  # hours added on both sides of a ratio, so that nothing at all has a logarithm
_LEAST = 0.01  # hours a day added to a pace before its logarithm
_SPANS = (30.0, 180.0)  # days of the two moving averages; the third is the plain mean of a year
_YEAR = 365
_HORIZONS = np.geomspace(1, FARTHEST, 48)  # days at which the curve of hours is worked out
_LATELY = 270  # days in which the usual hours are looked for, or two windows
_STEPS = 4  # past forecasts looked at in each window
_MOST_STEPS = 400  # in all


class Range(NamedTuple):
    """Half of all outcomes lie under `median`, a share `coverage` between `low` and `high`."""

    median: float
    low: float
    high: float


class Record(NamedTuple):
    """Of `windows` past ranges, none overlapping another, `caught` held what then came."""

    windows: int
    caught: int


class _Past(NamedTuple):
    """The logged days, from the first with any practice on."""

    total: Floats  # (n + 1,) hours before each day, and at the end
    pace: Floats  # (n + 1,) hours a day, as seen from before each day
    active: Floats  # (n + 1,) share of days with practice in the year before each day


def hours_ahead(daily_hours: Numbers, days: float, *, coverage: float = 0.8) -> Range:
    """Hours in the next `days` days, as median and range.

    `daily_hours`: hours of each civil day, oldest first; 0 = none, nan or None = not logged, which
    is left out. nan where no day is logged. Raises `BadInput`.
    """
    past, span = _past(daily_hours), _amount(days, "days")
    levels = _levels(coverage)
    if len(past.pace) == 1:
        return Range(nan, nan, nan)
    if span == 0:
        return Range(0.0, 0.0, 0.0)
    return Range(*(float(hours) for hours in _hours(past, span, levels)))


def days_until(daily_hours: Numbers, hours: float, *, coverage: float = 0.8) -> Range:
    """Days until `hours` more hours are done, as median and range; see `hours_ahead`.

    inf where no date can be given: under ten minutes a week, a median beyond sixty years, and a
    late end beyond them. Raises `BadInput`.
    """
    past, wanted = _past(daily_hours), _amount(hours, "hours")
    middle, least, most = _levels(coverage)
    if wanted == 0:
        return Range(0.0, 0.0, 0.0)
    if past.pace[-1] - _LEAST < LEAST_PACE:
        return Range(inf, inf, inf)
    grid = np.array([_hours(past, span, np.array([middle, most, least])) for span in _HORIZONS])
    found = [_reached(column, wanted) for column in np.maximum.accumulate(grid).T]
    return Range(*found) if found[0] < inf else Range(inf, inf, inf)


def own_record(daily_hours: Numbers, horizon: int, *, coverage: float = 0.8) -> Record:
    """How many of the ranges for the next `horizon` days would have caught what then came.

    Each was made from the days before it alone; the windows follow one another, newest last.
    """
    past, span = _past(daily_hours), _span(horizon)
    last = len(past.total) - 1
    starts = range(last - span, YOUNG - 1, -span)
    caught, levels = 0, _levels(coverage)
    for start in starts:
        before = _Past(*(known[: start + 1] for known in past))
        _, low, high = _hours(before, span, levels)
        caught += bool(low <= past.total[start + span] - past.total[start] <= high)
    return Record(len(starts), caught)


def own_share(daily_hours: Numbers, horizon: float) -> float:
    """The weight of the learner's own record in the range for `horizon` days, 0 to 1."""
    windows = _windows(_past(daily_hours), _amount(horizon, "horizon"))
    return windows / (windows + paces.WEIGHT)


def _past(daily_hours: Numbers) -> _Past:
    found = series(daily_hours, "daily_hours")
    if np.any(np.isinf(found)) or np.any(found < 0):
        raise errors.BadInput("A day has no such hours.", "Give 0 or more hours for each day.")
    logged = np.minimum(found[~np.isnan(found)], _MOST)
    begun = logged[np.argmax(logged > 0) :] if np.any(logged > 0) else logged
    total, year = _year(begun)
    _, active = _year((begun > 0).astype(np.float64))
    return _Past(total, _pace(begun, year), active)


def _year(values: Floats) -> tuple[Floats, Floats]:
    """The sum of all values before each, and the mean of the year before each."""
    total = np.insert(np.cumsum(values), 0, 0.0)
    day = np.arange(len(total))
    first = np.maximum(day - _YEAR, 0)
    return total, (total - total[first]) / np.maximum(day - first, 1)


def _pace(hours: Floats, year: Floats) -> Floats:
    """Hours a day before each day: the geometric mean of two moving averages and a year's mean."""
    parts = np.array([year, *(moving.means(hours, 1 - 2 / (span + 1)) for span in _SPANS)])
    return np.asarray(np.exp(np.log(parts + _LEAST).mean(axis=0)))


def _hours(past: _Past, span: float, levels: Floats) -> Floats:
    """The hours of the next `span` days at each of `levels`."""
    days = len(past.total) - 1
    known = paces.log_ratios(span, float(past.active[-1]), young=days < YOUNG)
    changed, usual = _own(past, span)
    parts = (known, changed, usual)
    each = np.array([paces.WEIGHT, *[_windows(past, span) / 2] * 2])
    each /= [max(len(part), 1) for part in parts]
    weights = np.repeat(each, [len(part) for part in parts])
    change = _quantiles(np.concatenate(parts), weights, levels)
    ahead = (past.pace[-1] * span + _OFFSET) * np.exp(change) - _OFFSET
    return np.asarray(np.clip(ahead, 0, 24 * span))


def _own(past: _Past, span: float) -> tuple[Floats, Floats]:
    """ln(what came / what the pace said) as the learner's own past tells it, in two ways alike.

    How this pace has changed over windows of this length, and which hours such windows of the last
    months held, set against the present pace: the first knows turns, the second the usual.
    """
    days, whole = len(past.total) - 1, max(1, round(span))
    step = max(1, whole // _STEPS, days // _MOST_STEPS)
    starts = np.arange(days - whole, _SETTLED - 1, -step)
    came = past.total[starts + whole] - past.total[starts] + _OFFSET
    usual = came[starts >= days - max(_LATELY, 2 * whole)]
    changed = np.log(came / (past.pace[starts] * whole + _OFFSET))
    return changed, np.log(usual / (past.pace[-1] * whole + _OFFSET))


def _windows(past: _Past, span: float) -> int:
    """How many windows of this length the record holds that do not overlap."""
    return max(0, (len(past.total) - 1 - _SETTLED) // max(1, round(span)))


def _quantiles(values: Floats, weights: Floats, levels: Floats) -> Floats:
    """The values below which these shares of the weight lie."""
    order = np.argsort(values)
    weight = weights[order]
    return np.interp(levels, (np.cumsum(weight) - weight / 2) / weight.sum(), values[order])


def _reached(hours: Floats, wanted: float) -> float:
    """The first day on which a curve of hours over `_HORIZONS` has reached what is wanted."""
    if hours[-1] < wanted:
        return inf
    if hours[0] >= wanted:
        return float(wanted / hours[0] * _HORIZONS[0])
    after = int(np.argmax(hours >= wanted))
    rise = (wanted - hours[after - 1]) / (hours[after] - hours[after - 1])
    return float(_HORIZONS[after - 1] + rise * (_HORIZONS[after] - _HORIZONS[after - 1]))


def _levels(coverage: float) -> Floats:
    if not 0 < coverage < 1:
        raise errors.BadInput("A coverage lies between 0 and 1.", "0.8 is four ranges in five.")
    return np.array([0.5, (1 - coverage) / 2, (1 + coverage) / 2])


def _amount(value: float, name: str) -> float:
    if not 0 <= value < inf:
        raise errors.BadInput(f"There are no such {name}.", "Give 0 or more.")
    return float(value)


def _span(horizon: float) -> int:
    if not 1 <= horizon < inf:
        raise errors.BadInput("A window has at least one day.", "Give a number of days, say 30.")
    return int(horizon)
