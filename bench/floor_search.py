"""The floor of a search: the twenty newest entries that fit, with sqlite3 and nothing else."""

import sqlite3
import sys

connection = sqlite3.connect(sys.argv[1])
rows = connection.execute(
    "SELECT entry.id, entry.kind, entry.words, entry.day, entry.happened_at FROM search"
    " JOIN entry ON entry.learner = 'me' AND entry.n = search.rowid"
    " WHERE search MATCH ? ORDER BY search.rowid DESC LIMIT 20",
    (sys.argv[2],),
).fetchall()
for id, kind, words, day, _ in rows:
    print(day, kind, words, id)
connection.close()
