"""What was acknowledged is there: after SIGKILL, among forty writers, on a full disk, in a broken file."""

import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import sys

import pytest

from selfgrad import backup, doctor
from selfgrad.db import opening
from selfgrad.journal import Journal

CAPTURES = 500  # at least; killed at random moments
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY = 65534


def sound(path):
    """The ids of all entries of a journal that is whole in every respect."""
    with Journal(str(path)) as journal:
        connection = journal.db.connection
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert doctor.differences(journal) == []
        assert doctor._index_troubles(journal) == []
        return [row["id"] for row in connection.execute("SELECT id FROM entry ORDER BY n")]


def started(shell, program, *arguments, **options):
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.Popen(
        command, env=shell.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )


# killed -------------------------------------------------------------------------------------------

# each capture opens the journal, writes, and closes it, as a whole process does
WRITER = """
import sys
from selfgrad.notes import Notes
for number in range(100_000):
    with Notes() as notes:
        print(notes.log(f"Entry {number} of {sys.argv[1]}.").data["id"], flush=True)
"""


def test_five_hundred_captures_killed_at_random_lose_nothing_acknowledged(shell, tmp_path):
    rng, acknowledged, kills = random.Random(1), [], 0
    while len(acknowledged) < CAPTURES:
        writers = [started(shell, WRITER, f"{kills} {n}") for n in range(2)]
        for writer in writers:  # the kill falls wherever the next capture happens to be
            lines = [writer.stdout.readline() for _ in range(rng.randint(0, 24))]
            writer.send_signal(signal.SIGKILL)
            whole = b"".join(lines) + writer.stdout.read()
            said = writer.stderr.read()
            writer.communicate()
            acknowledged += whole[: whole.rfind(b"\n") + 1].decode().split()
            assert said == b""
        kills += 2
    assert kills > 10
    kept = sound(tmp_path / "journal.db")
    assert len(set(acknowledged)) == len(acknowledged) >= CAPTURES
    assert set(acknowledged) <= set(kept)
    assert len(kept) <= len(acknowledged) + kills, "at most one more for each kill"


def test_whole_processes_killed_on_their_way_lose_nothing_they_echoed(shell, tmp_path):
    rng, acknowledged = random.Random(2), []
    for number in range(40):
        command = [sys.executable, "-m", "selfgrad.cli.capture", "log", f"Entry {number}."]
        process = subprocess.Popen(
            command, env=shell.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            out, _ = process.communicate(timeout=rng.uniform(0.02, 0.12))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            out, _ = process.communicate()
        acknowledged += re.findall(r"\[([0-9a-f]+)\]\n", out.decode())
    kept = [id.replace("-", "") for id in sound(tmp_path / "journal.db")]
    assert acknowledged
    assert all(any(id.startswith(short) for id in kept) for short in acknowledged)


def test_a_first_command_killed_at_any_moment_leaves_no_half_made_journal(shell, tmp_path):
    for n in range(12):
        path = tmp_path / str(n) / "journal.db"
        words = ["-X", "importtime", "-m", "selfgrad.cli.capture", "log", "one"]
        process = subprocess.Popen(
            [sys.executable, *words],
            env={**shell.env, "SELFGRAD_DB": str(path)},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        for _ in range(60 + 6 * n):  # so many modules on its way
            process.stderr.readline()
        process.kill()
        process.communicate()
        shell("log", "after the kill", SELFGRAD_DB=str(path))
        assert len(sound(path)) in (1, 2)


# together -----------------------------------------------------------------------------------------

TWENTY_FIVE = """
import sys
from selfgrad.cli import capture
codes = [capture.main(["log", f"Entry {n} of process {sys.argv[1]}."]) for n in range(25)]
sys.exit(max(codes))
"""


def test_forty_processes_that_write_twenty_five_entries_each_leave_a_thousand(shell, tmp_path):
    processes = [started(shell, TWENTY_FIVE, str(n)) for n in range(40)]  # nothing is there yet
    said = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0] * 40, said
    kept = sound(tmp_path / "journal.db")
    assert len(kept) == len(set(kept)) == 1000
    with Journal(str(tmp_path / "journal.db")) as journal:
        devices = journal.db.connection.execute("SELECT DISTINCT device FROM act").fetchall()
    assert len(devices) == 1
    assert not [name for name in os.listdir(tmp_path) if ".new-" in name]


# no room ------------------------------------------------------------------------------------------


def limited(shell, size, *words):
    """A command that may write no file beyond `size` bytes."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [sys.executable, "-m", "selfgrad.cli.capture", *words]
    return subprocess.run(
        command, env=shell.env, capture_output=True, preexec_fn=limit, check=False
    )


def one_sentence(done, *parts):
    said = done.stderr.decode()
    assert done.returncode == 1, done
    assert said.count("\n") == 1 and "Traceback" not in said, said
    assert re.fullmatch(r".+\. .+\.", said.strip()), "a sentence, and the next action"
    for part in parts:
        assert part in said
    return said


@pytest.mark.parametrize("size", [0, 5_000, 30_000])
def test_a_full_disk_is_one_sentence_and_what_was_there_stays(shell, tmp_path, size):
    for n in range(5):
        shell("log", f"Entry {n}.")
    before = sound(tmp_path / "journal.db")
    one_sentence(limited(shell, size, "log", "x" * 50_000), "disk", "nothing was written")
    assert sound(tmp_path / "journal.db") == before
    shell("log", "There is room again.")
    assert len(sound(tmp_path / "journal.db")) == 6


def test_a_disk_that_is_full_from_the_start_leaves_no_half_journal(shell, tmp_path):
    one_sentence(limited(shell, 8_192, "log", "Entry."), "disk", "nothing was written")
    assert os.listdir(tmp_path) == []
    shell("log", "There is room again.")
    assert len(sound(tmp_path / "journal.db")) == 1


def test_an_export_onto_a_full_disk_leaves_the_earlier_one(shell, tmp_path):
    shell("log", "one")
    shell("export", "all.jsonl")
    before = (tmp_path / "all.jsonl").read_bytes()
    for _ in range(20):
        shell("log", "x" * 3000)
    command = ("export", str(tmp_path / "all.jsonl"))
    one_sentence(limited(shell, 40_000, *command), "stopped", "as it was")
    assert (tmp_path / "all.jsonl").read_bytes() == before


@pytest.fixture
def small_disk(tmp_path, request):
    """A folder with room for so many kilobytes."""
    if not ROOT:
        pytest.skip("only root may make a small disk; the limits above still run")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={request.param}k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk; the limits above still run")
    yield disk
    subprocess.run(["umount", str(disk)], check=False)


@pytest.mark.parametrize("small_disk", [600], indirect=True)
def test_a_disk_too_small_for_a_new_journal_is_called_full_and_not_the_journal_damaged(
    shell, small_disk
):
    for _ in range(2):
        said = shell.fails("log", "The first.", SELFGRAD_DB=str(small_disk / "journal.db"))
        assert "disk" in said and "damaged" not in said


@pytest.mark.parametrize("small_disk", [1500], indirect=True)
def test_a_small_disk_that_fills_up_loses_nothing(shell, small_disk):
    env = {"SELFGRAD_DB": str(small_disk / "journal.db")}
    shell("log", "The first.", **env)
    (small_disk / "ballast").write_bytes(b"x" * 100_000)
    acknowledged, done = 1, None
    for _ in range(100):
        done = shell.run("log", "y" * 20_000, **env)
        if done.returncode:
            break
        acknowledged += 1
    one_sentence(done, "disk")
    (small_disk / "ballast").unlink()
    assert len(sound(small_disk / "journal.db")) == acknowledged
    shell("log", "There is room again.", **env)


# no right to write --------------------------------------------------------------------------------

# everything is loaded before the rights go: the Python itself may lie where nobody else may look
AS_NOBODY = """
import os, sys
from selfgrad.cli import capture
where = os.environ["SELFGRAD_DB"]
os.environ["SELFGRAD_DB"] = os.path.join(os.path.dirname(where), "..", "warm", "journal.db")
with open(os.devnull, "w") as sys.stdout:
    capture.main(["log", "warm"])
    capture.main(["export", os.devnull])
sys.stdout = sys.__stdout__
os.environ["SELFGRAD_DB"] = where
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(int(sys.argv[1]))
    os.setuid(int(sys.argv[1]))
sys.exit(capture.main(sys.argv[2:]))
"""


def as_nobody(shell, path, *words):
    env = {**shell.env, "SELFGRAD_DB": str(path)}
    command = [sys.executable, "-c", AS_NOBODY, str(NOBODY), *words]
    return subprocess.run(command, env=env, capture_output=True, check=False)


@pytest.fixture
def theirs(shell, tmp_path):
    """A folder of their own with a journal, wherever one has a right to look."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    shell("log", "one", SELFGRAD_DB=str(folder / "journal.db"))
    if ROOT:
        place = folder
        while place != place.parent:  # pytest keeps its folders to their owner
            if not os.stat(place).st_mode & 0o001:
                os.chmod(place, os.stat(place).st_mode | 0o011)
            place = place.parent
        for name in (".", *os.listdir(folder)):
            os.chown(folder / name, NOBODY, NOBODY)
    yield folder
    os.chmod(folder, 0o755)


def test_a_folder_that_may_only_be_read_is_one_sentence(shell, theirs):
    os.chmod(theirs, 0o555)
    os.chmod(theirs / "journal.db", 0o444)
    before = (theirs / "journal.db").read_bytes()
    one_sentence(as_nobody(shell, theirs / "journal.db", "log", "two"), "right to write")
    assert (theirs / "journal.db").read_bytes() == before
    assert os.listdir(theirs) == ["journal.db"]


def test_a_new_journal_in_a_folder_that_may_only_be_read_is_one_sentence(shell, theirs):
    (theirs / "journal.db").unlink()
    os.chmod(theirs, 0o555)
    one_sentence(as_nobody(shell, theirs / "journal.db", "log", "two"), "right to write")
    assert os.listdir(theirs) == []


def test_a_journal_that_may_only_be_read_is_one_sentence(shell, theirs):
    os.chmod(theirs / "journal.db", 0o444)
    before = (theirs / "journal.db").read_bytes()
    one_sentence(as_nobody(shell, theirs / "journal.db", "log", "two"), "may only be read")
    assert (theirs / "journal.db").read_bytes() == before


# files that are no journal ------------------------------------------------------------------------


def a_journal(path, entries=200):
    with Journal(str(path)) as journal:
        with journal.db.transaction():
            for n in range(entries):
                journal.log(f"Sentence number {n}.")
        backup.now(journal)


def cut(path):
    a_journal(path)
    os.truncate(path, os.path.getsize(path) // 2)


def cut_to_less_than_a_page(path):
    a_journal(path, 5)
    os.truncate(path, 1000)


def emptied(path):
    a_journal(path, 5)
    os.truncate(path, 0)


def filled_with_nothing(path):
    a_journal(path, 5)
    path.write_bytes(b"\0" * os.path.getsize(path))


def of_a_newer_version(path):
    a_journal(path, 5)
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO migration VALUES (9999, 'later')")
    connection.commit()
    connection.close()


def of_another_program(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.commit()
    connection.close()


def a_letter(path):
    path.write_text("Dear diary, this is not a database. " * 100)


NO_JOURNALS = {
    cut: ("damaged", "doctor --restore"),
    cut_to_less_than_a_page: ("", "doctor"),
    emptied: ("is empty, and it was not before", "doctor --restore"),
    filled_with_nothing: ("not a selfgrad journal", "doctor --restore"),
    of_a_newer_version: ("written by a newer selfgrad", "Upgrade"),
    of_another_program: ("database of another program", "Choose another file"),
    a_letter: ("not a selfgrad journal", "doctor --restore"),
}


@pytest.mark.parametrize("make", NO_JOURNALS)
def test_a_file_that_is_no_journal_is_one_sentence_and_stays_as_it_is(shell, tmp_path, make):
    path = tmp_path / "journal.db"
    make(path)
    before = path.read_bytes()
    files = sorted(os.listdir(tmp_path))
    for words in (["log", "one"], ["start", "an aim"], ["today"], ["export", "out.jsonl"]):
        one_sentence(shell.run(*words), *NO_JOURNALS[make])
        assert path.read_bytes() == before
    done = shell.run("doctor")
    assert done.returncode == 1 and b"Traceback" not in done.stderr
    assert path.read_bytes() == before
    left = [name for name in sorted(os.listdir(tmp_path)) if not name.endswith(("-wal", "-shm"))]
    assert left == files


def test_a_file_of_no_bytes_where_nothing_was_before_becomes_a_journal(shell, tmp_path):
    (tmp_path / "journal.db").write_bytes(b"")
    shell("log", "one")
    assert len(sound(tmp_path / "journal.db")) == 1


def test_a_symbolic_link_to_the_journal_stays_one(shell, tmp_path):
    real = tmp_path / "elsewhere" / "journal.db"
    shell("log", "the first", SELFGRAD_DB=str(real))
    os.symlink(real, tmp_path / "journal.db")
    shell("log", "through the link")
    assert os.path.islink(tmp_path / "journal.db")
    assert len(sound(real)) == 2


def test_a_migration_that_is_killed_leaves_the_version_before(tmp_path, shell):
    path = tmp_path / "journal.db"
    a_journal(path, 5)
    program = """
import os, signal, sys
from selfgrad.db import opening
known = opening.versions()
opening.versions = lambda: [*known, (9999, "9999_more.sql")]
def statements(name):
    yield "CREATE TABLE more (learner TEXT) STRICT"
    os.kill(os.getpid(), signal.SIGKILL)
opening.statements = statements
opening.connect(sys.argv[1])
"""
    killed = started(shell, program, str(path))
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert len(sound(path)) == 5
    connection = sqlite3.connect(path)
    assert opening.version(connection) == opening.versions()[-1][0]
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'more'").fetchall()
    connection.close()
    assert any(
        copy.why == f"before-{opening.versions()[-1][0] + 1}" for copy in backup.copies(str(path))
    )
