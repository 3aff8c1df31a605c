"""`selfgrad run`: what really happened is an attempt of the round, and its loss."""

import os
import sqlite3
import subprocess
import sys

import pytest
from test_terminal import terminal  # noqa: F401

from selfgrad import errors
from selfgrad.criteria import Criterion

PYTHON = sys.executable
RED = "def test_sum():\n    assert 1 + 1 == 3\n\n\ndef test_product():\n    assert 2 * 2 == 4\n"
GREEN = RED.replace("== 3", "== 2")


def attempts(journal):
    subject = journal.current()["subject"]
    rows = journal.db.all("attempts_of", learner=journal.learner, subject=subject)
    return [dict(row) for row in rows]


def a_run(journal, output="", exit_code=0, command=("make",), **about):
    ready = journal.get_ready("build it")
    return journal.ran(command, output, exit_code, round=ready.data["round"], **about)


# in the journal -----------------------------------------------------------------------------------


def test_a_run_without_an_open_round_opens_one_whose_clock_runs(journal):
    journal.get_ready("make the parser", skill="python", expect=0.2)
    assert (journal.current()["aim"], journal.current()["expected"]) == ("make the parser", 0.2)
    assert journal.running()["round"] == journal.current()["subject"]


def test_each_run_is_one_more_attempt_of_the_same_round(journal):
    a_run(journal, exit_code=1)
    receipt = a_run(journal, exit_code=0)
    assert [row["loss"] for row in attempts(journal)] == [1, 0]
    assert receipt.data["attempt"] == 2
    assert journal.current()["state"] == "measured"


def test_an_exit_code_alone_is_right_or_wrong(journal):
    assert a_run(journal, "oh", 3).said[0] == "Attempt 1: exit code 3, loss 1.00."


def test_the_end_of_what_was_printed_stays_with_the_round(journal):
    a_run(journal, "a long way\nthe end\n")
    assert attempts(journal)[0]["tail"] == "a long way\nthe end"


def test_a_prediction_is_taken_before_the_first_output_and_never_after(journal):
    journal.get_ready("build it", expect=0.4)
    a_run(journal)
    said = journal.get_ready("build it", expect=0.1).said
    assert said == ["What you expected stands since the first output."]
    assert journal.current()["expected"] == 0.4


def test_what_was_printed_can_be_carried_to_another_journal_whatever_it_was(
    journal, tmp_path, time
):
    from test_ledger import acts_of

    from selfgrad.journal import Journal

    a_run(journal, "\x1b[31mred\x1b[0m a\0b \ud800 end")
    journal.cell("print", "a\0b")
    with Journal(str(tmp_path / "other.db"), now=time) as other:
        other.ledger.absorb(acts_of(journal))
        rows = other.db.all("attempts_of", learner="me", subject=journal.current()["subject"])
    assert [row["tail"] for row in rows] == ["[31mred[0m ab  end", "ab"]


def test_a_skill_that_has_a_criterion_of_its_own_is_measured_by_it(journal, tmp_path):
    judge = tmp_path / "judge"
    judge.write_text("#!/bin/sh\necho 0.25\n")
    judge.chmod(0o755)
    journal.measured_by("letters", str(judge), new=True)
    journal.start("a letter", skill="letters")
    receipt = journal.ran(["cat", "letter"], "dear", 0)
    assert "Its own criterion measures it: `selfgrad loss`." in receipt.said
    assert journal.loss().data["loss"] == 0.25


@pytest.mark.parametrize(("printed", "loss"), [("0.9", 0.9), ("1.0", 1), ("0.0", 0), ("1", 0)])
def test_a_last_line_written_as_a_share_is_a_loss_and_a_bare_1_is_a_count(journal, printed, loss):
    assert a_run(journal, f"so: {printed}"[4:] + "\n").data["loss"] == loss


def test_a_round_that_is_past_its_outputs_takes_no_run(journal):
    a_run(journal)
    journal.backward("I forgot the header.")
    with pytest.raises(errors.Refused, match="What went wrong is written down"):
        journal.get_ready("build it")


def test_a_run_belongs_to_the_round_it_began_in_although_another_one_was_opened_meanwhile(journal):
    ready = journal.get_ready("build it")
    journal.start("something else", project="another")
    journal.ran(["make"], "", 2, round=ready.data["round"])
    assert journal.about_round(ready.data["round"])["loss"] == 1


def test_another_skill_opens_a_round_of_its_own(journal):
    a_run(journal)
    ready = journal.get_ready("type a page", skill="typing")
    assert journal.about_round(ready.data["round"])["aim"] == "type a page"


def test_failed_tests_out_of_those_executed_are_the_loss(journal):
    said = a_run(journal, "===== 2 failed, 8 passed in 0.12s =====", 1, ["pytest"]).said[0]
    assert said == "Attempt 1: 2 failed of 10 tests (pytest), loss 0.20."


def test_a_crash_before_any_test_is_loss_1_with_its_reason(journal):
    printed = "ImportError while loading conftest\nModuleNotFoundError: No module named 'x'"
    receipt = a_run(journal, printed, 4, ["pytest", "-q"])
    assert receipt.data["loss"] == 1
    assert "No module named 'x'" in receipt.said[0]


def test_a_printed_number_is_read_by_the_criterion_of_the_skill(journal):
    own = Criterion("metric", unit="wpm", baseline=40, goal=80).to_json()
    journal.describe("skill", "typing", criterion=own)
    journal.start("a page", skill="typing")
    receipt = journal.ran(["measure"], "warm-up\n62\n", 0)
    assert receipt.data["loss"] == pytest.approx(0.45)
    assert receipt.data["raw"] == 62


def test_a_number_is_found_by_a_regular_expression_whatever_the_exit_code(journal):
    receipt = a_run(journal, "Found 0.25 errors a line.\ndone", 1, number=r"Found ([\d.]+)")
    assert receipt.data["loss"] == 0.25


def test_a_number_that_nothing_gives_a_meaning_is_no_loss(journal):
    receipt = a_run(journal, "speed: 41.7", 0, number=r"speed: ([\d.]+)")
    assert attempts(journal)[0]["loss"] is None
    assert any("It printed 41.7." in said for said in receipt.said)
    assert journal.loss("3/10").data["loss"] == 0.3


def test_a_count_in_the_last_line_leaves_the_exit_code_its_say(journal):
    receipt = a_run(journal, "building\n1\n", 0)
    assert receipt.data["loss"] == 0
    assert any("To count it" in said for said in receipt.said)


def test_a_pattern_that_matches_nothing_says_so_and_keeps_the_attempt(journal):
    receipt = a_run(journal, "no figure here", 0, number=r"speed: ([\d.]+)")
    assert any("No number in what it printed" in said for said in receipt.said)
    assert len(attempts(journal)) == 1


def test_a_question_asked_while_it_runs_belongs_to_the_round(journal):
    ready = journal.get_ready("build it")
    journal.ask("why is the cache stale?")
    asked = journal.db.all("lookups_of_round", learner=journal.learner, round=ready.data["round"])
    assert [row["question"] for row in asked] == ["why is the cache stale?"]


def test_a_cell_is_an_attempt_with_its_code_and_its_result(journal):
    journal.start("softmax from memory")
    journal.cell("1 / 3", "0.333", measure=0.25, took_ms=3)
    row = attempts(journal)[0]
    assert (row["medium"], row["words"], row["tail"], row["loss"]) == (
        *("cell", "1 / 3"),
        *("0.333", 0.25),
    )


def test_what_a_forgotten_run_printed_is_gone_for_good(journal):
    fact = a_run(journal, "the secret is 1234", 1).data["id"]
    journal.forget(fact)
    assert attempts(journal)[0]["tail"] is None
    dump = "\n".join(journal.db.connection.iterdump())
    assert "1234" not in dump


# a round in plain Python --------------------------------------------------------------------------


def test_a_with_block_is_a_round_whose_clock_rests_after_it(journal):
    with journal.round("ten integrals", skill="calculus", expect=0.5) as r:
        r.loss("3/10")
        assert journal.running()["round"] == r.id
    assert journal.running() is None
    assert journal.about_round(r.id)["loss"] == 0.3


def test_an_error_in_the_block_leaves_the_round_open_and_stops_its_clock(journal):
    with pytest.raises(ZeroDivisionError), journal.round("divide") as r:
        r.forward("a page")
        _ = 1 / 0
    assert journal.about_round(r.id)["state"] == "produced"
    assert journal.running() is None


def test_a_round_that_is_no_longer_the_open_one_takes_nothing(journal):
    with journal.round("one", project="a") as r:
        journal.start("another", project="b")
        with pytest.raises(errors.Moved):
            r.loss(0.3)
    assert journal.about_round(r.id)["loss"] is None


# at the command line ------------------------------------------------------------------------------


def ran(shell, *words, code=0):
    """One command line, and the exit code it is to end with."""
    done = shell.run(*words)
    assert done.returncode == code, done.stderr
    return done.stdout.decode(), done.stderr.decode()


def rows(shell, sql):
    with sqlite3.connect(shell.env["SELFGRAD_DB"]) as connection:
        return connection.execute(sql).fetchall()


def test_run_passes_output_and_exit_code_through_and_speaks_on_standard_error(shell):
    code = "import sys; print('made'); print('oh', file=sys.stderr); sys.exit(3)"
    stdout, stderr = ran(shell, "run", "--", PYTHON, "-c", code, code=3)
    assert stdout == "made\n"
    assert "oh\n" in stderr
    assert "exit code 3, loss 1.00." in stderr


def test_a_real_project_goes_from_red_to_green_in_one_round(shell):
    for content, exit_code in ((RED, 1), (GREEN, 0)):
        (shell.folder / "test_sums.py").write_text(content)
        ran(shell, "run", "--", PYTHON, "-m", "pytest", "-q", code=exit_code)
    found = rows(shell, "SELECT loss, raw, criterion, took_ms > 0 FROM attempt ORDER BY id")
    assert found == [(0.5, 1, "tests", 1), (0, 0, "tests", 1)]
    assert rows(shell, "SELECT count(*) FROM round") == [(1,)]


def test_the_commit_and_the_branch_are_remembered_with_what_was_made_there(shell):
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (
        ["init", "-q", "-b", "trunk"],
        ["add", "notes.txt"],
        [*who, "commit", "-qm", "one"],
    ):
        (shell.folder / "notes.txt").write_text("one\n")
        subprocess.run(["git", *words], cwd=shell.folder, check=True)
    (shell.folder / "notes.txt").write_text("two\n")
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=shell.folder, check=True, capture_output=True, text=True
    ).stdout.strip()
    ran(shell, "run", "--", PYTHON, "-c", "")
    shell("forward", "by hand")
    found = rows(shell, "SELECT revision, branch, changed FROM attempt ORDER BY id")
    assert found == [(head, "trunk", 1)] * 2
    assert f"in {head[:10]} on trunk, 1 file changed" in shell("show", "last")


def test_outside_of_a_repository_nothing_is_said_of_a_commit(shell):
    shell("run", "--", PYTHON, "-c", "")
    assert rows(shell, "SELECT revision, branch, changed FROM attempt") == [(None, None, None)]


def test_a_command_that_is_not_there_is_a_sentence_and_no_attempt(shell):
    said = shell.fails("run", "--", "no-such-command-here")
    assert "There is no command" in said
    assert rows(shell, "SELECT count(*) FROM round") == [(0,)]


def test_a_command_without_the_hyphens_is_explained(shell):
    said = shell.fails("run", "pytest", "-q", code=2)
    assert said == "The command stands after --. Such as `selfgrad run -- pytest -q`.\n"


def test_a_report_says_what_a_silent_runner_did(shell):
    report = "import pathlib; pathlib.Path('r.xml').write_text('<testsuite tests=\"4\" failures=\"1\">' + '<testcase name=\"a\"/>' * 3 + '<testcase name=\"b\"><failure/></testcase></testsuite>'); raise SystemExit(1)"
    ran(shell, "run", "--report", "r.xml", "--", PYTHON, "-c", report, code=1)
    assert rows(shell, "SELECT loss FROM attempt") == [(0.25,)]


@pytest.mark.parametrize("content", ["", "<testsuite", "hello", "<html/>"])
def test_a_report_that_says_nothing_is_no_success(shell, content):
    write = f"import pathlib; pathlib.Path('r.xml').write_text({content!r})"
    ran(shell, "run", "--report", "r.xml", "--", PYTHON, "-c", write)
    assert rows(shell, "SELECT loss FROM attempt") == [(1,)]


def test_the_report_of_an_earlier_run_does_not_count(shell):
    (shell.folder / "r.xml").write_text('<testsuite tests="1"><testcase name="a"/></testsuite>')
    _, said = ran(shell, "run", "--report", "r.xml", "--", PYTHON, "-c", "")
    assert "This run wrote no report r.xml." in said
    assert rows(shell, "SELECT loss FROM attempt") == [(1,)]


def test_a_run_whose_round_was_closed_meanwhile_is_kept_in_the_next_one(shell):
    shell("run", "--", PYTHON, "-c", "")
    close = "import subprocess, sys; cli = [sys.executable, '-m', 'selfgrad.cli.capture']; "
    close += "subprocess.run([*cli, 'backward', 'I was slow.']); subprocess.run([*cli, 'step', '--keep'])"
    ran(shell, "run", "--", PYTHON, "-c", close)
    found = rows(shell, "SELECT count(DISTINCT subject), count(*) FROM attempt")
    assert found == [(2, 2)]


def test_a_run_that_cannot_be_kept_says_so_and_its_exit_code_is_the_commands(shell):
    shell("run", "--", PYTHON, "-c", "")
    file = "import subprocess, sys; "
    file += "subprocess.run([sys.executable, '-m', 'selfgrad.cli.capture', 'backward', 'I was slow.']); sys.exit(3)"
    _, said = ran(shell, "run", "--", PYTHON, "-c", file, code=3)
    assert "This run was not kept." in said


def test_a_sentence_without_quotes_is_one_sentence(shell):
    shell("run", "--", PYTHON, "-c", "")
    shell("backward", "I", "forgot", "the", "sign")
    assert rows(shell, "SELECT words FROM entry WHERE kind = 'mistake'") == [("I forgot the sign",)]


def test_a_script_that_says_nothing_of_a_loss_files_nothing(shell):
    ran(shell, "run", "--", PYTHON, "-c", "raise SystemExit(1)", code=1)
    assert "There is no sentence yet" in shell.fails("backward", code=2)


@pytest.mark.parametrize("question", ["how do I kill a process?", "why is my code so slow?"])
def test_a_question_about_a_thing_is_not_about_the_person(journal, question):
    receipt = journal.ask(question)
    assert len(receipt.said) == 2 and "flag" not in receipt.data


def test_a_question_about_the_person_is_met(journal):
    assert journal.ask("am I too stupid for this?").data["flag"] == "worth"


def test_a_run_in_a_run_asks_its_question_into_the_same_round(shell):
    inner = [PYTHON, "-m", "selfgrad.cli.capture", "ask", "what does -x do?"]
    shell("run", "--", *inner)
    assert rows(shell, "SELECT round IS NOT NULL FROM lookup") == [(1,)]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminal")
def test_on_a_terminal_the_command_has_one_too_and_ctrl_c_is_in_no_count(shell, terminal):  # noqa: F811
    code = "import sys; print('tty', sys.stdout.isatty()); input('ready?')"
    child = terminal("run", "--", PYTHON, "-c", code)
    child.expect_exact("tty True")
    child.expect_exact("ready?")
    child.sendcontrol("c")
    child.expect_exact("Stopped: this run is in no count.")
    child.wait()
    assert rows(shell, "SELECT count(*) FROM attempt") == [(0,)]
