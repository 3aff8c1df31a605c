"""Sentences that judge the person, as against what was done; and signs of danger to life.

`hints` is the substring test that every sentence passes first; `english`, `chinese` and `danger` are
small linear models in plain Python, with rules for who says what of whom. Only what the hints let
through costs more than microseconds.
"""

from __future__ import annotations

from collections import namedtuple

# What was found in a sentence: `spans` are (start, end) of the words that led to it, in characters
# of the sentence, in order; `why` is a few words that say what they do, such as "calls you a name".
Finding = namedtuple("Finding", "spans why")


def find(sentence: str) -> Finding | None:
    """What in a sentence judges its writer's worth; None where nothing does, or nobody can tell."""
    from selfgrad.worth import hints

    lower = f" {sentence.lower()} "  # a hint may end with its word
    if any("\u4e00" <= char <= "\u9fff" for char in sentence):  # English in it is mostly an example
        from selfgrad.worth import chinese

        return chinese.find(sentence) if any(hint in sentence for hint in hints.CHINESE) else None
    if any(hint in lower for hint in hints.ENGLISH):
        from selfgrad.worth import english

        return english.find(sentence)
    return None


def endangers(sentence: str) -> bool:
    """Whether a sentence speaks of wanting to die or of hurting oneself."""
    from selfgrad.worth import hints

    lower = sentence.lower()
    if not any(hint in lower for hint in hints.DANGER):
        return False
    from selfgrad.worth import danger as signs

    return signs.find(sentence)
