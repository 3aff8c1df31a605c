"""Chinese sentences that judge their writer as a person, as against what was done.

A small linear model weighs what the words of a sentence do and how they stand to each other
(`chinese_rows`); whose a judgement is (said by a teacher, denied, made of a piece of music) is marked
before it is weighed. What stays unsure passes. How often that is right: `python bench/guards.py`; the
weights come from `python bench/worth_zh_weights.py`.
"""

from __future__ import annotations

import os

from selfgrad.worth import Finding, chinese_rows, hints
from selfgrad.worth.chinese_rows import STOP

TYPE_CHECKING = False  # `typing`, which has it, costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Collection

SURE = 0.5  # log-odds from which a sentence is taken to judge its writer

# What a sentence does by the class of the word that says it, the plainest first.
WHY = {
    "N": "给自己贴了标签",
    "D": "在讨厌自己",
    "Y": "说自己不配",
    "FWPBGK": "说的是你这个人",
    "R": "反话说的是自己",
    "ALE": "一件事说成了全部",
    "C": "拿整个人去比",
    "?": "问的是你这个人",
}
OTHERWISE = "说的是你这个人"
_READ: dict[str, float] = {}
_JUDGING = frozenset("".join(WHY)) - {"?"}
_SHOWN = _JUDGING | set("?MmZ")  # words that a span begins or ends with


def find(sentence: str) -> Finding | None:
    """What in a sentence judges its writer; None where nothing does, or nobody can tell.

    >>> find("第三小节又错，我真是个废物")
    Finding(spans=((7, 13),), why='给自己贴了标签')
    >>> find("愚蠢的错误，忘了换行"), find("老师说我懒，音阶只练了一条")
    (None, None)
    """
    if not any(hint in sentence for hint in hints.CHINESE):
        return None
    found = chinese_rows.words_of(sentence)
    if log_odds(chinese_rows.features(found), _weights()) <= SURE:
        return None
    clause = max(_clauses(found), key=_told)
    return Finding((_span(clause),), _why(clause))


def log_odds(made: Collection[str], weights: dict[str, float]) -> float:
    """The model's logarithm of the odds that a sentence with these features judges its writer."""
    total = sum(weights.get(feature, 0.0) for feature in made)
    return float(total / (len(made) + 5) ** 0.5 + weights[""])


def _weights() -> dict[str, float]:
    """The weight of each feature, read once; of nothing (""), the log-odds of an empty sentence.

    A line holds a weight and the features that have it, which reads in a third of the time.
    """
    if not _READ:
        path = os.path.join(os.path.dirname(__file__), "worth_zh.weights.tsv")
        with open(path, encoding="utf-8") as file:
            for line in file:
                weight, _, features = line.partition("\t")
                _READ.update(dict.fromkeys(features.split() or [""], float(weight)))
    return _READ


def _clauses(found: list[chinese_rows.Word]) -> list[list[chinese_rows.Word]]:
    """The words between two stops each time; never none."""
    clauses: list[list[chinese_rows.Word]] = [[]]
    for one in found:
        if one.does == STOP:
            clauses.append([])
        else:
            clauses[-1].append(one)
    return [clause for clause in clauses if clause] or [found]


def _told(clause: list[chinese_rows.Word]) -> tuple[bool, float]:
    """How much a clause by itself speaks of its writer; one that only asks comes last."""
    judges = any(one.does in _JUDGING for one in clause)
    return judges, log_odds(chinese_rows.features(clause), _weights())


def _span(clause: list[chinese_rows.Word]) -> tuple[int, int]:
    """From the first to the last word of a clause that speaks of a person; all where none does."""
    shown = [one for one in clause if one.does in _SHOWN] or clause
    return shown[0].start, shown[-1].end


def _why(clause: list[chinese_rows.Word]) -> str:
    kinds = {one.does for one in clause}
    return next((why for letters, why in WHY.items() if kinds & set(letters)), OTHERWISE)
