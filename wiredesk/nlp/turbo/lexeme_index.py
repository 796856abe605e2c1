"""Numbers of lexemes, by which tables hold what depends on a lexeme alone.

The vector of a token before the encoder depends only on its lexical attributes (NORM, PREFIX, SUFFIX, SHAPE, ...), and
on the word itself where the model has static vectors.  The key of a lexeme is made of exactly those values.  Nothing
depends on the ``StringStore`` or on a memory zone: a string that is evicted and returns has the same hash and the same
number.  Encoders that read the same attributes share an index: a doc is looked up once for all of them.

The index is bounded (``MAX_LEXEMES``): when it is full, all but the words learnt before the fork are forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from wiredesk.nlp.turbo.packed_rows import PackedRows

MAX_LEXEMES = 32_000
"""Lexemes in one index.  News text has 24,000 distinct forms in about 2,000 stories."""

Attributes = npt.NDArray[np.uint64]
"""The attributes of tokens, shape (tokens, columns)."""
Numbers = npt.NDArray[np.intp]
"""The number of each token's lexeme."""


@dataclass(frozen=True, slots=True, eq=False)
class IndexedDoc:
    """A doc, and its lexemes."""

    doc: Doc
    attributes: Attributes
    numbers: Numbers | None
    """None where the index had no room for them."""
    generation: int
    """That of the index: in another one the numbers mean nothing."""


class LexemeIndex:
    """Numbers of lexemes from 0 on, in the order in which they were added.

    Whoever asks for numbers, or uses them, holds the lock.
    """

    def __init__(self, columns: Sequence[int], max_lexemes: int = MAX_LEXEMES) -> None:
        """Make an empty index.

        Args:
            columns: spaCy's attributes that tell lexemes apart.
            max_lexemes: how many there can be.
        """
        self.columns: list[int | str] = list(columns)
        self.max_lexemes = max_lexemes
        self.lock = Lock()
        self.attributes: Attributes = np.empty((max_lexemes, len(columns)), dtype=np.uint64)
        """Those of each lexeme by its number."""
        self.size = 0
        """How many lexemes there are."""
        self.learnt = 0
        """How many of them are kept when the index is full: the first ones."""
        self.generation = 0
        """How often lexemes were forgotten."""
        self.vectors: Any = None
        """The static vectors of the words."""
        random = np.random.default_rng(2026)
        self._factors = random.integers(1, 2**63, len(columns), dtype=np.uint64) * 2 + 1
        self._first = PackedRows({})  # what is learnt before a fork: in arrays, so that children share the memory
        self._later: dict[int, int] = {}

    def read(self, doc: Doc) -> Attributes:
        """Return the attributes of each token."""
        values: Any = doc.to_array(self.columns)
        attributes: Attributes = values.reshape(len(doc), len(self.columns))
        return attributes

    def read_all(self, docs: Sequence[Doc]) -> list[IndexedDoc]:
        """Read docs of one vocabulary, and add their lexemes."""
        some = [self.read(doc) for doc in docs]
        with self.lock:
            numbers, generation = self.numbers(np.concatenate(some)) if some else None, self.generation
        if numbers is None or len(docs) == 1:
            return [IndexedDoc(doc, read, numbers, generation) for doc, read in zip(docs, some, strict=True)]
        ends = np.cumsum([len(doc) for doc in docs])
        parts = np.split(numbers, ends[:-1])
        return [IndexedDoc(doc, read, part, generation) for doc, read, part in zip(docs, some, parts, strict=True)]

    def numbers(self, attributes: Attributes) -> Numbers | None:
        """Return the number of each lexeme, and add those that are new; None if the index has no room for them."""
        keys = self._keys(attributes)
        found = self._find(keys)
        if found.min(initial=0) < 0 and self.size + np.count_nonzero(found < 0) > self.max_lexemes:
            self._forget()
            found = self._find(keys)
        if found.min(initial=0) < 0:
            new = np.flatnonzero(found < 0)
            if self.size + len(new) > self.max_lexemes:
                return None
            found[new] = self._add(keys[new], attributes[new])
        return found

    def learn(self, docs: Sequence[Doc]) -> None:
        """Add the lexemes of docs, and keep them when the index is full; at most half as many as it can hold."""
        if sum(map(len, docs)) > self.max_lexemes // 2:
            return
        self.read_all(docs)
        with self.lock:
            keys = self._keys(self.attributes[: self.size]).tolist()
            self._first = PackedRows(dict(zip(keys, range(self.size), strict=True)))
            self._later, self.learnt = {}, self.size

    def use_vectors(self, vectors: Any) -> None:
        """Forget all lexemes if they are those of another vocabulary."""
        if self.vectors is not vectors:
            with self.lock:
                self.vectors = vectors
                self._first, self.learnt = PackedRows({}), 0
                self._forget()

    def _forget(self) -> None:
        self._later, self.size = {}, self.learnt
        self.generation += 1

    def _keys(self, attributes: Attributes) -> npt.NDArray[np.uint64]:
        keys: npt.NDArray[np.uint64] = (attributes * self._factors).sum(axis=1, dtype=np.uint64)
        return keys

    def _find(self, keys: npt.NDArray[np.uint64]) -> Numbers:
        """Return the number of each key; -1 for a new one."""
        found = self._first.find(keys).astype(np.intp)
        later = np.flatnonzero(found < 0)
        get = self._later.get
        found[later] = [get(key, -1) for key in keys[later].tolist()]
        return found

    def _add(self, keys: npt.NDArray[np.uint64], attributes: Attributes) -> list[int]:
        """Add lexemes, of which some may be equal; return their numbers."""
        later, words = self._later, keys.tolist()
        fresh: list[int] = []
        for at, key in enumerate(words):
            if key not in later:
                later[key] = self.size + len(fresh)
                fresh.append(at)
        self.attributes[self.size : self.size + len(fresh)] = attributes[fresh]
        self.size += len(fresh)
        return [later[key] for key in words]
