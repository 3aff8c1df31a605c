"""What a capture and a search cost, as ratios from one run: `make bench`, or python bench/run.py.

--quick       20,000 entries in the large journal instead of 1,000,000
--rounds N    how often each command is run (40 unless said)
--with-peers  install jrnl and Watson into an environment under .cache, once
--check       exit code 1 when a target is missed
"""

import argparse
import importlib.util
import os
import platform
import sqlite3
import sys
import tempfile

import capture
import installing
import journals
import searching
from capture import BARE, Row
from measuring import Spread, Timings, in_turn

CACHE = os.path.join(installing.ROOT, ".cache", "bench")


def main() -> int:
    """Measure everything in one run and print one table; the exit code."""
    asked = _arguments()
    os.makedirs(CACHE, exist_ok=True)
    size = 20_000 if asked.quick else 1_000_000
    big = journals.journal(CACHE, size)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        installed = installing.selfgrad(folder)
        programs = installing.peers(CACHE) if asked.with_peers else None
        others = capture.others(folder, (1000, 20_000), programs)
        rows = [*capture.rows(size), *(row for row, _ in others), *searching.rows(size)]
        contestants = capture.own(installed, folder, big) + [one for _, one in others if one]
        contestants += searching.contestants(installed, big)
        timings = in_turn(contestants, asked.rounds)
    missed = table(rows, timings)
    _importing(size)
    _footnotes(asked.rounds)
    return 1 if missed and asked.check else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--with-peers", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--rounds", type=int, default=40, metavar="N")
    return parser.parse_args()


def table(rows: list[Row], timings: Timings) -> int:
    """Print the Markdown table; how many targets were missed."""
    print("| | entries | ms | ms over bare Python | times | of | CPU alone | target | |")
    print("| --- | ---: | ---: | ---: | ---: | --- | ---: | --- | --- |")
    missed = 0
    for row in rows:
        if row.name not in timings:
            print(f"| {row.what} | | not installed | | | | | | {row.command} |")
            continue
        over, times, work = timings.over(row.name, BARE), None, ""
        if row.base:
            times = timings.ratio(row.name, row.base)
            work = f"{timings.work_ratio(row.name, row.base).median:.2f}"
        target, met = _target(row, times, over)
        missed += not met
        cells = [row.what, row.entries, _ms(timings.took(row.name)), f"{over.median:.0f}"]
        cells += [_times(times), (row.base or "").partition(":")[0], work, target, row.command]
        print(f"| {' | '.join(cells)} |")
    return missed


def _target(row: Row, times: Spread | None, over: Spread) -> tuple[str, bool]:
    """What was asked in words, and whether it was reached."""
    if row.most is None or times is None:
        return "", True
    met = times.median <= row.most and (row.most_over is None or over.median <= row.most_over)
    asked = f"≤ {row.most:g}" + (f", ≤ {row.most_over:g} ms over" if row.most_over else "")
    return f"{asked}: {'met' if met else '**missed**'}", met


def _ms(spread: Spread) -> str:
    return f"{spread.median:.1f} ({spread.low:.1f} to {spread.high:.1f})"


def _times(spread: Spread | None) -> str:
    return f"{spread.median:.2f} ({spread.low:.2f} to {spread.high:.2f})" if spread else ""


def _importing(size: int) -> None:
    """The import of JSONL has a bench of its own, which prints its lines or answers with them."""
    if importlib.util.find_spec("importing"):
        print()
        said = importlib.import_module("importing").measure(rows=min(size, 100_000))
        print(said if isinstance(said, str) else "")


def _footnotes(rounds: int) -> None:
    print(
        f"\nWhole processes, {rounds} rounds of all of them in shuffled order; medians with quartiles."
        " Ratios are taken within a round.\n"
        f"{platform.python_implementation()} {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.machine()},"
        f" {os.cpu_count()} processors."
    )


if __name__ == "__main__":
    sys.exit(main())
