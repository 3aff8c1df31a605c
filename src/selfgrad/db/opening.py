"""Where the journal lies, how it is opened, and what to say when it cannot be.

A new journal is made whole under another name and then linked into place, so that a process
killed halfway, or forty that start at once, never leave half a journal behind.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from _thread import get_ident

from selfgrad.db import BUSY_SECONDS, HERE
from selfgrad.errors import DatabaseTrouble

MIGRATIONS = os.path.join(HERE, "migrations")
OLDEST_SQLITE = (3, 37, 0)  # STRICT tables


def default_path() -> str:
    """`SELFGRAD_DB`, or `journal.db` in the platform's data folder.

    Written by hand: `platformdirs` imports pathlib and configparser, which is a capture's budget.
    """
    if given := os.environ.get("SELFGRAD_DB"):
        return os.path.abspath(os.path.expanduser(given))
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share")
    return os.path.join(base, "selfgrad", "journal.db")


def connect(path: str) -> sqlite3.Connection:
    """An open, migrated journal at `path`; a new one where there is none."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise DatabaseTrouble(
            f"SQLite {sqlite3.sqlite_version} is too old for the journal.",
            "Use a Python with SQLite 3.37 or newer.",
        )
    if path == ":memory:":
        return _opened(path)
    try:
        if not os.path.exists(path) or (os.path.getsize(path) == 0 and _never_lived(path)):
            _create(path)
        elif os.path.getsize(path) == 0:
            raise sqlite3.DatabaseError("the file is empty")
        return _opened(path)
    except (sqlite3.DatabaseError, OSError) as error:
        raise DatabaseTrouble(*diagnose(path, error)) from error


def _opened(path: str) -> sqlite3.Connection:
    connection = _attach(path)
    try:
        return _migrated(connection, path)
    except BaseException:
        connection.close()
        raise


def _attach(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _never_lived(path: str) -> bool:
    return not os.path.isdir(os.path.join(os.path.dirname(path), "backups"))


def _create(path: str) -> None:
    folder = os.path.dirname(path) or "."
    os.makedirs(folder, mode=0o700, exist_ok=True)
    draft = f"{path}.new-{os.getpid()}-{get_ident()}"
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        connection = _attach(draft)
        connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection)
        connection.close()
        _put_in_place(draft, path)
    finally:
        for leftover in (draft, draft + "-wal", draft + "-shm"):
            if os.path.exists(leftover):
                os.unlink(leftover)


def _put_in_place(draft: str, path: str) -> None:
    if os.path.exists(path) and os.path.getsize(path) == 0:
        os.replace(draft, path)
        return
    try:
        os.link(draft, path)
    except FileExistsError:
        return  # another process was first; its journal is as good
    except OSError:  # a file system without hard links
        if not os.path.exists(path):
            os.rename(draft, path)


def versions() -> list[tuple[int, str]]:
    """The migrations that this program knows, in order: number and file name."""
    names = sorted(name for name in os.listdir(MIGRATIONS) if name.endswith(".sql"))
    return [(int(name[:4]), name) for name in names]


def _migrated(connection: sqlite3.Connection, path: str) -> sqlite3.Connection:
    at = version(connection)
    newest = versions()[-1][0]
    if at == newest:
        return connection
    if at > newest:
        raise DatabaseTrouble(
            f"The journal at {path} was written by a newer selfgrad.",
            "Upgrade selfgrad, for example with `pipx upgrade selfgrad`; nothing was changed.",
        )
    if at:
        from selfgrad import backup

        backup.before_migration(connection, path)
    migrate(connection)
    return connection


def version(connection: sqlite3.Connection) -> int:
    """The number of the last migration applied; 0 for an empty file."""
    try:
        return int(connection.execute("SELECT max(version) FROM migration").fetchone()[0])
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise sqlite3.DatabaseError("the file is another program's database")
    return 0


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is missing, each migration with its record in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS migration ("
            " version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT"
        )
        connection.execute("COMMIT")
        for number, name in versions():
            connection.execute("BEGIN IMMEDIATE")
            if number > (
                connection.execute("SELECT max(version) FROM migration").fetchone()[0] or 0
            ):
                for statement in statements(name):
                    connection.execute(statement)
                connection.execute("INSERT INTO migration VALUES (?, ?)", (number, name))
            connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def statements(name: str) -> list[str]:
    """The statements of a migration. `executescript` would commit between them."""
    with open(os.path.join(MIGRATIONS, name), encoding="utf-8") as file:
        lines = file.read().splitlines(keepends=True)
    found, statement = [], ""
    for line in lines:
        statement += line
        if sqlite3.complete_statement(statement):
            found.append(statement)
            statement = ""
    return found


def diagnose(path: str, error: Exception) -> tuple[str, str]:
    """A sentence for a learner and the next action."""
    said = str(error)
    if "malformed" in said and not _room(path):
        said = "disk is full"  # SQLite says both where a new journal finds no room for its tables
    for sign, sentence, action in _TROUBLES:
        if sign in said:
            return sentence.format(path=path), action
    return f"The journal at {path} cannot be used: {said}.", "Look at it with `selfgrad doctor`."


def _room(path: str) -> bool:
    """Whether there is room beside a file for a few pages."""
    from shutil import disk_usage  # 5 ms

    try:
        return disk_usage(os.path.dirname(os.path.abspath(path))).free > 1_000_000
    except OSError:
        return True


_RESTORE = "Nothing was overwritten. See what can be restored with `selfgrad doctor --restore`."
_TROUBLES = (
    (
        "another program",
        "The file {path} is a database of another program.",
        "Choose another file with --db or SELFGRAD_DB; nothing was changed.",
    ),
    ("not a database", "The file {path} is not a selfgrad journal.", _RESTORE),
    ("file is empty", "The journal at {path} is empty, and it was not before.", _RESTORE),
    ("malformed", "The journal at {path} is damaged.", _RESTORE),
    (
        "disk is full",
        "The disk is full, so nothing was written.",
        "Make room and say it again; what was written before is safe.",
    ),
    (
        "disk I/O error",
        "The disk could not be read or written, so nothing was written.",
        "Check the disk and say it again; what was written before is safe.",
    ),
    (
        "readonly",
        "The journal at {path} may only be read here.",
        "Give yourself the right to write to the file and its folder, or choose another with --db.",
    ),
    (
        "locked",
        "Another program has held the journal at {path} for a minute.",
        "Close it and say it again; nothing was written.",
    ),
    (
        "unable to open",
        "The journal at {path} cannot be opened.",
        "Check that the folder exists and is yours, or choose another with --db.",
    ),
    (
        "Permission denied",
        "The folder of {path} may not be written to.",
        "Give yourself the right to write there, or choose another with --db.",
    ),
    (
        "Read-only file system",
        "The folder of {path} may not be written to.",
        "Choose another with --db or SELFGRAD_DB.",
    ),
    (
        "No space left",
        "The disk is full, so nothing was written.",
        "Make room and say it again; what was written before is safe.",
    ),
    (
        "File too large",
        "The disk is full, so nothing was written.",
        "Make room and say it again; what was written before is safe.",
    ),
)
