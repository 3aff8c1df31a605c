"""What was learned: the changes so far, each with the rounds around it. Counts, no verdicts."""

from __future__ import annotations

from selfgrad.reader import Reader

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

EVER = 1 << 62  # later than any instant, and with a minus before any


def mean(losses: list[float]) -> float | None:
    """The plain mean; None for no numbers."""
    return sum(losses) / len(losses) if losses else None


class Lessons(Reader):
    """The optimizer's log."""

    def changes(self, skill: str | None = None, limit: int = 20) -> list[dict[str, Any]]:
        """The changes, newest first, each with the rounds around it in its skill.

        `before` are the rounds since the change before it, its own included; `after` those since
        then, up to the next change or now. Each has `rounds`, `measured` (those with a loss) and `mean`
        (0 to 1, None without any): counts only, which is not yet whether the step helped (judging.py).
        """
        wanted = self.wanted("skill", skill)
        steps: list[dict[str, Any]] = []
        for key, keys in self._changed_skills().items():
            if wanted in (None, key):
                steps += self._steps_of(keys, limit)
        steps.sort(key=lambda step: (step["at"], step["round"]), reverse=True)
        chosen = steps[:limit]
        for step in chosen:
            self._complete(step)
        return chosen

    def _changed_skills(self) -> dict[str | None, list[str | None]]:
        """The skills in which anything was changed, each with the names that were merged into it."""
        found = self.db.list("skills_changed", learner=self.learner)
        keys = {self.key("skill", skill) for skill in found}
        return {key: self.journal.keys_of("skill", key) for key in keys}

    def _steps_of(self, keys: list[str | None], limit: int) -> list[dict[str, Any]]:
        """The newest changes of a skill; each lies between the one before it and the next."""
        rows = [
            row
            for key in keys
            for row in self.db.all("steps_newest", learner=self.learner, skill=key, limit=limit + 1)
        ]
        rows.sort(key=lambda row: (row["closed_at"], row["touched"]), reverse=True)
        newer, older = [None, *rows], [*rows[1:], None]
        return [
            {
                "at": row["closed_at"],
                "round": row["subject"],
                "in_force": following is None,
                "row": row,
                "keys": keys,
                "around": (before, following),
            }
            for row, before, following in list(zip(rows, older, newer, strict=False))[:limit]
        ]

    def _complete(self, step: dict[str, Any]) -> None:
        """Words, ids, counts and what the wording was before; only for those that are shown."""
        row, keys, (before, following) = step.pop("row"), step.pop("keys"), step.pop("around")
        said = self.db.first("entry_of_step", learner=self.learner, subject=row["subject"])
        after = self._counted(keys, row, following)
        step |= {
            "before": self._counted(keys, before, row),
            "after": after,
            "id": said["id"] if said else row["subject"],
            "short": self.journal.short(said["id"] if said else row["subject"]),
            "parameter": self.called("parameter", row["parameter"]),
            "words": row["wording"],
            "was": self._wording_before(row),
            "skill": self.called("skill", row["skill"]),
            "when": self.clock.local(row["closed_at"]),
            "day": row["closed_day"],
            "held": after["rounds"],
        }

    def _counted(
        self, keys: list[str | None], after: Row | None, until: Row | None
    ) -> dict[str, Any]:
        """The rounds of a skill after one change, up to another that ends the last of them."""
        span = {
            "after": after["closed_at"] if after else -EVER,
            "after_id": after["touched"] if after else "",
            "until": until["closed_at"] if until else EVER,
            "until_id": until["touched"] if until else "",
        }
        rounds, measured, losses = 0, 0, 0.0
        for key in keys:
            row = self.db.first("rounds_counted", learner=self.learner, skill=key, **span)
            assert row is not None
            rounds += row["rounds"]
            measured += row["measured"]
            losses += row["losses"]
        return {
            "rounds": rounds,
            "measured": measured,
            "mean": losses / measured if measured else None,
        }

    def _wording_before(self, round: Row) -> str | None:
        subject = f"parameter:{round['parameter']}"
        asked = {"subject": subject, "round": round["subject"]}
        words: str | None = self.db.scalar("wording_before", learner=self.learner, **asked)
        return words
