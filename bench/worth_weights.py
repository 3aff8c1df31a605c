"""Fit the weights of the English model of worth: python bench/worth_weights.py [--check].

Logistic regression with an L2 penalty over the features of `english_rows`, on the tuning half of
the labelled sentences, on sentences of our own (worth_en_own.tsv) and on the mistakes of pairs/
that may be tuned on; and on two of them joined to one, for what is said of oneself often stands at
the end of a long sentence. The seed is fixed: the same sentences give the same weights. `--check`
fits without one eighth of the sentences after the other and shows how the rest is told.
"""

import argparse
import os
import random
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from guards import HERE, TUNED, pairs, read
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from selfgrad.worth import english, english_rows

PENALTY = 0.4
RARE = 2  # a feature of fewer sentences is left out
SMALL = 0.08  # a weight below is left out
JOINED = 2000  # pairs of sentences of each kind, joined
SHORT = 14  # words in a sentence that is joined
JOINTS = (", ", ". ", " and ", " ", "; ", " - ", " because ", ", so ", " but ")
TARGET = os.path.join(HERE, "..", "src", "selfgrad", "worth", "english_weights.tsv")


def sentences() -> tuple[list[str], np.ndarray]:
    """What is learnt from, and 1 where it judges a person."""
    labelled = [*read("worth_en_a.tsv"), *read("worth_en_own.tsv")]
    labelled += [one for one in read("danger_en.tsv") if one.label == "practice"]
    plain = [
        one
        for name, many in pairs("en", ("first", "again")).items()
        if name in TUNED
        for one in many
    ]
    wanted = [one.label == "person" for one in labelled] + [False] * len(plain)
    return [one.sentence for one in labelled] + plain, np.array(wanted, dtype=float)


def joined(written: list[str], wanted: np.ndarray) -> tuple[list[str], np.ndarray]:
    """The sentences, and pairs of short ones; a pair judges a person where one of the two does."""
    rng = random.Random(1)
    short = [i for i, one in enumerate(written) if len(one.split()) < SHORT]
    persons = [written[i] for i in short if wanted[i]]
    others = [written[i] for i in short if not wanted[i]]
    made, labels = list(written), list(wanted)
    for label, pool in ((1.0, persons), (0.0, others)):
        for _ in range(JOINED):
            two = [rng.choice(others), rng.choice(pool)]
            if rng.random() < 0.3:
                two.reverse()
            made.append(rng.choice(JOINTS).join(two))
            labels.append(label)
    return made, np.array(labels)


def features(written: list[str]) -> list[dict[str, list[int]]]:
    return [english_rows.features(english_rows.words_of(one)) for one in written]


def fit(
    made: Sequence[Collection[str]], wanted: np.ndarray, penalty: float = PENALTY
) -> dict[str, float]:
    """The weights; of "", the intercept."""
    counts = Counter(feature for one in made for feature in one)
    names = sorted(feature for feature, count in counts.items() if count >= RARE)
    place = {name: i for i, name in enumerate(names)}
    rows = [i for i, one in enumerate(made) for feature in one if feature in place]
    columns = [place[feature] for one in made for feature in one if feature in place]
    values = [(len(made[i]) + 5) ** -0.5 for i in rows]
    matrix = csr_matrix((values, (rows, columns)), shape=(len(made), len(names)))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = matrix @ weights[:-1] + weights[-1]
        over = 1 / (1 + np.exp(-odds)) - wanted
        slope = np.append(matrix.T @ over + penalty * weights[:-1], over.sum())
        size = penalty * (weights[:-1] ** 2).sum() / 2
        return (np.logaddexp(0, odds) - wanted * odds).sum() + size, slope

    start = np.zeros(len(names) + 1)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    kept = {name: float(w) for name, w in zip(names, best, strict=False) if abs(w) >= SMALL}
    return {"": float(best[-1]), **kept}


def check(written: list[str], wanted: np.ndarray) -> None:
    """How often the model alone is right about sentences it was fitted without."""
    odds = np.zeros(len(written))
    for left_out in range(8):
        seen = [i for i in range(len(written)) if i % 8 != left_out]
        more, labels = joined([written[i] for i in seen], wanted[seen])
        weights = fit(features(more), labels)
        for i, made in enumerate(features(written[left_out::8])):
            odds[left_out + 8 * i] = english.log_odds(made, weights)
    found = odds > english.SURE
    print(f"precision {wanted[found].mean():.3f}, recall {found[wanted == 1].mean():.3f}")


def main() -> None:
    """Write the weights, or check them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="cross-validate, write nothing")
    asked = parser.parse_args()
    written, wanted = sentences()
    if asked.check:
        return check(written, wanted)
    more, labels = joined(written, wanted)
    with open(TARGET, "w", encoding="utf-8", newline="\n") as file:
        for feature, weight in fit(features(more), labels).items():
            file.write(f"{feature}\t{weight:.3f}\n")
    return None


if __name__ == "__main__":
    main()
