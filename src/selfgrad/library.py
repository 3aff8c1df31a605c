"""Sources as they are read: what was taken away from each, and what a round has shown of it."""

from __future__ import annotations

from selfgrad.bodies import read
from selfgrad.reader import Reader

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

    Page = dict[str, Any]

STATES = ("untested", "held", "failed", "changed")


class Library(Reader):
    """What was read, and what of it was ever used."""

    def sources(self) -> list[Page]:
        """Every source, what was read last first, by title: `title`, `kind`, `author`, `url`, counts by state.

        `day` is the practice day on which its note was last read.
        `untested`, `held`, `failed`, `changed` are how many of its takeaways are in that state.
        """
        rows = self.db.all("sources", learner=self.learner)
        counts = self.db.all("takeaways_counted", learner=self.learner)
        by = {(row["source"], row["state"]): row["takeaways"] for row in counts}
        return [
            {
                **self._source(row),
                **{state: by.get((row["subject"], state), 0) for state in STATES},
            }
            for row in rows
        ]

    def source(self, id: str) -> Page:
        """One source with its front matter (`meta`) and its `takeaways`. Raises `NotFound`.

        `differs`: its note is another one than was read; `lost`: it is gone from its place.
        """
        row = self.journal.source_of(id)
        rows = self.db.all("takeaways_of", learner=self.learner, source=row["subject"])
        takeaways = [self._takeaway(one) for one in rows]
        return {
            **self._source(row),
            "meta": read(row["meta"]),
            "reference": row["reference"],
            "takeaways": takeaways,
            "differs": self.journal.note_differs(row),
            "lost": self.journal.note_gone(row),
        }

    def unused(self, limit: int = 100) -> Page:
        """What was read and never used: takeaways that no output has tested; `count` of all of them.

        By source (`source` is its id, `title` its title), the one read first before the others.
        """
        rows = self.db.all("takeaways_untested", learner=self.learner, limit=limit)
        count = self.db.scalar("takeaways_untested_count", learner=self.learner)
        takeaways = [
            {**self._takeaway(row), "title": row["title"] or "", "source": row["source_id"]}
            for row in rows
        ]
        return {"takeaways": takeaways, "count": count}

    def takeaway(self, id: str) -> Page:
        """A takeaway as it is worded now: `state`, `title` of its source, `tested_by`. Raises `NotFound`.

        `tested_by` is the aim of the round whose output has tested it last; None before that.
        """
        row = self.journal.takeaway_of(id)
        source = self.db.first("source", learner=self.learner, subject=row["source"])
        tester = row["tests"] and self.db.first("round", learner=self.learner, subject=row["round"])
        about = {"title": source["title"] if source else ""}
        return {**self._takeaway(row), **about, "tested_by": tester["aim"] if tester else None}

    def _source(self, row: Row) -> Page:
        keys = ("title", "kind", "author", "published", "url")
        about = {**{key: row[key] for key in keys}, "day": self.clock.day(row["read_at"])}
        return {"id": row["id"], "short": self.journal.short(row["id"]), **about}

    def _takeaway(self, row: Row) -> Page:
        keys = ("words", "heading", "line", "state", "tests", "round", "day")
        tested = row["tested_at"]
        return {
            "id": row["id"],
            "short": self.journal.short(row["id"]),
            **{key: row[key] for key in keys},
            "gone": bool(row["gone"]),
            "tested": self.clock.local(tested) if tested else None,
        }
