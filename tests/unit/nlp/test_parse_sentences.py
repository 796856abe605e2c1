"""How many sentences a text has, one text a row: a paragraph ends a sentence, an abbreviation does not."""

from __future__ import annotations

import pytest
from spacy.language import Language

from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.parse import parse

# fmt: off
TEXTS = [
    ("The vote is on Monday. The count follows.", 2),
    ("Mr. Berg met Dr. Novak in St. Louis.", 1),
    ("The U.S. economy grew 2.5 percent.", 1),
    ("He left at 5 p.m. on Friday.", 1),
    ("One paragraph\n\nAnother paragraph", 2),
    ("A line\nbroken inside a sentence is one sentence.", 1),
    ("First.\n\nSecond.\n\nThird.", 3),
    ("Acme Inc. cut 300 jobs.", 1),
    ("No. 10 declined to comment.", 1),
    ("Gov. Ruth Callaghan signed the bill. It takes effect in June.", 2),
    ("Shares fell. Bonds rose. Oil was flat.", 3),
    ("Sen. Paul Mason and Rep. Anna Kovac voted against it.", 1),
    ("The ship left on Jan. 5 and arrived on Feb. 2.", 1),
    ("A heading without a full stop\n\nThe minister resigned.", 2),
    ("He asked why. Nobody answered.", 2),
    ("The price rose to $3.50 a litre.", 1),
    ("The talks failed!\n\nThe ministers left.", 2),
    ("Who paid? The bank did.", 2),
]
# fmt: on


@pytest.mark.parametrize(("body", "number"), TEXTS)
def test_the_number_of_sentences(nlp: Language, body: str, number: int) -> None:
    doc = parse(nlp, analyze(Article(id="x", body=body)))
    assert len([sentence for sentence in doc.sents if sentence.text.strip()]) == number


@pytest.mark.parametrize("body", [body for body, _ in TEXTS])
def test_the_parse_has_the_length_of_the_text(nlp: Language, body: str) -> None:
    assert len(parse(nlp, analyze(Article(id="x", body=body))).text) == len(body)
