"""Whether a text explains a word where it uses it, and which terms it explains at all.

Both by wording alone: "X is a …", "…, called X", "X (…)", "X, which …", 所谓X, X是指…; nobody can
tell from this whether the explanation is a good one.
"""

from __future__ import annotations

import re

_DETERMINED = r"(?:an?|the|any|one|some|someone|somebody|something|every|when|what|where|how|who|whatever|whoever)"
_VERBS = (
    r"(?:means?|meant|refers? to|stands? for|describes?|denotes?|says? (?:how|what|that|which)|measures? (?:how|the)"
    r"|tells? (?:you )?(?:how|what|which)|counts? (?:how|the))"
)
# {X} is the word, with its ending, as it stands in the text.
_ENGLISH_AFTER = "|".join(
    (
        rf"(?:is|are|was|were)(?: \w+ly| also| really| always| just| nothing but)? {_DETERMINED}\b",
        r"(?:is|are) (?!so\b)\w+s? (?:that|which|who)\b",
        rf"(?:itself )?{_VERBS}\b",
    )
)
_ENGLISH_NEXT = "|".join(
    (
        r"(?:in short,?|that is(?: to say)?|i\.\s?e\.|in other words|meaning|namely|aka)(?=\W)",
        r"or (?=\w)",
        r"(?:which|who|that) (?:is|are|was|were|means?|says?|eats?|makes?|has|have|looks?)\b(?! why)",
        r"(?:an?|the|its|one of|some|any|a kind of|a sort of|small|tiny|those|this|where|when)\b",
    )
)
_ENGLISH_BEFORE = "|".join(
    (
        r"(?:called|named|termed|dubbed|nicknamed|labelled|(?:also |better |otherwise |widely )?known as|referred to as"
        r"|call (?:it|this|that|them|these|the \w+|such \w+)|calls? (?:it|this|that|them|these)|say|speak of|talk of|spoken of as"
        r"|terms? for (?:it|this|that|them)|names? for (?:it|this|that|them)|name is|word is|term is)(?: (?:an?|the))?",
        r"\b(?:this|that|these|those|which|it|\bhere)(?: \w+)? (?:is|are|was|were)(?: (?:an?|the|our|one|just|only|what))*(?: \w+)?",
        r", or(?: (?:an?|the))?",
        r"\bi\.\s?e\.,?(?: (?:an?|the))?",
    )
)
_QUOTES = "[\"'“”‘’«»]?"


_X = "\ua66e"  # a letter that stands for the word in question, so that one pattern does for all
_TERM = rf"{_QUOTES}{_X}{_QUOTES}"
_ENGLISH = re.compile(
    rf"{_TERM}(?:\s+\w+)?\s*[(（]\s*(?:[^()（）\s]+\s+){{1,}}[^()（）\s]+"
    rf"|{_TERM}(?:\s+\w+)?\s+(?:{_ENGLISH_AFTER})"
    rf"|{_TERM}(?:\s+\w+)?\s*[,(–—-]+\s*(?:{_ENGLISH_NEXT})"
    rf"|{_TERM}(?:\s+\w+){{0,3}}\s*:\s*\w|{_TERM}\s+[–—-]{{1,3}}\s+\w"
    rf"|(?:{_ENGLISH_BEFORE})\s+(?:\w+[- ])?{_TERM}"
    rf"|\w\s*[(（](?:the |an? )?{_TERM}(?:\s+\w+)?[)）]",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    rf"\s*(?:It|This|That|They|These|Those) (?:(?:is|are|was|were) {_DETERMINED}\b|means?\b|stands? for\b|refers? to\b)",
)


def in_english(word: str, at: int, texts: list[str]) -> bool:
    """Whether a word is explained in the sentence in which it stands, texts[0], or in the ones after it.

    `at` is its place in texts[0]: how far into it a later one may take it up as "it".

    >>> in_english("yeast", 9, ["It needs yeast.", "Yeast is a fungus that eats sugar."])
    True
    """
    forms = re.compile(rf"\b{re.escape(word)}(?:s|es|['’]s)?\b", re.IGNORECASE)
    if any(_ENGLISH.search(forms.sub(_X, text)) for text in texts):
        return True
    late = at + len(word) >= len(texts[0].rstrip()) - 2
    return late and len(texts) > 1 and _PRONOUN.match(texts[1]) is not None


_CHINESE_AFTER = "|".join(
    (
        r"[”》」』’]?(?:的意思)?(?:就|也就)?是(?:指|说|一|把|将|按|那|这|用来|上一|能|会|不|没|只|由|从|在)",
        r"[”》」』’]?指的?是",
        r"[”》」』’]?就是(?!不|很|说|因为|用|由|[?？])",
        r"[”》」』’]?(?:意思是|相当于|指|意味着|表示)",
        r"[”》」』’]?\s*[（(][^（）()]{2,}",
        r"[”》」』’]?[里中上内]?(?:，|,|——?|：|:)\s*(?:也?就是|即|一种|一个|指|意思|换句话说|又叫|又称|是一|是指|是|它)",
        r"[”》」』’]?\s*(?:——|：)",
    )
)
_CHINESE_BEFORE = (
    r"(?:叫做|叫作|叫|称为|称作|称之为|称|名为|所谓的?|俗称|又称|简称|统称|即|也就是|就是|便是|这是|那是|学名是?)"
    r"[“《「『‘]?(?:一个|一种)?"
)


_CHINESE = re.compile(
    rf"{_X}[\u3400-\u9fff]{{0,2}}?(?:{_CHINESE_AFTER})|[（(]{_X}[）)]"
    rf"|(?:^|[，。；：]){_X}是(?!不|很|非常|用|由|怎|为|否|这样|因为|\s*[?？])"
    rf"|{_CHINESE_BEFORE}[^，。；！？\s]{{0,5}}{_X}(?!造成|引起|导致|决定|的)"
)


def in_chinese(word: str, texts: list[str]) -> bool:
    """The same for Chinese words, in simplified characters.

    >>> in_chinese("阶乘", ["先说阶乘。", "阶乘是指从一乘到这个数。"])
    True
    """
    return any(_CHINESE.search(text.replace(word, _X)) for text in texts)


_SUBJECT = re.compile(
    r"(?:^|[.!?;:]\s+)(?:(?:So|And|But|Now|Here) )?(?:(?:The|An?)\s+)?[\"“]?((?:[\w-]+ ){0,2}[\w-]+)[\"”]?"
    r"(?:,? (?:is|are) (?:an?|the|any|whatever|what|when|where|how|something|someone|somebody)\b|,? (?:means|refers to|stands for)\b)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:called|known as|termed|we call (?:it|this|that|these|them)|calls? (?:it|this|that|them)) "
    r"(?:the |an? )?[\"“]?((?:[\w-]+ ){0,1}[\w-]+)[\"”]?(?=[.,;:)]|$)",
    re.IGNORECASE,
)
_CHINESE_SUBJECT = re.compile(
    r"所谓的?[“「]?([\u3400-\u9fff]{2,8}?)[”」]?(?:，|就?是)|(?:^|[，。；])[“「]?([\u3400-\u9fff]{2,8}?)[”」]?(?:就?是指|指的是|的意思是)"
)


def terms(sentence: str) -> list[str]:
    """The terms that a sentence explains, each as it stands there without its article.

    >>> terms("The Calvin cycle is a ring of reactions."), terms("所谓暗反应，是一连串反应。")
    (['Calvin cycle'], ['暗反应'])
    """
    found = [match[1] for pattern in (_SUBJECT, _NAMED) for match in pattern.finditer(sentence)]
    found += [match[1] or match[2] for match in _CHINESE_SUBJECT.finditer(sentence)]
    return [term for term in found if not _nothing(term)]


_POINTING = (
    " it this that these those they he she we you i there here who what which where when how why one all his "
    "her its our their my your each every some any no none both another other and or but so if as because "
    "since for to in on at of with from by "
)


def _nothing(term: str) -> bool:
    """Whether it only points at something, and is no term."""
    return any(f" {word} " in _POINTING for word in term.lower().split())
