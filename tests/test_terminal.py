"""The command line with a person in front of it: a real pseudo-terminal, keys and answers."""

import sqlite3
import sys

import pexpect
import pytest


@pytest.fixture
def terminal(shell):
    """`terminal("round")`: a program with a terminal of its own, to which lines are typed."""
    running = []

    def started(*words, **env):
        child = pexpect.spawn(
            sys.executable,
            ["-m", "selfgrad.cli.capture", *words],
            env={**shell.env, "TERM": "dumb", **env},
            cwd=str(shell.folder),
            encoding="utf-8",
            timeout=30,
            dimensions=(40, 120),
        )
        running.append(child)
        return child

    yield started
    for child in running:
        child.close(force=True)


def answers(child, *pairs):
    """Wait for each question, then type its answer and Enter."""
    for question, answer in pairs:
        child.expect_exact(question)
        child.sendline(answer)


def words(shell, kind):
    with sqlite3.connect(shell.env["SELFGRAD_DB"]) as connection:
        found = connection.execute("SELECT words FROM entry WHERE kind = ? ORDER BY n", (kind,))
        return [row[0] for row in found]


FIRST = (
    ("What do you want to make?", "ten integrals"),
    ("What loss do you expect?", "5/10"),
    ("what did you make?", "page 12"),
    ("How far from the ideal?", "3/10"),
    ("·", "I dropped the sign."),
    ("Which behaviour?", "signs"),
    ("·", ""),
    ("One small change", "When I move a term, I say its sign."),
    ("How uncomfortable", "4"),
    ("Next aim?", ""),
)


def test_a_newcomer_is_guided_through_a_whole_first_round(shell, terminal):
    child = terminal("round")
    answers(child, *FIRST, ("Which skill was this?", "calculus"))
    child.expect(pexpect.EOF)
    assert "rounds filed under calculus" in child.before
    assert words(shell, "mistake") == ["I dropped the sign."]
    with sqlite3.connect(shell.env["SELFGRAD_DB"]) as connection:
        rounds = connection.execute(
            "SELECT state, skill, loss, expected, discomfort FROM round ORDER BY opened_at"
        ).fetchall()
    assert rounds == [("closed", "calculus", 0.3, 0.5, 4), ("open", "calculus", None, None, None)]


def test_an_answer_that_cannot_be_read_is_asked_again_and_nothing_is_lost(terminal):
    child = terminal("round")
    answers(child, *FIRST[:3], ("How far from the ideal?", "a lot"))
    child.expect_exact("a lot")
    answers(child, ("How far from the ideal?", "7/0"), ("How far from the ideal?", "3/10"))
    child.expect_exact("What went wrong?")


def test_a_round_that_is_left_in_the_middle_goes_on_where_it_was(terminal):
    child = terminal("round")
    answers(child, *FIRST[:4])
    child.expect_exact("·")
    interrupted = "what was written before is kept"
    for _ in range(10):  # one that comes just before readline waits is heard with the next key
        child.sendintr()
        if child.expect_exact([interrupted, pexpect.TIMEOUT], timeout=3) == 0:
            break
    assert child.after == interrupted
    child.expect(pexpect.EOF)
    child = terminal()
    child.expect_exact("“ten integrals”")
    child.expect_exact("Enter: write down what went wrong")
    child.sendline("")
    child.expect_exact("What went wrong?")


def test_the_bare_command_starts_the_one_thing_with_one_key(shell, terminal):
    shell("start", "ten integrals")
    shell("again", "3/10")
    child = terminal()
    child.expect_exact("“ten integrals”")
    child.expect_exact("Enter: work on it")
    child.sendline("")
    child.expect_exact("what did you make?")


def test_a_pasted_paragraph_is_laid_out_and_accepted_sentence_by_sentence(shell, terminal):
    shell("start", "ten integrals")
    shell("forward")
    shell("loss", "3/10")
    child = terminal("backward")
    answers(
        child,
        ("·", "I dropped the sign. I guessed. I read 3.14 as 3.41."),
        ("That is 3 sentences", ""),
        ("I guessed.", "n"),
        ("I read 3.14 as 3.41.", "I swapped two digits."),
        ("Which behaviour?", ""),
        ("Which behaviour?", ""),
        ("·", ""),
    )
    child.expect(pexpect.EOF)
    assert words(shell, "mistake") == ["I dropped the sign.", "I swapped two digits."]


def test_a_second_change_is_asked_about_and_keep_is_the_default(shell, terminal):
    shell("start", "ten integrals")
    shell("forward")
    shell("loss", "3/10")
    shell("backward", "a sign")
    shell("step", "When I move a term, I say its sign.")
    shell("forward")
    shell("loss", "3/10")
    shell("backward", "an exponent")
    child = terminal("step", "When I read, I point.")
    answers(child, ("Change all the same?", ""))
    child.expect_exact("Round 2 closed")
    child.expect(pexpect.EOF)
    assert words(shell, "step") == ["When I move a term, I say its sign."]


def test_a_clock_left_running_overnight_is_asked_about(shell, terminal):
    shell("start", "ten integrals", SELFGRAD_NOW="2026-03-02T20:00+01:00")
    child = terminal("stop", SELFGRAD_NOW="2026-03-03T09:00+01:00")
    answers(child, ("Until when did you work?", "yesterday 21:30"))
    child.expect_exact("1 h 30 min")
    child.expect(pexpect.EOF)


def test_a_change_of_worth_and_values_asks_twice(shell, terminal):
    shell("self", "I am more than a loss.")
    child = terminal("self", "I am my losses.")
    answers(child, ("Change it?", "y"), ("Still sure?", "n"))
    child.expect_exact("Left as it was")
    child.expect(pexpect.EOF)
    assert "more than a loss" in shell("self")


def test_forgetting_asks_first(shell, terminal):
    id = shell.id("log", "a secret")
    child = terminal("forget", id)
    answers(child, ("Forget them?", ""))
    child.expect_exact("Left as it was")
    assert "secret" in shell("find", "secret")


def test_ctrl_d_is_no_answer_and_writes_nothing(shell, terminal):
    shell("start", "ten integrals")
    shell("pause")
    child = terminal()
    child.expect_exact("Enter: work on it")
    child.sendeof()
    child.expect_exact("what was written before is kept")
    child.expect(pexpect.EOF)
    assert words(shell, "output") == []


def test_a_question_that_would_be_refused_is_not_asked(shell, terminal):
    shell("start", "ten integrals")
    child = terminal("backward")
    child.expect_exact("selfgrad forward")
    child.expect(pexpect.EOF)
    assert "What went wrong?" not in child.before


def test_a_time_last_night_is_understood_when_asked_in_the_morning(shell, terminal):
    shell("start", "ten integrals", SELFGRAD_NOW="2026-03-02T20:00+01:00")
    child = terminal("start", "an essay", "-p", "essays", SELFGRAD_NOW="2026-03-03T09:00+01:00")
    answers(child, ("Until when did you work?", "soon"), ("Until when did you work?", "21:30"))
    child.expect_exact("1 h 30 min")
    child.expect_exact("Round open")
    child.expect(pexpect.EOF)
