"""What forms do: each calls one verb of the journal and says what it said."""

from __future__ import annotations

from selfgrad import criteria, errors, guards, losses, sentences
from selfgrad.desk import Receipt
from selfgrad.names import target_hours
from selfgrad.web import teaching
from selfgrad.web.filters import whole
from selfgrad.web.typed import Form, counted, written_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from selfgrad.journal import Journal


class LaidOut(Exception):
    """A paragraph that was pasted: its sentences, to be accepted one by one."""

    def __init__(self, words: list[str], to: list[str]) -> None:
        super().__init__("a paragraph")
        self.words, self.to = words, [*to, *[""] * (len(words) - len(to))]

    def whole(self, form: Form) -> Form:
        """The same form with every sentence taken."""
        places = [str(place) for place, _ in enumerate(self.words)]
        laid = {"laid": ["1"], "sentence": self.words, "to": self.to, "take": places}
        return Form({**form.values, **laid})


class Turn(Exception):
    """No verb is called: the page asks on."""

    def __init__(self, stage: str) -> None:
        super().__init__(stage)
        self.stage = stage


def act(journal: Journal, verb: str, form: Form) -> Receipt:
    """Call the verb that a form is for: once, and only to a round as its page has shown it."""
    if form.get("sending") or form.get("round"):
        journal.provided(form.get("sending"), round=form.get("round"), state=form.get("state"))
    return DO[verb](journal, form)


# the loop -----------------------------------------------------------------------------------------


def _start(journal: Journal, form: Form) -> Receipt:
    return journal.start(
        form.need("aim", "A round needs an aim: one small thing that you can make now."),
        skill=form.get("skill"),
        project=form.get("project"),
        expect=counted(form, "expect"),
        level=form.get("level"),
        new=form.on("new"),
        **written_at(journal, form),
    )


def _predict(journal: Journal, form: Form) -> Receipt:
    return journal.predict(
        aim=form.get("aim"), expect=counted(form, "expect"), level=form.get("level")
    )


def _forward(journal: Journal, form: Form) -> Receipt:
    url = form.get("url")
    output = form.get("output")
    if form.file:
        path, name = form.file
        took = form.get("took")
        return journal.forward(
            output, file=path, named=name, took=took, **written_at(journal, form)
        )
    if url is None and output and output.startswith(("http://", "https://")) and " " not in output:
        url, output = output, None
    about: dict[str, Any] = {"commit": form.get("commit"), "took": form.get("took")}
    return journal.forward(output, url=url, **about, **written_at(journal, form))


def _loss(journal: Journal, form: Form) -> Receipt:
    value = _measure(form) or counted(form, "loss")
    if value is None and own_measure(journal) != "package":
        raise errors.BadInput("A loss is needed.", "Say how much was wrong: 3/10, 30% or 0 to 1.")
    return journal.loss(value, **written_at(journal, form))


def own_measure(journal: Journal) -> str | None:
    """What measures the open round by itself: a "package" that is installed, a "program", or None.

    A program is run at the terminal alone: no page makes this machine run a command.
    """
    round = journal.current()
    skill = journal.place_of(round)["skill"]
    kept = journal.about("skill", skill).get("criterion") if skill else None
    if not kept or not criteria.is_own(kind := criteria.Criterion.from_json(kept).kind):
        return None
    return "program" if kind == "program" else "package"


def _measure(form: Form) -> criteria.Measure | None:
    """The other ways to measure: against a time, a number, a text, a list; None for a plain value."""
    for kind in ("time", "number", "forecast"):
        if value := form.get(kind):
            return criteria.parse_as(kind, value)
    if checklist := form.get("checklist"):
        return losses.checklist(checklist)
    if (text := form.get("text")) and (against := form.get("against")):
        return losses.text_against_reference(text, against)
    return None


def _backward(journal: Journal, form: Form) -> Receipt:
    words, to = _sentences(form)
    held = form.get("held")
    if not words and held is None and not form.on("nothing"):
        raise Turn("held" if form.get("stage") == "measured" else "step")
    return journal.backward(
        *words, to=to, held=held, new=form.on("new"), **written_at(journal, form)
    )


def _sentences(form: Form) -> tuple[list[str], list[str] | None]:
    """What went wrong, one sentence each; a paragraph is laid out first."""
    if form.on("laid"):
        chosen = [n for n in map(whole, form.all("take")) if n is not None]
        every, to = form.all("sentence"), form.all("to")
        found = [(every[i], to[i] if i < len(to) else "") for i in chosen if i < len(every)]
        found = [pair for pair in found if pair[0]]
        names = [name or "unsorted" for _, name in found]
        return [words for words, _ in found], names if any(to) else None
    text, to_all = form.get("sentence"), form.get("to")
    if text is None:
        return [], None
    parts = sentences.split(text)
    if len(parts) > 1 and not form.on("whole") and not guards.danger(text):
        raise LaidOut(parts, [to_all or ""] * len(parts))
    return [text], [to_all] if to_all else None


def _step(journal: Journal, form: Form) -> Receipt:
    change = None if form.on("keep") else form.get("change")
    return journal.step(
        change,
        keep=change is None,
        parameter=form.get("parameter") if change else None,
        anyway=form.on("anyway"),
        new=form.on("new"),
        trial=_rounds(form) if change and form.on("coin") else None,
        **_closing(form),
        **written_at(journal, form),
    )


def _rounds(form: Form) -> int:
    """Over how many rounds a step is tried."""
    rounds = whole(form.get("rounds"))
    if rounds is None:
        raise errors.BadInput("A trial has a number of rounds.", "30 are usual.")
    return rounds


def _closing(form: Form) -> dict[str, Any]:
    discomfort = whole(form.get("discomfort"))
    if discomfort is None and form.get("discomfort") is not None:
        raise errors.BadInput("Discomfort is a number from 0 to 10.", "Give one, or none.")
    return {
        "next": form.get("next"),
        "expect": form.get("expect"),
        "level": form.get("level"),
        "discomfort": discomfort,
    }


def _again(journal: Journal, form: Form) -> Receipt:
    loss = counted(form, "loss")
    if loss is None and form.get("sentence") is None:
        return journal.go()  # Enter in an empty line: the work begins
    if loss is None:
        raise errors.BadInput("A repeat round needs its loss.", "Give it before the sentence.")
    words, to = _sentences(form)
    about: dict[str, Any] = {"to": to, "took": form.get("took"), "new": form.on("new")}
    return journal.again(loss, *words, **about, **_closing(form), **written_at(journal, form))


def _drop(journal: Journal, form: Form) -> Receipt:
    why = form.need("why", "A blind alley is filed with its why.")
    return journal.drop(why, next=form.get("next"), **written_at(journal, form))


def _resume(journal: Journal, form: Form) -> Receipt:
    return journal.resume(form.get("id"))


# the clock ----------------------------------------------------------------------------------------


def _go(journal: Journal, form: Form) -> Receipt:
    return journal.go(input=form.on("input"), **written_at(journal, form))


def _pause(journal: Journal, form: Form) -> Receipt:
    at = form.get("at")
    if at == form.get("seen"):  # as proposed: up to the last sign of life, to the second
        at = None
    return journal.pause(at=at, all=form.on("all"))


def _add(journal: Journal, form: Form) -> Receipt:
    return journal.add(
        form.need("duration", "Say how long it was: 45m, 1h 20m."),
        skill=form.get("skill"),
        input=form.on("input"),
        at=form.get("at"),
        new=form.on("new"),
    )


# in passing ---------------------------------------------------------------------------------------


def _log(journal: Journal, form: Form) -> Receipt:
    words = form.need("sentence", "There is no sentence yet.")
    return journal.log(words, to=form.get("to"), new=form.on("new"), **written_at(journal, form))


def _ask(journal: Journal, form: Form) -> Receipt:
    return journal.ask(
        form.need("question", "There is no question yet."), **written_at(journal, form)
    )


def _answer(journal: Journal, form: Form) -> Receipt:
    answer = form.need("answer", "There is no answer yet.")
    used = form.on("used") if form.get("used") else None
    return journal.answer(answer, form.get("id"), source=form.get("source"), used=used)


def _used(journal: Journal, form: Form) -> Receipt:
    return journal.used(form.need("id", "Which question?"), form.on("used"))


def _review(journal: Journal, form: Form) -> Receipt:
    return journal.review(form.need("line", "There is no line yet."), **written_at(journal, form))


# trials and second ratings -------------------------------------------------------------------------


def _trial(journal: Journal, form: Form) -> Receipt:
    return journal.trial(
        form.need("words", "Which step? “When X, I do Y”."),
        parameter=form.get("parameter"),
        rounds=_rounds(form),
        new=form.on("new"),
    )


def _broke(journal: Journal, form: Form) -> Receipt:
    return journal.broke_trial(form.get("why"))


def _end_trial(journal: Journal, form: Form) -> Receipt:
    return journal.end_trial(form.need("why", "A trial is ended early with its why."))


def _peek(journal: Journal, form: Form) -> Receipt:
    """What a trial shows so far, said once; that it was looked at is noted."""
    return peeked(journal, form.need("trial", "Which trial?"))


def peeked(journal: Journal, id: str | None) -> Receipt:
    """A look at a trial by its whole id; without one, at every one that runs."""
    trials = journal.read.trials(peek=id or True)
    shown = [one for one in trials if id in (None, one["id"])]
    if not shown:
        raise errors.NotFound("There is no such trial.", "See trials with `selfgrad trial`.")
    said = [f"{one['verdict']['said']} It is “{one['words']}”." for one in shown if one["verdict"]]
    return Receipt("trial", None, None, said, {"trials": shown})


def _rerate(journal: Journal, form: Form) -> Receipt:
    value = form.need("value", "A rating is a number from 0 to 10.")
    return journal.rerate(value, form.get("of"))


# the habit ----------------------------------------------------------------------------------------


def _plan(journal: Journal, form: Form) -> Receipt:
    """What is empty stays as it was, except where the whole plan stood in the form."""
    empty = "" if form.on("anew") else None
    given = {name: form.get(name) or empty for name in ("least", "days", "remind", "quiet")}
    cue = form.need("cue", "A plan begins with its cue.")
    return journal.plan(cue, skill=form.get("skill"), new=form.on("new"), **given)


def _end_plan(journal: Journal, form: Form) -> Receipt:
    return journal.end_plan(form.get("skill"))


def _day(journal: Journal, form: Form) -> Receipt:
    """A free day, a freeze, one made up for, or whether the cue came."""
    what, about = form.get("what"), {"day": form.get("day"), "skill": form.get("skill")}
    if what == "cue":
        return journal.cue_came(form.get("came") != "no", **about)
    deeds = {"free": journal.free, "freeze": journal.freeze, "repair": journal.repair}
    if what not in deeds:
        raise errors.BadInput("What was the day?", "Choose free, frozen or made up for.")
    return deeds[what](**about)


def _felt(journal: Journal, form: Form) -> Receipt:
    answers = [form.get(f"answer-{n}") or "" for n in range(1, 5)]
    return journal.felt(" ".join(answers), form.get("skill"))


# scars --------------------------------------------------------------------------------------------


def _mark_scar(journal: Journal, form: Form) -> Receipt:
    how = form.need("how", "Was it dodged, did it repeat, or did it not apply?")
    return journal.mark_scar(form.need("id", "Which scar?"), how, round=form.get("of"))


def _join_scars(journal: Journal, form: Form) -> Receipt:
    return journal.join_scars(form.need("id", "Which scar?"), form.need("into", "With which one?"))


def _part_scar(journal: Journal, form: Form) -> Receipt:
    return journal.part_scar(form.need("id", "Which scar?"))


# one entry ----------------------------------------------------------------------------------------


def _edit(journal: Journal, form: Form) -> Receipt:
    id = form.need("id", "Which entry?")
    if loss := form.get("loss"):
        return journal.edit_loss(id, loss)
    words = form.get("words")
    if to := form.get("to"):
        about = {"words": words} if words else {}
        return journal.recharge(id, to, new=form.on("new"), **about)
    return journal.edit(id, words=form.need("words", "There are no words yet."))


def _delete(journal: Journal, form: Form) -> Receipt:
    return journal.delete(form.need("id", "Which entry?"))


def _forget(journal: Journal, form: Form) -> Receipt:
    if not form.on("sure"):
        raise errors.Refused(
            "What is forgotten does not come back.", "Tick the box if that is meant."
        )
    return journal.forget(form.need("id", "Which entry?"))


def _undo(journal: Journal, form: Form) -> Receipt:
    return journal.undo(form.get("id"))


# names, worth, settings ---------------------------------------------------------------------------


def _name(journal: Journal, form: Form) -> Receipt:
    """Rename, merge, archive, or describe a skill, project, parameter or topic."""
    kind, name = form.need("kind", "Which kind?"), form.need("name", "Which one?")
    if kind not in ("skill", "project", "parameter", "topic"):
        raise errors.NotFound(f"There are no names of the kind “{kind}”.", "Choose another.")
    if form.on("here"):
        return journal.file_here(name, new=form.on("new"))
    if into := form.get("into"):
        return journal.merge(kind, name, into)
    if called := form.get("called"):
        return journal.rename(kind, name, called)
    if kind == "skill" and (about := _about_skill(form)):
        return journal.describe(kind, name, **about)
    if form.on("archive"):
        return journal.archive(kind, name, back=form.on("back_again"))
    raise errors.BadInput("Nothing was said about it.", "Fill in a field and send it again.")


def _about_skill(form: Form) -> dict[str, Any]:
    """Its target in hours, its criterion, which way it counts."""
    about: dict[str, Any] = {}
    if target := form.get("target"):
        about["target_hours"] = target_hours(target)
    if counts := form.get("counts"):
        about["counts"] = counts
    if kind := form.get("criterion"):
        ends = [_number(form, "baseline"), _number(form, "goal")]
        unit, better = form.get("unit") or "", form.get("better") or ""
        chosen = criteria.Criterion(kind, unit, better=better, baseline=ends[0], goal=ends[1])
        about["criterion"] = criteria.checked(chosen).to_json()
    return about


def _number(form: Form, name: str) -> float | None:
    text = form.get(name)
    try:
        return None if text is None else float(text)
    except ValueError as error:
        raise errors.BadInput(f"“{text}” is no number.", f"Give the {name} as one.") from error


def _self(journal: Journal, form: Form) -> Receipt:
    words = form.need("words", "There are no words yet.")
    if journal.architecture() and not form.on("sure"):
        raise errors.Refused(
            "This is seldom changed, and never because of a loss.",
            "Tick the box if it is meant; the old words stay kept.",
        )
    return journal.write_architecture(words)


def _settings(journal: Journal, form: Form) -> Receipt:
    return journal.set(form.need("key", "Which setting?"), form.get("value") or "")


DO: dict[str, Callable[[Journal, Form], Receipt]] = {
    "start": _start,
    "predict": _predict,
    "forward": _forward,
    "loss": _loss,
    "backward": _backward,
    "step": _step,
    "again": _again,
    "drop": _drop,
    "resume": _resume,
    "go": _go,
    "pause": _pause,
    "add": _add,
    "log": _log,
    "ask": _ask,
    "answer": _answer,
    "used": _used,
    "review": _review,
    "trial": _trial,
    "broke": _broke,
    "end_trial": _end_trial,
    "peek": _peek,
    "rerate": _rerate,
    "plan": _plan,
    "end_plan": _end_plan,
    "day": _day,
    "felt": _felt,
    "mark_scar": _mark_scar,
    "join_scars": _join_scars,
    "part_scar": _part_scar,
    "edit": _edit,
    "delete": _delete,
    "forget": _forget,
    "undo": _undo,
    "name": _name,
    "self": _self,
    "settings": _settings,
    **teaching.DO,
}
