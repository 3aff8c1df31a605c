"""Surprise: what was predicted against what came, as a loss from 0 (as predicted) to 1 (not at all)."""

from __future__ import annotations

from selfgrad import differences
from selfgrad.errors import BadInput
from selfgrad.loss_words import shown_loss
from selfgrad.losses import Measure
from selfgrad.reprs import bounded, brief

KEPT = 400  # characters of either side that stay with the loss


def surprise(
    predicted: object, came: object, *, within: float | None = None, printed: bool = False
) -> Measure:
    """How far what came lies from what was predicted; any two objects.

    `within` is an absolute difference that counts as 1, for numbers wherever they stand; without it
    they differ by |predicted - came| over the larger of the two. `printed`: `came` is a text that
    was printed, and is read back where the prediction is no text. BadInput where `within` is not above 0.

    >>> surprise(0.25, 0.2).words
    'predicted 0.25, it was 0.2: off by 20% of the larger, loss 0.20'
    >>> surprise([1, 2, 3], (1, 2, 4), within=2).loss
    0.16666666666666666
    >>> surprise(ValueError, 0.5).words
    'predicted ValueError, it was 0.5: nothing was raised, loss 1.00'
    """
    within = checked(within)
    if printed and isinstance(came, str) and not isinstance(predicted, str):
        came = _read_back(came, predicted)
        predicted = _as_printed(predicted) if isinstance(came, str) else predicted
    if is_exception(predicted) and predicted is not came:
        return _measure(predicted, came, 1.0, "nothing was raised")
    return _measure(predicted, came, *differences.Comparison(within).of(predicted, came))


def surprise_raised(predicted: object, error: BaseException) -> Measure:
    """The same where an exception came: 0 where `except PREDICTED` would catch it, else 1.

    A text is its name, with or without an article. Its message makes no difference.

    >>> surprise_raised(LookupError, KeyError("x")).words
    'predicted LookupError, it was KeyError: KeyError is a kind of LookupError, loss 0.00'
    >>> surprise_raised("a ValueError", ValueError("no")).loss, surprise_raised(3, ValueError()).loss
    (0.0, 1.0)
    """
    kind, name = type(error), _kind_named(predicted)
    met = next((above for above in kind.__mro__ if name in (above, above.__name__)), None)
    if met is None:
        how = "another was raised" if is_exception(name) else "it was raised"
        return _measure(predicted, kind, 1.0, how)
    how = "it was raised" if met is kind else f"{kind.__name__} is a kind of {met.__name__}"
    return _measure(met, kind, 0.0, how)


def checked(within: float | None) -> float | None:
    """A difference that can count as 1, or BadInput."""
    if within is not None and not 0 < within < float("inf"):
        raise BadInput("What counts as 1 is a number above 0.", "For example `--within 0.1`.")
    return within


def is_exception(value: object) -> bool:
    """Whether it is an exception or a type of one."""
    return isinstance(value, BaseException) or (
        isinstance(value, type) and issubclass(value, BaseException)
    )


def _measure(predicted: object, came: object, loss: float, how: str) -> Measure:
    words = f"predicted {brief(predicted)}, it was {brief(came)}: {how}, loss {shown_loss(loss)}"
    detail: dict[str, object] = {
        "predicted": brief(predicted, KEPT),
        "came": brief(came, KEPT),
        "how": how,
    }
    return Measure("surprise", loss, "surprise", "less", loss, words, detail)


def _kind_named(predicted: object) -> object:
    """The type or the name of an exception that was predicted; anything else as it is."""
    if isinstance(predicted, BaseException):
        return type(predicted)
    if isinstance(predicted, str):
        return predicted.strip().removeprefix("an ").removeprefix("a ").rstrip(".").strip()
    return predicted if is_exception(predicted) else None


def _read_back(printed: str, predicted: object) -> object:
    """The value that a printed text spells, or the text."""
    import ast  # 6 ms
    import warnings

    text = printed.strip()
    if not text or len(text) > differences.LONGEST or text == _as_printed(predicted):
        return text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value: object = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return text
    return value


def _as_printed(value: object) -> str:
    try:
        return str(value).strip()
    except Exception:  # a text of the learner's own making
        return bounded(value, differences.LONGEST)
