"""Sources that the parser joins to what stands before them: the predicate of the report, the dateline of an item."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


def sources(result: Extraction) -> list[str]:
    """Return the sources of the quotes."""
    return [result.text[slice(*quote.source)] for quote in result.quotes if quote.source]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "Two of the dead were construction workers buried when a wall fell in Port Vila, the National Disaster "
            "Office (NDO) said. A woman died on the island of Malakula.",
            "the National Disaster Office (NDO)",
        ),
        ("Two of the dead were tourists trapped when a roof collapsed in Bled, the police said.", "the police"),
        ("Three of the injured were miners buried when a shaft gave way in Orva, the ministry said.", "the ministry"),
        ("One of them was a clerk arrested while he fled to Lyon, prosecutor Ana Roth said.", "prosecutor Ana Roth"),
        ("The ministers, the envoys and the mayor said they would return.", "The ministers, the envoys and the mayor"),
    ],
)
def test_what_is_said_is_not_who_says_it(extract: Extract, text: str, source: str) -> None:
    assert sources(extract(text, language="en")) == [source]


@pytest.mark.parametrize(
    ("item", "source"),
    [
        ("LOME - Togo said it would try four men.", "Togo"),
        ("PORT VILA - Vanuatu said it needed help.", "Vanuatu"),
        ("NAIROBI -- Kenya's treasury said tea fell.", "Kenya's treasury"),
        ("ST. JOHN'S - Canada said the plane landed.", "Canada"),
        ("IBM said it would cut jobs.", "IBM"),
    ],
)
def test_the_dateline_of_an_item_is_no_source(extract: Extract, item: str, source: str) -> None:
    assert sources(extract(f"MANILA, June 2 - Ministers met.\n\n{item}", language="en")) == [source]


def test_an_explanation_between_dashes_is_no_item(extract: Extract) -> None:
    found = sources(extract("MANILA, June 2 - Ministers met.\n\nKLM - Air France's partner - said it would fly."))
    assert not any(source.startswith("Air France") for source in found)
