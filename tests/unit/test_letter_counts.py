"""Letters and capitals of a text."""

from __future__ import annotations

import pytest

from wiredesk.letter_counts import count_letters


@pytest.mark.parametrize(
    "text", ["", "Oslo, May 8", "ÅRHUS – “Tjörn” 12", "МОСКВА said", "東京 Tokyo", "ǅ 𝐀 ª Ⅷ ß", "\ud800 A"]
)
def test_letters_and_capitals_are_those_of_each_character(text: str) -> None:
    assert count_letters(text) == (sum(map(str.isalpha, text)), sum(map(str.isupper, text)))
