"""Hash embeddings cached per lexeme.

Stock spaCy hashes, gathers and multiplies again for every token: about a third of the time of a tok2vec.  This module
keeps the vectors in a table, by the numbers of a :class:`LexemeIndex`.

The model's own layers compute the vectors.  Where the last bits of a product's row depend on its position (see
``gemm_rows``), the table holds one vector of a lexeme for each class of positions, and the few tokens at the end of a
doc that fill no whole period are computed as stock spaCy does.  A doc that is too short for that is left to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import ORTH  # type: ignore[import-not-found]
from spacy.tokens import Doc
from spacy.vectors import Mode, Vectors  # type: ignore[import-not-found]
from thinc.api import Model

from wiredesk.nlp.turbo.gemm_rows import combine, row_rule
from wiredesk.nlp.turbo.lexeme_index import Attributes, IndexedDoc, LexemeIndex
from wiredesk.nlp.turbo.model_nodes import expect, maxout_norm
from wiredesk.nlp.turbo.packed_rows import PackedRows
from wiredesk.nlp.turbo.patch import NotApplicable

LEXEMES_AT_ONCE = 1000
"""New lexemes whose vectors are computed together.  All 12,000 that a worker learns would take 100 MB more."""
Floats = npt.NDArray[np.float32]
Indexes = dict[tuple[int, ...], LexemeIndex]
"""The indexes of a pipeline by their columns."""


class CachedEmbedding:
    """The ``MultiHashEmbed`` layer of one tok2vec, with its vectors cached."""

    def __init__(self, layer: Model[Any, Any], indexes: Indexes) -> None:
        """Take over a layer.

        Args:
            layer: the node.
            indexes: those of the pipeline; the one that the layer needs is added if it is missing.

        Raises:
            NotApplicable: The layer is not ``MultiHashEmbed``, or no rule for the rows of this BLAS was found.
        """
        features, self._static, mixed, unlisted = _parts(layer)
        extract, listed, hashed = features
        attributes = list(expect(extract, "spacy.ml.featureextractor", 0).attrs["columns"])
        self._attribute_count = len(attributes)
        columns = [*attributes, ORTH] if self._static else attributes
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
            raise NotApplicable("no rule found for the bits that this BLAS gives a row; try one thread")
        self._rule, self.min_tokens = rule, rule.min_rows
        self._classes = np.array(rule.classes, dtype=np.intp)
        self._class_count = 1 + max(rule.classes)
        self._positions = _positions_by_class(rule.classes)
        self.index = indexes.get(tuple(columns)) or indexes.setdefault(tuple(columns), LexemeIndex(columns))
        shape = self.index.max_lexemes, self._class_count, self.width
        self._table: Floats = np.empty(shape, dtype=np.float32)  # 12 MB at a width of 96
        self._filled = self._generation = 0

    def __call__(self, read: IndexedDoc, out: Floats) -> None:
        """Write the vectors of a doc of at least ``min_tokens`` tokens into ``out``, shape (tokens, width)."""
        index, attributes = self.index, read.attributes
        whole, period = self._rule.whole(len(out)), self._rule.period
        if whole < len(out):
            out[whole:] = self._compute(attributes[whole - period :])[period:]
        with index.lock:
            is_current = read.numbers is not None and read.generation == index.generation
            numbers = read.numbers if is_current else index.numbers(attributes)
            if numbers is None:
                out[:] = self._compute(attributes)
                return
            self._fill()
            if self._class_count == 1:
                np.take(self._table[:, 0], numbers[:whole], axis=0, out=out[:whole], mode="clip")
            else:
                out[:whole] = self._table[numbers[:whole], np.resize(self._classes, whole)]

    def read(self, docs: Sequence[Doc]) -> list[IndexedDoc]:
        """Return docs of one vocabulary, all of them supported, with their lexemes."""
        self._use_vectors(docs)
        return self.index.read_all(docs)

    def learn(self, docs: Sequence[Doc]) -> None:
        """Compute the lexemes of docs of one vocabulary, and keep them: see :meth:`LexemeIndex.learn`."""
        some = [doc for doc in docs if self.supports(doc)]
        self._use_vectors(some)
        self.index.learn(some)
        self.fill()

    def fill(self) -> None:
        """Compute the vectors of all lexemes that were added to the index."""
        with self.index.lock:
            self._fill()

    def _fill(self) -> None:
        """Compute the vectors of new lexemes, each at one position of every class, and put them into the table."""
        index = self.index
        if self._generation != index.generation:
            self._filled, self._generation = min(self._filled, index.learnt), index.generation
        while self._filled < index.size:
            end = min(index.size, self._filled + LEXEMES_AT_ONCE)
            self._table[self._filled : end] = self._compute_at_every_class(self._filled, end)
            self._filled = end

    def _compute_at_every_class(self, first: int, end: int) -> Floats:
        """Compute the vectors of the lexemes from ``first`` to before ``end``, shape (lexemes, classes, width)."""
        count, share = end - first, self._positions.shape[1]
        periods = max(-(-count // share), -(-self.min_tokens // self._rule.period))
        order = np.zeros((periods, self._rule.period), dtype=np.intp)
        batch = np.resize(np.arange(first, end), (periods, share))
        for positions in self._positions:
            order[:, positions] = batch
        vectors = self._compute(self.index.attributes[order.reshape(-1)])
        vectors = vectors.reshape(periods, self._rule.period, self.width)
        by_class = [vectors[:, positions].reshape(-1, self.width)[:count] for positions in self._positions]
        return np.stack(by_class, axis=1)

    def supports(self, doc: Doc) -> bool:
        """Return whether a doc is long enough, and its vectors are a table with a row for each word."""
        if len(doc) < self.min_tokens:
            return False
        if self._static is None:
            return True
        vectors = doc.vocab.vectors
        return type(vectors) is Vectors and vectors.mode == Mode.default and getattr(vectors, "attr", ORTH) == ORTH

    def _use_vectors(self, docs: Sequence[Doc]) -> None:
        if self._static is not None and docs:
            self.index.use_vectors(docs[0].vocab.vectors)

    def _compute(self, attributes: Attributes) -> Floats:
        """Compute vectors with the model's own layers, shape (rows, width)."""
        embedded: Floats = self._hashed.predict(attributes[:, : self._attribute_count])
        if self._static is not None:
            embedded = np.hstack((embedded, self._project(attributes[:, -1])))
        vectors: Floats = self._mixed.predict(embedded)
        return vectors

    def _project(self, keys: npt.NDArray[np.uint64]) -> Floats:
        """Return the projected static vectors of words, as ``spacy.ml.staticvectors`` computes them."""
        static: Any = self._static
        vectors = self.index.vectors
        known = vectors.key2row
        rows = known.find(keys) if isinstance(known, PackedRows) else vectors.find(keys=keys)
        values = static.ops.as_contig(vectors.data[rows])
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
