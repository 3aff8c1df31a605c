"""Whether a word is Chinese written in Latin letters with its tones: níhǎo, mā, Běijīng."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 30  # letters; the ways to divide a longer word are too many
_TONES = {"\u0304", "\u0301", "\u030c", "\u0300"}  # ā á ǎ à
_FINAL = (
    "i[ae]ng?|i(?:ao?|u|ng?|ong)|u(?:a(?:i|ng?)?|o|i|n|e)|üe|üan|[aeo]ng?|[ae]i|ao|ou|er|[aeiouü]n?"
)
_WORD = re.compile(rf"(?:(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?(?:{_FINAL})r?['’]?)+")


def has_tones(word: str) -> bool:
    """Whether a word has a tone mark and is made of syllables of pinyin.

    >>> [has_tones(word) for word in ("níhǎo", "mā", "nǚ'ér", "ma", "Brzęczyszczykiewicz")]
    [True, True, True, False, False]
    """
    if word.isascii():
        return False
    apart = unicodedata.normalize("NFD", word.casefold())
    if len(apart) > LONGEST or _TONES.isdisjoint(apart):
        return False
    bare = "".join(char for char in apart if char not in _TONES)
    return bool(_WORD.fullmatch(unicodedata.normalize("NFC", bare)))
