"""Parse times as agencies write them into aware datetimes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)"
    r"(?:[T ]?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?(?:\[[\w/]+\])?",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"(?:[^\W\d_]+\.?,?\s+)?(?P<day>\d{1,2})\.?\s+(?P<month>[^\W\d_]{3,10})\.?,?\s+(?P<year>\d{4})\b")
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen jän janv янв",
            "feb fév fev febr фев",
            "mar mär mrz maa mars мар",
            "apr avr abr апр",
            "may mai mag maj mei мая май",
            "jun juin giu июн",
            "jul juil lug июл",
            "aug aoû aou ago авг",
            "sep set sept сен",
            "oct okt ott out окт",
            "nov ноя",
            "dec dez déc dic des дек",
        ),
        1,
    )
    for name in names.split()
}
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


def month_number(word: str) -> int | None:
    """Return the number of a month by its name or abbreviation in the languages of the agencies; None if unknown."""
    lower = word.lower()
    return next((_MONTHS[lower[:size]] for size in (4, 3) if lower[:size] in _MONTHS), None)


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
