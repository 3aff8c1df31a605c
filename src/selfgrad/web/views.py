"""Pages to look at: each takes an open journal and what stands in the address, and answers with
the name of a template and what it shows. What is true is read from the journal, nothing is worked out here."""

from __future__ import annotations

from collections import namedtuple

from selfgrad import criteria, errors, files
from selfgrad.reader import EVERY
from selfgrad.web import acting
from selfgrad.web.filters import whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from selfgrad.journal import Journal

    Query = dict[str, str]
    View = Callable[[Journal, Query], "Page"]

ENTRIES = 30  # on a page of the journal; more come as it is scrolled
WHILE_TYPING = 15  # a screenful: the next key replaces it
EARLIER = 8  # sentences of the same day in an earlier year; its own page has all
WORDINGS = 8  # of each parameter on the page of all of them; one parameter's own page has all
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
    waits = not now["clock"] and journal.offered_rating(reading.skill_now()) is not None
    return page(
        "today",
        now=now,
        stage=_stage(now, query),
        held={
            "hours": reading.hours_by_day(day, day)[0],
            "rounds": len(reading.sealed_between(day, day)),
        },
        day=day,
        zone_guessed=journal.clock.guessed,
        laid=None,
        rerate=waits and reading.ratings()["due"],
        half=now["half"] if query.get("half") else None,
        explains=topic_of(journal, now["round"]["id"]) if now["round"] else "",
        balance=reading.hours()["balance"]["said"],
        own_measure=acting.own_measure(journal),
    )


def _stage(now: dict[str, Any], query: Query) -> str:
    """Which form the page shows: what the round needs next, unless another one was asked for."""
    round, asked = now["round"], query.get("stage", "")
    if round is None or query.get("new") or asked == "start":
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
        about = of_entry(journal, shown)
        return page("entry", entry=shown, called=CALLED, says=SAYS, **about)
    outputs = {one["id"]: kept_text(journal, one) for one in shown["attempts"]}
    return page("round", round=shown, outputs=outputs, topic=topic_of(journal, shown["id"]))


CALLED = {"run": "A run", "cell": "A cell", "take": "A take"}
# kinds of entries that need more than their own name
SAYS = {
    "confided": "kept apart",
    "point": "a point to be explained",
    "recall": "recalled without looking",
    "explaining": "an explanation",
    "preferred": "the better take",
    "paced": "how long it takes to say",
    "gap_marked": "a gap",
}


def topic_of(journal: Journal, round: str) -> str:
    """The topic that a round explains, as it is called now, or nothing."""
    row = journal.explanation_of(round)
    return journal.called("topic", row["topic"]) if row else ""


def of_entry(journal: Journal, shown: dict[str, Any]) -> dict[str, Any]:
    """The topic or the source that an entry belongs to, where it belongs to one."""
    found: dict[str, Any] = {"topic": "", "source": None}
    if shown["kind"] != "entry":
        return found
    subject = journal.find_fact(shown["id"])["subject"]
    kind, _, rest = subject.partition(":")
    if kind in ("source", "takeaway"):
        found["source"] = journal.source_of(shown["id"])
    elif kind == "topic":
        found["topic"] = journal.called("topic", rest)
    else:
        found["topic"] = topic_of(journal, rest if kind == "explain" else subject)
    return found


def kept_text(journal: Journal, attempt: dict[str, Any]) -> Any:
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
    from selfgrad.web import drawing, insights

    reading = journal.read
    skills = reading.skills()
    chosen = chosen_skill(journal, skills, query)
    if chosen is None:
        return page("skill", skills=skills, chosen=None)
    curve = reading.curve(chosen["name"])
    losses = [loss for _, loss in drawing.counted_losses(curve["rounds"])]
    latest = drawing.mean_before(losses, len(losses)) if losses else None
    return page(
        "skill",
        skills=[row for row in skills if not row["archived"] or row is chosen],
        chosen=chosen,
        latest={"mean": latest, "count": min(len(losses), drawing.WINDOW)},
        rows=_last_rounds(journal, curve["rounds"]),
        several=len(losses) > drawing.SEVERAL,
        picture=drawing.scatter(curve, _curve_in_words(journal, chosen, curve)),
        outlook=insights.outlook(journal, curve, chosen["name"]),
    )


def chosen_skill(
    journal: Journal, skills: list[dict[str, Any]], query: Query
) -> dict[str, Any] | None:
    """The skill that was asked for, by any name it ever had; else the one practised last."""
    if query.get("none") and (unnamed := [row for row in skills if row["name"] is None]):
        return unnamed[0]
    if name := query.get("name"):
        key = journal.find_name("skill", name)
        return next(row for row in skills if row["key"] == key)
    in_use = [row for row in skills if not row["archived"]]
    return next(iter(in_use or skills), None)


def _last_rounds(journal: Journal, rounds: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """The newest rounds of a curve, newest first, as rows."""
    last = {name: column[-50:][::-1] for name, column in rounds.items()}
    rows = [dict(zip(last, row, strict=True)) for row in zip(*last.values(), strict=True)]
    return [{**row, "day": journal.clock.day(row["at"])} for row in rows]


def _curve_in_words(journal: Journal, chosen: dict[str, Any], curve: dict[str, Any]) -> str:
    from selfgrad.web import filters

    at = curve["rounds"]["at"]
    if not at:
        return "no rounds yet"
    first, last = (filters.short_day(journal.clock.day(when)) for when in (at[0], at[-1]))
    name = chosen["name"] or "Rounds without a skill"
    return f"{name}: the losses of {filters.counted(len(at), 'round')}, {first} to {last}."


def hours(journal: Journal, query: Query) -> Page:
    """The year as a heat map, and the way towards the target."""
    from selfgrad.web import drawing, insights

    reading = journal.read
    name = query.get("skill") or None
    if name is not None:
        name = journal.called("skill", journal.find_name("skill", name))
    today = reading.today_is()
    shown = reading.year(_year(query.get("year", "")), name)
    counted = reading.hours(name)
    return page(
        "hours",
        year=shown,
        years=sorted({int(today[:4]), shown["year"], *shown["years"]}, reverse=True),
        map=drawing.year_map(shown, today),
        months=drawing.by_month(shown, today),
        shades=drawing.shades(drawing.bounds(day["ms"] for day in shown["days"])),
        in_words=drawing.year_in_words(shown),
        seen_to=drawing.seen_to(shown, today),
        bar=drawing.bar,
        hours=counted,
        forecasts=insights.forecasts(journal, counted["skills"]),
        range=insights.stretch(journal, query, name),
        asked={"from": query.get("from", ""), "to": query.get("to", "")},
        skill=name,
        skills=[row for row in reading.skills() if row["name"] and not row["archived"]],
    )


def _year(text: str) -> int | None:
    """A year as it stands in an address."""
    return int(text) if text.isdecimal() and 0 < int(text[:5]) < 10_000 else None


def journal(journal: Journal, query: Query) -> Page:
    """The serial log, newest first."""
    reading = journal.read
    asked = {key: query.get(key) or None for key in ("skill", "parameter", "month", "words")}
    before = whole(query.get("before"))
    typing = bool(query.get("part")) and before is None
    found = _found(reading, before, asked, WHILE_TYPING if typing else ENTRIES)
    if query.get("part"):  # as it is typed, or as it is scrolled: the rest of the page is there
        return page("found", found=found, asked=asked, shown=query.get("shown"))
    return page(
        "journal",
        found=found,
        asked=asked,
        shown=None,
        months=reading.months(),
        skills=[row["name"] for row in journal.names("skill")],
        parameters=[row["name"] for row in journal.names("parameter")],
        day=reading.today_is(),
    )


def _found(reading: Any, before: int | None, asked: dict[str, Any], limit: int) -> dict[str, Any]:
    """The entries; words in which there is nothing to look for find nothing."""
    try:
        found: dict[str, Any] = reading.entries(before=before, limit=limit, **asked)
    except errors.BadInput as nothing:
        return {"hits": [], "before": None, "said": str(nothing)}
    return found


def lookups(journal: Journal, query: Query) -> Page:
    """Questions: the open ones to be answered, and what was found."""
    return page("lookups", lookups=journal.read.lookups())


def day(journal: Journal, query: Query) -> Page:
    """A day on one page, the same day in earlier years, one line for tomorrow."""
    return page("day", page=journal.read.today(query.get("day") or None, few=EARLIER))


def parameters(journal: Journal, query: Query) -> Page:
    """Where the loss comes from."""
    from selfgrad.web import insights

    reading = journal.read
    name = query.get("skill") or None
    count = whole(query.get("rounds")) or 50
    few = EVERY if query.get("name") else WORDINGS
    credit = reading.parameters(name, max(1, count), few)
    return page(
        "parameters",
        credit=credit,
        weighed=insights.weighed(credit),
        skill=name,
        skills=[row["name"] for row in journal.names("skill")],
        step=reading.standing()["step"],
        only=query.get("name"),
    )


def week(journal: Journal, query: Query) -> Page:
    """What did you do last week? Then the answer."""
    back = whole(query.get("back")) or 0
    answer = query.get("answer")
    return page(
        "week",
        week=journal.read.week(back),
        back=back,
        balance=journal.read.hours()["balance"]["said"] if not back else None,
        asked=answer is not None,
        answer=answer or "",
    )


# what stays ---------------------------------------------------------------------------------------


def self(journal: Journal, query: Query) -> Page:
    """Worth and values."""
    change = bool(query.get("change"))
    return page("self", architecture=journal.architecture(), change=change, apart=journal.private())


def names(journal: Journal, query: Query) -> Page:
    """Skills, projects or parameters: rename, merge, archive."""
    kind = query.get("kind") or "skill"
    if kind not in ("skill", "project", "parameter"):  # topics have pages of their own
        raise errors.NotFound(f"There are no names of the kind “{kind}”.", "Choose another.")
    known = tuple(criteria.READERS)
    return page("names", kind=kind, names=journal.names(kind, archived=True), criteria=known)


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
