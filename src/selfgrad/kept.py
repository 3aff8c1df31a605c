"""Counts that are kept, so that a page of a long journal need not count everything anew.

A table of counts is made of units: days, or blocks of entries. Writing only notes the units that it
touches (`stale`, in ledger.py); reading counts these few itself. Once there are more than a few, or
where nothing is kept yet, the reader counts and keeps them; where it may not write, it counts all
the same. Whatever is kept can be thrown away (`doctor --rebuild`).
"""

from __future__ import annotations

from selfgrad import errors
from selfgrad.reader import Reader

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable

    Keep = Callable[[list[str] | None], None]

FEW = 3  # stale units that a reader counts for itself: some milliseconds


class Kept(Reader):
    """What has been counted, and what of it is stale."""

    def stale(self, what: str, keep: Keep) -> list[str] | None:
        """The units of a table that have to be counted now, in order; None for all of them.

        `keep` counts these units, or all for None, and puts them into the table.
        """
        units = self.unsettled(what)
        if units is None or len(units) > FEW:
            self._settle(what, keep)
            units = self.unsettled(what)
        return units

    def unsettled(self, what: str) -> list[str] | None:
        """The units that are stale; None where nothing is kept."""
        units: list[str] = self.db.list("stale_units", learner=self.learner, what=what)
        return units[1:] if units and not units[0] else None

    def _settle(self, what: str, keep: Keep) -> None:
        """Keep the counts, unless somebody else is writing or nothing may be written here."""
        try:
            with self.db.transaction(wait=False):
                units = self.unsettled(what)
                keep(units)
                self.db.remove("stale", learner=self.learner, what=what)
                if units is None:
                    self.db.insert("counted", [{"learner": self.learner, "what": what}])
        except errors.DatabaseTrouble:
            pass
