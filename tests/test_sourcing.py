"""Sources: a note is read and never changed; a takeaway is untested until an output has tested it."""

import os

import pytest
from test_terminal import terminal  # noqa: F401

from selfgrad import errors

NOTE = """---
source: https://example.org/talk
author:
  - "[[Ada]]"
tags: [practice, "#volume"]
mood: curious
---
# A talk on volume

## Transcript
so the thing is

## My takeaways
### 1. Volume beats choice
What counts is how much is made.
### 2. Compare with your own past
"""


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "talk.md"
    path.write_text(NOTE, encoding="utf-8")
    return path


def takeaways(journal):
    return journal.read.unused()["takeaways"]


def made_something(journal):
    journal.start("a page", project="book")
    journal.forward("page one")


def test_a_note_becomes_a_source_with_its_front_matter_and_its_takeaways(journal, note):
    receipt = journal.add_source(str(note))
    assert receipt.said[0] == "1 note read: 1 new, 0 changed, 0 as before."
    page = journal.read.source("A talk on volume")
    assert (page["url"], page["author"]) == ("https://example.org/talk", "Ada")
    assert page["meta"]["mood"] == "curious"
    assert [one["words"][:12] for one in page["takeaways"]] == ["Volume beats", "Compare with"]
    assert {one["state"] for one in page["takeaways"]} == {"untested"}


def test_the_note_itself_is_never_changed(journal, note):
    before = note.read_bytes(), os.stat(note).st_mtime_ns
    journal.add_source(str(note))
    journal.add_source(str(note))
    assert (note.read_bytes(), os.stat(note).st_mtime_ns) == before


def test_reading_the_same_note_again_writes_nothing(journal, note):
    journal.add_source(str(note))
    acts = journal.db.scalar("acts_count", learner=journal.learner)
    receipt = journal.add_source(str(note))
    assert receipt.said[0] == "1 note read: 0 new, 0 changed, 1 as before."
    assert journal.db.scalar("acts_count", learner=journal.learner) == acts


def test_a_changed_note_is_noticed_and_its_takeaways_come_and_go(journal, note):
    journal.add_source(str(note))
    note.write_text(NOTE.replace("Compare with your own past", "Sleep on it"), encoding="utf-8")
    assert [row["title"] for row in journal.changed_notes()] == ["A talk on volume"]
    receipt = journal.add_source(str(note))
    assert receipt.said[0] == "1 note read: 0 new, 1 changed, 0 as before."
    gone = {
        one["words"][:12]: one["gone"]
        for one in journal.read.source("A talk on volume")["takeaways"]
    }
    assert gone == {"Volume beats": False, "Compare with": True, "Sleep on it": False}
    assert journal.changed_notes() == []


def test_two_devices_that_read_the_same_note_come_to_one_source(journal, note, tmp_path, time):
    from test_ledger import acts_of

    from selfgrad.journal import Journal

    with Journal(str(tmp_path / "other.db"), now=time) as other:
        journal.add_source(str(note))
        other.add_source(str(note))
        journal.ledger.absorb(acts_of(other))
    assert len(journal.read.sources()) == 1
    assert journal.read.unused()["count"] == 2


def test_reading_alone_tests_nothing(journal, note):
    journal.add_source(str(note))
    journal.start("a page")
    with pytest.raises(errors.Refused, match="Only an output tests"):
        journal.test_takeaway(takeaways(journal)[0]["id"], "held")


@pytest.mark.parametrize(("how", "words"), [("held", None), ("failed", None), ("changed", "Less.")])
def test_an_output_has_tested_a_takeaway(journal, note, how, words):
    journal.add_source(str(note))
    made_something(journal)
    first = takeaways(journal)[0]
    journal.test_takeaway(first["id"], how, words)
    page = journal.read.source("A talk on volume")["takeaways"][0]
    assert (page["state"], page["words"]) == (how, words or first["words"])
    assert first["id"] not in [one["id"] for one in takeaways(journal)]


@pytest.mark.parametrize(("how", "words"), [("changed", None), ("held", "x"), ("liked", None)])
def test_a_test_that_says_too_little_or_too_much_is_refused(journal, note, how, words):
    journal.add_source(str(note))
    made_something(journal)
    with pytest.raises(errors.BadInput):
        journal.test_takeaway(takeaways(journal)[0]["id"], how, words)


def test_a_takeaway_becomes_an_aim_and_waits_for_what_the_output_shows(journal, note):
    journal.add_source(str(note))
    first = takeaways(journal)[0]
    journal.aim_at(first["id"])
    assert journal.current()["aim"] == first["words"]
    assert journal.to_test() == []
    journal.forward("a page a day")
    assert [one["id"] for one in journal.to_test()] == [first["id"]]
    journal.loss("1/10")
    journal.backward()
    journal.step(keep=True)
    assert [one["id"] for one in journal.read.standing()["to_test"]] == [first["id"]]
    journal.test_takeaway(first["id"], "held")
    assert journal.to_test() == []


def test_a_takeaway_is_marked_by_hand_and_stays_when_the_note_is_read_again(journal, note):
    journal.add_source(str(note))
    journal.take_away("A talk on volume", "Start before you are ready.")
    note.write_text(NOTE + "\nmore\n", encoding="utf-8")
    journal.add_source(str(note))
    words = {
        one["words"]: one["gone"] for one in journal.read.source("A talk on volume")["takeaways"]
    }
    assert words["Start before you are ready."] is False


def test_undoing_the_reading_of_a_note_takes_its_takeaways_back(journal, note):
    receipt = journal.add_source(str(note))
    journal.undo(receipt.id)
    assert journal.read.sources() == []
    assert journal.read.unused()["count"] == 0


def test_any_word_of_a_takeaway_is_found(journal, note):
    journal.add_source(str(note))
    hits = journal.read.find("volume beats")["hits"]
    assert [hit["kind"] for hit in hits] == ["takeaway"]


def test_a_forgotten_source_leaves_no_word_of_its_front_matter(journal, note):
    journal.add_source(str(note))
    journal.forget(journal.read.sources()[0]["id"])
    assert "curious" not in "\n".join(journal.db.connection.iterdump())


def test_a_folder_that_is_not_there_or_empty_is_a_sentence(journal, tmp_path):
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(errors.NotFound):
            journal.add_source(str(path))


# at the command line ------------------------------------------------------------------------------


def test_the_whole_way_from_a_note_to_a_tested_takeaway(shell, note):
    assert "2 takeaways untested" in shell("source", "add", str(note))
    first = shell.json("source", "--unused")["takeaways"][0]
    shell("source", "aim", first["short"])
    shell("forward", "a page")
    assert "Held: Volume beats" in shell("source", "test", first["short"], "held")
    assert "1 untested, 1 held" in shell("source")
    assert "held: Volume beats" in shell("source", "A talk on volume")


def test_what_was_taken_up_is_asked_about_with_one_key_as_the_round_ends(shell, note, terminal):  # noqa: F811
    shell("source", "add", str(note))
    first = shell.json("source", "--unused")["takeaways"][0]
    shell("source", "aim", first["short"])
    shell("ask", "how much is enough?")
    shell("answer", "a page a day")
    shell("forward", "a page")
    shell("loss", "0.2")
    shell("backward", "I stopped early.")
    child = terminal("step", "--keep")
    child.expect_exact("u used, n not used")
    child.send("u")
    child.expect_exact("h held, f failed, c worded anew")
    child.send("c")
    child.expect_exact("How is it worded now?")
    child.sendline("A page a day beats a plan.")
    child.expect_exact("Changed: A page a day beats a plan.")
    child.wait()
    assert shell.json("source", "A talk on volume")["takeaways"][0]["state"] == "changed"
