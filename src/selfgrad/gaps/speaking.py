"""How long a text takes to say aloud, and in which language it is."""

from __future__ import annotations

import re

# Brysbaert 2019, J. Memory and Language 109, 104047: reading aloud, 77 studies, 5,965 people.
WORDS_A_MINUTE = 183
# Trauzettel-Klosinski & Dietz 2012, IOVS 53(9), 5452-5461: 25 people reading Chinese aloud (sd 29).
CHARACTERS_A_MINUTE = 255
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
WORD = re.compile(
    r"[^\W_\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+(?:['’.,-][^\W_\u3400-\u9fff]+)*"
)


def milliseconds(prose: str) -> int:
    """Of prose without what is not said."""
    characters = len(HAN.findall(prose))
    return round(
        60_000 * (characters / CHARACTERS_A_MINUTE + len(WORD.findall(prose)) / WORDS_A_MINUTE)
    )


def language(text: str) -> str:
    """`zh` where more is said in Chinese characters than in other words, else `en`.

    >>> language("The character 好 means good."), language("这个 function 叫做递归函数。")
    ('en', 'zh')
    """
    characters, others = len(HAN.findall(text)), len(WORD.findall(text))
    return "zh" if characters / CHARACTERS_A_MINUTE > others / WORDS_A_MINUTE else "en"
