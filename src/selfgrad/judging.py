"""Did the step help? Verdicts on the changes so far, and on trials by coin.

The numbers are insight/verdict.py's. A change that stays is looked at 5, 10 and 15 measured rounds
after it, and nowhere between; what a trial shows is hidden until its last round, unless the
learner asks for it, which is noted. Words are "fell after", never "because of".
"""

from __future__ import annotations

import json
from math import isfinite

from selfgrad.fitting import Fitting, codes
from selfgrad.lessons import Lessons
from selfgrad.rating import SELF_RATED
from selfgrad.workings import made_from

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row
    from selfgrad.fitting import Series
    from selfgrad.insight.verdict import Verdict
    from selfgrad.workings import Worked

METHOD = "verdict 2"  # another number makes all that is kept be worked out anew
# what is said of a change that is on trial, until its last round
HIDDEN: dict[str, Any] = {
    "word": "can't tell yet",
    "said": "On trial by coin: the result is hidden until its last round.",
    "by": "coin",
    **dict.fromkeys(("p", "estimate", "low", "high", "smallest_visible", "look", "next_look")),
}
INTERVAL = ("estimate", "low", "high")
SEEN = 0.005  # of loss: less is no difference on a screen
TRIGGER = 1  # rounds before a change that led to it
NEAR = 400  # rounds around a change that its verdict can depend on, those without a loss included


class Judging(Fitting, Lessons):
    """Changes and trials with what can be said of them."""

    # changes that stay ----------------------------------------------------------------------------

    def steps(self, skill: str | None = None, limit: int = 20) -> list[dict[str, Any]]:
        """`changes` (lessons.py), each with its `verdict`.

        A verdict is `word` ("helped", "hurt", "can't tell yet"), `said` (the same in a sentence), `by`
        ("before and after", or "coin" where the change began a trial), `look` (1 to 3, or None before the first), `next_look` (measured rounds
        until the next one, or None), and, in units of loss, `estimate` (shrunk towards 0), `low`, `high`
        (80 %) and `smallest_visible`; `p` is the probability that the step did not help. None stands
        for what is not known.
        """
        page = self.changes(skill, limit)
        for name in dict.fromkeys(step["skill"] for step in page):
            key = self.wanted("skill", name)
            mine = [step for step in page if step["skill"] == name]
            tried = self._tried(key)
            left = {step["round"] for step in mine} - tried.keys()
            verdicts = {**self.verdicts(self.series(key), left), **tried}
            for step in mine:
                step["verdict"] = verdicts.get(step["round"])
        return page

    def _tried(self, key: str | None) -> dict[str, dict[str, Any]]:
        """What is said of the changes that a coin switches on and off, by the round that they ended."""
        found = {}
        for row in self.db.all("trials", learner=self.learner, ended=1):
            begun = self.db.first("fact", learner=self.learner, id=row["subject"])
            if begun is None or self.key("skill", row["skill"]) != key:
                continue
            for fact in self.db.all("facts_of_act", learner=self.learner, act=begun["act"]):
                if fact["kind"] == "stepped":
                    found[fact["subject"]] = self._trial_page(row, False)["verdict"] or HIDDEN
        return found

    def verdicts(self, series: Series, rounds: set[str] | None = None) -> dict[str, dict[str, Any]]:
        """The verdict on the changes of a skill, by the round that ended in it, oldest first.

        On all of them, unless only those of some `rounds` (whole ids) are wanted.
        """
        steps = [n + 1 for n, kept in enumerate(series.kept) if not kept and not series.dropped[n]]
        known = self.worked_out("verdict")
        columns = _columns(series)
        fresh: dict[str, Worked] = {}
        found = {}
        for at in steps:
            round = series.id[at - 1]
            if rounds is not None and round not in rounds:
                continue
            after = _measured_after(series, at, steps)
            source = made_from(METHOD, *_around(columns, at, steps), min(after, 15))
            if known.get(round, ("",))[0] != source:
                page = _judged(columns, at, steps, after)
                fresh[round] = (source, json.dumps(page).encode())
            found[round] = json.loads((fresh.get(round) or known[round])[1])
        self.keep_worked_out("verdict", fresh)
        return found

    def together(self, skill: str | None = None) -> list[dict[str, Any]]:
        """The changes of a skill's last 300 rounds judged in one model of their common course, oldest first.

        Each is `day`, `parameter`, `words`, `estimate`, `low`, `high` (80 %, units of loss, None where there were
        too few rounds) and `stands`: whether it is among those of which at most one in ten is false.
        """
        from selfgrad.insight import verdict

        key = self.wanted("skill", skill) if skill else self.skill_now()
        series = self.series(key)
        first = max(0, len(series.at) - verdict.TOGETHER)
        losses, levels = _columns(series)
        tried = self._tried(key)  # on and off again by coin, which is judged by it alone
        rows = [
            row
            for one in self.journal.keys_of("skill", key)
            for row in self.db.all(
                "steps_newest", learner=self.learner, skill=one, limit=verdict.TOGETHER
            )
            if row["subject"] not in tried
        ]
        places = {id: n for n, id in enumerate(series.id)}
        steps = {
            places[row["subject"]] + 1 - first: row for row in rows if row["subject"] in places
        }
        at = sorted(step for step in steps if step > 0)
        levels = None if levels is None else levels[first:]
        found = verdict.together(losses[first:], at, trigger=TRIGGER, levels=levels) if at else []
        stand = verdict.discoveries([one.p for one in found])
        return [
            {
                "day": steps[step]["closed_day"],
                "parameter": self.called("parameter", steps[step]["parameter"]),
                "words": steps[step]["wording"],
                **{
                    name: value
                    for name, value in _page(one, by="", said="").items()
                    if name in INTERVAL
                },
                "stands": bool(stands),
            }
            for step, one, stands in zip(at, found, stand, strict=True)
        ]

    def luck(self, key: str | None = None) -> dict[str, Any]:
        """Of the changes judged in a skill (all skills without one): how many would look good by luck.

        Those on trial by coin are not among them.
        """
        from selfgrad.insight import verdict

        skills = [key] if key else list(self._changed_skills())
        words = []
        for skill in skills:
            tried = self._tried(skill)
            found = self.verdicts(self.series(skill)).items()
            words += [one["word"] for id, one in found if one["p"] is not None and id not in tried]
        return {
            "judged": len(words),
            "helped": words.count("helped"),
            "hurt": words.count("hurt"),
            "by_luck": verdict.luck(len(words)),
        }

    # trials ---------------------------------------------------------------------------------------

    def trials(self, skill: str | None = None, peek: bool | str = False) -> list[dict[str, Any]]:
        """Trials by coin, the newest first, each with its pairs of rounds.

        `state` is "running", "complete" or "ended early"; `pairs` a list of {`on`, `off`}, each None
        or a round: `short`, `done`, `broken`, `loss`, which is None while the result is hidden; `filled` the rounds done, of
        `rounds`; `verdict` as in `steps`, with `by` "coin", or None while hidden; `peeks` how often
        it was looked at before its end. With `peek`, a running one shows its result, and that is noted; a
        whole id means that one alone.
        """
        wanted = self.wanted("skill", skill)
        rows = self.db.all("trials", learner=self.learner, ended=1)
        return [
            self._trial_page(row, peek in (True, row["subject"]))
            for row in rows
            if not skill or self.key("skill", row["skill"]) == wanted
        ]

    def _trial_page(self, row: Row, peek: bool) -> dict[str, Any]:
        coins = self.db.all("coins_of", learner=self.learner, trial=row["subject"])
        seated = {
            coin["seat"]: coin
            for coin in coins
            if coin["state"] != "dropped" or coin["loss"] is not None
        }
        filled = sum(coin["closed_at"] is not None for coin in seated.values())
        running = row["ended_at"] is None
        if peek and running:
            self._note_peek(row["subject"])
        shown = not running or peek
        return {
            "id": row["subject"],
            "short": self.journal.short(row["subject"]),
            "skill": self.called("skill", row["skill"]),
            "parameter": self.called("parameter", row["parameter"]),
            "words": row["words"],
            "day": row["day"],
            "state": "running" if running else "complete" if row["complete"] else "ended early",
            "why": row["why"],
            "rounds": 2 * row["pairs"],
            "filled": filled,
            "pairs": [self._pair(seated, n, shown) for n in range(row["pairs"])],
            "peeks": self._peeks(row["subject"]),
            "broken": sum(coin["broken"] for coin in seated.values()),
            "verdict": self._trial_verdict(row, seated) if shown else None,
        }

    def _pair(self, seated: dict[int, Row], pair: int, shown: bool) -> dict[str, Any]:
        both = [seated[seat] for seat in (2 * pair, 2 * pair + 1) if seat in seated]
        found = {"on" if coin["heads"] else "off": self._seat_page(coin, shown) for coin in both}
        return {"on": None, "off": None, **found}

    def _seat_page(self, coin: Row, shown: bool) -> dict[str, Any]:
        return {
            "short": self.journal.short(coin["round"]),
            "done": coin["closed_at"] is not None,
            "broken": bool(coin["broken"]),
            "loss": coin["loss"] if shown else None,
        }

    def _trial_verdict(self, row: Row, seated: dict[int, Row]) -> dict[str, Any]:
        """The verdict of a whole trial; of one that ended early or still runs, its estimate only."""
        from selfgrad.insight import verdict

        sides: dict[int, list[float | None]] = {1: [], 0: []}
        for pair in range(row["pairs"]):
            for coin in (seated.get(2 * pair), seated.get(2 * pair + 1)):
                if coin is not None:
                    sides[coin["heads"]].append(coin["loss"] if coin["closed_at"] else None)
            for side in sides.values():
                side += [None] * (pair + 1 - len(side))
        found = verdict.trial(sides[1], sides[0])
        whole = bool(row["complete"])
        if not whole:
            found = found._replace(word=verdict.OPEN)
        said = _of_trial(found, whole)
        if found.word != verdict.OPEN and self._self_rated(seated):
            said += (
                " You rated these rounds yourself and knew which had the step: part of it may be what you "
                "expected."
            )
        return _page(found, by="coin", said=said)

    def _self_rated(self, seated: dict[int, Row]) -> bool:
        """Whether the losses of a trial's rounds are the learner's own judgement."""
        last = self.db.all(
            "attempts_of", learner=self.learner, subject=seated[max(seated)]["round"]
        )
        return any(row["criterion"] == SELF_RATED for row in last)

    def _note_peek(self, trial: str) -> None:
        """A look at a running trial; it stays on this device."""
        row = {"learner": self.learner, "round": trial, "at": self.clock.now()}
        with self.db.transaction():
            self.db.insert("peek", [row])

    def _peeks(self, trial: str) -> int:
        return len(self.db.all("peeks", learner=self.learner, round=trial))


# what a verdict depends on ------------------------------------------------------------------------


def _measured_after(series: Series, at: int, steps: list[int]) -> int:
    """The measured rounds from a step up to the next one."""
    end = next((step for step in steps if step > at), len(series.at))
    return sum(loss is not None for loss in series.loss[at:end])


def _columns(series: Series) -> tuple[Any, Any]:
    """Losses and levels, oldest first; levels as numbers, as names, or None where there are none."""
    import numpy as np

    numbers, named = codes(series.level)
    used = [number for number in numbers if number == number]  # nan is not itself
    if named:
        levels: Any = [None if n != n else f"level {n:.0f}" for n in numbers]
    else:
        levels = np.array(numbers) if used else None
    return np.array(series.loss, dtype=np.float64), levels


def _around(columns: tuple[Any, Any], at: int, steps: list[int]) -> tuple[Any, ...]:
    """All that a verdict can depend on, for its hash."""
    losses, levels = columns
    first, last = max(0, at - NEAR), at + NEAR
    near = tuple(step - at for step in steps if first <= step <= last)
    around = None if levels is None else repr(list(levels[first:last]))
    return (losses[first:last].tobytes(), around, near, at - first)


def _judged(columns: tuple[Any, Any], at: int, steps: list[int], after: int) -> dict[str, Any]:
    """The verdict at the last look that was reached, as a page shows it."""
    from selfgrad.insight import verdict

    look = max((n for n, rounds in verdict.LOOKS.items() if rounds <= after), default=None)
    following = min((n for n in verdict.LOOKS.values() if n > after), default=None)
    next_look = None if following is None else following - after
    if look is None:
        return _not_yet(next_look, at, steps)
    losses, levels = columns
    # A look stands once it was taken: the round that led to the next change belongs to its rounds, so
    # that change is placed a round later than it was.
    others = [step if step < at else step + TRIGGER for step in steps if step != at]
    found = verdict.before_after(
        losses, at, trigger=TRIGGER, levels=levels, other_steps=others, look=look
    )
    said = _of_change(found, verdict.LOOKS[look])
    if at != steps[-1]:
        next_look = None
    return _page(found, by="before and after", said=said) | {"look": look, "next_look": next_look}


def _not_yet(next_look: int | None, at: int, steps: list[int]) -> dict[str, Any]:
    rounds = "1 more measured round" if next_look == 1 else f"{next_look} more measured rounds"
    said = f"The first look comes after {rounds}: until then, hold it."
    if steps[-1] != at:  # another change came before the first look
        said, next_look = "Another change came before the first look: it cannot be judged.", None
    empty = dict.fromkeys(("p", "estimate", "low", "high", "smallest_visible"))
    return {
        "word": "can't tell yet",
        "said": said,
        "by": "before and after",
        **empty,
        "look": None,
        "next_look": next_look,
    }


def _page(found: Verdict, *, by: str, said: str) -> dict[str, Any]:
    numbers = {
        name: value if isfinite(value) else None
        for name, value in found._asdict().items()
        if name != "word"
    }
    return {"word": found.word, "said": said, "by": by, **numbers}


# in words -----------------------------------------------------------------------------------------


def _of_change(found: Verdict, rounds: int) -> str:
    """A change that stays: what came after it, never because of it."""
    if found.word == "can't tell yet":
        return f"Can't tell yet: {_least(found, f'with {rounds} rounds since')}"
    moved = "fell" if found.word == "helped" else "rose"
    return f"Loss {moved} after the step, by about {abs(found.estimate):.2f} {_range(found)}."


def _of_trial(found: Verdict, whole: bool) -> str:
    """A trial by coin: what the step does, since nothing but the coin chose its rounds."""
    if not whole:
        return f"Not all of its rounds are done, so there is no verdict; {_so_far(found)}."
    if found.word == "can't tell yet":
        return (
            f"Can't tell: {_least(found, 'with this many rounds')} Next: keep it if it suits you."
        )
    if found.word == "helped":
        said = f"The step lowers the loss by about {abs(found.estimate):.2f} {_range(found)}."
        return f"{said} Next: take it as your step."
    said = f"The step raises the loss by about {abs(found.estimate):.2f} {_range(found)}."
    return f"{said} Next: leave it off."


def _so_far(found: Verdict) -> str:
    if not isfinite(found.low):
        return "so far there are too few pairs for a difference"
    return f"so far the loss with the step is about {_signed(found.estimate)} beside the loss without it"


def _signed(value: float) -> str:
    """A difference with its sign; none where there is none to be seen."""
    return f"{value:+.2f}" if abs(value) >= SEEN else "0.00"


def _range(found: Verdict) -> str:
    low, high = found.low, found.high
    if found.word == "helped":
        low, high = -high, -low
    return f"(80 % interval {low:.2f} to {high:.2f})"


def _least(found: Verdict, so_many: str) -> str:
    if not found.smallest_visible <= 1:  # a loss has no room for more
        return f"{so_many} nothing could have been seen."
    if found.smallest_visible < SEEN:
        return "the losses are all alike, so there is nothing to compare."
    return (
        f"{so_many}, only a change of at least {found.smallest_visible:.2f} could have been seen."
    )
