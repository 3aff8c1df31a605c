"""What the learner of the demo tries: steps by coin, a plan with a cue, old outputs rated again, scars."""

from __future__ import annotations

import random

from selfgrad.journal import Journal

# skill: from which share of the year on, the step, how many rounds, what it does to the loss
TRIALS = {
    "guitar": (0.5, "When a phrase begins, I breathe in with it.", 30, 0.55),
    "calculus": (0.55, "When a page is full, I stand up once.", 20, 1.0),
    "typing": (0.93, "When a line begins, I read it to its end first.", 30, 0.9),
}
PLANS = {
    "typing": ("after the first coffee, at the desk", "10m", "mon-fri", "06:30"),
    "guitar": ("after supper, in the kitchen", "15m", "mon, wed, fri, sat", None),
}
STRICTER = 0.08  # how much worse the same playing is rated by a better ear


class Trying:
    """Everything that looks like chance here has a source of its own, so that the rest stays as it is."""

    def __init__(self, journal: Journal, rng: random.Random) -> None:
        self.journal, self.rng = journal, rng
        self.luck = random.Random(rng.random())
        journal.coin = lambda: self.luck.getrandbits(1)
        self.tried_by_coin: set[str] = set()
        self.planned = False
        self.memory = random.Random(3)  # what is remembered of a scar

    def mark_scars(self, round: str) -> None:
        """Say of the scars of a filed round what became of them; one of ten is left unsaid."""
        rows = self.journal.db.all("mistakes_of", learner=self.journal.learner, subject=round)
        charged = {
            self.journal.called("parameter", row["parameter"]) for row in rows if row["parameter"]
        }
        for scar in self.journal.unmarked(round):
            chance = self.memory.random()
            if chance < 0.9:
                how = (
                    "repeated"
                    if scar["parameter"] in charged
                    else "dodged"
                    if chance < 0.7
                    else "not"
                )
                self.journal.mark_scar(scar["id"], how, round=round)

    def plan_ahead(self, share: float) -> None:
        """A plan for two of the skills, once the year has got going."""
        if self.planned or share < 0.06:
            return
        self.planned = True
        for skill, (cue, least, days, remind) in PLANS.items():
            self.journal.plan(cue, least=least, days=days, remind=remind, skill=skill)

    def try_by_coin(self, skill: str, share: float) -> None:
        """Put a step on trial when its time has come."""
        if skill not in TRIALS or skill in self.tried_by_coin or share < TRIALS[skill][0]:
            return
        _, words, rounds, _ = TRIALS[skill]
        self.tried_by_coin.add(skill)
        self.journal.trial(
            words, parameter="tempo" if skill == "guitar" else None, rounds=rounds, new=True
        )

    def with_or_without(self, loss: float) -> float:
        """The loss of a round, with what the step on trial does to it where its coin fell that way."""
        round = self.journal.current()
        coin = self.journal.coin_of(round["subject"]) if round else None
        if round is None or coin is None or not coin["heads"]:
            return loss
        if self.luck.random() < 0.05 and round["state"] != "open":
            self.journal.broke_trial("I forgot about it.")
            return loss
        skill = self.journal.place_of(round)["skill"] or ""
        return loss * TRIALS[skill][3]

    def look_back(self) -> None:
        """In the evening: did the cue come, how does it feel, does the old take still sound like that?"""
        if not self.planned:
            return
        if self.luck.random() < 0.4:
            self.journal.cue_came(self.luck.random() < 0.8, skill="typing")
        if self.luck.random() < 0.04:
            self.journal.free(skill="guitar")
        if self.luck.random() < 0.1:
            answers = (str(self.luck.randint(3, 6)) for _ in range(4))
            self.journal.felt(" ".join(answers), skill="typing")
        if self.luck.random() < 0.25 and self.journal.read.ratings("guitar")["due"]:
            self._rate_again()

    def _rate_again(self) -> None:
        old = self.journal.offered_rating("guitar")
        if old is not None:
            again = old["loss"] + STRICTER + self.luck.gauss(0, 0.08)
            self.journal.rerate(f"{10 * min(1.0, max(0.0, again)):.0f} gap", old["round"])
