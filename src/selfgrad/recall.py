"""Which past mistakes fit what is about to be done: the formula, pure.

A past entry is compared with the aim twice: by its own words, and by the aim of the round in which it
was made with the parameter it was charged to, since an aim seldom says what will go wrong in it.

    weight(w) = ln((N + 30) / (n + 1/2)) · a / (a + p)    N texts, n of them with w; p its share of
                English; the logarithm is at least half of that of n = 1
    part      = the weighted share of one text's words that the other has too, each as far as it has it
                (1 the same stem, nearness.py for words near in meaning, shared letters for unknown ones),
                with KNOWN words as rare as the aim's rarest added below
    like      = harmonic mean of both parts
    text      = (max + 1/2 min of like(aim, words) and like(aim, its aim)) / 1.5
    fit       = text, or, where a model of sentences knows both, TOO · text + enough · cosine / MEANT
                · (1 in the same skill, UNKNOWN where one has none, OTHER in another)
                · (1 + PLACE each for the same project and parameter)
    score     = fit · (0.7 + 0.3 · 2^(-age / year)) · (1 + OFTEN · log2 times) · (1 + COST · loss)

Nothing comes up unless the best fit is `enough`; what comes up with it has at least BESIDE of the
best. The cosine is put together of two as the text is (vectors.py).

The second factor of a weight is that of SIF (Arora, Liang & Ma 2017); the likeness is soft TF-IDF
(Cohen, Ravikumar & Fienberg 2003) in both directions. The constants were tuned on three fields and are
measured on three others by `python bench/recall.py`.
"""

from __future__ import annotations

from collections import Counter
from math import log2

from selfgrad import alike, nearness, search
from selfgrad.alike import Comparing, weight
from selfgrad.stems import terms

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import NamedTuple

    class Past(NamedTuple):
        """Something that was written earlier. Instants are UTC milliseconds."""

        id: str
        words: str
        aim: str | None = None  # of its round
        skill: str | None = None
        project: str | None = None
        parameter: str | None = None
        kind: str = "mistake"  # or "blind alley", "step"
        happened_at: int = 0
        times: int = 1  # with joined ones and repeats
        loss: float | None = None  # that it cost, 0 to 1
        retired: bool = False

    class Situation(NamedTuple):
        """What is about to be done."""

        aim: str
        skill: str | None = None
        project: str | None = None
        parameter: str | None = None
        now: int = 0

    class Fit(NamedTuple):
        """A past entry that fits, and why in a few words."""

        past: Past
        score: float
        because: str

    Terms = dict[str, str]  # term -> the word it was in the text
    Likeness = Mapping[str, float] | Callable[[str], float | None]
else:
    from collections import namedtuple

    Past = namedtuple(
        "Past",
        "id words aim skill project parameter kind happened_at times loss retired",
        defaults=(None, None, None, None, "mistake", 0, 1, None, False),
    )
    Situation = namedtuple(
        "Situation", "aim skill project parameter now", defaults=(None, None, None, 0)
    )
    Fit = namedtuple("Fit", "past score because")

MOST = 3
# At these fits, four of five aims without a fitting mistake stay silent: of an aim in words that
# nearness.py knows, which makes everything a little like everything, and of one in none of them.
ENOUGH, ENOUGH_EXACT = 0.128, 0.058
BESIDE = 0.7  # of the best fit
# In another skill than its own, a mistake has to be twice as like. Where no skill is known, no more may
# come up by chance than where it is: that makes the factor between.
UNKNOWN, OTHER = 0.8, 0.5
PLACE = 0.2  # project and parameter; there were no data for more than an order among equals
LESSER = 0.5  # of the less alike of the two texts
ALONE = 0.5  # of a likeness in words is expected of an aim that nobody has written
YEAR_MS = 365 * 86_400_000
FADED = 0.7  # of a score is left after many years
OFTEN, COST = 0.1, 0.1  # for twice as often; for a whole loss
MEANT = 0.42  # the cosine that is enough without a word in common
TOO = 0.3  # of the likeness in words counts beside a cosine
ALIKE = 0.45  # likeness from which on two mistakes are one: 0.9 to 1.0 of such pairs were
CLUSTER = 3  # entries offered as one at most
TELLING = 1.5  # weight of a word that two have to share before they are compared for that


def rank(
    situation: Situation,
    pasts: Sequence[Past],
    limit: int = MOST,
    likeness: Likeness | None = None,
) -> list[Fit]:
    """The past entries that fit a situation, best first; few, or none.

    `likeness` gives the cosine of meaning by id, at most 1; None where it is not known.
    """
    pasts = [past for past in pasts if not past.retired]
    fits = scores(situation, pasts, likeness)
    best = max(fits, default=0.0)
    if best < enough(situation.aim) or limit < 1:
        return []
    fitting = [
        (fit * standing(past, situation.now), past)
        for fit, past in zip(fits, pasts, strict=True)
        if fit >= BESIDE * best
    ]
    fitting.sort(key=lambda pair: (-pair[0], -pair[1].happened_at, pair[1].id))
    shown = _each_once(fitting)[:limit]
    return [Fit(past, score, because(situation, past)) for score, past in shown]


def _each_once(fitting: list[tuple[float, Past]]) -> list[tuple[float, Past]]:
    """One of those that say the same: three times the same line warns of one thing."""
    found = {search.fold(past.words): (score, past) for score, past in reversed(fitting)}
    return list(reversed(found.values()))


def scores(
    situation: Situation, pasts: Sequence[Past], likeness: Likeness | None = None
) -> list[float]:
    """How well each fits, 0 for not at all; before age, times and cost are looked at."""
    words = [terms(past.words) for past in pasts]
    places = [_in(past) for past in pasts]
    aims = {text: terms(text) for text in places}
    counts = Counter(
        term
        for own, text in zip(words, places, strict=True)
        for term in own.keys() | aims[text].keys()
    )
    comparing = Comparing(terms(situation.aim), counts, len(pasts))
    like_aim = {aim: comparing.like(found) for aim, found in aims.items()}
    least, found = enough(situation.aim), []
    for past, own, text in zip(pasts, words, places, strict=True):
        by_words = comparing.like(own)
        by_aim = like_aim[text] if past.aim else max(ALONE * by_words, like_aim[text])
        by_text = together(by_words, by_aim)
        found.append(_fit(by_text, least, _cosine(past.id, likeness)) * place(situation, past))
    return found


def _in(past: Past) -> str:
    """What a past entry was written in: the aim of its round, and its parameter."""
    return " ".join(part for part in (past.aim, past.parameter) if part)


def together(one: float, other: float) -> float:
    """What two likenesses come to: more the better one."""
    return (max(one, other) + LESSER * min(one, other)) / (1 + LESSER)


def _fit(text: float, least: float, cosine: float | None) -> float:
    """By words alone, or by meaning and words; both in such a measure that `least` is enough."""
    return text if cosine is None else TOO * text + least * max(0.0, cosine) / MEANT


def _cosine(id: str, likeness: Likeness | None) -> float | None:
    return likeness(id) if callable(likeness) else (likeness or {}).get(id)


def enough(aim: str) -> float:
    """The fit from which on something is shown."""
    found = terms(aim)
    weights = {term: weight(term, 0, 0) for term in found}
    total = sum(weights.values())
    known = sum(weights[term] for term in found if nearness.place(term) is not None)
    return ENOUGH_EXACT + (ENOUGH - ENOUGH_EXACT) * (known / total if total else 1.0)


def place(situation: Situation, past: Past) -> float:
    """What the skill, the project and the parameter say."""
    factor = UNKNOWN
    if past.skill and situation.skill:
        factor = 1.0 if past.skill == situation.skill else OTHER
    for here, there in (
        (situation.project, past.project),
        (situation.parameter, past.parameter),
    ):
        if here and here == there:
            factor *= 1 + PLACE
    return factor


def standing(past: Past, now: int) -> float:
    """How much is left by age, and what often and dear ones add."""
    age = max(0, now - past.happened_at) / YEAR_MS
    lately: float = FADED + (1 - FADED) * 2.0**-age
    often = 1 + OFTEN * log2(max(1, past.times))
    return lately * often * (1 + COST * (past.loss or 0.0))


# why ----------------------------------------------------------------------------------------------


def because(situation: Situation, past: Past) -> str:
    """Why an entry came up: a few words for the screen."""
    if past.aim and search.fold(past.aim) == search.fold(situation.aim):
        return "the same aim"
    found = _in_common(situation.aim, past.words)
    for name, text in (("aim", past.aim), ("parameter", past.parameter)):
        if text and not found:
            found = [f"{pair} in its {name}" for pair in _in_common(situation.aim, text)[:1]]
    if past.skill and past.skill == situation.skill:
        found.append("the same skill")
    return ", ".join(found) or "much like it in meaning"


def _in_common(aim: str, other: str) -> list[str]:
    """The two words that bring the most, as they stand in the past entry."""
    mine, theirs = terms(aim), terms(other)
    comparing = Comparing(mine, {}, 0)
    said = []
    for term, word in theirs.items():
        near, got, most = comparing.row(term)
        if got >= 1 and max(near) >= 0.3:
            own = mine[comparing.terms[near.index(max(near))]]
            said.append((got, f"“{word}”" if got == most else f"“{word}” near “{own}”"))
    said.sort(key=lambda pair: -pair[0])
    return [words for _, words in said[:2]]


# one mistake in other words -------------------------------------------------------------------------


def same(one: str, other: str) -> float:
    """Whether two mistakes mean the same, 0 to 1."""
    mine, theirs = terms(one), terms(other)
    return alike.same(Comparing(mine, {}, 0), theirs)


def groups(pasts: Sequence[Past]) -> list[list[str]]:
    """Entries that seem to be one mistake in other words, two or three a group, surest first.

    No entry is in two groups, and all in a group are alike. Looks at pairs of one skill alone.
    """
    texts = {past.id: terms(past.words) for past in pasts}
    counts = Counter(term for text in texts.values() for term in text)
    pairs = _pairs(pasts, texts, counts)
    return _grouped(pairs)


def _pairs(
    pasts: Sequence[Past], texts: Mapping[str, Terms], counts: Mapping[str, int]
) -> dict[tuple[str, str], float]:
    telling = {
        id: {term for term in text if weight(term, counts[term], len(pasts)) >= TELLING}
        for id, text in texts.items()
    }
    found = {}
    for at, past in enumerate(pasts):
        comparing = Comparing(texts[past.id], counts, len(pasts))
        for other in pasts[at + 1 :]:
            if other.skill == past.skill and not telling[past.id].isdisjoint(telling[other.id]):
                like = alike.same(comparing, texts[other.id])
                if like >= ALIKE:
                    found[past.id, other.id] = like
    return found


def _grouped(pairs: Mapping[tuple[str, str], float]) -> list[list[str]]:
    """Pairs from the surest on; a third joins where it is like both."""
    alike = set(pairs) | {(other, one) for one, other in pairs}
    found: list[list[str]] = []
    of: dict[str, list[str]] = {}
    for one, other in sorted(pairs, key=lambda pair: -pairs[pair]):
        if one not in of and other not in of:
            of[one] = of[other] = [one, other]
            found.append(of[one])
        elif (one in of) != (other in of):
            group, fresh = (of[one], other) if one in of else (of[other], one)
            if len(group) < CLUSTER and all((fresh, member) in alike for member in group):
                group.append(fresh)
                of[fresh] = group
    return found
