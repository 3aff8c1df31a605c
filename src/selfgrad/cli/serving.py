"""`selfgrad web` at the terminal: opens the page of the journal."""

from __future__ import annotations

from selfgrad import errors
from selfgrad.cli import asking

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    import argparse

    from selfgrad.journal import Journal


def web(journal: Journal, args: argparse.Namespace) -> int:
    """Serve the page until Ctrl-C, or set the password that other machines need."""
    from selfgrad.web import serving  # 0.4 s: Litestar and uvicorn

    if args.password:
        return _password(journal)
    plan = serving.Plan(args.host, args.port, args.cert or "", args.key or "")
    return serving.serve(
        journal.path,
        plan,
        open_browser=not args.no_open,
        say=lambda words: print(words, flush=True),
    )


def _password(journal: Journal) -> int:
    import getpass

    from selfgrad.web import keys

    if not asking.interactive():
        raise errors.Usage("A password is typed at a terminal.", "Run it there.")
    first = getpass.getpass("Password for the page from other machines: ")
    if getpass.getpass("The same once more: ") != first:
        raise errors.BadInput("The two differ.", "Nothing was changed; try again.")
    keys.set_password(journal.path, first)
    print("The password is set. Whoever was let in before has to give it.")
    return 0
