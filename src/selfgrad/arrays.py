"""Two arrays against each other: shape first, then the elements.

numpy, torch and pandas are looked for among what is loaded already, never imported for their own sake.
"""

from __future__ import annotations

import sys

from selfgrad.reprs import share

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Difference = tuple[float, str]


def is_array(value: object) -> bool:
    """Whether it is an array of numpy, torch, pandas, or of a library that speaks numpy's protocol."""
    return "numpy" in sys.modules and hasattr(type(value), "__array__")


def scalar(value: Any) -> object:
    """A number that a library wraps, by itself: of numpy, or an array or tensor with no dimension."""
    try:
        return value.item() if is_array(value) and value.shape == () else value
    except Exception:  # the library's own refusal: it is compared as an array
        return value


def difference(
    predicted: object,
    came: object,
    within: float | None,
    places: Callable[[Sequence[object], Sequence[object]], float],
) -> Difference | None:
    """The loss and how it came about; None where one of them cannot be an array.

    `places` compares two lists, for elements that are objects. A type is said and costs nothing.
    """
    p, c = _array(predicted), _array(came)
    if p is None or c is None:
        return None
    if p.shape != c.shape:
        return 1.0, f"the shape is {_shape(c)}, not {_shape(p)}"
    loss, how = _elements(p, c, within, places)
    types = [str(one.dtype) for one in (predicted, came) if hasattr(one, "dtype")]
    return loss, f"{how}, {types[1]} instead of {types[0]}" if len(set(types)) == 2 else how


def _elements(p: Any, c: Any, within: float | None, places: Any) -> Difference:
    """The mean error of numbers with a fraction or a tolerance; of all others the share that differs."""
    kinds = {p.dtype.kind, c.dtype.kind}
    if kinds <= set("biufc") and (within is not None or kinds & set("fc")):
        loss = _mean_error(p, c, within)
        of = "the larger" if within is None else f"{within:g}"
        return loss, f"off by {share(loss)} of {of} on average" if loss else "the same numbers"
    if kinds & set("OV"):
        loss = places(p.ravel().tolist(), c.ravel().tolist())
        return loss, f"{share(loss)} of it differs" if loss else "the same elements"
    differ = _differing(p, c)
    how = f"{differ} of {p.size} differ" if differ else "the same elements"
    return differ / max(1, p.size), how


def _array(value: Any) -> Any:
    """As a numpy array in the processor's memory; None for what is none."""
    import numpy as np  # loaded already, or torch brings it

    if not isinstance(value, list | tuple | range) and not is_array(value):
        return None
    torch = sys.modules.get("torch")
    try:
        tensor = torch is not None and isinstance(value, torch.Tensor)
        return np.asarray(_tensor(value, torch) if tensor else value)
    except Exception:  # ragged lists, a library's own refusals
        return None


def _tensor(value: Any, torch: Any) -> Any:
    """A tensor that numpy takes: dense, without gradient, in a type that it knows."""
    plain = value.detach().to("cpu")
    plain = plain if plain.layout is torch.strided else plain.to_dense()
    narrow = plain.is_floating_point() and plain.element_size() < 4
    return (plain.float() if narrow else plain).resolve_conj().resolve_neg()


def _mean_error(p: Any, c: Any, within: float | None) -> float:
    """The mean over all elements, each 1 at most; NaN is NaN, infinity infinity."""
    import numpy as np

    if not p.size:
        return 0.0
    wide = np.complex128 if "c" in p.dtype.kind + c.dtype.kind else np.float64
    with np.errstate(all="ignore"):
        one, other = np.atleast_1d(p.astype(wide)), np.atleast_1d(c.astype(wide))
        longest = np.maximum(_longest(one), _longest(other))  # so that no complex number overflows
        apart = abs(one / longest - other / longest)
        larger = np.maximum(abs(one / longest), abs(other / longest))
        errors = apart / larger if within is None else apart * (longest / within)
        errors = np.where(np.isnan(errors), 1, np.minimum(errors, 1))
        errors[(one == other) | (np.isnan(one) & np.isnan(other))] = 0
    return float(errors.mean())


def _longest(numbers: Any) -> Any:
    return abs(numbers) if numbers.dtype.kind == "f" else _taxicab(numbers)


def _taxicab(numbers: Any) -> Any:
    import numpy as np

    return np.maximum(abs(numbers.real), abs(numbers.imag))


def _differing(p: Any, c: Any) -> int:
    import numpy as np

    try:
        differ = np.asarray(p != c)
        if p.dtype.kind == c.dtype.kind and p.dtype.kind in "mM":
            differ &= ~(np.isnat(p) & np.isnat(c))
    except TypeError:  # no common type: a date against a text
        return int(p.size)
    return int(differ.sum()) if differ.shape == p.shape else int(p.size)


def _shape(array: Any) -> str:
    return "×".join(map(str, array.shape)) or "that of a single value"
