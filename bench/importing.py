"""Import of JSONL against a bare `executemany` of the very same rows into the same tables.

Alone: `python bench/importing.py [ROWS]`; from the bench: `importing.measure(rows=...)`.
"""

import os
import sqlite3
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import journals

from selfgrad import exchange, wire
from selfgrad.db import Database
from selfgrad.desk import Desk

REACH = 0.25  # of the rows per second of the bare statement
TABLES = {"act": "*", "fact": "*", "entry": "*", "search": "rowid, folded"}


def measure(rows: int = 200_000, rounds: int = 3) -> dict[str, float]:
    """Acts per second both ways, the median ratio of `rounds` pairs, and the peak memory in MB.

    A row is an act with one fact: one row each in act, fact, entry and search.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "acts.jsonl")
        _write(path, rows)
        taken = [_pair(folder, path, number) for number in range(rounds)]
    ratios = sorted(bare / ours for ours, bare in taken)
    figures = {
        "rows": rows,
        "import_per_second": round(rows / sorted(ours for ours, _ in taken)[rounds // 2]),
        "bare_per_second": round(rows / sorted(bare for _, bare in taken)[rounds // 2]),
        "ratio": round(ratios[rounds // 2], 2),
        "reach": REACH,
        "peak_mb": _peak_mb(),
    }
    print(
        f"Import of {rows:,} acts: {figures['import_per_second']:,} a second, bare executemany"
        f" {figures['bare_per_second']:,}; ratio {figures['ratio']:.2f} (at least {REACH})."
    )
    return figures


def _write(path: str, rows: int) -> None:
    with open(path, "w", encoding="utf-8") as file:
        for act in journals.acts(rows):
            file.write(wire.line({**act, "id": act["act"]}, act["facts"]))


def _pair(folder: str, path: str, number: int) -> tuple[float, float]:
    """Seconds of the import, and of putting in what it put in."""
    ours, bare = (os.path.join(folder, f"{name}-{number}.db") for name in ("ours", "bare"))
    desk = Desk(ours)
    start = time.perf_counter()
    done = exchange.import_(desk, path)
    took = time.perf_counter() - start
    desk.close()
    assert not done.rejected, done
    taken = took, _bare(ours, bare)
    for name in (ours, bare):
        os.unlink(name)
    return taken


def _bare(source: str, target: str) -> float:
    """Seconds of one `executemany` for each table, in one transaction, of rows that lie in memory."""
    connection = sqlite3.connect(source)
    rows = {
        table: connection.execute(f"SELECT {columns} FROM {table}").fetchall()
        for table, columns in TABLES.items()
    }
    connection.close()
    Database(target).close()  # the same schema, the same settings
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    start = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for table, columns in TABLES.items():
        names = "" if columns == "*" else f" ({columns})"
        marks = ", ".join("?" * len(rows[table][0]))
        connection.executemany(f"INSERT INTO {table}{names} VALUES ({marks})", rows[table])
    connection.execute("COMMIT")
    took = time.perf_counter() - start
    connection.close()
    return took


def _peak_mb() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1)


if __name__ == "__main__":
    print(measure(rows=int(sys.argv[1]) if len(sys.argv) > 1 else 200_000))
