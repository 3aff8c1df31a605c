"""Expected against measured: surprise by hand, the words, the curve, the Brier score, odd records."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfgrad.errors import BadInput
from selfgrad.insight import calibration
from selfgrad.insight.calibration import OVER, TOO_FEW, UNDER, WELL

rng = np.random.default_rng(0)
EXPECTED = rng.uniform(0.2, 0.8, 60)
NOISE = 0.08 * rng.normal(size=60)
NOISE -= NOISE.mean()
anything = st.lists(st.one_of(st.none(), st.floats(width=64)), max_size=40)


def test_surprise_is_measured_minus_expected():
    found = calibration.summary([0.5, 0.2, 0.9, 0.4], [0.6, 0.2, 0.5, None])
    assert found.rounds == 3
    assert found.bias == pytest.approx((0.1 + 0 - 0.4) / 3)
    assert found.error == pytest.approx((0.1 + 0 + 0.4) / 3)
    assert found.low < found.bias < found.high


@pytest.mark.parametrize(("bias", "word"), [(0.1, OVER), (-0.1, UNDER), (0.0, WELL)])
def test_the_word_says_on_which_side_the_expectations_lie(bias, word):
    found = calibration.summary(EXPECTED, EXPECTED + NOISE + bias)
    assert found.word == word
    assert found.bias == pytest.approx(bias)


def test_under_ten_rounds_there_is_no_word():
    assert calibration.summary(EXPECTED[:9], EXPECTED[:9] + 0.3).word == TOO_FEW
    assert calibration.summary(EXPECTED[:10], EXPECTED[:10] + 0.3).word == OVER


def test_an_interval_too_wide_to_tell_is_not_called_well_calibrated():
    wild = 0.4 * np.resize([1, -1, -1, 1, 0.2], 12)
    assert calibration.summary(EXPECTED[:12], EXPECTED[:12] + wild - wild.mean()).word == TOO_FEW


def test_surprises_that_resemble_their_neighbours_widen_the_interval():
    lasting = NOISE.copy()
    for i in range(1, 60):
        lasting[i] = 0.8 * lasting[i - 1] + 0.6 * NOISE[i]
    fresh, slow = (calibration.summary(EXPECTED, EXPECTED + x) for x in (NOISE, lasting))
    assert slow.high - slow.low > 1.5 * (fresh.high - fresh.low)


def test_the_interval_of_many_independent_rounds_is_the_one_of_the_t_distribution():
    noise = np.random.default_rng(5).normal(size=3000)
    found = calibration.summary(np.zeros(3000), noise)
    half = 1.2816 * noise.std(ddof=1) / math.sqrt(3000)
    assert found.high - found.bias == pytest.approx(half, rel=0.12)


def test_the_curve_has_every_round_once_from_low_to_high_expectations():
    curve = calibration.summary(EXPECTED, EXPECTED + NOISE).curve
    assert [bin.rounds for bin in curve] == [12] * 5
    lowest = np.argsort(EXPECTED)[:12]
    assert curve[0].expected == pytest.approx(EXPECTED[lowest].mean())
    assert curve[0].measured == pytest.approx((EXPECTED + NOISE)[lowest].mean())
    assert all(bin.low < bin.measured < bin.high for bin in curve)


def test_the_same_expectation_every_round_makes_one_bin():
    curve = calibration.summary([0.5] * 20, EXPECTED[:20]).curve
    assert len(curve) == 1
    assert curve[0].rounds == 20
    half = 1.3277 * EXPECTED[:20].std(ddof=1) / math.sqrt(20)  # t of 0.9 at 19
    assert curve[0].high - curve[0].measured == pytest.approx(half, rel=1e-3)


def test_one_round_in_each_bin_has_no_interval():
    curve = calibration.summary([0.1, 0.5, 0.9], [0.2, 0.4, 0.9]).curve
    assert [bin.rounds for bin in curve] == [1, 1, 1]
    assert all(math.isnan(bin.low) and math.isnan(bin.high) for bin in curve)


def test_a_failed_round_counts_as_a_loss_of_one():
    assert calibration.summary([0.5], [math.inf])[:3] == (1, 0.5, 0.5)


def test_sizes_beyond_any_loss_overflow_nothing():
    found = calibration.summary([0.0] * 5, [1e300] * 4 + [-1e300])
    assert found.low < found.bias < found.high
    assert math.isfinite(found.error)


def test_without_a_pair_nothing_is_known():
    found = calibration.summary([0.5, None], [None, 0.5])
    assert found[0] == 0
    assert math.isnan(found.bias)
    assert (found.word, found.curve) == (TOO_FEW, [])


def test_over_time_the_newest_block_is_full():
    blocks = calibration.over_time(EXPECTED, EXPECTED + NOISE, 25)
    assert [(b.start, b.stop) for b in blocks] == [(0, 10), (10, 35), (35, 60)]
    assert blocks[-1].summary == calibration.summary(EXPECTED[35:], (EXPECTED + NOISE)[35:])
    assert calibration.over_time([], [], 5) == []


def test_the_brier_score_and_its_parts_by_hand():
    found = calibration.brier([0.2, 0.2, 0.8, 0.8, 0.8], [0, 1, 1, 1, 0])
    reliability = (2 * (0.2 - 1 / 2) ** 2 + 3 * (0.8 - 2 / 3) ** 2) / 5
    resolution = (2 * (1 / 2 - 0.6) ** 2 + 3 * (2 / 3 - 0.6) ** 2) / 5
    assert found.score == pytest.approx((0.04 + 0.64 + 0.04 + 0.04 + 0.64) / 5)
    assert found.reliability == pytest.approx(reliability)
    assert found.resolution == pytest.approx(resolution)
    assert found.uncertainty == pytest.approx(0.6 * 0.4)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_the_parts_of_the_brier_score_add_up_for_any_forecasts(pairs):
    found = calibration.brier([p for p, _ in pairs], [y for _, y in pairs])
    assert found.score == pytest.approx(
        found.reliability - found.resolution + found.uncertainty, abs=1e-12
    )
    assert found.rounds == len(pairs)


def test_forecasts_without_an_outcome_are_left_out_and_none_leave_nothing():
    assert calibration.brier([0.2, 0.9, None], [None, True, False])[:2] == (1, pytest.approx(0.01))
    assert calibration.brier([], [])[0] == 0


def test_what_does_not_fit_is_refused_in_a_sentence():
    for ask in (
        lambda: calibration.summary([0.5], []),
        lambda: calibration.brier([0.5], [True, False]),
        lambda: calibration.over_time([0.5], [0.5], 0),
        lambda: calibration.summary(["x"], [0.5]),
    ):
        with pytest.raises(BadInput) as trouble:
            ask()
        assert trouble.value.sentence.endswith(".")


@given(anything, anything)
def test_any_pairs_get_a_sane_answer(expected, measured):
    n = min(len(expected), len(measured))
    found = calibration.summary(expected[:n], measured[:n])
    assert found.word in (OVER, UNDER, WELL, TOO_FEW)
    assert sum(bin.rounds for bin in found.curve) == found.rounds <= n
    calibration.over_time(expected[:n], measured[:n], 7)
    calibration.brier(expected[:n], measured[:n])
