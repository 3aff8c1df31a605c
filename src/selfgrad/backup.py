"""Backups: a full copy once a week, the new acts once a practice day, old ones thinned out.

They lie in `backups/` beside the journal. None is ever overwritten, none is made inside a capture,
and where the journal has become smaller than its last backup, nothing is thinned out.

    journal-20261121-180000.db                  the whole journal; the time is UTC
    journal-20261121-180000-before-import.db    the same, before an import or a migration
    acts-2026-11-21.jsonl                       the acts since the last one; a line each, as in an export
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections import namedtuple

from selfgrad import atomic, ids
from selfgrad.errors import DatabaseTrouble, Refused, SelfgradError

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from selfgrad.desk import Desk

DAY_MS = 86_400_000
WEEK_MS = 7 * DAY_MS
SPARE = 20_000_000  # bytes that a full copy leaves free
WEEKLY, SPECIAL = 4, 3  # the newest full copies, and of each special kind, that stay
COVERED_MS = 30 * DAY_MS  # a full copy this old has proved itself: the days before it may go

# `at`: UTC milliseconds; `why`: "", "before-import", "before-3"; `size`: bytes
Copy = namedtuple("Copy", "name path at why size")


# what there is ------------------------------------------------------------------------------------


def folder(journal: str) -> str:
    """Where the backups of a journal lie."""
    return os.path.join(os.path.dirname(journal), "backups")


def stem(journal: str) -> str:
    """What the names of its backups begin with: two journals may share a folder."""
    return os.path.splitext(os.path.basename(journal))[0]


def copies(journal: str) -> list[Copy]:
    """The full copies, the newest first."""
    pattern = rf"{re.escape(stem(journal))}-(\d{{8}}-\d{{6}})(?:-(before-\w+))?(?:-\d+)?\.db"
    found = []
    for name in _names(journal):
        if match := re.fullmatch(pattern, name):
            path = os.path.join(folder(journal), name)
            found.append(
                Copy(name, path, _instant(match[1]), match[2] or "", os.path.getsize(path))
            )
    return sorted(found, key=lambda copy: (copy.at, copy.name), reverse=True)


def daily(journal: str) -> list[tuple[str, str]]:
    """The days kept as JSONL, the oldest first: practice day and path."""
    pattern = rf"{re.escape(_acts_stem(journal))}-(\d{{4}}-\d{{2}}-\d{{2}})(?:-\d+)?\.jsonl"
    found = ((re.fullmatch(pattern, name), name) for name in _names(journal))
    return sorted((match[1], os.path.join(folder(journal), n)) for match, n in found if match)


def _names(journal: str) -> list[str]:
    try:
        return os.listdir(folder(journal))
    except OSError:
        return []


def _acts_stem(journal: str) -> str:
    return "acts" if stem(journal) == "journal" else f"{stem(journal)}-acts"


def acts_in(path: str) -> int:
    """How many acts a full copy holds; raises sqlite3.DatabaseError where it cannot be read."""
    from urllib.parse import quote

    connection = sqlite3.connect(f"file:{quote(path)}?mode=ro&immutable=1", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM act").fetchone()[0])
    finally:
        connection.close()


def acts_or_none(path: str) -> int | None:
    """The same; None for a copy that has gone bad since."""
    try:
        return acts_in(path)
    except sqlite3.Error:
        return None


def stamp(ms: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y%m%d-%H%M%S")


def _instant(text: str) -> int:
    from datetime import UTC, datetime

    try:
        moment = datetime.strptime(text, "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return 0  # a name like one of ours, with a date that never was
    return int(moment.timestamp() * 1000)


# making one ---------------------------------------------------------------------------------------


def full(connection: sqlite3.Connection, journal: str, at: int, why: str = "") -> str:
    """Copy the whole journal, check the copy, and only then give it its name, which is returned.

    Raises OSError or sqlite3.DatabaseError; then there is no new copy, and no old one is touched.
    """
    where = _made(folder(journal))
    _need_room(where, os.path.getsize(journal))
    name = f"{stem(journal)}-{stamp(at)}{f'-{why}' if why else ''}"
    draft = atomic.draft_of(os.path.join(where, name))
    os.close(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    try:
        _copy(connection, draft)
        with open(draft, "rb") as file:
            os.fsync(file.fileno())
        return _named(draft, where, name, ".db")
    finally:
        for leftover in (draft, draft + "-journal", draft + "-wal", draft + "-shm"):
            if os.path.exists(leftover):
                os.unlink(leftover)


def _made(where: str) -> str:
    os.makedirs(where, mode=0o700, exist_ok=True)
    return where


def _need_room(where: str, size: int) -> None:
    import errno
    import shutil

    if shutil.disk_usage(where).free < size + SPARE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _copy(connection: sqlite3.Connection, draft: str) -> None:
    copy = sqlite3.connect(draft, isolation_level=None)
    try:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without company
        said = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise sqlite3.DatabaseError(f"database disk image is malformed: {said}")
    finally:
        copy.close()


def _named(draft: str, where: str, name: str, ending: str) -> str:
    """Give a finished file its name, another one where that is taken."""
    number = 1
    while True:
        chosen = f"{name}{'' if number == 1 else f'-{number}'}{ending}"
        target = os.path.join(where, chosen)
        number += 1
        if os.path.exists(target):
            continue
        try:
            os.link(draft, target)
        except FileExistsError:
            continue
        except OSError:  # a file system without hard links
            os.rename(draft, target)
        atomic.settle(where)
        return chosen


def before_migration(connection: sqlite3.Connection, journal: str) -> None:
    """A full copy before the schema changes; what fails here stops the migration."""
    from selfgrad.clock import Clock
    from selfgrad.db import opening

    if journal != ":memory:":
        full(connection, journal, Clock("UTC").now(), f"before-{opening.version(connection) + 1}")


def before_import(desk: Desk) -> str | None:
    """A full copy before others' acts come in; its name, or None where backups are off."""
    if not _wanted(desk):
        return None
    try:
        return full(desk.db.connection, desk.path, desk.clock.now(), "before-import")
    except (OSError, sqlite3.Error) as error:
        raise Refused(
            f"The journal could not be backed up first ({_reason(error)}), so nothing was imported.",
            "Put that right, or switch backups off with `selfgrad settings backups off`.",
        ) from error


def now(desk: Desk) -> str:
    """A full copy now, because somebody asked for it; its name."""
    try:
        name = _full_and_thin(desk)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseTrouble(
            f"The backup was not made: {_reason(error)}.", "Put that right and try again."
        ) from error
    return name


def _wanted(desk: Desk) -> bool:
    return desk.path != ":memory:" and desk.settings["backups"] == "on"


def _reason(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) else str(error)
    return (text or type(error).__name__)[:1].lower() + (text or type(error).__name__)[1:]


# when it is time ----------------------------------------------------------------------------------


def due(desk: Desk) -> None:
    """Make the backup that it is time for, at most one a practice day; one look where it is not.

    Never fails the command it follows: what goes wrong is one sentence on standard error.
    """
    if not _wanted(desk) or not _writable(desk.path):
        return
    try:
        today = desk.clock.day(desk.clock.now())
        if desk.db.scalar("here_get", key="backup_day") != today and _claimed(desk, today):
            _make_due(desk, today)
    except (OSError, sqlite3.Error, SelfgradError) as error:
        reason = error.sentence if isinstance(error, SelfgradError) else f"{_reason(error)}."
        print(
            f"Today's backup was not made: {reason} Look at it with `selfgrad doctor`.",
            file=sys.stderr,
        )


def _writable(journal: str) -> bool:
    """A journal that may only be read needs no backup from here, and no word about it."""
    return os.access(journal, os.W_OK) and os.access(os.path.dirname(journal), os.W_OK)


def soon(desk: Desk) -> None:
    """Much has changed: the next backup is a full one, and does not wait for tomorrow."""
    desk.db.run("here_set", key="backup_day", value="")
    desk.db.run("here_set", key="backup_full", value="soon")


def _claimed(desk: Desk, today: str) -> bool:
    """Of several processes that find it is time, one makes the backup."""
    with desk.db.transaction():
        if desk.db.scalar("here_get", key="backup_day") == today:
            return False
        desk.db.run("here_set", key="backup_day", value=today)
        return True


def _make_due(desk: Desk, today: str) -> None:
    first = desk.db.scalar("act_first", learner=desk.learner)
    if first is None:
        return
    there = copies(desk.path)
    since = there[0].at if there else ids.time(first)
    asked = desk.db.scalar("here_get", key="backup_full") == "soon"
    if asked or desk.clock.now() - since >= WEEK_MS:
        _full_and_thin(desk)
    else:
        _write_day(desk, today)


def _full_and_thin(desk: Desk) -> str:
    last = desk.db.scalar("act_last", learner=desk.learner) or ""
    there = copies(desk.path)
    at = desk.clock.now()
    name = full(desk.db.connection, desk.path, at)
    desk.db.run("here_set", key="backup_acts", value=last)
    desk.db.run("here_set", key="backup_full", value="")
    before = acts_or_none(there[0].path) if there else None
    if before is not None and acts_in(os.path.join(folder(desk.path), name)) < before:
        print(
            f"The journal holds fewer acts than its backup {there[0].name}; no backup was thinned out. "
            "See `selfgrad doctor --restore`.",
            file=sys.stderr,
        )
    else:
        thin(desk.path, at)
    return name


def _write_day(desk: Desk, today: str) -> None:
    """The acts since the last backup, as in an export."""
    from selfgrad import exchange

    last = desk.db.scalar("act_last", learner=desk.learner)
    after = desk.db.scalar("here_get", key="backup_acts") or ""
    if last is None or last <= after:
        return
    where = _made(folder(desk.path))
    name = f"{_acts_stem(desk.path)}-{today}"
    draft = atomic.draft_of(os.path.join(where, name))
    try:
        with atomic.replacing(draft) as file:
            for line in exchange.lines(desk, after):
                file.write(line.encode())
        _named(draft, where, name, ".jsonl")
    finally:
        if os.path.exists(draft):
            os.unlink(draft)
    desk.db.run("here_set", key="backup_acts", value=last)


# thinning out -------------------------------------------------------------------------------------


def thin(journal: str, at: int) -> list[str]:
    """Remove what is no longer needed; the paths that went.

    Full copies: the last four, then the first of each month for a year, then of each year. Days:
    until a full copy made after them is 30 days old.
    """
    there = copies(journal)
    gone = [copy.path for copy in _surplus(there, at)]
    proved = [copy.at for copy in there if at - copy.at >= COVERED_MS and copy.path not in gone]
    newest = max(proved, default=0)
    gone += [path for day, path in daily(journal) if instant_of(day) + 2 * DAY_MS <= newest]
    for path in gone:
        os.unlink(path)
    return gone


def _surplus(there: list[Copy], at: int) -> list[Copy]:
    plain = [copy for copy in there if not copy.why]
    surplus = _beyond_first_of_each(plain[WEEKLY:], at)
    imports = [copy for copy in there if copy.why == "before-import"]
    migrations = [copy for copy in there if copy.why and copy.why != "before-import"]
    for special in (imports, migrations):
        surplus += [copy for copy in special[SPECIAL:] if at - copy.at >= COVERED_MS]
    return surplus


def _beyond_first_of_each(old: list[Copy], at: int) -> list[Copy]:
    """Of older copies, all but the first of each month, and after a year, of each year."""
    seen: set[str] = set()
    surplus = []
    for copy in reversed(old):  # the oldest first
        made = stamp(copy.at)
        period = made[:6] if at - copy.at < 366 * DAY_MS else made[:4]
        if period in seen:
            surplus.append(copy)
        seen.add(period)
    return surplus


def instant_of(day: str) -> int:
    """UTC milliseconds of a day's midnight in UTC."""
    return _instant(day.replace("-", "") + "-000000")
