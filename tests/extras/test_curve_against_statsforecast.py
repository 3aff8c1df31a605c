"""The forecast of the next loss beside eight that are at hand, statsforecast's three among them.

About a minute: AutoETS, AutoTheta and AutoARIMA are fitted anew before every second round.
"""

import sys
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its own imports warn
    models = pytest.importorskip("statsforecast.models")

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
import baselines
import learners

from selfgrad.insight import curve

SIMPLE = ("last", "mean", "mean of 5", "mean of 10", "SES")
FITTED = ("AutoETS", "AutoTheta", "AutoARIMA")
LEARNERS = 4  # of a family
ROUNDS = range(20, 80, 2)  # that are scored: from round 21


def fitted(name, losses):
    model = getattr(models, name)(season_length=1)
    found = np.full(len(losses), np.nan)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for i in ROUNDS:
            found[i] = model.forecast(y=losses[:i], h=1)["mean"][0]
    return found


@cache
def logs(family):
    """By baseline: the logarithms of our error as a share of its error, one a learner."""
    shares = {name: [] for name in (*SIMPLE, *FITTED)}
    for record in learners.family(family, LEARNERS, seed=5):
        losses, at = record.losses[:80], list(ROUNDS)
        ours = np.abs(curve.one_step(losses, bounded=False).median - losses)[at].mean()
        for name, found in shares.items():
            forecast = fitted(name, losses) if name in FITTED else baselines.ALL[name](losses)
            found.append(np.log(ours / np.abs(forecast - losses)[at].mean()))
    return shares


def share_and_error(found):
    return np.exp(np.mean(found)), np.std(found, ddof=1) / np.sqrt(len(found))


@pytest.mark.parametrize("family", list(learners.FAMILIES))
def test_it_is_hardly_worse_than_the_best_of_eight_on_any_family(family):
    for name, found in logs(family).items():
        share, error = share_and_error(found)
        assert share <= 1.02 + 3 * error, (family, name, share, error)


@pytest.mark.parametrize("name", [*SIMPLE, *FITTED])
def test_it_is_better_than_each_over_all_families(name):
    over = np.mean([np.mean(logs(family)[name]) for family in learners.FAMILIES])
    print(f"{name}: {np.exp(over):.3f}")
    assert over < 0
