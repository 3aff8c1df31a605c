"""Reading a vault: whatever a note holds, it is read, its takeaways are found, and nothing is changed."""

import json
import os
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from odd_vault import MEASURE, NOTES, READ, TAKEAWAYS, odd_vault, photograph

from selfgrad.bridge import vault
from selfgrad.bridge.obsidian import RAW, Note, read
from selfgrad.bridge.takeaways import LONGEST, find, is_heading_of_takeaways, key_of

# the shape of a clipped talk: a transcript in one line, then headings that say something
TALK = """---
categories:
  - "[[Podcast episodes]]"
topics:
  - "[[Learning|how we learn]]"
author:
  - "[[Ada Lovelace]]"
source: https://example.org/watch?v=abc&t=72s
published: 2022-11-01
created: 2025-08-20
tags:
status:
---
## Transcript
so what would you tell somebody who begins well I would say key points are all in doing it again and again

## My takeaways

### 1. The Long Road: Count Hours and Not Plans

What counts is _how much_ is done, not what is planned.

- **The Idea:** Anna holds that hours are the one thing that can be had.
GAP
- **In practice:** Ask yourself what makes tomorrow's hour certain.
GAP
### 2. Your Own Past is the Only Measure

Others are no measure at all.

### 3. Keep "Failed Drafts": They are what is built on

- **Why:** You _will_ throw some away.

## Links

- [[Another talk]]
""".replace("GAP", "    ")


def words(text, path="note.md"):
    return [one.words for one in note(text, path).takeaways]


def note(text, path="note.md"):
    return read(text if isinstance(text, bytes) else text.encode(), path)


# a note ---------------------------------------------------------------------------------------------


def test_a_clipped_talk_gives_its_statements_and_not_its_transcript():
    talk = note(TALK, "Clippings/A talk.md")
    assert [one.words for one in talk.takeaways] == [
        "The Long Road: Count Hours and Not Plans",
        "Your Own Past is the Only Measure",
        'Keep "Failed Drafts": They are what is built on',
    ]
    assert {one.heading for one in talk.takeaways} == {"My takeaways"}
    lines = TALK.split("\n")
    assert all(one.words.split(":")[0] in lines[one.line - 1] for one in talk.takeaways)
    assert (talk.title, talk.kind, talk.author) == ("A talk", "podcast", ("Ada Lovelace",))
    assert talk.url == "https://example.org/watch?v=abc&t=72s"
    assert talk.published == "2022-11-01" and talk.meta["created"] == "2025-08-20"
    assert talk.meta["topics"] == ["[[Learning|how we learn]]"] and talk.meta["status"] is None
    assert talk.tags == () and talk.trouble == "" and talk.path == "Clippings/A talk.md"
    assert talk.body.startswith("## Transcript\nso what")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: Given\n---\n# Heading", "Given"),
        ("---\ntitle: 2001\n---\n", "2001"),
        ("---\ntitle: '[[Linked|Shown]]'\n---\n", "Shown"),
        ("text\n\n# The *first* [[a|one]] #tag\n# Second", "The first one"),
        ("```\n# a comment\n```\n%%\n# hidden\n%%\n## Second level", "2026 日记"),
        ("#tag and text", "2026 日记"),
        ("", "2026 日记"),
    ],
)
def test_a_title_is_the_one_given_or_the_first_heading_or_the_file(text, title):
    assert note(text, "folder/2026 日记.md").title == title


def test_tags_and_aliases_are_found_in_both_places_each_once():
    found = note(
        "---\ntags: [One, two/three, '#four']\ntag: five six\naliases: First name, 第二\n---\n"
        "# heading #seven\n#one #要点 a#no (#eight), https://a.org/#no [x](y#no) #42 `#no`\n"
        "```\n#no\n```\n%% #no %% [[Note#no]] [[#no]] ##no #nine/ten-eleven_x\n"
    )
    assert found.tags == (
        *("One", "two/three", "four", "five", "six", "seven", "要点", "eight"),
        "nine/ten-eleven_x",
    )
    assert found.aliases == ("First name", "第二")
    assert note("---\ntags: a, b c\nalias: [x, [y]]\n---\n").tags == ("a", "b", "c")
    assert note("---\ntags:\n- 1\n- true\n- 2026\n---\n").tags == ("1", "2026")


@pytest.mark.parametrize(
    ("front", "url", "author", "published", "kind"),
    [
        ("url: 'https://a.org'", "https://a.org", (), "", ""),
        ("source: '[[Book]]'\nlink: '[read](https://a.org/x)'", "https://a.org/x", (), "", ""),
        ("Author: [Ada, '[[B|Bob]]']", "", ("Ada", "Bob"), "", ""),
        ("author: [[Ada Lovelace]]\ncategories: [[Books]]", "", ("Ada Lovelace",), "", "book"),
        ("作者: 林\n类型: 播客\n来源: https://a.cn", "https://a.cn", ("林",), "", "podcast"),
        ("authors: Ada; Bob\npublished: 2022-02-30", "", ("Ada", "Bob"), "2022-02-30", ""),
        ("type: '#Article'\npublished: 2022", "", (), "2022", "article"),
        ("category: Letters", "", (), "", "letters"),
        ("source: {a: 1}\nauthor: {b: 2}\ntype: [[[[x]]]]", "", (), "", "x"),
    ],
)
def test_metadata_is_found_by_the_keys_people_use(front, url, author, published, kind):
    found = note(f"---\n{front}\n---\n")
    assert (found.url, found.author, found.published, found.kind) == (url, author, published, kind)
    assert found.trouble == ""


def test_values_are_what_obsidian_takes_them_for():
    found = note(
        "---\na: yes\nb: 10:30\nc: 0777\nd: 2022-02-30\ne: .nan\nf: 1e999\ng: 1.0e999\nh: 1.50\n"
        "i: true\nj:\nk: -3\nl: 1_000\nm: 2025-08-20T10:00:00\n---\n"
    ).meta
    assert found == {
        "a": "yes",
        "b": "10:30",
        "c": "0777",
        "d": "2022-02-30",
        "e": ".nan",
        "f": "1e999",
        "g": "inf",
        "h": 1.5,
        "i": True,
        "j": None,
        "k": -3,
        "l": "1_000",
        "m": "2025-08-20T10:00:00",
    }


def test_front_matter_that_breaks_is_read_key_by_key_and_kept_whole():
    found = note("---\ntitle: Loss: what it is\nauthor:\n  - Ada\nx: [1\n---\n" + TAKEAWAYS)
    assert found.title == "Loss: what it is" and found.author == ("Ada",)
    assert found.meta["x"] == "[1"
    assert found.meta[RAW] == "\ntitle: Loss: what it is\nauthor:\n  - Ada\nx: [1\n"
    assert re.fullmatch(r"The front matter could not be read in line 2 \(.*\)\.", found.trouble)
    assert [one.words for one in found.takeaways] == [MEASURE]
    twice = note("---\na: 1\nb: 2\na: 3\n---\n")
    assert twice.trouble == "“a” stands twice in the front matter; the last one is read."
    assert twice.meta == {"a": 3, "b": 2}
    assert len(note(f"---\na: {'x' * 100_000}\n---\n").meta["a"]) == 20_000


def test_laughs_stay_small_and_no_code_is_run(tmp_path):
    for name in ("laughs.md", "merged laughs.md", "loop.md", "deep.md"):
        found = note(NOTES[name])
        assert found.trouble or name == "loop.md"
        assert len(json.dumps(found.meta)) < 100_000
    mark = tmp_path / "ran"
    found = note(f'---\na: !!python/object/apply:os.mkdir ["{mark}"]\n---\n')
    assert found.trouble and not mark.exists()


# takeaways ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Takeaways",
            "My takeaways",
            "Key Takeaways:",
            "3 take-aways",
            "**Summary**",
            "💡 Summary",
        ),
        *("Summary of chapter 3", "Key points", "Lessons learned", "Highlights", "TL;DR", "tldr"),
        *("What I learned", "2. Conclusions", "Key insights (mine)", "Takeaways #book", "My notes"),
        *(
            "笔记",
            "我的读书笔记",
            "三、要点",
            "总结：",
            "收获",
            "启发",
            "第三章总结",
            "核心观点",
            "要点（下）",
        ),
        *("Fazit", "À retenir", "まとめ", "[[Takeaways]]"),
    ],
)
def test_headings_under_which_people_write_what_they_keep(heading):
    assert is_heading_of_takeaways(heading)
    assert words(f"# {heading}\n- Do it.\n# Other\n- not this") == ["Do it."]


@pytest.mark.parametrize(
    "heading", ["Transcript", "Notes", "Related", "My week", "", "目录", "Summarys"]
)
def test_other_headings_bring_no_takeaways(heading):
    assert words(f"# {heading}\n- Do it.\n") == []


def test_takeaways_reach_to_the_next_heading_of_the_same_or_a_higher_level():
    text = (
        "# Book\n- no\n## Summary\n- one\n#### Deeper\n- two\n### On focus\n1. three\n"
        "### Only compare with yourself\n- detail\n### Transcript\nno. no way.\n#### Sub\n- no\n"
        "### Again\n- four\n## Other\n- no\n# Lessons\n- five\n"
    )
    found = note(text).takeaways
    assert [(one.words, one.heading) for one in found] == [
        ("one", "Book / Summary"),
        ("two", "Book / Summary / Deeper"),
        ("three", "Book / Summary / On focus"),
        ("Only compare with yourself", "Book / Summary"),
        ("four", "Book / Summary / Again"),
        ("five", "Lessons"),
    ]
    grouped = "## Summary\n### What to keep of part one\n#### Compare only with yourself\n- no\n"
    assert words(grouped) == ["Compare only with yourself"]
    assert note("%%\nhidden\n%%\n```\nx\n```\n" + grouped).takeaways[0].line == 9
    assert [text.split("\n")[one.line - 1] for one in found] == [
        *("- one", "- two", "1. three", "### Only compare with yourself", "- four", "- five"),
    ]


def test_items_are_taken_whole_and_paragraphs_by_the_sentence():
    text = (
        "## Summary\nHere is what I keep:\n- First thing\n  wrapped. Not cut.\n  - a detail\n\n"
        "  a second paragraph\n- [x] done *thing*\n- Three things:\n  - inner one\n- ![[only.png]]\n- ---\n\n"
        "One sentence stands. Another one is\nwrapped. Yes.\n\n| a | table |\n| - | - |\n\n"
        "[^1]: a footnote\n\n先量，再改。不要急。\n\n```\n- code\n```\n    indented code\n"
    )
    assert words(text) == [
        *("First thing wrapped. Not cut.", "done thing", "inner one", "One sentence stands."),
        *("Another one is wrapped.", "先量，再改。"),
    ]


def test_callouts_and_tags_mark_takeaways_anywhere():
    text = (
        "> [!summary]- Folded\n> Keep it short.\n> - One item\n\n> [!tip] Takeaway\n> Use it daily.\n\n"
        "> [!note] Aside\n> not this\n\n> [!要点]\n> 每天写一句话\n\nmany lines\n#takeaway this line only\nnot\n\n"
        "- an item #要点\n- `a #takeaway b` not\n- #takeaways/book Mine too. ^id\n\n# Go slow first #takeaway\n"
        "```\nno #takeaway\n```\n%% no #takeaway %%\n#takeawayful no\n"
    )
    assert words(text) == [
        *(
            "Keep it short.",
            "One item",
            "Use it daily.",
            "每天写一句话",
            "this line only",
            "an item",
        ),
        *("Mine too.", "Go slow first"),
    ]


def test_a_callout_without_a_text_says_it_in_its_title():
    found = note(
        "> [!summary] Measure it first\n\n> [!summary] Today\n> Go slow.\n\n> [!tip] Takeaways"
    )
    assert [(one.words, one.line) for one in found.takeaways] == [
        ("Measure it first", 1),
        ("Go slow.", 4),
    ]


def test_a_bold_line_or_one_with_a_colon_is_as_good_as_a_heading():
    text = "**My takeaways**\n- one\n- two\n\nOther words.\n- no\n\n要点：\n1. 三件事\n\nTakeaways\n- no\n"
    assert words(text) == ["one", "two", "三件事"]


def test_a_heading_without_end_is_named_in_short():
    (one,) = note(f"# {'word ' * 10_000}\n## Summary\n- Do it.").takeaways
    assert len(one.heading) <= LONGEST + 20 and one.heading.endswith(" / Summary")


def test_words_are_shown_as_a_reader_sees_them():
    text = "## Summary\n" + "".join(
        f"- {line}\n"
        for line in (
            "Only **compare** _yourself_ to [[Self|who you were]], see [[Deep/Adam#Bias]]",
            "10,000 hours are not a plan",
            "3.5 hours is enough",
            "1. First: [read](https://a.org) `x[0]` ==now== ~~not~~ \\*really\\* &amp; <b>so</b>",
            "第三、慢慢来吧 ^a1",
            "Says who?[^2] %%nobody%%",
        )
    )
    assert words(text) == [
        "Only compare yourself to who you were, see Adam",
        "10,000 hours are not a plan",
        "3.5 hours is enough",
        "First: read x[0] now not *really* & so",
        "慢慢来吧",
        "Says who?",
    ]


def test_a_long_takeaway_is_cut_at_a_word():
    (one,) = find("## Summary\n- " + "word " * 200)
    assert len(one.words) <= LONGEST and one.words.endswith("word…")
    (one,) = find("## Summary\n- " + "量" * 1000)
    assert len(one.words) == LONGEST


def test_a_key_stays_when_the_note_changes_elsewhere():
    (before,) = find("## Summary\n- Measure **it** before.\n")
    (after,) = find("new\n\n# Top\n## Other\n- x\n### Key points\n\n1. measure it, before\n")
    assert before.key == after.key and re.fullmatch("[0-9a-f]{16}", before.key)
    assert before.line != after.line
    assert key_of("!!!") != key_of("???") and key_of("Ａ") == key_of("a")
    assert len(find("## Summary\n- Same.\n- same\n- SAME!")) == 1


# a vault --------------------------------------------------------------------------------------------


def test_an_odd_vault_is_read_without_a_crash_and_without_a_trace(tmp_path):
    folder = str(odd_vault(tmp_path))
    before = photograph(folder)
    left = []
    paths = list(vault.notes(folder, left))
    found = {os.path.relpath(path, folder): read(vault.content(path), path) for path in paths}
    assert photograph(folder) == before
    assert sorted(found) == sorted(READ) and len(READ) >= 60
    assert {os.path.basename(path) for path, _ in left} == {
        *("broken.md", "loop a.md", "loop b.md", "outside.md", "outside folder", "pipe.md"),
    }
    for name, one in found.items():
        is_whole(one)
        raw = (
            NOTES[name].decode("utf-8", "ignore") if isinstance(NOTES[name], bytes) else NOTES[name]
        )
        if TAKEAWAYS in raw and not name.startswith(("lone", "half", "nested lists")):
            assert MEASURE[:-1] in one.takeaways[0].words, name
    encoded = (
        "utf16 le.md",
        "utf16 be.md",
        "utf16 without bom.md",
        "cr.md",
        "bom crlf.md",
        "bom.md",
    )
    assert all(found[name].author == ("Ada",) for name in encoded)
    assert found["latin1.md"].author == ("René",) and found["one bad byte.md"].author == ("林",)
    assert found["all nul.md"].trouble == "The file holds nothing but zero bytes."
    assert found["笔记：第一章.md"].takeaways[0].words == "先量，再改。"
    assert found["5 MB of lines.md"].takeaways[0].line == 100_003
    assert found["nested lists.md"].takeaways == ()  # 300 deep: the heading is lost in it


def test_lists_in_lists_are_followed_as_deep_as_people_go():
    deep = "".join("  " * n + "- item\n" for n in range(40))
    assert words(deep + "\n" + TAKEAWAYS) == [MEASURE]


def test_one_file_is_a_vault_too_and_what_is_missing_is_said(tmp_path):
    (tmp_path / "a.txt").write_text("# Summary\n- x")
    left = []
    assert list(vault.notes(str(tmp_path / "a.txt"), left)) == [str(tmp_path / "a.txt")]
    assert list(vault.notes(str(tmp_path / "missing"), left)) == []
    assert list(vault.notes("nul\0byte", left)) == []
    assert [reason for _, reason in left] == ["no such file or directory", "it cannot be read"]


def test_hidden_folders_and_the_own_export_are_no_sources(tmp_path):
    for name in (".obsidian/a.md", ".trash/b.md", "selfgrad/c.md", "x/selfgrad/d.md", "e.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [os.path.relpath(path, tmp_path) for path in vault.notes(str(tmp_path))]
    assert found == ["e.md", "x/selfgrad/d.md"]
    assert vault.root_of(str(tmp_path / "x" / "selfgrad" / "d.md")) == str(tmp_path)
    assert vault.root_of(str(tmp_path)) == str(tmp_path)
    assert vault.root_of("/") is None


def test_a_note_that_is_no_file_or_too_large_is_refused_with_a_reason(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    with open(tmp_path / "large.md", "wb") as file:
        file.truncate(vault.LARGEST + 1)
    for name, reason in (("pipe.md", "it is no file"), ("large.md", "it has more than 20 mb")):
        with pytest.raises(OSError) as error:
            vault.content(str(tmp_path / name))
        assert vault.reason(error.value) == reason


# whatever it is -------------------------------------------------------------------------------------


def is_whole(one):
    assert isinstance(one, Note)
    assert json.loads(json.dumps(one.meta, allow_nan=False)) == one.meta
    texts = (one.title, one.url, one.kind, one.published, one.body, one.trouble)
    for text in (*texts, *one.tags, *one.aliases, *one.author, json.dumps(one.meta)):
        text.encode()
    assert "\0" not in one.body and "\r" not in one.body
    assert one.trouble == "" or (one.trouble.endswith(".") and "\n" not in one.trouble)
    assert len(one.takeaways) <= 1000
    for takeaway in one.takeaways:
        assert 0 < len(takeaway.words) <= LONGEST and takeaway.words.isprintable()
        assert takeaway.key == key_of(takeaway.words) and takeaway.line >= 1
    assert len({takeaway.key for takeaway in one.takeaways}) == len(one.takeaways)


pieces = st.sampled_from(
    [
        *(
            "---\n",
            "---",
            "\n",
            "\r\n",
            "\r",
            "# ",
            "## Summary\n",
            "- ",
            "  - ",
            "> [!summary]\n",
            "> ",
        ),
        *(
            "```\n",
            "`",
            "%%",
            "[[",
            "]]",
            "|",
            "![[",
            "#takeaway ",
            "#",
            "*",
            "_",
            "**",
            "[^1]: ",
            "^a",
        ),
        *(
            "key: ",
            "tags: ",
            "author: ",
            "- a\n",
            "&a ",
            "*a",
            "<<: ",
            "!!int ",
            "[",
            "]",
            "{",
            "}",
            '"',
        ),
        *(
            "word ",
            "Say it. ",
            "要点",
            "\t",
            "\0",
            "\ufeff",
            "\u2028",
            "🌱",
            "1. ",
            "===\n",
            "<div>",
            "\\",
        ),
    ]
)


@given(
    st.one_of(
        st.binary(max_size=300), st.lists(pieces, max_size=40).map(lambda p: "".join(p).encode())
    )
)
@example(b"---\n? \n---")
@example(b"---\n!!timestamp x: y\n---\n")
@example(b"\xff\xfe\x00")
@example(b'---\na: "\\ud800"\n---\n')
def test_any_bytes_are_a_note(data):
    is_whole(read(data, "any.md"))
    is_whole(read(b"---\n" + data + b"\n---\n## Summary\n" + data, "any\udcff.md"))


@given(st.text(max_size=200))
def test_any_words_below_a_heading_stay_words(text):
    for one in find("## Summary\n- " + text):
        assert one.words.isprintable() and len(one.words) <= LONGEST


# in the front matter --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("takeaways:\n  - Volume **beats** choice.\n  - Sleep on it.", [("Volume beats choice.", 4), ("Sleep on it.", 5)]),
        ("Key Points: [Volume first, 3, {a: b}]", [("Volume first", 3)]),
        ("key_points:\n- Volume first", [("Volume first", 4)]),
        ("summary:\n- Volume first", [("Volume first", 4)]),
        ("summary: A talk on volume.", []),
        ("takeaway: Volume first.", [("Volume first.", 3)]),
        ("takeaways: 3", []),
        ("takeaways:", []),
        ('笔记: ["[[Another]]"]', []),
        ("要点: [先量后质]", [("先量后质", 3)]),
    ],
)  # fmt: skip
def test_a_list_of_takeaways_in_the_front_matter_is_read(front, expected):
    note = read(f"---\ntitle: x\n{front}\n---\ntext\n".encode(), "a.md")
    assert [(one.words, one.line) for one in note.takeaways] == expected


def test_what_stands_in_both_places_is_one_takeaway():
    data = b"---\ntakeaways: [Sleep on it]\n---\n## Summary\n- Sleep on it.\n- Walk.\n"
    assert [one.words for one in read(data, "a.md").takeaways] == ["Sleep on it", "Walk."]


@pytest.mark.parametrize(
    "heading", ["TL;DR", "tl;dr", "Tl;dr:", "TLDR", "TL:DR", "TL/DR", "T.L.D.R."]
)
def test_the_short_of_it_is_one_heading_however_it_is_written(heading):
    data = f"# x\n## {heading}\n- On volume:\n  - Make more things.\n".encode()
    assert [one.words for one in read(data, "a.md").takeaways] == ["Make more things."]
