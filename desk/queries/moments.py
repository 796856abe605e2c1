"""Moments that commands take, in the one grammar of time."""

from __future__ import annotations

from datetime import UTC, datetime

from desk.queries.query_syntax import BadQuery
from wiredesk.time_grammar import TIME_FORMS, parse_time


def parse_moment(text: str) -> datetime:
    """Return the first moment of a time as users type it: the start of a day, an age counted back from now.

    Raises:
        BadQuery: the text is not a time.
    """
    try:
        return parse_time(text, datetime.now(UTC)).start
    except ValueError:
        raise BadQuery(
            "time", f"{text.strip()[:40]!r} is neither an age such as 90d nor a date such as 2025-05-08", TIME_FORMS
        ) from None
