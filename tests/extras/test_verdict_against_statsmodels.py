"""The averaged interrupted time series against statsmodels' GLS, model by model."""

import numpy as np
import pytest
import statsmodels.api as sm

from selfgrad.insight import interrupted

AT = np.array([0.0, 1, 2, 3, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 18])
STEP = (AT >= 9).astype(float)
DESIGN = np.column_stack([np.ones(len(AT)), AT, np.log(AT + 1), STEP])
FLAT_PRIOR = np.zeros((1, 1, 4))


def losses(seed=0):
    return np.random.default_rng(seed).normal(size=len(AT)) - 0.1 * AT - STEP


@pytest.mark.parametrize("rho", interrupted.MEMORIES)
def test_without_priors_a_fixed_memory_is_statsmodels_gls(rho):
    gaps = np.abs(np.subtract.outer(AT, AT))
    _agrees(interrupted.MEMORIES.index(rho), np.where(gaps == 0, 1.0, rho**gaps))


@pytest.mark.parametrize("drift", interrupted.WANDERINGS)
def test_without_priors_a_wandering_level_is_statsmodels_gls(drift):
    shared = np.minimum.outer(AT + 1, AT + 1)
    row = len(interrupted.MEMORIES) + interrupted.WANDERINGS.index(drift)
    _agrees(row, np.eye(len(AT)) + drift * shared)


def _agrees(row, covariance):
    y = losses()
    noises = interrupted._noises(tuple(AT.tolist()))
    fits = interrupted._fit(noises, noises.whiten @ y[:, None], DESIGN, FLAT_PRIOR)
    wanted = sm.GLS(y, DESIGN, sigma=covariance).fit()
    assert fits.mean[row, 0, 0, 0] == pytest.approx(wanted.params[3], rel=1e-7)
    error = fits.scale[row, 0, 0, 0] * np.sqrt(fits.freedom / (len(AT) - 4))
    assert error == pytest.approx(wanted.bse[3], rel=1e-7)


def test_models_are_as_likely_as_statsmodels_says():
    """ln(likelihood) of every AR(1) model, but for what all have in common."""
    y, n = losses(1), len(AT)
    noises = interrupted._noises(tuple(AT.tolist()))
    fits = interrupted._fit(noises, noises.whiten @ y[:, None], DESIGN, FLAT_PRIOR)
    squares = fits.noise[:, 0, 0, 0] ** 2 * fits.freedom
    ours = -n / 2 * np.log(squares) - noises.log_size / 2
    gaps = np.abs(np.subtract.outer(AT, AT))
    covariances = [np.where(gaps == 0, 1.0, rho**gaps) for rho in interrupted.MEMORIES]
    theirs = np.array([sm.GLS(y, DESIGN, sigma=one).fit().llf for one in covariances])
    ours = ours[: len(theirs)]
    assert ours - ours[0] == pytest.approx(theirs - theirs[0], abs=1e-8)
