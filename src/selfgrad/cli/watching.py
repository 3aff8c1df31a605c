"""Running again whenever a file is saved, until Ctrl-C or `q`.

Whose a change is, nobody can ask the operating system. So:

- a file that is saved while nothing runs is the person's;
- a file that comes new during a run is the command's own, until the person saves it;
- a file that was there and changed during a run may have been saved by the person, so the command runs
  again; what changes in that run too is the command's own from then on, and is named once;
- a file that the person has saved before while nothing ran is the person's for longer: it runs again as
  often as its content is new, up to five runs in succession.

A command that rewrites a file that was there therefore runs twice at the start and once after each save.
What it does not see: a file that the person makes during a run and does not save again after it, and a
file that what the command left in the background writes later, which counts as saved.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import select
import signal
import subprocess
import sys
import tempfile
from hashlib import sha256
from typing import TYPE_CHECKING

from watchfiles import Change, DefaultFilter, watch  # 24 ms

from selfgrad import errors
from selfgrad.cli import asking, child

if sys.platform != "win32":
    import termios
    import tty

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

QUIET = (
    100  # ms without a further change that end a save-all; also how long a key waits to be heard
)
TWICE, OFTEN = 2, 5  # runs in succession in which a file changes that make it the command's own
ARRIVAL = 100  # times QUIET after which a file of our own is no longer waited for
WAITING = "Waiting for a saved file."
KEYS = " Enter runs again, ? keeps a question, q ends."


def saved(
    folder: str,
    run: Callable[[], bool],
    ask: Callable[[str], object],
    ignored: Collection[str] = (),
) -> None:
    """Run once, and again each time a file under `folder` is saved; `run` says whether to go on.

    While it waits: Enter runs again, `?` reads a question and hands it to `ask`, `q` or Ctrl-C ends.
    Where stdin is not a terminal only files count. `ignored` are paths of files and folders, and of all
    that begins like them (journal.db, journal.db-wal), that are never waited for.
    """
    if not os.path.isdir(folder):
        raise errors.NotFound(
            f"There is no folder “{folder}”.", "Go into the folder of your files."
        )
    with contextlib.suppress(KeyboardInterrupt), _Folder(folder, ignored) as files:
        while run():
            if not files.saved_in_the_run() and not _asked_to_run(files, ask):
                return


def _asked_to_run(files: _Folder, ask: Callable[[str], object]) -> bool:
    """Wait for a saved file or a key; whether to run again."""
    has_keys = child.has_keys()
    while True:
        with _keystrokes() if has_keys else contextlib.nullcontext():
            print(WAITING + (KEYS if has_keys else ""), file=sys.stderr, flush=True)
            pressed = _news(files, has_keys)
        if pressed != "?":
            return pressed != "q"
        _ask_for_a_question(ask)


def _ask_for_a_question(ask: Callable[[str], object]) -> None:
    with contextlib.suppress(asking.Ended):
        if question := asking.ask("Question:"):
            try:
                ask(question)
            except errors.SelfgradError as refused:  # that ends no watching
                print(refused, file=sys.stderr)


def _news(files: _Folder, has_keys: bool) -> str:
    """ "?" or "q" when that is pressed, "" for Enter or a saved file."""
    while not files.saved():
        pressed = _pressed() if has_keys else ""
        if pressed in ("\n", "\r"):
            return ""
        if pressed in ("q", "?"):
            return pressed
    return ""


# ---- keys


@contextlib.contextmanager
def _keystrokes() -> Iterator[None]:
    """Every key at once and not shown; the terminal is as it was afterwards, after SIGTERM too."""
    if sys.platform == "win32":
        yield
        return
    before = termios.tcgetattr(child.IN)
    ends = dict.fromkeys((signal.SIGTERM, signal.SIGHUP), signal.default_int_handler)
    with child.heard(ends):
        try:
            tty.setcbreak(child.IN, termios.TCSADRAIN)
            yield
        finally:
            termios.tcsetattr(child.IN, termios.TCSADRAIN, before)


def _pressed() -> str:
    """The key that has been pressed, "" for none; the end of the terminal is a "q"."""
    if sys.platform == "win32":
        import msvcrt

        return str(msvcrt.getwch()).lower() if msvcrt.kbhit() else ""
    key, decoder = "", codecs.getincrementaldecoder("utf-8")("ignore")
    while not key and select.select([child.IN], [], [], 0)[0]:
        byte = os.read(child.IN, 1)  # no more: what is typed ahead belongs to the question
        key = decoder.decode(byte) if byte not in (b"", b"\x04") else "q"
    return key.lower().replace("？", "?")


# ---- files


class _Folder:
    """What is saved in a folder, and whose it is."""

    def __init__(self, folder: str, ignored: Collection[str]) -> None:
        self._root = os.path.realpath(folder)
        self._ignored = tuple(map(os.path.realpath, ignored))
        self._by_default = DefaultFilter()
        self._there: set[str] = set()  # files before the run
        self._successions: dict[str, int] = {}  # in how many of the last runs a file changed
        self._own: set[str] = set()  # the command's
        self._persons: dict[str, bytes] = {}  # and what was in them when they were last seen
        self._runs = 0

    def __enter__(self) -> _Folder:
        self._aside = tempfile.TemporaryDirectory(prefix="selfgrad-")
        self._marks = os.path.realpath(self._aside.name)
        self._ignored += (self._marks,)
        self._changes = watch(
            self._root,
            self._marks,
            watch_filter=None,  # with one, a busy folder that does not count is waited out
            step=QUIET,
            rust_timeout=QUIET,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        )
        try:
            next(self._changes)  # from here on nothing is missed
        except OSError as error:  # Linux watches so many folders and no more
            self._aside.cleanup()
            said = f"The folder “{self._root}” cannot be watched: {error.strerror or error}."
            raise errors.Refused(said, "Go into a smaller folder.") from error
        self._there.update(self._files(self._root))
        return self

    def __exit__(self, *_: object) -> None:
        self._changes.close()
        self._aside.cleanup()

    def _counts(self, path: str) -> bool:
        inside = os.path.relpath(path, self._root)  # a project may lie in a folder named .venv
        return self._by_default(Change.modified, inside) and not path.startswith(self._ignored)

    def _files(self, top: str) -> Iterator[str]:
        for folder, folders, names in os.walk(top):
            folders[:] = [name for name in folders if self._counts(os.path.join(folder, name))]
            paths = (os.path.join(folder, name) for name in names)
            yield from (path for path in paths if self._counts(path))

    def saved(self) -> bool:
        """Whether the person has saved a file while nothing ran; waits for `QUIET` ms."""
        changed = self._changed(next(self._changes))
        self._there |= changed
        self._persons.update((path, _content(path)) for path in changed - self._own)
        self._own -= changed
        return bool(changed)

    def saved_in_the_run(self) -> bool:
        """Whether the person may have saved a file in the run that has just ended."""
        changed = self._changed(self._until_now())
        were = changed & self._there
        self._own |= changed - were
        self._there |= changed
        were -= self._left_out_by_git(were)
        self._successions = {path: self._successions.get(path, 0) + 1 for path in were}
        self._take_for_own({path for path in were - self._own if self._is_often(path)})
        return bool({path for path in were - self._own if self._is_news(path)})

    def _is_often(self, path: str) -> bool:
        return self._successions[path] >= (OFTEN if path in self._persons else TWICE)

    def _take_for_own(self, paths: set[str]) -> None:
        self._own |= paths
        if paths:
            names = ", ".join(sorted(os.path.relpath(path, self._root) for path in paths))
            print(f"Taken for the command's own: {names}.", file=sys.stderr)

    def _is_news(self, path: str) -> bool:
        if path not in self._persons:
            return True
        was, self._persons[path] = self._persons[path], _content(path)
        return was != self._persons[path]

    def _changed(self, changes: Collection[tuple[Change, str]]) -> set[str]:
        """The files among what changed, without those that are gone and our own."""
        paths = {path for _, path in changes if self._counts(path)}
        folders = {path for path in paths if os.path.isdir(path)}
        files = {path for path in paths if os.path.isfile(path)}
        for folder in folders:  # a new one: what came with it was saved before it was watched
            files.update(path for path in self._files(folder) if path not in self._there)
        self._there -= paths - files
        return files

    def _until_now(self) -> set[tuple[Change, str]]:
        """All changes up to this moment: up to that of a file of our own, as they come in order."""
        self._runs += 1
        mark = os.path.join(self._marks, str(self._runs))
        with open(mark, "w", encoding="utf-8"):
            pass
        changes: set[tuple[Change, str]] = set()
        for _ in range(ARRIVAL):
            changes |= next(self._changes)
            if any(path == mark for _, path in changes):
                break
        return changes

    def _left_out_by_git(self, paths: set[str]) -> set[str]:
        """Which of them a repository ignores: built, measured, cached; 3 ms, and none without git."""
        if not paths:
            return set()
        command = ["git", "-C", self._root, "check-ignore", "-z", "--stdin"]
        asked = b"".join(os.fsencode(path) + b"\0" for path in paths)
        try:
            said = subprocess.run(command, input=asked, capture_output=True, check=False).stdout
        except OSError:
            return set()
        return {os.fsdecode(path) for path in said.split(b"\0")}


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return sha256(file.read()).digest()
    except OSError:
        return b""
