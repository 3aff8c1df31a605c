"""The averaged interrupted time series: how far losses moved at a step, beside learning and noise.

Nobody knows whether a person is still learning, how long a good day lasts and how the level
wanders, so each model of a grid is asked, and weighted by how well it explains the losses: with no
trend, a straight or a logarithmic one; with noise that remembers (AR(1)) or a level that wanders.
Given its noise each is a normal linear model with a conjugate prior, so that all of it is algebra
(docs/method.md, "Before and after"; Hoeting et al. 1999 on averaging models).
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from selfgrad.insight import student
from selfgrad.insight.series import Floats

MEMORIES = (-0.3, -0.15, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # rho of AR(1)
USUAL_MEMORY, MEMORY_SPREAD = 0.2, 0.3
WANDERINGS = (0.01, 0.03, 0.1, 0.3, 1.0)  # variance of the level's move in a round, noise being 1
WANDERING = 0.25  # prior weight of all wandering levels; the AR(1) models have the rest
FLAT, STRAIGHT, BENT = 0.2, 0.6, 0.2  # prior weights of no trend, a line and a logarithm
TREND = 0.05  # prior precision: over the window a trend moves losses by 4 or 5 sd
EFFECT = 0.7  # and a step by a bit more than 1
NEIGHBOURS = 5  # rounds whose median an outlier is measured from
REACH = 3.0  # standard deviations; what lies beyond counts no more than that
_SD = 1.4826  # of normal noise, in median absolute deviations
_GRID = np.sinh(np.linspace(-9, 9, 4001))  # where t's distribution is tabled for interpolating


class Posterior(NamedTuple):
    """One effect under every model: arrays (models, replicates), in the losses' units."""

    weight: Floats
    mean: Floats
    scale: Floats  # each is a Student t of this scale around the mean
    noise: Floats  # standard deviation of a round
    freedom: int

    def below_zero(self) -> Floats:
        """P(effect < 0), shape (replicates,), as all that follows."""
        return self._averaged(student.cdf(-self.mean / self.scale, self.freedom))

    def expected(self) -> Floats:
        return self._averaged(self.mean)

    def deviation(self) -> Floats:
        """The standard deviation of the effect, within the models and between them."""
        within = self.scale**2 * self.freedom / (self.freedom - 2)
        return np.sqrt(self._averaged(within + (self.mean - self.expected()) ** 2))

    def spread(self) -> Floats:
        """The standard deviation of one round."""
        return np.sqrt(self._averaged(self.noise**2))

    def quantile(self, p: float) -> Floats:
        """The value that the effect is below with probability p, to 1e-6 of its deviation."""
        table = _table(self.freedom)
        low = self.expected() - 20 * self.deviation()
        high = self.expected() + 20 * self.deviation()
        for _ in range(26):
            middle = (low + high) / 2
            below = np.interp((middle - self.mean) / self.scale, _GRID, table)
            under = self._averaged(below) < p
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return (low + high) / 2

    def _averaged(self, figures: Floats) -> Floats:
        return np.asarray(np.sum(self.weight * figures, axis=0))


def posterior(at: Floats, effects: Floats, losses: Floats, precisions: Floats) -> list[Posterior]:
    """What is known of each column of `effects`, shape (n, effects), in the columns' order.

    `at`: the rounds' numbers, shape (n,), rising; `losses`: shape (n, replicates), around 0;
    `precisions`: of each effect a priori, 1 / its variance in variances of the noise.
    """
    noises = _noises(tuple((at - at[0]).tolist()))
    white = noises.whiten @ losses
    fits = [
        _fit(noises, white, np.column_stack([np.ones(len(at)), trend, effects]), known, share)
        for trend, known, share in _trends(at, precisions)
    ]
    freedom = len(at) - 1
    log, means, variances, squares = (np.concatenate(part) for part in zip(*fits, strict=True))
    log = log - freedom / 2 * np.log(squares)
    weight = np.exp(log - log.max(axis=0))
    weight = weight / weight.sum(axis=0)
    noise = np.sqrt(squares / freedom)
    return [
        Posterior(weight, means[:, k], noise * np.sqrt(variances[:, k]), noise, freedom)
        for k in range(2, 2 + effects.shape[1])
    ]


class Noises(NamedTuple):
    """Every model of the noise: V = root root', V's shape (n, n), noise variance 1."""

    whiten: Floats  # the roots' inverses, shape (models, n, n)
    log_size: Floats  # ln |V|
    share: Floats  # a priori


def _trends(at: Floats, precisions: Floats) -> list[tuple[Floats, Floats, float]]:
    """None, a line and a logarithm: column, precisions of all coefficients, prior weight."""
    t = at - at[0] + 1
    line = (t - t.mean()) / t[-1]
    bent = np.log(t) - np.log(t).mean()
    none = np.concatenate([[0.0, 1.0], precisions])  # 1: an empty column, out of every formula
    some = np.concatenate([[0.0, TREND], precisions])
    return [(np.zeros(len(t)), none, FLAT), (line, some, STRAIGHT), (bent, some, BENT)]


def _fit(
    noises: Noises, white: Floats, design: Floats, precisions: Floats, share: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Log weight before the residuals, coefficients, their variances, squares of residuals."""
    x = noises.whiten @ design
    turned = np.swapaxes(x, 1, 2)
    information = turned @ x + np.diag(precisions)
    inverse = np.linalg.inv(information)
    projected = turned @ white
    means = inverse @ projected
    squares = np.sum(white**2, axis=1) - np.sum(means * projected, axis=1)
    prior = np.log(precisions[precisions > 0]).sum()
    size = 0.5 * (prior - np.linalg.slogdet(information)[1] - noises.log_size)
    log = np.log(noises.share * share) + size
    variances = np.diagonal(inverse, axis1=1, axis2=2)
    return log[:, None], means, variances[:, :, None], squares


@lru_cache(maxsize=16)  # 1 MB each for the longest window
def _noises(at: tuple[float, ...]) -> Noises:
    t = np.array(at) + 1
    gaps = np.abs(t[:, None] - t[None, :])
    rhos, drifts = np.array(MEMORIES), np.array(WANDERINGS)
    memory = np.where(gaps == 0, 1.0, rhos[:, None, None] ** np.maximum(gaps, 1))
    wandering = np.eye(len(t)) + drifts[:, None, None] * np.minimum(t[:, None], t[None, :])
    root = np.linalg.cholesky(np.concatenate([memory, wandering]))
    log_size = 2 * np.sum(np.log(np.diagonal(root, axis1=1, axis2=2)), axis=1)
    return Noises(np.linalg.inv(root), log_size, _shares(rhos, len(drifts)))


def _shares(rhos: Floats, wanderings: int) -> Floats:
    likely = np.exp(-0.5 * ((rhos - USUAL_MEMORY) / MEMORY_SPREAD) ** 2)
    remembering = (1 - WANDERING) * likely / likely.sum()
    return np.concatenate([remembering, np.full(wanderings, WANDERING / wanderings)])


@lru_cache(maxsize=128)
def _table(freedom: int) -> Floats:
    return student.cdf(_GRID, freedom)


def held_in(losses: Floats, steps: list[int]) -> Floats:
    """Losses limited to 3 standard deviations around the median of their neighbours.

    Neighbours are never of the other side of a step, at the rows `steps`, so that no effect is cut.
    A slip of the keyboard is one large loss; shape (n, replicates) in and out.
    """
    phases = np.split(losses, sorted(set(steps) - {0}))
    middle = np.concatenate([_running_median(phase) for phase in phases])
    away = np.abs(losses - middle)
    limit = REACH * _SD * _median_above_zero(away)
    return np.clip(losses, middle - limit, middle + limit)


def _median_above_zero(sizes: Floats) -> Floats:
    """Of each column; half of all coarse ratings may lie on the median, which is no measure."""
    zeros = np.sum(sizes == 0, axis=0)
    row = np.minimum((len(sizes) + zeros) // 2, len(sizes) - 1)
    return np.asarray(np.take_along_axis(np.sort(sizes, axis=0), row[None], axis=0)[0])


def _running_median(losses: Floats) -> Floats:
    """Of the 5 rounds nearest to each, shape (n, replicates) in and out."""
    width = min(NEIGHBOURS, len(losses))
    windows = np.lib.stride_tricks.sliding_window_view(losses, width, axis=0)
    first = np.clip(np.arange(len(losses)) - width // 2, 0, len(losses) - width)
    return np.median(windows, axis=-1)[first]
