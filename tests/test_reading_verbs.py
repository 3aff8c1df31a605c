"""The reading commands as a learner types them: whole processes, pipes and terminals."""

import json
import os
import subprocess
import sys
from datetime import date
from threading import Timer

import pytest

EVENING = "2026-11-21T18:00"


@pytest.fixture
def lived(shell):
    """Some days of somebody who learns integrals and the guitar."""
    shell("start", "ten integrals", "-s", "calculus", SELFGRAD_NOW="2026-11-12T18:00")
    shell("forward", "page 12 of the blue notebook", SELFGRAD_NOW="2026-11-12T18:20")
    shell("loss", "3/10", SELFGRAD_NOW="2026-11-12T18:21")
    shell("backward", "I dropped the minus sign.", "--to", "signs", SELFGRAD_NOW="2026-11-12T18:22")
    shell("step", "When I move a term, I say its sign.", SELFGRAD_NOW="2026-11-12T18:25")
    shell("again", "2/10", "我忘了负号。", "--took", "30m", SELFGRAD_NOW="2026-11-13T18:30")
    shell("add", "45m", "-s", "吉他", "--new", "--at", "2026-11-20 18:00", SELFGRAD_NOW=EVENING)
    shell("log", "I looked it up too early.", SELFGRAD_NOW="2026-11-20T21:00")
    return shell


READS = [
    ("show",),
    ("find", "minus"),
    ("today",),
    ("today", "2026-11-13"),
    ("week",),
    ("week", "--back", "1"),
    ("hours",),
    ("hours", "-s", "calculus"),
    ("steps",),
    ("credit",),
]


@pytest.mark.parametrize("words", READS, ids=" ".join)
def test_every_page_can_be_read_as_json_and_as_lines(lived, words):
    assert lived.json(*words, SELFGRAD_NOW=EVENING)
    lines = lived(*words, SELFGRAD_NOW=EVENING)
    assert lines.strip() and "\x1b" not in lines


@pytest.mark.parametrize("words", READS, ids=" ".join)
def test_every_page_of_an_empty_journal_says_something(shell, words):
    if words[0] == "show" or "calculus" in words:
        assert shell.fails(*words, SELFGRAD_NOW=EVENING)
    else:
        assert shell(*words, SELFGRAD_NOW=EVENING).strip()


def test_what_is_piped_is_neither_cropped_nor_wrapped(shell):
    long = "word " * 400 + "end"
    shell("start", long, SELFGRAD_NOW=EVENING)
    shell("log", long, SELFGRAD_NOW=EVENING)
    for words in (("find", "word"), ("today",), ("show",), ("credit",)):
        lines = shell(*words, SELFGRAD_NOW=EVENING, COLUMNS="40").splitlines()
        assert any(long in line for line in lines), words


def test_a_round_is_shown_with_what_was_made_and_learned(lived):
    id = lived.json("find", "page", SELFGRAD_NOW=EVENING)["hits"][0]["round"]
    lines = lived("show", id, SELFGRAD_NOW=EVENING)
    for said in (
        *("Round · closed · calculus", "“ten integrals”", "page 12 of the blue notebook"),
        *("3 wrong of 10, loss 0.30", "I dropped the minus sign.", "signs", "25 min of output"),
        *("When I move a term, I say its sign.", "Next: “ten integrals”, closed"),
    ):
        assert said in lines
    lived("show", id, SELFGRAD_NOW=EVENING)
    assert "you opened it 3 times today" in lived("show", id, SELFGRAD_NOW=EVENING)


def test_a_session_a_question_an_act_and_an_undone_entry_are_shown(lived):
    added = lived.id("add", "5m", "--at", "2026-11-21 09:00", SELFGRAD_NOW=EVENING)
    assert "2026-11-21 09:00 to 2026-11-21 09:05: 5 min" in lived("show", added)
    asked = lived.id("ask", "Why?", SELFGRAD_NOW=EVENING)
    assert f"selfgrad answer {asked}" in lived("show", asked)
    act = lived.json("log", "one more", SELFGRAD_NOW=EVENING)["act"]
    assert "log, which wrote:" in lived("show", act)
    kept = lived.id("log", "not meant", SELFGRAD_NOW=EVENING)
    lived("undo", SELFGRAD_NOW=EVENING)
    back = lived("show", kept).rpartition("`selfgrad ")[2].partition("`")[0]
    lived(*back.split(), SELFGRAD_NOW=EVENING)
    assert "not meant" in lived("show", kept)


# find ---------------------------------------------------------------------------------------------


def test_find_shows_date_kind_words_skill_and_id(lived):
    (line,) = lived("find", "minus", SELFGRAD_NOW=EVENING).splitlines()
    assert line.startswith("2026-11-12 18:22  mistake      I dropped the minus sign.  calculus  [")


def test_find_takes_a_phrase_from_the_shell_and_chinese(lived):
    assert "too early" in lived("find", "too early", SELFGRAD_NOW=EVENING)
    assert "Nothing found" in lived("find", "early too", SELFGRAD_NOW=EVENING)
    assert "I looked it up" in lived("find", "early", "too", SELFGRAD_NOW=EVENING)
    assert "我忘了负号。" in lived("find", "负号", SELFGRAD_NOW=EVENING)


def test_nothing_found_says_what_to_try(lived):
    assert "Try only the beginning" in lived("find", "minuses", SELFGRAD_NOW=EVENING)
    assert "Try fewer words" in lived("find", "minus", "zebra", SELFGRAD_NOW=EVENING)
    assert "without the quotation marks" in lived("find", "sign minus", SELFGRAD_NOW=EVENING)


def test_more_hits_than_shown_are_pointed_to(lived):
    lines = lived("find", "i", "-n", "1", SELFGRAD_NOW=EVENING).splitlines()
    assert len(lines) == 2 and "-n 5" in lines[1]


def fast(shell, *words):
    """The way in without argparse."""
    program = (
        "import sys; from selfgrad.cli import finding; code = finding.run(sys.argv[1:]);"
        "print(*sorted(sys.modules), file=sys.stderr); sys.exit(99 if code is None else code)"
    )
    command = [sys.executable, "-c", program, *words]
    env = {**shell.env, "SELFGRAD_NOW": ""}
    return subprocess.run(command, capture_output=True, env=env, check=False, timeout=60)


def test_the_fast_way_to_find_says_the_same(lived):
    for words in (("minus",), ("too early",), ("负号",), ("zebra",), ("i", "-n", "1"), ("…",)):
        slow, quick = lived.run("find", *words), fast(lived, *words)
        assert (quick.stdout, quick.returncode) == (slow.stdout, slow.returncode)


def test_the_fast_way_to_find_leaves_words_out(lived):
    assert b"minus" in fast(lived, "dropped", "-forgot").stdout
    assert b"Nothing found" in fast(lived, "dropped", "-minus").stdout


def test_the_fast_way_to_find_leaves_the_rest_to_the_slow_one(lived):
    for words in ((), ("--json", "x"), ("-h",), ("x", "--limit", "many"), ("x", "--db")):
        assert fast(lived, *words).returncode == 99


def test_find_loads_nothing_heavy(lived):
    heavy = "argparse dataclasses difflib json re rich statistics typing zoneinfo pathlib"
    loaded = fast(lived, "负号").stderr.decode().split()
    assert "selfgrad.finding" in loaded and not set(heavy.split()) & set(loaded)


def test_the_full_way_to_find_loads_no_rich(lived):
    program = (
        "import sys; from selfgrad.cli import main; main.run(['find', '负号']);"
        "print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, env=lived.env, check=True, timeout=60)
    assert not {"rich", "dataclasses", "difflib", "statistics"} & set(done.stderr.decode().split())


# today and week -----------------------------------------------------------------------------------


def test_the_line_for_tomorrow_is_written_and_stands_on_top(lived):
    said = lived("today", "--tomorrow", "Start with the signs.", SELFGRAD_NOW=EVENING)
    assert said.startswith("For tomorrow: Start with the signs.  [")
    lines = lived("today", SELFGRAD_NOW="2026-11-22T09:00").splitlines()
    assert lines[:2] == [
        "2026-11-22, Sunday",
        "For this day, written on 2026-11-21: Start with the signs.",
    ]


def test_the_line_for_tomorrow_is_written_today(lived):
    said = lived.fails("today", "yesterday", "--tomorrow", "x", code=2, SELFGRAD_NOW=EVENING)
    assert "written today" in said
    assert lived.fails("today", "--tomorrow", " ", SELFGRAD_NOW=EVENING)


def test_the_day_begins_at_four(lived):
    assert "I looked it up" in lived("today", SELFGRAD_NOW="2026-11-21T03:59")
    assert "Nothing is written yet" in lived("today", SELFGRAD_NOW="2026-11-21T04:00")


def test_today_shows_the_same_day_a_week_ago(lived):
    lines = lived("today", SELFGRAD_NOW="2026-11-19T09:00")
    assert "1 week ago, 2026-11-12, Thursday: 25 min, 1 round, losses 0.30" in lines


def test_a_clock_left_running_is_mentioned_with_what_to_do(lived):
    lived("go", SELFGRAD_NOW=EVENING)
    lines = lived("today", SELFGRAD_NOW="2026-11-22T09:00")
    assert 'selfgrad pause --at "2026-11-21 18:00"' in lines


def test_the_week_asks_first_and_then_answers(lived):
    lines = lived("week", SELFGRAD_NOW=EVENING).splitlines()
    assert lines[:2] == [
        "What did you do last week?",
        "2026-11-09, Monday, to 2026-11-15, Sunday",
    ]
    text = "\n".join(lines)
    for said in ("Thu  page 12", "55 min in all", "0.30 0.20 (mean 0.25 over 2 rounds)"):
        assert said in text
    assert "This week so far, since 2026-11-16: 45 min, 0 rounds." in text


def test_a_week_as_markdown_has_no_ids_and_no_stray_markup(lived):
    lived("log", "a *star*", SELFGRAD_NOW=EVENING)
    lived("start", "read <b>", "-s", "calculus", SELFGRAD_NOW="2026-11-14T09:00")
    lived("drop", "_too_ long", SELFGRAD_NOW="2026-11-14T10:00")
    page = lived("week", "--markdown", SELFGRAD_NOW=EVENING)
    assert page.startswith("# 2026-11-09 to 2026-11-15\n\n## Outputs\n\n- Thu")
    assert "“read \\<b\\>”: \\_too\\_ long" in page
    assert "[" not in page


# hours, steps, credit -----------------------------------------------------------------------------


def test_hours_line_up_in_chinese_too(lived):
    lines = lived("hours", SELFGRAD_NOW=EVENING).splitlines()
    assert lines[1].startswith("calculus  55 min  ") and lines[2].startswith("吉他      45 min  ")
    assert "In all 1 h 40 min, each moment counted once." in lines


def test_hours_never_promise_mastery(lived):
    said = lived("hours", SELFGRAD_NOW=EVENING).lower()
    assert not any(word in said for word in ("master", "expert", "fluent"))


def test_steps_say_nothing_of_help_before_the_first_look(lived):
    lines = lived("steps", SELFGRAD_NOW=EVENING)
    assert "loss before: mean 0.30 over 1 round; after: mean 0.20 over 1 round" in lines
    assert "The first look comes after 4 more measured rounds: until then, hold it." in lines
    assert not any(word in lines for word in ("better", "worse", "improved", "helped"))


def test_credit_says_how_to_sort_the_unsorted(lived):
    lines = lived("credit", SELFGRAD_NOW=EVENING).splitlines()
    assert lines[0] == "3 mistakes in the last 2 rounds and in passing, as you charged them:"
    assert lines[1].split()[:2] == ["signs", "1"] and lines[2].split()[:2] == ["unsorted", "2"]
    id = lines[4].rpartition("[")[2][:-1]
    lived("edit", id, "--to", "patience", SELFGRAD_NOW=EVENING)
    assert "patience  1" in lived("credit", SELFGRAD_NOW=EVENING)


def test_an_unknown_skill_is_met_with_the_one_that_is_near(lived):
    for verb in ("hours", "steps", "credit"):
        assert "Did you mean “calculus”?" in lived.fails(verb, "-s", "calculs")


def test_numbers_that_show_nothing_are_refused(lived):
    for words in (("steps", "-n", "0"), ("credit", "--rounds", "0"), ("week", "--back", "-1")):
        assert lived.fails(*words, SELFGRAD_NOW=EVENING)
    assert lived.fails("find", "x", "-n", "0", SELFGRAD_NOW=EVENING)


# at a terminal ------------------------------------------------------------------------------------


def at_a_terminal(shell, *words, typed="", **env):
    """What a terminal shows when a person types, with colour."""
    pty = pytest.importorskip("pty")
    person, screen = pty.openpty()
    plain = {key: value for key, value in shell.env.items() if key != "NO_COLOR"}
    command = [sys.executable, "-m", "selfgrad.cli.capture", *words]
    os.write(person, typed.encode())
    with subprocess.Popen(
        command, stdin=screen, stdout=screen, stderr=screen, env={**plain, "TERM": "dumb", **env}
    ) as process:
        os.close(screen)
        patience = Timer(30, process.kill)  # of a question that nobody answers
        patience.start()
        shown = b""
        try:
            while more := os.read(person, 4096):
                shown += more
        except OSError:  # the other end is closed
            pass
        patience.cancel()
        assert process.wait(60) == 0, shown
    os.close(person)
    return shown.decode().replace("\r\n", "\n")


def test_the_evening_asks_for_one_line_and_keeps_it(lived):
    shown = at_a_terminal(lived, "today", typed="The signs first.\n", SELFGRAD_NOW=EVENING)
    assert "One line for tomorrow" in shown
    page = lived.json("today", SELFGRAD_NOW=EVENING)
    assert page["tomorrow"]["words"] == "The signs first."
    again = at_a_terminal(lived, "today", SELFGRAD_NOW="2026-11-22T03:00")
    assert "One line for tomorrow" not in again


def test_enter_skips_the_line_and_nobody_is_asked_before_the_evening(lived):
    shown = at_a_terminal(lived, "today", typed="\n", SELFGRAD_NOW="2026-11-22T02:00")
    assert "One line for tomorrow" in shown
    assert lived.json("today", SELFGRAD_NOW=EVENING)["tomorrow"] is None
    for words, moment in ((("today",), "2026-11-21T16:59"), (("today", "yesterday"), EVENING)):
        assert "One line" not in at_a_terminal(lived, *words, SELFGRAD_NOW=moment)


def test_the_week_waits_for_an_answer_and_shows_it_above_the_facts(lived):
    shown = at_a_terminal(lived, "week", typed="Mostly signs.\n", SELFGRAD_NOW=EVENING)
    asked, answered = shown.index("What did you do last week?"), shown.index("You: Mostly signs.")
    assert asked < answered < shown.index("Outputs")
    assert lived.json("find", "Mostly")["hits"] == []
    skipped = at_a_terminal(lived, "week", typed="\n", SELFGRAD_NOW=EVENING)
    assert skipped.count("What did you do last week?") == 1 and "You:" not in skipped


def test_what_was_found_is_emphasised_at_a_terminal_only(lived):
    shown = at_a_terminal(lived, "find", "min", SELFGRAD_NOW=EVENING)
    assert "I dropped the \x1b[1;4mminus\x1b[0m sign." in shown
    assert "\x1b" not in at_a_terminal(lived, "find", "min", NO_COLOR="1")
    assert "我忘了\x1b[1;4m负号\x1b[0m" in at_a_terminal(lived, "find", "负号")


def test_a_long_entry_is_an_excerpt_around_the_hit_at_a_terminal(shell):
    shell("log", "before " * 200 + "needle " + "after " * 200)
    shown = at_a_terminal(shell, "find", "needle")
    assert "\x1b[1;4mneedle\x1b[0m" in shown and len(shown) < 600 and shown.count("…") == 2


def test_a_journal_from_elsewhere_cannot_move_the_cursor(shell):
    act = "019f0000-0000-7000-8000-000000000001"
    fact = {"id": act[:-1] + "2", "subject": act[:-1] + "2", "kind": "logged", "zone": "UTC"}
    fact |= {"happened_at": 0, "day": "1970-01-01", "body": {"words": "evil\x1b[2Jsign\nnext"}}
    from selfgrad.journal import Journal

    with Journal(shell.env["SELFGRAD_DB"]) as journal:
        journal.ledger.absorb(
            [{"act": act, "recorded_at": 0, "device": "b", "verb": "log", "facts": [fact]}]
        )
    assert "evil�[2Jsign next" in shell("find", "evil")
    assert "\x1b" not in shell("show", fact["id"]) and "\x1b" not in shell("today", "1970-01-01")
    assert (
        json.loads(shell("find", "evil", "--json"))["hits"][0]["words"] == "evil\x1b[2Jsign\nnext"
    )


def test_the_weekday_is_the_calendars(shell):
    shown = shell("today", "2024-02-29").splitlines()[0]
    assert shown == f"2024-02-29, {date(2024, 2, 29):%A}"
