"""How near two English words are in meaning, and how common a word is: a table that is part of the program.

`nearness.bin` has the 10,000 commonest stems, the commonest first, and for each 384 bits: the signs of
its vector in the small language model all-MiniLM-L6-v2 (Apache-2.0), turned so that the signs keep as
much of it as they can (iterative quantization, Gong & Lazebnik 2011). The share of bits in which two
words differ tells the angle between them (Charikar 2002); nothing of the model is needed to read them.
`bench/near_words.py` makes the table. It is read once, in 2 ms, when something is first recalled.
"""

from __future__ import annotations

import os
from math import cos, pi

BITS = 384
SIZE = BITS // 8  # bytes
# Words without anything in common differ in 0.5 ± 0.02 of their bits: below this cosine it is chance.
CHANCE = 0.17
_places: dict[str, int] = {}  # stem -> its place by how common it is
_bits = b""


def near(bits: int) -> float:
    """How near words are that differ in so many bits: 0 unrelated, 1 the same."""
    return max(0.0, (cos(pi * bits / BITS) - CHANCE) / (1 - CHANCE))


NEAR = [near(bits) for bits in range(BITS + 1)]


def place(stem: str) -> int | None:
    """The place of a stem among the commonest, from 0; None for one that is not in the table."""
    if not _places:
        _read()
    return _places.get(stem)


def code(stem: str) -> int | None:
    """The bits of a stem; None for one that is not in the table."""
    at = place(stem)
    return None if at is None else int.from_bytes(_bits[at * SIZE : at * SIZE + SIZE], "big")


def nearness(one: str, other: str) -> float:
    """How near two stems are, 0 to 1; 0 where one is not in the table.

    >>> nearness("rush", "hurri") > 0.3 > nearness("rush", "violin")
    True
    """
    here, there = code(one), code(other)
    if here is None or there is None:
        return float(one == other)
    return NEAR[(here ^ there).bit_count()]


def _read() -> None:
    global _bits
    path = os.path.join(os.path.dirname(__file__), "nearness.bin")
    with open(path, "rb") as file:
        words, _, _bits = file.read().partition(b"\n")
    _places.update(zip(words.decode().split(), range(len(_bits) // SIZE), strict=True))
