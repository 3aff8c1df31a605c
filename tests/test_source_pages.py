"""Sources on the page, what waits since a round was filed, and what ran in a round."""

import re

import pytest
from browsing import rows
from conftest import HOUR
from test_acting import Fields
from test_scar_pages import at, part, seen

from selfgrad import ids
from selfgrad.web import acting

__all__ = ["at"]
NOTE = """---
title: How to read a paper
author: [Jane Doe, 李明]
source: https://example.org/paper?a=1&b=2
tags: [reading]
---
## Takeaways
- Read the figures before the words.
- 读完之后，用自己的话写三句话。
"""


def note(folder, text=NOTE):
    path = folder / "paper.md"
    path.write_text(text, encoding="utf-8")
    return str(path)


def a_source(at, folder):
    """One source with two takeaways: its id, and theirs."""
    with at.journal() as journal:
        journal.add_source(note(folder))
        page = journal.read.source(journal.read.sources()[0]["id"])
    return page["id"], [one["id"] for one in page["takeaways"]]


# sources ----------------------------------------------------------------------------------------------


def test_notes_are_handed_over_several_at_once_and_each_is_a_source(at):
    files = [
        ("notes", ("paper.md", NOTE.encode())),
        ("notes", ("../../notes.md", b"# Limits\n## Summary\n- Say the limit first.\n")),
        ("notes", ("notes.md", "# 极限\n## 要点\n- 先说极限。\n".encode())),
        ("notes", ("odd.md", b"\xff\xfe---\n: [\n---")),
    ]
    about = {"back": "/sources", "sending": ids.new(at.time.ms)}
    for _ in range(2):  # sent again, since its answer was lost
        answer = at.page.browser.post("/do/add_source", data=about, files=files)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sources")
    titles = {row[0] for row in rows(at.page.journal, "SELECT title FROM source")}
    assert titles >= {"How to read a paper", "Limits", "极限"} and len(titles) == 4
    page = at.look("/sources")
    assert "Read and never used 4 takeaways" in seen(page)
    assert page.count('action="/do/aim_at"') == 4


def test_a_note_handed_over_again_is_read_anew_and_its_takeaways_stay(at):
    for text in (NOTE, NOTE + "- Say what you expect.\n", NOTE + "- Say what you expect.\n"):
        files = [("notes", ("paper.md", text.encode()))]
        at.page.browser.post("/do/add_source", data={"back": "/sources"}, files=files)
    assert rows(at.page.journal, "SELECT count(*) FROM source") == [(1,)]
    assert rows(at.page.journal, "SELECT count(*) FROM takeaway") == [(3,)]
    assert "As it was: “How to read a paper”, 3 takeaways." in seen(at.look("/sources"))


def test_a_path_on_this_machine_is_read_and_one_that_is_not_there_comes_back(at, tmp_path):
    path = note(tmp_path)
    assert at.do("add_source", path=path, back="/sources").status_code == 303
    assert "1 note read: 1 new" in seen(at.look("/sources"))
    answer = at.do("add_source", path=path + "x", back="/sources")
    assert answer.status_code == 404 and Fields(answer.text).values["path"] == [path + "x"]
    assert "no file or folder" in seen(answer.text)


def test_the_page_of_a_source_has_its_front_matter_its_address_and_its_takeaways(at, tmp_path):
    id, _ = a_source(at, tmp_path)
    page = at.look(f"/sources?id={id}")
    assert 'href="https://example.org/paper?a=1&amp;b=2" rel="noopener noreferrer"' in page
    assert "Jane Doe, 李明" in seen(page) and "tags reading" in seen(page)
    assert "Read the figures before the words." in seen(page)
    assert "has changed" not in seen(page)


def test_an_address_that_is_a_script_leads_nowhere(at, tmp_path):
    path = note(
        tmp_path, "---\ntitle: x\nurl: javascript:alert(1)\n---\n## Summary\n- One thing.\n"
    )
    at.do("add_source", path=path, back="/sources")
    with at.journal() as journal:
        id = journal.read.sources()[0]["id"]
    assert 'href="javascript' not in at.look(f"/sources?id={id}")


def test_a_changed_note_is_noticed_and_read_again_with_one_button(at, tmp_path):
    id, _ = a_source(at, tmp_path)
    path = note(tmp_path, NOTE + "- Say what you expect.\n")
    page = at.look(f"/sources?id={id}")
    assert "The note has changed since it was read." in seen(page)
    assert f'name="path" value="{path}"' in page
    at.do("add_source", path=path, back=f"/sources?id={id}")
    page = seen(at.look(f"/sources?id={id}"))
    assert "has changed" not in page and "Say what you expect." in page


def test_a_note_that_is_gone_from_its_place_is_said_with_what_to_do(at, tmp_path):
    id, _ = a_source(at, tmp_path)
    (tmp_path / "paper.md").rename(tmp_path / "read.md")
    page = at.look(f"/sources?id={id}")
    assert "The note is gone from its place. Add it again from where it is now" in seen(page)
    at.do("add_source", path=str(tmp_path / "read.md"), back="/sources")
    assert "gone from its place" not in seen(at.look(f"/sources?id={id}"))


def test_a_takeaway_becomes_an_aim_is_tested_and_worded_anew(at, tmp_path):
    id, (first, second) = a_source(at, tmp_path)
    back = f"/sources?id={id}"
    refused = at.do("test_takeaway", id=first, how="held", back=back)
    assert refused.status_code == 409 and "Only an output tests a takeaway" in seen(refused.text)
    answer = at.do("aim_at", id=first, back=back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Read the figures before the words." in seen(at.look("/"))
    with at.journal() as journal:
        journal.forward("three figures")
    at.do("test_takeaway", id=first, how="changed", words="Figures first, aloud.", back=back)
    page = at.look(back)
    assert "Figures first, aloud. worded anew" in seen(page)
    assert "Read and never used 1 takeaway" in seen(at.look("/sources"))
    answer = at.do("take_away", source=id, words="Ask for the question first.", back=back)
    assert answer.status_code == 303, seen(answer.text)
    assert "Ask for the question first." in seen(at.look(back))
    entry = at.look(f"/round?id={second}")
    assert f'href="/sources?id={id}"' in entry


# as a round was filed -----------------------------------------------------------------------------------


def filed(at, takeaway):
    """A round whose aim was a takeaway and whose question was answered is closed."""
    with at.journal() as journal:
        journal.aim_at(takeaway)
        question = journal.ask("What is a Jacobian?").data["id"]
        journal.answer("All slopes in one table.", question)
        journal.forward("one page")
        journal.loss("2/10")
        journal.backward("I read the words first.")
        round = journal.current()["subject"]
        journal.step(keep=True)
    return question, round


def test_answers_and_takeaways_of_the_filed_round_wait_on_today(at, tmp_path):
    _, (first, _) = a_source(at, tmp_path)
    question, round = filed(at, first)
    page = at.look()
    blocks = page[page.index('id="stage"') :]
    assert "Were these answers used?" in seen(blocks) and "All slopes in one table." in seen(blocks)
    assert [key for key in "yv" if blocks.count(f'data-key="{key}"') == 1] == ["y", "v"]
    assert "What has the output shown of it?" in seen(blocks)
    assert at.do("used", id=question, used="1", back="/").status_code == 303
    about = {"id": first, "of": round, "back": "/", "sending": ids.new(at.time.ms)}
    for _ in range(2):
        assert at.do("test_takeaway", **about, how="held").status_code == 303
    assert len(at.facts("tested")) == 1
    assert rows(at.page.journal, "SELECT state, round FROM takeaway WHERE tests") == [
        ("held", round)
    ]
    assert "to-use" not in at.look() and "to-test" not in at.look()


def test_a_new_wording_that_is_met_comes_back_in_its_own_form(at, tmp_path):
    _, (first, _) = a_source(at, tmp_path)
    _, round = filed(at, first)
    harsh = "I am so stupid."
    about = {"id": first, "of": round, "how": "changed", "words": harsh, "back": "/"}
    answer = at.do("test_takeaway", **about)
    assert answer.status_code == 200 and answer.text.count('id="instead"') == 1
    assert harsh in Fields(answer.text).values["words"] and at.facts("tested") == []
    assert at.do("test_takeaway", **about, instead="Figures first.").status_code == 303
    assert "Figures first." in at.facts("tested")[0][1]


def test_input_that_runs_away_and_open_questions_are_a_line_each_on_today(at):
    assert "last 7 days" not in seen(at.look()) and "open, to be looked up" not in seen(at.look())
    with at.journal() as journal:
        journal.add("3h", input=True)
        journal.ask("why does it flip?")
    page = seen(at.look())
    assert "In the last 7 days 3 h went into input" in page
    assert "1 question open, to be looked up" in page
    assert "went into input" in seen(at.look("/week"))


# what ran -----------------------------------------------------------------------------------------------


def ran(journal, failed):
    printed = f"E  assert <3> == 4\n{failed} failed, 2 passed in 0.05s\n"
    made_in = {"revision": "1a2b3c4d5e6f7081", "branch": "main", "changed": 2}
    about = {"took_ms": 12_300, "made_in": made_in}
    return journal.ran(["pytest", "-k", "not slow"], printed, int(failed > 0), **about)


@pytest.mark.parametrize(("failed", "opened"), [(1, True), (0, False)])
def test_a_run_says_what_it_was_what_it_printed_and_where_it_was_made(at, failed, opened):
    with at.journal() as journal:
        journal.get_ready("make it green")
        ran(journal, 1)
        at.time.passes(HOUR)
        ran(journal, failed)
        round = journal.current()["subject"]
    page = at.look(f"/round?id={round}")
    assert page.count("<code>pytest -k &#39;not slow&#39;</code>") == 2
    assert "on 1a2b3c4d5e , main , 2 files changed took 12 s" in seen(page)
    assert f"{failed} failed of {failed + 2} tests (pytest)" in seen(page)
    printed = re.findall(r"<details( open)?><summary>What it printed", page)
    assert printed == ["", " open" if opened else ""]
    assert "assert &lt;3&gt; == 4" in page


def test_a_cell_stands_beside_its_result(at):
    with at.journal() as journal:
        journal.get_ready("softmax")
        entry = journal.cell("1 + 1\n# <b>", "expected 3\n     got 2", measure=0.5).id
        round = journal.current()["subject"]
    for address in (round, entry):
        page = at.look(f"/round?id={address}")
        assert "got 2</pre>" in page and "<b>" not in part(page, "two cells", "div")


def test_nothing_on_a_page_makes_this_machine_run_a_command(at, tmp_path):
    assert at.do("run", command="touch x").status_code == 404 and "run" not in acting.DO
    program, trace = tmp_path / "measure.py", tmp_path / "ran"
    program.write_text(f"#!/bin/sh\ntouch {trace}\necho 0.5\n")
    program.chmod(0o755)
    with at.journal() as journal:
        journal.start("a song", skill="singing")
        journal.measured_by("singing", str(program))
        journal.forward("one take")
    assert "at the terminal: selfgrad loss" in seen(at.look())
    answers = [at.do("loss", back="/"), at.do("loss", own="1", back="/")]
    answers.append(at.page.client.post("/api/loss", json={}))
    answers.append(at.do("loss", loss="3/10", back="/"))
    assert [answer.status_code for answer in answers] == [422, 422, 400, 303]
    assert not trace.exists()
