"""How many stories that fit some filters fall into each hour, day or month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from desk.queries.filters import Filters
from desk.queries.plan_hints import in_list
from desk.queries.story_order import StoryOrder
from desk.queries.story_search import search_stories
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles

MAX_STORIES = 10_000
"""Newest stories that are counted; bounds the time of the query."""


class Bucket(StrEnum):
    """The length of a bucket; each begins in UTC."""

    hour = "hour"
    day = "day"
    month = "month"

    def start(self, moment: datetime) -> datetime:
        """Return the beginning of the bucket of a moment in UTC."""
        moment = moment.replace(minute=0, second=0, microsecond=0)
        if self is Bucket.hour:
            return moment
        moment = moment.replace(hour=0)
        return moment if self is Bucket.day else moment.replace(day=1)


@dataclass(frozen=True, slots=True)
class VolumeBucket:
    """The stories of one bucket."""

    start: datetime
    stories: int
    first: int
    """Number (``seq``) of its earliest story."""


@dataclass(frozen=True, slots=True)
class Volume:
    """The buckets that have stories, the earliest first."""

    buckets: tuple[VolumeBucket, ...]
    stories: int
    is_whole: bool
    """False if there are more than :data:`MAX_STORIES`: the newest were counted."""


def story_volume(connection: Connection, filters: Filters, bucket: Bucket) -> Volume:
    """Count the newest visible stories that fit all filters, by their time of publication.

    Raises:
        BadQuery, NotFound, AmbiguousName: as :func:`desk.queries.story_search.search_stories`.
    """
    order = StoryOrder.published
    seqs = search_stories(connection, filters, limit=MAX_STORIES + 1, order=order)
    counted = seqs[:MAX_STORIES]
    found: dict[datetime, list[tuple[datetime, int]]] = {}
    for moment, seq in _moments(connection, counted):
        found.setdefault(bucket.start(moment), []).append((moment, seq))
    buckets = tuple(VolumeBucket(start, len(rows), min(rows)[1]) for start, rows in sorted(found.items()))
    return Volume(buckets, len(counted), len(seqs) <= MAX_STORIES)


def _moments(connection: Connection, seqs: Sequence[int]) -> list[tuple[datetime, int]]:
    if not seqs:
        return []
    moment = publication_time().label("moment")
    rows = connection.execute(select(articles.c.seq, moment).where(in_list(connection, articles.c.seq, seqs)))
    return [(row.moment, row.seq) for row in rows]
