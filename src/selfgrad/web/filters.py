"""How values look on every page: hours, losses, days. The words are those of the command line."""

from __future__ import annotations

from datetime import date

from selfgrad.clock import spoken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def loss(value: float | None) -> str:
    """Two digits, and a dash for none.

    >>> loss(0.3), loss(None)
    ('0.30', '–')
    """
    return "–" if value is None else f"{value:.2f}"


def whole(text: str | None) -> int | None:
    """A whole number as typed; None for anything else, such as a superscript, which `isdigit` takes.

    >>> whole("12"), whole("²"), whole("-3"), whole(None)
    (12, None, None, None)
    """
    fits = text is not None and text.isascii() and text.isdigit() and len(text) < 16
    return int(text) if text is not None and fits else None


def hours(ms: float) -> str:
    """Hours with one digit, by thousands.

    >>> hours(5_400_000), hours(0)
    ('1.5 h', '0 h')
    """
    return f"{ms / 3_600_000:,.1f} h" if ms else "0 h"


def counted(number: int, one: str) -> str:
    """A number with its noun.

    >>> counted(1, "round"), counted(1200, "round")
    ('1 round', '1,200 rounds')
    """
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def long_day(day: str) -> str:
    """A practice day in words.

    >>> long_day("2026-11-21")
    'Saturday, 21 November 2026'
    """
    then = date.fromisoformat(day)
    return f"{DAYS[then.weekday()]}, {then.day} {MONTHS[then.month - 1]} {then.year}"


def short_day(day: str) -> str:
    """The same where there is little room.

    >>> short_day("2026-11-21")
    'Sat 21 Nov 2026'
    """
    then = date.fromisoformat(day)
    return f"{DAYS[then.weekday()][:3]} {then.day} {MONTHS[then.month - 1][:3]} {then.year}"


def month(text: str) -> str:
    """A month in words.

    >>> month("2026-11")
    'November 2026'
    """
    year, _, number = text.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def share(value: float | None) -> str:
    """A part of the whole in percent.

    >>> share(0.125)
    '12.5%'
    """
    return "–" if value is None else f"{value * 100:.1f}%"


def clock(ms: int) -> str:
    """Running time as hours, minutes and seconds.

    >>> clock(3_723_000)
    '1:02:03'
    """
    seconds = ms // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def took(ms: int) -> str:
    """How long something ran.

    >>> took(3), took(840), took(12_300), took(125_000)
    ('3 ms', '0.8 s', '12 s', '2 min')
    """
    seconds = ms / 1000
    if seconds >= 60:
        return spoken(ms)
    if ms < 100:
        return f"{ms} ms"
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"


FILTERS: dict[str, Any] = {
    "loss": loss,
    "hours": hours,
    "counted": counted,
    "long_day": long_day,
    "short_day": short_day,
    "month": month,
    "share": share,
    "clock": clock,
    "spoken": spoken,
    "took": took,
}
