"""Where the loss comes from, as the learner reported it: no measured cause.

With one loss a round and several suspected causes, nothing identifies the cause; only a trial of
the step does.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from selfgrad import errors
from selfgrad.insight.series import Floats, Numbers, series
from selfgrad.loop import UNSORTED

HALF_LIFE = 30.0  # days
_Z80 = 1.2815515655446004  # standard deviations on each side of an 80 % interval
FEW = 3  # mistakes a parameter needs before it is proposed


class Share(NamedTuple):
    """What part of the reported loss is charged to `parameter`, with its 80 % interval."""

    parameter: str
    share: float
    low: float
    high: float
    mistakes: int


def shares(
    parameters: Sequence[str],
    losses: Numbers,
    ages: Numbers,
    *,
    rounds: Sequence[int] | None = None,
    half_life: float = HALF_LIFE,
) -> list[Share]:
    """Parallel sequences, one element a mistake: its parameter, its round's loss, its age in days.

    `rounds` says which mistakes share a round; without it, each has its own.
    """
    weights, own = _weights(parameters, losses, ages, rounds, half_life)
    names, which = np.unique(np.array(parameters, dtype=object).astype(str), return_inverse=True)
    if not len(names):
        return []
    part = np.bincount(which, weights, len(names)) / weights.sum()
    effective = 1 / np.sum((np.bincount(own, weights) / weights.sum()) ** 2)
    count = np.bincount(which, minlength=len(names))
    found = [
        Share(str(name), float(p), *_interval(float(p), float(effective)), int(c))
        for name, p, c in zip(names, part, count, strict=True)
    ]
    return sorted(found, key=lambda s: (-s.share, s.parameter))


def proposal(found: Sequence[Share]) -> str | None:
    """The parameter whose share stands above every other one, or None."""
    sorted_out = [s for s in found if s.parameter != UNSORTED]
    if not sorted_out or sorted_out[0].mistakes < FEW:
        return None
    first, rest = sorted_out[0], sorted_out[1:]
    return first.parameter if all(first.low > other.share for other in rest) else None


def _weights(
    parameters: Sequence[str],
    losses: Numbers,
    ages: Numbers,
    rounds: Sequence[int] | None,
    half_life: float,
) -> tuple[Floats, NDArray[np.intp]]:
    """What each mistake weighs, and the number of its round."""
    loss, age = series(losses), series(ages, "ages")
    own = np.unique(
        np.arange(len(loss)) if rounds is None else np.asarray(rounds), return_inverse=True
    )[1]
    if not len(parameters) == len(loss) == len(age) == len(own):
        raise errors.BadInput(
            "The mistakes are lists of different lengths.", "Give one element for each mistake."
        )
    if not half_life > 0:
        raise errors.BadInput(
            "The half-life is not above 0 days.", "Give a number of days, such as 30."
        )
    loss, age = _known(loss), np.nan_to_num(np.maximum(age, 0), nan=0.0)
    weights = loss / np.bincount(own)[own] * 0.5 ** (age / half_life) if len(own) else loss
    return (weights if weights.sum() > 0 else np.ones(len(loss))), own


def _known(losses: Floats) -> Floats:
    """A loss that was not measured weighs as the mean one, a failed round as the largest one."""
    finite = losses[np.isfinite(losses)]
    if not len(finite):
        return np.ones(len(losses))
    filled = np.where(np.isinf(losses), finite.max(), losses)
    return np.clip(np.where(np.isnan(filled), finite.mean(), filled), 0, None)


def _interval(part: float, effective: float) -> tuple[float, float]:
    """Wilson's 80 % interval of a share seen in so many independent rounds (Wilson 1927)."""
    square = _Z80**2 / effective
    middle = (part + square / 2) / (1 + square)
    half = np.sqrt(square * (part * (1 - part) + square / 4)) / (1 + square)
    return max(float(middle - half), 0.0), min(float(middle + half), 1.0)
