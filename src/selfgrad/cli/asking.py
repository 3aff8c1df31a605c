"""Asking a person at the terminal, and reading what is piped in."""

from __future__ import annotations

import contextlib
import sys

from selfgrad import errors

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterator


class Ended(KeyboardInterrupt):
    """The person has closed the conversation with Ctrl-D: no answer, and not the default."""


class Left(Exception):
    """The conversation is over, and nothing went wrong; everything that was said is kept."""


def interactive() -> bool:
    """Whether there is a person at both ends."""
    return all(end is not None and end.isatty() for end in (sys.stdin, sys.stdout))


def ask(question: str, default: str = "") -> str:
    """One line from the person; Enter takes the default."""
    with contextlib.suppress(ImportError):  # not there on Windows
        import readline  # noqa: F401  # editing and history
    shown = f"{question} [{default}] " if default else f"{question} "
    try:
        return input(shown).strip() or default
    except EOFError:
        print()
        raise Ended from None


def key(question: str, keys: str) -> str:
    """One of `keys` by one keystroke; Enter is the first of them, and any other key is passed over."""
    print(f"{question} ", end="", flush=True)
    while (pressed := _pressed()) not in (*keys, "\r", "\n"):
        pass
    print(pressed if pressed.isprintable() else "")
    return pressed if pressed in keys else keys[0]


def _pressed() -> str:
    """One keystroke, without Enter."""
    try:
        import termios
        import tty
    except ImportError:  # Windows has its own way
        return _pressed_on_windows()
    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    try:
        tty.setcbreak(fd)
        pressed = sys.stdin.read(1)
        if pressed == "\x1b":  # the rest of an arrow key answers nothing
            termios.tcflush(fd, termios.TCIFLUSH)
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
    if pressed in ("", "\x04"):
        print()
        raise Ended
    return pressed.lower()


def _pressed_on_windows() -> str:
    import msvcrt

    return str(msvcrt.getwch()).lower()  # type: ignore[attr-defined]


def yes(question: str, default: bool = False) -> bool:
    """A yes or a no; Enter takes the default."""
    answer = ask(f"{question} [{'Y/n' if default else 'y/N'}]").lower()
    return default if not answer else answer in ("y", "yes", "是", "好")


def lines(prompt: str) -> Iterator[str]:
    """One sentence after the other, until an empty line."""
    try:
        while line := ask(prompt):
            yield line
    except Ended:
        return


def piped(what: str) -> str:
    """All of standard input, as text; bytes that are not UTF-8 are shown as the replacement character."""
    if sys.stdin.isatty():
        print(f"Write {what}; end with Ctrl-D on an empty line.", file=sys.stderr)
    text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    if not text.strip():
        raise errors.BadInput(
            "Nothing came in.", f"Pipe {what} into the command, or leave out the -."
        )
    return text


def text_of(path: str) -> str:
    """The text of a file, or of standard input for "-"."""
    if path == "-":
        return piped("the text")
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise errors.NotFound(f"The file {path}: {reason}.", "Check the path.") from error
