"""The only reader of time: now, the zone, and the practice day.

An instant is UTC milliseconds. A practice day is a civil date: it begins when the wall clock first
shows the day start (04:00 unless set otherwise) and lasts until the next one does, be that 23, 24,
24.5 or 25 hours. Every offset is the one in force at the instant asked about, never today's.

Three rules settle the unusual nights, and keep the days in order whatever the clocks do:

- an hour shown twice does not begin a day twice: the first showing counts;
- a day start that the clocks jumped over is the moment after the jump;
- a date that never was (Apia, 2011-12-30) is no practice day: its small hours belong to the day before.

A capture has no milliseconds to spare, so this file imports nothing the interpreter has not loaded
already; the words of `--at` are read in `when.py`.
"""

import os
import sys
import time

from selfgrad.errors import BadInput

TYPE_CHECKING = False  # `typing` costs 5 ms and is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable

MINUTE = 60_000  # ms
HOUR = 60 * MINUTE

# A change of the clocks matters for as long as it sets them back, 24 h at most (Samoa, 1892). No
# two changes of any zone are closer than 95 h, so one look back over 26 h sees at most one.
_LOOK_BACK = 26 * 3600  # s
_FIRST, _LAST = -62_135_000_000_000, 253_402_000_000_000  # ms: the years 1 to 9999, a week shy
_FOUR_CENTURIES = 146_097 * 86_400  # s: the calendar repeats after them
_UTC = ("UTC", "Etc/UTC")


class Clock:
    """Tells the time in one zone, with one day start.

    `zone` is an IANA name; without one the TZ variable counts, then the name of the system's zone
    (/etc/localtime, /etc/timezone). Where nothing has a name, as on Windows, the zone is UTC and
    `guessed` is true: ask for the `zone` setting before a day is written. An unknown name raises
    BadInput at the first use that needs it, so that the setting can still be put right.

    The zone is looked up once: a program that stays open makes a new Clock for each request, and
    notices a journey. Nothing else is kept, so midnight never goes unnoticed.

    `day_start_minutes` is 0 to 1439, in minutes after midnight. `now` returns UTC milliseconds.

    >>> clock = Clock("Europe/Paris", now=lambda: 1_795_280_400_000)
    >>> clock.local(clock.now()), clock.day(clock.now())
    ('2026-11-21 18:00', '2026-11-21')
    """

    def __init__(
        self,
        zone: str | None = None,
        day_start_minutes: int = 240,
        now: "Callable[[], int] | None" = None,
    ) -> None:
        if not 0 <= day_start_minutes < 1440:
            raise BadInput(
                "A day starts between 00:00 and 23:59.", "Give a time such as 04:00 for it."
            )
        own = _system_zone()
        self.zone = zone or own or "UTC"
        self.guessed = not (zone or own)
        self.day_start_minutes = day_start_minutes
        self._given_now = now
        self._offset = _offset_reader(self.zone, own)  # UTC seconds to seconds east of Greenwich

    def now(self) -> int:
        """UTC milliseconds: from `now` if given, else from SELFGRAD_NOW, else the system's.

        SELFGRAD_NOW is ISO 8601, with an offset or in this zone, and stands still: it is there for
        trying things out. One that cannot be read raises BadInput.
        """
        if self._given_now:
            return self._given_now()
        if fixed := os.environ.get("SELFGRAD_NOW"):
            from selfgrad.when import fixed_now  # 20 to 40 ms: re, datetime, zoneinfo

            return fixed_now(self, fixed)
        return time.time_ns() // 1_000_000

    def day(self, ms: int) -> str:
        """The practice day of an instant.

        >>> paris = Clock("Europe/Paris", now=lambda: 1_795_280_400_000)
        >>> paris.day(paris.parse("2025-03-30 03:59")), paris.day(paris.parse("2025-03-30 04:00"))
        ('2025-03-29', '2025-03-30')
        """
        return _face(self._day_number(ms) * 86_400)[:10]

    def split(self, start_ms: int, end_ms: int) -> list[tuple[str, int]]:
        """The milliseconds of a stretch that fall on each practice day, in order.

        They sum to `end_ms - start_ms`; an empty stretch has no parts. A stretch that ends before
        it starts raises BadInput.

        >>> paris = Clock("Europe/Paris", now=lambda: 1_795_280_400_000)
        >>> night = paris.parse("2025-11-20 23:45"), paris.parse("2025-11-21 07:30")
        >>> [(day, spoken(ms)) for day, ms in paris.split(*night)]
        [('2025-11-20', '4 h 15 min'), ('2025-11-21', '3 h 30 min')]
        """
        if end_ms < start_ms:
            raise BadInput(
                "The stretch ends before it starts.", "Give an end that is later than the start."
            )
        parts = []
        while start_ms < end_ms:
            until = min(self._day_end(start_ms), end_ms)
            parts.append((self.day(start_ms), until - start_ms))
            start_ms = until
        return parts

    def local(self, ms: int) -> str:
        """The wall clock at an instant, as "2026-11-21 18:00"."""
        return _face(self._wall(ms))[:16].replace("T", " ")

    def time(self, ms: int) -> str:
        """The wall clock at an instant, as "18:00"."""
        return self.local(ms)[11:]

    def iso(self, ms: int) -> str:
        """The instant as ISO 8601; `parse` gives it back to the millisecond.

        >>> Clock("Europe/Paris").iso(1_795_280_400_000)
        '2026-11-21T18:00:00.000+01:00'
        """
        offset = self.offset(ms)
        minutes, seconds = divmod(abs(offset), 60)
        zone = f"{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
        if seconds:  # local mean time, as in Paris before 1911: +00:09:21
            zone += f":{seconds:02}"
        return f"{_face(self._wall(ms))}.{ms % 1000:03}{zone}"

    def offset(self, ms: int) -> int:
        """Seconds east of Greenwich at an instant."""
        return self._wall(ms) - ms // 1000

    def parse(self, text: str, now: int | None = None) -> int:
        """UTC milliseconds from the words of `--at`; what they may be is told in `when.py`.

        Raises BadInput for words it cannot read, wall times that never were, the future and the
        time before 1900.

        >>> paris = Clock("Europe/Paris", now=lambda: 1_795_280_400_000)
        >>> [paris.local(paris.parse(words)) for words in ("-2h", "yesterday 7pm", "monday 9:00")]
        ['2026-11-21 16:00', '2026-11-20 19:00', '2026-11-16 09:00']
        """
        from selfgrad.when import parse  # 15 ms: re, datetime

        return parse(self, text, self.now() if now is None else now)

    def days_before(self, day: str, n: int) -> str:
        """The civil date n days earlier (later, if n is negative).

        >>> Clock("UTC").days_before("2024-03-01", 1)
        '2024-02-29'
        """
        from datetime import date, timedelta  # 5 ms

        try:
            return (date.fromisoformat(day) - timedelta(n)).isoformat()
        except (ValueError, OverflowError):
            raise _no_day(day) from None

    def same_day_in(self, day: str, year: int) -> str:
        """The same date in another year; 29 February becomes 28 February where there is none.

        >>> Clock("UTC").same_day_in("2024-02-29", 2023)
        '2023-02-28'
        """
        from datetime import date  # 5 ms

        try:
            then = date.fromisoformat(day)
            leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            gone = (then.month, then.day) == (2, 29) and not leap
            return then.replace(year=year, day=28 if gone else then.day).isoformat()
        except (ValueError, OverflowError):
            raise _no_day(day) from None

    # -- the practice day ----

    def _wall(self, ms: int) -> int:
        """What the wall clock shows, in seconds since it would have shown 1970-01-01 00:00."""
        if not _FIRST <= ms <= _LAST:
            raise BadInput(
                "That instant lies outside the years 1 to 9999.",
                "Give one within them, in milliseconds since 1970.",
            )
        return ms // 1000 + self._offset(ms // 1000)

    def _day_number(self, ms: int) -> int:
        """The practice day as days since 1970-01-01; never falls as `ms` rises."""
        wall, now = self._wall(ms), ms // 1000
        before, after = self._offset(now - _LOOK_BACK), wall - now
        if before == after:
            return self._begun(wall)
        change = self._change(now - _LOOK_BACK, now)
        last, first = change - 1 + before, change + after  # shown just before, just after
        if first <= last:
            return self._begun(max(wall, last))
        date_never_was = last // 86_400 < self._begun(wall) < first // 86_400
        return self._begun(last if date_never_was else wall)

    def _begun(self, wall: int) -> int:
        """The last day whose start the wall clock has passed, when `wall` is the furthest it got."""
        return (wall - self.day_start_minutes * 60) // 86_400

    def _change(self, low: int, high: int) -> int:
        """The first second after `low` with the offset of `high`: when the clocks were changed."""
        before = self._offset(low)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._offset(middle) == before else (low, middle)
        return high

    def _day_end(self, ms: int) -> int:
        """The first millisecond of the next practice day."""
        today = self._day_number(ms)
        low, high = ms, ms + 72 * HOUR  # the longest day, a date shown twice, has 48 h
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._day_number(middle) == today else (low, middle)
        return high


def duration(text: str) -> int:
    """Milliseconds from "45m", "1h30m", "1:30" (h:mm), "90 min", "2.5h" or "45" (minutes).

    Raises BadInput for what cannot be read, for nothing, and for more than 24 hours.

    >>> duration("1h30") == duration("1:30") == duration("90 min") == 5_400_000
    True
    """
    words = text.strip().casefold() if len(text) <= 60 else ""
    ms = _clock_face(words) or added_up(words) or 0
    if ms > 24 * HOUR:
        raise BadInput(
            f"“{shown(text)}” is more than a day has, 24 h.", "Give each day its own entry."
        )
    if ms <= 0:
        raise BadInput(
            f"“{shown(text)}” is no length of time.", "Give one such as 45m, 1h30m or 1:30."
        )
    return ms


def spoken(ms: int) -> str:
    """A length of time in hours and whole minutes; what is left of a minute is not shown.

    >>> spoken(5_400_000), spoken(2_700_000), spoken(7_200_000), spoken(59_999)
    ('1 h 30 min', '45 min', '2 h', 'under a minute')
    """
    if ms < MINUTE:
        return "under a minute"
    hours, minutes = divmod(ms // MINUTE, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def added_up(words: str) -> int | None:
    """Milliseconds from "1h30m", "90 min" or "1h 30", units falling; None if it is not that.

    By hand, since `re` costs 10 ms and `add 45m` is a capture.
    """
    total, last = 0, 2 * HOUR
    rest = words.strip()
    while rest:
        number, rest = _taken(rest, lambda c: c.isdecimal() or c in ".,")
        unit, rest = _taken(rest.lstrip(), str.isalpha)
        size = _UNITS.get(unit) if unit or not rest else None
        try:
            total += round(float(number.replace(",", ".")) * (size or 0))
        except (ValueError, OverflowError):
            return None
        if size is None or size >= last:
            return None
        last, rest = size, rest.lstrip()
    return total if words else None


def shown(text: str) -> str:
    """What was typed, safe to print in one line: at most 40 characters, control ones as "�".

    >>> shown("18:00" + chr(27) + "[31m")
    '18:00�[31m'
    """
    return "".join(c if c.isprintable() else "�" for c in text[:40]) + "…" * (len(text) > 40)


# -- reading lengths ----

_UNITS = (
    dict.fromkeys(["h", "hr", "hrs", "hour", "hours"], HOUR)
    | dict.fromkeys(["", "m", "min", "mins", "minute", "minutes"], MINUTE)
    | dict.fromkeys(["s", "sec", "secs", "second", "seconds"], 1000)
)


def _clock_face(words: str) -> int | None:
    """Milliseconds from "1:30"."""
    hours, colon, minutes = words.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        return None
    return int(hours) * HOUR + int(minutes) * MINUTE if int(minutes) < 60 else None


def _taken(text: str, wanted: "Callable[[str], bool]") -> tuple[str, str]:
    """The longest beginning of wanted characters, and the rest."""
    n = next((n for n, c in enumerate(text) if not wanted(c)), len(text))
    return text[:n], text[n:]


# -- zones and the calendar ----


def _system_zone() -> str:
    """The IANA name that this system's own clock goes by; "" where it has none."""
    named = os.environ.get("TZ")
    if named is not None and named != ":/etc/localtime":
        return _after_zoneinfo(named.removeprefix(":")) if named not in ("", "UTC0") else "UTC"
    return _linked_zone("/etc/localtime") or _written_zone("/etc/timezone", "/etc/localtime")


def _linked_zone(path: str) -> str:
    """The name in a link such as /etc/localtime -> ../usr/share/zoneinfo/Europe/Paris."""
    for _ in range(5):  # links to links: NixOS, macOS
        try:
            target = os.readlink(path)
        except OSError:
            return ""
        path = os.path.join(os.path.dirname(path), target)
        if "zoneinfo" in target:
            return _after_zoneinfo(target)
    return ""


def _written_zone(name_file: str, zone_file: str) -> str:
    """The name in the one file, if the other agrees: in a container, often only one is right."""
    try:
        with open(name_file, encoding="ascii") as file:
            name = file.read(100).strip()
        with open(zone_file, "rb") as used, open(_libc_file(name), "rb") as meant:
            return name if used.read() == meant.read() else ""
    except (OSError, ValueError):
        return ""


def _after_zoneinfo(path: str) -> str:
    """ "Europe/Paris" from ".../zoneinfo/Europe/Paris" or, on a Mac, ".../zoneinfo.default/..."."""
    name = path.partition("zoneinfo")[2].partition("/")[2] or path
    return name.removeprefix("posix/").removeprefix("right/")


def _libc_file(zone: str) -> str:
    """Where the C library keeps a zone."""
    return os.path.join(os.environ.get("TZDIR", "/usr/share/zoneinfo"), zone)


def _offset_reader(zone: str, own: str) -> "Callable[[int], int]":
    """A function from UTC seconds to the offset then, in seconds east of Greenwich."""
    if zone in _UTC:
        return lambda _: 0
    # The C library answers for the zone it runs in, 30 ms sooner than zoneinfo. It takes a zone it
    # has no file for as UTC without a word, and on Windows reads TZ by rules of its own.
    if zone == own and sys.platform != "win32" and os.path.isfile(_libc_file(zone)):
        time.tzset()  # TZ or the system's zone may have changed since this process began
        return lambda seconds: time.localtime(seconds).tm_gmtoff
    loaded: list[Callable[[int], int]] = []

    def offset(seconds: int) -> int:
        if not loaded:
            from selfgrad.when import offsets  # 40 ms: zoneinfo, datetime

            loaded.append(offsets(zone))
        return loaded[0](seconds)

    return offset


def _face(wall: int) -> str:
    """ "2026-11-21T18:00:00" for the seconds of a wall clock since 1970-01-01 00:00."""
    # Windows has no gmtime before 1970; four centuries on, the calendar is the same.
    cycles, within = divmod(wall, _FOUR_CENTURIES)
    year, *rest = time.gmtime(within)[:6]
    return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(year + 400 * cycles, *rest)


def _no_day(day: str) -> BadInput:
    return BadInput(
        f"“{shown(day)}” is no date that can be counted from.",
        "Give one such as 2026-11-20, in the years 1 to 9999.",
    )
