"""The step model of ``spacy.TransitionBasedParser.v2``: what parser and entity recogniser have in common.

A state is scored from a few tokens around it: their precomputed vectors are summed, the larger of each pair of sums is
kept, and one product gives the score of every action.  Stock spaCy does this state by state in a loop that takes and
drops the GIL on the way; its last product is always BLIS's, whatever BLAS the layers use, and so it is here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from blis.py import gemm  # type: ignore[import-untyped]
from spacy.tokens import Doc

from wiredesk.nlp.turbo.gemm_rows import STEADY, rows
from wiredesk.nlp.turbo.parse_tree import expect
from wiredesk.nlp.turbo.patch import Unfit

Floats = npt.NDArray[np.float32]


class Steps:
    """The layers of a transition-based component, checked and ready to score many states at once."""

    def __init__(self, pipe: Any, features: int) -> None:
        """Take over the model of ``pipe``, whose states are scored from ``features`` tokens.

        Raises:
            Unfit: extra state tokens, no upper layer, a beam, classes never seen in training, another architecture.
        """
        model = pipe.model
        if pipe.cfg.get("beam_width", 1) != 1:
            raise Unfit(f"a beam of {pipe.cfg['beam_width']}")
        expect(model, "spacy.ml.tb_framework")
        if not model.attrs["has_upper"]:
            raise Unfit("use_upper is false")
        if model.attrs["unseen_classes"]:
            raise Unfit("labels were added after training")
        tokvecs, lower, upper = model.layers
        self._source, listed, linear = expect(tokvecs, "thinc.layers.chain", 3).layers
        expect(listed, "thinc.layers.list2array", 0)
        for layer in (linear, upper):
            expect(layer, "thinc.layers.linear", 0)
        expect(lower, "spacy.ml._precomputable_affine", 0)
        self.features, self.hidden, self.pieces = (lower.get_dim(name) for name in ("nF", "nO", "nP"))
        if self.features != features:
            raise Unfit(f"states of {self.features} tokens, not {features}")
        if self.pieces != 2:
            raise Unfit(f"maxout of {self.pieces} pieces")
        self._ops: Any = linear.ops
        self._linear = (linear.get_param("W"), linear.get_param("b"))
        self._lower: Floats = np.ascontiguousarray(lower.get_param("W")).reshape(-1, lower.get_dim("nI"))
        self._missing: Floats = np.ascontiguousarray(lower.get_param("pad")).reshape(-1)
        self.weights: Floats = np.ascontiguousarray(upper.get_param("W"), dtype=np.float32)
        self.bias: Floats = np.ascontiguousarray(upper.get_param("b"), dtype=np.float32)
        self.lower_bias: Floats = np.ascontiguousarray(lower.get_param("b"), dtype=np.float32)
        self.actions = len(self.bias)
        if self.actions != pipe.moves.n_moves:
            raise Unfit("the model has another number of actions than the component")
        if rows(True, self.hidden, self.actions) != STEADY:
            raise Unfit("BLIS gives a row other bits when its neighbours change")

    def vectors(self, doc: Doc) -> Floats:
        """Precomputed vectors, shape (tokens + 1, features, hidden, pieces); row 0 stands for a missing token."""
        (source,) = self._source.predict([doc])
        tokens = self._ops.affine(source, *self._linear)
        found: Floats = np.empty((len(doc) + 1, len(self._lower)), dtype=np.float32)
        self._ops.gemm(tokens, self._lower, trans2=True, out=found[1:])
        found[0] = self._missing
        return found.reshape(len(doc) + 1, self.features, self.hidden, self.pieces)

    def scores(self, sums: Floats) -> Floats:
        """Scores of every action, shape (states, actions), from the sums without bias (states, hidden, pieces)."""
        sums += self.lower_bias
        hidden = np.maximum(sums[:, :, 0], sums[:, :, 1])
        result: Floats = gemm(hidden, self.weights, trans2=True)
        result += self.bias
        return result
