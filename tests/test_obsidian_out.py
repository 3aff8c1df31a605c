"""Writing into a vault: only selfgrad's own part of its own notes changes, whatever stands around it."""

import os
import re
import signal
import stat
import subprocess
import sys
import unicodedata

import pytest
from conftest import HOUR, a_round
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from odd_vault import odd_vault, photograph

from selfgrad import errors
from selfgrad.bridge import obsidian, vault
from selfgrad.bridge.managed import BEGIN, END, LeftAlone, Page, fresh, id_of, merged
from selfgrad.bridge.naming import link, safe_name
from selfgrad.bridge.obsidian_out import export, pages, write
from selfgrad.bridge.practice_lines import said

DAY = "Practice 2026-03-02.md"
NASTY = (
    "%% selfgrad:end %%",
    "---",
    "# not a heading",
    "[[Not|a link]] and ![[not]] #nottag",
    "a | b ``` c ` d <b>e</b> <!-- f",
    "> quoted\n\n%% selfgrad:begin %%\n\n- listed",
    "$$ x $$ ==y== ~~z~~ *a* _b_ ^block &amp; \\",
    "1. first",
    "\u202e\x1b[31m\u2028🌱 先量",
)


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "vault"
    (folder / ".obsidian").mkdir(parents=True)
    return str(folder)


def at(home, name=DAY, folder="selfgrad"):
    return os.path.join(home, folder, name)


def text(path):
    with open(path, "rb") as file:
        return file.read().decode()


def put(path, content):
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def counts(written):
    assert written.left == [], written.left
    return written[:3]


def everything(home):
    """All that stands in the export, as text."""
    return "\n".join(
        text(os.path.join(home, "selfgrad", name)) for name in os.listdir(at(home, ""))
    )


# again and again ------------------------------------------------------------------------------------


def test_an_export_into_an_odd_vault_changes_no_byte_elsewhere_and_twice_is_once(
    journal, time, tmp_path
):
    home = str(odd_vault(tmp_path / "odd"))
    a_round(journal, skill="calculus")
    time.passes(30 * HOUR)
    a_round(journal, skill="calculus")
    before = photograph(home)
    assert counts(export(journal, home, "day")) == (3, 0, 0)
    assert photograph(home, without=[at(home, "").rstrip("/")]) == before
    after = photograph(home)
    assert len(after) == len(before) + 3
    assert counts(export(journal, home, "day")) == (0, 0, 3)
    assert photograph(home) == after
    assert not [path for path in vault.notes(home) if path.startswith(at(home, ""))]


def test_what_a_person_adds_stays_byte_for_byte_while_the_journal_goes_on(journal, time, home):
    a_round(journal, skill="calculus")
    export(journal, home, "day")
    old = text(at(home))
    front, _, rest = old.removeprefix("---\n").partition("---\n")
    mine = "# mine\naliases: ['a', \"b\"]   # kept\nMood:   'good'\nlist:\n- x\n-   y # z\n\n"
    front = front.replace("rounds: 1\n", "rounds: 1   # how many\n").replace(
        "tags:\n", "tags:\n  - mine\n"
    )
    own = rest.partition(END)[0]
    edited = f"\ufeff---\n{mine}{front}late: 1\n---\n\nabove  \n\n{own}{END}\nbelow\n\n\n- [ ] todo"
    edited = edited.replace("\n", "\r\n")
    put(at(home), edited)
    a_round(journal, loss="9/10", mistakes=("I skipped a line.",), skill="calculus", project="book")
    assert export(journal, home, "day").changed == 2  # the day and its week
    new = text(at(home))
    assert "I skipped a line." in new and "\n" not in new.replace("\r\n", "")
    crlf = mine.replace("\n", "\r\n")
    assert new.startswith("\ufeff---\r\n" + crlf) and "\r\nlate: 1\r\n---\r\n\r\nabove  \r\n" in new
    assert new.endswith(f"{END}\r\nbelow\r\n\r\n\r\n- [ ] todo")
    assert "rounds: 2   # how many\r\n" in new and "tags:\r\n  - mine\r\n  - " in new
    meta = obsidian.read(new.encode(), "x.md").meta
    assert meta["rounds"] == 2 and meta["Mood"] == "good" and meta["projects"] == ["[[book]]"]
    assert meta["loss"] == 0.6 and meta["tags"] == ["mine", "selfgrad"]
    assert counts(export(journal, home, "day")) == (0, 0, 2)


def test_front_matter_that_obsidian_wrote_in_its_own_way_is_the_same(journal, home):
    a_round(journal, skill="calculus")
    export(journal, home, "day")
    restyled = text(at(home)).replace('"day:2026-03-02"', "day:2026-03-02")
    restyled = restyled.replace('skills:\n  - "[[calculus]]"', "skills: ['[[calculus]]']")
    put(at(home), restyled)
    assert counts(export(journal, home, "day")) == (0, 0, 2)
    a_round(journal, loss="9/10", skill="calculus")
    assert counts(export(journal, home, "day")) == (0, 2, 0)
    assert "selfgrad: day:2026-03-02\n" in text(at(home))
    assert "skills: ['[[calculus]]']\n" in text(at(home)) and "rounds: 2\n" in text(at(home))


def test_a_page_that_holds_the_lines_itself_does_not_end_its_part(home):
    page = Page("a", {"selfgrad": "x:1"}, f"{END}\n{BEGIN}\n  {END}\nend")
    assert counts(write(home, [page])) == (1, 0, 0)
    assert counts(write(home, [page._replace(text=END)])) == (0, 1, 0)


user = st.text(st.characters(codec=None, exclude_characters="\0"), max_size=60)


@given(
    user,
    user,
    st.lists(
        st.sampled_from(["mine: 1", "# remark", "", "b: 'x'  # y", "c:\n- z", '"q r": [1]']),
        unique=True,
    ),
    st.booleans(),
    st.booleans(),
)
@example("---", "---\n", [], True, True)
@example("", "", ["# remark"], False, False)
def test_any_text_around_the_own_part_stays_as_it_is(above, below, lines, crlf, bom):
    page = Page(
        "p", {"selfgrad": "day:1", "loss": 0.5, "skills": ["[[a]]"], "tags": ["x"]}, "old\ntext"
    )
    assume(not {BEGIN, END} & {line.strip() for line in (above + "\n" + below).split("\n")})
    head = "".join(f"{line}\n" for line in lines)
    start = fresh(page)
    start = start.replace("---\n", f"---\n{head}", 1).replace(BEGIN, f"{above}\n{BEGIN}")
    start = ("\ufeff" if bom else "") + start + below
    start = start.replace("\n", "\r\n") if crlf else start
    new = page._replace(text="new", meta={**page.meta, "loss": 0.25, "hours": 1.5})
    changed = merged(start, new)
    end = "\r\n" if crlf else "\n"
    around = [
        re.split(f"{re.escape(BEGIN)}\r?\n|(?={re.escape(END)})", one) for one in (start, changed)
    ]
    assert around[0][-1] == around[1][-1]
    assert around[1][0] == around[0][0].replace(
        f'tags:{end}  - "x"{end}', f'tags:{end}  - "x"{end}hours: 1.5{end}', 1
    ).replace("loss: 0.5", "loss: 0.25", 1)
    assert merged(changed, new) == changed and id_of(changed) == "day:1"


@given(st.binary(max_size=200))
def test_whatever_is_in_a_note_it_is_changed_safely_or_left_alone(data):
    page = Page("p", {"selfgrad": "day:1", "loss": 0.5}, "old")
    whole = fresh(page).encode()
    for cut in (whole.index(b"loss"), whole.index(BEGIN.encode()), len(whole)):
        old = (whole[:cut] + data + whole[cut:]).decode("utf-8", "surrogateescape")
        try:
            new = merged(old, page._replace(text="new", meta={"selfgrad": "day:1", "loss": 0.75}))
        except LeftAlone as why:
            assert str(why)
            continue
        before, after = (
            [line for line in one.split(BEGIN)[0].split("\n") if line[:4] != "loss"]
            for one in (old, new)
        )
        assert before == after and new.split(END)[1] == old.split(END)[1]


# left alone -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda t: t.replace(BEGIN + "\n", ""), f"the line “{BEGIN}” is gone"),
        (lambda t: t.replace(END + "\n", ""), f"the line “{END}” is gone"),
        (
            lambda t: t.replace(BEGIN, BEGIN + "\n" + BEGIN),
            f"the line “{BEGIN}” stands more than once",
        ),
        (lambda t: t + END, f"the line “{END}” stands more than once"),
        (
            lambda t: t.replace(BEGIN, "X").replace(END, BEGIN).replace("X", END),
            f"the line “{END}” stands before “{BEGIN}”",
        ),
        (lambda t: t.replace('selfgrad: "day:2026-03-02"\n', ""), "its id is gone"),
        (lambda t: t.replace("rounds: 1", "rounds: 1\nrounds: 2"), "“rounds” stands twice"),
        (
            lambda t: t.replace("rounds: 1", "rounds: 1\nmine: [x"),
            "its front matter could not be read",
        ),
        (lambda t: "\n" + t, "its id is gone"),
        (
            lambda t: t.replace("rounds: 1", "rounds: &r 1\nmine: *r"),
            "its front matter could not be changed",
        ),
    ],
)
def test_a_note_whose_own_part_cannot_be_told_is_left_alone_and_named(
    journal, home, change, reason
):
    a_round(journal)
    export(journal, home, "day")
    put(at(home), change(text(at(home))))
    a_round(journal, loss="9/10")
    before = photograph(at(home, ""))
    written = export(journal, home, "day")
    assert photograph(at(home, ""))[at(home)] == before[at(home)]
    assert written.left[0][0] == at(home) and written.left[0][1].startswith(reason)
    assert len(written.left) == 1 and (written.new, written.changed) == (0, 1)
    assert sorted(os.listdir(at(home, ""))) == [DAY, "Practice 2026-W10.md"]


def test_a_note_of_the_same_name_that_is_not_ours_keeps_its_name_and_its_words(journal, home):
    os.mkdir(at(home, ""))
    put(at(home), "mine\n")
    put(at(home, "Practice 2026-03-02 (selfgrad).md"), "---\nselfgrad: [1]\n---\nmine, too")
    a_round(journal)
    for expected in ((2, 0, 0), (0, 0, 2)):
        assert counts(export(journal, home, "day")) == expected
    assert text(at(home)) == "mine\n"
    assert "Mistakes" in text(at(home, "Practice 2026-03-02 (selfgrad 2).md"))
    week = text(at(home, "Practice 2026-W10.md"))
    assert "[[Practice 2026-03-02 (selfgrad 2)|2026-03-02]]" in week


def test_a_note_that_was_renamed_or_moved_is_found_again_and_links_lead_to_it(journal, home):
    a_round(journal)
    export(journal, home, "day")
    os.mkdir(os.path.join(home, "Archive"))
    moved = os.path.join(home, "Archive", "My first day.md")
    os.rename(at(home), moved)
    a_round(journal, loss="9/10")
    assert counts(export(journal, home, "day")) == (0, 2, 0)
    assert "loss 0.90" in text(moved) and not os.path.exists(at(home))
    assert "[[My first day|2026-03-02]]" in text(at(home, "Practice 2026-W10.md"))
    assert "[[My first day#^r" in text(moved)


def test_two_notes_with_one_id_are_told_and_one_of_them_goes_on(journal, home):
    a_round(journal)
    export(journal, home, "day")
    copy = at(home, "A copy.md")
    put(copy, text(at(home)))
    before = text(copy)
    a_round(journal, loss="9/10")
    written = export(journal, home, "day")
    assert written.left == [(copy, f"it has the same id as {DAY}: take the id out of one")]
    assert "loss 0.90" in text(at(home)) and text(copy) == before


def test_nothing_is_written_through_a_link(journal, home, tmp_path):
    a_round(journal)
    outside = tmp_path / "outside.md"
    outside.write_text("not yours")
    os.mkdir(at(home, ""))
    os.symlink(outside, at(home))
    written = export(journal, home, "day")
    assert (
        written.left == [(at(home), "it is a symbolic link")] and outside.read_text() == "not yours"
    )
    for target in (tmp_path, outside, tmp_path / "nowhere"):
        os.symlink(target, os.path.join(home, "linked"))
        with pytest.raises(errors.Refused):
            write(home, [], "linked")
        os.unlink(os.path.join(home, "linked"))


@pytest.mark.parametrize(
    "folder", ["../out", "/tmp/out", ".obsidian", "a//b", "", "..", "a:b", "a/../b"]
)
def test_a_folder_that_leads_out_of_the_vault_is_refused(home, folder):
    with pytest.raises(errors.Refused):
        write(home, [], folder)


def test_a_vault_that_is_no_folder_is_refused(journal, tmp_path):
    (tmp_path / "file").write_text("x")
    for path in ("missing", "file"):
        with pytest.raises(errors.NotFound):
            export(journal, str(tmp_path / path), "day")
    with pytest.raises(errors.BadInput):
        export(journal, str(tmp_path), "month")
    assert not (tmp_path / "selfgrad").exists()


def test_a_vault_that_may_not_be_written_is_refused_once():
    with pytest.raises(errors.Refused) as refused:
        write("/proc", [Page("a", {"selfgrad": "x:1"}, "words")])
    assert "cannot be made" in str(refused.value)


def test_one_note_that_may_not_be_written_does_not_keep_the_others_back(journal, home):
    a_round(journal)
    os.makedirs(at(home))  # a folder where the note should be
    written = export(journal, home, "day")
    assert [path for path, _ in written.left] == [at(home)] and written.new == 1


# whole or not at all --------------------------------------------------------------------------------


def test_modes_stay_and_new_notes_are_their_owners(journal, home):
    a_round(journal)
    export(journal, home, "day")
    assert stat.S_IMODE(os.stat(at(home)).st_mode) == 0o600
    os.chmod(at(home), 0o664)
    a_round(journal)
    export(journal, home, "day")
    assert stat.S_IMODE(os.stat(at(home)).st_mode) == 0o664


BROKEN = """
import os, resource, signal, sys
from selfgrad.bridge.obsidian_out import Page, write
if sys.argv[2] == "full":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
else:
    os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
print(write(sys.argv[1], [Page("a", {"selfgrad": "x:1"}, "long " * 10_000)]).left)
"""


@pytest.mark.parametrize("how", ["full", "killed"])
def test_a_full_disk_and_a_killed_process_leave_the_old_note_whole(home, how):
    page = Page("a", {"selfgrad": "x:1"}, "old")
    write(home, [page])
    before = photograph(home)
    done = subprocess.run(
        [sys.executable, "-c", BROKEN, home, how],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert photograph(home)[at(home, "a.md")] == before[at(home, "a.md")]
    if how == "full":
        assert "file too large" in done.stdout and done.returncode == 0, done.stderr
    else:
        assert done.returncode == -signal.SIGKILL and len(os.listdir(at(home, ""))) == 2
    assert counts(write(home, [page._replace(text="new")])) == (0, 1, 0)
    assert os.listdir(at(home, "")) == ["a.md"]  # nothing half written is left


def test_a_note_that_is_written_to_at_the_same_moment_is_left_to_the_other(home, monkeypatch):
    page = Page("a", {"selfgrad": "x:1"}, "old")
    write(home, [page])

    def meanwhile(old, new):
        put(at(home, "a.md"), old + "typed just now")  # by Obsidian, while the page is put together
        return merged(old, new)

    monkeypatch.setattr("selfgrad.bridge.managed.merged", meanwhile)
    written = write(home, [page._replace(text="new")])
    assert written.left == [(at(home, "a.md"), "it was changed by another program just now")]
    assert text(at(home, "a.md")).endswith("typed just now")
    assert os.listdir(at(home, "")) == ["a.md"]


# what is in it --------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["day", "round"])
def test_every_link_leads_somewhere(journal, time, home, by):
    for _ in range(3):
        a_round(journal, skill="C#/[x]", project="book | two", mistakes=NASTY)
        a_round(journal, mistakes=("A sign.",), aim="ten | [[aims]] `x` #y ^z")
        time.passes(5 * 24 * HOUR)
    counts(export(journal, home, by))
    notes = {name[:-3]: text(at(home, name)) for name in os.listdir(at(home, ""))}
    assert len(notes) == {"day": 3 + 2, "round": 6 + 2}[by]
    links = re.findall(
        r"\[\[([^\[\]|#]+)(?:#\^([^\[\]|]+))?(?:\|[^\[\]|]*)?\]\]", "\n".join(notes.values())
    )
    targets = {target for target, _ in links}
    assert set(notes) <= targets and targets - set(notes) == {"C x", "book two"}
    for target, part in links:
        if part:
            assert re.search(rf" \^{part}$", notes[target], re.MULTILINE), (target, part)
    front = obsidian.read(notes["Practice 2026-W10"].encode(), "x.md").meta
    assert front["week"] == "2026-W10" and front["skills"] == ["[[C x|C#/ x]]"]


def test_words_cannot_break_the_note(journal, home):
    a_round(journal, mistakes=NASTY, aim="%% selfgrad:end %% # [[a]] |")
    journal.log("%% selfgrad:begin %%")
    journal.review("---\nselfgrad: other\n---")
    assert counts(export(journal, home, "day")) == (2, 0, 0)
    note = text(at(home))
    assert note.count(f"\n{BEGIN}\n") == note.count(f"\n{END}\n") == 1 and note.endswith(f"{END}\n")
    found = obsidian.read(note.encode(), DAY)
    assert found.trouble == "" and found.tags == ("selfgrad",) and found.takeaways == ()
    tokens = MarkdownIt("commonmark").parse(found.body)
    assert [t.tag for t in tokens if t.type == "heading_open"] == ["h1", "h2", "h2", "h2"]
    assert not {"fence", "hr", "html_block", "blockquote_open"} & {t.type for t in tokens}
    inline = [child.type for t in tokens if t.children for child in t.children]
    assert not {"html_inline", "code_inline", "em_open", "image", "link_open"} & set(inline)
    shown = [
        "".join(c.content for c in t.children if c.type == "text") for t in tokens if t.children
    ]
    written = [entry["words"] for entry in journal.read.sentences_between("", "~")]
    assert len(written) == len(NASTY) + 4  # an aim, an output, a slip, a review
    for words in written:
        plain = " ".join("".join(c if c.isprintable() else " " for c in words).split())
        assert any(plain in one for one in shown), plain
    assert counts(export(journal, home, "day")) == (0, 0, 2)


@given(st.text(max_size=60))
def test_any_words_are_shown_as_they_are(words):
    line = said(words)
    assert "\n" not in line and line.strip() not in (BEGIN, END)
    tokens = MarkdownIt("commonmark").parse(f"- {line}")
    kinds = {t.type for t in tokens}
    assert kinds <= {"bullet_list_open", "list_item_open", "paragraph_open", "inline"} | {
        *("paragraph_close", "list_item_close", "bullet_list_close"),
    }
    text = "".join(c.content for t in tokens for c in t.children or [])
    assert text == " ".join("".join(c if c.isprintable() else " " for c in words).split())


def test_what_is_private_forgotten_or_about_the_person_never_gets_out(journal, home):
    a_round(journal, mistakes=("I dropped the sign of the secret.", "I am a hopeless idiot."))
    logged = journal.log("A secret slip of the pen.")
    journal.confide("A secret nobody reads.")
    export(journal, home, "day")
    assert "hopeless" not in everything(home) and "nobody reads" not in everything(home)
    assert "secret slip" in everything(home)
    journal.forget(logged.id)
    journal.forget(journal.read.find("secret sign")["hits"][0]["id"])
    assert export(journal, home, "day").changed == 2
    assert "secret" not in everything(home)


def test_a_day_that_is_gone_from_the_journal_goes_from_its_note_but_not_what_was_added(
    journal, home
):
    logged = journal.log("A slip in passing.")
    export(journal, home, "day")
    put(at(home), text(at(home)) + "mine\n")
    journal.delete(logged.id)
    assert export(journal, home, "day").changed == 2
    assert "slip" not in everything(home) and text(at(home)).endswith(f"{END}\nmine\n")
    assert "rounds:\n" in text(at(home)) and 'selfgrad: "day:2026-03-02"' in text(at(home))
    assert counts(export(journal, home, "day")) == (0, 0, 2)
    journal.undo()
    assert export(journal, home, "day").changed == 2 and "slip" in everything(home)


def test_a_day_tells_its_rounds_and_a_week_its_days(journal, time, home):
    journal.start("ten integrals", skill="calculus", project="exam", expect="5/10")
    journal.forward("page 12")
    journal.loss("3/10")
    journal.forward("page 13")
    journal.loss("2/10")
    journal.backward("I dropped the sign.", to="signs", new=True)
    time.passes(HOUR)
    journal.step("When I move a term, I say its sign.", parameter="signs")
    journal.drop("Too many at once.")
    journal.review("Tomorrow five.")
    counts(export(journal, home, "day"))
    day, week = text(at(home)), text(at(home, "Practice 2026-W10.md"))
    for line in (
        *("# 2026-03-02", "## ten integrals", "- I dropped the sign. · [[signs]]"),
        *("1. page 12 · 3 wrong of 10, loss 0.30", "2. page 13 · 2 wrong of 10, loss 0.20"),
        *(
            "- step: When I move a term, I say its sign. [[signs]]",
            "- blind alley: Too many at once.",
        ),
        *("## review", "- Tomorrow five."),
    ):
        assert f"\n{line}\n" in day, line
    assert "[[calculus]] · [[exam]] · expected 0.50 · loss 0.20 · " in day
    meta = obsidian.read(day.encode(), DAY).meta
    assert meta["selfgrad"] == "day:2026-03-02" and meta["date"] == "2026-03-02"
    assert (meta["rounds"], meta["loss"], meta["hours"]) == (2, 0.2, 1.0)
    assert meta["skills"] == ["[[calculus]]"] and meta["projects"] == ["[[exam]]"]
    assert "date: 2026-03-02\n" in day and '  - "[[calculus]]"\n' in day
    assert "- [[Practice 2026-03-02|2026-03-02]] · 1 h" in week
    assert "- [[calculus]]: mean 0.20 of 1\n" in week and "- [[signs]]: 1\n" in week
    assert "- Too many at once. · [[" in week


def test_a_round_has_a_note_of_its_own_that_keeps_its_name(journal, home):
    a_round(journal, aim="ten integrals: part 1/2")
    assert counts(export(journal, home, "round")) == (2, 0, 0)
    (name,) = (one for one in os.listdir(at(home, "")) if "W10" not in one)
    assert re.fullmatch(r"2026-03-02 ten integrals part 1 2 [0-9a-f]{6}\.md", name)
    journal.edit(journal.read.sealed_between("", "~")[0]["id"], words="eleven integrals")
    assert counts(export(journal, home, "round")) == (0, 2, 0)
    assert "# eleven integrals" in text(at(home, name))
    assert f"[[{name[:-3]}|eleven integrals (2026-03-02)]]" in text(
        at(home, "Practice 2026-W10.md")
    )


def test_an_empty_journal_is_an_empty_export(journal, home):
    assert counts(export(journal, home, "day")) == (0, 0, 0)
    assert list(pages(journal, "round")) == [] and not os.path.exists(at(home, ""))


@given(st.text(max_size=300))
@example("con")
@example("量" * 200)
@example("e\u0301" * 100)
@example(". . .")
@example("%% a % % %%%")
def test_any_text_makes_a_name_that_every_system_takes(words):
    name = safe_name(words)
    assert name and len(name) <= 120 and len(name.encode()) <= 200 and safe_name(name) == name
    assert not set(name) & set('[]#^|\\/:*?"<>') and name.isprintable()
    assert name == name.strip(". ") and unicodedata.is_normalized("NFC", name)
    assert name.casefold() not in ("con", "nul", "aux", "prn", "com1", "lpt1")
    made = link(words, words)
    assert "%%" not in made and "`" not in made
    assert re.fullmatch(r"\[\[[^\[\]|#]+(\|[^\[\]|]+)?\]\]", made)


@given(st.lists(st.text(max_size=8), max_size=6))
def test_pages_of_any_names_are_each_found_again(tmp_path_factory, names):
    home = str(tmp_path_factory.mktemp("v"))
    made = [Page(name, {"selfgrad": f"x:{n}"}, f"words {n}") for n, name in enumerate(names)]
    assert counts(write(home, made)) == (len(names), 0, 0)
    assert counts(write(home, made)) == (0, 0, len(names))


def test_the_points_of_an_explanation_stand_in_its_round_and_a_recall_names_its_topic(
    journal, time, home
):
    topics = {"monads": ("a box", "%% a rule", "a chain"), "swing": ("one", "two", "three")}
    for topic, points in topics.items():
        journal.explain(topic, points=points)
        journal.take("It is a box and a chain.", reference="/home/ada/secret/take.md")
        journal.loss("1/3")
        journal.backward("I left the rule out.")
        journal.step(keep=True)
    journal.explain("jazz", points=("blue", "late", "loud"))
    export(journal, home, "day")
    day = text(at(home))
    monads, swing = (
        day.partition(f"## explain {topic} to")[2].split("\n## ")[0] for topic in topics
    )
    assert "**Points**\n\n- a box\n- \\%% a rule\n- a chain\n" in monads
    assert "It is a box and a chain. · take.md" in monads and "secret" not in day
    assert "- one\n- two\n- three\n" in swing and "a box\n" not in swing
    loose = day.partition("\n## point\n")[2]  # its round is not filed yet
    assert loose.strip().startswith("- blue · [[jazz]]\n- late · [[jazz]]\n- loud · [[jazz]]")
    time.passes(30 * HOUR)
    journal.recall("a box", "monads")
    journal.recall("one", "swing")
    export(journal, home, "day")
    later = text(at(home, "Practice 2026-03-03.md"))
    assert "## recall\n\n- a box · [[monads]]\n- one · [[swing]]" in later
