"""Places: the right one of a name, with its coordinates."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Entity, Extraction

Extract = Callable[..., Extraction]


def place(extraction: Extraction, name: str) -> Entity:
    """The first entity with a location of that name."""
    return next(entity for entity in extraction.entities if entity.name == name and entity.location)


@pytest.mark.parametrize(
    ("text", "name", "geonames"),
    [
        ("The minister flew to Paris on Monday for talks with French officials.", "Paris", 2988507),
        ("The twister reached Paris, Texas, shortly before dawn on Sunday.", "Paris", 4717560),
        ("The factory in Springfield, Ill., will close in June, its owner said.", "Springfield", 4250542),
        ("The factory in Springfield, Mo., will close in June, its owner said.", "Springfield", 4409896),
        ("Two men were arrested in Lexington, Kentucky, on Friday.", "Lexington", 4297983),
        ("Flights between London and Moscow resumed.", "London", 2643743),
    ],
)
def test_the_place_meant(extract: Extract, text: str, name: str, geonames: int) -> None:
    assert place(extract(text), name).links.geonames == geonames


def test_one_name_two_places(extract: Extract) -> None:
    found = extract("He moved from Portland, Oregon, to Portland, Maine, in 2019.")
    idents = {entity.links.geonames for entity in found.entities if entity.name == "Portland"}
    assert idents == {5746545, 4975802}


def test_georgia_follows_its_neighbours(extract: Extract) -> None:
    south = extract("Storms crossed Alabama and Georgia overnight. Schools in Atlanta and Savannah stayed shut.")
    east = extract("Georgia signed the accord with Armenia and Azerbaijan, officials in Tbilisi said.")
    assert place(south, "Georgia").location.country == "US"  # type: ignore[union-attr]
    assert place(east, "Georgia").links.iso3166 == "GE"


@pytest.mark.parametrize(
    ("url", "country"),
    [
        ("http://www.theparisnews.com/story", "US"),
        ("http://www.northlandnews.com/paris_news/story", "US"),
        ("http://www.example.fr/story", "FR"),
        (None, "FR"),
    ],
)
def test_the_town_whose_newspaper_it_is(extract: Extract, url: str | None, country: str) -> None:
    found = extract("A fire damaged a flat in Paris late on Tuesday. The sheriff was told.", url=url)
    assert place(found, "Paris").location.country == country  # type: ignore[union-attr]


def test_a_town_in_the_county_that_the_story_names(extract: Extract) -> None:
    found = extract("A man from Lebanon was taken to the Boone County Jail on Thursday. He lives in Lebanon.")
    assert place(found, "Lebanon").location.country == "US"  # type: ignore[union-attr]


def test_an_american_story_means_the_london_in_england(extract: Extract) -> None:
    found = extract(
        "Sheriff's deputies in Houston, Texas, took two men to the Harris County Jail on Friday, the district attorney "
        "said. The company's London office, in a call to Houston, declined to comment."
    )
    assert place(found, "London").location.country == "GB"  # type: ignore[union-attr]


def test_an_agency_dateline_names_the_famous_place(extract: Extract) -> None:
    found = extract("ATHENS (Reuters) - The police chief and a school district in Athens said the sheriff had left.")
    assert place(found, "Athens").location.country == "GR"  # type: ignore[union-attr]


def test_an_unlisted_place_gets_the_region_of_the_story(extract: Extract) -> None:
    found = extract("Rain swelled the Kessler River on Friday. Roads in Columbus, Ohio, and Dayton, Ohio, were shut.")
    river = place(found, "Kessler River")
    assert (river.location.country, river.location.level) == ("US", "region")  # type: ignore[union-attr]
    assert river.links.geonames is None
    nowhere = extract("Rain swelled the Kessler River on Friday, from Lyon to Oslo.")
    assert all(entity.location is None for entity in nowhere.entities if entity.name == "Kessler River")


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        (
            "He was born in the village of Flumerino in southern Italy. He lived in Leeds, York and Hull.",
            "Flumerino",
            "IT",
        ),
        ("The village of Prisino was shelled. Troops left Tbilisi, Gori and Batumi.", "Prisino", "GE"),
    ],
)
def test_an_unlisted_town_is_in_the_country_after_it_or_of_the_story(
    extract: Extract, text: str, name: str, country: str
) -> None:
    town = place(extract(text), name)
    assert (town.location.country, town.location.level) == (country, "country")  # type: ignore[union-attr]


def test_levels(extract: Extract) -> None:
    found = extract("He left Bavaria for Vienna, crossed Hungary and sailed the Black Sea.")
    levels = {entity.name: entity.location.level for entity in found.entities if entity.location}
    assert levels["Bavaria"] == "region"
    assert levels["Vienna"] == "city"
    assert levels["Hungary"] == "country"


@pytest.mark.parametrize(
    ("text", "name", "admin1", "rule"),
    [
        ("The plant in Dayton, Ohio, will close in June.", "Dayton", "US.OH", "region written after the name"),
        ("The plant in Dayton, Ohio, will close in June.", "Ohio", "US.OH", "region written after a place in it"),
        ("ATHENS, May 8 (Reuters) - The plant will close.", "ATHENS", "GR.ESYE31", "dateline"),
        ("The minister flew to Paris on Monday.", "Paris", "FR.11", "likeliest candidate"),
        ("The minister flew to Reykjavik on Monday.", "Reykjavik", "IS.39", "only candidate"),
    ],
)
def test_the_first_level_region_and_the_rule(extract: Extract, text: str, name: str, admin1: str, rule: str) -> None:
    found = next(
        entity for entity in extract(text).entities if entity.name.casefold() == name.casefold() and entity.location
    )
    assert found.location and found.location.admin1
    assert (found.location.admin1.id, found.location.rule) == (admin1, rule)


def test_peoples_have_a_country_and_no_location(extract: Extract) -> None:
    found = extract("The Russian delegation met the Chinese in Istanbul on Friday.")
    peoples = [entity for entity in found.entities if entity.type == "NORP"]
    assert {entity.links.iso3166 for entity in peoples} == {"RU", "CN"}
    assert all(entity.location is None for entity in peoples)


@pytest.mark.parametrize("text", ["", "Paris", "🙂", "PARIS LONDON ROME " * 50, ", " * 3000, "Springfield, " * 2000])
def test_odd_input(extract: Extract, text: str) -> None:
    extract(text, language="en")


def placed(extraction: Extraction) -> set[str]:
    """Texts of the name mentions of places on the map."""
    return {
        extraction.text[slice(*mention.span)]
        for entity in extraction.entities
        if entity.location
        for mention in entity.mentions
        if mention.kind == "name"
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It rained in Toronto, Ontario, in Ottawa and in Hamilton on Monday.", "Hamilton"),
        ("The order covers Story, Boone and Marshall counties in Iowa.", "Marshall"),
        ("KEENE — The council voted on Tuesday to plough the side streets first.", "KEENE"),
        ("The bill was written by Rep. Jane Ashdown, R-Ocala, and passed.", "Ocala"),
        ("Fire broke out in Pensacola, Fla. Pensacola Police Department officers closed the road.", "Pensacola"),
        ("A fire in Lexington, Ky., destroyed a barn. Lexington residents were told to stay away.", "Lexington"),
        ("The bridge in Calhoun County, Ala., reopens on Friday.", "Calhoun County"),
    ],
)
def test_places_that_a_small_model_misses(extract: Extract, text: str, name: str) -> None:
    assert name in placed(extract(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mr Hamilton said he would appeal. The judge thanked Hamilton for waiting.", "Hamilton"),
        ("The New York Times reported the sale on Monday.", "New York"),
        ("The vote is planned for May and the count for August.", "May"),
        ("John Lancaster opened the shop in 1990, and Lancaster still runs it.", "Lancaster"),
    ],
)
def test_names_that_are_not_places(extract: Extract, text: str, name: str) -> None:
    assert name not in placed(extract(text))


def test_a_town_that_speaks_is_a_person(extract: Extract) -> None:
    found = extract("Marlow said the orchard had lost money. It will be sold in June, Marlow said.")
    assert "Marlow" not in placed(found)


def test_no_id_is_used_twice(extract: Extract) -> None:
    found = extract("He moved from Portland, Oregon, to Portland, Maine, then to Paris, Texas, and Paris, France.")
    idents = [entity.id for entity in found.entities]
    assert len(set(idents)) == len(idents)
    spans = [mention.span for entity in found.entities for mention in entity.mentions]
    assert len(set(spans)) == len(spans)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Police in Kent, Surrey and Essex helped, the Home Office said.", "Kent", "GB"),
        ("A man from Widnes was arrested, Cheshire Police said in Cheshire.", "Cheshire", "GB"),
        ("He was born in Devon and studied in London.", "Devon", "GB"),
        ("She was unpacking her shopping in Rhyl, North Wales, on Monday.", "North Wales", "GB"),
        (
            "NEW HAVEN, Conn. (AP) - Police in Cheshire said a man was arrested. He lives near Wallingford.",
            "Cheshire",
            "US",
        ),
        ("He fled the Soviet Union in 1988, he said in Moscow.", "Soviet Union", "RU"),
    ],
)
def test_counties_of_britain_and_states_of_the_past(extract: Extract, text: str, name: str, country: str) -> None:
    assert place(extract(text), name).location.country == country  # type: ignore[union-attr]


def test_a_region_written_after_a_town_that_is_not_listed_there_is_where_it_is(extract: Extract) -> None:
    found = extract("The pipeline crosses the river in Fargo, Texas, the company said on Monday.")
    where = place(found, "Fargo").location
    assert where is not None
    assert (where.level, where.admin1 and where.admin1.name) == ("region", "Texas")


def test_a_large_city_is_meant_rather_than_its_small_namesake_near_the_capital(extract: Extract) -> None:
    assert place(extract("The lawmaker from Gwangju came to Seoul on Monday."), "Gwangju").links.geonames == 1841811


def test_the_district_of_a_court_is_no_place(extract: Extract) -> None:
    found = extract("The case is in U.S. District Court, Northern District of California, the judge said on Monday.")
    assert not [one for one in found.entities if one.name == "Northern District" and one.location]


def test_an_airport_is_in_the_town_of_its_name(extract: Extract) -> None:
    found = extract("He spoke in Nairobi on Monday. The plane landed at Guadalajara airport.")
    where = place(found, "Guadalajara airport").location
    assert where is not None
    assert where.country == "MX"
