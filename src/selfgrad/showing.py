"""One thing and all that belongs to it: a round, an entry, a question, a session, a name, an act."""

from __future__ import annotations

import json

from selfgrad import errors, ids
from selfgrad.fold import CORRECTIONS, ENTRIES, KEPT_WORDS
from selfgrad.hours import Hours, split
from selfgrad.ledger import read_fact
from selfgrad.practice import length
from selfgrad.reader import SEALED

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row
    from selfgrad.fold import Fact

PEEKS = 3  # opened this often within a practice day, a sealed round points to the next one, once
# facts of a round that are a thing to look at by themselves; the others are the round
ALONE = ("mistake", "logged", "held", "produced", "asked", "answered", "reviewed")


class Showing(Hours):
    """What an id stands for."""

    def show(self, id: str = "last", *, peek: bool = True) -> dict[str, Any]:
        """What has this id; `kind` says what the rest is: a round, an entry, a question, a session,
        a name, a setting, an architecture, an act, or something undone or deleted.

        Opening a sealed round is counted (`peek`): at the third time within a practice day, `peek` is a
        sentence that points to the next round, once. Raises `NotFound`, and `Refused` for an ambiguous id.
        """
        fact = self._meant(id)
        retracted = self._retraction(fact.act)
        if retracted:
            return self._undone(fact, retracted)
        named = ids.spread(id.strip().lstrip("#"))
        if fact.kind == "retracted" or fact.act.startswith(named) > fact.id.startswith(named):
            return self._act(fact.act)
        return self._thing(fact, peek)

    def _meant(self, id: str) -> Fact:
        fact = read_fact(self.journal.find_fact(id))
        if fact.kind in ("edited", "deleted", "forgotten"):
            fact = read_fact(self.journal.find_fact(fact.body["fact"]))
        return fact

    def _facts(self, act: str) -> list[Fact]:
        rows = self.db.all("facts_of_act", learner=self.learner, act=act)
        return [read_fact(row) for row in rows]

    def _thing(self, fact: Fact, peek: bool) -> dict[str, Any]:
        kind = fact.subject.partition(":")[0] if ":" in fact.subject else ""
        if kind in ("skill", "project", "parameter"):
            return self._name(kind, fact.subject)
        if kind in ("setting", "architecture"):
            return {
                "kind": kind,
                "key": fact.subject.partition(":")[2],
                **fact.body,
                **self._at(fact),
            }
        lookup = self.db.first("lookup", learner=self.learner, subject=fact.subject)
        if lookup:
            return self._question(lookup)
        session = self.db.first("session", learner=self.learner, subject=fact.subject)
        if session:
            return {"kind": "session", **self._session(session, self._parts_of([session]))}
        round = self.db.first("round", learner=self.learner, subject=fact.subject)
        if round and (fact.kind not in ALONE or self._silent(fact)):
            return self.round(round, peek)
        return self._entry(fact) | ({"takeaway": self._as_read(fact)} if kind == "takeaway" else {})

    def _as_read(self, fact: Fact) -> dict[str, Any]:
        """A takeaway as it stands now."""
        from selfgrad.library import Library  # only where one is shown

        return Library(self.journal).takeaway(fact.id)

    def _silent(self, fact: Fact) -> bool:
        return fact.kind == "held" and not fact.body.get("words")

    def _at(self, fact: Fact) -> dict[str, Any]:
        return {
            "id": fact.id,
            "short": self.journal.short(fact.id),
            "at": fact.happened_at,
            "when": self.clock.local(fact.happened_at),
            "day": fact.day,
        }

    # a round --------------------------------------------------------------------------------------

    def round(self, row: Row, peek: bool = True) -> dict[str, Any]:
        """A whole round. Losses and `expected` run from 0 to 1, `time` is milliseconds."""
        subject, sealed = row["subject"], row["state"] in SEALED
        entries = self._entries(row)
        page = {"kind": "round", "sealed": sealed, **self.brief(row)}
        page |= {key: row[key] for key in ("level", "raw", "unit", "discomfort")}
        page |= {
            "kept": None if row["kept"] is None else bool(row["kept"]),
            "opened": self.clock.local(row["opened_at"]),
            "closed": self.clock.local(row["closed_at"]) if row["closed_at"] else None,
            "attempts": self._attempts(subject),
            "mistakes": [e for e in entries if e["kind"] == "mistake" and not e["loose"]],
            "kept_words": [e for e in entries if e["kind"] == KEPT_WORDS],
            "loose": [e for e in entries if e["loose"]],
            "questions": self._questions_of(subject),
            **self._time_of(subject),
            "previous": self._round_before(subject),
            "next": self._neighbour(row["following"]),
        }
        page["peek"] = self._peek(row) if sealed and peek else None
        return page

    def _entries(self, round: Row) -> list[dict[str, Any]]:
        """The sentences of a round, and those caught in passing while it was open."""
        rows = self.db.all("entries_of_round", learner=self.learner, subject=round["subject"])
        return [self.sentence(row) for row in sorted(rows, key=lambda row: int(row["n"]))]

    def _attempts(self, subject: str) -> list[dict[str, Any]]:
        rows = self.db.all("attempts_of", learner=self.learner, subject=subject)
        return [self._attempt(row) for row in rows]

    def _attempt(self, row: Row) -> dict[str, Any]:
        kept = {k: value for k, value in dict(row).items() if k not in ("learner", "subject")}
        detail = json.loads(row["detail"]) if row["detail"] else None
        when, short = self.clock.local(row["happened_at"]), self.journal.short(row["id"])
        return {**kept, "detail": detail, "when": when, "short": short}

    def _questions_of(self, subject: str) -> list[dict[str, Any]]:
        rows = self.db.all("lookups_of_round", learner=self.learner, round=subject)
        return [self._question(row) for row in rows]

    def _question(self, row: Row) -> dict[str, Any]:
        keys = ("question", "answer", "source", "round", "day")
        return {
            "kind": "question",
            "id": row["subject"],
            "short": self.journal.short(row["subject"]),
            **{key: row[key] for key in keys},
            "used": None if row["used"] is None else bool(row["used"]),
            "asked": self.clock.local(row["asked_at"]),
            "answered": self.clock.local(row["answered_at"]) if row["answered_at"] else None,
        }

    def _time_of(self, subject: str) -> dict[str, Any]:
        """The sessions of a round, and what of them counts."""
        rows = self.db.all("sessions_of_round", learner=self.learner, round=subject)
        parts = self._parts_of(rows)
        sessions = [self._session(row, parts) for row in rows]
        return {"sessions": sessions, "time": split(parts)}

    def _parts_of(self, sessions: list[Row]) -> list[Any]:
        days = sorted(
            day
            for row in sessions
            for day in self.db.list("days_of_session", learner=self.learner, subject=row["subject"])
        )
        wanted = {row["subject"] for row in sessions}
        return [p for p in self.parts(days[0], days[-1]) if p.session in wanted] if days else []

    def _session(self, row: Row, parts: list[Any]) -> dict[str, Any]:
        """A stretch of time; `ms` is what counts of it, each moment once."""
        start, end = row["started_at"], row["ended_at"]
        return {
            "id": row["subject"],
            "short": self.journal.short(row["subject"]),
            "round": row["round"],
            "skill": self.called("skill", row["skill"]),
            "started": self.clock.local(start),
            "ended": self.clock.local(end) if end is not None else None,
            "ms": length(p for p in parts if p.session == row["subject"]),
            "passed": (end if end is not None else self.clock.now()) - start,
            **{key: bool(row[key]) for key in ("input", "by_hand", "guessed")},
        }

    def _round_before(self, subject: str) -> dict[str, Any] | None:
        """The round whose closing opened this one: the act is the same."""
        opened = self.db.first("fact", learner=self.learner, id=subject)
        facts = self._facts(opened["act"]) if opened else []
        closed = [f.subject for f in facts if f.body.get("following") == subject]
        return self._neighbour(closed[0] if closed else None)

    def _neighbour(self, subject: str | None) -> dict[str, Any] | None:
        row = self.db.first("round", learner=self.learner, subject=subject)
        return self.brief(row) if row else None

    # filed is filed -------------------------------------------------------------------------------

    def _peek(self, row: Row) -> str | None:
        """Note that a sealed round was opened; a sentence, once a practice day, when that is often."""
        round, now = row["subject"], self.clock.now()
        try:
            with self.db.transaction():
                self.db.insert("peek", [{"learner": self.learner, "round": round, "at": now}])
        except errors.DatabaseTrouble:
            return None  # a journal that may only be read can still be read
        peeks = self.db.list("peeks", learner=self.learner, round=round)
        if sum(self.clock.day(at) == self.clock.day(now) for at in peeks) != PEEKS:
            return None
        return (
            f"This round is filed; you opened it {PEEKS} times today. {self._go_on(row)} "
            'What you see only now: `selfgrad log "…"`.'
        )

    def _go_on(self, row: Row) -> str:
        following: Row | None = row
        while following and following["state"] in SEALED:
            next = following["following"]
            following = next and self.db.first("round", learner=self.learner, subject=next)
        following = following or self.journal.current()
        if following:
            return f"The next one is open: “{following['aim']}”, `selfgrad go`."
        return f'Open the next one with `selfgrad start "{row["aim"]}"`.'

    # everything else ------------------------------------------------------------------------------

    def _entry(self, fact: Fact) -> dict[str, Any]:
        """A sentence, with what it said earlier and the round that it belongs to."""
        row = self.db.first("entry", learner=self.learner, id=fact.id)
        history = self._facts_about(fact)
        deleted = [f for f in history if f.kind == "deleted"]
        if deleted:
            back = f"selfgrad undo {self.journal.short(deleted[-1].id)}"
            return {"kind": "deleted", "what": fact.kind, **self._at(fact), "back": back}
        words = [
            fact.body.get("words"),
            *(f.body["to"].get("words") for f in history if "to" in f.body),
        ]
        round = self._neighbour(row["round"] if row else fact.body.get("round") or fact.subject)
        page = self.sentence(row) if row else {"words": words[-1] or None, **self._at(fact)}
        attempts = self._attempts(fact.subject) if fact.kind == "produced" else []
        return {
            **page,
            "scar": self._as_scar(fact.id),
            "kind": "entry",
            "what": ENTRIES.get(fact.kind, fact.kind),
            "earlier": [old for old in words if old and old != page["words"]],
            "output": next((a for a in attempts if a["id"] == fact.id), None),
            "in_round": round,
        }

    def _as_scar(self, id: str) -> dict[str, Any] | None:
        """What became of an entry seen from later rounds, with all it is joined with; None for no scar."""
        from selfgrad.tissue import Tissue

        try:
            return Tissue(self.journal).scar(self.journal.root_of(id))
        except errors.NotFound:
            return None

    def _facts_about(self, fact: Fact) -> list[Fact]:
        """The corrections of one fact that are in force, in order."""
        rows = self.db.all("facts_of_subject", learner=self.learner, subject=fact.subject)
        facts = [read_fact(row) for row in rows]
        return [f for f in facts if f.kind in CORRECTIONS and f.body.get("fact") == fact.id]

    def _name(self, kind: str, subject: str) -> dict[str, Any]:
        key = subject.partition(":")[2]
        now = self.journal.resolved(kind, key)
        row = self.db.first("name", learner=self.learner, subject=f"{kind}:{now}")
        page = {
            "kind": kind,
            "key": now,
            "name": self.called(kind, key),
            **self.journal.about(kind, now),
        }
        page["archived"] = bool(row and row["archived"])
        if kind == "parameter":
            page["wordings"] = self.journal.wordings(now)
        return page

    def _retraction(self, act: str) -> str | None:
        """The act that took this one back, if it is taken back now."""
        if not self.journal.ledger.is_dead(act):
            return None
        found = self.db.list("retractions_of", learner=self.learner, subject="act:" + act)
        standing = [one for one in found if not self.journal.ledger.is_dead(one)]
        return str(standing[-1])

    def _undone(self, fact: Fact, retraction: str) -> dict[str, Any]:
        back = f"selfgrad undo {self.journal.short(self._facts(retraction)[0].id)}"
        words = fact.body.get("words")
        return {"kind": "undone", "what": fact.kind, "words": words, **self._at(fact), "back": back}

    def _act(self, id: str) -> dict[str, Any]:
        """One thing that was done, and the facts it left."""
        row = self.db.first("act", learner=self.learner, id=id)
        assert row is not None
        facts = [
            {"what": f.kind, "words": f.body.get("words"), **self._at(f)} for f in self._facts(id)
        ]
        when = self.clock.local(row["recorded_at"])
        return {"kind": "act", "id": id, "verb": row["verb"], "when": when, "facts": facts}
