"""What people do in an order that nobody had in mind; each of these went wrong once."""

import pytest
from conftest import HOUR, MINUTE, a_round

from selfgrad import errors
from selfgrad.journal import Journal


def sessions(journal):
    rows = journal.db.connection.execute("SELECT * FROM session ORDER BY started_at")
    return [dict(row) for row in rows]


def counted(journal):
    """Milliseconds of all stopped sessions."""
    return sum(row["ended_at"] - row["started_at"] for row in sessions(journal) if row["ended_at"])


# dated back ----------------------------------------------------------------------------------------


def test_a_start_dated_back_to_last_night_does_not_make_the_night_work(journal, time):
    time.at("2026-03-03 10:00")
    journal.start("an essay", at="yesterday 18:00")
    time.passes(5 * MINUTE)
    said = " ".join(journal.pause().said)
    assert "left running" in said
    assert counted(journal) < MINUTE


def test_work_that_is_dated_back_starts_no_clock(journal, time):
    a_round(journal)
    before = len(sessions(journal))
    time.passes(HOUR)
    journal.forward("page 13", at="-30m")
    assert len(sessions(journal)) == before


def test_a_round_closed_before_its_clock_started_is_refused_and_no_time_is_lost(journal, time):
    journal.start("ten integrals")
    time.passes(2 * HOUR)
    with pytest.raises(errors.BadInput, match="started later"):
        journal.again("2/10", at="yesterday 18:00")
    journal.again("2/10")
    assert counted(journal) >= 2 * HOUR


def test_a_round_never_closes_before_it_was_opened(journal):
    a_round(journal)
    journal.again("2/10", at="yesterday 18:00")
    rounds = journal.db.connection.execute(
        "SELECT opened_at, closed_at FROM round WHERE closed_at > 0"
    )
    assert all(opened <= closed for opened, closed in rounds)


def test_a_slip_dated_back_does_not_land_in_todays_round(journal):
    journal.start("ten integrals")
    journal.log("an old slip", at="yesterday 18:00")
    kept = journal.db.connection.execute(
        "SELECT round FROM entry WHERE kind = 'mistake'"
    ).fetchone()
    assert kept["round"] is None


# clocks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["forward", "go"])
def test_a_clock_left_overnight_is_spoken_of_by_the_next_verb(journal, time, verb):
    journal.start("an essay")
    time.passes(15 * HOUR)
    said = " ".join(getattr(journal, verb)().said)
    assert "left running" in said


def test_a_repeat_round_with_its_time_by_hand_closes_while_the_clock_runs(journal, time):
    journal.start("ten integrals")
    time.passes(10 * MINUTE)
    assert journal.again("1/10", took="5m").data["loss"] == pytest.approx(0.1)
    assert journal.running() is None


def test_the_undo_of_an_old_pause_sets_no_second_clock_going(journal, time):
    journal.start("ten integrals")
    time.passes(10 * MINUTE)
    pause = journal.pause()
    time.passes(10 * MINUTE)
    journal.go()
    time.passes(10 * MINUTE)
    journal.undo(pause.id)
    running = journal.db.connection.execute("SELECT count(*) FROM session WHERE ended_at IS NULL")
    assert running.fetchone()[0] == 1
    journal.pause()
    assert counted(journal) == pytest.approx(20 * MINUTE, abs=1000)


def test_the_undo_of_a_step_hours_later_counts_no_rest_as_work(journal, time):
    journal.start("ten integrals")
    time.passes(30 * MINUTE)
    journal.forward()
    journal.loss("3/10")
    journal.backward("a sign")
    journal.step(keep=True)
    time.passes(4 * HOUR)
    journal.undo()
    journal.step(keep=True)
    assert counted(journal) == pytest.approx(30 * MINUTE, abs=1000)


def test_a_second_undo_passes_by_the_clock_that_the_first_one_stopped(journal, time):
    journal.start("ten integrals")
    time.passes(30 * MINUTE)
    journal.forward()
    journal.loss("3/10")
    journal.backward("a sign")
    journal.step(keep=True)
    time.passes(4 * HOUR)
    journal.undo()
    journal.undo()
    assert journal.running() is None
    assert journal.current()["state"] == "measured"


def test_the_undo_of_a_pause_just_now_lets_the_clock_run_on(journal, time):
    journal.start("ten integrals")
    time.passes(10 * MINUTE)
    journal.pause()
    journal.undo()
    assert journal.running() is not None


def test_an_output_after_input_time_counts_as_output_from_then_on(journal, time):
    journal.start("ten integrals")
    journal.go(input=True)
    time.passes(HOUR)
    journal.forward("page 12")
    time.passes(30 * MINUTE)
    journal.pause()
    lengths = {row["input"]: row["ended_at"] - row["started_at"] for row in sessions(journal)[1:]}
    assert lengths[1] == pytest.approx(HOUR, abs=1000)
    assert lengths[0] == pytest.approx(30 * MINUTE, abs=1000)


def test_a_round_with_hours_in_it_is_not_renamed_by_the_next_start(journal, time):
    journal.start("a long essay")
    time.passes(2 * HOUR)
    with pytest.raises(errors.Refused, match="a long essay"):
        journal.start("quick scales")
    assert journal.current()["aim"] == "a long essay"


# names ---------------------------------------------------------------------------------------------


def test_naming_a_skill_here_leaves_the_rounds_of_other_projects_alone(journal):
    journal.start("a parser", project="compiler")
    journal.start("a song", project="band")
    journal.file_here("guitar")
    skills = journal.db.connection.execute("SELECT project, skill FROM round ORDER BY project")
    assert [tuple(row) for row in skills] == [("band", "guitar"), ("compiler", None)]


def test_the_rounds_of_a_merged_skill_go_on_in_the_other(journal):
    metric = '{"kind": "metric", "unit": "bpm", "baseline": 40, "goal": 80}'
    journal.describe("skill", "guitar", criterion=metric)
    journal.start("a scale", skill="six strings")
    journal.merge("skill", "six strings", "guitar")
    assert journal.again("62").data["loss"] == pytest.approx(0.45)
    assert journal.current()["skill"] == "guitar"
    journal.start("a chord", skill="guitar")
    assert len(journal.db.all("rounds_open", learner="me")) == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 200, "\x1b[31m"])
def test_a_name_is_short_and_does_nothing_to_a_terminal(journal, name):
    journal.start("a scale", skill="guitar")
    with pytest.raises(errors.BadInput):
        journal.rename("skill", "guitar", name)
    with pytest.raises(errors.BadInput):
        journal.start("a chord", skill=name or " ", project="p")


def test_unsorted_is_no_name(journal):
    with pytest.raises(errors.SelfgradError):
        journal.rename("parameter", "unsorted", "sorted")


def test_names_merged_in_a_circle_by_two_devices_are_one_name_and_not_none(journal):
    journal.start("a scale", skill="guitar")
    journal.drop("no strings")
    journal.start("a scale", skill="six strings")
    journal.merge("skill", "six strings", "guitar")
    with journal.writing("skill") as draft:  # as another device, which did not know, would have
        draft.add("merged", "skill:guitar", merged_into="six strings")
    assert [row["name"] for row in journal.names("skill")] == ["guitar"]
    assert journal.called("skill", "six strings") == journal.called("skill", "guitar") == "guitar"
    assert sorted(journal.keys_of("skill", "guitar")) == ["guitar", "six strings"]


# corrections ---------------------------------------------------------------------------------------


def test_worth_and_values_are_out_of_reach_of_edit_and_delete(journal):
    written = journal.write_architecture("I stand for care.")
    for change in (
        lambda: journal.edit(written.id, words="I am my loss."),
        lambda: journal.delete(written.id),
    ):
        with pytest.raises(errors.Refused):
            change()
    assert journal.architecture()["words"] == "I stand for care."


def test_what_is_forgotten_does_not_come_back_by_undo(journal):
    secret = journal.log("a secret")
    forgotten = journal.forget(secret.id)
    acts = journal.db.connection.execute("SELECT id FROM fact WHERE kind = 'forgotten'").fetchone()
    with pytest.raises(errors.Refused, match="does not come back"):
        journal.undo(acts["id"])
    assert forgotten.verb == "forget"


def test_an_edit_of_what_has_no_words_is_refused(journal):
    kept = a_round(journal)
    with pytest.raises(errors.Refused, match="no words"):
        journal.edit(kept.id, words="hello")


def test_the_aim_of_a_repeat_round_is_found_once_it_is_put_differently(journal):
    a_round(journal)
    opened = journal.current()["subject"]
    journal.edit(opened, words="gamma functions")
    assert journal.read.find("gamma")["hits"]


# the command line ----------------------------------------------------------------------------------


def test_an_answer_never_goes_to_another_question_than_the_one_named(shell):
    first = shell.id("ask", "the first?")
    shell("ask", "the second?")
    shell.fails("answer", first + "9", "an answer")
    shell("answer", first, "an answer")
    shell("answer", first, "--used")
    shown = shell.json("show", first)
    assert "an answer" in str(shown)
    assert [row["question"] for row in shell.json("ask")] == ["the second?"]


def test_a_repeat_round_charges_each_sentence_to_its_own_parameter(shell):
    shell("start", "ten integrals")
    shell("again", "3/10", "a sign", "an exponent", "--to", "signs", "--to", "reading")
    named = {row["name"] for row in shell.json("parameter")}
    assert named == {"signs", "reading"}


@pytest.mark.parametrize("words", [["log", "我忘了负号。"], ["today"], ["find", "负"]])
def test_a_terminal_that_cannot_show_a_character_shows_a_question_mark(shell, words):
    shell("log", "我忘了负号。")
    assert "?" in shell(*words, PYTHONIOENCODING="ascii", PYTHONUTF8="0")


def test_a_step_is_a_change_or_keep_and_never_both(shell):
    shell("start", "ten integrals")
    assert "--keep" in shell.fails("step", "When X, I do Y", "--keep", code=2)


def test_an_option_that_would_be_ignored_is_refused(shell):
    shell("start", "ten integrals", "-s", "guitar")
    shell.fails("forward", "--file", "a", "--url", "b", code=2)
    shell.fails("skill", "--target", "5", code=2)
    shell.fails("skill", "guitar", "--target", "5", "--rename", "x", code=2)
    shell.fails("skill", "guitar", "--baseline", "3", code=2)


def test_a_prediction_after_the_output_is_refused_for_what_it_is(shell):
    shell("start", "ten integrals")
    shell("forward")
    assert "prediction stands" in shell.fails("forward", "again", "--expect", "3/10")


def test_everything_that_was_written_is_there_in_the_next_process(tmp_path, time):
    path = str(tmp_path / "journal.db")
    with Journal(path, now=time) as journal:
        id = journal.log("a slip").id
    with Journal(path, now=time) as journal:
        assert "a slip" in journal.find_fact(id)["body"]
