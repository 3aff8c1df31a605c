"""From words to one verb and back: parse, call, show. The only place that prints an error."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys

from selfgrad import errors
from selfgrad.cli import asking, meeting
from selfgrad.cli.verbs import VERBS, Verb
from selfgrad.desk import Receipt
from selfgrad.journal import Journal

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any, NoReturn


def run(words: list[str]) -> int:
    """Run one command line; the exit code: 0 done, 1 refused or failed, 2 wrong usage."""
    try:
        return _run(words)
    except errors.SelfgradError as error:
        if "--json" in words:
            print(json.dumps({"error": error.sentence, "next": error.next}, ensure_ascii=False))
        print(error, file=sys.stderr)
        return error.exit_code
    except asking.Left:
        return 0
    except KeyboardInterrupt:
        print(errors.STOPPED, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(words: list[str]) -> int:
    words, where = _global_options(words)
    if where["version"]:
        from importlib.metadata import version

        print(f"selfgrad {version('selfgrad')}")
        return 0
    if words[:1] in (["-h"], ["--help"]):
        words = ["help"]
    name = words[0] if words else "now"
    if words and name not in VERBS:
        raise _unknown(name)
    if name == "run" and "--" not in words and not {"-h", "--help"} & set(words):
        raise errors.Usage("The command stands after --.", "Such as `selfgrad run -- pytest -q`.")
    if name == "find" and "--" not in words:
        words = _with_exclusions(words)
    args = parser(VERBS[name]).parse_args(words[1:]) if words else argparse.Namespace()
    args.json = where["json"]
    args.db = where["db"]
    args.keep_words = where["keep_words"]
    module = importlib.import_module(f"selfgrad.cli.{VERBS[name].module if words else 'practice'}")
    function = getattr(module, FUNCTIONS.get(name, name))
    if name in JOURNAL_LESS:
        return _shown(function(args), args)
    with Journal(args.db) as journal:
        meeting.there(journal, keep_words=args.keep_words, json=args.json)
        code = _shown(function(journal, args), args)
        if name not in CAPTURES:
            _back_up(journal)
        return code


def _back_up(journal: Journal) -> None:
    """Once a practice day, after everything has been said; otherwise one look."""
    sys.stdout.flush()
    today = journal.clock.day(journal.clock.now())
    if journal.db.scalar("here_get", key="backup_day") != today:
        from selfgrad import backup

        backup.due(journal)


# verbs whose names Python keeps for itself
FUNCTIONS = {"import": "import_", "round": "guided", "self": "self_"}
# one-line verbs, which never wait for a backup
CAPTURES = (
    *("start", "resume", "go", "pause", "forward", "loss", "backward", "step", "again", "drop"),
    *("log", "ask", "answer", "add", "edit", "delete", "undo", "run"),
)
JOURNAL_LESS = ("help", "demo", "doctor")  # they open a journal of their own, or one that is broken


def _global_options(words: list[str]) -> tuple[list[str], dict[str, Any]]:
    """--db, --json, --keep-words and --version may stand anywhere before a `--`."""
    found: dict[str, Any] = {"db": None, "json": False, "version": False, "keep_words": False}
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word == "--":
            return [*rest, "--", *waiting], found
        if word == "--db":
            found["db"] = next(waiting, None)
            if found["db"] is None:
                raise errors.Usage("--db needs a file.", "Say `--db journal.db`.")
        elif word == "--at":  # argparse takes the value in `--at -2h` for an option
            rest.append("--at=" + next(waiting, ""))
        elif word.startswith("--db="):
            found["db"] = word[5:]
        elif word in ("--json", "--version", "--keep-words"):
            found[word[2:].replace("-", "_")] = True
        else:
            rest.append(word)
    return rest, found


def _with_exclusions(words: list[str]) -> list[str]:
    """`find sign -minus`: what looks like an option and is none is a word to leave out."""
    options = ("-n", "-h", "--help", "--limit")
    at = next((i for i, word in enumerate(words) if word[:1] == "-" and word not in options), None)
    return words if at is None else [*words[:at], "--", *words[at:]]


def _unknown(name: str) -> errors.Usage:
    import difflib

    near = difflib.get_close_matches(name, VERBS, 1)
    hint = f"Did you mean `selfgrad {near[0]}`?" if near else "See `selfgrad help`."
    return errors.Usage(f"There is no command “{name}”.", hint)


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are sentences like all others."""

    def error(self, message: str) -> NoReturn:
        verb = self.prog.split()[-1]
        raise errors.Usage(f"{message[:1].upper()}{message[1:]}.", f"See `selfgrad help {verb}`.")


def _lines(prog: str) -> argparse.HelpFormatter:
    """Help as wide as the terminal says; asking it, as argparse would for every argument, costs 5 ms."""
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isascii() and columns.isdigit() and int(columns) > 20 else 80
    return argparse.RawDescriptionHelpFormatter(prog, width=width - 2)


def parser(verb: Verb) -> argparse.ArgumentParser:
    """The parser of one verb, made from its row in the table."""
    made = _Parser(
        prog=f"selfgrad {verb.name}",
        description=f"{verb.help[:1].upper()}{verb.help[1:]}.",
        epilog=f"  $ {verb.example}",
        formatter_class=_lines,
        allow_abbrev=False,
    )
    for flags, options in verb.arguments:
        made.add_argument(*flags, **options)
    made.add_argument("--json", action="store_true", help="as JSON")
    made.add_argument("--db", metavar="FILE", help="another journal than your own")
    return made


def _shown(answer: Any, args: argparse.Namespace) -> int:
    """Print what a verb answered: a receipt, lines of text, or plain values with --json."""
    if isinstance(answer, int):
        return answer
    if isinstance(answer, Receipt):
        show_receipt(answer, args.json)
    elif args.json and answer is not None:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    return 0


def show_receipt(receipt: Receipt, as_json: bool = False) -> None:
    """Echo what was written, with its short id at the end of the first sentence."""
    if as_json:
        data = {**receipt.data, "short": receipt.id, "said": receipt.said}
        print(json.dumps(data, ensure_ascii=False))
        return
    for i, sentence in enumerate(receipt.said):
        named = i == 0 and receipt.id and receipt.verb != "private"
        print(f"{sentence}  [{receipt.id}]" if named else sentence)
