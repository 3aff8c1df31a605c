"""To forget for good: the words are blanked in the tables (ledger.py), then their traces on the disk go.

The fact that something is forgotten is written first, with the blanking, in one transaction. What
follows here can be cut off at any point; it is done again until all of it is done: by the next
`forget`, the next import, or `doctor`.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3

from selfgrad import atomic, backup, files
from selfgrad.bodies import read
from selfgrad.errors import DatabaseTrouble
from selfgrad.fold import Fact
from selfgrad.ledger import Ledger, blank

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.desk import Desk

AIMS = ("opened", "predicted")
CLOSINGS = ("stepped", "kept", "dropped")
FILE = "forgotten-file:"  # keys in `here` of copies that may have to go


# what else says the same --------------------------------------------------------------------------


def twins(desk: Desk, fact: Fact) -> list[Fact]:
    """The facts that have to go with one, itself first.

    Its edits; facts of the same act with the same words (a change is kept with its round and with
    its parameter); and for an aim, the rounds before and after that took it over.
    """
    fact = _corrected_by(desk, fact) or fact
    found = {fact.id: fact}
    said = _wordings(desk, fact)
    for other in _facts(desk, "facts_of_act", act=fact.act):
        if other.body.get("words") in said:
            found.setdefault(other.id, other)
    if fact.kind in AIMS:
        for other in _same_aim(desk, fact, said):
            found.setdefault(other.id, other)
    for other in _beside_take(desk, fact):
        found.setdefault(other.id, other)
    for one in list(found.values()):
        found |= {edit.id: edit for edit in _edits(desk, one)}
    return list(found.values())


def _beside_take(desk: Desk, fact: Fact) -> list[Fact]:
    """What quotes a take: its measure, which may name its notes, and what became of its gaps."""
    if fact.body.get("medium") != "take":
        return []
    measured = [f for f in _facts(desk, "facts_of_act", act=fact.act) if f.kind == "measured"]
    marks = _facts(desk, "facts_ever_of_subject", subject=f"explain:{fact.subject}")
    return [*measured, *(mark for mark in marks if mark.body.get("take") == fact.id)]


def _corrected_by(desk: Desk, fact: Fact) -> Fact | None:
    """What an edit or a deletion is about."""
    about = fact.body.get("fact")
    row = about and desk.db.first("fact", learner=desk.learner, id=about)
    return _fact(row) if row else None


def _fact(row: Any) -> Fact:
    return Fact(**{key: row[key] for key in Fact._fields if key != "body"}, body=read(row["body"]))


def _facts(desk: Desk, query: str, **about: str) -> list[Fact]:
    return [_fact(row) for row in desk.db.all(query, learner=desk.learner, **about)]


def _edits(desk: Desk, fact: Fact) -> list[Fact]:
    all_of_it = _facts(desk, "facts_ever_of_subject", subject=fact.subject)
    return [f for f in all_of_it if f.kind == "edited" and f.body.get("fact") == fact.id]


def _wordings(desk: Desk, fact: Fact) -> set[str]:
    """Everything that a fact says or has said."""
    said = [fact.body.get("words")]
    said += [(edit.body.get("to") or {}).get("words") for edit in _edits(desk, fact)]
    return {words for words in said if words}


def _same_aim(desk: Desk, fact: Fact, said: set[str]) -> list[Fact]:
    """Aims with these words along the chain of rounds, both ways, and their unchained repeats."""
    found: list[Fact] = []
    waiting, seen = [fact.subject, *_repeats(desk, said)], set()
    while waiting:
        subject = waiting.pop()
        facts = _facts(desk, "facts_ever_of_subject", subject=subject)
        same = [f for f in facts if f.kind in AIMS and f.body.get("words") in said]
        if subject in seen or not same:
            continue
        seen.add(subject)
        found += same
        waiting += [f.body["following"] for f in facts if f.body.get("following")]
        waiting += [s for f in facts if f.kind == "opened" for s in _round_before(desk, f)]
    return found


def _repeats(desk: Desk, said: set[str]) -> list[str]:
    """Rounds opened by `again` where none was open: the same aim, but in nobody's chain."""
    rounds = [
        round
        for words in said
        for round in desk.db.list("rounds_of_aim", learner=desk.learner, aim=words)
    ]
    openings = (_facts(desk, "facts_ever_of_subject", subject=round)[:1] for round in rounds)
    return [first.subject for facts in openings for first in facts if first.body.get("repeat")]


def _round_before(desk: Desk, opened: Fact) -> list[str]:
    together = _facts(desk, "facts_of_act", act=opened.act)
    closing = [f for f in together if f.kind in CLOSINGS]
    return [f.subject for f in closing if f.body.get("following") == opened.subject]


# their traces -------------------------------------------------------------------------------------


def everywhere(desk: Desk, targets: list[Fact]) -> None:
    """Blank facts, and take every trace of their words off this disk.

    Raises DatabaseTrouble where a trace could not be reached; the words in the journal are blank then.
    """
    with desk.db.transaction():
        for target in targets:
            desk.ledger.entomb(target.id, target.subject)
    complete(desk)


def pending(desk: Desk) -> bool:
    """Whether traces are left of something that is to be forgotten."""
    count = desk.db.scalar("tombstones", learner=desk.learner)
    done = int(desk.db.scalar("here_get", key="forgotten") or 0)
    return count != done or bool(_files_to_go(desk))


def complete(desk: Desk) -> None:
    """Finish every forgetting that is not finished: files, index, free pages, backups."""
    if not pending(desk):
        return
    count = desk.db.scalar("tombstones", learner=desk.learner)
    try:
        _remove_files(desk)
        if desk.path != ":memory:":
            _squeeze(desk.db.connection)
            _clean_backups(desk)
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _left(f"{reason}") from error
    desk.db.run("here_set", key="forgotten", value=str(count))


def _left(reason: str) -> DatabaseTrouble:
    return DatabaseTrouble(
        f"The words are blank in the journal, but traces are still on the disk: {reason}.",
        "Put that right and run `selfgrad doctor`; it finishes the rest.",
    )


def _files_to_go(desk: Desk) -> list[str]:
    return desk.db.list("here_keys", low=FILE, high=FILE + "g")


def _remove_files(desk: Desk) -> None:
    """Delete the copies of forgotten outputs that no other fact knows."""
    keys = _files_to_go(desk)
    known = hashes_known(desk) if keys else set()
    for key in keys:
        hash = key.removeprefix(FILE)
        path = files.kept_at(desk.path, hash)
        if hash not in known and desk.path != ":memory:" and os.path.exists(path):
            os.unlink(path)
        desk.db.run("here_remove", key=key)


def hashes_known(desk: Desk) -> set[str]:
    """SHA-256 of every file that a fact says was an output."""
    rows = desk.db.each("facts_with_files", learner=desk.learner)
    return {hash for row in rows if (hash := read(row["body"]).get("hash"))}


def _squeeze(connection: sqlite3.Connection) -> None:
    """Leave nothing of deleted words in the index, in free pages, or in the write-ahead log."""
    from selfgrad.db import sql

    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(sql("search_optimize"))  # a deleted word stays in FTS5 until segments merge
    connection.execute("VACUUM")
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise sqlite3.OperationalError("another program is reading the journal; close it")


# backups ------------------------------------------------------------------------------------------


def _clean_backups(desk: Desk) -> None:
    """Blank the same facts in every full copy, in the daily acts, and in files put aside as broken."""
    targets = _buried(desk)
    atomic.remove_drafts(backup.folder(desk.path))
    atomic.remove_drafts(os.path.dirname(os.path.realpath(desk.path)))
    failed = []
    for path in [*(copy.path for copy in backup.copies(desk.path)), *put_aside(desk.path)]:
        try:
            if _knows_words(path, targets, desk.learner):
                _clean_copy(path, targets, desk.learner)
        except (sqlite3.Error, DatabaseTrouble):
            failed.append(path)
    for _, path in backup.daily(desk.path):
        _clean_lines(path, set(targets))
    if failed:
        raise sqlite3.DatabaseError(
            f"{', '.join(failed)} cannot be read, and has to be deleted by hand"
        )


def _buried(desk: Desk) -> dict[str, str]:
    """What is to be forgotten: facts, and the subject of each."""
    rows = desk.db.all("forgettings", learner=desk.learner)
    found = {read(row["body"])["fact"]: row["subject"] for row in rows}
    for id in desk.db.list("tombstoned_facts", learner=desk.learner):
        if row := desk.db.first("fact", learner=desk.learner, id=id):
            found[id] = row["subject"]
    return found


def put_aside(journal: str) -> list[str]:
    """Journals that a restore has put aside."""
    folder, name = os.path.split(os.path.realpath(journal))
    pattern = re.escape(name) + r"\.(broken|aside)-[\d-]+"
    names = sorted(name for name in os.listdir(folder) if re.fullmatch(pattern, name))
    return [os.path.join(folder, name) for name in names]


def _knows_words(path: str, targets: dict[str, str], learner: str) -> bool:
    """Whether a copy still holds words of these facts, or of their edits."""
    connection = _opened_as_copy(path)
    try:
        for id, subject in targets.items():
            rows = connection.execute(
                "SELECT body FROM fact WHERE learner = :learner"
                " AND (id = :id OR (subject = :subject AND kind = 'edited'))",
                {"learner": learner, "id": id, "subject": subject},
            )
            bodies = [read(row[0]) for row in rows]
            # the fact itself is the one without “fact”; of the edits, those that are about it
            if any(not b.get("forgotten") and b.get("fact") in (None, id) for b in bodies):
                return True
        return False
    finally:
        connection.close()


def _opened_as_copy(path: str) -> sqlite3.Connection:
    from urllib.parse import quote

    mode = "ro" if os.path.exists(path + "-wal") else "ro&immutable=1"
    return sqlite3.connect(f"file:{quote(path)}?mode={mode}", uri=True)


def _clean_copy(path: str, targets: dict[str, str], learner: str) -> None:
    """Forget in a copy of the copy, then put that in its place. An older schema becomes today's."""
    from selfgrad.db import Database, opening

    draft = atomic.draft_of(path)
    company = ("", "-wal", "-shm", "-journal")
    try:
        for ending in ("", "-wal"):
            if os.path.exists(path + ending):
                shutil.copyfile(path + ending, draft + ending)
                os.chmod(draft + ending, 0o600)
        connection = opening._attach(draft)
        opening.migrate(connection)
        connection.close()
        db = Database(draft)
        try:
            with db.transaction():
                for id, subject in targets.items():
                    Ledger(db, learner).entomb(id, subject)
            _squeeze(db.connection)
            db.connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            db.close()
        with open(draft, "rb") as file:
            os.fsync(file.fileno())
        os.replace(draft, path)
        for ending in company[1:]:
            if os.path.exists(path + ending):
                os.unlink(path + ending)
        atomic.settle(os.path.dirname(path))
    finally:
        for ending in company:
            if os.path.exists(draft + ending):
                os.unlink(draft + ending)


def _clean_lines(path: str, ids: set[str]) -> None:
    """Blank the same facts in a day's acts. A line that cannot be read goes if it names one."""
    from selfgrad import wire

    with open(path, "rb") as file:
        lines = file.readlines()
    kept = []
    for text in lines:
        try:
            act = wire.parse(text)
        except wire.Malformed:
            kept.append(b"" if any(id.encode() in text for id in ids) else text)
            continue
        facts = [_blanked(fact, ids) for fact in act["facts"]]
        changed = facts != act["facts"]
        kept.append(wire.line({**act, "id": act["act"]}, facts).encode() if changed else text)
    if kept != lines:
        with atomic.replacing(path) as file:
            file.writelines(kept)


def _blanked(fact: dict[str, Any], ids: set[str]) -> dict[str, Any]:
    about = fact["body"].get("fact") if fact["kind"] == "edited" else fact["id"]
    if (about in ids or fact["id"] in ids) and not fact["body"].get("forgotten"):
        return {**fact, "body": blank(fact["body"])}
    return fact
