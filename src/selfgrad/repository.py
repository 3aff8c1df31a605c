"""A commit of the learner's own repository as an output."""

from __future__ import annotations

import subprocess

from selfgrad import errors


def commit(revision: str, words: str | None) -> tuple[str, str]:
    """The full hash of a commit, and its subject line unless other words are given."""
    try:
        found = subprocess.run(
            ["git", "log", "-1", "--format=%H%n%s", revision, "--"],
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise errors.NotFound(
            f"There is no commit {revision} here.",
            "Go into the repository, or name a commit that exists.",
        ) from error
    hash, _, subject = found.stdout.strip().partition("\n")
    return hash, words or subject
