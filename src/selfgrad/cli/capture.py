"""The way in, and the fast path: `selfgrad log "…"` is a whole process, and it is felt.

Plain `log`, `ask`, `answer`, `again` and `find` stop here; all else goes on to main.py. This file stands
alone: argparse and the table of verbs cost more than the insert itself (bench/run.py).
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

# options that take a value, by verb, and the keyword they become
_OPTIONS = {
    "log": {"--to": "to", "--at": "at", "-s": "skill", "--skill": "skill", "--db": "db"},
    "ask": {"--at": "at", "--db": "db"},
    "answer": {"--source": "source", "--at": "at", "--db": "db"},
    "again": {
        "--to": "to",
        "--next": "next",
        "--expect": "expect",
        "--level": "level",
        "--took": "took",
        "--at": "at",
        "--db": "db",
    },
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = sys.argv[1:] if argv is None else argv
    verb = words[0] if words else ""
    for stream in (sys.stdout, sys.stderr):  # one that cannot show a character shows a ?
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if verb in _OPTIONS and (plain := _plain(verb, words[1:])):
        from selfgrad.errors import STOPPED, SelfgradError

        try:
            done = _write(verb, *plain)
        except SelfgradError as error:
            print(error, file=sys.stderr)
            return error.exit_code
        except KeyboardInterrupt:
            print(STOPPED, file=sys.stderr)
            return 1
        if done is not None:
            return done
    if verb == "find":
        from selfgrad.cli import finding

        if (done := finding.run(words[1:])) is not None:
            return done
    from selfgrad.cli import main as full

    return full.run(words)


def _plain(verb: str, words: list[str]) -> tuple[list[str], dict[str, str]] | None:
    """The sentences and options of a verb that needs nothing else; None for all others."""
    sentence: list[str] = []
    options: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if word in _OPTIONS[verb]:
            keyword = _OPTIONS[verb][word]
            if keyword in options:  # said twice, such as one --to for each sentence
                return None
            options[keyword] = next(rest, "")
        elif word.startswith("-"):
            return None
        else:
            sentence.append(word)
    if not sentence or "" in options.values():
        return None
    if verb == "answer" and (len(sentence) > 1 or " " not in sentence[0]):
        return None  # the first may be the id of a question
    return sentence if verb == "again" else [" ".join(sentence)], options


def _write(verb: str, sentences: list[str], options: dict[str, str]) -> int | None:
    """Call the verb and echo what it wrote; None where a person is to be asked something first."""
    if verb == "again":
        from selfgrad.closing import Closing as Desk
    else:
        from selfgrad.notes import Notes as Desk  # type: ignore[assignment]

    with Desk(options.pop("db", None)) as desk:
        if sys.stdin.isatty():
            if verb == "again" and desk.left_running():
                return None
            desk.person = _person
        receipt = getattr(desk, verb)(*sentences, **options)
        first, *others = receipt.said
        apart = receipt.verb == "private" or not receipt.id
        print(first if apart else f"{first}  [{receipt.id}]", *others, sep="\n")
        if verb == "again":
            _afterwards(desk, receipt)
    return 0


def _afterwards(desk: Any, receipt: Any) -> None:
    """What the round leaves to say: loaded only where there is something."""
    round = receipt.data.get("round") or ""
    if desk.unmarked(round) or desk.unsaid_answers(round) or desk.untested_in(round):
        from selfgrad.cli import afterwards
        from selfgrad.journal import Journal

        with Journal(desk.path) as journal:
            afterwards.ask(journal, receipt)


def _person() -> Any:
    """Whoever sits at the terminal, loaded only where a sentence is to be asked about."""
    from selfgrad.cli.meeting import AtTheTerminal

    return AtTheTerminal() if sys.stdout.isatty() else None


if __name__ == "__main__":
    sys.exit(main())
