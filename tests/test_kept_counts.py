"""Counts that pages keep are what counting everything anew gives, whatever was done in between."""

import random
from collections import Counter
from contextlib import suppress
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfgrad import doctor, errors, exchange, kept, wire
from selfgrad.fold import ENTRIES
from selfgrad.journal import Journal
from selfgrad.ledger import BLOCK, KEPT
from selfgrad.practice import ALWAYS
from selfgrad.record import Record

MINUTE, HOUR = 60_000, 3_600_000
slow = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Ticking:
    """A clock that is later at every look, and that days can pass on."""

    def __init__(self, ms=1_790_000_000_000):
        self.ms = ms

    def __call__(self):
        self.ms += 11
        return self.ms


def in_memory(now=None):
    journal = Journal(":memory:", now=now or Ticking())
    journal.set("zone", "Europe/Paris")
    return journal


# what happens, in random order ------------------------------------------------------------------


def some_fact(journal, n, *kinds):
    rows = journal.db.connection.execute("SELECT id, kind FROM fact ORDER BY id")
    there = [row["id"] for row in rows if row["kind"] in kinds]
    if not there:
        raise errors.NotFound("Nothing of that kind is there.")
    return there[n % len(there)]


def time_passes(journal, n):
    journal._now.ms += (n + 1) * HOUR * (1 if n % 2 else 7)


def a_round(journal, n):
    if journal.current() is None:
        journal.start(f"aim {n}", skill=f"skill{n % 3}" if n % 2 else None, new=True)
    journal.go(input=n % 3 == 0)
    journal._now.ms += (n + 1) * MINUTE
    if n % 4:
        journal.log(f"In a round {n}.", to=f"habit{n % 3}" if n % 5 else None, new=True)
    journal.pause(all=True)
    journal.again(f"{n % 11}/10", f"Again {n}.")


def step_by_step(journal, n):
    """A round whose every move is followed by a reading."""
    journal.start(f"aim {n}", skill=f"skill{n % 3}", new=True)
    journal._now.ms += (n + 1) * MINUTE
    journal.pause(all=True)
    read(journal, 0)
    for verb in ("forward", "loss", "backward"):
        DEEDS[verb](journal, n)
        journal.pause(all=True) if journal.running() else None
        read(journal, 0)
        journal._now.ms += n * HOUR
    (journal.step(keep=True), read(journal, 0)) if n % 3 else None
    DEEDS["filed"](journal, n + 1)


def a_change(journal, n):
    if journal.current() is None:
        journal.start(f"aim {n}")
    for verb in ("forward", "loss", "backward"):
        with suppress(errors.SelfgradError):
            DEEDS[verb](journal, n)
    journal.step(f"When {n}, I do {n + 1}", parameter=f"habit{n % 3}", anyway=True, new=True)


ELSEWHERE = ("a round", "log", "add", "filed", "undo anything", "drop", "undo")


def from_elsewhere(journal, n):
    """Another device did something, too; its acts arrive in whatever order."""
    with in_memory(Ticking(journal._now.ms - 3 * HOUR)) as other:
        other.ledger.absorb(acts_of(journal))
        for number in range(n % 4 + 1):
            other._now.ms += HOUR
            live(other, [(deed, n + number) for deed in ELSEWHERE])
        acts = acts_of(other)
    random.Random(n).shuffle(acts)
    for cut in range(0, len(acts), 3):
        journal.ledger.absorb(acts[cut : cut + 3])
        read(journal, cut % 2)
    journal._now.ms += 20 * HOUR


def read(journal, n):
    """A page is read, so that counts are kept halfway."""
    page = journal.read
    (page.hours, page.credit, page.skills, page.year, page.week)[n % 5]()


WORDED = (*ENTRIES, "worded", "kept", "measured", "clock_started")
DEEDS = {
    "start": lambda j, n: j.start(f"aim {n % 3}", skill=f"skill{n % 3}", new=True),
    "start elsewhere": lambda j, n: j.start("aim", project=f"project{n % 3}", new=True),
    "a round": a_round,
    "step by step": step_by_step,
    "go": lambda j, n: j.go(input=n % 2 == 0),
    "pause": lambda j, _: j.pause(all=True),
    "forward": lambda j, n: j.forward(f"page {n}"),
    "loss": lambda j, n: j.loss(f"{n % 11}/10"),
    "backward": lambda j, n: j.backward(f"Mistake {n}.", to=f"habit{n % 3}", new=True),
    "step": a_change,
    "drop": lambda j, n: j.drop(f"blind {n}", next="another" if n % 2 else None),
    "log": lambda j, n: j.log(f"Caught {n}.", to=f"habit{n % 3}" if n % 4 else None, new=True),
    "log of a skill": lambda j, n: j.log(f"Caught {n}.", skill=f"skill{n % 3}", new=True),
    "log back then": lambda j, n: j.log("Long ago.", at=j.clock.now() - n * 240 * HOUR),
    "ask": lambda j, n: j.ask(f"why {n}?"),
    "add": lambda j, n: j.add(
        f"{n % 50 + 1}m", skill=f"skill{n % 3}", new=True, at=j.clock.now() - (n + 1) * 40 * MINUTE
    ),
    "add long ago": lambda j, n: j.add("90m", at=j.clock.now() - n * 30 * HOUR - 2 * HOUR),
    "filed": lambda j, n: j.file_here(f"skill{n % 3}", new=True),
    "rename": lambda j, n: j.rename("skill", f"skill{n % 3}", f"renamed {n}"),
    "merge": lambda j, n: j.merge("skill", f"skill{n % 3}", f"skill{(n + 1) % 3}"),
    "merge parameters": lambda j, n: j.merge("parameter", f"habit{n % 3}", f"habit{(n + 1) % 3}"),
    "archive": lambda j, n: j.archive("skill", f"skill{n % 3}", back=n % 2 == 0),
    "edit": lambda j, n: j.edit(some_fact(j, n, *ENTRIES), words=f"edited {n}"),
    "recharge": lambda j, n: j.recharge(some_fact(j, n, "logged", "mistake"), "habit1", new=True),
    "delete": lambda j, n: j.delete(some_fact(j, n, *WORDED)),
    "undo": lambda j, _: j.undo(),
    "undo anything": lambda j, n: j.undo(some_fact(j, n, *WORDED, "retracted", "deleted")),
    "zone": lambda j, n: j.set("zone", ("Pacific/Auckland", "America/Los_Angeles", "UTC")[n % 3]),
    "day start": lambda j, n: j.set("day_start", f"{n % 24:02}:00"),
    "from elsewhere": from_elsewhere,
    "time passes": time_passes,
    "read": read,
}
LIKELY = [*sorted(DEEDS), *["a round", "step by step", "read", "time passes"] * 3]
deeds = st.lists(st.tuples(st.sampled_from(LIKELY), st.integers(0, 40)), max_size=40)


def live(journal, some):
    for name, n in some:
        with suppress(errors.SelfgradError):
            DEEDS[name](journal, n)


def test_every_deed_of_these_tests_can_be_done():
    """A deed that is always refused would prove nothing."""
    rng, left = random.Random(1), set(DEEDS)
    for _ in range(40):
        with in_memory() as journal:
            for name in rng.choices(LIKELY, k=40):
                with suppress(errors.SelfgradError):
                    DEEDS[name](journal, rng.randrange(40))
                    left.discard(name)
        if not left:
            return
    assert left == set()


# counted without any of the program's own counting ----------------------------------------------


def rows(journal, table):
    return [dict(row) for row in journal.db.connection.execute(f"SELECT * FROM {table}")]


def practised(journal):
    """Each moment belongs to the session that started first: day, skill -> milliseconds of six kinds."""
    rounds = {row["subject"]: row for row in rows(journal, "round")}
    sessions = {row["subject"]: row for row in rows(journal, "session")}
    stretches = rows(journal, "stretch")
    edges = sorted({at for s in stretches for at in (s["started_at"], s["ended_at"])})
    counts = Counter()
    for begin, end in pairwise(edges):
        there = [s for s in stretches if s["started_at"] <= begin and end <= s["ended_at"]]
        if there:
            order = [(sessions[s["subject"]]["started_at"], s["subject"]) for s in there]
            owner = there[order.index(min(order))]
            session = sessions[owner["subject"]]
            round = rounds.get(session["round"], {})
            key = owner["day"], called(journal, round.get("skill") or session["skill"])
            for what in ("input", "by_hand", "guessed"):
                counts[(*key, what)] += (end - begin) * session[what]
            counts[(*key, "ms")] += end - begin
            counts[(*key, "without_output")] += (end - begin) * (not round.get("attempts"))
    for round in rounds.values():
        if round["closed_day"]:
            counts[round["closed_day"], called(journal, round["skill"]), "rounds"] += 1
    return +counts


def called(journal, skill):
    return journal.resolved("skill", skill) if skill else None


def shown_practice(journal):
    counts = Counter()
    for day in journal.read.practised(*ALWAYS):
        for what in ("ms", "input", "by_hand", "guessed", "without_output", "rounds"):
            counts[day.day, day.skill, what] += getattr(day, what)
    return +counts


def caught(journal):
    """Mistakes caught outside of every round that is here: skill, parameter -> count."""
    here = {row["subject"] for row in rows(journal, "round")}
    return Counter(
        (row["skill"] or "", row["parameter"] or "")
        for row in rows(journal, "entry")
        if row["kind"] == "mistake" and row["subject"] == row["id"] and not row["loose"]
        if row["round"] not in here
    )


def shown_caught(journal):
    counts = Counter()
    for row in journal.read._caught(-(1 << 62)):
        counts[row["skill"], row["parameter"]] += row["count"]
    return +counts


def kept_rows(journal):
    return {table: sorted(map(repr, rows(journal, table))) for table in KEPT}


@slow
@given(deeds, st.sampled_from([0, 0, kept.FEW]))
def test_kept_counts_are_those_counted_anew_after_any_deeds(some, few):
    """With 0, every reading keeps what it counts, and nothing stays stale by chance."""
    with patch.object(kept, "FEW", few), in_memory() as journal:
        live(journal, [("a round", 1), ("read", 0), ("read", 1), *some])
        assert shown_practice(journal) == practised(journal)
        assert shown_caught(journal) == caught(journal)
        assert doctor.differences(journal) == []


@slow
@given(deeds, st.integers(0, 4))
def test_pages_say_the_same_after_a_rebuild(some, n):
    with in_memory() as journal:
        live(journal, [("a round", n), ("read", 0), ("read", 1), *some])
        before = pages(journal)
        journal.ledger.rebuild()
        assert kept_rows(journal) == {table: [] for table in KEPT}
        assert pages(journal) == before
        assert doctor.differences(journal) == []


def pages(journal):
    read, ms = journal.read, journal._now.ms
    found = []
    for page in (read.hours, read.skills, read.credit, read.parameters, read.year, read.steps):
        journal._now.ms = ms  # the running clock runs on
        found.append(page())
    for page in found[2:4]:  # the place of an entry is no part of what is known
        page["unsorted"].pop("entries")
    return found


@slow
@given(deeds)
def test_what_was_kept_at_first_does_not_matter(some):
    """One journal keeps counts from the start, the other counts when all is done."""
    now = Ticking()
    with in_memory(now) as journal, in_memory(now) as other:
        live(journal, [("a round", 1), ("read", 0), ("read", 1), *some])
        other.ledger.absorb(acts_of(journal))
        journal._settle()
        other._settle()
        assert pages(other) == pages(journal)


# when they are kept -----------------------------------------------------------------------------


def days_of_practice(journal, count):
    for _ in range(count):
        journal.add("30m", skill="guitar", new=True)
        journal._now.ms += 24 * HOUR


def test_the_first_page_counts_everything_and_keeps_it():
    with in_memory() as journal:
        days_of_practice(journal, 5)
        assert rows(journal, "practice") == []
        assert journal.read.hours()["total"]["ms"] == 5 * 30 * MINUTE
        assert sum(row["ms"] for row in rows(journal, "practice")) == 5 * 30 * MINUTE
        assert rows(journal, "stale") == []


def test_a_few_stale_days_are_counted_by_the_reader_and_more_are_kept():
    with in_memory() as journal:
        journal.read.hours()
        days_of_practice(journal, kept.FEW)
        assert journal.read.hours()["total"]["ms"] == kept.FEW * 30 * MINUTE
        assert rows(journal, "practice") == []
        days_of_practice(journal, 1)
        assert journal.read.hours()["total"]["ms"] == (kept.FEW + 1) * 30 * MINUTE
        assert len(rows(journal, "practice")) == kept.FEW + 1


def test_a_day_that_lost_its_hours_has_none():
    with in_memory() as journal:
        added = journal.add("30m", skill="guitar")
        journal.read.hours()
        assert len(rows(journal, "practice")) == 1
        journal.undo(added.id)
        assert journal.read.hours()["total"]["ms"] == 0
        assert [skill["ms"] for skill in journal.read.skills()] == []
        days_of_practice(journal, kept.FEW + 1)
        assert journal.read.hours()["total"]["ms"] == (kept.FEW + 1) * 30 * MINUTE


def test_an_undo_that_comes_from_elsewhere_takes_the_hours_of_its_day_along(monkeypatch):
    monkeypatch.setattr(kept, "FEW", 0)
    with in_memory() as journal, in_memory(Ticking(1_800_000_000_000)) as other:
        added = journal.add("30m", skill="guitar")
        other.ledger.absorb(acts_of(journal))
        other.undo(added.id)
        assert journal.read.hours()["total"]["ms"] == 30 * MINUTE
        journal.ledger.absorb(acts_of(other))
        assert journal.read.hours()["total"]["ms"] == 0


def acts_of(journal):
    return [wire.parse(line.encode()) for line in exchange.lines(journal)]


def test_a_sentence_of_the_same_days_as_another_notes_nothing_new():
    with in_memory() as journal:
        journal.read.credit()
        journal.log("one")
        before = rows(journal, "stale")
        journal.log("two")
        assert rows(journal, "stale") == before and len(before) == 1


def test_reading_waits_for_nobody_who_writes(tmp_path):
    """Somebody imports for a minute: pages are counted, not kept, and come at once."""
    path, now = str(tmp_path / "journal.db"), Ticking()
    with Journal(path, now=now) as journal, Journal(path, now=now) as other:
        days_of_practice(journal, 5)
        journal.log("one")
        with other.db.transaction():
            assert journal.read.hours()["total"]["ms"] == 5 * 30 * MINUTE
            assert journal.read.credit()["mistakes"] == 1
            assert [row["rounds"] for row in journal.read.skills()] == [0]
            assert rows(journal, "practice") == rows(journal, "counted") == []
        journal.read.hours()
        assert len(rows(journal, "practice")) == 5
        waits = journal.db.connection.execute("PRAGMA busy_timeout").fetchone()[0]
        assert waits == 60_000  # and a writer waits again as long as before


@pytest.mark.parametrize("read_before", [False, True])
def test_a_journal_that_may_only_be_read_is_counted_all_the_same(read_before):
    with in_memory() as journal:
        if read_before:
            journal.read.hours()
            journal.read.credit()
        days_of_practice(journal, 9)
        for n in range(9):
            journal.log(f"one {n}", at=journal.clock.now() - n * 20 * 24 * HOUR)
        journal.db.connection.execute("PRAGMA query_only = ON")
        assert journal.read.hours()["total"]["ms"] == 9 * 30 * MINUTE
        assert journal.read.credit()["mistakes"] == 9
        assert journal.read.year()["ms"] == 9 * 30 * MINUTE
        journal.db.connection.execute("PRAGMA query_only = OFF")
        assert rows(journal, "practice") == []


def test_doctor_finds_counts_that_are_wrong_and_a_rebuild_repairs_them(tmp_path):
    with Journal(str(tmp_path / "journal.db"), now=Ticking()) as journal:
        days_of_practice(journal, 2)
        journal.log("one")
        journal.read.hours()
        journal.read.credit()
        assert doctor.differences(journal) == []
        day = rows(journal, "practice")[0]["day"]
        journal.db.connection.execute("UPDATE practice SET ms = ms + 1 WHERE day = ?", (day,))
        journal.db.connection.execute("UPDATE caught SET count = 7")
        block = journal.db.scalar("entry_top", learner="me") // BLOCK
        assert doctor.differences(journal) == [f"practice {day}", f"caught {block}"]
        journal.ledger.rebuild()
        assert doctor.differences(journal) == []
        assert journal.read.credit()["mistakes"] == 1


def test_counts_are_not_exported():
    with in_memory() as journal:
        days_of_practice(journal, 2)
        before = list(exchange.lines(journal))
        journal.read.hours()
        journal.read.credit()
        assert list(exchange.lines(journal)) == before


# what is asked while something is written -------------------------------------------------------

ASKED = {
    "days_of_session": ("subject=?",),
    "days_of_round": ("round=?", "subject=?"),
    "caught_in_round": ("round=?",),
    "attempts_of": ("subject=?",),
    "facts_of_act": ("act=?",),
    "subjects_of_act": ("act=?",),
    "facts_of_subject": ("subject=?",),
    "lookups_of_round": ("round=?",),
    "round_current": ("round_open",),
    "step_in_force": ("skill=?",),
    "stale_units": ("what=?",),
}


@pytest.mark.parametrize("query", sorted(ASKED))
def test_what_is_asked_about_one_thing_reads_no_other(query):
    """SQLite left to itself reads a whole table in the order that was asked for."""
    from selfgrad.db import sql

    with in_memory() as journal:
        names = ("learner", "subject", "round", "act", "skill", "what")
        values = dict.fromkeys(names, "x")
        plan = journal.db.connection.execute("EXPLAIN QUERY PLAN " + sql(query), values)
        steps = " ".join(row["detail"] for row in plan)
        assert all(by in steps for by in ASKED[query]), steps


def test_no_two_pages_share_a_name():
    """`Record` is all of them at once: one that hides another would answer in its place."""
    owners = {}
    for page in Record.__mro__[:-1]:
        for name in vars(page):
            if not name.startswith("__"):
                owners.setdefault(name, []).append(page.__name__)
    assert {name: pages for name, pages in owners.items() if len(pages) > 1} == {}


# named cases: kept at every reading, then one thing changes ----------------------------------------


@pytest.fixture
def watched(monkeypatch):
    """A journal in which every reading keeps all that it counts."""
    monkeypatch.setattr(kept, "FEW", 0)
    with in_memory() as journal:
        yield journal


def agrees(journal):
    return shown_practice(journal) == practised(journal) and shown_caught(journal) == caught(
        journal
    )


def worked(journal, ms=10 * MINUTE, **place):
    """A round that is open, with a stretch of time that has been read."""
    started = journal.start("ten integrals", **place)
    journal._now.ms += ms
    journal.pause(all=True)
    assert agrees(journal)
    return started


def test_hours_have_an_output_once_their_round_has_one(watched):
    worked(watched)
    watched._now.ms += 240 * HOUR
    watched.forward("page 12")
    assert agrees(watched)
    assert sum(day.without_output for day in watched.read.practised(*ALWAYS)) == 0


def test_hours_and_rounds_go_to_the_skill_that_is_named_later(watched):
    worked(watched)
    watched._now.ms += 240 * HOUR  # closed on quite another day
    watched.again("3/10")
    assert agrees(watched)
    watched.file_here("calculus")
    assert agrees(watched)
    (row,) = watched.read.skills()
    assert (row["name"], row["rounds"]) == ("calculus", 1) and row["ms"] > 10 * MINUTE


def test_a_mistake_that_is_deleted_is_not_counted_any_more(watched):
    logged = watched.log("one")
    assert agrees(watched) and watched.read.credit()["mistakes"] == 1
    watched.delete(logged.id)
    assert agrees(watched) and watched.read.credit()["mistakes"] == 0
    watched.undo()
    assert agrees(watched) and watched.read.credit()["mistakes"] == 1


def test_a_mistake_of_a_round_that_is_undone_stands_alone(watched):
    started = watched.start("ten integrals")
    watched.log("one")
    assert agrees(watched) and not caught(watched)
    watched.undo(started.id)
    assert agrees(watched) and caught(watched)
    assert watched.read.credit()["mistakes"] == 1
    watched.undo()
    assert agrees(watched)


def test_a_longer_session_that_began_before_takes_hours_from_another_day(watched):
    """The same hours under two dates, as one of two devices was still in Auckland's zone."""
    start = watched.clock.now() - 48 * HOUR
    watched.set("zone", "Pacific/Auckland")
    watched.add("3h", skill="guitar", at=start)
    assert agrees(watched)
    watched.set("zone", "America/Los_Angeles")
    watched.add("3h", skill="guitar", at=start - HOUR)
    assert len({row["day"] for row in rows(watched, "stretch")}) == 2
    assert agrees(watched)
    assert watched.read.hours()["total"]["ms"] == 4 * HOUR


def test_acts_that_arrive_one_by_one_and_the_last_first_are_counted(watched):
    with in_memory() as other:
        worked(other, skill="calculus")
        other._now.ms += 240 * HOUR
        other.again("3/10", "I dropped the sign.")
        other.go()
        other.log("In the second round.")
        other._now.ms += 240 * HOUR
        other.pause(all=True)
        other.again("2/10")
        for act in reversed(acts_of(other)):
            watched.ledger.absorb([act])
            assert agrees(watched)
        assert shown_practice(watched) == shown_practice(other)


def test_rounds_that_arrive_after_their_hours_and_mistakes_claim_them(watched):
    with in_memory() as other:
        worked(other, skill="calculus")
        other.again("3/10")
        other.go()
        other.log("In the second round.")
        other.pause(all=True)
        other._now.ms += 240 * HOUR
        other.again("2/10")
        acts = acts_of(other)
        beside = [act for act in acts if act["verb"] in ("go", "log", "pause")]
        watched.ledger.absorb(beside)
        assert agrees(watched) and caught(watched)
        watched.ledger.absorb(acts)
        assert agrees(watched) and not caught(watched)
        assert shown_practice(watched) == shown_practice(other)
