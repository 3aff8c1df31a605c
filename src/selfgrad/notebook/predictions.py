"""What is predicted, read before the cell runs; and how it stands beside what came."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

from selfgrad import errors, surprise
from selfgrad.loss_words import shown_loss
from selfgrad.reprs import bounded

if TYPE_CHECKING:
    from selfgrad.losses import Measure
    from selfgrad.notebook.watching import Seen

LONGEST = 1_000  # characters of either side in the table
_WITHIN = re.compile(r"^\s*--within(?:=|\s+)(\S+)(?:\s|$)|(?:^|\s)--within(?:=|\s+)(\S+)\s*$")


class Prediction:
    """A value, and the difference that counts as 1."""

    def __init__(self, line: str, globals: dict[str, Any], locals: dict[str, Any]) -> None:
        typed, self.within = without_within(line)
        if not typed:
            raise errors.Usage("What do you predict?", "For example `%%predict 0.25`.")
        self.names = globals, locals
        self.note = ""
        self.value = self._apart(self._evaluated(typed))

    def _evaluated(self, typed: str) -> object:
        """A Python expression by its value here; all else is text."""
        try:
            with warnings.catch_warnings():  # words are no Python, and need not be warned about
                warnings.simplefilter("ignore")
                code = compile(typed, "<prediction>", "eval", dont_inherit=True)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return self._exception_called(typed)
        try:
            value = eval(code, *self.names)
        except Exception as error:
            if not typed.isidentifier():
                self.note = f"{typed} gives {type(error).__name__} here, so it is taken as text."
            return typed
        return self._exception_called(value) if isinstance(value, str) else value

    def _exception_called(self, words: str) -> object:
        """The exception that "a ValueError" means, or the words."""
        found = re.fullmatch(r"an? ([\w.]+?)\.?", words.strip())
        try:
            named = eval(found[1], *self.names) if found else None
        except Exception:
            return words
        return named if surprise.is_exception(named) else words

    @staticmethod
    def _apart(value: object) -> object:
        """A copy that the cell cannot change; what cannot be copied is taken as it is."""
        from copy import deepcopy

        try:
            return value.detach().clone() if hasattr(value, "detach") else deepcopy(value)
        except Exception:
            return value

    def against(self, seen: Seen) -> Measure:
        """The surprise."""
        if seen.error is not None:
            return surprise.surprise_raised(self.value, seen.error)
        printed = seen.value is None and bool(seen.printed)
        return surprise.surprise(self.value, seen.came, within=self.within, printed=printed)

    def foresees(self, error: BaseException) -> bool:
        """Whether this exception was predicted."""
        return surprise.surprise_raised(self.value, error).loss == 0


def without_within(line: str) -> tuple[str, float | None]:
    """The prediction, and what --within says at either end of the line.

    >>> without_within("np.eye(3) --within 0.1"), without_within("--within=2 [1, 2]")
    (('np.eye(3)', 0.1), ('[1, 2]', 2.0))
    """
    found = _WITHIN.search(line)
    if found is None:
        return line.strip(), None
    said = found[1] or found[2]
    try:
        within = float(said)
    except ValueError:
        raise errors.BadInput(f"{said} is not a number.", "For example `--within 0.1`.") from None
    return (line[: found.start()] + line[found.end() :]).strip(), surprise.checked(within)


class Outcome:
    """A prediction beside what came: a table in a notebook, lines at a terminal."""

    def __init__(self, prediction: Prediction, seen: Seen, loss: Measure, lines: list[str]) -> None:
        self.lines = lines
        self.sides = {
            "predicted": _whole(prediction.value),
            "came": _whole(seen.came),
            "surprise": f"{shown_loss(loss.loss)}, {loss.detail['how']}",
        }

    def __repr__(self) -> str:
        return "\n".join(self.lines)

    def _repr_html_(self) -> str:
        from html import escape

        left, plain = "text-align: left; vertical-align: top", "margin: 0; background: none"
        names = "".join(f'<th style="{left}">{name}</th>' for name in self.sides)
        cells = "".join(
            f'<td style="{left}"><pre style="{plain}">{escape(text)}</pre></td>'
            for text in self.sides.values()
        )
        next = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(self.lines[-1]))
        return f"<table><tr>{names}</tr><tr>{cells}</tr></table><p>{next}</p>"


def _whole(value: object) -> str:
    text = value[:LONGEST] if isinstance(value, str) else bounded(value, LONGEST)
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
