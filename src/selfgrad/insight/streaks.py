"""A streak that forgives: days kept of days planned, which never falls back to nothing.

In the spirit of Silverman and Barasch 2023 (a broken streak on show lowers engagement, a repair
softens that) and Sharif and Shu 2017 (emergency reserves); its numbers are choices, not findings.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from selfgrad import errors
from selfgrad.insight.series import Floats, Numbers, series

EARNED_AFTER = 14  # kept days for one freeze
MOST_FREEZES = 2
REPAIR_DAYS = 2  # a missed day can be made up for within 48 hours
_WEEK = 7

Truths = NDArray[np.bool_]


class Streak(NamedTuple):
    """ "Kept `kept` of `of` days"; whole weeks kept; freezes in hand; days that can be repaired."""

    kept: int
    of: int
    weeks: int
    freezes: int
    repairable: int


def forgiving(days: Numbers, planned: Numbers, frozen: Numbers) -> Streak:
    """Days kept of the days that were planned and not neutral; nothing resets it.

    All of shape (n,), oldest first, up to yesterday: `days` the amount done, nan for a neutral day
    (ill, imported, not logged); `planned` 1 where practice was planned, 0 on a free day; `frozen` 1
    where the learner laid a freeze over the day, which is neutral as long as one was in hand.
    """
    done, wanted, asked = _same_length(days, planned, frozen)
    counts = wanted & ~np.isnan(done)
    kept = counts & (done > 0)
    covered, freezes = _freezes(kept, counts & ~kept & asked)
    counts &= ~covered
    missed = counts & ~kept
    return Streak(
        int(kept.sum()),
        int(counts.sum()),
        _weeks(kept, counts),
        freezes,
        int(missed[-REPAIR_DAYS:].sum()),
    )


def _same_length(days: Numbers, planned: Numbers, frozen: Numbers) -> tuple[Floats, Truths, Truths]:
    done, wanted, asked = series(days, "days"), series(planned, "planned"), series(frozen, "frozen")
    if not len(done) == len(wanted) == len(asked):
        raise errors.BadInput("Days, plan and freezes differ in length.", "Give one of each a day.")
    return done, np.nan_to_num(wanted) > 0, np.nan_to_num(asked) > 0


def _freezes(kept: Truths, asked: Truths) -> tuple[Truths, int]:
    """Which of the days asked for a freeze had one, and how many are left."""
    covered = np.zeros(len(kept), dtype=bool)
    held, towards = 0, 0
    for day, (was_kept, wished) in enumerate(zip(kept.tolist(), asked.tolist(), strict=True)):
        towards += was_kept
        if towards == EARNED_AFTER:
            held, towards = min(held + 1, MOST_FREEZES), 0
        if wished and held:
            covered[day], held = True, held - 1
    return covered, held


def _weeks(kept: Truths, counts: Truths) -> int:
    """Weeks, counted back from the last day, in which all planned days but one were kept."""
    start = len(kept) % _WEEK
    done, wanted = (days[start:].reshape(-1, _WEEK).sum(axis=1) for days in (kept, counts))
    return int(np.sum((wanted > 0) & (done >= np.maximum(wanted - 1, 1))))
