"""The habit: what was done under a plan, how steadily, how automatic it feels, what went with it.

The numbers are insight/habit.py's. Consistency is behaviour, automaticity a feeling, and neither is
ever turned into a number of days until a habit. Nothing resets, and a gap is a gap.
"""

from __future__ import annotations

from collections import namedtuple
from datetime import date, timedelta
from math import isfinite, nan

from selfgrad import plans
from selfgrad.planning import plan_of
from selfgrad.practice import Practice

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

EARLY = "10:00"  # practice begun before it was among the first things of the day
FELT_EVERY = 7  # days between two askings how automatic it feels
OWN_DAYS = 28  # of one's own record, before a chance is made of it
STEADY_AFTER = 14  # planned days; the average begins at nothing, and would belie a good beginning
RESTART_AFTER = 7  # missed days after which a plan is offered anew, and nothing is pressed

# The days under a plan, oldest first, as lists of equal length: `day`, `ms` practised, `planned`,
# `free`, `frozen`, `repaired` True or False, `done` True where what was planned was done.
Days = namedtuple("Days", "day ms planned free frozen repaired done")


class Habits(Practice):
    """Plans and the days under them."""

    def plans(self) -> list[dict[str, Any]]:
        """Every plan in force with what became of it.

        Each is `skill`, `cue`, `words` (all of it in a line), `least_ms`, `days` (weekdays, 0 is Monday),
        `remind`, `quiet`, `since`; `today` (`planned`, `free`, `done`, `ms`), `consistency` (0 to 1; None in the first 14 planned days), `chance` of
        practice today (`probability`, None in the first 28 days and where today is not planned; `missed` days
        before), `streak` (`kept`, `of`, `weeks` kept of `weeks_of`, `freezes`, `repairable`), `felt` (`mean`, `sd` of the last answers, `due`), `mechanisms` (`name`, `with_rate`,
        `without_rate`, `difference`, `low`, `high`, `days`), `lately` (the last 28 days: `day`, `planned`, `done`,
        `free`), and `said`, sentences of which the last says what can be done.
        """
        rows = self.db.all("plans_in_force", learner=self.learner)
        return [self._habit(row) for row in rows]

    def _habit(self, row: Row) -> dict[str, Any]:
        plan = plan_of(row)
        days = self.days_under(row)
        page = {
            "skill": self.called("skill", row["skill"]),
            "cue": plan.cue,
            "words": plans.words(plan._replace(skill=self.called("skill", row["skill"]) or None)),
            "least_ms": plan.least_ms,
            "days": list(plan.days),
            "remind": list(plan.remind),
            "quiet": plan.quiet and list(plan.quiet),
            "since": row["since"],
            "today": _today(days),
            **_strength(plan, days),
            "felt": self._felt(row),
            "mechanisms": self._mechanisms(row, days),
            "lately": _lately(days),
        }
        return page | {"said": _said(page)}

    def days_under(self, row: Row) -> Days:
        """Each day from the first under a plan to today."""
        plan, today = plan_of(row), self.today_is()
        first = min(row["since"], today)
        key = self.key("skill", row["skill"])
        ms: dict[str, int] = {}
        for done in self.practised(first, today):
            if key in (None, done.skill):
                ms[done.day] = ms.get(done.day, 0) + done.ms
        marked = {what: self._marked(what, key, first) for what in ("free", "freeze", "repaired")}
        names = _days_between(first, today)
        spent = [ms.get(day, 0) for day in names]
        return Days(
            names,
            spent,
            [date.fromisoformat(day).weekday() in plan.days for day in names],
            [day in marked["free"] for day in names],
            [day in marked["freeze"] for day in names],
            [day in marked["repaired"] for day in names],
            [plans.done(plan, time) for time in spent],
        )

    def missed(self, row: Row) -> tuple[list[str], int]:
        """The planned days before today that were missed, oldest first, and the freezes in hand."""
        days = self.days_under(row)
        missed = [
            day
            for n, day in enumerate(days.day[:-1])
            if days.planned[n]
            and not (days.done[n] or days.free[n] or days.repaired[n] or days.frozen[n])
        ]
        return missed, _strength(plan_of(row), days)["streak"]["freezes"]

    def _marked(self, what: str, key: str | None, first: str) -> dict[str, Row]:
        """The days with a mark of this skill or of none in particular."""
        rows = self.db.all("marks", learner=self.learner, what=what, first=first)
        return {row["day"]: row for row in rows if self.key("skill", row["skill"]) in (None, key)}

    def _felt(self, row: Row) -> dict[str, Any]:
        """The last answers on automaticity."""
        from selfgrad.insight import habit

        marks = self._marked("felt", self.key("skill", row["skill"]), row["since"])
        answers = [[int(n) for n in mark["answers"].split(",")] for mark in marks.values()]
        found = habit.automaticity(answers)
        ask_from = self.clock.days_before(self.today_is(), FELT_EVERY)
        return {
            "mean": found.mean.tolist(),
            "sd": found.sd.tolist(),
            "day": list(marks),
            "due": not marks or max(marks) <= ask_from,
        }

    # what went with it ----------------------------------------------------------------------------

    def _mechanisms(self, row: Row, days: Days) -> list[dict[str, Any]]:
        """Which marks went with the days that happened; no word of why."""
        from selfgrad.insight import mechanisms

        meant = [
            n for n in range(len(days.day) - 1) if days.planned[n] and not days.free[n]
        ]  # today is not over
        names = [days.day[n] for n in meant]
        done = [float(days.done[n]) for n in meant]
        cues = self._marked("cue", self.key("skill", row["skill"]), row["since"])
        about = {"learner": self.learner, "plan": row["subject"], "first": row["since"]}
        sent = set(self.db.list("reminded", **about))
        marks = {
            "the cue came": [cues[day]["value"] if day in cues else nan for day in names],
            "a reminder was sent": [float(day in sent) for day in names],
            "an aim was open": self._aim_open(row, names),
            "begun before 10:00": self._early(row, days, meant),
        }
        found = mechanisms.mechanisms(done, marks)
        return [one._asdict() for one in found]

    def _aim_open(self, row: Row, names: list[str]) -> list[float]:
        """Whether a round of the skill lay open when the day began."""
        key = self.key("skill", row["skill"])
        if not names:
            return []
        starts = [self.clock.parse(f"{day} {self.journal.settings['day_start']}") for day in names]
        rounds = self.db.all("rounds_open_since", learner=self.learner, since=starts[0])
        spans = [
            (one["opened_at"], one["closed_at"])
            for one in rounds
            if key in (None, self.key("skill", one["skill"]))
        ]
        return [
            float(any(begun < at and (ended is None or ended >= at) for begun, ended in spans))
            for at in starts
        ]

    def _early(self, row: Row, days: Days, meant: list[int]) -> list[float]:
        """Whether the practice of a day began before ten; not known where there was none."""
        if not meant or not row["least_ms"]:
            return [nan] * len(meant)
        key = self.key("skill", row["skill"])
        first: dict[str, int] = {}
        for part in self.parts(days.day[0], days.day[-1]):
            if key in (None, part.skill):
                first[part.day] = min(part.started_at, first.get(part.day, part.started_at))
        return [
            float(self.clock.time(first[days.day[n]]) < EARLY) if days.day[n] in first else nan
            for n in meant
        ]


def _days_between(first: str, last: str) -> list[str]:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(begin + timedelta(n)).isoformat() for n in range((end - begin).days + 1)]


def _today(days: Days) -> dict[str, Any]:
    return {
        "planned": days.planned[-1] and not days.free[-1],
        "free": days.free[-1],
        "done": days.done[-1],
        "ms": days.ms[-1],
    }


def _strength(plan: plans.Plan, days: Days) -> dict[str, Any]:
    """Consistency, the chance of practice today, and the forgiving streak."""
    from selfgrad.insight import habit, streaks

    over = len(days.day) if days.done[-1] else len(days.day) - 1  # today counts once it is done
    kept = [nan if days.free[n] else float(days.done[n] or days.repaired[n]) for n in range(over)]
    steady = habit.consistency(kept, len(plan.days) / 7)
    chance = habit.today([nan if days.free[n] else days.ms[n] for n in range(len(days.day) - 1)])
    planned = [float(days.planned[n]) for n in range(over)]
    streak = streaks.forgiving(kept, planned, [float(days.frozen[n]) for n in range(over)])
    own = sum(1 for n in range(len(days.day) - 1) if not days.free[n]) >= OWN_DAYS
    told = own and days.planned[-1] and not days.free[-1] and isfinite(chance.probability)
    return {
        "consistency": float(steady[-1]) if streak.of >= STEADY_AFTER else None,
        "chance": {
            "probability": chance.probability if told else None,
            "missed": int(chance.missed),
        },
        "streak": {**streak._asdict(), "weeks_of": over // 7},
    }


def _lately(days: Days) -> list[dict[str, Any]]:
    keys = ("day", "planned", "done", "free")
    columns = zip(days.day, days.planned, days.done, days.free, strict=True)
    return [dict(zip(keys, row, strict=True)) for row in list(columns)[-28:]]


def _said(page: dict[str, Any]) -> list[str]:
    """What the plan comes to; the last sentence is the next thing to do, without pressing."""
    streak = page["streak"]
    said = [
        f"Kept {streak['kept']} of {streak['of']} days." if streak["of"] else "It begins today."
    ]
    if page["today"]["done"]:
        return [*said, "Today is done."]
    if not page["today"]["planned"]:
        return [*said, "Nothing is planned today."]
    missed = page["chance"]["missed"]
    if streak["of"] and missed >= RESTART_AFTER:
        return [*said, 'Begin anew whenever you like, smaller: `selfgrad plan "…" --least 5m`.']
    least = (
        f"{plans.length(page['least_ms'])} are enough" if page["least_ms"] else "any time counts"
    )
    return [*said, f"Today: {least}. Next: `selfgrad go`."]
