"""Explanations on the page: points, takes and their gaps, from nothing, side by side, without looking."""

import html
import re
from html.parser import HTMLParser

import pytest
from browsing import FOCUS, Learner, expect, rows
from conftest import HOUR, MINUTE
from serving import served
from test_acting import Fields
from test_scar_pages import at, part, seen

from selfgrad import ids
from selfgrad.journal import Journal
from selfgrad.web import marking

__all__ = ["at"]
POINTS = ("inner function", "outer function", "multiply the slopes")
TAKE = (
    "The *inner function* moves first.\n\nObviously the outer one follows ?? and <b>that</b> is it."
)
NEXT_DAY = 24 * HOUR
PAGE = "/explain?topic=the+chain+rule"


def explained(journal, *takes, points=POINTS):
    """The chain rule, its points named, its takes written."""
    journal.explain("the chain rule", to="a child", points=points)
    return [journal.take(take).data["id"] for take in takes]


def closed(journal):
    journal.backward("I began with the formula.")
    journal.step(keep=True)


# a topic and its points -------------------------------------------------------------------------------


def test_the_form_begins_an_explanation_and_leads_to_its_page(at):
    assert "What cannot be explained" in seen(at.look("/explain"))
    points = "inner function\r\n\r\nouter function\r\nmultiply the slopes\r\n"
    answer = at.do("explain", topic="the chain rule", to="a child", points=points, back="/explain")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    page = at.look(PAGE)
    assert [word in seen(page) for word in POINTS] == [True] * 3
    assert "The first take to a child" in seen(page) and 'name="text"' in page
    assert "checked in each take" in seen(at.look("/explain"))
    assert "no take yet" in seen(at.look("/explain"))


def test_points_that_do_not_fit_come_back_as_they_were_typed(at):
    many = "\n".join("abcdefgh")
    answer = at.do("explain", topic="limits", to="a child", points=many, back="/explain")
    typed = Fields(answer.text)
    assert answer.status_code == 422 and "3 to 7 points, not 8" in typed.alerts[0]
    assert (typed.values["topic"], typed.values["points"]) == (["limits"], [many])
    assert at.facts("explaining") == []


def test_points_may_be_named_after_the_topic_and_some_at_a_time(at):
    at.do("explain", topic="the chain rule")
    assert "Its points come first" in seen(at.look(PAGE))
    at.do("explain", topic="the chain rule", points=POINTS[0], back=PAGE)
    assert "Named so far" in seen(at.look(PAGE)) and POINTS[0] in seen(at.look(PAGE))
    at.do("explain", topic="the chain rule", points="\n".join(POINTS[1:]), back=PAGE)
    assert "The first take" in seen(at.look(PAGE))


@pytest.mark.parametrize("verb", ["explain", "take_away"])
def test_a_sentence_about_the_person_is_met_once_and_written_once(at, verb):
    harsh = "I am so stupid."
    with at.journal() as journal:
        id = a_source(journal)
    fields = {
        "explain": {"topic": "limits", "points": f"one thing\nanother\n{harsh}"},
        "take_away": {"source": id, "words": harsh, "back": f"/sources?id={id}"},
    }[verb]
    had = rows(at.page.journal, "SELECT count(*) FROM fact")
    answer = at.do(verb, **{"back": "/explain"} | fields)
    assert answer.status_code == 200 and answer.text.count('id="instead"') == 1
    assert rows(at.page.journal, "SELECT count(*) FROM fact") == had
    typed = Fields(answer.text).values
    assert all(fields[name] in typed[name] for name in ("points", "words") if name in fields)
    again = fields | {"sending": ids.new(at.time.ms), "instead": "I skipped the base case."}
    for _ in range(2):
        assert at.do(verb, **again).status_code == 303
    words = [row[0] for row in rows(at.page.journal, "SELECT body FROM fact")]
    assert sum("base case" in body for body in words) == 1 and harsh not in "".join(words)


@pytest.mark.parametrize("name", ["points", "words"])
def test_words_of_danger_stay_on_the_screen_with_help(at, name):
    with at.journal() as journal:
        id = a_source(journal)
    heavy = "I want to die."
    verb, fields = {
        "points": ("explain", {"topic": "limits", "points": f"one\ntwo\nthree\n{heavy}"}),
        "words": ("take_away", {"source": id, "words": heavy}),
    }[name]
    answer = at.do(verb, **fields)
    assert answer.status_code == 200 and "findahelpline.com" in answer.text
    assert heavy in html.unescape(answer.text)
    assert at.do(verb, **fields, private="leave").status_code == 200
    assert not any(heavy in row[0] for row in rows(at.page.journal, "SELECT body FROM fact"))


def a_source(journal):
    from selfgrad.bridge import obsidian

    note = obsidian.read(b"# Limits\n## Takeaways\n- Say the limit first.\n", "Limits.md")
    journal.keep_note(note, "Limits.md", "0" * 64)
    return journal.read.sources()[0]["id"]


# takes and their gaps ---------------------------------------------------------------------------------


def test_a_take_is_scored_and_its_gaps_are_marked_in_it_and_named_below(at):
    with at.journal() as journal:
        explained(journal)
    answer = at.do("take", text=TAKE, minutes="2,5", notes="", back=PAGE)
    assert answer.status_code == 303
    page = at.look(PAGE)
    assert re.search(r"Take 1: \d of 3 points covered, loss 0\.\d\d", seen(page))
    assert "Not in it" in seen(page) and "Take 2" in seen(page)
    gaps = part(page, "to-mark gaps noprint", "section")
    assert [key for key in "kaf" if gaps.count(f'data-key="{key}"') == 1] == ["k", "a", "f"]
    assert "line 3 “Obviously” stands where a reason could be." in seen(gaps)
    assert re.search(r"<mark>Obviously\W<sup>1</sup></mark>", page)
    assert "<b>that</b>" not in page and "<em>inner function</em>" in page
    assert rows(at.page.journal, "SELECT content_ms FROM explanation") == [(150_000,)]
    assert "[" not in seen(part(page, "said", "div")), "no keys of the command line"


def test_a_gap_becomes_a_question_the_next_aim_or_is_waved_off(at):
    with at.journal() as journal:
        [take] = explained(journal, TAKE + "\n\nBackpropagation, somehow.")
        keys = [gap["key"] for gap in journal.read.topic("the chain rule")["left"]]
    for how, key in zip(("lookup", "aim", "wave"), keys, strict=False):
        assert at.do("mark_gap", gap=key, take=take, how=how, back=PAGE).status_code == 303
    with at.journal() as journal:
        question = journal.read.lookups()["open"][0]
        journal.answer("By the chain rule.", question["id"])
    page = at.look(PAGE)
    became = seen(page[page.index('id="marks"') :])
    assert [words in became for words in ("looked up", "an aim", "waved off")] == [True] * 3
    assert "By the chain rule." in became and f'href="/round?id={question["id"]}"' in page
    assert page.count('action="/do/mark_gap"') == len(keys) - 3


def test_a_file_is_a_take_and_one_that_is_no_text_is_refused_with_nothing_lost(at):
    with at.journal() as journal:
        explained(journal)
    send = lambda data: at.page.browser.post(  # noqa: E731
        "/do/take", data={"back": PAGE, "notes": "mine"}, files={"file": ("take.md", data)}
    )
    refused = send(b"\xff\x00")
    assert refused.status_code == 422 and Fields(refused.text).values["notes"] == ["mine"]
    assert send("\ufeffThe inner function.".encode()).status_code == 303
    [(words, reference)] = rows(at.page.journal, "SELECT words, reference FROM attempt")
    assert (words, reference) == ("The inner function.", "take.md")


def test_a_take_that_no_round_waits_for_stays_on_the_page(at):
    with at.journal() as journal:
        explained(journal, TAKE)
        round = journal.current()["subject"]
        journal.backward("I began with the formula.")
    answer = at.do("take", text="Another one.", round=round, back=PAGE)
    assert answer.status_code == 409 and "Another one." in Fields(answer.text).values["text"]
    assert "its takes are complete" in seen(at.look(PAGE))


def attributes_of(text):
    found = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda _, attributes: found.update(name for name, _ in attributes)
    parser.feed(text)
    return found


def test_what_is_marked_in_a_text_can_make_no_tag_of_it():
    about = {"kind": "word", "words": "x"}
    text = f'[a](http://e.org "t{marking.OPEN}1{marking.SHUT} onclick=x") `x` <script>'
    every = [about | {"start": n, "end": n + 3} for n in range(0, len(text), 3)]
    for gaps in (every, every[::2], [about | {"start": 0, "end": len(text)}]):
        found = str(marking.numbered(text, gaps))
        tags = set(re.findall(r"<(/?\w+)", found))
        assert tags <= {"p", "/p", "a", "/a", "code", "/code", "mark", "/mark", "sup", "/sup"}
        assert attributes_of(found) <= {"href", "title", "rel"}


def test_chinese_gaps_are_marked_where_they_stand(at):
    with at.journal() as journal:
        journal.explain("梯度", points=["方向", "学习率", "损失"])
        journal.take("显然，梯度是方向。")
    page = at.look("/explain?topic=梯度")
    assert re.search(r"<mark>显然\W<sup>1</sup></mark>，", page)


# side by side, from nothing ---------------------------------------------------------------------------


def test_the_better_of_two_takes_is_kept_from_beside_the_other(at):
    with at.journal() as journal:
        one, other = explained(journal, TAKE, "Multiply the slopes.")
    page = at.look(PAGE + "&compare=1")
    assert page.count("Keep this one") == 2 and page.index(one) < page.index(other)
    at.do("prefer", take=one, back=PAGE + "&compare=1")
    assert rows(at.page.journal, "SELECT better FROM explanation") == [(one,)]
    assert "Gaps of the better take" in seen(at.look(PAGE))


def test_the_first_take_anew_is_written_from_nothing_and_stands_beside_the_first_one(at):
    with at.journal() as journal:
        explained(journal, "The first try of all.")
        closed(journal)
        at.time.passes(60 * NEXT_DAY)
        explained(journal)
    page = at.look(PAGE)
    assert "From nothing" in seen(page) and "The first try of all." not in page
    assert "The first try of all." in at.look(PAGE + "&earlier=1")
    assert "see it" not in seen(at.look("/"))
    at.do("take", text="The second try.", back=PAGE)
    beside = part(at.look(PAGE), "beside", "section")
    assert beside.index("The first try of all.") < beside.index("The second try.")


# without looking --------------------------------------------------------------------------------------


def test_the_points_are_recalled_from_the_next_day_on_a_page_that_does_not_show_them(at):
    with at.journal() as journal:
        explained(journal, TAKE)
        closed(journal)
    assert "from tomorrow on" in seen(at.look(PAGE))
    answer = at.do("recall", topic="the chain rule", words="the slopes", back=PAGE)
    assert answer.status_code == 409 and Fields(answer.text).values["words"] == ["the slopes"]
    at.time.passes(NEXT_DAY)
    link = "/explain?topic=the%20chain%20rule&amp;recall=1"
    assert link in at.look("/") and link in at.look(PAGE)
    asked = at.look(PAGE + "&recall=1")
    assert not any(point in asked for point in POINTS) and "formula" not in asked
    about = {"sending": ids.new(at.time.ms), "topic": "the chain rule", "back": PAGE}
    for _ in range(2):
        assert at.do("recall", **about, words="the slopes, multiplied").status_code == 303
    assert len(at.facts("recalled")) == 1
    assert "Without looking, Tue 3 Mar 2026" in seen(at.look(PAGE))


# what else --------------------------------------------------------------------------------------------


def test_today_leads_to_the_take_of_the_open_round_and_keeps_its_own_form(at):
    with at.journal() as journal:
        explained(journal)
    page = at.look()
    assert 'href="/explain?topic=the%20chain%20rule">Write the take' in page
    assert 'action="/do/forward"' in page


def test_a_topic_is_renamed_merged_and_its_blind_alley_closed(at):
    with at.journal() as journal:
        explained(journal)
        journal.explain("chains", project="elsewhere", new=True)
        journal.resume()
    at.do("name", kind="topic", name="the chain rule", called="the rule of chains", back=PAGE)
    assert "the rule of chains" in seen(at.look(PAGE))
    at.do("drop", why="too early", back=PAGE)
    assert "Why it led nowhere: too early" in seen(at.look(PAGE))
    at.do("name", kind="topic", name="the rule of chains", into="chains", back=PAGE)
    assert part(at.look("/explain"), "topics", "table").count("<tr>") == 2
    assert at.page.browser.get("/names?kind=topic").status_code == 404


def test_preparation_stands_against_content(at):
    with at.journal() as journal:
        explained(journal)
        at.time.passes(40 * MINUTE)
        journal.take(TAKE, minutes=4)
        closed(journal)
    found = seen(at.look(PAGE))
    assert "40 min of preparation for 4 min of content: 10.0 hours an hour." in found


def test_an_unknown_topic_is_a_sentence(at):
    answer = at.page.browser.get("/explain?topic=nothing")
    assert answer.status_code == 404 and "nothing" in seen(answer.text)


def test_points_and_recalls_lead_from_the_journal_to_their_topic(at):
    with at.journal() as journal:
        explained(journal, TAKE)
        closed(journal)
        at.time.passes(NEXT_DAY)
        journal.recall("the slopes")
        hits = journal.read.entries(limit=100)["hits"]
    kinds = {hit["kind"]: hit["short"] for hit in hits}
    for kind in ("point", "recall", "output"):
        page = at.look(f"/round?id={kinds[kind]}")
        assert 'href="/explain?topic=the%20chain%20rule"' in page, kind
    assert kinds["recall"] in at.look("/journal")


# in a browser -----------------------------------------------------------------------------------------


def test_a_take_survives_a_closed_page_and_its_gaps_are_marked_by_keys(chrome, tmp_path, time):
    path = str(tmp_path / "journal.db")
    with Journal(path, now=time) as journal:
        explained(journal)
    with served(path, now=time) as house:
        learner = Learner(chrome, house)
        learner.go(PAGE)
        learner.at.get_by_label("In your own words").fill("Obviously, somehow, ??")
        learner.at.wait_for_function("localStorage.length > 0")
        learner.go("/journal")
        learner.go(PAGE)
        field = learner.at.get_by_label("In your own words")
        expect(field).to_have_value("Obviously, somehow, ??")
        learner.at.get_by_role("button", name="Keep the take").click()
        learner.told("points covered")
        expect(learner.at.get_by_label("In your own words")).to_have_value("")
        left = learner.at.locator(".gaps form")
        before = left.count()
        learner.type("<Escape>", "f")
        expect(left).to_have_count(before - 1)
        assert learner.at.evaluate(FOCUS) == "main"
        learner.type("k")
        expect(left).to_have_count(before - 2)
        learner.type("q")  # the keys of every page are as they were
        learner.focus("ask-question")
        drafts = "Object.keys(localStorage).filter(key => key.includes('draft'))"
        assert learner.at.evaluate(drafts) == []
        assert learner.complaints == []
        learner.close()
    assert rows(path, "SELECT how FROM gap_mark ORDER BY id") == [("waved",), ("asked",)]
