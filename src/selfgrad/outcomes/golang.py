"""go test (1.20 to 1.26): packages alone, every test with -v, and -json."""

import re

from selfgrad.outcomes.runs import Run, cut_off, unique

_PACKAGE = re.compile(r"(ok|FAIL|\?) {0,3}\t(\S+)(?:[\t ]+(.*))?")
_STARTED = re.compile(r"=== RUN +(\S+)")
_RESULT = re.compile(r".*?--- (PASS|FAIL|SKIP): (\S+) \(\d+\.\d+s\)")
_NOTHING = "[no tests to run]"
_MARKS = ("=== RUN", "--- PASS", "--- FAIL", "--- SKIP", "ok  \t", "FAIL\t", "?   \t")


def go_runs(lines: list[str]) -> list[Run]:
    events = _events(lines)
    if events:
        return [_from_events(events, len(lines))]
    at = [index for index, line in enumerate(lines) if line.lstrip().startswith(_MARKS)]
    said = [lines[index] for index in at]
    packages = [found for line in said if (found := _PACKAGE.fullmatch(line))]
    if not packages and not any(_STARTED.match(line) for line in said):
        return []
    tests = _tests(lines)
    run = _by_test(tests, packages) if tests else _by_package(said, packages)
    return [run._replace(first=at[0], last=at[-1])]


# ---- every test (-v)


def _tests(lines: list[str]) -> dict[str, str]:
    """What became of each test that started, "" where that is not known; packages are kept apart."""
    tests: dict[str, str] = {}
    package = 0
    for line in lines:
        if started := _STARTED.fullmatch(line):
            tests.setdefault(f"{package} {started[1]}", "")
        elif result := _RESULT.fullmatch(line):
            name = f"{package} {result[2]}"
            if name in tests and tests[name] != "FAIL":  # with -count a failure stays one
                tests[name] = result[1]
        elif _PACKAGE.fullmatch(line):
            package += 1
    return tests


def _by_test(tests: dict[str, str], packages: list[re.Match[str]]) -> Run:
    passed, names = _leaves(tests)
    failed = [name.partition(" ")[2] for name in names]
    broken = [found[2] for found in packages if _unbuilt(found)]
    trouble = ""
    if not packages and "" in tests.values():
        trouble = cut_off(sum(map(bool, tests.values())))
    return Run(
        "go", 0, 0, passed, len(failed) + len(broken), unique(failed + broken), trouble=trouble
    )


def _leaves(tests: dict[str, str]) -> tuple[int, list[str]]:
    """How many passed and which failed: a test with subtests is counted through them, once.

    One that failed although none of its subtests did, failed by itself.
    """
    parents = {upper for name in tests for upper in _above(name)}
    bad = [name for name, result in tests.items() if result in ("FAIL", "")]
    above = {upper for name in bad for upper in _above(name)}
    passed = sum(result == "PASS" and name not in parents for name, result in tests.items())
    return passed, [name for name in bad if name not in above]


def _above(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


# ---- packages alone


def _by_package(said: list[str], packages: list[re.Match[str]]) -> Run:
    """Without -v go prints a package's result and its failing tests, not how many passed."""
    ran = [found for found in packages if _ran(found)]
    failed = sum(found[1] == "FAIL" for found in ran)
    results = [found for line in said if (found := _RESULT.fullmatch(line))]
    bad = [found[2] for found in results if found[1] == "FAIL"]
    above = {upper for name in bad for upper in _above(name)}
    names = [name for name in bad if name not in above]
    names += [found[2] for found in packages if _unbuilt(found)]
    if ran and all(_unbuilt(found) for found in ran):
        return Run("go", 0, 0, 0, 0, unique(names), "packages")
    return Run("go", 0, 0, len(ran) - failed, failed, unique(names), "packages")


def _ran(found: re.Match[str]) -> bool:
    return found[1] in ("ok", "FAIL") and _NOTHING not in (found[3] or "")


def _unbuilt(found: re.Match[str]) -> bool:
    return found[1] == "FAIL" and (
        "[build failed]" in (found[3] or "") or "[setup failed]" in (found[3] or "")
    )


# ---- -json


def _events(lines: list[str]) -> list[dict[str, object]]:
    """What `go test -json` says of tests and packages, one object a line."""
    import json  # 2 ms, for this format

    events = []
    for line in lines:
        if line.startswith("{") and '"Action":' in line and '"Action":"output"' not in line:
            try:
                event = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(event, dict) and isinstance(event.get("Package"), str):
                events.append(event)
    return events


def _from_events(events: list[dict[str, object]], lines: int) -> Run:
    tests: dict[str, str] = {}
    packages: dict[str, str] = {}
    for event in events:
        package, test, action = (str(event.get(key, "")) for key in ("Package", "Test", "Action"))
        results = {"pass": "PASS", "fail": "FAIL", "skip": "SKIP"}
        if test and (action == "run" or action in results):
            tests[f"{package} {test}"] = results.get(action, "")
        elif not test and action in results:
            packages[package] = "built" if not event.get("FailedBuild") else "unbuilt"
        elif not test:
            packages.setdefault(package, "")
    passed, names = _leaves(tests)
    failed = [name.partition(" ")[2] for name in names]
    broken = [package for package, state in packages.items() if state == "unbuilt"]
    trouble = "" if all(packages.values()) else cut_off(sum(map(bool, tests.values())))
    bad = len(failed) + (len(broken) if tests else 0)
    return Run("go", 0, lines - 1, passed, bad, unique(failed + broken), trouble=trouble)


def seen_by_go(lines: list[str]) -> int:
    return sum(bool(_RESULT.fullmatch(line)) for line in lines)


def unwrapped(lines: list[str]) -> list[str]:
    """The text that `-json` wraps in events, among the lines that are none."""
    import json

    plain = []
    for line in lines:
        if line.startswith("{") and '"Output":' in line:
            try:
                event = json.loads(line)
            except (ValueError, RecursionError):
                continue
            line = str(event.get("Output", "")).rstrip()
        plain.append(line)
    return plain
