"""What the tables of the gazetteer make of the data: names of regions, features, variants, abbreviations, centres."""

from __future__ import annotations

import numpy as np
import pytest

from wiredesk.nlp.gazetteer import Gazetteer, Place, Rank, load
from wiredesk.nlp.gazetteer.index import folded_names


@pytest.fixture(scope="module")
def index() -> Gazetteer:
    return load()


def places(index: Gazetteer, name: str) -> list[Place]:
    return [index.place(int(row)) for row in index.rows(name)]


@pytest.mark.parametrize(
    ("name", "country", "rank"),
    [
        ("Bombay", "IN", Rank.CITY),
        ("Peking", "CN", Rank.CITY),
        ("Bavaria", "DE", Rank.REGION),
        ("Lafourche", "US", Rank.COUNTY),
        ("Lafourche Parish", "US", Rank.COUNTY),
        ("Britain", "GB", Rank.COUNTRY),
        ("Black Sea", None, Rank.FEATURE),
        ("Downing Street", "GB", Rank.SITE),
    ],
)
def test_names_and_their_kind(index: Gazetteer, name: str, country: str | None, rank: Rank) -> None:
    assert (country, rank) in {(place.country, place.rank) for place in places(index, name)}


@pytest.mark.parametrize(
    ("name", "level"),
    [("Portugal", "country"), ("Texas", "region"), ("Lafourche Parish", "region"), ("Dallas", "city")],
)
def test_the_levels_of_the_places_with_a_name(index: Gazetteer, name: str, level: str) -> None:
    assert level in {place.level for place in places(index, name)}


@pytest.mark.parametrize(
    ("short", "name"),
    [("calif.", "California"), ("n.y.", "New York"), ("ont.", "Ontario"), ("tex.", "Texas")],
)
def test_abbreviations_of_newspapers(index: Gazetteer, short: str, name: str) -> None:
    assert index.abbreviations[short] in index.rows(name)


@pytest.mark.parametrize(("code", "state"), [("212", "NY"), ("415", "CA"), ("312", "IL")])
def test_area_codes(index: Gazetteer, code: str, state: str) -> None:
    assert index.area_codes[code] == index.postal[state]


@pytest.mark.parametrize(
    ("name", "lat", "lon"), [("Portugal", 39.5, -8.0), ("Texas", 31.5, -99.3), ("France", 46.5, 2.5)]
)
def test_centres_of_countries_and_regions(index: Gazetteer, name: str, lat: float, lon: float) -> None:
    place = places(index, name)[0]
    assert (place.lat, place.lon) == (pytest.approx(lat, abs=1.5), pytest.approx(lon, abs=1.5))


def test_a_town_is_in_its_region_and_country(index: Gazetteer) -> None:
    [row] = index.rows("Dallas")[:1]
    col = index.columns
    assert col.region[row] == index.postal["TX"]
    assert col.codes[col.country[row]] == "US"
    assert col.rank[col.county[row]] == Rank.COUNTY


def test_only_capitals_are_capitals(index: Gazetteer) -> None:
    assert index.is_capital[index.rows("Oslo")].any()
    assert not index.is_capital[index.rows("Sydney")].any()
    assert index.is_capital.sum() == len(index.capitals)


def test_distances_have_a_row_and_a_column_for_each_place(index: Gazetteer) -> None:
    rows, others = index.rows("Oslo")[:1], index.rows("Springfield")[:3]
    found = index.distances(rows, others)
    assert found.shape == (1, 3) and found.dtype == np.float32
    assert index.distances(rows, rows)[0, 0] == pytest.approx(0, abs=5)


@pytest.mark.parametrize("names", [[], ["Oslo"], ["Łódź", "The Hague", "St. Paul", "  San  José "]])
def test_many_names_are_folded_as_one_is(names: list[str]) -> None:
    expected = {"Oslo": "oslo", "Łódź": "lodz", "The Hague": "hague", "St. Paul": "st paul", "  San  José ": "san jose"}
    assert folded_names(names) == [expected[name] for name in names]
