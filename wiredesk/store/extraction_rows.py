"""The rows that an extraction becomes in the result tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from sqlalchemy import Table

from wiredesk.contract import Amount, Entity, Extraction, Location, Quote, Span, Title
from wiredesk.quotations import is_quotation
from wiredesk.store.event_rows import event_row, role_rows
from wiredesk.store.tables import amounts as amounts_table
from wiredesk.store.tables import dates as dates_table
from wiredesk.store.tables import entities as entities_table
from wiredesk.store.tables import event_roles as event_roles_table
from wiredesk.store.tables import events as events_table
from wiredesk.store.tables import joint_speakers as joint_speakers_table
from wiredesk.store.tables import keyphrases as keyphrases_table
from wiredesk.store.tables import mentions as mentions_table
from wiredesk.store.tables import places as places_table
from wiredesk.store.tables import quotes as quotes_table
from wiredesk.store.tables import titles as titles_table
from wiredesk.store.tables import topics as topics_table

Rows = list[tuple[Any, ...]]
KEY_CHARACTERS = 300
"""Length to which a name is cut for look-ups: a row of a PostgreSQL index holds at most 2,704 bytes."""


def to_rows(seq: int, extraction: Extraction) -> Iterator[tuple[Table, Rows]]:
    """Yield every result table with its rows; the values are in the order of the table's columns."""
    entities = extraction.entities
    keys = {entity.id: normalize_name(entity.name) for entity in entities}
    yield entities_table, [_entity_row(seq, entity, keys[entity.id]) for entity in entities]
    mentions = (
        (seq, *mention.span, entity.id, mention.kind, mention.metonymic, mention.zone, mention.stands_for)
        for entity in entities
        for mention in entity.mentions
    )
    yield mentions_table, _distinct(mentions, key=4)
    titles = [(entity.id, title) for entity in entities for title in entity.titles]
    yield titles_table, [_title_row(seq, n, id, title) for n, (id, title) in enumerate(titles)]
    yield places_table, [_place_row(seq, entity, entity.location) for entity in entities if entity.location]
    quotes = [(n, quote) for n, quote in enumerate(extraction.quotes) if quote.content]
    yield quotes_table, [_quote_row(seq, n, quote, extraction.text, keys) for n, quote in quotes]
    joint = [
        (seq, n, id, keys[id])
        for n, quote in quotes
        for id in dict.fromkeys(quote.speakers)
        if id != quote.speaker and id in keys
    ]
    yield joint_speakers_table, joint
    yield events_table, [event_row(seq, n, event) for n, event in enumerate(extraction.events)]
    spans = {entity.id: [mention.span for mention in entity.mentions] for entity in entities}
    roles = (role_rows(seq, n, event, spans, keys) for n, event in enumerate(extraction.events))
    yield event_roles_table, [row for rows in roles for row in rows]
    yield (
        dates_table,
        _distinct(
            (seq, *date.span, date.type, date.value, date.anchor, date.score, date.rule) for date in extraction.dates
        ),
    )
    yield amounts_table, _distinct(_amount_row(seq, amount) for amount in extraction.amounts)
    yield topics_table, [(seq, topic.code, topic.name, topic.score, topic.rule) for topic in extraction.topics]
    phrases = enumerate(extraction.keyphrases)
    yield keyphrases_table, [(seq, n, one.text, normalize_name(one.text), one.score) for n, one in phrases]


def _entity_row(seq: int, entity: Entity, key: str) -> tuple[Any, ...]:
    links = entity.links
    return (
        seq,
        entity.id,
        entity.type,
        entity.name,
        key,
        entity.stands_for,
        links.wikidata,
        links.geonames,
        links.iso3166,
        entity.salience,
        len(entity.mentions),
        _json_array(entity.aliases),
        links.ticker,
        entity.in_news,
        entity.score,
        entity.rule,
    )


def _title_row(seq: int, n: int, entity: str, title: Title) -> tuple[Any, ...]:
    return (seq, n, entity, *title.span, title.text, title.of, title.office, title.tense, title.score, title.rule)


def _place_row(seq: int, entity: Entity, place: Location) -> tuple[Any, ...]:
    return (
        seq,
        entity.id,
        entity.name,
        entity.links.geonames,
        place.country,
        place.level,
        place.lat,
        place.lon,
        place.admin1.id if place.admin1 else None,
        place.admin1.name if place.admin1 else None,
        place.score,
        place.rule,
    )


def _amount_row(seq: int, one: Amount) -> tuple[Any, ...]:
    about = one.entity, one.measure, one.direction, one.period
    return (seq, *one.span, one.kind, one.value, one.unit, *about, one.score, one.rule)


def _quote_row(seq: int, n: int, quote: Quote, body: str, keys: dict[str, str]) -> tuple[Any, ...]:
    return (
        seq,
        n,
        quote.kind,
        quote.content[0][0],
        quote.content[-1][1],
        " … ".join(_normalized(body, span) or "" for span in quote.content),
        _normalized(body, quote.cue),
        _normalized(body, quote.source),
        quote.speaker,
        keys.get(quote.speaker or ""),
        quote.mode,
        quote.polarity,
        quote.within,
        quote.repeats,
        quote.source_class,
        quote.speaks_for,
        quote.zone,
        is_quotation(quote),
        quote.score,
        quote.rule,
    )


def normalize_name(name: str) -> str:
    """Return a name as it is looked up: case and white space folded, cut to :data:`KEY_CHARACTERS`."""
    return " ".join(name[:KEY_CHARACTERS].casefold().split())


def _normalized(body: str, span: Span | None) -> str | None:
    """Return the words of a span with single spaces between them."""
    return " ".join(body[span[0] : span[1]].replace("\0", "").split()) if span else None


def _distinct(rows: Iterable[tuple[Any, ...]], key: int = 3) -> Rows:
    """Return the rows without repeated primary keys (the first ``key`` columns); the last of equal keys wins."""
    return list({row[:key]: row for row in rows}.values())


def _json_array(ids: tuple[str, ...]) -> str:
    return orjson.dumps(ids).decode()
