"""Every criterion of L5: its number against a formula by hand, its words, and what it refuses."""

import json
import math
import subprocess
import sys
import unicodedata
from contextlib import suppress
from fractions import Fraction
from statistics import fmean

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfgrad.criteria import (
    READERS,
    Criterion,
    Measure,
    checked,
    checklist,
    forecasts,
    metric,
    number_against_target,
    parse,
    parse_as,
    parse_expected,
    percent,
    plain_loss,
    right_of_total,
    self_rated_gap,
    text_against_reference,
    time_against_target,
    wrong_of_total,
)
from selfgrad.errors import BadInput

WPM = Criterion("metric", "wpm", baseline=40, goal=80)
MINUTES = Criterion("metric", "min", baseline=30, goal=20)
METRES = Criterion("number", "m", target=42)
GAP = Criterion("gap", anchors=((0, "like the recording"), (10, "another piece")))
SKILLS = (
    None,
    WPM,
    MINUTES,
    METRES,
    GAP,
    Criterion("wrong", target=20),
    Criterion("wrong", counts="right"),
    Criterion("percent", counts="right"),
    Criterion("number", "Hz", target=440, tolerance=5),
    Criterion("number", target=0),
    Criterion("time", target=720),
    Criterion("metric", "wpm"),
    *(Criterion(kind) for kind in READERS),
    Criterion("of a newer version"),
)

finite = st.floats(-1e15, 1e15)
amounts = st.floats(0, 9e14)
positive = st.floats(1e-6, 1e9)
letters = st.text("abcé \n", max_size=12)


def refused(text, **how):
    with pytest.raises(BadInput) as trouble:
        parse(text, **how)
    assert trouble.value.sentence.endswith(".") and trouble.value.next.endswith(".")
    assert len(str(trouble.value)) < 400 and str(trouble.value).isprintable()
    return str(trouble.value)


def is_whole(measure):
    assert isinstance(measure, Measure)
    assert math.isfinite(measure.loss) and 0 <= measure.loss <= 1
    assert measure.raw is not None and math.isfinite(measure.raw)
    assert measure.better in ("less", "more", "")
    assert "loss " in measure.words and measure.words.isprintable()
    assert json.loads(json.dumps(measure.detail, allow_nan=False)) == measure.detail
    assert 0 < measure.weight <= 1e15


# ---- what each form means


@pytest.mark.parametrize(
    ("typed", "loss", "words"),
    [
        ("3/10", 0.3, "3 wrong of 10, loss 0.30"),
        ("3 / 10", 0.3, "3 wrong of 10, loss 0.30"),
        ("2.5/10", 0.25, "2.5 wrong of 10, loss 0.25"),
        ("0/10", 0, "0 wrong of 10, loss 0.00"),
        ("10/10", 1, "10 wrong of 10, loss 1.00"),
        ("3 of 10", 0.3, "3 wrong of 10, loss 0.30"),
        ("3 wrong of 10", 0.3, "3 wrong of 10, loss 0.30"),
        ("3/10 wrong", 0.3, "3 wrong of 10, loss 0.30"),
        ("7/10 right", 0.3, "7 right of 10, loss 0.30"),
        ("7 right of 10", 0.3, "7 right of 10, loss 0.30"),
        ("7/10 RIGHT", 0.3, "7 right of 10, loss 0.30"),
        ("7/10对", 0.3, "7 right of 10, loss 0.30"),
        ("3/10 错", 0.3, "3 wrong of 10, loss 0.30"),
        ("３／１０", 0.3, "3 wrong of 10, loss 0.30"),
        ("30%", 0.3, "30% wrong, loss 0.30"),
        ("30 ％", 0.3, "30% wrong, loss 0.30"),
        ("70% right", 0.3, "70% right, loss 0.30"),
        ("0.3", 0.3, "loss 0.30"),
        ("0,3", 0.3, "loss 0.30"),
        ("2,5/10", 0.25, "2.5 wrong of 10, loss 0.25"),
        ("0,125", 0.125, "loss 0.12"),
        (".3", 0.3, "loss 0.30"),
        ("-0", 0, "loss 0.00 (nothing wrong)"),
        ("1", 1, "loss 1.00 (nothing right)"),
        ("0.001", 0.001, "loss under 0.01"),
        ("0.999", 0.999, "loss over 0.99"),
        ("14:20/12:00", 140 / 720, "14:20 against 12:00: 2:20 over, loss 0.19"),
        ("14：20/12：00", 140 / 720, "14:20 against 12:00: 2:20 over, loss 0.19"),
        ("11:00/12:00", 0, "11:00 against 12:00: 1:00 under, loss 0.00"),
        ("12:00/12:00", 0, "12:00 against 12:00: on it, loss 0.00"),
        ("1:02:03/55:00", 423 / 3300, "1:02:03 against 55:00: 7:03 over, loss 0.13"),
        ("90s/60s", 0.5, "1:30 against 1:00: 30 s over, loss 0.50"),
        ("90/60s", 0.5, "1:30 against 1:00: 30 s over, loss 0.50"),
        ("1h30m/1h", 0.5, "1:30:00 against 1:00:00: 30:00 over, loss 0.50"),
        ("250ms/200ms", 0.25, "0.25 s against 0.2 s: 0.05 s over, loss 0.25"),
        ("30:00/12:00", 1, "30:00 against 12:00: 18:00 over, counted as 1, loss 1.00"),
        ("4 gap", 0.4, "gap 4 of 10, between “as intended” (0) and “half of it is there” (5), loss 0.40"),
        ("gap 5", 0.5, "gap 5 of 10, “half of it is there” (5), loss 0.50"),
        ("0.8 yes", 0.04, "said 0.8 and it was yes, Brier score 0.04, loss 0.04"),
        ("80% no", 0.64, "said 0.8 and it was no, Brier score 0.64, loss 0.64"),
        ("0,8 yes, 0.5 no", (0.04 + 0.25) / 2, "2 forecasts, mean Brier score 0.145, loss 0.14"),
    ],
)  # fmt: skip
def test_a_typed_value_is_echoed_in_words_with_its_loss(typed, loss, words):
    measure = parse(typed)
    is_whole(measure)
    assert measure.loss == pytest.approx(loss, abs=1e-12)
    assert measure.words == words


@pytest.mark.parametrize(
    ("typed", "criterion", "loss", "raw"),
    [
        ("62", WPM, 18 / 40, 62),
        ("62 wpm", WPM, 18 / 40, 62),
        ("62WPM", WPM, 18 / 40, 62),
        ("25", MINUTES, 0.5, 25),
        ("25:00", MINUTES, 0.5, 25),
        ("1500 s", MINUTES, 0.5, 25),
        ("41.7", METRES, 0.3 / 42, 41.7),
        ("41.7m/42m", METRES, 0.3 / 42, 41.7),
        ("437.5", Criterion("number", "Hz", target=440, tolerance=5), 0.5, 437.5),
        ("-3/-2", Criterion("number", "°C"), 0.5, -3),
        ("14:20", Criterion("time", target=720), 140 / 720, 860),
        ("860", Criterion("time", target=720), 140 / 720, 860),
        ("90/60", Criterion("time"), 0.5, 90),
        ("4", GAP, 0.4, 4),
        ("30", Criterion("percent"), 0.3, 30),
        ("3", Criterion("wrong", target=20), 0.15, 3),
        ("1", Criterion("wrong", target=20), 0.05, 1),
        ("17", Criterion("wrong", target=20, counts="right"), 0.15, 17),
        ("0.3", Criterion("text"), 0.3, 0.3),
        ("3/10", Criterion("checklist"), 0.3, 3),
    ],
)
def test_a_bare_value_is_in_the_unit_of_the_skill(typed, criterion, loss, raw):
    measure = parse(typed, criterion=criterion)
    is_whole(measure)
    assert measure.loss == pytest.approx(loss) and measure.raw == pytest.approx(raw)


@pytest.mark.parametrize("criterion", [WPM, MINUTES, GAP, Criterion("wrong", target=20)])
@pytest.mark.parametrize("typed", ["3/10", "30%", "14:20/12:00", "0.8 yes", "4 gap", "7/10 right"])
def test_a_value_that_names_its_form_is_read_so_in_any_skill(typed, criterion):
    assert parse(typed, criterion=criterion).loss == parse(typed).loss


def test_a_skill_that_counts_what_is_right_reads_a_bare_fraction_so():
    for how in ({"counts": "right"}, {"criterion": Criterion("wrong", counts="right")}):
        assert parse("7/10", **how).words == "7 right of 10, loss 0.30"
        assert parse("70%", **how).words == "70% right, loss 0.30"
        assert parse("3/10 wrong", **how).words == "3 wrong of 10, loss 0.30"
        assert parse("0.3", **how).loss == 0.3


def test_counts_keep_what_was_typed_and_weigh_by_their_total():
    assert parse("3/10").detail == {"wrong": 3, "total": 10}
    assert parse("7/10 right").detail == {"right": 7, "wrong": 3, "total": 10}
    assert parse("7/10 right")[:4] == ("wrong", 7, "right", "more")
    assert parse("2.5/12.5").weight == 12.5
    assert parse("0.8 yes 0.2 no 0.5 no").weight == 3
    assert parse("30%").weight == 1


def test_the_words_of_a_gap_are_the_skills_own_anchors():
    assert (
        "between “like the recording” (0) and “another piece” (10)"
        in parse("4 gap", criterion=GAP).words
    )
    assert "“another piece” (10)" in parse("10", criterion=GAP).words
    assert "before “rough” (6)" in self_rated_gap(2, [(6, "rough")]).words
    assert "beyond “rough” (6)" in self_rated_gap(8, [(6, "rough")]).words


def test_an_expectation_is_read_in_the_same_grammar():
    assert parse_expected("3/10") == 0.3
    assert parse_expected("7/10", counts="right") == pytest.approx(0.3)
    assert parse_expected("60", criterion=WPM) == 0.5


def test_an_option_names_its_kind():
    assert parse_as("number", "41.7/42").loss == pytest.approx(0.3 / 42)
    assert parse_as("number", "41,7/42").raw == 41.7
    assert parse_as("time", "90/60").loss == 0.5
    assert parse_as("forecast", "0.8 yes").loss == pytest.approx(0.04)
    hertz = Criterion("number", "Hz", target=440, tolerance=5)
    assert parse_as("number", "439/440", hertz).loss == pytest.approx(0.2)
    assert parse_as("number", "439/440", WPM).loss == pytest.approx(1 / 440)
    with pytest.raises(BadInput, match="no known criterion"):
        parse_as("vibes", "3/10")


def test_somebody_else_can_add_a_criterion(monkeypatch):
    def stars(typed, _):
        return plain_loss(1 - len(typed) / 5)._replace(criterion="stars")

    monkeypatch.setitem(READERS, "stars", stars)
    assert parse_as("stars", "***").loss == pytest.approx(0.4)
    assert checked(Criterion("stars")).kind == "stars"


# ---- what is refused


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "No value was given"),
        (" \t\n", "No value was given"),
        ("3", "3 can mean more than one thing"),
        ("62", "62 can mean more than one thing"),
        ("nan", "“nan” is not a number"),
        ("inf", "“inf” is not a number"),
        ("-inf", "not a number"),
        ("-0.3", "-0.3 is below 0"),
        ("−0.3", "-0.3 is below 0"),
        ("1e999", "too large"),
        ("1e16/1e17", "too large"),
        ("7/0", "A total of 0 has no share"),
        ("0/0", "A total of 0 has no share"),
        ("11/10", "11 wrong of 10 is more than all of them"),
        ("11/10 right", "11 right of 10 is more than all of them"),
        ("-1/10", "below 0"),
        ("1/-10", "below 0"),
        ("3/", "one slash"),
        ("/10", "one slash"),
        ("3/4/10", "one slash"),
        ("3 wrong", "does not say of how many"),
        ("3 wrong of 10 right", "both right and wrong"),
        ("3/10 because of haste", "not"),
        ("0.3 again", "“0.3 again” is not a number"),
        ("1_0", "not a number"),
        ("٣/١٠", "“٣” is not a number"),
        ("½", "not a number"),
        ("1,200", "can be read in two ways"),
        ("1.200,5", "can be read in two ways"),
        ("1,2,3", "can be read in two ways"),
        ("130%", "over 100%"),
        ("-3%", "below 0"),
        ("%", "not a number"),
        ("14:20", "nothing to be held against"),
        ("90s", "nothing to be held against"),
        ("14:75/12:00", "60 or more after a colon"),
        ("1:2:3:4/9:00", "is not a time"),
        ("14:/12:00", "is not a time"),
        ("14:-2/12:00", "is not a time"),
        ("14:20/0:00", "0 seconds cannot be met"),
        ("11 gap", "over 10"),
        ("gap", "not a number"),
        ("1.2 yes", "is no probability"),
        ("-0.2 no", "is no probability"),
        ("yes", "not a probability and what came"),
        ("0.8 maybe 0.2 no", "not a probability and what came"),
        ("\x00\x1b[31m3/10", "is not a number"),
        ("\ud800", "is not a number"),
        ("\u202e3/10", "is not a number"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_a_sentence_with_what_to_type(typed, said):
    assert said in refused(typed)


@pytest.mark.parametrize("piece", ["9", "1/", "(", " ", "x", "1:", "0.8 yes ", "、", "-"])
def test_a_megabyte_is_refused_by_its_length(piece):
    assert "too long" in refused(piece * (1_000_000 // len(piece)))


def test_a_value_in_another_unit_than_the_skills_is_refused_with_the_skills_unit():
    assert "Type it in wpm" in refused("62 cpm", criterion=WPM)


def test_a_metric_without_its_ends_says_what_it_needs():
    assert "needs a baseline" in refused("62", criterion=Criterion("metric", "wpm"))
    with pytest.raises(BadInput, match="differ"):
        metric(3, 5, 5)


def test_a_criterion_of_a_newer_version_is_named():
    assert "“telepathy” is no known criterion" in refused("3", criterion=Criterion("telepathy"))


@pytest.mark.parametrize(
    "call",
    [
        lambda x: wrong_of_total(x, 10),
        lambda x: wrong_of_total(1, x),
        lambda x: right_of_total(x, 10),
        percent,
        plain_loss,
        lambda x: number_against_target(x, 1),
        lambda x: number_against_target(1, x),
        lambda x: number_against_target(1, 1, tolerance=x),
        lambda x: time_against_target(x, 1),
        lambda x: time_against_target(1, x),
        lambda x: metric(x, 1, 2),
        lambda x: metric(1, x, 2),
        self_rated_gap,
        lambda x: forecasts([(x, True)]),
    ],
)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e300, 10**400])
def test_no_criterion_lets_a_number_through_that_is_none(call, value):
    with pytest.raises(BadInput):
        call(value)


# ---- the numbers, against a formula by hand


def test_an_error_relative_to_the_target_is_clamped_at_the_whole_of_it():
    assert number_against_target(41.7, 42).loss == pytest.approx(0.3 / 42)
    assert number_against_target(-41.7, -42).loss == pytest.approx(0.3 / 42)
    far = number_against_target(100, 42)
    assert far.loss == 1 and far.words == "100 against 42: 58 off, counted as 1, loss 1.00"
    assert far.better == ""


def test_a_target_of_zero_needs_a_tolerance():
    with pytest.raises(BadInput, match="tolerance"):
        number_against_target(1, 0)
    assert number_against_target(1, 0, tolerance=4).loss == 0.25


def test_a_metric_says_where_it_was_held():
    assert metric(30, 40, 80).words == "30 is short of the baseline 40, counted as 1, loss 1.00"
    assert metric(90, 40, 80, "wpm").words == "90 wpm is past the goal 80, counted as 0, loss 0.00"
    assert metric(40, 40, 80).loss == 1 and metric(80, 40, 80).loss == 0
    assert metric(45, 60, 30).loss == 0.5 and metric(45, 60, 30).better == "less"
    assert metric(60, 40, 80).better == "more"


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_wrong_of_total_is_the_exact_fraction(wrong, total):
    part = min(wrong, total)
    assert wrong_of_total(part, total).loss == float(Fraction(part, total))
    assert right_of_total(total - part, total).loss == float(Fraction(part, total))


@given(
    st.sampled_from([0, 1e-9, 0.1, 1 / 3, 0.5, 0.7, 1]),
    positive,
    st.sampled_from([0.5, 2, 4, 1024]),
)
def test_a_share_does_not_depend_on_the_scale(share, total, scale):
    wrong = share * total
    assert wrong_of_total(wrong * scale, total * scale).loss == wrong_of_total(wrong, total).loss
    slow, slower = total * (1 + share), total * (1 + share) * scale
    assert time_against_target(slower, total * scale).loss == time_against_target(slow, total).loss
    near, nearer = (
        number_against_target(wrong, total),
        number_against_target(wrong * scale, total * scale),
    )
    assert near.loss == nearer.loss


@given(amounts, amounts, positive)
def test_more_wrong_slower_or_farther_is_never_a_smaller_loss(a, b, target):
    less, more = sorted((a, b))
    assert time_against_target(less, target).loss <= time_against_target(more, target).loss
    assert (
        number_against_target(target + less, target).loss
        <= number_against_target(target + more, target).loss
    )
    total = more or 1
    assert wrong_of_total(less, total).loss <= wrong_of_total(more, total).loss
    assert right_of_total(less, total).loss >= right_of_total(more, total).loss


@given(finite, finite, finite, finite)
def test_nearer_to_the_goal_of_a_metric_is_never_a_larger_loss(a, b, baseline, goal):
    if baseline == goal:
        return
    near, far = sorted((a, b), reverse=goal > baseline)
    assert metric(near, baseline, goal).loss <= metric(far, baseline, goal).loss
    assert metric(goal, baseline, goal).loss == 0 and metric(baseline, baseline, goal).loss == 1


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=20))
def test_forecasts_are_the_mean_brier_score(said):
    by_hand = fmean((1 - p) ** 2 if came else p**2 for p, came in said)
    measure = forecasts(said)
    is_whole(measure)
    assert measure.loss == pytest.approx(by_hand, abs=1e-12)


# ---- text against a reference


def edits_by_hand(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row = row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (x != y)))
    return row[-1]


@given(letters, letters.filter(str.strip))
def test_text_is_the_edit_distance_over_the_longer_text(output, reference):
    a, b = output.strip(), reference.strip()
    measure = text_against_reference(output, reference)
    is_whole(measure)
    assert measure.raw == edits_by_hand(a, b)
    assert measure.loss == measure.raw / max(len(a), len(b))
    assert (measure.loss == 0) == (a == b)


def test_one_wrong_letter_is_one_edit():
    measure = text_against_reference("Ich habe das Buch gelessen", "Ich habe das Buch gelesen")
    assert measure.words == "1 edit in 26 characters, loss 0.04"
    assert text_against_reference("我很高兴", "我也高兴").loss == 0.25
    assert text_against_reference("", "abc").loss == 1


@given(st.text(max_size=40).filter(str.strip))
@example("é\r\nn̈")
def test_line_ends_and_unicode_composition_make_no_difference(text):
    text = text.replace("\r", "")
    ideal = text.replace("\n", "\r\n")
    if not unicodedata.normalize("NFC", text.removeprefix("\ufeff")).strip():
        return
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, "\ufeff" + ideal.removeprefix("\ufeff")) + "\r\n"
        assert text_against_reference(other, text).loss == 0


def test_a_text_too_long_to_compare_and_an_empty_reference_are_refused():
    with pytest.raises(BadInput, match=r"100,000 characters"):
        text_against_reference("a" * 100_001, "b")
    with pytest.raises(BadInput, match="reference is empty"):
        text_against_reference("a", " \n")


# ---- checklist

LIST = """# Before the concert
- [x] tune
* [ ] warm up
    - [X] scales, nested
\t+ [ ] arpeggios, nested by a tab
1. [x] page turns
2) [ ] breathe
> - [ ] quoted
- no box
١. [x] a list marker is in ASCII
- [x](link)
- [y] another letter
- [ ]
text [x] in a line
```markdown
- [ ] an example in code
~~~
- [x] still code
```
~~~~
- [ ] code too
~~~
~~~~ words after it do not close it
- [ ] and still
~~~~
```- [ ] one line``` is no fence
-\t[x] bow
"""


def test_a_checklist_counts_its_tasks_as_github_does():
    measure = checklist(LIST)
    is_whole(measure)
    assert measure.detail == {"open": 4, "total": 8}
    assert measure.words == "4 open of 8 items, loss 0.50" and measure.weight == 8


def test_line_ends_make_no_difference_to_a_checklist():
    for end in ("\r\n", "\r"):
        assert checklist(LIST.replace("\n", end)) == checklist(LIST)


@pytest.mark.parametrize(
    "text", ["", "- a\n- b", "```\n- [ ] code\n```", "```\n- [ ] never closed"]
)
def test_a_list_without_a_task_is_refused(text):
    with pytest.raises(BadInput, match=r"- \[ \]"):
        checklist(text)


@given(
    st.lists(st.booleans(), min_size=1, max_size=30), st.sampled_from(["-", "*", "+", "1.", "12)"])
)
def test_a_checklist_is_the_share_of_open_items(done, bullet):
    text = "\n".join(
        f"{'  ' * (i % 4)}{bullet} [{'x' if d else ' '}] item" for i, d in enumerate(done)
    )
    assert checklist(text).loss == done.count(False) / len(done)


@given(st.text("-*+1.)[]xX `~\n>\ta", max_size=60))
def test_any_text_is_a_checklist_or_refused(text):
    with suppress(BadInput):
        is_whole(checklist(text))


# ---- whatever is typed


typed_values = st.one_of(
    st.text(max_size=30),
    st.text("0123456789.,:/%+-eE smhygap对错rightwon", max_size=16),
    st.lists(
        st.sampled_from(
            ["3", "0.3", "10", "0", "1e9", "1e-320", "-", "/", ":", "%", " ", ",", "of", "right", "wrong", "gap", "yes", "no", "s", "ms", "min", "h", "wpm", "m", "Hz", "对", "３"]
        ),
        max_size=8,
    ).map("".join),
)  # fmt: skip


@given(typed_values, st.sampled_from(SKILLS), st.sampled_from(["wrong", "right"]))
@example("1e-320/1e-310", None, "wrong")
@example("1e15/1e-320", Criterion("number"), "wrong")
@example("1:20", Criterion("metric", "wpm", baseline=1, goal=2), "wrong")
def test_any_text_gives_a_loss_from_0_to_1_or_is_refused(text, criterion, counts):
    try:
        measure = parse(text, counts=counts, criterion=criterion)
    except BadInput as trouble:
        assert trouble.sentence and trouble.next
    else:
        is_whole(measure)


@given(typed_values, st.sampled_from(sorted(READERS)), st.sampled_from(SKILLS))
@example("90s", "metric", WPM)
def test_any_text_for_any_option_gives_a_loss_from_0_to_1_or_is_refused(text, kind, criterion):
    with suppress(BadInput):
        is_whole(parse_as(kind, text, criterion))


@given(st.integers(0, 999), st.integers(1, 999))
def test_a_count_survives_being_typed(wrong, total):
    part = min(wrong, total)
    assert parse(f"{part}/{total}") == wrong_of_total(part, total)
    assert parse(f"{part}/{total} right") == right_of_total(part, total)


@given(st.integers(0, 359_999), st.integers(1, 359_999))
def test_a_time_survives_being_typed_by_the_clock(took, target):
    def clock(s):
        return f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}"

    assert parse(f"{clock(took)}/{clock(target)}") == time_against_target(took, target)
    assert parse(f"{took}s/{target}s") == time_against_target(took, target)


# ---- what a skill keeps

criteria = st.builds(
    Criterion,
    kind=st.sampled_from(sorted(READERS)),
    unit=st.text(max_size=10),
    better=st.sampled_from(["", "less", "more"]),
    target=st.none() | finite,
    baseline=st.none() | finite,
    goal=st.none() | finite,
    tolerance=st.none() | finite,
    anchors=st.lists(st.tuples(st.floats(0, 10), st.text(max_size=20)), max_size=4).map(tuple),
    counts=st.sampled_from(["wrong", "right"]),
)


@given(criteria)
def test_a_criterion_survives_being_kept(criterion):
    assert Criterion.from_json(criterion.to_json()) == criterion


@given(criteria, typed_values)
def test_whatever_is_checked_can_measure_or_refuse(criterion, text):
    with suppress(BadInput):
        is_whole(parse(text, criterion=checked(criterion)))


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.sampled_from(Criterion._fields), x)))  # fmt: skip
@example([])
@example({"kind": ""})
@example({"kind": "wrong", "counts": ""})
@example({"kind": "wrong", "target": True})
@example({"kind": "wrong", "target": "20"})
@example({"kind": "gap", "anchors": [[0, 5]]})
@example({"kind": ["wrong"]})
def test_any_json_is_a_criterion_or_refused(kept):
    try:
        criterion = Criterion.from_json(json.dumps(kept))
    except BadInput:
        return
    assert Criterion.from_json(criterion.to_json()) == criterion


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, "null", "{}", '{"kind": "wrong", "target": NaN}']
)
def test_what_is_no_kept_criterion_is_refused(text):
    with pytest.raises(BadInput):
        Criterion.from_json(text)


def test_fields_of_a_newer_version_are_passed_over():
    assert Criterion.from_json('{"kind": "wrong", "mood": "blue"}') == Criterion("wrong")


@pytest.mark.parametrize(
    "criterion",
    [
        Criterion("telepathy"),
        Criterion("wrong", counts="both"),
        Criterion("wrong", target=0),
        Criterion("time", target=-1),
        Criterion("number", tolerance=0),
        Criterion("metric", "wpm"),
        Criterion("metric", "wpm", baseline=4, goal=4),
        Criterion("metric", "wpm", better="less", baseline=40, goal=80),
        Criterion("gap", anchors=((11, "worse"),)),
        Criterion("gap", anchors=((5, "a\x1b[31m"),)),
        Criterion("gap", anchors=((5, " "),)),
        Criterion("metric", "5", baseline=40, goal=80),
        Criterion("metric", "w" * 31, baseline=40, goal=80),
        Criterion("metric", "w\nm", baseline=40, goal=80),
        Criterion("metric", "wpm", baseline=math.nan, goal=80),
    ],
)
def test_a_criterion_that_could_not_measure_is_refused_when_it_is_set(criterion):
    with pytest.raises(BadInput):
        checked(criterion)


def test_a_checked_criterion_knows_its_direction():
    assert checked(WPM).better == "more" and checked(MINUTES).better == "less"
    assert checked(Criterion("wrong", counts="right")).better == "more"
    assert checked(METRES).better == "" and checked(GAP).better == "less"


def test_reading_a_loss_loads_none_of_the_slow_modules():
    slow = {"dataclasses", "pathlib", "logging", "rapidfuzz", "zoneinfo", "datetime", "decimal", "fractions", "json", "unicodedata"}  # fmt: skip
    program = "import sys; before = set(sys.modules); from selfgrad.criteria import parse; parse('3/10'); print(*set(sys.modules) - before)"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not slow & set(ran.stdout.split())
