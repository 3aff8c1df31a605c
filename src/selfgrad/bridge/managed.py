"""The part of a note that selfgrad writes; all around it stays as it is, byte for byte.

Its own part stands between two lines, and some keys in the front matter are its own. What cannot be
changed without touching more than that is left alone.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from selfgrad.bridge import properties

ID = "selfgrad"  # the key that says which page a note is, wherever it lies and however it is called
BEGIN, END = "%% selfgrad:begin %%", "%% selfgrad:end %%"
NOTICE = "%% This part is written again at each export: write above or below it. %%"
# keys a person adds to: they are given to a new note, and then they are the learner's
AT_BIRTH = ("tags", "aliases", "cssclasses")
# the keys that say something about practice, which go when a page does
OWN = (
    *("skill", "skills", "project", "projects", "aim"),
    *("expected", "loss", "hours", "rounds", "mistakes"),
)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_OPENING, _CLOSING = re.compile("\ufeff?---[ \t]*\r?\n"), re.compile("---[ \t]*\r?\n?")


class Page(NamedTuple):
    """A page to be written: the name of its file, the values of its front matter, its Markdown.

    `meta` has under `ID` what it is found again by. Values are texts, numbers, None and lists of texts.
    """

    name: str
    meta: dict[str, object]
    text: str


class LeftAlone(Exception):
    """A note that cannot be changed safely; the message says why, as part of a sentence."""


def fresh(page: Page) -> str:
    """A new note."""
    front = "".join(line for key, value in page.meta.items() for line in _said(key, value, "\n"))
    return f"---\n{front}---\n{BEGIN}\n{_inside(page.text)}\n{END}\n"


def merged(old: str, page: Page) -> str:
    """A note with its own part anew. Raises `LeftAlone`."""
    lines = _LINE.findall(old)
    front = _front_end(lines)
    begin, end = _marks(lines)
    if not 0 < front < begin:
        raise LeftAlone("its front matter does not stand at its beginning")
    line_end = "\r\n" if lines[begin].endswith("\r\n") else "\n"
    inside = _inside(page.text).replace("\n", line_end) + line_end
    head = _front(lines[1:front], page.meta, "\r\n" if lines[0].endswith("\r\n") else "\n")
    return "".join([lines[0], *head, *lines[front : begin + 1], inside, *lines[end:]])


def is_marked(text: str) -> bool:
    """Whether a note has any of the lines that begin and end selfgrad's part."""
    return any(line.strip() in (BEGIN, END) for line in text.split("\n"))


def id_of(text: str) -> str | None:
    """Which page a note is; None for one that is not selfgrad's."""
    lines = _LINE.findall(text)
    for block in properties.blocks(lines[1 : max(1, _front_end(lines))]):
        if properties.key_of(block[0]) == ID:
            try:
                found = properties.values_of(_unix(block)).get(ID)
            except properties.Unreadable:
                return None
            return found if isinstance(found, str) else None
    return None


def _front_end(lines: list[str]) -> int:
    """The line that closes the front matter; 0 where there is none."""
    if not lines or not _OPENING.fullmatch(lines[0]):
        return 0
    return next((at for at, line in enumerate(lines) if at and _CLOSING.fullmatch(line)), 0)


def _marks(lines: list[str]) -> tuple[int, int]:
    begins = [at for at, line in enumerate(lines) if line.strip() == BEGIN]
    ends = [at for at, line in enumerate(lines) if line.strip() == END]
    if not begins or not ends:
        raise LeftAlone(f"the line “{END if begins else BEGIN}” is gone")
    if len(begins) > 1 or len(ends) > 1:
        raise LeftAlone(f"the line “{BEGIN if len(begins) > 1 else END}” stands more than once")
    if begins[0] > ends[0]:
        raise LeftAlone(f"the line “{END}” stands before “{BEGIN}”")
    return begins[0], ends[0]


def _inside(text: str) -> str:
    """What stands between the two lines, none of which it may hold itself."""
    lines = text.strip("\n").split("\n")
    safe = ("\\" + line.lstrip() if line.strip() in (BEGIN, END) else line for line in lines)
    return "\n".join([NOTICE, *safe])


# the front matter ---------------------------------------------------------------------------------


def _front(lines: list[str], meta: dict[str, object], line_end: str) -> list[str]:
    """Its own keys with their new values, everything else as it is. Raises `LeftAlone`."""
    own = {key: value for key, value in meta.items() if key not in AT_BIRTH}
    before = _values(lines)
    wanted = {key: value for key, value in own.items() if before.get(key, ...) != value}
    if not wanted:
        return lines
    made: list[str] = []
    for block in properties.blocks(lines):
        key = properties.key_of(block[0])
        made += _anew(block, key, wanted.pop(key), line_end) if key in wanted else block
    for key, value in wanted.items():
        made += _said(key, value, line_end)
    if not _holds(made, {**before, **own}):
        raise LeftAlone("its front matter could not be changed without changing more of it")
    return made


def _holds(lines: list[str], values: dict[str, object]) -> bool:
    try:
        return _values(lines) == values
    except LeftAlone:
        return False


def _values(lines: list[str]) -> dict[str, object]:
    keys = [key for key in map(properties.key_of, lines) if key]
    twice = next((key for at, key in enumerate(keys) if key in keys[:at]), None)
    if twice:
        raise LeftAlone(f"“{properties.shortly(twice)}” stands twice in its front matter")
    try:
        return properties.values_of(_unix(lines))
    except properties.Unreadable as why:
        raise LeftAlone(f"its front matter {why}") from None


def _unix(lines: list[str]) -> str:
    return "".join(lines).replace("\r\n", "\n")


def _anew(block: list[str], key: str, value: object, line_end: str) -> list[str]:
    """A key with another value; what a person remarked on it stays."""
    said = _said(key, value, line_end)
    remark = _remark(block[0])
    remarks = [line for line in block[1:] if line.lstrip().startswith("#")]
    return [said[0].rstrip("\r\n") + remark + line_end, *remarks, *said[1:]]


def _remark(line: str) -> str:
    """The comment at the end of a line, with the space before it."""
    line = line.rstrip("\r\n")
    for found in re.finditer(r"[ \t]+#", line):
        try:
            if properties.values_of(line[: found.start()]) == properties.values_of(line):
                return line[found.start() :]
        except properties.Unreadable:
            continue
    return ""


def _said(key: str, value: object, line_end: str) -> list[str]:
    """A key and its value as lines of YAML."""
    if isinstance(value, list | tuple):
        items = [f"  - {_scalar(one)}{line_end}" for one in value]
        return [f"{key}:{line_end}", *items] if items else [f"{key}: []{line_end}"]
    return [f"{key}: {_scalar(value)}".rstrip(" ") + line_end]


def _scalar(value: object) -> str:
    """A date stays bare, since Obsidian shows it as one; other text is quoted."""
    if value is None:
        return ""
    if isinstance(value, str) and not _DATE.fullmatch(value):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def emptied(text: str) -> dict[str, object]:
    """The front matter of a note of a page that is gone: its own keys without values, but for the id."""
    lines = _LINE.findall(text)
    keys = _values(lines[1 : _front_end(lines)])
    return {key: None for key in keys if key in OWN}
