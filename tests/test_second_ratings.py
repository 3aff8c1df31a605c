"""Old outputs rated again without their mark: has the learner's own standard moved?"""

import pytest
from conftest import HOUR

from selfgrad import errors

DAY = 24 * HOUR


def rounds(journal, time, losses, skill="guitar", output="the prelude, take one"):
    """Self-rated rounds, one a day."""
    ids = []
    for loss in losses:
        journal.start("the prelude", skill=skill)
        journal.forward(output)
        journal.loss(f"{loss} gap")
        journal.backward()
        ids.append(journal.step(keep=True).data["round"])
        time.passes(DAY)
    return ids


def test_an_output_is_offered_without_its_mark(journal, time):
    rounds(journal, time, [4, 5, 6, 4, 5, 6])
    time.passes(20 * DAY)
    page = journal.read.ratings()
    assert page["due"] and page["output"]["words"] == "the prelude, take one"
    assert "loss" not in page["output"] and "0.4" not in repr(page["output"])


def test_the_same_output_is_offered_until_it_is_rated(journal, time):
    rounds(journal, time, [4, 5, 6, 4, 5, 6])
    time.passes(20 * DAY)
    offered = journal.read.ratings()["output"]["round"]
    assert journal.read.ratings()["output"]["round"] == offered
    assert journal.rerate("7").data["round"] == offered
    assert journal.read.ratings()["output"]["round"] != offered
    assert not journal.read.ratings()["due"]


def test_an_output_waits_two_weeks_so_that_its_mark_is_forgotten(journal, time):
    rounds(journal, time, [4])
    assert journal.read.ratings()["output"] is None
    with pytest.raises(errors.Refused):
        journal.rerate("5")
    time.passes(14 * DAY)
    assert journal.read.ratings()["output"] is not None


def test_only_what_was_rated_by_oneself_and_can_be_looked_at_is_offered(journal, time):
    journal.start("ten integrals", skill="guitar")
    journal.again("3/10")
    journal.again("4 gap")  # made elsewhere: nothing to look at
    time.passes(30 * DAY)
    assert journal.read.ratings()["output"] is None


def test_ratings_again_say_how_the_standard_moved(journal, time):
    ids = rounds(journal, time, [3, 4, 2, 3, 4, 3, 2, 3])
    time.passes(30 * DAY)
    for id, loss in zip(ids, [5, 6, 4, 6, 6, 5, 4, 5], strict=True):
        journal.rerate(str(loss), id)
    page = journal.read.ratings()
    assert page["drift"]["pairs"] == 8 and page["drift"]["established"]
    assert page["drift"]["mean"] == pytest.approx(0.2125)
    assert "stricter by about 0.21" in page["said"]


def test_comparisons_are_corrected_for_an_established_drift(journal, time):
    """The same playing, marked more strictly later, is not called worse."""
    ids = rounds(journal, time, [3, 4, 2, 3, 4, 3, 2, 3])
    time.passes(200 * DAY)
    rounds(journal, time, [5, 6, 4, 5, 6, 5, 4, 5])
    assert journal.read.versus("2026-03-01", "guitar")["word"] == "worse"
    for id, loss in zip(ids, [5, 6, 4, 5, 6, 5, 4, 5], strict=True):
        journal.rerate(str(loss), id)
    page = journal.read.versus("2026-03-01", "guitar")
    assert page["word"] == "about the same"
    assert any("corrected" in line for line in page["said"])


def test_a_second_rating_can_be_undone(journal, time):
    rounds(journal, time, [4, 5])
    time.passes(20 * DAY)
    journal.rerate("7")
    journal.undo()
    assert journal.read.ratings()["drift"]["pairs"] == 0


def test_a_round_is_not_changed_by_being_rated_again(journal, time):
    (id,) = rounds(journal, time, [4])
    time.passes(20 * DAY)
    journal.rerate("9", id)
    assert journal.read.show(id)["loss"] == 0.4


@pytest.mark.parametrize("value", ["", "11", "well", "-1"])
def test_a_second_rating_is_a_gap_from_nothing_to_ten(journal, time, value):
    rounds(journal, time, [4])
    time.passes(20 * DAY)
    with pytest.raises(errors.SelfgradError):
        journal.rerate(value)
    assert journal.read.ratings()["drift"]["pairs"] == 0


def test_a_round_that_was_not_rated_by_oneself_is_refused(journal):
    journal.start("ten integrals", skill="calculus")
    round = journal.again("3/10").data["round"]
    with pytest.raises(errors.Refused):
        journal.rerate("4", round)


def test_an_old_output_at_the_terminal(shell):
    before = {"SELFGRAD_NOW": "2026-03-02T12:00"}
    shell("start", "the prelude", "-s", "guitar", **before)
    shell("forward", "take one", **before)
    shell("loss", "4 gap", **before)
    shell("backward", "I rushed.", **before)
    shell("step", "--keep", **before)
    now = {"SELFGRAD_NOW": "2026-03-30T12:00"}
    shown = shell("rerate", **now)
    assert "take one" in shown and "0.4" not in shown
    assert "Then it was 0.40, now 0.60" in shell("rerate", "6", **now)
    assert "not known yet" in shell("rerate", "--drift", **now)
