"""The page of all commands, made from the table: `python -m selfgrad.cli.manual > docs/commands.md`."""

from __future__ import annotations

import argparse
from itertools import groupby

from selfgrad.cli.main import parser
from selfgrad.cli.verbs import VERBS, Verb

HEAD = """# Commands

Made from the table of verbs in `src/selfgrad/cli/verbs.py`; a test keeps it so.

Every command takes `--db FILE` and `--json`. What is written is echoed with a short id in brackets.
Exit codes: 0 done, 1 refused by a rule or failed, 2 wrong usage. `sgd` is the same program.

Without a command, `selfgrad` names the one thing to do now, and Enter does it.
"""


def page() -> str:
    """The whole page, in Markdown."""
    parts = [HEAD]
    for group, verbs in groupby(VERBS.values(), key=lambda verb: verb.group):
        parts.append(f"\n## {group[:1].upper()}{group[1:]}\n")
        parts += [_section(verb) for verb in verbs]
    return "".join(parts)


def _section(verb: Verb) -> str:
    made = parser(verb)
    made.formatter_class = _Wide
    usage = made.format_usage().removeprefix("usage: ").strip()
    rows = [
        f"| `{_flags(flags, options)}` | {_cell(options.get('help', ''))} |\n"
        for flags, options in verb.arguments
    ]
    table = "| | |\n| --- | --- |\n" + "".join(rows) if rows else ""
    lead = f"\n### {verb.name}\n\n{verb.help[:1].upper()}{verb.help[1:]}.\n\n"
    return f"{lead}    {usage}\n\n{table}\n    $ {verb.example}\n"


def _flags(flags: tuple[str, ...], options: dict[str, object]) -> str:
    shown = options.get("metavar", "")
    metavar = " ".join(shown) if isinstance(shown, tuple) else str(shown)
    if not flags[0].startswith("-"):
        return metavar or flags[0]
    return ", ".join(flags) + (f" {metavar}" if metavar else "")


def _cell(help: object) -> str:
    return str(help).replace("%%", "%").replace("|", "\\|")


class _Wide(argparse.HelpFormatter):
    """Usage on one line, whatever the terminal."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=1000)


if __name__ == "__main__":
    print(page(), end="")
