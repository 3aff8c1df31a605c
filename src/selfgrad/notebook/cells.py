"""Cell magics: `%%forward` and `%%predict`."""

from __future__ import annotations

import sys
from asyncio import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from IPython.display import display

from selfgrad import errors, repository
from selfgrad.cli import main, meeting, practice
from selfgrad.cli.verbs import VERBS
from selfgrad.journal import Journal
from selfgrad.notebook.lines import as_magics, words
from selfgrad.notebook.predictions import Outcome, Prediction
from selfgrad.notebook.watching import Seen, Watching

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from selfgrad.desk import Receipt
    from selfgrad.losses import Measure

    Awaited = Coroutine[Any, Any, None] | None

LONGEST_AIM = 100  # characters of a cell's first line
PLACE = ("skill", "project", "expect", "level", "new")
FORWARD = VERBS["start"]._replace(
    name="forward",
    help="run the cell: its code and what came of it are an attempt",
    arguments=tuple(
        (flags, options)
        for flags, options in VERBS["start"].arguments
        if flags[-1].lstrip("-") in PLACE
    ),
    example="%%forward --expect 0.2",
)


class Told(Exception):
    """A refusal before a cell runs: its sentence is shown, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Cells(Watching):
    """The cell magics of one shell."""

    NAMES = ("forward", "predict")

    def forward(self, line: str, cell: str) -> Awaited:
        """%%forward [--expect LOSS] [-s SKILL] [-p PROJECT] [--level LEVEL]

        Runs the cell and keeps its code and what came of it as an attempt of the open round. Where
        none is open, one opens; its aim is the first comment of the cell. Next: `%loss 3/10`.
        """
        with telling():
            round = _get_ready(cell, options(line))

        def after(seen: Seen) -> None:
            if receipt := _keep(cell, seen, round):
                print(*_lines(receipt), sep="\n")

        return self.run(cell, after)

    def predict(self, line: str, cell: str) -> Awaited:
        """%%predict VALUE [--within X]

        VALUE is any Python expression, or plain words: what you expect the last expression to give,
        the cell to print, or an exception to be raised. The cell runs; the surprise is the loss.
        """
        with telling():
            prediction = Prediction(line, self.shell.user_global_ns, self.shell.user_ns)
            round = _get_ready(cell, {})
        if prediction.note:
            print(prediction.note)

        def after(seen: Seen) -> None:
            measure = prediction.against(seen)
            if receipt := _keep(cell, seen, round, measure):
                display(Outcome(prediction, seen, measure, _lines(receipt)))  # type: ignore[no-untyped-call]

        return self.run(cell, after, prediction.foresees)

    def awaited(self, lines: list[str]) -> list[str]:
        """An input transformer: a cell magic of ours over a cell that awaits is awaited itself."""
        name, _, rest = lines[0].strip().partition(" ") if lines else ("", "", "")
        cell = "".join(lines[1:])
        if name not in [f"%%{one}" for one in self.NAMES] or not self.awaits(cell):
            return lines
        return [f"await get_ipython().run_cell_magic{(name[2:], rest.strip(), cell)!r}\n"]


def options(line: str) -> dict[str, Any]:
    """What a line says of the round, as `get_ready` takes it."""
    try:
        args = main.parser(FORWARD).parse_args(words(line))
    except errors.Usage as error:
        raise errors.Usage(error.sentence, "See `%%forward?`.") from None
    if args.db or args.json:
        raise errors.Usage("That is for the command line.", "Another journal: SELFGRAD_DB.")
    return {name: getattr(args, name) for name in PLACE}


@contextmanager
def telling() -> Iterator[None]:
    """What is refused is told in its one sentence."""
    try:
        yield
    except errors.SelfgradError as error:
        raise Told(as_magics(str(error))) from None
    except SystemExit:  # argparse has shown its help
        raise Told("Next: the same without --help.") from None


# around a cell ------------------------------------------------------------------------------------


def _get_ready(cell: str, about: dict[str, Any]) -> str:
    """The round that the cell is an attempt of; what is said as it opens is shown."""
    if not cell.strip():
        raise errors.Usage("There is nothing in the cell.", "Write code below the first line.")
    with Journal() as journal:
        meeting.there(journal)
        practice.settle_left_clock(journal)
        ready = journal.get_ready(aim_of(cell), **about)
    if "round" not in ready.data:  # words set apart, and help is named
        raise Told("\n".join(ready.said))
    for sentence in ready.said:
        if not sentence.startswith("Next:"):  # what is next is already happening
            print(as_magics(sentence))
    return str(ready.data["round"])


def aim_of(cell: str) -> str:
    """The first comment of a cell, or its first line.

    >>> aim_of("import numpy\\n# softmax by hand"), aim_of("\\nx = 1\\ny = 2")
    ('softmax by hand', 'x = 1')
    """
    lines = [line.strip() for line in cell.splitlines()]
    comments = [line.lstrip("# ") for line in lines if line.startswith("#")]
    aim = next(filter(None, [*comments, *lines]), "a cell")
    return aim if len(aim) <= LONGEST_AIM else aim[: LONGEST_AIM - 1] + "…"


def _keep(cell: str, seen: Seen, round: str, measure: Measure | None = None) -> Receipt | None:
    """The attempt; a cell that was stopped by hand is none, and one that ran has run."""
    if isinstance(seen.error, KeyboardInterrupt | CancelledError):
        print("Stopped: this run is no attempt. Next: run it again.", file=sys.stderr)
        return None
    about: dict[str, Any] = {"took_ms": seen.took_ms, "made_in": repository.here()}
    try:
        with Journal() as journal:
            receipt: Receipt = journal.cell(
                cell, seen.result, measure=measure, round=round, **about
            )
    except errors.SelfgradError as error:
        print("The cell has run, and is no attempt.", as_magics(str(error)), file=sys.stderr)
        return None
    return receipt


def _lines(receipt: Receipt) -> list[str]:
    """A receipt in two lines: what was kept, and what is next."""
    first, *others = map(as_magics, receipt.said)
    kept = [f"{first}  [{receipt.id}]" if receipt.id else first, *others[:-1]]
    return [" ".join(kept), *others[-1:]]
