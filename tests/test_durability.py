"""Nothing that was acknowledged is ever lost: killed processes, crowds, full disks, broken files.

Act as if every command will be killed halfway. The processes are real and so are the files; the
disks that are full are a file-size limit and, where we may mount one, a small tmpfs.
"""

import contextlib
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

import pytest

from selfgrad.journal import Journal

# captures without end, each acknowledged by its id on standard output once it is durable
WRITER = """
import sys
from selfgrad.notes import Notes
with Notes(sys.argv[1]) as notes:
    for n in range(int(sys.argv[2])):
        print(notes.log(f"{sys.argv[3]} slip {n}").data["id"], flush=True)
"""


def writer(path, count, name):
    command = [sys.executable, "-c", WRITER, str(path), str(count), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kept(path):
    """The ids of the entries, from the facts and from what is derived, which must agree."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        facts = {row[0] for row in connection.execute("SELECT id FROM fact WHERE kind = 'logged'")}
        entries = {row[0] for row in connection.execute("SELECT id FROM entry")}
        indexed = connection.execute("SELECT count(*) FROM search").fetchone()[0]
    assert facts == entries
    assert indexed == len(entries)
    return entries


def test_processes_killed_at_random_moments_lose_no_acknowledged_entry(tmp_path):
    path, chance, acknowledged = tmp_path / "journal.db", random.Random(5), []
    while len(acknowledged) < 500:
        process = writer(path, 1000, f"run {len(acknowledged)}")
        for _ in range(chance.randint(1, 60)):
            acknowledged.append(process.stdout.readline().strip())
        process.send_signal(signal.SIGKILL)
        rest = process.communicate()[0]
        acknowledged += [
            line.strip() for line in rest.splitlines(keepends=True) if line.endswith("\n")
        ]
    assert set(acknowledged) <= kept(path)


def test_commands_killed_at_random_moments_leave_whole_entries_or_none(shell, tmp_path):
    chance, acknowledged = random.Random(7), 0
    for n in range(30):
        command = [sys.executable, "-m", "selfgrad.cli.capture", "log", f"slip {n}"]
        process = subprocess.Popen(command, env=shell.env, stdout=subprocess.PIPE, text=True)
        if n % 2:  # half of them while they work, half of them once they have answered
            process.stdout.readline()
            acknowledged += 1
        else:
            os.sched_yield() if chance.random() < 0.5 else process.poll()
        process.kill()
        process.wait()
        process.stdout.close()
    assert acknowledged <= len(kept(tmp_path / "journal.db")) <= 30


def test_a_first_command_killed_at_any_moment_leaves_no_half_made_journal(shell, tmp_path):
    for n in range(12):
        folder = tmp_path / str(n)
        env = {**shell.env, "SELFGRAD_DB": str(folder / "journal.db")}
        command = [
            sys.executable,
            "-X",
            "importtime",
            "-m",
            "selfgrad.cli.capture",
            "log",
            "a slip",
        ]
        process = subprocess.Popen(
            command, env=env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        for _ in range(60 + 6 * n):  # so many modules on its way
            if not process.stderr.readline():
                break
        process.kill()
        process.communicate()
        shell("log", "after the kill", SELFGRAD_DB=env["SELFGRAD_DB"])
        kept(folder / "journal.db")


def test_forty_processes_that_write_twenty_five_entries_each_leave_a_thousand(tmp_path):
    path = tmp_path / "journal.db"
    crowd = [writer(path, 25, f"process {n}") for n in range(40)]
    acknowledged = [
        line.strip() for process in crowd for line in process.communicate()[0].splitlines()
    ]
    assert [process.returncode for process in crowd] == [0] * 40
    assert len(set(acknowledged)) == 1000
    assert set(acknowledged) == kept(path)


# disks that are full, folders that are not ours ------------------------------------------------------


def one_sentence(done):
    """A refusal: exit code 1, one line that ends in what can be done, and no traceback."""
    said = done.stderr.decode()
    assert done.returncode == 1, (done.returncode, said, done.stdout)
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1
    return said


def content(path):
    with open(path, "rb") as file:
        return file.read()


def test_a_full_disk_is_said_in_one_sentence_and_loses_nothing(shell, tmp_path):
    shell("log", "before the disk was full")
    path = tmp_path / "journal.db"
    size = os.path.getsize(path)

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [sys.executable, "-m", "selfgrad.cli.capture", "log", "-"]
    words = " ".join(f"word{n}" for n in range(60_000)).encode()
    done = subprocess.run(
        command, env=shell.env, input=words, capture_output=True, preexec_fn=limit, check=False
    )
    assert "nothing was written" in one_sentence(done)
    assert len(kept(path)) == 1
    shell("log", "after there was room again")
    assert len(kept(path)) == 2


def test_a_small_disk_fills_up_and_every_acknowledged_entry_is_still_there(shell):
    if os.geteuid() != 0 or sys.platform != "linux":
        pytest.skip("only root may mount a small disk; the file-size limit was tried above")
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder],
            capture_output=True,
            check=False,
        )
        if mounted.returncode:
            pytest.skip(f"no small disk could be mounted here: {mounted.stderr.decode().strip()}")
        try:
            path, acknowledged = os.path.join(folder, "journal.db"), 0
            for n in range(60):
                done = shell.run(
                    "log", "-", stdin=f"entry {n} " + "word " * 20_000, SELFGRAD_DB=path
                )
                if done.returncode:
                    assert "disk is full" in one_sentence(done)
                    break
                acknowledged += 1
            else:
                pytest.fail("the disk never filled up")
            assert acknowledged == len(kept(path))
        finally:
            subprocess.run(["umount", folder], check=True)


@contextlib.contextmanager
def read_only(folder):
    """A folder that may only be read; root may write everywhere, so for root it is mounted so."""
    if os.geteuid() != 0:
        os.chmod(folder, 0o555)
        try:
            yield
        finally:
            os.chmod(folder, 0o755)
        return
    steps = [["--bind", folder, folder], ["-o", "remount,ro,bind", folder]]
    for step in steps:
        mounted = subprocess.run(["mount", *step], capture_output=True, check=False)
        if mounted.returncode:
            pytest.skip(
                f"root could not mount a folder read-only: {mounted.stderr.decode().strip()}"
            )
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_folder_that_may_only_be_read_is_said_in_one_sentence(shell, tmp_path):
    shell("log", "before")
    before = content(tmp_path / "journal.db")
    with read_only(tmp_path):
        assert "--db" in one_sentence(shell.run("log", "after"))
        assert "--db" in one_sentence(shell.run("start", "an aim"))
        new = str(tmp_path / "new" / "journal.db")
        assert "--db" in one_sentence(shell.run("log", "a first entry", SELFGRAD_DB=new))
    assert content(tmp_path / "journal.db") == before
    assert len(kept(tmp_path / "journal.db")) == 1


# files that are not what they should be ---------------------------------------------------------------


def broken(path, kind):
    if kind == "not a database":
        path.write_bytes(b"once upon a time there was no database here " * 100)
    elif kind == "another program's":
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.close()
    elif kind == "truncated":
        with Journal(str(path)) as journal:
            for n in range(50):
                journal.log(f"slip {n}")
        os.truncate(path, os.path.getsize(path) // 2)
    elif kind == "empty, and was not before":
        with Journal(str(path)) as journal:
            journal.log("a slip")
        (path.parent / "backups").mkdir()
        shutil.copy(path, path.parent / "backups" / "journal-20260101-000000.db")
        for leftover in path.parent.glob("journal.db*"):
            leftover.unlink()
        path.write_bytes(b"")
    elif kind == "newer":
        with Journal(str(path)) as journal:
            journal.log("a slip")
        with sqlite3.connect(path) as connection:
            connection.execute("INSERT INTO migration VALUES (9999, '9999_from_the_future.sql')")
        connection.close()


BROKEN = {
    "not a database": "is not a selfgrad journal",
    "another program's": "another program",
    "truncated": "damaged",
    "empty, and was not before": "is empty, and it was not before",
    "newer": "newer selfgrad",
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("verb", [["log", "a slip"], ["today"], []])
def test_a_file_that_is_no_journal_of_ours_is_left_as_it_is(shell, tmp_path, kind, verb):
    path = tmp_path / "journal.db"
    broken(path, kind)
    before = content(path)
    said = one_sentence(shell.run(*verb))
    assert BROKEN[kind] in said
    assert content(path) == before


def test_a_symbolic_link_to_the_journal_stays_one(shell, tmp_path):
    real = tmp_path / "elsewhere"
    real.mkdir()
    shell("log", "the first", SELFGRAD_DB=str(real / "journal.db"))
    os.symlink(real / "journal.db", tmp_path / "journal.db")
    shell("log", "through the link")
    assert os.path.islink(tmp_path / "journal.db")
    assert len(kept(real / "journal.db")) == 2
