"""Numbers with their doubt, drawn on the server: intervals, ranges, a month of days. Colours and sizes
are classes; words stand beside a picture, or are its label. What stretches has the class `stretch`."""

from __future__ import annotations

from markupsafe import Markup

from selfgrad.web import filters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    Row = dict[str, Any]

WIDE, HIGH = 1000, 100  # of what stretches to where it stands
SIDE, LEFT, FOOT = 240, 34, 30  # of the square of calibration: pixels, and room for its numbers
FELT = 60  # rounds whose discomfort is drawn
LANE = 42  # of 100: the height of one of two pictures above one another
DAY = 12  # pixels from one square of a month to the next


def _stretched(kind: str, label: str, *paths: tuple[str, str], high: int = HIGH) -> Markup:
    """Lines that stretch; (class, path) each."""
    drawn = [Markup('<path class="{}" d="{}"/>').format(name, path) for name, path in paths if path]
    about = (
        Markup('role="img" aria-label="{}"').format(label)
        if label
        else Markup('aria-hidden="true"')
    )
    head = Markup('<svg class="stretch {}" {} viewBox="0 0 {} {}" preserveAspectRatio="none">')
    return Markup("").join([head.format(kind, about, WIDE, high), *drawn, Markup("</svg>")])


def _dot(x: float, y: float) -> str:
    """A line of no length: its round ends are the dot."""
    return f"M{x:.0f} {y:.0f}h0"


# a share, a range ---------------------------------------------------------------------------------


def share(loss: Row) -> Markup:
    """A share of the whole as a bar, its interval as a whisker; the numbers stand beside it."""
    at, low, high = (min(1.0, max(0.0, loss[name])) * WIDE for name in ("share", "low", "high"))
    middle = HIGH // 2
    whisker = f"M{low:.0f} {middle}H{high:.0f}M{low:.0f} 25V75M{high:.0f} 25V75"
    ground, bar = f"M0 {middle}H{WIDE}", f"M0 {middle}H{at:.0f}"
    return _stretched("share", "", ("ground", ground), ("part", bar), ("whisker", whisker))


def held(caught: int, of: int) -> Markup:
    """How many of some ranges held, against the 80 % that were promised."""
    part = caught / of * WIDE
    middle = HIGH // 2
    ground, promised = f"M0 {middle}H{WIDE}", f"M{WIDE * 8 // 10} 10V90"
    return _stretched(
        "share", "", ("ground", ground), ("part", f"M0 {middle}H{part:.0f}"), ("whisker", promised)
    )


def difference(found: Row) -> Markup:
    """A difference between now and then, with its interval around nothing changed."""
    reach = max(abs(found[name]) for name in ("low", "high", "difference"))
    scale = WIDE / 2 / max(reach * 1.15, 0.05)
    at, low, high = (WIDE / 2 + found[name] * scale for name in ("difference", "low", "high"))
    line = f"M{low:.0f} 50H{high:.0f}M{low:.0f} 35V65M{high:.0f} 35V65"
    return _stretched(
        "difference",
        "",
        ("rule", f"M{WIDE // 2} 0V{HIGH}"),
        ("whisker", line),
        ("dots", _dot(at, 50)),
    )


# what is to come ----------------------------------------------------------------------------------


def fan(forecast: Row) -> Markup:
    """The hours to come as a fan that opens; 0 hours at the bottom left, where it begins."""
    ahead = [{"days": 0, "median": 0.0, "low": 0.0, "high": 0.0}, *forecast["ahead"]]
    far, most = ahead[-1]["days"], max(max(one["high"] for one in ahead), 1.0)

    def place(days: float, hours: float) -> str:
        return f"{days / far * WIDE:.0f} {HIGH - hours / most * HIGH:.1f}"

    upper = [place(one["days"], one["high"]) for one in ahead]
    lower = [place(one["days"], one["low"]) for one in reversed(ahead)]
    median = [place(one["days"], one["median"]) for one in ahead]
    left = forecast["target"] - forecast["done"]
    target = f"M0 {HIGH - left / most * HIGH:.1f}H{WIDE}" if 0 < left < most else ""
    label = "The hours of the next year as a fan: " + "; ".join(
        f"in {one['days']} days {one['median']:.0f} h, {one['low']:.0f} to {one['high']:.0f} h"
        for one in forecast["ahead"]
    )
    band = "M" + "L".join([*upper, *lower]) + "Z"
    return _stretched(
        "fan",
        label,
        ("band", band),
        ("rule", f"M0 {HIGH}H{WIDE}"),
        ("target", target),
        ("line", "M" + "L".join(median)),
    )


# judgement ----------------------------------------------------------------------------------------


def calibration(bins: Sequence[Row], rounds: Iterable[Row]) -> Markup:
    """Expected (to the right) against measured (upwards): rounds as small dots, bins with intervals."""
    small = {(round(one["expected"], 2), round(one["loss"], 2)) for one in rounds}
    dots = "".join(f"M{_x(x):.1f} {_y(y):.1f}h0" for x, y in sorted(small))
    known = [one for one in bins if one["low"] is not None]
    whiskers = "".join(
        f"M{_x(one['expected']):.1f} {_y(one['low']):.1f}V{_y(one['high']):.1f}" for one in known
    )
    means = "".join(f"M{_x(one['expected']):.1f} {_y(one['measured']):.1f}h0" for one in bins)
    paths = (
        ("rule", f"M{LEFT} {_y(0)}H{LEFT + SIDE}M{LEFT} {_y(0)}V{_y(1)}"),
        ("diagonal", f"M{LEFT} {_y(0)}L{LEFT + SIDE} {_y(1)}"),
        *(("faint", dots), ("whisker", whiskers), ("means", means)),
    )
    drawn = [Markup('<path class="{}" d="{}"/>').format(*one) for one in paths if one[1]]
    wide, high = LEFT + SIDE + 10, SIDE + FOOT + 10
    head = Markup(
        '<svg class="square" role="img" aria-label="{}" width="{}" height="{}" viewBox="0 0 {} {}">'
    ).format(_bins_in_words(bins), wide, high, wide, high)
    return Markup("").join([head, *_scales(), *drawn, Markup("</svg>")])


def _x(value: float) -> float:
    return LEFT + value * SIDE


def _y(value: float) -> float:
    return 8 + (1 - value) * SIDE


def _scales() -> list[Markup]:
    """The numbers at both sides, and what they are."""
    text = Markup('<text x="{}" y="{}" class="{}">{}</text>')
    ticks = [(0.0, "0"), (0.5, "0.5"), (1.0, "1")]
    along = [text.format(_x(at), _y(0) + 16, "middle", words) for at, words in ticks]
    up = [text.format(LEFT - 6, _y(at) + 4, "end", words) for at, words in ticks]
    return [*along, *up, text.format(_x(0.5), _y(0) + 29, "middle", "expected loss")]


def _bins_in_words(bins: Sequence[Row]) -> str:
    said = [f"expected {one['expected']:.2f}, came {one['measured']:.2f}" for one in bins]
    return "Measured against expected loss: " + ("; ".join(said) or "nothing yet")


def bias(stretches: Sequence[Row]) -> Markup | None:
    """How much worse than expected it went, stretch by stretch; above the line is worse."""
    known = [one for one in stretches if one["low"] is not None]
    if len(known) < 2:
        return None
    most = max(max(abs(one["low"]), abs(one["high"])) for one in known) or 1.0
    places = [(WIDE * (n + 0.5) / len(known), one) for n, one in enumerate(known)]

    def down(value: float) -> float:
        return HIGH / 2 - value / most * HIGH * 0.45

    whiskers = "".join(
        f"M{x:.0f} {down(one['low']):.1f}V{down(one['high']):.1f}" for x, one in places
    )
    dots = "".join(_dot(x, down(one["bias"])) for x, one in places)
    said = ", ".join(f"{one['bias']:+.2f}" for one in known)
    label = f"Worse than expected by, from the first stretch of 50 rounds to the last: {said}"
    return _stretched(
        "bias", label, ("rule", f"M0 {HIGH // 2}H{WIDE}"), ("whisker", whiskers), ("dots", dots)
    )


def discomfort(felt: Sequence[Row]) -> Markup:
    """Discomfort as bars, and above them the losses of the same rounds, the latest on the right."""
    rows = felt[-FELT:]
    step = WIDE / len(rows)
    bars = "".join(
        f"M{step * (n + 0.2):.0f} {HIGH}v{-one['discomfort'] / 10 * LANE:.1f}h{step * 0.6:.0f}V{HIGH}z"
        for n, one in enumerate(rows)
    )
    dots = "".join(
        _dot(step * (n + 0.5), 4 + (1 - one["loss"]) * LANE) for n, one in enumerate(rows)
    )
    last = ", ".join(str(one["discomfort"]) for one in rows[-10:])
    label = f"Loss above, discomfort below, of {filters.counted(len(rows), 'round')}; discomfort of the last: {last}"
    kind = "few" if len(rows) <= FELT // 3 else "many"
    return _stretched(
        f"felt {kind}",
        label,
        ("rule", f"M0 {HIGH}H{WIDE}M0 50H{WIDE}"),
        ("bars", bars),
        ("dots", dots),
    )


# a month ------------------------------------------------------------------------------------------


def month(days: Sequence[Row]) -> Markup:
    """The last four weeks, a square a day; the sentence that says the same is its label."""
    wide = len(days) * DAY
    kept = sum(day["done"] for day in days)
    label = f"The last {filters.counted(len(days), 'day')}: kept {kept}"
    shape = Markup(
        '<rect class="day-{}" x="{}" y="1" width="{}" height="{}" rx="2"><title>{}</title></rect>'
    )
    squares = [
        shape.format(
            _state(day)[0],
            n * DAY + 1,
            DAY - 2,
            DAY - 2,
            f"{filters.short_day(day['day'])}: {_state(day)[1]}",
        )
        for n, day in enumerate(days)
    ]
    head = Markup(
        '<svg class="month" role="img" aria-label="{}" width="{}" height="14" viewBox="0 0 {} 14">'
    )
    return Markup("").join([head.format(label, wide, wide), *squares, Markup("</svg>")])


def _state(day: Row) -> tuple[str, str]:
    """What a day was, as a class and in words."""
    if day["done"]:
        return "done", "kept"
    if day["free"]:
        return "free", "free"
    return ("open", "planned, not kept") if day["planned"] else ("free", "not planned")
