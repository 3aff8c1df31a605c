"""How often the proposed level is at the edge: python bench/edges.py [--short].

A learner is made whose ability is known: it grows by 0.03 a round, drifts, and has moods that
last (AR 0.6); a round succeeds with probability logistic(1.7 (ability - level)). Counted is how
often that true success lies in 0.70 to 0.92 after the tenth round, from starts up to 1.5 off.
"""

from typing import NamedTuple

import numpy as np
from insight import Row, alone
from past_self import said

from selfgrad.insight import edge

ROUNDS = 100
STEEP = 1.7
NAMES = ("easy", "plain", "mid", "hard", "very hard")


class Learner(NamedTuple):
    """In units of level; `noise` is that of a continuous loss."""

    growth: float = 0.03
    drift: float = 0.05
    mood: float = 0.2
    noise: float = 0.1


def rows(short: bool, data: str | None) -> list[Row]:
    """All lines; nothing here reads `data`."""
    del data
    learners = 40 if short else 300
    made = [_in_band("continuous loss", Learner(), False, learners, 0.8)]
    made.append(_in_band("pass or fail", Learner(), True, learners, 0.6))
    made.append(_in_band("pass or fail, growing slowly", Learner(growth=0.01), True, learners, 0.6))
    if not short:
        made.append(
            _in_band("continuous, noisier", Learner(noise=0.15, drift=0.1), False, learners, None)
        )
        made.append(
            _in_band("pass or fail, growing fast", Learner(growth=0.05), True, learners, None)
        )
    made.append(_fixed(learners))
    made += [_overwhelmed(False, learners), _overwhelmed(True, learners), _named(learners)]
    return made


def practise(
    learner: Learner,
    seed: int,
    *,
    pass_fail: bool,
    start: float,
    fixed: bool = False,
    rounds: int = ROUNDS,
) -> tuple[np.ndarray, np.ndarray]:
    """True success and loss of each round; the first level is `start` above the one to aim at."""
    rng = np.random.default_rng(seed)
    ability, mood = 0.0, 0.0
    levels, losses, truth = list[float](), list[float](), list[float]()
    level = start - 0.815
    for _ in range(rounds):
        mood = 0.6 * mood + rng.normal(0, 0.8 * learner.mood)
        success = 1 / (1 + np.exp(-STEEP * (ability + mood - level)))
        loss = (
            float(rng.random() > success)
            if pass_fail
            else success_loss(rng, success, learner.noise)
        )
        levels.append(level)
        losses.append(loss)
        truth.append(success)
        if not fixed:
            passed = [one < 0.5 for one in losses] if pass_fail else None
            level = float(edge.next_level(levels, losses, passed=passed).level or 0)
        ability += rng.normal(learner.growth, learner.drift)
    return np.array(truth), np.array(losses)


def success_loss(rng: np.random.Generator, success: float, noise: float) -> float:
    return float(np.clip(1 - success + rng.normal(0, noise), 0, 1))


def _starts(learners: int) -> np.ndarray:
    return np.linspace(-1.5, 1.5, learners)


def _clustered(shares: list[float]) -> tuple[float, float]:
    """Rounds of one learner resemble each other: the error is that between learners."""
    return float(np.mean(shares)), float(np.std(shares, ddof=1) / np.sqrt(len(shares)))


def _in_band(
    name: str, learner: Learner, pass_fail: bool, learners: int, target: float | None
) -> Row:
    shares = []
    for seed, start in enumerate(_starts(learners)):
        truth = practise(learner, seed, pass_fail=pass_fail, start=float(start))[0][10:]
        shares.append(float(((truth >= 0.7) & (truth <= 0.92)).mean()))
    found = _clustered(shares)
    met = None if target is None else found[0] + 3 * found[1] >= target
    wanted = "" if target is None else f"at least {target:.2f}"
    return Row(f"edge, {name}: success in the band", said(found), wanted, met)


def _fixed(learners: int) -> Row:
    shares = []
    for seed, start in enumerate(_starts(learners)):
        truth = practise(Learner(), seed, pass_fail=False, start=float(start), fixed=True)[0][10:]
        shares.append(float(((truth >= 0.7) & (truth <= 0.92)).mean()))
    return Row("edge, the level left as it is (for comparison)", said(_clustered(shares)), "", None)


def _overwhelmed(pass_fail: bool, learners: int) -> Row:
    """Starts 2 to 4 levels too high: is the round after three bad ones one that mostly succeeds?"""
    safe = []
    for seed in range(5 * learners):
        start = 2 + 2 * (seed % 5) / 4
        truth, losses = practise(Learner(), seed, pass_fail=pass_fail, start=start, rounds=12)
        ends = [i for i in range(3, 12) if (losses[i - 3 : i] >= 0.8).all()]
        safe += [float(truth[i] >= 0.6) for i in ends]
    kind = "pass or fail" if pass_fail else "continuous loss"
    mean = float(np.mean(safe))
    found = mean, max(np.sqrt(mean * (1 - mean) / len(safe)), 0.5 / len(safe))
    met = found[0] + 3 * found[1] >= 0.95
    return Row(
        f"edge, after three rounds of loss 0.8 and more ({kind}): success 0.6",
        said(found),
        "at least 0.95",
        met,
    )


def _named(learners: int) -> Row:
    """Five named levels one unit apart: how often is the best one, or a neighbour as good, proposed?"""
    shares = []
    for seed in range(learners):
        rng = np.random.default_rng(seed)
        ability, name, names, losses, good = 0.0, "mid", list[str](), list[float](), []
        for _ in range(ROUNDS):
            success = 1 / (1 + np.exp(-STEEP * (ability + 0.8 - np.arange(5))))
            chosen = NAMES.index(name)
            good.append(abs(success[chosen] - 0.8) <= np.abs(success - 0.8).min() + 0.1)
            names.append(name)
            losses.append(success_loss(rng, success[chosen], 0.1))
            name = str(edge.next_level(names, losses, available=NAMES).level)
            ability += rng.normal(0.03, 0.05)
        shares.append(float(np.mean(good[10:])))
    return Row(
        "edge, five named levels: the best, or within 0.1 of it", said(_clustered(shares)), "", None
    )


if __name__ == "__main__":
    alone(__doc__, rows)
