"""Which runner a command starts: only to tell a runner that crashed from a program of its own."""

import re
from collections.abc import Sequence

_RUNNERS = {
    "pytest": "pytest",
    "py.test": "pytest",
    "jest": "jest",
    "vitest": "vitest",
    "cargo-nextest": "nextest",
    "gotestsum": "go",
    "bats": "tap",
}
# programs that start the one named after them
_STARTERS = {"uv", "uvx", "poetry", "pipenv", "hatch", "pdm", "rye", "pixi", "npx", "npm", "pnpm"}
_STARTERS |= {"yarn", "bunx", "env", "time", "timeout", "nice", "coverage", "run", "exec", "dlx"}
_STARTERS |= {"xvfb-run", "sudo", "nohup", "stdbuf", "caffeinate"}
_PYTHON = re.compile(r"(?:python|pypy|py)[0-9.]*w?")
_SHELLS = {"sh", "bash", "zsh", "dash", "fish"}
_VIA = re.compile(r"Running tests via `(.+)`")
_BEFORE_NAME = re.compile(r"-.*|\w+=.*|[0-9.]+[smhd]?|\+\S+")


def runner_of(command: Sequence[str], lines: Sequence[str] = ()) -> str:
    """The runner that the command is sure to start, "" where only the output can say.

    >>> runner_of(["uv", "run", "python", "-m", "pytest"]), runner_of(["make", "test"])
    ('pytest', '')
    """
    words = list(command)
    for at, word in enumerate(words[:50]):
        name = _name_of(word)
        following = words[at + 1 :]
        if name == "unittest" and words[at - 1] == "-m":
            return name
        if runner := _RUNNERS.get(name) or _by_subcommand(name, following, lines):
            return runner
        if name in _SHELLS:
            return _in_shell(following)
        if not _leads_on(name, word, words[at - 1] if at else ""):
            return ""
    return ""


def _name_of(word: str) -> str:
    name = word.replace("\\", "/").rpartition("/")[2].lower()
    for ending in (".exe", ".cmd", ".bat"):
        name = name.removesuffix(ending)
    return name


def _leads_on(name: str, word: str, before: str) -> bool:
    starts = (
        name in _STARTERS or bool(_PYTHON.fullmatch(name)) or bool(_BEFORE_NAME.fullmatch(word))
    )
    return starts or before in (
        "--with",
        "--python",
        "-p",
        "--package",
        "--extra",
        "--group",
        "-X",
        "-W",
    )


def _by_subcommand(name: str, following: list[str], lines: Sequence[str]) -> str:
    first = next((word for word in following if word[:1] not in "-+"), "")
    if name == "cargo":
        return {"test": "cargo", "t": "cargo", "nextest": "nextest"}.get(first, "")
    if name == "go":
        return "go" if first == "test" else ""
    if name in ("node", "nodejs"):
        return "node" if "--test" in following else ""
    if name == "exercism" and first in ("test", "t"):
        via = next((found[1] for line in lines if (found := _VIA.fullmatch(line))), "")
        return runner_of(via.split()) or "exercism"
    return ""


def _in_shell(following: list[str]) -> str:
    """`sh -c "cd api && pytest"`: the first runner of the line."""
    line = following[following.index("-c") + 1] if "-c" in following[:-1] else ""
    parts = (re.split(r"\s*(?:&&|\|\||[;|\n])\s*", line[:10_000]))[:50]
    return next((runner for part in parts if (runner := runner_of(part.split()))), "")
