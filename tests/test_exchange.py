"""Export and import: everything goes out, anything may come in, and nothing is ever overwritten."""

import hashlib
import json
import os
import random
import signal
import stat
import subprocess
import sys
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_ledger import BODIES, acts_of, id_at, in_memory, state

from selfgrad import doctor, errors, exchange, files, wire
from selfgrad.journal import Journal

GOOD = id_at(20), id_at(21)


def an_act(n=20, **changes):
    fact = {"id": id_at(n + 1), "subject": id_at(n + 1), "kind": "logged", "happened_at": 0}
    fact |= {"zone": "UTC", "day": "1970-01-01", "body": {"words": f"entry {n}"}}
    fact |= {key[5:]: value for key, value in changes.items() if key.startswith("fact_")}
    act = {"selfgrad": 1, "act": id_at(n), "recorded_at": 0, "device": "d", "verb": "log"}
    act |= {key: value for key, value in changes.items() if not key.startswith("fact_")}
    return {"facts": [fact], **act}


def line(**changes):
    return json.dumps(an_act(**changes), ensure_ascii=False).encode() + b"\n"


def a_year(journal, tmp_path):
    """A little of everything: rounds, a file, corrections, a setting, an undo, an undo undone."""
    output = tmp_path / "output.txt"
    output.write_text("what I made")
    journal.start("ten integrals 积分", skill="calculus")
    journal.forward(file=str(output))
    journal.loss("3/10")
    journal.backward("I dropped the sign.", "I misread “x”.", to="signs")
    journal.step("When I move a term, I say its sign", parameter="signs")
    journal.set("target_hours", "500")
    kept = journal.log("typed before reading")
    journal.edit(kept.data["id"], words="I typed before I had read it.")
    journal.delete(journal.log("a slip").data["id"])
    journal.log("undone")
    undo = journal.undo()
    journal.undo(undo.data["id"])
    journal.log("undone for good")
    journal.undo()
    return hashlib.sha256(b"what I made").hexdigest()


@pytest.fixture
def other(tmp_path, time):
    folder = tmp_path / "other"
    with Journal(str(folder / "journal.db"), now=time) as opened:
        yield opened


# out and in again ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["all.jsonl", "all.zip"])
def test_what_goes_out_comes_in_as_it_was(journal, other, tmp_path, name):
    hash = a_year(journal, tmp_path)
    exchange.export(journal, str(tmp_path / name))
    done = exchange.import_(other, str(tmp_path / name))
    assert state(other) == state(journal)
    assert (done.acts, done.rejected) == (len(acts_of(journal)), 0)
    assert os.path.exists(files.kept_at(other.path, hash)) == name.endswith(".zip")
    assert other.settings["target_hours"] == "500"


@pytest.mark.parametrize("name", ["all.jsonl", "all.zip"])
def test_importing_twice_changes_nothing(journal, other, tmp_path, name):
    a_year(journal, tmp_path)
    exchange.export(journal, str(tmp_path / name))
    exchange.import_(other, str(tmp_path / name))
    before = state(other)
    done = exchange.import_(other, str(tmp_path / name))
    assert (done.acts, done.facts, done.files, done.backup) == (0, 0, 0, None)
    assert done.known == len(acts_of(journal))
    assert state(other) == before


def test_an_import_merges_with_what_is_there(journal, other, tmp_path):
    a_year(journal, tmp_path)
    other.log("mine")
    exchange.export(journal, str(tmp_path / "all.jsonl"))
    exchange.import_(other, str(tmp_path / "all.jsonl"))
    words = {row["words"] for row in other.db.connection.execute("SELECT words FROM entry")}
    assert {"mine", "I typed before I had read it."} <= words


def test_lines_may_come_in_any_order(journal, other, tmp_path):
    a_year(journal, tmp_path)
    lines = list(exchange.lines(journal))
    random.Random(1).shuffle(lines)
    (tmp_path / "mixed.jsonl").write_text("".join(lines), encoding="utf-8")
    exchange.import_(other, str(tmp_path / "mixed.jsonl"))
    assert state(other) == state(journal)


def test_the_same_journal_makes_the_same_zip_byte_for_byte(journal, tmp_path):
    a_year(journal, tmp_path)
    for name in ("one.zip", "two.zip"):
        exchange.export(journal, str(tmp_path / name))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_standard_output_and_input_carry_everything(shell, tmp_path):
    shell("log", "I misread “积分”.")
    shell("undo")
    out = shell.run("export").stdout
    assert out.count(b"\n") == 2
    there = str(tmp_path / "there" / "journal.db")
    assert shell("import", "-", stdin=out, SELFGRAD_DB=there).startswith("Imported 2 acts")
    assert shell.run("export", "-", SELFGRAD_DB=there).stdout == out


def test_an_import_reads_from_a_pipe_that_has_a_name(other, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    writer = subprocess.Popen(
        ["sh", "-c", f"printf '%s\n' '{line().decode().strip()}' >pipe"], cwd=tmp_path
    )
    assert exchange.import_(other, str(tmp_path / "pipe")).acts == 1
    assert writer.wait() == 0


def test_what_belongs_to_this_place_alone_stays_here(journal):
    journal.log("one")
    journal.db.run("here_set", key="offered_self", value="secret of this place")
    assert "secret of this place" not in "".join(exchange.lines(journal))


# writing a file -------------------------------------------------------------------------------------


def test_an_export_is_readable_by_its_owner_alone(journal, tmp_path):
    journal.log("one")
    exchange.export(journal, str(tmp_path / "all.jsonl"))
    assert stat.S_IMODE(os.stat(tmp_path / "all.jsonl").st_mode) == 0o600


def test_an_export_replaces_an_earlier_one_and_leaves_a_link_a_link(journal, tmp_path):
    journal.log("one")
    exchange.export(journal, str(tmp_path / "all.jsonl"))
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "all.jsonl")
    journal.log("two")
    exchange.export(journal, str(tmp_path / "link.jsonl"))
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "all.jsonl").read_bytes().count(b"\n") == len(acts_of(journal))


def test_an_export_that_fails_leaves_the_earlier_one_whole(journal, tmp_path, monkeypatch):
    journal.log("one")
    exchange.export(journal, str(tmp_path / "all.jsonl"))
    before = (tmp_path / "all.jsonl").read_bytes()

    def stops(*_):
        yield '{"selfgrad": 1'
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exchange, "lines", stops)
    with pytest.raises(errors.Refused, match="No space left"):
        exchange.export(journal, str(tmp_path / "all.jsonl"))
    assert (tmp_path / "all.jsonl").read_bytes() == before
    assert [name for name in os.listdir(tmp_path) if ".new-" in name] == []


def test_an_export_overwrites_nothing_but_exports(journal, tmp_path):
    journal.log("one")
    (tmp_path / "notes.txt").write_text("my notes")
    with pytest.raises(errors.Refused, match="something else"):
        exchange.export(journal, str(tmp_path / "notes.txt"))
    with pytest.raises(errors.Refused, match="something else"):
        exchange.export(journal, journal.path)
    assert (tmp_path / "notes.txt").read_text() == "my notes"
    assert doctor.differences(journal) == []


def test_an_export_into_a_device_leaves_it_a_device(journal):
    journal.log("one")
    exchange.export(journal, "/dev/null")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_an_export_into_a_folder_that_is_not_there_is_refused(shell):
    shell("log", "one")
    said = shell.fails("export", "nowhere/all.jsonl")
    assert "No such file or directory" in said and "another place" in said


def test_a_reader_that_has_seen_enough_is_no_error(shell):
    for _ in range(3):
        shell("log", "one")
    piped = f"{sys.executable} -m selfgrad.cli.capture export | head -n 1"
    done = subprocess.run(piped, shell=True, env=shell.env, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


# what cannot be read --------------------------------------------------------------------------------

MALFORMED = {
    "not JSON": b'{"selfgrad": 1, "act": \n',
    "holds NUL bytes": b"\0" * 300 + b"\n",
    "not UTF-8": line().replace(b"entry", b"\xff\xfe"),
    "not an act": b"[1, 2]\n",
    "not an act of selfgrad": b'{"hello": "world"}\n',
    "newer selfgrad": line(selfgrad=2),
    "“act” is missing": json.dumps({"selfgrad": 1}).encode() + b"\n",
    "“act” cannot be": line(act="17"),
    "“recorded_at” cannot be": line(recorded_at="now"),
    "“recorded_at” cannot be 9": line(recorded_at=10**18 - 1),
    "“device” cannot be": line(device=""),
    "“verb” cannot be": line(verb=None),
    "“facts” cannot be": line(facts={"a": 1}),
    "a fact is no object": line(facts=["x"]),
    "there is no key “more”": line(more=1),
    "a fact has no “more”": line(fact_more=1),
    "“day” cannot be": line(fact_day="2026-02-30"),
    "“day” cannot be \"2": line(fact_day="2026-02-3x"),
    "“zone” cannot be": line(fact_zone=5),
    "“subject” cannot be": line(fact_subject="act:nonsense"),
    "“happened_at” cannot be": line(fact_happened_at=True),
    "“words” cannot be": line(fact_body={"words": 5}),
    "“loss” cannot be": line(fact_kind="measured", fact_body={"loss": "much"}),
    "“hash” cannot be": line(fact_kind="produced", fact_body={"hash": "../../etc/passwd"}),
    "“stretches” cannot be": line(fact_kind="added", fact_body={"stretches": [["x", 1, 2]]}),
    "a character that is none": json.dumps(an_act(fact_body={"words": "\ud800"})).encode() + b"\n",
    "the setting day_start": line(
        fact_kind="set", fact_subject="setting:day_start", fact_body={"value": "soon"}
    ),
    "does not say which fact": line(fact_kind="edited", fact_body={"to": {}}),
    "nested too deeply": b'{"a":' * 100_000 + b"\n",
    "longer than": b'{"selfgrad": 1, "x": "' + b"x" * wire.LONGEST + b'"}\n',
    "not JSON, says NaN": line(fact_body={"raw": float("nan")}),
}  # fmt: skip


@pytest.mark.parametrize("reason", MALFORMED)
def test_a_line_that_cannot_be_read_is_named_and_the_rest_is_kept(other, tmp_path, reason):
    bad = MALFORMED[reason]
    (tmp_path / "in.jsonl").write_bytes(line(n=2) + bad + line(n=40))
    done = exchange.import_(other, str(tmp_path / "in.jsonl"))
    assert (done.acts, done.rejected) == (2, 1)
    ((where, why),) = done.reasons
    assert where == "line 2"
    assert reason.partition(", says")[0] in why
    assert doctor.differences(other) == []


def test_an_import_with_lines_left_out_says_so_and_fails(shell):
    said = shell.run("import", "-", stdin=line(n=2) + b"nonsense\n" + line(n=40))
    assert said.returncode == 1
    assert b"Imported 2 acts" in said.stdout and b"1 line could not be read" in said.stdout
    assert said.stderr == b"line 2: not JSON\n"


def test_empty_lines_a_byte_order_mark_and_windows_line_ends_are_no_trouble(other, tmp_path):
    text = b"\xef\xbb\xbf" + line(n=2).replace(b"\n", b"\r\n") + b"\r\n\n" + line(n=40).rstrip()
    (tmp_path / "in.jsonl").write_bytes(text)
    done = exchange.import_(other, str(tmp_path / "in.jsonl"))
    assert (done.acts, done.rejected) == (2, 0)


def test_a_thousand_bad_lines_are_counted_and_a_few_are_named(shell):
    said = shell.run("import", "-", stdin=b"nonsense\n" * 1000)
    assert b"1,000 lines could not be read" in said.stdout
    assert len(said.stderr.splitlines()) == exchange.NAMED_AT_MOST + 1
    assert said.stderr.endswith(b"and 980 more\n")


def test_a_file_that_is_not_there_is_one_sentence(shell):
    assert "nowhere.jsonl stopped: No such file" in shell.fails("import", "nowhere.jsonl")


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=12)
    | st.sampled_from([id_at(3), "skill:s", "1970-01-01", "0" * 64]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
keys = sorted({*wire._BODY, "unknown"})
bodies = st.dictionaries(st.sampled_from(keys), json_values, max_size=4)
strange = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([*BODIES, "edited", "deleted", "forgotten", "retracted", "new"]),
        "subject": st.sampled_from(
            [
                *(f"{k}:x" for k in ("skill", "setting", "architecture", "day", "parameter")),
                *(id_at(2), id_at(3), id_at(5), f"act:{id_at(2)}", "odd:x"),
            ]
        ),
        "happened_at": st.integers(-(2**47), 2**47),
    }
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(strange, bodies, st.integers(0, 2)), min_size=1, max_size=6))
def test_whatever_is_let_in_can_be_folded_stored_and_rebuilt(drawn):
    let_in = []
    for n, (fields, body, variant) in enumerate(drawn):
        known = BODIES.get(fields["kind"], [{"fact": id_at(3), "to": {}}])
        changes = {f"fact_{key}": value for key, value in fields.items()}
        body = {**known[variant % len(known)], **body}
        if "fact" in body:  # a correction is filed under what it corrects
            changes["fact_subject"] = drawn[0][0]["subject"]
            body["fact"] = id_at(3)
        text = json.dumps(an_act(2 * n + 2, **changes, fact_body=body)).encode()
        try:
            let_in.append(wire.parse(text))
        except wire.Malformed as error:
            assert str(error)
    with in_memory() as journal, in_memory() as one_by_one:
        journal.ledger.absorb(let_in)
        for act in let_in:
            one_by_one.ledger.absorb([act])
        assert state(journal) == state(one_by_one)
        assert doctor.differences(journal) == []
        journal.ledger.rebuild()
        assert state(journal) == state(one_by_one)


# before and while ---------------------------------------------------------------------------------


def test_a_preview_counts_and_writes_nothing(journal, other, tmp_path):
    a_year(journal, tmp_path)
    source = str(tmp_path / "all.zip")
    exchange.export(journal, source)
    other.log("mine")
    before = state(other)
    preview = exchange.import_(other, source, preview=True)
    assert state(other) == before
    assert not os.path.exists(os.path.join(os.path.dirname(other.path), "files"))
    done = exchange.import_(other, source)
    assert preview[:3] == done[:3] and preview.files == done.files


def test_a_preview_counts_an_act_once_that_comes_twice(other, tmp_path):
    (tmp_path / "in.jsonl").write_bytes(line() * 3)
    preview = exchange.import_(other, str(tmp_path / "in.jsonl"), preview=True)
    assert (preview.acts, preview.known) == (1, 2)
    done = exchange.import_(other, str(tmp_path / "in.jsonl"))
    assert (done.acts, done.known) == (1, 2)


def test_a_journal_that_holds_something_is_backed_up_before_an_import(other, tmp_path):
    other.log("mine")
    (tmp_path / "in.jsonl").write_bytes(line())
    done = exchange.import_(other, str(tmp_path / "in.jsonl"))
    path = os.path.join(os.path.dirname(other.path), "backups", done.backup)
    with Journal(path) as copy:
        assert [f["body"]["words"] for a in acts_of(copy) for f in a["facts"]] == ["mine"]


def test_an_empty_journal_needs_no_backup_and_backups_can_be_switched_off(other, tmp_path):
    (tmp_path / "in.jsonl").write_bytes(line())
    assert exchange.import_(other, str(tmp_path / "in.jsonl")).backup is None
    other.set("backups", "off")
    (tmp_path / "in.jsonl").write_bytes(line(n=40))
    assert exchange.import_(other, str(tmp_path / "in.jsonl")).backup is None


def test_an_import_that_cannot_be_backed_up_first_does_not_begin(other, tmp_path):
    other.log("mine")
    (tmp_path / "other" / "backups").write_text("a file where the folder should be")
    (tmp_path / "in.jsonl").write_bytes(line())
    with pytest.raises(errors.Refused, match="nothing was imported"):
        exchange.import_(other, str(tmp_path / "in.jsonl"))
    assert len(acts_of(other)) == 1


def test_an_import_killed_halfway_leaves_a_journal_that_the_same_import_completes(tmp_path):
    count = 3_000
    with open(tmp_path / "in.jsonl", "wb") as file:
        file.writelines(line(n=2 * n) for n in range(count))
    path = str(tmp_path / "journal.db")
    program = (
        "import sys; from selfgrad import exchange; from selfgrad.journal import Journal\n"
        "exchange.TOGETHER = 500\n"
        "tell = lambda count: print(count, flush=True)\n"
        f"exchange.import_(Journal({path!r}), {str(tmp_path / 'in.jsonl')!r}, tell=tell)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    told = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with Journal(path) as journal:
        assert journal.db.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        there = journal.db.scalar("acts_count", learner="me")
        assert told <= there < count
        assert doctor.differences(journal) == []
        done = exchange.import_(journal, str(tmp_path / "in.jsonl"))
        assert done.acts == count - there
        assert journal.db.scalar("acts_count", learner="me") == count


def test_memory_does_not_grow_with_the_import(tmp_path):
    """Peak memory of four times the acts may exceed the other's by a little, not by half."""
    program = (
        "import sys, resource; from selfgrad import exchange; from selfgrad.journal import Journal\n"
        "exchange.TOGETHER = 500\n"
        "exchange.import_(Journal(sys.argv[2]), sys.argv[1])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    peaks = []
    for count in (2_000, 8_000):
        source = str(tmp_path / f"{count}.jsonl")
        with open(source, "wb") as file:
            file.writelines(line(n=2 * n) for n in range(count))
        arguments = [sys.executable, "-c", program, source, str(tmp_path / f"{count}.db")]
        peaks.append(int(subprocess.run(arguments, capture_output=True, check=True).stdout))
    assert peaks[1] < 1.15 * peaks[0]


# zips that mean harm --------------------------------------------------------------------------------


def a_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return str(path)


def with_file(content, hash=None):
    hash = hash or hashlib.sha256(content).hexdigest()
    body = {"medium": "file", "reference": "f", "hash": hash, "size": len(content)}
    return hash, line(fact_kind="produced", fact_body=body)


def test_a_member_with_a_path_that_leads_out_is_left_out(other, tmp_path):
    hash, acts = with_file(b"good")
    members = {"acts.jsonl": acts, "../evil": "x", "files/../../evil": "x", "/abs": "x"}
    done = exchange.import_(other, a_zip(tmp_path / "z.zip", members | {f"files/{hash}": b"good"}))
    assert (done.acts, done.files, done.rejected) == (1, 1, 3)
    found = [name for _, _, names in os.walk(tmp_path) for name in names]
    assert "evil" not in found and "abs" not in found


def test_a_file_that_is_not_what_its_name_says_is_left_out(other, tmp_path):
    hash, acts = with_file(b"good")
    done = exchange.import_(
        other, a_zip(tmp_path / "z.zip", {"acts.jsonl": acts, f"files/{hash}": b"bad"})
    )
    assert (done.files, done.rejected) == (0, 1)
    assert not os.path.exists(files.kept_at(other.path, hash))


def test_a_file_that_no_act_knows_is_not_kept(other, tmp_path):
    hash = hashlib.sha256(b"stranger").hexdigest()
    members = {"acts.jsonl": line(), f"files/{hash}": b"stranger"}
    assert exchange.import_(other, a_zip(tmp_path / "z.zip", members)).files == 0
    assert not os.path.exists(files.kept_at(other.path, hash))


def test_a_file_that_unpacks_to_too_much_is_left_out(other, tmp_path, monkeypatch):
    monkeypatch.setattr(exchange, "LARGEST_FILE", 1000)
    hash, acts = with_file(b"0" * 1_000_000)
    members = {"acts.jsonl": acts, f"files/{hash}": b"0" * 1_000_000}
    done = exchange.import_(other, a_zip(tmp_path / "z.zip", members))
    assert (done.acts, done.files, done.reasons[0][1]) == (1, 0, "larger than 1,000 bytes")


def test_a_zip_cut_short_or_without_acts_is_one_sentence(other, tmp_path):
    a_zip(tmp_path / "z.zip", {"readme": "x"})
    with pytest.raises(errors.NotFound, match=r"no acts\.jsonl"):
        exchange.import_(other, str(tmp_path / "z.zip"))
    whole = (tmp_path / "z.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(errors.NotFound, match="not a zip file"):
        exchange.import_(other, str(tmp_path / "cut.zip"))


def test_files_left_out_by_a_killed_import_come_with_the_next(journal, other, tmp_path):
    hash = a_year(journal, tmp_path)
    exchange.export(journal, str(tmp_path / "all.zip"))
    other.ledger.absorb(acts_of(journal))  # the acts are here, the files are not
    done = exchange.import_(other, str(tmp_path / "all.zip"))
    assert (done.acts, done.files) == (0, 1)
    assert files.kept_at(other.path, hash)
