"""From facts to what they add up to: one subject at a time, pure.

Every fact is about one subject (a round, a session, "skill:guitar"), and the state of a subject is
the fold of its facts in the order of their ids. No other subject is looked at, so facts may arrive
in any order and from any device: fold the subject anew and the result is the same. A fact that no
longer fits (two devices closed the same round) becomes a loose entry, which is shown, never dropped.
"""

from __future__ import annotations

from collections import defaultdict, namedtuple

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Row = dict[str, Any]

# `body` is a dict; the other columns are those of the table `fact`
Fact = namedtuple("Fact", "id act subject kind happened_at zone day body")

# kinds of facts whose words a person reads again, and what such an entry is called
ENTRIES = {
    "opened": "aim",
    "predicted": "aim",
    "produced": "output",
    "mistake": "mistake",
    "logged": "mistake",
    "held": "held",
    "stepped": "step",
    "dropped": "blind alley",
    "asked": "question",
    "answered": "answer",
    "added": "time",
    "reviewed": "review",
    "planned": "plan",
    "trial_begun": "trial",
    "coin_broken": "trial",
    "trial_ended": "trial",
    "point": "point",
    "recalled": "recall",
    "source_read": "source",
    "took_away": "takeaway",
    "tested": "takeaway",
}
KEPT_WORDS = "kept words"  # what such a mistake is called
# what the body of a fact has to hold, by its kind
NEEDED = {
    "opened": ("words",),
    "measured": ("loss",),
    "mistake": ("words",),
    "stepped": ("words", "parameter"),
    "dropped": ("words",),
    "clock_stopped": ("end", "stretches"),
    "added": ("end", "stretches"),
    "asked": ("words",),
    "answered": ("words",),
    "worded": ("words",),
    "wrote": ("words",),
    "planned": ("words",),
    "marked": ("what", "amount"),
    "rerated": ("round", "loss"),
    "came_up": ("round",),
    "scar_marked": ("round", "how"),
    "joined": ("into",),
    "met": ("how",),
    "confided": ("words",),
    "trial_begun": ("words", "parameter", "pairs"),
    "coin_fell": ("round", "seat", "heads"),
    "coin_broken": ("round",),
    "explaining": ("topic",),
    "point": ("words",),
    "preferred": ("take",),
    "gap_marked": ("gap", "what", "words", "how"),
    "recalled": ("covered", "total"),
    "paced": ("content_ms",),
    "source_read": ("words",),
    "took_away": ("words", "of"),
    "taken_up": ("round",),
    "tested": ("round", "how"),
}
# facts about other facts, which the fold of a subject applies before anything else
CORRECTIONS = ("edited", "deleted", "forgotten", "retracted")
TABLES = (
    *("round", "attempt", "session", "stretch", "lookup"),
    *("wording", "name", "setting", "architecture", "entry"),
    *("trial", "coin", "plan", "mark", "rerating"),
    *("scar", "scar_mark", "met", "private_entry"),
    *("explanation", "point", "gap_mark", "recollection", "source", "takeaway"),
)


class Folded:
    """The derived rows of one subject, by table, and the facts that did not fit, with the reason."""

    def __init__(self) -> None:
        self.rows: defaultdict[str, list[Row]] = defaultdict(list)
        self.misfits: list[tuple[Fact, Exception]] = []


def fold(facts: list[Fact]) -> Folded:
    """The state of one subject, whose facts are given in the order of their ids."""
    folded = Folded()
    standing = _corrected(facts)
    if not standing:
        return folded
    subject = facts[0].subject
    whole = [fact for fact in standing if _whole(fact)]
    for fact in standing:
        if not _whole(fact):
            folded.misfits.append((fact, LookupError("something is missing in it")))
    if whole:
        _FOLDS.get(_shape(subject, whole), _fold_loose)(whole, folded)
    misfits = {fact.id for fact, _ in folded.misfits}
    context = folded.rows["round"][0] if folded.rows["round"] else {}
    for fact in standing:
        if fact.id in misfits:
            folded.rows["entry"].append(_entry(fact, context, loose=1))
        elif fact.kind in ENTRIES and fact.body.get("words") and not fact.body.get("repeat"):
            folded.rows["entry"].append(_entry(fact, context, loose=0))
    return folded


def _whole(fact: Fact) -> bool:
    """Whether a fact says all that its kind has to say; one from elsewhere may not."""
    return all(fact.body.get(key) is not None for key in NEEDED.get(fact.kind, ()))


def _shape(subject: str, facts: list[Fact]) -> str:
    if ":" in subject:
        return subject.partition(":")[0]
    return str(facts[0].kind)


def _corrected(facts: list[Fact]) -> list[Fact]:
    """Later corrections replace what earlier facts said; the facts themselves stay as they are."""
    patches: dict[str, Row] = {}
    gone = set()
    for fact in facts:
        if fact.kind == "edited":
            patches.setdefault(fact.body.get("fact"), {}).update(fact.body.get("to") or {})
        elif fact.kind == "deleted":
            gone.add(fact.body.get("fact"))
    standing = [
        _without(fact) if fact.id in gone else fact
        for fact in facts
        if fact.kind not in CORRECTIONS
    ]
    return [
        _patched(fact, patches[fact.id]) if fact.id in patches else fact
        for fact in standing
        if fact is not None
    ]


def _patched(fact: Fact, patch: Row) -> Fact:
    body = {**fact.body, **patch}
    if "words" in patch:
        body.pop("repeat", None)  # the aim of a repeat round, put differently, is words of its own
    return fact._replace(body=body)


def _without(fact: Fact) -> Fact | None:
    """What is left of a deleted fact: its words go, the move that it made in the loop stays."""
    if fact.kind in ("mistake", "held"):
        return fact._replace(kind="held", body={})
    if fact.kind == "produced":
        return fact._replace(body={"medium": "elsewhere"})
    return None


def _entry(fact: Fact, context: Row, *, loose: int) -> Row:
    body = fact.body
    return {
        "id": fact.id,
        "act": fact.act,
        "subject": fact.subject,
        "kind": _entry_kind(fact),
        "words": body.get("words") or body.get("said") or fact.kind.replace("_", " "),
        "parameter": body.get("parameter"),
        "skill": context.get("skill") or body.get("skill"),
        "project": context.get("project") or body.get("project"),
        "round": context.get("subject") or body.get("round"),
        "happened_at": fact.happened_at,
        "day": fact.day,
        "loose": loose,
        "flag": body.get("flag"),
    }


def _entry_kind(fact: Fact) -> str:
    """What an entry is called; a sentence about the person is no mistake, so that nothing counts it."""
    if fact.body.get("flag") and fact.kind in ("mistake", "logged"):
        return KEPT_WORDS
    kind: str = fact.kind
    return ENTRIES.get(kind, kind.replace("_", " "))


# rounds -------------------------------------------------------------------------------------------


def _fold_round(facts: list[Fact], folded: Folded) -> None:
    """Run the loop over the facts of one round; what the loop refuses is a misfit."""
    from selfgrad import loop  # 6 ms with typing; a `log` does not come here

    round, row, moved_by = None, {}, facts[0]
    for fact in facts:
        try:
            round = _move(loop, round, fact)
        except (loop.NotAllowed, ValueError, LookupError, TypeError) as error:
            folded.misfits.append((fact, error))
            continue
        row.update(_beside(fact))
        if fact.happened_at < row["opened_at"]:  # dated back: the work began before the opening
            row |= {"opened_at": fact.happened_at, "opened_day": fact.day}
        if fact.kind != "filed":  # naming its skill later does not move a round
            moved_by = fact
        if fact.kind in ("produced", "measured"):
            _attempt(fact, folded.rows["attempt"])
    if round is None:
        return
    change = round.step
    row |= {
        "subject": round.id,
        "state": round.state,
        "aim": round.aim,
        "level": round.level,
        "expected": round.expected,
        "loss": round.loss,
        "attempts": len(round.attempts),
        "mistakes": len(round.mistakes),
        "kept": None if round.state != "closed" else int(change is None),
        "parameter": change.parameter if change else None,
        "wording": change.wording if change else None,
        "held": "\n".join(round.held) or None,
        "why": round.why,
        "closed_at": round.closed_at,
        "touched": moved_by.id,
    }
    folded.rows["round"].append({column: row.get(column) for column in ROUND})


ROUND = (
    *("subject", "state", "aim", "skill", "project", "level", "expected", "loss", "raw", "unit"),
    *("said", "attempts", "mistakes", "discomfort", "kept", "parameter", "wording", "held", "why"),
    *("following", "opened_at", "opened_day", "closed_at", "closed_day", "touched"),
)


def _move(loop: Any, round: Any, fact: Fact) -> Any:
    """One transition of the loop, or a note beside it that the loop does not need to know."""
    body, at = fact.body, fact.happened_at
    if fact.kind == "opened":
        if round is not None:
            raise LookupError("the round is open already")
        return loop.open_round(
            fact.subject, body["words"], at, expected=body.get("expected"), level=body.get("level")
        )
    if round is None:
        raise LookupError("the round was not opened")
    match fact.kind:
        case "predicted":
            return loop.predict(
                round,
                at,
                aim=body.get("words"),
                expected=body.get("expected"),
                level=body.get("level"),
            )
        case "produced":
            return loop.forward(round, body.get("words") or body.get("reference") or "", at)
        case "measured":
            return loop.loss(round, body["loss"], at)
        case "mistake" if body.get("flag"):
            return loop.backward(round, [], at)
        case "mistake":
            mistake = loop.Mistake(body["words"], body.get("parameter") or loop.UNSORTED)
            return loop.backward(round, [mistake], at)
        case "held":
            return loop.backward(round, [], at, held=body.get("words") or "")
        case "stepped" | "kept":
            change = loop.Step(body["parameter"], body["words"]) if fact.kind == "stepped" else None
            return loop.step(round, change, at, next_id=body.get("following") or "")[0]
        case "dropped":
            return loop.drop(round, body["words"], at)
        case "filed" | "resumed":
            return round
    raise LookupError(f"no transition is called {fact.kind}")


def _beside(fact: Fact) -> Row:
    """Columns of a round that are taken over as they are."""
    body = fact.body
    match fact.kind:
        case "opened":
            return {
                "skill": body.get("skill"),
                "project": body.get("project"),
                "opened_at": fact.happened_at,
                "opened_day": fact.day,
            }
        case "filed":
            return {key: body[key] for key in ("skill", "project") if key in body}
        case "measured":
            return {key: body.get(key) for key in ("raw", "unit", "said")}
        case "stepped" | "kept" | "dropped":
            kept = {key: body.get(key) for key in ("discomfort", "following")}
            return kept | {"closed_day": fact.day}
    return {}


_MADE = (
    *("medium", "words", "reference", "hash", "size"),
    *("tail", "revision", "branch", "changed", "took_ms"),
)
_COMPARED = ("loss", "raw", "unit", "better", "criterion", "said", "detail")
_ATTEMPT = (*_MADE, *_COMPARED)


def _attempt(fact: Fact, rows: list[Row]) -> None:
    """An output is a row; its loss joins it, and a second loss of the same output is another row."""
    if fact.kind == "measured" and rows and rows[-1]["loss"] is None:
        rows[-1] |= {key: fact.body.get(key) for key in _COMPARED}
        return
    base = dict(rows[-1]) if rows and fact.kind == "measured" else dict.fromkeys(_ATTEMPT)
    base |= {key: fact.body[key] for key in _ATTEMPT if key in fact.body}
    base["medium"] = base["medium"] or "elsewhere"
    rows.append(
        base
        | {
            "id": fact.id,
            "subject": fact.subject,
            "happened_at": fact.happened_at,
            "day": fact.day,
        }
    )


# everything else ----------------------------------------------------------------------------------


def _fold_loose(facts: list[Fact], folded: Folded) -> None:
    """A sentence that stands alone has nothing to fit into, and a stranger fits nowhere."""
    for fact in facts:
        if fact.kind != "logged":
            folded.misfits.append((fact, LookupError("nothing here to belong to")))


def _fold_session(facts: list[Fact], folded: Folded) -> None:
    first = facts[0]
    body = first.body
    row = {
        "subject": first.subject,
        "round": body.get("round"),
        "skill": body.get("skill"),
        "project": body.get("project"),
        "started_at": body.get("start", first.happened_at),
        "ended_at": None,
        "input": int(bool(body.get("input"))),
        "guessed": 0,
        "by_hand": int(first.kind == "added"),
        "day": first.day,
    }
    for fact in facts:
        ends = fact.kind in ("added", "clock_stopped")
        if not ends or row["ended_at"] is not None:
            if fact is not first:
                folded.misfits.append((fact, LookupError("the clock had stopped")))
            continue
        row["ended_at"] = fact.body["end"]
        row["guessed"] = int(bool(fact.body.get("guessed")))
        folded.rows["stretch"] = [
            {"subject": first.subject, "day": day, "started_at": start, "ended_at": end}
            for day, start, end in fact.body["stretches"]
        ]
    folded.rows["session"].append(row)


def _fold_lookup(facts: list[Fact], folded: Folded) -> None:
    first = facts[0]
    row = {
        "subject": first.subject,
        "round": first.body.get("round"),
        "question": first.body["words"],
        "answer": None,
        "source": None,
        "used": None,
        "asked_at": first.happened_at,
        "answered_at": None,
        "day": first.day,
    }
    for fact in facts[1:]:
        if fact.kind == "answered":
            row |= {"answer": fact.body["words"], "answered_at": fact.happened_at}
            row["source"] = fact.body.get("source") or row["source"]
        elif fact.kind == "used":
            row["used"] = int(bool(fact.body.get("used")))
        else:
            folded.misfits.append((fact, LookupError("a question is answered, nothing else")))
    folded.rows["lookup"].append(row)


def _fold_name(facts: list[Fact], folded: Folded) -> None:
    """A skill, a project or a parameter: each fact is a new version, the latest one counts."""
    subject = facts[0].subject
    kind, _, key = subject.partition(":")
    row: Row = {"name": key, "merged_into": None, "archived": 0}
    about: Row = {}
    for fact in facts:
        if fact.kind == "worded":
            folded.rows["wording"].append(
                {
                    "id": fact.id,
                    "subject": subject,
                    "words": fact.body["words"],
                    "round": fact.body.get("round"),
                    "happened_at": fact.happened_at,
                    "day": fact.day,
                }
            )
        for column, value in fact.body.items():
            if column in row and (value is not None or column == "merged_into"):
                row[column] = value
            elif column in ("target_hours", "criterion", "counts"):
                about[column] = value
    row["archived"] = int(bool(row["archived"]))
    folded.rows["name"].append(
        {"subject": subject, "kind": kind, "key": key, "about": about, **row}
    )


def _fold_setting(facts: list[Fact], folded: Folded) -> None:
    _only("set", facts, folded)
    subject = facts[0].subject
    values = [fact.body.get("value") for fact in facts if fact.kind == "set"]
    if values and (value := values[-1]) is not None:
        key = subject.partition(":")[2]
        folded.rows["setting"].append({"subject": subject, "key": key, "value": value})


def _fold_architecture(facts: list[Fact], folded: Folded) -> None:
    _only("wrote", facts, folded)
    folded.rows["architecture"] = [
        {
            "id": fact.id,
            "subject": fact.subject,
            "words": fact.body["words"],
            "happened_at": fact.happened_at,
        }
        for fact in facts
        if fact.kind == "wrote"
    ]


def _only(kind: str, facts: list[Fact], folded: Folded) -> None:
    """Facts of any other kind do not fit here."""
    strangers = [fact for fact in facts if fact.kind != kind]
    folded.misfits += [(fact, LookupError(f"only “{kind}” belongs here")) for fact in strangers]


def _fold_apart(facts: list[Fact], folded: Folded) -> None:
    """What is folded in a file of its own, which a capture need not load."""
    shape = _shape(facts[0].subject, facts)
    if shape in _TAUGHT:
        from selfgrad import folds_teaching

        getattr(folds_teaching, _TAUGHT[shape])(facts, folded)
        return
    from selfgrad import folds

    getattr(folds, _APART[shape])(facts, folded)


_APART = {
    "day": "fold_day",
    "plan": "fold_plan",
    "rerated": "fold_rerating",
    "trial_begun": "fold_trial",
    "scar": "fold_scar",
    "met": "fold_met",
    "confided": "fold_private",
}
_TAUGHT = {
    "explain": "fold_explanation",
    "source": "fold_source",
    "takeaway": "fold_takeaway",
}
_FOLDS: dict[str, Callable[[list[Fact], Folded], None]] = {
    "opened": _fold_round,
    "clock_started": _fold_session,
    "added": _fold_session,
    "asked": _fold_lookup,
    "skill": _fold_name,
    "project": _fold_name,
    "parameter": _fold_name,
    "topic": _fold_name,
    "setting": _fold_setting,
    "architecture": _fold_architecture,
    **dict.fromkeys((*_APART, *_TAUGHT), _fold_apart),
}
