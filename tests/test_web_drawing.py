"""What the page draws on the server: the map of a year, the bar towards a target, the plain curve."""

from calendar import isleap
from datetime import date, timedelta
from fractions import Fraction
from statistics import fmean
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfgrad.journal import Journal
from selfgrad.web import drawing, views

MINUTE = drawing.MINUTE
DAY = 24 * 60 * MINUTE
YEARS = st.integers(1, 9999)
LENGTHS = st.lists(st.integers(0, DAY), max_size=60)
LOSSES = st.lists(st.floats(0, 1), max_size=60)


def year_of(number, lengths=()):
    first = date(number, 1, 1)
    civil = [first + timedelta(n) for n in range(366 if isleap(number) else 365)]
    days = [{"day": day.isoformat(), "ms": 0, "rounds": 0} for day in civil]
    for day, ms in zip(days, lengths, strict=False):
        day["ms"], day["rounds"] = ms, int(ms > 0)
    sums = {key: sum(day[key] for day in days) for key in ("ms", "rounds")}
    return {"year": number, "days": days, "years": [number], **sums}


def curve_of(losses, dropped=None):
    at = [1_700_000_000_000 + n * DAY for n in range(len(losses))]
    rounds = {"at": at, "loss": losses, "dropped": dropped or [0] * len(losses)}
    return {"rounds": rounds}


def parsed(svg):
    return ElementTree.fromstring(str(svg))


def squares_of(svg):
    """The squares of a map: the column, the place from the top, the classes and the title."""
    return [
        (column, int(rect.get("y")), rect.get("class").split(), rect.findtext("title"))
        for column, group in enumerate(parsed(svg).iter("g"))
        for rect in group.iter("rect")
    ]


# the year -----------------------------------------------------------------------------------------


@given(YEARS)
def test_a_year_has_each_of_its_days_once_in_order(number):
    year = year_of(number)
    assert [square.day for square in drawing.weeks(year)] == [day["day"] for day in year["days"]]


@given(YEARS)
def test_a_day_stands_in_the_row_of_its_weekday_and_a_week_is_a_column(number):
    first = date(number, 1, 1)
    monday = first.toordinal() - first.weekday()
    for square in drawing.weeks(year_of(number)):
        day = date.fromisoformat(square.day)
        assert square.weekday == day.weekday()
        assert square.week == (day.toordinal() - monday) // 7


@pytest.mark.parametrize(("number", "days"), [(2023, 365), (2024, 366), (1900, 365), (2000, 366)])
def test_a_leap_year_has_a_day_more(number, days):
    drawn = squares_of(drawing.year_map(year_of(number), "2030-01-01"))
    assert len(drawn) == days
    assert any("29 Feb" in title for *_, title in drawn) == (days == 366)


def test_a_map_of_54_columns_is_wide_enough():
    """A leap year that begins on a Sunday has days in 54 weeks."""
    svg = drawing.year_map(year_of(2012), "2030-01-01")
    columns = len(list(parsed(svg).iter("g")))
    assert columns == 54
    assert int(parsed(svg).get("width")) == drawing.LEFT + 54 * drawing.PITCH


@given(st.integers(1990, 2040), LENGTHS)
def test_what_is_drawn_is_what_was_practised(number, lengths):
    year = year_of(number, lengths)
    limits = drawing.bounds(day["ms"] for day in year["days"])
    places = {square.day: square for square in drawing.weeks(year)}
    drawn = squares_of(drawing.year_map(year, "9999-12-31"))
    assert len(drawn) == len(places)
    assert len({title for *_, title in drawn}) == len(places)
    for (column, top, classes, title), square in zip(drawn, places.values(), strict=True):
        assert (column, top) == (square.week, square.weekday * drawing.PITCH)
        assert classes == [f"heat-{drawing.shade(square.ms, limits)}"]
        assert title.endswith("nothing") == (square.ms == 0)


def test_today_is_marked_and_what_lies_ahead_is_pale():
    drawn = squares_of(drawing.year_map(year_of(2026), "2026-11-21"))
    assert [title for _, _, kinds, title in drawn if "now" in kinds] == ["Sat 21 Nov 2026: nothing"]
    assert sum("ahead" in kinds for _, _, kinds, _ in drawn) == 9 + 31


@given(LENGTHS, st.integers(0, DAY), st.integers(0, DAY))
def test_more_time_is_never_paler(lengths, one, other):
    limits = drawing.bounds(lengths)
    low, high = sorted((one, other))
    assert drawing.shade(low, limits) <= drawing.shade(high, limits)
    assert (drawing.shade(low, limits) == 0) == (low == 0)


@given(LENGTHS)
def test_there_are_five_shades_whose_bounds_rise(lengths):
    limits = drawing.bounds(lengths)
    assert 0 < limits[0] < limits[1] < limits[2]
    assert {drawing.shade(ms, limits) for ms in (0, 1, *limits)} == {0, 1, 2, 3, 4}
    assert [kind for kind, _ in drawing.shades(limits)] == [0, 1, 2, 3, 4]


@given(st.integers(1990, 2040), LENGTHS)
def test_the_months_add_up_to_the_year(number, lengths):
    year = year_of(number, lengths)
    rows = drawing.by_month(year, f"{number}-12-31")
    assert [row["month"][5:] for row in rows] == [f"{month:02}" for month in range(1, 13)]
    assert sum(row["ms"] for row in rows) == year["ms"]
    assert sum(row["days"] for row in rows) == sum(ms > 0 for ms in lengths)
    assert len(drawing.by_month(year, f"{number}-03-01")) == 3


def test_a_map_is_seen_to_the_week_of_today_or_to_its_end():
    year = year_of(2026)
    width = int(parsed(drawing.year_map(year, "2026-01-01")).get("width"))
    assert drawing.seen_to(year, "2026-01-01") < 100
    assert drawing.seen_to(year, "2031-01-01") >= width


# the way ------------------------------------------------------------------------------------------


@given(st.floats(-1, 5))
def test_a_bar_stays_in_its_ground(share):
    ground, part = parsed(drawing.bar(share)).iter("rect")
    assert ground.get("width") == "100"
    assert float(part.get("width")) == pytest.approx(min(100, max(0, share * 100)), rel=0.006)


# the curve ----------------------------------------------------------------------------------------


@given(LOSSES, st.integers(1, 20))
def test_a_moving_mean_is_the_mean_of_what_its_window_holds(losses, window):
    for place in range(len(losses)):
        mean = drawing.mean_before(losses, place + 1, window)
        held = [Fraction(losses[i]) for i in range(len(losses)) if place - window < i <= place]
        assert mean == pytest.approx(float(sum(held) / len(held)), rel=1e-12, abs=1e-300)


def test_rounds_without_a_loss_and_dropped_ones_do_not_count():
    rounds = {"at": [1, 2, 3, 4], "loss": [0.5, None, 0.25, 0.75], "dropped": [0, 0, 1, 0]}
    assert drawing.counted_losses(rounds) == [(1, 0.5), (4, 0.75)]


@given(LOSSES)
def test_a_plain_curve_has_a_dot_for_each_round_within_its_frame(losses):
    svg = parsed(drawing.scatter(curve_of(losses), "a curve"))
    dots = next(path for path in svg.iter("path") if path.get("class") == "dots").get("d")
    places = [dot.removesuffix("h0").split() for dot in dots.split("M")[1:]]
    assert [float(y) for _, y in places] == [
        pytest.approx((1 - loss) * drawing.HIGH, abs=0.51) for loss in losses
    ]
    across = [float(x) for x, _ in places]
    assert across == sorted(across)
    assert all(0 <= x <= drawing.WIDE for x in across)


@given(LOSSES)
def test_a_plain_curve_has_the_moving_mean_at_each_round(losses):
    svg = parsed(drawing.scatter(curve_of(losses), "a curve"))
    line = next(path for path in svg.iter("path") if path.get("class") == "mean").get("d")
    places = [place.split() for place in line.removeprefix("M").split("L") if place]
    means = [fmean(losses[max(0, end - 10) : end]) for end in range(1, len(losses) + 1)]
    assert [float(y) for _, y in places] == [
        pytest.approx((1 - mean) * drawing.HIGH, abs=0.051) for mean in means
    ]


def test_a_curve_of_20000_rounds_stays_small():
    losses = [(n * 7919 % 101) / 100 for n in range(20_000)]
    svg = str(drawing.scatter(curve_of(losses), "a curve"))
    assert len(svg) < 12_000
    assert 'class="reach"' in svg


def test_words_in_a_picture_are_escaped_and_nothing_is_styled_in_place():
    svg = str(drawing.scatter(curve_of([0.5]), '"><script>'))
    assert "<script>" not in svg
    assert parsed(svg).get("aria-label") == '"><script>'
    for drawn in (svg, drawing.year_map(year_of(2026), "2026-11-21"), drawing.bar(0.5)):
        assert "style" not in str(drawn)


# the skill ----------------------------------------------------------------------------------------


@pytest.fixture
def journal():
    with Journal(":memory:") as journal:
        for name in ("guitar", "chess"):
            journal.start(f"an aim in {name}", skill=name, new=True)
            journal.forward("played")
            journal.loss("3/10")
            journal.backward("The third finger came late.")
            journal.step(keep=True)
        yield journal


def chosen(journal, **query):
    found = views.chosen_skill(journal, journal.read.skills(), query)
    return found and found["name"]


def test_a_skill_is_found_by_its_old_name_too(journal):
    journal.rename("skill", "guitar", "lute")
    assert chosen(journal, name="guitar") == "lute"
    assert chosen(journal, name="LUTE") == "lute"


def test_without_a_name_a_skill_that_is_archived_is_not_chosen(journal):
    journal.archive("skill", "chess")
    assert chosen(journal) == "guitar"
    assert chosen(journal, name="chess") == "chess"
    journal.archive("skill", "guitar")
    assert chosen(journal) in ("chess", "guitar")


def test_a_journal_without_a_skill_has_none_to_choose():
    with Journal(":memory:") as journal:
        assert chosen(journal) is None
        assert chosen(journal, none="1") is None


def test_a_skill_page_shows_the_last_rounds_newest_first(journal):
    page = views.skill(journal, {"name": "guitar"})
    (row,) = page.context["rows"]
    assert (row["loss"], row["kept"], row["dropped"]) == (0.3, 1, 0)
    assert page.context["latest"] == {"mean": 0.3, "count": 1}


def test_an_hours_page_takes_any_year_and_says_which_there_are(journal):
    now = int(journal.read.today_is()[:4])
    for asked in ("1", "0", "-3", "²", "99999", "nineteen", ""):
        year = views.hours(journal, {"year": asked}).context["year"]["year"]
        assert year == (1 if asked == "1" else now)
    assert views.hours(journal, {"year": "2001"}).context["years"] == [now, 2001]
