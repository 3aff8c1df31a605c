"""The same verbs as JSON: every one is there, leaves the facts of the journal's method, and refuses kindly."""

import inspect
import json
import os
import re
import shlex
import threading

import pytest
import schemathesis
from conftest import HOUR, MINUTE, Time, a_round
from litestar.testing import TestClient
from schemathesis.config import SchemathesisConfig
from serving import served

from selfgrad import criteria, errors, exchange, gaps, guards, ids, losses, trials
from selfgrad.cli.verbs import VERBS
from selfgrad.journal import Journal
from selfgrad.web import api, messages, teaching
from selfgrad.web.app import Site, make

with TestClient(make(Site(":memory:"))) as _client:
    DESCRIPTION = _client.get("/api/openapi.json").json()
ERRORS = {"400", "401", "403", "404", "409", "413", "422", "503"}


class Still:
    """A clock that goes on only when it is told to, so that two journals can be told the same."""

    def __init__(self):
        self.ms = Time().ms

    def __call__(self):
        return self.ms


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A page for tests that do not mind what others have written."""
    with served(tmp_path_factory.mktemp("shared") / "journal.db") as page:
        with Journal(page.journal) as journal:
            a_round(journal, skill="calculus")
        yield page


@pytest.fixture
def page(tmp_path):
    with served(tmp_path / "journal.db", now=Time()) as page:
        yield page


def acts(page):
    """Everything that is written, as the export has it."""
    with Journal(page.journal) as journal:
        return [json.loads(line) for line in exchange.lines(journal)]


def said(page, verb, /, **body):
    answer = page.client.post(f"/api/{verb}", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


# the table ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_of_the_table_has_a_route_or_a_reason_why_not(verb):
    routes = DESCRIPTION["paths"].get(f"/api/{verb}", {})
    reasons = dict(api.ELSEWHERE)
    assert bool(routes) != (verb in reasons), verb
    assert len(reasons.get(verb, "a reason")) > 5


@pytest.mark.parametrize("path", DESCRIPTION["paths"])
def test_a_route_has_a_summary_and_its_errors_are_described(path):
    for operation in DESCRIPTION["paths"][path].values():
        verb = path.removeprefix("/api/")
        assert len(operation["summary"]) > 8
        if verb in VERBS and operation["operationId"] in (verb, "read_export"):
            assert operation["summary"] == VERBS[verb].help
        assert set(operation["responses"]) >= ERRORS - {"413"}
        trouble = operation["responses"]["409"]["content"]["application/json"]["schema"]
        assert trouble == {"$ref": "#/components/schemas/Trouble"}


def test_bearer_and_cookie_are_described_and_nothing_of_the_page_itself_is():
    schemes = DESCRIPTION["components"]["securitySchemes"]
    assert {scheme["type"] for scheme in schemes.values()} == {"http", "apiKey"}
    assert DESCRIPTION["security"] == [{"bearer": []}, {"cookie": []}]
    assert all(path.startswith("/api/") for path in DESCRIPTION["paths"])


# a path on the server is nothing that a client may name; `yes` is asked for by a face
OTHERS = {"forward": {"file", "named"}, "forget": {"yes"}, "start": {"takeaway"}}
# `round` is what every body may say of the open one; the round of a mark is `of`
OTHERS |= {verb: {"of", "round"} for verb in ("mark_scar", "mark_scars")}
OTHERS |= {verb: {"of", "round"} for verb in ("ran", "cell", "test_takeaway")}
# what it is called as an aim is said as in `start`
OTHERS |= {"aim_at": {"about", "skill", "project", "expect", "level", "at", "new"}}
# they say in one body what the journal has several methods for
SEVERAL = (
    "keep_note",
    "trial",
    "plan",
    "rerate",
    "edit",
    "loss",
    "self",
    "settings",
    "skill",
    "project",
    "parameter",
)


@pytest.mark.parametrize("verb", [verb for verb in messages.BODIES if verb not in SEVERAL])
def test_the_fields_of_a_body_are_the_parameters_of_the_journals_method(verb):
    method = set(inspect.signature(getattr(Journal, verb)).parameters) - {"self"}
    fields = set(messages.BODIES[verb].__struct_fields__) - set(messages.BESIDE)
    assert fields ^ method <= OTHERS.get(verb, set())


def field_of_work(verb, field):
    """Whether a field holds a work, which is longer than what is said in words."""
    works = {"ran": "output report tail", "cell": "code result", "take": "text notes"}
    return field in (works | {"keep_note": "text"}).get(verb, "").split()


@pytest.mark.parametrize("name", messages.BODIES)
def test_every_body_is_bounded(name):
    schema = DESCRIPTION["components"]["schemas"][messages.BODIES[name].__name__]
    assert schema["additionalProperties"] is False
    for key, field in schema["properties"].items():
        for one in field.get("anyOf", [field]):
            if one.get("type") == "string":
                assert one["maxLength"] <= (200_000 if field_of_work(name, key) else 20_000)
            if one.get("type") == "integer":
                assert -(2**63) <= one["minimum"] < one["maximum"] < 2**63


# the same facts -----------------------------------------------------------------------------------

WORDS = "The inner one ?? first, obviously."
# A field that begins with @ is the id of an earlier answer.
STORY = (
    ("settings", {"key": "zone", "value": "Europe/Paris"}),
    ("start", {"aim": "a first thing"}),
    ("skill", {"name": "calculus", "here": True}),
    ("start", {"aim": "ten integrals", "skill": "calculus", "expect": "5/10", "level": "2"}),
    ("predict", {"expect": 0.4, "aim": "ten hard integrals"}),
    ("log", {"sentence": "I typed before I read.", "to": "haste"}),
    ("ask", {"question": "why does the sign flip?"}),
    ("answer", {"answer": "the limits swap", "source": "page 40"}),
    ("used", {"id": "@6", "used": False}),
    ("forward", {"url": "https://example.org/1"}),
    ("forward", {"output": "page 12 of the blue notebook"}),
    ("loss", {"value": "3/10"}),
    ("loss", {"time": "14:20/12:00"}),
    ("loss", {"text": "abc", "against": "abd"}),
    ("loss", {"checklist": "- [x] one\n- [ ] two"}),
    ("loss", {"value": 0.25}),
    ("edit", {"id": "@11", "loss": "2/10"}),
    ("backward", {"mistakes": ["I dropped the sign.", "I guessed."], "to": ["signs", "haste"]}),
    ("edit", {"id": "last", "words": "I guessed the limit."}),
    ("edit", {"id": "last", "to": "signs"}),
    ("step", {"change": "When I move a term, I say its sign.", "parameter": "signs", "discomfort": 7}),
    ("go", {"input": True}),
    ("pause", {"all": True}),
    ("again", {"loss": "1/10", "mistakes": ["I misread."], "took": "5m", "level": "3"}),
    ("start", {"aim": "a page of Chinese", "project": "letters", "skill": "writing", "new": True}),
    ("resume", {}),
    ("stop", {"at": "-1m"}),
    ("drop", {"why": "the book has no answers", "next": "another book"}),
    ("add", {"duration": "45m", "skill": "calculus", "at": "yesterday 18:00"}),
    ("add", {"duration": 600_000, "input": True}),
    ("review", {"words": "Begin with the hard one."}),
    ("self", {"words": "I am more than a loss."}),
    ("log", {"sentence": "A secret."}),
    ("forget", {"id": "@32", "yes": True}),
    ("delete", {"id": "@5"}),
    ("undo", {}),
    ("skill", {"name": "calculus", "target": 500}),
    ("skill", {"name": "typing", "criterion": {"kind": "metric", "unit": "wpm", "baseline": 40.5, "goal": 80.5}}),
    ("skill", {"name": "typing", "rename": "touch typing"}),
    ("project", {"name": "letters", "archive": True}),
    ("parameter", {"name": "haste", "merge": "signs"}),
    ("plan", {"cue": "after breakfast", "least": "10m", "days": "mon-fri", "skill": "calculus"}),
    ("plan", {"free": "today"}),
    ("plan", {"came": False}),
    ("plan", {"felt": "5 4 6 5", "skill": "calculus"}),
    ("plan", {"end": True, "skill": "calculus"}),
    ("trial", {"words": "When I start, I read it twice.", "rounds": 12, "parameter": "signs"}),
    ("forward", {"output": "page 13"}),
    ("trial", {"broke": True, "why": "I forgot it."}),
    ("trial", {"end": "the book is away"}),
    ("loss", {"value": "4 gap"}),
    ("backward", {"mistakes": []}),
    ("step", {"keep": True}),
    ("rerate", {"value": 5, "of": "@-1"}),
    ("mark_scar", {"id": "@17", "how": "repeated", "of": "@20"}),
    ("mark_scars", {"letters": "r", "of": "@20"}),
    ("join_scars", {"id": "@5", "into": "@17"}),
    ("part_scar", {"id": "@5"}),
    ("confide", {"words": "For nobody else."}),
    ("explain", {"topic": "the chain rule", "to": "a child", "points": ["inner", "outer", "product"], "new": True}),
    ("take", {"text": WORDS, "notes": "The outer one.", "minutes": 2.5, "reference": "a.md", "at": "yesterday 12:00"}),
    ("mark_gap", {"gap": gaps.gaps(WORDS)[0].key, "how": "wave"}),
    ("prefer", {"take": "@60"}),
    ("get_ready", {"aim": "make it green", "skill": "code", "expect": 0.2, "new": True}),
    ("ran", {"command": ["pytest", "-q"], "output": "1 failed, 2 passed in 0.05s", "exit_code": 1, "took_ms": 50, "made_in": {"revision": "1a2b3c", "branch": "main", "changed": 1}}),
    ("cell", {"code": "1 + 1", "result": "2", "measure": "0.1"}),
    ("keep_note", {"text": "# Limits\n## Summary\n- Measure it twice.", "name": "Limits.md"}),
    ("take_away", {"source": "Limits", "words": "Say the limit first."}),
    ("test_takeaway", {"takeaway": "@67", "how": "changed", "words": "Say it last."}),
    ("aim_at", {"takeaway": "@67", "skill": "reading", "expect": "2/10", "new": True}),
    ("recall", {"words": "inner, outer", "topic": "the chain rule"}),
)  # fmt: skip


def by_hand(journal, verb, body):
    """The same by the journal's own methods."""
    if verb == "loss" and "text" in body:
        return journal.loss(losses.text_against_reference(body["text"], body["against"]))
    if verb == "loss" and "checklist" in body:
        return journal.loss(losses.checklist(body["checklist"]))
    if verb == "loss" and "time" in body:
        return journal.loss(criteria.parse_as("time", body["time"]))
    if verb in ("backward", "again"):
        first = [body.pop("loss")] if verb == "again" else []
        return getattr(journal, verb)(*first, *body.pop("mistakes"), **body)
    if verb == "edit" and "loss" in body:
        return journal.edit_loss(body["id"], body["loss"])
    if verb == "edit" and "to" in body:
        return journal.recharge(body["id"], body["to"])
    if verb == "self":
        return journal.write_architecture(body["words"])
    if verb == "plan" and "cue" not in body:
        return day_by_hand(journal, **body)
    if verb == "trial" and "words" not in body:
        return journal.end_trial(body["end"]) if "end" in body else journal.broke_trial(body["why"])
    if verb in ("mark_scar", "mark_scars"):
        round = journal.round_of(body.pop("of"))["subject"]
        return getattr(journal, verb)(**body, round=round)
    if verb == "keep_note":
        return teaching.add_notes(journal, [(body["text"].encode(), body["name"])])
    if verb == "rerate":
        return journal.rerate(str(body["value"]), body["of"])
    if verb == "settings":
        return journal.set(body["key"], body["value"])
    if verb in ("skill", "project", "parameter"):
        return name_by_hand(journal, verb, **body)
    if verb == "forget":
        del body["yes"]
    return getattr(journal, verb)(**body)


def day_by_hand(journal, skill=None, came=None, felt=None, end=False, **day):
    if came is not None:
        return journal.cue_came(came, skill=skill)
    if felt is not None:
        return journal.felt(felt, skill)
    if end:
        return journal.end_plan(skill)
    ((what, words),) = day.items()
    return getattr(journal, what)(words, skill)


def name_by_hand(journal, kind, name, rename=None, merge=None, archive=False, here=False, **about):
    if here:
        return journal.file_here(name)
    if rename:
        return journal.rename(kind, name, rename)
    if merge:
        return journal.merge(kind, name, merge)
    if archive:
        return journal.archive(kind, name)
    if "criterion" in about:
        kept = criteria.checked(criteria.Criterion(**about["criterion"]))
        return journal.describe(kind, name, criterion=kept.to_json())
    return journal.describe(kind, name, target_hours=about["target"])


def with_ids(body, made):
    return {
        key: made[int(value[1:])] if str(value).startswith("@") else value
        for key, value in body.items()
    }


def without_ids(text):
    """Every id by its place, since two journals never make the same ones; and no device."""
    known = {}
    text = re.sub(
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        lambda found: f"id{known.setdefault(found[0], len(known))}",
        text,
    )
    return re.sub(r'"device": "[0-9a-f]+"', '"device": ""', text)


def test_every_writing_verb_leaves_the_facts_of_the_journals_method(tmp_path, monkeypatch):
    monkeypatch.setattr(trials.Trials, "coin", staticmethod(lambda: 1))  # it falls the same twice
    told, now = [], Still()
    with served(tmp_path / "api.db", now=now) as page:
        for verb, body in STORY:
            now.ms += MINUTE
            told.append(said(page, verb, **with_ids(body, [one["id"] for one in told])))
        found = [without_ids("\n".join(map(json.dumps, acts(page))))]
    made, now = [], Still()
    with Journal(str(tmp_path / "hand.db"), now=now) as journal:
        for verb, body in STORY:
            now.ms += MINUTE
            made.append(by_hand(journal, verb, with_ids(body, [one.id for one in made])))
        found.append(
            without_ids("\n".join(json.dumps(json.loads(one)) for one in exchange.lines(journal)))
        )
    assert found[0] == found[1]
    assert [one["verb"] for one in told] == [one.verb for one in made]
    same = [re.sub(r"[0-9a-f]{12,}", "ID", str(one["said"])) for one in told]
    assert same == [re.sub(r"[0-9a-f]{12,}", "ID", str(one.said)) for one in made]
    assert {verb for verb, _ in STORY} == set(messages.BODIES)


def test_what_is_written_answers_with_a_receipt(page):
    answer = page.client.post("/api/log", json={"sentence": "I misread.", "to": "haste"})
    kept = answer.json()
    assert answer.status_code == 201
    assert list(kept) == ["verb", "id", "act", "said", "data"]
    assert (kept["verb"], kept["said"]) == ("log", ["Kept: I misread."])
    assert kept["data"]["parameter"] == "haste"
    assert kept["act"] == acts(page)[0]["act"]


def test_nobody_is_asked_through_the_api_a_sentence_about_the_person_is_filed_and_flagged(page):
    kept = said(page, "log", sentence="I am so stupid.")
    assert "not about what you did" in " ".join(kept["said"])
    [hit] = page.client.get("/api/entries").json()["hits"]
    assert (hit["words"], hit["kind"], hit["flag"]) == ("I am so stupid.", "kept words", "worth")


def test_words_that_speak_of_danger_are_kept_apart_and_the_answer_names_help(page):
    kept = said(page, "log", sentence="I want to die.")
    assert (kept["verb"], kept["data"]["private"]) == ("private", True)
    assert "findahelpline.com" in " ".join(kept["data"]["help"])
    assert page.client.get("/api/entries").json()["hits"] == []
    assert page.client.get("/api/find", params={"words": "die"}).json()["hits"] == []


def test_a_mark_for_what_is_no_round_is_refused(page):
    id = said(page, "log", sentence="I misread.")["data"]["id"]
    body = {"id": id, "how": "dodged", "of": id}
    answer = page.client.post("/api/mark_scar", json=body)
    assert (answer.status_code, answer.json()["kind"]) == (404, "NotFound")


def test_a_clock_that_runs_already_is_said_with_200_and_writes_nothing(page):
    said(page, "start", aim="ten integrals")
    before = acts(page)
    answer = page.client.post("/api/go")
    assert (answer.status_code, answer.json()["act"]) == (200, None)
    assert acts(page) == before


# reading ------------------------------------------------------------------------------------------

READING = (
    ("now", {}, lambda read: read.standing()),
    ("find", {"words": "minus"}, lambda read: read.find("minus")),
    ("find", {"words": "i", "limit": 1}, lambda read: read.find("i", 1)),
    ("entries", {"limit": 2, "skill": "calculus"}, lambda read: read.entries(None, 2, "calculus")),
    ("show", {}, lambda read: read.show("last")),
    ("today", {"day": "yesterday"}, lambda read: read.today("yesterday")),
    ("today", {}, lambda read: read.today()),
    ("week", {"back": 1}, lambda read: read.week(1)),
    ("hours", {"skill": "calculus"}, lambda read: read.hours("calculus")),
    ("steps", {"limit": 5}, lambda read: read.steps(None, 5)),
    ("credit", {"rounds": 3}, lambda read: read.credit(None, 3)),
    ("parameters", {}, lambda read: read.parameters()),
    ("curve", {"skill": "calculus"}, lambda read: read.curve("calculus")),
    ("year", {"year": 2026}, lambda read: read.year(2026)),
    ("forecast", {"skill": "calculus"}, lambda read: read.forecast("calculus")),
    ("vs", {"then": "month"}, lambda read: read.versus("month")),
    ("calibration", {}, lambda read: read.calibration()),
    ("edge", {"skill": "calculus"}, lambda read: read.edge("calculus")),
    ("audit", {}, lambda read: read.audit()),
    ("luck", {}, lambda read: read.luck()),
    ("trial", {}, lambda read: read.trials()),
    ("rerate", {}, lambda read: read.ratings()),
    ("plan", {}, lambda read: read.plans()),
    ("tissue", {}, lambda read: read.tissue()),
    ("scars", {"aim": "ten integrals"}, lambda read: read.journal.scars("ten integrals")),
)


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    now = Still()
    with served(tmp_path_factory.mktemp("read") / "journal.db", now=now) as page:
        with Journal(page.journal, now=now) as journal:
            journal.set("zone", "Europe/Paris")
            for loss in ("3/10", "2/10"):
                now.ms += 20 * HOUR
                a_round(journal, loss, ("I dropped the minus sign.",), skill="calculus")
            journal.ask("why?")
        page.now = now
        yield page


@pytest.mark.parametrize(("name", "query", "direct"), READING)
def test_a_page_is_what_the_record_says(read, name, query, direct):
    with Journal(read.journal, now=read.now) as journal:
        expected = json.loads(json.dumps(direct(journal.read)))
    answer = read.client.get(f"/api/{name}", params=query)
    assert (answer.status_code, answer.json()) == (200, expected)


def test_lists_are_read_without_parameters(read):
    found = {
        name: read.client.get(f"/api/{name}").json() for name in ("skill", "parameter", "project")
    }
    assert [row["name"] for row in found["skill"]] == ["calculus"]
    assert (found["parameter"], found["project"]) == ([], [])
    assert [row["question"] for row in read.client.get("/api/ask").json()] == ["why?"]
    assert read.client.get("/api/self").json() == {}
    settings = {row["key"]: row["value"] for row in read.client.get("/api/settings").json()}
    assert settings["zone"] == "Europe/Paris"


def test_the_export_is_every_act_as_a_line(read):
    answer = read.client.get("/api/export")
    assert answer.headers["content-type"] == "application/jsonl"
    assert [json.loads(line) for line in answer.text.splitlines()] == acts(read)


def test_no_page_to_read_writes_an_act(read):
    before = acts(read)
    for name, query, _ in READING:
        read.client.get(f"/api/{name}", params=query)
    assert acts(read) == before


# refusals -----------------------------------------------------------------------------------------

SENDING = ids.new(1_790_000_000_000)
MISSHAPEN = {
    "no JSON": b"{",
    "nothing that is needed": b"{}",
    "a list": b"[]",
    "a number for words": b'{"sentence": 3}',
    "an unknown field": b'{"sentence": "x", "learner": "you"}',
    "no UTF-8": b'{"sentence": "\xff\xfe"}',
    "half a surrogate": b'{"sentence": "\\ud800"}',
    "half a surrogate in bytes": b'{"sentence": "\xed\xa0\x80"}',
    "NaN": b'{"sentence": "x", "at": NaN}',
    "infinity": b'{"sentence": "x", "at": 1e999}',
    "an integer of 5000 digits": b'{"sentence": "x", "at": ' + b"9" * 5000 + b"}",
    "an integer over 64 bit": b'{"sentence": "x", "at": 9223372036854775808}',
    "a hundred thousand lists": b'{"sentence": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "lists where nothing is known": b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "too many words": b'{"sentence": "' + b"x" * 20_001 + b'"}',
    "a sending that is none": b'{"sentence": "x", "sending": "1"}',
    "a sending that does not sort by time": b'{"sentence": "x", "sending": "5a5f8f3e-1111-4111-8111-111111111111"}',
    "null for words": b'{"sentence": null}',
    "a state of no round": b'{"sentence": "x", "state": "open"}',
    "words for a truth": b'{"sentence": "x", "new": "yes"}',
}


@pytest.mark.parametrize("body", MISSHAPEN.values(), ids=MISSHAPEN)
def test_what_is_misshapen_is_refused_in_one_sentence_and_nothing_is_written(shared, body):
    before = acts(shared)
    answer = shared.client.post("/api/log", content=body)
    assert answer.status_code == 400
    trouble = answer.json()
    assert list(trouble) == ["error", "next", "kind"]
    assert trouble["error"].endswith(".") and "\n" not in trouble["error"]
    assert len(trouble["error"]) < 200
    assert acts(shared) == before


@pytest.mark.parametrize(
    ("verb", "body", "status", "kind"),
    [
        ("log", {"sentence": " \x00 "}, 422, "BadInput"),
        ("log", {"sentence": "x", "at": "tomorrow"}, 422, "BadInput"),
        ("log", {"sentence": "x", "at": 9_999_999_999_999}, 422, "BadInput"),
        ("log", {"sentence": "x", "at": -9_999_999_999_999}, 422, "BadInput"),
        ("log", {"sentence": "x", "to": "n" * 81}, 422, "BadInput"),
        ("show", {"id": "nothing"}, 405, "SelfgradError"),
        ("delete", {"id": "ffffffffffff"}, 404, "NotFound"),
        ("skill", {"name": "no such", "rename": "x"}, 404, "NotFound"),
        ("settings", {"key": "colour", "value": "red"}, 404, "NotFound"),
        ("settings", {"key": "zone", "value": "\x00"}, 422, "BadInput"),
        ("forget", {"id": "last"}, 409, "Refused"),
        ("forward", {"url": "https://example.org", "commit": "HEAD"}, 400, "Usage"),
        ("loss", {"value": "3/10", "time": "1:00/2:00"}, 400, "Usage"),
        ("loss", {"text": "x"}, 400, "Usage"),
        ("loss", {}, 400, "Usage"),
        ("skill", {"name": "calculus", "rename": "x", "archive": True}, 400, "Usage"),
        ("edit", {"id": "last"}, 400, "Usage"),
        ("add", {"duration": 90_000_000}, 400, "BadInput"),
        ("step", {"keep": True, "discomfort": 11}, 400, "BadInput"),
        ("forward", {"file": "/etc/passwd"}, 400, "BadInput"),
        ("log", {"sentence": "x" * 1_100_000}, 413, "BadInput"),
        ("nothing", {}, 404, "SelfgradError"),
    ],
)
def test_a_refusal_is_a_sentence_with_its_kind_and_nothing_is_written(
    shared, verb, body, status, kind
):
    before = acts(shared)
    answer = shared.client.post(f"/api/{verb}", json=body)
    trouble = answer.json()
    assert (answer.status_code, trouble["kind"]) == (status, kind), trouble
    assert trouble["error"].endswith(".")
    assert acts(shared) == before


def test_worth_and_values_are_changed_only_when_it_is_said_twice(page):
    said(page, "self", words="I am more than a loss.")
    again = page.client.post("/api/self", json={"words": "I am a loss."})
    assert (again.status_code, again.json()["kind"]) == (409, "Refused")
    said(page, "self", words="I am more than any loss.", yes=True)


def test_a_name_nearly_like_another_asks_first(page):
    said(page, "log", sentence="One.", to="signs")
    answer = page.client.post("/api/log", json={"sentence": "Two.", "to": "sings"})
    assert (answer.status_code, answer.json()["kind"]) == (409, "Nearly")
    said(page, "log", sentence="Two.", to="sings", new=True)


@pytest.mark.parametrize(
    "query", ["words=%00", "words=%ED%A0%80", "words=%FF", "words=" + "x" * 9000]
)
def test_strange_words_to_find_are_no_server_error(shared, query):
    assert shared.client.get(f"/api/find?{query}").status_code in (200, 422)


# once, and only to the round that was shown -------------------------------------------------------


def test_a_sending_that_arrives_twice_is_written_once(page):
    sending = ids.new(1_790_000_000_000)
    first = said(page, "log", sentence="I misread.", sending=sending)
    again = page.client.post(
        "/api/log", json={"sentence": "I misread.", "sending": sending.upper()}
    )
    assert again.status_code == 200
    assert again.json() == {
        "verb": "log",
        "id": None,
        "act": first["act"],
        "said": ["That is kept already."],
        "data": {},
    }
    assert len(acts(page)) == 1


def test_a_sending_that_arrives_in_eight_threads_at_once_is_written_once(page):
    body = {"sentence": "I misread.", "sending": ids.new(1_790_000_000_000)}
    ready, found = threading.Barrier(8), []

    def send():
        ready.wait()
        found.append(page.client.post("/api/log", json=body))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in found) == [200] * 7 + [201]
    assert len({answer.json()["act"] for answer in found}) == 1
    assert len(acts(page)) == 1


def test_a_refused_sending_may_be_sent_again(page):
    sending = ids.new(1_790_000_000_000)
    assert page.client.post("/api/loss", json={"value": "3/10", "sending": sending}).is_error
    said(page, "start", aim="ten integrals")
    said(page, "forward", output="page 12")
    said(page, "loss", value="3/10", sending=sending)


def test_a_round_that_has_moved_on_is_not_written_to(page):
    round = said(page, "start", aim="ten integrals")["data"]["round"]
    said(page, "forward", output="page 12", round=round, state="open")
    said(page, "loss", value="3/10")
    before = acts(page)
    stale = {"value": "9/10", "round": round, "state": "produced"}
    answer = page.client.post("/api/loss", json=stale)
    assert (answer.status_code, answer.json()["kind"]) == (409, "Moved")
    other = page.client.post("/api/loss", json={"value": "9/10", "round": ids.new(0)})
    assert (other.status_code, other.json()["kind"]) == (409, "Moved")
    assert acts(page) == before


# the document ------------------------------------------------------------------------------------


def transcript():
    """Each command of docs/api.md with what it says."""
    path = os.path.join(os.path.dirname(os.path.dirname(__file__)), "docs", "api.md")
    with open(path, encoding="utf-8") as file:
        blocks = re.findall(r"^```console\n(.*?)^```", file.read(), re.DOTALL | re.MULTILINE)
    for part in "".join(blocks).split("$ api ")[1:]:
        command, _, output = part.partition("\n")
        call, _, filter = command.partition(" | jq -r ")
        yield shlex.split(call), filter.strip("'"), output


def filtered(answer, filter):
    """What jq would say, for the few filters that the document uses."""
    if not filter:
        return re.sub(r'"(id|act)":"[0-9a-f-]+"', r'"\1":"…"', answer.text) + "\n"
    found = answer.json()
    if filter == ".verb, .step.words":
        return f"{found['verb']}\n{found['step']['words']}\n"
    lines = {".said[]": found["said"], ".said[0]": found["said"][:1]}[filter]
    return "".join(line + "\n" for line in lines)


def test_the_transcript_of_the_document_is_what_the_api_says(page):
    commands = list(transcript())
    assert len(commands) > 8
    for (verb, *words), filter, output in commands:
        if words:
            assert words[0] == "-d"
            answer = page.client.post(f"/api/{verb}", content=words[1])
        else:
            answer = page.client.get(f"/api/{verb}")
        assert filtered(answer, filter) == output


def test_the_document_names_the_kinds_of_failure_that_there_are():
    path = os.path.join(os.path.dirname(os.path.dirname(__file__)), "docs", "api.md")
    with open(path, encoding="utf-8") as file:
        table = file.read().partition("| status |")[2].partition("\n\n")[0]
    kinds = set(re.findall(r"`([A-Z]\w+)`", table)) - {"Closed"}
    known = {**vars(errors), **vars(guards)}
    assert kinds <= set(known)
    for line in table.splitlines()[2:]:
        statuses, named = line.split("|")[1:3]
        for kind in set(re.findall(r"`(\w+)`", named)) - {"Closed", "BadInput"}:
            assert str(known[kind].http) in statuses


# the whole description, with whatever comes -------------------------------------------------------

CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 1,
        "generation": {"max-examples": 4, "deterministic": True, "database": "none"},
        "phases": {"coverage": {"unexpected-methods": ["put", "trace"]}},
        # a rule may refuse what has the right shape
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "404", "409", "422"]},
            "negative_data_rejection": {"expected-statuses": ["400", "404", "405", "413"]},
            "allow_header_conformance": {"enabled": False},  # Litestar's OPTIONS knows one of two
        },
    }
)
described = schemathesis.openapi.from_dict(DESCRIPTION, config=CONFIG)


@described.parametrize()
def test_whatever_comes_the_answer_is_as_described(case, shared):
    bearer = {"authorization": f"Bearer {shared.token}"}
    answer = case.call(base_url=shared.url, headers=bearer)
    case.validate_response(answer, headers=bearer)
    if answer.status_code == 400 and case.meta.generation.mode.is_positive:
        trouble = answer.json()  # 1.0 is an integer to JSON Schema, and none here
        assert trouble["kind"] == "Usage" or "got `float`" in trouble["error"], trouble
