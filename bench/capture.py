"""The price of one line: the floor, `selfgrad log`, the other one-line verbs, other people's tools."""

import json
import os
import shutil
import subprocess
import time
from functools import partial
from typing import NamedTuple

import journals
from installing import Installed, checkout
from measuring import Contestant, environment

HERE = os.path.dirname(os.path.abspath(__file__))
MODULE = "selfgrad.cli.capture"
SENTENCE = "I read the minus sign as a plus."
FLOOR = "floor"
BARE = "bare"
CAPTURE = "log, 1,000"
TARGET = 1.7  # times the floor
GROWTH = 1.15  # a large journal against a small one


class Row(NamedTuple):
    """One line of the table: a contestant, what it is compared with, and what is asked of it."""

    what: str
    entries: str
    command: str
    name: str
    base: str | None = None
    most: float | None = None  # times the base
    most_over: float | None = None  # ms more than bare Python


def own(installed: Installed, folder: str, big: str) -> list[Contestant]:
    """selfgrad and its floors, each with a journal of its own."""
    small = journals.journal(folder, 1000)

    def own_copy(name: str) -> dict[str, str]:
        return {"SELFGRAD_DB": shutil.copy(small, os.path.join(folder, f"{name}.db"))}

    log = ["log", SENTENCE]
    ours = installed.selfgrad
    answered, repeated = own_copy("answer"), own_copy("again")
    _run([ours, "start", "Ten integrals by parts"], repeated)
    ask = partial(_run, [ours, "ask", "Why?"], answered)
    contestants = [
        Contestant(BARE, [installed.python, "-c", "pass"]),
        _floor(installed, FLOOR, own_copy("floor")),
        _floor(installed, "floor, big", {"SELFGRAD_DB": big}),
        Contestant(CAPTURE, [ours, *log], own_copy("log")),
        Contestant("module", [installed.python, "-m", MODULE, *log], own_copy("module")),
        Contestant("editable", [checkout().selfgrad, *log], own_copy("editable")),
        Contestant("log, big", [ours, *log], {"SELFGRAD_DB": big}),
        Contestant("ask", [ours, "ask", "Why does the sign flip?"], own_copy("ask")),
        Contestant("answer", [ours, "answer", "Because both sides turn."], answered, ask),
        Contestant("again", [ours, "again", "3/10", SENTENCE], repeated),
    ]
    return [one for one in contestants if os.path.exists(one.command[0])]


def _floor(installed: Installed, name: str, env: dict[str, str]) -> Contestant:
    script = os.path.join(HERE, "floor_insert.py")
    return Contestant(name, [installed.python, script, env["SELFGRAD_DB"], SENTENCE])


def _run(command: list[str], env: dict[str, str]) -> None:
    whole = environment(env)
    subprocess.run(command, env=whole, check=True, capture_output=True, stdin=subprocess.DEVNULL)


def rows(big: int) -> list[Row]:
    size = f"{big:,}"
    log = f'`selfgrad log "{SENTENCE}"`'
    return [
        Row("bare Python", "", "`python -c pass`", BARE),
        Row("floor: one durable insert", "1,000", "`python bench/floor_insert.py`", FLOOR),
        Row("floor", size, "the same", "floor, big", FLOOR),
        Row("**capture**", "1,000", log, CAPTURE, FLOOR, TARGET),
        Row(
            "capture", "1,000", '`python -m selfgrad.cli.capture log "…"`', "module", FLOOR, TARGET
        ),
        Row(
            "capture, editable checkout", "1,000", '`.venv/bin/selfgrad log "…"`', "editable", FLOOR
        ),
        Row("capture", size, log, "log, big", FLOOR, TARGET),
        Row("**capture, large against small**", size, log, "log, big", CAPTURE, GROWTH),
        Row("ask", "1,000", '`selfgrad ask "…"`', "ask", FLOOR),
        Row("answer", "1,000", '`selfgrad answer "…"`', "answer", FLOOR),
        Row("again", "1,000", '`selfgrad again 3/10 "…"`', "again", FLOOR),
    ]


Other = tuple[Row, Contestant | None]

# other people's tools -----------------------------------------------------------------------------


def others(folder: str, sizes: tuple[int, ...], programs: Installed | None) -> list[Other]:
    """Each tool at each size: its row, and the contestant, or None where it is not installed."""
    found = []
    for name, shown, make in PEERS:
        program = _where(name, programs)
        for size in sizes if program else ():
            made = make(program, os.path.join(folder, f"{name}-{size}"), size)
            found.append((Row(name, f"{size:,}", shown, made.name, FLOOR), made))
        if not program:
            found.append((Row(name, "", shown, name), None))
    return found


def _where(name: str, programs: Installed | None) -> str | None:
    inside = shutil.which(name, path=programs.bin) if programs else None
    return inside or shutil.which(name)


def _jrnl(program: str, place: str, size: int) -> Contestant:
    """One text file, every entry with its time in square brackets."""
    os.makedirs(place, exist_ok=True)
    journal, config = os.path.join(place, "journal.txt"), os.path.join(place, "jrnl.yaml")
    with open(journal, "w", encoding="utf-8") as file:
        for act in journals.acts(size):
            file.write(f"[{_stamp(act, '%Y-%m-%d %H:%M')}] {act['facts'][0]['body']['words']}\n\n")
    with open(config, "w", encoding="utf-8") as file:
        file.write(JRNL.format(journal=journal, version=_version(program)))
    env = {"XDG_CONFIG_HOME": place, "HOME": place}
    return Contestant(f"jrnl, {size}", [program, "--config-file", config, SENTENCE], env)


JRNL = """\
colors: {{body: none, date: none, tags: none, title: none}}
default_hour: 9
default_minute: 0
editor: ''
encrypt: false
highlight: false
indent_character: '|'
journals: {{default: {{journal: "{journal}"}}}}
linewrap: 79
tagsymbols: '@'
template: false
timeformat: '%Y-%m-%d %H:%M'
version: {version}
"""


def _version(program: str) -> str:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return next(word for word in said.split() if word[:2].strip("v").isdecimal()).strip("v")


def _watson(program: str, place: str, size: int) -> Contestant:
    """One JSON file of frames: start, stop, project, id, tags, updated."""
    os.makedirs(place, exist_ok=True)
    frames = []
    for act in journals.acts(size):
        start = act["recorded_at"] // 1000
        frames.append([start, start + 60, "guitar", act["act"].replace("-", ""), [], start + 60])
    with open(os.path.join(place, "frames"), "w", encoding="utf-8") as file:
        json.dump(frames, file)
    span = ["--from", "2026-11-01 10:00", "--to", "2026-11-01 10:01"]
    return Contestant(f"watson, {size}", [program, "add", *span, "guitar"], {"WATSON_DIR": place})


def _timew(program: str, place: str, size: int) -> Contestant:
    """One file a month, a line for each interval."""
    data = os.path.join(place, "data")
    os.makedirs(data, exist_ok=True)
    with open(os.path.join(place, "timewarrior.cfg"), "w", encoding="utf-8"):
        pass
    months: dict[str, list[str]] = {}
    for act in journals.acts(size):
        start = _stamp(act, "%Y%m%dT%H%M%SZ")
        line = f'inc {start} - {_stamp(act, "%Y%m%dT%H%M%SZ", 60)} # guitar # "a sentence"\n'
        months.setdefault(f"{start[:4]}-{start[4:6]}", []).append(line)
    for month, lines in months.items():
        with open(os.path.join(data, f"{month}.data"), "w", encoding="utf-8") as file:
            file.writelines(lines)
    return Contestant(f"timew, {size}", [program, "start", "guitar"], {"TIMEWARRIORDB": place})


def _stamp(act: dict, shape: str, later: int = 0) -> str:
    return time.strftime(shape, time.gmtime(act["recorded_at"] // 1000 + later))


PEERS = (
    ("jrnl", '`jrnl "…"`', _jrnl),
    ("watson", "`watson add --from … --to … guitar`", _watson),
    ("timew", "`timew start guitar`", _timew),
)
