"""What a round's difficulty adds to its loss: a slope for numbers, an offset for each name.

A number moves the level by slope·(change of difficulty), and only changes teach the slope. A name
has an offset from the first name; how far names differ is learned from the names met so far
(empirical Bayes, Efron and Morris 1975). Link units throughout; docs/method.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import nan
from typing import NamedTuple

NAMES_BEFORE = 2.0  # what is held likely of how far names differ counts as so many names
FAR = 4.0  # standard deviations: a slope is not believed beyond
LEAST_CHANGE = 1e-9  # of difficulty; less is rounding


class Effect(NamedTuple):
    """What a level adds to the loss, and how unsure that is."""

    mean: float
    variance: float


NO_EFFECT = Effect(0.0, 0.0)


class Slope(NamedTuple):
    """What the widest change of numbered difficulty so far adds, and how unsure that is."""

    last: float = nan  # the difficulty met last
    widest: float = 0.0  # the change
    mean: float = 0.0
    variance: float = 0.0

    def at(self, level: float, spread: float) -> tuple[Slope, float]:
        """Before a round at `level`: the slope, and the change as a share of the widest one.

        spread: how much a widest change is held to add, a standard deviation.
        """
        change = level - self.last
        if not abs(change) > LEAST_CHANGE:  # also where there was none before
            return self._replace(last=level), 0.0
        if abs(change) <= self.widest:
            return self._replace(last=level), change / self.widest
        wider = abs(change) / (self.widest or abs(change))
        variance = min(spread * spread, self.variance * wider * wider or spread * spread)
        mean = _within(FAR * spread, self.mean * wider)
        return Slope(level, abs(change), mean, variance), 1.0 if change > 0 else -1.0

    def taught(self, change: float, error: float, total: float, spread: float) -> Slope:
        """After a round that missed its forecast, of variance `total`, by `error`."""
        own = self.variance * change * change
        gain = own / max(total, own) / change
        mean = _within(FAR * spread, self.mean + gain * error)
        return self._replace(mean=mean, variance=self.variance * (1 - gain * change))

    def scaled(self, by: float) -> Slope:
        return self._replace(mean=self.mean * by, variance=self.variance * by * by)


class Names:
    """The offsets of named levels."""

    def __init__(self, known: Mapping[str, Effect], squares: float, count: float) -> None:
        self.known = dict(known)
        self.squares, self.count = squares, count

    def effect(self, name: str) -> Effect:
        """Of a name, also one that was never met; the first of all is what others differ from."""
        if not self.known:
            return NO_EFFECT
        return self.known.get(name) or Effect(0.0, self.squares / self.count)

    def taught(self, name: str, error: float, total: float) -> None:
        """After a round that missed its forecast, of variance `total`, by `error`."""
        mean, variance = self.effect(name)
        if self.known and name not in self.known:
            self.squares += max(0.0, error * error - (total - variance))
            self.count += 1
        gain = variance / total
        self.known[name] = Effect(mean + gain * error, variance * (1 - gain))

    def scale(self, by: float) -> None:
        for name, (mean, variance) in self.known.items():
            self.known[name] = Effect(mean * by, variance * by * by)
        self.squares *= by * by


def no_names(spread: float) -> Names:
    """Before the first; `spread`: how far names are held to differ, a standard deviation."""
    return Names({}, NAMES_BEFORE * spread * spread, NAMES_BEFORE)


def _within(most: float, value: float) -> float:
    return min(most, max(-most, value))
