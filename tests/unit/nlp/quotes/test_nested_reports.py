"""Reports inside reports are quotes of their own, tied to the outer one."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline

Row = tuple[str | None, str, int | None]


def read(pipeline: Pipeline, body: str) -> list[Row]:
    """Return source, first content and the outer quote's position of each quote."""
    found = pipeline(Article(id="x", body=body, language="en"))
    return [
        (found.text[slice(*quote.source)] if quote.source else None, found.text[slice(*quote.content[0])], quote.within)
        for quote in found.quotes
    ]


# fmt: off
TEXTS: list[tuple[str, list[Row]]] = [
    ("Ana Roth said that Olaf Brandt had told Paula Henk that the bridge was unsafe.",
     [("Ana Roth", "that Olaf Brandt had told Paula Henk that the bridge was unsafe", None),
      ("Olaf Brandt", "that the bridge was unsafe", 0)]),
    ("Roth said the report said the union had claimed that the mill would close.",
     [("Roth", "the report said the union had claimed that the mill would close", None),
      ("the report", "the union had claimed that the mill would close", 0),
      ("the union", "that the mill would close", 1)]),
    ("“Olaf told me that he was scared,” Ana Roth said.",
     [("Ana Roth", "“Olaf told me that he was scared,”", None), ("Olaf", "that he was scared", 0)]),
    ("“They told me, ‘You have one hour,’ and then they left,” said Mary Auma.",
     [("Mary Auma", "“They told me, ‘You have one hour,’ and then they left,”", None),
      ("They", "‘You have one hour,’", 0)]),
    # Nobody else has said it.
    ("Keller said the union had refused to pay.", [("Keller", "the union had refused to pay", None)]),
    ("Keller said she wanted the bank to act.", [("Keller", "she wanted the bank to act", None)]),
    ("“I told him that it would pass,” Keller said.",
     [("Keller", "“I told him that it would pass,”", None)]),
    ("“It says that the road is open,” Keller said.", [("Keller", "“It says that the road is open,”", None)]),
    ("Keller left the “they said it would rain” club.", []),
]
# fmt: on


@pytest.mark.parametrize(("body", "expected"), TEXTS)
def test_a_report_at_second_hand(pipeline: Pipeline, body: str, expected: list[Row]) -> None:
    assert read(pipeline, body) == expected


def test_the_inner_report_inside_quotation_marks_is_indirect(pipeline: Pipeline) -> None:
    body = "“Olaf told me that he was scared,” Ana Roth said. “She told me: ‘Go home,’” he added."
    found = pipeline(Article(id="x", body=body, language="en"))
    kinds = [quote.kind for quote in found.quotes if quote.within is not None]
    assert kinds == ["indirect", "direct"]


def test_speech_that_carries_on_is_the_outer_speakers(pipeline: Pipeline) -> None:
    body = "Ana Roth said that Olaf Brandt had claimed that it was safe. It rained. “We will all pay for this mistake.”"
    found = pipeline(Article(id="x", body=body, language="en"))
    assert found.quotes[0].speaker == found.quotes[-1].speaker


def test_marks_inside_marks_that_never_close_end_soon(pipeline: Pipeline) -> None:
    body = "“They told me, ‘you " + "and you " * 2000 + "” said Mary Auma."
    assert all(quote.within is None for quote in pipeline(Article(id="x", body=body, language="en")).quotes)
