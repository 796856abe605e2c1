"""Scores of the actions of ``spacy.TransitionBasedParser.v2``, for the parser and the entity recogniser.

A state is scored from a few tokens around it: their precomputed vectors are added, the larger of each pair of sums is
kept, and one product gives the score of every action.  Stock spaCy does this state by state, in a loop that acquires
and releases the GIL.  Its last product always uses BLIS, whatever BLAS the layers use, and so does this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from blis.py import gemm  # type: ignore[import-untyped]
from spacy.tokens import Doc

from wiredesk.nlp.turbo.gemm_rows import INDEPENDENT, row_rule
from wiredesk.nlp.turbo.model_nodes import expect
from wiredesk.nlp.turbo.patch import NotApplicable

Floats = npt.NDArray[np.float32]


class TransitionScorer:
    """The layers of a transition-based component, checked and ready to score many states at once."""

    def __init__(self, pipe: Any, features: int) -> None:
        """Read the layers of ``pipe``, whose states are scored from ``features`` tokens.

        Raises:
            NotApplicable: Extra state tokens, no upper layer, a beam, classes never seen in training, or another
                architecture.
        """
        model = pipe.model
        if pipe.cfg.get("beam_width", 1) != 1:
            raise NotApplicable(f"a beam of {pipe.cfg['beam_width']}")
        expect(model, "spacy.ml.tb_framework")
        if not model.attrs["has_upper"]:
            raise NotApplicable("use_upper is false")
        if model.attrs["unseen_classes"]:
            raise NotApplicable("labels were added after training")
        tokvecs, lower, upper = model.layers
        self._source, listed, linear = expect(tokvecs, "thinc.layers.chain", 3).layers
        expect(listed, "thinc.layers.list2array", 0)
        for layer in (linear, upper):
            expect(layer, "thinc.layers.linear", 0)
        expect(lower, "spacy.ml._precomputable_affine", 0)
        self.features, self.hidden, self.pieces = (lower.get_dim(name) for name in ("nF", "nO", "nP"))
        if self.features != features:
            raise NotApplicable(f"states of {self.features} tokens, not {features}")
        if self.pieces != 2:
            raise NotApplicable(f"maxout of {self.pieces} pieces")
        self._ops: Any = linear.ops
        self._linear = (linear.get_param("W"), linear.get_param("b"))
        self._lower: Floats = np.ascontiguousarray(lower.get_param("W")).reshape(-1, lower.get_dim("nI"))
        self._missing: Floats = np.ascontiguousarray(lower.get_param("pad")).reshape(-1)
        self.weights: Floats = np.ascontiguousarray(upper.get_param("W"), dtype=np.float32)
        self.bias: Floats = np.ascontiguousarray(upper.get_param("b"), dtype=np.float32)
        self.lower_bias: Floats = np.ascontiguousarray(lower.get_param("b"), dtype=np.float32)
        self.actions = len(self.bias)
        if self.actions != pipe.moves.n_moves:
            raise NotApplicable("model and component differ in their number of actions")
        if row_rule(True, self.hidden, self.actions) != INDEPENDENT:
            raise NotApplicable("with BLIS the bits of a row depend on the other rows")

    def vectors(self, doc: Doc) -> Floats:
        """Compute the vectors, shape (tokens + 1, features, hidden, pieces); row 0 represents a missing token."""
        (source,) = self._source.predict([doc])
        tokens = self._ops.affine(source, *self._linear)
        found: Floats = np.empty((len(doc) + 1, len(self._lower)), dtype=np.float32)
        self._ops.gemm(tokens, self._lower, trans2=True, out=found[1:])
        found[0] = self._missing
        return found.reshape(len(doc) + 1, self.features, self.hidden, self.pieces)

    def scores(self, sums: Floats) -> Floats:
        """Compute the scores of all actions, shape (states, actions).

        Args:
            sums: The added vectors of each state without bias, shape (states, hidden, pieces); overwritten.
        """
        sums += self.lower_bias
        hidden = np.maximum(sums[:, :, 0], sums[:, :, 1])
        result: Floats = gemm(hidden, self.weights, trans2=True)
        result += self.bias
        return result
