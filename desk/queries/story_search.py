"""The search for stories: the numbers (``seq``) of those that fit, in one of three orders, by index.

Where an index finds at most :data:`~desk.queries.story_conditions.MAX_SELECTED_STORIES` stories for a part of the
query, those are sorted.  Otherwise all stories are read in their order until a page is full.  The rest of the query is
looked up by the number of each story.  :func:`matching` asks the same of given versions.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select

from desk.queries.filters import Filters
from desk.queries.found_stories import FoundStories, find_fitting
from desk.queries.language.full_text import match_text, to_tsquery
from desk.queries.language.query_tree import AnyOf, FieldTest, QueryTree, wanted_words
from desk.queries.plan_hints import force_index_order, in_list, in_parameter
from desk.queries.query_facts import NamedBy, QueryFacts, read_facts
from desk.queries.query_syntax import BadQuery
from desk.queries.story_conditions import Selection, group_text, selected_stories, story_condition
from desk.queries.story_order import StoryOrder, StoryPosition, parse_order, position_of
from desk.queries.story_steps import STORIES_PER_STEP, story_steps
from wiredesk.store.directory.wanted_things import WantedThing
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible, is_visible_joined

RANKED_STORIES = 2000
"""Latest stories that fit whose relevance is compared."""
HEADLINE_WEIGHT = 4.0
"""A word of the headline counts as much as so many of the body; PostgreSQL's index does not tell them apart."""


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A page of a list of stories."""

    seqs: tuple[int, ...]
    next: str | None
    """The cursor of the next page; None at the end."""
    previous: str | None = None
    """The cursor of the page before, empty for the first one; None on that, and where it was not asked for."""


def list_stories(
    connection: Connection,
    filters: Filters,
    *,
    sort: str = "",
    cursor: str = "",
    limit: int = 30,
    with_previous: bool = False,
    latest: FoundStories | None = None,
    known: MutableMapping[NamedBy, WantedThing] | None = None,
) -> StoryPage:
    """Return a page of the visible stories that fit all filters.

    Args:
        sort: a :class:`StoryOrder`; empty: that of the cursor, else by publication.
        cursor: :attr:`StoryPage.next` of the page before.
        with_previous: tell the cursor of the page before, too.
        latest: the latest stories that fit, from :func:`find_fitting`, where the caller has them.
        known: as for :func:`desk.queries.query_facts.read_facts`.

    Raises:
        BadQuery: the query, the order or the cursor is invalid.
        NotFound: there is no such thread.
        AmbiguousName: several things have a name of the filters.
    """
    order, position = parse_order(sort, cursor)
    seqs = search_stories(
        connection, filters, before=position, limit=limit + 1, order=order, latest=latest, known=known
    )
    shown = tuple(seqs[:limit])
    previous = None
    if with_previous and position is not None and shown:
        previous = _previous(connection, filters, position, shown[0], limit)
    if len(seqs) <= limit:
        return StoryPage(shown, None, previous)
    if order is StoryOrder.relevance:
        return StoryPage(shown, str(StoryPosition(order, (position.seq if position else 0) + limit)), previous)
    return StoryPage(shown, str(position_of(connection, shown[-1], order)), previous)


def _previous(connection: Connection, filters: Filters, position: StoryPosition, first: int, limit: int) -> str:
    """Return the cursor of the page that ends before a story; empty for the first page."""
    order = position.order
    if order is StoryOrder.relevance:
        return str(StoryPosition(order, position.seq - limit)) if position.seq > limit else ""
    tree = filters.tree()
    facts = read_facts(connection, tree)
    at = position_of(connection, first, order)
    tree = group_text(tree) if tree is not None else None
    query = _search(tree, facts, selected_stories(connection, tree, facts), order, at, backwards=True)
    found: list[int] = list(connection.scalars(query.limit(limit + 1)))
    return str(position_of(connection, found[-1], order)) if len(found) > limit else ""


def search_stories(
    connection: Connection,
    filters: Filters,
    *,
    before: int | StoryPosition | None = None,
    limit: int = 30,
    order: StoryOrder = StoryOrder.arrived,
    latest: FoundStories | None = None,
    known: MutableMapping[NamedBy, WantedThing] | None = None,
) -> list[int]:
    """Return the visible stories that fit all filters, the latest or the most relevant first.

    Args:
        before: the last story of the page before; a number by arrival.
        latest, known: as for :func:`list_stories`.

    Raises:
        BadQuery: the words are not a valid query.
        NotFound: there is no such thread.
        AmbiguousName: several things have a name of the filters.
    """
    position = StoryPosition(StoryOrder.arrived, before) if isinstance(before, int) else before
    if latest is not None and (seqs := _known(latest, order, position, limit)) is not None:
        return seqs
    force_index_order(connection)
    tree = filters.tree()
    facts = read_facts(connection, tree, known=known)
    if order is StoryOrder.relevance:
        first = position.seq if position else 0
        return _most_relevant(connection, tree, facts, latest)[first : first + limit]
    is_selected = latest is None or latest.is_selected
    tree = group_text(tree) if tree is not None else None
    selected = selected_stories(connection, tree, facts) if is_selected else None
    if selected is not None and order is StoryOrder.published and isinstance(tree, FieldTest):
        found = _of_a_step(connection, tree, facts, position, limit) if selected.rows >= STORIES_PER_STEP else []
        if len(found) == limit:
            return found
    return list(connection.scalars(_search(tree, facts, selected, order, position).limit(limit)))


def _of_a_step(
    connection: Connection, tree: FieldTest, facts: QueryFacts, before: StoryPosition | None, limit: int
) -> list[int]:
    """Return a page of frequent stories from the latest ones: fewer than the page has if more are further down.

    To look for them there takes no longer than to sort them all.
    """
    step = next(story_steps(connection, before))
    query = select(articles.c.seq).where(step.condition, *story_condition(tree, facts))
    return list(connection.scalars(query.order_by(publication_time().desc(), articles.c.seq.desc()).limit(limit)))


def _known(latest: FoundStories, order: StoryOrder, before: StoryPosition | None, limit: int) -> list[int] | None:
    """Return a page of stories that were found already; None if others may be on it."""
    if order is StoryOrder.relevance:
        return None
    if order is StoryOrder.arrived:
        seqs = [seq for seq in latest.seqs if before is None or seq < before.seq]
        return sorted(seqs, reverse=True)[:limit] if latest.is_whole else None
    found = zip(latest.moments, latest.seqs, strict=True)
    after = (before.moment, before.seq) if before is not None and before.moment is not None else None
    seqs = [seq for moment, seq in found if after is None or (moment, seq) < after]
    return seqs[:limit] if latest.is_whole or len(seqs) >= limit else None


def newest_stories(connection: Connection, *, before: int | None = None, limit: int = 30) -> list[int]:
    """Return the visible stories that arrived last, newest first; arguments as for :func:`search_stories`."""
    return search_stories(connection, Filters(), before=before, limit=limit)


def _search(
    tree: QueryTree | None,
    facts: QueryFacts,
    selected: Selection | None,
    order: StoryOrder,
    before: StoryPosition | None,
    *,
    backwards: bool = False,
) -> Select[tuple[int]]:
    """Return the SQL of a search by publication or by arrival.

    Args:
        before: the story after which the list goes on; backwards, before which.
    """
    if selected is None:
        query = select(articles.c.seq).where(is_visible(), *story_condition(tree, facts))
    else:
        query = select(articles.c.seq).select_from(selected.joined())
        query = query.where(is_visible_joined(), *selected.conditions)
    if before is not None:
        query = query.where(before.later() if backwards else before.earlier())
    keys = [articles.c.seq] if order is StoryOrder.arrived else [publication_time(), articles.c.seq]
    return query.order_by(*keys) if backwards else query.order_by(*(key.desc() for key in keys))


def _most_relevant(
    connection: Connection, tree: QueryTree | None, facts: QueryFacts, found: FoundStories | None
) -> list[int]:
    """Return the latest stories that fit, those whose words say most first."""
    words = wanted_words(tree)
    if not words:
        raise BadQuery("sort", "relevance needs words", f"search for a word, or sort by {StoryOrder.published}")
    found = find_fitting(connection, tree, limit=RANKED_STORIES) if found is None else found
    latest = found.seqs[:RANKED_STORIES]
    if not latest:
        return []
    asked = AnyOf(words) if len(words) > 1 else words[0]
    ranks: dict[int, float] = {}
    for table, seq, condition in match_text(asked, facts.dialect):
        rank: ColumnElement[float]
        if facts.dialect == "sqlite":
            weight = HEADLINE_WEIGHT if table.name == "story_text" else 1.0
            rank = literal_column(f"-bm25({table.name}, {weight}, 1.0)")
            seq = literal_column("+rowid")  # the plus keeps SQLite from one look-up for each story
        else:
            rank = func.ts_rank(literal_column("words"), to_tsquery(asked))
        query = select(seq, rank).select_from(table).where(condition, in_list(connection, seq, latest))
        for story, value in connection.execute(query):
            ranks[story] = max(value, ranks.get(story, 0.0))
    return sorted(latest, key=lambda one: -ranks.get(one, 0.0))


def matching(connection: Connection, filters: Filters, seqs: Sequence[int], *, any_bearer: bool = False) -> set[int]:
    """Return those of these versions that fit all filters, whether readers see them or not.

    With the conditions of :func:`search_stories`, so that a search and an alert cannot disagree.

    Args:
        any_bearer: a name of several things stands for all of them.

    Raises:
        BadQuery: the words are not a valid query.
        NotFound: there is no such thread.
        AmbiguousName: several things have a name of the filters, unless ``any_bearer``.
    """
    tree = filters.tree()
    return matching_tree(connection, tree, read_facts(connection, tree, any_bearer=any_bearer), seqs)


def matching_tree(connection: Connection, tree: QueryTree | None, facts: QueryFacts, seqs: Sequence[int]) -> set[int]:
    """Return those of these versions that fit a query whose facts were read; as :func:`matching`."""
    force_index_order(connection)
    named = (facts.wanted, facts.threads, facts.sources)
    query = _match(tree, facts.dialect, facts.now, *(tuple(some.items()) for some in named))
    found: set[int] = set()
    for part in chunks(seqs, 500):
        found.update(connection.scalars(query, {"seqs": part}))
    return found


@lru_cache(maxsize=1024)
def _match(
    tree: QueryTree | None,
    dialect: str,
    now: datetime | None,
    wanted: tuple[tuple[NamedBy, WantedThing], ...],
    threads: tuple[tuple[str, int], ...],
    sources: tuple[tuple[str, tuple[str, ...]], ...],
) -> Select[tuple[int]]:
    """Return the SQL of :func:`matching_tree`, which takes the versions as its parameter ``seqs``.

    Watches and sinks ask the same again and again, and to build a statement takes longer than to run it.
    """
    facts = QueryFacts(dialect, now, dict(wanted), dict(threads), dict(sources))
    conditions = story_condition(None if tree is None else group_text(tree), facts)
    return select(articles.c.seq).where(in_parameter(dialect, articles.c.seq), *conditions)


def matching_visible(
    connection: Connection, filters: Filters, seqs: Sequence[int], *, any_bearer: bool = False
) -> set[int]:
    """Return those of these versions that fit all filters and that readers see; as :func:`matching`."""
    fitting = sorted(matching(connection, filters, seqs, any_bearer=any_bearer))
    seen: set[int] = set()
    for part in chunks(fitting, 500):
        query = select(articles.c.seq).where(in_list(connection, articles.c.seq, part), is_visible_joined())
        seen.update(connection.scalars(query))
    return seen


def knows_names(connection: Connection, filters: Filters) -> bool:
    """Return whether a visible story mentions every thing that the filters name."""
    return read_facts(connection, filters.tree()).knows_all
