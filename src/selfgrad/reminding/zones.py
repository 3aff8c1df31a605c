"""A time zone as a calendar file carries it: a VTIMEZONE (RFC 5545, 3.6.5), made from zoneinfo."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

    import icalendar

_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_YEARS = 10  # of clock changes that are written out, or that a yearly rule is tried on
_DAY = timedelta(1)


class Change(NamedTuple):
    """The clocks are changed: `wall` is what they showed at that instant, before it."""

    wall: datetime
    before: timedelta  # east of Greenwich
    after: timedelta
    summer: bool
    name: str


def timezone(name: str, today: date) -> icalendar.Timezone:
    """A VTIMEZONE that holds from a year before `today`.

    The yearly rules of a zone are written as such, so they never end; a zone without them (Morocco,
    Chile) has its changes of ten years. The library's own `Timezone.from_tzinfo` begins summer time
    an hour late: it takes the wall time after a change for the one before it.
    """
    import icalendar

    zone = ZoneInfo(name)
    first = datetime(today.year - 1, 1, 1, tzinfo=UTC)
    found = changes(zone, first, first.replace(year=first.year + _YEARS))
    made = icalendar.Timezone()
    made.add("tzid", name)
    if not found or found[0].wall.date() > today:
        made.add_component(_observance([_as_it_was(zone, first)]))
    for summer in (False, True):
        for _, alike in sorted(_alike(change for change in found if change.summer == summer)):
            made.add_component(_observance(alike))
    return made


def changes(zone: tzinfo, first: datetime, last: datetime) -> list[Change]:
    """Every change of the clocks between two instants, both in UTC."""
    found: list[Change] = []
    at = first
    while at < last:
        before = at.astimezone(zone).utcoffset()
        if (at + _DAY).astimezone(zone).utcoffset() != before:
            found.append(_change(zone, at, at + _DAY))
        at += _DAY
    return found


def _change(zone: tzinfo, low: datetime, high: datetime) -> Change:
    """The one change between two instants, to the second."""
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    shown = high.astimezone(zone)
    wall = (high + before).replace(tzinfo=None)
    return Change(wall, before, _offset(zone, high), bool(shown.dst()), shown.tzname() or "")


def _as_it_was(zone: tzinfo, at: datetime) -> Change:
    """The offset in force at an instant, as if the clocks had been set to it then."""
    offset, shown = _offset(zone, at), at.astimezone(zone)
    return Change(at.replace(tzinfo=None), offset, offset, bool(shown.dst()), shown.tzname() or "")


def _alike(found: Iterable[Change]) -> list[tuple[datetime, list[Change]]]:
    """Changes from one offset to another, with the first of each kind."""
    kinds: dict[tuple[timedelta, timedelta, str], list[Change]] = {}
    for change in found:
        kinds.setdefault((change.before, change.after, change.name), []).append(change)
    return [(alike[0].wall, alike) for alike in kinds.values()]


def _observance(alike: list[Change]) -> icalendar.Component:
    import icalendar

    one = alike[0]
    made = icalendar.TimezoneDaylight() if one.summer else icalendar.TimezoneStandard()
    made.add("dtstart", one.wall)
    made.add("tzoffsetfrom", one.before)
    made.add("tzoffsetto", one.after)
    made.add("tzname", one.name)
    rule = _yearly([change.wall for change in alike])
    if rule:
        made.add("rrule", rule)
    elif alike[1:]:
        made.add("rdate", [change.wall for change in alike[1:]])
    return made


def _yearly(walls: list[datetime]) -> dict[str, object]:
    """The rule of changes that come once in each year, such as the last Sunday of March; else {}."""
    if len(walls) < _YEARS or len({(at.month, at.weekday(), at.time()) for at in walls}) > 1:
        return {}
    counted = {(at.day - 1) // 7 + 1 for at in walls}
    if all(at.day + 7 > monthrange(at.year, at.month)[1] for at in walls):
        counted = {-1}
    if len(counted) > 1:
        return {}
    day = f"{counted.pop()}{_BYDAY[walls[0].weekday()]}"
    return {"FREQ": "YEARLY", "BYMONTH": walls[0].month, "BYDAY": day}


def _offset(zone: tzinfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
