"""The way in, and the fast path: `selfgrad log "…"` is a whole process, and it is felt.

Everything but a plain `log` goes on to main.py. This file stands alone: argparse and the rest cost
more than the insert itself (bench/run.py).
"""

from __future__ import annotations

import sys

# options of `log` that take a value, and the keyword of `Notes.log` they become
_OPTIONS = {"--to": "to", "--at": "at", "-s": "skill", "--skill": "skill", "--db": "db"}


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["log"] and (plain := _plain(words[1:])):
        from selfgrad.errors import SelfgradError

        try:
            return _log(*plain)
        except SelfgradError as error:
            print(error, file=sys.stderr)
            return error.exit_code
    from selfgrad.cli import main as full

    return full.run(words)


def _plain(words: list[str]) -> tuple[str, dict[str, str]] | None:
    """The sentence and options of a `log` that needs nothing else; None for all others."""
    sentence: list[str] = []
    options: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if word in _OPTIONS:
            options[_OPTIONS[word]] = next(rest, "")
        elif word.startswith("-"):
            return None
        else:
            sentence.append(word)
    if not sentence or "" in options.values():
        return None
    return " ".join(sentence), options


def _log(sentence: str, options: dict[str, str]) -> int:
    from selfgrad.notes import Notes

    with Notes(options.pop("db", None)) as notes:
        receipt = notes.log(sentence, **options)
    print(f"{receipt.said[0]}  [{receipt.id}]")
    return 0


if __name__ == "__main__":
    sys.exit(main())
