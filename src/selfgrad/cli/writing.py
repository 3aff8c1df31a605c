"""A longer text, written in the learner's own editor or line by line.

It lies in a draft beside the journal until it is kept: whatever comes between, it is there the next time.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from contextlib import contextmanager

from selfgrad import errors
from selfgrad.cli import asking

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def written(journal: str, name: str) -> Iterator[str]:
    """A text for a journal (its path), to be kept inside the `with`; its draft goes once that is done."""
    path = _draft(journal, name)
    try:
        _write(path)
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        if not text.strip():
            raise errors.BadInput(
                "Nothing was written.", "The round stays open; write when you like."
            )
        yield text
    except BaseException:
        _say_where(path)
        raise
    os.unlink(path)


def _draft(journal: str, name: str) -> str:
    """The draft of this name, which may hold what was written before; nobody else reads it."""
    folder = os.path.join(os.path.dirname(journal), "drafts")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    plain = "".join(c if c.isalnum() or c in "-." else "-" for c in name)
    path = os.path.join(folder, f"{plain[:60]}.md")
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    return path


def _write(path: str) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if editor and asking.interactive():
        _edit(editor, path)
    else:
        _line_by_line(path)


def _edit(editor: str, path: str) -> None:
    try:
        subprocess.run([*shlex.split(editor), path], check=True)
    except FileNotFoundError as error:
        raise errors.Refused(
            f"There is no editor “{editor}” here.",
            "Name another one in EDITOR, or hand the text in with --file.",
        ) from error
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise errors.Refused(
            f"The editor {editor} ended with an error.", "Write it again, or use --file."
        ) from error


def _line_by_line(path: str) -> None:
    """Each line is in the draft as soon as it is said."""
    with open(path, encoding="utf-8", errors="replace") as file:
        before = file.read()
    print("Write it, a paragraph a line; an empty line ends.")
    if before.strip():
        print(f"You go on after:\n{before.rstrip()}")
    with open(path, "a", encoding="utf-8") as file:
        for line in asking.lines("  ·"):
            file.write(line + "\n\n")
            file.flush()


def _say_where(path: str) -> None:
    """Where the draft lies, if it holds anything."""
    if os.path.exists(path) and os.path.getsize(path):
        print(f"What you wrote is in {path}, and is there the next time.", file=sys.stderr)
    elif os.path.exists(path):
        os.unlink(path)
