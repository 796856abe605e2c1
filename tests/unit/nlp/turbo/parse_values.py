"""The values that are compared between an accelerated and a stock pipeline."""

from __future__ import annotations

from importlib.util import find_spec

from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps

from wiredesk.nlp.turbo.blas_kernels import models

COMPILED = {"parser"} if find_spec("numba") is None else set()
"""The patches that need Numba, if it is not installed."""

ATTRIBUTES = ["ORTH", "IDX", "SPACY", "NORM", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START"]
ATTRIBUTES += ["ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID"]

ParseValues = tuple[list[list[int]], list[str], list[str], list[tuple[str, str]]]


def parse_values(doc: Doc) -> ParseValues:
    """Copy a parse into values that outlive the doc and its memory zone."""
    lemmas = [token.lemma_ for token in doc]
    return doc.to_array(ATTRIBUTES).tolist(), [t.text for t in doc], lemmas, [(e.text, e.label_) for e in doc.ents]


def use_numpy_blas(nlp: Language) -> None:
    """Let a pipeline compute with NumPy's BLAS; turbo then does not change the BLAS."""
    for model in models(nlp):
        for node in model.walk():
            if type(node.ops) is NumpyOps:
                node.ops = NumpyOps(use_blis=False)
