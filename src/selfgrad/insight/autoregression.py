"""Noise with a memory: how sure is a mean, where a good round tends to follow a good round?

A series is a smooth trend plus noise whose neighbours are correlated by rho (AR(1)). Nobody knows
rho from 30 rounds, so every rho of a grid is tried and weighted by how likely it makes the record.
With flat priors on the trend and p(variance) ~ 1/variance, a Student t is left for each rho.
Source: Zellner 1971, Bayesian Inference in Econometrics, 4.1; docs/method.md, "past self".
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from selfgrad.insight import student
from selfgrad.insight.series import Floats

RHOS = np.array([-0.3, -0.15, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
_PRIOR = -0.5 * ((RHOS - 0.3) / 0.3) ** 2  # log weight: honest at 0 as at 0.5 for 60 rounds
_ROUNDING = 1e-12  # of the largest value: noise below it is none
_FORGOTTEN = 400  # rounds after which even 0.9 to that power is nothing
_PLACES = 33


class Fit(NamedTuple):
    """A trend with AR(1) noise, once for each of the R rhos of the grid."""

    weights: Floats  # (R,), sum 1: the posterior of rho
    coefficients: Floats  # (R, k)
    covariance: Floats  # (R, k, k), of the coefficients, in units of the variance
    variance: Floats  # (R,), of the noise around the trend
    freedom: int  # n - k

    @property
    def sd(self) -> float:
        """The standard deviation of one round around the trend."""
        return float(np.sqrt(self.weights @ self.variance))


class Error(NamedTuple):
    """By how much a mean may be off: a weighted mixture of Student t around 0."""

    weights: Floats  # (R,)
    scales: Floats  # (R,), above 0
    freedom: int

    def below(self, x: Floats) -> Floats:
        """P(error <= x), for x of shape (m,)."""
        places, below = _student(self.freedom)
        found = np.interp(x[:, None] / self.scales, places, below) @ self.weights
        return np.asarray(found, dtype=np.float64)

    def reach(self, coverage: float = 0.8) -> float:
        """The error is smaller than this, either way, with the probability `coverage`."""
        p = (1 + coverage) / 2
        places, below = _student(self.freedom)
        ends = self.scales * np.interp(p, below, places)
        low, high = float(ends.min()), float(ends.max())
        for _ in range(2):  # each look narrows it 32 times
            looked = np.linspace(low, high, _PLACES)
            above = int(np.clip(np.searchsorted(self.below(looked), p), 1, _PLACES - 1))
            low, high = float(looked[above - 1]), float(looked[above])
        return (low + high) / 2


@lru_cache(maxsize=16)
def _student(freedom: int) -> tuple[Floats, Floats]:
    """Student's t as a table, close near 0 and wide outside: the places, and P(t <= place).

    Read between its places it is within 3e-5 of the function, at a hundredth of the price.
    """
    places = np.sinh(np.linspace(-10, 10, 1201))
    return places, student.cdf(places, freedom)


def fit(values: Floats, at: Floats, design: Floats) -> Fit:
    """The trend `design` (n, k) through `values` (n,) at the rounds `at` (n,), whole and rising; n > k."""
    table, log_size = _forgetful(np.column_stack([design, values]), at)
    gram = np.einsum("rni,rnj->rij", table, table, optimize=True)
    k = design.shape[1]
    xx, xy, yy = gram[:, :k, :k], gram[:, :k, k], gram[:, k, k]
    inverse = np.linalg.inv(xx)
    coefficients = np.einsum("rij,rj->ri", inverse, xy)
    freedom = len(values) - k
    none = len(values) * (_ROUNDING * float(np.abs(values).max())) ** 2 + 1e-300
    left = np.maximum(yy - np.einsum("ri,ri->r", coefficients, xy), none)
    log_weights = _PRIOR - 0.5 * (log_size + np.linalg.slogdet(xx)[1] + freedom * np.log(left))
    weights = np.exp(log_weights - log_weights.max())
    return Fit(weights / weights.sum(), coefficients, inverse, left / freedom, freedom)


def error(found: Fit, weights: Floats) -> Error:
    """Of sum(weights · values) as an estimate of sum(weights · trend).

    `weights` lie on every round from the first to the last that counts, 0 where there is none.
    """
    lags = min(len(weights), _FORGOTTEN)
    padded = np.fft.rfft(weights, 2 * len(weights))
    shared = np.fft.irfft(np.abs(padded) ** 2)[:lags]  # by lag: sum of w[i] · w[i + lag]
    powers = RHOS[:, None] ** np.arange(1, lags)
    size = np.maximum(shared[0] + 2 * powers @ shared[1:], 1e-300)
    return Error(found.weights, np.sqrt(found.variance * size), found.freedom)


def trend(at: Floats, degree: int) -> Floats:
    """Legendre polynomials over the rounds `at` (n,), the constant first: (n, degree + 1)."""
    span = max(float(at[-1] - at[0]), 1.0)
    return np.polynomial.legendre.legvander(2 * (at - at[0]) / span - 1, degree)


def _forgetful(columns: Floats, at: Floats) -> tuple[Floats, Floats]:
    """Columns (n, k) less what is remembered of the row before, per rho (R, n, k); ln|V| (R,)."""
    kept = RHOS[:, None] ** np.diff(at)  # (R, n - 1): less, over a round that was left out
    new = 1 - kept**2
    out = np.empty((len(RHOS), *columns.shape))
    out[:, 0] = columns[0]
    out[:, 1:] = (columns[1:] - kept[:, :, None] * columns[:-1]) / np.sqrt(new)[:, :, None]
    return out, np.log(new).sum(axis=1)
