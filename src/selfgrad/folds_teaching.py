"""What the facts of explanations and of sources add up to; see fold.py.

Apart from it because a capture has no need of them.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    from selfgrad.fold import Fact, Folded

    Row = dict[str, Any]

GAPS = ("asked", "aim", "waved")  # what becomes of a gap
TESTS = ("held", "failed", "changed")  # what a round's output says of a takeaway


def fold_explanation(facts: list[Fact], folded: Folded) -> None:
    """A round that explains: to whom, its points, its gaps by their last mark, what was recalled."""
    row: Row = {}
    marks: dict[str, Row] = {}
    for fact in facts:
        if fact.kind == "explaining":
            row = _explained(fact, row)
        elif not row or not _beside_a_round(fact, row, marks, folded):
            folded.misfits.append((fact, LookupError("nothing is being explained here")))
    if row:
        folded.rows["explanation"].append(row)
        folded.rows["gap_mark"] += marks.values()


def _explained(fact: Fact, before: Row) -> Row:
    """The topic stays; to whom it is explained may be said anew."""
    if before:
        return before | {"audience": fact.body.get("audience")}
    return {
        "subject": fact.subject,
        "round": fact.subject.partition(":")[2],
        "topic": fact.body["topic"],
        "audience": fact.body.get("audience"),
        "better": None,
        "content_ms": None,
        "begun_at": fact.happened_at,
        "day": fact.day,
    }


def _beside_a_round(fact: Fact, row: Row, marks: dict[str, Row], folded: Folded) -> bool:
    """Take up a fact about an explanation; whether it is one."""
    match fact.kind:
        case "point" if fact.body.get("flag"):
            pass  # a sentence about the person is no point, and in no score
        case "point":
            folded.rows["point"].append(_dated(fact) | {"words": fact.body["words"]})
        case "recalled":
            count = {key: fact.body[key] for key in ("covered", "total")}
            folded.rows["recollection"].append(_dated(fact) | count)
        case "preferred":
            row["better"] = fact.body["take"]
        case "paced":
            row["content_ms"] = fact.body["content_ms"]
        case "gap_marked" if fact.body["how"] in GAPS:
            marks[fact.body["gap"]] = _gap(fact)
        case _:
            return False
    return True


def _dated(fact: Fact) -> Row:
    return {key: getattr(fact, key) for key in ("id", "subject", "happened_at", "day")}


def _gap(fact: Fact) -> Row:
    return {
        "id": fact.id,
        "subject": fact.subject,
        **{key: fact.body[key] for key in ("gap", "what", "words", "how")},
        "take": fact.body.get("take"),
        "into_id": fact.body.get("into"),
        "at": fact.happened_at,
    }


def fold_source(facts: list[Fact], folded: Folded) -> None:
    """What was read; each reading of its note is a new version, the latest one counts."""
    read = [fact for fact in facts if fact.kind == "source_read"]
    folded.misfits += [
        (fact, LookupError("a source is read")) for fact in facts if fact.kind != "source_read"
    ]
    if not read:
        return
    last, keys = read[-1], ("reference", "url", "author", "published", "hash")
    folded.rows["source"].append(
        {
            "subject": last.subject,
            "id": read[0].id,
            "title": last.body["words"],
            **{key: last.body.get(key) for key in keys},
            "kind": last.body.get("medium"),
            "meta": last.body.get("meta") or {},
            "read_at": last.happened_at,
            "day": read[0].day,
        }
    )


def fold_takeaway(facts: list[Fact], folded: Folded) -> None:
    """What a source says in one sentence, untested until a round's output has tested it."""
    row: Row = {}
    for fact in facts:
        if fact.kind == "took_away":
            row = {**row, "gone": 0} if row else _taken(fact)
        elif not row or not _moved_takeaway(fact, row):
            folded.misfits.append((fact, LookupError("there is no takeaway for it")))
    if row:
        folded.rows["takeaway"].append(row)


def _taken(fact: Fact) -> Row:
    body = fact.body
    return {
        "subject": fact.subject,
        "id": fact.id,
        "source": body["of"],
        "words": body["words"],
        **{key: body.get(key) for key in ("heading", "line")},
        "state": "untested",
        "tests": 0,
        "round": None,
        "waiting": 0,
        "gone": 0,
        "happened_at": fact.happened_at,
        "tested_at": None,
        "day": fact.day,
    }


def _moved_takeaway(fact: Fact, row: Row) -> bool:
    """Become an aim, been tested, or gone from its note; whether it is one of these."""
    body = fact.body
    match fact.kind:
        case "taken_up":
            row |= {"round": body["round"], "waiting": 1}
        case "tested" if body["how"] in TESTS:
            row |= {"state": body["how"], "tests": row["tests"] + 1, "waiting": 0}
            row |= {"round": body["round"], "tested_at": fact.happened_at}
            row["words"] = body.get("words") or row["words"]
        case "left_note":
            row["gone"] = 1
        case _:
            return False
    return True
