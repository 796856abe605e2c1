"""Patch the two tok2vec layers, the shared one and that of the entity recogniser: cached embeddings, leaner encoder.

The patch replaces the forward function of the model's node, so every component that uses the node becomes faster.
Training still runs through thinc.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

from wiredesk.nlp.turbo.embedding import CachedEmbedding, Floats, Indexes
from wiredesk.nlp.turbo.encoder import Encoder
from wiredesk.nlp.turbo.lexeme_index import IndexedDoc, LexemeIndex
from wiredesk.nlp.turbo.model_nodes import forward
from wiredesk.nlp.turbo.patch import NotApplicable

Node = Model[Any, Any]
MAX_AHEAD_TOKENS = 1_024
"""Tokens of docs that are encoded together, in arrays of at most 1.2 MB; longer ones gain nothing by company."""


def nodes(nlp: Language) -> list[tuple[str, Node]]:
    """Return every tok2vec node of the enabled components, with the name of its component.

    A tok2vec node is one that ``spacy.Tok2Vec.v2`` builds: it names its ``embed`` and its ``encode`` layer.
    """
    models = [(name, getattr(pipe, "model", None)) for name, pipe in nlp.pipeline]
    return [
        (name, node)
        for name, model in models
        if isinstance(model, Model)
        for node in model.walk()
        if "embed" in node.ref_names and "encode" in node.ref_names
    ]


def apply(node: Node, indexes: Indexes) -> str:
    """Replace the forward function of a tok2vec node.

    Args:
        node: the node.
        indexes: the pipeline's indexes of lexemes.

    Raises:
        NotApplicable: The node has another architecture.
    """
    node._func = FastTok2Vec(node, indexes)
    return "embeddings cached per lexeme, lean encoder layers"


@dataclass(frozen=True, slots=True, eq=False)
class _Ahead:
    """A doc whose vectors are computed already."""

    read: IndexedDoc
    vectors: Floats


class FastTok2Vec:
    """The forward function of a tok2vec node."""

    def __init__(self, node: Node, indexes: Indexes) -> None:
        """Take over a node.

        Raises:
            NotApplicable: The node has another architecture.
        """
        self._stock = node._func
        is_chain = self._stock is forward("thinc.layers.chain")
        if not is_chain or node.layers != [node.get_ref("embed"), node.get_ref("encode")]:
            raise NotApplicable("tok2vec is not a chain of its embed and its encode layer")
        self.embedding, self._encoder = CachedEmbedding(node.layers[0], indexes), Encoder(node.layers[1])
        if self.embedding.width != self._encoder.width:
            raise NotApplicable("embedding and encoder differ in width")
        self._ahead: list[_Ahead] = []

    def read_ahead(self, docs: Sequence[IndexedDoc]) -> None:
        """Compute the vectors of several docs together: the weights go through the caches once, not for each doc.

        They are kept until the docs are asked for, or others are read ahead.
        """
        self._ahead = []
        self.embedding.fill()
        some = [one for one in docs if len(one.doc) <= MAX_AHEAD_TOKENS and self.embedding.supports(one.doc)]
        if self._encoder.takes_several and len(some) > 1:
            for batch in _batches(some):
                self._ahead += map(_Ahead, batch, self._encode(batch))

    def _encode(self, docs: Sequence[IndexedDoc]) -> list[Floats]:
        """Return the vectors of each doc; of several only where the encoder takes several."""
        pad = self._encoder.pad
        lengths = [len(one.doc) for one in docs]
        places = list(accumulate((length + 2 * pad for length in lengths), initial=0))
        padded = np.zeros((places.pop(), self._encoder.width), dtype=np.float32)
        for one, length, at in zip(docs, lengths, places, strict=True):
            self.embedding(one, padded[at + pad : at + pad + length])
        encoded = self._encoder(padded)
        return [encoded[at : at + length] for length, at in zip(lengths, places, strict=True)]

    def __call__(self, model: Node, docs: Any, is_train: bool) -> Any:
        """Return the vectors of each doc, and the function that thinc expects for the gradient."""
        if is_train or not all(type(doc) is Doc and self.embedding.supports(doc) for doc in docs):
            return self._stock(model, docs, is_train)
        return [self._predict(doc) for doc in docs], _no_gradient

    def _predict(self, doc: Doc) -> Floats:
        ahead = self._ahead
        for one in ahead:
            if one.read.doc is doc:
                ahead.remove(one)  # a doc must not outlive its memory zone
                # a component before may have changed a norm
                if np.array_equal(one.read.attributes, self.embedding.index.read(doc)):
                    return one.vectors
                break
        return self._encode(self.embedding.read([doc]))[0]


def read_ahead(functions: Sequence[FastTok2Vec], docs: Sequence[Doc]) -> None:
    """Let the forward functions of a pipeline read docs ahead; those with the same index look them up once.

    One doc gains nothing by it, but they forget docs that nobody asked for.
    """
    some = docs if len(docs) > 1 else ()
    read: dict[LexemeIndex, list[IndexedDoc]] = {}
    for one in functions:
        embedding = one.embedding
        if embedding.index not in read:
            read[embedding.index] = embedding.read([doc for doc in some if embedding.supports(doc)])
        one.read_ahead(read[embedding.index])


def _batches(docs: Sequence[IndexedDoc]) -> Iterator[list[IndexedDoc]]:
    """Yield docs in their order, at most :data:`MAX_AHEAD_TOKENS` together."""
    batch: list[IndexedDoc] = []
    tokens = 0
    for one in docs:
        if tokens + len(one.doc) > MAX_AHEAD_TOKENS:
            yield batch
            batch, tokens = [], 0
        batch.append(one)
        tokens += len(one.doc)
    yield batch


def _no_gradient(_: Any) -> Any:
    raise RuntimeError("a prediction has no gradient")
