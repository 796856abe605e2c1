"""What the stories that a search finds have in common: their agencies, topics, names, places and kinds, with counts.

Each value is a condition of the query language, by which the search can be narrowed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, distinct, func, select

from desk.queries.found_stories import FoundStories
from desk.queries.language.query_tree import QueryTree, wanted_tests
from desk.queries.plan_hints import in_list
from desk.queries.thing_ranking import top_in
from desk.queries.topic_counts import code_of, count_topics, topic_facets
from wiredesk.event_types import type_words
from wiredesk.identity.thing_key import ThingKind
from wiredesk.nlp.knowledge.countries import countries
from wiredesk.store.directory.find_things import only_bearers
from wiredesk.store.tables import articles, events, extractions, places

COUNTED_STORIES = 1000
"""Latest stories of a search that are counted; bounds the time of the counts."""
MAX_VALUES = 10
"""Values of a facet, those of most stories."""
MAX_NAME_CHARACTERS = 100
"""Length of a name up to which it stands in a query; a longer one makes the query too long."""
FACETS = ("source", "topic", "person", "organisation", "place", "event", "kind", "urgency", "language")
"""Facets in the order of a page; each is a field of the query language."""
_KINDS = {"person": ThingKind.PERSON, "organisation": ThingKind.BODY}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that stories have."""

    value: str
    """As the field of the query language takes it."""
    name: str
    """For a reader."""
    stories: int


@dataclass(frozen=True, slots=True)
class ResultFacets:
    """The values of each facet, that of most stories first."""

    values: Mapping[str, tuple[FacetValue, ...]]
    """By the names of :data:`FACETS`; only those that stories have."""
    stories: int
    """Number of stories that were counted."""
    is_whole: bool
    """False if more stories fit: the latest were counted."""


def result_facets(connection: Connection, found: FoundStories, tree: QueryTree | None = None) -> ResultFacets:
    """Count the values of the latest of some stories.

    Args:
        tree: what was searched for; the topics below the one that it names are counted.
    """
    seqs = found.seqs[:COUNTED_STORIES]
    is_whole = found.is_whole and len(found) == len(seqs)
    if not seqs:
        return ResultFacets({}, 0, is_whole)
    counted = _own_values(connection, seqs) | _things(connection, seqs)
    counted["topic"] = _topics(connection, seqs, tree)
    counted["place"] = _countries(connection, seqs)
    counted["event"] = _event_types(connection, seqs)
    return ResultFacets(
        {name: tuple(counted[name][:MAX_VALUES]) for name in FACETS if counted.get(name)}, len(seqs), is_whole
    )


def _own_values(connection: Connection, seqs: Sequence[int]) -> dict[str, list[FacetValue]]:
    """Return agencies, kinds, urgencies and languages."""
    language = func.lower(func.coalesce(extractions.c.language, articles.c.language)).label("language")
    rows = connection.execute(
        select(articles.c.source, articles.c.kind, articles.c.urgency, language, func.count().label("stories"))
        .select_from(articles.outerjoin(extractions, extractions.c.seq == articles.c.seq))
        .where(in_list(connection, articles.c.seq, seqs))
        .group_by(articles.c.source, articles.c.kind, articles.c.urgency, language)
    ).all()
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("source", "kind", "urgency", "language")}
    for row in rows:
        base = row.language.partition("-")[0] if row.language else None
        values = {"source": row.source, "kind": row.kind, "urgency": row.urgency, "language": base}
        for name, value in values.items():
            if value not in (None, ""):
                counts[name][str(value)] += row.stories
    found = {name: _most(number) for name, number in counts.items()}
    found["urgency"].sort(key=lambda one: one.value)
    found["source"] = [one for one in found["source"] if _is_plain(one.value)]
    return found


def _things(connection: Connection, seqs: Sequence[int]) -> dict[str, list[FacetValue]]:
    """Return people and organisations: by name, where it leads to one thing only, else by id."""
    top = top_in(connection, seqs, tuple(_KINDS.values()), MAX_VALUES)
    found = {}
    for name, kind in _KINDS.items():
        of_kind = [one for one in top if one.kind is kind]
        alone = only_bearers(connection, [one.name for one in of_kind if _is_plain(one.name)], (kind,))
        found[name] = [
            FacetValue(one.name if alone.get(one.name) == one.thing else str(one.thing), one.name.strip(), one.stories)
            for one in of_kind
        ]
    return found


def _topics(connection: Connection, seqs: Sequence[int], tree: QueryTree | None) -> list[FacetValue]:
    asked = [one.value for one in wanted_tests(tree) if one.field == "topic"]
    counted = topic_facets(count_topics(connection, seqs), asked[-1] if asked else "")
    return [
        FacetValue(one.name if _is_plain(one.name) and code_of(one.name) == one.code else one.code, one.name,
                   one.stories)
        for one in counted
    ]  # fmt: skip


def _countries(connection: Connection, seqs: Sequence[int]) -> list[FacetValue]:
    query = select(places.c.country, func.count(distinct(places.c.seq)))
    query = query.where(in_list(connection, places.c.seq, seqs), places.c.country.is_not(None))
    names = {country.code: country.name for country in countries()}
    counts = {row[0]: row[1] for row in connection.execute(query.group_by(places.c.country))}
    return [FacetValue(one.value, names.get(one.value, one.value), one.stories) for one in _most(counts)]


def _event_types(connection: Connection, seqs: Sequence[int]) -> list[FacetValue]:
    query = select(events.c.type, func.count(distinct(events.c.seq)))
    query = query.where(in_list(connection, events.c.seq, seqs))
    counts = {row[0]: row[1] for row in connection.execute(query.group_by(events.c.type))}
    words = {str(type): words.noun for type, words in type_words().items()}
    known = {type: stories for type, stories in counts.items() if type in words}  # a later release writes others
    return [FacetValue(one.value, words[one.value], one.stories) for one in _most(known)]


def _most(counts: Mapping[str, int]) -> list[FacetValue]:
    """Return values by number of stories."""
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [FacetValue(value, value, stories) for value, stories in ordered]


def _is_plain(name: str) -> bool:
    """Return whether a name can stand in quotation marks as the value of a field."""
    return bool(name.strip()) and '"' not in name and not name.strip().isdecimal() and len(name) <= MAX_NAME_CHARACTERS
