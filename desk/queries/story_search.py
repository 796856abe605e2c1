"""Which stories a search finds: the numbers (``seq``) of the newest ones, from the most selective index.

One filter leads (``FROM``, in the order of its index, newest first, so that the database stops after a page);
the others are looked up for each of its rows by primary key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    any_,
    exists,
    func,
    literal,
    select,
)

from desk.queries.filters import PLACES, Filters
from desk.queries.query_syntax import matching
from desk.queries.sight import by_index
from wiredesk.store.results import normalize_name
from wiredesk.store.tables import articles, entities, places, quotes, topics
from wiredesk.store.visibility import is_visible, is_visible_joined

RARE = 2000
"""Stories up to which the words of a search count as rare."""
Facet = tuple[FromClause, ColumnElement[int], ColumnElement[bool]]
"""A table, its story column, and what its row must be."""


def search(connection: Connection, filters: Filters, *, before: int | None = None, limit: int = 30) -> list[int]:
    """The newest stories that have all of it, newest first.

    Args:
        before: only stories accepted before this one: where the last page ended.

    Raises:
        BadQuery: the words cannot be searched for.
    """
    hits = None
    if connection.dialect.name == "postgresql":
        by_index(connection)  # what leads here leads there
        hits = _rare(connection, filters)
        if hits == []:
            return []
    return list(connection.scalars(statement(filters, connection.dialect.name, before, limit, hits)))


def _rare(connection: Connection, filters: Filters) -> list[int] | None:
    """All stories with the words where they are few, by PostgreSQL's inverted index; None where they are many."""
    found = matching(filters.q, "postgresql")
    if found is None:
        return None
    table, seq, condition = found
    hits = list(connection.scalars(select(seq).select_from(table).where(condition).limit(RARE + 1)))
    return hits if len(hits) <= RARE else None


def statement(
    filters: Filters, dialect: str, before: int | None, limit: int, hits: list[int] | None = None
) -> Select[tuple[int]]:
    """The one query of a search; ``hits``: all stories that have its words, where they are known."""
    facets = list(_facets(filters if hits is None else replace(filters, q=""), dialect))
    if facets:
        lead, seq, condition = facets.pop(0)
        query: Select[Any] = select(seq).distinct().where(condition, is_visible_joined())
        query = query.select_from(lead.join(articles, articles.c.seq == seq))
    else:
        seq = articles.c.seq
        query = select(seq).where(is_visible_joined() if filters.source else is_visible())
    if filters.type and not filters.entity:
        facets.append((entities, entities.c.seq, entities.c.type == filters.type))
    for other, column, one in facets:
        query = query.where(exists(select(1).select_from(other).where(column == seq, one).correlate_except(other)))
    if before is not None:
        query = query.where(seq < before)
    if hits is not None:
        query = query.where(seq == any_(literal(hits, ARRAY(BigInteger))))
    return query.where(*_of_article(filters)).order_by(seq.desc()).limit(limit)


def _facets(filters: Filters, dialect: str) -> Iterator[Facet]:
    """From the most selective kind of filter to the least; the first one leads."""
    if filters.speaker:
        yield quotes, quotes.c.seq, quotes.c.speaker_key == normalize_name(filters.speaker)
    if filters.entity:
        named = entities.alias("named")
        condition = named.c.key == normalize_name(filters.entity)
        yield named, named.c.seq, and_(condition, named.c.type == filters.type) if filters.type else condition
    if filters.place:
        yield _place(filters.place)
    if filters.topic:
        yield topics, topics.c.seq, topics.c.code == filters.topic
    if filters.q and (found := matching(filters.q, dialect)):
        yield found


def _place(name: str) -> Facet:
    if len(name) == 2 and name.isupper():
        return places, places.c.seq, places.c.country == name
    somewhere = entities.alias("somewhere")
    return somewhere, somewhere.c.seq, and_(somewhere.c.key == normalize_name(name), somewhere.c.type.in_(PLACES))


def _of_article(filters: Filters) -> Iterator[ColumnElement[bool]]:
    moment = func.coalesce(articles.c.published, articles.c.accepted_at)
    if filters.start:
        yield moment >= filters.start
    if filters.end:
        yield moment < filters.end
    if filters.urgency:
        yield articles.c.urgency <= filters.urgency
    if filters.source:
        yield articles.c.source == filters.source


def newest(connection: Connection, *, before: int | None = None, limit: int = 30) -> list[int]:
    """The live wire: the newest stories in sight."""
    return search(connection, Filters(), before=before, limit=limit)
