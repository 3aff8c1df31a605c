"""cargo test (Rust 1.95) and cargo nextest (0.9)."""

import re

from selfgrad.outcomes.runs import Run, cut_off, unique

# ---- cargo test: one summary a test program, one for the examples in the documentation

_RUNNING = re.compile(r"running (\d+) tests?")
_RESULT = re.compile(r"test result: (?:ok|FAILED)\. (\d{1,9}) passed; (\d{1,9}) failed; .*")
_NEXT_PROGRAM = re.compile(
    r" +(?:Running \S.*\(.*\)|Doc-tests \S+)|error: test failed, to rerun .*"
)
_DONE = re.compile(r"test .+ \.\.\. (?:ok|FAILED)\b.*")


def cargo_runs(lines: list[str]) -> list[Run]:
    """A program's summary quoted in what another shows of a failing test is not counted."""
    runs: list[Run] = []
    opened: list[int] = []
    for at, line in enumerate(lines):
        if opened and _NEXT_PROGRAM.fullmatch(line):
            runs.append(_broken(lines, opened[0], at))
            opened = []
        elif _RUNNING.fullmatch(line):
            opened.append(at)
        elif result := _RESULT.fullmatch(line):
            first = opened.pop() if opened else at
            if not opened:
                passed, failed = int(result[1]), int(result[2])
                runs.append(Run("cargo", first, at, passed, failed, _listed(lines, at)))
    if opened:
        runs.append(_broken(lines, opened[0], len(lines) - 1))
    return runs


def _broken(lines: list[str], first: int, last: int) -> Run:
    """A test program that ended before its summary."""
    seen = sum(bool(_DONE.fullmatch(line)) for line in lines[first:last])
    return Run("cargo", first, last, 0, 0, trouble=cut_off(seen))


def _listed(lines: list[str], result: int) -> tuple[str, ...]:
    """The last list under `failures:`, which stands right above the result."""
    names: list[str] = []
    for at in range(result - 1, -1, -1):
        line = lines[at]
        if line.startswith("    "):
            names.append(line.strip())
        elif line:
            return unique(names[::-1]) if line == "failures:" else ()
    return ()


# ---- nextest

_SUMMARY = re.compile(r" *Summary \[ *[\d.]+s\] (?:(\d+)/)?(\d+) tests? run: (.+)")
_STARTING = re.compile(r" *Starting \d+ tests? across .*")
_FAILED = "error: test run failed"
_ASIDE = re.compile(r" \([^)]*\)")
_STATUS = re.compile(r" *([A-Z][A-Z0-9 +-]*) \[ *[\d.]+s\] (?:\( *\d+/\d+\) )?(\S.*)")
_BAD = re.compile(r"FAIL(?: \+ LEAK)?|LEAK-FAIL|XFAIL|TIMEOUT|ABORT|SIG[A-Z0-9]+|TRY \d+ (?:FAIL|FL\+LK|LKFAIL|TMT|SIG[A-Z0-9]+|ABORT)")  # fmt: skip


def nextest_runs(lines: list[str]) -> list[Run]:
    """A run from its first line to its last, with the outputs that it shows of what failed."""
    found = [(at, _SUMMARY.fullmatch(line)) for at, line in enumerate(lines) if "Summary" in line]
    ends = [(at, match) for at, match in found if match]
    runs: list[Run] = []
    for index, (at, match) in enumerate(ends):
        since = runs[-1].last + 1 if runs else 0
        until = ends[index + 1][0] if index + 1 < len(ends) else len(lines)
        first = next((place for place in range(since, at) if _STARTING.fullmatch(lines[place])), at)
        last = next((place for place in range(at, until) if lines[place] == _FAILED), at)
        counts = _counts(match[3])
        failed = sum(counts.get(word, 0) for word in ("failed", "exec failed", "timed out"))
        names = unique(_statuses(lines[at:until]) or _statuses(lines[since:at]))[:failed]
        runs.append(Run("nextest", first, last, counts.get("passed", 0), failed, names))
    return runs


def _counts(said: str) -> dict[str, int]:
    parts = (part.partition(" ") for part in _ASIDE.sub("", said).split(", "))
    return {word: int(count) for count, _, word in parts if count.isdecimal() and len(count) < 10}


def _statuses(lines: list[str]) -> list[str]:
    found = (_STATUS.fullmatch(line) for line in lines)
    return [status[2] for status in found if status and _BAD.fullmatch(status[1].strip())]


def seen_by_nextest(lines: list[str]) -> int:
    return sum(bool(_STATUS.fullmatch(line)) for line in lines)
