"""jest (29, 30), vitest (3, 4) and node --test (20 to 24; its spec and TAP reporters)."""

import re

from selfgrad.outcomes import tap
from selfgrad.outcomes.runs import Run, unique

_PART = re.compile(r"(\d{1,9}) (failed|passed|skipped|todo|total)")


def _parts(said: str, mark: str) -> dict[str, int]:
    found = (_PART.match(part.strip()) for part in said.split(mark))
    return {part[2]: int(part[1]) for part in found if part}


# ---- jest

_SUITES = re.compile(r"Test Suites: +(.*\btotal)")
_TESTS = re.compile(r"Tests: +(.*\btotal)(?: \|.*)?")
_RAN_ALL = re.compile(r"Ran all test suites.*")
_UNRUN = "● Test suite failed to run"
_HEAD = re.compile(r"(?:FAIL|PASS) +(\S.*?)(?: \([\d.]+ m?s\))?")
_BULLET = re.compile(r" {2}● (\S.*)")
_NO_NAME = ("Test suite failed to run", "Console", "Cannot log after tests are done")


def jest_runs(lines: list[str]) -> list[Run]:
    """One summary for each «Ran all test suites»; on a terminal it is drawn again and again."""
    runs: list[Run] = []
    first, last, suites, tests = 0, -1, "", ""
    for at, line in enumerate(lines):
        if found := _SUITES.fullmatch(line):
            suites = found[1]
        elif suites and (found := _TESTS.fullmatch(line)):
            tests, last = found[1], at
        elif tests and _RAN_ALL.fullmatch(line):
            runs.append(_jest_run(lines, first, at, suites, tests))
            first, suites, tests = at + 1, "", ""
    if tests and " of " not in suites:
        runs.append(_jest_run(lines, first, last, suites, tests))
    return runs


def _jest_run(lines: list[str], first: int, last: int, suites: str, tests: str) -> Run:
    counts = _parts(tests, ",")
    said = lines[first:last]
    unrun = _unrun(said)[: _parts(suites, ",").get("failed", 0)]
    passed, failed = counts.get("passed", 0), counts.get("failed", 0)
    if not passed + failed:
        return Run("jest", _head(lines, first, last), last, 0, 0, tuple(unrun))
    bullets = (_BULLET.fullmatch(line) for line in said)
    named = [found[1] for found in bullets if found and not found[1].startswith(_NO_NAME)]
    names = (*unique(named)[:failed], *unrun)
    return Run("jest", _head(lines, first, last), last, passed, failed + len(unrun), names)


def _head(lines: list[str], first: int, last: int) -> int:
    return next((at for at in range(first, last) if _HEAD.fullmatch(lines[at].strip())), last)


def _unrun(said: list[str]) -> list[str]:
    """The files that broke before any of their tests ran."""
    files, file = [], ""
    for line in said:
        if head := _HEAD.fullmatch(line.strip()):
            file = head[1]
        elif line.strip() == _UNRUN and file:
            files.append(file)
    return list(unique(files))


# ---- vitest

_BEGINS = re.compile(r" *(?:RUN|DEV|RERUN) +(?:v\d|\S).*")
_COUNTED = re.compile(r" *(Test Files|Tests) {2}(\S.*?)(?: \((\d+)\))?")
_FILES_UNRUN = re.compile(r"⎯+ Failed Suites (\d{1,9}) ⎯+")
_FAIL = re.compile(r" *FAIL {2}(\S.*)")


def vitest_runs(lines: list[str]) -> list[Run]:
    """The last summary after each header; on a terminal it is drawn again and again."""
    runs: list[Run] = []
    first, last, files, tests = 0, 0, "", ""
    for at, line in enumerate(lines):
        if line.lstrip().startswith(("RUN ", "DEV ", "RERUN ")) and _BEGINS.fullmatch(line):
            runs += _vitest_run(lines, first, last, files, tests)
            first, files, tests = at, "", ""
        elif ("Test" in line) and (found := _COUNTED.fullmatch(line)):
            last = at
            files, tests = (found[2], "") if found[1] == "Test Files" else (files, found[2])
    return runs + _vitest_run(lines, first, last, files, tests)


def _vitest_run(lines: list[str], first: int, last: int, files: str, tests: str) -> list[Run]:
    if not files or not tests:
        return []
    counts, said = _parts(tests, "|"), lines[first:last]
    headings = [found for line in said if (found := _FILES_UNRUN.fullmatch(line))]
    unrun = min(int(headings[-1][1]) if headings else 0, _parts(files, "|").get("failed", 0))
    passed, failed = counts.get("passed", 0), counts.get("failed", 0)
    names = unique([found[1] for line in said if (found := _FAIL.fullmatch(line))])
    if not passed + failed:
        return [Run("vitest", first, last, 0, 0, names)]
    return [Run("vitest", first, last, passed, failed + unrun, names[: failed + unrun])]


# ---- node --test

_NODE = ("tests", "suites", "pass", "fail", "cancelled", "skipped", "todo", "duration_ms")
_NODE_LINE = re.compile(r"(?:ℹ|#) ([a-z_]+) (\d{1,9})(?:\.\d+)?")
_CROSS = re.compile(r"✖ (.+?) \([\d.]+ms\).*")
_NODE_BEGINS = ("TAP version 13", "✔ ", "✖ ", "▶ ", "﹣ ", "# Subtest: ")


def node_runs(lines: list[str]) -> list[Run]:
    """The eight lines that close each run; above them what ran, below them what failed."""
    ends = [(at, counts) for at in range(len(lines)) if (counts := _node_counts(lines, at))]
    runs: list[Run] = []
    for index, (at, counts) in enumerate(ends):
        after = runs[-1].last + 1 if runs else 0
        begins = (place for place in range(after, at) if lines[place].startswith(_NODE_BEGINS))
        first, last = next(begins, at), at + len(_NODE) - 1
        below = lines[last + 1 : ends[index + 1][0] if index + 1 < len(ends) else len(lines)]
        failed = counts["fail"] + counts["cancelled"]
        names = _crossed(below) or tap.failing(lines[first:at])
        runs.append(Run("node", first, last, counts["pass"], failed, names[:failed]))
    return runs


def _node_counts(lines: list[str], at: int) -> dict[str, int]:
    if not lines[at].startswith(("ℹ tests ", "# tests ")):
        return {}
    block = (_NODE_LINE.fullmatch(line) for line in lines[at : at + len(_NODE)])
    counts = {found[1]: int(found[2]) for found in block if found}
    return counts if tuple(counts) == _NODE else {}


def _crossed(below: list[str]) -> tuple[str, ...]:
    """The failing tests as the spec reporter lists them at its end."""
    if "✖ failing tests:" not in below:
        return ()
    listed = below[below.index("✖ failing tests:") + 1 :]
    return unique([found[1] for line in listed if (found := _CROSS.fullmatch(line))])
