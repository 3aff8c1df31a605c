"""A vault: a folder of notes. It is only walked and read."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

EXPORTED = "selfgrad"  # the folder that an export writes, which is no source
LARGEST = 20_000_000  # bytes of a note
ENDINGS = (".md", ".markdown", ".txt")  # of a single file that is a note


def notes(path: str, left: list[tuple[str, str]] | None = None) -> Iterator[str]:
    """The notes of a file or a folder, sorted; what cannot be read goes to `left` as (path, reason).

    Hidden folders and selfgrad's own export are left out; links are followed within the folder only,
    and no folder is walked twice.
    """
    left = [] if left is None else left
    if not os.path.isdir(path):
        yield from _file(path, left)
        return
    root = os.path.realpath(path)
    yield from _Walk(root, left).folder(path)


def root_of(path: str) -> str | None:
    """The vault that a path is in: the nearest folder above it, or itself, that has `.obsidian`."""
    folder = os.path.abspath(path)
    while not os.path.isdir(os.path.join(folder, ".obsidian")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def content(path: str) -> bytes:
    """The bytes of a note. Raises `OSError` with a reason for what is no file, or too large."""
    descriptor = os.open(
        path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for
            raise OSError(0, "it is no file")
        if found.st_size > LARGEST:
            raise OSError(0, f"it has more than {LARGEST // 1_000_000} MB")
        return file.read(LARGEST)


def is_note(path: str) -> bool:
    """Whether a file is a text that can be a note; one that cannot be read is left to say why itself."""
    if not path.lower().endswith(ENDINGS):
        return False
    try:
        return is_text(content(path))
    except OSError:
        return True


def is_text(data: bytes) -> bool:
    """Whether bytes are text: UTF-8 for the most part, or UTF-16 that says so.

    >>> is_text("# Nö".encode("latin-1")), is_text(b"\\x89PNG\\0"), is_text("读".encode("gbk"))
    (True, False, False)
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    text = data.decode("utf-8", "replace")
    return "\0" not in text and text.count("\ufffd") * 2 <= len(text)


class _Walk:
    """One walk through a folder and what lies in it."""

    def __init__(self, root: str, left: list[tuple[str, str]]) -> None:
        self.root, self.left = root, left
        self.seen: set[str] = set()

    def folder(self, folder: str) -> Iterator[str]:
        real = os.path.realpath(folder)
        if real in self.seen:
            return
        self.seen.add(real)
        try:
            names = sorted(os.listdir(folder))
        except OSError as error:
            self.left.append((folder, reason(error)))
            return
        for name in names:
            yield from self._one(folder, name)

    def _one(self, folder: str, name: str) -> Iterator[str]:
        path = os.path.join(folder, name)
        if name.startswith(".") or (folder == self.root and name == EXPORTED):
            return
        if os.path.islink(path) and not self._within(path):
            if os.path.isdir(path) or name.lower().endswith(".md"):
                self.left.append((path, "it is a link that leads out of the folder or nowhere"))
        elif os.path.isdir(path):
            yield from self.folder(path)
        elif name.lower().endswith(".md"):
            yield from _file(path, self.left)

    def _within(self, path: str) -> bool:
        real = os.path.realpath(path)
        return os.path.exists(real) and os.path.join(real, "").startswith(
            os.path.join(self.root, "")
        )


def _file(path: str, left: list[tuple[str, str]]) -> Iterator[str]:
    """A file, if it can be read."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            left.append((path, "it is no file"))
        elif not os.access(path, os.R_OK):
            left.append((path, "it may not be read"))
        else:
            yield path
    except (OSError, ValueError) as error:
        left.append((path, reason(error)))


def reason(error: Exception) -> str:
    """Why, in the words of the system."""
    return str(getattr(error, "strerror", None) or "it cannot be read").lower()
