"""The front matter of a note: YAML that people write by hand, read without harm and without loss."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

RAW = "front matter"  # the key under which front matter that could not be read is kept as it is
LONGEST = 200_000  # characters; libyaml reads this much in about 0.1 s
ALIASES = 20  # aliases of aliases multiply, and merged ones are built in full
DEPTH, ITEMS, LENGTH = 8, 2_000, 20_000  # how deep, how many and how long values may be
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"[^\s#&*!|>%@`,\[\]{}-][^\n]*?:(?=\s|$)|[\"'][^\n]*?[\"']\s*:(?=\s|$)")
# YAML 1.2 as Obsidian reads it: yes, no and 10:30 are words, a date is the text of a date
_PLAIN = (
    ("bool", r"true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    ("null", r"~|null|Null|NULL|", [*"~nN", ""]),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,17})", [*"-+0123456789"]),
    ("float", r"[-+]?[0-9]{0,40}\.[0-9]{1,40}(?:[eE][-+]?[0-9]{1,9})?", [*"-+.0123456789"]),
    ("merge", r"<<", ["<"]),
)


class Properties(NamedTuple):
    """Values by their own keys, the text after them, and the line (from 1) that text begins in.

    `raw` is the front matter as it stands, None where there is none; `trouble` a sentence where it
    could not be read as a whole.
    """

    values: dict[str, object]
    body: str
    first: int
    raw: str | None
    trouble: str


class Unreadable(Exception):
    """Front matter that is no set of keys with values; the message ends a sentence."""


def parted(text: str) -> Properties:
    """The front matter of a note and its text, whose lines end in "\\n"; never raises.

    Where the whole cannot be read, each key is read by itself, and all of it is kept under `RAW`.

    >>> parted("---\\ntags: [a, b]\\n---\\nText").values
    {'tags': ['a', 'b']}
    """
    handler = _handler()
    try:
        raw, rest = handler.split(text) if handler.detect(text) else (None, text)
    except ValueError:  # a rule at the top, and no second one
        raw, rest = None, text
    if raw is None:
        return Properties({}, text, 1, None, "")
    body = rest.removeprefix("\n")
    first = text.count("\n", 0, len(text) - len(body)) + 1
    try:
        values, trouble = values_of(raw), ""
    except Unreadable as why:
        values, trouble = {**_key_by_key(raw), RAW: raw}, f"The front matter {why}."
    return Properties(values, body, first, raw, trouble or _said_twice(raw))


def values_of(raw: str) -> dict[str, object]:
    """Front matter as values that JSON can hold. Raises `Unreadable`.

    >>> values_of("on: 2022-02-30\\nat: 10:30\\nn: 3\\nno: .nan")
    {'on': '2022-02-30', 'at': '10:30', 'n': 3, 'no': '.nan'}
    """
    if len(raw) > LONGEST:
        raise Unreadable(f"is longer than {LONGEST:,} characters")
    try:
        _check(raw)
        found = _handler().load(raw, Loader=_loader())
    except Unreadable:
        raise
    except Exception as error:  # a tag of YAML's can raise anything
        raise Unreadable(_why(error)) from None
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Unreadable("is not a list of keys with values")
    plain = _Plain().value(found, DEPTH)
    assert isinstance(plain, dict)
    return plain


@cache
def _handler() -> Any:
    from frontmatter.default_handlers import YAMLHandler  # 31 ms, half of it YAML

    return YAMLHandler(fm_boundary=_FENCE)


@cache
def _loader() -> Any:
    """A safe loader that takes a plain word for what YAML 1.2 takes it for."""
    import yaml  # type: ignore[import-untyped]

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012

    for tag, pattern, first in _PLAIN:
        whole = re.compile(rf"(?:{pattern})\Z")
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", whole, first)
    return Loader


def _check(raw: str) -> None:
    """Refuse what would grow beyond all bounds before any of it is built."""
    import yaml

    depth = aliases = 0
    for event in yaml.parse(raw, Loader=_loader()):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        if depth > 2 * DEPTH or aliases > ALIASES:
            raise Unreadable(
                "is nested too deeply" if aliases <= ALIASES else "has too many aliases"
            )


def _why(error: Exception) -> str:
    """What is wrong, and in which line of the note."""
    mark = getattr(error, "problem_mark", None)
    where = f" in line {mark.line + 1}" if mark else ""
    problem = str(getattr(error, "problem", "") or "").strip()
    return f"could not be read{where}" + (f" ({problem})" if problem else "")


def _key_by_key(raw: str) -> dict[str, object]:
    """What can still be read: each key by itself; a value that cannot be read stays text."""
    found: dict[str, object] = {}
    for block in blocks(raw.split("\n")):
        name, _, rest = block[0].partition(":")
        if not _KEY.match(block[0]) or len(found) == ITEMS:
            continue
        try:
            found |= values_of("\n".join(block))
        except Unreadable:
            text = "\n".join([rest, *block[1:]]).strip()
            found[name.strip().strip("\"'")] = text[:LENGTH]
    return found


def blocks(lines: list[str]) -> list[list[str]]:
    """Lines of front matter, each top key with what belongs to it; other lines stand alone."""
    found: list[list[str]] = []
    for line in lines:
        if found and _KEY.match(found[-1][0]) and line[:1] in (" ", "\t", "-"):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def key_of(line: str) -> str | None:
    """The top key that a line of front matter begins, without its quotes."""
    found = _KEY.match(line)
    return found[0][:-1].strip().strip("\"'") if found else None


def _said_twice(raw: str) -> str:
    keys = [key for key in map(key_of, raw.split("\n")) if key]
    if len(set(keys)) == len(keys):
        return ""
    twice = next(key for at, key in enumerate(keys) if key in keys[:at])
    return f"“{shortly(twice)}” stands twice in the front matter; the last one is read."


def shortly(text: str) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


class _Plain:
    """Values as JSON holds them, bounded in depth, number and length."""

    def __init__(self) -> None:
        self.left = ITEMS

    def value(self, value: object, depth: int) -> object:
        self.left -= 1
        if value is None or isinstance(value, bool | int):
            return value
        if isinstance(value, float):
            return value if math.isfinite(value) else str(value)
        if isinstance(value, str):
            return text_of(value)
        if depth == 0 or self.left <= 0:
            return "…"
        if isinstance(value, dict):
            pairs = ((text_of(str(key)), one) for key, one in value.items())
            return {key: self.value(one, depth - 1) for key, one in pairs if self.left > 0}
        if isinstance(value, list | tuple | set):
            return [self.value(one, depth - 1) for one in value if self.left > 0]
        return text_of(str(value))


def text_of(text: str) -> str:
    """Text that can be stored: no lone surrogates, not without end."""
    return text[:LENGTH].encode("utf-8", "replace").decode()
