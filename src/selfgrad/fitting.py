"""The rounds of a skill as a series of numbers, the training curve fitted to it, and what comes next.

The numbers themselves are insight/curve.py's. A long series is taken in blocks, and the state of
the filter after each is kept, so that a new round costs one round's work.
"""

from __future__ import annotations

from collections import namedtuple

from selfgrad.curves import Curves
from selfgrad.workings import Workings, made_from

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from selfgrad.insight import curve
    from selfgrad.workings import Worked

# The closed and dropped rounds of a skill, oldest first, as tuples of equal length: `id` whole, `at`
# UTC milliseconds, `day` the practice day, `loss` and `expected` 0 to 1 or None, `level` words or None, `kept` and `dropped`
# 1 or 0, `discomfort` 0 to 10 or None, `mistakes` their number.
Series = namedtuple("Series", "id at day loss expected level kept dropped discomfort mistakes")
BLOCK = 512  # rounds that are kept together
FEWEST = 5  # measured rounds before a curve is drawn through them
DAY_MS = 86_400_000  # a length of time between two rounds, no calendar
METHOD = "curve 1"  # another number makes all that is kept be worked out anew
GRAIN = 1e-6  # of a kept number, which has seven digits
TESTED, HELD = (
    50,
    (0.65, 0.95),
)  # rounds, and the share of caught ones, by which an interval is judged
DRAWN = ("median", "low", "high", "level", "level_low", "level_high", "residual")


class Fitting(Curves, Workings):
    """One skill in numbers."""

    each: Callable[[int, int], None] | None = None  # told of progress: rounds done, of how many

    def __init__(self, journal: Any) -> None:
        super().__init__(journal)
        self._fitted: dict[str | None, Fitted] = {}  # of this reading

    def series(self, key: str | None) -> Series:
        """The rounds of a skill by its key; of None, those without a skill."""
        columns = self.sealed_columns(key)
        return Series(columns["subject"], *(columns[name] for name in Series._fields[1:]))

    def fitted(self, key: str | None, series: Series) -> Fitted:
        """The curve through a series, and the state of the filter after its last round."""
        if key not in self._fitted:
            self._fitted[key] = self._fit(key, series)
        return self._fitted[key]

    def _fit(self, key: str | None, series: Series) -> Fitted:
        import numpy as np  # 100 ms

        columns, named = _numbers(series)
        known: dict[str, Worked] = self.worked_out("curve")
        fresh: dict[str, Worked] = {}
        blocks: list[_Block] = []
        before = f"{METHOD}, {'named' if named else 'numbered'} levels"
        for start in range(0, len(series.at), BLOCK):
            slot = f"{made_from(key)[:16]}:{start // BLOCK:06}"
            state = blocks[-1].state if blocks else None
            block = _Block(columns[start : start + BLOCK], named, before, state)
            block.recall(known.get(slot))
            block.work(self._progress(start, len(series.at)))
            if known.get(slot, ("",))[0] != block.made_from:
                fresh[slot] = (block.made_from, block.packed())
            before = block.made_from
            blocks.append(block)
        self.keep_worked_out("curve", fresh)
        paths = [block.path for block in blocks] or [np.empty((len(DRAWN), 0))]
        return Fitted(np.concatenate(paths, axis=1), blocks[-1].state if blocks else None)

    def _progress(self, start: int, of: int) -> Callable[[int], None] | None:
        if self.each is None:
            return None
        each = self.each
        return lambda done: each(start + done, of)

    def curve(self, skill: str | None = None) -> dict[str, Any]:
        """The training curve of a skill: its rounds in columns (see `rounds_of`), fitted, and what is next.

        `record` says of how many measured rounds (from the sixth on) the interval before it `caught` the
        loss; where that is far from 80 % the forecast is withheld. `fit` has the columns `at`, `mean`, `low`, `high`: where the learner's loss stood after each
        measured round, with an 80 % credible band; None under five measured rounds. `forecast` is the
        next round's loss, `median`, `low`, `high` (80 % of the time between them), at `level`; None
        likewise. `measured` counts the rounds with a loss, `range` is the least and the largest of them.
        """
        key = self.wanted("skill", skill)
        page = self.rounds_of(skill)
        series = self.series(key)
        fitted = self.fitted(key, series)
        measured = [n for n, loss in enumerate(series.loss) if loss is not None]
        losses = [series.loss[n] for n in measured]
        page["measured"] = len(measured)
        page["range"] = [min(losses), max(losses)] if losses else None
        enough = len(measured) >= FEWEST
        page["record"] = record = fitted.record(series, measured[FEWEST:])
        page["fit"] = fitted.drawn(series, measured[FEWEST - 1 :]) if enough else None
        page["forecast"] = self._forecast(key, series, fitted) if enough and holds(record) else None
        return page

    def _forecast(self, key: str | None, series: Series, fitted: Fitted) -> dict[str, Any]:
        """What the next round's loss will be, at the level it is opened at."""
        from selfgrad.insight import curve

        level = self._level_next(key, series)
        assert fitted.state is not None
        last, named = codes([*series.level, level])
        ahead = curve.ahead(fitted.state, self.clock.now() / DAY_MS, _levels(last[-1:], named)[0])
        return {**{name: float(value) for name, value in ahead._asdict().items()}, "level": level}

    def _level_next(self, key: str | None, series: Series) -> str | None:
        """The level of the open round of this skill; else that of the last one."""
        open_one = self.journal.current()
        if open_one and open_one["level"] and self.key("skill", open_one["skill"]) == key:
            return str(open_one["level"])
        return series.level[-1] if series.level else None


def holds(record: dict[str, int]) -> bool:
    """Whether 80 % intervals have held on this very record as often as they should."""
    if record["rounds"] < TESTED:
        return True
    return HELD[0] <= record["caught"] / record["rounds"] <= HELD[1]


class Fitted:
    """What `insight.curve.run` says of a series: `path` has a row for each name in `DRAWN`."""

    def __init__(self, path: Any, state: curve.State | None) -> None:
        self.path, self.state = path, state

    def of(self, name: str, first: int = 0) -> list[float]:
        """One column, a number for each round from the `first` on."""
        column: list[float] = self.path[DRAWN.index(name)][first:].tolist()
        return column

    def record(self, series: Series, rounds: list[int]) -> dict[str, int]:
        """Of some rounds, how many losses lay within the interval that was forecast."""
        import numpy as np

        losses = np.array(series.loss, dtype=np.float64)[rounds]
        low, high = (self.path[DRAWN.index(name)][rounds] for name in ("low", "high"))
        caught = (low - GRAIN <= losses) & (losses <= high + GRAIN)
        return {"rounds": len(rounds), "caught": int(caught.sum())}

    def drawn(self, series: Series, rounds: list[int]) -> dict[str, list[Any]]:
        """The fitted level with its band, at some of the rounds; four digits are more than is seen."""
        names = {"mean": "level", "low": "level_low", "high": "level_high"}
        found: dict[str, list[Any]] = {"at": [series.at[n] for n in rounds]}
        for name, column in names.items():
            found[name] = self.path[DRAWN.index(column)][rounds].round(4).tolist()
        return found


class _Block:
    """Some rounds in a row, the state before them, and what was kept of them."""

    def __init__(self, columns: Any, named: bool, before: str, state: curve.State | None) -> None:
        from selfgrad.insight import curve

        self.columns, self.named, self.before = columns, named, before
        self.state = curve.begin(bounded=True) if state is None else state
        self.done = 0
        self.path: Any = None  # shape (len(DRAWN), done)
        self.made_from = before

    def recall(self, known: Worked | None) -> None:
        """Take over what was kept of the first rounds, if they are still the same."""
        import numpy as np

        from selfgrad.insight import curve

        if known is None:
            return
        done, length = (int.from_bytes(known[1][n : n + 4], "big") for n in (0, 4))
        if done > len(self.columns) or self._hash(done) != known[0]:
            return
        self.done, self.made_from = done, known[0]
        self.state = curve.unpack(known[1][8 : 8 + length])
        flat = np.frombuffer(known[1][8 + length :], dtype=np.float32)
        self.path = flat.reshape(len(DRAWN), done).astype(np.float64)

    def work(self, each: Callable[[int], None] | None) -> None:
        """Take the other rounds in."""
        import numpy as np

        from selfgrad.insight import curve

        if self.path is not None and self.done == len(self.columns):
            return
        losses, days, levels = self.columns[self.done :].T
        levels = _levels(levels, self.named)
        self.state, path = curve.run(self.state, losses, days, levels, each=each)
        fresh = np.array([getattr(path, name) for name in DRAWN])
        self.path = fresh if self.path is None else np.concatenate([self.path, fresh], axis=1)
        self.done = len(self.columns)
        self.made_from = self._hash(self.done)

    def packed(self) -> bytes:
        """How it is kept: two lengths, the state, the path."""
        import numpy as np

        from selfgrad.insight import curve

        state = curve.pack(self.state)
        lengths = self.done.to_bytes(4, "big") + len(state).to_bytes(4, "big")
        return bytes(lengths + state + self.path.astype(np.float32).tobytes())

    def _hash(self, rounds: int) -> str:
        return made_from(self.before, self.columns[:rounds].tobytes())


def _numbers(series: Series) -> Any:
    """Losses, days and levels as columns, shape (n, 3), nan where there is none; are levels names?"""
    import numpy as np

    losses = np.array(series.loss, dtype=np.float64)
    days = np.array(series.at, dtype=np.float64) / DAY_MS
    levels, named = codes(series.level)
    return np.column_stack([losses, days, levels]), named


def codes(levels: Sequence[str | None]) -> tuple[list[float], bool]:
    """Levels as numbers where all of them are, else as numbers of their names in order of first use.

    >>> codes(["60", None, "72.5"]), codes(["easy", "hard", "easy"])
    (([60.0, nan, 72.5], False), ([0.0, 1.0, 0.0], True))
    """
    from math import isfinite, nan

    used = [level for level in dict.fromkeys(levels) if level is not None]
    try:
        numbers = {level: float(level) for level in used}
    except ValueError:
        numbers = {}
    named = len(numbers) < len(used) or not all(map(isfinite, numbers.values()))
    meant = {level: float(n) for n, level in enumerate(used)} if named else numbers
    return [nan if level is None else meant[level] for level in levels], named


def _levels(codes: Any, named: bool) -> Any:
    """The same as the filter takes them: numbers, or words that say nothing of the learner's own."""
    if not named:
        return codes
    return [None if code != code else f"level {code:.0f}" for code in codes]  # nan is not itself
