"""Text in capitals, and text without any, is read in both cases; offsets and the document's text stay."""

from __future__ import annotations

import numpy as np
import pytest

from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.truecase import TrueCase, is_in_capitals
from wiredesk.nlp.word_ranks import UNKNOWN, WordRanks

LINES = [
    ("PRIME MINISTER ANN LEE WON A VOTE IN OSLO ON THURSDAY.",
     "Prime Minister Ann Lee won a vote in Oslo on Thursday."),
    ("GORDON BROWN AND MR WHITE SAID THE PLAN WAS WRONG.", "Gordon Brown and Mr White said the plan was wrong."),
    ("THE EUROPEAN UNION’S COURT FINED GOOGLE $2 BILLION.", "The European Union’s court fined Google $2 billion."),
    ("THE BANK OF ENGLAND KEPT RATES, AND NATO AND THE US AGREED.",
     "The Bank of England kept rates, and NATO and the US agreed."),
    ("HE TOLD US THAT MARIE O'BRIEN DIDN'T LIKE IT.", "He told us that Marie O'Brien didn't like it."),
    ("GEORGE W. BUSH SPOKE ON MAY 8 AND I MAY LEAVE IN MARCH.",
     "George W. Bush spoke on May 8 and I may leave in March."),
    ("THE MINISTER OF ZORBLANIA MET JACK MCDONALD IN PARIS.", "The minister of Zorblania met Jack McDonald in Paris."),
    ("OSLO, MAY 8 (REUTERS) - THE MONEY FELL ON THURSDAY.", "OSLO, May 8 (Reuters) - The money fell on Thursday."),
    ("president emmanuel macron of france met angela merkel. it was monday in berlin.",
     "President Emmanuel Macron of France met Angela Merkel. It was Monday in Berlin."),
    ("lol thx, the nice man from iraq said i was zorbly, said john brown",
     "Lol thx, the nice man from Iraq said I was zorbly, said John Brown"),
]  # fmt: skip


@pytest.fixture(scope="module")
def truecase(pipeline: Pipeline) -> TrueCase:
    assert pipeline._english
    return pipeline._english.true_case


@pytest.mark.parametrize(("line", "read"), LINES)
def test_the_case_of_each_word_is_restored(truecase: TrueCase, line: str, read: str) -> None:
    assert truecase.in_mixed_case(analyze(Article(id="x", body=line))).masked == read


def test_the_prose_of_the_story_decides_first(truecase: TrueCase) -> None:
    body = (
        "The firm said that eBay and Zorb rose and that the acme of its work was near, as Mark said of Zorb on Monday."
    )
    found = truecase.in_mixed_case(analyze(Article(id="x", headline="ACME OF ZORB WORK SEEN", body=body)))
    assert found.masked.startswith("Acme of Zorb work seen\n\nThe firm said")


def test_other_text_stays(truecase: TrueCase) -> None:
    for body in ("Ann Lee spoke in Oslo.", "ANA ROTH, MAYOR", "He said: “No.”\n\nBACKGROUND", "12 345 67 89 10", ""):
        layout = analyze(Article(id="x", body=body))
        assert truecase.in_mixed_case(layout) is layout


@pytest.mark.parametrize(
    ("text", "is_headline", "expected"),
    [
        ("THE RIVER ROSE IN OSLO", False, True),
        ("RIVER RISES FAST", False, False),
        ("RIVER RISES FAST", True, True),
        ("McLAREN WINS THE RACE IN MONACO AT LAST", True, True),
        ("The river rose in Oslo", False, False),
        ("USA, UK AND EU to meet in Oslo today for talks", True, False),
    ],
)
def test_what_is_in_capitals(text: str, is_headline: bool, expected: bool) -> None:
    assert is_in_capitals(text, is_headline) is expected


def test_a_model_without_vectors_restores_nothing(truecase: TrueCase) -> None:
    layout = analyze(Article(id="x", body="THE RIVER ROSE IN OSLO ON THURSDAY."))
    assert TrueCase(WordRanks(np.array([], dtype=np.uint64)), truecase.known).in_mixed_case(layout) is layout


def test_a_letter_with_two_capitals_moves_nothing(truecase: TrueCase) -> None:
    layout = analyze(Article(id="x", headline="ß", body="the river rose in oslo on thursday. ßig men saw it."))
    assert len(truecase.in_mixed_case(layout).masked) == len(layout.text)


def test_ranks_tell_forms_apart(truecase: TrueCase) -> None:
    rank = truecase.ranks.rank
    assert rank("the") < rank("The") < UNKNOWN and rank("Paris") < rank("paris") and rank("zorbly") == UNKNOWN


def test_a_story_in_capitals_is_extracted_like_one_in_both_cases(pipeline: Pipeline) -> None:
    body = (
        "OSLO, May 8 (Reuters) - Prime Minister Angela Berg won a vote on Thursday.\n\n"
        "“We will build it,” Berg told reporters in Bergen. The mayor of Bergen, Ivar Lund, said that he would appeal."
    )
    headline = "Berg wins vote on dam in Norway"
    mixed = pipeline(Article(id="x", language="en", headline=headline, body=body))
    upper = pipeline(Article(id="x", language="en", headline=headline.upper(), body=body.upper()))
    assert upper.text == mixed.text.upper()
    assert {(entity.type, entity.name) for entity in upper.entities} == {
        (entity.type, entity.name) for entity in mixed.entities
    }
    assert [quote.content for quote in upper.quotes] == [quote.content for quote in mixed.quotes]
