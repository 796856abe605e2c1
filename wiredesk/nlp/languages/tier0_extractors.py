"""Extractors of tier 0: dateline, dates, amounts, direct quotes, countries and cities of a text in any language."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Amount, Date, Entity, Quote
from wiredesk.datelines import DatelineParts
from wiredesk.nlp.amounts.amount_extractor import AMOUNTS
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.dateline_extractor import DATELINE, DATELINE_PARTS, DATELINE_PLACE, openings
from wiredesk.nlp.dates.date_extractor import DATES
from wiredesk.nlp.entities.entity_extractor import ENTITIES
from wiredesk.nlp.gazetteer import load
from wiredesk.nlp.languages.exonyms import exonyms
from wiredesk.nlp.languages.local_amounts import read_amounts
from wiredesk.nlp.languages.local_datelines import read_local_dateline
from wiredesk.nlp.languages.local_places import place_entities
from wiredesk.nlp.languages.local_quotes import read_quotes
from wiredesk.nlp.languages.time.time_reader import read_dates
from wiredesk.nlp.quotes.quote_extractor import QUOTES


def build_parts(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of the dateline's parts."""
    return parts


def parts(_doc: Doc, context: Context) -> DatelineParts | None:
    """Return the story's dateline with its parts, or None."""
    text = context.layout.masked
    published = context.article.published.date() if context.article.published else None
    names = exonyms(context.profile.code)
    capitals = {name.upper() for name in names}

    def is_place(start: int, end: int) -> bool:
        """Return whether every part of a name is a country or city that the language has a name for."""
        return all(name in names or name in capitals for name in text[start:end].split("/"))

    for start, end in openings(context.layout):
        if found := read_local_dateline(
            text, start, end, language=context.profile.code, published=published, is_place=is_place
        ):
            return found
    return None


def build_dates(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of dates."""
    return dates


def dates(_doc: Doc, context: Context) -> tuple[Date, ...]:
    """Return every expression of time in the story, in order."""
    line = context.dateline
    day = date.fromisoformat(line.date) if line and line.date else None
    if day is None and context.article.published:
        day = context.article.published.date()
    return read_dates(context.layout.masked, context.profile.code, day)


def build_amounts(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of amounts."""
    return amounts


def amounts(_doc: Doc, context: Context) -> tuple[Amount, ...]:
    """Return the sums of money, percentages and large numbers of the story that are no dates."""
    found = read_amounts(context.layout.masked, context.profile.code)
    starts = [one.span[0] for one in context.dates]
    kept = []
    for one in found:
        before = bisect_left(starts, one.span[1])
        if not before or context.dates[before - 1].span[1] <= one.span[0]:
            kept.append(one)
    return tuple(kept)


def build_quotes(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of direct quotes."""
    return quotes


def quotes(_doc: Doc, context: Context) -> tuple[Quote, ...]:
    """Return the passages of the story inside quotation marks that are long enough to be speech."""
    layout, profile = context.layout, context.profile
    return read_quotes(layout.masked, profile.code, layout.paragraphs, spaced=profile.spaced)


def build_entities(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of countries and cities; loads the gazetteer."""
    gazetteer = load()

    def entities(_doc: Doc, context: Context) -> tuple[Entity, ...]:
        """Return the countries and cities that the story names."""
        line, profile = context.dateline_parts, context.profile
        places = line.places if line else ()
        return place_entities(context.layout.masked, profile.code, gazetteer, places, spaced=profile.spaced)

    return entities


def _row(same: Extractor, build: object, requires: tuple[str, ...] = ()) -> Extractor:
    return Extractor(same.name, same.summary, build, requires, assigns=same.assigns, internal=same.internal, tier=0)  # type: ignore[arg-type]


EXTRACTORS: tuple[Extractor, ...] = (
    _row(DATELINE_PARTS, build_parts),
    _row(DATELINE, DATELINE.build, ("dateline_parts",)),
    _row(DATES, build_dates, ("dateline",)),
    _row(AMOUNTS, build_amounts, ("dates",)),
    _row(QUOTES, build_quotes),
    _row(ENTITIES, build_entities, ("dateline_parts",)),
    _row(DATELINE_PLACE, DATELINE_PLACE.build, ("entities", "dateline")),
)
