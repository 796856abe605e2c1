"""The day of a dateline: ``May 8``, ``8 May 2025``, ``2025-05-08``, ``Thursday``."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_DATE = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY}),?\s*)?"
    rf"(?:(?P<iso>\d{{4}}-\d\d-\d\d)"
    rf"|(?P<month>{_MONTH})\s?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<year>(?:19|20)\d\d))?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<month2>{_MONTH})(?:,?\s(?P<year2>(?:19|20)\d\d))?)(?!\w)"
    rf"|(?P<alone>{_WEEKDAY})(?=\s*[(/–—-])",
    re.IGNORECASE,
)


def day_at(text: str, start: int, end: int) -> re.Match[str] | None:
    """The day that is written at ``start``, if one is."""
    day = _DATE.match(text, start, end)
    return day if day and _is_of_a_month(day) else None


def _is_of_a_month(day: re.Match[str]) -> bool:
    number = day["day"] or day["day2"]
    return number is None or 1 <= int(number) <= 31


def resolved(day: re.Match[str], published: date | None) -> str | None:
    """Its date; without a year the one nearest publication, a weekday alone the last one before it."""
    if day["iso"]:
        try:
            return date.fromisoformat(day["iso"]).isoformat()
        except ValueError:
            return None
    if day["alone"]:
        if published is None:
            return None
        back = (published.weekday() - _WEEKDAYS.index(day["alone"][:3].lower())) % 7
        return (published - timedelta(days=back)).isoformat()
    month = _MONTHS.index((day["month"] or day["month2"])[:3].lower()) + 1
    number, year = int(day["day"] or day["day2"]), day["year"] or day["year2"]
    try:
        found = date(int(year), month, number) if year else published and _nearest_year(month, number, published)
    except ValueError:
        return None
    return found.isoformat() if found else None


def _nearest_year(month: int, day: int, published: date) -> date | None:
    """The month and day in the year that puts it nearest the day of publication; None if there is no such day."""
    near = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            near.append(date(year, month, day))
        except ValueError:
            continue
    return min(near, key=lambda one: abs(one - published), default=None)
