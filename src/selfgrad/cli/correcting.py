"""Undo, edit, delete, forget at the terminal."""

from __future__ import annotations

import argparse

from selfgrad import errors
from selfgrad.cli import asking
from selfgrad.desk import Receipt
from selfgrad.journal import Journal

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any


def undo(journal: Journal, args: argparse.Namespace) -> Receipt:
    return journal.undo(args.id)


def edit(journal: Journal, args: argparse.Namespace) -> Receipt:
    if args.loss is not None:
        return journal.edit_loss(args.id, args.loss)
    to: dict[str, Any] = {}
    if args.words:
        to["words"] = " ".join(args.words)
    if args.source:
        to["source"] = args.source
    if args.to:
        return journal.recharge(args.id, args.to, new=args.new, **to)
    if not to:
        if not asking.interactive():
            raise errors.Usage(
                "Say what the entry should say.", 'For example `selfgrad edit last "…"`.'
            )
        to["words"] = asking.ask("What should it say?")
    return journal.edit(args.id, **to)


def delete(journal: Journal, args: argparse.Namespace) -> Receipt:
    return journal.delete(args.id)


def forget(journal: Journal, args: argparse.Namespace) -> Receipt:
    if not args.yes:
        if not asking.interactive():
            raise errors.Refused(
                "Forgetting cannot be undone.", "If you mean it, say it with --yes."
            )
        if not asking.yes("The words will be gone for good, from backups too. Forget them?"):
            raise errors.Refused("Left as it was.", "Nothing was forgotten.")
    return journal.forget(args.id)
