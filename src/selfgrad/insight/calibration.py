"""How it was expected to go against how it went: surprise, and how good the forecasts are."""

from collections.abc import Sequence
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
    """Expected against measured losses (0 to 1), one pair a round, oldest first."""
    before, after = _pairs(expected, measured)
    both = np.isfinite(before) & np.isfinite(after)
    surprise = np.where(both, after - before, np.nan)
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
    """A summary for every `block` rounds, counted back from the newest, oldest first."""
    before, after = _pairs(expected, measured)
    if block < 1:
        raise errors.BadInput("A block has no rounds.", "Give one round or more.")
    stops = range(len(before), 0, -block)
    spans = [(max(stop - block, 0), stop) for stop in reversed(stops)]
    return [Stretch(a, b, summary(before[a:b], after[a:b])) for a, b in spans]


def brier(forecasts: Numbers, happened: Sequence[bool | None] | Floats) -> Brier:
    """Probabilities against what happened (1 or 0), with Murphy's decomposition."""
    p, y = _pairs(forecasts, happened)
    both = np.isfinite(p) & np.isfinite(y)
    p, y = p[both], y[both]
    if not len(p):
        return Brier(0, np.nan, np.nan, np.nan, np.nan)
    groups, size = _grouped(np.floor(np.clip(p, 0, 1) * 10 + 0.5))
    mean_p, mean_y = groups @ p / size, groups @ y / size
    within_p, within_y = p - mean_p @ groups, y - mean_y @ groups
    base = float(y.mean())
    score = float(np.mean((p - y) ** 2))
    reliability = float(size @ (mean_p - mean_y) ** 2 / len(p))
    resolution = float(size @ (mean_y - base) ** 2 / len(p))
    resolution -= float(np.mean(within_p**2) - 2 * np.mean(within_p * within_y))
    return Brier(len(p), score, reliability, resolution, base * (1 - base))


def _pairs(expected: object, measured: object) -> tuple[Floats, Floats]:
    before, after = series(expected, "expected"), series(measured, "measured")  # type: ignore[arg-type]
    if len(before) != len(after):
        raise errors.BadInput(
            "There are not as many expectations as losses.", "Give one for each round."
        )
    return before, after


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
    edges = np.quantile(expected, np.arange(1, BINS) / BINS)
    groups, size = _grouped(np.searchsorted(edges, expected, side="right").astype(float))
    centres, means = groups @ expected / size, groups @ measured / size
    freedom = len(expected) - len(size)
    if freedom < 1:
        return [
            Bin(float(c), float(m), np.nan, np.nan, int(s))
            for c, m, s in zip(centres, means, size, strict=True)
        ]
    noise = np.sqrt(((measured - means @ groups) ** 2).sum() / freedom)
    half = float(student.quantile(0.9, freedom)) * noise / np.sqrt(size)
    return [
        Bin(float(c), float(m), float(m - h), float(m + h), int(s))
        for c, m, h, s in zip(centres, means, half, size, strict=True)
    ]
