"""Shares of the reported loss: by hand, by the bootstrap, the proposal, odd lists."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfgrad.errors import BadInput
from selfgrad.insight import credit
from selfgrad.loop import UNSORTED


def test_a_loss_is_split_among_the_mistakes_of_its_round_and_halves_with_the_half_life():
    found = credit.shares(
        ["rhythm", "signs", "rhythm", "reading"],
        [0.6, 0.6, 0.4, 0.8],
        [0, 0, 30, 60],
        rounds=[3, 3, 2, 1],
        half_life=30,
    )
    weights = {"rhythm": 0.3 + 0.4 / 2, "signs": 0.3, "reading": 0.8 / 4}
    total = sum(weights.values())
    assert {s.parameter: s.share for s in found} == pytest.approx(
        {p: w / total for p, w in weights.items()}
    )
    assert [(s.parameter, s.mistakes) for s in found] == [
        ("rhythm", 2),
        ("signs", 1),
        ("reading", 1),
    ]


def test_shares_do_not_depend_on_when_they_are_looked_at():
    names, losses = ["a", "b", "a"], [0.5, 0.3, 0.2]
    now = credit.shares(names, losses, [0, 10, 20])
    later = credit.shares(names, losses, [100_000, 100_010, 100_020])
    assert [s.share for s in later] == pytest.approx([s.share for s in now])


def test_the_interval_is_wilsons_over_the_effective_number_of_rounds():
    found = credit.shares(list("aab"), [0.5, 0.5, 0.5], [0, 0, 0])
    z, n, p = 1.2815515655446004, 3, 2 / 3
    centre, half = p + z * z / 2 / n, z * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    assert found[0][2:4] == pytest.approx(
        ((centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n))
    )


def test_one_round_that_weighs_nearly_all_leaves_the_shares_open():
    sure = credit.shares(["a"] * 20 + ["b"] * 10, [0.5] * 30, [1] * 30)
    unsure = credit.shares(["a"] * 20 + ["b"] * 10, [1.0] + [0.01] * 29, [1] * 30)
    assert unsure[0].high - unsure[0].low > 2 * (sure[0].high - sure[0].low)


def test_the_interval_agrees_with_a_bayesian_bootstrap_over_rounds():
    rng = np.random.default_rng(0)
    rounds = np.arange(80)
    names, losses = rng.choice(["a", "b", "c"], 80, p=[0.5, 0.3, 0.2]), rng.uniform(0.1, 0.9, 80)
    found = credit.shares(list(names), losses, 80 - rounds, rounds=rounds, half_life=40)
    weights = losses * 0.5 ** ((80 - rounds) / 40) * rng.exponential(size=(4000, 80))
    for share in found:
        drawn = (weights * (names == share.parameter)).sum(axis=1) / weights.sum(axis=1)
        assert (share.low, share.high) == pytest.approx(np.quantile(drawn, [0.1, 0.9]), abs=0.03)


def test_what_stands_out_is_proposed_and_else_nothing():
    clear = credit.shares(["a"] * 12 + ["b"] * 3, [0.5] * 15, [1] * 15)
    assert credit.proposal(clear) == "a"
    assert credit.proposal(credit.shares(["a"] * 7 + ["b"] * 6, [0.5] * 13, [1] * 13)) is None
    assert credit.proposal(credit.shares(["a"] * 2, [0.5] * 2, [1] * 2)) is None
    assert credit.proposal([]) is None


def test_what_is_not_sorted_yet_is_no_proposal():
    found = credit.shares([UNSORTED] * 20 + ["a"] * 8 + [""], [0.5] * 29, [1] * 29)
    assert found[0][0::4] == (UNSORTED, 21)
    assert credit.proposal(found) == "a"


def test_a_loss_that_is_missing_weighs_as_the_mean_and_a_failed_one_as_the_worst():
    found = credit.shares(["a", "b", "c", "d"], [0.2, 0.6, None, math.inf], [0] * 4)
    assert {s.parameter: s.share for s in found} == pytest.approx(
        {"a": 0.2 / 1.8, "b": 0.6 / 1.8, "c": 0.4 / 1.8, "d": 0.6 / 1.8}
    )
    assert [s.share for s in credit.shares(["a", "b"], [None, None], [0, 0])] == [0.5, 0.5]
    assert [s.share for s in credit.shares(["a", "b"], [0, 0], [0, 0])] == [0.5, 0.5]


def test_a_typo_does_not_take_all_of_the_credit():
    found = credit.shares(["a"] * 9 + ["b"], [16.0] * 9 + [9_999_990], [1] * 10)
    assert found[0].parameter == "a"
    assert found[1].share == pytest.approx(4 / 13)


def test_without_mistakes_there_are_no_shares():
    assert credit.shares([], [], []) == []
    assert credit.shares([], [], [], rounds=[]) == []


@pytest.mark.parametrize(
    ("lists", "more"),
    [
        ((["a"], [], [1]), {}),
        ((["a"], [0.5], []), {}),
        ((["a"], [0.5], [1]), {"rounds": [1, 2]}),
        ((["a"], [0.5], [1]), {"half_life": 0}),
        ((["a"], [0.5], [1]), {"half_life": math.nan}),
        ((["a"], ["x"], [1]), {}),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(lists, more):
    with pytest.raises(BadInput) as trouble:
        credit.shares(*lists, **more)
    assert trouble.value.sentence.endswith(".")
    assert trouble.value.next.endswith(".")


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.one_of(st.none(), st.floats(width=64)),
            st.one_of(st.none(), st.floats(width=64)),
            st.integers(0, 3),
        ),
        max_size=30,
    )
)
def test_any_mistakes_have_shares_that_add_up_to_one(mistakes):
    names, losses, ages, rounds = (
        (list(column) for column in zip(*mistakes, strict=True)) if mistakes else ([],) * 4
    )
    found = credit.shares(names, losses, ages, rounds=rounds)
    assert sum(s.share for s in found) == pytest.approx(1 if mistakes else 0)
    assert sum(s.mistakes for s in found) == len(mistakes)
    assert all(0 <= s.low <= s.share <= s.high <= 1 for s in found)
    assert [s.share for s in found] == sorted((s.share for s in found), reverse=True)
    assert credit.proposal(found) in (None, "a", "b", "c")
