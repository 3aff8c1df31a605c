"""A small linear model: what a sentence is made of, each piece with a weight.

The weights come from `bench/train_worth.py` and lie beside this file; a score above 0 speaks for the
first label. Logistic regression with an L2 penalty, Hastie, Tibshirani & Friedman (2009), section 4.4.
"""

from __future__ import annotations

import functools
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = os.path.dirname(__file__)
BIAS = "(bias)"


def chinese(text: str) -> set[str]:
    """One to three characters in a row; clauses are lines, and what is Latin counts as one x."""
    plain = "".join("x" if "!" <= c <= "~" else "^" if c.isspace() else c for c in text)
    for double in ("xx", "^^"):
        while double in plain:
            plain = plain.replace(double, double[0])
    plain = f"^{plain.strip('^')}^"
    return {plain[at : at + n] for n in (1, 2, 3) for at in range(len(plain) - n + 1)}


def score(pieces: Iterable[str], name: str) -> float:
    """How far the pieces that the model `name` knows speak for its first label (log odds)."""
    weights = _weights(name)
    known = [weights[piece] for piece in pieces if piece in weights]
    return sum(known) / float(max(1, len(known)) ** 0.5) + weights[BIAS]


@functools.cache
def _weights(name: str) -> dict[str, float]:
    with open(os.path.join(HERE, f"{name}.weights.tsv"), encoding="utf-8") as file:
        rows = (line.rstrip("\n").split("\t") for line in file)
        return {piece: float(weight) for piece, weight in rows}
