"""Sentences in English that judge their writer, as against what was done."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfgrad import worth
from selfgrad.worth import english, english_rows, english_rules, english_words, hints

ABOUT_ME = [
    "I am hopeless at this",
    "so stupid of me",
    "typical me, useless again",
    "what an idiot.",
    "everyone gets it but me, I'm just slow",
    "forgot the base case because I'm an idiot",
    "i’m such a failure",
    "im too dumb for this course",
    "I hate myself",
    "what is wrong with me",
    "I ruin everything I touch",
    "I don't deserve this violin",
    "not cut out for teaching, me",
    "My brain is useless",
    "you stupid idiot",
]

ABOUT_WHAT_WAS_DONE = [
    "I skipped the base case",
    "stupid bug in the loop",
    "the worthless variant of the opening",
    "I can't play the F chord yet",
    "I made a dumb mistake",
    "stupidly deleted the branch",
    "It was stupid to skip the warm-up",
    "the failure case has no test",
    "lazy evaluation bit me",
    "I was lazy about warm-ups today",
    "tired and impatient, skipped the test",
    "my bad bishop stayed behind its pawns",
    "Held the pedal through the change of harmony in bar 12",
]

TAKEN_BACK = [
    "my teacher says I am lazy",
    "he called me an idiot after the match",
    "I'm not stupid, I skipped a step",
    "not because I'm an idiot, I was in a hurry",
    "it does not mean I am a failure, the paper had vectors",
    "my heroine says 'I am worthless' on page 12",
    'the line was "I am an idiot" and I came in late',
    "my opponent is an idiot but he found the fork",
    "according to my brother I am a terrible driver, two stalls",
]


@pytest.mark.parametrize("sentence", ABOUT_ME)
def test_a_sentence_that_judges_its_writer_is_found(sentence: str) -> None:
    assert worth.find(sentence)


@pytest.mark.parametrize("sentence", ABOUT_WHAT_WAS_DONE + TAKEN_BACK)
def test_what_was_done_or_somebody_else_said_passes(sentence: str) -> None:
    assert worth.find(sentence) is None


@pytest.mark.parametrize("sentence", ABOUT_ME)
def test_case_and_missing_apostrophes_change_nothing(sentence: str) -> None:
    for other in (sentence.upper(), sentence.lower(), sentence.replace("'", "")):
        assert worth.find(other), other


@pytest.mark.parametrize("sentence", ABOUT_ME)
def test_the_spans_are_whole_words_of_the_sentence_in_order(sentence: str) -> None:
    found = english.find(sentence)
    assert found and found.spans and found.why
    end = 0
    for start, stop in found.spans:
        assert end <= start < stop <= len(sentence)
        assert sentence[start:stop] == sentence[start:stop].strip()
        assert not (start and sentence[start - 1].isalnum() and sentence[start].isalnum())
        end = stop


def test_the_spans_name_the_words_that_judge() -> None:
    sentence = "Dropped nine stitches, I am such an idiot, then read on"
    found = english.find(sentence)
    assert found
    assert [sentence[start:stop] for start, stop in found.spans] == ["I am such an idiot"]
    assert found.why == english_rules.IS


def test_the_spans_stand_where_they_did_behind_a_quotation() -> None:
    sentence = 'came in after "the big loud coda" and I am such an idiot'
    found = english.find(sentence)
    assert found
    assert [sentence[start:stop] for start, stop in found.spans] == ["I am such an idiot"]


def test_a_rule_decides_what_the_model_leaves_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(english, "_weights", lambda: {"": 0.0})
    assert english.find("I am an idiot")
    assert english.find("I am a table") is None


def test_the_model_finds_what_no_rule_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(english, "_weights", lambda: {"": 2.0})
    sentence = "I am a table"
    found = english.find(sentence)
    assert found and found.why == english.ABOUT_YOU
    assert english.find("my teacher says I am lazy") is None


def test_what_stands_around_a_judgement_does_not_hide_it() -> None:
    long = "Went through the slow movement twice with the metronome, then the coda, and honestly "
    assert english.find(long + "I am a useless, talentless idiot")


def test_whatever_is_found_the_hints_let_through() -> None:
    rng = random.Random(7)
    lists = (english_words.NAMES, english_words.BAD, english_words.LOOSE, english_words.KEPT)
    words = [word for listed in lists for word in listed.split()]
    found = 0
    for _ in range(3000):
        sentence = " ".join(rng.choice(words) for _ in range(rng.randint(1, 6)))
        if english.find(sentence):
            found += 1
            assert any(hint in f" {sentence} " for hint in hints.ENGLISH)
            assert worth.find(sentence)
    assert found > 100


def test_the_hints_are_few_lower_case_and_none_is_part_of_another() -> None:
    assert 0 < len(hints.ENGLISH) <= 150
    for hint in hints.ENGLISH:
        assert hint and hint == hint.lower()
        assert not any(other != hint and other in hint for other in hints.ENGLISH), hint


def test_no_word_is_listed_twice_in_a_class() -> None:
    for letter, listed in english_rows.CLASSES.items():
        assert len(listed.split()) == len(set(listed.split())), letter


def test_every_rule_can_be_told_in_a_few_words() -> None:
    for why, _ in english_rules.RULES:
        assert 0 < len(why.split()) <= 10 and why[0].islower() and why[-1] not in ".!?"


def test_contractions_are_written_out_where_they_stand() -> None:
    words = english_rows.words_of("im sure they don’t")
    assert [one.word for one in words] == ["i", "am", "sure", "they", "do", "not"]
    assert {(one.start, one.end) for one in words[:2]} == {(0, 2)}


def test_a_quotation_is_left_out_and_an_apostrophe_opens_none() -> None:
    said = [one.word for one in english_rows.words_of("it's 'so bad' and isn't \"mine\" here")]
    assert said == ["it", "is", "and", "is", "not", "here"]


def test_a_word_in_no_list_may_be_known_by_how_it_begins_or_ends() -> None:
    for word in ("soup-brained", "dull-witted", "stupider"):
        assert english_rows.words_of(word)[0].does == "B"
    assert english_rows.words_of("idiots")[0].does == "N"
    assert english_rows.words_of("table")[0].does == ""


def test_the_model_without_any_feature_says_that_nothing_is_known() -> None:
    assert english.log_odds({}, {"": -1.5}) == -1.5
    assert english.log_odds({"i am": [0, 1], "x": [2]}, {"": 0.0, "i am": 7.0}) == 7 / 7**0.5


@given(st.text(max_size=300))
def test_any_text_is_looked_at_without_a_traceback(text: str) -> None:
    found = english.find(text)
    assert found is None or all(0 <= a < b <= len(text) for a, b in found.spans)


@given(
    st.lists(
        st.sampled_from(
            ["i am ", "so ", "stupid ", "'", '"', ", ", ". ", "😀", "\ud800", "\0", "我", "not "]
        )
    )
)
def test_odd_characters_between_the_words_do_no_harm(parts: list[str]) -> None:
    text = "i am an idiot " + "".join(parts)
    found = english.find(text)
    assert found is None or all(0 <= a < b <= len(text) for a, b in found.spans)


@pytest.mark.parametrize(
    "part", ["so ", "i am a ", "a, ", "stupid ", "not ", "'", string.punctuation]
)
def test_a_huge_sentence_is_no_harder_than_a_long_one(part: str) -> None:
    english.find("i am " + part * 100_000)
