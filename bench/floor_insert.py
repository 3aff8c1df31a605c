"""The floor of a capture: the same rows as `selfgrad log`, put in with sqlite3 and nothing else."""

import os
import sqlite3
import sys
import time

now = time.time_ns() // 1_000_000
stem = f"{now:012x}"
act = f"{stem[:8]}-{stem[8:]}-7000-8000-{os.urandom(6).hex()}"
fact = f"{stem[:8]}-{stem[8:]}-7001-8000-{os.urandom(6).hex()}"
words = sys.argv[2]
connection = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
connection.execute("PRAGMA synchronous = FULL")
connection.execute("BEGIN IMMEDIATE")
connection.execute("INSERT INTO act VALUES ('me', ?, ?, 'floor', 'log')", (act, now))
connection.execute(
    "INSERT INTO fact VALUES ('me', ?, ?, ?, 'logged', ?, 'UTC', '2026-11-21', '{\"words\": \"floor\"}')",
    (fact, act, fact, now),
)
connection.execute(
    "INSERT INTO entry VALUES"
    " ('me', ?, ?, ?, ?, 'mistake', ?, NULL, NULL, NULL, NULL, ?, '2026-11-21', 0)",
    (now, fact, act, fact, words, now),
)
connection.execute("INSERT INTO search (rowid, folded) VALUES (?, ?)", (now, words))
connection.execute("COMMIT")
connection.close()
print(fact)
