"""The journal: what a person can do, one method per verb. This is the public Python interface.

>>> journal = Journal(":memory:")
>>> _ = journal.start("write ten integrals from memory", skill="calculus", expect="5/10")
>>> _ = journal.forward("page 12 of the blue notebook")
>>> print(journal.loss("3/10").said[0])
3 wrong of 10, loss 0.30.
>>> _ = journal.backward("I dropped the minus sign.", to="signs")
>>> receipt = journal.step("When I move a term, I say its sign aloud.", parameter="signs")
>>> journal.current()["aim"], journal.current()["state"]
('write ten integrals from memory', 'open')

Losses run from 0 (perfect) to 1 (nothing right); instants are UTC milliseconds; `at` takes them or
words such as "yesterday 18:00". Verbs that write answer with a `Receipt`; those that refuse raise a
`SelfgradError` with one sentence and the next action, and have written nothing.
"""

from __future__ import annotations

from selfgrad.corrections import Corrections
from selfgrad.desk import DEFAULTS, Receipt
from selfgrad.meeting import heard
from selfgrad.notes import Notes
from selfgrad.planning import Planning
from selfgrad.rating import Rating
from selfgrad.sourcing import Sourcing

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.in_hand import InHand


class Journal(Sourcing, Rating, Notes, Planning, Corrections):
    """An open journal; use it as a context manager, or close it.

    `Journal()` is the learner's own, `Journal(path)` another, `Journal(":memory:")` one to try with.
    """

    # a round in plain Python ----------------------------------------------------------------------

    def round(self, aim: str, **about: Any) -> InHand:
        """`with journal.round(aim, skill=…, expect=…) as r:`; the keywords are those of `start`."""
        from selfgrad.in_hand import InHand

        return InHand(self, aim, about)

    # worth and values -----------------------------------------------------------------------------

    def architecture(self) -> dict[str, Any] | None:
        """Worth and values as last written: `id`, `words`, `happened_at`; None before that."""
        row = self.db.first("architecture", learner=self.learner)
        return dict(row) if row else None

    @heard
    def write_architecture(self, words: str) -> Receipt:
        """Write down worth and values. No loss ever reaches them; a face asks twice before a change."""
        words = self.safe(words)
        with self.writing("self") as draft:
            id = draft.add("wrote", "architecture:self", words=words)
        return self.receipt(draft, id, ["Written. No loss reaches it."])

    # settings -------------------------------------------------------------------------------------

    def set(self, key: str, value: str) -> Receipt:
        """Change a setting from now on; what is written already keeps its day and its zone."""
        from selfgrad import settings

        kept = settings.checked(key, value)
        with self.writing("settings") as draft:
            id = draft.add("set", f"setting:{key}", value=kept)
        self._settle()
        return self.receipt(
            draft, id, [f"{key} is now {kept or 'the default'}."], key=key, value=kept
        )

    # reading --------------------------------------------------------------------------------------

    @property
    def read(self) -> Any:
        """What can be read: `journal.read.today()`, `.week()`, `.find("words")`; see record.py."""
        from selfgrad.record import Record

        return Record(self)


__all__ = ["DEFAULTS", "Journal", "Receipt"]
