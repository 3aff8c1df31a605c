"""Any word, at once: `selfgrad find` against the same query with sqlite3 alone, newest first."""

import os

import journals
from capture import HERE, Row
from installing import Installed
from measuring import Contestant

from selfgrad.search import query

QUERIES = (
    ("a rare phrase", f'"{journals.RARE}"'),
    ("a common word", journals.COMMON),
    ("a one-letter prefix", journals.LETTER),
    ("two Chinese characters", journals.CHINESE),
)
TARGET = 1.5  # times the query with sqlite3 alone
OVER = 150.0  # ms more than bare Python


def contestants(installed: Installed, journal: str) -> list[Contestant]:
    script = os.path.join(HERE, "floor_search.py")
    made = []
    for what, words in QUERIES:
        bare = [installed.python, script, journal, query(words)]
        ours = [installed.selfgrad, "find", words]
        made.append(Contestant(f"sqlite3: {what}", bare))
        made.append(Contestant(f"find: {what}", ours, {"SELFGRAD_DB": journal}))
    return made


def rows(size: int) -> list[Row]:
    made = []
    for what, words in QUERIES:
        shown = f"`selfgrad find '{words}'`"
        base, name = f"sqlite3: {what}", f"find: {what}"
        made.append(
            Row(
                f"the same with sqlite3 alone: {what}",
                f"{size:,}",
                "`python bench/floor_search.py`",
                base,
            )
        )
        made.append(Row(f"**search: {what}**", f"{size:,}", shown, name, base, TARGET, OVER))
    return made
