"""What an output is compared with: a typed value or a measure, kept as a loss from 0 to 1."""

from __future__ import annotations

from selfgrad import criteria, errors, guards, loop
from selfgrad.desk import Draft, Receipt
from selfgrad.ledger import read_fact
from selfgrad.meeting import heard
from selfgrad.names import key_of
from selfgrad.trials import Trials

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row


MEASURABLE = (
    "produced",
    "measured",
)  # states of a round that has an output and is not reflected on


class Measuring(Trials):
    """Loss, by the criterion of the skill or by what the value itself says."""

    @heard
    def loss(
        self, value: str | float | criteria.Measure | None = None, *, at: int | str | None = None
    ) -> Receipt:
        """Compare: a value as typed ("3/10"), a loss from 0 to 1, or a `Measure` from criteria.py.

        Without a value, the skill's own criterion (a package's, or a program) measures the last output.
        """
        if isinstance(value, str) and value.strip():
            value = self.safe(value)
        judged = self._judged(value)  # before the act: it may take minutes
        with self.writing("loss", at) as draft:
            round = self._open_round()
            if judged:
                _same_output(judged[0], round)
            elif value is None and round["state"] not in MEASURABLE:
                raise errors.refusal(loop.NotAllowed("loss", round["state"]))
            measure = judged[1] if judged else self.measured(value, round["skill"])
            stopped = self._at_work(draft, round)
            id = draft.add("measured", round["subject"], **measure_body(measure))
            self._remember_counting(draft, round["skill"], measure)
        said = [sentence(measure.words), *guards.about_loss(measure.loss, round["expected"])]
        said += [*self._offer_self(measure.loss, round["expected"]), *stopped]
        said.append(
            "Next: write down what went wrong, one sentence at a time: `selfgrad backward`."
        )
        return self.receipt(
            draft, id, said, round=round["subject"], loss=measure.loss, raw=measure.raw
        )

    def measured(
        self, value: str | float | criteria.Measure | None, skill: str | None
    ) -> criteria.Measure:
        """A value in whatever form, as a `Measure`, read with the skill's own criterion."""
        if isinstance(value, criteria.Measure):
            return value
        if value is None:
            raise errors.Usage(
                "A loss is one value or one option, as no criterion of your own measures this skill.",
                "Say it as in `selfgrad loss 3/10`, or see `selfgrad help loss`.",
            )
        return criteria.parse(str(value), **self._own_criterion(skill))

    def _judged(
        self, value: str | float | criteria.Measure | None
    ) -> tuple[Row, criteria.Measure] | None:
        """The open round, and what a criterion of one's own says of its last output.

        None where there is no such criterion, or nothing to measure yet, or the value is a loss by itself.
        """
        round = self.current()
        if round is None or round["state"] not in MEASURABLE or isinstance(value, criteria.Measure):
            return None
        criterion = self._own_criterion(round["skill"])["criterion"]
        if criterion is None or not criteria.is_own(criterion.kind):
            return None
        typed = "" if value is None else str(value)
        if value is not None and not self._is_taken(typed, criterion.kind):
            return None
        return round, self._by_own(criterion, round, typed)

    def _is_taken(self, typed: str, kind: str) -> bool:
        """Whether a typed value is for the skill's own criterion, and no loss by hand."""
        from selfgrad import own_criteria

        return not criteria.is_by_hand(typed) and own_criteria.takes_value(kind)

    def _by_own(self, criterion: criteria.Criterion, round: Row, value: str) -> criteria.Measure:
        from selfgrad import own_criteria, programs

        skill = self.resolved("skill", round["skill"])
        about = {"value": value, "aim": round["aim"], "skill": self.called("skill", skill)}
        last = self.db.all("attempts_of", learner=self.learner, subject=round["subject"])[-1]
        output = own_criteria.output_of(self.path, last, **about)
        if criterion.kind != own_criteria.PROGRAM:
            return own_criteria.by_package(criterion, output)
        return programs.by_program(programs.kept(self, skill), criterion, output)

    def measured_by(
        self,
        skill: str,
        program: str,
        *,
        limit: str | None = None,
        new: bool = False,
        **about: Any,
    ) -> Receipt:
        """Let a program on this device measure a skill; `limit` is how long it may take ("10m").

        The rest is as in `describe`; a `criterion` given has the kind "program", and one that the skill has
        already stays. Where the program lies is known to this device alone.
        """
        from selfgrad import own_criteria, programs

        found = programs.at(program, limit)
        before = self._own_criterion(self._known("skill", key_of(skill)))["criterion"]
        if before is None or before.kind != own_criteria.PROGRAM:
            about.setdefault("criterion", criteria.Criterion(own_criteria.PROGRAM).to_json())
        receipt = self.describe("skill", skill, new=new, **about)
        programs.keep(self, receipt.data["key"], found)
        told = f"{found.name} measures it on this device: `selfgrad loss` without a value."
        return receipt._replace(said=[*receipt.said, told])

    def expected(self, text: str) -> float:
        """A predicted loss as typed, read with the criterion of the last round's skill."""
        last = self.db.first("round_last", learner=self.learner)
        return criteria.parse_expected(text, **self._own_criterion(last["skill"] if last else None))

    def edit_loss(self, id: str, value: str | float | criteria.Measure) -> Receipt:
        """Set the loss of a round straight: a typing error, not another run. The old one stays kept."""
        with self.writing("edit") as draft:
            last = self.db.scalar("round_measured_last", learner=self.learner)
            subject = last if id.strip() == "last" and last else self.find_fact(id)["subject"]
            facts = [
                read_fact(row)
                for row in self.db.all("facts_of_subject", learner=self.learner, subject=subject)
            ]
            measured = [fact for fact in facts if fact.kind == "measured"]
            if not measured:
                raise errors.Refused("That round has no loss.", "Give one with `selfgrad loss`.")
            measure = self.measured(value, self.about_round(subject)["skill"])
            to = dict.fromkeys(("unit", "better", "detail")) | measure_body(measure)
            draft.add("edited", subject, fact=measured[-1].id, to=to)
        aim = self.about_round(subject)["aim"]
        said = [f"“{aim}”: {measure.words}. The old value is kept; `selfgrad undo` brings it back."]
        return self.receipt(draft, measured[-1].id, said, round=subject, loss=measure.loss)

    def about_round(self, subject: str) -> Row:
        """The row of a round by its whole id."""
        row = self.db.first("round", learner=self.learner, subject=subject)
        if row is None:
            raise errors.NotFound("That is not a round.", "See rounds with `selfgrad today`.")
        return row

    def _own_criterion(self, skill: str | None) -> dict[str, Any]:
        about = self.about("skill", self.resolved("skill", skill)) if skill else {}
        own = about.get("criterion")
        return {
            "counts": about.get("counts", "wrong"),
            "criterion": criteria.Criterion.from_json(own) if own else None,
        }

    def _remember_counting(
        self, draft: Draft, skill: str | None, measure: criteria.Measure
    ) -> None:
        """A skill remembers which way its learner counts."""
        if not skill or measure.criterion not in ("wrong", "percent"):
            return
        skill = self.resolved("skill", skill)
        counts = "right" if measure.better == "more" else "wrong"
        if self.about("skill", skill).get("counts", "wrong") != counts:
            draft.add("described", f"skill:{skill}", counts=counts)

    def _offer_self(self, loss: float, expected: float | None) -> list[str]:
        """Worth and values, at most once a day, when a loss is far above what was expected."""
        if not guards.far_above(loss, expected) or self.settings["offer_self"] != "on":
            return []
        today = self.clock.day(self.clock.now())
        if self.db.scalar("here_get", key="offered_self") == today:
            return []
        self.db.run("here_set", key="offered_self", value=today)
        return ["What no loss can reach has a page of its own: `selfgrad self`."]


def measure_body(measure: criteria.Measure) -> dict[str, Any]:
    return {
        "loss": measure.loss,
        "raw": measure.raw,
        "unit": measure.unit or None,
        "better": measure.better or None,
        "criterion": measure.criterion,
        "said": measure.words,
        "detail": measure.detail or None,
    }


def _same_output(judged: Row, now: Row) -> None:
    """A loss goes to the output it was measured on, or nowhere."""
    if any(judged[key] != now[key] for key in ("subject", "attempts")):
        raise errors.Moved("Another output came while this one was being measured.")


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")
