"""What a client may send: one body a writing verb, its fields those of the journal's method.

A body is checked for shape and size only; what may be done is decided by the journal. A verb that is
not called with its fields as they stand says how in `call`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from selfgrad import criteria, errors, losses
from selfgrad.web import acting, messages_teaching
from selfgrad.web.shapes import (
    BESIDE,
    LONGEST,
    Body,
    Discomfort,
    Duration,
    Expect,
    Hours,
    Id,
    MadeIn,
    Name,
    Names,
    Rounds,
    Short,
    Text,
    Texts,
    Value,
    When,
    only_one,
)

if TYPE_CHECKING:
    from selfgrad.desk import Receipt
    from selfgrad.journal import Journal

__all__ = ["BESIDE", "BODIES", "LONGEST", "Body"]

# the loop -----------------------------------------------------------------------------------------


class Start(Body):
    aim: Text
    skill: Name | None = None
    project: Name | None = None
    expect: Expect | None = None
    level: Short | None = None
    at: When | None = None
    new: bool = False


class Predict(Body):
    expect: Expect | None = None
    level: Short | None = None
    aim: Text | None = None


class Resume(Body):
    id: Id | None = None
    at: When | None = None


class Go(Body):
    input: bool = False
    at: When | None = None


class Stop(Body):
    at: When | None = None
    all: bool = False


class Forward(Body):
    output: Text | None = None
    url: Text | None = None
    commit: Short | None = None
    expect: Expect | None = None
    level: Short | None = None
    took: Short | None = None
    made_in: MadeIn | None = None
    at: When | None = None

    def call(self, journal: Journal, verb: str, /) -> Receipt:
        only_one("An output is one of address and commit.", self.url, self.commit)
        return super().call(journal, verb)


class Loss(Body):
    value: Value | None = None
    time: Short | None = None
    number: Short | None = None
    forecast: Short | None = None
    text: Text | None = None
    against: Text | None = None
    checklist: Text | None = None
    at: When | None = None

    def call(self, journal: Journal, _: str, /) -> Receipt:
        at = self.said()["at"]
        ways = (self.value, self.time, self.number, self.forecast, self.text, self.checklist)
        only_one("A loss is said in one way.", *ways)
        if (self.text is None) != (self.against is None):
            raise errors.Usage("A text is held against a reference.", "Give text and against.")
        if not any(way is not None for way in ways) and acting.own_measure(journal) == "package":
            return journal.loss(at=at)
        return journal.loss(self._measure(), at=at)

    def _measure(self) -> str | float | criteria.Measure:
        if self.text is not None and self.against is not None:
            return losses.text_against_reference(self.text, self.against)
        if self.checklist is not None:
            return losses.checklist(self.checklist)
        for kind in ("time", "number", "forecast"):
            if (typed := getattr(self, kind)) is not None:
                return criteria.parse_as(kind, typed)
        if self.value is None:
            raise errors.Usage("A loss is needed.", 'Give one, such as {"value": "3/10"}.')
        return self.value


class Backward(Body):
    mistakes: Texts = []  # noqa: RUF012  # msgspec makes a new one each time
    to: Names | None = None
    held: Text | None = None
    at: When | None = None
    new: bool = False

    def call(self, journal: Journal, _: str, /) -> Receipt:
        return journal.backward(*self.mistakes, **self.said("mistakes"))


class Step(Body):
    change: Text | None = None
    parameter: Name | None = None
    keep: bool = False
    next: Text | None = None
    expect: Expect | None = None
    level: Short | None = None
    discomfort: Discomfort | None = None
    anyway: bool = False
    at: When | None = None
    new: bool = False
    trial: Rounds | None = None


class Again(Body):
    loss: Value
    mistakes: Texts = []  # noqa: RUF012  # msgspec makes a new one each time
    to: Names | None = None
    next: Text | None = None
    expect: Expect | None = None
    level: Short | None = None
    discomfort: Discomfort | None = None
    took: Short | None = None
    at: When | None = None
    new: bool = False

    def call(self, journal: Journal, _: str, /) -> Receipt:
        return journal.again(self.loss, *self.mistakes, **self.said("loss", "mistakes"))


class Drop(Body):
    why: Text
    next: Text | None = None
    at: When | None = None


# in passing ---------------------------------------------------------------------------------------


class Log(Body):
    sentence: Text
    to: Name | None = None
    skill: Name | None = None
    at: When | None = None
    new: bool = False


class Ask(Body):
    question: Text
    at: When | None = None


class Answer(Body):
    answer: Text
    id: Id | None = None
    source: Text | None = None
    used: bool | None = None
    at: When | None = None


class Used(Body):
    id: Id
    used: bool = True


class Review(Body):
    words: Text
    at: When | None = None


class Add(Body):
    duration: Duration
    skill: Name | None = None
    project: Name | None = None
    input: bool = False
    at: When | None = None
    new: bool = False


class Self(Body):
    words: Text
    yes: bool = False

    def call(self, journal: Journal, _: str, /) -> Receipt:
        if journal.architecture() and not self.yes:
            raise errors.Refused(
                "Something is written already, and a round is no reason to change it.",
                'If it is meant, say it with {"yes": true}; the old words stay kept.',
            )
        return journal.write_architecture(self.words)


# habit and trials -----------------------------------------------------------------------------------


class Trial(Body):
    """A step to be tried by coin; or something about the trial that runs."""

    words: Text | None = None
    parameter: Name | None = None
    rounds: Rounds = 30
    new: bool = False
    broke: bool = False
    why: Text | None = None
    end: Text | None = None
    peek: bool = False

    def call(self, journal: Journal, _: str, /) -> Receipt:
        only_one(
            "One thing at a time is said of a trial.", self.words, self.broke, self.end, self.peek
        )
        if self.words is not None:
            about: dict[str, Any] = {"parameter": self.parameter, "rounds": self.rounds}
            return journal.trial(self.words, **about, new=self.new)
        if self.broke:
            return journal.broke_trial(self.why)
        if self.end is not None:
            return journal.end_trial(self.end)
        if self.peek:
            return acting.peeked(journal, None)
        raise errors.Usage("Nothing is said of a trial.", "Give words, broke, end or peek.")


class Rerate(Body):
    value: Value
    of: Id | None = None
    skill: Name | None = None

    def call(self, journal: Journal, _: str, /) -> Receipt:
        return journal.rerate(str(self.value), self.of, skill=self.skill)


class Plan(Body):
    """A plan by its cue; or something about one of its days."""

    cue: Text | None = None
    least: Short | None = None
    days: Short | None = None
    remind: Short | None = None
    quiet: Short | None = None
    skill: Name | None = None
    new: bool = False
    free: Short | None = None
    freeze: Short | None = None
    repair: Short | None = None
    came: bool | None = None
    felt: Short | None = None
    end: bool = False

    def call(self, journal: Journal, _: str, /) -> Receipt:
        ways = (self.cue, self.free, self.freeze, self.repair, self.felt, self.end)
        came = None if self.came is None else "said"
        only_one("One thing at a time is said of a plan.", *ways, came)
        if self.cue is not None:
            names = ("least", "days", "remind", "quiet", "skill", "new")
            return journal.plan(self.cue, **{name: getattr(self, name) for name in names})
        if self.came is not None:
            return journal.cue_came(self.came, skill=self.skill)
        if self.felt is not None:
            return journal.felt(self.felt, self.skill)
        if self.end:
            return journal.end_plan(self.skill)
        for what in ("free", "freeze", "repair"):
            if day := getattr(self, what):
                receipt: Receipt = getattr(journal, what)(day, self.skill)
                return receipt
        raise errors.Usage("Nothing is said of a plan.", "Give its cue, or what became of a day.")


# scars --------------------------------------------------------------------------------------------


class MarkScar(Body):
    """One scar; `of` is the round in which it came up, where it is not the one that a mark is for now."""

    id: Id
    how: Literal["dodged", "repeated", "not"]
    of: Id | None = None

    def call(self, journal: Journal, _: str, /) -> Receipt:
        return journal.mark_scar(self.id, self.how, round=self.of)


class MarkScars(Body):
    """The scars of a round in order, a letter each: d dodged, r repeated, n did not apply, . not said."""

    letters: Short
    of: Id | None = None

    def call(self, journal: Journal, _: str, /) -> Receipt:
        return journal.mark_scars(self.letters, round=self.of)


class JoinScars(Body):
    id: Id
    into: Id


class PartScar(Body):
    id: Id


class Confide(Body):
    words: Text


# one entry ----------------------------------------------------------------------------------------


class Edit(Body):
    id: Id
    words: Text | None = None
    to: Name | None = None
    loss: Value | None = None
    source: Text | None = None
    new: bool = False

    def call(self, journal: Journal, _: str, /) -> Receipt:
        changed = {"words": self.words, "source": self.source}
        changed = {name: value for name, value in changed.items() if value is not None}
        if self.loss is not None:
            only_one("A loss is set straight by itself.", self.loss, self.to, changed or None)
            return journal.edit_loss(self.id, self.loss)
        if self.to is not None:
            return journal.recharge(self.id, self.to, new=self.new, **changed)
        if not changed:
            raise errors.Usage("Nothing is to be changed.", "Give words, to, loss or source.")
        return journal.edit(self.id, **changed)


class Delete(Body):
    id: Id


class Forget(Body):
    id: Id
    yes: bool = False

    def call(self, journal: Journal, _: str, /) -> Receipt:
        if not self.yes:
            raise errors.Refused(
                "What is forgotten does not come back.", 'If it is meant, say {"yes": true}.'
            )
        return journal.forget(self.id)


class Undo(Body):
    id: Id | None = None


# names and settings -------------------------------------------------------------------------------


class Named(Body):
    """A name; with nothing else it is made."""

    name: Name
    rename: Name | None = None
    merge: Name | None = None
    archive: bool = False
    back: bool = False
    new: bool = False

    def call(self, journal: Journal, verb: str, /) -> Receipt:
        only_one("One thing at a time is said of a name.", *self._ways())
        if self.rename is not None:
            return journal.rename(verb, self.name, self.rename)
        if self.merge is not None:
            return journal.merge(verb, self.name, self.merge)
        if self.archive or self.back:
            return journal.archive(verb, self.name, back=self.back)
        return journal.describe(verb, self.name, new=self.new, **self._about())

    def _ways(self) -> tuple[object, ...]:
        return self.rename, self.merge, self.archive, self.back, self._about() or None

    def _about(self) -> dict[str, Any]:
        return {}


class Criterion(Struct, forbid_unknown_fields=True, kw_only=True):
    """How a skill is measured; which numbers it needs depends on the kind."""

    kind: Short
    unit: Short = ""
    better: Literal["", "more", "less"] = ""
    target: float | None = None
    baseline: float | None = None
    goal: float | None = None
    tolerance: float | None = None


class Skill(Named):
    """A skill; `here` counts the open round, and those before it without one, for this skill."""

    target: Hours | None = None
    criterion: Criterion | None = None
    counts: Literal["right", "wrong"] | None = None
    here: bool = False

    def call(self, journal: Journal, verb: str, /) -> Receipt:
        if self.here:
            only_one("One thing at a time is said of a name.", self.here, *self._ways())
            return journal.file_here(self.name, new=self.new)
        return super().call(journal, verb)

    def _about(self) -> dict[str, Any]:
        about: dict[str, Any] = {}
        if self.target is not None:
            about["target_hours"] = int(self.target) if self.target.is_integer() else self.target
        if self.counts is not None:
            about["counts"] = self.counts
        if self.criterion is not None:
            fields = {name: getattr(self.criterion, name) for name in Criterion.__struct_fields__}
            about["criterion"] = criteria.checked(criteria.Criterion(**fields)).to_json()
        return about


class Settings(Body):
    key: Short
    value: Short

    def call(self, journal: Journal, _: str, /) -> Receipt:
        return journal.set(self.key, self.value)


# Verbs that write. Those that the command line has no word for are methods of the journal: they are
# part of another command there (`start`, `answer --used`, `today --tomorrow`).
BODIES: dict[str, type[Body]] = {
    "start": Start,
    "predict": Predict,
    "resume": Resume,
    "go": Go,
    "pause": Stop,
    "stop": Stop,
    "forward": Forward,
    "loss": Loss,
    "backward": Backward,
    "step": Step,
    "again": Again,
    "drop": Drop,
    "log": Log,
    "ask": Ask,
    "answer": Answer,
    "used": Used,
    "review": Review,
    "add": Add,
    "self": Self,
    "trial": Trial,
    "rerate": Rerate,
    "plan": Plan,
    "mark_scar": MarkScar,
    "mark_scars": MarkScars,
    "join_scars": JoinScars,
    "part_scar": PartScar,
    "confide": Confide,
    "edit": Edit,
    "delete": Delete,
    "forget": Forget,
    "undo": Undo,
    "skill": Skill,
    "project": Named,
    "parameter": Named,
    "settings": Settings,
    **messages_teaching.BODIES,
}
