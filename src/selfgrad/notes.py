"""What is caught in passing: a mistake, a question, an answer, the line for tomorrow."""

from __future__ import annotations

from selfgrad import errors, guards
from selfgrad.desk import Receipt
from selfgrad.meeting import heard
from selfgrad.names import Names

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row


class Notes(Names):
    """One sentence, kept at once, from wherever one is. Nothing here needs an open round."""

    @heard
    def log(
        self,
        sentence: str,
        *,
        to: str | None = None,
        skill: str | None = None,
        at: int | str | None = None,
        new: bool = False,
    ) -> Receipt:
        """A mistake caught anywhere; in a round whose clock runs it is kept with that round."""
        words = self.words(sentence)
        with self.writing("log", at) as draft:
            context = self._context(draft.at)
            if skill:
                context["skill"] = self.named(draft, "skill", skill, new)
            parameter = self.named(draft, "parameter", to, new) if to else None
            id = draft.add("logged", words=words, parameter=parameter, **context)
        return self.receipt(
            draft, id, [f"Kept: {words}"], words=words, parameter=parameter, **context
        )

    def _context(self, at: int) -> dict[str, Any]:
        """The round whose clock ran then, and where it belongs."""
        running = self.db.first("session_running", learner=self.learner)
        if running is None or at < running["started_at"]:
            return {"round": None, "skill": None, "project": None}
        return {key: running[key] for key in ("round", "skill", "project")}

    @heard
    def ask(self, question: str, *, at: int | str | None = None) -> Receipt:
        """A question hit in the middle of things: kept in one line, to be looked up later."""
        words = self.words(question) if guards.about_me(question) else self.safe(question)
        with self.writing("ask", at) as draft:
            id = draft.add("asked", words=words, **self._context(draft.at))
        said = [f"Asked: {words}", 'Next: go on; later, `selfgrad answer "…" --source "…"`.']
        return self.receipt(draft, id, said, words=words)

    @heard
    def answer(
        self,
        answer: str,
        id: str | None = None,
        *,
        source: str | None = None,
        used: bool | None = None,
        at: int | str | None = None,
    ) -> Receipt:
        """Answer a question, the last open one unless an id is given, and say where it was found."""
        if self.condition is None:
            self._question(id)  # refused before anything is asked
        words, source = self.words(answer), self.safe_or_none(source)
        with self.writing("answer", at) as draft:
            question = self._question(id)
            fact = draft.add("answered", question["subject"], words=words, source=source)
            if used is not None:
                draft.add("used", question["subject"], used=int(used))
        said = [f"Answered “{question['question']}”: {words}"]
        return self.receipt(
            draft, fact, said, question=question["subject"], words=words, source=source
        )

    def _question(self, id: str | None) -> Row:
        if id is None:
            row = self.db.first("lookup_open_last", learner=self.learner)
            if row is None:
                raise errors.Refused("No question is open.", 'Keep one with `selfgrad ask "…"`.')
            return row
        row = self.db.first("lookup", learner=self.learner, subject=self.find_fact(id)["subject"])
        if row is None:
            raise errors.NotFound(
                f"{id} is not a question.", "See the open ones with `selfgrad ask`."
            )
        return row

    def used(self, id: str, used: bool = True) -> Receipt:
        """Say whether an answer was used in the end."""
        with self.writing("used") as draft:
            question = self._question(id)
            fact = draft.add("used", question["subject"], used=int(used))
        said = [f"“{question['question']}”: {'used' if used else 'not used'}."]
        return self.receipt(draft, fact, said, question=question["subject"], used=used)

    @heard
    def review(self, words: str, *, at: int | str | None = None) -> Receipt:
        """The evening's one line for tomorrow."""
        words = self.words(words)
        with self.writing("review", at) as draft:
            day = self.clock.day(draft.at)
            id = draft.add("reviewed", f"day:{day}", words=words)
        return self.receipt(draft, id, [f"For tomorrow: {words}"], day=day, words=words)
