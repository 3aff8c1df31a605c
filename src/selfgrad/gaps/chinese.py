"""Chinese words: where they begin and end, and which a newcomer cannot be expected to know.

The likeliest division by word frequency (a rank stands for a frequency, as Zipf 1949 has it), found
by dynamic programming; what is left as single characters that are no words is one unknown word.
"""

from __future__ import annotations

import re
from math import log

from selfgrad.gaps import words

LONGEST = 5  # characters of a word that is looked for
STRANGE = 400_000  # the rank of a character that is not in the list
KNOWN = 32_000  # rank from which on a word is rare: nouns up to here mostly explain themselves
BINDING = 300  # rank above which a single character hardly is a part of the word beside it: 在, 里
UNUSUAL = 12_000  # rank from which on a character alone is part of an unknown word
SUFFIXES = frozenset("性酶素岩式率论法体层化器核膜症律域子")  # they make a term of what they follow
ORDINARY = 2_500  # rank above which what they follow explains it
RUN = re.compile("[\u3400-\u9fff]+")


def divided(run: str) -> list[tuple[int, int]]:
    """Where the words of a run of simplified Chinese characters begin and end.

    >>> [("叶绿素吸收阳光")[start:end] for start, end in divided("叶绿素吸收阳光")]
    ['叶绿素', '吸收', '阳光']
    """
    rank_of = words.chinese().get
    best = [0.0] + [1e18] * len(run)
    begin = [0] * (len(run) + 1)
    for start in range(len(run)):
        for end in range(start + 1, min(start + LONGEST, len(run)) + 1):
            rank = rank_of(run[start:end])
            if rank is None:
                if end > start + 1:
                    continue
                rank = STRANGE
            cost = best[start] + log(rank + 10) + 2.5
            if cost < best[end]:
                best[end], begin[end] = cost, start
    return _back(begin)


def _back(begin: list[int]) -> list[tuple[int, int]]:
    spans = []
    end = len(begin) - 1
    while end > 0:
        spans.append((begin[end], end))
        end = begin[end]
    return spans[::-1]


def rare(run: str) -> list[tuple[int, int]]:
    """Where the words of a run begin and end that are too rare to be known.

    >>> [("羧化酶在叶绿体里")[start:end] for start, end in rare("羧化酶在叶绿体里")]
    ['羧化酶', '叶绿体']
    """
    found: list[tuple[int, int]] = []
    before = (0, 0)
    for start, end in divided(run):
        goes_on = found and found[-1][1] == start and end - start == 1
        if goes_on and (run[start] in SUFFIXES or _rank(run[start]) >= UNUSUAL):
            found[-1] = (found[-1][0], end)
        elif _rank(run[start:end]) >= KNOWN:
            found.append((start, end))
        elif _makes_a_term(run, before, start, end):
            found.append((before[0], end))
        before = (start, end)
    return [span for span in found if span[1] - span[0] > 1 or _stands_alone(run, span[0])]


def _stands_alone(run: str, at: int) -> bool:
    """Whether a single character is a word (栈, 熵), and no part of one that is in no list (牛痘)."""
    around = (run[at - 1 : at], run[at + 1 : at + 2])
    return _rank(run[at]) < STRANGE and all(not char or _rank(char) < BINDING for char in around)


def _rank(word: str) -> int:
    return words.chinese().get(word, STRANGE)


def _makes_a_term(run: str, before: tuple[int, int], start: int, end: int) -> bool:
    """Whether a suffix makes a term of the word before it: 终止 and 式."""
    if end - start > 1 or run[start] not in SUFFIXES or before[1] - before[0] < 2:
        return False
    return _rank(run[before[0] : before[1]]) >= ORDINARY
