"""The verbs that close a round: step, again, drop. Closing one opens the next in the same breath."""

from __future__ import annotations

from selfgrad import criteria, errors, guards
from selfgrad.desk import Draft, Receipt
from selfgrad.measuring import measure_body, sentence
from selfgrad.meeting import heard
from selfgrad.rounds import ELSEWHERE, Rounds
from selfgrad.scars import scar_lines

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from selfgrad.db import Row


class Closing(Rounds):
    """One small change, or keep; what was learned, or what held; and on."""

    # step -----------------------------------------------------------------------------------------

    @heard
    def step(
        self,
        change: str | None = None,
        *,
        parameter: str | None = None,
        keep: bool = False,
        next: str | None = None,
        expect: str | float | None = None,
        level: str | None = None,
        discomfort: int | None = None,
        trial: int | None = None,
        anyway: bool = False,
        at: int | str | None = None,
        new: bool = False,
    ) -> Receipt:
        """Change one parameter ("when X, I do Y"), or keep; the round is sealed, the next one open.

        `trial` is a number of rounds: a coin then says in each whether the change is on.
        """
        if (change is None) == (not keep):
            raise errors.Usage("A step is one change, or --keep.", "Give one of the two.")
        if keep and trial is not None:
            raise errors.Usage("Only a change can be on trial.", "Leave out --keep or --trial.")
        if self.condition is None:
            self._only_one(self._open_round(), change)
        self._ready_for("step", "reflected")
        change = self.words(change) if change is not None else None
        next = self.words_or_none(next)
        with self.writing("step", at) as draft:
            round = self._open_round()
            self._only_one(round, change)
            if change is not None and not anyway and round["state"] == "reflected":
                guards.one_change(change)
                self._clip(round, parameter or self._guess_parameter(round, change))
            next = next or self._next_aim(round)
            following = self._open_next(draft, round, next, expect, level)
            closing: dict[str, Any] = {
                "following": following,
                "discomfort": _discomfort(discomfort),
            }
            id = self._change(draft, round, change, parameter, new, closing)
            if trial is not None:
                self._try(draft, round, following, trial)
            stopped = self._stop_clock(draft)
            scars = self._come_up(draft, following, next or round["aim"], round)
            if change is not None:  # what they say of the step before is no longer so
                scars = [{**scar, "step": None, "method": False} for scar in scars]
        said = [*self._closed(round, change), *stopped, *self._next_is_open(following)]
        said += [*scar_lines(scars), *self.trial_done(draft)]
        said += self._steadier(round["skill"], next or round["aim"])
        about = {"next": following, "keep": keep, "scars": scars}
        return self.receipt(draft, id, said, round=round["subject"], **about)

    def _try(self, draft: Draft, round: Row, following: str, rounds: int) -> None:
        """Put the change that this act makes on trial, beginning with the round it opens."""
        stepped = next(fact.body for fact in draft.act.facts if fact.kind == "stepped")
        skill = self.place_of(round)["skill"]
        about = (stepped["words"], stepped["parameter"], skill, rounds)
        trial = self._begin_trial(draft, *about, new=False)
        self._seat(draft, self._begun(draft, trial), [], following)

    def _next_aim(self, round: Row) -> str | None:  # noqa: ARG002
        """What was to become the next aim; explaining.py knows of gaps."""
        return None

    def _only_one(self, round: Row, change: str | None) -> None:
        """A step right after a step is the second one of the round that was just closed."""
        if change is None or round["state"] != "open" or round["attempts"]:
            return
        last = self.db.scalar("round_closed_last", learner=self.learner)
        before = self.about_round(last) if last else None
        if before and before["following"] == round["subject"] and before["kept"] == 0:
            raise guards.Second(before["wording"])

    def _clip(self, round: Row, parameter: str) -> None:
        """While a step is held or on trial, a change asks first: one a round could never be judged.

        Where a mistake keeps coming back against its step, another method for it is due.
        """
        due = [scar["parameter"] for scar in self.came_up(round["subject"]) if scar["method"]]
        if parameter in [self.called("parameter", name) for name in due] + due:
            return
        if asks := self._asks_first(round["skill"]):
            raise asks

    def _change(
        self,
        draft: Draft,
        round: Row,
        change: str | None,
        parameter: str | None,
        new: bool,
        closing: Any,
    ) -> str:
        if change is None:
            return draft.add("kept", round["subject"], **closing)
        key = self.named(
            draft,
            "parameter",
            parameter or self._guess_parameter(round, change),
            new or not parameter,
        )
        draft.add("worded", f"parameter:{key}", words=change, round=round["subject"])
        return draft.add("stepped", round["subject"], words=change, parameter=key, **closing)

    def _guess_parameter(self, round: Row, words: str) -> str:
        """The parameter most charged in this round; where none is, the situation the step is for."""
        charged = self.db.scalar(
            "parameter_most_charged", learner=self.learner, round=round["subject"]
        )
        return str(charged) if charged else guards.situation(words)

    def _open_next(
        self,
        draft: Draft,
        round: Row,
        next: str | None,
        expect: str | float | None,
        level: str | None,
        dropped: str | None = None,
    ) -> str:
        aim = next or round["aim"]
        place: dict[str, Any] = self.place_of(round)
        prediction = self._prediction(round, expect, level or round["level"])
        id = draft.add(
            "opened", words=aim, repeat=aim == round["aim"] or None, **place, **prediction
        )
        self._toss(draft, id, place["skill"], dropped)
        return id

    def _closed(self, round: Row, change: str | None) -> list[str]:
        row = self.about_round(round["subject"])
        count = self.db.scalar("rounds_count", learner=self.learner)
        learned = (
            f"Changed {self.called('parameter', row['parameter'])}: {change}"
            if change
            else _held(row)
        )
        loss = f"loss {row['loss']:.2f}" if row["loss"] is not None else "no loss"
        return [f"Round {count} closed, {loss}. {learned}"]

    def _next_is_open(self, id: str) -> list[str]:
        row = self.about_round(id)
        said = [f"Next round open: “{row['aim']}”. Its clock waits: `selfgrad go`."]
        said += self.with_or_without(id)
        if not row["skill"] and self.db.scalar("rounds_count", learner=self.learner) in (1, 10):
            said.append(
                "Which skill is this? `selfgrad skill NAME --here` counts its rounds and hours."
            )
        return said

    # the whole round in one line --------------------------------------------------------------------

    @heard
    def again(
        self,
        loss: str | float | criteria.Measure,
        *mistakes: str,
        to: str | Sequence[str] | None = None,
        next: str | None = None,
        expect: str | float | None = None,
        level: str | None = None,
        discomfort: int | None = None,
        took: str | None = None,
        at: int | str | None = None,
        new: bool = False,
    ) -> Receipt:
        """A whole repeat round: same aim, its loss, what went wrong, keep; the next one is open."""
        next = self.words_or_none(next)
        words, to = self._heard_each(mistakes, to)
        with self.writing("again", at) as draft:
            round = self._round_again(draft)
            loss, words = self._with_unit(loss, words, round["skill"])
            measure = self.measured(loss, round["skill"])
            stopped = self._work(draft, round, took) if took is not None else []
            self._whole_round(draft, round, measure, words, self._charged(draft, words, to, new))
            following = self._open_next(draft, round, next, expect, level)
            closing: dict[str, Any] = {
                "following": following,
                "discomfort": _discomfort(discomfort),
            }
            id = draft.add("kept", round["subject"], **closing)
            stopped += self._stop_clock(draft)
            self._remember_counting(draft, round["skill"], measure)
        said = [sentence(measure.words), *guards.about_loss(measure.loss, round["expected"])]
        said += self._offer_self(measure.loss, round["expected"])
        if round["subject"] in {f.subject for f in draft.act.facts if f.kind == "opened"} and (
            self.coin_of(following)
        ):
            said.append("It was on no trial: it was opened and closed at once.")
        said += [*stopped, *self._closed(round, None), *self._next_is_open(following)]
        said += self.trial_done(draft)
        said += self._steadier(round["skill"], next or round["aim"])
        data = {
            "round": round["subject"],
            "next": following,
            "loss": measure.loss,
            "mistakes": words,
        }
        return self.receipt(draft, id, said, **data)

    def _with_unit(
        self, loss: str | float | criteria.Measure, words: list[str], skill: str | None
    ) -> tuple[str | float | criteria.Measure, list[str]]:
        """`again 58 wpm`, `again 4 gap`: what follows the number is its unit and no mistake."""
        if not isinstance(loss, str) or not words or " " in words[0]:
            return loss, words
        criterion = self._own_criterion(skill)["criterion"]
        units = {"gap", "right", "wrong", (criterion.unit if criterion else "").casefold()}
        if words[0].casefold() in units:
            return f"{loss} {words[0]}", words[1:]
        return loss, words

    def _round_again(self, draft: Draft) -> Any:
        """The open round; where none is open, one more like the last."""
        round = self.current()
        if round is not None:
            return round
        last = self.db.first("round_last", learner=self.learner)
        if last is None:
            raise errors.Refused(
                "There is no round to do again.", 'Open one with `selfgrad start "AIM"`.'
            )
        fresh = {key: last[key] for key in ("aim", "skill", "project", "level")}
        place: dict[str, Any] = {key: fresh[key] for key in ("skill", "project", "level")}
        id = draft.add("opened", words=fresh["aim"], repeat=True, **place)
        return {**fresh, "subject": id, "state": "open", "expected": None, "attempts": 0}

    def _whole_round(
        self,
        draft: Draft,
        round: Any,
        measure: criteria.Measure,
        words: list[str],
        to: list[str | None],
    ) -> None:
        if round["state"] == "open":
            self._seen(draft, round)
            draft.add("produced", round["subject"], **ELSEWHERE)
        draft.add("measured", round["subject"], **measure_body(measure))
        self._file(draft, round["subject"], words, to, None)

    @heard
    def drop(self, why: str, *, next: str | None = None, at: int | str | None = None) -> Receipt:
        """End a blind alley. Its hours count, and it comes up as a scar."""
        self._ready_for("drop", "open", "produced", "measured", "reflected")
        why = self.words(why)
        next = self.words_or_none(next)
        with self.writing("drop", at) as draft:
            round = self._open_round()
            here = round["subject"]
            following = self._open_next(draft, round, next, None, None, here) if next else None
            id = draft.add("dropped", round["subject"], words=why, following=following)
            stopped = self._stop_clock(draft)
        said = [f"Blind alley filed: “{round['aim']}”. Its hours count.", *stopped]
        said += self._next_is_open(following) if following else [self._after_drop()]
        said += self.trial_done(draft)
        return self.receipt(draft, id, said, round=round["subject"], next=following)

    def unsaid_answers(self, round: str) -> list[dict[str, Any]]:
        """The answered questions of a round of which nobody has said yet whether the answer was used."""
        rows = self.db.all("lookups_of_round", learner=self.learner, round=round)
        return [
            {
                "id": row["subject"],
                "short": self.short(row["subject"]),
                "question": row["question"],
                "answer": row["answer"],
            }
            for row in rows
            if row["answer"] is not None and row["used"] is None
        ]

    def untested_in(self, round: str) -> list[dict[str, Any]]:
        """The takeaways that were the aim of a round and wait for what its output has shown."""
        rows = self.db.all("takeaways_waiting", learner=self.learner, round=round)
        keys = ("id", "words", "round")
        return [{**{key: row[key] for key in keys}, "short": self.short(row["id"])} for row in rows]

    def _after_drop(self) -> str:
        other = self.current()
        if other:
            return f"Next: “{other['aim']}” is open, too: `selfgrad resume`. Or `selfgrad start`."
        return 'Next: `selfgrad start "AIM"`.'


def _discomfort(value: int | None) -> int | None:
    if value is not None and not 0 <= value <= 10:
        raise errors.BadInput(f"Discomfort lies between 0 and 10, not at {value}.", "Give 0 to 10.")
    return value


def _held(row: Row) -> str:
    return f"Held: {row['held']}" if row["held"] else "Kept as it was."
