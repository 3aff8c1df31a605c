"""The past entries nearest to an aim in meaning, among all that have vectors: those that words alone miss.

For a process that has the model loaded: the page or a notebook. The vectors are gathered once into a
table in memory, newest first: at 100,000 entries of 384 numbers 154 MB, 3 s to gather and 0.02 s to
ask. What was written since it was gathered is not in it; being the latest, it is among the
candidates anyway.
"""

from __future__ import annotations

from collections import namedtuple

from selfgrad.vectors import Likes, key

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    import numpy as np

    from selfgrad.reader import Reader
    from selfgrad.vectors import Vector

MOST = 100_000  # the newest entries that are compared
BLOCK = 8192  # rows put together at once: 12 MB
NEW = 0.01  # share of new vectors from which on it is worth gathering anew
Entry = namedtuple(
    "Entry", "id said words aim"
)  # `said` is the hash of the words, the others vectors
# `ids` and `said` of entries, `rows` the means of the vectors of their words and of their rounds' aims,
# `count` how many vectors were kept then
Table = namedtuple("Table", "ids said rows count")
_tables: dict[tuple[str, str, str], Table] = {}


def nearest(reader: Reader, aim: str, limit: int = 50) -> list[str]:
    """The ids of the entries most like an aim in meaning, nearest first, each sentence once.

    Empty where the model is not loaded, so that nobody waits for it.
    """
    import sys

    model = reader.journal.settings["semantic_model"]
    semantic = sys.modules.get("selfgrad.semantic")
    if not model or not semantic or not semantic.loaded(model):
        return []
    likes = Likes(reader, aim, load=False)
    table = _tables.get(_place(reader)) or gather(reader)
    if not likes.aim or not table.ids or table.rows.shape[1] != len(likes.aim):
        return []
    order = _order(table.rows, likes.aim, limit)
    return [table.ids[i] for i in order if _still(reader, table.ids[i], table.said[i])]


def _order(rows: np.ndarray, aim: Vector, limit: int) -> list[int]:
    import numpy as np  # 80 ms

    wanted = np.asarray(aim, dtype=np.float32)
    likes = rows @ wanted
    best = np.argpartition(-likes, min(limit, len(likes)) - 1)[:limit]
    order: list[int] = best[np.argsort(-likes[best], kind="stable")].tolist()
    return order


def _still(reader: Reader, id: str, said: int) -> bool:
    """Whether an entry still says what it said when it was gathered."""
    row = reader.db.first("vector_entry", learner=reader.learner, id=id)
    return row is not None and hash(row["words"]) == said


def freshen(reader: Any) -> None:
    """Gather anew where nothing has been gathered, or much is new since."""
    table = _tables.get(_place(reader))
    if table is None or _count(reader) > table.count * (1 + NEW):
        gather(reader)


def _count(reader: Any) -> int:
    _, learner, model = _place(reader)
    return int(reader.db.scalar("vectors_count", learner=learner, model=model))


def gather(reader: Any) -> Table:
    """Read the vectors of the newest entries into memory, anew; a journal will do for the reader."""
    import numpy as np

    entries = list(_entries(reader))
    size = len(entries[0].words) if entries else 0
    entries = [one for one in entries if len(one.words) == size]  # the rest is of an older model
    rows = np.empty((len(entries), size), dtype=np.float32)
    for i in range(0, len(entries), BLOCK):
        block = entries[i : i + BLOCK]
        words = _units([one.words for one in block])
        aims = _units([one.aim if len(one.aim) == size else one.words for one in block])
        rows[i : i + BLOCK] = (words + aims) / 2
    count = _count(reader)
    table = Table([one.id for one in entries], [one.said for one in entries], rows, count)
    if reader.db.path != ":memory:":  # all of those have one path
        _tables[_place(reader)] = table
    return table


def _entries(reader: Any) -> Iterator[Entry]:
    """The newest entries that have a vector; of those that say the same in rounds with one aim, the last."""
    seen = set()
    aim, vector = None, b""
    for row in reader.db.all("vectors_scars", learner=reader.learner, limit=MOST):
        if row["aim"] != aim:
            aim, vector = row["aim"], _vector(reader, row["aim"])
        pair = (hash(row["words"]), hash(aim))
        words = b"" if pair in seen else _vector(reader, row["words"])
        seen.add(pair)
        if words:
            yield Entry(row["id"], pair[0], words, vector)


def _vector(reader: Any, words: str | None) -> bytes:
    if not words:
        return b""
    _, learner, model = _place(reader)
    value = reader.db.scalar("vector", learner=learner, model=model, words=key(words))
    return value or b""


def _units(vectors: list[bytes]) -> np.ndarray:
    """Rows of length 1."""
    import numpy as np

    rows = np.frombuffer(b"".join(vectors), np.int8).reshape(len(vectors), -1).astype(np.float32)
    units: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return units


def _place(reader: Any) -> tuple[str, str, str]:
    journal = getattr(reader, "journal", reader)
    return reader.db.path, reader.learner, journal.settings["semantic_model"]
