"""What a search without stories offers instead, on both databases."""

from __future__ import annotations

import pytest

from desk.queries.filters import Filters
from desk.queries.near_queries import near_queries
from tests.support import desk_stories
from wiredesk.store import Store


@pytest.fixture
def filled(store: Store) -> Store:
    desk_stories.write(store, desk_stories.everything())
    return store


def offered(store: Store, **filters: object) -> list[tuple[str, str, str]]:
    with store.read() as connection:
        found = near_queries(connection, Filters.model_validate(filters))
    assert all(one.stories > 0 for one in found)
    return [(one.part, one.instead, one.filters.url_query()) for one in found]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"q": "crnaes"}, ("crnaes", "cranes", "q=cranes")),
        ({"q": "cranes source:Coast"}, ("source:Coast", "", "q=cranes")),
        ({"q": "cranes source:Coast"}, ("cranes", "", "q=source%3ACoast")),
        ({"q": "cranes absentword"}, ("absentword", "", "q=cranes")),
        ({"q": "cranes", "source": "Coast"}, ("source:Coast", "", "q=cranes")),
        ({"source": "Harbor News"}, ("Harbor News", "Harbour News", "source=Harbour+News")),
        ({"q": 'person:"Amina Oteino"'}, ("Amina Oteino", "Amina Otieno", "q=person%3A%22Amina+Otieno%22")),
        (
            {"q": "crnaes", "source": "Harbor News"},
            ("crnaes Harbor News", "cranes Harbour News", "q=cranes&source=Harbour+News"),
        ),
    ],
)
def test_other_spellings_and_less_are_offered(
    filled: Store, filters: dict[str, str], expected: tuple[str, str, str]
) -> None:
    assert expected in offered(filled, **filters)


@pytest.mark.parametrize("query", ["zzzzqqqq", "日本", "qqq*", "person:x place:XX", "9" * 30])
def test_nothing_is_offered_where_nothing_is_near(filled: Store, query: str) -> None:
    assert offered(filled, q=query) == []
