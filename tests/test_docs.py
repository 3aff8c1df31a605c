"""The documents are run: every transcript, every example, every link."""

import os
import re
import shlex
import subprocess
import sys

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGES = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/code.md",
    "docs/criteria.md",
    "docs/explain.md",
    "docs/gaps.md",
    "docs/journal.md",
    "docs/method.md",
    "docs/notebook.md",
    "docs/scars.md",
    "docs/sources.md",
    "docs/time.md",
    "docs/web.md",
    "docs/api.md",
    "docs/LOG.md",
]


def text(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def blocks(path, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text(path), re.DOTALL | re.MULTILINE)


def test_the_transcripts_of_the_readme_are_what_the_commands_say(shell):
    transcript = "".join(blocks("README.md", "console")).splitlines()
    commands = [line for line in transcript if line.startswith("$ ")]
    assert len(commands) > 8
    said = []
    for command in commands:
        program, *words = shlex.split(command[2:])
        assert program == "selfgrad"
        output = re.sub(r"\[[0-9a-f]{10,}\]", "[ID]", shell(*words))
        output = re.sub(r"^\d{4}-\d\d-\d\d \d\d:\d\d ", "CHANGED", output, flags=re.MULTILINE)
        output = re.sub(r"\(on \d{4}-\d\d-\d\d\)", "(on TODAY)", output)
        said += [command, *output.splitlines()]
    assert said == transcript


def same_each_time(output):
    """Ids, times of day and running times differ from run to run."""
    output = re.sub(r"\[[0-9a-f]{10,}\]", "[ID]", output)
    return re.sub(r"\b0\.\d\ds$", "0.0Xs", output, flags=re.MULTILINE)


@pytest.mark.parametrize("page", ["docs/code.md", "docs/explain.md", "docs/sources.md"])
def test_the_story_of_a_page_is_what_files_and_commands_make_of_it(page, shell):
    """Blocks that begin with the name of a file are that file; of a command stdout stands above stderr."""
    os.mkdir(shell.folder / "vault")
    shell.env |= {"COLUMNS": "80"}  # pytest cuts its lines there, but for CI
    shell.env.pop("CI", None)
    shell.env["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    for language, block in re.findall(
        r"^```(\w+)\n(.*?)^```", text(page), re.DOTALL | re.MULTILINE
    ):
        name = re.match(r"(?:# |<!-- )([\w.]+\.\w+)(?: -->)?\n", block)
        if name:
            (shell.folder / name[1]).write_text(block[name.end() :], encoding="utf-8")
        elif language == "console":
            said = []
            for command in [line for line in block.splitlines() if line.startswith("$ ")]:
                done = shell.run(*shlex.split(command[2:])[1:])
                said += [command, *(done.stdout + done.stderr).decode().splitlines()]
            assert same_each_time("\n".join(said)) == block.rstrip()


def test_the_python_of_the_readme_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("SELFGRAD_DB", str(tmp_path / "journal.db"))
    examples = [*blocks("README.md", "python"), blocks("docs/code.md", "python")[-1]]
    assert len(examples) > 1
    for example in examples:
        exec(compile(example, "README.md", "exec"), {})


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page):
    for target in re.findall(r"\]\(([^)#]+)\)", text(page)):
        assert not target.startswith("http"), "the docs stand alone"
        path = os.path.join(ROOT, os.path.dirname(page), target)
        assert os.path.exists(path), target


def test_every_command_in_the_readme_exists():
    from selfgrad.cli.verbs import VERBS

    named = re.findall(r"\bselfgrad ([a-z]+)", text("README.md"))
    assert named
    for verb in named:
        assert verb in VERBS or verb in ("is", "alone"), verb


def test_the_repository_speaks_of_selfgrad_alone():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout, so there is no list of its files")
    strange = re.compile(
        "|".join(
            ["/" + "root/", "/" + "work/", "index-" + "url", "pypi" + r"\.org", "find-" + "links"]
        )
    )
    for path in listed.stdout.split():
        if os.path.exists(os.path.join(ROOT, path)) and not path.endswith((".png", ".svg", ".bin")):
            assert not strange.search(text(path)) or path == "Makefile", path
