"""A criterion of one's own: a sample package that is really installed, and programs that really run."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_docs import ROOT, blocks, text
from test_imports import loaded

from selfgrad import criteria, errors, exchange, own_criteria, programs
from selfgrad.criteria import Criterion
from selfgrad.journal import Journal
from selfgrad.own_criteria import as_measure

PAGE = "docs/criteria.md"
SAMPLE = os.path.join(ROOT, "tests", "own_criterion")


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A folder into which pip has installed the sample package."""
    source, target = tmp_path_factory.mktemp("sample") / "pitch", tmp_path_factory.mktemp("site")
    shutil.copytree(SAMPLE, source)
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps"]
    how = ["--no-build-isolation", "--disable-pip-version-check", "--target", str(target)]
    subprocess.run([*pip, *how, str(source)], check=True, timeout=120)
    return str(target)


# the worked example ----------------------------------------------------------------------------------


def test_the_files_shown_are_those_of_the_sample_package():
    shown = blocks(PAGE, "toml") + blocks(PAGE, "python")
    names = ("pyproject.toml", "selfgrad_pitch/__init__.py", "selfgrad_pitch/tone.py")
    assert shown == [text(os.path.join(SAMPLE, name)) for name in names]


def test_the_transcripts_are_what_the_commands_say(shell, site):
    (shell.folder / "judge").write_text(blocks(PAGE, "sh")[0])
    (shell.folder / "letter.txt").write_text(blocks(PAGE, "text")[0])
    shell.env["PYTHONPATH"] = site
    transcript = "".join(blocks(PAGE, "console")).splitlines()
    said = []
    for command in (line for line in transcript if line.startswith("$ ")):
        said += [command, *as_typed(shell, command[2:])]
    assert said == transcript


def as_typed(shell, command):
    program, *words = shlex.split(command)
    if program == "pip":  # the fixture has done it, into a folder that goes again
        return []
    if program == "selfgrad":
        done = shell.run(*words)
        assert done.returncode == 0, done.stderr
    else:
        run = [sys.executable, *words] if program == "python" else [program, *words]
        env = {**shell.env, "PATH": os.environ["PATH"]}
        done = subprocess.run(run, cwd=shell.folder, env=env, capture_output=True, check=True)
    output = (done.stderr + done.stdout).decode()
    return re.sub(r"\[[0-9a-f]{10,}\]", "[ID]", output).splitlines()


def test_the_kinds_that_are_named_as_taken_are_all_of_ours():
    taken = text(PAGE).partition("Taken are ")[2].partition(".")[0]
    assert re.findall("`(.+?)`", taken) == [*criteria.READERS, "program"]


def test_every_link_of_the_page_leads_to_a_file():
    for target in re.findall(r"\]\(([^)#]+)\)", text(PAGE)):
        assert os.path.exists(os.path.join(ROOT, "docs", target)), target


# functions that a package brings ---------------------------------------------------------------------

ODD = """
import math, sys
from fractions import Fraction
import numpy as np
from selfgrad.errors import BadInput
from selfgrad.losses import Measure, wrong_of_total

class Unsayable(Exception):
    def __str__(self):
        raise ValueError

def raising(error):
    def criterion(output):
        raise error
    return criterion

def answering(answer):
    return lambda output: answer

ok = Measure("mine", 12.0, "cents", "less", 0.24, "12 cents off", {"total": 4})
ANSWERS = {
    "nan": math.nan, "two": 2, "below": -0.1, "none": None, "word": "0.3", "yes": True,
    "huge": 10**400, "list": [0.3], "three": (1, 2, 3), "words": ("3", "10"), "over": (11, 10),
    "of_none": (0, 0), "loss_over": ok._replace(loss=1.5), "loss_nan": ok._replace(loss=math.nan),
    "raw_word": ok._replace(raw="12"), "odd_better": ok._replace(better="up"),
    "lost": ok._replace(detail={"at": math.nan}), "unkept": ok._replace(detail={"at": object()}),
    "long": ok._replace(words="x" * 1000), "escape": ok._replace(words="\\x1b[31mred"),
    "big": ok._replace(detail={"at": "x" * 30_000}), "array": np.array([0.1, 0.2]),
}
for name, answer in ANSWERS.items():
    globals()[name] = answering(answer)
ERRORS = {
    "zero": ZeroDivisionError("division by zero"), "leaving": SystemExit(0), "unsayable": Unsayable(),
    "lines": ValueError("one\\n\\x1b[31mtwo."), "deep": RecursionError(),
}
for name, error in ERRORS.items():
    globals()[name] = raising(error)
plain, share = answering(0.25), answering((3, 10))
seven = 7
said = raising(BadInput("The tape is empty.", "Sing first."))

def tells(output):
    print("hello from a criterion")
    return Measure("", None, "", "", 0.5, "told", dict(output._asdict()))

def takes(output):
    return wrong_of_total(len(output.value), 10)
takes.takes_value = True
"""
NO_LOSS = re.findall(r'"(\w+)": ', ODD.partition("ANSWERS = ")[2].partition("\n}\n")[0])
NO_LOSS = [name for name in NO_LOSS if name not in ("at", "total")]
FAILING = ("zero", "leaving", "unsayable", "lines", "deep")
FINE = ("plain", "share", "said", "tells", "takes", "seven")


@pytest.fixture(scope="session")
def odd_site(tmp_path_factory):
    """A package as it lies when it is installed, with functions that answer oddly."""
    folder = tmp_path_factory.mktemp("odd")
    (folder / "odd_criteria.py").write_text(ODD.replace("\\\\", "\\"))
    (folder / "broken_criteria.py").write_text("import no_such_module_anywhere")
    about = folder / "odd_criteria-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-criteria\nVersion: 1.0\n")
    named = [f"{name} = odd_criteria:{name}" for name in (*NO_LOSS, *FAILING, *FINE)]
    named += ["broken = broken_criteria:criterion", "gone = odd_criteria:no_such_name"]
    (about / "entry_points.txt").write_text("\n".join(["[selfgrad.criteria]", *named]) + "\n")
    return folder


@pytest.fixture
def sung(journal, odd_site, monkeypatch):
    """A round with an output in words, in a skill whose criterion `sung(kind)` names."""
    monkeypatch.syspath_prepend(str(odd_site))

    def under(kind, **about):
        criterion = criteria.checked(Criterion(kind, **about))
        journal.describe("skill", "singing", criterion=criterion.to_json())
        journal.start("hold an A", skill="singing")
        journal.forward("one breath")
        return journal

    return under


def is_refused_and_loses_nothing(journal, *said, value=None):
    before = journal.db.scalar("acts_count", learner=journal.learner)
    with pytest.raises(errors.SelfgradError) as trouble:
        journal.loss(value)
    sentence = str(trouble.value)
    assert sentence.isprintable() and len(sentence) < 500 and sentence.endswith(".")
    for part in said:
        assert part in sentence
    assert journal.db.scalar("acts_count", learner=journal.learner) == before
    assert journal.current()["state"] == "produced"
    return sentence


@pytest.mark.parametrize("kind", NO_LOSS)
def test_an_answer_that_is_no_loss_is_one_sentence_and_by_hand_goes_on(sung, kind):
    journal = sung(kind)
    is_refused_and_loses_nothing(
        journal, f"The criterion {kind} answered", "which is no loss", "`selfgrad loss 3/10`"
    )
    assert journal.loss(0.3).data["loss"] == 0.3


@pytest.mark.parametrize("kind", FAILING)
def test_a_criterion_that_raises_is_one_sentence_and_by_hand_goes_on(sung, kind):
    journal = sung(kind)
    is_refused_and_loses_nothing(journal, f"The criterion {kind} failed: ")
    assert journal.loss("3/10").data["loss"] == 0.3


def test_what_went_wrong_is_said_with_its_type_on_one_line(sung):
    journal = sung("lines")
    assert "ValueError: one \ufffd[31mtwo." in is_refused_and_loses_nothing(journal)


def test_a_criterion_may_say_its_own_sentence(sung):
    journal = sung("said")
    assert is_refused_and_loses_nothing(journal) == "said: The tape is empty. Sing first."


@pytest.mark.parametrize("kind", ["broken", "gone", "seven"])
def test_a_criterion_that_cannot_be_loaded_is_one_sentence(sung, kind):
    journal = sung(kind)
    is_refused_and_loses_nothing(journal, f"The criterion {kind} ", "`selfgrad loss 3/10`")
    assert journal.loss("0.3").data["loss"] == 0.3


def test_a_number_is_a_loss(sung):
    assert sung("plain").loss().said[0] == "Plain: loss 0.25."


def test_two_numbers_are_wrong_and_total_which_is_kept(sung):
    journal = sung("share")
    assert journal.loss().said[0] == "Share: 3 wrong of 10, loss 0.30."
    kept = journal.db.all(
        "attempts_of", learner=journal.learner, subject=journal.current()["subject"]
    )
    assert kept[-1]["criterion"] == "share" and json.loads(kept[-1]["detail"])["total"] == 10


def test_a_number_is_the_metric_itself_where_the_skill_has_both_ends(sung):
    journal = sung("two", unit="cents", baseline=4, goal=0)
    assert (
        journal.loss().said[0].startswith("Two: 2 cents between baseline 4 and goal 0, loss 0.50")
    )
    assert journal.loss("1").data["loss"] == 0.25  # by hand in its unit, too


@pytest.mark.parametrize("answer", [0.25, Fraction(1, 4), np.float32(0.25), np.float64(0.25)])
def test_numbers_of_every_make_are_read(answer):
    assert as_measure(answer, Criterion("mine")).loss == 0.25


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.tuples(inner, inner) | st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)


@given(anything)
def test_any_answer_is_a_measure_within_0_and_1_or_a_sentence(answer):
    try:
        measure = as_measure(answer, Criterion("mine"))
    except errors.Refused as refused:
        assert str(refused).isprintable() and len(str(refused)) < 400
    else:
        assert 0 <= measure.loss <= 1 and measure.criterion == "mine"


@given(st.tuples(*(anything,) * 7))
def test_any_measure_of_somebody_elses_is_sound_or_a_sentence(parts):
    try:
        measure = as_measure(criteria.Measure(*parts), Criterion("mine"))
    except errors.Refused:
        return
    assert 0 <= measure.loss <= 1 and measure.words.isprintable() and "loss " in measure.words
    assert json.loads(json.dumps(measure.detail, allow_nan=False)) == measure.detail


# what it is given ------------------------------------------------------------------------------------


def given_to(journal):
    subject = journal.current()["subject"]
    journal.loss()
    kept = journal.db.all("attempts_of", learner=journal.learner, subject=subject)
    return json.loads(kept[-1]["detail"])


def test_it_is_given_the_words_of_the_last_output_and_the_aim(sung, capsys):
    assert given_to(sung("tells")) == {
        "text": "one breath",
        "path": None,
        "value": "",
        "aim": "hold an A",
        "skill": "singing",
        "medium": "text",
        "reference": "",
        "printed": "",
    }
    assert capsys.readouterr() == ("", "hello from a criterion\n")


def test_it_is_given_a_file_as_it_was_handed_over(sung, tmp_path):
    journal, take = sung("tells"), tmp_path / "take.wav"
    take.write_bytes(b"first")
    journal.forward(file=str(take))
    assert given_to(journal)["path"] == str(take)
    take.write_bytes(b"other")
    found = given_to(journal)
    assert found["reference"] == str(take) != found["path"]
    with open(found["path"], "rb") as copy:
        assert copy.read() == b"first"
    take.unlink()
    assert given_to(journal)["path"] == found["path"]


def test_a_large_file_that_has_changed_has_to_be_handed_over_again(sung, tmp_path):
    journal, take = sung("tells"), tmp_path / "take.wav"
    journal.set("keep_bytes", "3")
    take.write_bytes(b"first")
    journal.forward(file=str(take))
    assert given_to(journal)["path"] == str(take)
    take.write_bytes(b"other")
    with pytest.raises(errors.NotFound, match="selfgrad forward --file"):
        journal.loss()


def test_it_is_given_what_a_cell_printed(sung):
    journal = sung("tells")
    journal.cell("1 + 1", "2")
    found = given_to(journal)
    assert (found["medium"], found["text"], found["printed"]) == ("cell", "1 + 1", "2")


def test_a_typed_value_goes_to_a_criterion_that_takes_values(sung):
    journal = sung("takes")
    assert journal.loss("abc").said[0] == "Takes: 3 wrong of 10, loss 0.30."
    assert journal.loss(0.5).said[0] == "Takes: 3 wrong of 10, loss 0.30."  # three characters
    assert journal.loss().data["loss"] == 0


@pytest.mark.parametrize(
    ("typed", "loss"), [("4/10", 0.4), ("40%", 0.4), ("4 gap", 0.4), ("7/10 right", 0.3)]
)
def test_what_says_by_itself_what_it_is_stays_a_loss_by_hand(sung, typed, loss):
    assert sung("takes").loss(typed).data["loss"] == pytest.approx(loss)


def test_without_an_output_the_criterion_is_not_asked(journal, sung):
    sung("zero")
    journal.start("another", skill="singing", project="choir")
    with pytest.raises(errors.Refused, match="Nothing has been produced"):
        journal.loss()


def test_a_skill_with_a_criterion_of_ours_needs_a_value(journal):
    journal.start("ten integrals")
    journal.forward("page 12")
    with pytest.raises(errors.Usage, match="selfgrad loss 3/10"):
        journal.loss()


def test_a_loss_of_nothing_is_wrong_usage_at_the_terminal(shell):
    shell("start", "ten integrals")
    shell("forward", "page 12")
    assert "selfgrad loss 3/10" in shell.fails("loss", code=2)
    assert "No value was given" in shell.fails("loss", "")


# a package that is missing ----------------------------------------------------------------------------


def test_without_its_package_all_is_read_and_a_loss_is_typed_by_hand(shell, site, tmp_path):
    there = {"PYTHONPATH": site}
    shell("skill", "singing", "--criterion", "pitch", **there)
    subprocess.run(
        [sys.executable, "-m", "selfgrad_pitch.tone", "450", "take.wav"],
        cwd=tmp_path,
        env={**shell.env, **there},
        check=True,
    )
    shell("start", "hold an A", "-s", "singing", **there)
    shell("forward", "--file", "take.wav", **there)
    assert "loss 0.78" in shell("loss", **there)
    assert "loss 0.78" in shell("show", "last")
    said = shell.fails("loss")
    assert "“pitch” is not installed here" in said and "Traceback" not in said
    assert len(said.splitlines()) == 1
    assert "Loss 0.30." in shell("loss", "0.3") and "3 wrong" in shell("loss", "3/10")


def test_a_criterion_that_is_not_installed_cannot_be_chosen():
    with pytest.raises(errors.BadInput, match="“pitch” is no known criterion"):
        criteria.checked(Criterion("pitch"))


def test_what_a_criterion_prints_does_not_get_into_the_json(shell, odd_site):
    shell.env["PYTHONPATH"] = str(odd_site)
    shell("skill", "singing", "--criterion", "tells")
    shell("start", "hold an A", "-s", "singing")
    shell("forward", "one breath")
    done = shell.run("loss", "--json")
    assert json.loads(done.stdout)["loss"] == 0.5
    assert done.stderr == b"hello from a criterion\n"


def test_a_loss_by_hand_in_any_other_skill_looks_for_no_package(shell):
    shell("start", "ten integrals")
    shell("forward", "page 12")
    run = "from selfgrad.cli import capture; capture.main(['loss', '3/10'])"
    dear = {"importlib.metadata", "subprocess", "selfgrad.own_criteria", "selfgrad.programs"}
    assert not dear & loaded(run, **shell.env)


# programs ---------------------------------------------------------------------------------------------


@pytest.fixture
def judged(journal, tmp_path):
    """A round in a skill that a program measures; `judged(script)` makes that a real executable."""

    def by(script, *, limit=None, output="three hands", **about):
        judge = tmp_path / "judge"
        judge.write_text(script if script.startswith("#!") else f"#!/bin/sh\n{script}\n")
        judge.chmod(0o755)
        if about:
            about = {"criterion": criteria.checked(Criterion("program", **about)).to_json()}
        journal.measured_by("drawing", str(judge), limit=limit, **about)
        if journal.current() is None:
            journal.start("hands", skill="drawing")
            journal.forward(output)
        return journal

    return by


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 0.4", "Judge: loss 0.40."),
        ("echo some words; echo; echo 3/10; echo", "Judge: 3 wrong of 10, loss 0.30."),
        ("printf 30%%", "Judge: 30% wrong, loss 0.30."),
        ("printf '0.25\r\n'", "Judge: loss 0.25."),
        ("exit 0", "Judge: exit code 0, loss 0.00 (nothing wrong)."),
        ("exit 7", "Judge: exit code 7, loss 1.00 (nothing right)."),
        ("echo only for the eye >&2", "Judge: exit code 0, loss 0.00 (nothing wrong)."),
        ("yes | head -c 1000000; echo 0.5", "Judge: loss 0.50."),
        (f"#!{sys.executable}\nprint(1 / 4)", "Judge: loss 0.25."),
    ],
)
def test_a_program_answers_with_its_last_line_or_its_exit_code(judged, capfd, script, said):
    assert judged(script).loss().said[0] == said
    assert capfd.readouterr().err == ("only for the eye\n" if "eye" in script else "")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo fine", "The last line of judge is “fine”, which is no loss."),
        ("echo 2", "The last line of judge is “2”, which is no loss."),
        ("echo nan", "The last line of judge is “nan”, which is no loss."),
        (
            "printf '\\377\\033[31m'",
            "The last line of judge is “\ufffd\ufffd[31m”, which is no loss.",
        ),
        ("head -c 100000 /dev/zero", "which is no loss."),
        ("echo 0; exit 3", "judge failed with exit code 3 after “0”."),
        ("kill -9 $$", "judge was ended by SIGKILL."),
        ("#!/no/such/interpreter\n", "judge cannot be run: no such file or directory."),
    ],
)
def test_a_program_that_fails_is_one_sentence_and_by_hand_goes_on(judged, script, said):
    journal = judged(script)
    is_refused_and_loses_nothing(journal, said, "`selfgrad loss 3/10`")
    assert journal.loss("0.3").data["loss"] == 0.3


def test_a_program_may_print_the_metric_of_its_skill(judged):
    journal = judged("echo 62", unit="wpm", baseline=40, goal=80)
    assert journal.loss().said[0].startswith("Judge: 62 wpm between baseline 40 and goal 80")
    judged("exit 0")  # named again, which keeps the two ends
    with pytest.raises(errors.Refused, match="printed no number"):
        journal.loss()


def test_a_program_without_a_first_line_that_says_what_runs_it_is_told_so(judged, tmp_path):
    journal = judged("exit 0")
    (tmp_path / "judge").write_text("echo 0.3")
    is_refused_and_loses_nothing(journal, "judge cannot be run", "#!/bin/sh")


def test_a_program_that_is_gone_or_may_not_be_run_is_told_so(judged, journal, tmp_path):
    judged("exit 0")
    (tmp_path / "judge").chmod(0o644)
    is_refused_and_loses_nothing(journal, "may not be run", "chmod +x")
    (tmp_path / "judge").unlink()
    is_refused_and_loses_nothing(journal, "There is no program")
    with pytest.raises(errors.NotFound):
        journal.measured_by("drawing", str(tmp_path / "judge"))


def test_a_program_that_hangs_is_stopped_with_all_that_it_started(judged, tmp_path):
    os.mkfifo(tmp_path / "held")
    held = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    journal = judged("exec 9>held; sleep 60 | cat", limit="0.005m")
    is_refused_and_loses_nothing(journal, "judge took longer than 0.3 s and was stopped", "--limit")
    os.set_blocking(held, True)
    assert os.read(held, 1) == b""  # nobody is left who could write
    os.close(held)


def test_what_a_program_leaves_running_is_not_waited_for(judged, tmp_path):
    os.mkfifo(tmp_path / "held")
    assert judged("cat held & echo 0.5").loss().data["loss"] == 0.5
    with open(tmp_path / "held", "w"):
        pass  # now it ends, too


def test_a_program_is_given_words_on_standard_input_a_file_as_argument_and_the_aim(
    judged, tmp_path
):
    journal = judged("""cat > words; echo "$#:$1:$SELFGRAD_AIM:$SELFGRAD_SKILL" > about; echo 0""")
    journal.loss()
    assert (tmp_path / "words").read_text() == "three hands"
    assert (tmp_path / "about").read_text() == "0::hands:drawing\n"
    sheet = tmp_path / "a sheet.txt"
    sheet.write_text("ink")
    journal.forward("the sheet", file=str(sheet))
    journal.loss()
    assert (tmp_path / "words").read_text() == "the sheet"
    assert (tmp_path / "about").read_text() == f"1:{sheet}:hands:drawing\n"


def test_a_loss_goes_to_the_output_it_was_measured_on_or_nowhere(judged, journal):
    again = f"from selfgrad.journal import Journal; Journal({journal.path!r}).forward('another')"
    judged(f"#!{sys.executable}\n{again}\nprint(0.1)")
    with pytest.raises(errors.Moved, match="Another output came"):
        journal.loss()
    assert journal.current()["loss"] is None and journal.current()["attempts"] == 2


def test_ctrl_c_ends_the_program_too_and_nothing_is_written(shell, tmp_path):
    os.mkfifo(tmp_path / "held")
    (tmp_path / "judge").write_text(
        "#!/bin/sh\nexec 9>held; sleep 0.3; echo ready >&9; sleep 20; echo 0"
    )
    (tmp_path / "judge").chmod(0o755)
    shell("skill", "drawing", "--program", "./judge")
    shell("start", "hands", "-s", "drawing")
    shell("forward", "three hands")
    words = [sys.executable, "-m", "selfgrad.cli.capture", "loss"]
    running = subprocess.Popen(words, env=shell.env, cwd=tmp_path, stderr=subprocess.PIPE)
    with open(tmp_path / "held") as held:
        assert held.readline() == "ready\n"
        running.send_signal(signal.SIGINT)
        assert held.read() == ""
    assert "what was written before is kept" in running.communicate(timeout=60)[1].decode()
    assert running.returncode == 1 and "no loss yet" in shell.fails("backward", "I hurried.")


# a program is known to one device alone ----------------------------------------------------------------


def test_another_device_asks_which_program_it_is_and_runs_nothing(judged, tmp_path):
    journal = judged("touch ran; echo 0.4")
    out = tmp_path / "journal.jsonl"
    exchange.export(journal, str(out))
    assert "judge" not in out.read_text()
    (tmp_path / "elsewhere").mkdir()
    with Journal(str(tmp_path / "elsewhere" / "journal.db")) as other:
        exchange.import_(other, str(out))
        is_refused_and_loses_nothing(
            other,
            "No program measures drawing on this device yet.",
            "`selfgrad skill drawing --program FILE`",
        )
        assert other.loss("3/10").data["loss"] == 0.3
    assert not (tmp_path / "ran").exists()


def test_a_copy_of_the_journals_file_does_not_run_the_program_either(judged, tmp_path):
    journal = judged("touch ran; echo 0.4")
    journal.close()
    shutil.copy(journal.path, tmp_path / "copy.db")
    with Journal(str(tmp_path / "copy.db")) as copy:
        is_refused_and_loses_nothing(copy, "No program measures drawing on this device yet.")
    assert not (tmp_path / "ran").exists()
    with Journal(journal.path) as same:
        assert same.loss().data["loss"] == 0.4


@pytest.mark.parametrize(
    "kept",
    ["", "nonsense", "[]", "{}", '{"path": null}', "\ud800".encode("utf-8", "replace").decode()],
)
def test_what_is_kept_here_and_cannot_be_read_runs_nothing(judged, kept):
    journal = judged("echo 0.4")
    journal.db.run("here_set", key="program:drawing", value=kept)
    is_refused_and_loses_nothing(journal, "No program measures drawing")


def test_a_skill_that_is_renamed_keeps_its_program(judged):
    journal = judged("echo 0.4")
    journal.rename("skill", "drawing", "hands")
    assert journal.loss().data["loss"] == 0.4


def test_the_command_line_names_a_program_and_says_what_does_not_go_together(shell, tmp_path):
    shutil.copy("/bin/true", tmp_path / "judge")
    (tmp_path / "judge").chmod(0o755)
    name = ("skill", "drawing", "--program", "./judge")
    assert "judge measures it on this device" in shell(*name, "--limit", "5m", "--target", "100")
    for words in (
        ("skill", "--program", "./judge"),
        (*name, "--criterion", "metric"),
        ("skill", "drawing", "--limit", "5m"),
        (*name, "--rename", "hands"),
    ):
        assert len(shell.fails(*words, code=2).splitlines()) == 1
    assert "no length of time" in shell.fails(*name, "--limit", "soon")
    assert "baseline" in shell.fails(*name, "--baseline", "40")
    assert "There is no program" in shell.fails("skill", "drawing", "--program", "./jugde")


def test_a_program_on_the_path_is_found_by_its_name():
    assert programs.at("sh").path == shutil.which("sh") and programs.at("sh").limit_ms == 600_000
    assert own_criteria.takes_value("program") is False
