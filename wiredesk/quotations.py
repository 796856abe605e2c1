"""Which quotes a reader would call quotations: the default view of pages, API and exports."""

from __future__ import annotations

from wiredesk.contract import Quote, QuoteMode, Zone

_MODES: frozenset[QuoteMode] = frozenset({"said", "wrote"})
"""What somebody has put into words. Thoughts, wishes, plans and perceptions are the reporter's words for a state."""
_ZONES: frozenset[Zone] = frozenset({"headline", "body", "caption", "list", "table"})
"""Parts of a story that are news; the others are by and about its makers."""
WITHOUT_CLAUSE = frozenset(
    (
        "object",
        "object and preposition",
        "object and what it is called",
        "preposition",
        "infinitive",
        "for and infinitive",
        "gerund",
        "passive",
        "seems to",
        "noun with possessor",
        "noun with verb",
        "adjective",
        "headline with verb",
    )
)
"""Frames whose content is no clause: "denied the charge", "called for an inquiry".  Without quotation marks that tells
what somebody did with words, and not the words."""


def is_quotation(quote: Quote) -> bool:
    """Return whether a reader would call a quote a quotation.

    Somebody has said or written it and did not decline to; it is part of the news; somebody is named or described as
    its source, or it is in quotation marks. The second of two copies does not count: a headline's double, and a report
    inside a report, whose words are in the outer quote already and come at second hand ("A said that B had told C …"
    is a quotation of A). Indirect speech has a clause: :data:`WITHOUT_CLAUSE` names the frames that have none.
    """
    return (
        quote.mode in _MODES
        and quote.polarity != "declined"
        and quote.zone in _ZONES
        and quote.within is None
        and quote.repeats is None
        and (quote.kind == "direct" or quote.source is not None or quote.speaker is not None)
        and (quote.kind != "indirect" or quote.rule not in WITHOUT_CLAUSE)
    )
