"""What the learner of the demo explains in the evening, reads at the weekend, and lets a program say."""

from __future__ import annotations

import os
import random
from typing import NamedTuple

from selfgrad.demo.trying import Trying
from selfgrad.rounds import EXPLANATIONS


class Told(NamedTuple):
    """A topic explained from memory: its points, and what was written of them at once and a second time."""

    share: float  # of the year, when it is explained
    topic: str
    to: str
    points: tuple[str, ...]
    takes: tuple[str, ...]
    recalled: str


TOLD = (
    Told(
        0.1,
        "the chain rule",
        "a ten-year-old",
        ("a function inside a function", "the two speeds are multiplied", "gears as a picture"),
        (
            "A function inside a function changes with two speeds.\n"
            "Obviously the derivative of the outer one comes first. ??\n",
            "Think of two gears. The big gear turns the small one: a function inside a function.\n"
            "If the first turns twice as fast and the second three times, the two speeds are "
            "multiplied, and the hand moves six times as fast.\n",
        ),
        "The two speeds are multiplied, as with gears.",
    ),
    Told(
        0.45,
        "swing",
        "a drummer who reads no notes",
        ("long and short eighths", "the second beat is heavy", "it is felt, not counted"),
        (
            "Swing is when the eighths are long and short, somehow like a syncopation.\n"
            "The second beat is heavy.\n",
        ),
        "Long and short eighths, and the second beat is heavy.",
    ),
    Told(
        0.9,
        "the chain rule",
        "a ten-year-old",
        ("a function inside a function", "the two speeds are multiplied", "an example in numbers"),
        (
            "A function inside a function is a machine in a machine. The two speeds are multiplied: "
            "if one doubles and the other triples, together they make six. An example in numbers: "
            "the square of 3x grows twice 3x times 3.\n",
        ),
        "A function inside a function, the two speeds are multiplied, an example in numbers.",
    ),
)
NOTES = (
    (
        0.05,
        "practice.md",
        "---\nsource: https://example.org/practice\nauthor: Rosa Lindqvist\ncategories: [article]\n---\n"
        "# Slow is smooth\n\n## Takeaways\n\n- Half the tempo shows where the fingers stop.\n"
        "- A phrase is practised from its end.\n- 慢练先听，再动手。\n",
    ),
    (
        0.3,
        "proofs.md",
        "---\ntype: book\nauthor: J. Okafor\n---\n# Reading proofs\n\n## Summary\n\n"
        "- Cover the proof and guess the next line.\n- Draw the smallest example first.\n",
    ),
)
RUNS = (
    ("===== 3 failed, 5 passed in 0.41s =====\n", 1),
    ("E   ModuleNotFoundError: No module named 'parser'\n===== 1 error in 0.08s =====\n", 2),
    ("===== 1 failed, 9 passed in 0.52s =====\n", 1),
)


class Teaching(Trying):
    """Each thing once, in an evening in which the next round has not been begun."""

    folder: str
    told: int = 0
    read: int = 0

    def teach(self, share: float) -> None:
        """Explain what is due, and come back to the aim that waited."""
        waits = self.journal.current()
        if not waits or waits["state"] != "open" or self.told == len(TOLD):
            return
        due = TOLD[self.told]
        if share < due.share:
            return
        self.told += 1
        self.journal.explain(due.topic, to=due.to, points=due.points)
        takes = [self._take(text) for text in due.takes]
        if len(takes) > 1:
            self.journal.prefer(takes[-1])
        self.journal.backward("I reached for a word that a child does not know.")
        self.journal.step(keep=True)
        if not (waits["project"] or "").startswith(EXPLANATIONS):
            self.journal.resume(waits["subject"])
            self.journal.pause(all=True)

    def _take(self, text: str) -> str:
        """One take, and what becomes of its gaps: the first is looked up, the others waved off."""
        self.work(12)
        receipt = self.journal.take(text)
        for n, gap in enumerate(receipt.data["gaps"]):
            self.journal.mark_gap(gap["key"], "wave" if n else "lookup")
        return str(receipt.data["id"])

    def work(self, minutes: float) -> None:
        """Let some minutes pass; the learner knows how."""
        raise NotImplementedError

    def recall_points(self) -> None:
        """On another day, without looking."""
        if waits := self.journal.read.recall_due():
            due = next(one for one in reversed(TOLD[: self.told]) if one.topic == waits["topic"])
            self.journal.recall(due.recalled, due.topic)

    def read_notes(self, share: float) -> None:
        """A note is read, and its first takeaway said of the last round that was filed."""
        if self.read == len(NOTES) or share < NOTES[self.read][0]:
            return
        _, name, text = NOTES[self.read]
        self.read += 1
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        self.journal.add_source(path)

    def test_takeaway(self, luck: random.Random) -> None:
        """Some time later an output has shown what is true of it."""
        waiting = self.journal.read.unused()["takeaways"]
        last = self.journal.db.scalar("round_closed_last", learner=self.journal.learner)
        read = self.journal.takeaway_of(waiting[0]["id"])["happened_at"] if waiting else 0
        if waiting and last and self.journal.about_round(last)["closed_at"] >= read:
            how = "held" if luck.random() < 0.7 else "failed"
            self.journal.test_takeaway(waiting[0]["id"], how, round=last)

    def run_tests(self, luck: random.Random) -> None:
        """A red run before the output: one more attempt of the round."""
        printed, code = RUNS[luck.randrange(len(RUNS))]
        self.journal.ran(["pytest", "-q"], printed, code, took_ms=luck.randrange(300, 900))
