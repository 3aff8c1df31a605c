"""`selfgrad explain`: points, takes, gaps with one key each, two takes side by side, what stayed."""

from __future__ import annotations

import argparse
import sys

from selfgrad import errors
from selfgrad.cli import asking, layout, main
from selfgrad.clock import spoken
from selfgrad.desk import Receipt
from selfgrad.journal import Journal
from selfgrad.topics import FEWEST, MOST, quoted

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    Page = dict[str, Any]

MINUTE = 60_000  # ms; less of preparation says nothing
KEYS = ".law"  # Enter leaves a gap; lookup, aim, wave
BECOMES = {"l": "lookup", "a": "aim", "w": "wave"}


def explain(journal: Journal, args: argparse.Namespace) -> Any:
    """A topic and its takes; without one, all topics."""
    topic = " ".join(args.topic)
    if args.gap:
        return journal.mark_gap(args.gap, getattr(args, "as") or "", take=args.take)
    if args.better:
        return journal.prefer(args.better)
    if args.rename or args.merge:
        return _named(journal, topic, args)
    if args.recall is not None:
        return _recall(journal, topic, args.recall)
    if not topic:
        return _topics(journal, args)
    if args.show or args.compare is not None or args.first:
        return _read(journal, topic, args)
    return _explain(journal, topic, args)


def _named(journal: Journal, topic: str, args: argparse.Namespace) -> Receipt:
    if args.rename:
        return journal.rename("topic", topic, args.rename)
    return journal.merge("topic", topic, args.merge)


# to write -----------------------------------------------------------------------------------------


def _explain(journal: Journal, topic: str, args: argparse.Namespace) -> Any:
    """Points first, then a take; a person is asked for both, a script gives them."""
    about = {name: getattr(args, name) for name in ("skill", "project", "expect", "level", "new")}
    receipt = journal.explain(topic, to=args.to, points=args.point or [], **about)
    if receipt.verb == "private":
        return receipt
    handed_in = args.text or args.file
    asks = asking.interactive() and not args.json and not args.minutes
    if not handed_in and args.minutes:
        return journal.pace(args.minutes, topic)
    if not handed_in and not asks:
        return receipt
    if asks and not handed_in:
        main.show_receipt(receipt._replace(said=_first(receipt)))
        _ask_points(journal, topic, receipt.data["round"])
    elif receipt.id:
        main.show_receipt(receipt, args.json)
    return _take(journal, topic, args)


def go_on(journal: Journal, topic: str) -> None:
    """The points that are missing, then a take, for a person."""
    said = ("to", "skill", "project", "expect", "level", "text", "file", "notes", "minutes")
    nothing = argparse.Namespace(**dict.fromkeys(said), point=None, new=False, json=False)
    if receipt := _explain(journal, topic, nothing):
        main.show_receipt(receipt)


def _first(receipt: Receipt) -> list[str]:
    """What was begun; what is next is asked for right away."""
    return [said for said in receipt.said if not said.startswith("Next:")]


def _ask_points(journal: Journal, topic: str, round: str) -> None:
    """Each point is kept as it is said."""
    count = len(journal.points_of(round))
    if count >= FEWEST or journal.about_round(round)["attempts"]:
        return
    print(f"What has to be in it? {FEWEST} to {MOST} points, a few words each. They are checked in")
    print("what you write, and again on another day without looking. An empty line ends.")
    while count < MOST:
        said = asking.ask("  ·")
        if not said and count >= FEWEST:
            return
        if said:
            journal.explain(topic, points=[said])
        count = len(journal.points_of(round))
        if not said:
            print(f"  At least {FEWEST}; {count} so far. Ctrl-C leaves it for later.")


def _take(journal: Journal, topic: str, args: argparse.Namespace) -> Receipt | None:
    notes = asking.text_of(args.notes) if args.notes else ""
    about = {"topic": topic, "notes": notes, "minutes": args.minutes, "reference": args.file}
    handed_in = _handed_in(args)
    if handed_in is not None:
        receipt = journal.take(handed_in, **about)
    else:
        from selfgrad.cli import writing

        with writing.written(journal.path, f"explain-{topic}") as text:
            receipt = journal.take(text, **about)
    if args.json or not receipt.data.get("gaps") or not asking.interactive():
        return receipt
    main.show_receipt(receipt._replace(said=_first(receipt)))
    _ask_gaps(journal, receipt.data["gaps"])
    print(_then(topic))
    return None


def _then(topic: str) -> str:
    return f"Next: another take, `selfgrad explain {quoted(topic)}`, or `selfgrad backward`."


def _handed_in(args: argparse.Namespace) -> str | None:
    if args.file:
        return asking.text_of(args.file)
    if args.text:
        return asking.piped("the explanation") if args.text == "-" else str(args.text)
    return None


def _ask_gaps(journal: Journal, gaps: list[Page]) -> None:
    """Each gap becomes a lookup or the next aim, or is waved off, with one key; Enter leaves it."""
    print(
        "Each gap: l looks it up later, a makes it the next aim, w waves it off, Enter leaves it."
    )
    try:
        for gap in gaps:
            pressed = asking.key(f"  {gap['line']:>3}  {layout.plain(gap['said'])}", KEYS)
            if pressed != ".":
                print("       " + journal.mark_gap(gap["key"], BECOMES[pressed]).said[0])
    except asking.Ended:
        return  # the take is kept; its gaps can wait


def _recall(journal: Journal, topic: str, words: str) -> Receipt:
    """The points again, without looking."""
    if not words and asking.interactive():
        journal.recall_ready(topic or None)
        print("What were the points? Without looking, in any words; an empty line ends.")
        words = "\n".join(asking.lines("  ·"))
    elif words == "-":
        words = asking.piped("what you remember")
    if not words:
        raise errors.BadInput("Nothing was recalled.", 'Say what you remember: `--recall "…"`.')
    return journal.recall(words, topic or None)


# to read ------------------------------------------------------------------------------------------


def _topics(journal: Journal, args: argparse.Namespace) -> list[Page]:
    pages: list[Page] = journal.read.topics()
    if not args.json:
        rows = [_topic_row(page) for page in pages]
        print("\n".join(layout.columns(rows, indent="")) or NOTHING)
    return pages


NOTHING = 'Nothing is explained yet. Next: `selfgrad explain "TOPIC" --to "a ten-year-old"`.'


def _topic_row(page: Page) -> tuple[str, ...]:
    points, recalled = page["points"], page["recalled"]
    covered = f"{points['covered']} of {points['total']} points" if points else ""
    stayed = f"{recalled['covered']} of {recalled['total']} stayed" if recalled else ""
    left = f"{layout.counted(page['gaps'], 'gap')} left" if page["takes"] else "no take yet"
    name = layout.plain(page["name"])
    return (page["last"] or "", name, layout.counted(page["takes"], "take"), covered, stayed, left)


def _read(journal: Journal, topic: str, args: argparse.Namespace) -> Page:
    page: Page = journal.read.topic(topic)
    if args.json:
        return page
    if args.compare is not None or args.first:
        _beside(journal, page, args)
        return page
    print("\n".join(lines(page)))
    return page


def lines(page: Page) -> list[str]:
    """A topic: each explanation with its points and takes, what is left open, time against content."""
    found = [layout.paint(layout.plain(page["name"]), layout.BOLD)]
    for one in page["explanations"]:
        found += ["", *_explanation(one)]
    if page["left"]:
        which = "better" if page["better"]["better"] else "last"
        found += [
            "",
            f"Gaps that are left in the {which} take:",
            *(f"  {_gap(gap)}" for gap in page["left"]),
        ]
    marks = [_mark(mark) for mark in page["marks"]]
    if marks:
        found += ["", "What became of the others:", *(f"  {line}" for line in marks)]
    return [*found, "", *_balance(page)]


def _explanation(one: Page) -> list[str]:
    head = f"{one['day']}  to {layout.plain(one['audience'] or 'anybody')}, {one['state']}"
    found = [f"{head}  {layout.short(one['short'])}"]
    found += [
        f"  {'in it   ' if point['covered'] else 'not yet '}  {layout.plain(point['words'])}"
        for point in one["points"]
    ]
    for take in one["takes"]:
        better = ", the better one" if take["better"] else ""
        found.append(
            f"  Take {take['n']}: {take['said'] or 'no score'}{better}  {layout.short(take['short'])}"
        )
    found += [
        f"  Without looking on {again['day']}: {again['covered']} of {again['total']} points."
        for again in one["recollections"]
    ]
    found += [f"  A blind alley: {layout.plain(one['why'])}"] if one["why"] else []
    return [*found, *(f"  {line}" for line in _against(one))]


def _gap(gap: Page) -> str:
    return f"line {gap['line']}: {layout.plain(gap['said'])}  [{gap['key']}]"


def _mark(mark: Page) -> str:
    how = {"asked": "looked up", "aim": "an aim", "waved": "waved off"}[mark["how"]]
    answer = f": {layout.plain(mark['answer'])}" if mark["answer"] else ""
    return f"{layout.plain(mark['words'])}, {how}{answer}"


def _balance(page: Page) -> list[str]:
    """What all of it took, and what is next."""
    said = [f"In all {line}" for line in _against(page)] if len(page["explanations"]) > 1 else []
    return [*said, f"Next: `selfgrad explain {quoted(page['name'])}` begins another take."]


def _against(page: Page) -> list[str]:
    """How long a content of some minutes took to prepare."""
    if not page["content"] or page["preparation"] < MINUTE:
        return []
    hours = page["preparation"] / page["content"]
    return [
        f"{spoken(page['preparation'])} of preparation for {spoken(page['content'])} of content: "
        f"{hours:.1f} hours an hour."
    ]


def _beside(journal: Journal, page: Page, args: argparse.Namespace) -> None:
    """Two takes side by side; a person keeps the better one with one key."""
    one, other = _pair(journal, page, args)
    from rich.console import Console  # 40 ms
    from rich.table import Table
    from rich.text import Text

    table = Table(*(f"{take['day']}, take {take['n']}: {take['said']}" for take in (one, other)))
    table.add_row(*(Text(layout.plain(take["words"] or "")) for take in (one, other)))
    Console(file=sys.stdout, highlight=False).print(table)
    if asking.interactive() and not args.first:
        pressed = asking.key("The better one: a (left), b (right), Enter: neither", ".ab")
        if pressed != ".":
            main.show_receipt(journal.prefer(one["id"] if pressed == "a" else other["id"]))


def _pair(journal: Journal, page: Page, args: argparse.Namespace) -> tuple[Page, Page]:
    """First and latest try, two takes by id, or the last two."""
    takes = [take for one in page["explanations"] for take in one["takes"]]
    if args.first:
        takes = [take for take in (page["first"], page["latest"]) if take]
    elif args.compare:
        takes = [_take_of(journal, takes, id) for id in args.compare]
    if args.compare and len(takes) != 2:
        raise errors.Usage("Two takes are compared.", "Give two ids, or none for the last two.")
    if len(takes) < 2:
        raise errors.Refused(
            "There are no two takes to compare.",
            f"Write another: `selfgrad explain {quoted(page['name'])}`.",
        )
    return takes[-2], takes[-1]


def _take_of(journal: Journal, takes: list[Page], id: str) -> Page:
    fact = journal.find_fact(id)["id"]
    found = [take for take in takes if take["id"] == fact]
    if not found:
        raise errors.NotFound(
            f"{id} is no take of it.", "See them with `selfgrad explain TOPIC --show`."
        )
    return found[0]
