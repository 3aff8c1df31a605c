"""What each page of a long journal costs to read, in one process: python bench/reading.py.

--quick    20,000 facts instead of 1,000,000
--writing  one sentence is written, and one round closed, before each reading
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable

import journals
from measuring import Spread

from selfgrad.journal import Journal

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CACHE = os.path.join(ROOT, ".cache", "bench")
WARM, TIMES = 5, 30
SKILL, PARAMETER = journals.SKILLS[0], journals.PARAMETERS[0]
# a page, how it is read, and the milliseconds it may take
READINGS: list[tuple[str, Callable, float]] = [
    ("today", lambda r: r.today(few=5), 5),
    ("today, one skill's hours", lambda r: r.hours_by_day(r.today_is(), r.today_is()), 5),
    ("standing", lambda r: r.standing(), 5),
    ("entries", lambda r: r.entries(), 5),
    ("entries of a skill", lambda r: r.entries(skill=SKILL), 5),
    ("entries of a parameter", lambda r: r.entries(parameter=PARAMETER), 5),
    ("entries of both", lambda r: r.entries(skill=SKILL, parameter=PARAMETER), 5),
    ("entries of a month", lambda r: r.entries(month="2020-02"), 5),
    ("entries, unsorted", lambda r: r.entries(parameter="unsorted"), 5),
    ("entries with a word", lambda r: r.entries(words=journals.COMMON), 5),
    ("... in a skill", lambda r: r.entries(words=journals.COMMON, skill=SKILL), 5),
    ("... that is rare", lambda r: r.entries(words=journals.RARE), 5),
    ("find", lambda r: r.find(journals.COMMON), 5),
    ("months", lambda r: r.months(), 5),
    ("skills", lambda r: r.skills(), 10),
    ("curve", lambda r: r.curve(SKILL), 45),
    ("year", lambda r: r.year(2020), 30),
    ("year of a skill", lambda r: r.year(2020, SKILL), 30),
    ("hours", lambda r: r.hours(), 45),
    ("hours of a skill", lambda r: r.hours(SKILL), 45),
    ("week", lambda r: r.week(), 45),
    ("steps", lambda r: r.steps(), 45),
    ("steps of a skill", lambda r: r.steps(SKILL), 45),
    ("credit", lambda r: r.credit(), 45),
    ("credit of a skill", lambda r: r.credit(SKILL), 45),
    ("parameters", lambda r: r.parameters(), 45),
]


def main() -> int:
    """Read every page and print its median; the exit code is 1 where one is too slow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--writing", action="store_true")
    asked = parser.parse_args()
    os.makedirs(CACHE, exist_ok=True)
    path = journals.life(os.path.join(CACHE, "life"), 20_000 if asked.quick else 1_000_000)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        copy = shutil.copy(path, os.path.join(folder, "life.db"))
        with Journal(copy, now=Now()) as journal:
            return table(journal, asked.writing)


class Now:
    """A clock that begins where a life ends, and ticks."""

    def __init__(self) -> None:
        self.ms = journals.LAST

    def __call__(self) -> int:
        self.ms += 1
        return self.ms


def table(journal: Journal, writing: bool) -> int:
    """Print the Markdown table; whether any reading was slower than it may be."""
    begin = time.perf_counter()
    journal.read.hours()
    journal.read.credit()
    print(f"The first reading counts everything: {(time.perf_counter() - begin) * 1000:.0f} ms.\n")
    print("| reading | ms | at most |")
    print("| --- | ---: | ---: |")
    slow = False
    for name, read, most in READINGS:
        spread = timed(journal, read, writing)
        slow |= spread.median > most
        ms = f"{spread.median:.2f} ({spread.low:.2f} to {spread.high:.2f})"
        print(f"| {name} | {ms} | {most} |{' slow' if spread.median > most else ''}", flush=True)
    return int(slow)


def timed(journal: Journal, read: Callable, writing: bool) -> Spread:
    """The milliseconds of one reading, each with a `Record` of its own, as a page has."""
    took = []
    for _ in range(WARM + TIMES):
        if writing:
            journal.log("I let the word go.", to=PARAMETER)
            journal.again("3/10", "I let the word go.", to=PARAMETER, took="1m")
        begin = time.perf_counter()
        read(journal.read)
        took.append((time.perf_counter() - begin) * 1000)
    return Spread.of(took[WARM:])


if __name__ == "__main__":
    sys.exit(main())
