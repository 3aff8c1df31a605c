"""A round in plain Python: `with journal.round("softmax from memory", skill="ml") as r:`.

>>> from selfgrad.journal import Journal
>>> journal = Journal(":memory:")
>>> with journal.round("ten integrals from memory", skill="calculus", expect=0.5) as r:
...     receipt = r.loss("3/10")
...     receipt = r.backward("I dropped the minus sign.", to="signs")
...     receipt = r.step("When I move a term, I say its sign aloud.")
>>> journal.current()["aim"], journal.running()
('ten integrals from memory', None)
"""

from __future__ import annotations

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.criteria import Measure
    from selfgrad.desk import Receipt
    from selfgrad.journal import Journal


class InHand:
    """One open round; its clock runs inside the `with` and rests after it.

    Each method is the journal's verb of that name and raises `errors.Moved` where the round is no
    longer the open one. Nothing is filed on leaving: what is unfinished stays open, also after an error.
    """

    def __init__(self, journal: Journal, aim: str, about: dict[str, Any]) -> None:
        self.journal, self._aim, self._about = journal, aim, about
        self.id = ""

    def __enter__(self) -> InHand:
        self.id = self.journal.start(self._aim, **self._about).data["round"]
        return self

    def __exit__(self, *_: object) -> None:
        running = self.journal.running()
        if running and running["round"] == self.id:
            self.journal.pause()

    def forward(self, output: str | None = None, **about: Any) -> Receipt:
        """An output: words, or `file`, `url`, `commit`; see `Journal.forward`."""
        return self._here().forward(output, **about)

    def loss(self, value: str | float | Measure | None = None, **about: Any) -> Receipt:
        """Its loss; an output that lies elsewhere need not be named first. None: by its own criterion."""
        if self.journal.about_round(self.id)["state"] == "open":
            self.forward()
        return self._here().loss(value, **about)

    def backward(self, *mistakes: str, **about: Any) -> Receipt:
        """What went wrong, one sentence each."""
        return self._here().backward(*mistakes, **about)

    def step(self, change: str | None = None, **about: Any) -> Receipt:
        """One small change, or without one, keep; the next round is open, its clock waiting."""
        return self._here().step(change, keep=change is None, **about)

    def drop(self, why: str, **about: Any) -> Receipt:
        """A blind alley."""
        return self._here().drop(why, **about)

    def _here(self) -> Journal:
        self.journal.provided(round=self.id)
        return self.journal
