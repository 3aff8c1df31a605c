"""Acts and facts in, derived rows out: the one place that writes to the tables.

`write` appends one act with its facts and folds the subjects it touches, in one transaction.
`absorb` does the same for many acts that were written elsewhere; `rebuild` folds everything anew.
"""

from __future__ import annotations

from selfgrad import ids, search
from selfgrad.bodies import read, written
from selfgrad.fold import CORRECTIONS, TABLES, Fact, Folded, fold

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from selfgrad.absorbing import Absorbed
    from selfgrad.db import Database, Row

LEARNER = "me"  # the only one on one person's disk
SLOTS = 16  # entries a second that can lie in their exact order in time
BLOCK = 1 << 24  # places in the record that `caught` counts together: 12 days of them
TOGETHER = 5000  # subjects whose rows are put in at once
# counts that pages keep (kept.py), and what is noted of them here
KEPT = ("counted", "stale", "practice", "caught", "worked_out")
# what an entry shows; its place and its act never change
ENTRY_SAME = ("words", "kind", "parameter", "skill", "project", "round", "loose", "flag")


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
        if any(fact.kind in CORRECTIONS for fact in act.facts):
            act.facts = self._without_forgotten(act.facts)
        self.db.insert("fact", [self._fact_row(fact) for fact in act.facts])

    def _fact_row(self, fact: Fact) -> dict[str, Any]:
        row: dict[str, Any] = fact._asdict()
        row["learner"] = self.learner
        row["body"] = written(fact.body)
        return row

    # folding ------------------------------------------------------------------------------------

    def refold(self, subject: str) -> Folded:
        """Fold one subject anew from its facts and keep what is derived from it."""
        rows = self.db.all("facts_of_subject", learner=self.learner, subject=subject)
        folded = fold([read_fact(row) for row in rows])
        self._store(subject, folded)
        return folded

    def _store(self, subject: str, folded: Folded, fresh: bool = False) -> None:
        if fresh:
            self._store_new([folded])
            return
        self._unsettle_stretches(subject, folded.rows["stretch"])
        self._unsettle_round(subject, next(iter(folded.rows["round"]), None))
        for table in TABLES:
            rows = folded.rows[table]
            if table == "entry":
                self._store_entries(subject, rows)
                continue
            self.db.remove(table, learner=self.learner, subject=subject)
            self.db.insert(table, [self._with_learner(row) for row in rows])

    def _store_new(self, some: list[Folded]) -> None:
        """Rows of subjects that have none yet: nothing to take away, and a table at a time."""
        rows: dict[str, list[dict[str, Any]]] = {}
        for folded in some:
            for table, own in folded.rows.items():
                rows.setdefault(table, []).extend(own)
        self._index(rows.pop("entry", []))
        for table, all_of_it in rows.items():
            self.db.insert(table, [self._with_learner(row) for row in all_of_it])
        self._unsettle("practice", (row["day"] for row in rows.get("stretch", ())))
        for row in rows.get("round", ()):
            self._unsettle_round_of(row["subject"], None, row)

    def _with_learner(self, row: dict[str, Any]) -> dict[str, Any]:
        kept = {"learner": self.learner, **row}
        for column in ("about", "detail", "meta"):
            if isinstance(kept.get(column), dict):
                kept[column] = written(kept[column])
        return kept

    def _store_entries(self, subject: str, rows: list[dict[str, Any]]) -> None:
        """Only what changed is written: the full-text index is the dear part."""
        found = self.db.all("entry_ids", learner=self.learner, subject=subject)
        known = {row["id"]: row for row in found}
        changed = []
        for row in rows:
            before = known.get(row["id"])
            if before and all(before[column] == row[column] for column in ENTRY_SAME):
                del known[row["id"]]
            else:
                changed.append(row)
        for one in known.values():
            self._unindex(one["n"])
        gone = {row["words"] for row in known.values()} - {row["words"] for row in rows}
        if gone:
            from selfgrad import vectors  # hashlib, 2 ms

            vectors.drop(self.db, self.learner, gone)
        self._index(changed)

    def _index(self, rows: list[dict[str, Any]]) -> None:
        """Give entries their places in time; those later than all others need not look for one."""
        if not rows:
            return
        top = self.db.scalar("entry_top", learner=self.learner)
        top = -(1 << 62) if top is None else top
        waiting = []
        for row in rows:
            n = row["happened_at"] // 1000 * SLOTS
            if top < n + SLOTS:
                top = n = max(n, top + 1)
                waiting.append({"learner": self.learner, "n": n, **row})
                continue
            self._put_in(waiting)
            waiting = []
            self._put_in([{"learner": self.learner, "n": self._slot(n), **row}])
        self._put_in(waiting)

    def _put_in(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.db.insert("entry", rows)
            folded = [{"n": row["n"], "folded": search.fold(row["words"])} for row in rows]
            self.db.many("search_add", folded)
            caught = (r["n"] for r in rows if r["kind"] == "mistake" and r["subject"] == r["id"])
            self._unsettle("caught", (str(n // BLOCK) for n in caught))

    def _unindex(self, n: int) -> None:
        self._unsettle("caught", [str(n // BLOCK)])
        self.db.remove("entry", learner=self.learner, n=n)
        self.db.run("search_remove", n=n)

    def _slot(self, n: int) -> int:
        """A free number that sorts by time; newest first is then the order of the index itself.

        The numbers of a second are `n` to `n + SLOTS - 1`; when all are taken, the next free one
        within reach, so that a thousand entries of the same moment cost no more than one.
        """
        taken = self.db.list("entry_slots", learner=self.learner, low=n, high=n + SLOTS - 1)
        if len(taken) < SLOTS:
            return min(set(range(n, n + SLOTS)) - set(taken))
        while self.db.first("entry_slots", learner=self.learner, low=n, high=n):
            far = n + 3600 * SLOTS
            n = self.db.scalar("entry_run_end", learner=self.learner, n=n, far=far) + 1
        return n

    # what pages have counted --------------------------------------------------------------------

    def _unsettle(self, what: str, units: Iterable[str]) -> None:
        """Note that days of `practice` or blocks of `caught` have to be counted anew (kept.py)."""
        rows = [
            {"learner": self.learner, "what": what, "unit": unit} for unit in dict.fromkeys(units)
        ]
        if rows:
            self.db.many("stale_add", rows)

    def _unsettle_stretches(self, session: str, rows: list[dict[str, Any]]) -> None:
        before = self.db.list("days_of_session", learner=self.learner, subject=session)
        self._unsettle("practice", [*before, *(row["day"] for row in rows)])

    def _unsettle_round(self, round: str, after: dict[str, Any] | None) -> None:
        before = self.db.first("round", learner=self.learner, subject=round)
        if before or after:
            self._unsettle_round_of(round, before, after)

    def _unsettle_round_of(self, round: str, before: Any, after: Any) -> None:
        """Hours take their skill from the round, and what was caught in no known round counts apart."""
        skill, made, closed = zip(_counts_for(before), _counts_for(after), strict=True)
        if skill[0] != skill[1] or closed[0] != closed[1]:
            self._unsettle("practice", filter(None, closed))
        if (skill[0], made[0]) != (skill[1], made[1]) or not before or not after:
            days = self.db.list("days_of_round", learner=self.learner, round=round)
            self._unsettle("practice", days)
        if not before or not after:
            places = self.db.list("caught_in_round", learner=self.learner, round=round)
            self._unsettle("caught", (str(n // BLOCK) for n in places))

    # taking back ----------------------------------------------------------------------------------

    def is_dead(self, act: str) -> bool:
        """Whether an act has been undone, and that undo has not been undone itself.

        Only what came later can take an act back, so no chain of undos bites its own tail.
        """
        found = self.db.list("retractions_of", learner=self.learner, subject="act:" + act)
        return any(by > act and not self.is_dead(by) for by in found)

    def revive_or_bury(self, act: str) -> list[tuple[Fact, Exception]]:
        """Let a retraction of `act` take effect; the facts that no longer fit because of it."""
        before, touched = set(), self._reach(act)
        for subject in touched:
            before |= {fact.id for fact, _ in self.refold(subject).misfits}
        self._bury(self._chain(act))
        after = []
        for subject in touched:
            after += [pair for pair in self.refold(subject).misfits if pair[0].id not in before]
        return after

    def _bury(self, acts: list[str]) -> None:
        """Keep in the table `dead` those of the acts that are, and none of the others."""
        for act in acts:
            self.db.remove("dead", learner=self.learner, act=act)
        dead = [act for act in dict.fromkeys(acts) if self.is_dead(act)]
        self.db.insert("dead", [{"learner": self.learner, "act": act} for act in dead])

    def _chain(self, act: str) -> list[str]:
        """The act, and the act it takes back if it is an undo, and so on."""
        chain = [act]
        for subject in self.db.list("subjects_of_act", learner=self.learner, act=act):
            if subject.startswith("act:") and subject[4:] < act:
                chain += self._chain(subject[4:])
        return chain

    def _reach(self, act: str) -> list[str]:
        subjects: list[str] = []
        for one in self._chain(act):
            subjects += self.db.list("subjects_of_act", learner=self.learner, act=one)
        return [s for s in dict.fromkeys(subjects) if not s.startswith("act:")]

    # forgetting -----------------------------------------------------------------------------------

    def entomb(self, fact: str, subject: str) -> None:
        """Blank a fact and its edits wherever they are stored, now and whenever they arrive.

        Edits may be here before the fact is. The names of kept files that only it may have known
        are noted for `forgetting`.
        """
        if not self.db.first("tombstoned", learner=self.learner, fact=fact):
            self.db.insert("tombstone", [{"learner": self.learner, "fact": fact}])
        target = self.db.first("fact", learner=self.learner, id=fact)
        about = dict.fromkeys([subject, *([target["subject"]] if target else [])])
        edits = [r for s in about for r in self.db.all("edits_of", learner=self.learner, subject=s)]
        mine = [row for row in edits if read(row["body"]).get("fact") == fact]
        blanked = [self._blank(row) for row in (target, *mine) if row]
        for one in about if any(blanked) else ():
            self.refold(one)

    def _blank(self, row: Row) -> bool:
        body = read(row["body"])
        if body.get("forgotten"):
            return False
        self.db.run("fact_blank", learner=self.learner, id=row["id"], body=written(blank(body)))
        if hash := body.get("hash"):
            self.db.run("here_set", key=f"forgotten-file:{hash}", value="")
        return True

    def _without_forgotten(self, facts: list[Fact]) -> list[Fact]:
        """The facts as they may be stored: those that have been forgotten come blank."""
        for fact in facts:
            if fact.kind == "forgotten":
                self.entomb(fact.body["fact"], fact.subject)
        if self.db.first("tombstone_any", learner=self.learner):
            return [self._unless_forgotten(fact) for fact in facts]
        return facts

    def _unless_forgotten(self, fact: Fact) -> Fact:
        about = fact.body.get("fact") if fact.kind == "edited" else None
        for id in (fact.id, about):
            if id and self.db.first("tombstoned", learner=self.learner, fact=id):
                return fact._replace(body=blank(fact.body))
        return fact

    # from elsewhere -------------------------------------------------------------------------------

    def absorb(self, acts: Iterable[dict[str, Any]]) -> Absorbed:
        """Append acts written elsewhere, in any order; those already here change nothing."""
        from selfgrad import absorbing

        return absorbing.absorb(self, acts)

    # all anew -------------------------------------------------------------------------------------

    def rebuild(self) -> int:
        """Throw every derived row away and fold all facts again; the number of subjects."""
        from selfgrad.db import opening

        with self.db.transaction():
            for row in self.db.all("forgettings", learner=self.learner):
                self.entomb(read(row["body"])["fact"], row["subject"])
            for table in (*TABLES, "dead", *KEPT):
                self.db.remove(table, learner=self.learner)
            self.db.run("search_drop")  # emptying it row by row takes as long as filling it
            for statement in opening.statements("0002_search.sqlite.sql"):
                self.db.connection.execute(statement)
            self._bury_all()
            count = 0
            some: list[Folded] = []
            for _, facts in self._grouped():
                some.append(fold(facts))
                count += 1
                if len(some) == TOGETHER:
                    self._store_new(some)
                    some = []
            self._store_new(some)
            self.db.remove("stale", learner=self.learner)  # for nothing is counted
            return count

    def _bury_all(self) -> None:
        rows = self.db.all("retractions", learner=self.learner)
        self._bury(list(dict.fromkeys(row["subject"][4:] for row in rows)))

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


def _counts_for(round: Any) -> tuple[Any, ...]:
    """What hours and counts depend on in the row of a round: its skill, an output, its last day."""
    return (round["skill"], round["attempts"] > 0, round["closed_day"]) if round else (None,) * 3


def read_fact(row: Row) -> Fact:
    """A fact from its row."""
    return Fact(**{**dict(row), "body": read(row["body"])})


def blank(body: dict[str, Any]) -> dict[str, Any]:
    """A body without any words: what remains of what is to be forgotten.

    >>> blank({"words": "a secret", "loss": 0.3})
    {'words': '(forgotten)', 'loss': 0.3, 'forgotten': True}
    """
    return {**_wordless(body), "forgotten": True}


def _wordless(body: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in body.items() if key not in WORDY}
    if "words" in kept:
        kept["words"] = FORGOTTEN
    if isinstance(kept.get("to"), dict):  # what an edit says instead
        kept["to"] = _wordless(kept["to"])
    return kept


FORGOTTEN = "(forgotten)"
# what a person typed, in the bodies of facts, beside "words" and "to"
WORDY = (
    *("said", "detail", "reference", "source", "hash", "level", "name"),
    *("tail", "branch", "audience", "url", "author", "meta", "heading"),
)
