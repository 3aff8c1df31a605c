"""A topic that is explained: to whom, with which points; see explaining.py for the takes.

Points are named before anything is written, each kept as it is said. Each topic has a place of its own,
so that no other round has to be closed for it, and two can be under way.
"""

from __future__ import annotations

from selfgrad import errors
from selfgrad.desk import Draft, Receipt
from selfgrad.meeting import heard
from selfgrad.names import LONGEST_NAME
from selfgrad.rounds import EXPLANATIONS
from selfgrad.running import Running
from selfgrad.scars import scar_lines

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from selfgrad.db import Row

FEWEST, MOST = 3, 7  # key points of an explanation
ANYBODY = "somebody who knows nothing of it"
CHECK = (
    "The points are checked in each take, and again on another day without looking: "
    "`selfgrad explain {} --recall`."
)


class Topics(Running):
    """What is explained, and what has to be in it."""

    @heard
    def explain(
        self,
        topic: str,
        *,
        to: str | None = None,
        points: Sequence[str] = (),
        skill: str | None = None,
        project: str | None = None,
        expect: str | float | None = None,
        level: str | None = None,
        at: int | str | None = None,
        new: bool = False,
    ) -> Receipt:
        """Open a round that explains a topic, or go back to it, and name points that have to be in it.

        Its clock runs. Points are taken until the first take, `MOST` at most; it needs `FEWEST`.
        """
        points = [one for one in self.each(points) if one is not None]
        audience = self.safe(to) if to else None
        with self.writing("explain", at) as draft:
            key = self.named(draft, "topic", topic, new)
            row = self.explained_now(key)
            if row is None:
                here, said = self._open_explanation(
                    draft, key, audience or ANYBODY, (skill, project, expect, level)
                )
            else:
                here, said = str(row["round"]), self._go_on_explaining(draft, row, audience)
            self._name_points(draft, here, points)
            aim = f"explain {self._topic_name(draft, key)}"
            scars = [] if row else self._come_up(draft, here, aim, self.place_of(None))
        whom, name = self._told_to(here), self.called("topic", key)
        about = {"round": here, "topic": key, "audience": whom, "points": points}
        begun = [f"Explain “{name}” to {whom}. Its clock runs.", *said]
        begun += [] if row else [*self._tried_before(key, here), *scar_lines(scars)]
        begun += self._about_points(here, name, len(points))
        if not draft.act.facts:
            return Receipt("explain", None, None, begun, about)
        return self.receipt(draft, here, begun, **about)

    def _told_to(self, round: str) -> str:
        row = self.explanation_of(round)
        return str(row["audience"]) if row and row["audience"] else ANYBODY

    def _about_points(self, round: str, name: str, new: int) -> list[str]:
        """How many points are named, and what is next."""
        count = len(self.points_of(round))
        said = [f"{new} point{'s' if new != 1 else ''} named."] if new else []
        if count < FEWEST:
            return [*said, name_points(name, count)]
        return [*said, CHECK.format(quoted(name))]

    def explained_now(self, topic: str) -> Row | None:
        """The open explanation of a topic, as a row of the table `explanation`; None where there is none."""
        for key in self.keys_of("topic", topic):
            if row := self.db.first("explanation_open", learner=self.learner, topic=key):
                return row
        return None

    def _open_explanation(
        self, draft: Draft, topic: str, audience: str, about: tuple[Any, ...]
    ) -> tuple[str, list[str]]:
        """The id of the round, and what is said of another clock."""
        skill, project, expect, level = about
        aim = f"explain {self._topic_name(draft, topic)} to {audience}"
        place = self._place_of_topic(draft, topic, skill, project)
        prediction = self._prediction(place, expect, level)
        id = self._open_or_aim(draft, aim, place, prediction)
        draft.add("explaining", f"explain:{id}", topic=topic, audience=audience)
        said = self._stop_clock(draft)
        self._start_clock(draft, id, place)
        return id, said

    def _place_of_topic(
        self, draft: Draft, topic: str, skill: str | None, project: str | None
    ) -> dict[str, Any]:
        """As named, else as the topic was explained last, else no skill and a project of its own."""
        before = [
            self.db.first("explanation_of_topic_last", learner=self.learner, topic=key)
            for key in self.keys_of("topic", topic)
        ]
        last = next(filter(None, before), None)
        place: dict[str, Any] = self.place_of(self.about_round(last["round"]) if last else None)
        if skill:
            place["skill"] = self.named(draft, "skill", skill)
        if project:
            place["project"] = self.named(draft, "project", project)
        if not place["project"]:
            own = f"{EXPLANATIONS}: {self._topic_name(draft, topic)}"[:LONGEST_NAME].strip()
            place["project"] = self.named(draft, "project", own, True)
        return place

    def _go_on_explaining(self, draft: Draft, row: Row, audience: str | None) -> list[str]:
        """Back in the round that explains it; its clock runs."""
        round = self.about_round(row["round"])
        current = self.current()
        if current is None or current["subject"] != round["subject"]:
            draft.add("resumed", round["subject"])
        if audience and audience != row["audience"]:
            draft.add("explaining", row["subject"], topic=row["topic"], audience=audience)
        return self._at_work(draft, round)

    def _topic_name(self, draft: Draft, topic: str) -> str:
        """How a topic is called, also one that this act names for the first time."""
        named = [f.body["name"] for f in draft.act.facts if f.subject == f"topic:{topic}"]
        return str(named[0]) if named else self.called("topic", topic)

    def _name_points(self, draft: Draft, round: str, points: Sequence[str]) -> None:
        """Before the first take: what is named after it would be no prediction."""
        if not points:
            return
        where = self.db.first("round", learner=self.learner, subject=round)
        if where and where["attempts"]:
            raise errors.Refused(
                "There is a take already, and points are named before it.",
                "Close this round, then explain it anew.",
            )
        there = [row["words"] for row in self.points_of(round)]
        fresh = [one for one in dict.fromkeys(points) if one not in there]
        if len(there) + len(fresh) > MOST:
            raise errors.BadInput(
                f"An explanation has {FEWEST} to {MOST} points, not {len(there) + len(fresh)}.",
                "Name the most important ones, a few words each.",
            )
        for one in fresh:
            draft.add("point", f"explain:{round}", words=one)

    def explanation_of(self, round: str) -> Row | None:
        """What a round explains, as a row of the table `explanation`; None where it explains nothing."""
        return self.db.first("explanation_of_round", learner=self.learner, round=round)

    def points_of(self, round: str) -> list[Row]:
        """The key points of a round that explains, as rows of the table `point`, in order."""
        return self.db.all("points", learner=self.learner, subject=f"explain:{round}")

    def _tried_before(self, topic: str, here: str) -> list[str]:
        from selfgrad.explanations import Explanations

        return Explanations(self).tried_before(topic, here)

    def explained_before(self, aim: str) -> list[str]:
        """What was explained before of a topic that an aim names."""
        if not self.db.first("name_of_kind", learner=self.learner, kind="topic"):
            return []
        from selfgrad.explanations import Explanations

        return Explanations(self).known_of(aim)


def name_points(name: str, count: int = 0) -> str:
    """What is next while points are missing."""
    least, most = max(0, FEWEST - count), MOST - count
    return (
        f"Next: name {least} to {most} {'more ' if count else ''}points that have to be in it: "
        f"`selfgrad explain {quoted(name)} --point … --point …`."
    )


def quoted(name: str) -> str:
    """A name as it is typed in a command.

    >>> quoted("monads"), quoted("the chain rule")
    ('monads', '"the chain rule"')
    """
    if not set(name) & set(" \"'`$\\!&|;<>()*?#"):
        return name
    if set(name) & set('"`$\\!'):
        import shlex  # 6 ms with re

        return shlex.quote(name)
    return f'"{name}"'
