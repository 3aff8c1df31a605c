"""Hours, counted once: the single source of every number of hours that is shown anywhere.

What counts, and on which day, is in practice.py.
"""

from __future__ import annotations

from selfgrad.clock import spoken
from selfgrad.practice import Part, Practice, Practised, length

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

BALANCE_DAYS = 7
# what is summed over the days of a skill: milliseconds, and rounds
SUMMED = ("ms", "input", "by_hand", "guessed", "rounds", "this_week", "last_week")


def split(parts: list[Part]) -> dict[str, int]:
    """Milliseconds in all, of `input` and of `output`."""
    of_input = length(part for part in parts if part.input)
    whole = length(parts)
    return {"ms": whole, "input": of_input, "output": whole - of_input}


def split_days(days: Iterable[Practised]) -> dict[str, int]:
    """The same of some days."""
    whole = of_input = 0
    for day in days:
        whole += day.ms
        of_input += day.input
    return {"ms": whole, "input": of_input, "output": whole - of_input}


def monday(day: str) -> str:
    """The first day of the week that a day is in.

    >>> monday("2026-11-22")
    '2026-11-16'
    """
    from datetime import date, timedelta  # 5 ms

    date_ = date.fromisoformat(day)
    return (date_ - timedelta(date_.weekday())).isoformat()


class Hours(Practice):
    """Where the hours went."""

    def hours_by_day(self, first: str, last: str, skill: str | None = None) -> list[dict[str, Any]]:
        """Each practice day from first to last, those without hours included.

        A day is `day`, `ms` in all, of `input` and of `output`, and `skills`, a list of `skill` (its
        name, None where there is none) and `ms`; all in milliseconds. They sum exactly.
        """
        wanted = self.wanted("skill", skill)
        days: dict[str, list[Practised]] = {}
        day = self.clock.days_before(first, 0)  # refuses what is no day
        for practised in self.practised(first, last):
            if practised.ms and wanted in (None, practised.skill):
                days.setdefault(practised.day, []).append(practised)
        found = []
        while day <= last:
            found.append(self._day(day, days.get(day, [])))
            day = self.clock.days_before(day, -1)
        return found

    def _day(self, day: str, days: list[Practised]) -> dict[str, Any]:
        return {"day": day, **split_days(days), "skills": self._by_skill(days)}

    def _by_skill(self, days: Iterable[Practised]) -> list[dict[str, Any]]:
        skills: dict[str | None, int] = {}
        for day in days:
            if day.ms:
                skills[day.skill] = skills.get(day.skill, 0) + day.ms
        most = sorted(skills.items(), key=lambda pair: (-pair[1], pair[0] or ""))
        return [{"skill": self.called("skill", key), "ms": ms} for key, ms in most]

    def hours(self, skill: str | None = None) -> dict[str, Any]:
        """Hours by skill towards the target; milliseconds, except for `target_hours`.

        `skills` is a list of skill, ms, input, output, by_hand, guessed, this_week, last_week, rounds,
        target_hours and share (of the target); `total` is their sum; `running` the clock that still
        runs and is not counted yet; `balance` input against output in the last 7 days.
        """
        wanted = self.wanted("skill", skill)
        sums: dict[str | None, dict[str, Any]] = {
            row["key"]: dict.fromkeys(SUMMED, 0) for row in self.journal.names("skill")
        }
        sums |= self.sums()
        rows = [self._skill(key, sum) for key, sum in sums.items() if wanted in (None, key)]
        rows.sort(key=lambda row: (-row["ms"], row["skill"] or ""))
        totals = {key: sum(row[key] for row in rows) for key in ("ms", "input", "output")}
        return {
            "skills": rows,
            "total": totals,
            "running": self.running(),
            "balance": self._balance(wanted),
        }

    def sums(self) -> dict[str | None, dict[str, Any]]:
        """The sums of each skill by its key: `SUMMED`, and `last`, the last day it was practised."""
        week = monday(self.today_is())
        weeks = {"week": week, "week_before": self.clock.days_before(week, 7)}
        stale = self.stale_days()
        found: dict[str | None, dict[str, Any]] = {}
        for after, before in gaps(stale):
            between = {"learner": self.learner, "after": after, "before": before}
            for row in self.db.each("practice_sums", **between, **weeks):
                self._sum_up(found, row)
        for first, last in stale:
            for day in self.count_days(first, last):
                self._sum_up(found, _as_sums(day, **weeks))
        return found

    def _sum_up(self, found: dict[str | None, dict[str, Any]], row: Any) -> None:
        key = self.key("skill", row["skill"])
        sums = found.setdefault(key, {**dict.fromkeys(SUMMED, 0), "last": ""})
        for what in SUMMED:
            sums[what] += row[what]
        sums["last"] = max(sums["last"], row["last"])

    def _skill(self, key: str | None, sums: dict[str, Any]) -> dict[str, Any]:
        target = self.journal.about("skill", key).get("target_hours")
        target = float(target or self.journal.settings["target_hours"])
        return {
            "skill": self.called("skill", key),
            "ms": sums["ms"],
            "input": sums["input"],
            "output": sums["ms"] - sums["input"],
            **{what: sums[what] for what in ("by_hand", "guessed", "this_week", "last_week")},
            "rounds": sums["rounds"],
            "target_hours": target,
            "share": sums["ms"] / (target * 3_600_000) if target else None,
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

    def _balance(self, skill: str | None) -> dict[str, Any]:
        """Input against output in the last 7 days; a sentence when input runs away."""
        today = self.today_is()
        first = self.clock.days_before(today, BALANCE_DAYS - 1)
        recent = split_days(d for d in self.practised(first, today) if skill in (None, d.skill))
        said = input_ran_away(f"In the last {BALANCE_DAYS} days", recent)
        return {"first": first, "last": today, **recent, "said": said}


def input_ran_away(when: str, hours: dict[str, Any]) -> str | None:
    """A sentence where more went into reading, watching and looking up than into making; else None."""
    if hours["input"] <= hours["output"]:
        return None
    return (
        f"{when} {spoken(hours['input'])} went into input and {_or_none(hours['output'])} into output. "
        'Next: make something small from what you read, `selfgrad start "AIM"`.'
    )


def _or_none(ms: int) -> str:
    return spoken(ms) if ms else "nothing"


def gaps(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What lies between runs of days: after one day, and before another.

    >>> gaps([("2026-11-07", "2026-11-15")])
    [('', '2026-11-07'), ('2026-11-15', '~')]
    """
    ends = ["", *(last for _, last in runs)]
    return list(zip(ends, [*(first for first, _ in runs), "~"], strict=True))


def _as_sums(day: Practised, week: str, week_before: str) -> dict[str, Any]:
    return {
        **day._asdict(),
        "last": day.day,
        "this_week": day.ms if day.day >= week else 0,
        "last_week": day.ms if week_before <= day.day < week else 0,
    }
