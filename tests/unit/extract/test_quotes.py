"""Who said what, on sentences as they stand in the news."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from worker.contract import Extraction, Quote

Extract = Callable[..., Extraction]


def parts(result: Extraction, quote: Quote) -> tuple[str | None, str | None, list[str]]:
    """Source, cue and content as text."""
    text = result.text

    def cut(span: tuple[int, int] | None) -> str | None:
        return text[span[0] : span[1]] if span else None

    return cut(quote.source), cut(quote.cue), [text[a:b] for a, b in quote.content]


def speaker(result: Extraction, quote: Quote) -> str | None:
    return next((entity.name for entity in result.entities if entity.id == quote.speaker), None)


@pytest.mark.parametrize(
    ("text", "kind", "source", "cue", "content"),
    [
        (
            "“The bridge will stay shut until Monday,” Mayor Anna Keller said.",
            "direct",
            "Mayor Anna Keller",
            "said",
            ["“The bridge will stay shut until Monday,”"],
        ),
        (
            '"We have no plans to sell," said Tomas Berg, the chief executive of Nordvik.',
            "direct",
            "Tomas Berg, the chief executive of Nordvik",
            "said",
            ['"We have no plans to sell,"'],
        ),
        (
            "The ministry said that the harvest would be smaller than last year.",
            "indirect",
            "The ministry",
            "said",
            ["that the harvest would be smaller than last year"],
        ),
        (
            "The minister vowed to resign within a month.",
            "indirect",
            "The minister",
            "vowed",
            ["to resign within a month"],
        ),
        (
            "The unions have called for an inquiry into the fire.",
            "indirect",
            "The unions",
            "have called for",
            ["an inquiry into the fire"],
        ),
        (
            "Flights were cancelled because of the strike, officials said.",
            "indirect",
            "officials",
            "said",
            ["Flights were cancelled because of the strike"],
        ),
    ],
)
def test_one_quote(extract: Extract, text: str, kind: str, source: str | None, cue: str, content: list[str]) -> None:
    result = extract(text)
    assert [(quote.kind, *parts(result, quote)) for quote in result.quotes] == [(kind, source, cue, content)]
