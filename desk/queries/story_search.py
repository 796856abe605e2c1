"""The search for stories: it returns the numbers (``seq``) of the newest ones, by the most selective index.

One filter leads: its table is in ``FROM``, its index is read newest first, and the database stops after one page.  The
other filters are looked up by primary key for each of its rows.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    true,
    union,
)

from desk.queries.filters import Filters
from desk.queries.plan_hints import force_index_order
from desk.queries.query_syntax import match_text
from desk.queries.thread_search import current_number
from desk.queries.topic_counts import code_of
from wiredesk.contract import PLACE_TYPES
from wiredesk.media_topics import topic_of
from wiredesk.store.link_tables import copy_groups, thread_members
from wiredesk.store.results import normalize_name
from wiredesk.store.tables import articles, entities, joint_speakers, places, quotes, subject_codes, topics
from wiredesk.store.visibility import is_visible, is_visible_joined

MAX_RARE_STORIES = 2000
"""Number of stories up to which the words of a search count as rare."""
Facet = tuple[FromClause, ColumnElement[int], ColumnElement[bool]]
"""A table, its story column, and the condition on its rows."""


def search_stories(
    connection: Connection, filters: Filters, *, before: int | None = None, limit: int = 30
) -> list[int]:
    """Return the newest visible stories that fit all filters, newest first.

    Args:
        before: only stories accepted before this one; the last story of the page before.

    Raises:
        BadQuery: the words are not a valid query.
        NotFound: there is no such thread.
    """
    matches = None
    if connection.dialect.name == "postgresql":
        force_index_order(connection)
        matches = _rare_matches(connection, filters)
        if matches == []:
            return []
    if filters.thread:
        filters = filters.model_copy(update={"thread": current_number(connection, filters.thread)})
    joint = _speaks_with_others(connection, filters.speaker)
    statement = search_statement(filters, connection.dialect.name, before, limit, matches, joint=joint)
    return list(connection.scalars(statement))


def newest_stories(connection: Connection, *, before: int | None = None, limit: int = 30) -> list[int]:
    """Return the newest visible stories, newest first; arguments as for :func:`search_stories`."""
    return search_stories(connection, Filters(), before=before, limit=limit)


def _speaks_with_others(connection: Connection, speaker: str) -> bool:
    """Return whether a quote names a speaker after another one, in any story."""
    if not speaker:
        return False
    rows = select(joint_speakers.c.seq).where(joint_speakers.c.key == normalize_name(speaker)).limit(1)
    return connection.scalar(rows) is not None


def _rare_matches(connection: Connection, filters: Filters) -> list[int] | None:
    """Return all stories with the words, by PostgreSQL's inverted index; None if too many, or no words."""
    found = match_text(filters.q, "postgresql")
    if found is None:
        return None
    table, seq, condition = found
    matches = list(connection.scalars(select(seq).select_from(table).where(condition).limit(MAX_RARE_STORIES + 1)))
    return matches if len(matches) <= MAX_RARE_STORIES else None


def search_statement(
    filters: Filters,
    dialect: str,
    before: int | None,
    limit: int,
    matches: list[int] | None = None,
    *,
    joint: bool = False,
) -> Select[tuple[int]]:
    """Return the SQL of a search.

    Args:
        matches: all stories with the words of the search, if they are known already.
        joint: whether the speaker is to be looked for among the further speakers of quotes as well.
    """
    facets = list(_facets(filters, dialect, with_words=matches is None, joint=joint))
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
    if matches is not None:
        query = query.where(seq == any_(literal(matches, ARRAY(BigInteger))))
    return query.where(*_article_conditions(filters)).order_by(seq.desc()).limit(limit)


def _facets(filters: Filters, dialect: str, *, with_words: bool, joint: bool) -> Iterator[Facet]:
    """Yield the facets of the filters from the usually most selective to the least; the first one leads."""
    if filters.thread:
        yield thread_members, thread_members.c.seq, thread_members.c.thread == filters.thread
    if filters.speaker:
        yield _speaker_facet(filters, joint)
    if filters.entity:
        named = entities.alias("named")
        conditions = [named.c.key == normalize_name(filters.entity)]
        conditions += [named.c.type == filters.type] if filters.type else []
        conditions += [named.c.score >= filters.min_score] if filters.min_score else []
        yield named, named.c.seq, and_(*conditions)
    if filters.place:
        yield _place_facet(filters.place)
    if filters.topic:
        yield _topic_facet(filters.topic)
    if with_words and filters.q and (found := match_text(filters.q, dialect)):
        yield found


def _speaker_facet(filters: Filters, joint: bool) -> Facet:
    """Return the facet of a speaker; with ``joint``, of one who also speaks together with others."""
    key = normalize_name(filters.speaker)
    alone = [quotes.c.speaker_key == key, *([quotes.c.score >= filters.min_score] if filters.min_score else [])]
    if not joint:
        return quotes, quotes.c.seq, and_(*alone)
    together = select(joint_speakers.c.seq).where(joint_speakers.c.key == key)
    said = union(select(quotes.c.seq).where(*alone), together).subquery("said")
    return said, said.c.seq, true()


def _place_facet(name: str) -> Facet:
    """Return the facet of a place name or of a two-letter country code."""
    if len(name) == 2 and name.isupper():
        return places, places.c.seq, places.c.country == name
    located = entities.alias("located")
    return located, located.c.seq, and_(located.c.key == normalize_name(name), located.c.type.in_(PLACE_TYPES))


def _topic_facet(topic: str) -> Facet:
    """Return the facet of a topic: a Media Topic by code or English name, or a code or keyword of the agency's own."""
    code = code_of(topic)
    own = subject_codes.c.key == normalize_name(topic)
    if code is None:
        return subject_codes, subject_codes.c.seq, own
    has_topic = topics.c.code == code  # every story has the broader topics of its topics, too
    if topic_of(topic):  # a code of the wire that stands for a topic is among the topics
        return topics, topics.c.seq, has_topic
    told = union(select(topics.c.seq).where(has_topic), select(subject_codes.c.seq).where(own)).subquery("told")
    return told, told.c.seq, true()


def _article_conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on the columns of ``articles``."""
    moment = func.coalesce(articles.c.published, articles.c.accepted_at)
    if filters.start:
        yield moment >= filters.start
    if filters.end:
        yield moment < filters.end
    if filters.urgency:
        yield articles.c.urgency <= filters.urgency
    if filters.source:
        yield articles.c.source == filters.source
    if filters.copies:
        repeats = select(1).select_from(copy_groups).where(copy_groups.c.seq == articles.c.seq, ~copy_groups.c.is_first)
        yield ~exists(repeats.correlate(articles))
