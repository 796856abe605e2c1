"""What a name may mean: the steps of the look-up."""

from __future__ import annotations

import pytest

from wiredesk.nlp.gazetteer import Gazetteer, Rank, load
from wiredesk.nlp.places.candidates import MAX_CANDIDATES, bare, find_candidates


@pytest.fixture(scope="module")
def index() -> Gazetteer:
    return load()


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("Fairview's", "Fairview"),
        ("Fairview’s", "Fairview"),
        ("Paris,", "Paris"),
        ("Calif.", "Calif."),
        ("N.Y.’s", "N.Y."),
        ("", ""),
    ],
)
def test_the_bare_name(surface: str, name: str) -> None:
    assert bare(surface) == name


@pytest.mark.parametrize(
    ("surface", "geonames", "part"),
    [
        ("Calif.", 5332921, False),
        ("N.Y.", 5128638, False),
        ("TX", 4736286, False),
        ("Moscow", 524901, False),
        ("the city of Moscow", 524901, False),
        ("Moscow city", 524901, False),
        ("County Cork", 2965139, False),
        ("Boone County", 4829764, False),
        ("northern Iraq", 99237, True),
        ("south-east England", 6269131, True),
        ("downtown Moscow", 524901, True),
    ],
)
def test_forms_of_a_name(index: Gazetteer, surface: str, geonames: int, part: bool) -> None:
    found = find_candidates(index, surface)
    assert found.part is part
    if surface == "Boone County":
        assert {index.place(int(row)).rank for row in found.rows} == {Rank.COUNTY}
    else:
        assert geonames in {index.place(int(row)).geonames for row in found.rows}


@pytest.mark.parametrize("surface", ["", "East", "county", "Quuxmarket", "eastern Quuxmarket", "Quuxmarket County"])
def test_names_without_candidates(index: Gazetteer, surface: str) -> None:
    assert len(find_candidates(index, surface).rows) == 0


def test_a_short_word_in_capitals_is_a_large_city_or_a_capital(index: Gazetteer) -> None:
    assert len(find_candidates(index, "Bath").rows) > len(find_candidates(index, "BATH").rows)
    assert 3169070 in {index.place(int(row)).geonames for row in find_candidates(index, "ROME").rows}


def test_us_is_a_country_and_not_a_postal_code(index: Gazetteer) -> None:
    assert [index.place(int(row)).rank for row in find_candidates(index, "US").rows][:1] != [Rank.REGION]


def test_only_the_most_populous_are_kept(index: Gazetteer) -> None:
    found = find_candidates(index, "San José").rows
    assert len(found) == MAX_CANDIDATES < len(index.rows("San José"))
