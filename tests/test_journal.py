"""The verbs, through the public interface."""

import pytest
from conftest import HOUR, MINUTE, a_round

from selfgrad import errors
from selfgrad.journal import Journal


def entries(journal):
    rows = journal.db.connection.execute("SELECT kind, words FROM entry ORDER BY n")
    return [tuple(row) for row in rows]


# the loop ------------------------------------------------------------------------------------------


def test_a_first_round_needs_nothing_but_an_aim(journal):
    journal.start("ten integrals")
    assert journal.current()["state"] == "open"
    assert journal.running() is not None


def test_closing_a_round_opens_the_next_whose_clock_waits(journal):
    a_round(journal)
    following = journal.current()
    assert (following["state"], following["aim"]) == ("open", "ten integrals")
    assert journal.running() is None


def test_the_next_rounds_clock_starts_with_the_first_thing_done_in_it(journal, time):
    a_round(journal)
    time.passes(HOUR)
    journal.forward("page 13")
    time.passes(10 * MINUTE)
    journal.pause()
    last = journal.db.connection.execute("SELECT * FROM session ORDER BY started_at").fetchall()[-1]
    assert 10 * MINUTE <= last["ended_at"] - last["started_at"] < 11 * MINUTE


def test_a_refused_verb_writes_nothing_and_names_the_next_one(journal):
    journal.start("ten integrals")
    before = journal.db.connection.execute("SELECT count(*) FROM fact").fetchone()[0]
    with pytest.raises(errors.Refused, match="selfgrad forward"):
        journal.loss("3/10")
    with pytest.raises(errors.Refused, match="selfgrad forward"):
        journal.step(keep=True)
    assert journal.db.connection.execute("SELECT count(*) FROM fact").fetchone()[0] == before


def test_a_prediction_may_be_changed_until_the_first_output_and_not_after(journal):
    journal.start("ten integrals", expect="5/10")
    journal.predict(expect="2/10")
    assert journal.current()["expected"] == 0.2
    journal.forward("page 12")
    with pytest.raises(errors.Refused):
        journal.predict(expect="9/10")
    assert journal.current()["expected"] == 0.2


def test_a_repeat_round_is_one_act(journal):
    journal.start("ten integrals")
    acts = journal.db.connection.execute("SELECT count(*) FROM act").fetchone()[0]
    journal.again("3/10", "I dropped the sign.")
    assert journal.db.connection.execute("SELECT count(*) FROM act").fetchone()[0] == acts + 1
    rounds = journal.db.connection.execute(
        "SELECT state, loss, kept FROM round ORDER BY opened_at"
    ).fetchall()
    assert [tuple(row) for row in rounds] == [("closed", 0.3, 1), ("open", None, None)]


def test_again_goes_on_from_an_output_that_is_there_already(journal):
    journal.start("ten integrals")
    journal.forward("page 12")
    journal.again("3/10")
    kept = journal.db.connection.execute("SELECT medium, words, loss FROM attempt").fetchall()
    assert [tuple(row) for row in kept] == [("text", "page 12", 0.3)]


def test_a_perfect_round_closes_too_and_says_what_held(journal):
    journal.start("ten integrals")
    journal.forward()
    journal.loss("0/10")
    journal.backward(held="I said each sign aloud.")
    receipt = journal.step(keep=True)
    assert "Held: I said each sign aloud." in " ".join(receipt.said)


def test_a_blind_alley_keeps_its_why_and_its_hours(journal, time):
    journal.start("a proof by cases")
    time.passes(HOUR)
    journal.drop("seventeen cases, and none closes")
    assert ("blind alley", "seventeen cases, and none closes") in entries(journal)
    session = journal.db.connection.execute("SELECT ended_at - started_at FROM session").fetchone()
    assert session[0] >= HOUR


def test_a_change_while_a_step_is_held_asks_first(journal):
    journal.start("ten integrals")
    journal.forward()
    journal.loss("3/10")
    journal.backward("I dropped the sign.", to="signs")
    journal.step("When I move a term, I say its sign aloud.")
    journal.forward()
    journal.loss("3/10")
    journal.backward("I misread an exponent.", to="reading")
    with pytest.raises(errors.Refused, match="--anyway"):
        journal.step("When I read a term, I point at it.")
    journal.step("When I read a term, I point at it.", anyway=True)
    assert journal.wording("reading") == "When I read a term, I point at it."


def test_a_step_without_a_parameter_goes_to_the_one_most_charged(journal):
    journal.start("ten integrals")
    journal.forward()
    journal.loss("3/10")
    journal.backward(
        "a sign", "another sign", "a misread exponent", to=["signs", "signs", "reading"]
    )
    journal.step("When I move a term, I say its sign aloud.")
    assert journal.wording("signs") == "When I move a term, I say its sign aloud."


def test_two_changes_in_one_step_are_one_too_many(journal):
    journal.start("ten integrals")
    journal.forward()
    journal.loss("3/10")
    journal.backward("a sign")
    with pytest.raises(errors.Refused, match="one small change"):
        journal.step("When X, I do Y\nWhen A, I do B")


def test_every_project_has_its_own_open_round_and_start_switches(journal):
    first = journal.start("a parser", project="compiler").data["round"]
    journal.start("a sonnet", project="poems")
    assert journal.running()["project"] == "poems"
    journal.resume(first)
    assert journal.current()["aim"] == "a parser"
    assert journal.running()["project"] == "compiler"
    running = journal.db.connection.execute("SELECT count(*) FROM session WHERE ended_at IS NULL")
    assert running.fetchone()[0] == 1


def test_a_round_without_output_gets_the_new_aim_when_another_is_started_in_its_place(journal):
    journal.start("ten integrals")
    journal.start("ten derivatives")
    assert len(journal.db.all("rounds_open", learner="me")) == 1
    assert journal.current()["aim"] == "ten derivatives"


def test_a_skill_may_be_named_after_the_first_rounds(journal):
    a_round(journal)
    a_round(journal)
    journal.file_here("calculus")
    skills = journal.db.connection.execute("SELECT DISTINCT skill FROM round").fetchall()
    assert [row[0] for row in skills] == ["calculus"]
    assert journal.start("more").data["skill"] == "calculus"


def test_a_skill_remembers_which_way_its_learner_counts(journal):
    journal.start("vocabulary", skill="chinese")
    journal.again("7/10 right")
    assert journal.again("8/10").data["loss"] == pytest.approx(0.2)


def test_a_name_that_nearly_exists_asks_first(journal):
    journal.start("a scale", skill="guitar")
    journal.drop("no strings")
    with pytest.raises(errors.Refused, match="did you mean “guitar”"):
        journal.start("a scale", skill="gutiar")
    journal.start("a scale", skill="gutiar", new=True)


def test_a_renamed_skill_keeps_its_past_and_is_found_by_both_names(journal):
    a_round(journal, skill="guitar")
    journal.rename("skill", "guitar", "classical guitar")
    assert journal.find_name("skill", "guitar") == journal.find_name("skill", "Classical  Guitar")
    assert journal.called("skill", "guitar") == "classical guitar"


def test_a_merged_skill_counts_as_the_other(journal):
    a_round(journal, skill="guitar")
    journal.start("a scale", skill="six strings")
    journal.merge("skill", "six strings", "guitar")
    assert journal.called("skill", "six strings") == "guitar"
    assert [row["name"] for row in journal.names("skill")] == ["guitar"]


# the clock -----------------------------------------------------------------------------------------


def test_a_clock_left_running_overnight_counts_up_to_the_last_sign_of_life(journal, time):
    journal.start("ten integrals")
    time.passes(30 * MINUTE)
    journal.log("I dropped a sign.")
    time.at("2026-03-03 09:00")
    assert journal.left_running() is not None
    receipt = journal.forward("page 12")
    session = journal.db.connection.execute("SELECT * FROM session ORDER BY started_at").fetchone()
    assert session["guessed"] == 1
    assert session["ended_at"] - session["started_at"] == pytest.approx(30 * MINUTE, abs=100)
    assert receipt.verb == "forward"


def test_a_slip_logged_at_breakfast_does_not_make_the_night_before_it_work(journal, time):
    time.at("2026-03-02 18:00")
    journal.start("ten integrals")
    time.at("2026-03-02 22:00")
    journal.forward("page 12")
    time.at("2026-03-03 08:00")
    journal.log("I skipped breakfast.")
    time.at("2026-03-03 08:05")
    journal.pause()
    session = journal.db.connection.execute("SELECT * FROM session").fetchone()
    assert session["guessed"] == 1
    assert session["ended_at"] - session["started_at"] == pytest.approx(4 * HOUR, abs=1000)


def test_a_session_of_hours_with_signs_of_life_in_it_is_not_taken_for_a_clock_left_running(
    journal, time
):
    time.at("2026-03-02 22:00")
    journal.start("a long night", at="-3h")
    for _ in range(5):
        time.passes(HOUR + 30 * MINUTE)
        journal.log("still at it")
    assert journal.left_running() is None


def test_a_clock_left_running_is_counted_in_full_when_the_learner_says_so(journal, time):
    journal.start("ten integrals")
    time.passes(14 * HOUR)
    journal.pause(all=True)
    session = journal.db.connection.execute("SELECT * FROM session").fetchone()
    assert session["ended_at"] - session["started_at"] >= 14 * HOUR


def test_a_pause_may_be_backdated_but_not_to_before_the_clock_started(journal, time):
    journal.start("ten integrals")
    time.passes(HOUR)
    with pytest.raises(errors.BadInput):
        journal.pause(at="-2h")
    journal.pause(at="-10m")
    session = journal.db.connection.execute("SELECT * FROM session").fetchone()
    assert session["ended_at"] - session["started_at"] == pytest.approx(50 * MINUTE, abs=1000)


def test_T16_T17_a_session_over_the_start_of_a_day_is_cut_there_and_sums_to_the_whole(
    journal, time
):
    time.at("2026-03-02 23:45")
    journal.start("a night session")
    time.at("2026-03-03 07:30")
    journal.pause(all=True)
    parts = journal.db.connection.execute(
        "SELECT day, ended_at - started_at FROM stretch ORDER BY day"
    ).fetchall()
    session = journal.db.connection.execute("SELECT ended_at - started_at FROM session").fetchone()
    assert [part[0] for part in parts] == ["2026-03-02", "2026-03-03"]
    assert sum(part[1] for part in parts) == session[0]


def test_T18_a_clock_that_runs_over_the_end_of_a_year_can_be_stopped(journal, time):
    time.at("2025-12-31 23:30")
    journal.start("fireworks")
    time.at("2026-01-01 00:30")
    journal.pause()
    parts = journal.db.connection.execute("SELECT day FROM stretch").fetchall()
    assert [part[0] for part in parts] == ["2025-12-31"]


def test_T05_T06_travel_west_keeps_the_days_that_were_written(journal, time):
    time.at("2026-03-02 20:00")
    journal.log("in Paris")
    journal.set("zone", "America/New_York")
    time.at("2026-03-02 20:00", "America/New_York")
    journal.log("in New York, the same evening again")
    days = journal.db.connection.execute("SELECT day FROM entry ORDER BY n").fetchall()
    assert [row[0] for row in days] == ["2026-03-02", "2026-03-02"]


def test_T07_T10_another_zone_or_day_start_never_moves_what_was_written(journal, time):
    time.at("2026-03-03 03:00")  # still the 2nd, with a day start at 04:00
    journal.log("late")
    journal.set("zone", "Asia/Shanghai")
    journal.set("day_start", "00:00")
    journal.ledger.rebuild()
    assert journal.db.connection.execute("SELECT day FROM entry").fetchone()[0] == "2026-03-02"


# looking up ----------------------------------------------------------------------------------------


def test_a_question_is_kept_without_leaving_the_round_and_answered_later(journal):
    journal.start("ten integrals")
    journal.ask("why does the sign flip?")
    assert journal.current()["state"] == "open"
    journal.answer("the limits swap", source="the blue book, p. 40", used=True)
    row = journal.db.connection.execute("SELECT * FROM lookup").fetchone()
    assert (row["answer"], row["source"], row["used"]) == (
        "the limits swap",
        "the blue book, p. 40",
        1,
    )
    assert row["round"] == journal.current()["subject"]


def test_a_mistake_logged_while_the_clock_runs_belongs_to_that_round(journal):
    round = journal.start("ten integrals", skill="calculus").data["round"]
    journal.log("I looked at the answer.")
    kept = journal.db.connection.execute(
        "SELECT round, skill FROM entry WHERE kind = 'mistake'"
    ).fetchone()
    assert tuple(kept) == (round, "calculus")


# taking back ---------------------------------------------------------------------------------------


def state(journal):
    """All derived rows, but for where an entry lies in the index."""
    from selfgrad.fold import TABLES

    found = {}
    for table in TABLES:
        rows = [dict(row) for row in journal.db.connection.execute(f"SELECT * FROM {table}")]
        found[table] = sorted(str({k: v for k, v in row.items() if k != "n"}) for row in rows)
    return found


def test_undo_takes_back_the_last_act_and_can_itself_be_undone(journal):
    journal.start("ten integrals")
    before = state(journal)
    journal.log("a slip")
    after = state(journal)
    undone = journal.undo()
    assert state(journal) == before
    journal.undo(undone.id)
    assert state(journal) == after


def test_undo_walks_back_through_a_whole_journal(journal):
    a_round(journal)
    journal.again("2/10", "a slip")
    while True:
        try:
            journal.undo()
        except errors.Refused:
            break
    assert entries(journal) == []
    assert journal.db.connection.execute("SELECT count(*) FROM round").fetchone()[0] == 0


def test_undo_of_an_act_that_others_stand_on_names_them(journal):
    opened = journal.start("ten integrals")
    output = journal.forward("page 12")
    with pytest.raises(errors.Refused, match=output.id):
        journal.undo(opened.id)
    assert journal.current()["state"] == "produced"


def test_an_edit_replaces_the_words_and_keeps_the_old_ones_for_undo(journal):
    journal.log("I droped the sign.")
    journal.edit("last", words="I dropped the sign.")
    assert entries(journal) == [("mistake", "I dropped the sign.")]
    journal.undo()
    assert entries(journal) == [("mistake", "I droped the sign.")]


def test_an_edited_step_changes_with_its_parameter(journal):
    journal.start("ten integrals")
    journal.forward()
    journal.loss("3/10")
    journal.backward("a sign", to="signs")
    step = journal.step("When I move a term, I say it.")
    journal.edit(step.id, words="When I move a term, I say its sign.")
    assert journal.wording("signs") == "When I move a term, I say its sign."


def test_the_loss_of_a_closed_round_can_be_set_straight(journal):
    receipt = a_round(journal, loss="9/10")
    journal.edit_loss(receipt.id, "3/10")
    closed = journal.about_round(receipt.data["round"])
    assert (closed["loss"], closed["state"]) == (0.3, "closed")


def test_a_deleted_mistake_leaves_its_round_closed(journal):
    a_round(journal, mistakes=["the only one"])
    mistake = journal.db.connection.execute(
        "SELECT id FROM entry WHERE kind = 'mistake'"
    ).fetchone()[0]
    journal.delete(mistake)
    assert "the only one" not in str(entries(journal))
    assert (
        journal.db.connection.execute(
            "SELECT count(*) FROM round WHERE state = 'closed'"
        ).fetchone()[0]
        == 1
    )


def test_the_rebuilt_tables_equal_the_kept_ones(journal, time):
    a_round(journal, skill="calculus")
    journal.again("2/10", "a slip", "another", to=["signs", "reading"])
    journal.ask("why?")
    journal.answer("because")
    journal.add("45m")
    journal.write_architecture("I am more than a loss.")
    journal.review("begin with signs")
    journal.log("a loose one")
    journal.edit("last", words="a loose one, put better")
    undone = journal.log("a mistake in a mistake")
    journal.undo(undone.id)
    journal.rename("parameter", "signs", "the signs")
    time.passes(HOUR)
    journal.drop("enough")
    kept = state(journal)
    journal.ledger.rebuild()
    assert state(journal) == kept


# worth and values ----------------------------------------------------------------------------------


def test_worth_and_values_are_offered_at_most_once_a_day(journal, time):
    journal.start("ten integrals", expect="1/10")
    offers = []
    for _ in range(2):
        said = journal.again("9/10", expect="1/10").said
        offers.append(any("selfgrad self" in sentence for sentence in said))
    time.passes(24 * HOUR)
    offers.append(any("selfgrad self" in s for s in journal.again("9/10").said))
    assert offers == [True, False, True]


def test_worth_and_values_are_out_of_reach_of_find_and_of_every_entry(journal):
    journal.write_architecture("I am more than a loss.")
    assert entries(journal) == []


def test_the_offer_can_be_switched_off(journal):
    journal.set("offer_self", "off")
    journal.start("ten integrals", expect="1/10")
    assert not any("selfgrad self" in sentence for sentence in journal.again("9/10").said)


# the edge ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("loss", "word"), [("0/10", "raise it"), ("9/10", "halve it")])
def test_beyond_the_edge_the_next_aim_is_made_harder_or_halved(journal, loss, word):
    journal.start("ten integrals")
    assert any(word in sentence for sentence in journal.again(loss).said)


def test_level_and_discomfort_are_kept(journal):
    journal.start("ten integrals", level="by parts")
    journal.again("3/10", discomfort=6)
    closed = journal.db.connection.execute(
        "SELECT level, discomfort FROM round WHERE state = 'closed'"
    ).fetchone()
    assert tuple(closed) == ("by parts", 6)
    assert journal.current()["level"] == "by parts"
    with pytest.raises(errors.BadInput):
        journal.again("3/10", discomfort=11)


# ids -----------------------------------------------------------------------------------------------


def test_a_short_id_names_one_entry_and_is_accepted_with_and_without_hyphens(journal, time):
    ids = []
    for n in range(20):
        time.passes(1000)  # nobody types faster than that
        ids.append(journal.log(f"slip {n}").id)
    assert len(set(ids)) == 20
    for n, id in enumerate(ids):
        assert f"slip {n}" in journal.find_fact(id)["body"]
        assert journal.find_fact(f"{id[:8]}-{id[8:]}")["id"] == journal.find_fact(id)["id"]


def test_an_id_that_names_nothing_or_too_much_is_refused(journal):
    journal.log("one")
    journal.log("two")
    for bad in ("ffff", "zzzz", "", "'; DROP TABLE fact; --"):
        with pytest.raises(errors.NotFound):
            journal.find_fact(bad)
    with pytest.raises(errors.Refused, match="More than one"):
        journal.find_fact("01")


def test_a_clock_that_went_backwards_changes_nothing_in_the_order_of_acts(journal, time):
    journal.start("ten integrals")
    time.passes(-2 * HOUR)
    journal.forward("page 12")
    journal.loss("3/10")
    assert journal.current()["state"] == "measured"


def test_two_open_handles_do_not_overwrite_each_other(tmp_path, time):
    path = str(tmp_path / "journal.db")
    with Journal(path, now=time) as one, Journal(path, now=time) as two:
        one.start("ten integrals")
        two.forward("page 12")
        one.loss("3/10")
        with pytest.raises(errors.Refused):
            two.step(keep=True)
        two.backward("a sign")
        assert one.current()["state"] == "reflected"
