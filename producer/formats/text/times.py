"""Parse times as agencies write them into aware datetimes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from wiredesk.datelines import month_number

_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)"
    r"(?:[T ]?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?(?:\[[\w/]+\])?",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"(?:[^\W\d_]+\.?,?\s+)?(?P<day>\d{1,2})\.?\s+(?P<month>[^\W\d_]{3,10})\.?,?\s+(?P<year>\d{4})\b")
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GROUP_ZONES = {"MEZ": 1, "CET": 1, "MESZ": 2, "CEST": 2, "BST": 1, "EET": 2, "JST": 9, "EST": -5, "EDT": -4, "MSK": 3}
_DAY_TIME_GROUP = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s*(?:(?P<zone>[A-Z]{1,4}\b)\s+)?"
    r"(?P<month>[^\W\d_]{3,10})\.?\s*(?P<year>\d{4}|\d\d)\b"
)
"""The day-time group of IPTC 7901 and ANPA 1312: ``212322 GMT Nov 18``."""
MIN_YEAR = 1800
"""Minimum year of a time; earlier ones are fillers such as 0001-01-01."""


def parse_time(value: object) -> datetime | None:
    """Return an aware datetime from ISO 8601 (basic or extended form) or RFC 822; None if the value is invalid.

    A time without a zone is UTC; a date alone is its midnight.  31 February and ``YYYYMMDD`` are invalid.
    """
    if not isinstance(value, str):
        return None
    text = value.strip()[:64]
    if match := _ISO.fullmatch(text):
        return _from_iso(match)
    return _from_rfc822(text) if re.search(r"[A-Za-z]{3}", text) and re.search(r"\d", text) else None


def _from_iso(match: re.Match[str]) -> datetime | None:
    number = {name: int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")}
    fraction = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    if number["second"] == 60:  # a leap second
        number["second"] = 59
    try:
        return _checked(datetime(**number, microsecond=fraction, tzinfo=_zone(match["zone"])))
    except (ValueError, OverflowError):
        return None


def _in_english(match: re.Match[str]) -> str:
    number = month_number(match["month"])
    return f"{match['day']} {_ENGLISH[number - 1]} {match['year']}" if number else match[0]


def _zone(text: str | None) -> timezone:
    if not text or text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset) if offset else UTC


def _from_rfc822(text: str) -> datetime | None:
    try:
        fields = parsedate_tz(_FOREIGN.sub(_in_english, text, count=1))
        if fields is None:
            return None
        zone = timezone(timedelta(seconds=fields[9])) if fields[9] else UTC
        return _checked(datetime(*fields[:6], tzinfo=zone))
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _checked(time: datetime) -> datetime | None:
    try:
        time.astimezone(UTC)
    except OverflowError:
        return None
    return time if time.year >= MIN_YEAR else None


def day_time_group(text: str) -> datetime | None:
    """Return the time of ``212322 GMT Nov 18`` (day 21, 23:22), with months in many languages; UTC without a zone."""
    match = _DAY_TIME_GROUP.search(text)
    return _group_time(match) if match else None


def _group_time(match: re.Match[str]) -> datetime | None:
    number = month_number(match["month"])
    if number is None:
        return None
    hours = _GROUP_ZONES.get(match["zone"] or "", 0)
    zone = timezone(timedelta(hours=hours)) if hours else UTC
    return build_time(match["year"], number, int(match["day"]), int(match["hour"]), int(match["minute"]), zone)


def build_time(year: str, month: int, day: int, hour: int, minute: int, zone: timezone = UTC) -> datetime | None:
    """Return a time with a year of two or four digits (``70`` is 1970, ``69`` is 2069); None for an impossible date."""
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= 70 else 2000
    try:
        return datetime(number, month, day, hour, minute, tzinfo=zone)
    except ValueError:
        return None
