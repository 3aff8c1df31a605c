"""Chinese sentences that judge their writer, and their near neighbours that judge something else."""

import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfgrad import worth
from selfgrad.worth import chinese, chinese_rows, hints, linear
from selfgrad.worth.chinese_words import CLASSES
from selfgrad.worth.script import simplified

SENTENCES = os.path.join(os.path.dirname(__file__), "..", "bench", "sentences")


def labelled(name):
    with open(os.path.join(SENTENCES, name), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return [
        (row[0] == "person", row[1], row[3]) for row in rows if row[0] in ("person", "behaviour")
    ]


PERSON = [
    "我真是个废物",
    "我怎么这么笨",
    "我不是学数学的料",
    "活该学不会",
    "我这种人就不该弹琴",
    "别人都会就我差劲",
    "真是个白痴",
    "我什么都做不好",
    "没出息",
    "我可真行，同一个坑跳四回",
    "我恨我自己，又没练",
    "我不配当老师",
    "像我這種爛人根本不配被稱讚",
    "我真的好笨",
    "我是不是脑子有问题",
    "心里一直说“我是废物”",
    "教练没说错，我就是笨手笨脚的那类人",
    "我真係好廢",
]
BEHAVIOUR = [
    "愚蠢的错误，忘了换行",
    "犯了个低级错误",
    "这个破bug藏得很深",
    "笨办法也行，一个一个数",
    "老师说我懒，音阶只练了一条",
    "我不是笨，只是跳步",
    "还不会弹F和弦",
    "我读谱很慢",
    "今天偷懒没热身",
    "队友太菜，传三个球丢两个",
    "垃圾回收没触发",
    "失败的用例一共七个",
    "都怪我没测试",
    "妈妈骂我笨，我还是做完了",
    "主角觉得自己是个废物，这段太长",
    "教练吼“你是废物吗”，其实是没回防",
    "教练一句“真是个废物”没停过，我忘了看右镜",
    "这不代表我没用，代表链表没练熟",
    "他真是个白痴，不看就合并",
    "我傻乎乎地把分支删了",
    "我真棒，今天音准好多了",
]


@pytest.mark.parametrize("sentence", PERSON)
def test_a_sentence_that_judges_its_writer_is_found_and_explained(sentence):
    found = chinese.find(sentence)
    assert found and found == worth.find(sentence)
    assert all(0 <= start < end <= len(sentence) for start, end in found.spans)
    assert 4 <= len(found.why) <= 10 and "！" not in found.why


@pytest.mark.parametrize("sentence", BEHAVIOUR)
def test_what_was_done_a_thing_another_person_and_a_quotation_pass(sentence):
    assert chinese.find(sentence) is None


@pytest.mark.parametrize(
    ("traditional", "same"),
    [("我真的是個廢物", "我真的是个废物"), ("沒用的東西，蠢豬", "没用的东西，蠢猪")],
)
def test_traditional_characters_are_read_as_simplified_ones(traditional, same):
    assert simplified(traditional) == same
    assert chinese.find(traditional) == chinese.find(same)


def test_the_words_that_led_to_it_are_marked():
    sentence = "第三小节又错，我真是个废物"
    (start, end), *_ = chinese.find(sentence).spans
    assert "废物" in sentence[start:end] and "小节" not in sentence[start:end]


def test_on_the_tuning_half_nine_in_ten_are_right_and_plain_behaviour_passes():
    told = labelled("worth_zh_a.tsv")
    found = {sentence for _, _, sentence in told if chinese.find(sentence)}
    person = {sentence for label, _, sentence in told if label}
    assert len(found & person) >= 0.9 * len(person) and len(found & person) >= 0.95 * len(found)
    assert not any(kind == "plain" and s in found for label, kind, s in told if not label)


def test_whatever_is_found_the_hints_let_through_and_of_plain_sentences_few():
    for name in ("worth_zh_a.tsv", "worth_zh_own.tsv", "worth_zh_more.tsv"):
        told = labelled(name)
        for _, _, sentence in told:
            assert bool(worth.find(sentence)) >= bool(chinese.find(sentence))
        person = [sentence for label, _, sentence in told if label]
        assert sum(map(hinted, person)) >= 0.98 * len(person)
        plain = [sentence for label, kind, sentence in told if kind == "plain"]
        assert sum(map(hinted, plain)) <= 0.2 * len(plain)


def hinted(sentence):
    return any(hint in sentence for hint in hints.CHINESE)


def test_every_weight_is_of_one_feature_and_the_nameless_one_stands_first():
    path = os.path.join(os.path.dirname(chinese.__file__), "worth_zh.weights.tsv")
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    assert rows[0][1] == "" and all(abs(float(weight)) < 50 for weight, _ in rows)
    features = [feature for _, listed in rows for feature in listed.split()]
    assert len(features) == len(set(features)) > 1000
    weights = chinese._weights()
    assert weights == {"": float(rows[0][0])} | {
        feature: float(weight) for weight, listed in rows for feature in listed.split()
    }


def test_the_score_is_the_sum_of_the_known_weights_over_the_root_of_five_more_features():
    weights = {"": -1.0, "我": 1.5, "笨": 2.5}
    assert chinese.log_odds({"我", "笨", "a", "b"}, weights) == pytest.approx(4 / 9**0.5 - 1)


def test_no_word_is_in_two_classes_and_each_is_written_as_it_is_looked_for():
    listed = [word for words in CLASSES.values() for word in words.split()]
    assert len(listed) == len(set(listed)) and all(map(is_simplified, listed))


def is_simplified(word):
    return simplified(word) == word


def test_the_score_of_danger_is_the_sum_of_known_weights_over_the_root_of_their_number(
    tmp_path, monkeypatch
):
    (tmp_path / "toy.weights.tsv").write_text("我\t1.5\n笨\t2.5\n(bias)\t-1\n", encoding="utf-8")
    monkeypatch.setattr(linear, "HERE", str(tmp_path))
    assert linear.score({"我", "笨", "未知"}, "toy") == pytest.approx(4 / 2**0.5 - 1)


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("我真笨", "M/我 V/真 W/笨"),
        ("笨办法", "x/笨办法"),
        ("蠢柴C++", "N/蠢柴 #/# #/# #/#"),
        ("他说“我是废物”，好", "O/他 S/说 □/□ □/□ □/□ □/□ □/□ □/□ ^/^ V/好"),
        ("心里说“我是废物”", "*/心 */里 S/说 ^/^ M/我 =/是 N/废物 ^/^"),
        ("真是个“天才”", "J/真是 1/个 □/□ R/天才 □/□"),
    ],
)
def test_the_longest_known_word_counts_and_what_others_say_is_one_mark(sentence, row):
    found = chinese_rows.words_of(sentence)
    assert " ".join(f"{one.does}/{one.word}" for one in found) == row
    assert [one.start for one in found[1:]] == [one.end for one in found[:-1]]


@pytest.mark.parametrize(
    ("sentence", "faces"),
    [
        ("我笨", "MW"),
        ("他笨", "O!"),
        ("我不笨", "Mn!"),
        ("老师说我笨", "hS!"),
        ("老师听说我笨", "h*S!"),
        ("老师说对，我笨", "hS*^MW"),
        ("主角觉得自己笨", "OTm!"),
        ("这不说明我笨", "*X!"),
        ("笨的题目", "!dz"),
        ("我在他面前笨", "M*Oz*%"),
        ("跟他比我笨", "*OCMW"),
        ("笨没关系", "!r"),
    ],
)
def test_whose_a_judgement_is_is_marked_in_its_clause(sentence, faces):
    assert "".join(chinese_rows._scoped(chinese_rows.words_of(sentence))) == faces


def test_features_are_words_neighbours_who_a_clause_is_about_and_two_kinds():
    made = chinese_rows.features(chinese_rows.words_of("错了，我真笨"))
    assert made >= {"错了", "笨", "^", ":MVW", ":^M", ":W", "M>W", "M+W"}
    assert not {":MW", "M>U", "_>W"} & made


mixed = st.text(
    alphabet=st.sampled_from([*"我你是不个笨蠢废物没用的，。“”「」 \n\x00aZ1😀\ud800這種廢死活想"])
)


@given(st.one_of(mixed, st.text()))
@example("")
@example("我" * 5000 + "真是个废物")
@example("，，。")
@example("我真是个废物" * 300)
@example("“" * 300 + "我笨")
@example("\ud800我真笨\udfff")
def test_any_text_has_an_answer_within_the_text(text):
    found = chinese.find(text)
    assert found is None or all(0 <= a < b <= len(text) for a, b in found.spans)
    assert len(simplified(text)) == len(text)
