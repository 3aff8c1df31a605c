"""To forget for good: afterwards no file in the journal's folder holds the words."""

import os
import re
import signal
import sqlite3
import subprocess
import sys

import pytest
from test_ledger import acts_of, state

from selfgrad import backup, doctor, errors, exchange, files, forgetting
from selfgrad.journal import Journal

SECRET = "Zanzibar Xylophone Quagmire"
TOKENS = ("Zanzibar", "zanzibar", "xylophone", "quagmire", "Xylophone", "Quagmire")


def traces(folder, tokens=TOKENS):
    """Files under a folder in whose bytes one of the words is left."""
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(place, name), "rb") as file:
                content = file.read()
            found += [name for token in tokens if token.encode() in content]
    return sorted(set(found))


def filled(journal, n=200):
    """So many other entries that words spread over pages and segments of the index."""
    with journal.db.transaction():
        for i in range(n):
            journal.log(f"Sentence number {i} about signs, limits and slow reading.")


def test_no_file_holds_the_words_afterwards(journal, tmp_path, time):
    filled(journal)
    receipt = journal.log(SECRET)
    journal.edit(receipt.data["id"], words=f"{SECRET} again")
    filled(journal)
    backup.due(journal)
    backup.now(journal)
    time.passes(backup.DAY_MS)
    filled(journal, 10)
    backup.due(journal)
    assert len(traces(tmp_path)) >= 3
    journal.forget(receipt.data["id"])
    assert traces(tmp_path) == []
    assert doctor.differences(journal) == []
    assert [copy.why for copy in backup.copies(journal.path)] == [""]


def test_free_space_in_the_file_holds_no_words_although_sqlite_leaves_them_there(journal, tmp_path):
    journal.db.connection.execute("PRAGMA secure_delete = OFF")  # what most systems begin with
    receipt = journal.log(f"{SECRET} " + "and more " * 2_000)
    journal.edit(receipt.data["id"], words="something short")
    filled(journal)
    journal.forget(receipt.data["id"])
    assert traces(tmp_path) == []


def test_chinese_words_and_their_pairs_in_the_index_are_gone(journal, tmp_path):
    receipt = journal.log("龘靐齉爩麤的秘密")
    journal.db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    backup.now(journal)
    pairs = ("龘靐", "靐齉", "齉爩")
    assert traces(tmp_path, pairs)
    journal.forget(receipt.data["id"])
    assert traces(tmp_path, pairs) == []


def test_backups_are_whole_after_they_have_been_cleaned(journal, tmp_path):
    journal.log("this stays")
    receipt = journal.log(SECRET)
    backup.due(journal)
    name = backup.now(journal)
    journal.forget(receipt.data["id"])
    path = os.path.join(backup.folder(journal.path), name)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()
    with Journal(path) as copy:
        words = {row["words"] for row in copy.db.connection.execute("SELECT words FROM entry")}
        assert words == {"this stays", "(forgotten)"}
        assert doctor.differences(copy) == []
    ((_, lines),) = backup.daily(journal.path)
    with Journal(":memory:") as other:
        done = exchange.import_(other, lines)
        assert (done.acts, done.rejected) == (3, 0)
    assert tmp_path


def test_a_backup_without_the_words_is_left_alone(journal):
    journal.log("this stays")
    name = backup.now(journal)
    path = os.path.join(backup.folder(journal.path), name)
    before = os.stat(path)
    journal.forget(journal.log(SECRET).data["id"])
    after = os.stat(path)
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_change_goes_from_its_round_and_from_its_parameter(journal, tmp_path):
    journal.start("ten integrals")
    journal.again("3/10", "a slip", to="signs")
    journal.forward("page 12")
    journal.loss("3/10")
    journal.backward("another")
    receipt = journal.step(f"When {SECRET}, I wait", parameter="signs")
    backup.now(journal)
    journal.forget(receipt.data["id"])
    assert traces(tmp_path) == []
    assert journal.wording("signs") == "(forgotten)"


def test_an_aim_goes_from_every_round_that_took_it_over(journal, tmp_path):
    first = journal.start(SECRET)
    for _ in range(3):
        journal.again("3/10", "a slip")
    journal.drop("no way")
    journal.again("2/10")  # none was open: the same aim once more
    journal.start("another aim", project="elsewhere")
    journal.forget(first.data["id"])
    assert traces(tmp_path) == []
    aims = {row["aim"] for row in journal.db.connection.execute("SELECT aim FROM round")}
    assert aims == {"(forgotten)", "another aim"}


def test_an_aim_in_the_middle_of_its_chain_goes_both_ways(journal, tmp_path):
    journal.start(SECRET)
    journal.again("3/10")
    middle = journal.again("2/10")
    journal.again("1/10")
    journal.forget(middle.data["next"])
    assert traces(tmp_path) == []


def test_the_same_words_said_on_another_occasion_stay(journal):
    first = journal.log(SECRET)
    journal.log(SECRET)
    journal.forget(first.data["id"])
    words = [row["words"] for row in journal.db.connection.execute("SELECT words FROM entry")]
    assert sorted(words) == ["(forgotten)", SECRET]


def test_to_forget_an_edit_forgets_what_it_is_about(journal, tmp_path):
    receipt = journal.log("harmless")
    edit = journal.edit(receipt.data["id"], words=SECRET)
    journal.forget(edit.data["correction"])
    assert traces(tmp_path, (*TOKENS, "harmless")) == []


# kept files -----------------------------------------------------------------------------------------


def an_output(journal, tmp_path, content, name="output.txt"):
    path = tmp_path.parent / f"{tmp_path.name}-{name}"
    path.write_text(content)
    receipt = journal.forward(file=str(path))
    path.unlink()
    return receipt.data


def test_the_copy_of_a_forgotten_output_is_deleted(journal, tmp_path):
    journal.start("ten integrals")
    made = an_output(journal, tmp_path, SECRET)
    assert traces(tmp_path) == [made["hash"]]
    journal.forget(made["id"])
    assert traces(tmp_path, (*TOKENS, "output.txt", made["hash"])) == []


def test_a_copy_that_another_fact_knows_stays(journal, tmp_path):
    journal.start("ten integrals")
    first = an_output(journal, tmp_path, SECRET)
    an_output(journal, tmp_path, SECRET)
    journal.undo()
    journal.forget(first["id"])
    assert os.path.exists(files.kept_at(journal.path, first["hash"])), "an undo can be undone"


# it travels -----------------------------------------------------------------------------------------


@pytest.fixture
def other(tmp_path, time):
    with Journal(str(tmp_path / "other" / "journal.db"), now=time) as opened:
        yield opened


def test_an_old_export_brings_nothing_back(journal, tmp_path):
    journal.start("ten integrals")
    made = an_output(journal, tmp_path, SECRET)
    receipt = journal.log(SECRET)
    exchange.export(journal, str(tmp_path.parent / f"{tmp_path.name}.zip"))
    journal.forget(receipt.data["id"])
    journal.forget(made["id"])
    done = exchange.import_(journal, str(tmp_path.parent / f"{tmp_path.name}.zip"))
    assert (done.acts, done.files) == (0, 0)
    assert traces(tmp_path) == []


def test_what_was_forgotten_elsewhere_is_forgotten_here(journal, other, tmp_path):
    journal.start("ten integrals")
    made = an_output(journal, tmp_path, SECRET)
    receipt = journal.log(SECRET)
    exchange.export(journal, str(tmp_path.parent / f"{tmp_path.name}.zip"))
    exchange.import_(other, str(tmp_path.parent / f"{tmp_path.name}.zip"))
    backup.now(other)
    assert len(traces(tmp_path / "other")) >= 3
    journal.forget(receipt.data["id"])
    journal.forget(made["id"])
    exchange.export(journal, str(tmp_path / "new.jsonl"))
    exchange.import_(other, str(tmp_path / "new.jsonl"))
    assert traces(tmp_path) == []
    assert state(other) == state(journal)


def test_a_forgetting_that_arrives_first_keeps_the_words_out(journal, other, tmp_path):
    receipt = journal.log(SECRET)
    before = acts_of(journal)
    journal.forget(receipt.data["id"])
    other.ledger.absorb(acts_of(journal)[-1:])
    other.ledger.absorb(before)
    assert traces(tmp_path / "other") == []
    assert state(other) == state(journal)


# cut off, and what is in the way ----------------------------------------------------------------------

STEPS = ("_remove_files", "_squeeze", "_clean_backups", "_clean_copy", "_clean_lines")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("finish", ["doctor", "the next one", "an import"])
def test_what_a_killed_forget_left_behind_is_taken_away(journal, tmp_path, step, finish, time):
    journal.start("ten integrals")
    made = an_output(journal, tmp_path, SECRET)
    receipt = journal.log(SECRET)
    backup.due(journal)
    backup.now(journal)
    program = (
        "import os, signal, sys; from selfgrad import forgetting; from selfgrad.journal import Journal\n"
        f"forgetting.{step} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Journal(sys.argv[1]).forget(sys.argv[2])\n"
    )
    for id in (receipt.data["id"], made["id"]):
        killed = subprocess.run([sys.executable, "-c", program, journal.path, id], check=False)
        assert killed.returncode == -signal.SIGKILL
    assert forgetting.pending(journal)
    assert traces(tmp_path)
    if finish == "doctor":
        assert [f.ok for f in doctor.examine(journal.path) if f.check == "forgotten"] == [True]
    elif finish == "the next one":
        journal.forget(journal.log("something else").data["id"])
    else:
        (tmp_path / "in.jsonl").write_bytes(b"")
        exchange.import_(journal, str(tmp_path / "in.jsonl"))
    assert traces(tmp_path) == []
    assert not forgetting.pending(journal)
    assert doctor.differences(journal) == []
    assert time


def test_half_written_copies_of_killed_processes_go_too(journal, tmp_path):
    receipt = journal.log(SECRET)
    backup.now(journal)
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    draft = tmp_path / "backups" / f"journal-20260101-000000.db.new-{int(gone.stdout)}"
    draft.write_text(SECRET)
    journal.forget(receipt.data["id"])
    assert traces(tmp_path) == []


def test_a_backup_that_cannot_be_read_is_named_and_the_rest_is_done(journal, tmp_path):
    receipt = journal.log(SECRET)
    backup.now(journal)
    (tmp_path / "backups" / "journal-20200101-000000.db").write_text(f"no database {SECRET}")
    with pytest.raises(errors.DatabaseTrouble) as said:
        journal.forget(receipt.data["id"])
    assert "journal-20200101-000000.db cannot be read" in str(said.value)
    assert "selfgrad doctor" in said.value.next
    assert traces(tmp_path) == ["journal-20200101-000000.db"]
    (tmp_path / "backups" / "journal-20200101-000000.db").unlink()
    forgetting.complete(journal)
    assert not forgetting.pending(journal)


def test_a_journal_put_aside_is_cleaned_as_backups_are(journal, tmp_path):
    receipt = journal.log(SECRET)
    path = f"{journal.path}.aside-20260101-000000"
    name = backup.now(journal)
    os.rename(os.path.join(backup.folder(journal.path), name), path)
    journal.forget(receipt.data["id"])
    assert traces(tmp_path) == []


def test_a_tombstone_has_no_words_and_says_so(journal):
    receipt = journal.log(SECRET)
    journal.forget(receipt.data["id"])
    row = journal.db.first("fact", learner="me", id=receipt.data["id"])
    assert re.fullmatch(r'\{"forgotten": true, "words": "\(forgotten\)"\}', row["body"])


def test_to_forget_twice_is_no_trouble(journal):
    receipt = journal.log(SECRET)
    journal.forget(receipt.data["id"])
    journal.forget(receipt.data["id"])
    assert doctor.differences(journal) == []
