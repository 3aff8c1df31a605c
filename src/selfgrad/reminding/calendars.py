"""Plans as a calendar file (RFC 5545) with one recurring event and one alarm for each reminder.

An event keeps its UID, and its SEQUENCE rises with the time of writing, so importing a newer file
replaces it. A calendar cannot know what was practised: its alarm comes on every planned day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from selfgrad import plans
from selfgrad.clock import MINUTE, Clock
from selfgrad.errors import BadInput
from selfgrad.reminding import zones

if TYPE_CHECKING:
    from collections.abc import Sequence

    import icalendar

_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(1)


def calendar(kept: Sequence[tuple[str, plans.Plan]], clock: Clock, now_ms: int) -> bytes:
    """The bytes of an .ics file with the reminders of these plans, from today on.

    Each plan comes with a key that never changes, such as its id; it makes the UID. BadInput where
    no plan has a reminder.
    """
    import icalendar  # 0.1 s

    made = icalendar.Calendar()
    made.add("prodid", "-//selfgrad//reminders//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "selfgrad")
    zone, today = ZoneInfo(clock.zone), date.fromisoformat(clock.day(now_ms))
    if clock.zone not in ("UTC", "Etc/UTC"):  # instants in UTC are written without a zone
        made.add_component(zones.timezone(clock.zone, today))
    for key, plan in kept:
        for number, at in enumerate(plan.remind if plan.days else (), 1):
            event = _event(plan, at, zone, today, clock.day_start_minutes)
            _identify(event, f"{key}-{number}@selfgrad", now_ms)
            made.add_component(event)
    if not made.events:
        raise BadInput(
            "No plan has a reminder, so a calendar would stay empty.",
            "Give one a time with `selfgrad plan … --remind 07:30`.",
        )
    return bytes(made.to_ical())


# -- one reminder ----


def _event(plan: plans.Plan, at: str, zone: tzinfo, today: date, day_start: int) -> icalendar.Event:
    import icalendar

    text = plans.message(plan)[1]
    start = datetime.combine(today, datetime.strptime(at, "%H:%M").time(), zone)
    days = plan.days
    if start.hour * 60 + start.minute < day_start:  # the small hours belong to the day before
        start, days = start + _DAY, tuple(sorted((n + 1) % 7 for n in days))
    while start.weekday() not in days:
        start += _DAY
    event = icalendar.Event()
    event.add("summary", text)
    event.add("dtstart", start.astimezone(UTC) if str(zone).endswith("UTC") else start)
    if plan.least_ms:
        event.add("duration", timedelta(milliseconds=plan.least_ms))
    every_day = {"FREQ": "DAILY"}
    weekly = {"FREQ": "WEEKLY", "BYDAY": [_BYDAY[n] for n in days]}
    event.add("rrule", every_day if len(days) == 7 else weekly)
    event.add("transp", "TRANSPARENT")  # a plan does not make a person busy
    event.add("class", "PRIVATE")
    event.add_component(_alarm(text))
    return event


def _alarm(text: str) -> icalendar.Alarm:
    import icalendar

    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", timedelta(0))
    return alarm


def _identify(event: icalendar.Event, uid: str, now_ms: int) -> None:
    written = datetime.fromtimestamp(now_ms // 1000, UTC)
    event.add("uid", uid)
    event.add("sequence", now_ms // MINUTE)  # seconds would pass 31 bits in 2038
    event.add("dtstamp", written)
    event.add("last-modified", written)
