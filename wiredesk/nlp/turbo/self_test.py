"""Before the quick pipeline is trusted: it reads a few sentences, and so does stock spaCy.

The pieces look at a model's architecture; this looks at the result, in case a release of spaCy, NumPy or Numba changes
what lies between.  Only spaCy's own components take part, so nothing of the user's runs twice.
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


def readings(nlp: Language) -> list[Any] | None:
    """What spaCy's own components of the pipeline find in ``TEXTS``, or None if one of them fails."""
    pipes: list[Any] = [
        pipe for _, pipe in nlp.pipeline if type(getattr(pipe, "stock", pipe)).__module__.startswith("spacy.")
    ]
    with nlp.memory_zone(), catch_warnings():
        simplefilter("ignore")
        try:
            return [_reading(nlp.tokenizer(text), pipes) for text in TEXTS]
        except Exception:
            log.warning("turbo: a first reading failed", exc_info=True)
            return None


def _is_spacys(pipe: Any) -> bool:
    return type(pipe).__module__.startswith("spacy.")


def _reading(doc: Any, pipes: list[Any]) -> Any:
    for pipe in pipes:
        doc = pipe(doc)
    return doc.to_array(ATTRIBUTES).tolist()
