"""Dependency parsing with spaCy's state machine, compiled.

Stock spaCy spends 5 of the parser's 7 ms (406 tokens) outside the arithmetic: it calls BLIS for each state, searches
maps for children, and acquires and releases the GIL.  The compiled state machine (``arc_eager``) takes the same
decisions in a tenth of that time.  It needs Numba (``pip install wiredesk[turbo]``).

Where BLIS has a special kernel for the CPU, it rounds its sums otherwise than ``arc_eager``.  Stock spaCy then parses a
doc again if two actions differ in score by less than ``TOLERANCE`` in any of its states.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from blis.py import gemm  # type: ignore[import-untyped]
from spacy.attrs import DEP, HEAD, SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.pipeline import DependencyParser
from spacy.pipeline._parser_internals.nonproj import DELIMITER, deprojectivize  # type: ignore[import-not-found]
from spacy.tokens import Doc

from wiredesk.nlp.turbo.patch import NotApplicable, component, replace
from wiredesk.nlp.turbo.transition_scorer import TransitionScorer

FEATURES = 8
"""Tokens from which a state is scored."""

TOLERANCE = 1e-3
"""Scores sum 64 products of order 1 to 10 in single precision: two orders of summation differ by about 1e-5."""


def apply(nlp: Language) -> str:
    """Replace the pipeline's ``parser`` with the compiled decoder.

    Raises:
        NotApplicable: The parser has another class or architecture, or Numba does not work.
    """
    name, pipe = component(nlp, DependencyParser, "parser")
    parser = CompiledParser(pipe)
    replace(nlp, name, parser)
    exact = "the bits of BLIS" if not parser.tolerance else f"stock spaCy where scores differ by less than {TOLERANCE}"
    return f"{parser.scorer.actions} actions, compiled; {exact}"


class CompiledParser:
    """Parses a doc with the weights of a stock ``DependencyParser``."""

    def __init__(self, pipe: Any) -> None:
        """Read the weights and the actions.

        Raises:
            NotApplicable: The parser has another architecture, or Numba does not work.
        """
        self.scorer = TransitionScorer(pipe, FEATURES)
        if pipe.cfg.get("learn_tokens"):
            raise NotApplicable("the parser joins tokens (learn_tokens)")
        try:
            from wiredesk.nlp.turbo import arc_eager  # lazy: Numba is optional and takes a second to import
        except ImportError as error:
            raise NotApplicable(f"needs numba, pip install wiredesk[turbo] ({error})") from error
        except Exception as error:  # this Numba does not support the NumPy or the CPU
            raise NotApplicable(f"numba does not work here: {error!r:.200}") from error
        self._parse = arc_eager.parse
        strings = pipe.vocab.strings
        names = [str(pipe.moves.get_class_name(action)) for action in range(self.scorer.actions)]
        if any(name[0] not in arc_eager.MOVES or name[1:2] not in {"", "-"} or name[2:] == "subtok" for name in names):
            raise NotApplicable("actions other than S, D, L, R and B")
        self._moves = np.array([arc_eager.MOVES.index(name[0]) for name in names], dtype=np.int8)
        self._label = np.array([strings.add(name[2:]) if name[2:] else 0 for name in names], dtype=np.uint64)
        self._lifted = np.array([DELIMITER in name for name in names])
        self._root = strings.add("ROOT")
        self._weights = np.ascontiguousarray(self.scorer.weights.T)
        self._bias = self.scorer.bias
        self._lower_bias = self.scorer.lower_bias.reshape(-1)
        self.tolerance = 0.0 if self._exact(arc_eager.product) else TOLERANCE

    def _exact(self, product: Any) -> bool:
        """Whether ``arc_eager.product`` gives the bits of BLIS."""
        hidden = np.random.default_rng(3).standard_normal((50, self.scorer.hidden), dtype=np.float32)
        theirs = gemm(hidden, self.scorer.weights, trans2=True)
        ours = np.empty_like(theirs)
        for row, scores in zip(hidden, ours, strict=True):
            product(row, self._weights, scores)
        return bool((ours == theirs).all())

    def __call__(self, doc: Doc) -> bool:
        """Set heads, labels and sentence starts.

        Returns False for a doc that only stock spaCy can parse: it is empty, has preset heads or labels, or a decision
        is too close.
        """
        state: Any = doc.to_array([HEAD, DEP, SENT_START])
        length = len(doc)
        if not length or state[:, :2].any():
            return False
        heads = np.empty(length, dtype=np.int32)
        actions = np.zeros(length, dtype=np.int32)
        vectors = self.scorer.vectors(doc).reshape(length + 1, FEATURES, -1)
        presets = state[:, 2].astype(np.int8)
        lead = self._parse(vectors, self._lower_bias, self._weights, self._bias, self._moves, presets, heads, actions)
        if lead < self.tolerance:
            return False
        attached = heads >= 0
        annotation: Any = np.empty((length, 2), dtype=np.uint64)
        annotation[:, 0] = np.where(attached, heads - np.arange(length), 0).astype(np.int64).view(np.uint64)
        annotation[:, 1] = np.where(attached, self._label[actions], np.uint64(self._root))
        doc.from_array([HEAD, DEP], annotation)
        if (self._lifted[actions] & attached).any():
            deprojectivize(doc)
        return True
