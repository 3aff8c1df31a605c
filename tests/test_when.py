"""The words of `--at`: what they mean on one Saturday evening, at night, and around a change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfgrad.clock import Clock
from selfgrad.errors import BadInput

PARIS = "Europe/Paris"


def at(zone: str, *wall: int) -> int:
    """UTC ms of a wall time, as zoneinfo sees it: the first showing."""
    return round(datetime(*wall, tzinfo=ZoneInfo(zone)).timestamp() * 1000)


EVENING = at(PARIS, 2026, 11, 21, 18, 0)  # a Saturday
NIGHT = at(PARIS, 2026, 11, 21, 1, 30)  # still Friday's practice day


def said(words: str, now: int = EVENING, zone: str = PARIS) -> str:
    clock = Clock(zone)
    return clock.local(clock.parse(words, now))


def fit_to_print(refusal: BadInput) -> None:
    """A refusal is two short sentences that any terminal can take."""
    assert refusal.sentence.endswith(".")
    assert refusal.next.endswith(".")
    assert str(refusal).isprintable()
    assert len(str(refusal)) < 250
    str(refusal).encode()


def refused(words: str, now: int = EVENING, zone: str = PARIS) -> str:
    with pytest.raises(BadInput) as refusal:
        Clock(zone).parse(words, now)
    fit_to_print(refusal.value)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("words", "local"),
    [
        ("now", "2026-11-21 18:00"),
        ("today", "2026-11-21 18:00"),
        ("-2h", "2026-11-21 16:00"),
        ("- 2 h", "2026-11-21 16:00"),
        ("−2h", "2026-11-21 16:00"),
        ("-90m", "2026-11-21 16:30"),
        ("-1h30m", "2026-11-21 16:30"),
        ("-1h30", "2026-11-21 16:30"),
        ("-1.5h", "2026-11-21 16:30"),
        ("-30h", "2026-11-20 12:00"),
        ("-0m", "2026-11-21 18:00"),
        ("2h ago", "2026-11-21 16:00"),
        ("90 min ago", "2026-11-21 16:30"),
        ("1 hour 30 minutes ago", "2026-11-21 16:30"),
        ("an hour ago", "2026-11-21 17:00"),
        ("half an hour ago", "2026-11-21 17:30"),
        ("-3d", "2026-11-18 18:00"),
        ("3 days ago", "2026-11-18 18:00"),
        ("-2w", "2026-11-07 18:00"),
        ("a week ago", "2026-11-14 18:00"),
        ("yesterday", "2026-11-20 18:00"),
        ("17:59", "2026-11-21 17:59"),
        ("7:15", "2026-11-21 07:15"),
        ("at 07:15", "2026-11-21 07:15"),
        ("01:00", "2026-11-21 01:00"),
        ("6pm", "2026-11-21 18:00"),
        ("6 PM", "2026-11-21 18:00"),
        ("5:30 p.m.", "2026-11-21 17:30"),
        ("12am", "2026-11-21 00:00"),
        ("12pm", "2026-11-21 12:00"),
        ("１７：００", "2026-11-21 17:00"),
        ("today 07:15", "2026-11-21 07:15"),
        ("yesterday 18:00", "2026-11-20 18:00"),
        ("Yesterday  at 6pm", "2026-11-20 18:00"),
        ("6pm yesterday", "2026-11-20 18:00"),
        ("yesterday 01:00", "2026-11-20 01:00"),
        ("monday 9:00", "2026-11-16 09:00"),
        ("mon 9am", "2026-11-16 09:00"),
        ("on tuesday at 9:00", "2026-11-17 09:00"),
        ("monday", "2026-11-16 12:00"),
        ("last monday", "2026-11-16 12:00"),
        ("saturday 9:00", "2026-11-21 09:00"),
        ("saturday 19:00", "2026-11-14 19:00"),
        ("saturday", "2026-11-21 12:00"),
        ("last saturday", "2026-11-14 12:00"),
        ("last saturday 9:00", "2026-11-14 09:00"),
        ("2026-11-20", "2026-11-20 12:00"),
        ("2026-11-20 18:00", "2026-11-20 18:00"),
        ("2026-11-20 at 6pm", "2026-11-20 18:00"),
        ("2026-11-20T18:00", "2026-11-20 18:00"),
        ("2026-11-20t18:00:59", "2026-11-20 18:00"),
        ("2026-11-20T18:00Z", "2026-11-20 19:00"),
        ("2026-11-20T18:00 +05:30", "2026-11-20 13:30"),
        ("2026-11-20T18:00-0330", "2026-11-20 22:30"),
        ("2026-11-20T18:00+01", "2026-11-20 18:00"),
        ("2026-11-20T18:00[Asia/Tokyo]", "2026-11-20 10:00"),
        ("2026-11-20T18:00+09:00[Asia/Tokyo]", "2026-11-20 10:00"),
        ("2026-11-20T09:00Z[Asia/Tokyo]", "2026-11-20 10:00"),
        ("2024-02-29 10:00", "2024-02-29 10:00"),
        ("1900-01-01 00:00", "1900-01-01 00:00"),
    ],
)
def test_on_a_saturday_evening_the_words_mean_this(words, local):
    assert said(words) == local


@pytest.mark.parametrize(
    ("words", "local"),
    [
        ("00:45", "2026-11-21 00:45"),
        ("today 00:45", "2026-11-21 00:45"),
        ("23:00", "2026-11-20 23:00"),
        ("today 07:15", "2026-11-20 07:15"),
        ("yesterday 18:00", "2026-11-19 18:00"),
        ("yesterday", "2026-11-20 01:30"),
        ("friday", "2026-11-20 12:00"),
        ("friday 18:00", "2026-11-20 18:00"),
        ("last friday", "2026-11-13 12:00"),
        ("saturday 00:45", "2026-11-21 00:45"),
        ("saturday", "2026-11-14 12:00"),
        ("2026-11-21", "2026-11-21 01:30"),
    ],
)
def test_at_half_past_one_in_the_night_it_is_still_friday(words, local):
    assert said(words, NIGHT) == local


@pytest.mark.parametrize("words", ["saturday", "2026-11-21"])
def test_today_s_date_in_the_morning_is_now_since_noon_is_still_to_come(words):
    assert said(words, at(PARIS, 2026, 11, 21, 9, 10)) == "2026-11-21 09:10"


def test_seconds_and_milliseconds_are_kept():
    seen = Clock(PARIS).parse("2026-11-20 18:00:30.2509", EVENING)
    assert seen == at(PARIS, 2026, 11, 20, 18, 0, 30) + 250
    half = Clock(PARIS).parse("2026-11-20 18:00:30,5", EVENING)
    assert half == at(PARIS, 2026, 11, 20, 18, 0, 30) + 500


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "soon",
        "2h",
        "18",
        "-",
        "-45",
        "ago",
        "+2h",
        "in 2h",
        "last",
        "last night",
        "tomorrow",
        "mo",
        "monday 9",
        "yesterday 9",
        "11/20/2026",
        "20.11.2026",
        "2026-11",
        "20261120",
        "2026-11-20 18",
        "2026-11-20 18:00.5",
        "2026-11-20T18:00+1",
        "2026-11-20 18:00 Europe/Paris",
        "2026-11-20[",
        "[Europe/Paris]",
        "now[Europe/Paris]",
        "-1d2h",
        "--2h",
        "-2h ago",
        "1:2",
        "18:00:00:00",
        "nan",
        "\0",
        "18:00\0",
        "\u202e18:00",
        "-2h\ud800",
    ],
)
def test_what_is_not_understood_is_refused_with_an_example(words):
    assert "could not be read" in refused(words)
    assert "yesterday 18:00" in refused(words)


@pytest.mark.parametrize(
    "words",
    [
        "25:00",
        "24:00",
        "18:60",
        "18:00:60",
        "13pm",
        "0am",
        "2023-02-29",
        "2026-06-31",
        "2026-13-01",
        "0000-01-01",
        "yesterday 25:00",
        "monday 25:00",
        "2026-11-20T18:00+24:00",
        "2026-11-20T18:00+01:60",
        "2026-11-20T18:00+05:00[Europe/Paris]",
        "-999999w",
    ],
)
def test_a_date_or_time_that_is_on_no_calendar_is_refused(words):
    assert "no such date or time" in refused(words)


@pytest.mark.parametrize(
    "words",
    [
        "2026-11-21 18:06",
        "2026-11-22",
        "9999-12-01",
        "2026-11-21T18:06[Europe/Paris]",
        "2026-11-21T17:06Z",
    ],
)
def test_the_future_is_refused(words):
    assert "has not come yet" in refused(words)


@pytest.mark.parametrize("words", ["18:05", "2026-11-21 18:05", "2026-11-21T17:05Z"])
def test_five_minutes_ahead_are_allowed_since_clocks_differ(words):
    assert said(words) == "2026-11-21 18:05"


def test_a_time_later_than_now_names_the_day_before():
    assert (
        refused("23:00")
        == "23:00 has not come yet: it is 18:00. For the day before, say “yesterday 23:00”."
    )
    assert said("yesterday 23:00") == "2026-11-20 23:00"


def test_at_night_the_day_before_is_named_by_its_date():
    assert "“2026-11-20 03:00”" in refused("03:00", NIGHT)


@pytest.mark.parametrize(
    "words", ["1899-12-31 23:59", "1850-01-01", "0001-01-01 00:00", "-9999w", "-9999999999h"]
)
def test_what_lies_before_1900_is_refused(words):
    assert "1900" in refused(words) or "years 1 to 9999" in refused(words)


def test_a_zone_that_is_unknown_is_named():
    assert "“Mars/Phobos” is no time zone" in refused("2026-11-20 18:00[Mars/Phobos]")


# -- when the clocks change ----


def test_T19_a_wall_time_that_never_was_is_refused_with_the_one_shown_instead():
    assert refused("2026-03-29 02:30") == (
        "02:30 on 2026-03-29 never was in Europe/Paris: the clocks were put forward over it."
        " What they showed instead was 2026-03-29 03:30; try that."
    )


def test_T19_the_date_that_never_was_is_refused():
    assert "2011-12-30 never was in Pacific/Apia" in refused("2011-12-30", zone="Pacific/Apia")
    assert said("2011-12-31", zone="Pacific/Apia") == "2011-12-31 12:00"


def test_T19_a_wall_time_shown_twice_is_the_first_one():
    assert Clock(PARIS).parse("2026-10-25 02:30", EVENING) == at("UTC", 2026, 10, 25, 0, 30)


def test_no_days_back_is_now_even_in_an_hour_shown_twice():
    second = at("UTC", 2026, 10, 25, 1, 30)
    assert Clock(PARIS).parse("-0d", second) == second


def test_T19_backdating_on_29_february_is_no_trouble():
    now = at(PARIS, 2024, 2, 29, 18)
    assert said("yesterday", now) == "2024-02-28 18:00"
    assert said("-366d", now) == "2023-02-28 18:00"
    assert said("2024-02-29 09:00", now) == "2024-02-29 09:00"
    assert "no such date" in refused("2023-02-29", now)


def test_hours_are_elapsed_time_and_days_are_civil():
    after = at(PARIS, 2026, 3, 29, 12)
    assert said("-24h", after) == "2026-03-28 11:00"
    assert said("-1d", after) == "2026-03-28 12:00"


def test_counting_back_into_a_jump_moves_on_by_it():
    assert said("-1d", at(PARIS, 2026, 3, 30, 2, 30)) == "2026-03-29 03:30"


def test_counting_back_into_a_date_that_never_was_goes_to_the_one_before():
    assert (
        said("yesterday", at("Pacific/Apia", 2011, 12, 31, 18), "Pacific/Apia")
        == "2011-12-29 18:00"
    )


def test_T21_a_weekday_is_the_calendar_s():
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    for n in range(400):
        now = at(PARIS, 2024, 1, 1, 18) + n * 86_400_000
        for number, name in enumerate(names):
            then = datetime.fromisoformat(said(f"{name} 9:00", now))
            assert then.weekday() == number
            assert 0 <= (datetime.fromisoformat(Clock(PARIS).local(now)) - then).days < 7


# -- for any text, any zone, any time ----

CHANGES = [
    (PARIS, at(PARIS, 2025, 3, 30, 4)),
    (PARIS, at(PARIS, 2025, 10, 26, 4)),
    ("America/New_York", at("America/New_York", 2026, 11, 1, 3)),
    ("America/Sao_Paulo", at("America/Sao_Paulo", 2018, 11, 4, 2)),
    ("Australia/Lord_Howe", at("Australia/Lord_Howe", 2025, 4, 6, 3)),
    ("Pacific/Apia", at("Pacific/Apia", 2011, 12, 31, 1)),
    ("Antarctica/Casey", at("Antarctica/Casey", 2010, 3, 5, 1)),
    ("Pacific/Enderbury", at("Pacific/Enderbury", 1995, 1, 1, 1)),  # from -11:00 to +13:00
    ("Pacific/Kwajalein", at("Pacific/Kwajalein", 1969, 10, 1, 1)),
    ("Africa/Freetown", at("Africa/Freetown", 1939, 9, 1, 2)),  # 95 h before the next change
    ("Africa/Freetown", at("Africa/Freetown", 1939, 9, 5, 1)),
]
HALF_A_DAY = 12 * 3_600_000
anywhere = st.tuples(
    st.sampled_from(sorted(zone for zone in available_timezones() if "/" in zone)),
    st.integers(at("UTC", 1900, 1, 3), at("UTC", 2100, 1, 1)),
)
near_a_change = st.tuples(
    st.sampled_from(CHANGES), st.integers(-3 * HALF_A_DAY, 3 * HALF_A_DAY)
).map(lambda found: (found[0][0], found[0][1] + found[1]))
somewhere = st.one_of(anywhere, near_a_change)
day_starts = st.integers(0, 1439)


@given(somewhere, day_starts)
def test_an_instant_written_down_is_read_back_to_the_millisecond(place, start):
    zone, ms = place
    clock = Clock(zone, start)
    assert clock.parse(clock.iso(ms), ms) == ms
    assert clock.parse(f"{clock.iso(ms)}[{zone}]", ms) == ms


def reads_as_zoneinfo_does(zone: str, wall: datetime) -> None:
    then = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    now, words = round(then.timestamp() * 1000) + 5 * HALF_A_DAY, wall.isoformat(" ")
    if then.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall:
        assert Clock(zone).parse(words, now) == now - 5 * HALF_A_DAY
    else:
        assert "never was" in refused(words, now, zone)


@given(anywhere, st.integers(-180, 180))
def test_a_wall_time_is_read_as_zoneinfo_reads_it(place, minutes):
    zone, ms = place
    wall = datetime.fromisoformat(Clock(zone).local(ms)) + timedelta(minutes=minutes)
    reads_as_zoneinfo_does(zone, wall)


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_every_wall_time_around_a_change_is_read_as_zoneinfo_reads_it(zone, change):
    there = datetime.fromisoformat(Clock(zone).local(change))
    for quarters in range(-140, 140):
        reads_as_zoneinfo_does(zone, there + timedelta(minutes=15 * quarters))


@given(
    somewhere,
    day_starts,
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["", "today ", "yesterday "]),
)
def test_a_time_of_day_shows_that_time_and_is_never_in_the_future(place, start, hour, minute, day):
    zone, now = place
    clock = Clock(zone, start)
    try:
        ms = clock.parse(f"{day}{hour}:{minute:02}", now)
    except BadInput as refusal:
        fit_to_print(refusal)
    else:
        assert clock.time(ms) == f"{hour:02}:{minute:02}"
        assert now - 80 * 3_600_000 < ms <= now + 300_000


@given(somewhere, day_starts, st.integers(0, 400))
def test_days_back_lie_back_and_keep_the_wall_clock_unless_it_never_was(place, start, days):
    zone, now = place
    clock = Clock(zone, start)
    ms = clock.parse(f"-{days}d", now) if clock.local(now) > "1902" else now
    assert ms <= now
    assert abs(now - ms - days * 86_400_000) <= 27 * 3_600_000 or ms == now


pieces = st.sampled_from(
    [
        "-",
        " ",
        ":",
        "2h",
        "3d",
        "18",
        "00",
        "30",
        "ago",
        "yesterday",
        "today",
        "monday",
        "last",
        "at",
        "pm",
        "2026-11-20",
        "T",
        "Z",
        "+01:00",
        "[",
        "]",
        "Europe/Paris",
        "\0",
        "٣",
        "１",
        ".",
        "5",
        "an hour",
        "0001-01-01",
        "9999-12-31",
    ]
)
timelike = st.one_of(st.lists(pieces).map("".join), st.lists(pieces).map(" ".join), st.text())


@given(timelike, somewhere, day_starts)
def test_any_text_is_a_time_or_refused_in_a_short_sentence(text, place, start):
    zone, now = place
    try:
        assert Clock(zone, start).parse(text, now) <= now + 300_000
    except BadInput as refusal:
        fit_to_print(refusal)


@pytest.mark.parametrize(
    "text", ["1", " ", "-2h", "[", "18:00 yesterday ", "\0", "😀", "ﷺ", "\u202e"]
)
def test_a_megabyte_is_refused_in_a_short_sentence(text):
    assert "too long" in refused(text * 10**6)
    refused(text * 100 if len(text) == 1 else text * (100 // len(text)))
