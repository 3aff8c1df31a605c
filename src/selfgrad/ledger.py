"""Acts and facts in, derived rows out: the one place that writes to the tables.

`write` appends one act with its facts and folds the subjects it touches, in one transaction.
`absorb` does the same for many acts that were written elsewhere; `rebuild` folds everything anew.
"""

from __future__ import annotations

import json

from selfgrad import ids, search
from selfgrad.fold import TABLES, Fact, Folded, fold

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from selfgrad.db import Database, Row

LEARNER = "me"  # the only one on one person's disk
SLOTS = 16  # entries a second that can lie in their exact order in time


class Misfit(Exception):
    """Facts that the loop refuses: `reasons` are pairs of a fact and an exception."""

    def __init__(self, reasons: list[tuple[Fact, Exception]]) -> None:
        super().__init__(str(reasons[0][1]))
        self.reasons = reasons


class Act:
    """One thing a person does, being put together: facts with the same act, each later than the last."""

    def __init__(self, verb: str, recorded_at: int, device: str) -> None:
        self.id, self.verb, self.device = ids.new(recorded_at), verb, device
        self.recorded_at = recorded_at
        self.facts: list[Fact] = []
        self.next_ms = recorded_at + 1

    def add(
        self, kind: str, subject: str | None, happened_at: int, zone: str, day: str, **body: Any
    ) -> str:
        """Add a fact; without a subject it is its own. Returns the fact's id."""
        id = ids.new(self.next_ms)
        self.next_ms += 1  # a millisecond each keeps short ids short and their order certain
        kept = {key: value for key, value in body.items() if value is not None}
        self.facts.append(Fact(id, self.id, subject or id, kind, happened_at, zone, day, kept))
        return id


class Ledger:
    """The tables of one learner's journal."""

    def __init__(self, db: Database, learner: str = LEARNER) -> None:
        self.db, self.learner = db, learner

    def begin(self, verb: str, now: int, device: str) -> Act:
        """A new act that sorts after everything known, even when the clock went backwards."""
        last = self.db.scalar("fact_last", learner=self.learner)
        return Act(verb, max(now, ids.time(last) + 1) if last else now, device)

    def write(self, act: Act) -> None:
        """Append an act; raises `Misfit`, and writes nothing, when a fact does not fit."""
        with self.db.transaction():
            self._append(act)
            grouped: dict[str, list[Fact]] = {}
            for fact in act.facts:
                grouped.setdefault(fact.subject, []).append(fact)
            mine = {fact.id for fact in act.facts}
            for subject, facts in grouped.items():
                if facts[0].id == subject:  # it is new: nothing is there to read
                    self._store(subject, folded := fold(facts), fresh=True)
                else:
                    folded = self.refold(subject)
                refused = [pair for pair in folded.misfits if pair[0].id in mine]
                if refused:
                    raise Misfit(refused)

    def _append(self, act: Act) -> None:
        row = {"id": act.id, "recorded_at": act.recorded_at, "device": act.device, "verb": act.verb}
        self.db.insert("act", [{"learner": self.learner, **row}])
        self.db.insert("fact", [self._fact_row(fact) for fact in act.facts])

    def _fact_row(self, fact: Fact) -> dict[str, Any]:
        row: dict[str, Any] = fact._asdict()
        row["learner"] = self.learner
        row["body"] = json.dumps(fact.body, ensure_ascii=False, sort_keys=True)
        return row

    # folding ------------------------------------------------------------------------------------

    def refold(self, subject: str) -> Folded:
        """Fold one subject anew from its facts and keep what is derived from it."""
        rows = self.db.all("facts_of_subject", learner=self.learner, subject=subject)
        folded = fold([read_fact(row) for row in rows])
        self._store(subject, folded)
        return folded

    def _store(self, subject: str, folded: Folded, fresh: bool = False) -> None:
        for table in TABLES:
            rows = folded.rows[table]
            if table == "entry":
                self._store_entries(subject, rows, fresh)
                continue
            if not fresh:
                self.db.remove(table, learner=self.learner, subject=subject)
            self.db.insert(table, [self._with_learner(row) for row in rows])

    def _with_learner(self, row: dict[str, Any]) -> dict[str, Any]:
        kept = {"learner": self.learner, **row}
        for column in ("about", "detail"):
            if isinstance(kept.get(column), dict):
                kept[column] = json.dumps(kept[column], ensure_ascii=False, sort_keys=True)
        return kept

    def _store_entries(self, subject: str, rows: list[dict[str, Any]], fresh: bool) -> None:
        """Only what changed is written: the full-text index is the dear part."""
        known = {}
        if not fresh:
            found = self.db.all("entry_ids", learner=self.learner, subject=subject)
            known = {row["id"]: dict(row) for row in found}
        for row in rows:
            before = known.pop(row["id"], None)
            if before is not None:
                if all(before[column] == row[column] for column in before if column != "n"):
                    continue
                self._unindex(before["n"])
            self._index(row)
        for gone in known.values():
            self._unindex(gone["n"])

    def _index(self, row: dict[str, Any]) -> None:
        n = self._slot(row["happened_at"])
        self.db.insert("entry", [{"learner": self.learner, "n": n, **row}])
        self.db.run("search_add", n=n, folded=search.fold(row["words"]))

    def _unindex(self, n: int) -> None:
        self.db.remove("entry", learner=self.learner, n=n)
        self.db.run("search_remove", n=n)

    def _slot(self, happened_at: int) -> int:
        """A free number that sorts by time; newest first is then the order of the index itself."""
        n: int = happened_at // 1000 * SLOTS
        while self.db.first("entry_taken", learner=self.learner, n=n):
            far = n + 3600 * SLOTS
            n = self.db.scalar("entry_run_end", learner=self.learner, n=n, far=far) + 1
        return n

    # taking back ----------------------------------------------------------------------------------

    def is_dead(self, act: str) -> bool:
        """Whether an act has been undone, and that undo has not been undone itself."""
        found = self.db.list("retractions_of", learner=self.learner, subject="act:" + act)
        return any(not self.is_dead(retraction) for retraction in found)

    def revive_or_bury(self, act: str) -> list[tuple[Fact, Exception]]:
        """Let a retraction of `act` take effect; the facts that no longer fit because of it."""
        before, touched = set(), self._reach(act)
        for subject in touched:
            before |= {fact.id for fact, _ in self.refold(subject).misfits}
        for one in self._chain(act):
            self.db.remove("dead", learner=self.learner, act=one)
            if self.is_dead(one):
                self.db.insert("dead", [{"learner": self.learner, "act": one}])
        after = []
        for subject in touched:
            after += [pair for pair in self.refold(subject).misfits if pair[0].id not in before]
        return after

    def _chain(self, act: str) -> list[str]:
        """The act, and the act it takes back if it is an undo, and so on."""
        chain = [act]
        for subject in self.db.list("subjects_of_act", learner=self.learner, act=act):
            if subject.startswith("act:"):
                chain += self._chain(subject[4:])
        return chain

    def _reach(self, act: str) -> list[str]:
        subjects: list[str] = []
        for one in self._chain(act):
            subjects += self.db.list("subjects_of_act", learner=self.learner, act=one)
        return [s for s in dict.fromkeys(subjects) if not s.startswith("act:")]

    # from elsewhere -------------------------------------------------------------------------------

    def absorb(self, acts: Iterable[dict[str, Any]]) -> tuple[int, list[tuple[Fact, Exception]]]:
        """Append acts written elsewhere, in any order; those already here change nothing.

        Returns how many were new, and the facts that became loose entries.
        """
        with self.db.transaction():
            facts = self._append_new(acts)
            buried, touched = self._corrections(facts)
            fresh = self._fresh(facts)
            misfits = []
            for subject in dict.fromkeys([*(fact.subject for fact in facts), *touched]):
                if subject in fresh and not buried:
                    folded = fold(sorted(fresh[subject]))
                    self._store(subject, folded, fresh=True)
                else:
                    folded = self.refold(subject)
                misfits += folded.misfits
            return len({fact.act for fact in facts}), misfits

    def _append_new(self, acts: Iterable[dict[str, Any]]) -> list[Fact]:
        """The facts that were not here yet, stored; words to be forgotten arrive blank."""
        new_acts, facts = [], []
        for act in acts:
            if self.db.first("act_exists", learner=self.learner, id=act["act"]):
                continue
            new_acts.append(
                {
                    "learner": self.learner,
                    "id": act["act"],
                    "recorded_at": act["recorded_at"],
                    "device": act["device"],
                    "verb": act["verb"],
                }
            )
            for fact in act["facts"]:
                facts.append(self._unless_forgotten(Fact(act=act["act"], **fact)))
        self.db.insert("act", new_acts)
        self.db.insert("fact", [self._fact_row(fact) for fact in facts])
        return facts

    def _unless_forgotten(self, fact: Fact) -> Fact:
        if self.db.first("tombstoned", learner=self.learner, fact=fact.id):
            return fact._replace(body=blank(fact.body))
        return fact

    def _fresh(self, facts: list[Fact]) -> dict[str, list[Fact]]:
        """Subjects that these very facts begin: nothing of them was here before."""
        grouped: dict[str, list[Fact]] = {}
        for fact in facts:
            grouped.setdefault(fact.subject, []).append(fact)
        return {s: group for s, group in grouped.items() if any(f.id == s for f in group)}

    def _corrections(self, facts: list[Fact]) -> tuple[bool, list[str]]:
        """Let undos and forgets among new facts take effect; the subjects they reach."""
        touched: list[str] = []
        for fact in facts:
            if fact.kind == "retracted":
                for one in self._chain(fact.act):
                    self.db.remove("dead", learner=self.learner, act=one)
                    if self.is_dead(one):
                        self.db.insert("dead", [{"learner": self.learner, "act": one}])
                touched += self._reach(fact.act)
        return bool(touched), touched

    # all anew -------------------------------------------------------------------------------------

    def rebuild(self) -> int:
        """Throw every derived row away and fold all facts again; the number of subjects."""
        with self.db.transaction():
            for table in (*TABLES, "dead"):
                self.db.remove(table, learner=self.learner)
            self.db.run("search_empty")
            self._bury_all()
            count = 0
            for subject, facts in self._grouped():
                self._store(subject, fold(facts), fresh=True)
                count += 1
            return count

    def _bury_all(self) -> None:
        acts = {
            row["subject"][4:]: None for row in self.db.all("retractions", learner=self.learner)
        }
        dead = [{"learner": self.learner, "act": act} for act in acts if self.is_dead(act)]
        self.db.insert("dead", dead)

    def _grouped(self) -> Iterator[tuple[str, list[Fact]]]:
        """Subject by subject, one in memory at a time."""
        group: list[Fact] = []
        for row in self.db.each("facts_by_subject", learner=self.learner):
            fact = read_fact(row)
            if group and group[0].subject != fact.subject:
                yield group[0].subject, group
                group = []
            group.append(fact)
        if group:
            yield group[0].subject, group


def read_fact(row: Row) -> Fact:
    """A fact from its row."""
    return Fact(**{**dict(row), "body": json.loads(row["body"])})


def blank(body: dict[str, Any]) -> dict[str, Any]:
    """A body without any words: what remains of what is to be forgotten.

    >>> blank({"words": "a secret", "loss": 0.3})
    {'words': '(forgotten)', 'loss': 0.3, 'forgotten': True}
    """
    instead: dict[str, Any] = {"words": FORGOTTEN, "to": {}}
    kept = {key: instead.get(key, value) for key, value in body.items() if key not in WORDY}
    return {**kept, "forgotten": True}


FORGOTTEN = "(forgotten)"
# what a person typed, in the bodies of facts, beside "words" and "to"
WORDY = ("said", "detail", "reference", "source", "hash")
