"""Headline quotes that repeat one of the body, and pull quotes."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.pipeline import Pipeline


def extraction(pipeline: Pipeline, headline: str, body: str) -> Extraction:
    return pipeline(Article(id="x", headline=headline, body=body, language="en"))


# fmt: off
HEADLINES = [
    ("Keller: Bridge Will Stay Shut Until Monday",
     "Anna Keller told reporters on Friday that the bridge would stay shut until Monday. Residents were angry.", 1),
    ("Lund Rejects Bid", "Lund AG rejected a takeover bid from Acme Corp on Monday.", 1),
    ("Acme says profit rose", "Acme Corp spokesman Jim Roe said profit rose 12 percent in the quarter.", 1),
    ("Russia says talks failed", "The Russian foreign ministry said on Monday that the talks had failed.", 1),
    ("PM: “I will not resign”", "Prime Minister Ana Roth said on Monday: “I will not resign.”", 1),
    ("Mill will close, union says", "The union said the mill would close next year. Roth said it was sad.", 1),
    # Another source, and other words.
    ("Roth says road is open", "Olaf Brandt said the road was open.", None),
    ("Keller: Bridge Will Stay Shut Until Monday", "Anna Keller said the ferry would sail again in spring.", None),
]
# fmt: on


@pytest.mark.parametrize(("headline", "body", "expected"), HEADLINES)
def test_a_headline_repeats_the_same_words_of_the_same_source(
    pipeline: Pipeline, headline: str, body: str, expected: int | None
) -> None:
    found = extraction(pipeline, headline, body)
    assert found.quotes[0].zone == "headline"
    assert [quote.repeats for quote in found.quotes] == [expected] + [None] * (len(found.quotes) - 1)


def test_a_short_name_in_a_headline_is_linked(pipeline: Pipeline) -> None:
    found = extraction(pipeline, "Keller: Bridge Will Stay Shut", "Anna Keller said the bridge would stay shut.")
    assert found.quotes[0].speaker == found.quotes[1].speaker is not None


def test_a_pull_quote_has_the_speaker_of_the_words_that_it_repeats(pipeline: Pipeline) -> None:
    pull = "We waited ten years for this bridge to open"
    body = f"Ana Roth opened it on Monday.\n\n“{pull}.”\n\nOlaf Brandt wept. “{pull} and it was fun,” Paula Henk said."
    found = extraction(pipeline, "", body)
    assert [quote.repeats for quote in found.quotes] == [1, None]
    assert found.quotes[0].speaker == found.quotes[1].speaker is not None
