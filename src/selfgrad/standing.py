"""Where practice stands: the one open round, what it needs next, and what surrounds it."""

from __future__ import annotations

import json

from selfgrad.reader import Reader
from selfgrad.unsteady import half

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

CHOICES = 200  # names that are offered for completion
COUNTED = ("wrong", "right")  # criteria that count out of a total


class Standing(Reader):
    """Asked what to do, it names one thing."""

    def standing(self) -> dict[str, Any]:
        """The open round and its surroundings, for the one page or line that shows what is next.

        `round` is None or a round in one line with `level`, `attempts`, `filed` (its mistakes) and
        `repeat` (the round before had the same aim); `of` the total that losses of this kind had last,
        such as 10; `running` and `left` the clock; `step` the one in force with `hold`, the rounds it is
        held for; `coin` what the coin says for the round (`words`, `heads`, `seat`, `pairs`), None where none
        fell; `scars` that came up in the round or would come up (as in `Journal.scars`), `to_mark` the last
        filed round (`id`, `aim`) with those of its `scars` that wait for a mark, None where none does;
        `to_use` answers of that round of which nobody has said whether they were used (`id`, `question`, `answer`);
        `to_test` takeaways that were its aim or are that of the open round, and wait for a test; `explained`
        what was explained before of the aim's topic, a sentence each; `recall` an explanation to be recalled without
        looking (`topic`, `points`, `day`), None where none waits; `questions` how many are open;
        `unsteady` signs of divergence, a sentence each, and `half`, the aim halved; `proposal` the last aim where no round is open; `others` open elsewhere; `verb` next.
        """
        row = self.journal.current()
        last = row or self.db.first("round_last", learner=self.learner)
        skill = last["skill"] if last else None
        step = self.journal.step_in_force(skill)
        left = self.journal.left_running()
        return {
            "round": self._open(row) if row else None,
            "verb": NEXT[row["state"]] if row else "start",
            "of": self._total(last) if last else None,
            "clock": self._clock(left),
            "step": step and self._held(step),
            "coin": self._coin(row) if row else None,
            "scars": self.journal.scars_here() if row else [],
            "to_mark": self._to_mark(),
            "to_use": self._to_use(),
            "to_test": self.journal.to_test(),
            "explained": self.journal.explained_before(row["aim"]) if row else [],
            "recall": self.recall_due(),
            "questions": self.db.scalar("lookups_count", learner=self.learner),
            "unsteady": self.journal.unsteady(skill) if row else [],
            "half": half(row["aim"]) if row else None,
            "proposal": self.brief(last) if last and not row else None,
            "others": self._others(row),
            "skills": [name["name"] for name in self.journal.names("skill")],
            "parameters": [name["name"] for name in self.journal.names("parameter")][:CHOICES],
        }

    def pulse(self) -> dict[str, str]:
        """What tells an open page whether it is old: the id of the last fact, and the practice day."""
        last = self.db.scalar("fact_last", learner=self.learner)
        return {"last": last or "", "day": self.today_is()}

    def _open(self, row: Row) -> dict[str, Any]:
        subject = row["subject"]
        attempts = self.db.all("attempts_of", learner=self.learner, subject=subject)
        filed = self.db.all("mistakes_of", learner=self.learner, subject=subject)
        return {
            **self.brief(row),
            "level": row["level"],
            "attempts": [self._take(one) for one in attempts],
            "filed": [self.sentence(one) for one in filed],
            "repeat": self._is_repeat(row),
        }

    def _take(self, row: Row) -> dict[str, Any]:
        keys = ("id", "medium", "words", "reference", "hash", "size", "loss", "said")
        return {key: row[key] for key in keys}

    def _is_repeat(self, row: Row) -> bool:
        opened = self.db.first("fact", learner=self.learner, id=row["subject"])
        body = json.loads(opened["body"]) if opened else {}
        return bool(body.get("repeat")) and body.get("words") == row["aim"]

    def _total(self, last: Row) -> int | None:
        """Out of how many the last loss of this skill was counted."""
        keys = self.journal.keys_of("skill", last["skill"])
        about = {"learner": self.learner}
        found = [self.db.first("attempt_last_measured", skill=key, **about) for key in keys]
        row = max(filter(None, found), key=lambda row: str(row["id"]), default=None)
        if row is None or row["unit"] not in COUNTED or not row["detail"]:
            return None
        total = json.loads(row["detail"]).get("total")
        return int(total) if isinstance(total, int) else None

    def _clock(self, left: dict[str, Any] | None) -> dict[str, Any] | None:
        """The clock that runs: its round, since when, and when it was left alone, if it was."""
        session = self.journal.running()
        if session is None:
            return None
        since = session["started_at"]
        seen = self.clock.local(left["seen"]) if left else None
        return {
            "round": session["round"],
            "input": bool(session["input"]),
            "since": since,
            "when": self.clock.local(since),
            "ms": max(0, self.clock.now() - since),
            "left": seen,
        }

    def _held(self, step: dict[str, Any]) -> dict[str, Any]:
        hold = int(self.journal.settings["hold_rounds"])
        name = self.called("parameter", step["parameter"])
        return {**step, "parameter": name, "hold": hold, "held": step["rounds"] < hold}

    def _coin(self, row: Row) -> dict[str, Any] | None:
        coin = self.journal.coin_of(row["subject"])
        keys = ("words", "heads", "seat", "pairs")
        return {key: coin[key] for key in keys} if coin else None

    def _to_mark(self) -> dict[str, Any] | None:
        last = self.db.scalar("round_closed_last", learner=self.learner)
        waiting = self.journal.unmarked(last) if last else []
        if not waiting:
            return None
        return {"id": last, "aim": self.journal.about_round(last)["aim"], "scars": waiting}

    def _to_use(self) -> list[dict[str, Any]]:
        last = self.db.scalar("round_closed_last", learner=self.learner)
        return self.journal.unsaid_answers(last) if last else []

    def recall_due(self) -> dict[str, Any] | None:
        """An explanation to be recalled without looking; None where none waits."""
        if not self.db.first("name_of_kind", learner=self.learner, kind="topic"):
            return None
        from selfgrad.explanations import Explanations  # only where something was explained

        return Explanations(self.journal).to_recall()

    def _others(self, current: Row | None) -> list[dict[str, Any]]:
        rows = self.db.all("rounds_open", learner=self.learner)
        return [
            self.brief(row) for row in rows if not current or row["subject"] != current["subject"]
        ]


# the verb that moves an open round on; loop.py has the same, and costs 5 ms more
NEXT = {"open": "forward", "produced": "loss", "measured": "backward", "reflected": "step"}
