"""The results: each extraction as its document, and as rows that analysts query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection, Table, Text, bindparam, cast, delete, insert, select, update

from wiredesk.contract import Amount, Article, Entity, Extraction, Location, Quote, Span, Title
from wiredesk.corrections import corrected
from wiredesk.quotations import is_quotation
from wiredesk.search_terms import languages_of
from wiredesk.store import text_index
from wiredesk.store.directory.ruling_rows import corrections_of, is_ruled
from wiredesk.store.event_rows import event_row, role_rows
from wiredesk.store.prepared import PreparedStatement, execute_raw, without_waiting
from wiredesk.store.publication import date_by_dateline
from wiredesk.store.result_rows import storable
from wiredesk.store.tables import RESULT_TABLES, Document, extractions, subject_codes
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
from wiredesk.store.types import now

Rows = list[tuple[Any, ...]]
KEY_CHARACTERS = 300
"""Length to which a name is cut for look-ups: a row of a PostgreSQL index holds at most 2,704 bytes."""


def write(connection: Connection, seq: int, extraction: Extraction, seconds: float) -> None:
    """Store one extraction; it replaces an earlier one of the same version.

    Args:
        seconds: how long the extraction took.
    """
    remove(connection, seq)
    document = extraction.json_line().decode()
    corrections = corrections_of(connection, [extraction.id]) if is_ruled(connection, seq) else {}
    found = corrected(extraction, corrections.get(extraction.id, ()))
    with without_waiting(connection):
        _INSERT_DOCUMENT(
            connection,
            seq=seq,
            engine=extraction.engine.version,
            model=extraction.engine.model,
            tier=extraction.engine.tier,
            language=extraction.language,
            focus=found.focus,
            tone=extraction.tone.score if extraction.tone else None,
            seconds=seconds,
            document=document if connection.dialect.name == "sqlite" else _no_nul(document),
        )
        _insert_rows(connection, seq, found)
        date_by_dateline(connection, seq, extraction)
    languages = languages_of([extraction.language, *(part.language for part in extraction.engine.parts)])
    text_index.add(connection, seq, extraction.text, languages)


def write_rows(connection: Connection, seq: int, extraction: Extraction) -> None:
    """Store the rows of an extraction again, as users corrected it; the document stays as it is."""
    _delete_rows(connection, seq)
    connection.execute(update(extractions).where(extractions.c.seq == seq).values(focus=extraction.focus))
    _insert_rows(connection, seq, extraction)


def _insert_rows(connection: Connection, seq: int, extraction: Extraction) -> None:
    for table, rows in to_rows(seq, extraction):
        if rows:
            execute_raw(connection, _insert(table, connection.dialect.name), rows, many=True)


def _delete_rows(connection: Connection, seq: int) -> None:
    for table in RESULT_TABLES:
        connection.execute(delete(table).where(table.c.seq == seq))


_INSERT_DOCUMENT = PreparedStatement(
    insert(extractions).values(
        {name: bindparam(name) for name in ("seq", "engine", "model", "tier", "language", "focus", "tone", "seconds")}
        | {"stored_at": now(), "document": cast(bindparam("document", type_=Text), Document)}
    )
)


_DELETE_CODES = PreparedStatement(delete(subject_codes).where(subject_codes.c.seq == bindparam("of")))
_DELETE_DOCUMENT = PreparedStatement(delete(extractions).where(extractions.c.seq == bindparam("of")))


@cache
def _insert(table: Table, dialect: str) -> str:
    """Return an INSERT in the driver's parameter style: the SQL compiler takes too long for a hundred rows a story."""
    mark = "?" if dialect == "sqlite" else "%s"
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join([mark] * len(table.columns))})'


def write_codes(connection: Connection, seq: int, article: Article) -> None:
    """Store the provider's own subject codes and keywords, by which stories are found; they replace earlier ones."""
    _DELETE_CODES(connection, of=seq)
    keys = {normalize_name(storable(code)) for code in (*article.subjects, *article.keywords)} - {""}
    if keys:
        execute_raw(
            connection, _insert(subject_codes, connection.dialect.name), [(seq, key) for key in sorted(keys)], many=True
        )


def remove(connection: Connection, seq: int) -> bool:
    """Delete a version's results.  Returns False when it had none."""
    if not _DELETE_DOCUMENT(connection, of=seq).rowcount:
        return False
    _delete_rows(connection, seq)
    text_index.remove(connection, seq)
    return True


def document(connection: Connection, seq: int) -> str | None:
    """Return the extraction document of a version as JSON text; None where it has none."""
    value: str | None = connection.execute(
        select(cast(extractions.c.document, Text)).where(extractions.c.seq == seq)
    ).scalar()
    return value


def to_rows(seq: int, extraction: Extraction) -> Iterator[tuple[Table, Rows]]:
    """Yield every result table with its rows; the values are in the order of the table's columns."""
    entities = extraction.entities
    yield entities_table, [_entity_row(seq, entity) for entity in entities]
    mentions = (
        (seq, *mention.span, entity.id, mention.kind, mention.metonymic, mention.zone, mention.stands_for)
        for entity in entities
        for mention in entity.mentions
    )
    yield mentions_table, _distinct(mentions, key=4)
    titles = [(entity.id, title) for entity in entities for title in entity.titles]
    yield titles_table, [_title_row(seq, n, id, title) for n, (id, title) in enumerate(titles)]
    yield places_table, [_place_row(seq, entity, entity.location) for entity in entities if entity.location]
    names = {entity.id: entity.name for entity in entities}
    quotes = [(n, quote) for n, quote in enumerate(extraction.quotes) if quote.content]
    yield quotes_table, [_quote_row(seq, n, quote, extraction.text, names) for n, quote in quotes]
    joint = [
        (seq, n, id, normalize_name(names[id]))
        for n, quote in quotes
        for id in dict.fromkeys(quote.speakers)
        if id != quote.speaker and id in names
    ]
    yield joint_speakers_table, joint
    yield events_table, [event_row(seq, n, event) for n, event in enumerate(extraction.events)]
    spans = {entity.id: [mention.span for mention in entity.mentions] for entity in entities}
    keys = {id: normalize_name(name) for id, name in names.items()}
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


def _entity_row(seq: int, entity: Entity) -> tuple[Any, ...]:
    links = entity.links
    return (
        seq,
        entity.id,
        entity.type,
        entity.name,
        normalize_name(entity.name),
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


def _quote_row(seq: int, n: int, quote: Quote, body: str, names: dict[str, str]) -> tuple[Any, ...]:
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
        normalize_name(names[quote.speaker]) if quote.speaker in names else None,
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


def _no_nul(value: str) -> str:
    """Replace escaped NUL characters, which PostgreSQL's JSON does not store."""
    return value.replace("\\u0000", " ")
