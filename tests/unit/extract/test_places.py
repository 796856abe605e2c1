"""Places: the right one of a name, with its coordinates."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from worker.contract import Entity, Extraction

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


def test_levels(extract: Extract) -> None:
    found = extract("He left Bavaria for Vienna, crossed Hungary and sailed the Black Sea.")
    levels = {entity.name: entity.location.level for entity in found.entities if entity.location}
    assert levels["Bavaria"] == "region"
    assert levels["Vienna"] == "city"
    assert levels["Hungary"] == "country"


def test_peoples_are_linked_but_nowhere(extract: Extract) -> None:
    found = extract("The Russian delegation met the Chinese in Istanbul on Friday.")
    peoples = [entity for entity in found.entities if entity.type == "NORP"]
    assert {entity.links.iso3166 for entity in peoples} == {"RU", "CN"}
    assert all(entity.location is None for entity in peoples)


@pytest.mark.parametrize("text", ["", "Paris", "🙂", "PARIS LONDON ROME " * 50, ", " * 3000, "Springfield, " * 2000])
def test_odd_input(extract: Extract, text: str) -> None:
    extract(text, language="en")
