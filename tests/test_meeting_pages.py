"""Sentences about the person, and words that speak of danger to life, on the page: nothing is lost,
nothing is written twice, and nothing before the writer has answered."""

import re

import pytest
from browsing import rows
from conftest import a_round
from test_acting import Fields
from test_scar_pages import at, part, seen

from selfgrad import ids

__all__ = ["at"]
HARSH = "I am so stupid."
INSTEAD = "I skipped the base case."
HEAVY = "I want to die."


def measured(journal):
    journal.start("ten integrals", skill="calculus")
    journal.forward("page 12")
    return journal.loss("3/10").data["round"]


def reflected(journal):
    round = measured(journal)
    journal.backward("I dropped the sign.", to="signs")
    return round


def practised(journal):
    a_round(journal, skill="calculus")
    return journal.current()["subject"]


def opened(journal):
    return journal.start("ten integrals").data["round"]


def nothing(journal):
    return ""


def asked(journal):
    return journal.ask("why does it flip?").data["id"]


# each form that files words: what comes before it, its fields, and the field that holds the sentence
FORMS = {
    "start": (nothing, {"skill": "calculus"}, "aim"),
    "forward": (opened, {"took": "20m"}, "output"),
    "backward": (measured, {"to": "signs"}, "sentence"),
    "step": (reflected, {"parameter": "signs", "discomfort": "4"}, "change"),
    "again": (practised, {"loss": "2/10", "to": "signs"}, "sentence"),
    "drop": (opened, {}, "why"),
    "log": (nothing, {"to": "signs"}, "sentence"),
    "ask": (nothing, {}, "question"),
    "answer": (asked, {"id": "{0}", "source": "a book", "back": "/lookups"}, "answer"),
    "review": (nothing, {"back": "/day"}, "line"),
}


def sent(at, name, words):
    """The fields of a form as its page sends them, with a sending of their own."""
    before, fields, field = FORMS[name]
    with at.journal() as journal:
        found = before(journal)
    fields = {key: value.format(found) for key, value in fields.items()} | {field: words}
    if name in ("forward", "backward", "step", "again", "drop"):
        fields["round"] = found
    return {"sending": ids.new(at.time.ms), "back": "/"} | fields


def facts(at):
    return rows(at.page.journal, "SELECT * FROM fact ORDER BY id")


def met(at):
    return [row[0] for row in rows(at.page.journal, "SELECT how FROM met ORDER BY id")]


def said_in(at, words):
    """How often a sentence stands in the journal, in any fact."""
    bodies = [row[0] for row in rows(at.page.journal, "SELECT body FROM fact")]
    return sum(words in body for body in bodies)


# a sentence about the person ------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_it_is_asked_what_was_done_and_nothing_is_written_or_lost(at, name):
    fields = sent(at, name, HARSH)
    had = facts(at)
    answer = at.do(name, **fields)
    assert (answer.status_code, answer.headers["hx-push-url"]) == (200, "false")
    assert facts(at) == had
    assert "The round is about what you did." in seen(answer.text)
    assert answer.text.count('id="instead"') == 1
    assert answer.text.count('data-key="k">Keep my sentence') == 1
    typed = Fields(answer.text).values
    for key, value in fields.items():
        if key not in ("sending", "back", "round", "id"):
            assert value in typed.get(key, []), (key, typed)
    assert Fields(answer.text).alerts == []


@pytest.mark.parametrize("name", FORMS)
def test_what_was_done_is_filed_in_its_place_once(at, name):
    fields = sent(at, name, HARSH)
    at.do(name, **fields)
    again = fields | {"instead": INSTEAD}
    for _ in range(2):  # the answer was lost on its way back
        assert at.do(name, **again).status_code == 303
    assert (said_in(at, HARSH), met(at)) == (0, ["rephrased"])
    assert said_in(at, INSTEAD) == (2 if name == "step" else 1)
    assert rows(at.page.journal, "SELECT count(*) FROM entry WHERE flag IS NOT NULL") == [(0,)]


@pytest.mark.parametrize("name", FORMS)
def test_a_sentence_that_is_kept_is_flagged_and_the_next_one_of_the_round_is_not_asked_about(
    at, name
):
    fields = sent(at, name, HARSH)
    at.do(name, **fields)
    answer = at.do(name, **fields, keep_words="1")
    assert answer.status_code == 303
    assert met(at) == ["kept"] and said_in(at, INSTEAD) == 0
    assert (
        rows(at.page.journal, "SELECT DISTINCT words FROM entry WHERE flag = 'worth'") == [(HARSH,)]
        or name == "start"
    )
    if name == "log":
        assert at.do("log", sentence="I am so stupid again.").status_code == 303
        assert met(at) == ["kept", "flagged"]


def test_a_lone_k_keeps_the_sentence_as_at_the_terminal(at):
    assert at.do("log", sentence=HARSH, instead="K").status_code == 303
    assert (met(at), said_in(at, HARSH)) == (["kept"], 1)


def test_an_empty_answer_is_asked_for_again(at):
    fields = sent(at, "backward", HARSH)
    for _ in range(2):
        assert at.do("backward", **fields, instead=" ").status_code == 200
    assert met(at) == []


def test_a_round_that_has_moved_on_meanwhile_keeps_the_answer_on_the_page(at):
    fields = sent(at, "backward", HARSH)
    at.do("backward", **fields)
    with at.journal() as journal:
        journal.drop("another way came up")
    had = facts(at)
    answer = at.do("backward", **fields, instead=INSTEAD)
    assert answer.status_code == 409 and facts(at) == had
    assert INSTEAD in Fields(answer.text).values["sentence"]


def test_what_is_refused_for_another_reason_keeps_the_answer_in_the_form(at):
    with at.journal() as journal:
        journal.log("Once.", to="signs")
    fields = {"sentence": HARSH, "to": "signz", "instead": INSTEAD}
    answer = at.do("log", **fields)
    assert answer.status_code == 409
    assert Fields(answer.text).values["instead"] == [INSTEAD]
    assert at.do("log", **fields, new="1").status_code == 303
    assert (met(at), said_in(at, INSTEAD)) == (["rephrased"], 1)


def test_a_paragraph_is_laid_out_first_and_comes_back_laid_out(at):
    fields = sent(at, "backward", f"I dropped the sign. {HARSH}")
    assert "One sentence at a time" in seen(at.do("backward", **fields).text)
    fields |= {"laid": "1", "sentence": ["I dropped the sign.", HARSH], "to": ["signs", ""]}
    fields |= {"take": ["0", "1"]}
    answer = at.do("backward", **fields)
    assert Fields(answer.text).values["sentence"][:2] == ["I dropped the sign.", HARSH]
    assert answer.text.count('id="instead"') == 1
    at.do("backward", **fields, instead=INSTEAD)
    found = rows(at.page.journal, "SELECT words FROM entry WHERE kind = 'mistake' ORDER BY n")
    assert found == [("I dropped the sign.",), (INSTEAD,)]


def test_an_upload_cannot_be_sent_twice_so_its_words_are_kept_unasked(at):
    with at.journal() as journal:
        opened(journal)
    files = {"file": ("page.txt", b"an integral", "text/plain")}
    answer = at.page.browser.post("/do/forward", data={"output": HARSH}, files=files)
    assert answer.status_code == 303
    assert rows(at.page.journal, "SELECT medium FROM attempt") == [("file",)]


def test_a_script_or_a_queue_is_not_asked_filed_and_flagged(at):
    answer = at.page.browser.post(
        "/do/log", data={"sentence": HARSH}, headers={"accept": "application/json"}
    )
    assert "not about what you did" in " ".join(answer.json()["said"])
    assert (met(at), said_in(at, HARSH)) == (["flagged"], 1)


@pytest.mark.parametrize("answered", [{"instead": INSTEAD}, {"keep_words": "1"}])
def test_an_answer_that_waited_in_the_queue_counts_as_one(at, answered):
    form = {"sentence": HARSH, "sending": ids.new(at.time.ms)} | answered
    for _ in range(2):
        at.page.browser.post("/do/log", data=form, headers={"accept": "application/json"})
    assert met(at) == (["rephrased"] if "instead" in answered else ["kept"])
    assert said_in(at, INSTEAD) + said_in(at, HARSH) == 1


def test_with_the_meeting_switched_off_nothing_is_asked(at):
    with at.journal() as journal:
        journal.set("meet_worth", "off")
    assert at.do("log", sentence=HARSH).status_code == 303


def test_a_kept_sentence_is_shown_quietly_as_such(at):
    with at.journal() as journal:
        journal.log(HARSH)
        [hit] = journal.read.entries()["hits"]
    assert "kept words: in no count" in seen(at.look(f"/round?id={hit['short']}"))
    assert "kept words" in seen(at.look("/journal"))


# words that speak of danger to life -------------------------------------------------------------------


SAFE = {
    **FORMS,
    "edit": (lambda journal: journal.log("I misread.").data["id"], {"id": "{0}"}, "words"),
    "self": (nothing, {"back": "/self"}, "words"),
    "plan": (nothing, {"back": "/habit"}, "cue"),
    "trial": (opened, {"rounds": "12", "back": "/steps"}, "words"),
}


@pytest.mark.parametrize("name", SAFE)
@pytest.mark.parametrize("answer", ["keep", "leave"])
def test_help_is_named_and_only_what_the_writer_keeps_is_written(at, monkeypatch, name, answer):
    monkeypatch.setitem(FORMS, name, SAFE[name])
    fields = sent(at, name, HEAVY)
    had = facts(at)
    first = at.do(name, **fields)
    assert (first.status_code, facts(at)) == (200, had)
    page = part(first.text, "apart", "section")
    assert HEAVY in seen(page) and "3114" in page
    assert '<a href="https://findahelpline.com" rel="noreferrer" hx-boost="false">' in page
    assert "What did you do" not in first.text and "trouble" not in page
    assert first.text.count("<textarea") == 0
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert form.items() >= fields.items()
    for _ in range(2):
        second = at.do(name, **form, private=answer)
        assert second.status_code == 200
        assert HEAVY in seen(part(second.text, "apart", "section"))
    kept = [(HEAVY,)] * (answer == "keep")
    assert rows(at.page.journal, "SELECT words FROM private_entry") == kept
    if name != "again":  # whose loss is filed without the sentence
        assert ("Nothing was written" in seen(second.text)) == (answer == "leave")
        assert len([row for row in facts(at) if row not in had]) == len(kept)
    assert met(at) == []


def test_a_paragraph_is_not_laid_out_for_sorting(at):
    fields = sent(at, "backward", f"I dropped the sign. {HEAVY}")
    answer = at.do("backward", **fields)
    assert "One sentence at a time" not in seen(answer.text) and 'class="apart"' in answer.text


def test_of_sentences_that_were_laid_out_the_others_are_filed(at):
    fields = sent(at, "backward", "")
    fields |= {"laid": "1", "sentence": ["I dropped the sign.", HEAVY], "to": ["", ""]}
    fields |= {"take": ["0", "1"]}
    assert 'class="apart"' in at.do("backward", **fields).text
    answer = at.do("backward", **fields, private="keep")
    assert "Filed: 1 mistake." in seen(answer.text)
    assert rows(at.page.journal, "SELECT words FROM private_entry") == [(HEAVY,)]
    found = rows(at.page.journal, "SELECT words FROM entry WHERE kind = 'mistake'")
    assert found == [("I dropped the sign.",)]


def test_an_answer_that_speaks_of_danger_is_set_apart_as_well(at):
    answer = at.do("log", sentence=HARSH, instead=HEAVY)
    assert 'class="apart"' in answer.text and HEAVY in seen(answer.text)
    at.do("log", sentence=HARSH, instead=HEAVY, private="leave")
    assert said_in(at, HEAVY) == 0 and met(at) == []


def test_a_queue_that_sends_such_words_loses_and_doubles_nothing_and_is_told_of_help(at):
    form = {"sentence": HEAVY, "sending": ids.new(at.time.ms)}
    about = {"accept": "application/json"}
    answers = [at.page.browser.post("/do/log", data=form, headers=about) for _ in range(2)]
    assert answers[0].json()["private"] is True
    assert "findahelpline.com" in " ".join(answers[0].json()["said"])
    assert rows(at.page.journal, "SELECT words FROM private_entry") == [(HEAVY,)]


def test_what_was_kept_apart_is_on_the_page_of_self_closed_and_nowhere_else(at):
    with at.journal() as journal:
        journal.confide(HEAVY)
    page = at.look("/self")
    assert "<details" in page and HEAVY in seen(page)
    assert re.search(r'<details class="more"><summary>Kept apart</summary>', page)
    for address in ("/", "/journal", "/journal?words=die", "/day", "/week?answer=", "/scars"):
        assert HEAVY not in at.look(address), address
    [link] = re.findall(r'href="(/round\?id=\w+)" aria-label="Forget', page)
    entry = at.look(link)
    assert "kept apart" in seen(entry) and "Say it better" not in entry
    [id] = [row[0] for row in rows(at.page.journal, "SELECT id FROM private_entry")]
    at.do("forget", id=id, sure="1")
    assert HEAVY not in at.look("/self") and said_in(at, HEAVY) == 0


def test_a_chinese_sentence_is_answered_in_chinese(at):
    answer = at.do("log", sentence="我不想活了。")
    assert "现在就可以找人说说话" in seen(answer.text)
