"""The same story through every face: the command line, Python, the page. The same rows are left."""

from datetime import datetime

import pytest
from serving import served
from test_cli import OPTIONS, STORY, told

from selfgrad.journal import Journal

ZONE = "Europe/Paris"
FIELDS = {"ask": "question", "answer": "answer", "log": "sentence", "forward": "output"}
FIELDS |= {"start": "aim", "loss": "loss", "step": "change", "drop": "why", "add": "duration"}


class Minutes:
    """The clock of the story: each verb in a minute of its own."""

    def __init__(self):
        self.now = ""

    def at(self, minute):
        self.now = f"2026-03-02T18:{minute:02}:00+01:00"

    def __call__(self):
        return int(datetime.fromisoformat(self.now).timestamp() * 1000)


def form(verb, words, options):
    """What the page's form of a verb would send."""
    sent = {key: str(value) for key, value in options.items()}
    if verb == "backward":
        places = [str(place) for place, _ in enumerate(words)]
        return {"laid": "1", "sentence": words, "take": places, "to": [options["to"]] * len(words)}
    if verb == "again":
        return sent | {"loss": words[0], "sentence": words[1]}
    return sent | ({FIELDS[verb]: words[0]} if words else {})


@pytest.fixture
def by_shell(shell):
    for minute, (verb, words, options) in enumerate(STORY):
        about = dict(options)
        flags = ["--input"] if about.pop("input", False) else []
        typed = [word for key, value in about.items() for word in (OPTIONS[key], str(value))]
        now = f"2026-03-02T18:{minute:02}:00+01:00"
        shell(verb, *words, *typed, *flags, SELFGRAD_NOW=now)
    return told(shell.env["SELFGRAD_DB"])


def test_the_story_through_the_page_leaves_the_same_rows(by_shell, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", ZONE)
    path, time = str(tmp_path / "page.db"), Minutes()
    time.at(0)
    Journal(path, now=time).close()
    with served(path, now=time) as page:
        for minute, (verb, words, options) in enumerate(STORY):
            time.at(minute)
            answer = page.browser.post(f"/do/{verb}", data=form(verb, words, options))
            assert answer.status_code == 303, answer.text
    assert told(path) == by_shell


def test_the_story_through_the_api_leaves_the_same_rows(by_shell, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", ZONE)
    path, time = str(tmp_path / "api.db"), Minutes()
    time.at(0)
    Journal(path, now=time).close()
    with served(path, now=time) as page:
        for minute, (verb, words, options) in enumerate(STORY):
            time.at(minute)
            body = dict(options) | spoken(verb, words)
            answer = page.client.post(f"/api/{verb}", json=body)
            assert answer.status_code == 201, answer.text
    assert told(path) == by_shell


def spoken(verb, words):
    """The words of a verb by the names that its fields have in the API."""
    if verb == "backward":
        return {"mistakes": words}
    if verb == "again":
        return {"loss": words[0], "mistakes": words[1:]}
    names = {"ask": "question", "answer": "answer", "log": "sentence", "forward": "output"}
    names |= {"start": "aim", "loss": "value", "step": "change", "drop": "why", "add": "duration"}
    return {names[verb]: words[0]} if words else {}
