"""A plan: after which cue, on which days, for how long at least, and when a reminder is due.

A plan counts in the learner's civil time. "Today" is the practice day: at 01:30 on Saturday it is
still Friday, so a reminder at 01:30 is the last of Friday's. Nothing here reads a clock or sends
anything; how a reminder reaches its person is in `reminding/`.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from selfgrad import sentences
from selfgrad.clock import HOUR, MINUTE, Clock, duration, shown
from selfgrad.errors import BadInput

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
LATE = 120  # minutes after which a reminder that was missed is left out
LONGEST_CUE = 200  # characters
_LONGEST = 100  # characters of days or times; nobody names them in more
_A_DAY = 24 * 60  # minutes


class Plan(NamedTuple):
    """What somebody means to do.

    `least_ms` 0: any practice counts. `days` are weekdays, 0 is Monday. `remind` holds "HH:MM", in
    order. `quiet` is from when until when nothing is sent; it may pass midnight.
    """

    cue: str
    least_ms: int = 0
    days: tuple[int, ...] = EVERY_DAY
    remind: tuple[str, ...] = ()
    quiet: tuple[str, str] | None = None
    skill: str | None = None


class Now(NamedTuple):
    """A moment as the learner's clock shows it."""

    day: str  # the practice day, "2026-11-21"
    local: str  # the wall clock, "2026-11-21 18:00"
    day_start: int = 240  # minutes after midnight


def moment(clock: Clock, ms: int) -> Now:
    """An instant (UTC milliseconds) as that clock shows it.

    >>> moment(Clock("Europe/Paris"), 1_795_222_800_000)
    Now(day='2026-11-20', local='2026-11-21 02:00', day_start=240)
    """
    return Now(clock.day(ms), clock.local(ms), clock.day_start_minutes)


# -- what a person types ----


def read(
    cue_words: str,
    least_words: str = "",
    day_words: str = "",
    time_words: str = "",
    quiet_words: str = "",
    skill: str | None = None,
) -> Plan:
    """A plan from what was typed, each part by the function of its name; BadInput for nonsense.

    A reminder within the quiet hours would never come, so it is refused here.

    >>> words(read("after breakfast, at the piano", "10m", "mon-fri", "7:30"))
    'after breakfast, at the piano · at least 10 minutes · Mon to Fri · reminder 07:30'
    """
    remind, silent = times(time_words), quiet(quiet_words)
    for at in remind:
        if silent and within(at, silent):
            raise BadInput(
                f"The reminder at {at} lies within the quiet hours, {silent[0]} to {silent[1]}.",
                "Move one of the two.",
            )
    return Plan(cue(cue_words), least(least_words), days(day_words), remind, silent, skill)


def cue(text: str) -> str:
    """What the practice follows, in one line of 1 to 200 characters.

    >>> cue("  after breakfast,  at the piano. ")
    'after breakfast, at the piano'
    """
    try:
        found = " ".join(sentences.clean(text).split()).rstrip(" .,;:")
    except BadInput:
        found = ""
    if not 0 < len(found) <= LONGEST_CUE:
        raise BadInput(
            f"A plan needs a cue of 1 to {LONGEST_CUE} characters.",
            "Name what the practice follows, such as “after breakfast, at the piano”.",
        )
    return found


def least(text: str) -> int:
    """Milliseconds from "10m" or "1h30"; 0 from nothing.

    >>> least("10m"), least("")
    (600000, 0)
    """
    ms = duration(text) if text.strip() else 0
    if ms % MINUTE:
        raise BadInput("A plan counts whole minutes.", "Give the least as 10m, for example.")
    return ms


def days(text: str) -> tuple[int, ...]:
    """Weekdays from "mon-fri", "every day", "weekends" or "mon, wed and fri"; nothing is every day.

    Numbers are refused: some count from Sunday, some from Monday.

    >>> days("fri-mon"), days("Mondays and weekends")
    ((0, 4, 5, 6), (0, 5, 6))
    """
    said = re.sub(r"\s*(?:-|\b(?:to|through|thru|until|till)\b)\s*", "-", _plain(text))
    parts = [part for part in re.split(r"[,;/&+\s]+", said) if part and part not in _FILLING]
    found: set[int] = set()
    for part in parts:
        meant = _GROUPS.get(part) or _weekdays(part)
        if not meant:
            raise _no_days(text)
        found.update(meant)
    if said and not parts:
        raise _no_days(text)
    return tuple(sorted(found)) or EVERY_DAY


def times(text: str) -> tuple[str, ...]:
    """Times of day as "HH:MM", in order, from "07:30", "7.30", "7pm" or several of them.

    >>> times("6pm, 7:30"), times("none")
    (('07:30', '18:00'), ())
    """
    said = _plain(text)
    if said in _NONE:
        return ()
    parts = re.split(r"[,;&/+]|\band\b|\bat\b|\s(?=\d)", said)
    found = [_time(part) for part in parts if part.strip()]
    if not found or None in found:
        raise BadInput(
            f"“{shown(text)}” could not be read as times of day.",
            "Say them like 07:30, 7pm or 07:30, 18:00.",
        )
    return tuple(sorted({at for at in found if at}))


def quiet(text: str) -> tuple[str, str] | None:
    """From when until when it is quiet, from "22:00-07:00" or "10pm to 7am"; None from nothing.

    >>> quiet("10pm to 7am")
    ('22:00', '07:00')
    """
    said = _plain(text)
    if said in _NONE:
        return None
    parts = re.split(r"-|\b(?:to|until|till|and)\b", re.sub(r"^(?:from|between)\b", "", said))
    found = [_time(part) for part in parts]
    if len(found) != 2 or not found[0] or not found[1] or found[0] == found[1]:
        raise BadInput(
            f"“{shown(text)}” could not be read as quiet hours.",
            "Say from when until when, such as 22:00-07:00.",
        )
    return found[0], found[1]


# -- a plan in words ----


def words(plan: Plan) -> str:
    """A plan in one line.

    >>> words(Plan("after lunch", days=(5, 6), remind=("13:00", "18:00"), quiet=("22:00", "07:00")))
    'after lunch · Sat and Sun · reminders 13:00 and 18:00 · quiet 22:00 to 07:00'
    """
    parts = [plan.skill or "", plan.cue]
    if plan.least_ms:
        parts.append(f"at least {length(plan.least_ms)}")
    parts.append(day_words(plan.days))
    if plan.remind:
        parts.append(f"reminder{'s' * (len(plan.remind) > 1)} {_listed(plan.remind)}")
    if plan.quiet:
        parts.append(f"quiet {plan.quiet[0]} to {plan.quiet[1]}")
    return " · ".join(filter(None, parts))


def day_words(planned: Iterable[int]) -> str:
    """Weekdays in words, which `days` reads back.

    >>> day_words((0, 1, 2, 4)), day_words((4, 5, 6, 0)), day_words(EVERY_DAY)
    ('Mon to Wed and Fri', 'Fri to Mon', 'every day')
    """
    chosen = sorted(set(planned))
    if len(chosen) == 7:
        return "every day"
    parts: list[str] = []
    for first in (n for n in chosen if (n - 1) % 7 not in chosen):
        run = [first]
        while (run[-1] + 1) % 7 in chosen:
            run.append((run[-1] + 1) % 7)
        names = [_WEEKDAYS[n][:3].title() for n in run]
        parts += [f"{names[0]} to {names[-1]}"] if len(run) > 2 else names
    return _listed(parts)


def length(ms: int) -> str:
    """Whole minutes in words.

    >>> length(600_000), length(5_460_000), length(7_200_000)
    ('10 minutes', '1 hour 31 minutes', '2 hours')
    """
    hours, minutes = ms // HOUR, ms % HOUR // MINUTE
    counted = ((hours, "hour"), (minutes, "minute"))
    return " ".join(f"{n} {unit}{'s' * (n != 1)}" for n, unit in counted if n) or "0 minutes"


def message(plan: Plan) -> tuple[str, str]:
    """The title and the text of a reminder: the learner's own cue, and nothing else of the journal.

    >>> message(Plan("after breakfast, at the piano", 600_000))
    ('selfgrad', 'After breakfast, at the piano: 10 minutes.')
    """
    least_words = f": {length(plan.least_ms)}" if plan.least_ms else ""
    text = plan.cue[:1].upper() + plan.cue[1:] + least_words
    return "selfgrad", text if text[-1] in ".!?…" else text + "."


# -- what is due ----


def done(plan: Plan, practised_ms: int) -> bool:
    """Whether that much practice is what was planned for a day."""
    return practised_ms >= max(plan.least_ms, 1)


def due(
    plan: Plan, now: Now, practised_ms: int, reminded: Iterable[str], free: bool = False
) -> str | None:
    """The reminder to send now, as "HH:MM", or None.

    The latest reminder of today that has passed is due for two hours, unless today is done, free or
    not planned, or it is quiet now. `reminded` holds those already sent on this practice day; none
    is sent again, nor one that comes before it: a clock put back repeats no reminder.

    >>> due(Plan("after lunch", remind=("13:00",)), Now("2026-11-21", "2026-11-21 13:04"), 0, ())
    '13:00'
    """
    planned = date.fromisoformat(now.day).weekday() in plan.days
    if free or not planned or done(plan, practised_ms):
        return None
    if plan.quiet and within(now.local[11:], plan.quiet):
        return None
    so_far = _into_day(now)
    passed = [at for at in plan.remind if _after(now.day_start, at) <= so_far]
    latest = max(passed, key=lambda at: _after(now.day_start, at), default=None)
    if latest is None or so_far - _after(now.day_start, latest) >= LATE:
        return None
    since = _after(now.day_start, latest)
    return None if any(_after(now.day_start, at) >= since for at in reminded) else latest


def within(at: str, hours: tuple[str, str]) -> bool:
    """Whether a time of day lies in a stretch, which may pass midnight; its end is outside.

    >>> within("23:00", ("22:00", "07:00")), within("07:00", ("22:00", "07:00"))
    (True, False)
    """
    start, end = hours
    return start <= at < end if start < end else at >= start or at < end


def _into_day(now: Now) -> int:
    """Minutes of the wall clock since the practice day began; negative while an hour is repeated."""
    wall = datetime.fromisoformat(now.local) - datetime.fromisoformat(now.day)
    return int(wall.total_seconds()) // 60 - now.day_start


def _after(day_start: int, at: str) -> int:
    """Minutes from the start of a practice day to a time of day."""
    return (int(at[:2]) * 60 + int(at[3:]) - day_start) % _A_DAY


# -- reading ----

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = (
    dict.fromkeys(["day", "days", "daily", "everyday"], EVERY_DAY)
    | dict.fromkeys(["weekday", "weekdays", "workday", "workdays"], (0, 1, 2, 3, 4))
    | dict.fromkeys(["weekend", "weekends"], (5, 6))
)
_FILLING = ("every", "each", "all", "on", "the", "and")
_NONE = ("", "none", "no", "off", "never")
_TIME = r"(\d{1,2})(?:[:.](\d{2}))? ?(?:([ap])\.?m\.?)?"


def _plain(text: str) -> str:
    """The words in small letters with single spaces and plain hyphens; "" if there are too many."""
    if len(text) > _LONGEST:
        return "too long"  # which is no day and no time
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub("[‐‑‒–—−]", "-", plain).split())


def _weekdays(part: str) -> tuple[int, ...]:
    """The weekdays of "mon", "Tuesdays" or "fri-mon"; () for anything else."""
    ends = [_weekday(name) for name in part.split("-")]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or first is None or last is None:
        return ()
    return tuple((first + n) % 7 for n in range((last - first) % 7 + 1))


def _weekday(name: str) -> int | None:
    """0 for "mo", "mon", "monday" or "mondays"."""
    name = name.rstrip(".").removesuffix("s")
    found = (n for n, day in enumerate(_WEEKDAYS) if len(name) > 1 and day.startswith(name))
    return next(found, None)


def _time(text: str) -> str | None:
    """ "07:30" from "7:30", "7.30" or "7:30 am"; None from a bare 7, 25:00 or 13pm."""
    found = re.fullmatch(_TIME, text.strip())
    if not found or not (found[2] or found[3]):
        return {"noon": "12:00", "midnight": "00:00"}.get(text.strip())
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _no_days(text: str) -> BadInput:
    return BadInput(
        f"“{shown(text)}” could not be read as days of the week.",
        "Say them like mon-fri, every day, weekends or mon, wed, fri.",
    )


def _listed(parts: Iterable[str]) -> str:
    """ "a, b and c"."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
