"""Exponentially weighted means, of ten years of days in less than a millisecond."""

from math import ceil, log

import numpy as np

from selfgrad.insight.series import Floats

_GROWTH = 20.0  # e**20: as far as weights are divided out at once without losing digits


def means(values: Floats, kept: float, *, start: float = 0.0, weight: float = 0.0) -> Floats:
    """The weighted mean of the values before each, and of all: (n,) values of 0 or more, (n + 1,) out.

    A value of age k days weighs `kept` ** k, 0 < kept < 1; `start`, of `weight`, came before the
    first. Without it the first mean is 0.
    """
    faded = weight * kept ** np.arange(len(values) + 1)
    sums = np.insert(_sums(values, kept), 0, 0.0) + start * faded
    weights = np.insert(_sums(np.ones(len(values)), kept), 0, 0.0) + faded
    return np.asarray(sums / np.where(weights > 0, weights, 1.0))


def _sums(values: Floats, kept: float) -> Floats:
    """s <- s kept + value, after each value: within blocks at once, then from block to block."""
    width = ceil(_GROWTH / -log(kept))
    blocks = np.zeros((ceil(len(values) / width), width))
    blocks.ravel()[: len(values)] = values
    age = np.arange(width)
    inner = np.cumsum(blocks * kept**-age, axis=1) * kept**age
    carried, total = [], 0.0
    for last in inner[:, -1].tolist():
        carried.append(total)
        total = last + total * kept**width
    sums = inner + np.array(carried)[:, None] * kept ** (age + 1)
    return np.asarray(sums.ravel()[: len(values)])
