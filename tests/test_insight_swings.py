"""Each sign by hand, that it needs its rounds, that it is silent without cause, odd records."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from selfgrad.errors import BadInput
from selfgrad.insight import autoregression, swings
from selfgrad.insight.swings import watch

WHITE = np.random.default_rng(4).normal(size=40)
marks = st.one_of(st.none(), st.floats(width=64))


def kinds(residuals, losses=None, changed=None):
    n = len(residuals)
    found = watch(
        residuals, [None] * n if losses is None else losses, [0] * n if changed is None else changed
    )
    return {sign.kind: sign for sign in found}


def flat(losses):
    return kinds([None] * len(losses), losses)


def test_divergence_is_the_cusum_of_what_was_worse_than_forecast():
    residuals = [0.3, -1.0, 0.2, 2.0, 1.5, 2.0, 2.1]
    sums = [0, 0, 0, 1.5, 2.5, 4.0, 5.6]
    assert swings.DIVERGENCE not in kinds(residuals[:-1])
    found = kinds(residuals)[swings.DIVERGENCE]
    assert found.size == pytest.approx(sums[-1])
    assert found.since == 3


def test_divergence_ends_soon_after_it_is_over():
    assert swings.DIVERGENCE in kinds([2.0] * 30)
    assert swings.DIVERGENCE not in kinds([2.0] * 30 + [0.0] * 3)
    assert swings.DIVERGENCE not in kinds([-2.0] * 30)


def test_one_typo_is_no_divergence():
    assert swings.DIVERGENCE not in kinds([0.1] * 10 + [9_999_990])
    assert swings.DIVERGENCE not in kinds([0.1] * 10 + [math.inf])


def test_a_missing_round_neither_adds_to_a_divergence_nor_ends_it():
    assert kinds([2.0, None, 2.0, None, 2.0, 2.0])[swings.DIVERGENCE][1:] == (0, 6.0)


def test_oscillation_is_the_lag_1_autocorrelation_of_the_last_20_rounds():
    swing = np.resize([1.0, -1.0], 24) + 0.3 * WHITE[:24]
    away = swing[-20:] - swing[-20:].mean()
    found = kinds(swing)[swings.OSCILLATION]
    assert found.size == pytest.approx(np.sum(away[1:] * away[:-1]) / np.sum(away**2))
    assert found.since == 4


def test_the_oscillation_thresholds_are_those_of_white_noise():
    rng = np.random.default_rng(0)
    for n in (8, 12, 20):
        away = rng.normal(size=(40_000, n))
        away -= away.mean(axis=1, keepdims=True)
        lag1 = (away[:, 1:] * away[:, :-1]).sum(axis=1) / (away**2).sum(axis=1)
        assert swings._LAG1[n - 8] == pytest.approx(np.quantile(lag1, 0.05), abs=0.006)


def test_under_12_rounds_oscillation_is_only_said_where_three_things_changed_each_round():
    swing = np.resize([1.0, -1.0], 11)
    assert swings.OSCILLATION not in kinds(swing)
    assert swings.OSCILLATION in kinds(swing, changed=[3] * 11)
    assert swings.OSCILLATION not in kinds(swing, changed=[3] * 10 + [2])
    assert swings.OSCILLATION not in kinds(swing[:7], changed=[3] * 7)
    assert swings.OSCILLATION in kinds(np.resize([1.0, -1.0], 12))


@pytest.mark.parametrize(
    ("steps", "said"), [(0, False), (1, False), (2, True), (5, True), (None, False)]
)
def test_two_steps_since_the_last_round_are_too_many_to_tell_apart(steps, said):
    found = kinds([0.0] * 4, changed=[3, 3, 3, steps])
    assert (swings.CHANGES in found) == said
    if said:
        assert found[swings.CHANGES][1:] == (3, steps)


def test_swings_grow_where_the_last_8_vary_more_than_the_20_before():
    calm, wild = np.resize([1.0, -1.0, 0.5], 20), np.resize([2.0, -2.0, 2.5, 0.1], 8)
    found = kinds([9.0, *calm, *wild])[swings.GROWTH]
    assert found.size == pytest.approx(wild.var(ddof=1) / calm.var(ddof=1))
    assert found.since == 21
    assert swings.GROWTH not in kinds([*calm[1:], *wild])
    assert swings.GROWTH not in kinds([*wild, *calm])


def test_a_plateau_is_a_trend_that_is_probably_flat():
    rng = np.random.default_rng(1)
    noise = rng.normal(size=150) * 0.1
    noise -= np.polyval(np.polyfit(np.arange(150), noise, 1), np.arange(150))
    found = flat(0.4 + noise)[swings.PLATEAU]
    assert found.since == 0
    assert found.size >= 0.8
    assert not flat(0.4 + noise - 0.2 * np.arange(150) / 150)


def test_the_probability_of_being_flat_is_that_of_the_line_through_the_rounds():
    losses, at = 0.05 * WHITE + 0.001 * np.arange(40), np.arange(40.0)
    found = autoregression.fit(losses, at, np.column_stack([np.ones(40), at]))
    sd = np.sqrt(found.variance)
    error = 39 * sd * np.sqrt(found.covariance[:, 1, 1])
    ends = [(side * 0.5 * sd - 39 * found.coefficients[:, 1]) / error for side in (1, -1)]
    wanted = found.weights @ (stats.t.cdf(ends[0], 38) - stats.t.cdf(ends[1], 38))
    assert swings._probably_flat(losses, at) == pytest.approx(wanted)


def test_a_plateau_begins_at_most_150_rounds_ago():
    assert flat([0.5] * 400)[swings.PLATEAU][1:] == (250, 1.0)


def test_under_20_rounds_nothing_is_flat_and_under_30_it_is_no_plateau():
    assert not flat([0.5] * 19)
    assert list(flat([0.5] * 20)) == [swings.NO_CHANGE]
    assert list(flat([0.5] * 29)) == [swings.NO_CHANGE]
    assert list(flat([0.5] * 30)) == [swings.PLATEAU]
    assert not flat([0.5] * 19 + [None] * 20)


def test_thirty_noisy_rounds_are_too_few_for_a_plateau():
    assert not flat(WHITE[:30])


def test_an_ordinary_record_has_no_sign():
    assert kinds(WHITE, WHITE) == {}
    assert watch([], [], []) == []


def test_what_does_not_fit_is_refused_in_a_sentence():
    for lists in (([0.1], [], [0]), ([0.1], [0.5], []), (["x"], [0.5], [0])):
        with pytest.raises(BadInput) as trouble:
            watch(*lists)
        assert trouble.value.sentence.endswith(".")


@given(st.lists(st.tuples(marks, marks, marks), max_size=60))
def test_any_record_has_signs_that_lie_within_it(rounds):
    residuals, losses, changed = (
        (list(column) for column in zip(*rounds, strict=True)) if rounds else ([],) * 3
    )
    for sign in watch(residuals, losses, changed):
        assert 0 <= sign.since < len(rounds)
        assert not math.isnan(sign.size)
