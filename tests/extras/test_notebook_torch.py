"""Surprise over torch tensors and pandas tables: the same numbers as over numpy arrays."""

import json

import numpy as np
import pytest

from selfgrad.surprise import surprise

torch = pytest.importorskip("torch")
VALUES = [[1.0, 2.0], [3.0, float("nan")]]
OTHERS = [[1.0, 4.0], [3.0, float("nan")]]
FLOATS = ["float64", "float32", "float16", "bfloat16"]


def loss(predicted, came, **how):
    found = surprise(predicted, came, **how)
    assert 0 <= found.loss <= 1 and found.words.isprintable()
    assert json.dumps(found.detail, allow_nan=False)
    return found.loss


@pytest.mark.parametrize("kind", FLOATS)
def test_a_tensor_differs_as_the_array_of_its_numbers(kind):
    one, other = (torch.tensor(v, dtype=getattr(torch, kind)) for v in (VALUES, OTHERS))
    expected = loss(np.array(VALUES), np.array(OTHERS))
    assert loss(one, other) == pytest.approx(expected) == pytest.approx(0.5 / 4)
    assert loss(VALUES, other) == loss(np.array(VALUES), other) == pytest.approx(expected)


def test_a_gradient_a_view_or_a_layout_makes_no_difference():
    tensor = torch.tensor([[0.0, 2.0], [0.0, 4.0]], requires_grad=True)
    same = tensor.detach().clone()
    for form in (
        tensor,
        tensor.T.T,
        same.to_sparse(),
        torch.nn.Parameter(same),
    ):
        assert loss(same, form) == loss(form, same) == 0
    conjugate = torch.tensor([1 + 2j]).conj()
    assert loss([1 - 2j], conjugate) == 0 and loss(conjugate.imag, [-2.0]) == 0


def test_a_tensor_with_one_number_and_no_dimension_is_that_number():
    assert loss(0.25, torch.tensor(0.2, dtype=torch.float64)) == pytest.approx(0.2)
    assert loss(2, torch.tensor(2)) == 0 and loss(True, torch.tensor(True)) == 0
    assert loss(1.0, torch.tensor(1.5, requires_grad=True), within=1) == pytest.approx(0.5)


def test_shape_and_type_are_said():
    found = surprise(torch.zeros(2, 3), torch.zeros(3))
    assert found.loss == 1 and "the shape is 3, not 2×3" in found.words
    found = surprise(torch.ones(2), torch.ones(2, dtype=torch.float64))
    assert found.loss == 0 and "torch.float64 instead of torch.float32" in found.words


def test_whole_numbers_and_truths_differ_by_their_share():
    assert loss(torch.tensor([1, 2, 3, 4]), torch.tensor([1, 2, 3, 9])) == 0.25
    assert loss(torch.tensor([True, False]), torch.tensor([True, True])) == 0.5


def test_a_tensor_without_numbers_is_compared_as_shown():
    assert loss(torch.zeros(2), torch.zeros(2, device="meta")) > 0


def test_two_models_differ_by_their_parameters():
    import copy

    torch.manual_seed(1)
    model = torch.nn.Linear(2, 1)
    assert loss(model, copy.deepcopy(model)) == 0
    assert loss(model, torch.nn.Linear(2, 1)) > 0


def test_a_prediction_made_of_a_tensor_is_fixed_before_the_cell_runs():
    from selfgrad.notebook.predictions import Prediction

    weight = torch.ones(2, requires_grad=True)
    doubled = weight * 2
    prediction = Prediction("doubled", {"doubled": doubled}, {})
    with torch.no_grad():
        doubled.mul_(0)
    assert loss(prediction.value, [2.0, 2.0]) == 0


def test_tables_of_pandas_differ_by_their_values():
    pandas = pytest.importorskip("pandas")
    one = pandas.DataFrame({"a": [1, 2], "b": [1.0, 2.0]})
    assert loss(one, one.copy()) == 0
    assert loss(one, one.assign(b=[1.0, 4.0])) == pytest.approx(0.5 / 4)
    assert loss(one["a"], [1, 3]) == 0.5
    assert loss(pandas.Series(["x", None]), pandas.Series(["x", "y"])) == 0.5
    assert loss(one, one.T.head(1)) == 1
    assert loss(pandas.Timestamp("2026-01-01"), pandas.Timestamp("2026-01-02")) > 0
