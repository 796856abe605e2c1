"""People, organisations, places and things: the most frequent names, and the profile of one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Integer, and_, cast, distinct, func, select

from desk.queries.filters import Filters
from desk.queries.plan_hints import force_index_order, in_list, of_type
from desk.queries.query_syntax import MAX_QUERY_CHARACTERS
from desk.queries.story_search import newest_stories, search_stories
from wiredesk.contract import ENTITY_TYPES, PLACE_TYPES
from wiredesk.store.results import normalize_name
from wiredesk.store.tables import articles, entities, places, titles
from wiredesk.store.visibility import is_visible_joined


class EntityPage(StrEnum):
    """The pages of the desk that list entities, and the entity types on each."""

    people = "people"
    organisations = "organisations"
    places = "places"
    things = "things"

    @property
    def types(self) -> tuple[str, ...]:
        """The entity types of the page."""
        return _TYPES[self]

    @classmethod
    def of(cls, type: str) -> EntityPage:
        """Return the page for an entity type."""
        return next(page for page in cls if type in page.types)


_TYPES = {
    EntityPage.people: ("PERSON",),
    EntityPage.organisations: ("ORG",),
    EntityPage.places: tuple(type for type in ENTITY_TYPES if type in PLACE_TYPES),
    EntityPage.things: ("NORP", "EVENT", "PRODUCT", "LAW", "WORK_OF_ART", "DISEASE", "INDEX", "AGREEMENT"),
}
RANKED_STORIES = 1000
"""Newest stories in which names are ranked; bounds the time of the query."""
MAX_COUNTED = 500
"""Number up to which the stories of a name are counted."""
SAMPLE_STORIES = 300
"""Newest stories of a name from which its neighbours, titles and timeline are computed."""
MAX_NEIGHBOURS = 24
MAX_ROLES = 6


@dataclass(frozen=True, slots=True)
class RankedName:
    """A row of the entity search: a name and the number of stories that mention it."""

    type: str
    key: str
    name: str
    stories: int


@dataclass(frozen=True, slots=True)
class EntityProfile:
    """The profile of a name, from the newest ``SAMPLE_STORIES`` stories that mention it."""

    page: EntityPage
    key: str
    name: str
    types: tuple[str, ...]
    """Most frequent first."""
    stories: int
    """Counted up to ``MAX_COUNTED``."""
    sampled: tuple[int, ...]
    """Numbers of the sampled stories, newest first."""
    roles: tuple[tuple[str, int], ...]
    """Titles with their frequency, most frequent first."""
    neighbours: tuple[RankedName, ...]
    """Names in the same stories."""
    days: tuple[tuple[date, int], ...]
    """Stories per day, oldest first."""
    point: tuple[float, float] | None
    """Latitude and longitude, degrees; for places only."""
    links: tuple[tuple[str, str], ...]
    """Knowledge base and id; empty where the stories disagree."""


def rank_entities(
    connection: Connection, types: Sequence[str], *, words: str = "", min_score: float = 0.0, limit: int = 50
) -> list[RankedName]:
    """Return the names that the most of the newest stories mention.  Names of credits alone are left out.

    Args:
        words: only names with these words, among the newest stories that contain them.
        min_score: only entities with this score or a higher one.

    Raises:
        BadQuery: the words are not a valid query.
    """
    seqs = search_stories(connection, Filters(q=words[:MAX_QUERY_CHARACTERS]), limit=RANKED_STORIES)
    if not seqs:
        return []
    parts = [part for part in normalize_name(words).replace('"', " ").split() if part]
    conditions = [entities.c.key.contains(part, autoescape=True) for part in parts]
    return _rank(connection, seqs, [of_type(types), *sure(min_score), *conditions], limit)


def sure(min_score: float) -> list[ColumnElement[bool]]:
    """Return the conditions that a story tells something of an entity, and that it is sure enough."""
    in_news = entities.c.in_news.is_not(False)
    return [in_news, entities.c.score >= min_score] if min_score > 0 else [in_news]


def top_entities(connection: Connection, limit: int) -> dict[EntityPage, tuple[RankedName, ...]]:
    """Return for each page the names that the most of the newest ``MAX_COUNTED`` stories mention, in one query."""
    stories = func.count(distinct(entities.c.seq)).label("stories")
    rank = func.row_number().over(partition_by=entities.c.type, order_by=(stories.desc(), entities.c.key))
    seqs = newest_stories(connection, limit=MAX_COUNTED)
    ranked = (
        select(entities.c.type, entities.c.key, func.max(entities.c.name).label("name"), stories, rank.label("rank"))
        .where(in_list(connection, entities.c.seq, seqs), *sure(0))
        .group_by(entities.c.type, entities.c.key)
        .subquery()
    )
    columns = ranked.c.type, ranked.c.key, ranked.c.name, ranked.c.stories
    rows = [RankedName(*row) for row in connection.execute(select(*columns).where(ranked.c.rank <= limit))]
    rows.sort(key=lambda one: (-one.stories, one.key))
    rows = _with_usual_names(connection, seqs, rows)
    return {page: tuple([one for one in rows if one.type in page.types][:limit]) for page in EntityPage}


def entity_profile(connection: Connection, page: EntityPage, key: str) -> EntityProfile | None:
    """Return the profile of a name; None if no visible story mentions it.

    Args:
        key: the name in any case, or its key.
    """
    force_index_order(connection)
    key = normalize_name(key)
    same = and_(entities.c.key == key, entities.c.type.in_(page.types))
    joined = entities.join(articles, articles.c.seq == entities.c.seq)
    query = select(entities.c.seq).select_from(joined).where(same, is_visible_joined())
    seqs = list(connection.scalars(query.distinct().order_by(entities.c.seq.desc()).limit(MAX_COUNTED)))
    if not seqs:
        return None
    sampled = seqs[:SAMPLE_STORIES]
    rows = connection.execute(
        select(entities.c.name, entities.c.type, entities.c.wikidata, entities.c.geonames)
        .where(in_list(connection, entities.c.seq, sampled), same)
    ).all()  # fmt: skip
    names = Counter(row.name for row in rows)
    links = {("Wikidata", str(row.wikidata)) for row in rows if row.wikidata}
    links |= {("GeoNames", str(row.geonames)) for row in rows if row.geonames}
    return EntityProfile(
        page=page,
        key=key,
        name=names.most_common(1)[0][0],
        types=tuple(type for type, _ in Counter(row.type for row in rows).most_common()),
        stories=len(seqs),
        sampled=tuple(sampled),
        roles=_roles(connection, same, sampled),
        neighbours=tuple(_rank(connection, sampled, [entities.c.key != key, *sure(0)], MAX_NEIGHBOURS)),
        days=_stories_per_day(connection, sampled),
        point=_usual_point(connection, key, sampled) if page is EntityPage.places else None,
        links=tuple(sorted(links)) if len(links) <= 2 else (),
    )


def _rank(
    connection: Connection, seqs: Sequence[int], conditions: Sequence[ColumnElement[bool]], limit: int
) -> list[RankedName]:
    stories = func.count(distinct(entities.c.seq)).label("stories")
    rows = connection.execute(
        select(entities.c.type, entities.c.key, func.max(entities.c.name), stories)
        .where(in_list(connection, entities.c.seq, seqs), *conditions)
        .group_by(entities.c.type, entities.c.key)
        .order_by(stories.desc(), entities.c.key)
        .limit(limit)
    )
    return _with_usual_names(connection, seqs, [RankedName(*row) for row in rows])


def _with_usual_names(connection: Connection, seqs: Sequence[int], ranked: list[RankedName]) -> list[RankedName]:
    """Return the rows with the spelling that most stories use.

    A spelling in capitals, as in a dateline, is used only where there is no other.
    """
    number = func.count().label("number")
    columns = entities.c.type, entities.c.key, entities.c.name
    keys = [one.key for one in ranked]
    rows = connection.execute(
        select(*columns, number)
        .where(in_list(connection, entities.c.seq, seqs), func.coalesce(entities.c.key, "").in_(keys))
        .group_by(*columns)
        .order_by(number)
    ).all()
    capitals_first = sorted(rows, key=lambda row: not row.name.isupper())
    names = {(row.type, row.key): row.name for row in capitals_first}
    return [replace(one, name=names.get((one.type, one.key), one.name)) for one in ranked]


def _roles(connection: Connection, same: ColumnElement[bool], seqs: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """Return the titles of the entities that fit ``same``, most frequent first."""
    joined = titles.join(entities, and_(entities.c.seq == titles.c.seq, entities.c.entity == titles.c.entity))
    rows = connection.scalars(
        select(titles.c.title).select_from(joined).where(in_list(connection, titles.c.seq, seqs), same)
    )
    return tuple(Counter(" ".join(row.split()) for row in rows).most_common(MAX_ROLES))


def _stories_per_day(connection: Connection, seqs: Sequence[int]) -> tuple[tuple[date, int], ...]:
    moment = func.coalesce(articles.c.published, articles.c.accepted_at)
    moments = connection.scalars(select(moment).where(in_list(connection, articles.c.seq, seqs)))
    return tuple(sorted(Counter(moment.date() for moment in moments).items()))


def _usual_point(connection: Connection, key: str, seqs: Sequence[int]) -> tuple[float, float] | None:
    """Return the latitude and longitude that most stories give a name."""
    joined = places.join(entities, and_(entities.c.seq == places.c.seq, entities.c.entity == places.c.entity))
    number = cast(func.count(), Integer)
    row = connection.execute(
        select(places.c.lat, places.c.lon)
        .select_from(joined)
        .where(in_list(connection, places.c.seq, seqs), entities.c.key == key)
        .group_by(places.c.lat, places.c.lon)
        .order_by(number.desc())
        .limit(1)
    ).one_or_none()
    return (row.lat, row.lon) if row else None
