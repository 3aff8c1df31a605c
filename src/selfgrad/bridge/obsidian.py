"""A Markdown note as an Obsidian vault has it: front matter, tags, links, and its takeaways.

Notes are read, never written. Whatever the bytes are, there is an answer.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from selfgrad.bridge import markup, takeaways
from selfgrad.bridge.properties import RAW, Properties, parted
from selfgrad.bridge.takeaways import Takeaway
from selfgrad.bridge.vault import ENDINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

URLS = ("source", "url", "link", "href", "canonical", "website", "来源", "链接")
AUTHORS = ("author", "authors", "by", "creator", "speaker", "作者")
PUBLISHED = (
    "published",
    "date published",
    "date_published",
    "publish_date",
    "released",
    "发布日期",
)
KINDS = ("categories", "category", "type", "kind", "medium", "类型", "分类")
LISTS = (  # of takeaways
    *("takeaway", "takeaways", "take aways", "key takeaways", "key points", "key ideas", "summary"),
    *("要点", "总结", "收获", "启发"),
)
# what a category is called here, by a word that is in it
_CALLED = (
    *(("podcast", "podcast"), ("播客", "podcast"), ("episode", "podcast"), ("lecture", "lecture")),
    *(
        ("audiobook", "book"),
        ("book", "book"),
        ("书", "book"),
        ("paper", "paper"),
        ("论文", "paper"),
    ),
    *(("article", "article"), ("clipping", "article"), ("post", "article"), ("文章", "article")),
    *(
        ("video", "video"),
        ("youtube", "video"),
        ("视频", "video"),
        ("movie", "film"),
        ("film", "film"),
    ),
    *(("course", "course"), ("课程", "course"), ("talk", "talk"), ("讲座", "lecture")),
)
_TITLE = re.compile(r"^ {0,3}#[ \t]+([^\n]*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_WEB = re.compile(r"[a-z][a-z0-9+.-]{1,20}://\S|www\.\S", re.IGNORECASE)


class Note(NamedTuple):
    """A note. `meta` is all of its front matter, as JSON has it; `trouble` a sentence, or nothing.

    `kind` is such as "podcast", "book", "article", and empty where nothing says it. Front matter that
    cannot be read is kept under `properties.RAW` in `meta`.
    """

    path: str
    title: str
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    meta: dict[str, object]
    url: str
    author: tuple[str, ...]
    published: str
    kind: str
    body: str
    takeaways: tuple[Takeaway, ...]
    trouble: str


def read(data: bytes, path: str) -> Note:
    """A note from its bytes; `path` names it and is not opened. Never raises.

    >>> note = read(b"---\\nsource: https://a.org\\n---\\n# Loss\\n## Summary\\n- Measure it.", "a.md")
    >>> note.title, note.url, note.takeaways[0].words, note.takeaways[0].line
    ('Loss', 'https://a.org', 'Measure it.', 6)
    """
    text, trouble = _decoded(data)
    found = parted(text)
    meta = {key.casefold().strip(): value for key, value in found.values.items()}
    found_in = _taken(found)
    trouble = trouble or found.trouble or _cut_short(found.body, len(found_in))
    return Note(
        path,
        _title(meta, found.body, path),
        tuple(_texts(_first(meta, "aliases", "alias"), ",")),
        tuple(_tags(meta, found.body)),
        found.values,
        _url(meta),
        tuple(_texts(_first(meta, *AUTHORS), ";")),
        next(iter(_texts(_first(meta, *PUBLISHED), "\n")), ""),
        _kind(meta),
        found.body,
        tuple(found_in),
        trouble,
    )


def _taken(found: Properties) -> list[Takeaway]:
    """The takeaways in the front matter, then those in the text, each once."""
    each: dict[str, Takeaway] = {}
    for one in [*_listed(found), *takeaways.find(found.body, found.first)]:
        each.setdefault(one.key, one)
    return list(each.values())[: takeaways.MOST]


def _listed(found: Properties) -> Iterator[Takeaway]:
    """What stands below a key such as "takeaways"; in the line of the key where its own is not found."""
    lines = (found.raw or "").split("\n")  # the first is what follows the opening rule
    for name, value in found.values.items():
        if not _is_list(name, value):
            continue
        begin = next((at for at, line in enumerate(lines) if name in line), 0)
        for text in _texts(value, "\n"):
            starts = (at for at, line in enumerate(lines[begin:], begin) if text[:20] in line)
            yield from takeaways.made(text, (name,), next(starts, begin) + 1)


def _is_list(name: str, value: object) -> bool:
    """Whether a key of the front matter holds takeaways: a list of them, or one in words.

    >>> _is_list("Key_Points", ["a"]), _is_list("summary", "A note on it.")
    (True, False)
    """
    named = re.sub(r"[\W_]+", " ", name.casefold()).strip()
    in_words = isinstance(value, str) and "take" in named
    return named in LISTS and (isinstance(value, list) or in_words)


def _cut_short(body: str, count: int) -> str:
    if count == takeaways.MOST:
        return f"Only the first {count:,} takeaways are read."
    if body.count("\n") >= takeaways.LINES:
        return f"Takeaways are looked for in {takeaways.LINES:,} lines of the note only."
    return ""


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, with "\\n" as the end of lines, and a sentence where it is none."""
    if data and not data.strip(b"\0"):
        return "", "The file holds nothing but zero bytes."
    text = _characters(data).replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd"), ""


def _characters(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    start = data[:1000]
    if start.count(0) * 3 > len(start):  # Latin letters of UTF-16 are every second byte zero
        order = "le" if start[1::2].count(0) >= start[::2].count(0) else "be"
        return data.decode(f"utf-16-{order}", "replace")
    text = data.decode("utf-8-sig", "replace")
    bad = text.count("\ufffd")
    if bad and bad * 2 > sum(char > "\x7f" for char in text):
        return data.decode("latin-1")
    return text


def _first(meta: dict[str, object], *keys: str) -> object:
    """The first of some keys that holds anything."""
    return next((meta[key] for key in keys if meta.get(key) not in (None, "", [], {})), None)


def _texts(value: object, between: str) -> list[str]:
    """Texts of a list, or of one text cut at `between`; links as they are shown."""
    values = value if isinstance(value, list) else [value]
    found: list[str] = []
    for one in values:
        if isinstance(one, list):  # [[Note]] without quotes is a list in a list
            one = ", ".join(str(part) for part in one if isinstance(part, str | int | list))
            one = one.strip("[]'\"")
        if isinstance(one, str | int | float) and not isinstance(one, bool):
            text = markup.shown(str(one))
            found += text.split(between) if one is value else [text]
    return list(dict.fromkeys(text for text in (" ".join(one.split()) for one in found) if text))


def _title(meta: dict[str, object], body: str, path: str) -> str:
    named = _texts(_first(meta, "title", "标题"), "\n")
    if named:
        return named[0]
    heading = _TITLE.search(markup.without_code(markup.without_comments(body)))
    words = markup.plain(heading[1]) if heading else ""
    name = path.replace("\\", "/").rpartition("/")[2]
    ending = next((one for one in ENDINGS if name.lower().endswith(one)), "")
    name = name[: len(name) - len(ending)]
    return words or "".join(c for c in name.encode("utf-8", "replace").decode() if c.isprintable())


def _tags(meta: dict[str, object], body: str) -> list[str]:
    """Tags of both places, without #, each once."""
    given: list[str] = []
    for key in ("tags", "tag"):
        value = meta.get(key)
        parts = _texts(value, ",")
        given += (
            [word for part in parts for word in part.split()] if isinstance(value, str) else parts
        )
    there = markup.tags(markup.without_code(markup.without_comments(body)))
    whole = [*(tag.lstrip("#").strip("/") for tag in given), *there]
    each: dict[str, str] = {}
    for tag in filter(None, whole):
        each.setdefault(tag.casefold(), tag)
    return list(each.values())


def _url(meta: dict[str, object]) -> str:
    for key in URLS:
        for text in _texts(meta.get(key), "\n"):
            linked = re.search(r"\]\(<?(\S+?)>?\)", text)
            if _WEB.match(linked[1] if linked else text):
                return linked[1] if linked else text
    return ""


def _kind(meta: dict[str, object]) -> str:
    """What a note is about, in one word of ours where its category has one."""
    for key in KINDS:
        for text in _texts(meta.get(key), ","):
            folded = text.casefold().lstrip("#")
            return next((kind for word, kind in _CALLED if word in folded), folded[:60])
    return ""


__all__ = ["RAW", "Note", "Takeaway", "read"]
