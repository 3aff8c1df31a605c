"""Hours, counted once: the single source of every number of hours that is shown anywhere.

Sessions may overlap (two devices, a clock and a time by hand). The one that started first keeps
the time they share, whatever the skills, so that the parts always sum to the hours that passed.
The running clock counts once it is stopped. A session over the start of a day belongs to both.
"""

from __future__ import annotations

from collections import namedtuple

from selfgrad.clock import spoken
from selfgrad.reader import Reader

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

# time that counts: UTC milliseconds, the practice day, and what it was for
Part = namedtuple(
    "Part",
    "session round skill project day started_at ended_at input by_hand guessed attempts",
)
ALWAYS = ("0000-01-01", "9999-12-31")
# Two zones differ by 26 hours and two day starts by 24, so what overlaps may carry another day.
NEIGHBOURS = 3  # days
BALANCE_DAYS = 7


def once(stretches: Iterable[Part]) -> Iterator[Part]:
    """Leave out what an earlier session has covered; sorted by the start of their sessions.

    >>> part = Part("a", None, "guitar", None, "2026-11-21", 0, 60, 0, 0, 0, 1)
    >>> later = part._replace(session="b", started_at=40, ended_at=100)
    >>> [(p.session, p.started_at, p.ended_at) for p in once([part, later])]
    [('a', 0, 60), ('b', 60, 100)]
    """
    covered = None
    for part in stretches:
        begin = part.started_at if covered is None else max(part.started_at, covered)
        if begin < part.ended_at:
            yield part if begin == part.started_at else part._replace(started_at=begin)
        covered = part.ended_at if covered is None else max(covered, part.ended_at)


def length(parts: Iterable[Part]) -> int:
    """The milliseconds of some parts."""
    return sum(part.ended_at - part.started_at for part in parts)


def split(parts: list[Part]) -> dict[str, int]:
    """Milliseconds in all, of `input` and of `output`."""
    of_input = length(part for part in parts if part.input)
    whole = length(parts)
    return {"ms": whole, "input": of_input, "output": whole - of_input}


def monday(day: str) -> str:
    """The first day of the week that a day is in.

    >>> monday("2026-11-22")
    '2026-11-16'
    """
    from datetime import date, timedelta  # 5 ms

    date_ = date.fromisoformat(day)
    return (date_ - timedelta(date_.weekday())).isoformat()


class Hours(Reader):
    """Where the hours went."""

    def parts(self, first: str | None = None, last: str | None = None) -> list[Part]:
        """Time that counts from one practice day to another, each moment once."""
        begin, end = ALWAYS
        if first is not None:
            begin = self.clock.days_before(first, NEIGHBOURS)
        if last is not None:
            end = self.clock.days_before(last, -NEIGHBOURS)
        rows = self.db.each("stretches", learner=self.learner, first=begin, last=end)
        counted = once(
            Part(session, round, self.key("skill", skill), *rest)
            for session, round, skill, *rest in rows
        )
        return [p for p in counted if (first or begin) <= p.day <= (last or end)]

    def hours_by_day(self, first: str, last: str, skill: str | None = None) -> list[dict[str, Any]]:
        """Each practice day from first to last, those without hours included.

        A day is `day`, `ms` in all, of `input` and of `output`, and `skills`, a list of `skill` (its
        name, None where there is none) and `ms`; all in milliseconds. They sum exactly.
        """
        wanted = self.wanted("skill", skill)
        days: dict[str, list[Part]] = {}
        for part in self.parts(first, last):
            if wanted is None or part.skill == wanted:
                days.setdefault(part.day, []).append(part)
        found, day = [], first
        while day <= last:
            found.append(self._day(day, days.get(day, [])))
            day = self.clock.days_before(day, -1)
        return found

    def _day(self, day: str, parts: list[Part]) -> dict[str, Any]:
        return {"day": day, **split(parts), "skills": self._by_skill(parts)}

    def _by_skill(self, parts: list[Part]) -> list[dict[str, Any]]:
        skills: dict[str | None, int] = {}
        for part in parts:
            ms = part.ended_at - part.started_at
            skills[part.skill] = skills.get(part.skill, 0) + ms
        most = sorted(skills.items(), key=lambda pair: (-pair[1], pair[0] or ""))
        return [{"skill": self.called("skill", key), "ms": ms} for key, ms in most]

    def hours(self, skill: str | None = None) -> dict[str, Any]:
        """Hours by skill towards the target; milliseconds, except for `target_hours`.

        `skills` is a list of skill, ms, input, output, by_hand, guessed, this_week, last_week, rounds,
        target_hours and share (of the target); `total` is their sum; `running` the clock that still
        runs and is not counted yet; `balance` input against output in the last 7 days.
        """
        wanted = self.wanted("skill", skill)
        parts, rounds = self.parts(), self._rounds()
        rows = [
            self._skill(key, group, rounds.get(key, 0))
            for key, group in self._grouped(parts, rounds).items()
            if wanted in (None, key)
        ]
        rows.sort(key=lambda row: (-row["ms"], row["skill"] or ""))
        totals = {key: sum(row[key] for row in rows) for key in ("ms", "input", "output")}
        mine = [p for p in parts if wanted in (None, p.skill)]
        return {
            "skills": rows,
            "total": totals,
            "running": self.running(),
            "balance": self._balance(mine),
        }

    def _grouped(
        self, parts: list[Part], rounds: dict[str | None, int]
    ) -> dict[str | None, list[Part]]:
        """Every skill there is, and all time that belongs to it."""
        groups: dict[str | None, list[Part]] = {
            row["key"]: [] for row in self.journal.names("skill")
        }
        groups |= {key: [] for key in rounds}
        for part in parts:
            groups.setdefault(part.skill, []).append(part)
        return groups

    def _rounds(self) -> dict[str | None, int]:
        """How many rounds of each skill are closed or dropped."""
        counts: dict[str | None, int] = {}
        for row in self.db.all("rounds_by_skill", learner=self.learner):
            key = self.key("skill", row["skill"])
            counts[key] = counts.get(key, 0) + row["rounds"]
        return counts

    def _skill(self, key: str | None, parts: list[Part], rounds: int) -> dict[str, Any]:
        week = monday(self.today_is())
        before = self.clock.days_before(week, 7)
        target = self.journal.about("skill", key).get("target_hours")
        target = float(target or self.journal.settings["target_hours"])
        whole = split(parts)
        return {
            "skill": self.called("skill", key),
            **whole,
            "by_hand": length(p for p in parts if p.by_hand),
            "guessed": length(p for p in parts if p.guessed),
            "this_week": length(p for p in parts if p.day >= week),
            "last_week": length(p for p in parts if before <= p.day < week),
            "rounds": rounds,
            "target_hours": target,
            "share": whole["ms"] / (target * 3_600_000) if target else None,
        }

    def running(self) -> dict[str, Any] | None:
        """The clock that runs: since when, for how many milliseconds, and whether it was left."""
        session = self.journal.running()
        if session is None:
            return None
        since, left = session["started_at"], self.journal.left_running()
        round = self.db.first("round", learner=self.learner, subject=session["round"])
        return {
            "id": session["subject"],
            "skill": self.called("skill", (round and round["skill"]) or session["skill"]),
            "round": session["round"],
            "input": bool(session["input"]),
            "since": since,
            "when": self.clock.local(since),
            "ms": max(0, self.clock.now() - since),
            "left": self.clock.local(left["seen"]) if left else None,
        }

    def _balance(self, parts: list[Part]) -> dict[str, Any]:
        """Input against output in the last 7 days; a sentence when input runs away."""
        today = self.today_is()
        first = self.clock.days_before(today, BALANCE_DAYS - 1)
        recent = split([p for p in parts if first <= p.day <= today])
        said = None
        if recent["input"] > recent["output"]:
            said = (
                f"In the last {BALANCE_DAYS} days {spoken(recent['input'])} went into input and "
                f"{_or_none(recent['output'])} into output. Next: make something small from what "
                'you read, `selfgrad start "AIM"`.'
            )
        return {"first": first, "last": today, **recent, "said": said}


def _or_none(ms: int) -> str:
    return spoken(ms) if ms else "nothing"
