"""Gaps in an explanation: where a reader who knows nothing would stop. Found by rule, never judged.

`gaps` finds them, `covered` says which of the learner's points a text has, `spoken_ms` how long it
takes to say. How each is found, and how often it is right: docs/gaps.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from selfgrad.gaps.finding import Gap

__all__ = ["Gap", "covered", "gaps", "is_doubtful", "language", "spoken_ms"]

LONGEST = 1_000_000  # characters of a text, and of notes, that are read


def gaps(text: str, *, notes: str = "", known: Iterable[str] = ()) -> list[Gap]:
    """The gaps of a text in its order, those against the notes it came from last.

    `known` are words that need no explanation, in any form. Never raises; 100,000 characters take
    about a third of a second, and what is beyond a million is not read.
    """
    from selfgrad.gaps import finding, lacking, prose, saying, terms

    text = text[:LONGEST]
    read = finding.Read(text, prose.read(text))
    found = [*terms.find(read, known), *saying.too_long(read), *saying.hedges(read)]
    found += saying.breaks(read)
    if notes:
        found += lacking.find(read, notes[:LONGEST])
    return sorted(found, key=lambda gap: (gap.start, gap.end))


def is_doubtful(text: str, kind: str) -> bool:
    """Whether gaps of a kind are wrong about as often as right in a text: rare words in Chinese."""
    return kind == "word" and language(text) == "zh"


def covered(text: str, points: Sequence[str]) -> list[bool]:
    """For each point whether the text has it, by its telling words and by letters."""
    from selfgrad.gaps import covering

    return covering.covered(text[:LONGEST], points)


def spoken_ms(text: str) -> int:
    """How many milliseconds it takes to say the text aloud, without code, links and front matter."""
    from selfgrad.gaps import prose, speaking

    return speaking.milliseconds(prose.read(text[:LONGEST]).text)


def language(text: str) -> str:
    """The language of a text by its script: `en` or `zh`."""
    from selfgrad.gaps import speaking

    return speaking.language(text)
