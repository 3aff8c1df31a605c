"""To restore a journal: a backup takes its place, and what can still be read of it comes back, too.

The new file is made whole first, beside the old one. The old one is put aside and never deleted, so
a restore can itself be taken back. Nothing is there for a moment without a journal in place.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import namedtuple
from itertools import islice
from urllib.parse import quote

from selfgrad import atomic, backup, errors, ids, wire
from selfgrad.bodies import read
from selfgrad.db import Database, opening
from selfgrad.ledger import LEARNER, Ledger

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

TOGETHER = 5000  # acts in one transaction

# `aside`: where the old file is now (None where there was none); acts from the backup, from the daily
# files and from the old file; rows of the old file that could not be read or kept
Restored = namedtuple("Restored", "backup aside acts from_days salvaged lost")


def healthy(journal: str) -> bool:
    """Whether a journal opens, is sound in itself and holds something."""
    if not os.path.exists(journal) or os.path.getsize(journal) == 0:
        return False
    try:
        # read only: closing an ordinary connection would play the log into a file that may be broken
        connection = sqlite3.connect(f"file:{quote(journal)}?mode=ro", uri=True)
        try:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            return bool(sound and connection.execute("SELECT count(*) FROM act").fetchone()[0] > 0)
        finally:
            connection.close()
    except sqlite3.Error:
        return False


def chosen(journal: str, name: str) -> backup.Copy:
    """The backup that a name means: the name, the beginning of one, or "last"."""
    there = backup.copies(journal)
    found = there[:1] if name == "last" else [c for c in there if c.name.startswith(name)]
    exact = [copy for copy in there if copy.name == os.path.basename(name)]
    if len(exact or found) != 1:
        what = "No" if not found else "More than one"
        raise errors.NotFound(
            f"{what} backup is called {name}.", "See them with `selfgrad doctor --restore`."
        )
    return (exact or found)[0]


def restore(journal: str, name: str, at: int) -> Restored:
    """Put a backup in the journal's place; `at` is now, in UTC milliseconds.

    Of a journal that is broken, empty or gone, everything newer that can still be read is added:
    from the daily files, and row by row from the broken file. A healthy one is put aside as it is,
    since going back is what was asked for.
    """
    copy = chosen(journal, name)
    back = healthy(journal)
    place = os.path.realpath(journal)  # a symbolic link stays one
    draft = f"{place}{atomic.DRAFT}{os.getpid()}"
    company = ("", "-wal", "-shm", "-journal")
    try:
        _lay_out(copy, draft)
        db = Database(draft)
        try:
            ledger = Ledger(db)
            acts = db.scalar("acts_count", learner=LEARNER)
            days, salvaged, lost = (0, 0, 0) if back else _bring_back(ledger, journal)
        finally:
            db.close()
        with open(draft, "rb") as file:
            os.fsync(file.fileno())
        aside = _put_aside(place, "aside" if back else "broken", at)
        os.replace(draft, place)
        atomic.settle(os.path.dirname(place))
    except (sqlite3.Error, OSError) as error:
        raise errors.DatabaseTrouble(
            f"The backup {copy.name} could not be restored: {error}.",
            "The journal is as it was. Choose another backup with `selfgrad doctor --restore`.",
        ) from error
    finally:
        for ending in company:
            if os.path.exists(draft + ending):
                os.unlink(draft + ending)
    return Restored(copy.name, aside, acts, days, salvaged, lost)


def _lay_out(copy: backup.Copy, draft: str) -> None:
    """A backup as a journal of today's schema, under another name."""
    shutil.copyfile(copy.path, draft)
    os.chmod(draft, 0o600)
    connection = opening._attach(draft)
    try:
        said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise sqlite3.DatabaseError(f"it is damaged itself ({said})")
        opening.migrate(connection)
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _put_aside(journal: str, word: str, at: int) -> str | None:
    """Give the old file another name, and its write-ahead log with it, before a new one comes."""
    if not os.path.exists(journal):
        return None
    name = base = f"{journal}.{word}-{backup.stamp(at)}"
    number = 2
    while os.path.exists(name):
        name, number = f"{base}-{number}", number + 1
    for ending in ("-wal", "-shm"):  # a log that stayed would be played into the new file
        if os.path.exists(journal + ending):
            os.replace(journal + ending, name + ending)
    try:
        os.link(journal, name)
    except OSError:  # a file system without hard links
        shutil.copyfile(journal, name)
        os.chmod(name, 0o600)
    return name


# what can still be read ---------------------------------------------------------------------------


def _bring_back(ledger: Ledger, journal: str) -> tuple[int, int, int]:
    days = sum(_absorbed(ledger, _acts_of(path)) for _, path in backup.daily(journal))
    salvage = Salvage(os.path.realpath(journal))
    before = ledger.db.scalar("facts_count", learner=LEARNER)
    salvaged = _absorbed(ledger, salvage.acts())
    _absorbed(ledger, salvage.facts())
    if ledger.db.scalar("facts_count", learner=LEARNER) != before:
        salvaged = max(salvaged, 1)
    return days, salvaged, salvage.lost


def _absorbed(ledger: Ledger, acts: Iterable[dict[str, Any]]) -> int:
    waiting, count = iter(acts), 0
    while some := list(islice(waiting, TOGETHER)):
        count += ledger.absorb(some).acts
    return count


def _acts_of(path: str) -> Iterator[dict[str, Any]]:
    """The acts of a daily file, whatever has happened to single lines of it."""
    from selfgrad.exchange import numbered

    with open(path, "rb") as file:
        for _, text in numbered(file):
            try:
                yield wire.parse(text)
            except wire.Malformed:
                continue


class Salvage:
    """The rows of a broken journal that can be read, in a copy, so that it stays as it is."""

    def __init__(self, journal: str) -> None:
        self.journal, self.lost = journal, 0

    def acts(self) -> Iterator[dict[str, Any]]:
        """Acts without their facts."""
        for row in self._rows("act"):
            yield from self._sound({"id": row["id"], **_head(row)}, [])

    def facts(self) -> Iterator[dict[str, Any]]:
        """Acts with one fact each; those whose own row is lost are called salvaged."""
        keys = ("id", "subject", "kind", "happened_at", "zone", "day")
        for row in self._rows("fact"):
            try:
                at = ids.time(row["act"])
                fact = {**{key: row[key] for key in keys}, "body": read(row["body"])}
            except (ValueError, TypeError):
                self.lost += 1
                continue
            head = {"recorded_at": at, "device": "salvaged", "verb": "salvaged"}
            yield from self._sound({"id": row["act"], **head}, [fact])

    def _sound(self, act: dict[str, Any], facts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        try:
            yield wire.parse(wire.line(act, facts).encode())
        except (wire.Malformed, TypeError, ValueError):
            self.lost += 1

    def _rows(self, table: str) -> Iterator[sqlite3.Row]:
        if not os.path.exists(self.journal) or os.path.getsize(self.journal) == 0:
            return
        copy = f"{self.journal}{atomic.DRAFT}{os.getpid()}-salvage"
        try:
            _copy_to_read(self.journal, copy)
            connection = sqlite3.connect(copy, isolation_level=None)
            connection.row_factory = sqlite3.Row
            connection.text_factory = _lenient
            try:
                yield from self._all_readable(connection, table)
            finally:
                connection.close()
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                if os.path.exists(copy + ending):
                    os.unlink(copy + ending)

    def _all_readable(self, connection: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
        """Row after row; over a place that cannot be read, on to the next one that can."""
        last: int | None = 0
        while last is not None:
            try:
                sql = f"SELECT rowid AS place, * FROM {table} WHERE rowid > ? ORDER BY rowid"
                for row in connection.execute(sql, (last,)):
                    if row["place"] <= last:
                        return  # the tree bites its own tail
                    last = row["place"]
                    yield row
                return
            except sqlite3.Error:
                self.lost += 1
                last = _next_readable(connection, table, last)


def _head(row: sqlite3.Row) -> dict[str, Any]:
    return {key: row[key] for key in ("recorded_at", "device", "verb")}


def _lenient(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _copy_to_read(journal: str, copy: str) -> None:
    """A copy that SQLite will open: one cut short is filled up with nothing."""
    for ending in ("", "-wal"):
        if os.path.exists(journal + ending):
            shutil.copyfile(journal + ending, copy + ending)
            os.chmod(copy + ending, 0o600)
    with open(copy, "r+b") as file:
        header = file.read(100)
        size = int.from_bytes(header[16:18], "big")
        whole = (65536 if size == 1 else size) * int.from_bytes(header[28:32], "big")
        if os.path.getsize(copy) < whole < (1 << 40):
            file.truncate(whole)


def _next_readable(connection: sqlite3.Connection, table: str, last: int) -> int | None:
    """The smallest place from which reading goes on; None where there is none."""
    step = 1
    while not _readable(connection, table, last + step):
        step *= 2
        if step > 1 << 32:
            return None
    low, high = last + step // 2, last + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _readable(connection, table, middle) else (middle, high)
    return high


def _readable(connection: sqlite3.Connection, table: str, place: int) -> bool:
    sql = f"SELECT * FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT 1"
    try:
        connection.execute(sql, (place,)).fetchall()
    except sqlite3.Error:
        return False
    return True
