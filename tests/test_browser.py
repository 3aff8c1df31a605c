"""The page as a learner uses it: by keyboard, by thumb, without JavaScript, offline, in two tabs."""

import json

import pytest
from browsing import FOCUS, Learner, expect, rows, words
from conftest import HOUR, a_round
from serving import served
from test_scar_pages import comes_up, scarred, to_mark

from selfgrad.journal import Journal

# waits until the worker has put the page away
KEPT = (
    "async () => { while (!(await caches.match('/'))) await new Promise(requestAnimationFrame); }"
)


@pytest.fixture
def path(tmp_path, time):
    place = str(tmp_path / "journal.db")
    with Journal(place, now=time) as journal:
        journal.set("zone", time.zone)
    return place


@pytest.fixture
def house(path, time):
    with served(path, now=time) as page:
        yield page


@pytest.fixture
def learner(chrome, house):
    person = Learner(chrome, house)
    yield person
    person.close()
    assert person.complaints == []
    assert {url for url in person.requests if not url.startswith(house.url)} == set()


@pytest.fixture
def practised(path, time):
    """A journal with one round closed and the next one of the same aim open."""
    with Journal(path, now=time) as journal:
        a_round(journal, skill="calculus")
    return path


# a newcomer ---------------------------------------------------------------------------------------


def test_a_newcomer_makes_a_first_round_by_keyboard_alone(learner, path):
    learner.see("A first round")
    assert learner.at.locator(".lesson li").count() == 3
    learner.focus("aim")
    learner.type("ten integrals", "<Enter>")
    learner.stage("forward")
    learner.focus("output")
    learner.type("page 12", "<Enter>")
    learner.stage("loss")
    learner.focus("loss")
    learner.type("3/10", "<Enter>")
    learner.stage("backward")
    learner.focus("sentence")
    learner.type("I dropped the sign.", "<Tab>", "signs", "<Enter>")
    learner.told("Filed: 1 mistake.")
    learner.focus("sentence")
    learner.type("I misread an exponent.", "<Enter>")
    learner.see("I misread an exponent.")
    learner.focus("sentence")
    learner.type("<Enter>")
    learner.stage("step")
    learner.focus("change")
    learner.type("When I move a term, I say its sign.", "<Enter>")
    learner.told("Round 1 closed, loss 0.30.")
    learner.see("This round: When I move a term, I say its sign.")
    learner.see("Its clock waits.")
    assert words(path, "mistake") == ["I dropped the sign.", "I misread an exponent."]
    assert rows(path, "SELECT state, loss, parameter FROM round ORDER BY opened_at") == [
        ("closed", 0.3, "signs"),
        ("open", None, None),
    ]


def test_a_repeat_round_is_three_keys_besides_its_sentence(practised, learner):
    learner.stage("again")
    learner.focus("loss")
    learner.type("2", "<Enter>", "the sign again", "<Enter>")
    learner.told("2 wrong of 10, loss 0.20.")
    learner.focus("loss")
    assert rows(practised, "SELECT loss, mistakes FROM round ORDER BY opened_at") == [
        (0.3, 1),
        (0.2, 1),
        (None, 0),
    ]


def test_enter_in_an_empty_repeat_round_starts_its_clock(practised, learner):
    learner.focus("loss")
    learner.type("<Enter>")
    learner.told("The clock runs")
    expect(learner.at.locator(".time")).to_be_visible()
    assert rows(practised, "SELECT count(*) FROM session WHERE ended_at IS NULL") == [(1,)]


def test_every_page_and_action_has_a_key_and_the_focus_is_never_lost(practised, learner):
    learner.type("<Escape>")
    for key, path in zip(
        "jshpwmbext",
        (
            *("/journal", "/skill", "/hours", "/parameters", "/week", "/explain", "/sources"),
            *("/self", "/settings", "/"),
        ),
        strict=True,
    ):
        learner.type("<Escape>", key)
        expect(learner.at).to_have_url(learner.house.url + path)
        expect(learner.at.locator(f'nav a[href="{path}"]')).to_have_attribute(
            "aria-current", "page"
        )
        assert learner.at.evaluate(FOCUS) != "nothing"
    learner.type("<Escape>", "g")
    learner.told("The clock runs")
    assert learner.at.evaluate(FOCUS) != "nothing"
    learner.type("<Escape>", "l")
    learner.focus("log-sentence")
    learner.type("I looked at the answer.", "<Enter>")
    learner.told("Kept: I looked at the answer.")
    learner.type("<Escape>", "q")
    learner.focus("ask-question")
    learner.type("why does the sign flip?", "<Enter>")
    learner.told("Asked: why does the sign flip?")
    learner.type("<Escape>", "d")
    learner.focus("why")
    learner.type("the book has no answers", "<Enter>")
    learner.told("Blind alley filed")
    learner.type("<Escape>", "u")
    learner.told("Undone: drop")
    learner.type("<Escape>", "n")
    learner.focus("aim")
    learner.type("<Escape>", "?")
    expect(learner.at.locator("#keys")).to_be_visible()


def test_single_keys_can_be_switched_off(practised, learner):
    learner.type("<Escape>", "?")
    learner.at.get_by_label("single keys are on").uncheck()
    learner.at.get_by_role("button", name="Close", exact=True).click()
    learner.type("<Escape>", "j")
    learner.type("<Escape>", "?")
    expect(learner.at.locator("#keys")).to_be_hidden()
    assert learner.at.url == learner.house.url + "/"


# other ways of looking ----------------------------------------------------------------------------


def test_a_whole_round_by_thumb(chrome, house, path):
    phone = Learner(
        chrome, house, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    phone.at.get_by_label("Aim").fill("ten integrals")
    phone.at.get_by_role("button", name="Open the round").tap()
    phone.at.get_by_label("What did you make?").fill("page 12")
    phone.at.get_by_role("button", name="Keep the output").tap()
    phone.at.get_by_label("How far from the ideal?").fill("3/10")
    phone.at.get_by_role("button", name="Keep the loss").tap()
    phone.at.get_by_label("What went wrong?").fill("I dropped the sign.")
    phone.at.get_by_role("button", name="File it").tap()
    phone.at.get_by_role("link", name="On to the step").tap()
    phone.at.get_by_role("button", name="Keep as it is").tap()
    phone.told("Round 1 closed, loss 0.30. Kept as it was.")
    assert rows(path, "SELECT count(*) FROM round") == [(2,)]
    assert phone.complaints == []
    phone.close()


def test_a_whole_round_without_javascript(chrome, house, path):
    plain = Learner(chrome, house, java_script_enabled=False)
    plain.at.get_by_label("Aim").fill("ten integrals")
    plain.at.get_by_role("button", name="Open the round").click()
    plain.at.get_by_label("What did you make?").fill("page 12")
    plain.at.get_by_role("button", name="Keep the output").click()
    plain.at.get_by_label("How far from the ideal?").fill("3/10")
    plain.at.get_by_role("button", name="Keep the loss").click()
    plain.at.get_by_label("What went wrong?").fill("I dropped the sign.")
    plain.at.get_by_role("button", name="File it").click()
    plain.at.get_by_role("link", name="On to the step").click()
    plain.at.get_by_label("One small change").fill("When I move a term, I say its sign.")
    plain.at.get_by_role("button", name="Close the round").click()
    plain.told("Round 1 closed, loss 0.30.")
    plain.at.get_by_role("link", name="Journal").click()
    plain.at.get_by_label("Search", exact=True).fill("sign")
    plain.at.get_by_role("button", name="Search").click()
    plain.see("I dropped the sign.")
    for link in ("Skill", "Hours", "Parameters", "Last week", "Self", "Settings", "Today"):
        plain.at.get_by_role("navigation").get_by_role("link", name=link).click()
        expect(plain.at.locator("h1")).to_be_visible()
    assert words(path, "step") == ["When I move a term, I say its sign."]
    plain.close()


# out of reach -------------------------------------------------------------------------------------


def test_what_is_written_while_the_server_is_away_is_kept_and_saved_once(chrome, path, time):
    with served(path, now=time) as first:
        port = int(first.host.partition(":")[2])
        person = Learner(chrome, first)
        person.type("ten integrals", "<Enter>")
        person.stage("forward")
    person.type("page 12", "<Enter>")
    person.see("Not yet saved: 1.")
    person.focus("loss")
    person.type("3/10", "<Enter>")
    person.see("Not yet saved: 2.")
    person.focus("sentence")
    person.type("I dropped the sign.", "<Enter>")
    person.see("Not yet saved: 3.")
    person.focus("sentence")
    person.type("<Enter>")
    person.focus("change")
    person.type("When I move a term, I say its sign.", "<Enter>")
    person.see("Not yet saved: 4.")
    assert words(path, "mistake") == []
    assert "Saved" not in person.at.inner_text("body")
    with served(path, now=time, port=port):
        person.see("Saved: 4")
        person.see("This round: When I move a term, I say its sign.")
        assert json.loads(person.at.evaluate("localStorage.getItem('selfgrad.unsaved')")) == []
        assert words(path, "mistake") == ["I dropped the sign."]
        assert rows(path, "SELECT state, loss FROM round ORDER BY opened_at") == [
            ("closed", 0.3),
            ("open", None),
        ]
    person.close()


def test_an_answer_that_is_lost_on_its_way_back_saves_nothing_twice(learner, path):
    def lost(route):
        route.fetch()
        route.abort()

    learner.at.route("**/do/log", lost, times=1)
    learner.type("<Escape>", "l", "I looked at the answer.", "<Enter>")
    learner.see("Saved: 1")
    assert words(path, "mistake") == ["I looked at the answer."]
    learner.complaints.clear()  # the answer that was lost


def test_the_last_today_page_is_there_without_the_server(chrome, practised, time):
    with served(practised, now=time) as house:
        person = Learner(chrome, house)
        person.at.evaluate("navigator.serviceWorker.ready.then(() => true)")
        person.go("/")
        person.at.evaluate(KEPT)
    person.at.reload()
    person.see("ten integrals")
    person.type("2", "<Enter>", "the sign again", "<Enter>")
    person.see("Not yet saved: 1.")
    person.close()


def test_what_no_longer_fits_when_it_arrives_can_still_be_kept(chrome, path, time):
    with served(path, now=time) as house:
        port = int(house.host.partition(":")[2])
        person = Learner(chrome, house)
        person.type("ten integrals", "<Enter>")
        person.stage("forward")
    person.type("page 12", "<Enter>")
    person.see("Not yet saved: 1.")
    with Journal(path, now=time) as journal:
        journal.drop("another way came up")
    with served(path, now=time, port=port):
        person.see("Another round is open now.")
        person.at.get_by_role("button", name="Keep it as a sentence").click()
        person.see("Saved: 1")
    assert words(path, "mistake") == ["page 12"]
    person.close()


# two at once --------------------------------------------------------------------------------------


def test_a_stale_form_says_so_and_keeps_what_was_typed(learner, path, time):
    learner.type("ten integrals", "<Enter>")
    learner.stage("forward")
    with Journal(path, now=time) as journal:
        journal.forward("page 11")
        journal.loss("1/10")
    learner.type("page 12", "<Enter>")
    learner.see("This round has moved on since the page was made.")
    expect(learner.at.locator("#rescued-output")).to_have_value("page 12")
    learner.at.get_by_role("button", name="Keep it as a sentence").click()
    learner.told("Kept: page 12")
    assert words(path, "output") == ["page 11"]


def test_two_tabs_never_overwrite_each_other(practised, learner):
    first, second = learner.at, learner.tab()
    second.goto(learner.house.url + "/")
    learner.type("2", "<Enter>", "from the first", "<Enter>")
    learner.told("2 wrong of 10")
    learner.at = second
    second.bring_to_front()
    learner.focus("loss")
    learner.type("5", "<Enter>", "from the second", "<Enter>")
    learner.see("Another round is open now.")
    expect(second.locator("#rescued-sentence")).to_have_value("from the second")
    assert words(practised, "mistake") == ["I dropped the sign.", "from the first"]
    learner.at = first


def test_a_page_shows_what_the_command_line_did_meanwhile(practised, learner, time):
    learner.stage("again")
    with Journal(practised, now=time) as journal:
        journal.forward("page 13")
    learner.at.evaluate("window.dispatchEvent(new Event('focus'))")
    learner.stage("loss")


def test_a_page_that_stays_open_over_midnight_shows_the_new_day(practised, learner, time):
    learner.see("1 round")
    time.at("2026-03-03 09:00")
    learner.at.evaluate("window.dispatchEvent(new Event('focus'))")
    learner.see("no time yet, 0 rounds")


def test_what_is_being_typed_is_not_swept_away_by_an_update(practised, learner, time):
    learner.focus("loss")
    learner.type("4", "<Enter>", "half a sen")
    with Journal(practised, now=time) as journal:
        journal.log("from the command line")
    learner.at.evaluate("window.dispatchEvent(new Event('focus'))")
    learner.see("The journal has moved on")
    learner.focus("sentence")
    learner.type("tence", "<Enter>")
    learner.told("4 wrong of 10")
    assert "half a sentence" in words(practised, "mistake")


# scars and sentences about the person -------------------------------------------------------------


def test_scars_are_marked_by_one_key_each_and_the_focus_stays_out_of_the_fields(
    learner, path, time
):
    with Journal(path, now=time) as journal:
        found = scarred(journal)
        comes_up(journal, found["other"])
        journal.again("2/10")
    learner.go("/")
    learner.focus("loss")
    learner.type("<Escape>", "d")
    learner.told("Dodged: I dropped the sign.")
    learner.type("n")
    learner.told("Did not apply: A sign, dropped.")
    expect(learner.at.locator(".to-mark")).to_have_count(0)
    learner.focus("loss")
    assert rows(path, "SELECT how FROM scar_mark ORDER BY id") == [("dodged",), ("not",)]


def test_typing_in_a_field_marks_nothing(learner, path, time):
    with Journal(path, now=time) as journal:
        to_mark(journal)
    learner.go("/")
    learner.focus("loss")
    learner.type("2", "<Enter>", "drn", "<Enter>")
    learner.told("2 wrong of 10")
    assert words(path, "mistake")[-1] == "drn"
    assert set(rows(path, "SELECT how FROM scar_mark")) == {("came",)}


def test_a_sentence_about_the_person_is_answered_by_keyboard(practised, learner):
    learner.focus("loss")
    learner.type("2", "<Enter>", "I am so stupid.", "<Enter>")
    learner.see("The round is about what you did.")
    learner.focus("instead")
    expect(learner.at.locator("#sentence")).to_have_value("I am so stupid.")
    learner.type("I kept the sign.", "<Enter>")
    learner.told("2 wrong of 10")
    assert words(practised, "mistake")[-1] == "I kept the sign."


def test_a_sentence_is_kept_by_one_key_in_any_form(practised, learner):
    learner.focus("loss")
    learner.type("<Escape>", "l", "I am so stupid.", "<Enter>")
    learner.focus("instead")
    assert learner.at.locator("#sentence").input_value() == ""
    learner.type("<Escape>", "k")
    learner.told("Kept in your words")
    assert words(practised, "kept words") == ["I am so stupid."]


def test_help_is_named_without_javascript_and_nothing_is_asked_of_anybody_else(chrome, house, path):
    plain = Learner(chrome, house, java_script_enabled=False)
    plain.at.get_by_label("Aim").fill("I want to die.")
    plain.at.get_by_role("button", name="Open the round").click()
    expect(plain.at.get_by_role("link", name="findahelpline.com")).to_be_visible()
    plain.see("I want to die.")
    plain.at.get_by_role("button", name="Do not keep them").click()
    plain.see("Not kept. Nothing was written.")
    assert rows(path, "SELECT count(*) FROM fact WHERE kind <> 'set'") == [(0,)]
    assert all(url.startswith(house.url) for url in plain.requests)
    plain.close()


def test_words_that_wait_for_the_server_are_kept_apart_once_and_help_is_named(chrome, path, time):
    with served(path, now=time) as first:
        port = int(first.host.partition(":")[2])
        person = Learner(chrome, first)
        person.focus("aim")
        person.type("<Escape>", "l")
    person.type("I want to die.", "<Enter>")
    person.see("Not yet saved: 1.")
    with served(path, now=time, port=port):
        person.see("findahelpline.com")
        assert json.loads(person.at.evaluate("localStorage.getItem('selfgrad.unsaved')")) == []
    assert rows(path, "SELECT words FROM private_entry") == [("I want to die.",)]
    person.close()


def test_the_hint_of_a_filed_round_opens_the_log_form(learner, path, time):
    with Journal(path, now=time) as journal:
        closed = a_round(journal).data["round"]
    for _ in range(3):
        learner.go(f"/round?id={closed}")
    learner.at.get_by_role("link", name="log it").click()
    learner.focus("log-sentence")


# rules met on the page ----------------------------------------------------------------------------


def test_a_pasted_paragraph_is_laid_out_sentence_by_sentence(learner, path):
    learner.type("ten integrals", "<Enter>")
    learner.stage("forward")
    learner.type("page 12", "<Enter>")
    learner.stage("loss")
    learner.type("3/10", "<Enter>")
    learner.stage("backward")
    learner.at.locator("#sentence").fill("I dropped the sign. It was late. I misread an exponent.")
    learner.type("<Enter>")
    learner.see("One sentence at a time")
    assert words(path, "mistake") == []
    learner.at.get_by_label("file it").nth(1).uncheck()
    learner.at.get_by_role("button", name="File these").click()
    learner.told("Filed: 2 mistakes.")
    assert words(path, "mistake") == ["I dropped the sign.", "I misread an exponent."]


def test_a_change_while_a_step_is_held_asks_first_and_keeps_the_words(learner, path, time):
    with Journal(path, now=time) as journal:
        journal.start("ten integrals")
        journal.forward("page 12")
        journal.loss("3/10")
        journal.backward("I dropped the sign.")
        journal.step("When I move a term, I say its sign.")
        journal.forward("page 13")
        journal.loss("2/10")
        journal.backward("I misread an exponent.")
    learner.go("/?stage=step")
    learner.at.get_by_label("One small change").fill("When I read an exponent, I circle it.")
    learner.type("<Enter>")
    learner.see("A step is being held")
    expect(learner.at.get_by_label("One small change")).to_have_value(
        "When I read an exponent, I circle it."
    )
    learner.at.get_by_role("button", name="Change all the same").click()
    learner.told("Round 2 closed")
    assert words(path, "step")[-1] == "When I read an exponent, I circle it."


def test_a_name_that_nearly_exists_is_asked_about(practised, learner, time):
    with Journal(practised, now=time) as journal:
        journal.log("once", to="signs")
    learner.type("<Escape>", "l", "a sign again", "<Tab>", "signz", "<Enter>")
    learner.see("did you mean “signs”?")
    expect(learner.at.locator("#log-sentence")).to_have_value("a sign again")
    learner.at.get_by_role("button", name="It is a new one").click()
    learner.told("Kept: a sign again")
    assert rows(practised, "SELECT parameter FROM entry WHERE words = 'a sign again'") == [
        ("signz",)
    ]


def test_a_clock_that_was_left_running_is_asked_about(practised, learner, time):
    with Journal(practised, now=time) as journal:
        journal.go()
    time.passes(9 * HOUR)
    learner.go("/")
    learner.see("The clock was left running")
    learner.at.get_by_role("button", name="Count up to there").click()
    learner.told("up to the last sign of life")
    assert rows(practised, "SELECT count(*) FROM session WHERE ended_at IS NULL") == [(0,)]


def test_a_loss_that_cannot_be_read_says_so_and_stays_in_its_field(learner, path):
    learner.type("ten integrals", "<Enter>")
    learner.stage("forward")
    learner.type("page 12", "<Enter>")
    learner.stage("loss")
    learner.type("quite a lot", "<Enter>")
    expect(learner.at.get_by_role("alert")).to_contain_text("quite a lot")
    expect(learner.at.locator("#loss")).to_have_value("quite a lot")
    learner.focus("loss")
    assert rows(path, "SELECT state FROM round") == [("produced",)]


def test_a_file_is_kept_shown_and_given_back(learner, path, tmp_path):
    output = tmp_path / "bisect.py"
    output.write_text("def bisect(xs, x):\n    return 0  # <b>not</b> yet\n")
    learner.type("ten integrals", "<Enter>")
    learner.stage("forward")
    learner.at.get_by_text("A file, a commit").click()
    learner.at.get_by_label("The file, a copy is kept").set_input_files(str(output))
    learner.at.get_by_role("button", name="Keep the output").click()
    learner.stage("loss")
    learner.at.get_by_role("link", name="All of this round").click()
    expect(learner.at.locator(".code")).to_contain_text("# <b>not</b> yet")
    with learner.at.expect_download() as download:
        learner.at.get_by_role("link", name="Download the copy").click()
    assert download.value.path().read_text() == output.read_text()


# the journal --------------------------------------------------------------------------------------


def test_search_answers_as_it_is_typed_and_the_log_goes_on_as_it_is_scrolled(learner, path, time):
    with Journal(path, now=time) as journal:
        for number in range(120):
            journal.log(f"slip number {number}")
        journal.log("我写错了一个字。")
    learner.go("/journal")
    learner.see("slip number 119")
    expect(learner.at.locator(".log")).not_to_contain_text("slip number 3\n")
    for last in ("slip number 61", "slip number 31", "slip number 30", "slip number 0"):
        learner.at.locator(".earlier").scroll_into_view_if_needed()
        expect(learner.at.locator(".log")).to_contain_text(last)
    learner.type("<Escape>", "/")
    learner.type("number 77")
    expect(learner.at.locator("mark").first).to_be_visible()
    expect(learner.at.locator(".log .words")).to_have_count(1)
    learner.focus("words")
    learner.at.locator("#words").fill("写错")
    expect(learner.at.locator(".log .words")).to_have_text(["我写错了一个字。"])
    assert "words=" in learner.at.url


def test_an_entry_is_corrected_deleted_and_brought_back(practised, learner):
    learner.go("/journal?words=dropped")
    learner.at.get_by_role("link", name="Open: I dropped the sign.").click()
    learner.at.get_by_label("Words").fill("I dropped a minus sign.")
    learner.at.get_by_role("button", name="Keep the change").click()
    learner.see("Said earlier")
    learner.at.get_by_text("Delete or forget").click()
    learner.at.get_by_role("button", name="Delete", exact=True).click()
    learner.see("out of sight")
    assert words(practised, "mistake") == []
    learner.at.get_by_role("button", name="Bring it back").click()
    learner.told("Undone: delete")
    assert words(practised, "mistake") == ["I dropped a minus sign."]


def test_what_is_to_be_forgotten_is_asked_for_once_more(practised, learner):
    learner.go("/journal?words=dropped")
    learner.at.get_by_role("link", name="Open: I dropped the sign.").click()
    learner.at.get_by_text("Delete or forget").click()
    learner.at.get_by_role("button", name="Forget").click()
    learner.see("What is forgotten does not come back.")
    assert words(practised, "mistake") == ["I dropped the sign."]
    learner.at.get_by_label("That is meant").check()
    learner.at.get_by_role("button", name="Forget").click()
    learner.told("Forgotten")
    assert words(practised, "mistake") == ["(forgotten)"]


def test_worth_is_written_once_and_changed_only_on_purpose(learner, path):
    learner.go("/self")
    learner.at.get_by_label("Your words").fill("I learn by *making* things.")
    learner.at.get_by_role("button", name="Write it").click()
    expect(learner.at.locator(".worth em")).to_have_text("making")
    learner.at.get_by_role("link", name="Change it").click()
    learner.at.get_by_label("Your words").fill("I am no good.")
    learner.at.get_by_role("button", name="Write it").click()
    learner.see("This is seldom changed")


def test_last_week_asks_first_and_then_answers(practised, learner, time):
    time.at("2026-03-10 09:00")
    learner.go("/week")
    learner.see("What did you do last week?")
    expect(learner.at.locator("#facts")).to_have_count(0)
    learner.type("some integrals", "<Enter>")
    expect(learner.at.locator("#facts")).to_contain_text("ten integrals")
    learner.see("You: some integrals")
    with learner.at.expect_download() as download:
        learner.at.get_by_role("link", name="As Markdown").click()
    assert download.value.path().read_text().startswith("# 2026-03-02 to 2026-03-08")


def test_the_evening_leaves_one_line_that_is_there_in_the_morning(practised, learner, time):
    learner.go("/day")
    learner.at.get_by_label("One line for tomorrow").fill("begin with the exponents")
    learner.type("<Enter>")
    learner.told("For tomorrow: begin with the exponents")
    time.at("2026-03-03 09:00")
    learner.go("/day")
    learner.see("The line for this day: begin with the exponents")


def test_everything_goes_out_and_comes_in_through_the_page(
    practised, learner, chrome, tmp_path, time
):
    learner.go("/settings")
    with learner.at.expect_download() as download:
        learner.at.get_by_role("link", name="Download everything").click()
    other = str(tmp_path / "other.db")
    with served(other, now=time) as house:
        there = Learner(chrome, house)
        there.go("/settings")
        there.at.get_by_label("An export").set_input_files(
            {
                "name": "journal.zip",
                "mimeType": "application/zip",
                "buffer": download.value.path().read_bytes(),
            }
        )
        there.at.get_by_role("button", name="Import").click()
        there.told("Imported")
        there.close()
    assert words(other, "mistake") == ["I dropped the sign."]


# what a newcomer tripped over ---------------------------------------------------------------------


def reflecting(learner):
    """As far as what went wrong."""
    learner.type("ten integrals", "<Enter>")
    learner.stage("forward")
    learner.type("page 12", "<Enter>")
    learner.stage("loss")
    learner.type("3/10", "<Enter>")
    learner.stage("backward")


def test_a_paragraph_written_while_the_server_is_away_is_saved_sentence_by_sentence(
    chrome, path, time
):
    with served(path, now=time) as house:
        port = int(house.host.partition(":")[2])
        person = Learner(chrome, house)
        reflecting(person)
    person.type("I dropped the sign. It was late. I misread an exponent.", "<Enter>")
    person.see("Not yet saved: 1.")
    with served(path, now=time, port=port):
        person.see("Saved: 1")
    kept = words(path, "mistake")
    assert kept == ["I dropped the sign.", "It was late.", "I misread an exponent."]
    person.close()


def test_words_that_were_refused_stay_when_the_journal_moves_on(practised, learner, time):
    learner.focus("loss")
    learner.type("abc", "<Enter>", "the sign again", "<Enter>")
    expect(learner.at.get_by_role("alert")).to_be_visible()
    with Journal(practised, now=time) as journal:
        journal.log("from the command line")
    learner.at.evaluate("window.dispatchEvent(new Event('focus'))")
    learner.see("The journal has moved on")
    expect(learner.at.locator("#sentence")).to_have_value("the sign again")


def test_a_misspelt_name_on_the_sheet_of_a_paragraph_keeps_the_sheet(learner, path, time):
    with Journal(path, now=time) as journal:
        journal.log("once", to="signs")
    learner.go("/")
    reflecting(learner)
    learner.type("I dropped the sign. I misread an exponent.", "<Enter>")
    learner.at.get_by_label("Charged to").nth(1).fill("signz")
    learner.at.get_by_role("button", name="File these").click()
    learner.see("did you mean “signs”?")
    expect(learner.at.get_by_label("Sentence 2")).to_have_value("I misread an exponent.")
    learner.at.get_by_role("button", name="It is a new one").click()
    learner.told("Filed: 2 mistakes.")


def test_a_key_that_is_held_down_closes_no_round(learner, path):
    reflecting(learner)
    learner.type("I dropped the sign.")
    for _ in range(6):  # the second press of a key that was not let go repeats it
        learner.at.keyboard.down("Enter")
    learner.at.keyboard.up("Enter")
    learner.told("Filed: 1 mistake.")
    learner.stage("backward")
    assert rows(path, "SELECT state FROM round") == [("reflected",)]


def test_a_round_closed_while_the_server_is_away_waits_without_a_form(chrome, practised, time):
    with served(practised, now=time) as house:
        person = Learner(chrome, house)
        person.stage("again")
    person.type("2", "<Enter>", "the sign again", "<Enter>")
    person.see("This round waits to be saved")
    expect(person.at.locator("#stage form")).to_have_count(0)
    person.close()


def test_when_nothing_went_wrong_the_step_comes_next(learner, path):
    reflecting(learner)
    learner.type("<Enter>")
    learner.stage("held")
    learner.focus("held")
    learner.type("the sign said aloud", "<Enter>")
    learner.stage("step")
    learner.focus("change")


def test_another_aim_that_is_refused_keeps_its_words(learner, path):
    learner.type("ten integrals", "<Enter>")
    learner.stage("forward")
    learner.type("page 12", "<Enter>")
    learner.stage("loss")
    learner.go("/?new=1")
    learner.type("something else", "<Enter>")
    expect(learner.at.get_by_role("alert")).to_contain_text("A round is open here")
    expect(learner.at.locator("#aim")).to_have_value("something else")


def test_a_page_that_is_not_there_leads_back(learner):
    learner.complaints.clear()
    learner.go("/nowhere")
    learner.see("There is no such page.")
    learner.at.get_by_role("navigation").get_by_role("link", name="Today").click()
    learner.see("A first round")
    learner.complaints.clear()  # Chromium names the 404
