"""Sentences as points in a space of meaning, by a `sentence-transformers` model that is on this machine.

An extra (`pip install 'selfgrad[semantic]'`). The model is named in the settings and loaded once a
process, which takes seconds: for the page, a notebook and `scars --catch-up`, never for a capture.
Nothing is ever downloaded. A model of one's own is anything with
`encode(sentences, normalize_embeddings=True)` that gives a row of numbers a sentence: `use` names it.
"""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock

from selfgrad import errors

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any, Protocol

    class Encoder(Protocol):
        """What a model has to do."""

        def encode(self, sentences: list[str], *, normalize_embeddings: bool) -> Any: ...


LONGEST = 2000  # characters that are read; most models read less of them
UNKNOWN = 0.1  # share of unknown pieces beyond which a model does not know a sentence
MARK = "modules.json"  # the file by which `sentence-transformers` knows its models
_models: dict[str, Encoder] = {}
_lock = allocate_lock()  # two pages that ask at once load one model


def use(name: str, encoder: Encoder) -> None:
    """From now on, in this process, the model of this name is `encoder`."""
    _models[name] = encoder


def loaded(name: str) -> bool:
    """Whether a model can be asked without waiting for it."""
    return name in _models


def load(name: str) -> Encoder:
    """The model of this name; some seconds for the first to ask, and half a gigabyte of memory.

    A name is a folder, an installed package that carries a model, or a model that is in the cache of
    `sentence-transformers`. Raises NotFound where there is none, or the extra is not installed.
    """
    with _lock:
        if name not in _models:
            _models[name] = _load(name)
        return _models[name]


def _load(name: str) -> Encoder:
    library = _library()
    found = _folder(name) or _packaged(name) or name
    try:
        with _no_bars():
            model: Encoder = library.SentenceTransformer(found, device="cpu", local_files_only=True)
    except Exception as error:  # the libraries below raise whatever they like
        raise errors.NotFound(
            f"There is no sentence-transformers model “{name}” on this machine.",
            "Name a folder or an installed package that has one: `selfgrad settings semantic_model NAME`.",
        ) from error
    return model


def _library() -> Any:
    """`sentence_transformers`, told to stay off the network: 5 s."""
    import importlib

    if "huggingface_hub" not in sys.modules:  # it looks at these once
        os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
    try:
        library = importlib.import_module("sentence_transformers")
    except ImportError as error:
        raise errors.NotFound(
            "Finding scars by meaning needs `sentence-transformers`, which is not installed.",
            "Install it with `pip install 'selfgrad[semantic]'`, or say `selfgrad settings semantic_model ''`.",
        ) from error
    return library


class _no_bars:  # noqa: N801  # it reads as a word in `with _no_bars():`
    """While a model is loaded, `transformers` draws no bar of its progress."""

    def __enter__(self) -> None:
        import importlib

        self.logging = importlib.import_module("transformers.utils.logging")
        self.before = self.logging.is_progress_bar_enabled()
        self.logging.disable_progress_bar()

    def __exit__(self, *_: object) -> None:
        if self.before:
            self.logging.enable_progress_bar()


def _folder(name: str) -> str | None:
    path = os.path.expanduser(name)
    return path if os.path.isdir(path) else None


def _packaged(name: str) -> str | None:
    """The folder of a model inside an installed package, which is not run."""
    from importlib.util import find_spec

    package = name.replace("-", "_")
    try:
        spec = find_spec(package) if package.isidentifier() else None
    except ValueError:  # a module without one, such as __main__
        spec = None
    for top in (spec and spec.submodule_search_locations) or ():
        for folder, folders, files in os.walk(top):
            folders.sort()
            if MARK in files:
                return folder
    return None


def packed(name: str, sentences: list[str]) -> list[bytes]:
    """The vector of each sentence, a signed byte a number; empty for one that the model does not know.

    Only its direction counts, so the largest number becomes 127. That moves a cosine by less
    than 0.01 (0.002 on average), and a vector of 384 numbers is 384 bytes.
    """
    import numpy as np  # 80 ms

    model = load(name)
    texts = [one.encode("utf-8", "replace").decode()[:LONGEST] for one in sentences]
    rows = np.asarray(model.encode(texts, normalize_embeddings=True), dtype=np.float64)
    if rows.shape[:1] != (len(texts),) or rows.ndim != 2:
        raise errors.NotFound(
            f"The model “{name}” gives no vector for each sentence.",
            "Name another with `selfgrad settings semantic_model NAME`.",
        )
    rows[~np.isfinite(rows).all(axis=1)] = 0
    largest = np.abs(rows).max(axis=1, keepdims=True, initial=0)
    scaled = np.rint(rows / np.where(largest > 0, largest, 1) * 127).astype(np.int8)
    known = [bool(top) and _knows(model, text) for top, text in zip(largest, texts, strict=True)]
    return [row.tobytes() if good else b"" for row, good in zip(scaled, known, strict=True)]


def _knows(model: Any, text: str) -> bool:
    """Whether a model can read a sentence. One made for English finds all Chinese alike, which would be
    worse than silence: its tokenizer says so, where it has one that knows of unknown pieces."""
    tokenizer = getattr(model, "tokenizer", None)
    unknown = getattr(tokenizer, "unk_token_id", None)
    if tokenizer is None or unknown is None:
        return True
    pieces = tokenizer.encode(text, add_special_tokens=False, truncation=True)
    return bool(pieces.count(unknown) <= UNKNOWN * len(pieces))
