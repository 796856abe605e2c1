"""The places of stories with their numbers, on both databases."""

from __future__ import annotations

import pytest

from desk.queries import place_counts
from desk.queries.filters import Filters
from desk.queries.place_counts import count_places
from tests.support import desk_stories
from wiredesk.store import Store


@pytest.fixture
def filled(store: Store) -> Store:
    desk_stories.write(store, [desk_stories.article(f"urn:p:{number}") for number in range(3)])
    return store


def test_a_place_is_counted_once_for_each_story(filled: Store) -> None:
    with filled.read() as connection:
        found = count_places(connection, Filters())
        one = count_places(connection, Filters(), limit=1)
        none = count_places(connection, Filters(q="absent"))
    assert [(place.name, place.stories) for place in found.places] == [("Kenya", 3), ("Mombasa", 3), ("Nairobi", 3)]
    assert (found.stories, found.is_whole) == (3, True)
    assert len(one.places) == 1 and none.places == ()


def test_the_newest_stories_are_counted(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_counts, "COUNTED_STORIES", 2)
    with filled.read() as connection:
        found = count_places(connection, Filters())
    assert (found.stories, found.is_whole, found.places[0].stories) == (2, False, 2)
