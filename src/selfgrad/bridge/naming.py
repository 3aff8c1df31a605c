"""Names of notes: safe as the name of a file on every system, and as the target of a wikilink."""

from __future__ import annotations

import re
import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAME_CHARS, NAME_BYTES = 120, 200  # file systems allow 255 bytes, of which a draft needs some
# by Windows, macOS or Obsidian; in a link, ` and %% would begin something else
_FORBIDDEN = re.compile(r'(?:[\[\]#^|\\/:*?"<>`]|%%)+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # by Windows


def safe_name(text: str, room: int = 0) -> str:
    """A file name for every system and for Obsidian, without ".md"; `room` characters stay free.

    >>> safe_name('a/b: "c" [[d]] #1?'), safe_name("con"), safe_name("..")
    ('a b c d 1', 'con_', 'note')
    """
    printable = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))
    name = " ".join(_FORBIDDEN.sub(" ", printable).split()).strip(". ")[: NAME_CHARS - room]
    while len(name.encode()) > NAME_BYTES - room:
        name = name[:-1]
    name = name.rstrip(". ")
    return f"{name[: NAME_CHARS - room - 1]}_" if _RESERVED.fullmatch(name) else name or "note"


def link(name: str, shown: str | None = None, part: str = "") -> str:
    """A wikilink to a note, or to a `part` of it ("^block"), shown as its name unless said otherwise.

    >>> link("C# basics"), link("notes"), link("notes", "a|b", "^r1")
    ('[[C basics|C# basics]]', '[[notes]]', '[[notes#^r1|a b]]')
    """
    target = safe_name(name)
    words = " ".join(re.sub(r"[\[\]|`<]|%%", " ", _printable(shown or name)).split())
    target = f"{target}#{part}" if part else target
    return f"[[{target}]]" if words in (target, "") else f"[[{target}|{words}]]"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def day_name(day: str) -> str:
    """Not the date alone: a vault has daily notes of that name, and links that mean them."""
    return f"Practice {day}"


def week_name(day: str) -> str:
    return f"Practice {week_of(day)}"


def week_of(day: str) -> str:
    """The ISO week that a day is in.

    >>> week_of("2027-01-01")
    '2026-W53'
    """
    from datetime import date  # 5 ms

    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02}"


def round_name(round: dict[str, Any]) -> str:
    return safe_name(f"{round['day']} {safe_name(round['aim'])[:60]} {round['id'][-6:]}")


def anchor(round: dict[str, Any]) -> str:
    """What a round can be linked to by, within its note."""
    return f"r{round['id'].replace('-', '')}"
