"""`Desk.provided`: the next act is written once, and only to a round as its page has shown it."""

import contextlib
import json
import subprocess
import sys
import threading
import time as clock
import zipfile

import pytest
from browsing import rows
from conftest import a_round

from selfgrad import errors, exchange, ids
from selfgrad.conditions import KEPT_MS
from selfgrad.journal import Journal

OPEN, PRODUCED, REFLECTED = 0, 1, 3
STATES = ("open", "produced", "measured", "reflected")
# a verb of the loop, and after how many of the others it fits
VERBS = {
    "forward": (OPEN, lambda journal: journal.forward("page 13")),
    "loss": (PRODUCED, lambda journal: journal.loss("2/10")),
    "step": (REFLECTED, lambda journal: journal.step(keep=True)),
    "again": (OPEN, lambda journal: journal.again("2/10", "A sign.")),
}


def everything(journal):
    """All that lies in the journal's own tables: facts, acts, and what stays on this machine."""
    return [rows(journal.path, f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("fact", "act", "here")]  # fmt: skip


def entries(journal):
    return [row[0] for row in rows(journal.path, "SELECT words FROM entry ORDER BY n")]


def sendings(journal):
    return [row[0] for row in rows(journal.path, "SELECT key FROM here WHERE key LIKE 'sent:%'")]


def standing_at(journal, deeds):
    """A round on which that many of the first verbs were done; its id."""
    round = journal.start("ten integrals").data["round"]
    for verb, words in (("forward", "page 12"), ("loss", "3/10"), ("backward", "A sign."))[:deeds]:
        getattr(journal, verb)(words)
    return round


# once ---------------------------------------------------------------------------------------------


def test_the_same_sending_twice_writes_one_act(journal, time):
    sending = ids.new(time.ms)
    journal.provided(sending)
    act = journal.log("I misread.").act
    before = everything(journal)
    journal.provided(sending.upper())
    with pytest.raises(errors.AlreadyKept) as kept:
        journal.log("I misread.")
    assert (kept.value.act, kept.value.http) == (act, 200)
    assert everything(journal) == before
    assert entries(journal) == ["I misread."]


def test_another_sending_with_the_same_words_is_another_act(journal, time):
    for _ in range(2):
        journal.provided(ids.new(time.ms))
        journal.log("I misread.")
    assert entries(journal) == ["I misread."] * 2


def test_a_sending_is_known_to_every_verb(journal, time):
    sending = ids.new(time.ms)
    journal.provided(sending)
    journal.log("I misread.")
    for verb in (journal.ask, journal.log, journal.review, journal.start):
        journal.provided(sending)
        with pytest.raises(errors.AlreadyKept):
            verb("something else")
    assert entries(journal) == ["I misread."]


def test_a_sending_is_known_after_reopening(journal, time):
    sending = ids.new(time.ms)
    journal.provided(sending)
    act = journal.log("I misread.").act
    with Journal(journal.path, now=time) as other:
        other.provided(sending)
        with pytest.raises(errors.AlreadyKept) as kept:
            other.log("I misread.")
    assert kept.value.act == act
    assert entries(journal) == ["I misread."]


def test_a_sending_that_arrives_in_two_threads_at_once_writes_one_act(journal, time):
    now = time.ms
    for _ in range(10):
        sending, ready, found = ids.new(now), threading.Barrier(2), []

        def send(sending=sending, ready=ready, found=found):
            with Journal(journal.path, now=lambda: now) as mine:
                mine.provided(sending)
                ready.wait(60)
                try:
                    found.append(("written", mine.log("I misread.").act))
                except errors.AlreadyKept as kept:
                    found.append(("kept", kept.act))

        threads = [threading.Thread(target=send) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(what for what, _ in found) == ["kept", "written"]
        assert len({act for _, act in found}) == 1
    assert entries(journal) == ["I misread."] * 10


SENDER = """
import sys
from selfgrad import errors
from selfgrad.journal import Journal
with Journal(sys.argv[1]) as journal:
    for sending in sys.argv[2:]:
        print("ready", flush=True)
        sys.stdin.readline()
        journal.provided(sending)
        try:
            print("written", journal.log("I misread.").act, flush=True)
        except errors.AlreadyKept as kept:
            print("kept", kept.act, flush=True)
"""


def test_a_sending_that_arrives_in_two_processes_at_once_writes_one_act(tmp_path):
    path = str(tmp_path / "journal.db")
    Journal(path).close()
    sent = [ids.new(int(clock.time() * 1000)) for _ in range(8)]
    command = [sys.executable, "-c", SENDER, path, *sent]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with contextlib.ExitStack() as stack:
        both = [stack.enter_context(subprocess.Popen(command, **pipes)) for _ in range(2)]
        for _ in sent:
            assert [one.stdout.readline() for one in both] == ["ready\n"] * 2
            for one in both:
                one.stdin.write("\n")
                one.stdin.flush()
            found = [one.stdout.readline().split() for one in both]
            assert sorted(what for what, _ in found) == ["kept", "written"]
            assert found[0][1] == found[1][1]
    assert [one.returncode for one in both] == [0, 0]
    assert rows(path, "SELECT count(*) FROM entry") == [(len(sent),)]


# refused, and sent again --------------------------------------------------------------------------


def test_a_sending_whose_act_was_refused_may_be_sent_again(journal, time):
    sending = ids.new(time.ms)
    before = everything(journal)
    journal.provided(sending)
    with pytest.raises(errors.Refused):
        journal.loss("3/10")
    assert everything(journal) == before
    standing_at(journal, PRODUCED)
    journal.provided(sending)
    assert journal.loss("3/10").data["loss"] == 0.3
    journal.provided(sending)
    with pytest.raises(errors.AlreadyKept):
        journal.loss("3/10")


@pytest.mark.parametrize("words", ["", "9/3"])
def test_a_loss_that_could_not_be_read_may_be_sent_again(journal, time, words):
    sending = ids.new(time.ms)
    standing_at(journal, PRODUCED)
    before = everything(journal)
    journal.provided(sending)
    with pytest.raises(errors.BadInput):
        journal.loss(words)
    assert everything(journal) == before
    journal.provided(sending)
    journal.loss("3/10")


def test_what_the_loop_refuses_leaves_its_sending_free(journal, time):
    """The fold refuses at the end of the transaction, when all but the sending is written."""
    standing_at(journal, OPEN)
    sending = ids.new(time.ms)
    journal.provided(sending)
    with pytest.raises(errors.Refused, match="Nothing has been produced"):
        journal.backward("A sign.")
    assert sendings(journal) == []
    journal.forward("page 12")
    journal.loss("3/10")
    journal.provided(sending)
    journal.backward("A sign.")
    assert len(sendings(journal)) == 1


# only as it was shown -----------------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS)
def test_a_round_as_it_was_shown_is_written_to(journal, verb):
    deeds, act = VERBS[verb]
    round = standing_at(journal, deeds)
    journal.provided(round=round, state=STATES[deeds])
    assert act(journal).act


@pytest.mark.parametrize("verb", VERBS)
def test_another_round_than_the_one_shown_is_not_written_to(journal, verb):
    deeds, act = VERBS[verb]
    shown = standing_at(journal, OPEN)
    journal.drop("another way came up")
    standing_at(journal, deeds)
    before = everything(journal)
    for state in (None, STATES[deeds]):
        journal.provided(round=shown, state=state)
        with pytest.raises(errors.Moved, match="Another round is open now"):
            act(journal)
        assert everything(journal) == before
    assert act(journal).act


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("other", STATES)
def test_a_round_that_has_moved_on_is_not_written_to(journal, time, verb, other):
    deeds, act = VERBS[verb]
    if other == STATES[deeds]:
        other = "closed"
    round, sending = standing_at(journal, deeds), ids.new(time.ms)
    before = everything(journal)
    journal.provided(sending, round=round, state=other)
    with pytest.raises(errors.Moved, match="This round has moved on") as moved:
        act(journal)
    assert moved.value.http == 409
    assert everything(journal) == before
    journal.provided(sending, round=round, state=STATES[deeds])
    assert act(journal).act


def test_a_round_alone_may_have_moved_on(journal):
    """Where only the round is named, one more sentence fits in any of its states."""
    round = standing_at(journal, 2)
    for sentence in ("A sign.", "An exponent."):
        journal.provided(round=round)
        journal.backward(sentence)
    assert entries(journal)[-2:] == ["A sign.", "An exponent."]


def test_a_round_that_is_closed_is_none_that_can_be_written_to(journal):
    first = a_round(journal).data["round"]
    before = everything(journal)
    journal.provided(round=first)
    with pytest.raises(errors.Moved):
        journal.forward("page 13")
    assert everything(journal) == before


def test_where_no_round_is_open_any_more_nothing_is_written(journal):
    round = standing_at(journal, OPEN)
    journal.drop("a blind alley")
    before = everything(journal)
    journal.provided(round=round, state="open")
    with pytest.raises(errors.Moved):
        journal.forward("page 13")
    assert everything(journal) == before


def test_what_was_written_before_is_said_before_that_the_round_has_moved_on(journal, time):
    """A form that is sent twice has moved its round on itself."""
    round, sending = standing_at(journal, OPEN), ids.new(time.ms)
    for raised in (contextlib.nullcontext(), pytest.raises(errors.AlreadyKept)):
        journal.provided(sending, round=round, state="open")
        with raised:
            journal.forward("page 12")
    assert entries(journal) == ["ten integrals", "page 12"]


# what is no sending -------------------------------------------------------------------------------

MALFORMED = {
    "empty": "",
    "word": "sending",
    "too short": "019f3a2b-1c4d-7abc-8000-00000000000",
    "too long": "019f3a2b-1c4d-7abc-8000-0000000000000",
    "without hyphens": "019f3a2b1c4d7abc8000000000000000",
    "hyphens elsewhere": "019f3a2b1-c4d-7abc-8000-000000000000",
    "version 4": "019f3a2b-1c4d-4abc-8000-000000000000",
    "version 1": "019f3a2b-1c4d-1abc-8000-000000000000",
    "no hexadecimal": "019f3a2b-1c4d-7abc-8000-00000000000g",
    "full-width digits": "０19f3a2b-1c4d-7abc-8000-000000000000",
    "in braces": "{019f3a2b-1c4d-7abc-8000-00000000000}",
    "with a space": "019f3a2b-1c4d-7abc-8000-00000000000 ",
    "with a wildcard": "019f3a2b-1c4d-7abc-8000-00000000000%",
    "with a zero byte": "019f3a2b-1c4d-7abc-8000-00000000000\0",
}


@pytest.mark.parametrize("sending", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_uuid_of_version_7_is_refused_in_a_sentence(journal, sending):
    before = everything(journal)
    with pytest.raises(errors.BadInput) as refused:
        journal.provided(sending)
    assert str(refused.value) == "That is not the id of a sending. Send a UUID, version 7."
    assert everything(journal) == before
    assert journal.log("I misread.").act  # no condition is left behind


@pytest.mark.parametrize("ago", [KEPT_MS + 1000, 10 * KEPT_MS, None])
def test_a_sending_older_than_90_days_is_refused_in_a_sentence(journal, time, ago):
    before = everything(journal)
    journal.provided(ids.new(0 if ago is None else time.ms - ago))
    with pytest.raises(errors.BadInput, match=r"more than 90 days ago.*write it anew") as refused:
        journal.log("I misread.")
    assert refused.value.http == 422
    assert everything(journal) == before


def test_a_sending_of_almost_90_days_ago_is_written_once(journal, time):
    sending = ids.new(time.ms - KEPT_MS + 1000)
    for raised in (contextlib.nullcontext(), pytest.raises(errors.AlreadyKept)):
        journal.provided(sending)
        with raised:
            journal.log("I misread.")
    assert entries(journal) == ["I misread."]


def test_a_sending_from_a_clock_that_is_ahead_is_written_once(journal, time):
    sending = ids.new(time.ms + 86_400_000)
    for raised in (contextlib.nullcontext(), pytest.raises(errors.AlreadyKept)):
        journal.provided(sending)
        with raised:
            journal.log("I misread.")


def test_old_sendings_are_forgotten_and_can_then_not_be_written_twice(journal, time):
    first = ids.new(time.ms)
    journal.provided(first)
    journal.log("I misread.")
    time.passes(KEPT_MS - 10_000)
    second = ids.new(time.ms)
    journal.provided(second)
    journal.log("I misread again.")
    assert sendings(journal) == [f"sent:{first}", f"sent:{second}"]
    time.passes(20_000)
    third = ids.new(time.ms)
    journal.provided(third)
    journal.log("And once more.")
    assert sendings(journal) == [f"sent:{second}", f"sent:{third}"]
    journal.provided(first)
    with pytest.raises(errors.BadInput, match="90 days"):
        journal.log("I misread.")
    assert len(entries(journal)) == 3


def test_forgetting_sendings_leaves_all_else_that_is_kept_here(journal, time):
    journal.log("so that the device has a name")
    others = rows(journal.path, "SELECT * FROM here ORDER BY key")
    journal.provided(ids.new(time.ms))
    journal.log("I misread.")
    time.passes(2 * KEPT_MS)
    journal.provided(ids.new(time.ms))
    journal.log("I misread again.")
    assert set(others) <= set(rows(journal.path, "SELECT * FROM here"))
    assert len(sendings(journal)) == 1


# of one act alone ---------------------------------------------------------------------------------


def test_the_condition_holds_for_one_act_only(journal, time):
    round = standing_at(journal, OPEN)
    sending = ids.new(time.ms)
    journal.provided(sending, round=round, state="open")
    journal.forward("page 12")
    journal.loss("3/10")
    journal.log("I misread.")
    assert sendings(journal) == [f"sent:{sending}"]


@pytest.mark.parametrize("about", ["moved", "kept", "old"])
def test_a_condition_that_did_not_hold_is_gone_with_its_act(journal, time, about):
    standing_at(journal, OPEN)
    sending = ids.new(time.ms)
    journal.provided(sending)
    journal.log("I misread.")
    if about == "moved":
        journal.provided(round=ids.new(time.ms))
    else:
        journal.provided(sending if about == "kept" else ids.new(0))
    with pytest.raises(errors.SelfgradError):
        journal.log("once more")
    journal.log("without a condition")
    assert entries(journal)[-1] == "without a condition"


def test_a_condition_set_anew_takes_the_place_of_the_one_before(journal, time):
    first, second = ids.new(time.ms), ids.new(time.ms)
    journal.provided(first, round=ids.new(0))
    journal.provided(second)
    journal.log("I misread.")
    assert sendings(journal) == [f"sent:{second}"]


# what goes out, and undo --------------------------------------------------------------------------


def test_the_export_carries_nothing_of_a_sending(journal, tmp_path, time):
    sending = ids.new(time.ms)
    journal.provided(sending)
    journal.log("I misread.")
    target = str(tmp_path / "journal.zip")
    exchange.export(journal, target)
    with zipfile.ZipFile(target) as held:
        inside = b"".join(held.read(name) for name in held.namelist())
    assert b"I misread." in inside
    for trace in (b"sent:", sending.encode(), sending.replace("-", "").encode(), sending[-12:].encode()):  # fmt: skip
        assert trace not in inside
    assert sending not in json.dumps(list(exchange.lines(journal)))
    with Journal(str(tmp_path / "other" / "journal.db"), now=time) as other:
        exchange.import_(other, target)
        assert sendings(other) == []


def test_an_act_that_was_sent_can_be_undone_and_its_sending_stays_known(journal, time):
    sending = ids.new(time.ms)
    journal.provided(sending)
    act = journal.log("I misread.").act
    undone = journal.undo().id
    assert entries(journal) == []
    journal.provided(sending)
    with pytest.raises(errors.AlreadyKept) as kept:
        journal.log("I misread.")
    assert kept.value.act == act
    assert entries(journal) == []
    journal.undo(undone)
    assert entries(journal) == ["I misread."]


def test_an_undo_that_is_sent_twice_takes_back_one_act(journal, time):
    journal.log("the first")
    journal.log("the second")
    sending = ids.new(time.ms)
    for raised in (contextlib.nullcontext(), pytest.raises(errors.AlreadyKept)):
        journal.provided(sending)
        with raised:
            journal.undo()
    assert entries(journal) == ["the first"]
