"""What every number here is made from: a sequence of losses, levels or hours, oldest first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from selfgrad import errors

Floats = NDArray[np.float64]
# a plain sequence or an array; None and nan stand for "not measured", inf for "failed"
Numbers = Sequence[float | None] | Floats


def series(values: Numbers, name: str = "losses") -> Floats:
    """The values as an array of shape (n,): float64, nan where there is none.

    Raises `BadInput` for what is no sequence of numbers.

    >>> series([0.5, None, 1])
    array([0.5, nan, 1. ])
    """
    try:
        found = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        found = None
    if found is None or found.ndim != 1:
        raise errors.BadInput(f"{name} is not a list of numbers.", "Give one number after another.")
    return found
