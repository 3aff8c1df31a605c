"""What bodies are made of: bounded words, times and numbers, and what every one of them may say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, Struct

from selfgrad import errors

if TYPE_CHECKING:
    from selfgrad.desk import Receipt
    from selfgrad.journal import Journal

LONGEST = 20_000  # characters of what is said in words
WORK = 200_000  # of a work: a take, a note, what a command printed; a request has a megabyte
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
YEAR_1, YEAR_9999 = -62_135_510_400_000, 253_402_214_400_000  # a day within what can be a date
DAY_MS = 86_400_000  # the longest that is added at once; a duration, no calendar
UUID7 = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$"
BESIDE = ("sending", "round", "state")

Text = Annotated[str, Meta(max_length=LONGEST)]
Work = Annotated[str, Meta(max_length=WORK)]
Name = Annotated[str, Meta(max_length=200)]
Short = Annotated[str, Meta(max_length=200)]
Id = Annotated[str, Meta(max_length=64)]
Sending = Annotated[str, Meta(max_length=36, pattern=UUID7)]
When = Short | Annotated[int, Meta(ge=YEAR_1, le=YEAR_9999)]  # words, or UTC milliseconds
Duration = Short | Annotated[int, Meta(ge=1, le=DAY_MS)]  # words, or milliseconds
Value = Short | Annotated[int, Meta(ge=-(2**53), le=2**53)] | float  # as typed, or a number
Expect = Short | Annotated[float, Meta(ge=0, le=1)]
Texts = Annotated[list[Text], Meta(max_length=40)]  # all of them fit into a request
Names = Name | Annotated[list[Name], Meta(max_length=40)]
Discomfort = Annotated[int, Meta(ge=0, le=10)]
Rounds = Annotated[int, Meta(ge=1, le=1000)]  # of a trial; the journal says which it takes
Took = Annotated[int, Meta(ge=0, le=DAY_MS)]  # milliseconds
Minutes = Annotated[float, Meta(gt=0, le=10_000)]
ExitCode = Annotated[int, Meta(ge=-(2**31), le=2**32)]  # as systems have it
Command = Annotated[list[Text], Meta(min_length=1, max_length=1000)]
Hours = Annotated[float, Meta(gt=0, le=1_000_000)]


class Body(Struct, forbid_unknown_fields=True, kw_only=True):
    """What every writing request may say: write it once, and only to the round that was shown."""

    sending: Sending | None = None
    round: Id | None = None
    state: Literal["open", "produced", "measured", "reflected"] | None = None

    def call(self, journal: Journal, verb: str, /) -> Receipt:
        receipt: Receipt = getattr(journal, verb)(**self.said())
        return receipt

    def said(self, *but: str) -> dict[str, Any]:
        """What is said to the verb itself, without some of it."""
        names = [name for name in self.__struct_fields__ if name not in (*BESIDE, *but)]
        said = {name: getattr(self, name) for name in names}
        if isinstance(said.get("at"), int):
            said["at"] = _in_words(said["at"])
        if isinstance(made_in := said.get("made_in"), MadeIn):
            said["made_in"] = made_in.plain()
        return said


def _in_words(at: int) -> str:
    """UTC milliseconds as a time that is checked as typed ones are.

    >>> _in_words(1_790_000_000_123)
    '2026-09-21T14:13:20.123+00:00'
    """
    return (EPOCH + timedelta(milliseconds=at)).isoformat(timespec="milliseconds")


def only_one(sentence: str, *given: object) -> None:
    """Refuse where more than one of several ways is taken."""
    if sum(one not in (None, False) for one in given) > 1:
        raise errors.Usage(sentence, "Give one of them; nothing was written.")


class MadeIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """The repository that something was made in."""

    revision: Short
    branch: Short | None = None
    changed: Annotated[int, Meta(ge=0, le=10_000_000)] | None = None

    def plain(self) -> dict[str, Any]:
        about = {"revision": self.revision, "branch": self.branch, "changed": self.changed}
        return {name: value for name, value in about.items() if value is not None}
