"""The verbs of code: what ran is an output, and what happened is its loss.

A command and a notebook cell are the same: before it runs there is a round whose clock goes and whose
prediction stands; afterwards it is one attempt, with the end of what it printed.
"""

from __future__ import annotations

from selfgrad import criteria, errors, guards
from selfgrad.closing import Closing
from selfgrad.desk import Draft, Receipt
from selfgrad.measuring import measure_body
from selfgrad.meeting import heard

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from selfgrad.db import Row

TAIL = 4_000  # characters of what was printed that stay with the round
TAKES = ("open", "produced", "measured")  # states of a round in which one more attempt may be made
COUNTED = (
    "metric",
    "number",
    "time",
    "percent",
    "wrong",
    "loss",
)  # what a bare number can be read by
NEXT = (
    "Next: change something and run it again, or write down what went wrong: `selfgrad backward`."
)
GREEN = "Next: what went wrong on the way? `selfgrad backward`, or what held, `selfgrad backward --held`."


class Running(Closing):
    """Predict, run, be surprised."""

    def get_ready(
        self,
        aim: str,
        *,
        skill: str | None = None,
        project: str | None = None,
        expect: str | float | None = None,
        level: str | None = None,
        new: bool = False,
    ) -> Receipt:
        """Before something runs: the round it is an attempt of, with its clock going.

        It is the open round; where none is open, or another skill or project is named, one opens with
        this aim. A prediction is taken until the round has an output. `data["round"]` is its id.
        """
        round = self.current()
        if round is None or self._elsewhere(round, skill, project):
            about: dict[str, Any] = {"expect": expect, "level": level, "new": new}
            return self.start(aim, skill=skill, project=project, **about)
        if round["state"] not in TAKES:
            from selfgrad import loop

            raise errors.refusal(loop.NotAllowed("forward", round["state"]))
        return self._under_way(round, expect, level)

    def _elsewhere(self, round: Row, skill: str | None, project: str | None) -> bool:
        place = self.place_of(round)
        named = {"skill": skill, "project": project}
        return any(
            name and self.called(kind, place[kind]).casefold() != name.casefold()
            for kind, name in named.items()
        )

    def _under_way(self, round: Row, expect: str | float | None, level: str | None) -> Receipt:
        subject = round["subject"]
        with self.writing("run") as draft:
            said = self._at_work(draft, round)
            said += self._predict_at_first(draft, round, expect, level)
            if draft.act.facts:
                self._seen(draft, round)
                said += self._as_it_starts(draft, round)
        if not draft.act.facts:
            return Receipt("run", None, None, said, {"round": subject})
        return self.receipt(draft, draft.act.facts[-1].id, said, round=subject)

    def _predict_at_first(
        self, draft: Draft, round: Row, expect: str | float | None, level: str | None
    ) -> list[str]:
        """A prediction stands once there is an output: the same command line again changes nothing."""
        if expect is None and level is None:
            return []
        if round["state"] != "open":
            return ["What you expected stands since the first output."]
        draft.add("predicted", round["subject"], **self._prediction(round, expect, level))
        return []

    @heard
    def ran(
        self,
        command: Sequence[str],
        output: str,
        exit_code: int,
        *,
        round: str | None = None,
        number: str | None = None,
        report: str | None = None,
        tail: str | None = None,
        took_ms: int | None = None,
        made_in: dict[str, Any] | None = None,
    ) -> Receipt:
        """A command has run: one attempt of the round, and its loss from what really happened.

        `output` is what it printed, `exit_code` as a shell says it. The loss is failed out of executed
        where a test runner is recognised (in `output`, or in `report`, the text of a JUnit XML or TAP
        file), else the number that `number`, a regular expression, finds, or that the last line is, by
        the skill's own criterion; else 0 for the exit code 0 and 1 for any other. `made_in` is where:
        `revision`, `branch`, `changed`. `round` is its id, or it is the open one.
        """
        where = self.about_round(round) if round else self._open_round()
        measure, unsaid = self._what_happened(
            command, output, exit_code, number, report, where["skill"]
        )
        kept = shown(output if tail is None else tail).rstrip()
        body: dict[str, Any] = {"medium": "run", "words": self._output_in_words(spelled(command))}
        body |= {"tail": kept[-TAIL:] or None, "took_ms": took_ms, **(made_in or {})}
        return self._attempt(where, body, measure, unsaid)

    def _what_happened(
        self,
        command: Sequence[str],
        output: str,
        exit_code: int,
        number: str | None,
        report: str | None,
        skill: str | None,
    ) -> tuple[criteria.Measure | None, list[str]]:
        from selfgrad import outcomes  # re and the readers of eight runners: 10 ms

        outcome = outcomes.read(command, output, exit_code, report)
        if outcome.runner and number is None:
            return outcomes.measure(outcome), []
        own = self._own_criterion(skill)["criterion"]
        if own is not None and criteria.is_own(own.kind) and number is None and not exit_code:
            return None, ["Its own criterion measures it: `selfgrad loss`."]
        try:
            found = outcomes.number_in(output, number) if number or not exit_code else None
        except errors.BadInput as slow:
            return None, [slow.sentence]
        if found is None and number and not exit_code:
            return None, [f"No number in what it printed matches {number}: it has no loss yet."]
        exact = number is not None or _has_point(output)
        measure = None if found is None else self._counted(found, skill, exact)
        if found is None or (measure is None and number is None):
            hint = [] if found is None else [_how_to_count(found)]
            return outcomes.measure(outcome), hint
        return measure, [] if measure else [_how_to_count(found)]

    def _counted(self, found: float, skill: str | None, exact: bool) -> criteria.Measure | None:
        """A printed number by the skill's own criterion, or as a loss from 0 to 1; None where neither fits."""
        own = self._own_criterion(skill)["criterion"]
        typed = f"{found:.15g}"
        if own is not None and own.kind in COUNTED:
            return criteria.parse_as(own.kind, typed, own)
        likely = 0 < found < 1 or (exact and 0 <= found <= 1)  # a bare 0 or 1 is mostly a count
        return criteria.plain_loss(found) if likely else None

    @heard
    def cell(
        self,
        code: str,
        result: str,
        *,
        measure: criteria.Measure | str | float | None = None,
        round: str | None = None,
        took_ms: int | None = None,
        made_in: dict[str, Any] | None = None,
    ) -> Receipt:
        """A notebook cell has run: one attempt of the round, its code beside its result.

        Without a `measure` it waits for `loss`.
        """
        where = self.about_round(round) if round else self._open_round()
        body: dict[str, Any] = {"medium": "cell", "words": self.work(code)}
        body |= {"tail": shown(result)[-TAIL:] or None, "took_ms": took_ms, **(made_in or {})}
        found = None if measure is None else self.measured(measure, where["skill"])
        return self._attempt(where, body, found, [])

    def _attempt(
        self,
        round: Row,
        body: dict[str, Any],
        measure: criteria.Measure | None,
        unsaid: list[str],
    ) -> Receipt:
        """Forward and loss in one act; without a measure, forward alone."""
        subject = round["subject"]
        with self.writing("run") as draft:
            now = self.about_round(subject)
            stopped = self._at_work(draft, now)
            self._seen(draft, now)
            id = draft.add("produced", subject, **body)
            if measure:
                draft.add("measured", subject, **measure_body(measure))
        take = now["attempts"] + 1
        about: dict[str, Any] = {"round": subject, "attempt": take}
        if measure is None:
            said = [f"Attempt {take} kept.", *unsaid, *stopped, "Next: `selfgrad loss 3/10`."]
            return self.receipt(draft, id, said, **about)
        said = [f"Attempt {take}: {measure.words}.", *unsaid]
        if take == 1:  # later ones are no surprise: they follow from it
            said += guards.against_expected(measure.loss, now["expected"])
        said += [*stopped, NEXT if measure.loss else GREEN]
        return self.receipt(draft, id, said, loss=measure.loss, raw=measure.raw, **about)


def spelled(command: Sequence[str]) -> str:
    """A command as it would be typed.

    >>> spelled(["pytest", "-k", "not slow"])
    "pytest -k 'not slow'"
    """
    import shlex  # 6 ms with re

    return shlex.join(command)


def shown(text: str) -> str:
    r"""What was printed as it can be kept and shown: without escapes, zero bytes and halves of characters.

    >>> shown("\x1b[31mred\x1b[0m\0\tand\n")
    '[31mred[0m\tand\n'
    """
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def _has_point(output: str) -> bool:
    """Whether the last line is written as a share: a bare 0 or 1 there is mostly a count."""
    lines = output.split("\n")
    return any("." in line for line in [line for line in lines if line.strip()][-1:])


def _how_to_count(found: float) -> str:
    return (
        f"It printed {found:g}. To count it, say what loss 1 and loss 0 are: "
        "`selfgrad skill NAME --criterion metric --baseline 40 --goal 80`."
    )
