"""What a loss does over a year of practice: it falls, with noise, levels and setbacks."""

from __future__ import annotations

import math
import random
from collections import Counter
from typing import NamedTuple

from selfgrad import criteria
from selfgrad.demo import words


class Manner(NamedTuple):
    """How a skill is practised: minutes of a round, the share of quick ones, hours until the loss has
    fallen by a third, what goes wrong.
    """

    minutes: tuple[float, float]
    quick: float
    pace: float
    parameters: tuple[str, ...]


MANNERS = {
    "typing": Manner(
        (8, 13), 0.65, 1.5, ("eyes on the screen", "rhythm", "capitals and symbols", "fatigue")
    ),
    "calculus": Manner(
        (17, 30),
        0.3,
        4,
        ("signs", "reading the question", "checking the result", "the inner function", "fatigue"),
    ),
    "guitar": Manner((16, 28), 0.45, 5, ("shifts", "tempo", "tension", "fatigue")),
    "python": Manner((28, 48), 0.15, 6, ("small steps", "error messages", "names", "fatigue")),
}
CRITERIA = {
    "typing": criteria.Criterion("metric", "wpm", baseline=30, goal=75),
    "calculus": criteria.Criterion("wrong", target=10),
    "guitar": criteria.Criterion(
        "gap", anchors=((0, "as on the record"), (5, "the notes are there"), (10, "I had to stop"))
    ),
}
TARGETS = {"typing": 60, "calculus": 300, "guitar": 1000}  # hours


class Craft:
    """One skill: a mean loss that falls by a power of the hours, with noise, levels and setbacks."""

    def __init__(self, skill: str, rng: random.Random, tried: Counter[str]) -> None:
        self.skill, self.rng, self.manner = skill, rng, MANNERS[skill]
        self.hours = 0.0  # since the level began, with what carried over
        self.steps_up = self.rounds = 0
        self.effect = 0.0  # of the steps so far, on the mean loss
        self.recent: list[float] = []
        self.charged: Counter[str] = Counter(self.manner.parameters)
        self.ease = dict.fromkeys(self.manner.parameters, 1.0)  # how often it still goes wrong
        self.ease["fatigue"] = 0.3
        self.tried = tried  # how many wordings of each parameter, whatever the skill
        self.questions = [line.split(" | ") for line in words.LOOKUPS[skill]]
        self.alleys = list(words.BLIND_ALLEYS[skill])
        self.levels = words.LEVELS[skill][0].split(" | ")

    @property
    def level(self) -> str:
        """How hard it is now, in words."""
        return self.levels[self.steps_up]

    def mean(self) -> float:
        """The loss to be expected, 0 to 1."""
        return min(
            0.9,
            max(
                0.04, 0.05 + 0.6 * math.pow(1 + self.hours / self.manner.pace, -0.55) + self.effect
            ),
        )

    def play(self, minutes: float, tired: float) -> float:
        """The loss of a round of so many minutes."""
        self.hours += minutes / 60
        self.rounds += 1
        odds = math.log(self.mean() / (1 - self.mean())) + self.rng.gauss(tired, 0.5)
        loss = 1 / (1 + math.exp(-odds))
        self.recent = [*self.recent[-5:], loss]
        return loss

    def expected(self) -> str | float:
        """The same as it would be typed."""
        if self.skill == "python":
            return round(self.hope() * 20) / 20
        return str(self.typed(self.hope()))

    def hope(self) -> float:
        """What the learner expects: far too little at first, nearly right in the end."""
        naive = math.exp(-self.rounds / 70)
        guess = self.mean() - 0.25 * naive + self.rng.gauss(0, 0.05 + 0.12 * naive)
        return min(0.95, max(0.0, guess))

    def raised(self) -> bool:
        """Whether it has become too easy; the next level is then harder."""
        easy = len(self.recent) == 6 and sum(self.recent) / 6 < 0.2
        if not easy or self.steps_up + 1 == len(self.levels):
            return False
        self.steps_up, self.recent, self.hours = self.steps_up + 1, [], self.hours * 0.25
        return True

    def begin_anew(self) -> None:
        """Another project: easier things, but they are new."""
        self.steps_up, self.recent, self.hours = 0, [], self.hours * 0.2

    def fault(self) -> str:
        """A parameter that went wrong."""
        names = list(self.ease)
        chosen = self.rng.choices(names, [self.ease[name] for name in names])[0]
        self.charged[chosen] += 1
        return chosen

    def change(self) -> tuple[str, str]:
        """The parameter that cost most of late, and its next wording; it may help, or hurt."""
        parameter = max(self.charged, key=lambda name: (self.charged[name], name))
        self.charged[parameter] = 0
        wordings = words.STEPS[parameter]
        wording = wordings[self.tried[parameter] % len(wordings)]
        self.tried[parameter] += 1
        self.ease[parameter] *= self.rng.choice((0.5, 0.7, 1.0))
        effect = self.effect + self.rng.choice((-0.06, -0.03, 0.0, 0.0, 0.04))
        self.effect = max(-0.1, min(0.1, effect))
        return parameter, wording

    def typed(self, loss: float) -> str | criteria.Measure:
        """The loss as this learner would give it."""
        if self.skill == "typing":
            return f"{75 - 45 * loss:.0f}"
        if self.skill == "calculus":
            total = self.rng.choice((8, 10, 10, 12))
            return f"{loss * total:.0f}/{total}"
        if self.skill == "guitar":
            return f"{round(loss * 20) / 2:g} gap"
        return _built(loss, self.rng)


def _built(loss: float, rng: random.Random) -> str | criteria.Measure:
    """The loss of a program: by checklist mostly, else by whatever shows it."""
    items = words.CHECKLIST[: rng.randint(4, 7)]
    open_ones = round(loss * len(items))
    ticks = [f"- [{' ' if n < open_ones else 'x'}] {item}" for n, item in enumerate(items)]
    wanted = rng.choice((12, 40, 365))
    lesson = words.LOGGED[0].split()
    return rng.choices(
        (
            criteria.checklist("\n".join(ticks)),
            criteria.parse_as("number", f"{wanted * (1 + loss):.1f}/{wanted}"),
            criteria.parse_as("time", f"{60 * (1 + loss):.0f}s/60s"),
            criteria.text_against_reference(
                " ".join(lesson[int(loss * len(lesson)) :]), " ".join(lesson)
            ),
            f"{1 - math.sqrt(loss):.2f} yes",
            f"{loss * 100:.0f}%",
        ),
        (10, 3, 2, 1, 1, 2),
    )[0]
