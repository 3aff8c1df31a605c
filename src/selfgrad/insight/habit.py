"""A habit told in three numbers that are not one another: what was done, what it feels like, today.

`consistency` is behaviour, `automaticity` a feeling, `today` the chance of practising. None of them
says when a habit is formed. Method and sources: docs/method.md, Habit.
"""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np

from selfgrad import errors
from selfgrad.insight import chance
from selfgrad.insight.mechanisms import Mechanism, mechanisms
from selfgrad.insight.series import Floats, Numbers, series
from selfgrad.insight.streaks import Streak, forgiving

__all__ = [
    "Automaticity",
    "Chance",
    "Mechanism",
    "Streak",
    "automaticity",
    "consistency",
    "forgiving",
    "mechanisms",
    "today",
]

_HALVING = 13  # days in which the consistency of a daily habit halves
_FORTNIGHT = 14  # days over which a habit of less than daily is counted
_ITEMS = 4  # of the SRBAI, each answered 1 to 7


class Chance(NamedTuple):
    """The chance of practising on the next day, and the logged days missed just before it."""

    probability: float
    missed: int


class Automaticity(NamedTuple):
    """Week by week the mean of the four answers and their standard deviation, nan where none."""

    mean: Floats
    sd: Floats


def consistency(days: Numbers, per_day: float) -> Floats:
    """How steadily a habit was practised, 0 to 1, after each day; shape (n,).

    `days`: repetitions done on each civil day, oldest first, nan = neutral: it changes nothing.
    `per_day`: the repetitions planned a day, 3 / 7 for three a week. s <- s m + c (1 - m) with
    m = 0.5 ** (sqrt(per_day) / 13) and c the share of the plan that was done, at most 1: of the day
    itself, or of the last 14 days that count where the plan is less than daily. Source: Loop Habit Tracker.
    """
    done = _repetitions(days)
    if not 0 < per_day < np.inf:
        raise errors.BadInput("A plan has more than 0 repetitions a day.", "Three a week is 3 / 7.")
    kept = 0.5 ** (sqrt(per_day) / _HALVING)
    counts = ~np.isnan(done)
    shares = iter(_shares(done[counts], per_day).tolist())
    strength, strengths = 0.0, []
    for counted in counts:
        strength = strength * kept + next(shares) * (1 - kept) if counted else strength
        strengths.append(strength)
    return np.array(strengths, dtype=np.float64)


def automaticity(scores: Sequence[Numbers]) -> Automaticity:
    """The Self-Report Behavioural Automaticity Index, week by week: a feeling, not behaviour.

    `scores`: shape (weeks, 4), each answer 1 to 7, nan or None = not answered. Never turned into a
    number of days until a habit. Source: Gardner and others 2012. Raises `BadInput`.
    """
    answers = _answers(scores)
    count = np.sum(~np.isnan(answers), axis=1)
    mean = np.nansum(answers, axis=1) / np.where(count > 0, count, np.nan)
    squares = np.nansum((answers - mean[:, None]) ** 2, axis=1)
    return Automaticity(mean, np.sqrt(squares / np.where(count > 1, count - 1, np.nan)))


def _answers(scores: Sequence[Numbers]) -> Floats:
    try:
        answers = np.array([series(week, "scores") for week in scores]).reshape(len(scores), _ITEMS)
    except (TypeError, ValueError):
        answers = np.zeros((1, _ITEMS))
    if np.any((answers < 1) | (answers > 7)):
        raise errors.BadInput("A week has four answers from 1 to 7.", "Leave out what is missing.")
    return answers


def today(days: Numbers) -> Chance:
    """The chance that the day after the last of `days` is practised, from the days before it.

    `days`: amount done on each civil day up to yesterday, nan = not logged. nan where no day is.
    """
    done = _repetitions(days)
    return Chance(chance.of_next(done), chance.missed(done))


def _repetitions(days: Numbers) -> Floats:
    done = series(days, "days")
    if np.any(np.isinf(done)) or np.any(done < 0):
        raise errors.BadInput("A day has no such amount.", "Give 0 or more for each day.")
    return done


def _shares(done: Floats, per_day: float) -> Floats:
    """The share of the plan that was done, at most 1, of each day or of the fortnight up to it."""
    amount = np.minimum(done, 1e6)
    if per_day >= 1:
        return np.minimum(amount / per_day, 1.0)
    total = np.cumsum(amount)
    total[_FORTNIGHT:] -= total[:-_FORTNIGHT].copy()
    return np.clip(total / (_FORTNIGHT * per_day), 0.0, 1.0)
