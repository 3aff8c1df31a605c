"""Export and import: the acts in order, one JSON line each; in a zip, the kept files beside them.

An import merges and never overwrites: acts that are here already change nothing, lines that cannot
be read are named and left out, and all others are kept. Memory does not grow with the file.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
import zipfile
from collections import namedtuple

from selfgrad import atomic, backup, errors, files, forgetting, wire

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, Any, BinaryIO

    from selfgrad.desk import Desk

    Tell = Callable[[int], None]  # hears how many acts are done, now and then

TOGETHER = 5000  # acts in one transaction: a killed import keeps all but the last ones
TOGETHER_BYTES = 32_000_000
LARGEST_FILE = 100_000_000  # bytes; the copy of a larger output is not taken out of a zip
NAMED_AT_MOST = 20  # lines left out that are named one by one
ACTS = "acts.jsonl"
_FILE = re.compile(r"files/([0-9a-f]{64})").fullmatch


def nobody(count: int) -> None:
    """Nobody is told how far it is."""


# out ----------------------------------------------------------------------------------------------


def lines(desk: Desk, after: str = "") -> Iterator[str]:
    """Every act with an id later than `after`, oldest first, as a line of JSON."""
    act: dict[str, Any] | None = None
    facts: list[dict[str, Any]] = []
    for row in desk.db.each("export", learner=desk.learner, after=after):
        if act is None or row["act"] != act["id"]:
            if act is not None:
                yield wire.line(act, facts)
            act, facts = {**dict(row), "id": row["act"]}, []
        if row["id"] is not None:
            facts.append(_fact(row))
    if act is not None:
        yield wire.line(act, facts)


def _fact(row: Any) -> dict[str, Any]:
    from selfgrad.bodies import read

    keys = ("id", "subject", "kind", "happened_at", "zone", "day")
    return {**{key: row[key] for key in keys}, "body": read(row["body"])}


def export(desk: Desk, target: str, tell: Tell = nobody) -> dict[str, int]:
    """Write everything to a file, or to standard output for "-"; how many `acts` and `files`.

    A name that ends in .zip gets the kept files, too. A file that is there already is replaced
    when all is written, unless it is something else than an export.
    """
    if target == "-":
        acts = _write_lines(desk, sys.stdout.buffer, tell)
        sys.stdout.buffer.flush()
        return {"acts": acts, "files": 0}
    try:
        with _opened_for(target) as file:
            if target.lower().endswith(".zip"):
                return _write_zip(desk, file, tell)
            return {"acts": _write_lines(desk, file, tell), "files": 0}
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        raise errors.Refused(
            f"The export to {target} stopped: {reason}.",
            "What was there before is as it was. Choose another place and try again.",
        ) from error


def _opened_for(target: str) -> Any:
    """The file to write to: made beside its place, except for a pipe or a device."""
    if os.path.exists(target) and not stat.S_ISREG(os.stat(target).st_mode):
        return open(target, "wb")
    if not _may_replace(target):
        raise errors.Refused(
            f"{target} holds something else than an export.", "Choose a name that is free."
        )
    return atomic.replacing(target)


def _may_replace(target: str) -> bool:
    if not os.path.exists(target) or os.path.getsize(target) == 0:
        return True
    with open(target, "rb") as file:
        return file.read(12).startswith((b'{"selfgrad"', b"PK"))


def _write_lines(desk: Desk, file: IO[bytes], tell: Tell, seen: set[str] | None = None) -> int:
    count = 0
    for count, line in enumerate(lines(desk), 1):
        if seen is not None:
            seen.update(re.findall(r'"hash": "([0-9a-f]{64})"', line))
        file.write(line.encode())
        if count % TOGETHER == 0:
            tell(count)
    return count


def _write_zip(desk: Desk, file: BinaryIO, tell: Tell) -> dict[str, int]:
    hashes: set[str] = set()
    copies = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(_member(ACTS), "w", force_zip64=True) as inside:
            acts = _write_lines(desk, inside, tell, hashes)
        for hash in sorted(hashes):
            path = files.kept_at(desk.path, hash)
            if os.path.exists(path):
                with open(path, "rb") as source, archive.open(_member(f"files/{hash}"), "w") as to:
                    while block := source.read(1 << 20):
                        to.write(block)
                copies += 1
    return {"acts": acts, "files": copies}


def _member(name: str) -> zipfile.ZipInfo:
    """The same journal makes the same zip: no time of day in it."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


# in -----------------------------------------------------------------------------------------------

# acts and facts that were new, acts that were here already (`known`), facts that became loose
# entries, copies of files, how many lines or members were left out, the first of them with reasons,
# the name of the backup made before (None where none was needed)
Outcome = namedtuple("Outcome", "acts facts known loose files rejected reasons backup")


def import_(desk: Desk, source: str, *, preview: bool = False, tell: Tell = nobody) -> Outcome:
    """Read an export: a file, a zip, or standard input for "-". With `preview`, nothing is written."""
    incoming = Incoming(desk, preview, tell)
    if source == "-":
        incoming.take(sys.stdin.buffer)
        return incoming.finished()
    try:
        with open(source, "rb") as file:
            if file.seekable() and file.read(2) == b"PK":
                incoming.take_zip(source)
            else:
                if file.seekable():
                    file.seek(0)
                incoming.take(file)
    except (OSError, zipfile.BadZipFile, EOFError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error) or "it cannot be read"
        raise errors.NotFound(
            f"The import of {source} stopped: {reason}.",
            f"{incoming.acts:,} acts were kept; the same import goes on from there.",
        ) from error
    return incoming.finished()


def said(done: Outcome, preview: bool = False) -> list[str]:
    """What an import did, or would do, in sentences."""
    if done.rejected and not (done.acts or done.known):
        return [f"This is no export: {counted(done.rejected, 'line')} could not be read."]
    facts = counted(done.facts, "fact")
    told = [f"{'Would import' if preview else 'Imported'} {counted(done.acts, 'act')} ({facts})."]
    if done.known:
        verb = "is" if done.known == 1 else "are"
        told.append(f"{counted(done.known, 'act')} {verb} here already.")
    if done.files:
        told.append(f"{counted(done.files, 'file')}{' would be' if preview else ''} kept.")
    if done.loose:
        told.append(f"{counted(done.loose, 'entry')} no longer fit and are shown as loose.")
    if done.backup:
        told.append(f"Before it, the journal was backed up as {done.backup}.")
    if done.rejected:
        told.append(f"{counted(done.rejected, 'line')} could not be read; all others were kept.")
    elif preview:
        told.append("Nothing was written. Leave out --dry-run to import.")
    return told


def counted(number: int, what: str) -> str:
    """ "1 act", "1,203 acts", "2 entries"."""
    many = {"entry": "entries"}.get(what, what + "s")
    return f"{number:,} {what if number == 1 else many}"


class Incoming:
    """One import on its way in."""

    def __init__(self, desk: Desk, preview: bool, tell: Tell) -> None:
        self.desk, self.preview, self.tell = desk, preview, tell
        self.acts = self.facts = self.known = self.loose = self.files = self.rejected = 0
        self.reasons: list[tuple[str, str]] = []
        self.hashes: set[str] = set()  # of files that an act in here knows
        self.known_hashes: set[str] | None = None  # of files that a fact in the journal knows
        self.backup: str | None = None
        self.safe = preview  # whether what is here already has been backed up
        if preview:
            desk.db.connection.execute("CREATE TEMP TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY)")

    def finished(self) -> Outcome:
        if self.preview:
            self.desk.db.connection.execute("DROP TABLE seen")
        elif self.acts:
            self.desk._settle()
            backup.soon(self.desk)
        if not self.preview:
            forgetting.complete(self.desk)
        counts = (self.acts, self.facts, self.known, self.loose, self.files, self.rejected)
        return Outcome(*counts, self.reasons, self.backup)

    def reject(self, where: str, reason: str) -> None:
        self.rejected += 1
        if len(self.reasons) < NAMED_AT_MOST:
            self.reasons.append((where, reason))

    # acts

    def take(self, stream: IO[bytes]) -> None:
        """The acts of a stream, some at a time."""
        some: list[dict[str, Any]] = []
        size = done = 0
        for number, text in numbered(stream):
            try:
                some.append(wire.parse(text))
            except wire.Malformed as error:
                self.reject(f"line {number:,}", str(error))
                continue
            size += len(text)
            if len(some) == TOGETHER or size >= TOGETHER_BYTES:
                self._absorb(some)
                done += len(some)
                self.tell(done)
                some, size = [], 0
        if some:
            self._absorb(some)

    def _absorb(self, some: list[dict[str, Any]]) -> None:
        self._note_hashes(some)
        if self.preview:
            self._look_at(some)
            return
        if not self.safe:
            self._back_up_before(some)
        new = self.desk.ledger.absorb(some)
        self.acts += new.acts
        self.facts += new.facts
        self.known += len(some) - new.acts
        self.loose += len(new.misfits)

    def _note_hashes(self, some: list[dict[str, Any]]) -> None:
        for act in some:
            for fact in act["facts"]:
                if hash := fact["body"].get("hash"):
                    self.hashes.add(hash)

    def _look_at(self, some: list[dict[str, Any]]) -> None:
        db = self.desk.db
        for act in some:
            sql = "INSERT INTO temp.seen VALUES (?) ON CONFLICT DO NOTHING"
            first = db.connection.execute(sql, (act["act"],)).rowcount
            if first and not db.first("act_exists", learner=self.desk.learner, id=act["act"]):
                self.acts += 1
                self.facts += len(act["facts"])
            else:
                self.known += 1

    def _back_up_before(self, some: list[dict[str, Any]]) -> None:
        """A full copy first, where there is something to copy and something new to come."""
        db, learner = self.desk.db, self.desk.learner
        if not db.scalar("act_last", learner=learner):
            self.safe = True
        elif any(not db.first("act_exists", learner=learner, id=act["act"]) for act in some):
            self.backup = backup.before_import(self.desk)
            self.safe = True

    # files

    def take_zip(self, path: str) -> None:
        """Acts first, then those files that an act knows by their hash."""
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            acts = [member for member in members if member.filename == ACTS]
            if not acts:
                raise zipfile.BadZipFile(f"there is no {ACTS} in it")
            with archive.open(acts[0]) as inside:
                self.take(inside)
            for member in members:
                if not member.is_dir() and member is not acts[0]:
                    self._take_file(archive, member)

    def _take_file(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        name = _FILE(member.filename)
        if not name:
            self.reject(member.filename[:80], "not a name that an export uses")
        elif name[1] in self.hashes and not os.path.exists(files.kept_at(self.desk.path, name[1])):
            if member.file_size > LARGEST_FILE:
                self.reject(member.filename, f"larger than {LARGEST_FILE:,} bytes")
                return
            content = self._content(archive, member, name[1])
            if content is not None and self._wanted(name[1]):
                if not self.preview:
                    files.store(self.desk.path, name[1], content)
                self.files += 1

    def _content(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, hash: str
    ) -> bytes | None:
        """What is in a member, if it is what its name says."""
        try:
            with archive.open(member) as inside:
                content = inside.read(LARGEST_FILE + 1)
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
            self.reject(member.filename, str(error) or "cannot be read")
            return None
        if hashlib.sha256(content).hexdigest() != hash:
            self.reject(member.filename, "its content is another than its name says")
            return None
        return content

    def _wanted(self, hash: str) -> bool:
        """Whether a fact that is not forgotten still knows the file."""
        if self.known_hashes is None and not self.preview:
            self.known_hashes = forgetting.hashes_known(self.desk)
        return self.known_hashes is None or hash in self.known_hashes


def numbered(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines of a stream with their numbers, from 1; one too long comes cut, and is refused then."""
    number = 0
    while text := stream.readline(wire.LONGEST + 1):
        number += 1
        if number == 1:
            text = text.removeprefix(b"\xef\xbb\xbf")
        if len(text) > wire.LONGEST:
            rest = text
            while rest and not rest.endswith(b"\n"):
                rest = stream.readline(1 << 20)
        if text.strip():
            yield number, text
