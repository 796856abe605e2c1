"""Control characters, line ends and day-time groups, which IPTC 7901 and ANPA 1312 share."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from producer.formats.text.times import month_number

SOH, STX, ETX, EOT = "\x01", "\x02", "\x03", "\x04"
_TYPESETTING = dict.fromkeys((0x00, 0x07, 0x0B, 0x0C, 0x0E, 0x0F, 0x11, 0x12, 0x13, 0x14, 0x16, 0x7F), None)
_SINGLE = re.compile(r"\r+\n(?!\n)")
_DOUBLED = re.compile(r"\r+\n\n")
_ZONES = {"MEZ": 1, "CET": 1, "MESZ": 2, "CEST": 2, "BST": 1, "EET": 2, "JST": 9, "EST": -5, "EDT": -4, "MSK": 3}
_GROUP = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s*(?:(?P<zone>[A-Z]{1,4}\b)\s+)?"
    r"(?P<month>[^\W\d_]{3,10})\.?\s*(?P<year>\d{4}|\d\d)\b"
)


_START_LINE = re.compile(rb"[\s\x00\x16\x7f]*ZCZC[^\r\n]{0,60}[\r\n]+", re.IGNORECASE)


def without_start_line(data: bytes) -> bytes:
    """Return a message without the line that starts it on teleprinters: ``ZCZC ABC123``."""
    match = _START_LINE.match(data)
    return data[match.end() :] if match else data


def plain_lines(text: str) -> str:
    """Return the text with LF as line end instead of CR LF, CR CR LF, or CR LF LF if that ends most lines."""
    doubled, single = len(_DOUBLED.findall(text)), len(_SINGLE.findall(text))
    if doubled > 3 * single and doubled > 3:
        text = _DOUBLED.sub("\n", text)
    return re.sub(r"\r+\n", "\n", text).replace("\r", "\n")


def without_typesetting(text: str) -> str:
    """Return the text without padding and the typesetting instructions of old feeds."""
    return text.translate(_TYPESETTING)


def day_time_group(text: str) -> datetime | None:
    """Return the time of ``212322 GMT Nov 18`` (day 21, 23:22), with months in many languages; UTC without a zone."""
    match = _GROUP.search(text)
    return _time(match) if match else None


def _time(match: re.Match[str]) -> datetime | None:
    number = month_number(match["month"])
    if number is None:
        return None
    hours = _ZONES.get(match["zone"] or "", 0)
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
