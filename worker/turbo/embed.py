"""Hash embeddings kept per lexeme.

A token's vector before the encoder depends on its lexical attributes alone (NORM, PREFIX, SUFFIX, SHAPE, ...), yet
stock spaCy hashes, gathers and multiplies anew for every token: about a third of a tok2vec's time.  Here the vector is
kept in a table under a key made of exactly those attribute values, so nothing in it depends on the ``StringStore`` or
on a memory zone: a string that is evicted and comes back has the same hash and the same row.

The table is bounded (``ROWS``): when it is full, all is forgotten and learnt again.  Rows are computed by the model's
own layers, never fewer at a time than have steady bits (see ``blas.steady``); shorter docs go the stock way, since
stock computes those with other kernels.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc
from thinc.api import Model

from worker.turbo.blas import steady
from worker.turbo.piece import Unfit
from worker.turbo.tree import expect, maxout_norm

Floats = npt.NDArray[np.float32]

ROWS = 24_000
"""Vectors kept a table: 9 MB at a width of 96.  News text has that many distinct forms in about 2,000 stories."""


class Embedding:
    """The ``MultiHashEmbed`` layer of one tok2vec, with its vectors kept."""

    def __init__(self, layer: Model[Any, Any], rows: int = ROWS) -> None:
        """Take over a layer.

        Raises:
            Unfit: it is not ``MultiHashEmbed`` without static vectors, or this BLAS has no steady rows.
        """
        expect(layer, "thinc.layers.chain", 5)
        extract, listed, hashed, mixed, unlisted = layer.layers
        self.columns = list(expect(extract, "spacy.ml.featureextractor", 0).attrs["columns"])
        expect(listed, "thinc.layers.list2ragged", 0)
        expect(unlisted, "thinc.layers.ragged2list", 0)
        self._hashed = expect(expect(hashed, "thinc.layers.with_array", 1).layers[0], "thinc.layers.concatenate")
        for part in self._hashed.layers:
            _check_hash(part)
        if len(self._hashed.layers) != len(self.columns):
            raise Unfit("more or fewer hash embeddings than attributes")
        self._mixed = expect(mixed, "thinc.layers.with_array", 1).layers[0]
        maxout, _ = maxout_norm(self._mixed)
        ops: Any = maxout.ops
        self.width = maxout.get_dim("nO")
        least = steady(ops.use_blis, maxout.get_dim("nI"), self.width * maxout.get_dim("nP"))
        if least is None:
            raise Unfit("this BLAS gives a row other bits when its neighbours change")
        self.least = least
        self._mix = np.random.default_rng(2026).integers(1, 2**63, len(self.columns), dtype=np.uint64) * 2 + 1
        self._table: Floats = np.empty((rows, self.width), dtype=np.float32)
        self._row: dict[int, int] = {}
        self._lock = Lock()

    def __call__(self, doc: Doc, out: Floats) -> None:
        """Write the vectors of a doc of at least ``least`` tokens into ``out``, shape (tokens, width)."""
        attributes: Any = doc.to_array(self.columns).reshape(len(doc), len(self.columns))
        keys = (attributes * self._mix).sum(axis=1, dtype=np.uint64).tolist()
        with self._lock:
            rows: Any = list(map(self._row.get, keys))
            if None in rows:
                if len(self._row) + len(keys) > len(self._table):
                    self._row.clear()
                if len(keys) > len(self._table):
                    out[:] = self._compute(attributes)
                    return
                self._learn(attributes, keys)
                rows = [self._row[key] for key in keys]
            np.take(self._table, rows, axis=0, out=out, mode="clip")

    def _learn(self, attributes: npt.NDArray[np.uint64], keys: list[int]) -> None:
        new = {key: position for position, key in enumerate(keys) if key not in self._row}
        wanted = attributes[list(new.values())]
        first = len(self._row)
        self._table[first : first + len(new)] = self._compute(wanted)
        self._row.update(zip(new, range(first, first + len(new)), strict=True))

    def _compute(self, attributes: npt.NDArray[np.uint64]) -> Floats:
        count = len(attributes)
        if count < self.least:
            attributes = np.resize(attributes, (self.least, attributes.shape[1]))
        vectors: Floats = self._mixed.predict(self._hashed.predict(attributes))
        return vectors[:count]


def _check_hash(part: Model[Any, Any]) -> None:
    expect(part, "thinc.layers.chain", 2)
    expect(part.layers[0], "thinc.layers.array_getitem", 0)
    expect(part.layers[1], "thinc.layers.hashembed", 0)
