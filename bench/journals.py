"""Journals of any size with believable words, absorbed by the ledger and kept under .cache."""

import glob
import os
import random
import sys
import time
import zlib
from collections.abc import Iterator
from itertools import accumulate, islice

from measuring import progress

from selfgrad import ids
from selfgrad.db import Database, opening
from selfgrad.ledger import Ledger

FIRST = 1_500_000_000_000  # ms: July 2017; the last of a million entries is from July 2026
APART = 285_000  # ms between entries
TOGETHER = 10_000  # entries in one transaction

RARE = "crooked lighthouse"  # in a handful of entries, however many there are
COMMON = "the"  # in most of them
LETTER = "s"  # begins a word in most of them
CHINESE = "积分"  # in one of twenty
DAY_MS, HOUR_MS = 86_400_000, 3_600_000
LAST = 1_795_284_000_000  # ms: 2026-11-21 18:00 UTC, when a life ends and its pages are read
DAYS_OF_A_MILLION = 4383  # 12 years
ROUNDS_A_DAY = 7
FACTS_A_ROUND = 12
SKILLS = ("calculus", "guitar", "chess", "writing", "drawing", "typing")
PARAMETERS = tuple(f"habit {n}" for n in range(1, 26))
_CHINESE = "学而时习之不亦说乎有朋自远方来积分导函数极限证明错误复习练弹琴画线条光影"


def journal(folder: str, entries: int) -> str:
    """The path of a journal with that many entries, made now if it is not there yet.

    The large one stays, and has a hundred more after each run: nobody can tell.
    """
    path = os.path.join(folder, f"journal-{entries}-{_schema():08x}.db")
    if not os.path.exists(path):
        draft = path + ".new"
        for leftover in glob.glob(os.path.join(folder, f"journal-{entries}-*")):
            os.unlink(leftover)  # half made, or with the tables of another day
        start = time.perf_counter()
        write(draft, entries)
        os.replace(draft, path)
        if entries > 100_000:
            print(f"made {path} in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return path


def _schema() -> int:
    """A number for the tables as they are now: other tables, another journal."""
    number = 0
    for _, name in opening.versions():
        for statement in opening.statements(name):
            number = zlib.crc32(statement.encode(), number)
    return number


def acts(entries: int, seed: int = 1) -> Iterator[dict]:
    """`entries` sentences as the acts that logged them, oldest first; the same ones each time."""
    rng = random.Random(seed)
    sentences = _sentences(rng, entries)
    for number, words in enumerate(sentences):
        at = FIRST + number * APART
        fact, day = ids.new(at + 1), time.strftime("%Y-%m-%d", time.gmtime(at // 1000))
        body = {"words": words, "parameter": f"habit {rng.randrange(40)}"}
        facts = [
            {
                "id": fact,
                "subject": fact,
                "kind": "logged",
                "happened_at": at,
                "zone": "UTC",
                "day": day,
                "body": body,
            }
        ]
        yield {
            "act": ids.new(at),
            "recorded_at": at,
            "device": "bench",
            "verb": "log",
            "facts": facts,
        }


def _sentences(rng: random.Random, entries: int) -> Iterator[str]:
    """Sentences whose words are as unevenly common as those of a language."""
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    made = [
        "".join(rng.choices(letters, range(26, 0, -1), k=rng.randint(3, 9))) for _ in range(30_000)
    ]
    vocabulary = [COMMON, "sign", "slow", *made]
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(vocabulary))))
    rare = set(rng.sample(range(entries), min(5, entries)))
    for number in range(entries):
        words = rng.choices(vocabulary, cum_weights=weights, k=rng.randint(5, 13))
        if rng.random() < 0.05:
            words.append("".join(rng.choices(_CHINESE, k=8)) + CHINESE)
        if number in rare:
            words.insert(rng.randrange(len(words)), RARE)
        yield " ".join(words)


def write(path: str, entries: int) -> None:
    """Write a journal of that many entries: about 2 minutes for a million on an idle machine."""
    db = Database(path)
    ledger, waiting, done = Ledger(db), acts(entries), 0
    while some := list(islice(waiting, TOGETHER)):
        ledger.absorb(some)
        done += len(some)
        progress(f"writing a journal: {done:,} of {entries:,}")
    db.close()
    progress("")


# a life ------------------------------------------------------------------------------------------


def life(path: str, facts: int = 1_000_000) -> str:
    """The path of a journal like that of a life: rounds, hours, changes, mistakes and questions.

    A million facts are 12 years that end at `LAST`: 30,000 rounds in 6 skills, 60,000 sessions, a
    change about every 15 rounds. Made now if it is not there yet, in about 2 minutes.
    """
    path = f"{path}-{facts}-{_schema():08x}.db"
    if os.path.exists(path):
        return path
    draft, done = path + ".new", 0
    for leftover in glob.glob(path.rpartition("-")[0] + "-*"):
        os.unlink(leftover)  # half made, or with the tables of another day
    db = Database(draft)
    ledger, waiting = Ledger(db), Life(facts).acts()
    while some := list(islice(waiting, TOGETHER)):
        ledger.absorb(some)
        done += sum(len(act["facts"]) for act in some)
        progress(f"writing a life: {done:,} of {facts:,} facts")
    db.close()
    progress("")
    os.replace(draft, path)
    return path


class Life:
    """The acts of some years, oldest first: what the verbs would have written, day by day."""

    def __init__(self, facts: int, seed: int = 1) -> None:
        self.rng = random.Random(seed)
        self.days = max(60, round(facts * DAYS_OF_A_MILLION / 1_000_000))
        self.a_day = facts / self.days  # facts
        self.words = _sentences(self.rng, facts)
        self.rounds: dict[str, str] = {}  # the open one of each skill
        self.skill = SKILLS[0]
        self.made: list[dict] = []  # facts of this day
        self.acted: list[dict] = []
        self.at, self.day = 0, ""

    def acts(self) -> Iterator[dict]:
        """Every act."""
        for number in range(self.days):
            self.at = LAST - (self.days - number) * DAY_MS + 12 * HOUR_MS  # 6 in the morning
            self.day, self.made, self.acted = _date(self.at), [], []
            if number == 0:
                self.act("settings", ("set", "setting:zone", {"value": "UTC"}))
                self.act("skill", *(("named", f"skill:{s}", {"name": s}) for s in SKILLS))
                self.act("log", *(("named", f"parameter:{p}", {"name": p}) for p in PARAMETERS))
            self._practise()
            yield from self.acted

    def act(self, verb: str, *some: tuple, after: int = 60_000) -> list[str]:
        """An act `after` milliseconds; the ids of its facts. A subject of None is its own."""
        self.at += after
        facts = [self._fact(n, *fact) for n, fact in enumerate(some, 1)]
        head = {"act": ids.new(self.at), "recorded_at": self.at, "device": "bench", "verb": verb}
        self.acted.append({**head, "facts": facts})
        self.made += facts
        return [fact["id"] for fact in facts]

    def _fact(self, n: int, kind: str, subject: str | None, body: dict) -> dict:
        id = ids.new(self.at + n)
        about = {"id": id, "subject": subject or id, "kind": kind, "happened_at": self.at}
        return {**about, "zone": "UTC", "day": self.day, "body": body}

    def _practise(self) -> None:
        """About seven rounds in one to three skills, and what else is written on a day."""
        self.skill = self.rng.choice(SKILLS)
        for left in range(ROUNDS_A_DAY, 0, -1):
            if self.rng.random() < 0.25:
                self.skill = self.rng.choice(SKILLS)
            if self.rng.random() < 0.98:
                self._round(max(0, (self.a_day - len(self.made)) / left - FACTS_A_ROUND))

    def _round(self, sentences: float) -> None:
        place = {"skill": self.skill}
        aim = f"{self.skill}: {next(self.words)}"
        if self.skill not in self.rounds:
            opened = ("opened", None, {"words": aim, "expected": 0.5, **place})
            self.rounds[self.skill] = self.act("start", opened)[0]
        round = self.rounds[self.skill]
        for half in (0, 1):
            begun = self.at + 60_000
            input = {"input": True} if half == 0 and self.rng.random() < 0.3 else {}
            started = ("clock_started", None, {"round": round, **place, **input})
            session = self.act("go", started)[0]
            for _ in range(round_half(self.rng, sentences / 4)):
                self._sentence({"round": round, **place})
            if half:
                self._close(round, session, begun, aim)
            else:
                self.act("pause", self._stopped(session, begun))
                for _ in range(round_half(self.rng, sentences / 2)):
                    self._sentence({})

    def _sentence(self, place: dict) -> None:
        """Nine mistakes to one question, and two of three questions are answered."""
        words, after = next(self.words), self.rng.randrange(5_000, 200_000)
        if self.rng.random() < 0.9:
            charged = {"parameter": self._parameter()} if self.rng.random() < 0.95 else {}
            self.act("log", ("logged", None, {"words": words, **charged, **place}), after=after)
            return
        asked = self.act("ask", ("asked", None, {"words": words, **place}), after=after)[0]
        if self.rng.random() < 0.66:
            answered = ("answered", asked, {"words": next(self.words), "source": "a book"})
            self.act("answer", answered, after=5_000)

    def _parameter(self) -> str:
        """The first ones are charged most."""
        return PARAMETERS[int(len(PARAMETERS) * self.rng.random() ** 2)]

    def _stopped(self, session: str, begun: int) -> tuple:
        end = self.at + 60_000
        return ("clock_stopped", session, {"end": end, "stretches": [[self.day, begun, end]]})

    def _close(self, round: str, session: str, begun: int, aim: str) -> None:
        wrong, rng = self.rng.randrange(8), self.rng
        loss = {"loss": wrong / 10, "raw": wrong, "unit": "of 10", "criterion": "wrong"}
        self.act("forward", ("produced", round, {"medium": "text", "words": next(self.words)}))
        self.act("loss", ("measured", round, {**loss, "said": f"{wrong} wrong of 10"}))
        slips = [{"words": next(self.words), "parameter": self._parameter()} for _ in range(2)]
        self.act("backward", *(("mistake", round, slip) for slip in slips))
        following = ids.new(self.at + 60_001)
        place = {"skill": self.skill, "level": str(rng.randrange(5)), "expected": wrong / 10}
        opened = ("opened", following, {"words": aim, "repeat": True, **place})
        steps: list[tuple] = [("kept", round, {"following": following})]
        if rng.random() < 1 / 15:
            step = {
                "words": f"When {next(self.words)}, I slow down.",
                "parameter": slips[0]["parameter"],
            }
            worded = {"words": step["words"], "round": round}
            steps = [
                ("worded", f"parameter:{step['parameter']}", worded),
                ("stepped", round, {**step, "following": following}),
            ]
        elif rng.random() < 0.03:
            steps = [("dropped", round, {"words": next(self.words), "following": following})]
        self.act("step", opened, *steps, self._stopped(session, begun))
        self.acted[-1]["facts"][0]["id"] = following
        self.rounds[self.skill] = following


def round_half(rng: random.Random, number: float) -> int:
    """A whole number near it, and on average the same."""
    return int(number + rng.random())


def _date(at: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(at // 1000))
