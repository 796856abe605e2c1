"""A country that the map lacks is known by its people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tests.support.extraction_views import names
from wiredesk.contract import EntityType, Extraction
from wiredesk.nlp.names.countries_of_peoples import countries_of_peoples

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The government of Tarvania signed a ceasefire. Tarvanian officials said so.", "Tarvania"),
        ("Arms go to Belgravia. Belgravian ministers agreed.", "Belgravia"),
        ("Zubrovka closed its border. The Zubrovkan president said Zubrovka would fight.", "Zubrovka"),
        ("Oskar met Ilmir. The Ilmiri army advanced, and Ilmir wept.", "Ilmir"),
    ],
)
def test_a_country_with_a_people(extract: Extract, text: str, country: str) -> None:
    assert (country, "GPE") in names(extract(text, language="en"))


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Maria Marian spoke. Marian said so.", "Maria Marian"),
        ("Freud smoked. Freudian analysts agreed with Freud.", "Freud"),
        ("Victoria left. The Victorian house was sold, Victoria said.", "Victoria"),
        ("Keynes was right, Keynesian economists said. Keynes died in 1946.", "Keynes"),
    ],
)
def test_a_person_with_followers(extract: Extract, text: str, person: str) -> None:
    assert (person, "PERSON") in names(extract(text, language="en"))


@pytest.mark.parametrize(
    ("types", "found"),
    [
        ({"Tarvania": "PERSON", "Tarvanian": "NORP"}, {"Tarvania"}),
        ({"Tarvania": "ORG", "Tarvanians": "NORP"}, {"Tarvania"}),
        ({"Tarvania": "PERSON", "Tarvanian": "PERSON"}, set()),
        ({"Dorv": "PERSON", "Dorvese": "NORP"}, {"Dorv"}),
        ({"Kuk": "PERSON", "Kukian": "NORP"}, set()),
        ({"Africa": "LOC", "African": "NORP"}, set()),
    ],
)
def test_the_ending_of_a_people(types: Mapping[str, EntityType], found: set[str]) -> None:
    assert {text for text, _ in countries_of_peoples(types)} == found
