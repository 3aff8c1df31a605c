"""Passages of the notes that a take passes over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selfgrad.gaps import chinese, english, prose, words
from selfgrad.gaps.finding import Gap, Read, short
from selfgrad.stems import stem

ORDINARY = 300  # rank above which a word says nothing about a passage
HAD = 0.55  # share of a passage's terms from which on the take has it
FEW = 3  # terms below which a passage is too small to be missed by itself
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")


def find(read: Read, notes: str) -> Iterator[Gap]:
    """Gaps of the kind shorter: at the end of the take, in the order of the notes."""
    laid = prose.read(notes)
    had = _terms(read.plain)
    end = len(read.text)
    for title, passage in _passages(laid):
        terms = _terms(words.simplified(passage))
        if len(terms) >= FEW and sum(term in had for term in terms) < HAD * len(terms):
            shown = short(title or passage)
            yield read.gap(
                "shorter", end, end, f"{title}\n{passage}",
                f"Your notes have “{shown}”; this take passes over it.",
                f"What do the notes say: “{shown}”?",
                f"explain “{shown}”",
            )._replace(words=shown)  # fmt: skip


def _passages(laid: prose.Prose) -> Iterator[tuple[str, str]]:
    """Paragraphs and items of the notes, each with its heading where it is the only one below it."""
    title = ""
    parts: list[str] = []
    for block in laid.blocks:
        said = laid.text[block.start : block.end]
        if block.kind == "heading":
            yield from _under(title, parts)
            title, parts = said, []
        else:
            parts.append(said)
    yield from _under(title, parts)


def _under(title: str, parts: list[str]) -> Iterator[tuple[str, str]]:
    alone = title if len(parts) == 1 else ""
    for part in parts:
        yield alone, part


def _terms(text: str) -> set[str]:
    """What a passage is about: stems of words that are not the most frequent ones, Chinese words."""
    found = {
        stem(word)
        for word in map(english.fold, _WORD.findall(text))
        if len(word) > 2 and english.rank(word) >= ORDINARY
    }
    ranks = words.chinese() if chinese.RUN.search(text) else {}
    for run in chinese.RUN.findall(text):
        for start, end in chinese.divided(run):
            if end - start > 1 and ranks.get(run[start:end], ORDINARY) >= ORDINARY:
                found.add(run[start:end])
    return found
