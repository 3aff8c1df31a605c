"""How much you think you know against what you can do, and the level at the edge of it.

The numbers are insight/calibration.py's, insight/edge.py's and insight/swings.py's.
"""

from __future__ import annotations

import json
from math import isfinite

from selfgrad import guards
from selfgrad.fitting import DAY_MS, Fitting, Series, codes
from selfgrad.workings import made_from

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

STRETCH, STRETCHES = (
    50,
    20,
)  # rounds of a stretch of calibration over time, at least; stretches, at most
JUDGED = 100  # rounds that the judgement of now is made from; the stretches show how it was
RECENT = 500  # rounds in which signs of swinging are looked for
RECENT_STEPS = 60
EDGE = 1000  # rounds that the proposal of a level is made from; it follows the last 300 with a loss
METHOD = "calibration 2"  # another number makes all that is kept be worked out anew
LATELY = 200  # rounds whose surprise is shown one by one
SWINGS = {
    "divergence": "Loss has stayed above what your own past foretold since round {since}. Next: one smaller aim, one step held.",
    "oscillation": "Loss swings up and down from round to round. Next: hold one step, and change nothing for some rounds.",
    "everything changed": "{size:.0f} things changed at once: nobody can say what it was. Next: keep one, and hold it.",
    "swings grow": "The swings have grown since round {since}. Next: a smaller step.",
    "plateau": "No change over the last rounds: a plateau. Next: try one step by coin, `selfgrad trial`.",
    "no visible change": "No visible change over the last rounds, which are too few to call it a plateau. Next: go on.",
}


class Calibrating(Fitting):
    """Judgement, difficulty and balance of one skill."""

    def calibration(self, skill: str | None = None) -> dict[str, Any]:
        """Expected against measured losses of a skill (the one last practised without a name).

        `summary` and `curve` are of the last 100 rounds with both: `rounds`, `bias` (mean of measured - expected: above 0, it went worse than
        expected), `low`, `high` (its 80 % interval), `error` (mean of |measured - expected|), `word`
        ("overconfident", "underconfident", "well calibrated", "too few rounds"); `curve`, bins of about the
        same expectation: `expected`, `measured`, `low`, `high`, `rounds`; `surprises` of the last 200 rounds: `at`,
        `round` (whole id), `expected`, `loss`; `stretches` of at least 50 rounds, at most 20 of them, oldest
        first: `rounds`, `bias`, `low`, `high`.
        """
        key = self.wanted("skill", skill) if skill else self.skill_now()
        series = self.series(key)
        both = [
            n
            for n, (expected, loss) in enumerate(zip(series.expected, series.loss, strict=True))
            if expected is not None and loss is not None
        ]
        page = self._calibration_of(
            key, *([column[n] for n in both] for column in (series.expected, series.loss))
        )
        return {
            "skill": self.called("skill", key),
            **page,
            "surprises": [
                {
                    "at": series.at[n],
                    "round": series.id[n],
                    "expected": series.expected[n],
                    "loss": series.loss[n],
                }
                for n in both[-LATELY:]
            ],
            "said": _calibrated(page["summary"]),
        }

    def _calibration_of(
        self, key: str | None, expected: list[float], measured: list[float]
    ) -> dict[str, Any]:
        """Summary, curve and stretches, kept for as long as no round comes."""
        slot, source = made_from(key)[:16], made_from(METHOD, repr(expected), repr(measured))
        known_before = self.worked_out("calibration").get(slot, ("", b""))
        if known_before[0] == source:
            page: dict[str, Any] = json.loads(known_before[1])
            return page
        page = _calibration(expected, measured)
        self.keep_worked_out("calibration", {slot: (source, json.dumps(page).encode())})
        return page

    def edge(self, skill: str | None = None) -> dict[str, Any]:
        """The level to try next in a skill (the one last practised without a name).

        `level` (None without levels), `word`, `expected` (success expected there, 0 to 1), `band` of success
        to stay in, `last` (the last level), `losses` (of the last five measured rounds), `discomfort`
        (`at`, `discomfort`, `loss` of the rounds that have it), `signs` that the practice swings (`kind`, `said`), and
        `said`, the proposal in a sentence.
        """
        key = self.wanted("skill", skill) if skill else self.skill_now()
        series = self.series(key)
        recent = Series(*(column[-EDGE:] for column in series))
        found = self.edge_of(recent)
        page = {
            "skill": self.called("skill", key),
            "level": _level(found.level, recent.level),
            "word": found.word,
            "expected": known(found.expected),
            "band": list(found.band),
            "last": next((level for level in reversed(series.level) if level is not None), None),
            "losses": [loss for loss in recent.loss if loss is not None][-5:],
            "discomfort": [
                {"at": series.at[n], "discomfort": felt, "loss": series.loss[n]}
                for n, felt in enumerate(series.discomfort)
                if felt is not None
            ],
            "signs": self.signs(key, series),
        }
        return page | {"said": _proposed(page)}

    def edge_of(self, series: Series) -> Any:
        """The proposal of insight/edge.py for a series."""
        from selfgrad.insight import edge

        numbers, named = codes(series.level)
        levels = list(series.level) if named else numbers
        days = [*(at / DAY_MS for at in series.at), self.clock.now() / DAY_MS]
        losses = list(series.loss)
        if losses and all(loss in (None, 0.0, 1.0) for loss in losses):
            passed = [None if loss is None else loss == 0 for loss in losses]
            return edge.next_level(levels, losses, days=days, passed=passed)
        return edge.next_level(levels, losses, days=days)

    def signs(self, key: str | None, series: Series) -> list[dict[str, Any]]:
        """Signs that the practice of a skill swings, with what can be done."""
        from selfgrad.insight import swings

        if not series.at:
            return []
        before = max(0, len(series.at) - RECENT)
        residuals = self.fitted(key, series).of("residual", before)
        changed = self._changes_at_once(key, ["", *series.id[:-1]][before:])
        found = swings.watch(residuals, series.loss[before:], changed)
        return [
            {
                "kind": sign.kind,
                "since": before + sign.since + 1,
                "said": SWINGS[sign.kind].format(since=before + sign.since + 1, size=sign.size),
            }
            for sign in found
        ]

    def _changes_at_once(self, key: str | None, ended: list[str]) -> list[int]:
        """How many things each of some rounds changed as it ended: 0 to keep, 2 where that was asked for."""
        several = {}
        for one in self.journal.keys_of("skill", key):
            about = {"learner": self.learner, "skill": one, "limit": RECENT_STEPS}
            for row in self.db.all("steps_newest", **about):
                several[row["subject"]] = max(1, guards.changes_in(row["wording"]))
        return [several.get(id, 0) for id in ended]


def _calibration(expected: list[float], measured: list[float]) -> dict[str, Any]:
    """What insight/calibration.py says, as a page shows it."""
    from selfgrad.insight import calibration

    found = calibration.summary(expected[-JUDGED:], measured[-JUDGED:])
    stretch = max(STRETCH, -(-len(expected) // STRETCHES))
    stretches = calibration.over_time(expected, measured, stretch) if expected else []
    names = ("rounds", "bias", "low", "high")
    return {
        "summary": {
            name: known(value) for name, value in found._asdict().items() if name != "curve"
        },
        "curve": [
            {name: known(value) for name, value in bin._asdict().items()} for bin in found.curve
        ],
        "stretches": [
            {name: known(getattr(one.summary, name)) for name in names} for one in stretches
        ],
    }


def known(value: Any) -> Any:
    """A number that JSON has; None for none."""
    return None if isinstance(value, float) and not isfinite(value) else value


def _level(level: float | str | None, typed: Sequence[str | None]) -> str | None:
    """A level as it is typed: a whole number where all of them were."""
    if level is None:
        return None
    if not isinstance(level, str) and all(one.lstrip("-").isdigit() for one in typed if one):
        return f"{level:.0f}"
    return level if isinstance(level, str) else f"{level:.3g}" if level < 1000 else f"{level:.0f}"


def _calibrated(page: dict[str, Any]) -> str:
    """The summary in a sentence, with what can be done."""
    if page["rounds"] == 0:
        return "No round has both an expected and a measured loss. Next: `selfgrad start … --expect 3/10`."
    error = f"on average {page['error']:.2f} beside the mark"
    if page["word"] == "overconfident":
        return f"Overconfident: it goes worse than expected by {page['bias']:.2f}, {error}. Next: expect a little more loss."
    if page["word"] == "underconfident":
        return f"Underconfident: it goes better than expected by {-page['bias']:.2f}, {error}. Next: expect a little less loss."
    if page["word"] == "well calibrated":
        return f"Well calibrated: {error}."
    return f"Too few rounds to tell ({page['rounds']}), {error}. Next: go on with --expect."


def _proposed(page: dict[str, Any]) -> str:
    """The proposal in a sentence."""
    if page["word"] == "too few rounds":
        return "No level to propose yet: it takes rounds with a loss. Next: `selfgrad go`."
    low, high = page["band"]
    word = page["word"][:1].upper() + page["word"][1:]
    if page["level"] is None:
        return f"{word}. What you can do lies where {low:.0%} to {high:.0%} succeeds."
    level = page["level"] if page["level"][:1].isdigit() else f"“{page['level']}”"
    return f"{word}: next level {level}, where about {page['expected']:.0%} should succeed."
