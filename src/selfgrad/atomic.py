"""A file that is there whole or not at all: written beside its place, made durable, put in place."""

from __future__ import annotations

import os
import sys
from _thread import get_ident  # `threading` costs 3 ms
from contextlib import contextmanager

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

DRAFT = ".new-"  # and the id of the process: what a killed one leaves behind is known by it


def draft_of(path: str) -> str:
    """The name of a draft beside its place, which no other process and no other thread has."""
    return f"{path}{DRAFT}{os.getpid()}-{get_ident()}"


@contextmanager
def replacing(path: str) -> Iterator[BinaryIO]:
    """A binary file that takes the place of `path` when all is written; readable by its owner alone.

    What fails in between leaves `path` as it was. A symbolic link stays one.
    """
    target = os.path.realpath(path)
    draft = draft_of(target)
    descriptor = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
        settle(os.path.dirname(target))
    finally:
        if os.path.exists(draft):
            os.unlink(draft)


def settle(folder: str) -> None:
    """Make the names in a folder durable, where the system can."""
    try:
        descriptor = os.open(folder or ".", os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # some network drives cannot
    finally:
        os.close(descriptor)


def remove_drafts(folder: str) -> None:
    """Remove what killed processes have left half written."""
    import re  # 4 ms

    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        made_by = re.search(re.escape(DRAFT) + r"(\d+)(-\w+)?$", name)
        if made_by and not _runs(int(made_by[1])):
            os.unlink(os.path.join(folder, name))


def _runs(process: int) -> bool:
    if sys.platform == "win32":
        return True  # asking would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True
