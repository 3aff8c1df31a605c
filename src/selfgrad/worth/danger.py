"""Explicit signs that the writer's life is in danger: wanting to die, suicide, hurting oneself, a plan.

A missed sign and a false alarm both cost, so the rules ask for the first person (or nobody named) and
for an intention, and leave idioms, machines, games, kitchens, stories and studies alone. What stands
in quotation marks is somebody else's, unless it is the whole sentence or the writer's own thought.
"""

from __future__ import annotations

import re

from selfgrad.worth import danger_words, linear
from selfgrad.worth.script import simplified

SURE = 1.5  # log odds from which the linear part alone is believed

_QUOTED = re.compile(
    r"“[^“”]*”|「[^「」]*」|『[^『』]*』|‘[^‘’]*’|《[^《》]*》|\"[^\"]*\"|(?<!\w)'[^'\n]+'(?!\w)"
)
_OWN = re.compile(
    r"(?:\b(?:i (?:just |only |really |keep |kept |always )*(?:said|say|saying|think|thought|thinking|wrote|write|typed|told|mean|want|searched|googled|looked)|"
    r"my head|in my mind|voice|repeating)|(?<![他她])(?:我|心里|脑子里|自己))[^\n]{0,25}$",
    re.IGNORECASE,
)
# "I don't want to die" is said of a boss fight as often as in fear: by itself it is no sign.
_DENIED_EN = re.compile(
    r"\b(?:(?:do|did) not|(?:do|did)nt|never|not|wont|will not) (?:really |actually |even |ever )?"
    r"(?:want(?:ed|ing)?|wanna|going|gonna|try(?:ing)?|mean)?(?: to)? ?(?:die|kill myself|hurt myself|be dead|suicidal)\b"
)
_DENIED_ZH = re.compile(
    r"(?:[不没](?:是|会|再|太)?(?:想|要|打算|会)|不会去?|并不)(?:去|再)?(?:死(?!的)|自杀|自残)"
)
_CLAUSE_EN = re.compile(r"[.,;:!?()\n…—–]+|\s-+\s")
_CLAUSE_ZH = re.compile(r"[，。！？；、：…,.!?;:~～\n（）()—]|(?<=[^!-~])\s|\s(?=[^!-~])")


def find(sentence: str) -> bool:
    """Whether a sentence speaks of wanting to die or of hurting oneself, here and now or again."""
    from selfgrad.worth import danger_en, danger_zh, hints

    lower = sentence.lower()
    if not any(hint in lower for hint in hints.DANGER):
        return False
    if language(sentence) == "zh":
        text = _lines_zh(sentence)
        if _any(danger_zh.SIGNS, danger_zh.OTHERS, text):
            return True
        if linear.score(pieces_zh(sentence), "danger_zh") > SURE:
            return True
    return _any(danger_en.SIGNS, danger_en.OTHERS, _lines_en(sentence)) or (
        language(sentence) == "en" and linear.score(pieces_en(sentence), "danger_en") > SURE
    )


def pieces_en(sentence: str) -> set[str]:
    """An English sentence in pieces for the linear part."""
    text = _lines_en(sentence)
    words = set("".join(c if "a" <= c <= "z" else " " for c in text).split())
    kinds = (kind for kind, members in danger_words.ENGLISH.items() if words & set(members.split()))
    return linear.english(text) | linear.together(kinds)


def pieces_zh(sentence: str) -> set[str]:
    """A Chinese sentence in pieces for the linear part."""
    text = _lines_zh(sentence)
    classes = danger_words.CHINESE.items()
    kinds = (kind for kind, members in classes if any(word in text for word in members.split()))
    return linear.chinese(text) | linear.together(kinds)


def _lines_en(sentence: str) -> str:
    plain = _DENIED_EN.sub("□", re.sub(r"['’‘`´]", "", _blotted(sentence).lower()))
    return re.sub(r"[^\S\n]+", " ", _CLAUSE_EN.sub("\n", plain))


def _lines_zh(sentence: str) -> str:
    return _CLAUSE_ZH.sub("\n", _DENIED_ZH.sub("□", simplified(_blotted(sentence))))


def _blotted(sentence: str) -> str:
    return _QUOTED.sub(lambda quoted: _unquoted(sentence, quoted), sentence)


def language(sentence: str) -> str:
    """The language help is written in: "zh" where a Chinese character stands, "en" otherwise.

    >>> language("我没事"), language("fine")
    ('zh', 'en')
    """
    kana_or_hangul = any("\u3040" <= c <= "\u30ff" or "\uac00" <= c <= "\ud7af" for c in sentence)
    han = sum("\u4e00" <= c <= "\u9fff" for c in sentence)
    return "zh" if han > 1 or (han and not kana_or_hangul) else "en"


def _unquoted(sentence: str, quoted: re.Match[str]) -> str:
    whole = len(quoted[0]) >= len(sentence.strip()) - 1
    own = _OWN.search(sentence[: quoted.start()])
    return " " + quoted[0][1:-1] + " " if whole or own else "\u25a1" * len(quoted[0])


def _any(signs: tuple[re.Pattern[str], ...], others: re.Pattern[str], text: str) -> bool:
    """Whether a sign stands in a line of the text that is not about somebody or something else."""
    return any(
        not others.search(_line(text, match.start(), match.end()))
        for sign in signs
        for match in sign.finditer(text)
    )


def _line(text: str, start: int, end: int) -> str:
    """The lines of the text between which a match stands."""
    stop = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else len(text)]
