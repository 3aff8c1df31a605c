"""`journal.read.standing()` and `pulse()`: where practice stands, in every state it can be in."""

import pytest
from conftest import HOUR, MINUTE, a_round

from selfgrad import criteria
from selfgrad.journal import Journal

AIM = "ten integrals"
# what is done one after the other, the state of the round then, and the verb that comes next
LOOP = (
    (lambda journal: journal.start(AIM), "open", "forward"),
    (lambda journal: journal.forward("page 12"), "produced", "loss"),
    (lambda journal: journal.loss("3/10"), "measured", "backward"),
    (lambda journal: journal.backward("I dropped the sign.", to="signs"), "reflected", "step"),
)


def stands(journal):
    return journal.read.standing()


def changed(journal, wording="When I move a term, I say its sign."):
    """A round closed with a change."""
    journal.start(AIM)
    journal.forward("page 12")
    journal.loss("3/10")
    journal.backward("I dropped the sign.", to="signs")
    return journal.step(wording)


# nothing yet --------------------------------------------------------------------------------------


def test_an_empty_journal_says_start_and_nothing_else(journal):
    assert stands(journal) == {
        "round": None,
        "verb": "start",
        "of": None,
        "clock": None,
        "step": None,
        "coin": None,
        "scars": [],
        "to_mark": None,
        "to_use": [],
        "to_test": [],
        "explained": [],
        "recall": None,
        "questions": 0,
        "unsteady": [],
        "half": None,
        "proposal": None,
        "others": [],
        "skills": [],
        "parameters": [],
    }


def test_sentences_caught_in_passing_open_no_round(journal):
    journal.log("I misread.", to="reading")
    journal.ask("why?")
    now = stands(journal)
    assert (now["round"], now["proposal"], now["verb"]) == (None, None, "start")
    assert now["parameters"] == ["reading"]


# the open round -----------------------------------------------------------------------------------


@pytest.mark.parametrize("deeds", range(1, 5))
def test_each_state_of_a_round_names_the_verb_that_comes_next(journal, deeds):
    for deed, _, _ in LOOP[:deeds]:
        deed(journal)
    _, state, verb = LOOP[deeds - 1]
    now = stands(journal)
    assert (now["round"]["state"], now["verb"]) == (state, verb)
    assert (now["round"]["aim"], now["proposal"], now["others"]) == (AIM, None, [])


def test_the_verb_that_is_named_is_one_that_the_journal_takes(journal):
    acts = {
        "start": lambda: journal.start(AIM),
        "forward": lambda: journal.forward("page 12"),
        "loss": lambda: journal.loss("3/10"),
        "backward": lambda: journal.backward("A sign."),
        "step": lambda: journal.step(keep=True),
    }
    told = []
    for _ in range(9):
        told.append(stands(journal)["verb"])
        acts[told[-1]]()
    assert told == ["start", *("forward", "loss", "backward", "step") * 2]


def test_a_round_that_was_opened_has_nothing_on_it(journal):
    made = journal.start(AIM, skill="calculus", project="book", level="2", expect="4/10")
    round = stands(journal)["round"]
    assert round["id"] == made.data["round"]
    assert round["id"].replace("-", "").startswith(round["short"])
    told = ("skill", "project", "level", "expected", "loss", "attempts", "filed", "repeat")
    assert [round[key] for key in told] == ["calculus", "book", "2", 0.4, None, [], [], False]


def test_attempts_are_all_there_and_the_last_one_counts(journal):
    journal.start(AIM)
    journal.forward("page 12")
    journal.loss("3/10")
    journal.forward(url="https://example.org/page")
    journal.loss("1/10")
    round = stands(journal)["round"]
    seen = [(one["medium"], one["words"], one["reference"], one["loss"]) for one in round["attempts"]]  # fmt: skip
    assert seen == [
        ("text", "page 12", None, 0.3),
        ("url", None, "https://example.org/page", 0.1),
    ]
    assert (round["loss"], round["said"]) == (0.1, "1 wrong of 10, loss 0.10")


def test_what_was_filed_is_there_in_order_with_what_it_is_charged_to(journal):
    for deed, _, _ in LOOP:
        deed(journal)
    journal.backward("It was late.")
    filed = stands(journal)["round"]["filed"]
    assert [(one["words"], one["parameter"]) for one in filed] == [
        ("I dropped the sign.", "signs"),
        ("It was late.", None),
    ]
    journal.delete(filed[0]["id"])
    assert [one["words"] for one in stands(journal)["round"]["filed"]] == ["It was late."]


def test_filed_are_the_mistakes_of_this_round_alone(journal):
    a_round(journal)
    assert stands(journal)["round"]["filed"] == []


@pytest.mark.parametrize(("aim", "repeat"), [(None, True), (AIM, True), ("five limits", False)])
def test_a_round_with_the_aim_of_the_one_before_is_a_repeat(journal, aim, repeat):
    for deed, _, _ in LOOP:
        deed(journal)
    journal.step(keep=True, next=aim)
    now = stands(journal)
    assert (now["round"]["repeat"], now["verb"]) == (repeat, "forward")
    assert now["round"]["aim"] == (aim or AIM)


def test_a_round_done_again_is_followed_by_a_repeat(journal):
    a_round(journal)
    journal.again("2/10")
    assert stands(journal)["round"]["repeat"] is True


# the total ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "of"),
    [("3/10", 10), ("1/24", 24), ("0/7", 7), ("30%", None), ("0.3", None), ("4 gap", None)],
)
def test_the_total_is_the_one_that_the_last_loss_was_counted_out_of(journal, typed, of):
    a_round(journal, loss=typed)
    assert stands(journal)["of"] == of


def test_the_last_loss_says_the_total_and_not_the_one_before(journal, time):
    for typed, of in (("3/10", 10), ("5/20", 20), ("50%", None), ("1/4", 4)):
        a_round(journal, loss=typed)
        journal.drop("and on")
        assert stands(journal)["of"] == of


def test_the_total_counts_from_the_first_loss_of_the_open_round(journal):
    journal.start(AIM)
    journal.forward("page 12")
    assert stands(journal)["of"] is None
    journal.loss("3/12")
    assert stands(journal)["of"] == 12


def test_a_loss_of_correct_answers_has_its_total_too(journal):
    journal.describe("skill", "calculus", counts="right")
    a_round(journal, loss="7/10", skill="calculus")
    assert stands(journal)["of"] == 10


def test_a_checklist_is_no_count_that_is_asked_for_again(journal):
    journal.start(AIM)
    journal.forward("page 12")
    journal.loss(criteria.checklist("- [x] one\n- [ ] two\n"))
    assert stands(journal)["of"] is None


def test_each_skill_has_the_total_of_its_own(journal):
    a_round(journal, loss="3/10", skill="calculus")
    a_round(journal, loss="3/5", skill="guitar", aim="four bars")
    assert stands(journal)["of"] == 5
    journal.start("nine limits", skill="calculus")
    now = stands(journal)
    assert (now["round"]["skill"], now["of"]) == ("calculus", 10)


def test_the_total_is_known_after_a_skill_was_merged(journal):
    a_round(journal, loss="3/10", skill="calc")
    journal.drop("and on")
    journal.start("a limit", skill="calculus", new=True)
    journal.merge("skill", "calc", "calculus")
    assert stands(journal)["of"] == 10


# the clock ----------------------------------------------------------------------------------------


def test_an_open_round_runs_its_clock_and_the_next_one_waits(journal, time):
    started = journal.start(AIM)
    time.passes(5 * MINUTE)
    clock = stands(journal)["clock"]
    assert clock["round"] == started.data["round"]
    assert (clock["input"], clock["left"]) == (False, None)
    assert clock["when"].startswith("2026-03-02 18:00")
    assert 5 * MINUTE <= clock["ms"] < 5 * MINUTE + 1000
    assert clock["ms"] == pytest.approx(time.ms - clock["since"], abs=1000)
    for deed, _, _ in LOOP[1:]:
        deed(journal)
    journal.step(keep=True)
    assert stands(journal)["clock"] is None


def test_a_clock_for_input_says_so_and_a_pause_ends_it(journal):
    journal.start(AIM)
    journal.go(input=True)
    assert stands(journal)["clock"]["input"] is True
    journal.go()
    assert stands(journal)["clock"]["input"] is False
    journal.pause()
    assert stands(journal)["clock"] is None


def test_a_clock_that_was_left_running_says_when_the_last_sign_of_life_was(journal, time):
    journal.start(AIM)
    time.at("2026-03-02 19:10")
    journal.log("I misread.")
    time.at("2026-03-02 20:00")
    assert stands(journal)["clock"]["left"] is None
    time.at("2026-03-03 09:00")
    clock = stands(journal)["clock"]
    assert clock["left"].startswith("2026-03-02 19:10")
    assert clock["ms"] > 14 * HOUR
    journal.pause()
    assert stands(journal)["clock"] is None


def test_the_clock_goes_with_the_round_that_is_gone_back_to(journal):
    first = journal.start(AIM, project="book")
    second = journal.start("four bars", project="guitar")
    now = stands(journal)
    assert now["clock"]["round"] == now["round"]["id"] == second.data["round"]
    journal.resume(first.data["round"])
    now = stands(journal)
    assert now["clock"]["round"] == now["round"]["id"] == first.data["round"]


# the step -----------------------------------------------------------------------------------------


def test_without_a_change_no_step_is_in_force(journal):
    a_round(journal)
    assert stands(journal)["step"] is None


def test_a_step_is_held_for_as_many_rounds_as_are_set(journal):
    journal.set("hold_rounds", "3")
    changed(journal)
    seen = []
    for _ in range(4):
        step = stands(journal)["step"]
        seen.append((step["rounds"], step["hold"], step["held"]))
        journal.again("2/10")
    assert seen == [(0, 3, True), (1, 3, True), (2, 3, True), (3, 3, False)]
    assert step["words"] == "When I move a term, I say its sign."
    assert step["parameter"] == "signs"


def test_the_parameter_of_a_step_is_called_as_it_is_called_now(journal):
    changed(journal)
    journal.rename("parameter", "signs", "minus signs")
    assert stands(journal)["step"]["parameter"] == "minus signs"


def test_the_last_change_is_the_one_in_force_and_an_undo_brings_back_the_one_before(journal):
    changed(journal)
    journal.forward("page 13")
    journal.loss("2/10")
    journal.backward("An exponent.", to="exponents", new=True)
    journal.step("When I read an exponent, I circle it.", anyway=True)
    assert stands(journal)["step"]["words"] == "When I read an exponent, I circle it."
    journal.undo()
    assert stands(journal)["step"]["words"] == "When I move a term, I say its sign."


def test_a_step_is_in_force_in_its_own_skill(journal):
    journal.start(AIM, skill="calculus")
    for deed, _, _ in LOOP[1:]:
        deed(journal)
    journal.step("When I move a term, I say its sign.")
    journal.start("four bars", skill="guitar")
    assert stands(journal)["step"] is None
    journal.resume()
    assert stands(journal)["step"]["words"] == "When I move a term, I say its sign."


# between rounds -----------------------------------------------------------------------------------


def test_the_coin_of_a_round_on_trial_is_there_and_of_no_other(journal):
    a_round(journal, skill="guitar")
    assert stands(journal)["coin"] is None
    journal.trial("When I start a bar, I count it in.", rounds=12)
    first = stands(journal)["coin"]
    assert (first["words"], first["seat"], first["pairs"]) == ("When I start a bar, I count it in.", 0, 6)  # fmt: skip
    assert first["heads"] in (0, 1)
    journal.again("3/10")
    second = stands(journal)["coin"]
    assert (second["seat"], second["heads"]) == (1, 1 - first["heads"])
    journal.start("ten integrals", skill="calculus")
    assert stands(journal)["coin"] is None


def test_after_a_drop_the_last_aim_is_proposed(journal):
    journal.start(AIM, skill="calculus")
    journal.drop("a blind alley")
    now = stands(journal)
    assert (now["round"], now["verb"], now["clock"]) == (None, "start", None)
    told = ("aim", "skill", "state", "why")
    assert [now["proposal"][key] for key in told] == [AIM, "calculus", "dropped", "a blind alley"]


def test_after_a_drop_with_a_next_aim_that_one_is_open(journal):
    journal.start(AIM)
    journal.drop("a blind alley", next="five limits")
    now = stands(journal)
    assert (now["round"]["aim"], now["proposal"], now["verb"]) == ("five limits", None, "forward")


def test_after_a_drop_another_open_round_is_the_one_shown(journal):
    other = journal.start("four bars", project="guitar").data["round"]
    journal.start(AIM, project="book")
    journal.drop("a blind alley")
    now = stands(journal)
    assert (now["round"]["id"], now["proposal"], now["others"]) == (other, None, [])


def test_the_proposal_still_has_its_step_and_its_total(journal):
    changed(journal)
    journal.drop("and on")
    now = stands(journal)
    assert now["proposal"]["aim"] == AIM
    assert now["step"]["parameter"] == "signs"
    assert now["of"] == 10


def test_undoing_the_drop_opens_the_round_again(journal):
    started = journal.start(AIM)
    journal.drop("a blind alley")
    journal.undo()
    now = stands(journal)
    assert (now["round"]["id"], now["proposal"]) == (started.data["round"], None)


def test_others_are_open_elsewhere_the_last_touched_first(journal):
    journal.start(AIM, project="book")
    journal.start("four bars", project="guitar")
    journal.start("a page", project="letters")
    now = stands(journal)
    assert now["round"]["aim"] == "a page"
    assert [(one["aim"], one["project"]) for one in now["others"]] == [
        ("four bars", "guitar"),
        (AIM, "book"),
    ]
    journal.resume(now["others"][1]["id"])
    now = stands(journal)
    assert [now["round"]["aim"], *(one["aim"] for one in now["others"])] == [
        *(AIM, "a page", "four bars"),
    ]


def test_names_are_offered_except_archived_and_merged_ones(journal):
    a_round(journal, skill="calculus")
    journal.start("four bars", skill="guitar")
    journal.log("A sign.", to="signs")
    journal.log("An exponent.", to="exponents", new=True)
    assert sorted(stands(journal)["skills"]) == ["calculus", "guitar"]
    assert sorted(stands(journal)["parameters"]) == ["exponents", "signs"]
    journal.archive("skill", "guitar")
    journal.merge("parameter", "exponents", "signs")
    assert stands(journal)["skills"] == ["calculus"]
    assert stands(journal)["parameters"] == ["signs"]


def test_no_more_parameters_are_offered_than_a_list_can_hold(journal):
    with journal.db.transaction():
        for number in range(203):
            journal.log("A slip.", to=f"behaviour {number}", new=True)
    offered = stands(journal)["parameters"]
    assert len(offered) == len(set(offered)) == 200


# the pulse ----------------------------------------------------------------------------------------


def test_the_pulse_of_an_empty_journal_has_only_a_day(tmp_path, time):
    with Journal(str(tmp_path / "empty.db"), now=time) as empty:
        assert empty.read.pulse() == {"last": "", "day": "2026-03-02"}


def test_the_pulse_changes_with_every_act(journal):
    acts = (
        lambda: journal.start(AIM),
        lambda: journal.forward("page 12"),
        lambda: journal.loss("3/10"),
        lambda: journal.backward("A sign."),
        lambda: journal.step(keep=True),
        lambda: journal.go(),
        lambda: journal.pause(),
        lambda: journal.log("I misread."),
        lambda: journal.ask("why?"),
        lambda: journal.answer("so", source="a book"),
        lambda: journal.review("begin with the exponents"),
        lambda: journal.add("45m"),
        lambda: journal.edit("last", words="begin with the signs"),
        lambda: journal.delete("last"),
        lambda: journal.undo(),
        lambda: journal.set("hold_rounds", "5"),
        lambda: journal.write_architecture("I make things."),
        lambda: journal.forget(journal.log("a name").data["id"]),
    )
    seen = [journal.read.pulse()["last"]]
    for act in acts:
        act()
        seen.append(journal.read.pulse()["last"])
    assert len(set(seen)) == len(seen)
    assert seen == sorted(seen)


def test_the_pulse_stands_still_while_nothing_is_written(journal, time):
    journal.start(AIM)
    before = journal.read.pulse()
    journal.read.standing()
    journal.read.today()
    time.passes(HOUR)
    assert journal.read.pulse() == before


def test_the_pulse_changes_with_the_practice_day_and_not_with_midnight(journal, time):
    journal.start(AIM)
    before = journal.read.pulse()
    time.at("2026-03-03 03:59")
    assert journal.read.pulse() == before
    time.at("2026-03-03 04:00")
    assert journal.read.pulse() == {"last": before["last"], "day": "2026-03-03"}


def test_the_pulse_follows_another_process_at_the_same_journal(journal, time):
    before = journal.read.pulse()
    with Journal(journal.path, now=time) as other:
        other.log("from the command line")
        assert journal.read.pulse() == other.read.pulse() != before
