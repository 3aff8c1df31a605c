"""Numbers that take a while to work out, kept for as long as what they were made from is the same.

A number is looked up by what it is of (its slot) and trusted only where the hash of all that goes
into it is the same as when it was kept. So nothing has to be noted when facts change, and whatever
is kept can be thrown away at any time.
"""

from __future__ import annotations

from selfgrad import errors
from selfgrad.reader import Reader

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Mapping

    Worked = tuple[str, bytes]  # what it was made from, and what came out


def made_from(*parts: bytes | str | float | None) -> str:
    """The hash of all that goes into a number; another version of its method is one of the parts."""
    from hashlib import sha256  # 2 ms

    digest = sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


class Workings(Reader):
    """What has been worked out before."""

    def worked_out(self, what: str) -> dict[str, Worked]:
        """All that is kept of a kind of number, by slot."""
        rows = self.db.all("worked_out", learner=self.learner, what=what)
        return {row["slot"]: (row["made_from"], row["value"]) for row in rows}

    def keep_worked_out(self, what: str, found: Mapping[str, Worked]) -> None:
        """Keep numbers, unless somebody else is writing or nothing may be written here."""
        if not found:
            return
        key = {"learner": self.learner, "what": what}
        try:
            with self.db.transaction(wait=False):
                for slot, (source, value) in found.items():
                    self.db.remove("worked_out", **key, slot=slot)
                    row = {**key, "slot": slot, "made_from": source, "value": value}
                    self.db.insert("worked_out", [row])
        except errors.DatabaseTrouble:
            pass  # it is worked out again next time
