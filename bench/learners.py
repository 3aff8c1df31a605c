"""Losses of learners that never were: six families, and what a person's record adds to them.

The method's settings were chosen on seeds 1 and 2; the ones here were first looked at afterwards.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Curve = Callable[[np.random.Generator, Floats], Floats]
ROUNDS = 100
NOISE = (0.08, 0.15, 0.25)  # standard deviations of ln loss


class Record(NamedTuple):
    """Losses with what is known of their rounds."""

    losses: Floats
    bounded: bool = False
    days: Floats | None = None
    levels: list[str] | None = None


def power(r: np.random.Generator, i: Floats) -> Floats:
    return (i + 1 + r.choice([0, 5, 20])) ** -r.uniform(0.1, 0.45)


def exponential(r: np.random.Generator, i: Floats) -> Floats:
    return r.uniform(0.3, 0.7) + np.exp(-i / r.uniform(8, 40))


def steps(r: np.random.Generator, i: Floats) -> Floats:
    curve = np.ones_like(i)
    for _ in range(r.integers(1, 5)):
        curve[r.integers(5, len(i)) :] *= np.exp(-r.uniform(0.1, 0.5))
    return curve


def flat(_: np.random.Generator, i: Floats) -> Floats:
    return np.ones_like(i)


def walk(r: np.random.Generator, i: Floats) -> Floats:
    return np.exp(np.cumsum(r.normal(0, 0.12, len(i))))


def linear(r: np.random.Generator, i: Floats) -> Floats:
    return 1 - r.uniform(0.2, 0.6) * i / len(i)


FAMILIES: dict[str, Curve] = {
    "power law": power,
    "exponential": exponential,
    "steps": steps,
    "flat": flat,
    "random walk": walk,
    "linear": linear,
}


def family(name: str, count: int, seed: int = 101) -> list[Record]:
    """Seconds of so many learners; a random walk is seen without noise."""
    return [_seconds(name, [seed, list(FAMILIES).index(name), k], k) for k in range(count)]


def _seconds(name: str, seed: list[int], k: int) -> Record:
    r = np.random.default_rng(seed)
    scale = np.exp(r.normal(3.5, 0.5))
    curve = FAMILIES[name](r, np.arange(float(ROUNDS)))
    noise = 0.0 if name == "random walk" else NOISE[k % len(NOISE)]
    return Record(scale * curve * np.exp(noise * r.standard_normal(ROUNDS)))


def mistakes(r: np.random.Generator, course: Floats) -> Record:
    """Counts, zeros among them."""
    return Record(r.poisson(r.choice([1.5, 4.0, 12.0]) * course).astype(float))


def heavy_tailed(r: np.random.Generator, course: Floats) -> Record:
    return Record(30 * course * np.exp(0.1 * r.standard_t(3, len(course))))


def skewed(r: np.random.Generator, course: Floats) -> Record:
    """Good rounds are alike, bad ones are not."""
    return Record(30 * course * (0.85 + r.gamma(1.2, 0.15, len(course))))


def self_rated(r: np.random.Generator, course: Floats) -> Record:
    """A gap of 0 to 10 in whole points: many ties."""
    gap = r.uniform(0.2, 0.7) * course + 0.12 * r.standard_normal(len(course))
    return Record(np.round(np.clip(gap, 0, 1) * 10) / 10, bounded=True)


def wrong_of_ten(r: np.random.Generator, course: Floats) -> Record:
    share = np.clip(r.uniform(0.2, 0.7) * course, 0.01, 0.95)
    return Record(r.binomial(10, share) / 10, bounded=True)


def nearly_perfect(r: np.random.Generator, course: Floats) -> Record:
    share = np.clip(r.uniform(0.03, 0.12) * course, 0.001, 0.95)
    return Record(r.binomial(10, share) / 10, bounded=True)


def in_sittings(r: np.random.Generator, course: Floats) -> Record:
    """Several rounds a day; days differ."""
    day = np.cumsum(r.random(len(course)) < 0.15)
    of_day = r.normal(0, 0.1, day.max() + 1)[day]
    losses = 30 * course * np.exp(of_day + 0.12 * r.standard_normal(len(course)))
    return Record(losses, days=day.astype(float))


def in_modes(r: np.random.Generator, course: Floats) -> Record:
    """Three named levels, in no order."""
    level = r.integers(0, 3, len(course))
    easier = np.exp(r.normal(0, 0.3, 3))[level]
    losses = 30 * course * easier * np.exp(0.12 * r.standard_normal(len(course)))
    return Record(losses, levels=[f"mode {n}" for n in level])


PEOPLE = {
    "mistakes, counted": mistakes,
    "heavy tails": heavy_tailed,
    "skewed": skewed,
    "self-rated, 0 to 10": self_rated,
    "wrong of ten": wrong_of_ten,
    "nearly perfect": nearly_perfect,
    "several rounds a day": in_sittings,
    "three modes": in_modes,
}


def people(name: str, count: int, seed: int = 102) -> list[Record]:
    """Records of so many learners with a course of their own: a power law that wanders."""
    records = []
    for k in range(count):
        r = np.random.default_rng([seed, list(PEOPLE).index(name), k])
        i = np.arange(float(ROUNDS))
        fall = (1 + i / r.uniform(1, 20)) ** -r.uniform(0, 0.4)
        wandering = np.exp(np.cumsum(r.normal(0, r.choice([0, 0.02, 0.05]), ROUNDS)))
        records.append(PEOPLE[name](r, fall * wandering))
    return records
