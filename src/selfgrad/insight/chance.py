"""The chance of practising on the next day: a logistic regression on what the days before were.

Source of the first coefficients: 63 daily logs, each of the same weight (docs/method.md, Habit).
"""

from math import exp, nan

import numpy as np
from numpy.typing import NDArray

from selfgrad.insight import moving
from selfgrad.insight.series import Floats

OWN_AFTER = 180  # logged days; from then on the coefficients move towards the learner's own days
# of the logits of four moving shares and of this weekday's share, of ln(1 + days since the last),
# ln(1 + days in a row), yesterday, a week ago; and the constant
_POOLED = np.array([0.18, 0.17, 0.23, -0.29, 0.43, -0.16, 0.26, 0.26, 0.07, -0.26])
_SPANS = (3, 10, 30, 120)  # days of the moving shares
_STIFFNESS = 30.0  # the pull back to the pooled coefficients: one over their variance
_NEWTON = 6  # steps; the fit is concave and starts close
_ENDS = 0.01  # shares stay this far from 0 and 1
_WEEK = 7
_WEEKDAY_PRIOR = 2.0  # days that a weekday starts with, at the share of all days


def of_next(done: Floats) -> float:
    """P(the day after the last is practised); nan where no day is logged."""
    logged = np.flatnonzero(~np.isnan(done))
    if not len(logged):
        return nan
    happened = (done[logged] > 0).astype(np.float64)
    known = traits(happened, logged, len(done))
    fitted = len(logged) >= OWN_AFTER
    coefficients = refitted(known[:-1], happened) if fitted else _POOLED
    return float(_probability(known[-1:], coefficients)[0])


def missed(done: Floats) -> int:
    """Logged days without practice at the end."""
    days = done[~np.isnan(done)] > 0
    return int(np.argmax(days[::-1])) if np.any(days) else len(days)


def traits(happened: Floats, logged: NDArray[np.intp], days: int) -> Floats:
    """What was known before each logged day and before day `days`: shape (n + 1, 10).

    `happened`: 0 or 1 on each logged day, shape (n,); `logged`: the places of these days among all
    `days` civil days. Row i is made from happened[:i] alone.
    """
    place = np.append(logged, days)
    columns = [
        _logit(moving.means(happened, exp(-1 / span), start=0.5, weight=1)) for span in _SPANS
    ]
    columns += [_logit(_weekday(happened, place)), *_runs(happened)]
    columns += [np.insert(happened, 0, 0.0), _week_ago(happened, place), np.ones(len(place))]
    return np.column_stack(columns)


def refitted(known: Floats, happened: Floats) -> Floats:
    """The most likely coefficients of the learner's own days, held near the pooled ones."""
    found = _POOLED
    for _ in range(_NEWTON):
        p = _probability(known, found)
        slope = known.T @ (happened - p) - _STIFFNESS * (found - _POOLED)
        bend = (known * (p * (1 - p))[:, None]).T @ known + _STIFFNESS * np.eye(len(found))
        found = found + np.linalg.solve(bend, slope)
    return np.asarray(found)


def _probability(known: Floats, coefficients: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(known @ coefficients, -30, 30))))


def _logit(share: Floats) -> Floats:
    kept = np.clip(share, _ENDS, 1 - _ENDS)
    return np.asarray(np.log(kept / (1 - kept)))


def _weekday(happened: Floats, place: NDArray[np.intp]) -> Floats:
    """The share of this weekday before each day, drawn to the share of all days."""
    count = np.arange(len(place))
    overall = (_before(happened) + 1) / (count + 2)
    hits, seen = np.zeros(len(place)), np.zeros(len(place))
    for weekday in range(_WEEK):
        here = np.flatnonzero(place % _WEEK == weekday)
        inner = here[here < len(happened)]
        hits[here] = _before(happened[inner])[: len(here)]
        seen[here] = np.arange(len(here))
    return np.asarray((hits + _WEEKDAY_PRIOR * overall) / (seen + _WEEKDAY_PRIOR))


def _runs(happened: Floats) -> tuple[Floats, Floats]:
    """ln(1 + days since the last practised day) and ln(1 + practised days in a row), before each."""
    day = np.arange(len(happened) + 1)
    last = np.maximum.accumulate(np.insert(np.where(happened > 0, day[1:], 0), 0, 0))
    gap = np.maximum.accumulate(np.insert(np.where(happened > 0, 0, day[1:]), 0, 0))
    return np.log1p(day - last), np.log1p(day - gap)


def _week_ago(happened: Floats, place: NDArray[np.intp]) -> Floats:
    """What happened seven civil days earlier, 0 where that day is not logged."""
    by_day = np.zeros(place[-1] + 1 + _WEEK)
    by_day[place[:-1] + _WEEK] = happened
    return np.asarray(by_day[place])


def _before(values: Floats) -> Floats:
    return np.insert(np.cumsum(values), 0, 0.0)
