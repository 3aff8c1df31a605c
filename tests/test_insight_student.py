"""Student's t distribution in numpy, held against scipy's."""

import numpy as np
import pytest
from scipy import stats

from selfgrad.insight import student

FREEDOMS = (0.5, 1, 1.5, 2, 3, 5, 14, 29, 89, 500, 5_000, 20_000)
POINTS = np.concatenate([np.linspace(-9, 9, 181), [-1e3, 1e3, -1e200, 1e200, np.inf, -np.inf]])


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_the_distribution_is_scipys_to_ten_digits(freedom):
    assert np.abs(student.cdf(POINTS, freedom) - stats.t.cdf(POINTS, freedom)).max() < 1e-10


def test_with_one_degree_of_freedom_it_is_the_arctangent():
    at = np.array([-1e3, -2.0, -1e-9, 0.0, 1e-9, 1e-6, 2.0])  # scipy has 0.5 for 1e-9
    assert student.cdf(at, 1) == pytest.approx(0.5 + np.arctan(at) / np.pi, abs=1e-15)


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_the_density_is_scipys(freedom):
    at = POINTS[:181]
    assert student.density(at, freedom) == pytest.approx(stats.t.pdf(at, freedom), rel=1e-9)


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_far_tails_keep_their_digits(freedom):
    at = np.array([-5.0, -20.0, -1e3])
    wanted = stats.t.cdf(at, freedom)
    kept = wanted > 1e-250
    assert student.cdf(at, freedom)[kept] == pytest.approx(wanted[kept], rel=1e-9)


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_quantiles_are_scipys(freedom):
    p = np.array([1e-9, 1e-6, 1e-3, 0.05, 0.1, 0.19, 0.2, 0.21, 0.45, 0.5, 0.8, 0.95, 0.999])
    assert student.quantile(p, freedom) == pytest.approx(
        stats.t.ppf(p, freedom), rel=1e-9, abs=1e-9
    )


def test_one_quantile_is_the_same_number_remembered():
    assert student.point(0.95, 14) == pytest.approx(stats.t.ppf(0.95, 14), abs=1e-12)
    assert isinstance(student.point(0.95, 14), float)


def test_shapes_are_kept():
    assert student.cdf(np.zeros((2, 3)), 5).shape == (2, 3)
    assert student.cdf(0.0, 5).shape == ()
    assert student.quantile(np.full((2, 3), 0.9), 5).shape == (2, 3)
