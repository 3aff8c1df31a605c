"""Words about worth are met before they are filed; words of danger are set apart. Nothing is lost."""

import pytest
from conftest import a_round

from selfgrad import errors, exchange
from selfgrad.journal import Journal

MEAN = "I am such an idiot."
CHINESE = "我真是个废物。"
DANGER = "I want to kill myself."


class Somebody:
    """A person at a face, who answers what they are given to answer and remembers what they were asked."""

    def __init__(self, instead=None, keep=False):
        self.answer, self.keep = instead, keep
        self.asked, self.shown = [], []

    def __call__(self):
        return self

    def instead(self, words, found):
        self.asked.append((words, [words[start:end] for start, end in found.spans], found.why))
        return self.answer

    def private(self, words, said):
        self.shown.append((words, said))
        return self.keep


def entries(journal):
    rows = journal.db.connection.execute("SELECT kind, words, flag FROM entry ORDER BY n")
    return [tuple(row) for row in rows]


def met(journal):
    return [row["how"] for row in journal.db.connection.execute("SELECT how FROM met ORDER BY id")]


@pytest.fixture
def measured(journal):
    """A round that waits for what went wrong."""
    journal.start("ten integrals", skill="calculus")
    journal.forward("page 12")
    journal.loss("3/10")
    return journal


# worth --------------------------------------------------------------------------------------------


def test_what_was_done_is_filed_in_place_of_a_sentence_about_the_person(measured):
    measured.person = person = Somebody("I skipped the base case.")
    said = measured.backward(MEAN).said
    assert person.asked[0][0] == MEAN and person.asked[0][1]
    assert said[0] == "Filed: 1 mistake."
    assert entries(measured)[-1] == ("mistake", "I skipped the base case.", None)
    assert met(measured) == ["rephrased"]


def test_that_it_was_put_differently_is_remembered_without_its_words(measured):
    measured.person = Somebody("I skipped the base case.")
    measured.backward(MEAN)
    assert "idiot" not in "".join(exchange.lines(measured))


def test_whoever_keeps_the_sentence_keeps_it_and_it_is_in_no_count(measured):
    measured.person = Somebody(None)
    said = measured.backward("I dropped the sign.", MEAN).said
    assert said[0] == "Filed: 1 mistake."
    assert said[-1] == "Kept in your words; it is in no count and no scar."
    assert entries(measured)[-1] == ("kept words", MEAN, "worth")
    measured.step(keep=True)
    assert measured.read.credit()["mistakes"] == 1
    assert MEAN not in [scar["words"] for scar in measured.scars("ten integrals", limit=9)]
    assert [hit["words"] for hit in measured.read.find("idiot")["hits"]] == [MEAN]


def test_a_round_with_nothing_but_kept_words_goes_on_to_its_step(measured):
    measured.person = Somebody(None)
    assert measured.backward(MEAN).said[0] == "Filed: 0 mistakes."
    assert measured.current()["state"] == "reflected" and measured.current()["mistakes"] == 0


def test_it_is_asked_at_most_once_a_round(measured):
    measured.person = person = Somebody("I skipped it.")
    measured.backward(MEAN)
    measured.backward("I am so stupid.")
    measured.log(CHINESE)
    assert len(person.asked) == 1
    assert met(measured) == ["rephrased", "flagged", "flagged"]
    measured.step(keep=True)
    measured.go()
    measured.log("I am so stupid.")
    assert len(person.asked) == 2


def test_of_two_sentences_at_once_only_the_first_is_asked_about(measured):
    measured.person = person = Somebody("I skipped it.")
    measured.backward(MEAN, "I am so stupid.")
    assert len(person.asked) == 1
    assert [kind for kind, _, _ in entries(measured)][-2:] == ["mistake", "kept words"]


def test_between_rounds_it_is_asked_at_most_once_a_day(journal, time):
    journal.person = person = Somebody(None)
    journal.log(MEAN)
    journal.log(CHINESE)
    time.at("2026-03-03 18:00")
    journal.review("I am so stupid.")
    assert len(person.asked) == 2


def test_with_nobody_to_be_asked_it_is_filed_flagged_and_nothing_is_lost(measured):
    receipt = measured.backward("I dropped the sign.", MEAN)
    kept = measured.db.connection.execute("SELECT id FROM entry WHERE flag = 'worth'").fetchone()
    assert receipt.said[-1] == (
        "That is about you, not about what you did. It is kept, in no count. "
        f'Next: put what you did, `selfgrad edit {measured.short(kept["id"])} "…"`, or leave it.'
    )
    assert entries(measured)[-1] == ("kept words", MEAN, "worth")
    assert met(measured) == ["flagged"]


def test_put_differently_later_it_is_a_mistake_like_any_other(measured):
    measured.backward(MEAN)
    id = measured.db.connection.execute("SELECT id FROM entry WHERE flag = 'worth'").fetchone()[0]
    measured.edit(id, words="I skipped the base case.")
    assert entries(measured)[-1] == ("mistake", "I skipped the base case.", None)
    assert measured.current()["mistakes"] == 1
    measured.undo()
    assert entries(measured)[-1] == ("kept words", MEAN, "worth")


def test_an_edit_into_a_judgement_takes_it_out_of_the_counts(measured):
    measured.backward("I skipped the base case.")
    measured.edit("last", words=MEAN)
    assert measured.current()["mistakes"] == 0


@pytest.mark.parametrize(
    "verb",
    [
        lambda j: j.start(f"again, because {MEAN}", project="another"),
        lambda j: j.forward(MEAN),
        lambda j: j.drop(MEAN),
        lambda j: j.drop("No way.", next=f"once more, because {MEAN}"),
        lambda j: j.log(MEAN),
        lambda j: j.log(CHINESE),
        lambda j: j.ask("Why am I so stupid?"),
        lambda j: j.review(MEAN),
        lambda j: j.again("3/10", MEAN),
    ],
)
def test_every_free_text_of_a_round_is_met(journal, verb):
    journal.start("ten integrals")
    journal.person = person = Somebody("I skipped the base case.")
    verb(journal)
    assert len(person.asked) == 1
    said = "".join(words for _, words, _ in entries(journal))
    assert "I skipped the base case." in said and "idiot" not in said and "废物" not in said


def test_a_step_and_what_held_are_met_too(measured):
    measured.person = person = Somebody("I rushed the end.")
    measured.backward(held="Nothing, I am worthless.")
    assert len(person.asked) == 1 and measured.current()["held"] == "I rushed the end."


def test_an_output_that_is_a_text_is_read_by_no_guard(journal):
    journal.start("a story")
    journal.person = person = Somebody("x")
    journal.forward("She said: I am such an idiot. " * 20)
    assert person.asked == []


def test_the_guard_can_be_switched_off(measured):
    measured.set("meet_worth", "off")
    measured.person = person = Somebody("x")
    measured.backward(MEAN)
    assert person.asked == [] and entries(measured)[-1] == ("mistake", MEAN, None)


def test_a_refused_verb_leaves_no_flag_behind(journal):
    with pytest.raises(errors.Refused):
        journal.backward(MEAN)
    journal.log("I dropped the sign.")
    assert entries(journal) == [("mistake", "I dropped the sign.", None)] and met(journal) == []


def test_a_flag_travels_with_the_export(measured, tmp_path):
    measured.backward(MEAN)
    with Journal(str(tmp_path / "other.db")) as other:
        from selfgrad import wire

        other.ledger.absorb([wire.parse(line.encode()) for line in exchange.lines(measured)])
        assert entries(other) == entries(measured) and met(other) == met(measured)


# danger -------------------------------------------------------------------------------------------


def private(journal):
    return [row["words"] for row in journal.private()]


def test_words_of_danger_are_set_apart_and_help_is_named(journal):
    receipt = journal.log(DANGER)
    assert receipt.verb == "private" and receipt.data["private"] and receipt.data["help"]
    assert any("findahelpline.com" in line for line in receipt.said)
    assert private(journal) == [DANGER] and entries(journal) == []


def test_the_writer_says_whether_they_are_kept(journal):
    journal.person = person = Somebody(keep=False)
    assert journal.log(DANGER).said == ["Not kept. Nothing was written."]
    assert person.shown[0][0] == DANGER and private(journal) == []
    assert "kill" not in "".join(exchange.lines(journal))
    person.keep = True
    journal.log(DANGER)
    assert private(journal) == [DANGER]


def test_nobody_asks_what_was_done_instead(measured):
    measured.person = person = Somebody("x")
    measured.backward("I am an idiot and I want to kill myself.")
    assert person.asked == [] and len(person.shown) == 1


def test_the_other_sentences_of_a_round_are_filed_with_their_parameters(measured):
    measured.backward("I dropped the sign.", DANGER, "I rushed.", to=["signs", "x", "tempo"])
    charged = measured.db.connection.execute(
        "SELECT words, parameter FROM entry WHERE kind = 'mistake' ORDER BY n"
    ).fetchall()
    assert [tuple(row) for row in charged] == [
        ("I dropped the sign.", "signs"),
        ("I rushed.", "tempo"),
    ]
    assert private(measured) == [DANGER]


def test_a_round_waits_where_it_was_when_all_of_it_was_set_apart(measured):
    measured.backward(DANGER)
    assert measured.current()["state"] == "measured"


def test_private_words_are_in_no_page_of_reading(journal):
    a_round(journal)
    journal.log(DANGER)
    read = journal.read
    pages = (
        read.today(),
        read.week(),
        read.entries(),
        read.find("kill"),
        read.credit(),
        read.tissue(),
    )
    assert not any("kill myself" in str(page) for page in pages)


def test_help_is_in_the_language_of_the_words_and_the_own_line_comes_first(journal):
    journal.set("help_line", "Mum, 555 1234")
    said = journal.log("我不想活了。").said
    assert any("\u4e00" <= char <= "\u9fff" for char in said[0])
    assert said[1] == "Mum, 555 1234"


def test_private_words_can_be_forgotten_for_good(journal):
    id = journal.log(DANGER).id
    journal.forget(id)
    assert private(journal) == ["(forgotten)"]
    journal.delete(id)
    assert private(journal) == []


def test_no_practice_sentence_is_set_apart(measured):
    receipt = measured.backward("This bug is killing me.", "I killed the wrong process.")
    assert receipt.verb == "backward" and private(measured) == []


def test_an_aim_of_such_words_opens_no_round_and_refuses_nothing(journal):
    assert journal.start(DANGER).verb == "private"
    assert journal.current() is None and private(journal) == [DANGER]


def test_a_round_in_one_line_keeps_its_loss_without_the_sentence(measured):
    measured.drop("No way.")
    measured.start("more")
    receipt = measured.again("2/10", DANGER)
    assert receipt.data["loss"] == 0.2 and receipt.data["private"] and private(measured) == [DANGER]


def test_an_optional_field_is_set_apart_and_the_rest_is_filed(journal):
    journal.start("ten integrals")
    receipt = journal.again("2/10", "I misread x.", next=DANGER)
    assert entries(journal)[-1][1] == "I misread x." and private(journal) == [DANGER]
    assert any("findahelpline.com" in line for line in receipt.said)
    journal.ask("why?")
    assert journal.answer("because", source=DANGER).verb == "answer"
    assert private(journal) == [DANGER] * 2


def test_what_was_to_be_kept_is_kept_although_the_verb_is_refused(journal):
    journal.start("ten integrals")
    with pytest.raises(errors.BadInput) as refused:
        journal.again("9/0", "I dropped a sign.", DANGER)
    assert private(journal) == [DANGER] and "findahelpline.com" in refused.value.sentence


@pytest.mark.parametrize(
    "verb",
    [
        lambda j: j.log("I misread.", to=DANGER),
        lambda j: j.start("ten integrals", skill=DANGER),
        lambda j: j.start("ten integrals", level=DANGER),
        lambda j: j.write_architecture(DANGER),
        lambda j: j.plan(DANGER),
        lambda j: j.recharge(j.log("I misread.").id, "signs", words=DANGER),
        lambda j: j.edit(j.log("I misread.").id, words=DANGER),
    ],
)
def test_names_levels_and_corrections_are_read_for_danger_too(journal, verb):
    assert verb(journal).verb == "private" and private(journal) == [DANGER]


def test_a_long_output_stays_as_it_is_and_help_is_named_beside_it(journal):
    journal.start("an essay")
    text = "The sea was calm that day and nobody spoke. " * 6 + DANGER
    receipt = journal.forward(text)
    assert journal.read.standing()["round"]["attempts"][0]["words"] == text
    assert any("findahelpline.com" in line for line in receipt.said) and private(journal) == []


def test_undo_and_delete_do_not_say_private_words_aloud(journal):
    id = journal.log(DANGER).id
    undone = journal.undo()
    assert undone.said[0].startswith("Undone: private.")
    journal.undo(undone.id)
    assert journal.delete(id).said[0].startswith("Deleted: private words.")


def test_nobody_is_asked_about_words_that_would_be_refused(journal):
    journal.person = person = Somebody("x")
    for verb in (lambda: journal.answer(MEAN), lambda: journal.backward(MEAN)):
        with pytest.raises(errors.Refused):
            verb()
    journal.start("ten integrals")
    with pytest.raises(errors.Refused):
        journal.step(MEAN)
    assert person.asked == []


def test_a_flag_is_said_every_time_without_asking_again(measured):
    measured.log(MEAN)
    receipt = measured.log("I am so stupid.")
    assert receipt.said[-1] == "Kept as it is, in no count." and receipt.data["flag"] == "worth"


def test_an_answer_that_judges_again_is_kept_and_flagged(measured):
    measured.person = Somebody("I was stupid, I am just an idiot.")
    measured.backward(MEAN)
    assert entries(measured)[-1] == ("kept words", "I was stupid, I am just an idiot.", "worth")
