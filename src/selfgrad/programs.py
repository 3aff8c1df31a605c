"""A program as a criterion: it is given the output, and prints its loss or ends with its exit code.

Which program measures a skill is kept on this device alone, beside the journal's facts and not among
them: nothing that comes from elsewhere, no import and no other's copy of a journal, makes this machine
run anything.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from threading import Thread
from typing import IO, TYPE_CHECKING, NamedTuple

from selfgrad import criteria, errors, losses
from selfgrad.clock import duration, spoken
from selfgrad.loss_words import quote
from selfgrad.own_criteria import BY_HAND, PROGRAM, Output, named

if TYPE_CHECKING:
    from selfgrad.desk import Desk
    from selfgrad.names import Names

LIMIT_MS = 600_000  # how long a program may take unless the skill says otherwise
TAIL = 65_536  # bytes of what it prints that are looked at
ANSWERS = (
    "Its last line is read like a value after `selfgrad loss`, such as 0.3 or 3/10; "
    "what is for the eye goes to standard error."
)


class Program(NamedTuple):
    """An executable on this device: its path, and how long it may take in milliseconds."""

    path: str
    limit_ms: int = LIMIT_MS

    @property
    def name(self) -> str:
        return "".join(c if c.isprintable() else "\ufffd" for c in os.path.basename(self.path))


# which one, on this device -------------------------------------------------------------------------


def at(path: str, limit: str | None = None) -> Program:
    """The program at a path, or of that name on the PATH; NotFound or Refused where it cannot be run."""
    found = os.path.abspath(os.path.expanduser(path))
    if not os.path.isfile(found) and os.path.basename(path) == path:
        found = shutil.which(path) or found
    _check(found)
    return Program(found, LIMIT_MS if limit is None else duration(limit))


def _check(path: str) -> None:
    if not os.path.isfile(path):
        raise errors.NotFound(f"There is no program {_shown(path)}.", "Check its path.")
    if not os.access(path, os.X_OK):
        sentence = f"The program {_shown(path)} may not be run."
        raise errors.Refused(sentence, f"Allow it: `chmod +x {_shown(path)}`.")


def _shown(path: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in path)


def keep(desk: Desk, skill: str, program: Program) -> None:
    """Remember the program of a skill, by its key, on this device."""
    kept = {**program._asdict(), "journal": _file_number(desk)}
    desk.db.run("here_set", key=_key(skill), value=json.dumps(kept))


def kept(desk: Names, skill: str) -> Program:
    """The program of a skill on this device; Refused where none was named here."""
    try:
        found = json.loads(desk.db.scalar("here_get", key=_key(skill)) or "{}")
        if found.get("journal") == _file_number(desk):
            return Program(str(found["path"]), int(found["limit_ms"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    name = desk.called("skill", skill)
    raise errors.Refused(
        f"No program measures {name} on this device yet.",
        f"Name it: `selfgrad skill {shlex.quote(name)} --program FILE`. {BY_HAND}",
    )


def _key(skill: str) -> str:
    return f"{PROGRAM}:{skill}"


def _file_number(desk: Desk) -> int:
    """The number of the journal's file on this disk, which a copy from elsewhere does not have."""
    return 0 if desk.path == ":memory:" else os.stat(desk.path).st_ino


# running it ----------------------------------------------------------------------------------------


def by_program(program: Program, criterion: criteria.Criterion, output: Output) -> losses.Measure:
    """What the program says of an output; Refused, and a sentence, for all that fails."""
    _check(program.path)
    code, printed = _run(program, output)
    lines = printed.split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return named(_answer(program, criterion, code, last), PROGRAM, program.name)


def _answer(
    program: Program, criterion: criteria.Criterion, code: int, last: str
) -> losses.Measure:
    by_code = not last and (criterion.baseline, criterion.goal) == (None, None)
    if code < 0:
        raise errors.Refused(f"{program.name} was ended by {_signal(-code)}.", BY_HAND)
    if by_code:
        measure = losses.plain_loss(min(code, 1))
        return measure._replace(words=f"exit code {code}, {measure.words}")
    if code:
        said = f" after {quote(last)}" if last else ""
        sentence = f"{program.name} failed with exit code {code}{said}."
        raise errors.Refused(sentence, BY_HAND)
    if not last:
        raise errors.Refused(f"{program.name} printed no number.", f"{ANSWERS} {BY_HAND}")
    try:
        return criteria.parse(last, criterion=criterion)
    except errors.BadInput as error:
        sentence = f"The last line of {program.name} is {quote(last)}, which is no loss."
        raise errors.Refused(sentence, f"{ANSWERS} {BY_HAND}") from error


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _run(program: Program, output: Output) -> tuple[int, str]:
    """Its exit code (below 0: a signal) and the end of its standard output; errors go to the terminal."""
    words = [program.path, *filter(None, [output.path])]
    with tempfile.TemporaryFile() as typed:
        typed.write(output.text.encode("utf-8", "replace"))
        typed.seek(0)
        try:
            process = subprocess.Popen(
                words,
                stdin=typed,
                stdout=subprocess.PIPE,
                cwd=os.path.dirname(program.path),
                env={**os.environ, **_about(output)},
                start_new_session=True,  # so that what it started ends with it
            )
        except OSError as error:
            why = (error.strerror or "the system refuses").lower()
            hint = "Its first line has to say what runs it, such as #!/bin/sh."
            sentence = f"{program.name} cannot be run: {why}."
            raise errors.Refused(sentence, f"{hint} {BY_HAND}") from error
    return _followed(process, program)


def _about(output: Output) -> dict[str, str]:
    """What a program is told beside the output."""
    about = {
        "AIM": output.aim,
        "SKILL": output.skill,
        "MEDIUM": output.medium,
        "REFERENCE": output.reference,
    }
    plain = {key: value.encode("utf-8", "replace").decode() for key, value in about.items()}
    return {f"SELFGRAD_{key}": value.replace("\0", " ") for key, value in plain.items()}


def _followed(process: subprocess.Popen[bytes], program: Program) -> tuple[int, str]:
    assert process.stdout is not None
    tail = bytearray()
    reading = Thread(target=_read_tail, args=(process.stdout, tail), daemon=True)
    try:
        reading.start()
        code = process.wait(program.limit_ms / 1000)
    except subprocess.TimeoutExpired as error:
        sentence = f"{program.name} took longer than {_time(program.limit_ms)} and was stopped."
        hint = "Give it longer with `selfgrad skill NAME --program FILE --limit 1h`."
        raise errors.Refused(sentence, f"{hint} {BY_HAND}") from error
    finally:
        if process.poll() is None:  # also after Ctrl-C
            _end(process)
    reading.join(1)  # what it has left running may hold the pipe; its answer is there
    return code, bytes(tail).decode("utf-8", "replace")


def _read_tail(pipe: IO[bytes], tail: bytearray) -> None:
    with pipe:
        while chunk := os.read(pipe.fileno(), TAIL):
            tail += chunk
            del tail[:-TAIL]


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):  # it has ended by itself just now
            os.killpg(process.pid, signal.SIGKILL)
    else:  # Windows
        process.kill()
    process.wait()


def _time(ms: int) -> str:
    return f"{ms / 1000:g} s" if ms < 60_000 else spoken(ms)
