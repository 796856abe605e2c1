"""Times as users type them, the same for every option, parameter and query: days, months, ages, ``yesterday``.

Days, weeks, months and years are of UTC.  Nothing here reads a clock: the caller says what is now.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

TIME_FORMS = "a day such as 2026-11-23, a month, a year, yesterday, last week, or an age such as 30d or 12h"
"""What is accepted, for messages."""
MAX_CHARACTERS = 40
FIRST_YEAR, LAST_YEAR = 1000, 9000
"""Years that both databases can store."""
_UNITS = {
    "min": timedelta(minutes=1),
    "minute": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "d": timedelta(days=1),
    "day": timedelta(days=1),
    "w": timedelta(weeks=1),
    "week": timedelta(weeks=1),
    "mo": timedelta(days=30),
    "month": timedelta(days=30),
    "y": timedelta(days=365),
    "year": timedelta(days=365),
}
_AGE = re.compile(r"(?:last |past )?(\d{1,5})\s*([a-z]+?)s?(?: ago)?", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_WEEK_OR_DAY = re.compile(r"\d{4}-?W\d{2}(?:-?[1-7])?|\d{4}-\d{2}-\d{2}|\d{8}", re.ASCII)
_NAMED = re.compile(r"(this|last) (week|month|year)")
_MINUTE = timedelta(minutes=1)
_WEEKDAYS = tuple(name.lower() for name in calendar.day_name)


@dataclass(frozen=True, slots=True)
class TimePeriod:
    """What a text means, as moments in UTC."""

    start: datetime
    end: datetime
    """The first moment after it."""
    is_moment: bool = False
    """Whether the text names the moment ``start``; then ``end`` is now for an age, else a minute later."""

    @property
    def until(self) -> datetime:
        """The first moment after what ``until`` includes: a day as a whole, but nothing after a moment."""
        return self.start if self.is_moment else self.end


def parse_time(text: str, now: datetime) -> TimePeriod:
    """Return what a text means.

    Days are ``2026-11-23``, ``today``, ``yesterday``, ``monday`` (the last one).  Other periods are ``2026-11``,
    ``2026``, ``2026-W48``, ``this week`` and ``last month``.  Moments are ``now`` and ``2026-11-23T10:30``, in UTC
    without a zone.  Ages are counted back from now: ``45min``, ``12h``, ``30d``, ``2w``, ``3 months``, ``1y``,
    ``2 days ago``.  A month of an age has 30 days, a year 365.

    Raises:
        ValueError: the text has no such form, or is outside the years 1000 to 9000.
    """
    words = " ".join(text.lower().split())
    if len(words) > MAX_CHARACTERS:
        raise ValueError("too long for a time")
    for read in (_named, _age, _calendar, _moment):
        try:
            found = read(words, now)
        except OverflowError:
            raise ValueError("out of range") from None
        if found:
            if not FIRST_YEAR <= found.start.year <= LAST_YEAR:
                raise ValueError(f"the year must be between {FIRST_YEAR} and {LAST_YEAR}")
            return found
    raise ValueError("not a time")


def day_of(text: str, now: datetime) -> date:
    """Return the first day of what a text means; errors as for :func:`parse_time`."""
    return parse_time(text, now).start.date()


def _days(first: date, after: date) -> TimePeriod:
    return TimePeriod(datetime.combine(first, time(), UTC), datetime.combine(after, time(), UTC))


def _named(words: str, now: datetime) -> TimePeriod | None:
    today = now.astimezone(UTC).date()
    if words == "now":
        return TimePeriod(now, now, is_moment=True)
    back = {"today": 0, "yesterday": 1, "tomorrow": -1}.get(words)
    if back is None and words in _WEEKDAYS:
        back = (today.weekday() - _WEEKDAYS.index(words)) % 7
    if back is not None:
        day = today - timedelta(days=back)
        return _days(day, day + timedelta(days=1))
    if found := _NAMED.fullmatch(words):
        return _CALENDAR_UNITS[found[2]](today, found[1] == "last")
    return None


def _week(today: date, is_last: bool) -> TimePeriod:
    monday = today - timedelta(days=today.weekday() + 7 * is_last)
    return _days(monday, monday + timedelta(days=7))


def _month(today: date, is_last: bool) -> TimePeriod:
    first = today.replace(day=1)
    return _month_from((first - timedelta(days=1)).replace(day=1) if is_last else first)


def _year(today: date, is_last: bool) -> TimePeriod:
    year = today.year - is_last
    return _days(date(year, 1, 1), date(year + 1, 1, 1))


_CALENDAR_UNITS: dict[str, Callable[[date, bool], TimePeriod]] = {"week": _week, "month": _month, "year": _year}


def _month_from(first: date) -> TimePeriod:
    return _days(first, (first + timedelta(days=31)).replace(day=1))


def _age(words: str, now: datetime) -> TimePeriod | None:
    found = _AGE.fullmatch(words)
    if not found or found[2] not in _UNITS:
        return None
    return TimePeriod(now - int(found[1]) * _UNITS[found[2]], now, is_moment=True)


def _calendar(words: str, now: datetime) -> TimePeriod | None:
    if re.fullmatch(r"\d{4}", words, re.ASCII):
        return _days(date(int(words), 1, 1), date(int(words) + 1, 1, 1))
    if found := _MONTH.fullmatch(words):
        return _month_from(date(int(found[1]), int(found[2]), 1))
    if _WEEK_OR_DAY.fullmatch(words.upper()):
        first = date.fromisoformat(words.upper())
        is_week = "W" in words.upper() and not re.search(r"W\d{2}-?\d$", words.upper())
        return _days(first, first + timedelta(days=7 if is_week else 1))
    return None


def _moment(words: str, now: datetime) -> TimePeriod | None:
    if len(words) < len("2026-11-23T10") or not words[0].isdecimal():
        return None
    moment = datetime.fromisoformat(words.upper())
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return TimePeriod(moment.astimezone(UTC), moment.astimezone(UTC) + _MINUTE, is_moment=True)
