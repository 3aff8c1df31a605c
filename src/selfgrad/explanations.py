"""Explanations as they are read: takes with their gaps, what stayed, preparation against content."""

from __future__ import annotations

from selfgrad.explaining import detail_of, passed_over
from selfgrad.names import key_of
from selfgrad.showing import Showing
from selfgrad.topics import quoted

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.db import Row

    Page = dict[str, Any]

LATELY_DAYS = 30  # an explanation older than this is not asked for again unasked


class Explanations(Showing):
    """What was explained to whom, and what it left open."""

    def topics(self) -> list[Page]:
        """Every topic, the one explained last first, without its takes.

        Each is a dict: `name`, `rounds`, `takes`, `last` (day), `points` (covered and total of the last
        take, None before one), `recalled` (the same of the last time without looking), `gaps` left in the
        better or last take, and `preparation` and `content` in milliseconds.
        """
        found = [self.topic(name["name"], brief=True) for name in self.journal.names("topic")]
        return sorted(found, key=lambda page: page["last"] or "", reverse=True)

    def topic(self, name: str, *, brief: bool = False) -> Page:
        """A topic with all its explanations; `brief` leaves these out. Raises `NotFound`.

        Beside what `topics` has: `explanations`, oldest first (`id` of the round, `audience`, `points` with
        what the last take `covered`, `takes`, `recollections`, `preparation`, `content`), `better` (the take that was kept as
        the better one, or the last), `first` and `latest`, a take each where the topic was explained anew, `left` (gaps of
        the better take), `marks` (what became of the others), `open` (the round that explains it now, or None).
        """
        key = self.journal.find_name("topic", name)
        rows = self._explanations_of(key)
        shown = [self._explanation(row) for row in rows]
        takes = [take for one in shown for take in one["takes"]]
        better = self._better(rows, takes)
        left = self._left(key, better)
        page = {"name": self.called("topic", key), "key": key, **_summed(shown), "gaps": len(left)}
        if brief:
            return page
        return {
            **page,
            "explanations": shown,
            "better": better,
            "left": left,
            "marks": [self._gap_mark(row) for row in self.journal.gap_marks(key)],
            **_beside(shown),
            "open": next((one["id"] for one in reversed(shown) if one["open"]), None),
        }

    def _explanations_of(self, key: str) -> list[Row]:
        about = {"learner": self.learner}
        keys = self.journal.keys_of("topic", key)
        found = [
            row for one in keys for row in self.db.all("explanations_of_topic", topic=one, **about)
        ]
        return sorted(found, key=lambda row: (row["begun_at"], row["subject"]))

    def _explanation(self, row: Row) -> Page:
        round = self.journal.about_round(row["round"])
        takes = self._takes(row)
        spoken = next((take["spoken_ms"] for take in reversed(takes)), 0)
        return {
            "id": row["round"],
            "short": self.journal.short(row["round"]),
            **{key: row[key] for key in ("audience", "day")},
            "state": round["state"],
            "open": round["state"] not in ("closed", "dropped"),
            "why": round["why"],
            "points": self._points(row, takes),
            "takes": takes,
            "recollections": self._recollections(row),
            "preparation": self._time_of(row["round"])["time"]["ms"] + self._runs_now(row["round"]),
            "content": row["content_ms"] or spoken,
            "given": row["content_ms"] is not None,
        }

    def _runs_now(self, round: str) -> int:
        """Milliseconds of a clock that runs in it, which counts elsewhere once it is stopped."""
        running = self.journal.running()
        here = running is not None and running["round"] == round
        return max(0, self.clock.now() - running["started_at"]) if here and running else 0

    def _takes(self, row: Row) -> list[Page]:
        from selfgrad import gaps  # 10 ms

        rows = self.db.all("takes_of_round", learner=self.learner, round=row["round"])
        return [
            {
                "id": one["id"],
                "short": self.journal.short(one["id"]),
                "round": row["round"],
                "n": n,
                **{key: one[key] for key in ("words", "reference", "loss", "said", "day")},
                "when": self.clock.local(one["happened_at"]),
                "covered": detail_of(one).get("covered") or [],
                "passed_over": passed_over(detail_of(one)),
                "spoken_ms": gaps.spoken_ms(one["words"] or ""),
                "better": one["id"] == row["better"],
            }
            for n, one in enumerate(rows, 1)
        ]

    def _points(self, row: Row, takes: list[Page]) -> list[Page]:
        covered = takes[-1]["covered"] if takes else []
        return [
            {
                "id": point["id"],
                "short": self.journal.short(point["id"]),
                "words": point["words"],
                "covered": point["id"] in covered,
            }
            for point in self.journal.points_of(row["round"])
        ]

    def _recollections(self, row: Row) -> list[Page]:
        rows = self.db.all("recollections", learner=self.learner, subject=row["subject"])
        keys = ("day", "covered", "total")
        return [{key: one[key] for key in keys} for one in rows]

    def _better(self, rows: list[Row], takes: list[Page]) -> Page | None:
        """The take that was kept as the better one last; where none was, the last one."""
        kept = [row["better"] for row in rows if row["better"]]
        chosen = [take for take in takes if kept and take["id"] == kept[-1]]
        return chosen[0] if chosen else takes[-1] if takes else None

    def _left(self, key: str, take: Page | None) -> list[Page]:
        if take is None:
            return []
        return self.journal.gaps_left(key, take["words"] or "", take["passed_over"])

    def _gap_mark(self, row: Row) -> Page:
        keys = ("gap", "what", "words", "how")
        question = row["into_id"] and self.db.first(
            "lookup", learner=self.learner, subject=row["into_id"]
        )
        answered = question["answer"] if question else None
        return {**{key: row[key] for key in keys}, "into": row["into_id"], "answer": answered}

    # where it comes up ----------------------------------------------------------------------------

    def tried_before(self, topic: str, here: str) -> list[str]:
        """What is said as a topic is explained anew: it is written from nothing, then stands beside."""
        earlier = [
            row for row in self._explanations_of(topic) if row["round"] != here and self._takes(row)
        ]
        if not earlier:
            return []
        said = [
            f"You explained it first on {earlier[0]['day']}; that take stands beside the new one "
            "once it is written."
        ]
        return said + self._left_open(self.topic(self.journal.called("topic", topic)))

    def known_of(self, aim: str) -> list[str]:
        """A line for each topic that an aim names and that was explained: its better take, what it left."""
        said = []
        for name in self._named_in(aim):
            page = self.topic(name)
            if better := page["better"]:
                said.append(
                    f"You explained “{page['name']}” on {better['day']}: `selfgrad show {better['short']}`."
                )
                said += self._left_open(page)
        return said

    def _named_in(self, aim: str) -> list[str]:
        """The topics that an aim names, by whole words; in scripts without spaces, anywhere."""
        told = f" {_spaced(aim)} "
        names = [str(row["name"]) for row in self.journal.names("topic")]
        return [
            name
            for name in names
            if (f" {_spaced(name)} " if name.isascii() else key_of(name)) in told
        ]

    def _left_open(self, page: Page) -> list[str]:
        if not page["left"]:
            return []
        which = "; ".join(gap["words"] for gap in page["left"][:3])
        return [f"It left open: {which}."]

    def to_recall(self) -> Page | None:
        """An explanation whose points have not been asked for since its last take, from the next day on.

        `topic`, `points` (how many), `day` of the take; None where none waits.
        """
        today = self.today_is()
        since = self.clock.days_before(today, LATELY_DAYS)
        about = {"learner": self.learner, "day": today, "since": since}
        row = self.db.first("explanations_to_recall", **about)
        if row is None:
            return None
        name = self.called("topic", row["topic"])
        points = self.journal.points_of(row["round"])
        return {
            "topic": name,
            "round": row["round"],
            "points": len(points),
            "day": row["taken"],
            "say": f"selfgrad explain {quoted(str(name))} --recall",
        }


def _spaced(text: str) -> str:
    """Text in its folded words, one space between them."""
    return " ".join("".join(c if c.isalnum() else " " for c in key_of(text)).split())


def _summed(shown: list[Page]) -> Page:
    """What a topic adds up to."""
    takes = [take for one in shown for take in one["takes"]]
    recalled = [again for one in shown for again in one["recollections"]]
    last = next((one for one in reversed(shown) if one["takes"]), None)
    counted = {"covered": sum(p["covered"] for p in last["points"]), "total": len(last["points"])} if last else None  # fmt: skip
    return {
        "rounds": len(shown),
        "takes": len(takes),
        "last": takes[-1]["day"] if takes else (shown[-1]["day"] if shown else None),
        "points": counted,
        "recalled": recalled[-1] if recalled else None,
        "preparation": sum(one["preparation"] for one in shown),
        "content": sum(one["content"] for one in shown),
    }


def _beside(shown: list[Page]) -> Page:
    """The first take and the latest, where the topic was explained anew."""
    taken = [one for one in shown if one["takes"]]
    if len(taken) < 2:
        return {"first": None, "latest": None}
    return {"first": taken[0]["takes"][0], "latest": taken[-1]["takes"][-1]}
