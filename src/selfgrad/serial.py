"""The serial log, newest first and a page at a time: all of it, or of a skill, a parameter, a month."""

from __future__ import annotations

from selfgrad import errors, search
from selfgrad.finding import NEWEST
from selfgrad.ledger import SLOTS
from selfgrad.names import UNSORTED
from selfgrad.reader import Reader

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

    Keys = list[str | None] | None  # of names; None for any

WALK = 2000  # hits of a search that one page looks through: 10 ms
ALL_DAYS = ("", "~")
SECOND_MS, DAY_MS = 1000, 86_400_000
# a practice day starts up to a day after its date does, and zones are up to 14 hours from UTC
AROUND_MS = 3 * DAY_MS


class Serial(Reader):
    """What was written, in the order in which it happened."""

    def entries(
        self,
        before: int | None = None,
        limit: int = 50,
        skill: str | None = None,
        parameter: str | None = None,
        month: str | None = None,
        words: str | None = None,
    ) -> dict[str, Any]:
        """Entries newest first: `hits`, and `before` for the page after these, None at the end.

        `month` is "2026-11", by practice days; `parameter` "unsorted" are the mistakes without one;
        `words` as in `find`. A rare word in a rare place may give fewer hits than `limit`, with a
        `before` to go on from. Raises `NotFound` for names, `BadInput` for what is no month or word.
        """
        if limit < 1:
            raise errors.BadInput("That would show nothing.", "Give a number of 1 or more.")
        skills, parameters = self._keys_of("skill", skill), self._keys_of("parameter", parameter)
        days, low, high = self._span(month, before)
        span = {"low": low, "high": high, "first": days[0], "last": days[1]}
        if words and words.strip():
            return self._found(words, span, limit, skills, parameters)
        rows = self._rows(span, limit + 1, skills, parameters)
        more = rows[limit - 1]["n"] if len(rows) > limit else None
        return {"hits": self.sentences(rows[:limit]), "before": more}

    def months(self) -> list[dict[str, str]]:
        """The months that have entries, newest first: each is `month`, as "2026-11"."""
        days = self.db.list("entry_months", learner=self.learner)
        return [{"month": day[:7]} for day in days if day]

    def _keys_of(self, kind: str, text: str | None) -> Keys:
        """The keys that count as a name; None where none is asked for."""
        if not text:
            return None
        keys = self.journal.keys_of(kind, self.wanted(kind, text))
        return [*keys, None] if kind == "parameter" and UNSORTED in keys else keys

    def _span(self, month: str | None, before: int | None) -> tuple[tuple[str, str], int, int]:
        """The practice days asked for, and the places in the record at which they may lie."""
        high = NEWEST if before is None else before
        if not month:
            return ALL_DAYS, -NEWEST, high
        days, start, end = _month(month)
        low = (start - AROUND_MS) // SECOND_MS * SLOTS
        return days, low, min(high, (end + AROUND_MS) // SECOND_MS * SLOTS)

    def _rows(self, span: dict[str, Any], limit: int, skills: Keys, parameters: Keys) -> list[Row]:
        """The newest entries that fit: each name is asked for by itself, in the order of its index."""
        asked = {"learner": self.learner, "limit": limit, **span}
        rows: list[Row] = []
        for skill in [ANY] if skills is None else skills:
            for parameter in [ANY] if parameters is None else parameters:
                query, name = _query(skill, parameter)
                rows += self.db.all(query, **asked, **name)
        rows.sort(key=lambda row: -int(row["n"]))
        return rows[:limit]

    def _found(
        self, words: str, span: dict[str, Any], limit: int, skills: Keys, parameters: Keys
    ) -> dict[str, Any]:
        """The hits of a search that fit, newest first; looks through no more than `WALK` of them."""
        between = {"low": span["low"], "high": span["high"], "limit": WALK}
        walk = self.db.each(
            "search_walk", learner=self.learner, words=search.query(words), **between
        )
        places: list[int] = []
        more = None
        for seen, (n, skill, of, kind, day) in enumerate(walk, 1):
            if len(places) == limit:
                more = places[-1]
                break
            if span["first"] <= day <= span["last"] and _fits(skill, of, kind, skills, parameters):
                places.append(n)
            more = n if seen == WALK else None
        rows = [self.db.first("entry_at", learner=self.learner, n=n) for n in places]
        return {"hits": self.sentences([row for row in rows if row]), "before": more}


ANY: Any = object()


def _query(skill: Any, parameter: Any) -> tuple[str, dict[str, Any]]:
    """What to ask for one skill and one parameter, each a key or `ANY`; None is no parameter."""
    if parameter is ANY:
        return ("entries_newest", {}) if skill is ANY else ("entries_of_skill", {"skill": skill})
    if parameter is None:
        return ("entries_unsorted", {}) if skill is ANY else _unsorted_of(skill)
    names = {"skill": None if skill is ANY else skill, "parameter": parameter}
    return "entries_of_parameter", {**names, "any_skill": int(skill is ANY)}


def _unsorted_of(skill: str) -> tuple[str, dict[str, Any]]:
    return "entries_unsorted_of_skill", {"skill": skill}


def _fits(
    skill: str | None, parameter: str | None, kind: str, skills: Keys, parameters: Keys
) -> bool:
    """Whether an entry is of one of the skills and of one of the parameters; only mistakes have none."""
    if skills is not None and skill not in skills:
        return False
    if parameters is None:
        return True
    return parameter in parameters and (parameter is not None or kind == "mistake")


def _month(month: str) -> tuple[tuple[str, str], int, int]:
    """The first and last practice day of a month, and their midnights in UTC milliseconds.

    >>> _month("1970-02")
    (('1970-02-01', '1970-02-28'), 2678400000, 5097600000)
    """
    from datetime import date, timedelta  # 5 ms

    try:
        first = date.fromisoformat(month + "-01")
        last = (first.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    except (ValueError, OverflowError):
        raise errors.BadInput(f"“{month}” is not a month.", "Give one as 2026-11.") from None
    epoch = date(1970, 1, 1)
    start, end = ((first - epoch).days * DAY_MS, ((last - epoch).days + 1) * DAY_MS)
    return (first.isoformat(), last.isoformat()), start, end
