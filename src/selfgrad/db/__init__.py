"""The database: one handle with four ways to read, and nothing that knows a rule.

Hand-written SQL, one query a file in `sql/`. An object-relational mapper costs 200 to 290 ms of
import, and a capture has about 25 (docs/LOG.md, 2026-11-21).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager

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

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable at the end. One inside another belongs to the outer one."""
        self.depth += 1
        try:
            if self.depth == 1:
                with trouble(self.path):
                    self.connection.execute("BEGIN IMMEDIATE")
            yield
            if self.depth == 1:
                with trouble(self.path):
                    self.connection.execute("COMMIT")
        except BaseException:
            if self.depth == 1 and self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        finally:
            self.depth -= 1

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def _insert(table: str, columns: tuple[str, ...]) -> str:
    marks = ", ".join(":" + column for column in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"


@contextmanager
def trouble(path: str) -> Iterator[None]:
    """Turn what the driver raises into one sentence and the next action."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        from selfgrad.db import opening

        raise DatabaseTrouble(*opening.diagnose(path, error)) from error
