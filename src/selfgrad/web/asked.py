"""The person at the page: a sentence about them comes back with its form, once, with one question;
words that speak of danger to life come back with help. Until there is an answer nothing is written.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from selfgrad.guards import Finding
    from selfgrad.web.typed import Form


class Asked(Exception):
    """The form comes back with the question what was done."""

    def __init__(self, words: str, found: Finding) -> None:
        super().__init__("asked")
        self.words, self.found = words, found


class SetApart(Exception):
    """The words come back with help, and with the choice whether they are kept."""

    def __init__(self, words: str, said: list[str]) -> None:
        super().__init__("set apart")
        self.words, self.said = words, said


class AtThePage:
    """Answers with what the form says; see meeting.py. Where `waits` is false, nobody reads a question."""

    def __init__(self, form: Form, waits: bool = True) -> None:
        self.form, self.waits = form, waits
        self.apart: SetApart | None = None  # what was set apart, if anything was

    def instead(self, words: str, found: Finding) -> str | None:
        """What was done; None keeps the words, as with an upload, which no page can hold a second time."""
        if self.form.on("keep_words") or self.form.file:
            return None
        answer = self.form.get("instead")
        if answer is None and self.waits:
            raise Asked(words, found)
        return None if answer is None or answer.lower() == "k" else answer

    def private(self, words: str, said: list[str]) -> bool:
        """Whether the words are kept. What was never answered is kept, so that nothing is lost."""
        self.apart = SetApart(words, said)
        answer = self.form.get("private")
        if answer is None and self.waits:
            raise self.apart
        return answer in (None, "keep")


def person(form: Form, waits: bool) -> AtThePage | None:
    """Who is there to be asked: nobody behind a script or a queue, unless the answer came along."""
    answered = any(form.get(name) for name in ("keep_words", "instead", "private"))
    return AtThePage(form, waits) if waits or answered else None
