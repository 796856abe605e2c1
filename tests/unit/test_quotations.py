"""The default view of quotes: what a reader would call a quotation."""

from __future__ import annotations

from typing import Any

import pytest

from wiredesk.contract import Quote
from wiredesk.nlp.quotes.quote_frames import QUOTE_FRAMES
from wiredesk.quotations import WITHOUT_CLAUSE, is_quotation

KEPT: list[tuple[str, dict[str, Any]]] = [
    ("“It holds,” she said.", {"kind": "direct"}),
    ("“It holds.” A passage without a source", {"kind": "direct", "source": None}),
    ("Keller said it held.", {}),
    ("Keller wrote that it held.", {"mode": "wrote"}),
    ("Keller denied that it held.", {"polarity": "denied"}),
    ("Keller: Wall Holds", {"zone": "headline"}),
    ("a caption", {"zone": "caption"}),
    ("a point of a list", {"zone": "list"}),
    ("Keller said it held, by a rule", {"rule": "clause"}),
    ("Keller called it “a disgrace”.", {"rule": "object and what it is called", "kind": "mixed"}),
    ("She said it held.", {"source": None, "speaker": "e1"}),
    ("A spokesman said it held.", {"speaker": None}),
]
LEFT_OUT: list[tuple[str, dict[str, Any]]] = [
    ("Keller believes that it holds.", {"mode": "thinks"}),
    ("Keller wants it to hold.", {"mode": "wants"}),
    ("Keller plans to rebuild it.", {"mode": "plans"}),
    ("Keller saw it fall.", {"mode": "perceives"}),
    ("Keller declined to comment.", {"polarity": "declined"}),
    ("the headline of a quote in the body", {"zone": "headline", "repeats": 1}),
    ("Roth said that Keller had told her it held: Keller's part", {"within": 0}),
    ("(Reporting by …)", {"zone": "signoff"}),
    ("a photographer's credit", {"zone": "credit"}),
    ("Read more", {"zone": "furniture"}),
    ("a byline", {"zone": "byline"}),
    ("Keller denied the charge.", {"rule": "object"}),
    ("Keller called for an inquiry.", {"rule": "preposition"}),
    ("Keller vowed to rebuild it.", {"rule": "infinitive"}),
    ("The wall reportedly holds.", {"source": None, "speaker": None}),
]


def quote(changes: dict[str, Any]) -> Quote:
    """Return an indirect quote of a source in the body, with changes."""
    return Quote(**{"kind": "indirect", "content": ((20, 30),), "source": (0, 6), **changes})


@pytest.mark.parametrize(("text", "changes"), KEPT, ids=[text for text, _ in KEPT])
def test_a_quotation(text: str, changes: dict[str, Any]) -> None:
    assert is_quotation(quote(changes))


@pytest.mark.parametrize(("text", "changes"), LEFT_OUT, ids=[text for text, _ in LEFT_OUT])
def test_a_quote_that_is_no_quotation(text: str, changes: dict[str, Any]) -> None:
    assert not is_quotation(quote(changes))


def test_the_frames_without_a_clause_are_frames() -> None:
    assert {frame.name for frame in QUOTE_FRAMES} >= WITHOUT_CLAUSE
