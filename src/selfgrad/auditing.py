"""How often the program's own intervals and verdicts held on this learner's record."""

from __future__ import annotations

from selfgrad.fitting import FEWEST, holds
from selfgrad.foreseeing import Foreseeing
from selfgrad.judging import Judging

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

SPANS = (30, 90)  # days ahead whose ranges are scored


class Auditing(Judging, Foreseeing):
    """The program's own record."""

    def audit(self) -> dict[str, Any]:
        """How often what was said with 80 % held.

        `losses`: by skill, of how many `rounds` the interval of the next loss `caught` it, and whether it
        `holds` (where it does not, it is not shown). `hours`: by `days` ahead, of how many `windows` the range
        of hours `caught` them. `verdicts`: changes `judged`, `helped`, `hurt`, and how many would look
        good `by_luck`; `trials`: `complete`, `running`, `early`, looks before the end (`peeks`).
        """
        keys = {row["key"]: row["name"] for row in self._practised_skills()}
        return {
            "losses": [row for row in map(self._intervals, keys) if row["rounds"]],
            "hours": self._ranges(),
            "verdicts": self.luck(),
            "trials": self._trials_counted(),
        }

    def _practised_skills(self) -> list[dict[str, Any]]:
        names = self.journal.names("skill")
        return [{"key": None, "name": None}, *names]

    def _intervals(self, key: str | None) -> dict[str, Any]:
        series = self.series(key)
        measured = [n for n, loss in enumerate(series.loss) if loss is not None]
        record = self.fitted(key, series).record(series, measured[FEWEST:])
        return {"skill": self.called("skill", key), **record, "holds": holds(record)}

    def _ranges(self) -> list[dict[str, Any]]:
        from selfgrad.insight import forecast

        daily = self.daily_hours(None)[:-1]
        if not daily:
            return []
        found = [(days, forecast.own_record(daily, days)) for days in SPANS]
        return [{"days": days, **record._asdict()} for days, record in found if record.windows]

    def _trials_counted(self) -> dict[str, int]:
        trials = self.trials()
        states = [trial["state"] for trial in trials]
        return {
            "complete": states.count("complete"),
            "running": states.count("running"),
            "early": states.count("ended early"),
            "peeks": sum(trial["peeks"] for trial in trials),
        }
