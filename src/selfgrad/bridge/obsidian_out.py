"""Practice as notes in an Obsidian vault, in a folder of its own; safe to run again and again.

Only selfgrad's own part of a note changes (`managed`), and a note in which that part cannot be told
is left alone. A note is written whole or not at all, and not written where nothing changed.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from contextlib import suppress
from itertools import count
from typing import NamedTuple

from selfgrad import atomic, errors
from selfgrad.bridge import managed, vault
from selfgrad.bridge.managed import ID, LeftAlone, Page
from selfgrad.bridge.naming import safe_name
from selfgrad.bridge.practice_notes import pages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selfgrad.journal import Journal

FRONT = 65_536  # bytes of a note in which its id is looked for
_GONE = "What stood here is not exported any more."
_OURS = re.compile(r"(?:day|round|week):\S+")
_LINK = re.compile(r"\[\[([^\[\]|#\n]+)")


class Written(NamedTuple):
    """How many notes are new, changed and the same; those left alone as (path, reason)."""

    new: int
    changed: int
    same: int
    left: list[tuple[str, str]]


def export(journal: Journal, vault: str, by: str = "day") -> Written:
    """All of an open journal into a vault: a note a practice day or a round, and one a week.

    What is not in the journal any more goes out of selfgrad's part of its note. Raises `NotFound`
    for a vault that is no folder, `Refused` where the folder of the export cannot be used.
    """
    return write(vault, pages(journal, by), whole=True)


def write(
    vault: str, pages: Iterable[Page], folder: str = vault.EXPORTED, *, whole: bool = False
) -> Written:
    """Write pages into a folder of a vault; with `whole`, notes of pages that are not among them are emptied."""
    return _Export(vault, folder).write(list(pages), whole)


class _Export:
    """One export into a vault."""

    def __init__(self, vault: str, folder: str) -> None:
        if not os.path.isdir(vault):
            raise errors.NotFound(f"{vault} is not a folder.", "Give the folder of your vault.")
        self.vault = os.path.realpath(vault)
        self.folder = self._own_folder(folder)
        self.left: list[tuple[str, str]] = []
        self.counts = {"new": 0, "changed": 0, "same": 0}
        self.notes = self._notes()
        with suppress(OSError):
            atomic.remove_drafts(self.folder)  # of an export that was killed

    def _own_folder(self, folder: str) -> str:
        parts = folder.replace("\\", "/").split("/")
        if any(safe_name(part) != part for part in parts):
            raise errors.Refused(f"“{folder}” cannot be a folder of a vault.", "Give a plain name.")
        path = self.vault
        for part in parts:
            path = os.path.join(path, part)
            if os.path.islink(path) or (os.path.exists(path) and not os.path.isdir(path)):
                raise errors.Refused(
                    f"{path} is not a folder of its own.", "Move it away, and export again."
                )
        return path

    def _notes(self) -> dict[str, list[str]]:
        """Every note of ours in the vault by its id, wherever it was moved."""
        found: dict[str, list[str]] = {}
        for folder, folders, names in os.walk(self.vault):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = os.path.join(folder, name)
                id = _id_in(path) if name.lower().endswith(".md") else None
                if id is not None:
                    found.setdefault(id, []).append(path)
        return found

    def write(self, pages: list[Page], whole: bool) -> Written:
        if pages:
            self._make_folder()
        places = self._places(pages)
        called = {
            page.name: os.path.basename(path)[:-3] for page, path in zip(pages, places, strict=True)
        }
        for page, path in zip(pages, places, strict=True):
            text = _LINK.sub(lambda link: "[[" + called.get(link[1], link[1]), page.text)
            self._one(path, page._replace(text=text))
        for path in self._gone({str(page.meta[ID]) for page in pages}) if whole else ():
            self._one(path, Page("", {}, _GONE), gone=True)
        return Written(**self.counts, left=self.left)

    def _make_folder(self) -> None:
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
        except OSError as error:
            why = vault.reason(error)
            raise errors.Refused(
                f"{self.folder} cannot be made: {why}.", "Check the rights of the vault."
            ) from error

    def _gone(self, ids: set[str]) -> Iterator[str]:
        gone = (id for id in self.notes if id not in ids and _OURS.fullmatch(id))
        return (path for id in gone for path in self.notes[id])

    # places ---------------------------------------------------------------------------------------

    def _places(self, pages: list[Page]) -> list[str]:
        """The path of each page: where its note is, or else a name that nobody has."""
        taken: set[str] = {_folded(path) for paths in self.notes.values() for path in paths}
        places = []
        for page in pages:
            known = self.notes.get(str(page.meta[ID]), [])
            path = self._known(known, page) if known else self._free(page, taken)
            taken.add(_folded(path))
            places.append(path)
        return places

    def _known(self, paths: list[str], page: Page) -> str:
        usual = os.path.join(self.folder, f"{safe_name(page.name)}.md")
        chosen = usual if usual in paths else paths[0]
        for path in paths:
            if path != chosen:
                name = os.path.basename(chosen)
                self.left.append((path, f"it has the same id as {name}: take the id out of one"))
        return chosen

    def _free(self, page: Page, taken: set[str]) -> str:
        name = safe_name(page.name)
        for n in count():
            ending = ("", " (selfgrad)")[n] if n < 2 else f" (selfgrad {n})"
            path = os.path.join(self.folder, f"{safe_name(name, len(ending))}{ending}.md")
            if _folded(path) not in taken and not self._of_another(path):
                return path
        raise AssertionError

    def _of_another(self, path: str) -> bool:
        """Whether a note of somebody's own is there; one that may be ours is not written over either."""
        if os.path.islink(path) or not os.path.exists(path):
            return False
        try:
            return not managed.is_marked(_text(vault.content(path)))
        except OSError:
            return False

    # one note -------------------------------------------------------------------------------------

    def _one(self, path: str, page: Page, gone: bool = False) -> None:
        try:
            self.counts[self._put(path, page, gone)] += 1
        except LeftAlone as why:
            self.left.append((path, str(why)))
        except OSError as error:
            self.left.append((path, vault.reason(error)))

    def _put(self, path: str, page: Page, gone: bool) -> str:
        if os.path.islink(path):
            raise LeftAlone("it is a symbolic link")
        if not os.path.lexists(path):
            self._replace(path, _bytes(managed.fresh(page)), None)
            return "new"
        seen = os.stat(path)
        old = vault.content(path)
        text = _text(old)
        if managed.id_of(text) is None:
            raise LeftAlone(f"its id is gone: the line “{ID}:” of its front matter")
        if gone:
            page = page._replace(meta=managed.emptied(text))
        new = _bytes(managed.merged(text, page))
        if new == old:
            return "same"
        self._replace(path, new, seen)
        return "changed"

    def _replace(self, path: str, content: bytes, seen: os.stat_result | None) -> None:
        with atomic.replacing(path) as file:
            file.write(content)
            if seen is not None:
                _keep_mode(file.fileno(), seen)
                now = os.stat(path)
                if (now.st_mtime_ns, now.st_size) != (seen.st_mtime_ns, seen.st_size):
                    raise LeftAlone("it was changed by another program just now")


def _keep_mode(descriptor: int, seen: os.stat_result) -> None:
    if hasattr(os, "fchmod"):  # Windows has no modes to keep
        os.fchmod(descriptor, stat.S_IMODE(seen.st_mode))


def _folded(path: str) -> str:
    """Two paths that some file system takes for one."""
    return unicodedata.normalize("NFC", path).casefold()


def _id_in(path: str) -> str | None:
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(path, "rb") as file:
            start = file.read(FRONT)
    except OSError:
        return None
    return managed.id_of(_text(start)) if ID.encode() in start else None


def _text(content: bytes) -> str:
    """Bytes as text that becomes the same bytes again, whatever they are."""
    return content.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


__all__ = ["ID", "Page", "Written", "export", "pages", "safe_name", "write"]
