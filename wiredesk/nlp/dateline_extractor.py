"""The story's dateline: found at the start of the body, and linked to the entity of its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import OUTSIDE_NEWS, PLACE_TYPES, Dateline, Entity, Span
from wiredesk.datelines import DatelineParts, read_dateline
from wiredesk.layout import TextLayout
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options

MAX_PARAGRAPHS = 8
"""Paragraphs of the body that are searched."""
MAX_WORDS_BEFORE = 40
"""A paragraph of more words ends the search: the story has begun."""
MAX_CREDIT_CHARS = 90
"""Maximum characters of a byline or headline above the dateline that no blank line separates from it."""

_NO_BODY = OUTSIDE_NEWS | {"headline", "caption"}
"""Zones without datelines; a caption may begin like one: "OSLO: Ann Lee speaks …"."""
_BYLINE = re.compile(r"(?:by|from|reporting by|eds?:|editors?:|exclusive|update|abstract|full text)\b", re.IGNORECASE)


def build_parts(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of the dateline's parts."""
    return parts


def build_dateline(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of the dateline."""
    return dateline


def build_place(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of the dateline's place."""
    return dateline_place


def parts(_doc: Doc, context: Context) -> DatelineParts | None:
    """Return the story's dateline with its parts, or None. A date without a year gets the one nearest publication."""
    published = context.article.published.date() if context.article.published else None

    def is_place(start: int, end: int) -> bool:
        """Return whether the model labels every word of a name as part of a place."""
        tokens = context.tokens
        first, last = tokens.covering((start, end))
        words = (at for at in range(first, last) if tokens.text[at].isalpha())
        return first < last and all(tokens.ent_type[at] in PLACE_TYPES for at in words)

    for start, end in openings(context.layout):
        text = context.layout.masked
        if found := read_dateline(text, start, end, published=published, is_place=is_place):
            _explain(found, context)
            return found
    return None


def _explain(found: DatelineParts, context: Context) -> None:
    """Report the parts of the dateline."""
    if context.trace is None:
        return
    context.trace.add(found.span, "dateline", "dateline")
    for span in found.places:
        context.trace.add(span, "dateline", "place")
    if found.date_span:
        context.trace.add(found.date_span, "dateline", "date", found.date or "")
    if found.agency:
        context.trace.add(found.span, "dateline", "agency", found.agency)


def dateline(_doc: Doc, context: Context) -> Dateline | None:
    """Return the dateline as a record of the contract; its place is added when the entities are known."""
    found = context.dateline_parts
    return Dateline(span=found.span, date=found.date, agency=found.agency) if found else None


def dateline_place(_doc: Doc, context: Context) -> Dateline | None:
    """Return the dateline with the entity of its first, narrowest place."""
    line, found = context.dateline, context.dateline_parts
    if line is None or found is None or not found.places:
        return line
    for span in found.places:
        entity = _entity_at(span, context.entities)
        if entity:
            return line.model_copy(update={"place": entity})
    return line


def openings(layout: TextLayout) -> Iterator[Span]:
    """Yield where a dateline may begin: the body's first paragraphs, and lines after a byline in one of them."""
    others = {zone.start for zone in layout.zones if zone.zone in _NO_BODY}
    body = [span for span in layout.paragraphs if span[0] not in others]
    for start, end in body[:MAX_PARAGRAPHS]:
        at = start
        while True:
            yield at, end
            line_end = layout.text.find("\n", at, end)
            if line_end < 0 or line_end - at > MAX_CREDIT_CHARS:
                break
            at = line_end + 1
            while at < end and layout.text[at].isspace():
                at += 1
        if layout.text.count(" ", start, end) > MAX_WORDS_BEFORE and not _BYLINE.match(layout.text, start):
            return


def _entity_at(span: Span, entities: tuple[Entity, ...]) -> str | None:
    """Return the place whose mention overlaps the span most; another kind of entity only if it has this exact span."""
    best: tuple[int, str] | None = None
    for entity in entities:
        for mention in entity.mentions:
            shared = min(span[1], mention.span[1]) - max(span[0], mention.span[0])
            if shared <= 0 or not (entity.type in PLACE_TYPES or mention.span == span):
                continue
            if best is None or shared > best[0]:
                best = shared, entity.id
    return best[1] if best else None


DATELINE_PARTS = Extractor("dateline_parts", "the spans of the dateline's parts", build_parts, internal=True)
DATELINE = Extractor(
    "dateline", "place, date and agency a story was filed from", build_dateline, requires=("dateline_parts",)
)
DATELINE_PLACE = Extractor(
    "dateline_place",
    "the entity of the dateline's place",
    build_place,
    requires=("entities", "dateline"),
    assigns="dateline",
    internal=True,
)
