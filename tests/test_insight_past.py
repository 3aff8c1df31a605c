"""Now against then: the noise against generalised least squares by hand, the words, odd records."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import linalg, stats

from selfgrad.errors import BadInput
from selfgrad.insight import autoregression, past, robust
from selfgrad.insight.past import BETTER, SAME, TOO_FEW, WORSE

FIRST, LAST = slice(0, 10), slice(-10, None)
losses = st.lists(
    st.one_of(st.none(), st.floats(width=64), st.sampled_from([0.0, 0.5, 1e300, math.inf])),
    max_size=60,
)


def noisy(n=60, seed=0, fall=0.0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=n) + 10 - fall * np.arange(n) / n


def by_hand(values, at, design, weights):
    """Posterior of rho, residual variance and error of the contrast, from the full matrix V."""
    rows = []
    for rho in autoregression.RHOS:
        v = rho ** np.abs(np.subtract.outer(at, at))
        inverse = linalg.inv(v)
        xvx = design.T @ inverse @ design
        beta = linalg.solve(xvx, design.T @ inverse @ values)
        left = values - design @ beta
        freedom = len(values) - design.shape[1]
        square = left @ inverse @ left
        log = -0.5 * ((rho - 0.3) / 0.3) ** 2
        log -= 0.5 * (
            np.linalg.slogdet(v)[1] + np.linalg.slogdet(xvx)[1] + freedom * math.log(square)
        )
        rows.append((log, beta, square / freedom, weights @ v @ weights))
    logs = np.array([row[0] for row in rows])
    return np.exp(logs - logs.max()) / np.exp(logs - logs.max()).sum(), rows


def test_the_noise_is_that_of_generalised_least_squares_with_missing_rounds():
    at = np.delete(np.arange(30.0), [3, 4, 17])
    values = np.random.default_rng(1).normal(size=27).cumsum()
    design = autoregression.trend(at, 2)
    weights = np.where(at > 20, 1 / 9, 0) - np.where(at < 9, 1 / 7, 0)
    weighed, rows = by_hand(values, at, design, weights)
    found = autoregression.fit(values, at, design)
    everywhere = np.zeros(30)
    everywhere[at.astype(int)] = weights
    error = autoregression.error(found, everywhere)
    assert found.weights == pytest.approx(weighed, rel=1e-8)
    assert found.coefficients == pytest.approx(np.array([row[1] for row in rows]), rel=1e-8)
    assert found.variance == pytest.approx([row[2] for row in rows], rel=1e-8)
    assert error.scales == pytest.approx([math.sqrt(row[2] * row[3]) for row in rows], rel=1e-8)


def test_the_interval_is_the_central_80_percent_of_the_mixture():
    found = past.compare(noisy(fall=1), LAST, FIRST)
    at = np.arange(60.0)
    weights = np.where(at >= 50, 0.1, 0) - np.where(at < 10, 0.1, 0)
    values = robust.tamed(noisy(fall=1))
    weighed, rows = by_hand(values, at, autoregression.trend(at, 2), weights)
    scales = np.array([math.sqrt(row[2] * row[3]) for row in rows])

    def probability(x):
        return weighed @ stats.t.cdf((x - found.difference) / scales, 57)

    assert found.difference == pytest.approx(values[-10:].mean() - values[:10].mean())
    assert probability(found.low) == pytest.approx(0.1, abs=2e-4)
    assert probability(found.high) == pytest.approx(0.9, abs=2e-4)
    assert (found.word == BETTER) == (probability(0) >= 0.9)


@pytest.mark.parametrize("freedom", [1, 3, 20, 497])
def test_the_table_of_the_t_distribution_is_near_the_function(freedom):
    x = np.linspace(-30, 30, 5001)
    error = autoregression.Error(np.array([1.0]), np.array([1.0]), freedom)
    assert error.below(x) == pytest.approx(stats.t.cdf(x, freedom), abs=3e-5)
    assert error.reach(0.8) == pytest.approx(stats.t.ppf(0.9, freedom), rel=2e-3)


def test_a_clear_fall_is_better_a_clear_rise_worse_and_nothing_about_the_same():
    assert past.compare(noisy(fall=3), LAST, FIRST).word == BETTER
    assert past.compare(noisy(fall=-3), LAST, FIRST).word == WORSE
    assert past.compare(noisy(seed=2), LAST, FIRST).word == SAME


def test_now_and_then_exchanged_turn_the_difference_around():
    there, back = (past.compare(noisy(fall=2), *w) for w in ((LAST, FIRST), (FIRST, LAST)))
    assert (there.difference, there.low, there.high) == pytest.approx(
        (-back.difference, -back.high, -back.low)
    )
    assert {there.word, back.word} == {BETTER, WORSE}


@pytest.mark.parametrize(
    ("rounds", "word", "ranged"),
    [(2, TOO_FEW, False), (3, TOO_FEW, True), (4, TOO_FEW, True), (5, BETTER, True)],
)
def test_under_five_rounds_there_is_no_word_and_under_three_no_interval(rounds, word, ranged):
    found = past.compare(noisy(fall=8), slice(-rounds, None), FIRST)
    assert found.word == word
    assert math.isfinite(found.low) == ranged
    assert math.isfinite(found.difference)


def test_a_missing_round_is_not_counted_among_the_five():
    record = list(noisy(fall=8))
    record[-2] = None
    assert past.compare(record, slice(-5, None), FIRST).word == TOO_FEW


def test_an_empty_window_leaves_nothing_known():
    found = past.compare(noisy(), slice(60, 70), FIRST)
    assert found.word == TOO_FEW
    assert math.isnan(found.difference)


def test_a_typo_of_seven_digits_changes_no_word():
    clean = noisy(fall=3)
    for place in (-1, -5, 0, 4, 30):
        typed = clean.copy()
        typed[place] = 9_999_990
        found = past.compare(typed, LAST, FIRST)
        assert found.word == BETTER
        assert found.difference == pytest.approx(
            past.compare(clean, LAST, FIRST).difference, abs=1.5
        )


def test_ordinary_losses_stay_as_they_are_and_a_straight_line_too():
    ordinary = np.random.default_rng(3).normal(size=400)
    assert np.mean(robust.tamed(ordinary) != ordinary) <= 0.01
    assert robust.tamed(np.linspace(5, 1, 20)) == pytest.approx(np.linspace(5, 1, 20))
    passes = np.array([0.0] * 30 + [1.0, 0.0, 0.0, 1.0] + [0.0] * 30)
    assert robust.tamed(passes) == pytest.approx(passes)


def test_one_spike_in_a_constant_record_is_pulled_in():
    assert robust.tamed(np.array([2.0] * 9 + [9_999_990])) == pytest.approx([2.0] * 10)


def test_a_failed_round_counts_as_the_worst_one():
    failed = noisy()
    failed[55] = math.inf
    worst = noisy()
    worst[55] = np.delete(worst, 55).max()
    assert past.compare(failed, LAST, FIRST).difference == pytest.approx(
        past.compare(worst, LAST, FIRST).difference, abs=0.2
    )


def test_the_same_losses_every_round_are_about_the_same():
    assert past.compare([0.5] * 40, LAST, FIRST) == pytest.approx((SAME, 0, 0, 0), abs=1e-9)
    assert past.compare(noisy(), LAST, LAST).word == SAME


def test_what_lies_far_from_both_windows_does_not_change_the_comparison():
    record = noisy(2000)
    changed = record.copy()
    changed[400:1600] = 1e6
    windows = (slice(-20, None), slice(20, 40))
    assert past.compare(record, *windows) == past.compare(changed, *windows)


def test_memory_widens_the_interval():
    fresh = np.random.default_rng(4).normal(size=200)
    lasting = fresh.copy()
    for i in range(1, 200):
        lasting[i] = 0.8 * lasting[i - 1] + 0.6 * fresh[i]
    widths = [f.high - f.low for f in (past.compare(x, LAST, FIRST) for x in (fresh, lasting))]
    assert widths[1] > 1.5 * widths[0]


def test_the_difference_in_sd_has_no_unit():
    record = noisy(fall=3)
    assert past.in_sd(record, LAST, FIRST) == pytest.approx(past.in_sd(record * 60, LAST, FIRST))
    assert past.in_sd(record, LAST, FIRST) == pytest.approx(-2.5, abs=0.8)
    assert math.isnan(past.in_sd(record, slice(0, 2), FIRST))


def test_beats_counts_all_pairs_and_a_tie_half():
    record = [3, 2, 1, 2, 2, None, 0.5]
    pairs = [(n, t) for n in (2, 2, 0.5) for t in (3, 2, 1)]
    wanted = sum((n < t) + 0.5 * (n == t) for n, t in pairs) / len(pairs)
    assert past.beats(record, slice(3, None), slice(0, 3)) == pytest.approx(wanted)
    assert math.isnan(past.beats(record, slice(5, 6), FIRST))


def test_a_window_that_is_no_slice_is_refused_in_a_sentence():
    for ask in (past.compare, past.beats, past.in_sd):
        with pytest.raises(BadInput, match=r"slice\(-10, None\)"):
            ask(noisy(), 3, FIRST)


@given(losses, st.integers(-70, 70), st.integers(0, 40))
def test_any_record_gets_a_sane_answer(record, start, length):
    for windows in (
        (slice(start, start + length), slice(0, length)),
        (slice(None, None, 2), slice(None, None, -3)),
    ):
        found = past.compare(record, *windows)
        assert found.word in (BETTER, SAME, WORSE, TOO_FEW)
        assert not found.low > found.difference
        assert not found.high < found.difference
        assert found.word == TOO_FEW or found.low <= found.high
        assert not past.beats(record, *windows) < 0
        past.in_sd(record, *windows)
