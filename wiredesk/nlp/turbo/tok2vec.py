"""The two tok2vecs (the shared one, and the one inside the entity recogniser): kept embeddings, leaner encoder.

Works on the node of the model, so that every component which holds such a node gains, and training still goes
through thinc.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

from wiredesk.nlp.turbo.embed import Embedding
from wiredesk.nlp.turbo.encode import Encoder
from wiredesk.nlp.turbo.parse_tree import forward
from wiredesk.nlp.turbo.patch import Unfit

Node = Model[Any, Any]


def owners(nlp: Language) -> list[tuple[str, Node]]:
    """Every tok2vec node of the enabled components, with the name of its component."""
    found = [(name, getattr(pipe, "model", None)) for name, pipe in nlp.pipeline]
    return [(name, node) for name, model in found if isinstance(model, Model) for node in candidates(model)]


def candidates(model: Node) -> list[Node]:
    """The nodes that ``spacy.Tok2Vec.v2`` builds: those that name their ``embed`` and ``encode`` layer."""
    return [node for node in model.walk() if "embed" in node.ref_names and "encode" in node.ref_names]


def install(node: Node) -> str:
    """Let a tok2vec node predict the quick way.

    Raises:
        Unfit: it is not what this was written for.
    """
    node._func = _quick(node)
    return "embeddings kept per lexeme, lean encoder layers"


def _quick(node: Node) -> Callable[..., Any]:
    stock = node._func
    if stock is not forward("thinc.layers.chain") or node.layers != [node.get_ref("embed"), node.get_ref("encode")]:
        raise Unfit("tok2vec is not a chain of its embed and its encode layer")
    embedding, encoder = Embedding(node.layers[0]), Encoder(node.layers[1])
    if embedding.width != encoder.width:
        raise Unfit("embedding and encoder differ in width")

    def one(doc: Doc) -> Any:
        padded = np.zeros((len(doc) + 2 * encoder.pad, encoder.width), dtype=np.float32)
        embedding(doc, padded[encoder.pad : encoder.pad + len(doc)])
        return encoder(padded)

    def quick(model: Node, docs: Any, is_train: bool) -> Any:
        if is_train or not all(type(doc) is Doc and len(doc) >= embedding.least for doc in docs):
            return stock(model, docs, is_train)
        return [one(doc) for doc in docs], _no_training

    return quick


def _no_training(_: Any) -> Any:
    raise RuntimeError("a prediction has no gradient")
