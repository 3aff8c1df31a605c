"""What of a Markdown text is prose: its blocks and their sentences, each at its place in the text.

What is not said aloud (front matter, code, formulas, pictures, addresses, marks) is blanked out, so
that everything found in the prose has the place that it has in the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from selfgrad import sentences

LINE = 20_000  # characters; a longer one is no prose, and is not searched for marks


class Block(NamedTuple):
    """A paragraph, heading, item or table row; `start` and `end` are characters of the text."""

    kind: str
    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence at its place, with the number of its block."""

    start: int
    end: int
    block: int


class Prose(NamedTuple):
    """A text of the same length in which everything but prose is blank, and how it is laid out."""

    text: str
    blocks: list[Block]
    sentences: list[Sentence]


_FENCE = re.compile(r" {0,3}(?:[-*+>]\s+)*(`{3,}|~{3,})")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_ITEM = re.compile(r"\s*(?:>\s*)*(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?|\s*\d{1,3}、")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{2,}|\*(?:\s*\*){2,}|_{3,})\s*$")
_QUOTE = re.compile(r"\s*(?:>\s*)+(?:\[![\w-]{1,20}\][+-]?\s*)?")
_TABLE = re.compile(r"\s*\|")
_BEFORE_STOP = re.compile(r"(?<![ ])[ ]{1,2000}(?=[.!?。！？])")
# What stands within a line and is not said; each part is bounded, so the cost is linear.
_UNSAID = re.compile(
    r"""
    (?P<code>(?<!`)(?P<tick>`{1,3})(?!`)[^\n]{1,500}?(?<!`)(?P=tick)(?!`))
  | (?P<comment><!--.{0,2000}?-->|</?[A-Za-z][^<>\n]{0,500}>)
  | (?P<picture>!\[\[[^\]\n]{0,300}\]\]|!\[[^\]\n]{0,500}\](?:\([^()\n]{0,1000}\)|\[[^\]\n]{0,200}\]))
  | (?P<formula>\$\$[^$]{1,2000}\$\$|\$(?![\s$])[^$\n]{0,300}?(?<![\s$])\$(?!\d)
      |\\\([^\n]{0,300}?\\\)|\\\[[^\]]{0,1000}?\\\]|\\[A-Za-z]{1,30}(?:\{[^{}\n]{0,200}\})*)
  | (?P<alias>\[\[[^\]|\n]{0,200}\|)
  | (?P<target>(?<=\])\((?:<[^<>\n]{0,500}>|[^()\s]{0,1000})(?:\s+"[^"\n]{0,300}")?\)|(?<=\])\[[^\]\n]{0,200}\])
  | (?P<address>(?:https?|ftp|file)://[^\s<>）】」》，。；]{1,2000}|www\.[^\s<>，。]{1,500}|mailto:\S{1,300}
      |[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4})
  | (?P<file>(?<![\w/])(?:~|\.{1,2})?(?:/[\w.+-]{1,80}){2,20}/?|(?<![\w./])(?:[\w+-]{1,60}/){0,10}[\w+-]{1,60}\.
      (?:py|js|ts|md|txt|csv|json|toml|yaml|yml|html|css|pdf|png|jpe?g|svg|c|h|cpp|rs|go|java|sh|sql|ini|lock|exe|zip|db)\b)
  | (?P<note>\[\^[^\]\n]{1,60}\]:?)
  | (?P<mark>[*_~=]{1,3}(?=\S)|(?<=\S)[*_~=]{1,3}|\\(?=[^\w\s])|\[\[|\]\]|[\[\]])
    """,
    re.VERBOSE,
)


def read(text: str) -> Prose:
    """The prose of a Markdown or plain text. Never raises; the cost is linear."""
    blank, blocks = _laid_out(text)
    said = _without_unsaid(blank)
    found: list[Sentence] = []
    for number, block in enumerate(blocks):
        if block.kind != "heading":
            last = block.start
            for start, end in _sentences(said, block):
                found.append(Sentence(_with_unsaid(text, last, start), end, number))
                last = end
    return Prose(said, blocks, found)


def _with_unsaid(text: str, last: int, start: int) -> int:
    """Where a sentence begins that has code or a picture before its first word."""
    while last < start and last > 0 and not (text[last].isspace() or text[last - 1].isspace()):
        last += 1  # marks that close the sentence before it
    while last < start and text[last].isspace():
        last += 1
    return last


def _without_unsaid(text: str) -> str:
    """Without what stands within lines and is not said; each piece is as long as before."""
    return "\n".join(
        _UNSAID.sub(_unsaid, line) if len(line) <= LINE else line for line in text.split("\n")
    )


def _unsaid(found: re.Match[str]) -> str:
    chars = found.group()
    if found.lastgroup == "mark" and chars[0] in "_=~" and _within_word(found):
        return chars  # snake_case
    return " " * len(chars)


def _within_word(found: re.Match[str]) -> bool:
    before = found.string[found.start() - 1 : found.start()]
    after = found.string[found.end() : found.end() + 1]
    return before.isalnum() and after.isalnum()


def _laid_out(text: str) -> tuple[str, list[Block]]:
    """The text without front matter, code blocks and the marks at the beginning of lines; its blocks."""
    lines = text.split("\n")
    kept: list[str] = []
    blocks: list[Block] = []
    at = 0
    skipped = _front_matter(lines)
    fence, fresh = "", True
    for number, line in enumerate(lines):
        opened = _FENCE.match(line)
        if number < skipped or fence or opened:
            fence = _still_fenced(fence, opened, line) if number >= skipped else ""
            kept.append(" " * len(line))
            fresh = True
        else:
            kind, marks = _kind_of(line, fresh)
            if kind == "rule" and not fresh and blocks[-1].kind == "text":
                blocks[-1] = blocks[-1]._replace(kind="heading")  # underlined
            shown = line if kind not in ("blank", "rule", "code") else ""
            kept.append((" " * marks + shown[marks:]).ljust(len(line)))
            if shown:
                _add(blocks, kind, at + marks, at + len(line), fresh)
            fresh = kind not in ("text", "item")
        at += len(line) + 1
    return "\n".join(kept), blocks


def _front_matter(lines: list[str]) -> int:
    """How many lines the front matter takes."""
    if lines[0].lstrip("\ufeff").rstrip() != "---":
        return 0
    ends = (
        number for number, line in enumerate(lines[1:400], 1) if line.rstrip() in ("---", "...")
    )
    return next(ends, -1) + 1


def _still_fenced(fence: str, opened: re.Match[str] | None, line: str) -> str:
    """The mark of the fence that is open after this line."""
    if not fence:
        return opened[1] if opened else ""
    closed = line.strip()
    return "" if len(closed) >= len(fence) and not closed.strip(fence[0]) else fence


def _kind_of(line: str, fresh: bool) -> tuple[str, int]:
    """What kind of a line this is, and how many characters of marks it begins with."""
    if not line.strip():
        return "blank", 0
    if _UNDERLINE.match(line):
        return "rule", 0
    if _TABLE.match(line):
        return "table", 0
    for kind, marks in (("heading", _HEADING), ("item", _ITEM), ("quote", _QUOTE)):
        if found := marks.match(line):
            return ("text" if kind == "quote" else kind), found.end()
    if fresh and line.startswith(("    ", "\t")):
        return "code", 0
    return "text", 0


def _add(blocks: list[Block], kind: str, start: int, end: int, fresh: bool) -> None:
    """Adds the line: to the block before it where it goes on with that."""
    if kind == "text" and not fresh:
        blocks[-1] = blocks[-1]._replace(end=end)
    else:
        blocks.append(Block(kind, start, end))


def _sentences(text: str, block: Block) -> list[tuple[int, int]]:
    """Where the sentences of a block begin and end; what splits them leaves characters out, never adds."""
    pieces = []
    at = block.start
    # a stop after a link or code is one, though what stood before it is blank now
    for sentence in sentences.split(_BEFORE_STOP.sub("", text[block.start : block.end])):
        start, at = _found(text, sentence.strip(), at, block.end)
        if start >= 0:
            pieces.append((start, at))
    return pieces


def _found(text: str, sentence: str, at: int, end: int) -> tuple[int, int]:
    """Where a sentence begins from `at` on, -1 where it does not, and where it ends."""
    start = text.find(sentence[:1], at, end)
    if sentence and start >= 0 and text.startswith(sentence, start, end):
        return start, start + len(sentence)
    start = -1
    for char in sentence:  # its lines were joined
        place = -1 if char.isspace() else text.find(char, at, end)
        if place >= 0:
            start, at = (place if start < 0 else start), place + 1
    return start, at
