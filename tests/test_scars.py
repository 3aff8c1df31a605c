"""Scar tissue: past mistakes come up as a round starts, and show what became of them."""

import random

import pytest
from conftest import HOUR, a_round

from selfgrad import errors, guards

AIM = "ten integrals from memory"
SIGN = "I dropped the minus sign when I moved a term."


@pytest.fixture
def scarred(journal, time):
    """A learner who dropped a sign some days ago, with a step for it."""
    journal.start(AIM, skill="calculus")
    journal.forward("page 12")
    journal.loss("4/10")
    journal.backward(SIGN, to="signs")
    journal.step("When I move a term, I say its sign aloud.", parameter="signs")
    time.passes(72 * HOUR)
    return journal


def words(scars):
    return [scar["words"] for scar in scars]


def a_marked_round(journal, letters, *mistakes):
    """One more round of the same aim whose scars are marked."""
    journal.go()
    journal.forward("page")
    journal.loss("4/10")
    journal.backward(*mistakes)
    round = journal.step(keep=True).data["round"]
    return journal.mark_scars(letters, round=round)


# coming up ----------------------------------------------------------------------------------------


def test_a_mistake_comes_up_when_a_like_round_starts(scarred):
    receipt = scarred.start("ten more integrals from memory", project="exam")
    assert words(receipt.data["scars"]) == [SIGN]
    line = next(line for line in receipt.said if line.startswith("Scar: "))
    assert SIGN in line and "on 2026-03-02" in line
    assert "This round: When I move a term, I say its sign aloud." in receipt.said


def test_it_comes_up_with_go_before_anything_is_made_and_never_after(scarred):
    line = next(line for line in scarred.go().said if line.startswith("Scar: "))
    assert line.endswith("Your step: When I move a term, I say its sign aloud.")
    scarred.forward("page 13")
    scarred.pause()
    assert not any(line.startswith("Scar: ") for line in scarred.go().said)


def test_nothing_fitting_nothing_shown(scarred):
    receipt = scarred.start("bake a rye loaf", skill="baking")
    assert receipt.data["scars"] == [] and not any("Scar" in line for line in receipt.said)
    assert scarred.scars("bake a rye loaf") == []


def test_a_loose_entry_and_a_blind_alley_come_up_too(journal, time):
    journal.log("I dropped the minus sign in the second integral.")
    journal.start("integrals by drawing them", skill="calculus")
    journal.drop("Drawing shows no sign at all.")
    time.passes(HOUR)
    kinds = {scar["kind"] for scar in journal.scars("integrals: the sign", skill="calculus")}
    assert kinds == {"mistake", "blind alley"}


def test_at_most_three_come_up(journal):
    for n in range(8):
        journal.log(f"I dropped the minus sign in integral {n}.")
    assert len(journal.scars("integrals with a minus sign")) <= 3


def test_kept_words_deleted_and_forgotten_ones_never_come_up(scarred):
    deleted = scarred.log("I dropped the minus sign once more.").id
    forgotten = scarred.log("I dropped the minus sign at the board.").id
    scarred.delete(deleted)
    scarred.forget(forgotten)
    scarred.log("I am an idiot, I dropped the minus sign.")
    assert words(scarred.scars(AIM)) == [SIGN]


def test_a_forgotten_mistake_of_a_round_with_this_very_aim_never_comes_up(scarred):
    scarred.forget(scarred.scars(AIM, skill="calculus")[0]["id"])
    assert scarred.scars(AIM, skill="calculus") == []


def test_scars_stay_the_same_during_a_round_and_are_noted_once(scarred):
    scarred.go()
    scarred.log("I dropped the minus sign in the first line.")
    assert words(scarred.scars_here()) == [SIGN]
    rows = scarred.db.connection.execute("SELECT count(*) FROM fact WHERE kind = 'came_up'")
    assert rows.fetchone()[0] == 1


def test_what_a_page_has_shown_has_come_up_once_something_is_made(scarred):
    assert words(scarred.read.standing()["scars"]) == [SIGN]
    round = scarred.forward("page 13").data["round"]
    assert words(scarred.came_up(round)) == [SIGN]


def test_what_nobody_has_seen_has_not_come_up(scarred):
    round = scarred.forward("page 13").data["round"]
    assert scarred.came_up(round) == []


def test_a_start_that_is_undone_takes_its_scars_with_it(scarred):
    before = scarred.scars(AIM)[0]["came"]
    scarred.start(AIM, project="exam")
    scarred.undo()
    assert scarred.scars(AIM)[0]["came"] == before


# marks --------------------------------------------------------------------------------------------


def test_a_dodged_scar_shows_how_often_and_what_it_saved_at_most(scarred):
    said = a_marked_round(scarred, "d").said
    assert said == [f"Dodged: {SIGN}"]
    scar = scarred.scars(AIM)[0]
    assert (scar["came"], scar["dodged"], scar["repeated"]) == (2, 1, 0)  # and in the next one
    assert scar["saved"] == pytest.approx(0.4)  # its round lost 0.4, and it was the only mistake


def test_the_last_mark_of_a_round_counts(scarred):
    a_marked_round(scarred, "d")
    round = scarred.db.scalar("round_closed_last", learner="me")
    scarred.mark_scars("r", round=round)
    scar = scarred.scars(AIM)[0]
    assert (scar["dodged"], scar["repeated"], scar["times"]) == (0, 1, 2)


def test_a_mark_without_a_round_is_of_the_one_just_filed(scarred):
    scarred.go()
    scarred.again("2/10")
    assert scarred.mark_scars("n").data["round"] == scarred.db.scalar(
        "round_closed_last", learner="me"
    )
    assert scarred.scars(AIM)[0]["not"] == 1


@pytest.mark.parametrize("letters", ["x", "dd", "drn"])
def test_letters_that_mark_nothing_are_refused_and_write_nothing(scarred, letters):
    scarred.go()
    with pytest.raises(errors.BadInput):
        scarred.mark_scars(letters)
    assert scarred.scars_here()[0]["mark"] == "came"


def test_dodged_five_times_running_it_stays_away_and_comes_back_when_it_is_made_again(scarred):
    for n in range(5):
        said = a_marked_round(scarred, "d").said
        assert ("It stays away from now on, until it repeats." in said) == (n == 4)
    assert scarred.scars(AIM) == []
    scarred.log("I dropped the minus sign when moving a term.", skill="calculus")
    assert len(scarred.scars(AIM)) == 1


def test_rounds_in_which_it_did_not_apply_are_passed_over(scarred):
    for letter in "ddnddd":
        a_marked_round(scarred, letter)
    assert scarred.scars(AIM) == []


def test_one_repeat_between_starts_the_count_anew(scarred):
    for letter in "ddddr":
        a_marked_round(scarred, letter)
    for letter in "dddd":
        a_marked_round(scarred, letter)
    assert len(scarred.scars(AIM)) == 1


def test_three_times_against_its_step_it_says_change_the_method(scarred):
    for n in range(3):
        said = " ".join(a_marked_round(scarred, "r").said)
        assert ("change the method" in said) == (n == 2)
    assert "It repeated 3 times against “When I move a term" in said
    assert "not for want of trying" in said
    assert any("change the method" in line for line in scarred.go().said)


def test_a_new_step_for_it_starts_that_count_anew(scarred):
    for _ in range(3):
        a_marked_round(scarred, "r")
    scarred.go()
    scarred.again("3/10")
    scarred.start(AIM)
    scarred.forward("page")
    scarred.loss("3/10")
    scarred.backward()
    scarred.step("When a line is done, I read it backwards.", parameter="signs", anyway=True)
    assert not scarred.scars(AIM)[0]["method"]


def test_a_mark_is_refused_for_a_round_in_which_it_did_not_come_up(scarred):
    id = scarred.scars(AIM)[0]["id"]
    first = scarred.db.scalar("round_closed_last", learner="me")
    with pytest.raises(errors.Refused):
        scarred.mark_scar(id, "dodged", round=first)
    with pytest.raises(errors.NotFound):
        scarred.mark_scar(id, "repeated", round=scarred.log("No round.").id)


def test_letters_after_a_step_are_of_the_round_just_filed_not_of_the_one_it_opened(scarred):
    scarred.log("I dropped the minus sign at the board.")
    scarred.go()
    scarred.forward("page")
    scarred.loss("1/10")
    scarred.backward()
    filed = scarred.step(keep=True).data["round"]
    assert scarred.mark_scars("d").data["round"] == filed


def test_another_aim_for_the_same_round_brings_its_own_scars(scarred):
    scarred.go()
    scarred.pause()
    round = scarred.current()["subject"]
    receipt = scarred.start("bake a rye loaf", skill="calculus")
    assert receipt.data["round"] == round and receipt.data["scars"] == []
    assert scarred.scars_here() == [] and scarred.scars(AIM)[0]["came"] == 0


def test_what_becomes_kept_words_deleted_or_forgotten_waits_for_no_mark(scarred):
    for change in (
        lambda id: scarred.edit(id, words="I am an idiot."),
        lambda id: scarred.delete(id),
        lambda id: scarred.forget(id),
    ):
        id = scarred.log(SIGN, skill="calculus").id
        scarred.mark_scar(id, "repeated")
        change(id)
        assert all(scar["id"] != id for scar in scarred.read.tissue()["scars"])
        assert "(forgotten)" not in words(scarred.scars(AIM))


def test_word_for_word_the_same_counts_as_one_and_against_its_step(scarred):
    for _ in range(3):
        scarred.again("3/10", SIGN, to="signs")
    (scar,) = scarred.scars(AIM)
    assert (scar["times"], scar["against"], scar["method"]) == (4, 3, True)
    assert scarred.read.tissue()["offers"] == []


def test_a_step_that_changes_the_method_does_not_ask_for_holding_the_old_one(scarred):
    for _ in range(3):
        a_marked_round(scarred, "r")
    scarred.go()
    scarred.forward("page")
    scarred.loss("3/10")
    scarred.backward(SIGN, to="signs")
    said = scarred.step("When a line is done, I read it backwards.", parameter="signs").said
    assert not any("change the method" in line for line in said)


def test_while_a_coin_tries_its_step_a_scar_says_nothing_of_it(scarred):
    scarred.trial("When a term moves, I circle it.", parameter="signs", rounds=12)
    scar = scarred.scars(AIM)[0]
    assert (scar["step"], scar["against"], scar["method"]) == (None, 0, False)


def test_a_merged_parameter_keeps_the_step_of_a_scar(scarred):
    scarred.log("I mixed up the limits.", to="algebra", skill="calculus", new=True)
    scarred.merge("parameter", "signs", "algebra")
    assert scarred.scars(AIM)[0]["step"] == "When I move a term, I say its sign aloud."


def test_one_that_did_not_apply_five_times_running_stays_away(scarred):
    for _ in range(5):
        a_marked_round(scarred, "n")
    assert scarred.scars(AIM) == []


# one mistake in other words -----------------------------------------------------------------------


def test_joined_mistakes_count_together_and_can_be_parted(scarred):
    other = scarred.log("The sign got lost while I rearranged the terms.", to="signs").id
    first = scarred.scars(AIM)[0]["id"]
    scarred.join_scars(other, first)
    joined = [scar for scar in scarred.scars(AIM) if scar["id"] == first]
    assert joined[0]["times"] == 2 and len(scarred.scars(AIM)) == 1
    scarred.part_scar(other)
    assert next(s for s in scarred.scars(AIM) if s["id"] == first)["times"] == 1


def test_joining_is_undone_like_everything_else(scarred):
    other = scarred.log("The sign got lost while I rearranged the terms.").id
    scarred.join_scars(other, scarred.scars(AIM)[0]["id"])
    scarred.undo()
    assert scarred.scars(AIM)[0]["times"] == 1


def test_a_round_counts_once_however_many_of_one_mistake_were_marked_in_it(scarred, time):
    other = scarred.log("The minus sign got lost while I moved terms.", skill="calculus").id
    time.passes(HOUR)
    scarred.start(AIM, project="exam")
    scarred.forward("page")
    scarred.loss("1/10")
    scarred.backward()
    round = scarred.step(keep=True).data["round"]
    first = scarred.scars(AIM)[0]["id"]
    for id in (other, first):
        scarred.mark_scar(id, "repeated", round=round)
    scarred.join_scars(other, first)
    scar = scarred.read.scar(first)
    assert (scar["repeated"], scar["times"]) == (1, 3) and scarred.unmarked(round) == []


def test_joined_before_either_came_up_they_are_listed_with_what_counts_under_them(scarred):
    one = scarred.log("The bow slipped at the tip.").id
    other = scarred.log("The bow slid off at its point.").id
    scarred.join_scars(one, other)
    (scar,) = [scar for scar in scarred.read.tissue()["scars"] if scar["joined"]]
    assert words(scar["joined"]) == ["The bow slipped at the tip."]


def test_joining_what_is_one_already_is_refused(scarred):
    other = scarred.log("The sign got lost.").id
    first = scarred.scars(AIM)[0]["id"]
    scarred.join_scars(other, first)
    with pytest.raises(errors.Refused):
        scarred.join_scars(first, other)


def test_mistakes_that_mean_the_same_are_offered_for_joining(scarred):
    for said in (
        "I dropped the minus sign when moving a term.",
        "Dropped a minus sign moving terms.",
    ):
        scarred.log(said, skill="calculus")
    offers = scarred.read.tissue()["offers"]
    assert any(
        {SIGN, "I dropped the minus sign when moving a term."} <= set(words(o)) for o in offers
    )


def test_what_is_joined_is_offered_no_more(scarred):
    said = "I dropped the minus sign when moving a term."
    other = scarred.log(said, skill="calculus").id
    first = next(s["id"] for s in scarred.scars(AIM, limit=9) if s["words"] == SIGN)
    scarred.join_scars(other, first)
    assert not any({SIGN, said} <= set(words(o)) for o in scarred.read.tissue()["offers"])


def test_an_entry_shows_what_became_of_it(scarred):
    a_marked_round(scarred, "d")
    id = scarred.scars(AIM)[0]["id"]
    assert scarred.read.show(id)["scar"]["dodged"] == 1


def test_an_aim_is_no_scar_to_be_marked(scarred):
    aim = scarred.current()["subject"]
    with pytest.raises(errors.NotFound):
        scarred.mark_scar(aim, "dodged")


# divergence ---------------------------------------------------------------------------------------


def test_three_changes_in_five_rounds_are_answered_with_a_smaller_step(journal):
    said = ""
    for n in range(3):
        journal.start("scales", skill="piano") if n == 0 else journal.go()
        journal.forward("take")
        journal.loss("4/10")
        journal.backward("I rushed.")
        said = journal.step(f"When bar {n} starts, I count.", parameter=f"p{n}", anyway=True).said
    assert "3 changes in 3 rounds: nobody can say which one it was." in said
    assert "--keep --next 'half of scales'" in said[-1] and "`selfgrad self`" in said[-1]


def test_the_smaller_step_is_offered_once_a_day(journal, time):
    test_three_changes_in_five_rounds_are_answered_with_a_smaller_step(journal)
    assert not any("smaller step" in line for line in journal.again("4/10").said)
    time.passes(24 * HOUR)
    assert any("smaller step" in line for line in journal.again("4/10").said)


def test_losses_that_swing_wider_are_recognised(journal):
    journal.start("scales", skill="piano")
    for n in range(20):
        journal.again(0.3 + 0.02 * (n % 2))
    for n in range(8):
        said = journal.again(0.05 + 0.85 * (n % 2)).said
    assert journal.unsteady("piano") == ["Losses swing wider than they did before."]
    assert said


def test_sentences_about_oneself_after_a_high_loss_are_recognised_and_without_one_are_not(journal):
    a_round(journal, loss="1/10", skill="piano", aim="scales")
    journal.go()
    journal.log("I am so stupid.")
    journal.log("I am such an idiot.")
    assert journal.unsteady("piano") == []
    journal.again("9/10", "I am useless.")
    assert any("sentence was about you" in line for line in journal.unsteady("piano"))


def stretches(lately, count=600):
    """How often records of 28 rounds whose last 8 swing `lately` times as wide are taken for swinging."""
    rng = random.Random(5)
    found = 0
    for _ in range(count):
        swings = [0.15 * rng.gauss(0, 1) * (lately if n >= 20 else 1) for n in range(28)]
        losses = [min(1.0, max(0.0, 0.4 + swing)) for swing in swings]
        found += guards.diverging(losses, [], []) != []
    return found / count


def test_steady_stretches_seldom_swing_and_stretches_that_swing_wider_often_do():
    assert 0 < stretches(1) < 0.04
    assert stretches(2.5) > 0.45


def test_a_loss_that_falls_faster_and_faster_does_not_swing():
    falling = [0.6 + 0.01 * (n % 2) for n in range(20)]
    assert guards.diverging([*falling, *(0.55 - 0.07 * n for n in range(8))], [], []) == []


def test_a_steady_learner_hears_nothing_of_it(journal):
    journal.start("scales", skill="piano")
    for n in range(40):
        assert not any("smaller" in line for line in journal.again(0.3 + 0.1 * (n % 3)).said)


# filed is filed -----------------------------------------------------------------------------------


def test_a_second_step_for_a_round_asks_and_says_why(journal):
    journal.start("scales")
    journal.forward("take")
    journal.loss("4/10")
    journal.backward("I rushed.")
    journal.step("When a bar starts, I count.")
    with pytest.raises(errors.Refused) as refused:
        journal.step("When a bar ends, I breathe.")
    assert "has had its one step" in str(refused.value) and "undo" in refused.value.next
