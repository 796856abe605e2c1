"""Candidates of a place name in the gazetteer: one row a form of a name."""

from __future__ import annotations

import pytest

from wiredesk.nlp.gazetteer import Gazetteer, Rank, load
from wiredesk.nlp.places.candidates import bare, find_candidates


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load()


BARE = [
    ("Oslo", "Oslo"),
    ("Oslo's", "Oslo"),
    ("Oslo’s", "Oslo"),
    ("Athens'", "Athens"),
    ("Oslo,", "Oslo"),
    ("Oslo;", "Oslo"),
    ("Oslo:", "Oslo"),
    (" Oslo ", "Oslo"),
    ("U.S.", "U.S."),
    ("U.S.'s", "U.S."),
    ("Calif.", "Calif."),
    ("Washington, D.C.", "Washington, D.C."),
    ("", ""),
]


@pytest.mark.parametrize(("surface", "name"), BARE)
def test_a_name_without_possessive_and_closing_punctuation(surface: str, name: str) -> None:
    assert bare(surface) == name


ABBREVIATIONS = [
    ("Ala.", "Alabama"),
    ("Ariz.", "Arizona"),
    ("Ark.", "Arkansas"),
    ("Calif.", "California"),
    ("Cal.", "California"),
    ("Colo.", "Colorado"),
    ("Conn.", "Connecticut"),
    ("Del.", "Delaware"),
    ("Fla.", "Florida"),
    ("Ga.", "Georgia"),
    ("Ill.", "Illinois"),
    ("Ind.", "Indiana"),
    ("Kan.", "Kansas"),
    ("Ky.", "Kentucky"),
    ("La.", "Louisiana"),
    ("Mass.", "Massachusetts"),
    ("Md.", "Maryland"),
    ("Mich.", "Michigan"),
    ("Minn.", "Minnesota"),
    ("Miss.", "Mississippi"),
    ("Mo.", "Missouri"),
    ("Mont.", "Montana"),
    ("Neb.", "Nebraska"),
    ("Nev.", "Nevada"),
    ("N.H.", "New Hampshire"),
    ("N.J.", "New Jersey"),
    ("N.M.", "New Mexico"),
    ("N.Y.", "New York"),
    ("N. Y.", "New York"),
    ("N.C.", "North Carolina"),
    ("N.D.", "North Dakota"),
    ("Okla.", "Oklahoma"),
    ("Ore.", "Oregon"),
    ("Pa.", "Pennsylvania"),
    ("Penn.", "Pennsylvania"),
    ("R.I.", "Rhode Island"),
    ("S.C.", "South Carolina"),
    ("S.D.", "South Dakota"),
    ("Tenn.", "Tennessee"),
    ("Tex.", "Texas"),
    ("Vt.", "Vermont"),
    ("Va.", "Virginia"),
    ("Wash.", "Washington"),
    ("W.Va.", "West Virginia"),
    ("W. Va.", "West Virginia"),
    ("Wis.", "Wisconsin"),
    ("Wyo.", "Wyoming"),
    ("Alta.", "Alberta"),
    ("B.C.", "British Columbia"),
    ("Man.", "Manitoba"),
    ("N.B.", "New Brunswick"),
    ("N.S.", "Nova Scotia"),
    ("Ont.", "Ontario"),
    ("TX", "Texas"),
    ("CA", "California"),
    ("NY", "New York"),
    ("FL", "Florida"),
    ("ON", "Ontario"),
    ("BC", "British Columbia"),
    ("Calif.'s", "California"),
    ("calif.", "California"),
]


@pytest.mark.parametrize(("short", "name"), ABBREVIATIONS)
def test_an_abbreviation_is_one_state_or_province(gazetteer: Gazetteer, short: str, name: str) -> None:
    [row] = find_candidates(gazetteer, short).rows
    regions = [one for one in gazetteer.rows(name) if gazetteer.columns.rank[one] == Rank.REGION]
    assert int(row) in regions
    assert gazetteer.place(int(row)).country in {"US", "CA"}


FIRST = [
    ("Oslo", Rank.CITY, "NO", 59.9, 10.7),
    ("the Hague", Rank.CITY, "NL", 52.1, 4.3),
    ("The Hague", Rank.CITY, "NL", 52.1, 4.3),
    ("London", Rank.CITY, "GB", 51.5, -0.1),
    ("Paris", Rank.CITY, "FR", 48.9, 2.4),
    ("PARIS", Rank.CITY, "FR", 48.9, 2.4),
    ("Moscow", Rank.CITY, "RU", 55.8, 37.6),
    ("Kyiv", Rank.CITY, "UA", 50.5, 30.5),
    ("Kiev", Rank.CITY, "UA", 50.5, 30.5),
    ("Kharkov", Rank.CITY, "UA", 50.0, 36.2),
    ("Lviv", Rank.CITY, "UA", 49.8, 24.0),
    ("Peking", Rank.CITY, "CN", 39.9, 116.4),
    ("Beijing", Rank.CITY, "CN", 39.9, 116.4),
    ("Bombay", Rank.CITY, "IN", 19.1, 72.9),
    ("Mumbai", Rank.CITY, "IN", 19.1, 72.9),
    ("Calcutta", Rank.CITY, "IN", 22.6, 88.4),
    ("Madras", Rank.CITY, "IN", 13.1, 80.3),
    ("Saigon", Rank.CITY, "VN", 10.8, 106.7),
    ("Rangoon", Rank.CITY, "MM", 16.8, 96.2),
    ("Leningrad", Rank.CITY, "RU", 59.9, 30.3),
    ("Stalingrad", Rank.CITY, "RU", 48.7, 44.5),
    ("Munich", Rank.CITY, "DE", 48.1, 11.6),
    ("Cologne", Rank.CITY, "DE", 50.9, 7.0),
    ("Vienna", Rank.CITY, "AT", 48.2, 16.4),
    ("Geneva", Rank.CITY, "CH", 46.2, 6.1),
    ("Zürich", Rank.CITY, "CH", 47.4, 8.5),
    ("Zurich", Rank.CITY, "CH", 47.4, 8.5),
    ("Warsaw", Rank.CITY, "PL", 52.2, 21.0),
    ("Łódź", Rank.CITY, "PL", 51.8, 19.5),
    ("Prague", Rank.CITY, "CZ", 50.1, 14.4),
    ("Lisbon", Rank.CITY, "PT", 38.7, -9.1),
    ("Rome", Rank.CITY, "IT", 41.9, 12.5),
    ("Milan", Rank.CITY, "IT", 45.5, 9.2),
    ("Athens", Rank.CITY, "GR", 38.0, 23.7),
    ("Copenhagen", Rank.CITY, "DK", 55.7, 12.6),
    ("Gothenburg", Rank.CITY, "SE", 57.7, 12.0),
    ("Helsinki", Rank.CITY, "FI", 60.2, 24.9),
    ("Cairo", Rank.CITY, "EG", 30.1, 31.2),
    ("Nairobi", Rank.CITY, "KE", -1.3, 36.8),
    ("Johannesburg", Rank.CITY, "ZA", -26.2, 28.0),
    ("Tehran", Rank.CITY, "IR", 35.7, 51.4),
    ("Baghdad", Rank.CITY, "IQ", 33.3, 44.4),
    ("Kabul", Rank.CITY, "AF", 34.5, 69.2),
    ("Tokyo", Rank.CITY, "JP", 35.7, 139.7),
    ("Seoul", Rank.CITY, "KR", 37.6, 127.0),
    ("Sydney", Rank.CITY, "AU", -33.9, 151.2),
    ("Toronto", Rank.CITY, "CA", 43.7, -79.4),
    ("Chicago", Rank.CITY, "US", 41.9, -87.6),
    ("Boston", Rank.CITY, "US", 42.4, -71.1),
    ("Texas", Rank.REGION, "US", 31.0, -99.0),
    ("Bavaria", Rank.REGION, "DE", 48.9, 11.4),
    ("Quebec", Rank.REGION, "CA", 50.0, -72.0),
    ("Catalonia", Rank.REGION, "ES", 41.8, 1.5),
    ("Scotland", Rank.REGION, "GB", 56.5, -4.0),
    ("Norway", Rank.COUNTRY, "NO", 62.0, 10.0),
    ("Germany", Rank.COUNTRY, "DE", 51.0, 10.0),
    ("the United Kingdom", Rank.COUNTRY, "GB", 54.0, -2.0),
    ("Holland", Rank.COUNTRY, "NL", 52.3, 5.5),
    ("Kenya", Rank.COUNTRY, "KE", 0.5, 38.0),
    ("Japan", Rank.COUNTRY, "JP", 36.0, 138.0),
    ("Brazil", Rank.COUNTRY, "BR", -10.0, -53.0),
    ("Europe", Rank.FEATURE, None, 49.0, 9.0),
    ("Africa", Rank.FEATURE, None, 7.0, 21.0),
    ("the Red Sea", Rank.FEATURE, None, 20.0, 38.0),
    ("the Balkans", Rank.FEATURE, None, 43.0, 21.0),
    ("Manchuria", Rank.FEATURE, "CN", 45.0, 125.0),
    ("Luzon", Rank.FEATURE, "PH", 16.0, 121.0),
]


@pytest.mark.parametrize(("name", "rank", "country", "lat", "lon"), FIRST)
def test_the_most_populous_place_of_a_rank_is_the_famous_one(
    gazetteer: Gazetteer, name: str, rank: Rank, country: str | None, lat: float, lon: float
) -> None:
    found = find_candidates(gazetteer, name)
    places = [gazetteer.place(int(row)) for row in found.rows]
    place = next(one for one in places if one.rank == rank)
    assert not found.part
    assert place.country == country
    tolerance = 0.3 if rank == Rank.CITY else 3.0
    assert (place.lat, place.lon) == (pytest.approx(lat, abs=tolerance), pytest.approx(lon, abs=tolerance))


DERIVED = [
    ("City of Oslo", "Oslo", False),
    ("the City of Oslo", "Oslo", False),
    ("city of Oslo", "Oslo", False),
    ("Town of Hempstead", "Hempstead", False),
    ("Province of Ontario", "Ontario", False),
    ("Republic of Kenya", "Kenya", False),
    ("Port of Antwerp", "Antwerp", False),
    ("northern Iraq", "Iraq", True),
    ("Northern Iraq", "Iraq", True),
    ("southern Lebanon", "Lebanon", True),
    ("eastern Ukraine", "Ukraine", True),
    ("western Ukraine", "Ukraine", True),
    ("south-eastern Turkey", "Turkey", True),
    ("southeastern Turkey", "Turkey", True),
    ("southeast Turkey", "Turkey", True),
    ("north-west Pakistan", "Pakistan", True),
    ("northwestern Pakistan", "Pakistan", True),
    ("central Oslo", "Oslo", True),
    ("downtown Oslo", "Oslo", True),
    ("suburban Chicago", "Chicago", True),
    ("rural Kenya", "Kenya", True),
    ("greater Toronto", "Toronto", True),
    ("metropolitan Chicago", "Chicago", True),
    ("the northern Sudan", "Sudan", True),
    ("occupied Ukraine", "Ukraine", True),
]


@pytest.mark.parametrize(("name", "inner", "part"), DERIVED)
def test_a_word_about_a_place_leads_to_the_place(gazetteer: Gazetteer, name: str, inner: str, part: bool) -> None:
    found = find_candidates(gazetteer, name)
    assert found.rows.tolist() == find_candidates(gazetteer, inner).rows.tolist()
    assert found.part is part


COUNTIES = [
    ("Harris County", "US"),
    ("Cook County", "US"),
    ("Orange County", "US"),
    ("Lafourche Parish", "US"),
    ("Los Angeles County", "US"),
    ("County Cork", "IE"),
    ("County Mayo", "IE"),
    ("County Kerry", "IE"),
]


@pytest.mark.parametrize(("name", "country"), COUNTIES)
def test_a_county_has_the_rank_of_a_region(gazetteer: Gazetteer, name: str, country: str) -> None:
    places = [gazetteer.place(int(row)) for row in find_candidates(gazetteer, name).rows]
    assert {place.rank for place in places} <= {Rank.COUNTY, Rank.REGION}
    assert country in {place.country for place in places}


NOTHING = [
    "",
    "Quuxville",
    "the",
    "City of Quuxville",
    "northern Quuxville",
    "Quuxville County",
    "US Steelworks",
    "🙂",
    "12",
    "...",
]


@pytest.mark.parametrize("name", NOTHING)
def test_a_name_that_no_place_has(gazetteer: Gazetteer, name: str) -> None:
    assert len(find_candidates(gazetteer, name).rows) == 0
