"""Skills, projects and parameters: named on the fly, renamed, merged, archived, given a target."""

from __future__ import annotations

from selfgrad import errors, sentences
from selfgrad.bodies import read
from selfgrad.desk import Draft, Receipt
from selfgrad.meeting import Meeting

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

LONGEST_NAME = 80  # characters; a longer one is a sentence
UNSORTED = "unsorted"


def key_of(text: str) -> str:
    """What makes two spellings the same name: two devices that name a skill make one skill.

    >>> key_of("  Touch   Typing ")
    'touch typing'
    """
    plain = " ".join(text.split())
    if not plain.isascii():
        import unicodedata  # 1 ms, for names that need it

        plain = unicodedata.normalize("NFKC", plain)
    return plain.casefold()


def clean_name(kind: str, text: str) -> str:
    """A name as it is kept: one line of 1 to 80 characters that does nothing to a terminal."""
    try:
        name = " ".join(sentences.clean(text).split())
    except errors.BadInput:
        name = ""
    if not 0 < len(name) <= LONGEST_NAME:
        raise errors.BadInput(
            f"A {kind} has a name of 1 to {LONGEST_NAME} characters.", "Give it a shorter one."
        )
    return name


def target_hours(text: str) -> float:
    """Hours to count towards, as typed.

    >>> target_hours("500"), target_hours("12.5h")
    (500, 12.5)
    """
    try:
        hours = float(text.strip().removesuffix("h"))
    except ValueError:
        hours = -1.0
    if not 0 < hours <= 1_000_000:
        raise errors.BadInput(f"“{text}” is not a number of hours.", "Give one such as 10000.")
    return int(hours) if hours == int(hours) else hours


def verb_of(kind: str) -> str:
    """The command that lists the names of a kind."""
    return "explain" if kind == "topic" else kind


def _told(value: Any) -> Any:
    """A criterion by its kind, anything else as it is."""
    kept = isinstance(value, str) and value.startswith("{")
    return read(value).get("kind", value) if kept else value


class Names(Meeting):
    """A name is kept by its key; the latest version of what is said about it counts."""

    def names(self, kind: str, *, archived: bool = False) -> list[dict[str, Any]]:
        """All names of a kind ("skill", "project", "parameter") as plain values, merged ones left out."""
        rows = self.db.all("names", learner=self.learner, kind=kind)
        found = [{**dict(row), "about": read(row["about"])} for row in rows]
        return [row for row in found if self._own(row) and (archived or not row["archived"])]

    def _own(self, row: dict[str, Any]) -> bool:
        """Whether a name stands for itself, and was not merged into another."""
        return not row["merged_into"] or self.resolved(row["kind"], row["key"]) == row["key"]

    def about(self, kind: str, key: str | None) -> dict[str, Any]:
        """What is kept about one name: `target_hours`, `criterion`, `counts`; {} where nothing is."""
        row = self.db.first("name", learner=self.learner, subject=f"{kind}:{key}")
        return read(row["about"]) if row else {}

    def wording(self, key: str) -> str | None:
        """How a parameter is worded now."""
        found = self.wordings(key)
        return str(found[0]["words"]) if found else None

    def wordings(self, key: str) -> list[dict[str, Any]]:
        """All wordings of a parameter, the latest first: `id`, `words`, `round`, `happened_at`, `day`."""
        subject = f"parameter:{key}"
        return [dict(row) for row in self.db.all("wordings", learner=self.learner, subject=subject)]

    def resolved(self, kind: str, key: str) -> str:
        """The key that a name has now, after merging; where two devices merged in a circle, one of it."""
        seen = [key]
        while row := self.db.first("name", learner=self.learner, subject=f"{kind}:{key}"):
            if not row["merged_into"]:
                return key
            key = row["merged_into"]
            if key in seen:
                return min(seen[seen.index(key) :])
            seen.append(key)
        return key

    def place_of(self, row: Any) -> dict[str, str | None]:
        """Skill and project of a round, by the keys that count now; None for no round."""
        kept = {kind: row[kind] if row else None for kind in ("skill", "project")}
        return {kind: self.resolved(kind, key) if key else None for kind, key in kept.items()}

    def keys_of(self, kind: str, key: str | None) -> list[str | None]:
        """All keys that count as one name now: its own, and those merged into it."""
        if key is None:
            return [None]
        now = self.resolved(kind, key)
        rows = self.db.all("names", learner=self.learner, kind=kind)
        merged = [row["key"] for row in rows if row["merged_into"] and row["key"] != now]
        return [now, *(other for other in merged if self.resolved(kind, other) == now)]

    def called(self, kind: str, key: str | None) -> str:
        """How it is called now; an empty string for no name."""
        if not key:
            return ""
        now = self.resolved(kind, key)
        row = self.db.first("name", learner=self.learner, subject=f"{kind}:{now}")
        return str(row["name"]) if row else now

    def find_name(self, kind: str, text: str) -> str:
        """The key of a name that exists; `NotFound` names what comes near."""
        key = self._known(kind, key_of(text))
        if key is None:
            raise errors.NotFound(f"There is no {kind} “{text}”.", self._near_or_list(kind, text))
        return key

    def _known(self, kind: str, key: str) -> str | None:
        if kind == "parameter" and key == UNSORTED:
            return key
        if self.db.first("name", learner=self.learner, subject=f"{kind}:{key}"):
            return self.resolved(kind, key)
        renamed = {key_of(row["name"]): row["key"] for row in self.names(kind, archived=True)}
        return renamed.get(key)

    def named(self, draft: Draft, kind: str, text: str, new: bool = False) -> str:
        """The key of a name, which is made on the fly; one that nearly exists asks first."""
        text = clean_name(kind, text)
        key = key_of(text)
        known = self._known(kind, key)
        if known is not None:
            return known
        near = [] if new else self._near(kind, key)
        if near:
            raise errors.Nearly(
                f"There is no {kind} “{text}” yet; did you mean “{near[0]}”?",
                f"Say it again with that name, or with --new for a new {kind}.",
            )
        if not any(fact.subject == f"{kind}:{key}" for fact in draft.act.facts):
            self.safe(text)
            draft.add("named", f"{kind}:{key}", name=text)
        return key

    def _near(self, kind: str, key: str) -> list[str]:
        import difflib  # 4 ms, only for a name that is new

        names = {key_of(row["name"]): row["name"] for row in self.names(kind)}
        return [names[near] for near in difflib.get_close_matches(key, names, 1, cutoff=0.8)]

    def _near_or_list(self, kind: str, text: str) -> str:
        near = self._near(kind, key_of(text))
        return (
            f"Did you mean “{near[0]}”?" if near else f"See them with `selfgrad {verb_of(kind)}`."
        )

    # verbs ----------------------------------------------------------------------------------------

    def describe(self, kind: str, name: str, *, new: bool = False, **about: Any) -> Receipt:
        """Say something about a name: `target_hours`, `criterion` (JSON), `counts`, `archived`."""
        if about.get("counts", "wrong") not in ("wrong", "right"):
            raise errors.BadInput("A skill counts what is wrong or what is right.", "Say which.")
        with self.writing(kind) as draft:
            key = self.named(draft, kind, name, new)
            id = draft.add("described", f"{kind}:{key}", **about)
        what = ", ".join(f"{key.replace('_', ' ')} {_told(value)}" for key, value in about.items())
        said = [f"{kind.capitalize()} “{self.called(kind, key)}”: {what or 'named'}."]
        return self.receipt(draft, id, said, kind=kind, key=key, **about)

    def file_here(self, skill: str, *, new: bool = False) -> Receipt:
        """Count the open round, and the rounds before it that have no skill, for a skill."""
        with self.writing("skill") as draft:
            key = self.named(draft, "skill", skill, new)
            current = self.current_place()
            rounds = self.db.list("rounds_without_skill", learner=self.learner, project=current)
            for round in rounds:
                draft.add("filed", round, skill=key)
            if not draft.act.facts:
                raise errors.Refused(
                    "Every round has a skill already.",
                    'For another: `selfgrad start "AIM" -s SKILL`.',
                )
        count = f"{len(rounds)} round{'s' if len(rounds) != 1 else ''}"
        said = [f"{count} filed under {self.called('skill', key)}; the next ones follow."]
        return self.receipt(draft, draft.act.facts[-1].id, said, key=key, rounds=rounds)

    def current_place(self) -> str | None:
        """The project of the open round that was last worked on, or None."""
        row = self.db.first("round_current", learner=self.learner)
        return row["project"] if row else None

    def rename(self, kind: str, old: str, new: str) -> Receipt:
        """Call it something else from now on; its past goes with it, and the old name still finds it."""
        with self.writing(kind) as draft:
            key = self.find_name(kind, old)
            new = clean_name(kind, new)
            if kind == "parameter" and UNSORTED in (key, key_of(new)):
                raise errors.Refused("“unsorted” is what has no name yet.", "Choose another one.")
            taken = self._known(kind, key_of(new))
            if taken not in (None, key):
                raise errors.Refused(
                    f"There is a {kind} “{new}” already.",
                    f"To make them one: `selfgrad {verb_of(kind)} {old!r} --merge {new!r}`.",
                )
            id = draft.add("renamed", f"{kind}:{key}", name=new)
        said = [f"{kind.capitalize()} “{old}” is now called “{self.called(kind, key)}”."]
        return self.receipt(draft, id, said, kind=kind, key=key)

    def merge(self, kind: str, name: str, into: str) -> Receipt:
        """Make two names one; everything filed under the first counts for the second."""
        with self.writing(kind) as draft:
            key, target = self.find_name(kind, name), self.find_name(kind, into)
            if key == target:
                raise errors.Refused(
                    "These are one and the same already.", f"See `selfgrad {verb_of(kind)}`."
                )
            id = draft.add("merged", f"{kind}:{key}", merged_into=target)
        said = [f"“{name}” now counts as “{self.called(kind, target)}”."]
        return self.receipt(draft, id, said, kind=kind, key=key, into=target)

    def archive(self, kind: str, name: str, *, back: bool = False) -> Receipt:
        """Put a name out of sight, or bring it back; nothing of its past changes."""
        with self.writing(kind) as draft:
            key = self.find_name(kind, name)
            id = draft.add("archived", f"{kind}:{key}", archived=0 if back else 1)
        said = [f"“{self.called(kind, key)}” is {'back' if back else 'archived'}."]
        return self.receipt(draft, id, said, kind=kind, key=key)
