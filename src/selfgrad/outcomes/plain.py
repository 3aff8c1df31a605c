"""Output as a terminal gets it, made into plain lines."""

import re

LONGEST_LINE = 4_000  # characters; what a runner says of itself is shorter

# ECMA-48: control sequences (colours, cursor), operating system commands (titles, links), the rest
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]{0,4000}(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]"
)
_LINE_END = re.compile(r"\r+\n")
_OTHERS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def lines(output: str) -> list[str]:
    """The lines without colours; each state of a line that was drawn again (\\r) is one of its own.

    >>> lines("\\x1b[32m1 passed\\x1b[0m in 0.01s\\r\\n 10%\\r100%")
    ['1 passed in 0.01s', ' 10%', '100%']
    """
    ended = _LINE_END.sub("\n", _ESCAPES.sub("", output))
    bare = _OTHERS.sub("", ended.replace("\r", "\n"))
    return [line[:LONGEST_LINE].rstrip() for line in bare.split("\n")]


def sentence(text: str, longest: int = 200) -> str:
    """One printable line of at most `longest` characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[:LONGEST_LINE]).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
