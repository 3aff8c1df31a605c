"""Running a command with its output passed through unchanged, and keeping the end of that output.

Each of our ends decides what the command gets for its own: a pipe for a pipe or a file, a
pseudo-terminal for a terminal, so that colours, progress bars and the window's size are as without us.
With a terminal at all three ends the command has a session of its own there, and every key is its own,
Ctrl-C, Ctrl-\\ and Ctrl-D included. Ctrl-Z too: a program with job control, such as a shell, suspends
its jobs by it, any other one goes on, since nobody in its session could wake it again.

Known limits. What a command leaves in the background may run on, but its output is no longer read; on a
terminal it loses that terminal and with it its life, unless it was started with nohup or setsid. Two
pipes have no common order: what the command writes to both at once is kept in the order in which it was
read. On Windows there is no pseudo-terminal: the command writes to pipes, without colours, and nobody
has tried it there.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from selfgrad import errors
from selfgrad.cli.screen import plain, tail

if sys.platform != "win32":
    import pty
    import termios
    import tty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType
    from typing import IO

    Handlers = Mapping[signal.Signals, Callable[[int, FrameType | None], None]]

__all__ = ["OUTPUT", "Ended", "has_keys", "heard", "plain", "run", "tail"]

OUTPUT = 1_000_000  # bytes of output that are kept, the last ones
LINGER = 0.2  # s to wait for the end of the output after the command has ended
LEFT_BEHIND = 1_048_576  # bytes read after that end: what a pipe holds at most, Linux unasked
CHUNK = 65_536  # bytes at a time: what a pipe holds as a rule
IN, OUT, ERR = 0, 1, 2


class Ended(NamedTuple):
    """How a command ended.

    `exit_code` as a shell says it (128 + n for a signal n); `output` the last `OUTPUT` bytes of stdout
    and stderr as they came, as text; `interrupted` whether the person pressed Ctrl-C, or a signal asked
    this process to end; `took_ms` on a clock that is never set.
    """

    exit_code: int
    output: str
    interrupted: bool
    took_ms: int


def run(command: Sequence[str]) -> Ended:
    """Run a command with our own stdin, stdout and stderr, unchanged, and wait for its end.

    SIGTERM and SIGHUP are passed on to it; so is a second SIGINT, as the first one, from Ctrl-C, has
    reached it by itself. A command that is not there is NotFound, one that may not be run is Refused,
    before anything else has happened.
    """
    if not command:
        raise errors.Usage("There is no command to run.", "Say it, such as `pytest -q`.")
    sys.stdout.flush()
    sys.stderr.flush()
    passing = _Passing() if sys.platform != "win32" else _Piping()
    began = time.monotonic_ns()
    code = passing.run(command)
    took = (passing.ended - began) // 1_000_000
    return Ended(code, passing.kept.text(), passing.interrupted, took)


def _started(command: Sequence[str], **ends: object) -> subprocess.Popen[bytes]:
    """The command as a process, or one sentence about why there is none."""
    try:
        return subprocess.Popen(command, **ends)  # type: ignore[call-overload, no-any-return]
    except (OSError, ValueError) as error:
        raise _why_not(command[0], error) from error


def _why_not(name: str, error: Exception) -> errors.SelfgradError:
    found = shutil.which(name) or os.path.dirname(name)
    if isinstance(error, FileNotFoundError) and shutil.which(name):
        said = f"The first line of “{name}” names a program that is not there."
        return errors.Refused(said, "Put its path right.")
    if isinstance(error, FileNotFoundError) or (isinstance(error, PermissionError) and not found):
        said = f"There is no command “{name}”."
        return errors.NotFound(said, "Check the spelling, or its folder.")
    if isinstance(error, PermissionError):
        return errors.Refused(f"“{name}” may not be run.", f"Check it, or say `chmod +x {name}`.")
    if isinstance(error, OSError):  # a text without a first line such as #!/bin/sh, too many words
        return errors.Refused(f"“{name}” cannot be run: {error.strerror}.", "Check the command.")
    said = "No command can have such a character in its words."  # a zero byte, half a character
    return errors.BadInput(said, "Type the command anew.")


def has_keys() -> bool:
    """Whether stdin is a terminal that is ours to read from; it is not in the background (`… &`)."""
    try:
        return os.isatty(IN) and (sys.platform == "win32" or os.tcgetpgrp(IN) == os.getpgrp())
    except OSError:  # a terminal that does not control us
        return False


class _Kept:
    """The end of what was written, in bounded memory."""

    def __init__(self) -> None:
        self.bytes = bytearray()

    def add(self, data: bytes) -> None:
        self.bytes += data
        if len(self.bytes) > 2 * OUTPUT:
            del self.bytes[:-OUTPUT]

    def text(self) -> str:
        return self.bytes[-OUTPUT:].decode("utf-8", errors="replace")


class _Passing:
    """One command between our ends and its own (POSIX)."""

    def __init__(self) -> None:
        self.kept = _Kept()
        self.interrupted = False
        self.ended = 0  # ns
        self.child: subprocess.Popen[bytes] | None = None
        self.whole = all(map(os.isatty, (OUT, ERR))) and has_keys()
        self.outs: dict[int, int] = {}  # where the command's output is read: where it is written
        self.read_out: list[int] = []  # those of them that have come to their end
        self.terminals: list[int] = []  # those that are pseudo-terminals
        self.typed = b""  # on its way to the command
        self.listening = self.whole

    def run(self, command: Sequence[str]) -> int:
        self.wake, waker = os.pipe()
        for end in (self.wake, waker):
            os.set_blocking(end, False)
        before = signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        try:
            with heard(self._handlers()):
                self._start(command)
                with _raw(IN) if self.whole else contextlib.nullcontext():
                    return self._until_the_end()
        finally:
            signal.set_wakeup_fd(before)
            for end in (self.wake, waker, *self.outs, *self.read_out):
                os.close(end)

    # ---- its ends

    def _start(self, command: Sequence[str]) -> None:
        out = self._end(OUT)
        err = out if os.path.samestat(os.fstat(OUT), os.fstat(ERR)) else self._end(ERR)
        session = partial(os.login_tty, out) if self.whole else None
        try:
            self.child = _started(command, stdout=out, stderr=err, preexec_fn=session)
        finally:
            for end in {out, err}:
                os.close(end)

    def _end(self, ours: int) -> int:
        """What the command writes to instead of our stdout or stderr."""
        if not os.isatty(ours):
            theirs, end = os.pipe()
        else:
            theirs, end = pty.openpty()
            settings = termios.tcgetattr(ours)
            if not self.whole:  # ours is not raw: it makes \r\n of \n itself
                settings[1] &= ~termios.OPOST
            termios.tcsetattr(end, termios.TCSANOW, settings)
            self.terminals.append(theirs)
        self.outs[theirs] = ours
        self._resize()
        if self.whole:
            os.set_blocking(theirs, False)  # a command that does not read must not stop its output
        return end

    def _resize(self) -> None:
        for terminal in self.terminals:
            with contextlib.suppress(OSError, termios.error):  # it has gone meanwhile
                termios.tcsetwinsize(terminal, termios.tcgetwinsize(OUT if os.isatty(OUT) else ERR))

    # ---- signals

    def _handlers(self) -> Handlers:
        return {
            signal.SIGINT: self._from_a_key,
            signal.SIGQUIT: self._from_a_key,
            signal.SIGTERM: self._asked_to_end,
            signal.SIGHUP: self._asked_to_end,
            signal.SIGWINCH: self._window_changed,
            signal.SIGCHLD: lambda *_: None,  # it wakes select
        }

    def _from_a_key(self, number: int, _frame: FrameType | None) -> None:
        """The terminal tells all in our process group, so the command knows; the second time we tell it."""
        if self.interrupted or self.whole:
            self._send(number)
        self.interrupted = True

    def _asked_to_end(self, number: int, _frame: FrameType | None) -> None:
        self._send(number)
        self.interrupted = True

    def _window_changed(self, number: int, _frame: FrameType | None) -> None:
        self._resize()
        if not self.whole:  # a terminal of its own tells it by itself
            self._send(number)

    def _send(self, number: int) -> None:
        if self.child is None or self.child.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if self.whole else os.kill)(self.child.pid, number)

    # ---- passing on

    def _until_the_end(self) -> int:
        assert self.child is not None
        while self.child.poll() is None:
            self._pass_on(self._ready())
        code = self.child.wait()
        self.ended = time.monotonic_ns()
        self._drain()
        return code if code >= 0 else 128 - code

    def _ready(self) -> list[int]:
        """Wait until something can be read, or a signal has come; what is typed is passed on."""
        listening = [IN] if self.listening and not self.typed else []
        waiting = [self.terminals[0]] if self.typed else []
        ready, writable, _ = select.select([*self.outs, self.wake, *listening], waiting, [])
        if self.wake in ready:
            _read(self.wake)
        if writable:
            self._type()
        if IN in ready:
            self._listen()
        return ready

    def _drain(self) -> None:
        """The rest of the output; whoever else holds it open is not waited for."""
        deadline, left = time.monotonic() + LINGER, LEFT_BEHIND
        while self.outs and left > 0:
            wait = max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select([*self.outs], [], [], wait)
            if not ready:
                return
            left -= self._pass_on(ready)

    def _pass_on(self, ready: Sequence[int]) -> int:
        """Read what is ready and write it where it belongs; how many bytes it was."""
        count = 0
        for end in [end for end in self.outs if end in ready]:
            data = _read(end)
            if data is None:
                continue
            self.kept.add(data)
            count += len(data)
            if (
                not data
            ):  # kept open: a terminal that is closed before the command ends would kill it
                self.read_out.append(end)
                del self.outs[end]
            elif not _written(self.outs[end], data):
                self._hang_up(end)
        return count

    def _hang_up(self, end: int) -> None:
        """Our reader has gone: the command learns it as we did, by SIGPIPE or SIGHUP."""
        del self.outs[end]
        os.close(end)
        if end in self.terminals:
            self.terminals.remove(end)
            self.listening, self.typed = False, b""

    def _listen(self) -> None:
        typed = _read(IN)
        self.listening, self.typed = typed != b"", typed or b""
        if self.typed:
            settings = termios.tcgetattr(self.terminals[0])
            heeded = settings[3] & termios.ISIG and settings[6][termios.VINTR] in self.typed
            self.interrupted = self.interrupted or bool(heeded)

    def _type(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self.typed = self.typed[os.write(self.terminals[0], self.typed) :]


@contextlib.contextmanager
def heard(handlers: Handlers) -> Iterator[None]:
    """Handle signals for a while, but those that we were told to ignore (nohup)."""
    before = {n: signal.getsignal(n) for n in handlers}
    try:
        for number, handler in handlers.items():
            if before[number] is not signal.SIG_IGN:
                signal.signal(number, handler)
        yield
    finally:
        for number, handler_before in before.items():
            signal.signal(number, handler_before)


@contextlib.contextmanager
def _raw(terminal: int) -> Iterator[None]:
    """Every key as it is; afterwards the terminal is as it was, and what was typed ahead is kept."""
    before = termios.tcgetattr(terminal)
    try:
        tty.setraw(terminal, termios.TCSADRAIN)
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _read(end: int) -> bytes | None:
    """What is there to read; b"" at the end, which Linux calls an error on a terminal; None: nothing yet."""
    try:
        return os.read(end, CHUNK)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _written(end: int, data: bytes) -> bool:
    """Whether all of it could be written; otherwise the reader has gone."""
    while data:
        try:
            data = data[os.write(end, data) :]
        except BlockingIOError:
            select.select([], [end], [])
        except OSError:
            return False
    return True


class _Piping:
    """One command whose output comes through pipes, for where there is no pseudo-terminal (Windows)."""

    def __init__(self) -> None:
        self.kept = _Kept()
        self.interrupted = False
        self.ended = 0  # ns

    def run(self, command: Sequence[str]) -> int:
        import threading  # there select cannot wait for a pipe

        child = _started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        ends = ((child.stdout, OUT), (child.stderr, ERR))
        pumps = [threading.Thread(target=self._pump, args=ends_, daemon=True) for ends_ in ends]
        for pump in pumps:
            pump.start()
        code = self._waited(child)
        self.ended = time.monotonic_ns()
        for pump in pumps:
            pump.join(LINGER)
        return code if code >= 0 else 128 - code

    def _waited(self, child: subprocess.Popen[bytes]) -> int:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:  # the console has told the command as well
                self.interrupted = True

    def _pump(self, theirs: IO[bytes], ours: int) -> None:
        with theirs:
            while data := _read(theirs.fileno()):
                self.kept.add(data)
                if not _written(ours, data):
                    return
