"""Gaps in an explanation: which are found, where, and which are not; points, minutes, languages."""

import os
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from selfgrad.gaps import Gap, covered, gaps, language, spoken_ms
from selfgrad.gaps import words as lists

KINDS = {"word", "early", "long", "hedge", "break", "shorter"}
FILLER = "The house is big. The dog is old. We like the sea. "


def of(kind, text, **more):
    return [gap.words for gap in gaps(text, **more) if gap.kind == kind]


def rare(text, **more):
    return of("word", text, **more)


# -- words ---------------------------------------------------------------------------------------


def test_a_rare_word_is_found_once_at_its_first_appearance():
    text = "We need the eigenvectors here.\nTake an eigenvector. Eigenvectors again."
    (gap,) = gaps(text)
    assert gap[:5] == ("word", 1, 12, 24, "eigenvectors")
    assert text[gap.start : gap.end] == gap.words
    assert gap.said == "“eigenvectors” is used here and not explained."
    assert gap.question == "What is an eigenvector?"
    assert gap.aim == "explain “eigenvectors” in a sentence"


def test_the_question_has_the_article_that_the_text_has():
    assert gaps("Take an eigenvector of it.")[0].question == "What is an eigenvector?"
    assert gaps("There is stockinette on it.")[0].question == "What does “stockinette” mean?"
    assert gaps("We need the stomata here.")[0].question == "What does “stomata” mean?"
    assert gaps("We need a mesophilic one.")[0].question == "What does “mesophilic” mean?"


@pytest.mark.parametrize(
    "explained",
    [
        "An eigenvector is a direction that stays.",
        "We need an eigenvector (a direction that stays) here.",
        "We need an eigenvector, a direction that stays.",
        "We need an eigenvector, i.e. a direction that stays.",
        "We need an eigenvector, in other words a direction that stays.",
        "We need an eigenvector, or a direction that stays.",
        "We need an eigenvector – a direction that stays.",
        "A direction that stays is called an eigenvector.",
        "A direction that stays, known as an eigenvector, helps.",
        "Some directions stay; these are the eigenvectors.",
        "We need an eigenvector. It is a direction that stays.",
        "We need an eigenvector now. The house is big. An eigenvector means a direction that stays.",
        "**Eigenvector**: a direction that stays.",
        "Eigenvector\n: a direction that stays",
        "The direction that stays (eigenvector) helps.",
    ],
)
def test_a_word_that_is_explained_where_it_stands_is_no_gap(explained):
    assert not gaps(explained)


def test_an_explanation_that_comes_later_than_two_sentences_is_too_late():
    text = "We need an eigenvector here. " + FILLER + "An eigenvector is a direction that stays."
    assert of("early", text) == ["eigenvector"] and not rare(text)


def test_a_term_of_ordinary_words_is_found_when_it_is_explained_too_late():
    text = "It drives the Calvin cycle. " + FILLER + "The Calvin cycle is a ring of steps."
    assert of("early", text) == ["Calvin cycle"]
    assert not gaps("It drives it. " + FILLER + "The Calvin cycle is a ring of steps.")


@pytest.mark.parametrize(
    "plain",
    [
        "realised realized colours colors travelled happier unseen raindrops",
        "don't can't we'll the dog's bakers' well-known ready-made cacti",
        "I met Zbigniew and Grzegorz Brzęczyszczykiewicz in Łódź.",
        "It weighs 12mg and runs at x2 with foo_bar and fooBar.",
        "Run `zwischenzug` or see zwischenzug.py and https://stockinette.example/purl now.",
        "![stockinette](stomata.png) and [here](stockinette/stomata) and [[Stomata|that]].",
        "# Stockinette\n\nHere it is.\n\nStomata\n=======\n\nThere it is.",
        "---\ntags: stockinette\n---\nHere it is.",
        "```\nstockinette stomata\n```\nHere it is.\n\n    stockinette\n",
        "The slope $stomata^2$ of it, \\(purl\\) and \\stomata{purl}.",
        "<!-- stockinette --> Here <b>it</b> is.",
    ],
)
def test_what_is_no_prose_no_rare_word_or_a_name_is_no_gap(plain):
    assert not rare(plain)


def test_pinyin_and_ordinal_numbers_are_no_rare_words():
    assert not rare("We say shēngdiào, níhǎo and xī'ān for the thousandth time.")
    assert rare("We have an èigenvector.") == ["èigenvector"]


def test_parts_of_a_hyphenated_word_and_letters_that_stand_for_words_are_looked_up():
    assert rare("We need the half-stockinette here.") == ["half-stockinette"]
    assert rare("It has the ATP in it, and the USA has the TV.") == ["ATP"]


def test_known_words_are_no_gap_in_any_form():
    text = "We need the eigenvectors and the 线粒体 here."
    assert not rare(text, known=["Eigenvector", "线粒体"])
    assert rare(text, known=["other"])[0] == "eigenvectors"


def test_a_text_in_another_language_is_not_a_list_of_rare_words():
    german = "Gestern habe ich eine schöne Wanderung gemacht und danach mit meiner Schwester gekocht, weil wir hungrig waren."
    assert not rare(german)


def test_chinese_words_are_found_and_their_explanations_seen():
    assert rare("光进来以后有色散。") == ["色散"]
    assert rare("植物里有羧化酶，很有用。") == ["羧化酶"]
    for explained in ("色散是指颜色分开。", "颜色分开叫做色散。", "这里有色散（颜色分开）。", "这里有色散，也就是颜色分开。", "所谓色散，就是颜色分开。"):  # fmt: skip
        assert not rare(explained), explained
    assert not rare("我们今天去看朋友，大家都很高兴。")


def test_traditional_characters_are_read_as_simplified_ones_and_shown_as_they_are():
    assert not rare("我們今天去看朋友，大家都很高興，學習新的東西。")
    assert rare("這裡有澱粉酶。") == ["澱粉酶"]


def test_a_chinese_term_before_its_explanation_is_early():
    text = "它推动暗反应。天气很好。我们都在。大家很高兴。所谓暗反应，是一连串变化。"
    assert of("early", text) == ["暗反应"]


# -- sentences -----------------------------------------------------------------------------------


def test_a_sentence_of_26_words_is_too_long_and_one_of_25_is_not():
    assert len(of("long", "good " * 25 + "end.")) == 1
    assert not of("long", "good " * 24 + "end.")
    assert not of("long", "good " * 20 + "end; " + "good " * 20 + "end.")


def test_a_sentence_that_ends_in_a_link_or_in_code_ends_there():
    one = "good " * 20
    assert not of("long", f"{one}[here](a/b.md). {one}`code`. {one}end.")


def test_lists_and_tables_are_no_sentence():
    assert not of("long", "- " + "good " * 40)
    assert not of("long", "| " + "good " * 40 + "|")


def test_chinese_without_a_pause_for_35_characters_is_too_long():
    assert of("long", "好" * 36 + "。") and not of("long", "好" * 35 + "。")
    assert not of("long", "好好好好好好好好，" * 12)


def test_hedges_are_found_where_they_stand_for_a_reason():
    assert of("hedge", "Obviously it works. It turns out that it does.") == [
        "Obviously",
        "It turns out that",
    ]
    assert not of("hedge", "Words like “obviously” hide a reason.")
    assert of("hedge", "Just do it. We just did it, clearly seen.") == ["Just"]
    assert of("hedge", "显然，不知怎么它就好了。大自然很美。") == ["显然", "不知怎么"]


def test_breaks_are_the_places_marked_with_two_question_marks():
    (gap,) = gaps("Why is it so? The reason is ??\nWe go.")
    assert (gap.kind, gap.line, gap.words) == ("break", 1, "??")
    assert gap.question == "What goes on after “The reason is”?"
    assert of("break", "原因是？？ 真的？") == ["？？"]
    assert not of("break", "`a ?? b` is code")


# -- notes ---------------------------------------------------------------------------------------

NOTES = """# Bread

Yeast eats sugar and gives gas.

## Salt
Salt slows the yeast and tightens the dough.

- Steam keeps the crust soft in the oven.
"""


def test_the_notes_have_what_the_take_passes_over():
    take = "The yeast eats the sugar. It gives off a gas."
    short = [gap for gap in gaps(take, notes=NOTES) if gap.kind == "shorter"]
    assert [gap.words[:10] for gap in short] == ["Salt slows", "Steam keep"]
    assert all((gap.start, gap.end, gap.line) == (len(take), len(take), 1) for gap in short)
    assert not of("shorter", NOTES, notes=NOTES)


def test_a_heading_with_one_passage_below_it_stands_for_it():
    notes = "# Yeast\nYeast eats sugar.\n# Salt\nSalt slows the yeast and tightens the dough."
    assert of("shorter", "Yeast eats sugar.", notes=notes) == ["Salt"]
    assert of("shorter", "酵母吃糖。", notes="玉米和甘蔗先把二氧化碳浓缩起来。")


# -- keys, places --------------------------------------------------------------------------------


def test_a_key_stays_when_the_text_around_it_changes_and_differs_by_kind_and_term():
    one = gaps("We need an eigenvector.\nObviously it works.", notes=NOTES)
    two = gaps("It is new. " + FILLER + "Eigenvectors came.\n\nObviously it works.", notes=NOTES)
    assert [gap.key for gap in one] == [gap.key for gap in two]
    assert len({gap.key for gap in one}) == len(one)
    late = "An eigenvector came. " + FILLER + "An eigenvector is a direction."
    assert gaps(late)[0].kind == "early" and gaps(late)[0].key != one[0].key
    assert all(len(gap.key) == 8 and int(gap.key, 16) >= 0 for gap in one)


def test_lines_count_from_one_and_gaps_come_in_the_order_of_the_text():
    text = "Here.\r\n\r\nObviously good.\n\n> It is ??\n\nWe have stockinette."
    assert [(gap.line, gap.words) for gap in gaps(text)] == [
        (3, "Obviously"),
        (5, "??"),
        (7, "stockinette"),
    ]


def test_a_sentence_that_begins_with_code_is_shown_from_there():
    (gap,) = gaps("It is. `selfgrad web` " + "opens good " * 14 + "end.")
    assert gap.words.startswith("`selfgrad web` opens")


# -- points --------------------------------------------------------------------------------------


def test_points_are_covered_in_similar_words_and_not_by_others():
    text = "Yeast eats the sugar and breathes out gas. Kneading stretches the proteins into a net."
    points = ["yeast feeds on sugar and gives off gas", "salt slows it down", ""]
    assert covered(text, points) == [True, False, False]
    assert covered("月亮拉得更用力，海水鼓起来。", ["海水被月亮拉得鼓起来", "风推动洋流"]) == [True, False]  # fmt: skip
    assert covered("", points) == [False] * 3 and covered(text, []) == []


@pytest.mark.parametrize(
    ("point", "neighbour", "other_words"),
    [
        ("subdominant moves away", "The dominant pulls back.", "The subdominant leads away."),
        ("third of a major chord is four semitones", "The third of a minor chord is three semitones.", "In a major chord the third is four semitones wide."),
        ("a chord of 4 notes", "A chord of three notes.", "The chord has four notes."),
        ("supertonic is not home", "The tonic is home.", "The supertonic doesn't feel like home."),
        ("salt slows the yeast", "Salt does not slow the yeast.", "The yeast is slowed by salt."),
        ("it does not slow the yeast", "It slows the yeast.", "The yeast isn't slowed."),
        ("五度相生", "平行五度要避免。", "音律是由五度一个一个相生出来的。"),
        ("轻声没有声调", "一声高平，二声往上升，三声先降后升，四声下降", "轻声是不带声调的。"),
        ("大三和弦听起来明亮", "小三和弦听起来明亮。", "大三和弦的声音比较明亮。"),
    ],
)  # fmt: skip
def test_a_sentence_about_the_neighbour_of_a_point_does_not_cover_it(point, neighbour, other_words):
    assert covered(neighbour, [point]) == [False]
    assert covered(other_words, [point]) == [True]


# -- minutes and languages -----------------------------------------------------------------------


def test_183_words_or_255_characters_take_a_minute_and_mixed_ones_add_up():
    assert spoken_ms("word " * 183) == 60_000
    assert spoken_ms("好" * 255) == 60_000
    assert spoken_ms("好" * 255 + "word " * 183) == 120_000
    assert spoken_ms("") == 0


def test_code_links_and_front_matter_are_not_said():
    silent = "---\na: b\n---\n```\ncode code\n```\n![alt](a.png) <https://a.b/c> `x y`\n"
    assert spoken_ms(silent) == 0
    assert spoken_ms("[three spoken words](https://a.example/b)") == spoken_ms("three spoken words")


def test_a_language_is_told_by_what_takes_longer_to_say():
    assert language("这个 function 叫做递归函数。") == "zh" and language("The 好 is good.") == "en"
    assert language("") == "en"


# -- the lists -----------------------------------------------------------------------------------


def test_the_lists_have_20000_different_words_each_and_say_on_which_terms():
    assert len(lists.english()) == 20_000 and lists.english()["the"] < 5
    assert len(lists.chinese()) > 50_000 and lists.chinese()["的"] == 0
    folder = os.path.dirname(lists.__file__)
    with open(os.path.join(folder, "LICENSE-words.md"), encoding="utf-8") as file:
        terms = file.read()
    assert "by-sa/4.0" in terms and all(
        name in terms for name in os.listdir(folder) if name.endswith(".txt")
    )


def test_no_list_is_read_before_a_text_is():
    code = "from selfgrad.gaps import words as w; print(w.english.cache_info().currsize, w.chinese.cache_info().currsize)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20)
    assert told.stdout.strip() == "0 0"


# -- any text ------------------------------------------------------------------------------------

PIECES = ["`", "```\n", "**", "[[", "](", "$", "??", "# ", "- ", "| ", "---\n", "obviously ", "eigenvector ", "is a ", "所谓", "线粒体", "，", "。", ". ", "\n", "(", "“", "\ud800", "\x00", "😀", "İ", "\u2028"]  # fmt: skip
odd = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))


@settings(max_examples=150, deadline=None)
@given(odd, odd, st.lists(odd, max_size=3))
@example("---", "", [])
@example("\ufeff---\n", "\n", ["\ud800"])
@example("A) b is a c.", "x", ["A)"])
def test_any_text_is_read_and_every_gap_lies_in_it(text, notes, words):
    found = gaps(text, notes=notes, known=words)
    assert [(gap.start, gap.end) for gap in found] == sorted((gap.start, gap.end) for gap in found)
    for gap in found:
        assert isinstance(gap, Gap) and gap.kind in KINDS and 0 < len(gap.words) <= 80
        assert 0 <= gap.start <= gap.end <= len(text) and gap.said and gap.question and gap.aim
        assert gap.line == text.count("\n", 0, gap.start) + 1 and len(gap.key) == 8
        assert (gap.start == gap.end) == (gap.kind == "shorter")
    assert len(covered(text, words)) == len(words)
    assert spoken_ms(text) >= 0 and language(text) in ("en", "zh")


@pytest.mark.parametrize("piece", ["a", "(", "[", "`", "?? ", "线粒体和", "$a ", "[x](", "obviously ", "“", "a/", "*", "\n", "| a |\n"])  # fmt: skip
def test_a_hundred_thousand_odd_characters_are_read(piece):
    text = piece * (100_000 // len(piece))
    assert all(gap.end <= len(text) for gap in gaps(text, notes=text[:1000]))
    assert spoken_ms(text) >= 0
