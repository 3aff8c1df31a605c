"""Completion, asked for in a real shell."""

import shutil
import subprocess

import pytest

from selfgrad.cli import completing
from selfgrad.cli.verbs import VERBS


def completed(*words):
    script = completing.script("bash") + (
        f"COMP_WORDS=({' '.join(repr(word) for word in words)})\n"
        f"COMP_CWORD={len(words) - 1}\n_selfgrad\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_bash_completes_a_verb():
    assert completed("selfgrad", "fo") == ["forward", "forget"]
    assert set(completed("selfgrad", "")) == set(VERBS)


def test_bash_completes_the_options_of_a_verb():
    assert "--discomfort" in completed("sgd", "step", "--d")
    assert "--discomfort" not in completed("sgd", "log", "--d")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_read_their_script_without_complaint(shell):
    script = completing.script(shell)
    assert all(name in script for name in VERBS)
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed here, so only the words of its script were checked")
    subprocess.run([shell, "-n", "/dev/stdin"], input=script.encode(), check=True)
