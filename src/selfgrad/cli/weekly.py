"""The page of a week, as lines for a terminal and as Markdown to share or keep."""

from __future__ import annotations

from selfgrad.cli import layout
from selfgrad.cli.daily import weekday
from selfgrad.clock import spoken

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Page = dict[str, Any]
    Section = tuple[str, list[str]]

SPECIAL = "\\`*_[]<>#|"  # characters that Markdown would take for markup


def lines(page: Page, answer: str = "") -> list[str]:
    """The learner's own answer above the facts."""
    found = [f"You: {layout.plain(answer)}"] if answer else []
    found.append(f"{weekday(page['first'])}, to {weekday(page['last'])}")
    for title, items in _sections(page):
        found += ["", layout.paint(title, layout.BOLD), *(f"  {item}" for item in items)]
    return [*found, "", _so_far(page["so_far"])]


def markdown(page: Page) -> list[str]:
    """One page, without ids: they mean nothing to anybody else."""
    found = [f"# {page['first']} to {page['last']}"]
    for title, items in _sections(page, ids=False):
        found += ["", f"## {title}", "", *(f"- {escaped(item)}" for item in items)]
    return found


def escaped(text: str) -> str:
    """Text in which Markdown finds no markup.

    >>> escaped("a*b <c>")
    'a\\\\*b \\\\<c\\\\>'
    """
    return "".join("\\" + c if c in SPECIAL else c for c in text)


def _sections(page: Page, ids: bool = True) -> Iterator[Section]:
    """What there is to say about the week; a section without anything is left out."""
    hours, lessons = page["hours"], page["lessons"]
    yield (
        "Outputs",
        [_output(o, ids) for o in page["outputs"]] or ["No output is kept from this week."],
    )
    yield "Hours", _hours(hours)
    if page["losses"]:
        yield "Losses", [_losses(row) for row in page["losses"]]
    learned = [_change(step, ids) for step in lessons["steps"]]
    learned += [f"Held: {layout.plain(held)}" for held in lessons["held"]]
    if lessons["mistakes"]:
        learned.append(f"{layout.counted(lessons['mistakes'], 'mistake')} written down.")
    if learned:
        yield "Lessons", learned
    if page["blind_alleys"]:
        yield "Blind alleys, whose hours count", [_alley(r, ids) for r in page["blind_alleys"]]


def _id(row: Page, ids: bool) -> str:
    return f"  {layout.short(row['short'])}" if ids else ""


def _output(output: Page, ids: bool) -> str:
    made = output["words"] or output["reference"] or "made elsewhere"
    takes = f", {output['attempts']} attempts" if output["attempts"] > 1 else ""
    loss = f", {layout.loss(output['loss'])}" if output["loss"] is not None else ""
    said = f"{weekday(output['day'])[12:15]}  {layout.plain(made)} (“{layout.plain(output['aim'])}”{takes}{loss})"
    return said + _id(output, ids)


def _hours(hours: Page) -> list[str]:
    if not hours["ms"]:
        return ["No hours are counted in this week."]
    said = [
        f"{spoken(hours['ms'])} in all: {layout.hours(hours['output'])} output, {layout.hours(hours['input'])} input."
    ]
    if hours["said"]:
        said.append(hours["said"])
    if hours["without_output"]:
        said.append(f"{spoken(hours['without_output'])} of it led to no output that is kept.")
    skills = [f"{row['skill'] or 'no skill'} {spoken(row['ms'])}" for row in hours["skills"]]
    said.append(layout.plain("By skill: " + ", ".join(skills) + "."))
    days = [f"{weekday(day['day'])[12:15]} {layout.hours(day['ms'])}" for day in hours["days"]]
    return [*said, "By day: " + ", ".join(days) + "."]


def _losses(row: Page) -> str:
    each = " ".join(f"{loss:.2f}" for loss in row["losses"])
    rounds = layout.counted(len(row["losses"]), "round")
    return (
        f"{layout.plain(row['skill'] or 'no skill')}: {each} (mean {row['mean']:.2f} over {rounds})"
    )


def _change(step: Page, ids: bool) -> str:
    return (
        f"Step in {layout.plain(step['parameter'])}: {layout.plain(step['words'])}{_id(step, ids)}"
    )


def _alley(round: Page, ids: bool) -> str:
    return f"“{layout.plain(round['aim'])}”: {layout.plain(round['why'] or '')}{_id(round, ids)}"


def _so_far(week: Page) -> str:
    rounds = layout.counted(week["rounds"], "round")
    return f"This week so far, since {week['first']}: {layout.hours(week['ms'])}, {rounds}."
