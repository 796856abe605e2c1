"""Numbers with their magnitude, currency or percent sign, without the model."""

from __future__ import annotations

import pytest

from wiredesk.nlp.amounts.currencies import BY_ADJECTIVE, CODES, DOLLARS, NAMES, PARTS, SIGNS
from wiredesk.nlp.amounts.numbers import NumberSpan, find_numbers, spread_ranges
from wiredesk.nlp.lexicon import table


def found(text: str) -> list[tuple[str, float, str | None, str]]:
    """Text, value, unit and rule of each number, ranges spread."""
    numbers = find_numbers(text, range(len(text)))
    spread_ranges(text, numbers)
    return [(text[one.start : one.end], one.amount(), one.unit, one.rule) for one in numbers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US$5", ("US$5", 5, "USD", "currency sign")),
        ("Rs 500 crore", ("Rs 500 crore", 5e9, "INR", "currency sign")),
        ("USD 5 mln", ("USD 5 mln", 5e6, "USD", "currency sign")),
        ("5 mln dlrs", ("5 mln dlrs", 5e6, "USD", "currency name")),
        ("5 EUR", ("5 EUR", 5, "EUR", "currency name")),
        ("5 Canadian dollars", ("5 Canadian dollars", 5, "CAD", "currency name")),
        ("5 Swiss francs", ("5 Swiss francs", 5, "CHF", "currency name")),
        ("5 pesos", ("5 pesos", 5, None, "currency name")),
        ("83 cts", ("83 cts", 0.83, "USD", "hundredths")),
        ("50 pence", ("50 pence", 0.5, "GBP", "hundredths")),
        ("3 pct", ("3 pct", 3, "percent", "percent sign")),
        ("-3%", ("-3%", -3, "percent", "percent sign")),
        ("half a percentage point", ("half a percentage point", 0.5, "percentage point", "percentage points")),
        ("25 basis points", ("25 basis points", 0.25, "percentage point", "basis points")),
        ("two hundred thousand yen", ("two hundred thousand yen", 2e5, "JPY", "currency name")),
        ("3-1/2", ("3-1/2", 3.5, None, "")),
        ("1/2", ("1/2", 0.5, None, "")),
        ("1,250.5", ("1,250.5", 1250.5, None, "")),
        ("5 pounds", ("5", 5, None, "")),
        ("5 million pounds", ("5 million pounds", 5e6, "GBP", "currency name")),
        ("5 million pounds of rice", ("5 million", 5e6, None, "")),
        ("5 mark", ("5", 5, None, "")),
        ("5 marks", ("5 marks", 5, "DEM", "currency name")),
        ("5 m", ("5", 5, None, "")),
        ("$5 m", ("$5 m", 5e6, "USD", "currency sign")),
        ("5.4 lakh crore", ("5.4 lakh crore", 5.4e12, None, "")),
    ],
)
def test_a_number_is_read_with_what_stands_beside_it(text: str, expected: tuple[str, float, str | None, str]) -> None:
    span, value, unit, rule = expected
    assert found(text) == [(span, pytest.approx(value), unit, rule)]


@pytest.mark.parametrize(
    "text", ["", "no number", "3rd", "12:30", "A-5", "x5", "1234567890123456789", "zero tolerance", "a house"]
)
def test_what_is_no_number(text: str) -> None:
    assert found(text) == []


def test_a_cent_is_of_the_currency_named_last() -> None:
    assert [unit for _, _, unit, _ in found("It paid A$5, then 20 cents.")] == ["AUD", "AUD"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("10 to 12 mln dlrs", [10e6, 12e6]),
        ("between 5 and 7 pct", [5, 7]),
        ("5 and 7 pct", [5, 7]),
        ("$10-$12 million", [10e6, 12e6]),
        ("90 to 12 mln dlrs", [90, 12e6]),
    ],
)
def test_the_first_end_of_a_range_takes_the_magnitude_of_the_second(text: str, values: list[float]) -> None:
    assert [value for _, value, _, _ in found(text)] == values


def test_and_joins_a_range_only_behind_between() -> None:
    assert [unit for _, _, unit, _ in found("between 5 and 7 pct")] == ["percent", "percent"]
    assert [unit for _, _, unit, _ in found("they lost 5 and 7 pct")] == [None, "percent"]


def test_the_value_has_no_rounding_errors() -> None:
    assert NumberSpan(0, 3, 0, 0.1, 3.0).amount() == 0.3


def test_every_currency_has_a_code_of_three_letters() -> None:
    codes = {*SIGNS.values(), *CODES, *DOLLARS.values(), *BY_ADJECTIVE.values(), *NAMES.values(), *PARTS.values()}
    assert all(len(code) == 3 and code.isupper() for code in codes if code)


def test_an_adjective_goes_with_a_name_that_is_known_alone() -> None:
    assert set(table("currencies")["adjectives"]) <= set(NAMES)


def test_a_magnitude_with_a_letter_that_unicode_folds_is_read() -> None:
    found = find_numbers(text := "They lost 5 thouſand pounds.", range(len(text)))
    assert [number.scale for number in found] == [1000.0]
