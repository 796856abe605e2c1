"""An extraction to look at: escaped HTML for notebooks, and the input of displaCy."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any, Literal

from wiredesk.contract import Extraction, Span

_CSS = """
.wiredesk-text { line-height: 1.7; max-width: 48em; white-space: pre-wrap; }
.wiredesk-text mark { background: none; color: inherit; padding: 1px 0; }
.wiredesk-text .wd-quote { background: rgba(255, 208, 0, 0.22); }
.wiredesk-text .wd-entity { border-bottom: 2px solid #888; }
.wiredesk-text .wd-PERSON { border-color: #0891b2; }
.wiredesk-text .wd-ORG { border-color: #ca8a04; }
.wiredesk-text .wd-GPE, .wiredesk-text .wd-LOC, .wiredesk-text .wd-FAC { border-color: #16a34a; }
.wiredesk-text .wd-nominal, .wiredesk-text .wd-pronoun { border-bottom-style: dotted; }
.wiredesk-text .wd-date { text-decoration: underline dashed #888; text-underline-offset: 4px; }
"""
"""Half-transparent and border colours, so that it can be read on a light and on a dark notebook."""
_WIKIDATA = "https://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True)
class _Highlight:
    """A span of the text with its CSS classes and what it is, in words."""

    start: int
    end: int
    classes: str
    about: str


@dataclass(frozen=True, slots=True)
class RenderedExtraction:
    """A story's text with entities, quotes and dates marked; a notebook shows it as it is."""

    html: str
    """An HTML element, all text in it escaped, with its style and without scripts."""

    def _repr_html_(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.html


def render(extraction: Extraction) -> RenderedExtraction:
    """Return an extraction as HTML: what is marked, and who speaks, is said when the pointer is over it."""
    text, pieces = extraction.text, []
    highlights = [one for one in _highlights(extraction) if 0 <= one.start < one.end <= len(text)]
    for start, end, covering in _segments(len(text), highlights):
        words = escape(text[start:end])
        if covering:
            classes = " ".join(dict.fromkeys(" ".join(one.classes for one in covering).split()))
            about = escape(" · ".join(dict.fromkeys(one.about for one in covering)))
            words = f'<mark class="{classes}" title="{about}">{words}</mark>'
        pieces.append(words)
    return RenderedExtraction(f'<div class="wiredesk-text"><style>{_CSS}</style>{"".join(pieces)}</div>')


def to_displacy(extraction: Extraction, style: Literal["ent", "span"] = "ent") -> dict[str, Any]:
    """Return an extraction as ``displacy.render(…, style=style, manual=True)`` takes it.

    Args:
        extraction: what to show.
        style: ``ent`` shows the entities by their names, the longer of two that overlap; ``span`` shows entities with
            all their mentions, quotes and dates, which may overlap.

    Raises:
        ValueError: the style is neither of the two.
    """
    if style == "ent":
        return {"text": extraction.text, "ents": _entity_spans(extraction), "title": None}
    if style == "span":
        tokens, spans = _token_spans(extraction)
        return {"text": extraction.text, "tokens": tokens, "spans": spans}
    raise ValueError(f'style is "{style}"; give "ent" or "span"')


def _highlights(extraction: Extraction) -> Iterator[_Highlight]:
    """Yield what is marked in the text."""
    names = {entity.id: entity.name for entity in extraction.entities}
    for quote in extraction.quotes:
        source = extraction.text[slice(*quote.source)] if quote.source else "unknown speaker"
        about = f"{quote.kind} quote: {names.get(quote.speaker or '', source)}"
        for span in quote.content:
            yield _Highlight(*span, "wd-quote", about)
    for entity in extraction.entities:
        for mention in entity.mentions:
            classes = f"wd-entity wd-{entity.type}" + ("" if mention.kind == "name" else f" wd-{mention.kind}")
            yield _Highlight(*mention.span, classes, f"{entity.type}: {entity.name}")
    for date in extraction.dates:
        yield _Highlight(*date.span, "wd-date", f"{date.type.lower()}: {date.value or 'not resolved'}")


def _segments(length: int, highlights: list[_Highlight]) -> Iterator[tuple[int, int, list[_Highlight]]]:
    """Cut a text wherever a highlight starts or ends; yield each piece with the highlights that cover it."""
    starts: dict[int, list[_Highlight]] = {}
    for one in highlights:
        starts.setdefault(one.start, []).append(one)
    edges = sorted({0, length, *starts, *(one.end for one in highlights)})
    covering: list[_Highlight] = []
    for start, end in pairwise(edges):
        covering = [one for one in covering if one.end > start] + starts.get(start, [])
        yield start, end, covering


def _entity_spans(extraction: Extraction) -> list[dict[str, Any]]:
    """Return the mentions by name in the order of the text, without overlaps."""
    found = [
        (mention.span, entity)
        for entity in extraction.entities
        for mention in entity.mentions
        if mention.kind == "name"
    ]
    spans: list[dict[str, Any]] = []
    for (start, end), entity in sorted(found, key=lambda one: (one[0][0], -one[0][1])):
        if spans and start < spans[-1]["end"]:
            continue
        span: dict[str, Any] = {"start": start, "end": end, "label": entity.type}
        if entity.links.wikidata:
            span |= {"kb_id": entity.links.wikidata, "kb_url": _WIKIDATA + entity.links.wikidata}
        spans.append(span)
    return spans


def _token_spans(extraction: Extraction) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the text cut into words, also where a span starts or ends, and the spans counted in these words."""
    labelled: list[tuple[Span, str]] = [
        (mention.span, entity.type) for entity in extraction.entities for mention in entity.mentions
    ]
    labelled += [(span, "QUOTE") for quote in extraction.quotes for span in quote.content]
    labelled += [(date.span, date.type) for date in extraction.dates]
    edges = {edge for span, _ in labelled for edge in span}
    tokens: list[str] = []
    starts: list[int] = []
    for word in re.finditer(r"\S+", extraction.text):
        cuts = [word.start(), *(at for at in range(word.start() + 1, word.end()) if at in edges), word.end()]
        for start, end in pairwise(cuts):
            starts.append(start)
            tokens.append(extraction.text[start:end])
    spans = []
    for (start, end), label in sorted(labelled):
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        if first < last:
            spans.append({"start_token": first, "end_token": last, "label": label})
    return tokens, spans
