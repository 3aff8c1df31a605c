"""Fit the weights of the Chinese model of worth: python bench/worth_zh_weights.py [--check].

Logistic regression with an L2 penalty over the features of `chinese_rows`, on the tuning sentences
(worth_zh_a, _own, _more), on practice sentences near danger, on mistakes of pairs/; on two of them
joined to one, for what is said of oneself often stands at the end of a long sentence; and on
sentences made of a frame and words of each class, which show the model how scope works with words
that no writer used. The seeds are fixed. `--check` fits without one eighth of the sentences after
the other and shows how the rest is told. Never reads worth_zh_b nor worth_zh_held.
"""

from __future__ import annotations

import argparse
import json
import os
import random

import numpy as np
from guards import HERE, TUNED, read
from worth_weights import fit

from selfgrad.worth import chinese, chinese_rows
from selfgrad.worth.chinese_words import CLASSES

PENALTY = 0.03  # by eight-fold cross-validation among 0.01 to 0.1
JOINED = 1500  # pairs of sentences of each kind, joined
FRAMED = 600  # sentences of each kind, made of a frame
SHORT = 16  # characters of a sentence that is joined
JOINTS = ("，", "，", "。", " ", "，因为", "，所以", "，结果")
TARGET = os.path.join(HERE, "..", "src", "selfgrad", "worth", "worth_zh.weights.tsv")

# {p} is a plain sentence, {q} one that judges its writer, another letter a word of that class.
FRAMES = {
    True: (
        "我{J}{W} 我{J}是个{N} {p}，我{J}{F} {p}，{N}一个 {N}，{p} 我{V}{W}了 我这种{N}{?}{H} {p}，我{J}是{N} "
        "我{J}没有{G} 我{L}{J}{F} {D}自己，{p} 我{D}自己 我这{B}{J}{P} {p}，{J}{W} 我{K}{H}{Y} "
        "{O}说得对，我{J}{W} {O}说我{F}，{O}说得对 在{O}面前我就是个{N} 跟{O}比我{J}{F} 你{J}是个{N} 你这个{N}，{p} "
        "我{?}这么{W} 我是不是{N} {p}，真{W} {V}{W}了我 觉得自己{V}{F} 心里说“我{J}是{N}” 我不是没{G}，我就是{N}"
    ),
    False: (
        "{O}说我{F}，{p} {O}骂我{N}，{p} {O}嫌我{W}，{p} {O}说“{q}”，{p} {O}说我“{F}”，{p} {O}{J}是个{N}，{p} "
        "{O}{V}{W}，{p} {z}{J}是{N}，{p} {z}{V}{P}，{p} {W}的{z}，{p} {p}，不代表我{F} {X}我{W}，{p} 我不{W}，{p} "
        "我没觉得自己{F}，{p} {S}“{q}”，{p} {S}{N}，{p} {O}觉得自己{F}，{p} {O}说自己{N}，{p} 我{O}{V}{W}，{p} "
        "别再说自己{F}，{p} 不是我{W}，是{p} 不是没{G}，{p} 谁说我{F}，{p} 我写的{z}{V}{P}，{p} 我{D}这个{z}，{p} "
        "{O}{D}自己，{p} {z}{Y}，{p} 以前总说自己{N}，今天只写{p} 我{V}{~}，{p} 这{z}没{G}，{p} “{N}”这个词，{p} "
        "我演一个{N}，{p} {O}笑我“{N}”，我{p} {h}骂我{W}，我还是{p} {h}说我{F}，我{p} {h}{V}{W}，{p} {h}是个{N}，我{p} "
        "这不是{B}的问题，是{p} {p}，跟{G}没关系"
    ),
}

Told = list[tuple[str, bool]]


def sentences() -> Told:
    """What is learnt from, and whether it judges its writer."""
    files = ("worth_zh_a.tsv", "worth_zh_own.tsv", "worth_zh_more.tsv")
    told = [(one.sentence, one.label == "person") for name in files for one in read(name)]
    told += [(one.sentence, False) for one in read("danger_zh.tsv")[::2] if one.label == "practice"]
    with open(os.path.join(HERE, "pairs", "chinese.jsonl"), encoding="utf-8") as file:
        entries = [json.loads(line) for line in file]
    mistakes = [one for one in entries if one["field"] in TUNED]
    return told + [(one[key], False) for one in mistakes for key in ("first", "again")]


def joined(told: Told) -> Told:
    """Two short sentences in one; it judges its writer where one of the two does."""
    rng = random.Random(1)
    short = [one for one in told if len(one[0]) < SHORT]
    plain = [sentence for sentence, label in short if not label]
    made = []
    for label in (True, False):
        pool = [sentence for sentence, of_writer in short if of_writer == label]
        for _ in range(JOINED):
            two = [rng.choice(plain), rng.choice(pool)]
            if rng.random() < 0.3:
                two.reverse()
            made.append((two[0].rstrip("。！～") + rng.choice(JOINTS) + two[1], label))
    return made


def framed(told: Told) -> Told:
    """Sentences made of a frame."""
    rng = random.Random(5)
    short = [(s.strip("。！～…"), label) for s, label in told if len(s) < SHORT and "“" not in s]
    words = {letter: listed.split() for letter, listed in CLASSES.items()}
    words["p"] = [sentence for sentence, label in short if not label]
    words["q"] = [sentence for sentence, label in short if label]
    made = []
    for label, frames in FRAMES.items():
        for _ in range(FRAMED):
            text = rng.choice(frames.split())
            for letter, listed in words.items():
                text = text.replace(f"{{{letter}}}", rng.choice(listed))
            made.append((text, label))
    return made


def fitted(told: Told) -> dict[str, float]:
    more = told + joined(told) + framed(told)
    # Sorted, so that the sums and with them the weights are the same every time.
    features = [sorted(chinese_rows.features(chinese_rows.words_of(s))) for s, _ in more]
    return fit(features, np.array([label for _, label in more], dtype=float), PENALTY)


def by_weight(weights: dict[str, float]) -> dict[float, list[str]]:
    """The features of each weight; the intercept, which has no name, by itself in front."""
    grouped = {weights.pop(""): [""]}
    for feature, weight in sorted(weights.items(), key=lambda item: item[1]):
        grouped.setdefault(round(weight, 1), []).append(feature)
    return grouped


def check(told: Told) -> None:
    """How often the model is right about sentences it was fitted without."""
    found = np.zeros(len(told), dtype=bool)
    for left_out in range(8):
        weights = fitted([one for i, one in enumerate(told) if i % 8 != left_out])
        for i in range(left_out, len(told), 8):
            features = chinese_rows.features(chinese_rows.words_of(told[i][0]))
            found[i] = chinese.log_odds(features, weights) > chinese.SURE
    wanted = np.array([label for _, label in told])
    print(f"precision {wanted[found].mean():.3f}, recall {found[wanted].mean():.3f}")


def main() -> None:
    """Write the weights, or check them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="cross-validate, write nothing")
    asked = parser.parse_args()
    told = sentences()
    if asked.check:
        return check(told)
    with open(TARGET, "w", encoding="utf-8", newline="\n") as file:
        for weight, features in by_weight(fitted(told)).items():
            file.write(f"{weight}\t{' '.join(sorted(features))}\n")
    return None


if __name__ == "__main__":
    main()
