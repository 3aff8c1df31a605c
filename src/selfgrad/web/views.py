"""Pages to look at: each takes an open journal and what stands in the address, and answers with
the name of a template and what it shows. What is true is read from the journal, nothing is worked out here."""

from __future__ import annotations

from collections import namedtuple

from selfgrad import errors, files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from selfgrad.journal import Journal

    Query = dict[str, str]
    View = Callable[[Journal, Query], "Page"]

# a template and what it is filled with; `status` is 200 where nothing went wrong
Page = namedtuple("Page", "template context")


def page(template: str, **context: Any) -> Page:
    return Page(template + ".html", context)


# now ----------------------------------------------------------------------------------------------


def today(journal: Journal, query: Query) -> Page:
    """One thing: the open round and its stage."""
    reading = journal.read
    now = reading.standing()
    day = reading.today_is()
    return page(
        "today",
        now=now,
        stage=_stage(now, query),
        held={
            "hours": reading.hours_by_day(day, day)[0],
            "rounds": len(reading.sealed_between(day, day)),
        },
        day=day,
        laid=None,
    )


def _stage(now: dict[str, Any], query: Query) -> str:
    """Which form the page shows: what the round needs next, unless another one was asked for."""
    round, asked = now["round"], query.get("stage", "")
    if round is None or query.get("new"):
        return "start"
    allowed = {
        "open": ("forward", "again") if round["repeat"] else ("forward",),
        "produced": ("loss", "forward"),
        "measured": ("backward", "held", "forward", "loss"),
        "reflected": ("backward", "step"),
    }[round["state"]]
    if asked in allowed:
        return asked
    if round["state"] == "open" and round["repeat"]:
        return "again"
    return allowed[0]


def round(journal: Journal, query: Query) -> Page:
    """Everything of one round."""
    shown = journal.read.show(query.get("id") or "last")
    if shown["kind"] != "round":
        return page("entry", entry=shown)
    outputs = {one["id"]: _content(journal, one) for one in shown["attempts"]}
    return page("round", round=shown, outputs=outputs)


def _content(journal: Journal, attempt: dict[str, Any]) -> Any:
    """A kept file that is text, with its colours; None for all else."""
    from selfgrad.web import markup

    if attempt["medium"] != "file" or not attempt["hash"]:
        return None
    try:
        with open(files.kept_at(journal.path, attempt["hash"]), "rb") as file:
            text = markup.text_of(file.read(markup.LONGEST))
    except OSError:
        return None
    return None if text is None else markup.code(text, attempt["reference"] or "")


# the past -----------------------------------------------------------------------------------------


def skill(journal: Journal, query: Query) -> Page:
    """The training curve of one skill."""
    reading = journal.read
    skills = reading.skills()
    names = [row["name"] for row in skills]
    name = query.get("name") or (_latest(skills) if skills else None)
    if name is not None and name not in names:
        name = journal.called("skill", journal.find_name("skill", name))
    curve = reading.curve(None if name == "" else name) if skills else None
    return page("skill", skills=skills, name=name, curve=curve)


def _latest(skills: list[dict[str, Any]]) -> str | None:
    """The skill that was practised last."""
    last: str | None = max(skills, key=lambda row: row["last"] or "")["name"]
    return last


def hours(journal: Journal, query: Query) -> Page:
    """The year as a heat map, and the way towards the target."""
    from selfgrad.web import drawing

    reading = journal.read
    name = query.get("skill") or None
    year = int(query["year"]) if query.get("year", "").isdigit() else None
    shown = reading.year(year, name)
    all_of_it = reading.hours(name)
    return page(
        "hours", year=shown, weeks=drawing.weeks(shown), hours=all_of_it, skill=name,
        skills=reading.skills(),
    )


def journal(journal: Journal, query: Query) -> Page:
    """The serial log, newest first."""
    reading = journal.read
    asked = {key: query.get(key) or None for key in ("skill", "parameter", "month", "words")}
    before = int(query["before"]) if query.get("before", "").lstrip("-").isdigit() else None
    found = _found(reading, before, asked)
    return page(
        "journal",
        found=found,
        asked=asked,
        months=reading.months(),
        skills=[row["name"] for row in journal.names("skill")],
        parameters=[row["name"] for row in journal.names("parameter")],
        day=reading.today_is(),
    )


def _found(reading: Any, before: int | None, asked: dict[str, Any]) -> dict[str, Any]:
    """The entries; words in which there is nothing to look for find nothing."""
    try:
        found: dict[str, Any] = reading.entries(before=before, **asked)
    except errors.BadInput as nothing:
        return {"hits": [], "before": None, "said": str(nothing)}
    return found


def day(journal: Journal, query: Query) -> Page:
    """A day on one page, the same day in earlier years, one line for tomorrow."""
    return page("day", page=journal.read.today(query.get("day") or None))


def parameters(journal: Journal, query: Query) -> Page:
    """Where the loss comes from."""
    reading = journal.read
    name = query.get("skill") or None
    count = int(query["rounds"]) if query.get("rounds", "").isdigit() else 50
    return page(
        "parameters",
        credit=reading.parameters(name, max(1, count)),
        skill=name,
        skills=[row["name"] for row in journal.names("skill")],
        step=reading.standing()["step"],
    )


def week(journal: Journal, query: Query) -> Page:
    """What did you do last week? Then the answer."""
    back = int(query["back"]) if query.get("back", "").isdigit() else 0
    return page("week", week=journal.read.week(back), back=back, answer=query.get("answer", ""))


# what stays ---------------------------------------------------------------------------------------


def self(journal: Journal, query: Query) -> Page:
    """Worth and values."""
    return page("self", architecture=journal.architecture(), change=bool(query.get("change")))


def names(journal: Journal, query: Query) -> Page:
    """Skills, projects or parameters: rename, merge, archive."""
    kind = query.get("kind") or "skill"
    if kind not in ("skill", "project", "parameter"):
        raise errors.NotFound(f"There are no names of the kind “{kind}”.", "Choose another.")
    return page("names", kind=kind, names=journal.names(kind, archived=True))


def settings(journal: Journal, query: Query) -> Page:
    """What can be set, and what lies where."""
    import os

    from selfgrad import settings as known
    from selfgrad.desk import DEFAULTS

    return page(
        "settings",
        settings=[(key, journal.settings[key], known.MEANING[key]) for key in DEFAULTS],
        path=journal.path,
        files=files.folder(journal.path),
        backups=os.path.join(os.path.dirname(journal.path), "backups"),
        zone=journal.clock.zone,
    )
