"""Where the loss comes from, as the learner reported it: no measured cause.

With one loss a round and several suspected causes, nothing identifies the cause; only a trial of
the step does.
"""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from selfgrad import errors
from selfgrad.insight.series import Floats, Numbers, series
from selfgrad.loop import UNSORTED

HALF_LIFE = 30.0  # days
_Z80 = 1.2815515655446004  # standard deviations on each side of an 80 % interval
_TYPO = 4.0
_LARGEST = 1e100
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
    rounds: Sequence[Hashable] | None = None,
    half_life: float = HALF_LIFE,
) -> list[Share]:
    """What the learner reported as gone wrong, by parameter, the largest share first.

    Parallel sequences (n,), one element a mistake: its parameter, its round's loss (lower is
    better), its age in days; `rounds` says which mistakes share a round, and without it each has
    its own. A round's loss is split evenly among its mistakes and counts half after `half_life`
    days. The 80 % interval takes rounds, not mistakes, as what could have come out otherwise.
    """
    _check(parameters, losses, ages, rounds, half_life)
    if not len(parameters):
        return []
    names, which = _coded([name or UNSORTED for name in parameters])
    _, own = _coded(range(len(parameters)) if rounds is None else rounds)
    weights = _known(series(losses)) / np.bincount(own)[own] * _left(series(ages), half_life)
    if not weights.sum() > 0:
        weights = np.ones(len(weights))
    weights /= weights.sum()
    effective = 1 / float(np.sum(np.bincount(own, weights) ** 2))  # Kish 1965
    parts = np.minimum(np.bincount(which, weights), 1).tolist()
    found = [
        Share(str(name), part, *_interval(part, effective), count)
        for name, part, count in zip(names, parts, np.bincount(which).tolist(), strict=True)
    ]
    return sorted(found, key=lambda share: (-share.share, share.parameter))


def proposal(found: Sequence[Share]) -> str | None:
    """The parameter for the next step: the one whose interval lies above every other share, or None."""
    named = [share for share in found if share.parameter != UNSORTED]
    first = max(named, key=lambda share: share.share, default=None)
    if first is None or first.mistakes < FEW:
        return None
    clear = all(first.low > other.share for other in named if other is not first)
    return first.parameter if clear else None


def _check(
    parameters: Sequence[str],
    losses: Numbers,
    ages: Numbers,
    rounds: Sequence[Hashable] | None,
    half_life: float,
) -> None:
    lengths = {len(parameters), len(series(losses)), len(series(ages, "ages"))}
    if len(lengths | ({len(rounds)} if rounds is not None else set())) > 1:
        raise errors.BadInput(
            "The mistakes are lists of different lengths.", "Give one element for each mistake."
        )
    if not half_life > 0:
        raise errors.BadInput("The half-life is not above 0 days.", "Give a number, such as 30.")


def _coded(values: Sequence[Hashable]) -> tuple[list[Hashable], NDArray[np.intp]]:
    """The different values, and for each element which one it is."""
    codes = {value: code for code, value in enumerate(dict.fromkeys(values))}
    return list(codes), np.array([codes[value] for value in values], dtype=np.intp)


def _known(losses: Floats) -> Floats:
    """A loss that was not measured weighs as the mean one, a failed round as the largest one.

    In units other than 0 to 1 no round weighs more than 4 median ones: typos happen.
    """
    finite = np.maximum(losses[np.isfinite(losses)], 0)
    if not len(finite):
        return np.ones(len(losses))
    if finite.max() > 1:
        finite = np.minimum(finite, min(_TYPO * float(np.median(finite)) or 1.0, _LARGEST))
    filled = np.where(np.isposinf(losses), finite.max(), losses)
    return np.clip(np.where(np.isnan(filled), finite.mean(), filled), 0, finite.max())


def _left(ages: Floats, half_life: float) -> Floats:
    """What is left of a weight after so many days, the newest mistake's being 1."""
    days = np.clip(np.nan_to_num(ages, nan=0.0), 0, _LARGEST)
    return np.asarray(0.5 ** np.minimum((days - days.min()) / half_life, 1000), dtype=np.float64)


def _interval(part: float, effective: float) -> tuple[float, float]:
    """Wilson's 80 % interval of a share seen in so many independent rounds (Wilson 1927)."""
    square = _Z80**2 / effective
    middle = (part + square / 2) / (1 + square)
    half = float(np.sqrt(square * (part * (1 - part) + square / 4))) / (1 + square)
    return min(max(middle - half, 0.0), part), max(min(middle + half, 1.0), part)
