"""The journal's sentences on a page: commands in them become what does the same here."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from selfgrad.errors import SelfgradError

COMMAND = re.compile(r"`selfgrad(?: ([a-z]+))?([^`]*)`")
ID = re.compile(r"^ (?:ID|[0-9a-f-]{8,})$")
# sentences that the page itself shows: what comes next, the step in force, the name of the skill
SHOWN_ANYWAY = ("Next: ", "This round: ", "Which skill is this?")
LOOP = ("forward", "loss", "backward", "step", "start", "resume", "drop", "round")
ANSWERED_BY_BUTTONS = ("Nearly", "TooMuch", "Clipped", "OnTrial")
# what a command is called here, and where it is; the rest stays a command
PLACES = {
    **dict.fromkeys(("go", "pause", "forward", "loss", "backward", "step", "resume"), "/"),
    **dict.fromkeys(("round", "again", "drop"), "/"),
    "start": "/?new=1",
    "today": "/journal",
    "find": "/journal",
    "ask": "/lookups",
    "answer": "/lookups",
    "log": "/journal",
    "self": "/self",
    "add": "/hours#add",
    "skill": "/names?kind=skill",
    "project": "/names?kind=project",
    "parameter": "/parameters",
    "settings": "/settings",
    "doctor": "/settings",
    "steps": "/steps",
    "trial": "/steps",
    "vs": "/vs",
    "calibration": "/calibration",
    "edge": "/skill#edge",
    "curve": "/skill",
    "hours": "/hours",
    "audit": "/audit",
    "plan": "/habit",
    "rerate": "/rerate",
}
NAMES = {
    "go": "start the clock",
    "pause": "pause",
    "forward": "give the output",
    "loss": "give its loss",
    "backward": "write it down",
    "step": "take one step",
    "start": "open a round",
    "self": "Self",
    "today": "the journal",
    "find": "the journal",
    "skill": "Skills",
    "project": "Projects",
    "parameter": "Parameters",
    "answer": "answer it",
    "add": "add the time",
    "settings": "Settings",
    "steps": "Steps",
    "trial": "Steps",
    "vs": "Now and then",
    "calibration": "Calibration",
    "edge": "the edge",
    "curve": "the curve",
    "hours": "Hours",
    "audit": "the audit",
    "plan": "Habit",
    "rerate": "Second look",
}
# where an option says more than the verb
OPTIONS = {
    ("trial", "--end"): "a why",
    ("plan", "--least"): "a smaller plan",
    ("plan", "--remind"): "a reminder",
}


def sentences(said: list[str]) -> list[Markup]:
    """What a verb said, without what comes next: the page itself shows that."""
    return [shown(words) for words in said if not words.startswith(SHOWN_ANYWAY)]


def trouble(error: SelfgradError, verb: str) -> dict[str, str]:
    """What a page shows of a refusal; where it has buttons for what comes next, they say it."""
    kind = type(error).__name__
    shown_anyway = "--" in error.next or any(m[1] in LOOP for m in COMMAND.finditer(error.next))
    next = "" if kind in ANSWERED_BY_BUTTONS or shown_anyway else error.next
    return {"sentence": error.sentence, "next": next, "verb": verb, "kind": kind}


def shown(words: str) -> Markup:
    """One sentence, everything in it escaped, its commands as links, and undo as a button.

    >>> str(shown("Its clock waits: `selfgrad go`."))
    'Its clock waits: <button class="link" form="go">start the clock</button>.'
    """
    found, end = Markup(""), 0
    for match in COMMAND.finditer(words):
        found += escape(words[end : match.start()]) + _command(match[1] or "", match[2], match[0])
        end = match.end()
    return found + escape(words[end:])


def _command(verb: str, rest: str, whole: str) -> Markup:
    if verb == "undo" and (not rest or ID.match(rest)):
        button = '<button class="link" form="undo" name="id" value="{}">undo</button>'
        return Markup(button).format(rest.strip())
    if verb in ("go", "pause"):
        return Markup('<button class="link" form="{}">{}</button>').format(verb, NAMES[verb])
    if verb in NAMES:
        of_option = (
            name for (one, option), name in OPTIONS.items() if verb == one and option in rest
        )
        return Markup('<a href="{}">{}</a>').format(PLACES[verb], next(of_option, NAMES[verb]))
    return Markup("<code>{}</code>").format(whole.strip("`"))
