"""A Chinese sentence as a row of words, each with the letter of what it may do.

There are no spaces to go by: at each place the longest word of `chinese_words` is taken, and what is
no such word stands for itself, a character at a time. "我真是个废物" is M/我 J/真是 1/个 N/废物.
"""

from __future__ import annotations

from collections import namedtuple

from selfgrad.worth import chinese_words as words
from selfgrad.worth.script import simplified

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

LONGEST = 1000  # characters that are looked at
STOP, OTHER, LATIN, QUOTED, ANOTHER, UNSURE = "^", "*", "#", "□", "!", "%"

_DOES = {word: letter for letter, listed in words.CLASSES.items() for word in listed.split()}
_LONGEST_WORD = max(map(len, _DOES))
_AFTER = frozenset(words.AFTER)
_STOPS = frozenset("，。！？；、：…,.!?;:~～()（）—")
_QUOTES = ("“”", "「」", "『』", "‘’", "《》", '""')
_SHORT = 2  # so few characters in quotation marks are meant otherwise, not said by somebody

# `does` is a letter of `chinese_words.CLASSES`, or one of the four marks above.
Word = namedtuple("Word", "does word start end")


def words_of(sentence: str) -> list[Word]:
    """The words of a sentence; what others say in quotation marks is one mark.

    >>> [f"{found.does}/{found.word}" for found in words_of("我真是個廢物")]
    ['M/我', 'J/真是', '1/个', 'N/废物']
    """
    text = simplified(sentence[:LONGEST])
    for marks in _QUOTES:
        text = _unquoted(text, *marks)
    found: list[Word] = []
    while (at := found[-1].end if found else 0) < len(text):
        found.append(_word_at(text, at))
    return found


def _word_at(text: str, at: int) -> Word:
    first = text[at]
    if first in _STOPS or first.isspace():
        return Word(STOP, STOP, at, at + 1)
    end = min(at + _LONGEST_WORD, len(text))
    while end > at + 1 and text[at:end] not in _DOES:
        end -= 1
    if end < at + 2 and first in words.BEFORE and text[at + 1 : at + 2] in _AFTER:
        return Word("N", text[at : at + 2], at, at + 2)
    if (word := text[at:end]) in _DOES:
        return Word(_DOES[word], word, at, end)
    mark = QUOTED if first == QUOTED else LATIN if "!" <= first <= "~" else ""
    return Word(mark or OTHER, mark or first, at, at + 1)


def _unquoted(text: str, opening: str, closing: str) -> str:
    """The text as long as it was, without what somebody else says between these two marks."""
    start = text.find(opening)
    while start >= 0 and (end := text.find(closing, start + 1)) > 0:
        inside = text[start + 1 : end]
        if len(inside) <= _SHORT:
            inside = QUOTED + inside + QUOTED
        elif len(inside) + 3 > len(text.strip()) or _own_thought(text[:start]):
            inside = f"，{inside}，"
        else:
            inside = QUOTED * (len(inside) + 2)
        text = text[:start] + inside + text[end + 1 :]
        start = text.find(opening, end + 1)
    return text


def _own_thought(before: str) -> bool:
    """Whether the words before a quotation say that its writer thinks it."""
    clause = before[max(map(before.rfind, "，。！？；,.\n ")) + 1 :]
    others = words.CLASSES["O"].split() + [f"{said}我" for said in words.CLASSES["S"].split()]
    named = any(word in clause for word in others)
    return not named and any(word in clause for word in ("我", "自己", "心里", "脑"))


def features(found: list[Word]) -> set[str]:
    """What the model weighs.

    Words; up to three neighbours by what they do; per clause, who it is about with what else is in
    it; two kinds of words in the sentence.
    """
    made = {STOP, *(one.word for one in found)}
    faces = "".join([STOP, *_scoped(found), STOP])
    for mark in (STOP, OTHER, LATIN, QUOTED):
        while mark * 2 in faces:
            faces = faces.replace(mark * 2, mark)
    made.update(":" + faces[i : i + n] for n in (1, 2, 3) for i in range(len(faces) - n + 1))
    for clause in faces.split(STOP):
        who = next((does for does in clause if does in words.WHO), "_")
        made.update(f"{who}>{does}" for does in clause if does in words.JUDGING)
    kinds = sorted(set(faces) - set(words.SMALL))
    made.update(f"{one}+{two}" for one in kinds for two in kinds if one < two)
    return made


def _scoped(found: list[Word]) -> list[str]:
    """What each word does; a judgement that is not of the writer is marked as another's."""
    faces = [one.does for one in found]
    begin = 0
    for i, face in enumerate(faces):
        if face == STOP:
            begin = i + 1
        elif face in words.SAID:
            before, after = "".join(faces[begin:i]), "".join(faces[i + 1 :]).partition(STOP)[0]
            faces[i] = _whose(face, before, after) or face
    return faces


def _whose(face: str, before: str, after: str) -> str:
    """Whether a judgement is denied, said or borne by somebody else, or made of a thing.

    `before` and `after` are what the words of the same clause do.

    >>> _whose("W", "OSM", ""), _whose("W", "MJ", ""), _whose("W", "", "dz")
    ('!', '', '!')
    """
    mine = max(before.rfind("M"), before.rfind("m"))
    other = max(map(before.rfind, "Oz" if "M" in before else "Ozh"))
    if face in words.DENIED and ("X" in before or before[-1:] == "n" or "r" in after):
        return ANOTHER
    if _speaker(before) in "Ozh":
        return ANOTHER
    if face not in words.BORNE:
        return ""
    if after[:1] == "z" or after[:2] == "dz" or other > mine == -1:
        return ANOTHER
    return UNSURE if other > mine and "C" not in before else ""


def _speaker(before: str) -> str:
    """Who says or thinks what follows: what is named last before it; a space for nobody."""
    said = max(before.rfind("S"), before.rfind("T"))
    return next((does for does in reversed(before[: max(said, 0)]) if does in words.WHO), " ")
