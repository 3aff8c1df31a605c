"""Any value as a text of a bounded length; never an error, and never the cost of the whole value."""

from __future__ import annotations

import reprlib  # 2 ms
from itertools import islice

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

SHORT = 40  # characters of a value inside a sentence
DEEPEST = 20  # lists inside lists that are shown


def bounded(value: object, longest: int) -> str:
    """How a value shows itself, cut to `longest` characters; where it cannot, its type.

    >>> bounded({"b": 1, "a": [1, 2]}, 80), bounded(ValueError, 80)
    ("{'b': 1, 'a': [1, 2]}", 'ValueError')
    """
    text = value.__name__ if isinstance(value, type) else _Cut(longest).repr(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def brief(value: object, longest: int = SHORT) -> str:
    """The same on one line of printable characters.

    >>> brief("one\\ntwo"), brief(list(range(10**9)[:100]), 20)
    ("'one\\\\ntwo'", '[0, 1, 2, 3, 4, 5, …')
    """
    text = " ".join(bounded(value, 4 * longest).split())
    safe = "".join(c if c.isprintable() else "\ufffd" for c in text)
    return safe if len(safe) <= longest else safe[: longest - 1] + "…"


def share(part: float) -> str:
    """A part of 1 in words: whole percents, and 0% or 100% only where it is that.

    >>> share(0.194), share(0.001), share(0.999)
    ('19%', 'under 1%', 'over 99%')
    """
    if 0 < part < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < part < 1 else f"{part:.0%}"


class _Cut(reprlib.Repr):
    """The standard library's, with room for `longest` characters and cut at the end alone."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self.longest = self.left = longest + 1
        self.maxlevel = DEEPEST
        for name in ("tuple", "list", "array", "set", "frozenset", "deque"):
            setattr(self, f"max{name}", self.longest)

    def repr1(self, x: Any, level: int) -> str:
        self.left -= 1  # every element takes a character or more
        if self.left < 0:
            return "…"
        try:
            return str(super().repr1(x, level))
        except Exception:  # a repr of the learner's own, or an int of more than 4,300 digits
            return f"<{type(x).__name__} that does not show itself>"

    def repr_dict(self, x: dict[Any, Any], level: int) -> str:
        """In its own order, not sorted."""
        if level <= 0 < len(x):
            return "{...}"
        pairs = (
            f"{self.repr1(key, level - 1)}: {self.repr1(value, level - 1)}"
            for key, value in islice(x.items(), self.longest)
        )
        return "{" + ", ".join(pairs) + "}"

    def _beginning(self, x: Any, level: int) -> str:  # noqa: ARG002
        return repr(x[: self.longest])

    repr_str = repr_bytes = repr_bytearray = _beginning

    def _whole(self, x: Any, level: int) -> str:  # noqa: ARG002
        return repr(x)

    repr_int = repr_instance = _whole
