"""The verbs of a habit: a plan, and what is said of a day (free, the cue came, how automatic it felt)."""

from __future__ import annotations

from selfgrad import errors
from selfgrad.desk import Receipt
from selfgrad.meeting import heard
from selfgrad.names import Names

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row
    from selfgrad.plans import Plan

NEAR_DAYS = {"today": 0, "yesterday": 1, "tomorrow": -1}  # days ago
REPAIR_DAYS = 2  # 48 hours, in practice days
# Self-Report Behavioural Automaticity Index (Gardner and others 2012), each 1 (disagree) to 7 (agree)
AUTOMATIC = (
    "I begin without having to think of it.",
    "I begin without consciously remembering it.",
    "I begin before I notice that I do.",
    "It goes by itself.",
)


class Planning(Names):
    """After which cue, on which days, for how long at least."""

    @heard
    def plan(
        self,
        cue: str | None,
        *,
        least: str | None = None,
        days: str | None = None,
        remind: str | None = None,
        quiet: str | None = None,
        skill: str | None = None,
        new: bool = False,
    ) -> Receipt:
        """Plan the practice of a skill, or of whatever is practised; a plan said anew replaces it.

        What is left out, the cue too, stays as it was in the plan before, if there was one.
        """
        from selfgrad import plans

        cue = self.safe(cue) if cue else cue
        with self.writing("plan") as draft:
            key = self.named(draft, "skill", skill, new) if skill else None
            before = self._plan_row(key)
            if cue is None and before is None:
                raise errors.Usage(
                    "A plan begins with its cue.", 'Say `selfgrad plan "after breakfast" …`.'
                )
            kept = _typed(before)
            given = {"least": least, "days": days, "remind": remind, "quiet": quiet}
            said = kept | {name: words for name, words in given.items() if words is not None}
            cue = cue if cue is not None or before is None else before["cue"]
            made = plans.read(cue or "", said["least"], said["days"], said["remind"], said["quiet"])
            id = draft.add("planned", f"plan:{key or ''}", words=made.cue, **_body(made))
        shown = plans.words(made._replace(skill=self.called("skill", key) or None))
        lines = [f"Planned: {shown}."]
        if made.remind:
            lines.append(
                "Reminders are sent once something runs `selfgrad remind` for you: "
                "`selfgrad remind --install`."
            )
        return self.receipt(draft, id, lines, skill=key, plan=shown)

    def _plan_row(self, key: str | None) -> Row | None:
        row = self.db.first("plan", learner=self.learner, subject=f"plan:{key or ''}")
        return row if row and row["ended_at"] is None else None

    def end_plan(self, skill: str | None = None) -> Receipt:
        """End a plan; what was done under it stays."""
        key = self.find_name("skill", skill) if skill else None
        with self.writing("plan") as draft:
            row = self._plan_row(key)
            if row is None:
                raise errors.Refused("There is no such plan.", "See plans with `selfgrad plan`.")
            id = draft.add("plan_ended", row["subject"])
        return self.receipt(
            draft, id, [f"Plan ended: {row['cue']}. The days it kept stay."], skill=key
        )

    # what is said of a day ------------------------------------------------------------------------

    def free(self, day: str | None = None, skill: str | None = None) -> Receipt:
        """A day off: ill, on holiday, simply free. It counts neither for nor against the habit."""
        return self._mark("free", 1, day, skill, "{day} is free: it counts neither way.")

    def freeze(self, day: str | None = None, skill: str | None = None) -> Receipt:
        """Lay a freeze over a missed day, the last one unless another is named."""
        missed, freezes = self._missed(skill)
        chosen = self._one_missed(day, missed)
        if not freezes:
            raise errors.Refused(
                "No freeze is in hand: one comes with every 14 kept days.",
                f"{chosen} stays one day of many: `selfgrad plan` shows the others.",
            )
        return self._mark("freeze", 1, chosen, skill, "{day} is frozen: it counts neither way.")

    def repair(self, day: str | None = None, skill: str | None = None) -> Receipt:
        """A missed day of the last 48 hours that was made up for since: it counts as kept."""
        missed, _ = self._missed(skill)
        since = self.clock.days_before(self.clock.day(self.clock.now()), REPAIR_DAYS)
        chosen = self._one_missed(day, missed)
        if chosen < since:
            raise errors.Refused(
                f"{chosen} is too long ago to be made up for: it takes the last {REPAIR_DAYS} days.",
                "It stays one day of many: `selfgrad plan` shows the others.",
            )
        return self._mark("repaired", 1, chosen, skill, "{day} is made up for: it counts as kept.")

    def _missed(self, skill: str | None) -> tuple[list[str], int]:
        """The planned days before today that were missed, oldest first, and the freezes in hand."""
        from selfgrad.habits import Habits

        row = self._plan_row(self.find_name("skill", skill) if skill else None)
        if row is None:
            raise errors.Refused("There is no such plan.", "See plans with `selfgrad plan`.")
        return Habits(self).missed(row)

    def _one_missed(self, day: str | None, missed: list[str]) -> str:
        """The missed day that is meant, the last one where none is named."""
        if day is None or day == "last":
            if not missed:
                raise errors.Refused("No planned day was missed.", "See them with `selfgrad plan`.")
            return missed[-1]
        meant = self._day_meant(day)
        if meant not in missed:
            raise errors.Refused(
                f"{meant} is no missed day: it was kept, free, not planned, or is not over.",
                "See the days with `selfgrad plan`.",
            )
        return meant

    def cue_came(
        self, came: bool = True, day: str | None = None, skill: str | None = None
    ) -> Receipt:
        """Whether the cue of the plan came that day, whatever was practised then."""
        said = "The cue came on {day}." if came else "The cue did not come on {day}."
        return self._mark("cue", int(came), day, skill, said)

    def felt(self, answers: str, skill: str | None = None) -> Receipt:
        """How automatic the habit feels: four answers from 1 to 7, once a week (see `AUTOMATIC`)."""
        found = answers.replace(",", " ").split()
        if len(found) != 4 or not all(one in "1234567" and len(one) == 1 for one in found):
            raise errors.BadInput(
                "That takes four answers from 1 (disagree) to 7 (agree), such as “5 4 6 5”.",
                " ".join(f"{n}. {words}" for n, words in enumerate(AUTOMATIC, 1)),
            )
        mean = sum(map(int, found)) / 4
        said = f"Noted: {mean:g} of 7. Ask again in a week."
        return self._mark("felt", mean, None, skill, said, answers=",".join(found))

    def _mark(
        self,
        what: str,
        amount: float,
        day: str | None,
        skill: str | None,
        said: str,
        **more: Any,
    ) -> Receipt:
        key = self.find_name("skill", skill) if skill else None
        today = self.clock.day(self.clock.now())
        day = self._day_meant(day) if day else today
        if day > today and what != "free":
            raise errors.BadInput(f"{day} lies ahead.", "Say it once the day is there.")
        with self.writing("plan") as draft:
            about = {"what": what, "amount": amount, "skill": key, **more}
            id = draft.add("marked", f"day:{day}", **about)
        return self.receipt(draft, id, [said.format(day=day)], day=day, skill=key, **more)

    def _day_meant(self, text: str) -> str:
        """A practice day as typed: "yesterday", "2026-11-20"; one that lies ahead, too."""
        words = text.strip().lower()
        if words in NEAR_DAYS:
            return self.clock.days_before(self.clock.day(self.clock.now()), NEAR_DAYS[words])
        if len(words) == 10 and words[4] == words[7] == "-":
            return self.clock.days_before(words, 0)  # refuses what is no day
        return self.clock.day(self.clock.parse(text))


def _typed(row: Row | None) -> dict[str, str]:
    """A plan as its parts would be typed; empty where there is none."""
    from selfgrad import plans

    if row is None:
        return dict.fromkeys(("least", "days", "remind", "quiet"), "")
    kept = plan_of(row)
    return {
        "least": f"{kept.least_ms // 60_000}m" if kept.least_ms else "",
        "days": plans.day_words(kept.days),
        "remind": ", ".join(kept.remind),
        "quiet": "-".join(kept.quiet or ()),
    }


def _body(made: Plan) -> dict[str, Any]:
    return {
        "least_ms": made.least_ms,
        "days": ",".join(map(str, made.days)),
        "remind": ",".join(made.remind),
        "quiet": "-".join(made.quiet or ()),
    }


def plan_of(row: Row) -> Plan:
    """The plan in a row of the table `plan`."""
    from selfgrad import plans

    start, _, end = row["quiet"].partition("-")
    return plans.Plan(
        row["cue"],
        row["least_ms"],
        tuple(int(day) for day in row["days"].split(",")),
        tuple(filter(None, row["remind"].split(","))),
        (start, end) if start else None,
        row["skill"],
    )
