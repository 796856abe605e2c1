"""Times in the form that both RFC 3339 (ninjs) and XML Schema's ``dateTime`` (NewsML-G2) have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_FARTHEST = timedelta(hours=14)
"""The largest offset of ``dateTime``: https://www.w3.org/TR/xmlschema-2/#dateTime-timezones."""
_MINUTE = timedelta(minutes=1)


def moment(value: datetime) -> str:
    """Return a time with its own offset where that can be written: whole minutes, at most 14 hours; otherwise in UTC.

    Local mean time, which zone files have for years before about 1900, has offsets with seconds.
    """
    offset = value.utcoffset()
    can_be_written = offset is not None and not offset % _MINUTE and abs(offset) <= _FARTHEST
    return (value if can_be_written else in_utc(value)).isoformat()


def whole_seconds(value: datetime) -> str:
    """Return a time in UTC without fractions, such as ``2026-11-26T12:00:00Z``."""
    return f"{in_utc(value).replace(microsecond=0, tzinfo=None).isoformat()}Z"


def in_utc(value: datetime) -> datetime:
    """Return a time in UTC; one outside the years 1 to 9999, such as an embargo for ever, becomes their edge."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        edge = datetime.min if value.year == 1 else datetime.max
        return edge.replace(tzinfo=UTC)
