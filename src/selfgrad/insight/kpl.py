"""A local level with power-law drift, averaged over models: the filter behind the curve.

In the link's units a loss is z = level + noise. From round i to the next the level falls by
b·ln((i+1+T0)/(i+T0)), a power law of practice after T0 earlier rounds, and wanders with variance
q·s2. The models differ in q and T0; each is a Kalman filter that learns its own noise variance s2,
and they are weighed by how well they forecast, older forecasts counting less.

Sources: Newell and Rosenbloom 1981 (power law of practice); West and Harrison 1997 (dynamic
linear models with unknown variance); Raftery, Kárný and Ettler 2010 (forgetting in the weights);
docs/method.md.
"""

from __future__ import annotations

from math import log, log1p
from typing import NamedTuple

import numpy as np

from selfgrad.insight.series import Floats


class Prior(NamedTuple):
    """What is held likely before the first round, in the link's units."""

    drift: float  # b: the loss lost per e-fold of rounds
    drift_sd: float
    noise: float  # the standard deviation of one round


LOGARITHM = Prior(0.15, 0.15, 0.15)
IDENTITY = Prior(0.05, 0.08, 0.10)

WANDERING = (0.0, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)  # q, in units of s2
EARLIER = (0.0, 15.0, 150.0)  # T0
MODELS = len(WANDERING) * len(EARLIER)
ROWS = 7  # level, drift, their covariance (3), s2, the logarithm of the weight
FREEDOM = 4.0  # what is held likely of the noise counts as so many rounds
FREEDOM_MOST = 100.0  # so that noise which changes is noticed

_Q = np.repeat(WANDERING, len(EARLIER))
# held likely of the models: a steady level rather more (1.5), a restless one rather less (-1)
_PRIOR = np.where(_Q == 0, 1.5, np.where(_Q >= 3, -1.0, 0.0))
_FORGET = np.full(MODELS, 0.985)
_ONES = np.ones(MODELS)
_DRIFT_WANDERS = np.full(MODELS, 1e-5)
# standard deviations: one outlier moves the level no further than 2.5; the second of two that
# agree is a change, and may move it by 10
CLIP, CLIP_SECOND = 2.5, 10.0
_LOW, _LOW_SECOND = np.full(MODELS, -CLIP), np.full(MODELS, -CLIP_SECOND)
_HIGH, _HIGH_SECOND = -_LOW, -_LOW_SECOND
_LEAST_NOISE = 0.01  # of the noise held likely: what never varied may yet


class Bank:
    """The models side by side. `rows` and `freedom` are all there is to keep of them."""

    def __init__(self, rows: Floats, freedom: float, prior: Prior) -> None:
        self.rows = np.array(rows)
        self.m, self.b, self.p00, self.p01, self.p11, self.s2, self.weight = self.rows
        self._least = np.full(MODELS, (_LEAST_NOISE * prior.noise) ** 2)
        self._w, self._s, self._t, self._u, self._d = np.empty((5, MODELS))
        self._d_by_earlier = self._d.reshape(len(WANDERING), len(EARLIER))
        self._per_round, self._gain, self._half_rounds = np.empty((3, MODELS))
        self._count(freedom)
        self._weigh()

    def advance(self, rounds: int) -> None:
        """From after round `rounds`, the first being 1, to before the next one."""
        d, t, u = self._d, self._t, self._u
        self._d_by_earlier[:] = [log1p(1 / (rounds + earlier)) for earlier in EARLIER]
        np.multiply(self.b, d, t)
        np.subtract(self.m, t, self.m)
        np.multiply(self.p11, d, t)
        np.subtract(self.p01, t, u)
        np.add(self.p01, u, t)
        self.p01[:] = u
        np.multiply(t, d, t)
        np.subtract(self.p00, t, self.p00)
        np.add(self.p00, _Q, self.p00)
        np.add(self.p11, _DRIFT_WANDERS, self.p11)

    def loosen(self, variance: float) -> None:
        """The level may have moved, by so much variance in units of the noise."""
        np.add(self.p00, variance, self.p00)

    def shift(self, by: float) -> None:
        np.add(self.m, by, self.m)

    def look(self) -> tuple[float, float, float]:
        """Mean and variance of the level over all models, and the noise variance."""
        t, u, w = self._t, self._u, self._w
        mean = float(np.dot(w, self.m))
        np.multiply(self.s2, self.p00, t)
        np.subtract(self.m, mean, u)
        np.multiply(u, u, u)
        np.add(t, u, t)
        return mean, float(np.dot(w, t)), float(np.dot(w, self.s2))

    def learn(self, z: float, other: float, *, second: bool) -> None:
        """Takes a value in. `other`: variance of it that is neither the level's nor the noise's,
        in units of the noise; `second`: of two outliers that agree."""
        s, t, u = self._s, self._t, self._u
        np.add(self.p00, 1 + other, s)
        np.multiply(s, self.s2, t)
        np.sqrt(t, t)  # the standard deviation of the forecast
        np.subtract(z, self.m, u)
        np.divide(u, t, u)
        np.minimum(u, _HIGH_SECOND if second else _HIGH, u)
        np.maximum(u, _LOW_SECOND if second else _LOW, u)  # the standardised error
        np.log(t, t)
        np.multiply(self.weight, _FORGET, self.weight)
        np.subtract(self.weight, t, self.weight)
        self._correct(1 + other)
        self._learn_noise()
        self._weigh()

    def _correct(self, share: float) -> None:
        """The Kalman step, from the standardised error in `_u`."""
        s, t, d = self._s, self._t, self._d
        np.divide(self.s2, s, t)
        np.sqrt(t, t)
        np.multiply(t, self._u, t)
        np.multiply(self.p00, t, d)
        np.add(self.m, d, self.m)
        np.multiply(self.p01, t, d)
        np.add(self.b, d, self.b)
        np.divide(self.p01, s, t)
        np.multiply(t, self.p01, d)
        np.subtract(self.p11, d, self.p11)
        np.divide(share, s, s)
        np.multiply(self.p01, s, self.p01)
        np.multiply(self.p00, s, self.p00)

    def _learn_noise(self) -> None:
        """s2 and the weights (a t density), from the standardised error in `_u`."""
        t, u = self._t, self._u
        np.multiply(u, u, u)
        np.multiply(u, self._per_round, t)
        np.log1p(t, t)
        np.multiply(t, self._half_rounds, t)
        np.subtract(self.weight, t, self.weight)
        np.subtract(u, _ONES, u)
        np.multiply(u, self._gain, u)
        np.multiply(u, self.s2, u)
        np.add(self.s2, u, self.s2)
        np.maximum(self.s2, self._least, self.s2)
        if self.freedom < FREEDOM_MOST:
            self._count(self.freedom + 1)

    def _count(self, freedom: float) -> None:
        self.freedom = freedom
        self._per_round.fill(1 / freedom)
        self._gain.fill(1 / (freedom + 1))
        self._half_rounds.fill((freedom + 1) / 2)

    def _weigh(self) -> None:
        np.add(self.weight, _PRIOR, self._t)
        np.exp(self._t, self._w)
        total = float(np.dot(self._w, _ONES))
        np.subtract(self.weight, log(total), self.weight)
        np.divide(self._w, total, self._w)


def first(z: float, prior: Prior) -> Floats:
    """The rows of all models after the first value.

    A restless model holds less of what is seen for noise, so that all of them expect errors of
    the same size: s0² is divided by the variance that q leads to.
    """
    steady = 1 + (_Q + np.sqrt(_Q * _Q + 4 * _Q)) / 2
    noise = prior.noise**2 / steady
    rows = np.zeros((ROWS, MODELS))
    rows[0], rows[1], rows[2] = z, prior.drift, 1.0
    rows[4] = prior.drift_sd**2 / noise
    rows[5] = noise
    return rows
