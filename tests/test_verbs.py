"""One table of verbs: each has a face, a document and an example that parses."""

import importlib
import os
import re
import shlex

import pytest

from selfgrad.cli import main, manual
from selfgrad.cli.verbs import VERBS

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def text(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_has_a_face(name):
    module = importlib.import_module(f"selfgrad.cli.{VERBS[name].module}")
    assert callable(getattr(module, main.FUNCTIONS.get(name, name)))


@pytest.mark.parametrize("name", VERBS)
def test_the_example_of_a_verb_parses(name):
    program, verb, *words = shlex.split(VERBS[name].example)
    assert (program, verb) == ("selfgrad", name)
    words, _ = main._global_options(words)
    main.parser(VERBS[name]).parse_args(words)


@pytest.mark.parametrize("name", VERBS)
def test_the_help_of_a_verb_is_a_short_sentence_without_exclamation(name):
    help = VERBS[name].help
    assert 10 < len(help) < 90
    assert "!" not in help
    main.parser(VERBS[name]).format_help()


def test_the_page_of_commands_is_what_the_table_says():
    assert text("docs", "commands.md") == manual.page(), (
        "make it anew: python -m selfgrad.cli.manual > docs/commands.md"
    )


def test_every_command_that_a_sentence_names_exists():
    named = set()
    for folder, _, names in os.walk(os.path.join(ROOT, "src", "selfgrad")):
        for name in names:
            if name.endswith(".py"):
                named |= set(re.findall(r"`selfgrad ([a-z]+)", text(folder, name)))
    assert named
    assert named - set(VERBS) == set()


def test_no_sentence_of_the_program_shouts():
    for folder, _, names in os.walk(os.path.join(ROOT, "src", "selfgrad")):
        for name in names:
            if name.endswith(".py") and name != "sentences.py":  # it quotes what people write
                assert not re.search(r"[a-z]{2}![\"” ]", text(folder, name)), name
