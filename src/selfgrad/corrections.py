"""Undo, edit, delete and forget: nothing acknowledged is overwritten, except to forget it."""

from __future__ import annotations

from selfgrad import errors, guards
from selfgrad.desk import Draft, Receipt
from selfgrad.fold import CORRECTIONS, ENTRIES
from selfgrad.ledger import read_fact
from selfgrad.meeting import heard
from selfgrad.names import Names

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.fold import Fact


# kinds of facts that stand for themselves; the rest of a round goes with its act, by undo
DELETABLE = (
    *("mistake", "logged", "held", "produced", "asked", "answered"),
    *("added", "reviewed", "clock_started", "marked", "rerated", "confided"),
    *("point", "recalled", "took_away"),
)


TYPED = ("words", "source")  # what an edit may say in words
JUST_NOW_MS = 900_000  # an act this recent is taken back to go on from there


class Corrections(Names):
    """A correction is a new fact; only `forget` blanks words for good."""

    def undo(self, id: str | None = None) -> Receipt:
        """Take back an act: the last one, or the one an id belongs to. Undoing an undo brings it back."""
        with self.writing("undo") as draft:
            act = self._act_to_undo(id)
            if self.ledger.is_dead(act["id"]):
                raise errors.Refused(
                    "That is undone already.", "Bring it back by undoing the undo."
                )
            fact = draft.add("retracted", "act:" + act["id"])
            self.ledger.write(draft.act)
            self._need_nothing_else(self.ledger.revive_or_bury(act["id"]))
            facts = self._facts_of(act["id"])
            draft.act.facts.clear()  # written already, so that its effect could be seen
            stopped = self._stop_revived(act, facts)
        what = f"{act['verb']}{_named_by(facts)}"
        said = [
            f"Undone: {what.rstrip('.')}. To bring it back: `selfgrad undo {self.short(fact)}`."
        ]
        if act["verb"] == "undo":
            said = ["The undo is undone: what it took back is there again."]
        said += stopped
        return self.receipt(draft, fact, said, undone=act["id"])

    def _stop_revived(self, act: Any, facts: list[Fact]) -> list[str]:
        """A clock that an undo sets going again stops where it stopped, unless it was just now.

        What lies between was not work, and exactly one clock runs.
        """
        running = [row["subject"] for row in self.db.all("sessions_running", learner=self.learner)]
        ends = [fact for fact in facts if fact.kind == "clock_stopped" and fact.subject in running]
        just_now = self.clock.now() - int(act["recorded_at"]) <= JUST_NOW_MS
        if not ends or (just_now and len(running) == 1):
            return []
        with self.writing("undo") as draft:  # of that name, so that the next undo passes it by
            for fact in ends:
                draft.add("clock_stopped", fact.subject, fact.happened_at, **fact.body)
        return [f"Its clock stays stopped at {self.clock.time(ends[0].body['end'])}."]

    def _act_to_undo(self, id: str | None) -> Any:
        if id is None:
            act = self.db.first("act_last_alive", learner=self.learner)
            if act is None:
                raise errors.Refused(
                    "There is nothing to undo.", 'Begin with `selfgrad start "AIM"`.'
                )
            return act
        found = self.db.first("act", learner=self.learner, id=self.find_fact(id)["act"])
        if found and found["verb"] == "forget":
            raise errors.Refused(
                "What is forgotten does not come back.", "Write it anew with `selfgrad log`."
            )
        return found

    def _facts_of(self, act: str) -> list[Fact]:
        rows = self.db.all("facts_of_act", learner=self.learner, act=act)
        return [read_fact(row) for row in rows]

    def _need_nothing_else(self, misfits: list[tuple[Fact, Exception]]) -> None:
        """Refuse when later facts would lose what they stand on; they are named."""
        if misfits:
            acts = dict.fromkeys(fact.act for fact, _ in misfits)
            later = ", ".join(self.short(self._facts_of(act)[0].id) for act in list(acts)[:5])
            raise errors.Refused(
                f"Later entries depend on it: {later}.",
                "Undo those first, the last one before the others.",
            )

    # one entry ------------------------------------------------------------------------------------

    @heard
    def edit(self, /, id: str, **to: Any) -> Receipt:
        """Replace what an entry says (`words`, `parameter`, `source`); the old wording stays kept."""
        to = self._reworded(to)
        with self.writing("edit") as draft:
            fact = self._editable(id)
            if "words" in to and fact.kind not in (*ENTRIES, "worded"):
                raise errors.Refused(
                    "That has no words of its own.", "For a loss: `selfgrad edit ID --loss 3/10`."
                )
            changed = self._correct(draft, fact, to)
        said = [
            f"Changed: {to.get('words', 'done').rstrip('.')}. The old wording is kept; `selfgrad undo` brings it back."
        ]
        return self.receipt(draft, fact.id, said, fact=fact.id, to=to, correction=changed)

    def _reworded(self, to: dict[str, Any]) -> dict[str, Any]:
        """New words carry a flag of their own, or none any more."""
        to = {
            key: self.safe(value) if key in TYPED and value else value for key, value in to.items()
        }
        if to.get("words"):
            judges = self.settings["meet_worth"] == "on" and guards.worth(to["words"])
            to["flag"] = "worth" if judges else None
        return to

    @heard
    def recharge(self, /, id: str, parameter: str, *, new: bool = False, **to: Any) -> Receipt:
        """Charge a mistake to another parameter."""
        to = self._reworded(to)
        with self.writing("edit") as draft:
            fact = self._editable(id)
            if fact.kind not in ("mistake", "logged"):
                raise errors.Refused(
                    "Only a mistake is charged to a parameter.", "Give the id of one."
                )
            to["parameter"] = self.named(draft, "parameter", parameter, new)
            self._correct(draft, fact, to)
        name = self.called("parameter", to["parameter"])
        said = [f"Charged to {name}: {to.get('words') or fact.body.get('words')}"]
        return self.receipt(draft, fact.id, said, fact=fact.id, to=to)

    def _correct(self, draft: Draft, fact: Fact, to: dict[str, Any]) -> str:
        twins = [
            other
            for other in self._facts_of(fact.act)
            if "words" in to
            and other.id != fact.id
            and other.body.get("words") == fact.body.get("words")
        ]  # a change is kept with its round and with its parameter
        same = {key: to[key] for key in ("words", "flag") if key in to}
        for twin in twins:
            draft.add("edited", twin.subject, fact=twin.id, to=same)
        return draft.add("edited", fact.subject, fact=fact.id, to=to)

    def _editable(self, id: str) -> Fact:
        fact = read_fact(self.find_fact(id))
        if fact.kind == "wrote":
            raise errors.Refused(
                "Worth and values are not corrected in passing.",
                "Change them with `selfgrad self`.",
            )
        if fact.kind in CORRECTIONS:
            raise errors.Refused(
                "That is a correction, not an entry.", "Take it back with `selfgrad undo`."
            )
        if self.ledger.is_dead(fact.act):
            raise errors.NotFound("That entry was undone.", "Bring it back by undoing the undo.")
        return fact

    def delete(self, id: str) -> Receipt:
        """Take one entry out of sight and out of every count; `undo` brings it back."""
        with self.writing("delete") as draft:
            fact = self._editable(id)
            if fact.kind not in DELETABLE:
                raise errors.Refused(
                    "That is part of a round and cannot go alone.",
                    "Take its act back with `selfgrad undo ID`.",
                )
            before = {f.id for f, _ in self.ledger.refold(fact.subject).misfits}
            draft.add("deleted", fact.subject, fact=fact.id)
            self.ledger.write(draft.act)
            after = self.ledger.refold(fact.subject).misfits
            self._need_nothing_else([pair for pair in after if pair[0].id not in before])
            draft.act.facts.clear()
        what = "private words" if fact.kind == "confided" else fact.body.get("words", fact.kind)
        said = [f"Deleted: {what.rstrip('.')}. `selfgrad undo` brings it back."]
        return self.receipt(draft, fact.id, said, fact=fact.id)

    def forget(self, id: str) -> Receipt:
        """Blank the words of an entry for good: here, in the index, in backups, in kept files.

        What remains is a tombstone without words. There is no way back.
        """
        from selfgrad import forgetting

        fact = read_fact(self.find_fact(id))
        with self.writing("forget") as draft:
            targets = forgetting.twins(self, fact)
            for target in targets:
                draft.add("forgotten", target.subject, fact=target.id)
        forgetting.everywhere(self, targets)
        said = [
            "Forgotten: the words are gone from the journal, its index, its backups and kept files."
        ]
        if self.settings["obsidian_notes"]:
            said.append("The notes of a vault follow: `selfgrad export --obsidian VAULT`.")
        return self.receipt(draft, fact.id, said, fact=fact.id)


def _named_by(facts: list[Fact]) -> str:
    """The words of an act in quotation marks: its own, before those of the round it opened."""
    own = [fact.body["words"] for fact in facts if fact.body.get("words")]
    first = [
        fact.body["words"]
        for fact in facts
        if fact.body.get("words")
        and fact.kind != "confided"
        and not (fact.kind == "opened" and len(own) > 1)
    ]
    return f" “{first[0]}”" if first else ""
