"""Dependency parsing with the same state machine, compiled.

Stock spaCy spends 5 of the parser's 7 ms (406 tokens) between the arithmetic: BLIS is entered for each state, maps are
searched for children, the GIL is taken and dropped.  The transcription in ``arc_eager`` decides the same in a tenth of
that.  It needs Numba (``pip install wiredesk[turbo]``).

Where BLIS has a kernel of its own for the CPU its sums are rounded otherwise than ours.  A doc in which any decision is
closer than ``TOLERANCE`` is then parsed again by stock spaCy.
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

from wiredesk.nlp.turbo.patch import Unfit, component, replace
from wiredesk.nlp.turbo.transition_scorer import Steps

FEATURES = 8

TOLERANCE = 1e-3
"""Scores sum 64 products of order 1 to 10 in single precision: two orders of summation differ by about 1e-5."""


def install(nlp: Language) -> str:
    """Put the compiled decoder in the place of the pipeline's ``parser``.

    Raises:
        Unfit: it is not what this was written for, or Numba is not installed.
    """
    name, pipe = component(nlp, DependencyParser, "parser")
    parser = Parser(pipe)
    replace(nlp, name, parser)
    exact = "the bits of BLIS" if not parser.tolerance else f"stock spaCy where a decision is closer than {TOLERANCE}"
    return f"{parser.steps.actions} actions, compiled; {exact}"


class Parser:
    """Parses a doc with the weights of a stock ``DependencyParser``."""

    def __init__(self, pipe: Any) -> None:
        """Read the weights and the actions.

        Raises:
            Unfit: another architecture, or no Numba.
        """
        self.steps = Steps(pipe, FEATURES)
        if pipe.cfg.get("learn_tokens"):
            raise Unfit("it learns tokens")
        try:
            from wiredesk.nlp.turbo import arc_eager
        except ImportError as error:
            raise Unfit(f"needs numba, pip install wiredesk[turbo] ({error})") from error
        except Exception as error:  # Numba beside a NumPy or on a CPU that it does not fit
            raise Unfit(f"numba does not work here: {error!r:.200}") from error
        self._parse = arc_eager.parse
        strings = pipe.vocab.strings
        names = [str(pipe.moves.get_class_name(action)) for action in range(self.steps.actions)]
        if any(name[0] not in arc_eager.MOVES or name[1:2] not in {"", "-"} or name[2:] == "subtok" for name in names):
            raise Unfit("actions other than S, D, L, R and B")
        self._moves = np.array([arc_eager.MOVES.index(name[0]) for name in names], dtype=np.int8)
        self._label = np.array([strings.add(name[2:]) if name[2:] else 0 for name in names], dtype=np.uint64)
        self._lifted = np.array([DELIMITER in name for name in names])
        self._root = strings.add("ROOT")
        self._weights = np.ascontiguousarray(self.steps.weights.T)
        self._bias = self.steps.bias
        self._lower_bias = self.steps.lower_bias.reshape(-1)
        self.tolerance = 0.0 if self._exact(arc_eager.product) else TOLERANCE

    def _exact(self, product: Any) -> bool:
        """Whether our product has the bits of BLIS's."""
        hidden = np.random.default_rng(3).standard_normal((50, self.steps.hidden), dtype=np.float32)
        theirs = gemm(hidden, self.steps.weights, trans2=True)
        ours = np.empty_like(theirs)
        for row, scores in zip(hidden, ours, strict=True):
            product(row, self._weights, scores)
        return bool((ours == theirs).all())

    def __call__(self, doc: Doc) -> bool:
        """Set heads, labels and sentence starts; False where only the stock way is right."""
        state: Any = doc.to_array([HEAD, DEP, SENT_START])
        length = len(doc)
        if not length or state[:, :2].any():
            return False
        heads = np.empty(length, dtype=np.int32)
        actions = np.zeros(length, dtype=np.int32)
        vectors = self.steps.vectors(doc).reshape(length + 1, FEATURES, -1)
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
