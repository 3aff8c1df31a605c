"""The verbs of the loop up to its step: start, resume, forward, backward; loss is in measuring.py.

The rules are the loop's (loop.py); a verb gathers facts about one round and the fold refuses what
the loop refuses. What is here is what surrounds a round: which one is meant, its place, its clock.
"""

from __future__ import annotations

from selfgrad import criteria, errors, guards, sentences
from selfgrad.clock import duration
from selfgrad.desk import Draft, Receipt
from selfgrad.measuring import Measuring
from selfgrad.meeting import Apart, heard
from selfgrad.scars import scar_lines
from selfgrad.timekeeping import BACKDATED_MS

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from selfgrad.db import Row

EXPLANATIONS = "explanations"  # begins the project of a topic that names none; 12 letters
COMPARE = "Next: compare it with the ideal, then `selfgrad loss 3/10` (or `selfgrad help loss`)."
LINE = 200  # characters; what is longer was made, and no guard reads it
ELSEWHERE: dict[str, Any] = {"medium": "elsewhere"}  # an output that lies on paper, or in the air


class Rounds(Measuring):
    """One round after the other; each method is one act."""

    # open -----------------------------------------------------------------------------------------

    @heard
    def start(
        self,
        aim: str,
        *,
        skill: str | None = None,
        project: str | None = None,
        expect: str | float | None = None,
        level: str | None = None,
        at: int | str | None = None,
        new: bool = False,
        takeaway: str | None = None,
    ) -> Receipt:
        """Commit to an aim and start its clock. Everything but the aim may stay unsaid.

        `takeaway` is the subject of one that the round's output will test; see `aim_at`.
        """
        aim = self.words(aim)
        with self.writing("start", at) as draft:
            place = self._place(draft, skill, project, new)
            prediction = self._prediction(place, expect, level)
            before = self.current()
            id = self._open_or_aim(draft, aim, place, prediction)
            said = self._stop_clock(draft)
            self._start_clock(draft, id, place)
            if takeaway:
                draft.add("taken_up", takeaway, round=id)
            renamed = bool(before and before["subject"] == id and before["aim"] != aim)
            scars = self._come_up(draft, id, aim, place, anew=renamed)
        if before and renamed:
            said.append(f"It takes the place of “{before['aim']}”, on which nothing was made.")
        first, *others = self._opened(id, aim, place, prediction)
        *others, last = others
        said = [first, *said, *others, *scar_lines(scars, others), last]
        return self.receipt(draft, id, said, round=id, aim=aim, scars=scars, **place, **prediction)

    def _open_or_aim(self, draft: Draft, aim: str, place: Any, prediction: Any) -> str:
        """One open round a place: a round without an output yet gets the new aim."""
        there = self._open_there(place)
        if there is None:
            id = draft.add("opened", words=aim, **place, **prediction)
            self._toss(draft, id, place["skill"])
            return id
        if there["state"] != "open" or self._worked_on(there["subject"], draft):
            raise errors.Refused(
                f"A round is open here: “{there['aim']}”.",
                f"{errors.next_action(there['state'])} "
                'Or end it with `selfgrad drop "WHY"`, or name another project with -p.',
            )
        draft.add("predicted", there["subject"], words=aim, **prediction)
        if place != {"skill": there["skill"], "project": there["project"]}:
            draft.add("filed", there["subject"], **place)
        return str(there["subject"])

    def _open_there(self, place: dict[str, Any]) -> Row | None:
        """The open round of a project, or of a skill where there is no project."""
        for project in self.keys_of("project", place["project"]):
            for skill in self.keys_of("skill", place["skill"]):
                where = {"project": project, "skill": skill}
                if there := self.db.first("round_open_at", learner=self.learner, **where):
                    return there
        return None

    def _worked_on(self, round: str, draft: Draft) -> bool:
        """Whether a round holds time that another aim must not take over."""
        sessions = self.db.all("sessions_of", learner=self.learner, round=round)
        spent = sum((row["ended_at"] or draft.at) - row["started_at"] for row in sessions)
        return bool(spent > BACKDATED_MS)

    def _place(
        self, draft: Draft, skill: str | None, project: str | None, new: bool
    ) -> dict[str, Any]:
        """Skill and project: as named, else as in the last round but for explanations."""
        last = self.db.first("round_last_elsewhere", learner=self.learner, project=EXPLANATIONS)
        place: dict[str, Any] = self.place_of(last)
        if skill:
            key = self.named(draft, "skill", skill, new)
            place = {"skill": key, "project": place["project"] if key == place["skill"] else None}
        if project:
            place["project"] = self.named(draft, "project", project, new)
        return place

    def _prediction(
        self, place: Any, expect: str | float | None, level: str | None
    ) -> dict[str, Any]:
        expected = expect
        if isinstance(expect, str):
            expected = criteria.parse_expected(expect, **self._own_criterion(place["skill"]))
        return {"expected": expected, "level": self.safe(level) if level else level}

    def _opened(self, id: str, aim: str, place: Any, prediction: Any) -> list[str]:
        where = self.called("skill", place["skill"]) or self.called("project", place["project"])
        expected = prediction["expected"]
        said = [f"Round open{f' in {where}' if where else ''}: “{aim}”. Its clock runs."]
        if expected is not None:
            said[0] += f" Expected loss {expected:.2f}."
        said += [*self.this_round(id, place["skill"]), *self.explained_before(aim)]
        return [*said, 'Next: make something, then say `selfgrad forward "what you made"`.']

    def explained_before(self, aim: str) -> list[str]:  # noqa: ARG002
        """What was explained before of what an aim names; explaining.py knows."""
        return []

    def resume(self, id: str | None = None, *, at: int | str | None = None) -> Receipt:
        """Go back to an open round: the one with this id, or the one before the current one."""
        with self.writing("resume", at) as draft:
            round = self._round_to_resume(id)
            said = self._stop_clock(draft)
            draft.add("resumed", round["subject"])
            self._start_clock(draft, round["subject"], round)
        said.insert(
            0, f"Back in “{round['aim']}”; its clock runs. {errors.next_action(round['state'])}"
        )
        return self.receipt(draft, round["subject"], said, round=round["subject"])

    def _round_to_resume(self, id: str | None) -> Row:
        if id is not None:
            round = self.round_of(id)
            if round is None or round["state"] in ("closed", "dropped"):
                raise errors.Refused(
                    "That round is not open.", "See the open ones with `selfgrad`."
                )
            return round
        open_ones = self.db.all("rounds_open", learner=self.learner)
        if not open_ones:
            raise errors.Refused("No round is open.", 'Open one with `selfgrad start "AIM"`.')
        return open_ones[1] if len(open_ones) > 1 and self.running() else open_ones[0]

    def round_of(self, id: str) -> Row | None:
        """The round that an id belongs to, as a row, or None."""
        fact = self.find_fact(id)
        return self.db.first("round", learner=self.learner, subject=fact["subject"])

    @heard
    def predict(
        self, *, expect: str | float | None = None, level: str | None = None, aim: str | None = None
    ) -> Receipt:
        """Say, or say anew, how it will go: until the first output exists."""
        words = self.words(aim) if aim else None
        with self.writing("predict") as draft:
            round = self._open_round()
            prediction = self._prediction(round, expect, level)
            id = draft.add("predicted", round["subject"], words=words, **prediction)
            if words and words != round["aim"] and self.came_up(round["subject"]):
                self._come_up(draft, round["subject"], words, round, anew=True)
        said = [f"Expected before the first output: {_predicted(prediction)}."]
        return self.receipt(draft, id, said, round=round["subject"], **prediction)

    # forward --------------------------------------------------------------------------------------

    @heard
    def forward(
        self,
        output: str | None = None,
        *,
        file: str | None = None,
        named: str | None = None,
        url: str | None = None,
        commit: str | None = None,
        expect: str | float | None = None,
        level: str | None = None,
        took: str | None = None,
        made_in: dict[str, Any] | None = None,
        at: int | str | None = None,
    ) -> Receipt:
        """Produce something real: words, a file, an address, a commit; without any, it lies elsewhere.

        `made_in` is the repository it was made in: `revision`, `branch`, `changed`; `named` is the name of a file that was handed over and has no path of its own here.
        """
        body = self._output(output, file, named, url, commit)
        with self.writing("forward", at) as draft:
            round = self._open_round()
            stopped = self._work(draft, round, took)
            if expect is not None or level is not None:
                draft.add("predicted", round["subject"], **self._prediction(round, expect, level))
            self._seen(draft, round)
            id = draft.add("produced", round["subject"], **body, **(made_in or {}))
        take = round["attempts"] + 1
        said = [f"{'Output' if take == 1 else f'Attempt {take}'} kept: {_output_words(body)}."]
        said += stopped
        own = self._own_criterion(round["skill"])["criterion"]
        measured = own is not None and criteria.is_own(own.kind)
        said.append("Next: measure it with `selfgrad loss`." if measured else COMPARE)
        return self.receipt(draft, id, said, round=round["subject"], attempt=take, **body)

    def _output(
        self,
        output: str | None,
        file: str | None,
        named: str | None,
        url: str | None,
        commit: str | None,
    ) -> dict[str, Any]:
        if file is not None:
            from selfgrad import files

            limit = int(self.settings["keep_bytes"])
            body: dict[str, Any] = files.keep(self.path, file, limit, named)
        elif url is not None:
            body = {"medium": "url", "reference": sentences.clean(url)}
        elif commit is not None:
            body = {"medium": "commit", "reference": sentences.clean(commit)}
        else:
            body = dict(ELSEWHERE) if output is None else {"medium": "text"}
        return body | ({"words": self._output_in_words(output)} if output is not None else {})

    def _output_in_words(self, output: str) -> str:
        """A line about an output is a line like any other; a long text is the work itself, and stays."""
        return self.words(output) if len(output) <= LINE else self.work(output)

    def _work(self, draft: Draft, round: Row, took: str | None) -> list[str]:
        """The clock starts with the first thing done, unless the time it took is given by hand."""
        if took is None:
            said = self._at_work(draft, round)
        else:
            said = self._stop_clock(draft)
            end = draft.at
            place = {
                "round": round["subject"],
                "skill": round["skill"],
                "project": round["project"],
            }
            self._add(draft, end - duration(took), end, **place)
        return said

    def this_round(self, id: str, skill: str | None) -> list[str]:
        """What to do otherwise in a round: what its coin says, else the step in force; or nothing."""
        if said := self.with_or_without(id):
            return said
        step = self.step_in_force(skill)
        return [f"This round: {step['words']}"] if step else []

    # the step in force ------------------------------------------------------------------------------

    def step_in_force(self, skill: str | None) -> dict[str, Any] | None:
        """The last change in a skill: `words`, `parameter`, `rounds` it has been held since; or None."""
        keys = self.keys_of("skill", skill)
        found = [self.db.first("step_in_force", learner=self.learner, skill=key) for key in keys]
        row = max(filter(None, found), key=lambda row: str(row["touched"]), default=None)
        if row is None:
            return None
        since = {"learner": self.learner, "touched": row["touched"]}
        rounds = sum(self.db.scalar("rounds_since", skill=key, **since) for key in keys)
        return {"words": row["wording"], "parameter": row["parameter"], "rounds": rounds}

    def _asks_first(self, skill: str | None) -> guards.TooMuch | None:
        """Why a change asks first in a skill, if it does."""
        if trial := self.trial_running(skill):
            return guards.OnTrial(trial["words"])
        held = self.step_in_force(skill)
        rounds = int(self.settings["hold_rounds"])
        if held and held["rounds"] < rounds:
            return guards.Clipped(held["words"], held["rounds"], rounds)
        return None

    def step_offered(self, skill: str | None) -> str:
        """The sentence that ends a round: keep while a step is held or on trial, else a change."""
        if self._asks_first(skill):
            return "Next: keep, `selfgrad step --keep`: a step is being held, so another change asks first."
        return (
            'Next: one small change, `selfgrad step "When X, I do Y"`, or `selfgrad step --keep`.'
        )

    def holding(self, skill: str | None) -> str | None:
        """The sentence that says which step is held or on trial in a skill; None where none is."""
        asks = self._asks_first(skill)
        return asks.sentence if asks else None

    # backward -------------------------------------------------------------------------------------

    @heard
    def backward(
        self,
        *mistakes: str,
        to: str | Sequence[str] | None = None,
        held: str | None = None,
        at: int | str | None = None,
        new: bool = False,
    ) -> Receipt:
        """File what went wrong, one sentence each, charged to one parameter each; or what held.

        `to` is one parameter for all sentences, or one for each.
        """
        self._ready_for("backward", "measured", "reflected")
        words, to = self._heard_each(mistakes, to)
        kept = self.words_or_none(held)
        if self.apart and not words and kept is None:
            raise Apart  # there is nothing else to file
        held = kept if held else held
        with self.writing("backward", at) as draft:
            round = self._open_round()
            stopped = self._at_work(draft, round)
            id = self._file(
                draft, round["subject"], words, self._charged(draft, words, to, new), held
            )
        said = self._filed(draft, words)
        said += (
            [f"Held: {held}"]
            if held
            else []
            if words
            else ["Nothing went wrong: that is filed, too."]
        )
        said += [*stopped, self.step_offered(round["skill"])]
        return self.receipt(draft, id, said, round=round["subject"], mistakes=words, held=held)

    def _heard_each(
        self, mistakes: Sequence[str], to: str | Sequence[str] | None
    ) -> tuple[list[str], str | Sequence[str] | None]:
        """The sentences as they are filed, with the parameters of those that are."""
        words = self.each(mistakes)
        kept = [one for one in words if one is not None]
        if to is None or isinstance(to, str) or len(to) != len(words):
            return kept, to
        return kept, [name for one, name in zip(words, to, strict=True) if one is not None]

    def _filed(self, draft: Draft, words: list[str]) -> list[str]:
        """How many mistakes were filed; a sentence about the person is none."""
        facts = [fact for fact in draft.act.facts if fact.kind == "mistake"]
        count = sum("flag" not in fact.body for fact in facts)
        return [f"Filed: {count} mistake{'s' if count != 1 else ''}."] if words else []

    def _ready_for(self, verb: str, *states: str) -> None:
        """Refuse before a person is asked about their words, not after they have answered."""
        if self.condition:  # a form that may have arrived before
            return
        state = self._open_round()["state"]
        if state not in states:
            from selfgrad import loop

            raise errors.refusal(loop.NotAllowed(verb, state))

    def _charged(
        self, draft: Draft, words: list[str], to: str | Sequence[str] | None, new: bool
    ) -> list[str | None]:
        if to is None:
            return [None] * len(words)
        given = [to] if isinstance(to, str) else list(to)
        if len(given) == 1:
            given *= len(words)
        if len(given) != len(words):
            raise errors.BadInput(
                f"{len(words)} sentences and {len(given)} parameters do not match.",
                "Give one --to for all, or one for each sentence in turn.",
            )
        return [self.named(draft, "parameter", name, new) for name in given]

    def _file(
        self, draft: Draft, round: str, words: list[str], to: list[str | None], held: str | None
    ) -> str:
        id = ""
        for sentence, parameter in zip(words, to, strict=True):
            id = draft.add("mistake", round, words=sentence, parameter=parameter)
        if held is not None or not words:
            id = draft.add("held", round, words=held or None)
        return id


def _output_words(body: dict[str, Any]) -> str:
    words = body.get("words") or body.get("reference") or "made elsewhere"
    return words if len(words) <= 60 else words[:59] + "…"


def _predicted(prediction: dict[str, Any]) -> str:
    parts = []
    if prediction["expected"] is not None:
        parts.append(f"loss {prediction['expected']:.2f}")
    if prediction["level"]:
        parts.append(f"level {prediction['level']}")
    return ", ".join(parts) or "the aim"
