"""Write all tags of a doc at once: stock ``Tagger.set_annotations`` looks up a string a token (1 ms of 400 tokens)."""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.attrs import TAG  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.pipeline import Tagger
from spacy.tokens import Doc
from thinc.api import Model

from wiredesk.nlp.turbo.model_nodes import expect
from wiredesk.nlp.turbo.patch import NotApplicable, component, replace


def apply(nlp: Language) -> str:
    """Replace the pipeline's ``tagger`` with ``TagWriter``.

    Raises:
        NotApplicable: The tagger has another class or no labels.
    """
    name, pipe = component(nlp, Tagger, "tagger")
    if not pipe.labels:
        raise NotApplicable("the tagger has no labels")
    replace(nlp, name, TagWriter(pipe))
    return f"{len(pipe.labels)} tags, written at once"


class TagWriter:
    """Sets the tags that a stock ``Tagger`` would set."""

    def __init__(self, stock: Any) -> None:
        self._stock = stock
        self._layers = _layers(stock.model)
        self._tags = np.array([stock.vocab.strings.add(label) for label in stock.labels], dtype=np.uint64)

    def __call__(self, doc: Doc) -> bool:
        """Set the tags; return False for an empty doc and for preset tags that the tagger does not overwrite."""
        if not len(doc) or (doc.to_array([TAG]).any() and not self._stock.cfg["overwrite"]):
            return False
        doc.from_array([TAG], self._tags[self._predict(doc)])
        return True

    def _predict(self, doc: Doc) -> Any:
        if self._layers is None:
            return self._stock.predict([doc])[0]
        source, softmax = self._layers
        (vectors,) = source.predict([doc])
        ops: Any = softmax.ops
        return ops.affine(vectors, softmax.get_param("W"), softmax.get_param("b")).argmax(axis=1)


def _layers(model: Model[Any, Any]) -> tuple[Model[Any, Any], Model[Any, Any]] | None:
    """Return the tok2vec and the softmax node of ``spacy.Tagger.v2``.

    Returns None for another architecture and for a softmax that normalises; the stock model then predicts.
    """
    try:
        source, inner = expect(model, "thinc.layers.chain", 2).layers
        softmax = expect(expect(inner, "thinc.layers.with_array", 1).layers[0], "thinc.layers.softmax", 0)
    except NotApplicable:
        return None
    return None if softmax.attrs["softmax_normalize"] else (source, softmax)
