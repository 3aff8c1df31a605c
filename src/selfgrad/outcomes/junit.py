"""JUnit XML, as pytest, nextest, vitest, jest-junit, gotestsum and many others write it."""

from __future__ import annotations

import re

from selfgrad.outcomes.runs import Run, unique

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from junitparser import JUnitXml, TestCase, TestSuite

_DECLARED = re.compile(r"\s*<\?xml[^>]*\?>")
_DOCUMENT = re.compile(r"<testsuites?[\s>/]")


def junit_run(text: str) -> Run | None:
    """What the report counts, or None where it is no whole JUnit XML."""
    # 40 ms: only where there is a report
    from junitparser import JUnitXml, JUnitXmlError

    plain = _DECLARED.sub("", text.removeprefix("\ufeff"), count=1)
    try:
        root = JUnitXml.fromstring(plain.encode("utf-8", "replace"))
    except (JUnitXmlError, SyntaxError, ValueError, LookupError):  # ParseError is a SyntaxError
        return None
    cases = [case for case in _cases(root) if not case.is_skipped]
    bad = [case for case in cases if case.is_failure or case.is_error]
    names = unique([_name(case) for case in bad])
    return Run("junit", 0, 0, len(cases) - len(bad), len(bad), names)


def _cases(root: JUnitXml | TestSuite) -> Iterator[TestCase]:
    from junitparser import TestSuite

    for suite in [root] if isinstance(root, TestSuite) else root:
        yield from suite  # those of nested suites too


def _name(case: TestCase) -> str:
    return ".".join(part for part in (case.classname, case.name) if part)


def written_in(output: str) -> Run | None:
    """The report that a runner wrote where its output goes."""
    found = _DOCUMENT.search(output)
    end = max(output.rfind(f"</{tag}>") + len(tag) + 3 for tag in ("testsuites", "testsuite"))
    if not found or end <= found.start():
        return None
    return junit_run(output[found.start() : end])
