"""The results: each extraction as its document and as rows that an analyst can query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, Text, cast, delete, insert, select, text

from worker.contract import Extraction, Span
from worker.store.schema import RESULT_TABLES, articles, extractions
from worker.store.schema import amounts as amounts_table
from worker.store.schema import dates as dates_table
from worker.store.schema import entities as entities_table
from worker.store.schema import events as events_table
from worker.store.schema import mentions as mentions_table
from worker.store.schema import places as places_table
from worker.store.schema import quotes as quotes_table
from worker.store.schema import titles as titles_table
from worker.store.schema import topics as topics_table
from worker.store.times import now

Rows = list[dict[str, Any]]
FULL_TEXT_CHARACTERS = 200_000
"""As much of a story as full-text search indexes: PostgreSQL's ``tsvector`` holds one megabyte of words."""


def write(connection: Connection, seq: int, extraction: Extraction, seconds: float) -> None:
    """Store one extraction, in place of an earlier one of the same version.

    Args:
        seconds: what the extraction took.
    """
    remove(connection, seq)
    connection.execute(
        insert(extractions).values(
            seq=seq,
            engine=extraction.engine.version,
            model=extraction.engine.model,
            language=extraction.language,
            stored_at=now(),
            seconds=seconds,
            document=text(":document").bindparams(document=extraction.json_line().decode())
            if connection.dialect.name == "sqlite"
            else text("CAST(:document AS json)").bindparams(document=_no_nul(extraction.json_line().decode())),
        )
    )
    for table, rows in to_rows(seq, extraction):
        if rows:
            connection.execute(insert(table), rows)
    _index_text(connection, seq)


def remove(connection: Connection, seq: int) -> bool:
    """Take a version's results away.  False when there were none."""
    if not connection.execute(delete(extractions).where(extractions.c.seq == seq)).rowcount:
        return False
    for table in RESULT_TABLES:
        connection.execute(delete(table).where(table.c.seq == seq))
    _unindex_text(connection, seq)
    return True


def document(connection: Connection, seq: int) -> str | None:
    """The extraction document of a version as JSON text."""
    value: str | None = connection.execute(
        select(cast(extractions.c.document, Text)).where(extractions.c.seq == seq)
    ).scalar()
    return value


def twin(connection: Connection, text_hash: str, engine: str, model: str) -> tuple[int, str] | None:
    """An extraction of the same text by the same engine: its ``seq`` and its document."""
    row = connection.execute(
        select(extractions.c.seq, cast(extractions.c.document, Text).label("document"))
        .join(articles, articles.c.seq == extractions.c.seq)
        .where(
            articles.c.text_hash == text_hash,
            articles.c.state == "done",  # what is read again (reprocessed) has a result that is about to go
            articles.c.duplicate_of.is_(None),
            extractions.c.engine == engine,
            extractions.c.model == model,
        )
        .limit(1)
    ).one_or_none()
    return (row.seq, row.document) if row else None


def to_rows(seq: int, extraction: Extraction) -> Iterator[tuple[Table, Rows]]:
    """The rows of every result table."""
    body = extraction.text
    names = {entity.id: entity.name for entity in extraction.entities}
    yield (
        entities_table,
        [
            {
                "seq": seq,
                "entity": entity.id,
                "type": entity.type,
                "name": entity.name,
                "key": key_of(entity.name),
                "stands_for": entity.stands_for,
                "wikidata": entity.links.wikidata,
                "geonames": entity.links.geonames,
                "iso3166": entity.links.iso3166,
                "salience": entity.salience,
                "mentions": len(entity.mentions),
            }
            for entity in extraction.entities
        ],
    )
    yield (
        mentions_table,
        _distinct(
            {
                "seq": seq,
                "start": mention.span[0],
                "end": mention.span[1],
                "entity": entity.id,
                "kind": mention.kind,
                "metonymic": mention.metonymic,
            }
            for entity in extraction.entities
            for mention in entity.mentions
        ),
    )
    titles = [(entity.id, title) for entity in extraction.entities for title in entity.titles]
    yield (
        titles_table,
        [
            {
                "seq": seq,
                "n": n,
                "entity": entity_id,
                "start": title.span[0],
                "end": title.span[1],
                "title": title.text,
                "of": title.of,
            }
            for n, (entity_id, title) in enumerate(titles)
        ],
    )
    yield (
        places_table,
        [
            {
                "seq": seq,
                "entity": entity.id,
                "name": entity.name,
                "geonames": entity.links.geonames,
                "country": entity.location.country,
                "level": entity.location.level,
                "lat": entity.location.lat,
                "lon": entity.location.lon,
            }
            for entity in extraction.entities
            if entity.location
        ],
    )
    yield (
        quotes_table,
        [
            {
                "seq": seq,
                "n": n,
                "kind": quote.kind,
                "start": quote.content[0][0],
                "end": quote.content[-1][1],
                "content": " … ".join(_words(body, span) or "" for span in quote.content),
                "cue": _words(body, quote.cue),
                "source": _words(body, quote.source),
                "speaker": quote.speaker,
                "speaker_key": key_of(names[quote.speaker]) if quote.speaker in names else None,
            }
            for n, quote in enumerate(extraction.quotes)
            if quote.content
        ],
    )
    yield (
        events_table,
        [
            {
                "seq": seq,
                "n": n,
                "type": event.type,
                "start": event.trigger[0],
                "end": event.trigger[1],
                "actors": list(event.actors),
                "recipients": list(event.recipients),
                "places": list(event.places),
                "date": event.date,
                "status": event.status,
            }
            for n, event in enumerate(extraction.events)
        ],
    )
    yield (
        dates_table,
        _distinct(
            {"seq": seq, "start": date.span[0], "end": date.span[1], "type": date.type, "value": date.value}
            for date in extraction.dates
        ),
    )
    yield (
        amounts_table,
        _distinct(
            {
                "seq": seq,
                "start": amount.span[0],
                "end": amount.span[1],
                "kind": amount.kind,
                "value": amount.value,
                "unit": amount.unit,
            }
            for amount in extraction.amounts
        ),
    )
    yield (
        topics_table,
        [{"seq": seq, "code": topic.code, "name": topic.name, "score": topic.score} for topic in extraction.topics],
    )


def key_of(name: str) -> str:
    """A name as it is looked up: folded case and white space."""
    return " ".join(name.casefold().split())


def _words(body: str, span: Span | None) -> str | None:
    return " ".join(body[span[0] : span[1]].replace("\0", "").split()) if span else None


def _distinct(rows: Iterable[dict[str, Any]]) -> Rows:
    """Rows with different spans; two of a kind at one place would break the primary key."""
    return list({(row["start"], row["end"], row.get("entity")): row for row in rows}.values())


def _index_text(connection: Connection, seq: int) -> None:
    if connection.dialect.name == "sqlite":
        statement = (
            "INSERT INTO story_text (rowid, headline, body) SELECT seq, headline, body FROM articles WHERE seq = :seq"
        )
    else:
        statement = (
            "INSERT INTO story_text (seq, words) SELECT seq, to_tsvector('english', "
            f"headline || ' ' || left(body, {FULL_TEXT_CHARACTERS})) FROM articles WHERE seq = :seq"
        )
    connection.execute(text(statement), {"seq": seq})


def _unindex_text(connection: Connection, seq: int) -> None:
    if connection.dialect.name == "sqlite":
        statement = (
            "INSERT INTO story_text (story_text, rowid, headline, body) "
            "SELECT 'delete', seq, headline, body FROM articles WHERE seq = :seq"
        )
    else:
        statement = "DELETE FROM story_text WHERE seq = :seq"
    connection.execute(text(statement), {"seq": seq})


def _no_nul(value: str) -> str:
    """PostgreSQL's text holds no NUL, not even escaped."""
    return value.replace("\\u0000", " ")


def entity_names(extraction: Mapping[str, Any]) -> dict[str, str]:
    """Entity id to name, of a document read back."""
    return {entity["id"]: entity["name"] for entity in extraction["entities"]}
