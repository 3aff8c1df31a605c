"""The learning curve: against the textbook, against its own pieces, and against odd records."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from selfgrad.errors import BadInput
from selfgrad.insight import conformal, curve, difficulty, kpl, links

NAN, INF = math.nan, math.inf
bounded_losses = st.floats(0, 1) | st.sampled_from((0.0, 1.0, 0.5, NAN, INF))
any_losses = st.floats(0, 1e308) | st.sampled_from((0.0, 1.0, 5e-324, 1e300, 9_999_990, NAN, INF))
some_days = st.none() | st.floats(-1e6, 1e6) | st.just(NAN)
some_levels = st.none() | st.sampled_from(("easy", "hard", "")) | st.floats(-1e6, 1e6)
rounds = st.lists(st.tuples(any_losses, some_days, some_levels), max_size=24)


def practice(n=60, seed=0, noise=0.1):
    """Seconds that fall with practice."""
    chance = np.random.default_rng(seed)
    return 30 * np.arange(1, n + 1) ** -0.2 * np.exp(noise * chance.standard_normal(n))


def same(a, b):
    return all(np.array_equal(x, y, equal_nan=True) for x, y in zip(a, b, strict=True))


# against the textbook


def textbook(z, prior):
    """Standardised errors of the averaged models: matrices, and scipy's t density."""
    models = [(q, earlier) for q in kpl.WANDERING for earlier in kpl.EARLIER]
    held = {0.0: 1.5, 3.0: -0.5, 20.0: -0.5}
    mean, cov, noise, weight = {}, {}, {}, {}
    for model in models:
        q = model[0]
        noise[model] = prior.noise**2 / (1 + (q + math.sqrt(q * q + 4 * q)) / 2)
        mean[model] = np.array([z[0], prior.drift])
        cov[model] = np.diag([1.0, prior.drift_sd**2 / noise[model]])
        weight[model] = 0.0
    found = []
    for i, value in enumerate(z[1:], 1):
        freedom = min(1 + i, 100)
        for model in models:
            fall = math.log((i + 1 + model[1]) / (i + model[1]))
            step = np.array([[1, -fall], [0, 1]])
            mean[model] = step @ mean[model]
            cov[model] = step @ cov[model] @ step.T + np.diag([model[0], 1e-5])
        share = {m: math.exp(weight[m] + held.get(m[0], 0.0)) for m in models}
        whole = sum(share.values())
        centre = sum(share[m] * mean[m][0] for m in models) / whole
        spread = sum(
            share[m] * (noise[m] * (1 + cov[m][0, 0]) + (mean[m][0] - centre) ** 2) for m in models
        )
        found.append((value - centre) / math.sqrt(spread / whole))
        for m in models:
            s = 1 + cov[m][0, 0]
            error = value - mean[m][0]
            scale = math.sqrt(noise[m] * s)
            assert abs(error / scale) < 2.5, "the textbook knows no clipping"
            weight[m] = 0.985 * weight[m] + stats.t.logpdf(error, freedom, scale=scale)
            noise[m] = (freedom * noise[m] + error**2 / s) / (freedom + 1)
            gain = cov[m][:, 0] / s
            mean[m] = mean[m] + gain * error
            cov[m] = cov[m] - np.outer(gain, cov[m][0])
        most = max(weight.values())
        weight = {m: weight[m] - most for m in models}
    return found


def test_the_filter_is_the_textbook_s_and_is_weighed_by_its_t_densities():
    losses = 20 + np.sin(np.arange(130)) * np.array([1.0, 1.4] * 65)
    path = curve.run(curve.begin(bounded=False), losses)[1]
    assert path.residual[1:] == pytest.approx(textbook(np.log(losses), kpl.LOGARITHM), abs=1e-9)


def test_bounded_losses_are_filtered_as_they_are():
    losses = 0.4 + 0.05 * np.sin(np.arange(40))
    path = curve.run(curve.begin(bounded=True), losses)[1]
    assert path.residual[1:] == pytest.approx(textbook(losses, kpl.IDENTITY), abs=1e-9)


def test_the_stand_ins_are_quantiles_of_a_t_distribution():
    shares = np.arange(1, 24, 2) / 24
    assert np.allclose(conformal.STAND_INS, stats.t(6).ppf((1 + shares) / 2), atol=5e-5)


def test_a_half_width_is_the_quantile_of_numpy_over_all_errors_and_stand_ins():
    errors = np.random.default_rng(1).standard_normal(45)
    scores = conformal.Scores(tuple(errors))
    everything = [*conformal.STAND_INS, *np.abs(errors)]
    for coverage in (0.5, 0.8, 0.9):
        expected = np.quantile(everything, coverage, method="weibull")
        assert scores.half_width(coverage) == pytest.approx(expected, abs=1e-12)


def test_only_the_last_sixty_errors_are_kept():
    errors = np.random.default_rng(2).standard_normal(200)
    scores = conformal.Scores()
    for error in errors:
        scores.add(float(error))
    kept = conformal.Scores(tuple(errors[-60:]), scores.misses)
    assert scores.half_width(0.8) == kept.half_width(0.8)
    assert scores.median() == kept.median()


def test_too_many_misses_widen_the_next_interval_and_too_few_narrow_it():
    missing, hitting = conformal.Scores(), conformal.Scores()
    for size in range(40):
        missing.add(2.0**size)
        hitting.add(0.0)
    assert missing.misses < conformal.AIM < hitting.misses


# pieces


@given(rounds, st.integers(0, 24), st.integers(0, 24))
@settings(max_examples=150, deadline=None)
def test_cutting_a_series_into_blocks_changes_nothing(series, first, second):
    a, b = sorted((min(first, len(series)), min(second, len(series))))
    losses, days, levels = ([each[k] for each in series] for k in range(3))
    state, whole = curve.run(curve.begin(bounded=False), losses, days, levels)
    cut, paths = curve.begin(bounded=False), []
    for part in (slice(0, a), slice(a, b), slice(b, None)):
        cut, path = curve.run(curve.unpack(curve.pack(cut)), losses[part], days[part], levels[part])
        paths.append(path)
    assert same(whole, [np.concatenate(columns) for columns in zip(*paths, strict=True)])
    assert curve.pack(cut) == curve.pack(state)


@pytest.mark.parametrize("bounded", [True, False])
def test_a_long_series_can_be_cut_anywhere(bounded):
    losses = practice(500, noise=0.3) / 100
    whole = curve.run(curve.begin(bounded=bounded), losses)
    for at in (1, 77, 250, 499):
        state, before = curve.run(curve.begin(bounded=bounded), losses[:at])
        state, after = curve.run(state, losses[at:])
        assert same(whole[1], map(np.concatenate, zip(before, after, strict=True)))
        assert curve.pack(state) == curve.pack(whole[0])


def test_feeding_rounds_one_by_one_gives_the_forecasts_of_one_step():
    losses = [30, None, 28, INF, 27, 0, 26, 9_999_990, 25, 25, 24, 26]
    days = [1, 1, 2, 3, 60, 61, None, 62, 63, 64, 65, 66]
    levels = ["a", "a", "b", "a", 1, 2, None, 3.5, "b", "c", 2, 1]
    forecasts = curve.one_step(losses, days=days, levels=levels, bounded=False, coverage=0.9)
    state = curve.begin(bounded=False)
    for i, (loss, day, level) in enumerate(zip(losses, days, levels, strict=True)):
        expected = [column[i] for column in forecasts]
        found = curve.ahead(curve.unpack(curve.pack(state)), day, level, 0.9)
        assert np.array_equal(found, expected, equal_nan=True)
        state = curve.take(state, loss, day, level)


@given(rounds, st.integers(0, 24))
@settings(max_examples=100, deadline=None)
def test_no_forecast_knows_its_own_round_or_a_later_one(series, at):
    losses, days, levels = ([each[k] for each in series] for k in range(3))
    forecasts = curve.one_step(losses, days=days, levels=levels, bounded=False)
    other = losses[:at] + [7.0 for _ in losses[at:]]
    later = days[: at + 1] + [None for _ in days[at + 1 :]]
    harder = levels[: at + 1] + ["another" for _ in levels[at + 1 :]]
    again = curve.one_step(other, days=later, levels=harder, bounded=False)
    assert same([a[: at + 1] for a in forecasts], [a[: at + 1] for a in again])


def test_a_state_is_not_changed_by_looking_ahead_or_going_on():
    state = curve.run(curve.begin(bounded=False), practice(), levels=["a", "b"] * 30)[0]
    before = curve.pack(state)
    curve.ahead(state, 3.0, "c")
    curve.take(state, 3.0, 3.0, "d")
    assert curve.pack(state) == before


@pytest.mark.parametrize("kept", [b"", b"\x01", b"\x00\x00[]", b"\x01\x00nonsense", b"\x01\x01" + bytes(40), b"\x01\x00{}", b"\x01\x00[1]"])  # fmt: skip
def test_what_another_version_kept_is_refused_in_a_sentence(kept):
    with pytest.raises(BadInput, match="no state"):
        curve.unpack(kept)


def test_progress_is_told_and_ends_with_all_rounds():
    told = []
    curve.run(curve.begin(bounded=False), practice(600), each=told.append)
    assert told == [256, 512, 600]


# odd records


@given(rounds)
@settings(max_examples=150, deadline=None)
def test_any_record_gets_an_ordered_finite_forecast_or_none_at_all(series):
    losses, days, levels = ([each[k] for each in series] for k in range(3))
    path = curve.run(curve.begin(bounded=False), losses, days, levels)[1]
    forecast = np.stack([path.low, path.median, path.high])
    known = forecast[:, ~np.isnan(path.median)]
    assert np.all(np.isfinite(known) & (known >= 0))
    assert not np.any(np.diff(known, axis=0) < 0)
    level = np.stack([path.level_low, path.level, path.level_high])
    assert not np.any(np.diff(level, axis=0) < 0)


@given(st.lists(bounded_losses, max_size=24))
@settings(max_examples=100, deadline=None)
def test_bounded_forecasts_stay_between_0_and_1(losses):
    low, middle, high = (curve.one_step(losses, bounded=True)[i] for i in (1, 0, 2))
    assert np.all((low >= 0) & (low <= middle) & (middle <= high) & (high <= 1))


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=24), st.sampled_from((60.0, 1e-3)))
@settings(max_examples=50, deadline=None)
def test_seconds_or_minutes_make_no_difference(losses, unit):
    ours = curve.one_step(losses, bounded=False)
    theirs = curve.one_step(np.array(losses) * unit, bounded=False)
    for a, b in zip(ours, theirs, strict=True):
        assert np.allclose(a * unit, b, rtol=1e-6, atol=1e-9 * unit, equal_nan=True)


@pytest.mark.parametrize("at", [0, 1, 7, 30])
@pytest.mark.parametrize("wrong", [9_999_990, 0.0, 1e300])
def test_a_typing_error_wrecks_nothing_that_follows(at, wrong):
    losses = practice()
    typed = losses.copy()
    typed[at] = wrong
    right, found = (curve.one_step(each, bounded=False) for each in (losses, typed))
    assert np.all(np.abs(found.median - right.median)[at + 20 :] < 0.12 * losses[at + 20 :])
    width = (found.high - found.low)[at + 25 :] / (right.high - right.low)[at + 25 :]
    assert np.all(width < 2)


def test_a_lasting_change_is_followed_within_three_rounds():
    losses = np.r_[np.full(30, 20.0), np.full(10, 30.0)] + 0.2 * np.sin(np.arange(40))
    median = curve.one_step(losses, bounded=False).median
    assert abs(median[31] - 20) < 5
    assert abs(median[33] - 30) < 2


def test_a_unit_that_changes_is_begun_anew():
    losses = np.r_[practice(30), practice(30, seed=1) * 1000]
    median = curve.one_step(losses, bounded=False).median
    assert np.all(np.abs(median[34:] / losses[34:] - 1) < 0.6)


def test_nothing_is_known_before_the_first_loss():
    unknown = curve.one_step([NAN, 3.0, 3.0], bounded=False)
    assert np.isnan(np.stack(unknown)[:, :2]).all()
    assert np.isfinite(np.stack(unknown)[:, 2]).all()
    assert [float(c[0]) for c in curve.one_step([0.3], bounded=True)] == pytest.approx(
        [0.5, 0.1, 0.9]
    )


def test_a_round_without_a_measure_teaches_nothing_and_the_forecast_goes_on():
    losses = practice()
    losses[20:23] = NAN
    path = curve.run(curve.begin(bounded=False), losses)[1]
    assert np.isfinite(path.median[1:]).all()
    assert np.isnan(path.residual[20:23]).all()
    wide = np.log(path.high / path.low)
    assert wide[20] < wide[21] < wide[22] < wide[23]


def test_a_failed_round_counts_as_the_worst_so_far_and_is_flagged():
    losses = practice()
    failed = losses.copy()
    failed[40] = INF
    worst = losses.copy()
    worst[40] = losses[:40].max()
    a, b = (curve.run(curve.begin(bounded=False), each)[1] for each in (failed, worst))
    assert same(a[:7], b[:7])
    assert list(np.flatnonzero(a.censored)) == [40]


def test_a_failure_at_a_hard_level_does_not_make_it_look_easier():
    levels = ["easy"] * 15 + ["hard", "easy"] * 8
    losses = np.array([20.0] * 15 + [60.0, 20.0] * 8) * np.exp(0.03 * np.sin(np.arange(31) * 2))
    state = curve.run(curve.begin(bounded=False), losses[:20], levels=levels[:20])[0]
    state = curve.take(state._replace(worst=25.0), INF, level="hard")
    assert curve.ahead(state, level="hard").median > 50


def test_a_failure_after_a_typing_error_does_not_count_as_that_error():
    losses = practice()
    losses[30] = 9_999_990
    losses[40:42] = INF
    state = curve.run(curve.begin(bounded=False), losses)[0]
    assert state.worst == losses[:30].max()
    assert curve.ahead(state).median < 1.5 * losses[29]


def test_a_failure_before_anything_was_measured_is_flagged_and_teaches_nothing():
    path = curve.run(curve.begin(bounded=False), [INF, 3.0, 3.0])[1]
    assert list(path.censored) == [True, False, False]
    assert np.isnan(path.median[1])
    assert curve.run(curve.begin(bounded=True), [INF])[1].level[0] == pytest.approx(1.0)


def test_after_a_gap_of_months_the_forecast_is_less_sure():
    losses, days = practice(41), np.arange(41.0)
    late = days.copy()
    late[40] += 120
    soon, far = (curve.one_step(losses, days=each, bounded=False) for each in (days, late))
    assert far.high[40] - far.low[40] > 1.1 * (soon.high[40] - soon.low[40])
    assert far.median[40] == pytest.approx(soon.median[40], rel=0.02)


def test_what_a_numbered_difficulty_costs_is_learned_from_its_changes():
    levels = np.array([1.0] * 10 + [2.0, 1.0] * 15 + [3.0])
    losses = 20 * 1.3 ** (levels - 1) * np.exp(0.03 * np.sin(np.arange(41) * 2))
    forecasts = curve.one_step(losses, levels=levels, bounded=False)
    assert forecasts.median[38:40] == pytest.approx(losses[38:40], rel=0.06)
    assert forecasts.median[40] == pytest.approx(20 * 1.3**2, rel=0.15)


def test_named_levels_are_told_apart():
    levels = ["slow", "fast"] * 20
    losses = np.array([20.0, 35.0] * 20) * np.exp(0.03 * np.sin(np.arange(40) * 2))
    forecasts = curve.one_step(losses, levels=levels, bounded=False)
    assert forecasts.median[20:] == pytest.approx(losses[20:], rel=0.08)
    plain = curve.one_step(losses, bounded=False)
    width = (forecasts.high - forecasts.low)[20:]
    assert np.all(width < 0.5 * (plain.high - plain.low)[20:])


def test_names_that_make_no_difference_cost_little():
    losses = practice(120)
    names = [f"text {i}" for i in range(120)]
    told, plain = (
        np.abs(curve.one_step(losses, levels=each, bounded=False).median - losses)[20:].mean()
        for each in (names, None)
    )
    assert told < 1.12 * plain


def test_a_name_s_offset_is_shrunk_as_empirical_bayes_has_it():
    names = difficulty.no_names(0.3)
    names.taught("first", 0.0, 1.0)
    names.taught("other", 0.5, 0.09 + 0.03)
    assert names.effect("other").mean == pytest.approx(0.5 * 0.09 / 0.12)
    assert names.effect("other").variance == pytest.approx(0.09 * (1 - 0.09 / 0.12))
    assert names.effect("unmet").variance == pytest.approx((2 * 0.09 + 0.25 - 0.03) / 3)


def test_counts_that_reach_zero_keep_the_forecast_near_them():
    losses = np.random.default_rng(4).poisson(2, 150).astype(float)
    forecasts = curve.one_step(losses, bounded=False)
    assert np.all(np.abs(forecasts.median[20:] - 2) < 1.3)
    assert 0.7 < np.mean((losses >= forecasts.low) & (losses <= forecasts.high)) < 0.95


def test_an_offset_that_hides_how_small_losses_differ_is_given_up():
    losses = [400.0, 390.0, 0.0, 410.0, 405.0, 1.0, 2.0, 1.0]
    state = curve.run(curve.begin(bounded=False), losses)[0]
    assert state.offset == 0.0
    assert curve.ahead(state).high < 4


def test_going_to_another_offset_and_back_is_exact():
    for loss in (0.0, 0.3, 17.0):
        assert links.shown(links.filtered(loss, 2.0), 2.0) == pytest.approx(loss, abs=1e-12)
    m = np.log(np.array([1.0, 5.0]))
    moved, smaller = links.moved(m, 5.0)
    assert np.exp(moved) - 5 == pytest.approx([1.0, 5.0])
    nudge = 1e-6
    slope = (links.moved(m + nudge, 5.0)[0] - moved) / nudge
    assert smaller == pytest.approx(slope, rel=1e-5)


# what it promises


def test_eighty_percent_intervals_hold_eighty_percent_whatever_the_noise():
    for seed, draw in enumerate(
        (np.random.Generator.standard_normal, lambda r, n: r.standard_t(3, n))
    ):
        hits = []
        for k in range(12):
            chance = np.random.default_rng([seed, k])
            losses = np.exp(3 - 0.002 * np.arange(200) + 0.15 * draw(chance, 200))
            found = curve.one_step(losses, bounded=False)
            hits += list(((losses >= found.low) & (losses <= found.high))[20:])
        assert 0.77 < np.mean(hits) < 0.83


def test_a_higher_coverage_gives_a_wider_interval():
    losses = practice(40)
    widths = [np.subtract(*curve.one_step(losses, bounded=False, coverage=c)[:0:-1]) for c in (0.5, 0.8, 0.95)]  # fmt: skip
    assert np.all(widths[0][20:] < widths[1][20:]) and np.all(widths[1][20:] < widths[2][20:])


def test_the_level_is_surer_than_the_next_round():
    path = curve.run(curve.begin(bounded=False), practice())[1]
    assert np.all((path.level_high - path.level_low)[20:] < (path.high - path.low)[20:])


def test_a_forecast_beats_the_last_value_and_the_mean_of_five_where_there_is_learning():
    ours, last, five = [], [], []
    for seed in range(20):
        x = practice(80, seed, noise=0.15)
        ours.append(np.abs(curve.one_step(x, bounded=False).median - x)[20:].mean())
        last.append(np.abs(np.diff(x))[19:].mean())
        five.append(np.mean([abs(x[i - 5 : i].mean() - x[i]) for i in range(20, 80)]))
    assert np.mean(ours) < 0.8 * np.mean(last)
    assert np.mean(ours) < 0.97 * np.mean(five)


# refusals


def test_an_empty_record_gives_empty_columns():
    state, path = curve.run(curve.begin(bounded=True), [])
    assert [column.shape for column in path] == [(0,)] * 8
    assert curve.run(state, [0.3])[0].rounds == 1


@pytest.mark.parametrize(
    ("losses", "more", "words"),
    [
        ([-1.0], {}, "below 0"),
        ([1.5], {"bounded": True}, "above 1"),
        ([-INF], {}, "below 0"),
        ([1.0, 2.0], {"days": [1.0]}, "2 losses and 1 days"),
        ([1.0, 2.0], {"levels": ["a"]}, "2 losses and 1 levels"),
        ([1.0], {"levels": [object()]}, "not a level"),
        ([1.0], {"coverage": 1.0}, "coverage"),
        ([1.0], {"coverage": NAN}, "coverage"),
        ([[1.0]], {}, "not a list of numbers"),
        ("abc", {}, "not a list of numbers"),
        ([1.0], {"days": ["x"]}, "days is not"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_a_sentence(losses, more, words):
    with pytest.raises(BadInput, match=words):
        curve.one_step(losses, **({"bounded": False} | more))
