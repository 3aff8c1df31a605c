"""An installation like anybody's, since the editable one of a checkout starts more slowly."""

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PEERS = ("jrnl", "td-watson")


class Installed:
    """The programs of one environment."""

    def __init__(self, folder: str) -> None:
        self.bin = os.path.join(folder, "bin")
        self.python = os.path.join(self.bin, "python")
        self.selfgrad = os.path.join(self.bin, "selfgrad")


def selfgrad(folder: str) -> Installed:
    """selfgrad from this checkout in an environment of its own, byte-compiled as pip leaves it.

    pip is brought up to date first: until 25.1 it wrote console scripts that import `re` (10 ms).
    """
    made = _environment(os.path.join(folder, "venv"))
    _pip(made, "install", "--upgrade", "pip")
    _pip(made, "install", ROOT)
    _pip(
        made, "uninstall", "-y", "setuptools"
    )  # its .pth file costs every start 1 ms; 3.12 has none
    return made


def checkout() -> Installed:
    """The editable installation that `make run` and `make test` share, if this is its Python."""
    return Installed(sys.prefix)


def peers(folder: str) -> Installed:
    """The other journals and timers that pip can install, kept for the next run."""
    place = os.path.join(folder, "peers")
    if not os.path.exists(os.path.join(place, "installed")):
        _pip(_environment(place), "install", *PEERS)
        with open(os.path.join(place, "installed"), "w", encoding="utf-8"):
            pass
    return Installed(place)


def _environment(place: str) -> Installed:
    subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
    return Installed(place)


def _pip(where: Installed, *arguments: str) -> None:
    command = [where.python, "-m", "pip", "--disable-pip-version-check", "-q", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(
            f"bench: pip could not {' '.join(arguments)}: {done.stderr.strip()[-300:]}"
        )
