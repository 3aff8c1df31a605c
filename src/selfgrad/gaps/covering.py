"""Which of the learner's own points a text has: by its telling words, and by the letters they share.

A point is found in other words as long as half of what it tells is there. A sentence about its
neighbour (minor for major, a queue for a stack) shares letters with it, but not these words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from math import sqrt
from operator import add

from selfgrad.gaps import contrasts, prose, telling, words
from selfgrad.gaps.speaking import HAN, language

# Tuned on the half of bench/explanations that is not held out; docs/gaps.md has the figures.
NEAR = {"en": 0.32, "zh": 0.3}  # cosine from which on a window has the point
SHARE = {"en": 0.45, "zh": 0.55}  # of what the point tells that the window has
WITHOUT = 0.5  # the same in English where the rarest word of the point is not in the window
_UNITS = re.compile(rf"{HAN.pattern}|[^\W_\u3400-\u9fff]+")


def covered(text: str, points: Sequence[str]) -> list[bool]:
    """For each point whether some sentence, or two in a row, says it in similar words."""
    read = prose.read(text)
    spoken, answer = read.text, _in_english
    if language(text) == "zh":
        spoken, answer = words.simplified(spoken), _in_chinese
    return answer([spoken[start:end] for start, end, _ in read.sentences], points)


def _in_english(said: list[str], points: Sequence[str]) -> list[bool]:
    told = [telling.in_english(sentence) for sentence in said]
    windows = [_English(part) for part in (*told, *map(add, told, told[1:]))]
    asked = [_English(telling.in_english(point)) for point in points]
    return [any(window.has(point) for window in windows) for point in asked]


def _in_chinese(said: list[str], points: Sequence[str]) -> list[bool]:
    told = [sentence.casefold() for sentence in said]
    asked = [_Chinese(words.simplified(point).casefold()) for point in points]
    return [any(window.has(point) for window in _around(point.signs, told)) for point in asked]


def _around(signs: re.Pattern[str], told: list[str]) -> Iterator[_Chinese]:
    """The sentences with one of the signs, alone, with the one before and with the one after."""
    for at, sentence in enumerate(told):
        if signs.search(sentence):
            yield _Chinese(sentence)
            yield from (_Chinese(one + two) for one, two in pairwise(told[max(0, at - 1) : at + 2]))


class _English:
    """A point, or a window: one or two sentences."""

    def __init__(self, words: list[tuple[str, float]]) -> None:
        self.words = words
        self.stems = {stem for stem, _ in words}

    @cached_property
    def told(self) -> dict[str, float]:
        return {stem: told for stem, told in self.words if told}

    @cached_property
    def total(self) -> float:
        return sum(self.told.values())

    @cached_property
    def rarest(self) -> str:
        return max(self.told, key=self.told.__getitem__, default="")

    @cached_property
    def denied(self) -> set[str]:
        return contrasts.denied([stem for stem, _ in self.words])

    @cached_property
    def letters(self) -> Counter[str]:
        """Three letters at a time of the telling stems, with the spaces between them."""
        line = f" {' '.join(stem for stem, told in self.words if told)} "
        return Counter(line[at : at + 3] for at in range(len(line) - 2))

    def has(self, point: _English) -> bool:
        least = SHARE["en"] if point.rarest in self.stems else WITHOUT
        shared = sum(point.told[stem] for stem in point.told.keys() & self.stems)
        return (
            shared >= least * point.total > 0
            and not contrasts.contrary(point.stems, self.stems)
            and not self._denies(point)
            and _cosine(point.letters, self.letters) >= NEAR["en"]
        )

    def _denies(self, point: _English) -> bool:
        """Whether one denies what the other has, and the other denies nothing."""
        if (telling.NOT in self.stems) == (telling.NOT in point.stems):
            return False
        return bool(point.denied & self.stems or self.denied & point.told.keys())


class _Chinese:
    """The same in Chinese."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def told(self) -> dict[str, float]:
        return telling.in_chinese(self.text)

    @cached_property
    def signs(self) -> re.Pattern[str]:
        """One of the two rarest words, or two characters of it; nothing where there are none."""
        rarest = sorted(self.told, key=self.told.__getitem__, reverse=True)[:2]
        runs = {run for word in rarest for run in telling.runs(word)}
        return re.compile("|".join(map(re.escape, runs)) or "(?!)")

    @cached_property
    def letters(self) -> Counter[str]:
        """Characters, and words of other scripts."""
        return Counter(_UNITS.findall(self.text))

    def has(self, point: _Chinese) -> bool:
        shared = sum(told * telling.there(word, self.text) for word, told in point.told.items())
        return (
            shared >= SHARE["zh"] * sum(point.told.values())
            and not contrasts.contrary_in_chinese(point.text, self.text)
            and _cosine(point.letters, self.letters) >= NEAR["zh"]
        )


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(count * other[part] for part, count in one.items() if part in other)
    if not shared:
        return 0.0
    return shared / sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
