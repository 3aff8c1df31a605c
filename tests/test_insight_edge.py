"""The next level: each rule by hand, the guards, odd records, a learner that is led to the edge."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfgrad.errors import BadInput
from selfgrad.insight import edge
from selfgrad.insight.edge import BAND, next_level

NAMES = ["easy", "mid", "hard"]
marks = st.lists(st.one_of(st.none(), st.floats(width=64)), max_size=30)


def test_a_number_moves_by_one_step_times_what_the_loss_is_off_a_fifth():
    assert next_level([3.0], [0.5]).level == pytest.approx(3 + (0.2 - 0.5))
    assert next_level([3.0, 2.7], [0.5, 0.1]).level == pytest.approx(2.7 + (0.2 - 0.1))


def test_small_moves_add_up_until_the_next_whole_level():
    levels, losses, seen = [4], [0.06], []
    for _ in range(8):
        found = next_level(levels, losses, available=range(1, 9))
        seen.append(found.level)
        levels.append(found.level)
        losses.append(0.06)
    assert seen == [4, 4, 4, 5, 5, 5, 5, 5]  # 4.14, 4.28, 4.42, 4.56, …


def test_a_pass_moves_up_a_little_and_a_fail_down_four_times_as_much():
    up = next_level([5.0], [None], passed=[True])
    down = next_level([5.0], [None], passed=[False])
    assert (up.level, down.level) == pytest.approx((5 + 2 * 0.2, 5 - 2 * 0.8))
    long_ago = next_level([5.0, 5.4], [None] * 2, passed=[True, True])
    assert long_ago.level == pytest.approx(5.4 + 2 / 1.25 * 0.2)


def test_the_step_is_the_spacing_of_the_levels_or_five_percent_of_a_tempo():
    assert next_level([120.0], [1.0]).level == pytest.approx(120 - 6 * 0.8)
    assert next_level([100], [1.0], available=range(60, 200, 10)).level == 90
    assert next_level([0.5], [1.0], available=[0, 0.1, 0.2, 0.3, 0.4, 0.5]).level == pytest.approx(
        0.4
    )


def test_where_two_levels_are_as_near_the_easier_one_is_proposed():
    assert next_level([2], [0.7], available=[1, 2]).level == 1
    assert next_level(["easy", "hard"], [0.2, 0.2], available=NAMES).level in ("easy", "mid")


def test_three_rounds_of_loss_from_0_8_drop_at_least_one_level():
    found = next_level([6, 5, 5], [0.9, 0.85, 0.8], available=range(1, 9))
    assert found.level <= 4
    assert found.word == edge.MUCH_EASIER
    assert next_level(["hard"] * 3, [0.9] * 3, available=NAMES).level in ("easy", "mid")
    assert next_level([5] * 3, [None] * 3, passed=[False] * 3).level <= 4


def test_three_rounds_of_loss_to_0_05_raise_at_least_one_level():
    found = next_level([3, 3, 3], [0.05, 0.0, 0.02], available=range(1, 9))
    assert found.level >= 4
    assert found.word == edge.MUCH_HARDER
    assert next_level(["easy"] * 3, [0.0] * 3, available=NAMES).level in ("mid", "hard")


def test_three_passes_are_ordinary():
    found = next_level([3] * 3, [None] * 3, passed=[True] * 3)
    assert found.word != edge.MUCH_HARDER


def test_after_three_such_rounds_the_level_aims_at_the_easy_end_of_the_band():
    success = (0.3 + 0.25) / 3.5  # of three rounds of loss 0.9, and a little doubt
    down = (math.log(success / (1 - success)) - math.log(0.9 / 0.1)) / 1.7
    assert next_level([5.0] * 3, [0.9] * 3).level == pytest.approx(5 + down)
    assert next_level(["a"] * 3, [0.0] * 3, available=["a"])[:2] == ("a", edge.TOO_EASY)


def test_a_pass_or_fail_learner_is_followed_at_a_pace_of_their_own():
    levels, aimed, pace = [], 3.0, 0.01
    passed = [i % 4 != 3 for i in range(40)]
    for i, ok in enumerate(passed):
        levels.append(aimed)
        aimed += max(2 / (1 + i / 4), 0.25) * (ok - 0.8)
        if i >= 15:
            pace += 0.004 * (ok - 0.8)
            aimed += pace
    assert next_level(levels, [None] * 40, passed=passed).level == pytest.approx(aimed)


def test_a_level_lends_its_neighbours_a_part_of_its_rounds():
    logits = np.log([0.9 / 0.1, 0.5 / 0.5])  # each level's own
    rounds = np.array([1.0, 0.3]) * [2, 1]  # of the first, and lent by the second
    pooled = (rounds * (logits + np.array([0, 1.7]))).sum() / rounds.sum()
    found = edge._lent(np.array([0.9, 0.5]), np.array([2.0, 1.0]))
    assert found[0] == pytest.approx(1 / (1 + math.exp(-pooled)))


def test_only_the_last_300_rounds_are_followed():
    recent = [4.0 + 0.01 * i for i in range(300)]
    found = next_level(recent, [0.3] * 300)
    assert next_level([9.0] * 500 + recent, [0.9] * 500 + [0.3] * 300) == found


def test_two_such_rounds_are_not_three():
    assert next_level([5, 5, 5], [0.3, 0.9, 0.9]).word != edge.MUCH_EASIER


def test_after_more_than_two_weeks_it_is_one_step_easier():
    without = next_level([5, 5], [0.2, 0.2], days=[0, 1, 15])
    after = next_level([5, 5], [0.2, 0.2], days=[0, 1, 16])
    assert without.level == pytest.approx(5)
    assert (after.level, after.word) == (pytest.approx(4), edge.AFTER_BREAK)
    assert next_level(["mid"], [0.2], available=NAMES, days=[0, 15])[:2] == (
        "easy",
        edge.AFTER_BREAK,
    )
    assert next_level(["easy"], [0.2], available=NAMES, days=[0, 15]).level == "easy"


def test_a_loss_that_is_missing_changes_nothing():
    for levels, more in (([4.0, 4.2], [4.0, 9.0, 4.2]), (["mid", "mid"], ["mid", "hard", "mid"])):
        names = NAMES if isinstance(levels[0], str) else None
        plain = next_level(levels, [0.3, 0.1], available=names)
        assert next_level(more, [0.3, None, 0.1], available=names) == plain
        assert next_level(more, [0.3, math.nan, 0.1], available=names) == plain


def test_a_failed_round_counts_as_a_loss_of_one():
    assert next_level([4.0], [math.inf]) == next_level([4.0], [1.0])


def test_a_level_that_the_learner_chose_is_where_it_goes_on():
    assert next_level([4.0, 9.0], [0.2, 0.3]).level == pytest.approx(9 - 0.1)


def test_no_level_beyond_the_last_and_its_being_too_easy_is_said():
    found = next_level([5] * 12, [0.07] * 12, available=range(1, 6))
    assert (found.level, found.word) == (5, edge.TOO_EASY)
    assert found.expected > BAND[1]
    found = next_level([1] * 12, [0.9] * 12, available=range(1, 6))
    assert (found.level, found.word) == (1, edge.TOO_MUCH)
    assert found.expected < BAND[0]


def test_at_the_edge_nothing_has_to_change():
    found = next_level([3.0] * 5, [0.2] * 5)
    assert found.level == pytest.approx(3)
    assert (found.word, found.band) == (edge.AT_EDGE, (0.7, 0.9))
    assert found.expected == pytest.approx(0.8)


def test_a_named_level_is_the_one_whose_expected_success_is_nearest_to_0_8():
    levels = ["easy"] * 10 + ["mid"] * 10 + ["hard"] * 10
    losses = [0.02] * 10 + [0.22] * 10 + [0.6] * 10
    found = next_level(levels, losses, available=NAMES)
    assert found.level == "mid"
    assert found.expected == pytest.approx(0.78, abs=0.05)


def test_one_named_level_has_the_mean_of_its_beta():
    weights = [0.8**2, 0.8, 1]
    wanted = (0.8 + sum(w * s for w, s in zip(weights, [0.5, 0.7, 0.9], strict=True))) / (
        1 + sum(weights)
    )
    assert next_level(["a"] * 3, [0.5, 0.3, 0.1]).expected == pytest.approx(wanted, abs=1e-6)


def test_names_without_an_order_are_ordered_by_how_they_went():
    found = next_level(["Bach", "scales", "Bach", "Bach", "Bach"], [0.9, 0.1, 0.9, 0.9, 0.9])
    assert (found.level, found.word) == ("scales", edge.MUCH_EASIER)


@pytest.mark.parametrize(
    ("loss", "word"),
    [
        (0.02, edge.TOO_EASY),
        (0.1, edge.AT_EDGE),
        (0.3, edge.AT_EDGE),
        (0.5, edge.EASIER),
        (0.8, edge.TOO_MUCH),
        (1, edge.TOO_MUCH),
    ],
)
def test_without_levels_a_word_says_which_way(loss, word):
    found = next_level([None] * 4, [loss] * 4)
    assert (found.level, found.word) == (None, word)
    assert found.expected == pytest.approx(1 - loss)


def test_before_the_first_loss_the_easiest_level_or_the_one_that_was_chosen():
    assert next_level([], [], available=NAMES)[:2] == ("easy", edge.NO_ROUNDS)
    assert next_level(["mid"], [None], available=NAMES)[:2] == ("mid", edge.NO_ROUNDS)
    assert next_level([], [])[:2] == (None, edge.NO_ROUNDS)
    assert math.isnan(next_level([], []).expected)


@pytest.mark.parametrize(
    ("levels", "losses", "more"),
    [
        ([1, 2], [0.1], {}),
        ([1], [0.1], {"days": [1, 2, 3]}),
        (["x"], [0.1], {"available": NAMES}),
        ([1], [0.1], {"available": NAMES}),
        ([1], [0.1], {"passed": [True, False]}),
        ([[1]], [0.1], {}),
        ([1], ["x"], {}),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(levels, losses, more):
    with pytest.raises(BadInput) as trouble:
        next_level(levels, losses, **more)
    assert trouble.value.sentence.endswith(".")
    assert trouble.value.next.endswith(".")


@given(marks, st.data())
def test_any_losses_get_a_level_that_exists(losses, data):
    n = len(losses)
    numbers = data.draw(st.lists(st.one_of(st.none(), st.floats()), min_size=n, max_size=n))
    found = next_level(
        numbers, losses, days=data.draw(st.lists(st.floats(0, 1e6), min_size=n, max_size=n))
    )
    assert found.level is None or math.isfinite(found.level)
    assert math.isnan(found.expected) or 0 <= found.expected <= 1
    whole = data.draw(st.lists(st.integers(1, 5), min_size=n, max_size=n))
    assert next_level(whole, losses, available=range(1, 6)).level in range(1, 6)
    names = data.draw(st.lists(st.sampled_from(NAMES), min_size=n, max_size=n))
    assert next_level(names, losses, available=NAMES).level in NAMES
    assert next_level(np.array(whole, dtype=float), losses).level is None or n


def test_a_learner_who_follows_is_led_into_the_band_from_far_off():
    for start in (-1.5, 1.5):
        level, levels, losses, inside = start, [], [], []
        for i in range(60):
            success = 1 / (1 + math.exp(-1.7 * (0.815 + 0.03 * i - level)))
            levels.append(level)
            losses.append(1 - success)
            inside.append(BAND[0] <= success <= 0.92)
            level = next_level(levels, losses).level
        assert all(inside[10:])
