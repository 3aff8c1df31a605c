"""The verbs of sources: what was read, what was taken away from it, and what a round has shown of that.

A takeaway is untested until a round's output has tested it: then it held, failed, or is worded anew.
The note it comes from is only read. Two devices that read the same note come to the same source.
"""

from __future__ import annotations

import hashlib
import os

from selfgrad import errors, sentences
from selfgrad.desk import Draft, Receipt
from selfgrad.explaining import Explaining
from selfgrad.meeting import heard

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from selfgrad.bridge.obsidian import Note
    from selfgrad.db import Row

OURS = "selfgrad"  # in the front matter of what `export --obsidian` writes
HOWS = ("held", "failed", "changed")


class Sourcing(Explaining):
    """Reading is input; only an output shows what of it is true for oneself."""

    def add_source(self, path: str) -> Receipt:
        """Read a note, or all notes of a folder: a source each, with its takeaways.

        What was read before and has not changed is left as it is; of a changed note the new takeaways
        come in, and those it no longer has are kept and said to be gone. The notes are never written to.
        `data` has `added`, `changed`, `same` and `left` (path and reason of what could not be read).
        """
        from selfgrad.bridge import vault

        if not os.path.exists(path):
            raise errors.NotFound(f"There is no file or folder {path}.", "Check the path.")
        left: list[Any] = []
        done: dict[str, list[Any]] = {"added": [], "changed": [], "same": [], "left": left}
        receipt = None
        for one in vault.notes(path, left):
            how, name, kept = self._read_note(one)
            done[how].append(name)
            receipt = kept or receipt
        return self._about_sources(path, done, receipt)

    def _read_note(self, path: str) -> tuple[str, Any, Receipt | None]:
        """Read one note in one act: how it went, its title (or path and reason), what was written."""
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError as error:
            return "left", (path, error.strerror or "it cannot be read"), None
        from selfgrad.bridge import obsidian

        note = obsidian.read(data, path)
        if OURS in note.meta:
            return "left", (path, "it is a note of this journal"), None
        return self.keep_note(note, os.path.abspath(path), hashlib.sha256(data).hexdigest())

    def keep_note(self, note: Note, reference: str, hash: str) -> tuple[str, str, Receipt | None]:
        """Keep a note that was read as a source: added, changed or same, its title, what was written."""
        with self.writing("source") as draft:
            known = self._known_source(note, reference)
            if known is not None and known["hash"] == hash:
                return "same", note.title, None
            subject = known["subject"] if known else f"source:{_key(note.url or note.title)}"
            body = _about_note(note) | {"reference": reference, "hash": hash}
            id = draft.add("source_read", subject, repeat=1 if known else None, **body)
            self._take_all(draft, subject, note)
        how = "changed" if known else "added"
        return how, note.title, self.receipt(draft, id, [], source=subject)

    def _known_source(self, note: Note, reference: str) -> Row | None:
        """The source that a note is: by where it lies, else by its address or title."""
        about = {"learner": self.learner}
        here = self.db.first("source_at", reference=reference, **about)
        subject = f"source:{_key(note.url or note.title)}"
        found: Row | None = here or self.db.first("source", subject=subject, **about)
        return found

    def _take_all(self, draft: Draft, source: str, note: Note) -> None:
        """The takeaways that are new in a note; those that are no longer in it are gone from it."""
        rows = self.db.all("takeaways_of", learner=self.learner, source=source)
        known = {row["subject"]: row for row in rows}
        inside = {_subject(source, one.words): one for one in note.takeaways}
        for subject, one in inside.items():
            if subject not in known or known[subject]["gone"]:
                about: dict[str, Any] = {"heading": one.heading or None, "line": one.line}
                draft.add("took_away", subject, words=one.words, of=source, **about)
        for subject, row in known.items():
            if subject not in inside and not row["gone"] and row["line"]:
                draft.add("left_note", subject)

    def _about_sources(
        self, path: str, done: dict[str, list[Any]], receipt: Receipt | None
    ) -> Receipt:
        counts = {how: len(names) for how, names in done.items()}
        total = counts["added"] + counts["changed"] + counts["same"]
        if not total and not counts["left"]:
            raise errors.NotFound(f"There is no Markdown note in {path}.", "Name another folder.")
        said = [
            f"{_counted(total, 'note')} read: {counts['added']} new, {counts['changed']} changed, "
            f"{counts['same']} as before."
        ]
        said += [f"Not read: {where}: {why}." for where, why in done["left"][:5]]
        waiting = self.db.scalar("takeaways_untested_count", learner=self.learner)
        said.append(f"{_counted(waiting, 'takeaway')} untested: `selfgrad source --unused`.")
        data = {**done, "untested": waiting}
        if receipt is None:
            return Receipt("source", None, None, said, data)
        return receipt._replace(said=said, data={**receipt.data, **data})

    # takeaways ------------------------------------------------------------------------------------

    @heard
    def take_away(self, source: str, words: str) -> Receipt:
        """Mark a takeaway of a source by hand."""
        words = self.words(words)
        with self.writing("source") as draft:
            about = self.source_of(source)
            subject = _subject(about["subject"], words)
            if self.db.first("takeaway", learner=self.learner, subject=subject):
                raise errors.Refused("That is a takeaway already.", "See it: `selfgrad source`.")
            id = draft.add("took_away", subject, words=words, of=about["subject"])
        said = [f"Takeaway, untested: {words}", NEXT.format(self.short(id))]
        return self.receipt(draft, id, said, source=about["subject"], words=words)

    def source_of(self, id: str) -> Row:
        """The row of a source by an id of it or of one of its takeaways, or by its title."""
        rows = self.db.all("sources_titled", learner=self.learner, title=id)
        if len(rows) == 1:
            return rows[0]
        subject = self.find_fact(id)["subject"]
        takeaway = self.db.first("takeaway", learner=self.learner, subject=subject)
        subject = takeaway["source"] if takeaway else subject
        row = self.db.first("source", learner=self.learner, subject=subject)
        if row is None:
            raise errors.NotFound(f"{id} is not a source.", "See them with `selfgrad source`.")
        return row

    def takeaway_of(self, id: str) -> Row:
        """The row of a takeaway by an id."""
        subject = self.find_fact(id)["subject"]
        row = self.db.first("takeaway", learner=self.learner, subject=subject)
        if row is None:
            raise errors.NotFound(
                f"{id} is not a takeaway.", "See them with `selfgrad source --unused`."
            )
        return row

    def aim_at(self, takeaway: str, **about: Any) -> Receipt:
        """Make a takeaway the aim of a round, whose output will test it; keywords as in `start`."""
        row = self.takeaway_of(takeaway)
        receipt = self.start(row["words"], takeaway=row["subject"], **about)
        if "round" not in receipt.data:  # its words were set apart
            return receipt
        tested = (
            'When there is an output: `selfgrad source test {} held` (or failed, or changed "…").'
        )
        return receipt._replace(said=[*receipt.said, tested.format(self.short(row["id"]))])

    @heard
    def test_takeaway(
        self, takeaway: str, how: str, words: str | None = None, *, round: str | None = None
    ) -> Receipt:
        """Say what a round's output has shown of a takeaway: it held, failed, or is worded anew (changed).

        Without a round it is the open one, or the one filed last where nothing has been made in it yet.
        """
        if how not in HOWS or (how == "changed") != bool(words):
            raise errors.BadInput(
                "A takeaway held, failed, or changed and is worded anew.",
                "Say held or failed, or changed with the new wording.",
            )
        new = self.words(words) if words else None
        with self.writing("source") as draft:
            row = self.takeaway_of(takeaway)
            tested_in = self._tested_in(round)
            id = draft.add("tested", row["subject"], round=tested_in, how=how, words=new)
        said = [f"{how.capitalize()}: {new or row['words']}"]
        return self.receipt(draft, id, said, takeaway=row["id"], how=how, round=tested_in)

    def _tested_in(self, round: str | None) -> str:
        """A round with an output: reading alone tests nothing."""
        if round is not None:
            rows = [self.about_round(self.find_fact(round)["subject"])]
        else:
            last = self.db.scalar("round_closed_last", learner=self.learner)
            current = self.current()
            rows = [*([current] if current else []), *([self.about_round(last)] if last else [])]
        made = [row for row in rows if row["attempts"]]
        if not made:
            raise errors.Refused(
                "Only an output tests a takeaway, and this round has none yet.",
                'Make something, then `selfgrad forward "what you made"`.',
            )
        return str(made[0]["subject"])

    def to_test(self) -> list[dict[str, Any]]:
        """The takeaways that became the aim of the open round or of the one filed last and wait for a test."""
        last = self.db.scalar("round_closed_last", learner=self.learner)
        current = self.current()
        here = [current["subject"]] if current and current["attempts"] else []
        rounds = [*here, *([str(last)] if last else [])]
        return [one for round in rounds for one in self.untested_in(round)]

    def changed_notes(self) -> list[Row]:
        """The sources whose notes are not as they were when they were read; a look at each file."""
        rows: Iterable[Row] = self.db.all("sources", learner=self.learner)
        return [row for row in rows if self.note_differs(row)]

    def note_differs(self, row: Row) -> bool:
        """Whether the note of a source is there and is another one than was read."""
        try:
            with open(row["reference"] or "", "rb") as file:
                return bool(hashlib.file_digest(file, "sha256").hexdigest() != row["hash"])
        except OSError:
            return False


NEXT = "Next: make it an aim, `selfgrad source aim {}`."


def _about_note(note: Note) -> dict[str, Any]:
    return {
        "words": sentences.clean(note.title)[:300],
        "url": note.url[:2000] or None,
        "author": ", ".join(note.author)[:300] or None,
        "published": note.published[:40] or None,
        "medium": note.kind[:60] or None,
        "meta": note.meta or None,
    }


def _key(text: str) -> str:
    return hashlib.sha256(" ".join(text.casefold().split()).encode(errors="replace")).hexdigest()[
        :16
    ]


def _subject(source: str, words: str) -> str:
    """The subject of a takeaway: the same for the same words of the same source, on any device."""
    return f"takeaway:{_key(source + ' ' + words)}"


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'s' if n != 1 else ''}"
