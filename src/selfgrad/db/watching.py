"""Whether a journal has been written to, by whichever process."""

from __future__ import annotations

import sqlite3
import threading


class Watch:
    """A connection that only watches. It also stays when all others close: closing the last one costs
    a checkpoint, and a page opens and closes one for each request."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._lock = threading.Lock()

    def now(self) -> int:
        """A number that is another one after every commit of somebody else."""
        with self._lock:
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        self._connection.close()
