"""Turns of transcripts and interviews, which have no quotation marks."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.pipeline import Pipeline


def turns(found: Extraction) -> list[tuple[str | None, str]]:
    """Return speaker and words of each turn."""
    names = {entity.id: entity.name for entity in found.entities}
    return [
        (names.get(quote.speaker or ""), found.text[start:end])
        for quote in found.quotes
        if quote.rule == "turn of a transcript"
        for start, end in quote.content
    ]


# fmt: off
TEXTS = [
    ("Anna Roth spoke to us.\n\nROTH: It holds. We tested it.\n\nQ: What about the ferry?\n\nROTH: It sails on Monday.",
     [("Anna Roth", "It holds. We tested it."), (None, "What about the ferry?"), ("Anna Roth", "It sails on Monday.")]),
    ("Talks were held.\n\nQ: How is the mill doing?\n\nA: It is doing well.",
     [(None, "How is the mill doing?"), (None, "It is doing well.")]),
    ("Jane Doe: I think the wall holds.\n\nPaul Starke: You are wrong.",
     [("Jane Doe", "I think the wall holds."), ("Paul Starke", "You are wrong.")]),
    ("Reporter: Will the bridge open?\n\nAna Roth: It will. We tested it.\n\nIt took a year.\n\nReporter: Thanks.",
     [(None, "Will the bridge open?"), ("Ana Roth", "It will. We tested it."), ("Ana Roth", "It took a year."),
      (None, "Thanks.")]),
    # Lines of that shape that are none.
    ("The candidates:\n\nJane Doe: She was born in Orva in 1960.\n\nPaul Starke: He was elected in 1990.", []),
    ("Note: The market is shut on Monday.\n\nContact: Jane Doe will take calls.", []),
    ("The scorers:\n\nJane Doe: 3 goals\n\nPaul Starke: 2 goals", []),
    ("LONDON: Shares fell.\n\nPARIS: Shares rose.\n\nLONDON: Oil was steady.", []),
]
# fmt: on


@pytest.mark.parametrize(("body", "expected"), TEXTS)
def test_the_turns_of_a_transcript(pipeline: Pipeline, body: str, expected: list[tuple[str | None, str]]) -> None:
    assert turns(pipeline(Article(id="x", body=body, language="en"))) == expected


def test_a_turn_is_one_direct_quote(pipeline: Pipeline) -> None:
    body = "Ana Roth met us.\n\nANA ROTH: I think we won. I hope so.\n\nANA ROTH: I said that it would hold."
    found = pipeline(Article(id="x", body=body, language="en"))
    assert [quote.kind for quote in found.quotes if quote.within is None] == ["direct", "direct"]


@pytest.mark.parametrize(
    "body", ["In the words of Ana Roth: “The wall holds.”", "In the words of the mayor, Ana Roth, “the wall holds”."]
)
def test_in_the_words_of_somebody(pipeline: Pipeline, body: str) -> None:
    found = pipeline(Article(id="x", body=body, language="en"))
    [quote] = found.quotes
    assert [entity.name for entity in found.entities if entity.id == quote.speaker] == ["Ana Roth"]
