"""What opens the doors: a token made once, and beyond this machine a password. Both lie beside the journal."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading
import time

from selfgrad import atomic, errors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

COOKIE_SECONDS = 34_560_000  # 400 days, the longest that browsers keep one
FREE_TRIES = 5  # wrong passwords before the wait begins
LONGEST_WAIT = 300.0  # seconds
TICKET_SECONDS = 300.0
SHORTEST_PASSWORD = 10  # characters


def token(journal: str) -> str:
    """The token of a journal: 256 random bits, made once, in a file that only its owner may read."""
    path = journal + ".token"
    while not (kept := _kept(path)):
        _make(path)
    return kept


def _kept(path: str) -> str:
    """The token in a file; nothing where there is none, or a damaged one."""
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            kept = file.read().strip()
    except FileNotFoundError:
        return ""
    return kept if len(kept) >= 32 else ""


def _make(path: str) -> None:
    """Put a new token in its place, unless another process was first: then that one counts."""
    draft = f"{path}.{os.getpid()}-{threading.get_ident()}"
    with atomic.replacing(draft) as file:
        file.write(secrets.token_urlsafe(32).encode())
    try:
        if os.path.exists(path) and not _kept(path):  # damaged
            os.replace(draft, path)
        else:
            os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        os.replace(draft, path)
    finally:
        if os.path.exists(draft):
            os.unlink(draft)


def cookie_name(token: str) -> str:
    """Cookies know no ports, so each journal has one of its own.

    >>> cookie_name("a token")
    'selfgrad-c4b161a8'
    """
    return "selfgrad-" + hashlib.sha256(b"cookie:" + token.encode()).hexdigest()[:8]


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())


class Watched:
    """What a file says, read again when the file is another one."""

    def __init__(self, path: str, read: Callable[[], str]) -> None:
        self._path, self._read = path, read
        self._was: object = None
        self._says = ""

    def __call__(self) -> str:
        try:
            now = os.stat(self._path)
            seen = (now.st_ino, now.st_mtime_ns)
        except FileNotFoundError:
            seen = None
        if seen is None or seen != self._was:
            self._says = self._read()
            self._was = seen
        return self._says


class Tickets:
    """Addresses for the browser that is opened: used once, for five minutes.

    The address stands in a command line, which every user of the machine can read; the token must not.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._until: dict[str, float] = {}

    def new(self) -> str:
        ticket = secrets.token_urlsafe(16)
        self._until[ticket] = self._seconds() + TICKET_SECONDS
        return ticket

    def take(self, ticket: str) -> bool:
        """Whether it is good; it is not a second time."""
        return self._until.pop(ticket, -1.0) > self._seconds()


# the password -------------------------------------------------------------------------------------


def has_password(journal: str) -> bool:
    return os.path.exists(journal + ".password")


def set_password(journal: str, password: str) -> None:
    """Keep a password as its argon2id hash; whoever was let in before has to give the new one."""
    from argon2 import PasswordHasher

    if len(password) < SHORTEST_PASSWORD:
        raise errors.BadInput(
            f"A password has at least {SHORTEST_PASSWORD} characters.", "Choose a longer one."
        )
    with atomic.replacing(journal + ".password") as draft:
        draft.write(PasswordHasher().hash(password).encode())
    if os.path.exists(journal + ".token"):
        os.unlink(journal + ".token")


def _hash(journal: str) -> str:
    with open(journal + ".password", encoding="ascii") as file:
        return file.read().strip()


class Password:
    """Asks for the password, and makes guessing slow."""

    def __init__(self, journal: str, seconds: Callable[[], float] = time.monotonic) -> None:
        self._hash = Watched(journal + ".password", lambda: _hash(journal))
        self._seconds = seconds
        self._wrong = 0
        self._not_before = 0.0
        self._lock = threading.Lock()  # one guess at a time: argon2 takes 64 MB

    def wait(self) -> int:
        """Whole seconds until the next try is heard."""
        return max(0, int(-(-(self._not_before - self._seconds()) // 1)))

    def fits(self, password: str) -> bool:
        from argon2 import PasswordHasher
        from argon2.exceptions import VerificationError

        with self._lock:
            if self.wait():
                return False
            try:
                PasswordHasher().verify(self._hash(), password)
            except VerificationError:
                self._wrong += 1
                over = self._wrong - FREE_TRIES
                pause = min(LONGEST_WAIT, 2.0**over) if over >= 0 else 0.0
                self._not_before = self._seconds() + pause
                return False
            self._wrong = 0
            return True
