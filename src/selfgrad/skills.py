"""Every skill in one line, for finding one's way."""

from __future__ import annotations

from selfgrad.hours import gaps
from selfgrad.practice import Practice

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any


class Skills(Practice):
    """The skills, and when each was practised last."""

    def skills(self) -> list[dict[str, Any]]:
        """Every skill, the one practised last first, and one without a name where rounds have none.

        Each is `name` (None for none), `key`, `rounds` (closed or dropped), `ms` (milliseconds), `archived`
        and `last`, the practice day on which it was last practised, or None.
        """
        names = {row["key"]: row for row in self.journal.names("skill", archived=True)}
        sums = self._brief()
        rows = [
            {
                "name": self.called("skill", key),
                "key": key,
                "archived": bool(key in names and names[key]["archived"]),
                **(sums.get(key) or {"rounds": 0, "ms": 0, "last": None}),
            }
            for key in dict.fromkeys([*names, *sums])
        ]
        rows.sort(key=lambda row: row["name"] or "")
        rows.sort(key=lambda row: row["last"] or "", reverse=True)
        return rows

    def _brief(self) -> dict[str | None, dict[str, Any]]:
        """Rounds, milliseconds and the last day of each skill by its key."""
        stale = self.stale_days()
        found: dict[str | None, dict[str, Any]] = {}
        for after, before in gaps(stale):
            between = {"learner": self.learner, "after": after, "before": before}
            for skill, ms, rounds, last in self.db.all("practice_brief", **between):
                self._add_brief(found, skill, ms, rounds, last)
        for run in stale:
            for day in self.count_days(*run):
                self._add_brief(found, day.skill, day.ms, day.rounds, day.day)
        return found

    def _add_brief(
        self, found: dict[str | None, dict[str, Any]], skill: str, ms: int, rounds: int, last: str
    ) -> None:
        brief = found.setdefault(self.key("skill", skill), {"rounds": 0, "ms": 0, "last": ""})
        brief["rounds"] += rounds
        brief["ms"] += ms
        brief["last"] = max(brief["last"], last)
