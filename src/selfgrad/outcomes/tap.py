"""The Test Anything Protocol, versions 12 to 14 (testanything.org)."""

import re
from typing import NamedTuple

from selfgrad.outcomes.runs import Run, cut_off, unique

_VERSION = re.compile(r"TAP version 1[2-4]")
_PLAN = re.compile(r"1\.\.(\d{1,9})(?: *#.*)?")
_POINT = re.compile(r"( *)(not )?ok(?: +(\d{1,9}))?(?: +-)?(?: +(\S.*))?")
_ASIDE = re.compile(r"(?<!\\)# *(?:skip|todo)", re.IGNORECASE)
_BAIL = re.compile(r" *Bail out[!] *(.*)")
_YAML = re.compile(r"( +)---")


class Point(NamedTuple):
    """One test point; `aside` are those marked skip or to do."""

    depth: int
    number: int
    ok: bool
    aside: bool
    name: str


def tap_runs(lines: list[str]) -> list[Run]:
    """All streams of the output as one: plans add up, and what was planned must have run."""
    kept = _without_yaml(lines)
    points = [(at, point) for at, line in kept if (point := _point(line))]
    plans = [(at, int(found[1])) for at, line in kept if (found := _PLAN.fullmatch(line))]
    versions = [at for at, line in kept if _VERSION.fullmatch(line)]
    top = [point for _, point in points if not point.depth]
    if not (versions or (plans and top) or _numbered(top)):
        return []
    places = [at for at, _ in points] + [at for at, _ in plans] + versions
    executed = [point for point in leaves([point for _, point in points]) if not point.aside]
    bad = [point for point in executed if not point.ok]
    planned = sum(count for _, count in plans) if plans else None if versions else len(top)
    trouble = _trouble(kept, planned, len(top))
    names = unique([point.name for point in bad])
    passed = len(executed) - len(bad)
    return [Run("tap", min(places), max(places), passed, len(bad), names, trouble=trouble)]


def _numbered(top: list[Point]) -> bool:
    """The end of a stream whose plan is lost: at least two points that count on."""
    numbers = [point.number for point in top]
    return len(top) > 1 and numbers[0] > 0 and numbers == list(range(numbers[0], numbers[-1] + 1))


def _trouble(kept: list[tuple[int, str]], planned: int | None, ran: int) -> str:
    for _, line in kept:
        if bail := _BAIL.fullmatch(line):
            return "it bailed out" + (f": {bail[1]}" if bail[1] else "")
    if planned is None:
        return cut_off(ran)
    return "" if planned == ran else f"of {planned} planned tests {ran} ran"


def _point(line: str) -> Point | None:
    found = _POINT.fullmatch(line)
    if not found:
        return None
    said = found[4] or ""
    name = _ASIDE.split(said)[0].strip()
    aside = bool(_ASIDE.search(said))
    return Point(len(found[1]), int(found[3] or 0), not found[2], aside, name or found[3] or "")


def _without_yaml(lines: list[str]) -> list[tuple[int, str]]:
    """Each line with its place, without the indented blocks in which a point says what it found."""
    kept, until = [], ""
    for at, line in enumerate(lines):
        if until:
            inside = line.startswith(until) or not line
            until = "" if not inside or line == f"{until}..." else until
            if inside:
                continue
        if opened := _YAML.fullmatch(line):
            until = opened[1]
        else:
            kept.append((at, line))
    return kept


def leaves(points: list[Point]) -> list[Point]:
    """Each test once: a point that closes indented ones stands for them and is not counted itself.

    It is counted where it failed although none of them did, and where it sets them aside.
    """
    pending: list[Point] = []
    for point in points:
        start = len(pending)
        while start and pending[start - 1].depth > point.depth:
            start -= 1
        inner = pending[start:]
        stands = not inner or point.aside or (not point.ok and all(one.ok for one in inner))
        if inner and point.aside:
            del pending[start:]
        if stands:
            pending.append(point)
        else:
            pending[start:] = [one._replace(depth=point.depth) for one in inner]
    return pending


def failing(lines: list[str]) -> tuple[str, ...]:
    """The names of the tests that failed, without those that failed only through their subtests."""
    points = [point for _, line in _without_yaml(lines) if (point := _point(line))]
    return unique([point.name for point in leaves(points) if not point.ok and not point.aside])


def seen_by_tap(lines: list[str]) -> int:
    return sum(_point(line) is not None for line in lines)
