"""What a learner wrote, as HTML: Markdown through a sanitizer, code with colours. Nothing is fetched."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TAGS = {
    *("a", "b", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "i", "li"),
    *(
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ),
}
LONGEST = 100_000  # characters that are shown of a file


@lru_cache(1)
def _reader() -> Any:
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
    return made.enable("strikethrough")


def markdown(words: str) -> Markup:
    """Words as HTML. Headings begin at the third level, pictures become their links, scripts nothing.

    >>> str(markdown("*so* <script>alert(1)</script>"))
    '<p><em>so</em> &lt;script&gt;alert(1)&lt;/script&gt;</p>\\n'
    """
    return sanitized(rendered(words))


def rendered(words: str) -> str:
    """Markdown as HTML that has not been sanitized yet."""
    html: str = _reader().render(words)
    for level in (2, 1):
        html = html.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    return html


def sanitized(html: str) -> Markup:
    """HTML with the tags that words may have, and nothing else."""
    import nh3

    safe = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return Markup(safe)


def code(text: str, name: str) -> Markup:
    """A file's text with its colours, by its name; plain where the name says nothing."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import TextLexer, get_lexer_for_filename
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_for_filename(name, stripnl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False)
    return Markup(highlight(text[:LONGEST], lexer, HtmlFormatter(cssclass="code", wrapcode=True)))


def text_of(content: bytes) -> str | None:
    """The text of a file, or None for one that is not text."""
    if b"\0" in content[:8192]:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def highlighted(words: str, asked: str | None) -> Markup:
    """An entry with the places that a search has found marked."""
    from selfgrad import search

    if not asked:
        return escape(words)
    found, end = Markup(""), 0
    for start, stop in search.highlight(words, asked):
        found += escape(words[end:start]) + Markup("<mark>{}</mark>").format(words[start:stop])
        end = stop
    return found + escape(words[end:])


def web_address(reference: str) -> str:
    """An address that a browser may be sent to; a script is none.

    >>> web_address("https://example.org"), web_address("javascript:alert(1)")
    ('https://example.org', '#')
    """
    return reference if reference.lower().startswith(("http://", "https://")) else "#"
