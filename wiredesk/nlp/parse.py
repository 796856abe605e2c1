"""From a text to a parsed ``Doc``: paragraphs are kept apart, long stories are read in pieces."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from wiredesk.layout import TextLayout

PIECE = 50_000
"""Characters parsed at once.  The model's memory grows with the piece, the time of a story stays linear."""


def parse(nlp: Language, layout: TextLayout) -> Doc:
    """Parse a reading.  ``doc.text`` equals ``reading.parsed``; a paragraph's first token starts a sentence."""
    docs = [_parse_piece(nlp, layout, start, end) for start, end in pieces(layout)]
    return docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)


def pieces(layout: TextLayout, size: int = PIECE) -> Iterator[tuple[int, int]]:
    """Cut a reading at paragraph ends into pieces of at most ``size`` characters, longer paragraphs at a blank."""
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
    for token in doc:
        if token.idx in starts:
            token.is_sent_start = True
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc
