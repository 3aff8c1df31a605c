"""A plan with a cue and a smallest day, and what became of it: nothing presses, nothing resets."""

import pytest
from conftest import HOUR, MINUTE

from selfgrad import errors, ids

CUE = "after breakfast, at the piano"


@pytest.fixture
def planned(journal, time):
    """Ten minutes on weekdays, from Monday 2026-03-02 on; it is noon."""
    time.at("2026-03-02 12:00")
    journal.add("5m", skill="piano", at="yesterday 12:00")
    journal.plan(CUE, least="10m", days="mon-fri", remind="07:30", skill="piano")
    return journal


def practise(journal, time, day, minutes=20, at="12:00"):
    time.at(f"{day} {at}")
    journal.add(minutes * MINUTE, skill="piano")


def page(journal):
    (found,) = journal.read.plans()
    return found


def test_a_plan_is_said_back_in_one_line(planned):
    assert page(planned)["words"] == (
        "piano · after breakfast, at the piano · at least 10 minutes · Mon to Fri · reminder 07:30"
    )


def test_what_is_left_out_of_a_new_version_stays(planned):
    planned.plan("after lunch", skill="piano", days="every day")
    found = page(planned)
    assert (found["cue"], found["least_ms"], found["remind"]) == ("after lunch", 600_000, ["07:30"])
    assert found["days"] == [0, 1, 2, 3, 4, 5, 6]


def test_a_new_version_does_not_begin_anew(planned, time):
    time.at("2026-03-10 12:00")
    planned.plan("after lunch", skill="piano")
    assert page(planned)["since"] == "2026-03-02"


def test_a_reminder_within_the_quiet_hours_is_refused_and_nothing_is_written(planned):
    with pytest.raises(errors.BadInput):
        planned.plan(CUE, quiet="07:00-08:00", skill="piano")
    assert page(planned)["quiet"] is None


def test_days_count_by_what_was_planned(planned, time):
    for day in ("2026-03-02", "2026-03-03", "2026-03-05"):
        practise(planned, time, day)
    practise(planned, time, "2026-03-06", minutes=5)  # less than the smallest day
    time.at("2026-03-08 12:00")  # a Sunday: today and Saturday are not planned
    found = page(planned)
    assert (found["streak"]["kept"], found["streak"]["of"]) == (3, 5)
    assert found["said"] == ["Kept 3 of 5 days.", "Nothing is planned today."]


def test_T71_days_that_were_not_planned_break_nothing(planned, time):
    """Twice a week, kept every week: nothing is missed on the other five days."""
    planned.plan(CUE, days="tue, thu", skill="piano")
    for week in range(4):
        for day in (3, 5):
            practise(planned, time, planned.clock.days_before(f"2026-03-{day:02}", -7 * week))
    time.at("2026-03-29 12:00")
    found = page(planned)
    assert (found["streak"]["kept"], found["streak"]["of"]) == (8, 8)
    assert found["streak"]["weeks"] >= 3


def test_consistency_is_not_shown_before_it_can_say_something(planned, time):
    """It begins at nothing, and would belie a good beginning."""
    for n in range(14):
        practise(planned, time, planned.clock.days_before("2026-03-02", -(n + 2 * (n // 5))))
        assert page(planned)["consistency"] is None or n == 13
    assert 0.3 < page(planned)["consistency"] < 1


def test_a_day_off_counts_neither_way(planned, time):
    practise(planned, time, "2026-03-02")
    time.at("2026-03-04 12:00")
    planned.free("yesterday", skill="piano")
    found = page(planned)
    assert (found["streak"]["kept"], found["streak"]["of"]) == (1, 1)
    assert [day["free"] for day in found["lately"]] == [False, True, False]


def test_a_day_off_of_everything_is_one_of_this_skill_too(planned, time):
    time.at("2026-03-04 12:00")
    planned.free("2026-03-05")
    time.at("2026-03-06 12:00")
    assert page(planned)["lately"][-2]["free"]


def test_a_missed_day_can_be_made_up_for_within_two_days_and_not_later(planned, time):
    practise(planned, time, "2026-03-02")
    time.at("2026-03-05 12:00")  # Tuesday and Wednesday were missed
    planned.repair(skill="piano")
    assert page(planned)["streak"]["kept"] == 2
    assert planned.repair("2026-03-03", skill="piano").data["day"] == "2026-03-03"
    time.at("2026-03-10 12:00")
    for day, why in (
        ("2026-03-05", "too long ago"),
        ("2026-03-08", "no missed day"),  # a Sunday
        ("today", "no missed day"),
        ("2026-03-02", "no missed day"),  # kept
    ):
        with pytest.raises(errors.Refused) as refused:
            planned.repair(day, skill="piano")
        assert why in refused.value.sentence


def test_a_freeze_takes_one_in_hand(planned, time):
    time.at("2026-03-04 12:00")
    with pytest.raises(errors.Refused) as refused:
        planned.freeze(skill="piano")
    assert "No freeze is in hand" in refused.value.sentence
    days = [d for d in range(2, 24) if d not in (7, 8, 14, 15, 21, 22)]
    for day in days:
        practise(planned, time, f"2026-03-{day:02}")
    time.at("2026-03-26 12:00")
    assert page(planned)["streak"]["freezes"] == 1
    before = page(planned)["streak"]["of"]
    assert planned.freeze(skill="piano").data["day"] == "2026-03-25"
    assert page(planned)["streak"]["of"] == before - 1
    assert page(planned)["streak"]["freezes"] == 0


def test_no_day_can_be_made_up_for_where_none_was_missed(planned, time):
    practise(planned, time, "2026-03-02")
    time.at("2026-03-03 12:00")
    with pytest.raises(errors.Refused) as refused:
        planned.repair(skill="piano")
    assert refused.value.sentence == "No planned day was missed."


def test_a_day_off_can_be_said_ahead(planned, time):
    time.at("2026-03-04 12:00")
    assert planned.free("tomorrow", skill="piano").data["day"] == "2026-03-05"


def test_a_chance_is_made_of_ones_own_record_only(planned, time):
    for day in range(2, 28):
        time.at(f"2026-03-{day:02} 12:00")
        assert page(planned)["chance"]["probability"] is None
        planned.add("20m", skill="piano")
    time.at("2026-03-31 12:00")
    assert 0 < page(planned)["chance"]["probability"] < 1
    time.at("2026-04-04 12:00")  # a Saturday, which is not planned
    assert page(planned)["chance"]["probability"] is None


def test_a_plan_can_be_changed_without_saying_its_cue_again(planned):
    planned.plan(None, remind="08:00", skill="piano")
    assert (page(planned)["cue"], page(planned)["remind"]) == (CUE, ["08:00"])


def test_a_gap_is_never_shown_as_nothing(planned, time):
    for day in range(2, 7):
        practise(planned, time, f"2026-03-{day:02}")
    time.at("2026-04-20 12:00")
    found = page(planned)
    assert found["streak"]["kept"] == 5 and found["said"][0].startswith("Kept 5 of ")
    assert "anew" in found["said"][-1] and found["chance"]["missed"] > 7


def test_undo_takes_back_what_was_said_of_a_day(planned, time):
    time.at("2026-03-04 12:00")
    planned.free("yesterday", skill="piano")
    planned.undo()
    assert not page(planned)["lately"][1]["free"]


def test_how_automatic_it_feels_is_kept_apart_from_what_was_done(planned, time):
    planned.felt("5 4 6 5", skill="piano")
    felt = page(planned)["felt"]
    assert felt["mean"] == [5.0] and felt["sd"][0] == pytest.approx(0.8165, abs=1e-4)
    assert not felt["due"]
    time.at("2026-03-09 12:00")
    assert page(planned)["felt"]["due"]


@pytest.mark.parametrize("answers", ["", "5 4 6", "5 4 6 8", "5 4 6 0", "five", "5 4 6 5 5"])
def test_feeling_takes_four_answers_from_one_to_seven(planned, answers):
    with pytest.raises(errors.BadInput):
        planned.felt(answers, skill="piano")


def test_no_number_of_days_until_a_habit_is_ever_said(planned, time):
    practise(planned, time, "2026-03-02")
    planned.felt("6 6 7 6", skill="piano")
    said = repr(page(planned)).lower()
    assert not any(word in said for word in ("66", "21 days", "formed", "great", "well done"))


def test_what_went_with_the_days_that_happened(planned, time):
    """On weeks with the cue practice happened, on the others it did not."""
    for week in range(6):
        for weekday in range(5):
            day = planned.clock.days_before("2026-03-02", -(7 * week + weekday))
            came = week % 2 == 0
            time.at(f"{day} 12:00")
            planned.cue_came(came, skill="piano")
            if came:
                planned.add("20m", skill="piano")
    time.at("2026-04-13 12:00")
    (cue,) = [one for one in page(planned)["mechanisms"] if one["name"] == "the cue came"]
    assert cue["with_rate"] == 1.0 and cue["without_rate"] == 0.0 and cue["low"] > 0


def test_a_plan_that_has_ended_is_gone_and_its_skill_may_have_another(planned):
    planned.end_plan("piano")
    assert planned.read.plans() == []
    with pytest.raises(errors.Refused):
        planned.end_plan("piano")
    planned.plan("after lunch", skill="piano")
    assert page(planned)["least_ms"] == 0


def test_a_plan_without_a_skill_counts_whatever_is_practised(journal, time):
    time.at("2026-03-02 12:00")
    journal.plan("after lunch")
    journal.add("10m", skill="piano")
    journal.add("10m", skill="chess", at="11:00")
    (found,) = journal.read.plans()
    assert found["skill"] is None
    assert found["today"]["ms"] == 20 * MINUTE and found["today"]["done"]


def test_the_small_hours_belong_to_the_evening_before(planned, time):
    time.at("2026-03-04 02:00")
    planned.add("20m", skill="piano")
    time.at("2026-03-04 12:00")
    assert [day["done"] for day in page(planned)["lately"]] == [False, True, False]


def test_forgetting_a_plan_blanks_its_cue_everywhere(planned):
    (row,) = planned.db.all("plans_in_force", learner=planned.learner)
    fact = next(
        fact["id"]
        for fact in planned.db.all(
            "facts_of_subject", learner=planned.learner, subject=row["subject"]
        )
    )
    planned.forget(ids.short(fact, ()))
    assert CUE not in repr(
        [dict(r) for r in planned.db.all("plans_in_force", learner=planned.learner)]
    )
    assert planned.read.find("breakfast")["hits"] == []


# reminders ----------------------------------------------------------------------------------------


@pytest.fixture
def sent(planned, monkeypatch):
    """What is sent goes into a list; how it is really delivered is in test_reminding.py."""
    from selfgrad.reminding import sending

    messages = []
    monkeypatch.setattr(sending.desktop, "show", lambda *message: messages.append(message))
    return messages


def send(journal):
    from selfgrad.reminding import sending

    return sending.send_due(journal)


def test_a_reminder_is_sent_once(planned, time, sent):
    time.at("2026-03-03 07:31")
    assert send(planned) == [f"Reminded of “{CUE}” (desktop)."]
    time.at("2026-03-03 07:36")
    assert send(planned) == []
    assert sent == [("selfgrad", "After breakfast, at the piano: 10 minutes.")]
    time.at("2026-03-04 07:31")
    assert len(send(planned)) == 1


def test_no_reminder_when_today_is_done_or_free_or_not_planned(planned, time, sent):
    practise(planned, time, "2026-03-03", at="06:00")
    time.at("2026-03-03 07:31")
    assert send(planned) == []
    time.at("2026-03-04 07:00")
    planned.free(skill="piano")
    time.at("2026-03-04 07:31")
    assert send(planned) == []
    time.at("2026-03-07 07:31")  # a Saturday
    assert send(planned) == [] and sent == []


def test_no_reminder_to_somebody_who_is_practising(planned, time, sent):
    time.at("2026-03-03 07:29")
    planned.start("scales", skill="piano")
    time.at("2026-03-03 07:31")
    assert send(planned) == []


def test_a_reminder_that_reached_nobody_is_tried_again(planned, time, sent, monkeypatch):
    from selfgrad.reminding import NotSent, sending

    def broken(*_):
        raise NotSent("The desktop did not answer.", "Try again.")

    time.at("2026-03-03 07:31")
    with monkeypatch.context() as patched:
        patched.setattr(sending.desktop, "show", broken)
        with pytest.raises(NotSent):
            send(planned)
    time.at("2026-03-03 07:36")
    assert len(send(planned)) == 1


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # in Apprise
def test_an_address_is_never_shown_whole_nor_exported(planned, tmp_path):
    from selfgrad import exchange
    from selfgrad.reminding import sending

    assert sending.send_to(planned, "json://user:secretword@127.0.0.1:8080/x") == ["json://…"]
    path = tmp_path / "journal.jsonl"
    exchange.export(planned, str(path))
    assert "secretword" not in path.read_text()
    assert sending.send_to(planned, "none") == []


def test_a_plan_and_its_calendar_at_the_terminal(shell):
    said = shell("plan", CUE, "--least", "10m", "--days", "mon-fri", "--remind", "07:30")
    assert said.startswith("Planned: after breakfast, at the piano · at least 10 minutes")
    assert "Kept" in shell("plan") or "It begins today." in shell("plan")
    shell("remind", "--ics", "plan.ics")
    with open(f"{shell.folder}/plan.ics", encoding="utf-8") as file:
        written = file.read()
    assert "BEGIN:VALARM" in written and "RRULE" in written
    assert "Name another one" in shell.fails("remind", "--ics", "/nonexistent/x.ics")


def test_what_is_said_of_a_day_at_the_terminal(shell):
    shell("plan", CUE)
    assert "is free" in shell("plan", "--free", "2026-12-24")
    assert "The cue came" in shell("plan", "--came", "yes")
    assert "Noted: 4.5 of 7" in shell("plan", "--felt", "5", "4", "5", "4")
    assert "more than one" in shell.fails("plan", "--free", "--came", "no", code=2)
    assert "at least 5 minutes" in shell("plan", "--least", "5m")
    assert "1. I begin" in shell("plan", "--felt")
    assert "Plan ended" in shell("plan", "--end")
    assert "begins with its cue" in shell.fails("plan", "--least", "5m", code=2)
    assert "There is no plan yet" in shell("plan")


def test_an_hour_is_long_enough_for_a_reminder_that_was_missed(planned, time, sent):
    time.at("2026-03-03 07:30")
    time.passes(HOUR)
    assert len(send(planned)) == 1
    time.at("2026-03-04 11:00")
    assert send(planned) == []
