"""Which quotes a reader would call quotations: the default view of pages, the command line and the API."""

from __future__ import annotations

from wiredesk.contract import OUTSIDE_NEWS, Quote

STATED = frozenset({"said", "wrote"})
"""Modes of statements; thoughts, wishes, plans and perceptions are reports about somebody."""


def is_quotation(quote: Quote) -> bool:
    """Return whether a quote is a statement that the story reports, once.

    It was said or written, its source did not decline to speak, no quote of the body has the same words, and it stands
    neither in a credit nor in page furniture.
    """
    return (
        quote.mode in STATED
        and quote.polarity != "declined"
        and quote.repeats is None
        and quote.zone not in OUTSIDE_NEWS
    )
