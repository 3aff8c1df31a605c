"""How good the chance of today and the marks of a plan are: python bench/habits.py [--short] [--data FOLDER].

Every day's chance is made from the days before it alone and compared with simple rules by log-loss;
each log counts the same and the standard error is between logs.
"""

import time

import numpy as np
import practice_logs
from insight import Row, alone
from practice_logs import Floats

from selfgrad.insight import chance, habit

FIRST = 60  # days before the first chance
REFIT = 28  # days from one refit to the next; the program refits each day
DAYS = 1000
DECILES = 10


def rows(short: bool, data: str | None) -> list[Row]:
    """All lines; the short form makes a fifth of the logs."""
    logs = list(practice_logs.generated(40 if short else 200, DAYS, seed=21))
    real = [log for log in practice_logs.time_log(data).values() if len(log) > 1.5 * FIRST]
    nothing = [Row("chance of today, time log", "not there", "", None)]
    return [
        *_chances("generated", logs),
        *(_chances("time log", real) if real else nothing),
        *(_marks(memory, 100 if short else 600) for memory in (0.0, 0.5, 0.8)),
        _speed(),
    ]


def _chances(name: str, logs: list[Floats]) -> list[Row]:
    """Log-loss against the share of the last 30 days and Loop's moving mean, and calibration."""
    forecasts = [_forecast((log > 0).astype(float)) for log in logs if np.mean(log > 0) > 0.02]
    losses = np.array([[_log_loss(rule, one[0]) for rule in one[1:]] for one in forecasts])
    made = []
    for at, rule in ((1, "share of the last 30 days"), (2, "moving mean of 13 days")):
        gain = losses[:, 0] / losses[:, at]
        figure = f"{losses[:, 0].mean():.4f} against {losses[:, at].mean():.4f}, "
        ratio = losses[:, 0].mean() / losses[:, at].mean()
        figure += f"ratio {ratio:.3f} ± {np.std(gain, ddof=1) / np.sqrt(len(gain)):.3f}, "
        figure += f"better for {np.mean(gain < 1):.0%} of {len(gain)} logs"
        made.append(Row(f"chance of today, {name}: log-loss, {rule}", figure, "< 1", ratio < 1))
    return [*made, _calibrated(name, forecasts)]


def _forecast(happened: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """What happened from day FIRST on, our chances, and those of two rules."""
    days = np.arange(len(happened))
    known = chance.traits(happened, days, len(days))
    ours = chance._probability(known[:-1], chance._POOLED)
    for start in range(chance.OWN_AFTER, len(days), REFIT):
        fitted = chance.refitted(known[:start], happened[:start])
        ours[start : start + REFIT] = chance._probability(known[start:-1][:REFIT], fitted)
    total = np.concatenate(([0.0], np.cumsum(happened)))
    first = np.maximum(days - 30, 0)
    recent = (total[days] - total[first] + 0.5) / (days - first + 1)
    strength = np.concatenate(([0.5], habit.consistency(happened, 1)[:-1]))
    return happened[FIRST:], ours[FIRST:], recent[FIRST:], strength[FIRST:]


def _log_loss(chances: Floats, happened: Floats) -> float:
    kept = np.clip(chances, 0.005, 0.995)
    return float(-np.mean(happened * np.log(kept) + (1 - happened) * np.log(1 - kept)))


def _calibrated(name: str, forecasts: list[tuple[Floats, Floats, Floats, Floats]]) -> Row:
    """The largest distance of chance and share over deciles; its error is of independent days."""
    happened = np.concatenate([one[0] for one in forecasts])
    chances = np.concatenate([one[1] for one in forecasts])
    tenths = np.array_split(np.argsort(chances), DECILES)
    apart = np.array([chances[tenth].mean() - happened[tenth].mean() for tenth in tenths])
    errors = np.array(
        [np.sqrt(chances[t].mean() * (1 - chances[t].mean()) / len(t)) for t in tenths]
    )
    said = ", ".join(
        f"{chances[tenth].mean():.3f}/{happened[tenth].mean():.3f}" for tenth in tenths
    )
    met = bool(np.all(np.abs(apart) <= 0.02 + 3 * errors))
    figure = f"{said}; largest {np.abs(apart).max():.3f} ± {errors.max():.3f}"
    return Row(f"chance of today, {name}: chance/share by tenths", figure, "0.02 apart", met)


def _marks(memory: float, records: int) -> Row:
    """How often the 80 % interval of a mark that says nothing holds 0, in days that hang together."""
    random = np.random.default_rng(4)
    held = []
    for _ in range(records):
        done, mark = (_remembering(random, 120, memory) for _ in range(2))
        found = habit.mechanisms(done, {"mark": mark})
        held += [one.low <= 0 <= one.high for one in found]
    mean, error = np.mean(held), 0.4 / np.sqrt(len(held))
    name = f"a mark that says nothing, neighbours alike {memory:.1f}: interval holds 0"
    inside = bool(0.75 - 3 * error <= mean <= 0.85 + 3 * error)
    return Row(name, f"{mean:.3f} ± {error:.3f}", "0.75 to 0.85", inside)


def _remembering(random: np.random.Generator, days: int, memory: float) -> Floats:
    """Zeros and ones with this autocorrelation of neighbours, half of each."""
    same = random.random(days) < (1 + memory) / 2
    flips = np.where(same, 0, 1)
    flips[0] = random.integers(0, 2)
    return np.asarray(np.cumsum(flips) % 2, dtype=float)


def _speed() -> Row:
    """Everything over ten years of days."""
    days = practice_logs.generated(1, 3650, seed=1)[0]
    plan, mark = np.ones(3650), np.random.default_rng(0).random(3650) < 0.5
    start = time.process_time()
    habit.today(days)
    habit.consistency(days > 0, 1)
    habit.forgiving(days, plan, 0 * plan)
    habit.mechanisms(days, {"mark": mark})
    spent = 1000 * (time.process_time() - start)
    return Row("habit over ten years of days", f"{spent:.1f} ms", "<= 20 ms", spent <= 20)


if __name__ == "__main__":
    alone(__doc__, rows)
