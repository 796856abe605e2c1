"""Self-test: the accelerated pipeline and stock spaCy annotate the same sample texts before the patches are trusted.

Each patch checks the architecture of the model.  The self-test checks the result, in case a release of spaCy, NumPy or
Numba changes something in between.  It runs only components of spaCy itself, so no user component runs twice.
"""

from __future__ import annotations

import logging
from typing import Any
from warnings import catch_warnings, simplefilter

from spacy.language import Language

log = logging.getLogger(__name__)

TEXTS = (
    "OSLO, March 3 (Wire) - Shares of Northern Fishing fell 12.4% to $31.07 on Tuesday after its chief executive, "
    "Ingrid Halvorsen, 47, said the company wouldn't pay a dividend this year.\n\n"
    "“There's a deal,” she told reporters in Bergen, “but we aren't gonna sign it.” The Norwegian government, which "
    "owns one third of the company, said on Thursday it hadn't been asked. Nothing else was known.",
    "Fed raises rates",
    "",
)

ATTRIBUTES = ["ORTH", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID"]


def annotate_samples(nlp: Language) -> list[Any] | None:
    """Annotate ``TEXTS`` with the pipeline's components of spaCy.

    Returns:
        For each text the values of ``ATTRIBUTES``, a list a token; None if a component fails.
    """
    pipes: list[Any] = [
        pipe for _, pipe in nlp.pipeline if type(getattr(pipe, "stock", pipe)).__module__.startswith("spacy.")
    ]
    with nlp.memory_zone(), catch_warnings():
        simplefilter("ignore")
        try:
            return [_annotate(nlp.tokenizer(text), pipes) for text in TEXTS]
        except Exception:
            log.warning("turbo: the self-test failed", exc_info=True)
            return None


def _annotate(doc: Any, pipes: list[Any]) -> Any:
    for pipe in pipes:
        doc = pipe(doc)
    return doc.to_array(ATTRIBUTES).tolist()
