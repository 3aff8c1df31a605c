"""Likeness in meaning between an aim and past entries, from vectors that are kept in the journal.

A vector costs a model some milliseconds, so it is made when nobody waits (`catch_up`, or `Idle` in
a process with other things to do) and kept under the SHA-256 of the words, some 0.6 kB a sentence.
Without a model in the settings, and for words that have no vector yet, there is no likeness, and
words alone decide.
"""

from __future__ import annotations

import sys
from itertools import combinations

from selfgrad.reader import EVERY

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from selfgrad.db import Database, Row
    from selfgrad.reader import Reader

    Vector = tuple[int, ...]

AT_ONCE = 32  # sentences a batch: 0.2 s of one core with a small model
SOME = 24  # vectors, 276 pairs of them: 1 ms
USUAL_AT_MOST = 0.95  # where all are nearly the same, something is left to compare by
LOOKED_AT = 1000  # entries a batch at most: some 10 ms where all have their vectors


def key(words: str) -> bytes:
    """What a vector is kept under."""
    from hashlib import sha256  # 2 ms

    return sha256(words.encode("utf-8", "surrogatepass")).digest()


def drop(db: Database, learner: str, words: Iterable[str]) -> None:
    """Throw away the vectors of words that are no longer said; whoever else says them has them anew."""
    for one in set(words):
        db.remove("vector", learner=learner, words=key(one))


# reading ------------------------------------------------------------------------------------------


def likeness(
    reader: Reader, aim: str, ids: Iterable[str], *, load: bool = False, aims: bool = True
) -> dict[str, float]:
    """How like an aim past entries are, by id: 0 for nothing in common, 1 for the same.

    The cosine of an entry's words with the aim, or, with `aims`, that and the cosine of the aim of its
    round together (`recall.together`); below 0 it counts as 0. Entries without a vector are left out. The aim's own is
    made at once where the model is loaded, and with `load` it is loaded for it, which takes seconds.
    """
    likes = Likes(reader, aim, load)
    if not likes.aim:
        return {}
    found = {}
    for id in ids:
        row = reader.db.first("vector_entry", learner=reader.learner, id=id)
        like = likes.of_entry(row, aims) if row else None
        if like is not None:
            found[id] = like
    return found


def usual(reader: Reader) -> float:
    """The cosine of sentences that have little to do with each other, 0 to 1, by the model in the settings.

    Some models find any two sentences more alike than others find the same one in other words. So it is
    the lowest tenth of the cosines between some vectors of the journal, 0 where there are too few.
    """
    model = reader.journal.settings["semantic_model"]
    values = reader.db.list("vectors_some", learner=reader.learner, model=model, limit=SOME)
    some = [_numbers(value) for value in values if value]
    pairs = combinations([(one, _length(one)) for one in some if len(one) == len(some[0])], 2)
    cosines = sorted(_cosine_of(*one, *other) for one, other in pairs)
    return max(0.0, min(USUAL_AT_MOST, cosines[len(cosines) // 10])) if cosines else 0.0


class Likes:
    """An aim beside other words, each asked for once. In plain Python, for `import numpy` takes 80 ms."""

    def __init__(self, reader: Reader, aim: str, load: bool) -> None:
        self.db, self.learner = reader.db, reader.learner
        self.model: str = reader.journal.settings["semantic_model"]
        self.known: dict[str, float | None] = {}
        self.aim = self._vector(aim) if self.model else None
        if self.aim is None and self.model:
            self.aim = self._made(aim, load)
        self.length = _length(self.aim or ())

    def _made(self, aim: str, load: bool) -> Vector | None:
        semantic = sys.modules.get("selfgrad.semantic")
        if not load and not (semantic and semantic.loaded(self.model)):
            return None
        from selfgrad.semantic import packed

        return _numbers(packed(self.model, [aim])[0])

    def _vector(self, words: str) -> Vector | None:
        place = {"learner": self.learner, "model": self.model, "words": key(words)}
        value = self.db.scalar("vector", **place)
        return None if value is None else _numbers(value)

    def of_entry(self, row: Row, aims: bool) -> float | None:
        """The likeness of an entry with the aim of its round; None without a vector."""
        from selfgrad.recall import together  # 3 ms

        cosines = [self._cosine(row["words"])]
        if aims and row["aim"]:
            cosines.append(self._cosine(row["aim"]))
        there = [one for one in cosines if one is not None]
        return max(0.0, together(there[0], there[-1])) if cosines[0] is not None else None

    def _cosine(self, words: str) -> float | None:
        if words not in self.known:
            other = self._vector(words)
            self.known[words] = self._with(other) if other else None
        return self.known[words]

    def _with(self, other: Vector) -> float | None:
        if not self.aim or len(other) != len(self.aim):  # the model has changed under its name
            return None
        return _cosine_of(self.aim, self.length, other, _length(other))


def _cosine_of(one: Vector, length: float, other: Vector, other_length: float) -> float:
    """The cosine; by the distance, since `math` has that in C: 3 µs for a sum of products of 10."""
    from math import dist

    product = (length**2 + other_length**2 - dist(one, other) ** 2) / 2
    return max(-1.0, min(1.0, product / (length * other_length)))


def _numbers(value: bytes) -> Vector:
    from struct import unpack

    return unpack(f"{len(value)}b", value)


def _length(vector: Vector) -> float:
    from math import hypot

    return hypot(*vector)


# making -------------------------------------------------------------------------------------------


def catch_up(journal: Any, limit: int = EVERY) -> int:
    """Make the vectors that are missing, `limit` at most, newest first; how many were made.

    None where the settings name no model; NotFound where the model they name is not there. What was
    made before it is ended stays.
    """
    made = 0
    below: int | None = EVERY
    while below is not None and made < limit:
        count, below = batch(journal, below, min(AT_ONCE, limit - made))
        made += count
    if made and (nearest := sys.modules.get("selfgrad.nearest")):  # who has asked before asks again
        nearest.freshen(journal)
    return made


def batch(journal: Any, below: int = EVERY, limit: int = AT_ONCE) -> tuple[int, int | None]:
    """A step of catching up: how many were made, and below which place to go on; None at the end."""
    model = journal.settings["semantic_model"]
    if not model:
        return 0, None
    missing, below_next = _missing(journal, model, below, limit)
    if missing:
        _make(journal, model, missing)
    return len(missing), below_next


def _missing(
    journal: Any, model: str, below: int, limit: int
) -> tuple[dict[bytes, Row], int | None]:
    """The newest entries below a place whose words have no vector yet, by the key of the words."""
    found: dict[bytes, Row] = {}
    of_whom = {"learner": journal.learner}
    rows = journal.db.all("vectors_wanted", **of_whom, below=below, limit=LOOKED_AT)
    for row in rows:
        words = key(row["words"])
        if journal.db.first("vector", **of_whom, model=model, words=words) is None:
            found[words] = row
        if len(found) == limit:
            return found, row["n"]
    return found, rows[-1]["n"] if len(rows) == LOOKED_AT else None


def _make(journal: Any, model: str, missing: dict[bytes, Row]) -> None:
    """Vectors of words that are still said once they are made: forgetting may have come in between."""
    from selfgrad.semantic import packed

    values = packed(model, [row["words"] for row in missing.values()])
    db, learner = journal.db, journal.learner
    with db.transaction():
        for (words, row), value in zip(missing.items(), values, strict=True):
            if db.scalar("vector_words", learner=learner, n=row["n"]) == row["words"]:
                db.run("vector_keep", learner=learner, words=words, model=model, value=value)


class Idle:
    """Catching up a batch at a time, for a process that has other things to do.

    `open` opens the journal, in the thread that asks. Entries that come from another device and are older
    than the last one here wait for the next one that is written here.
    """

    def __init__(self, open: Callable[[], Any]) -> None:
        self.open = open
        self.seen: str | None = None  # the last fact when a look through the journal began
        self.below: int | None = None  # where the look goes on; None between two

    def once(self) -> bool:
        """Make one batch; whether there is more to make now."""
        with self.open() as journal:
            last = journal.db.scalar("fact_last", learner=journal.learner)
            if self.below is None and last == self.seen:
                return False
            below, self.below = self.below, None  # what cannot be made is not tried again and again
            if below is None:
                below, self.seen = EVERY, last
            if model := journal.settings["semantic_model"]:
                self.below = self._step(journal, model, below)
        return self.below is not None

    def _step(self, journal: Any, model: str, below: int) -> int | None:
        """Whatever there is to make, the model is then loaded, and whoever asks need not wait for it."""
        from selfgrad import nearest, semantic

        semantic.load(model)
        _, next_below = batch(journal, below)
        if next_below is None:
            nearest.freshen(journal)
        return next_below
