"""The reading commands: each asks the record for one page and lays it out in lines."""

from __future__ import annotations

import argparse

from selfgrad import errors
from selfgrad.cli import asking, daily, layout
from selfgrad.journal import Journal

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.desk import Receipt

    Page = dict[str, Any]

EVENING = "17:00"


def show(journal: Journal, args: argparse.Namespace) -> Page | None:
    from selfgrad.cli import showing

    page: Page = journal.read.show(args.id)
    if args.json:
        return page
    print("\n".join(showing.lines(page)))
    return None


def find(journal: Journal, args: argparse.Namespace) -> Page | None:
    from selfgrad.cli import finding

    page: Page = journal.read.find(finding.typed(args.words), limit=args.limit)
    if args.json:
        return page
    print("\n".join(finding.lines(page)))
    return None


# today ----------------------------------------------------------------------------------------------


def today(journal: Journal, args: argparse.Namespace) -> Page | Receipt | None:
    if args.tomorrow is not None:
        return _write_line(journal, args)
    page: Page = journal.read.today(args.day)
    if args.json:
        return page
    print("\n".join(daily.lines(page)))
    if _asks_for_line(journal, page):
        line = asking.ask("\nOne line for tomorrow (Enter skips):")
        if line:
            print("\n".join(journal.review(line).said))
    return None


def _write_line(journal: Journal, args: argparse.Namespace) -> Receipt:
    if args.day is not None and journal.read.day_of(args.day) != journal.read.today_is():
        raise errors.Usage("A line for tomorrow is written today.", "Leave out the day.")
    return journal.review(args.tomorrow)


def _asks_for_line(journal: Journal, page: Page) -> bool:
    """In the evening of this very day, which lasts until the next practice day begins."""
    if not page["today"] or page["tomorrow"] or not asking.interactive():
        return False
    civil, time = journal.clock.local(journal.clock.now()).split()
    return time >= EVENING or civil != page["day"]


# week -----------------------------------------------------------------------------------------------


def week(journal: Journal, args: argparse.Namespace) -> Page | None:
    from selfgrad.cli import weekly

    page: Page = journal.read.week(args.back)
    if args.json:
        return page
    if args.markdown:
        print("\n".join(weekly.markdown(page)))
        return None
    print(layout.paint(page["question"], layout.BOLD))
    answer = asking.ask(">") if asking.interactive() else ""
    print("\n".join(weekly.lines(page, answer)))
    return None


# hours, steps, credit -------------------------------------------------------------------------------


def hours(journal: Journal, args: argparse.Namespace) -> Page | None:
    from selfgrad.cli import counting

    reading = journal.read
    page: Page = reading.hours(args.skill)
    page["forecasts"] = [
        reading.forecast(row["skill"]) for row in page["skills"] if row["ms"] and row["skill"]
    ]
    if args.json:
        return page
    print("\n".join(counting.hours(page)))
    return None


def steps(journal: Journal, args: argparse.Namespace) -> list[Page] | None:
    from selfgrad.cli import counting

    if args.limit < 1:
        raise errors.BadInput("That would show nothing.", "Give a number of 1 or more.")
    reading = journal.read
    page: list[Page]
    page = reading.together(args.skill) if args.together else reading.steps(args.skill, args.limit)
    if not args.json:
        print("\n".join((counting.together if args.together else counting.steps)(page)))
        return None
    return page


def credit(journal: Journal, args: argparse.Namespace) -> Page | None:
    from selfgrad.cli import counting

    if args.rounds < 1:
        raise errors.BadInput("That would count nothing.", "Give a number of 1 or more.")
    page: Page = journal.read.credit(args.skill, rounds=args.rounds)
    if args.json:
        return page
    print("\n".join(counting.credit(page)))
    return None
