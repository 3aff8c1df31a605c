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

from math import log1p
from typing import NamedTuple

import numpy as np

from selfgrad.insight import links
from selfgrad.insight.series import Floats


class Prior(NamedTuple):
    """What is held likely before the first round, in the link's units."""

    drift: float  # b: the loss lost per e-fold of rounds
    drift_sd: float
    noise: float  # the standard deviation of one round


LOGARITHM = Prior(0.15, 0.15, 0.15)
IDENTITY = Prior(0.05, 0.08, 0.10)

WANDERING = (0.0, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 20.0)  # q, in units of s2
EARLIER = (0.0, 15.0, 150.0)  # T0
MODELS = len(WANDERING) * len(EARLIER)
ROWS = 7  # level, drift, variance of drift, of level, of both, s2, logarithm of the weight
FREEDOM = 2.0  # what is held likely of the noise counts as so many rounds
FREEDOM_MOST = 100.0  # so that noise which changes is noticed

_Q = np.repeat(WANDERING, len(EARLIER))
# held likely of the models: a steady level rather more (1.5), a restless one rather less (-0.5)
_PRIOR = np.where(_Q == 0, 1.5, np.where(_Q >= 3, -0.5, 0.0))
_FORGET = np.full(MODELS, 0.985)
_ONES = np.ones(MODELS)
_DRIFT_WANDERS = np.full(MODELS, 1e-5)
# standard deviations: one outlier moves the level no further than 2.5; the second of two that
# agree is a change, and may move it by 10
CLIP, CLIP_SECOND = 2.5, 10.0
_LOW, _LOW_SECOND = np.full(MODELS, -CLIP), np.full(MODELS, -CLIP_SECOND)
_HIGH, _HIGH_SECOND = -_LOW, -_LOW_SECOND
_LEAST_NOISE = 0.01  # of the noise held likely: what never varied may yet


class Look(NamedTuple):
    """The level's mean and variance, and the noise's variance."""

    mean: float
    variance: float
    noise: float


class Bank:
    """The models side by side. `rows` and `freedom` are all there is to keep of them."""

    def __init__(self, rows: Floats, freedom: float, prior: Prior) -> None:
        self.rows = np.array(rows)
        self.m, self.b, self.p11, self.p00, self.p01, self.s2, self.weight = self.rows
        # rows that lie side by side, for one call of numpy instead of two: 0.5 µs each
        self._m_b, self._b_p11, self._p00_p01 = (self.rows[i : i + 2].ravel() for i in (0, 1, 3))
        self._pair, self._d_twice, self._by_twice = np.empty((3, 2 * MODELS))
        self._d_by_earlier = self._d_twice.reshape(2 * len(WANDERING), len(EARLIER))
        self._d, self._fall, self._less = self._d_twice[:MODELS], *self._pair.reshape(2, MODELS)
        self._by, self._by_again = self._by_twice.reshape(2, MODELS)
        self._w, self._s, self._t, self._u = np.empty((4, MODELS))
        self._least = np.full(MODELS, (_LEAST_NOISE * prior.noise) ** 2)
        self._number = np.empty(())  # numpy takes it in half the time of a float
        self._per_round, self._gain, self._half_rounds = np.empty((3, MODELS))
        self._count(freedom)
        self._weigh()

    def advance(self, rounds: int) -> None:
        """From after round `rounds`, the first being 1, to before the next one."""
        t, p01 = self._t, self.p01
        self._d_by_earlier[:] = [log1p(1 / (rounds + earlier)) for earlier in EARLIER]
        np.multiply(self._b_p11, self._d_twice, self._pair)
        np.subtract(self.m, self._fall, self.m)
        np.add(p01, p01, t)
        np.subtract(t, self._less, t)
        np.multiply(t, self._d, t)
        np.subtract(self.p00, t, self.p00)
        np.add(self.p00, _Q, self.p00)
        np.subtract(p01, self._less, p01)
        np.add(self.p11, _DRIFT_WANDERS, self.p11)

    def loosen(self, variance: float) -> None:
        """The level may have moved, by so much variance in units of the noise."""
        np.add(self.p00, variance, self.p00)

    def shift(self, by: float) -> None:
        np.add(self.m, by, self.m)

    def relink(self, offset: float) -> None:
        """From ln(x) to ln(x + offset), in which everything is smaller."""
        self.m[:], smaller = links.moved(self.m, offset)
        np.multiply(self.b, smaller, self.b)
        np.multiply(self.s2, smaller * smaller, self.s2)

    def look(self) -> Look:
        """What all models together hold of the level and the noise."""
        t, w = self._t, self._w
        np.multiply(w, self.m, t)
        mean = float(t.dot(_ONES))
        between = float(t.dot(self.m)) - mean * mean
        np.multiply(w, self.s2, t)
        within = float(t.dot(self.p00))
        return Look(mean, within + max(0.0, between), float(t.dot(_ONES)))

    def learn(self, z: float, other: float, *, second: bool) -> None:
        """Takes a value in. `other`: variance of it that is neither the level's nor the noise's,
        in units of the noise; `second`: of two outliers that agree."""
        s, t, u = self._s, self._t, self._u
        np.add(self.p00, self._of(1 + other), s)
        np.multiply(s, self.s2, t)
        np.sqrt(t, t)  # the standard deviation of the forecast
        np.subtract(self._of(z), self.m, u)
        np.divide(u, t, u)
        np.minimum(u, _HIGH_SECOND if second else _HIGH, out=u)
        np.maximum(u, _LOW_SECOND if second else _LOW, out=u)  # the standardised error
        np.log(t, t)
        np.multiply(self.weight, _FORGET, self.weight)
        np.subtract(self.weight, t, self.weight)
        self._correct(other)
        self._learn_noise()
        self._weigh()

    def _correct(self, other: float) -> None:
        """The Kalman step, from the standardised error in `_u`."""
        s, t, by, p01 = self._s, self._t, self._by, self.p01
        np.divide(self.s2, s, by)
        np.sqrt(by, by)
        np.multiply(by, self._u, by)
        self._by_again[:] = by
        np.multiply(self._p00_p01, self._by_twice, self._pair)
        np.add(self._m_b, self._pair, self._m_b)
        np.divide(p01, s, t)
        np.multiply(t, p01, t)
        np.subtract(self.p11, t, self.p11)
        np.divide(self._of(1 + other), s, by)
        self._by_again[:] = by
        np.multiply(self._p00_p01, self._by_twice, self._p00_p01)

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
        np.maximum(self.s2, self._least, out=self.s2)
        if self.freedom < FREEDOM_MOST:
            self._count(self.freedom + 1)

    def _count(self, freedom: float) -> None:
        self.freedom = freedom
        self._per_round.fill(1 / freedom)
        self._gain.fill(1 / (freedom + 1))
        self._half_rounds.fill((freedom + 1) / 2)

    def _weigh(self) -> None:
        total = self._weights()
        if not 1e-200 < total < 1e200:  # far from what exp can hold; rare, for it costs 2 µs
            np.subtract(self.weight, self.weight.max(), self.weight)
            total = self._weights()
        np.divide(self._w, self._of(total), self._w)

    def _weights(self) -> float:
        np.add(self.weight, _PRIOR, self._t)
        np.exp(self._t, self._w)
        return float(self._w.dot(_ONES))

    def _of(self, number: float) -> Floats:
        self._number[()] = number
        return self._number


def first(z: float, prior: Prior) -> Floats:
    """The rows of all models after the first value.

    A restless model holds less of what is seen for noise, so that all of them expect errors of
    the same size: s0² is divided by the variance that q leads to.
    """
    steady = 1 + (_Q + np.sqrt(_Q * _Q + 4 * _Q)) / 2
    noise = prior.noise**2 / steady
    rows = np.zeros((ROWS, MODELS))
    rows[0], rows[1] = z, prior.drift
    rows[2], rows[3] = prior.drift_sd**2 / noise, 1.0
    rows[5] = noise
    return rows
