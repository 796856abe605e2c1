"""Where a number may begin."""

from __future__ import annotations

from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.nlp.amounts.number_starts import number_starts


def test_a_number_begins_at_digits_at_number_words_and_at_articles_of_magnitudes(nlp: Language) -> None:
    text = "Half of the 1,234.5 tons, Two ships and a million dlrs, not a ship or 12:30, three-way or 1/2."
    found = [text[start:].split()[0] for start in number_starts(parsed(nlp, text))]
    assert found == ["Half", "1,234.5", "Two", "a", "12:30,", "three-way", "1/2."]
