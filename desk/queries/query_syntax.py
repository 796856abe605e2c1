"""The error of a query that is not valid, the limits of what users may send, and the cursors of pages."""

from __future__ import annotations

from wiredesk.errors import EXIT_USAGE, WiredeskError

MAX_QUERY_CHARACTERS = 300
"""Longest value of a filter."""
MAX_SEARCH_CHARACTERS = 1000
"""Longest query of the search."""
MAX_SEQ_DIGITS = 18
"""Digits of a story number in a cursor; more do not fit into the column."""
MAX_SEQ = 2**62
"""Larger than any story number: where the first page starts."""
MAX_NUMBER = 2**31 - 1
"""Largest number of a quote or an event in its story: that of the column."""


class BadQuery(WiredeskError):
    """The query is invalid."""

    exit_code = EXIT_USAGE


def parse_seq(cursor: str) -> int | None:
    """Return the story number that a cursor names; None for an empty cursor.

    Raises:
        BadQuery: the cursor is invalid.
    """
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= MAX_SEQ_DIGITS):
        raise bad_cursor()
    return int(cursor)


def parse_pair(cursor: str) -> tuple[int, int]:
    """Return the story number, and the number of a quote or an event in it, that a cursor such as ``1200.3`` names.

    Raises:
        BadQuery: the cursor is invalid.
    """
    seq, _, n = cursor.partition(".")
    if not all(part.isascii() and part.isdecimal() and len(part) <= MAX_SEQ_DIGITS for part in (seq, n)):
        raise bad_cursor()
    return int(seq), min(int(n), MAX_NUMBER)


def bad_cursor() -> BadQuery:
    """Return the error for a cursor that no answer of ours contained."""
    return BadQuery("cursor", "invalid cursor", "use the value of `next` in the previous page")
