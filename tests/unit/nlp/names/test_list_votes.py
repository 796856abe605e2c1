"""Lists of small places behind verbs of motion or harm, and lists of people and firms behind the same verbs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import names
from wiredesk.contract import PLACE_TYPES, Extraction

Extract = Callable[..., Extraction]
BEFORE = "Officials met in London on Monday to talk about the plan for the region.\n\n"


def types(extraction: Extraction, texts: str) -> set[str]:
    """Return the types of the names of one word that a text lists."""
    found = dict(names(extraction))
    return {found.get(text, "") for text in texts.split()}


@pytest.mark.parametrize(
    ("sentence", "listed"),
    [
        ("The queen visited Skye, Mull and Iona on Monday.", "Skye Mull Iona"),
        ("The cyclone hit Malekula, Ambrym and Pentecost on Monday.", "Malekula Ambrym Pentecost"),
        ("A quake struck Tanna, Erromango and Aneityum overnight.", "Tanna Erromango Aneityum"),
        ("Floods devastated Karsk, Lesna and Brenna.", "Karsk Lesna Brenna"),
        ("Rebels entered Karsk, Lesna and Brenna at dawn.", "Karsk Lesna Brenna"),
        ("Missiles hit Izium, Balakliia and Kupiansk.", "Izium Balakliia Kupiansk"),
        ("She toured Barra, Uist and Eriskay in May.", "Barra Uist Eriskay"),
        ("The ship reached Raivavae, Tubuai and Rurutu on Friday.", "Raivavae Tubuai Rurutu"),
        ("The trucks may enter Karsk every day.", "Karsk"),
        ("She travelled from Oban for the ceremony.", "Oban"),
    ],
)
def test_what_is_visited_or_hit_is_a_place(extract: Extract, sentence: str, listed: str) -> None:
    assert types(extract(BEFORE + sentence, language="en"), listed) <= PLACE_TYPES


@pytest.mark.parametrize(
    ("sentence", "listed"),
    [
        ("The blame landed on Smith.", "Smith"),
        ("Suspicion fell on Smith and Jones.", "Smith Jones"),
        ("The punch landed on Tyson.", "Tyson"),
        ("He visited Mary, Paul and John.", "Mary Paul John"),
        ("The pope visited Benedict, Ratzinger and Kasper.", "Benedict Ratzinger Kasper"),
        ("The losses hit Nokia, Ericsson and Alcatel.", "Nokia Ericsson Alcatel"),
        ("Police struck Halloran, Brody and Keane with batons.", "Halloran Brody Keane"),
        ("The scandal hit Halloran, Brody and Keane.", "Halloran Brody Keane"),
        ("The delegation visited Microsoft, Intel and Nvidia.", "Microsoft Intel Nvidia"),
    ],
)
def test_people_and_firms_are_no_places(extract: Extract, sentence: str, listed: str) -> None:
    assert types(extract(BEFORE + sentence, language="en"), listed).isdisjoint(PLACE_TYPES)
