"""A longer text, written in the learner's own editor; what was saved there is never lost."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile

from selfgrad import errors
from selfgrad.cli import asking


def written(name: str) -> str:
    """The text that was saved in $VISUAL or $EDITOR; where there is neither, line by line.

    A text that cannot be read back stays where it is, and its place is said.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor or not asking.interactive():
        print("Write it, a paragraph a line; an empty line ends.")
        return _some("\n\n".join(asking.lines("  ·")))
    folder = tempfile.mkdtemp(prefix="selfgrad-")  # mode 0700: nobody else reads along
    path = os.path.join(folder, "".join(c if c.isalnum() or c in "-." else "-" for c in name)[-80:])
    with open(path, "x", encoding="utf-8"):
        pass
    try:
        subprocess.run([*shlex.split(editor), path], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise errors.Refused(
            f"The editor {editor} ended with an error; what was saved is in {path}.",
            f"Hand it in with --file {path}.",
        ) from error
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    os.unlink(path)
    os.rmdir(folder)
    return _some(text)


def _some(text: str) -> str:
    if not text.strip():
        raise errors.BadInput("Nothing was written.", "The round stays open; write when you like.")
    return text
