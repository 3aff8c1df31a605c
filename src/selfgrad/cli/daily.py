"""The page of a day as lines: sentences, rounds, hours, and the same day in earlier periods."""

from __future__ import annotations

from selfgrad.cli import layout
from selfgrad.clock import spoken

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    Page = dict[str, Any]

EARLIER_SENTENCES = 5  # of each earlier day; the whole day is one command away
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def lines(page: Page) -> list[str]:
    page_lines = [layout.paint(weekday(page["day"]), layout.BOLD)]
    if page["line"]:
        written = page["line"]
        page_lines.append(
            f"For this day, written on {written['day']}: {layout.plain(written['words'])}"
        )
    page_lines += ["", *_done(page)] if _anything(page) else ["", _nothing_yet(page)]
    if page["today"]:
        page_lines += ["", *_standing(page)]
    if page["tomorrow"]:
        said = layout.plain(page["tomorrow"]["words"])
        page_lines.append(f"For tomorrow: {said}  {layout.short(page['tomorrow']['short'])}")
    for then in page["earlier"]:
        page_lines += ["", *_earlier(then)]
    return page_lines


def _anything(page: Page) -> bool:
    return bool(_sentences(page) or page["rounds"] or page["hours"]["ms"])


def _nothing_yet(page: Page) -> str:
    if page["today"]:
        return "Nothing is written yet today. Next: `selfgrad` names one thing to do."
    return "Nothing was written on this day."


def _done(page: Page) -> list[str]:
    """Sentences, rounds and hours of a day."""
    lines = layout.columns(_sentences(page))
    if page["rounds"]:
        lines += ["", layout.counted(len(page["rounds"]), "round") + " filed:"]
        lines += layout.columns(_round_cells(round) for round in page["rounds"])
    return [*lines, "", _hours_of(page["hours"])]


def _sentences(page: Page) -> list[tuple[str, ...]]:
    """The line for tomorrow stands by itself below."""
    shown = [e for e in page["entries"] if e["id"] != (page.get("tomorrow") or {}).get("id")]
    return [
        (
            entry["when"][11:] if entry["when"][:10] == page["day"] else entry["when"],
            entry["kind"] + (" (loose)" if entry["loose"] else ""),
            f"{layout.plain(entry['words'])}  {layout.short(entry['short'])}",
        )
        for entry in shown
    ]


def _round_cells(round: Page) -> tuple[str, ...]:
    ended = "blind alley" if round["state"] == "dropped" else layout.loss(round["loss"])
    expected = f", expected {round['expected']:.2f}" if round["expected"] is not None else ""
    where = f" · {layout.plain(round['skill'])}" if round["skill"] else ""
    aim = layout.plain(round["aim"])
    return f"{ended}{expected}", f"“{aim}”{where}  {layout.short(round['short'])}"


def _hours_of(hours: Page) -> str:
    if not hours["ms"]:
        return "No hours are counted on this day."
    said = f"Hours: {spoken(hours['ms'])}, of it {layout.hours(hours['output'])} output and {layout.hours(hours['input'])} input"
    skills = [f"{row['skill'] or 'no skill'} {spoken(row['ms'])}" for row in hours["skills"]]
    return f"{said} ({layout.plain(', '.join(skills))})."


def _standing(page: Page) -> list[str]:
    """What is in force, open, or running."""
    lines = []
    if page["step"]:
        held = layout.counted(page["step"]["rounds"], "round")
        lines.append(f"Step in force, held for {held}: {layout.plain(page['step']['words'])}")
    if page["open_questions"]:
        asked = "; ".join(
            f"{layout.plain(q['words'])} {layout.short(q['short'])}" for q in page["questions"]
        )
        more = page["open_questions"] - len(page["questions"])
        lines.append(f"Open questions: {asked}{f'; and {more} more' if more else ''}")
    return lines + clock_lines(page["running"])


def clock_lines(running: Page | None) -> list[str]:
    if running is None:
        return []
    if running["left"]:
        return [
            f"The clock has run since {running['when']}; the last sign of life was at "
            f'{running["left"]}. When did you stop? `selfgrad pause --at "{running["left"]}"`'
        ]
    kind = "input" if running["input"] else "output"
    return [
        f"The clock runs since {running['when']}, {spoken(running['ms'])} of {kind} so far; "
        "it counts once it is stopped, `selfgrad pause`."
    ]


def _earlier(then: Page) -> list[str]:
    """The same day in an earlier period, in a few lines."""
    rounds, losses = then["rounds"], [r["loss"] for r in then["rounds"] if r["loss"] is not None]
    facts = [layout.hours(then["hours"]["ms"])] if then["hours"]["ms"] else []
    facts += [layout.counted(len(rounds), "round")] if rounds else []
    facts += ["losses " + " ".join(f"{loss:.2f}" for loss in losses)] if losses else []
    head = layout.paint(f"{then['ago']}, {weekday(then['day'])}", layout.BOLD)
    sentences = _sentences(then)
    lines = [": ".join(filter(None, (head, ", ".join(facts))))]
    lines += layout.columns(sentences[:EARLIER_SENTENCES])
    if len(sentences) > EARLIER_SENTENCES:
        more = len(sentences) - EARLIER_SENTENCES
        lines.append(f"  and {more} more: `selfgrad today {then['day']}`")
    return lines


def weekday(day: str) -> str:
    """ "2026-11-21, Saturday"."""
    from datetime import date

    return f"{day}, {WEEKDAYS[date.fromisoformat(day).weekday()]}"
