"""A capture is a whole process, so what it imports is felt: this keeps the list."""

import json
import os
import subprocess
import sys

import pytest

# All of ours that `selfgrad log "…"` loads. A name that is new here has a price: bench/run.py.
OURS = {
    "selfgrad",
    "selfgrad.bodies",
    "selfgrad.cli",
    "selfgrad.cli.capture",
    "selfgrad.clock",
    "selfgrad.db",
    "selfgrad.db.opening",
    "selfgrad.desk",
    "selfgrad.errors",
    "selfgrad.fold",
    "selfgrad.guards",
    "selfgrad.ids",
    "selfgrad.ledger",
    "selfgrad.meeting",
    "selfgrad.names",
    "selfgrad.notes",
    "selfgrad.search",
    "selfgrad.sentences",
    "selfgrad.worth",
    "selfgrad.worth.hints",
}
# ... and of others, beside what `import sqlite3` brings.
OTHERS = {"__future__", "_json"}
# The ones that creep in. What each costs is in docs/LOG.md.
DEAR = {
    *("argparse", "contextlib", "dataclasses", "difflib", "enum", "gettext", "hashlib"),
    *("importlib.metadata", "importlib.resources", "inspect", "json", "locale", "logging"),
    *("pathlib", "platform", "random", "re", "rapidfuzz", "rich", "secrets", "shutil", "signal"),
    *("socket", "statistics", "subprocess", "tempfile", "textwrap", "threading", "tomllib"),
    *("typing", "tzdata", "unicodedata", "urllib", "uuid", "zoneinfo"),
}
LOG = "from selfgrad.cli import capture; capture.main(['log', {!r}])"
PARIS = "/usr/share/zoneinfo/Europe/Paris"


def loaded(code: str, **env: str) -> set[str]:
    """What a new process has loaded after `code`, beyond what its start and sqlite3 bring."""
    program = f"import sys, sqlite3; before = set(sys.modules)\n{code}\n"
    program += "after = set(sys.modules) - before; import json; print(json.dumps(sorted(after)))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture
def begun(tmp_path):
    """The environment of a journal in which one sentence is kept already."""
    env = {"SELFGRAD_DB": str(tmp_path / "journal.db"), "TZ": "UTC", "PYTHONUTF8": "1"}
    loaded(LOG.format("I misread an exponent."), **env)
    return env


def of_ours(modules: set[str]) -> set[str]:
    return {name for name in modules if name.partition(".")[0] == "selfgrad"}


def test_a_log_loads_these_modules_of_ours_and_no_others(begun):
    assert of_ours(loaded(LOG.format("I misread an exponent."), **begun)) == OURS


def test_a_log_loads_next_to_nothing_else_beside_sqlite3(begun):
    modules = loaded(LOG.format("I said “no” in a café."), **begun)
    assert modules - of_ours(modules) - {"unicodedata"} <= OTHERS


def test_a_log_loads_nothing_that_is_dear(begun):
    modules = loaded(LOG.format('I wrote "+" for "-", twice.'), **begun)
    assert not {name for name in modules if name in DEAR or name.partition(".")[0] in DEAR}


@pytest.mark.skipif(not os.path.isfile(PARIS), reason="this system has no zone files")
def test_a_log_in_a_zone_with_summer_time_loads_no_more(begun):
    modules = loaded(LOG.format("I misread an exponent."), **begun | {"TZ": "Europe/Paris"})
    assert modules <= OURS | OTHERS


def test_a_first_log_that_makes_the_journal_loads_no_more(tmp_path):
    modules = loaded(LOG.format("I misread."), SELFGRAD_DB=str(tmp_path / "new.db"), TZ="UTC")
    assert modules <= OURS | OTHERS


def test_a_log_with_all_its_plain_options_parses_without_argparse(begun):
    words = ["log", "I misread.", "--to", "signs", "-s", "calculus"]
    code = f"from selfgrad.cli import capture; capture.main({words!r})"
    assert "argparse" not in loaded(code, **begun)


def test_a_find_loads_nothing_that_is_dear(begun):
    modules = loaded("from selfgrad.cli import finding; finding.run(['misread'])", **begun)
    assert not {name for name in modules if name in DEAR or name.partition(".")[0] in DEAR}


def test_importing_selfgrad_loads_nothing_of_ours():
    assert loaded("import selfgrad") == {"selfgrad"}


def test_importing_the_loop_loads_nothing_else_of_ours():
    assert of_ours(loaded("import selfgrad.loop")) == {"selfgrad", "selfgrad.loop"}
