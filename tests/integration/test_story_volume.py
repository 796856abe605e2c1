"""Stories in each hour, day or month, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desk.queries import found_stories
from desk.queries.filters import Filters
from desk.queries.story_volume import Bucket, story_volume
from tests.support import desk_stories
from wiredesk.store import Store

TIMES = [datetime(2026, 10, 31, 23, 59), datetime(2026, 11, 1), datetime(2026, 11, 1, 0, 59), datetime(2026, 11, 2)]


@pytest.fixture
def filled(store: Store) -> Store:
    made = [
        desk_stories.article(f"urn:v:{number}", published=time.replace(tzinfo=UTC)) for number, time in enumerate(TIMES)
    ]
    desk_stories.write(store, made)
    return store


@pytest.mark.parametrize(
    ("bucket", "counts"),
    [
        (Bucket.hour, [("2026-10-31T23", 1), ("2026-11-01T00", 2), ("2026-11-02T00", 1)]),
        (Bucket.day, [("2026-10-31T00", 1), ("2026-11-01T00", 2), ("2026-11-02T00", 1)]),
        (Bucket.month, [("2026-10-01T00", 1), ("2026-11-01T00", 3)]),
        (Bucket.year, [("2026-01-01T00", 4)]),
        (None, [("2026-10-31T23", 1), ("2026-11-01T00", 2), ("2026-11-02T00", 1)]),
    ],
)
def test_buckets_begin_in_utc(filled: Store, bucket: Bucket | None, counts: list[tuple[str, int]]) -> None:
    with filled.read() as connection:
        found = story_volume(connection, Filters(), bucket)
    assert [(f"{one.start:%Y-%m-%dT%H}", one.stories) for one in found.buckets] == counts
    assert (found.stories, found.is_whole) == (4, True)


def test_more_than_are_counted_is_told(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_stories, "MAX_HITS", 3)
    with filled.read() as connection:
        found = story_volume(connection, Filters(), Bucket.month)
        none = story_volume(connection, Filters(q="absent"), Bucket.month)
    assert (found.stories, found.is_whole) == (3, False)
    assert (none.buckets, none.stories, none.is_whole) == ((), 0, True)
