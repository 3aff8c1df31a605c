"""How much each word of a point tells.

A word tells the more the rarer it is: the logarithm of its rank stands for what its being there says
(Spärck Jones 1972, J. Documentation 28(1), 11-21, with a frequency list for the collection).
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import log

from selfgrad.gaps import chinese, english, words
from selfgrad.stems import stem

EMPTY = 100  # rank above which a word says nothing
MADE = 6_000  # the rank of an English word that is in no list and made of frequent ones: raindrop
STRANGE = 60_000  # the same of a Chinese word that is in no list
NOT = "not"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_OTHER = re.compile(r"[^\W_\u3400-\u9fff]+")


def in_english(text: str) -> list[tuple[str, float]]:
    """The stems of a text in their order, and how much each tells; a denial is “not”.

    >>> [(stem, round(told, 1)) for stem, told in in_english("The tonic isn't home")]
    [('the', 0.0), ('tonic', 5.6), ('not', 0.0), ('home', 1.3)]
    """
    return [_told(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=20_000)
def _told(word: str) -> tuple[str, float]:
    lower = word.lower().replace("’", "'")
    if lower in ("not", "cannot", "never") or lower.endswith("n't"):
        return NOT, 0.0
    folded = english.fold(lower)
    rank = english.rank(folded)
    if rank >= len(words.english()) and english.known(folded):
        rank = MADE
    return stem(folded), _worth(rank)


def in_chinese(text: str) -> dict[str, float]:
    """The words of a text in simplified characters that tell something, and how much."""
    ranks = words.chinese()
    found = dict.fromkeys(_OTHER.findall(text), _worth(STRANGE))
    for run in chinese.RUN.findall(text):
        for start, end in chinese.divided(run):
            word = run[start:end]
            found[word] = _worth(min(ranks.get(word, STRANGE), STRANGE))
    return {word: told for word, told in found.items() if told}


def _worth(rank: int) -> float:
    return 1 + log(rank / EMPTY) if rank >= EMPTY else 0.0


def runs(word: str) -> list[str]:
    """Two characters in a row of a Chinese word, or the word where it is shorter."""
    return [word[at : at + 2] for at in range(max(1, len(word) - 1))]


def there(word: str, sentence: str) -> float:
    """How much of a Chinese word a sentence has: two characters in a row, or ½ for one of two.

    >>> there("叶绿素", "叶绿体"), there("拐角", "拐弯"), there("水", "光")
    (1.0, 0.5, 0.0)
    """
    if any(run in sentence for run in runs(word)):
        return 1.0
    return 0.5 if len(word) == 2 and (word[0] in sentence or word[1] in sentence) else 0.0
