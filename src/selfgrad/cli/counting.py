"""Hours, steps and credit as lines. Numbers are counts; what they mean is the learner's to say."""

from __future__ import annotations

import shlex

from selfgrad.cli import layout
from selfgrad.cli.daily import clock_lines
from selfgrad.clock import spoken

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    Page = dict[str, Any]

HEADS = ("skill", "hours", "of target", "this week", "last week", "output", "input", "rounds")


def hours(page: Page) -> list[str]:
    """A line for each skill, the sum, and what is to be said about them."""
    shown = [row for row in page["skills"] if row["skill"] or row["ms"] or row["rounds"]]
    if not shown:
        said = ["No hours are counted yet. Next: `selfgrad go`, or by hand `selfgrad add 45m`."]
        return said + clock_lines(page["running"])
    total = page["total"]
    lines = layout.columns([HEADS, *(_skill(row) for row in shown)], indent="")
    lines += ["", f"In all {layout.hours(total['ms'])}, each moment counted once."]
    lines += _marks(shown) + _ahead(page.get("forecasts", [])) + clock_lines(page["running"])
    return lines + ([page["balance"]["said"]] if page["balance"]["said"] else [])


def _ahead(forecasts: list[Page]) -> list[str]:
    """When each target will be reached, and how far such ranges are to be trusted."""
    return [line for one in forecasts for line in ["", *_forecast(one)]]


def _forecast(one: Page) -> list[str]:
    lines = [f"{layout.plain(one['skill'])}: {one['said']}"]
    if one["ahead"]:
        near = one["ahead"][0]
        lines.append(
            f"  In the next {near['days']} days: {near['median']:.0f} h, 80 % range {near['low']:.0f} to "
            f"{near['high']:.0f} h{_caught(one['record'])}{_whose(one)}."
        )
    return lines


def _whose(one: Page) -> str:
    """Once the learner's own record weighs more than what is known beforehand, that is said."""
    return "; by now mostly from your own record" if one["own_record"] else ""


def _caught(record: Page | None) -> str:
    if record is None:
        return ""
    return f"; your past ranges caught {record['caught']} of {record['windows']}"


def _skill(row: Page) -> tuple[str, ...]:
    target = (
        f"{row['share']:.1%} of {row['target_hours']:,g} h" if row["share"] is not None else "–"
    )
    times = [layout.hours(row[key]) for key in ("this_week", "last_week", "output", "input")]
    name = layout.plain(row["skill"] or "no skill yet")
    return (name, layout.hours(row["ms"]), target, *times, f"{row['rounds']:,}")


def _marks(rows: list[Page]) -> list[str]:
    by_hand, guessed = (sum(row[key] for row in rows) for key in ("by_hand", "guessed"))
    lines = [f"{spoken(by_hand)} of it was added by hand or imported."] if by_hand else []
    if guessed:
        lines.append(f"{spoken(guessed)} of it is a guess: the clock had been left running.")
    return lines


# steps ----------------------------------------------------------------------------------------------


def steps(page: list[Page]) -> list[str]:
    """The changes, newest first."""
    if not page:
        return ['No step is taken yet. Next: close a round with `selfgrad step "When X, I do Y"`.']
    lines = [line for step in page for line in _step(step)]
    return [*lines, "A change a coin can switch off is judged best by one: `selfgrad trial`."]


def _step(step: Page) -> list[str]:
    where = f" · {layout.plain(step['skill'])}" if step["skill"] else ""
    held = layout.counted(step["held"], "round")
    force = f"in force, held for {held}" if step["in_force"] else f"held for {held}"
    lines = [
        f"{step['when']}  {layout.paint(layout.plain(step['parameter']), layout.BOLD)}{where}  {layout.short(step['short'])}",
        f"  {layout.plain(step['words'])}",
    ]
    if step["was"]:
        lines.append(f"  was: {layout.plain(step['was'])}")
    return [
        *lines,
        f"  {force}; loss before: {_mean(step['before'])}; after: {_mean(step['after'])}",
        *([f"  {step['verdict']['said']}"] if step.get("verdict") else []),
        "",
    ]


def together(page: list[Page]) -> list[str]:
    """The changes of one skill in one model, with what of it stands."""
    if not page:
        return ["No change lies in the last 300 rounds. Next: `selfgrad step …`."]
    rows = [("since", "loss moved by", "80 % interval", "", "change"), *map(_together, page)]
    stand = sum(step["stands"] for step in page)
    known = sum(step["estimate"] is not None for step in page)
    lines = layout.columns(rows, indent="")
    judged = f"Of {layout.counted(known, 'change')} judged together"
    if not stand:
        return [
            *lines,
            f"{judged} none stands: each could be luck. Next: hold one, or `selfgrad trial`.",
        ]
    return [
        *lines,
        f"{judged} {stand} stand: of those, at most about one in ten would be luck. Loss moved after "
        "them, and not by them alone.",
    ]


def _together(step: Page) -> tuple[str, ...]:
    words = f"{layout.plain(step['parameter'])}: {layout.plain(step['words'])}"
    if step["estimate"] is None:
        return (step["day"], "too few rounds", "", "", words)
    interval = f"{step['low']:+.2f} to {step['high']:+.2f}"
    return (
        step["day"],
        f"{step['estimate']:+.2f}",
        interval,
        "stands" if step["stands"] else "",
        words,
    )


def _mean(side: Page) -> str:
    if side["mean"] is None:
        return "none measured"
    return f"mean {side['mean']:.2f} over {layout.counted(side['measured'], 'round')}"


# credit ---------------------------------------------------------------------------------------------


def credit(page: Page) -> list[str]:
    """Mistakes by parameter, the most charged first, unsorted last."""
    window = layout.counted(page["rounds"], "round")
    if not page["mistakes"]:
        return [f"No mistake is written down in the last {window}. Next: `selfgrad backward`."]
    total = layout.counted(page["mistakes"], "mistake")
    rows = page["parameters"]
    unsorted = page["unsorted"]["count"]
    most = max([row["count"] for row in rows] + [unsorted])
    table = [_charged(row, most) for row in rows]
    if unsorted:
        table.append(("unsorted", f"{unsorted:,}", layout.bar(unsorted, most)))
    head = f"{total} in the last {window} and in passing, as you charged them:"
    lines = [head, *layout.columns(table), *_where_from(page)]
    return [*lines, *_to_sort(page["unsorted"]["entries"])]


def _where_from(page: Page) -> list[str]:
    """Where the loss comes from, as reported, and the one step that follows."""
    weighed = [row for row in page["parameters"] if row["loss"]]
    if not weighed:
        return []
    most = max(weighed, key=lambda row: float(row["loss"]["share"]))
    loss, name = most["loss"], layout.plain(most["parameter"])
    said = (
        f"Weighed by the loss of their rounds, {loss['share']:.0%} is charged to {name} (80 % interval "
        f"{loss['low']:.0%} to {loss['high']:.0%}). {page['reported']}"
    )
    if page["proposal"] is None:
        return [said, "None stands out yet: any of them may be the next step."]
    proposed = shlex.quote(layout.plain(page["proposal"]["parameter"]))
    return [
        said,
        f'Next: one small change there, `selfgrad step "When X, I do Y" --for {proposed}`.',
    ]


def _charged(row: Page, most: int) -> tuple[str, ...]:
    wording = (
        f"  {layout.paint(layout.plain(row['wording']), layout.DIM)}" if row["wording"] else ""
    )
    return (
        layout.plain(row["parameter"]),
        f"{row['count']:,}",
        layout.bar(row["count"], most) + wording,
    )


def _to_sort(entries: list[Page]) -> list[str]:
    if not entries:
        return []
    lines = ["To charge one that is unsorted: `selfgrad edit ID --to PARAMETER`, for example"]
    return lines + [f"  {layout.plain(e['words'])}  {layout.short(e['short'])}" for e in entries]
