"""The places that stories mention, with their coordinates and numbers of stories."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from desk.queries.filters import Filters
from desk.queries.plan_hints import in_list
from desk.queries.story_search import search_stories
from wiredesk.store.tables import places

COUNTED_STORIES = 2000
"""Newest stories whose places are counted; bounds the time of the query."""


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place and the number of stories that mention it."""

    name: str
    """The name that most stories use first in the alphabet, of several."""
    country: str | None
    """ISO 3166, two letters."""
    level: str
    geonames: int | None
    lat: float
    lon: float
    stories: int


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """The places of the newest stories that fit some filters, that of most stories first."""

    places: tuple[PlaceCount, ...]
    stories: int
    """Number of stories that were counted."""
    is_whole: bool
    """False if more stories fit: the newest were counted."""


def count_places(connection: Connection, filters: Filters, *, min_score: float = 0.0, limit: int = 200) -> PlaceCounts:
    """Return the places that the newest visible stories mention which fit all filters.

    Args:
        min_score: only places with this score or a higher one, or with none.

    Raises:
        BadQuery, NotFound, AmbiguousName: as :func:`desk.queries.story_search.search_stories`.
    """
    seqs = search_stories(connection, filters, limit=COUNTED_STORIES + 1)
    counted = seqs[:COUNTED_STORIES]
    if not counted:
        return PlaceCounts((), 0, True)
    stories = func.count(places.c.seq.distinct()).label("stories")
    query = (
        select(
            func.min(places.c.name).label("name"), places.c.country, places.c.level, places.c.geonames,
            places.c.lat, places.c.lon, stories,
        )
        .where(in_list(connection, places.c.seq, counted))
        .group_by(places.c.country, places.c.level, places.c.geonames, places.c.lat, places.c.lon)
        .order_by(stories.desc(), func.min(places.c.name))
        .limit(limit)
    )  # fmt: skip
    if min_score > 0:
        query = query.where(func.coalesce(places.c.score, 1.0) >= min_score)
    found = tuple(PlaceCount(**row) for row in connection.execute(query).mappings())
    return PlaceCounts(found, len(counted), len(seqs) <= COUNTED_STORIES)
