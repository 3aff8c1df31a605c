"""Whole processes, timed in turn: one round runs every contestant once, in an order of its own.

What else the machine does falls on all alike then, and a ratio is taken within a round before
anything is averaged. Times are milliseconds of the wall clock, from the start of a process to its
end; beside them is what the processors worked for it, which knows no waiting for the disk.
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Contestant(NamedTuple):
    """A command, and what sets the scene for it each time, untimed."""

    name: str
    command: list[str]
    env: dict[str, str] | None = None
    before: Callable[[], None] | None = None


class Spread(NamedTuple):
    """The median of several figures and their quartiles."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, figures: Iterable[float]) -> "Spread":
        return cls(*statistics.quantiles(figures, n=4, method="inclusive"))


class Timings:
    """The milliseconds of every contestant, round by round."""

    def __init__(self) -> None:
        self.of: dict[str, list[float]] = {}
        self.worked: dict[str, list[float]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.of

    def took(self, name: str) -> Spread:
        return Spread.of(self.of[name])

    def ratio(self, name: str, base: str) -> Spread:
        """How many times as long as `base`, compared within each round."""
        return Spread.of(a / b for a, b in zip(self.of[name], self.of[base], strict=True))

    def work_ratio(self, name: str, base: str) -> Spread:
        """The same, of the processors' time alone."""
        pairs = zip(self.worked[name], self.worked[base], strict=True)
        return Spread.of(a / b for a, b in pairs)

    def over(self, name: str, base: str) -> Spread:
        """Milliseconds more than `base`, compared within each round."""
        return Spread.of(a - b for a, b in zip(self.of[name], self.of[base], strict=True))


def in_turn(contestants: list[Contestant], rounds: int, seed: int = 1) -> Timings:
    """Run everyone `rounds` times, and once before that to warm the caches."""
    timings, order = Timings(), random.Random(seed)
    turn = list(contestants)
    for number in range(rounds + 1):
        order.shuffle(turn)
        for contestant in turn:
            took, worked = once(contestant)
            if number:
                timings.of.setdefault(contestant.name, []).append(took)
                timings.worked.setdefault(contestant.name, []).append(worked)
        progress(f"round {number} of {rounds}")
    progress("")
    return timings


def once(contestant: Contestant) -> tuple[float, float]:
    """Milliseconds that one run took and worked; one that fails stops the whole measurement."""
    if contestant.before:
        contestant.before()
    env = environment(contestant.env or {})
    worked, start = _children_worked(), time.perf_counter()
    done = subprocess.run(
        contestant.command, env=env, stdin=subprocess.DEVNULL, capture_output=True
    )
    took, worked = (time.perf_counter() - start) * 1000, _children_worked() - worked
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise SystemExit(f"bench: {contestant.name} failed: {' '.join(said)}")
    return took, worked


def _children_worked() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (usage.ru_utime + usage.ru_stime) * 1000


def environment(more: dict[str, str]) -> dict[str, str]:
    """As little as a process needs, so that nobody's own settings are measured."""
    kept = ("PATH", "HOME", "LANG", "TZ", "SYSTEMROOT", "TEMP", "TMPDIR")
    return {key: os.environ[key] for key in kept if key in os.environ} | more


def progress(words: str) -> None:
    """One line that replaces itself, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)
