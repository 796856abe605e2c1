"""The stories of an export: those that fit a search, in the order in which they were accepted, a batch at a time.

Each batch is read in a transaction of its own, so that a slow reader of the export keeps none open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from desk.queries.fact_list import FactPage
from desk.queries.filters import Filters
from desk.queries.language.query_parser import parse_query
from desk.queries.language.query_tree import FieldTest, QueryTree, wanted_words
from desk.queries.plan_hints import force_index_order, in_list
from desk.queries.query_facts import QueryFacts, read_facts
from desk.queries.related_stories import ALL_LINKS, Across, LinkKind, across, links_across
from desk.queries.stories import Story, listed_stories, visible_stories
from desk.queries.story_conditions import conjuncts, group_text, selected_stories, story_condition
from desk.queries.story_list import Card, cards
from desk.queries.thing_list import ListedThing, listed_things, next_things
from wiredesk.store import Store
from wiredesk.store.directory.canonical import canonical_ids
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.tables import articles
from wiredesk.store.thing_tables import identities
from wiredesk.store.visibility import is_visible, is_visible_joined

STORIES_PER_TRANSACTION = 250
"""Stories read in one transaction."""
FACTS_PER_TRANSACTION = 500
"""Quotes or events of a list that are read in one transaction."""


@dataclass(frozen=True, slots=True)
class StoryBatch:
    """Some stories, and what is known of them from others."""

    stories: list[Story]
    others: Mapping[int, Across]
    """By the number of the story."""
    facts: Mapping[int, frozenset[int]] | None = None
    """Numbers of the facts, such as quotes, that are exported, by the number of the story; None: all."""


@dataclass(frozen=True, slots=True)
class QuoteChoice:
    """Which quotes of the found stories are exported: those of the speakers that the search names, with its words."""

    speakers: tuple[frozenset[str], ...] = ()
    """Ids of the things of each speaker."""
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.speakers or self.words)

    def fits(self, speaker_things: Sequence[str], content: str) -> bool:
        """Return whether a quote is one of them."""
        said_by, folded = set(speaker_things), content.lower()
        return all(said_by & one for one in self.speakers) and all(word in folded for word in self.words)


def search_batches(store: Store, filters: Filters) -> Iterator[StoryBatch]:
    """Yield the visible stories that fit all filters.

    Raises:
        BadQuery, NotFound, AmbiguousName: as :func:`desk.queries.story_search.search_stories`, before the first batch.
        StoreUnavailable: the store does not answer.
    """
    for seqs in _found(store, filters):
        with store.read() as connection:
            stories = visible_stories(connection, seqs)
            others = across(connection, [story.row["seq"] for story in stories])
        yield StoryBatch(stories, others)


def listed_batches(store: Store, filters: Filters, links: frozenset[LinkKind] = ALL_LINKS) -> Iterator[StoryBatch]:
    """Yield the same stories for tables: with some columns, and without those that have text in common with them.

    Args:
        links: what is told of each story from others.
    """
    for seqs in _found(store, filters):
        with store.read() as connection:
            stories = listed_stories(connection, seqs)
            seqs = [story.row["seq"] for story in stories]
            others = links_across(connection, seqs, links)
        yield StoryBatch(stories, others)


def card_batches(store: Store, filters: Filters) -> Iterator[list[Card]]:
    """Yield the same stories as a list shows them."""
    for seqs in _found(store, filters):
        with store.read() as connection:
            shown = select(articles.c.seq).where(in_list(connection, articles.c.seq, seqs), is_visible_joined())
            yield cards(connection, sorted(connection.scalars(shown)))


def fact_batches(store: Store, search: Callable[[Connection, str, int], FactPage[Any]]) -> Iterator[StoryBatch]:
    """Yield the stories of a list of quotes or events, in its order, with the numbers of those that it has.

    Args:
        search: returns a page of the list: takes a cursor and the number of facts.
    """
    cursor: str | None = ""
    while cursor is not None:
        with store.read() as connection:
            found = search(connection, cursor, FACTS_PER_TRANSACTION)
            numbers: dict[int, set[int]] = defaultdict(set)
            for one in found:
                numbers[one.seq].add(one.n)
            by_number = {story.row["seq"]: story for story in listed_stories(connection, list(numbers))}
            others = links_across(connection, list(numbers))
        facts = {seq: frozenset(some) for seq, some in numbers.items()}
        yield StoryBatch([by_number[seq] for seq in numbers if seq in by_number], others, facts)
        cursor = found.next


def thing_batches(store: Store, filters: Filters) -> Iterator[list[ListedThing]]:
    """Yield the things that stories mention which fit all filters, in the order of their ids."""
    if not filters:
        after: int | None = 0
        while after is not None:
            with store.read() as connection:
                page, after = next_things(connection, after)
            yield page
        return
    ids: set[int] = set()
    for seqs in _found(store, filters):
        with store.read() as connection:
            query = select(identities.c.thing).where(in_list(connection, identities.c.seq, seqs))
            ids.update(canonical_ids(connection, sorted(set(connection.scalars(query)))).values())
    for part in chunks(sorted(ids), STORIES_PER_TRANSACTION):
        with store.read() as connection:
            yield listed_things(connection, list(part))


def quote_choice(store: Store, filters: Filters) -> QuoteChoice:
    """Return which quotes a search means: a story that it finds has quotes of others as well."""
    with store.read() as connection:
        tree = filters.tree()
        tests = [one for one in conjuncts(tree) if isinstance(one, FieldTest)]
        facts = read_facts(connection, tree)
        speakers = tuple(
            frozenset(map(str, facts.thing(one).members)) for one in tests if one.field == "speaker"
        )  # fmt: skip
    said = [filters.said, *(one.value if one.field == "said" else one.unit for one in tests if one.field in _SAID)]
    words = {word.text.lower().rstrip("*") for text in said if text for word in wanted_words(parse_query(text))}
    return QuoteChoice(speakers, tuple(sorted(words)))


_SAID = ("said", "speaker")
"""Fields with words inside a quote: ``said`` as its value, ``speaker`` as its unit."""


def _found(store: Store, filters: Filters) -> Iterator[list[int]]:
    """Yield the numbers of the stories that fit, in batches."""
    with store.read() as connection:
        force_index_order(connection)
        tree = filters.tree()
        facts = read_facts(connection, tree)
        tree = group_text(tree) if tree is not None else None
        selected = selected_stories(connection, tree, facts)
        chosen = None if selected is None else sorted(connection.scalars(selected.all()))
    if chosen is not None:
        yield from (list(part) for part in chunks(chosen, STORIES_PER_TRANSACTION))
        return
    after: int | None = 0
    while after is not None:
        with store.read() as connection:
            seqs = _next(connection, tree, facts, after)
        if seqs:
            yield seqs
        after = seqs[-1] if len(seqs) == STORIES_PER_TRANSACTION else None


def _next(connection: Connection, tree: QueryTree | None, facts: QueryFacts, after: int) -> list[int]:
    """Return the next stories that fit, by the index of visible stories."""
    force_index_order(connection)
    conditions: list[ColumnElement[bool]] = story_condition(tree, facts)
    query = select(articles.c.seq).where(is_visible(), articles.c.seq > after, *conditions)
    return list(connection.scalars(query.order_by(articles.c.seq).limit(STORIES_PER_TRANSACTION)))
