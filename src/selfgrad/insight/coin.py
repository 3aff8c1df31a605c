"""The sign-flip test of a coin-flip trial: exact, because the coin itself did the assigning.

If the step changes nothing, each pair's difference could as well have had the other sign, whatever
the learning trend, the noise and its memory are (Fisher 1935; Edgington & Onghena 2007).
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from selfgrad.insight.series import Floats

ENUMERATED = 20  # pairs: 2 ** 20 ways as two halves of 2 ** 10, 0.1 ms
GRID = 4096  # steps in which the differences of more pairs are added up
REACH = 4.0  # typical differences; what lies beyond counts no more than that
OUTSIDE = 0.1  # on either side of an 80 % interval
DEVIATION = 1.2815515655446004  # OUTSIDE of a normal distribution lies above it
_HALVINGS = 16
_SAME = 1e-9  # sums that differ by less of the whole are the same sum


def flips(differences: Floats) -> tuple[float, float]:
    """P(sum <= the observed one) and P(sum >= it) if every sign were a coin's.

    Exact up to 20 pairs; with more, exact for differences rounded to 1/4096 of their sum.
    """
    d = differences[differences != 0]  # a zero has no sign
    if not len(d):
        return 1.0, 1.0
    d = d / np.abs(d).max()
    return _in_halves(d) if len(d) <= ENUMERATED else _added_up(d)


def held_in(differences: Floats) -> Floats:
    """Differences limited to 4 typical ones: a slip of the keyboard is one large difference.

    The limit knows sizes and no signs, so that the test stays exact (Huber's psi).
    """
    size = np.sort(np.abs(differences))
    above_zero = size[np.searchsorted(size, 0.0, side="right") :]
    if not len(above_zero):
        return differences
    limit = REACH * above_zero[len(above_zero) // 2]  # their median: np.median takes 40 us
    return np.asarray(np.minimum(np.maximum(differences, -limit), limit))


def centre(differences: Floats) -> float:
    """The shift after which the held-in differences add up to nothing."""
    return _crossing(differences, _deviation)


def interval(differences: Floats) -> tuple[float, float]:
    """The shifts that the test does not refuse at 10 % on either side: an 80 % interval."""
    if len(differences) <= ENUMERATED:
        low = _crossing(differences, lambda d: OUTSIDE - flips(held_in(d))[1])
        return low, _crossing(differences, lambda d: flips(held_in(d))[0] - OUTSIDE)
    low = _crossing(differences, lambda d: _deviation(d) - DEVIATION)
    return low, _crossing(differences, lambda d: _deviation(d) + DEVIATION)


def spread(differences: Floats) -> float:
    """The standard deviation of differences around their centre, which has been taken off."""
    return length(held_in(differences)) / float(np.sqrt(len(differences) - 1))


def length(differences: Floats) -> float:
    """The root of the sum of squares, also where a square would be too large for a number."""
    most = float(np.abs(differences).max())
    return most * float(np.sqrt(np.sum((differences / most) ** 2))) if most else 0.0


def _deviation(differences: Floats) -> float:
    """The held-in sum over its standard deviation under flips: normal enough beyond 20 pairs."""
    d = held_in(differences)
    size = length(d)
    return float(np.sum(d / size)) if size else 0.0


def _crossing(differences: Floats, falling: Callable[[Floats], float]) -> float:
    """The shift where `falling(differences - shift)` goes through 0."""
    ordered = np.sort(differences)
    first, last = 0, len(ordered) - 1
    while last - first > 1:  # between which two differences?
        middle = (first + last) // 2
        if falling(differences - ordered[middle]) > 0:
            first = middle
        else:
            last = middle
    low, high = float(ordered[first]), float(ordered[last])
    for _ in range(_HALVINGS):
        shift = (low + high) / 2
        if falling(differences - shift) > 0:
            low = shift
        else:
            high = shift
    return (low + high) / 2


def _in_halves(d: Floats) -> tuple[float, float]:
    """Every way of the first half with every way of the second: counted, not listed."""
    half = len(d) // 2
    first = _signs(half) @ d[:half]
    second = np.sort(_signs(len(d) - half) @ d[half:])
    seen, slack = d.sum(), _SAME * len(d)
    below = np.searchsorted(second, seen - first + slack, side="right").sum()
    above = len(second) * len(first) - np.searchsorted(second, seen - first - slack).sum()
    ways = float(2 ** len(d))
    return float(below) / ways, float(above) / ways


@lru_cache(maxsize=ENUMERATED)
def _signs(pairs: int) -> Floats:
    """Every way the coins can fall, shape (2 ** pairs, pairs), as -1 and 1."""
    ways = np.arange(2**pairs)[:, None] >> np.arange(pairs)
    return np.where(ways & 1, 1.0, -1.0)


def _added_up(d: Floats) -> tuple[float, float]:
    """The distribution of the sum, one difference after another, on a grid."""
    size = np.abs(d)
    steps = np.rint(size / _grain(size)).astype(np.int64)
    chance = np.zeros(steps.sum() + 1)  # of the sum of those that come out negative
    chance[0] = 1.0
    for step in steps:
        chance[step:] = (chance[step:] + chance[: len(chance) - step]) / 2  # see the next line
        chance[:step] /= 2
    seen = int(steps[d < 0].sum())
    return float(chance[seen:].sum()), float(chance[: seen + 1].sum())


def _grain(size: Floats) -> float:
    """The grid's step: a whole part of the smallest difference where ratings are that coarse."""
    fine = float(size.sum()) / GRID
    parts = int(size.min() / fine)
    return float(size.min()) / parts if parts else fine
