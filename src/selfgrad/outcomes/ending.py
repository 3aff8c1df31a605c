"""How a process ended, in words, and the line of its output that says most about it."""

import re
from collections.abc import Sequence

from selfgrad.outcomes.plain import sentence

_WINDOWS = {0xC0000005: "access violation", 0xC00000FD: "stack overflow", 0xC000013A: "Ctrl-C"}
_PYTHON = re.compile(
    r"(?:E +)?((?:[A-Za-z_]\w*\.){0,9}[A-Z]\w*(?:Error|Exception|Interrupt|Exit)\b(?:: .*)?)"
)
_COMPILER = re.compile(r" *((?:error(?:\[\w+\])?|fatal error|panic|fatal)(?: TS\d+)?: (?!test failed,).+|\S+\.go:\d+:\d+: .+)")  # fmt: skip
_ELSE = re.compile(
    r" *((?:\S+: )?(?:No module named|Cannot find module|command not found).*"
    r"|\w*Error(?: \[\w+\])?: .*|No tests? .*|Jest: .*|FAIL Required test coverage .*|ERROR: .*)"
)
_DEADLY = re.compile(r"Fatal Python error: .*|signal: \d+, SIG[A-Z0-9]+(?:: [^)]*)?")


def ending(exit_code: int) -> str:
    """
    >>> ending(3), ending(-11), ending(139)
    ('exit code 3', 'ended by SIGSEGV', 'ended by SIGSEGV')
    """
    from signal import Signals  # 2 ms, and only after a command has run

    number = -exit_code if exit_code < 0 else exit_code - 128
    if exit_code < 0 or 128 < exit_code < 160:
        try:
            return f"ended by {Signals(number).name}"
        except ValueError:
            pass
    if exit_code % 2**32 in _WINDOWS:
        return f"exit code 0x{exit_code % 2**32:08X} ({_WINDOWS[exit_code % 2**32]})"
    return f"exit code {exit_code}"


def told(lines: Sequence[str]) -> str:
    """The line that names the error: a deadly one, the last exception, a compiler's first, or ""."""
    for line in lines:
        if found := _DEADLY.search(line):
            return sentence(found[0])
    for line in reversed(lines):
        if found := _PYTHON.fullmatch(line):
            return sentence(found[1])
    for pattern in (_COMPILER, _ELSE):
        for line in lines:
            if found := pattern.fullmatch(line):
                return sentence(found[1])
    return ""
