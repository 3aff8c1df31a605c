"""Which source a note is, and whether its note still lies where it was read, as it was.

A note is known by its place, else by its content, else by its address or title; by these only where
the note of that source is not another file that is there.
"""

from __future__ import annotations

import hashlib
import os
from itertools import count, islice

from selfgrad import sentences
from selfgrad.explaining import Explaining

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfgrad.bridge.obsidian import Note
    from selfgrad.db import Row


class Shelving(Explaining):
    """Every note has its source, and no two notes have one."""

    def changed_notes(self) -> list[Row]:
        """The sources whose notes are not as they were when they were read; a look at each file."""
        rows = self.db.all("sources", learner=self.learner)
        return [row for row in rows if self.note_differs(row)]

    def note_differs(self, row: Row) -> bool:
        """Whether the note of a source is there and is another one than was read."""
        try:
            with open(row["reference"] or "", "rb") as file:
                return bool(hashlib.file_digest(file, "sha256").hexdigest() != row["hash"])
        except (OSError, ValueError):
            return False

    def gone_notes(self) -> list[Row]:
        """The sources whose notes no longer lie where they were read."""
        rows = self.db.all("sources", learner=self.learner)
        return [row for row in rows if self.note_gone(row)]

    def note_gone(self, row: Row) -> bool:
        """Whether a note that was read on this device is no longer in its place."""
        place = row["reference"] or ""
        if not os.path.isabs(place) or os.path.exists(place):
            return False
        by = self.db.scalar("source_read_by", learner=self.learner, subject=row["subject"])
        return bool(by == self.db.scalar("here_get", key="device"))

    def known_source(self, note: Note, reference: str, hash: str) -> Row | None:
        """The source that a note is; None where it is a new one."""
        about = {"learner": self.learner}
        here: Row | None = self.db.first("source_at", reference=reference, **about)
        if here is not None:
            return here
        title = title_of(note)
        for row in self.db.all("sources_hashed", hash=hash, **about):
            if row["title"] == title or not _is_another(row, reference):
                return row
        general, within, whole = islice(_names(note, reference), 3)
        for subject in (whole, within, general):  # what tells more of its place goes first
            found: Row | None = self.db.first("source", subject=subject, **about)
            if found is not None and not _is_another(found, reference):
                return found
        return None

    def free_subject(self, note: Note, reference: str) -> str:
        """What a new source is known by: its address or title, with its place where that is taken."""
        return next(
            subject
            for subject in _names(note, reference)
            if self.db.first("source", learner=self.learner, subject=subject) is None
        )


def title_of(note: Note) -> str:
    """The title of a note as it is kept."""
    return sentences.clean(note.title)[:300]


def key(text: str) -> str:
    """16 hex digits of a text; case and white space do not count."""
    folded = " ".join(text.casefold().split()).encode(errors="replace")
    return hashlib.sha256(folded).hexdigest()[:16]


def _names(note: Note, reference: str) -> Iterator[str]:
    """Subjects for a note, the same on every device as far as can be: the first that is free is its own."""
    name = note.url or note.title
    yield f"source:{key(name)}"
    yield f"source:{key(f'{name} in {_within(reference)}')}"
    for n in count():
        yield f"source:{key(f'{name} at {n} {reference}')}"


def _within(reference: str) -> str:
    """The place of a note within its vault; without a vault, its folder and its name."""
    from selfgrad.bridge import vault

    root = vault.root_of(os.path.dirname(reference)) if os.path.isabs(reference) else None
    path = os.path.relpath(reference, root) if root else reference
    parts = path.replace("\\", "/").split("/")
    return "/".join(parts if root else parts[-2:])


def _is_another(row: Row, reference: str) -> bool:
    """Whether the note of a source is a file of its own, beside the one at `reference`."""
    place = row["reference"] or ""
    try:
        return os.path.isabs(place) and os.path.isfile(place) and not _same(place, reference)
    except ValueError:  # no path at all
        return False


def _same(place: str, reference: str) -> bool:
    try:
        return os.path.samefile(place, reference)
    except OSError:  # it was handed over, and lies nowhere
        return False
