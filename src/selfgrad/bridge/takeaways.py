"""The takeaways of a note: what its reader wrote down to keep, each as a sentence that stands alone."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from selfgrad import sentences
from selfgrad.bridge import markup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

LONGEST = 400  # characters of a takeaway
MOST = 1_000  # takeaways of one note
PARAGRAPH = 20_000  # characters of a paragraph that are cut into sentences
LINES = 50_000  # looked through in one note: up to 2 s
STATEMENT, WIDE = (
    3,
    6,
)  # words, or Chinese characters, from which a heading says something by itself
_HEADINGS = re.compile(
    r"(?:(?:my|our|the|your|main|key|top|big|biggest|best|important|most|personal|quick|some|few|"
    r"two|three|four|five|six|seven|ten|\d{1,2}) )*"
    r"(?:take ?-?aways?|summary|summaries|key (?:points?|ideas?|insights?|lessons?|learnings?)|"
    r"main (?:points?|ideas?)|points to remember|lessons?(?: learn(?:ed|t))?|learnings?|insights?|"
    r"highlights?|tl ?[;:；/-]? ?dr|t\.l\.d\.r|in short|in a nutshell|conclusions?|what i learn(?:ed|t)|"
    r"what i take(?: away)?(?: from (?:it|this))?|my notes|"
    r"zusammenfassung|fazit|erkenntnisse|résumé|à retenir|points clés|resumen|conclusiones|"
    r"まとめ|要約|要点|学び|요약)"
    r"(?: (?:of|from|for|about|in|on)\b.*| ?[:(–—-].*)?"
    r"|(?:本周|今日|每日|读后|课堂|第\w{1,3}[章节讲课]|我的|读书|讀書|学习|學習|主要|核心|关键|關鍵|本章|全文|个人|個人|重要|几点|幾點|阅读|課程|课程)*"
    r"(?:笔记|筆記|要点|要點|总结|總結|小结|小結|摘要|收获|收穫|启发|啟發|启示|啟示|心得|感悟|结论|結論|观点|觀點|重点|重點|金句|划重点)"
    r"(?:[:：(（].*)?"
)
_MARKS = re.compile(
    r"(?:^|(?<=\s))#(?:take-?aways?|要点|要點|收获|启发)(?:/[\w/\-]*)?(?![\w/\-])", re.IGNORECASE
)
_OTHERS = re.compile(  # headings inside of takeaways whose text is none
    r"(?:full |raw )?transcript.*|references?|sources?|links?|related|see also|metadata|文字稿|逐字稿|原文|参考.*|相关.*"
)
_CALLOUT = re.compile(r"^\[!([^\]\n]{1,40})\][+-]?[ \t]*([^\n]*)")
_CALLED = (
    "summary",
    "abstract",
    "tldr",
    "takeaway",
    "takeaways",
    "key-points",
    "要点",
    "总结",
    "收获",
    "启发",
)
_ASIDE = re.compile(r"\s*(?:\||\[\^[^\]\n]{1,40}\]:)")  # a table, a footnote
# a cheap look before any block is read: a heading, or what is used as one, a callout, a tag
_PERHAPS = re.compile(
    r"^[ \t>]*(?:#{1,6}[ \t]|\[!|\*\*|__)|^(?:=+|-+)[ \t]*$|^[^\n]{2,80}[:：][ \t]*$"
    r"|#take|#要|#收获|#启发",
    re.MULTILINE | re.IGNORECASE,
)


class Takeaway(NamedTuple):
    """A sentence, a list item or a heading that says something; `line` counts from 1.

    `heading` is the path of headings above it, `key` 16 hex digits of its folded words: the same as
    long as the words are.
    """

    words: str
    heading: str
    line: int
    key: str


def find(text: str, first: int = 1) -> list[Takeaway]:
    """The takeaways in a text that begins in line `first`, in order, each once; `MOST` at most.

    They stand below a heading such as "Summary" or "要点", in a callout of that name, or carry the
    tag #takeaway. Where the headings below it are statements, these are the takeaways.

    >>> [one.words for one in find("## My takeaways\\n- *Do* it daily.\\n- Compare with [[Me|yourself]]")]
    ['Do it daily.', 'Compare with yourself']
    """
    if not _PERHAPS.search(text):
        return []
    text, left_out = _promising(text)
    first += left_out
    found: dict[str, Takeaway] = {}
    for words, path, line in _Blocks(markup.without_comments(text)).said():
        for one in made(words, path, line + first):
            found.setdefault(one.key, one)
        if len(found) >= MOST:
            break
    return list(found.values())[:MOST]


def _promising(text: str) -> tuple[str, int]:
    """A text of up to `LINES` lines, from the first on that could bring takeaways; and what is before."""
    if text.count("\n") < LINES:
        return text, 0
    start = next((found for found in _PERHAPS.finditer(text) if _promises(found, text)), None)
    begin = text.rfind("\n", 0, start.start()) + 1 if start else 0
    lines = text[begin:].split("\n", LINES)[:LINES]
    return "\n".join(lines), text.count("\n", 0, begin)


def _promises(found: re.Match[str], text: str) -> bool:
    """Whether this is more than any heading."""
    line = text[found.start() : found.start() + 200].split("\n", 1)[0].lstrip(" \t>")
    return (
        line[:2] == "[!" or is_heading_of_takeaways(line.lstrip("#")) or bool(_MARKS.search(line))
    )


def key_of(words: str) -> str:
    """16 hex digits of the words alone: case, width and punctuation do not count."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    letters = "".join(char for char in folded if char.isalnum())
    return hashlib.sha256((letters or folded).encode("utf-8", "replace")).hexdigest()[:16]


def is_heading_of_takeaways(words: str) -> bool:
    """Whether a heading announces takeaways.

    >>> [is_heading_of_takeaways(words) for words in ("💡 Key Takeaways:", "三、要点", "Transcript")]
    [True, True, False]
    """
    return bool(_HEADINGS.fullmatch(_folded(words)))


def _folded(words: str) -> str:
    """A heading for comparing: no emoji and no punctuation around it."""
    plain = markup.plain(words).casefold().replace("_", " ")
    return re.sub(r"^\W+|[^\w)）]+$", "", plain)


def made(words: str, path: tuple[str, ...], line: int) -> Iterator[Takeaway]:
    """The takeaway that words are, without their marks; none where no letter is left."""
    plain = markup.plain(words)
    if not any(char.isalpha() for char in plain):
        return
    if len(plain) > LONGEST:
        plain = plain[: LONGEST - 1].rsplit(" ", 1)[0][: LONGEST - 1].rstrip(" ,;:，；：") + "…"
    yield Takeaway(plain, " / ".join(path), line, key_of(plain))


class _Section(NamedTuple):
    """A heading and the tokens below it, up to the next heading of any level."""

    level: int
    words: str
    line: int
    tokens: list[Any]


class _Blocks:
    """A text as headings and blocks."""

    def __init__(self, text: str) -> None:
        self.sections = [_Section(0, "", 0, [])]
        tokens = iter(_reader().parse(text))
        for token in tokens:
            if token.type == "heading_open" and token.level == 0:
                words = next(tokens).content
                self.sections.append(_Section(int(token.tag[1]), words, token.map[0], []))
            else:
                self.sections[-1].tokens.append(token)

    def said(self) -> Iterator[tuple[str, tuple[str, ...], int]]:
        """What is a takeaway, with the path of headings above it and the line, from 0."""
        above: list[_Section] = []
        inside = out = 0  # the level of the heading whose takeaways these are; of one to leave out
        for section, following in pairwise([*self.sections, _Section(0, "", 0, [])]):
            above = [one for one in above if one.level < section.level]
            path = tuple(filter(None, (_named(one.words) for one in above)))
            inside = 0 if section.level <= inside else inside
            out = 0 if section.level <= out else out
            below, folded = inside, _folded(section.words)
            if section.level and not inside and _HEADINGS.fullmatch(folded):
                inside = section.level
            elif section.level and _OTHERS.fullmatch(folded):
                out = out or section.level
            says = (
                bool(below) and following.level <= section.level and _says_something(section.words)
            )
            if _MARKS.search(section.words) or (says and not out):
                yield section.words, path, section.line
            above.append(section)
            path = (*path, _named(section.words)) if section.words else path
            taken = bool(inside) and not out and not says
            for words, line in _below(section.tokens, taken):
                yield words, path, line


def _named(heading: str) -> str:
    return " ".join(markup.shown(heading[:LONGEST]).split())


def _says_something(heading: str) -> bool:
    """Whether a heading can be read alone and be an aim."""
    words = markup.plain(heading)
    wide = sum("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in words)
    return len(words.split()) >= STATEMENT or wide >= WIDE


def _below(tokens: list[Any], taken: bool) -> Iterator[tuple[str, int]]:
    """List items and sentences of a section; where it is not `taken`, those in callouts and tagged ones."""
    quotes: list[bool] = []  # whether each quotation around is one of takeaways
    items: list[list[Any]] = []  # [nothing said yet, ends in a colon] of each list item around
    announced = False  # by a line such as "**Takeaways**", for the list after it
    for at, token in enumerate(tokens):
        if token.type == "blockquote_open":
            quotes.append(_is_called(tokens, at))
        elif token.type == "blockquote_close":
            quotes.pop()
        elif token.type == "list_item_open":
            items.append([True, False])
        elif token.type == "list_item_close":
            items.pop()
        elif token.type == "inline":
            announced = announced if items else _announces(token.content)
            whole = taken or any(quotes) or (announced and bool(items))
            yield from _of_paragraph(token, whole and _is_first(items), items)


def _announces(line: str) -> bool:
    """Whether a line that is no heading is used as one."""
    used = line.startswith(("**", "__")) or line.rstrip().endswith((":", "："))
    return used and len(line) < LONGEST and is_heading_of_takeaways(line)


def _is_first(items: list[list[Any]]) -> bool:
    """Whether this paragraph is what an item says: not its details, unless it only announced them."""
    return all(silent or announces for silent, announces in items[:-1]) and (
        not items or items[-1][0]
    )


def _of_paragraph(token: Any, whole: bool, items: list[list[Any]]) -> Iterator[tuple[str, int]]:
    line, content = token.map[0], str(token.content)
    callout = _CALLOUT.match(content)
    if callout:  # one without a text says it in its title
        title = "" if is_heading_of_takeaways(callout[2]) else callout[2]
        content = content[callout.end() :].strip("\n") or title
        line += "\n" in str(token.content)
    announces = content.rstrip().rstrip("*_ ").endswith((":", "："))
    if items:
        items[-1][:] = [False, announces]
    for offset, text in enumerate(content.split("\n")):
        if _MARKS.search(markup.without_code(text)):
            yield text, line + offset
    if not whole or _ASIDE.match(content):
        return
    if items:
        if not announces:
            yield content, line
        return
    for sentence in _sentences(content):
        if not sentence.rstrip().endswith((":", "：")):
            yield sentence, line + content.count("\n", 0, max(0, content.find(sentence)))


def _sentences(content: str) -> list[str]:
    """Sentences of a paragraph with more than a word; a line break within one is only wrapping."""
    found = sentences.split(content[:PARAGRAPH])
    return [one for one in found if len(one.split()) > 1 or len(one) >= WIDE]


def _is_called(tokens: list[Any], at: int) -> bool:
    """Whether a quotation is a callout of takeaways, by its type or its title."""
    inline = next((one for one in tokens[at + 1 : at + 3] if one.type == "inline"), None)
    callout = _CALLOUT.match(inline.content) if inline else None
    if not callout:
        return False
    return callout[1].strip().casefold() in _CALLED or is_heading_of_takeaways(callout[2])


@cache
def _reader() -> Any:
    """Blocks only: a megabyte takes about a second."""
    from markdown_it import MarkdownIt  # 54 ms

    made = MarkdownIt("commonmark", {"maxNesting": 100})  # a list in a list takes two
    made.core.ruler.enableOnly(["normalize", "block"])
    made.block.ruler.disable(["reference"])
    return made
