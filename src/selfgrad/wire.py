"""One act as one line of JSON, and back: the shape of exports, daily backups and sync.

    {"selfgrad": 1, "act": ID, "recorded_at": MS, "device": "…", "verb": "log", "facts": [
        {"id": ID, "subject": "…", "kind": "logged", "happened_at": MS, "zone": "Europe/Paris",
         "day": "2026-11-21", "body": {"words": "…"}}]}

Ids are UUIDv7, times UTC milliseconds. Whatever comes from elsewhere passes `parse` first, so that
nothing gets into the tables that the fold or SQLite could stumble over.
"""

from __future__ import annotations

import json
import math
import re
from datetime import date
from functools import lru_cache

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

FORMAT = 1
LONGEST = 16_000_000  # bytes of a line
_MOST_FACTS = 10_000  # of an act
_FIRST, _LAST = -62_135_000_000_000, 253_402_000_000_000  # ms: the years 1 to 9999, as in clock.py
_LAST_ID_MS = 1 << 47  # the year 6429: later ids would leave no room for the next one
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}").fullmatch
_HASH = re.compile(r"[0-9a-f]{64}").fullmatch
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_LIST = re.compile(
    rf"(?:[0-6](?:,[0-6])*|{_TIME}(?:,{_TIME})*|{_TIME}-{_TIME})?", re.ASCII
).fullmatch
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


class Malformed(ValueError):
    """A line that is no act, with the reason in a few words."""


def line(act: Any, facts: list[dict[str, Any]]) -> str:
    """The line of an act, with its newline. `act` is a row of the table, `facts` have seven keys."""
    made = {
        "selfgrad": FORMAT,
        "act": act["id"],
        "recorded_at": act["recorded_at"],
        "device": act["device"],
        "verb": act["verb"],
        "facts": facts,
    }
    return _encode(made) + "\n"


_encode = json.JSONEncoder(ensure_ascii=False).encode


def parse(text: bytes) -> dict[str, Any]:
    """The act in a line, as `Ledger.absorb` takes it; raises `Malformed`."""
    if len(text) > LONGEST:
        raise Malformed(f"longer than {LONGEST:,} bytes")
    made = _decoded(text)
    version = made.get("selfgrad")
    if version != FORMAT or isinstance(version, bool):
        raise Malformed(_strange(version))
    act = {key: _checked(made, key, check) for key, check in _ACT.items()}
    if len(made) > len(_ACT) + 1:
        raise Malformed(f"there is no key “{_extra(made, {*_ACT, 'selfgrad'})}”")
    act["facts"] = [_fact(fact) for fact in act["facts"]]
    return act


def _decoded(text: bytes) -> dict[str, Any]:
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8") from error
    if "\0" in decoded:
        raise Malformed("holds NUL bytes")
    try:
        made = _decode(decoded)
    except RecursionError as error:
        raise Malformed("nested too deeply") from error
    except ValueError as error:
        raise Malformed("not JSON") from error
    if not isinstance(made, dict):
        raise Malformed("not an act")
    if "\\u0000" in decoded or "\\ud" in decoded or "\\uD" in decoded:
        _no_broken_characters(made)
    return made


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


_decode = json.JSONDecoder(parse_constant=_no_constant).decode


def _no_broken_characters(value: Any) -> None:
    """NUL and half a surrogate pair can be written in JSON, but no database keeps them."""
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise Malformed("holds a character that is none")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _no_broken_characters(key)
            _no_broken_characters(inner)
    elif isinstance(value, list):
        for inner in value:
            _no_broken_characters(inner)


def _strange(version: Any) -> str:
    if isinstance(version, int) and version > FORMAT:
        return "written by a newer selfgrad; upgrade, then import it again"
    return "not an act of selfgrad"


def _extra(made: dict[str, Any], known: Any) -> str:
    return str(next(key for key in made if key not in known))[:40]


def _checked(made: dict[str, Any], key: str, check: Callable[[Any], bool]) -> Any:
    try:
        value = made[key]
    except KeyError:
        raise Malformed(f"“{key}” is missing") from None
    if not check(value):
        raise Malformed(f"“{key}” cannot be {_shown(value)}")
    return value


def _shown(value: Any) -> str:
    text = _encode(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _fact(fact: Any) -> dict[str, Any]:
    if not isinstance(fact, dict):
        raise Malformed("a fact is no object")
    for key, check in _FACT.items():
        _checked(fact, key, check)
    if len(fact) > len(_FACT):
        raise Malformed(f"a fact has no “{_extra(fact, _FACT)}”")
    _check_body(fact["kind"], fact["body"])
    if fact["subject"].startswith("setting:"):
        for said in (fact["body"], fact["body"].get("to") or {}):
            _check_setting(fact["subject"], said.get("value"))
    return fact


def _check_body(kind: str, body: dict[str, Any]) -> None:
    for key, value in body.items():
        check = _BODY.get(key)
        if check and value is not None and not check(value):
            raise Malformed(f"“{key}” cannot be {_shown(value)}")
    if kind in ("edited", "deleted", "forgotten") and not _is_id(body.get("fact")):
        raise Malformed(f"“{kind}” does not say which fact")
    if kind == "measured" and not isinstance(body.get("criterion", ""), str):
        raise Malformed("“criterion” of a loss is a word")
    if "to" in body and body["to"] is not None:
        _check_body("", body["to"])


def _check_setting(subject: str, value: str | None) -> None:
    """A setting that cannot be would keep the whole journal from opening."""
    from selfgrad import errors, settings
    from selfgrad.desk import DEFAULTS

    key = subject.partition(":")[2]
    if key in DEFAULTS and value is not None:
        try:
            settings.checked(key, value)
        except errors.SelfgradError as error:
            raise Malformed(f"the setting {key} cannot be {_shown(value)}") from error


# what each key may hold ---------------------------------------------------------------------------


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and _ID(value) is not None and value < _LATEST_ID


_LATEST_ID = f"{_LAST_ID_MS >> 16:08x}-"


def _is_int(value: Any) -> bool:
    return type(value) is int and -(1 << 63) <= value < 1 << 63


def _is_number(value: Any) -> bool:
    return _is_int(value) or (type(value) is float and math.isfinite(value))


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value <= 1000


def _is_list(value: Any) -> bool:
    """Weekdays, times of day, or a stretch of the day: "0,1", "07:30,18:00", "22:00-07:00"."""
    return isinstance(value, str) and _LIST(value) is not None


def _are_answers(value: Any) -> bool:
    """Four answers from 1 to 7: "5,4,6,5"."""
    return isinstance(value, str) and re.fullmatch(r"[1-7](,[1-7]){3}", value) is not None


def _is_flag(value: Any) -> bool:
    return value in (0, 1)  # true and false are, too


def _is_ms(value: Any) -> bool:
    return type(value) is int and _FIRST <= value <= _LAST


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 100


def _is_subject(value: Any) -> bool:
    """An id, "skill:guitar", or "act:" and an id."""
    if not isinstance(value, str) or not 0 < len(value) <= 300:
        return False
    kind, colon, rest = value.partition(":")
    return (_is_id(rest) if kind == "act" else bool(kind)) if colon else _is_id(value)


@lru_cache(maxsize=1000)
def _is_day_text(value: str) -> bool:
    if not _DAY(value):
        return False
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and _is_day_text(value)


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and _HASH(value) is not None


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_criterion(value: Any) -> bool:
    return isinstance(value, (str, dict))


def _is_level(value: Any) -> bool:
    return _is_text(value) or _is_number(value)


def _are_stretches(value: Any) -> bool:
    """[day, start, end] each, one after the other."""
    last = _FIRST
    for part in value if isinstance(value, list) else [None]:
        if not (isinstance(part, list) and len(part) == 3 and _is_day(part[0])):
            return False
        if not (_is_ms(part[1]) and _is_ms(part[2]) and last <= part[1] < part[2]):
            return False
        last = part[2]
    return True


_ACT: dict[str, Callable[[Any], bool]] = {
    "act": _is_id,
    "recorded_at": _is_ms,
    "device": _is_word,
    "verb": _is_word,
    "facts": lambda value: isinstance(value, list) and len(value) <= _MOST_FACTS,
}
_FACT: dict[str, Callable[[Any], bool]] = {
    "id": _is_id,
    "subject": _is_subject,
    "kind": _is_word,
    "happened_at": _is_ms,
    "zone": _is_word,
    "day": _is_day,
    "body": _is_object,
}
# a key of a body that is not named here may hold anything that JSON can
_BODY: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("words", "said", "unit", "better", "medium", "reference"), _is_text),
    **dict.fromkeys(("source", "name", "value", "counts"), _is_text),
    **dict.fromkeys(("skill", "project", "parameter", "merged_into"), _is_text),
    **dict.fromkeys(("expected", "loss", "raw", "target_hours"), _is_number),
    **dict.fromkeys(("round", "following", "fact"), _is_id),
    **dict.fromkeys(("input", "guessed", "used", "archived", "repeat", "forgotten"), _is_flag),
    **dict.fromkeys(("discomfort", "size"), _is_int),
    **dict.fromkeys(("heads", "complete"), _is_flag),
    **dict.fromkeys(("seat", "pairs", "covered", "total"), _is_count),
    **dict.fromkeys(("tail", "revision", "branch", "topic", "audience", "gap"), _is_text),
    **dict.fromkeys(("of", "url", "author", "published", "heading"), _is_text),
    **dict.fromkeys(("changed", "line"), _is_int),
    "take": _is_id,
    **dict.fromkeys(("content_ms", "took_ms"), _is_ms),
    "meta": _is_object,
    **dict.fromkeys(("days", "remind", "quiet"), _is_list),
    "least_ms": _is_ms,
    "amount": _is_number,
    "answers": _are_answers,
    "what": _is_word,
    "how": _is_word,
    "flag": _is_word,
    "into": _is_id,
    **dict.fromkeys(("start", "end"), _is_ms),
    **dict.fromkeys(("detail", "to"), _is_object),
    "level": _is_level,
    "criterion": _is_criterion,
    "hash": _is_hash,
    "stretches": _are_stretches,
}
