"""Ages and dates as users type them, for example ``90d`` or ``2025-05-08``."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from desk.queries.query_syntax import BadQuery

_AGE = re.compile(r"(\d{1,5})\s*([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def parse_moment(text: str) -> datetime:
    """Return the moment that an age before now (``36h``, ``90d``, ``12w``), a date or a time names.

    A time without a zone is UTC.

    Raises:
        BadQuery: the text is neither.
    """
    text = text.strip()
    try:
        if age := _AGE.fullmatch(text.lower()):
            return datetime.now(UTC) - timedelta(**{_UNITS[age[2]]: int(age[1])})
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        cause = f"{text[:40]!r} is neither an age such as 90d nor a date such as 2025-05-08"
        raise BadQuery("time", cause) from None
