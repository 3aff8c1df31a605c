"""Blind re-rating: has the learner's own standard moved? Old outputs, rated again without their mark."""

from typing import NamedTuple

import numpy as np

from selfgrad import errors
from selfgrad.insight import student
from selfgrad.insight.series import Floats, Numbers, series

_FURTHEST = 2.0  # times as long ago as was tested: beyond, an even drift is a guess
_LARGEST = 1e100
FEW = 5  # pairs below which no drift is established
SURE = 0.95  # that the drift has this sign


class Drift(NamedTuple):
    """Mean of new minus old rating: above 0, the same output is rated worse than it was."""

    mean: float
    low: float  # 80 %
    high: float
    established: bool
    pairs: int


def drift(old: Numbers, new: Numbers) -> Drift:
    """One-sample t of the differences of ratings (losses) of the same outputs."""
    before, after = series(old, "old ratings"), series(new, "new ratings")
    if len(before) != len(after):
        raise errors.BadInput(
            "There are not as many new ratings as old ones.", "Give them in pairs."
        )
    both = np.isfinite(before) & np.isfinite(after)
    moved = np.clip(after[both] / 2 - before[both] / 2, -_LARGEST, _LARGEST) * 2
    n = len(moved)
    if n < 2:
        return Drift(float(moved.mean()) if n else np.nan, np.nan, np.nan, False, n)
    mean, error = float(moved.mean()), float(moved.std(ddof=1)) / n**0.5
    half = error * float(student.quantile(0.9, n - 1))
    sure = abs(mean) > error * float(student.quantile(SURE, n - 1))
    return Drift(mean, mean - half, mean + half, sure and n >= FEW, n)


def corrected(losses: Numbers, when: Numbers, found: Drift, apart: float) -> Floats:
    """Earlier ratings in the standard of the newest one, where a drift is established; else as they are.

    `when`: the day of each rating. `apart`: mean days between the old and the new ratings that
    `found` came from. A standard is taken to move evenly: loss + drift · (days since) / apart, held
    within 0 and 1, and for what is older than twice `apart` held at twice the drift.
    """
    values, at = series(losses), series(when, "days")
    if len(values) != len(at):
        raise errors.BadInput("There are not as many days as losses.", "Give one for each rating.")
    dated = np.isfinite(at) & np.isfinite(values)
    if not found.established or not dated.any() or not apart > 0:
        return values
    since = np.minimum((at[dated].max() - at[dated]) / apart, _FURTHEST)
    values[dated] = np.clip(values[dated] + found.mean * since, 0, 1)
    return values
