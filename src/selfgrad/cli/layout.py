"""Text laid out for people: colour, columns that line up in Chinese, too, losses, bars.

Nothing here is cut or wrapped: what is piped on is whole, and a terminal wraps for itself. `find`
comes through here, so rich is imported only where the width of a text counts.
"""

from __future__ import annotations

import os
import sys

from selfgrad.clock import spoken

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BOLD, DIM, MARK = "1", "2", "1;4"  # ANSI styles
BAR_CELLS = 30
# control characters would move the cursor; newlines are kept where a text stands by itself
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "�")
_ONE_LINE = _CONTROLS | dict.fromkeys(map(ord, "\n\r\t\u2028\u2029"), " ")


def coloured() -> bool:
    """Colour only on a terminal, and not with NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def paint(text: str, style: str) -> str:
    """The text in an ANSI style, where there is colour."""
    return f"\x1b[{style}m{text}\x1b[0m" if text and coloured() else text


def plain(text: str) -> str:
    """One line, character for character, that does nothing to a terminal.

    >>> plain("one\\ntwo\\x1b[31m")
    'one two�[31m'
    """
    return text.translate(_ONE_LINE)


def indented(text: str, indent: str) -> str:
    """A text of several lines, each harmless and moved in."""
    lines = [line.translate(_ONE_LINE) for line in text.split("\n")]
    return f"\n{indent}".join(lines)


def short(id: str) -> str:
    """A short id as it is shown at the end of a line."""
    return paint(f"[{id}]", DIM)


def padded(text: str, cells: int) -> str:
    """The text filled up with spaces to a number of terminal cells; never cut.

    >>> padded("吉他", 6) + "|"
    '吉他  |'
    """
    return text + " " * (cells - width(text))


def width(text: str) -> int:
    """Terminal cells: a Chinese character takes two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # 20 ms, only beyond ASCII

    return cell_len(text)


def columns(rows: Iterable[Sequence[str]], indent: str = "  ") -> list[str]:
    """Rows as lines whose columns line up; the last column is as long as it is.

    >>> columns([("guitar", "2 h"), ("吉他", "45 min")])
    ['  guitar  2 h', '  吉他    45 min']
    """
    table = [list(row) for row in rows]
    if not table:
        return []
    widths = [max(width(cell) for cell in column) for column in zip(*table, strict=True)]
    return [
        (indent + "  ".join(map(padded, row[:-1], widths)) + "  " + row[-1]).rstrip()
        for row in table
    ]


def hours(ms: int) -> str:
    """A length of time, or a dash for none."""
    return spoken(ms) if ms else "–"


def loss(value: float | None) -> str:
    """A loss from 0 to 1 as it is shown everywhere."""
    return "no loss" if value is None else f"loss {value:.2f}"


def unicode() -> bool:
    """Whether the terminal shows more than ASCII."""
    return "utf" in (sys.stdout.encoding or "").lower()


def bar(count: int, most: int) -> str:
    """A bar for a count; the largest one is 30 cells long."""
    block = "█" if unicode() else "#"
    return block * max(1, round(BAR_CELLS * count / most))


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "round"), counted(2, "round"), counted(0, "entry", "entries")
    ('1 round', '2 rounds', '0 entries')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
