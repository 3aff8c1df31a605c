"""The verbs of teaching: explain a topic to somebody who knows nothing of it, take after take.

An explanation is a round. Before it, the learner names three to seven points; what a take covers of
them is its score, and so is what is still there on another day without looking. Where a take needs
words that nobody was given, or breaks off, is a gap: looked up, made the next aim, or waved off.
What an explanation has beside its round are facts about "explain:" and the id of the round.
"""

from __future__ import annotations

from selfgrad import errors, guards
from selfgrad.desk import Draft, Receipt
from selfgrad.losses import Measure
from selfgrad.measuring import measure_body
from selfgrad.meeting import heard
from selfgrad.running import TAKES
from selfgrad.topics import FEWEST, Topics, name_points, quoted

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from selfgrad.db import Row
    from selfgrad.gaps import Gap

HOWS = {"lookup": "asked", "aim": "aim", "wave": "waved"}
LONGEST_HEARD = 2_000  # characters of a recall that are met as a sentence is
SHOWN = 8  # gaps named in a receipt; all of them are on the page


class Explaining(Topics):
    """What cannot be explained is not known yet."""

    # takes ----------------------------------------------------------------------------------------

    @heard
    def take(
        self,
        text: str,
        *,
        topic: str | None = None,
        notes: str = "",
        minutes: float | None = None,
        reference: str | None = None,
        at: int | str | None = None,
    ) -> Receipt:
        """One take of the open explanation, or of that of a topic: scored by the points that it covers.

        `notes` is what it was made from, `minutes` how long it takes to say, `reference` where its file
        lies. `data["gaps"]` are those that are left, as dicts; see selfgrad.gaps.
        """
        text = self.work(text)
        round, row = self._explaining(topic)
        with self.writing("explain", at) as draft:
            stopped = self._go_on_explaining(draft, row, None)
            self._seen(draft, round)
            body: dict[str, Any] = {"medium": "take", "words": text, "reference": reference}
            id = draft.add("produced", round["subject"], **body)
            measure = self._score(round["subject"], text, notes)
            draft.add("measured", round["subject"], **measure_body(measure))
            if minutes is not None:
                self._pace(draft, round["subject"], minutes)
        left = self.gaps_left(row["topic"], text, passed_over(measure.detail))
        said = [f"Take {round['attempts'] + 1}: {measure.words}."]
        said += [*self._not_covered(round["subject"], measure), *gap_lines(left), *stopped]
        said += [*guards.against_expected(measure.loss, round["expected"]), _after_a_take(left)]
        about = {"round": round["subject"], "loss": measure.loss, "gaps": left}
        return self.receipt(draft, id, said, **about)

    def _explaining(self, topic: str | None) -> tuple[Row, Row]:
        """The round that explains, and what it explains, its points named."""
        row = self._under_explanation(topic)
        count, name = len(self.points_of(row["round"])), self.called("topic", row["topic"])
        if count < FEWEST:
            raise errors.Refused(
                "Its points come first: what is checked is named before it is written.",
                name_points(name, count),
            )
        round = self.about_round(row["round"])
        if round["state"] not in TAKES:
            from selfgrad import loop

            raise errors.refusal(loop.NotAllowed("forward", round["state"]))
        return round, row

    def _under_explanation(self, topic: str | None) -> Row:
        """The open explanation of a topic, or the one that the open round is."""
        current = self.current()
        if topic is None:
            row = self.explanation_of(current["subject"]) if current else None
        else:
            row = self.explained_now(self.find_name("topic", topic))
        if row is None:
            what = (
                f"“{topic}” is not being explained."
                if topic
                else "The open round explains nothing."
            )
            raise errors.Refused(what, f"Begin with `selfgrad explain {quoted(topic or 'TOPIC')}`.")
        return row

    def pace(self, minutes: float, topic: str | None = None) -> Receipt:
        """Say how long an explanation takes to say; without it, that is counted from its words."""
        row = self._under_explanation(topic)
        with self.writing("explain") as draft:
            id = self._pace(draft, row["round"], minutes)
        return self.receipt(draft, id, [f"Content: {minutes:g} minutes."], round=row["round"])

    def _score(self, round: str, text: str, notes: str) -> Measure:
        """The points that a take leaves out, of all, and what its notes have and it has not."""
        from selfgrad import gaps  # 10 ms and more, with its lists of words

        points = self.points_of(round)
        has = gaps.covered(text, [point["words"] for point in points])
        made = points_measure([p["id"] for p, yes in zip(points, has, strict=True) if yes], points)
        missed = [as_dict(gap) for gap in gaps.gaps(text, notes=notes) if gap.kind == "shorter"]
        if missed:
            made.detail["passed_over"] = missed
        return made

    def _not_covered(self, round: str, measure: Measure) -> list[str]:
        covered: Any = measure.detail["covered"]
        left = [row["words"] for row in self.points_of(round) if row["id"] not in covered]
        return [f"Not in it: {'; '.join(left)}."] if left else []

    def _pace(self, draft: Draft, round: str, minutes: float) -> str:
        if not 0 < minutes <= 10_000:
            raise errors.BadInput("That is no length in minutes.", "Give one such as 12.")
        return draft.add("paced", f"explain:{round}", content_ms=int(minutes * 60_000))

    def prefer(self, take: str) -> Receipt:
        """Keep one take as the better one of its explanation."""
        with self.writing("explain") as draft:
            fact = self.find_fact(take)
            row = self.explanation_of(fact["subject"])
            if row is None or fact["kind"] != "produced":
                raise errors.NotFound(
                    f"{take} is no take.", "See them with `selfgrad explain TOPIC --show`."
                )
            id = draft.add("preferred", f"explain:{row['round']}", take=fact["id"])
        said = [f"The better take is {self.short(fact['id'])}; it comes up when the topic does."]
        return self.receipt(draft, id, said, take=fact["id"], topic=row["topic"])

    # gaps -----------------------------------------------------------------------------------------

    def gaps_left(
        self, topic: str, text: str, passed: Iterable[dict[str, Any]] = ()
    ) -> list[dict[str, Any]]:
        """The gaps of a take that nothing has been done about, as dicts, in the order of the text.

        Of a kind that is wrong half of the time, they come last.
        """
        from selfgrad import gaps

        done = {row["gap"] for row in self.gap_marks(topic)}
        found = [*(as_dict(gap) for gap in gaps.gaps(text)), *passed]
        left = [gap for gap in found if gap["key"] not in done]
        return sorted(left, key=lambda gap: gaps.is_doubtful(text, gap["kind"]))

    def gap_marks(self, topic: str) -> list[Row]:
        """What became of the gaps of a topic, as rows of the table `gap_mark`."""
        keys = self.keys_of("topic", topic)
        return [
            row for key in keys for row in self.db.all("gap_marks", learner=self.learner, topic=key)
        ]

    def mark_gap(self, gap: str, how: str, *, take: str | None = None) -> Receipt:
        """Turn a gap of a take into a `lookup` or the next round's `aim`, or `wave` it off.

        `gap` is its key or the beginning of it. Without a `take` it is the last one.
        """
        if how not in HOWS:
            raise errors.BadInput(
                "A gap is looked up, made the next aim, or waved off.", "Say lookup, aim or wave."
            )
        with self.writing("explain") as draft:
            row, attempt = self._take_of(take)
            found = self._gap_in(row, attempt, gap)
            into = self._ask_about(draft, row, found) if how == "lookup" else None
            about: dict[str, Any] = {
                "take": attempt["id"],
                "gap": found["key"],
                "what": found["kind"],
            }
            aim = f"{found['aim']} ({self.called('topic', row['topic'])})"
            about |= {"words": aim if how == "aim" else found["words"]}
            about |= {"how": HOWS[how], "into": into}
            id = draft.add("gap_marked", row["subject"], **about)
        said = {
            "lookup": f"Asked: {found['question']}",
            "aim": f"The next aim: {aim}",
            "wave": f"Waved off, and not shown again: {found['words']}",
        }
        about = {"gap": found["key"], "how": how, "question": into}
        return self.receipt(draft, into or id, [said[how]], **about)

    def _ask_about(self, draft: Draft, row: Row, gap: dict[str, Any]) -> str:
        place: dict[str, Any] = self.place_of(self.about_round(row["round"]))
        return draft.add("asked", words=gap["question"], round=row["round"], **place)

    def _take_of(self, take: str | None) -> tuple[Row, Row]:
        """An explanation and one of its takes; the last one of all where none is named."""
        id = self.find_fact(take)["id"] if take else None
        found = self.db.first("take", learner=self.learner, id=id) if id else None
        if id is None:
            found = self.db.first("take_last", learner=self.learner)
        if found is None:
            raise errors.NotFound("There is no such take.", "Begin with `selfgrad explain TOPIC`.")
        row = self.explanation_of(found["subject"])
        assert row is not None  # the query has joined them
        return row, found

    def _gap_in(self, row: Row, attempt: Row, key: str) -> dict[str, Any]:
        passed = passed_over(detail_of(attempt))
        left = self.gaps_left(row["topic"], attempt["words"] or "", passed)
        found = [gap for gap in left if key and gap["key"].startswith(key.strip())]
        if len(found) != 1:
            raise errors.NotFound(
                f"“{key}” is not one of the gaps that are left.",
                "See them with `selfgrad explain TOPIC --show`.",
            )
        return found[0]

    def _next_aim(self, round: Row) -> str | None:
        """The gap of this round that was to become the next aim, if one was."""
        row = self.explanation_of(round["subject"])
        marks = self.gap_marks(row["topic"]) if row else []
        mine = [
            mark
            for mark in marks
            if row and mark["how"] == "aim" and mark["subject"] == row["subject"]
        ]
        return str(mine[-1]["words"]) if mine else None

    # another day ----------------------------------------------------------------------------------

    @heard
    def recall(
        self, words: str, topic: str | None = None, *, at: int | str | None = None
    ) -> Receipt:
        """The points of the last explanation of a topic again, without looking, from the next day on."""
        text = self.words(words) if len(words) <= LONGEST_HEARD else self.work(words)
        with self.writing("explain", at) as draft:
            row = self._to_recall(topic, self.clock.day(draft.at))
            points = self.points_of(row["round"])
            covered = self._covered(text, points)
            about = {"covered": len(covered), "total": len(points)}
            id = draft.add("recalled", row["subject"], words=text, **about)
        gone = [point["words"] for point in points if point["id"] not in covered]
        name = self.called("topic", row["topic"])
        said = [f"Still there of “{name}”: {len(covered)} of {len(points)} points."]
        said += [f"Gone: {'; '.join(gone)}."] if gone else []
        said.append(f"Next: `selfgrad explain {quoted(name)}` from nothing, or go on: `selfgrad`.")
        return self.receipt(draft, id, said, round=row["round"], gone=gone, **about)

    def recall_ready(self, topic: str | None = None) -> None:
        """Refuse before a person is asked, not after they have answered."""
        self._to_recall(topic, self.clock.day(self.clock.now()))

    def _covered(self, text: str, points: list[Row]) -> list[str]:
        from selfgrad import gaps

        has = gaps.covered(text, [point["words"] for point in points])
        return [point["id"] for point, yes in zip(points, has, strict=True) if yes]

    def _to_recall(self, topic: str | None, day: str) -> Row:
        """The explanation that is asked for again; on the day of its take it would only be read off."""
        row = self._last_taken(topic)
        if row is None:
            raise errors.Refused(
                "There is nothing to recall yet.", "Begin with `selfgrad explain TOPIC`."
            )
        last = self.db.scalar("take_day_last", learner=self.learner, round=row["round"])
        if day <= last:
            raise errors.Refused(
                "Today it would only be read off; from tomorrow on it shows what stayed.",
                "Go on with `selfgrad`.",
            )
        again = self.db.all("recollections", learner=self.learner, subject=row["subject"])
        if any(one["day"] == day for one in again):
            raise errors.Refused(
                "It was recalled today, and what was gone has been named.",
                "Once more on another day; go on with `selfgrad`.",
            )
        return row

    def _last_taken(self, topic: str | None) -> Row | None:
        """The last explanation with points and a take, of a topic or of all."""
        keys = self.keys_of("topic", self.find_name("topic", topic)) if topic else [None]
        found = [
            self.db.first("explanation_taken_last", learner=self.learner, topic=key) for key in keys
        ]
        return max(filter(None, found), key=lambda row: int(row["begun_at"]), default=None)


def points_measure(covered: list[str], points: list[Row]) -> Measure:
    """The points that a take leaves out, of all: raw is how many, the loss their share."""
    total, left = len(points), len(points) - len(covered)
    words = f"{len(covered)} of {total} points covered, loss {left / total:.2f}"
    detail: dict[str, object] = {"wrong": left, "total": total, "covered": covered}
    return Measure("points", left, "not covered", "less", left / total, words, detail)


def as_dict(gap: Gap) -> dict[str, Any]:
    """A gap as plain values, with what a lookup and an aim of it would be called."""
    plain: dict[str, Any] = gap._asdict()
    return plain


def passed_over(detail: Any) -> list[dict[str, Any]]:
    """What the notes of a take have and it has not, as its measure has kept it."""
    kept = detail.get("passed_over") if isinstance(detail, dict) else None
    return list(kept) if isinstance(kept, list) else []


def detail_of(attempt: Row) -> Any:
    from selfgrad.bodies import read

    return read(attempt["detail"]) if attempt["detail"] else {}


def gap_lines(gaps: Sequence[dict[str, Any]]) -> list[str]:
    """A line for each gap with the key that it is named by, the first few of them."""
    lines = [f"Line {gap['line']}: {gap['said']} [{gap['key']}]" for gap in gaps[:SHOWN]]
    more = len(gaps) - SHOWN
    return [*lines, f"And {more} more: `selfgrad explain TOPIC --show`."] if more > 0 else lines


def _after_a_take(left: Sequence[object]) -> str:
    if left:
        return (
            "Next: `selfgrad explain --gap KEY --as lookup` (or aim, or wave), another take, "
            "or `selfgrad backward`."
        )
    return "Next: another take, or write down what went wrong: `selfgrad backward`."
