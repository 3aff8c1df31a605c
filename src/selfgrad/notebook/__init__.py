"""The loop in Jupyter and IPython: `%load_ext selfgrad`.

A cell under `%%forward` or `%%predict` runs as an ordinary cell; what it prints, gives or raises is an
attempt (cells.py). All other magics are verbs of the command line, with the same words (lines.py). The
journal is opened for each of them and closed again: a kernel may live for weeks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from IPython.core.magic import no_var_expand

from selfgrad.notebook import lines
from selfgrad.notebook.cells import Cells

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def load(shell: InteractiveShell) -> None:
    """Register the magics with a shell; twice is once."""
    cells = Cells(shell)
    for name in lines.NAMES:
        _register(shell, lines.magic(name), "line", name)
    for name in cells.NAMES:
        _register(shell, getattr(cells, name), "cell", name)
    transforms = shell.input_transformers_cleanup
    transforms[:] = [one for one in transforms if getattr(one, "__name__", "") != "awaited"]
    transforms.append(cells.awaited)


def _register(shell: Any, magic: Any, kind: str, name: str) -> None:
    def plainly(*words: str) -> Any:
        return magic(*words)

    plainly.__doc__ = magic.__doc__
    no_var_expand(plainly)  # $x$ and {x} are words
    shell.register_magic_function(plainly, kind, name)
