"""The weights of `selfgrad.worth.linear`, from the tuning halves and the sentences written for them.

python bench/train_worth.py      seconds; writes src/selfgrad/worth/*.weights.tsv

Never reads a held-out half: worth_*_b.tsv, and the even lines of danger_*.tsv.
"""

from __future__ import annotations

import glob
import json
import os
import sys
from collections import Counter

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

from selfgrad.worth import chinese, danger, linear

HERE = os.path.dirname(os.path.abspath(__file__))
PENALTY = 0.03  # of the squared weights; by five-fold cross-validation among 0.01 to 0.3
RARE = 2  # a piece seen in fewer sentences is left out
SMALL = 0.05  # a weight below is left out


def rows(name: str, only: tuple[str, ...]) -> list[tuple[str, bool]]:
    """Sentences of a file with whether their label is the first of `only`."""
    with open(os.path.join(HERE, "sentences", name), encoding="utf-8") as file:
        cells = [line.rstrip("\n").split("\t") for line in file]
    kept = cells[::2] if name in ("danger_en.tsv", "danger_zh.tsv") else cells
    return [(row[3], row[0] == only[0]) for row in kept if len(row) > 3 and row[0] in only]


def pairs(language: str) -> list[tuple[str, bool]]:
    """Sentences about mistakes in many fields: none of them speaks of the person or of danger."""
    found = []
    for path in sorted(glob.glob(os.path.join(HERE, "pairs", "*.jsonl"))):
        with open(path, encoding="utf-8") as file:
            entries = [json.loads(line) for line in file]
        found += [entry.get(key) for entry in entries for key in ("first", "again", "aim", "later")]
    return [(s, False) for s in found if isinstance(s, str) and danger.language(s) == language]


PERSON, DANGER = ("person", "behaviour"), ("danger", "practice")


def corpus(name: str) -> list[tuple[str, bool]]:
    """What the model `name` is trained on."""
    language = name[-2:]
    told = rows(f"{name}.tsv" if name.startswith("danger") else f"{name}_a.tsv", _labels(name))
    told += rows(f"{name}_own.tsv", _labels(name)) + pairs(language)
    if name == "worth_zh":
        return told + [(s, False) for s, label in rows("danger_zh.tsv", DANGER) if not label]
    return (
        told
        + [(s, False) for s, _ in rows(f"worth_{language}_a.tsv", PERSON)]
        + [(s, False) for s, _ in rows(f"worth_{language}_own.tsv", PERSON)]
    )


def _labels(name: str) -> tuple[str, ...]:
    return DANGER if name.startswith("danger") else PERSON


PIECES = {
    "worth_zh": chinese.pieces,
    "danger_en": danger.pieces_en,
    "danger_zh": danger.pieces_zh,
}


def trained(told: list[tuple[set[str], bool]], penalty: float = PENALTY) -> dict[str, float]:
    """Logistic regression with an L2 penalty: pieces and their weights."""
    seen = Counter(piece for pieces, _ in told for piece in pieces)
    place = {piece: i for i, piece in enumerate(sorted(p for p, n in seen.items() if n >= RARE))}
    known = [sorted(place[piece] for piece in pieces if piece in place) for pieces, _ in told]
    cells = [1 / len(row) ** 0.5 for row in known for _ in row]
    starts = np.cumsum([0, *map(len, known)])
    columns = [i for row in known for i in row]
    body = csr_matrix((cells, columns, starts), shape=(len(told), len(place)))
    x = hstack([body, np.ones((len(told), 1))]).tocsr()
    y = np.array([1.0 if label else -1.0 for _, label in told])
    heavy = np.where(y > 0, (y < 0).sum() / (y > 0).sum(), 1.0) ** 0.5

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = y * (x @ w)
        wrong = heavy / (1 + np.exp(np.clip(margin, -30, 30)))
        fit = (heavy * np.logaddexp(0, -margin)).sum() + penalty * (w[:-1] ** 2).sum() / 2
        slope = -x.T @ (wrong * y)
        slope[:-1] += penalty * w[:-1]
        return fit, slope

    w = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x
    return {**{piece: w[i] for piece, i in place.items()}, linear.BIAS: w[-1]}


def main() -> None:
    for name, pieces in PIECES.items():
        weights = trained([(pieces(sentence), label) for sentence, label in corpus(name)])
        path = os.path.join(linear.HERE, f"{name}.weights.tsv")
        with open(path, "w", encoding="utf-8") as file:
            for piece in sorted(weights):
                if abs(weights[piece]) >= SMALL or piece == linear.BIAS:
                    file.write(f"{piece}\t{weights[piece]:.2f}\n")
        print(name, len(weights), os.path.getsize(path))


if __name__ == "__main__":
    sys.exit(main())
