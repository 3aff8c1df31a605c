"""A gap, the key by which it is found again, and a text in which gaps are being looked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from hashlib import blake2b
from typing import NamedTuple

from selfgrad.gaps import chinese, words
from selfgrad.gaps.prose import Prose

ENDLESS = 800  # characters of a sentence that are looked at together
SHOWN = 80  # characters of a span


class Gap(NamedTuple):
    """A place where the explanation stops; `start` and `end` are characters of the text."""

    kind: str
    line: int
    start: int
    end: int
    words: str
    key: str
    said: str
    question: str
    aim: str


def key(kind: str, folded: str) -> str:
    """Eight hex digits for what a gap is about, wherever it stands."""
    about = f"{kind}\n{' '.join(folded.casefold().split())}"
    return blake2b(about.encode("utf-8", "replace"), digest_size=4).hexdigest()


def short(text: str) -> str:
    """The text in one line of at most SHOWN characters."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1].rstrip() + "…"


class Read:
    """A text being searched: its prose, its lines, its sentences in simplified characters."""

    def __init__(self, text: str, prose: Prose) -> None:
        self.text, self.prose = text, prose
        self.plain = words.simplified(prose.text) if chinese.RUN.search(prose.text) else prose.text
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._lines: dict[int, str] = {}
        self.begins = [sentence.start for sentence in prose.sentences]

    def gap(
        self, kind: str, start: int, end: int, folded: str, said: str, question: str, aim: str
    ) -> Gap:
        line = bisect_right(self.starts, start)
        shown = short(self.text[start:end])
        return Gap(kind, line, start, end, shown, key(kind, folded), said, question, aim)

    def sentence(self, number: int) -> str:
        """A sentence in one line, in simplified characters; of one that never ends, its beginning."""
        if number not in self._lines:
            start, end, _ = self.prose.sentences[number]
            line = re.sub(r"\s+", " ", self.plain[start : min(end, start + ENDLESS)])
            self._lines[number] = line
        return self._lines[number]

    def number_at(self, place: int) -> int:
        return bisect_right(self.begins, place) - 1
