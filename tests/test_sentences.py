"""Laying out pasted text sentence by sentence, and making text fit for the journal."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from selfgrad.errors import BadInput
from selfgrad.sentences import clean, split

# -- split: what ends a sentence -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("I read the sign wrong. I rushed.", ["I read the sign wrong.", "I rushed."]),
        ("Why? Because! And so on?! Yes.", ["Why?", "Because!", "And so on?!", "Yes."]),
        ("i forgot the sign. then i rushed.", ["i forgot the sign.", "then i rushed."]),
        ("why? because. stop! no", ["why?", "because.", "stop!", "no"]),
        ("I scored 1. Then I stopped.", ["I scored 1.", "Then I stopped."]),
        ("I said no. Then I said yes.", ["I said no.", "Then I said yes."]),
        ("Solve for x. Then for y.", ["Solve for x.", "Then for y."]),
        ("I wrote f(x). Then g.", ["I wrote f(x).", "Then g."]),
        ("It took 10 min. Then I stopped.", ["It took 10 min.", "Then I stopped."]),
        ("Plan B. Then home.", ["Plan B.", "Then home."]),
        ("Scales, chords, etc. Then a piece.", ["Scales, chords, etc.", "Then a piece."]),
        ("Quoi ? Je ne sais pas.", ["Quoi ?", "Je ne sais pas."]),
        ("هل أخطأت؟ نعم.", ["هل أخطأت؟", "نعم."]),
        ("मैं भूल गया। फिर से।", ["मैं भूल गया।", "फिर से।"]),
        ("한국어입니다. 네.", ["한국어입니다.", "네."]),
    ],
)
def test_a_sentence_ends_at_its_stop(text, sentences):
    assert split(text) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "I mixed up two things, e.g. ser and estar, i.e. the verbs.",
        "Dr. Smith, Mr. Jones, Mrs. Lee and Prof. Kim came.",
        "Rock vs. jazz, as in Fig. 3, No. 5, p. 7 and pp. 8 of it.",
        "I read about St. Petersburg and the U.S. Army.",
        "At 9 a.m. I left the house.",
        "Das ist z.B. so, d.h. z. B. nicht anders.",
        "Am 3. Mai und im 2. und im 4. takt.",
        "The fugue is by J. S. Bach.",
        "Das ist z. B. so.",
        "It was first. 2. place went to me.",
        "It was late. - and dark.",
        "I scored 3.14 with v1.2.3 of it.",
        "Well... I forgot… The rest too.",
        "It is in loop.py and in .gitignore too.",
        "See https://example.org/a.b?c=d.e!f for it.",
        "Write to somebody@example.org about it.",
        "The call `a. B! C?` is wrong.",
        "The call ``a. `b`. C`` is wrong.",
        "The (!) Key of the (?) Song",
        "I asked (really?) why it is [...] so.",
        '"Stop!" he said.',
        "Bach (I looked it up. It was late.) wrote it.",
        "I was at Acme Inc. offices.",
        "a != b . c",
    ],
)
def test_a_sentence_is_not_split_inside(text):
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ('He said "Stop." Then I did.', ['He said "Stop."', "Then I did."]),
        ("He said “Stop.” Then I did.", ["He said “Stop.”", "Then I did."]),
        ("Er sagte „Halt. Nein.“ Dann ging er.", ["Er sagte „Halt. Nein.“", "Dann ging er."]),
        ("He said 'Stop.' Then I did.", ["He said 'Stop.'", "Then I did."]),
        ("(I was late.) Then I ran.", ["(I was late.)", "Then I ran."]),
        ("**I was late.** Then I ran.", ["**I was late.**", "Then I ran."]),
        (
            'It is 5" wide. He said "No. Yes." twice.',
            ['It is 5" wide.', 'He said "No. Yes." twice.'],
        ),
        (
            '"I left it open. He said "No. Yes." twice.',
            ['"I left it open.', 'He said "No. Yes." twice.'],
        ),
        ("1) a (b) c). Then (d. E).", ["a (b) c).", "Then (d. E)."]),
        ("I left ( open. Then I ran.", ["I left ( open.", "Then I ran."]),
    ],
)
def test_quotation_marks_and_brackets_stay_with_their_sentence(text, sentences):
    assert split(text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("我忘了。再来！真的？是。", ["我忘了。", "再来！", "真的？", "是。"]),
        ("我忘了；再来。", ["我忘了；再来。"]),
        ("他说：“停。别动。”然后走了。", ["他说：“停。别动。”", "然后走了。"]),
        ("他说「停。再来。」我停了。", ["他说「停。再来。」", "我停了。"]),
        ("她写『好。』（我看见了。）我走了。", ["她写『好。』", "（我看见了。）", "我走了。"]),
        ("“停。”，他说。", ["“停。”，他说。"]),
        ("好。“不好。”", ["好。", "“不好。”"]),
        ("好。**重点**。", ["好。", "**重点**。"]),
        ("真的吗?我不知道!好", ["真的吗?", "我不知道!", "好"]),
        ("我想……算了。", ["我想……算了。"]),
        ("見た。「はい。」と言った。終わり。", ["見た。", "「はい。」と言った。", "終わり。"]),
        ("用 3.14 算。See loop.py。好", ["用 3.14 算。", "See loop.py。", "好"]),
    ],
)
def test_chinese_and_japanese_are_split_at_their_own_stops(text, sentences):
    assert split(text) == sentences


# -- split: lines ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("- a\n- b", ["a", "b"]),
        ("1. a\n2. b\n10) c", ["a", "b", "c"]),
        ("* a\n+ b\n• c", ["a", "b", "c"]),
        ("- a. b is\n  wrapped\n- c", ["a.", "b is wrapped", "c"]),
        ("Today:\n- a\n\nDone", ["Today:", "a", "Done"]),
        ("1、音阶\n2、和弦", ["音阶", "和弦"]),
        ("1. I scored 1. Then", ["I scored 1.", "Then"]),
        ("- 1. a", ["a"]),
        ("-\nb\n1.\nc", ["-", "b 1. c"]),
        ("-5 degrees\n2026. That year", ["-5 degrees 2026.", "That year"]),
    ],
)
def test_list_items_are_sentences_of_their_own_without_their_markers(text, sentences):
    assert split(text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("I read the\nsign wrong. I\r\nrushed.", ["I read the sign wrong.", "I rushed."]),
        ("我今天\n忘了。", ["我今天忘了。"]),
        ("한국어\n입니다.", ["한국어 입니다."]),
        ("One\n\nTwo\n \t\nThree", ["One", "Two", "Three"]),
        ("One...\nTwo...\nThree.", ["One...", "Two...", "Three."]),
        ("One... and\nTwo...\nThree", ["One... and Two... Three"]),
        ("# Title. More\nText here", ["# Title.", "More", "Text here"]),
        ("他说：“停。\n再来。”我走了。", ["他说：“停。再来。”", "我走了。"]),
    ],
)
def test_a_single_line_end_is_wrapping_and_a_blank_line_a_boundary(text, sentences):
    assert split(text) == sentences


FENCE = "```py\nx = 1. + 2\n\n  y! Z.\n```"


def test_a_fence_is_kept_whole_with_its_lines():
    assert split(f"I ran this.\n{FENCE}\nIt failed. Then") == [
        "I ran this.",
        FENCE,
        "It failed.",
        "Then",
    ]


def test_a_fence_stays_with_the_sentence_that_introduces_it():
    assert split(f"I stopped. I ran this:\n\n{FENCE}\nIt failed.") == [
        "I stopped.",
        f"I ran this:\n{FENCE}",
        "It failed.",
    ]


def test_a_fence_without_an_end_goes_on_to_the_end():
    assert split("Look.\n~~~~\na. B.\n~~~\nc\n") == ["Look.", "~~~~\na. B.\n~~~\nc"]


def test_a_piece_without_a_word_goes_with_the_sentence_before_it():
    assert split("Done. 🎉 \n\n Next. ?!") == ["Done. 🎉", "Next. ?!"]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\n", "\u3000"])
def test_nothing_splits_into_nothing(text):
    assert split(text) == []


# -- split: properties -----------------------------------------------------------------------------

PARTS = [
    *[
        "I",
        "a",
        "Stop",
        "then",
        "x",
        "1",
        "12",
        "e.g.",
        "Dr.",
        "no.",
        "p.",
        "z.",
        "B.",
        "U.S.",
        "a.m.",
        "etc.",
        "3.14",
    ],
    *["loop.py", "我", "忘了", "はい", "と", "한국", "🎉", "\udcff", "\u0301", "\u200f"],
    *[
        ".",
        "!",
        "?",
        "...",
        "…",
        "。",
        "！",
        "？",
        "；",
        "，",
        ",",
        ":",
        ";",
        "-",
        "*",
        "**",
        "_",
        "'",
        "+",
    ],
    *[
        '"',
        "“",
        "”",
        "„",
        "「",
        "」",
        "『",
        "』",
        "(",
        ")",
        "（",
        "）",
        "[",
        "]",
        "`",
        "``",
        "```",
        "~~~",
        "# ",
    ],
    *[" ", " ", " ", " ", "\n", "\n", "\n\n", "\t", "\r\n", "\x1c", "\u2028", "\x85"],
]
pasted = st.one_of(st.lists(st.sampled_from(PARTS), max_size=40).map("".join), st.text())
LIST_MARKER = re.compile(r"([-*+•‣◦▪]|\d{1,3}[.)]|[A-Za-z]\))\s|\d{1,3}、\s*")


def inked(text):
    return "".join(text.split())


@given(pasted)
def test_nothing_is_lost_but_white_space(text):
    assume(not any(LIST_MARKER.match(line.strip()) for line in text.splitlines()))
    assert inked("".join(split(text))) == inked(text)


@given(pasted)
def test_with_lists_nothing_is_lost_but_their_markers(text):
    assume("```" not in text and "~~~" not in text)
    bare = []
    for line in text.splitlines():
        line = line.strip()
        while (marker := LIST_MARKER.match(line)) and line[marker.end() :].strip():
            line = line[marker.end() :].strip()
        bare.append(line)
    assert inked("".join(split(text))) == inked("".join(bare))


@given(pasted)
def test_a_sentence_split_again_is_itself(text):
    for sentence in split(text):
        assert split(sentence) == [sentence]


@given(pasted)
def test_no_sentence_is_empty_or_padded_and_only_fences_have_lines(text):
    for sentence in split(text):
        assert sentence and sentence == sentence.strip()
        assert len(sentence.splitlines()) == 1 or "```" in sentence or "~~~" in sentence


# Anything quadratic would not come back from these.
@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("." * 1_000_000, 1),
        ("a. " * 300_000, 1),
        ("ab. " * 100_000, 100_000),
        ("。" * 1_000_000, 1),
        ("! " * 100_000, 1),
        ("- " * 300_000, 1),
        ("“" * 300_000, 1),
        ("(ab. " * 50_000, 50_000),
        ("“ab”。" * 50_000, 50_000),
        ("`" * 3 + "` " * 100_000, 1),
        ("x" * 1_000_000, 1),
        ("*" * 300_000 + "ab. " * 1000, 1000),
        ("```\n" * 50_001, 25_001),
        ("wrapped\n" * 100_000, 1),
        (" " * 1_000_000, 0),
        (". " + " " * 1_000_000 + "x", 1),
    ],
    ids=lambda value: repr(value[:6]) if isinstance(value, str) else str(value),
)
def test_a_megabyte_of_anything_is_split_in_one_go(text, count):
    assert len(split(text)) == count


# -- clean -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "I read the sign wrong.",
        "two\nlines\tand a tab",
        "\u200fعربي\u200e abc \u202bאבג\u202c",
        "👨‍👩‍👧 👍🏽 🏳️‍🌈 e\u0301 한국 हिन्दी می‌خواهم",
        "non\u00a0breaking",
    ],
)
def test_text_is_kept_faithfully(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  a \n", "a"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x07c\x7fd\x9fe", "abcde"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b1mbold", "bold"),
        ("\x1b]0;title\x07a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "alink"),
        ("\x1b]0;never ended", "]0;never ended"),
        ("\x1b\x1b[31m[31mx", "[31mx"),
        ("caf\udce9", "caf\ufffd"),
        ("\ufeffa", "a"),
    ],
)
def test_what_harms_a_terminal_or_a_database_goes(text, kept):
    assert clean(text) == kept


@pytest.mark.parametrize(
    "text", ["", "  \n", "\x00\x1b", "\x1b[0m", "\u200b\u200f\ufeff", "\r\n\x85"]
)
def test_text_with_nothing_to_read_is_refused_with_what_to_do(text):
    with pytest.raises(BadInput) as refused:
        clean(text)
    assert refused.value.next.endswith(".")


anything = st.text(st.characters(exclude_categories=()))


@given(anything)
def test_clean_text_is_valid_utf8_without_controls_and_stays_as_it_is(text):
    try:
        kept = clean(text)
    except BadInput:
        return
    kept.encode()
    assert not [c for c in kept if c not in "\n\t" and (c < " " or "\x7f" <= c <= "\x9f")]
    assert clean(kept) == kept


@given(
    st.text(
        st.characters(categories=["L", "N", "P", "S", "M"], include_characters=" \n\t\u200d\u200f"),
        min_size=1,
    )
)
def test_every_printable_character_survives_cleaning(text):
    assume(text.strip().strip("\u200d\u200f\u2800 \n\t"))
    assert clean(text) == text.strip()


def test_a_megabyte_of_escapes_is_cleaned_in_one_go():
    assert clean("\x1b[" * 300_000 + "\x1b[" + "1" * 300_000) == "[" * 300_001 + "1" * 300_000
    assert clean("\udcff" * 1_000_000) == "\ufffd" * 1_000_000
