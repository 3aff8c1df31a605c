"""What really happened when a command ran: real runners, recorded outputs, and any text at all.

The recorded ones in tests/outcomes/ are named after runner and version. Those of nextest, exercism and
TAP, the coverage threshold of jest and suites.xml are written by hand after their documentation.
"""

import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfgrad.errors import BadInput
from selfgrad.losses import Measure
from selfgrad.outcomes import Outcome, measure, number_in, numbers, plain, read

RECORDED = Path(__file__).parent / "outcomes"


def recorded(name):
    return (RECORDED / name).read_bytes().decode("utf-8")


def words(command, output, exit_code, report=None):
    return measure(read(command.split(), output, exit_code, report)).words


def is_whole(made):
    assert isinstance(made, Measure)
    assert math.isfinite(made.loss) and 0 <= made.loss <= 1
    assert made.criterion in ("tests", "exit")
    assert made.raw is None or math.isfinite(made.raw)
    assert "loss " in made.words and made.words.isprintable()
    assert json.loads(json.dumps(made.detail, allow_nan=False)) == made.detail
    assert all(made.detail.values()) or "total" in made.detail
    assert made.weight >= 1


# ---- real runners

MUSIC = """
import unittest
import pytest

class Old(unittest.TestCase):
    def test_scale(self): pass
    def test_chord(self): self.assertEqual(1, 2)

@pytest.mark.parametrize("x", ["a b", "c - d"])
def test_thirds(x): assert x == "a b"
@pytest.mark.skip
def test_later(): pass
@pytest.mark.xfail
def test_known(): assert 0
@pytest.fixture
def piano():
    yield
    raise RuntimeError("a string broke")
def test_ends_badly(piano): pass
def test_fails_and_ends_badly(piano): assert 0
def test_in_parts(subtests):
    for i in range(3):
        with subtests.test(i=i): assert i != 1
def test_quotes_other_sessions():
    print("=" * 20 + " test session starts " + "=" * 20)
    print("..F [100%]\\n" + "=" * 20 + " FAILURES " + "=" * 20)
    print("=" * 20 + " 9 failed, 9 passed in 0.05s " + "=" * 20)
    print("9 failed, 9 passed in 0.05s")
    print("Ran 9 tests in 0.1s\\n\\nFAILED (failures=9)")
    assert 0
"""


def ran(folder, *command):
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    env.pop("FORCE_COLOR", None)
    done = subprocess.run(
        command,
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
    )
    return done.stdout.decode("utf-8", "replace"), done.returncode


def run_pytest(folder, *options):
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    return command, *ran(folder, *command)


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["-q"],
        ["-qq"],
        ["-v", "--color=yes"],
        ["-p", "xdist", "-n1", "--color=yes"],
    ],
    ids=" ".join,
)
def test_pytest_is_counted_however_it_prints(tmp_path, options):
    (tmp_path / "test_music.py").write_text(MUSIC)
    outcome = read(*run_pytest(tmp_path, *options))
    # ran: scale, chord, thirds twice, and the four below it; failed: all but scale and one of the thirds
    assert outcome[:4] == ("pytest", 8, 6, "")
    assert outcome.failures == (
        "test_music.py::Old::test_chord",
        "test_music.py::test_thirds[c - d]",
        "test_music.py::test_fails_and_ends_badly",
        "test_music.py::test_in_parts",
        "test_music.py::test_quotes_other_sessions",
        "test_music.py::test_ends_badly",
    )
    assert measure(outcome).words == "6 failed of 8 tests (pytest), loss 0.75"


def test_pytest_that_passes_is_loss_zero_and_one_that_does_not_end_well_is_not(tmp_path):
    (tmp_path / "test_fine.py").write_text("def test_a(): pass\n")
    command, output, code = run_pytest(tmp_path)
    assert words(" ".join(command), output, code) == "0 failed of 1 test (pytest), loss 0.00"
    (tmp_path / "conftest.py").write_text("def pytest_sessionfinish(session): session.exitstatus = 7\n")  # fmt: skip
    command, output, code = run_pytest(tmp_path)
    assert words(" ".join(command), output, code) == (
        "no test failed, and yet it did not end well: exit code 7 (pytest), loss 1.00"
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "test_a.py",
            "import nowhere",
            "no test ran: exit code 2, ModuleNotFoundError: No module named 'nowhere'",
        ),
        ("test_a.py", "def test_a(:", "no test ran: exit code 2, SyntaxError: invalid syntax"),
        ("test_a.py", "x = 1", "no test ran: exit code 5"),
        ("conftest.py", "import nowhere", "no test ran: exit code 4, ModuleNotFoundError: No module named 'nowhere'"),
        (
            "test_a.py",
            "import os\ndef test_a(): pass\ndef test_b(): assert 0\ndef test_c(): os.abort()",
            "it ended before its summary, 2 tests seen: ended by SIGABRT, Fatal Python error: Aborted",
        ),
    ],
    ids=["import", "syntax", "nothing", "conftest", "killed"],
)  # fmt: skip
def test_a_crash_of_pytest_is_loss_one_with_its_reason(tmp_path, name, text, said):
    (tmp_path / name).write_text(text)
    command, output, code = run_pytest(tmp_path)
    assert words(" ".join(command), output, code) == f"{said} (pytest), loss 1.00"


def test_a_file_that_cannot_be_collected_counts_beside_tests_that_ran(tmp_path):
    (tmp_path / "test_a.py").write_text("import nowhere")
    (tmp_path / "test_b.py").write_text("def test_b(): pass")
    command, output, code = run_pytest(tmp_path, "--continue-on-collection-errors")
    assert words(" ".join(command), output, code) == "1 failed of 2 tests (pytest), loss 0.50"


UNITS = """
import unittest
class T(unittest.TestCase):
    def test_ok(self): pass
    def test_bad(self): self.assertEqual(1, 2)
    def test_error(self): raise KeyError("x")
    def test_parts(self):
        for i in range(4):
            with self.subTest(i=i): self.assertEqual(i % 2, 0)
    @unittest.skip("later")
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_known(self): self.fail()
    @unittest.expectedFailure
    def test_no_longer(self): pass
class U(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise RuntimeError("no database")
    def test_never(self): pass
"""


@pytest.mark.parametrize("option", ["", "-v"])
def test_unittest_counts_a_test_once_and_a_broken_fixture_as_one(tmp_path, option):
    (tmp_path / "test_units.py").write_text(UNITS)
    command = [sys.executable, "-m", "unittest", *option.split()]
    outcome = read(command, *ran(tmp_path, *command))
    assert outcome[:4] == ("unittest", 6, 5, "")
    assert set(outcome.failures) == {
        "test_units.T.test_bad",
        "test_units.T.test_error",
        "test_units.T.test_parts",
        "test_units.T.test_no_longer",
        "test_units.U.setUpClass",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import unittest\nclass T(unittest.TestCase):\n def test_a(self): pass", "0 failed of 1 test (unittest), loss 0.00"),
        ("import nowhere", "no test ran: exit code 1, ModuleNotFoundError: No module named 'nowhere' (unittest), loss 1.00"),
    ],
)  # fmt: skip
def test_unittest_passes_or_says_what_kept_it_from_running(tmp_path, text, said):
    (tmp_path / "test_units.py").write_text(text)
    command = [sys.executable, "-m", "unittest", "test_units"]
    assert words(" ".join(command), *ran(tmp_path, *command)) == said


NODE = """
import test, { describe, it } from 'node:test';
import assert from 'node:assert';
describe('double', () => {
  it('one', () => assert.equal(2, 2));
  it('three', () => assert.equal(6, 7));
  it.skip('later', () => {});
  it.todo('even later');
});
test('fine', () => {});
"""


@pytest.mark.skipif(
    not shutil.which("node") and not os.environ.get("CI"), reason="node is not on the PATH"
)
@pytest.mark.parametrize("reporter", ["spec", "tap"])
def test_node_is_counted_by_its_own_summary(tmp_path, reporter):
    node = shutil.which("node")
    assert node, "there is no node on the PATH, and this is CI"
    (tmp_path / "a.test.mjs").write_text(NODE)
    command = [node, "--test", f"--test-reporter={reporter}"]
    outcome = read(command, *ran(tmp_path, *command))
    assert outcome[:5] == ("node", 3, 1, "", ("three",))
    (tmp_path / "a.test.mjs").write_text("import './nowhere.mjs'")
    outcome = read(command, *ran(tmp_path, *command))
    assert (outcome.executed, outcome.failed, measure(outcome).loss) == (1, 1, 1)


# ---- recorded outputs

CARGO, GO, JEST, VITEST, NEXTEST = "cargo test", "go test ./...", "npx jest", "npx vitest", "cargo nextest run"  # fmt: skip


@pytest.mark.parametrize(
    ("name", "command", "code", "said"),
    [
        # unit tests, integration tests, documentation; the first quotes a summary of 9 and 9
        ("cargo-1.95-quoted", CARGO, 101, "1 failed of 6 tests (cargo), loss 0.17"),
        ("cargo-1.95-colour", CARGO, 101, "1 failed of 6 tests (cargo), loss 0.17"),
        ("cargo-1.95-quiet", CARGO, 0, "0 failed of 6 tests (cargo), loss 0.00"),
        ("cargo-1.95-abort", CARGO, 101, "it ended before its summary, 0 tests seen: exit code 101, signal: 6, SIGABRT: process abort signal (cargo), loss 1.00"),
        ("cargo-1.95-build", CARGO, 101, "no test ran: exit code 101, error[E0308]: mismatched types (cargo), loss 1.00"),
        ("nextest-0.9-fail", NEXTEST, 100, "3 failed of 8 tests (nextest), loss 0.38"),
        ("nextest-0.9-fail", "make", 2, "3 failed of 8 tests (nextest), loss 0.38"),
        ("nextest-0.9-pass", NEXTEST, 0, "0 failed of 2 tests (nextest), loss 0.00"),
        ("nextest-0.9-none", NEXTEST, 4, "no test ran: exit code 4, error: no tests to run (nextest), loss 1.00"),
        ("go-1.27-fail", GO, 1, "1 failed of 2 packages (go), loss 0.50"),
        ("go-1.27-pass", GO, 0, "0 failed of 1 package (go), loss 0.00"),
        ("go-1.27-build", GO, 1, "2 failed of 3 packages (go), loss 0.67"),
        ("go-1.27-onlybuild", GO, 1, "no test ran: exit code 1, d/d_test.go:5:33: undefined: undefined (go), loss 1.00"),
        ("go-1.27-v", GO, 1, "1 failed of 4 tests (go), loss 0.25"),
        ("go-1.27-v-build", GO, 1, "2 failed of 5 tests (go), loss 0.40"),
        ("go-1.27-v-panic", GO, 1, "1 failed of 2 tests (go), loss 0.50"),
        ("go-1.27-v-exit", GO, 1, "1 failed of 2 tests (go), loss 0.50"),
        ("go-1.27-json", GO, 1, "2 failed of 5 tests (go), loss 0.40"),
        ("go-1.27-json-build", GO, 1, "no test ran: exit code 1, d/d_test.go:5:33: undefined: undefined (go), loss 1.00"),
        ("jest-30-broken", JEST, 1, "2 failed of 4 tests (jest), loss 0.50"),
        ("jest-30-tty", JEST, 1, "1 failed of 3 tests (jest), loss 0.33"),
        ("jest-30-pass", JEST, 0, "0 failed of 1 test (jest), loss 0.00"),
        ("jest-30-crash", JEST, 1, "no test ran: exit code 1, Cannot find module './nowhere' from 'broken.test.js' (jest), loss 1.00"),
        ("jest-30-none", JEST, 1, "no test ran: exit code 1, No tests found, exiting with code 1 (jest), loss 1.00"),
        ("jest-30-threshold", JEST, 1, 'no test failed, and yet it did not end well: exit code 1, Jest: "global" coverage threshold for lines (90%) not met: 57.14% (jest), loss 1.00'),
        ("vitest-3-broken", VITEST, 1, "2 failed of 4 tests (vitest), loss 0.50"),
        ("vitest-4-broken", VITEST, 1, "2 failed of 4 tests (vitest), loss 0.50"),
        ("vitest-4-tty", VITEST, 1, "1 failed of 3 tests (vitest), loss 0.33"),
        ("vitest-4-pass", VITEST, 0, "0 failed of 1 test (vitest), loss 0.00"),
        ("vitest-4-unhandled", VITEST, 1, "no test failed, and yet it did not end well: exit code 1, Error: late (vitest), loss 1.00"),
        ("vitest-4-crash", VITEST, 1, "no test ran: exit code 1, Error: Cannot find module './nowhere' (vitest), loss 1.00"),
        ("vitest-4-none", VITEST, 1, "no test ran: exit code 1, No test files found, exiting with code 1 (vitest), loss 1.00"),
        ("node-24-spec", "node --test", 1, "3 failed of 5 tests (node), loss 0.60"),
        ("node-24-tap", "node --test", 1, "3 failed of 5 tests (node), loss 0.60"),
        ("node-24-junit", "node --test", 1, "2 failed of 4 tests (junit), loss 0.50"),
        ("exercism-3.5-go", "exercism test", 1, "1 failed of 1 package (go), loss 1.00"),
        ("exercism-3.5-none", "exercism test", 1, "exit code 1, loss 1.00"),
    ],
)  # fmt: skip
def test_a_recorded_output_is_read_as_it_was(name, command, code, said):
    output = recorded(f"{name}.txt")
    assert words(command, output, code) == said
    assert words(command, output.replace("\r\n", "\n").replace("\n", "\r\n"), code) == said
    if "exercism" not in name and not said.startswith("no test ran"):  # known by its output alone
        assert words("make check", output, code) == said


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("cargo-1.95-quoted", ("tests::doubles_three",)),
        ("nextest-0.9-fail", ("anagram tests::doubles_three", "anagram::whole crashes", "anagram::whole hangs")),
        ("go-1.27-fail", ("TestTable/three",)),
        ("go-1.27-v-build", ("TestTable/three", "example.com/practice/d")),
        ("go-1.27-json", ("TestTable/three", "example.com/practice/d")),
        ("jest-30-broken", ("double › doubles three", "./broken.test.js")),
        ("vitest-4-tty", ("math.test.js > double > doubles three",)),
        ("node-24-spec", ("three", "child b")),
        ("node-24-tap", ("three", "child b")),
        ("node-24-junit", ("double.three", "parent.child b")),
    ],
)  # fmt: skip
def test_the_failing_tests_are_named_once(name, names):
    assert read(["make"], recorded(f"{name}.txt"), 1).failures == names


def test_at_most_twenty_failing_tests_are_named():
    listed = "".join(f"not ok {i} - test {i}\n" for i in range(1, 31))
    outcome = read(["bats", "."], f"1..30\n{listed}", 1)
    assert (outcome.failed, len(outcome.failures), outcome.failures[19]) == (30, 20, "test 20")


# ---- TAP and JUnit XML


def test_nested_subtests_of_tap_count_once_and_what_is_set_aside_does_not():
    outcome = read(["prove", "-v"], recorded("tap-14-subtests.tap"), 1)
    # G major, C major, arpeggios, first page, memory (failed by itself), sight reading
    assert outcome == Outcome("tap", 6, 2, "", ("G major", "memory"), exit_code=1)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("1..2\nok 1\nok 2 - b\n", 0, "0 failed of 2 tests (tap), loss 0.00"),
        ("ok 1\nnot ok 2\n1..2\n", 0, "1 failed of 2 tests (tap), loss 0.50"),
        ("TAP version 13\nok\nok\nnot ok\n1..3\n", 1, "1 failed of 3 tests (tap), loss 0.33"),
        ("1..0 # SKIP no database\nTAP version 13", 0, "no test ran: exit code 0 (tap), loss 1.00"),
        ("1..4\nok 1\nok 2\n", 0, "of 4 planned tests 2 ran: exit code 0 (tap), loss 1.00"),
        ("1..1\nok 1\nok 2\n", 0, "of 1 planned tests 2 ran: exit code 0 (tap), loss 1.00"),
        ("TAP version 14\nok 1\n", 0, "it ended before its summary, 1 test seen: exit code 0 (tap), loss 1.00"),
        ("1..2\nok 1\n1..1\nok 1 - of a second file\nok 2\n", 0, "0 failed of 3 tests (tap), loss 0.00"),
        ("1..1\nnot ok 1 - x \\# TODO later\n", 1, "1 failed of 1 test (tap), loss 1.00"),
        ("1..1\nnot ok 1 - x # TODO later\n", 0, "no test ran: exit code 0 (tap), loss 1.00"),
        ("ok 41 - the beginning is lost\nnot ok 42\n", 1, "1 failed of 2 tests (tap), loss 0.50"),
    ],
)  # fmt: skip
def test_tap_holds_what_ran_against_its_plan(text, code, said):
    assert words("./t/all.t", text, code) == said
    assert words("./t/all.t", "42", code, report=text) == said


def test_a_bail_out_is_loss_one_with_its_reason():
    said = "it bailed out: The string broke: exit code 255 (tap), loss 1.00"
    assert words("prove -v", recorded("tap-13-bail.tap"), 255) == said


def test_words_that_look_like_test_points_are_none_without_a_plan():
    assert words("./program", "ok 1\nnot ok at all\nok then\n", 0) == "exit code 0, loss 0.00"
    assert words("./program", "1..10\n", 0) == "exit code 0, loss 0.00"


def test_a_junit_report_comes_before_the_output():
    report = recorded("suites.xml")
    outcome = read(["make"], "99 passed in 0.10s", 1, report)
    assert outcome[:5] == (
        "junit",
        5,
        2,
        "",
        ("music.Scales.test_g", "music.Chords.test_étude"),
    )
    assert measure(outcome).words == "2 failed of 5 tests (junit), loss 0.40"


def test_a_real_junit_report_counts_as_the_output_does(tmp_path):
    (tmp_path / "test_music.py").write_text(MUSIC.split("@pytest.fixture")[0])
    command, output, code = run_pytest(tmp_path, "--junitxml=report.xml")
    outcome = read(command, output, code, (tmp_path / "report.xml").read_text("utf-8"))
    assert outcome[1:3] == read(command, output, code)[1:3] == (4, 2)


@pytest.mark.parametrize(
    "report", ["", "<testsuites", "<html/>", "<testsuite><a/>", "<a>&b;</a>", "\ud800", "<\ud800>"]
)
def test_a_report_that_says_nothing_leaves_the_output_to_speak(report):
    said = words("pytest", "1 failed, 1 passed in 0.10s", 1, report)
    assert said == "1 failed of 2 tests (pytest), loss 0.50"


def test_a_report_without_a_test_is_loss_one():
    said = words("pytest", "1 failed, 1 passed in 0.10s", 0, "<testsuite name='a'/>")
    assert said == "no test ran: exit code 0 (junit), loss 1.00"


# ---- the exit code is the truth


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (0, "exit code 0, loss 0.00"),
        (1, "exit code 1, loss 1.00"),
        (3, "exit code 3, loss 1.00"),
        (-11, "ended by SIGSEGV, loss 1.00"),
        (139, "ended by SIGSEGV, loss 1.00"),
        (-9, "ended by SIGKILL, loss 1.00"),
        (130, "ended by SIGINT, loss 1.00"),
        (255, "exit code 255, loss 1.00"),
        (-1000, "exit code -1000, loss 1.00"),
        (0xC0000005, "exit code 0xC0000005 (access violation), loss 1.00"),
    ],
)
def test_a_bare_program_is_judged_by_its_exit_code(code, said):
    made = measure(read(["./program"], "anything\n", code))
    is_whole(made)
    assert (made.criterion, made.words, made.raw, made.unit) == ("exit", said, code, "exit code")


@pytest.mark.parametrize(
    ("command", "output", "code", "said"),
    [
        ("pytest", "", 0, "no test was seen in its output: exit code 0 (pytest), loss 1.00"),
        ("pytest", "= no tests ran in 0.01s =", 0, "no test ran: exit code 0 (pytest), loss 1.00"),
        ("pytest", "2 skipped in 0.01s", 0, "no test ran: exit code 0 (pytest), loss 1.00"),
        ("pytest", "", -9, "it ended before its summary, 0 tests seen: ended by SIGKILL (pytest), loss 1.00"),
        ("pytest", ".F. [100%]\n1 failed, 2 passed in 0.10s", 0, "1 failed of 3 tests (pytest), loss 0.33"),
        ("pytest", "2 passed in 0.10s", -11, "no test failed, and yet it did not end well: ended by SIGSEGV (pytest), loss 1.00"),
        ("pytest -qq", "..s [100%]", 0, "0 failed of 2 tests (pytest), loss 0.00"),
        ("pytest", "1 failed, 1 passed, 1 xpassed, 1 xfailed in 0.10s", 1, "1 failed of 3 tests (pytest), loss 0.33"),
        ("python -m unittest", "Ran 2 tests in 0.1s\n\nFAILED (unexpected successes=1)", 1, "1 failed of 2 tests (unittest), loss 0.50"),
        ("cargo test", "running 4 tests\ntest a ... ok\ntest b ... FAILED\n", -9, "it ended before its summary, 2 tests seen: ended by SIGKILL (cargo), loss 1.00"),
        ("cargo test", recorded("cargo-1.95-abort.txt") + recorded("cargo-1.95-quiet.txt"), 101,
         "it ended before its summary, 0 tests seen: exit code 101, signal: 6, SIGABRT: process abort signal (cargo), loss 1.00"),
        ("go test -v", "=== RUN   T\n=== RUN   T/a\n--- PASS: T (0.00s)\n    --- PASS: T/a (0.00s)\nok  \tx\t0.1s", 0, "0 failed of 1 test (go), loss 0.00"),
        ("go test", "ok  \tx\t0.1s [no tests to run]", 0, "no test ran: exit code 0 (go), loss 1.00"),
        ("npx vitest", recorded("vitest-4-tty.txt").partition("Failed Tests")[0], -9, "it ended before its summary, 0 tests seen: ended by SIGKILL (vitest), loss 1.00"),
        ("pytest --cov", "3 passed in 0.10s\nFAIL Required test coverage of 90% not reached. Total coverage: 50.00%", 1,
         "no test failed, and yet it did not end well: exit code 1, FAIL Required test coverage of 90% not reached. Total coverage: 50.00% (pytest), loss 1.00"),
        ("python -m unittest", "\nRan 0 tests in 0.000s\n\nNO TESTS RAN\n", 5, "no test ran: exit code 5 (unittest), loss 1.00"),
        ("go test", "go: go.mod file not found in current directory or any parent directory", 1, "no test ran: exit code 1 (go), loss 1.00"),
        ("go test", "?   \tx\t[no test files]\n", 0, "no test ran: exit code 0 (go), loss 1.00"),
        ("node --test", "node: bad option: --test", 9, "no test ran: exit code 9 (node), loss 1.00"),
        ("node --test", "TAP version 13\nok 1 - a\nnot ok 2 - b", -9, "it ended before its summary, 2 tests seen: ended by SIGKILL (tap), loss 1.00"),
    ],
)  # fmt: skip
def test_nothing_that_ran_no_test_or_ended_badly_is_loss_zero(command, output, code, said):
    assert words(command, output, code) == said


@pytest.mark.parametrize(
    ("command", "runner"),
    [
        ("pytest -q", "pytest"),
        ("python -m pytest", "pytest"),
        ("python3.12 -X dev -m pytest", "pytest"),
        (r"C:\venv\Scripts\python.exe -m pytest", "pytest"),
        ("/venv/bin/pytest", "pytest"),
        ("uv run pytest -q", "pytest"),
        ("uv run --with hypothesis pytest", "pytest"),
        ("poetry run python -m unittest", "unittest"),
        ("coverage run -m pytest", "pytest"),
        ("env CI=1 timeout 10s pytest", "pytest"),
        ("npx --yes jest", "jest"),
        ("npx vitest run", "vitest"),
        ("go test ./...", "go"),
        ("cargo +nightly test", "cargo"),
        ("cargo nextest run", "nextest"),
        ("node --test --watch", "node"),
        ("bash -c cd\\ api\\ &&\\ pytest", ""),
        ("make test", ""),
        ("npm test", ""),
        ("python train.py pytest", ""),
        ("cargo run", ""),
        ("go run .", ""),
        ("node app.js", ""),
        ("", ""),
    ],
)
def test_a_command_tells_a_crashed_runner_from_a_program(command, runner):
    assert read(command.split(), "Killed", 1).runner == runner


def test_a_runner_is_found_inside_a_shell_command():
    assert read(["sh", "-c", "cd api && uv run pytest -q"], "", 1).runner == "pytest"
    assert read(["bash", "-c", "echo hello"], "", 1).runner == ""
    assert read(["sh", "-c"], "", 1).runner == ""


# ---- more than one summary


def test_two_runners_of_one_command_add_up_and_both_are_named():
    output = "npm test\n" + recorded("jest-30-tty.txt") + "\npytest -q\n.F [100%]\n1 failed, 1 passed in 0.10s\n"  # fmt: skip
    assert words("make test", output, 2) == "2 failed of 5 tests (jest and pytest), loss 0.40"
    assert words("pytest", output, 1) == "1 failed of 2 tests (pytest), loss 0.50"


def test_two_sessions_of_one_runner_add_up():
    for header in ("", "=== test session starts ===\n"):
        output = f"{header}..F [100%]\n= 1 failed, 2 passed in 0.10s =\n{header}.. [100%]\n= 2 passed in 0.10s =\n"
        assert words("make test", output, 2) == "1 failed of 5 tests (pytest), loss 0.20"


def test_a_summary_that_another_runner_quotes_is_not_counted():
    quoted = recorded("jest-30-broken.txt") + recorded("cargo-1.95-quoted.txt") + recorded("go-1.27-v.txt")  # fmt: skip
    output = f"=== test session starts ===\nF [100%]\n=== FAILURES ===\n{quoted}\n=== 1 failed in 1.00s ===\n"
    assert words("make", output, 1) == "1 failed of 1 test (pytest), loss 1.00"


def test_an_output_whose_beginning_is_lost_is_counted_by_its_summary():
    output = "st_x.py:3: AssertionError\n=== test session starts ===\n= 9 passed in 9.00s =\n=== short test summary info ===\nFAILED a.py::b - x\n= 1 failed, 3 passed in 0.10s =\n"
    assert read(["pytest"], output, 1)[:5] == ("pytest", 4, 1, "", ("a.py::b",))


def test_a_test_program_that_was_cut_off_does_not_hide_those_after_it():
    output = recorded("cargo-1.95-abort.txt") + recorded("cargo-1.95-quiet.txt")
    outcome = read(["cargo", "test"], output, 101)
    assert (outcome.executed, outcome.failed, measure(outcome).loss) == (6, 0, 1)


def test_a_quoted_header_without_its_summary_does_not_hide_the_real_one():
    begins = "=== test session starts ===\n"
    output = f"{begins}F [100%]\n=== FAILURES ===\n{begins}Segmentation fault\n"
    ends = "=== short test summary info ===\nFAILED a.py::b\n=== 1 failed in 0.10s ===\n"
    assert words("pytest", output + ends, 1) == "1 failed of 1 test (pytest), loss 1.00"
    assert "ended before its summary, 1 test seen" in words("pytest", output, -11)


def test_a_run_that_was_drawn_again_and_again_counts_by_its_last_state():
    drawn = "Test Suites: 1 passed, 1 of 2 total\nTests: 2 passed, 2 total\n"
    whole = (
        "Test Suites: 2 passed, 2 total\nTests: 3 failed, 2 passed, 5 total\nRan all test suites.\n"
    )
    assert words("npx jest", drawn * 3 + whole, 1) == "3 failed of 5 tests (jest), loss 0.60"
    assert "ended before" in words("npx jest", drawn, -9)


# ---- a measure


def test_what_is_kept_of_tests_weighs_by_how_many_ran():
    made = measure(Outcome("pytest", 10, 2, "", ("a", "b")))
    is_whole(made)
    assert made[:5] == ("tests", 2, "failed", "less", 0.2)
    assert made.words == "2 failed of 10 tests (pytest), loss 0.20"
    assert made.detail == {"wrong": 2, "total": 10, "runner": "pytest", "failures": ["a", "b"]}
    assert made.weight == 10


def test_a_count_that_does_not_stand_keeps_its_reason_and_no_number():
    made = measure(Outcome("pytest", 3, 0, "it ended before its summary", ()))
    assert (made.raw, made.loss, made.weight) == (None, 1, 1)
    assert made.detail == {"runner": "pytest", "reason": "it ended before its summary"}


# ---- a number in the output


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.125", 0.125), ("epoch 3\n 41.7 \n\n", 41.7), ("-0.5", -0.5), ("+3", 3), ("1e-3", 0.001),
        (".5", 0.5), ("5.", 5), ("41,7", 41.7), ("0,125", 0.125), ("1,234", 1234), ("1,234,567.5", 1234567.5),
        ("1.234,5", 1234.5), ("1.234", 1.234), ("12,3456", 12.3456), ("97.5%", 97.5), ("97 %", 97), ("−2", -2),
        ("\x1b[32m7\x1b[0m\r\n", 7), ("10\r20\r30\n", 30), ("-0", 0),
        ("nan", None), ("inf", None), ("-Infinity", None), ("1e999", None), ("loss 0.3", None), ("3 4", None),
        ("", None), ("\n\n", None), ("1_000", None), ("٣", None), ("½", None), ("0x10", None), ("1,23,456", None),
        ("1.2.3", None), ("7\ndone", None), ("9" * 1000, None), ("--3", None), ("%", None), ("\ud800", None),
    ],
)  # fmt: skip
def test_the_last_line_is_a_number_if_the_whole_of_it_is(text, number):
    assert number_in(text) == number
    assert not str(number_in(text)).startswith("-0.0")


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        (r"loss: (\S+)", 0.25),
        (r"(?P<number>\d+)%", 90),
        (r"(epoch) (?P<number>\d+)", 2),
        (r"\d+\.\d+", 0.75),
        (r"loss: (\d+)x|acc: (\S+)", 0.75),
        (r"^epoch (\d+)", 2),
        (r"done$", None),
        (r"nowhere", None),
        (r"\d*", 75),
        (r"grad: (\S+)", None),
    ],
)
def test_the_last_match_of_a_pattern_is_the_number(pattern, number):
    text = "epoch 1 loss: 0.5 grad: 1.0 80%\nepoch 2 loss: 0.25 grad: nan 90%\nacc: 0.75\n"
    assert number_in(text, pattern) == number
    assert number_in(text.replace("\n", "\r\n"), pattern) == number


@pytest.mark.parametrize("pattern", ["(", "*", "[a", "(?P<x", "a{99999999999}", "x" * 1001, "\\"])
def test_a_bad_pattern_is_refused_in_one_sentence(pattern):
    with pytest.raises(BadInput) as trouble:
        number_in("3", pattern)
    assert trouble.value.sentence.endswith(".") and "--number" in trouble.value.next
    assert len(str(trouble.value)) < 300 and str(trouble.value).isprintable()


def test_a_pattern_that_runs_away_is_stopped(monkeypatch):
    monkeypatch.setattr(numbers, "PATIENCE", 0.3)
    with pytest.raises(BadInput, match="took longer than"):
        number_in("a" * 1_000_000, "(a+)+$b")


# ---- any text with any exit code

PIECES = st.sampled_from(
    [line for name in sorted(os.listdir(RECORDED)) for line in recorded(name).splitlines(True)]
)
PROSE = st.text(max_size=60)
CODES = st.one_of(st.sampled_from([0, 0, 1, 2, 5, 101, 127, 139, -9, -11]), st.integers(-(2**31), 2**32))  # fmt: skip
COMMANDS = st.one_of(
    st.sampled_from(["pytest", "python -m unittest", CARGO, GO, JEST, VITEST, NEXTEST, "node --test", "exercism test", "make"]).map(str.split),
    st.lists(PROSE, max_size=4),
)  # fmt: skip


@given(
    COMMANDS,
    st.lists(PIECES | PROSE, max_size=30).map("".join),
    CODES,
    st.none() | PROSE | st.lists(PIECES, max_size=10).map("".join),
)
@example(["pytest"], "\ud800\x00\x1b]", 0, "<\ud800")
@example(["pytest"], "9" * 50 + " passed in 0.10s", 0, None)
@example(["go", "test"], '{"Action":"pass","Package":"a","Test":null}\n' + "[" * 100_000, 0, None)
def test_any_output_with_any_exit_code_has_a_loss_that_is_zero_only_after_a_good_end(
    command, output, code, report
):
    outcome = read(command, output, code, report)
    made = measure(outcome)
    is_whole(made)
    assert 0 <= outcome.failed <= outcome.executed and len(outcome.failures) <= 20
    assert made.loss > 0 or code == 0
    if made.criterion == "tests" and made.loss == 0:
        assert outcome.executed > 0


@pytest.mark.parametrize(
    "piece",
    [
        "1 passed in 0.01s\n",
        ".F [100%]\n1 failed in 0.01s\n",
        "=== test session starts ===\n",
        "Ran 1 test in 0.1s\n\nOK\n",
        "test result: ok. 1 passed; 0 failed; x\n",
        "running 1 test\n",
        "ok 1\n1..1\n",
        "=== RUN   T/a\n--- FAIL: T/a (0.00s)\n",
        "x::" * 1000 + "\n",
        "<testsuite ",
        "\x1b]",
        "E\n",
    ],
)
def test_much_of_one_thing_is_read_in_a_time_that_grows_with_it(piece):
    is_whole(measure(read(["make"], piece * (250_000 // len(piece)), 1)))


@given(st.text())
def test_plain_lines_carry_no_escape_and_no_carriage_return(text):
    assert not set("".join(plain.lines(text))) & set("\r\n\x1b\x00")
