"""A sentence as a row of words, each with what it may do: "i/ am/ so/A stupid/B . ".

Contractions are written out ("im" is "i am"), quotations left out, marks are ". " or ", ".
"""

from __future__ import annotations

from collections import namedtuple

from selfgrad.worth import english_words as words

TYPE_CHECKING = False  # `typing`, which has it, costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 1000  # characters that are looked at

CLASSES = {
    "N": words.NAMES,
    "L": words.LOOSE,
    "C": words.CREATURES,
    "B": words.BAD,
    "S": words.SOFT,
    "G": words.GOOD,
    "H": words.HUMANS,
    "F": words.GIFTS,
    "J": words.TRAITS,
    "R": words.SPOIL,
    "X": words.HATE,
    "Q": words.PERSONAL,
    "A": words.ADVERBS,
    "O": words.OTHERS,
    "Y": words.SAYS,
    "W": words.ABOUT_WORDS,
    "T": words.NOW,
    "K": words.LINKS,
    "P": words.PREPOSITIONS,
}
_JUDGING = "NLCBSGHFJRXQYWT"  # the first of them that a word has stands for it in a pair
_KEPT = frozenset(words.KEPT.split())
_PASTS = frozenset(words.PASTS.split())
_DOES: dict[str, str] = {}
for _letter, _listed in CLASSES.items():
    for _word in _listed.split():
        _DOES[_word] = _DOES.get(_word, "") + _letter

# An apostrophe within a word opens and closes nothing.
_QUOTED = r"\"[^\"]*\"|“[^”]*”|«[^»]*»|(?<!\w)['‘](?!(?:em|cause|til)\b)[^'’‘]+(?:['’]\w[^'’‘]*)*['’](?!\w)"
_OPENS = ('"', "“", "«", "‘", " '", "('")  # without one of them nothing is quoted

# `word` as it is counted, what it `does` (letters of CLASSES), where it stands in the sentence.
Word = namedtuple("Word", "word does start end")


def words_of(sentence: str) -> list[Word]:
    """The words of a sentence, marks as "." and ","; what is quoted is left out.

    >>> [found.word for found in words_of("im slow, 'so slow' he said")]
    ['i', 'am', 'slow', ',', 'he', 'said']
    """
    text = sentence[:LONGEST]
    if text[:1] == "'" or any(mark in text for mark in _OPENS):
        import re  # 4 ms, which most sentences need not pay

        text = re.sub(_QUOTED, lambda quoted: " " * len(quoted.group()), text)
    return list(_words(text.replace("’", "'")))


def _words(text: str) -> Iterator[Word]:
    for start, end in _places(text):
        written = text[start:end].lower()
        if not written[0].isalnum():
            yield Word("." if written in ".!?;…" else ",", "", start, end)
            continue
        for word in words.CONTRACTIONS.get(written, written).split():
            yield Word(word, _does(word), start, end)


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Where words and marks stand: letters and figures, joined by single apostrophes and hyphens."""
    at = 0
    while at < len(text):
        start = at
        while text[at : at + 1].isalnum() or (
            at > start and text[at : at + 1] in ("'", "-") and text[at + 1 : at + 2].isalnum()
        ):
            at += 1
        if at == start:
            at += 1
            if text[start].isspace() or text[start] == "_":
                continue
        yield start, at


def _does(word: str) -> str:
    """The letters of the classes that a word is in; of a plural, those of its names."""
    if word in _DOES:
        return _DOES[word]
    if word[-1] == "s" and "N" in _DOES.get(word[:-1], ""):
        return "N"
    return "B" if word.startswith(words.BEGINNINGS) or word.endswith(words.ENDINGS) else ""


def row_of(found: list[Word]) -> tuple[str, list[int]]:
    """The words as a row between two stops, and at which place of the row each of them begins."""
    parts = [". "]
    places = []
    at = 2
    for one in found:
        parts.append(f"{one.word} " if one.word in ".," else f"{one.word}/{one.does} ")
        places.append(at)
        at += len(parts[-1])
    return "".join(parts) + ". ", places


def features(found: list[Word]) -> dict[str, list[int]]:
    """What the model weighs: words, faces of words, pairs of these; each with where it is from."""
    made: dict[str, list[int]] = {}
    faces = [["."], *([*_faces(one)] for one in found), ["."]]
    for i, one in enumerate(found):
        if one.word not in _KEPT and one.word not in ".,":
            made["w:" + one.word] = [i]
    for i in range(1, len(faces)):
        for face in faces[i]:
            if i <= len(found) and face[0] not in "*.,#":
                made.setdefault(face, []).append(i - 1)
            for before in faces[i - 1]:
                made.setdefault(f"{before} {face}", []).extend((i - 2, i - 1))
    return made


def _faces(one: Word) -> Iterator[str]:
    judging = [letter for letter in _JUDGING if letter in one.does][:1]
    if one.word in ".,":
        yield one.word
    elif one.word in _KEPT:
        yield one.word
        yield from judging
    else:
        yield judging[0] if judging else _shape(one.word)


def _shape(word: str) -> str:
    if any(letter.isdigit() for letter in word):
        return "#"
    if word in _PASTS or word.endswith("ed"):
        return "*past"
    for ending in ("ing", "ly"):
        if word.endswith(ending):
            return "*" + ending
    return "*"
