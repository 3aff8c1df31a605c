"""A cell runs as an ordinary cell, and what it prints, gives or raises is noted beside it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any

from selfgrad.reprs import bounded
from selfgrad.running import TAIL

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from typing import TextIO

    from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

KEPT = 100_000  # characters of what a cell prints that are held until it ends


class _Tail:
    """The end of what is written."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def write(self, text: str) -> None:
        self.parts.append(text[-KEPT:])
        self.length += len(self.parts[-1])
        if self.length > 2 * KEPT:
            self.parts = [self.text()]
            self.length = KEPT

    def text(self) -> str:
        return "".join(self.parts)[-KEPT:]


class Seen:
    """What happened while a cell ran."""

    def __init__(self) -> None:
        self.standard = _Tail()  # what it wrote to standard output
        self.both = _Tail()  # … and to standard error
        self.value: object = None  # of its last expression
        self.error: BaseException | None = None
        self.took_ms = 0

    @property
    def printed(self) -> str:
        return self.standard.text().strip()

    @property
    def came(self) -> object:
        """The exception, else the value of the last expression, else what was printed, else None."""
        if self.error is not None:
            return self.error
        return self.value if self.value is not None else self.printed or None

    @property
    def result(self) -> str:
        """What it printed and what came of it, the end of it kept."""
        last = self.value if self.error is None else self.error
        ended = "" if last is None else bounded(last, TAIL)
        whole = "\n".join(filter(None, (self.both.text().rstrip(), ended)))
        return whole[-TAIL:].encode("utf-8", "replace").decode()


class Watching:
    """Runs the cells of one shell, watched."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell: Any = shell  # most of it has no types

    def run(
        self,
        cell: str,
        after: Callable[[Seen], None],
        foreseen: Callable[[BaseException], bool] = lambda _: False,
    ) -> Coroutine[Any, Any, None] | None:
        """Run a cell as an ordinary one, watched; a coroutine where it awaits something."""
        if self.awaits(cell):
            return self._run_awaited(cell, after, foreseen)
        with self._watched(cell, foreseen) as seen:
            _ended(seen, self.shell.run_cell(cell))
        after(seen)
        return None

    async def _run_awaited(
        self, cell: str, after: Callable[[Seen], None], foreseen: Callable[[BaseException], bool]
    ) -> None:
        with self._watched(cell, foreseen) as seen:
            transformed = self.shell.transform_cell(cell)
            _ended(seen, await self.shell.run_cell_async(cell, transformed_cell=transformed))
        after(seen)

    def awaits(self, cell: str) -> bool:
        try:
            transformed = self.shell.transform_cell(cell)
        except Exception:
            return False
        return bool(self.shell.should_run_async(cell, transformed_cell=transformed))

    @contextmanager
    def _watched(self, cell: str, foreseen: Callable[[BaseException], bool]) -> Iterator[Seen]:
        """What the cell prints is noted and still shown; its value is noted, also before a `;`.

        An exception that nobody foresaw makes the whole a failed cell, so that “Run all” stops.
        """
        hook, outer, seen = sys.displayhook, self.shell.displayhook.exec_result, Seen()
        silent = self._ends_silent(cell)

        def displayed(value: object) -> None:
            if value is not None:
                seen.value = value
            if not silent:
                hook(value)

        sys.displayhook = displayed
        began = perf_counter()
        try:
            with (
                self._noted(sys.stdout, seen.standard, seen.both),
                self._noted(sys.stderr, seen.both),
            ):
                yield seen
        finally:
            seen.took_ms = round((perf_counter() - began) * 1000)
            sys.displayhook = hook
            self.shell.displayhook.exec_result = outer
        if outer is not None and seen.error is not None and not foreseen(seen.error):
            outer.error_in_exec = seen.error

    def _ends_silent(self, cell: str) -> bool:
        ends = self.shell.displayhook.semicolon_at_end_of_expression
        try:
            return bool(ends(self.shell.transform_cell(cell)))
        except Exception:  # what cannot be read is shown as an error anyway
            return False

    @contextmanager
    def _noted(self, stream: TextIO, *tails: _Tail) -> Iterator[None]:
        """Note what is written, the way IPython does: the stream itself stays what it is."""
        write = stream.write

        def noting(text: str, *rest: Any) -> int:
            if not self._shows_by_itself():
                for tail in tails:
                    tail.write(text)
            return write(text, *rest)

        stream.write = noting  # type: ignore[method-assign]
        try:
            yield
        finally:
            stream.write = write  # type: ignore[method-assign]

    def _shows_by_itself(self) -> Any:
        """Whether IPython writes: at a terminal values and tracebacks are printed, too."""
        shell = self.shell
        return (
            shell.displayhook.is_active
            or shell.display_pub.is_publishing
            or shell.showing_traceback
        )


def _ended(seen: Seen, result: ExecutionResult) -> None:
    seen.error = result.error_before_exec or result.error_in_exec
