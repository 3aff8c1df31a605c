"""What every verb stands on: the open journal, its clock, its settings, and the writing of an act."""

from __future__ import annotations

import os
from collections import namedtuple

from selfgrad import errors, ids
from selfgrad.clock import Clock
from selfgrad.db import Database
from selfgrad.ledger import LEARNER, Act, Ledger, Misfit

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.conditions import Condition
    from selfgrad.db import Row

# What a verb answers: `said` are sentences for the learner, `id` the short id of what was written,
# `act` the whole id of the act (None when nothing was written), `data` the same as plain values.
Receipt = namedtuple("Receipt", "verb id act said data")

DEFAULTS = {
    "zone": "",  # IANA; empty: the system's own
    "day_start": "04:00",  # when a practice day begins
    "target_hours": "10000",
    "keep_bytes": "1000000",  # files up to this size are copied into the journal
    "offer_self": "on",  # offer worth and values when a loss is far above what was expected
    "hold_rounds": "12",  # rounds a step is held before the next change stops asking
    "meet_worth": "on",  # meet a sentence that judges the person before it is filed
    "help_line": "",  # named first where words speak of danger to life
    "semantic_model": "",  # sentence embeddings for scars; empty: words alone
    "obsidian_notes": "",  # a note a day or a round, as the first export has chosen
    "backups": "on",
}


class Draft:
    """An act being written: every fact happened at the same moment unless it says otherwise."""

    def __init__(self, desk: Desk, act: Act, at: int) -> None:
        self.desk, self.act, self.at = desk, act, at

    def add(self, kind: str, subject: str | None = None, at: int | None = None, **body: Any) -> str:
        """Add a fact about a subject, or one that is its own; returns its id."""
        moment = self.at if at is None else at
        clock = self.desk.clock
        if (flag := self.desk.flags.get(body.get("words", ""))) is not None:
            body["flag"] = flag
        return self.act.add(kind, subject, moment, clock.zone, clock.day(moment), **body)


class Writing:
    """`with desk.writing("log") as draft:`; a class, since `contextlib` costs a capture 2 ms."""

    def __init__(self, desk: Desk, verb: str, at: int) -> None:
        self.desk, self.verb, self.at = desk, verb, at
        self.transaction = desk.db.transaction()

    def __enter__(self) -> Draft:
        self.transaction.__enter__()
        desk = self.desk
        self.condition, desk.condition = desk.condition, None  # of the next act alone
        try:
            if self.condition:
                self.condition.check(desk)
            act = desk.ledger.begin(self.verb, desk.clock.now(), desk.device())
        except BaseException as error:
            self.transaction.__exit__(type(error))
            raise
        self.draft = Draft(desk, act, self.at)
        return self.draft

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if kind is None and self.draft.act.facts:
                self.desk.note(self.draft)
                self.desk.ledger.write(self.draft.act)
            if kind is None and self.condition:
                self.condition.keep(self.desk, self.draft.act.id)
        except Misfit as misfit:
            kind = Misfit
            raise errors.refusal(misfit.reasons[0][1]) from misfit
        except BaseException as error:
            kind = type(error)
            raise
        finally:
            self.transaction.__exit__(kind, *rest)


class Desk:
    """An open journal. `now` is a function that gives UTC milliseconds, for trying things out."""

    flags: dict[str, str] = {}  # noqa: RUF012  # words of the next act that carry one; see meeting.py

    def __init__(self, path: str | None = None, *, now: Any = None, learner: str = LEARNER) -> None:
        if path is None:
            from selfgrad.db.opening import default_path

            path = default_path()
        self.path = path if path == ":memory:" else os.path.abspath(os.path.expanduser(path))
        self.db = Database(self.path)
        self.learner = learner
        self.ledger = Ledger(self.db, learner)
        self._now = now
        self.condition: Condition | None = None
        self._settle()

    def _settle(self) -> None:
        """Read the settings, and set the clock by them."""
        kept = {row["key"]: row["value"] for row in self.db.all("settings", learner=self.learner)}
        self.settings = {**DEFAULTS, **kept}
        hours, _, minutes = self.settings["day_start"].partition(":")
        start = int(hours) * 60 + int(minutes or 0)
        self.clock = Clock(self.settings["zone"] or None, day_start_minutes=start, now=self._now)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; everything that was answered is already on the disk."""
        self.db.close()

    # writing --------------------------------------------------------------------------------------

    def note(self, draft: Draft) -> None:
        """What an act says beside itself, added last; see meeting.py."""

    def writing(self, verb: str, at: int | str | None = None) -> Writing:
        """One act in one transaction: what is read inside still holds when it is written."""
        return Writing(self, verb, self.moment(at))

    def provided(
        self, sending: str | None = None, *, round: str | None = None, state: str | None = None
    ) -> None:
        """Write the next act once, however often its sending arrives, and only to a round as it was shown.

        `sending` is a UUIDv7 that the sender made. The verb then raises `AlreadyKept` or `Moved`. It
        holds for the next act that gets as far as writing.
        """
        from selfgrad.conditions import Condition

        self.condition = Condition(sending, round, state)

    def moment(self, at: int | str | None) -> int:
        """UTC milliseconds of what `--at` says; now when it says nothing."""
        if at is None:
            return self.clock.now()
        return self.clock.parse(at) if isinstance(at, str) else at

    def device(self) -> str:
        """The name of this place, made once, so that two copies can be told apart."""
        known = self.db.scalar("here_get", key="device")
        if known is None:
            known = os.urandom(4).hex()
            self.db.run("here_set", key="device", value=known)
        return str(known)

    def receipt(self, draft: Draft, id: str, said: list[str], **data: Any) -> Receipt:
        """What was written, with its short id."""
        short = self.short(id)
        full = {"id": id, "act": draft.act.id, "verb": draft.act.verb, **data}
        return Receipt(draft.act.verb, short, draft.act.id, said, full)

    # ids ------------------------------------------------------------------------------------------

    def short(self, id: str) -> str:
        """A prefix of an id that names nothing else."""
        near = self.db.list("id_neighbours", learner=self.learner, id=id)
        return ids.short(id, tuple(near))

    def find_fact(self, prefix: str) -> Row:
        """The fact whose id, or whose act's id, begins with `prefix`; "last" is the last entry."""
        text = ids.spread(prefix.strip().lstrip("#"))
        if prefix.strip() == "last":
            text = self.db.scalar("entry_last", learner=self.learner) or "-"
        if prefix.strip() == "last" and text == "-":
            raise errors.NotFound("The journal is empty.", 'Begin with `selfgrad start "AIM"`.')
        if not text or set(text) - set("0123456789abcdef-"):
            raise errors.NotFound(
                f"“{prefix}” is not an id.", "Ids are in what `selfgrad today` shows."
            )
        found = self.db.all("fact_by_prefix", learner=self.learner, low=text, high=text + "g")
        if not found:
            act = self.db.all("fact_by_act_prefix", learner=self.learner, low=text, high=text + "g")
            found = act[:1] if len({row["act"] for row in act}) == 1 else act
        if not found:
            raise errors.NotFound(
                f"Nothing has the id {prefix}.", "See `selfgrad today` or `selfgrad find`."
            )
        if len(found) > 1:
            which = ", ".join(self.short(row["id"]) for row in found[:5])
            raise errors.Refused(
                f"More than one id begins with {prefix}: {which}.", "Give one more character."
            )
        return found[0]
