"""The journal as a set of acts: whatever the order in which they come, the same state follows."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfgrad import doctor, errors, exchange, forgetting, ids, wire
from selfgrad.bridge import obsidian
from selfgrad.fold import ENTRIES, TABLES
from selfgrad.journal import Journal
from selfgrad.ledger import SLOTS

MINUTE = 60_000
DAY = 1440 * MINUTE
slow = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Ticking:
    """A clock for two devices; every look at it is later than the last."""

    def __init__(self, ms=1_790_000_000_000):
        self.ms = ms

    def __call__(self):
        self.ms += 7
        return self.ms


def acts_of(journal):
    return [wire.parse(line.encode()) for line in exchange.lines(journal)]


def state(journal):
    """All tables as plain rows; the place of an entry is no part of what is known."""
    db, found = journal.db.connection, {}
    for table in (*TABLES, "act", "fact", "dead", "tombstone"):
        rows = [dict(row) for row in db.execute(f"SELECT * FROM {table}")]
        for row in rows:
            row.pop("n", None)
        found[table] = sorted(repr(row) for row in rows)
    searched = "SELECT entry.id, search.folded FROM entry JOIN search ON search.rowid = entry.n"
    found["search"] = sorted(tuple(row) for row in db.execute(searched))
    count = db.execute("SELECT count(*) FROM search").fetchone()[0]
    assert count == len(found["search"]) == len(found["entry"])
    return found


def in_memory(now=None):
    return Journal(":memory:", now=now or Ticking())


def delivered(acts, rng, at_most=40):
    """The state of a journal that gets these acts some at a time."""
    with in_memory() as journal:
        waiting = list(acts)
        while waiting:
            size = rng.randint(1, at_most)
            some, waiting = waiting[:size], waiting[size:]
            journal.ledger.absorb(some)
            if rng.random() < 0.2:
                journal.ledger.absorb(some)  # the same ones again
        return state(journal)


def bring_together(a, b):
    ours, theirs = acts_of(a), acts_of(b)
    a.ledger.absorb(theirs)
    b.ledger.absorb(ours)


# two people's worth of verbs ------------------------------------------------------------------


def some_fact(journal, n, *kinds):
    sql = "SELECT id, kind FROM fact ORDER BY id"
    there = [row["id"] for row in journal.db.connection.execute(sql) if row["kind"] in kinds]
    if not there:
        raise errors.NotFound("Nothing of that kind is there.")
    return there[n % len(there)]


def keep_note(journal, n):
    """A note that changes: of two takeaways one stays."""
    text = f"# Book\n## Summary\n- Volume beats choice.\n- Number {n % 3}."
    how, _, receipt = journal.keep_note(
        obsidian.read(text.encode(), "b.md"), "b.md", f"{n % 3:064}"
    )
    if how == "same":
        raise errors.Refused("It is as it was.")
    return receipt


def some_gap(journal):
    """The key of a gap that is left in the last take."""
    row = journal.db.first("take_last", learner=journal.learner)
    left = journal.gaps_left("topic 0", row["words"]) if row else []
    if not left:
        raise errors.NotFound("No gap is left.")
    return left[0]["key"]


MISTAKES = ("mistake", "logged", "dropped")
WORDED = (*ENTRIES, "worded", "kept", "measured", "clock_started")
DEEDS = {
    "start": lambda j, n: j.start(f"aim {n % 3}", skill=f"skill{n % 2}", new=True),
    "start elsewhere": lambda j, n: j.start("aim", project=f"project{n % 3}", new=True),
    "go": lambda j, n: j.go(input=n % 2 == 0),
    "pause": lambda j, _: j.pause(all=True),
    "predict": lambda j, n: j.predict(expect=(n % 10) / 10, aim=f"aim {n % 5}"),
    "forward": lambda j, n: j.forward(f"page {n}"),
    "loss": lambda j, n: j.loss(f"{n % 11}/10"),
    "backward": lambda j, n: j.backward(f"Mistake {n}.", to=f"habit{n % 3}", new=True),
    "backward, nothing wrong": lambda j, _: j.backward(),
    "step": lambda j, n: j.step(f"When {n}, I do {n + 1}", parameter="habit1", anyway=True),
    "keep": lambda j, n: j.step(keep=True, discomfort=n % 11),
    "again": lambda j, n: j.again(f"{n % 11}/10", f"Again {n}."),
    "drop": lambda j, n: j.drop(f"blind {n}", next="another" if n % 2 else None),
    "resume": lambda j, n: j.resume(some_fact(j, n, "opened")),
    "log": lambda j, n: j.log(f"Caught {n}.", to=f"habit{n % 3}", new=True),
    "ask": lambda j, n: j.ask(f"why {n}?"),
    "answer": lambda j, n: j.answer(f"because {n}", source="book", used=n % 2 == 0),
    "add": lambda j, n: j.add(f"{n % 50 + 1}m", at=j.clock.now() - (n % 50 + 1) * MINUTE),
    "review": lambda j, n: j.review(f"tomorrow {n}"),
    "a scar": lambda j, n: j.mark_scar(
        some_fact(j, n, *MISTAKES), ("dodged", "repeated", "not")[n % 3]
    ),
    "join": lambda j, n: j.join_scars(some_fact(j, n, *MISTAKES), some_fact(j, n + 1, *MISTAKES)),
    "part": lambda j, n: j.part_scar(some_fact(j, n, *MISTAKES)),
    "confide": lambda j, n: j.confide(f"apart {n}"),
    "run": lambda j, n: j.ran(["make", str(n)], f"line {n}", n % 3),
    "cell": lambda j, n: j.cell(f"1 + {n}", str(n + 1), measure=(n % 10) / 10),
    "explain": lambda j, n: j.explain(f"topic {n % 2}", points=["one", "two", "three"], new=True),
    "take": lambda j, n: j.take(f"Take {n} has one and two, somehow."),
    "a gap": lambda j, n: j.mark_gap(some_gap(j), ("lookup", "aim", "wave")[n % 3]),
    "prefer": lambda j, n: j.prefer(some_fact(j, n, "produced")),
    "recall": lambda j, n: j.recall(f"one {n}", at=j.clock.now() + 2 * DAY),
    "take away": lambda j, n: keep_note(j, n),
    "aim at": lambda j, n: j.aim_at(some_fact(j, n, "took_away"), project=f"p{n}", new=True),
    "test": lambda j, n: j.test_takeaway(some_fact(j, n, "took_away"), ("held", "failed")[n % 2]),
    "a sentence about oneself": lambda j, n: j.log(f"I am so stupid {n}."),
    "self": lambda j, n: j.write_architecture(f"worth {n}"),
    "set": lambda j, n: j.set("target_hours", str(n)),
    "rename": lambda j, n: j.rename("skill", f"skill{n % 2}", f"renamed {n}"),
    "merge": lambda j, n: j.merge("parameter", f"habit{n % 3}", f"habit{(n + 1) % 3}"),
    "archive": lambda j, n: j.archive("parameter", f"habit{n % 3}", back=n % 2 == 0),
    "edit": lambda j, n: j.edit(some_fact(j, n, *ENTRIES, "worded"), words=f"edited {n}"),
    "delete": lambda j, n: j.delete(some_fact(j, n, *WORDED)),
    "forget": lambda j, n: j.forget(some_fact(j, n, *WORDED)),
    "undo": lambda j, _: j.undo(),
    "undo anything": lambda j, n: j.undo(
        some_fact(j, n, *WORDED, "retracted", "edited", "deleted")
    ),
    "undo an undo": lambda j, n: j.undo(some_fact(j, n, "retracted")),
}
ON = {"open": "forward", "produced": "loss", "measured": "backward"}


def go_on(journal, n):
    """The next thing in the open round, so that rounds get to their end."""
    round = journal.current()
    state = round["state"] if round else None
    DEEDS[ON.get(state, ("step", "keep")[n % 2]) if round else "start"](journal, n)


DEEDS["on"] = go_on
LIKELY = [*sorted(DEEDS), *["on"] * 12]
deeds = st.lists(st.tuples(st.sampled_from(LIKELY), st.integers(0, 99)), max_size=25)


def live(journal, some):
    """Do what can be done; what is refused has changed nothing, and that is looked at, too."""
    for name, n in some:
        before = len(acts_of(journal))
        try:
            DEEDS[name](journal, n)
        except errors.SelfgradError:
            assert len(acts_of(journal)) == before


def test_every_deed_of_these_tests_can_be_done():
    """A deed that is always refused would prove nothing."""
    rng, left = random.Random(1), set(DEEDS)
    for _ in range(60):
        with in_memory() as journal:
            for name in rng.choices(LIKELY, k=40):
                try:
                    DEEDS[name](journal, rng.randrange(100))
                    left.discard(name)
                except errors.SelfgradError:
                    pass
        if not left:
            break
    assert left == set()


@slow
@given(deeds)
def test_rebuilt_tables_equal_the_kept_ones_after_any_deeds(some):
    with in_memory() as journal:
        live(journal, some)
        before = state(journal)
        assert doctor.differences(journal) == []
        journal.ledger.rebuild()
        assert state(journal) == before


@slow
@given(deeds)
def test_an_export_imported_elsewhere_is_the_same_journal(some):
    with in_memory() as journal, in_memory() as other:
        live(journal, some)
        other.ledger.absorb(acts_of(journal))
        assert state(other) == state(journal)
        assert list(exchange.lines(other)) == list(exchange.lines(journal))


parts = st.lists(st.tuples(st.sampled_from(["a", "b", "sync", "give", "take"]), deeds), max_size=6)


@slow
@given(deeds, parts, st.randoms(use_true_random=False))
def test_two_devices_come_to_the_same_state_in_whatever_order_acts_arrive(first, parts, rng):
    now = Ticking()
    with in_memory(now) as a, in_memory(now) as b:
        live(a, [("start", 0), *first])
        bring_together(a, b)
        for who, some in parts:
            if who in ("a", "b"):
                live(a if who == "a" else b, some)
            elif who == "sync":
                bring_together(a, b)
            elif who == "give":
                b.ledger.absorb(acts_of(a))
            else:
                a.ledger.absorb(acts_of(b)[: rng.randint(0, 20)])
        everything = acts_of(a) + acts_of(b)
        bring_together(a, b)
        assert state(a) == state(b)
        rng.shuffle(everything)
        assert delivered(everything, rng) == state(a)
        known = {row["id"] for row in a.db.connection.execute("SELECT id FROM act")}
        assert known == {act["act"] for act in everything}
        a.ledger.rebuild()
        assert state(a) == state(b)


# facts that nobody's verbs would have written ---------------------------------------------------


def id_at(n):
    return f"{n:08x}-0000-7000-8000-{n:012x}"


BODIES = {
    "opened": [{"words": "aim"}, {"words": "aim", "expected": 0.3, "skill": "s"}, {}],
    "predicted": [{"expected": 0.5}, {"words": "another"}, {"expected": 7}],
    "produced": [{"words": "page"}, {"medium": "file", "reference": "f", "hash": "0" * 64}],
    "measured": [{"loss": 0.3, "said": "three"}, {"loss": 2}, {}],
    "mistake": [
        {"words": "oh", "parameter": "signs"},
        {"words": "ah"},
        {"words": "me", "flag": "worth"},
    ],
    "held": [{"words": "it held"}, {}],
    "stepped": [{"words": "when x", "parameter": "signs"}, {"words": "no parameter"}],
    "kept": [{}, {"discomfort": 3}],
    "dropped": [{"words": "no way"}],
    "filed": [{"skill": "t"}],
    "logged": [{"words": "caught"}],
    "asked": [{"words": "why"}],
    "answered": [{"words": "because"}],
    "used": [{"used": 1}],
    "clock_started": [{"skill": "s"}],
    "clock_stopped": [{"end": 2_000, "stretches": [["1970-01-01", 1_000, 2_000]]}],
    "added": [{"start": 0, "end": 9, "stretches": [["1970-01-01", 0, 9]]}],
    "named": [{"name": "Name"}],
    "merged": [{"merged_into": "x"}],
    "worded": [{"words": "say it aloud"}],
    "set": [{"value": "5"}, {}],
    "wrote": [{"words": "worth"}],
    "reviewed": [{"words": "tomorrow"}],
    "planned": [{"words": "after lunch", "days": "0,1", "remind": "07:30"}, {}],
    "plan_ended": [{}],
    "marked": [{"what": "free", "amount": 1}, {"what": "felt", "amount": 5, "answers": "5,5,5,5"}],
    "trial_begun": [{"words": "when x", "parameter": "signs", "pairs": 6}, {"words": "when x"}],
    "coin_fell": [{"round": id_at(1), "seat": 0, "heads": 1}, {"seat": 1}],
    "coin_broken": [{"round": id_at(1)}],
    "trial_ended": [{"complete": 1}, {"words": "ill"}],
    "rerated": [{"round": id_at(1), "loss": 0.4}, {"round": id_at(1), "loss": 3}],
    "came_up": [{"round": id_at(1)}, {"round": id_at(3)}, {}],
    "scar_marked": [
        {"round": id_at(1), "how": "dodged"},
        {"round": id_at(3), "how": "repeated"},
        {"round": id_at(1), "how": "of a later version"},
    ],
    "joined": [{"into": id_at(1)}, {"into": id_at(3)}],
    "parted": [{}],
    "met": [{"how": "kept", "round": id_at(1)}, {"how": "rephrased"}],
    "confided": [{"words": "apart"}, {}],
    "explaining": [{"topic": "monads", "audience": "a child"}, {"topic": "other"}, {}],
    "point": [{"words": "a box"}],
    "preferred": [{"take": id_at(1)}],
    "gap_marked": [
        {"gap": "0123abcd", "what": "word", "words": "functor", "how": "waved"},
        {"gap": "0123abcd", "what": "word", "words": "functor", "how": "of a later version"},
    ],
    "recalled": [{"words": "a box", "covered": 1, "total": 3}],
    "paced": [{"content_ms": 60_000}],
    "source_read": [{"words": "A book", "meta": {"tags": ["a"]}}, {"words": "A book, again"}],
    "took_away": [{"words": "Volume beats choice.", "of": "source:1", "line": 3}],
    "taken_up": [{"round": id_at(1)}],
    "tested": [
        {"round": id_at(1), "how": "held"},
        {"round": id_at(3), "how": "changed", "words": "x"},
    ],
    "left_note": [{}],
    "of a later version": [{"words": "who knows"}],
}
CORRECTIONS = ("edited", "deleted", "forgotten", "retracted")
drawn = st.tuples(
    st.sampled_from([*BODIES, *CORRECTIONS, *CORRECTIONS]),
    st.integers(0, 13),  # which subject, or which earlier or later fact
    st.integers(0, 2),  # which body
    st.booleans(),  # whether an act of its own begins
)


def synthetic(some):
    """Acts from drawn facts: the order of their ids is that of the list."""
    acts, names = [], ["skill:s", "setting:hold_rounds", "architecture:self"]
    subjects = [*names, *(id_at(2 * n + 1) for n in range(3)), "plan:s", "day:1970-01-01"]
    subjects += [f"scar:{id_at(n)}" for n in (1, 3)]
    subjects += [f"explain:{id_at(1)}", "source:1", "takeaway:1", "topic:monads"]
    for n, (kind, which, variant, begins) in enumerate(some):
        if begins or not acts:
            head = {"act": id_at(2 * n), "recorded_at": n, "device": "d", "verb": "v", "facts": []}
            acts.append(head)
        target = which % len(some)
        if kind == "retracted":
            subject, body = f"act:{acts[which % len(acts)]['act']}", {}
        elif kind in CORRECTIONS:
            subject = None
            body = {"fact": id_at(2 * target + 1), "to": {"words": f"edited {n}"}}
        else:
            subject = subjects[which % len(subjects)]
            body = BODIES[kind][variant % len(BODIES[kind])]
        acts[-1]["facts"].append(
            {"id": id_at(2 * n + 1), "subject": subject, "kind": kind, "happened_at": n * 400}
            | {"zone": "UTC", "day": "1970-01-01", "body": body}
        )
    facts = {fact["id"]: fact for act in acts for fact in act["facts"]}
    for fact in facts.values():
        if fact["subject"] is None:  # a correction is filed under what it corrects
            target = facts[fact["body"]["fact"]]
            fact["subject"] = target["subject"] or "skill:s"
    return acts


@slow
@given(st.lists(drawn, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_facts_that_no_verb_would_write_fold_the_same_in_any_order(some, rng):
    acts = synthetic(some)
    for act in acts:
        wire.parse(wire.line({**act, "id": act["act"]}, act["facts"]).encode())
    expected = delivered(acts, rng, len(acts))
    shuffled = list(acts)
    rng.shuffle(shuffled)
    assert delivered(shuffled, rng, 3) == expected
    assert delivered(shuffled, rng, len(acts)) == expected
    with in_memory() as journal:
        journal.ledger.absorb(acts)
        assert doctor.differences(journal) == []
        journal.ledger.rebuild()
        assert state(journal) == expected


@slow
@given(st.lists(drawn, min_size=1, max_size=30))
def test_no_fact_with_words_is_ever_dropped_from_sight(some):
    with in_memory() as journal:
        acts = synthetic(some)
        journal.ledger.absorb(acts)
        dead = set(journal.db.list("dead_acts", learner="me"))
        facts = [(act["act"], fact) for act in acts for fact in act["facts"]]
        gone = {f["body"]["fact"] for a, f in facts if f["kind"] == "deleted" and a not in dead}
        shown = {row["id"] for row in journal.db.connection.execute("SELECT id FROM entry")}
        for act, fact in facts:
            if fact["kind"] in ENTRIES and fact["body"].get("words") and act not in dead:
                assert fact["id"] in shown or fact["id"] in gone


# named cases ------------------------------------------------------------------------------------


def test_two_devices_close_the_same_round_and_the_first_close_wins():
    now = Ticking()
    with in_memory(now) as a, in_memory(now) as b:
        a.start("ten integrals")
        a.forward("page 12")
        a.loss("3/10")
        a.backward("I dropped the sign.", to="signs")
        bring_together(a, b)
        first = a.step("When I move a term, I say its sign", parameter="signs")
        b.backward("I misread an exponent.", to="reading")
        second = b.step("When I read, I point", parameter="reading")
        bring_together(a, b)
        assert state(a) == state(b)
        round = a.db.first("round", learner="me", subject=first.data["round"])
        assert (round["state"], round["wording"]) == (
            "closed",
            "When I move a term, I say its sign",
        )
        loose = "SELECT words FROM entry WHERE loose = 1 ORDER BY id"
        assert [row["words"] for row in a.db.connection.execute(loose)] == [
            "I misread an exponent.",
            "When I read, I point",
            "clock stopped",
        ]
        open_ones = {row["subject"] for row in a.db.all("rounds_open", learner="me")}
        assert open_ones == {first.data["next"], second.data["next"]}
        assert len(acts_of(a)) == 7


def test_an_undo_that_arrives_before_what_it_takes_back_takes_it_back():
    with in_memory() as a, in_memory() as b:
        a.log("I misread.")
        a.undo()
        logged, undo = acts_of(a)
        b.ledger.absorb([undo])
        b.ledger.absorb([logged])
        assert b.db.connection.execute("SELECT count(*) FROM entry").fetchone()[0] == 0
        assert state(a) == state(b)


def test_a_round_that_is_opened_twice_keeps_what_was_done_in_it():
    some = [("opened", 3, 0, True), ("produced", 3, 0, True), ("measured", 3, 0, True)]
    acts = synthetic([*some, ("opened", 3, 1, True)])
    with in_memory() as journal:
        misfits = journal.ledger.absorb(acts).misfits
        assert [fact.kind for fact, _ in misfits] == ["opened"]
        (round,) = journal.db.connection.execute("SELECT state, loss, attempts FROM round")
        assert tuple(round) == ("measured", 0.3, 1)


def test_an_act_that_takes_itself_back_is_no_riddle():
    act = {"act": id_at(2), "recorded_at": 0, "device": "d", "verb": "undo", "facts": []}
    fact = {"id": id_at(3), "subject": f"act:{id_at(2)}", "kind": "retracted", "happened_at": 0}
    act["facts"].append({**fact, "zone": "UTC", "day": "1970-01-01", "body": {}})
    with in_memory() as journal:
        journal.ledger.absorb([act])
        assert not journal.ledger.is_dead(id_at(2))


def test_what_arrives_before_its_round_is_loose_and_then_finds_its_place():
    with in_memory() as a, in_memory() as b:
        a.start("ten integrals")
        a.forward("page 12")
        opened, made = acts_of(a)
        misfits = b.ledger.absorb([made]).misfits
        assert [fact.kind for fact, _ in misfits] == ["produced"]
        assert b.ledger.absorb([opened]).misfits == []
        assert state(a) == state(b)


def test_an_edit_that_arrives_after_the_forgetting_comes_blank():
    now = Ticking()
    with in_memory(now) as a, in_memory(now) as b:
        receipt = a.log("a secret")
        bring_together(a, b)
        a.forget(receipt.data["id"])
        b.edit(receipt.data["id"], words="the same secret")
        bring_together(a, b)
        assert "secret" not in str(state(a)) + str(state(b))
        assert state(a) == state(b)


def test_an_edit_forgotten_before_its_fact_arrives_is_blank_however_they_come():
    with in_memory() as a:
        receipt = a.log("a secret")
        a.edit(receipt.data["id"], words="the same secret")
        logged, edited = acts_of(a)
        a.forget(receipt.data["id"])
        forgotten = acts_of(a)[-1]
        expected = state(a)
    for order in (
        (edited, forgotten, logged),
        (forgotten, edited, logged),
        (logged, edited, forgotten),
    ):
        with in_memory() as b:
            for act in order:
                b.ledger.absorb([act])
            assert "secret" not in str(state(b))
            assert state(b) == expected


def test_forgetting_keeps_the_figures_and_takes_the_words():
    with in_memory() as journal:
        journal.start("ten integrals")
        journal.forward("page 12")
        measured = journal.loss("3/10")
        journal.edit_loss(measured.data["id"], "4/10")
        journal.forget(measured.data["id"])
        round = journal.current()
        assert round["loss"] == pytest.approx(0.4)
        assert round["said"] is None


def test_the_facts_that_an_act_lacks_are_added_when_it_comes_whole():
    with in_memory() as a, in_memory() as b:
        a.start("ten integrals")
        (whole,) = acts_of(a)
        assert len(whole["facts"]) > 1
        b.ledger.absorb([{**whole, "facts": whole["facts"][:1]}])
        b.ledger.absorb([whole])
        assert state(a) == state(b)


# places in time -----------------------------------------------------------------------------------


def logged(n, at):
    id = ids.new(1_790_000_000_000 + n)
    fact = {"id": id, "subject": id, "kind": "logged", "happened_at": at, "zone": "UTC"}
    facts = [{**fact, "day": "2026-09-21", "body": {"words": f"entry {n}"}}]
    return {"act": ids.new(1_790_000_000_000 + n), "recorded_at": at, "device": "d"} | {
        "verb": "log",
        "facts": facts,
    }


def places(journal):
    sql = "SELECT n, happened_at, words FROM entry ORDER BY n"
    return [tuple(row) for row in journal.db.connection.execute(sql)]


def test_entries_of_the_same_second_lie_beside_each_other():
    second = 1_600_000_000_000
    with in_memory() as journal:
        journal.ledger.absorb([logged(n, second + n * 3_600_000) for n in range(3)])
        journal.ledger.absorb([logged(10 + n, second + n) for n in range(SLOTS - 1)])
        found = places(journal)
        assert [n for n, _, _ in found][:SLOTS] == list(range(found[0][0], found[0][0] + SLOTS))
        assert [at // 1000 for _, at, _ in found] == sorted(at // 1000 for _, at, _ in found)


@pytest.mark.parametrize("together", [1, 700])
def test_a_thousand_entries_of_the_same_moment_each_have_a_place(together):
    acts = [logged(n, 1_600_000_000_000) for n in range(1_000)]
    acts.append(logged(5_000, 1_700_000_000_000))
    random.Random(1).shuffle(acts)
    with in_memory() as journal:
        for at in range(0, len(acts), together):
            journal.ledger.absorb(acts[at : at + together])
        found = places(journal)
        assert len({n for n, _, _ in found}) == 1_001
        assert found[-1][2] == "entry 5000"


def test_a_place_that_is_free_again_is_taken_again():
    with in_memory() as journal:
        receipt = journal.log("first")
        before = places(journal)
        journal.edit(receipt.data["id"], words="second")
        assert [n for n, _, _ in places(journal)] == [n for n, _, _ in before]


def test_twins_know_the_fact_itself_first():
    with in_memory() as journal:
        receipt = journal.log("alone")
        fact = forgetting._fact(journal.db.first("fact", learner="me", id=receipt.data["id"]))
        assert forgetting.twins(journal, fact) == [fact]
