"""The notebook face: a real kernel runs the sample of the docs, a real terminal runs IPython.

`python tests/test_notebook.py` runs the sample again and keeps what it shows in docs/notebook.ipynb.
"""

import os
import re
import sqlite3
import sys
import tempfile
from pathlib import Path

import nbformat
import pexpect
import pytest
from nbclient import NotebookClient

SAMPLE = Path(__file__).parent.parent / "docs" / "notebook.ipynb"
# what stands in a cell after those of the sample, by a name for the tests
MORE = {
    "undo": "%undo",
    "await": "%%predict [1, 2]\nimport asyncio\nawait asyncio.sleep(0)\n(1, 2)",
    "silent": "%%predict 4\nsilent = 2 + 2\nsilent;",
    "peek": "%%predict rows_of_numbers\nrows_of_numbers.append(3)\nrows_of_numbers",
    "unforeseen": "%%predict 3\nprint('before')\n{}['key']",
    "rich": "%%forward\nfrom IPython.display import HTML, display\ndisplay(HTML('<b>drawn</b>'))\nHTML('<i>last</i>')",
    "escaped": "%%predict '<script>'\n'<b>' + chr(10) + chr(27)",
    "magic inside": "%%forward\n%%capture caught\nprint('hidden')",
    "stopped": "%%predict 1\nraise KeyboardInterrupt",
    "refused": "%%forward --expekt 1\nnever_run = 1",
    "huge": "%%predict 0\nlist(range(10**6))",
    "streams": "%%forward\nimport sys, warnings\nprint('one'); print('two', file=sys.stderr); print('three')",
    "nothing predicted": "%%predict\nnever_run = 1",
    "no tolerance": "%%predict 1 --within 0\nnever_run = 1",
    "odd tolerance": "%%predict --within wide 1\nnever_run = 1",
    "empty": "%%forward\n\n",
    "another journal": "%%forward --db other.db\nnever_run = 1",
    "open quote": '%log "I left a quote',
    "refused line": "%step",
    "worth": "%log I am such an idiot.",
    "as text": "%%predict rows_of_numbers.nothing\n'nothing'",
    "own exception": '%%predict "an OwnError"\nclass OwnError(Exception): pass\nraise OwnError',
    "printed": "%%predict 42.0\nprint(6 * 7)",
    "in words": "%%predict a KeyError\n'a KeyError'",
    "twice": "for code in '1', '1 / 0':\n    get_ipython().run_cell_magic('forward', '', code)",
    "help": "%step --help",
    "not a call": "log(2)",
    "apostrophe": "%log I didn't read the $silent {silent}",
    "other": "%selfgrad find read",
    "moved": "%%forward\nget_ipython().run_line_magic('drop', 'enough')",
    "state": "silent, rows_of_numbers, 'never_run' in globals()",
}


def environment(folder):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SELFGRAD")}
    place = {"SELFGRAD_DB": f"{folder}/journal.db", "TZ": "Europe/Paris", "PYTHONUTF8": "1"}
    return kept | place | {"IPYTHONDIR": f"{folder}/ipython", "JUPYTER_RUNTIME_DIR": f"{folder}"}


def run(cells, folder):
    """The notebook as it is after a kernel has run it, and how each code cell ended."""
    notebook, ended = nbformat.v4.new_notebook(cells=cells), {}

    def executed(cell, cell_index, execute_reply):
        ended[cell.id] = execute_reply["content"]["status"]

    client = NotebookClient(
        notebook,
        allow_errors=True,
        kernel_name="python3",
        timeout=60,
        on_cell_executed=executed,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute(env=environment(folder))
    return notebook.cells, ended


def kept_outputs(cell):
    """The outputs of a cell as they are committed: without ids, dates and counts of execution."""
    outputs = []
    for output in map(nbformat.from_dict, cell.outputs):
        last = outputs[-1] if outputs else {}
        if "name" in output and output.name == last.get("name"):  # a stream comes in pieces
            last["text"] += steady(output.text)
            continue
        outputs.append(output)
        output.pop("execution_count", None)
        if output.output_type == "execute_result":
            output["execution_count"] = None
        for holder in (output, output.get("data", {})):
            for key, value in holder.items():
                if isinstance(value, str):
                    holder[key] = steady(value)
                if key == "traceback":
                    holder[key] = [steady(line) for line in value]
    return outputs


def steady(text):
    text = re.sub(r"  \[[0-9a-f]{8,}\]|\x1b\[[\d;]*m", "", text)
    text = re.sub(r"Cell In\[\d+\]", "Cell In[…]", text)
    return re.sub(r" \(on \d{4}-\d\d-\d\d\)| \[[0-9a-f]{8,}\]", "", text)


def text_of(cell):
    """What a cell shows, as text."""
    shown = []
    for output in cell.outputs:
        plain = output.get("data", {}).get("text/plain", "")
        shown.append(output.get("text") or plain or "\n".join(output.get("traceback", [])))
    return "\n".join(shown)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """One kernel for all: the sample, then a cell for each of the others."""
    folder = tmp_path_factory.mktemp("kernel")
    sample = nbformat.read(SAMPLE, as_version=4)
    begun = nbformat.v4.new_code_cell("rows_of_numbers = [1, 2]", id="begun")
    more = [
        nbformat.v4.new_code_cell(code, id=name.replace(" ", "-")) for name, code in MORE.items()
    ]
    cells, ended = run([*sample.cells, begun, *more], folder)
    return folder, {cell.id: cell for cell in cells}, ended


def attempts(folder, code=""):
    """The cells that the journal has, in their order; with `code`, the last of them that has it."""
    with sqlite3.connect(f"{folder}/journal.db") as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute("SELECT * FROM attempt WHERE medium = 'cell' ORDER BY id")
        found = [row for row in rows if code in row["words"]]
    return found[-1] if code else found


def entries(folder, kind):
    with sqlite3.connect(f"{folder}/journal.db") as connection:
        found = connection.execute("SELECT words FROM entry WHERE kind = ? ORDER BY n", (kind,))
        return [row[0] for row in found]


def kinds(cell):
    return [output.output_type for output in cell.outputs]


# the sample ---------------------------------------------------------------------------------------


def test_the_sample_shows_what_it_says_it_shows(kernel):
    _, cells, ended = kernel
    for committed in nbformat.read(SAMPLE, as_version=4).cells:
        if committed.cell_type == "code":
            shown = kept_outputs(cells[committed.id])
            assert shown == committed.outputs, "if so meant: python tests/test_notebook.py"
            assert ended[committed.id] == "ok"


def test_the_sample_tells_nothing_of_where_and_when_it_ran():
    text = SAMPLE.read_text(encoding="utf-8")
    assert not re.search(r"/tmp|/home|/Users|site-packages|\d{4}-\d\d-\d\d|\[[0-9a-f]{8,}\]", text)
    codes = [c for c in nbformat.read(SAMPLE, as_version=4).cells if c.cell_type == "code"]
    assert all(cell.execution_count is None and not cell.metadata for cell in codes)


def test_the_sample_leaves_its_rounds_in_the_journal(kernel):
    folder, _, _ = kernel
    first = attempts(folder)[:5]
    assert [row["loss"] for row in first] == [0, 0.5, 0, 0, 0.25]
    assert first[2]["tail"].startswith("ValueError('operands could not be broadcast")
    assert first[4]["tail"] == "[ True  True  True False]"
    assert [row["criterion"] for row in first] == ["surprise"] * 4 + ["wrong"]
    assert all(row["took_ms"] >= 0 for row in first)
    assert "I summed over all scores and not over each row." in entries(folder, "mistake")
    assert entries(folder, "step") == ["When I sum an array, I say the axis aloud."]


# cells in a kernel --------------------------------------------------------------------------------


def test_a_cell_that_awaits_runs_in_the_loop_of_the_kernel(kernel):
    folder, cells, ended = kernel
    assert ended["await"] == "ok" and kinds(cells["await"])[-2:] == [
        "execute_result",
        "display_data",
    ]
    assert attempts(folder, "asyncio.sleep")["loss"] == 0


def test_a_semicolon_hides_a_result_and_not_the_surprise(kernel):
    folder, cells, _ = kernel
    assert kinds(cells["silent"]) == ["display_data"]
    assert "predicted 4, it was 4" in text_of(cells["silent"])
    assert attempts(folder, "silent;")["tail"] == "4"


def test_a_prediction_is_fixed_before_the_cell_can_change_it(kernel):
    folder, cells, _ = kernel
    assert "predicted [1, 2], it was [1, 2, 3]" in text_of(cells["peek"])
    assert attempts(folder, "append(3)")["loss"] == pytest.approx(1 / 3)


def test_what_nobody_predicted_is_kept_shown_once_and_stops_run_all(kernel):
    folder, cells, ended = kernel
    assert ended["unforeseen"] == "error"
    assert kinds(cells["unforeseen"]) == ["stream", "error", "display_data"]
    kept = attempts(folder, "{}['key']")
    assert (kept["loss"], kept["tail"]) == (1, "before\nKeyError('key')")


def test_figures_and_tables_are_shown_as_ever(kernel):
    _, cells, _ = kernel
    assert kinds(cells["rich"]) == ["display_data", "execute_result", "stream"]
    assert [output.data["text/html"] for output in cells["rich"].outputs[:2]] == [
        "<b>drawn</b>",
        "<i>last</i>",
    ]


def test_the_table_shows_markup_and_controls_as_text(kernel):
    _, cells, _ = kernel
    html = cells["escaped"].outputs[-1].data["text/html"]
    assert "&lt;script&gt;" in html and "&lt;b&gt;\n\ufffd" in html
    assert "<script>" not in html and "<b>" not in html and "\x1b" not in html


def test_a_cell_magic_inside_of_a_cell_does_its_work(kernel):
    folder, cells, _ = kernel
    assert "hidden" not in text_of(cells["magic-inside"])
    assert attempts(folder, "%%capture caught")["tail"] is None


def test_a_cell_that_is_stopped_by_hand_is_no_attempt(kernel):
    folder, cells, ended = kernel
    assert ended["stopped"] == "error"
    assert "Stopped: this run is no attempt." in text_of(cells["stopped"])
    assert not [row for row in attempts(folder) if "KeyboardInterrupt" in row["words"]]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("refused", "Unrecognized arguments: --expekt 1. See `%%forward?`."),
        ("nothing predicted", "What do you predict? For example `%%predict 0.25`."),
        ("no tolerance", "What counts as 1 is a number above 0. For example `--within 0.1`."),
        ("odd tolerance", "wide is not a number. For example `--within 0.1`."),
        ("empty", "There is nothing in the cell. Write code below the first line."),
        ("another journal", "That is for the command line. Another journal: SELFGRAD_DB."),
    ],
)
def test_what_is_refused_is_one_sentence_and_the_cell_does_not_run(kernel, name, sentence):
    folder, cells, ended = kernel
    id = name.replace(" ", "-")
    assert ended[id] == "error" and text_of(cells[id]) == sentence
    assert text_of(cells["state"]) == "(4, [1, 2, 3], False)"
    assert not [row for row in attempts(folder) if "never_run =" in row["words"]]


def test_a_line_that_is_refused_is_one_sentence_and_run_all_goes_on(kernel):
    _, cells, ended = kernel
    assert ended["open-quote"] == ended["refused-line"] == "ok"
    assert text_of(cells["open-quote"]).strip() == (
        'A quote is left open. Close it, as in "one sentence".'
    )
    assert text_of(cells["refused-line"]).strip().startswith("A step is one change, or --keep.")


def test_of_a_huge_result_the_beginning_is_kept(kernel):
    folder, _, _ = kernel
    kept = attempts(folder, "10**6")
    assert kept["tail"].startswith("[0, 1, 2, 3") and 3_000 < len(kept["tail"]) <= 4_000


def test_both_streams_are_kept_in_their_order_and_shown(kernel):
    folder, cells, _ = kernel
    assert attempts(folder, "'one'")["tail"] == "one\ntwo\nthree"
    assert {output.name for output in cells["streams"].outputs} == {"stdout", "stderr"}


def test_a_function_that_was_not_imported_files_no_mistake(kernel):
    folder, cells, _ = kernel
    assert (
        text_of(cells["not-a-call"]).strip() == "There is no function log here; %log takes words."
    )
    assert not [words for words in entries(folder, "mistake") if "(2)" in words]


def test_apostrophes_dollars_and_braces_are_words(kernel):
    folder, _, _ = kernel
    assert "I didn't read the $silent {silent}" in entries(folder, "mistake")


def test_a_sentence_about_the_person_is_flagged_where_nobody_can_be_asked(kernel):
    _, cells, _ = kernel
    assert "That is about you, not about what you did." in text_of(cells["worth"])
    assert "`%selfgrad edit" in text_of(cells["worth"])


def test_words_that_cannot_be_evaluated_are_text(kernel):
    _, cells, _ = kernel
    said = text_of(cells["as-text"])
    assert "rows_of_numbers.nothing gives AttributeError here, so it is taken as text." in said


def test_an_exception_of_the_cell_s_own_is_predicted_by_its_name(kernel):
    folder, _, ended = kernel
    assert ended["own-exception"] == "ok" and attempts(folder, "OwnError")["loss"] == 0


def test_an_exception_predicted_in_words_is_no_text(kernel):
    folder, cells, _ = kernel
    assert attempts(folder, "'a KeyError'")["loss"] == 1
    assert "predicted KeyError, it was 'a KeyError': nothing was raised" in text_of(
        cells["in-words"]
    )


def test_a_cell_that_runs_two_of_them_fails_where_the_second_does(kernel):
    _, cells, ended = kernel
    assert ended["twice"] == "error" and kinds(cells["twice"]).count("error") == 1


def test_what_is_printed_is_compared_where_there_is_no_value(kernel):
    folder, _, _ = kernel
    assert attempts(folder, "print(6 * 7)")["loss"] == 0


def test_a_round_that_ends_inside_of_its_cell_says_so(kernel):
    _, cells, ended = kernel
    assert ended["moved"] == "ok"
    assert "The cell has run, and is no attempt. That round is filed." in text_of(cells["moved"])


def test_help_is_the_command_line_s(kernel):
    _, cells, ended = kernel
    assert ended["help"] == "ok" and 'selfgrad step "When I move a term' in text_of(cells["help"])


def test_any_other_verb_is_behind_selfgrad(kernel):
    _, cells, _ = kernel
    assert "I didn't read the $silent {silent}" in text_of(cells["other"])


# IPython at a terminal ----------------------------------------------------------------------------


@pytest.fixture
def ipython(tmp_path):
    """IPython with a person in front of it, and the magics loaded."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "IPython", "--simple-prompt", "--no-banner", "--colors=nocolor"],
        env={**environment(tmp_path), "TERM": "dumb"},
        cwd=str(tmp_path),
        encoding="utf-8",
        timeout=30,
        dimensions=(60, 200),
    )
    yield child
    child.close(force=True)


def typed(child, *lines):
    """Type a cell; what is shown until the next prompt."""
    child.expect(r"In \[\d+\]: $")
    for line in lines[:-1]:
        child.sendline(line)
        child.expect_exact("...: ")
    child.sendline(lines[-1])
    for _ in range(2 if len(lines) > 1 else 0):  # two empty lines end a cell
        child.expect_exact("...: ")
        child.sendline("")


def test_ipython_at_a_terminal_has_the_same_loop_and_asks(ipython, tmp_path):
    typed(ipython, "%load_ext selfgrad")
    typed(ipython, "%%predict 0.25", "# a quarter", "1 / 2")
    ipython.expect_exact("Round open: “a quarter”.")
    ipython.expect_exact("Out[2]: 0.5")
    ipython.expect_exact(
        "Attempt 1: predicted 0.25, it was 0.5: off by 50% of the larger, loss 0.50."
    )
    ipython.expect_exact("`%backward`.")
    typed(ipython, "%%predict ValueError", "print('a line'); int('x')")
    ipython.expect_exact("ValueError: invalid literal")
    ipython.expect_exact("Attempt 2: predicted ValueError, it was ValueError")
    typed(ipython, "%backward")
    ipython.expect_exact("What went wrong?")
    ipython.sendline("I halved where I quartered.")
    ipython.expect_exact("Which behaviour?")
    ipython.sendline("")
    ipython.expect_exact("filed")
    ipython.sendline("")
    typed(ipython, "%step --keep")
    ipython.expect_exact("Round 1 closed, loss 0.00.")
    ipython.expect(r"In \[\d+\]: $")
    kept = attempts(tmp_path)
    assert kept[0]["tail"] == "0.5"
    assert kept[1]["tail"].startswith("a line\nValueError(")
    assert entries(tmp_path, "mistake") == ["I halved where I quartered."]


def rewrite():
    sample = nbformat.read(SAMPLE, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        cells, _ = run(sample.cells, folder)
    for cell in cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = kept_outputs(cell), None
            cell.metadata = {}
    sample.cells = cells
    nbformat.write(sample, SAMPLE)


if __name__ == "__main__":
    rewrite()
