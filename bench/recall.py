"""Does the past mistake that fits come up? python bench/recall.py [--short] [--check] [--half tuned|held]

`pairs/` has a mistake (`first`, made in a round with an `aim`), the same one in other words (`again`) and
the aim of a later round in which it could be made again (`later`), for six fields, and aims for which
nothing fits. Each sentence of a half and a language is in one journal, and the item's own is to come up.
Programming, music and sport were tuned on; mathematics, writing and language are reported.

Baselines have the same texts, words and aim as one. Each is given its best variant, chosen on the half
that is reported, and, where the skill is known, is asked within that skill alone.
"""

import argparse
import importlib.util
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import journals
import numpy as np
from capture import HERE
from insight import Row

from selfgrad import recall, search
from selfgrad.journal import Journal
from selfgrad.stems import stem

TUNED = ("programming", "music", "sport")
HELD = ("mathematics", "writing", "language")
TIMES, SILENCE = 1.15, 0.8
OVER_MS = 60.0
ASKED = ("again", "later")
BOOTSTRAP = 2000
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


# scoring ------------------------------------------------------------------------------------------


def text(item: dict) -> str:
    return f"{item['first']} {item['aim']}"


def _past(item: dict, bare: bool = False) -> recall.Past:
    if bare:
        return recall.Past(item["id"], item["first"])
    return recall.Past(
        item["id"], item["first"], item["aim"], item["skill"], None, item["parameter"]
    )


def ours(asked: Items, words: str, known: Items, skill: bool, bare: bool = False) -> Scores:
    """Fits as a share of what is enough to be shown."""
    pasts = [_past(item, bare) for item in known]
    made = []
    for item in asked:
        situation = recall.Situation(item[words], item["skill"] if skill else None)
        made.append(np.array(recall.scores(situation, pasts)) / recall.enough(item[words]))
    return np.array(made)


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


# figures ------------------------------------------------------------------------------------------


def places(scores: Scores) -> np.ndarray:
    """The place of each item's own, from 1; among equals the middle; inf where it is not there."""
    own = np.diag(scores)[:, None]
    found = 1 + (scores > own).sum(1) + ((scores == own).sum(1) - 1) / 2
    return np.where(np.isfinite(own[:, 0]), found, np.inf)


def shown(fits: Scores) -> Scores:
    """What is left of the fits on the screen: three at most, and none that does not fit."""
    best = fits.max(1, keepdims=True)
    return np.where((best >= 1) & (fits >= recall.BESIDE * best), fits, -np.inf)


def _figure(found: np.ndarray) -> str:
    """Recall@3 with its standard error, and the mean reciprocal rank."""
    hit = found <= 3
    return f"{hit.mean():.3f} ± {_error(hit):.3f}, MRR {np.mean(1 / found):.3f}"


def _error(values: np.ndarray) -> float:
    """Bootstrap over items."""
    draws = np.random.default_rng(1).integers(0, len(values), (BOOTSTRAP, len(values)))
    return float(values[draws].mean(1).std())


def _ratio_error(one: np.ndarray, other: np.ndarray) -> float:
    draws = np.random.default_rng(1).integers(0, len(one), (BOOTSTRAP, len(one)))
    return float((one[draws].mean(1) / np.maximum(other[draws].mean(1), 1e-9)).std())


def compared(language: str, half: tuple[str, ...]) -> list[Row]:
    """Ours and the best variant of each baseline, with and without the skill."""
    return [
        row
        for words in ASKED
        for skill in (True, False)
        for row in _compared(language, half, words, skill)
    ]


def _compared(language: str, half: tuple[str, ...], words: str, skill: bool) -> list[Row]:
    known, strangers = items(language, half), unfitting(language, half)
    name = f"{language}, {words}, {'skill known' if skill else 'no skill'}"
    fits = ours(known, words, known, skill)
    silent = float((ours(strangers, "aim", known, skill) < 1).all(1).mean())
    mine, seen = places(_within(fits, known, known, skill)), places(shown(fits))
    best = best_seen = np.full(len(known), np.inf)
    made = []
    for program, variants in baselines().items():
        placed, quiet = [], []
        for score in variants.values():
            scores = _within(score([i[words] for i in known], known), known, known, skill)
            others = _within(score([i["aim"] for i in strangers], known), strangers, known, skill)
            placed.append(places(scores))
            quiet.append(places(_quiet(scores, others, silent)))
        top, top_seen = max(placed, key=_hits), max(quiet, key=_hits)
        best, best_seen = max((best, top), key=_hits), max((best_seen, top_seen), key=_hits)
        said = f"{_figure(top)}; as silent as ours {_figure(top_seen)}"
        made.append(Row(f"{name}: {program}", said, "", None))
    for what, found, base in (("recall@3", mine, best), ("as shown", seen, best_seen)):
        ratio = _hits(found) / max(_hits(base), 1e-9)
        error = _ratio_error(found <= 3, base <= 3)
        figure = f"{_figure(found)}; {ratio:.2f} ± {error:.2f} times the best"
        made.append(Row(f"{name}: {what}", figure, f">= {TIMES}", bool(ratio >= TIMES)))
    return made


def _hits(found: np.ndarray) -> float:
    return float((found <= 3).mean())


def _within(scores: Scores, asked: Items, known: Items, skill: bool) -> Scores:
    """Where the skill is known, those of it alone."""
    same = np.array([[a["skill"] == b["skill"] for b in known] for a in asked])
    return np.where(same, scores, -np.inf) if skill else scores


def _quiet(scores: Scores, others: Scores, silent: float) -> Scores:
    """A baseline with the threshold at which it is as silent as ours, on these very aims."""
    best = np.sort(others.max(1))
    least = best[min(len(best) - 1, int(np.ceil(silent * len(best))))]
    return np.where(scores >= least, scores, -np.inf)


def bare(language: str, half: tuple[str, ...]) -> list[Row]:
    """Loose entries: words alone, no aim and no skill."""
    known, made = items(language, half), []
    for words in ASKED:
        fits = ours(known, words, known, skill=False, bare=True)
        figure = f"{_figure(places(fits))}; as shown {_figure(places(shown(fits)))}"
        made.append(Row(f"{language}, {words}, loose entries", figure, "", None))
    return made


def silence(language: str, half: tuple[str, ...]) -> list[Row]:
    """The share of aims without a fitting mistake for which nothing is shown."""
    known, asked, made = items(language, half), unfitting(language, half), []
    for name, skill, loose in (
        ("skill known", True, False),
        ("no skill", False, False),
        ("loose entries", False, True),
    ):
        silent = (ours(asked, "aim", known, skill, loose) < 1).all(1)
        figure = f"{silent.mean():.3f} ± {_error(silent):.3f} of {len(silent)}"
        met = bool(silent.mean() >= SILENCE)
        made.append(Row(f"{language}, nothing fits, {name}: silence", figure, f">= {SILENCE}", met))
    return made


def through_a_journal(half: tuple[str, ...]) -> list[Row]:
    """The same through `Journal.scars`: candidates from the journal, at most three shown."""
    known = items("English", half)
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(os.path.join(folder, "journal.db"))
        for item in known:
            journal.start(item["aim"], skill=item["skill"], new=True)
            journal.forward("done")
            journal.loss("3/10")
            journal.backward(item["first"])
            journal.step(keep=True)
        made = []
        for words in ASKED:
            for skill in (True, False):
                hit = np.array([_comes_up(journal, item, words, skill) for item in known])
                name = f"Journal.scars, {words}, {'skill known' if skill else 'no skill'}: shown"
                made.append(Row(name, f"{hit.mean():.3f} ± {_error(hit):.3f}", "", None))
        journal.close()
    return made


def _comes_up(journal: Journal, item: dict, words: str, skill: bool) -> bool:
    found = journal.scars(item[words], item["skill"] if skill else None)
    return any(scar["words"] == item["first"] for scar in found)


# speed --------------------------------------------------------------------------------------------

PROCESS = """
import sys, time
from selfgrad.journal import Journal
journal = Journal(sys.argv[1])
begin = time.perf_counter()
journal.scars(sys.argv[2], *sys.argv[3:])
print(1000 * (time.perf_counter() - begin))
"""


def speed(short: bool) -> list[Row]:
    """What is recalled as a round starts, imports included: a life of a million facts, and nothing."""
    size, times = (20_000, 9) if short else (1_000_000, 25)
    cache = os.path.join(os.path.dirname(HERE), ".cache", "bench")
    os.makedirs(cache, exist_ok=True)
    life = journals.life(os.path.join(cache, "life"), size)
    loose = journals.journal(cache, size)
    aim = f"{journals.COMMON} sign slow integral {journals.CHINESE} from memory"
    made = []
    with tempfile.TemporaryDirectory() as folder:
        empty = os.path.join(folder, "journal.db")
        Journal(empty).close()
        for name, path, more in (("a life", life, ["calculus"]), ("loose entries", loose, [])):
            over = [_took(path, aim, *more) - _took(empty, aim) for _ in range(times)]
            low, middle, high = statistics.quantiles(over, n=4)
            figure = f"{middle:.1f} ms ({low:.1f} to {high:.1f}) more than in an empty journal"
            met = middle <= OVER_MS
            made.append(Row(f"recall among {size:,}, {name}", figure, f"<= {OVER_MS:.0f} ms", met))
    return [*made, _pure()]


def _took(path: str, *asked: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", PROCESS, path, *asked], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _pure() -> Row:
    """Import, table and 300 candidates, in a process of their own."""
    known = (items("English", TUNED) * 2)[:300]
    code = (
        "import sys, json, time\nknown = json.load(sys.stdin)\nbegin = time.perf_counter()\n"
        "from selfgrad import recall\n"
        "pasts = [recall.Past(str(n), *one) for n, one in enumerate(known)]\n"
        "recall.rank(recall.Situation('play the scale slowly with even fingers', 'piano'), pasts)\n"
        "print(1000 * (time.perf_counter() - begin))"
    )
    given = json.dumps([[item["first"], item["aim"], item["skill"]] for item in known])
    took = [
        float(
            subprocess.run(
                [sys.executable, "-c", code],
                input=given,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for _ in range(9)
    ]
    middle = statistics.median(took)
    return Row("import and 300 candidates", f"{middle:.1f} ms", "<= 25 ms", middle <= 25)


def rows(short: bool, data: str | None = None, half: tuple[str, ...] = HELD) -> list[Row]:  # noqa: ARG001
    """All lines; the short form has a smaller journal for the speed."""
    made = []
    for language in ("English", "Chinese"):
        made += [*compared(language, half), *bare(language, half), *silence(language, half)]
    return [*made, *through_a_journal(half), *speed(short)]


def main() -> int:
    """Print every line; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="a smaller journal for the speed")
    parser.add_argument("--check", action="store_true", help="exit code 1 where a target is missed")
    parser.add_argument("--half", choices=("tuned", "held"), default="held")
    asked = parser.parse_args()
    begin, missed = time.perf_counter(), 0
    for row in rows(asked.short, half=HELD if asked.half == "held" else TUNED):
        met = {True: "met", False: "**not met**", None: ""}[row.met]
        print(f"{row.name} | {row.figure} | {row.target} | {met}", flush=True)
        missed += row.met is False and " ms" not in row.target
    print(f"{time.perf_counter() - begin:.0f} s", file=sys.stderr)
    return 1 if missed and asked.check else 0


if __name__ == "__main__":
    sys.exit(main())
