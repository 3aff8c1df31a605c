"""The numbers as lines: each says what it is, how sure it is, and what can be done next."""

from __future__ import annotations

from shutil import get_terminal_size

from selfgrad.cli import layout
from selfgrad.clock import spoken

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    Page = dict[str, Any]

WIDTH, HEIGHT = 66, 12  # cells of a plot
SHOWN = 400  # rounds in a plot; more would be a carpet


def _of(skill: str | None) -> str:
    return layout.paint(layout.plain(skill or "rounds without a skill"), layout.BOLD)


# the curve ------------------------------------------------------------------------------------------


def curve(page: Page) -> list[str]:
    """A plot, where the loss stands, and what the next round will bring."""
    lines = [_of(page["skill"])]
    if not page["measured"]:
        return [*lines, 'No loss is measured yet. Next: `selfgrad start "AIM"`.']
    lines += _plot(page)
    if page["fit"] is None:
        low, high = page["range"]
        measured = layout.counted(page["measured"], "measured round")
        return [*lines, f"{measured}, losses {low:.2f} to {high:.2f}: a curve takes five."]
    return [*lines, *_stands(page), *_next_round(page)]


def _plot(page: Page) -> list[str]:
    """Rounds as points, the fitted level as a line."""
    from uniplot import plot_to_string  # 100 ms beyond numpy

    rounds = page["rounds"]
    known = [loss for loss in rounds["loss"] if loss is not None]
    first = max(0, len(known) - SHOWN)
    xs, ys, lines = [list(range(first + 1, len(known) + 1))], [known[first:]], [False]
    if page["fit"]:
        mean = page["fit"]["mean"]
        begin = max(first, len(known) - len(mean))
        xs.append(list(range(begin + 1, len(known) + 1)))
        ys.append(mean[len(mean) - len(known) + begin :])
        lines.append(True)
    drawn = plot_to_string(
        xs=xs,
        ys=ys,
        lines=lines,
        width=min(WIDTH, max(20, get_terminal_size((80, 24)).columns - 8)),
        height=HEIGHT,
        y_min=0,
        y_max=1,
        character_set="braille" if layout.unicode() and layout.coloured() else "ascii",
        force_ascii_characters=["o", "-"],
        color=["blue", "green"] if layout.coloured() else False,
        title="loss by round",
    )
    drawn_lines = [line.rstrip() for line in drawn.splitlines()]
    marks = (
        "points: rounds; line: where the loss stood"
        if layout.coloured()
        else "o rounds; - where the loss stood"
    )
    return [*drawn_lines, f"  {marks}"]


def _stands(page: Page) -> list[str]:
    fit = page["fit"]
    mean, low, high = (fit[name][-1] for name in ("mean", "low", "high"))
    measured = layout.counted(page["measured"], "measured round")
    return [f"After {measured} loss stands at {mean:.2f} (80 % interval {low:.2f} to {high:.2f})."]


def _next_round(page: Page) -> list[str]:
    record = page["record"]
    held = f"caught {record['caught']} of {record['rounds']} so far"
    if page["forecast"] is None:
        return [f"No forecast is shown: its 80 % intervals {held}, which is not what they promise."]
    ahead = page["forecast"]
    level = f" at level “{layout.plain(ahead['level'])}”" if ahead["level"] else ""
    said = f"Next round{level}: loss {ahead['low']:.2f} to {ahead['high']:.2f}, 80 % of the time"
    return [f"{said} ({held})." if record["rounds"] else f"{said}."]


# now against then -----------------------------------------------------------------------------------


def versus(page: Page) -> list[str]:
    """Both windows side by side, then what can be said of the difference."""
    now, before = page["now"], page["before"]
    heads = ("", f"{before['first']} to {before['last']}", f"{now['first']} to {now['last']}")
    rows = [(name, show(before), show(now)) for name, show in _COMPARED]
    table = layout.columns([heads, *(row for row in rows if row[1:] != ("–", "–"))])
    return [_of(page["skill"]), *table, *page["said"]]


def _number(name: str, digits: int = 2) -> Any:
    return lambda side: "–" if side[name] is None else f"{side[name]:.{digits}f}"


_COMPARED = (
    ("rounds", lambda side: f"{side['rounds']:,}"),
    ("hours", lambda side: spoken(side["ms"]) if side["ms"] else "–"),
    ("mean loss", _number("loss")),
    ("mean level", _number("level", 1)),
    ("mistakes a round", _number("mistakes", 1)),
    ("surprise", _number("surprise")),
    ("discomfort", _number("discomfort", 1)),
)


# calibration ----------------------------------------------------------------------------------------


def calibration(page: Page) -> list[str]:
    """Bins of what was expected against what came, then over time."""
    lines = [_of(page["skill"])]
    if page["curve"]:
        rows = [("expected", "came", "80 % interval", "rounds"), *map(_bin, page["curve"])]
        lines += layout.columns(rows)
    if len(page["stretches"]) > 1:
        bias = ", ".join(f"{one['bias']:+.2f}" for one in page["stretches"])
        lines.append(f"Measured less expected, by stretches of rounds, oldest first: {bias}.")
    return [*lines, page["said"]]


def _bin(bin: Page) -> tuple[str, ...]:
    interval = "–" if bin["low"] is None else f"{bin['low']:.2f} to {bin['high']:.2f}"
    return (f"{bin['expected']:.2f}", f"{bin['measured']:.2f}", interval, f"{bin['rounds']:,}")


# edge -----------------------------------------------------------------------------------------------


def edge(page: Page) -> list[str]:
    """The proposal, what it stands on, and signs that the practice swings."""
    lines = [_of(page["skill"]), page["said"]]
    if page["losses"]:
        losses = ", ".join(f"{loss:.2f}" for loss in page["losses"])
        level = f" at level “{layout.plain(page['last'])}”" if page["last"] else ""
        lines.append(f"Last losses: {losses}{level}.")
    felt = page["discomfort"][-10:]
    if felt:
        lines.append(
            f"Discomfort of the last {layout.counted(len(felt), 'round')}: "
            f"{', '.join(str(one['discomfort']) for one in felt)} of 10: what growth feels like."
        )
    return lines + [sign["said"] for sign in page["signs"]]


# audit ----------------------------------------------------------------------------------------------


def audit(page: Page) -> list[str]:
    """What was promised with 80 %, and how often it held."""
    rows = [*map(_interval, page["losses"]), *map(_range, page["hours"])]
    lines = ["What this program said with 80 %, on your own record:"] if rows else []
    lines += layout.columns(rows) + _verdicts(page["verdicts"]) + _trials(page["trials"])
    return lines or [
        "Nothing has been foretold yet, so nothing can be checked. Next: `selfgrad go`."
    ]


def _interval(row: Page) -> tuple[str, str]:
    held = f"caught {row['caught']:,} of {row['rounds']:,} ({row['caught'] / row['rounds']:.0%})"
    note = "" if row["holds"] else "; not shown any more"
    return (f"next loss, {layout.plain(row['skill'] or 'no skill')}", held + note)


def _range(row: Page) -> tuple[str, str]:
    return (f"hours in {row['days']} days", f"caught {row['caught']} of {row['windows']}")


def _verdicts(found: Page) -> list[str]:
    if not found["judged"]:
        return ["No change has been judged yet: the first look comes after five measured rounds."]
    steps = layout.counted(found["judged"], "change")
    return [
        f"Of {steps} judged, loss fell after {found['helped']} and rose after {found['hurt']}; if none "
        f"changed anything, about {found['by_luck']:.1f} would look good by luck."
    ]


def _trials(found: Page) -> list[str]:
    if not any((found["complete"], found["running"], found["early"])):
        return []
    peeks = f", looked at before the end {found['peeks']} times" if found["peeks"] else ""
    return [
        f"Trials by coin: {found['complete']} complete, {found['running']} running, "
        f"{found['early']} ended early{peeks}."
    ]
