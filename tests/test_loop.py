"""The loop by itself: golden sequences, and what holds for any sequence of inputs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfgrad import loop
from selfgrad.loop import KEEP, Mistake, NotAllowed, Step, open_round

# each verb as something that takes a round and the time
MOVES = {
    "predict": lambda r, now: loop.predict(r, now, expected=0.5, level="2"),
    "forward": lambda r, now: loop.forward(r, f"take at {now}", now),
    "loss": lambda r, now: loop.loss(r, 0.25, now),
    "backward": lambda r, now: loop.backward(r, [Mistake(f"mistake at {now}")], now),
    "held": lambda r, now: loop.backward(r, [], now, held="the tempo"),
    "step": lambda r, now: loop.step(
        r, Step("tempo", "When I err, I slow down."), now, next_id="n"
    )[0],
    "keep": lambda r, now: loop.step(r, KEEP, now, next_id="n")[0],
    "drop": lambda r, now: loop.drop(r, "no answers to compare with", now),
}
STATES = set(loop.NEXT)

GOLDEN = [
    # verbs in order                                      states after each
    ("forward loss backward step", "produced measured reflected closed"),
    ("forward loss held keep", "produced measured reflected closed"),
    (
        "predict forward loss backward backward step",
        "open produced measured reflected reflected closed",
    ),
    (
        "forward forward loss forward loss loss held keep",
        "produced produced measured produced measured measured reflected closed",
    ),
    ("drop", "dropped"),
    ("forward loss backward drop", "produced measured reflected dropped"),
]


def played(verbs):
    round, states = open_round("r", "ten integrals", 0), []
    for now, verb in enumerate(verbs, 1):
        round = MOVES[verb](round, now)
        states.append(round.state)
    return round, states


@pytest.mark.parametrize(("verbs", "states"), GOLDEN)
def test_the_loop_walks_its_golden_sequences(verbs, states):
    assert played(verbs.split())[1] == states.split()


REFUSED = [
    # what was done         what is refused     and what is named instead
    ("", "loss", "forward"),
    ("", "backward", "forward"),
    ("", "step", "forward"),
    ("forward", "predict", "loss"),
    ("forward", "backward", "loss"),
    ("forward", "keep", "loss"),
    ("forward loss", "step", "backward"),
    ("forward loss", "predict", "backward"),
    ("forward loss backward", "forward", "step"),
    ("forward loss backward", "loss", "step"),
    ("forward loss backward step", "backward", "start"),
    ("forward loss backward step", "drop", "start"),
    ("drop", "forward", "start"),
]


@pytest.mark.parametrize(("done", "refused", "named"), REFUSED)
def test_a_refused_transition_names_the_next_possible_one(done, refused, named):
    round, _ = played(done.split())
    with pytest.raises(NotAllowed) as caught:
        MOVES[refused](round, 99)
    assert (caught.value.state, caught.value.next_action) == (round.state, named)


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=25))
def test_no_sequence_of_inputs_reaches_a_state_that_the_loop_does_not_name(verbs):
    round = open_round("r", "ten integrals", 0)
    for now, verb in enumerate(verbs, 1):
        try:
            moved = MOVES[verb](round, now)
        except NotAllowed as refusal:
            assert refusal.next_action == loop.NEXT[round.state]
        else:
            assert moved.attempts[: len(round.attempts) - 1] == round.attempts[:-1], "kept"
            assert moved.mistakes[: len(round.mistakes)] == round.mistakes
            round = moved
        assert round.state in STATES


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=25))
def test_the_named_next_action_is_indeed_possible(verbs):
    round = open_round("r", "ten integrals", 0)
    for now, verb in enumerate(verbs, 1):
        try:
            round = MOVES[verb](round, now)
        except NotAllowed as refusal:
            if refusal.next_action != "start":  # starting is opening another round
                assert MOVES[refusal.next_action](round, now).state in STATES


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=25))
def test_a_sealed_round_never_moves_again(verbs):
    sealed, _ = played(["forward", "loss", "held", "keep"])
    for verb in verbs:
        with pytest.raises(NotAllowed):
            MOVES[verb](sealed, 99)


def test_every_attempt_is_kept_and_the_last_one_counts():
    round = open_round("r", "aim", 0)
    for value in (0.9, 0.5, 0.7):
        round = loop.loss(loop.forward(round, "take", 1), value, 2)
    assert [attempt.loss for attempt in round.attempts] == [0.9, 0.5, 0.7]
    assert round.loss == 0.7


def test_measuring_the_same_output_again_is_one_more_attempt():
    round = loop.loss(loop.loss(loop.forward(open_round("r", "aim", 0), "take", 1), 0.9, 2), 0.4, 3)
    assert [(a.output, a.loss) for a in round.attempts] == [("take", 0.9), ("take", 0.4)]


def test_closing_opens_the_next_round_with_the_same_aim_and_level_unless_another_is_named():
    round, _ = played(["predict", "forward", "loss", "held"])
    closed, following = loop.step(round, KEEP, 7, next_id="n")
    assert closed.closed_at == 7
    assert (following.id, following.aim, following.level) == ("n", "ten integrals", "2")
    assert (following.state, following.expected, following.opened_at) == ("open", None, 7)
    assert loop.step(round, KEEP, 7, next_id="n", next_aim="eleven")[1].aim == "eleven"


def test_a_blind_alley_keeps_its_why():
    assert loop.drop(open_round("r", "aim", 0), "a dead end", 5).why == "a dead end"


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), float("inf"), -float("inf")])
def test_a_loss_outside_0_to_1_is_refused(value):
    with pytest.raises(ValueError, match="between 0 and 1"):
        loop.loss(loop.forward(open_round("r", "aim", 0), "take", 1), value, 2)


def test_the_loop_imports_nothing_of_ours():
    with open(loop.__file__, encoding="utf-8") as file:
        imports = [line for line in file if line.startswith(("import ", "from "))]
    assert imports
    assert not any("selfgrad" in line for line in imports)
