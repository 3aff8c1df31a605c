"""The weights of the signs of danger, from the tuning halves and the sentences written for them.

python bench/train_worth.py            a minute; writes src/selfgrad/worth/danger_*.weights.tsv
python bench/train_worth.py --check    what five folds find of sentences they were not shown

Logistic regression with an L2 penalty over `selfgrad.worth.danger.pieces`. Ways of saying a thing
(danger_*_ways.tsv: "(a|b) c" stands for "a c" and "b c") are drawn with a fixed seed; sentences joined
to others keep the length of a text from being evidence. Never reads a held-out half: worth_*_b.tsv,
danger_*_held.tsv and the even lines of danger_en.tsv and danger_zh.tsv.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
from collections import Counter

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

from selfgrad.worth import danger, hints, linear

HERE = os.path.dirname(os.path.abspath(__file__))
PENALTY = 0.03  # of the squared weights; by five-fold cross-validation among 0.01 to 0.3
RARE = 5  # a piece seen in fewer sentences is left out
SMALL = 0.4  # a weight below is left out
DRAWN = 30  # sentences drawn from each way of saying
JOINED = 0.5  # of the sentences of danger: joined to an ordinary one, and as many ordinary ones
TUNED = ("programming", "music", "sport", "chinese")  # pairs/*.jsonl
JOINTS = {"en": (". ", ", "), "zh": "。，"}

Told = list[tuple[str, bool]]
LABELS = ("danger", "practice")


def read(name: str, only: tuple[str, ...]) -> Told:
    """Sentences of a file with a label of `only`, and whether it is "danger"."""
    with open(os.path.join(HERE, "sentences", name), encoding="utf-8") as file:
        cells = [line.rstrip("\n").split("\t") for line in file]
    kept = cells[::2] if name in ("danger_en.tsv", "danger_zh.tsv") else cells
    return [(row[-1], row[0] == "danger") for row in kept if row[0] in only]


def pairs(told: str) -> Told:
    """Sentences about mistakes: none of them speaks of danger."""
    found = []
    for field in TUNED:
        if (field == "chinese") == (told == "zh"):
            with open(os.path.join(HERE, "pairs", f"{field}.jsonl"), encoding="utf-8") as file:
                entries = [json.loads(line) for line in file]
            found += [entry.get(key) for entry in entries for key in ("first", "again", "aim")]
    return [(sentence, False) for sentence in found if isinstance(sentence, str)]


def drawn(told: str) -> Told:
    """Sentences drawn from the ways of saying: (a|b) is a or b."""
    draw, made = random.Random(1), {}
    for way, label in read(f"danger_{told}_ways.tsv", LABELS):
        for _ in range(DRAWN):
            one = re.sub(r"\(([^()]*)\)", lambda m: draw.choice(m[1].split("|")), way)
            made[re.sub(" +", " ", one).strip().replace(" ,", ",").replace(" :", ":")] = label
    return list(made.items())


def real(told: str) -> Told:
    """Sentences that somebody wrote, of the tuning halves."""
    names = (f"danger_{told}{part}.tsv" for part in ("", "_own", "_more"))
    near = (f"worth_{told}_{part}.tsv" for part in ("a", "own"))
    return [
        *(one for name in names for one in read(name, LABELS)),
        *(one for name in near for one in read(name, ("behaviour", "person"))),
        *pairs(told),
    ]


def joined(sentences: Told, told: str) -> Told:
    """Sentences joined to ordinary ones, whose label they keep."""
    draw = random.Random(5)
    signs = [sentence for sentence, label in sentences if label]
    plain = [sentence for sentence, label in sentences if not label]
    made = []
    for sentence in signs:
        if draw.random() < JOINED:
            both = [sentence, draw.choice(plain)]
            draw.shuffle(both)
            made.append((draw.choice(JOINTS[told]).join(both), True))
    for _ in range(len(made)):
        made.append((draw.choice(JOINTS[told]).join(draw.sample(plain, 2)), False))
    return made


def trained(sentences: Told, told: str) -> dict[str, float]:
    """Logistic regression with an L2 penalty: pieces and their weights."""
    shown = sentences + drawn(told)
    single = len(shown)
    shown += joined(shown, told)
    pieces = [danger.pieces(sentence, told) for sentence, _ in shown]
    seen = Counter(piece for row in pieces[:single] for piece in row)
    place = {piece: i for i, piece in enumerate(sorted(p for p, n in seen.items() if n >= RARE))}
    known = [sorted(place[piece] for piece in row if piece in place) for row in pieces]
    cells = [1 / len(row) ** 0.5 for row in known for _ in row]
    starts = np.cumsum([0, *map(len, known)])
    columns = [i for row in known for i in row]
    body = csr_matrix((cells, columns, starts), shape=(len(shown), len(place)))
    x = hstack([body, np.ones((len(shown), 1))]).tocsr()
    y = np.array([1.0 if label else -1.0 for _, label in shown])
    w = _fitted(x, y)
    weights = {piece: w[i] for piece, i in place.items() if abs(w[i]) >= SMALL}
    return {**weights, linear.BIAS: w[-1]}


def _fitted(x: csr_matrix, y: np.ndarray) -> np.ndarray:
    heavy = np.where(y > 0, (y < 0).sum() / (y > 0).sum(), 1.0) ** 0.5

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = y * (x @ w)
        wrong = heavy / (1 + np.exp(np.clip(margin, -30, 30)))
        fit = (heavy * np.logaddexp(0, -margin)).sum() + PENALTY * (w[:-1] ** 2).sum() / 2
        slope = -x.T @ (wrong * y)
        slope[:-1] += PENALTY * w[:-1]
        return fit, slope

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x


def score(sentence: str, told: str, weights: dict[str, float]) -> float:
    """As `linear.score`, with weights that lie in no file; without a hint nothing is looked at."""
    if not any(hint in sentence.lower() for hint in hints.DANGER):
        return -np.inf
    known = [weights[p] for p in danger.pieces(sentence, told) if p in weights]
    return sum(known) / max(1, len(known)) ** 0.5 + weights[linear.BIAS]


def check(told: str, folds: int = 5) -> None:
    """Print recall and false alarms on each fold's own sentences, by threshold.

    Of other writers alone (danger_*.tsv, _more), and of all sentences.
    """
    sentences = real(told)
    random.Random(3).shuffle(sentences)
    others = {s for part in ("", "_more") for s, _ in read(f"danger_{told}{part}.tsv", LABELS)}
    scores = []
    for fold in range(folds):
        weights = trained([s for i, s in enumerate(sentences) if i % folds != fold], told)
        scores += [(score(s, told, weights), s, label) for s, label in sentences[fold::folds]]
    for sure in (0.5, 1.0, 1.5, 2.0, 2.5, 3.0):
        for whose, kept in (("others", others), ("all", {s for _, s, _ in scores})):
            signs = [found > sure for found, s, label in scores if label and s in kept]
            alarms = [found > sure for found, s, label in scores if not label and s in kept]
            share = f"{np.mean(signs):.3f} of {len(signs)}"
            print(f"{told} {sure} {whose}: {share}, {sum(alarms)} of {len(alarms)}")


def main() -> None:
    for told in ("en", "zh"):
        if "--check" in sys.argv:
            check(told)
            continue
        weights = trained(real(told), told)
        path = os.path.join(linear.HERE, f"danger_{told}.weights.tsv")
        with open(path, "w", encoding="utf-8") as file:
            for piece in sorted(weights):
                file.write(f"{piece}\t{weights[piece]:.2f}\n")
        print(path, len(weights), os.path.getsize(path))


if __name__ == "__main__":
    sys.exit(main())
