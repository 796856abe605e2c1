"""All stories that a search finds, up to a bound: its hits are counted, and shown by facet and by time, from these.

Where an index finds at most :data:`~desk.queries.story_conditions.MAX_SELECTED_STORIES` stories for a part of the
query, all of them are asked.  Otherwise the latest :data:`MAX_EXAMINED_STORIES` are, within the times that the query
names: so the work is bounded, whatever is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from desk.queries.filters import Filters
from desk.queries.language.query_tree import All, FieldTest, QueryTree
from desk.queries.plan_hints import force_index_order
from desk.queries.query_facts import read_facts
from desk.queries.story_conditions import group_text, selected_stories, story_condition
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles
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


def find_fitting(connection: Connection, tree: QueryTree | None, *, limit: int | None = None) -> FoundStories:
    """Return the latest visible stories that fit a tree; as :func:`find_stories`."""
    limit = MAX_HITS if limit is None else limit
    force_index_order(connection)
    facts = read_facts(connection, tree)
    tree = group_text(tree) if tree is not None else None
    selected = selected_stories(connection, tree, facts)
    is_whole = True
    if selected is None:
        times, others = _parted(tree)
        latest = _latest(select(articles.c.seq, _moment()).where(is_visible(), *story_condition(times, facts)))
        query: Select[Any] = latest
        if others is not None:
            number, between = _extent(connection, latest.limit(MAX_EXAMINED_STORIES + 1))
            is_whole = number <= MAX_EXAMINED_STORIES
            examined = latest.limit(MAX_EXAMINED_STORIES).subquery()
            joined = examined.join(articles, articles.c.seq == examined.c.seq)
            query = select(*examined.c).select_from(joined)
            query = query.where(*story_condition(others, replace(facts, between=between)))
            query = query.order_by(examined.c.moment.desc(), examined.c.seq.desc())
    else:
        chosen = selected.subquery()
        joined = chosen.join(articles, articles.c.seq == chosen.c.seq)
        query = _latest(select(articles.c.seq, _moment()).select_from(joined).where(is_visible_joined()))
    rows = connection.execute(query.limit(limit + 1)).all()
    seqs, moments = zip(*rows[:limit], strict=True) if rows else ((), ())
    return FoundStories(seqs, moments, is_whole and len(rows) <= limit)


def _moment() -> Any:
    return publication_time().label("moment")


def _latest(query: Select[Any]) -> Select[Any]:
    return query.order_by(publication_time().desc(), articles.c.seq.desc())


def _extent(connection: Connection, query: Select[Any]) -> tuple[int, tuple[int, int]]:
    """Return how many stories a query selects, and the least and the largest of their numbers."""
    seq = query.subquery().c.seq
    number, least, largest = connection.execute(select(func.count(), func.min(seq), func.max(seq))).one()
    return number, (least or 0, largest or 0)


def _parted(tree: QueryTree | None) -> tuple[QueryTree | None, QueryTree | None]:
    """Return what a tree says of the time of publication, and the rest."""
    parts = tree.parts if isinstance(tree, All) else (tree,) if tree is not None else ()
    return _all([one for one in parts if _is_time(one)]), _all([one for one in parts if not _is_time(one)])


def _is_time(tree: QueryTree) -> bool:
    return isinstance(tree, FieldTest) and tree.field in TIMES


def _all(parts: list[QueryTree]) -> QueryTree | None:
    return All(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None
