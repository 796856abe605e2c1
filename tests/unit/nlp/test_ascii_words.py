"""In a text of ASCII the faster patterns find the same words as those for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiredesk.nlp import truecase
from wiredesk.nlp.summary import sentence_facts

PATTERNS = [
    (truecase._WORD, truecase._ASCII_WORD),
    (sentence_facts._WORD, sentence_facts._ASCII_WORD),
]


@pytest.mark.parametrize(("of_any", "of_ascii"), PATTERNS)
@given(text=st.text(st.sampled_from("aZ0_.',&-( \n\t\x1f") | st.characters(max_codepoint=127)))
def test_the_words_of_ascii(of_any: re.Pattern[str], of_ascii: re.Pattern[str], text: str) -> None:
    assert of_ascii.findall(text) == of_any.findall(text)
