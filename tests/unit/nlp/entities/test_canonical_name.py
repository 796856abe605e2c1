"""The name of an entity and its aliases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import named
from wiredesk.contract import Extraction
from wiredesk.nlp.entities.canonical_name import has_fault

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("text", "others", "faulty"),
    [
        ("Time for Harwell Rovers", {"Harwell Rovers"}, True),
        ("Apex and Apex Corps", {"Apex", "Apex Corps"}, True),
        ("Apex Corps", {"Apex"}, False),
        ("Monday Harwell", {"Harwell"}, True),
        ("Mr Harwell", {"Harwell"}, True),
        ("Harwell 2", {"Harwell"}, True),
        ("The Harwell Group", {"Harwell Group"}, True),
        ("The Hague", {"Hague"}, False),
        ("Bank for Harwell Savings", {"Harwell Bank"}, False),
        ("van der Berg", {"Berg"}, False),
        ("striker Berg", {"Berg"}, True),
    ],
)
def test_a_form_beside_the_others_of_its_entity(text: str, others: set[str], faulty: bool) -> None:
    assert has_fault(text, others | {text}) is faulty


def test_the_fullest_form_is_the_name_and_the_others_are_aliases(extract: Extract) -> None:
    result = extract(
        "The North Atlantic Treaty Organisation met on Monday. NATO said it agreed. NATO ministers left on Tuesday."
    )
    entity = named(result, "NATO")
    assert entity.name == "North Atlantic Treaty Organisation"
    assert entity.aliases == ("NATO",)


def test_of_equally_full_forms_the_most_frequent_is_the_name(extract: Extract) -> None:
    result = extract(
        "Tayyip Erdogan will speak on Monday. Tayyip Erdoğan said so in Ankara. Tayyip Erdoğan left on Tuesday. "
        "Mr Erdogan and Mr Erdoğan are one man."
    )
    assert named(result, "Tayyip Erdogan").name == "Tayyip Erdoğan"


def test_a_town_that_only_the_dateline_names_has_small_letters(extract: Extract) -> None:
    result = extract("PORT VILA, June 2 (Reuters) - A wave of 40 cm was measured on Tuesday.")
    assert named(result, "PORT VILA").name == "Port Vila"


def test_an_acronym_keeps_its_capitals(extract: Extract) -> None:
    result = extract("NATO said on Monday that it agreed.")
    assert named(result, "NATO").name == "NATO"
