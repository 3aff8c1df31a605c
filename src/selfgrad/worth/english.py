"""Sentences that judge their writer as a person, in English.

A small linear model weighs the words and their neighbours; rules with scope decide what it leaves
open and say why. Somebody else who says it, a negation, an "if", a word about words take a rule
back, and then weigh against. What stays unsure passes. How often that is right:
`python bench/guards.py`; the weights come from `python bench/worth_weights.py`.
"""

from __future__ import annotations

import os
from functools import cache

from selfgrad.worth import Finding, english_rows, hints

SURE = 1.1  # log-odds from which a sentence is taken to judge its writer
RULE = 1.6  # log-odds that a rule adds
EXCUSED = 5.0  # and that it takes where its words are denied, asked or somebody else's
ABOUT_YOU = "is about you, not about what was done"


def find(sentence: str) -> Finding | None:
    """What in the sentence judges its writer's worth, or None.

    >>> find("Dropped the cup again, I am such an idiot").why
    'says what you are'
    >>> find("It was stupid to skip the warm-up"), find("my brother says I am an idiot")
    (None, None)
    """
    lower = f" {sentence.lower()} "
    if not any(hint in lower for hint in hints.ENGLISH):
        return None
    found = english_rows.words_of(sentence)
    made = english_rows.features(found)
    sure = log_odds(made, _weights())
    if sure <= SURE - RULE:
        return None
    from selfgrad.worth import english_rules  # 90 ms, for the 5 % that come so far

    ruled = english_rules.first(*english_rows.row_of(found))
    if ruled.why:
        return Finding(_spans(found, range(ruled.begin, ruled.end)), ruled.why)
    if sure - EXCUSED * ruled.excused <= SURE:
        return None
    return Finding(_spans(found, _heaviest(made)), ABOUT_YOU)


def log_odds(made: dict[str, list[int]], weights: dict[str, float]) -> float:
    """The model's logarithm of the odds that a sentence with these features judges its writer."""
    total = sum(weights.get(feature, 0.0) for feature in made)
    return float(total / (len(made) + 5) ** 0.5 + weights[""])


@cache
def _weights() -> dict[str, float]:
    """The weight of each feature; of nothing (""), the log-odds of an empty sentence."""
    path = os.path.join(os.path.dirname(__file__), "english_weights.tsv")
    with open(path, encoding="utf-8") as file:
        lines = (line.rstrip("\n").split("\t") for line in file)
        return {feature: float(weight) for feature, weight in lines}


def _heaviest(made: dict[str, list[int]]) -> list[int]:
    """The words of the features that weigh most, to be shown."""
    weights = _weights()
    by_weight = sorted(made, key=lambda feature: -weights.get(feature, 0.0))
    return sorted({at for feature in by_weight[:3] for at in made[feature]})


def _spans(
    found: list[english_rows.Word], chosen: list[int] | range
) -> tuple[tuple[int, int], ...]:
    """Where the chosen words stand, neighbours as one span."""
    spans: list[tuple[int, int]] = []
    last = -2
    for i in chosen:
        if not 0 <= i < len(found) or found[i].word in ".,":
            continue
        if i - last == 1 or (spans and found[i].start < spans[-1][1]):
            spans[-1] = (spans[-1][0], found[i].end)
        else:
            spans.append((found[i].start, found[i].end))
        last = i
    return tuple(spans)
