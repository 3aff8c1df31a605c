"""What is drawn: the training curve of a skill, and the days of a year."""

from __future__ import annotations

from collections import Counter

from selfgrad import errors, ids
from selfgrad.hours import Hours, gaps
from selfgrad.reader import EVERY

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row
    from selfgrad.practice import Practised


# what is read of a sealed round, in the order of the query
SEALED = (
    *("subject", "touched", "at", "loss", "expected", "level", "kept", "dropped"),
    *("discomfort", "day", "mistakes"),
)


class Curves(Hours):
    """Columns instead of rows, so that twenty thousand rounds stay small."""

    def __init__(self, journal: Any) -> None:
        super().__init__(journal)
        self._columns: dict[str | None, dict[str, tuple[Any, ...]]] = {}

    # a skill --------------------------------------------------------------------------------------

    def rounds_of(self, skill: str | None = None) -> dict[str, Any]:
        """All closed and dropped rounds of a skill in order; None for the rounds without a skill.

        `rounds` has columns of equal length: `at` (UTC milliseconds of closing), `loss` and `expected`
        (0 to 1, or None), `level` (or None), `id` (short), `kept` and `dropped` (1 or 0: a round with
        neither ended in a change), `discomfort` (0 to 10, or None). `steps` are the changes: `at`,
        `parameter`, `words`, `short` (of the round), `in_force` (the last one). `hours` has the columns `day` and `ms` of days with any.
        `levels` are in order of first use. A line of the year before is the same data, put a year later.
        """
        key = self.wanted("skill", skill)
        found = {name: list(column) for name, column in self.sealed_columns(key).items()}
        subjects = found.pop("subject")
        found["id"] = _shorts(subjects)
        del found["touched"], found["day"], found["mistakes"]
        days = self._hours_of(key)
        return {
            "skill": self.called("skill", key),
            "rounds": found,
            "steps": self._changes(key, dict(zip(subjects, found["id"], strict=True))),
            "hours": {"day": list(days), "ms": list(days.values())},
            "levels": [level for level in dict.fromkeys(found["level"]) if level is not None],
        }

    def sealed_columns(self, key: str | None) -> dict[str, tuple[Any, ...]]:
        """The sealed rounds of a skill as columns, `SEALED`; read once, however many numbers need them."""
        if key not in self._columns:
            rows = self._sealed_of(key)
            columns = zip(*rows, strict=True) if rows else ((),) * len(SEALED)
            self._columns[key] = dict(zip(SEALED, columns, strict=True))
        return self._columns[key]

    def _sealed_of(self, key: str | None) -> list[Row]:
        """The sealed rounds of a skill and of those merged into it, in order."""
        keys = self.journal.keys_of("skill", key)
        rows = [
            row
            for one in keys
            for row in self.db.all("rounds_of_skill", learner=self.learner, skill=one)
        ]
        if len(keys) > 1:
            rows.sort(key=lambda row: (row["at"], row["touched"]))
        return rows

    def _changes(self, key: str | None, shorts: dict[str, str]) -> list[dict[str, Any]]:
        """The rounds that ended in a change, in order, and what it was."""
        rows = [
            row
            for one in self.journal.keys_of("skill", key)
            for row in self.db.all("steps_newest", learner=self.learner, skill=one, limit=EVERY)
        ]
        rows.sort(key=lambda row: (row["closed_at"], row["touched"]))
        return [
            {
                "at": row["closed_at"],
                "parameter": self.called("parameter", row["parameter"]),
                "words": row["wording"],
                "short": shorts[row["subject"]],
                "in_force": row is rows[-1],
            }
            for row in rows
            if row["subject"] in shorts  # another process may have changed something in between
        ]

    def _hours_of(self, key: str | None) -> dict[str, int]:
        """Milliseconds of each day of a skill, in order."""
        stale, days = self.stale_days(), Counter[str]()
        keys = self.journal.keys_of("skill", key)
        for after, before in gaps(stale):
            between = {"learner": self.learner, "after": after, "before": before}
            for one in keys:
                for day, ms in self.db.all("practice_of_skill", skill=one or "", **between):
                    days[day] += ms
        for run in stale:
            for day in self.count_days(*run):
                if day.ms and self.key("skill", day.skill) == key:
                    days[day.day] += day.ms
        return dict(sorted(days.items()))

    # a year ---------------------------------------------------------------------------------------

    def year(self, year: int | None = None, skill: str | None = None) -> dict[str, Any]:
        """Every civil day of a year, this one unless another is named, for all skills or one.

        `days` is a list of `day`, `ms` and `rounds` (closed or dropped on it), `ms` and `rounds` their
        sums, `years` those that have anything, newest first. Hours are milliseconds.
        """
        from datetime import date, timedelta  # 5 ms

        wanted = self.wanted("skill", skill)
        year = int(self.today_is()[:4]) if year is None else year
        if not 1 <= year <= 9999:
            raise errors.BadInput(f"{year} is not a year.", "Give one such as 2026.")
        first, last = date(year, 1, 1), date(year, 12, 31)
        civil = [first + timedelta(n) for n in range((last - first).days + 1)]
        days = {day.isoformat(): {"day": day.isoformat(), "ms": 0, "rounds": 0} for day in civil}
        for practised in self.practised(first.isoformat(), last.isoformat()):
            if wanted in (None, practised.skill):
                days[practised.day]["ms"] += practised.ms
                days[practised.day]["rounds"] += practised.rounds
        listed = list(days.values())
        return {
            "year": year,
            "days": listed,
            "years": self._years(wanted),
            "ms": sum(day["ms"] for day in listed),
            "rounds": sum(day["rounds"] for day in listed),
        }

    def _years(self, key: str | None) -> list[int]:
        stale = self.stale_days()
        found = {
            (row["year"], row["skill"])
            for after, before in gaps(stale)
            for row in self.db.all(
                "practice_years", learner=self.learner, after=after, before=before
            )
        }
        fresh: list[Practised] = [day for run in stale for day in self.count_days(*run)]
        found |= {(day.day[:4], day.skill) for day in fresh}
        years = {int(year) for year, skill in found if key in (None, self.key("skill", skill))}
        return sorted(years, reverse=True)


def _shorts(subjects: list[str]) -> list[str]:
    """Short ids without asking the database; rounds of the same millisecond get longer ones.

    >>> _shorts(["019f3a2b-1c4d-7abc-8000-000000000000"])
    ['019f3a2b1c4d']
    """
    shorts = [id[:8] + id[9:13] for id in subjects]
    if len(set(shorts)) == len(shorts):
        return shorts
    order = sorted(subjects)
    near = {id: order[max(0, n - 1) : n + 2] for n, id in enumerate(order)}
    return [ids.short(id, tuple(near[id])) for id in subjects]
