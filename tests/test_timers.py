"""What wakes the reminder: the files and commands, as systemd, launchd, cron and Windows read them."""

import os
import plistlib
import re
import shlex
import shutil
import stat
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfgrad.errors import BadInput, Refused, SelfgradError
from selfgrad.reminding import timers
from selfgrad.reminding.timers import Command, Ran, Timer

PLAIN = ("/usr/bin/python3", "-m", "selfgrad", "remind")
ODD = '/home/me/50% of "$HOME"/it\'s; #1 & täglich.db'
# what may stand in a path, less a line break and what each kind refuses
paths = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\\"), min_size=1, max_size=30
)
COMMENT = "# mine, kept as it is: 5% \\% é\n"


class System:
    """A system that answers as told, and keeps what it was asked."""

    def __init__(self, **answers):
        self.answers = answers
        self.asked = []
        self.crontab = None

    def __call__(self, command):
        self.asked.append(str(command))
        if command.words[0] in self.answers:
            return self.answers[command.words[0]]
        if command.words == ("crontab", "-l"):
            return (
                Ran(1, "", "no crontab for me\n")
                if self.crontab is None
                else Ran(0, self.crontab, "")
            )
        if command.words == ("crontab", "-"):
            self.crontab = command.reads
        return Ran(0, "", "")


WITHOUT_SYSTEMD = {"systemctl": Ran(1, "", "Failed to connect to bus: No medium found\n")}


# -- which one ----


def test_each_system_gets_the_timer_it_has():
    env = {"HOME": "/home/me"}
    assert timers.here(PLAIN, "linux", env, System()).kind == "systemd"
    assert timers.here(PLAIN, "linux", env, System(**WITHOUT_SYSTEMD)).kind == "cron"
    assert timers.here(PLAIN, "darwin", env, System()).kind == "launchd"
    assert timers.here(PLAIN, "win32", env, System()).kind == "schtasks"


def test_a_system_that_starts_nothing_by_the_clock_is_told():
    gone = Ran(127, "", "not found")
    with pytest.raises(Refused, match="Neither systemd nor cron"):
        timers.here(PLAIN, "linux", {"HOME": "/home/me"}, System(systemctl=gone, crontab=gone))


def test_the_timer_runs_this_python_on_the_journal_it_was_set_up_with(monkeypatch, tmp_path):
    monkeypatch.delenv("SELFGRAD_DB", raising=False)
    assert timers.reminding() == (sys.executable, "-m", "selfgrad", "remind")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELFGRAD_DB", "my journal.db")
    assert timers.reminding()[4:] == ("--db", str(tmp_path / "my journal.db"))
    assert timers.reminding("/other.db")[4:] == ("--db", "/other.db")


@pytest.mark.parametrize("word", ["/a\nb", "/a\0b", "/\udcff.db"])
def test_a_path_that_fits_no_file_of_any_timer_is_refused(word):
    for platform in ("linux", "darwin", "win32"):
        with pytest.raises(BadInput, match="control characters"):
            timers.here((*PLAIN, "--db", word), platform, {"HOME": "/home/me"}, System())


# -- systemd ----


def started(timer):
    """The arguments that systemd makes of ExecStart, by the rules in systemd.service(5)."""
    line = re.search("(?m)^ExecStart=(.*)$", timer.files[0][1])[1]
    words = shlex.split(line, comments=False)
    return tuple(word.replace("$$", "$").replace("%%", "%") for word in words)


@given(paths)
@example(ODD)
def test_systemd_is_given_each_argument_whole(path):
    command = (*PLAIN, "--db", path)
    timer = timers.systemd(command, "/home/me/.config")
    assert started(timer) == command
    line = re.search("(?m)^ExecStart=(.*)$", timer.files[0][1])[1]
    assert not re.search("%", line.replace("%%", "")), "a specifier"
    assert not re.search(r"\$", line.replace("$$", "")), "a variable"


def test_systemd_looks_every_five_minutes_and_sends_nothing_that_was_slept_through():
    timer = timers.systemd(PLAIN, "/home/me/.config")
    (service, text), (path, schedule) = timer.files
    assert service == "/home/me/.config/systemd/user/selfgrad-remind.service"
    assert path == "/home/me/.config/systemd/user/selfgrad-remind.timer"
    assert "ExecStart=/usr/bin/python3 -m selfgrad remind\n" in text
    assert "OnCalendar=*:0/5\nPersistent=false\n" in schedule


@pytest.mark.parametrize("sign", ['"', "'", "\\", "$"])
def test_a_program_that_systemd_does_not_start_is_refused(sign):
    with pytest.raises(BadInput, match="starts no program"):
        timers.systemd((f"/opt/{sign}x/python", "-m", "selfgrad"), "/home/me/.config")


def analyzer():
    path = shutil.which("systemd-analyze")
    if path is None:
        pytest.skip("no systemd-analyze is installed here, so the units were not verified by it")
    return path


@pytest.mark.parametrize("folder", ["plain", "50% with spaces", "täglich #1; & (x)=y"])
def test_systemd_itself_finds_no_fault_with_the_units(tmp_path, folder):
    home = tmp_path / folder
    home.mkdir()
    program = home / "python"
    program.symlink_to(sys.executable)
    timer = timers.systemd((str(program), "-m", "selfgrad", "remind", "--db", ODD), str(home))
    timers.install(timer, System())
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    done = subprocess.run(
        [analyzer(), "verify", "--user", *(path for path, _ in timer.files)],
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_RUNTIME_DIR": str(runtime)},
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    program.unlink()
    again = subprocess.run(
        done.args,
        capture_output=True,
        env={**os.environ, "XDG_RUNTIME_DIR": str(runtime)},
        timeout=60,
    )
    assert again.returncode, "it does look whether the program is there"


# -- launchd ----


@given(paths)
def test_launchd_is_given_each_argument_whole(path):
    timer = timers.launchd((*PLAIN, "--db", path), "/Users/me", 501)
    [(place, text)] = timer.files
    agent = plistlib.loads(text.encode())
    assert place == "/Users/me/Library/LaunchAgents/selfgrad.remind.plist"
    assert agent["ProgramArguments"] == [*PLAIN, "--db", path]
    assert (agent["Label"], agent["StartInterval"]) == ("selfgrad.remind", 300)


def test_launchd_replaces_an_agent_that_is_running():
    system = System(launchctl=Ran(0, "", ""))
    timer = timers.launchd(PLAIN, "/Users/me", 501)
    timers._run_all(timer.start, system)
    assert system.asked == [
        "launchctl bootout gui/501/selfgrad.remind",
        "launchctl bootstrap gui/501 /Users/me/Library/LaunchAgents/selfgrad.remind.plist",
    ]


# -- cron ----


def carried_out(line):
    """The arguments that the shell makes of a crontab line, with cron's own reading of % before it."""
    times, command = line.split(" ", 5)[:5], line.split(" ", 5)[5]
    assert times == ["*/5", "*", "*", "*", "*"]
    assert not re.search(r"(?<!\\)%", command), "the command would end here"
    shown = subprocess.run(
        [
            "/bin/sh",
            "-c",
            f"set -- {command.replace(chr(92) + '%', '%')}\n" + 'printf "%s\\0" "$@"',
        ],
        capture_output=True,
        check=True,
        timeout=20,
    )
    return tuple(shown.stdout.decode().split("\0")[:-1])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no cron and no sh")
@pytest.mark.parametrize(
    "path", [ODD, "/plain.db", "/a b", "/100%", "/# x", "/$(touch x)`touch y`"]
)
def test_cron_is_given_each_argument_whole(path):
    line = timers.cron_line((*PLAIN, "--db", path))
    assert carried_out(line) == (*PLAIN, "--db", path)
    assert line.endswith(" # selfgrad")
    assert "\n" not in line


def test_a_backslash_is_read_differently_by_each_cron_so_it_is_refused():
    with pytest.raises(BadInput, match="backslash"):
        timers.cron_line((*PLAIN, "--db", "a\\b"))


@pytest.mark.parametrize(
    "before", [None, "", COMMENT, COMMENT + "MAILTO=me", "@daily backup # x\n\n"]
)
def test_the_rest_of_the_crontab_stays_as_it_is(before):
    system = System(**WITHOUT_SYSTEMD)
    system.crontab = before
    timer = timers.here(PLAIN, "linux", {"HOME": "/home/me"}, system)
    assert not timers.installed(timer, system)
    timers.install(timer, system)
    once = system.crontab
    others = before or ""
    assert once == others + "\n" * (others != "" and others[-1] != "\n") + timer.line + "\n"
    assert timers.installed(timer, system)
    timers.install(timer, system)
    assert system.crontab == once
    timers.uninstall(timer, system)
    assert system.crontab.rstrip("\n") == others.rstrip("\n")
    assert not timers.installed(timer, system)


def test_what_was_added_to_the_crontab_after_it_was_shown_is_kept():
    system = System(**WITHOUT_SYSTEMD)
    timer = timers.here(PLAIN, "linux", {"HOME": "/home/me"}, system)
    timers.preview(timer)
    system.crontab = COMMENT
    timers.install(timer, system)
    assert system.crontab.startswith(COMMENT)


def test_a_crontab_that_cannot_be_read_is_not_taken_for_an_empty_one():
    system = System(crontab=Ran(1, "", "crontab: you are not allowed to use this program\n"))
    with pytest.raises(Refused, match="could not be read"):
        timers.install(Timer("cron", line=timers.cron_line(PLAIN)), system)
    assert system.asked == ["crontab -l"]


def test_taking_away_what_is_not_there_writes_no_crontab():
    system = System(**WITHOUT_SYSTEMD)
    timers.uninstall(Timer("cron", line=timers.cron_line(PLAIN)), system)
    assert system.asked == ["crontab -l"]


# -- Windows ----


def test_windows_is_shown_a_command_that_it_takes_apart_again():
    command = ("C:\\Program Files\\Python\\python.exe", *PLAIN[1:], "--db", "C:\\my journal.db")
    timer = timers.schtasks(command)
    program = '"C:\\Program Files\\Python\\python.exe" -m selfgrad remind --db "C:\\my journal.db"'
    assert timer.start[0].words[timer.start[0].words.index("/TR") + 1] == program
    assert timers.preview(timer) == (
        "schtasks /Create /SC MINUTE /MO 5 /TN selfgrad-remind /TR "
        '"\\"C:\\Program Files\\Python\\python.exe\\" -m selfgrad remind --db \\"C:\\my journal.db\\"" /F\n'
    )


def test_windows_commands_are_left_to_the_person():
    system, timer = System(), timers.schtasks(PLAIN)
    for act in (timers.install, timers.uninstall):
        with pytest.raises(Refused, match="Run: schtasks"):
            act(timer, system)
    assert system.asked == []


# -- writing, running, taking away ----


def test_what_is_shown_is_what_is_written_and_run(tmp_path):
    timer = timers.systemd((*PLAIN, "--db", ODD), str(tmp_path))
    shown = timers.preview(timer)
    assert list(tmp_path.iterdir()) == []
    system = System()
    timers.install(timer, system)
    for path, text in timer.files:
        with open(path, encoding="utf-8") as file:
            assert file.read() == text
        assert f"{path}\n\n{text}" in shown
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert system.asked == [
        "systemctl --user daemon-reload",
        "systemctl --user enable --now selfgrad-remind.timer",
    ]
    assert shown.endswith("\n".join(system.asked) + "\n")


def test_installing_again_replaces_and_uninstalling_leaves_nothing(tmp_path):
    first, second = (timers.systemd((*PLAIN, "--db", db), str(tmp_path)) for db in ("/a", "/b"))
    assert not timers.installed(first)
    timers.install(first, System())
    timers.install(second, System())
    assert timers.installed(first)
    with open(first.files[0][0], encoding="utf-8") as file:
        assert "/b" in file.read()
    system = System()
    timers.uninstall(first, system)
    assert system.asked == [
        "systemctl --user disable --now selfgrad-remind.timer",
        "systemctl --user daemon-reload",
    ]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    timers.uninstall(first, System(systemctl=Ran(1, "", "not loaded")))


def test_a_command_that_fails_is_named_with_what_it_said(tmp_path):
    system = System(systemctl=Ran(1, "", "Failed to enable unit: \x1b[31mno\nsecond line\n"))
    with pytest.raises(SelfgradError, match="systemctl --user daemon-reload") as refusal:
        timers.install(timers.systemd(PLAIN, str(tmp_path)), system)
    assert "Failed to enable unit" in str(refusal.value)
    assert str(refusal.value).isprintable()


@pytest.mark.skipif(sys.platform == "win32", reason="scripts with a #! line")
def test_the_commands_are_really_run_and_read_what_they_are_given(tmp_path):
    program = tmp_path / "crontab"
    program.write_text(
        f'#!/bin/sh\ncat > \'{tmp_path}/fed\'\necho "$LC_ALL" "$@"\necho no >&2\nexit 3\n'
    )
    program.chmod(0o700)
    done = timers.run(Command((str(program), "-"), "* * * * * x\udcff\n"))
    assert done == Ran(3, "C -\n", "no\n")
    assert (tmp_path / "fed").read_bytes() == b"* * * * * x\xff\n"
    assert timers.run(Command((str(tmp_path / "nothing"),))).code == 127
