"""A take as HTML with its gaps marked and numbered, as they stand in the list beside it."""

from __future__ import annotations

import re

from markupsafe import Markup

from selfgrad.web import markup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Gap = dict[str, Any]

# Private characters, which no Markdown has a use for: they go through it, and become tags before the
# sanitizer sees them, so that nothing a text says can make a tag of them afterwards.
OPEN, SHUT, END = "\ue0f0", "\ue0f1", "\ue0f2"
JOINED = "\u2060"  # no line breaks between a gap and its number
_MARK = re.compile(f"{OPEN}(\\d+){SHUT}")


def numbered(words: str, gaps: Sequence[Gap]) -> Markup:
    """Markdown with each gap marked that lies in it whole and apart from the others.

    >>> gap = {"start": 4, "end": 12, "kind": "word", "words": "gradient"}
    >>> str(numbered("The gradient falls.", [gap]))
    '<p>The <mark>gradient\u2060<sup>1</sup></mark> falls.</p>\\n'
    """
    plain = re.sub(f"[{OPEN}{SHUT}{END}]", "\ufffd", words)
    found, end = [], len(plain)
    for start, stop, number in reversed(_apart(plain, gaps)):
        found += [
            plain[stop:end],
            f"{OPEN}{number}{END}",
            plain[start:stop],
            f"{OPEN}{number}{SHUT}",
        ]
        end = start
    html = markup.rendered("".join([plain[:end], *reversed(found)]))
    html = _MARK.sub("<mark>", html)
    return markup.sanitized(re.sub(f"{OPEN}(\\d+){END}", f"{JOINED}<sup>\\1</sup></mark>", html))


def _apart(text: str, gaps: Sequence[Gap]) -> list[tuple[int, int, int]]:
    """Where the gaps stand, in order, the shorter ones first to be chosen where two overlap."""
    places = [(gap["start"], gap["end"], n) for n, gap in enumerate(gaps, 1) if _stands(text, gap)]
    chosen: list[tuple[int, int, int]] = []
    for place in sorted(places, key=lambda one: (one[1] - one[0], one)):
        if all(place[1] <= start or end <= place[0] for start, end, _ in chosen):
            chosen.append(place)
    return sorted(chosen)


def _stands(text: str, gap: Gap) -> bool:
    """Whether a gap is a place in this text: one against the notes is none, a paragraph is too much."""
    inside = text[gap["start"] : gap["end"]]
    return gap["kind"] != "shorter" and bool(inside.strip()) and "\n" not in inside.strip()
