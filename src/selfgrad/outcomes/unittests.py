"""unittest (Python 3.11 to 3.14), and what prints as it does (Django)."""

import re

from selfgrad.outcomes.runs import Run, unique

_RAN = re.compile(r"Ran (\d{1,9}) tests? in \d+\.\d+s")
_RESULT = re.compile(r"(OK|FAILED|NO TESTS RAN)(?: \((.*)\))?")
_TROUBLED = re.compile(r"(FAIL|ERROR|UNEXPECTED SUCCESS): (\S+)(?: \(([^()]*)\))?.*")
_AROUND = ("setUpClass", "tearDownClass", "setUpModule", "tearDownModule")
_RULE = "=" * 70


def unittest_runs(lines: list[str]) -> list[Run]:
    runs: list[Run] = []
    for at, line in enumerate(lines):
        ran = line.startswith("Ran ") and _RAN.fullmatch(line)
        if not ran:
            continue
        for end in range(at + 1, min(at + 5, len(lines))):
            if result := _RESULT.fullmatch(lines[end]):
                after = runs[-1].last + 1 if runs else 0
                runs.append(_unittest_run(lines, after, end, int(ran[1]), result[2] or ""))
                break
    return runs


def _unittest_run(lines: list[str], after: int, last: int, ran: int, counted: str) -> Run:
    first = next((at for at in range(after, last) if _begins(lines[at])), last)
    counts = {
        word: int(count)
        for word, _, count in (part.partition("=") for part in counted.split(", "))
        if count.isdecimal() and len(count) < 10
    }
    names, around = _troubled(lines[first:last])
    failed = sum(counts.get(word, 0) for word in ("failures", "errors", "unexpected successes"))
    if names:  # each failing subtest is reported; a test fails once
        failed = min(failed, len(names))
    left_out = counts.get("skipped", 0) + counts.get("expected failures", 0)
    passed = max(ran + around - left_out - failed, 0)
    if not passed and names and all("_FailedTest" in name for name in names):
        return Run("unittest", first, last, 0, 0, names)  # nothing could be imported
    return Run("unittest", first, last, passed, failed, names)


def _begins(line: str) -> bool:
    return line == _RULE or bool(line and not line.strip(".FEsxu"))


def _troubled(said: list[str]) -> tuple[tuple[str, ...], int]:
    """The tests that failed, and how many of them are a fixture that is not counted as a test."""
    found = [
        _TROUBLED.fullmatch(line)
        for above, line in zip(["", *said], said, strict=False)
        if above == _RULE
    ]
    names = unique([_dotted(name[2], name[3] or "") for name in found if name])
    return names, sum(name.rpartition(".")[2] in _AROUND for name in names)


def _dotted(method: str, place: str) -> str:
    """`test_a` of `test_x.Case` (3.10) and of `test_x.Case.test_a` (3.11) is the same name."""
    if not place or place.rpartition(".")[2] == method:
        return place or method
    return f"{place}.{method}"


def seen_by_unittest(lines: list[str]) -> int:
    return sum(len(line) for line in lines if len(line) > 1 and _begins(line) and line != _RULE)
