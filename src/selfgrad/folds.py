"""What the facts of trials, plans, days and second ratings add up to; see fold.py.

Apart from it because a capture has no need of them.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.fold import Fact, Folded

    Row = dict[str, Any]


def fold_trial(facts: list[Fact], folded: Folded) -> None:
    """A step that a coin switches on and off: its rounds by the seats they took."""
    first = facts[0]
    row = {
        "subject": first.subject,
        **{key: first.body.get(key) for key in ("skill", "parameter", "words", "pairs")},
        "begun_at": first.happened_at,
        "day": first.day,
        "ended_at": None,
        "complete": 0,
        "why": None,
    }
    for fact in facts[1:]:
        if fact.kind == "trial_ended" and row["ended_at"] is None:
            complete = int(bool(fact.body.get("complete")))
            row |= {"ended_at": fact.happened_at, "complete": complete}
            row["why"] = fact.body.get("words")
        elif fact.kind == "coin_fell":
            folded.rows["coin"].append(_coin(fact))
        elif not (fact.kind == "coin_broken" and _break(folded.rows["coin"], fact)):
            folded.misfits.append((fact, LookupError("the trial has no place for it")))
    folded.rows["trial"].append(row)


def _coin(fact: Fact) -> Row:
    keys = ("seat", "heads", "round")
    return {
        "id": fact.id,
        "subject": fact.subject,
        **{key: fact.body[key] for key in keys},
        "broken": 0,
    }


def _break(coins: list[Row], fact: Fact) -> bool:
    """Note that a round was done otherwise than its coin said."""
    mine = [coin for coin in coins if coin["round"] == fact.body.get("round")]
    for coin in mine:
        coin["broken"] = 1
    return bool(mine)


def fold_plan(facts: list[Fact], folded: Folded) -> None:
    """Each fact is a new version of the plan, the latest one counts."""
    row: Row = {}
    for fact in facts:
        if fact.kind == "planned":
            row = _planned(fact, row.get("since") or fact.day)
        elif fact.kind == "plan_ended" and row:
            row["ended_at"] = fact.happened_at
        else:
            folded.misfits.append((fact, LookupError("there is no plan for it")))
    if row:
        folded.rows["plan"].append(row)


def _planned(fact: Fact, since: str) -> Row:
    body = fact.body
    return {
        "subject": fact.subject,
        "skill": fact.subject.partition(":")[2] or None,
        "cue": body["words"],
        "least_ms": body.get("least_ms") or 0,
        "days": body.get("days") or "0,1,2,3,4,5,6",
        "remind": body.get("remind") or "",
        "quiet": body.get("quiet") or "",
        "since": since,
        "ended_at": None,
    }


def fold_day(facts: list[Fact], folded: Folded) -> None:
    """Reviews are entries and nothing else; the last mark of a kind in a skill counts."""
    day, marks = facts[0].subject.partition(":")[2], {}
    for fact in facts:
        if fact.kind == "marked" and _is_day(day):
            marks[fact.body["what"], fact.body.get("skill")] = fact
        elif fact.kind != "reviewed":
            folded.misfits.append((fact, LookupError("a day is reviewed and marked")))
    folded.rows["mark"] += [
        {
            "id": fact.id,
            "subject": fact.subject,
            "day": day,
            "what": what,
            "skill": skill,
            "value": float(fact.body["amount"]),
            "answers": fact.body.get("answers"),
        }
        for (what, skill), fact in marks.items()
    ]


def _is_day(text: str) -> bool:
    from datetime import date  # 5 ms

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def fold_rerating(facts: list[Fact], folded: Folded) -> None:
    """An old output rated again; a second fact about it would be a stranger."""
    first = facts[0]
    keys = ("round", "loss")
    if not 0 <= first.body["loss"] <= 1:
        folded.misfits += [(fact, ValueError("a loss lies between 0 and 1")) for fact in facts]
        return
    folded.rows["rerating"].append(
        {
            "id": first.id,
            "subject": first.subject,
            **{key: first.body[key] for key in keys},
            "happened_at": first.happened_at,
            "day": first.day,
        }
    )
    folded.misfits += [(fact, LookupError("it is rated")) for fact in facts[1:]]


DODGED = 5  # rounds running in which a scar was dodged, or did not apply: then it stays away
HOWS = ("came", "dodged", "repeated", "not", "gone")


def fold_scar(facts: list[Fact], folded: Folded) -> None:
    """An entry seen from later rounds: of each round the last mark counts; what is joined is one."""
    subject = facts[0].subject
    id = subject.partition(":")[2]
    marks: dict[str, Row] = {}
    row: Row = {"subject": subject, "id": id, "into_id": None, "retired": 0, "retired_at": None}
    for fact in facts:
        how = fact.body.get("how") if fact.kind == "scar_marked" else "came"
        if how == "gone":  # the aim for which it came up was changed
            marks.pop(fact.body["round"], None)
        elif fact.kind in ("came_up", "scar_marked") and how in HOWS:
            _mark(marks, fact, id, str(how))
        elif fact.kind in ("joined", "parted"):
            row["into_id"] = fact.body.get("into") if fact.kind == "joined" else None
        else:
            folded.misfits.append((fact, LookupError("a scar comes up, is marked or joined")))
    folded.rows["scar"].append(row | _retired(list(marks.values())))
    folded.rows["scar_mark"] += marks.values()


def _mark(marks: dict[str, Row], fact: Fact, scar: str, how: str) -> None:
    round = fact.body["round"]
    first = marks.get(round)
    if how == "came" and first:
        return
    marks[round] = {
        "id": first["id"] if first else fact.id,  # so that they stay in the order they came up in
        "subject": fact.subject,
        "scar": scar,
        "round": round,
        "how": how,
        "at": fact.happened_at,
    }


def _retired(marks: list[Row]) -> Row:
    """Whether it was dodged, or did not apply, so often running since it last repeated or was the other."""
    running = dict.fromkeys(("dodged", "not"), 0)
    for mark in marks:
        if mark["how"] == "repeated":
            running = dict.fromkeys(running, 0)
        elif mark["how"] in running:
            running[mark["how"]] += 1
        if mark["how"] == "dodged":
            running["not"] = 0
    retired = max(running.values()) >= DODGED
    return {"retired": int(retired), "retired_at": marks[-1]["at"] if retired else None}


def fold_met(facts: list[Fact], folded: Folded) -> None:
    """That a sentence about the person was met; its words are nowhere."""
    first = facts[0]
    folded.rows["met"].append(
        {
            "id": first.id,
            "subject": first.subject,
            "round": first.body.get("round"),
            "how": first.body["how"],
            "at": first.happened_at,
            "day": first.day,
        }
    )
    folded.misfits += [(fact, LookupError("it was met once")) for fact in facts[1:]]


def fold_private(facts: list[Fact], folded: Folded) -> None:
    """Words set apart: a table of their own, so that nothing else finds them."""
    first = facts[0]
    keys = ("id", "subject", "happened_at", "day")
    row = {key: getattr(first, key) for key in keys} | {"words": first.body["words"]}
    folded.rows["private_entry"].append(row)
    folded.misfits += [(fact, LookupError("it stands alone")) for fact in facts[1:]]
