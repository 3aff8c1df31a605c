"""Backups: made when it is time, never in a capture, never over another one, thinned out with care."""

import os
import shutil
import sqlite3
import stat
from datetime import datetime, timedelta

import pytest

from selfgrad import backup, errors, exchange, wire
from selfgrad.db import opening
from selfgrad.journal import Journal

DAY = backup.DAY_MS


def names(journal):
    folder = backup.folder(journal.path)
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def words_in(journal, name):
    with open(os.path.join(backup.folder(journal.path), name), "rb") as file:
        acts = [wire.parse(line) for line in file]
    return [
        fact["body"].get("words") for act in acts for fact in act["facts"] if act["verb"] == "log"
    ]


def acts_of(path):
    return backup.acts_in(path)


# when it is time ----------------------------------------------------------------------------------


def test_the_first_day_keeps_its_acts_as_lines_of_json(journal):
    journal.log("one")
    backup.due(journal)
    assert names(journal) == ["acts-2026-03-02.jsonl"]
    assert words_in(journal, "acts-2026-03-02.jsonl") == ["one"]


def test_a_practice_day_is_backed_up_once_and_the_next_one_brings_only_what_is_new(journal, time):
    journal.log("one")
    backup.due(journal)
    journal.log("two")
    backup.due(journal)
    assert words_in(journal, "acts-2026-03-02.jsonl") == ["one"]
    time.at("2026-03-03 03:59")  # still the same practice day
    backup.due(journal)
    assert len(names(journal)) == 1
    time.at("2026-03-03 04:00")
    backup.due(journal)
    assert words_in(journal, "acts-2026-03-03.jsonl") == ["two"]


def test_a_day_without_acts_makes_no_file(journal, time):
    journal.log("one")
    backup.due(journal)
    time.passes(DAY)
    backup.due(journal)
    assert names(journal) == ["acts-2026-03-02.jsonl"]


def test_nothing_is_looked_at_but_one_row_when_nothing_is_due(journal):
    journal.log("one")
    backup.due(journal)
    seen = []
    journal.db.connection.set_trace_callback(seen.append)
    backup.due(journal)
    assert len(seen) == 1


def test_a_full_copy_is_made_once_a_week(journal, time):
    for day in range(16):
        journal.log(f"day {day}")
        backup.due(journal)
        time.passes(DAY)
    assert [copy.name[:16] for copy in backup.copies(journal.path)] == [
        "journal-20260316",
        "journal-20260309",
    ]


def test_a_full_copy_is_whole_alone_and_its_owners(journal):
    journal.log("one")
    name = backup.now(journal)
    path = os.path.join(backup.folder(journal.path), name)
    assert names(journal) == [name]  # no log, no draft beside it
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700
    copy = sqlite3.connect(path)
    assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert copy.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    copy.close()
    assert acts_of(path) == journal.db.scalar("acts_count", learner="me")


def test_what_is_covered_by_a_full_copy_is_not_written_again_as_lines(journal, time):
    journal.log("one")
    backup.now(journal)
    journal.log("two")
    backup.due(journal)
    assert words_in(journal, "acts-2026-03-02.jsonl") == ["two"]
    assert time


def test_after_an_import_the_next_backup_is_a_full_one(journal, tmp_path):
    journal.log("one")
    backup.due(journal)
    with Journal(":memory:") as other:
        other.log("from elsewhere")
        (tmp_path / "in.jsonl").write_text("".join(exchange.lines(other)))
    exchange.import_(journal, str(tmp_path / "in.jsonl"))
    backup.due(journal)
    kinds = [copy.why for copy in backup.copies(journal.path)]
    assert sorted(kinds) == ["", "before-import"]


def test_two_programs_that_find_it_is_time_make_one_backup(journal, time):
    journal.log("one")
    with Journal(journal.path, now=time) as other:
        today = journal.clock.day(time())
        assert backup._claimed(journal, today)
        assert not backup._claimed(other, today)


def test_backups_can_be_switched_off(journal):
    journal.set("backups", "off")
    journal.log("one")
    backup.due(journal)
    assert names(journal) == []


def test_a_journal_in_memory_has_no_backups():
    with Journal(":memory:") as journal:
        journal.log("one")
        backup.due(journal)


def test_a_capture_makes_no_backup(shell, tmp_path):
    for _ in range(3):
        shell("log", "one")
    assert not os.path.exists(tmp_path / "backups")


def test_a_backup_that_fails_says_one_sentence_and_fails_nothing(journal, capsys):
    journal.log("one")
    with open(backup.folder(journal.path), "w") as file:
        file.write("a file where the folder should be")
    backup.due(journal)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "was not made: file exists" in said and "selfgrad doctor" in said
    backup.due(journal)  # once a day is enough
    assert capsys.readouterr().err == ""
    with pytest.raises(errors.DatabaseTrouble, match="not made: file exists"):
        backup.now(journal)


def test_a_journal_that_may_only_be_read_is_read_without_a_word_about_backups(
    journal, capsys, monkeypatch
):
    journal.log("one")
    monkeypatch.setattr(os, "access", lambda *_: False)
    backup.due(journal)
    assert (names(journal), capsys.readouterr().err) == ([], "")


def test_a_disk_without_room_makes_no_backup(journal, monkeypatch):
    journal.log("one")
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(errors.DatabaseTrouble, match="no space left"):
        backup.now(journal)
    assert names(journal) == []


def test_a_damaged_journal_replaces_no_backup(tmp_path, time):
    path = str(tmp_path / "journal.db")
    with Journal(path, now=time) as journal:
        for n in range(300):
            journal.log(f"sentence number {n}")
        good = backup.now(journal)
        time.passes(8 * DAY)
    with open(path, "r+b") as file:
        file.seek(4096 * 4)
        file.write(b"\0" * 4096 * 12)
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):
        backup.full(connection, path, time())
    connection.close()
    assert os.listdir(tmp_path / "backups") == [good]
    assert acts_of(str(tmp_path / "backups" / good)) == 300


def test_a_name_that_is_taken_is_never_overwritten(journal, time):
    journal.log("one")
    at, folder = time(), backup.folder(journal.path)
    first = backup.full(journal.db.connection, journal.path, at)
    journal.log("two")
    second = backup.full(journal.db.connection, journal.path, at)
    assert second == first.replace(".db", "-2.db")
    acts = [acts_of(os.path.join(folder, name)) for name in (first, second)]
    assert acts[1] == acts[0] + 1


def test_two_journals_in_one_folder_keep_their_backups_apart(tmp_path, time):
    with Journal(str(tmp_path / "a.db"), now=time) as a, Journal(str(tmp_path / "b.db")) as b:
        for journal in (a, b):
            journal.log("one")
            backup.due(journal)
            backup.now(journal)
        assert len(backup.copies(a.path)) == len(backup.daily(a.path)) == 1
        assert backup.copies(a.path)[0].path != backup.copies(b.path)[0].path


def test_a_migration_is_preceded_by_a_full_copy(tmp_path, monkeypatch):
    path, known = str(tmp_path / "journal.db"), opening.versions()[-1][0]
    with Journal(path) as journal:
        journal.log("one")
    migrations = tmp_path / "migrations"
    shutil.copytree(opening.MIGRATIONS, migrations)
    (migrations / "9999_more.sql").write_text("CREATE TABLE more (learner TEXT) STRICT;\n")
    monkeypatch.setattr(opening, "MIGRATIONS", str(migrations))
    with Journal(path) as journal:
        assert opening.version(journal.db.connection) == 9999
    (copy,) = backup.copies(path)
    assert copy.why == f"before-{known + 1}"
    old = sqlite3.connect(copy.path)
    assert opening.version(old) == known
    old.close()


def test_without_a_backup_there_is_no_migration(tmp_path, monkeypatch):
    path, known = str(tmp_path / "journal.db"), opening.versions()[-1][0]
    with Journal(path) as journal:
        journal.log("one")
    (tmp_path / "backups").write_text("a file where the folder should be")
    monkeypatch.setattr(opening, "versions", lambda: [(9999, "9999_more.sql")])
    with pytest.raises(errors.DatabaseTrouble):
        Journal(path)
    monkeypatch.undo()
    with Journal(path) as journal:
        assert opening.version(journal.db.connection) == known


# thinning out -------------------------------------------------------------------------------------


def stamps(journal):
    return [name[8:16] for name in names(journal) if name.endswith(".db")]


def a_copy_each(journal, days):
    """Full copies by name alone: thinning looks at nothing else."""
    os.makedirs(backup.folder(journal.path), exist_ok=True)
    for day in days:
        path = os.path.join(backup.folder(journal.path), f"journal-{day:%Y%m%d}-120000.db")
        open(path, "w").close()


def ms(day):
    return int((day - datetime(1970, 1, 1)).total_seconds() * 1000)


def test_the_last_four_stay_then_one_a_month_then_one_a_year(journal):
    last = datetime(2026, 11, 22, 12)
    a_copy_each(journal, [last - timedelta(weeks=n) for n in range(160)])
    backup.thin(journal.path, ms(last))
    assert stamps(journal) == [
        *("20231105", "20240107", "20250105", "20251123"),
        *("20251207", "20260104", "20260201", "20260301", "20260405", "20260503"),
        *("20260607", "20260705", "20260802", "20260906", "20261004"),
        *("20261101", "20261108", "20261115", "20261122"),
    ]


def test_thinning_every_week_ends_as_thinning_at_once_would(journal):
    first = datetime(2023, 1, 1, 12)
    for week in range(200):
        day = first + timedelta(weeks=week)
        a_copy_each(journal, [day])
        backup.thin(journal.path, ms(day))
    assert stamps(journal) == [
        *("20230101", "20240107", "20250105"),
        *("20251102", "20251207", "20260104", "20260201", "20260301", "20260405", "20260503"),
        *("20260607", "20260705", "20260802", "20260906"),
        *("20261004", "20261011", "20261018", "20261025"),
    ]


def test_the_newest_copy_always_stays(journal):
    a_copy_each(journal, [datetime(2001, 1, 1)])
    backup.thin(journal.path, ms(datetime(2026, 1, 1)))
    assert stamps(journal) == ["20010101"]


def test_days_go_when_a_full_copy_made_after_them_is_thirty_days_old(journal):
    a_copy_each(journal, [datetime(2026, 3, 10)])
    for day in ("2026-03-08", "2026-03-10", "2026-03-11"):
        path = os.path.join(backup.folder(journal.path), f"acts-{day}.jsonl")
        open(path, "w").close()
    backup.thin(journal.path, ms(datetime(2026, 4, 8)))
    assert len(backup.daily(journal.path)) == 3
    backup.thin(journal.path, ms(datetime(2026, 4, 12)))
    assert [day for day, _ in backup.daily(journal.path)] == ["2026-03-10", "2026-03-11"]


def test_nothing_is_thinned_out_when_the_journal_has_become_smaller(tmp_path, time, capsys):
    path = str(tmp_path / "journal.db")
    with Journal(path, now=time) as journal:
        journal.set("zone", time.zone)
        for n in range(20):
            journal.log(f"entry {n}")
        for _ in range(6):
            backup.now(journal)
            time.passes(7 * DAY)
    kept = os.listdir(tmp_path / "backups")
    os.unlink(path)
    with Journal(path, now=time) as journal:  # something went wrong: it begins anew
        journal.log("who am I")
        time.passes(400 * DAY)
        backup.now(journal)
        assert "fewer acts" in capsys.readouterr().err
        assert set(kept) <= set(os.listdir(tmp_path / "backups"))
