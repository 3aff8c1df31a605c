"""Two values against each other: a loss from 0 to 1, and in words how it came about.

Numbers, texts, arrays and containers have a measure each; all else is equal or is compared as it shows
itself. Values count; types are said and cost nothing. Symmetric.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from numbers import Number, Real

from selfgrad import arrays, losses
from selfgrad.reprs import bounded, share

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set, Sized
    from typing import Any

    Difference = tuple[float, str]

LONGEST = 10_000  # characters of a text whose edits are counted: 10 ms; more weighs one edit
POWERS = 5_000  # a Decimal with an exponent beyond it is as good as 0 or infinite


def as_text(p: object, c: object) -> Difference:
    """What has no other measure, by how it shows itself; never 0, for the two are not equal."""
    loss, how = texts(bounded(p, LONGEST), bounded(c, LONGEST))
    return (loss, f"{how} as shown") if loss else (1.0, "another object that looks the same")


class Comparison:
    """One comparison; remembers pairs of containers, so that sharing is cheap and cycles end.

    `within` is an absolute difference of numbers that counts as 1.
    """

    def __init__(self, within: float | None = None) -> None:
        self.within = within
        self.seen: dict[tuple[int, int], float] = {}
        self.alive: list[object] = []  # an id holds as long as its object

    def of(self, p: object, c: object) -> Difference:
        """The loss, and how it came about."""
        try:
            return self._by_kind(p, c)
        except Exception:  # too deep, or an operator of the learner's own that fails
            return as_text(p, c)

    def _by_kind(self, p: object, c: object) -> Difference:
        if p is c:
            return 0.0, "the same"
        p, c = arrays.scalar(p), arrays.scalar(c)
        if isinstance(p, Number) and isinstance(c, Number):
            return self._numbers(p, c)
        if isinstance(p, str) and isinstance(c, str):
            return texts(p, c)
        if arrays.is_array(p) or arrays.is_array(c):
            found = arrays.difference(p, c, self.within, self._sequences)
            return found or self._no_arrays(p, c)
        members = self._members(p, c)
        if members is not None:
            return self._container(p, c, members)
        return self._others(p, c)

    def _no_arrays(self, p: object, c: object) -> Difference:
        if isinstance(p, str) or isinstance(c, str) or arrays.is_array(p) == arrays.is_array(c):
            return self._others(p, c)
        return 1.0, "only one of them is an array"

    def _others(self, p: object, c: object) -> Difference:
        if (p == c) is True:
            return 0.0, "the same"
        if isinstance(p, str) or isinstance(c, str):
            return texts(
                *(one if isinstance(one, str) else bounded(one, LONGEST) for one in (p, c))
            )
        if _plain(p) and type(p) is type(c):
            return self._container(vars(p), vars(c), self._mappings)
        return as_text(p, c)

    def _numbers(self, p: Any, c: Any) -> Difference:
        loss = off(p, c, self.within)
        if loss == 0:
            return 0.0, "the same number"
        if self.within is None:
            return loss, f"off by {share(loss)} of the larger" if loss < 1 else "far off"
        amount = f"{loss * self.within:.3g}{'' if loss < 1 else ' or more'}"
        return loss, f"off by {amount}, where {self.within:g} counts as 1"

    # containers

    def _members(self, p: Any, c: Any) -> Any:
        """The measure for two containers of a like kind; None for all else."""
        for kinds, measure in (
            ((list, tuple, range), self._sequences),
            (dict, self._mappings),
            ((set, frozenset), _sets),
        ):
            if isinstance(p, kinds) and isinstance(c, kinds):
                return measure
        return None

    def _container(self, p: Any, c: Any, members: Any) -> Difference:
        pair = (id(p), id(c))
        if pair not in self.seen:
            self.seen[pair] = 0.0  # a cycle that meets itself differs in nothing new
            self.alive += [p, c]
            self.seen[pair] = members(p, c)
        loss = self.seen[pair]
        how = f"{share(loss)} of it differs" if loss else "the same"
        return loss, f"{how}{_lengths(p, c)}{_kinds(p, c)}"

    def _sequences(self, p: Sequence[object], c: Sequence[object]) -> float:
        """Place by place; a place that only one of them has counts as 1."""
        longer = max(len(p), len(c))
        alone = longer - min(len(p), len(c))
        shared = (self._by_kind(one, other)[0] for one, other in zip(p, c, strict=False))
        return (sum(shared) + alone) / longer if longer else 0.0

    def _mappings(self, p: Mapping[Any, object], c: Mapping[Any, object]) -> float:
        """Key by key; a key that only one of them has counts as 1."""
        shared = [key for key in p if key in c]
        keys = len(p) + len(c) - len(shared)
        alone = keys - len(shared)
        inside = sum(self._by_kind(p[key], c[key])[0] for key in shared)
        return (inside + alone) / keys if keys else 0.0


def _sets(p: Set[object], c: Set[object]) -> float:
    """The share of all members that only one of them has."""
    return len(p ^ c) / len(p | c) if p | c else 0.0


def _kinds(p: object, c: object) -> str:
    one, other = type(p).__name__, type(c).__name__
    return "" if one == other else f", {other} instead of {one}"


def _lengths(p: Sized, c: Sized) -> str:
    return "" if len(p) == len(c) else f", {len(c)} long instead of {len(p)}"


def _plain(value: object) -> bool:
    """An object of a class that has no `==` of its own; it is what its attributes are."""
    kind = type(value)
    own = kind.__eq__ is not object.__eq__ or kind.__module__ == "builtins"
    return not own and hasattr(value, "__dict__")


# numbers ------------------------------------------------------------------------------------------


def off(p: Any, c: Any, within: float | None = None) -> float:
    """|p - c| over the larger of the two, or over `within`; 1 at most. NaN is NaN, infinity infinity.

    >>> off(1, 0.75), off(3, -3), off(True, 1.0), off(7, 8, within=4)
    (0.25, 1.0, 0.0, 0.25)
    """
    nans = _is_nan(p) + _is_nan(c)
    if nans or p == c:
        return 1.0 if nans == 1 else 0.0
    try:
        one, other = _exact(p), _exact(c)
        scale = max(abs(one), abs(other)) if within is None else Fraction(within)
        return min(1.0, float(abs(one - other) / scale))
    except OverflowError:  # infinite, or beyond a complex number
        return 1.0


def _is_nan(value: Any) -> bool:
    return value.is_nan() if isinstance(value, Decimal) else bool(value != value)


def _exact(value: Any) -> Any:
    """A real number as a fraction, so that nothing overflows; a complex one as it is.

    Raises OverflowError for infinity.
    """
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) > POWERS:
        return Fraction(0) if value.adjusted() < 0 else Fraction(float("inf"))
    return Fraction(value) if isinstance(value, Real | Decimal) else complex(value)  # type: ignore[arg-type]


# texts --------------------------------------------------------------------------------------------


def texts(p: str, c: str) -> Difference:
    """Edits over the longer text, as the text criterion counts them; see losses.py.

    >>> texts("sitting", "kitten")
    (0.42857142857142855, '3 edits in 7 characters')
    """
    one, other = (text.removeprefix("\ufeff").strip() for text in (p, c))
    if one == other:
        return 0.0, "the same text"
    if not one or not other:
        return 1.0, "one of them is empty"
    found = losses.text_against_reference(other[:LONGEST], one[:LONGEST])
    if max(len(one), len(other)) <= LONGEST:
        return found.loss, found.words.rpartition(",")[0]
    said = f"{found.words.rpartition(',')[0]}, counted to there"
    return max(found.loss, 1 / LONGEST), said
