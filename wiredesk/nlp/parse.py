"""Parse a text with spaCy. A paragraph ends a sentence; long texts are parsed in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from spacy.attrs import SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc

from wiredesk.layout import TextLayout

MAX_PIECE_CHARACTERS = 50_000
"""Characters parsed at once. Limits the memory of the model; the time for a story stays linear."""


def parse(nlp: Language, layout: TextLayout) -> Doc:
    """Parse the masked text of a layout. ``doc.text`` equals it, and each paragraph starts a sentence."""
    docs = [_parse_piece(nlp, layout, start, end) for start, end in pieces(layout)]
    return docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)


def pieces(layout: TextLayout, size: int = MAX_PIECE_CHARACTERS) -> Iterator[tuple[int, int]]:
    """Yield spans of at most ``size`` characters that end with a paragraph; a longer paragraph is cut at a blank."""
    text = layout.masked
    start = 0
    while len(text) - start > size:
        limit = start + size
        ends = [end for _, end in layout.paragraphs if start < end <= limit]
        cut = ends[-1] if ends else text.rfind(" ", start, limit) + 1
        cut = cut if cut > start else limit
        yield start, cut
        start = cut
    yield start, len(text)


def _parse_piece(nlp: Language, layout: TextLayout, start: int, end: int) -> Doc:
    doc = nlp.make_doc(layout.masked[start:end])
    starts = {a - start for a, _ in layout.paragraphs if start <= a < end}
    # As an array: each assignment to ``Token.is_sent_start`` looks at the whole doc.
    begins = [token.idx in starts for token in doc]
    if any(begins):
        column: Any = np.array(begins, dtype=np.uint64)
        doc.from_array([SENT_START], column)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc
