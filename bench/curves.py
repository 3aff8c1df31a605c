"""How well the next round's loss is forecast: python bench/curves.py [--short] [--data FOLDER].

Six families of learners, eight kinds of simulated records, and the typing of two people where
FOLDER has it (the settings were chosen with that typing in sight). Figures are geometric means over records of the mean absolute error, as a share of a
baseline's; after ± is the standard error between records.
"""

import time
from typing import NamedTuple

import baselines
import learners
import numpy as np
import typing_records
from insight import Row, alone
from learners import Record

from selfgrad.insight import curve

EARLY, LATE = slice(5, 20), slice(20, None)  # rounds 6 to 20, and from 21
LEAST = 10  # rounds of a part, for it to count


class Share(NamedTuple):
    """A geometric mean and its standard error."""

    mean: float
    error: float

    @classmethod
    def of(cls, logs: list[float]) -> "Share":
        if len(logs) < 2:
            return cls(float(np.exp(np.mean(logs))), float("nan"))
        mean = float(np.exp(np.mean(logs)))
        return cls(mean, mean * float(np.std(logs, ddof=1)) / len(logs) ** 0.5)

    def __str__(self) -> str:
        return f"{self.mean:.3f} ± {self.error:.3f}"


class Scored(NamedTuple):
    """Of the records of one kind: shares of the baselines' errors, and how often ranges held."""

    early: Share  # of the mean of 5's
    late: Share
    late_last: Share
    best: str  # the baseline that is hardest to beat late
    late_best: Share
    held_early: tuple[float, float]
    held_late: tuple[float, float]


def rows(short: bool, data: str | None) -> list[Row]:
    """All lines; the short form makes a quarter of the learners."""
    count = 20 if short else 90
    families = {name: scored(learners.family(name, count)) for name in learners.FAMILIES}
    people = {name: scored(learners.people(name, count // 2)) for name in learners.PEOPLE}
    typing = {name: scored(records) for name, records in typing_records.found(data).items()}
    return [
        *_targets("six families", families),
        *(row for name, each in families.items() for row in _kind(name, each)),
        *_targets("simulated records", people),
        *(row for name, each in people.items() for row in _kind(name, each)),
        *(_targets("typing", typing) if typing else [_no_typing()]),
        *(row for name, each in typing.items() for row in _kind(name, each)),
        *_speed(),
    ]


def scored(records: list[Record]) -> Scored:
    """Follows every record once."""
    early, held = [], ([], [])
    late: dict[str, list[float]] = {name: [] for name in baselines.ALL}
    for record in records:
        x = record.losses
        found = curve.one_step(x, days=record.days, levels=record.levels, bounded=record.bounded)
        inside = (x >= found.low) & (x <= found.high)
        held[0].append(np.mean(inside[EARLY]))
        error = np.abs(found.median - x)
        others = {name: np.abs(of(x) - x) for name, of in baselines.ALL.items()}
        early.append(_log_share(error[EARLY], others["mean of 5"][EARLY]))
        if len(x) - LATE.start >= LEAST:
            held[1].append(np.mean(inside[LATE]))
            for name, other in others.items():
                late[name].append(_log_share(error[LATE], other[LATE]))
    shares = {name: Share.of(logs) for name, logs in late.items()}
    best = max(shares, key=lambda name: shares[name].mean)
    return Scored(Share.of(early), shares["mean of 5"], shares["last"], best, shares[best], *map(_mean, held))  # fmt: skip


def _log_share(error: baselines.Floats, other: baselines.Floats) -> float:
    """A tiny error on both sides: a baseline that never erred would make the share infinite."""
    return float(np.log(np.mean(error) + 1e-12) - np.log(np.mean(other) + 1e-12))


def _mean(each: list[float]) -> tuple[float, float]:
    return float(np.mean(each)), float(np.std(each, ddof=1) / len(each) ** 0.5)


def _targets(of: str, kinds: dict[str, Scored]) -> list[Row]:
    """What holds over all kinds together."""
    early = _over([each.early for each in kinds.values()])
    late = _over([each.late for each in kinds.values()])
    steady = [each.late_last for name, each in kinds.items() if name != "random walk"]
    return [
        _at_most(f"{of}: rounds 6 to 20, of the mean of 5", early, 0.92),
        _at_most(f"{of}: from round 21, of the mean of 5", late, 0.97),
        _at_most(f"{of}: from round 21, of the last value", _over(steady), 0.90),
    ]


def _over(shares: list[Share]) -> Share:
    mean = float(np.exp(np.mean([np.log(share.mean) for share in shares])))
    relative = [share.error / share.mean for share in shares]
    return Share(mean, mean * float(np.sqrt(np.sum(np.square(relative)))) / len(shares))


def _kind(name: str, each: Scored) -> list[Row]:
    return [
        Row(
            f"  {name}: early, late, of last",
            f"{each.early}, {each.late}, {each.late_last}",
            "",
            None,
        ),
        _at_most(f"  {name}: of the best baseline ({each.best})", each.late_best, 1.02),
        _within(f"  {name}: ranges that held, rounds 6 to 20", each.held_early, 0.78, 0.90),
        _within(f"  {name}: ranges that held, from round 21", each.held_late, 0.77, 0.83),
    ]


def _at_most(name: str, share: Share, target: float) -> Row:
    met = share.mean <= target + 3 * share.error
    luck = ", over it by less than three errors" if met and share.mean > target else ""
    return Row(name, str(share) + luck, f"<= {target}", met)


def _within(name: str, held: tuple[float, float], low: float, high: float) -> Row:
    mean, error = held
    inside = low - 3 * error <= mean <= high + 3 * error
    return Row(name, f"{mean:.3f} ± {error:.3f}", f"{low} to {high}", inside)


def _no_typing() -> Row:
    return Row("typing", "no folder with typing_races.csv and typing_tests.csv", "", None)


def _speed() -> list[Row]:
    losses = learners.family("power law", 1)[0].losses
    long, ten = np.tile(losses, 200), losses[:10]
    state = curve.run(curve.begin(bounded=False), losses)[0]
    return [
        _took("20,000 rounds", lambda: curve.one_step(long, bounded=False), 1, 1000),
        _took("10 rounds", lambda: curve.one_step(ten, bounded=False), 100, 2),
        _took("one more round, from bytes to bytes", lambda: _one_more(curve.pack(state)), 100, 1),
    ]


def _one_more(packed: bytes) -> bytes:
    return curve.pack(curve.take(curve.unpack(packed), 30.0))


def _took(name, deed, times: int, target: float) -> Row:
    start = time.process_time()
    for _ in range(times):
        deed()
    spent = 1000 * (time.process_time() - start) / times
    return Row(name, f"{spent:.2f} ms", f"<= {target} ms", spent <= target)


if __name__ == "__main__":
    alone(__doc__, rows)
