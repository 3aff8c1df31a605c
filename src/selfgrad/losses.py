"""Loss functions: output against ideal gives a raw value, a loss from 0 to 1, and how it got there.

A loss of 0 is perfect, 1 is nothing right. One function per criterion, pure; numbers beyond 1e15, NaN
and infinity are BadInput everywhere.
"""

from collections.abc import Sequence
from typing import NamedTuple

from selfgrad.errors import BadInput
from selfgrad.loss_words import FORMS, as_kept, bounded, not_negative, shown, shown_loss, shown_time

LONGEST_TEXT = 100_000  # characters on either side; two unrelated ones take 1 s in Latin letters, 4 s in Chinese
ANCHORS = ((0, "as intended"), (5, "half of it is there"), (10, "nothing of it is there yet"))


class Measure(NamedTuple):
    """One loss: `raw` in `unit` (`better` "less", "more", or "" for closer), and `loss` from 0 to 1.

    >>> wrong_of_total(3, 10).weight
    10
    """

    criterion: str
    raw: float | None
    unit: str
    better: str
    loss: float
    words: str
    detail: dict[str, object]

    @property
    def weight(self) -> float:
        """How many items the loss is a share of (tasks, forecasts); 1 where nothing was counted."""
        total = self.detail.get("total", 1)
        return total if isinstance(total, (int, float)) else 1


def differing(baseline: float | None, goal: float | None) -> tuple[float, float]:
    if baseline is None or goal is None or bounded(baseline) == bounded(goal):
        raise BadInput(
            "A metric needs a baseline (loss 1) and a goal (loss 0) that differ.",
            "Give both, such as 40 and 80 words per minute.",
        )
    return baseline, goal


def _measure(
    kind: str, raw: float, unit: str, better: str, loss: float, how: str, **detail: object
) -> Measure:
    held = min(1.0, max(0.0, loss))
    words = f"{how}, loss {shown_loss(held)}"
    return Measure(kind, as_kept(raw), unit, better, held, words, detail)


# ---- one function per criterion


def wrong_of_total(wrong: float, total: float) -> Measure:
    """Wrong of total; halves are understood, and the total is kept as the weight.

    >>> wrong_of_total(3, 10).words
    '3 wrong of 10, loss 0.30'
    """
    _part_of(wrong, total, "wrong")
    how = f"{shown(wrong)} wrong of {shown(total)}"
    kept = {"wrong": as_kept(wrong), "total": as_kept(total)}
    return _measure("wrong", wrong, "wrong", "less", wrong / total, how, **kept)


def right_of_total(right: float, total: float) -> Measure:
    """
    >>> right_of_total(7, 10).words
    '7 right of 10, loss 0.30'
    """
    _part_of(right, total, "right")
    how = f"{shown(right)} right of {shown(total)}"
    wrong = total - right
    kept = {"right": as_kept(right), "wrong": as_kept(wrong), "total": as_kept(total)}
    return _measure("wrong", right, "right", "more", wrong / total, how, **kept)


def _part_of(part: float, total: float, side: str) -> None:
    not_negative(part)
    if not_negative(total) == 0:
        raise BadInput("A total of 0 has no share.", f"Type {side} of total, such as 3/10.")
    if part > total:
        sentence = f"{shown(part)} {side} of {shown(total)} is more than all of them."
        raise BadInput(sentence, f"Type {side} first, then the total, such as 3/10.")


def percent(share: float, counts: str = "wrong") -> Measure:
    """
    >>> percent(70, "right").words
    '70% right, loss 0.30'
    """
    if not_negative(share) > 100:
        raise BadInput(f"{shown(share)}% is over 100%.", "Type a share from 0% to 100%.")
    loss, better = ((100 - share) / 100, "more") if counts == "right" else (share / 100, "less")
    how = f"{shown(share)}% {counts}"
    return _measure("percent", share, f"% {counts}", better, loss, how, percent=as_kept(share), counts=counts)  # fmt: skip


def plain_loss(loss: float) -> Measure:
    """
    >>> plain_loss(0.3).words, plain_loss(1).words
    ('loss 0.30', 'loss 1.00 (nothing right)')
    """
    if not_negative(loss) > 1:
        raise BadInput(f"{shown(loss)} can mean more than one thing.", FORMS)
    end = " (nothing wrong)" if loss == 0 else " (nothing right)" if loss == 1 else ""
    words = f"loss {shown_loss(loss)}{end}"
    return Measure(
        "loss", as_kept(loss), "loss", "less", loss + 0.0, words, {"loss": as_kept(loss)}
    )


def number_against_target(
    value: float, target: float, *, tolerance: float | None = None, unit: str = ""
) -> Measure:
    """|value - target| / tolerance, or / |target| where no tolerance is given; 1 at most.

    >>> number_against_target(41.7, 42, tolerance=1).words
    '41.7 against 42: 0.3 off with a tolerance of 1, loss 0.30'
    """
    error = abs(bounded(value) - bounded(target))
    scale = abs(target) if tolerance is None else bounded(tolerance)
    if scale <= 0:
        sentence = (
            "A target of 0 has no relative error."
            if tolerance is None
            else "A tolerance is above 0."
        )
        raise BadInput(
            sentence, "Give the skill a tolerance: the error that counts as nothing right."
        )
    how = f"{shown(value, unit)} against {shown(target, unit)}: {shown(error)} off"
    how += "" if tolerance is None else f" with a tolerance of {shown(tolerance)}"
    how += ", counted as 1" if error > scale else ""
    kept = {
        "value": as_kept(value),
        "target": as_kept(target),
        "error": error,
        "tolerance": tolerance,
    }
    return _measure("number", value, unit, "", error / scale, how, **kept)


def time_against_target(took: float, target: float) -> Measure:
    """Both in seconds: 0 at or under the target, then the excess over it relative to it, 1 at most.

    >>> time_against_target(860, 720).words
    '14:20 against 12:00: 2:20 over, loss 0.19'
    """
    if not_negative(target) == 0:
        raise BadInput("A target of 0 seconds cannot be met.", "Give a time such as 14:20/12:00.")
    over = not_negative(took) - target
    where = f"{shown_time(abs(over))} {'over' if over > 0 else 'under'}" if over else "on it"
    how = f"{shown_time(took)} against {shown_time(target)}: {where}"
    how += ", counted as 1" if over > target else ""
    kept = {"seconds": as_kept(took), "target": as_kept(target)}
    return _measure("time", took, "s", "less", over / target, how, **kept)


def text_against_reference(output: str, reference: str) -> Measure:
    """Levenshtein edits over the longer text, in characters: one wrong letter is one edit.

    Indel, the other common one, charges a wrong letter twice (out and in) and would rate a typo
    above an omission. Line ends, the byte order mark and Unicode composition (NFC) make no difference,
    nor does white space at either end; case and punctuation do.

    >>> text_against_reference("sitting", "kitten").words
    '3 edits in 7 characters, loss 0.43'
    """
    from unicodedata import normalize  # 1 ms, for this one criterion

    made, ideal = (normalize("NFC", _evened(text)) for text in (output, reference))
    if not ideal:
        raise BadInput("The reference is empty.", "Name a file with the text as it should be.")
    longer = max(len(made), len(ideal))
    if longer > LONGEST_TEXT:
        sentence = f"A text of {longer:,} characters takes too long to compare."
        raise BadInput(sentence, f"Compare a part of up to {LONGEST_TEXT:,} characters.")
    edits = _edits(made, ideal)
    how = f"{edits} {'edit' if edits == 1 else 'edits'} in {longer} characters"
    kept = {"edits": edits, "characters": longer, "output": len(made), "reference": len(ideal)}
    return _measure("text", edits, "edits", "less", edits / longer, how, **kept)


def _edits(made: str, ideal: str) -> int:
    # 29 ms, more than a whole capture: only where texts are compared
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(made, ideal)


def _evened(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip()


def checklist(markdown: str) -> Measure:
    """Open items over all items of a Markdown task list, nested ones included, fenced code left out.

    >>> checklist("- [x] scales\\n- [ ] étude\\n  1. [X] slowly").words
    '1 open of 3 items, loss 0.33'
    """
    marks = _task_marks(markdown)
    if not marks:
        raise BadInput(
            "There is no task in that list.", "Write each as a line such as `- [ ] scales`."
        )
    total, left = len(marks), marks.count(" ")
    how = f"{left} open of {total} {'item' if total == 1 else 'items'}"
    return _measure("checklist", left, "open", "less", left / total, how, open=left, total=total)


def _task_marks(markdown: str) -> list[str]:
    marks, fence = [], ""
    for line in _evened(markdown).split("\n"):
        bare = line.replace("\t", " ").strip().lstrip("> ")  # a list in a quotation counts too
        mark = _fence(bare)
        if fence:  # closed by as many of the same, with nothing after
            closes = mark.startswith(fence) and mark == bare
            fence = "" if closes else fence
        elif mark:
            fence = mark
        elif task := _task(bare):
            marks.append(task)
    return marks


def _fence(bare: str) -> str:
    """The ``` or ~~~ that opens or closes code, or "" (```code``` on one line is neither)."""
    mark = bare[: len(bare) - len(bare.lstrip(bare[:1]))] if bare[:1] in ("`", "~") else ""
    inline = mark.startswith("`") and "`" in bare[len(mark) :]
    return mark if len(mark) >= 3 and not inline else ""


def _task(bare: str) -> str:
    """ "x" or " " for `- [x] words`, `* [ ] words`, `1. [X] words` (as GitHub reads them), else ""."""
    bullet, _, rest = bare.partition(" ")
    numbered = (
        bullet.isascii() and bullet[:-1].isdecimal() and len(bullet) <= 10 and bullet[-1] in ".)"
    )
    box = rest.lstrip()
    if (bullet in ("-", "*", "+") or numbered) and box[:4].lower() in ("[x] ", "[ ] "):
        return box[1].lower() if box[4:].strip() else ""
    return ""


def metric(value: float, baseline: float | None, goal: float | None, unit: str = "") -> Measure:
    """(goal - value) / (goal - baseline): 1 at the baseline, 0 at the goal, held at both ends.

    >>> metric(62, 40, 80, "wpm").words
    '62 wpm between baseline 40 and goal 80, loss 0.45'
    """
    start, end = differing(baseline, goal)
    loss = (end - bounded(value)) / (end - start)
    how = f"{shown(value, unit)} between baseline {shown(start)} and goal {shown(end)}"
    if loss < 0:
        how = f"{shown(value, unit)} is past the goal {shown(end)}, counted as 0"
    if loss > 1:
        how = f"{shown(value, unit)} is short of the baseline {shown(start)}, counted as 1"
    better = "more" if end > start else "less"
    return _measure(
        "metric", value, unit, better, loss, how, value=as_kept(value), baseline=start, goal=end
    )


def self_rated_gap(gap: float, anchors: Sequence[tuple[float, str]] = ()) -> Measure:
    """The learner's own estimate, 0 (as intended) to 10, with the nearest anchors in words.

    >>> self_rated_gap(4).words
    'gap 4 of 10, between “as intended” (0) and “half of it is there” (5), loss 0.40'
    """
    if not_negative(gap) > 10:
        raise BadInput(
            f"A gap of {shown(gap)} is over 10.", "Type one from 0 to 10, such as 4 gap."
        )
    how = f"gap {shown(gap)} of 10{_between(gap, sorted(anchors or ANCHORS))}"
    return _measure("gap", gap, "of 10", "less", gap / 10, how, gap=as_kept(gap), of=10)


def _between(gap: float, anchors: list[tuple[float, str]]) -> str:
    below = [f"“{words}” ({shown(at)})" for at, words in anchors if at <= gap]
    above = [f"“{words}” ({shown(at)})" for at, words in anchors if at >= gap]
    if below and above:
        exact = below[-1] == above[0]
        return f", {below[-1]}" if exact else f", between {below[-1]} and {above[0]}"
    return f", beyond {below[-1]}" if below else f", before {above[0]}"


def forecasts(said: Sequence[tuple[float, bool]]) -> Measure:
    """The mean Brier score: (probability - outcome) squared, outcome 1 for yes and 0 for no.

    >>> forecasts([(0.8, True)]).words
    'said 0.8 and it was yes, Brier score 0.04, loss 0.04'
    """
    if not said or any(not 0 <= chance <= 1 for chance, _ in said):
        raise BadInput("A forecast is a probability and what came.", "Type it as 0.8 yes.")
    score = sum((chance - came) ** 2 for chance, came in said) / len(said)
    how = f"{len(said)} forecasts, mean Brier score {shown(round(score, 4))}"
    if len(said) == 1:
        chance, came = said[0]
        how = f"said {shown(chance)} and it was {'yes' if came else 'no'}, Brier score {shown(round(score, 4))}"
    pairs = [[chance, came] for chance, came in said]
    return _measure(
        "forecast", score, "Brier", "less", score, how, forecasts=pairs, total=len(said)
    )
