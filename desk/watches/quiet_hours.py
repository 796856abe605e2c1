"""Quiet hours: times of the week at which a watch gathers what it finds, in the zone of its reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FORM = re.compile(r"(?:([a-z,\s-]+)\s)?\s*(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)", re.ASCII)
_MINUTES_OF_DAY = 24 * 60
EXAMPLE = '"22:00-07:00" or "sat,sun 00:00-24:00"'


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A time of some days; one that ends before it begins ends on the next day."""

    days: frozenset[int]
    """Days on which it begins; 0 is Monday."""
    first: int
    """Minute of the day at which it begins."""
    last: int
    """Minute of the day before which it ends."""

    def covers(self, local: datetime) -> bool:
        """Return whether a moment, in the reader's zone, lies in it."""
        minute, day = local.hour * 60 + local.minute, local.weekday()
        if self.first < self.last:
            return day in self.days and self.first <= minute < self.last
        began_today = day in self.days and minute >= self.first
        return began_today or ((day - 1) % 7 in self.days and minute < self.last)


def parse_quiet_hours(text: str) -> QuietHours:
    """Return quiet hours from ``22:00-07:00``, ``sat,sun 00:00-24:00`` or ``mon-fri 19:00-08:00``.

    Raises:
        ValueError: the text has another form.
    """
    found = _FORM.fullmatch(text.strip().casefold())
    if not found:
        raise ValueError(f'invalid quiet hours "{text[:40]}": write {EXAMPLE}')
    first, last = _minute(found[2], found[3], text), _minute(found[4], found[5], text)
    if first == last:
        raise ValueError(f'quiet hours "{text[:40]}" begin when they end: write {EXAMPLE}')
    return QuietHours(_days(found[1] or "mon-sun", text), first, last)


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone.

    Raises:
        ValueError: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'unknown time zone "{name[:40]}": write one such as Europe/Berlin') from None


def quiet_until(quiet: Sequence[QuietHours], zone: ZoneInfo, moment: datetime) -> datetime | None:
    """Return when the quiet hours at a moment end; None if it is not quiet.

    Ends are looked for to the minute and a week ahead: hours that cover the whole week never end.
    """
    if not any(one.covers(moment.astimezone(zone)) for one in quiet):
        return None
    at = moment.replace(second=0, microsecond=0)
    for minutes in range(1, 7 * _MINUTES_OF_DAY + 1):
        later = at + timedelta(minutes=minutes)
        if not any(one.covers(later.astimezone(zone)) for one in quiet):
            return later
    return at + timedelta(days=7)


def is_quiet(quiet: Sequence[QuietHours], zone: ZoneInfo, moment: datetime) -> bool:
    """Return whether a moment lies in quiet hours."""
    return any(one.covers(moment.astimezone(zone)) for one in quiet)


def _minute(hour: str, minute: str, text: str) -> int:
    value = int(hour) * 60 + int(minute)
    if int(minute) > time.max.minute or value > _MINUTES_OF_DAY:
        raise ValueError(f'invalid time in quiet hours "{text[:40]}": write {EXAMPLE}')
    return value


def _days(words: str, text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in words.replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if first[:3] not in DAYS or (dash and last[:3] not in DAYS):
            raise ValueError(f'invalid day in quiet hours "{text[:40]}": write {EXAMPLE}')
        begin = DAYS.index(first[:3])
        end = DAYS.index(last[:3]) if dash else begin
        found.update((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    return frozenset(found)
