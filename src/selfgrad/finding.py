"""Recall: any word finds it at once. This file stands apart, as a search is a process of its own."""

from __future__ import annotations

from selfgrad import errors, search
from selfgrad.reader import Reader

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

NEWEST = 1 << 62  # larger than the place of any entry


class Finding(Reader):
    """Full-text search; needs no more than names and a clock of the journal."""

    def find(self, words: str, limit: int = 20, before: int | None = None) -> dict[str, Any]:
        """Entries with these words, newest first: `hits`, and `before` for the page after these.

        Words are beginnings of words; `"a phrase"` occurs exactly so, `-word` not at all. Raises
        `BadInput` where there is nothing to look for.
        """
        if limit < 1:
            raise errors.BadInput("That would find nothing.", "Give a number of 1 or more.")
        rows = self.db.all(
            "search_find",
            learner=self.learner,
            words=search.query(words),
            before=NEWEST if before is None else before,
            limit=limit + 1,
        )
        hits = [self.sentence(row) for row in rows[:limit]]
        more = hits[-1]["n"] if len(rows) > limit else None
        return {"words": words, "hits": hits, "before": more}
