"""Every parameter: what is charged to it, and everything it has said."""

from __future__ import annotations

from bisect import bisect_right

from selfgrad.charging import Charging
from selfgrad.names import UNSORTED
from selfgrad.reader import EVERY

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

EVER = 1 << 62  # later than any instant


class Parameters(Charging):
    """The parameters and the history of their wordings."""

    def parameters(
        self, skill: str | None = None, rounds: int = 50, few: int = EVERY
    ) -> dict[str, Any]:
        """`credit` with every parameter there is, and everything that each has ever said.

        The charged ones come first, then the others by name; an archived one only if it is charged.
        Each has `archived`, `versions` (how many wordings) and `wordings`, the latest first: `words`,
        `day`, `at` (UTC milliseconds), `round` (its short id, or None) and `rounds`: how many rounds it
        was in force, in the skill of that round and until its next wording (None without a round).
        Of each parameter the latest `few` wordings are shown; all of them are counted.
        """
        page = self.credit(skill, rounds)
        names = {row["key"]: row for row in self.journal.names("parameter", archived=True)}
        charged = {row["key"] for row in page["parameters"]}
        others = [
            {
                "parameter": row["name"],
                "key": key,
                "count": 0,
                "rounds": 0,
                "share": 0.0,
                "loss": None,
            }
            for key, row in names.items()
            if not row["archived"] and key not in charged and key != UNSORTED
        ]
        page["parameters"] += sorted(others, key=lambda row: row["parameter"])
        said = self._said(few)
        for row in page["parameters"]:
            wordings = said.get("parameter:" + row["key"], [])
            row["archived"] = bool(row["key"] in names and names[row["key"]]["archived"])
            row["wording"] = wordings[0]["words"] if wordings else None
            row["versions"] = wordings[0].pop("versions") if wordings else 0
            row["wordings"] = wordings
        return page

    def _said(self, few: int) -> dict[str, list[dict[str, Any]]]:
        """The wordings by the subject that said them, the latest first, which also has their number."""
        in_force = self._counted_in_force if few < EVERY else self._in_force
        closed: dict[str | None, list[int]] = {}
        said: dict[str, list[dict[str, Any]]] = {}
        for row in self.db.each("wordings_latest", learner=self.learner, few=few):
            wordings = said.setdefault(row["subject"], [])
            until = wordings[-1]["at"] if wordings else EVER
            wordings.append(
                {
                    **({} if wordings else {"versions": row["versions"]}),
                    "words": row["words"],
                    "day": row["day"],
                    "at": row["happened_at"],
                    "round": row["round"] and row["round"].replace("-", "")[:12],
                    "rounds": in_force(row, until, closed) if row["known"] else None,
                }
            )
        return said

    def _in_force(self, row: Row, until: int, closed: dict[str | None, list[int]]) -> int:
        """How many rounds of its skill were closed while a wording was the latest one."""
        skill = self.key("skill", row["skill"])
        if skill not in closed:
            closed[skill] = self._closed_at(skill)
        at = closed[skill]
        return max(0, bisect_right(at, until) - bisect_right(at, row["happened_at"]))

    def _counted_in_force(self, row: Row, until: int, _: Any) -> int:
        """The same for a few wordings: each counts its own, and no list of all rounds is made."""
        between = {"learner": self.learner, "after": row["happened_at"], "until": until}
        keys = self.journal.keys_of("skill", self.key("skill", row["skill"]))
        return sum(self.db.scalar("rounds_closed_between", skill=key, **between) for key in keys)

    def _closed_at(self, skill: str | None) -> list[int]:
        """When the rounds of a skill were closed, in order; milliseconds."""
        found: list[int] = []
        for key in self.journal.keys_of("skill", skill):
            found += self.db.list("rounds_closed_at", learner=self.learner, skill=key)
        return sorted(found)
