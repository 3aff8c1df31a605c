"""What the forms of explanations and of sources do: each calls one verb of the journal."""

from __future__ import annotations

import hashlib
import os

from selfgrad import errors
from selfgrad.desk import Receipt
from selfgrad.web import markup
from selfgrad.web.typed import counted, written_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from selfgrad.bridge.obsidian import Note
    from selfgrad.journal import Journal
    from selfgrad.web.typed import Form

# explanations -------------------------------------------------------------------------------------


def _explain(journal: Journal, form: Form) -> Receipt:
    return journal.explain(
        form.need("topic", "An explanation has a topic."),
        to=form.get("to"),
        points=[line for line in (form.get("points") or "").splitlines() if line.strip()],
        skill=form.get("skill"),
        expect=counted(form, "expect"),
        new=form.on("new"),
        **written_at(journal, form),
    )


def _take(journal: Journal, form: Form) -> Receipt:
    """A take as typed, or as a file; what a file said comes back in the form where it is refused."""
    reference = None
    if form.file:
        path, reference = form.file
        form.values["text"] = [_text_of(path, reference)]
    return journal.take(
        form.need("text", "There is no take yet."),
        topic=form.get("topic"),
        notes=form.get("notes") or "",
        minutes=_minutes(form),
        reference=reference,
        **written_at(journal, form),
    )


def _text_of(path: str, name: str) -> str:
    with open(path, "rb") as file:
        text = markup.text_of(file.read())
    if text is None:
        raise errors.BadInput(f"{name} is no text.", "Hand in a .md or a .txt file, as UTF-8.")
    return text.removeprefix("\ufeff")


def _minutes(form: Form) -> float | None:
    typed = form.get("minutes")
    try:
        return float(typed.replace(",", ".")) if typed else None
    except ValueError as error:
        raise errors.BadInput(
            f"“{typed}” is no length in minutes.", "Give one such as 12."
        ) from error


def _prefer(journal: Journal, form: Form) -> Receipt:
    return journal.prefer(form.need("take", "Which take?"))


def _mark_gap(journal: Journal, form: Form) -> Receipt:
    how = form.need("how", "Is it looked up, made the next aim, or waved off?")
    return journal.mark_gap(form.need("gap", "Which gap?"), how, take=form.get("take"))


def _recall(journal: Journal, form: Form) -> Receipt:
    words = form.need("words", "Nothing was recalled.")
    return journal.recall(words, form.get("topic"), **written_at(journal, form))


# sources ------------------------------------------------------------------------------------------


def _add_source(journal: Journal, form: Form) -> Receipt:
    """Notes that were handed over, or a file or folder of this machine."""
    if form.files:
        return add_notes(journal, [(_content(path), name) for path, name in form.files])
    path = form.need("path", "Which note? Choose files, or give a path on this machine.")
    return journal.add_source(os.path.expanduser(path))


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def add_notes(journal: Journal, notes: Sequence[tuple[bytes, str]]) -> Receipt:
    """Keep notes by their content and name, a source each; counted as `add_source` counts them."""
    from selfgrad.bridge import obsidian

    names: dict[str, list[str]] = {"added": [], "changed": [], "same": []}
    said, receipt = [], None
    for data, name in notes:
        note = obsidian.read(data, name)
        hash = hashlib.sha256(data).hexdigest()
        how, title, kept = journal.keep_note(note, _reference(note, name), hash)
        names[how].append(title)
        said.append(_said(how, title, note))
        receipt = kept or receipt
    if receipt is None:
        return Receipt("source", None, None, said, names)
    return receipt._replace(said=said, data={**receipt.data, **names})


def _reference(note: Note, name: str) -> str:
    """Where it lay is not known, and a file's name alone may be that of many notes."""
    return name if os.path.splitext(name)[0] == note.title else f"{name} ({note.title})"


def _said(how: str, title: str, note: Note) -> str:
    words = {"added": "Read", "changed": "Read anew", "same": "As it was"}[how]
    count = len(note.takeaways)
    found = f"{count} takeaway{'' if count == 1 else 's'}" if count else "no takeaway found in it"
    return f"{words}: “{title}”, {found}.{' ' + note.trouble if note.trouble else ''}"


def _take_away(journal: Journal, form: Form) -> Receipt:
    source = form.need("source", "Of which source?")
    return journal.take_away(source, form.need("words", "A takeaway has words."))


def _aim_at(journal: Journal, form: Form) -> Receipt:
    return journal.aim_at(form.need("id", "Which takeaway?"))


def _test_takeaway(journal: Journal, form: Form) -> Receipt:
    how = form.need("how", "Did it hold, did it fail, or is it worded anew?")
    words = form.get("words") if how == "changed" else None
    return journal.test_takeaway(
        form.need("id", "Which takeaway?"), how, words, round=form.get("of")
    )


DO: dict[str, Callable[[Journal, Form], Receipt]] = {
    "explain": _explain,
    "take": _take,
    "prefer": _prefer,
    "mark_gap": _mark_gap,
    "recall": _recall,
    "add_source": _add_source,
    "take_away": _take_away,
    "aim_at": _aim_at,
    "test_takeaway": _test_takeaway,
}


def went(verb: str, receipt: Receipt) -> str | None:
    """Where a page goes on after a verb, where that is not the page of its form."""
    from urllib.parse import urlencode

    data: dict[str, Any] = receipt.data
    if verb == "explain" and (topic := data.get("topic")):
        return "/explain?" + urlencode({"topic": topic})
    return "/" if verb == "aim_at" and data.get("round") else None
