"""Words without their endings, so that rushed, rushing and rush are one; and what stands for a text.

A light stemmer for English in the manner of Porter 1980 (steps 1a to 1c, -ly, -e), with the common
irregular forms in a table: 1 µs a word, where a full Snowball stemmer in Python takes 27. It need not
be right, only alike for the forms of a word. Words of other languages keep their endings, but for what
happens to look English; recall.py finds their forms by letters. Chinese, Japanese and the like are
pairs of characters, as in search.py, and the single ones.
"""

from __future__ import annotations

from selfgrad import search

VOWELS = frozenset("aeiou")
_IRREGULAR = """
be am is are was were been being|begin began begun|break broke broken|bring brought|build built|buy
bought|catch caught|choose chose chosen|come came|do did done|draw drew drawn|drive drove driven|eat ate
eaten|fall fell fallen|feel felt|fight fought|find found|fly flew flown|forget forgot forgotten|get got
gotten|give gave given|go went gone|grow grew grown|hang hung|have has had having|hear heard|hide hid
hidden|hold held|keep kept|know knew known|lead led|leave left|lose lost|make made|mean meant|meet met|pay
paid|ride rode ridden|rise rose risen|run ran|say said|see saw seen|sell sold|send sent|shake shook
shaken|shoot shot|sing sang sung|sit sat|sleep slept|speak spoke spoken|spend spent|stand stood|stick
stuck|strike struck|swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told|think
thought|throw threw thrown|understand understood|wake woke woken|wear wore worn|win won|write wrote
written|child children|foot feet|tooth teeth|man men|woman women|index indices|matrix matrices|not ain
aren couldn didn doesn don hadn hasn haven isn shouldn wasn weren wouldn arent cant couldnt didnt doesnt
dont hadnt hasnt havent isnt shouldnt wasnt werent wont wouldnt
"""
_BASES = {
    form: base
    for base, *forms in (line.split() for line in _IRREGULAR.split("|"))
    for form in forms
}


class _Stems(dict[str, str]):
    """Folded word -> stem, worked out when first met."""

    def __missing__(self, word: str) -> str:
        self[word] = stemmed = _stem(_BASES.get(word, word))
        return stemmed


stem = _Stems().__getitem__


def _stem(word: str) -> str:
    if len(word) < 3 or not word.isascii():
        return word
    if word[-1] == "s":
        word = _singular(word)
    word = _without_ing(word)
    if len(word) > 5 and word.endswith("ly"):
        word = word[:-2]
    if len(word) > 4 and word[-1] == "e":
        word = word[:-1]
    if word[-1] == "y" and len(word) > 2 and word[-2] not in VOWELS:
        return word[:-1] + "i"  # try, tries and tried
    return _american(word)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word[-2] not in "sui" else word


def _without_ing(word: str) -> str:
    """Without -ing and -ed, where a vowel is left; stopped is stop, timed is time, need stays."""
    if word.endswith("ing"):
        root = word[:-3]
    elif word.endswith("ed") and not word.endswith("eed"):
        root = word[:-2]
    else:
        return word
    if len(root) < 2 or VOWELS.isdisjoint(root.replace("y", "i")):
        return word
    if len(root) > 2 and root[-1] == root[-2] and root[-1] not in "aeiouylsz":
        return root[:-1]
    return root + "e" if _short(root) else root


def _short(root: str) -> bool:
    """One vowel before one consonant, as in tim(e) and us(e)."""
    before, last = root[:-1], root[-1]
    return (
        last not in "aeiouwxy" and before[-1] in "aeiouy" and VOWELS.isdisjoint(before[:-1] or "b")
    )


def _american(word: str) -> str:
    """One spelling of realis(e) and realiz(e), of colour and color."""
    if len(word) > 4 and word.endswith("is"):
        return word[:-1] + "z"
    return word[:-2] + "r" if len(word) > 5 and word.endswith("our") else word


def terms(text: str) -> dict[str, str]:
    """What a text is compared by, each once: stems, pairs and single characters, with the word it was.

    >>> list(terms("Rushed the bars")), list(terms("太快了"))
    (['rush', 'the', 'bar'], ['太快', '太', '快了', '快', '了'])
    """
    found: dict[str, str] = {}
    for token in search._tokens(text):
        if not search._run(token[0]):
            found.setdefault(stem(token), token)
            continue
        found.setdefault(token, token)
        found.setdefault(token[0], token[0])
    return found
