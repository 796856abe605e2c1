"""Speakers of documents, of persons named later, and of names with letters behind them."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline


def speakers(pipeline: Pipeline, body: str) -> list[str | None]:
    """Return the name of each quote's speaker."""
    found = pipeline(Article(id="x", body=body, language="en"))
    names = {entity.id: entity.name for entity in found.entities}
    return [names.get(quote.speaker or "") for quote in found.quotes]


# fmt: off
DOCUMENTS: list[tuple[str, list[str | None]]] = [
    ("A report by the World Bank said growth would slow.", ["World Bank"]),
    ("The World Bank's annual report said growth would slow. The report also said prices would rise.",
     ["World Bank", "World Bank"]),
    ("Acme Corp said in a statement it would close the mill. The statement said 300 jobs would go.",
     ["Acme Corp", "Acme Corp"]),
    ("Prices fell, according to Bloomberg data.", ["Bloomberg"]),
    ("A letter from Acme Corp said the mill would close.", ["Acme Corp"]),
    # The name is the topic, or nobody is named.
    ("An Acme Corp report said the mill would close.", [None]),
    ("The police report said the car had been stolen.", [None]),
    ("The ministry's statement said the talks had failed.", [None]),
]
PEOPLE: list[tuple[str, list[str | None]]] = [
    ("A U.S. judge on Thursday said Acme Corp must face trial. U.S. District Judge Carmen Ibarra said it must.",
     ["Carmen Ibarra", "Carmen Ibarra"]),
    ("A minister said taxes would rise. Health Minister Ana Roth and Finance Minister Olaf Brandt said nothing.",
     [None]),
    ("Opening the case, Alistair Penhale KC said the man had tracked her phone.", ["Alistair Penhale"]),
    ("Jane Doe MP said the bill would fail.", ["Jane Doe"]),
    ("Time Inc said it would sell its notes. Notes are due in May, Time said.", ["Time Inc", "Time Inc"]),
]
# fmt: on


@pytest.mark.parametrize(("body", "expected"), DOCUMENTS + PEOPLE)
def test_the_speaker_of_a_source_without_a_name_of_its_own(
    pipeline: Pipeline, body: str, expected: list[str | None]
) -> None:
    assert speakers(pipeline, body)[: len(expected)] == expected
