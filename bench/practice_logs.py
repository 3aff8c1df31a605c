"""Logs of practice: generated ones whose paces change as people's do, and real ones from a folder."""

import csv
import datetime as dt
import os
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HORIZONS = (7, 30, 90, 180, 365, 730, 1460)
LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
# later pace over present pace in 63 real logs: what the generated ones are made to match
TABLE = np.array(
    [
        (0.14, 0.20, 0.33, 0.64, 1.25, 2.07, 2.91),
        (0.09, 0.15, 0.34, 0.74, 1.26, 1.98, 2.72),
        (0.11, 0.19, 0.41, 0.79, 1.24, 1.89, 2.59),
        (0.14, 0.22, 0.47, 0.81, 1.22, 1.84, 2.59),
        (0.14, 0.24, 0.47, 0.80, 1.21, 1.81, 2.64),
        (0.19, 0.27, 0.46, 0.77, 1.23, 2.04, 3.19),
        (0.22, 0.29, 0.45, 0.77, 1.29, 2.25, 3.83),
    ]
)
# found by random search over the distance to TABLE (400 logs of 2,400 days, another seed)
MEAN, PEOPLE = 0.25, 1.6  # hours a day: the median of people, and the sd of its logarithm
SHARE, SHARE_PEOPLE = 0.30, 1.2  # of days with practice, and the sd of its logit
LEVEL, STOP, STOPPED = 0.10, 0.53, 3.98  # sd of a regime's ln pace; share of stops; their ln drop
SHORT, LONG, LONG_SHARE = 6.0, 94.5, 0.044  # days of a regime, and how many of them are long
DECLINE, DECLINE_PEOPLE = -0.20, 0.26  # change of ln pace a year, and its sd among people
SHAPE = 1.6  # of the gamma distribution of a day's hours
FEWER_DAYS = 0.89  # change of the logit of the share of days with ln pace
MOST = 8.0  # hours that a day has on average at most


def generated(logs: int, days: int, seed: int) -> Floats:
    """Hours of each day, shape (logs, days): regimes, stops, slow change, weekly rhythm."""
    random = np.random.default_rng(seed)
    base = np.log(MEAN) + PEOPLE * random.standard_normal(logs)
    share = np.log(SHARE / (1 - SHARE)) + SHARE_PEOPLE * random.standard_normal(logs)
    drift = (DECLINE + DECLINE_PEOPLE * random.standard_normal(logs)) / 365
    change = _regimes(random, logs, days) + drift[:, None] * (np.arange(days) - days / 2)
    chance = _weekly(random, 1 / (1 + np.exp(-share[:, None] - FEWER_DAYS * change)))
    mean = np.exp(base[:, None] + change)
    amount = np.minimum(mean / np.maximum(chance, 1e-3), MOST)
    chance = np.minimum(np.maximum(chance, mean / MOST), 0.98)
    hours = random.gamma(SHAPE, 1 / SHAPE, (logs, days)) * amount
    return np.minimum(np.where(random.random((logs, days)) < chance, hours, 0.0), 16.0)


def _regimes(random: np.random.Generator, logs: int, days: int) -> Floats:
    """ln pace against the person's own, constant for as long as a regime lasts."""
    level, left = LEVEL * random.standard_normal(logs), np.zeros(logs)
    levels = np.empty((logs, days))
    for day in range(days):
        ends = left <= 0
        stops = random.random(logs) < STOP
        length = np.where(random.random(logs) < LONG_SHARE, LONG, SHORT)
        new = np.where(stops, -STOPPED, LEVEL * random.standard_normal(logs))
        level = np.where(ends, new, level)
        left = np.where(ends, random.exponential(1.0, logs) * length, left - 1)
        levels[:, day] = level
    return levels


def _weekly(random: np.random.Generator, chance: Floats) -> Floats:
    """The chances with two days of the week that are unlike the others, person by person."""
    logs, days = chance.shape
    first, rest = random.integers(0, 7, (logs, 1)), random.standard_normal((logs, 1))
    unlike = (np.arange(days) + first) % 7 >= 5
    return np.clip(chance * (1 + 0.35 * unlike * np.clip(rest, -2, 1)), 0.0, 0.98)


def time_log(folder: str | None) -> dict[str, Floats]:
    """The whole of `time_log.csv` and each of its projects, as hours of each civil day."""
    path = os.path.join(folder or "", "time_log.csv")
    if not folder or not os.path.exists(path):
        return {}
    with open(path, newline="", encoding="utf-8") as lines:
        rows = [
            (row["start_local"][:10], float(row["seconds"]) / 3600, row["project"])
            for row in csv.DictReader(lines)
        ]
    projects = sorted({project for _, _, project in rows})
    whole = {"whole": _daily([(day, hours) for day, hours, _ in rows])}
    return whole | {
        name: _daily([(day, hours) for day, hours, project in rows if project == name])
        for name in projects
    }


def _daily(entries: list[tuple[str, float]]) -> Floats:
    """Hours of each civil day from the first entry to the last."""
    total: defaultdict[dt.date, float] = defaultdict(float)
    for day, hours in entries:
        total[dt.date.fromisoformat(day)] += hours
    first, last = min(total), max(total)
    return np.array([total[first + dt.timedelta(k)] for k in range((last - first).days + 1)], float)
