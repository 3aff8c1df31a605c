"""The averaged interrupted time series: how far losses moved at a step, beside learning and noise.

Nobody knows whether a person is still learning, how long a good day lasts and how the level
wanders, so each model of a grid is asked: with no trend or with trends of several sizes, straight
or logarithmic; with noise that remembers (AR(1)) or a level that wanders; with no effect of the
step or effects of several sizes. Given its noise each is a normal linear model with a conjugate
prior, so that all of it is algebra (docs/method.md, "Before and after").

The grid is read twice. How large the effect is: the average over all models, weighted by how
likely they were and how well they explain the losses (Hoeting et al. 1999). Whether there is one:
how much better the models with an effect explain the losses than those without. The weights of
that ratio are no beliefs: they are chosen so that records with no effect, of whatever trend and
memory, are taken for one equally seldom (Elliott, Müller & Watson 2015).
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
# how far a line and a logarithm may move the losses over the window: prior sd, in sd of the noise
TRENDS = ((0.0, 0.0), (2.0, 0.0), (6.0, 0.0), (0.0, 4.0), (4.0, 4.0))
TREND_SHARES = (0.6, 0.2, 0.1, 0.1, 0.0)
EFFECTS = (0.0, 0.7, 1.5, 4.0, 20.0)  # prior sd of the step's effect, in sd of the noise
EFFECT_SHARES = (0.0, 0.6, 0.3, 0.07, 0.03)  # 20: what is plain to see is not shrunk
OTHER_EFFECTS = 1.5  # of the other steps under the same trend
# the weights of the test: of trends x effects and of the noises (MEMORIES, then WANDERINGS) with an
# effect, of trends and noises without; found on simulated records (bench/verdicts.py)
WITH = (
    (0.00066, 0.00084, 0.00055),
    (0.00046, 0.00058, 0.99),
    (0.00048, 0.00052, 0.006),
    (0.00034, 0.00037, 0.0013),
    (0.00042, 0.00045, 0.0013),
)
NOISES_WITH = (
    *(0.41, 0.0016, 0.012, 0.044, 0.0083, 0.004, 0.38, 0.13, 0.0015, 0.00061, 0.00044, 0.0004),
    *(0.0038, 0.0014, 0.000083, 0.00029, 0.00015),
)
WITHOUT = (0.001, 0.00093, 0.84, 0.055, 0.1)
NOISES_WITHOUT = (
    *(0.17, 0.047, 0.0063, 0.012, 0.027, 0.0015, 0.04, 0.47, 0.0036, 0.0023, 0.0098, 0.17),
    *(0.0031, 0.0075, 0.029, 0.0012, 0.00062),
)
# the ln of evidence that 5 % of records without an effect reach, in the kind of record where it is
# largest, by rounds before (rows) and after (columns), and how many lie that much above or below;
# from 30 rounds before on it is .3 more: real records without a step are harder than made ones
ROUNDS_BEFORE, ROUNDS_AFTER = (5, 8, 15, 30, 60), (5, 10, 15, 30)
EVIDENCE = (
    (1.65, 1.75, 2.45, 2.85),
    (1.65, 1.50, 1.60, 2.75),
    (1.35, 1.35, 1.17, 1.20),
    (1.30, 1.30, 1.20, 1.20),
    (1.25, 1.20, 1.15, 1.15),
)
BEYOND = (-4.5, -2.2, -1.7, -1.3, -0.7, 0.0, 1.1, 1.9, 2.7, 9.6)
CHANCES = (1.0, 0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.000005)
NEIGHBOURS = 5  # rounds whose median an outlier is measured from
REACH = 3.0  # standard deviations; what lies beyond counts no more than that
FAR = 10.0  # and what lies beyond this is a slip, not a loss, and counts as its neighbours do
_SD = 1.4826  # of normal noise, in median absolute deviations
_GRID = np.sinh(np.linspace(-9, 9, 4001))  # where t's distribution is tabled for interpolating
_LARGEST = np.outer([0, 0, 1, 0, 0], [0, 0, 0, 0, 1.0])  # the line and the effect of widest prior
_ABSENT = 1e10  # the prior precision of a column that a model does not have


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


class Found(NamedTuple):
    """What the losses say of one step; arrays of shape (replicates,)."""

    fell: Floats  # ln of how much more likely the losses are with a fall than with no effect
    rose: Floats  # the same with a rise
    error: Floats  # standard deviation of the effect if nothing were known of it before
    posterior: Posterior


class Fits(NamedTuple):
    """Every model: arrays (noises, trends, effects, replicates)."""

    log: Floats  # ln of how likely the losses are, but for what all have in common
    mean: Floats  # of the effect
    scale: Floats
    noise: Floats
    freedom: int


def found(
    at: Floats, effects: Floats, covariates: Floats, losses: Floats, known: float
) -> list[Found]:
    """What the losses say of each column of `effects`, shape (n, effects), in the columns' order.

    `at`: the rounds' numbers, shape (n,), rising; `losses`: shape (n, replicates), around 0;
    `covariates`: shape (n, covariates), of prior precision `known`, in 1 / variances of the noise.
    """
    noises = _noises(tuple((at - at[0]).tolist()))
    white = noises.whiten @ losses
    told = []
    for k in range(effects.shape[1]):
        others = np.delete(effects, k, axis=1)
        design = np.column_stack(
            [np.ones(len(at)), *_trends(at), effects[:, k], others, covariates]
        )
        rest = [OTHER_EFFECTS**-2] * others.shape[1] + [known] * covariates.shape[1]
        told.append(_read(_fit(noises, white, design, _precisions(rest)), noises.share))
    return told


class Noises(NamedTuple):
    """Every model of the noise: V = root root', V's shape (n, n), noise variance 1."""

    whiten: Floats  # the roots' inverses, shape (models, n, n)
    log_size: Floats  # ln |V|
    share: Floats  # a priori


def _trends(at: Floats) -> list[Floats]:
    """A line and a logarithm that each move by 1 over the window."""
    t = at - at[0] + 1
    return [(t - t.mean()) / t[-1], (np.log(t) - np.log(t).mean()) / np.log(t[-1])]


def _precisions(rest: list[float]) -> Floats:
    """Of the intercept, line, logarithm, effect and the rest, shape (trends, effects, columns)."""
    sized = np.array([[(*trend, effect) for effect in EFFECTS] for trend in TRENDS])
    own = np.where(sized > 0, np.maximum(sized, 1e-3) ** -2, _ABSENT)
    shape = own.shape[:2]
    flat = np.zeros((*shape, 1))
    return np.concatenate([flat, own, np.broadcast_to(np.array(rest), (*shape, len(rest)))], axis=2)


def _fit(noises: Noises, white: Floats, design: Floats, precisions: Floats) -> Fits:
    """All models at once; `precisions` (..., columns) of their coefficients, the 4th is the effect."""
    x = noises.whiten @ design
    turned = np.swapaxes(x, 1, 2)
    columns = design.shape[1]
    information = (turned @ x)[:, None, None] + precisions[..., None] * np.eye(columns)
    inverse = np.linalg.inv(information)
    projected = (turned @ white)[:, None, None]
    means = inverse @ projected
    whole = np.sum(white**2, axis=1)[:, None, None]
    squares = whole - np.sum(means * projected, axis=3)
    freedom = len(design) - 1
    prior = np.sum(np.log(np.where(precisions > 0, precisions, 1.0)), axis=-1)
    size = prior - np.linalg.slogdet(information)[1] - noises.log_size[:, None, None]
    noise = np.sqrt(squares / freedom)
    scale = noise * np.sqrt(inverse[..., 3, 3])[..., None]
    log = 0.5 * size[..., None] - freedom / 2 * np.log(squares)
    return Fits(log, means[..., 3, :], scale, noise, freedom)


def _read(fits: Fits, shares: Floats) -> Found:
    likely = np.exp(fits.log - fits.log.max(axis=(0, 1, 2)))
    fell, rose = _evidence(fits, likely)
    unknown = _averaged(fits, likely, _product(shares, _LARGEST))
    known = _averaged(fits, likely, _product(shares, np.outer(TREND_SHARES, EFFECT_SHARES)))
    return Found(fell, rose, unknown.deviation(), known)


def _evidence(fits: Fits, likely: Floats) -> tuple[Floats, Floats]:
    """The ln of how much better a fall explains the losses than no effect, and a rise."""
    some = slice(1, 1 + len(WITH[0]))  # the effects of the test
    t = fits.mean[:, :, some] / fits.scale[:, :, some]
    moved = _product(np.array(NOISES_WITH), np.array(WITH))[..., None] * likely[:, :, some]
    still = _product(np.array(NOISES_WITHOUT), np.array(WITHOUT)[:, None])[..., None]
    base = _log_sum(still * likely[:, :, :1])
    tail = student.cdf(-np.abs(t), fits.freedom)
    below, above = np.where(t < 0, 1 - tail, tail), np.where(t < 0, tail, 1 - tail)
    return _log_sum(moved * below) - base, _log_sum(moved * above) - base


def chance(evidence: Floats, before: int, after: int) -> Floats:
    """How often records without an effect reach that `fell` or `rose`, of the kind that does most.

    `before` and `after`: rounds on the two sides of the step. Source: own simulation, the kinds of
    record of bench/verdicts.py with other seeds.
    """
    rows = [np.interp(np.log(max(after, 1)), np.log(ROUNDS_AFTER), row) for row in EVIDENCE]
    usual = np.interp(np.log(max(before, 1)), np.log(ROUNDS_BEFORE), rows)
    return np.asarray(np.exp(np.interp(evidence - usual, BEYOND, np.log(CHANCES))))


def _log_sum(parts: Floats) -> Floats:
    """Of all models; 1e-300 where none explains the losses at all."""
    return np.asarray(np.log(np.maximum(np.sum(parts, axis=(0, 1, 2)), 1e-300)))


def _product(noises: Floats, means: Floats) -> Floats:
    return np.asarray(noises[:, None, None] * means)


def _averaged(fits: Fits, likely: Floats, prior: Floats) -> Posterior:
    """Only models of prior weight above 0 are kept, shape (models, replicates)."""
    rows = prior > 0
    weight = likely[rows] * prior[rows][:, None]
    return Posterior(
        weight / weight.sum(axis=0),
        fits.mean[rows],
        fits.scale[rows],
        fits.noise[rows],
        fits.freedom,
    )


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
    """Losses limited to 3 standard deviations around the median of their neighbours, or that median.

    Neighbours are never of the other side of a step, at the rows `steps`, so that no effect is cut.
    A slip of the keyboard is one large loss; shape (n, replicates) in and out.
    """
    phases = np.split(losses, sorted(set(steps) - {0}))
    middle = np.concatenate([_running_median(phase) for phase in phases])
    away = np.abs(losses - middle)
    spread = _SD * _median_above_zero(away)
    held = np.clip(losses, middle - REACH * spread, middle + REACH * spread)
    return np.where(away > FAR * spread, middle, held)


def _median_above_zero(sizes: Floats) -> Floats:
    """Of each column; half of all coarse ratings may lie on the median, which is no measure.

    0 where one size alone is above 0: there is nothing to measure it by.
    """
    zeros = np.sum(sizes == 0, axis=0)
    row = np.minimum((len(sizes) + zeros) // 2, len(sizes) - 1)
    middle = np.take_along_axis(np.sort(sizes, axis=0), row[None], axis=0)[0]
    return np.where(zeros == len(sizes) - 1, 0.0, middle)


def _running_median(losses: Floats) -> Floats:
    """Of the 5 rounds nearest to each, shape (n, replicates) in and out."""
    width = min(NEIGHBOURS, len(losses))
    windows = np.lib.stride_tricks.sliding_window_view(losses, width, axis=0)
    first = np.clip(np.arange(len(losses)) - width // 2, 0, len(losses) - width)
    return np.median(windows, axis=-1)[first]
