"""The same story through every face: the command line, Python, the page. The same rows are left."""

import sqlite3
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


# explained, read, tested ---------------------------------------------------------------------------

POINTS = ("long and short eighths", "a heavy second beat", "felt, not counted")
TAKE = "Swing has long and short eighths and a heavy second beat. The hemiola helps."
NOTE = "# Slow is smooth\n\n## Takeaways\n\n- Half the tempo shows where the fingers stop.\n"
# of each thing done: the words at the command line, then (verb, body) of the API, then its page's form
LEARNT = [
    (
        ["explain", "swing", "--to", "a drummer", *(w for p in POINTS for w in ("--point", p))],
        ("explain", {"topic": "swing", "to": "a drummer", "points": list(POINTS)}),
        ("explain", {"topic": "swing", "to": "a drummer", "points": "\n".join(POINTS)}),
    ),
    (
        ["explain", "swing", "--text", TAKE, "--minutes", "2"],
        ("take", {"text": TAKE, "minutes": 2}),
        ("take", {"text": TAKE, "minutes": "2"}),
    ),
    (
        ["explain", "--gap", "GAP", "--as", "lookup"],
        ("mark_gap", {"gap": "GAP", "how": "lookup"}),
        ("mark_gap", {"gap": "GAP", "how": "lookup"}),
    ),
    (
        ["explain", "--better", "TAKE"],
        ("prefer", {"take": "TAKE"}),
        ("prefer", {"take": "TAKE"}),
    ),
    (
        ["source", "take", "SOURCE", "A phrase is practised from its end."],
        ("take_away", {"source": "SOURCE", "words": "A phrase is practised from its end."}),
        ("take_away", {"source": "SOURCE", "words": "A phrase is practised from its end."}),
    ),
    (
        ["source", "test", "TAKEAWAY", "changed", "Half the tempo first."],
        (
            "test_takeaway",
            {"takeaway": "TAKEAWAY", "how": "changed", "words": "Half the tempo first."},
        ),
        ("test_takeaway", {"id": "TAKEAWAY", "how": "changed", "words": "Half the tempo first."}),
    ),
    (
        ["source", "aim", "BY HAND"],
        ("aim_at", {"takeaway": "BY HAND"}),
        ("aim_at", {"id": "BY HAND"}),
    ),
]


def called_here(path, value):
    """What stands for an id in the story, by its id in this journal."""
    about = {
        "GAP": "gap",
        "TAKE": "SELECT id FROM attempt WHERE medium = 'take'",
        "SOURCE": "SELECT id FROM source",
        "TAKEAWAY": "SELECT id FROM takeaway WHERE line IS NOT NULL",
        "BY HAND": "SELECT id FROM takeaway WHERE line IS NULL",
    }.get(value)
    if about == "gap":
        with Journal(path) as journal:
            return journal.read.topic("swing")["left"][-1]["key"]
    if about is None:
        return value
    with sqlite3.connect(path) as connection:
        return connection.execute(about).fetchone()[0]


def filled_in(path, body):
    return {key: called_here(path, v) if isinstance(v, str) else v for key, v in body.items()}


def begun(path, time, note):
    """A journal with one source, from the same note."""
    time.at(0)
    with Journal(path, now=time) as journal:
        journal.add_source(note)


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "slow.md"
    path.write_text(NOTE, encoding="utf-8")
    return str(path)


@pytest.fixture
def learnt_by_shell(shell, note, monkeypatch):
    monkeypatch.setenv("TZ", ZONE)
    path = shell.env["SELFGRAD_DB"]
    begun(path, Minutes(), note)
    for minute, (words, _, _) in enumerate(LEARNT, 1):
        now = f"2026-03-02T18:{minute:02}:00+01:00"
        shell(*(called_here(path, word) for word in words), SELFGRAD_NOW=now)
    return told(path)


def test_what_is_explained_and_read_leaves_the_same_rows_in_python(
    learnt_by_shell, note, tmp_path, monkeypatch
):
    monkeypatch.setenv("TZ", ZONE)
    path, time = str(tmp_path / "python.db"), Minutes()
    begun(path, time, note)
    for minute, (_, (verb, body), _) in enumerate(LEARNT, 1):
        time.at(minute)
        with Journal(path, now=time) as journal:
            getattr(journal, verb)(**filled_in(path, body))
    assert told(path) == learnt_by_shell
    assert len(learnt_by_shell) > 15


@pytest.mark.parametrize("face", ["page", "api"])
def test_what_is_explained_and_read_leaves_the_same_rows_through_page_and_api(
    face, learnt_by_shell, note, tmp_path, monkeypatch
):
    monkeypatch.setenv("TZ", ZONE)
    path, time = str(tmp_path / f"{face}.db"), Minutes()
    begun(path, time, note)
    with served(path, now=time) as page:
        for minute, (_, spoken_of, form_of) in enumerate(LEARNT, 1):
            time.at(minute)
            verb, body = form_of if face == "page" else spoken_of
            if face == "page":
                answer = page.browser.post(f"/do/{verb}", data=filled_in(path, body))
            else:
                answer = page.client.post(f"/api/{verb}", json=filled_in(path, body))
            assert answer.status_code in (201, 303), answer.text
    assert told(path) == learnt_by_shell
