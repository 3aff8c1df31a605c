"""What wakes `selfgrad remind` every five minutes: a systemd timer, launchd, cron, or Windows' tasks.

The timer knows no plan, so a changed plan needs no new timer. Everything is laid out first, as files
and commands that can be shown, and only then done.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from selfgrad import atomic
from selfgrad.clock import shown
from selfgrad.errors import BadInput, Refused, SelfgradError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NAME = "selfgrad-remind"
LABEL = "selfgrad.remind"  # launchd's way of naming
EVERY = 5  # minutes
MARK = "# selfgrad"  # ends the line in a crontab that is ours


class Command(NamedTuple):
    """A program and its arguments, what it reads, and whether its refusal stops the rest."""

    words: tuple[str, ...]
    reads: str = ""
    must: bool = True

    def __str__(self) -> str:
        return shlex.join(self.words)


class Timer(NamedTuple):
    """All that is written and run: files as (path, text), commands, a line of the crontab.

    `by_hand`: shown to the person, and never run.
    """

    kind: str
    files: tuple[tuple[str, str], ...] = ()
    start: tuple[Command, ...] = ()
    stop: tuple[Command, ...] = ()
    line: str = ""
    by_hand: bool = False


class Ran(NamedTuple):
    """What became of a command."""

    code: int
    wrote: str
    complained: str


def run(command: Command) -> Ran:
    """Run a command for at most a minute, its sentences in English."""
    try:
        done = subprocess.run(
            command.words,
            input=command.reads,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",  # a crontab comes back as it was, whatever is in it
            timeout=60,
            env={**os.environ, "LC_ALL": "C"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Ran(127, "", str(error))
    return Ran(done.returncode, done.stdout, done.stderr)


def reminding(db: str | None = None) -> tuple[str, ...]:
    """What the timer runs: this Python, and the journal it was set up with (`SELFGRAD_DB`)."""
    db = db or os.environ.get("SELFGRAD_DB")
    journal = ("--db", os.path.abspath(db)) if db else ()
    return (sys.executable, "-m", "selfgrad", "remind", *journal)


def here(
    command: tuple[str, ...],
    platform: str = sys.platform,
    env: Mapping[str, str] = os.environ,
    run: Callable[[Command], Ran] = run,
) -> Timer:
    """The timer for this system; Refused where nothing starts programs by the clock."""
    if any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for word in command for c in word):
        raise BadInput("A path with control characters fits no timer.", "Rename the folder.")
    home = env.get("HOME") or os.path.expanduser("~")
    if platform == "darwin":
        return launchd(command, home, os.getuid())
    if platform == "win32":
        return schtasks(command)
    if run(_systemctl("show-environment")).code == 0:  # there is a manager for this user
        return systemd(command, env.get("XDG_CONFIG_HOME") or os.path.join(home, ".config"))
    _crontab(run)
    return Timer("cron", line=cron_line(command))


# -- the kinds ----


def systemd(command: tuple[str, ...], config: str) -> Timer:
    """A service and a timer of the user's own systemd; a reminder that was slept through is over."""
    if set(command[0]) & set("\"'\\$"):  # systemd refuses the first three, and fills in the last
        raise BadInput(f"systemd starts no program at {shown(command[0])}.", "Rename the folder.")
    line = " ".join(map(_unit_word, command))
    service = f"""[Unit]
Description=Reminder of a practice plan

[Service]
Type=oneshot
ExecStart={line}
"""
    timer = f"""[Unit]
Description=Look every {EVERY} minutes whether a reminder is due

[Timer]
OnCalendar=*:0/{EVERY}
Persistent=false

[Install]
WantedBy=timers.target
"""
    folder = os.path.join(config, "systemd", "user")
    return Timer(
        "systemd",
        (
            (os.path.join(folder, f"{NAME}.service"), service),
            (os.path.join(folder, f"{NAME}.timer"), timer),
        ),
        (_systemctl("daemon-reload"), _systemctl("enable", "--now", f"{NAME}.timer")),
        (_systemctl("disable", "--now", f"{NAME}.timer", must=False),),
    )


def launchd(command: tuple[str, ...], home: str, user: int) -> Timer:
    """An agent in the user's own LaunchAgents."""
    import plistlib  # 15 ms

    agent = {
        "Label": LABEL,
        "ProgramArguments": list(command),
        "StartInterval": EVERY * 60,
        "ProcessType": "Background",
    }
    path = os.path.join(home, "Library", "LaunchAgents", f"{LABEL}.plist")
    stop = Command(("launchctl", "bootout", f"gui/{user}/{LABEL}"), must=False)
    start = Command(("launchctl", "bootstrap", f"gui/{user}", path))
    return Timer("launchd", ((path, plistlib.dumps(agent).decode()),), (stop, start), (stop,))


def cron_line(command: tuple[str, ...]) -> str:
    """A line of a crontab, in which a bare % would end the command; what follows # is a comment.

    >>> cron_line(("/opt/my python", "-m", "selfgrad", "remind"))
    "*/5 * * * * '/opt/my python' -m selfgrad remind # selfgrad"
    """
    if any("\\" in word for word in command):  # each cron takes these in its own way
        raise BadInput("A path with a backslash fits no crontab.", "Move or rename the folder.")
    return f"*/{EVERY} * * * * {shlex.join(command)} {MARK}".replace("%", "\\%")


def schtasks(command: tuple[str, ...]) -> Timer:
    """The command for Windows' Task Scheduler, to be run by the person."""
    every = ("/SC", "MINUTE", "/MO", str(EVERY))
    program = subprocess.list2cmdline(command)
    start = ("schtasks", "/Create", *every, "/TN", NAME, "/TR", program, "/F")
    stop = ("schtasks", "/Delete", "/TN", NAME, "/F")
    return Timer("schtasks", (), (Command(start),), (Command(stop),), by_hand=True)


# -- showing, writing and taking away ----


def preview(timer: Timer) -> str:
    """Everything that `install` would write and run, as text."""
    parts = [f"{path}\n\n{text}" for path, text in timer.files]
    if timer.line:
        parts.append(f"In your crontab, which `crontab -l` shows\n\n{timer.line}\n")
    if timer.start:
        parts.append("".join(f"{_shown(timer, command)}\n" for command in timer.start))
    return "\n".join(parts)


def install(timer: Timer, run: Callable[[Command], Ran] = run) -> None:
    """Write the files, whole or not at all, and run the commands. Once more does no harm."""
    _not_by_hand(timer, timer.start)
    for path, text in timer.files:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with atomic.replacing(path) as file:
            file.write(text.encode())
    if timer.line:
        _rewrite_crontab(timer.line, run)
    _run_all(timer.start, run)


def uninstall(timer: Timer, run: Callable[[Command], Ran] = run) -> None:
    """Stop the timer and remove its files; where there is none, nothing happens."""
    _not_by_hand(timer, timer.stop)
    _run_all(timer.stop, run)
    if timer.line:
        _rewrite_crontab("", run)
    for path, _ in timer.files:
        if os.path.exists(path):
            os.unlink(path)
    if timer.kind == "systemd":
        run(_systemctl("daemon-reload"))


def installed(timer: Timer, run: Callable[[Command], Ran] = run) -> bool:
    """Whether the timer is there, as far as files and the crontab tell."""
    if timer.line:
        return any(map(_ours, _crontab(run).splitlines()))
    return bool(timer.files) and all(os.path.exists(path) for path, _ in timer.files)


def _run_all(commands: tuple[Command, ...], run: Callable[[Command], Ran]) -> None:
    for command in commands:
        done = run(command)
        if done.code and command.must:
            said = shown((done.complained or done.wrote).strip().partition("\n")[0])
            raise SelfgradError(
                f"`{command}` did not work: {said or f'it ended with {done.code}'}.",
                "Run it yourself to see more; `selfgrad remind --install` may be repeated.",
            )


def _not_by_hand(timer: Timer, commands: tuple[Command, ...]) -> None:
    if timer.by_hand:
        lines = "; ".join(_shown(timer, command) for command in commands)
        raise Refused("On Windows the task is yours to set.", f"Run: {lines}")


def _shown(timer: Timer, command: Command) -> str:
    """A command as it is typed in the shell of its system."""
    return subprocess.list2cmdline(command.words) if timer.kind == "schtasks" else str(command)


# -- the parts ----


def _systemctl(*words: str, must: bool = True) -> Command:
    return Command(("systemctl", "--user", *words), must=must)


def _unit_word(word: str) -> str:
    """An argument in a systemd unit, where % and $ name something unless doubled."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return plain if re.fullmatch(r"[\w./:@+-]+", plain, re.ASCII) else f'"{plain}"'


def _crontab(run: Callable[[Command], Ran]) -> str:
    """The crontab as it is. One that cannot be read is not one that is empty, so that is refused."""
    read = run(Command(("crontab", "-l")))
    if read.code == 0:
        return read.wrote
    if read.code == 127:
        raise Refused(
            "Neither systemd nor cron is here to look every five minutes.",
            "Let whatever starts programs on this system run `selfgrad remind`.",
        )
    if any(words in read.complained.lower() for words in ("no crontab", "no such file")):
        return ""
    raise Refused(
        f"The crontab could not be read: {shown(read.complained.strip())}.",
        "See what `crontab -l` says; nothing was changed.",
    )


def _rewrite_crontab(line: str, run: Callable[[Command], Ran]) -> None:
    """Put our line at the end of the crontab, or take it out; the others stay as they are."""
    before = _crontab(run)
    after = "".join(kept for kept in before.splitlines(keepends=True) if not _ours(kept))
    if line:
        after += "\n" * (after != "" and not after.endswith("\n")) + line + "\n"
    if after != before:
        _run_all((Command(("crontab", "-"), after),), run)


def _ours(line: str) -> bool:
    return line.rstrip().endswith(MARK)
