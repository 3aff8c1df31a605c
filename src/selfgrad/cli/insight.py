"""The numbers at the terminal: curve, now against then, calibration, edge, audit."""

from __future__ import annotations

import argparse
import sys

from selfgrad.cli import figures
from selfgrad.journal import Journal

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Page = dict[str, Any]

LONG = 2000  # rounds to work through, from which progress is shown


def curve(journal: Journal, args: argparse.Namespace) -> Page:
    reading = journal.read
    reading.each = _progress()
    name = args.skill or reading.called("skill", reading.skill_now())
    page: Page = reading.curve(name)
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    return _shown(page, figures.curve, args)


def _progress() -> Callable[[int, int], None] | None:
    """One line on a terminal's standard error that moves while a long curve is worked out."""
    if not sys.stderr.isatty():
        return None

    def each(done: int, of: int) -> None:
        if of >= LONG and done % 500 == 0:
            print(f"\rWorking out the curve: {done:,} of {of:,} rounds", end="", file=sys.stderr)

    return each


def vs(journal: Journal, args: argparse.Namespace) -> Page:
    return _shown(journal.read.versus(args.then, args.skill), figures.versus, args)


def calibration(journal: Journal, args: argparse.Namespace) -> Page:
    return _shown(journal.read.calibration(args.skill), figures.calibration, args)


def edge(journal: Journal, args: argparse.Namespace) -> Page:
    return _shown(journal.read.edge(args.skill), figures.edge, args)


def audit(journal: Journal, args: argparse.Namespace) -> Page:
    return _shown(journal.read.audit(), figures.audit, args)


def _shown(page: Page, lines: Callable[[Page], list[str]], args: argparse.Namespace) -> Page:
    if not args.json:
        print("\n".join(lines(page)))
    return page
