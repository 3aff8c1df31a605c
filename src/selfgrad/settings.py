"""What can be set, what it means, and what it may be."""

from __future__ import annotations

from selfgrad import errors
from selfgrad.desk import DEFAULTS

MEANING = {
    "zone": "time zone by its IANA name, such as Europe/Paris; empty for the system's own",
    "day_start": "when a practice day begins, HH:MM",
    "target_hours": "hours to count towards, for a skill that has no target of its own",
    "keep_bytes": "files up to this many bytes are copied into the journal",
    "offer_self": "on or off: offer `selfgrad self` when a loss is far above what was expected",
    "hold_rounds": "rounds a step is held before a change stops asking",
    "meet_worth": "on or off: ask “what did you do?” where a sentence judges the person",
    "help_line": "a number or an address to be named first where words speak of danger to life",
    "semantic_model": "a sentence-transformers model that finds scars by meaning; empty for words alone",
    "obsidian_notes": "day or round: what a note of `selfgrad export --obsidian` holds",
    "backups": "on or off: a full copy once a week, the day's acts once a practice day",
}


def checked(key: str, value: str) -> str:
    """The value as it is kept; raises NotFound for a key, BadInput for a value that cannot be."""
    if key not in DEFAULTS:
        import difflib

        near = difflib.get_close_matches(key, DEFAULTS, 1)
        raise errors.NotFound(
            f"There is no setting “{key}”.",
            f"Did you mean {near[0]}?" if near else "See them with `selfgrad settings`.",
        )
    value = value.strip()
    if not _ALLOWED[key](value):
        raise errors.BadInput(f"“{value}” does not fit: {MEANING[key]}.", "Nothing was changed.")
    return value


def _zone(value: str) -> bool:
    import zoneinfo

    try:
        return value == "" or bool(zoneinfo.ZoneInfo(value))
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return False


def _time(value: str) -> bool:
    hours, colon, minutes = value.partition(":")
    return (
        colon == ":"
        and (hours + minutes).isascii()
        and (hours + minutes).isdigit()
        and len(minutes) == 2
        and 0 <= int(hours) < 24
        and 0 <= int(minutes) < 60
    )


def _count(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 12


def _line(value: str) -> bool:
    return len(value) <= 200 and (value.isprintable() or value == "")


def _unit(value: str) -> bool:
    return value in ("", "day", "round")


def _switch(value: str) -> bool:
    return value in ("on", "off")


_ALLOWED = {
    "zone": _zone,
    "day_start": _time,
    "target_hours": _count,
    "keep_bytes": _count,
    "offer_self": _switch,
    "hold_rounds": _count,
    "meet_worth": _switch,
    "help_line": _line,
    "semantic_model": _line,
    "obsidian_notes": _unit,
    "backups": _switch,
}
