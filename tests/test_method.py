"""What docs/method.md says of the numbers is what the code does."""

import ast
import importlib
import inspect
import os
import re

import numpy as np
import pytest
from scipy import stats

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MODULES = (
    "curve",
    "verdict",
    "forecast",
    "past",
    "edge",
    "credit",
    "calibration",
    "habit",
    "streaks",
    "mechanisms",
    "swings",
    "rerating",
)
PARTS = [
    "What it says",
    "How it is computed",
    "What was measured",
    "Sources",
    "What must not be claimed",
]
# said of no number, except where a page lists what must not be said
CLAIMS = (
    "caused",
    "no effect",
    "your limit",
    "66 days",
    "21 days",
    "85 % is",
    "mastery",
    " proves ",
    "guarantees that",
    "other people's figure",
    "you will reach",
    "makes anybody",
    "is formed by",
)


def page():
    with open(os.path.join(ROOT, "docs", "method.md"), encoding="utf-8") as file:
        return file.read()


def prose():
    """The page without formulas and comments."""
    return re.sub(r"^```.*?^```|<!--.*?-->", "", page(), flags=re.DOTALL | re.MULTILINE)


def sections():
    """The text of each number's part, by number and part."""
    found = {}
    for section in re.split(r"^## ", page(), flags=re.MULTILINE)[3:]:
        name, *parts = re.split(r"^### ", section, flags=re.MULTILINE)
        found[name.strip()] = dict(part.split("\n", 1) for part in parts)
    return found


def listed():
    """The functions of the table, as they are called."""
    return re.findall(r"^\| `([a-z]+\.[a-z_]+\(.*?\))` \|", page(), re.MULTILINE)


def public(module):
    """The public functions of a module of selfgrad.insight that no other one of the list has."""
    others = {f"selfgrad.insight.{name}" for name in MODULES} - {module.__name__}
    for name, value in vars(module).items():
        ours = value.__module__ == module.__name__ if inspect.isfunction(value) else False
        passed_on = inspect.isfunction(value) and name in getattr(module, "__all__", ())
        if (ours or (passed_on and value.__module__ not in others)) and name[0] != "_":
            yield name, value


def called(module, name, function):
    """A function as it is called: its parameters and what they are without being given."""
    signature = inspect.signature(function)
    bare = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    plain = signature.replace(parameters=bare, return_annotation=signature.empty)
    return f"{module.__name__.rpartition('.')[2]}.{name}{plain}"


def constants():
    return re.findall(r"^\| `([a-z]+\.[A-Z_0-9]+)` \| (.*) \|$", page(), re.MULTILINE)


def constant(name):
    """The constant of that name in insight or in the journal."""
    module, attribute = name.split(".")
    for package in ("selfgrad.insight", "selfgrad"):
        if importlib.util.find_spec(f"{package}.{module}"):
            return getattr(importlib.import_module(f"{package}.{module}"), attribute)
    raise AssertionError(f"there is no module of {name}")


def test_the_table_of_functions_is_the_functions_with_their_signatures():
    modules = [importlib.import_module(f"selfgrad.insight.{name}") for name in MODULES]
    there = [called(module, *found) for module in modules for found in public(module)]
    assert len(there) > 30
    assert sorted(listed()) == sorted(there)


def test_every_number_has_its_five_parts_in_order():
    assert len(sections()) == 10
    for name, parts in sections().items():
        assert list(parts) == PARTS, name
        assert all(text.strip() for text in parts.values()), name


def test_every_constant_is_named_once_and_there_are_many():
    names = [name for name, _ in constants()]
    assert len(names) == len(set(names)) > 100


@pytest.mark.parametrize(("name", "said"), constants())
def test_a_constant_on_the_page_is_that_of_the_code(name, said):
    value = constant(name)
    plain = value.tolist() if isinstance(value, np.ndarray) else value
    assert ast.literal_eval(said) == plain


def test_the_table_of_paces_is_that_of_the_code():
    from selfgrad.insight import paces

    table = re.search(r"^days     \.05.*?\n(.*?)^```", page(), re.DOTALL | re.MULTILINE)
    assert table
    rows = [[float(word) for word in line.split()] for line in table[1].splitlines()]
    assert [row[0] for row in rows] == np.round(np.exp(paces._HORIZONS)).tolist()
    assert np.allclose([row[1:] for row in rows], np.exp(paces._CHANGES))


def test_the_speeds_beside_the_band_follow_from_the_rule_that_is_given():
    said = re.search(
        r"80 % has (.*?) of the full.*?70 % has (.*?) and 90 % (.*?):", " ".join(page().split())
    )
    assert said
    for success, speeds in zip((0.8, 0.7, 0.9), said.groups(), strict=True):
        for kind, speed in zip(
            (stats.norm, stats.logistic, stats.laplace, stats.cauchy),
            speeds.split(", "),
            strict=True,
        ):
            x = np.append(np.linspace(0.01, 5, 5000), kind.ppf(success))
            rule = x * kind.pdf(x)
            assert rule[-1] / rule.max() == pytest.approx(float(speed), abs=0.0051)


def test_every_command_that_is_quoted_exists():
    programs = re.findall(r"`python (\S+?)(?: --data FOLDER)?`", page())
    assert len(programs) > 15
    for program in programs:
        assert os.path.exists(os.path.join(ROOT, program)), program


def test_every_verb_that_is_quoted_exists():
    from selfgrad.cli.verbs import VERBS

    for verb in re.findall(r"`selfgrad ([a-z]+)", page()):
        assert verb in VERBS, verb


def test_what_was_measured_names_the_command_that_measures_it():
    for name, parts in sections().items():
        assert "`python bench/" in parts["What was measured"], name


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_that_must_not_be_made_is_not_made(claim):
    start = page().split("## The functions")[0]
    for parts in [{"": start}, *sections().values()]:
        for part, text in parts.items():
            if part != "What must not be claimed":
                assert claim not in " ".join(text.split()).lower(), part


def test_what_must_not_be_claimed_names_the_worst_of_each_number():
    said = {name: parts["What must not be claimed"] for name, parts in sections().items()}
    assert "caused by the step" in said["Did the step help"]
    assert "no effect" in said["Did the step help"]
    assert "your limit" in said["Training curve"]
    assert "mastery" in said["Hours to come"]
    assert "66 days" in said["Habit"]
    assert "85 % is" in said["Edge"]


def test_the_page_neither_praises_nor_shouts():
    assert "!" not in prose()
    for word in ("great", "amazing", "well done", "congratulations", "you should have", "lazy"):
        assert word not in prose().lower(), word


def test_the_page_is_no_longer_than_somebody_reads():
    words = re.findall(r"[A-Za-z][\w'’-]*", re.sub(r"^\| `.*$", "", page(), flags=re.MULTILINE))
    assert len(words) <= 6200
