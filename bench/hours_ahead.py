"""How often the forecast of hours and days holds: python bench/hours_ahead.py [--short] [--data FOLDER].

Generated logs change their pace as 63 real ones did; the first rows show how nearly. Each log
counts the same; the standard error is between logs. FOLDER may hold a `time_log.csv`.
"""

import time
from typing import NamedTuple

import numpy as np
import practice_logs
from insight import Row, alone
from practice_logs import Floats

from selfgrad.insight import forecast, paces

HORIZONS = (30, 90, 365)
BLOCKS = (1, 7, 28, 60)  # days that a bootstrap draws together
DRAWS = 300
MISS = 2 / (1 - 0.8)  # price of a day outside the range, of the interval score (Gneiting 2007)
FIRST = 60  # days before the first forecast
DAYS = 2000  # of a generated log


class Scored(NamedTuple):
    """Of one log: the share of ranges that held, of what came above them, and their scores."""

    held: float
    above: float
    scores: Floats  # ours, the plain blend's and the bootstraps', over the hours that came


def rows(short: bool, data: str | None) -> list[Row]:
    """All lines; the short form makes a fifth of the logs."""
    logs = practice_logs.generated(40 if short else 200, DAYS, seed=11)
    real = practice_logs.time_log(data)
    return [
        *_changes(short),
        *(row for horizon in HORIZONS for row in _hours(logs, horizon)),
        *(_dates(logs, horizon) for horizon in HORIZONS),
        *_record(logs),
        *(_real(real) if real else [Row("time log", "not there", "", None)]),
        _speed(),
    ]


def _changes(short: bool) -> list[Row]:
    """How near the generated logs come to the table of real ones."""
    logs = practice_logs.generated(150 if short else 600, 2400, seed=3)
    made = []
    for horizon in HORIZONS:
        wanted = practice_logs.TABLE[practice_logs.HORIZONS.index(horizon)]
        found = _quantiles([_ratios(log, horizon) for log in logs])
        apart = float(np.mean(np.abs(np.log(found / wanted))[1:-1]))
        pairs = ", ".join(f"{a:.2f} ({b})" for a, b in zip(found, wanted, strict=True))
        name = f"generated pace after {horizon} d / pace (real)"
        made.append(Row(name, f"{pairs}; mean |ln| {apart:.2f}", "<= 0.15", apart <= 0.15))
    return made


def _ratios(log: Floats, horizon: int) -> Floats:
    """(what came + 0.5) / (what the pace said + 0.5), once a month after the first year."""
    past = forecast._past(log)
    starts = np.arange(365, len(past.pace) - horizon, 30)
    starts = starts[past.pace[starts] > forecast.LEAST_PACE]
    came = past.total[starts + horizon] - past.total[starts]
    return np.asarray((came + 0.5) / (past.pace[starts] * horizon + 0.5))


def _quantiles(logs: list[Floats]) -> Floats:
    """Over all logs, each of the same weight."""
    values = np.concatenate(logs)
    weights = np.concatenate([np.full(len(log), 1 / len(log)) for log in logs if len(log)])
    order = np.argsort(values)
    below = np.cumsum(weights[order]) / weights.sum()
    return np.interp(practice_logs.LEVELS, below, values[order])


def _hours(logs: Floats, horizon: int) -> list[Row]:
    scored = [_scored(log, horizon, max(horizon // 2, 45)) for log in logs]
    found = [one for one in scored if one]
    low, high = (
        np.mean([1 - one.held - one.above for one in found]),
        np.mean([one.above for one in found]),
    )
    tails = f"below {low:.3f}, above {high:.3f}"
    held = _share([one.held for one in found])
    return [
        _covers(f"hours in {horizon} d, generated: 80 % range", held, 0.77, 0.83, tails),
        _better(f"hours in {horizon} d, generated: interval score", found),
    ]


def _better(name: str, found: list[Scored]) -> Row:
    """The mean interval score of each other way over ours: above 1 is worse than ours."""
    scores = np.array([one.scores for one in found])
    plain, *others = (scores[:, 1:].mean(axis=0) / scores[:, 0].mean()).tolist()
    said = ", ".join(f"{ratio:.2f}" for ratio in others)
    figure = f"1, 7, 28, 60 d bootstraps at {said} of ours, table and own changes alone {plain:.2f}"
    return Row(name, figure, "bootstraps > 1", min(others) > 1)


def _scored(log: Floats, horizon: int, step: int) -> Scored | None:
    """Forecasts from every `step`-th day of a log, each from the days before it."""
    random = np.random.default_rng(0)
    first = int(np.argmax(log > 0)) + FIRST
    held, above, scores, came_in_all = [], [], [], 0.0
    for start in range(first, len(log) - horizon + 1, step):
        came = float(log[start : start + horizon].sum())
        _, *ours = forecast.hours_ahead(log[:start], horizon)
        ranges = [
            ours,
            _plain(log[:start], horizon),
            *(_bootstrap(random, log[:start], horizon, block) for block in BLOCKS),
        ]
        held.append(ours[0] <= came <= ours[1])
        above.append(came > ours[1])
        scores.append([_score(low, high, came) for low, high in ranges])
        came_in_all += came
    if not held:
        return None
    return Scored(
        float(np.mean(held)),
        float(np.mean(above)),
        np.sum(scores, axis=0) / (came_in_all + len(held)),
    )


def _plain(days: Floats, horizon: int) -> tuple[float, float]:
    """The table, whatever the share of active days, and own changes: no usual hours of windows."""
    past = forecast._past(days)
    known, (changed, _) = paces._at(horizon), forecast._own(past, horizon)
    each = np.array([paces.WEIGHT / len(known), forecast._windows(past, horizon)])
    each[1] /= max(len(changed), 1)
    weights = np.repeat(each, [len(known), len(changed)])
    change = forecast._quantiles(np.concatenate((known, changed)), weights, np.array([0.1, 0.9]))
    low, high = np.maximum((past.pace[-1] * horizon + 0.5) * np.exp(change) - 0.5, 0)
    return float(low), float(high)


def _bootstrap(
    random: np.random.Generator, days: Floats, horizon: int, block: int
) -> tuple[float, float]:
    """The 80 % range of sums of blocks drawn from the last year."""
    year = days[-365:]
    size = min(block, len(year))
    starts = random.integers(0, len(year), (DRAWS, -(-horizon // size)))
    total = np.concatenate(([0.0], np.cumsum(np.concatenate((year, year[:size])))))
    rest = horizon - size * (starts.shape[1] - 1)
    sums = (total[starts[:, :-1] + size] - total[starts[:, :-1]]).sum(axis=1)
    sums = sums + total[starts[:, -1] + rest] - total[starts[:, -1]]
    low, high = np.quantile(sums, [0.1, 0.9])
    return float(low), float(high)


def _score(low: float, high: float, came: float) -> float:
    return (high - low) + MISS * max(low - came, 0) + MISS * max(came - high, 0)


def _dates(logs: Floats, horizon: int) -> Row:
    """Ranges for the day on which as many hours are done as the pace says for `horizon` days."""
    found = [held for log in logs if (held := _dates_of(log, horizon)) is not None]
    name = f"days until pace x {horizon} d, generated: 80 % range"
    return _covers(name, _share(found), 0.77, 0.83)


def _dates_of(log: Floats, horizon: int) -> float | None:
    """The share that held; a day that the log does not reach lies after its end."""
    pace, total = forecast._past(log).pace, np.cumsum(log)
    shift = len(log) + 1 - len(pace)
    held = []
    for start in range(365, len(log) - 3 * horizon, max(horizon, 90)):
        hours = float(pace[start - shift] * horizon) if start >= shift else 0.0
        found = forecast.days_until(log[:start], hours) if hours else None
        if found and found.median < np.inf:
            reached = np.flatnonzero(total[start:] - total[start - 1] >= hours)
            days = reached[0] + 1 if len(reached) else len(log) - start + 1
            after_end = not len(reached) and found.high >= days
            held.append(after_end or found.low <= days <= found.high)
    return float(np.mean(held)) if held else None


def _record(logs: Floats) -> list[Row]:
    """What the page says of the learner's own past ranges."""
    found = np.array([forecast.own_record(log, 30) for log in logs])
    held = _share(list(found[:, 1] / found[:, 0]))
    name = "own past ranges of 30 d, generated: caught"
    return [_covers(name, held, 0.77, 0.83, f"a log caught {found[0, 1]} of {found[0, 0]}")]


def _real(logs: dict[str, Floats]) -> list[Row]:
    """A log of 413 days is too short for more than a month ahead."""
    scored = {name: _scored(log, 30, 3) for name, log in logs.items()}
    whole = scored["whole"]
    projects = [one for name, one in scored.items() if one and name != "whole"]
    assert whole
    each = ", ".join(
        f"{name} {one.held:.2f}" for name, one in scored.items() if one and name != "whole"
    )
    alone = sum(0.65 <= one.held <= 0.95 for one in projects)
    each = f"{alone} of {len(projects)} inside alone: {each}"
    made = [
        ("whole", whole.held, [whole], ""),
        (
            "mean of its projects",
            float(np.mean([one.held for one in projects])),
            projects,
            f" ({each})",
        ),
    ]
    rows = []
    for name, held, found, more in made:
        inside = 0.65 <= held <= 0.95
        rows.append(
            Row(
                f"time log, {name}: 80 % range of 30 d", f"{held:.2f}{more}", "0.65 to 0.95", inside
            )
        )
        rows.append(_better(f"time log, {name}: interval score", found))
    return rows


def _speed() -> Row:
    """Everything over ten years of days."""
    log = practice_logs.generated(1, 3650, seed=1)[0]
    start = time.process_time()
    forecast.hours_ahead(log, 365)
    forecast.days_until(log, 10_000)
    forecast.own_record(log, 30)
    forecast.own_share(log, 30)
    spent = 1000 * (time.process_time() - start)
    return Row("forecast over ten years of days", f"{spent:.1f} ms", "<= 20 ms", spent <= 20)


def _share(each: list[float]) -> tuple[float, float]:
    """The mean over logs and its standard error."""
    return float(np.mean(each)), float(np.std(each, ddof=1) / np.sqrt(len(each)))


def _covers(name: str, held: tuple[float, float], low: float, high: float, more: str = "") -> Row:
    mean, error = held
    inside = low - 3 * error <= mean <= high + 3 * error
    figure = f"{mean:.3f} ± {error:.3f}" + (f"; {more}" if more else "")
    return Row(name, figure, f"{low} to {high}", inside)


if __name__ == "__main__":
    alone(__doc__, rows)
