"""Derives the word lists of src/selfgrad/gaps/: python bench/word_lists.py [FOLDER]

Not needed to use or to test anything; run it where wordfreq 3.1.1 and jieba 0.42.1 are installed
(58 MB, in an environment of its own). en.txt and zh.txt are the 20,000 most frequent words of each
language, most frequent first. zh_rare.txt are Chinese words beyond them, so that a rare word is seen
as one word: of the ranks up to `FAR`, those that jieba's dictionary has as a noun, a verb or a term,
and that are not frequent words put together. zh_traditional.txt has each traditional character with
its simplified one, for the characters of these lists. Licences: src/selfgrad/gaps/LICENSE-words.md.
"""

import os
import re
import sys

import jieba
import wordfreq
from wordfreq import chinese as simplifying

from selfgrad.gaps.english import derived

COUNT = 20_000
FAR = 90_000
# Of jieba's parts of speech: nouns, terms, verbs, shortened words. No names of places and firms (ns,
# nt), idioms (i, l), numbers, adverbs: who meets one of them in an explanation does not lack a term.
TERMS = ("n", "nz", "ng", "vn", "gi", "gb", "g", "j")
VERBS = ("v", "vg")
EVERYDAY = 600  # rank above which a character explains the verb it is in: 吃糖, 揉成
PEOPLE = ("nr", "nrt", "nrfg")  # names of people, and some terms that begin with no family name
FAMILIES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛阎余潘杜戴夏钟汪"
    "田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温"
    "芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席"
)
FOREIGN = frozenset("斯尔克尼特茨德莱布曼森顿姆")  # of foreign names
# What begins or ends with one of these tells what it is: 小孔, 活疫苗, 不值钱; 吉他手, 酸味, 红光.
TELLING_FIRST, TELLING_LAST = (
    frozenset("不没小老好坏新旧活尖"),
    frozenset("手家员者师店车味光色架灰钱"),
)
PLAIN_VERB, PLAIN_REST = (
    3_000,
    6_000,
)  # ranks above which three characters are a verb and its object
TECHNICAL = frozenset(
    "性酶素岩剂率图度体酸盐菌症律论"
)  # beyond FAR only what ends with one of these
HERE = os.path.dirname(os.path.abspath(__file__))
INTO = os.path.join(HERE, "..", "src", "selfgrad", "gaps")


def main() -> None:
    """Write the lists."""
    into = sys.argv[1] if len(sys.argv) > 1 else INTO
    english = [word for word in by_frequency("en") if re.fullmatch(r"[a-z]+", word)]
    chinese = [word for word in by_frequency("zh") if re.fullmatch(r"[\u4e00-\u9fff]+", word)]
    write(os.path.join(into, "en.txt"), lexemes(english))
    tags = parts_of_speech()  # 他来, 会令: frequent together, and no words
    chinese = [word for word in chinese if len(word) == 1 or word in tags]
    write(os.path.join(into, "zh.txt"), chinese[:COUNT])
    beyond = rare(chinese, tags)
    write(os.path.join(into, "zh_rare.txt"), beyond)
    write(os.path.join(into, "zh_traditional.txt"), traditional(chinese[:COUNT] + beyond))


def by_frequency(language: str) -> list[str]:
    """All words of the largest list, most frequent first; those of one frequency in order of letters."""
    return wordfreq.top_n_list(language, 400_000, wordlist="best")


def lexemes(words: list[str]) -> list[str]:
    """The first COUNT words that are no forms of more frequent ones and not made of them."""
    ranks: dict[str, int] = {}
    for word in words:
        if len(ranks) < COUNT and (len(word) < 3 or not derived(word, ranks)):
            ranks[word] = len(ranks)
    return list(ranks)


def rare(words: list[str], tags: dict[str, str]) -> list[str]:
    """Words beyond the frequent ones that can be terms and are no sum of frequent ones."""
    ranks = {word: rank for rank, word in enumerate(words[:COUNT])}
    return [
        word
        for at, word in enumerate(words[COUNT:], COUNT)
        if (at < FAR or word[-1] in TECHNICAL)
        and is_term(word, tags.get(word, ""), ranks)
        and not is_sum(word, ranks)
    ]


def is_term(word: str, tag: str, ranks: dict[str, int]) -> bool:
    """Whether it can be a term, by its part of speech and the characters it begins and ends with."""
    if word[0] in TELLING_FIRST or word[-1] in TELLING_LAST:
        return False
    if tag in VERBS:
        return len(word) > 1 and not any(ranks.get(char, COUNT) < EVERYDAY for char in word)
    if tag in PEOPLE:
        return len(word) > 1 and word[0] not in FAMILIES and not FOREIGN.intersection(word)
    return tag in TERMS


def is_sum(word: str, ranks: dict[str, int]) -> bool:
    """Whether it is made of frequent words of two characters and more (神经 + 网络)."""
    verb, rest = ranks.get(word[0], COUNT), ranks.get(word[1:], COUNT)
    if len(word) == 3 and verb < PLAIN_VERB and rest < PLAIN_REST:
        return True  # 盖房子
    return any(
        all(len(part) > 1 and part in ranks for part in (word[:at], word[at:]))
        for at in range(2, len(word) - 1)
    )


def parts_of_speech() -> dict[str, str]:
    """What jieba's dictionary says each word is."""
    with open(os.path.join(os.path.dirname(jieba.__file__), "dict.txt"), encoding="utf-8") as file:
        return {word: tag for word, _, tag in (line.split() for line in file)}


def traditional(words: list[str]) -> list[str]:
    """Pairs of a traditional character and the simplified one that the words have."""
    used = set("".join(words))
    pairs = {chr(code): simple for code, simple in simplifying.SIMPLIFIED_MAP.items()}
    return sorted(old + new for old, new in pairs.items() if new in used)


def write(path: str, words: list[str]) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(words) + "\n")


if __name__ == "__main__":
    main()
