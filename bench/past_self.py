"""How often the comparison with the past self is right: python bench/past_self.py [--short] [--data FOLDER].

Records are made with a known change, so that it can be counted how often the 80 % interval holds
it, and how often "better" is said where nothing changed. Also calibration, credit, re-rating.
"""

import csv
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from insight import Row, alone

from selfgrad.insight import calibration, credit, past, rerating

ROUNDS = 60
WINDOWS = (5, 10, 20)
MEMORIES = (0.0, 0.3, 0.5)


def rows(short: bool, data: str | None) -> list[Row]:
    """All lines; the short form makes a tenth of the records."""
    records = 150 if short else 1500
    made = [
        *(row for memory in MEMORIES for row in _unchanged(memory, records)),
        *(_improved(memory, records) for memory in MEMORIES),
        *(_covered(kind, records // 3) for kind in ("exponential curve", "step", "heavy tails")),
        _mistyped(records // 3),
        _fast(),
        *(_calibrated(memory, records) for memory in (0.0, 0.3)),
        *_drifted(10 * records),
        _charged(records),
    ]
    return [*made, *_real(data, 6 if short else 1)]


def noise(rng: np.random.Generator, memory: float, n: int = ROUNDS) -> np.ndarray:
    """AR(1) noise of variance 1."""
    fresh = rng.normal(size=n) * np.r_[1, np.full(n - 1, np.sqrt(1 - memory**2))]
    for i in range(1, n):
        fresh[i] += memory * fresh[i - 1]
    return fresh


def share(hits: Iterable[bool]) -> tuple[float, float]:
    """A share and its Monte-Carlo standard error."""
    found = np.array(list(hits), dtype=float)
    mean = float(found.mean())
    return mean, max(float(np.sqrt(mean * (1 - mean) / len(found))), 0.5 / len(found))


def said(found: tuple[float, float]) -> str:
    return f"{found[0]:.3f} ± {found[1]:.3f}"


def within(found: tuple[float, float], low: float, high: float) -> bool:
    """Inside the band, give or take three standard errors."""
    return low - 3 * found[1] <= found[0] <= high + 3 * found[1]


def _compared(losses: np.ndarray, window: int) -> past.Comparison:
    return past.compare(losses, slice(-window, None), slice(0, window))


def _unchanged(memory: float, records: int) -> list[Row]:
    rng = np.random.default_rng(1)
    seen = {window: list[past.Comparison]() for window in WINDOWS}
    for _ in range(records):
        losses = noise(rng, memory)
        for window, found in seen.items():
            found.append(_compared(losses, window))
    covered = [share(c.low <= 0 <= c.high for c in found) for found in seen.values()]
    better = [share(c.word == past.BETTER for c in found) for found in seen.values()]
    name = f"past self, autocorrelation {memory}, windows 5/10/20"
    return [
        Row(
            f"{name}: 80 % interval holds the change",
            ", ".join(map(said, covered)),
            "0.75 to 0.85",
            all(within(one, 0.75, 0.85) for one in covered),
        ),
        Row(
            f'{name}: "better" on no change',
            ", ".join(map(said, better)),
            "at most 0.11",
            all(within(one, 0, 0.11) for one in better),
        ),
    ]


def _improved(memory: float, records: int) -> Row:
    """A straight fall that makes the later window's mean 2 sd lower."""
    rng = np.random.default_rng(2)
    found = []
    for window in WINDOWS:
        fall = -2 * np.arange(ROUNDS) / (ROUNDS - window)
        hits = (_compared(noise(rng, memory) + fall, window).word for _ in range(records))
        found.append(share(word == past.BETTER for word in hits))
    return Row(
        f'past self, autocorrelation {memory}, windows 5/10/20: "better" at -2 sd',
        ", ".join(map(said, found)),
        "at least 0.80",
        all(within(one, 0.8, 1) for one in found),
    )


def _covered(kind: str, records: int) -> Row:
    """Truths that no parabola is."""
    rng = np.random.default_rng(3)
    at = np.arange(ROUNDS)
    truth = {
        "exponential curve": 3 * np.exp(-at / 12),
        "step": np.where(at < 30, 1.5, 0),
        "heavy tails": np.zeros(ROUNDS),
    }[kind]
    change = float(truth[-10:].mean() - truth[:10].mean())
    hits = []
    for _ in range(records):
        fresh = noise(rng, 0.3)
        if kind == "heavy tails":
            fresh = rng.standard_t(3, size=ROUNDS) / np.sqrt(3)
        found = _compared(truth + fresh, 10)
        hits.append(found.low <= change <= found.high)
    one = share(hits)
    return Row(
        f"past self, {kind}, windows 10: 80 % interval",
        said(one),
        "0.75 to 0.90",
        within(one, 0.75, 0.9),
    )


def _mistyped(records: int) -> Row:
    """One loss of ten rounds is typed as 9,999,990; the truth fell by 2 sd."""
    rng = np.random.default_rng(4)
    fall = -2 * np.arange(ROUNDS) / (ROUNDS - 10)
    words = []
    for _ in range(records):
        losses = noise(rng, 0.0) + fall + 10
        losses[-1 - rng.integers(10)] = 9_999_990
        words.append(_compared(losses, 10).word)
    one = share(word == past.BETTER for word in words)
    return Row(
        'past self, a typo of 9,999,990 now: "better" at -2 sd',
        said(one),
        "at least 0.80",
        within(one, 0.8, 1),
    )


def _fast() -> Row:
    losses = np.random.default_rng(5).normal(size=20_000)
    took = []
    for _ in range(5):
        start = time.perf_counter()
        past.compare(losses, slice(-20, None), slice(0, 20))
        took.append(1000 * (time.perf_counter() - start))
    return Row(
        "past self, 20,000 rounds",
        f"{np.median(took):.1f} ms",
        "at most 150 ms",
        np.median(took) <= 150,
    )


def _calibrated(memory: float, records: int) -> Row:
    """Nothing is wrong with these expectations; how often is it said?"""
    rng = np.random.default_rng(6)
    wrong, covered = [], []
    for _ in range(records):
        expected = rng.uniform(0.2, 0.8, 40)
        found = calibration.summary(expected, expected + 0.1 * noise(rng, memory, 40))
        wrong.append(found.word in (calibration.OVER, calibration.UNDER))
        covered.append(found.low <= 0 <= found.high)
    one, held = share(wrong), share(covered)
    return Row(
        f"calibration, 40 rounds, autocorrelation {memory}: 80 % interval; wrongly over or under",
        f"{said(held)}; {said(one)}",
        "0.75 to 0.85; at most 0.11",
        within(held, 0.75, 0.85) and within(one, 0, 0.11),
    )


def _drifted(records: int) -> list[Row]:
    rng = np.random.default_rng(7)
    moved = rng.normal(size=(records, 12))
    still, gone = (
        share(rerating.drift(np.zeros(12), one).established for one in moved + drift)
        for drift in (0, 0.8)
    )
    return [
        Row(
            "re-rating, drift of 0.8 sd, 12 pairs: established",
            said(gone),
            "at least 0.80",
            within(gone, 0.8, 1),
        ),
        Row("re-rating, no drift: established", said(still), "at most 0.10", within(still, 0, 0.1)),
    ]


def _charged(records: int) -> Row:
    """40 rounds with one to three mistakes over four parameters; does the interval hold the long run's share?"""
    rng = np.random.default_rng(8)
    names, odds = np.array(["a", "b", "c", "d"]), np.array([0.45, 0.3, 0.15, 0.1])
    hits = []
    for _ in range(records):
        rounds = np.repeat(np.arange(40), rng.integers(1, 4, 40))
        losses = rng.uniform(0.1, 0.7, 40)[rounds]
        parameters = list(rng.choice(names, len(rounds), p=odds))
        found = credit.shares(parameters, losses, 40.0 - rounds, rounds=rounds, half_life=30)
        hits += [s.low <= odds[list(names).index(s.parameter)] <= s.high for s in found]
    one = share(hits)
    return Row(
        "credit, 40 rounds: 80 % interval holds the share",
        said(one),
        "0.75 to 0.92",
        within(one, 0.75, 0.92),
    )


def _real(data: str | None, every: int) -> list[Row]:
    """Every other round against those between them, along a real record: nothing can have changed."""
    name = "past self, real typing, interleaved windows of 10: 80 % interval holds 0"
    file = Path(data or "") / "typing_races.csv"
    if data is None or not file.exists():
        return [Row(name, "no data folder", "0.75 to 0.85", None)]
    speeds = _speeds(file)
    hits = []
    for stop in range(40, len(speeds), 20 * every):
        found = past.compare(60 / speeds[:stop], slice(-20, None, 2), slice(-19, None, 2))
        hits.append(found.low <= 0 <= found.high)
    one = share(hits)
    return [Row(name, said(one), "0.75 to 0.85", within(one, 0.75, 0.85))]


def _speeds(file: Path) -> np.ndarray:
    with file.open(newline="") as lines:
        return np.array([float(row["WPM"]) for row in csv.DictReader(lines)])


if __name__ == "__main__":
    alone(__doc__, rows)
