"""Scar tissue as it is read: what became of each past mistake, and what it has saved."""

from __future__ import annotations

from selfgrad import errors
from selfgrad.ledger import FORGOTTEN
from selfgrad.recalling import Recalling, cost
from selfgrad.scars import AGAINST, KINDS, MOST

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

WEIGHT = {
    "came": 0,
    "not": 1,
    "dodged": 2,
    "repeated": 3,
}  # of two marks in a round the heavier counts
LISTED = 50  # scars on one page
LOOKED_THROUGH = 300  # of the latest mistakes, for those that mean the same


class Tissue(Recalling):
    """Past mistakes with what became of them."""

    def fitting(
        self,
        aim: str,
        skill: str | None = None,
        project: str | None = None,
        limit: int = MOST,
        besides: tuple[str, ...] = (),
    ) -> list[dict[str, Any]]:
        """The scars that fit an aim, each with what became of it, but those of some rounds; see `Journal.scars`."""
        self.besides = besides
        return [one | self.became(one["id"]) for one in self.scars(aim, skill, project, limit)]

    def of_round(self, round: str) -> list[dict[str, Any]]:
        """The scars that came up in a round, in that order, with their `mark`."""
        found: dict[str, str] = {}
        for row in self.db.all("scar_marks_of_round", learner=self.learner, round=round):
            root = self.journal.root_of(row["scar"])
            found[root] = row["how"] if found.get(root, "came") == "came" else found[root]
        shown = [(self._entry_row(root), how) for root, how in found.items()]
        return [self._shown(entry) | {"mark": how} for entry, how in shown if entry]

    def scar(self, id: str) -> dict[str, Any]:
        """One entry as a scar, by its whole id. Raises `NotFound` for what can be none."""
        entry = self._entry_row(id)
        if entry is None:
            raise errors.NotFound("That is no scar.", "See them with `selfgrad scars`.")
        return self._shown(entry)

    def tissue(self) -> dict[str, Any]:
        """The scars that came up or were joined, latest first, and the mistakes that may be one.

        `scars` as in `scar`, with `joined`, the entries that count under it; `offers` lists of entries (`id`, `short`, `words`) that seem to mean the same.
        """
        rows = self.db.all("scars_newest", learner=self.learner, limit=LISTED)
        roots = dict.fromkeys(self.journal.root_of(row["id"]) for row in rows)
        entries = [entry for entry in map(self._entry_row, roots) if entry]
        shown = [self._shown(entry) | {"joined": self._joined(entry["id"])} for entry in entries]
        return {"scars": shown, "offers": self.offers()}

    def offers(self) -> list[list[dict[str, Any]]]:
        """Mistakes among the latest that seem to be one in other words, a list each."""
        from selfgrad import recall

        rows = self.db.all("mistakes_newest", learner=self.learner, limit=LOOKED_THROUGH)
        by_words = {
            (row["skill"], row["words"]): row for row in rows
        }  # word for word is one already
        by_id = {row["id"]: row for row in by_words.values()}
        roots = {id: self.journal.root_of(id) for id in by_id}
        groups = recall.groups([self.past(row) for row in by_id.values()])
        return [
            [self._in_short(by_id[id]) for id in group]
            for group in groups
            if len({roots[id] for id in group}) > 1
        ]

    def _joined(self, id: str) -> list[dict[str, Any]]:
        entries = map(self._entry_row, self._members(id)[1:])
        return [self._in_short(entry) for entry in entries if entry]

    def _in_short(self, row: Row) -> dict[str, Any]:
        short = self.journal.short(row["id"])
        return {"id": row["id"], "short": short, "words": row["words"], "day": row["day"]}

    def _entry_row(self, id: str) -> Row | None:
        """What can be a scar: no kept words, nothing deleted or forgotten."""
        row: Row | None = self.db.first("entry", learner=self.learner, id=id)
        if row is None or row["flag"] or row["kind"] not in KINDS or row["words"] == FORGOTTEN:
            return None
        return row

    def _shown(self, entry: Row) -> dict[str, Any]:
        round = self._round_of(entry)
        keys = (
            "id",
            "short",
            "words",
            "kind",
            "skill",
            "project",
            "parameter",
            "at",
            "when",
            "day",
        )
        said = self.sentence(entry)
        about = {key: said[key] for key in keys} | {"aim": round["aim"] if round else None}
        return about | self.became(entry["id"])

    # what became of it ----------------------------------------------------------------------------

    def became(self, id: str) -> dict[str, Any]:
        """What became of a scar, with all that is joined to it: counts of rounds, loss saved, its step."""
        members = self._members(id)
        entries = [entry for entry in map(self._entry_row, members) if entry]
        marks = self._by_round(members)
        made = {entry["round"] or entry["id"] for entry in entries}
        repeated = {round for round, mark in marks.items() if mark["how"] == "repeated"}
        counts = {how: self._count(marks, how) for how in ("dodged", "repeated", "not")}
        costs = [share for share in map(self._cost, entries) if share is not None]
        step = self._step_for(entries)
        against = self._against(step, entries, marks)
        return {
            "times": len(made | repeated),
            "last": self._last_day(entries, list(marks.values())),
            "came": len(marks),
            **counts,
            "saved": saved(counts["dodged"], costs),
            "retired": self._is_retired(id, entries),
            "step": step["words"] if step else None,
            "against": against,
            "method": against >= AGAINST,
        }

    def _by_round(self, members: list[str]) -> dict[str, Row]:
        """The mark of each round: where two members have one, a repeat before a dodge."""
        found: dict[str, Row] = {}
        for one in members:
            for mark in self.db.all("scar_marks", learner=self.learner, scar=one):
                there = found.get(mark["round"])
                if there is None or WEIGHT[mark["how"]] > WEIGHT[there["how"]]:
                    found[mark["round"]] = mark
        return found

    @staticmethod
    def _count(marks: dict[str, Row], how: str) -> int:
        return sum(mark["how"] == how for mark in marks.values())

    def _last_day(self, entries: list[Row], marks: list[Row]) -> str | None:
        """The practice day on which it was last made."""
        days = [entry["day"] for entry in entries]
        days += [self.clock.day(mark["at"]) for mark in marks if mark["how"] == "repeated"]
        return max(days, default=None)

    def _members(self, id: str) -> list[str]:
        """The entry and all that count under it: joined, however they were, or the same word for word."""
        found, waiting = [id], [id]
        while waiting:
            one = waiting.pop()
            near = self.db.list("scar_members", learner=self.learner, into_id=one)
            fresh = [id for id in [*near, *self._same_words(one)] if id not in found]
            found += fresh
            waiting += fresh
        return found

    def _same_words(self, id: str) -> list[str]:
        entry = self._entry_row(id)
        if entry is None or entry["kind"] != "mistake":
            return []
        about = {"learner": self.learner, "words": entry["words"], "skill": entry["skill"]}
        return list(self.db.list("scar_same_words", **about))

    def _round_of(self, entry: Row) -> Row | None:
        about = {"learner": self.learner, "subject": entry["round"]}
        return self.db.first("round", **about) if entry["round"] else None

    def _cost(self, entry: Row) -> float | None:
        round = self._round_of(entry)
        return cost(round["loss"], round["mistakes"]) if round else None

    def _step_for(self, entries: list[Row]) -> dict[str, Any] | None:
        """The wording in force of the parameter that the mistake is charged to; None while a coin tries it."""
        charged = [entry["parameter"] for entry in entries if entry["parameter"]]
        keys = (
            self.journal.keys_of("parameter", self.key("parameter", charged[-1])) if charged else []
        )
        wordings = [one for key in keys if key for one in self.journal.wordings(key)]
        step = max(wordings, key=lambda one: int(one["happened_at"]), default=None)
        trials = self.db.all("trials", learner=self.learner, ended=0) if step else []
        return None if any(trial["parameter"] in keys for trial in trials) else step

    def _against(
        self, step: dict[str, Any] | None, entries: list[Row], marks: dict[str, Row]
    ) -> int:
        """In how many rounds it was made or repeated since its step was worded."""
        if step is None:
            return 0
        since = step["happened_at"]
        repeated = {
            round for round, m in marks.items() if m["how"] == "repeated" and m["at"] > since
        }
        made = {e["round"] or e["id"] for e in entries if e["happened_at"] > since}
        return len(repeated | made)

    def _is_retired(self, id: str, entries: list[Row]) -> bool:
        """Retired, and not made again since."""
        row = self.db.first("scar", learner=self.learner, id=id)
        if row is None or not row["retired"]:
            return False
        return all(entry["happened_at"] <= row["retired_at"] for entry in entries)


def saved(dodged: int, costs: list[float]) -> float | None:
    """The loss saved at most: what the mistake used to cost, once for each round in which it was dodged.

    >>> saved(4, [0.1, 0.2]), saved(2, [])
    (0.6, None)
    """
    return round(dodged * sum(costs) / len(costs), 3) if costs else None
