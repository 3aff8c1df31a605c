"""Explicit signs that the writer's life is in danger: wanting to die, suicide, hurting oneself, a plan.

A missed sign and a false alarm both cost. No rule decides alone: plain statements, signs, words
and classes of words are pieces of evidence, weighed by a linear model. What is quoted is somebody else's,
unless it is the whole sentence or the writer's own thought; what is denied is left out.
"""

from __future__ import annotations

import functools
import itertools
import re

from selfgrad.worth import linear
from selfgrad.worth.script import simplified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

SURE = {"en": 1.5, "zh": 1.5}  # log odds from which the model is believed
LONG = 300  # characters; a longer text is looked at sentence by sentence
LONGEST = 2000  # characters of a sentence that are looked at
MANY = 7  # signs at once; more say no more
NEAR = {"en": 6, "zh": 8}  # words, characters between two classes that belong together
LONGEST_WORD = 5  # characters of a Chinese word of a class

_QUOTED = (
    r"“[^“”]*”|「[^「」]*」|『[^『』]*』|‘[^‘’]*’|《[^《》]*》|\"[^\"]*\"|(?<!\w)'[^'\n]+'(?!\w)"
)
_OWN = (
    r"(?:\bi (?:just |only |really |keep |kept |always )*(?:said?|saying|think|thought|thinking|wrote|"
    r"write|typed|told|mean|want|searched|googled|looked)|\b(?:my head|in my mind|voice|repeating)|"
    r"(?<![他她])(?:我|心里|脑子里|自己))[^\n]{0,25}$"
)
# "I don't want to die" is said of a boss fight as often as in fear: by itself it is no sign.
_DENIED_EN = (
    r"\b(?:(?:do|did) not|(?:do|did)nt|never|not|wont|will not) (?:really |actually |even |ever )?"
    r"(?:want(?:ed|ing)?|wanna|going|gonna|try(?:ing)?|mean)?(?: to)? ?(?:die|kill myself|hurt myself|be dead|suicidal)\b"
)
_DENIED_ZH = (
    r"(?:[不没](?:是|会|再|太)?(?:想|要|打算|会)|不会去?|并不)(?:去|再)?(?:死(?!的)|自杀|自残)"
)
_SENTENCE_END = r"[.!?。！？\n]+"
_CLAUSE_EN = r"[.,;:!?()\n…—–]+|\s-+\s"
_CLAUSE_ZH = r"[，。！？；、：…,.!?;:~～\n（）()—]|(?<=[^!-~])\s|\s(?=[^!-~])"
_LAUGHTER = "😂🤣😅😆😹"


def find(sentence: str) -> bool:
    """Whether a sentence speaks of wanting to die or of hurting oneself, here and now or again."""
    return any(map(_speaks, _parts(sentence)))


def _parts(text: str) -> Iterable[str]:
    """A short text as it is; the sentences of a long one, so that the rest does not drown one."""
    if len(text) <= LONG:
        return (text,)
    return (part[:LONGEST] for part in _compiled(_SENTENCE_END).split(text))


def _speaks(sentence: str) -> bool:
    from selfgrad.worth import hints

    lower = sentence.lower()
    if not any(hint in lower for hint in hints.DANGER):
        return False
    told = language(sentence)
    if linear.score(pieces(sentence, told), f"danger_{told}") > SURE[told]:
        return True
    return told == "zh" and _plain_english(sentence)


def pieces(sentence: str, told: str) -> set[str]:
    """A sentence in the language `told` ("en", "zh") in pieces for the model."""
    text = lines_en(sentence) if told == "en" else lines_zh(sentence)
    signs = _rules(told).SIGNS.items()
    found = {f"!{name}" for name, sign in signs if any(_matches(sign, text))}
    found |= {f"!{n}" for n in range(1, min(len(found), MANY) + 1)}
    if plain(text, told):
        found.add("!plain")
    for line in text.split("\n"):
        found |= _ordered(line, told)
    return found | (_words(text) if told == "en" else linear.chinese(text))


def _ordered(line: str, told: str) -> set[str]:
    """The classes of words in a clause, and every two of them, near and in their order."""
    here = _classes(line, told)
    near = set()
    for k, (i, one) in enumerate(here):
        for j, other in here[k + 1 : k + 1 + 4 * NEAR[told]]:
            if j - i > NEAR[told]:
                break
            if j > i and one != other:
                near.add(f"={one}>{other}")
    kinds = {kind for _, kind in here}
    contexts = {kind for kind in kinds if kind[0] == "@"}
    about = (f"={kind}&{context}" for kind in kinds for context in contexts if kind != context)
    return {*(f"={kind}" for kind in kinds), *near, *about}


def _classes(line: str, told: str) -> list[tuple[int, str]]:
    """Where a word of a class stands, and the class; of Chinese the longest word at a place."""
    index = _index(told)
    if told == "en":
        return [(i, kind) for i, word in enumerate(line.split()) for kind in index.get(word, ())]
    found, i = [], 0
    while i < len(line):
        lengths = (n for n in range(LONGEST_WORD, 0, -1) if line[i : i + n] in index)
        length = min(next(lengths, 0), len(line) - i)
        found += [(i, kind) for kind in index.get(line[i : i + length], ())]
        i += max(1, length)
    return found


def plain(text: str, told: str) -> bool:
    """Whether lines hold a plain statement in a clause that is not about somebody else."""
    rules = _rules(told)
    return any(
        not _compiled(rules.OF_OTHERS).search(_line(text, match.start(), match.end()))
        for statement in rules.PLAIN
        for match in _matches(statement, text)
    )


def lines_en(sentence: str) -> str:
    """Lower case in canonical words, a clause a line, what is quoted or denied blotted out."""
    from selfgrad.worth import danger_en

    lower = _blotted(_laughing(sentence, " lol ")).lower()
    for apostrophe in "'’‘`´":
        lower = lower.replace(apostrophe, "")
    clauses = _compiled(_CLAUSE_EN).split(_compiled(_DENIED_EN).sub("□", lower))
    return "\n".join(filter(None, map(danger_en.canonical, clauses)))


def lines_zh(sentence: str) -> str:
    """Simplified characters, a clause a line, what is quoted or denied blotted out."""
    text = simplified(_blotted(_laughing(sentence, "哈哈")))
    return _compiled(_CLAUSE_ZH).sub("\n", _compiled(_DENIED_ZH).sub("□", text))


def language(sentence: str) -> str:
    """The language help is written in: "zh" where a Chinese character stands, "en" otherwise.

    >>> language("我没事"), language("fine")
    ('zh', 'en')
    """
    kana_or_hangul = any("\u3040" <= c <= "\u30ff" or "\uac00" <= c <= "\ud7af" for c in sentence)
    han = sum("\u4e00" <= c <= "\u9fff" for c in sentence)
    return "zh" if han > 1 or (han and not kana_or_hangul) else "en"


def _rules(told: str) -> ModuleType:
    """`danger_en` or `danger_zh`: PLAIN, OF_OTHERS and SIGNS."""
    if told == "en":
        from selfgrad.worth import danger_en

        return danger_en
    from selfgrad.worth import danger_zh

    return danger_zh


def _matches(rule: tuple[str, str], text: str) -> Iterator[re.Match[str]]:
    """Where a rule matches; the compiling, 0.5 ms each, only where it can."""
    needs, pattern = rule
    if not needs or any(need in text for need in needs.split("|")):
        yield from _compiled(pattern).finditer(text)


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


@functools.cache
def _index(told: str) -> dict[str, list[str]]:
    """Words and the classes they are of."""
    from selfgrad.worth import danger_words

    found: dict[str, list[str]] = {}
    classes = danger_words.ENGLISH if told == "en" else danger_words.CHINESE
    for kind, members in classes.items():
        for word in members.split():
            found.setdefault(word, []).append(kind)
    return found


def _plain_english(sentence: str) -> bool:
    """Whether the English of a Chinese sentence is a plain statement: "wanna die，不开玩笑"."""
    return any("a" <= c <= "z" for c in sentence) and plain(lines_en(sentence), "en")


def _words(text: str) -> set[str]:
    """The words of lines, and neighbours."""
    words = ["^", *text.replace("\n", " | ").split(), "$"]
    return {*words, *(f"{one} {next_}" for one, next_ in itertools.pairwise(words))}


def _blotted(sentence: str) -> str:
    if not any(mark in sentence for mark in "“「『‘《\"'"):
        return sentence
    return _compiled(_QUOTED).sub(lambda quoted: _unquoted(sentence, quoted), sentence)


def _laughing(sentence: str, laughter: str) -> str:
    for face in _LAUGHTER:
        sentence = sentence.replace(face, laughter)
    return sentence


def _unquoted(sentence: str, quoted: re.Match[str]) -> str:
    whole = len(quoted[0]) >= len(sentence.strip()) - 1
    own = _compiled(_OWN).search(sentence[: quoted.start()].lower())
    return " " + quoted[0][1:-1] + " " if whole or own else "□" * len(quoted[0])


def _line(text: str, start: int, end: int) -> str:
    """The lines of the text between which a match stands."""
    stop = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else len(text)]
