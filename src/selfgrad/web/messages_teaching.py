"""What a client may send of runs, explanations and sources; see messages.py.

No body names a path that would be read, and none makes this machine run a command: a program runs
what it runs by itself, and says with `ran` what happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from selfgrad.web import teaching
from selfgrad.web.shapes import (
    Body,
    Command,
    ExitCode,
    Expect,
    Id,
    MadeIn,
    Minutes,
    Name,
    Short,
    Text,
    Texts,
    Took,
    Value,
    When,
    Work,
)

if TYPE_CHECKING:
    from selfgrad.desk import Receipt
    from selfgrad.journal import Journal

# runs and cells -----------------------------------------------------------------------------------


class GetReady(Body):
    aim: Text
    skill: Name | None = None
    project: Name | None = None
    expect: Expect | None = None
    level: Short | None = None
    new: bool = False


class OfRound(Body, kw_only=True):
    """A body of which `of` is the round that it is said about, where that is not the open one."""

    of: Id | None = None

    def call(self, journal: Journal, verb: str, /) -> Receipt:
        round = journal.round_of(self.of) if self.of else None
        about = {"round": round["subject"]} if round else {}
        receipt: Receipt = getattr(journal, verb)(**self.said("of"), **about)
        return receipt


class Ran(OfRound):
    """A command that ran elsewhere: what it printed, and how it ended."""

    command: Command
    output: Work
    exit_code: ExitCode
    number: Short | None = None
    report: Work | None = None
    tail: Work | None = None
    took_ms: Took | None = None
    made_in: MadeIn | None = None


class Cell(OfRound):
    code: Work
    result: Work
    measure: Value | None = None
    took_ms: Took | None = None
    made_in: MadeIn | None = None


# explanations -------------------------------------------------------------------------------------


class Explain(Body):
    topic: Name
    to: Text | None = None
    points: Texts = []  # noqa: RUF012  # msgspec makes a new one each time
    skill: Name | None = None
    project: Name | None = None
    expect: Expect | None = None
    level: Short | None = None
    at: When | None = None
    new: bool = False


class Take(Body):
    """A take; `reference` says where it lies and is not read."""

    text: Work
    topic: Name | None = None
    notes: Work = ""
    minutes: Minutes | None = None
    reference: Text | None = None
    at: When | None = None


class Prefer(Body):
    take: Id


class MarkGap(Body):
    gap: Short
    how: Literal["lookup", "aim", "wave"]
    take: Id | None = None


class Recall(Body):
    words: Text
    topic: Name | None = None
    at: When | None = None


# sources ------------------------------------------------------------------------------------------


class KeepNote(Body):
    """A note by its text; `name` is what its file is called, and is not read."""

    text: Work
    name: Name

    def call(self, journal: Journal, _: str, /) -> Receipt:
        return teaching.add_notes(journal, [(self.text.encode(), self.name)])


class TakeAway(Body):
    source: Name
    words: Text


class AimAt(Body):
    takeaway: Id
    skill: Name | None = None
    project: Name | None = None
    expect: Expect | None = None
    level: Short | None = None
    at: When | None = None
    new: bool = False


class TestTakeaway(OfRound):
    takeaway: Id
    how: Literal["held", "failed", "changed"]
    words: Text | None = None


BODIES: dict[str, type[Body]] = {
    "get_ready": GetReady,
    "ran": Ran,
    "cell": Cell,
    "explain": Explain,
    "take": Take,
    "prefer": Prefer,
    "mark_gap": MarkGap,
    "recall": Recall,
    "keep_note": KeepNote,
    "take_away": TakeAway,
    "aim_at": AimAt,
    "test_takeaway": TestTakeaway,
}
