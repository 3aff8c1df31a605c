"""A believable year of one learner's journal, to look at and to try things in.

Every row is what the verbs of the `Journal` would have written, had somebody lived that year: the
calendar (`days.py`) says when practice happens, the learner (`learner.py`) practises and writes
(`words.py`), losses fall as they do (`craft.py`), and a clock that is set by hand tells the time.

>>> import os, tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     made = make(os.path.join(folder, "demo.db"), days=7, until=1_795_280_400_000)
>>> made.rounds > 5
True
"""

from __future__ import annotations

import os
import random
import sqlite3
import tempfile
from typing import NamedTuple
from urllib.parse import quote

from selfgrad import errors
from selfgrad.clock import HOUR, Clock
from selfgrad.db import sql
from selfgrad.db.opening import default_path
from selfgrad.demo.days import YEAR, Now, calendar
from selfgrad.demo.learner import Learner
from selfgrad.journal import Journal
from selfgrad.practice import ALWAYS

DAYS = range(7, 3661)
STILL_OPEN = 6  # days: questions asked that late have no answer yet


class Made(NamedTuple):
    """What was made: the file, how much is in it, and sentences about how to look at it."""

    path: str
    rounds: int
    hours: float
    entries: int
    said: list[str]


def make(path: str | None, *, seed: int = 1, days: int = YEAR, until: int | None = None) -> Made:
    """Make a demo journal of 7 to 3660 days that ends at `until` (UTC milliseconds; now without it).

    Without a path it is `demo/demo.db` beside the learner's own journal. A demo is made anew; any
    other file there is refused, and so is the learner's own journal (`Refused`); `BadInput` for `days`.
    Two demos with the same seed, days and `until` are equal in all their words, times and losses, and
    in the order of their facts; ids, and the folder a kept file came from, differ.
    """
    if days not in DAYS:
        raise errors.BadInput(
            f"A demo of {days} days cannot be made.", "Give 7 to 3660 days; a year is the default."
        )
    own = default_path()
    path = os.path.abspath(os.path.expanduser(path or os.path.join(own, "..", "demo", "demo.db")))
    _check(path, own)
    end = Clock().now() if until is None else until
    draft = f"{path}.new-{os.getpid()}"
    try:
        made = _write(draft, path, seed, days, end)
        _remove(path)
        os.replace(draft, path)
    finally:
        _remove(draft)
    return made


def _check(path: str, own: str) -> None:
    if _is_demo(path):
        return
    if os.path.realpath(path) == os.path.realpath(own):
        raise errors.Refused("That is your own journal.", "Name another file for the demo.")
    if os.path.lexists(path):
        raise errors.Refused(
            f"The file {path} exists and is not a demo.", "Name another one; nothing was changed."
        )


def _is_demo(path: str) -> bool:
    if not os.path.isfile(path):
        return False
    connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True)
    try:
        return connection.execute(sql("here_get"), {"key": "demo"}).fetchone() is not None
    except sqlite3.Error:
        return False
    finally:
        connection.close()


def _remove(path: str) -> None:
    for name in (path, path + "-wal", path + "-shm"):
        if os.path.lexists(name):
            os.unlink(name)


def _write(draft: str, path: str, seed: int, days: int, end: int) -> Made:
    now = Now()
    with Journal(draft, now=now) as journal, tempfile.TemporaryDirectory() as folder:
        journal.db.run("here_set", key="demo", value=str(seed))
        journal.db.run("here_set", key="device", value="demo")
        learner = Learner(journal, now, random.Random(f"{seed}:learner"), end, folder)
        for number, day in enumerate(calendar(random.Random(f"{seed}:calendar"), end, days)):
            with journal.db.transaction():  # one a day: 365 times on the disk, and not 4,600
                learner.live(day, number / days, number >= days - STILL_OPEN)
        now.ms = end
        rounds, hours, entries = _counted(journal)
    said = [
        f"A made-up learner's {days} days: {rounds} rounds, {hours:.0f} hours, {entries} entries.",
        f'Look around with `selfgrad --db "{path}" today`, or any other verb.',
    ]
    return Made(path, rounds, hours, entries, said)


def _counted(journal: Journal) -> tuple[int, float, int]:
    """Rounds that ended, hours, entries."""
    rounds = journal.db.scalar("rounds_count", learner=journal.learner)
    entries = journal.read.sentences_between(*ALWAYS)
    return rounds, journal.read.hours()["total"]["ms"] / HOUR, len(entries)
