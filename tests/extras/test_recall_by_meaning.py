"""Past mistakes by meaning, from end to end: a journal, kept vectors, a real model, `Journal.scars`.

With the pairs of the three fields that the constants were tuned on; `bench/recall.py` has the others.
A minute.
"""

import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sentence_transformers", reason="NOT COMPARED: scars by meaning")
pytest.importorskip("bm25s", reason="NOT COMPARED: scars beside bm25s")
sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
import rankings
import recall as bench

from selfgrad.journal import Journal

KNOWN = rankings.items("English", rankings.TUNED)
STRANGERS = rankings.unfitting("English", rankings.TUNED)


@pytest.fixture(scope="module")
def figures():
    """By title, the rows of the bench by meaning, through a journal."""
    assert bench.has_model()
    with bench.filled(KNOWN) as journal:
        bench.caught_up(journal)
        through = {"by meaning": (bench.through(journal, KNOWN), bench.MEANT_TIMES)}
        rows = bench.compared("English", rankings.TUNED, through)
    return {row.name: row for row in rows}


def test_it_is_silent_where_nothing_fits(figures):
    for place in ("skill known", "no skill"):
        row = figures[f"English, nothing fits, {place}, by meaning: silence"]
        assert row.met, row.figure


@pytest.mark.parametrize("place", ["skill known", "no skill"])
@pytest.mark.parametrize("words", bench.ASKED)
def test_it_finds_more_than_any_baseline(figures, words, place):
    row = figures[f"English, {words}, {place}: by meaning"]
    assert row.met is not False, row.figure


def test_the_formula_by_itself_finds_what_a_journal_finds():
    """The bench in short takes the cosines of a model; a journal's are of kept vectors."""
    some, strangers = KNOWN[::6], STRANGERS[::6]
    said = [item[key] for item in some for key in ("first", "aim", *bench.ASKED)]
    likes = bench.meaning(said + [item["aim"] for item in strangers])
    formula = bench.by_formula(some, likes=likes)
    with bench.filled(some) as journal:
        bench.caught_up(journal)
        through = bench.through(journal, some)
        for asked, words in ((some, "again"), (some, "later"), (strangers, "aim")):
            here, there = (rank(asked, words, True)[0] for rank in (formula, through))
            assert np.abs(np.maximum(here, 0) - np.maximum(there, 0)).max() < 0.1


def test_a_mistake_without_a_word_in_common_comes_up_with_the_model_and_not_without(tmp_path):
    with Journal(str(tmp_path / "journal.db")) as journal:
        journal.log("I dropped the minus sign.")
        journal.log("The bow drifted over the fingerboard.")
        aim = "lost a negative again"
        without = journal.scars(aim)
        bench.caught_up(journal)
        assert [scar["words"] for scar in journal.scars(aim)] == ["I dropped the minus sign."]
        assert without == []
        assert journal.scars("choose a colour for the kitchen wall") == []
