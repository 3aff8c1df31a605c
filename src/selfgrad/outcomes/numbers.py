"""The number that a program prints: a criterion of one's own without writing one."""

import re
from math import isfinite

from selfgrad.errors import BadInput
from selfgrad.outcomes import plain

LONGEST_PATTERN = 1_000  # characters
PATIENCE = 5.0  # seconds for a pattern; an ordinary one takes 0.1 s for a megabyte
_EXAMPLE = r"Try one such as `--number 'loss: ([0-9.]+)'`."

_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")  # 1,234.5
_DOTTED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+")  # 1.234,5
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+(?:[eE][+-]?[0-9]+)?")  # 41,7
_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
LONGEST_NUMBER = 60

# A pattern can backtrack for years, and `re` cannot be stopped from inside: a process can.
_SEARCH = """
import json, re, sys, warnings
warnings.simplefilter("ignore")
pattern, lines = json.load(sys.stdin)
found = re.compile(pattern)
for line in reversed(lines):
    matches = [match for match in found.finditer(line) if match[0]]
    if matches:
        last = matches[-1]
        groups = [group for group in last.groups() if group is not None]
        named = "number" in found.groupindex
        json.dump(last["number"] if named else groups[0] if groups else last[0], sys.stdout)
        break
"""


def number_in(output: str, pattern: str | None = None) -> float | None:
    """The last match of the pattern, or the last line where the whole of it is a number; else None.

    Of a match: the group named `number`, else its first group, else all of it. The pattern is searched
    line by line, within 4,000 characters of each. NaN and infinity are no numbers, 12% is 12; a comma
    before exactly three digits groups thousands (1,234), else it is a decimal comma (41,7).

    >>> number_in("epoch 1 loss: 0.9\\nepoch 2 loss: 0.4\\ndone", r"loss: (\\S+)"), number_in("ok\\n41,7\\n")
    (0.4, 41.7)
    """
    lines = plain.lines(output)
    if pattern is None:
        last = next((line for line in reversed(lines) if line.strip()), "")
        return _as_number(last)
    _check(pattern)
    return _as_number(_last_match(pattern, lines) or "")


def _as_number(text: str) -> float | None:
    figure = text.strip().removesuffix("%").rstrip().replace("−", "-")
    if len(figure) > LONGEST_NUMBER:
        return None
    if _GROUPED.fullmatch(figure):
        figure = figure.replace(",", "")
    elif _DOTTED.fullmatch(figure):
        figure = figure.replace(".", "").replace(",", ".")
    elif _COMMA.fullmatch(figure):
        figure = figure.replace(",", ".")
    elif not _PLAIN.fullmatch(figure):
        return None
    value = float(figure)
    return value + 0.0 if isfinite(value) else None


def _check(pattern: str) -> None:
    import warnings

    if len(pattern) > LONGEST_PATTERN:
        raise BadInput(f"A pattern of {len(pattern):,} characters is too long.", _EXAMPLE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # re warns of what may change its meaning one day
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as trouble:
        said = plain.sentence(str(trouble))
        raise BadInput(
            f"“{plain.sentence(pattern, 60)}” is no pattern: {said}.", _EXAMPLE
        ) from None


def _last_match(pattern: str, lines: list[str]) -> str | None:
    import json
    import subprocess
    import sys

    # 20 ms, for this one option
    command = [sys.executable, "-I", "-S", "-c", _SEARCH]
    try:
        done = subprocess.run(
            command,
            input=json.dumps([pattern, lines]),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        sentence = f"“{plain.sentence(pattern, 60)}” took longer than {PATIENCE:.0f} seconds."
        raise BadInput(sentence, f"Give one without a repeat in a repeat. {_EXAMPLE}") from None
    found = json.loads(done.stdout) if done.stdout else None
    return found if isinstance(found, str) else None
