"""What a page remembers is never older than the journal."""

import threading

import pytest
from conftest import MINUTE, a_round
from serving import served

from selfgrad.journal import Journal
from selfgrad.web.remembering import PLACES, Memory


@pytest.fixture
def memory(journal):
    remembered = Memory(journal.path)
    yield remembered
    remembered.close()


class Readings:
    """Counts how often a page is really read."""

    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count


def test_a_page_is_read_once_until_somebody_writes(memory, journal):
    read = Readings()
    assert [memory.recall("page", 0, read) for _ in range(3)] == [1, 1, 1]
    journal.log("I dropped the sign.")
    assert [memory.recall("page", 0, read) for _ in range(2)] == [2, 2]


def test_an_import_of_older_acts_is_noticed_too(memory, journal, tmp_path, time):
    from selfgrad import exchange

    out = str(tmp_path / "older.jsonl")
    time.at("2025-01-01 10:00")
    with Journal(str(tmp_path / "other.db"), now=time) as other:
        other.log("long ago")
        exchange.export(other, out)
    read = Readings()
    memory.recall("page", 0, read)
    exchange.import_(journal, out)
    assert memory.recall("page", 0, read) == 2


def test_each_page_and_each_minute_is_remembered_for_itself(memory):
    read = Readings()
    assert memory.recall("one", 0, read) == 1
    assert memory.recall("two", 0, read) == 2
    assert memory.recall("one", MINUTE - 1, read) == 1
    assert memory.recall("one", MINUTE, read) == 3


def test_many_at_once_have_it_read_once(memory):
    begun, read = threading.Barrier(8), Readings()
    found = []

    def ask():
        begun.wait()
        found.append(memory.recall("page", 0, read))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 8


def test_what_fails_is_not_remembered(memory):
    def fails():
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        memory.recall("page", 0, fails)
    assert memory.recall("page", 0, lambda: "well") == "well"


def test_only_so_many_pages_are_kept(memory):
    read = Readings()
    for page in range(PLACES + 5):
        memory.recall(page, 0, read)
    assert len(memory._kept) == PLACES


def test_hours_and_curve_show_at_once_what_the_command_line_did(journal, time):
    a_round(journal, skill="calculus")
    with served(journal.path, now=time) as page:
        before = page.client.get("/curve.json?name=calculus").json()
        assert "1 round" in page.client.get("/hours").text
        a_round(journal, loss="1/10", skill="calculus")
        after = page.client.get("/curve.json?name=calculus").json()
        assert (before["rounds"]["loss"], after["rounds"]["loss"]) == ([0.3], [0.3, 0.1])
        assert "2 rounds" in page.client.get("/hours").text
        assert page.client.get("/hours").text.count("sending") > 1


def test_two_looks_at_the_same_page_have_forms_of_their_own(journal, time):
    a_round(journal, skill="calculus")
    with served(journal.path, now=time) as page:
        once, twice = (page.client.get("/hours").text for _ in range(2))
    marks = [part[:36] for part in once.split('name="sending" value="')[1:]]
    assert marks
    assert not any(mark in twice for mark in marks)
