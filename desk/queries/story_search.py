"""The search for stories: it returns the numbers (``seq``) of the newest ones, by the most selective index.

One filter leads: its table is in ``FROM``, its index is read newest first, and the database stops after one page.  The
other filters are looked up by primary key for each of its rows.  :func:`matching` asks the same of given versions, with
every filter looked up by primary key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    any_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    union,
)

from desk.queries.filters import Filters
from desk.queries.plan_hints import force_index_order, in_list
from desk.queries.query_syntax import match_text
from desk.queries.story_facets import Branch, Facet, facets, named_things, type_branch
from desk.queries.thread_search import current_number
from wiredesk.store.directory.wanted_things import WantedThing
from wiredesk.store.link_tables import copy_groups
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible, is_visible_joined

MAX_RARE_STORIES = 2000
"""Number of stories up to which the words of a search count as rare."""


def search_stories(
    connection: Connection, filters: Filters, *, before: int | None = None, limit: int = 30
) -> list[int]:
    """Return the newest visible stories that fit all filters, newest first.

    Args:
        before: only stories accepted before this one; the last story of the page before.

    Raises:
        BadQuery: the words are not a valid query.
        NotFound: there is no such thread.
        AmbiguousName: several things have a name of the filters.
    """
    matches = None
    if connection.dialect.name == "postgresql":
        force_index_order(connection)
        matches = _rare_matches(connection, filters)
        if matches == []:
            return []
    if filters.thread:
        filters = filters.model_copy(update={"thread": current_number(connection, filters.thread)})
    wanted = named_things(connection, filters)
    if not all(wanted.values()):
        return []
    statement = search_statement(filters, connection.dialect.name, before, limit, matches, wanted)
    return list(connection.scalars(statement))


def newest_stories(connection: Connection, *, before: int | None = None, limit: int = 30) -> list[int]:
    """Return the newest visible stories, newest first; arguments as for :func:`search_stories`."""
    return search_stories(connection, Filters(), before=before, limit=limit)


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
    wanted: Mapping[str, WantedThing] = MappingProxyType({}),
) -> Select[tuple[int]]:
    """Return the SQL of a search.

    Args:
        matches: all stories with the words of the search, if they are known already.
        wanted: what :func:`desk.queries.story_facets.named_things` returned for these filters.
    """
    found = list(facets(filters, wanted, dialect, with_words=matches is None))
    lead = found.pop(0) if found else (None,)
    if filters.type and not filters.entity:
        found.append((type_branch(filters),))
    branches = [_branch(one, found, filters, before, limit, matches) for one in lead]
    if len(branches) == 1:
        return branches[0]
    every = union(*(select(branch.subquery().c.seq) for branch in branches)).subquery()
    return select(every.c.seq).order_by(every.c.seq.desc()).limit(limit)


def matching(connection: Connection, filters: Filters, seqs: Sequence[int]) -> set[int]:
    """Return those of these versions that fit all filters, whether readers see them or not.

    With the conditions of :func:`search_stories`, so that a search and an alert cannot disagree.

    Raises:
        BadQuery: the words are not a valid query.
        NotFound: there is no such thread.
        AmbiguousName: several things have a name of the filters.
    """
    force_index_order(connection)
    if filters.thread:
        filters = filters.model_copy(update={"thread": current_number(connection, filters.thread)})
    wanted = named_things(connection, filters)
    conditions = _conditions(filters, wanted, connection.dialect.name)
    if not all(wanted.values()):
        return set()
    found: set[int] = set()
    for part in chunks(seqs, 500):
        query = select(articles.c.seq).where(in_list(connection, articles.c.seq, part), *conditions)
        found.update(connection.scalars(query))
    return found


def matching_visible(connection: Connection, filters: Filters, seqs: Sequence[int]) -> set[int]:
    """Return those of these versions that fit all filters and that readers see; errors as for :func:`matching`."""
    fitting = sorted(matching(connection, filters, seqs))
    seen: set[int] = set()
    for part in chunks(fitting, 500):
        query = select(articles.c.seq).where(in_list(connection, articles.c.seq, part), is_visible_joined())
        seen.update(connection.scalars(query))
    return seen


def knows_names(connection: Connection, filters: Filters) -> bool:
    """Return whether a visible story mentions every thing that the filters name."""
    return all(named_things(connection, filters).values())


def _conditions(filters: Filters, wanted: Mapping[str, WantedThing], dialect: str) -> list[ColumnElement[bool]]:
    """Return the conditions of all filters on a version of ``articles``."""
    found = list(facets(filters, wanted, dialect))
    if filters.type and not filters.entity:
        found.append((type_branch(filters),))
    conditions = [or_(false(), *(_has(branch, articles.c.seq) for branch in facet)) for facet in found]
    return [*conditions, *_article_conditions(filters)]


def _branch(
    lead: Branch | None,
    others: Sequence[Facet],
    filters: Filters,
    before: int | None,
    limit: int,
    matches: list[int] | None,
) -> Select[tuple[int]]:
    """Return the newest stories of one branch of the leading facet that fit all others."""
    if lead:
        table, column, condition = lead
        seq = column.label("seq")
        query: Select[Any] = select(seq).distinct().where(condition, is_visible_joined())
        query = query.select_from(table.join(articles, articles.c.seq == column))
    else:
        column = articles.c.seq
        query = select(column).where(is_visible_joined() if filters.source else is_visible())
    for facet in others:
        query = query.where(or_(false(), *(_has(branch, column) for branch in facet)))
    if before is not None:
        query = query.where(column < before)
    if matches is not None:
        query = query.where(column == any_(literal(matches, ARRAY(BigInteger))))
    return query.where(*_article_conditions(filters)).order_by(column.desc()).limit(limit)


def _has(branch: Branch, seq: ColumnElement[int]) -> ColumnElement[bool]:
    """Condition: a story has a row of a branch."""
    table, column, condition = branch
    return exists(select(1).select_from(table).where(column == seq, condition).correlate_except(table))


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
