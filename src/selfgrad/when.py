"""What can be said after `--at`, and the instant it means.

    now · -2h · -1h30m · 90 min ago      elapsed time
    -3d · 3 days ago · yesterday         civil days: the same wall clock, whatever the clocks did
    18:00 · 6pm · today 18:00            the last 18:00 of today
    yesterday 18:00 · monday 9:00        that date; a weekday is the most recent one
    last monday                          the one before today
    2026-11-20 · 2026-11-20 18:00        a date alone means noon (or now, while it is today's morning)
    …T18:00:30Z · …T18:00+01:00 · …T18:00[Europe/Paris]

"Today" is the practice day: at 01:30 on Saturday it is still Friday, "yesterday 18:00" is
Thursday's, and 23:00 and 00:45 both mean the one just past. A wall time shown twice means its first
showing. One that the clocks jumped over is refused if it was typed, and moved on by the jump where
it comes from counting days back. The future is refused (beyond 5 minutes: clocks differ), and so
is what lies before 1900.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from selfgrad.clock import HOUR, MINUTE, Clock, added_up, shown
from selfgrad.errors import BadInput

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_ONE_DAY = timedelta(1)
_NOON = time(12)
_SKEW = 5 * MINUTE
_LONGEST = 100  # characters; nobody says a time in more
_FORMS = "Say it like -2h, 18:00, yesterday 18:00, monday 9:00 or 2026-11-20 18:00."

_TIME = r"(\d{1,2}(?::\d{2}){0,2}(?:[.,]\d{1,9})?(?: ?[ap]\.?m\.?)?)"
_OFFSET = r"(z|[+-]\d{2}(?::?\d{2}){0,2})"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def parse(clock: Clock, text: str, now: int) -> int:
    """UTC milliseconds; `now`, in the same unit, is what the words are counted from.

    Raises BadInput, and nothing else, for any text that is not one of the forms above.
    """
    words = _tidied(text)
    try:
        for read in (_ago, _days_ago, _time_today, _yesterday, _weekday, _date):
            ms = read(clock, words, now)
            if ms is not None:
                return _possible(clock, ms, now)
    except (ValueError, OverflowError):  # 25:00, 31 June, 99999 weeks ago
        raise BadInput(f"There is no such date or time as “{shown(text)}”.", _FORMS) from None
    raise BadInput(f"“{shown(text)}” could not be read as a time.", _FORMS)


def fixed_now(clock: Clock, text: str) -> int:
    """UTC milliseconds of SELFGRAD_NOW: ISO 8601, with an offset or in the zone of the clock."""
    try:
        ms = _date(clock, _tidied(text), None)
    except (ValueError, OverflowError):
        ms = None
    if ms is None:
        raise BadInput(
            f"SELFGRAD_NOW is “{shown(text)}”, which is no time in ISO 8601.",
            "Set it to one such as 2026-11-20T18:00+01:00, or unset it.",
        )
    return ms


def offsets(zone: str) -> Callable[[int], int]:
    """A function from UTC seconds to the offset then, in seconds; BadInput for no such zone."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # 30 ms, and rarely needed

    try:
        info = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(
            f"“{shown(zone)}” is no time zone known here.",
            "Name one such as Europe/Paris, in the settings or in the TZ variable.",
        ) from None

    def offset(seconds: int) -> int:
        # Not fromtimestamp: on Windows it knows nothing before 1970.
        then = (_EPOCH + timedelta(seconds=seconds)).astimezone(info).utcoffset()
        return (then or timedelta()) // timedelta(seconds=1)

    return offset


# -- the forms: one reader each, None if the words are not of its form ----


def _ago(_clock: Clock, words: str, now: int) -> int | None:
    if words in ("now", "today"):
        return now
    amount = _counted_back(words)
    elapsed = added_up(amount) if any(c.isalpha() for c in amount) else None  # "-45" of what?
    return None if elapsed is None else now - elapsed


def _days_ago(clock: Clock, words: str, now: int) -> int | None:
    if words == "yesterday":
        words = "-1d"
    found = re.fullmatch(r"(\d{1,6}) ?(d|days?|w|weeks?)", _counted_back(words))
    if not found:
        return None
    days = int(found[1]) * (7 if found[2][0] == "w" else 1)
    return _moved_on(clock, _wall(clock, now) - timedelta(days)) if days else now


def _time_today(clock: Clock, words: str, now: int) -> int | None:
    found = re.fullmatch(rf"(?:today )?(?:at )?{_TIME}", words)
    at = _time(found[1]) if found else None
    if not at:
        return None
    date_shown, today = _dates(clock, now)
    begun = at.hour * 60 + at.minute >= clock.day_start_minutes
    for day in (date_shown, today) if begun else (date_shown,):
        ms = _instant(clock, day, at)
        if ms <= now + _SKEW:
            return ms
    before = "yesterday" if date_shown == today else date_shown - _ONE_DAY
    raise BadInput(
        f"{at:%H:%M} has not come yet: it is {clock.time(now)}.",
        f"For the day before, say “{before} {at:%H:%M}”.",
    )


def _yesterday(clock: Clock, words: str, now: int) -> int | None:
    found = re.fullmatch(rf"yesterday (?:at )?{_TIME}", words)
    at = _time(found[1]) if found else None
    return _instant(clock, _dates(clock, now)[1] - _ONE_DAY, at) if at else None


def _weekday(clock: Clock, words: str, now: int) -> int | None:
    found = re.fullmatch(rf"(?:(last|on) )?([a-z]{{3,9}})(?: (?:at )?{_TIME})?", words)
    number = _weekday_number(found[2]) if found else None
    at = _time(found[3]) if found and found[3] else None
    if not found or number is None or (found[3] and not at):
        return None
    date_shown, today = _dates(clock, now)
    latest = today - _ONE_DAY if found[1] == "last" else date_shown if at else today
    day = latest - timedelta((latest.weekday() - number) % 7)
    if not at:
        return _noon(clock, day, now)
    ms = _instant(clock, day, at)
    return ms if ms <= now + _SKEW else _instant(clock, day - timedelta(7), at)


def _date(clock: Clock, words: str, now: int | None) -> int | None:
    found = re.fullmatch(
        rf"(\d{{4}})-(\d\d)-(\d\d)(?:[t ](?:at )?{_TIME}(?: ?{_OFFSET})?)?(?:\[(.+)\])?", words
    )
    if not found:
        return None
    year, month, of_month, time_words, offset_words, zone = found.groups()
    if zone:
        clock = Clock(zone, clock.day_start_minutes)
    day = date(int(year), int(month), int(of_month))
    at = _time(time_words) if time_words else None
    if not at:
        return None if time_words else _noon(clock, day, now)
    if not offset_words:
        return _instant(clock, day, at)
    offset = _offset(offset_words)
    ms = _utc(datetime.combine(day, at)) - 1000 * offset
    if zone and offset_words != "z" and clock.offset(ms) != offset:
        raise ValueError(words)
    return ms


# -- the parts of a form ----


def _tidied(text: str) -> str:
    """The words in small letters with single spaces; a zone in brackets keeps its capitals."""
    if len(text) > _LONGEST:
        raise BadInput(f"“{shown(text)}” is too long for a time.", _FORMS)
    # Full-width digits and colons (１８：００) and the typographer's minus are meant as the plain ones.
    plain = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-").replace("–", "-")
    plain, bracket, zone = plain.strip().partition("[")
    words = " ".join(plain.casefold().split())
    return re.sub(r"(.+) (today|yesterday)", r"\2 \1", words) + bracket + zone


def _counted_back(words: str) -> str:
    """ "2h" from "-2h" or "2h ago"; "" from anything else."""
    if words.startswith("-"):
        return words[1:].lstrip()
    amount = words.removesuffix(" ago")
    if amount == words:
        return ""
    return re.sub(r"^an? ", "1 ", amount.replace("half an hour", "30 min"))


def _time(text: str) -> time | None:
    """A time of day to the millisecond; None for a bare number, ValueError for 25:00 or 13pm."""
    found = re.fullmatch(r"(\d+)(?::(\d+))?(?::(\d+))?(?:[.,](\d+))?(?: ?([ap])\S*)?", text)
    if not found or not (found[2] or found[5]) or (found[4] and not found[3]):
        return None
    hour = int(found[1])
    if found[5]:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if found[5] == "p" else 0)
    ms = int((found[4] or "")[:3].ljust(3, "0"))
    return time(hour, int(found[2] or 0), int(found[3] or 0), ms * 1000)


def _weekday_number(name: str) -> int | None:
    """0 for "monday" or "mon"."""
    return next((n for n, day in enumerate(_WEEKDAYS) if day.startswith(name)), None)


def _offset(text: str) -> int:
    """Seconds east of Greenwich from "z", "+01:00" or "-0330"; ValueError for +24:00."""
    hours, minutes, seconds = ([int(pair) for pair in re.findall(r"\d\d", text)] + [0, 0, 0])[:3]
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError(text)
    size = hours * 3600 + minutes * 60 + seconds
    return -size if text[0] == "-" else size


# -- from the wall clock to the instant ----


def _utc(wall: datetime) -> int:
    """Milliseconds since 1970 of a wall time, as if it were UTC."""
    return (wall.replace(tzinfo=UTC) - _EPOCH) // _MS


def _wall(clock: Clock, ms: int) -> datetime:
    """What the wall clock shows at an instant."""
    return (_EPOCH + (ms + 1000 * clock.offset(ms)) * _MS).replace(tzinfo=None)


def _dates(clock: Clock, now: int) -> tuple[date, date]:
    """The date that the wall clock shows, and the practice day, which ends later."""
    return _wall(clock, now).date(), date.fromisoformat(clock.day(now))


def _offsets_around(clock: Clock, wall: datetime) -> tuple[int, int]:
    """The offsets before and after a wall time, in ms; they differ if the clocks changed near it.

    A wall time that was skipped or shown twice lies between what the clock showed before and after
    the change, and no zone is more than 16 h from UTC. None changed its clocks twice within 40 h.
    """
    return (
        1000 * clock.offset(_utc(wall) - 20 * HOUR),
        1000 * clock.offset(_utc(wall) + 20 * HOUR),
    )


def _showings(clock: Clock, wall: datetime) -> list[int]:
    """The instants at which the wall clock showed this: one; two if it was put back; none if on."""
    instants = {_utc(wall) - offset for offset in _offsets_around(clock, wall)}
    return sorted(ms for ms in instants if _wall(clock, ms) == wall)


def _instant(clock: Clock, day: date, at: time) -> int:
    """The first instant that showed this wall time; BadInput if there was none."""
    wall = datetime.combine(day, at)
    for ms in _showings(clock, wall):
        return ms
    raise BadInput(
        f"{wall:%H:%M} on {day} never was in {clock.zone}: the clocks were put forward over it.",
        f"What they showed instead was {clock.local(_moved_on(clock, wall))}; try that.",
    )


def _moved_on(clock: Clock, wall: datetime) -> int:
    """The first instant of this wall time, or the instant as much later as the clocks jumped."""
    before, after = _offsets_around(clock, wall)
    ms = next(iter(_showings(clock, wall)), _utc(wall) - before)
    whole_day_lost = _wall(clock, ms).date() != wall.date()
    return _utc(wall) - after if whole_day_lost else ms


def _noon(clock: Clock, day: date, now: int | None) -> int:
    """Noon of a date; now, if that is still to come and the date is today's."""
    ms = _instant(clock, day, _NOON)
    return now if now is not None and ms > now and day in _dates(clock, now) else ms


def _possible(clock: Clock, ms: int, now: int) -> int:
    """The instant, if an entry can have it."""
    if ms > now + _SKEW:
        raise BadInput(
            f"{clock.local(ms)} has not come yet: it is {clock.local(now)}.",
            "Give a time up to now, such as -2h or yesterday 18:00.",
        )
    if clock.local(ms) < "1900":
        raise BadInput(f"{clock.local(ms)} is before 1900.", "Give a date since then.")
    return ms
