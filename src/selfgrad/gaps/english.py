"""English words by their base forms: which a newcomer cannot be expected to know.

A word is known where it, or a base form of it, is among the 20,000 most frequent ones; so is one that
is put together of far more frequent ones (raindrop, heatsink, unseen), for these explain themselves.
"""

from __future__ import annotations

from functools import lru_cache

from selfgrad.gaps import words

PLAIN = 6_000  # rank above which a word explains what is made of it
_SPELLINGS = (
    ("isation", "ization"),
    ("ise", "ize"),
    ("ising", "izing"),
    ("yse", "yze"),
    ("our", "or"),
    ("re", "er"),
    ("ae", "e"),
    ("oe", "e"),
    ("ogue", "og"),
    ("ence", "ense"),
    ("ll", "l"),
    ("l", "ll"),
)
_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ves", "f"),
    ("ves", "fe"),
    ("ed", ""),
    ("ed", "e"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("ier", "y"),
    ("est", ""),
    ("est", "e"),
    ("iest", "y"),
    ("ly", ""),
    ("ly", "le"),
    ("ily", "y"),
    ("ness", ""),
    ("iness", "y"),
    ("th", ""),
    ("i", "us"),
    ("ae", "a"),
    ("ices", "ex"),
    ("ices", "ix"),
    ("men", "man"),
)
# Only of words in PLAIN: crumbly, toneless, reusable; not of terms, whose derivatives are terms.
_DERIVED = (
    ("less", ""),
    ("ful", ""),
    ("able", ""),
    ("able", "e"),
    ("like", ""),
    ("ish", ""),
    ("y", ""),
    ("y", "e"),
    ("wise", ""),
    ("wards", ""),
    ("ward", ""),
    ("fold", ""),
    ("proof", ""),
)
_BEFORE = ("un", "re", "non", "mis", "out", "over", "under", "mini", "super", "self", "pre")


def fold(word: str) -> str:
    """The word as it is looked up: in small letters, without what an apostrophe adds."""
    return word.lower().replace("’", "'").removesuffix("n't").partition("'")[0]


@lru_cache(maxsize=20_000)
def known(word: str) -> bool:
    """Whether a folded word is frequent, or made of frequent ones.

    >>> [known(word) for word in ("baked", "colours", "raindrop", "eigenvector")]
    [True, True, True, False]
    """
    return derived(word, words.english())


def derived(word: str, ranks: dict[str, int]) -> bool:
    """Whether a word is one of `ranks`, a form of one, or made of the most frequent of them."""
    if not 2 < len(word) < 31:
        return True
    forms = bases(word)
    return any(form in ranks for form in forms) or any(
        _made_of_plain(form, ranks) for form in forms
    )


@lru_cache(maxsize=20_000)
def rank(word: str) -> int:
    """The rank of the most frequent form of a folded word; beyond all ranks where there is none."""
    ranks = words.english()
    return min(ranks.get(form, len(ranks)) for form in bases(word))


def bases(word: str) -> list[str]:
    """The word and what it may be a form of, in both spellings; most of them are no words.

    >>> "swap" in bases("swapped"), "bake" in bases("bakers"), "realize" in bases("realised")
    (True, True, True)
    """
    forms = [word]
    for _ in range(2):  # bakers, baker, bake
        forms += [shorter for form in forms for shorter in _shortened(form, _ENDINGS)]
    forms = list(dict.fromkeys(forms))
    return forms + [other for form in forms for other in _respelled(form)]


@lru_cache(maxsize=20_000)
def base(word: str) -> str:
    """One name for the forms of a folded word: the shortest one that is frequent, or the singular."""
    ranks = words.english()
    if word in ranks:
        return word
    from selfgrad.stems import stem

    return stem(word)


def _shortened(word: str, endings: tuple[tuple[str, str], ...]) -> list[str]:
    found = []
    for ending, instead in endings:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            root = word[: len(word) - len(ending)]
            found.append(root + instead)
            if not instead and len(root) > 3 and root[-1] == root[-2]:
                found.append(root[:-1])  # swapped
    return found


def _respelled(word: str) -> list[str]:
    return [
        word.replace(one, other, 1)
        for pair in _SPELLINGS
        for one, other in (pair, pair[::-1])
        if one in word and len(word) > 4
    ]


def _made_of_plain(word: str, ranks: dict[str, int]) -> bool:
    """Whether very frequent words explain it: two in one, or one with a common syllable."""
    if any(_plain(root, ranks) for root in _shortened(word, _DERIVED)):
        return True
    if any(word.startswith(first) and _plain_form(word[len(first) :], ranks) for first in _BEFORE):
        return True
    return any(
        _plain(word[:at], ranks) and _plain_form(word[at:], ranks) for at in range(3, len(word) - 2)
    )


def _plain_form(word: str, ranks: dict[str, int]) -> bool:
    return len(word) > 2 and any(
        _plain(form, ranks) for form in [word, *_shortened(word, _ENDINGS)]
    )


def _plain(word: str, ranks: dict[str, int]) -> bool:
    return len(word) > 2 and ranks.get(word, PLAIN) < PLAIN
