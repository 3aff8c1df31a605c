"""Time: every answer is checked against zoneinfo, walked through minute by minute.

The tests T01 to T21 are named after the bugs of other programs that they keep out.
"""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import selfgrad.clock
from selfgrad.clock import Clock, _linked_zone, _written_zone, duration, shown, spoken
from selfgrad.errors import BadInput

HOUR = 3_600_000
SOURCE = str(Path(selfgrad.clock.__file__).parents[1])
SYSTEM_ZONES = Path("/usr/share/zoneinfo")

# A zone and a year with changes of its clocks worth a look.
UNUSUAL = [
    ("Europe/Paris", 2025),
    ("America/New_York", 2026),
    ("Australia/Lord_Howe", 2025),  # half an hour
    ("Pacific/Apia", 2011),  # 30 December never was
    ("Africa/Casablanca", 2025),  # back for Ramadan
    ("Asia/Shanghai", 1991),  # the last summer time
    ("America/Sao_Paulo", 2018),  # 00:00 never was
    ("Europe/Lisbon", 1992),  # changed its zone
    ("Antarctica/Troll", 2025),  # two hours
    ("Antarctica/Casey", 2010),  # three hours back, over midnight
    ("Pacific/Kwajalein", 1993),  # 21 August never was
    ("Pacific/Kwajalein", 1969),  # 30 September was shown twice
    ("Asia/Kathmandu", 2025),  # nothing happens, at +05:45
]
DAY_STARTS = [0, 60, 150, 180, 240, 1410]


def at(zone: str, *wall: int, fold: int = 0) -> int:
    """UTC ms of a wall time, as zoneinfo sees it."""
    return round(datetime(*wall, tzinfo=ZoneInfo(zone), fold=fold).timestamp() * 1000)


def utc(*wall: int) -> int:
    return at("UTC", *wall)


@cache
def changes(zone: str, year: int) -> list[int]:
    """The UTC ms at which the clocks of a zone were changed in a year."""
    found, info = [], ZoneInfo(zone)
    moment = datetime(year, 1, 1, tzinfo=UTC)
    while moment.year == year:
        later = moment + timedelta(hours=6)
        if moment.astimezone(info).utcoffset() != later.astimezone(info).utcoffset():
            while moment.astimezone(info).utcoffset() != later.astimezone(info).utcoffset():
                moment += timedelta(seconds=1)
            found.append(round(moment.timestamp() * 1000))
        moment = later
    return found


def walked(zone: str, start: int, first: datetime, days: int) -> dict[int, str]:
    """Practice days, five minutes at a time, by watching the wall clock as a person would.

    A new day is called out when the clock first shows its start or a later time, if the clock ever
    shows that date at all.
    """
    info = ZoneInfo(zone)
    moments = [first + timedelta(minutes=5 * n) for n in range(days * 288)]
    walls = [moment.astimezone(info).replace(tzinfo=None) for moment in moments]
    real = {wall.date() for wall in walls}
    called, days_of = walls[0].date() - timedelta(2), {}
    for moment, wall in zip(moments, walls, strict=True):
        upcoming = called + timedelta(1)
        while wall >= datetime(upcoming.year, upcoming.month, upcoming.day) + timedelta(
            minutes=start
        ):
            if upcoming in real or upcoming <= walls[0].date():
                called = upcoming
            upcoming += timedelta(1)
        days_of[round(moment.timestamp() * 1000)] = called.isoformat()
    return days_of


def told(code: str, **env: str) -> object:
    """What a new process prints, as JSON; TZ and the like are set for it alone."""
    clean = {k: v for k, v in os.environ.items() if k not in ("TZ", "TZDIR", "SELFGRAD_NOW")}
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-c",
            "import json, sys\nfrom selfgrad.clock import Clock\n" + code,
        ],
        env=clean | {"PYTHONPATH": SOURCE} | env,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


# -- the practice day, walked through ----


@pytest.mark.parametrize("start", DAY_STARTS)
@pytest.mark.parametrize(("zone", "year"), UNUSUAL)
def test_days_around_every_change_are_those_a_person_watching_the_clock_would_call(
    zone, year, start
):
    clock = Clock(zone, start)
    for change in changes(zone, year) or [utc(year, 6, 1)]:
        first = datetime.fromtimestamp(change // 1000, UTC).replace(minute=0, second=0) - timedelta(
            3
        )
        expected = list(walked(zone, start, first, 6).items())[288:]  # a day to get going
        assert [(ms, clock.day(ms)) for ms, _ in expected] == expected


@pytest.mark.skipif(not SYSTEM_ZONES.is_dir(), reason="the system has no zones of its own")
@pytest.mark.parametrize(("zone", "year"), UNUSUAL)
def test_the_system_s_own_clock_agrees_with_zoneinfo(zone, year):
    around = [ms + n * HOUR // 2 for ms in changes(zone, year) for n in range(-60, 60)]
    code = f"""
clock = Clock(None, 150)
print(json.dumps([[clock.day(ms), clock.local(ms), clock.offset(ms)] for ms in {around}]
    + [clock.zone, "zoneinfo" in sys.modules]))"""
    *seen, name, slow = told(code, TZ=zone)
    assert (name, slow) == (zone, False)
    other = told(code, TZ=zone, TZDIR="/nowhere")  # now zoneinfo reads the system's files
    assert other == [*seen, zone, bool(around)]


instants = st.integers(utc(1900, 1, 3), utc(2100, 1, 1))
zones = st.sampled_from(sorted(z for z in available_timezones() if "/" in z and z != "Etc/Unknown"))
near_changes = st.sampled_from([(z, ms) for z, y in UNUSUAL for ms in changes(z, y)]).flatmap(
    lambda found: st.tuples(
        st.just(found[0]), st.integers(found[1] - 30 * HOUR, found[1] + 30 * HOUR)
    )
)
somewhere = st.one_of(st.tuples(zones, instants), near_changes)
day_starts = st.integers(0, 1439)
whiles = st.one_of(st.integers(0, 3 * HOUR), st.integers(0, 240 * HOUR))


@given(somewhere, day_starts, whiles)
def test_days_never_go_back_as_time_goes_on(place, start, later):
    zone, ms = place
    clock = Clock(zone, start)
    assert clock.day(ms) <= clock.day(ms + later)


@given(somewhere, day_starts, whiles)
@example(("Europe/Paris", utc(2025, 10, 25, 22)), 240, 0)
def test_the_parts_of_a_stretch_sum_to_it_and_lie_in_their_days(place, start, length):
    zone, ms = place
    clock = Clock(zone, start)
    parts = clock.split(ms, ms + length)
    assert sum(part for _, part in parts) == length
    assert all(earlier < later for (earlier, _), (later, _) in pairwise(parts))
    for day, part in parts:
        assert part > 0
        assert clock.day(ms) == clock.day(ms + part - 1) == day
        ms += part


@given(somewhere)
@example(("Europe/Paris", utc(1905, 1, 1)))  # +00:09:21
@example(("Africa/Monrovia", utc(1971, 1, 1)))  # -00:44:30
def test_the_wall_clock_and_the_offset_are_those_of_zoneinfo(place):
    zone, ms = place
    then = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)).astimezone(
        ZoneInfo(zone)
    )
    clock = Clock(zone)
    assert clock.iso(ms) == then.isoformat(timespec="milliseconds")
    assert clock.local(ms) == f"{then:%Y-%m-%d %H:%M}"
    assert clock.time(ms) == f"{then:%H:%M}"
    assert clock.offset(ms) == then.utcoffset().total_seconds()


def test_an_empty_stretch_has_no_parts():
    assert Clock("Europe/Paris").split(utc(2025, 1, 1), utc(2025, 1, 1)) == []


def test_a_stretch_that_ends_before_it_starts_is_refused():
    with pytest.raises(BadInput, match="ends before it starts"):
        Clock("Europe/Paris").split(1, 0)


@pytest.mark.parametrize("start", [-1, 1440])
def test_a_day_start_that_is_no_time_of_day_is_refused(start):
    with pytest.raises(BadInput, match="between 00:00 and 23:59"):
        Clock("UTC", start)


@pytest.mark.parametrize("ms", [-(10**15), 10**15, 10**40, -(10**40)])
def test_an_instant_outside_the_calendar_is_refused(ms):
    for ask in (Clock("Europe/Paris").day, Clock("UTC").local, Clock().iso):
        with pytest.raises(BadInput, match="years 1 to 9999"):
            ask(ms)


# -- the bugs of others ----


def test_T01_a_studied_day_stays_where_it_was_when_the_clocks_change():
    studied = at("Europe/Paris", 2023, 10, 11, 4, 30)
    for read_in in (utc(2023, 10, 12), utc(2023, 11, 12), utc(2024, 7, 1)):
        assert Clock("Europe/Paris", now=lambda now=read_in: now).day(studied) == "2023-10-11"


@pytest.mark.parametrize(
    "wall", [(2025, 3, 29), (2025, 3, 30), (2025, 3, 31), (2025, 10, 26), (2025, 10, 27)]
)
def test_T02_a_day_starts_at_the_same_wall_time_before_and_after_a_change(wall):
    clock, begins = Clock("Europe/Paris"), at("Europe/Paris", *wall, 4)
    assert clock.day(begins) == date(*wall).isoformat()
    assert clock.day(begins - 1) == (date(*wall) - timedelta(1)).isoformat()


def test_T03_practice_at_half_past_seven_every_evening_is_one_day_each_through_a_year():
    evenings = [date(2026, 1, 1) + timedelta(n) for n in range(365)]
    sessions = [at("America/New_York", d.year, d.month, d.day, 19, 30) for d in evenings]
    assert [Clock("America/New_York").day(ms) for ms in sessions] == [
        d.isoformat() for d in evenings
    ]


@pytest.mark.parametrize("start", [0, 60, 120, 150, 180, 240])
def test_T04_the_hour_shown_twice_in_autumn_does_not_begin_a_day_twice(start):
    clock, night = Clock("America/New_York", start), at("America/New_York", 2026, 10, 31, 12)
    days = [clock.day(night + n * 60_000) for n in range(24 * 60)]
    assert sum(a != b for a, b in pairwise(days)) == 1
    assert days == sorted(days)


def test_T05_travelling_west_begins_no_day_again_for_what_was_done_before():
    flight = at("Europe/Paris", 2026, 11, 21, 6)
    assert Clock("Europe/Paris").day(flight) == "2026-11-21"
    assert Clock("America/New_York").day(flight) == "2026-11-20"  # so the day is kept with the fact


def test_T06_a_day_carries_no_zone():
    assert Clock("Pacific/Kiritimati").day(utc(2026, 11, 20, 18)) == "2026-11-21"


def test_T07_another_zone_in_use_changes_no_clock_that_was_given_one():
    code = "print(json.dumps(Clock('Europe/Paris').day(1795309200000)))"  # 02:00 in Paris
    assert told(code, TZ="Asia/Tokyo") == told(code, TZ="America/New_York") == "2026-11-21"


def test_T08_what_is_done_between_midnight_and_the_day_start_belongs_to_the_evening_before():
    clock = Clock("America/New_York")
    assert clock.day(at("America/New_York", 2026, 11, 21, 0, 30)) == "2026-11-20"
    assert clock.day(at("America/New_York", 2026, 11, 21, 3, 59, 59)) == "2026-11-20"
    assert (
        Clock("America/New_York", 0).day(at("America/New_York", 2026, 11, 21, 0, 30))
        == "2026-11-21"
    )


def test_T09_a_computer_in_another_zone_counts_the_evening_for_the_same_day():
    evening = at("America/New_York", 2026, 11, 20, 20, 25)
    code = f"print(json.dumps(Clock('America/New_York').day({evening})))"
    assert told(code, TZ="UTC") == told(code, TZ="Asia/Tokyo") == "2026-11-20"


def test_T11_a_clock_left_open_over_midnight_tells_the_new_day():
    time = iter([at("Europe/Paris", 2026, 11, 21, 3, 59), at("Europe/Paris", 2026, 11, 21, 4)])
    clock = Clock("Europe/Paris", now=lambda: next(time))
    assert [clock.day(clock.now()), clock.day(clock.now())] == ["2026-11-20", "2026-11-21"]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Pago_Pago", "Pacific/Kiritimati"])
@pytest.mark.parametrize("start", [0, 240, 690])
def test_T12_a_date_alone_lies_in_its_own_day_west_and_east_of_greenwich(zone, start):
    clock = Clock(zone, start)
    assert clock.day(clock.parse("2026-11-20", utc(2026, 12, 1))) == "2026-11-20"


@pytest.mark.parametrize(
    ("zone", "wall", "hours"),
    [
        ("Europe/Paris", (2025, 3, 29), 23),
        ("Europe/Paris", (2025, 6, 1), 24),
        ("Europe/Paris", (2025, 10, 25), 25),
        ("Australia/Lord_Howe", (2025, 4, 5), 24.5),
        ("Australia/Lord_Howe", (2025, 10, 4), 23.5),
        ("Pacific/Apia", (2011, 12, 29), 24),
        ("Antarctica/Troll", (2025, 3, 29), 22),
    ],
)
def test_T13_a_day_is_as_long_as_it_is(zone, wall, hours):
    begins = at(zone, *wall, 4)
    parts = Clock(zone).split(begins, begins + 60 * HOUR)
    assert parts[0] == (date(*wall).isoformat(), hours * HOUR)


def test_T14_a_stretch_shows_the_times_it_had_whatever_the_season_it_is_read_in():
    start = at("Europe/Paris", 2026, 7, 1, 15)
    clock = Clock("Europe/Paris", now=lambda: utc(2026, 12, 1))
    assert (clock.time(start), clock.time(start + HOUR)) == ("15:00", "16:00")


def test_T15_the_first_hours_after_a_change_hide_no_day():
    before, after = at("Europe/Paris", 2025, 3, 29, 20), at("Europe/Paris", 2025, 3, 30, 4, 30)
    assert [day for day, _ in Clock("Europe/Paris").split(before, after)] == [
        "2025-03-29",
        "2025-03-30",
    ]


def test_T16_a_night_is_split_at_the_day_start():
    night = at("Europe/Paris", 2026, 11, 20, 23, 45), at("Europe/Paris", 2026, 11, 21, 7, 30)
    assert Clock("Europe/Paris").split(*night) == [
        ("2026-11-20", 4 * HOUR + HOUR // 4),
        ("2026-11-21", 3 * HOUR + HOUR // 2),
    ]


def test_T17_two_hours_over_midnight_are_two_hours_to_the_millisecond():
    start = at("Europe/Paris", 2026, 11, 20, 23) + 1
    parts = Clock("Europe/Paris", 0).split(start, start + 2 * HOUR)
    assert parts == [("2026-11-20", HOUR - 1), ("2026-11-21", HOUR + 1)]


def test_T18_a_stretch_over_the_turn_of_the_year_is_like_any_other():
    start = at("Europe/Paris", 2026, 12, 31, 22)
    assert Clock("Europe/Paris").split(start, start + 8 * HOUR) == [
        ("2026-12-31", 6 * HOUR),
        ("2027-01-01", 2 * HOUR),
    ]


def test_T19_a_day_start_that_the_clocks_jumped_over_is_the_moment_after_the_jump():
    clock, jump = Clock("Europe/Paris", 150), utc(2025, 3, 30, 1)  # 02:00 becomes 03:00
    assert (clock.day(jump - 1), clock.day(jump)) == ("2025-03-29", "2025-03-30")


def test_T19_a_day_start_shown_twice_counts_the_first_time():
    clock, first = Clock("Europe/Paris", 150), at("Europe/Paris", 2025, 10, 26, 2, 30)
    assert (clock.day(first - 1), clock.day(first)) == ("2025-10-25", "2025-10-26")
    assert clock.local(first + HOUR - 60_000) == "2025-10-26 02:29"  # the second time round
    assert clock.day(first + HOUR - 60_000) == "2025-10-26"


def test_T19_a_day_of_24_and_a_half_hours_counts_24_and_a_half_hours():
    first = at("Australia/Lord_Howe", 2025, 4, 6, 0)
    parts = Clock("Australia/Lord_Howe", 0).split(first, first + 30 * HOUR)
    assert parts == [("2025-04-06", 24 * HOUR + HOUR // 2), ("2025-04-07", 5 * HOUR + HOUR // 2)]


def test_T19_the_date_that_never_was_in_apia_is_no_practice_day():
    last = at("Pacific/Apia", 2011, 12, 29, 4)
    for start in (0, 240, 1439):
        days = [day for day, _ in Clock("Pacific/Apia", start).split(last, last + 72 * HOUR)]
        assert "2011-12-30" not in days
    assert Clock("Pacific/Apia").split(last, last + 48 * HOUR) == [
        ("2011-12-29", 24 * HOUR),
        ("2011-12-31", 24 * HOUR),
    ]


def test_T19_a_year_before_29_february_is_28_february():
    clock = Clock("UTC")
    assert clock.same_day_in("2024-02-29", 2023) == "2023-02-28"
    assert clock.same_day_in("2024-02-29", 2020) == "2020-02-29"
    assert clock.same_day_in("2024-02-29", 1900) == "1900-02-28"
    assert clock.same_day_in("2024-02-29", 2000) == "2000-02-29"
    assert clock.same_day_in("2024-02-28", 2023) == "2023-02-28"
    assert clock.days_before("2024-03-01", 1) == "2024-02-29"
    assert clock.days_before("2023-03-01", 1) == "2023-02-28"


def test_T20_a_minute_before_the_day_start_is_the_old_day_and_the_minute_itself_the_new_one():
    clock, begins = Clock("Europe/Paris"), at("Europe/Paris", 2026, 11, 21, 4)
    assert [clock.day(begins + n) for n in (-60_000, -1, 0)] == [
        "2026-11-20",
        "2026-11-20",
        "2026-11-21",
    ]


# -- civil dates ----


@given(st.dates(), st.integers(-4_000_000, 4_000_000))
def test_days_before_is_the_calendar_s_or_refused(day, n):
    try:
        expected = date.fromordinal(day.toordinal() - n).isoformat()
    except (ValueError, OverflowError):
        with pytest.raises(BadInput):
            Clock("UTC").days_before(day.isoformat(), n)
    else:
        assert Clock("UTC").days_before(day.isoformat(), n) == expected


@pytest.mark.parametrize("day", ["", "yesterday", "2023-02-29", "2026-13-01", "x" * 10**6])
def test_a_day_that_is_no_date_is_refused(day):
    for ask in (Clock("UTC").days_before, Clock("UTC").same_day_in):
        with pytest.raises(BadInput, match="no date"):
            ask(day, 1)


# -- which zone, and what it costs to know ----


def test_a_capture_s_clock_loads_nothing_the_interpreter_has_not():
    code = """
import sys
from selfgrad.clock import Clock, duration, spoken
clock = Clock()
clock.zone, clock.day(clock.now()), clock.local(clock.now()), clock.iso(clock.now())
clock.split(clock.now() - 90_000_000, clock.now()), duration("1h30m"), spoken(5)
print(" ".join(sys.modules))"""
    env = {k: v for k, v in os.environ.items() if k not in ("TZDIR", "SELFGRAD_NOW")}
    for zone in ("UTC", "Europe/Paris") if SYSTEM_ZONES.is_dir() else ("UTC",):
        ran = subprocess.run(
            [sys.executable, "-S", "-c", code],  # -S: what site-packages load is not ours
            env=env | {"PYTHONPATH": SOURCE, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        )
        loaded = set(ran.stdout.split())
        assert not loaded & {
            "zoneinfo",
            "datetime",
            "pathlib",
            "typing",
            "re",
            "collections",
            "enum",
        }
        assert {m for m in loaded if m.startswith("selfgrad.")} == {
            "selfgrad.clock",
            "selfgrad.errors",
        }


@pytest.mark.parametrize(
    ("tz", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        (":Europe/Paris", "Europe/Paris"),
        ("/usr/share/zoneinfo/Europe/Paris", "Europe/Paris"),
        ("/usr/share/zoneinfo/posix/Europe/Paris", "Europe/Paris"),
        ("", "UTC"),
        ("UTC0", "UTC"),
    ],
)
def test_the_TZ_variable_names_the_zone(tz, zone):
    assert told("print(json.dumps(Clock().zone))", TZ=tz) == zone


def test_a_given_zone_comes_before_the_TZ_variable():
    assert (
        told("print(json.dumps(Clock('Asia/Tokyo').local(0)))", TZ="Europe/Paris")
        == "1970-01-01 09:00"
    )


def test_a_zone_the_system_has_no_file_for_is_looked_up_and_never_taken_for_utc():
    code = "print(json.dumps([Clock().zone, Clock().local(0)]))"
    seen = told(code, TZ="Asia/Tokyo", TZDIR="/nowhere", PYTHONTZPATH="")
    assert seen == ["Asia/Tokyo", "1970-01-01 09:00"]


@pytest.mark.parametrize(
    "zone",
    [
        "Mars/Phobos",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "../../etc/passwd",
        "Europe",
        "a\0b",
        ".",
        "\ud800",
        "x" * 10**6,
    ],
)
def test_an_unknown_zone_is_refused_when_a_time_is_asked_for(zone):
    clock = Clock(zone)
    with pytest.raises(BadInput, match="no time zone known here") as refusal:
        clock.day(0)
    assert len(str(refusal.value)) < 200
    str(refusal.value).encode()


def test_an_unknown_zone_in_the_TZ_variable_is_refused_too():
    code = """
from selfgrad.errors import BadInput
try:
    print(json.dumps(Clock().day(0)))
except BadInput as refusal:
    print(json.dumps(str(refusal)))"""
    assert "no time zone known here" in told(code, TZ="Mars/Phobos")


def test_a_changed_TZ_variable_is_noticed_by_the_next_clock():
    code = """
import os
first = Clock().local(0)
os.environ["TZ"] = "Asia/Tokyo"
print(json.dumps([first, Clock().local(0)]))"""
    assert told(code, TZ="Europe/Paris") == ["1970-01-01 01:00", "1970-01-01 09:00"]


def test_where_nothing_names_the_zone_it_is_utc_and_says_so(monkeypatch):
    monkeypatch.setattr(selfgrad.clock, "_system_zone", lambda: "")
    assert (Clock().zone, Clock().guessed, Clock().local(0)) == ("UTC", True, "1970-01-01 00:00")
    assert not Clock("Europe/Paris").guessed


@pytest.mark.parametrize(
    "target",
    [
        "/usr/share/zoneinfo/Europe/Paris",
        "../usr/share/zoneinfo/Europe/Paris",
        "/var/db/timezone/zoneinfo/Europe/Paris",
        "/usr/share/zoneinfo.default/Europe/Paris",
        "/etc/zoneinfo/Europe/Paris",
    ],
)
def test_a_link_names_the_zone_on_linux_mac_and_nix(tmp_path, target):
    (tmp_path / "localtime").symlink_to(target)
    (tmp_path / "linked").symlink_to(tmp_path / "localtime")
    assert _linked_zone(str(tmp_path / "localtime")) == "Europe/Paris"
    assert _linked_zone(str(tmp_path / "linked")) == "Europe/Paris"


def test_a_link_that_leads_nowhere_or_in_a_circle_names_no_zone(tmp_path):
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    (tmp_path / "file").write_bytes(b"TZif")
    assert [_linked_zone(str(tmp_path / name)) for name in ("circle", "file", "missing")] == [
        "",
        "",
        "",
    ]


@pytest.mark.skipif(not SYSTEM_ZONES.is_dir(), reason="the system has no zones of its own")
def test_a_written_name_counts_only_if_the_zone_in_use_is_that_one(tmp_path):
    name, used = tmp_path / "timezone", tmp_path / "localtime"
    name.write_text("Europe/Paris\n")
    used.write_bytes((SYSTEM_ZONES / "Europe/Paris").read_bytes())
    assert _written_zone(str(name), str(used)) == "Europe/Paris"
    used.write_bytes((SYSTEM_ZONES / "Asia/Tokyo").read_bytes())
    assert _written_zone(str(name), str(used)) == ""
    name.write_bytes(b"\xff\xfe")
    assert _written_zone(str(name), str(used)) == ""


# -- now ----


def test_now_is_the_system_s_time_in_utc_milliseconds(monkeypatch):
    monkeypatch.delenv("SELFGRAD_NOW", raising=False)
    before = datetime.now(UTC).timestamp() * 1000 - 1
    assert before <= Clock().now() <= datetime.now(UTC).timestamp() * 1000


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("2026-11-21T18:00:00.250+01:00", utc(2026, 11, 21, 17) + 250),
        ("2026-11-21T17:00Z", utc(2026, 11, 21, 17)),
        ("2026-11-21 18:00", utc(2026, 11, 21, 17)),
        ("2026-11-21T18:00[Asia/Tokyo]", utc(2026, 11, 21, 9)),
        ("2126-11-21T18:00Z", utc(2126, 11, 21, 18)),
    ],
)
def test_SELFGRAD_NOW_stands_for_the_time(monkeypatch, text, ms):
    monkeypatch.setenv("SELFGRAD_NOW", text)
    assert Clock("Europe/Paris").now() == ms
    assert Clock("Europe/Paris", now=lambda: 7).now() == 7


@pytest.mark.parametrize("text", ["soon", "-2h", "18:00", "2026-02-30T00:00Z", "2026-11-21T18"])
def test_SELFGRAD_NOW_that_is_no_time_is_refused_by_name(monkeypatch, text):
    monkeypatch.setenv("SELFGRAD_NOW", text)
    with pytest.raises(BadInput, match="SELFGRAD_NOW is"):
        Clock("Europe/Paris").now()


# -- lengths of time ----


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45m", 45),
        ("45", 45),
        (" 45 ", 45),
        ("1h", 60),
        ("1H30M", 90),
        ("1h30", 90),
        ("1 h 30 min", 90),
        ("1:30", 90),
        ("0:05", 5),
        ("90 min", 90),
        ("90 minutes", 90),
        ("2.5h", 150),
        ("2,5 hours", 150),
        ("1.5", 1.5),
        ("1h 90m", 150),
        ("30s", 0.5),
        ("24h", 1440),
        ("24:00", 1440),
        ("４５", 45),
    ],
)
def test_a_length_can_be_written_in_the_usual_ways(text, minutes):
    assert duration(text) == minutes * 60_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "0",
        "0m",
        "0:00",
        "-45m",
        "-1:30",
        "nan",
        "inf",
        "1e3",
        "h",
        "m45",
        "30m 1h",
        "1h1h",
        "1:5",
        "1:60",
        ":30",
        "1:30:00",
        "1.2.3h",
        ".",
        "²h",
        "45 apples",
        "1h 30 2",
        "0.0000001s",
        "\0" * 5,
    ],
)
def test_a_length_that_is_none_is_refused(text):
    with pytest.raises(BadInput, match="no length of time"):
        duration(text)


@pytest.mark.parametrize("text", ["24h1s", "25:00", "1441", "9" * 59, "999999h"])
def test_a_length_of_more_than_a_day_is_refused(text):
    with pytest.raises(BadInput, match="more than a day has"):
        duration(text)


lengthlike = st.text(st.sampled_from("0123456789.,: hmsinr-٣９eE\0"), max_size=70)


@given(st.one_of(st.text(), lengthlike))
def test_any_text_is_a_length_or_refused_in_a_short_sentence(text):
    try:
        assert 0 < duration(text) <= 24 * HOUR
    except BadInput as refusal:
        fit_to_print(refusal)


def test_a_megabyte_is_no_length_and_the_refusal_stays_short():
    for text in ("1" * 10**6, "1h" * 10**6, " " * 10**6):
        with pytest.raises(BadInput) as refusal:
            duration(text)
        fit_to_print(refusal.value)


@given(st.integers(60_000, 24 * HOUR))
def test_a_length_that_is_spoken_can_be_typed_again(ms):
    assert duration(spoken(ms)) == ms // 60_000 * 60_000


def test_lengths_are_spoken_in_hours_and_minutes():
    said = [spoken(minutes * 60_000) for minutes in (0, 1, 45, 60, 90, 1440, 60 * 1234 + 5)]
    assert said == [
        "under a minute",
        "1 min",
        "45 min",
        "1 h",
        "1 h 30 min",
        "24 h",
        "1234 h 5 min",
    ]


@given(st.text())
def test_what_is_shown_of_a_text_fits_in_a_line(text):
    assert shown(text).isprintable()
    assert len(shown(text)) <= 41


def fit_to_print(refusal: BadInput) -> None:
    """A refusal is two short sentences that any terminal can take."""
    assert refusal.sentence.endswith(".")
    assert refusal.next.endswith(".")
    assert str(refusal).isprintable()
    assert len(str(refusal)) < 250
    str(refusal).encode()
