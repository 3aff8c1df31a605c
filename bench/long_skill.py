"""What the pages of a skill of 20,000 rounds cost: with nothing kept, with all kept, after one more round."""

import os
import random
import tempfile
from collections.abc import Callable
from time import process_time

from insight import Row, alone

from selfgrad.journal import Journal

ROUNDS, SHORT, FEW = 20_000, 4_000, 10
START = 1_600_000_000_000  # UTC milliseconds


def rows(short: bool, data: str | None) -> list[Row]:  # noqa: ARG001  # it needs no records
    """Processor time of everything the journal says of one skill, in one process with numpy there."""
    import numpy  # noqa: F401  # its import is not the numbers'

    many = SHORT if short else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        with _lived(os.path.join(folder, "few.db"), FEW) as journal:
            few = [_taken(lambda: _everything(journal)) for _ in range(2)][1]
            journal.db.remove("worked_out", learner=journal.learner)
            few = min(few, _taken(lambda: _everything(journal)))
        with _lived(os.path.join(folder, "many.db"), many) as journal:
            reading = min(_taken(lambda: journal.read.series("guitar")) for _ in range(5))
            cold = _taken(lambda: _everything(journal))
            kept = min(_taken(lambda: _everything(journal)) for _ in range(5))
            journal.again("0.3")
            series = journal.read.series("guitar")
            one = _taken(lambda: journal.read.fitted("guitar", series))
            again = min(_taken(lambda: journal.read.fitted("guitar", series)) for _ in range(5))
    said = f"{many:,} rounds"
    return [
        Row(f"{said}: reading their rows", f"{reading:.0f} ms", "", None),
        Row(f"{said}: everything, nothing kept", f"{cold:.0f} ms", "at most 2500 ms", cold <= 2500),
        Row(
            f"{said}: everything, all kept, without reading the rows",
            f"{kept - reading:.0f} ms",
            "at most 50 ms",
            kept - reading <= 50,
        ),
        Row(
            f"{said}: one more round beyond what is kept",
            f"{one - again:.1f} ms",
            "under 1 ms of computing, and keeping it",
            None,
        ),
        Row(f"{FEW} rounds: everything", f"{few:.1f} ms", "at most 5 ms", few <= 5),
    ]


def _everything(journal: Journal) -> None:
    """Curve with forecast, verdicts, edge with signs, calibration, now against then, credit."""
    read = journal.read
    read.curve("guitar")
    read.steps("guitar")
    read.edge("guitar")
    read.calibration("guitar")
    read.versus("month", "guitar")
    read.credit("guitar")


def _taken(work: Callable[[], None]) -> float:
    """Milliseconds of processor time."""
    start = process_time()
    work()
    return 1000 * (process_time() - start)


def _lived(path: str, rounds: int) -> Journal:
    """A journal of so many rounds in one skill, a change after every fortieth."""
    moment = iter(range(START, START + 10**12, 5_000_000))
    journal = Journal(path, now=lambda: next(moment))
    rng = random.Random(1)
    with journal.db.transaction():
        journal.start("a prelude", skill="guitar", level="60")
        for n in range(rounds):
            loss = min(1.0, max(0.0, 0.6 * (n + 1) ** -0.15 + rng.gauss(0, 0.05)))
            if n % 40 < 39:
                journal.again(f"{loss:.3f}", expect="0.3")
                continue
            journal.forward("a take")
            journal.loss(f"{loss:.3f}")
            journal.backward("I rushed.", to="tempo")
            journal.step(f"When bar {n} comes, I breathe.", parameter="tempo", anyway=True)
    return journal


if __name__ == "__main__":
    alone(__doc__, rows)
