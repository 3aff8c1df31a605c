"""What cannot be said aloud in one go, what passes over a reason, and what was left open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selfgrad.gaps.finding import Gap, Read, short

WORDS = 25  # in a sentence; at 183 words a minute they take 8 seconds to say
CHARACTERS = 35  # Chinese ones without a pause: 8 seconds at 255 characters a minute
_WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:['’.,-][^\W_\u3400-\u9fff]+)*")
_REST = re.compile(
    r"[;；](?=\s|[\u3400-\u9fff])|:\s|\s[·•|]\s"
)  # the voice rests there as at a full stop
_STRETCH = re.compile(r"[^，、；：。！？,;:.!?（）()…—\n“”「」]{9,}")
_HAN = re.compile("[\u3400-\u9fff]")
_HEDGE = re.compile(
    r"""
    \b(?:obviously|somehow|it\ (?:just\ |so\ )?turns\ out(?:\ that)?|turns\ out(?:\ that)?|of\ course|needless\ to\ say|clearly(?=,)
      |basically|trivially|evidently|magically|by\ magic|as\ (?:everyone|everybody|we\ all|you)\ knows?|it\ goes\ without\ saying
      |(?:it\ is|it['’]s)\ (?:obvious|clear|easy\ to\ (?:see|show)|well\ known)|self-evident(?:ly)?|for\ (?:some|whatever)\ reason
      |(?<=,\ )naturally(?=[.,;])|(?:is|are|was|were|\bcan)\ (?P<just>just|simply))\b
  | (?:^|(?<=[.!?:;]\ ))(?:Clearly|Naturally(?=,)|Just|Simply)\b
  | 显然|显而易见|不知怎[么的]?|不知为[何什]么?|莫名其妙|众所周知|大家都知道|当然(?!后)|事实证明|毫无疑问|不言而喻|不用说|理所当然
  | (?:其实)?很简单|(?<=[，。])自然(?=是|就|会|，)|说白了|无非
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUOTES = tuple('"“‘「『')
_BREAK = re.compile(r"\?{2,}|？{2,}")


def too_long(read: Read) -> Iterator[Gap]:
    """Sentences, or parts between rests, that are too long to be said aloud; items and tables are none."""
    for number, (start, end, block) in enumerate(read.prose.sentences):
        if end - start <= CHARACTERS or read.prose.blocks[block].kind != "text":
            continue
        if _too_long(read.plain[start:end]):
            folded = read.sentence(number)
            yield read.gap(
                "long",
                start,
                end,
                folded,
                "This sentence is too long to be said in one breath.",
                f"How can this be said in two sentences: “{short(folded)}”?",
                f"say it in two sentences: “{short(folded)}”",
            )


def _too_long(sentence: str) -> bool:
    if any(len(_WORD.findall(part)) > WORDS for part in _REST.split(sentence)):
        return True
    return any(len(_HAN.findall(part.group())) > CHARACTERS for part in _STRETCH.finditer(sentence))


def hedges(read: Read) -> Iterator[Gap]:
    """Words that pass over a reason."""
    for number, (start, end, _) in enumerate(read.prose.sentences):
        for found in _HEDGE.finditer(read.plain, start, end):
            if read.plain[found.start() - 1 : found.start()] in _QUOTES:
                continue  # spoken of, not used
            begin = found.start("just") if found["just"] else found.start()
            word = read.text[begin : found.end()]
            sentence = read.sentence(number)
            yield read.gap(
                "hedge",
                begin,
                found.end(),
                f"{word}\n{sentence}",
                f"“{word}” stands where a reason could be.",
                f"Why is it so: “{short(sentence)}”?",
                f"say why, without “{word}”",
            )


def breaks(read: Read) -> Iterator[Gap]:
    """Places that the writer marked with ??."""
    for number, (start, end, _) in enumerate(read.prose.sentences):
        for found in _BREAK.finditer(read.plain, start, end):
            around = (
                short(read.plain[max(start, found.start() - 60) : found.start()]) or "the next part"
            )
            yield read.gap(
                "break",
                found.start(),
                found.end(),
                read.sentence(number),
                "You marked this place with ??.",
                f"What goes on after “{around}”?",
                f"explain what goes on after “{around}”",
            )
