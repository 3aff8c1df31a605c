"""The training curve and the year of days, as somebody with a browser has them."""

import random
import re
from datetime import UTC, datetime

import pytest
from browsing import Learner, expect, served

from selfgrad import demo, ids
from selfgrad.db import Database
from selfgrad.journal import Journal
from selfgrad.ledger import Ledger

ROUNDS = 20_000
END = 1_795_284_000_000  # ms: 2026-11-21 18:00 UTC, the last moment of both journals
# what the curve looks like, as a picture; the next one that differs from it
PICTURE = "document.querySelector('.uplot canvas').toDataURL()"
ANOTHER = f"before => {PICTURE} !== before"
SAME = f"before => {PICTURE} === before"
# the ring around the round that is read
PLACE = ".u-cursor-pt"


@pytest.fixture(scope="session")
def lived(tmp_path_factory):
    """A journal of three months, served."""
    path = str(tmp_path_factory.mktemp("lived") / "journal.db")
    demo.make(path, seed=3, days=90, until=END)
    with served(path, now=lambda: END) as house:
        yield house


@pytest.fixture(scope="session")
def many(tmp_path_factory):
    """A journal with 20,000 rounds of one skill, written as another device would have sent them."""
    path = str(tmp_path_factory.mktemp("many") / "journal.db")
    Journal(path).close()
    db = Database(path)
    Ledger(db).absorb(rounds(ROUNDS))
    db.close()
    with served(path, now=lambda: END) as house:
        yield house


def rounds(count):
    """The acts of so many closed rounds, four hours apart; every 500th ends in a change."""
    chance = random.Random(1)
    yield act(0, count, ("set", "setting:zone", {"value": "UTC"}), ("named", "skill:chess", {"name": "chess"}))  # fmt: skip
    for number in range(1, count + 1):
        wrong = min(10, max(0, round(chance.gauss(8 - 6 * number / count, 1.5))))
        made = ids.new(moment(number, count) + 1)
        loss = {"loss": wrong / 10, "raw": wrong, "unit": "wrong", "better": "less", "criterion": "wrong", "said": f"{wrong} wrong of 10"}  # fmt: skip
        ending = ("kept", made, {})
        if number % 500 == 0:
            ending = ("stepped", made, {"words": f"When I see {number}, I look twice.", "parameter": "looking"})  # fmt: skip
        yield act(
            number,
            count,
            ("opened", made, {"words": "a game", "skill": "chess"}),
            ("produced", made, {"medium": "elsewhere"}),
            ("measured", made, loss),
            ("held", made, {}),
            ending,
        )


def moment(number, count):
    return END - (count + 1 - number) * 4 * 3_600_000


def act(number, count, *some):
    at = moment(number, count)
    day = datetime.fromtimestamp(at / 1000, UTC).date().isoformat()
    facts = []
    for place, (kind, subject, body) in enumerate(some, 1):
        id = subject if kind == "opened" else ids.new(at + place)
        about = {"id": id, "subject": subject, "kind": kind, "happened_at": at}
        facts.append({**about, "zone": "UTC", "day": day, "body": body})
    return {"act": ids.new(at), "recorded_at": at, "device": "far", "verb": "step", "facts": facts}


class Looking(Learner):
    """Somebody at a curve."""

    def look(self, path="/skill"):
        self.go(path)
        self.drawn()
        return self

    def drawn(self):
        expect(self.at.locator(".uplot canvas")).to_be_visible()
        expect(self.said).to_contain_text("loss")

    @property
    def said(self):
        return self.at.locator(".curve-said")

    def picture(self):
        return self.at.evaluate(PICTURE)

    def keys(self, *names):
        self.at.locator("[data-plot]").focus()
        for name in names:
            self.at.keyboard.press(name)

    def at_round(self, id):
        expect(self.said.locator("a")).to_have_attribute("href", f"/round?id={id}")

    def button(self, name):
        return self.at.get_by_role("button", name=name, exact=True)

    def sees_all(self, whether=True):
        (expect(self.button("All")).to_be_disabled if whether else expect(self.button("All")).to_be_enabled)()  # fmt: skip

    def one(self):
        """One chart, and nothing left of the ones before."""
        for place in (".uplot", "canvas", ".curve-said", ".curve-help", ".curve-buttons"):
            expect(self.at.locator(place)).to_have_count(1)
        expect(self.at.locator("svg.scatter")).to_have_count(0)

    def over(self):
        """The part of the chart in which there are rounds: left, top, width, height."""
        box = self.at.locator(".u-over").bounding_box()
        return box["x"], box["y"], box["width"], box["height"]


@pytest.fixture
def looking(chrome, lived):
    person = Looking(chrome, lived)
    yield person
    person.close()
    assert person.complaints == []
    assert {url for url in person.requests if not url.startswith(lived.url)} == set()


@pytest.fixture
def curve(lived):
    return lived.client.get("/curve.json").json()


# without and with scripts -------------------------------------------------------------------------


def test_without_javascript_there_are_a_picture_and_a_table(chrome, lived, curve):
    plain = Learner(chrome, lived, java_script_enabled=False)
    plain.go("/skill")
    picture = plain.at.locator("[data-plot] svg.scatter")
    expect(picture).to_be_visible()
    assert f"the losses of {len(curve['rounds']['id'])} rounds" in picture.get_attribute("aria-label")  # fmt: skip
    plain.at.get_by_text("as a table").click()
    rows = plain.at.get_by_role("region", name="Rounds as a table").locator("tbody tr")
    newest = curve["rounds"]["id"][: -51 : -1] if len(curve["rounds"]["id"]) > 50 else curve["rounds"]["id"][::-1]  # fmt: skip
    assert [row.split()[0] for row in rows.all_inner_texts()] == newest
    expect(plain.at.locator("canvas")).to_have_count(0)
    assert plain.complaints == []
    plain.close()


def test_with_javascript_a_chart_takes_the_place_of_the_picture(looking, curve):
    looking.look()
    expect(looking.at.locator(".uplot")).to_have_count(1)
    expect(looking.at.locator("svg.scatter")).to_have_count(0)
    frame = looking.at.get_by_role("application")
    expect(frame).to_have_attribute(
        "aria-label", re.compile(f"Training curve of .+, {len(curve['rounds']['id'])} rounds")
    )
    looking.at_round(curve["rounds"]["id"][-1])
    shown = looking.at.evaluate(
        "(() => { const c = document.querySelector('.uplot canvas'); const all = "
        "c.getContext('2d').getImageData(0, 0, c.width, c.height).data; "
        "return all.filter((value, i) => i % 4 === 3 && value > 0).length; })()"
    )
    assert shown > 5000  # pixels that are not empty


def test_where_the_data_does_not_come_the_picture_stays(looking):
    looking.at.route("**/curve.json*", lambda route: route.abort())
    with looking.at.expect_event("requestfailed"):
        looking.go("/skill")
    expect(looking.at.locator("svg.scatter")).to_be_visible()
    expect(looking.at.locator("canvas")).to_have_count(0)
    looking.complaints.clear()  # the answer that was lost


@pytest.mark.parametrize("query", ["name=astrology", "name=%3Cscript%3E", "name=%00"])
def test_the_curve_of_an_unknown_name_is_not_found_in_a_sentence(lived, query):
    answer = lived.client.get(f"/curve.json?{query}")
    assert answer.status_code == 404
    assert "There is no skill “" in answer.text and "<script>" not in answer.text


def test_without_any_skill_the_curve_is_not_found_in_a_sentence(tmp_path):
    with served(tmp_path / "journal.db") as house:
        answer = house.client.get("/curve.json")
    assert answer.status_code == 404 and "There is no skill yet." in answer.text


# by keyboard --------------------------------------------------------------------------------------


def test_arrow_keys_go_from_round_to_round_and_say_it(looking, curve):
    looking.look()
    held = curve["rounds"]
    looking.keys("ArrowLeft")
    looking.at_round(held["id"][-2])
    expect(looking.said).to_have_attribute("aria-live", "polite")
    expect(looking.said).to_contain_text(f"loss {held['loss'][-2]:.2f}")
    looking.keys("ArrowLeft")
    looking.at_round(held["id"][-3])
    looking.keys("ArrowRight")
    looking.at_round(held["id"][-2])
    looking.keys("Shift+ArrowLeft")
    looking.at_round(held["id"][-12])
    looking.keys("Home")
    looking.at_round(held["id"][0])
    looking.keys("ArrowLeft")
    looking.at_round(held["id"][0])
    looking.keys("End")
    looking.at_round(held["id"][-1])
    looking.keys("ArrowRight")
    looking.at_round(held["id"][-1])


def test_two_keys_before_the_next_frame_are_two_rounds(looking, curve):
    looking.look()
    looking.keys("Home")
    looking.at_round(curve["rounds"]["id"][0])
    looking.at.evaluate(
        "for (const key of ['ArrowRight', 'ArrowRight']) document.querySelector('[data-plot]')"
        ".dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))"
    )
    looking.at.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    href = looking.said.locator("a").get_attribute("href")
    assert href == f"/round?id={curve['rounds']['id'][2]}"


def test_up_and_down_go_from_step_to_step_and_read_it(looking, curve):
    looking.look()
    steps = curve["steps"]
    assert len(steps) >= 2
    looking.keys("Home")
    for step in steps[:2]:
        if step["short"] != curve["rounds"]["id"][0]:
            looking.keys("ArrowDown")
        looking.at_round(step["short"])
        expect(looking.said.locator(".words")).to_have_text(step["words"])
        expect(looking.said).to_contain_text(step["parameter"])
    looking.keys("ArrowUp")
    looking.at_round(steps[0]["short"])
    looking.keys("End")
    looking.at_round(curve["rounds"]["id"][-1])
    looking.keys("ArrowUp")
    looking.at_round(next(s["short"] for s in steps[::-1] if s["short"] != curve["rounds"]["id"][-1]))  # fmt: skip


def test_enter_opens_the_round(looking, curve):
    looking.look()
    looking.keys("ArrowLeft")
    looking.at_round(curve["rounds"]["id"][-2])
    looking.keys("Enter")
    expect(looking.at).to_have_url(f"{looking.house.url}/round?id={curve['rounds']['id'][-2]}")
    expect(looking.at.locator("h1")).to_be_visible()


def test_plus_and_minus_and_0_show_less_more_and_all(looking):
    looking.look()
    looking.sees_all()
    whole = looking.picture()
    looking.keys("+")
    looking.at.wait_for_function(ANOTHER, arg=whole)
    looking.sees_all(False)
    half = looking.picture()
    looking.keys("+")
    looking.at.wait_for_function(ANOTHER, arg=half)
    looking.keys("-")
    looking.sees_all(False)
    looking.keys("0")
    looking.sees_all()
    looking.at.wait_for_function(SAME, arg=whole)
    expect(looking.button("Wider")).to_be_disabled()
    looking.keys("=", "=")
    looking.sees_all(False)
    looking.at.locator("[data-plot]").blur()
    looking.at.keyboard.press("0")  # from anywhere on the page
    looking.sees_all()


def test_the_keys_of_the_curve_are_not_those_of_the_page(looking):
    """And the page's own still work while the curve has the focus."""
    looking.look()
    looking.keys("ArrowLeft", "+", "-", "0")
    assert looking.at.url == f"{looking.house.url}/skill"
    looking.keys("j")
    expect(looking.at).to_have_url(f"{looking.house.url}/journal")


def test_a_round_out_of_sight_is_brought_into_it(looking, curve):
    looking.look()
    looking.keys("+", "+", "+", "Home")
    looking.at_round(curve["rounds"]["id"][0])
    looking.sees_all(False)
    expect(looking.button("Earlier")).to_be_disabled()
    left, _, width, _ = looking.over()
    place = looking.at.locator(PLACE).bounding_box()
    assert left <= place["x"] + place["width"] / 2 <= left + width


# by mouse and by thumb ----------------------------------------------------------------------------


def drag(looking, begin, end):
    left, top, width, height = looking.over()
    looking.at.mouse.move(left + width * begin, top + height / 2)
    looking.at.mouse.down()
    looking.at.mouse.move(left + width * (begin + end) / 2, top + height / 2)
    looking.at.mouse.move(left + width * end, top + height / 2)
    looking.at.mouse.up()


def test_dragging_shows_a_part_and_a_double_click_all_of_it(looking):
    looking.look()
    whole = looking.picture()
    drag(looking, 0.3, 0.6)
    looking.sees_all(False)
    looking.at.wait_for_function(ANOTHER, arg=whole)
    expect(looking.button("Earlier")).to_be_enabled()
    expect(looking.button("Later")).to_be_enabled()
    assert looking.at.url == f"{looking.house.url}/skill"
    left, top, width, height = looking.over()
    looking.at.mouse.dblclick(left + width / 2, top + height * 0.9)
    looking.sees_all()
    assert looking.at.url == f"{looking.house.url}/skill"


def test_a_drag_of_a_few_pixels_shows_no_part(looking):
    looking.look()
    left, top, width, height = looking.over()
    looking.at.mouse.move(left + width / 2, top + height * 0.9)
    looking.at.mouse.down()
    looking.at.mouse.move(left + width / 2 + 5, top + height * 0.9)
    looking.at.mouse.up()
    looking.sees_all()


def test_a_click_on_a_round_opens_it_and_one_beside_it_does_not(looking, curve):
    looking.look()
    looking.keys("ArrowLeft")
    looking.at_round(curve["rounds"]["id"][-2])
    place = looking.at.locator(PLACE).bounding_box()
    left, top, _, height = looking.over()
    looking.at.mouse.click(left + 3, top + height - 3)  # among the hours of the first days
    expect(looking.at.locator(".u-over.on-round")).to_have_count(0)
    looking.at.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(looking.at.locator(".u-over.on-round")).to_have_count(1)
    id = looking.said.locator("a").get_attribute("href")
    assert looking.at.url == f"{looking.house.url}/skill"
    looking.at.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(looking.at).to_have_url(looking.house.url + id)


def test_the_mouse_reads_nothing_aloud(looking):
    looking.look()
    left, top, width, height = looking.over()
    looking.at.mouse.move(left + width / 2, top + height / 2)
    expect(looking.said).to_have_attribute("aria-live", "off")


def test_a_tap_on_a_phone_reads_a_round_and_opens_nothing(chrome, lived, curve):
    about = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    phone = Looking(chrome, lived, **about)
    phone.look()
    expect(phone.at.locator(".curve-help")).to_have_text("Tap a round to read it.")
    phone.at.locator(".u-over").scroll_into_view_if_needed()
    read = []
    for share in (0.05, 0.5, 0.95):
        left, top, width, height = phone.over()
        before = phone.said.inner_text()
        phone.at.touchscreen.tap(left + width * share, top + height / 2)
        if share < 0.9:
            expect(phone.said).not_to_have_text(before)
        expect(phone.said).to_have_attribute("aria-live", "polite")
        href = phone.said.locator("a").get_attribute("href")
        read.append(curve["rounds"]["id"].index(href.partition("id=")[2]))
    assert read == sorted(read) and len(set(read)) == 3
    assert phone.at.url == f"{lived.url}/skill"
    phone.said.locator("a").tap()
    expect(phone.at).to_have_url(f"{lived.url}{href}")
    assert phone.complaints == []
    phone.close()


# as the page changes around it --------------------------------------------------------------------


def test_another_colour_scheme_draws_it_anew(looking):
    looking.at.emulate_media(color_scheme="light")
    looking.look()
    light = looking.picture()
    looking.at.emulate_media(color_scheme="dark")
    looking.at.wait_for_function(ANOTHER, arg=light)
    looking.at.emulate_media(color_scheme="light")
    looking.at.wait_for_function(SAME, arg=light)


def test_leaving_and_coming_back_leaves_one_chart(looking):
    looking.look()
    for _ in range(2):
        looking.at.get_by_role("navigation").get_by_role("link", name="Journal").click()
        expect(looking.at).to_have_url(f"{looking.house.url}/journal")
        expect(looking.at.locator("canvas")).to_have_count(0)
        looking.at.get_by_role("navigation").get_by_role("link", name="Skill").click()
        looking.drawn()
        looking.one()
    looking.at.go_back()
    expect(looking.at).to_have_url(f"{looking.house.url}/journal")
    looking.at.go_back()
    looking.drawn()
    looking.one()
    looking.keys("ArrowLeft")
    looking.one()


def test_what_was_seen_of_it_is_still_seen_after_a_sentence_was_logged(chrome, tmp_path):
    path = str(tmp_path / "journal.db")
    demo.make(path, seed=4, days=14, until=END)
    with served(path, now=lambda: END) as house:
        person = Looking(chrome, house)
        person.look()
        person.keys("Home", "+")
        person.sees_all(False)
        read = person.said.locator("a").get_attribute("href")
        person.at.locator("[data-plot]").blur()
        person.type("l", "I looked at the answer.", "<Enter>")
        person.told("Kept: I looked at the answer.")
        person.drawn()
        person.one()
        person.sees_all(False)
        expect(person.said.locator("a")).to_have_attribute("href", read)
        assert person.complaints == []
        person.close()


def test_a_narrower_window_has_a_narrower_curve(looking):
    looking.look()
    wide = looking.over()[2]
    looking.at.set_viewport_size({"width": 400, "height": 800})
    looking.at.wait_for_function("wide => document.querySelector('.u-over').clientWidth < wide", arg=wide)  # fmt: skip
    assert looking.at.evaluate("document.documentElement.scrollWidth") <= 400


# the year -----------------------------------------------------------------------------------------


def test_the_map_of_the_year_has_each_day_once_with_its_label(looking, lived):
    looking.go("/hours?year=2026")
    looking.at.locator("svg.map").wait_for()
    titles = looking.at.locator("svg.map rect title").all_text_contents()
    days = [datetime.strptime(words.partition(":")[0], "%a %d %b %Y").date() for words in titles]
    assert len(days) == 365
    assert [day.timetuple().tm_yday for day in sorted(days)] == list(range(1, 366))
    year = lived.client.get("/api/year", params={"year": 2026}).json()
    practised = {day["day"] for day in year["days"] if day["ms"] or day["rounds"]}
    assert practised == {
        day.isoformat() for day, words in zip(days, titles, strict=True) if not words.endswith(": nothing")
    }  # fmt: skip
    label = looking.at.get_by_role("img", name=re.compile("^2026: ")).get_attribute("aria-label")
    assert label.removeprefix("2026: ") in looking.at.inner_text("main")
    expect(looking.at.get_by_role("region", name="The days of 2026")).to_be_visible()


def test_the_map_leads_to_other_years_and_its_months_to_the_journal(looking):
    looking.go("/hours?year=2025")
    looking.at.get_by_role("link", name="2026", exact=True).click()
    expect(looking.at).to_have_url(f"{looking.house.url}/hours?year=2026")
    looking.at.get_by_text("By month").click()
    looking.at.get_by_role("link", name="October 2026").click()
    expect(looking.at).to_have_url(f"{looking.house.url}/journal?month=2026-10")
    expect(looking.at.locator(".log .words").first).to_be_visible()


# twenty thousand rounds ---------------------------------------------------------------------------


def test_twenty_thousand_rounds_are_drawn_and_answer_to_keys(chrome, many):
    held = many.client.get("/curve.json").json()
    assert len(held["rounds"]["id"]) == ROUNDS
    person = Looking(chrome, many)
    person.look()
    expect(person.at.get_by_role("application")).to_have_attribute(
        "aria-label", f"Training curve of chess, {ROUNDS} rounds"
    )
    whole = person.picture()
    person.keys("ArrowLeft")
    person.at_round(held["rounds"]["id"][-2])
    person.keys("ArrowUp")
    person.at_round(held["steps"][-2]["short"])
    expect(person.said.locator(".words")).to_have_text("When I see 19500, I look twice.")
    person.keys("Home")
    person.at_round(held["rounds"]["id"][0])
    for _ in range(12):
        person.keys("+")
    person.at.wait_for_function(ANOTHER, arg=whole)
    person.keys("ArrowRight")
    person.at_round(held["rounds"]["id"][1])
    person.keys("0")
    person.sees_all()
    person.at.wait_for_function(SAME, arg=whole)
    assert person.complaints == []
    person.close()


def test_twenty_thousand_rounds_without_javascript_are_still_a_small_picture(many):
    page = many.client.get("/skill").text
    assert "20,000 rounds" in page and 'class="scatter"' in page
    assert len(page) < 60_000
