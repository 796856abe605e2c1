"""A search gives the same stories whichever way it reads them, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from desk.queries import found_stories, story_conditions, story_search, story_steps
from desk.queries.filters import Filters
from desk.queries.found_stories import find_stories
from desk.queries.story_search import list_stories
from tests.support import desk_stories
from wiredesk.store import Store

QUERIES = ("harbour", "harbour -rescue", "place:Nairobi", "source:wire", "place:Nairobi harbour", "harbour OR rescue",
           "(place:Nairobi OR source:wire) harbour", "urgency:4", "source:wire rescue published:2026")  # fmt: skip
STORIES = 12


@pytest.fixture
def filled(store: Store) -> Store:
    first, body = datetime(2026, 11, 1, tzinfo=UTC), desk_stories.article().body
    made = [
        desk_stories.article(
            f"urn:b:{number}",
            published=first - timedelta(hours=number // 3),  # three at each time, in the other order than they arrive
            headline="Harbour talks" if number % 2 else "Rescue at sea",
            body=body if number % 4 else "Crews saved two men near the harbour.",
            source="Wire" if number % 3 else "Agency",
        )
        for number in range(STORIES)
    ]
    desk_stories.write(store, made)
    return store


def _pages(connection: Connection, query: str, sort: str, *, is_found_before: bool) -> Sequence[tuple[int, ...]]:
    """Return the pages of a search, of three stories each."""
    filters = Filters(q=query)
    hits = find_stories(connection, filters) if is_found_before else None
    pages: list[tuple[int, ...]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = list_stories(connection, filters, sort=sort, cursor=cursor, limit=3, latest=hits)
        pages.append(page.seqs)
        cursor = page.next
    return pages


def test_pages_are_the_same_however_stories_are_read(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Selected by an index, or read in their order; from the hits, or from a step of the latest stories."""
    with filled.read() as connection:
        expected = {
            (query, sort): _pages(connection, query, sort, is_found_before=False)
            for query in QUERIES
            for sort in ("published", "arrived")
        }
        for rows, step, hits in ((20_000, 2, 10_000), (20_000, 5, 4), (-1, 5000, 10_000), (3, 1, 4)):
            monkeypatch.setattr(story_conditions, "MAX_SELECTED_STORIES", rows)
            monkeypatch.setattr(story_steps, "STORIES_PER_STEP", step)
            monkeypatch.setattr(story_search, "STORIES_PER_STEP", step)
            monkeypatch.setattr(found_stories, "MAX_HITS", hits)
            for before in (False, True):
                found = {key: _pages(connection, *key, is_found_before=before) for key in expected}
                assert found == expected, (rows, step, hits, before)
    assert sum(map(len, expected["harbour", "published"])) == STORIES


@pytest.mark.parametrize(("examined", "stories", "whole"), [(3, 3, False), (11, 11, False), (12, 12, True)])
def test_only_the_latest_stories_are_examined(
    filled: Store, monkeypatch: pytest.MonkeyPatch, examined: int, stories: int, whole: bool
) -> None:
    with filled.read() as connection:
        every = find_stories(connection, Filters(q="harbour"))
        monkeypatch.setattr(story_conditions, "MAX_SELECTED_STORIES", -1)
        monkeypatch.setattr(found_stories, "MAX_EXAMINED_STORIES", examined)
        found = find_stories(connection, Filters(q="harbour"))
    assert (found.seqs, found.is_whole) == (every.seqs[:stories], whole)
