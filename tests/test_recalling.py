"""Past mistakes from a journal: which entries can come up at all, from where, and how much is read."""

import pytest
from conftest import HOUR, a_round

from selfgrad.recall import Situation
from selfgrad.recalling import CANDIDATES, LATEST, Recalling, asked

SIGN = "I dropped the minus sign."
AIM = "ten integrals"
YEAR = 365 * 24 * HOUR


@pytest.fixture
def past(journal, time):
    """One mistake in calculus, some days ago, and nothing open."""
    a_round(journal, mistakes=(SIGN,), aim=AIM, skill="calculus")
    time.passes(72 * HOUR)
    return journal


def recalled(journal, *place, limit=3):
    return Recalling(journal).scars(*place, limit=limit)


def words(scars):
    return [scar["words"] for scar in scars]


def test_a_scar_is_plain_values(past):
    (scar,) = recalled(past, "watch the minus sign", "calculus")
    assert scar["words"] == SIGN and scar["aim"] == AIM and scar["kind"] == "mistake"
    assert (scar["skill"], scar["project"], scar["parameter"]) == ("calculus", None, None)
    assert scar["when"].startswith("2026-03-02 18:00") and scar["id"].startswith(scar["short"][:8])
    assert 0 < scar["score"] < 1 and scar["because"] == "“minus”, “sign”, the same skill"


def test_an_aim_leads_to_the_mistakes_of_its_round_and_of_its_repeats(past):
    past.forward("page 13")  # in the round that follows with the same aim
    past.loss("2/10")
    past.backward("A constant went missing.")
    past.step(keep=True)
    both = {SIGN, "A constant went missing."}
    assert set(words(recalled(past, "more integrals", "calculus"))) == both
    led = list(Recalling(past)._with_words("more integrals"))
    assert {row["words"] for row in led} == both and len(led) == 2


def test_what_the_open_round_brought_is_no_scar_of_it(past):
    past.go()
    past.log("The minus sign was dropped once more.")
    reading = Recalling(past)
    assert len(reading.scars("watch the minus sign", "calculus")) == 2  # another aim may have it
    reading.besides = (past.current()["subject"],)
    assert words(reading.scars("watch the minus sign", "calculus")) == [SIGN]


def test_a_loose_entry_and_a_blind_alley_come_up_and_an_output_does_not(journal):
    journal.log("The metronome was too loud.")
    journal.start("metronome drill")
    journal.forward("metronome at 72")
    journal.drop("A metronome on the phone drifts.")
    found = recalled(journal, "play with the metronome")
    assert {scar["kind"] for scar in found} == {"mistake", "blind alley"}


def test_a_step_comes_up_only_where_a_kept_verdict_says_that_it_helped(past):
    step = "When I drop a minus sign, I circle it."
    past.go()
    past.forward("page")
    past.loss("4/10")
    past.backward("Nothing new.")
    past.step(step, parameter="signs")
    assert step not in words(recalled(past, "circle the minus sign", "calculus"))
    row = {"learner": "me", "what": "verdict", "made_from": ""}
    slot = past.db.scalar("round_closed_last", learner="me")
    kept = {"hurt": b'{"word": "hurt"}', "helped": b'{"word": "helped", "p": 0.02}'}
    for word, value in kept.items():
        past.db.remove("worked_out", learner="me", what="verdict", slot=slot)
        past.db.insert("worked_out", [{**row, "slot": slot, "value": value}])
        found = words(recalled(past, "circle the minus sign", "calculus"))
        assert (step in found) == (word == "helped")


def test_a_step_that_a_coin_is_judging_is_not_said_to_have_helped(past):
    step = "When I drop a minus sign, I circle it."
    past.go()
    past.forward("page")
    past.loss("4/10")
    past.backward("Nothing new.")
    past.step(step, parameter="signs", trial=12)
    slot = past.db.scalar("round_closed_last", learner="me")
    row = {"learner": "me", "what": "verdict", "made_from": "", "slot": slot}
    past.db.insert("worked_out", [{**row, "value": b'{"word": "helped", "p": 0.02}'}])
    assert step not in words(recalled(past, "circle the minus sign", "calculus"))
    past.end_trial("Enough.")
    assert step not in words(recalled(past, "circle the minus sign", "calculus"))


def test_the_newest_of_the_same_project_can_come_up(journal):
    a_round(journal, mistakes=("The bariolage was uneven.",), aim="slowly", project="recital")
    for n in range(300):
        journal.log(f"Something else went wrong, number {n}.")
    newest = {"skill": None, "project": None}, {"skill": None, "project": "recital"}
    without, within = (
        Recalling(journal)._candidates(Situation("a concert", **place)) for place in newest
    )
    said = "The bariolage was uneven."
    assert said in {row["words"] for row in within.values()}
    assert said not in {row["words"] for row in without.values()}


def test_deleted_forgotten_and_flagged_ones_never_come_up(past):
    past.delete(past.log("The minus sign, dropped at the board.").id)
    past.forget(past.log("The minus sign, dropped in the exam.").id)
    flagged = past.find_fact(past.log("The minus sign, dropped at home.").id)["id"]
    past.db.connection.execute("UPDATE entry SET flag = 'worth' WHERE id = ?", (flagged,))
    assert words(recalled(past, "the minus sign dropped")) == [SIGN]


def test_merged_names_count_as_one(past):
    past.start("other things", skill="integrals")
    past.merge("skill", "calculus", "integrals")
    by_merged, by_old = (
        recalled(past, "ten integrals", name) for name in ("integrals", "calculus")
    )
    assert words(by_merged) == words(by_old) == [SIGN]
    rows = list(Recalling(past)._candidates_of("skill", "integrals", "scar_candidates_of_skill"))
    assert [row["words"] for row in rows] == [SIGN]
    assert by_merged[0]["skill"] == "integrals"
    assert "the same" in by_merged[0]["because"]


def test_a_skill_that_is_new_has_no_past_and_is_no_error(past):
    assert recalled(past, "cast on sixty stitches", "knitting", "scarf") == []


def test_joined_ones_come_up_once_as_the_one_they_count_under(past):
    other = past.log("Dropped a minus sign again.", skill="calculus").id
    assert len(recalled(past, "watch the minus sign", "calculus")) == 2
    root = recalled(past, "watch the minus sign I dropped", "calculus")
    root = next(scar["id"] for scar in root if scar["words"] == SIGN)
    past.join_scars(other, root)
    (scar,) = recalled(past, "a minus sign dropped again", "calculus")
    assert scar["id"] == root and scar["words"] == SIGN


def test_an_empty_journal_and_an_empty_aim_have_nothing(journal):
    assert (
        recalled(journal, "anything") == recalled(journal, "") == recalled(journal, "\ud800") == []
    )


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_no_more_than_asked_for(past, limit):
    for n in range(9):
        past.log(f"The minus sign on page {n}.", skill="calculus")
    assert len(recalled(past, "the minus sign", "calculus", None, limit=limit)) == limit


def test_an_old_mistake_is_found_by_a_rare_word_among_many(journal, time):
    journal.log("The bariolage was uneven.")
    time.passes(YEAR)
    for n in range(600):
        journal.log(f"Something else went wrong, number {n}.", skill="violin")
    rows = Recalling(journal)._candidates(Situation("bariolage, evenly", "violin"))
    assert len(rows) <= CANDIDATES
    assert words(recalled(journal, "bariolage, evenly", "violin")) == ["The bariolage was uneven."]


def test_every_query_stops(journal, monkeypatch):
    """However much there is, no query answers with more than it was asked for."""
    for n in range(300):
        journal.log(f"The minus sign, number {n}.", skill="calculus", to="signs")
    journal.db.connection.execute("UPDATE entry SET project = 'exam'")
    seen = []
    read = journal.db.all

    def counting(query, **values):
        rows = read(query, **values)
        seen.append((query, len(rows)))
        return rows

    monkeypatch.setattr(journal.db, "all", counting)
    recalled(journal, "the minus sign number", "calculus", "exam")
    assert max(count for _, count in seen) <= LATEST
    places = {"scar_candidates_of_skill", "scar_candidates_of_project"}
    assert {query for query, _ in seen} >= {"search_scars", *places}


def test_the_rarest_words_are_asked_for_in_all_forms_and_common_ones_not():
    assert asked("the of and I") == []
    forms = asked("the copied scales")
    assert len(forms) == 2
    for form in ("copied", "copy", "copies", "copying"):
        assert f'"{form}"' in next(one for one in forms if "cop" in one)
    assert asked('"; DROP TABLE -- NEAR(x') != [] and asked("") == []


def test_a_question_of_any_signs_is_no_syntax_error(past):
    for aim in ('"', "a AND", "NOT (", "* ^ :", "积分", "😀😀", "C++ and C#", "x" * 5000):
        recalled(past, aim)
