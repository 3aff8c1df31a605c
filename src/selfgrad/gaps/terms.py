"""Words that a newcomer cannot know and that are not explained, and terms used before they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from selfgrad.gaps import chinese, english, explained, pinyin, words
from selfgrad.gaps.finding import ENDLESS, Gap, Read

AFTER = 2  # sentences after the first appearance in which an explanation is in time
FOREIGN, ENOUGH = 0.4, 12  # share of unknown words, of so many, from which on a text is not English
PLAIN = 3_000  # rank above which a single word is hardly a term
ACRONYM = 6_000  # the same for letters that stand for words: ATP is a tennis tour to most
LATER = 20  # appearances of a word that are looked at
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_WORD = re.compile(rf"[{_LATIN}]+(?:['’-][{_LATIN}]+)*")
# "the Calvin cycle": what is named after somebody is a term, not a name
_NAMED_AFTER = re.compile(
    r"(?:['’]s)? (?:cycle|reaction|effect|law|theorem|equation|constant|number|correction|transform|principle|paradox"
    r"|distribution|matrix|series|syndrome|curve|test|process|space|group|limit)s?\b"
)
_ADJECTIVES = ("ic", "al", "ous", "ive", "ed", "ing", "ly", "ar", "able", "ible")
_ROMAN = re.compile(r"[IVXLCM]+")


class Use(NamedTuple):
    """A word where it stands: `term` is what it is looked up by, `rare` whether a newcomer lacks it."""

    term: str
    start: int
    end: int
    sentence: int
    rare: bool


def find(read: Read, known: Iterable[str]) -> Iterator[Gap]:
    """Gaps of the kinds word and early."""
    waved = {_folded(word) for word in known}
    uses = [*_english(read), *_chinese(read)]
    places: dict[str, list[Use]] = {}
    for use in uses:
        places.setdefault(use.term, []).append(use)
    done = set(waved)
    yield from _early(read, places, done)
    for term, found in places.items():
        if found[0].rare and term not in done:
            yield from _unexplained(read, found)


def _folded(word: str) -> str:
    simple = words.simplified(word.strip())
    return simple if chinese.RUN.search(simple) else english.base(english.fold(simple))


def _unexplained(read: Read, found: list[Use]) -> Iterator[Gap]:
    first = found[0]
    if _explained(read, first, AFTER):
        return
    later = (use for use in found[1:LATER] if use.sentence > first.sentence + AFTER)
    if any(_explained(read, use, 0) for use in later):
        yield _gap(read, "early", found)
    else:
        yield _gap(read, "word", found)


def _explained(read: Read, use: Use, after: int) -> bool:
    start, end, _ = read.prose.sentences[use.sentence]
    start, end = max(start, use.start - ENDLESS // 2), min(end, use.start + ENDLESS // 2)
    last = min(use.sentence + after + 1, len(read.prose.sentences))
    texts = [re.sub(r"\s", " ", read.plain[start:end])]
    texts += (read.sentence(number) for number in range(use.sentence + 1, last))
    word = read.plain[use.start : use.end]
    if chinese.RUN.match(word):
        return explained.in_chinese(word, texts)
    return explained.in_english(word, use.start - start, texts) or explained.in_chinese(word, texts)


# -- terms that are explained further on ---------------------------------------------------------


def _early(read: Read, places: dict[str, list[Use]], done: set[str]) -> Iterator[Gap]:
    for number in range(AFTER + 1, len(read.prose.sentences)):
        for term in explained.terms(read.sentence(number)):
            folded = _folded(term)
            if folded in done or _ordinary(term):
                continue
            start = _first(read, term, places)
            if start >= 0 and read.number_at(start) < number - AFTER:
                end = start + len(term)
                use = Use(folded, start, end, read.number_at(start), True)
                if not _explained(read, use, AFTER):
                    done.add(folded)
                    yield _gap(read, "early", [use])


def _ordinary(term: str) -> bool:
    """Whether it is a word of every day, which may be used before it is spoken about."""
    if chinese.RUN.match(term):
        return words.chinese().get(term, PLAIN) < PLAIN
    return all(english.rank(english.fold(part)) < PLAIN for part in _WORD.findall(term))


def _first(read: Read, term: str, places: dict[str, list[Use]]) -> int:
    """Where a term stands first, as whole words; -1 where it stands nowhere."""
    if chinese.RUN.match(term):
        return read.plain.find(term)
    head = _WORD.match(term)
    if not head:
        return -1
    heads = (english.fold(term), english.base(english.fold(head.group())))
    for use in (use for name in heads for use in places.get(name, ())[:LATER]):
        if read.plain[use.start : use.start + len(term)].casefold() == term.casefold():
            return use.start
    return -1


# -- the words of a text -------------------------------------------------------------------------


def _english(read: Read) -> list[Use]:
    """The English words of a text; none of them is rare in a text in another language."""
    uses = [
        use for number in range(len(read.prose.sentences)) for use in _of_sentence(read, number)
    ]
    if len(uses) >= ENOUGH and sum(use.rare for use in uses) > FOREIGN * len(uses):
        return []
    names = {
        read.plain[use.start : use.end]
        for use in uses
        if read.plain[use.start].isupper() and not _begins(read, use.start, use.sentence)
    }
    return [_without_name(read, use, names) for use in uses]


def _of_sentence(read: Read, number: int) -> Iterator[Use]:
    start, end, _ = read.prose.sentences[number]
    for found in _WORD.finditer(read.plain, start, end):
        word = found.group()
        around = (
            read.plain[found.start() - 1 : found.start()]
            + read.plain[found.end() : found.end() + 1]
        )
        named = _NAMED_AFTER.match(read.plain, found.end(), end) if word[0].isupper() else None
        last = named.end() if named else found.end()
        term = english.base(english.fold(word))
        if named:
            term = english.fold(read.plain[found.start() : last])
        yield Use(term, found.start(), last, number, _is_rare(word) and not _is_code(around))


def _is_code(around: str) -> bool:
    """Whether what stands around a word makes it an identifier, a unit or a path."""
    return any(char.isdigit() or char in "_@#/\\=<>" for char in around)


@lru_cache(maxsize=20_000)
def _is_rare(word: str) -> bool:
    """Whether a word is one that a newcomer lacks; names are set apart later."""
    if word[0].islower() and any(char.isupper() for char in word):
        return False  # camelCase, iPhone, mRNA
    if _ROMAN.fullmatch(word):
        return False
    if word.isupper():
        return len(word) > 1 and words.english().get(word.lower(), ACRONYM) >= ACRONYM
    parts = [part for part in word.split("-") if not pinyin.has_tones(part)]
    return not all(english.known(english.fold(part)) for part in parts)


def _without_name(read: Read, use: Use, names: set[str]) -> Use:
    """The use, which is not rare where the word is a name."""
    word = read.plain[use.start : use.end]
    if (
        not use.rare
        or not word[0].isupper()
        or sum(char.isupper() for char in word) > 1
        or " " in word
    ):
        return use
    follows = read.plain[use.end : use.end + 2]
    name = word in names or (follows[:1] == " " and follows[1:].isupper()) or follows[:1] in "'’"
    return use._replace(rare=not name)


def _begins(read: Read, start: int, number: int) -> bool:
    """Whether a word stands at the beginning of its sentence, or of what is quoted or follows a colon."""
    before = read.plain[read.prose.sentences[number].start : start].rstrip()
    return not before or before[-1] in ".!?:;\"“‘'(（。：；！？「—–|"


def _chinese(read: Read) -> Iterator[Use]:
    for number, (start, end, _) in enumerate(read.prose.sentences):
        for run in chinese.RUN.finditer(read.plain, start, end):
            for begin, stop in chinese.rare(run.group()):
                place = run.start() + begin
                yield Use(run.group()[begin:stop], place, run.start() + stop, number, True)


# -- what is said of them ------------------------------------------------------------------------


def _gap(read: Read, kind: str, found: list[Use]) -> Gap:
    term, start, end = found[0][:3]
    word = " ".join(read.text[start:end].split())
    said = (
        f"“{word}” is used here and not explained."
        if kind == "word"
        else f"“{word}” is used here and explained only further on."
    )
    single = next((one for use in found[:LATER] if (one := _with_article(read, use))), "")
    return read.gap(
        kind, start, end, term, said, _question(word, single), f"explain “{word}” in a sentence"
    )


def _with_article(read: Read, use: Use) -> str:
    """“an eigenvector”, where the text has it so."""
    word = read.plain[use.start : use.end]
    found = re.search(r"\b(an?)\s$", read.plain[max(0, use.start - 4) : use.start], re.IGNORECASE)
    if not found or word.endswith(_ADJECTIVES):
        return ""
    return f"{found[1].lower()} {word}"


def _question(word: str, single: str) -> str:
    """What to look up: with an article where the text has one, without a guess where it has none."""
    if single and not chinese.RUN.search(word):
        return f"What is {single}?"
    named = sum(char.isupper() for char in word) > 1
    return f"What does “{word if named else word[0].lower() + word[1:]}” mean?"
