"""A portfolio and the name of its holder, which the model takes for one organisation."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline

HOLDERS = [
    ("The minister for Women and Equalities Nicola Morton opened the hall.", "Nicola Morton"),
    ("The minister for Health and Social Care Anna Lind opened the clinic on Monday.", "Anna Lind"),
    ("The commissioner for Trade and Economic Security Lars Holm met them on Monday.", "Lars Holm"),
    ("Minister of Defence Petra Novak visited the base.", "Petra Novak"),
    ("Secretary for Energy and Climate John Barrow resigned on Friday.", "John Barrow"),
]


@pytest.mark.parametrize(("sentence", "name"), HOLDERS)
def test_the_holder_of_an_office_is_a_person(pipeline: Pipeline, sentence: str, name: str) -> None:
    found = pipeline(Article(id="x", body=sentence, language="en"))
    assert ("PERSON", name) in {(entity.type, entity.name) for entity in found.entities}
    assert not any(name in entity.name for entity in found.entities if entity.type == "ORG")
