"""Which of the things a plan is made of went with the days that happened: no word of why.

A mark (the cue kept, a reminder, first thing in the day, the next aim already open) is a thing that
was there or not on a day. On a good day both happen, so a difference is not what the mark does.
"""

from collections.abc import Mapping
from math import atan2, pi, sqrt
from typing import NamedTuple

import numpy as np

from selfgrad import errors
from selfgrad.insight.series import Floats, Numbers, series

_POINTS = 150  # at which the belief about a share is worked out
_REACH = 6.0  # standard deviations on either side of a share that are looked at
_JEFFREYS = 0.5  # added to both counts: Jeffreys' prior of a share
_MOST_REMEMBERED = 0.95
_LEAST = 5  # days with and days without; with fewer nothing is said


class Mechanism(NamedTuple):
    """The share of days that happened with and without a mark; 80 % of the belief lies in between."""

    name: str
    with_rate: float
    without_rate: float
    difference: float
    low: float
    high: float
    days: int


def mechanisms(
    days_done: Numbers, marks: Mapping[str, Numbers], *, coverage: float = 0.8
) -> list[Mechanism]:
    """How often practice happened on days with and without each mark, the widest apart first.

    `days_done`: amount done on each planned day, shape (n,); `marks`: for each name 1, 0 or nan (not
    known) for the same days. The interval is of the difference of two shares, each with a Jeffreys
    prior, its days discounted for days that go with their neighbours. A mark with fewer than five
    days on either side is left out. Raises `BadInput`.
    """
    if not 0 < coverage < 1:
        raise errors.BadInput("A coverage lies between 0 and 1.", "0.8 is four ranges in five.")
    done = series(days_done, "days_done")
    found = [_compared(name, done, series(mark, name), coverage) for name, mark in marks.items()]
    return sorted((one for one in found if one), key=lambda one: -abs(one.difference))


def _compared(name: str, done: Floats, mark: Floats, coverage: float) -> Mechanism | None:
    if len(mark) != len(done):
        raise errors.BadInput(f"{name} and the days differ in length.", "Give one mark a day.")
    known = ~np.isnan(done) & ~np.isnan(mark)
    happened, marked = (done[known] > 0).astype(np.float64), mark[known] > 0
    sizes = np.array([marked.sum(), (~marked).sum()])
    if sizes.min() < _LEAST:
        return None
    rates = np.array([happened[marked].mean(), happened[~marked].mean()])
    worth = sizes / _inflation(happened, marked.astype(np.float64))
    low, high = _difference(rates * worth, (1 - rates) * worth, coverage)
    with_rate, without_rate = rates.tolist()
    return Mechanism(
        name, with_rate, without_rate, with_rate - without_rate, low, high, int(sizes.sum())
    )


def _inflation(happened: Floats, marked: Floats) -> float:
    """How many days count as one where both go with their neighbours: at least 1.

    (1 + r) / (1 - r) with r the product of both autocorrelations of neighbouring days (Bartlett
    1935): only what both have in common makes a difference of chance look like more.
    """
    shared = min(_remembered(happened) * _remembered(marked), _MOST_REMEMBERED)
    return (1 + shared) / (1 - shared)


def _remembered(values: Floats) -> float:
    """The autocorrelation of neighbouring days, at least 0, corrected for short records.

    By (1 + 3 r) / n, its bias to first order (Marriott and Pope 1954).
    """
    away = values - values.mean()
    square = float(away @ away)
    found = float(away[1:] @ away[:-1]) / square if square > 0 else 0.0
    return max(0.0, found + (1 + 3 * max(found, 0.0)) / len(values))


def _difference(hits: Floats, others: Floats, coverage: float) -> tuple[float, float]:
    """The middle `coverage` of (first share - second share), each a beta distribution."""
    (first, likely), (second, as_likely) = map(_share, hits.tolist(), others.tolist())
    apart = np.subtract.outer(first, second).ravel()
    weight = np.multiply.outer(likely, as_likely).ravel()
    order = np.argsort(apart)
    below = np.cumsum(weight[order]) - weight[order] / 2
    low, high = np.interp([(1 - coverage) / 2, (1 + coverage) / 2], below, apart[order])
    return float(low), float(high)


def _share(hits: float, others: float) -> tuple[Floats, Floats]:
    """Values of a share after so many hits and others, and how likely each is.

    In angles, share = sin(angle) ** 2, Jeffreys' prior is flat and its ends are finite.
    """
    centre = atan2(sqrt(hits + _JEFFREYS), sqrt(others + _JEFFREYS))
    reach = _REACH / (2 * sqrt(hits + others + 1))
    edges = np.linspace(max(centre - reach, 0), min(centre + reach, pi / 2), _POINTS + 1)
    angle = (edges[1:] + edges[:-1]) / 2
    successes, failures = 2 * (hits + _JEFFREYS) - 1, 2 * (others + _JEFFREYS) - 1
    log = successes * np.log(np.sin(angle)) + failures * np.log(np.cos(angle))
    likely = np.exp(log - log.max())
    return np.sin(angle) ** 2, likely / likely.sum()
