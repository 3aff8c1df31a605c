"""What forms do, through the page as it is served: what is kept, what is refused, what is said."""

import contextlib
import html
import os
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3
import pytest
from browsing import rows, words
from conftest import HOUR, MINUTE, a_round
from hypothesis import example, given, settings
from hypothesis import strategies as st
from serving import served
from test_scar_pages import joined, scarred, to_mark

from selfgrad import criteria, errors, ids
from selfgrad.journal import Journal
from selfgrad.web import acting, app, markup, saying

STEP = "When I move a term, I say its sign."


class Doing:
    """Somebody at the page; `do` sends a form as a browser does."""

    def __init__(self, page, time):
        self.page, self.time = page, time
        self.path = page.journal

    def do(self, verb, files=None, headers=None, **fields):
        return self.page.browser.post(f"/do/{verb}", data=fields, files=files, headers=headers)

    def told(self, verb, **fields):
        """Send a form, go where it leads, and read the sentences there."""
        answer = self.do(verb, **fields)
        assert answer.status_code == 303, (answer.status_code, seen(answer.text))
        return said(self.page.browser.get(answer.headers["location"]).text)

    def journal(self):
        return Journal(self.path, now=self.time)

    def facts(self):
        return rows(self.path, "SELECT * FROM fact ORDER BY id")

    def kinds(self):
        return [row[0] for row in rows(self.path, "SELECT kind FROM fact ORDER BY id")]


@pytest.fixture
def doing(tmp_path, time):
    path = str(tmp_path / "journal.db")
    with Journal(path, now=time) as journal:
        journal.set("zone", time.zone)
    with served(path, now=time) as page:
        yield Doing(page, time)


def seen(page):
    """The words of a page, without its tags."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def said(page):
    """The sentences that stand on top of a page, as HTML."""
    block = page.partition('class="said">')[2].partition("</div>")[0]
    return [line.strip() for line in re.findall(r"<p>(.*?)</p>", block, re.DOTALL)]


class Fields(HTMLParser):
    """The values in the fields that are seen on a page by name, and its alerts."""

    def __init__(self, text):
        super().__init__()
        self.values, self.alerts = {}, []
        self._area, self._alert = None, 0
        self.feed(re.sub(r"<template\b.*?</template>", "", text, flags=re.DOTALL))
        self.close()

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        if tag == "input" and about.get("type") != "hidden":
            self.values.setdefault(about.get("name"), []).append(about.get("value"))
        if tag == "textarea":
            self._area = about.get("name")
            self.values.setdefault(self._area, []).append("")
        if about.get("role") == "alert":
            self.alerts.append("")
            self._alert = 1
        elif self._alert and tag == "div":
            self._alert += 1

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None
        if self._alert and tag == "div":
            self._alert -= 1

    def handle_data(self, data):
        if self._area is not None:
            self.values[self._area][-1] += data
        if self._alert:
            self.alerts[-1] += data


# what has to be there before a form can be sent
def nothing(journal):
    return {}


def opened(journal):
    return {"round": journal.start("ten integrals", skill="calculus").data["round"]}


def produced(journal):
    return opened(journal) | {"id": journal.forward("page 12").id}


def measured(journal):
    return produced(journal) | {"loss": journal.loss("3/10").id}


def taken_back(journal):
    """The loss was undone in another tab, after the page asked what went wrong."""
    found = measured(journal)
    journal.undo()
    return found


def reflected(journal):
    return measured(journal) | {"id": journal.backward("I dropped the sign.", to="signs").id}


def held(journal):
    """A change was made, and the next round is as far as its step."""
    found = reflected(journal)
    journal.step(STEP)
    journal.again("2/10")
    journal.forward("page 13")
    journal.loss("2/10")
    journal.backward("An exponent.")
    return found


def practised(journal):
    return {"closed": a_round(journal, skill="calculus").data["round"]}


def paused(journal):
    found = opened(journal)
    journal.pause()
    return found


def two(journal):
    first = journal.start("four bars", project="guitar").data["round"]
    journal.start("ten integrals", project="book")
    return {"id": first}


def logged(journal):
    return {"id": journal.log("I misread.", to="reading").id}


def asked(journal):
    return {"id": journal.ask("why does it flip?").id}


def answered(journal):
    found = asked(journal)
    journal.answer("it is odd")
    return found


def worth(journal):
    journal.write_architecture("I learn by making things.")
    return {}


def on_trial(journal):
    """A trial whose first round is worked on."""
    found = opened(journal)
    journal.trial(STEP, rounds=12)
    journal.forward("page 12")
    return found


def rated(journal):
    """A self-rated output of last month."""
    journal.start("a drawing", skill="drawing", at="2026-01-20 10:00")
    journal.forward("a hand", at="2026-01-20 10:10")
    journal.loss("3 gap", at="2026-01-20 10:20")
    journal.backward(at="2026-01-20 10:21")
    return {"round": journal.step(keep=True, at="2026-01-20 10:22").data["round"]}


def planned(journal):
    journal.plan("after breakfast")
    return {}


EIGHT = "\n".join("abcdefgh")
POINTS = "inner\nouter\nproduct"


def explaining(journal):
    receipt = journal.explain("the chain rule", points=POINTS.split())
    return {"round": receipt.data["round"]}


def taken(journal):
    found = explaining(journal)
    receipt = journal.take("The inner one ?? first.")
    return found | {"take": receipt.data["id"], "gap": receipt.data["gaps"][0]["key"]}


def yesterday(journal):
    journal.explain("the chain rule", points=POINTS.split(), at="2026-03-01 10:00")
    journal.take("The inner one.", at="2026-03-01 10:10")
    return {}


def noted(journal):
    """A note beside the journal that is a source."""
    path = os.path.join(os.path.dirname(journal.path), "limits.md")
    with open(path, "w", encoding="utf-8") as file:
        file.write("# Limits\n## Summary\n- Say the limit first.\n")
    return {"path": path}


def sourced(journal):
    journal.add_source(noted(journal)["path"])
    page = journal.read.source(journal.read.sources()[0]["id"])
    return {"source": page["id"], "id": page["takeaways"][0]["id"]}


def aimed_at(journal):
    found = sourced(journal)
    journal.aim_at(found["id"])
    journal.forward("one limit")
    return found


# what is sent, what is said (a part of it), and the kinds of facts that are written then
GOOD = {
    "start": (nothing, {"aim": "ten integrals", "skill": "calculus", "expect": "4/10", "level": "2"}, "Round open in calculus: “ten integrals”. Its clock runs. Expected loss 0.40.", ["named", "opened", "clock_started"]),
    "predict": (opened, {"expect": "4", "of": "10", "level": "3"}, "Expected before the first output: loss 0.40, level 3.", ["predicted"]),
    "forward": (opened, {"output": "page 12"}, "Output kept: page 12.", ["produced"]),
    "forward by address": (opened, {"output": "https://example.org/page"}, "Output kept: https://example.org/page.", ["produced"]),
    "forward by commit": (opened, {"commit": "964c7c7", "took": "20m"}, "Output kept: 964c7c7.", ["clock_stopped", "added", "produced"]),
    "forward elsewhere": (opened, {}, "Output kept: made elsewhere.", ["produced"]),
    "loss": (produced, {"loss": "3/10"}, "3 wrong of 10, loss 0.30.", ["measured"]),
    "backward": (measured, {"sentence": "I dropped the sign.", "to": "signs"}, "Filed: 1 mistake.", ["named", "mistake"]),
    "backward with what held": (measured, {"nothing": "1", "held": "the exponents"}, "Held: the exponents", ["held"]),
    "backward with nothing": (measured, {"nothing": "1"}, "Nothing went wrong: that is filed, too.", ["held"]),
    "backward of a whole paragraph": (measured, {"sentence": "One. And two.", "whole": "1"}, "Filed: 1 mistake.", ["mistake"]),
    "step": (reflected, {"change": STEP, "discomfort": "7", "next": "five limits"}, f"Round 1 closed, loss 0.30. Changed signs: {STEP}", ["opened", "worded", "stepped", "clock_stopped"]),
    "step with keep": (reflected, {"change": STEP, "keep": "1"}, "Kept as it was.", ["opened", "kept", "clock_stopped"]),
    "step without words": (reflected, {"change": "  "}, "Kept as it was.", ["opened", "kept", "clock_stopped"]),
    "step anyway": (held, {"change": "When I read an exponent, I circle it.", "anyway": "1"}, "Round 3 closed", ["opened", "named", "worded", "stepped", "clock_stopped"]),
    "again": (practised, {"loss": "2", "of": "10", "sentence": "the sign again"}, "2 wrong of 10, loss 0.20.", ["produced", "measured", "mistake", "opened", "kept"]),
    "again, an empty line": (practised, {"loss": "", "sentence": ""}, "The clock runs: “ten integrals”.", ["clock_started"]),
    "drop": (opened, {"why": "the book has no answers", "next": "five limits"}, "Blind alley filed: “ten integrals”.", ["opened", "dropped", "clock_stopped"]),
    "resume": (two, {"id": "{id}"}, "Back in “four bars”; its clock runs.", ["clock_stopped", "resumed", "clock_started"]),
    "go": (paused, {}, "The clock runs: “ten integrals”.", ["clock_started"]),
    "go for input": (paused, {"input": "1"}, "The clock runs for input: “ten integrals”.", ["clock_started"]),
    "pause": (opened, {}, "", ["clock_stopped"]),
    "add": (nothing, {"duration": "45m", "skill": "calculus", "input": "1"}, "45 min of input for calculus", ["named", "added"]),
    "log": (nothing, {"sentence": "I misread.", "to": "reading"}, "Kept: I misread.", ["named", "logged"]),
    "ask": (nothing, {"question": "why does it flip?"}, "Asked: why does it flip?", ["asked"]),
    "answer": (asked, {"answer": "it is odd", "source": "a book", "used": "1"}, "Answered “why does it flip?”: it is odd", ["answered", "used"]),
    "used": (answered, {"id": "{id}", "used": "1"}, "“why does it flip?”: used.", ["used"]),
    "used, not": (answered, {"id": "{id}", "used": "0"}, "“why does it flip?”: not used.", ["used"]),
    "review": (nothing, {"line": "begin with the exponents"}, "For tomorrow: begin with the exponents", ["reviewed"]),
    "mark_scar": (to_mark, {"id": "{id}", "how": "dodged", "of": "{closed}"}, "Dodged: I dropped the sign.", ["scar_marked"]),
    "join_scars": (scarred, {"id": "{other}", "into": "{id}", "back": "/scars"}, "One mistake from now on", ["joined"]),
    "part_scar": (joined, {"id": "{other}", "back": "/scars"}, "By itself again: A sign, dropped.", ["parted"]),
    "edit": (logged, {"id": "{id}", "words": "I misread it."}, "Changed: I misread it.", ["edited"]),
    "edit to another parameter": (logged, {"id": "{id}", "to": "signs"}, "Charged to signs: I misread.", ["named", "edited"]),
    "edit of a loss": (practised, {"id": "{closed}", "loss": "1/10"}, "1 wrong of 10, loss 0.10.", ["edited"]),
    "delete": (logged, {"id": "{id}"}, "Deleted: I misread.", ["deleted"]),
    "forget": (logged, {"id": "{id}", "sure": "1"}, "Forgotten:", ["forgotten"]),
    "undo": (logged, {}, "Undone: log “I misread.”", ["retracted"]),
    "name, rename": (practised, {"kind": "skill", "name": "calculus", "called": "integrals"}, "Skill “calculus” is now called “integrals”.", ["renamed"]),
    "name, archive": (practised, {"kind": "skill", "name": "calculus", "archive": "1"}, "“calculus” is archived.", ["archived"]),
    "name, back": (practised, {"kind": "skill", "name": "calculus", "archive": "1", "back_again": "1"}, "“calculus” is back.", ["archived"]),
    "name, target": (practised, {"kind": "skill", "name": "calculus", "target": "500"}, "Skill “calculus”: target hours 500.", ["described"]),
    "name, counts": (practised, {"kind": "skill", "name": "calculus", "counts": "right"}, "Skill “calculus”: counts right.", ["described"]),
    "name, criterion": (practised, {"kind": "skill", "name": "calculus", "criterion": "metric", "unit": "wpm", "baseline": "40", "goal": "80"}, "Skill “calculus”: criterion", ["described"]),
    "step on trial": (reflected, {"change": STEP, "coin": "1", "rounds": "12"}, "Round 1 closed, loss 0.30. Changed signs:", ["opened", "worded", "stepped", "clock_stopped", "trial_begun", "coin_fell"]),
    "trial": (opened, {"words": STEP, "rounds": "12", "back": "/steps"}, "On trial for 12 rounds, in 6 pairs", ["named", "trial_begun", "coin_fell"]),
    "broke": (on_trial, {"why": "I forgot it.", "back": "/steps"}, "was done otherwise than the coin said", ["coin_broken"]),
    "end_trial": (on_trial, {"why": "the book is away", "back": "/steps"}, "Trial ended early", ["trial_ended"]),
    "rerate": (rated, {"value": "4", "back": "/rerate"}, "Rated again: ", ["rerated"]),
    "plan": (nothing, {"cue": "after breakfast", "least": "10m", "back": "/habit"}, "Planned: after breakfast", ["planned"]),
    "end_plan": (planned, {"back": "/habit"}, "Plan ended: after breakfast.", ["plan_ended"]),
    "day": (planned, {"what": "free", "back": "/habit"}, "2026-03-02 is free", ["marked"]),
    "day, the cue": (planned, {"what": "cue", "came": "no", "back": "/habit"}, "The cue did not come on 2026-03-02.", ["marked"]),
    "felt": (planned, {"answer-1": "5", "answer-2": "4", "answer-3": "6", "answer-4": "5", "back": "/habit"}, "Noted: 5 of 7.", ["marked"]),
    "explain": (nothing, {"topic": "the chain rule", "to": "a child", "points": POINTS, "skill": "calculus"}, "3 points named.", ["named", "named", "named", "opened", "clock_started", "explaining", "point", "point", "point"]),
    "take": (explaining, {"text": "The inner one.", "minutes": "2", "back": "/explain?topic=the+chain+rule"}, "Take 1: 1 of 3 points covered", ["produced", "measured", "paced"]),
    "prefer": (taken, {"take": "{take}"}, "The better take is", ["preferred"]),
    "mark_gap": (taken, {"gap": "{gap}", "how": "wave"}, "Waved off", ["gap_marked"]),
    "recall": (yesterday, {"words": "inner, outer", "topic": "the chain rule"}, "Still there of ", ["recalled"]),
    "add_source": (noted, {"path": "{path}", "back": "/sources"}, "1 note read: 1 new", ["source_read", "took_away"]),
    "take_away": (sourced, {"source": "{source}", "words": "Ask first.", "back": "/sources"}, "Takeaway, untested: Ask first.", ["took_away"]),
    "aim_at": (sourced, {"id": "{id}", "back": "/sources"}, "Round open: “Say the limit first.”", ["opened", "clock_started", "taken_up"]),
    "test_takeaway": (aimed_at, {"id": "{id}", "how": "failed"}, "Failed, by “Say the limit first.”: Say the limit first.", ["tested"]),
    "self": (nothing, {"words": "I learn by making things."}, "", ["wrote"]),
    "self, changed": (worth, {"words": "I learn by asking.", "sure": "1"}, "", ["wrote"]),
    "settings": (nothing, {"key": "hold_rounds", "value": "5"}, "", ["set"]),
    "settings, empty": (nothing, {"key": "zone", "value": ""}, "", ["set"]),
}  # fmt: skip
# what is sent, with which status it comes back, a sentence in the page, and what was typed in its field
BAD = {
    "start": (nothing, {"aim": "", "skill": "calculus"}, 422, "A round needs an aim", {"skill": "calculus"}),
    "start with an expectation that is none": (nothing, {"aim": "ten integrals", "expect": "quite a lot"}, 422, "quite a lot", {"aim": "ten integrals", "expect": "quite a lot"}),
    "predict": (produced, {"expect": "4/10"}, 409, "A prediction stands once there is an output", {}),
    "forward with a time that is none": (opened, {"output": "page 12", "took": "a while"}, 422, "a while", {"output": "page 12", "took": "a while"}),
    "loss": (produced, {"loss": "quite a lot"}, 422, "quite a lot", {"loss": "quite a lot"}),
    "loss, empty": (produced, {"loss": " "}, 422, "A loss is needed.", {}),
    "backward to a name that nearly exists": (reflected, {"sentence": "A sign.", "to": "signz"}, 409, "did you mean “signs”?", {"sentence": "A sign.", "to": "signz"}),
    "step": (held, {"change": "When I read, I point.", "parameter": "reading"}, 409, "A step is being held", {"change": "When I read, I point.", "parameter": "reading"}),
    "step of two": (reflected, {"change": "When I read, I point. When I write, I look."}, 409, "more than one", {"change": "When I read, I point. When I write, I look."}),
    "step with too much discomfort": (reflected, {"change": STEP, "discomfort": "11"}, 422, "between 0 and 10", {"change": STEP, "discomfort": "11"}),
    "step with discomfort in words": (reflected, {"change": STEP, "discomfort": "a lot"}, 422, "a number from 0 to 10", {"change": STEP, "discomfort": "a lot"}),
    "again": (practised, {"sentence": "the sign again"}, 422, "A repeat round needs its loss.", {"sentence": "the sign again"}),
    "again with a loss that is none": (practised, {"loss": "many", "sentence": "the sign"}, 422, "many", {"loss": "many", "sentence": "the sign"}),
    "drop": (opened, {"why": "  "}, 422, "A blind alley is filed with its why.", {}),
    "resume": (nothing, {}, 409, "No round is open.", {}),
    "go": (nothing, {}, 409, "No round is open.", {}),
    "pause": (nothing, {}, 409, "No clock is running.", {}),
    "pause at a time that is none": (opened, {"at": "half past"}, 422, "half past", {}),
    "add": (nothing, {"duration": "a while", "skill": "calculus", "back": "/hours"}, 422, "a while", {"duration": "a while", "skill": "calculus"}),
    "add in the future": (nothing, {"duration": "9h", "at": "17:00", "back": "/hours"}, 422, "future", {"duration": "9h", "at": "17:00"}),
    "log": (nothing, {"sentence": "", "to": "reading"}, 422, "There is no sentence yet.", {"to": "reading"}),
    "log to a name that nearly exists": (logged, {"sentence": "Once more.", "to": "readin"}, 409, "did you mean “reading”?", {"sentence": "Once more.", "to": "readin"}),
    "ask": (nothing, {"question": " "}, 422, "There is no question yet.", {}),
    "answer": (asked, {"answer": "", "id": "{id}"}, 422, "There is no answer yet.", {}),
    "answer to nothing": (nothing, {"answer": "it is odd"}, 409, "No question is open.", {}),
    "used": (answered, {"used": "1"}, 422, "Which question?", {}),
    "review": (nothing, {"line": "", "back": "/day"}, 422, "There is no line yet.", {}),
    "mark_scar": (to_mark, {"id": "{id}", "of": "{closed}"}, 422, "Was it dodged", {}),
    "mark_scar as something else": (to_mark, {"id": "{id}", "how": "forgiven", "of": "{closed}"}, 422, "A scar is not “forgiven”.", {}),
    "join_scars": (scarred, {"id": "{id}", "into": "{id}", "back": "/scars"}, 409, "They are one mistake already.", {}),
    "part_scar": (scarred, {"id": "{id}", "back": "/scars"}, 409, "It is joined with nothing.", {}),
    "edit": (logged, {"id": "{id}", "words": ""}, 422, "There are no words yet.", {}),
    "edit of nothing": (nothing, {"id": "ffffffff", "words": "else"}, 404, "Nothing has the id", {}),
    "delete": (produced, {"id": "{round}"}, 409, "part of a round and cannot go alone", {}),
    "delete of what is no id": (nothing, {"id": "a sentence"}, 404, "“a sentence” is not an id.", {}),
    "forget": (logged, {"id": "{id}"}, 409, "What is forgotten does not come back.", {}),
    "undo": (nothing, {"id": "ffffffff"}, 404, "Nothing has the id", {}),
    "name": (practised, {"kind": "skill", "name": "calcul", "called": "x", "back": "/names?kind=skill"}, 404, "There is no skill “calcul”", {}),
    "name of no kind": (nothing, {"kind": "planet", "name": "mars"}, 404, "no names of the kind “planet”", {}),
    "name without a name": (nothing, {"kind": "skill"}, 422, "Which one?", {}),
    "name, a target that is none": (practised, {"kind": "skill", "name": "calculus", "target": "many", "back": "/names?kind=skill"}, 422, "“many” is not a number of hours.", {}),
    "name, a goal that is none": (practised, {"kind": "skill", "name": "calculus", "criterion": "metric", "unit": "wpm", "baseline": "40", "goal": "fast", "back": "/names?kind=skill"}, 422, "“fast” is no number.", {}),
    "name, merged into itself": (practised, {"kind": "skill", "name": "calculus", "into": "calculus", "back": "/names?kind=skill"}, 409, "one and the same already", {}),
    "step on trial over an odd number": (reflected, {"change": STEP, "coin": "1", "rounds": "13"}, 422, "an even number of rounds", {"change": STEP, "rounds": "13"}),
    "step on trial over no number": (reflected, {"change": STEP, "coin": "1", "rounds": "many"}, 422, "A trial has a number of rounds.", {"change": STEP}),
    "trial": (opened, {"words": STEP, "rounds": "13", "back": "/steps"}, 422, "an even number of rounds", {"words": STEP, "rounds": "13"}),
    "trial where one runs": (on_trial, {"words": STEP, "rounds": "12", "back": "/steps"}, 409, "A trial is running in this skill", {"words": STEP}),
    "broke": (nothing, {"back": "/steps"}, 409, "The round that was last worked on is on no trial.", {}),
    "end_trial": (nothing, {"why": "the book is away", "back": "/steps"}, 409, "No trial is running.", {}),
    "end_trial without a why": (on_trial, {"back": "/steps"}, 422, "A trial is ended early with its why.", {}),
    "peek": (nothing, {"trial": "none", "back": "/steps"}, 404, "There is no such trial.", {}),
    "rerate": (nothing, {"value": "4", "back": "/rerate"}, 409, "No output waits to be rated again", {}),
    "rerate with words": (rated, {"value": "rather well", "back": "/rerate"}, 422, "rather well", {"value": "rather well"}),
    "plan": (nothing, {"cue": "after breakfast", "days": "someday", "back": "/habit"}, 422, "someday", {"cue": "after breakfast", "days": "someday"}),
    "plan without a cue": (nothing, {"least": "10m", "back": "/habit"}, 422, "A plan begins with its cue.", {"least": "10m"}),
    "end_plan": (nothing, {"back": "/habit"}, 409, "There is no such plan.", {}),
    "day": (planned, {"what": "lovely", "back": "/habit"}, 422, "What was the day?", {}),
    "day made up for too late": (planned, {"what": "repair", "day": "2026-02-01", "back": "/habit"}, 409, "is no missed day", {}),
    "felt": (planned, {"answer-1": "9", "back": "/habit"}, 422, "four answers from 1", {}),
    "explain": (nothing, {"topic": "limits", "points": EIGHT, "back": "/explain"}, 422, "3 to 7 points, not 8", {"topic": "limits", "points": EIGHT}),
    "take": (explaining, {"text": "Mine.", "minutes": "a few", "back": "/explain?topic=the+chain+rule"}, 422, "“a few” is no length in minutes.", {"text": "Mine.", "minutes": "a few"}),
    "prefer": (taken, {"take": "{round}", "back": "/explain?topic=the+chain+rule"}, 404, "is no take", {}),
    "mark_gap": (taken, {"gap": "{gap}", "back": "/explain?topic=the+chain+rule"}, 422, "Is it looked up", {}),
    "mark_gap that is none": (taken, {"gap": "zz", "how": "wave", "back": "/explain?topic=the+chain+rule"}, 404, "not one of the gaps", {}),
    "recall": (taken, {"words": "inner", "topic": "the chain rule", "back": "/explain?topic=the+chain+rule"}, 409, "Today it would only be read off", {"words": "inner"}),
    "add_source": (nothing, {"path": "/nowhere/at/all", "back": "/sources"}, 404, "There is no file or folder", {"path": "/nowhere/at/all"}),
    "take_away": (sourced, {"source": "{source}", "words": "Say the limit first.", "back": "/sources?id={source}"}, 409, "That is a takeaway already.", {"words": "Say the limit first."}),
    "aim_at": (sourced, {"id": "ffffffff", "back": "/sources"}, 404, "Nothing has the id", {}),
    "test_takeaway": (sourced, {"id": "{id}", "how": "held", "back": "/sources?id={source}"}, 409, "Only an output tests a takeaway", {}),
    "self": (worth, {"words": "I am no good.", "back": "/self"}, 409, "This is seldom changed", {"words": "I am no good."}),
    "self, empty": (nothing, {"words": "", "back": "/self"}, 422, "There are no words yet.", {}),
    "settings": (nothing, {"key": "hold_rounds", "value": "many", "back": "/settings"}, 422, "“many” does not fit", {"value": "many"}),
    "settings of no such key": (nothing, {"key": "colour", "value": "red", "back": "/settings"}, 404, "There is no setting “colour”.", {}),
}  # fmt: skip

# refused, too, where the page stands at another stage, which has no such form
ELSEWHERE = {
    "start where a round is open": (produced, {"aim": "another aim"}, 409, "A round is open here", {"aim": "another aim"}),
    "start with a skill that nearly exists": (practised, {"aim": "five limits", "skill": "calculos"}, 409, "did you mean “calculus”?", {"aim": "five limits", "skill": "calculos"}),
    "forward": (nothing, {"output": "page 12"}, 409, "No round is open.", {}),
    "loss before an output": (opened, {"loss": "3/10"}, 409, "Nothing has been produced in this round yet.", {}),
    "backward": (opened, {"sentence": "A sign.", "to": "signs"}, 409, "Nothing has been produced", {}),
    "backward after the loss was taken back": (taken_back, {"sentence": "A sign.", "round": "{round}"}, 409, "This output has no loss yet.", {"sentence": "A sign."}),
}  # fmt: skip


def filled(doing, before, fields):
    """The fields of a form, with the ids of what was prepared."""
    with doing.journal() as journal:
        found = before(journal)
    return {name: value.format(**found) if "{" in value else value for name, value in fields.items()}  # fmt: skip


def test_every_form_is_tried_with_good_and_with_bad_input():
    # a look at a trial is noted beside the journal: tests/test_insight_pages.py
    assert {name.split()[0].rstrip(",") for name in GOOD} == set(acting.DO) - {"peek"}
    assert {name.split()[0].rstrip(",") for name in BAD | ELSEWHERE} == set(acting.DO)


@pytest.mark.parametrize("name", GOOD)
def test_a_form_that_is_understood_writes_one_act_and_says_so(doing, name):
    before, fields, sentence, kinds = GOOD[name]
    fields = filled(doing, before, fields)
    had = doing.kinds()
    acts = rows(doing.path, "SELECT count(*) FROM act")[0][0]
    told = doing.told(name.split()[0].rstrip(","), sending=ids.new(doing.time.ms), **fields)
    assert sentence in seen(" ".join(told))
    fresh = sorted(kind for kind in doing.kinds()[len(had) :] if kind != "came_up")
    assert fresh == sorted(kinds)  # which scars come up is the ranking's affair
    assert rows(doing.path, "SELECT count(*) FROM act") == [(acts + 1,)]


def is_refused(doing, name, before, fields, status, sentence, typed):
    """As a sentence to a script, and on a page with what was typed; nothing is written."""
    fields = filled(doing, before, fields)
    had = doing.facts()
    fields["sending"] = ids.new(doing.time.ms)
    verb = name.split()[0].rstrip(",")
    asked_for = doing.do(verb, headers={"accept": "application/json"}, **fields)
    assert (asked_for.status_code, set(asked_for.json())) == (status, {"error", "next", "kind"})
    assert sentence in asked_for.json()["error"]
    answer = doing.do(verb, **fields)
    assert (answer.status_code, answer.headers["hx-push-url"]) == (status, "false")
    assert doing.facts() == had
    assert rows(doing.path, "SELECT count(*) FROM here WHERE key LIKE 'sent:%'") == [(0,)]
    found = Fields(answer.text)
    assert sentence in " ".join(" ".join(found.alerts).split())
    for field, value in typed.items():
        assert value in found.values.get(field, []), (field, found.values)


@pytest.mark.parametrize("name", BAD)
def test_a_form_that_is_refused_writes_nothing_and_keeps_what_was_typed(doing, name):
    is_refused(doing, name, *BAD[name])


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_form_that_is_refused_at_another_stage_keeps_what_was_typed(doing, name):
    is_refused(doing, name, *ELSEWHERE[name])


@pytest.mark.parametrize("name", [name for name in BAD if name.split()[0] in ("loss", "log", "start", "step")])  # fmt: skip
def test_a_form_that_is_refused_twice_says_it_twice_and_still_writes_nothing(doing, name):
    before, fields, status, sentence, typed = BAD[name]
    fields = filled(doing, before, fields) | {"sending": ids.new(doing.time.ms)}
    had = doing.facts()
    answers = [doing.do(name.split()[0].rstrip(","), **fields) for _ in range(2)]
    for answer in answers:
        assert answer.status_code == status
        found = Fields(answer.text)
        assert len(found.alerts) == 1 and sentence in " ".join(found.alerts[0].split())
        assert all(value in found.values.get(field, []) for field, value in typed.items())
    assert doing.facts() == had


def test_a_form_of_another_name_is_none(doing):
    answer = doing.do("everything", sentence="x")
    assert answer.status_code == 404 and "There is no form for “everything”." in seen(answer.text)


def test_an_empty_form_breaks_nothing(doing):
    for verb in acting.DO:
        assert doing.do(verb).status_code in (200, 303, 404, 409, 422), verb


SUPERSCRIPT = {
    "written": (produced, "loss", {"loss": "3/10", "written": "²"}),
    "discomfort": (reflected, "step", {"change": STEP, "discomfort": "²"}),
    "take": (measured, "backward", {"laid": "1", "sentence": "One.", "take": "²"}),
}


@pytest.mark.parametrize("name", SUPERSCRIPT)
def test_a_superscript_is_no_number_and_breaks_nothing(doing, name):
    before, verb, fields = SUPERSCRIPT[name]
    answer = doing.do(verb, **filled(doing, before, fields))
    assert answer.status_code in (303, 409, 422)


# counts out of a total ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "of", "value"),
    [("3", "10", 0.3), ("0", "7", 0.0), ("7", "7", 1.0), ("3/5", "10", 0.6), ("30%", "10", 0.3), ("0.25", "10", 0.25), (" 2 ", "8", 0.25), ("1", "", 1.0)],
)  # fmt: skip
def test_a_bare_count_is_out_of_the_total_beside_it_and_all_else_as_typed(doing, loss, of, value):
    filled(doing, produced, {})
    doing.told("loss", loss=loss, of=of)
    assert rows(doing.path, "SELECT loss FROM round") == [(pytest.approx(value),)]


@pytest.mark.parametrize(("loss", "of"), [("11", "10"), ("3", "0"), ("3", "ten"), ("-3", "10"), ("３", "10")])  # fmt: skip
def test_a_count_that_does_not_fit_its_total_is_refused(doing, loss, of):
    filled(doing, produced, {})
    answer = doing.do("loss", loss=loss, of=of)
    assert answer.status_code == 422
    assert loss in Fields(answer.text).values["loss"]
    assert rows(doing.path, "SELECT loss FROM round") == [(None,)]


def test_an_expected_count_is_out_of_the_total_too(doing):
    doing.told("start", aim="ten integrals", expect="4", of="10")
    assert rows(doing.path, "SELECT expected FROM round") == [(0.4,)]


# written while the server was out of reach --------------------------------------------------------


def happened(doing):
    """When the last entry happened, and on which day."""
    return rows(doing.path, "SELECT happened_at, day FROM entry ORDER BY n DESC LIMIT 1")[0]


def test_what_was_written_earlier_happened_then(doing):
    written = doing.time.ms - 20 * HOUR
    doing.told("log", sentence="I misread.", written=str(written))
    assert happened(doing) == (written, "2026-03-01")


@pytest.mark.parametrize("late", [0, 30_000, -HOUR, -(10**15)])
def test_what_was_written_just_now_or_lies_ahead_is_now(doing, late):
    now = doing.time.ms
    doing.told("log", sentence="I misread.", written=str(max(1, now - late)))
    assert now <= happened(doing)[0] < now + 1000


@pytest.mark.parametrize(
    "written", ["", "0", "-1", "yesterday", "1.5", "1e3", "NaN", "' OR 1", " "]
)
def test_a_moment_that_is_none_is_now(doing, written):
    now = doing.time.ms
    doing.told("log", sentence="I misread.", written=written)
    assert now <= happened(doing)[0] < now + 1000


LATE = {
    "start": (nothing, {"aim": "ten integrals"}, "opened"),
    "forward": (paused, {"output": "page 12"}, "produced"),
    "ask": (nothing, {"question": "why?"}, "asked"),
    "review": (nothing, {"line": "begin with signs"}, "reviewed"),
}


@pytest.mark.parametrize("verb", LATE)
def test_other_forms_that_come_late_happened_then_too(doing, verb):
    before, fields, kind = LATE[verb]
    filled(doing, before, {})
    doing.time.passes(2 * HOUR)
    written = doing.time.ms - HOUR
    doing.told(verb, written=str(written), **fields)
    found = rows(doing.path, "SELECT happened_at FROM fact WHERE kind = ?", kind)
    assert found == [(written,)]


# as the command line measures ---------------------------------------------------------------------

LIST = "- [x] the sign\n- [ ] the exponent\n- [x] the limits\n"
TEXT, REFERENCE = "the quick brown fix", "the quick brown fox"
MEASURES = {
    "time": ({"time": "14:20/12:00"}, ["--time", "14:20/12:00"]),
    "number": ({"number": "41.7/42"}, ["--number", "41.7/42"]),
    "forecast": ({"forecast": "0.8 yes"}, ["--forecast", "0.8 yes"]),
    "checklist": ({"checklist": LIST}, ["--checklist", "list.md"]),
    "text": ({"text": TEXT, "against": REFERENCE}, ["--text", "mine.txt", "--against", "theirs.txt"]),
    "a count": ({"loss": "3", "of": "10"}, ["3/10"]),
    "percent": ({"loss": "30%"}, ["30%"]),
    "a gap": ({"loss": "4 gap"}, ["4", "gap"]),
}  # fmt: skip
MEASURED = "SELECT loss, raw, unit, better, criterion, said, detail FROM attempt"


@pytest.mark.parametrize("name", MEASURES)
def test_a_loss_is_what_the_command_line_measures(doing, shell, tmp_path, name):
    fields, typed = MEASURES[name]
    for file, text in (("list.md", LIST), ("mine.txt", TEXT), ("theirs.txt", REFERENCE)):
        (tmp_path / file).write_text(text)
    other = str(tmp_path / "typed.db")
    with Journal(other) as journal:
        produced(journal)
    filled(doing, produced, {})
    told = doing.told("loss", **fields)
    printed = shell("loss", *typed, SELFGRAD_DB=other)
    assert rows(doing.path, MEASURED) == rows(other, MEASURED)
    assert rows(other, "SELECT loss FROM round")[0][0] is not None
    assert seen(told[0]) in printed


@pytest.mark.parametrize("fields", [{"time": "soon"}, {"number": "many/42"}, {"forecast": "0.8 perhaps"}, {"checklist": "no boxes"}])  # fmt: skip
def test_another_way_to_measure_that_cannot_be_read_keeps_what_was_typed(doing, fields):
    filled(doing, produced, {})
    answer = doing.do("loss", **fields)
    assert answer.status_code == 422
    ((field, value),) = fields.items()
    assert value in Fields(answer.text).values[field]
    assert rows(doing.path, "SELECT loss FROM round") == [(None,)]


def test_a_text_without_its_reference_is_no_loss(doing):
    filled(doing, produced, {})
    answer = doing.do("loss", text=TEXT)
    assert answer.status_code == 422
    assert TEXT in Fields(answer.text).values["text"]


# a skill and how it is measured -------------------------------------------------------------------


def about(doing, skill="calculus"):
    with doing.journal() as journal:
        return journal.about("skill", skill)


def test_a_skill_has_its_target_its_criterion_and_which_way_it_counts(doing):
    filled(doing, practised, {})
    doing.told("name", kind="skill", name="calculus", target="500", counts="right", criterion="metric", unit="wpm", better="more", baseline="40", goal="80")  # fmt: skip
    known = about(doing)
    assert (known["target_hours"], known["counts"]) == (500, "right")
    assert criteria.Criterion.from_json(known["criterion"]) == criteria.Criterion(
        "metric", "wpm", better="more", baseline=40.0, goal=80.0
    )
    doing.told("again", loss="60 wpm")
    assert rows(doing.path, "SELECT loss FROM round WHERE state = 'closed' ORDER BY closed_at")[-1] == (0.5,)  # fmt: skip


@pytest.mark.parametrize("target", ["0", "-5", "inf", "nan", "1e9", "five"])
def test_a_target_that_is_none_is_refused(doing, target):
    filled(doing, practised, {})
    had = doing.facts()
    assert doing.do("name", kind="skill", name="calculus", target=target).status_code == 422
    assert doing.facts() == had


@pytest.mark.parametrize("fields", [{"criterion": "stars"}, {"criterion": "metric"}, {"criterion": "metric", "unit": "wpm", "baseline": "40", "goal": "40"}])  # fmt: skip
def test_a_criterion_that_cannot_be_measured_by_is_refused(doing, fields):
    filled(doing, practised, {})
    had = doing.facts()
    assert doing.do("name", kind="skill", name="calculus", **fields).status_code == 422
    assert doing.facts() == had


def test_a_skill_counts_what_is_wrong_or_what_is_right_and_nothing_else(doing):
    filled(doing, practised, {})
    had = doing.facts()
    assert doing.do("name", kind="skill", name="calculus", counts="sideways").status_code == 422
    assert doing.facts() == had


UNSAID = {
    "nothing chosen": {"criterion": "", "counts": "", "unit": "", "better": "", "baseline": "", "goal": ""},
    "a goal without its criterion": {"criterion": "", "counts": "", "goal": "80"},
    "an empty new name": {"called": ""},
    "an empty target": {"target": ""},
    "an empty other": {"into": ""},
}  # fmt: skip


@pytest.mark.parametrize("name", UNSAID)
def test_a_form_about_a_skill_in_which_nothing_is_said_archives_nothing(doing, name):
    filled(doing, practised, {})
    doing.do("name", kind="skill", name="calculus", back="/names?kind=skill", **UNSAID[name])
    assert "archived" not in doing.kinds()


# files --------------------------------------------------------------------------------------------


def test_a_file_as_large_as_is_kept_is_kept_and_a_larger_one_is_refused(doing, tmp_path):
    filled(doing, opened, {})
    with doing.journal() as journal:
        journal.set("keep_bytes", "1000")
    had = doing.facts()
    large = doing.do("forward", files={"file": ("large.bin", b"x" * 1001)}, output="page 12")
    assert large.status_code == 422
    found = Fields(large.text)
    assert "large.bin has 1,001 bytes, and up to 1,000 are kept here." in found.alerts[0]
    assert found.values["output"] == ["page 12"]
    assert doing.facts() == had
    assert not (tmp_path / "files").exists()
    kept = doing.do("forward", files={"file": ("just.bin", b"x" * 1000)})
    assert kept.status_code == 303
    ((hash, size, name),) = rows(doing.path, "SELECT hash, size, reference FROM attempt")
    assert (size, name) == (1000, "just.bin")
    assert (tmp_path / "files" / hash[:2] / hash).read_bytes() == b"x" * 1000


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\x.txt"]
)
def test_a_file_is_kept_under_its_own_name_without_a_folder(doing, tmp_path, name):
    filled(doing, opened, {})
    doing.do("forward", files={"file": (name, b"words")})
    assert rows(doing.path, "SELECT reference FROM attempt") == [(re.split(r"[/\\]", name)[-1],)]
    assert [file.read_bytes() for file in (tmp_path / "files").glob("*/*")] == [b"words"]


def test_a_file_field_that_stays_empty_is_no_file(doing):
    filled(doing, opened, {})
    doing.do("forward", files={"file": ("", b"")}, output="page 12")
    assert rows(doing.path, "SELECT medium, words FROM attempt") == [("text", "page 12")]


# the way on ---------------------------------------------------------------------------------------

BACK = ["//evil.example", "https://evil.example/", "https://evil.example/journal", "//evil.example/journal", "/\\evil.example", "javascript:alert(1)", "/nothing", "/do/log", "", "/export", "journal", "\\\\evil.example", "/ /evil.example"]  # fmt: skip


@pytest.mark.parametrize("back", BACK)
@pytest.mark.parametrize("fields", [{"sentence": "I misread."}, {"sentence": ""}], ids=["good", "bad"])  # fmt: skip
def test_the_way_on_is_a_page_of_this_journal_whatever_the_form_says(doing, back, fields):
    answer = doing.do("log", back=back, **fields)
    if fields["sentence"]:
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
    else:
        assert answer.status_code == 422 and "evil" not in answer.text


@pytest.mark.parametrize("path", [path for path in app.VIEWS if path != "/round"])
def test_the_way_on_is_where_the_form_stood(doing, path):
    with doing.journal() as journal:
        practised(journal)
    assert doing.do("log", sentence="I misread.", back=path).headers["location"] == path
    refused = doing.do("log", sentence="", back=path)
    assert refused.status_code == 422
    assert f'name="back" value="{path}"' in refused.text


def test_what_was_asked_for_stays_in_the_address_and_the_stage_does_not(doing):
    back = "/journal?words=a+sign&stage=step&new=1&skill=calculus"
    answer = doing.do("log", sentence="I misread.", back=back)
    assert answer.headers["location"] == "/journal?words=a+sign&skill=calculus"


@given(st.text())
@example("//evil.example")
@example("/\t/evil.example")
@example("/journal\r\nset-cookie: a=b")
@example("https:evil.example")
@example("/journal#//evil.example")
def test_no_words_of_a_form_lead_elsewhere(back):
    try:
        way = app._local(back)
    except ValueError:  # no address at all, such as "//["
        pytest.fail(f"{back!r} breaks the way on")
    assert urlsplit(way).path in app.VIEWS
    assert not way.startswith(("//", "/\\")) and not set(way) & set("\r\n\t")


# what is said -------------------------------------------------------------------------------------


def test_what_was_done_is_said_once_and_not_again(doing):
    answer = doing.do("log", sentence="I misread.")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    browser = doing.page.browser
    first, second = browser.get("/"), browser.get("/")
    assert said(first.text) == ["Kept: I misread."]
    assert said(second.text) == []
    assert said(doing.page.client.get("/").text) == []


def test_two_browsers_are_told_what_each_has_done(doing):
    doing.do("log", sentence="the first")
    mine = doing.page.browser.cookies.get("told")
    doing.page.browser.cookies.delete("told")
    doing.do("log", sentence="the second")
    theirs = doing.page.browser.cookies.get("told")
    doing.page.browser.cookies.delete("told")
    ask = doing.page.client.get
    assert said(ask("/", headers={"cookie": f"told={mine}"}).text) == ["Kept: the first"]
    assert said(ask("/", headers={"cookie": f"told={theirs}"}).text) == ["Kept: the second"]
    assert said(ask("/", headers={"cookie": f"told={mine}"}).text) == []


def test_what_nobody_fetches_is_not_kept_for_ever(doing):
    site = app.Site(doing.path, now=doing.time)
    for number in range(app.TOLD + 50):
        site.went_on("/", [f"number {number}"])
    assert len(site.told) == app.TOLD
    assert f"number {app.TOLD + 49}" in str(list(site.told.values())[-1])


def test_the_same_form_sent_twice_is_kept_once_and_goes_on_both_times(doing):
    sending = ids.new(doing.time.ms)
    assert doing.told("log", sentence="I misread.", sending=sending) == ["Kept: I misread."]
    assert doing.told("log", sentence="I misread.", sending=sending) == ["That is kept already."]
    assert words(doing.path, "mistake") == ["I misread."]


def test_a_form_of_a_round_that_has_moved_on_hands_back_the_words(doing):
    with doing.journal() as journal:
        round = opened(journal)["round"]
        journal.forward("page 11")
    had = doing.facts()
    answer = doing.do("forward", output="page 12", round=round, state="open")
    assert answer.status_code == 409
    found = Fields(answer.text)
    assert "This round has moved on since the page was made." in found.alerts[0]
    assert found.values["sentence"][0].strip() == "page 12"
    assert doing.facts() == had


def test_a_pasted_paragraph_is_laid_out_and_then_filed_as_chosen(doing):
    filled(doing, measured, {})
    had = doing.facts()
    laid = doing.do("backward", sentence="I dropped a sign. It was late. I misread.", to="signs")
    assert laid.status_code == 200
    assert Fields(laid.text).values["sentence"][:3] == ["I dropped a sign.", "It was late.", "I misread."]  # fmt: skip
    assert doing.facts() == had
    every = {"sentence": ["I dropped a sign.", "It was late.", "I misread it."], "to": ["signs", "", ""]}  # fmt: skip
    assert (
        doing.told("backward", laid="1", take=["0", "2", "7"], **every)[0] == "Filed: 2 mistakes."
    )
    assert rows(doing.path, "SELECT words, parameter FROM entry WHERE kind = 'mistake' ORDER BY n") == [("I dropped a sign.", "signs"), ("I misread it.", "unsorted")]  # fmt: skip


@pytest.mark.parametrize(("state", "stage"), [("measured", "held"), ("reflected", "step")])
def test_an_empty_sentence_asks_on_and_writes_nothing(doing, state, stage):
    filled(doing, {"measured": measured, "reflected": reflected}[state], {})
    had = doing.facts()
    answer = doing.do("backward", sentence="", stage=state)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/?stage={stage}")
    assert f'data-stage="{stage}"' in doing.page.browser.get(f"/?stage={stage}").text
    assert doing.facts() == had


def test_a_clock_that_runs_already_is_said_and_nothing_is_written(doing):
    filled(doing, opened, {})
    had = doing.facts()
    assert "The clock has run since" in seen(" ".join(doing.told("go")))
    assert doing.facts() == had


def test_a_clock_left_running_is_counted_up_to_what_was_proposed(doing):
    filled(doing, opened, {})
    doing.time.passes(30 * MINUTE)
    with doing.journal() as journal:
        journal.log("I misread.")
    doing.time.passes(12 * HOUR)
    with doing.journal() as journal:
        left = journal.read.standing()["clock"]["left"]
    doing.told("pause", at=left, seen=left)
    ((began, ended),) = rows(doing.path, "SELECT started_at, ended_at FROM session")
    assert 30 * MINUTE <= ended - began < 31 * MINUTE


# commands become places ---------------------------------------------------------------------------


def test_a_command_with_a_place_becomes_a_link_to_it(doing):
    for verb, name in saying.NAMES.items():
        shown = str(saying.shown(f"Next: `selfgrad {verb}`, then on."))
        if verb in ("go", "pause"):
            place = f'<button class="link" form="{verb}">{name}</button>'
        else:
            place = f'<a href="{saying.PLACES[verb]}">{name}</a>'
        assert shown == f"Next: {place}, then on."
        assert doing.page.client.get(saying.PLACES[verb].partition("#")[0]).status_code == 200


def test_every_place_is_a_page():
    places = {urlsplit(place).path for place in saying.PLACES.values()}
    assert places - {""} <= set(app.VIEWS)  # the log form is on every page
    assert set(saying.NAMES) <= set(saying.PLACES)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("`selfgrad undo 019f3a2b1c4d`", '<button class="link" form="undo" name="id" value="019f3a2b1c4d">undo</button>'),
        ("`selfgrad undo ID`", '<button class="link" form="undo" name="id" value="ID">undo</button>'),
        ("`selfgrad undo \"><b>`", "<code>selfgrad undo &#34;&gt;&lt;b&gt;</code>"),
        ("`selfgrad doctor --rebuild`", "<code>selfgrad doctor --rebuild</code>"),
        ("`selfgrad`", "<code>selfgrad</code>"),
        ("<b>x</b>: `selfgrad go`", '&lt;b&gt;x&lt;/b&gt;: <button class="link" form="go">start the clock</button>'),
        ("`ls` and <b>", "`ls` and &lt;b&gt;"),
    ],
)  # fmt: skip
def test_a_command_is_a_button_a_link_or_code_and_all_else_is_escaped(words, shown):
    assert str(saying.shown(words)) == shown


def test_what_is_said_can_be_taken_back_by_its_button(doing):
    logged_ = doing.told("log", sentence="I misread.")
    assert logged_ == ["Kept: I misread."]
    (undone,) = doing.told("undo")
    id = re.search(r'form="undo" name="id" value="([0-9a-f]+)">undo</button>', undone)[1]
    assert words(doing.path, "mistake") == []
    doing.told("undo", id=id)
    assert words(doing.path, "mistake") == ["I misread."]


def test_what_comes_next_is_left_to_the_page():
    assert saying.sentences(["Kept: x", "Next: `selfgrad go`"]) == ["Kept: x"]


@pytest.mark.parametrize("kind", saying.ANSWERED_BY_BUTTONS)
def test_where_buttons_answer_a_refusal_its_next_action_is_left_to_them(kind):
    error = type(kind, (errors.Refused,), {})("No.", "Say --anyway.")
    assert saying.trouble(error, "step") == {"sentence": "No.", "next": "", "verb": "step", "kind": kind}  # fmt: skip
    plain = saying.trouble(errors.Refused("No.", "Go on."), "step")
    assert plain["next"] == "Go on."


# nothing that was typed runs ----------------------------------------------------------------------

EVIL = (
    "<b onclick=x>before</b> `selfgrad go` <i>after</i>",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '`selfgrad undo "><script>alert(1)</script>`',
    "`selfgrad go <script>x</script>`",
    "[a](javascript:alert(1))",
    "[a](data:text/html,<script>x</script>)",
    '<a href="javascript:x" onclick=x>y</a>',
    "![p](https://evil.example/x.png)",
    "# <svg onload=x>\n\n|a|\n|-|\n|<b onclick=x>|",
    '<https://example.org/"onmouseover=x>',
    "```<script>\n<script>\n```",
)
TYPED = st.one_of(
    st.text(),
    st.sampled_from(EVIL),
    st.lists(st.sampled_from(("<", ">", '"', "'", "&", "`", "selfgrad ", "undo ", "go", "script", "on", "=", " ", "a", "[", "](", ")", "javascript:", "\n", "#", "|", "-", "&lt;", "&#60;", "<!--", "]]>", "\0", "é"))).map("".join),
)  # fmt: skip


class Made(HTMLParser):
    """Which tags and attributes a browser would make of some HTML."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text, self.other = [], [], "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attributes]

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.other.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def judged(text, tags, attributes):
    """What was made holds these tags and attributes alone, and addresses that run nothing."""
    made = Made(text)
    assert set(made.tags) <= tags, text
    assert {(tag, name) for tag, name, _ in made.attributes} <= attributes, text
    assert made.other == []
    for _, name, value in made.attributes:
        assert name != "href" or urlsplit(value).scheme in ("", "http", "https", "mailto"), text
    return made


def plain(text):
    """Text as a browser has it: its line ends, and a sign for zero bytes."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


@settings(max_examples=200)
@given(TYPED)
def test_a_sentence_shows_all_its_words_and_runs_none(typed):
    tags, named = {"a", "button", "code"}, {("a", "href"), *(("button", name) for name in ("class", "form", "name", "value"))}  # fmt: skip
    shown = str(saying.shown(typed))
    made = judged(shown, tags, named)
    if "`selfgrad" not in typed:
        assert (made.text, made.tags) == (typed, [])
    assert shown.count("<") == len(made.tags) * 2


@settings(max_examples=200)
@given(TYPED)
def test_markdown_makes_harmless_html_alone(typed):
    shown = str(markup.markdown(typed))
    attributes = {("a", "href"), ("a", "title"), ("a", "rel")}
    made = judged(shown, markup.TAGS, attributes)
    assert not {"script", "img", "svg", "h1", "h2"} & set(made.tags)
    assert nh3.clean(shown, tags=markup.TAGS, attributes={"a": {"href", "title"}}, link_rel="noopener noreferrer") == shown  # fmt: skip


@pytest.mark.parametrize("typed", ["<b>bold</b>", "a <i title=x>word</i>", "<hr>", "x < y > z"])
def test_what_looks_like_html_is_shown_as_it_was_typed(typed):
    made = Made(str(markup.markdown(typed)))
    assert (made.text.strip(), made.tags) == (typed, ["p"])


@settings(max_examples=200)
@given(TYPED, st.text(max_size=8) | st.sampled_from(["script", "<", "a", "&lt;", "selfgrad"]))
def test_marked_words_are_the_same_words_with_marks_alone(typed, asked):
    try:
        shown = str(markup.highlighted(typed, asked))
    except errors.BadInput:  # nothing to look for
        return
    made = judged(shown, {"mark"}, set())
    assert made.text == typed


@settings(max_examples=100)
@given(TYPED, st.sampled_from(["a.py", "a.html", "a.md", "a", "a.js", "<b>.py"]))
def test_code_has_colours_and_nothing_else_of_its_own(typed, name):
    shown = str(markup.code(typed, name))
    made = judged(shown, {"div", "pre", "code", "span"}, {("div", "class"), ("span", "class")})
    assert "script" not in made.tags


@settings(max_examples=25, deadline=None)
@given(typed=TYPED.filter(str.strip))
@pytest.mark.parametrize("verb", ["loss", "step", "log"])
def test_whatever_was_typed_comes_back_as_it_was(refusing, verb, typed):
    """In the fields of the page that refuses it, letter for letter."""
    field = {"loss": "loss", "step": "change", "log": "to"}[verb]
    answer = refusing[verb].do(verb, **{field: typed, "discomfort": "none"})
    if answer.status_code != 422:  # a loss after all
        assert verb == "loss"
        return
    came = [plain((value or "").strip()) for value in Fields(answer.text).values[field]]
    assert plain(typed.strip()) in came
    made = Made(answer.text)
    assert not [name for _, name, _ in made.attributes if name.startswith("on")]
    assert made.tags.count("script") == 2  # the page's own


@pytest.fixture(scope="module")
def refusing(tmp_path_factory):
    """A page that refuses, for each of three forms."""
    with contextlib.ExitStack() as stack:
        found = {}
        for verb, before in (("loss", produced), ("step", reflected), ("log", nothing)):
            path = str(tmp_path_factory.mktemp(verb) / "journal.db")
            with Journal(path) as journal:
                before(journal)
            found[verb] = Doing(stack.enter_context(served(path)), None)
        yield found


def test_nothing_is_left_behind_by_an_upload(doing, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    os.mkdir(tmp_path / "tmp")
    filled(doing, opened, {})
    doing.do("forward", files={"file": ("page.txt", b"words")})
    doing.do("forward", files={"file": ("page.txt", b"x" * 2_000_000)})
    assert rows(doing.path, "SELECT size FROM attempt") == [(5,)]
    assert os.listdir(tmp_path / "tmp") == []
