"""The verbs of scar tissue: past mistakes come up as a round starts, and are marked as it ends.

A scar is an entry seen from a later round. What becomes of it are facts about "scar:" and its id:
it came up, it was dodged, it repeated, it did not apply; it is one mistake with another one.
"""

from __future__ import annotations

from selfgrad import errors
from selfgrad.desk import Draft, Receipt
from selfgrad.timekeeping import Timekeeping

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

SHOWN = "shown_scars"  # a round, and the scars shown for it by a page or the bare command
MOST = 3  # scars that come up at once: more would not be read
AGAINST = 3  # times that a mistake repeats against its step before the method is in question
LETTERS = {"d": "dodged", "r": "repeated", "n": "not", ".": "came"}
SAID = {"dodged": "dodged", "repeated": "repeated", "not": "did not apply"}


class Scars(Timekeeping):
    """What a round is warned of, and what became of the warning."""

    def scars(
        self, aim: str, skill: str | None = None, project: str | None = None, limit: int = MOST
    ) -> list[dict[str, Any]]:
        """The past mistakes, blind alleys and steps that helped that fit an aim, best first.

        Each is a dict: `id`, `words`, `kind`, `aim`, `skill`, `project`, `parameter`, `when`, `score`,
        `because`, and what became of it: `times` it was made, the `last` day, `came`, `dodged`, `repeated`, `not`
        in how many rounds, `saved` (loss at most), `step` (the wording in force for its parameter), `method`
        (whether the method is in question). Empty where nothing fits.
        """
        from selfgrad.tissue import Tissue  # only where a round starts: 3 ms

        return Tissue(self).fitting(aim, skill, project, limit)

    # coming up ------------------------------------------------------------------------------------

    def _come_up(
        self, draft: Draft, round: str, aim: str, place: Any, *, anew: bool = False
    ) -> list[dict[str, Any]]:
        """The scars of a round that starts, noted once; they stay the same until its aim changes (`anew`)."""
        before = self.came_up(round)
        if before and not anew:
            return before
        here = self.current()
        besides = (round, str(here["subject"])) if here else (round,)
        found = self._fitting(aim, place, besides)
        for scar in before:
            if scar["mark"] == "came":
                draft.add("scar_marked", f"scar:{scar['id']}", round=round, how="gone")
        for scar in found:
            draft.add("came_up", f"scar:{scar['id']}", round=round)
        return found

    def _as_it_starts(self, draft: Draft, round: Any) -> list[str]:
        """Past mistakes come up before anything is made, not after."""
        if round["state"] != "open":
            return []
        return scar_lines(self._come_up(draft, round["subject"], round["aim"], round))

    def _fitting(self, aim: str, place: Any, besides: tuple[str, ...]) -> list[dict[str, Any]]:
        """The scars for a round in some place; what it has brought itself, or the one just closed, is none."""
        from selfgrad.tissue import Tissue

        return Tissue(self).fitting(aim, *self._known_place(place), MOST, besides)

    def _known_place(self, place: Any) -> tuple[str | None, str | None]:
        skill, project = (self._known_name(kind, place[kind]) for kind in ("skill", "project"))
        return skill, project

    def _known_name(self, kind: str, key: str | None) -> str | None:
        """The name of a key; None for one that this act names for the first time."""
        if not key or not self.db.first("name", learner=self.learner, subject=f"{kind}:{key}"):
            return None
        return self.called(kind, key)

    def came_up(self, round: str) -> list[dict[str, Any]]:
        """The scars that came up in a round, as in `scars`, with `mark`: came, dodged, repeated, not."""
        from selfgrad.tissue import Tissue

        return Tissue(self).of_round(round)

    def scars_here(self) -> list[dict[str, Any]]:
        """The scars of the open round: those that came up, or would come up if it started now."""
        round = self.current()
        if round is None:
            return []
        if before := self.came_up(round["subject"]):
            return before
        found = self._fitting(round["aim"], round, (round["subject"],))
        self._note_shown(round["subject"], [scar["id"] for scar in found])
        return found

    def _note_shown(self, round: str, ids: list[str]) -> None:
        """What a page or the bare command has shown: with the first thing made, they have come up."""
        shown = " ".join([round, *ids])
        if ids and self.db.scalar("here_get", key=SHOWN) != shown:
            try:
                self.db.run("here_set", key=SHOWN, value=shown)
            except errors.DatabaseTrouble:  # a journal that may only be read can still be read
                return

    def _seen(self, draft: Draft, round: Any) -> None:
        """Note the scars that were shown before the round's first output was made."""
        shown = self.db.scalar("here_get", key=SHOWN) if round["state"] == "open" else None
        about, *ids = shown.split() if shown else [""]
        marks = {"learner": self.learner, "round": round["subject"]}
        if about == round["subject"] and not self.db.first("scar_marks_of_round", **marks):
            for id in ids:
                draft.add("came_up", f"scar:{id}", round=about)

    def unmarked(self, round: str) -> list[dict[str, Any]]:
        """The scars that came up in a round and wait for their mark."""
        rows = self.db.all("scar_marks_of_round", learner=self.learner, round=round)
        if not any(row["how"] == "came" for row in rows):
            return []
        return [scar for scar in self.came_up(round) if scar["mark"] == "came"]

    # marks ----------------------------------------------------------------------------------------

    def mark_scars(self, letters: str, *, round: str | None = None) -> Receipt:
        """Mark the scars of a round in the order in which they came up, a letter each.

        `d` dodged, `r` repeated, `n` did not apply, `.` not said. Without a round it is the open one,
        or the one filed last where nothing has been made in the open one yet.
        """
        with self.writing("scars") as draft:
            subject = self._round_marked(round)
            marked = self._mark_all(draft, subject, letters)
        if not draft.act.facts:
            return Receipt("scars", None, None, ["Nothing was marked."], {"scars": []})
        said = [said for scar, how in marked for said in self._became(scar, how)]
        return self.receipt(draft, draft.act.facts[-1].id, said, round=subject)

    def _mark_all(self, draft: Draft, round: str, letters: str) -> list[tuple[dict[str, Any], str]]:
        shown = self._shown_in(round)
        if not shown:
            raise errors.Refused("No scar came up in that round.", "Go on with `selfgrad`.")
        if len(letters) > len(shown) or set(letters) - set(LETTERS):
            raise errors.BadInput(
                f"“{letters}” does not mark {len(shown)} scars.",
                "One letter for each: d dodged, r repeated, n did not apply, . not said.",
            )
        pairs = list(zip(shown, (LETTERS[letter] for letter in letters), strict=False))
        for scar, how in pairs:
            if how != "came":
                self._mark_one(draft, scar["id"], round, how)
        return [(scar, how) for scar, how in pairs if how != "came"]

    def _shown_in(self, round: str) -> list[dict[str, Any]]:
        """The scars that came up in a round; in the open one those that would come up, where none has yet."""
        current = self.current()
        here = current is not None and current["subject"] == round
        return self.scars_here() if here else self.came_up(round)

    def mark_scar(self, id: str, how: str, *, round: str | None = None) -> Receipt:
        """Mark one scar: dodged, repeated, or not (it did not apply)."""
        if how not in SAID:
            raise errors.BadInput(
                f"A scar is not “{how}”.", "It is dodged, repeated, or it did not apply (not)."
            )
        with self.writing("scars") as draft:
            entry = self._entry_of(id)
            subject, root = self._round_marked(round), self.root_of(entry["id"])
            if how != "repeated" and root not in [scar["id"] for scar in self._shown_in(subject)]:
                raise errors.Refused(
                    "It did not come up in that round.", "Mark what did: `selfgrad scars --mark`."
                )
            self._mark_one(draft, root, subject, how)
        scar = self._scar(entry["id"])
        return self.receipt(
            draft, draft.act.facts[0].id, self._became(scar, how), scar=entry["id"], how=how
        )

    def _mark_one(self, draft: Draft, id: str, round: str, how: str) -> None:
        draft.add("scar_marked", f"scar:{id}", round=round, how=how)

    def _round_marked(self, round: str | None) -> str:
        """The whole id of the round that is meant."""
        if round is None:
            return self._round_to_mark()
        about = {"learner": self.learner, "subject": self.find_fact(round)["subject"]}
        if self.db.first("round", **about) is None:
            raise errors.NotFound(f"{round} is not a round.", "See rounds with `selfgrad today`.")
        return str(about["subject"])

    def _round_to_mark(self) -> str:
        """The open round once something was made in it; before that, the one filed last if its scars wait."""
        round = self.current()
        last = self.db.scalar("round_closed_last", learner=self.learner)
        if round is None and last is None:
            raise errors.Refused("There is no round yet.", 'Open one with `selfgrad start "AIM"`.')
        if round is None or last is None:
            return str(last or (round and round["subject"]))
        here = str(round["subject"])
        waits = self.unmarked(last) or (self.came_up(last) and not self.came_up(here))
        return str(last) if round["state"] == "open" and waits else here

    def _became(self, scar: dict[str, Any], how: str) -> list[str]:
        """What a mark says, and what follows from it."""
        now = self._scar(scar["id"])
        said = [f"{SAID[how].capitalize()}: {now['words']}"]
        if how == "repeated" and now["method"]:
            said.append(change_the_method(now))
        if how != "repeated" and now["retired"]:
            said.append("It stays away from now on, until it repeats.")
        return said

    def _scar(self, id: str) -> dict[str, Any]:
        from selfgrad.tissue import Tissue

        return Tissue(self).scar(self.root_of(id))

    # one mistake in other words ---------------------------------------------------------------------

    def join_scars(self, id: str, into: str) -> Receipt:
        """Count two entries as one mistake, under the second; `undo` or `part_scar` parts them."""
        with self.writing("scars") as draft:
            one, other = self._entry_of(id), self._entry_of(into)
            here, there = self.root_of(one["id"]), self.root_of(other["id"])
            if here == there:
                raise errors.Refused(
                    "They are one mistake already.", f"See `selfgrad show {into}`."
                )
            fact = draft.add("joined", f"scar:{here}", into=there)
        said = [f"One mistake from now on: “{one['words']}” and “{other['words']}”."]
        return self.receipt(draft, fact, said, scar=here, into=there)

    def part_scar(self, id: str) -> Receipt:
        """Count an entry by itself again."""
        with self.writing("scars") as draft:
            entry = self._entry_of(id)
            row = self.db.first("scar", learner=self.learner, id=entry["id"])
            if row is None or row["into_id"] is None:
                raise errors.Refused("It is joined with nothing.", "See `selfgrad scars`.")
            fact = draft.add("parted", f"scar:{entry['id']}")
        return self.receipt(draft, fact, [f"By itself again: {entry['words']}"], scar=entry["id"])

    def root_of(self, id: str) -> str:
        """The entry that a joined one is counted under; a ring of joins (two devices) ends at its least."""
        seen: list[str] = []
        while id not in seen:
            seen.append(id)
            row = self.db.first("scar", learner=self.learner, id=id)
            if row is None or row["into_id"] is None:
                return id
            id = str(row["into_id"])
        return min(seen[seen.index(id) :])

    def _entry_of(self, id: str) -> Row:
        row = self.db.first("entry", learner=self.learner, id=self.find_fact(id)["id"])
        if row is None or row["kind"] not in ("mistake", "blind alley", "step"):
            raise errors.NotFound(f"{id} is no scar.", "See them with `selfgrad scars`.")
        return row


def scar_lines(scars: list[dict[str, Any]], said: list[str] | None = None) -> list[str]:
    """A line for each scar, with the step that answers it unless that was `said` already."""
    above = " ".join(said or [])
    return [line for scar in scars for line in _scar_lines(scar, above)]


def _scar_lines(scar: dict[str, Any], above: str) -> list[str]:
    how_often = f"{scar['times']} times, last on" if scar["times"] > 1 else "on"
    what = f"“{scar['aim']}”: " if scar["kind"] == "blind alley" and scar["aim"] else ""
    words = f"{KINDS[scar['kind']]}: {what}“{scar['words']}”"
    said = f"{words} ({how_often} {scar['last']}) [{scar['short']}]"
    answered = scar["step"] and scar["step"] not in above
    lines = [f"{said} Your step: {scar['step']}" if answered else said]
    return [*lines, change_the_method(scar)] if scar["method"] else lines


KINDS = {"mistake": "Scar", "blind alley": "Blind alley", "step": "Helped before"}


def change_the_method(scar: dict[str, Any]) -> str:
    """What is said of a mistake that keeps coming back against its step."""
    return (
        f"It repeated {scar['against']} times against “{scar['step']}”: change the method, "
        'it is not for want of trying. Next: `selfgrad step "When X, I do Y"`.'
    )
