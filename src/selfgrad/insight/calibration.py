"""How it was expected to go against how it went: surprise, and how good the forecasts are."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from selfgrad import errors
from selfgrad.insight import autoregression, student
from selfgrad.insight.autoregression import Error
from selfgrad.insight.series import Floats, Numbers, series

OVER, UNDER, WELL, TOO_FEW = "overconfident", "underconfident", "well calibrated", "too few rounds"
ENOUGH = 10  # rounds for a word
SURE = 0.95  # that the bias has this sign
MARGIN = 0.1  # of loss: an interval of the bias inside this is well calibrated
BINS = 5
_LARGEST = 1e100


class Bin(NamedTuple):
    """Rounds of about the same expectation: means of both, 80 % interval of the measured mean."""

    expected: float
    measured: float
    low: float
    high: float
    rounds: int


class Summary(NamedTuple):
    """`bias` is mean(measured - expected): above 0, it went worse than expected."""

    rounds: int
    bias: float
    error: float  # mean of |measured - expected|
    low: float  # of the bias, 80 %
    high: float
    word: str
    curve: list[Bin]


class Stretch(NamedTuple):
    """A summary of the rounds from `start` to before `stop`."""

    start: int
    stop: int
    summary: Summary


class Brier(NamedTuple):
    """score = reliability - resolution + uncertainty; lower is better."""

    rounds: int
    score: float
    reliability: float
    resolution: float
    uncertainty: float


def summary(expected: Numbers, measured: Numbers) -> Summary:
    """Expected against measured losses (0 to 1), each (n,), one pair a round, oldest first.

    Rounds without both are left out. A direction is said where 95 % of what is known of the bias
    lies on one side of 0, "well calibrated" where its 80 % interval lies within 0.1 of 0, and
    else, or under 10 rounds, "too few rounds".
    """
    before, after = _pairs(expected, measured)
    surprise = after - before
    both = ~np.isnan(surprise)
    known = surprise[both]
    if not len(known):
        return Summary(0, np.nan, np.nan, np.nan, np.nan, TOO_FEW, [])
    bias, error = float(known.mean()), float(np.abs(known).mean())
    off = _error(surprise) if len(known) > 2 else None
    reach = off.reach() if off else np.nan
    word = _word(bias, reach, off) if off and len(known) >= ENOUGH else TOO_FEW
    curve = _curve(before[both], after[both])
    return Summary(len(known), bias, error, bias - reach, bias + reach, word, curve)


def over_time(expected: Numbers, measured: Numbers, block: int) -> list[Stretch]:
    """A summary of every `block` rounds, oldest first; counted back from the newest, so that it is full."""
    before, after = _pairs(expected, measured)
    if block < 1:
        raise errors.BadInput("A block has no rounds.", "Give one round or more.")
    stops = range(len(before), 0, -block)
    spans = [(max(stop - block, 0), stop) for stop in reversed(stops)]
    return [Stretch(a, b, summary(before[a:b], after[a:b])) for a, b in spans]


def brier(forecasts: Numbers, happened: Sequence[bool | None]) -> Brier:
    """Probabilities (n,) of something against whether it happened: the Brier score, 0 is best.

    Forecasts are grouped to tenths; what varies within a group is counted to the resolution, so
    that score = reliability - resolution + uncertainty holds exactly (Murphy 1973; Stephenson,
    Coelho and Jolliffe 2008).
    """
    said, came = _pairs(forecasts, list(happened))
    both = ~np.isnan(said)
    p, y = np.clip(said[both], 0, 1), np.clip(came[both], 0, 1)
    if not len(p):
        return Brier(0, np.nan, np.nan, np.nan, np.nan)
    groups, size = _grouped(np.floor(p * 10 + 0.5))
    mean_p, mean_y = groups @ p / size, groups @ y / size
    within_p, within_y = p - mean_p @ groups, y - mean_y @ groups
    base = float(y.mean())
    score = float(np.mean((p - y) ** 2))
    reliability = float(size @ (mean_p - mean_y) ** 2 / len(p))
    resolution = float(size @ (mean_y - base) ** 2 / len(p))
    resolution -= float(np.mean(within_p**2) - 2 * np.mean(within_p * within_y))
    return Brier(len(p), score, reliability, resolution, base * (1 - base))


def _pairs(expected: Numbers, measured: Numbers) -> tuple[Floats, Floats]:
    """Both as arrays (n,), nan where there is nothing to compare. A failed round has a loss of 1."""
    before, after = series(expected, "expected losses"), series(measured, "measured losses")
    if len(before) != len(after):
        raise errors.BadInput(
            "There are not as many expectations as losses.", "Give one for each round."
        )
    after[np.isposinf(after)] = 1.0
    out = ~(np.isfinite(before) & np.isfinite(after))
    before[out] = after[out] = np.nan
    return np.clip(before, -_LARGEST, _LARGEST), np.clip(after, -_LARGEST, _LARGEST)


def _error(surprise: Floats) -> Error:
    """By how much the mean surprise may be off; neighbouring rounds may resemble each other."""
    at = np.flatnonzero(~np.isnan(surprise))
    found = autoregression.fit(surprise[at], at.astype(np.float64), np.ones((len(at), 1)))
    return autoregression.error(found, np.where(np.isnan(surprise), 0, 1 / len(at)))


def _word(bias: float, reach: float, off: Error) -> str:
    over = float(off.below(np.array([bias]))[0])
    if over >= SURE or over <= 1 - SURE:
        return OVER if over >= SURE else UNDER
    return WELL if abs(bias) + reach <= MARGIN else TOO_FEW


def _grouped(keys: Floats) -> tuple[Floats, Floats]:
    """Membership (groups, n) and size (groups,) of equal keys."""
    rows = (np.unique(keys)[:, None] == keys).astype(float)
    return rows, rows.sum(axis=1)


def _curve(expected: Floats, measured: Floats) -> list[Bin]:
    """Up to five bins of about as many rounds each; the noise around their means is taken as common."""
    edges = np.quantile(expected, np.arange(1, BINS) / BINS)
    groups, size = _grouped(np.searchsorted(edges, expected, side="right").astype(float))
    centres, means = groups @ expected / size, groups @ measured / size
    freedom = len(expected) - len(size)
    noise = np.nan  # one round a bin says nothing of it
    if freedom > 0:
        noise = float(np.sqrt(((measured - means @ groups) ** 2).sum() / freedom))
    half = _t90(max(freedom, 1)) * noise / np.sqrt(size)
    table = np.column_stack([centres, means, means - half, means + half, size]).tolist()
    return [Bin(c, m, low, high, int(rounds)) for c, m, low, high, rounds in table]


@lru_cache(maxsize=64)
def _t90(freedom: int) -> float:
    return float(student.quantile(0.9, freedom))
