"""When the target of hours will be reached, as a range, and how often such ranges have held.

The numbers are insight/forecast.py's. They count hours and say nothing of skill. What is known of
how paces change widens a range and moves its middle; nothing of anybody else is shown.
"""

from __future__ import annotations

from math import isfinite

from selfgrad.hours import Hours

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

HOUR_MS = 3_600_000
HORIZONS = (30, 90, 365)  # days
SCORED = 30  # days ahead of the ranges that are scored on the page
FEWEST = 28  # days since the first one with practice before a date is given
TESTED, HELD = 8, 0.5  # windows, and the share of them caught, from which ranges are shown
OWN = 0.5  # from here on the learner's own record weighs more than what is known beforehand


class Foreseeing(Hours):
    """Hours, and what is to come of them."""

    def forecast(self, skill: str | None = None) -> dict[str, Any]:
        """When the target of a skill will be reached; of all skills together without one.

        `done` and `target` are hours, `days` the civil days since the first one with practice. `ahead`
        is a list of `days`, `median`, `low`, `high` (hours in the next so many days), `date` has `median`,
        `low`, `high` as civil dates, None where none can be given; 80 % of the time what comes lies
        between low and high. `record` says of how many past ranges (`windows`, 30 days ahead) how
        many `caught` what came; where that is far from 80 %, `ahead` and `date` are withheld. `own` is the
        weight of the learner's own record in the range 30 days ahead, 0 to 1, `own_record` whether it weighs more
        than what is known beforehand.
        `said` puts the date into a sentence.
        """
        key = self.wanted("skill", skill)
        daily = self.daily_hours(key)
        target = self._target(key)
        page: dict[str, Any] = {
            "skill": self.called("skill", key),
            "done": sum(daily),
            "target": target,
            "days": max(0, len(daily) - 1),
            "ahead": [],
            "date": None,
            "record": None,
            "own": 0.0,
        }
        if page["days"] >= FEWEST:  # today is not over, so that it only counts in what is done
            page |= self._foreseen(daily[:-1], max(0.0, target - page["done"]))
        page["own_record"] = page["own"] >= OWN
        page["said"] = _said(page)
        return page

    def daily_hours(self, key: str | None) -> list[float]:
        """Hours of each civil day from the first with practice to today, those by hand included."""
        found: dict[str, int] = {}
        today = self.today_is()
        for day in self.practised("0000-01-01", today):
            if day.ms and key in (None, day.skill):
                found[day.day] = found.get(day.day, 0) + day.ms
        if not found:
            return []
        from datetime import date, timedelta  # 5 ms

        first, last = date.fromisoformat(min(found)), date.fromisoformat(today)
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        return [found.get(day.isoformat(), 0) / HOUR_MS for day in days]

    def _target(self, key: str | None) -> float:
        own = self.journal.about("skill", key).get("target_hours") if key else None
        return float(own or self.journal.settings["target_hours"])

    def _foreseen(self, daily: list[float], left: float) -> dict[str, Any]:
        from selfgrad.insight import forecast

        ahead = [(days, forecast.hours_ahead(daily, days)) for days in HORIZONS]
        until = forecast.days_until(daily, left)
        record = forecast.own_record(daily, SCORED)
        kept = {"days": SCORED, **record._asdict()} if record.windows else None
        if record.windows >= TESTED and record.caught < HELD * record.windows:
            return {"record": kept}
        return {
            "ahead": [{"days": days, **found._asdict()} for days, found in ahead],
            "date": {name: self._date(days) for name, days in until._asdict().items()},
            "record": kept,
            "own": forecast.own_share(daily, SCORED),
        }

    def _date(self, days: float) -> str | None:
        """The civil date in so many days; None where there is none."""
        from datetime import date, timedelta  # 5 ms

        today = date.fromisoformat(self.today_is())
        if not isfinite(days) or days > (date.max - today).days:
            return None
        return (today + timedelta(days=round(days))).isoformat()


def _said(page: dict[str, Any]) -> str:
    """The forecast in a sentence; it ends in what can be done."""
    if page["done"] >= page["target"]:
        return f"The target of {page['target']:,g} h is reached. A new one: `selfgrad skill NAME --target H`."
    if record := page["record"] if page["date"] is None else None:
        return (
            f"Ranges of hours caught only {record['caught']} of {record['windows']} on your record, so no "
            "date is given. A steadier smallest day helps: `selfgrad plan`."
        )
    if page["date"] is None:
        left = FEWEST - page["days"]
        return f"A date needs {FEWEST} days of record; {left} are missing. Next: `selfgrad go`."
    dates = page["date"]
    if dates["median"] is None:
        return "At this pace no date can be given. A smallest day helps: `selfgrad plan`."
    late = dates["high"] or "no date that can be given"
    return (
        f"If nothing but the usual changes: {page['target']:,g} h around {dates['median']}, "
        f"80 % range {dates['low']} to {late}."
    )
