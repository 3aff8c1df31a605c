"""`selfgrad source`: what was read, what was taken away, and what a round has shown of it."""

from __future__ import annotations

import argparse

from selfgrad import errors
from selfgrad.cli import layout
from selfgrad.journal import Journal

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    Page = dict[str, Any]

TESTED = {"untested": "untested", "held": "held", "failed": "failed", "changed": "worded anew"}


def source(journal: Journal, args: argparse.Namespace) -> Any:
    """All sources, one of them, or what is done with one."""
    action, *rest = args.words or [""]
    if action in DO:
        return DO[action](journal, rest)
    if args.unused:
        return _unused(journal, args)
    if args.check:
        return _check(journal)
    if action:
        return _one(journal, " ".join(args.words), args)
    return _all(journal, args)


def _add(journal: Journal, rest: list[str]) -> Any:
    if len(rest) != 1:
        raise errors.Usage("A source is one file or folder.", "Say `selfgrad source add NOTE.md`.")
    return journal.add_source(rest[0])


def _take(journal: Journal, rest: list[str]) -> Any:
    if len(rest) < 2:
        raise errors.Usage("A takeaway has words.", 'Say `selfgrad source take ID "…"`.')
    return journal.take_away(rest[0], " ".join(rest[1:]))


def _aim(journal: Journal, rest: list[str]) -> Any:
    if len(rest) != 1:
        raise errors.Usage("Which takeaway?", "Say `selfgrad source aim ID`.")
    return journal.aim_at(rest[0])


def _test(journal: Journal, rest: list[str]) -> Any:
    if len(rest) < 2:
        raise errors.Usage(
            "What has the output shown of it?", "Say `selfgrad source test ID held` (or failed)."
        )
    return journal.test_takeaway(rest[0], rest[1], " ".join(rest[2:]) or None)


DO = {"add": _add, "take": _take, "aim": _aim, "test": _test}


def _all(journal: Journal, args: argparse.Namespace) -> list[Page]:
    pages: list[Page] = journal.read.sources()
    if not args.json:
        rows = [_row(page) for page in pages]
        print("\n".join(layout.columns(rows, indent="")) or NOTHING)
    return pages


NOTHING = "No source is kept yet. Next: `selfgrad source add NOTE.md`, or a folder of notes."


def _row(page: Page) -> tuple[str, ...]:
    counts = [f"{page[state]} {said}" for state, said in TESTED.items() if page[state]]
    title = f"{layout.plain(page['title'])}  {layout.short(page['short'])}"
    return (page["day"], title, ", ".join(counts) or "no takeaway")


def _one(journal: Journal, id: str, args: argparse.Namespace) -> Page:
    page: Page = journal.read.source(id)
    if not args.json:
        print("\n".join(lines(page)))
    return page


def lines(page: Page) -> list[str]:
    """A source with its takeaways."""
    about = [page["kind"], page["author"], page["published"], page["url"]]
    found = [layout.paint(layout.plain(page["title"]), layout.BOLD)]
    found += [", ".join(layout.plain(one) for one in about if one)] if any(about) else []
    found += [f"Its note: {layout.plain(page['reference'])}"] if page["reference"] else []
    if page["differs"]:
        found.append(
            f"The note has changed since: `selfgrad source add {layout.plain(page['reference'])}`."
        )
    if page["lost"]:
        found.append("Gone: it is no longer there. " + FROM_NEW_PLACE)
    for one in page["takeaways"]:
        gone = ", no longer in the note" if one["gone"] else ""
        said = f"{TESTED[one['state']]}{gone}"
        found.append(f"  {said}: {layout.plain(one['words'])}  {layout.short(one['short'])}")
    return [*found, NEXT]


NEXT = "Next: `selfgrad source aim ID` makes a takeaway the aim of a round."


def _unused(journal: Journal, args: argparse.Namespace) -> Page:
    """What was read and never used."""
    page: Page = journal.read.unused()
    if args.json:
        return page
    above = None
    for one in page["takeaways"]:
        if one["source"] != above:
            print(f"{layout.plain(one['title'])}, {one['day']}")
        above = one["source"]
        print(f"  {layout.plain(one['words'])}  {layout.short(one['short'])}")
    more = page["count"] - len(page["takeaways"])
    if more > 0:
        print(f"and {more:,} more")
    print(NEXT if page["takeaways"] else "Every takeaway has been tested, or there is none yet.")
    return page


def _check(journal: Journal) -> None:
    """The notes that are not as they were when they were read, and those that are gone."""
    changed, gone = journal.changed_notes(), journal.gone_notes()
    for said, rows in (("Changed", changed), ("Gone", gone)):
        for row in rows:
            print(f"{said}: {layout.plain(row['title'])} ({layout.plain(row['reference'])})")
    if changed:
        print("Next: `selfgrad source add` with each that has changed.")
    if gone:
        print(FROM_NEW_PLACE)
    if not changed and not gone:
        print("Every note is as it was read.")


FROM_NEW_PLACE = "Next: add it again from where it is now, `selfgrad source add NOTE.md`."
