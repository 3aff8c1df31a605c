"""What has to hold for an act to be written: asked inside its transaction, so that it still holds.

A page may be old: another tab, the command line or midnight came in between. And what was written
offline may be sent twice. Neither may overwrite or double anything.
"""

from __future__ import annotations

from selfgrad import errors, ids

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

KEPT_MS = 90 * 86_400_000  # how long a sending is remembered; a duration, no calendar
SENT = "sent:"


class Condition:
    """`sending`: an id that its sender made, a UUIDv7; `round`, `state`: what its page has shown."""

    def __init__(
        self, sending: str | None = None, round: str | None = None, state: str | None = None
    ) -> None:
        self.sending = None if sending is None else _checked(sending)
        self.round, self.state = round, state

    def check(self, desk: Any) -> None:
        """Raise `AlreadyKept` for what arrived before, `Moved` where the round is not as it was shown."""
        if self.sending is not None:
            if ids.time(self.sending) < desk.clock.now() - KEPT_MS:
                raise errors.BadInput(
                    "That was written more than 90 days ago, too long to know whether it was kept.",
                    "See whether it is there; if not, write it anew.",
                )
            act = desk.db.scalar("here_get", key=SENT + self.sending)
            if act is not None:
                raise errors.AlreadyKept(str(act))
        if self.round is not None:
            now = desk.current()
            if now is None or now["subject"] != self.round:
                raise errors.Moved("Another round is open now.")
            if self.state is not None and now["state"] != self.state:
                raise errors.Moved("This round has moved on since the page was made.")

    def keep(self, desk: Any, act: str) -> None:
        """Remember in the same transaction that this sending has become an act."""
        if self.sending is not None:
            desk.db.run("here_set", key=SENT + self.sending, value=act)
            old = f"{max(0, desk.clock.now() - KEPT_MS):012x}"
            desk.db.run("here_prune", low=SENT, high=f"{SENT}{old[:8]}-{old[8:]}")


def _checked(sending: str) -> str:
    plain = sending.lower()
    parts = [len(part) for part in plain.split("-")]
    shaped = parts == [8, 4, 4, 4, 12] and plain[14] == "7"
    if not shaped or set(plain) - set("0123456789abcdef-"):
        raise errors.BadInput("That is not the id of a sending.", "Send a UUID, version 7.")
    return plain
