"""One type for each name of a story: which votes decide, and what is no name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import names
from wiredesk.contract import Article, Extraction
from wiredesk.nlp.names.type_voting import SURNAME_WEIGHT, person_parts
from wiredesk.nlp.pipeline import Pipeline

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("body", "name", "label"),
    [
        ("Elena Rossi won. Rossi will take office on Monday. Rossi thanked her voters.", "Elena Rossi", "PERSON"),
        ("Harrow Vale Ltd. fell 3 percent. Harrow Vale said sales were weak.", "Harrow Vale Ltd.", "ORG"),
        ("Prof. Larkwood spoke in Oslo on Monday.", "Larkwood", "PERSON"),
        ("The town of Ostrava was flooded on Monday.", "Ostrava", "GPE"),
    ],
)
def test_the_type_of_a_name(extract: Extract, body: str, name: str, label: str) -> None:
    assert (name, label) in names(extract(body))


@pytest.mark.parametrize(
    ("body", "noise"),
    [
        ("The shares of AAPL.O fell on Monday.", "AAPL.O"),
        ("The talks began in May and ended in June.", "May"),
        ("The Supreme Leader spoke on Monday.", "Supreme"),
        ("The launch is at 1600 GMT on Monday.", "GMT"),
    ],
)
def test_what_is_no_name(extract: Extract, body: str, noise: str) -> None:
    assert noise not in {name for name, _ in names(extract(body))}


@pytest.mark.parametrize(
    ("row", "body", "span"),
    [
        ("part of a person's full name", "Elena Rossi won. On Tuesday Mr Rossi left.", "Rossi left"),
        ("short form of a company's name", "Harrow Vale Ltd. fell. Later Harrow said sales were weak.", "Harrow said"),
        ("after an honorific", "On Monday Prof. Larkwood spoke.", "Larkwood"),
        ("the knowledge base", "Kazakhstan voted on Monday.", "Kazakhstan"),
    ],
)
def test_the_rows_that_voted_are_reported(pipeline: Pipeline, row: str, body: str, span: str) -> None:
    _, reasons = pipeline.extract_with_provenance(Article(id="x", body=body, language="en"))
    start = body.index(span)
    assert row in {reason.rule for reason in reasons if reason.kind == "type" and reason.span[0] == start}


def test_the_surname_counts_more_than_the_first_name() -> None:
    parts = person_parts({"Elena Rossi": "PERSON", "Dr. Marco van Dam": "PERSON", "Rossi Group": "ORG"})
    assert parts["Rossi"] == SURNAME_WEIGHT > parts["Elena"]
    assert "Dr." not in parts
    assert parts["van Dam"] == parts["Van Dam"] == SURNAME_WEIGHT


def test_a_family_has_a_heavier_surname() -> None:
    one = person_parts({"Elena Rossi": "PERSON"})
    two = person_parts({"Elena Rossi": "PERSON", "Marco Rossi": "PERSON"})
    assert two["Rossi"] > one["Rossi"]


@pytest.mark.parametrize("zone", ["KST", "SAST", "NZST", "GMT"])
def test_a_time_zone_is_nobody(extract: Extract, zone: str) -> None:
    result = extract(f"The rocket was launched at 0900 {zone} on Tuesday. The next launch is at 1700 {zone} on Friday.")
    assert zone not in {name for name, _ in names(result)}
