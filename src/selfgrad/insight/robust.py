"""Losses as they are judged: a failed round is the worst one, a typo weighs no more than a bad round.

Tukey 1977, Exploratory Data Analysis, ch. 7 (running medians and their end rule).
"""

import numpy as np

from selfgrad.insight.series import Floats

_BOUND = 6.0  # robust sd from the running median; 1 of 10,000 rounds of normal noise is further off
_SHORT = 20  # rounds of a record whose sd is so unsure that twice the bound is allowed
_TO_SD = 1.4826  # median absolute deviation to standard deviation
_LARGEST = 1e100  # sums of squares of what is larger overflow


def tamed(losses: Floats) -> Floats:
    """The losses with spikes pulled in to within 6 robust sd of their neighbours; nan stays nan.

    inf, a failed round, becomes the largest loss that is left.
    """
    found = losses.copy()
    measured = np.isfinite(found)
    found[measured] = _pulled_in(np.clip(found[measured], -_LARGEST, _LARGEST))
    worst = float(found[measured].max()) if measured.any() else 1.0
    return np.where(np.isinf(found), worst, found)


def _pulled_in(values: Floats) -> Floats:
    if len(values) < 5:
        return values
    middle = _running_median(values)
    away = values - middle
    wide = _BOUND * (1 + _SHORT / len(values))
    bound = wide * _TO_SD * float(np.median(np.abs(away)))
    if bound == 0:  # mostly ties: only the single largest spike can be told from the others
        bound = float(np.sort(np.abs(away))[-2])
    return np.clip(values, middle - bound, middle + bound)


def _running_median(values: Floats) -> Floats:
    """Medians of 5, of 3 beside the ends, and Tukey's end rule: a straight line stays itself."""
    out = values.copy()
    out[2:-2] = np.median(np.lib.stride_tricks.sliding_window_view(values, 5), axis=1)
    out[1], out[-2] = np.median(values[:3]), np.median(values[-3:])
    out[0] = np.median([values[0], out[1], 3 * out[1] - 2 * out[2]])
    out[-1] = np.median([values[-1], out[-2], 3 * out[-2] - 2 * out[-3]])
    return out
