"""The name of a people that stands for one person, and who that is."""
# ruff: noqa: E501 - one text a row

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import named, texts
from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("text", "name", "reference"),
    [
        ("Ingrid Solberg won the slalom on Sunday. The Norwegian was fourth after her first run.", "Ingrid Solberg", "The Norwegian"),
        ("German Chancellor Olaf Ruhl met French President Luc Garnier. The Frenchman smiled.", "Luc Garnier", "The Frenchman"),
        ("German Chancellor Olaf Ruhl met French President Luc Garnier. The German left.", "Olaf Ruhl", "The German"),
    ],
)  # fmt: skip
def test_one_of_a_people_is_the_person_named_before(extract: Extract, text: str, name: str, reference: str) -> None:
    result = extract(text)
    assert reference in texts(result, named(result, name))


@pytest.mark.parametrize(
    "text",
    [
        "Joe Carr won on Sunday. The Americans lost.",
        "Joe Carr won on Sunday. The French lost.",
        "Joe Carr won on Sunday. The American team lost.",
        "An American was hurt in Nice. Joe Carr left. The American will be sent home.",
        "Joe Carr won on Sunday. He hit back at an American.",
    ],
)
def test_a_people_or_somebody_else_is_no_person_named_before(extract: Extract, text: str) -> None:
    result = extract(text)
    assert not [words for words in texts(result, named(result, "Joe Carr")) if "American" in words or "French" in words]


def test_somebody_of_a_people_without_a_name_competes_for_he(extract: Extract) -> None:
    result = extract("An American was hurt in Nice. Joe Carr left. The American said he was tired.")
    assert "he" not in texts(result, named(result, "Joe Carr"))
