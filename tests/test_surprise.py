"""Surprise: a prediction against what came, for any two objects; its numbers against numpy and by hand."""

import copy
import json
import math
import sys
from collections import OrderedDict, namedtuple
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from selfgrad.errors import BadInput
from selfgrad.losses import text_against_reference
from selfgrad.reprs import bounded, brief
from selfgrad.surprise import surprise, surprise_raised

INF, NAN = math.inf, math.nan
Point = namedtuple("Point", "x y")

numbers = st.one_of(
    st.integers(),
    st.booleans(),
    st.floats(),
    st.complex_numbers(),
    st.decimals(),
    st.fractions(),
    st.builds(lambda: 10**5000),
    st.sampled_from([Decimal("1e999999"), Decimal("sNaN"), np.float32(0.1), np.True_]),
)
texts = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)  # surrogates, too
arrays = st.builds(
    lambda shape, kind: np.zeros(shape, kind),
    st.lists(st.integers(0, 3), max_size=3),
    st.sampled_from(["f8", "f2", "i4", "u8", "?", "c8", "U3", "O", "M8[s]", "m8[s]", "i4,f4"]),
)
hashable = st.one_of(
    st.integers(),
    st.booleans(),
    st.floats(allow_nan=False),
    st.fractions(),
    texts,
    st.none(),
    st.binary(max_size=9),
)
anything = st.recursive(
    st.one_of(numbers, texts, arrays, st.none(), st.binary(max_size=9), st.just(int)),
    lambda inside: st.one_of(
        st.lists(inside, max_size=4),
        st.tuples(inside, inside),
        st.dictionaries(hashable, inside, max_size=4),
        st.sets(hashable, max_size=4),
        st.builds(np.asarray, st.lists(st.floats(), max_size=4)),
    ),
    max_leaves=12,
)


def loss(predicted, came, **how):
    return surprise(predicted, came, **how).loss


def is_whole(measure):
    assert math.isfinite(measure.loss) and 0 <= measure.loss <= 1
    assert measure.raw == measure.loss and measure.better == "less"
    assert measure.words.isprintable() and len(measure.words) < 400
    assert json.loads(json.dumps(measure.detail, allow_nan=False)) == measure.detail
    assert ", loss " in measure.words and (measure.loss == 0) == ("loss 0.00" in measure.words)


# any two objects ----------------------------------------------------------------------------------


@given(anything, anything, st.none() | st.floats(1e-9, 1e9), st.booleans())
@example(Decimal("sNaN"), Decimal("sNaN"), None, False)
@example("\ufeff", "\ufeffa", None, False)
@example({1: [2]}, {1: (2.0,)}, None, True)
def test_any_two_objects_have_a_surprise_from_0_to_1(predicted, came, within, printed):
    is_whole(surprise(predicted, came, within=within, printed=printed))


@given(anything)
def test_what_came_as_predicted_is_no_surprise(value):
    assert loss(value, copy.deepcopy(value)) == 0


@settings(max_examples=50)
@given(anything, anything, st.none() | st.floats(1e-9, 1e9))
def test_it_makes_no_difference_which_of_two_values_was_predicted(one, other, within):
    assert loss(one, other, within=within) == pytest.approx(loss(other, one, within=within))


def test_what_holds_itself_ends():
    one, other = [1, 2], [1, 3]
    one.append(one)
    other.append(other)
    assert loss(one, other) == pytest.approx((1 / 3) / 3)
    is_whole(surprise(one, [1, 2, [1, 2, []]]))


def test_what_is_shared_many_times_is_looked_at_once():
    one, other = [1], [2]
    for _ in range(60):
        one, other = [one, one], [other, other]
    assert loss(one, other) == pytest.approx(0.5)


def test_what_is_made_for_the_comparison_alone_is_not_taken_for_something_else():
    one = [np.array([(row, 1)], "i4,i4") for row in range(50)]
    other = [np.array([(row, min(row, 1))], "i4,i4") for row in range(50)]
    assert loss(one, other) == pytest.approx(0.5 / 50)


def test_what_is_too_deep_is_compared_as_shown():
    one: list[object] = []
    for _ in range(sys.getrecursionlimit() * 2):
        one = [one]
    is_whole(surprise(one, [one, 1]))


class Broken:
    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = None

    def __repr__(self):
        raise RuntimeError("no")

    def __array__(self, *args, **kwargs):
        raise RuntimeError("no")


@pytest.mark.parametrize("other", [Broken(), 1, "text", [1], np.eye(2), None, {1: Broken()}])
def test_an_object_that_breaks_at_every_touch_is_no_error(other):
    is_whole(surprise(Broken(), other))
    is_whole(surprise(other, Broken()))
    is_whole(surprise([Broken()], [other]))


class Plain:
    def __init__(self, weight, bias):
        self.weight, self.bias, self.me = weight, bias, self


def test_an_object_without_an_equality_is_what_its_attributes_are():
    assert loss(Plain([1.0], 2), copy.deepcopy(Plain([1.0], 2))) == 0
    assert loss(Plain([1.0], 2), Plain([1.0], 4)) == pytest.approx(0.5 / 3)
    assert loss(len, sum) > 0 and loss(math, json) > 0


# numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("predicted", "came", "expected"),
    [
        (0.25, 0.25, 0),
        (0.2, 0.25, 0.2),
        (3, 4, 0.25),
        (0, 5, 1),
        (-1, 1, 1),
        (0, 0.0, 0),
        (-0.0, 0, 0),
        (NAN, NAN, 0),
        (NAN, 1, 1),
        (INF, INF, 0),
        (INF, -INF, 1),
        (INF, 1e308, 1),
        (1.7e308, -1.7e308, 1),
        (True, 1, 0),
        (True, False, 1),
        (1, 1.0, 0),
        (3 + 4j, 3 - 4j, 1),
        (3 + 4j, 3 + 3j, 0.2),
        (Decimal("0.1"), Fraction(1, 10), 0),
        (Decimal("1.5"), 2, 0.25),
        (Decimal("1e999999999"), 1, 1),
        (Decimal("NaN"), NAN, 0),
        (10**400, 10**400 + 10**399, 1 / 11),
        (10**400, 0.5, 1),
        (5e-324, 1e-323, 0.5),
        (np.float64(0.2), 0.25, 0.2),
        (np.array(0.2), 0.25, 0.2),
        (np.int8(100), np.int8(-100), 1),
    ],
)
def test_numbers_differ_relative_to_the_larger(predicted, came, expected):
    assert loss(predicted, came) == pytest.approx(expected, abs=1e-12)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_the_relative_error_is_that_of_the_formula(one, other):
    larger = max(abs(one), abs(other))
    expected = 0 if one == other else min(1, abs(one - other) / larger)
    assert loss(one, other) == pytest.approx(expected)
    assert loss([one], np.array([other])) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("came", "expected"), [(1, 0), (1.05, 0.5), (0.9, 1), (2, 1), (NAN, 1), (INF, 1)]
)
def test_a_tolerance_is_the_difference_that_counts_as_1(came, expected):
    assert loss(1, came, within=0.1) == pytest.approx(expected)
    assert loss([1.0], [came], within=0.1) == pytest.approx(expected)
    assert loss(np.ones(1), np.array([came]), within=0.1) == pytest.approx(expected)


@pytest.mark.parametrize("within", [0, -1, NAN, INF])
def test_a_tolerance_is_above_0_and_finite(within):
    with pytest.raises(BadInput, match="above 0"):
        surprise(1, 2, within=within)


# texts --------------------------------------------------------------------------------------------


@given(texts, texts)
def test_texts_differ_as_the_text_criterion_says(one, other):
    bare = [text.removeprefix("\ufeff").strip() for text in (one, other)]
    if all(bare) and bare[0] != bare[1]:
        assert loss(one, other) == text_against_reference(bare[1], bare[0]).loss


def test_a_long_text_is_compared_by_its_beginning_and_is_not_the_same():
    one = "a" * 50_000
    assert 0 < loss(one, one + "b") < 0.001
    assert loss(one, "b" * 50_000) == 1


def test_a_text_stands_for_what_a_value_shows():
    assert loss("[1, 2, 3]", [1, 2, 3]) == 0
    assert loss("3.5", 3.5) == 0
    assert 0 < loss("3.6", 3.5) < 1


# containers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("predicted", "came", "expected"),
    [
        ([1, 2, 3], [1, 2, 4], 1 / 12),
        ([1, 2], [1, 2, 3], 1 / 3),
        ([], [], 0),
        ([], [1], 1),
        ((1, 2), [1, 2], 0),
        (range(3), [0, 1, 2], 0),
        (Point(1, 2), (1, 2), 0),
        ({"a": 1, "b": 2}, {"a": 1, "c": 2}, 2 / 3),
        ({"a": 1}, OrderedDict(a=2), 0.5),
        ({}, {}, 0),
        ({1, 2, 3}, {2, 3, 4}, 0.5),
        (set(), frozenset(), 0),
        ([[1, 0], [0, 1]], [[1, 0], [0, 0]], 0.25),
        (None, None, 0),
        (None, 0, 1),
        (b"abc", b"abc", 0),
    ],
)
def test_containers_differ_place_by_place(predicted, came, expected):
    assert loss(predicted, came) == pytest.approx(expected)


def test_another_type_or_length_is_said_and_costs_nothing_by_itself():
    assert "the same, tuple instead of list" in surprise([1], (1,)).words
    assert "3 long instead of 2" in surprise([1, 2], [1, 2, 3]).words


def test_a_list_is_no_set_and_no_dict():
    assert loss([1, 2], {1, 2}) > 0 and loss({1: 2}, [1]) > 0


# arrays -------------------------------------------------------------------------------------------


def test_a_wrong_shape_is_all_wrong_and_both_are_said():
    found = surprise(np.zeros((2, 3)), np.zeros((3, 2)))
    assert found.loss == 1 and "the shape is 3×2, not 2×3" in found.words
    assert loss(np.zeros(3), np.zeros((3, 1))) == 1
    assert loss([1, 2], np.zeros(3)) == 1
    assert loss([[1], [1, 2]], np.zeros(2)) == 1


@given(
    st.lists(
        st.tuples(st.floats(-1e100, 1e100) | st.just(INF), st.floats(-1e100, 1e100) | st.just(NAN)),
        min_size=1,
        max_size=9,
    )
)
def test_an_array_of_fractions_differs_by_the_mean_of_its_numbers(pairs):
    one, other = (np.array(side) for side in zip(*pairs, strict=True))
    by_hand = [loss(p, c) for p, c in pairs]
    assert loss(one, other) == pytest.approx(np.mean(by_hand))
    assert loss(list(one), other) == pytest.approx(np.mean(by_hand))


@given(st.lists(st.tuples(st.complex_numbers(), st.complex_numbers()), min_size=1, max_size=5))
@example([(complex(1.5e308, 1.5e308), complex(-1.5e308, 1.5e308))])
def test_complex_arrays_do_not_overflow(pairs):
    one, other = (np.array(side) for side in zip(*pairs, strict=True))
    is_whole(surprise(one, other))
    assert loss(one, other) > 0 or np.allclose(one, other, equal_nan=True, rtol=1e-9)


@pytest.mark.parametrize(
    ("predicted", "came", "expected"),
    [
        (np.array([1.6e308 + 1.6e308j]), np.array([0.8e308 + 0.8e308j]), 1 / 2),
        (np.array([1, 2, 3, 4]), np.array([1, 2, 3, 5]), 1 / 4),
        (np.array([True, False]), np.array([1, 1]), 1 / 2),
        (np.array(["a", "b"]), np.array(["a", "c"]), 1 / 2),
        (np.array([1, 2]), np.array([1.0, 4.0]), 1 / 4),
        (np.array([], float), np.array([], float), 0),
        (np.array([NAN, 1]), np.array([NAN, 1]), 0),
        (np.array(["NaT", 1], "M8[s]"), np.array(["NaT", 2], "M8[s]"), 1 / 2),
        (np.array(["a"]), np.array([0], "M8[s]"), 1),
        (np.array([2**63], "u8"), np.array([-1], "i8"), 1),
        (np.array([None, "a"], object), np.array([None, "b"], object), 1 / 2),
        (np.ma.masked_array([1, 2], [0, 1]), np.array([1, 2]), 0),
        (np.eye(2), np.array([[1, 0], [0, 1]]), 0),
        ([[1, 0], [0, 1]], np.eye(2), 0),
        ([0, 1, 2], np.arange(3), 0),
    ],
)
def test_arrays_differ_element_by_element(predicted, came, expected):
    assert loss(predicted, came) == pytest.approx(expected)


def test_another_element_type_is_said_and_costs_nothing():
    found = surprise(np.ones(2, "f4"), np.ones(2, "f8"))
    assert found.loss == 0 and "float64 instead of float32" in found.words


def test_without_numpy_nothing_loads_it():
    import subprocess

    code = (
        "import sys; from selfgrad.surprise import surprise; surprise([1.0, {2: 3}], (1, {2: 4}));"
        "print([name for name in ('numpy', 'torch', 'pandas', 'IPython') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# exceptions ---------------------------------------------------------------------------------------


class Own(ValueError):
    """An exception of a learner's own."""


@pytest.mark.parametrize(
    ("predicted", "error", "expected"),
    [
        (ValueError, ValueError("x"), 0),
        (ValueError("y"), ValueError("x"), 0),
        ("ValueError", ValueError("x"), 0),
        ("a ValueError", ValueError("x"), 0),
        (" an OSError. ", FileNotFoundError(), 0),
        (LookupError, KeyError(), 0),
        (KeyError, LookupError(), 1),
        ("Own", Own(), 0),
        ("a ValueError", Own(), 0),
        (ValueError, KeyError(), 1),
        ("a ValueError", KeyError(), 1),
        (0.25, ValueError(), 1),
        ("some text", ValueError(), 1),
        (None, ValueError(), 1),
        (np.eye(2), ValueError(), 1),
        (Broken(), ValueError(), 1),
    ],
)
def test_an_exception_was_predicted_or_was_not(predicted, error, expected):
    found = surprise_raised(predicted, error)
    is_whole(found)
    assert found.loss == expected


def test_a_predicted_exception_that_did_not_come_is_all_wrong():
    assert surprise(ValueError, 3).words == (
        "predicted ValueError, it was 3: nothing was raised, loss 1.00"
    )
    assert loss(ValueError("x"), None) == 1


# what was printed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("predicted", "printed", "expected"),
    [
        (42, "42\n", 0),
        (40, "42\n", 2 / 42),
        ([1, 2], "[1, 2]", 0),
        (np.array([1, 2]), "[1 2]\n", 0),
        ("42", "42\n", 0),
        (None, "None", 0),
        (1, "", 1),
        (1, "(" * 5_000, 1),
    ],
)
def test_what_was_printed_is_read_back(predicted, printed, expected):
    assert loss(predicted, printed, printed=True) == pytest.approx(expected, abs=0.01)


# values as text -----------------------------------------------------------------------------------


@given(anything, st.integers(1, 200))
def test_a_value_as_text_is_never_longer_than_asked(value, longest):
    assert len(bounded(value, longest)) <= longest
    assert len(brief(value, longest)) <= longest and brief(value, longest).isprintable()


@given(st.lists(st.one_of(st.integers(), st.floats(), texts, st.none()), max_size=5))
def test_a_small_value_shows_itself_as_python_does(value):
    assert bounded(value, 4_000) == repr(value)
    assert bounded({"key": value}, 4_000) == repr({"key": value})
    assert bounded(tuple(value), 4_000) == repr(tuple(value))


def test_of_a_huge_value_only_the_beginning_is_made_into_text():
    assert bounded(range(10**12), 20) == "range(0, 1000000000…"
    assert bounded([0] * 10**7, 10) == "[0, 0, 0,…"
    assert bounded("a" * 10**8, 10) == "'aaaaaaaa…"
    assert bounded(10**10_000, 100) == "<int that does not show itself>"
