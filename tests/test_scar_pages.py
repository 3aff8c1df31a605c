"""Scars on the page: above the aim, marked as a round ends, and all of them with what became of them."""

import html
import re

import pytest
from browsing import rows
from conftest import HOUR, a_round
from serving import served

from selfgrad import ids
from selfgrad.journal import Journal


def comes_up(journal, id):
    """An entry comes up in the open round, whatever else the ranking finds."""
    round = journal.current()["subject"]
    if id not in [scar["id"] for scar in journal.came_up(round)]:
        with journal.writing("start") as draft:
            draft.add("came_up", f"scar:{id}", round=round)


def scarred(journal):
    """A mistake that comes up in the next round, which is open, and another one in other words."""
    a_round(journal, skill="calculus")
    [id] = [hit["id"] for hit in journal.read.entries()["hits"] if hit["kind"] == "mistake"]
    comes_up(journal, id)
    other = journal.log("A sign, dropped.").data["id"]
    return {"id": id, "other": other, "round": journal.current()["subject"]}


def to_mark(journal):
    """The round in which it came up is closed."""
    found = scarred(journal)
    journal.again("2/10")
    return found | {"closed": found["round"]}


def joined(journal):
    found = scarred(journal)
    journal.join_scars(found["other"], found["id"])
    return found


class Looking:
    """Somebody at the page of one journal."""

    def __init__(self, page, time):
        self.page, self.time = page, time

    def journal(self):
        return Journal(self.page.journal, now=self.time)

    def look(self, address="/"):
        answer = self.page.browser.get(address)
        assert answer.status_code == 200, answer.text
        return answer.text

    def do(self, verb, **fields):
        about = {"sending": ids.new(self.time.ms)} | fields
        return self.page.browser.post(f"/do/{verb}", data=about)

    def facts(self, kind):
        query = "SELECT subject, body FROM fact WHERE kind = ? ORDER BY id"
        return rows(self.page.journal, query, kind)


@pytest.fixture
def at(tmp_path, time):
    path = str(tmp_path / "journal.db")
    with Journal(path, now=time) as journal:
        journal.set("zone", time.zone)
    with served(path, now=time) as page:
        yield Looking(page, time)


def seen(page):
    """The words of a page, without its tags and its models for later."""
    page = re.sub(r"<template\b.*?</template>", "", page, flags=re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def part(page, name, tag):
    """One element of a page by its class, or nothing."""
    found = re.search(rf'<{tag} class="{name}".*?</{tag}>', page, re.DOTALL)
    return found[0] if found else ""


# as a round opens -----------------------------------------------------------------------------------


def test_a_scar_stands_above_the_form_of_the_open_round_with_a_way_to_its_entry(at):
    with at.journal() as journal:
        found = scarred(journal)
        short = journal.short(found["id"])
    page = at.look()
    line = part(page, "scars", "ul")
    assert "Scar I dropped the sign. on Mon 2 Mar 2026" in seen(line)
    assert f'href="/round?id={short}"' in line
    assert page.index('class="scars"') < page.index('id="stage"')


def test_a_scar_that_was_answered_says_its_step_and_one_that_goes_on_says_change_the_method(at):
    with at.journal() as journal:
        journal.start("ten integrals", skill="calculus")
        journal.forward("page 12")
        journal.loss("3/10")
        journal.backward("I dropped the sign.", to="signs")
        journal.step("When I move a term, I say its sign.")
        [id] = [hit["id"] for hit in journal.read.entries()["hits"] if hit["kind"] == "mistake"]
        for _ in range(3):
            comes_up(journal, id)
            at.time.passes(HOUR)
            journal.mark_scar(id, "repeated", round=journal.current()["subject"])
            journal.again("3/10")
        comes_up(journal, id)
    line = seen(part(at.look(), "scars", "ul"))
    assert "4 times, last on Mon 2 Mar 2026" in line
    assert "Your step: When I move a term, I say its sign." in line
    assert "change the method, it is not for want of trying. Next: take one step" in line


def test_a_blind_alley_and_a_step_that_helped_are_called_so(at):
    with at.journal() as journal:
        journal.start("ten integrals")
        journal.drop("the book has no answers")
        a_round(journal)
        journal.forward("page 13")
        journal.loss("2/10")
        journal.backward("An exponent.")
        journal.step("When I see an exponent, I circle it.")
        for kind in ("blind alley", "step"):
            found = [hit["id"] for hit in journal.read.entries()["hits"] if hit["kind"] == kind]
            comes_up(journal, found[0])
    line = seen(part(at.look(), "scars", "ul"))
    assert "Blind alley the book has no answers" in line
    assert "Helped before When I see an exponent, I circle it." in line


def test_where_nothing_fits_nothing_is_shown_and_no_heading(at):
    with at.journal() as journal:
        journal.start("ten integrals")
    page = at.look()
    assert 'class="scars"' not in page and "Scar" not in seen(page).replace("Scars", "")


def test_once_an_output_is_there_the_scars_are_gone_from_the_page(at):
    with at.journal() as journal:
        scarred(journal)
        journal.forward("page 13")
    assert 'class="scars"' not in at.look()


# as it ends -----------------------------------------------------------------------------------------


def test_the_scars_of_the_round_that_was_filed_are_marked_below_the_next_ones_form(at):
    with at.journal() as journal:
        found = to_mark(journal)
    page = at.look()
    block = part(page, "to-mark", "section")
    assert page.index('id="stage"') < page.index('class="to-mark"')
    assert [key for key in "drn" if f'data-key="{key}"' in block] == ["d", "r", "n"]
    answer = at.do("mark_scar", id=found["id"], how="dodged", of=found["closed"], back="/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert rows(at.page.journal, "SELECT round, how FROM scar_mark") == [
        (found["closed"], "dodged")
    ]
    assert "to-mark" not in at.look()


def test_a_mark_that_is_sent_twice_is_one_mark(at):
    with at.journal() as journal:
        found = to_mark(journal)
    about = {"id": found["id"], "how": "repeated", "of": found["closed"]}
    about["sending"] = ids.new(at.time.ms)
    for _ in range(2):
        assert at.do("mark_scar", **about).status_code == 303
    assert len(at.facts("scar_marked")) == 1


def test_only_the_first_unmarked_scar_has_the_keys(at):
    with at.journal() as journal:
        found = scarred(journal)
        comes_up(journal, found["other"])
        journal.again("2/10")
    block = part(at.look(), "to-mark", "section")
    assert block.count("<form") == 2 and block.count('data-key="d"') == 1


def test_marks_wait_where_no_round_is_open_too(at):
    with at.journal() as journal:
        to_mark(journal)
        journal.drop("enough of it")
    page = at.look()
    assert "Next round" in seen(page) and "to-mark" in page


# all of them ------------------------------------------------------------------------------------------


def test_the_page_of_scars_says_what_became_of_each_and_the_entry_does_so_too(at):
    with at.journal() as journal:
        found = to_mark(journal)
        journal.mark_scar(found["id"], "dodged", round=found["closed"])
    became = "made 1 time, came up 1, dodged 1, repeated 0, saved at most 0.30 loss"
    assert became in seen(at.look("/scars"))
    assert f"As a scar: {became}" in seen(at.look(f"/round?id={found['id']}"))
    assert "As a scar" not in seen(at.look(f"/round?id={found['other']}"))


def test_two_entries_are_joined_and_parted_from_the_page(at):
    with at.journal() as journal:
        found = scarred(journal)
    at.do("join_scars", id=found["other"], into=found["id"], back="/scars")
    page = at.look("/scars")
    assert "made 2 times" in seen(page) and "part it" in seen(page)
    assert "made 2 times" in seen(at.look(f"/round?id={found['other']}"))
    at.do("part_scar", id=found["other"], back="/scars")
    assert "made 2 times" not in seen(at.look("/scars"))


def test_mistakes_that_seem_to_be_one_are_offered_with_a_button_each(at):
    with at.journal() as journal:
        for words in ("I dropped the minus sign.", "Again I dropped the minus sign."):
            journal.log(words, skill="calculus", new=True)
    page = at.look("/scars")
    assert "You wrote this 2 times in other words:" in seen(page)
    form = page[page.index('action="/do/join_scars"') :]
    fields = dict(re.findall(r'name="(id|into)" value="([^"]+)"', form)[:2])
    at.do("join_scars", **fields, back="/scars")
    assert "You wrote this" not in seen(at.look("/scars"))
    assert len(at.facts("joined")) == 1


def test_an_aim_shows_what_would_come_up_and_writes_nothing(at):
    with at.journal() as journal:
        a_round(journal, skill="calculus")
        wanted = [scar["words"] for scar in journal.scars("ten integrals", "calculus")]
    had = rows(at.page.journal, "SELECT count(*) FROM fact")
    page = at.look("/scars?aim=ten+integrals&skill=calculus")
    assert rows(at.page.journal, "SELECT count(*) FROM fact") == had
    assert all(words in seen(part(page, "scars", "ul")) for words in wanted)
    assert wanted or "Nothing fits this aim." in seen(page)
    assert "Nothing fits this aim." in seen(at.look("/scars?aim=zzz"))


def test_the_empty_page_says_when_one_comes_up(at):
    assert "No scar has come up yet." in seen(at.look("/scars"))


def test_an_unknown_skill_is_refused_kindly(at):
    answer = at.page.browser.get("/scars?aim=x&skill=nothing")
    assert answer.status_code == 404 and "nothing" in seen(answer.text)


# filed is filed ---------------------------------------------------------------------------------------


def test_a_filed_round_that_is_opened_again_and_again_points_to_the_log_form(at):
    with at.journal() as journal:
        closed = a_round(journal).data["round"]
    pages = [at.look(f"/round?id={closed}") for _ in range(4)]
    met = ["This round is filed" in seen(page) for page in pages]
    assert met == [False, False, True, False]
    assert 'What you see only now: <a href="#log-sentence">log it</a>.' in pages[2]


# a smaller step -----------------------------------------------------------------------------------------


def unsteady(journal):
    """Three changes in as many rounds, and one more round, open."""
    journal.start("ten integrals", skill="calculus")
    for number in range(3):
        journal.forward("page 12")
        journal.loss("3/10")
        journal.backward("I dropped the sign.")
        journal.step(f"When I read {number}, I point.", anyway=True)


def test_signs_of_divergence_offer_half_the_aim_and_the_page_of_worth(at):
    with at.journal() as journal:
        unsteady(journal)
    page = at.look()
    block = part(page, "smaller", "section")
    assert "3 changes in 3 rounds" in seen(block) and 'href="/self"' in block
    assert 'href="/?new=1&amp;half=1"' in block
    assert 'name="aim"' in at.look("/?new=1&half=1")
    assert 'value="half of ten integrals"' in at.look("/?new=1&half=1")


def test_where_the_round_is_reflected_one_button_keeps_and_halves(at):
    with at.journal() as journal:
        unsteady(journal)
        journal.forward("page 13")
        journal.loss("2/10")
        journal.backward("An exponent.")
        round = journal.current()["subject"]
    block = part(at.look(), "smaller", "section")
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', block))
    assert (fields["round"], fields["state"], fields["keep"]) == (round, "reflected", "1")
    assert at.do("step", **fields).status_code == 303
    assert rows(at.page.journal, "SELECT kept, aim FROM round ORDER BY opened_at")[-2:] == [
        (1, "ten integrals"),
        (None, "half of ten integrals"),
    ]


def test_steady_practice_has_no_such_block(at):
    with at.journal() as journal:
        a_round(journal)
    assert 'class="smaller"' not in at.look()
