"""Acronyms of names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import named
from wiredesk.contract import Extraction
from wiredesk.nlp.entities.acronyms import initials, letters_of

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("NATO", "NATO"),
        ("U.N.", "UN"),
        ("S&P", "SP"),
        ("WHOs", "WHO"),
        ("Nato", ""),
        ("A", ""),
        ("TV", ""),
        ("MIDNIGHTSUN", ""),
        ("UN TALKS", ""),
    ],
)
def test_the_letters_of_an_acronym(text: str, letters: str) -> None:
    assert letters_of(text) == letters


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("World Trade Organization", {"WTO"}),
        ("Department of Justice", {"DJ", "DOJ"}),
        ("Larkwood", set()),
        ("Anti-Doping Agency", {"ADA"}),
        ("U.S. Food and Drug Administration", {"UFDA", "UFADA", "FDA", "FADA"}),
        ("Kohlberg Dunn Inc", {"KDI", "KD"}),
        ("Institut Français d’Histoire", {"IFH"}),
    ],
)
def test_the_acronyms_of_a_name(name: str, letters: set[str]) -> None:
    assert initials(name) >= letters


@pytest.mark.parametrize(
    ("body", "long", "short"),
    [
        (
            "Doctors of Médecins Sans Frontières (MSF) left on Monday. MSF said it was sorry.",
            "Médecins Sans Frontières",
            "MSF",
        ),
        (
            "The U.S. Food and Drug Administration approved it on Monday. The FDA said so.",
            "U.S. Food and Drug Administration",
            "FDA",
        ),
        (
            "The SFO (Serious Fraud Office) opened an inquiry. The Serious Fraud Office declined to comment.",
            "Serious Fraud Office",
            "SFO",
        ),
    ],
)
def test_an_acronym_is_the_body_that_defines_it(extract: Extract, body: str, long: str, short: str) -> None:
    result = extract(body)
    assert named(result, long).id == named(result, short).id


@pytest.mark.parametrize(
    ("body", "country", "other"),
    [
        ("The U.S. Senate passed a bill on ports. The U.S. has argued about fees for years.", "U.S.", "U.S. Senate"),
        ("The United Airlines Executives union met in the UAE on Monday.", "UAE", "United Airlines Executives"),
    ],
)
def test_a_country_is_no_acronym_of_a_body(extract: Extract, body: str, country: str, other: str) -> None:
    result = extract(body)
    assert named(result, country).id != named(result, other).id
    assert named(result, country).type == "GPE"
