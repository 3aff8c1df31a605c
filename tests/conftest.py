"""What the tests share: a journal with a clock of its own, and the command line as a process."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings

from selfgrad.journal import Journal

# a loaded machine is no failure; the same examples every time, so that a red test stays red
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

# whoever started the tests in the background was past hearing Ctrl-C; what they start is not
for name, usual in (("SIGINT", signal.default_int_handler), ("SIGQUIT", None), ("SIGHUP", None)):
    if getattr(signal, name, None) and signal.getsignal(getattr(signal, name)) is signal.SIG_IGN:
        signal.signal(getattr(signal, name), usual or signal.SIG_DFL)

MINUTE, HOUR = 60_000, 3_600_000
collect_ignore = ["own_criterion"]  # a package of its own, for test_own_criteria.py


class Time:
    """A clock that stands still until it is moved: `time.at("2026-03-01 19:30")`, `time.passes(HOUR)`."""

    def __init__(self, zone="Europe/Paris"):
        self.zone = zone
        self.at("2026-03-02 18:00")

    def __call__(self):
        self.ms += 1  # no two acts at the same millisecond
        return self.ms

    def at(self, local, zone=None):
        moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone or self.zone))
        self.ms = int(moment.timestamp() * 1000)
        return self.ms

    def passes(self, ms):
        self.ms += ms


@pytest.fixture(scope="session")
def chrome():
    """One browser for all tests of a process: Playwright's cannot stand side by side."""
    from browsing import browser

    with browser() as running:
        yield running


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def journal(tmp_path, time):
    with Journal(str(tmp_path / "journal.db"), now=time) as opened:
        opened.set("zone", time.zone)
        yield opened


def a_round(journal, loss="3/10", mistakes=("I dropped the sign.",), aim="ten integrals", **place):
    """One whole round, closed with keep."""
    journal.start(aim, **place)
    journal.forward("page 12")
    journal.loss(loss)
    journal.backward(*mistakes)
    return journal.step(keep=True)


class Shell:
    """The installed command, as a learner would type it; `shell("start", "aim")`."""

    def __init__(self, folder):
        self.folder = folder
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("SELFGRAD")},
            "SELFGRAD_DB": str(folder / "journal.db"),
            "TZ": "Europe/Paris",
            "PYTHONUTF8": "1",
            "NO_COLOR": "1",
        }

    def run(self, *words, stdin="", **env):
        return subprocess.run(
            [sys.executable, "-m", "selfgrad.cli.capture", *words],
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            env={**self.env, **env},
            cwd=self.folder,
            check=False,
            timeout=120,
        )

    def __call__(self, *words, stdin="", **env):
        done = self.run(*words, stdin=stdin, **env)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def fails(self, *words, code=1, stdin="", **env):
        """What a refused command says."""
        done = self.run(*words, stdin=stdin, **env)
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return done.stderr.decode()

    def json(self, *words, **env):
        return json.loads(self(*words, "--json", **env))

    def id(self, *words, **env):
        """The short id that a command echoes."""
        first = self(*words, **env).splitlines()[0]
        assert first.endswith("]"), first
        return first.rpartition("[")[2][:-1]


@pytest.fixture
def shell(tmp_path):
    return Shell(tmp_path)
