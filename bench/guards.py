"""How often the guards are right: python bench/guards.py [--short] [--check] [--wrong N].

Sentences were written and labelled without sight of the rules. Half a is what the rules were tuned
on, half b was only counted; of the mistakes in pairs/ the fields in TUNED were tuned on. The
baseline is a list of words, found anywhere in a sentence. `--wrong N` shows N wrong answers of each
guard, of half a only. A standard error is that of a share; the one of precision takes what was
found as given.
"""

import argparse
import csv
import json
import math
import os
import sys
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import NamedTuple

from insight import Row

from selfgrad import worth

HERE = os.path.dirname(os.path.abspath(__file__))
LANGUAGES = (("en", "English"), ("zh", "Chinese"))
TUNED = ("programming", "music", "sport")  # of pairs/*.jsonl
# by whom: a and b by one writer a language, c by a third, held by a fourth; b, c and held were only counted
HALVES = (
    ("a", "tuned on"),
    ("b", "held out"),
    ("c", "another writer's"),
    ("held", "a further writer's"),
)
# missed, and said so in docs/scars.md: a change there is looked at, not the exit code
KNOWN = (
    "worth, Chinese, held out, rules: alarms on what was done",
    *(
        f"danger, {language}, held out, rules: {what}"
        for _, language in LANGUAGES
        for what in ("recall", "alarms per 1,000 practice sentences")
    ),
)
NAIVE = {
    "en": "stupid idiot hopeless useless worthless failure loser dumb lazy pathetic incompetent moron "
    "talentless weak terrible awful fool hate crap trash rubbish",
    "zh": "笨 蠢 傻 废物 没用 失败者 懒 垃圾 丢人 白痴 无能 差劲 讨厌 糟糕 没天赋 没救 弱 烂",
}
NAIVE_DANGER = {
    "en": "die dead death kill suicide myself",
    "zh": "死 自杀 自残 割 结束 跳楼 活",
}


class Labelled(NamedTuple):
    label: str
    kind: str
    field: str
    sentence: str


def rows(short: bool, data: str | None = None) -> list[Row]:
    """All lines; it takes seconds, so `short` changes only how often the time is taken."""
    del data
    made: list[Row] = []
    for code, language in LANGUAGES:
        for half, about in HALVES:
            if half != "held" or code == "zh":
                made += _worth(language, code, half, about)
        made.append(_time(language, code, 3 if short else 20))
    for code, language in LANGUAGES:
        made += _danger(language, code)
    return made


def read(name: str) -> list[Labelled]:
    """The labelled sentences of a file in sentences/."""
    with open(os.path.join(HERE, "sentences", name), encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Labelled(*line) for line in lines if line and line[0] != "label"]


def pairs(code: str, keys: Iterable[str]) -> dict[str, list[str]]:
    """The sentences of pairs/ in one language, by field."""
    found: dict[str, list[str]] = {}
    folder = os.path.join(HERE, "pairs")
    for name in sorted(os.listdir(folder)):
        if (name == "chinese.jsonl") != (code == "zh") or not name.endswith(".jsonl"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.strip()]
        for line in lines:
            written = [line[key] for key in keys if key in line]
            found.setdefault(line["field"], []).extend(written)
    return found


def _worth(language: str, code: str, half: str, about: str) -> list[Row]:
    labelled = read(f"worth_{code}_{half}.tsv")
    plain = [one.sentence for one in labelled if one.kind == "plain"]
    for field, mistakes in pairs(code, ("first", "again")).items():
        if half in "ab" and (field in TUNED) == (half == "a"):
            plain += mistakes
    counted = half != "a"
    made = []
    for way, find in (("rules", _found), ("a list of words", _listed(NAIVE[code]))):
        held = counted and way == "rules"
        name = f"worth, {language}, {about}, {way}"
        right = [bool(find(one.sentence)) for one in labelled if one.label == "person"]
        wrong = [bool(find(one.sentence)) for one in labelled if one.label != "person"]
        found = [True] * sum(right) + [False] * sum(wrong)
        made.append(_row(f"{name}: precision", found, "at least 90 %", held, at_least=0.9))
        made.append(_row(f"{name}: recall", right, "at least 75 %", held, at_least=0.75))
        alarms = [bool(find(sentence)) for sentence in plain]
        made.append(
            _row(f"{name}: alarms on what was done", alarms, "at most 2 %", held, at_most=0.02)
        )
    return made


def danger(code: str, held: bool) -> list[Labelled]:
    """What was trained on, or what was held out: the even lines of danger_*.tsv, and new writers'."""
    told = read(f"danger_{code}.tsv")
    return told[held::2] + read(f"danger_{code}_{'held' if held else 'more'}.tsv")


def _danger(language: str, code: str) -> list[Row]:
    ordinary = [one.sentence for one in read(f"worth_{code}_b.tsv") if one.label == "behaviour"]
    for field, written in pairs(code, ("aim", "first", "again", "later")).items():
        if field not in TUNED:
            ordinary += written
    made = []
    for way, find in (("rules", worth.endangers), ("a list of words", _listed(NAIVE_DANGER[code]))):
        for held, about in ((False, "tuned on"), (True, "held out")):
            labelled = danger(code, held)
            counted = held and way == "rules"
            name = f"danger, {language}, {about}, {way}"
            signs = [bool(find(one.sentence)) for one in labelled if one.label == "danger"]
            made.append(_row(f"{name}: recall", signs, "at least 90 %", counted, at_least=0.9))
            near = [one.sentence for one in labelled if one.label == "practice"]
            made.append(_alarms(f"{name}: alarms near the border", near, find, False))
            if held:
                made.append(_alarms(f"{name}: alarms", near + ordinary, find, counted))
    return made


def _alarms(name: str, practice: list[str], find: Callable[[str], bool], held: bool) -> Row:
    """False alarms per 1,000 sentences; near the border are idioms, machines, stories, studies."""
    alarms = sum(bool(find(sentence)) for sentence in practice)
    share = 1000 * alarms / len(practice)
    error = 1000 * math.sqrt(max(alarms, 1)) / len(practice)
    return Row(
        f"{name} per 1,000 practice sentences",
        f"{share:.2f} ± {error:.2f} (of {len(practice):,})",
        "at most 1" if held else "",
        share <= 1 if held else None,
    )


def _time(language: str, code: str, times: int) -> Row:
    sentences = [one.sentence for half in "ab" for one in read(f"worth_{code}_{half}.tsv")]
    plain = [one for written in pairs(code, ("first", "again")).values() for one in written]
    took = {}
    for what, chosen in (("labelled", sentences), ("plain", plain)):
        each = min(_seconds(chosen) for _ in range(times)) / len(chosen)
        took[what] = each * 1e6
    return Row(
        f"worth, {language}: a labelled sentence, a plain one",
        f"{took['labelled']:.0f} µs, {took['plain']:.0f} µs",
        "under 1 ms",
        max(took.values()) < 1000,
    )


def _seconds(sentences: list[str]) -> float:
    began = perf_counter()
    for sentence in sentences:
        worth.find(sentence)
    return perf_counter() - began


def _found(sentence: str) -> bool:
    return worth.find(sentence) is not None


def _listed(words: str) -> Callable[[str], bool]:
    listed = words.split()
    return lambda sentence: any(word in sentence.lower() for word in listed)


def _row(
    name: str, answers: list[bool], target: str, held: bool, at_least: float = 0, at_most: float = 1
) -> Row:
    """A share of answers; only what is `held` to its target is met or missed."""
    if not answers:
        return Row(name, "no sentences", target if held else "", None)
    share = sum(answers) / len(answers)
    # Never 0: where all answers agree, as if half an answer were otherwise (Anscombe 1956).
    near = (sum(answers) + 0.5) / (len(answers) + 1)
    error = math.sqrt(near * (1 - near) / len(answers))
    figure = f"{100 * share:.1f} ± {100 * error:.1f} % (of {len(answers):,})"
    return Row(name, figure, target if held else "", at_least <= share <= at_most if held else None)


def wrong(count: int) -> None:
    """Print wrong answers of the tuning half."""
    for code, language in LANGUAGES:
        missed = []
        for one in read(f"worth_{code}_a.tsv"):
            finding = worth.find(one.sentence)
            if (finding is not None) != (one.label == "person"):
                missed.append(
                    f"  {one.kind}: {one.sentence}" + (f"  [{finding.why}]" if finding else "")
                )
        print(f"worth, {language}: {len(missed)} wrong", *missed[:count], sep="\n")
        missed = [
            f"  {one.label}: {one.sentence}"
            for one in danger(code, held=False)
            if worth.endangers(one.sentence) != (one.label == "danger")
        ]
        print(f"danger, {language}: {len(missed)} wrong", *missed[:count], sep="\n")


def main() -> int:
    """Print the lines; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--short", action="store_true", help="take the time less often")
    parser.add_argument("--check", action="store_true", help="exit code 1 for a missed target")
    parser.add_argument("--wrong", type=int, metavar="N", help="show N wrong answers a guard")
    asked = parser.parse_args()
    if asked.wrong:
        wrong(asked.wrong)
        return 0
    made = rows(asked.short)
    said = {True: "met", False: "**not met**", None: ""}
    for row in made:
        print(f"{row.name} | {row.figure} | {row.target} | {said[row.met]}", flush=True)
    missed = [
        row.name
        for row in made
        if row.met is False and " ms" not in row.target and row.name not in KNOWN
    ]
    return 1 if missed and asked.check else 0


if __name__ == "__main__":
    sys.exit(main())
