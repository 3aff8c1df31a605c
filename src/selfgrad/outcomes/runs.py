"""The words of this package: what became of a command, and what one runner's summary says."""

from typing import NamedTuple

MOST_NAMES = 20


class Outcome(NamedTuple):
    """What became of a command. A `reason` says why nothing could be counted, and means loss 1.

    `runner` is "" for a bare exit code; where one command ran two, both are named ("jest, pytest").
    `executed` are tests that ran (passed, failed, erroneous), without skipped, ignored and to-do ones;
    `failed` are those that failed or ended in an error. `of` is what was counted.
    """

    runner: str
    executed: int
    failed: int
    reason: str = ""
    failures: tuple[str, ...] = ()
    of: str = "tests"  # "packages" where go prints no tests
    exit_code: int = 0


class Run(NamedTuple):
    """One runner's summary, on lines `first` to `last` of the output; `trouble` voids its count."""

    runner: str
    first: int
    last: int
    passed: int
    failed: int
    names: tuple[str, ...] = ()
    of: str = "tests"
    trouble: str = ""


def outermost(runs: list[Run]) -> list[Run]:
    """In order, without the summaries that another runner quotes in what it shows of a failing test."""
    kept: list[Run] = []
    widest: dict[str, Run] = {}  # by runner, the run that reaches furthest down so far
    for run in sorted(runs, key=lambda run: (run.first, -run.last)):
        others = (other for runner, other in widest.items() if runner != run.runner)
        if any(other.last >= run.last and other[1:3] != run[1:3] for other in others):
            continue
        kept.append(run)
        if run.runner not in widest or widest[run.runner].last < run.last:
            widest[run.runner] = run
    return kept


def unique(names: list[str]) -> tuple[str, ...]:
    """Each name once, in order."""
    return tuple(dict.fromkeys(names))


def cut_off(seen: int) -> str:
    """Why a run without its summary is not counted."""
    how_many = "1 test" if seen == 1 else f"{seen} tests"
    return f"it ended before its summary, {how_many} seen"
