"""The same SQL is to run on PostgreSQL: words that only SQLite knows stay out."""

import os
import re

import pytest

from selfgrad import db
from selfgrad.db import opening

QUERIES = os.path.join(db.HERE, "sql")
# full-text search is the one seam where each database has its own words
SEAM = ("search_",)
BANNED = {
    r"\bINSERT\s+OR\b": "ON CONFLICT",
    r"\bREPLACE\s+INTO\b": "ON CONFLICT",
    r"\bstrftime\b|\bdatetime\s*\(|\bjulianday\b": "days and instants come from clock.py",
    r"\bgroup_concat\b|\bstring_agg\b": "join in Python",
    r"\bLIMIT\s+-1\b": "leave LIMIT out",
    r"\bAUTOINCREMENT\b": "ids are made by the client",
    r"\bround\(": "round in Python",
    r"\bLIKE\b(?!.*ESCAPE)": "fold case in Python into a search column",
    r"\bMATCH\b": "only in the seam",
    r"\browid\b": "name the column",
    r"\bifnull\b": "COALESCE",
    r"\bGLOB\b|\bREGEXP\b": "neither is portable",
    r"\bPRAGMA\b": "only in opening.py",
    r"\bjson_\w+\s*\(": "JSON is read in Python",
    r"\btotal_changes\b|\blast_insert_rowid\b": "ids are made by the client",
    r"\bIS\s+(NOT\s+)?:\w+": "IS NOT DISTINCT FROM CAST(:x AS TEXT)",
}


def files():
    found = [(name, os.path.join(QUERIES, name)) for name in os.listdir(QUERIES)]
    found += [(name, os.path.join(opening.MIGRATIONS, name)) for _, name in opening.versions()]
    return [pair for pair in found if not pair[0].startswith(SEAM) and ".sqlite." not in pair[0]]


def text(path):
    with open(path, encoding="utf-8") as file:
        return re.sub(r"--[^\n]*", "", file.read())


@pytest.mark.parametrize(("name", "path"), sorted(files()))
def test_a_query_uses_no_word_that_postgresql_lacks(name, path):
    for word, instead in BANNED.items():
        assert not re.search(word, text(path), re.IGNORECASE), f"{name}: {word}; instead: {instead}"


@pytest.mark.parametrize(("name", "path"), sorted(files()))
def test_a_query_names_the_learner(name, path):
    if name.startswith(("here_", "0")):
        return
    assert ":learner" in text(path), name


def test_learner_is_the_first_column_of_every_key():
    statements = " ".join(text(path) for name, path in files() if name[:4].isdigit())
    keys = re.findall(r"PRIMARY KEY \((\w+)", statements)
    keys += re.findall(r"CREATE (?:UNIQUE )?INDEX \w+ ON \w+ \((\w+)", statements)
    assert len(keys) > 20
    assert set(keys) == {"learner"}


def test_every_table_is_strict():
    statements = " ".join(text(path) for name, path in files() if name[:4].isdigit())
    assert statements.count("CREATE TABLE") == statements.count(") STRICT")


def test_every_query_is_used_and_every_query_used_is_there():
    package = os.path.dirname(db.HERE)
    code = ""
    for folder, _, names in os.walk(package):
        for name in names:
            if name.endswith(".py"):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    code += file.read()
    kept = {name.removesuffix(".sql") for name in os.listdir(QUERIES)}
    unused = {name for name in kept if f'"{name}"' not in code}
    assert unused == set()
