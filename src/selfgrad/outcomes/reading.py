"""From a command, its output and its exit code to what became of it."""

from collections.abc import Callable, Sequence

from selfgrad.outcomes import commands, golang, javascript, plain, pytests, rust, tap, unittests
from selfgrad.outcomes.ending import ending, told
from selfgrad.outcomes.junit import junit_run, written_in
from selfgrad.outcomes.runs import MOST_NAMES, Outcome, Run, cut_off, outermost, unique

Lines = list[str]
FINDERS: tuple[Callable[[Lines], list[Run]], ...] = (
    pytests.pytest_runs,
    unittests.unittest_runs,
    golang.go_runs,
    rust.cargo_runs,
    rust.nextest_runs,
    javascript.jest_runs,
    javascript.vitest_runs,
    javascript.node_runs,
    tap.tap_runs,
)
SEEN: dict[str, Callable[[Lines], int]] = {
    "pytest": pytests.seen_by_pytest,
    "unittest": unittests.seen_by_unittest,
    "go": golang.seen_by_go,
    "nextest": rust.seen_by_nextest,
    "node": tap.seen_by_tap,
    "tap": tap.seen_by_tap,
}
BY_EXIT_CODE = ("", "exercism")  # what they start may be any program


def read(command: Sequence[str], output: str, exit_code: int, report: str | None = None) -> Outcome:
    """What became of a command: tests counted by its runner's own summary, else its exit code.

    `output` is stdout and stderr as they came, or their last part; `report` the text of a JUnit XML
    or TAP file, which comes before the output. `exit_code` is negative or 128 + n for a signal.
    """
    lines = plain.lines(output)
    named = commands.runner_of(command, lines)
    runs = _reported(report) or _printed(lines, output, named)
    if runs:
        return _counted(runs, lines, exit_code)
    if report is not None:
        return Outcome(
            "report", 0, 0, f"no report that can be read: {ending(exit_code)}", exit_code=exit_code
        )
    if named in BY_EXIT_CODE:
        reason = ending(exit_code) if exit_code else ""
        return Outcome(named, 0, 0, reason, exit_code=exit_code)
    seen = SEEN[named](lines) if named in SEEN else 0
    reason = _why(_uncounted(seen, exit_code), lines, exit_code)
    return Outcome(named, 0, 0, reason, exit_code=exit_code)


def _uncounted(seen: int, exit_code: int) -> str:
    """What can be said of a runner without a summary."""
    if seen or ending(exit_code).startswith("ended by"):
        return cut_off(seen)
    return "no test ran" if exit_code else "no test was seen in its output"


def _reported(report: str | None) -> list[Run]:
    """What the report says; one that is empty or cut off says nothing."""
    if not report:
        return []
    if report.lstrip("\ufeff \t\r\n").startswith("<"):
        run = junit_run(report)
        return [run] if run else []
    return tap.tap_runs(plain.lines(report))


def _printed(lines: Lines, output: str, named: str) -> list[Run]:
    """The summaries in the output; where the command names a runner, only that one's."""
    runs = outermost([run for find in FINDERS for run in find(lines)])
    if named not in BY_EXIT_CODE:
        own = [run for run in runs if run.runner == named]
        runs = own or [run for run in runs if run.runner == "tap"]
    if not runs and "<testsuite" in output:
        written = written_in(output)
        return [written] if written else []
    return runs


def _counted(runs: list[Run], lines: Lines, exit_code: int) -> Outcome:
    failed = sum(run.failed for run in runs)
    executed = failed + sum(run.passed for run in runs)
    trouble = next((run.trouble for run in runs if run.trouble), "")
    kinds = {run.of for run in runs}
    return Outcome(
        runner=", ".join(unique([run.runner for run in runs])),
        executed=executed,
        failed=failed,
        reason=_reason(trouble, executed, failed, lines, exit_code),
        failures=tuple(plain.sentence(name) for run in runs for name in run.names)[:MOST_NAMES],
        of=kinds.pop() if len(kinds) == 1 else "tests",
        exit_code=exit_code,
    )


def _reason(trouble: str, executed: int, failed: int, lines: Lines, exit_code: int) -> str:
    """Why the count does not stand, "" where it does."""
    if trouble:
        return _why(trouble, lines, exit_code)
    if not executed:
        return _why("no test ran", lines, exit_code)
    if exit_code and not failed:
        return _why("no test failed, and yet it did not end well", lines, exit_code)
    return ""


def _why(what: str, lines: Lines, exit_code: int) -> str:
    said = told(golang.unwrapped(lines)) if exit_code else ""
    return plain.sentence(f"{what}: {ending(exit_code)}{f', {said}' if said else ''}", 400)
