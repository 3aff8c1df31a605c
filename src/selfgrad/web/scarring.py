"""Scars on the page: those that fit a round, the marks that wait, and what became of each."""

from __future__ import annotations

from selfgrad.cli.scarring import became
from selfgrad.scars import KINDS, change_the_method
from selfgrad.web import filters
from selfgrad.web.insights import named
from selfgrad.web.views import Page, page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.journal import Journal

    Query = dict[str, str]

FITTING = 3  # scars that are shown for an aim
MARKS = (("dodged", "Dodged", "d"), ("repeated", "Repeated", "r"), ("not", "Did not apply", "n"))


def scars(journal: Journal, query: Query) -> Page:
    """Every scar with what became of it, what may be one mistake, and what would come up for an aim."""
    aim, skill = query.get("aim", "").strip(), named(journal, query)
    tissue = journal.read.tissue()
    return page(
        "scars",
        scars=tissue["scars"],
        offers=tissue["offers"],
        aim=aim,
        skill=skill,
        skills=[row["name"] for row in journal.names("skill")],
        fitting=journal.scars(aim, skill, limit=FITTING) if aim else None,
    )


def how_often(scar: dict[str, Any]) -> str:
    """How often it was made, and when.

    >>> how_often({"times": 3, "last": "2026-11-21"}), how_often({"times": 1, "last": "2026-11-21"})
    ('3 times, last on Sat 21 Nov 2026', 'on Sat 21 Nov 2026')
    """
    day = filters.short_day(scar["last"])
    return f"{scar['times']} times, last on {day}" if scar["times"] > 1 else f"on {day}"


FILTERS: dict[str, Any] = {
    "scar_kind": KINDS.__getitem__,
    "how_often": how_often,
    "became": became,
    "change_the_method": change_the_method,
}
