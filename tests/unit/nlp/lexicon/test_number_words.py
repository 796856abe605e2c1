"""Numbers in words and digits: one row a spelling."""

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

NUMBERS = [
    ("two", 2),
    ("twenty - four", 24),
    ("two thousand three hundred", 2300),
    ("", None),
    ("three apples", None),
    ("one", 1),
    ("nineteen", 19),
    ("forty two", 42),
    ("forty - two", 42),
    ("one hundred", 100),
    ("one hundred ten", 110),
    ("one hundred and ten", 110),
    ("two hundred fifty", 250),
    ("three thousand", 3000),
    ("three thousand four hundred", 3400),
    ("two hundred thousand", 200_000),
    ("one million", 1e6),
    ("two million three hundred thousand", 2.3e6),
    ("a hundred", 100),
    ("a thousand", 1000),
    ("a dozen", 12),
    ("two dozen", 24),
    ("half", 0.5),
    ("half a", 0.5),
    ("two and a half", 2.5),
    ("a", 1),
    ("an", 1),
    ("12", 12),
    ("1,500", 1500),
    ("2.5", 2.5),
    ("2 1/2", 2.5),
    ("1/4", 0.25),
    ("zero", 0),
    ("several", None),
    ("people", None),
    ("one person", None),
]


@pytest.mark.parametrize(("words", "value"), NUMBERS)
def test_words_are_a_number(words: str, value: float | None) -> None:
    assert parse_number(words.split()) == value


COUNTS = [
    ("five or six", 5),
    ("ten", 10),
    ("two", 2),
    ("two to three", 2),
    ("two or three", 2),
    ("10 to 12", 10),
    ("a couple", 2),
    ("a couple of", 2),
    ("several", None),
    ("a few", None),
    ("many", None),
    ("dozens of", None),
    ("hundreds of", None),
]


@pytest.mark.parametrize(("words", "count"), COUNTS)
def test_a_quantity_has_the_lower_end_of_a_range(words: str, count: float | None) -> None:
    assert parse_count(words.split()) == count


@pytest.mark.parametrize(
    ("words", "vague"), [("a few", True), ("several", True), ("dozens of", True), ("a dozen", False), ("two", False)]
)
def test_a_vague_quantity_has_no_number(words: str, vague: bool) -> None:
    assert is_vague(words.split()) is vague


DIGITS = [
    ("7", 7),
    ("1,000", 1000),
    ("0.25", 0.25),
    ("3/4", 0.75),
    ("1/0", None),
    ("1/2/3", None),
    ("seven", None),
    ("", None),
    ("12th", None),
]


@pytest.mark.parametrize(("word", "value"), DIGITS)
def test_digits_are_a_number(word: str, value: float | None) -> None:
    assert parse_digits(word) == value


ORDINALS = [
    ("thirdly", None),
    ("first", 1),
    ("third", 3),
    ("ninth", 9),
    ("twelfth", 12),
    ("twentieth", 20),
    ("1st", 1),
    ("2nd", 2),
    ("21st", 21),
    ("112th", 112),
    ("final", -1),
    ("last", None),
    ("one", None),
    ("th", None),
    ("", None),
]


@pytest.mark.parametrize(("word", "number"), ORDINALS)
def test_an_ordinal_has_a_number(word: str, number: int | None) -> None:
    assert parse_ordinal(word) == number


YEARS = [
    ("ninety nine", None),
    ("nineteen ninety", 1990),
    ("nineteen ninety - seven", 1997),
    ("nineteen ninety seven", 1997),
    ("nineteen eighteen", 1918),
    ("nineteen hundred", 1900),
    ("nineteen hundred five", 1905),
    ("eighteen twelve", 1812),
    ("sixteen sixty six", 1666),
    ("twenty ten", 2010),
    ("twenty twenty five", 2025),
    ("two thousand", 2000),
    ("two thousand three", 2003),
    ("two thousand and three", 2003),
    ("two thousand twelve", 2012),
    ("nineteen", None),
    ("nineteen five", None),
    ("thirty ten", None),
    ("three thousand", None),
    ("nineteen people", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "year"), YEARS)
def test_words_spell_a_year(words: str, year: int | None) -> None:
    assert parse_spelled_year(words.split()) == year
