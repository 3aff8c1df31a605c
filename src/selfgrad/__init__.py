"""selfgrad: gradient descent on yourself.

The idea is `selfgrad.loop`; what a person can do is `Journal`. Importing this costs nothing: names
are looked up when they are first used.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from selfgrad.journal import Journal
    from selfgrad.loop import KEEP, Attempt, Mistake, NotAllowed, Round, Step

_HOMES = {"Journal": "journal"} | dict.fromkeys(
    ("KEEP", "Attempt", "Mistake", "NotAllowed", "Round", "Step"), "loop"
)
__all__ = ["KEEP", "Attempt", "Journal", "Mistake", "NotAllowed", "Round", "Step"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'selfgrad' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"selfgrad.{_HOMES[name]}"), name)


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """`%load_ext selfgrad` in Jupyter and IPython; see notebook.py."""
    from selfgrad import notebook

    notebook.load(shell)
