"""What was learned: the changes so far, and where the mistakes come from. Counts, no verdicts."""

from __future__ import annotations

from itertools import islice

from selfgrad.ledger import SLOTS
from selfgrad.names import UNSORTED
from selfgrad.reader import Reader

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

TO_SORT = 3  # unsorted mistakes that are named, to be charged


def mean(losses: list[float]) -> float | None:
    """The plain mean; None for no numbers."""
    return sum(losses) / len(losses) if losses else None


class Lessons(Reader):
    """The optimizer's log, and the credit assignment."""

    def steps(self, skill: str | None = None, limit: int = 20) -> list[dict[str, Any]]:
        """The changes, newest first, each with the rounds around it in its skill.

        `before` are the rounds since the change before it, its own included; `after` those since
        then, up to the next change or now. Each has `rounds`, `measured` (those with a loss) and `mean`
        (0 to 1, None without any): counts only, which is not yet whether the step helped.
        """
        wanted = self.wanted("skill", skill)
        steps: list[dict[str, Any]] = []
        for key, rounds in self._rounds_by_skill().items():
            if wanted in (None, key):
                steps += self._steps_of(rounds)
        steps.sort(key=lambda step: (step["at"], step["round"]), reverse=True)
        chosen = steps[:limit]
        for step in chosen:
            self._complete(step)
        return chosen

    def _rounds_by_skill(self) -> dict[str | None, list[Row]]:
        """The closed rounds of each skill, in order."""
        grouped: dict[str | None, list[Row]] = {}
        for row in self.db.all("rounds_closed", learner=self.learner):
            grouped.setdefault(self.key("skill", row["skill"]), []).append(row)
        return grouped

    def _steps_of(self, rounds: list[Row]) -> list[dict[str, Any]]:
        """Cut the rounds of a skill at its changes; a round that ends in one still lies before it."""
        cuts = [place + 1 for place, row in enumerate(rounds) if not row["kept"]]
        return [
            {
                "at": rounds[cut - 1]["closed_at"],
                "round": rounds[cut - 1]["subject"],
                "row": rounds[cut - 1],
                "before": _counted(rounds[start:cut]),
                "after": _counted(rounds[cut:end]),
                "in_force": cut == cuts[-1],
            }
            for start, cut, end in zip([0, *cuts], cuts, [*cuts[1:], len(rounds)], strict=False)
        ]

    def _complete(self, step: dict[str, Any]) -> None:
        """Words, ids and what the wording was before; only for those that are shown."""
        row = step.pop("row")
        said = self.db.first("entry_of_step", learner=self.learner, subject=row["subject"])
        step |= {
            "id": said["id"] if said else row["subject"],
            "short": self.journal.short(said["id"] if said else row["subject"]),
            "parameter": self.called("parameter", row["parameter"]),
            "words": row["wording"],
            "was": self._wording_before(row),
            "skill": self.called("skill", row["skill"]),
            "when": self.clock.local(row["closed_at"]),
            "day": row["closed_day"],
            "held": step["after"]["rounds"],
        }

    def _wording_before(self, round: Row) -> str | None:
        wordings = self.journal.wordings(round["parameter"])
        places = [i for i, w in enumerate(wordings) if w["round"] == round["subject"]]
        older = wordings[places[-1] + 1 :] if places else []
        return older[0]["words"] if older else None

    # credit ---------------------------------------------------------------------------------------

    def credit(self, skill: str | None = None, rounds: int = 50) -> dict[str, Any]:
        """Mistakes by parameter over the last rounds, as the learner charged them.

        `parameters`: parameter, wording, count, rounds (in how many it occurred), share; the most
        charged first. `unsorted`: count and the latest entries, to be charged. Mistakes caught outside
        of rounds in the same time count, too; loose ones do not.
        """
        wanted = self.wanted("skill", skill)
        window = self._window(wanted, rounds)
        since = min((row["opened_at"] for row in window), default=0) if len(window) >= rounds else 0
        counts = self._counts(wanted, window, since)
        total = sum(sum(rounds.values()) for rounds in counts.values())
        unsorted = counts.pop(UNSORTED, {})
        return {
            "rounds": len(window),
            "asked": rounds,
            "mistakes": total,
            "parameters": sorted(
                (self._charged(key, rounds, total) for key, rounds in counts.items()),
                key=lambda row: (-row["count"], row["parameter"]),
            ),
            "unsorted": {
                "count": sum(unsorted.values()),
                "entries": self._latest_unsorted(wanted, window, since) if unsorted else [],
            },
            "reported": "Counts of what you charged, not of causes.",
        }

    def _window(self, skill: str | None, limit: int) -> list[Row]:
        """The last rounds that got as far as an output, the open one included."""
        rows = self.db.each("rounds_with_output", learner=self.learner)
        window: list[Row] = []
        for row in rows:
            if len(window) == limit:
                break
            if skill is None or self.key("skill", row["skill"]) == skill:
                window.append(row)
        return window

    def _filed(self, window: list[Row]) -> list[Row]:
        """What went wrong in some rounds."""
        return [
            row
            for round in window
            for row in self.db.all("mistakes_of", learner=self.learner, subject=round["subject"])
        ]

    def _counts(
        self, skill: str | None, window: list[Row], since: int
    ) -> dict[str, dict[str | None, int]]:
        """Mistakes by parameter and round: those of the rounds, and those caught in passing since."""
        caught = self.db.all(
            "mistakes_caught", learner=self.learner, since=since, n=since // 1000 * SLOTS
        )
        found = [(row["parameter"], row["round"], 1) for row in self._filed(window)]
        found += [
            (row["parameter"], row["round"], row["count"])
            for row in caught
            if skill in (None, self.key("skill", row["skill"]))
        ]
        counts: dict[str, dict[str | None, int]] = {}
        for parameter, round, count in found:
            rounds = counts.setdefault(self.key("parameter", parameter) or UNSORTED, {})
            rounds[round] = rounds.get(round, 0) + count
        return counts

    def _latest_unsorted(
        self, skill: str | None, window: list[Row], since: int
    ) -> list[dict[str, Any]]:
        """The latest mistakes that wait for a parameter."""
        caught = self.db.each(
            "mistakes_unsorted", learner=self.learner, since=since, n=since // 1000 * SLOTS
        )
        fitting = (row for row in caught if skill in (None, self.key("skill", row["placed"])))
        rows = list(islice(fitting, TO_SORT))
        rows += [row for row in self._filed(window) if row["parameter"] in (None, UNSORTED)]
        rows.sort(key=lambda row: -int(row["n"]))
        return [self.sentence(row) for row in rows[:TO_SORT]]

    def _charged(self, key: str, rounds: dict[str | None, int], total: int) -> dict[str, Any]:
        count = sum(rounds.values())
        return {
            "parameter": self.called("parameter", key),
            "wording": self.journal.wording(key),
            "count": count,
            "rounds": len(rounds.keys() - {None}),
            "share": count / total,
        }


def _counted(rounds: list[Row]) -> dict[str, Any]:
    losses = [row["loss"] for row in rounds if row["loss"] is not None]
    return {"rounds": len(rounds), "measured": len(losses), "mean": mean(losses)}
