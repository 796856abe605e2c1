"""The time to extract a story grows with its length, whatever it repeats."""

from __future__ import annotations

import pytest

from tests.support.growth import growth
from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline

SIZES = (2_000, 4_000, 8_000)
"""Characters of the repeated text."""
LARGER = (4_000, 8_000, 16_000)
"""Sizes for texts whose square shows late."""
REPEATED = {
    "underscores": "_", "rules": "-", "opened quotes": "“", "opened brackets": "(", "days": "Monday ",
    "honorifics": "Mr. ", "titles": "President of the Republic of the ", "one letter a paragraph": "a\n\n",
    "one capital a paragraph": "A\n\n", "addresses": "http://example.org/a/", "one name": "Ann Lee ",
    "names in a list": "Ann Lee, ", "names in sentences": "Ann Lee spoke. ", "places": "London, ", "of": "of London ",
    "quotes": "“We will,” he said. ", "quotes in a row": "“a” ", "said": "he said ", "attributions": "said Ann Lee ",
    "amounts": "$1 ", "digits": "1", "numbers": "1 ", "number words": "hundred ", "fractions": "two and a half ",
    "percentages": "5% ", "dates": "May 8 ", "times": "9 a.m. ", "relative dates": "last week ", "years": "1999 ",
    "ranges": "1 to ", "capitals": "A ", "letters": "a ", "one word": "a", "hyphens": "a-b-", "abbreviations": "U.S. ",
    "possessives": "'s ", "commas": ", ", "full stops": ". ", "lines": "Ann\n", "rows": "a\tb\n", "datelines":
    "LONDON (AP) - It rained.\n\n", "transcripts": "Ann Lee: Yes.\n\n", "companies": "Acme Inc. ", "banks": "Bank of ",
    "pronouns": "He spoke and she said it. ", "relative clauses": "who said ", "emoji": "😀", "ideographs": "中",
    "combining marks": "e\u0301", "zero width": "a\u200b", "no-break spaces": "a\xa0",
}  # fmt: skip

SHOWN_LATE = {"underscores", "days", "honorifics", "titles", "one letter a paragraph", "one name"}


@pytest.mark.parametrize("shape", REPEATED)
def test_the_time_grows_no_faster_than_the_text(pipeline: Pipeline, shape: str) -> None:
    piece = REPEATED[shape]

    def story(size: int) -> Article:
        body = f"OSLO (Reuters) - Ann Lee said on Thursday that it works. {piece * (size // len(piece))} Bob Roe spoke."
        return Article(id="x", language="en", headline="Norland votes", body=body)

    assert growth(pipeline, story, LARGER if shape in SHOWN_LATE else SIZES) == ""
