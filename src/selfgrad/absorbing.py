"""Acts from elsewhere: an import, another device, a backup; in any order, any number of times.

What decides the speed is how seldom something has to be looked up: ids sort by time, so what is
later than everything here is new, and subjects that are new are stored many at a time.
"""

from __future__ import annotations

from collections import namedtuple
from operator import attrgetter

from selfgrad.fold import Fact, fold

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from selfgrad.ledger import Ledger

    Misfits = list[tuple[Fact, Exception]]

# how many acts and facts were new, and the facts that became loose entries, each with its reason
Absorbed = namedtuple("Absorbed", "acts facts misfits")


def absorb(ledger: Ledger, acts: Iterable[dict[str, Any]]) -> Absorbed:
    """Append those acts, and fold what they touch, in one transaction."""
    with ledger.db.transaction():
        new_acts, facts = _unknown(ledger, acts)
        unmet = _unmet(ledger, facts)
        ledger.db.insert("act", new_acts)
        facts = ledger._without_forgotten(facts)
        ledger.db.insert("fact", [ledger._fact_row(fact) for fact in facts])
        touched = _take_back(ledger, facts)
        misfits = _fold_unmet(ledger, facts, unmet)
        for subject in dict.fromkeys([*(fact.subject for fact in facts), *touched]):
            if subject not in unmet:
                misfits += _refold(ledger, subject)
        return Absorbed(len(new_acts), len(facts), misfits)


def _unknown(
    ledger: Ledger, acts: Iterable[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[Fact]]:
    """Rows of the acts, and facts, that are not here yet.

    An act that is here already may lack facts (one that was saved from a broken file): they are
    added.
    """
    rows: dict[str, dict[str, Any]] = {}
    facts: dict[str, Fact] = {}
    last_act = ledger.db.scalar("act_last", learner=ledger.learner) or ""
    last_fact = ledger.db.scalar("fact_last", learner=ledger.learner) or ""
    for act in acts:
        id = act["act"]
        if id not in rows and (id > last_act or not _here(ledger, "act_exists", id)):
            head = {key: act[key] for key in ("recorded_at", "device", "verb")}
            rows[id] = {"learner": ledger.learner, "id": id, **head}
        for given in act["facts"]:
            fact = Fact(act=id, **given)
            if fact.id > last_fact or not _here(ledger, "fact_exists", fact.id):
                facts.setdefault(fact.id, fact)
    return list(rows.values()), list(facts.values())


def _here(ledger: Ledger, query: str, id: str) -> bool:
    return ledger.db.first(query, learner=ledger.learner, id=id) is not None


def _unmet(ledger: Ledger, facts: list[Fact]) -> set[str]:
    """Subjects of which nothing is here yet."""
    known, learner = ledger.db.first, ledger.learner
    subjects = {fact.subject for fact in facts}
    return {s for s in subjects if not known("subject_exists", learner=learner, subject=s)}


def _take_back(ledger: Ledger, facts: list[Fact]) -> list[str]:
    """Let undos among new facts take effect; the subjects they reach.

    An undo may come before the act it takes back, and that act then arrives dead.
    """
    touched: list[str] = []
    for act in dict.fromkeys(fact.act for fact in facts if fact.kind == "retracted"):
        ledger._bury(ledger._chain(act))
        touched += ledger._reach(act)
    return touched


def _fold_unmet(ledger: Ledger, facts: list[Fact], unmet: set[str]) -> Misfits:
    dead = set(ledger.db.list("dead_acts", learner=ledger.learner))
    grouped: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.subject in unmet and fact.act not in dead:
            grouped.setdefault(fact.subject, []).append(fact)
    folded = [fold(sorted(group, key=attrgetter("id"))) for group in grouped.values()]
    ledger._store_new(folded)
    return [pair for one in folded for pair in one.misfits]


def _refold(ledger: Ledger, subject: str) -> Misfits:
    """Fold a subject anew; the facts that are loose now and were not before."""
    before = set(ledger.db.list("entries_loose", learner=ledger.learner, subject=subject))
    return [pair for pair in ledger.refold(subject).misfits if pair[0].id not in before]
