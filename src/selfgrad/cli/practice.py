"""The loop at the terminal: each function parses nothing and knows no rule, it calls one verb."""

from __future__ import annotations

import argparse
import sys

from selfgrad import criteria, errors, guards, loop, losses, sentences
from selfgrad.cli import asking
from selfgrad.desk import Receipt
from selfgrad.journal import Journal

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any


def now(journal: Journal, args: argparse.Namespace) -> Any:
    """The bare command: one thing to do now, and the key that does it."""
    from selfgrad.cli import deciding

    return deciding.now(journal, args)


def start(journal: Journal, args: argparse.Namespace) -> Receipt:
    settle_left_clock(journal)
    _ask_zone(journal)
    return journal.start(
        " ".join(args.aim),
        skill=args.skill,
        project=args.project,
        expect=args.expect,
        level=args.level,
        new=args.new,
        at=args.at,
    )


def _ask_zone(journal: Journal) -> None:
    """Where the system does not say its time zone, it is asked for; days are UTC's until then."""
    if not journal.clock.guessed:
        return
    if not asking.interactive():
        print(
            "This system names no time zone. Set yours: `selfgrad settings zone Europe/Paris`.",
            file=sys.stderr,
        )
    elif zone := asking.ask(
        "Which time zone are you in? (such as Europe/Paris; Enter: UTC)", "UTC"
    ):
        journal.set("zone", zone)


def resume(journal: Journal, args: argparse.Namespace) -> Receipt:
    settle_left_clock(journal)
    return journal.resume(args.id, at=args.at)


def go(journal: Journal, args: argparse.Namespace) -> Receipt:
    settle_left_clock(journal)
    return journal.go(input=args.input, at=args.at)


def pause(journal: Journal, args: argparse.Namespace) -> Receipt | None:
    return _ended(journal, args, journal.pause)


def stop(journal: Journal, args: argparse.Namespace) -> Receipt | None:
    return _ended(journal, args, journal.stop)


def _ended(journal: Journal, args: argparse.Namespace, end: Any) -> Receipt | None:
    if not args.at and not args.all and settle_left_clock(journal):
        return None
    receipt: Receipt = end(at=args.at, all=args.all)
    return receipt


def settle_left_clock(journal: Journal) -> bool:
    """Ask about a clock that was left running, where there is somebody to ask; whether it was settled."""
    left = journal.left_running()
    if left is None or not asking.interactive():
        return False
    since, seen = journal.clock.local(left["since"]), journal.clock.local(left["seen"])
    print(f"The clock has run since {since}; the last sign of life was at {seen}.")
    while True:
        answer = asking.ask(
            "Until when did you work? (23:10, yesterday 18:00; all: until now)", seen
        )
        for at in (answer, f"yesterday {answer}"):  # 23:10, asked in the morning, was last night
            try:
                receipt = journal.pause(all=True) if answer == "all" else journal.pause(at=at)
            except errors.BadInput as error:
                misread = error
            else:
                print("\n".join(receipt.said))
                return True
        print(f"  {misread}")


# forward and loss ---------------------------------------------------------------------------------


def forward(journal: Journal, args: argparse.Namespace) -> Receipt:
    settle_left_clock(journal)
    if sum(one is not None for one in (args.file, args.url, args.commit)) > 1:
        raise errors.Usage("An output is one of file, address and commit.", "Give one of them.")
    output = asking.piped("the output") if args.output == "-" else args.output
    commit = args.commit
    if commit is not None:
        from selfgrad import repository

        commit, output = repository.commit(commit, output)
    from selfgrad import repository

    return journal.forward(
        output,
        file=args.file,
        url=args.url,
        commit=commit,
        made_in=repository.here(),
        expect=args.expect,
        level=args.level,
        took=args.took,
        at=args.at,
    )


def loss(journal: Journal, args: argparse.Namespace) -> Receipt:
    settle_left_clock(journal)
    value = " ".join(args.value) if args.value else None
    return journal.loss(measure(args) or value, at=args.at)


def measure(args: argparse.Namespace) -> criteria.Measure | None:
    """The measure that an option of `loss` asks for; None for a plain value, or for none."""
    given = [
        name for name in ("time", "number", "text", "checklist", "forecast") if getattr(args, name)
    ]
    if len(given) + bool(args.value) > 1 or bool(args.against) != bool(args.text):
        raise errors.Usage("A loss is one value or one option.", "See `selfgrad help loss`.")
    if args.text:
        return losses.text_against_reference(
            asking.text_of(args.text), asking.text_of(args.against)
        )
    if args.checklist:
        return losses.checklist(asking.text_of(args.checklist))
    if args.forecast:
        return criteria.parse_as("forecast", " ".join(args.forecast))
    for kind in ("time", "number"):
        if value := getattr(args, kind):
            return criteria.parse_as(kind, value)
    return None


# backward and step --------------------------------------------------------------------------------


def backward(journal: Journal, args: argparse.Namespace) -> Receipt | None:
    settle_left_clock(journal)
    words = args.sentences
    if words == ["-"]:
        words = laid_out(asking.piped("what went wrong"))
    elif len(words) > 1 and not any(" " in word or word[-1:] in ".!?。！？" for word in words):
        words = [" ".join(words)]  # typed without quotes
    if not words and args.held is None and asking.interactive():
        need(journal, "backward", "measured", "reflected")
        receipt = ask_backward(journal, args.to, args.new)
        if receipt is None:
            print(errors.next_action("reflected"))
        return receipt
    round = journal.current()
    if not words and args.held is None and round and round["loss"] and not args.json:
        raise errors.Usage(
            "There is no sentence yet, and the loss is above 0.",
            'Say `selfgrad backward "…"`, or with nothing wrong, what held: `--held "…"`.',
        )
    return journal.backward(*words, to=args.to, held=args.held, at=args.at, new=args.new)


def ask_backward(journal: Journal, to: list[str] | None, new: bool = False) -> Receipt | None:
    """One sentence at a time, each filed as soon as it is said; an empty line ends."""
    print("What went wrong? One sentence at a time; an empty line ends.")
    receipt = None
    for line in asking.lines("  ·"):
        for sentence in laid_out(line):
            parameter = to or ask_parameter(journal)
            receipt = file_one(journal, sentence, parameter, new)
    if receipt is None:
        held = asking.ask("Nothing went wrong. What held?")
        return journal.backward(held=held)
    return None


def file_one(journal: Journal, sentence: str, to: Any, new: bool = False) -> Receipt:
    """File one sentence; a parameter that nearly exists asks which one is meant."""
    try:
        receipt = journal.backward(sentence, to=to, new=new)
    except errors.Refused as refused:
        if not to or "did you mean" not in refused.sentence:
            raise
        print(refused.sentence)
        receipt = journal.backward(
            sentence, to=asking.ask("    Which parameter?") or None, new=True
        )
    if receipt.verb == "private":
        print(*receipt.said, sep="\n")
        raise asking.Left
    print(f"    filed  [{receipt.id}]")
    return receipt


def ask_parameter(journal: Journal) -> str | None:
    """Which behaviour it is charged to, by name or by number; Enter leaves it unsorted."""
    names = [row["name"] for row in journal.names("parameter")][:9]
    listed = "  ".join(f"{i} {name}" for i, name in enumerate(names, 1))
    answer = asking.ask(
        f"    Which behaviour? {listed}  (a name, or Enter: unsorted)".replace("? ", "? ", 1)
    )
    if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(names):
        return str(names[int(answer) - 1])
    return answer or None


def laid_out(text: str) -> list[str]:
    """A paragraph as sentences; a person accepts them one by one, a pipe all at once."""
    found = sentences.split(text)
    if len(found) < 2 or not asking.interactive():
        return found
    print(f"That is {len(found)} sentences; Enter files one, n leaves it out, or say it better:")
    kept = []
    for sentence in found:
        answer = asking.ask(f"    {sentence}")
        if answer.lower() != "n":
            kept.append(answer or sentence)
    return kept


def need(journal: Journal, verb: str, *states: str) -> None:
    """Refuse before a question is asked, not after its answer has been written."""
    round = journal.current()
    if round is None:
        raise errors.Refused("No round is open.", 'Open one with `selfgrad start "AIM"`.')
    if round["state"] not in states:
        raise errors.refusal(loop.NotAllowed(verb, round["state"]))


def step(journal: Journal, args: argparse.Namespace) -> Receipt | None:
    settle_left_clock(journal)
    change = args.change
    if change is not None and args.keep:
        raise errors.Usage("A step is one change, or --keep.", "Give one of the two.")
    if change is None and not args.keep:
        if not asking.interactive():
            raise errors.Usage("A step is one change, or --keep.", "Give one of the two.")
        need(journal, "step", "reflected")
        change = ask_change(journal)
    keys = ("next", "expect", "level", "discomfort", "trial", "at", "new")
    about = {key: getattr(args, key) for key in keys}
    receipt = take_step(journal, change, args.parameter, anyway=args.anyway, **about)
    return _closed(journal, receipt, args)


def ask_change(journal: Journal) -> str | None:
    """The change, or None for keep, which is what is offered while a step is held or on trial."""
    round = journal.current()
    if round and (held := journal.holding(round["skill"])):
        print(f"{held} Keep is what this round offers.")
    return (
        asking.ask('One small change, "when X, I do Y" (Enter keeps things as they are):') or None
    )


def take_step(
    journal: Journal,
    change: str | None,
    parameter: str | None,
    *,
    anyway: bool = False,
    **about: Any,
) -> Receipt:
    """Close the round; while a step is being held, a person is asked before the next change."""
    try:
        return journal.step(
            change, parameter=parameter, keep=change is None, anyway=anyway, **about
        )
    except guards.TooMuch as asks:
        if not asking.interactive():
            raise
        print(asks.sentence)
        if asking.yes("Change all the same?"):
            return journal.step(change, parameter=parameter, anyway=True, **about)
        return journal.step(keep=True, **{**about, "trial": None})


def again(journal: Journal, args: argparse.Namespace) -> Receipt | None:
    settle_left_clock(journal)
    names = ("to", "next", "expect", "level", "discomfort", "took", "new", "at")
    receipt = journal.again(
        args.loss, *args.sentences, **{name: getattr(args, name) for name in names}
    )
    return _closed(journal, receipt, args)


def _closed(journal: Journal, receipt: Receipt, args: argparse.Namespace) -> Receipt | None:
    """What a round was filed with, then its scars, a key each."""
    if args.scars and receipt.data.get("round"):
        receipt = receipt._replace(said=[*receipt.said, *_marked(journal, receipt, args.scars)])
    from selfgrad.cli import afterwards, main

    if args.json or not afterwards.waits(journal, receipt):
        return receipt

    main.show_receipt(receipt)
    afterwards.ask(journal, receipt)
    return None


def _marked(journal: Journal, receipt: Receipt, letters: str) -> list[str]:
    """What the marks of a filed round say; one that cannot be made does not unfile the round."""
    try:
        said: list[str] = journal.mark_scars(letters, round=receipt.data["round"]).said
    except errors.SelfgradError as error:
        return [f"{error} The round is filed; its scars: `selfgrad scars --mark drn`."]
    return said


def drop(journal: Journal, args: argparse.Namespace) -> Receipt:
    settle_left_clock(journal)
    return journal.drop(args.why, next=args.next, at=args.at)


def guided(journal: Journal, args: argparse.Namespace) -> Any:
    from selfgrad.cli import guiding

    return guiding.guided(journal, args)
