"""Hours to come: what the ranges are made of, against references by hand and by scipy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal, stats

from selfgrad.errors import BadInput
from selfgrad.insight import forecast, moving, paces

MISSING = (None, math.nan)
hours = st.one_of(st.floats(0, 24), st.just(0.0), st.sampled_from(MISSING), st.just(1e300))
journals = st.lists(hours, max_size=150)
RATIOS = {  # docs/method.md: quantiles 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95
    7: (0.14, 0.20, 0.33, 0.64, 1.25, 2.07, 2.91),
    30: (0.09, 0.15, 0.34, 0.74, 1.26, 1.98, 2.72),
    365: (0.14, 0.24, 0.47, 0.80, 1.21, 1.81, 2.64),
    1460: (0.22, 0.29, 0.45, 0.77, 1.29, 2.25, 3.83),
}
LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
NEUTRAL = 0.3  # a share of days with practice that shifts the median little


def days_of(days, seed=0, share=0.6):
    random = np.random.default_rng(seed)
    return (random.random(days) < share) * random.gamma(2, 0.7, days)


def pace_by_hand(values):
    """The formula of docs/method.md, term by term."""
    values = np.asarray(values, dtype=float)
    age = np.arange(len(values))[::-1]
    parts = [np.average(values, weights=(1 - 2 / (span + 1)) ** age) for span in (30, 180)]
    parts.append(values[-365:].mean())
    return stats.gmean(np.array(parts) + 0.01)


def pace(values):
    return forecast._past(values).pace[-1]


def ordered(found):
    return found.low <= found.median <= found.high


# --- moving means ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", [0.01, math.exp(-1 / 3), 0.935, 0.9999])
@pytest.mark.parametrize("days", [0, 1, 2, 61, 1000])
def test_a_moving_mean_is_the_weighted_average_of_what_came_before(kept, days):
    values = days_of(days)
    found = moving.means(values, kept)
    assert len(found) == days + 1 and found[0] == 0
    for end in range(1, days + 1, max(1, days // 7)):
        weights = kept ** np.arange(end)[::-1]
        assert found[end] == pytest.approx(np.average(values[:end], weights=weights), rel=1e-9)


def test_the_sums_behind_it_are_those_of_scipys_filter():
    values = days_of(3650)
    assert moving._sums(values, 0.95) == pytest.approx(
        signal.lfilter([1.0], [1.0, -0.95], values), rel=1e-9, abs=1e-12
    )


def test_a_moving_mean_may_start_from_a_value_of_some_weight():
    assert moving.means(np.array([1.0]), 0.5, start=0.2, weight=1) == pytest.approx(
        [0.2, (0.5 * 0.2 + 1) / 1.5]
    )


# --- the pace -------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [1, 20, 300, 1000])
def test_the_pace_is_the_geometric_mean_of_two_moving_means_and_a_years_mean(days):
    values = days_of(days)
    values[0] = 1.0
    assert pace(values) == pytest.approx(pace_by_hand(values), rel=1e-9)


def test_days_not_logged_are_left_out_of_the_pace():
    values = [*days_of(200), 1.0]
    gaps = [x for value in values for x in (value, None, math.nan)]
    assert pace(gaps) == pytest.approx(pace(values))
    assert forecast.hours_ahead(gaps, 30) == forecast.hours_ahead(values, 30)
    assert forecast.days_until(gaps, 30) == forecast.days_until(values, 30)


def test_days_before_the_first_practice_are_no_part_of_it():
    values = [1.0, 0.0, 2.0] * 40
    assert forecast.hours_ahead([0.0] * 300 + values, 30) == forecast.hours_ahead(values, 30)


def test_more_than_sixteen_hours_in_a_day_count_as_sixteen():
    base = [1.0] * 100
    assert forecast.hours_ahead([*base, 700.0], 30) == forecast.hours_ahead([*base, 16.0], 30)


# --- the table ------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", RATIOS)
def test_the_prior_has_the_quantiles_of_its_table(days):
    shift = np.interp(NEUTRAL, paces._SHARES, paces._SHARE_CHANGES[:, 1])
    found = paces._at(days)
    for level, ratio in zip(LEVELS, RATIOS[days], strict=True):
        at = np.interp(level, (np.arange(60) + 0.5) / 60, found)
        assert at == pytest.approx(math.log(ratio), abs=0.03)
    moved = paces.log_ratios(days, NEUTRAL)
    assert np.median(moved) - np.median(found) == pytest.approx(shift / 2, abs=0.03)


@pytest.mark.parametrize("active, row", [(0.0, (0.29, 1.12, 4.13)), (1.0, (0.28, 0.71, 1.25))])
def test_the_share_of_active_days_counts_for_half_of_what_it_said(active, row):
    moved = paces.log_ratios(365, active) - paces._at(365)
    for level, ratio, overall in zip((0.1, 0.5, 0.9), row, (0.24, 0.80, 1.81), strict=True):
        at = np.interp(level, (np.arange(60) + 0.5) / 60, moved)
        assert at == pytest.approx(math.log(ratio / overall) / 2, abs=0.01)


def test_between_its_rows_the_table_goes_by_the_logarithm_of_days():
    middle = paces._row(math.sqrt(365 * 730))
    assert middle == pytest.approx((paces._row(365) + paces._row(730)) / 2)


def test_beyond_four_years_the_spread_grows_by_a_tenth_with_each_doubling():
    once, twice = paces._row(1460), paces._row(2920)
    assert twice[3] == pytest.approx(once[3])
    assert twice - twice[3] == pytest.approx(1.1 * (once - once[3]))


def test_under_four_weeks_the_range_is_the_widest_of_all():
    young = paces.log_ratios(30, 0.5, young=True)
    for days in RATIOS:
        known = paces._at(days)
        assert young[4] <= known[4] + 1e-9 and young[-5] >= known[-5] - 1e-9
    inside = forecast.hours_ahead([1.0] * 27, 30)
    after = forecast.hours_ahead([1.0] * 28, 30)
    assert inside.low < after.low and inside.high > after.high


def test_who_practises_on_most_days_gets_a_lower_upper_end_than_who_seldom_does():
    often, seldom = paces.log_ratios(365, 0.9), paces.log_ratios(365, 0.05)
    assert often[-6] < seldom[-6]


# --- hours ahead ----------------------------------------------------------------------------------


def test_without_a_record_of_its_own_the_range_is_the_pace_times_the_table():
    values = days_of(80)
    values[0] = 1.0
    active = float(np.mean(values > 0))
    known = np.quantile(paces.log_ratios(30, active), (0.5, 0.1, 0.9), method="hazen")
    expected = (pace_by_hand(values) * 30 + 0.5) * np.exp(known) - 0.5
    assert forecast.own_share(values, 30) == 0
    assert forecast.hours_ahead(values, 30) == pytest.approx(tuple(expected), rel=1e-6)


def test_a_long_steady_record_takes_over_and_narrows_the_range():
    steady = [1.0] * 3650
    assert forecast.own_share(steady, 30) == pytest.approx(118 / 124)
    found = forecast.hours_ahead(steady, 30)
    assert found.median == pytest.approx(30, rel=0.02)
    assert found.low > 29 and found.high < 31


def test_the_weight_of_the_own_record_is_its_windows_over_windows_and_six():
    assert forecast.own_share([1.0] * (90 + 59), 30) == pytest.approx(1 / 7)
    assert forecast.own_share([1.0] * (90 + 60), 30) == pytest.approx(2 / 8)
    assert forecast.own_share([], 30) == 0


def test_the_blend_is_a_weighted_quantile_of_both():
    values = np.concatenate((np.ones(300), np.zeros(200), np.ones(300)))
    past = forecast._past(values)
    changed, usual = forecast._own(past, 30)
    known = paces.log_ratios(30, float(past.active[-1]))
    both = np.concatenate((known, changed, usual))
    parts = ((6, known), (23 / 2, changed), (23 / 2, usual))  # 23 windows of 30 days after day 90
    weight = np.concatenate([np.full(len(part), one / len(part)) for one, part in parts])
    order = np.argsort(both)
    below = np.cumsum(weight[order]) - weight[order] / 2
    change = np.interp([0.5, 0.1, 0.9], below / weight.sum(), both[order])
    expected = np.maximum((past.pace[-1] * 30 + 0.5) * np.exp(change) - 0.5, 0)
    assert forecast.hours_ahead(values, 30) == pytest.approx(tuple(expected))


def test_the_own_record_is_what_came_against_the_pace_of_then_and_the_pace_of_now():
    values = days_of(500)
    values[0] = 1.0
    starts = range(470, 89, -7)
    came = {start: values[start : start + 30].sum() + 0.5 for start in starts}
    changed, usual = forecast._own(forecast._past(values), 30)
    assert changed == pytest.approx(
        [math.log(came[start] / (pace_by_hand(values[:start]) * 30 + 0.5)) for start in starts]
    )
    now = pace_by_hand(values) * 30 + 0.5
    assert usual == pytest.approx([math.log(came[s] / now) for s in starts if s >= 500 - 270])


def test_more_coverage_is_a_wider_range():
    values = days_of(500)
    narrow, wide = (forecast.hours_ahead(values, 30, coverage=c) for c in (0.5, 0.95))
    assert wide.low < narrow.low < narrow.high < wide.high
    assert wide.median == narrow.median


@given(journals, st.floats(0, 4000))
def test_any_journal_has_a_sane_range(journal, days):
    found = forecast.hours_ahead(journal, days)
    if all(value is None or math.isnan(value) for value in journal):
        assert all(math.isnan(value) for value in found)
    else:
        assert ordered(found) and found.low >= 0 and found.high <= 24 * days


def test_nothing_from_the_future_enters_a_forecast_of_the_past():
    values = days_of(400)
    values[0] = 1.0
    changed = values.copy()
    changed[300:] = 16.0
    before = forecast._past(values), forecast._past(changed)
    for known, other in zip(*before, strict=True):
        assert (known[:301] == other[:301]).all()
    first, second = (forecast.own_record(v[:300], 30) for v in (values, changed))
    assert first == second


# --- until ----------------------------------------------------------------------------------------


def test_the_day_of_a_target_is_where_the_hours_ahead_reach_it():
    values = days_of(900)
    until = forecast.days_until(values, 200)
    for days, end in ((until.median, 0), (until.low, 2), (until.high, 1)):
        assert forecast.hours_ahead(values, days)[end] == pytest.approx(200, rel=0.15)


@given(journals, st.floats(0, 1e6))
def test_any_journal_has_a_sane_date_or_none(journal, wanted):
    found = forecast.days_until(journal, wanted)
    assert ordered(found) and found.low >= 0
    assert found.median < math.inf or found == (math.inf,) * 3


@given(journals, st.floats(0, 5000), st.floats(0, 5000))
def test_more_hours_never_take_fewer_days(journal, one, other):
    first, second = (forecast.days_until(journal, wanted) for wanted in sorted((one, other)))
    assert all(a <= b for a, b in zip(first, second, strict=True))


def test_no_date_is_given_under_ten_minutes_a_week():
    assert forecast.days_until([0.13] + [0.0] * 6, 100).median == math.inf
    assert forecast.days_until([9.9 / 60 / 7] * 400, 10).median == math.inf
    assert forecast.days_until([10.1 / 60 / 7] * 400, 10).median < math.inf


def test_no_date_is_given_beyond_sixty_years():
    values = days_of(900)
    assert forecast.days_until(values, 100_000).median == math.inf
    late = forecast.days_until(values, 12_000)
    assert late.median < 60 * 365.25 and late.high == math.inf


def test_nothing_more_to_do_is_no_days():
    assert forecast.days_until([1.0] * 50, 0) == (0, 0, 0)
    assert forecast.hours_ahead([1.0] * 50, 0) == (0, 0, 0)


# --- own past ranges ------------------------------------------------------------------------------


def test_past_ranges_are_scored_window_after_window_on_what_was_known_then():
    values = np.concatenate((days_of(300, 1), np.zeros(150), days_of(250, 2)))
    values[0] = 1.0
    caught = windows = 0
    for start in range(len(values) - 30, 27, -30):
        found = forecast.hours_ahead(values[:start], 30)
        caught += found.low <= values[start : start + 30].sum() <= found.high
        windows += 1
    assert forecast.own_record(values, 30) == (windows, caught)
    assert 0 < caught < windows


def test_a_past_range_is_the_one_that_was_given_then(monkeypatch):
    values, given_then = days_of(400, 3), []
    values[0] = 1.0
    ask = forecast._hours

    def overheard(*question):
        given_then.append(tuple(ask(*question)))
        return ask(*question)

    monkeypatch.setattr(forecast, "_hours", overheard)
    forecast.own_record(values, 90)
    monkeypatch.undo()
    starts = range(310, 27, -90)
    assert given_then == [tuple(forecast.hours_ahead(values[:start], 90)) for start in starts]


def test_the_hours_of_a_longer_time_are_never_taken_for_fewer(monkeypatch):
    curve = iter(np.repeat([[5.0], [9.0], [7.0], [8.0]], [12, 12, 12, 12], axis=0))
    monkeypatch.setattr(forecast, "_hours", lambda *_: np.repeat(next(curve), 3))
    found = forecast.days_until([1.0] * 100, 8.5)
    assert found.median < forecast._HORIZONS[12]


def test_a_young_journal_has_no_past_ranges():
    assert forecast.own_record([1.0] * 57, 30) == (0, 0)
    assert forecast.own_record([1.0] * 58, 30) == (1, 1)
    assert forecast.own_record([], 30) == (0, 0)


@given(journals, st.integers(1, 60))
def test_no_more_is_caught_than_there_are_windows(journal, horizon):
    found = forecast.own_record(journal, horizon)
    assert 0 <= found.caught <= found.windows
    assert 0 <= forecast.own_share(journal, horizon) < 1


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("journal", [[-1.0], [math.inf], "abc", [[1.0]], None, 3])
def test_what_are_no_hours_is_refused_in_a_sentence(journal):
    for ask in (forecast.hours_ahead, forecast.days_until, forecast.own_record, forecast.own_share):
        with pytest.raises(BadInput) as trouble:
            ask(journal, 30)
        assert trouble.value.sentence.endswith(".") and trouble.value.next.endswith(".")


@pytest.mark.parametrize("amount", [-1, math.nan, math.inf])
def test_what_is_no_amount_is_refused(amount):
    for ask in (forecast.hours_ahead, forecast.days_until, forecast.own_record, forecast.own_share):
        with pytest.raises(BadInput):
            ask([1.0], amount)


@pytest.mark.parametrize("coverage", [0, 1, -1, math.nan])
def test_a_coverage_outside_0_to_1_is_refused(coverage):
    for ask in (forecast.hours_ahead, forecast.days_until, forecast.own_record):
        with pytest.raises(BadInput):
            ask([1.0] * 100, 30, coverage=coverage)
