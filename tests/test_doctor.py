"""The doctor checks, rebuilds and restores, also a journal that no longer opens."""

import json
import os
import re
import shutil

import pytest
from test_ledger import acts_of, state

from selfgrad import backup, doctor, errors, restoring
from selfgrad.journal import Journal

DAY = backup.DAY_MS


@pytest.fixture(autouse=True)
def in_march(monkeypatch):
    """The doctor opens the journal with a clock of its own: a few days after the fixture's."""
    monkeypatch.setenv("SELFGRAD_NOW", "2026-03-06T12:00:00+01:00")


def findings(path):
    return {finding.check: finding for finding in doctor.examine(str(path))}


def troubles(path):
    return {finding.check: finding for finding in doctor.examine(str(path)) if not finding.ok}


def words_in(path):
    with Journal(str(path)) as journal:
        sql = "SELECT words FROM entry ORDER BY n"
        return [row["words"] for row in journal.db.connection.execute(sql)]


def lived(journal, time, days=3):
    """Some days of sentences, each backed up as lines of JSON; the last sentence is in no backup."""
    for day in range(days):
        for n in range(20):
            journal.log(f"day {day}, sentence {n}")
        backup.due(journal)
        time.passes(DAY)
    journal.log("the last one")


# checks ---------------------------------------------------------------------------------------------


def test_a_healthy_journal_has_nothing_to_do(journal, time):
    lived(journal, time)
    backup.now(journal)
    assert troubles(journal.path) == {}
    found = findings(journal.path)
    assert {"file", "permissions", "room", "place", "facts", "derived", "copies", "backups"} == set(
        found
    )
    assert "62 acts" in found["file"].said


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        ("UPDATE round SET aim = 'another'", "round "),
        ("UPDATE entry SET words = 'another' WHERE kind = 'mistake'", "entry "),
        ("DELETE FROM attempt", "attempt "),
        ("DELETE FROM entry WHERE kind = 'aim'", "entry "),
        ("UPDATE search SET folded = 'another'", "search "),
        ("DELETE FROM search", "search "),
        ("INSERT INTO search (rowid, folded) VALUES (5, 'stranger')", "search 5"),
        ("INSERT INTO dead VALUES ('me', 'nobody')", "dead nobody"),
        ("INSERT INTO setting VALUES ('me', 'setting:a', 'a', 'b')", "setting setting:a"),
        ("INSERT INTO setting VALUES ('me', 'zzz', 'a', 'b')", "setting zzz"),
        ("DELETE FROM tombstone", "tombstone "),
    ],
)
def test_what_is_derived_wrongly_is_found_and_rebuilt(journal, damage, named):
    journal.start("ten integrals")
    journal.forward("page 12")
    journal.loss("3/10")
    journal.forget(journal.log("a secret").data["id"])
    journal.log("I misread.")
    journal.db.connection.execute(damage)
    finding = troubles(journal.path)["derived"]
    assert named in finding.said
    assert "--rebuild" in finding.next
    journal.ledger.rebuild()
    assert troubles(journal.path) == {}


def test_an_index_that_contradicts_itself_is_found_and_rebuilt(journal):
    journal.log("I misread.")
    journal.db.connection.execute("UPDATE search_content SET c0 = 'I misspelt.'")
    assert "search" in troubles(journal.path)["derived"].said
    journal.ledger.rebuild()
    assert troubles(journal.path) == {}


def test_a_fact_without_an_act_is_found(journal):
    journal.log("one")
    journal.db.connection.execute("DELETE FROM act")
    assert "2 facts belong to no act" in troubles(journal.path)["facts"].said


def test_a_file_that_others_may_read_is_found(journal):
    journal.log("one")
    os.chmod(journal.path, 0o644)
    finding = troubles(journal.path)["permissions"]
    assert finding.next == f"Say `chmod 600 {journal.path}`."


def test_a_kept_file_that_has_changed_or_gone_is_found(journal, tmp_path):
    (tmp_path / "output").write_text("what I made")
    journal.start("ten integrals")
    made = journal.forward(file=str(tmp_path / "output"))
    copy = tmp_path / "files" / made.data["hash"][:2] / made.data["hash"]
    copy.write_text("what somebody else made")
    assert "have changed" in troubles(journal.path)["copies"].said
    copy.unlink()
    assert "No copy is kept" in troubles(journal.path)["copies"].said


def test_a_journal_smaller_than_its_backup_is_found(journal):
    journal.log("one")
    journal.log("two")
    backup.now(journal)
    journal.db.connection.execute("DELETE FROM fact WHERE id = (SELECT max(id) FROM fact)")
    journal.db.connection.execute("DELETE FROM act WHERE id = (SELECT max(id) FROM act)")
    assert "fewer acts than its backup" in troubles(journal.path)["backups"].said


def test_a_backup_that_is_too_old_is_found(journal, time, monkeypatch):
    journal.log("one")
    backup.now(journal)
    assert "backups" not in troubles(journal.path)
    time.passes(DAY)
    journal.log("two")
    time.passes(30 * DAY)
    monkeypatch.setenv("SELFGRAD_NOW", journal.clock.iso(time()))
    assert "--backup" in troubles(journal.path)["backups"].next


def test_a_journal_in_a_folder_that_is_synchronised_is_found(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    path = tmp_path / "Dropbox" / "notes" / "journal.db"
    with Journal(str(path)) as journal:
        journal.log("one")
    assert "synchronised" in troubles(path)["place"].said


def test_pages_that_contradict_each_other_are_found(journal, tmp_path):
    for n in range(300):
        journal.log(f"sentence {n}")
    journal.close()
    damage(journal.path, 20, 2)
    found = troubles(journal.path)
    assert found
    assert any("--restore" in finding.next for finding in found.values())
    assert tmp_path


def test_examining_changes_no_byte_of_a_journal_that_cannot_be_opened(tmp_path):
    path = tmp_path / "journal.db"
    path.write_bytes(b"no database at all" * 1000)
    before = path.read_bytes()
    assert "is not a selfgrad journal" in troubles(path)["journal"].said
    assert path.read_bytes() == before


def test_examining_where_there_is_nothing_makes_nothing(tmp_path):
    assert troubles(tmp_path / "journal.db") == {}
    assert os.listdir(tmp_path) == []


# restoring ------------------------------------------------------------------------------------------


def damage(path, first, pages):
    """Overwrite pages of 4,096 bytes; the log is in the file before."""
    with open(path, "r+b") as file:
        file.seek(4096 * first)
        file.write(b"\0" * 4096 * pages)


def checkpointed(journal):
    journal.db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    journal.close()


def ways_to_break():
    yield "zero bytes", lambda path: open(path, "w").close()
    yield "cut short", lambda path: os.truncate(path, os.path.getsize(path) // 2)
    yield "gone", os.unlink
    yield "overwritten", lambda path: damage(path, 0, 3)
    yield "filled with nothing", lambda path: damage(path, 0, os.path.getsize(path) // 4096)


@pytest.mark.parametrize(("way", "break_it"), list(ways_to_break()))
def test_a_broken_journal_comes_back_with_all_that_any_backup_knows(
    journal, time, tmp_path, way, break_it
):
    lived(journal, time, days=2)
    name = backup.now(journal)
    for n in range(5):
        journal.log(f"after the backup {n}")
    time.passes(DAY)
    backup.due(journal)
    expected = state(journal)
    checkpointed(journal)
    break_it(journal.path)
    broken = os.path.exists(journal.path) and open_bytes(journal.path)
    done = restoring.restore(journal.path, name, time())
    assert (done.backup, done.from_days) == (name, 5)
    with Journal(journal.path) as restored:
        assert state(restored) == expected
        assert doctor.differences(restored) == []
        assert restored.db.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    if way == "gone":
        assert done.aside is None
    else:
        assert re.fullmatch(r"journal\.db\.broken-\d{8}-\d{6}", os.path.basename(done.aside))
        assert open_bytes(done.aside) == broken
    assert not [name for name in os.listdir(tmp_path) if ".new-" in name]


def open_bytes(path):
    with open(path, "rb") as file:
        return file.read()


def test_what_can_be_read_of_a_cut_file_is_saved_although_no_backup_has_it(journal, time):
    name = backup.full(journal.db.connection, journal.path, time())
    for n in range(400):
        journal.log(f"sentence number {n}")
    checkpointed(journal)
    os.truncate(journal.path, os.path.getsize(journal.path) * 9 // 10)
    with pytest.raises(errors.DatabaseTrouble, match="damaged"):
        Journal(journal.path)
    done = restoring.restore(journal.path, name, time())
    assert done.salvaged > 100
    words = words_in(journal.path)
    assert len(words) > 100
    assert "sentence number 0" in words
    with Journal(journal.path) as restored:
        assert doctor.differences(restored) == []
        restored.log("and on it goes")


def test_reading_goes_on_behind_pages_that_cannot_be_read(journal, time):
    name = backup.full(journal.db.connection, journal.path, time())
    for n in range(400):
        journal.log(f"sentence number {n}")
    checkpointed(journal)
    leaf = leaf_in_the_middle(journal.path, "fact")
    damage(journal.path, leaf - 1, 1)
    done = restoring.restore(journal.path, name, time())
    words = words_in(journal.path)
    assert "sentence number 0" in words and "sentence number 399" in words
    assert 300 < len(words) < 400
    assert done.lost > 0


def leaf_in_the_middle(path, table):
    """The number of a page that holds rows, found by the words on it."""
    content = open_bytes(path)
    rows = [page for page in range(len(content) // 4096) if is_leaf(content, page, table)]
    return rows[len(rows) // 2] + 1


def is_leaf(content, page, table):
    block = content[4096 * page : 4096 * (page + 1)]
    return block[0] == 13 and b'{"words": "sentence number' in block and table == "fact"


def test_an_act_saved_in_part_is_made_whole_by_a_later_import(journal, time):
    journal.start("ten integrals")
    journal.again("3/10", "a slip")
    acts = acts_of(journal)
    expected = state(journal)
    name = backup.full(journal.db.connection, journal.path, time())
    with Journal(journal.path) as opened:
        opened.db.connection.execute("DELETE FROM fact WHERE kind IN ('kept', 'measured')")
    journal.ledger.absorb(acts)
    journal.ledger.rebuild()
    assert state(journal) == expected
    assert name


def test_the_words_in_a_write_ahead_log_are_saved_too(journal, time, tmp_path):
    name = backup.full(journal.db.connection, journal.path, time())
    journal.log("only in the log")
    assert os.path.getsize(journal.path + "-wal") > 0
    away = tmp_path / "away"
    away.mkdir()
    for ending in ("", "-wal"):
        shutil.copyfile(journal.path + ending, away / f"journal.db{ending}")
    shutil.copytree(tmp_path / "backups", away / "backups")
    damage(away / "journal.db", 1, 1)
    before = [open_bytes(f"{away}/journal.db{ending}") for ending in ("", "-wal")]
    done = restoring.restore(str(away / "journal.db"), name, time())
    assert words_in(away / "journal.db") == ["only in the log"]
    assert [open_bytes(f"{done.aside}{ending}") for ending in ("", "-wal")] == before


def test_a_journal_behind_a_link_is_restored_where_it_is(journal, time, tmp_path):
    journal.log("one")
    name = backup.now(journal)
    checkpointed(journal)
    real = tmp_path / "elsewhere"
    real.mkdir()
    os.rename(journal.path, real / "journal.db")
    os.symlink(real / "journal.db", journal.path)
    damage(real / "journal.db", 0, 1)
    done = restoring.restore(journal.path, name, time())
    assert os.path.islink(journal.path)
    assert os.path.dirname(done.aside) == str(real)
    assert words_in(journal.path) == ["one"]


def test_a_log_that_belongs_to_the_broken_file_is_put_aside_with_it(journal, time, tmp_path):
    lived(journal, time, days=1)
    name = backup.now(journal)
    checkpointed(journal)
    damage(journal.path, 0, 2)
    (tmp_path / "journal.db-wal").write_bytes(b"nonsense" * 1000)
    done = restoring.restore(journal.path, name, time())
    assert os.path.exists(done.aside + "-wal")
    assert len(words_in(journal.path)) == 21


def test_going_back_from_a_healthy_journal_puts_what_is_newer_aside(journal, time):
    journal.log("before")
    name = backup.now(journal)
    journal.log("after")
    backup.due(journal)
    done = restoring.restore(journal.path, name, time())
    assert words_in(journal.path) == ["before"]
    assert ".aside-" in done.aside
    assert words_in(done.aside) == ["before", "after"]


def test_a_backup_that_is_damaged_itself_restores_nothing(journal, time):
    journal.log("one")
    name = backup.now(journal)
    before = state(journal)
    damage(os.path.join(backup.folder(journal.path), name), 3, 20)
    with pytest.raises(errors.DatabaseTrouble, match="could not be restored"):
        restoring.restore(journal.path, name, time())
    with Journal(journal.path) as again:
        assert state(again) == before


def test_a_restored_journal_remembers_what_was_forgotten(journal, time):
    receipt = journal.log("a secret")
    name = backup.now(journal)
    journal.forget(receipt.data["id"])
    backup.due(journal)
    checkpointed(journal)
    damage(journal.path, 0, 3)
    restoring.restore(journal.path, name, time())
    assert words_in(journal.path) == ["(forgotten)"]


# at the terminal ------------------------------------------------------------------------------------


def test_the_doctor_says_a_line_for_each_check(shell):
    shell("log", "one")
    said = shell("doctor")
    assert said.endswith("All is well.\n")
    assert all(line.startswith("ok") for line in said.splitlines()[:-1])
    assert [finding["ok"] for finding in shell.json("doctor")] == [True] * 8


def test_the_doctor_fails_when_something_is_to_be_done(shell, tmp_path):
    shell("log", "one")
    os.chmod(tmp_path / "journal.db", 0o666)
    done = shell.run("doctor")
    assert done.returncode == 1
    assert b"to do  permissions: Others" in done.stdout


def test_backups_are_listed_and_restored_by_name(shell, tmp_path):
    shell("log", "one")
    said = shell("doctor", "--backup")
    name = re.search(r"journal-\d+-\d+\.db", said)[0]
    shell("log", "two")
    listed = shell("doctor", "--restore")
    assert name in listed and "1 act\n" in listed
    assert "say it with --yes" in shell.fails("doctor", "--restore", name)
    assert "1 act." in shell("doctor", "--restore", name, "--yes")
    assert "two" not in shell("export")
    assert "No backup is called" in shell.fails("doctor", "--restore", "nonsense")
    assert [row["name"] for row in shell.json("doctor", "--restore")] == [name]
    assert tmp_path


def test_a_broken_journal_is_restored_from_the_terminal(shell, tmp_path):
    shell("log", "one")
    shell("doctor", "--backup")
    (tmp_path / "journal.db").write_bytes(b"")
    said = shell.fails("log", "two")
    assert "is empty, and it was not before" in said and "doctor --restore" in said
    assert shell.run("doctor").returncode == 1
    assert "Restored journal-" in shell("doctor", "--restore", "last")
    assert "one" in shell("export")


def test_rebuilding_says_how_much_it_folded(shell):
    shell("log", "one")
    assert shell("doctor", "--rebuild") == "Folded 1 subject anew from the facts.\n"
    assert "no journal" in shell.fails("doctor", "--rebuild", "--db", "nowhere.db")


def test_settings_are_shown_and_set(shell):
    assert "day_start = 04:00" in shell("settings")
    shell("settings", "day_start", "05:30")
    assert shell("settings", "day_start").startswith("day_start = 05:30")
    assert shell.json("settings", "day_start") == {"day_start": "05:30"}
    assert "Did you mean day_start" in shell.fails("settings", "day_stat")


def test_help_names_every_command_and_explains_one(shell):
    from selfgrad.cli.verbs import VERBS

    said = shell("help")
    assert all(f"  {name} " in said for name in VERBS)
    assert "3 wrong of 10" in shell("help", "loss")
    assert "usage: selfgrad export" in shell("help", "export")
    assert "Did you mean `selfgrad help forward`" in shell.fails("help", "forwrad", code=2)
    assert set(json.loads(shell("help", "--json"))) == set(VERBS)
