"""Which of the learner's own points a text has: by the letters they share with its sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from math import sqrt

from selfgrad.gaps import english, prose, words
from selfgrad.gaps.speaking import HAN, language
from selfgrad.stems import stem

NEAR = {"en": 0.32, "zh": 0.35}  # cosine from which on a window has the point; tuned, docs/gaps.md
WINDOWS = {"en": (1, 2), "zh": (1,)}  # sentences
EMPTY = 100  # rank above which an English word says nothing
_WORDS = re.compile(r"[^\W_]+")
_UNITS = re.compile(rf"{HAN.pattern}|[^\W_\u3400-\u9fff]+")


def covered(text: str, points: Sequence[str]) -> list[bool]:
    """For each point whether some sentence, or two in a row, comes near it."""
    spoken = language(text)
    parts = _characters if spoken == "zh" else _trigrams
    said = _sentences(text)
    windows = [
        parts(" ".join(said[at : at + size])) for size in WINDOWS[spoken] for at in range(len(said))
    ]
    return [_nearest(point, parts, windows) >= NEAR[spoken] for point in points]


def _sentences(text: str) -> list[str]:
    read = prose.read(text)
    return [read.text[start:end] for start, end, _ in read.sentences]


def _trigrams(text: str) -> Counter[str]:
    """Three letters at a time of the stems, with the spaces between them."""
    told = [
        stem(word)
        for word in map(english.fold, _WORDS.findall(text))
        if english.rank(word) >= EMPTY
    ]
    line = f" {' '.join(told)} "
    return Counter(line[at : at + 3] for at in range(len(line) - 2))


def _characters(text: str) -> Counter[str]:
    """Chinese characters, and words of other scripts."""
    return Counter(_UNITS.findall(words.simplified(text).casefold()))


def _nearest(
    point: str, parts: Callable[[str], Counter[str]], windows: list[Counter[str]]
) -> float:
    own = parts(point)
    return max((_cosine(own, window) for window in windows), default=0.0)


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(count * other[part] for part, count in one.items() if part in other)
    if not shared:
        return 0.0
    return shared / sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
