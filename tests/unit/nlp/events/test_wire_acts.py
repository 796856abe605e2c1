"""Acts of business, courts, accidents and sport: figures beside them, bids and what they are for, headlines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction


def _rows(found: Extraction) -> list[tuple[str, str, str]]:
    return [(event.type, found.text[slice(*event.trigger)], event.status) for event in found.events]


def _parts(found: Extraction, role: str) -> list[str]:
    return [found.text[slice(*part.span)] for event in found.events for part in event.roles if part.role == role]


@pytest.mark.parametrize(
    ("text", "role", "figure"),
    [
        ("Spain beat Italy 3-1 in the final on Sunday.", "score", "3-1"),
        ("A strong earthquake measuring 6.8 on the Richter scale hit northern Chile.", "magnitude", "6.8"),
        ("A magnitude 7.1 earthquake struck Peru on Monday.", "magnitude", "7.1"),
        ("Bolt Ltd sold five-year notes worth $20 million.", "amount", ""),
        ("Acme Corp cut 300 jobs at its plant in Ohio.", "jobs", "300"),
    ],
)
def test_figures_stand_in_the_phrases_and_beside_them(
    text: str, role: str, figure: str, extract: Callable[..., Extraction]
) -> None:
    assert _parts(extract(text), role)[:1] == ([figure] if figure else [])


def test_an_offer_to_buy_is_one_act_with_its_price(extract: Callable[..., Extraction]) -> None:
    found = extract("Harlow Foods offered to buy Bolt Inc for $2 billion.")
    assert _rows(found) == [("ACQUIRE", "offered", "occurred")]
    assert _parts(found, "price") == ["$2 billion"]


def test_an_offer_to_buy_what_is_no_company_is_no_act(extract: Callable[..., Extraction]) -> None:
    assert _rows(extract("The family offered to buy a house.")) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Dealers do not expect the Bank of Japan to cut interest rates.", "hypothetical"),
        ("The Bank of Japan does not intend to cut interest rates.", "denied"),
        ("Acme Corp signed a letter of intent to acquire Bolt Inc.", "planned"),
        ("Analysts expect the Bank of Japan to cut interest rates.", "planned"),
    ],
)
def test_the_word_above_decides_on_the_status_of_an_infinitive(
    text: str, status: str, extract: Callable[..., Extraction]
) -> None:
    assert [row[2] for row in _rows(extract(text))] == [status]


def test_who_buys_is_who_signed_the_letter(extract: Callable[..., Extraction]) -> None:
    assert _parts(extract("Acme Corp signed a letter of intent to acquire Bolt Inc."), "actor") == ["Acme Corp"]


def test_a_participle_before_a_noun_tells_what_is_known(extract: Callable[..., Extraction]) -> None:
    assert _rows(extract("The previously reported loss worried the board.")) == []


def test_the_place_of_the_date_line_takes_part_in_nothing(extract: Callable[..., Extraction]) -> None:
    found = extract("LONDON, April 7 (Reuters) - A unit of Acme Corp is issuing a 15 billion yen eurobond.")
    assert "LONDON" not in _parts(found, "actor")


@pytest.mark.parametrize(
    ("headline", "type", "actor"),
    [
        ("Hadson Corp <HADS> 4th qtr net", "RESULT", "Hadson Corp"),
        ("Centerior Energy Corp <CX> sets quarterly", "DIVIDEND", "Centerior Energy Corp"),
        ("Grumman <GQ> wins 28 mln dlr contract", "CONTRACT", "Grumman"),
        ("Microsoft <MSFT.O> files for note offering", "ISSUE", "Microsoft"),
    ],
)
def test_the_name_before_a_ticker_symbol_is_who_acts_in_a_headline(
    headline: str, type: str, actor: str, extract: Callable[..., Extraction]
) -> None:
    found = extract("The statement was given to reporters on Monday afternoon.", headline=headline)
    assert [event.type for event in found.events] == [type]
    assert _parts(found, "actor") == [actor]


def test_a_result_is_that_of_the_company_that_tells_it(extract: Callable[..., Extraction]) -> None:
    assert _parts(extract("Harlow Oil said profit for the half year doubled to $340 million."), "actor") == [
        "Harlow Oil"
    ]


def test_a_post_is_told_without_the_name_before_it(extract: Callable[..., Extraction]) -> None:
    found = extract("Acme Corp named Maria Lopez chief executive.")
    assert _parts(found, "post") == ["chief executive"]
    assert _parts(found, "recipient") == ["Maria Lopez"]
