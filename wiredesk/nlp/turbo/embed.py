"""Hash embeddings kept per lexeme.

A token's vector before the encoder depends on its lexical attributes alone (NORM, PREFIX, SUFFIX, SHAPE, ...), yet
stock spaCy hashes, gathers and multiplies anew for every token: about a third of a tok2vec's time.  Here the vector is
kept in a table under a key made of exactly those attribute values, so nothing in it depends on the ``StringStore`` or
on a memory zone: a string that is evicted and comes back has the same hash and the same row.

The table is bounded (``ROWS``): when it is full, all is forgotten and learnt again.  Vectors are computed by the
model's own layers.  Where the last bits of a product's row depend on its place (see ``rows``), a lexeme has a vector
for each class of places, and the few tokens at a doc's end that fill no whole period are computed as stock spaCy does.
A doc too short for that goes the stock way.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc
from thinc.api import Model

from wiredesk.nlp.turbo.gemm_rows import rows as rows_of
from wiredesk.nlp.turbo.parse_tree import expect, maxout_norm
from wiredesk.nlp.turbo.patch import Unfit

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
        found = rows_of(ops.use_blis, maxout.get_dim("nI"), self.width * maxout.get_dim("nP"))
        if found is None:
            raise Unfit("this BLAS gives a row other bits in a way that was not understood")
        self._rows, self.least = found, found.least
        self._classes = np.array(found.classes, dtype=np.intp)
        self._kinds = 1 + max(found.classes)
        self._seats = _seats(found.classes)
        self._mix = np.random.default_rng(2026).integers(1, 2**63, len(self.columns), dtype=np.uint64) * 2 + 1
        self._room = rows
        self._table: Floats = np.empty((rows, self._kinds, self.width), dtype=np.float32)
        self._row: dict[int, int] = {}
        self._lock = Lock()

    def __call__(self, doc: Doc, out: Floats) -> None:
        """Write the vectors of a doc of at least ``least`` tokens into ``out``, shape (tokens, width)."""
        attributes: Any = doc.to_array(self.columns).reshape(len(doc), len(self.columns))
        whole, period = self._rows.whole(len(doc)), self._rows.period
        if whole < len(doc):
            out[whole:] = self._compute(attributes[whole - period :])[period:]
        keys = (attributes[:whole] * self._mix).sum(axis=1, dtype=np.uint64).tolist()
        with self._lock:
            rows: Any = list(map(self._row.get, keys))
            if None in rows:
                if len(self._row) + len(keys) > self._room:
                    self._row.clear()
                if len(keys) > self._room:
                    out[:] = self._compute(attributes)
                    return
                self._learn(attributes, keys)
                rows = [self._row[key] for key in keys]
            if self._kinds == 1:
                np.take(self._table[:, 0], rows, axis=0, out=out[:whole], mode="clip")
            else:
                out[:whole] = self._table[rows, np.resize(self._classes, whole)]

    def _learn(self, attributes: npt.NDArray[np.uint64], keys: list[int]) -> None:
        """Compute what is new, each in a place of every class."""
        new = {key: position for position, key in enumerate(keys) if key not in self._row}
        wanted, first = np.array(list(new.values())), len(self._row)
        share = self._seats.shape[1]
        periods = max(-(-len(wanted) // share), -(-self.least // self._rows.period))
        order = np.zeros((periods, self._rows.period), dtype=np.intp)
        turn = np.resize(wanted, (periods, share))
        for seats in self._seats:
            order[:, seats] = turn
        vectors = self._compute(attributes[order.reshape(-1)]).reshape(periods, self._rows.period, self.width)
        for kind, seats in enumerate(self._seats):
            learnt = vectors[:, seats].reshape(periods * share, self.width)[: len(wanted)]
            self._table[first : first + len(wanted), kind] = learnt
        self._row.update(zip(new, range(first, first + len(new)), strict=True))

    def _compute(self, attributes: npt.NDArray[np.uint64]) -> Floats:
        """The layers' own answer, shape (rows, width)."""
        vectors: Floats = self._mixed.predict(self._hashed.predict(attributes))
        return vectors


def _seats(classes: tuple[int, ...]) -> npt.NDArray[np.intp]:
    """Places of each class within a period, as many of each: shape (classes, places)."""
    places = [np.flatnonzero(np.array(classes) == kind) for kind in range(1 + max(classes))]
    share = min(map(len, places))
    return np.array([found[:share] for found in places])


def _check_hash(part: Model[Any, Any]) -> None:
    expect(part, "thinc.layers.chain", 2)
    expect(part.layers[0], "thinc.layers.array_getitem", 0)
    expect(part.layers[1], "thinc.layers.hashembed", 0)
