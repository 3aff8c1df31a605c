"""The command line as a learner meets it: real processes, real files."""

import json
import os
import sqlite3

import pytest


def rows(shell, query):
    with sqlite3.connect(shell.env["SELFGRAD_DB"]) as connection:
        return connection.execute(query).fetchall()


# the first round -----------------------------------------------------------------------------------


def test_an_empty_journal_names_the_one_thing_to_do(shell):
    assert 'selfgrad start "AIM"' in shell()


def test_a_first_round_needs_nothing_but_an_aim_and_a_repeat_is_one_line(shell):
    shell("start", "ten integrals")
    shell("forward", "page 12")
    shell("loss", "3/10")
    shell("backward", "I dropped the sign.")
    shell("step", "When I move a term, I say its sign.")
    said = shell("again", "2/10", "I misread an exponent.")
    assert "Round 2 closed, loss 0.20." in said
    assert "Next round open" in said
    line = 'selfgrad again 2/10 ""'
    assert len(line.replace("selfgrad", "sgd")) <= 40


def test_every_command_that_writes_echoes_a_short_id_that_the_others_accept(shell):
    id = shell.id("log", "I dropped the sign.")
    assert 10 <= len(id) <= 16
    assert "I dropped the sign." in shell("show", id)
    shell("edit", id, "I dropped the minus sign.")
    assert "minus" in shell("show", id)
    shell("delete", id)
    shell("undo")
    assert "minus" in shell("find", "minus")


def test_the_bare_command_shows_the_step_in_force_above_the_aim(shell):
    test_a_first_round_needs_nothing_but_an_aim_and_a_repeat_is_one_line(shell)
    lines = shell().splitlines()
    assert lines[0] == "This round: When I move a term, I say its sign."
    assert "ten integrals" in lines[1]
    assert lines[2].startswith("Scar: “I dropped the sign.”") and "`selfgrad go`" in lines[-1]


# exit codes and errors -----------------------------------------------------------------------------


def test_a_refusal_exits_with_1_and_names_the_next_action(shell):
    assert "selfgrad start" in shell.fails("forward", "page 12")
    shell("start", "ten integrals")
    assert "selfgrad forward" in shell.fails("loss", "3/10")


def test_wrong_usage_exits_with_2_and_says_what_was_meant(shell):
    assert "Did you mean `selfgrad start`" in shell.fails("strat", "aim", code=2)
    assert "selfgrad help start" in shell.fails("start", code=2)
    assert "selfgrad help step" in shell.fails("step", "When X, I do Y", "--nonsense", code=2)
    assert shell.fails("step", code=2)


def test_an_error_is_one_line_without_a_traceback_and_is_json_where_asked(shell):
    for words in (
        ["loss", "7/0"],
        ["show", "zz"],
        ["skill", "guitr", "--archive"],
        ["add", "soon"],
    ):
        said = shell.fails(*words)
        assert "Traceback" not in said
        assert len(said.strip().splitlines()) == 1
    done = shell.run("show", "zz", "--json")
    assert set(json.loads(done.stdout)) == {"error", "next"}


def test_a_skill_that_nearly_exists_asks_did_you_mean(shell):
    shell("start", "a scale", "-s", "guitar")
    assert "did you mean “guitar”" in shell.fails("add", "45m", "-s", "guitr")
    shell("add", "45m", "-s", "guitr", "--new")


# bad input -----------------------------------------------------------------------------------------

TEXTS = {
    "right-to-left": "שכחתי את המינוס",
    "emoji": "👩‍👩‍👧 forgot 🧮 twice",
    "combining": "café, naïve, Å",
    "chinese": "我忘了负号。",
    "quotes": "she said \"no\" — and 'yes' `too`",
    "sql": "'; DROP TABLE fact; --",
    "format": "100% {0} {words} %s \\n",
    "option-like": "-5 degrees, not 5",
    "two lines": "one line\nand another",
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_comes_back_as_it_was_typed(shell, name):
    shell("log", "--", TEXTS[name]) if TEXTS[name].startswith("-") else shell("log", TEXTS[name])
    assert rows(shell, "SELECT words FROM entry") == [(TEXTS[name],)]


def test_a_megabyte_is_kept_and_found(shell):
    text = "needle " + "hay " * 250_000
    shell("log", "-", stdin=text)
    assert rows(shell, "SELECT length(words) FROM entry")[0][0] > 999_000
    assert shell.json("find", "needle")


def test_control_characters_do_not_reach_the_terminal_again(shell):
    said = shell("log", "a\x1b[31m red \x07 bell")
    assert "\x1b" not in said
    assert "\x07" not in said


def test_bytes_that_are_not_utf8_are_kept_as_far_as_they_can_be(shell):
    done = shell.run("log", b"caf\xe9 is latin one".decode("utf-8", "surrogateescape"))
    assert done.returncode == 0, done.stderr
    assert rows(shell, "SELECT words FROM entry") == [("caf� is latin one",)]
    shell("log", "-", stdin=b"caf\xe9 from a pipe.")


@pytest.mark.parametrize("empty", ["", "   ", "\n\t", "\x00", "​"])
def test_empty_text_is_refused_with_a_sentence(shell, empty):
    said = (
        shell.fails("backward", empty)
        if "\x00" not in empty
        else shell.fails("log", "-", stdin=empty)
    )
    assert said.strip()


@pytest.mark.parametrize(
    "value", ["7/0", "-1/10", "nan", "inf", "-0.3", "1e999", "11/10", "abc", "3/", "", "٣/١٠"]
)
def test_a_loss_that_is_none_is_refused_and_writes_nothing(shell, value):
    shell("start", "ten integrals")
    shell("forward")
    said = shell.fails("loss", "--", value)
    assert said.strip()
    assert rows(shell, "SELECT count(*) FROM fact WHERE kind = 'measured'") == [(0,)]


def test_a_date_in_the_future_is_refused(shell):
    assert "has not come yet" in shell.fails("log", "--at", "2999-01-01", "a slip")


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("yesterday 18:00", "2026-03-01"),
        ("-2h", "2026-03-02"),
        ("2026-02-20T23:30", "2026-02-20"),
        ("2026-02-21 01:30", "2026-02-20"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_every_verb_can_be_dated_back(shell, at, day):
    now = {"SELFGRAD_NOW": "2026-03-02T18:00+01:00"}
    shell("log", "a slip", "--at", at, **now)
    shell("start", "an aim", "--at", at, **now)
    shell("again", "3/10", "--at", at, **now)
    assert {row[0] for row in rows(shell, "SELECT day FROM entry")} == {day}
    assert rows(shell, "SELECT closed_day FROM round WHERE state = 'closed'") == [(day,)]


# loss, in every form -------------------------------------------------------------------------------


def test_every_criterion_can_be_typed(shell, tmp_path):
    (tmp_path / "made.txt").write_text("the quick brown fox", encoding="utf-8")
    (tmp_path / "ideal.txt").write_text("the quick brown fax", encoding="utf-8")
    (tmp_path / "list.md").write_text("- [x] one\n- [ ] two\n", encoding="utf-8")
    forms = [
        ["3/10"],
        ["7/10 right"],
        ["30%"],
        ["0.3"],
        ["4 gap"],
        ["--time", "14:20/12:00"],
        ["--number", "41.7/42"],
        ["--text", "made.txt", "--against", "ideal.txt"],
        ["--checklist", "list.md"],
        ["--forecast", "0.8", "yes"],
    ]
    shell("start", "ten integrals")
    losses = []
    for form in forms:
        shell("forward")
        losses.append(shell.json("loss", *form)["loss"])
    assert losses[:5] == [0.3, pytest.approx(0.3), 0.3, 0.3, 0.4]
    assert losses[8:] == [0.5, pytest.approx(0.04)]
    assert all(0 <= loss <= 1 for loss in losses)
    assert rows(shell, "SELECT count(*) FROM attempt") == [(len(forms),)]


def test_a_skill_has_a_unit_of_its_own(shell):
    shell(
        "skill",
        "typing",
        "--criterion",
        "metric",
        "--unit",
        "wpm",
        "--baseline",
        "40",
        "--goal",
        "80",
    )
    shell("start", "a race", "-s", "typing")
    assert "62 wpm" in shell("again", "62")
    assert rows(shell, "SELECT raw, unit, loss FROM attempt") == [
        (62.0, "wpm", pytest.approx(0.45))
    ]


# input and output ----------------------------------------------------------------------------------


def test_a_piped_paragraph_is_filed_sentence_by_sentence(shell):
    shell("start", "ten integrals")
    shell("forward")
    shell("loss", "3/10")
    text = "I dropped the sign, e.g. in no. 3. I read 3.14 as 3.41! 我忘了负号。又错了？"
    shell("backward", "-", stdin=text)
    found = [
        row[0] for row in rows(shell, "SELECT words FROM entry WHERE kind = 'mistake' ORDER BY n")
    ]
    assert found == [
        "I dropped the sign, e.g. in no. 3.",
        "I read 3.14 as 3.41!",
        "我忘了负号。",
        "又错了？",
    ]


def test_an_output_that_is_a_file_is_kept_by_its_content(shell, tmp_path):
    (tmp_path / "essay.md").write_text("once upon a time", encoding="utf-8")
    shell("start", "an essay")
    shell("forward", "--file", "essay.md")
    hash = rows(shell, "SELECT hash FROM attempt")[0][0]
    copy = tmp_path / "files" / hash[:2] / hash
    (tmp_path / "essay.md").write_text("changed since", encoding="utf-8")
    assert copy.read_text(encoding="utf-8") == "once upon a time"
    assert oct(copy.stat().st_mode)[-3:] == "600"


def test_a_file_above_the_cap_is_kept_as_hash_and_path(shell, tmp_path):
    shell("settings", "keep_bytes", "10")
    (tmp_path / "big.bin").write_bytes(b"x" * 11)
    shell("start", "an essay")
    shell("forward", "--file", "big.bin")
    assert rows(shell, "SELECT size, reference FROM attempt") == [(11, str(tmp_path / "big.bin"))]
    assert not (tmp_path / "files").exists()


def test_the_journal_is_readable_by_its_owner_alone(shell, tmp_path):
    shell("log", "a slip")
    assert oct(os.stat(tmp_path / "journal.db").st_mode)[-3:] == "600"


def test_worth_and_values_are_written_once_and_a_change_asks(shell):
    shell("self", "I am more than a loss.")
    assert shell("self").strip() == "I am more than a loss."
    assert "Left as it was" in shell.fails("self", "I am my losses.")
    shell("self", "I am more than any loss.", "--yes")
    assert shell("self").strip() == "I am more than any loss."


def test_settings_refuse_what_cannot_be_and_say_what_is_meant(shell):
    assert "day_start" in shell("settings")
    assert "Did you mean zone" in shell.fails("settings", "zon", "Europe/Paris")
    for key, value in (
        ("zone", "Mars/Olympus"),
        ("day_start", "25:00"),
        ("offer_self", "maybe"),
        ("keep_bytes", "-1"),
    ):
        assert "does not fit" in shell.fails("settings", "--", key, value)
    shell("settings", "day_start", "05:30")
    assert "05:30" in shell("settings", "day_start")


# the same verb through any face --------------------------------------------------------------------

STORY = [
    ("start", ["ten integrals"], {"skill": "calculus", "expect": "5/10", "level": "2"}),
    ("ask", ["why does the sign flip?"], {}),
    ("answer", ["the limits swap"], {"source": "the blue book"}),
    ("log", ["I looked at the answer."], {}),
    ("forward", ["page 12"], {}),
    ("loss", ["3/10"], {}),
    ("backward", ["I dropped the sign.", "I misread an exponent."], {"to": "signs"}),
    ("step", ["When I move a term, I say its sign."], {"next": "ten more", "discomfort": 4}),
    ("go", [], {}),
    ("pause", [], {}),
    ("again", ["2/10", "a sign again"], {"took": "5m"}),
    ("add", ["45m"], {"input": True, "at": "-3h"}),
    ("drop", ["the book has no answers"], {}),
    ("undo", [], {}),
]
OPTIONS = {
    "skill": "--skill",
    "expect": "--expect",
    "level": "--level",
    "source": "--source",
    "to": "--to",
}
OPTIONS |= {"next": "--next", "discomfort": "--discomfort", "took": "--took", "at": "--at"}


def told(path):
    """Everything that is kept, with ids numbered in their order."""
    with sqlite3.connect(path) as connection:
        facts = connection.execute(
            "SELECT id, act, subject, kind, happened_at, zone, day, body FROM fact ORDER BY id"
        )
        names = {}
        lines = []
        for fact in facts:
            for id in fact[:3]:
                names.setdefault(id, f"#{len(names)}")
            line = " ".join(str(part) for part in fact)
            lines.append(line)
        for id in sorted(names, key=len, reverse=True):
            lines = [line.replace(id, names[id]) for line in lines]
        return lines


def test_the_same_story_through_the_command_line_and_python_leaves_the_same_rows(
    shell, tmp_path, monkeypatch
):
    from selfgrad.journal import Journal

    monkeypatch.setenv("TZ", "Europe/Paris")
    path = str(tmp_path / "python.db")
    for minute, (verb, words, options) in enumerate(STORY):
        now = f"2026-03-02T18:{minute:02}:00+01:00"
        typed = [
            word
            for key, value in options.items()
            if key != "input"
            for word in (OPTIONS[key], str(value))
        ]
        shell(verb, *words, *typed, *(["--input"] if "input" in options else []), SELFGRAD_NOW=now)
        monkeypatch.setenv("SELFGRAD_NOW", now)
        with Journal(path) as journal:
            getattr(journal, verb)(*words, **options)
    assert told(path) == told(shell.env["SELFGRAD_DB"])
    assert len(told(path)) > 25
