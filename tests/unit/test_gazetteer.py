"""The gazetteer: what it knows, how it folds names, what it costs."""

from __future__ import annotations

import numpy as np
import pytest

from wiredesk.nlp.gazetteer import Gazetteer, Rank, load
from wiredesk.nlp.gazetteer.fold import fold, plain
from wiredesk.nlp.gazetteer.source import table


@pytest.fixture(scope="module")
def index() -> Gazetteer:
    return load()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Denis", "Saint-Denis"),
        ("ZÜRICH", "Zurich"),
        ("Mt. Vernon", "Mount Vernon"),
        ("the Hague", "The Hague"),
        ("Xi’an", "Xian"),
        ("Łódź", "Lodz"),
        ("Cranbury Township", "Cranbury Twp."),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_folding_keeps_lines_apart() -> None:
    assert fold("São Paulo\nSt. Paul").split("\n") == ["sao paulo", "st paul"]


@pytest.mark.parametrize(
    ("name", "geonames", "country", "rank"),
    [
        ("Moscow", 524901, "RU", Rank.CITY),
        ("Kiev", 703448, "UA", Rank.CITY),
        ("Texas", 4736286, "US", Rank.REGION),
        ("Lafourche Parish", 4330185, "US", Rank.COUNTY),
        ("the United States", 6252001, "US", Rank.COUNTRY),
        ("Europe", 6255148, None, Rank.FEATURE),
    ],
)
def test_known_places(index: Gazetteer, name: str, geonames: int, country: str | None, rank: Rank) -> None:
    places = [index.place(int(row)) for row in index.rows(name)]
    assert any((p.geonames, p.country, p.rank) == (geonames, country, rank) for p in places)


def test_an_unknown_name_has_no_rows(index: Gazetteer) -> None:
    assert len(index.rows("Quuxville-on-Nowhere")) == 0
    assert len(index.rows("")) == 0
    assert "Paris" in index


def test_a_name_is_listed_once(index: Gazetteer) -> None:
    rows = index.rows("United States")
    assert len(set(rows.tolist())) == len(rows)


def test_the_most_populous_comes_first(index: Gazetteer) -> None:
    people = index.columns.population[index.rows("Springfield")]
    assert (np.diff(people) <= 0).all()
    assert len(people) > 10


def test_every_place_is_on_the_globe(index: Gazetteer) -> None:
    col = index.columns
    assert (np.abs(col.lat) <= 90).all()
    assert (np.abs(col.lon) <= 180).all()


def test_distance_in_kilometres(index: Gazetteer) -> None:
    paris, london = index.rows("Paris")[:1], index.rows("London")[:1]
    assert index.distances(paris, london)[0, 0] == pytest.approx(344, abs=8)


def test_every_capital_is_known(index: Gazetteer) -> None:
    assert len(index.capitals) > 190


def test_the_columns_are_small(index: Gazetteer) -> None:
    col = index.columns
    parts = (col.rank, col.geonames, col.lat, col.lon, col.country, col.region, col.county, col.population)
    assert sum(part.nbytes for part in parts) < 12_000_000


def test_our_tables_name_places_that_exist(index: Gazetteer) -> None:
    assert [name for name, *_ in table("variants.tsv", 3) if name not in index] == []
    assert len(index.abbreviations) > 60
    assert index.place(index.postal["TX"]).geonames == 4736286
    assert index.place(index.area_codes["212"]).geonames == 5128638
