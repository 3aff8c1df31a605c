"""Plans and reminders at the terminal."""

from __future__ import annotations

import argparse
import sys

from selfgrad import errors
from selfgrad.cli import asking, habit_lines
from selfgrad.desk import Receipt
from selfgrad.journal import Journal
from selfgrad.planning import AUTOMATIC

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

ASKED = ("free", "freeze", "repair", "came", "felt", "end")


def plan(journal: Journal, args: argparse.Namespace) -> Any:
    if args.felt == []:
        return _questions()
    asked = [name for name in ASKED if getattr(args, name)]
    if len(asked) > 1 or (asked and args.cue):
        raise errors.Usage("That is more than one thing.", "Say one of them at a time.")
    if asked:
        return _said_of_a_day(journal, args, asked[0])
    given = {name: getattr(args, name) for name in ("least", "days", "remind", "quiet")}
    if args.cue or any(words is not None for words in given.values()):
        cue = " ".join(args.cue) or None
        return journal.plan(cue, skill=args.skill, new=args.new, **given)
    page = journal.read.plans()
    if not args.json:
        print("\n".join(habit_lines.plans(page)))
    return page


def _said_of_a_day(journal: Journal, args: argparse.Namespace, what: str) -> Receipt:
    if what == "end":
        return journal.end_plan(args.skill)
    if what == "came":
        return journal.cue_came(args.came == "yes", skill=args.skill)
    if what == "felt":
        return journal.felt(" ".join(args.felt), skill=args.skill)
    deeds = {"free": journal.free, "freeze": journal.freeze, "repair": journal.repair}
    return deeds[what](getattr(args, what), skill=args.skill)


def _questions() -> None:
    """The four of them, each to be answered from 1 (disagree) to 7 (agree)."""
    print("How automatic does it feel? Each from 1 (disagree) to 7 (agree), once a week:")
    print("\n".join(f"  {n}. {words}" for n, words in enumerate(AUTOMATIC, 1)))
    print("Then: `selfgrad plan --felt`, with the four numbers.")


# reminders ------------------------------------------------------------------------------------------


def remind(journal: Journal, args: argparse.Namespace) -> Any:
    if args.install or args.uninstall:
        return _set_up(args)
    if args.ics:
        return _calendar(journal, args.ics)
    if args.to or args.desktop:
        return _where(journal, args)
    from selfgrad.reminding import sending

    if args.test:
        ways = sending.deliver(journal, "selfgrad", "This is how a reminder looks.")
        said = [f"Sent ({ways})."]
    else:
        said = sending.send_due(journal)
    if not args.json:
        print("\n".join(said) or _nothing_due(journal))
    return {"sent": said}


def _nothing_due(journal: Journal) -> str:
    planned = journal.db.all("plans_in_force", learner=journal.learner)
    if not any(row["remind"] for row in planned):
        return 'No plan has a reminder. Next: `selfgrad plan "after breakfast" --remind 07:30`.'
    return "Nothing is due."


def _where(journal: Journal, args: argparse.Namespace) -> dict[str, Any]:
    """Where reminders go; an address is a secret, so only its kind is shown."""
    from selfgrad.reminding import sending, services

    if args.to:
        sending.send_to(journal, args.to)
    desktop = sending.on_desktop(journal, args.desktop and args.desktop == "on")
    ways = [services.masked(address) for address in sending.addresses(journal)]
    ways += ["this desktop"] if desktop else []
    if not args.json:
        tried = (
            "Try it: `selfgrad remind --test`." if ways else "Next: `selfgrad remind --to ADDRESS`."
        )
        print(f"Reminders go to: {', '.join(ways) or 'nobody'}. {tried}")
    return {"ways": ways}


def _calendar(journal: Journal, path: str) -> None:
    """A calendar file with an event and an alarm for every reminder."""
    from selfgrad import atomic
    from selfgrad.planning import plan_of
    from selfgrad.reminding import calendars

    rows = journal.db.all("plans_in_force", learner=journal.learner)
    kept = [(row["subject"], plan_of(row)) for row in rows]
    made = calendars.calendar(kept, journal.clock, journal.clock.now())
    if path == "-":
        sys.stdout.buffer.write(made)
        return
    try:
        with atomic.replacing(path) as file:
            file.write(made)
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        raise errors.NotFound(f"The file {path}: {reason}.", "Name another one.") from error
    print(f"Written: {path}. Import it into your calendar; once more replaces what it brought.")


def _set_up(args: argparse.Namespace) -> None:
    """Show what would be written, then write it, if that is wanted."""
    from selfgrad.reminding import timers

    timer = timers.here(timers.reminding(args.db))
    if args.uninstall:
        timers.uninstall(timer)
        print("Taken back: nothing runs `selfgrad remind` any more.")
        return
    print(timers.preview(timer))
    if not args.yes and not (asking.interactive() and asking.yes("Write and run this?")):
        print("Nothing was written. To do so: `selfgrad remind --install --yes`.")
        return
    timers.install(timer)
    print("Done: it runs every five minutes. To take it back: `selfgrad remind --uninstall`.")
