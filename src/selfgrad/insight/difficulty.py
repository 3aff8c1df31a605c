"""What a round's difficulty adds to its loss: a slope for numbers, an offset for each name.

A number moves the level by slope·(change of difficulty), and only changes teach the slope. A name
has an offset from the first name; how far names differ is learned from the names met so far
(empirical Bayes, Efron and Morris 1975). Link units throughout; docs/method.md.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

NAMES_BEFORE = 2.0  # what is held likely of how far names differ counts as so many names
FAR = 4.0  # standard deviations: a slope is not believed beyond


class Effect(NamedTuple):
    """What a level adds to the loss, and how unsure that is."""

    mean: float
    variance: float


NO_EFFECT = Effect(0.0, 0.0)


class Slope(NamedTuple):
    """What one unit of numbered difficulty adds; `last`: the difficulty met last (nan: none)."""

    last: float
    widest: float  # the largest change so far, which is what a spread of slopes is told from
    mean: float
    variance: float

    def at(self, level: float, spread: float) -> tuple[Slope, float]:
        """Before a round at `level`: the slope, and the change of difficulty."""
        change = 0.0 if self.last != self.last else level - self.last
        if not abs(change) > self.widest:
            return self._replace(last=level), change
        likely = (spread / abs(change)) ** 2
        variance = min(self.variance, likely) if self.widest else likely
        return Slope(level, abs(change), self.mean, variance), change

    def taught(self, change: float, error: float, total: float, spread: float) -> Slope:
        """After a round that missed its forecast, of variance `total`, by `error`."""
        gain = self.variance * change / total
        most = FAR * spread / self.widest
        mean = min(most, max(-most, self.mean + gain * error))
        return self._replace(mean=mean, variance=self.variance * (1 - gain * change))


class Names:
    """The offsets of named levels."""

    def __init__(self, known: dict[str, Effect], squares: float, count: float) -> None:
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


def no_names(spread: float) -> Names:
    """Before the first; `spread`: how far names are held to differ, a standard deviation."""
    return Names({}, NAMES_BEFORE * spread * spread, NAMES_BEFORE)


def clipped(error: float, variance: float, most: float) -> float:
    """The error, as far as it is believed: `most` standard deviations."""
    far = most * sqrt(variance)
    return min(far, max(-far, error))
