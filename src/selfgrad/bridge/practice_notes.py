"""Practice as Markdown with wikilinks: a note a practice day or a round, and one a week.

What a learner wrote is shown, never read as Markdown. Words kept apart, words about the person and
words that were forgotten are not in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import NamedTuple

from selfgrad import errors
from selfgrad.bridge.managed import ID, Page
from selfgrad.bridge.naming import anchor, day_name, link, round_name, week_name, week_of
from selfgrad.bridge.practice_lines import (
    attempt,
    in_a_line,
    is_shown,
    joined,
    listed,
    others,
    outcome,
    said,
    sentence,
)
from selfgrad.clock import spoken
from selfgrad.hours import monday
from selfgrad.lessons import mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from selfgrad.journal import Journal
    from selfgrad.record import Record

    Round = dict[str, Any]
    Entry = dict[str, Any]

BY = ("day", "round")
HOUR_MS = 3_600_000
EVER = ("", "~")  # before and after every practice day


def pages(journal: Journal, by: str = "day") -> Iterator[Page]:
    """The pages of a journal, oldest first: a day or a round each ("day", "round"), then the weeks.

    Raises `BadInput` for anything else.
    """
    if by not in BY:
        raise errors.BadInput(f"“{by}” is no way to cut notes.", "Choose day or round.")
    book = _Book(journal.read, by)
    yield from (book.days() if by == "day" else book.rounds())
    yield from book.weeks()


class _Day(NamedTuple):
    """A practice day: its rounds, its other entries, and hours by skill in milliseconds."""

    day: str
    rounds: list[Round]
    entries: list[Entry]
    hours: dict[str | None, int]

    @property
    def ms(self) -> int:
        return sum(self.hours.values())


class _Book:
    """All of a journal, read once: four queries, and those of each round."""

    def __init__(self, read: Record, by: str) -> None:
        self.read, self.by = read, by
        first, last = EVER
        briefs = read.sealed_between(first, last)
        self.all = {brief["id"]: read.show(brief["id"], peek=False) for brief in briefs}
        self.points: dict[str, list[Entry]] = defaultdict(list)  # by the round that explains them
        self.by_day = self._days(briefs)
        names = sorted(self.by_day)
        self.day_before = {after: before for before, after in pairwise(names)}
        self.day_after = dict(pairwise(names))
        self.by_week: dict[str, list[_Day]] = defaultdict(list)
        for name in names:
            self.by_week[monday(name)].append(self.by_day[name])

    def _days(self, briefs: list[Round]) -> dict[str, _Day]:
        days: dict[str, _Day] = {}

        def of(day: str) -> _Day:
            return days.setdefault(day, _Day(day, [], [], defaultdict(int)))

        for brief in briefs:
            of(brief["day"]).rounds.append(self.all[brief["id"]])
        within = {entry["id"] for round in self.all.values() for entry in round["mistakes"]}
        for entry in self.read.sentences_between(*EVER):
            if is_shown(entry) and entry["id"] not in within and not self._explained(entry):
                of(entry["day"]).entries.append(entry)
        for done in self.read.practised(*EVER):
            if done.ms:
                of(done.day).hours[self.read.called("skill", done.skill)] += done.ms
        return days

    def _explained(self, entry: Entry) -> bool:
        """Give a point or a recall its topic; whether it is a point and told with its round."""
        if entry["kind"] not in ("point", "recall"):
            return False
        journal = self.read.journal
        round = journal.find_fact(entry["id"])["subject"].partition(":")[2]
        row = journal.explanation_of(round)
        entry["topic"] = self.read.called("topic", row["topic"]) if row else None
        if entry["kind"] == "recall" or round not in self.all:
            return False
        self.points[round].append(entry)
        return True

    # days -----------------------------------------------------------------------------------------

    def days(self) -> Iterator[Page]:
        for name in sorted(self.by_day):
            day = self.by_day[name]
            lines = [f"# {name}", "", " · ".join(self._about_day(day)), ""]
            for round in day.rounds:
                lines += [f"## {said(round['aim'])}", "", *self._round(round), ""]
            lines += others(day.entries, "##")
            yield Page(
                day_name(name), {ID: f"day:{name}", "date": name, **_sums([day])}, joined(lines)
            )

    def _about_day(self, day: _Day) -> list[str]:
        before, after = self.day_before.get(day.day), self.day_after.get(day.day)
        return [
            *([link(day_name(before), f"← {before}")] if before else []),
            *_counted([day]),
            link(week_name(day.day), week_of(day.day)),
            *([link(day_name(after), f"{after} →")] if after else []),
        ]

    # rounds ---------------------------------------------------------------------------------------

    def rounds(self) -> Iterator[Page]:
        for round in self.all.values():
            meta: dict[str, object] = {
                ID: f"round:{round['id']}",
                "date": round["day"],
                "skill": _linked(round["skill"]),
                "project": _linked(round["project"]),
                "aim": in_a_line(round["aim"]),
                "expected": _rounded(round["expected"]),
                "loss": _rounded(round["loss"]),
                "hours": _hours(round["time"]["ms"]),
                "mistakes": sum(map(is_shown, round["mistakes"])),
                "tags": ["selfgrad"],
            }
            week = link(week_name(round["day"]), week_of(round["day"]))
            lines = [
                f"# {said(round['aim'])}",
                "",
                f"{round['day']} · {week}",
                "",
                *self._round(round),
            ]
            yield Page(round_name(round), meta, joined(lines))

    def _round(self, round: Round) -> list[str]:
        """A round below its heading; the line with its facts can be linked to."""
        facts = [
            *([link(round["skill"])] if round["skill"] else []),
            *([link(round["project"])] if round["project"] else []),
            *([f"expected {round['expected']:.2f}"] if round["expected"] is not None else []),
            *([f"loss {round['loss']:.2f}"] if round["loss"] is not None else []),
            *([spoken(round["time"]["ms"])] if round["time"]["ms"] else []),
        ]
        return [
            f"{' · '.join(facts) or round['state']} ^{anchor(round)}",
            "",
            *listed("Points", [said(one["words"]) for one in self.points[round["id"]]]),
            *listed("Attempts", [attempt(one) for one in round["attempts"]], ordered=True),
            *listed("Mistakes", [sentence(one) for one in round["mistakes"] if is_shown(one)]),
            *listed("Outcome", [*outcome(round), *self._neighbours(round)]),
        ]

    def _neighbours(self, round: Round) -> Iterator[str]:
        for which in ("previous", "next"):
            other = round[which]
            if other and other["id"] in self.all:
                yield f"{which}: {self._to(self.all[other['id']])}"
            elif other:
                yield f"{which}: {said(other['aim'])}"

    def _to(self, round: Round) -> str:
        """A link to a round, wherever it is told."""
        shown = f"{round['aim']} ({round['day']})"
        if self.by == "round":
            return link(round_name(round), shown)
        return link(day_name(round["day"]), shown, f"^{anchor(round)}")

    # weeks ----------------------------------------------------------------------------------------

    def weeks(self) -> Iterator[Page]:
        for first, days in sorted(self.by_week.items()):
            meta = {
                ID: f"week:{week_of(first)}",
                "date": first,
                "week": week_of(first),
                **_sums(days),
            }
            lines = [f"# {week_of(first)}", "", " · ".join(self._about_week(first, days)), ""]
            lines += listed("Days", [self._day_in_week(day) for day in days])
            lines += listed("Losses", list(_losses(days)))
            lines += listed("Mistakes", list(_mistakes(days)))
            lines += listed(
                "Steps", [self._step(one) for day in days for one in day.rounds if one["wording"]]
            )
            lines += listed(
                "Blind alleys", [self._alley(r) for d in days for r in d.rounds if r["why"]]
            )
            if self.by == "round":
                lines += others([entry for day in days for entry in day.entries], "##")
            yield Page(week_name(first), meta, joined(lines))

    def _about_week(self, first: str, days: list[_Day]) -> list[str]:
        before, after = (self.read.clock.days_before(first, n) for n in (7, -7))
        return [
            *([link(week_name(before), f"← {week_of(before)}")] if before in self.by_week else []),
            *_counted(days),
            *([link(week_name(after), f"{week_of(after)} →")] if after in self.by_week else []),
        ]

    def _day_in_week(self, day: _Day) -> str:
        if self.by == "day":
            return " · ".join([link(day_name(day.day), day.day), *_counted([day])])
        rounds = "".join(f"\n  - {self._to(round)}" for round in day.rounds)
        return " · ".join([day.day, *_counted([day])]) + rounds

    def _step(self, round: Round) -> str:
        return f"{said(round['wording'])} {link(round['parameter'] or '')} · {self._to(round)}"

    def _alley(self, round: Round) -> str:
        return f"{said(round['why'])} · {self._to(round)}"


# sums ---------------------------------------------------------------------------------------------


def _losses(days: list[_Day]) -> Iterator[str]:
    skills: dict[str | None, list[float]] = defaultdict(list)
    for round in (round for day in days for round in day.rounds):
        if round["loss"] is not None:
            skills[round["skill"]].append(round["loss"])
    for skill, losses in skills.items():
        named = link(skill) if skill else "no skill"
        yield f"{named}: mean {mean(losses):.2f} of {len(losses)}"


def _mistakes(days: list[_Day]) -> Iterator[str]:
    """How many mistakes each parameter has, most first."""
    found = [one for day in days for round in day.rounds for one in round["mistakes"]]
    found += [one for day in days for one in day.entries if one["kind"] == "mistake"]
    counted = Counter(one["parameter"] for one in found if is_shown(one))
    for parameter, count in counted.most_common():
        yield f"{link(parameter) if parameter else 'unsorted'}: {count}"


def _counted(days: list[_Day]) -> list[str]:
    """Hours, and how many rounds."""
    ms, rounds = sum(day.ms for day in days), sum(len(day.rounds) for day in days)
    return [
        *([spoken(ms)] if ms else []),
        *([f"{rounds} round{'s'[: rounds != 1]}"] if rounds else []),
    ]


def _sums(days: list[_Day]) -> dict[str, object]:
    rounds = [round for day in days for round in day.rounds]
    losses = [round["loss"] for round in rounds if round["loss"] is not None]
    skills = [skill for day in days for skill in day.hours]
    return {
        "skills": _all_linked([*(round["skill"] for round in rounds), *skills]),
        "projects": _all_linked(round["project"] for round in rounds),
        "rounds": len(rounds),
        "loss": _rounded(mean(losses)),
        "hours": _hours(sum(day.ms for day in days)),
        "tags": ["selfgrad"],
    }


def _linked(name: str | None) -> str | None:
    return link(name) if name else None


def _all_linked(names: Iterable[str | None]) -> list[str]:
    return [link(name) for name in dict.fromkeys(filter(None, names))]


def _rounded(loss: float | None) -> float | None:
    return None if loss is None else round(loss, 3)


def _hours(ms: int) -> float:
    return round(ms / HOUR_MS, 2)
