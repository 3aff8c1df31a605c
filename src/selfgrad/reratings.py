"""Has the learner's own standard moved? Old self-rated outputs, rated again without their mark.

The numbers are insight/rerating.py's. What a learner calls a gap of 3 changes as the ear gets
better; without this a curve of self-rated losses could hide all that was learned.
"""

from __future__ import annotations

from math import isfinite

from selfgrad.fitting import DAY_MS
from selfgrad.reader import Reader

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row
    from selfgrad.fitting import Series

EVERY = 5  # closed rounds between two second ratings


class Reratings(Reader):
    """Second ratings and what they say."""

    def ratings(self, skill: str | None = None) -> dict[str, Any]:
        """Second ratings in a skill (the one last practised without a name).

        `due` says whether it is time for one, `output` is the old output to rate, without its mark: `round`,
        `aim`, `day`, `medium`, `words`, `reference`, `hash`; or None. `drift` is new minus old rating (0
        to 1): `mean`, `low`, `high` (80 %), `pairs`, `established`; above 0, the same output is rated
        worse than it was. `said` puts it into a sentence.
        """
        key = self.wanted("skill", skill) if skill else self.skill_now()
        rows = self.reratings_of(key)
        offered = self.journal.offered_rating(key)
        drift = self.drift_of(rows)
        return {
            "skill": self.called("skill", key),
            "due": offered is not None and self._rounds_since(key, rows) >= EVERY,
            "output": self._output_to_rate(offered) if offered else None,
            "drift": drift,
            "said": _said(drift),
        }

    def reratings_of(self, key: str | None) -> list[Row]:
        """The second ratings of a skill, oldest first."""
        rows = self.db.all("reratings", learner=self.learner)
        return [row for row in rows if self.key("skill", row["skill"]) == key]

    def _rounds_since(self, key: str | None, rows: list[Row]) -> int:
        """Closed rounds of the skill since the last second rating."""
        last = rows[-1]["id"] if rows else ""
        keys = self.journal.keys_of("skill", key)
        about = {"learner": self.learner, "touched": last}
        return sum(self.db.scalar("rounds_since", skill=one, **about) for one in keys)

    def _output_to_rate(self, row: Row) -> dict[str, Any]:
        keys = ("aim", "medium", "words", "reference", "hash")
        return {
            "round": row["round"],
            "short": self.journal.short(row["round"]),
            "day": row["closed_day"],
            **{key: row[key] for key in keys},
        }

    def drift_of(self, rows: list[Row]) -> dict[str, Any]:
        """What the second ratings say of the learner's standard."""
        from selfgrad.insight import rerating

        found = rerating.drift([row["before"] for row in rows], [row["after"] for row in rows])
        return {
            name: None if isinstance(value, float) and not isfinite(value) else value
            for name, value in found._asdict().items()
        }

    def in_todays_standard(self, series: Series, rows: list[Row]) -> list[float | None]:
        """Earlier losses corrected for an established drift; else as they are."""
        from selfgrad.insight import rerating

        found = rerating.drift([row["before"] for row in rows], [row["after"] for row in rows])
        if not found.established:
            return list(series.loss)
        apart = sum(row["happened_at"] - row["closed_at"] for row in rows) / len(rows) / DAY_MS
        days = [at / DAY_MS for at in series.at]
        corrected = rerating.corrected(series.loss, days, found, apart)
        return [value if value == value else None for value in corrected.tolist()]


def _said(drift: dict[str, Any]) -> str:
    if drift["pairs"] < 2:
        return "Your standard: not known yet. An old output rated again now and then tells."
    rated = f"{drift['pairs']} old outputs, rated again"
    if not drift["established"]:
        return f"Your standard: no drift is to be seen in {rated}{_interval(drift)}."
    way = "stricter" if drift["mean"] > 0 else "milder"
    return (
        f"Your standard has become {way} by about {abs(drift['mean']):.2f} ({rated}{_interval(drift)}); "
        "comparisons with earlier rounds are corrected for it."
    )


def _interval(drift: dict[str, Any]) -> str:
    return f", 80 % interval {drift['low']:+.2f} to {drift['high']:+.2f}"
