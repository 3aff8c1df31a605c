"""What a skill is measured by, and how a typed value becomes a loss.

`parse` reads the VALUE of `selfgrad loss VALUE`. The loss functions are in `losses.py`, the figures
in `loss_words.py`. To add a criterion: a function that returns a `Measure`, and a reader under its kind
in `READERS`. A kind that is not there is somebody's own, a package or a program: `own_criteria.py`.
"""

from collections.abc import Callable
from typing import NamedTuple

from selfgrad.errors import BadInput
from selfgrad.loss_words import (
    FORMS,
    OUTCOMES,
    SECONDS_IN,
    SIDES,
    bounded,
    count,
    is_time,
    number,
    probability,
    quote,
    seconds,
    side_off,
    tidy,
    two,
)
from selfgrad.losses import (
    Measure,
    checklist,
    differing,
    forecasts,
    metric,
    number_against_target,
    percent,
    plain_loss,
    right_of_total,
    self_rated_gap,
    text_against_reference,
    time_against_target,
    wrong_of_total,
)

__all__ = [
    "READERS",
    "Criterion",
    "Measure",
    "checked",
    "checklist",
    "forecasts",
    "is_by_hand",
    "is_own",
    "metric",
    "number_against_target",
    "parse",
    "parse_as",
    "parse_expected",
    "percent",
    "plain_loss",
    "right_of_total",
    "self_rated_gap",
    "text_against_reference",
    "time_against_target",
    "wrong_of_total",
]


class Criterion(NamedTuple):
    """How a skill measures. Which numbers it needs depends on the kind; `checked` says what is missing.

    wrong: `target` is the usual total, `counts` "wrong" or "right" · number: `target`, `tolerance`
    (the error that is a loss of 1; without it the error is relative) · time: `target` in seconds ·
    metric: `baseline` (loss 1) and `goal` (loss 0) in `unit` · gap: `anchors`, words for 0 to 10.
    """

    kind: str
    unit: str = ""
    better: str = ""
    target: float | None = None
    baseline: float | None = None
    goal: float | None = None
    tolerance: float | None = None
    anchors: tuple[tuple[float, str], ...] = ()
    counts: str = "wrong"

    def to_json(self) -> str:
        """
        >>> Criterion("metric", unit="wpm", baseline=40, goal=80).to_json()
        '{"baseline": 40, "goal": 80, "kind": "metric", "unit": "wpm"}'
        """
        import json  # 11 ms alone; a capture has loaded it for the act

        unset = self._field_defaults
        kept = {k: v for k, v in self._asdict().items() if k == "kind" or v != unset[k]}
        return json.dumps(kept, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Criterion":
        """What `to_json` wrote. Fields of a newer version are passed over; BadInput for other text."""
        import json  # as above

        try:
            found = json.loads(text)
            kept = {k: v for k, v in found.items() if k in cls._fields and v is not None}
            kept["anchors"] = tuple((bounded(at), word) for at, word in kept.get("anchors", ()))
            criterion = cls(**kept)
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise _no_criterion() from None
        return _well_typed(criterion)


def _well_typed(criterion: Criterion) -> Criterion:
    words = [criterion.kind, criterion.unit, criterion.better, criterion.counts]
    words += [word for _, word in criterion.anchors]
    if not all(isinstance(word, str) for word in words):
        raise _no_criterion()
    for value in _numbers(criterion):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _no_criterion()
        bounded(value)
    return criterion


def _numbers(criterion: Criterion) -> list[float]:
    four = (criterion.target, criterion.baseline, criterion.goal, criterion.tolerance)
    return [value for value in four if value is not None] + [at for at, _ in criterion.anchors]


def _no_criterion() -> BadInput:
    return BadInput("The kept criterion cannot be read.", "Set it again with `selfgrad skill`.")


def checked(criterion: Criterion) -> Criterion:
    """The criterion ready to be kept, its `better` filled in; BadInput names what is missing.

    >>> checked(Criterion("metric", unit="wpm", baseline=40, goal=80)).better
    'more'
    """
    _well_typed(criterion)
    _check_kind(criterion.kind)
    if criterion.counts not in ("wrong", "right"):
        raise BadInput(
            "A skill counts what is wrong or what is right.", "Name one: wrong or right."
        )
    _check_unit(criterion.unit)
    above_0 = (criterion.tolerance, _counted_or_timed_target(criterion))
    if any(value is not None and value <= 0 for value in above_0):
        raise BadInput("That target or tolerance is not above 0.", "Give one such as 20 or 12:00.")
    if any(not 0 <= at <= 10 for at, _ in criterion.anchors):
        raise BadInput("An anchor is outside 0 to 10.", "Put words to numbers from 0 to 10.")
    if not all(words.strip() and words.isprintable() for _, words in criterion.anchors):
        raise BadInput("An anchor has no words that can be shown.", "Put a few words on one line.")
    better = _direction(criterion)
    if criterion.better not in ("", better):
        raise BadInput("Baseline and goal say otherwise about what is better.", "Swap the two.")
    return criterion._replace(better=better)


def _check_unit(unit: str) -> None:
    figures = unit != "" and not unit.strip("0123456789.,+-/: eE")  # "62 5" could not be told apart
    if len(unit) > 30 or not unit.isprintable() or figures:
        raise BadInput(f"{quote(unit)} is no unit.", "Name one of up to 30 letters, such as wpm.")


def _counted_or_timed_target(criterion: Criterion) -> float | None:
    return criterion.target if criterion.kind in ("wrong", "time") else None


def _direction(criterion: Criterion) -> str:
    if criterion.kind == "metric" or (is_own(criterion.kind) and _has_ends(criterion)):
        baseline, goal = differing(criterion.baseline, criterion.goal)
        return "more" if goal > baseline else "less"
    if criterion.kind in ("wrong", "percent"):
        return "more" if criterion.counts == "right" else "less"
    if criterion.kind in ("loss", "time", "text", "checklist", "gap", "forecast"):
        return "less"
    return criterion.better  # number: closer is better; other kinds: as they were given


def _has_ends(criterion: Criterion) -> bool:
    return (criterion.baseline, criterion.goal) != (None, None)


# ---- from a typed value to its criterion


def _read_counted(typed: str, criterion: Criterion) -> Measure:
    left, slash, right = typed.replace(" of ", "/").partition("/")
    (part, before), (total, after) = side_off(left.strip()), side_off(right.strip())
    if before and after and before != after:
        raise BadInput(
            f"{quote(typed)} says both right and wrong.", "Type 3/10 wrong or 7/10 right."
        )
    side = before or after or criterion.counts
    of_total = right_of_total if side == "right" else wrong_of_total
    if not slash and criterion.target is not None:
        return of_total(count(part), criterion.target)
    if not slash and not before:
        return plain_loss(count(part))
    if not slash:
        raise BadInput(
            f"{quote(typed)} does not say of how many.", "Type the total too, as in 3/10."
        )
    two(f"{part}/{total}", "3/10")
    return of_total(count(part), count(total))


def _read_percent(typed: str, criterion: Criterion) -> Measure:
    share, side = side_off(typed)
    return percent(count(share.removesuffix("%")), side or criterion.counts)


def _read_loss(typed: str, _: Criterion) -> Measure:
    return plain_loss(count(typed))


def _read_number(typed: str, criterion: Criterion) -> Measure:
    value, target = _value_and_target(typed, criterion, number, "41.7/42")
    return number_against_target(value, target, tolerance=criterion.tolerance, unit=criterion.unit)


def _read_time(typed: str, criterion: Criterion) -> Measure:
    return time_against_target(*_value_and_target(typed, criterion, seconds, "14:20/12:00"))


def _value_and_target(
    typed: str, criterion: Criterion, read: Callable[[str], float], example: str
) -> tuple[float, float]:
    if "/" in typed:
        value, target = two(typed, example)
        return read(value), read(target)
    if criterion.target is None:
        raise BadInput(f"{quote(typed)} has nothing to be held against.", f"Type it as {example}.")
    return read(typed), criterion.target


def _read_metric(typed: str, criterion: Criterion) -> Measure:
    unit = SECONDS_IN.get(criterion.unit.lower())
    value = seconds(typed) / unit if unit and is_time(typed) else number(typed)
    return metric(value, criterion.baseline, criterion.goal, criterion.unit)


def _read_gap(typed: str, criterion: Criterion) -> Measure:
    bare = typed.removeprefix("gap").removesuffix("gap")
    return self_rated_gap(count(bare), criterion.anchors)


def _read_forecasts(typed: str, _: Criterion) -> Measure:
    words = [word.rstrip(",;") for word in typed.split()]
    if len(words) % 2 or not all(word in OUTCOMES for word in words[1::2]):
        raise BadInput(f"{quote(typed)} is not a probability and what came.", "Type it as 0.8 yes.")
    chances = [probability(word) for word in words[::2]]
    return forecasts(list(zip(chances, (OUTCOMES[word] for word in words[1::2]), strict=True)))


Reader = Callable[[str, Criterion], Measure]

# What was typed (tidied, without the unit) in, a Measure out. Typed by hand, the loss of a text or a
# checklist is a plain or counted one; from files the faces call the two functions themselves.
READERS: dict[str, Reader] = {
    "wrong": _read_counted,
    "percent": _read_percent,
    "loss": _read_loss,
    "number": _read_number,
    "time": _read_time,
    "text": _read_loss,
    "checklist": _read_counted,
    "metric": _read_metric,
    "gap": _read_gap,
    "forecast": _read_forecasts,
}


def is_own(kind: str) -> bool:
    """Whether a kind is none of ours: a package or a program measures it."""
    return kind not in READERS


def is_by_hand(text: str) -> bool:
    """Whether a typed value says by itself what it is, in every skill: 3/10, 30%, 4 gap, 0.8 yes."""
    return _form(tidy(text)) in ("wrong", "percent", "gap", "forecast")


def _check_kind(kind: str) -> None:
    if is_own(kind):
        from selfgrad import own_criteria  # 40 ms with importlib.metadata, for these kinds alone

        own_criteria.check_known(kind)


def _read_by_hand(typed: str, criterion: Criterion) -> Measure:
    """What is typed beside a criterion of one's own, which need not be installed for it."""
    try:
        read = _read_metric if _has_ends(criterion) else _read_loss
        return read(typed, criterion)
    except BadInput:
        _check_kind(criterion.kind)
        raise


def parse(text: str, *, counts: str = "wrong", criterion: Criterion | None = None) -> Measure:
    """The VALUE of `selfgrad loss VALUE`: one that names its own form, or a bare one in the skill's unit.

    `counts` (or the criterion's) says what `7/10` and `70%` count; a typed right, wrong, 对 or 错
    goes before it. BadInput for everything that cannot be understood in one way only.

    >>> parse("3/10").words, parse("7/10 right").loss, parse("4 gap").loss
    ('3 wrong of 10, loss 0.30', 0.3, 0.4)
    >>> parse("62", criterion=Criterion("metric", "wpm", baseline=40, goal=80)).words
    '62 wpm between baseline 40 and goal 80, loss 0.45'
    """
    typed = tidy(text)
    skill = criterion or Criterion("loss")
    if counts == "right":  # "wrong" is everybody's default, so a "right" was somebody's choice
        skill = skill._replace(counts=counts)
    if criterion and (own := _in_own_unit(typed, skill)):
        return READERS.get(skill.kind, _read_by_hand)(own, skill)
    named = Criterion(_form(typed), counts=skill.counts, anchors=skill.anchors)
    try:
        return READERS[named.kind](typed, named)
    except BadInput as trouble:
        if named.kind == "loss" and skill.unit:
            raise BadInput(trouble.sentence, f"Type it in {skill.unit}, or: {FORMS}") from None
        raise


def parse_as(kind: str, text: str, criterion: Criterion | None = None) -> Measure:
    """The value of an option that names its kind: `--time`, `--number`, `--forecast`.

    >>> parse_as("number", "41.7/42").detail["target"], parse_as("forecast", "0.8 yes").words
    (42, 'said 0.8 and it was yes, Brier score 0.04, loss 0.04')
    """
    own = criterion if criterion and criterion.kind == kind else Criterion(kind)
    _check_kind(kind)
    return READERS.get(kind, _read_by_hand)(tidy(text), own)


def parse_expected(
    text: str, *, counts: str = "wrong", criterion: Criterion | None = None
) -> float:
    """An expected loss, 0 to 1, in the grammar of `parse`.

    >>> parse_expected("3/10")
    0.3
    """
    return parse(text, counts=counts, criterion=criterion).loss


def _in_own_unit(typed: str, criterion: Criterion) -> str:
    """The value without the skill's unit where it is bare, or "" where it names a form of its own."""
    unit = criterion.unit.lower()
    timed = criterion.kind == "time" or (criterion.kind == "metric" and unit in SECONDS_IN)
    if timed and is_time(typed) and ("/" not in typed or criterion.kind == "time"):
        return typed
    marks = "0123456789.,+-e"
    if criterion.kind in ("number", "time"):
        typed = typed.replace(f"{unit}/", "/") if unit else typed
        marks += "/ "
    bare = typed.removesuffix(unit).strip()
    return bare if not bare.strip(marks) else ""


def _form(typed: str) -> str:
    """Which kind the typed value itself names; a bare number is a plain loss."""
    last = typed.split()[-1]
    if last in OUTCOMES:
        return "forecast"
    if last.endswith("gap") or typed.startswith("gap"):
        return "gap"
    if "%" in typed:
        return "percent"
    if is_time(typed):
        return "time"
    counted = "/" in typed or " of " in typed or last.endswith(tuple(SIDES))
    return "wrong" if counted else "loss"
