"""Drift of the learner's own standard: the t-test against scipy, the correction."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from selfgrad.errors import BadInput
from selfgrad.insight import rerating
from selfgrad.insight.rerating import Drift

OLD = np.array([0.2, 0.5, 0.4, 0.7, 0.3, 0.6, 0.1])
NEW = np.array([0.3, 0.5, 0.6, 0.8, 0.5, 0.6, 0.3])
STRICTER = Drift(0.2, 0.15, 0.25, True, 12)
ratings = st.lists(st.one_of(st.none(), st.floats(width=64)), max_size=30)


def test_drift_is_the_mean_of_new_minus_old_with_its_t_interval():
    found = rerating.drift(OLD, NEW)
    reach = stats.ttest_1samp(NEW - OLD, 0).confidence_interval(0.8)
    assert found.mean == pytest.approx((NEW - OLD).mean())
    assert (found.low, found.high) == pytest.approx((reach.low, reach.high), rel=1e-9)
    assert found.pairs == 7


@given(st.integers(0, 400))
def test_it_is_established_where_one_side_has_95_percent(seed):
    moved = np.random.default_rng(seed).normal(0.4, 1, 10)
    test = stats.ttest_1samp(moved, 0)
    assert rerating.drift(np.zeros(10), moved).established == (test.pvalue < 0.1)


def test_four_pairs_establish_nothing():
    assert not rerating.drift([0.1] * 4, [0.5, 0.5, 0.5, 0.51]).established
    assert rerating.drift([0.1] * 5, [0.5, 0.5, 0.5, 0.5, 0.51]).established


def test_a_pair_with_one_rating_missing_is_left_out():
    old, new = [*OLD, None, 0.5], [*NEW, 0.9, math.nan]
    assert rerating.drift(old, new) == rerating.drift(OLD, NEW)


def test_one_pair_has_a_mean_and_no_interval_and_none_has_nothing():
    one = rerating.drift([0.2], [0.5])
    assert (one.mean, one.established, one.pairs) == (pytest.approx(0.3), False, 1)
    assert math.isnan(one.low)
    assert math.isnan(rerating.drift([], []).mean)


def test_ratings_that_never_move_are_no_drift():
    assert rerating.drift([0.5] * 8, [0.5] * 8) == (0, 0, 0, False, 8)


def test_earlier_ratings_move_by_the_drift_in_proportion_to_their_age():
    found = rerating.corrected([0.5, 0.5, 0.5, 0.5], [0, 50, 75, 100], STRICTER, 50)
    assert found == pytest.approx([0.5 + 0.4, 0.5 + 0.2, 0.5 + 0.1, 0.5])


def test_the_correction_stays_within_0_and_1_and_does_not_run_on():
    found = rerating.corrected([0.9, 0.1], [90, 100], STRICTER, 5)
    assert found == pytest.approx([1.0, 0.1])
    assert rerating.corrected([0.1, 0.1], [0, 1000], STRICTER, 50)[0] == pytest.approx(
        0.1 + 2 * 0.2
    )


def test_without_an_established_drift_nothing_is_corrected():
    open_still = STRICTER._replace(established=False)
    assert rerating.corrected([0.5, 0.4], [0, 10], open_still, 5) == pytest.approx([0.5, 0.4])
    assert rerating.corrected([0.5, 0.4], [0, 10], STRICTER, math.nan) == pytest.approx([0.5, 0.4])


def test_what_has_no_day_or_no_loss_stays_as_it_is():
    found = rerating.corrected([0.5, None, math.inf, 0.5], [None, 0, 0, 10], STRICTER, 10)
    assert found == pytest.approx([0.5, math.nan, math.inf, 0.5], nan_ok=True)
    assert len(rerating.corrected([], [], STRICTER, 10)) == 0


def test_the_losses_handed_in_are_left_alone():
    losses = np.array([0.5, 0.5])
    rerating.corrected(losses, [0, 10], STRICTER, 10)
    assert losses.tolist() == [0.5, 0.5]


def test_what_does_not_fit_is_refused_in_a_sentence():
    for ask in (
        lambda: rerating.drift([0.1], []),
        lambda: rerating.corrected([0.1], [], STRICTER, 5),
    ):
        with pytest.raises(BadInput) as trouble:
            ask()
        assert trouble.value.sentence.endswith(".")


@given(ratings, ratings, st.floats(0.1, 1e6))
def test_any_ratings_get_a_sane_answer(old, new, apart):
    n = min(len(old), len(new))
    found = rerating.drift(old[:n], new[:n])
    assert found.pairs <= n
    assert not found.low > found.mean
    assert not found.high < found.mean
    out = rerating.corrected(old, old, found, apart)
    assert len(out) == len(old)
