"""The word lists, read when first asked for: 20,000 words of each language, most frequent first.

Made by bench/word_lists.py from wordfreq and jieba; LICENSE-words.md beside them says on which terms.
"""

from __future__ import annotations

import os
from functools import cache

_FOLDER = os.path.dirname(os.path.abspath(__file__))


def _lines(name: str) -> list[str]:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read().split()


@cache
def english() -> dict[str, int]:
    """Frequent English words and their ranks, from 0; 3 ms."""
    words = _lines("en.txt")
    return dict(zip(words, range(len(words)), strict=True))


@cache
def chinese() -> dict[str, int]:
    """Chinese words and their ranks: 20,000 frequent ones, then rarer ones that can be terms."""
    words = _lines("zh.txt") + _lines("zh_rare.txt")
    return dict(zip(words, range(len(words)), strict=True))


@cache
def _simplified() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in _lines("zh_traditional.txt")}


def simplified(text: str) -> str:
    """The text with simplified characters for traditional ones; as long as before."""
    return text.translate(_simplified())
