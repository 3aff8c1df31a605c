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


# which note is which source ------------------------------------------------------------------------


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def acts(journal):
    return journal.db.scalar("acts_count", learner=journal.learner)


def words(journal):
    return sorted(one["words"] for one in takeaways(journal))


@pytest.mark.parametrize(
    "above", ["# Notes\n", "---\nsource: https://example.org/@channel\n---\n# {}\n"]
)
def test_notes_of_one_title_or_one_address_are_two_sources_and_stay_so(journal, tmp_path, above):
    for name in ("bach", "ravel", "satie"):
        head = above.format(name)
        put(tmp_path / "vault" / name / "index.md", f"{head}## Summary\n- Play {name} slowly.\n")
    receipt = journal.add_source(str(tmp_path / "vault"))
    assert receipt.said[0] == "3 notes read: 3 new, 0 changed, 0 as before."
    kept = acts(journal)
    again = journal.add_source(str(tmp_path / "vault"))
    assert again.said[0] == "3 notes read: 0 new, 0 changed, 3 as before."
    assert acts(journal) == kept and len(journal.read.sources()) == 3
    assert words(journal) == [f"Play {name} slowly." for name in ("bach", "ravel", "satie")]


def test_an_undone_note_of_a_shared_title_comes_back_as_the_same_source(journal, tmp_path):
    one = put(tmp_path / "bach" / "index.md", "# Notes\n## Summary\n- Play Bach slowly.\n")
    two = put(tmp_path / "ravel" / "index.md", "# Notes\n## Summary\n- Play Ravel softly.\n")
    journal.add_source(str(one))
    receipt = journal.add_source(str(two))
    journal.undo(receipt.id)
    assert words(journal) == ["Play Bach slowly."]
    assert journal.add_source(str(two)).data["source"] == receipt.data["source"]
    with pytest.raises(errors.Refused, match="2 sources are called"):
        journal.source_of("Notes")


def test_two_devices_come_to_the_same_sources_wherever_the_vault_lies(journal, tmp_path, time):
    from test_ledger import acts_of

    from selfgrad.journal import Journal

    for vault in ("here", "there"):
        (tmp_path / vault / ".obsidian").mkdir(parents=True)
        for name in ("bach", "ravel"):
            text = f"# Notes\n## Summary\n- Play {name} slowly.\n"
            put(tmp_path / vault / name / "index.md", text)
    with Journal(str(tmp_path / "other.db"), now=time) as other:
        journal.add_source(str(tmp_path / "here"))
        other.add_source(str(tmp_path / "there"))
        journal.ledger.absorb(acts_of(other))
        assert len(journal.read.sources()) == 2 and journal.read.unused()["count"] == 2
        other.ledger.absorb(acts_of(journal))
        other.add_source(str(tmp_path / "there"))
        assert len(other.read.sources()) == 2
    (tmp_path / "there").rename(tmp_path / "elsewhere")
    assert journal.gone_notes() == []  # where another device read it is not looked at


def test_a_note_changed_on_another_device_is_known_by_its_place_in_the_vault(
    journal, tmp_path, time
):
    from test_ledger import acts_of

    from selfgrad.journal import Journal

    for name in ("bach", "ravel"):
        put(tmp_path / "here" / name / "index.md", f"# Notes\n## Summary\n- Play {name}.\n")
    journal.add_source(str(tmp_path / "here"))
    (tmp_path / "here").rename(tmp_path / "there")
    put(tmp_path / "there" / "ravel" / "index.md", "# Notes\n## Summary\n- Sing ravel.\n")
    with Journal(str(tmp_path / "other.db"), now=time) as other:
        other.ledger.absorb(acts_of(journal))
        said = other.add_source(str(tmp_path / "there")).said[0]
        assert said == "2 notes read: 0 new, 1 changed, 1 as before."
        assert words(other) == ["Play bach.", "Sing ravel."]


def test_a_renamed_note_is_said_to_be_gone_and_found_again_by_what_is_in_it(journal, tmp_path):
    old = put(tmp_path / "talk.md", "## Summary\n- Volume beats choice.\n")
    id = journal.add_source(str(old)).data["source"]
    assert journal.gone_notes() == []
    old.rename(tmp_path / "a talk.md")
    assert [row["title"] for row in journal.gone_notes()] == ["talk"]
    receipt = journal.add_source(str(tmp_path / "a talk.md"))
    assert receipt.said[1] == "Found again in another place: 1 note."
    assert receipt.data["source"] == id and journal.gone_notes() == []
    assert [page["title"] for page in journal.read.sources()] == ["a talk"]
    assert words(journal) == ["Volume beats choice."]
    kept = acts(journal)
    journal.add_source(str(tmp_path / "a talk.md"))
    assert acts(journal) == kept


def test_a_note_handed_over_again_makes_no_new_source_each_time(journal, note):
    from selfgrad.web.teaching import add_notes

    journal.add_source(str(note))
    for text in (NOTE, NOTE + "- Sleep.\n", NOTE + "- Sleep.\n", NOTE + "- Rest.\n"):
        add_notes(journal, [(text.encode(), "talk (1).md")])
        count = len(journal.read.sources())
    assert count == 2  # one is a file of its own, that nothing handed over may change
    assert (
        journal.read.source(journal.source_of(takeaways(journal)[0]["id"])["id"])["lost"] is False
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("loss.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("loss.png", b"# A note of another name"),
        ("loss.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("loss.md", "读完之后写三句话".encode("gbk")),
        ("loss", b"text"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_a_sentence(journal, tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(errors.BadInput, match=r"a source is a text file"):
        journal.add_source(str(tmp_path / name))
    assert journal.read.sources() == []


@pytest.mark.parametrize("name", ["a.md", "a.MD", "a.markdown", "a.txt"])
@pytest.mark.parametrize("code", ["utf-8", "latin-1", "utf-16"])
def test_a_text_by_any_of_its_names_is_a_note(journal, tmp_path, name, code):
    (tmp_path / name).write_bytes("## Summary\n- Le café d'abord.\n".encode(code))
    journal.add_source(str(tmp_path / name))
    assert [page["title"] for page in journal.read.sources()] == ["a"]
    assert words(journal) == ["Le café d'abord."]


def test_what_was_read_last_comes_first_by_title_and_what_is_unused_by_source(
    journal, tmp_path, time
):
    for name in ("b", "A", "c"):
        text = f"## Summary\n- {name} one thing.\n- {name} a thing.\n"
        put(tmp_path / "vault" / f"{name}.md", text)
    journal.add_source(str(tmp_path / "vault"))
    time.passes(1_000_000)
    journal.add_source(str(put(tmp_path / "z.md", "## Summary\n- z one thing.\n")))
    put(tmp_path / "vault" / "b.md", "## Summary\n- b one thing.\n- b a thing.\n- b new.\n")
    assert [page["title"] for page in journal.read.sources()] == ["z", "A", "b", "c"]
    time.passes(1_000_000)
    journal.add_source(str(tmp_path / "vault"))
    assert [page["title"] for page in journal.read.sources()] == ["b", "z", "A", "c"]
    assert [one["words"][:5] for one in takeaways(journal)] == [
        *("A one", "A a t", "b one", "b a t", "b new", "c one", "c a t", "z one")
    ]


# tested by an output --------------------------------------------------------------------------------


def test_a_round_that_had_ended_before_the_reading_tests_nothing_of_it(journal, note, time):
    made_something(journal)
    journal.loss("1/10")
    journal.backward("I stopped early.")
    early = journal.current()["subject"]
    journal.step(keep=True)
    time.passes(1_000_000)
    journal.add_source(str(note))
    first = takeaways(journal)[0]
    for round in (None, early):
        with pytest.raises(errors.Refused, match="had ended before this takeaway was read") as why:
            journal.test_takeaway(first["id"], "held", round=round)
        assert f"selfgrad source aim {first['short']}" in why.value.next
    assert takeaways(journal)[0]["state"] == "untested"
    journal.forward("page two")  # in the round that is open since then
    receipt = journal.test_takeaway(first["id"], "held")
    assert receipt.said == ["Held, by “a page”: Volume beats choice"]


def test_the_round_whose_aim_it_became_tests_it_though_another_is_open(journal, note, time):
    journal.add_source(str(note))
    first = takeaways(journal)[0]
    round = journal.aim_at(first["id"]).data["round"]
    journal.forward("a page a day")
    time.passes(1_000_000)
    journal.start("scales", skill="piano")
    journal.forward("two scales")
    assert journal.test_takeaway(first["id"], "changed", "Less.").data["round"] == round
    page = journal.read.takeaway(first["id"])
    assert (page["words"], page["state"]) == ("Less.", "changed")
    assert (page["title"], page["tested_by"]) == ("A talk on volume", "Volume beats choice")


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


def test_show_says_what_has_become_of_a_takeaway(shell, note):
    shell("source", "add", str(note))
    first = shell.json("source", "--unused")["takeaways"][0]
    assert "untested; from A talk on volume" in shell("show", first["short"])
    shell("start", "a page")
    shell("forward", "page one")
    shell("source", "test", first["short"], "changed", "A page a day.")
    said = shell("show", first["short"])
    assert "worded now: A page a day." in said and "changed, by “a page”" in said


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
    said = shell("source", "test", first["short"], "held")
    assert "Held, by “Volume beats choice”: Volume beats choice" in said
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
    child.expect_exact("Changed, by “Volume beats choice”: A page a day")
    child.wait()
    assert shell.json("source", "A talk on volume")["takeaways"][0]["state"] == "changed"


def test_a_note_that_is_gone_is_named_with_what_to_do(shell, note):
    shell("source", "add", str(note))
    assert shell("source", "--check") == "Every note is as it was read.\n"
    note.unlink()
    said = shell("source", "--check")
    assert f"Gone: A talk on volume ({note})" in said and "Next: add it again from where" in said
    assert "Gone: it is no longer there." in shell("source", "A talk on volume")


def test_what_is_unused_stands_below_its_source_named_once(shell, note, tmp_path):
    shell("source", "add", str(note))
    lines = shell("source", "--unused").splitlines()
    assert lines[0].startswith("A talk on volume, 20")
    assert [line[:14] for line in lines[1:3]] == ["  Volume beats", "  Compare with"]
    assert lines[3].startswith("Next: ")
