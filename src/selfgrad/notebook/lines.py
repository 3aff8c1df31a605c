"""Line magics: the verbs of the command line, with the words and options of its table."""

from __future__ import annotations

import re
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any

from selfgrad import errors
from selfgrad.cli import main
from selfgrad.cli.verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

# verbs that have the magic of their name; `%selfgrad VERB …` is any
OWN = (
    *("resume", "go", "pause", "stop", "loss", "backward", "step", "again", "drop"),
    *("log", "ask", "answer", "undo"),
)
OTHER = {"round": ["start"], "now": [], "selfgrad": []}
NAMES = (*OTHER, *OWN)


def magic(name: str) -> Callable[[str], None]:
    """The magic of a verb: parse, call, show; what is refused is its sentence."""
    before = OTHER.get(name, [name])

    def called(line: str) -> None:
        if line.startswith("(") and name != "selfgrad":  # log(2), where no log was imported
            print(f"There is no function {name} here; %{name} takes words.", file=sys.stderr)
            return
        with redirect_stdout(_Renaming(sys.stdout)), redirect_stderr(_Renaming(sys.stderr)):
            _run(before, line)

    called.__doc__ = (
        main.parser(VERBS[before[0]]).format_help()
        if before
        else "Any command of selfgrad: `%selfgrad today`, `%selfgrad help`."
    )
    return called


def _run(before: list[str], line: str) -> None:
    try:
        main.run([*before, *words(line)])
    except errors.SelfgradError as error:
        print(error, file=sys.stderr)
    except SystemExit:  # argparse has shown its help
        pass


def words(line: str) -> list[str]:
    """Words and options as in a shell, but an apostrophe inside a word is one.

    >>> words("I didn't look --to 'the signs'"), words("'the signs'")
    (['I', "didn't", 'look', '--to', "'the", "signs'"], ['the signs'])
    """
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    if re.search(r"\w'\w", line):
        lexer.quotes = '"'
    try:
        return list(lexer)
    except ValueError:
        raise errors.Usage("A quote is left open.", 'Close it, as in "one sentence".') from None


class _Renaming:
    """A stream on which the commands that come next are named as magics."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        self.stream.write(as_magics(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def as_magics(text: str) -> str:
    """Sentences that name commands, with the magics instead.

    >>> as_magics("Next: `selfgrad loss 3/10`, or look: `selfgrad curve`.")
    'Next: `%loss 3/10`, or look: `%selfgrad curve`.'
    """
    text = re.sub(r"`selfgrad forward\b[^`]*`", "`%%forward`", text)
    return re.sub(r"`selfgrad( [\w-]+)?(?=[ `])", _as_magic, text)


def _as_magic(found: re.Match[str]) -> str:
    verb = (found[1] or "").strip()
    named = {"start": "round", "": "now"} | dict(zip(OWN, OWN, strict=True))
    return f"`%{named.get(verb, f'selfgrad {verb}')}"
