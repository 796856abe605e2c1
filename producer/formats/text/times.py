"""Parse times as agencies, feeds and mail write them into aware datetimes."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

from producer.formats.text.spelled_times import spelled_time
from wiredesk import calendar_words

_ISO = re.compile(
    r"(?P<year>\d{4})-?(?:(?P<month>\d\d)-?(?P<day>\d\d)|W(?P<week>\d\d)-?(?P<weekday>[1-7])|(?P<ordinal>\d{3}(?!\d)))"
    r"(?:[T ]?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d))?(?:[.,](?P<fraction>\d{1,12}))?"
    r"|T(?P<only_hour>\d\d))?"
    r"\s?(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?(?:\[[\w/]+\])?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d{1,9})?|\d{13}|\d{16}|\d{19}")
"""Seconds since 1970, or thousandths, millionths or billionths; 8, 12 and 14 digits are ISO 8601 without signs."""
MAX_EPOCH = datetime(2100, 1, 1, tzinfo=UTC)
"""The last time that a number means; a greater number is not a time."""
_ISO_HOUR = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])")
"""Ten digits that may be a date and its hour rather than seconds of 2033 to 2036."""
_DAY_TIME_GROUP = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s*(?:(?P<zone>[A-Z]{1,4}\b)\s+)?"
    r"(?P<month>[^\W\d_]{3,10})\.?\s*(?P<year>\d{4}|\d\d)\b"
)
"""The day-time group of IPTC 7901 and ANPA 1312: ``212322 GMT Nov 18``."""
MIN_YEAR = 1800
"""Minimum year of a time; earlier ones are fillers such as 0001-01-01."""
MAX_INPUT_CHARS = 120
"""Characters of a value that are looked at, blanks included."""
_MINUS = str.maketrans({"\u2212": "-", "\u2010": "-", "\u2011": "-"})


def parse_time(value: object, day_first: bool | None = None) -> datetime | None:
    """Return an aware datetime of ISO 8601, RFC 822, seconds since 1970 or a time in words; None for anything else.

    A time without a zone is UTC; a date alone is its midnight.  None are: a zone that is not understood, a date whose
    day and month could be exchanged (``08/05/2025``), an impossible date (31 February) and ``YYYYMMDD``.

    Args:
        value: the text, or a number of seconds or milliseconds.
        day_first: whether the document writes the day before the month; None if it does not say.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_epoch(f"{value:.3f}" if isinstance(value, float) else str(value))
    if not isinstance(value, str):
        return None
    text = _plain(value[:MAX_INPUT_CHARS])
    if match := _ISO.fullmatch(text):
        return _from_iso(match)
    if text[:9].isdecimal():
        return _from_epoch(text)
    found = spelled_time(text, day_first)
    return _checked(found) if found else None


def _plain(text: str) -> str:
    """Return a text with the digits and signs of ASCII, and single blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_MINUS)
        text = "".join(
            str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
            for sign in text
            if unicodedata.category(sign) != "Cf"
        )
    return " ".join(text.split())


def _from_iso(match: re.Match[str]) -> datetime | None:
    hour = int(match["hour"] or match["only_hour"] or 0)
    minute, second = int(match["minute"] or 0), int(match["second"] or 0)
    fraction = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    if match["second"] is None:  # the fraction is one of the minute
        second, fraction = divmod(fraction * 60, 1_000_000)
    next_day = timedelta(days=1) if (hour, minute, second, fraction) == (24, 0, 0, 0) else timedelta()
    zone = calendar_words.offset(match["zone"]) if (match["zone"] or "")[:1] in ("+", "-") and match["zone"] else UTC
    if zone is None:
        return None
    second = 59 if second == 60 else second  # a leap second
    try:
        day = _iso_day(match)
        moment = datetime(day.year, day.month, day.day, 0 if next_day else hour, minute, second, fraction, zone)
        return _checked(moment + next_day)
    except (ValueError, OverflowError):
        return None


def _iso_day(match: re.Match[str]) -> date:
    year = int(match["year"])
    if match["week"]:
        return date.fromisocalendar(year, int(match["week"]), int(match["weekday"]))
    if match["ordinal"]:
        day = date(year, 1, 1) + timedelta(days=int(match["ordinal"]) - 1)
        if day.year != year:
            raise ValueError(match["ordinal"])
        return day
    return date(year, int(match["month"]), int(match["day"]))


def _from_epoch(text: str) -> datetime | None:
    match = _EPOCH.fullmatch(text)
    if match is None or _ISO_HOUR.fullmatch(text):
        return None
    whole, _, part = text.partition(".")
    micro = int((whole[10:] + part)[:6].ljust(6, "0"))
    found = datetime.fromtimestamp(int(whole[:10]), UTC).replace(microsecond=micro)
    return found if found < MAX_EPOCH else None


def _checked(time: datetime) -> datetime | None:
    try:
        time.astimezone(UTC)
    except OverflowError:
        return None
    return time if time.year >= MIN_YEAR else None


def day_time_group(text: str) -> datetime | None:
    """Return the time of ``212322 GMT Nov 18`` (day 21, 23:22), with months in many languages; UTC without a zone.

    None for a zone that is not understood.
    """
    match = _DAY_TIME_GROUP.search(text)
    return _group_time(match) if match else None


def _group_time(match: re.Match[str]) -> datetime | None:
    number = calendar_words.month_of(match["month"])
    if number is None:
        return None
    found = build_time(match["year"], number, int(match["day"]), int(match["hour"]), int(match["minute"]))
    zone = calendar_words.named_zone(match["zone"], found) if found and match["zone"] else UTC
    return found.replace(tzinfo=zone) if found and zone else None


def build_time(year: str, month: int, day: int, hour: int, minute: int, zone: timezone = UTC) -> datetime | None:
    """Return a time with a year of two or four digits (``70`` is 1970, ``69`` is 2069); None for an impossible date."""
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= 70 else 2000
    try:
        return datetime(number, month, day, hour, minute, tzinfo=zone)
    except ValueError:
        return None
