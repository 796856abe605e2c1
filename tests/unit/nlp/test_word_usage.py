"""How the part of a story in both cases writes words."""

from __future__ import annotations

import pytest

from wiredesk.nlp.truecase import _Usage

PROSE = "The bank said that Bank of Oslo, the Bank, has May. We may, as May said, go. May said so. U.S. banks said."


@pytest.mark.parametrize(
    ("lower", "form"),
    [
        ("said", "said"),
        ("bank", "Bank"),  # twice with a capital inside a sentence, once without
        ("may", "May"),
        ("banks", "banks"),
        ("oslo", "Oslo"),
        ("we", ""),  # its capital is that of a sentence
        ("so", "so"),
        ("so.", ""),
        ("never", ""),
    ],
)
def test_a_word_has_its_most_frequent_form(lower: str, form: str) -> None:
    assert _Usage(PROSE).form_of(lower) == form


def test_among_equals_small_letters_decide() -> None:
    assert _Usage("It is said that the Mark fell, and one mark more than before, they say.").form_of("mark") == "mark"


def test_a_few_words_tell_nothing() -> None:
    assert _Usage("the bank said").form_of("bank") == ""
