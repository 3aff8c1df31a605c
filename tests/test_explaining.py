"""Explain it: points before, takes, gaps that become something, and what is still there another day."""

import sqlite3

import pexpect
import pytest
from test_terminal import answers, terminal  # noqa: F401

from selfgrad import errors
from selfgrad.cli import teaching

POINTS = ("a value in a box", "bind chains functions", "return puts a value into the box")
TAKE = """# Monads

A monad is a value in a box with two tools.
The first tool, return, puts a value into the box.
The functor laws then hold, obviously.
"""
DAY = 86_400_000


def explained(journal, text=TAKE, topic="monads", **about):
    journal.explain(topic, points=POINTS, **about)
    return journal.take(text)


def closed(journal):
    journal.backward()
    return journal.step(keep=True)


def left(journal, topic="monads"):
    return {gap["words"]: gap["key"] for gap in journal.read.topic(topic)["left"]}


# points -------------------------------------------------------------------------------------------


def test_the_check_is_announced_as_the_round_opens_and_before_anything_is_written(journal):
    receipt = journal.explain("monads", to="a ten-year-old", points=POINTS)
    assert "checked in each take, and again on another day without looking" in receipt.said[-1]
    assert journal.current()["aim"] == "explain monads to a ten-year-old"
    assert journal.current()["state"] == "open"
    assert journal.running()["round"] == journal.current()["subject"]


def test_an_explanation_leaves_the_round_one_is_in_as_it_is(journal):
    here = journal.start("ten integrals", skill="calculus").data["round"]
    journal.forward("page 12")
    explained(journal)
    assert journal.about_round(here)["state"] == "produced"
    assert journal.current()["project"] == "explanations: monads"
    journal.resume(here)
    assert (
        journal.explain("monads").said[0]
        == "Explain “monads” to somebody who knows nothing of it. Its clock runs."
    )
    assert journal.running()["round"] == journal.read.topic("monads")["open"]


def test_the_next_round_is_in_the_skill_that_was_practised_and_not_in_that_of_an_explanation(
    journal,
):
    journal.start("ten integrals", skill="calculus", project="exam")
    explained(journal)
    closed(journal)
    journal.start("ten more integrals")
    assert (journal.current()["skill"], journal.current()["project"]) == ("calculus", "exam")


def test_a_topic_stays_in_the_skill_it_was_explained_for(journal):
    explained(journal, skill="haskell")
    closed(journal)
    journal.explain("monads", points=POINTS)
    assert journal.current()["skill"] == "haskell"


def test_an_explanation_has_seven_points_at_most(journal):
    with pytest.raises(errors.BadInput, match="3 to 7 points, not 8"):
        journal.explain("monads", points=[str(n) for n in range(8)])
    assert journal.current() is None


@pytest.mark.parametrize("points", [POINTS[:2], ["same"] * 3])
def test_a_take_waits_for_three_different_points(journal, points):
    receipt = journal.explain("monads", points=points)
    assert "more points that have to be in it" in receipt.said[-1]
    with pytest.raises(errors.Refused, match="points come first"):
        journal.take(TAKE)


def test_two_topics_are_explained_side_by_side_and_a_take_goes_to_its_own(journal):
    journal.explain("monads", points=POINTS)
    journal.explain("swing", points=("one beat", "two beats", "three beats"))
    assert journal.take(TAKE, topic="monads").data["loss"] == pytest.approx(1 / 3)
    assert journal.current()["subject"] == journal.read.topic("monads")["open"]
    assert journal.read.topic("swing")["takes"] == 0


def test_a_sentence_about_the_person_is_no_point_and_in_no_score(journal):
    journal.explain("monads", points=[*POINTS, "I am too stupid for this."])
    assert [row["words"] for row in journal.points_of(journal.current()["subject"])] == list(POINTS)


def test_a_take_waits_until_the_points_are_named(journal):
    journal.explain("monads")
    with pytest.raises(errors.Refused, match="points come first"):
        journal.take(TAKE)
    journal.explain("monads", points=POINTS)
    assert journal.take(TAKE).data["loss"] is not None


def test_points_are_not_named_after_a_take_nor_twice(journal):
    journal.explain("monads", points=POINTS)
    journal.explain("monads", points=POINTS)
    assert len(journal.points_of(journal.current()["subject"])) == 3
    journal.take(TAKE)
    with pytest.raises(errors.Refused, match="named before it"):
        journal.explain("monads", points=["one more"])


def test_a_topic_that_nearly_exists_asks_which_one_is_meant(journal):
    journal.explain("monads", points=POINTS)
    with pytest.raises(errors.Nearly, match="did you mean “monads”"):
        journal.explain("monad")


# takes --------------------------------------------------------------------------------------------


def test_the_loss_of_a_take_is_the_share_of_points_it_leaves_out(journal):
    receipt = explained(journal)
    assert receipt.said[0] == "Take 1: 2 of 3 points covered, loss 0.33."
    assert receipt.said[1] == "Not in it: bind chains functions."
    assert receipt.data["loss"] == pytest.approx(1 / 3)


def test_more_takes_are_attempts_of_the_same_round_and_one_is_kept_as_the_better(journal):
    first = explained(journal)
    journal.take("Something else.")
    journal.prefer(first.data["id"])
    page = journal.read.topic("monads")
    assert [take["n"] for take in page["explanations"][0]["takes"]] == [1, 2]
    assert page["better"]["id"] == first.data["id"]


def test_without_a_choice_the_last_take_counts_as_the_better(journal):
    explained(journal)
    second = journal.take("A value in a box.")
    assert journal.read.topic("monads")["better"]["id"] == second.data["id"]


def test_only_a_take_can_be_the_better_one(journal):
    made = journal.start("a page")
    explained(journal, project="teaching")
    with pytest.raises(errors.NotFound, match="no take"):
        journal.prefer(made.data["id"])


def test_a_blind_alley_is_closed_with_a_sentence_and_its_hours_count(journal, time):
    explained(journal)
    time.passes(3_600_000)
    journal.drop("The box is the wrong picture.")
    page = journal.read.topic("monads")
    assert page["explanations"][0]["why"] == "The box is the wrong picture."
    assert page["preparation"] >= 3_600_000


def test_preparation_stands_against_content_as_given_or_as_spoken(journal, time):
    journal.explain("monads", points=POINTS)
    time.passes(3_600_000)
    journal.take("word " * 300)
    spoken = journal.read.topic("monads")["content"]
    journal.take(TAKE, minutes=6)
    journal.pause()
    page = journal.read.topic("monads")
    assert 60_000 < spoken < 240_000
    assert page["content"] == 360_000
    assert any("10.0 hours an hour" in line for line in teaching.lines(page))


# gaps ---------------------------------------------------------------------------------------------


def test_a_gap_becomes_a_question_that_belongs_to_the_round(journal):
    explained(journal)
    receipt = journal.mark_gap(left(journal)["functor"], "lookup")
    question = journal.db.first("lookup", learner=journal.learner, subject=receipt.data["question"])
    assert "functor" in question["question"]
    assert question["round"] == journal.current()["subject"]
    assert "functor" not in left(journal)


def test_a_gap_becomes_the_next_aim_unless_another_is_given(journal):
    explained(journal)
    said = journal.mark_gap(left(journal)["functor"], "aim").said[0]
    journal.backward()
    journal.step(keep=True)
    assert journal.current()["aim"] in said
    assert "functor" in journal.current()["aim"]


def test_a_gap_that_is_waved_off_is_not_shown_again_in_any_take(journal):
    explained(journal)
    journal.mark_gap(left(journal)["functor"], "wave")
    receipt = journal.take("Here the functor is back.")
    assert "functor" not in {gap["words"] for gap in receipt.data["gaps"]}
    journal.undo()
    journal.undo()
    assert "functor" in left(journal)


def test_a_gap_that_is_not_left_is_refused_and_nothing_is_written(journal):
    explained(journal)
    for how, key in (("lookup", "ffffffff"), ("lookup", ""), ("sideways", "ffffffff")):
        with pytest.raises(errors.SelfgradError):
            journal.mark_gap(key, how)
    assert journal.read.topic("monads")["marks"] == []


def test_what_is_wrong_half_of_the_time_comes_last(journal):
    journal.explain("递归", points=POINTS)
    text = "线粒体产生三磷酸腺苷。这显然很重要。"
    found = [gap["kind"] for gap in journal.take(text).data["gaps"]]
    assert "word" in found
    assert found.index("hedge") < found.index("word")


def test_what_the_notes_have_and_the_take_has_not_is_a_gap(journal):
    notes = "# Laws\n\nAssociativity of the Kleisli composition matters for refactoring.\n"
    journal.explain("monads", points=POINTS)
    receipt = journal.take(TAKE, notes=notes)
    assert "shorter" in {gap["kind"] for gap in receipt.data["gaps"]}
    key = next(gap["key"] for gap in receipt.data["gaps"] if gap["kind"] == "shorter")
    journal.mark_gap(key, "wave")
    assert "shorter" not in {gap["kind"] for gap in journal.read.topic("monads")["left"]}


def test_an_answer_to_a_gap_stands_beside_it(journal):
    explained(journal)
    asked = journal.mark_gap(left(journal)["functor"], "lookup").data["question"]
    journal.answer("something that can be mapped over", asked, source="the red book")
    assert journal.read.topic("monads")["marks"][0]["answer"] == "something that can be mapped over"


# another day --------------------------------------------------------------------------------------


def test_the_points_are_recalled_from_the_next_day_on(journal, time):
    explained(journal)
    closed(journal)
    with pytest.raises(errors.Refused, match="only be read off"):
        journal.recall("a value in a box")
    assert journal.read.recall_due() is None
    time.passes(DAY)
    assert journal.read.recall_due()["points"] == 3
    receipt = journal.recall("It is a value in a box, and return puts a value into the box.")
    still = "Still there of “monads”: 2 of 3 points."
    assert receipt.said[:2] == [still, "Gone: bind chains functions."]
    with pytest.raises(errors.Refused, match="recalled today"):
        journal.recall("Bind chains functions.")
    assert journal.read.recall_due() is None
    assert journal.read.topic("monads")["recalled"]["covered"] == 2


def test_nothing_is_ever_said_in_percent(journal, time):
    receipts = [explained(journal), closed(journal)]
    time.passes(DAY)
    receipts.append(journal.recall("a box"))
    assert "%" not in " ".join(said for receipt in receipts for said in receipt.said)


def test_a_topic_explained_anew_stands_beside_its_first_try(journal, time):
    first = explained(journal)
    closed(journal)
    time.passes(100 * DAY)
    receipt = journal.explain("monads", points=POINTS, to="a friend")
    assert any("You explained it first on 2026-03-02" in said for said in receipt.said)
    page = journal.read.topic("monads")
    assert (page["first"], page["latest"]) == (None, None)
    second = journal.take("A monad is a value in a box; bind chains functions.")
    page = journal.read.topic("monads")
    assert (page["first"]["id"], page["latest"]["id"]) == (first.data["id"], second.data["id"])


def test_the_better_take_and_what_it_left_open_come_up_when_the_topic_is_practised(journal):
    take = explained(journal)
    closed(journal)
    said = journal.start("write a parser with monads", project="code").said
    short = journal.short(take.data["id"])
    assert any(f"selfgrad show {short}" in one for one in said)
    assert any(one.startswith("It left open:") and "functor" in one for one in said)
    assert not any("You explained" in one for one in journal.start("bake", project="b").said)


def test_a_chinese_topic_comes_up_inside_a_chinese_aim(journal):
    explained(journal, "单子是一个盒子里的值。", topic="单子")
    closed(journal)
    said = journal.start("用单子写一个解析器", project="code").said
    assert any("“单子”" in one for one in said)


def test_two_names_of_one_topic_are_merged_with_all_their_takes(journal):
    explained(journal)
    closed(journal)
    explained(journal, topic="boxes")
    journal.merge("topic", "boxes", "monads")
    assert journal.read.topic("monads")["takes"] == 2
    assert [page["name"] for page in journal.read.topics()] == ["monads"]


def test_a_forgotten_take_leaves_no_word_of_it(journal):
    take = explained(journal, "The zygodactyl sings, obviously.")
    journal.mark_gap(left(journal)["zygodactyl"], "wave")
    journal.forget(take.data["id"])
    assert "zygo" not in "\n".join(journal.db.connection.iterdump())


# at the terminal ----------------------------------------------------------------------------------


def entries(shell, kind):
    with sqlite3.connect(shell.env["SELFGRAD_DB"]) as connection:
        found = connection.execute("SELECT words FROM entry WHERE kind = ? ORDER BY n", (kind,))
        return [row[0] for row in found]


def test_at_a_terminal_points_are_asked_the_editor_opens_and_each_gap_takes_one_key(
    shell,
    terminal,  # noqa: F811
):
    (shell.folder / "take.md").write_text(TAKE)
    child = terminal("explain", "monads", "--to", "a child", EDITOR="cp take.md")
    answers(child, *(("·", point) for point in POINTS), ("·", ""))
    child.expect_exact("Take 1: 2 of 3 points covered")
    child.expect_exact("Enter leaves it.")
    child.expect_exact("functor")
    child.send("l")
    child.expect_exact("Asked: ")
    child.expect_exact("obviously")
    child.send("\r")
    child.expect(pexpect.EOF)
    assert entries(shell, "point") == list(POINTS)
    assert len(entries(shell, "question")) == 1


def test_a_script_hands_in_points_and_a_take_at_once(shell):
    (shell.folder / "take.md").write_text(TAKE)
    points = [word for point in POINTS for word in ("--point", point)]
    said = shell("explain", "monads", *points, "--file", "take.md")
    assert "Take 1: 2 of 3 points covered, loss 0.33." in said
    assert shell.json("explain", "monads", "--show")["takes"] == 1


def test_two_takes_stand_side_by_side(shell):
    points = [word for point in POINTS for word in ("--point", point)]
    shell("explain", "monads", *points, "--text", "A value in a box.")
    shell("explain", "monads", "--text", "Bind chains functions.")
    beside = shell("explain", "monads", "--compare", COLUMNS="100")
    line = next(line for line in beside.splitlines() if "A value in a box." in line)
    assert "Bind chains functions." in line


def test_what_was_written_in_an_editor_that_fails_is_there_the_next_time(shell, terminal):  # noqa: F811
    (shell.folder / "fails.sh").write_text('echo "Something else." > "$1"; exit 1\n')
    child = terminal("explain", "monads", EDITOR="sh fails.sh")
    answers(child, *(("·", point) for point in POINTS), ("·", ""))
    child.expect_exact("What you wrote is in ")
    child.expect(pexpect.EOF)
    child = terminal("explain", "monads", EDITOR="true")
    child.expect_exact("Take 1: 0 of 3 points covered")
    child.expect(pexpect.EOF)
    assert list((shell.folder / "drafts").iterdir()) == []


def test_points_are_kept_as_they_are_said_whatever_comes_after(shell, terminal):  # noqa: F811
    child = terminal("explain", "monads", EDITOR="true")
    answers(child, ("·", POINTS[0]), ("·", POINTS[1]))
    child.expect_exact("·")
    child.sendcontrol("c")
    child.expect(pexpect.EOF)
    assert entries(shell, "point") == list(POINTS[:2])


def test_lines_that_were_typed_are_there_after_ctrl_c(shell, terminal):  # noqa: F811
    points = [word for point in POINTS for word in ("--point", point)]
    shell("explain", "monads", *points)
    child = terminal("explain", "monads", EDITOR="", VISUAL="")
    answers(child, ("·", "Something else."))
    child.expect_exact("·")
    child.sendcontrol("c")
    child.expect_exact("What you wrote is in ")
    child = terminal("explain", "monads", EDITOR="", VISUAL="")
    child.expect_exact("Something else.")
    child.sendline("")
    child.expect_exact("Take 1: 0 of 3 points covered")
