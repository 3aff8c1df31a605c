"""Sources on the page: what was read, what was taken away, and what a round has shown of it."""

from __future__ import annotations

import json
import os

from selfgrad.cli.sources import TESTED
from selfgrad.library import STATES
from selfgrad.web.views import Page, page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.journal import Journal

    Query = dict[str, str]

UNUSED = 30  # of what was read and never used; the page of all of them has the rest
EVERY = 1000


def sources(journal: Journal, query: Query) -> Page:
    """All sources and what of them was never used; or one, with its takeaways."""
    if id := query.get("id"):
        return _one(journal, id)
    limit = EVERY if query.get("all") else UNUSED
    return page(
        "sources",
        sources=journal.read.sources(),
        unused=journal.read.unused(limit),
        states=STATES,
        tested=TESTED,
    )


def _one(journal: Journal, id: str) -> Page:
    source = journal.read.source(id)
    # a note that was handed over has a name, and no place on this machine
    lies_here = os.path.isabs(source["reference"] or "")
    return page(
        "source",
        source=source,
        differs=source["differs"] and lies_here,
        meta=[(key, in_words(value)) for key, value in source["meta"].items()],
        tested=TESTED,
    )


def in_words(value: Any) -> str:
    """A value of front matter as a reader writes it.

    >>> in_words(["a", "b"]), in_words(True), in_words({"n": 1})
    ('a, b', 'true', '{"n": 1}')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(in_words(one) for one in value)
    return json.dumps(value, ensure_ascii=False, default=str)
