"""Outputs that are files: a copy by content hash beside the journal, up to a size cap."""

from __future__ import annotations

import hashlib
import os
from _thread import get_ident

from selfgrad import errors

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any


def folder(journal: str) -> str:
    """Where the copies of a journal lie; nowhere on disk for one in memory."""
    return os.path.join(os.path.dirname(journal), "files")


def kept_at(journal: str, hash: str) -> str:
    """The path of the copy with this SHA-256, whether it is there or not."""
    return os.path.join(folder(journal), hash[:2], hash)


def keep(journal: str, path: str, limit: int, name: str | None = None) -> dict[str, Any]:
    """Copy a file of up to `limit` bytes; of a larger one, keep hash and path.

    A file that was handed over under a `name` has no path to find it again, so a larger one is refused.
    Returns the body of a fact: `medium`, `reference` (path or name), `hash` (SHA-256), `size` (bytes).
    """
    try:
        size = os.path.getsize(path)
        if name is not None and size > limit:
            raise errors.BadInput(
                f"{name} has {size:,} bytes, and up to {limit:,} are kept here.",
                "Leave it where it is and give its path as words, or raise keep_bytes in the settings.",
            )
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            if size <= limit and journal != ":memory:":
                file.seek(0)
                store(journal, digest, file.read())
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise errors.NotFound(
            f"The file {path} was not kept: {reason}.", "Check the path."
        ) from error
    return {
        "medium": "file",
        "reference": name or os.path.abspath(path),
        "hash": digest,
        "size": size,
    }


def store(journal: str, hash: str, content: bytes) -> None:
    """Write a copy so that it is there whole or not at all, readable by its owner alone."""
    target = kept_at(journal, hash)
    if os.path.exists(target):
        return
    os.makedirs(os.path.dirname(target), mode=0o700, exist_ok=True)
    draft = f"{target}.new-{os.getpid()}-{get_ident()}"
    descriptor = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    finally:
        if os.path.exists(draft):
            os.unlink(draft)
