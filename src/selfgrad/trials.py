"""The verbs of a coin-flip trial: did this step help? A coin decides, round by round.

A step that can be switched off is tried in pairs of rounds: in one of each pair it is on, in the
other off, and a coin says in which. Nothing of the learner's own course (learning, tiredness, a bad
week) can then look like an effect. A round takes the next free seat; one that is dropped without a
loss, or undone, leaves its seat, with the coin as it fell, to the round after it.
"""

from __future__ import annotations

import os

from selfgrad import errors, guards
from selfgrad.bodies import read
from selfgrad.desk import Draft, Receipt
from selfgrad.meeting import heard
from selfgrad.unsteady import Unsteady

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

FEWEST, MOST = 12, 200  # rounds of a trial; with fewer, hardly anything could be seen


def fair() -> int:
    """1 with the step, 0 without it."""
    return os.urandom(1)[0] & 1


class Trials(Unsteady):
    """A step on trial, its coin, and what was done otherwise."""

    coin = staticmethod(fair)  # thrown for the first round of each pair

    @heard
    def trial(
        self,
        words: str,
        *,
        parameter: str | None = None,
        rounds: int = 30,
        new: bool = False,
    ) -> Receipt:
        """Try a step by coin in the next rounds of the skill that is practised now."""
        words = self.safe(words)
        guards.one_change(words)
        with self.writing("trial") as draft:
            round = self.current() or self.db.first("round_last", learner=self.learner)
            if round is None:
                raise errors.Refused(
                    "A trial needs rounds to try the step in, and there is none yet.",
                    'Open one with `selfgrad start "AIM"`.',
                )
            skill = self.place_of(round)["skill"]
            id = self._begin_trial(draft, words, parameter, skill, rounds, new)
            here = round["subject"]
            seated = self.db.first("coin_any_of_round", learner=self.learner, round=here)
            at_once = round["state"] == "open" and seated is None
            if at_once:
                self._seat(draft, self._begun(draft, id), [], here)
        said = self._announced(id)
        said += self.with_or_without(here) if at_once else ["It begins with the next round."]
        return self.receipt(draft, id, said, trial=id, rounds=rounds)

    def _begin_trial(
        self,
        draft: Draft,
        words: str,
        parameter: str | None,
        skill: str | None,
        rounds: int,
        new: bool,
    ) -> str:
        """The fact that begins a trial; one at a time in a skill, and an even number of rounds."""
        if not FEWEST <= rounds <= MOST or rounds % 2:
            raise errors.BadInput(
                f"A trial has an even number of rounds from {FEWEST} to {MOST}, not {rounds}.",
                "30 rounds are enough to see a change of about one standard deviation.",
            )
        if running := self.trial_running(skill):
            raise errors.Refused(
                f"A trial is running in this skill: “{running['words']}”.",
                'See it with `selfgrad trial`, or end it with `selfgrad trial --end "WHY"`.',
            )
        key = self.named(
            draft, "parameter", parameter or guards.situation(words), new or not parameter
        )
        about: dict[str, Any] = {"skill": skill, "parameter": key, "pairs": rounds // 2}
        return draft.add("trial_begun", words=words, **about)

    def _begun(self, draft: Draft, id: str) -> dict[str, Any]:
        """A trial that this very act begins, as its row will be."""
        body = next(fact.body for fact in draft.act.facts if fact.id == id)
        return {"subject": id, "pairs": body["pairs"]}

    def _announced(self, id: str) -> list[str]:
        row = self._trial(id)
        pairs = row["pairs"]
        return [
            f"On trial for {2 * pairs} rounds, in {pairs} pairs: “{row['words']}”.",
            "At the start of each round a coin says whether it is on. Keep everything else as it is.",
        ]

    # the coin -------------------------------------------------------------------------------------

    def trial_running(self, skill: str | None) -> Row | None:
        """The trial that runs in a skill, as a row of the table `trial`; None where none does.

        Its skill is that of its rounds, which may have been named after it began.
        """
        for row in self.db.all("trials", learner=self.learner, ended=0):
            if self._same_skill(row["skill"], skill):
                return row
        return None

    def _same_skill(self, one: str | None, other: str | None) -> bool:
        resolved = [self.resolved("skill", key) if key else None for key in (one, other)]
        return resolved[0] == resolved[1]

    def _toss(
        self, draft: Draft, round: str, skill: str | None, dropped: str | None = None
    ) -> None:
        """Give a round that was just opened its seat in the trial of its skill, if there is one.

        `dropped` is the round that this very act drops.
        """
        trial = self.trial_running(skill)
        if trial is None:
            return
        coins = self.db.all("coins_of", learner=self.learner, trial=trial["subject"])
        taken = [
            coin
            for coin in coins
            if coin["loss"] is not None or (coin["state"] != "dropped" and coin["round"] != dropped)
        ]
        self._seat(draft, trial, taken, round)

    def _seat(self, draft: Draft, trial: Any, coins: list[Row], round: str) -> None:
        """The first free seat; the second of a pair is what the first was not."""
        fell = {coin["seat"]: coin["heads"] for coin in coins}
        if any(coin["round"] == round for coin in coins):
            return
        seat = next(n for n in range(len(fell) + 1) if n not in fell)
        if seat >= 2 * trial["pairs"]:
            draft.add("trial_ended", trial["subject"], complete=1)
            return
        left = self._left_behind(trial["subject"], seat)
        partner = fell.get(seat ^ 1)
        thrown = self.coin() if partner is None else 1 - partner
        heads = thrown if left is None else left
        draft.add("coin_fell", trial["subject"], round=round, seat=seat, heads=heads)

    def _left_behind(self, trial: str, seat: int) -> int | None:
        """How the coin fell for this seat before: its round was dropped, or its act was undone."""
        for row in self.db.all("facts_ever_of_subject", learner=self.learner, subject=trial):
            body = read(row["body"]) if row["kind"] == "coin_fell" else {}
            if body.get("seat") == seat:
                return int(bool(body.get("heads")))
        return None

    def with_or_without(self, round: str) -> list[str]:
        """One sentence for a round that is on trial: with the step, or without it."""
        coin = self.coin_of(round)
        if coin is None:
            return []
        where = f"(round {coin['seat'] + 1} of {2 * coin['pairs']} on trial)"
        if coin["heads"]:
            return [f"This round with “{coin['words']}” {where}."]
        return [f"This round without “{coin['words']}” {where}: as you did before it."]

    def coin_of(self, round: str) -> Row | None:
        """How the coin fell for a round: `heads`, `seat`, `broken`, and its trial's `words`, `pairs`."""
        return self.db.first("coin_of_round", learner=self.learner, round=round)

    def go(self, *, input: bool = False, at: int | str | None = None) -> Receipt:
        """Start the clock of the open round; what its coin said comes once more."""
        receipt = super().go(input=input, at=at)
        if round := receipt.data.get("round"):
            receipt.said[1:1] = self.with_or_without(round)
        return receipt

    def trial_done(self, draft: Draft) -> list[str]:
        """One sentence when an act has closed the last round of a trial."""
        if any(
            fact.kind == "trial_ended" and fact.body.get("complete") for fact in draft.act.facts
        ):
            return ["The trial has all its rounds. See what it shows: `selfgrad trial`."]
        return []

    # what was done otherwise ----------------------------------------------------------------------

    @heard
    def broke_trial(self, why: str | None = None) -> Receipt:
        """Note that the round was done otherwise than the coin said. It counts as the coin said."""
        with self.writing("trial") as draft:
            round = self.db.first("round_worked_last", learner=self.learner)
            about = {"learner": self.learner, "round": round["subject"] if round else ""}
            coin = self.db.first("coin_any_of_round", **about)
            if (
                round is None
                or coin is None
                or (round["state"], round["loss"]) == ("dropped", None)
            ):
                raise errors.Refused(
                    "The round that was last worked on is on no trial.",
                    "See trials with `selfgrad trial`.",
                )
            words = self.safe(why) if why else None
            id = draft.add("coin_broken", coin["trial"], round=round["subject"], words=words)
        said = [
            f"Noted: “{round['aim']}”, the round last worked on, was done otherwise than the coin said. "
            "It counts as the coin said, so that the answer stays honest."
        ]
        return self.receipt(draft, id, said, trial=coin["trial"], round=round["subject"])

    @heard
    def end_trial(self, why: str) -> Receipt:
        """End the running trial early. Without all its rounds it gives no verdict."""
        why = self.safe(why)
        with self.writing("trial") as draft:
            trial = self.trial_here()
            id = draft.add("trial_ended", trial["subject"], words=why)
        said = [
            f"Trial ended early: “{trial['words']}”. What it showed so far stays to be seen: "
            "`selfgrad trial`."
        ]
        return self.receipt(draft, id, said, trial=trial["subject"])

    def trial_here(self) -> Row:
        """The trial of the current skill; where there is none, the only one that runs."""
        rows = self.db.all("trials", learner=self.learner, ended=0)
        last = self.current() or self.db.first("round_last", learner=self.learner)
        mine = [row for row in rows if last and self._same_skill(row["skill"], last["skill"])]
        if not (mine or len(rows) == 1):
            raise errors.Refused(
                "No trial is running.", 'Begin one with `selfgrad trial "When X, I do Y"`.'
            )
        return (mine or rows)[0]

    def _trial(self, id: str) -> Row:
        """The row of a trial by its whole id."""
        row = self.db.first("trial", learner=self.learner, subject=id)
        if row is None:
            raise errors.NotFound(f"{id} is not a trial.", "See trials with `selfgrad trial`.")
        return row
