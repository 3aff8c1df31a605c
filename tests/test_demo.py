"""The demo: a year that nobody lived, written by the verbs that anybody uses."""

import os
import random
import sqlite3
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from selfgrad import demo, errors, guards
from selfgrad.cli.verbs import VERBS
from selfgrad.demo import words
from selfgrad.demo.days import AWAY, TRAVEL, calendar
from selfgrad.demo.pen import long_mistake
from selfgrad.fold import TABLES
from selfgrad.journal import Journal

DAYS = 20
UNTIL = int(datetime(2026, 11, 21, 18, tzinfo=ZoneInfo("Europe/Paris")).timestamp() * 1000)
DERIVED = (*TABLES, "dead")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return demo.make(str(tmp_path_factory.mktemp("demo") / "demo.db"), days=DAYS, until=UNTIL)


@pytest.fixture
def copy(made, tmp_path):
    """The demo, to be written to."""
    target = str(tmp_path / "copy.db")
    with sqlite3.connect(made.path) as source, sqlite3.connect(target) as other:
        source.backup(other)
    return target


def rows(path, query):
    with sqlite3.connect(path) as connection:
        return connection.execute(query).fetchall()


def tables(path):
    """Every derived row, without `entry.n`: entries of one second may change places."""
    found = {table: sorted(rows(path, f"SELECT * FROM {table}"), key=repr) for table in DERIVED}
    found["entry"] = sorted((row[0], *row[2:]) for row in map(_without_none, found["entry"]))
    return found


def _without_none(row):
    return tuple("" if value is None else value for value in row)


def lived(path):
    """What two demos of one seed share: words, times, losses and the order, without ids and folders."""
    facts = rows(path, "SELECT kind, happened_at, zone, day FROM fact ORDER BY id")
    entries = rows(path, "SELECT n, kind, words, parameter, skill, project, day FROM entry")
    attempts = rows(
        path,
        "SELECT medium, words, hash, size, loss, raw, unit, criterion, said, happened_at,"
        " CASE WHEN medium = 'take' THEN NULL ELSE detail END"  # it names points by their ids
        " FROM attempt ORDER BY id",
    )
    rounds = rows(
        path,
        "SELECT state, aim, level, expected, loss, discomfort, kept, wording, why, opened_at,"
        " closed_at FROM round ORDER BY subject",
    )
    stretches = rows(path, "SELECT day, started_at, ended_at FROM stretch ORDER BY subject")
    return facts, sorted(entries), attempts, rounds, stretches


def open_rounds(path):
    """But for explanations, which have a place of their own."""
    place = "coalesce(project, '') NOT LIKE 'explanations%'"
    return rows(path, f"SELECT state FROM round WHERE closed_at IS NULL AND {place}")


# the same seed, the same year


def test_two_demos_of_one_seed_are_equal_in_words_times_and_losses(made, tmp_path):
    other = demo.make(str(tmp_path / "other.db"), days=DAYS, until=UNTIL)
    assert lived(other.path) == lived(made.path)
    assert (other.rounds, other.hours, other.entries) == (made.rounds, made.hours, made.entries)


def test_another_seed_is_another_year(made, tmp_path):
    other = demo.make(str(tmp_path / "other.db"), seed=2, days=DAYS, until=UNTIL)
    assert lived(other.path) != lived(made.path)


def test_the_zone_of_the_machine_makes_no_difference(made, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    other = demo.make(str(tmp_path / "other.db"), days=DAYS, until=UNTIL)
    assert lived(other.path) == lived(made.path)


# believable


def test_every_derived_table_has_something_to_show(made):
    shown = [
        table for table in DERIVED if table != "private_entry"
    ]  # what is no example to anybody
    assert [table for table in shown if not rows(made.path, f"SELECT 1 FROM {table}")] == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_ends_in_one_open_round_whose_clock_waits(tmp_path, seed):
    path = demo.make(str(tmp_path / "demo.db"), seed=seed, days=DAYS, until=UNTIL).path
    assert open_rounds(path) == [("open",)]
    assert rows(path, "SELECT 1 FROM session WHERE ended_at IS NULL") == []
    with Journal(path, now=lambda: UNTIL) as journal:
        assert journal.current()["skill"] and journal.running() is None


def test_nothing_lies_in_the_future_or_before_its_first_day(made):
    first, last = rows(made.path, "SELECT min(happened_at), max(happened_at) FROM fact")[0]
    assert UNTIL - (DAYS + 1) * 86_400_000 < first < last <= UNTIL


def test_losses_and_expected_losses_lie_between_0_and_1(made):
    found = rows(made.path, "SELECT loss, expected FROM round")
    given = [value for row in found for value in row if value is not None]
    assert len(given) > DAYS and all(0 <= value <= 1 for value in given)


def test_nothing_is_loose_since_every_verb_fitted(made):
    assert rows(made.path, "SELECT words FROM entry WHERE loose = 1") == []


def test_the_hours_are_those_of_somebody_with_a_life(made):
    assert 0.5 * DAYS < made.hours < 2.5 * DAYS
    assert DAYS < made.rounds < 6 * DAYS
    longest = rows(made.path, "SELECT max(ended_at - started_at) FROM session")[0][0]
    assert longest < 2 * 3_600_000  # the clock that was left on was not counted overnight


def test_most_steps_hold_what_was_changed_before(made):
    kept, changed = rows(made.path, "SELECT sum(kept), sum(1 - kept) FROM round")[0]
    assert kept > 4 * changed > 0


def test_nearly_every_verb_that_writes_has_been_used(made):
    used = {verb for (verb,) in rows(made.path, "SELECT DISTINCT verb FROM act")}
    assert used >= {"start", "resume", "go", "pause", "predict", "forward", "loss", "backward"}
    assert used >= {"step", "again", "drop", "log", "ask", "answer", "add", "review", "undo"}
    assert used >= {"self", "settings", "skill", "parameter", "edit", "run", "explain", "source"}
    assert used - {"predict", "review", "used"} <= set(VERBS)


def test_outputs_are_words_files_and_addresses_and_the_files_are_kept(made):
    kept = rows(made.path, "SELECT medium, hash FROM attempt")
    assert {"text", "url", "elsewhere", "file"} <= {medium for medium, _ in kept}
    folder = os.path.join(os.path.dirname(made.path), "files")
    for digest in {hash for _, hash in kept if hash}:
        assert os.path.isfile(os.path.join(folder, digest[:2], digest))


def test_questions_are_answered_but_for_the_last_ones(made):
    answers = {row[0] is not None for row in rows(made.path, "SELECT answer FROM lookup")}
    assert answers == {True, False}


def test_a_week_is_spent_in_another_zone(made):
    zones = {zone for (zone,) in rows(made.path, "SELECT zone FROM fact")}
    assert zones == {"Europe/Paris", "Asia/Shanghai"}


def test_the_clocks_left_running_are_one_answered_and_one_guessed(made):
    assert rows(made.path, "SELECT count(*) FROM session WHERE guessed = 1") == [(1,)]
    assert rows(made.path, "SELECT count(*) FROM act WHERE verb = 'pause'")[0][0] >= 1


def test_a_year_has_gaps_of_weeks_and_a_week_abroad():
    days = calendar(random.Random("a"), UNTIL, 365)
    practised = "".join("x" if day.blocks else "." for day in days)
    assert "." * max(length for _, length in AWAY) in practised
    assert 230 < practised.count("x") < 330
    assert sum(day.zone == "Asia/Shanghai" for day in days) == TRAVEL[0][1]
    assert sum(block.last for day in days for block in day.blocks) == 4  # of five places


# words


def every_mistake():
    return [way for ideas in words.MISTAKES.values() for idea in ideas for way in idea.split(" | ")]


def test_there_are_enough_sentences_and_none_twice():
    sentences = every_mistake()
    assert len(sentences) == len(set(sentences)) >= 120
    chinese = [s for s in sentences if any("\u4e00" <= c <= "\u9fff" for c in s)]
    assert len(chinese) >= 10 and any("é" in s for s in sentences)
    assert len(long_mistake()) >= 3000


def test_no_sentence_is_taken_for_a_sign_of_danger():
    """It would be set apart, and the year would stop there."""
    said = [*words.LOGGED, *words.REVIEWS, *every_mistake()]
    said += [one for many in (*words.AIMS.values(), *words.OUTPUTS.values()) for one in many]
    said += [one for many in words.STEPS.values() for one in many]
    assert [sentence for sentence in said if guards.danger(sentence)] == []


def test_the_notes_that_judge_the_person_are_few_and_marked():
    assert len(words.JUDGING) <= 3
    assert not set(words.JUDGING) & set(every_mistake())


def test_a_step_is_worded_when_x_i_do_y():
    for parameter, wordings in words.STEPS.items():
        assert parameter in words.MISTAKES
        assert all(w.startswith("When ") and ", I " in w for w in wordings)


# kept and rebuilt


def test_the_rebuilt_tables_equal_the_kept_ones(copy):
    before = tables(copy)
    with Journal(copy) as journal:
        journal.ledger.rebuild()
    after = tables(copy)
    for table in DERIVED:
        assert after[table] == before[table], table


def test_it_is_a_journal_like_any_other(copy):
    with Journal(copy, now=lambda: UNTIL + 60_000) as journal:
        journal.again("3/10", "I dropped the sign.", to="signs", took="5m")
        assert journal.read.find("dropped sign")["hits"]


# whose files


def test_the_learners_own_journal_is_not_touched(tmp_path, monkeypatch):
    own = tmp_path / "mine" / "journal.db"
    monkeypatch.setenv("SELFGRAD_DB", str(own))
    with Journal() as journal:
        journal.log("I dropped the minus sign.")
    before = own.read_bytes()
    made = demo.make(None, days=7, until=UNTIL)
    assert os.path.dirname(made.path) == str(tmp_path / "mine" / "demo")
    assert own.read_bytes() == before
    assert sorted(os.listdir(own.parent)) == ["demo", "journal.db"]


def test_the_learners_own_journal_is_refused_even_before_it_exists(tmp_path, monkeypatch):
    own = str(tmp_path / "journal.db")
    monkeypatch.setenv("SELFGRAD_DB", own)
    with pytest.raises(errors.Refused, match="own journal"):
        demo.make(own, days=7, until=UNTIL)
    assert not os.path.exists(own)


@pytest.mark.parametrize("content", [b"", b"dear diary", b"SQLite format 3\0" + bytes(100)])
def test_a_file_that_is_no_demo_is_refused_and_stays_as_it_is(tmp_path, content):
    file = tmp_path / "diary"
    file.write_bytes(content)
    with pytest.raises(errors.Refused, match="is not a demo"):
        demo.make(str(file), days=7, until=UNTIL)
    assert file.read_bytes() == content and os.listdir(tmp_path) == ["diary"]


def test_somebody_elses_journal_is_refused_too(tmp_path):
    path = tmp_path / "other.db"
    with Journal(str(path)) as journal:
        journal.log("I dropped the minus sign.")
    before = path.read_bytes()
    with pytest.raises(errors.Refused, match="is not a demo"):
        demo.make(str(path), days=7, until=UNTIL)
    assert path.read_bytes() == before


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(errors.Refused, match="is not a demo"):
        demo.make(str(tmp_path), days=7, until=UNTIL)


def test_a_demo_may_be_made_anew_and_leaves_nothing_of_the_first(tmp_path):
    path = str(tmp_path / "what? 100%.db")
    first = demo.make(path, days=7, until=UNTIL)
    with Journal(path) as journal:
        journal.log("tried something")
    second = demo.make(path, seed=2, days=7, until=UNTIL)
    assert first != second and first.path == second.path == path
    assert rows(path, "SELECT 1 FROM entry WHERE words = 'tried something'") == []
    assert [name for name in os.listdir(tmp_path) if ".new-" in name] == []


def test_what_fails_on_the_way_leaves_the_old_demo(tmp_path, monkeypatch):
    path = str(tmp_path / "demo.db")
    demo.make(path, days=7, until=UNTIL)
    before = lived(path)
    monkeypatch.setattr(demo.Learner, "practise", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        demo.make(path, seed=2, days=7, until=UNTIL)
    assert lived(path) == before
    assert [name for name in os.listdir(tmp_path) if ".new-" in name] == []


@pytest.mark.parametrize("days", [6, 0, -1, 3661])
def test_too_few_or_too_many_days_are_refused(tmp_path, days):
    with pytest.raises(errors.BadInput, match="7 to 3660"):
        demo.make(str(tmp_path / "demo.db"), days=days, until=UNTIL)


@pytest.mark.parametrize("clock", ["04:01", "05:30", "09:00", "02:27", "23:59"])
def test_today_may_be_at_any_hour(tmp_path, clock):
    hours, minutes = map(int, clock.split(":"))
    moment = datetime(2026, 3, 29, hours, minutes, tzinfo=ZoneInfo("Europe/Paris"))
    until = int(moment.timestamp() * 1000)
    path = demo.make(str(tmp_path / "demo.db"), days=10, until=until).path
    assert open_rounds(path) == [("open",)]
    assert rows(path, f"SELECT 1 FROM fact WHERE happened_at > {until}") == []
