"""From losses to the units in which they are filtered, and back.

Bounded losses stay as they are. Others are taken as ln(loss + offset). The offset is 0 until a
loss far below the level appears (mistakes reach 0, seconds do not); then it is the level of that
moment, which makes the logarithm nearly straight where the losses are.
Source: Bartlett 1947 (log(x + c)); docs/method.md.
"""

from __future__ import annotations

from math import exp, log

import numpy as np

from selfgrad.insight.series import Floats

FAR_BELOW = 0.2  # of the level
MOST = 700.0  # exp of more than 709 is no number
SMALLEST = 1e-300  # an offset is no less, so that its logarithm is a number
LARGEST = 1e300  # a loss counts as no more, so that sums of two are numbers


def shown(z: float, offset: float | None) -> float:
    """A value of the filter as a loss; the offset is None for bounded ones.

    >>> shown(0.25, None), shown(0.0, 0.25), shown(-9.0, 1.0), shown(1.1, None)
    (0.25, 0.75, 0.0, 1.0)
    """
    if offset is None:
        return min(1.0, max(0.0, z))
    return max(0.0, exp(min(MOST, z)) - offset)


def filtered(loss: float, offset: float | None) -> float:
    """The other way round.

    >>> filtered(0.25, None), filtered(1.0, 0.0)
    (0.25, 0.0)
    """
    return loss if offset is None else log(min(loss, LARGEST) + offset)


def moved(m: Floats, offset: float) -> tuple[Floats, Floats]:
    """Levels ln(x) as ln(x + offset), and by what their small differences shrink."""
    x = np.exp(np.minimum(m, MOST))
    return np.log(x + offset), x / (x + offset)
