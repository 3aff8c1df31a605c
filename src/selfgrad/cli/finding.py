"""`find` at the terminal. Like `log` it is a whole process that is felt: no argparse, no rich.

`run` is the fast way in, for capture.py; `typed` and `lines` serve the full one, too.
"""

from __future__ import annotations

import os
import sys

from selfgrad.cli import layout

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    Page = dict[str, Any]

LIMIT = 20
EXCERPT = 300  # characters of a long entry that a terminal shows; a pipe gets all of it
LOOKED_THROUGH = 20_000  # characters in which the place of a hit is looked for, 20 ms


def run(words: list[str]) -> int | None:
    """Run `find WORDS…` without argparse; None for what needs it, such as --help."""
    asked = _asked(words)
    if asked is None:
        return None
    from selfgrad.errors import SelfgradError
    from selfgrad.finding import Finding
    from selfgrad.names import Names

    try:
        with Names(asked["--db"]) as names:
            page = Finding(names).find(typed(asked["words"]), limit=asked["--limit"])
    except SelfgradError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    _print(lines(page))
    return 0


def _print(lines: list[str]) -> None:
    """As main.py does for everything else: any terminal, and a reader that has seen enough."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        print("\n".join(lines), flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _asked(words: list[str]) -> dict[str, Any] | None:
    """Words and options; a word with one hyphen before it is to be left out of what is found."""
    asked: dict[str, Any] = {"words": [], "--db": None, "--limit": str(LIMIT)}
    rest = iter(words)
    for word in rest:
        option = "--limit" if word == "-n" else word
        if option in ("--db", "--limit"):
            asked[option] = next(rest, "")
        elif word.startswith("--") or word == "-h":
            return None
        else:
            asked["words"].append(word)
    if not asked["words"] or asked["--db"] == "" or not asked["--limit"].isdecimal():
        return None
    return {**asked, "--limit": int(asked["--limit"])}


def typed(words: list[str]) -> str:
    """One query; what the shell kept together was in quotation marks.

    >>> typed(["inte", "by parts"])
    'inte "by parts"'
    """
    return " ".join(
        f'"{word}"' if len(word.split()) > 1 and '"' not in word else word for word in words
    )


def lines(page: Page) -> list[str]:
    """A line for each hit, and what to try or to do next."""
    words, hits = page["words"], page["hits"]
    if not hits:
        return [f"Nothing found for {layout.plain(words)}. {_try_instead(words)}"]
    found = [_hit(hit, words) for hit in hits]
    if page["before"] is not None:
        found.append(f"These are the newest; for more, add `-n {len(hits) * 5}` or another word.")
    return found


def _hit(hit: Page, words: str) -> str:
    where = f"  {layout.plain(hit['skill'])}" if hit["skill"] else ""
    loose = "  (loose)" if hit["loose"] else ""
    said = _marked(hit["words"], words) if layout.coloured() else layout.plain(hit["words"])
    return f"{hit['when']}  {hit['kind']:<11}  {said}{where}{loose}  {layout.short(hit['short'])}"


def _marked(text: str, words: str) -> str:
    """The words with what was found emphasised; of a long text, the part around the first hit."""
    from selfgrad import search

    shown = layout.plain(text[:LOOKED_THROUGH])
    spans = search.highlight(shown, words)
    start, end = 0, len(shown)
    if len(text) > EXCERPT:
        start = max(0, (spans[0][0] if spans else 0) - EXCERPT // 3)
        end = min(start + EXCERPT, end)
    parts, place = [], start
    for begin, stop in spans:
        if start <= begin and stop <= end:
            parts += [shown[place:begin], layout.paint(shown[begin:stop], layout.MARK)]
            place = stop
    parts.append(shown[place:end])
    return ("…" if start else "") + "".join(parts) + ("…" if end < len(text) else "")


def _try_instead(words: str) -> str:
    if '"' in words:
        return "Try it without the quotation marks."
    if len(words.split()) > 1:
        return "Try fewer words, or only the beginning of one."
    return "Try only the beginning of the word, or another one for the same thing."
