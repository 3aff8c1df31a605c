"""Two people's typing, where a folder has it: seconds a word, stretch by stretch and mode by mode."""

import csv
import datetime as dt
import os

import numpy as np
from learners import Record

STRETCH = 200
FEWEST = 25  # tests of a mode


def found(folder: str | None) -> dict[str, list[Record]]:
    """Records by kind; none without a folder that has `typing_races.csv` and `typing_tests.csv`."""
    if folder is None or not os.path.exists(os.path.join(folder, "typing_races.csv")):
        return {}
    races = _read(folder, "typing_races.csv")
    tests = _read(folder, "typing_tests.csv")
    tests = sorted((t for t in tests if float(t["Wpm"]) > 0), key=lambda t: t["Timestamp"])
    return {
        "typing races, stretches": _stretches(_record(races, "WPM", "Date/Time (UTC)")),
        "typing races, mistakes": _stretches(_mistakes(races)),
        "typing tests, mode by mode": _modes(tests),
        "typing tests, modes named": _stretches(_named(tests)),
    }


def _read(folder: str, name: str) -> list[dict[str, str]]:
    with open(os.path.join(folder, name), newline="") as file:
        return list(csv.DictReader(file))


def _record(rows: list[dict[str, str]], speed: str, time: str) -> Record:
    at = [dt.datetime.fromisoformat(row[time][:19]).timestamp() / 86400 for row in rows]
    return Record(60 / np.array([float(row[speed]) for row in rows]), days=np.array(at))


def _mistakes(races: list[dict[str, str]]) -> Record:
    wrong = [round(1 - float(race["Accuracy"]), 2) for race in races[300:]]  # unknown before
    return Record(np.array(wrong), bounded=True)


def _modes(tests: list[dict[str, str]]) -> list[Record]:
    of: dict[str, list[dict[str, str]]] = {}
    for test in tests:
        of.setdefault(_mode(test), []).append(test)
    return [_record(each, "Wpm", "Timestamp") for each in of.values() if len(each) >= FEWEST]


def _named(tests: list[dict[str, str]]) -> Record:
    return _record(tests, "Wpm", "Timestamp")._replace(levels=[_mode(test) for test in tests])


def _mode(test: dict[str, str]) -> str:
    length = "" if test["Mode"] == "quote" else test["Mode2"]  # of a quote it is its number
    return f"{test['Mode']} {length} {test['Language']}".strip()


def _stretches(whole: Record) -> list[Record]:
    n = len(whole.losses)
    cuts = [slice(start, start + STRETCH) for start in range(0, n - STRETCH // 2, STRETCH)]
    return [
        Record(
            whole.losses[cut],
            whole.bounded,
            None if whole.days is None else whole.days[cut],
            None if whole.levels is None else whole.levels[cut],
        )
        for cut in cuts
    ]
