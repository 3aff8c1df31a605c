"""How often verdicts on steps are right: python bench/verdicts.py [--short] [--data FOLDER].

Records are made with a known effect of the step, or none, under every kind of learning and noise.
The oracle is generalised least squares that knows the noise and the shape of the trend.
"""

import csv
import math
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from insight import Row, alone

from selfgrad.insight import interrupted, student, verdict

BEFORE, TRIGGER, AFTER = 15, 1, 15
MEMORIES = (0.0, 0.3, 0.5)
EFFECTS = (1.0, 1.5, 2.0)
ERROR, POWER, OF_ORACLE = 0.05, 0.80, 0.75
PLACEBO = 0.03  # false verdicts on real records, at most
NORMAL_95 = 1.6448536269514722
BATCH = 500  # records worked out at once, 70 MB


class Null(NamedTuple):
    """A record in which the step does nothing."""

    name: str
    trend: str = "flat"
    memory: float = 0.0
    heavy: bool = False
    wander: float = 0.0  # standard deviation of the level's move in a round


NULLS = (
    *(Null(f"flat, memory {m}", "flat", m) for m in MEMORIES),
    *(Null(f"line {k} sd, memory {m}", f"line {k}", m) for k in (1, 2, 3, 5) for m in MEMORIES),
    *(Null(f"exponential 4 sd, memory {m}", "exponential 4", m) for m in MEMORIES),
    *(Null(f"power 5 sd, memory {m}", "power 5", m) for m in MEMORIES),
    Null("t3", heavy=True),
    Null("t3, line 2 sd", "line 2", heavy=True),
    *(Null(f"random walk {q}", wander=q) for q in (0.1, 0.3, 1.0)),
)


def rows(short: bool, data: str | None) -> list[Row]:
    """All lines; the short form makes a tenth of the records."""
    many = 300 if short else 3000
    return [
        *_trials(many // 2),
        *_unchanged(many),
        *_selected(many),
        *_powers(many),
        *_estimates(many),
        *_visible(many // 2),
        *_real(data, 6 if short else 1),
        *_fast(),
    ]


# ---- records


def record(null: Null, rounds: int, many: int, rng: np.random.Generator) -> np.ndarray:
    """Shape (rounds, many), noise of standard deviation 1."""
    return noise(null, rounds, many, rng) + trend(null.trend, rounds)[:, None]


def noise(null: Null, rounds: int, many: int, rng: np.random.Generator) -> np.ndarray:
    shape = (rounds + 30, many)
    fresh = rng.standard_t(3, shape) / math.sqrt(3) if null.heavy else rng.normal(size=shape)
    made = fresh.copy()
    for i in range(1, len(made)):
        made[i] = null.memory * made[i - 1] + math.sqrt(1 - null.memory**2) * fresh[i]
    walk = np.cumsum(null.wander * rng.normal(size=(rounds, many)), axis=0)
    return made[30:] + walk


def trend(kind: str, rounds: int) -> np.ndarray:
    shape, _, size = kind.partition(" ")
    t = np.arange(rounds)
    shapes = {
        "flat": np.zeros(rounds),
        "line": -t / rounds,
        "exponential": np.exp(-4 * t / rounds),
        "power": (t + 1) ** -0.5,
    }
    return float(size or 0) * shapes[shape]


# ---- verdicts, many at once


class Said(NamedTuple):
    helped: np.ndarray
    hurt: np.ndarray
    estimate: np.ndarray
    low: np.ndarray
    high: np.ndarray


def judged(losses: np.ndarray, before: int = BEFORE, look: int | None = None) -> Said:
    """`verdict.before_after` of every column; the first three are compared with it."""
    step = before + TRIGGER
    after = verdict.LOOKS[look] if look else len(losses) - step
    at = np.concatenate([np.arange(before), np.arange(step, step + after)])
    held = interrupted.held_in(losses[at], [before])
    held = held - np.median(held, axis=0)
    unit = np.sqrt(np.mean(held**2, axis=0))
    effect = (at >= step).astype(float)[:, None]
    none = np.zeros((len(at), 0))
    parts = [
        interrupted.found(
            at.astype(float), effect, none, held[:, k : k + BATCH] / unit[k : k + BATCH], 1.0
        )[0]
        for k in range(0, losses.shape[1], BATCH)
    ]
    said = [_said(found, before, after, look) for found in parts]
    helped, hurt, *numbers = (np.concatenate(part) for part in zip(*said, strict=True))
    said = Said(helped, hurt, *(figures * unit for figures in numbers))
    for k in range(min(3, losses.shape[1])):
        one = verdict.before_after(losses[:, k], step, look=look)
        assert (one.word == verdict.HELPED) == said.helped[k]
        assert math.isclose(one.estimate, said.estimate[k], rel_tol=1e-6, abs_tol=1e-9)
    return said


def _said(found: interrupted.Found, before: int, after: int, look: int | None) -> Said:
    """In units of the held losses."""
    effect, limit = found.posterior, verdict.ERROR_LOOKING if look else verdict.ERROR
    estimate = effect.expected()
    large = np.abs(estimate) >= verdict.LEAST * effect.spread()
    fell, rose = (interrupted.chance(log, before, after) for log in (found.fell, found.rose))
    low, high = effect.quantile(0.1), effect.quantile(0.9)
    return Said((fell <= limit) & large, (rose <= limit) & large, estimate, low, high)


def oracle(memory: float, size: float, straight: bool = True) -> float:
    """The power of GLS at 5 % that knows the noise, and that the trend is a line."""
    step = BEFORE + TRIGGER
    at = np.concatenate([np.arange(BEFORE), np.arange(step, step + AFTER)]).astype(float)
    columns = [np.ones(len(at)), at, (at >= step).astype(float)]
    design = np.column_stack(columns if straight else [columns[0], columns[2]])
    gaps = np.abs(np.subtract.outer(at, at))
    covariance = np.where(gaps == 0, 1.0, memory**gaps)
    error = math.sqrt(np.linalg.inv(design.T @ np.linalg.solve(covariance, design))[-1, -1])
    return statistics.NormalDist().cdf(size / error - NORMAL_95)


# ---- lines


def at_most(name: str, hits: np.ndarray, limit: float, seen: float | None = None) -> Row:
    """Met if the share is at most the limit and three Monte-Carlo standard errors of it."""
    share, error = float(np.mean(hits)), _error(limit, len(hits))
    allowed = limit + 3 * error if seen is None else seen
    return Row(name, f"{share:.3f} (se {error:.3f})", f"at most {limit:.2f}", share <= allowed)


def at_least(name: str, hits: np.ndarray, limit: float) -> Row:
    share, error = float(np.mean(hits)), _error(limit, len(hits))
    figure = f"{share:.3f} (se {error:.3f})"
    return Row(name, figure, f"at least {limit:.2f}", share >= limit - 3 * error)


def _error(share: float, many: int) -> float:
    return math.sqrt(share * (1 - share) / max(many, 1))


def _trials(many: int) -> Iterator[Row]:
    rng = np.random.default_rng(1)
    kinds = [n for n in NULLS if "line 1" not in n.name and "line 5" not in n.name]
    for null in kinds:
        found = _tried(record(null, 30, many, rng), 0.0, rng)
        yield at_most(f"trial, 15 pairs, {null.name}: false helped", found, ERROR)
    for pairs, wanted in ((10, 0.65), (15, POWER), (20, 0.9)):
        for memory in MEMORIES:
            losses = record(Null("", "line 2", memory), 2 * pairs, many, rng)
            name = f"trial, {pairs} pairs, 1 sd, memory {memory}: power"
            yield at_least(name, _tried(losses, 1.0, rng), wanted)


def _tried(losses: np.ndarray, size: float, rng: np.random.Generator) -> np.ndarray:
    """Whether a coin-flip trial says helped, for each column of rounds."""
    first, second = losses[0::2].T, losses[1::2].T
    heads = rng.random(first.shape) < 0.5
    on, off = np.where(heads, first, second) - size, np.where(heads, second, first)
    words = [verdict.trial(a, b).word for a, b in zip(on, off, strict=True)]
    return np.array(words) == verdict.HELPED


def _unchanged(many: int) -> Iterator[Row]:
    """The worst and the middle of all nulls, for windows of several sizes."""
    for before, after in ((15, 15), (8, 8), (15, 5), (10, 20), (30, 15), (60, 30)):
        rng = np.random.default_rng(2)
        count = many // 2 if before + after <= 31 else many // 6
        made = {n.name: record(n, before + TRIGGER + after, count, rng) for n in NULLS}
        said = {name: judged(losses, before) for name, losses in made.items()}
        for word in ("helped", "hurt"):
            hits = {name: getattr(one, word) for name, one in said.items()}
            worst = max(hits, key=lambda name: float(np.mean(hits[name])))
            middle = float(np.median([np.mean(hit) for hit in hits.values()]))
            name = f"before/after {before}+{after}, false {word}, worst of {len(hits)} nulls ({worst}; middle {middle:.3f})"
            yield at_most(name, hits[worst], ERROR)


def _selected(many: int) -> Iterator[Row]:
    """Steps after a bad round, and three looks."""
    rng = np.random.default_rng(3)
    for memory in MEMORIES:
        losses = record(Null("", "flat", memory), 31, 8 * many, rng)
        losses = losses[:, losses[15] > 1.0]
        yield at_most(
            f"before/after, step after a round 1 sd bad, memory {memory}: false helped",
            judged(losses).helped,
            ERROR,
        )
    for null in (
        Null("flat", memory=0.5),
        Null("line 3 sd", "line 3", 0.5),
        Null("line 2 sd", "line 2"),
    ):
        losses = record(null, 31, many, rng)
        ever = np.any([judged(losses, look=look).helped for look in verdict.LOOKS], axis=0)
        name = f"before/after, three looks, {null.name}, memory {null.memory}: false helped"
        yield at_most(name, ever, ERROR)


def _powers(many: int) -> Iterator[Row]:
    for kind in ("flat", "line 2"):
        for memory in MEMORIES:
            for size in EFFECTS:
                rng = np.random.default_rng(4)
                losses = record(Null("", kind, memory), 31, many, rng)
                losses[16:] -= size
                share, most = float(np.mean(judged(losses).helped)), oracle(memory, size)
                error = _error(share, many) / most
                figure = f"{share:.3f} of {most:.3f} = {share / most:.2f} (se {error:.2f})"
                name = f"before/after 15+15, {size:g} sd, {kind}, memory {memory}: power of the oracle's"
                met = share / most >= OF_ORACLE - 3 * error
                yield Row(name, figure, f"at least {OF_ORACLE:.2f}", met)


def _estimates(many: int) -> Iterator[Row]:
    """Under a realistic mix of effects: half none, then -0.5, -1 and +0.5 sd."""
    rng = np.random.default_rng(5)
    effects = rng.choice([0.0, -0.5, -1.0, 0.5], many, p=[0.5, 0.25, 0.15, 0.1])
    losses = record(Null("", "line 1.4", 0.2), 31, many, rng)
    losses[16:] += effects
    said = judged(losses)
    raw = losses[16:].mean(axis=0) - losses[:15].mean(axis=0)
    ratio = math.sqrt(np.mean((said.estimate - effects) ** 2) / np.mean((raw - effects) ** 2))
    yield Row(
        "before/after: error of the estimate, of the raw difference's",
        f"{ratio:.2f}",
        "at most 0.55",
        ratio <= 0.55,
    )
    yield at_least(
        "before/after: effect was below 0 where helped was said", effects[said.helped] < 0, 0.75
    )
    held = (said.low <= effects) & (effects <= said.high)
    yield Row(
        "before/after: 80 % interval holds the effect (mix)",
        f"{held.mean():.3f}",
        "0.77 to 0.90",
        0.77 <= held.mean() <= 0.9,
    )


def _visible(many: int) -> Iterator[Row]:
    """The change of which "could have been seen" is said, put in: how often it is seen."""
    for before, after in ((15, 15), (30, 15), (8, 8)):
        for memory in (0.0, 0.5):
            rng = np.random.default_rng(9)
            losses = record(Null("", "flat", memory), before + TRIGGER + after, many, rng)
            step = before + TRIGGER
            some = losses[:, : min(many, 150)].T
            said = np.median([verdict.before_after(one, step).smallest_visible for one in some])
            losses[step:] -= said
            hits = judged(losses, before).helped
            share, error = float(hits.mean()), _error(POWER, many)
            name = f"before/after {before}+{after}, memory {memory}: smallest visible is seen"
            met = abs(share - POWER) <= 0.05 + 3 * error
            yield Row(name, f"{share:.3f} (se {error:.3f})", "0.75 to 0.85", met)


# ---- real records


def _real(data: str | None, every: int) -> Iterator[Row]:
    if data is None:
        yield Row("verdicts on real typing", "no data folder", "", None)
        return
    records = list(_typing(Path(data)))
    rng = np.random.default_rng(6)
    for before, after in ((15, 15), (30, 15), (60, 30), (8, 8)):
        windows = _windows(records, before + TRIGGER + after, 3 * every)
        said = judged(windows, before)
        for word in ("helped", "hurt"):
            yield at_most(
                f"real placebo steps {before}+{after}: false {word}", getattr(said, word), PLACEBO
            )
    early = np.column_stack([one[k : k + 31] for one in records for k in range(30)])
    yield at_most(
        "real placebo steps in the first 60 rounds: false helped", judged(early).helped, ERROR
    )
    windows = _windows(records, 31, 3 * every)
    spread = np.std(np.diff(windows, axis=0), axis=0) / math.sqrt(2)
    for size in EFFECTS:
        injected = windows.copy()
        injected[16:] -= size * spread
        share, most = float(np.mean(judged(injected).helped)), oracle(0.0, size)
        figure = f"{share:.3f} of {most:.3f} = {share / most:.2f}"
        yield Row(
            f"real, {size:g} sd put in: power of the oracle's",
            figure,
            "at least 0.75",
            share / most >= OF_ORACLE,
        )
    pairs = _windows(records, 30, 3 * every)
    yield at_most("real placebo trials, 15 pairs: false helped", _tried(pairs, 0.0, rng), ERROR)
    local = np.std(np.diff(pairs, axis=0), axis=0) / math.sqrt(2)
    yield at_least("real trials, 1 local sd put in: power", _tried(pairs / local, 1.0, rng), POWER)


def _windows(records: list[np.ndarray], rounds: int, every: int) -> np.ndarray:
    starts = [(one, k) for one in records for k in range(0, len(one) - rounds + 1, every)]
    return np.column_stack([one[k : k + rounds] for one, k in starts])


def _typing(folder: Path) -> Iterator[np.ndarray]:
    """Minutes per 60 words, one series for each kind of test with 100 rounds or more."""
    with (folder / "typing_races.csv").open(newline="") as lines:
        yield 60 / np.array([float(row["WPM"]) for row in csv.DictReader(lines)])
    kinds: dict[tuple[str, ...], list[float]] = {}
    with (folder / "typing_tests.csv").open(newline="") as lines:
        for row in sorted(csv.DictReader(lines), key=lambda row: row["Timestamp"]):
            kind = tuple(row[x] for x in ("Mode", "Mode2", "Language", "Punctuation", "Numbers"))
            kinds.setdefault(kind, []).append(60 / float(row["Wpm"]))
    yield from (np.array(one) for one in kinds.values() if len(one) >= 100)


# ---- speed


def _fast() -> Iterator[Row]:
    """Judged by the processor's time: the clock's depends on what else the machine does."""
    losses = np.random.default_rng(7).normal(size=31)
    on, off = losses[:15], losses[16:]
    interrupted._noises.cache_clear()
    interrupted._table.cache_clear()
    student.point.cache_clear()
    yield _took("before/after 15+15, first time", 1, 20, lambda: verdict.before_after(losses, 16))
    yield _took("before/after 15+15, again", 50, 3, lambda: verdict.before_after(losses, 16))
    yield _took("trial, 15 pairs", 50, 5, lambda: verdict.trial(on, off))


def _took(name: str, times: int, limit: float, work: Callable[[], object]) -> Row:
    clock, processor = time.perf_counter(), time.process_time()
    for _ in range(times):
        work()
    worked = 1000 * (time.process_time() - processor) / times
    waited = 1000 * (time.perf_counter() - clock) / times
    figure = f"{worked:.2f} ms of the processor ({waited:.2f} by the clock)"
    return Row(name, figure, f"at most {limit} ms", worked <= limit)


if __name__ == "__main__":
    alone(__doc__, rows)
