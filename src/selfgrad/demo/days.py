"""When the learner of the demo practises: habits, gaps, a journey, and where it all ends.

Instants are UTC milliseconds; a share is how much of the year is over, 0 to 1.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from selfgrad.clock import HOUR, MINUTE, Clock

YEAR = 365  # days; illness, holiday and travel come once in each
HOME, ABROAD = "Europe/Paris", "Asia/Shanghai"
# where in the year, as a share of it, and how many days of 365
AWAY = ((0.12, 5), (0.46, 14), (0.71, 4))  # ill, on holiday, ill
TRAVEL = ((0.60, 7),)
FIRST_PROJECT, SECOND_PROJECT, SWITCH = "budget tool", "tide clock", 0.52
QUIET = (13 * 60 + 20, 22 * 60 + 20)  # minutes of the day: after lunch, and before bed
LEFT_ON = {0.3: "answered", 0.8: "guessed"}  # evenings when the clock was left running


class Now:
    """A clock that is set by hand; UTC milliseconds."""

    def __init__(self) -> None:
        self.ms = 0

    def __call__(self) -> int:
        return self.ms


class Block(NamedTuple):
    """A stretch of practice in one place: when it begins (UTC milliseconds), and its minutes."""

    start: int
    minutes: float
    skill: str
    project: str | None
    last: bool = False  # the last of its place, which is then left without an open round
    left_on: str = ""  # the clock is left running, and later "answered" or "guessed"


class Day(NamedTuple):
    day: str
    zone: str
    noon: int
    night: int
    blocks: list[Block]


def calendar(rng: random.Random, end: int, days: int) -> list[Day]:
    """The days, the last of which is today, each with its practice."""
    home, year = Clock(HOME), min(days, YEAR)
    today, found = home.day(end), []
    for before in range(days - 1, -1, -1):
        share = 1 - (before % year + 1) / year
        zone = ABROAD if _within(TRAVEL, share, year) else HOME
        clock, day = Clock(zone), home.days_before(today, before)
        project = FIRST_PROJECT if 1 - (before + 1) / days < SWITCH else SECOND_PROJECT
        wanted = [] if _within(AWAY, share, year) else _habit(rng, day, zone, share)
        blocks = [
            Block(_at(clock, day, at, end), length, skill, project if skill == "python" else None)
            for at, length, skill in wanted
        ]
        blocks = [b for b in blocks if b.start + (b.minutes + 25) * MINUTE < end]
        noon, night = (_at(clock, day, at + rng.uniform(-25, 40), end) for at in QUIET)
        found.append(Day(day, zone, noon, night, blocks))
    if not found[-1].blocks:
        found[-1].blocks.extend(_before_now(home, end))
    return _marked(found)


def _within(spans: tuple[tuple[float, int], ...], share: float, year: int) -> bool:
    return any(at <= share < at + max(1, length * year / YEAR) / year for at, length in spans)


def _habit(
    rng: random.Random, day: str, zone: str, share: float
) -> Iterator[tuple[float, float, str]]:
    """Minute of the day, minutes, skill: mornings and evenings, and long ones at the weekend."""
    weekend = date.fromisoformat(day).weekday() >= 5
    if rng.random() < 0.1:
        return
    if weekend and zone == HOME:
        if rng.random() < 0.75:
            yield rng.gauss(10 * 60, 20), rng.uniform(55, 95), "python"
        if rng.random() < 0.6:
            yield rng.gauss(17 * 60, 30), rng.uniform(25, 45), "guitar"
    elif rng.random() < 0.6 + 0.3 * share:  # the morning habit gets stronger
        begin = rng.gauss(6 * 60 + 40, 8)
        yield begin, rng.uniform(10, 18), "typing"
        yield begin + 25, rng.uniform(18, 32), "calculus"
    if not weekend and zone == HOME and rng.random() < 0.85:
        yield rng.gauss(20 * 60, 15), rng.uniform(32, 58), rng.choice(("guitar", "python"))


def _at(clock: Clock, day: str, minute: float, end: int) -> int:
    hours, minutes = divmod(int(minute), 60)
    return clock.parse(f"{day} {hours:02}:{minutes:02}", end + 72 * HOUR)


def _before_now(clock: Clock, end: int) -> list[Block]:
    """Something for today, if the day is old enough."""
    start = end - 50 * MINUTE
    today = clock.day(start - 5 * MINUTE) == clock.day(end)
    return [Block(start, 20, "calculus", None)] if today else []


def _marked(days: list[Day]) -> list[Day]:
    """Mark the last block of every place but one, and the evenings when the clock is left running."""
    whole = [block for day in days for block in day.blocks]
    last = {(block.skill, block.project): block for block in whole}
    marks: dict[Block, Block] = {
        block: block._replace(last=True) for block in last.values() if block is not whole[-1]
    }
    evenings = [d.blocks[-1] for d in days[:-2] if d.blocks and d.blocks[-1] not in marks]
    for share, how in LEFT_ON.items():
        if evenings:
            evening = evenings[int(share * len(evenings))]
            marks[evening] = evening._replace(left_on=how)
    return [day._replace(blocks=[marks.get(b, b) for b in day.blocks]) for day in days]
