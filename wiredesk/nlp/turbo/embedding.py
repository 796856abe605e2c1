"""Hash embeddings cached per lexeme.

The vector of a token before the encoder depends only on its lexical attributes (NORM, PREFIX, SUFFIX, SHAPE, ...), yet
stock spaCy hashes, gathers and multiplies again for every token: about a third of the time of a tok2vec.  This module
keeps the vector in a table under a key that is made of exactly those attribute values, and of the word itself where the
model has static vectors.  Nothing in the table depends on
the ``StringStore`` or on a memory zone: a string that is evicted and returns has the same hash and the same row.

The table is bounded (``MAX_LEXEMES``): when it is full, all but the words learnt before the fork are forgotten.  The
model's own layers compute the vectors.  Where the last bits of a product's row depend on its position (see
``gemm_rows``), the table holds one vector of a lexeme for each class of positions, and the few tokens at the end of a
doc that fill no whole period are computed as stock spaCy does.  A doc that is too short for that is left to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import ORTH  # type: ignore[import-not-found]
from spacy.tokens import Doc
from spacy.vectors import Mode, Vectors  # type: ignore[import-not-found]
from thinc.api import Model

from wiredesk.nlp.turbo.gemm_rows import combine, row_rule
from wiredesk.nlp.turbo.model_nodes import expect, maxout_norm
from wiredesk.nlp.turbo.patch import NotApplicable
from wiredesk.nlp.turbo.vector_rows import VectorRows

Floats = npt.NDArray[np.float32]

MAX_LEXEMES = 32_000
"""Lexemes in one table: 12 MB at a width of 96.  News text has 24,000 distinct forms in about 2,000 stories."""


class CachedEmbedding:
    """The ``MultiHashEmbed`` layer of one tok2vec, with its vectors cached."""

    def __init__(self, layer: Model[Any, Any], max_lexemes: int = MAX_LEXEMES) -> None:
        """Take over a layer.

        Raises:
            NotApplicable: The layer is not ``MultiHashEmbed``, or no rule for the rows of this BLAS was found.
        """
        features, self._static, mixed, unlisted = _parts(layer)
        extract, listed, hashed = features
        attributes = list(expect(extract, "spacy.ml.featureextractor", 0).attrs["columns"])
        self._attribute_count = len(attributes)
        self.columns = [*attributes, ORTH] if self._static else attributes
        expect(listed, "thinc.layers.list2ragged", 0)
        expect(unlisted, "thinc.layers.ragged2list", 0)
        self._hashed = expect(expect(hashed, "thinc.layers.with_array", 1).layers[0], "thinc.layers.concatenate")
        for part in self._hashed.layers:
            _check_hash(part)
        if len(self._hashed.layers) != len(attributes):
            raise NotApplicable("the number of hash embeddings is not the number of attributes")
        self._mixed = expect(mixed, "thinc.layers.with_array", 1).layers[0]
        maxout, _ = maxout_norm(self._mixed)
        ops: Any = maxout.ops
        self.width = maxout.get_dim("nO")
        rule = row_rule(ops.use_blis, maxout.get_dim("nI"), self.width * maxout.get_dim("nP"))
        if rule is not None and self._static is not None:
            projected = row_rule(ops.use_blis, self._static.get_dim("nM"), self._static.get_dim("nO"))
            rule = combine(rule, projected) if projected else None
        if rule is None:
            raise NotApplicable("no rule found for the bits that this BLAS gives a row")
        self._rule, self.min_tokens = rule, rule.min_rows
        self._classes = np.array(rule.classes, dtype=np.intp)
        self._class_count = 1 + max(rule.classes)
        self._positions = _positions_by_class(rule.classes)
        random = np.random.default_rng(2026)
        self._key_factors = random.integers(1, 2**63, len(self.columns), dtype=np.uint64) * 2 + 1
        self._max_lexemes = max_lexemes
        self._table: Floats = np.empty((max_lexemes, self._class_count, self.width), dtype=np.float32)
        self._row: dict[int, int] = {}
        self._learnt = 0
        self._vectors: Any = None
        self._lock = Lock()

    def __call__(self, doc: Doc, out: Floats) -> None:
        """Write the vectors of a doc of at least ``min_tokens`` tokens into ``out``, shape (tokens, width)."""
        attributes = self._attributes(doc)
        whole, period = self._rule.whole(len(doc)), self._rule.period
        self._use_vectors(doc)
        if whole < len(doc):
            out[whole:] = self._compute(attributes[whole - period :])[period:]
        keys = self._keys(attributes[:whole])
        with self._lock:
            rows: Any = list(map(self._row.get, keys))
            if None in rows:
                if len(self._row) + len(keys) > self._max_lexemes:
                    self._row = {key: row for key, row in self._row.items() if row < self._learnt}
                if len(self._row) + len(keys) > self._max_lexemes:
                    out[:] = self._compute(attributes)
                    return
                self._add(attributes, keys)
                rows = [self._row[key] for key in keys]
            if self._class_count == 1:
                np.take(self._table[:, 0], rows, axis=0, out=out[:whole], mode="clip")
            else:
                out[:whole] = self._table[rows, np.resize(self._classes, whole)]

    def read_ahead(self, docs: Sequence[Doc]) -> None:
        """Compute the new lexemes of several docs at once: the weights go through the caches once, not for each doc."""
        some = [doc for doc in docs if self.supports(doc)]
        if not some:
            return
        self._use_vectors(some[0])
        attributes = np.concatenate([self._attributes(doc) for doc in some])
        keys = self._keys(attributes)
        with self._lock:
            if len(self._row) + len(keys) <= self._max_lexemes and not all(map(self._row.__contains__, keys)):
                self._add(attributes, keys)

    def learn(self, docs: Sequence[Doc]) -> None:
        """Compute the lexemes of docs, and keep them when the table is full; for at most half of the table."""
        if sum(map(len, docs)) <= self._max_lexemes // 2:
            self.read_ahead(docs)
            self._learnt = len(self._row)

    def keys(self, doc: Doc) -> list[int]:
        """Return what the vectors of a doc depend on: a key for each token."""
        return self._keys(self._attributes(doc))

    def _attributes(self, doc: Doc) -> npt.NDArray[np.uint64]:
        """Return the attributes of each token, shape (tokens, columns)."""
        values: Any = doc.to_array(self.columns)
        attributes: npt.NDArray[np.uint64] = values.reshape(len(doc), len(self.columns))
        return attributes

    def _keys(self, attributes: npt.NDArray[np.uint64]) -> list[int]:
        """Return the key of each row of attributes."""
        keys: list[int] = (attributes * self._key_factors).sum(axis=1, dtype=np.uint64).tolist()
        return keys

    def _add(self, attributes: npt.NDArray[np.uint64], keys: list[int]) -> None:
        """Compute the new lexemes, each at one position of every class, and put them into the table."""
        new = {key: position for position, key in enumerate(keys) if key not in self._row}
        wanted, first = np.array(list(new.values())), len(self._row)
        share = self._positions.shape[1]
        periods = max(-(-len(wanted) // share), -(-self.min_tokens // self._rule.period))
        order = np.zeros((periods, self._rule.period), dtype=np.intp)
        batch = np.resize(wanted, (periods, share))
        for positions in self._positions:
            order[:, positions] = batch
        vectors = self._compute(attributes[order.reshape(-1)]).reshape(periods, self._rule.period, self.width)
        for number, positions in enumerate(self._positions):
            computed = vectors[:, positions].reshape(periods * share, self.width)[: len(wanted)]
            self._table[first : first + len(wanted), number] = computed
        self._row.update(zip(new, range(first, first + len(new)), strict=True))

    def supports(self, doc: Doc) -> bool:
        """Return whether a doc is long enough, and its vectors are a table with a row for each word."""
        if len(doc) < self.min_tokens:
            return False
        if self._static is None:
            return True
        vectors = doc.vocab.vectors
        return type(vectors) is Vectors and vectors.mode == Mode.default and getattr(vectors, "attr", ORTH) == ORTH

    def _use_vectors(self, doc: Doc) -> None:
        """Forget what was computed with the vectors of another vocabulary."""
        if self._static is not None and self._vectors is not doc.vocab.vectors:
            with self._lock:
                self._row.clear()
                self._learnt = 0
                self._vectors = doc.vocab.vectors

    def _compute(self, attributes: npt.NDArray[np.uint64]) -> Floats:
        """Compute vectors with the model's own layers, shape (rows, width)."""
        embedded: Floats = self._hashed.predict(attributes[:, : self._attribute_count])
        if self._static is not None:
            embedded = np.hstack((embedded, self._project(attributes[:, -1])))
        vectors: Floats = self._mixed.predict(embedded)
        return vectors

    def _project(self, keys: npt.NDArray[np.uint64]) -> Floats:
        """Return the projected static vectors of words, as ``spacy.ml.staticvectors`` computes them."""
        static: Any = self._static
        known = self._vectors.key2row
        rows = known.find(keys) if isinstance(known, VectorRows) else self._vectors.find(keys=keys)
        values = static.ops.as_contig(self._vectors.data[rows])
        projected: Floats = static.ops.gemm(values, static.ops.as_contig(static.get_param("W")), trans2=True)
        projected[rows < 0] = 0
        return projected


Node = Model[Any, Any]


def _parts(layer: Node) -> tuple[list[Node], Node | None, Node, Node]:
    """Return the feature layers, the static vectors if there are any, the mixing layer and the last one.

    Raises:
        NotApplicable: The layer is not ``MultiHashEmbed``.
    """
    if len(layer.layers) == 3:
        expect(layer, "thinc.layers.chain", 3)
        both, mixed, unlisted = layer.layers
        features, static = expect(both, "thinc.layers.concatenate", 2).layers
        inner = list(expect(features, "thinc.layers.chain", 3).layers)
        return inner, expect(static, "spacy.ml.staticvectors", 0), mixed, unlisted
    expect(layer, "thinc.layers.chain", 5)
    *inner, mixed, unlisted = layer.layers
    return inner, None, mixed, unlisted


def _positions_by_class(classes: tuple[int, ...]) -> npt.NDArray[np.intp]:
    """Return positions of each class within a period, the same number for each: shape (classes, positions)."""
    positions = [np.flatnonzero(np.array(classes) == number) for number in range(1 + max(classes))]
    share = min(map(len, positions))
    return np.array([found[:share] for found in positions])


def _check_hash(part: Model[Any, Any]) -> None:
    expect(part, "thinc.layers.chain", 2)
    expect(part.layers[0], "thinc.layers.array_getitem", 0)
    expect(part.layers[1], "thinc.layers.hashembed", 0)
