"""Where the loss comes from, as the learner charged its mistakes: reported, not measured as a cause."""

from __future__ import annotations

from selfgrad.kept import Kept
from selfgrad.ledger import BLOCK, SLOTS
from selfgrad.names import UNSORTED

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from selfgrad.db import Row

    Counts = dict[str, dict[str | None, int]]  # by parameter and round, None for no round

TO_SORT = 3  # unsorted mistakes that are named, to be charged
WALK = 2000  # unsorted mistakes that are looked through for them
WEIGHED = 10  # mistakes in rounds, from which their shares are shown
EVER = 1 << 62  # later than any instant, and with a minus before any


class Charging(Kept):
    """The credit assignment."""

    def credit(self, skill: str | None = None, rounds: int = 50) -> dict[str, Any]:
        """Mistakes by parameter over the last rounds, as the learner charged them.

        `parameters`: parameter, key, wording, count, rounds (in how many it occurred), share; the most
        charged first. `unsorted`: count and the latest entries, to be charged. Mistakes caught outside
        of rounds in the same time count, too, and those of rounds without an output yet; loose ones
        do not.

        Each parameter has `loss`: the share of the reported loss that is charged to it, with `low` and `high`
        (80 %), older rounds counting less (half as much after 30 days); None where there are
        fewer than ten mistakes in rounds. `proposal` is the parameter to change next, or None where none stands out.
        """
        wanted = self.wanted("skill", skill)
        window, since = self._window(wanted, rounds)
        counts = self._counts(wanted, window, since)
        total = sum(sum(rounds.values()) for rounds in counts.values())
        shares, proposal = self._shares(counts)
        unsorted = counts.pop(UNSORTED, {})
        return {
            "rounds": len(window),
            "asked": rounds,
            "mistakes": total,
            "parameters": sorted(
                (
                    self._charged(key, rounds, total) | {"loss": shares.get(key)}
                    for key, rounds in counts.items()
                ),
                key=lambda row: (-row["count"], row["parameter"]),
            ),
            "unsorted": {
                "count": sum(unsorted.values()),
                "entries": self._latest_unsorted(wanted, window, since) if unsorted else [],
            },
            "proposal": self._proposed(proposal),
            "reported": "What you charged, which is no measured cause.",
        }

    def _shares(self, counts: Counts) -> tuple[dict[str, Any], str | None]:
        """The share of the loss by parameter, and the one that stands out."""
        subjects = sorted({round for rounds in counts.values() for round in rounds if round})
        charged = sum(count for rounds in counts.values() for id, count in rounds.items() if id)
        if charged < WEIGHED:
            return {}, None
        from selfgrad.insight import credit  # with numpy 100 ms

        about = {subject: self._weighed(subject) for subject in subjects}
        each = [
            (key, round)
            for key, rounds in counts.items()
            for round, count in rounds.items()
            if round
            for _ in range(count)
        ]
        found = credit.shares(
            [key for key, _ in each],
            [about[round][0] for _, round in each],
            [about[round][1] for _, round in each],
            rounds=[subjects.index(round) for _, round in each],
        )
        shares = {
            one.parameter: {"share": one.share, "low": one.low, "high": one.high} for one in found
        }
        return shares, credit.proposal(found)

    def _weighed(self, subject: str) -> tuple[float | None, float]:
        """The loss of a round, and its age in days of 24 hours."""
        row = self.journal.about_round(subject)
        at = row["closed_at"] or row["opened_at"]
        return row["loss"], max(0.0, (self.clock.now() - at) / 86_400_000)

    def _proposed(self, key: str | None) -> dict[str, Any] | None:
        """The parameter to change next, with its present wording."""
        if key is None:
            return None
        wording = self.db.scalar("wording_now", learner=self.learner, subject="parameter:" + key)
        return {"parameter": self.called("parameter", key), "wording": wording}

    def _window(self, skill: str | None, limit: int) -> tuple[set[str], int]:
        """The last rounds that got as far as an output, and since when: the first one's opening."""
        asked = {"learner": self.learner, "limit": limit}
        if skill is None:
            rows = self.db.all("rounds_latest", **asked)
        else:
            rows = [
                row
                for key in self.journal.keys_of("skill", skill)
                for row in self.db.all("rounds_latest_of_skill", skill=key, **asked)
            ]
            rows.sort(key=lambda row: (row["opened_at"], row["subject"]), reverse=True)
        rows = rows[:limit]
        full = len(rows) >= limit and rows
        return {row["subject"] for row in rows}, int(rows[-1]["opened_at"]) if full else -EVER

    def _counts(self, skill: str | None, window: set[str], since: int) -> Counts:
        """Mistakes by parameter and round: those of the rounds, and those caught outside since."""
        found: list[tuple[str | None, str | None, int]] = [*self._in_rounds(skill, window, since)]
        found += [
            (row["parameter"], None, row["count"])
            for row in self._caught(since // 1000 * SLOTS)
            if skill in (None, self.key("skill", row["skill"]))
        ]
        counts: Counts = {}
        for parameter, round, count in found:
            rounds = counts.setdefault(self.key("parameter", parameter) or UNSORTED, {})
            rounds[round] = rounds.get(round, 0) + count
        return counts

    def _in_rounds(
        self, skill: str | None, window: set[str], since: int
    ) -> Iterator[tuple[str | None, str, int]]:
        """Mistakes filed or caught in the rounds, and in others of that time without an output yet."""
        asked = {"learner": self.learner, "since": since}
        if skill is None:
            rows = self.db.all("mistakes_since", **asked)
        else:
            rows = [
                row
                for key in self.journal.keys_of("skill", skill)
                for row in self.db.all("mistakes_since_of_skill", skill=key, **asked)
            ]
        for row in rows:
            if row["round"] in window or not row["attempts"]:
                yield row["parameter"], row["round"], row["count"]

    def _charged(self, key: str, rounds: dict[str | None, int], total: int) -> dict[str, Any]:
        count = sum(rounds.values())
        return {
            "parameter": self.called("parameter", key),
            "key": key,
            "wording": self.db.scalar(
                "wording_now", learner=self.learner, subject="parameter:" + key
            ),
            "count": count,
            "rounds": len(rounds.keys() - {None}),
            "share": count / total,
        }

    def _latest_unsorted(
        self, skill: str | None, window: set[str], since: int
    ) -> list[dict[str, Any]]:
        """The latest mistakes that wait for a parameter."""
        rows: list[Row] = []
        for row in self.db.each("unsorted_newest", learner=self.learner, limit=WALK):
            placed = row["round_skill"] if row["known"] else row["skill"]
            if row["known"]:
                counts = row["round"] in window
                counts |= not row["attempts"] and row["opened_at"] >= since
            else:
                counts = row["n"] >= since // 1000 * SLOTS
            if counts and skill in (None, self.key("skill", placed)):
                rows.append(row)
                if len(rows) == TO_SORT:
                    break
        return self.sentences(rows)

    # caught outside of rounds ---------------------------------------------------------------------

    def _caught(self, since: int) -> list[Any]:
        """Counts of mistakes caught outside of rounds, from a place in the record on.

        Each is skill and parameter as they were written ('' for none), and count.
        """
        first = since // BLOCK
        stale = self.stale("caught", self._keep_caught)
        if stale is None:
            return self._count_caught(since, EVER)
        blocks = sorted(int(unit) for unit in stale if int(unit) > first)
        rows = self._count_caught(since, (first + 1) * BLOCK)
        for after, before in zip([first, *blocks], [*blocks, EVER], strict=True):
            between = {"learner": self.learner, "after": after, "before": before}
            rows += self.db.all("caught_since", **between)
        for block in blocks:
            rows += self._count_caught(block * BLOCK, (block + 1) * BLOCK)
        return rows

    def _count_caught(self, low: int, high: int) -> list[Row]:
        rows: list[Row] = self.db.all("caught_count", learner=self.learner, low=low, high=high)
        return rows

    def _keep_caught(self, units: list[str] | None) -> None:
        for block in self._blocks() if units is None else map(int, units):
            self.db.remove("caught", learner=self.learner, block=block)
            counted = self._count_caught(block * BLOCK, (block + 1) * BLOCK)
            at = {"learner": self.learner, "block": block}
            self.db.insert("caught", [{**at, **dict(row)} for row in counted])

    def wrong_blocks(self) -> list[str]:
        """The blocks of which something else is kept than what there is, for `doctor`."""
        stale = self.unsettled("caught")
        if stale is None:
            return []
        kept: dict[int, set[tuple[Any, ...]]] = {}
        for block, *row in self.db.all("caught_all", learner=self.learner):
            kept.setdefault(block, set()).add(tuple(row))
        found = []
        for block in sorted({*kept, *self._blocks()}):
            rows = self._count_caught(block * BLOCK, (block + 1) * BLOCK)
            if str(block) not in stale and kept.get(block, set()) != set(map(tuple, rows)):
                found.append(str(block))
        return found

    def _blocks(self) -> Iterator[int]:
        """The blocks that have entries."""
        n = self.db.scalar("entry_next", learner=self.learner, n=-EVER)
        while n is not None:
            yield n // BLOCK
            n = self.db.scalar("entry_next", learner=self.learner, n=(n // BLOCK + 1) * BLOCK)
