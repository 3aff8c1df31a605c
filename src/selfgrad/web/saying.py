"""The journal's sentences on a page: commands in them become what does the same here."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from markupsafe import Markup, escape

from selfgrad import guards
from selfgrad.scars import KINDS
from selfgrad.worth.help_lines import DIRECTORY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.errors import SelfgradError
    from selfgrad.web.asked import Asked
    from selfgrad.web.typed import Form

COMMAND = re.compile(r"`selfgrad(?: ([a-z]+))?([^`]*)`")
ID = re.compile(r"^ (?:ID|[0-9a-f-]{8,})$")
# sentences that the page itself shows: what comes next, the step in force, the name of the skill,
# the scars of the round that opens, the signs of divergence
SHOWN_ANYWAY = (
    *("Next: ", "This round: ", "Which skill is this?", "When there is an output: "),
    *(f"{kind}: “" for kind in KINDS.values()),
    *("Losses swing wider", "After a high loss, more than one"),
)
# signs of divergence; the gaps of a take, which its page has with what can be done about each
ON_THE_PAGE = re.compile(r"\d+ changes in \d+ rounds: |Line \d+: |And \d+ more: ")
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
    "log": "#log-sentence",
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
    "scars": "/scars",
    "edge": "/skill#edge",
    "curve": "/skill",
    "hours": "/hours",
    "audit": "/audit",
    "plan": "/habit",
    "rerate": "/rerate",
    "explain": "/explain",
    "source": "/sources",
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
    "log": "log it",
    "scars": "Scars",
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
    "explain": "Explain",
    "source": "Sources",
}
# what is done on the page of the entry itself
OF_ONE = {"edit": "say it better", "forget": "forget", "show": "it"}
ONE = re.compile(r"^ ([0-9a-f-]{8,})(?= |$)")
# where an option says more than the verb
OPTIONS = {
    ("self", "--private"): "Self, “Kept apart”,",
    ("trial", "--end"): "a why",
    ("plan", "--least"): "a smaller plan",
    ("plan", "--remind"): "a reminder",
    ("explain", "--recall"): "recall it",
    ("source", "--unused"): "read and never used",
}
TOPIC = re.compile(r'^ (?:"([^"`]+)"|([^\s"`-][^\s"`]*))')  # of `explain TOPIC`


def sentences(said: list[str]) -> list[Markup]:
    """What a verb said, without what comes next: the page itself shows that."""
    anyway = [words.startswith(SHOWN_ANYWAY) or bool(ON_THE_PAGE.match(words)) for words in said]
    return [shown(words) for words, already in zip(said, anyway, strict=True) if not already]


def trouble(error: SelfgradError, verb: str) -> dict[str, str]:
    """What a page shows of a refusal; where it has buttons for what comes next, they say it."""
    kind = type(error).__name__
    shown_anyway = "--" in error.next or any(m[1] in LOOP for m in COMMAND.finditer(error.next))
    next = "" if kind in ANSWERED_BY_BUTTONS or shown_anyway else error.next
    return {"sentence": error.sentence, "next": next, "verb": verb, "kind": kind}


def question(asked: Asked, verb: str) -> dict[str, Any]:
    """What a page shows of a sentence about the person: which words, and why; the form asks the rest."""
    line = guards.about_you(asked.words, asked.found)
    return {"sentence": line, "next": "", "verb": verb, "kind": "Met", "instead": "", "keep": False}


def answered(form: Form) -> dict[str, Any]:
    """An answer to that question which came with a form that is refused for another reason."""
    return {"instead": form.get("instead") or "", "keep": form.on("keep_words")}


def help_line(words: str) -> Markup:
    """A line that says where to find help: the directory as a link that tells nobody where it stood.

    >>> str(help_line("findahelpline.com (any country)"))[:70]
    '<a href="https://findahelpline.com" rel="noreferrer" hx-boost="false">'
    """
    before, directory, after = words.partition(DIRECTORY)
    link = Markup('<a href="https://{0}" rel="noreferrer" hx-boost="false">{0}</a>')
    return escape(before) + (link.format(directory) if directory else "") + escape(after)


def names_help(said: list[str]) -> bool:
    """Whether words were set apart, and help was named."""
    return any(DIRECTORY in words for words in said)


def shown(words: str) -> Markup:
    """One sentence, everything in it escaped, its commands as links, and undo as a button.

    >>> str(shown("Its clock waits: `selfgrad go`."))
    'Its clock waits: <button class="link" form="go">start the clock</button>.'
    """
    found, end = Markup(""), 0
    for match in COMMAND.finditer(words):
        before = words[end : match.start()]
        alone = before.endswith(": ")  # as what can be done, not as a part of the sentence
        found += escape(before) + _command(match[1] or "", match[2], match[0], alone)
        end = match.end()
    return found + escape(words[end:])


def _command(verb: str, rest: str, whole: str, alone: bool) -> Markup:
    if verb == "undo" and (not rest or ID.match(rest)):
        button = '<button class="link" form="undo" name="id" value="{}">undo</button>'
        return Markup(button).format(rest.strip())
    if verb in ("go", "pause"):
        return Markup('<button class="link" form="{}">{}</button>').format(verb, NAMES[verb])
    if verb in OF_ONE and (id := ONE.match(rest)):
        link = Markup('<a href="/round?id={}">{}</a>')
        return link.format(id[1], "see it" if alone and verb == "show" else OF_ONE[verb])
    if verb == "explain" and (topic := TOPIC.match(rest)) and topic[2] != "TOPIC":
        return _topic(topic[1] or topic[2], "--recall" in rest)
    if verb in NAMES:
        of_option = (
            name for (one, option), name in OPTIONS.items() if verb == one and option in rest
        )
        return Markup('<a href="{}">{}</a>').format(PLACES[verb], next(of_option, NAMES[verb]))
    return Markup("<code>{}</code>").format(whole.strip("`"))


def _topic(name: str, recalled: bool) -> Markup:
    """The page of a topic, or the one on which its points are recalled."""
    address = "/explain?" + urlencode({"topic": name} | ({"recall": "1"} if recalled else {}))
    link = Markup('<a href="{}">{}</a>')
    return link.format(address, "recall it" if recalled else name)
