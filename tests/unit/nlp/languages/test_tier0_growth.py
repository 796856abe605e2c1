"""The time to read a text of any language without a model grows with its length, whatever it repeats."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.growth import growth
from wiredesk.nlp.gazetteer import load
from wiredesk.nlp.languages.local_amounts import read_amounts
from wiredesk.nlp.languages.local_places import place_entities
from wiredesk.nlp.languages.local_quotes import read_quotes
from wiredesk.nlp.languages.time.time_reader import read_dates

SIZES = (10_000, 20_000, 40_000)
"""Characters of the repeated text."""
REPEATED = {
    "digits": ("de", "1"), "numbers": ("fr", "1 "), "digits and stops": ("de", "1."), "opened quotes": ("de", "„"),
    "number words": ("fr", "vingt-"), "elisions": ("fr", "l'"), "weekdays": ("de", "Montag "),
    "months": ("de", "im Mai "), "times": ("de", "um 20 Uhr "), "antecedents": ("de", "am Tag danach "),
    "ideographs": ("zh", "你好世界"),
    "days": ("zh", "8月20日"), "signs of time": ("ja", "年月日"), "letters": ("ru", "а"), "places": ("fr", "Paris "),
    "amounts": ("de", "5 Euro "), "half amounts": ("fr", "5 millions de "), "combining marks": ("ar", "و\u064e"),
}  # fmt: skip


@pytest.mark.parametrize("shape", REPEATED)
def test_the_time_grows_no_faster_than_the_text(shape: str) -> None:
    language, piece = REPEATED[shape]
    spaced, gazetteer = language not in {"zh", "ja"}, load()

    def read(text: str) -> None:
        read_dates(text, language, date(2026, 8, 20))
        read_amounts(text, language)
        read_quotes(text, language, [(0, len(text))], spaced=spaced)
        place_entities(text, language, gazetteer, spaced=spaced)

    read(piece)
    assert growth(read, lambda size: piece * (size // len(piece)), SIZES) == ""
