"""Keyphrases and summary take time that grows with the text and no faster, whatever it repeats."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.growth import growth
from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.context import Context
from wiredesk.nlp.flattened import flatten
from wiredesk.nlp.keyphrases.keyphrase_extractor import keyphrases
from wiredesk.nlp.parse import parse
from wiredesk.nlp.summary.summary_extractor import summary

SIZES = (2_000, 4_000, 8_000)
"""Characters of the repeated text."""
REPEATED = [
    "wind farm budget deficit ",
    "state-of-the-art-",
    "It fell. ",
    "(It fell.) ",
    "“It fell.” ",
    "U.S. ",
    "a\n\n",
]


@pytest.mark.parametrize("piece", REPEATED)
def test_the_time_grows_no_faster_than_the_text(nlp: Language, piece: str) -> None:
    def story(size: int) -> Context:
        article = Article(id="x", language="en", body=piece * (size // len(piece)))
        layout = analyze(article)
        return Context(article, layout, flatten(parse(nlp, layout), layout))

    def both(context: Context) -> None:
        keyphrases(None, context)  # type: ignore[arg-type]  # neither reads the parse itself
        summary(None, context)  # type: ignore[arg-type]

    assert growth(both, story, SIZES) == ""
