"""Parse a text with spaCy. A paragraph ends a sentence; long texts are parsed in pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from spacy.attrs import IDX, SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc

from wiredesk.layout import TextLayout
from wiredesk.nlp.turbo import read_ahead

MAX_PIECE_CHARACTERS = 50_000
"""Characters parsed at once. Limits the memory of the model; the time for a story stays linear."""


def parse(nlp: Language, layout: TextLayout) -> Doc:
    """Parse the masked text of a layout. ``doc.text`` equals it, and each paragraph starts a sentence."""
    return parse_together(nlp, [layout])[0]


def parse_together(
    nlp: Language, layouts: Sequence[TextLayout], between: Callable[[], None] = lambda: None
) -> list[Doc]:
    """Parse several texts: one component after the other on all of them, so that its weights stay in the caches.

    ``between`` is called before each component.
    """
    spans = [list(pieces(layout)) for layout in layouts]
    docs = [_read_piece(nlp, layout, *span) for layout, some in zip(layouts, spans, strict=True) for span in some]
    between()
    read_ahead(nlp, docs)
    for _, component in nlp.pipeline:
        between()
        docs = [component(doc) for doc in docs]
    parts = iter(docs)
    return [_joined(list(islice(parts, len(some)))) for some in spans]


def _joined(parts: list[Doc]) -> Doc:
    return parts[0] if len(parts) == 1 else Doc.from_docs(parts, ensure_whitespace=False)


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


def _read_piece(nlp: Language, layout: TextLayout, start: int, end: int) -> Doc:
    """Return the tokens of a piece of a text, and which of them begin a paragraph."""
    doc = nlp.make_doc(layout.masked[start:end])
    starts = [a - start for a, _ in layout.paragraphs if start <= a < end]
    # As an array: each assignment to ``Token.is_sent_start`` looks at the whole doc.
    begins: Any = np.isin(doc.to_array(IDX), starts)
    if begins.any():
        doc.from_array([SENT_START], begins.astype(np.uint64))
    return doc
