"""Time that counts, each moment once, and what it comes to on each practice day in each skill.

Sessions may overlap (two devices, a clock and a time by hand). The one that started first keeps
the time they share, whatever the skills, so that the parts always sum to the hours that passed.
The running clock counts once it is stopped. A session over the start of a day belongs to both.
"""

from __future__ import annotations

from collections import namedtuple

from selfgrad.kept import Kept

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Run = tuple[str, str]  # from one practice day to another

# time that counts: UTC milliseconds, the practice day, and what it was for
Part = namedtuple(
    "Part",
    "session round skill project day started_at ended_at input by_hand guessed attempts",
)
# a practice day in one skill (its key, None for none): milliseconds, and rounds closed or dropped
Practised = namedtuple("Practised", "day skill ms input by_hand guessed without_output rounds")
ALWAYS = ("0000-01-01", "9999-12-31")
# Two zones differ by 26 hours and two day starts by 24, so what overlaps may carry another day.
NEIGHBOURS = 3  # days


def once(stretches: Iterable[Part]) -> Iterator[Part]:
    """Leave out what an earlier session has covered; sorted by the start of their sessions.

    >>> part = Part("a", None, "guitar", None, "2026-11-21", 0, 60, 0, 0, 0, 1)
    >>> later = part._replace(session="b", started_at=40, ended_at=100)
    >>> [(p.session, p.started_at, p.ended_at) for p in once([part, later])]
    [('a', 0, 60), ('b', 60, 100)]
    """
    covered: dict[str, int] = {}  # until when, by practice day
    near: dict[str, list[str]] = {}
    for part in stretches:
        if part.day not in near:
            near[part.day] = _near(part.day)
        # only what is near counts, so that a few days are counted as within the whole
        until = max((covered[day] for day in near[part.day] if day in covered), default=None)
        begin = part.started_at if until is None else max(part.started_at, until)
        if begin < part.ended_at:
            yield part if begin == part.started_at else part._replace(started_at=begin)
        covered[part.day] = max(part.ended_at, covered.get(part.day, part.ended_at))


def _near(day: str) -> list[str]:
    """The days around a day whose hours may overlap its own, itself included."""
    from datetime import date  # 5 ms

    middle = date.fromisoformat(day).toordinal()
    days = range(max(1, middle - NEIGHBOURS), min(middle + NEIGHBOURS, date.max.toordinal()) + 1)
    return [date.fromordinal(number).isoformat() for number in days]


def length(parts: Iterable[Part]) -> int:
    """The milliseconds of some parts."""
    return sum(part.ended_at - part.started_at for part in parts)


class Practice(Kept):
    """Stretches of time, and the days they add up to."""

    def parts(self, first: str | None = None, last: str | None = None) -> list[Part]:
        """Time that counts from one practice day to another, each moment once."""
        first, last = first or ALWAYS[0], last or ALWAYS[1]
        parts = self._parts(first, last)
        return [part._replace(skill=self.key("skill", part.skill)) for part in parts]

    def _parts(self, first: str, last: str) -> Iterator[Part]:
        """The same with skills as they were written."""
        begin = first if first == ALWAYS[0] else _near(first)[0]
        end = last if last == ALWAYS[1] else _near(last)[-1]
        rows = self.db.each("stretches", learner=self.learner, first=begin, last=end)
        return (part for part in once(map(Part._make, rows)) if first <= part.day <= last)

    # days -----------------------------------------------------------------------------------------

    def practised(self, first: str, last: str) -> list[Practised]:
        """What was done on each practice day in each skill that was practised on it."""
        stale = [run for run in self.stale_days() if run[0] <= last and first <= run[1]]
        rows = self.db.all("practice_between", learner=self.learner, first=first, last=last)
        found = [Practised(*row) for row in rows if not _within(row["day"], stale)]
        for begin, end in stale:
            found += self.count_days(max(first, begin), min(last, end))
        return [day._replace(skill=self.key("skill", day.skill)) for day in found]

    def stale_days(self) -> list[Run]:
        """Runs of practice days of which nothing that holds is kept."""
        days = self.stale("practice", self._keep_days)
        return [ALWAYS] if days is None else _runs(days)

    def _keep_days(self, days: list[str] | None) -> None:
        for first, last in [ALWAYS] if days is None else _runs(days):
            self.db.run("practice_remove", learner=self.learner, first=first, last=last)
            counted = [
                day._asdict() | {"learner": self.learner} for day in self.count_days(first, last)
            ]
            self.db.insert("practice", counted)

    def count_days(self, first: str, last: str) -> list[Practised]:
        """Count the days anew; skills as they were written, '' for none."""
        days: dict[tuple[str, str], Counter] = {}
        for part in self._parts(first, last):
            _count(days, part)
        between = {"learner": self.learner, "first": first, "last": last}
        for row in self.db.each("rounds_by_day", **between):
            days.setdefault((row["day"], row["skill"]), _counter())["rounds"] += row["rounds"]
        return [Practised(*key, **counter) for key, counter in sorted(days.items())]

    def wrong_days(self) -> list[str]:
        """The days of which something else is kept than what the facts add up to, for `doctor`."""
        stale = self.unsettled("practice")
        if stale is None:
            return []
        kept = {Practised(*row) for row in self.db.all("practice_between", **self._ever())}
        wrong = {day.day for day in kept ^ set(self.count_days(*ALWAYS))}
        return sorted(day for day in wrong if not _within(day, _runs(stale)))

    def _ever(self) -> dict[str, str]:
        return {"learner": self.learner, "first": ALWAYS[0], "last": ALWAYS[1]}


if TYPE_CHECKING:
    Counter = dict[str, int]


def _counter() -> Counter:
    return dict.fromkeys(Practised._fields[2:], 0)


def _count(days: dict[tuple[str, str], Counter], part: Part) -> None:
    key = part.day, part.skill or ""
    counter = days.get(key) or days.setdefault(key, _counter())
    ms = part.ended_at - part.started_at
    counter["ms"] += ms
    counter["input"] += ms * part.input
    counter["by_hand"] += ms * part.by_hand
    counter["guessed"] += ms * part.guessed
    counter["without_output"] += ms * (not part.attempts)


def _runs(days: list[str]) -> list[Run]:
    """The days whose hours depend on some days, as runs that do not touch; the days are in order.

    >>> _runs(["2026-11-10", "2026-11-12", "2026-11-30"])
    [('2026-11-07', '2026-11-15'), ('2026-11-27', '2026-12-03')]
    """
    runs: list[Run] = []
    for day in days:
        near = _near(day)
        if runs and near[0] <= runs[-1][1]:
            runs[-1] = (runs[-1][0], near[-1])
        else:
            runs.append((near[0], near[-1]))
    return runs


def _within(day: str, runs: list[Run]) -> bool:
    return any(first <= day <= last for first, last in runs)
