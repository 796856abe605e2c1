"""How many stories that fit some filters fall into each hour, day, month or year."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from desk.queries.filters import Filters
from desk.queries.found_stories import FoundStories, find_stories

MAX_BUCKETS = 62
"""Buckets of a chart at most: two months by day."""


class Bucket(StrEnum):
    """The length of a bucket; each begins in UTC."""

    hour = "hour"
    day = "day"
    month = "month"
    year = "year"

    def start(self, moment: datetime) -> datetime:
        """Return the beginning of the bucket of a moment in UTC."""
        moment = moment.replace(minute=0, second=0, microsecond=0)
        if self is Bucket.hour:
            return moment
        moment = moment.replace(hour=0)
        if self is Bucket.day:
            return moment
        return moment.replace(day=1) if self is Bucket.month else moment.replace(day=1, month=1)

    def after(self, start: datetime) -> datetime:
        """Return the beginning of the bucket after one."""
        step = {Bucket.hour: timedelta(hours=1), Bucket.day: timedelta(days=1), Bucket.month: timedelta(days=31)}
        return self.start(start + step.get(self, timedelta(days=366)))


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

    bucket: Bucket
    buckets: tuple[VolumeBucket, ...]
    stories: int
    is_whole: bool
    """False if there are more than were counted: the newest were."""


def story_volume(connection: Connection, filters: Filters, bucket: Bucket | None = None) -> Volume:
    """Count the newest visible stories that fit all filters, by their time of publication.

    Args:
        bucket: None: the shortest that makes at most :data:`MAX_BUCKETS`.

    Raises:
        BadQuery, NotFound, AmbiguousName: as :func:`desk.queries.story_search.search_stories`.
    """
    return volume_of(find_stories(connection, filters), bucket)


def volume_of(stories: FoundStories, bucket: Bucket | None = None) -> Volume:
    """Count stories by their time of publication; arguments as for :func:`story_volume`."""
    bucket = bucket or _fitting(stories)
    moments, seqs = stories.moments[::-1], stories.seqs[::-1]
    buckets, at = [], 0
    while at < len(moments):  # they are in order: one search for the end of each bucket
        start = bucket.start(moments[at])
        end = bisect_left(moments, bucket.after(start), at)
        buckets.append(VolumeBucket(start, end - at, seqs[at]))
        at = end
    return Volume(bucket, tuple(buckets), len(stories), stories.is_whole)


def _fitting(stories: FoundStories) -> Bucket:
    """Return the shortest bucket of which the stories fill at most :data:`MAX_BUCKETS`."""
    if not stories.moments:
        return Bucket.day
    span = stories.moments[0] - stories.moments[-1]
    lengths = ((Bucket.hour, timedelta(hours=1)), (Bucket.day, timedelta(days=1)), (Bucket.month, timedelta(days=28)))
    return next((one for one, length in lengths if span < (MAX_BUCKETS - 1) * length), Bucket.year)
