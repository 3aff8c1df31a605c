"""Shapes that are drawn on the server: the year of days, a share of a target, and a training curve for
a browser without scripts. Colours and shades are classes; nothing is styled here."""

from __future__ import annotations

from collections import namedtuple
from datetime import date
from math import fsum

from markupsafe import Markup

from selfgrad.clock import spoken
from selfgrad.web import filters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

MINUTE = 60_000
WINDOW = 10  # rounds in a moving mean

# the year -----------------------------------------------------------------------------------------

CELL, GAP = 14, 2
PITCH = CELL + GAP
LEFT, TOP = 34, 20  # room for the names of weekdays and months
UNITS = (120 * MINUTE, 60 * MINUTE, 30 * MINUTE, 15 * MINUTE)

# a day on the map: `week` is its column, `weekday` its row, Monday 0
Square = namedtuple("Square", "day week weekday ms rounds")


def weeks(year: dict[str, Any]) -> list[Square]:
    """The days of a year (`Curves.year`), each with its place: weeks are columns, Monday is on top."""
    before = date(year["year"], 1, 1).weekday()
    return [
        Square(day["day"], *divmod(before + number, 7), day["ms"], day["rounds"])
        for number, day in enumerate(year["days"])
    ]


def bounds(lengths: Iterable[int]) -> tuple[int, int, int]:
    """Where the second, third and fourth shade begin, so that a usual day is in the middle of them.

    >>> [bound // MINUTE for bound in bounds([45 * MINUTE, 70 * MINUTE, 400 * MINUTE])]
    [30, 60, 120]
    """
    practised = sorted(ms for ms in lengths if ms > 0)
    usual = practised[len(practised) // 2] if practised else 0
    unit = next((unit for unit in UNITS if 2 * unit <= usual), UNITS[-1])
    return unit, 2 * unit, 4 * unit


def shade(ms: int, bounds: tuple[int, int, int]) -> int:
    """0 for nothing, 1 to 4 for more and more.

    >>> [shade(ms, (10, 20, 40)) for ms in (0, 1, 10, 39, 40, 9999)]
    [0, 1, 2, 3, 4, 4]
    """
    return 0 if ms <= 0 else 1 + sum(ms >= bound for bound in bounds)


def shades(bounds: tuple[int, int, int]) -> list[tuple[int, str]]:
    """The five shades in words.

    >>> [words for _, words in shades((15 * MINUTE, 30 * MINUTE, 60 * MINUTE))]
    ['none', 'under 15 min', '15 min and more', '30 min and more', '1 h and more']
    """
    more = (f"{spoken(bound)} and more" for bound in bounds)
    return list(enumerate(["none", f"under {spoken(bounds[0])}", *more]))


def year_map(year: dict[str, Any], today: str) -> Markup:
    """A year of days as a picture; the sentence that says the same is its label."""
    squares = weeks(year)
    limits = bounds(square.ms for square in squares)
    columns = squares[-1].week + 1
    width, height = LEFT + columns * PITCH, TOP + 7 * PITCH
    label = f"{year['year']}: {year_in_words(year)}"
    parts = [
        Markup(
            '<svg class="map" role="img" aria-label="{}" width="{}" height="{}" viewBox="0 0 {} {}">'
        ).format(label, width, height, width, height)
    ]
    for row in (0, 2, 4):
        y = TOP + row * PITCH + CELL - 3
        parts.append(Markup('<text x="0" y="{}">{}</text>').format(y, filters.DAYS[row][:3]))
    parts += _months(squares)
    for column in range(columns):
        parts.append(Markup('<g transform="translate({} {})">').format(LEFT + column * PITCH, TOP))
        parts += [_square(s, limits, today) for s in squares if s.week == column]
        parts.append(Markup("</g>"))
    return Markup("").join([*parts, Markup("</svg>")])


def seen_to(year: dict[str, Any], today: str) -> int:
    """How far the map goes to the right, in pixels: to the week of today, or to its end."""
    squares = weeks(year)
    week = next((square.week for square in squares if square.day == today), squares[-1].week)
    return int(LEFT + (week + 2) * PITCH)


def _months(squares: list[Square]) -> Iterator[Markup]:
    for square in squares:
        if square.day.endswith("-01"):
            x = LEFT + (square.week + (square.weekday > 0)) * PITCH
            name = filters.MONTHS[int(square.day[5:7]) - 1][:3]
            yield Markup('<text x="{}" y="12">{}</text>').format(x, name)


def _square(square: Square, limits: tuple[int, int, int], today: str) -> Markup:
    shape = Markup(
        '<rect class="heat-{}" y="{}" width="{}" height="{}" rx="2"><title>{}</title></rect>'
    )
    kind: Any = shade(square.ms, limits)
    if square.day >= today:
        kind = f"{kind} {'now' if square.day == today else 'ahead'}"
    return shape.format(kind, square.weekday * PITCH, CELL, CELL, _day_in_words(square))


def _day_in_words(square: Square) -> str:
    parts = [spoken(square.ms)] if square.ms else []
    if square.rounds:
        parts.append(filters.counted(square.rounds, "round"))
    return f"{filters.short_day(square.day)}: {', '.join(parts) or 'nothing'}"


def year_in_words(year: dict[str, Any]) -> str:
    """What the map of a year shows, in a sentence."""
    days = [day for day in year["days"] if day["ms"]]
    if not days:
        return "No time yet."
    most = max(days, key=lambda day: day["ms"])
    return (
        f"{filters.hours(year['ms'])} on {filters.counted(len(days), 'day')}, "
        f"{filters.counted(year['rounds'], 'round')}; the longest day was "
        f"{filters.long_day(most['day'])}, {spoken(most['ms'])}."
    )


def by_month(year: dict[str, Any], today: str) -> list[dict[str, Any]]:
    """The same year as the rows of a table: `month`, `ms`, `days` with time, `rounds`; none ahead."""
    months: dict[str, dict[str, Any]] = {}
    for day in year["days"]:
        if day["day"][:7] > today[:7]:
            break
        row = months.setdefault(day["day"][:7], {"ms": 0, "days": 0, "rounds": 0})
        row["ms"] += day["ms"]
        row["days"] += day["ms"] > 0
        row["rounds"] += day["rounds"]
    return [{"month": month, **row} for month, row in months.items()]


# towards a target ---------------------------------------------------------------------------------


def bar(share: float) -> Markup:
    """A part of the whole; the numbers stand beside it."""
    width = min(100.0, max(0.0, share * 100))
    return Markup(
        '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="ground" width="100" height="1"/><rect width="{:.3g}" height="1"/></svg>'
    ).format(width)


# a training curve ---------------------------------------------------------------------------------

WIDE, HIGH = 1000, 300
SEVERAL = 1500  # rounds; of more, each column shows how far they reach
COLUMN = 4
EDGE = 8


def counted_losses(rounds: dict[str, list[Any]]) -> list[tuple[int, float]]:
    """When and how much, for the rounds that have a loss and were not dropped."""
    columns = zip(rounds["at"], rounds["loss"], rounds["dropped"], strict=True)
    return [(at, loss) for at, loss, dropped in columns if loss is not None and not dropped]


def mean_before(losses: list[float], end: int, window: int = WINDOW) -> float:
    """The mean of the losses before a place, as many as the window holds.

    >>> mean_before([1.0, 0.0, 0.5], 3, 2), mean_before([1.0, 0.0, 0.5], 1, 2)
    (0.25, 1.0)
    """
    held = losses[max(0, end - window) : end]
    return fsum(held) / len(held)


def scatter(curve: dict[str, Any], label: str) -> Markup:
    """Losses as points, 0 at the bottom, their moving mean, and the fitted curve with its band.

    It stretches to where it stands.
    """
    counted = counted_losses(curve["rounds"])
    losses = [loss for _, loss in counted]
    moments = [at for at, _ in counted]
    across = _across(moments)
    several = len(losses) > SEVERAL
    points = _reach(across, losses) if several else _dots(across, losses)
    line = _middle(across, losses) if several else _moving(across, losses)
    return Markup(
        '<svg class="scatter" role="img" aria-label="{}" viewBox="0 -8 {} {}" '
        'preserveAspectRatio="none"><path class="rule" d="M0 0H{w}M0 {q}H{w}M0 {h}H{w}"/>'
        '{}<path class="{}" d="{}"/><path class="mean" d="{}"/></svg>'
    ).format(
        label, WIDE, HIGH + 16, _fitted(curve.get("fit"), moments), "reach" if several else "dots",
        points, "M" + "L".join(line) if losses else "", w=WIDE, q=HIGH // 2, h=HIGH,
    )  # fmt: skip


def _fitted(fit: dict[str, list[Any]] | None, moments: list[int]) -> Markup:
    """The fitted curve and its band, one place a column; nothing where none is fitted."""
    if not fit or len(moments) < 2:
        return Markup("")
    across = [min(WIDE - EDGE, max(EDGE, x)) for x in _across(fit["at"], (moments[0], moments[-1]))]
    last = {x // COLUMN: n for n, x in enumerate(across)}  # the latest of each column
    upper = [f"{across[n]} {_down(fit['high'][n]):.1f}" for n in last.values()]
    lower = [f"{across[n]} {_down(fit['low'][n]):.1f}" for n in reversed(last.values())]
    line = [f"{across[n]} {_down(fit['mean'][n]):.1f}" for n in last.values()]
    return Markup('<path class="band" d="M{}Z"/><path class="fit" d="M{}"/>').format(
        "L".join([*upper, *lower]), "L".join(line)
    )


def _across(moments: list[int], ends: tuple[int, int] | None = None) -> list[int]:
    """How far to the right moments lie between the ends, their own; a single one in the middle."""
    if not moments:
        return []
    first, last = ends or (moments[0], moments[-1])
    if first == last:
        return [WIDE // 2] * len(moments)
    scale = (WIDE - 2 * EDGE) / (last - first)
    return [EDGE + round((at - first) * scale) for at in moments]


def _down(loss: float) -> float:
    return (1 - loss) * HIGH


def _dots(across: list[int], losses: list[float]) -> str:
    """Lines of no length: their round ends are the dots."""
    places = zip(across, losses, strict=True)
    return "".join(f"M{x} {_down(loss):.0f}h0" for x, loss in places)


def _moving(across: list[int], losses: list[float]) -> list[str]:
    """The moving mean at each round."""
    means = (mean_before(losses, end) for end in range(1, len(losses) + 1))
    return [f"{x} {_down(mean):.1f}" for x, mean in zip(across, means, strict=True)]


def _reach(across: list[int], losses: list[float]) -> str:
    """From the best to the worst of each column."""
    columns = _columns(across, losses).items()
    return "".join(f"M{x} {_down(max(some)):.0f}V{_down(min(some)):.0f}" for x, some in columns)


def _middle(across: list[int], losses: list[float]) -> list[str]:
    """The mean of each column."""
    columns = _columns(across, losses).items()
    return [f"{x} {_down(fsum(some) / len(some)):.1f}" for x, some in columns]


def _columns(across: list[int], losses: list[float]) -> dict[int, list[float]]:
    columns: dict[int, list[float]] = {}
    for x, loss in zip(across, losses, strict=True):
        columns.setdefault(x // COLUMN * COLUMN, []).append(loss)
    return columns
