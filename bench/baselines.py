"""What a next loss is forecast by where nothing better is at hand; each from the past alone.

Every function takes losses of shape (n,) and returns shape (n,): element i is made from losses[:i].
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ALPHAS = np.arange(0.05, 1.001, 0.05)


def last(x: Floats) -> Floats:
    return np.r_[np.nan, x[:-1]]


def mean(x: Floats) -> Floats:
    return np.r_[np.nan, np.cumsum(x)[:-1] / np.arange(1, len(x))]


def moving(width: int) -> Callable[[Floats], Floats]:
    """The mean of the last few rounds, of fewer at the start."""

    def forecast(x: Floats) -> Floats:
        total = np.r_[0, np.cumsum(x)]
        i = np.arange(1, len(x))
        start = np.maximum(0, i - width)
        return np.r_[np.nan, (total[i] - total[start]) / (i - start)]

    return forecast


def smoothed(x: Floats) -> tuple[Floats, Floats]:
    """Simple exponential smoothing, its constant the best in the past; and the constant."""
    level, errors = np.full(len(ALPHAS), x[0]), np.zeros(len(ALPHAS))
    found, chosen = np.full(len(x), np.nan), np.full(len(x), np.nan)
    for i in range(1, len(x)):
        best = int(np.argmin(errors))
        found[i], chosen[i] = level[best], ALPHAS[best]
        errors += (x[i] - level) ** 2
        level += ALPHAS * (x[i] - level)
    return found, chosen


def ses(x: Floats) -> Floats:
    return smoothed(x)[0]


def theta(x: Floats) -> Floats:
    """Assimakopoulos and Nikolopoulos 2000, as Hyndman and Billah 2003 put it: SES with drift."""
    level, alpha = smoothed(x)
    slope = _line(np.arange(len(x), dtype=float), x)[1]
    i = np.arange(len(x))
    return np.where(i < 3, level, level + slope / 2 * (1 - (1 - alpha) ** i) / alpha)


def power(x: Floats) -> Floats:
    """Least squares in ln loss on ln round."""
    return _fitted(np.log(np.arange(1.0, len(x) + 1)), x)


def exponential(x: Floats) -> Floats:
    """Least squares in ln loss on the round."""
    return _fitted(np.arange(float(len(x))), x)


def _fitted(t: Floats, x: Floats) -> Floats:
    floor = 1e-3 * np.median(x[:5]) + 1e-9
    level, slope = _line(t, np.log(np.maximum(x, floor)))
    return np.where(
        np.arange(len(x)) < 4, moving(5)(x), np.exp(np.clip(level + slope * t, -50, 50))
    )


def _line(t: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Intercept and slope of the least-squares line through the rounds before each."""
    n = np.arange(len(t), dtype=float)
    st, sy, stt, sty = (np.r_[0, np.cumsum(v)[:-1]] for v in (t, y, t * t, t * y))
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.nan_to_num((n * sty - st * sy) / (n * stt - st * st), posinf=0, neginf=0)
        return (sy - slope * st) / n, slope


ALL: dict[str, Callable[[Floats], Floats]] = {
    "last": last,
    "mean": mean,
    "mean of 5": moving(5),
    "mean of 10": moving(10),
    "SES": ses,
    "Theta": theta,
    "power law": power,
    "exponential": exponential,
}
