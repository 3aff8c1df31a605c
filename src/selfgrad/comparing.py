"""Now against then: last week, last month, last year, or any date. The only comparison there is.

The numbers are insight/past.py's: the noise is judged from the whole record, so that two handfuls
of rounds are not called different for nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from math import isfinite

from selfgrad import errors
from selfgrad.days import months_before
from selfgrad.fitting import Fitting
from selfgrad.reratings import Reratings

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.fitting import Series
    from selfgrad.insight.past import Comparison

WEEK, WINDOW = 7, 28  # days of a window
ENOUGH = 5  # rounds in a window for a comparison
NEAREST = 0.25  # of the time between: how far a window moves to where there are rounds
QUOTED = 3  # with fewer rounds these are quoted, and nothing is made of them


class Comparing(Fitting, Reratings):
    """You, then and now."""

    def versus(self, then: str = "year", skill: str | None = None) -> dict[str, Any]:
        """A skill now and then. `then` is "week", "month", "year", or a date that begins its window.

        `now` and `before` are windows of equal length: `first`, `last` (practice days), `rounds`,
        `measured`, `losses` (all of them where there are fewer than three), `loss` (mean, 0 to 1),
        `level` (mean, where all levels are numbers), `ms`, `mistakes` (a round), `surprise` (mean of
        |measured - expected|), `discomfort` (mean); None where nothing is known. `moved` is by how many
        days the earlier window was moved to where there are rounds. `word` ("better", "about the
        same", "worse", "too few rounds") compares the losses, `difference`, `low`, `high` (80 %; below 0
        is better) say by how much, `beats` which share of the rounds then today's average round is
        better than. `drift` is that of the learner's standard (see `ratings`), for which the losses are
        corrected once it is established. `said` is all of it in sentences.
        """
        then = then.strip().lower()
        key = self.wanted("skill", skill) if skill else self.skill_now()
        series = self.series(key)
        now, before, moved = self._windows(then, series)
        rows = self.reratings_of(key)
        losses = self.in_todays_standard(series, rows)
        comparison, beats = _compared(losses, series, now, before)
        page = {
            "skill": self.called("skill", key),
            "then": then,
            "now": self._side(key, series, losses, now),
            "before": self._side(key, series, losses, before),
            "moved": moved,
            **comparison,
            "beats": beats,
            "drift": self.drift_of(rows),
        }
        return page | {"said": _sentences(page)}

    def _windows(self, then: str, series: Series) -> tuple[Any, Any, int]:
        """The practice days of both windows, first and last, and by how much the earlier one moved."""
        today, length = self.today_is(), WEEK if then == "week" else WINDOW
        back = self.clock.days_before
        now = (back(today, length - 1), today)
        if then in ("week", "month"):
            return now, (back(today, 2 * length - 1), back(today, length)), 0
        if then == "year":
            last = months_before(today, 12)
            wanted = (back(last, length - 1), last)
        else:
            first = self._date_of(then)
            wanted = (first, back(first, 1 - length))
        if wanted[1] >= now[0]:
            raise errors.BadInput(
                "That is not past yet: it overlaps with now.",
                f"Give a date at least {2 * length} days ago, or week, month, year.",
            )
        shift = self._shift(series, wanted, now)
        return now, (back(wanted[0], -shift), back(wanted[1], -shift)), shift

    def _date_of(self, text: str) -> str:
        """A practice day as typed; refuses what lies ahead."""
        try:
            return self.clock.day(self.clock.parse(text))
        except errors.BadInput as error:
            raise errors.BadInput(
                f"“{text[:40]}” is no time to compare with.",
                "Say week, month, year, or a date such as 2026-03-01.",
            ) from error

    def _shift(self, series: Series, wanted: tuple[str, str], now: tuple[str, str]) -> int:
        """Days to move a window with too few rounds to the nearest one with enough, or with any.

        At most a quarter of the way, and never into now.
        """
        measured = [
            date.fromisoformat(day).toordinal()
            for day, loss in zip(series.day, series.loss, strict=True)
            if loss is not None
        ]
        first, last, begin = (date.fromisoformat(day).toordinal() for day in (*wanted, now[0]))
        reach = min(NEAREST * (begin - first), begin - last - 1)

        def inside(shift: int) -> int:
            return bisect_right(measured, last + shift) - bisect_left(measured, first + shift)

        here = inside(0)
        ends = (end for day in dict.fromkeys(measured) for end in (day - last, day - first))
        shifts = sorted((s for s in ends if -NEAREST * (begin - first) <= s <= reach), key=abs)
        for enough in (ENOUGH, 1):
            if here >= enough:
                return 0
            if found := next((shift for shift in shifts if inside(shift) >= enough), None):
                return found
        return 0

    def _side(
        self, key: str | None, series: Series, losses: list[float | None], days: tuple[str, str]
    ) -> dict[str, Any]:
        """What was done in a window."""
        window = _slice(series, days)
        inside = range(window.start, window.stop)
        found = [losses[n] for n in inside if losses[n] is not None]
        surprises = [
            abs(series.loss[n] - series.expected[n])
            for n in inside
            if series.loss[n] is not None and series.expected[n] is not None
        ]
        discomforts = [series.discomfort[n] for n in inside if series.discomfort[n] is not None]
        done = self.practised(*days)
        return {
            "first": days[0],
            "last": days[1],
            "rounds": len(inside),
            "measured": len(found),
            "losses": found if len(found) < QUOTED else None,
            "loss": _mean(found),
            "level": _mean(_levels([series.level[n] for n in inside])),
            "ms": sum(day.ms for day in done if day.skill == key),
            "mistakes": _mean([series.mistakes[n] for n in inside]),
            "surprise": _mean(surprises),
            "discomfort": _mean(discomforts),
        }


def _mean(values: list[Any]) -> float | None:
    return sum(values) / len(values) if values else None


def _levels(levels: list[str | None]) -> list[float]:
    """Levels as numbers; none where one of them is a word."""
    try:
        return [float(level) for level in levels if level is not None]
    except ValueError:
        return []


def _compared(
    losses: list[float | None], series: Series, now: tuple[str, str], before: tuple[str, str]
) -> tuple[dict[str, Any], float | None]:
    from selfgrad.insight import past

    windows = [_slice(series, days) for days in (now, before)]
    found: Comparison = past.compare(losses, *windows)
    beats = past.beats(losses, *windows)
    page = {
        name: None if isinstance(value, float) and not isfinite(value) else value
        for name, value in found._asdict().items()
    }
    return page, beats if isfinite(beats) else None


def _slice(series: Series, days: tuple[str, str]) -> slice:
    """The rounds of a window; they lie together, since days rise with time."""
    return slice(bisect_left(series.day, days[0]), bisect_right(series.day, days[1]))


def _quoted(when: str, losses: list[float] | None) -> list[str]:
    """The losses themselves, where they are too few for a mean."""
    if not losses:
        return []
    return [f"{when}: {' and '.join(f'{loss:.2f}' for loss in losses)}."]


def _sentences(page: dict[str, Any]) -> list[str]:
    """The comparison in words; the last sentence is what can be done."""
    now, before = page["now"], page["before"]
    if page["word"] == "too few rounds":
        said = [
            f"Too few rounds to compare: {now['measured']} now, {before['measured']} then; it takes 5 "
            "in each.",
            *_quoted("Now", now["losses"]),
            *_quoted("Then", before["losses"]),
        ]
        if page["then"] == "year":
            said.append("A month says something sooner: `selfgrad vs month`.")
    else:
        less = "below" if page["difference"] < 0 else "above"
        said = [
            f"Loss: {page['word']}. On average {abs(page['difference']):.2f} {less} then (80 % "
            f"interval {page['low']:+.2f} to {page['high']:+.2f})."
        ]
        if page["beats"] is not None:
            said.append(f"Your average round now is better than {page['beats']:.0%} of those then.")
    if page["moved"]:
        days = "1 day" if abs(page["moved"]) == 1 else f"{abs(page['moved'])} days"
        way = "later" if page["moved"] > 0 else "earlier"
        said.append(f"Then is {days} {way} than asked: those days had too few rounds.")
    if None not in (now["level"], before["level"]) and now["level"] != before["level"]:
        said.append(
            f"The level was another one: {before['level']:.3g} then, {now['level']:.3g} now; the losses "
            "are not of the same task."
        )
    if page["drift"]["established"]:
        said.append(
            "Losses are corrected for the drift of your standard: `selfgrad rerate --drift`."
        )
    return said
