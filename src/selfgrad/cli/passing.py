"""What is caught in passing: log, ask, answer, add; and worth and values, written once."""

from __future__ import annotations

import argparse

from selfgrad import errors, sentences
from selfgrad.cli import asking, main
from selfgrad.desk import Receipt
from selfgrad.journal import Journal

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any


def log(journal: Journal, args: argparse.Namespace) -> Receipt | None:
    to = args.to[-1] if args.to else None
    words = " ".join(args.sentence)
    if words not in ("-", ""):
        return journal.log(words, to=to, skill=args.skill, at=args.at, new=args.new)
    text = asking.piped("what went wrong")
    with journal.db.transaction():
        receipts = [
            journal.log(sentence, to=to, skill=args.skill, at=args.at, new=args.new)
            for sentence in sentences.split(text)
        ]
    for receipt in receipts:
        main.show_receipt(receipt, args.json)
    return None


def ask(journal: Journal, args: argparse.Namespace) -> Any:
    if args.question:
        return journal.ask(" ".join(args.question), at=args.at)
    rows = journal.db.all("lookups_open", learner=journal.learner)
    if not args.json:
        for row in rows:
            print(
                f"{journal.clock.local(row['asked_at'])}  {row['question']}  [{journal.short(row['subject'])}]"
            )
        print(
            "Next: `selfgrad answer ID …`."
            if rows
            else 'No question is open. Keep one: `selfgrad ask "…"`.'
        )
    return [dict(row) for row in rows]


def answer(journal: Journal, args: argparse.Namespace) -> Receipt:
    words, id = args.words, None
    if _looks_like_id(words[0]):
        id, words = words[0], words[1:]
    if id and not words and args.used is not None:
        return journal.used(id, args.used)
    if not words:
        raise errors.Usage("An answer is missing.", 'Say `selfgrad answer ID "…"`, or ID --used.')
    return journal.answer(" ".join(words), id, source=args.source, used=args.used, at=args.at)


def _looks_like_id(word: str) -> bool:
    """Ten or more hexadecimal digits: no answer looks like that."""
    return len(word) >= 10 and not set(word.lower()) - set("0123456789abcdef-")


def add(journal: Journal, args: argparse.Namespace) -> Receipt:
    place = {"skill": args.skill, "project": args.project}
    return journal.add(args.time, **place, input=args.input, at=args.at, new=args.new)


def self_(journal: Journal, args: argparse.Namespace) -> Any:
    """Read it; write it once; a change asks twice."""
    if args.private:
        return _show_private(journal, args.json)
    written = journal.architecture()
    words = " ".join(args.words)
    if words == "-":
        words = asking.piped("your worth and values")
    if not words and written is None and asking.interactive():
        print(
            "What are you worth, whatever the loss? What do you stand for? Write it once, in your words."
        )
        words = "\n".join(asking.lines("  ·"))
    if not words:
        return _show_self(written, args.json)
    if written and not args.yes and not _sure_twice():
        raise errors.Refused("Left as it was.", "To change it without being asked: --yes.")
    return journal.write_architecture(words)


def _show_private(journal: Journal, as_json: bool) -> Any:
    rows = journal.private()
    if not as_json:
        shown = [f"{row['when']}  {row['words']}  [{row['short']}]" for row in rows]
        print("\n".join(shown) or "Nothing is kept apart. Next: `selfgrad`.")
    return rows


def _show_self(written: dict[str, Any] | None, as_json: bool) -> Any:
    if not as_json:
        print(
            written["words"]
            if written
            else 'Nothing is written yet. Write it once: `selfgrad self "…"`.'
        )
    return written or {}


def _sure_twice() -> bool:
    if not asking.interactive():
        return False
    if not asking.yes(
        "Something is written already. A round is no reason to change it. Change it?"
    ):
        return False
    return asking.yes("Still sure?")
