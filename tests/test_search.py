"""Full-text search on a real FTS5 table: any word finds its entry, whatever is typed is no syntax error."""

import sqlite3
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from selfgrad.errors import BadInput
from selfgrad.search import MOST_WORDS, PREFIX, TOKENIZE, fold, highlight, query

SQL = f"""CREATE VIRTUAL TABLE found USING fts5(words, tokenize="{TOKENIZE}", prefix='{PREFIX}')"""
connection = sqlite3.connect(":memory:", isolation_level=None)
connection.execute(SQL)


def matching(words, *texts):
    """Those of the texts that the table finds for these words."""
    connection.execute("BEGIN")
    try:
        connection.executemany("INSERT INTO found VALUES (?)", [(fold(text),) for text in texts])
        rows = connection.execute(
            "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid", (query(words),)
        )
        return [texts[rowid - 1] for (rowid,) in rows]
    finally:
        connection.execute("ROLLBACK")


def finds(words, text):
    return matching(words, text) == [text]


def shown(text, words):
    """The emphasised parts of the text."""
    return [text[begin:end] for begin, end in highlight(text, words)]


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("inte", "The Integral by parts"),
        ("i", "The Integral by parts"),
        ("PARTS int", "The Integral by parts"),
        ("loop_fn", "calls loop_fn(x) twice"),
        ("fn", "calls loop_fn(x) twice"),
        ("loop_", "calls loop_fn(x) twice"),
        ("f(x)", "the value of f(x) there"),
        ("loop.py", "it is in loop.py"),
        ("don't", "I don’t know"),
        ("3.14", "about 3.14159"),
        ("AND", "this and that"),
        ("NOT NEAR", "not near (it)"),
        ("a:b ^c", "a:b ^c"),
        ("--keep", "step --keep closes"),
        ("5\"", "5 inches"),
        ("C++", "in C++ it is so"),
        ("c", "in C++ it is so"),
        ("c#", "in C# it is so"),
        ("F#", "I played F♯ minor"),
    ],
)  # fmt: skip
def test_a_word_or_its_beginning_finds_the_text(words, text):
    assert finds(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("ntegral", "The Integral"),
        ("integral series", "The Integral"),
        ("loop_fn", "the fn of the loop"),
        ("loop_fn", "loop the fn"),
        ("C++", "in C it is so"),
        ("C++", "+ is in C"),
        ("c#", "in C++"),
        ("integral.", "integrals"),
        ("on", "off"),
    ],
)
def test_words_that_are_not_there_find_nothing(words, text):
    assert not finds(words, text)


def test_a_phrase_is_found_only_as_it_stands():
    texts = [
        "the key signature was wrong",
        "the signature key was wrong",
        "the key signatures were wrong",
    ]
    assert matching('"key signature"', *texts) == texts[:1]
    assert matching("“key signature”", *texts) == texts[:1]
    assert matching('was "key signature" wr', *texts) == texts[:1]
    assert matching("key signature", *texts) == texts


def test_a_phrase_still_being_typed_ends_in_a_beginning():
    assert finds('"key sig', "the key signature")
    assert not finds('"key sig"', "the key signature")


def test_a_minus_leaves_out():
    texts = ["scales in c", "scales in d", "arpeggios in d", "scales in dorian mode"]
    assert matching("scales -d", *texts) == [texts[0], texts[3]]
    assert matching("scales -d -c", *texts) == texts[3:]
    assert matching('scales -"in dorian"', *texts) == texts[:2]
    assert matching("scales - d", *texts) == texts[1:2] + texts[3:]


def test_left_out_words_do_not_count_as_a_beginning_and_a_hyphen_inside_is_none():
    assert finds("well-known", "a well-known piece")
    assert finds("piece -know", "a well-known piece")
    assert not finds("piece -known", "a well-known piece")


@pytest.mark.parametrize(
    "words",
    ["", "  ", "...", '"', '""', "-", "--", '-""', "*", "()", "\u200f", "\udcff", "\x00", "。！"],
)
def test_nothing_to_look_for_is_said_with_what_to_type(words):
    with pytest.raises(BadInput, match="Type a word"):
        query(words)


def test_only_words_to_leave_out_are_not_enough():
    with pytest.raises(BadInput, match="Add one word"):
        query('-a -"b c"')


def test_a_pasted_page_is_too_much_to_look_for():
    with pytest.raises(BadInput, match="few words"):
        query(" ".join(f"word{number}" for number in range(MOST_WORDS + 1)))
    many = " ".join(f"word{number}" for number in range(MOST_WORDS))
    assert finds(many, many)
    assert finds("word " * 10_000, "one word")  # the same word again is one word


# -- accents, case, scripts ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cafe", "Café"),
        ("cafe", "Cafe\u0301"),
        ("CAFÉ", "cafe\u0301"),
        ("strasse", "Straße"),
        ("STRAẞE", "straße"),
        ("istanbul", "İSTANBUL"),
        ("ışık", "IŞIK"),
        ("isik", "ışık"),
        ("Łódź", "lodz"),
        ("søster", "soster"),
        ("Đà Nẵng", "da nang"),
        ("œuvre", "OEUVRE"),
        ("Ελλάς", "ελλας"),
        ("ΟΔΟΣ", "οδός"),
        ("ёлка", "ЕЛКА"),
        ("ｆｕｌｌ　ｗｉｄｔｈ１", "full width1"),
        ("ﬁnd", "find"),
        ("x²", "x2"),
        ("５", "5"),
        ("٣", "3"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("کتاب", "كتاب"),
        ("שָׁלוֹם", "שלום"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("か\u3099き", "がき"),
        ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("ज़रूर", "जरूर"),
        ("soft\u00adhyphen", "softhyphen"),
        ("👍🏽", "👍"),
    ],
)
def test_two_spellings_of_a_word_find_each_other(one, other):
    assert finds(one, other)
    assert finds(other, one)
    assert shown(f"x {other} y", one)[0].startswith(other[0])


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("がき", "かき"),
        ("कि", "का"),
        ("भक्त", "भकत"),
        ("5½", "51 2"),
        ("🎸", "🎹"),
    ],
)
def test_what_is_another_word_is_not_found(words, text):
    assert not finds(words, text)


@pytest.mark.parametrize(
    "words",
    [
        "我",
        "爱",
        "习",
        "我爱",
        "爱学",
        "学习",
        "我爱学",
        "爱学习",
        "我爱学习",
        "学习 我",
        '"学习"',
        "学习。",
    ],
)
def test_one_two_and_more_chinese_characters_find_their_text(words):
    assert finds(words, "今天，我爱学习。")


@pytest.mark.parametrize(
    "words", ["爱习", "习学", "学我", "天我", "我爱学校", "学习今", "积", '"爱 学"']
)
def test_chinese_characters_that_are_not_adjacent_find_nothing(words):
    assert not finds(words, "今天，我爱学习。")


def test_a_run_is_asked_for_as_pairs_and_only_a_single_character_as_a_beginning():
    assert query("积分") == '"积分"'
    assert query("分部积分") == '"分部 部积 积分"'
    assert query("积") == '"积"*'
    assert query("积Python") == '"积 python"*'


def test_chinese_exclusion():
    assert matching("学习 -积分", "学习积分", "学习音阶") == ["学习音阶"]
    assert matching("学习 -积", "学习积分", "学习音阶") == ["学习音阶"]


@pytest.mark.parametrize(
    "words",
    ["用Python写", "Python", "pyth", "我用Python", "我用Py", "Python写", "Python写代", "写代码", "用Python 写代", "第3章", "3章", '"Python 写代码"', "c++写"],
)  # fmt: skip
def test_chinese_and_latin_mixed(words):
    assert finds(words, "我用Python写代码，第3章。用C++写。")


def test_a_phrase_of_latin_words_does_not_reach_over_chinese():
    assert not finds('"Python code"', "Python写code")
    assert not finds("Python代码", "Python写代码")


@pytest.mark.parametrize(
    "words", ["日本", "日本語", "語を", "を", "勉強", "ピアノ", "ピア", "ー", "々", "人々"]
)
def test_japanese(words):
    assert finds(words, "日本語を勉強する。ピアノのコードと人々")


@pytest.mark.parametrize("words", ["학교", "학", "교에서", "에서", "공부", "학교 공부"])
def test_korean_with_endings_glued_on(words):
    assert finds(words, "학교에서 공부했다")


@pytest.mark.parametrize("words", ["ไทย", "ภาษา", "เรียน", "ที่"])
def test_thai_inside_a_run_of_words(words):
    assert finds(words, "ฉันเรียนภาษาไทยที่บ้าน")


@pytest.mark.parametrize("words", ["हिन्दी", "हिन्", "सीखना"])
def test_hindi_words_are_whole(words):
    assert finds(words, "मैं हिन्दी सीखना चाहता हूँ")


@pytest.mark.parametrize("words", ["🎹", "👨‍👩‍👧", "👍", "∫", "5€", "→"])
def test_emoji_and_signs(words):
    assert finds(words, "I → played 🎹 with 👨‍👩‍👧👍🏽 for 5€ and ∫x dx")


def test_plain_ascii_is_only_lowered():
    assert fold("Read THE loop_fn (twice).") == "read the loop_fn (twice)."


def test_a_run_is_cut_into_pairs_and_its_last_character():
    assert fold("我爱学习") == "我爱 爱学 学习 习"
    assert fold("我") == "我"


# -- properties ------------------------------------------------------------------------------------

SCRIPTS = "aZéßıİøλςЖё 我爱学习。，用のがピー한국ไทยเहिन्दी العربيَة👍🏽🎹‍_-'.,()+#\"“”1½²\u0301\u3099\u200d\ufe0f\ue000\U000f0041\n"
texts = st.one_of(
    st.text(st.sampled_from(SCRIPTS), max_size=30),
    st.text(st.characters(exclude_categories=["Cs"])),
)
typed = st.one_of(
    st.text(st.sampled_from(SCRIPTS + "*^:{}\x00\udcff AND OR NOT NEAR")),
    st.lists(st.sampled_from(["AND", "OR", "NOT", "NEAR(", ")", '"', "-", "+", "*", "^", ":", "a", "b c", "我爱", "{a}", " ", "\x00"])).map("".join),
    st.text(st.characters(exclude_categories=())),
)  # fmt: skip


QUOTES = '"“”„«»「」『』'


def askable(words):
    try:
        return bool(query(words))
    except BadInput:
        return False


@given(texts, st.data())
def test_every_word_of_a_text_finds_it(text, data):
    words = [
        word
        for word in text.split()
        if not set(word) & set(QUOTES) and not word.startswith("-") and askable(word)
    ]
    assume(words)
    word = data.draw(st.sampled_from(words))
    assert finds(word, text)
    assert highlight(text, word)


@given(texts, st.data())
def test_every_stretch_of_chinese_characters_finds_its_text(text, data):
    run = data.draw(st.text(st.sampled_from("我爱学习积分"), min_size=1, max_size=8))
    begin = data.draw(st.integers(0, len(run) - 1))
    end = data.draw(st.integers(begin + 1, len(run)))
    whole = f"{text} {run}{text}"
    assert finds(run[begin:end], whole)
    place = len(text) + 1 + begin
    assert any(first <= place < last for first, last in highlight(whole, run[begin:end]))


@given(texts)
def test_every_text_finds_itself_as_a_phrase(text):
    bare = "".join(" " if c in QUOTES else c for c in text)
    assume(askable(f'"{bare}"'))
    assert finds(f'"{bare}"', bare)


@given(
    st.text(st.sampled_from("abcéß我爱学 ,+한")),
    st.text(st.sampled_from("abcéß我爱学 +한"), min_size=1),
)
def test_text_is_emphasised_exactly_where_it_is_found(text, words):
    assume(askable(words) and len(words.split()) == 1)
    assert bool(highlight(text, words)) == finds(words, text)


@given(typed)
def test_whatever_is_typed_is_no_syntax_error(words):
    if askable(words):
        matching(words, "a b c 我爱")


@given(typed, st.text(st.characters(exclude_categories=())))
def test_emphasised_places_are_ordered_apart_and_within_the_text(words, text):
    last = 0
    for begin, end in highlight(text, words):
        assert last <= begin < end <= len(text)
        last = end


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_folds_into_valid_utf8(text):
    fold(text).encode()


def test_no_letter_or_digit_of_unicode_is_lost_on_the_way_into_the_index():
    letters = [
        char
        for char in map(chr, range(0x30000))
        if unicodedata.category(char)[0] in "LN" and askable(char)
    ]
    assert len(letters) > 80_000
    with sqlite3.connect(":memory:") as table:
        table.execute(SQL)
        table.execute("CREATE VIRTUAL TABLE tokens USING fts5vocab(found, 'instance')")
        table.executemany(
            "INSERT INTO found (rowid, words) VALUES (?, ?)", [(ord(c), fold(c)) for c in letters]
        )
        indexed = {row for (row,) in table.execute("SELECT doc FROM tokens")}
    table.close()
    assert not [char for char in letters if ord(char) not in indexed]


def test_a_megabyte_folds_in_one_go():
    for text in (
        "我" * 1_000_000,
        "a" * 1_000_000,
        "é " * 500_000,
        "a" + "\u0316\u0301" * 500_000,
        "क" + "\u093c\u094d" * 300_000,
    ):
        assert fold(text)  # fmt: skip


# -- emphasis --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "parts"),
    [
        ("Der Café-Besuch im CAFE.", "cafe", ["Café", "CAFE"]),
        ("Der Cafe\u0301 da", "cafe", ["Cafe\u0301"]),
        ("Die Straße", "strass", ["Straße"]),
        ("The integrals", "inte", ["integrals"]),
        ("The integrals", '"inte"', []),
        ("the key signature", '"key signature"', ["key signature"]),
        ("the key, signature key", "key signature", ["key", "signature", "key"]),
        ("one two three four", '"one two three" two', ["one two three"]),
        ("loop_fn(x) loop fn", "loop_fn", ["loop_fn", "loop fn"]),
        ("今天我爱学习", "爱学", ["爱学"]),
        ("学，习 学习", "学习", ["学习"]),
        ("学学学", "学学", ["学学学"]),
        ("我用Python写", "用py", ["用Python"]),
        ("in C++ and C", "c++", ["C++"]),
        ("👍🏽 done", "👍", ["👍🏽"]),
        ("か\u3099き", "が", ["か\u3099"]),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8", "한", ["\u1112\u1161\u11ab"]),
        ("good bad", "good -bad", ["good"]),
        ("nothing", "...", []),
        ("", "a", []),
    ],
)
def test_what_was_asked_for_is_emphasised_in_the_original(text, words, parts):
    assert shown(text, words) == parts


def test_the_index_of_the_journal_is_made_with_the_words_that_are_tested_here():
    from selfgrad.db import opening

    (statement,) = opening.statements("0002_search.sqlite.sql")
    assert f'tokenize = "{TOKENIZE}"' in statement
    assert f"prefix = '{PREFIX}'" in statement
