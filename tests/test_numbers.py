"""The numbers as the journal tells them: from its rows to insight/, and back in words."""

import json
import random

import numpy as np
import pytest
from conftest import HOUR, MINUTE

from selfgrad import errors, fitting
from selfgrad.insight import curve, forecast, verdict

DAY = 24 * HOUR


def practised(journal, time, losses, skill="guitar", level=None, apart=6 * HOUR):
    """A round with each of these losses, some hours apart; None is a round without a loss."""
    journal.start("the prelude", skill=skill, level=level)
    for loss in losses:
        if loss is None:
            journal.drop("no string", next="the prelude")
        else:
            journal.again(f"{loss}")
        time.passes(apart)


def falling(n, seed=1, noise=0.05):
    """Losses that fall with practice."""
    rng = random.Random(seed)
    return [round(min(1, max(0, 0.6 * (i + 1) ** -0.3 + rng.gauss(0, noise))), 4) for i in range(n)]


# the curve ----------------------------------------------------------------------------------------


def test_the_curve_is_that_of_the_losses(journal, time):
    losses = falling(40)
    practised(journal, time, losses)
    page = journal.read.curve("guitar")
    days = np.array(page["rounds"]["at"]) / DAY
    state, path = curve.run(curve.begin(bounded=True), losses, days, None)
    assert page["fit"]["mean"] == pytest.approx(path.level[4:], abs=1e-4)
    assert page["fit"]["low"] == pytest.approx(path.level_low[4:], abs=1e-4)
    ahead = curve.ahead(state, journal.clock.now() / DAY)
    assert page["forecast"]["median"] == pytest.approx(ahead.median, abs=1e-4)
    caught = sum(path.low[n] <= losses[n] <= path.high[n] for n in range(5, 40))
    assert page["record"] == {"rounds": 35, "caught": caught}


def test_few_rounds_have_no_curve_only_their_range(journal, time):
    practised(journal, time, [0.4, 0.2, 0.3, 0.5])
    page = journal.read.curve("guitar")
    assert page["fit"] is None and page["forecast"] is None
    assert page["range"] == [0.2, 0.5] and page["measured"] == 4
    practised(journal, time, [0.1])
    assert len(journal.read.curve("guitar")["fit"]["mean"]) == 1


def test_a_skill_without_rounds_has_no_curve(journal):
    journal.add("5m", skill="guitar")
    page = journal.read.curve("guitar")
    assert (page["measured"], page["range"], page["fit"], page["forecast"]) == (0, None, None, None)


def test_dropped_rounds_teach_the_curve_nothing(journal, time):
    practised(journal, time, [*falling(10), None, None, 0.3])
    page = journal.read.curve("guitar")
    assert page["measured"] == 11 and len(page["rounds"]["at"]) == 13
    assert len(page["fit"]["mean"]) == 7


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(fitting, "BLOCK", 8)


def taken_in(monkeypatch):
    """How many rounds the filter takes in from now on."""
    seen = []
    run = curve.run

    def counted(state, losses, *rest, **more):
        seen.append(len(losses))
        return run(state, losses, *rest, **more)

    monkeypatch.setattr(curve, "run", counted)
    return seen


def test_a_new_round_is_all_that_is_worked_through(journal, time, small_blocks, monkeypatch):
    practised(journal, time, falling(30))
    journal.read.curve("guitar")
    seen = taken_in(monkeypatch)
    journal.again("0.2")
    series = journal.read.series("guitar")
    journal.read.fitted("guitar", series)
    assert seen == [1]
    journal.read.fitted("guitar", series)
    assert seen == [1]


def test_what_is_kept_is_what_would_be_worked_out(journal, time, small_blocks):
    practised(journal, time, falling(20))
    for loss in falling(11, seed=2):
        journal.again(f"{loss}")
        kept = journal.read.curve("guitar")
        journal.db.remove("worked_out", learner=journal.learner)
        fresh = journal.read.curve("guitar")
        assert kept["fit"] == fresh["fit"] and kept["record"] == fresh["record"]


def test_a_loss_set_straight_is_worked_through_from_there_on(
    journal, time, small_blocks, monkeypatch
):
    practised(journal, time, falling(30))
    before = journal.read.curve("guitar")
    seen = taken_in(monkeypatch)
    journal.edit_loss(before["rounds"]["id"][20], "0.9")
    after = journal.read.curve("guitar")
    assert (
        sum(n for n in seen if n > 1) == 14
    )  # two blocks of eight and one of six, without the first two
    assert before["fit"]["mean"][:12] == after["fit"]["mean"][:12]
    assert before["fit"]["mean"][16] != after["fit"]["mean"][16]
    journal.undo()
    assert journal.read.curve("guitar")["fit"] == before["fit"]


def test_a_rebuilt_journal_throws_away_what_was_worked_out(journal, time):
    practised(journal, time, falling(10))
    before = journal.read.curve("guitar")
    assert journal.read.worked_out("curve")
    journal.ledger.rebuild()
    assert journal.read.worked_out("curve") == {}
    assert journal.read.curve("guitar") == before


def test_spoiled_workings_are_worked_out_anew(journal, time):
    practised(journal, time, falling(10))
    before = journal.read.curve("guitar")
    with journal.db.transaction():
        journal.db.connection.execute("UPDATE worked_out SET made_from = 'something else'")
    assert journal.read.curve("guitar")["fit"] == before["fit"]


def test_what_is_kept_holds_no_words_of_the_learner(journal, time):
    practised(journal, time, falling(10), skill="secretskill", level="secretlevel")
    journal.read.curve("secretskill")
    rows = journal.db.connection.execute("SELECT * FROM worked_out").fetchall()
    assert rows and not any(
        "secret" in repr(tuple(row)) or b"secret" in row["value"] for row in rows
    )


def test_another_level_is_forecast_at_that_level(journal, time):
    rng = random.Random(3)
    journal.start("scales", skill="guitar", level="easy")
    for n in range(60):
        hard = n % 3 == 2
        loss = (0.6 if hard else 0.2) + rng.gauss(0, 0.03)
        journal.again(f"{loss:.3f}", level="hard" if n % 3 == 1 else "easy")
        time.passes(HOUR)
    easy = journal.read.curve("guitar")["forecast"]
    assert easy["level"] == "easy"
    journal.predict(level="hard")
    hard = journal.read.curve("guitar")["forecast"]
    assert hard["level"] == "hard" and hard["median"] > easy["median"] + 0.2


def test_levels_are_numbers_only_where_all_of_them_are():
    assert fitting.codes(["60", "nan", "72"])[1] and fitting.codes(["60", "inf"])[1]
    assert fitting.codes([None, None]) == ([pytest.approx(float("nan"), nan_ok=True)] * 2, False)


def test_intervals_that_do_not_hold_are_not_shown(journal, time, monkeypatch):
    practised(journal, time, falling(60))
    monkeypatch.setattr(fitting, "TESTED", 10)
    monkeypatch.setattr(fitting, "HELD", (0.999, 1.0))
    assert journal.read.curve("guitar")["forecast"] is None
    (row,) = journal.read.audit()["losses"]
    assert not row["holds"]


# verdicts -----------------------------------------------------------------------------------------


def changed(journal, words="When I rush, I breathe.", loss="0.5"):
    journal.forward("take")
    journal.loss(loss)
    journal.backward("I rushed.", to="tempo")
    return journal.step(words, parameter="tempo", anyway=True)


def test_a_verdict_is_that_of_the_rounds_around_the_change(journal, time):
    losses = [0.5 + 0.02 * (n % 3) for n in range(20)]
    practised(journal, time, losses)
    changed(journal)
    after = [0.1 + 0.02 * (n % 3) for n in range(17)]
    practised(journal, time, after)
    (step,) = journal.read.steps()
    whole = [*losses, 0.5, *after]
    found = verdict.before_after(whole, 21, look=3)
    assert step["verdict"]["word"] == found.word == "helped"
    assert step["verdict"]["estimate"] == pytest.approx(found.estimate)
    assert step["verdict"]["look"] == 3 and step["verdict"]["next_look"] is None
    assert step["verdict"]["said"].startswith("Loss fell after the step, by about 0.")


def test_between_two_looks_the_last_one_stands(journal, time):
    practised(journal, time, falling(15))
    changed(journal)
    said = []
    for n in range(11):
        journal.again(f"0.{2 + n % 3}")
        time.passes(HOUR)
        (step,) = journal.read.steps()
        said.append((step["verdict"]["look"], step["verdict"]["next_look"], step["verdict"]["p"]))
    looks = [look for look, _, _ in said]
    assert looks == [None] * 4 + [1] * 5 + [2] * 2
    assert len({p for look, _, p in said if look == 1}) == 1
    assert [after for _, after, _ in said][:4] == [4, 3, 2, 1]


def test_a_change_before_the_first_look_ends_the_one_before_it(journal, time):
    practised(journal, time, falling(10))
    changed(journal)
    journal.again("0.3")
    changed(journal, "When I rush, I stop.")
    newest, older = journal.read.steps()
    assert "cannot be judged" in older["verdict"]["said"] and older["verdict"]["next_look"] is None
    assert "The first look comes after 5 more measured rounds" in newest["verdict"]["said"]


@pytest.mark.parametrize("rounds", [9, 10, 11])
def test_a_look_that_was_taken_stands_when_another_change_follows(journal, time, rounds):
    """Also where the round of the look is the one that led to the next change."""
    practised(journal, time, [0.5 + 0.02 * (n % 3) for n in range(20)])
    changed(journal)
    practised(journal, time, [0.1 + 0.02 * (n % 3) for n in range(rounds - 1)])
    changed(journal, "When I stop, I count.", loss="0.12")
    older = journal.read.steps()[1]["verdict"]
    assert older["look"] == (1 if rounds == 9 else 2) and older["word"] == "helped"
    assert older["next_look"] is None


def test_an_old_loss_that_is_set_straight_sets_the_verdict_straight(journal, time):
    practised(journal, time, [0.5 + 0.02 * (n % 3) for n in range(20)])
    changed(journal)
    practised(journal, time, [0.1 + 0.02 * (n % 3) for n in range(10)])
    before = journal.read.steps()[0]["verdict"]
    for n, id in enumerate(journal.read.curve("guitar")["rounds"]["id"][21:31]):
        journal.edit_loss(id, f"{0.5 + 0.02 * (n % 3)}")
    after = journal.read.steps()[0]["verdict"]
    assert before["word"] == "helped" and after["word"] == "can't tell yet"


def test_a_verdict_that_was_kept_is_the_one_worked_out(journal, time):
    practised(journal, time, falling(15))
    changed(journal)
    practised(journal, time, falling(12, seed=2))
    first = journal.read.steps()
    assert journal.read.steps() == first
    journal.db.remove("worked_out", learner=journal.learner)
    assert journal.read.steps() == first


def test_verdicts_never_speak_of_causes(journal, time):
    practised(journal, time, [0.5] * 15)
    changed(journal)
    practised(journal, time, [0.1] * 16)
    said = json.dumps(journal.read.steps()).lower()
    assert not any(word in said for word in ("caused", "because of", "no effect", "proves"))


def test_how_many_would_look_good_by_luck(journal, time):
    practised(journal, time, falling(10))
    for n in range(4):
        changed(journal, f"When I rush, I count to {n}.")
        practised(journal, time, falling(6, seed=n))
    luck = journal.read.luck()
    assert luck["judged"] == 4 and luck["by_luck"] == pytest.approx(0.2)


# hours --------------------------------------------------------------------------------------------


def daily(journal, time, days, minutes=60, skill="guitar"):
    time.at("2025-01-01 12:00")
    for n in range(days):
        journal.add(minutes * MINUTE if n % 3 else 2 * minutes * MINUTE, skill=skill)
        time.passes(DAY)


def test_the_date_is_that_of_the_hours_by_day(journal, time):
    daily(journal, time, 90)
    page = journal.read.forecast("guitar")
    hours = [row["ms"] / HOUR for row in journal.read.hours_by_day("2025-01-01", "2025-03-31")]
    until = forecast.days_until(hours, 10_000 - page["done"])
    assert page["done"] == pytest.approx(120) and page["days"] == 90
    expected = journal.clock.days_before(journal.read.today_is(), -round(until.median))
    assert page["date"]["median"] == expected and page["date"]["low"] < expected
    ahead = forecast.hours_ahead(hours, 30)
    assert page["ahead"][0] == {"days": 30, **ahead._asdict()}


def test_today_is_not_over_and_counts_only_in_what_is_done(journal, time):
    daily(journal, time, 40)
    before = journal.read.forecast("guitar")
    journal.add("3h", skill="guitar")
    after = journal.read.forecast("guitar")
    assert after["done"] == pytest.approx(before["done"] + 3)
    assert after["ahead"] == before["ahead"]


def test_a_date_takes_four_weeks_of_record(journal, time):
    daily(journal, time, 20)
    page = journal.read.forecast("guitar")
    assert page["date"] is None and page["ahead"] == []
    assert "8 are missing" in page["said"]


def test_no_date_is_given_where_nothing_is_done_any_more(journal, time):
    daily(journal, time, 40)
    time.passes(3000 * DAY)
    page = journal.read.forecast("guitar")
    assert page["date"]["median"] is None and "no date can be given" in page["said"]


def test_a_target_that_is_reached_says_so(journal, time):
    daily(journal, time, 40)
    journal.describe("skill", "guitar", target_hours=10)
    assert journal.read.forecast("guitar")["said"].startswith("The target of 10 h is reached.")


def test_hours_never_promise_a_skill(journal, time):
    daily(journal, time, 60)
    said = json.dumps(journal.read.forecast("guitar")).lower()
    assert not any(word in said for word in ("master", "expert", "people", "others"))


# now against then ---------------------------------------------------------------------------------


def test_now_against_a_year_ago(journal, time):
    time.at("2025-02-20 12:00")
    practised(journal, time, [0.7, 0.6, 0.7, 0.65, 0.6, 0.7, 0.6, 0.65])
    time.at("2026-03-01 12:00")
    practised(journal, time, [0.2, 0.1, 0.2, 0.15, 0.1, 0.2, 0.1, 0.15])
    time.at("2026-03-05 12:00")
    page = journal.read.versus("year", "guitar")
    assert page["word"] == "better" and page["difference"] == pytest.approx(-0.5, abs=0.01)
    assert page["low"] < -0.5 < page["high"] < 0 and page["beats"] == 1.0
    assert (page["now"]["rounds"], page["before"]["rounds"]) == (8, 8)
    assert page["before"]["last"] == "2025-03-05" and page["now"]["last"] == "2026-03-05"


def test_an_anniversary_without_rounds_takes_the_nearest_ones_and_says_so(journal, time):
    time.at("2025-01-10 12:00")
    practised(journal, time, [0.5] * 6)
    time.at("2026-03-01 12:00")
    practised(journal, time, [0.5] * 6)
    page = journal.read.versus("year", "guitar")
    assert page["moved"] < 0 and page["before"]["rounds"] > 0
    assert any("days had too few rounds" in line for line in page["said"])


def test_rounds_too_far_from_the_anniversary_are_not_taken_for_it(journal, time):
    time.at("2024-01-10 12:00")
    practised(journal, time, [0.5] * 6)
    time.at("2026-03-01 12:00")
    practised(journal, time, [0.5] * 6)
    page = journal.read.versus("year", "guitar")
    assert page["moved"] == 0 and page["word"] == "too few rounds"


def test_a_window_begins_and_ends_with_whole_days(journal, time):
    """28 days with today as the last one, and the 28 before them."""
    for day in ("2026-01-15", "2026-02-11", "2026-02-12", "2026-03-11"):
        time.at(f"{day} 12:00")
        practised(journal, time, [0.4], apart=0)
    time.at("2026-03-11 18:00")
    page = journal.read.versus("month", "guitar")
    assert page["moved"] == 0
    assert (page["now"]["first"], page["before"]["last"]) == ("2026-02-12", "2026-02-11")
    assert (page["now"]["rounds"], page["before"]["rounds"]) == (2, 2)


def test_a_window_moves_a_quarter_of_the_way_and_no_further(journal, time):
    time.at("2025-07-10 12:00")
    practised(journal, time, [0.5] * 6, apart=HOUR)
    time.at("2026-03-01 12:00")
    practised(journal, time, [0.5] * 6, apart=HOUR)
    assert journal.read.versus("year", "guitar")["moved"] == 0
    assert journal.read.versus("2025-06-01", "guitar")["moved"] > 0


def test_two_rounds_are_quoted_and_nothing_is_made_of_them(journal, time):
    practised(journal, time, [0.4, 0.5])
    time.passes(30 * DAY)
    practised(journal, time, [0.1] * 6)
    page = journal.read.versus("month", "guitar")
    assert page["word"] == "too few rounds" and page["before"]["losses"] == [0.4, 0.5]
    assert "Then: 0.40 and 0.50." in page["said"]


def test_another_level_then_is_said(journal, time):
    practised(journal, time, [0.4] * 6, level="60")
    time.passes(28 * DAY)
    practised(journal, time, [0.4] * 6, level="72")
    said = journal.read.versus("month", "guitar")["said"]
    assert any("60 then, 72 now" in line for line in said)


@pytest.mark.parametrize("then", ["tomorrow", "yesterday", "gestern", "", "2026-02-20"])
def test_a_then_that_is_not_past_is_refused_in_a_sentence(journal, time, then):
    practised(journal, time, [0.4])
    with pytest.raises(errors.SelfgradError) as refused:
        journal.read.versus(then, "guitar")
    assert refused.value.sentence and refused.value.next


# calibration, edge --------------------------------------------------------------------------------


def test_expecting_too_little_loss_is_overconfidence(journal, time):
    journal.start("scales", skill="guitar", expect="0.1")
    for n in range(30):
        journal.again(f"{0.3 + 0.02 * (n % 4)}", expect="0.1")
        time.passes(HOUR)
    page = journal.read.calibration("guitar")
    assert page["summary"]["word"] == "overconfident"
    assert page["summary"]["bias"] == pytest.approx(0.23, abs=0.005)
    assert len(page["surprises"]) == 30 and "worse than expected by 0.23" in page["said"]


def test_rounds_without_an_expectation_do_not_count(journal, time):
    practised(journal, time, falling(12))
    page = journal.read.calibration("guitar")
    assert page["summary"]["rounds"] == 0 and "--expect" in page["said"]


def test_the_edge_raises_what_is_too_easy_and_lowers_what_is_too_much(journal, time):
    practised(journal, time, [0.0, 0.0, 0.0, 0.0], level="60")
    assert float(journal.read.edge("guitar")["level"]) > 60
    practised(journal, time, [0.9, 0.9, 0.9], skill="chess", level="10")
    assert float(journal.read.edge("chess")["level"]) < 10


def test_a_skill_without_levels_gets_a_word(journal, time):
    practised(journal, time, [0.0, 0.01, 0.0, 0.02, 0.0])
    page = journal.read.edge("guitar")
    assert page["level"] is None and page["said"].startswith("Too easy, raise it")


def test_no_law_of_difficulty_is_stated(journal, time):
    practised(journal, time, falling(12), level="60")
    said = json.dumps({**journal.read.edge("guitar"), "expected": 0, "losses": []})
    assert not any(law in said for law in ("optimal", "85%", "flow"))


def test_two_changes_at_once_are_said_to_be_two(journal, time):
    practised(journal, time, falling(12))
    changed(journal, "When I rush, I breathe. When I stop, I count.")
    journal.again("0.3")
    signs = journal.read.edge("guitar")["signs"]
    assert [sign["kind"] for sign in signs] == ["everything changed"]
    assert signs[0]["said"].startswith("2 things changed at once")
    journal.again("0.3")
    assert journal.read.edge("guitar")["signs"] == []


def test_a_loss_that_stays_above_what_was_foretold_is_said(journal, time):
    practised(journal, time, [0.2, 0.22, 0.21, 0.19, 0.2, 0.21] * 7)
    practised(journal, time, [0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65])
    signs = journal.read.edge("guitar")["signs"]
    assert any(sign["kind"] == "divergence" and "smaller aim" in sign["said"] for sign in signs)


def test_calibration_that_was_kept_is_the_one_worked_out(journal, time):
    journal.start("scales", skill="guitar", expect="0.1")
    for n in range(12):
        journal.again(f"0.{n % 4}", expect="0.1")
    first = journal.read.calibration("guitar")
    assert journal.read.calibration("guitar") == first
    journal.db.remove("worked_out", learner=journal.learner)
    assert journal.read.calibration("guitar") == first


def test_discomfort_is_shown_beside_the_loss(journal, time):
    journal.start("scales", skill="guitar")
    journal.again("0.4", discomfort=6)
    (felt,) = journal.read.edge("guitar")["discomfort"]
    assert (felt["discomfort"], felt["loss"]) == (6, 0.4)


# everything as JSON -------------------------------------------------------------------------------


def test_every_page_of_numbers_is_json_as_it_stands(journal, time):
    practised(journal, time, [*falling(20), None], level="60")
    changed(journal)
    journal.trial("When I start, I breathe.", rounds=12)
    journal.plan("after breakfast", least="10m")
    read = journal.read
    pages = [
        *(read.curve("guitar"), read.steps(), read.trials(), read.luck(), read.forecast("guitar")),
        *(read.versus("month"), read.calibration(), read.edge(), read.plans(), read.ratings()),
        *(read.audit(), read.credit(), read.hours()),
    ]
    for page in pages:
        json.dumps(page, allow_nan=False)


def test_named_levels_have_verdicts_too(journal, time):
    practised(journal, time, [0.5 + 0.02 * (n % 3) for n in range(20)], level="the slow part")
    changed(journal)
    practised(journal, time, [0.1 + 0.02 * (n % 3) for n in range(11)], level="the slow part")
    assert journal.read.steps()[0]["verdict"]["word"] == "helped"
    (one,) = journal.read.together("guitar")
    assert one["estimate"] < -0.2 and one["stands"]


def test_a_judgement_of_now_is_made_from_now(journal, time):
    """Wide of the mark at first and near it in the end is no overconfidence today."""
    journal.start("scales", skill="guitar", expect="0.1")
    for n in range(220):
        expected = 0.1 if n < 110 else 0.3 + 0.02 * (n % 4) - 0.03
        journal.predict(expect=expected)
        journal.again(f"{0.3 + 0.02 * (n % 4) - 0.03 + 0.01 * (-1) ** n:.3f}")
    page = journal.read.calibration("guitar")
    assert page["summary"]["word"] == "well calibrated" and page["summary"]["rounds"] == 100
    assert page["stretches"][0]["bias"] > 0.1


def test_whole_levels_are_proposed_whole(journal, time):
    practised(journal, time, [0.1, 0.3, 0.15, 0.25, 0.1], level="5")
    assert journal.read.edge("guitar")["level"].isdigit()


def test_last_with_a_loss_means_the_last_measured_round(journal, time):
    practised(journal, time, [0.3, 0.4, 0.6])
    said = journal.edit_loss("last", "5/10").said[0]
    assert said.startswith("“the prelude”: 5 wrong of 10")
    assert journal.read.curve("guitar")["rounds"]["loss"] == [0.3, 0.4, 0.5]


def test_a_unit_after_the_loss_is_no_mistake(journal):
    journal.start("the prelude", skill="guitar")
    assert journal.again("4", "gap", "I rushed.").data["mistakes"] == ["I rushed."]
    assert journal.read.curve("guitar")["rounds"]["loss"] == [0.4]


def test_an_empty_journal_has_every_page(journal):
    read = journal.read
    assert read.trials() == [] and read.plans() == [] and read.luck()["judged"] == 0
    assert read.versus("year")["word"] == "too few rounds"
    assert read.calibration()["summary"]["rounds"] == 0
    assert read.edge()["said"].startswith("No level to propose yet")
    assert read.forecast()["days"] == 0
    assert read.audit()["losses"] == []


def test_T75_a_record_that_lies_in_the_future_has_every_page(journal, time):
    """The clock was wrong once; what it wrote stays."""
    time.at("2031-05-01 12:00")
    practised(journal, time, falling(12))
    changed(journal)
    journal.plan("after breakfast", least="10m")
    journal.trial("When I start, I breathe.", rounds=12)
    time.at("2025-01-20 12:00")
    journal.add("20m", skill="guitar")
    read = journal.read
    for page in (
        *(read.curve("guitar"), read.steps(), read.trials(), read.forecast("guitar"), read.plans()),
        *(read.versus("month"), read.calibration(), read.edge(), read.ratings(), read.audit()),
        *(read.credit(), read.hours()),
    ):
        json.dumps(page, allow_nan=False)


@pytest.mark.parametrize(
    "verb", ["curve", "vs", "calibration", "edge", "audit", "plan", "trial", "rerate"]
)
def test_every_verb_of_numbers_says_something_of_an_empty_journal(shell, verb):
    said = shell(verb)
    assert said.strip() and "Traceback" not in said and "nan" not in said


@pytest.mark.parametrize(
    "verb", ["curve", "vs", "calibration", "edge", "audit", "hours", "steps", "credit"]
)
def test_every_verb_of_numbers_is_json_with_json(shell, verb):
    shell("start", "scales", "-s", "guitar", "--expect", "3/10")
    for _ in range(7):
        shell("again", "2/10", "I rushed.", "--to", "tempo")
    shell.json(verb)
    assert "nan" not in shell(verb).split()
