"""Pages that are dear to read: kept until the journal is written to, or the minute is over.

Eight people who look at the same curve have it worked out once. What is kept is what a page shows,
never its HTML: each form in it has an id of its own.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from selfgrad.db.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MINUTE_MS = 60_000  # what a page says of a running clock is this old at most
PLACES = 64


class Memory:
    """What was read of one journal, by page."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._watch: Watch | None = None
        self._lock = threading.Lock()
        self._kept: dict[Hashable, tuple[object, Any]] = {}

    def recall(self, page: Hashable, now: int, read: Callable[[], Any]) -> Any:
        """What `read` gives for a page, or gave since the journal was last written to.

        The version is asked for before reading, so what is kept under it is never older.
        """
        version = (self._version(), now // MINUTE_MS)
        kept = self._kept.get(page)
        if kept is None or kept[0] != version:
            with self._lock:  # one at a time: the others find it done
                kept = self._kept.get(page)
                if kept is None or kept[0] != version:
                    kept = self._kept[page] = (version, read())
                while len(self._kept) > PLACES:
                    del self._kept[next(iter(self._kept))]
        return kept[1]

    def _version(self) -> int:
        if self._watch is None:
            with self._lock:
                self._watch = self._watch or Watch(self._path)
        return self._watch.now()

    def close(self) -> None:
        """Let go of the file."""
        if self._watch:
            self._watch.close()
