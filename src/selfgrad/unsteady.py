"""Divergence, as rounds show it: told apart from a bad day, and answered with a smaller step."""

from __future__ import annotations

from selfgrad import guards
from selfgrad.scars import Scars

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

LOOKED_AT = guards.LATELY + guards.BEFORE  # rounds
SMALLER = (
    "Next: a smaller step. Keep things as they are and halve the aim: "
    "`selfgrad step --keep --next {}`. `selfgrad self` is there, too."
)


class Unsteady(Scars):
    """Changing everything at once, swinging wider, judging the architecture by one loss."""

    def unsteady(self, skill: str | None) -> list[str]:
        """The signs of divergence in a skill (a key), a sentence each; empty where there is none."""
        rows: list[Any] = []
        for key in self.keys_of("skill", skill):
            about = {"learner": self.learner, "skill": key, "limit": LOOKED_AT}
            rows += self.db.all("rounds_lately", **about)
        rows.sort(key=lambda row: (row["closed_at"], row["touched"]))
        rows = rows[-LOOKED_AT:]
        met = [self._times_met(row["subject"]) for row in rows[-guards.RUN :]]
        open_one = self._round_here()
        met += [self._times_met(open_one)] if open_one else []
        return guards.diverging(
            [row["loss"] for row in rows if row["loss"] is not None],
            [row["kept"] == 0 for row in rows],
            met,
        )

    def _times_met(self, round: str) -> int:
        return int(self.db.scalar("met_count", learner=self.learner, round=round))

    def _steadier(self, skill: str | None, aim: str) -> list[str]:
        """A smaller step, offered at most once a practice day."""
        today = self.clock.day(self.clock.now())
        if self.db.scalar("here_get", key="offered_smaller") == today:
            return []
        signs = self.unsteady(skill)
        if not signs:
            return []
        self.db.run("here_set", key="offered_smaller", value=today)
        return [*signs, smaller(aim)]


def smaller(aim: str) -> str:
    """The smaller step in a sentence, as it can be typed."""
    from shlex import quote  # re, 4 ms, for the few rounds that swing

    return SMALLER.format(quote(half(aim)))


def half(aim: str) -> str:
    """The aim, halved in words.

    >>> half("ten integrals"), half("十道积分"), half("half of ten integrals")
    ('half of ten integrals', '一半：十道积分', 'half of ten integrals')
    """
    if aim.startswith(("half of ", "一半：")):
        return aim
    chinese = any("\u4e00" <= char <= "\u9fff" for char in aim)
    return f"一半：{aim}" if chinese else f"half of {aim}"
