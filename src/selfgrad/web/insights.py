"""Pages of the numbers: what a step did, now against then, judgement, the habit, and how far to trust
all of this. What is true is read from the journal, what is drawn is drawn by plotting.py."""

from __future__ import annotations

from selfgrad import errors, plans
from selfgrad.planning import AUTOMATIC
from selfgrad.web import filters, plotting
from selfgrad.web.views import Page, kept_text, page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.journal import Journal

    Query = dict[str, str]

CHANGES = 20  # on the page of steps; more are asked for
THENS = (("week", "a week ago"), ("month", "a month ago"), ("year", "a year ago"))
SURPRISES = 20  # rounds in a table; the picture has all of them
DAYS = 92  # days in a table of hours; of a longer stretch, the latest
# what is asked of a plan, each with an example
ASKED = (
    ("least", "At least", "10m; empty: any time counts"),
    ("days", "Days", "mon-fri, weekends; empty: every day"),
    ("remind", "Reminders", "07:30, or several; empty: none"),
    ("quiet", "Quiet hours", "22:00-07:00; no reminder then"),
)


def named(journal: Journal, query: Query) -> str | None:
    """The skill that was asked for, as it is called now; None without one."""
    asked = query.get("skill")
    key = journal.find_name("skill", asked) if asked else None
    return journal.called("skill", key) if key else None


def _skills(journal: Journal) -> list[str]:
    return [row["name"] for row in journal.names("skill")]


# did it help? -------------------------------------------------------------------------------------


def steps(journal: Journal, query: Query) -> Page:
    """The changes with what can be said of them, and the trials by coin."""
    reading = journal.read
    skill = named(journal, query)
    limit = min(filters.whole(query.get("limit")) or CHANGES, 1000)
    shown = reading.steps(skill, limit)
    return page(
        "steps",
        steps=shown,
        more=limit + 80 if len(shown) >= limit else None,
        trials=reading.trials(skill),
        luck=reading.luck(journal.find_name("skill", skill) if skill else None),
        skill=skill,
        skills=_skills(journal),
        parameters=[row["name"] for row in journal.names("parameter")],
        here=reading.called("skill", reading.skill_now()),
    )


# now against then ---------------------------------------------------------------------------------


def versus(journal: Journal, query: Query) -> Page:
    """You then and now: the only comparison there is."""
    reading = journal.read
    then = query.get("then") or "year"
    day = query.get("day") or ""
    trouble, found = None, None
    try:
        found = reading.versus(day if then == "date" else then, named(journal, query))
    except errors.SelfgradError as error:
        trouble = f"{error.sentence} {error.next}"
    return page(
        "versus",
        found=found,
        picture=plotting.difference(found) if found and found["low"] is not None else None,
        wrong=trouble,
        then=then,
        thens=THENS,
        day=day,
        skills=_skills(journal),
    )


# what is known of oneself -------------------------------------------------------------------------


def calibration(journal: Journal, query: Query) -> Page:
    """What was expected against what came."""
    found = journal.read.calibration(named(journal, query))
    latest = [
        {**one, "day": journal.clock.day(one["at"]), "short": journal.short(one["round"])}
        for one in found["surprises"][-SURPRISES:][::-1]
    ]
    return page(
        "calibration",
        found=found,
        latest=latest,
        curve=plotting.calibration(found["curve"], found["surprises"]),
        bias=plotting.bias(found["stretches"]),
        skills=_skills(journal),
    )


def rerate(journal: Journal, query: Query) -> Page:
    """An old output to rate again, without its old mark; then what this says of the standard."""
    found = journal.read.ratings(named(journal, query))
    output = found["output"]
    return page(
        "rerate",
        found=found,
        text=kept_text(journal, output) if output else None,
        skills=_skills(journal),
    )


def audit(journal: Journal, _: Query) -> Page:
    """How often what was said with 80 % held."""
    return page("audit", found=journal.read.audit(), share=plotting.held)


# the habit ----------------------------------------------------------------------------------------


def habit(journal: Journal, query: Query) -> Page:
    """Plans, and what became of them."""
    kept = journal.read.plans()
    asked = filters.whole(query.get("change")) or 0
    change = kept[asked - 1] if 0 < asked <= len(kept) else None
    return page(
        "habit",
        plans=[{**one, "month": plotting.month(one["lately"])} for one in kept],
        filled=typed_plan(change) if change else {},
        asked=ASKED,
        questions=AUTOMATIC,
        skills=_skills(journal),
        reminders=any(one["remind"] for one in kept),
    )


def typed_plan(plan: dict[str, Any]) -> dict[str, str]:
    """A plan as its fields would be typed."""
    return {
        "cue": plan["cue"],
        "skill": plan["skill"] or "",
        "least": f"{plan['least_ms'] // 60_000}m" if plan["least_ms"] else "",
        "days": plans.day_words(plan["days"]),
        "remind": ", ".join(plan["remind"]),
        "quiet": "-".join(plan["quiet"] or ()),
    }


# parts of other pages -----------------------------------------------------------------------------


def outlook(journal: Journal, curve: dict[str, Any], name: str | None) -> dict[str, Any]:
    """What stands under the curve of a skill: its level, the next round, the edge, discomfort."""
    reading = journal.read
    known = name is not None or reading.skill_now() is None
    edge = reading.edge(name) if known else None
    felt = [one for one in edge["discomfort"] if one["loss"] is not None] if edge else []
    return {
        "fit": curve["fit"] and {key: curve["fit"][key][-1] for key in ("mean", "low", "high")},
        "forecast": curve["forecast"],
        "record": curve["record"],
        "measured": curve["measured"],
        "edge": edge,
        "felt": plotting.discomfort(felt) if len(felt) > 1 else None,
    }


def forecasts(journal: Journal, rows: list[dict[str, Any]]) -> list[Any]:
    """When the target of each skill with hours will be reached."""
    names = [row["skill"] for row in rows if row["ms"] and row["skill"]]
    found = [journal.read.forecast(name) for name in names]
    return [{**one, "picture": plotting.fan(one) if one["ahead"] else None} for one in found]


def stretch(journal: Journal, query: Query, skill: str | None) -> dict[str, Any] | None:
    """The hours from one day to another, by skill and by day; None where no day was asked for."""
    asked = [query.get("from"), query.get("to")]
    if not any(asked):
        return None
    reading = journal.read
    today = reading.today_is()
    try:
        first, last = (reading.clock.days_before(day or today, 0) for day in asked)
    except errors.SelfgradError as error:
        return {"wrong": f"{error.sentence} {error.next}"}
    first, last = min(first, last), min(max(first, last), today)
    days = _with_time(journal, first, last, skill)
    skills: dict[str | None, int] = {}
    for day in days:
        for one in day["skills"]:
            skills[one["skill"]] = skills.get(one["skill"], 0) + one["ms"]
    return {
        "wrong": None,
        "first": first,
        "last": last,
        "ms": sum(day["ms"] for day in days),
        "skills": sorted(skills.items(), key=lambda pair: -pair[1]),
        "count": len(days),
        "days": days[-DAYS:][::-1],
    }


def _with_time(journal: Journal, first: str, last: str, skill: str | None) -> list[dict[str, Any]]:
    """The days with time; what lies before the first of them is not walked through."""
    reading = journal.read
    done = [day.day for day in reading.practised(first, last) if day.ms]
    if not done:
        return []
    return [day for day in reading.hours_by_day(min(done), max(done), skill) if day["ms"]]


def weighed(credit: dict[str, Any]) -> list[dict[str, Any]]:
    """The parameters that have a share of the loss, the largest first, each with its picture."""
    rows = [row for row in credit["parameters"] if row.get("loss")]
    rows.sort(key=lambda row: -row["loss"]["share"])
    return [{**row, "picture": plotting.share(row["loss"])} for row in rows]
