"""The volume of a search as a chart: a bar for each hour, day, month or year, which narrows the search to its time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from desk.queries.story_volume import Bucket, Volume
from desk.reader_formats import date_words

MAX_EMPTY_BARS = 200
"""Bars up to which times without stories have one."""
RANGE = "FIRST..LAST"
"""Stands for the times of a range in the address that the script completes."""


@dataclass(frozen=True, slots=True)
class VolumeBar:
    """The stories of one bucket."""

    label: str
    """Its time for a reader, in UTC."""
    stories: int
    share: float
    """Height relative to the highest bar, 0 to 1."""
    first: str
    """Its beginning, as the query language takes it."""
    last: str
    """What ends a range with it; for days, months and years the bucket itself."""
    url: str
    """The search narrowed to its time."""


@dataclass(frozen=True, slots=True)
class VolumeChart:
    """The bars from the first bucket with stories to the last."""

    bucket: Bucket
    bars: tuple[VolumeBar, ...]
    highest: int
    range_url: str
    """The search narrowed to a range of times, with :data:`RANGE` in the place of the range."""


def volume_chart(volume: Volume, narrowed: Callable[[str], str]) -> VolumeChart | None:
    """Return a chart; None where there are fewer than two bars.

    Args:
        narrowed: returns the address of the search narrowed to a time of the query language.
    """
    if len(volume.buckets) < 2:
        return None
    counts = {one.start: one.stories for one in volume.buckets}
    starts = list(_starts(volume))
    if len(starts) > MAX_EMPTY_BARS:
        starts = list(counts)
    highest = max(counts.values())
    bars = tuple(_bar(volume.bucket, start, counts.get(start, 0), highest, narrowed) for start in starts)
    return VolumeChart(volume.bucket, bars, highest, narrowed(RANGE))


def _starts(volume: Volume) -> Iterator[datetime]:
    """Yield the buckets from the first to the last, and one more than are shown at most."""
    start, last = volume.buckets[0].start, volume.buckets[-1].start
    for _ in range(MAX_EMPTY_BARS + 1):
        if start > last:
            return
        yield start
        start = volume.bucket.after(start)


_FORMS = {Bucket.hour: "%Y-%m-%dT%H", Bucket.day: "%Y-%m-%d", Bucket.month: "%Y-%m", Bucket.year: "%Y"}
_LABELS = {Bucket.hour: "d MMM y", Bucket.day: "d MMM y", Bucket.month: "MMM y", Bucket.year: "y"}


def _bar(bucket: Bucket, start: datetime, stories: int, highest: int, narrowed: Callable[[str], str]) -> VolumeBar:
    first = start.strftime(_FORMS[bucket])
    last = bucket.after(start).strftime(_FORMS[bucket]) if bucket is Bucket.hour else first
    time = first if first == last else f"{first}..{last}"
    label = date_words(start, _LABELS[bucket]) + (f", {start:%H}:00" if bucket is Bucket.hour else "")
    return VolumeBar(label, stories, stories / highest, first, last, narrowed(time))
