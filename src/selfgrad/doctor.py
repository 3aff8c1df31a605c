"""Is the journal sound? Each check answers with a line, and with what to do where it is not."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
import sys
from collections import namedtuple

from selfgrad import backup, errors, files, forgetting, ids
from selfgrad.bodies import read
from selfgrad.desk import Desk
from selfgrad.fold import TABLES, fold

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

# `ok` is False where something has to be done, which `next` says
Finding = namedtuple("Finding", "check ok said next", defaults=("",))

REBUILD = "Run `selfgrad doctor --rebuild`."
RESTORE = "See what can be restored with `selfgrad doctor --restore`."
NAMED_AT_MOST = 5
OLD_MS = 9 * backup.DAY_MS  # a week, and a weekend away


def examine(journal: str) -> Iterator[Finding]:
    """Check everything that can be checked, one finding at a time; never raises for what is broken."""
    if not os.path.exists(journal):
        yield _nothing_there(journal)
        return
    try:
        desk = Desk(journal)
    except errors.SelfgradError as error:
        yield Finding("journal", False, error.sentence, error.next)
        yield from _backups(journal, None)
        return
    with desk:
        for check in CHECKS:
            try:
                yield from check(desk)
            except (errors.SelfgradError, sqlite3.Error, OSError, ValueError) as error:
                name = check.__name__.strip("_")
                yield Finding(name, False, f"This could not be checked: {error}.", RESTORE)


def _nothing_there(journal: str) -> Finding:
    if backup.copies(journal):
        return Finding("journal", False, f"There is no journal at {journal}.", RESTORE)
    return Finding(
        "journal",
        True,
        f"There is no journal at {journal} yet.",
        'Begin with `selfgrad start "AIM"`.',
    )


# the file -----------------------------------------------------------------------------------------


def _file(desk: Desk) -> Iterator[Finding]:
    rows = desk.db.connection.execute("PRAGMA integrity_check(5)").fetchall()
    if rows[0][0] != "ok":
        yield Finding(
            "file", False, f"The file is damaged: {'; '.join(r[0] for r in rows)}.", RESTORE
        )
        return
    acts = desk.db.scalar("acts_count", learner=desk.learner)
    facts = desk.db.scalar("facts_count", learner=desk.learner)
    size = _spoken(os.path.getsize(desk.path))
    holds = f"{_n(acts, 'act')}, {_n(facts, 'fact')}, {size}"
    yield Finding("file", True, f"{desk.path}: sound, {holds}.")


def _permissions(desk: Desk) -> Iterator[Finding]:
    if sys.platform == "win32":
        return
    paths = [os.path.realpath(desk.path) + ending for ending in ("", "-wal", "-shm")]
    paths += [copy.path for copy in backup.copies(desk.path)]
    paths += [path for _, path in backup.daily(desk.path)]
    open_ones = [p for p in paths if os.path.exists(p) and stat.S_IMODE(os.stat(p).st_mode) & 0o077]
    if open_ones:
        said = f"Others on this machine may read {_listed(open_ones)}."
        yield Finding("permissions", False, said, f"Say `chmod 600 {' '.join(open_ones)}`.")
    else:
        yield Finding("permissions", True, "Only you may read it.")


def _room(desk: Desk) -> Iterator[Finding]:
    free = shutil.disk_usage(os.path.dirname(desk.path)).free
    needed = 2 * os.path.getsize(desk.path) + backup.SPARE
    said = f"{_spoken(free)} free on the disk."
    yield Finding("room", free >= needed, said, "" if free >= needed else "Make room for a backup.")


def _place(desk: Desk) -> Iterator[Finding]:
    """A database that a sync program copies while it is written does not stay whole."""
    folder, synced = os.path.dirname(desk.path), ""
    while folder != os.path.dirname(folder):
        name = os.path.basename(folder)
        if name in SYNCED or os.path.exists(os.path.join(folder, ".stfolder")):
            synced = folder
        folder = os.path.dirname(folder)
    name = desk.db.scalar("here_get", key="device") or "not named yet"
    if synced:
        said = f"{synced} is synchronised, and a database copied while it is written breaks."
        yield Finding("place", False, said, "Move the journal; exchange it with export and import.")
    else:
        yield Finding("place", True, f"This device is called {name}.")


SYNCED = ("Dropbox", "OneDrive", "Google Drive", "iCloudDrive", "Nextcloud", "Syncthing")


# what is in it ------------------------------------------------------------------------------------


def _facts(desk: Desk) -> Iterator[Finding]:
    strays = desk.db.scalar("facts_without_act", learner=desk.learner)
    if strays:
        said = f"{strays:,} facts belong to no act."
        yield Finding("facts", False, said, RESTORE)
    else:
        yield Finding("facts", True, "Every fact belongs to an act.")


def _derived(desk: Desk) -> Iterator[Finding]:
    differing = differences(desk) + _index_troubles(desk)
    if differing:
        said = f"What is derived differs from the facts: {_listed(differing)}."
        yield Finding("derived", False, said, REBUILD)
    else:
        yield Finding("derived", True, "Everything derived follows from the facts.")


def differences(desk: Desk) -> list[str]:
    """Where the kept tables are not what the facts fold to: "round 019f…"; [] where all is well.

    One pass over the facts and over each table, in the order of subjects, in constant memory.
    """
    connection = desk.db.connection
    connection.execute("BEGIN")  # one state of everything, while others go on writing
    try:
        found = list(_folding_differences(desk))
        found += _correction_differences(desk)
        found += _search_differences(desk)
        found += _kept_differences(desk)
    finally:
        connection.execute("ROLLBACK")
    return found


def _index_troubles(desk: Desk) -> list[str]:
    """What the full-text index says of itself."""
    try:
        desk.db.run("search_check")
    except errors.DatabaseTrouble:
        return ["search index"]
    return []


def _folding_differences(desk: Desk) -> Iterator[str]:
    kept = {table: _Kept(desk, table) for table in TABLES}
    for subject, facts in desk.ledger._grouped():
        folded = fold(facts)
        for table, rows in kept.items():
            yield from (f"{table} {stranger}" for stranger in rows.before(subject))
            expected = [desk.ledger._with_learner(row) for row in folded.rows[table]]
            if not _same(rows.of(subject), expected):
                yield f"{table} {subject}"
    for table, rows in kept.items():
        yield from (f"{table} {stranger}" for stranger in rows.before(None))


class _Kept:
    """The rows of a derived table in the order of their subjects, taken a subject at a time."""

    def __init__(self, desk: Desk, table: str) -> None:
        sql = f"SELECT * FROM {table} WHERE learner = ? ORDER BY subject"
        self.rows = desk.db.connection.execute(sql, (desk.learner,))
        self.next = self.rows.fetchone()

    def before(self, subject: str | None) -> list[str]:
        """Subjects of rows that come earlier than `subject`: nothing stands behind them."""
        strangers = []
        while self.next is not None and (subject is None or self.next["subject"] < subject):
            strangers.append(self.next["subject"])
            self.next = self.rows.fetchone()
        return list(dict.fromkeys(strangers))

    def of(self, subject: str) -> list[Any]:
        rows = []
        while self.next is not None and self.next["subject"] == subject:
            rows.append(self.next)
            self.next = self.rows.fetchone()
        return rows


def _same(kept: list[Any], expected: list[dict[str, Any]]) -> bool:
    if len(kept) != len(expected):
        return False
    columns = [column for column in (kept[0].keys() if kept else ()) if column != "n"]
    left = sorted(repr([_plain(row[c]) for c in columns]) for row in kept)
    right = sorted(repr([_plain(row.get(c)) for c in columns]) for row in expected)
    return left == right


def _plain(value: Any) -> str | None:
    """SQLite keeps 1 as 1.0 in one column and as "1" in another."""
    if isinstance(value, (bool, int, float)):
        return str(float(value))
    try:
        return str(float(value)) if value is not None else None
    except ValueError:
        return str(value)


def _correction_differences(desk: Desk) -> list[str]:
    undone = [row["subject"][4:] for row in desk.db.all("retractions", learner=desk.learner)]
    dead = {act for act in undone if desk.ledger.is_dead(act)}
    forgotten = {
        read(row["body"]).get("fact") for row in desk.db.all("forgettings", learner=desk.learner)
    }
    found = dead ^ set(desk.db.list("dead_acts", learner=desk.learner))
    buried = forgotten - set(desk.db.list("tombstoned_facts", learner=desk.learner))
    return [f"dead {act}" for act in found] + [f"tombstone {fact}" for fact in buried]


def _search_differences(desk: Desk) -> Iterator[str]:
    from selfgrad import search

    for row in desk.db.each("search_compared", learner=desk.learner):
        words = row["words"]
        if words is None or row["folded"] != search.fold(words):
            yield f"search {row['n']}"


def _kept_differences(desk: Desk) -> list[str]:
    """Counts that pages keep; those that are stale are counted anew when they are read."""
    from selfgrad.charging import Charging
    from selfgrad.practice import Practice

    days = [f"practice {day}" for day in Practice(desk).wrong_days()]
    return days + [f"caught {block}" for block in Charging(desk).wrong_blocks()]


def _forgotten(desk: Desk) -> Iterator[Finding]:
    if not forgetting.pending(desk):
        return
    forgetting.complete(desk)
    yield Finding("forgotten", True, "What was to be forgotten had left traces; they are gone now.")


def _copies(desk: Desk) -> Iterator[Finding]:
    """Every kept file is what its name says; every small output has its copy."""
    spoiled, lost, count = [], [], 0
    for row in desk.db.each("facts_with_files", learner=desk.learner):
        body = read(row["body"])
        if not body.get("hash"):
            continue
        path = files.kept_at(desk.path, body["hash"])
        if os.path.exists(path):
            count += 1
            if _digest(path) != body["hash"]:
                spoiled.append(path)
        elif body.get("size", 0) <= int(desk.settings["keep_bytes"]):
            lost.append(str(body.get("reference") or body["hash"]))
    if spoiled:
        said = f"Kept files have changed: {_listed(spoiled)}."
        yield Finding("copies", False, said, "Delete them, then import an export in a zip.")
    if lost:
        said = f"No copy is kept of {_listed(lost)}."
        yield Finding("copies", False, said, "Import an export in a zip that has them.")
    if not spoiled and not lost:
        yield Finding("copies", True, f"Kept files: {count:,}, all as they were.")


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# backups ------------------------------------------------------------------------------------------


def _newest_backup(desk: Desk) -> Iterator[Finding]:
    yield from _backups(desk.path, desk)


def _backups(journal: str, desk: Desk | None) -> Iterator[Finding]:
    there, days = backup.copies(journal), backup.daily(journal)
    said = f"{_n(len(there), 'full backup')} and {_n(len(days), 'day')} of acts"
    said += (
        f"; the newest is {there[0].name}." if there else "; the first full one is made in a week."
    )
    if desk is None:
        yield Finding("backups", True, said)
        return
    acts = desk.db.scalar("acts_count", learner=desk.learner)
    if there and (backup.acts_or_none(there[0].path) or 0) > acts:
        said = f"The journal holds fewer acts than its backup {there[0].name}."
        yield Finding("backups", False, said, RESTORE)
    elif _uncovered(
        desk, max([copy.at for copy in there[:1]] + [_end_of(d) for d, _ in days[-1:]], default=0)
    ):
        said = f"{said} What is newer lies in no backup."
        yield Finding("backups", False, said, "Make one with `selfgrad doctor --backup`.")
    else:
        yield Finding("backups", True, said)


def _end_of(day: str) -> int:
    return backup.instant_of(day) + backup.DAY_MS


def _uncovered(desk: Desk, covered: int) -> bool:
    """Whether acts have waited too long for a backup; `covered` is when the newest was made."""
    last = desk.db.scalar("act_last", learner=desk.learner)
    first = desk.db.scalar("act_first", learner=desk.learner)
    if last is None or desk.settings["backups"] != "on":
        return False
    waiting = desk.clock.now() - max(covered, ids.time(first))
    return ids.time(last) > covered + 1000 and waiting > OLD_MS  # names of copies tell seconds


CHECKS: tuple[Callable[[Desk], Iterator[Finding]], ...] = (
    *(_file, _permissions, _room, _place),
    *(_facts, _derived, _forgotten, _copies, _newest_backup),
)


def _listed(names: list[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" and {more:,} more" if more > 0 else "")


def _n(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _spoken(size: int) -> str:
    """Bytes as people say them.

    >>> _spoken(999), _spoken(1_500_000)
    ('999 bytes', '1.5 MB')
    """
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} bytes"
