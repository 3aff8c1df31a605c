"""The edge of ability: the level to try next, so that about eight of ten attempts succeed.

A band and an aim, no law: with Gaussian, logistic or Laplace noise, learning is at least three quarters
of its fastest from 70 to 90 % success, and fastest near 80 to 84 (docs/method.md; Wilson et al. 2019 give
one point of that flat top for two-choice tasks).
"""

from collections.abc import Sequence
from itertools import islice
from math import exp, log
from typing import NamedTuple

import numpy as np

from selfgrad import errors
from selfgrad.insight.series import Floats, Numbers, series

BAND = (0.7, 0.9)  # of success
AIM = 0.8

AT_EDGE, EASIER, HARDER = "at the edge", "a little easier", "a little harder"
TOO_EASY, TOO_MUCH = "too easy, raise it", "too much, halve it"
MUCH_EASIER, MUCH_HARDER = "too much three times, easier", "too easy three times, harder"
AFTER_BREAK, NO_ROUNDS = "after a break, one step easier", "too few rounds"

_LARGEST = 1e100
_RUN = 3  # rounds in a row that are too much or too easy
_MUCH, _LITTLE = 0.8, 0.05  # loss
_BREAK = 14.0  # days
_STEEP = 1.7  # logits of success that one step of level is worth
_REPLAYED = 300  # rounds: what happened earlier no longer moves the level
_RECENT = 5  # rounds that speak for a skill without levels
_PACE = 0.01  # steps a round: what a pass-or-fail learner is first taken to gain
_LEARNED, _FASTEST = 0.004, 0.1  # steps a round: how fast that pace is learned, and its end
_PACED = 15  # rounds before the learner's own pace counts
_FADING, _FADING_PASSED = (
    0.8,
    0.93,
)  # a round at a named level counts so much less with each later one
_LENT = 0.3  # part of its rounds that a level lends to the next one
_ROUNDING = 1e-9

Levels = Sequence[float | str | None] | Floats


class Edge(NamedTuple):
    """The level for the next round, a word, the band of success, the success expected there."""

    level: float | str | None
    word: str
    band: tuple[float, float]
    expected: float


class _Rounds(NamedTuple):
    """The rounds with a loss (n,) and, in days, the pause before each and before the next (n + 1,)."""

    losses: Floats
    pauses: Floats
    pass_fail: bool

    @property
    def run(self) -> int:
        """Above 0 where the last three rounds were too much, below 0 too easy, else 0."""
        runs = 0
        for loss in self.losses[-_RUN:]:
            runs = _run_on(runs, float(loss), self.pass_fail)
        return runs if abs(runs) == _RUN else 0


def next_level(
    levels: Levels,
    losses: Numbers,
    *,
    available: Sequence[float | str] | None = None,
    days: Numbers | None = None,
    passed: Sequence[bool | None] | None = None,
) -> Edge:
    """The level to propose after these rounds, oldest first; losses from 0 to 1.

    `levels`: numbers (higher is harder), names, or None. `available`: every level, easiest first.
    `days`: the day of each round and, if it is one longer, of the next. `passed` replaces losses.
    A number moves by step · (0.20 - loss), for pass or fail by a weighted up-down (Kaernbach 1991);
    a name has a Beta(0.8 + successes, 0.2 + failures). See docs/method.md, "edge".
    """
    marks = series(losses) if passed is None else 1 - series(list(passed), "passed")
    if len(levels) != len(marks):
        raise errors.BadInput("There are not as many levels as losses.", "Give one for each round.")
    last = next((level for level in reversed(levels) if _kind(level)), None)
    known = _known(levels, marks, _kind(last))
    rounds = _Rounds(
        np.clip(marks[known], 0, 1), _pauses(days, known, len(marks)), passed is not None
    )
    if not known:
        first = available[0] if available is not None and len(available) else None
        return Edge(first if last is None else last, NO_ROUNDS, BAND, np.nan)
    if _kind(last) == "number":
        return _number(np.array([float(levels[i] or 0) for i in known]), rounds, available)
    if _kind(last) == "name":
        return _name([str(levels[i]) for i in known], rounds, available)
    return _nothing(rounds)


def _kind(level: float | str | None) -> str:
    """ "name", "number", or "" for none."""
    if level is None or isinstance(level, str):
        return "name" if level else ""
    if not isinstance(level, (int, float, np.number)):
        raise errors.BadInput("A level is neither a number nor a name.", "Give 3, or easy.")
    return "number" if abs(level) < _LARGEST else ""


def _known(levels: Levels, marks: Floats, kind: str) -> list[int]:
    """The last rounds that have a loss and a level of this kind, oldest first."""
    fitting = (
        i
        for i in reversed(range(len(marks)))
        if not np.isnan(marks[i]) and _kind(levels[i]) == kind
    )
    return list(islice(fitting, _REPLAYED))[::-1]


def _pauses(days: Numbers | None, known: Sequence[int], n: int) -> Floats:
    """Days before each of the known rounds, and before the next one; 0 where nobody knows."""
    pauses = np.zeros(len(known) + 1)
    if days is None or not known:
        return pauses
    when = series(days, "days")
    if len(when) not in (n, n + 1):
        raise errors.BadInput("There are not as many days as losses.", "Give one for each round.")
    chosen = [*known, n] if len(when) > n else known
    pauses[1 : len(chosen)] = np.nan_to_num(np.diff(when[chosen]), nan=0.0)
    return pauses


# without levels


def _nothing(rounds: _Rounds) -> Edge:
    success = 1 - float(rounds.losses[-_RECENT:].mean())
    return Edge(None, _plain_word(success), BAND, success)


def _plain_word(success: float) -> str:
    if success > BAND[1]:
        return TOO_EASY
    if success <= 1 - _MUCH:
        return TOO_MUCH
    return AT_EDGE if success >= BAND[0] else EASIER


# levels that are numbers


def _number(levels: Floats, rounds: _Rounds, available: Sequence[float | str] | None) -> Edge:
    grid = _grid(available)
    step = _step(float(levels[-1]), grid)
    aimed = _followed(levels, rounds, step, grid)
    level = float(grid[np.argmin(np.abs(grid - aimed))]) if len(grid) else aimed
    word = _word(level, float(levels[-1]), aimed, step, rounds)
    return Edge(level, word, BAND, _success((aimed - level) / step))


def _grid(available: Sequence[float | str] | None) -> Floats:
    """The levels there are, rising; empty where any number will do."""
    if available is None:
        return np.array([])
    if any(isinstance(level, str) for level in available):
        raise errors.BadInput("The levels are names, and numbers were played.", "Give numbers.")
    found = np.sort(series(list(map(float, available)), "available levels"))
    return found[np.abs(found) < _LARGEST]


def _step(level: float, grid: Floats) -> float:
    """What counts as one level: 1, or 5 % of a large number, at least the spacing of the levels."""
    natural = max(1.0, 0.05 * abs(level))
    if len(grid) < 2:
        return natural
    spacing, whole = float(np.median(np.diff(grid))), float(grid[-1] - grid[0])
    return max(spacing, min(natural, whole / 4))


def _followed(levels: Floats, rounds: _Rounds, step: float, grid: Floats) -> float:
    """The level where 80 % succeed, followed through all rounds: unrounded, so that small moves add up."""
    aimed, pace, run = float(levels[0]), _PACE, 0
    for i, played in enumerate(levels.tolist()):
        loss = float(rounds.losses[i])
        aimed -= step * (float(rounds.pauses[i]) > _BREAK)
        if abs(played - aimed) > step:  # the learner chose another level
            aimed = played
        aimed += step * _gain(i, rounds) * (1 - AIM - loss)
        if rounds.pass_fail and i >= _PACED:
            pace = _held(pace + _LEARNED * (1 - AIM - loss), -_FASTEST, _FASTEST)
            aimed += step * pace
        run = _run_on(run, loss, rounds.pass_fail)
        if abs(run) == _RUN:
            aimed, run = played + step * _jump(rounds.losses[i - 2 : i + 1], run), 0
        if len(grid):
            aimed = _held(aimed, float(grid[0]) - step, float(grid[-1]) + step)
    return aimed - step * (float(rounds.pauses[-1]) > _BREAK)


def _run_on(run: int, loss: float, pass_fail: bool) -> int:
    """Rounds in a row that were too much (above 0) or too easy (below 0)."""
    if loss >= _MUCH:
        return max(run, 0) + 1
    if loss <= _LITTLE and not pass_fail:  # three passes in a row are ordinary
        return min(run, 0) - 1
    return 0


def _held(x: float, low: float, high: float) -> float:
    return float(min(max(x, low), high))


def _gain(i: int, rounds: _Rounds) -> float:
    """How far one round moves the level: a pass or a fail says less, so it moves less and less."""
    return max(2 / (1 + i / 4), 0.25) if rounds.pass_fail else 1.0


def _jump(losses: Floats, run: int) -> float:
    """Steps to the aim after three rounds that were far off it, at least one."""
    success = (float((1 - losses).sum()) + 0.25) / (len(losses) + 0.5)
    if run > 0:  # to the easy end of the band: a fourth bad round costs more than an easy one
        return min((_logit(success) - _logit(BAND[1])) / _STEEP, -1.0)
    return max((_logit(success) - _logit(AIM)) / _STEEP, 1.0)


def _logit(p: float) -> float:
    return log(p / (1 - p))


def _success(steps_easier: float) -> float:
    """Success expected this many steps below the level where it is 80 %."""
    return 1 / (1 + exp(-_held(_logit(AIM) + _STEEP * steps_easier, -500, 500)))


def _word(level: float, last: float, aimed: float, step: float, rounds: _Rounds) -> str:
    if rounds.pauses[-1] > _BREAK and level < last:
        return AFTER_BREAK
    if rounds.run:
        return _run_word(rounds.run, level < last, level > last)
    success = _success((aimed - last) / step)
    if level == last:  # the nearest one there is, unless it is the last of them
        return _plain_word(success) if abs(aimed - level) > step / 2 else AT_EDGE
    if BAND[0] <= success <= BAND[1]:
        return AT_EDGE
    return EASIER if level < last else HARDER


def _run_word(run: int, easier: bool, harder: bool) -> str:
    if run > 0:
        return MUCH_EASIER if easier else TOO_MUCH
    return MUCH_HARDER if harder else TOO_EASY


# levels with names


def _name(levels: Sequence[str], rounds: _Rounds, available: Sequence[float | str] | None) -> Edge:
    order = _order(levels, rounds, available)
    success = _lent(*_own([order.index(name) for name in levels], rounds, len(order)))
    last = order.index(levels[-1])
    chosen = int(np.argmin(np.abs(success - AIM)))  # the easier one of two as close
    run, pause = rounds.run, rounds.pauses[-1] > _BREAK
    if run:
        chosen = min(chosen, last - 1) if run > 0 else max(chosen, last + 1)
    chosen = int(np.clip(chosen - pause, 0, len(order) - 1))
    word = _named_word(chosen - last, run, pause, float(success[chosen]))
    return Edge(order[chosen], word, BAND, float(success[chosen]))


def _order(
    levels: Sequence[str], rounds: _Rounds, available: Sequence[float | str] | None
) -> list[str]:
    """The names from easy to hard: as given, or as they went so far."""
    if available is None:
        names = list(dict.fromkeys(levels))
        success, _ = _own([names.index(name) for name in levels], rounds, len(names))
        return [names[i] for i in np.argsort(-success, kind="stable")]
    order = [str(name) for name in available]
    if unknown := [name for name in levels if name not in order]:
        raise errors.BadInput(
            f"{unknown[0]!r} is not among the levels.", "Name all, easiest first."
        )
    return order


def _own(levels: Sequence[int], rounds: _Rounds, n: int) -> tuple[Floats, Floats]:
    """Each level's Beta mean (n,), and how many rounds it rests on, the newest counting most."""
    fading = _FADING_PASSED if rounds.pass_fail else _FADING
    weights = fading ** np.arange(len(levels))[::-1]
    count = np.bincount(levels, weights, n).astype(np.float64)
    right = np.bincount(levels, weights * (1 - rounds.losses), n)
    return (AIM + right) / (1 + count), count


def _lent(success: Floats, count: Floats) -> Floats:
    """Success expected at each level (n,), its neighbours' rounds counted in, shifted in logits."""
    places = np.arange(len(success))
    harder = places[None, :] - places[:, None]  # by how many levels j is above i
    rounds = (count + _ROUNDING) * _LENT ** np.abs(harder)
    logits = np.log(success / (1 - success)) + _STEEP * harder
    pooled = (rounds * logits).sum(axis=1) / rounds.sum(axis=1)
    return np.asarray(1 / (1 + np.exp(-pooled)), dtype=np.float64)


def _named_word(moved: int, run: int, pause: bool, success: float) -> str:
    if pause and moved < 0:
        return AFTER_BREAK
    if run:
        return _run_word(run, moved < 0, moved > 0)
    if moved:
        return EASIER if moved < 0 else HARDER
    return AT_EDGE if BAND[0] <= success <= BAND[1] else _plain_word(success)
