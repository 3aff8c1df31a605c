"""What a plan is, how it is typed and said, and when its reminder is due."""

from datetime import date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfgrad import plans
from selfgrad.clock import HOUR, MINUTE, Clock
from selfgrad.errors import BadInput
from selfgrad.plans import EVERY_DAY, Now, Plan

WORKDAYS = (0, 1, 2, 3, 4)
PIANO = Plan("after breakfast, at the piano", 10 * MINUTE, WORKDAYS, ("07:30",))
READERS = (plans.cue, plans.least, plans.days, plans.times, plans.quiet)


def refused(read, text):
    with pytest.raises(BadInput) as refusal:
        read(text)
    assert refusal.value.sentence.endswith(".")
    assert refusal.value.next.endswith(".")
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 250
    return str(refusal.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", EVERY_DAY),
        ("every day", EVERY_DAY),
        ("Daily", EVERY_DAY),
        ("mon-sun", EVERY_DAY),
        ("mon-fri", WORKDAYS),
        ("Mon – Fri", WORKDAYS),
        ("monday to friday", WORKDAYS),
        ("Monday through Friday", WORKDAYS),
        ("weekdays", WORKDAYS),
        ("every weekday", WORKDAYS),
        ("weekends", (5, 6)),
        ("on the weekend", (5, 6)),
        ("sat-sun", (5, 6)),
        ("mon, wed, fri", (0, 2, 4)),
        ("Mon Wed Fri", (0, 2, 4)),
        ("mon/wed & FRI.", (0, 2, 4)),
        ("Mo, We and Fr", (0, 2, 4)),
        ("tues and thurs", (1, 3)),
        ("Tuesdays; weds", (1, 2)),
        ("every sunday", (6,)),
        ("fri-mon", (0, 4, 5, 6)),
        ("sun-tue, thu", (0, 1, 3, 6)),
        ("ｍｏｎ，ｗｅｄ", (0, 2)),
        ("fri, fri", (4,)),
    ],
)
def test_days_are_read_as_people_write_them(text, meant):
    assert plans.days(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("m", "t", "1-5", "5", "every other day", "every", "all", "someday", "mon-", "-fri"),
        *(
            "mon-wed-fri",
            "monfri",
            "s",
            ",",
            "mon, xyz",
            "x" * 101,
            "mon" * 40,
            "\x1b[31m",
            "måndag",
        ),
    ],
)
def test_days_that_could_mean_anything_are_refused(text):
    assert "days of the week" in refused(plans.days, text)


def test_every_set_of_days_is_said_so_that_it_can_be_read_back():
    for n in range(1, 8):
        for chosen in combinations(range(7), n):
            assert plans.days(plans.day_words(chosen)) == chosen
    assert plans.day_words((5, 6)) == "Sat and Sun"
    assert plans.day_words((0, 1, 2, 4)) == "Mon to Wed and Fri"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", ()),
        ("none", ()),
        ("07:30", ("07:30",)),
        ("7:30", ("07:30",)),
        ("7.30", ("07:30",)),
        ("7pm", ("19:00",)),
        ("7 p.m.", ("19:00",)),
        ("7:30 PM", ("19:30",)),
        ("7.30am", ("07:30",)),
        ("12am", ("00:00",)),
        ("12 pm", ("12:00",)),
        ("noon and midnight", ("00:00", "12:00")),
        ("at 6pm", ("18:00",)),
        ("07:30, 18:00", ("07:30", "18:00")),
        ("18:00 07:30", ("07:30", "18:00")),
        ("7 am, 6 pm and 9.15 pm", ("07:00", "18:00", "21:15")),
        ("7:30; 07.30", ("07:30",)),
        ("０７：３０", ("07:30",)),
    ],
)
def test_times_are_read_as_people_write_them(text, meant):
    assert plans.times(text) == meant


@pytest.mark.parametrize(
    "text", ["7", "24:00", "7:60", "13pm", "0am", "7,30", "soon", "7:3", ",", "07:30:00", "9" * 99]
)
def test_times_that_could_mean_anything_are_refused(text):
    assert "times of day" in refused(plans.times, text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", None),
        ("off", None),
        ("22:00-07:00", ("22:00", "07:00")),
        ("22:00 – 7:00", ("22:00", "07:00")),
        ("10pm to 7am", ("22:00", "07:00")),
        ("from 22.00 until 07.00", ("22:00", "07:00")),
        ("between 1pm and 2pm", ("13:00", "14:00")),
    ],
)
def test_quiet_hours_are_read(text, meant):
    assert plans.quiet(text) == meant


@pytest.mark.parametrize("text", ["22:00", "22-7", "22:00-22:00", "22:00-07:00-08:00", "at night"])
def test_quiet_hours_that_have_no_two_ends_are_refused(text):
    assert "quiet hours" in refused(plans.quiet, text)


def test_the_least_is_whole_minutes_of_one_day():
    assert [plans.least(text) for text in ("10m", "1h30", "10", "")] == [
        600_000,
        5_400_000,
        600_000,
        0,
    ]
    assert "whole minutes" in refused(plans.least, "30s")
    for text in ("25h", "ten", "0m", "-5m"):
        refused(plans.least, text)


def test_a_cue_is_one_line_that_does_nothing_to_a_terminal():
    assert plans.cue("after \x1b[31mlunch\x1b[0m\n  at the desk.") == "after lunch at the desk"
    assert plans.cue("晚饭后，弹钢琴") == "晚饭后，弹钢琴"
    for text in ("", "  ", "...", "\u200b", "x" * 201):
        assert "needs a cue" in refused(plans.cue, text)


@given(st.text(max_size=120) | st.text("montuewdfrisa -,:.0123456789pm", max_size=30))
def test_whatever_is_typed_is_understood_or_refused_in_one_sentence(text):
    for read in READERS:
        try:
            read(text)
        except BadInput as refusal:
            assert str(refusal).isprintable()


def test_a_reminder_within_the_quiet_hours_is_refused_since_it_would_never_come():
    said = refused(lambda at: plans.read("at night", "", "", at, "22:00-07:00"), "23:30")
    assert "23:30" in said and "22:00 to 07:00" in said
    assert plans.read("at dawn", "", "", "7:00", "22:00-07:00").remind == ("07:00",)


def test_a_plan_is_said_in_one_line():
    assert plans.read("after breakfast, at the piano", "10m", "mon-fri", "07:30") == PIANO
    assert plans.words(PIANO) == (
        "after breakfast, at the piano · at least 10 minutes · Mon to Fri · reminder 07:30"
    )
    assert plans.words(Plan("after tea", skill="Go")) == "Go · after tea · every day"


def test_a_reminder_holds_the_cue_and_the_least_and_nothing_else_of_the_journal():
    assert plans.message(PIANO) == ("selfgrad", "After breakfast, at the piano: 10 minutes.")
    assert plans.message(Plan("after tea", HOUR, skill="Go")) == ("selfgrad", "After tea: 1 hour.")
    assert plans.message(Plan("tea?"))[1] == "Tea?"
    assert plans.message(Plan("晚饭后"))[1] == "晚饭后."


# -- what is due ----

MONDAY = "2026-11-23"


def at(time, day=MONDAY, on=None):
    return Now(day, f"{on or day} {time}")


def test_a_reminder_is_due_from_its_time_for_two_hours():
    assert plans.due(PIANO, at("07:29"), 0, ()) is None
    assert plans.due(PIANO, at("07:30"), 0, ()) == "07:30"
    assert plans.due(PIANO, at("09:29"), 0, ()) == "07:30"
    assert plans.due(PIANO, at("09:30"), 0, ()) is None


def test_no_reminder_comes_twice():
    assert plans.due(PIANO, at("07:35"), 0, ["07:30"]) is None


def test_no_reminder_comes_when_today_is_done():
    assert plans.due(PIANO, at("07:30"), 10 * MINUTE - 1, ()) == "07:30"
    assert plans.due(PIANO, at("07:30"), 10 * MINUTE, ()) is None
    anything = PIANO._replace(least_ms=0)
    assert plans.due(anything, at("07:30"), 0, ()) == "07:30"
    assert plans.due(anything, at("07:30"), 1, ()) is None


def test_no_reminder_comes_on_a_free_day_or_one_that_is_not_planned():
    assert plans.due(PIANO, at("07:30"), 0, (), free=True) is None
    assert plans.due(PIANO, at("07:30", "2026-11-22"), 0, ()) is None
    assert plans.due(PIANO._replace(days=()), at("07:30"), 0, ()) is None


def test_a_plan_without_a_time_reminds_of_nothing():
    assert plans.due(PIANO._replace(remind=()), at("07:30"), 0, ()) is None


def test_nothing_is_sent_in_quiet_hours_and_a_late_one_comes_when_they_end():
    plan = PIANO._replace(quiet=("07:00", "08:00"))
    assert plans.due(plan, at("07:59"), 0, ()) is None
    assert plans.due(plan, at("08:00"), 0, ()) == "07:30"


def test_of_two_reminders_that_were_slept_through_only_the_later_is_sent():
    plan = PIANO._replace(remind=("07:30", "08:30"))
    assert plans.due(plan, at("08:45"), 0, ()) == "08:30"
    assert plans.due(plan, at("08:50"), 0, ["08:30"]) is None
    assert plans.due(plan, at("08:45"), 0, ["07:30"]) == "08:30"


def test_a_clock_put_back_sends_none_that_comes_before_one_already_sent():
    plan = PIANO._replace(remind=("07:30", "08:30"))
    assert plans.due(plan, at("07:40"), 0, ["08:30"]) is None


def test_the_small_hours_belong_to_the_day_before():
    night = Plan("before bed", days=(4,), remind=("01:30",))  # Friday
    saturday = {"day": "2026-11-20", "on": "2026-11-21"}
    assert plans.due(night, at("01:29", **saturday), 0, ()) is None
    assert plans.due(night, at("01:30", **saturday), 0, ()) == "01:30"
    assert plans.due(night, at("01:40", "2026-11-19", "2026-11-20"), 0, ()) is None
    late = Plan("before bed", days=(4,), remind=("23:30",))
    assert plans.due(late, at("00:45", **saturday), 0, ()) == "23:30"
    assert plans.due(late, at("00:45", **saturday), 0, ["23:30"]) is None


def test_a_new_practice_day_does_not_send_what_the_old_one_missed():
    night = Plan("before bed", remind=("03:50",))
    assert plans.due(night, at("03:55", "2026-11-22", MONDAY), 0, ()) == "03:50"
    assert plans.due(night, at("04:10"), 0, ()) is None


def test_a_moment_is_what_the_clock_of_the_learner_shows():
    night = int(datetime(2026, 11, 21, 1, 30, tzinfo=ZoneInfo("Europe/Paris")).timestamp() * 1000)
    assert plans.moment(Clock("Europe/Paris", 240), night) == Now("2026-11-20", "2026-11-21 01:30")
    assert plans.moment(Clock("Europe/Paris", 60), night) == Now(
        "2026-11-21", "2026-11-21 01:30", 60
    )


def sent(plan, clock, start, end, step=5 * MINUTE):
    """Every (practice day, reminder, wall clock) that a timer sends between two instants."""
    reminded, found = {}, []
    for ms in range(start, end, step):
        now = plans.moment(clock, ms)
        before = reminded.setdefault(now.day, [])
        if reminder := plans.due(plan, now, 0, before):
            before.append(reminder)
            found.append((now.day, reminder, now.local))
    return found


@pytest.mark.parametrize(
    ("zone", "night"),
    [
        ("Europe/Berlin", "2026-03-29"),
        ("Europe/Berlin", "2026-10-25"),
        ("America/New_York", "2026-03-08"),
        ("America/New_York", "2026-11-01"),
        ("Australia/Lord_Howe", "2026-04-05"),
        ("Australia/Lord_Howe", "2026-10-04"),
        ("America/Santiago", "2026-09-06"),
        ("Asia/Kathmandu", "2026-06-01"),
        ("Pacific/Apia", "2011-12-30"),
    ],
)
@pytest.mark.parametrize("day_start", [0, 120, 150, 240])
def test_each_reminder_comes_once_a_day_whatever_the_clocks_do(zone, night, day_start):
    clock = Clock(zone, day_start)
    plan = Plan("tea", remind=("02:30", "07:30", "18:00", "23:50"))
    middle = int(datetime.fromisoformat(f"{night} 12:00").timestamp() * 1000)
    found = sent(plan, clock, middle - 96 * HOUR, middle + 96 * HOUR)
    named = [(day, reminder) for day, reminder, _ in found]
    assert len(named) == len(set(named))
    for day, reminder, local in found:
        wall = datetime.fromisoformat(local)
        late = wall - datetime.combine(wall.date(), datetime.strptime(reminder, "%H:%M").time())
        assert timedelta() <= late <= timedelta(hours=1), (day, reminder, local)
    whole = sorted({day for day, _, _ in found})[1:-1]
    for day in whole:
        reminders = {reminder for at, reminder in named if at == day}
        if (zone, day) != ("Pacific/Apia", "2011-12-29"):
            assert {"07:30", "18:00", "23:50"} <= reminders, (day, reminders)


instants = st.integers(1_767_225_600_000, 1_798_761_600_000)  # the year 2026
clock_times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
spans = st.tuples(clock_times, clock_times).filter(lambda pair: pair[0] != pair[1])


@given(
    instants,
    st.sets(st.integers(0, 6)),
    st.sets(clock_times, max_size=4),
    st.none() | spans,
    st.integers(0, 1439),
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns"]),
)
def test_what_is_sent_was_planned_for_that_day_and_for_no_quiet_hour(
    ms, days, remind, quiet, day_start, zone
):
    plan = Plan("tea", 0, tuple(sorted(days)), tuple(sorted(remind)), quiet)
    found = sent(plan, Clock(zone, day_start), ms, ms + 50 * HOUR, 20 * MINUTE)
    assert len({(day, reminder) for day, reminder, _ in found}) == len(found)
    for day, reminder, local in found:
        assert date.fromisoformat(day).weekday() in days
        assert reminder in remind
        assert not (quiet and plans.within(local[11:], quiet))


@given(clock_times, spans)
def test_every_minute_is_quiet_or_not_as_counting_round_the_clock_says(at, hours):
    def minutes(text):
        return int(text[:2]) * 60 + int(text[3:])

    start, end = map(minutes, hours)
    quiet = {(start + n) % 1440 for n in range((end - start) % 1440)}
    assert plans.within(at, hours) == (minutes(at) in quiet)
