"""Questions hit in the middle of things: the open ones, and what was found, with its source."""

from __future__ import annotations

from selfgrad.reader import Reader

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row


class Lookups(Reader):
    """Asked in one line, answered later; an answer shows whether it was used."""

    def lookups(self, limit: int = 50) -> dict[str, Any]:
        """The questions, newest first, `open` and `answered`, up to `limit` of each; counts of both.

        Each has `id`, `short`, `question`, `answer`, `source`, `used` (None where nobody has said),
        `asked` and `answered` on the wall clock, `day` and the short id of its `round`, or None.
        """
        about = {"learner": self.learner, "limit": limit}
        return {
            "open": [self._lookup(row) for row in self.db.all("lookups_open_newest", **about)],
            "answered": [self._lookup(row) for row in self.db.all("lookups_answered", **about)],
            "open_count": self.db.scalar("lookups_count", learner=self.learner),
        }

    def _lookup(self, row: Row) -> dict[str, Any]:
        answered = row["answered_at"]
        return {
            "id": row["subject"],
            "short": self.journal.short(row["subject"]),
            **{key: row[key] for key in ("question", "answer", "source", "day")},
            "used": None if row["used"] is None else bool(row["used"]),
            "asked": self.clock.local(row["asked_at"]),
            "answered": self.clock.local(answered) if answered else None,
            "round": row["round"] and row["round"].replace("-", "")[:12],
        }
