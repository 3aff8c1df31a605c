"""Obsidian's own marks in a text: links, embeds, comments, tags, block ids; and words without them."""

from __future__ import annotations

import re
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LONGEST = 2_000  # characters of a line whose marks are taken off
# what stands in fences and in code is no comment and no tag; possessive, so that it stays linear
_FENCED = r"^[ \t>]*+(?P<fence>(?:`{3,}+|~{3,}+))[^\n]*\n(?:.*?\n)??[ \t>]*+(?P=fence)[`~]*+[ \t]*$"
_OPEN = r"^[ \t>]*+(?:`{3,}+|~{3,}+)[^\n`]*\n.*\Z"
_HIDDEN = re.compile(rf"(?P<code>{_FENCED}|{_OPEN}|`[^`\n]+`)|%%.*?%%", re.DOTALL | re.MULTILINE)
_EMBED = re.compile(r"!\[\[[^\[\]\n]*\]\]")
_LINK = re.compile(r"\[\[([^\[\]\n|]*)(?:\|([^\[\]\n]*))?\]\]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]")
_BLOCK_ID = re.compile(r"(?:^|(?<=\s))\^[A-Za-z0-9-]{1,64}[ \t]*$")
_COMMENT = re.compile(r"%%.*", re.DOTALL)  # one that is closed is gone by now
_TAG = re.compile(r"(?:^|(?<=[\s(,;，。、；（]))#([\w/\-]+)", re.MULTILINE)
_BOX = re.compile(r"^\[.\]\s+")
# "1. ", "(2) ", "三、", "Step 4: ", but not "10,000 hours" and not "3.5 hours"
_NUMBER = re.compile(
    r"^(?:(?:step|rule|lesson|takeaway|point|part|no\.?|#)\s?)?"
    r"(?:\(?\d{1,3}(?:[.):]\s+|[、）](?=\S)|\)(?=\S))|第?[一二三四五六七八九十]{1,3}[、.）:：]\s*|[ivxIVX]{1,4}[.)]\s+)"
    r"|^#\d{1,3}[.:]?\s+",
    re.IGNORECASE,
)


def without_comments(text: str) -> str:
    """A text without `%% … %%`, but for those in code; every line stays where it is.

    >>> without_comments("a %% b\\nc %% d `%%` e")
    'a \\n d `%%` e'
    """
    if "%%" not in text:
        return text
    return _HIDDEN.sub(lambda m: m[0] if m["code"] else "\n" * m[0].count("\n"), text)


def without_code(text: str) -> str:
    """A text without what stands in fences and between backticks; every line stays."""
    if "`" not in text and "~~~" not in text:
        return text
    return _HIDDEN.sub(lambda m: "\n" * m[0].count("\n") if m["code"] else m[0], text)


def tags(text: str) -> list[str]:
    """The tags in a text that has no code in it, each once; numbers alone are none.

    >>> tags("#one, #two/three #12 a#b [x](y#z) ## no #要点")
    ['one', 'two/three', '要点']
    """
    found = (tag.strip("/") for tag in _TAG.findall(text))
    return list(dict.fromkeys(tag for tag in found if re.search(r"[^\W\d]", tag)))


def shown(text: str) -> str:
    """Wikilinks as they are shown; embeds vanish.

    >>> shown("See [[Notes/Loss#Cross entropy|the loss]], [[Deep/Adam]] and ![[plot.png]]")
    'See the loss, Adam and '
    """
    return _LINK.sub(_as_shown, _EMBED.sub("", text)) if "[[" in text else text


def _as_shown(link: re.Match[str]) -> str:
    target, alias = link[1], link[2]
    if alias and alias.strip():
        return alias
    note, _, part = target.rpartition("/")[2].partition("#")
    return note or part.lstrip("#^")


def plain(text: str) -> str:
    """One line of words: no emphasis, no links, no numbering, no box, no block id, no footnotes.

    >>> plain("1. **Only compare** _yourself_ to [[Self|who you were]] #rule ^a1")
    'Only compare yourself to who you were'
    """
    words = " ".join(_COMMENT.sub("", text[:LONGEST]).split())
    words = _BLOCK_ID.sub("", shown(_BOX.sub("", _FOOTNOTE.sub("", words))))
    words = _emphasis_off(words.replace("==", ""))
    words = _TAG.sub("", _NUMBER.sub("", words))
    if not words.isprintable():
        words = "".join(char if char.isprintable() else " " for char in words)
    return " ".join(words.split()).strip()


def _emphasis_off(words: str) -> str:
    """What a reader of Markdown sees."""
    if not any(char in words for char in "*_`[<\\&~!"):
        return words
    (line,) = _reader().parseInline(words) or [None]
    children = (line.children or []) if line else []
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in children
        if child.type in ("text", "code_inline", "softbreak", "hardbreak")
    )


@cache
def _reader() -> Any:
    from markdown_it import MarkdownIt  # 54 ms

    return MarkdownIt("commonmark").enable("strikethrough")
