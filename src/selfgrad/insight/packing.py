"""A state as bytes, to be kept in a database, and back without any loss."""

from __future__ import annotations

import json

import numpy as np

from selfgrad import errors
from selfgrad.insight import kpl
from selfgrad.insight.difficulty import Effect, Slope
from selfgrad.insight.tracking import State

_NUMBER = np.dtype("<f8")  # the same on every machine
_ROWS_SIZE = kpl.ROWS * kpl.MODELS * _NUMBER.itemsize
VERSION = 1  # of the method too: what an older one kept is worked out anew


def pack(state: State) -> bytes:
    """Two bytes (the version, whether there are rows), the filter's rows, and the rest in JSON."""
    rows = b"" if state.rows is None else state.rows.astype(_NUMBER).tobytes()
    rest = json.dumps(state._replace(rows=None)).encode()
    return bytes([VERSION, bool(rows)]) + rows + rest


def unpack(packed: bytes) -> State:
    """Raises `BadInput` for what is no state of this version; run all rounds again then."""
    try:
        return _unpacked(packed)
    except (ValueError, TypeError, IndexError, AttributeError):
        sentence = "This is no state that this version kept."
        raise errors.BadInput(sentence, "Run all rounds again.") from None


def _unpacked(packed: bytes) -> State:
    if packed[0] != VERSION:
        raise ValueError(packed[0])
    end = 2 + (_ROWS_SIZE if packed[1] else 0)
    rest = json.loads(packed[end:])
    if len(rest) != len(State._fields):
        raise ValueError(len(rest))
    kept = State(*rest)
    rows = np.frombuffer(packed[2:end], _NUMBER).astype(np.float64)
    return kept._replace(
        rows=rows.reshape(kpl.ROWS, kpl.MODELS) if packed[1] else None,
        recent=tuple(kept.recent),
        scores=tuple(kept.scores),
        slope=Slope(*kept.slope),
        names={name: Effect(*effect) for name, effect in kept.names.items()},
    )
