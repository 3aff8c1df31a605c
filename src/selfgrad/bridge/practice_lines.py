"""What a learner wrote, as lines of Markdown: shown as it is, never read as Markdown."""

from __future__ import annotations

import os
import re
from collections import defaultdict

from selfgrad.bridge.naming import link
from selfgrad.ledger import FORGOTTEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    Round = dict[str, Any]
    Entry = dict[str, Any]

# entries that are said with their round, and what those are called that are not
_OF_A_ROUND = ("aim", "output", "held", "step", "blind alley")
_ESCAPED = re.compile(
    r"[\\\[\]`<|*]|%(?=%)|=(?==)|~(?=~)|\$(?=\$)|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|(?:(?<=\s)|^)[#^]"
)
_OPENING = re.compile(r"^([-+>=~:]|\d{1,9}(?=[.)]))")


def said(words: str | None) -> str:
    """A learner's words in one line, which Markdown and Obsidian show as they are.

    >>> said("%% selfgrad:end %%"), said("- [[a|b]] #c\\n---")
    ('\\\\%% selfgrad:end \\\\%%', '\\\\- \\\\[\\\\[a\\\\|b\\\\]\\\\] \\\\#c ---')
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in words or "").split())
    return _OPENING.sub(_escape_opening, _ESCAPED.sub(lambda found: "\\" + found[0], line))


def _escape_opening(found: re.Match[str]) -> str:
    return found[0] + "\\" if found[0][0].isdigit() else "\\" + found[0]


def in_a_line(words: str) -> str:
    """Words as a value of the front matter, where double brackets would be a link."""
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return line.replace("[[", "").replace("]]", "")


def joined(lines: Iterable[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def listed(title: str, items: list[str], ordered: bool = False) -> list[str]:
    if not items:
        return []
    marks = (f"{n}." if ordered else "-" for n in range(1, len(items) + 1))
    return [
        f"**{title}**",
        "",
        *(f"{mark} {item}" for mark, item in zip(marks, items, strict=True)),
        "",
    ]


def others(entries: list[Entry], level: str) -> list[str]:
    """What was written beside the rounds, by what it is."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        kinds[entry["kind"]].append(sentence(entry))
    return [
        line
        for kind, items in kinds.items()
        for line in (f"{level} {kind}", "", *(f"- {item}" for item in items), "")
    ]


def sentence(entry: Entry) -> str:
    of = [link(entry[key]) for key in ("parameter", "topic") if entry.get(key)]
    return " · ".join(filter(None, (said(entry["words"]), *of)))


def attempt(attempt: dict[str, Any]) -> str:
    words = "" if attempt["words"] == FORGOTTEN else said(attempt["words"])
    where = attempt["reference"] or ""
    if attempt["medium"] in ("file", "take"):  # where it lay on this computer is nobody's business
        where = os.path.basename(where.replace("\\", "/"))
    parts = (words, said(where), said(attempt["said"]))
    return " · ".join(filter(None, parts)) or "nothing kept"


def outcome(round: Round) -> Iterator[str]:
    if round["held"]:
        yield f"held: {said(round['held'])}"
    if round["why"]:
        yield f"blind alley: {said(round['why'])}"
    if round["wording"]:
        yield f"step: {said(round['wording'])} {link(round['parameter'] or '')}".rstrip()
    elif round["kept"]:
        yield "keep"


def is_shown(entry: Entry) -> bool:
    """Whether an entry may leave the journal, and is not said with its round."""
    words = entry["words"]
    return bool(
        words and words != FORGOTTEN and not entry["flag"] and entry["kind"] not in _OF_A_ROUND
    )
