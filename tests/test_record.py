"""What can be read: pages as plain values. Instants are made in Paris unless a test says otherwise."""

import json
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfgrad import errors, ids
from selfgrad.days import months_before
from selfgrad.hours import monday
from selfgrad.journal import Journal

MINUTE = 60_000
HOUR = 60 * MINUTE


def instant(text, zone="Europe/Paris"):
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


class Now:
    """A clock that stands still until it is told."""

    def __init__(self, text="2026-11-21 18:00", zone="Europe/Paris"):
        self.zone = zone
        self.ms = instant(text, zone)

    def __call__(self):
        return self.ms

    def is_(self, text):
        self.ms = instant(text, self.zone)


@pytest.fixture
def now():
    return Now()


@pytest.fixture
def journal(now):
    with opened(now) as journal:
        yield journal


def opened(now, path=":memory:"):
    journal = Journal(path, now=now)
    journal.set("zone", now.zone)
    return journal


def a_round(journal, aim="ten integrals", loss="3/10", *mistakes, step=None, **about):
    """A round from start to end; its id."""
    round = journal.start(aim, **about).data["round"]
    journal.forward("page 12")
    journal.loss(loss)
    journal.backward(*mistakes)
    if step:
        journal.step(step, parameter="signs", anyway=True)
    else:
        journal.step(keep=True)
    return round


def is_json(page):
    return json.loads(json.dumps(page)) == page


# show ---------------------------------------------------------------------------------------------


def test_a_round_is_shown_with_all_that_belongs_to_it(journal, now):
    id = journal.start(
        "ten integrals", skill="calculus", project="thesis", expect="5/10", level="3"
    )
    now.ms += 10 * MINUTE
    journal.forward("page 12")
    journal.loss("3/10")
    journal.forward("page 13", took="5m")
    journal.loss("2/10")
    journal.log("I looked at the answers.")
    journal.ask("Why is it a logarithm?")
    journal.backward("I dropped the minus sign.", to="signs")
    journal.step("When I move a term, I say its sign.", parameter="signs", discomfort=6)
    page = journal.read.show(id.data["round"])
    assert is_json(page)
    assert (page["kind"], page["state"], page["sealed"]) == ("round", "closed", True)
    assert (page["skill"], page["project"], page["level"]) == ("calculus", "thesis", "3")
    assert (page["expected"], page["loss"], page["discomfort"]) == (0.5, 0.2, 6)
    assert [(a["words"], a["loss"], a["raw"]) for a in page["attempts"]] == [
        ("page 12", 0.3, 3),
        ("page 13", 0.2, 2),
    ]
    assert page["attempts"][0]["said"] == "3 wrong of 10, loss 0.30"
    assert [(m["words"], m["parameter"]) for m in page["mistakes"]] == [
        ("I looked at the answers.", None),
        ("I dropped the minus sign.", "signs"),
    ]
    assert page["wording"] == "When I move a term, I say its sign." and page["kept"] is False
    assert page["questions"][0]["question"] == "Why is it a logarithm?"
    assert page["previous"] is None and page["next"]["aim"] == "ten integrals"
    assert page["time"]["ms"] == page["time"]["output"] == 10 * MINUTE
    following = journal.read.show(page["next"]["short"])
    assert following["previous"]["id"] == page["id"] and following["peek"] is None


def test_time_in_a_round_is_shown_by_kind(journal, now):
    round = journal.start("read, then write").data["round"]
    now.ms += 10 * MINUTE
    journal.go(input=True)
    now.ms += 30 * MINUTE
    journal.pause()
    page = journal.read.show(round)
    assert page["time"] == {"ms": 40 * MINUTE, "input": 30 * MINUTE, "output": 10 * MINUTE}
    assert [s["input"] for s in page["sessions"]] == [False, True]


def test_the_last_entry_is_what_show_shows(journal):
    round = journal.start("ten integrals").data["round"]
    assert journal.read.show()["id"] == round
    journal.forward("page 12")
    journal.loss("3/10")
    page = journal.read.show()
    assert (page["output"]["words"], page["output"]["loss"]) == ("page 12", 0.3)
    journal.backward("I dropped the minus sign.", to="signs")
    assert journal.read.show()["words"] == "I dropped the minus sign."
    journal.step("When I move a term, I say its sign.")
    assert journal.read.show()["id"] == round


def test_a_move_without_words_is_shown_as_its_round(journal):
    round = journal.start("ten integrals").data["round"]
    journal.forward("page 12")
    for receipt in (journal.loss("3/10"), journal.backward(), journal.step(keep=True)):
        assert journal.read.show(receipt.id)["id"] == round
    assert journal.read.show(journal.go().id)["kind"] == "session"


def test_a_round_that_only_held_is_shown_with_what_held(journal):
    journal.start("ten integrals")
    journal.forward("page 12")
    journal.loss("0/10")
    held = journal.backward(held="Saying the sign aloud.")
    assert journal.read.show(held.id)["what"] == "held"
    round = journal.read.show(journal.current()["subject"])
    assert round["held"] == "Saying the sign aloud." and round["mistakes"] == []


def test_an_entry_is_shown_with_its_round_and_its_earlier_words(journal):
    a_round(journal, "ten integrals", "3/10", "I droped the minus sign.")
    mistake = journal.read.find("minus")["hits"][0]["short"]
    journal.edit(mistake, words="I dropped the minus sign.")
    page = journal.read.show(mistake)
    assert page["words"] == "I dropped the minus sign."
    assert page["earlier"] == ["I droped the minus sign."]
    assert page["in_round"]["aim"] == "ten integrals"


def test_a_sentence_that_came_too_late_is_marked_loose(journal):
    id = a_round(journal)
    act, fact = ids.new(journal.clock.now() + HOUR), ids.new(journal.clock.now() + HOUR + 1)
    late = {"id": fact, "subject": id, "kind": "mistake", "happened_at": journal.clock.now()}
    late |= {"zone": "UTC", "day": "2026-11-21", "body": {"words": "from the other device"}}
    act = {"act": act, "recorded_at": journal.clock.now(), "device": "b", "verb": "backward"}
    journal.ledger.absorb([{**act, "facts": [late]}])
    page = journal.read.show(id)
    assert [e["words"] for e in page["loose"]] == ["from the other device"]
    assert page["mistakes"] == []
    assert journal.read.find("device")["hits"][0]["loose"] is True


def test_a_question_is_shown_with_its_answer_and_whether_it_was_used(journal):
    asked = journal.ask("Why is it a logarithm?")
    assert journal.read.show(asked.id)["answer"] is None
    journal.answer("It is the inverse.", source="Spivak", used=True)
    page = journal.read.show(asked.id)
    assert (page["kind"], page["answer"], page["source"], page["used"]) == (
        *("question", "It is the inverse.", "Spivak"),
        True,
    )


def test_time_by_hand_a_name_a_setting_and_worth_are_shown(journal):
    added = journal.add("45m", skill="guitar")
    assert journal.read.show(added.id)["ms"] == 45 * MINUTE
    named = journal.describe("skill", "guitar", target_hours=500)
    page = journal.read.show(named.id)
    assert (page["kind"], page["name"], page["target_hours"]) == ("skill", "guitar", 500)
    assert journal.read.show(journal.set("day_start", "05:00").id)["value"] == "05:00"
    assert journal.read.show(journal.write_architecture("I am.").id)["words"] == "I am."


def test_an_act_is_shown_with_what_it_wrote(journal):
    receipt = journal.start("ten integrals", skill="calculus")
    page = journal.read.show(receipt.act)
    assert (page["kind"], page["verb"]) == ("act", "start")
    assert [fact["what"] for fact in page["facts"]] == ["named", "opened", "clock_started"]


def test_what_was_undone_or_deleted_says_how_it_comes_back(journal):
    kept = journal.log("one")
    journal.delete(kept.id)
    page = journal.read.show(kept.id)
    assert page["kind"] == "deleted"
    journal.undo(page["back"].split()[-1])
    assert journal.read.show(kept.id)["words"] == "one"
    journal.undo(kept.id)
    page = journal.read.show(kept.id)
    assert page["kind"] == "undone"
    journal.undo(page["back"].split()[-1])
    assert journal.read.show(kept.id)["words"] == "one"


def test_nothing_to_show_names_what_to_do(journal):
    with pytest.raises(errors.NotFound):
        journal.read.show("ffffffffff")


# filed is filed -----------------------------------------------------------------------------------


def test_the_third_opening_of_a_sealed_round_points_to_the_next_one(journal):
    id = a_round(journal)
    assert journal.read.show(id)["peek"] is None
    assert journal.read.show(id)["peek"] is None
    said = journal.read.show(id)["peek"]
    assert said.startswith("This round is filed; you opened it 3 times today.")
    assert "The next one is open: “ten integrals”" in said


def test_openings_on_different_days_are_no_habit_and_a_fourth_is_not_met_again(journal, now):
    id = a_round(journal)
    for day in ("2026-11-22", "2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25"):
        now.is_(f"{day} 18:00")
        assert journal.read.show(id)["peek"] is None
    assert journal.read.show(id)["peek"] is None
    assert "3 times" in journal.read.show(id)["peek"]
    assert journal.read.show(id)["peek"] is None


def test_an_open_round_and_an_unnoticed_look_are_no_peeks(journal):
    sealed = a_round(journal)
    for _ in range(5):
        assert journal.read.show(sealed, peek=False)["peek"] is None
        assert journal.read.show(journal.current()["subject"])["peek"] is None


def test_a_dropped_round_points_to_a_new_start_when_none_is_open(journal):
    id = journal.start("the wrong book").data["round"]
    journal.drop("It was the wrong book.")
    said = [journal.read.show(id)["peek"] for _ in range(3)][-1]
    assert 'Open the next one with `selfgrad start "the wrong book"`.' in said


def test_a_peek_leaves_no_act(journal):
    id = a_round(journal)
    before = journal.db.scalar("fact_last", learner=journal.learner)
    journal.read.show(id)
    assert journal.db.scalar("fact_last", learner=journal.learner) == before


# find ---------------------------------------------------------------------------------------------


def test_any_word_is_found_newest_first(journal, now):
    journal.log("I dropped the minus sign.")
    now.ms += HOUR
    journal.log("Le café était fermé, sans moins.")
    journal.log("minus, once more")
    found = journal.read.find("min")
    assert [hit["words"] for hit in found["hits"]] == [
        "minus, once more",
        "I dropped the minus sign.",
    ]
    assert [hit["words"][:7] for hit in journal.read.find("CAFE ferme")["hits"]] == ["Le café"]
    assert [h["words"] for h in journal.read.find('"minus sign"')["hits"]] == [
        "I dropped the minus sign."
    ]
    assert is_json(found)


@pytest.mark.parametrize("words", ["忘", "负号", "忘了负号", "我 负号"])
def test_chinese_is_found_by_one_character_or_many(journal, words):
    journal.log("我忘了负号。")
    journal.log("我学吉他。")
    assert [hit["words"] for hit in journal.read.find(words)["hits"]] == ["我忘了负号。"]


def test_pages_of_hits_leave_none_out_and_repeat_none(journal, now):
    for i in range(50):
        journal.log(f"mistake number {i}")
        now.ms += (i % 3) * 1000  # several in one second, too
    seen, before = [], None
    while True:
        page = journal.read.find("mistake", limit=7, before=before)
        seen += [hit["words"] for hit in page["hits"]]
        before = page["before"]
        if before is None:
            break
    assert seen == [f"mistake number {i}" for i in reversed(range(50))]
    assert journal.read.find("mistake", limit=50)["before"] is None


def test_what_a_search_shows_can_be_opened(journal):
    for i in range(30):
        journal.log(f"mistake {i}")
    for hit in journal.read.find("mistake")["hits"]:
        assert journal.read.show(hit["short"])["words"] == hit["words"]


def test_nothing_to_look_for_is_refused_and_nothing_found_is_empty(journal):
    with pytest.raises(errors.BadInput):
        journal.read.find("…")
    with pytest.raises(errors.BadInput):
        journal.read.find("word", limit=0)
    assert journal.read.find("word")["hits"] == []


def test_the_skill_of_a_hit_is_called_as_it_is_called_now(journal):
    journal.start("a minus sign", skill="calclus", new=True)
    journal.rename("skill", "calclus", "Calculus")
    assert journal.read.find("minus")["hits"][0]["skill"] == "Calculus"


# today --------------------------------------------------------------------------------------------


def test_the_day_changes_at_four_in_a_journal_that_stays_open(journal, now):
    journal.log("in the evening")
    now.is_("2026-11-22 03:59")
    journal.log("after midnight")
    page = journal.read.today()
    assert page["day"] == "2026-11-21"
    assert [e["words"] for e in page["entries"]] == ["in the evening", "after midnight"]
    now.is_("2026-11-22 04:00")
    page = journal.read.today()
    assert (page["day"], page["entries"]) == ("2026-11-22", [])
    assert is_json(page)


def test_the_line_for_tomorrow_greets_the_next_day(journal, now):
    journal.review("Start with the signs.")
    page = journal.read.today()
    assert page["tomorrow"]["words"] == "Start with the signs." and page["line"] is None
    now.is_("2026-11-22 09:00")
    page = journal.read.today()
    assert page["line"]["words"] == "Start with the signs." and page["tomorrow"] is None
    now.is_("2026-12-03 09:00")
    assert journal.read.today()["line"]["day"] == "2026-11-21"
    now.is_("2027-01-03 09:00")
    assert journal.read.today()["line"] is None


def test_rounds_hours_questions_and_the_step_are_on_the_page(journal, now):
    a_round(journal, "ten integrals", "3/10", "minus", step="When X, I do Y.", skill="calculus")
    journal.add("45m", input=True)
    journal.ask("Why?")
    now.ms += MINUTE
    page = journal.read.today()
    assert [(r["aim"], r["loss"], r["skill"]) for r in page["rounds"]] == [
        ("ten integrals", 0.3, "calculus")
    ]
    assert page["hours"]["input"] == 45 * MINUTE
    assert page["step"]["words"] == "When X, I do Y." and page["step"]["parameter"] == "signs"
    assert page["open_questions"] == 1 and page["questions"][0]["words"] == "Why?"


def test_a_clock_left_running_is_mentioned(journal, now):
    journal.start("ten integrals")
    now.is_("2026-11-22 09:00")
    assert journal.read.today()["running"]["left"] == "2026-11-21 18:00"
    assert journal.read.today()["hours"]["ms"] == 0


def test_another_day_is_named_in_words(journal):
    assert journal.read.today("yesterday")["day"] == "2026-11-20"
    assert journal.read.today("2026-02-28")["day"] == "2026-02-28"
    assert journal.read.today("monday")["day"] == "2026-11-16"
    with pytest.raises(errors.BadInput):
        journal.read.today("2026-02-30")
    with pytest.raises(errors.BadInput):
        journal.read.today("smarch")


def test_the_same_day_in_earlier_periods_only_where_there_is_something(journal):
    for day in ("2016-11-21", "2021-11-21", "2025-11-21", "2026-05-21", "2026-11-14", "2026-11-13"):
        journal.log(f"on {day}", at=f"{day} 12:00")
    earlier = journal.read.today()["earlier"]
    assert [(page["ago"], page["entries"][0]["words"]) for page in earlier] == [
        ("1 week ago", "on 2026-11-14"),
        ("6 months ago", "on 2026-05-21"),
        ("1 year ago", "on 2025-11-21"),
        ("5 years ago", "on 2021-11-21"),
        ("10 years ago", "on 2016-11-21"),
    ]


def test_the_29th_of_february_meets_the_28th_of_other_years(journal, now):
    now.is_("2028-02-29 18:00")
    journal.log("a year ago", at="2027-02-28 12:00")
    journal.log("a month ago", at="2028-01-29 12:00")
    assert [page["ago"] for page in journal.read.today()["earlier"]] == [
        "1 month ago",
        "1 year ago",
    ]


@given(st.dates(date(1911, 1, 1), date(2199, 12, 31)), st.integers(0, 120))
def test_months_before_is_the_same_date_or_the_last_one_of_that_month(day, months):
    found = date.fromisoformat(months_before(day.isoformat(), months))
    assert (day.year - found.year) * 12 + day.month - found.month == months
    last_of_month = (found + timedelta(1)).month != found.month
    assert found.day == day.day or (found.day < day.day and last_of_month)


@given(st.dates(date(1911, 1, 1), date(2199, 12, 31)))
def test_a_week_begins_on_monday(day):
    first = date.fromisoformat(monday(day.isoformat()))
    assert first.weekday() == 0 and timedelta(0) <= day - first < timedelta(7)


# hours --------------------------------------------------------------------------------------------


def test_a_session_over_midnight_belongs_to_both_days(journal, now):
    """T16: it is split where the practice day begins, at 04:00."""
    now.is_("2026-11-20 23:45")
    journal.start("a long night", skill="guitar")
    now.is_("2026-11-21 07:30")
    journal.pause(all=True)
    days = journal.read.hours_by_day("2026-11-19", "2026-11-22")
    assert [(day["day"], day["ms"]) for day in days] == [
        ("2026-11-19", 0),
        ("2026-11-20", 4 * HOUR + 15 * MINUTE),
        ("2026-11-21", 3 * HOUR + 30 * MINUTE),
        ("2026-11-22", 0),
    ]


@given(st.integers(0, 200 * HOUR), st.integers(1, 90 * HOUR))
@settings(max_examples=30, deadline=None)
def test_the_parts_of_a_session_sum_to_the_whole(offset, length):
    """T17: to the millisecond, over the autumn change of the clocks, too."""
    now = Now("2026-10-22 12:00")
    now.ms += offset
    with opened(now) as journal:
        journal.start("a long one")
        now.ms += length
        journal.pause(all=True)
        read = journal.read
        assert read.hours()["total"]["ms"] == length
        assert sum(d["ms"] for d in read.hours_by_day("2026-10-20", "2026-11-10")) == length


STRETCHES = st.lists(
    st.tuples(
        st.integers(0, 5 * 24 * 60),  # minutes after the start
        st.integers(1, 20 * 60),  # minutes
        st.sampled_from([None, "guitar", "calculus", "吉他"]),
        st.booleans(),
    ),
    max_size=12,
)
MORNING = instant("2026-10-23 05:00")  # the clocks change on the 25th


def filled(journal, stretches):
    for start, length, skill, input in stretches:
        at = MORNING + start * MINUTE
        journal.add(length * MINUTE, skill=skill, input=input, at=at, new=True)


def minute_by_minute(journal, stretches):
    """Who owns each minute: the session that started first, and of those the first written."""
    owners = {}
    for start, length, skill, input in sorted(stretches, key=lambda s: s[0]):
        for minute in range(start, start + length):
            owners.setdefault(minute, (skill, input))
    counts = Counter()
    for minute, (skill, input) in owners.items():
        counts[journal.clock.day(MORNING + minute * MINUTE), skill, input] += MINUTE
    return counts


@given(STRETCHES)
@settings(max_examples=60, deadline=None)
def test_overlapping_sessions_are_counted_once(stretches):
    with opened(Now("2026-11-21 18:00")) as journal:
        filled(journal, stretches)
        expected = minute_by_minute(journal, stretches)
        counted = Counter()
        for part in journal.read.parts():
            counted[part.day, part.skill, bool(part.input)] += part.ended_at - part.started_at
        assert counted == expected
        page = journal.read.hours()
        assert sum(row["ms"] for row in page["skills"]) == page["total"]["ms"]
        assert page["total"]["ms"] == sum(expected.values())


@given(STRETCHES, st.sampled_from([0, 1, 3, 9]))
@settings(max_examples=40, deadline=None)
def test_today_week_hours_and_every_window_of_days_agree(stretches, days_later):
    """T73: however the days are asked for, their hours are the same."""
    now = Now("2026-10-30 12:00")
    with opened(now) as journal:
        filled(journal, stretches)
        now.ms += days_later * 24 * HOUR
        read = journal.read
        whole = {day["day"]: day for day in read.hours_by_day("2026-10-12", "2026-11-15")}
        for day, hours in whole.items():
            assert read.today(day)["hours"] == hours == read.hours_by_day(day, day)[0]
            assert hours["ms"] == sum(skill["ms"] for skill in hours["skills"])
            assert hours["ms"] == hours["input"] + hours["output"]
        page, week = read.hours(), read.week()
        assert page["total"]["ms"] == sum(day["ms"] for day in whole.values())
        assert all(whole[day["day"]] == day for day in week["hours"]["days"])
        last_week = {row["skill"]: row["last_week"] for row in page["skills"] if row["last_week"]}
        assert last_week == {row["skill"]: row["ms"] for row in week["hours"]["skills"]}
        assert sum(row["this_week"] for row in page["skills"]) == week["so_far"]["ms"]
        assert week["hours"]["ms"] == sum(day["ms"] for day in week["hours"]["days"])


def test_a_day_of_25_hours_counts_25_hours(journal, now):
    now.is_("2026-10-24 04:00")
    journal.start("all day")
    now.is_("2026-10-25 04:00")
    journal.pause(all=True)
    assert journal.read.hours_by_day("2026-10-24", "2026-10-24")[0]["ms"] == 25 * HOUR


def test_overlap_is_counted_once_across_a_journey(journal, now):
    """The same hours under another civil date, as the second device was still in Auckland's zone."""
    now.is_("2026-11-22 18:00")
    journal.add("3h", skill="guitar", at="2026-11-21 18:00")
    start = instant("2026-11-21 19:00")
    journal.set("zone", "Pacific/Auckland")
    journal.add("3h", skill="guitar", at=start)
    days = journal.read.hours_by_day("2026-11-20", "2026-11-23")
    assert {day["day"]: day["ms"] for day in days if day["ms"]} == {
        "2026-11-21": 3 * HOUR,
        "2026-11-22": 1 * HOUR,
    }
    assert journal.read.hours_by_day("2026-11-22", "2026-11-22")[0]["ms"] == 1 * HOUR


def test_the_running_clock_counts_once_it_is_stopped(journal, now):
    journal.start("ten integrals", skill="calculus")
    now.ms += HOUR
    page = journal.read.hours()
    assert page["total"]["ms"] == 0 and page["running"]["ms"] == HOUR
    journal.pause()
    page = journal.read.hours()
    assert page["total"]["ms"] == HOUR and page["running"] is None


def test_rounds_filed_later_take_their_hours_to_the_skill(journal, now):
    journal.start("ten integrals")
    now.ms += HOUR
    journal.again("3/10")
    assert [row["skill"] for row in journal.read.hours()["skills"]] == [None]
    journal.file_here("calculus")
    row = journal.read.hours("calculus")["skills"][0]
    assert (row["ms"], row["rounds"]) == (0, 1) or (row["ms"], row["rounds"]) == (HOUR, 1)
    assert journal.read.hours()["total"]["ms"] == row["ms"]


def test_merged_skills_are_one(journal):
    journal.add("1h", skill="guitar", at="2026-11-21 09:00")
    journal.add("1h", skill="吉他", at="2026-11-21 12:00")
    journal.merge("skill", "吉他", "guitar")
    assert [(r["skill"], r["ms"]) for r in journal.read.hours()["skills"]] == [("guitar", 2 * HOUR)]


def test_a_week_of_hours_begins_on_monday_and_ends_on_sunday(journal):
    for day, length in (("15", "1m"), ("16", "2m"), ("21", "4m"), ("09", "8m"), ("08", "16m")):
        journal.add(length, skill="guitar", at=f"2026-11-{day} 12:00")
    (row,) = journal.read.hours()["skills"]
    assert (row["this_week"], row["last_week"]) == (6 * MINUTE, 9 * MINUTE)


def test_hours_count_towards_the_target_of_the_skill_or_the_setting(journal):
    journal.add("10h", skill="guitar")
    journal.add("1h", skill="calculus", at="2026-11-20 12:00")
    journal.describe("skill", "guitar", target_hours=500)
    journal.set("target_hours", "100")
    rows = {row["skill"]: row for row in journal.read.hours()["skills"]}
    assert rows["guitar"]["share"] == 10 / 500 and rows["calculus"]["share"] == 1 / 100
    assert rows["guitar"]["by_hand"] == 10 * HOUR


def test_input_that_runs_away_is_said_and_otherwise_nothing(journal):
    journal.add("2h", input=True, at="2026-11-21 09:00")
    assert "2 h went into input and nothing into output" in journal.read.hours()["balance"]["said"]
    journal.add("2h", at="2026-11-21 12:00")
    assert journal.read.hours()["balance"]["said"] is None
    journal.add("5h", input=True, at="2026-11-14 09:00")
    assert journal.read.hours()["balance"]["said"] is None


def test_an_unknown_skill_is_met_with_the_one_that_is_near(journal):
    journal.add("1h", skill="calculus")
    for read in (journal.read.hours, journal.read.steps, journal.read.credit):
        with pytest.raises(errors.NotFound, match="Did you mean “calculus”"):
            read("calculs")


# week ---------------------------------------------------------------------------------------------


def test_last_week_is_the_last_full_one_from_monday_to_sunday(journal, now):
    for text in ("2026-11-21 18:00", "2026-11-22 23:00", "2026-11-23 03:59"):
        now.is_(text)
        page = journal.read.week()
        assert (page["first"], page["last"]) == ("2026-11-09", "2026-11-15")
    now.is_("2026-11-23 04:00")
    assert journal.read.week()["first"] == "2026-11-16"
    assert journal.read.week(back=2)["first"] == "2026-11-02"
    with pytest.raises(errors.BadInput):
        journal.read.week(back=-1)


def test_a_week_has_outputs_hours_losses_lessons_and_blind_alleys(journal, now):
    now.is_("2026-11-10 18:00")
    journal.start("ten integrals", skill="calculus")
    now.ms += HOUR
    journal.forward("page 12")
    journal.loss("5/10")
    journal.forward("page 13")
    journal.loss("3/10")
    journal.backward("minus", held="The limits.")
    journal.step("When X, I do Y.", parameter="signs")
    now.ms += HOUR
    journal.start("the wrong book", skill="calculus")
    now.ms += 20 * MINUTE
    journal.drop("It was the wrong book.")
    now.is_("2026-11-18 18:00")
    page = journal.read.week()
    assert is_json(page)
    (output,) = page["outputs"]
    assert (output["words"], output["attempts"], output["loss"]) == ("page 13", 2, 0.3)
    assert page["hours"]["ms"] == HOUR + 20 * MINUTE
    assert page["hours"]["without_output"] == 20 * MINUTE
    assert page["losses"] == [{"skill": "calculus", "losses": [0.3], "mean": 0.3}]
    assert [step["words"] for step in page["lessons"]["steps"]] == ["When X, I do Y."]
    assert page["lessons"]["held"] == ["The limits."] and page["lessons"]["mistakes"] == 1
    assert [alley["why"] for alley in page["blind_alleys"]] == ["It was the wrong book."]


# steps --------------------------------------------------------------------------------------------


def test_steps_have_the_rounds_around_them_and_the_old_wording(journal, now):
    def round_with(loss, step=None, skill="calculus"):
        now.ms += HOUR
        a_round(journal, "ten integrals", loss, skill=skill, step=step)

    round_with("4/10")
    round_with("6/10", step="When A, I do B.")
    round_with("3/10")
    round_with("1/10", skill="guitar")
    round_with("1/10", step="When A, I do C.")
    round_with("2/10")
    page = journal.read.steps()
    assert is_json(page)
    newest, oldest = page
    assert (newest["words"], newest["was"]) == ("When A, I do C.", "When A, I do B.")
    assert (oldest["words"], oldest["was"], oldest["held"]) == ("When A, I do B.", None, 2)
    assert oldest["before"] == {"rounds": 2, "measured": 2, "mean": 0.5}
    assert oldest["after"] == newest["before"] == {"rounds": 2, "measured": 2, "mean": 0.2}
    assert newest["in_force"] and not oldest["in_force"]
    assert journal.read.show(newest["short"])["kind"] == "round"
    assert journal.read.steps("guitar") == [] and len(journal.read.steps(limit=1)) == 1


# credit -------------------------------------------------------------------------------------------


def test_credit_counts_what_the_learner_charged(journal, now):
    journal.log("long before", at="2026-11-01 12:00", to="patience")
    a_round(journal, "one", "3/10", "old", skill="calculus")
    now.ms += HOUR
    a_round(journal, "one", "3/10", "minus", "plus", skill="calculus")
    journal.recharge(journal.read.find("minus")["hits"][0]["id"], "signs")
    now.ms += HOUR
    journal.log("caught in passing", to="signs")
    page = journal.read.credit()
    assert is_json(page)
    assert [(row["parameter"], row["count"], row["rounds"]) for row in page["parameters"]] == [
        *(("signs", 2, 1), ("patience", 1, 0)),
    ]
    assert page["unsorted"]["count"] == 2 and page["mistakes"] == 5
    assert [e["words"] for e in page["unsorted"]["entries"]] == ["plus", "old"]
    assert journal.read.credit(rounds=2)["mistakes"] == 4  # what was long before is left out
    assert journal.read.credit(rounds=1)["mistakes"] == 3
    assert journal.read.credit("calculus")["mistakes"] == 3


def test_credit_follows_merged_parameters(journal):
    journal.log("one", to="signs")
    journal.log("two", to="plus and minus", new=True)
    journal.merge("parameter", "plus and minus", "signs")
    page = journal.read.credit()
    assert [(row["parameter"], row["count"]) for row in page["parameters"]] == [("signs", 2)]


def test_every_page_of_an_empty_journal_can_be_read(now):
    read = Journal(":memory:", now=now).read
    assert all(map(is_json, (read.today(), read.week(), read.hours(), read.credit())))
    assert read.steps() == [] and read.find("x")["hits"] == []
    with pytest.raises(errors.NotFound):
        read.show()
