"""How like two texts are, 0 to 1: soft TF-IDF in both directions, on stems, meanings and letters.

recall.py has the formula. A text is compared with many others at once, since a term that many of them
have is looked at once.
"""

from __future__ import annotations

from math import log
from operator import mul

from selfgrad import nearness, search

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KNOWN = (
    3  # words as rare as the aim's rarest that are added to each text: a single word says little
)
TEXTS = 30  # texts imagined beside those at hand, so that the first few do not decide what is rare
FREQUENT = 0.5  # of the weight of a rare word has one that is in every text: what is written often still counts
COMMON = 1e-3  # share of English above which a word says little (a)
ZIPF = 0.1  # share of the commonest word; the k-th commonest has a k-th of it
CHINESE_COMMON = 0.01  # share of a common character
TYPED = 0.5  # share of trigrams from which on unknown words count as one: a slip, or another ending
_PARTICLES = frozenset(
    "的了是我一不在有个就人这上他到来们大也和你地出会要着下得可以那后自过子说里去还都为又与之用"
    "于把被让从但而并很太再才只给对中时没"
)


def share(term: str) -> float:
    """How much of all that is written a term is, roughly; 0 for a rare or unknown one."""
    if not term.isascii() and search._run(term[0]):
        return CHINESE_COMMON if term in _PARTICLES else 0.0
    if len(term) == 1:
        return COMMON
    at = nearness.place(term)
    return 0.0 if at is None else ZIPF / (at + 1)


def weight(term: str, having: int, texts: int) -> float:
    """How much a term says, where so many of the texts at hand have it."""
    rarity = log((texts + TEXTS) / (having + 0.5))
    return max(rarity, FREQUENT * rarest(texts)) * COMMON / (COMMON + share(term))


def rarest(texts: int) -> float:
    """The weight of a rare word that one of the texts has."""
    return log((texts + TEXTS) / 1.5)


class Comparing:
    """One text, beside which others are laid. Each term is looked at once, however many have it."""

    def __init__(self, text: Iterable[str], counts: Mapping[str, int], texts: int) -> None:
        self.counts, self.texts = counts, texts
        self.terms = list(text)
        self.weights = [self.weigh(term) for term in self.terms]
        self.total = sum(self.weights)
        most = rarest(texts)
        self.known = KNOWN * min(most, max([FREQUENT * most, *self.weights]))
        self.places = {term: at for at, term in enumerate(self.terms)}
        codes = ((at, nearness.code(term)) for at, term in enumerate(self.terms))
        self.codes = {at: code for at, code in codes if code is not None}
        self.letters = [_letters(term) for term in self.terms]
        self.all_letters = frozenset[str]().union(*self.letters)
        self.rows: dict[str, tuple[list[float], float, float]] = {}

    def weigh(self, term: str) -> float:
        return weight(term, self.counts.get(term, 0), self.texts)

    def like(self, other: Iterable[str]) -> float:
        """How like the two texts are: 0 nothing in common, near 1 the same long text."""
        found = [self.row(term) for term in other]
        if not found or not self.terms:
            return 0.0
        best = list(map(max, *(row for row, _, _ in found), [0.0] * len(self.terms)))
        mine = sum(map(mul, best, self.weights)) / (self.total + self.known)
        theirs = sum(got for _, got, _ in found) / (sum(most for _, _, most in found) + self.known)
        return 2 * mine * theirs / (mine + theirs) if mine else 0.0

    def row(self, term: str) -> tuple[list[float], float, float]:
        """How near a term is to each of the text, what it brings at best, and what it weighs."""
        row = self.rows.get(term)
        if row is None:
            weight, near = self.weigh(term), self._near(term)
            row = self.rows[term] = (near, weight * max(near, default=0.0), weight)
        return row

    def _near(self, term: str) -> list[float]:
        """By meaning where both are in the table, else by letters."""
        near = [0.0] * len(self.terms)
        code = nearness.code(term)
        if code is not None:
            for at, other in self.codes.items():
                near[at] = nearness.NEAR[(code ^ other).bit_count()]
        letters = _letters(term)
        if not self.all_letters.isdisjoint(letters):
            for at, theirs in enumerate(self.letters):
                if code is None or at not in self.codes:
                    near[at] = _alike(letters, theirs)
        if term in self.places:
            near[self.places[term]] = 1.0
        return near


def _letters(term: str) -> frozenset[str]:
    """The trigrams of a word of at least four letters, with its ends; none for shorter ones."""
    if len(term) < 4:
        return frozenset()
    ends = f" {term} "
    return frozenset(ends[at : at + 3] for at in range(len(term)))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of trigrams in common (Dice), where it is enough to be one word."""
    common = len(one & other)
    dice = 2 * common / (len(one) + len(other)) if common else 0.0
    return dice if dice >= TYPED else 0.0


def same(comparing: Comparing, other: Iterable[str]) -> float:
    """`like` of texts that are both known as well as they will ever be."""
    enough = comparing.total + sum(comparing.row(term)[2] for term in other)
    like = comparing.like(other)
    return min(1.0, like * (enough + 2 * comparing.known) / enough) if enough else 0.0
