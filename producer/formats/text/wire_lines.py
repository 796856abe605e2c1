"""Lines of wire headers and trailers that ANPA 1312 has, and that copies of it in plain text keep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from producer.formats.text.times import build_time, day_time_group

_KEYWORD_LINE = re.compile(r"\^?(?P<keyword>(?:BC|AM|PM)-[^\n,<]{1,60})(?P<version>(?:,[^\n,<]{1,40})?),\s?\d{1,5}<?")
"""``BC-EU--Orva-Flood, 2nd Ld-Writethru,210``."""
_AGENCY_TRAILER = re.compile(
    r"(?P<agency>[A-Z]{2,5})-[A-Z]{2,3}-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d) "
    r"(?P<hour>\d\d)(?P<minute>\d\d)(?:GMT|Z|UTC)?"
)
_KYODO_TRAILER = re.compile(
    r"[A-Z]{2,4}-(?P<hour>\d{1,2}):(?P<minute>\d\d)-(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d{4}|\d\d)(?!\d)"
)
"""Kyodo's trailer, with the day before the month: ``KWS-21:37-24-11-26``."""


@dataclass(frozen=True, slots=True)
class Trailer:
    """The line below a story: where it begins, the agency if it names one, and the time in it."""

    start: int
    agency: str | None
    time: datetime | None


def find_trailer(text: str) -> Trailer | None:
    """Return the last trailer in a text, AP's or Kyodo's; None without one."""
    for pattern in (_AGENCY_TRAILER, _KYODO_TRAILER):
        if found := list(pattern.finditer(text)):
            match = found[-1]
            month, day, hour, minute = (int(match[name]) for name in ("month", "day", "hour", "minute"))
            agency = match["agency"] if pattern is _AGENCY_TRAILER else None
            return Trailer(match.start(), agency, build_time(match["year"], month, day, hour, minute))
    return None


def read_trailer(line: str) -> Trailer | None:
    """Return the trailer that a whole line is: AP's, Kyodo's, or a day-time group (``212322 GMT Nov 18``)."""
    text = line.strip(" \t<^")
    if len(text) > 40:
        return None
    if (found := find_trailer(text)) and found.start == 0:
        return found
    time = day_time_group(text) if re.match(r"\d{6}\b", text) else None
    return Trailer(0, None, time) if time else None


def keyword_line(line: str) -> tuple[str, str] | None:
    """Return keyword and version of a keyword line; None for another line."""
    match = _KEYWORD_LINE.fullmatch(line.strip())
    return (match["keyword"].strip(), match["version"].strip(", ")) if match else None
