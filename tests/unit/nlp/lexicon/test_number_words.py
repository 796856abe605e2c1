"""Numbers in words and digits."""

from __future__ import annotations

import pytest

from wiredesk.nlp.lexicon.number_words import (
    is_vague,
    parse_count,
    parse_digits,
    parse_number,
    parse_ordinal,
    parse_spelled_year,
)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("two", 2),
        ("2 1/2", 2.5),
        ("twenty - four", 24),
        ("one hundred and ten", 110),
        ("two thousand three hundred", 2300),
        ("two and a half", 2.5),
        ("a dozen", 12),
        ("half a", 0.5),
        ("1,500", 1500),
        ("three apples", None),
        ("", None),
    ],
)
def test_a_run_of_words_has_a_value(words: str, value: float | None) -> None:
    assert parse_number(words.split()) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [("a couple of", 2), ("two to three", 2), ("five or six", 5), ("several", None), ("a few", None), ("ten", 10)],
)
def test_a_quantity_has_a_count(words: str, value: float | None) -> None:
    assert parse_count(words.split()) == value


@pytest.mark.parametrize(("words", "vague"), [("several", True), ("dozens of", True), ("a dozen", False)])
def test_a_quantity_without_a_number_is_vague(words: str, vague: bool) -> None:
    assert is_vague(words.split()) is vague


@pytest.mark.parametrize(("word", "value"), [("12", 12), ("2.5", 2.5), ("1/2", 0.5), ("1/0", None), ("1/2/3", None)])
def test_digits(word: str, value: float | None) -> None:
    assert parse_digits(word) == value


@pytest.mark.parametrize(("word", "value"), [("third", 3), ("21st", 21), ("final", -1), ("thirdly", None)])
def test_ordinals(word: str, value: int | None) -> None:
    assert parse_ordinal(word) == value


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("nineteen ninety - seven", 1997),
        ("nineteen hundred", 1900),
        ("two thousand and three", 2003),
        ("twenty ten", 2010),
        ("ninety nine", None),
        ("nineteen", None),
        ("nineteen people", None),
    ],
)
def test_years_in_words(words: str, year: int | None) -> None:
    assert parse_spelled_year(words.split()) == year
