"""The verbs of sources: what was read, what was taken away from it, and what a round has shown of that.

A takeaway is untested until a round's output has tested it: then it held, failed, or is worded anew.
The note it comes from is only read. Two devices that read the same note come to the same source.
"""

from __future__ import annotations

import hashlib
import os

from selfgrad import errors
from selfgrad.desk import Draft, Receipt
from selfgrad.meeting import heard
from selfgrad.shelving import Shelving, key, title_of

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.bridge.obsidian import Note
    from selfgrad.db import Row

OURS = "selfgrad"  # in the front matter of what `export --obsidian` writes
HOWS = ("held", "failed", "changed")


class Sourcing(Shelving):
    """Reading is input; only an output shows what of it is true for oneself."""

    def add_source(self, path: str) -> Receipt:
        """Read a note, or all notes of a folder: a source each, with its takeaways.

        What was read before and has not changed is left as it is; of a changed note the new takeaways
        come in, and those it no longer has are kept and said to be gone. The notes are never written to.
        `data` has `added`, `changed`, `same`, `moved` (as before, in another place) and `left` (path and
        reason of what could not be read).
        """
        from selfgrad.bridge import vault

        if not os.path.exists(path):
            raise errors.NotFound(f"There is no file or folder {path}.", "Check the path.")
        if os.path.isfile(path) and not vault.is_note(path):
            raise errors.BadInput(
                f"{path} is no note: a source is a text file, .md, .markdown or .txt.",
                "Name a Markdown note, or a folder of them.",
            )
        left: list[Any] = []
        done: dict[str, list[Any]] = {"added": [], "changed": [], "same": [], "moved": []}
        done["left"] = left
        receipt, now = None, self.clock.now()
        for one in vault.notes(path, left):
            how, name, kept = self._read_note(one, now)
            done[how].append(name)
            receipt = kept or receipt
        return self._about_sources(path, done, receipt)

    def _read_note(self, path: str, at: int) -> tuple[str, Any, Receipt | None]:
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
        hash = hashlib.sha256(data).hexdigest()
        return self.keep_note(note, os.path.abspath(path), hash, at=at)

    def keep_note(
        self, note: Note, reference: str, hash: str, *, at: int | None = None
    ) -> tuple[str, str, Receipt | None]:
        """Keep a note that was read as a source: added, changed, same or moved, its title, what was written.

        `reference` is its path, or the name of one that was handed over, which never counts as moved.
        """
        with self.writing("source", at) as draft:
            known = self.known_source(note, reference, hash)
            is_same = known is not None and known["hash"] == hash
            if known and is_same and not self._moved(known, reference):
                return "same", note.title, None
            subject = known["subject"] if known else self.free_subject(note, reference)
            body = _about_note(note) | {"reference": reference, "hash": hash}
            id = draft.add("source_read", subject, repeat=1 if known else None, **body)
            self._take_all(draft, subject, note)
        how = "moved" if is_same else "changed" if known else "added"
        return how, note.title, self.receipt(draft, id, [], source=subject)

    def _moved(self, known: Row, reference: str) -> bool:
        """Whether a note lies elsewhere now, and no longer where this device read it."""
        return os.path.isabs(reference) and self.note_gone(known)

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
        total = sum(counts.values()) - counts["left"]
        if not total and not counts["left"]:
            raise errors.NotFound(f"There is no Markdown note in {path}.", "Name another folder.")
        said = [
            f"{_counted(total, 'note')} read: {counts['added']} new, {counts['changed']} changed, "
            f"{counts['same'] + counts['moved']} as before."
        ]
        if counts["moved"]:
            said.append(f"Found again in another place: {_counted(counts['moved'], 'note')}.")
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
        if rows:
            raise errors.Refused(
                f"{len(rows)} sources are called “{id}”.",
                "Give the id beside it: `selfgrad source`.",
            )
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

        Without a round it is the one whose aim the takeaway became, else the open one, or the one filed
        last where nothing has been made in it yet. One that had ended before it was read tests nothing.
        """
        if how not in HOWS or (how == "changed") != bool(words):
            raise errors.BadInput(
                "A takeaway held, failed, or changed and is worded anew.",
                "Say held or failed, or changed with the new wording.",
            )
        new = self.words(words) if words else None
        with self.writing("source") as draft:
            row = self.takeaway_of(takeaway)
            tester = self._tested_in(round, row)
            by = str(tester["subject"])
            id = draft.add("tested", row["subject"], round=by, how=how, words=new)
        said = [f"{how.capitalize()}, by “{tester['aim']}”: {new or row['words']}"]
        return self.receipt(draft, id, said, takeaway=row["id"], how=how, round=by)

    def _tested_in(self, round: str | None, takeaway: Row) -> Row:
        """A round with an output that had not ended when the takeaway was read: reading alone tests nothing."""
        rows = self._testers(takeaway)
        if round is not None:
            rows = [self.about_round(self.find_fact(round)["subject"])]
        made = [row for row in rows if row["attempts"]]
        if not made:
            raise errors.Refused(
                "Only an output tests a takeaway, and this round has none yet.",
                'Make something, then `selfgrad forward "what you made"`.',
            )
        read_at = takeaway["happened_at"]
        after = [row for row in made if row["closed_at"] is None or row["closed_at"] >= read_at]
        if not after:
            raise errors.Refused(
                f"“{made[0]['aim']}” had ended before this takeaway was read, and tests nothing of it.",
                f"Make it the aim of a new one: `selfgrad source aim {self.short(takeaway['id'])}`.",
            )
        return after[0]

    def _testers(self, takeaway: Row) -> list[Row]:
        """The round whose aim a takeaway became, the open one, and the one filed last."""
        current = self.current()
        last = self.db.scalar("round_closed_last", learner=self.learner)
        subjects = [
            takeaway["round"] if takeaway["waiting"] else None,
            current["subject"] if current else None,
            last,
        ]
        return [self.about_round(subject) for subject in subjects if subject]

    def to_test(self) -> list[dict[str, Any]]:
        """The takeaways that became the aim of the open round or of the one filed last and wait for a test."""
        last = self.db.scalar("round_closed_last", learner=self.learner)
        current = self.current()
        here = [current["subject"]] if current and current["attempts"] else []
        rounds = [*here, *([str(last)] if last else [])]
        return [one for round in rounds for one in self.untested_in(round)]


NEXT = "Next: make it an aim, `selfgrad source aim {}`."


def _about_note(note: Note) -> dict[str, Any]:
    return {
        "words": title_of(note),
        "url": note.url[:2000] or None,
        "author": ", ".join(note.author)[:300] or None,
        "published": note.published[:40] or None,
        "medium": note.kind[:60] or None,
        "meta": note.meta or None,
    }


def _subject(source: str, words: str) -> str:
    """The subject of a takeaway: the same for the same words of the same source, on any device."""
    return f"takeaway:{key(source + ' ' + words)}"


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'s' if n != 1 else ''}"
