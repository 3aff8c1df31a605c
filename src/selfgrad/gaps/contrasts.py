"""Whether a sentence says something else than a point: the other of two, another number, a denial.

Of the words in a group only one can be meant at a time. Where the point has some of a group and the
sentence has only others, it is about the neighbour: minor for major, the third for the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from selfgrad.gaps.telling import NOT
from selfgrad.stems import stem

_GROUPS = """major minor|more less fewer|many few|most least|left right|up down|above below|before after
|rise fall|raise lower|increase decrease|long short|longer shorter|high low|higher lower|big small large
|bigger smaller larger|hot cold|warm cool|open close|inside outside|inner outer|always never|same different
|fast slow|faster slower|strong weak|stronger weaker|bright dark|positive negative|true false|buy sell
|supply demand|push pull|away towards toward back|gain lose|early late|earlier later|static dynamic
|input output|rich poor|full empty|good bad|better worse|cheap expensive|wet dry|thick thin|deep shallow
|wide narrow|top bottom|maximum minimum|add subtract|multiply divide|plus minus|future past present
|first second third fourth fifth sixth seventh eighth ninth tenth last|north south east west
|red orange yellow green blue violet black white
|two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12"""
_NUMBERS = "two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
_SAME = {"large": "big", "larger": "bigger", "few": "fewer", "toward": "towards"} | {
    word: str(number) for number, word in enumerate(_NUMBERS, 2)
}
_CHINESE = "大小 多少 高低 快慢 长短 升降 左右 冷热 强弱 明暗 深浅 厚薄 正负 前后 进出 二三四五六七八九十".split()  # fmt: skip # noqa: SIM905


@cache
def _group_of() -> dict[str, tuple[int, str]]:
    """Stem -> the number of its group, and which of the group it is."""
    return {
        stem(word): (number, _SAME.get(word, word))
        for number, group in enumerate(_GROUPS.split("|"))
        for word in group.split()
    }


def contrary(point: Iterable[str], sentence: Iterable[str]) -> bool:
    """Whether stems of a sentence have only others of a group of which the point has some.

    >>> contrary(["major", "chord"], ["minor", "chord"]), contrary(["major"], ["major", "minor"])
    (True, False)
    """
    here, there = _grouped(point), _grouped(sentence)
    return any(there.get(number, own).isdisjoint(own) for number, own in here.items())


def _grouped(stems: Iterable[str]) -> dict[int, set[str]]:
    groups: dict[int, set[str]] = {}
    of = _group_of()
    for one in stems:
        if one in of:
            number, name = of[one]
            groups.setdefault(number, set()).add(name)
        elif one.isdecimal():
            groups.setdefault(len(of), set()).add(one)
    return groups


def contrary_in_chinese(point: str, sentence: str) -> bool:
    """The same by characters.

    >>> contrary_in_chinese("大三和弦", "小三和弦"), contrary_in_chinese("大三和弦", "由大变小")
    (True, False)
    """
    for group in _CHINESE:
        own = {char for char in group if char in point}
        other = {char for char in group if char in sentence}
        if own and other and own.isdisjoint(other):
            return True
    return False


def denied(stems: Sequence[str]) -> set[str]:
    """The stems that stand right after a denial, with at most one between them.

    >>> sorted(denied("salt do not really slow the yeast".split()))
    ['really', 'slow']
    """
    return {
        after for at, word in enumerate(stems) if word == NOT for after in stems[at + 1 : at + 3]
    }
