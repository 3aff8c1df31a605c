"""Running again on a saved file: real files, a real pseudo-terminal, and nothing that sleeps."""

import os
import signal
import subprocess
import sys

import pexpect
import pytest

from selfgrad import errors
from selfgrad.cli import watching

# runs the shell command in the first word, watching the folder of the second; the rest is ignored
DRIVER = """
import os, sys, termios
from selfgrad import errors
from selfgrad.cli import child, watching
runs = 0
def run():
    global runs
    runs += 1
    ended = child.run(["sh", "-c", sys.argv[1]])
    print("run", runs, "ended", flush=True)
    return not ended.interrupted
def settings():
    return termios.tcgetattr(0) if os.isatty(0) else None
before = settings()
def ask(words):
    if words == "no":
        raise errors.BadInput("That is no question.", "Ask one.")
    print("asked:", words, flush=True)
watching.saved(sys.argv[2], run, ask, sys.argv[3:])
print("over", "restored" if settings() == before else "not restored", flush=True)
"""


class Watched:
    """A folder, and the process that watches it."""

    def __init__(self, folder):
        self.folder = folder / "work"
        self.folder.mkdir()
        self.save("sums.py")
        self.running = None

    def save(self, name, words="1\n"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words)
        return path

    def start(self, command="true", *ignored, keys=False, waits=True):
        words = ["-c", DRIVER, command, str(self.folder), *map(str, ignored)]
        self.running = pexpect.spawn(
            *(
                (sys.executable, words)
                if keys
                else ("sh", ["-c", '"$@" < /dev/null', "sh", sys.executable, *words])
            ),
            env={**os.environ, "TERM": "dumb"},
            cwd=self.folder,
            encoding="utf-8",
            timeout=20,
            dimensions=(30, 120),
        )
        if waits:
            self.waits(1)
        return self.running

    def waits(self, run):
        """It waits, and this run was the last one."""
        self.running.expect_exact(watching.WAITING)
        ended = [line for line in self.running.before.splitlines() if line.endswith("ended")]
        assert ended[-1:] == [f"run {run} ended"], self.running.before


@pytest.fixture
def watched(tmp_path):
    made = Watched(tmp_path)
    yield made
    if made.running:
        made.running.close(force=True)


def test_it_runs_once_and_again_for_each_saved_file_until_ctrl_c(watched):
    running = watched.start()
    watched.save("sums.py", "2\n")
    watched.waits(2)
    (watched.save("../new/folder/terms.py").parents[1]).rename(watched.folder / "new")
    watched.waits(3)
    draft = watched.save("draft~")
    os.replace(draft, watched.folder / "sums.py")  # as many editors save
    watched.waits(4)
    running.sendintr()
    running.expect_exact("over")
    running.expect(pexpect.EOF)


def test_what_is_saved_together_is_one_run(watched):
    watched.start()
    for n in range(20):
        watched.save(f"module_{n}.py")
    watched.waits(2)
    watched.save("sums.py", "2\n")
    watched.waits(3)


def test_what_is_no_source_starts_nothing(watched):
    journal = watched.save("journal.db")
    running = watched.start("true", journal, keys=True)
    for name in (".git/index", "__pycache__/sums.pyc", "node_modules/a.js", ".venv/a.py", "a.py~"):
        watched.save(name)
    watched.save("journal.db-wal")
    journal.write_text("2\n")
    running.send("q")
    running.expect_exact("over")
    assert "run 2" not in running.before


def test_a_project_in_a_folder_that_is_left_out_elsewhere_is_watched(watched, tmp_path):
    watched.folder = tmp_path / "node_modules" / "mine"
    watched.save("index.js")
    watched.start()
    watched.save("index.js", "2\n")
    watched.waits(2)


def test_what_the_command_makes_anew_starts_nothing(watched):
    watched.start("echo $$ > out.$$; echo x > coverage.xml")
    watched.save("sums.py", "2\n")
    watched.waits(2)


def test_what_the_command_writes_in_two_runs_is_its_own(watched):
    watched.save("out.txt")
    running = watched.start("date +%N > out.txt", waits=False)
    running.expect_exact("Taken for the command's own: out.txt.")
    assert "run 2 ended" in running.before
    running.expect_exact(watching.WAITING)
    watched.save("sums.py", "2\n")
    watched.waits(3)
    watched.save("out.txt", "by hand")
    watched.waits(4)


def test_even_what_the_person_saves_is_not_run_for_ever(watched):
    watched.start("test -e go && date +%N > sums.py; true")
    watched.save("sums.py", "2\n")
    watched.waits(2)
    watched.save("go")
    watched.running.expect_exact("Taken for the command's own: sums.py.")
    assert "run 7 ended" in watched.running.before
    watched.running.expect_exact(watching.WAITING)


def test_what_git_ignores_is_the_commands_own_at_once(watched):
    subprocess.run(["git", "init", "-q", str(watched.folder)], check=True)
    watched.save(".gitignore", "target/\n")
    watched.save("target/out put.txt")
    watched.start("echo $$ > 'target/out put.txt'")
    watched.save("sums.py", "2\n")
    watched.waits(2)


def test_a_formatter_runs_once_more_and_stops(watched):
    watched.start("grep -q formatted sums.py || echo formatted > sums.py", waits=False)
    watched.waits(2)
    watched.save("sums.py", "2\n")
    watched.waits(4)


def test_a_file_saved_while_it_runs_starts_it_again_afterwards(watched, tmp_path):
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    running = watched.start(f"echo started; cat {gate}", waits=False)

    def in_the_run(words=None):
        running.expect_exact("started")
        if words:
            watched.save("sums.py", words)
        gate.write_text("go\n")

    in_the_run("2\n")
    in_the_run()
    watched.waits(2)
    watched.save("sums.py", "3\n")  # from now on it is known to be the person's
    for n in range(4, 7):
        in_the_run(f"{n}\n")
    in_the_run("6\n")  # saved with nothing new in it
    watched.waits(6)


def test_a_key_runs_again_keeps_a_question_or_ends(watched):
    running = watched.start(keys=True)
    running.expect_exact("Enter runs again, ? keeps a question, q ends.")
    running.send("\r")
    watched.waits(2)
    running.send("x\x1b[A")
    running.send("?")
    running.send("what is a limit?\r")
    running.expect_exact("asked: what is a limit?")
    running.expect_exact(watching.WAITING)
    running.send("?")
    running.send("no\r")
    running.expect_exact("That is no question. Ask one.")
    running.expect_exact(watching.WAITING)
    running.send("？")
    running.expect_exact("Question:")
    running.send("\r")
    running.expect_exact(watching.WAITING)
    running.send("q")
    running.expect_exact("over restored")


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_end_it_too(watched, key):
    running = watched.start(keys=True)
    running.send(key)
    running.expect_exact("over restored")


def test_a_signal_to_end_restores_the_terminal(watched):
    running = watched.start(keys=True)
    running.expect_exact("ends.")
    running.kill(signal.SIGTERM)
    running.expect_exact("over restored")


def test_a_run_that_the_person_has_stopped_is_the_last_one(watched):
    running = watched.start("echo started; exec sleep 600", keys=True, waits=False)
    running.expect_exact("started")
    running.sendintr()
    running.expect_exact("run 1 ended")
    running.expect_exact("over restored")


def test_a_folder_that_is_not_there_is_one_sentence():
    with pytest.raises(errors.NotFound, match="There is no folder “nowhere”"):
        watching.saved("nowhere", lambda: False, print)
