"""A step on trial: a coin decides in which rounds it is on, and the answer waits for the last one."""

import pytest
from conftest import HOUR, a_round

from selfgrad import errors, guards, trials

WORDS = "When a bar starts, I count it in."


@pytest.fixture
def trained(journal):
    """A guitarist with six rounds behind and one open."""
    a_round(journal, skill="guitar", aim="the prelude")
    for _ in range(5):
        journal.again("4/10")
    return journal


def coins(journal, n=0):
    """How the coin fell, seat by seat, in a trial (the newest, or the n-th from it)."""
    trial = journal.read.trials()[n]["id"]
    rows = journal.db.all("coins_of", learner=journal.learner, trial=trial)
    return [(row["seat"], row["heads"], row["state"]) for row in rows]


def finish(journal, rounds, loss=lambda _: "3/10"):
    """So many rounds of the trial, each with a loss that may depend on the coin."""
    for _ in range(rounds):
        coin = journal.coin_of(journal.current()["subject"])
        journal.again(loss(bool(coin and coin["heads"])))


def test_every_pair_has_one_round_with_the_step_and_one_without(trained):
    trained.trial(WORDS, rounds=12)
    finish(trained, 12)
    heads = [heads for _, heads, _ in coins(trained)]
    assert len(heads) == 12
    assert all(heads[n] + heads[n + 1] == 1 for n in range(0, 12, 2))


def test_the_coin_is_fair():
    heads = sum(trials.fair() for _ in range(4000))
    assert 1800 < heads < 2200  # six standard deviations


def test_the_coin_is_thrown_once_for_a_pair(trained, monkeypatch):
    thrown = iter([0, 1, 1, 0, 0, 1])
    monkeypatch.setattr(trained, "coin", lambda: next(thrown))
    trained.trial(WORDS, rounds=12)
    finish(trained, 12)
    assert [heads for _, heads, _ in coins(trained)][::2] == [0, 1, 1, 0, 0, 1]


def test_a_round_says_at_its_start_whether_the_step_is_on(trained):
    said = trained.trial(WORDS, rounds=12).said
    coin = trained.coin_of(trained.current()["subject"])
    way = "with" if coin["heads"] else "without"
    assert said[-1].startswith(f"This round {way} “{WORDS}” (round 1 of 12 on trial)")
    after = trained.again("3/10").said
    other = "without" if coin["heads"] else "with"
    assert any(line.startswith(f"This round {other} ") for line in after)


def test_what_it_shows_is_hidden_until_its_last_round(trained):
    trained.trial(WORDS, rounds=12)
    finish(trained, 11)
    (page,) = trained.read.trials()
    assert page["state"] == "running" and page["filled"] == 11 and page["verdict"] is None
    rounds = [side for pair in page["pairs"] for side in (pair["on"], pair["off"]) if side]
    assert {round["loss"] for round in rounds} == {None}
    said = trained.again("3/10").said
    assert said[-1] == "The trial has all its rounds. See what it shows: `selfgrad trial`."
    (page,) = trained.read.trials()
    assert page["state"] == "complete" and page["verdict"]["by"] == "coin"


def test_a_look_before_the_end_is_shown_and_noted(trained):
    trained.trial(WORDS, rounds=12)
    finish(trained, 4)
    (page,) = trained.read.trials(peek=True)
    assert page["verdict"]["word"] == "can't tell yet" and page["peeks"] == 1
    assert "no verdict" in page["verdict"]["said"]
    assert trained.read.trials()[0]["verdict"] is None


def test_a_look_leaves_nothing_that_is_exported(trained):
    trained.trial(WORDS, rounds=12)
    before = trained.db.scalar("facts_count", learner=trained.learner)
    trained.read.trials(peek=True)
    assert trained.db.scalar("facts_count", learner=trained.learner) == before


def test_a_step_that_helps_is_found_out(trained):
    trained.trial(WORDS, rounds=30)
    finish(trained, 30, lambda on: "1/10" if on else "5/10")
    verdict = trained.read.trials()[0]["verdict"]
    assert verdict["word"] == "helped" and verdict["estimate"] < -0.3 and verdict["p"] < 0.001
    assert verdict["said"].startswith("The step lowers the loss by about 0.")


def test_what_is_rated_by_oneself_is_said_to_be(trained):
    trained.trial(WORDS, rounds=12)
    finish(trained, 12, lambda on: "1 gap" if on else "5 gap")
    said = trained.read.trials()[0]["verdict"]["said"]
    assert "The step lowers the loss" in said and "You rated these rounds yourself" in said


def test_a_step_that_harms_is_found_out_too(trained):
    trained.trial(WORDS, rounds=30)
    finish(trained, 30, lambda on: "5/10" if on else "1/10")
    verdict = trained.read.trials()[0]["verdict"]
    assert verdict["word"] == "hurt" and verdict["said"].startswith("The step raises the loss")


def test_a_dropped_round_leaves_its_seat_and_its_coin_to_the_next(trained):
    trained.trial(WORDS, rounds=12)
    finish(trained, 2)
    before = trained.coin_of(trained.current()["subject"])
    trained.drop("the string broke", next="the prelude")
    after = trained.coin_of(trained.current()["subject"])
    assert (
        (after["seat"], after["heads"]) == (before["seat"], before["heads"]) == (2, before["heads"])
    )
    finish(trained, 10)
    assert trained.read.trials()[0]["state"] == "complete"


def test_a_round_dropped_for_good_leaves_its_seat_to_whatever_comes_next(trained):
    trained.trial(WORDS, rounds=12)
    before = trained.coin_of(trained.current()["subject"])["heads"]
    trained.drop("the string broke")
    round = trained.start("the prelude, slowly", skill="guitar").data["round"]
    assert (trained.coin_of(round)["seat"], trained.coin_of(round)["heads"]) == (0, before)


def test_a_round_dropped_once_its_loss_is_known_keeps_its_seat(trained):
    """Else bad rounds could be dropped and done again until they look good."""
    trained.trial(WORDS, rounds=12)
    trained.forward("take one")
    trained.loss("9/10")
    trained.drop("it went badly", next="the prelude")
    assert trained.coin_of(trained.current()["subject"])["seat"] == 1
    (page,) = trained.read.trials()
    assert page["filled"] == 1


def test_undoing_does_not_throw_the_coin_again(trained):
    trained.trial(WORDS, rounds=12)
    finish(trained, 1)
    trained.again("2/10")
    heads = trained.coin_of(trained.current()["subject"])["heads"]
    for _ in range(8):
        trained.undo()
        trained.again("2/10")
        assert trained.coin_of(trained.current()["subject"])["heads"] == heads


def test_a_round_carries_one_coin_and_an_ended_trial_says_nothing(trained):
    trained.trial(WORDS, rounds=12)
    trained.end_trial("bored")
    round = trained.current()["subject"]
    assert trained.coin_of(round) is None
    said = trained.trial("When I begin, I breathe.", rounds=12).said
    assert said[-1] == "It begins with the next round." and coins(trained) == []
    trained.again("3/10")
    assert [seat for seat, _, _ in coins(trained)] == [0]


def test_a_round_that_is_opened_and_closed_at_once_is_on_no_trial_and_says_so(trained):
    trained.trial(WORDS, rounds=12)
    trained.drop("the string broke")
    said = trained.again("3/10").said
    assert "It was on no trial: it was opened and closed at once." in said
    assert trained.read.trials()[0]["filled"] == 0


def test_only_the_round_that_was_last_worked_on_is_noted_as_done_otherwise(trained):
    trained.trial(WORDS, rounds=12)
    finish(trained, 12)
    trained.again("3/10")  # beyond the trial
    with pytest.raises(errors.Refused):
        trained.broke_trial("late")


def test_losses_that_are_all_alike_make_no_claim(trained):
    trained.trial(WORDS, rounds=12)
    finish(trained, 12)
    said = trained.read.trials()[0]["verdict"]["said"]
    assert "all alike" in said and "0.00" not in said


def test_a_round_done_otherwise_counts_as_the_coin_said(trained):
    trained.trial(WORDS, rounds=12)
    finish(trained, 1)
    broken = trained.broke_trial("I forgot it").data["round"]
    finish(trained, 11, lambda on: "1/10" if on else "5/10")
    page = trained.read.trials()[0]
    assert page["broken"] == 1
    (marked,) = [
        side for pair in page["pairs"] for side in (pair["on"], pair["off"]) if side["broken"]
    ]
    assert broken.startswith(marked["short"][:8]) and page["verdict"]["p"] is not None


def test_a_trial_that_is_ended_early_gives_no_verdict(trained):
    trained.trial(WORDS, rounds=12)
    finish(trained, 10, lambda on: "0/10" if on else "9/10")
    trained.end_trial("the concert is over")
    page = trained.read.trials()[0]
    assert page["state"] == "ended early" and page["why"] == "the concert is over"
    assert page["verdict"]["word"] == "can't tell yet"
    assert trained.coin_of(trained.again("3/10").data["next"]) is None


def test_a_change_asks_first_while_a_step_is_on_trial(trained):
    trained.trial(WORDS, rounds=12)
    trained.forward("take one")
    trained.loss("3/10")
    trained.backward("I rushed.")
    with pytest.raises(guards.OnTrial) as asks:
        trained.step("When I rush, I breathe.")
    assert WORDS in asks.value.sentence
    trained.step("When I rush, I breathe.", anyway=True)


def test_keep_is_what_a_round_offers_while_a_step_is_on_trial_or_held(trained):
    trained.trial(WORDS, rounds=12)
    trained.forward("take one")
    trained.loss("3/10")
    assert trained.backward("I rushed.").said[-1].startswith("Next: keep, `selfgrad step --keep`")
    trained.step("When I rush, I breathe.", anyway=True)
    trained.end_trial("enough")
    trained.forward("take two")
    trained.loss("3/10")
    assert trained.backward("I rushed.").said[-1].startswith("Next: keep, `selfgrad step --keep`")


def test_a_step_can_be_put_on_trial_as_it_is_taken(trained):
    trained.forward("take one")
    trained.loss("3/10")
    trained.backward("I rushed.", to="tempo")
    following = trained.step(WORDS, parameter="tempo", trial=12).data["next"]
    assert trained.coin_of(following)["seat"] == 0
    (page,) = trained.read.trials()
    assert page["parameter"] == "tempo" and page["rounds"] == 12


def test_a_change_on_trial_is_judged_by_its_coin_and_not_by_before_and_after(trained):
    trained.forward("take one")
    trained.loss("3/10")
    trained.backward("I rushed.", to="tempo")
    trained.step(WORDS, parameter="tempo", trial=12)
    finish(trained, 6)
    (step,) = trained.read.steps()
    assert step["verdict"]["by"] == "coin" and "hidden" in step["verdict"]["said"]
    finish(trained, 6, lambda on: "1/10" if on else "6/10")
    (step,) = trained.read.steps()
    assert step["verdict"]["by"] == "coin" and step["verdict"]["p"] is not None


def test_a_change_on_trial_is_in_no_count_of_before_and_after(trained):
    """Its rounds go on and off; and what it shows so far stays hidden."""
    trained.forward("take one")
    trained.loss("3/10")
    trained.backward("I rushed.", to="tempo")
    trained.step(WORDS, parameter="tempo", trial=12)
    finish(trained, 11, lambda on: "1/10" if on else "6/10")
    assert trained.read.together("guitar") == [] and trained.read.luck()["judged"] == 0


def test_only_a_change_can_be_on_trial(trained):
    trained.forward("take one")
    trained.loss("3/10")
    trained.backward()
    with pytest.raises(errors.Usage):
        trained.step(keep=True, trial=12)


@pytest.mark.parametrize("rounds", [0, 10, 13, 202, -2])
def test_a_trial_has_an_even_number_of_rounds_that_can_show_something(trained, rounds):
    with pytest.raises(errors.BadInput) as refused:
        trained.trial(WORDS, rounds=rounds)
    assert "12" in refused.value.sentence
    assert trained.read.trials() == []


def test_one_trial_at_a_time_in_a_skill_and_another_one_elsewhere(trained):
    trained.trial(WORDS, rounds=12)
    with pytest.raises(errors.Refused):
        trained.trial("When I begin, I breathe.", rounds=12)
    trained.start("ten integrals", skill="calculus")
    trained.trial("When I begin, I breathe.", rounds=12)
    assert [page["skill"] for page in trained.read.trials()] == ["calculus", "guitar"]
    assert [page["skill"] for page in trained.read.trials("guitar")] == ["guitar"]


def test_rounds_of_another_skill_take_no_seat(trained):
    trained.trial(WORDS, rounds=12)
    other = trained.start("ten integrals", skill="calculus").data["round"]
    assert trained.coin_of(other) is None


def test_merged_skills_share_a_trial(trained):
    trained.trial(WORDS, rounds=12)
    trained.add("5m", skill="lute")
    trained.merge("skill", "guitar", "lute")
    following = trained.again("3/10").data["next"]
    assert trained.coin_of(following)["seat"] == 1


def test_a_skill_that_is_named_later_takes_its_trial_along(journal):
    journal.start("the prelude")
    journal.trial(WORDS, rounds=12)
    journal.file_here("guitar")
    following = journal.again("3/10").data["next"]
    assert journal.coin_of(following)["seat"] == 1
    assert journal.read.trials("guitar")[0]["skill"] == "guitar"


def test_a_trial_needs_rounds_to_try_it_in(journal):
    with pytest.raises(errors.Refused) as refused:
        journal.trial(WORDS)
    assert "selfgrad start" in refused.value.next


def test_a_round_in_which_something_was_made_is_not_tried_after_the_fact(trained):
    trained.forward("take one")
    said = trained.trial(WORDS, rounds=12).said
    assert said[-1] == "It begins with the next round." and coins(trained) == []


def test_the_clock_says_it_once_more(trained):
    trained.trial(WORDS, rounds=12)
    assert any(line.startswith("This round with") for line in trained.go().said)


def test_undoing_a_round_takes_its_coin_back(trained):
    trained.trial(WORDS, rounds=12)
    finish(trained, 1)
    before = coins(trained)
    trained.again("9/10")
    trained.undo()
    assert coins(trained) == before


def test_nothing_is_noted_where_nothing_is_on_trial(trained):
    with pytest.raises(errors.Refused):
        trained.broke_trial("why")
    with pytest.raises(errors.Refused):
        trained.end_trial("why")


def test_a_trial_travels_with_the_export_and_folds_the_same(trained, tmp_path):
    from selfgrad import exchange
    from selfgrad.journal import Journal

    trained.trial(WORDS, rounds=12)
    finish(trained, 5)
    path = str(tmp_path / "journal.jsonl")
    exchange.export(trained, path)
    with Journal(str(tmp_path / "other.db"), now=trained._now) as other:
        exchange.import_(other, path)
        mine, theirs = (opened.read.trials()[0] for opened in (trained, other))
        assert mine["pairs"] == theirs["pairs"] and mine["words"] == theirs["words"]


def test_the_page_and_the_clock_of_a_trial_wait_for_each_other(trained, time):
    """A trial may lie for a month; the coin falls when the next round opens, not before."""
    trained.trial(WORDS, rounds=12)
    time.passes(30 * 24 * HOUR)
    assert len(coins(trained)) == 1
    finish(trained, 1)
    assert len(coins(trained)) == 2


def test_a_trial_is_begun_looked_at_and_ended_at_the_terminal(shell):
    shell("start", "the prelude", "-s", "guitar")
    said = shell("trial", WORDS, "--rounds", "12")
    assert "On trial for 12 rounds, in 6 pairs" in said and "This round with" in said
    shell("again", "3/10")
    shell("trial", "--broke", "I forgot it")
    shown = shell("trial")
    assert (
        "running, 1 of 12 rounds" in shown and "The result is hidden until the last round" in shown
    )
    assert "otherwise" in shown
    assert "no verdict" in shell("trial", "--peek")
    assert shell.json("trial")[0]["peeks"] == 1
    assert "Trial ended early" in shell("trial", "--end", "enough")
    assert "No trial is running" in shell.fails("trial", "--end", "again")


def test_the_bare_command_shows_what_the_coin_says(shell):
    shell("start", "the prelude", "-s", "guitar")
    shell("trial", WORDS, "--rounds", "12")
    assert shell().splitlines()[0].startswith("This round with")
