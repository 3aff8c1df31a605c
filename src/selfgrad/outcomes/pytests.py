"""pytest (8 and 9), as it prints on any terminal: plain, -q, -qq, -v, with xdist."""

import re
from bisect import bisect

from selfgrad.outcomes.runs import Run, cut_off, unique

_STARTS = re.compile(r"=+ test session starts =+")
_FINAL = re.compile(r"(?:=+ )?([a-z0-9 ,]+) in \d+\.\d\ds(?: \([^)]*\))?(?: =+)?")
_COUNT = re.compile(r"(\d{1,9}) ([a-z]+)(?: [a-z]+)?")
_SHOWN = re.compile(r"=+ (?:FAILURES|ERRORS) =+")  # what failed, with what it printed
_NAME = re.compile(r"(?:FAILED|ERROR) ([^\[]+?(?:\[.*?\])?)(?: - .*)?")
_AT_TEARDOWN = re.compile(r"_+ ERROR at teardown of .* _+")
_COLLECTING = re.compile(r"_+ ERROR collecting .* _+")
_DOTS = re.compile(r"(\S+\.py )?([.FEsxXRu]+)(?: *\[ *(\d+)%\])?")
_ENDED = r" (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b"
_STATUS = re.compile(_ENDED)
_BY_WORKER = re.compile(r"\[gw\d+\] \[ *\d+%\]" + _ENDED)
_CRASH = re.compile(r"(?:Fatal Python error|Segmentation fault|Killed|Aborted).*")
_KNOWN = {"passed", "failed", "error", "errors", "skipped", "deselected", "xfailed", "xpassed"}
_KNOWN |= {"rerun", "warning", "warnings", "subtests"}

Counts = dict[str, int]
End = tuple[int, int, Counts]  # first line, last line, what the last line says


def pytest_runs(lines: list[str]) -> list[Run]:
    """Sessions that ended in a summary; one quoted inside another's captured output is not counted."""
    ends: list[End] = []
    opened: list[int] = []
    quoted: list[End] = []
    progress = [at for at, line in enumerate(lines) if _shows_progress(line)]
    for at, line in enumerate(lines):
        if line[:1] == "=" and _STARTS.fullmatch(line):
            opened.append(at)
        elif (counts := _final(line)) is None:
            continue
        elif opened:
            end = (opened.pop(), at, counts)
            quoted = [end] if opened else []
            ends += [] if opened else [end]
        else:
            ends.append((_headless(ends, progress, at), at, counts))
    if opened and quoted and _closes(lines, quoted[0][1]):  # what was quoted had no summary
        ends.append((opened.pop(0), *quoted[0][1:]))
        opened = []
    return _runs(lines, ends, opened)


def _closes(lines: list[str], end: int) -> bool:
    """Whether at most a word of make follows."""
    return sum(map(bool, lines[end + 1 :])) <= 2


def _runs(lines: list[str], ends: list[End], opened: list[int]) -> list[Run]:
    last = ends[-1][1] if ends else -1
    if not opened and _last_of(lines, "short test summary info") > last:
        return _without_summary(lines)  # the summaries so far were quoted
    since = [0, *(end + 1 for _, end, _ in ends)]
    runs = [_pytest_run(lines, *end, start) for start, end in zip(since, ends, strict=False)]
    if opened and last < opened[0]:
        seen = seen_by_pytest(lines[opened[0] :])
        runs.append(Run("pytest", opened[0], len(lines) - 1, 0, 0, trouble=cut_off(seen)))
    return runs or _without_summary(lines)


def _final(line: str) -> Counts | None:
    """The counts of a summary such as `== 1 failed, 2 passed in 0.05s ==`, or None."""
    found = _FINAL.fullmatch(line)
    if not found:
        return None
    if found[1] == "no tests ran":
        return {}
    parts = [_COUNT.fullmatch(part) for part in found[1].split(", ")]
    if not all(part and part[2] in _KNOWN for part in parts):
        return None
    return {part[2]: int(part[1]) for part in reversed(parts) if part}


def _headless(ends: list[End], progress: list[int], last: int) -> int:
    """Where a session without a header (-q, or its beginning is lost) began.

    Where nothing ran since the summaries before, those were quoted in this one and are dropped.
    """
    since = bisect(progress, ends[-1][1]) if ends else 0
    if since == len(progress) or progress[since] > last:
        since = 0
        ends.clear()
    return min(progress[since], last) if progress else last


def _shows_progress(line: str) -> bool:
    return bool(_dots(line) or _SHOWN.fullmatch(line) or _verbose(line))


def _dots(line: str) -> str:
    """The letters of a line of progress; a lone E is a line of an assertion."""
    found = _DOTS.fullmatch(line)
    sure = found and (found[1] or found[3] or len(found[2]) > 1)
    return found[2] if found and sure else ""


def _verbose(line: str) -> str:
    """How the test of a line of -v ended, or ""."""
    if line.startswith("[gw"):
        by_worker = _BY_WORKER.match(line)
        return by_worker[1] if by_worker else ""
    path, mark, rest = line.partition("::")
    status = _STATUS.search(rest) if mark and " " not in path else None
    return status[1] if status else ""


def _pytest_run(lines: list[str], first: int, last: int, counts: Counts, since: int) -> Run:
    said = lines[since : last + 1]
    passed = counts.get("passed", 0) + counts.get("xpassed", 0)
    failed, errors = counts.get("failed", 0), counts.get("errors", counts.get("error", 0))
    if not passed + failed and errors <= sum(bool(_COLLECTING.fullmatch(line)) for line in said):
        return Run("pytest", first, last, 0, 0, tuple(_names(said)))
    # a test that passed, or failed, and ended in an error of its teardown is one test
    twice = sum(bool(_AT_TEARDOWN.fullmatch(line)) for line in said)
    names = _names(said)
    both = len(names) - len(set(names))
    within = sum(line.startswith("SUBFAILED") for line in said)  # its test is counted as failed too
    failed = max(failed - within + errors - min(both, twice), 0)
    passed = max(passed - max(twice - both, 0), 0)
    return Run("pytest", first, last, passed, failed, unique(names))


def _last_of(lines: list[str], heading: str) -> int:
    """The last line that is this heading between rules, or -1."""
    places = (at for at in reversed(range(len(lines))) if heading in lines[at])
    return next((at for at in places if lines[at].strip("= ") == heading), -1)


def _names(said: list[str]) -> list[str]:
    start = _last_of(said, "short test summary info")
    found = (_NAME.fullmatch(line) for line in said[start:] if start >= 0)
    return [name[1] for name in found if name]


def _without_summary(lines: list[str]) -> list[Run]:
    """With -qq there are only the dots, to the end, and the names after what failed has shown."""
    dots = ((at, _DOTS.fullmatch(line)) for at, line in enumerate(lines) if line[-6:] == "[100%]")
    end = next((at for at, found in dots if found), None)
    if end is None:
        return []
    counts = _progress(lines[: end + 1])
    counts["failed"] += sum(line.startswith("SUBFAILED") for line in lines)
    return [_pytest_run(lines, 0, len(lines) - 1, counts, 0)]


def _progress(said: list[str]) -> Counts:
    """How the tests ended by the dots and letters that were printed."""
    letters = ""
    for line in said:
        if status := _verbose(line):
            letters += {"PASSED": ".", "XPASS": ".", "FAILED": "F", "ERROR": "E"}.get(status, "s")
        else:
            letters += _dots(_CRASH.sub("", line))
    passed = letters.count(".") + letters.count("X")
    return {"passed": passed, "failed": letters.count("F"), "errors": letters.count("E")}


def seen_by_pytest(lines: list[str]) -> int:
    return sum(_progress(lines).values())
