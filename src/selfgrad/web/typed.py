"""What was typed into a form: its values, its files, and when it was written."""

from __future__ import annotations

from selfgrad import errors
from selfgrad.web.filters import whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from selfgrad.journal import Journal

LATE_MS = 60_000  # what arrives later than this was written while the server was out of reach


class Form:
    """What was typed: one value or several a name; what is empty was not said."""

    def __init__(
        self,
        values: dict[str, list[str]],
        file: tuple[str, str] | None = None,
        files: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.values = values
        self.file = file  # the path of an upload, and its name
        self.files = files or ([file] if file else [])  # all of them, where several may come

    def get(self, name: str) -> str | None:
        return next((value.strip() for value in self.values.get(name, ()) if value.strip()), None)

    def all(self, name: str) -> list[str]:
        return [value.strip() for value in self.values.get(name, ())]

    def need(self, name: str, sentence: str) -> str:
        value = self.get(name)
        if value is None:
            raise errors.BadInput(sentence, "Write it and send it again.")
        return value

    def on(self, name: str) -> bool:
        return self.get(name) not in (None, "0")


def written_at(journal: Journal, form: Form) -> dict[str, Any]:
    """When it was written, where it comes late; what lies ahead is now."""
    written = whole(form.get("written"))
    if written is None:
        return {}
    now = journal.clock.now()
    return {"at": written} if 0 < written < now - LATE_MS else {}


def counted(form: Form, name: str) -> str | None:
    """A loss as typed; a bare count is out of the total that stands beside it."""
    value, total = form.get(name), form.get("of")
    if total and whole(value) is not None:
        return f"{value}/{total}"
    return value
