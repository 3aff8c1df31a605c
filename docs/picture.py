"""The picture of a round in the README: `make picture` runs the commands and draws what they say.

Rich's own template fetches a font from another host; this one takes what the reader has.
"""

import inspect
import io
import os
import shlex
import subprocess
import sys
import tempfile

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

COMMANDS = [
    'selfgrad start "ten integrals from memory" -s calculus --expect 5/10',
    'selfgrad forward "page 12 of the blue notebook"',
    "selfgrad loss 3/10",
    'selfgrad backward "I dropped the minus sign." --to signs',
    'selfgrad step "When I move a term, I say its sign aloud."',
    'selfgrad again 2/10 "I misread an exponent." --took 5m',
]
TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "round.svg")


def said(command, folder):
    env = {**os.environ, "SELFGRAD_DB": os.path.join(folder, "journal.db")}
    words = [sys.executable, "-m", "selfgrad.cli.capture", *shlex.split(command)[1:]]
    return subprocess.run(words, env=env, capture_output=True, text=True, check=True).stdout


def main():
    console = Console(record=True, width=104, file=io.StringIO())
    with tempfile.TemporaryDirectory() as folder:
        for command in COMMANDS:
            console.print(Text(f"$ {command}", style="bold"))
            console.print(Text(said(command, folder), style="dim"))
    usual = inspect.signature(Console.export_svg).parameters["code_format"].default
    start, end = usual.index("@font-face"), usual.index(".{unique_id}-matrix")
    template = usual[:start] + usual[end:]
    template = template.replace("Fira Code", "ui-monospace, Menlo, Consolas")
    svg = console.export_svg(
        title="one round", code_format=template, theme=SVG_EXPORT_THEME, unique_id="round"
    )
    with open(TARGET, "w", encoding="utf-8") as file:
        file.write(svg.replace("<!-- Generated with Rich https://www.textualize.io -->", ""))


if __name__ == "__main__":
    main()
