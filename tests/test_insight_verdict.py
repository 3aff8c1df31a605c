"""Verdicts on steps: against counting by hand, and what must never make one."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from selfgrad.errors import BadInput
from selfgrad.insight import coin, interrupted, verdict
from selfgrad.insight.verdict import HELPED, HURT, OPEN

anything = st.one_of(
    st.none(), st.floats(-1e300, 1e300), st.sampled_from([math.nan, math.inf, -math.inf, 0.0, 1.0])
)


def noise(n, seed=1, spread=1.0):
    return np.random.default_rng(seed).normal(size=n) * spread


def stepped(size, seed=1, before=15, after=15):
    """Noise of 1, a trigger round, and a fall by `size`."""
    losses = noise(before + 1 + after, seed)
    losses[before + 1 :] -= size
    return losses


# ---- the coin-flip trial


def by_hand(d):
    """P(sum <= seen), P(sum >= seen) over all ways the signs can fall."""
    sums = [
        sum(s * x for s, x in zip(way, np.abs(d), strict=True))
        for way in itertools.product((-1, 1), repeat=len(d))
    ]
    seen, slack = sum(d), 1e-9
    return np.mean(np.array(sums) <= seen + slack), np.mean(np.array(sums) >= seen - slack)


@pytest.mark.parametrize("pairs", [5, 6, 9, 12])
def test_the_sign_flip_test_is_counting_every_way(pairs):
    d = noise(pairs, pairs) - 0.5
    assert coin.flips(d) == pytest.approx(by_hand(d), abs=1e-15)


def test_coarse_ratings_with_ties_are_counted_right():
    d = np.array([0.1, -0.2, -0.3, 0.2, -0.1, -0.1, 0.3, -0.4, 0.0, -0.1])
    assert coin.flips(d) == pytest.approx(by_hand(d[d != 0]), abs=1e-15)


def test_the_test_agrees_with_scipys_permutation_test():
    on, off = noise(12, 3) - 0.6, noise(12, 4)
    wanted = stats.permutation_test(
        (on, off),
        lambda a, b, axis: np.mean(a - b, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=np.inf,
        alternative="less",
    )
    assert np.abs(coin.held_in(on - off) - (on - off)).max() == 0
    assert verdict.trial(on, off).p == pytest.approx(wanted.pvalue, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_adding_up_and_enumerating_agree(seed):
    d = noise(20, seed) - 0.4
    assert coin._added_up(d) == pytest.approx(coin._in_halves(d), abs=2e-3)


def test_adding_up_is_the_binomial_distribution_for_passed_or_failed():
    d = np.array([-1.0] * 20 + [1.0] * 10)
    assert coin.flips(d) == pytest.approx(
        (stats.binom.cdf(10, 30, 0.5), stats.binom.sf(9, 30, 0.5)), abs=1e-12
    )


def test_adding_up_keeps_coarse_ratings_exact():
    d = np.random.default_rng(2).integers(-3, 4, 24) / 10
    d = d[d != 0][:18]
    assert coin._added_up(d) == pytest.approx(coin._in_halves(d), abs=1e-12)


def test_limiting_depends_on_sizes_alone():
    d = noise(15, 8)
    d[3] = 1e6
    flipped = d * np.where(np.arange(15) % 2, 1, -1)
    assert np.array_equal(np.abs(coin.held_in(d)), np.abs(coin.held_in(flipped)))
    assert np.abs(coin.held_in(d)).max() < 5


def test_a_clear_help_and_its_mirror():
    on, off = noise(15, 1) - 2, noise(15, 2)
    helped, hurt = verdict.trial(on, off), verdict.trial(off, on)
    assert (helped.word, hurt.word) == (HELPED, HURT)
    assert helped.estimate == pytest.approx(-hurt.estimate, rel=1e-3)
    assert (helped.low, helped.high) == pytest.approx((-hurt.high, -hurt.low), rel=1e-3)


def test_nothing_is_said_under_five_pairs():
    found = verdict.trial([0, 0, 0, 0], [9, 9, 9, 9])
    assert found.word == OPEN and math.isnan(found.p)


def test_five_pairs_can_just_say_so():
    assert verdict.trial([0, 0, 0, 0, 0], [1, 2, 1, 2, 1]).p == 1 / 32


def test_a_pair_that_was_not_measured_is_left_out():
    on, off = noise(8, 1), noise(8, 2)
    with_gaps = verdict.trial([*on, None, 5.0], [*off, 5.0, math.nan])
    assert with_gaps == verdict.trial(on, off)


def test_failed_counts_as_the_worst_loss_seen():
    on, off = noise(8, 1), noise(8, 2)
    worst = max(*on, *off)
    assert verdict.trial([*on, math.inf], [*off, 0.0]) == verdict.trial([*on, worst], [*off, 0.0])


def test_a_slip_of_the_keyboard_makes_and_breaks_no_trial():
    on, off = noise(15, 1) - 2, noise(15, 2)
    for side in (on, off):
        kept = side[4]
        side[4] = 9_999_990
        assert verdict.trial(on, off).word == HELPED
        assert abs(verdict.trial(on, off).estimate) < 3
        side[4] = kept
    same = noise(15, 5)
    assert verdict.trial([9_999_990, *same[1:]], noise(15, 6)).word == OPEN


def test_the_interval_is_the_shifts_that_are_not_refused():
    d = noise(12, 9) - 0.3
    low, high = coin.interval(d)
    for end, way in ((low, 1), (high, 0)):
        inside = end + (1e-3 if way else -1e-3)
        outside = end - (1e-3 if way else -1e-3)
        assert (
            coin.flips(coin.held_in(d - inside))[way]
            >= 0.1
            > coin.flips(coin.held_in(d - outside))[way]
        )


def test_the_interval_of_many_pairs_is_near_students():
    d = noise(60, 4)
    half = stats.t.ppf(0.9, 59) * d.std(ddof=1) / math.sqrt(60)
    assert coin.interval(d) == pytest.approx((d.mean() - half, d.mean() + half), abs=0.05)


def test_the_estimate_is_shrunk_and_inside_its_interval():
    found = verdict.trial(noise(15, 1) - 1, noise(15, 2))
    raw = float(np.mean(noise(15, 1) - 1 - noise(15, 2)))
    assert raw < found.estimate < 0 and found.low <= found.estimate <= found.high


def test_the_smallest_visible_effect_is_seen_in_four_of_five():
    rng = np.random.default_rng(7)
    on, off = rng.normal(size=(150, 15)), rng.normal(size=(150, 15))
    visible = np.median(
        [verdict.trial(a, b).smallest_visible for a, b in zip(on, off, strict=True)]
    )
    seen = [verdict.trial(a - visible, b).word == HELPED for a, b in zip(on, off, strict=True)]
    assert 0.68 < np.mean(seen) < 0.9


def test_under_a_trend_luck_alone_is_called_help_in_at_most_one_of_twenty():
    rng = np.random.default_rng(11)
    said = []
    for _ in range(400):
        losses = (np.linspace(3, 0, 30) + rng.normal(size=30)).reshape(15, 2)
        first = rng.random(15) < 0.5
        on, off = np.where(first, losses.T, losses.T[::-1])
        said.append(verdict.trial(on, off).word == HELPED)
    assert np.mean(said) < 0.05 + 3 * math.sqrt(0.05 * 0.95 / 400)


def test_as_many_on_as_off():
    with pytest.raises(BadInput, match="as many"):
        verdict.trial([1, 2], [1])


# ---- before and after


def test_a_large_fall_and_a_large_rise():
    assert verdict.before_after(stepped(4), 16).word == HELPED
    assert verdict.before_after(stepped(-4), 16).word == HURT


def test_a_rise_is_the_mirror_of_a_fall():
    fell, rose = verdict.before_after(stepped(2), 16), verdict.before_after(-stepped(2), 16)
    assert fell.p < 0.1 and rose.p > 0.5
    assert fell.estimate == pytest.approx(-rose.estimate) and fell.low == pytest.approx(-rose.high)


def test_p_says_the_word():
    for seed in range(30):
        found = verdict.before_after(stepped(1.5, seed), 16)
        assert (found.word == HELPED) == (found.p <= verdict.ERROR)


def test_p_of_records_without_an_effect_is_small_as_seldom_as_it_says():
    rng = np.random.default_rng(31)
    for slope in (0.0, 2.0):
        losses = rng.normal(size=(150, 31)) - np.linspace(0, slope, 31)
        p = np.array([verdict.before_after(one, 16).p for one in losses])
        for limit in (0.05, 0.2):
            assert np.mean(p <= limit) < limit + 3 * math.sqrt(limit * (1 - limit) / 150)


def test_chance_falls_with_the_evidence_and_is_a_twentieth_at_the_tables_figure():
    evidence = np.linspace(-20, 20, 200)
    for before, after in itertools.product((5, 7, 15, 60, 200), (5, 12, 30, 99)):
        p = interrupted.chance(evidence, before, after)
        assert p[0] == 1 and np.all(np.diff(p) <= 0) and p[-1] > 0
    assert interrupted.chance(np.array(1.17), 15, 15) == pytest.approx(0.05)


def test_a_change_that_is_plain_to_see_is_hardly_shrunk():
    found = verdict.before_after(np.repeat([1.0, 0.5], [16, 15]), 16)
    assert found.low <= -0.5 <= found.high and found.estimate == pytest.approx(-0.5, abs=0.01)


@pytest.mark.parametrize("scale", [1000, 1e-6, 1e250])
def test_the_unit_changes_no_word(scale):
    one, other = (
        verdict.before_after(stepped(2.5), 16),
        verdict.before_after(stepped(2.5) * scale, 16),
    )
    assert one.word == other.word and one.p == pytest.approx(other.p, abs=1e-9)
    assert [x * scale for x in one[2:]] == pytest.approx(other[2:], rel=1e-6)
    a, b = noise(15, 1) - 1, noise(15, 2)
    assert verdict.trial(a, b).word == verdict.trial(a * scale, b * scale).word
    assert verdict.trial(a * scale, b * scale)[2:] == pytest.approx(
        [x * scale for x in verdict.trial(a, b)[2:]], rel=1e-6
    )


def test_a_shift_of_all_losses_changes_nothing():
    assert verdict.before_after(stepped(2) + 50, 16).p == pytest.approx(
        verdict.before_after(stepped(2), 16).p, abs=1e-9
    )


def test_the_trigger_is_not_looked_at():
    losses = stepped(2)
    losses[15] = 1e6
    assert verdict.before_after(losses, 16) == verdict.before_after(stepped(2), 16)
    losses[12:16] = 77
    assert verdict.before_after(losses, 16, trigger=4) == verdict.before_after(
        stepped(2), 16, trigger=4
    )


def test_the_window_ends_at_other_steps_and_their_triggers():
    losses = np.concatenate([noise(20, 1) + 30, stepped(3), noise(20, 2) - 30])
    alone = verdict.before_after(losses[20:50], 16)
    assert verdict.before_after(losses, 36, other_steps=[51, 20, 36]) == alone


def test_fewer_than_five_rounds_on_a_side_is_no_verdict():
    found = verdict.before_after([9.0, 9, 9, 9, 9, 1, 1, 1, 1, 1], 5)
    assert found.word == OPEN and math.isnan(found.p) and found.smallest_visible == math.inf
    assert not math.isnan(verdict.before_after([9.0, 8, 9, 8, 9, 7, 1, 2, 1, 2, 1], 6).p)


def test_a_look_sees_its_rounds_and_no_more():
    losses = stepped(3, after=30)
    for look, rounds in verdict.LOOKS.items():
        assert verdict.before_after(losses, 16, look=look) == verdict.before_after(
            losses[: 16 + rounds], 16, look=look
        )
        assert math.isnan(verdict.before_after(losses[: 15 + rounds], 16, look=look).p)
    with pytest.raises(BadInput, match="three looks"):
        verdict.before_after(losses, 16, look=4)


def test_a_look_asks_for_more_than_the_last_word():
    for seed in range(40):
        looked, fixed = (
            verdict.before_after(stepped(2.2, seed), 16, look=look) for look in (3, None)
        )
        assert fixed.word == HELPED or looked.word != HELPED
        assert looked.word == (HELPED if looked.p <= verdict.ERROR_LOOKING else OPEN)


def test_long_records_count_sixty_before_and_thirty_after():
    losses = stepped(1, before=200, after=200)
    assert verdict.before_after(losses, 201) == verdict.before_after(losses[140:231], 61)


def test_constant_losses_are_no_verdict():
    for value in (0.0, 0.1, 1e300, 9):
        found = verdict.before_after([value] * 31, 16)
        assert found.word == OPEN and found.estimate == 0


def test_a_slip_of_the_keyboard_makes_and_breaks_no_verdict():
    losses = stepped(4)
    for row in (3, 20):
        typed = losses.copy()
        typed[row] = 9_999_990
        assert verdict.before_after(typed, 16).word == HELPED
        assert abs(verdict.before_after(typed, 16).estimate) < 6
    for row in range(31):
        typed = noise(31, 5)
        typed[row] = 9_999_990
        assert verdict.before_after(typed, 16).word == OPEN
        typed = np.ones(31)
        typed[row] = 9_999_990
        assert verdict.before_after(typed, 16).word == OPEN


def test_few_distinct_values_hugging_zero():
    rated = np.random.default_rng(3).choice([0.0, 0.0, 0.0, 0.1, 0.2], 31)
    assert verdict.before_after(rated, 16).word == OPEN
    rated[16:] += 0.7
    assert verdict.before_after(rated, 16).word == HURT


def test_a_change_of_difficulty_is_not_the_step():
    harder = np.repeat([1.0, 2.0], [16, 15])
    assert verdict.before_after(stepped(4), 16, levels=harder).word == OPEN
    mixed = np.random.default_rng(4).integers(0, 3, 31).astype(float)
    found = verdict.before_after(stepped(4) + 5 * mixed, 16, levels=mixed)
    assert found.word == HELPED and found.estimate == pytest.approx(
        verdict.before_after(stepped(4), 16).estimate, abs=1
    )
    assert verdict.before_after(stepped(4), 16, levels=[2] * 31) == verdict.before_after(
        stepped(4), 16
    )


def test_named_levels_have_their_own_offsets():
    names = np.array(["slow", "fast", "slow", "slow"] * 8)[:31].tolist()
    losses = stepped(4) + 5 * np.array([name == "fast" for name in names])
    found = verdict.before_after(losses, 16, levels=names)
    assert found.word == HELPED
    assert found.estimate == pytest.approx(verdict.before_after(stepped(4), 16).estimate, abs=1)
    assert verdict.together(losses, [16], levels=names)[0].word == HELPED
    codes = [{"slow": "b", "fast": "a"}[name] for name in names]
    assert verdict.before_after(losses, 16, levels=codes) == found


def test_one_named_level_is_none():
    assert verdict.before_after(stepped(2), 16, levels=["x"] * 31) == verdict.before_after(
        stepped(2), 16
    )


def test_another_named_level_from_the_step_on_is_no_verdict():
    names = ["easy"] * 16 + ["hard"] * 15
    assert verdict.before_after(stepped(4), 16, levels=names).word == OPEN


def test_a_named_level_of_a_round_or_two_and_an_unknown_one_are_left_out():
    names: list[str | None] = ["usual"] * 31
    names[3] = names[20] = "rare"
    names[7] = None
    losses = stepped(2)
    losses[[3, 7, 20]] = math.nan
    odd = losses.copy()
    odd[[3, 7, 20]] = 50.0
    assert verdict.before_after(odd, 16, levels=names) == verdict.before_after(losses, 16)
    few = ["usual"] * 4 + [f"level {k}" for k in range(27)]
    assert math.isnan(verdict.before_after(stepped(2), 16, levels=few).p)


def test_what_is_no_step_is_refused():
    for bad in (
        {"step_at": 40},
        {"step_at": -1},
        {"step_at": 3, "trigger": -1},
        {"step_at": 3, "levels": [1, 2]},
    ):
        with pytest.raises(BadInput):
            verdict.before_after(noise(20), **bad)
    with pytest.raises(BadInput):
        verdict.before_after("abc", 1)


def test_losses_before_the_window_and_after_it_change_nothing():
    losses = stepped(2, after=40)
    later = losses.copy()
    later[46:] = 1e9
    assert verdict.before_after(losses, 16) == verdict.before_after(later, 16)


# ---- the averaged model by hand


def by_brute_force(at, effect, y):
    """P(fall) of every model with an effect and ln of how likely each is, the noises first."""
    n, t = len(at), at + 1
    line, bent = (t - t.mean()) / t[-1], (np.log(t) - np.log(t).mean()) / np.log(t[-1])
    noises = [rho ** np.abs(np.subtract.outer(t, t)) for rho in interrupted.MEMORIES]
    noises += [np.eye(n) + q * np.minimum.outer(t, t) for q in interrupted.WANDERINGS]
    shape = len(noises), len(interrupted.TRENDS), len(interrupted.EFFECTS)
    log, below, mean = np.empty(shape), np.empty(shape), np.zeros(shape)
    for at_cell in itertools.product(*map(range, shape)):
        v = noises[at_cell[0]]
        sizes = [*interrupted.TRENDS[at_cell[1]], interrupted.EFFECTS[at_cell[2]]]
        kept = [(x, s) for x, s in zip((line, bent, effect), sizes, strict=True) if s]
        x = np.column_stack([np.ones(n), *(column for column, _ in kept)])
        prior = np.array([0.0, *(s**-2 for _, s in kept)])
        inverse = np.linalg.inv(v)
        a = x.T @ inverse @ x + np.diag(prior)
        b = np.linalg.solve(a, x.T @ inverse @ y)
        squares = y @ inverse @ y - b @ a @ b
        sized = -np.linalg.slogdet(v)[1] - np.linalg.slogdet(a)[1] + np.log(prior[1:]).sum()
        log[at_cell] = sized / 2 - (n - 1) / 2 * math.log(squares)
        if sizes[2]:
            mean[at_cell] = b[-1]
            scale = math.sqrt(squares / (n - 1) * np.linalg.inv(a)[-1, -1])
            below[at_cell] = stats.t.cdf(-b[-1] / scale, n - 1)
    return np.exp(log - log.max()), below, mean


def test_evidence_and_effect_are_averages_over_every_model_by_brute_force():
    at = np.array([0.0, 1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 13])
    step = (at >= 7).astype(float)
    y = noise(12, 6) - step
    y = y - np.median(y)
    likely, below, mean = by_brute_force(at, step, y)
    (found,) = interrupted.found(at, step[:, None], np.zeros((12, 0)), y[:, None], 1.0)
    noises = np.array(interrupted.NOISES_WITHOUT)[:, None]
    without = np.sum(noises * np.array(interrupted.WITHOUT) * likely[:, :, 0])
    some = np.array(interrupted.NOISES_WITH)[:, None, None] * np.array(interrupted.WITH)
    fell = np.sum(some * (likely * below)[:, :, 1:4]) / without
    rose = np.sum(some * (likely * (1 - below))[:, :, 1:4]) / without
    assert found.fell[0] == pytest.approx(math.log(fell), abs=1e-6)
    assert found.rose[0] == pytest.approx(math.log(rose), abs=1e-6)
    rhos = np.array(interrupted.MEMORIES)
    usual = np.exp(-0.5 * ((rhos - interrupted.USUAL_MEMORY) / interrupted.MEMORY_SPREAD) ** 2)
    wandering = [interrupted.WANDERING / 5] * 5
    shares = np.array([*(1 - interrupted.WANDERING) * usual / usual.sum(), *wandering])
    prior = np.multiply.outer(shares, np.outer(interrupted.TREND_SHARES, interrupted.EFFECT_SHARES))
    weight = likely * prior / np.sum(likely * prior)
    assert found.posterior.expected()[0] == pytest.approx(np.sum(weight * mean), abs=1e-6)
    assert found.posterior.below_zero()[0] == pytest.approx(
        np.sum((weight * below)[:, :, 1:]), abs=1e-6
    )


def found_in(at, step, losses):
    return interrupted.found(at, step[:, None], np.zeros((len(at), 0)), losses, 1.0)[0]


def test_the_interval_holds_eighty_of_a_hundred_of_the_mixture():
    at = np.arange(20.0)
    found = found_in(at, (at >= 10).astype(float), noise(20)[:, None]).posterior
    for p in (0.1, 0.5, 0.9):
        inside = stats.t.cdf((found.quantile(p) - found.mean) / found.scale, found.freedom)
        assert np.sum(found.weight * inside) == pytest.approx(p, abs=1e-5)


def test_replicates_are_worked_out_as_if_alone():
    at, step = np.arange(12.0), (np.arange(12.0) >= 6).astype(float)
    many = np.random.default_rng(1).normal(size=(12, 3))
    whole = found_in(at, step, many)
    for k in range(3):
        alone = found_in(at, step, many[:, [k]])
        assert whole.fell[k] == pytest.approx(alone.fell[0], abs=1e-9)
        assert whole.posterior.expected()[k] == pytest.approx(
            alone.posterior.expected()[0], abs=1e-9
        )


def test_outliers_are_held_in_and_ordinary_noise_is_not():
    losses = noise(40, 2)[:, None]
    assert np.mean(interrupted.held_in(losses, [20]) != losses) < 0.06
    losses[7] = 1e6
    assert abs(interrupted.held_in(losses, [20])[7, 0]) < 10
    step = np.repeat([0.0, 100.0], 20)[:, None] + noise(40, 2)[:, None]
    assert np.abs(interrupted.held_in(step, [20]) - step).max() < 2


# ---- several steps


def test_several_steps_in_a_row_are_told_apart():
    effects = (0, -4, 0, 4)
    losses = noise(5 * 16, 3) + np.repeat(np.cumsum([0, *effects]), 16)
    found = verdict.together(losses, [16, 32, 48, 64])
    assert [one.word for one in found] == [OPEN, HELPED, OPEN, HURT]


def test_together_of_one_step_is_before_and_after():
    one, (same,) = verdict.before_after(stepped(2), 16), verdict.together(stepped(2), [16])
    assert same[1:5] == pytest.approx(one[1:5], abs=1e-9)
    assert same.smallest_visible > one.smallest_visible


def test_together_answers_in_the_order_asked():
    losses = noise(48, 3)
    one, two = verdict.together(losses, [16, 32])
    assert verdict.together(losses, [32, 16, 16]) == [two, one, one]
    assert verdict.together(losses, []) == []


def test_together_says_nothing_of_a_phase_under_five_rounds():
    found = verdict.together(noise(40, 3), [16, 20, 0, 40])
    assert [math.isnan(one.p) for one in found] == [True, True, True, True]


def test_luck_is_one_of_twenty():
    assert verdict.luck(12) == pytest.approx(0.6)


def test_benjamini_and_hochberg_as_scipy_adjusts():
    p = np.random.default_rng(1).uniform(size=30) ** 3
    assert verdict.discoveries(p) == (stats.false_discovery_control(p) <= 0.10).tolist()
    assert verdict.discoveries([0.01, math.nan, 0.9]) == [True, False, False]
    assert verdict.discoveries([]) == []


# ---- anything at all


@settings(max_examples=60)
@given(st.lists(st.tuples(anything, anything), max_size=40))
def test_any_pairs_give_a_sane_trial(pairs):
    found = verdict.trial([a for a, _ in pairs], [b for _, b in pairs])
    _sane(found)


@settings(max_examples=100)
@given(
    st.lists(anything, max_size=60),
    st.integers(0, 60),
    st.integers(0, 5),
    st.lists(st.integers(-5, 70), max_size=3),
)
def test_any_losses_give_a_sane_verdict(losses, step_at, trigger, other_steps):
    if step_at <= len(losses):
        _sane(
            verdict.before_after(
                losses, step_at, trigger=trigger, other_steps=other_steps, levels=losses
            )
        )
        _sane(verdict.before_after(losses, step_at, trigger=trigger))
        for one in verdict.together(
            losses, [step_at, *(s for s in other_steps if 0 <= s <= len(losses))]
        ):
            _sane(one)


def _sane(found):
    assert found.word in (HELPED, HURT, OPEN)
    assert math.isnan(found.p) or 0 <= found.p <= 1
    assert math.isnan(found.low) or found.low <= found.high
    assert found.word == OPEN or not math.isnan(found.estimate)
    assert all(isinstance(x, float) for x in found[1:])


def test_two_steps_one_after_the_other_leave_nothing_between_to_warn_about():
    """The phase between them has no round at all; the others are judged all the same."""
    losses = [0.5 + 0.02 * (n % 3) for n in range(20)] + [0.2 + 0.02 * (n % 3) for n in range(20)]
    words = [found.word for found in verdict.together(losses, [19, 20])]
    assert len(words) == 2 and all(word in ("helped", "hurt", "can't tell yet") for word in words)
    verdict.together(losses, [0, 1, 20])
