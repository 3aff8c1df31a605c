"""What a learner types and reads: figures, times, shares, and the words for them.

No regular expression: a value is at most 1,000 characters, cut at its own marks (`/`, `:`, a unit).
"""

from math import isfinite

from selfgrad.errors import BadInput

LONGEST = 1_000  # characters: a long day of forecasts fits, a pasted file does not
LARGEST = 1e15  # beyond it a float no longer tells neighbouring tenths apart
FORMS = (
    "Type 3/10 (wrong of total), 7/10 right, 30%, 0.3 (a loss from 0 to 1), "
    "14:20/12:00 (time against target), 4 gap (0 to 10) or 0.8 yes (a forecast)."
)
SIDES = {"wrong": "wrong", "right": "right", "错": "wrong", "錯": "wrong", "对": "right", "對": "right"}  # fmt: skip
OUTCOMES = {"yes": True, "y": True, "no": False, "n": False}
SECONDS_IN = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 0.001),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600.0),
}

_FIGURES = frozenset("0123456789.,+-eE")
_DIGITS = frozenset("0123456789")
# A Chinese keyboard in full-width mode types ３／１０ and １４：２０; other scripts' digits are refused.
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: " ", 0x2212: "-"}


# ---- from what was typed


def tidy(text: str) -> str:
    """The typed value in lower case and half width, or BadInput when it is empty or far too long.

    >>> tidy(" ７／１０ Right ")
    '7/10 right'
    """
    if len(text) > LONGEST:
        raise BadInput(f"A value of {len(text):,} characters is too long to be one.", FORMS)
    typed = text.translate(_HALF_WIDTH).strip().lower()
    if not typed:
        raise BadInput("No value was given.", FORMS)
    return typed


def bounded(value: float) -> float:
    """The value as a float, or BadInput when it is not a number or beyond 1e15 either way."""
    if not abs(value) <= LARGEST:  # written so that NaN fails it too
        raise BadInput("That is not a number that can be kept.", "Type one between -1e15 and 1e15.")
    return value + 0.0  # no -0


def number(typed: str) -> float:
    """A figure with a decimal point or a decimal comma; BadInput for anything else.

    >>> number("41.7"), number("0,3")
    (41.7, 0.3)
    """
    figure = typed.strip()
    if set(figure) - _FIGURES or not _DIGITS & set(figure):
        raise BadInput(
            f"{quote(figure)} is not a number.", "Type it in the digits 0 to 9, as 41.7."
        )
    try:
        value = float(_with_point(figure))
    except ValueError:
        sentence = f"{quote(figure)} is not one number."
        raise BadInput(sentence, "Type it in the digits 0 to 9, as 41.7.") from None
    if not isfinite(value) or abs(value) > LARGEST:
        raise BadInput(f"{quote(figure)} is too large.", "Type a number between -1e15 and 1e15.")
    return bounded(value)


def _with_point(figure: str) -> str:
    """0,3 is 0.3; what could as well be a thousand (1,200 or 1.200,5) is asked about, not guessed."""
    if "," not in figure:
        return figure
    whole, _, rest = figure.partition(",")
    thousands = len(rest) == 3 and whole.lstrip("+-").lstrip("0") != ""
    if thousands or "," in rest or "." in figure:
        raise BadInput(
            f"{quote(figure)} can be read in two ways.", "Type 1200 or 1.2, for example."
        )
    return f"{whole}.{rest}"


def count(typed: str) -> float:
    """A number that cannot be below 0."""
    return not_negative(number(typed))


def not_negative(value: float) -> float:
    if bounded(value) < 0:
        raise BadInput(
            f"{shown(value)} is below 0.", "Type a value of 0 or more, such as 3/10 or 0.3."
        )
    return value + 0.0


def seconds(typed: str) -> float:
    """Seconds from `14:20`, `1:02:03`, `90`, `90s`, `1h 30min` or `250ms`; BadInput otherwise.

    >>> seconds("14:20"), seconds("1:02:03"), seconds("1m30s"), seconds("250ms")
    (860.0, 3723.0, 90.0, 0.25)
    """
    if ":" in typed:
        return _clock_seconds(typed)
    rest = typed.replace(" ", "")
    if not time_unit(rest):
        return count(rest)
    total = 0.0
    while rest:
        after = rest.lstrip("0123456789.,+-")
        tail = after.lstrip("abcdefghijklmnopqrstuvwxyz")
        unit = after.removesuffix(tail) if tail else after
        if unit not in SECONDS_IN:
            raise _no_time(typed)
        total += count(rest[: len(rest) - len(after)]) * SECONDS_IN[unit]
        rest = tail
    return bounded(total)


def _clock_seconds(typed: str) -> float:
    parts = typed.strip().split(":")
    whole = all(set(part) <= _DIGITS for part in parts[:-1])
    if len(parts) > 3 or not whole or not all(part[:1] in _DIGITS for part in parts):
        raise _no_time(typed)
    figures = [count(part) for part in parts]
    if any(figure >= 60 for figure in figures[1:]):
        raise BadInput(
            f"{quote(typed)} has 60 or more after a colon.", "Type it as 14:20 or 1:02:03."
        )
    total = 0.0
    for figure in figures:
        total = total * 60 + figure
    return bounded(total)


def _no_time(typed: str) -> BadInput:
    return BadInput(f"{quote(typed)} is not a time.", "Type it as 14:20, 1:02:03, 90s or 1h30m.")


def time_unit(typed: str) -> bool:
    """Whether it ends in a unit of time (`90s`), and so is a time and not a count."""
    letters = typed[len(typed.rstrip("abcdefghijklmnopqrstuvwxyz")) :]
    return letters in SECONDS_IN


def is_time(typed: str) -> bool:
    return ":" in typed or any(time_unit(part.strip()) for part in typed.split("/"))


def two(typed: str, example: str) -> tuple[str, str]:
    """Both sides of the one slash.

    >>> two("14:20 / 12:00", "14:20/12:00")
    ('14:20', '12:00')
    """
    left, _, right = typed.partition("/")
    if not left.strip() or not right.strip() or "/" in right:
        raise BadInput(
            f"{quote(typed)} is not two values with one slash.", f"Type it as {example}."
        )
    return left.strip(), right.strip()


def side_off(typed: str) -> tuple[str, str]:
    """The words that say which way is counted, taken off the end: ("7", "right"), or ("7", "").

    >>> side_off("7 right"), side_off("3错"), side_off("3")
    (('7', 'right'), ('3', 'wrong'), ('3', ''))
    """
    for word, side in SIDES.items():
        if typed.endswith(word):
            return typed.removesuffix(word).rstrip(), side
    return typed, ""


def probability(typed: str) -> float:
    """A chance from 0 to 1, from `0.8` or `80%`."""
    percent = typed.endswith("%")
    chance = number(typed.removesuffix("%")) / (100 if percent else 1)
    if not 0 <= chance <= 1:
        raise BadInput(f"{quote(typed)} is no probability.", "Type 0.8 or 80%, from 0 to 1.")
    return chance


# ---- to what is read


def quote(typed: str) -> str:
    """What was typed, safe to show on any terminal: 30 characters, none of them a control."""
    cut = typed.strip()[:31]
    safe = "".join(c if c.isprintable() else "\ufffd" for c in cut[:30])
    return f"“{safe}…”" if len(cut) > 30 else f"“{safe}”"


def shown(value: float, unit: str = "") -> str:
    """
    >>> shown(2.5), shown(62.0, "wpm"), shown(95, "%")
    ('2.5', '62 wpm', '95%')
    """
    figure = f"{value:.10g}"
    return figure + unit if unit.startswith("%") else f"{figure} {unit}".rstrip()


def shown_time(value: float) -> str:
    """
    >>> shown_time(860), shown_time(3723), shown_time(45.5), shown_time(119.9999)
    ('14:20', '1:02:03', '45.5 s', '2:00')
    """
    value = round(value, 3)
    if value < 60:
        return f"{value:.3g} s" if value < 1 else f"{value:.5g} s"
    minutes, rest = divmod(round(value, 2), 60)
    hours, minutes = divmod(int(minutes), 60)
    tail = f"{rest:05.2f}".rstrip("0").rstrip(".") if rest % 1 else f"{rest:02.0f}"
    return f"{hours}:{minutes:02}:{tail}" if hours else f"{minutes}:{tail}"


def shown_loss(loss: float) -> str:
    """Two decimals, and never a 0.00 or 1.00 that is not exactly that.

    >>> shown_loss(0.3), shown_loss(0.001), shown_loss(1.0)
    ('0.30', 'under 0.01', '1.00')
    """
    if 0 < loss < 0.005:
        return "under 0.01"
    if 0.995 <= loss < 1:
        return "over 0.99"
    return f"{loss:.2f}"


def as_kept(value: float) -> float:
    """3.0 is kept as 3, so that the export reads as it was typed."""
    return int(value) if value == int(value) else value
