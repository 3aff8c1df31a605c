"""A day on one page, and a week: the sentences, the outputs, the hours, the lessons."""

from __future__ import annotations

from selfgrad import errors
from selfgrad.hours import Hours, input_ran_away, monday, split_days
from selfgrad.lessons import Lessons, mean
from selfgrad.reader import EVERY

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

LINE_DAYS = 14  # a line for tomorrow still greets somebody who comes back within two weeks
QUESTIONS = 5  # open questions named on the page of a day; all of them are counted
# the same day in earlier periods: words, months back
EARLIER = (
    *(("1 month ago", 1), ("6 months ago", 6), ("1 year ago", 12), ("2 years ago", 24)),
    *(("5 years ago", 60), ("10 years ago", 120)),
)


def months_before(day: str, months: int) -> str:
    """The same date some months earlier; where that month is too short, its last day.

    >>> months_before("2026-03-31", 1), months_before("2024-02-29", 12), months_before("2026-01-15", 1)
    ('2026-02-28', '2023-02-28', '2025-12-15')
    """
    from calendar import monthrange  # 6 ms

    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 - months, 12)
    longest = monthrange(year, month + 1)[1]
    return f"{year:04}-{month + 1:02}-{min(int(day[8:]), longest):02}"


class Days(Hours, Lessons):
    """What was done when, on one page each."""

    # a day ----------------------------------------------------------------------------------------

    def today(self, day: str | None = None, few: int = EVERY) -> dict[str, Any]:
        """The page of a practice day, today's unless another is named ("yesterday", "2026-11-20").

        `line` is what was written the evening before for this day, `tomorrow` what was written on it;
        `entries` its sentences in order, `rounds` those sealed on it, `hours` as in `hours_by_day`,
        `step` the one in force, `questions` the newest open ones of `open_questions`, `running` the
        clock, and `earlier` the same day in earlier periods, where there is anything: of each `few`
        entries at most, the first ones. `count` is how many entries a day has.
        """
        today = self.today_is()
        day = self.day_of(day)
        page = {"day": day, "today": day == today, "line": self._line_for(day)}
        page |= self._done(day) | {
            "tomorrow": self._line_of(day),
            "earlier": self.earlier(day, few),
        }
        if day == today:
            page |= {"step": self._step(), "running": self.running(), **self._questions()}
        return page

    def day_of(self, text: str | None) -> str:
        """A practice day from words: today's for None; a date or a weekday as in `--at`."""
        if text is None or text.strip().lower() == "today":
            return self.today_is()
        words = text.strip().lower()
        if words == "yesterday":
            return self.clock.days_before(self.today_is(), 1)
        if len(words) == 10 and words[4] == words[7] == "-":
            return self.clock.days_before(words, 0)
        return self.clock.day(self.clock.parse(text))

    def _done(self, day: str, limit: int = EVERY) -> dict[str, Any]:
        entries = self.sentences_between(day, day, limit)
        count = len(entries)
        if count == limit:
            count = self.db.scalar("entries_counted", learner=self.learner, first=day, last=day)
        return {
            "entries": entries,
            "count": count,
            "rounds": self.sealed_between(day, day),
            "hours": self.hours_by_day(day, day)[0],
        }

    def earlier(self, day: str, few: int = EVERY) -> list[dict[str, Any]]:
        """The same day a week, some months and some years before, where anything was done."""
        days = [("1 week ago", self.clock.days_before(day, 7))]
        days += [
            (ago, months_before(day, months))
            for ago, months in EARLIER
            if int(day[:4]) * 12 - months > 1900 * 12
        ]
        found = [{"ago": ago, "day": then, **self._done(then, few)} for ago, then in days]
        return [page for page in found if page["entries"] or page["rounds"] or page["hours"]["ms"]]

    def _line_for(self, day: str) -> dict[str, Any] | None:
        """The line that was waiting for this day: the last one of the days before."""
        first = self.clock.days_before(day, LINE_DAYS)
        return self._line(f"day:{first}", f"day:{self.clock.days_before(day, 1)}")

    def _line_of(self, day: str) -> dict[str, Any] | None:
        return self._line(f"day:{day}", f"day:{day}")

    def _line(self, first: str, last: str) -> dict[str, Any] | None:
        row = self.db.first("review_last", learner=self.learner, first=first, last=last)
        return self.sentence(row) if row else None

    def _step(self) -> dict[str, Any] | None:
        """The step in force in the skill that was last practised."""
        last = self.db.first("round_last", learner=self.learner)
        step = self.journal.step_in_force(last["skill"]) if last else None
        return step and {**step, "parameter": self.called("parameter", step["parameter"])}

    def _questions(self) -> dict[str, Any]:
        rows = self.db.all("lookups_newest", learner=self.learner, limit=QUESTIONS)
        newest = [
            {"short": self.journal.short(row["subject"]), "words": row["question"]} for row in rows
        ]
        count = self.db.scalar("lookups_count", learner=self.learner)
        return {"open_questions": count, "questions": newest}

    # a week ---------------------------------------------------------------------------------------

    def week(self, back: int = 0) -> dict[str, Any]:
        """The last full week, Monday to Sunday; `back` counts further back. Hours are milliseconds.

        `outputs` (one a round: the last attempt, with the number of `attempts`), `hours` (days, skills, ms,
        input, output, without_output, and `said` where input ran away), `losses` by skill, `lessons` (steps, held, mistakes),
        `blind_alleys`, `rounds`, and `so_far`, this week until now.
        """
        if back < 0:
            raise errors.BadInput("That week lies ahead.", "Give --back 0 or more.")
        this = monday(self.today_is())
        first = self.clock.days_before(this, 7 * (back + 1))
        last = self.clock.days_before(first, -6)
        rounds = self.sealed_between(first, last)
        closed = [round for round in rounds if round["state"] == "closed"]
        return {
            "question": "What did you do last week?" if back == 0 else "What did you do that week?",
            "first": first,
            "last": last,
            "rounds": len(rounds),
            "outputs": self._outputs(first, last),
            "hours": self._hours_of_week(first, last),
            "losses": _losses(closed),
            "lessons": self._lessons(first, last, closed),
            "blind_alleys": [round for round in rounds if round["state"] == "dropped"],
            "so_far": self._so_far(this),
        }

    def _outputs(self, first: str, last: str) -> list[dict[str, Any]]:
        """What was made: the last attempt of each round."""
        made: dict[str, Any] = {}
        for row in self.db.all("attempts_between", learner=self.learner, first=first, last=last):
            count = made.get(row["subject"], {"attempts": 0})["attempts"] + 1
            made[row["subject"]] = self._output(row) | {"attempts": count}
        return list(made.values())

    def _output(self, row: Row) -> dict[str, Any]:
        return {
            "round": row["subject"],
            "short": self.journal.short(row["subject"]),
            "aim": row["aim"],
            "skill": self.called("skill", row["skill"]),
            "medium": row["medium"],
            "words": row["words"],
            "reference": row["reference"],
            "loss": row["loss"],
            "said": row["said"],
            "day": row["day"],
        }

    def _hours_of_week(self, first: str, last: str) -> dict[str, Any]:
        days = self.practised(first, last)
        hours = split_days(days)
        return {
            "days": self.hours_by_day(first, last),
            "skills": self._by_skill(days),
            **hours,
            "said": input_ran_away("In that week", hours),
            "without_output": sum(day.without_output for day in days),
        }

    def _lessons(self, first: str, last: str, closed: list[dict[str, Any]]) -> dict[str, Any]:
        between = {"learner": self.learner, "first": first, "last": last}
        return {
            "steps": [_changed(round) for round in closed if round["wording"]],
            "held": [round["held"] for round in closed if round["held"]],
            "mistakes": self.db.scalar("mistakes_between", **between),
        }

    def _so_far(self, monday: str) -> dict[str, Any]:
        today = self.today_is()
        rounds = self.sealed_between(monday, today)
        return {
            "first": monday,
            "last": today,
            "rounds": len(rounds),
            **split_days(self.practised(monday, today)),
        }


def _changed(round: dict[str, Any]) -> dict[str, Any]:
    keys = ("id", "short", "skill", "parameter", "day")
    return {**{key: round[key] for key in keys}, "words": round["wording"]}


def _losses(rounds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Losses by skill, in the order of the rounds."""
    skills: dict[str | None, list[float]] = {}
    for round in rounds:
        if round["loss"] is not None:
            skills.setdefault(round["skill"], []).append(round["loss"])
    return [
        {"skill": skill, "losses": losses, "mean": mean(losses)} for skill, losses in skills.items()
    ]
