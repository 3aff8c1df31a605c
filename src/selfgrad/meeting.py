"""What a person writes, before it is filed: words about worth are met, signs of danger set apart.

Nothing is refused and nothing taken away. A sentence about the person is asked about once a round,
where somebody is there to be asked; whatever is answered is filed. One that stays as it is carries a
flag and is in no count. Words that speak of wanting to die are no part of the loop: help is named,
and the writer says whether they are kept, apart from everything.
"""

from __future__ import annotations

from selfgrad import errors, guards, sentences
from selfgrad.desk import Desk, Draft, Receipt

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

    P = ParamSpec("P")
    D = TypeVar("D", bound="Meeting")

    class Person(Protocol):
        """Somebody who can be asked; a face brings one."""

        def instead(self, words: str, found: guards.Finding) -> str | None:
            """What was done, to be filed in place of the words; None keeps the words."""

        def private(self, words: str, said: list[str]) -> bool:
            """Whether the words are kept as a private entry, after help has been named."""


class Apart(Exception):
    """The words that a verb is about are no part of the loop: it ends here, and only they are kept."""


def nobody() -> Person | None:
    """A script has nobody to be asked."""
    return None


def heard(
    verb: Callable[Concatenate[D, P], Receipt],
) -> Callable[Concatenate[D, P], Receipt]:
    """A verb that takes words: what is met on the way in is kept with its act and said in its receipt."""

    def hearing(self: D, /, *args: P.args, **options: P.kwargs) -> Receipt:
        if self.listening:  # one verb calls another
            return verb(self, *args, **options)
        self.listening = True
        try:
            return self.with_what_was_met(verb(self, *args, **options))
        except Apart:
            return self.set_apart()
        except errors.AlreadyKept:
            raise
        except errors.SelfgradError as error:
            if self.apart:
                say_first(error, self.set_apart().said[:-1])
            raise
        finally:
            self.listening = False
            self.hear_nothing()

    hearing.__name__, hearing.__doc__ = verb.__name__, verb.__doc__
    hearing.__wrapped__ = verb  # type: ignore[attr-defined]
    return hearing


class Meeting(Desk):
    """The way in for words."""

    listening = False
    keep_words = False  # whoever writes has said that nothing is to be asked about them

    def __init__(self, *args: Any, **options: Any) -> None:
        self.person: Callable[[], Person | None] = nobody
        self.hear_nothing()
        super().__init__(*args, **options)

    def hear_nothing(self) -> None:
        """Begin anew, as every verb does."""
        self.flags: dict[str, str] = {}  # of the next act: the flag that words carry
        self.met: list[str] = []  # of the next act: how sentences about the person were met
        self.apart: list[tuple[str, bool]] = []  # words set apart, and whether they are to be kept
        self.kept: list[str] = []  # the facts that they were kept in
        self.heavy = ""  # a text that stays where it is, and for which help is named
        self.asked: bool | None = None  # whether somebody was asked; None where nobody had to be
        self.flagged: str | None = None  # the fact whose words stay as they are

    def safe(self, text: str) -> str:
        """Words as they are kept; raises `Apart` where they speak of danger to life."""
        text = sentences.clean(text)
        if guards.danger(text):
            self.apart.append((text, self._is_kept(text)))
            raise Apart
        return text

    def safe_or_none(self, text: str | None) -> str | None:
        """The same of words that the verb can do without."""
        try:
            return self.safe(text) if text else None
        except Apart:
            return None

    def words(self, text: str) -> str:
        """Words as they are kept, and met first where they judge the one who writes."""
        text = self.safe(text)
        found = guards.worth(text)
        if found is None or self.settings["meet_worth"] == "off":
            return text
        return self._meet(text, found)

    def work(self, text: str) -> str:
        """A long text is the work itself: it stays as it is, and help is named where it speaks of danger."""
        text = sentences.clean(text)
        if any(guards.danger(part) for part in sentences.split(text[:LONGEST])):
            self.heavy = text
        return text

    def words_or_none(self, text: str | None) -> str | None:
        """The same of words that the verb can do without."""
        try:
            return self.words(text) if text else None
        except Apart:
            return None

    def each(self, texts: Sequence[str]) -> list[str | None]:
        """Some sentences; None for one that is set apart."""
        return [self.words_or_none(text) if text.strip() else self.words(text) for text in texts]

    def _meet(self, text: str, found: guards.Finding) -> str:
        """Ask what was done instead, at most once a round; otherwise keep the words, flagged."""
        before = bool(self.met) or self.met_here()
        person = None if before or self.keep_words else self.person()
        instead = person.instead(text, found) if person else None
        if instead:
            self.met.append("rephrased")
            instead = self.safe(instead)
            if guards.worth(instead):
                self.flags[instead] = "worth"
            return instead
        self.flags[text] = "worth"
        meant = self.keep_words or person is not None
        self.met.append("kept" if meant else "flagged")
        self.asked = None if before else meant
        return text

    def with_what_was_met(self, receipt: Receipt) -> Receipt:
        """The receipt of a verb, with what is to be said of the words that were met or set apart."""
        said, data = list(receipt.said), dict(receipt.data)
        if self.flagged:
            said.append(guards.kept_apart(self.asked, self.short(self.flagged)))
            data["flag"] = "worth"
        if self.apart:
            help = self._help(self.apart[0][0])
            said += [*([] if self.person() else help), *self._about_apart()]
            data |= {"private": True, "kept": bool(self.kept), "help": help}
        if self.heavy:
            said += self._help(self.heavy)
        return receipt._replace(said=said, data=data)

    def met_here(self) -> bool:
        """Whether a sentence was met in this round already; between rounds, today."""
        here = {"learner": self.learner, "round": self._round_here()}
        if here["round"]:
            return bool(self.db.scalar("met_in_round", **here))
        today = self.clock.day(self.clock.now())
        return bool(self.db.scalar("met_on_day", learner=self.learner, day=today))

    def _round_here(self) -> str | None:
        row = self.db.first("round_current", learner=self.learner)
        return row["subject"] if row else None

    def note(self, draft: Draft) -> None:
        """Remember that sentences were met, without their words; keep those that were set apart."""
        flagged = [fact.id for fact in draft.act.facts if fact.body.get("flag")]
        self.flagged = flagged[0] if flagged else None
        if self.met:
            moved = [fact.subject for fact in draft.act.facts if fact.kind in IN_ROUND]
            round = moved[-1] if moved else self._round_here()
            for how in self.met:
                draft.add("met", round=round, how=how)
        self.kept += [draft.add("confided", words=words) for words, kept in self.apart if kept]
        self.met, self.flags = [], {}

    # danger ---------------------------------------------------------------------------------------

    def _help(self, words: str) -> list[str]:
        return help_for(words, self.clock.zone, self.settings["help_line"])

    def _is_kept(self, words: str) -> bool:
        """Whether words are kept: as the writer says, after help has been named; yes where nobody is asked."""
        person = self.person()
        return person is None or person.private(words, self._help(words))

    def set_apart(self) -> Receipt:
        """Keep what was set apart by itself, for nothing else of the verb is written; name help."""
        help = self._help(self.apart[0][0])
        said = [] if self.person() else help
        data = {"private": True, "kept": False, "help": help}
        self.met, self.flags, self.kept = [], {}, []
        if not any(kept for _, kept in self.apart):
            return Receipt("private", None, None, [*said, LEFT], data)
        apart, self.apart = self.apart, []
        with self.writing("private") as draft:
            self.kept = [draft.add("confided", words=words) for words, kept in apart if kept]
        said += [*self._about_apart(), NOTHING_ELSE]
        return self.receipt(draft, self.kept[0], said, **{**data, "kept": True})

    def _about_apart(self) -> list[str]:
        return [KEPT.format(self.short(id)) for id in self.kept] or [LEFT_OUT]

    def confide(self, words: str) -> Receipt:
        """Keep words apart from every count, scar and review; read them with `self --private`."""
        with self.writing("private") as draft:
            id = draft.add("confided", words=sentences.clean(words))
        return self.receipt(draft, id, [KEPT.format(self.short(id))], private=True, kept=True)

    def private(self) -> list[dict[str, Any]]:
        """What was kept apart, newest first: `id`, `words`, `at`, `when`."""
        rows = self.db.all("private_newest", learner=self.learner)
        return [
            {
                "id": row["id"],
                "short": self.short(row["id"]),
                "words": row["words"],
                "at": row["happened_at"],
                "when": self.clock.local(row["happened_at"]),
            }
            for row in rows
        ]


# what is said in a round; of a closing act the last one is of the round that it closes
IN_ROUND = frozenset(
    ["opened", "predicted", "produced", "mistake", "held", "kept", "stepped", "dropped"]
)
LONGEST = 20_000  # characters of a text that are read
LEFT = "Not kept. Nothing was written."
LEFT_OUT = "Those words were not kept."
NOTHING_ELSE = "Nothing else was written."
KEPT = (
    "Kept apart, in no count and no review: `selfgrad self --private` shows it, "
    "`selfgrad forget {}` blanks it for good."
)


def say_first(error: errors.SelfgradError, said: list[str]) -> None:
    """What is said before a refusal: help, and that the words are kept."""
    error.sentence = " ".join([*said, error.sentence])
    error.args = (f"{error.sentence} {error.next}".strip(),)


def help_for(words: str, zone: str, own: str) -> list[str]:
    """One respectful sentence and where to find help, in the language of the words."""
    from selfgrad.worth import danger, help_lines

    language = danger.language(words)
    lines = help_lines.lines(help_lines.country(zone), language)
    return [help_lines.sentence(language), *([own] if own else []), *lines]
