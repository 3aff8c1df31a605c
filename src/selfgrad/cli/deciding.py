"""The bare command: asked what to do, it names one thing, and one key starts it. Never a list."""

from __future__ import annotations

import argparse

from selfgrad import errors
from selfgrad.cli import asking, guiding, layout, practice
from selfgrad.journal import Journal
from selfgrad.scars import scar_lines
from selfgrad.unsteady import smaller

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

KEY = {
    "open": "Enter: work on it",
    "produced": "Enter: give its loss",
    "measured": "Enter: write down what went wrong",
    "reflected": "Enter: take one small step, or keep",
}


def now(journal: Journal, args: argparse.Namespace) -> Any:
    """One thing to do now."""
    practice.settle_left_clock(journal)
    round = journal.current()
    if getattr(args, "json", False):
        return dict(round) if round else {"state": None, "next": 'selfgrad start "AIM"'}
    if round is None:
        return _propose(journal)
    _show(journal, round)
    if not asking.interactive():
        waits = round["state"] == "open" and journal.running() is None
        print(_next(journal, round, waits))
        return None
    if asking.ask(f"{KEY[round['state']]}; q: leave it.") == "":
        guiding.proceed(journal)
    return None


def _next(journal: Journal, round: Row, waits: bool) -> str:
    if waits:
        return "Start its clock with `selfgrad go`."
    if round["state"] == "reflected":
        return journal.step_offered(round["skill"])
    return errors.next_action(round["state"])


def _show(journal: Journal, round: Row) -> None:
    """The step in force above the aim, the clock beside it; nothing else competes."""
    above = journal.this_round(round["subject"], round["skill"])
    for said in above:
        print(said)
    print(f"“{round['aim']}”{_where(journal, round)}")
    if round["state"] == "open":
        for said in scar_lines(journal.scars_here(), above):
            print(said)
        for said in journal.explained_before(round["aim"]):
            print(said)
    if signs := journal.unsteady(round["skill"]):
        print(*signs, smaller(round["aim"]), sep="\n")
    _beside(journal)
    left, running = journal.left_running(), journal.running()
    if left:
        since = journal.clock.local(left["since"])
        print(f'The clock has run since {since}. When did you stop? `selfgrad pause --at "…"`.')
    elif running:
        print(f"The clock runs since {journal.clock.time(running['started_at'])}.")


def _beside(journal: Journal) -> None:
    """Open questions in one line, and an explanation that can be recalled."""
    if count := journal.db.scalar("lookups_count", learner=journal.learner):
        print(f"{layout.counted(count, 'question')} open: `selfgrad ask` lists what to look up.")
    if waits := journal.read.recall_due():
        points = layout.counted(waits["points"], "point")
        print(f"Still there? {points} of “{waits['topic']}”, without looking: `{waits['say']}`.")


def _where(journal: Journal, round: Row) -> str:
    where = journal.called("skill", round["skill"]) or journal.called("project", round["project"])
    return f" · {where}" if where else ""


def _propose(journal: Journal) -> None:
    """No round is open: the last aim once more, or the very first."""
    last = journal.db.first("round_last", learner=journal.learner)
    if last:
        print(f"“{last['aim']}”, once more.")
        if not asking.interactive():
            print(f'Next: `selfgrad start "{last["aim"]}"`, or another aim.')
        elif asking.ask("Enter: start it; q: leave it.") == "":
            journal.start(last["aim"])
            guiding.proceed(journal)
        return
    print("A round is one small thing that you make: aim, output, loss, what went wrong, one step.")
    if asking.interactive():
        guiding.guided(journal, argparse.Namespace(skill=None, project=None, new=False))
    else:
        print('Next: `selfgrad start "AIM"`.')
