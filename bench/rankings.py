"""Same-mistake pairs, and other programs' rankings of them: FTS5, bm25s and rapidfuzz; for recall.py.

`pairs/` has a mistake (`first`, made in a round with an `aim` and charged to a `parameter`), the same
one in other words (`again`) and the aim of a later round in which it could be made again (`later`), for
six fields, and aims for which nothing fits.
"""

import importlib.util
import json
import os
import sqlite3
import sys
from collections.abc import Callable
from functools import cache

import numpy as np
from capture import HERE

from selfgrad import search
from selfgrad.stems import stem

TUNED = ("programming", "music", "sport")
HELD = ("mathematics", "writing", "language")
Items = list[dict]
Scores = np.ndarray  # queries by items; what has no score is -inf
Scorer = Callable[[list[str], Items], Scores]


def items(language: str, half: tuple[str, ...]) -> Items:
    """The pairs of a half, in English or Chinese."""
    names = half if language == "English" else ("chinese",)
    return [item for name in names for item in _read(name) if item["field"] in half]


def unfitting(language: str, half: tuple[str, ...]) -> Items:
    """Aims for which nothing fits; Chinese ones are by skill, as they name no field."""
    if language == "English":
        return [item for item in _read("nothing_fits") if item["field"] in half]
    others = {i["skill"] for i in _read("chinese") if i["field"] not in half}
    mine = {i["skill"] for i in _read("chinese") if i["field"] in half}
    found = [i for i in _read("nothing_fits") if i["field"] == "chinese"]
    return [i for i in found if i["skill"] in mine or i["skill"] not in others]


def _read(name: str) -> Items:
    with open(os.path.join(HERE, "pairs", name + ".jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def text(item: dict) -> str:
    """What each program knows of a past mistake."""
    return f"{item['first']} {item['aim']} {item['parameter'] or ''}"


@cache
def baselines() -> dict[str, dict[str, Scorer]]:
    """Every variant of what is compared with; a package that is not there is named."""
    found: dict[str, dict[str, Scorer]] = {
        "FTS5": {"plain": fts5("unicode61 remove_diacritics 0"), "porter": fts5("porter unicode61")}
    }
    for package in ("bm25s", "rapidfuzz"):
        if importlib.util.find_spec(package) is None:
            print(f"NOT COMPARED: {package} is not installed", file=sys.stderr)
    if importlib.util.find_spec("bm25s"):
        both = (True, False)
        found["bm25s"] = {f"{a}{b}": bm25s_scorer(a, b) for a in both for b in both}
    if importlib.util.find_spec("rapidfuzz"):
        names = ("ratio", "partial_ratio", "token_set_ratio", "token_sort_ratio", "WRatio")
        found["rapidfuzz"] = {name: fuzz(name) for name in names}
    return found


def fts5(tokenize: str) -> Scorer:
    """SQLite's own ranking, any word of the query."""

    def scores(queries: list[str], known: Items) -> Scores:
        db = sqlite3.connect(":memory:")
        db.execute(f'CREATE VIRTUAL TABLE t USING fts5(x, tokenize = "{tokenize}")')
        db.executemany(
            "INSERT INTO t (rowid, x) VALUES (?, ?)",
            ((at, search.fold(text(item))) for at, item in enumerate(known)),
        )
        found = np.full((len(queries), len(known)), -np.inf)
        for at, query in enumerate(queries):
            wanted = " OR ".join(f'"{one}"' for one in dict.fromkeys(search._tokens(query)))
            for n, score in db.execute("SELECT rowid, bm25(t) FROM t WHERE t MATCH ?", (wanted,)):
                found[at, n] = -score
        db.close()
        return found

    return scores


def bm25s_scorer(stemmed: bool, stopwords: bool) -> Scorer:
    import bm25s

    def tokens(texts: list[str]) -> list[list[str]]:
        if any("\u4e00" <= char <= "\u9fff" for char in texts[0]):
            return [search._tokens(one) for one in texts]  # it does not cut Chinese
        found: list[list[str]] = bm25s.tokenize(
            texts,
            stopwords="en" if stopwords else None,
            stemmer=(lambda words: [stem(word) for word in words]) if stemmed else None,
            return_ids=False,
            show_progress=False,
        )
        return found

    def scores(queries: list[str], known: Items) -> Scores:
        index = bm25s.BM25()
        index.index(tokens([text(item) for item in known]), show_progress=False)
        rows = [index.get_scores(q) if q else np.zeros(len(known)) for q in tokens(queries)]
        return np.where(np.array(rows) > 0, rows, -np.inf)

    return scores


def fuzz(name: str) -> Scorer:
    from rapidfuzz import fuzz as scorers
    from rapidfuzz import process, utils

    def scores(queries: list[str], known: Items) -> Scores:
        texts, how = [text(item) for item in known], getattr(scorers, name)
        return np.array(
            process.cdist(queries, texts, scorer=how, processor=utils.default_process), dtype=float
        )

    return scores
