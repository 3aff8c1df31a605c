"""The learner's own git repository: a commit as an output, and the commit that something was made in.

Only read; nothing is committed and no hook is installed.
"""

from __future__ import annotations

import os

from selfgrad import errors

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

LONGEST_S = 5  # a repository on a slow disk must not keep a round waiting


def commit(revision: str, words: str | None) -> tuple[str, str]:
    """The full hash of a commit, and its subject line unless other words are given."""
    found = _git("log", "-1", "--format=%H%n%s", revision, "--")
    if found is None:
        raise errors.NotFound(
            f"There is no commit {revision} here.",
            "Go into the repository, or name a commit that exists.",
        )
    hash, _, subject = found.strip().partition("\n")
    return hash, words or subject


def here() -> dict[str, Any]:
    """Where something is being made: `revision`, `branch`, `changed` (tracked files that differ from it).

    {} outside of a repository, and in one without a commit; `branch` is missing on a detached head.
    """
    if not _inside():
        return {}
    found = _git("status", "--porcelain=v2", "--branch", "--untracked-files=no")
    lines = (found or "").splitlines()
    said = dict(line[2:].split(" ", 1) for line in lines if line.startswith("# branch."))
    revision, branch = said.get("branch.oid", "(initial)"), said.get("branch.head", "(detached)")
    if revision == "(initial)":
        return {}
    changed = sum(not line.startswith("#") for line in lines)
    named = {} if branch == "(detached)" else {"branch": branch}
    return {"revision": revision, "changed": changed, **named}


def _inside() -> bool:
    """Whether a folder above has a repository; asking git itself costs 3 ms."""
    try:
        folder = os.getcwd()
    except OSError:  # it was removed
        return False
    while not os.path.exists(os.path.join(folder, ".git")):
        if (above := os.path.dirname(folder)) == folder:
            return False
        folder = above
    return True


def _git(*words: str) -> str | None:
    """What git prints; None where it fails, is not there, or takes too long."""
    import subprocess  # 7 ms, only where a repository is near

    quiet = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(
            ["git", *words],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=True,
            timeout=LONGEST_S,
            env=quiet,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
