"""Explanations on the page: all topics, one with its takes and gaps, two takes side by side."""

from __future__ import annotations

from selfgrad import errors
from selfgrad.running import TAKES
from selfgrad.topics import FEWEST, MOST
from selfgrad.web import marking
from selfgrad.web.views import Page, page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.journal import Journal

    Query = dict[str, str]
    Topic = dict[str, Any]

ANYBODY = "somebody who knows nothing of it"
GAPS = 40  # shown at once; the others come up as these are marked
# what a gap becomes; l, and w, lead elsewhere on every page
BECOMES = (("lookup", "Look it up", "k"), ("aim", "Next aim", "a"), ("wave", "Wave off", "f"))
BECAME = {"asked": "looked up", "aim": "an aim", "waved": "waved off"}


def explain(journal: Journal, query: Query) -> Page:
    """All topics; or one, which is being written, compared, recalled, or looked at."""
    name = query.get("topic", "").strip()
    if not name:
        return page("topics", topics=journal.read.topics(), anybody=ANYBODY, **_names(journal))
    if query.get("recall") or query.get("stage") == "recall":
        return _recall(journal, name)
    topic = journal.read.topic(name)
    if query.get("compare") and topic["takes"] > 1:
        return _compare(topic, query)
    here = next((one for one in topic["explanations"] if one["id"] == topic["open"]), None)
    stage = _stage(journal, here)
    hidden = _from_nothing(topic, here) and stage in ("points", "write")
    return page(
        "topic",
        topic=topic,
        here=here,
        stage=stage,
        hidden=hidden and not query.get("earlier"),
        gaps=topic["left"][:GAPS],
        more=max(0, len(topic["left"]) - GAPS),
        marked=marking.numbered,
        becomes=BECOMES,
        became=BECAME,
        recalling=_recalling(journal, topic),
        anybody=ANYBODY,
        others=[row["name"] for row in journal.names("topic") if row["key"] != topic["key"]],
        **_names(journal),
    )


def _names(journal: Journal) -> dict[str, Any]:
    skills = [row["name"] for row in journal.names("skill")]
    return {"skills": skills, "fewest": FEWEST, "most": MOST}


def _stage(journal: Journal, here: Topic | None) -> str:
    """What the page of a topic has room for: its points, a take, what follows, or a beginning."""
    if here is None:
        return "begin"
    now = journal.current()
    if now is None or now["subject"] != here["id"]:
        return "elsewhere"
    if here["state"] not in TAKES:
        return "reflected"
    return "write" if len(here["points"]) >= FEWEST else "points"


def _from_nothing(topic: Topic, here: Topic | None) -> bool:
    """Whether the first take of an explanation anew is being written: earlier ones are out of sight."""
    return here is not None and not here["takes"] and topic["takes"] > 0


def _recalling(journal: Journal, topic: Topic) -> str | None:
    """ "" where the points can be recalled now, else a sentence that says when; None before a take."""
    if not topic["takes"]:
        return None
    try:
        journal.recall_ready(topic["name"])
    except errors.Refused as later:
        return later.sentence
    return ""


def _recall(journal: Journal, name: str) -> Page:
    """The points without looking: nothing of the takes is on this page."""
    called = journal.called("topic", journal.find_name("topic", name))
    said = None
    try:
        journal.recall_ready(called)
    except errors.Refused as later:
        said = str(later)
    return page("recall", name=called, later=said)


def _compare(topic: Topic, query: Query) -> Page:
    """Two takes beside each other: those that were chosen, else the last two."""
    takes = [take for one in topic["explanations"] for take in one["takes"]]
    by = {take["id"]: take for take in takes}
    pair = [by.get(query.get(side, ""), last) for side, last in zip(SIDES, takes[-2:], strict=True)]
    return page("beside", topic=topic, takes=takes, pair=pair, sides=SIDES)


SIDES = ("one", "other")
