"""The verbs of the clock: go, pause, stop, add. Exactly one clock runs, ever."""

from __future__ import annotations

from itertools import pairwise

from selfgrad import errors, ids
from selfgrad.clock import duration as duration_of
from selfgrad.clock import spoken
from selfgrad.desk import Draft, Receipt
from selfgrad.names import Names

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

HOUR_MS = 3_600_000
LEFT_MS = 6 * HOUR_MS  # this long without a sign of life, and the clock was left running
BACKDATED_MS = 300_000  # an act this far back was not done just now
LEFT_OVERNIGHT_MS = 2 * HOUR_MS  # the same, once a new practice day has begun


class Timekeeping(Names):
    """Hours are counted by the clock or by hand; what overlaps is counted once when it is read."""

    def current(self) -> Row | None:
        """The open round that was last worked on, as a row of the table `round`, or None."""
        return self.db.first("round_current", learner=self.learner)

    def running(self) -> Row | None:
        """The session whose clock runs, as a row of the table `session`, or None."""
        return self.db.first("session_running", learner=self.learner)

    def left_running(self) -> dict[str, Any] | None:
        """A clock that nobody can have meant to run this long: since when, and the last sign of life.

        Times are UTC milliseconds.
        """
        session = self.running()
        if session is None:
            return None
        seen = self._seen_before_a_gap(session)
        if seen is None:
            return None
        return {"session": session["subject"], "since": session["started_at"], "seen": seen}

    def _seen_before_a_gap(self, session: Row) -> int | None:
        """The last thing written before a gap in which the clock ran on alone; None without one.

        A slip logged at breakfast does not make the night before it work.
        """
        written = self.db.list("facts_since", learner=self.learner, id=session["subject"])
        now = self.clock.now()
        at = (min(ids.time(id), now) for id in written)  # an id never lies before its predecessor
        signs = [session["started_at"], *at, now]
        for before, after in pairwise(signs):
            overnight = self.clock.day(before) != self.clock.day(after)
            if after - before > (LEFT_OVERNIGHT_MS if overnight else LEFT_MS):
                return max(int(session["started_at"]), int(before))
        return None

    # verbs ----------------------------------------------------------------------------------------

    def go(self, *, input: bool = False, at: int | str | None = None) -> Receipt:
        """Start the clock of the open round; with `input`, for reading, watching or looking up."""
        with self.writing("go", at) as draft:
            round = self._open_round()
            running = self.running()
            same = running and running["round"] == round["subject"]
            if running and same and running["input"] == int(input) and not self.left_running():
                return self._still(running)
            said = self._stop_clock(draft)
            id = self._start_clock(draft, round["subject"], round, input=input)
            warned = self._as_it_starts(draft, round)
        said.insert(0, f"The clock runs{' for input' if input else ''}: “{round['aim']}”.")
        said += warned
        said.append("Next: make something, then `selfgrad forward`. To rest: `selfgrad pause`.")
        return self.receipt(draft, id, said, round=round["subject"], input=input)

    def _as_it_starts(self, draft: Draft, round: Any) -> list[str]:  # noqa: ARG002
        """What is said as a round starts; scars.py has more to say."""
        return []

    def _still(self, running: Row) -> Receipt:
        since = self.clock.time(running["started_at"])
        return Receipt(
            "go", None, None, [f"The clock has run since {since}. To rest: `selfgrad pause`."], {}
        )

    def pause(self, *, at: int | str | None = None, all: bool = False) -> Receipt:
        """Stop the clock; `at` says when work really ended, `all` that it never did."""
        return self._end("pause", at, all)

    def stop(self, *, at: int | str | None = None, all: bool = False) -> Receipt:
        """Stop the clock: done for today."""
        return self._end("stop", at, all)

    def _end(self, verb: str, at: int | str | None, all: bool) -> Receipt:
        with self.writing(verb, at) as draft:
            running = self.running()
            if running is None:
                raise errors.Refused("No clock is running.", "Start it with `selfgrad go`.")
            said = self._stop_clock(draft, sure=all or at is not None)
        data = {"round": running["round"], "started_at": running["started_at"]}
        return self.receipt(draft, draft.act.facts[-1].id, said, **data)

    def add(
        self,
        duration: int | str,
        *,
        skill: str | None = None,
        project: str | None = None,
        input: bool = False,
        at: int | str | None = None,
        new: bool = False,
    ) -> Receipt:
        """Time by hand: milliseconds or "45m". `at` is when it began; without it, it ends now."""
        length = duration_of(duration) if isinstance(duration, str) else duration
        with self.writing("add", at) as draft:
            start = draft.at if at is not None else draft.at - length
            if start + length > self.clock.now() + 1000:
                raise errors.BadInput("That would end in the future.", "Give an earlier --at.")
            place = self._place_of(draft, skill, project, new)
            id = self._add(draft, start, start + length, input=input, **place)
        what = f"{spoken(length)} of {'input' if input else 'practice'}"
        where = f" for {self.called('skill', place['skill'])}" if place["skill"] else ""
        said = [
            f"Added {what}{where}, {self.clock.local(start)} to {self.clock.time(start + length)}."
        ]
        return self.receipt(draft, id, said, started_at=start, ended_at=start + length, **place)

    def _place_of(
        self, draft: Draft, skill: str | None, project: str | None, new: bool
    ) -> dict[str, Any]:
        """The skill and project named, or those of the round last worked on."""
        if skill or project:
            return {
                "skill": self.named(draft, "skill", skill, new) if skill else None,
                "project": self.named(draft, "project", project, new) if project else None,
            }
        last = self.db.first("round_last", learner=self.learner)
        return {
            "skill": last["skill"] if last else None,
            "project": last["project"] if last else None,
        }

    # the clock itself -----------------------------------------------------------------------------

    def _start_clock(self, draft: Draft, round: str, place: Any, *, input: bool = False) -> str:
        return draft.add(
            "clock_started",
            round=round,
            skill=place["skill"],
            project=place["project"],
            input=input or None,
        )

    def _stop_clock(self, draft: Draft, *, sure: bool = False) -> list[str]:
        """Stop whatever runs; a clock that was left running counts up to the last sign of life."""
        left = None if sure else self.left_running()
        said: list[str] = []
        stopped = {fact.subject for fact in draft.act.facts if fact.kind == "clock_stopped"}
        for session in self.db.all("sessions_running", learner=self.learner):
            if session["subject"] in stopped:
                continue
            end = draft.at
            if end < session["started_at"]:
                since = self.clock.local(session["started_at"])
                raise errors.BadInput(
                    f"The clock was started later, at {since}.", "Give a time after that."
                )
            if left:
                end = max(session["started_at"], min(left["seen"], end))
                said.append(self._about_left(session, end))
            else:
                said.append(f"Clock stopped: {spoken(end - session['started_at'])}.")
            draft.add(
                "clock_stopped",
                session["subject"],
                end=end,
                guessed=bool(left) or None,
                stretches=self._stretches(session["started_at"], end),
            )
        return said

    def _about_left(self, session: Row, end: int) -> str:
        since, seen = self.clock.local(session["started_at"]), self.clock.local(end)
        counted = spoken(end - session["started_at"])
        return (
            f"The clock was left running since {since}: {counted} counted, up to the last sign of life. "
            f'If you worked longer, say how long: `selfgrad add 45m --at "{seen}"`.'
        )

    def _at_work(self, draft: Draft, round: Row) -> list[str]:
        """The first thing made in a round starts its clock; another clock stops for it.

        What is dated back says nothing about the clock.
        """
        running = self.running()
        if self.clock.now() - draft.at > BACKDATED_MS:
            return []
        mine = running and running["round"] == round["subject"] and not running["input"]
        if mine and not self.left_running():
            return []
        said = self._stop_clock(draft)
        self._start_clock(draft, round["subject"], round)
        return said

    def _add(self, draft: Draft, start: int, end: int, **about: Any) -> str:
        stretches = self._stretches(start, end)
        about["input"] = about.get("input") or None
        return draft.add("added", at=start, start=start, end=end, stretches=stretches, **about)

    def _stretches(self, start: int, end: int) -> list[list[Any]]:
        """The parts of a stretch of time by practice day: day, start, end; they sum to the whole."""
        parts, begin = [], start
        for day, length in self.clock.split(start, end):
            parts.append([day, begin, begin + length])
            begin += length
        return parts

    def _open_round(self) -> Row:
        round = self.current()
        if round is None:
            raise errors.Refused("No round is open.", 'Open one with `selfgrad start "AIM"`.')
        return round
