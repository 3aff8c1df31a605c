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
    """The words are no part of the loop: the verb ends here, and nothing of it is written."""

    def __init__(self, words: str) -> None:
        super().__init__("set apart")
        self.words = words


def nobody() -> Person | None:
    """A script has nobody to be asked."""
    return None


def heard(
    verb: Callable[Concatenate[D, P], Receipt],
) -> Callable[Concatenate[D, P], Receipt]:
    """A verb that takes words: what is met on the way in is said with its receipt."""

    def hearing(self: D, /, *args: P.args, **options: P.kwargs) -> Receipt:
        if self.listening:  # one verb calls another
            return verb(self, *args, **options)
        self.listening = True
        try:
            receipt = verb(self, *args, **options)
            before, after = self._confide_rest(), self._said_after()
        except errors.AlreadyKept:
            raise
        except errors.SelfgradError as error:
            if self.apart and self.person() is None:
                with_help(error, self._help(self.apart[0][0]))
            raise
        except Apart as apart:
            self.flags, self.met = {}, []
            receipt = self._confide(apart.words, self._is_kept(apart.words))
            before, after = [], []
        finally:
            self.listening, self.flags, self.met = False, {}, []
            self.apart, self.kept_apart, self.asked = [], None, None
        return receipt._replace(said=[*before, *receipt.said, *after])

    hearing.__name__, hearing.__doc__ = verb.__name__, verb.__doc__
    hearing.__wrapped__ = verb  # type: ignore[attr-defined]
    return hearing


class Meeting(Desk):
    """The way in for words."""

    listening = False
    keep_words = False  # whoever writes has said that nothing is to be asked about them

    def __init__(self, *args: Any, **options: Any) -> None:
        self.person: Callable[[], Person | None] = nobody
        self.flags: dict[str, str] = {}  # of the next act: the flag that words carry
        self.met: list[str] = []  # of the next act: how sentences about the person were met
        self.apart: list[
            tuple[str, bool]
        ] = []  # words set apart from others, and whether to keep them
        self.asked: bool | None = (
            None  # whether somebody was; None where nothing is to be said of it
        )
        self.kept_apart: str | None = None  # the fact whose words stay as they are
        super().__init__(*args, **options)

    def safe(self, text: str) -> str:
        """Words as they are kept; raises `Apart` where they speak of danger to life."""
        text = sentences.clean(text)
        if guards.danger(text):
            raise Apart(text)
        return text

    def words(self, text: str) -> str:
        """The same, and met first where they judge the one who writes."""
        text = self.safe(text)
        found = guards.worth(text)
        if found is None or self.settings["meet_worth"] == "off":
            return text
        return self._meet(text, found)

    def each(self, texts: Sequence[str]) -> list[str | None]:
        """Some sentences; None for one that is set apart. Raises `Apart` where all of them are."""
        kept: list[str | None] = []
        apart: list[str] = []
        for text in texts:
            try:
                kept.append(self.words(text))
            except Apart as one:
                kept.append(None)
                apart.append(one.words)
        if apart and not any(kept):
            raise Apart("\n".join(apart))
        if apart:  # asked about before anything is written, kept after the others are
            self.apart.append(("\n".join(apart), self._is_kept("\n".join(apart))))
        return kept

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

    def _said_after(self) -> list[str]:
        if self.asked is None or self.kept_apart is None:
            return []
        return [guards.kept_apart(self.asked, self.short(self.kept_apart))]

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
        """Remember that sentences were met, without their words."""
        flagged = [fact.id for fact in draft.act.facts if fact.body.get("flag")]
        self.kept_apart = flagged[0] if flagged else None
        if self.met:
            moved = [fact.subject for fact in draft.act.facts if fact.kind in IN_ROUND]
            round = moved[-1] if moved else self._round_here()
            for how in self.met:
                draft.add("met", round=round, how=how)
            self.met = []

    # danger ---------------------------------------------------------------------------------------

    def _help(self, words: str) -> list[str]:
        return help_for(words, self.clock.zone, self.settings["help_line"])

    def _is_kept(self, words: str) -> bool:
        """Whether words are kept: as the writer says, after help has been named; yes where nobody is asked."""
        person = self.person()
        return person is None or person.private(words, self._help(words))

    def _confide(self, words: str, kept: bool) -> Receipt:
        """Keep words apart from everything, if they are to be kept; name help where nobody was asked."""
        said = self._help(words)
        if not kept:
            return Receipt("private", None, None, [LEFT], {"private": True, "kept": False})
        with self.writing("private") as draft:
            id = draft.add("confided", words=words)
        lines = [] if self.person() else said
        lines = [*lines, KEPT.format(self.short(id))]
        return self.receipt(draft, id, lines, private=True, kept=True, help=said)

    def _confide_rest(self) -> list[str]:
        """What is said of the sentences that were set apart from others, once those are filed."""
        apart, self.apart = self.apart, []
        return [said for words, kept in apart for said in self._confide(words, kept).said]

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
IN_ROUND = (*("opened", "predicted", "produced", "mistake", "held", "kept", "stepped", "dropped"),)
LEFT = "Not kept. Nothing was written."
KEPT = (
    "Kept apart, in no count and no review: `selfgrad self --private` shows it, "
    "`selfgrad forget {}` blanks it for good."
)


def with_help(error: errors.SelfgradError, said: list[str]) -> None:
    """Name help in a refusal of words some of which speak of danger."""
    error.sentence = " ".join([*said, error.sentence])
    error.args = (f"{error.sentence} {error.next}".strip(),)


def help_for(words: str, zone: str, own: str) -> list[str]:
    """One respectful sentence and where to find help, in the language of the words."""
    from selfgrad.worth import danger, help_lines

    language = danger.language(words)
    lines = help_lines.lines(help_lines.country(zone), language)
    return [help_lines.sentence(language), *([own] if own else []), *lines]
