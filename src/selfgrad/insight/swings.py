"""Signs that practice swings: it gets worse, over-corrects, changes too much at once, stands still.

Each sign is a rule with a known rate of false alarms; none of them is a diagnosis.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from selfgrad import errors
from selfgrad.insight import autoregression, student
from selfgrad.insight.robust import tamed
from selfgrad.insight.series import Floats, Numbers, series

DIVERGENCE, OSCILLATION, CHANGES = "divergence", "oscillation", "everything changed"
GROWTH, PLATEAU, NO_CHANGE = "swings grow", "plateau", "no visible change"

_CLIP = 3.0  # sd: a typo or a failed round counts as no more than that
_SLACK, _ALARM, _FULL = 0.5, 5.0, 6.0  # sd; above _FULL a sign would outlast what caused it
# lag-1 autocorrelation that white noise falls below 1 time in 20, for 8 to 20 rounds (simulated)
_LAG1 = (
    -0.583,
    -0.556,
    -0.533,
    -0.511,
    -0.492,
    -0.475,
    -0.459,
    -0.446,
    -0.432,
    -0.419,
    -0.409,
    -0.397,
    -0.388,
)
_SHORTEST = 8
_SPOKEN = 12  # rounds; below, oscillation is only said where many things changed each round
_MANY = 3
_AT_ONCE = 2
_NEW, _OLD, _RATIO = 8, 20, 2.5  # rounds, rounds, variance
_LEAST, _PLATEAU, _LONGEST = 20, 30, 150  # rounds
_FLAT, _SURE = 0.5, 0.8  # sd over the window; probability


Rounds = NDArray[np.intp]


class Sign(NamedTuple):
    """`since`: the first round that belongs to it, from 0. `size`: how strong, by `kind`:

    divergence: the sum, in sd. oscillation: the lag-1 autocorrelation. everything changed: steps.
    swings grow: new variance over old. plateau, no visible change: probability of being flat.
    """

    kind: str
    since: int
    size: float


def watch(residuals: Numbers, losses: Numbers, changed: Numbers) -> list[Sign]:
    """The signs as of the newest round; empty where there are none.

    residuals (n,): (loss - its forecast)/sd. losses (n,). changed (n,): how many steps were changed
    between the round before and this one. Oldest first; nan was not measured, inf failed.
    """
    surprises, raw, steps = (
        series(residuals, "residuals"),
        series(losses),
        series(changed, "changes"),
    )
    if not len(surprises) == len(raw) == len(steps):
        raise errors.BadInput(
            "The rounds are lists of different lengths.", "Give one element a round."
        )
    at = np.flatnonzero(~np.isnan(surprises))
    known = np.clip(surprises[at], -_CLIP, _CLIP)
    found = [
        _divergence(known, at),
        _oscillation(known, at, steps),
        _changes(steps),
        _growth(known, at),
        _plateau(raw),
    ]
    return [sign for sign in found if sign is not None]


def _divergence(known: Floats, at: Rounds) -> Sign | None:
    """Page's CUSUM 1954 of the losses that were worse than forecast."""
    total, since = 0.0, 0
    for place, surprise in zip(at.tolist(), known.tolist(), strict=True):
        if total == 0:
            since = place
        total = min(max(0.0, total + surprise - _SLACK), _FULL)
    return Sign(DIVERGENCE, since, total) if total > _ALARM else None


def _oscillation(known: Floats, at: Rounds, steps: Floats) -> Sign | None:
    """Each round undoes the one before: the funnel experiment (Deming 1986, ch. 11)."""
    n = min(len(known), _SHORTEST + len(_LAG1) - 1)
    if n < _SHORTEST or (n < _SPOKEN and not np.nanmin(steps[at[-n:]]) >= _MANY):
        return None
    away = known[-n:] - known[-n:].mean()
    size = float(away @ away)
    lag1 = float(away[1:] @ away[:-1]) / size if size > 0 else 0.0
    return Sign(OSCILLATION, int(at[-n]), lag1) if lag1 < _LAG1[n - _SHORTEST] else None


def _changes(steps: Floats) -> Sign | None:
    """Two or more steps since the last round: what helped or hurt cannot be told apart."""
    if not len(steps) or not steps[-1] >= _AT_ONCE:
        return None
    return Sign(CHANGES, len(steps) - 1, float(steps[-1]))


def _growth(known: Floats, at: Rounds) -> Sign | None:
    if len(known) < _NEW + _OLD:
        return None
    new, old = known[-_NEW:].var(ddof=1), known[-_NEW - _OLD : -_NEW].var(ddof=1)
    return Sign(GROWTH, int(at[-_NEW]), float(new / old)) if new > _RATIO * old > 0 else None


def _plateau(raw: Floats) -> Sign | None:
    """P(|slope| · n < 0.5 sd of the noise) is at least 0.8 over the last 150 rounds or fewer."""
    at = np.flatnonzero(~np.isnan(raw))[-_LONGEST:]
    if len(at) < _LEAST:
        return None
    losses = tamed(raw[at])
    flat = _probably_flat(losses, at.astype(np.float64)) if np.ptp(losses) > 0 else 1.0
    kind = PLATEAU if len(at) >= _PLATEAU else NO_CHANGE
    return Sign(kind, int(at[0]), flat) if flat >= _SURE else None


def _probably_flat(losses: Floats, at: Floats) -> float:
    """P(the trend moves less than half a sd from the first of these rounds to the last)."""
    found = autoregression.fit(losses, at, autoregression.trend(at, 1))
    moved = 2 * found.coefficients[:, 1]  # a Legendre line rises by 2 coefficients over the window
    error = 2 * np.sqrt(found.variance * found.covariance[:, 1, 1])
    limit = _FLAT * np.sqrt(found.variance)
    above = student.cdf((limit - moved) / error, found.freedom)
    below = student.cdf((-limit - moved) / error, found.freedom)
    return float(found.weights @ (above - below))
