"""The places that stories mention, with their coordinates and numbers of stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from desk.queries.filters import Filters
from desk.queries.language.bounding_box import parse_box
from desk.queries.plan_hints import in_list
from desk.queries.story_facets import in_box
from desk.queries.story_order import StoryOrder
from desk.queries.story_search import search_stories
from desk.queries.usual_names import usual_name
from wiredesk.identity.thing_key import ThingKind
from wiredesk.store.tables import places
from wiredesk.store.thing_tables import identities, things

COUNTED_STORIES = 2000
"""Latest stories whose places are counted; bounds the time of the query."""


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place and the number of stories that mention it."""

    name: str
    """What most of the stories call it, by its whole name where they do so."""
    country: str | None
    """ISO 3166, two letters."""
    level: str
    geonames: int | None
    lat: float
    lon: float
    stories: int
    thing: int | None
    """Its id in the directory; None until that has it."""


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """The places of the latest stories that fit some filters, that of most stories first."""

    places: tuple[PlaceCount, ...]
    stories: int
    """Number of stories that were counted."""
    is_whole: bool
    """False if more stories fit: the latest were counted."""
    found: int = 0
    """Number of places, of which ``places`` has the first."""


def count_places(connection: Connection, filters: Filters, *, min_score: float = 0.0, limit: int = 200) -> PlaceCounts:
    """Return the places that the latest visible stories mention which fit all filters.

    With the filter ``bbox``, those in that rectangle.

    Args:
        min_score: only places with this score or a higher one, or with none.

    Raises:
        BadQuery, NotFound, AmbiguousName: as :func:`desk.queries.story_search.search_stories`.
    """
    seqs = search_stories(connection, filters, limit=COUNTED_STORIES + 1, order=StoryOrder.published)
    counted = seqs[:COUNTED_STORIES]
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for row in _mentions(connection, counted, filters, min_score) if counted else ():
        groups.setdefault((row.thing,) if row.thing else (row.geonames, row.lat, row.lon), []).append(row)
    every = sorted((_count(rows) for rows in groups.values()), key=lambda one: (-one.stories, one.name))
    return PlaceCounts(tuple(every[:limit]), len(counted), len(seqs) <= COUNTED_STORIES, len(every))


def _mentions(connection: Connection, seqs: Sequence[int], filters: Filters, min_score: float) -> Sequence[Any]:
    """Return each place of each story, with the thing that stands for it."""
    canonical = things.alias("canonical")
    same = and_(identities.c.seq == places.c.seq, identities.c.entity == places.c.entity)
    joined = places.outerjoin(identities, same).outerjoin(things, things.c.id == identities.c.thing)
    joined = joined.outerjoin(canonical, canonical.c.id == func.coalesce(things.c.merged_into, things.c.id))
    columns = [places.c[name] for name in ("seq", "name", "country", "level", "geonames", "lat", "lon")]
    query = (
        select(*columns, canonical.c.id.label("thing"), canonical.c.ruled_name)
        .select_from(joined)
        .where(in_list(connection, places.c.seq, seqs), canonical.c.rejected.is_not(True))
    )
    if min_score > 0:
        query = query.where(func.coalesce(places.c.score, 1.0) >= min_score)
    if filters.bbox:
        query = query.where(or_(*in_box(places, parse_box(filters.bbox))))
    return connection.execute(query).all()


def _count(rows: Sequence[Any]) -> PlaceCount:
    """Return the place of these mentions; of several coordinates those that most of them have."""
    names = Counter(row.name for row in rows)
    at = Counter((row.country, row.level, row.geonames, row.lat, row.lon) for row in rows).most_common(1)[0][0]
    name = rows[0].ruled_name or usual_name(names, ThingKind.PLACE) or rows[0].name
    return PlaceCount(name, *at, stories=len({row.seq for row in rows}), thing=rows[0].thing)
