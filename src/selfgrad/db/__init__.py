"""The database: one handle with four ways to read, and nothing that knows a rule.

Hand-written SQL, one query a file in `sql/`. An object-relational mapper costs 200 to 290 ms of
import, and a capture has about 25 (docs/LOG.md, 2026-11-21).
"""

from __future__ import annotations

import os
import sqlite3

from selfgrad.errors import DatabaseTrouble

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    Row = sqlite3.Row
    Rows = list[Row]  # inside the class, `list` is the method
    Column = list[Any]
    NewRows = list[dict[str, Any]]

HERE = os.path.dirname(__file__)
BUSY_SECONDS = 60.0  # how long a writer waits for others before it says so
_SQL: dict[str, str] = {}


def sql(name: str) -> str:
    """The text of `sql/NAME.sql`."""
    if name not in _SQL:
        with open(os.path.join(HERE, "sql", name + ".sql"), encoding="utf-8") as file:
            _SQL[name] = file.read()
    return _SQL[name]


class Database:
    """A thin handle over one SQLite file.

    Queries are names of files in `sql/`; values are given by keyword.
    """

    def __init__(self, path: str) -> None:
        from selfgrad.db import opening

        self.path = path
        self.connection = opening.connect(path)
        self.depth = 0

    def all(self, query: str, /, **values: Any) -> Rows:
        """Every row."""
        with trouble(self.path):
            return self.connection.execute(sql(query), values).fetchall()

    def each(self, query: str, /, **values: Any) -> Iterator[Row]:
        """Every row, one at a time, for results that need not fit into memory."""
        with trouble(self.path):
            yield from self.connection.execute(sql(query), values)

    def list(self, query: str, /, **values: Any) -> Column:
        """The first column of every row."""
        return [row[0] for row in self.all(query, **values)]

    def first(self, query: str, /, **values: Any) -> Row | None:
        """The first row, or None."""
        with trouble(self.path):
            row: Row | None = self.connection.execute(sql(query), values).fetchone()
            return row

    def scalar(self, query: str, /, **values: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.first(query, **values)
        return row[0] if row else None

    def run(self, query: str, /, **values: Any) -> int:
        """Execute a statement; the number of rows it changed."""
        with trouble(self.path):
            return self.connection.execute(sql(query), values).rowcount

    def many(self, query: str, rows: Iterable[dict[str, Any]]) -> None:
        """Execute a statement once for each row of values."""
        with trouble(self.path):
            self.connection.executemany(sql(query), rows)

    def insert(self, table: str, rows: NewRows) -> None:
        """Add rows that all have the same columns."""
        if rows:
            with trouble(self.path):
                self.connection.executemany(_insert(table, tuple(rows[0])), rows)

    def remove(self, table: str, **where: Any) -> None:
        """Take derived rows away. Facts are never removed."""
        clause = " AND ".join(f"{column} = :{column}" for column in where)
        with trouble(self.path):
            self.connection.execute(f"DELETE FROM {table} WHERE {clause}", where)

    def transaction(self, wait: bool = True) -> Transaction:
        """All or nothing, durable at the end. One inside another belongs to the outer one.

        Without `wait`, `DatabaseTrouble` at once where somebody else is writing.
        """
        return Transaction(self, wait)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def _insert(table: str, columns: tuple[str, ...]) -> str:
    marks = ", ".join(":" + column for column in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"


class Transaction:
    """`with db.transaction():`. Classes, since `contextlib` costs a capture 2 ms."""

    def __init__(self, db: Database, wait: bool = True) -> None:
        self.db, self.wait = db, wait

    def __enter__(self) -> None:
        self.db.depth += 1
        if self.db.depth == 1:
            try:
                self._begin()
            except BaseException:
                self.db.depth = 0
                raise

    def _begin(self) -> None:
        if self.wait:
            self._execute("BEGIN IMMEDIATE")
            return
        self._execute("PRAGMA busy_timeout = 0")
        try:
            self._execute("BEGIN IMMEDIATE")
        finally:
            self._execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.db.depth -= 1
        if self.db.depth:
            return
        try:
            if kind is None:
                self._execute("COMMIT")
        finally:
            if self.db.connection.in_transaction:
                self.db.connection.execute("ROLLBACK")

    def _execute(self, statement: str) -> None:
        with trouble(self.db.path):
            self.db.connection.execute(statement)


class trouble:  # noqa: N801  # it reads as a word in `with trouble(path):`
    """Turn what the driver raises into one sentence and the next action."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, sqlite3.DatabaseError):
            from selfgrad.db import opening

            raise DatabaseTrouble(*opening.diagnose(self.path, error)) from error
