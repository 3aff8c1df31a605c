"""What every page of the record stands on: names as they are called now, rows as plain values."""

from __future__ import annotations

from selfgrad import ids

TYPE_CHECKING = False  # `import typing` costs 5 ms, and `find` is felt
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.clock import Clock
    from selfgrad.db import Row
    from selfgrad.journal import Journal

EVERY = 1 << 62  # more than there can be
SEALED = ("closed", "dropped")


class Reader:
    """One reading of an open journal. Names are looked up once, so make a new one for each page."""

    def __init__(self, journal: Any) -> None:
        self.journal: Journal = journal  # for `find`, its `Names` are enough
        self.db, self.learner = journal.db, journal.learner
        self.clock: Clock = journal.clock
        self._keys: dict[tuple[str, str], str] = {}
        self._names: dict[tuple[str, str], str] = {}

    def key(self, kind: str, key: str | None) -> str | None:
        """The key that counts after merging; None for no name."""
        if not key:
            return None
        if (kind, key) not in self._keys:
            self._keys[kind, key] = self.journal.resolved(kind, key)
        return self._keys[kind, key]

    def called(self, kind: str, key: str | None) -> str | None:
        """How it is called now; None for no name."""
        if not key:
            return None
        if (kind, key) not in self._names:
            self._names[kind, key] = self.journal.called(kind, key)
        return self._names[kind, key]

    def today_is(self) -> str:
        """The practice day of this moment."""
        return self.clock.day(self.clock.now())

    def skill_now(self) -> str | None:
        """The key of the skill that is practised now, or was last."""
        row = self.journal.current() or self.db.first("round_last", learner=self.learner)
        return self.key("skill", row["skill"]) if row else None

    def wanted(self, kind: str, text: str | None) -> str | None:
        """The key of a name given by the learner; `NotFound` says what comes near."""
        return self.journal.find_name(kind, text) if text else None

    def sentence(self, row: Row, short: str | None = None) -> dict[str, Any]:
        """An entry. `at` is UTC milliseconds, `when` the wall clock, `n` the place in the record."""
        return {
            "id": row["id"],
            "short": short or self.journal.short(row["id"]),
            "n": row["n"],
            "kind": row["kind"],
            "words": row["words"],
            "skill": self.called("skill", row["skill"]),
            "project": self.called("project", row["project"]),
            "parameter": self.called("parameter", row["parameter"]),
            "round": row["round"],
            "at": row["happened_at"],
            "when": self.clock.local(row["happened_at"]),
            "day": row["day"],
            "loose": bool(row["loose"]),
            "flag": row["flag"],
        }

    def sentences(self, rows: list[Row]) -> list[dict[str, Any]]:
        """Entries whose rows have the ids beside theirs, so that nothing has to be looked up."""
        return [self.sentence(row, _short(row["id"], row)) for row in rows]

    def brief(self, row: Row, short: str | None = None) -> dict[str, Any]:
        """A round in one line. Losses run from 0 to 1."""
        return {
            "id": row["subject"],
            "short": short or self.journal.short(row["subject"]),
            "state": row["state"],
            "aim": row["aim"],
            "skill": self.called("skill", row["skill"]),
            "project": self.called("project", row["project"]),
            "expected": row["expected"],
            "loss": row["loss"],
            "said": row["said"],
            "mistakes": row["mistakes"],
            "parameter": self.called("parameter", row["parameter"]),
            "wording": row["wording"],
            "held": row["held"],
            "why": row["why"],
            "day": row["closed_day"] or row["opened_day"],
        }

    def sealed_between(self, first: str, last: str) -> list[dict[str, Any]]:
        """The rounds that were closed or dropped from one day to another, in order."""
        rows = self.db.all("rounds_sealed", learner=self.learner, first=first, last=last)
        return [self.brief(row, _short(row["subject"], row)) for row in rows]

    def sentences_between(self, first: str, last: str, limit: int = EVERY) -> list[dict[str, Any]]:
        """The entries from one day to another, in order; the first ones, where there is a limit."""
        between = {"first": first, "last": last, "limit": limit}
        rows = self.db.all("entries_between", learner=self.learner, **between)
        return self.sentences(rows)


def _short(id: str, row: Row) -> str:
    """A short id where the row has the ids before and after it, so that nothing is looked up."""
    before, after = row["id_before"], row["id_after"]
    start = id[:13]  # twelve digits and a hyphen
    if (before and before[:13] == start) or (after and after[:13] == start):
        return ids.short(id, tuple(filter(None, (before, after))))
    return start.replace("-", "")
