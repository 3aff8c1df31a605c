"""Habit: each number against its formula by hand, by scipy, or by counting."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special, stats

from selfgrad.errors import BadInput
from selfgrad.insight import chance, habit, mechanisms, streaks

NAN = math.nan
POOLED = [0.18, 0.17, 0.23, -0.29, 0.43, -0.16, 0.26, 0.26, 0.07, -0.26]  # docs/method.md, Habit
amounts = st.one_of(st.sampled_from([0.0, 1.0, None, NAN, 1e300]), st.floats(0, 10))
journals = st.lists(amounts, max_size=60)


def random_days(days, share=0.6, seed=0):
    return (np.random.default_rng(seed).random(days) < share).astype(float)


# --- consistency ----------------------------------------------------------------------------------


def test_consistency_of_a_daily_habit_is_loops_formula():
    done, kept, s = random_days(200), 0.5 ** (1 / 13), 0.0
    expected = [s := s * kept + c * (1 - kept) for c in done]
    assert habit.consistency(done, 1) == pytest.approx(expected)


def test_half_of_a_habit_of_twice_a_day_counts_a_half_and_more_than_all_counts_as_all():
    kept, s = 0.5 ** (math.sqrt(2) / 13), 0.0
    expected = [s := s * kept + c * (1 - kept) for c in (0.5, 1, 1)]
    assert habit.consistency([1, 2, 5], 2) == pytest.approx(expected)


def test_a_habit_of_less_than_daily_is_counted_over_a_fortnight():
    done, kept, s = random_days(100, 0.4), 0.5 ** (math.sqrt(3 / 7) / 13), 0.0
    expected = []
    for day in range(100):
        share = min(1.0, done[max(0, day - 13) : day + 1].sum() / 6)
        s = s * kept + share * (1 - kept)
        expected.append(s)
    assert habit.consistency(done, 3 / 7) == pytest.approx(expected)


def test_three_a_week_kept_for_a_year_is_nearly_whole_on_every_day():
    year = [1, 0, 1, 0, 1, 0, 0] * 52
    assert min(habit.consistency(year, 3 / 7)[-30:]) > 0.99


def test_a_neutral_day_changes_no_consistency():
    assert habit.consistency([1, None, NAN, 1], 1)[[0, 1, 2]] == pytest.approx(
        [habit.consistency([1], 1)[0]] * 3
    )
    assert habit.consistency([1, None, 1], 1)[-1] == habit.consistency([1, 1], 1)[-1]


@given(journals, st.floats(0.01, 20))
def test_consistency_lies_between_0_and_1_and_never_looks_ahead(journal, per_day):
    found = habit.consistency(journal, per_day)
    assert len(found) == len(journal) and np.all((found >= 0) & (found <= 1))
    half = len(journal) // 2
    assert habit.consistency(journal[:half], per_day) == pytest.approx(found[:half])


@pytest.mark.parametrize("per_day", [0, -1, NAN, math.inf])
def test_a_plan_of_nothing_is_refused(per_day):
    with pytest.raises(BadInput):
        habit.consistency([1], per_day)


@pytest.mark.parametrize("journal", [[-1], [math.inf], "abc", None, [[1]], 1])
def test_what_are_no_days_is_refused_in_a_sentence(journal):
    for ask in (habit.today, lambda days: habit.consistency(days, 1)):
        with pytest.raises(BadInput) as trouble:
            ask(journal)
        assert trouble.value.sentence.endswith(".") and trouble.value.next.endswith(".")


# --- automaticity ---------------------------------------------------------------------------------


def test_automaticity_is_the_mean_and_deviation_of_each_weeks_answers():
    mean, sd = habit.automaticity([[1, 2, 3, 4], [7, 7, 7, None], [NAN, 5, NAN, NAN], [None] * 4])
    assert mean == pytest.approx([2.5, 7, 5, NAN], nan_ok=True)
    assert sd == pytest.approx([np.std([1, 2, 3, 4], ddof=1), 0, NAN, NAN], nan_ok=True)


def test_no_weeks_have_no_automaticity():
    mean, sd = habit.automaticity([])
    assert len(mean) == len(sd) == 0


@pytest.mark.parametrize(
    "scores",
    [[[1, 2, 3]], [[0, 1, 2, 3]], [[1, 2, 3, 8]], [[1, 2, 3, 4], [1]], [1, 2], 3, "week", [[]]],
)
def test_answers_that_are_none_are_refused(scores):
    with pytest.raises(BadInput):
        habit.automaticity(scores)


# --- the chance of today --------------------------------------------------------------------------


def traits_by_hand(done, day):
    """What was known before `day`, one trait after another; nan = not logged."""
    logged = [d for d in range(day) if not math.isnan(done[d])]
    past = [float(done[d] > 0) for d in logged]
    found = []
    for span in (3, 10, 30, 120):
        ages = np.arange(len(past) + 1)[::-1]
        found.append(np.average([0.5, *past], weights=np.exp(-ages / span)))
    overall = (sum(past) + 1) / (len(past) + 2)
    same = [y for d, y in zip(logged, past, strict=True) if d % 7 == day % 7]
    found.append((sum(same) + 2 * overall) / (len(same) + 2))
    found = [special.logit(min(max(share, 0.01), 0.99)) for share in found]
    gap = next((k for k, y in enumerate(reversed(past)) if y), len(past))
    row = next((k for k, y in enumerate(reversed(past)) if not y), len(past))
    week_ago = float(day >= 7 and done[day - 7] > 0)
    return [*found, math.log1p(gap), math.log1p(row), past[-1] if past else 0.0, week_ago, 1.0]


def test_the_chance_of_a_young_habit_is_the_pooled_regression_by_hand():
    done = random_days(100)
    done[[3, 40, 41, 99]] = NAN
    for day in (1, 2, 8, 50, 100):
        expected = special.expit(np.dot(POOLED, traits_by_hand(done, day)))
        assert habit.today(done[:day]).probability == pytest.approx(expected)


@pytest.mark.parametrize("done", [np.ones(150), np.zeros(150), np.repeat([1.0, 0.0], 75)])
def test_shares_of_nothing_and_of_all_stay_off_their_ends(done):
    expected = special.expit(np.dot(POOLED, traits_by_hand(done, 150)))
    assert habit.today(done).probability == pytest.approx(expected)


def test_after_half_a_year_the_coefficients_are_the_most_likely_near_the_pooled_ones():
    done = random_days(300)
    done[[30, 31]] = NAN
    logged = [d for d in range(300) if not math.isnan(done[d])]
    known = np.array([traits_by_hand(done, day) for day in logged])
    y = done[logged]

    def cost(b):
        return -np.sum(y * (known @ b) - np.logaddexp(0, known @ b)) + 15 * np.sum(
            (b - POOLED) ** 2
        )

    best = optimize.minimize(cost, POOLED, method="BFGS", options={"gtol": 1e-7}).x
    expected = special.expit(best @ traits_by_hand(done, 300))
    assert habit.today(done).probability == pytest.approx(expected, abs=1e-5)
    young = special.expit(np.dot(POOLED, traits_by_hand(done, 300)))
    assert abs(expected - young) > 1e-4


def test_a_weekly_rhythm_is_learnt_from_the_learners_own_days():
    done = np.array([1, 1, 1, 1, 1, 0, 0] * 60, dtype=float)
    monday, saturday = habit.today(done), habit.today(done[:-2])
    assert monday.probability > 0.85 and saturday.probability < 0.3
    assert (monday.missed, saturday.missed) == (2, 0)


def test_missed_days_are_counted_over_days_that_were_logged():
    assert habit.today([1, 0, None, 0]).missed == 2
    assert habit.today([0, 0, 0]).missed == 3
    assert habit.today([1]).missed == 0
    assert habit.today([]).missed == 0


def test_without_a_logged_day_there_is_no_chance_to_name():
    assert math.isnan(habit.today([]).probability)
    assert math.isnan(habit.today([None, NAN]).probability)


@given(journals)
def test_any_journal_has_a_chance_between_0_and_1(journal):
    found = habit.today(journal)
    if any(value is not None and not math.isnan(value) for value in journal):
        assert 0 < found.probability < 1
    assert 0 <= found.missed <= len(journal)


@pytest.mark.parametrize("days", [np.ones(4000), np.zeros(4000), np.full(200, 1e300)])
def test_years_without_any_variation_still_have_a_chance(days):
    assert 0 < habit.today(days).probability < 1


# --- a streak that forgives -----------------------------------------------------------------------


def streak(days, planned=None, frozen=None):
    return habit.forgiving(
        days, planned or [1] * len(days), [0] * len(days) if frozen is None else frozen
    )


def test_kept_days_are_counted_of_planned_days_and_a_miss_resets_nothing():
    found = streak([1] * 41 + [0] * 3)
    assert (found.kept, found.of) == (41, 44)


def test_free_days_and_ill_days_are_neutral():
    assert streak([1, 0, None, 1], [1, 0, 1, 1])[:2] == (2, 2)
    assert streak([1, 5], [1, 0])[:2] == (1, 1)


def test_a_freeze_is_earned_with_every_fourteen_kept_days_and_two_are_the_most():
    assert [streak([1] * days).freezes for days in (13, 14, 27, 28, 99)] == [0, 1, 1, 2, 2]


def test_a_freeze_covers_one_missed_day_and_is_spent():
    days = [1] * 14 + [0, 0]
    found = streak(days, frozen=[0] * 14 + [1, 1])
    assert (found.kept, found.of, found.freezes) == (14, 15, 0)


def test_a_freeze_over_a_kept_or_a_free_day_costs_nothing():
    assert streak([1] * 15, frozen=[1] * 15).freezes == 1
    assert streak([1] * 14 + [0], [1] * 14 + [0], [1] * 15).freezes == 1


def test_days_missed_in_the_last_48_hours_can_be_repaired():
    assert [streak([1, *end]).repairable for end in ([0, 0], [0, 1], [0, 1, 1], [0, 0, 0])] == [
        2,
        1,
        0,
        2,
    ]
    assert streak([1, 0, 0], [1, 0, 1]).repairable == 1


def test_a_week_is_kept_with_all_planned_days_but_one():
    week, missed_one, missed_two = [1] * 7, [1] * 6 + [0], [1] * 5 + [0] * 2
    assert streak(week + missed_one + missed_two).weeks == 2
    assert streak([0] * 7, [0] * 7).weeks == 0
    assert streak([0] * 7, [1] + [0] * 6).weeks == 0
    assert streak([1] + [0] * 6, [1] + [0] * 6).weeks == 1
    assert streak([0, 0, 0, *week]).weeks == 1


marks = st.lists(st.tuples(amounts, st.booleans(), st.booleans()), max_size=60)


@given(marks)
def test_another_kept_day_never_takes_anything_away(days):
    rows = [list(column) for column in zip(*days, strict=True)] or [[], [], []]
    before = habit.forgiving(*rows)
    after = habit.forgiving([*rows[0], 1], [*rows[1], 1], [*rows[2], 0])
    assert (after.kept, after.of) == (before.kept + 1, before.of + 1)
    assert before.freezes <= after.freezes <= streaks.MOST_FREEZES
    assert 0 <= before.kept <= before.of <= len(days) and before.repairable <= 2


def test_days_plans_and_freezes_of_different_length_are_refused():
    with pytest.raises(BadInput):
        habit.forgiving([1, 1], [1], [0, 0])
    with pytest.raises(BadInput):
        habit.forgiving([1, 1], [1, 1], [0])


# --- which marks went with the days that happened ---------------------------------------------------


def alternating(with_hits, with_days, without_hits, without_days):
    """Days in an order without dependence between neighbours, marked and not."""
    random = np.random.default_rng(5)
    done = np.repeat(
        [1, 0, 1, 0], [with_hits, with_days - with_hits, without_hits, without_days - without_hits]
    )
    mark = np.repeat([1, 0], [with_days, without_days])
    order = random.permutation(len(done))
    return done[order], mark[order]


@pytest.mark.parametrize(
    "hits, others",
    [
        ((15, 12), (5, 18)),
        ((0, 3), (7, 4)),
        ((5, 9000), (0, 1000)),
        ((6, 0), (0, 8)),
        ((2.5, 1), (1.5, 9)),
    ],
)
def test_the_interval_is_of_the_difference_of_two_jeffreys_posteriors(hits, others):
    found = mechanisms._difference(np.array(hits, float), np.array(others, float), 0.8)
    first, second = (stats.beta(h + 0.5, o + 0.5) for h, o in zip(hits, others, strict=True))
    grid = first.ppf((np.arange(20_000) + 0.5) / 20_000)
    for at, level in zip(found, (0.1, 0.9), strict=True):
        below = np.mean(second.sf(grid - at))  # P(first - second <= at)
        assert below == pytest.approx(level, abs=0.002)


def test_the_shares_are_those_of_the_days_with_and_without_the_mark():
    done, mark = alternating(15, 20, 12, 30)
    (found,) = habit.mechanisms(done, {"cue kept": mark})
    assert (found.name, found.days) == ("cue kept", 50)
    assert (found.with_rate, found.without_rate) == (0.75, 0.4)
    assert found.difference == pytest.approx(0.35)
    assert found.low < found.difference < found.high


def test_days_that_go_with_their_neighbours_widen_the_interval():
    done, mark = np.repeat([1, 0, 1, 0] * 4, 10), np.repeat([1, 1, 0, 0] * 4, 10)
    (blocks,) = habit.mechanisms(done, {"a": mark})
    order = np.random.default_rng(0).permutation(len(done))
    (mixed,) = habit.mechanisms(done[order], {"a": mark[order]})
    assert blocks.difference == mixed.difference == 0
    assert blocks.high - blocks.low > 1.5 * (mixed.high - mixed.low)


def test_days_count_for_fewer_by_the_product_of_both_autocorrelations():
    done, mark = np.repeat([1.0, 0.0] * 5, 6), np.repeat([0.0, 1.0, 0.0], 20)
    both = []
    for values in (done, mark):
        away = values - values.mean()
        r = (away[1:] * away[:-1]).sum() / (away**2).sum()
        both.append(r + (1 + 3 * r) / 60)
    shared = both[0] * both[1]
    assert mechanisms._inflation(done, mark) == pytest.approx((1 + shared) / (1 - shared))
    assert mechanisms._inflation(np.tile([1.0, 0.0], 30), mark) == 1
    (found,) = habit.mechanisms(done, {"a": mark})
    worth = np.array([20, 40]) * (1 - shared) / (1 + shared)
    rates = np.array([found.with_rate, found.without_rate])
    assert (found.low, found.high) == mechanisms._difference(
        rates * worth, (1 - rates) * worth, 0.8
    )


def test_marks_nobody_knows_and_days_nobody_logged_are_left_out():
    done, mark = alternating(15, 20, 12, 30)
    longer = habit.mechanisms([*done, None, 1, 0], {"a": [*mark, 1, None, NAN]})
    assert longer == habit.mechanisms(done, {"a": mark})


def test_a_mark_with_fewer_than_five_days_on_a_side_says_nothing():
    assert habit.mechanisms([1, 0] * 10, {"a": [1] * 20, "b": [1] * 4 + [0] * 16}) == []
    assert len(habit.mechanisms([1, 0] * 10, {"b": [1] * 5 + [0] * 15})) == 1
    assert habit.mechanisms([], {"a": []}) == [] and habit.mechanisms([1], {}) == []


def test_the_widest_apart_comes_first():
    done = [1, 0] * 20
    found = habit.mechanisms(
        done, {"none": [1, 1, 0, 0] * 10, "all": done, "not": [0, 1] * 19 + [1, 1]}
    )
    assert [one.name for one in found] == ["all", "not", "none"]


@given(st.lists(st.tuples(amounts, st.sampled_from([0, 1, None])), max_size=40))
def test_any_days_and_marks_have_a_sane_interval_or_none(days):
    done, mark = ([one[side] for one in days] for side in (0, 1))
    for found in habit.mechanisms(done, {"a": mark}):
        assert -1 <= found.low <= found.high <= 1 and 0 <= found.with_rate <= 1


def test_marks_of_another_length_are_refused():
    with pytest.raises(BadInput):
        habit.mechanisms([1, 1], {"a": [1]})
    with pytest.raises(BadInput):
        habit.mechanisms([1, 1], {"a": [1, 1]}, coverage=1)


def test_nothing_here_says_why():
    text = " ".join(str(module.__doc__) for module in (habit, mechanisms, streaks, chance))
    assert "because" not in text and "66" not in text and "21" not in text
