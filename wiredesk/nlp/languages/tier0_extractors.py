"""Extractors of tier 0: dateline, dates, amounts, direct quotes, countries and cities of a text in any language."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Date
from wiredesk.datelines import DatelineParts
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.dateline_extractor import DATELINE, DATELINE_PARTS, openings
from wiredesk.nlp.dates.date_extractor import DATES
from wiredesk.nlp.languages.exonyms import exonyms
from wiredesk.nlp.languages.local_datelines import read_local_dateline
from wiredesk.nlp.languages.time.time_reader import read_dates


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


def _row(same: Extractor, build: object, requires: tuple[str, ...] = ()) -> Extractor:
    return Extractor(same.name, same.summary, build, requires, internal=same.internal, tier=0)  # type: ignore[arg-type]


EXTRACTORS: tuple[Extractor, ...] = (
    _row(DATELINE_PARTS, build_parts),
    _row(DATELINE, DATELINE.build, ("dateline_parts",)),
    _row(DATES, build_dates, ("dateline",)),
)
