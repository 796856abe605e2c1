"""Quotes in headlines, beside a dateline, and the entities that speak."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


def quoted(extraction: Extraction) -> list[tuple[str | None, list[str]]]:
    """Source and content of each quote."""
    text = extraction.text
    return [
        (text[slice(*quote.source)] if quote.source else None, [text[start:end] for start, end in quote.content])
        for quote in extraction.quotes
    ]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Keller: Bridge Will Stay Shut Until Monday", [("Keller", ["Bridge Will Stay Shut Until Monday"])]),
        ("Report: Mill Will Close Next Year", [("Report", ["Mill Will Close Next Year"])]),
        ("Unions Slam Pay Offer", [("Unions", ["Pay Offer"])]),
        ("EXCLUSIVE: Bridge Will Stay Shut Until Monday", []),
        ("The Bridge: It Will Stay Shut", []),
        ("Keller: Will Bridge Stay Shut?", []),
        ("Keller: The Bridge", []),
    ],
)
def test_a_headline_quotes_with_a_colon_or_a_verb(
    extract: Extract, headline: str, expected: list[tuple[str | None, list[str]]]
) -> None:
    assert quoted(extract("The bridge is shut.", headline=headline, language="en")) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "OSLO, May 8 (Reuters) - Nordvik Corp said it would cut 300 jobs.",
            [("Nordvik Corp", ["it would cut 300 jobs"])],
        ),
        ("OSLO (AP) -- “The bridge is safe,” Keller said.", [("Keller", ["“The bridge is safe,”"])]),
        ("OSLO (AP) -- Flights were cancelled, officials said.", [("officials", ["Flights were cancelled"])]),
    ],
)
def test_the_dateline_is_part_of_no_quote(
    extract: Extract, body: str, expected: list[tuple[str | None, list[str]]]
) -> None:
    assert quoted(extract(body, language="en")) == expected


@pytest.mark.parametrize(
    ("body", "speakers"),
    [
        ("Anna Keller said the bridge was safe.", ["Anna Keller"]),
        ("Anna Keller, who said the bridge was safe, resigned.", ["Anna Keller"]),
        ("An aide said the bridge was safe.", [None]),
        ("The bridge is reportedly unsafe.", [None]),
        ("Anna Keller left. She said the bridge was safe.", ["Anna Keller"]),
    ],
)
def test_the_speaker_is_the_entity_that_the_source_mentions(
    extract: Extract, body: str, speakers: list[str | None]
) -> None:
    result = extract(body, language="en")
    names = {entity.id: entity.name for entity in result.entities}
    assert [names.get(quote.speaker) if quote.speaker else None for quote in result.quotes] == speakers


def test_the_place_of_a_dateline_is_no_source(extract: Extract) -> None:
    body = (
        "WELLINGTON, Aug 20 (Meridian Wire) - New Zealand's transport minister resigned on Thursday after admitting "
        "that he had failed to declare shares in a ferry company."
    )
    [quote] = extract(body, language="en").quotes
    assert body[slice(*quote.source or ())] == "New Zealand's transport minister"


def test_floating_speech_two_paragraphs_on_does_not_inherit_the_speaker(extract: Extract) -> None:
    result = extract(
        "Anna Keller said the bridge was safe.\n\nIt rained all day.\n\nThe river rose.\n\n"
        "“We will never give up hope.”",
        language="en",
    )
    names = {entity.id: entity.name for entity in result.entities}
    assert "Anna Keller" not in [names.get(quote.speaker or "") for quote in result.quotes[1:]]


@pytest.mark.parametrize("headline", ["Kenya: Nurses' strike enters third week", "Wheat: Prices rise on export hopes"])
def test_a_place_or_a_topic_before_a_headlines_colon_is_no_source(
    extract: Callable[..., Extraction], headline: str
) -> None:
    assert extract("It rained.", headline=headline, language="en").quotes == ()
