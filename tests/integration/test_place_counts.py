"""The places of stories with their numbers, on both databases."""

from __future__ import annotations

import pytest

from desk.queries import place_counts
from desk.queries.filters import Filters
from desk.queries.place_counts import count_places
from desk.queries.story_search import search_stories
from tests.support import desk_stories, place_stories
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


@pytest.fixture
def of_the_world(store: Store) -> Store:
    place_stories.write_places(store)
    return store


BOXES = [
    ("-12,35,30,60", {"London", "Paris", "Berlin", "Brussels", "Rome", "Oslo"}),
    ("170,-30,-165,0", {"Suva", "Apia", "Nukualofa"}),
    ("-165,-30,170,0", {"Nairobi", "Mombasa", "Sao Paulo"}),
    ("139.69,35.69,139.69,35.69", {"Tokyo"}),
    ("-180,80,180,90", set()),
]


@pytest.mark.parametrize(("box", "names"), BOXES)
def test_a_rectangle_narrows_the_search_and_its_places(of_the_world: Store, box: str, names: set[str]) -> None:
    with of_the_world.read() as connection:
        found = count_places(connection, Filters.from_form({"bbox": box}))
        by_field = search_stories(connection, Filters.from_form({"q": f"bbox:{box}"}))
        either = search_stories(connection, Filters.from_form({"q": f"bbox:{box} or place:Chicago"}))
        others = search_stories(connection, Filters.from_form({"q": f"-bbox:{box}"}), limit=200)
    assert {place.name for place in found.places} == names
    stories = sum(place.stories for place in found.places)
    assert found.stories == len(by_field) == stories
    assert len(either) == stories + 1
    assert len(others) == sum(place[4] for place in place_stories.PLACES) - stories


def test_a_place_of_several_names_is_one(store: Store) -> None:
    place_stories.write_places(store, (("London", "GB", 51.51, -0.13, 2), ("LONDON", "GB", 51.51, -0.13, 1)))
    with store.read() as connection:
        (found,) = count_places(connection, Filters()).places
    assert (found.name, found.stories) == ("London", 3) and found.thing
