"""The time to find zones, and to restore case, grows with the length of the text, whatever it repeats."""

from __future__ import annotations

import pytest

from tests.support.growth import growth
from wiredesk.contract import Article
from wiredesk.layout import TextLayout, analyze
from wiredesk.nlp.pipeline import Pipeline

SIZES = (20_000, 40_000, 80_000)
"""Characters of the repeated text."""
REPEATED = {
    "credits": "REUTERS/Jane Doe/File Photo\n", "captions": "FILE PHOTO: Ann Lee in Oslo. (Photo by Jane Doe/AFP)\n\n",
    "opened credits": "(Photo by Jane ", "slashes": "Jane/",
    "credits in a line": "Photo by Jane Doe. REUTERS/Jane Doe ",
    "sign-offs": "(Reporting by Jane Doe; Editing by John Roe)\n\n", "acts": "Reporting by ",
    "reporters": "Jane Doe and ",
    "contributed": "Jane Doe contributed to this report. ", "furniture": "Slideshow (3 Images) ", "lines": "Share\n\n",
    "requests": "Sign up for our ", "bylines": "By Jane Doe\n", "by": "By ", "dates": "Published May 8, 2025 ",
    "items": "- one\n", "figures": "1 2 3\n", "addresses": "jane@example.org ", "chat": "<jane> lol\n",
    "stamped chat": "[10:03] Bob: ok\n", "capitals": "THE MAYOR SAID ", "no capitals": "the mayor said ",
    "names in capitals": "ANN LEE, ", "emoji": "😀😀 ", "brackets": "((", "closed brackets": "(a) ",
    "blank lines": "\n \n",
    "one word": "A", "small word": "a", "stops": "A. ", "dashes": "— ", "quotes": "“A ",
}  # fmt: skip


@pytest.mark.parametrize("shape", REPEATED)
def test_the_time_grows_no_faster_than_the_text(pipeline: Pipeline, shape: str) -> None:
    piece, english = REPEATED[shape], pipeline._english
    assert english

    def layout(article: Article) -> TextLayout:
        return english.true_case.in_mixed_case(analyze(article))

    def story(size: int) -> Article:
        return Article(id="x", body=piece * (size // len(piece)))

    assert growth(layout, story, SIZES) == ""
