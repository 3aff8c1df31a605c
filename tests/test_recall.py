"""Which past mistakes fit an aim: what comes up, what stays away, and why; words only, no journal."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfgrad import alike, nearness, recall
from selfgrad.recall import Past, Situation
from selfgrad.stems import stem, terms

DAY = 86_400_000
NOW = 20_000 * DAY
SIGN = Past("sign", "I dropped the minus sign.", "ten integrals", "calculus", happened_at=NOW - DAY)
OTHERS = [
    Past("bow", "The bow drifted over the fingerboard.", "long straight bows", "violin"),
    Past("gel", "No water and no gel, nothing left at 20 km.", "long run, 24 km", "running"),
    Past("await", "Forgot the await, rendered a promise.", "fetch the posts", "javascript"),
    Past("bread", "The dough was far too wet to shape.", "bake a rye loaf", "baking"),
]
PASTS = [SIGN, *OTHERS]
# any text at all: control characters, emoji, mixed scripts, lone surrogates
texts = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


def ids(fits):
    return [fit.past.id for fit in fits]


def coming_up(aim, pasts=PASTS, limit=3, likeness=None, **place):
    return recall.rank(Situation(aim, now=NOW, **place), pasts, limit, likeness)


# what comes up --------------------------------------------------------------------------------------


def test_a_mistake_comes_up_by_its_own_words():
    assert ids(coming_up("watch the minus sign when moving terms")) == ["sign"]


def test_a_mistake_comes_up_by_the_aim_of_its_round():
    assert ids(coming_up("another ten integrals", skill="calculus")) == ["sign"]


@pytest.mark.parametrize(
    ("aim", "id"),
    [
        ("dropping minus signs", "sign"),  # other forms
        ("droped the minuss sign", "sign"),  # slips of the finger
        ("omitted a negative sign", "sign"),  # other words
        ("the bow drifting above the fingerboards", "bow"),
        ("forgetting to await a promise", "await"),
    ],
)
def test_it_comes_up_in_other_forms_and_other_words(aim, id):
    assert ids(coming_up(aim))[:1] == [id]


def test_chinese_is_compared_by_characters():
    pasts = [Past("快", "一开始就弹得太快"), Past("符号", "移项的时候忘了变符号"), *OTHERS]
    assert ids(coming_up("移项要变符号", pasts)) == ["符号"]


@pytest.mark.parametrize(
    ("words", "aim"),
    [
        ("Vorzeichen vergessen", "Vorzeichenregel"),
        ("без метронома", "играть с метрономом"),
        ("rushed the glissando", "a glisando"),
    ],
)
def test_other_endings_and_slips_are_compared_by_letters(words, aim):
    assert ids(coming_up(aim, [Past("this", words), *OTHERS])) == ["this"]


@pytest.mark.parametrize(
    "aim", ["", "!!!", "the and of", "order new strings online", "给自行车换轮胎"]
)
def test_nothing_fitting_nothing_shown(aim):
    assert coming_up(aim) == []
    assert coming_up(aim, []) == []


def test_the_same_aim_in_another_skill_has_to_be_twice_as_like():
    here, there = (
        recall.scores(Situation("ten integrals", skill), [SIGN])[0]
        for skill in ("calculus", "drawing")
    )
    assert there == pytest.approx(here / 2)


def test_where_no_skill_is_known_it_lies_between():
    none, here, there = (
        recall.place(Situation("x", skill), SIGN) for skill in (None, "calculus", "drawing")
    )
    assert there < none < here


def test_a_mistake_comes_up_by_the_parameter_it_was_charged_to():
    past = OTHERS[0]._replace(parameter="intonation")
    aim = "intonation in the andante"
    assert coming_up(aim, [OTHERS[0], SIGN]) == []
    (found,) = coming_up(aim, [past, SIGN])
    assert found.because == "“intonation” in its parameter"
    loose = past._replace(aim=None)
    assert recall.scores(Situation(aim), [loose])[0] > 0


@pytest.mark.parametrize("kind", ["project", "parameter"])
def test_the_same_project_and_parameter_count(kind):
    past = SIGN._replace(**{kind: "exam"})
    assert recall.place(Situation("x", **{kind: "exam"}), past) > recall.place(Situation("x"), past)


def test_words_and_aim_together_fit_better_than_either():
    both, word, aim = (
        recall.scores(Situation("a minus sign in ten integrals"), [past, *OTHERS])[0]
        for past in (SIGN, SIGN._replace(aim="x"), SIGN._replace(words="x"))
    )
    assert both > 1.2 * max(word, aim)


def test_at_most_so_many_and_each_sentence_once():
    many = [SIGN._replace(id=str(n), words=f"minus sign dropped, page {n % 5}") for n in range(50)]
    found = coming_up("the minus sign", many, limit=3)
    assert len(found) == 3 and len({fit.past.words for fit in found}) == 3
    assert coming_up("the minus sign", many, limit=0) == []


def test_a_retired_one_stays_away():
    assert coming_up("the minus sign", [SIGN._replace(retired=True), *OTHERS]) == []


def test_what_comes_up_beside_the_best_is_nearly_as_good():
    found = coming_up("the minus sign", [SIGN, SIGN._replace(id="far", words="a sign"), *OTHERS])
    fits = recall.scores(Situation("the minus sign", now=NOW), [fit.past for fit in found])
    assert min(fits) >= recall.BESIDE * max(fits)


# order ----------------------------------------------------------------------------------------------


def test_of_equals_the_later_the_more_frequent_and_the_dearer_come_first():
    old = SIGN._replace(id="old", happened_at=NOW - 3 * 365 * DAY, words="A minus sign I dropped.")
    for better in ({"happened_at": NOW}, {"times": 4}, {"loss": 0.9}):
        pair = [old, old._replace(id="the better", words="I dropped a minus sign.", **better)]
        assert ids(coming_up("dropped a minus sign", pair)) == ["the better", "old"]


def test_a_year_takes_half_of_what_age_can_take():
    assert recall.standing(SIGN._replace(happened_at=NOW), NOW) == pytest.approx(1)
    year = recall.standing(SIGN._replace(happened_at=NOW - 365 * DAY), NOW)
    assert year == pytest.approx(0.85)
    assert recall.standing(SIGN._replace(happened_at=0), NOW) == pytest.approx(0.7, abs=1e-3)


def test_what_is_dated_ahead_is_as_of_today():
    assert recall.standing(SIGN._replace(happened_at=NOW + DAY), NOW) == 1


# meaning --------------------------------------------------------------------------------------------


def test_a_likeness_of_sentences_brings_up_what_words_miss_and_takes_away_what_they_mistake():
    aim = "hydrate before going out"
    assert coming_up(aim) == []
    assert ids(coming_up(aim, likeness={"gel": 0.7})) == ["gel"]
    assert ids(coming_up(aim, likeness=lambda id: 0.7 if id == "gel" else None)) == ["gel"]
    assert coming_up("the minus sign", likeness={"sign": 0.0}) == []


def test_a_cosine_that_is_enough_alone_brings_up_what_has_no_word_in_common():
    aim = "hydrate before going out"
    for cosine, up in ((recall.MEANT / recall.UNKNOWN + 0.01, ["gel"]), (0.5 * recall.MEANT, [])):
        assert ids(coming_up(aim, likeness={"gel": cosine})) == up
    assert ids(coming_up(aim, likeness={"gel": recall.MEANT + 0.01}, skill="running")) == ["gel"]


def test_beside_a_cosine_words_still_count():
    gel = OTHERS[1]
    said = Situation("a gel and water on the long run")
    with_words, without = (
        recall.scores(said._replace(aim=aim), [gel], {"gel": 0.4})[0] / recall.enough(aim)
        for aim in (said.aim, "quaver rondo metronom")
    )
    assert with_words > without * 1.2


def test_a_cosine_below_zero_takes_nothing_from_the_words():
    low, none = (
        recall.scores(Situation("the minus sign"), [SIGN], {"sign": c})[0] for c in (-0.5, 0.0)
    )
    words = recall.scores(Situation("the minus sign"), [SIGN])[0]
    assert low == none == pytest.approx(recall.TOO * words)


def test_with_and_without_a_vector_are_measured_alike():
    """An entry that a model has not read yet stands beside others that it has read."""
    other = SIGN._replace(id="read", words="Lost a negative.")
    aim = "the minus sign"
    found = ids(coming_up(aim, [SIGN, other, *OTHERS], likeness={"read": 0.55}))
    assert set(found) == {"sign", "read"}


def test_without_a_vector_words_alone_decide():
    assert coming_up("the minus sign", likeness={}) == coming_up("the minus sign")


# the formula by hand ----------------------------------------------------------------------------------


def test_the_likeness_is_the_formula():
    aim, other = "metronom quaver", "metronom rondo glissand"  # no word is in the table
    counts = {"metronom": 1, "rondo": 1, "glissand": 1}
    rare, unseen = math.log(31 / 1.5), math.log(31 / 0.5)
    known = 3 * math.log(31 / 1.5)
    mine = rare / (rare + unseen + known)
    theirs = rare / (3 * rare + known)
    comparing = alike.Comparing(terms(aim), counts, 1)
    assert comparing.like(terms(other)) == pytest.approx(2 * mine * theirs / (mine + theirs))


def test_a_common_word_says_little_and_a_rare_one_much():
    words = ("the", "not", "time", "scale", "arpeggio")
    weights = [alike.weight(stem(word), 0, 0) for word in words]
    assert weights == sorted(weights) and weights[0] < weights[-1] / 50


def test_a_word_that_many_have_says_less():
    assert alike.weight("rondo", 9, 10) < alike.weight("rondo", 1, 10)


def test_the_table_knows_what_is_near_and_what_is_not():
    for one, near, far in (
        ("rushed", "hurried", "violin"),
        ("skip", "omit", "blue"),
        ("wrong", "incorrect", "table"),
    ):
        assert nearness.nearness(stem(one), stem(near)) > 0.2
        assert nearness.nearness(stem(one), stem(far)) == 0


def test_the_table_is_whole():
    assert nearness.place("the") == 0
    nearness.nearness("the", "of")
    assert len(nearness._bits) == len(nearness._places) * nearness.SIZE
    assert nearness.code("quaverrondo") is None
    assert nearness.near(nearness.BITS // 2) == 0 and nearness.near(0) == 1


@pytest.mark.parametrize(
    "forms",
    [
        "rush rushes rushed rushing",
        "stop stops stopped stopping",
        "time times timed timing",
        "try tries tried trying",
        "forget forgets forgot forgotten forgetting",
        "variable variables",
        "miss misses missed missing",
        "note notes noted noting",
        "slow slows slowly slowed",
        "realise realize realised realizing",
        "colour color colours",
        "need needs needed needing",
        "see sees saw seen seeing",
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1, {f: stem(f) for f in forms.split()}


@pytest.mark.parametrize("pair", ["not note", "us use", "thing the", "need knee", "sing sin"])
def test_other_words_keep_apart(pair):
    one, other = pair.split()
    assert stem(one) != stem(other)


# why --------------------------------------------------------------------------------------------------


def test_it_says_why():
    assert coming_up("Ten integrals", skill="calculus")[0].because == "the same aim"
    because = coming_up("watch the minus sign", skill="calculus")[0].because
    assert because == "“minus”, “sign”, the same skill"
    assert "near" in coming_up("omitted a negative sign")[0].because
    by_aim = coming_up("another ten integrals", skill="calculus")[0].because
    assert by_aim == "“integrals” in its aim, the same skill"
    assert coming_up("hydrate", likeness={"gel": 0.9})[0].because == "much like it in meaning"


# one mistake in other words ---------------------------------------------------------------------------


def test_the_same_sentence_is_the_same_and_another_is_not():
    assert recall.same("I dropped the minus sign.", "I dropped the minus sign") == pytest.approx(1)
    assert recall.same("dropped the minus sign", "Dropping a minus sign") > recall.ALIKE
    assert recall.same("dropped the minus sign", "the dough was too wet") < 0.1
    assert recall.same("", "") == recall.same("sign", "") == 0


def test_what_means_the_same_is_offered_in_twos_and_threes_and_nothing_twice():
    said = ["Dropped the minus sign.", "the minus sign dropped", "I dropped a minus sign again"]
    pasts = [Past(str(n), words, skill="calculus") for n, words in enumerate([*said, *said])]
    groups = recall.groups([*pasts, *OTHERS])
    assert groups and all(2 <= len(group) <= 3 for group in groups)
    flat = [id for group in groups for id in group]
    assert len(flat) == len(set(flat)) and set(flat) <= set("012345")


def test_other_skills_are_not_joined_and_few_entries_make_no_group():
    assert recall.groups([SIGN, SIGN._replace(id="2", skill="drawing")]) == []
    assert recall.groups([SIGN]) == recall.groups([]) == recall.groups(PASTS) == []


# whatever is typed --------------------------------------------------------------------------------------


@given(texts, st.lists(st.tuples(texts, st.none() | texts), max_size=4))
def test_whatever_is_written_it_answers(aim, written):
    pasts = [Past(str(n), words, of) for n, (words, of) in enumerate(written)]
    fits = recall.rank(Situation(aim, now=NOW), pasts)
    assert len(fits) <= 3 and all(fit.score > 0 and fit.because for fit in fits)
    assert [fit.score for fit in fits] == sorted((fit.score for fit in fits), reverse=True)
    assert recall.enough(aim) > 0
    recall.groups(pasts)


@given(texts, texts)
def test_likeness_lies_between_0_and_1_and_is_the_same_from_both_sides(one, other):
    assert 0 <= recall.same(one, other) <= 1
    assert recall.same(one, other) == pytest.approx(recall.same(other, one))


@given(texts)
def test_the_order_of_the_past_does_not_matter(aim):
    here, back = coming_up(aim, PASTS), coming_up(aim, PASTS[::-1])
    assert ids(here) == ids(back)
    assert [fit.score for fit in here] == pytest.approx([fit.score for fit in back])


def test_a_page_pasted_by_mistake_is_no_trouble():
    assert coming_up("minus sign " * 20_000)
