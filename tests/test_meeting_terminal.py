"""Guards and scars with a person at a real terminal: one question, one key, nothing lost."""

import sqlite3

import pexpect
import pytest
from test_terminal import answers, terminal, words

__all__ = ["terminal"]
MEAN = "I am such an idiot."
DANGER = "I want to kill myself."


@pytest.fixture
def measured(shell):
    for typed in (("start", "ten integrals"), ("forward", "page 12"), ("loss", "3/10")):
        shell(*typed)
    return shell


def ended(child):
    """What was said until the end, and the exit code."""
    child.expect(pexpect.EOF)
    child.close()
    return child.before, child.exitstatus


@pytest.mark.parametrize("verb", ["log", "backward"])
def test_what_was_done_is_filed_in_place_of_the_sentence(measured, terminal, verb):
    child = terminal(verb, MEAN)
    answers(child, ("What did you do?", "I skipped the base case."))
    assert ended(child)[1] == 0
    assert words(measured, "mistake") == ["I skipped the base case."]


def test_the_question_is_the_one_in_the_readme(measured, terminal):
    child = terminal("log", "forgot the base case again because I'm an idiot")
    child.expect_exact("“I'm an idiot”: says what you are. The round is about what you did.")
    answers(child, ("What did you do? (k keeps your sentence as it is)", "k"))


@pytest.mark.parametrize("key", ["k", ""])
def test_one_key_keeps_the_sentence(measured, terminal, key):
    child = terminal("log", MEAN)
    answers(child, ("What did you do?", key))
    said, code = ended(child)
    assert "Kept in your words" in said and code == 0
    assert words(measured, "kept words") == [MEAN]


@pytest.mark.parametrize("verb", ["log", "backward"])
def test_with_keep_words_nobody_is_asked(measured, terminal, verb):
    said, code = ended(terminal(verb, MEAN, "--keep-words"))
    assert "What did you do?" not in said and "Kept in your words" in said and code == 0
    assert words(measured, "kept words") == [MEAN]


def test_it_is_asked_once_in_a_round(measured, terminal):
    answers(child := terminal("log", MEAN), ("What did you do?", "I skipped it."))
    ended(child)
    said, _ = ended(terminal("log", "I am so stupid."))
    assert "What did you do?" not in said
    assert words(measured, "kept words") == ["I am so stupid."]


def test_a_question_left_with_ctrl_d_files_nothing(measured, terminal):
    child = terminal("log", MEAN)
    child.expect_exact("What did you do?")
    child.sendeof()
    assert ended(child)[1] == 1
    assert words(measured, "mistake") == words(measured, "kept words") == []


def test_in_a_script_it_is_filed_and_flagged(measured):
    said = measured("log", MEAN)
    assert said.startswith(f"Kept: {MEAN}") and "not about what you did" in said
    assert measured.json("log", "I am so stupid.")["words"] == "I am so stupid."
    assert words(measured, "kept words") == [MEAN, "I am so stupid."]


@pytest.mark.parametrize(("answer", "kept"), [("y", [DANGER]), ("", []), ("n", [])])
def test_words_of_danger_name_help_and_the_writer_decides(measured, terminal, answer, kept):
    child = terminal("log", DANGER)
    child.expect_exact(DANGER)
    child.expect_exact("findahelpline.com")
    answers(child, ("Keep these words, private", answer))
    said, code = ended(child)
    assert code == 0 and "What did you do?" not in said
    with sqlite3.connect(measured.env["SELFGRAD_DB"]) as connection:
        assert [row[0] for row in connection.execute("SELECT words FROM private_entry")] == kept


def test_a_guided_round_ends_there_and_waits_where_it_was(measured, terminal):
    child = terminal("round")
    answers(child, ("·", DANGER), ("Which behaviour?", ""), ("Keep these words", "y"))
    said, code = ended(child)
    assert code == 0 and "One small change" not in said
    assert measured.json()["state"] == "measured"


def test_a_script_keeps_words_of_danger_apart_and_succeeds(shell):
    done = shell.run("log", DANGER)
    assert done.returncode == 0 and b"findahelpline.com" in done.stdout
    assert shell.json("self", "--private")[0]["words"] == DANGER
    assert DANGER not in shell("today") and DANGER not in shell("find", "kill")


# scars --------------------------------------------------------------------------------------------

SIGN = "I dropped the minus sign when I moved a term."


@pytest.fixture
def scarred(shell):
    for typed in (("start", "ten integrals", "-s", "calculus"), ("again", "4/10", SIGN)):
        shell(*typed)
    return shell


def test_a_scar_comes_up_and_is_marked_with_one_key(scarred, terminal):
    assert f"Scar: “{SIGN}”" in scarred("go")
    for typed in (("forward", "page"), ("loss", "1/10"), ("backward", "--held")):
        scarred(*typed)
    child = terminal("step", "--keep")
    child.expect_exact("Enter leaves it")
    child.send("d")
    said, code = ended(child)
    assert f"Dodged: {SIGN}" in said and code == 0
    assert "dodged 1" in scarred("scars")


def test_again_asks_for_the_marks_after_it_has_filed(scarred, terminal):
    scarred("go")
    child = terminal("again", "1/10")
    child.expect_exact("Round 2 closed")
    child.expect_exact("Enter leaves it")
    child.send("r")
    assert "Repeated:" in ended(child)[0]


def test_enter_leaves_a_scar_unmarked_and_it_can_be_marked_later(scarred, terminal):
    scarred("go")
    child = terminal("again", "1/10")
    child.expect_exact("Enter leaves it")
    child.send("\r")
    assert ended(child)[1] == 0
    assert "Did not apply" in scarred("scars", "--mark", "n")


def test_a_script_marks_them_in_the_same_line(scarred):
    scarred("go")
    assert f"Dodged: {SIGN}" in scarred("again", "1/10", "--scars", "d")


def test_the_bare_command_shows_them_before_the_round_starts(scarred):
    assert f"Scar: “{SIGN}”" in scarred()


def test_what_would_come_up_for_an_aim_can_be_asked(scarred):
    assert SIGN in scarred("scars", "ten integrals", "-s", "calculus")
    assert "Nothing fits" in scarred("scars", "bake a rye loaf")
    assert scarred.json("scars", "bake a rye loaf") == []


def test_a_second_step_asks_first_and_says_why(shell):
    for typed in (
        ("start", "scales"),
        ("forward", "take"),
        ("loss", "4/10"),
        ("backward", "I rushed."),
    ):
        shell(*typed)
    shell("step", "When a bar starts, I count.")
    assert "has had its one step" in shell.fails("step", "When a bar ends, I breathe.")
