"""Which reminders are due, and sending each of them once.

A reminder is noted before it is sent: two timers at the same moment send one, and if this machine
stops in between it is lost rather than sent twice. One that reached nobody is taken back, so that
the next run tries again.
"""

import json
from typing import TYPE_CHECKING, Any

from selfgrad import errors, plans
from selfgrad.planning import plan_of
from selfgrad.reminding import NotSent, desktop, services

if TYPE_CHECKING:
    from selfgrad.journal import Journal

_ADDRESSES, _DESKTOP = (
    "remind_to",
    "remind_desktop",
)  # in the table `here`: they stay on this device


def addresses(journal: "Journal") -> list[str]:
    """Where reminders go besides the desktop; secrets, so they are never shown whole."""
    kept = journal.db.scalar("here_get", key=_ADDRESSES)
    return list(json.loads(kept)) if kept else []


def send_to(journal: "Journal", address: str) -> list[str]:
    """Keep one more address, or none at all for "none"; the addresses as they can be shown."""
    if address.strip().lower() == "none":
        found = []
    else:
        found = list(dict.fromkeys([*addresses(journal), services.checked(address)]))
    journal.db.run("here_set", key=_ADDRESSES, value=json.dumps(found))
    return [services.masked(one) for one in found]


def on_desktop(journal: "Journal", on: bool | None = None) -> bool:
    """Whether reminders are shown on this desktop; `on` sets it."""
    if on is not None:
        journal.db.run("here_set", key=_DESKTOP, value="on" if on else "off")
    return bool(journal.db.scalar("here_get", key=_DESKTOP) != "off")


def due(journal: "Journal") -> list[tuple[Any, str]]:
    """The plans whose reminder is due now, each with the time it was set for.

    Nobody who is practising is reminded of it.
    """
    now = plans.moment(journal.clock, journal.clock.now())
    found = []
    for row in journal.db.all("plans_in_force", learner=journal.learner):
        days = journal.read.days_under(row)
        about = {"learner": journal.learner, "plan": row["subject"], "first": now.day}
        sent = [one["at"] for one in journal.db.all("reminded", **about)]
        at = plans.due(plan_of(row), now, days.ms[-1], sent, free=days.free[-1])
        if at is not None and not _at_work(journal, row["skill"]):
            found.append((row, at))
    return found


def _at_work(journal: "Journal", skill: str | None) -> bool:
    """Whether the clock runs in a skill, and was not left running."""
    running = journal.read.running()
    if running is None or running["left"]:
        return False
    return skill is None or bool(running["skill"] == journal.called("skill", skill))


def send_due(journal: "Journal") -> list[str]:
    """Send what is due; a sentence for each reminder that was sent. NotSent if one reached nobody."""
    said = []
    for row, at in due(journal):
        note = {
            "learner": journal.learner,
            "plan": row["subject"],
            "day": journal.clock.day(journal.clock.now()),
            "at": at,
        }
        if not _noted(journal, note):
            continue
        try:
            ways = deliver(journal, *plans.message(plan_of(row)))
        except NotSent:
            journal.db.remove("reminded", **note)
            raise
        said.append(f"Reminded of “{row['cue']}” ({ways}).")
    return said


def _noted(journal: "Journal", note: dict[str, Any]) -> bool:
    """Note that a reminder is sent; False where another process was quicker."""
    with journal.db.transaction():
        if journal.db.first("reminded_once", **note):
            return False
        journal.db.insert("reminded", [note])
        return True


def deliver(journal: "Journal", title: str, text: str) -> str:
    """Send one message every way there is; which ways it went. NotSent if it went none."""
    ways, troubles = [], []
    attempts: list[tuple[str, Any]] = [
        (services.masked(address), lambda address=address: services.send(address, title, text))
        for address in addresses(journal)
    ]
    if on_desktop(journal):
        attempts.append(("desktop", lambda: desktop.show(title, text)))
    for name, send in attempts:
        try:
            send()
            ways.append(name)
        except errors.SelfgradError as trouble:
            troubles.append(trouble)
    if not ways:
        raise (
            troubles[0]
            if troubles
            else NotSent(
                "Reminders have nowhere to go.", "Say where: `selfgrad remind --to ADDRESS`."
            )
        )
    return ", ".join(ways)
