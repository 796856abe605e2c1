"""All stories that a search finds, up to a bound: its hits are counted, and shown by facet and by time, from these.

Where an index finds at most :data:`~desk.queries.story_conditions.MAX_SELECTED_STORIES` stories for a part of the
query, all of them are asked.  Otherwise the latest :data:`MAX_EXAMINED_STORIES` are, within the times that the query
names: so the work is bounded, whatever is asked.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, type_coerce
from sqlalchemy.types import NullType

from desk.queries.filters import Filters
from desk.queries.language.query_tree import All, FieldTest, QueryTree
from desk.queries.plan_hints import force_index_order
from desk.queries.query_facts import NamedBy, read_facts
from desk.queries.story_conditions import group_text, selected_stories, story_condition
from wiredesk.store.directory.wanted_things import WantedThing
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles
from wiredesk.store.types import to_time
from wiredesk.store.visibility import is_visible, is_visible_joined

MAX_HITS = 10_000
"""Stories up to which the hits of a search are counted."""
MAX_EXAMINED_STORIES = 10_000
"""Latest stories that are asked where no index finds those that fit."""
TIMES = ("published", "since", "until")
"""Fields that the index on the time of publication answers."""


@dataclass(frozen=True, slots=True)
class FoundStories:
    """The visible stories that fit, the latest publication first."""

    seqs: tuple[int, ...]
    moments: tuple[datetime, ...]
    """The time of publication of each."""
    is_whole: bool
    """False if more stories may fit: these are the latest."""
    is_selected: bool = True
    """Whether an index finds them all, instead of those that fit of the latest stories."""

    def __len__(self) -> int:
        return len(self.seqs)


NO_STORIES = FoundStories((), (), True)


def find_stories(connection: Connection, filters: Filters, *, limit: int | None = None) -> FoundStories:
    """Return the latest visible stories that fit all filters, up to a limit.

    Args:
        limit: None: :data:`MAX_HITS`.

    Raises:
        BadQuery, NotFound, AmbiguousName: as :func:`desk.queries.story_search.search_stories`.
    """
    return find_fitting(connection, filters.tree(), limit=limit)


def find_fitting(
    connection: Connection,
    tree: QueryTree | None,
    *,
    limit: int | None = None,
    known: MutableMapping[NamedBy, WantedThing] | None = None,
) -> FoundStories:
    """Return the latest visible stories that fit a tree; as :func:`find_stories`.

    Args:
        known: as for :func:`desk.queries.query_facts.read_facts`.
    """
    limit = MAX_HITS if limit is None else limit
    force_index_order(connection)
    facts = read_facts(connection, tree, known=known)
    tree = group_text(tree) if tree is not None else None
    selected = selected_stories(connection, tree, facts)
    is_whole = True
    query: Select[Any]
    if selected is None:
        times, others = _parted(tree)
        query = _latest(select(articles.c.seq, _moment()).where(is_visible(), *story_condition(times, facts)))
        if others is not None:
            last, is_whole = _last_examined(connection, query)
            if last is not None:
                query = query.where(_until(*last))
            if facts.dialect == "sqlite":
                facts = replace(facts, between=_extent(connection, query))
            query = query.where(*story_condition(others, facts))
    else:
        query = select(articles.c.seq, _moment()).select_from(selected.joined())
        query = _latest(query.where(is_visible_joined(), *selected.conditions))
    rows = connection.execute(query.limit(limit + 1)).all()
    seqs, moments = zip(*rows[:limit], strict=True) if rows else ((), ())
    if facts.dialect == "sqlite":
        moments = tuple(map(datetime.fromisoformat, moments))
    return FoundStories(seqs, moments, is_whole and len(rows) <= limit, is_selected=selected is not None)


def _moment() -> Any:
    """Return the time of publication as the driver reads it: ten thousand calls of a type's method take 5 ms."""
    return type_coerce(publication_time(), _AsRead()).label("moment")


class _AsRead(NullType):
    """A value as the driver reads it: on PostgreSQL a time in UTC, on SQLite the text of one."""

    cache_ok = True


def _latest(query: Select[Any]) -> Select[Any]:
    return query.order_by(publication_time().desc(), articles.c.seq.desc())


def _last_examined(connection: Connection, query: Select[Any]) -> tuple[tuple[int, datetime | None] | None, bool]:
    """Return the number and the time of the last story that is examined of those that a query selects, and whether
    they are all.

    None stands for the last one of fewer.
    """
    rows = connection.execute(query.offset(MAX_EXAMINED_STORIES - 1).limit(2)).all()
    return ((rows[0].seq, to_time(rows[0].moment)) if rows else None), len(rows) < 2


def _until(seq: int, time: datetime | None) -> ColumnElement[bool]:
    """Condition: the story is this one or comes before it."""
    moment = publication_time()
    return and_(moment >= time, or_(moment > time, articles.c.seq >= seq))


def _extent(connection: Connection, query: Select[Any]) -> tuple[int, int]:
    """Return the least and the largest number of the stories that a query selects."""
    seq = query.order_by(None).subquery().c.seq
    least, largest = connection.execute(select(func.min(seq), func.max(seq))).one()
    return least or 0, largest or 0


def _parted(tree: QueryTree | None) -> tuple[QueryTree | None, QueryTree | None]:
    """Return what a tree says of the time of publication, and the rest."""
    parts = tree.parts if isinstance(tree, All) else (tree,) if tree is not None else ()
    return _all([one for one in parts if _is_time(one)]), _all([one for one in parts if not _is_time(one)])


def _is_time(tree: QueryTree) -> bool:
    return isinstance(tree, FieldTest) and tree.field in TIMES


def _all(parts: list[QueryTree]) -> QueryTree | None:
    return All(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None
