"""A criterion of one's own: a Python function that an installed package brings, or a program.

A package names its function in the entry-point group `selfgrad.criteria`, and the name is the kind, as
in `selfgrad skill singing --criterion pitch`. The kind "program" is an executable, see programs.py.
Both are worked through in docs/criteria.md.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from selfgrad import errors, losses
from selfgrad.loss_words import as_kept, bounded, quote, shown_loss
from selfgrad.losses import Measure

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.metadata import EntryPoint
    from typing import Any

    from selfgrad.criteria import Criterion
    from selfgrad.db import Row

    Answer = Measure | float | tuple[float, float]

GROUP = "selfgrad.criteria"
PROGRAM = "program"  # the one kind that no package brings
LONGEST_WORDS = 300  # characters on the line that says a measure
LONGEST_DETAIL = 20_000  # characters of JSON that stay with each loss
BY_HAND = "Nothing was written, the output is kept; by hand: `selfgrad loss 3/10`."
ANSWERS = "It has to answer with a loss from 0 to 1, with wrong and total, or with a Measure."


class Output(NamedTuple):
    """The last output of the round, as a criterion is given it. What is not there is "" (`path` None).

    text: its words; of a run or a cell, what was run · path: a file to read, unchanged since it was
    handed over: itself, or the copy that was kept of it, which has no ending · value: what was typed
    after `selfgrad loss` · medium: text, file, url, commit, run, cell or elsewhere · reference: the
    address, the commit, or the path the file had · printed: the end of what a run or a cell printed.
    """

    text: str
    path: str | None = None
    value: str = ""
    aim: str = ""
    skill: str = ""
    medium: str = "text"
    reference: str = ""
    printed: str = ""


def output_of(journal: str, attempt: Row, *, value: str, aim: str, skill: str) -> Output:
    """An attempt as its criterion is given it; `journal` is the path that its kept files lie beside."""
    return Output(
        attempt["words"] or "",
        _file_of(journal, attempt) if attempt["medium"] == "file" else None,
        value=value,
        aim=aim,
        skill=skill,
        medium=attempt["medium"],
        reference=attempt["reference"] or "",
        printed=attempt["tail"] or "",
    )


def _file_of(journal: str, attempt: Row) -> str:
    """The file itself where it is as it was, since its name says what is in it; else its copy."""
    from selfgrad import files

    path, copy = attempt["reference"], files.kept_at(journal, attempt["hash"] or "-")
    if os.path.isabs(path) and _is_still(path, attempt):
        return str(path)
    if os.path.isfile(copy):
        return copy
    raise errors.NotFound(
        f"The file {path} is gone or has changed, and it was too large for a copy.",
        "Hand it over again with `selfgrad forward --file FILE`.",
    )


def _is_still(path: str, attempt: Row) -> bool:
    import hashlib

    try:
        if not os.path.isfile(path) or os.path.getsize(path) != attempt["size"]:
            return False
        with open(path, "rb") as file:
            return bool(hashlib.file_digest(file, "sha256").hexdigest() == attempt["hash"])
    except (OSError, ValueError):  # a name with a null character, from another journal
        return False


# a function that a package brings ------------------------------------------------------------------


def check_known(kind: str) -> None:
    """Raises BadInput for a kind that is neither a program nor brought by an installed package."""
    if kind != PROGRAM and _entry(kind) is None:
        raise _unknown(kind)


def _unknown(kind: str) -> errors.BadInput:
    from selfgrad.criteria import READERS

    return errors.BadInput(
        f"{quote(kind)} is no known criterion.",
        f"Use one of {', '.join(READERS)}, or install the package that brings it.",
    )


def takes_value(kind: str) -> bool:
    """Whether typed values go to the criterion: its function has `takes_value = True`.

    Of every other, also of one that is missing or broken, a typed value is a loss as in any skill.
    """
    try:
        return kind != PROGRAM and bool(getattr(_function(kind), "takes_value", False))
    except errors.SelfgradError:
        return False


def by_package(criterion: Criterion, output: Output) -> Measure:
    """What the criterion's own function says of an output; Refused, and a sentence, for all that fails."""
    from contextlib import redirect_stdout

    kind = criterion.kind
    function = _function(kind)
    try:
        with redirect_stdout(sys.stderr):  # what is asked for in JSON stays JSON
            answer = function(output)
    except errors.SelfgradError as said:
        raise errors.Refused(f"{kind}: {said.sentence}", said.next or BY_HAND) from said
    except (Exception, SystemExit) as error:
        raise errors.Refused(f"The criterion {kind} failed: {_reason(error)}.", BY_HAND) from error
    return as_measure(answer, criterion)


def _function(kind: str) -> Callable[[Output], Answer]:
    entry = _entry(kind)
    if entry is None:
        raise errors.NotFound(
            f"The criterion {quote(kind)} is not installed here.",
            f"Install the package that brings it. {BY_HAND}",
        )
    try:
        function: Callable[[Output], Answer] = entry.load()
    except (Exception, SystemExit) as error:
        sentence = f"The criterion {kind} cannot be loaded: {_reason(error)}."
        raise errors.Refused(sentence, BY_HAND) from error
    if not callable(function):
        raise errors.Refused(f"The criterion {kind} is no function: {entry.value}.", BY_HAND)
    return function


def _entry(kind: str) -> EntryPoint | None:
    from importlib.metadata import (
        entry_points,
    )  # 35 ms, and 5 ms to look: no built-in kind comes here

    return next(iter(entry_points(group=GROUP, name=kind)), None)


def _reason(error: BaseException) -> str:
    """What went wrong on one line: the type and the first words of its message."""
    try:
        words = " ".join(str(error).split())[:120]
    except Exception:  # a message that cannot be made is none
        words = ""
    safe = "".join(c if c.isprintable() else "\ufffd" for c in words).rstrip(".")
    return ": ".join(filter(None, (type(error).__name__, safe)))


# from an answer to a measure -----------------------------------------------------------------------


def as_measure(answer: Any, criterion: Criterion) -> Measure:
    """An answer as a `Measure` of this kind; Refused, and what it has to be, for any other answer.

    A number is a loss from 0 to 1, or the metric itself where the skill has a baseline and a goal.

    >>> from selfgrad.criteria import Criterion
    >>> as_measure((3, 10), Criterion("pitch")).words
    'pitch: 3 wrong of 10, loss 0.30'
    """
    try:
        measure = _read(answer, criterion)
    except (errors.BadInput, TypeError, ValueError, OverflowError, RecursionError) as error:
        sentence = f"The criterion {criterion.kind} answered {_told(answer)}, which is no loss."
        raise errors.Refused(sentence, f"{ANSWERS} {BY_HAND}") from error
    return named(measure, criterion.kind, criterion.kind)


def named(measure: Measure, kind: str, name: str) -> Measure:
    """A measure with who measured it."""
    return measure._replace(criterion=kind, words=f"{name}: {measure.words}")


def _read(answer: Any, criterion: Criterion) -> Measure:
    if isinstance(answer, Measure):
        return _sound(answer)
    if isinstance(answer, tuple):
        wrong, total = answer
        return losses.wrong_of_total(_number(wrong), _number(total))
    if (criterion.baseline, criterion.goal) == (None, None):
        return losses.plain_loss(_number(answer))
    return losses.metric(_number(answer), criterion.baseline, criterion.goal, criterion.unit)


def _number(value: Any) -> float:
    from numbers import Real  # numpy's numbers are of this kind, too

    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError("not a number")
    return bounded(float(value))


def _sound(measure: Measure) -> Measure:
    """A measure that somebody else has made, checked as far as it is kept and shown."""
    import json

    loss = _number(measure.loss)
    raw = None if measure.raw is None else as_kept(_number(measure.raw))
    unit, better, words = (str(one) for one in (measure.unit, measure.better, measure.words))
    detail = json.dumps(measure.detail or {}, allow_nan=False)
    fits = len(detail) <= LONGEST_DETAIL and len(unit) <= 30 and unit.isprintable()
    if not (0 <= loss <= 1 and fits and better in ("", "less", "more")):
        raise ValueError("not a measure")
    said = " ".join(words.split())
    said = said if "loss " in said else f"{said}, loss {shown_loss(loss)}".removeprefix(", ")
    if len(said) > LONGEST_WORDS or not said.isprintable():
        raise ValueError("not a line")
    return Measure("", raw, unit, better, loss, said, json.loads(detail))


def _told(answer: Any) -> str:
    if answer is None:
        return "nothing"
    if isinstance(answer, str):
        return quote(answer[:40])
    if isinstance(answer, (int, float)) and abs(answer) < 1e300:
        return f"{answer:g}" if not isinstance(answer, bool) else str(answer)
    return f"with {type(answer).__name__}"
