"""Journals of any size with believable words, absorbed by the ledger and kept under .cache."""

import glob
import os
import random
import sys
import time
import zlib
from collections.abc import Iterator
from itertools import accumulate, islice

from measuring import progress

from selfgrad import ids
from selfgrad.db import Database, opening
from selfgrad.ledger import Ledger

FIRST = 1_500_000_000_000  # ms: July 2017; the last of a million entries is from July 2026
APART = 285_000  # ms between entries
TOGETHER = 10_000  # entries in one transaction

RARE = "crooked lighthouse"  # in a handful of entries, however many there are
COMMON = "the"  # in most of them
LETTER = "s"  # begins a word in most of them
CHINESE = "积分"  # in one of twenty
_CHINESE = "学而时习之不亦说乎有朋自远方来积分导函数极限证明错误复习练弹琴画线条光影"


def journal(folder: str, entries: int) -> str:
    """The path of a journal with that many entries, made now if it is not there yet.

    The large one stays, and has a hundred more after each run: nobody can tell.
    """
    path = os.path.join(folder, f"journal-{entries}-{_schema():08x}.db")
    if not os.path.exists(path):
        draft = path + ".new"
        for leftover in glob.glob(os.path.join(folder, f"journal-{entries}-*")):
            os.unlink(leftover)  # half made, or with the tables of another day
        start = time.perf_counter()
        write(draft, entries)
        os.replace(draft, path)
        if entries > 100_000:
            print(f"made {path} in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return path


def _schema() -> int:
    """A number for the tables as they are now: other tables, another journal."""
    number = 0
    for _, name in opening.versions():
        for statement in opening.statements(name):
            number = zlib.crc32(statement.encode(), number)
    return number


def acts(entries: int, seed: int = 1) -> Iterator[dict]:
    """`entries` sentences as the acts that logged them, oldest first; the same ones each time."""
    rng = random.Random(seed)
    sentences = _sentences(rng, entries)
    for number, words in enumerate(sentences):
        at = FIRST + number * APART
        fact, day = ids.new(at + 1), time.strftime("%Y-%m-%d", time.gmtime(at // 1000))
        body = {"words": words, "parameter": f"habit {rng.randrange(40)}"}
        facts = [
            {
                "id": fact,
                "subject": fact,
                "kind": "logged",
                "happened_at": at,
                "zone": "UTC",
                "day": day,
                "body": body,
            }
        ]
        yield {
            "act": ids.new(at),
            "recorded_at": at,
            "device": "bench",
            "verb": "log",
            "facts": facts,
        }


def _sentences(rng: random.Random, entries: int) -> Iterator[str]:
    """Sentences whose words are as unevenly common as those of a language."""
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    made = [
        "".join(rng.choices(letters, range(26, 0, -1), k=rng.randint(3, 9))) for _ in range(30_000)
    ]
    vocabulary = [COMMON, "sign", "slow", *made]
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(vocabulary))))
    rare = set(rng.sample(range(entries), min(5, entries)))
    for number in range(entries):
        words = rng.choices(vocabulary, cum_weights=weights, k=rng.randint(5, 13))
        if rng.random() < 0.05:
            words.append("".join(rng.choices(_CHINESE, k=8)) + CHINESE)
        if number in rare:
            words.insert(rng.randrange(len(words)), RARE)
        yield " ".join(words)


def write(path: str, entries: int) -> None:
    """Write a journal of that many entries: about 2 minutes for a million on an idle machine."""
    db = Database(path)
    ledger, waiting, done = Ledger(db), acts(entries), 0
    while some := list(islice(waiting, TOGETHER)):
        ledger.absorb(some)
        done += len(some)
        progress(f"writing a journal: {done:,} of {entries:,}")
    db.close()
    progress("")
