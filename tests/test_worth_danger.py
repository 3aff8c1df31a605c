"""Signs that the writer's life is in danger, English and Chinese, and the idioms that are none."""

import os
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfgrad import worth
from selfgrad.worth import danger, hints

SENTENCES = os.path.join(os.path.dirname(__file__), "..", "bench", "sentences")


def labelled(name, every=1):
    with open(os.path.join(SENTENCES, name), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][::every]
    return [(row[0] == "danger", row[3]) for row in rows if row[0] in ("danger", "practice")]


SIGNS = [
    "I want to die",
    "i dont want to live anymore",
    "I don’t want to be alive any more",
    "wish i was dead",
    "gonna kill myself",
    "I'm going to end my life tonight",
    "everyone would be better off without me",
    "I feel suicidal again",
    "I cut my arms again last night",
    "thinking about jumping off the bridge",
    "I hope I don't wake up tomorrow",
    "tried to kill myself in march and the feeling is back",
    'I keep thinking "I want to die"',
    "我想死",
    "真的不想活了",
    "我想自殺",
    "活着没有意义",
    "不如死了算了",
    "又割了手腕",
    "遗书写好了",
    "想从楼上跳下去",
    "明天不用醒来就好了",
]
NONE = [
    "this bug is killing me",
    "killed the process before it flushed",
    "cut myself chopping onions",
    "dying to play this piece",
    "suicide sprints at the end of training",
    "an essay on Plath's suicide, no thesis yet",
    "practised asking a patient 'do you want to die', spoke too fast",
    "I died of embarrassment",
    "dead on my feet after the run",
    "my character says 'I want to kill myself' on page 3",
    "I do not want to die on that hill",
    "I don't want to die",
    "I'm not suicidal, just tired",
    "不想死，还想再下一盘",
    "deadline tonight, no draft",
    "the line goes i want to die, breath too early",
    "my character would say i want to kill myself here",
    "角色想死那段写得太快",
    "累死了",
    "笑死，把主语念错了",
    "死循环，i没加",
    "尴尬得想死，忘了词",
    "想死你了，老师",
    "跳楼价的文案没写好",
    "我的马被吃死了",
    "第七章里“我不想活了”这句太直白",
    "切菜割到手",
    "",
]


@pytest.mark.parametrize("sentence", SIGNS)
def test_a_plain_sign_of_danger_is_seen(sentence):
    assert danger.find(sentence) and worth.endangers(sentence)


@pytest.mark.parametrize("sentence", NONE)
def test_an_idiom_a_machine_a_game_a_kitchen_a_story_and_a_study_are_none(sentence):
    assert not danger.find(sentence)


def test_apostrophes_and_capitals_do_not_matter():
    for way in ("I DON'T WANT TO LIVE", "i dont want to live", "I don`t want to live"):
        assert danger.find(way)


@pytest.mark.parametrize(("language", "sign"), [("en", "I'm suicidal again"), ("zh", "又割了手腕")])
def test_a_sentence_is_seen_in_a_long_text_however_ordinary_the_rest_is(language, sign):
    practice = [s for label, s in labelled(f"danger_{language}.tsv", every=2) if not label]
    rest = ". ".join(practice)
    assert danger.find(f"{rest}. {sign}. {rest}") and not danger.find(rest)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_a_rule_needs_stands_wherever_it_matches(language):
    rules = danger._rules(language)
    made = danger.lines_en if language == "en" else danger.lines_zh
    sentences = [
        s
        for part in ("", "_own", "_more")
        for _, s in labelled(f"danger_{language}{part}.tsv", every=2)
    ]
    for text in map(made, sentences):
        for needs, pattern in (*rules.SIGNS.values(), *rules.PLAIN):
            if re.search(pattern, text, re.MULTILINE):
                assert not needs or any(need in text for need in needs.split("|")), (needs, text)


def test_another_spelling_is_the_same_word():
    assert danger.lines_en("I'm gonna do it, meself 😂") == "i am going to do it\nmyself lol"


def test_what_is_quoted_or_denied_is_no_sign_but_ones_own_thought_is():
    assert not danger.plain(danger.lines_en('the line "i want to die" is flat'), "en")
    assert danger.plain(danger.lines_en('i keep thinking "i want to die"'), "en")
    assert not danger.plain(danger.lines_zh("第七章里“我不想活了”太直白"), "zh")
    assert not danger.plain(danger.lines_zh("我不想死"), "zh")


def test_classes_of_words_count_near_each_other_in_their_order_and_in_one_clause():
    assert "=want>die" in danger.pieces("i want to just die", "en")
    assert "=want>die" not in danger.pieces("the dead leaves, i want them", "en")
    assert "=want>die" not in danger.pieces("i want tea. the plant died", "en")
    assert "=hope>wake" in danger.pieces("希望不要醒", "zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_the_tuning_half_most_signs_are_seen_and_nothing_else(language):
    told = labelled(f"danger_{language}.tsv", every=2)
    signs = [s for label, s in told if label]
    assert sum(map(danger.find, signs)) >= 0.9 * len(signs)
    assert sum(danger.find(s) for label, s in told if not label) <= 1


def test_sentences_on_worth_and_behaviour_are_no_danger():
    for name in ("worth_en_a.tsv", "worth_zh_a.tsv"):
        with open(os.path.join(SENTENCES, name), encoding="utf-8") as file:
            sentences = [line.rstrip("\n").split("\t")[-1] for line in file]
        assert sum(map(danger.find, sentences)) <= 1


def test_whatever_is_seen_the_hints_let_through():
    for language in ("en", "zh"):
        told = [
            *labelled(f"danger_{language}.tsv", every=2),
            *labelled(f"danger_{language}_own.tsv"),
        ]
        assert all(worth.endangers(s) == danger.find(s) for _, s in told)
        signs = [s for label, s in told if label]
        passed = [s for s in signs if any(hint in s.lower() for hint in hints.DANGER)]
        assert len(passed) >= 0.9 * len(signs)


def test_the_language_of_help_goes_by_script():
    told = {
        "我想死": "zh",
        "I want to die": "en",
        "今天 bug": "zh",
        "": "en",
        "死にたい": "en",
        "死": "zh",
    }
    assert {sentence: danger.language(sentence) for sentence in told} == told


wild = st.text(
    alphabet=st.sampled_from([*"I want to die'\"’“”\n ,.", *"我想死不活割手「」，。\x00😀\ud800"])
)


@given(st.one_of(wild, st.text()))
@example("i want " * 2000)
@example("'" * 500 + "kill myself")
@example("想" * 5000 + "死")
@example("\ud800 i want to die")
def test_any_text_has_an_answer(text):
    assert danger.find(text) in (True, False)
    assert danger.language(text) in ("en", "zh")
