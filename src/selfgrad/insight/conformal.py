"""An interval from a forecaster's own past errors: honest from the first rounds on.

The half-width is a quantile of the past standardised errors (the last 60), among which are twelve
of a t distribution: they stand in while there are few, and wash out. What is missed too often or
too rarely moves the quantile.
Sources: Lei et al. 2018 (split conformal); Gibbs and Candès 2021 (adaptive); docs/method.md.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Sequence

WINDOW = 60
# |t| with 6 degrees of freedom, at 1/24, 3/24, … 23/24 of its distribution
STAND_INS = (0.0545, 0.1642, 0.2762, 0.3924, 0.515, 0.6469, 0.7923, 0.9581, 1.1559, 1.4096, 1.7822, 2.5818)  # fmt: skip
AIM = 0.2  # the share of misses that the adapting aims at
PACE = 0.02  # of the adapting; Gibbs and Candès' gamma
FEWEST = 10  # errors before it adapts
MOST_BOLD, MOST_SHY = 0.5, 0.03  # between which shares of misses it stays
SURE = 1.25  # standard errors that a median must be off by: sqrt(pi / 2)


class Scores:
    """The last errors, each divided by the standard deviation that was forecast for it."""

    def __init__(self, last: Sequence[float] = (), misses: float = AIM) -> None:
        self.last = deque(last, WINDOW)
        self.misses = misses  # the share of misses to ask for, so that AIM are missed
        self._sizes = sorted((*STAND_INS, *map(abs, last)))
        self._signed = sorted((*STAND_INS, *(-size for size in STAND_INS), *last))

    def add(self, score: float) -> None:
        """One more error; how it fell adapts the intervals, whatever coverage is shown."""
        if len(self.last) >= FEWEST:
            missed = abs(score) > self.half_width(1 - AIM)
            asked = self.misses + PACE * (AIM - missed)
            self.misses = min(MOST_BOLD, max(MOST_SHY, asked))
        if len(self.last) == WINDOW:
            oldest = self.last[0]
            del self._sizes[bisect_left(self._sizes, abs(oldest))]
            del self._signed[bisect_left(self._signed, oldest)]
        self.last.append(score)
        insort(self._sizes, abs(score))
        insort(self._signed, score)

    def half_width(self, coverage: float) -> float:
        """How many standard deviations around the mean hold the next value so often."""
        return _quantile(self._sizes, 1 - (1 - coverage) * self.misses / AIM)

    def median(self) -> float:
        """Where the errors' own median lies, in standard deviations: 0 unless clearly elsewhere.

        Shrunk by the positive part of James and Stein; skewed noise and many ties need it.
        """
        middle = _quantile(self._signed, 0.5)
        unsure = SURE * SURE / (len(self.last) + len(STAND_INS))
        square = middle * middle
        return middle * (1 - unsure / square) if square > unsure else 0.0

    def three_beyond(self, size: float) -> bool:
        """Whether the last three errors are all beyond `size`, to the same side."""
        if len(self.last) < 3:
            return False
        a, b, c = self.last[-3], self.last[-2], self.last[-1]
        return min(a, b, c) > size or max(a, b, c) < -size

    def agrees(self, score: float, size: float) -> bool:
        """Whether the last error and this one are both beyond `size`, to the same side."""
        if not self.last:
            return False
        last = self.last[-1]
        return min(last, score) > size or max(last, score) < -size


def _quantile(ordered: list[float], share: float) -> float:
    """The (n + 1)·share-th smallest, between two where it is no whole number."""
    place = min(max((len(ordered) + 1) * share - 1, 0.0), len(ordered) - 1.0)
    below = int(place)
    value = ordered[below]
    rest = place - below
    return value + rest * (ordered[below + 1] - value) if rest else value
