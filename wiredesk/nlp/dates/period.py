"""Calendar periods as a unit and a number, so that the next period is the number plus one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

SEASONS = ("SP", "SU", "FA", "WI")
"""TIMEX3 codes, spring first."""
_DAYS = {"day": 1, "week": 7, "weekend": 7}
"""Days from one such period to the next."""
_PER_YEAR = {"month": 12, "quarter": 4, "season": 4, "half": 2}
_YEARS = {"year": 1, "decade": 10, "century": 100}
"""Years of the unit."""
_LAST = {"year": 9999, "decade": 999, "century": 99}
"""Number of the first period that the calendar does not hold in full; it ends with the year 9999."""
PER_YEAR = {**_PER_YEAR, "year": 1}
"""How many of the unit make a year."""
UNITS = (*_DAYS, *_PER_YEAR, *_YEARS)
"""Finer units before coarser ones."""
_MIN, _MAX = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period. ``number`` counts its unit from the year 0; a week begins on Monday (ISO 8601)."""

    unit: str
    number: int

    def shift(self, by: int) -> Period:
        """Return the period so many units later."""
        return Period(self.unit, self.number + by)

    @property
    def known(self) -> bool:
        """Whether the period lies in the years that Python's calendar has, 1 to 9999."""
        if self.unit in _DAYS:
            return _MIN <= self.number * _DAYS[self.unit] <= _MAX - 7
        size = _PER_YEAR.get(self.unit)
        if size:
            return 1 <= self.number // size < 9999
        return 0 <= self.number < _LAST[self.unit]

    @property
    def year(self) -> int:
        """Year of the first day."""
        return self.first_day().year

    def first_day(self) -> date:
        """Return the period's first day, clamped to the years 1 to 9999. A season begins in March, June, …"""
        unit, number = self.unit, self.number
        if unit == "day":
            return _day(number)
        if unit in {"week", "weekend"}:
            return _day(number * 7 + 1 + (5 if unit == "weekend" else 0))
        if unit in _PER_YEAR:
            year, part = divmod(number, _PER_YEAR[unit])
            month = part * 12 // _PER_YEAR[unit] + 1 + (2 if unit == "season" else 0)
            return _day_of(year, month)
        return _day_of(number * _YEARS[unit], 1)

    def to(self, unit: str) -> Period:
        """Return the period of another unit that holds this one's first day."""
        return self if unit == self.unit else period(self.first_day(), unit)

    def __str__(self) -> str:
        unit, number = self.unit, self.number
        if unit == "day":
            return _day(number).isoformat()
        if unit in {"week", "weekend"}:
            year, week, _ = _day(number * 7 + 1).isocalendar()
            return f"{year:04d}-W{week:02d}" + ("-WE" if unit == "weekend" else "")
        if unit in _PER_YEAR:
            year, part = divmod(number, _PER_YEAR[unit])
            return (
                f"{year:04d}-"
                + {
                    "month": f"{part + 1:02d}",
                    "quarter": f"Q{part + 1}",
                    "season": SEASONS[part % 4],
                    "half": f"H{part + 1}",
                }[unit]
            )
        return f"{number:0{ {'year': 4, 'decade': 3, 'century': 2}[unit] }d}"


def period(day: date, unit: str) -> Period:
    """Return the period of a unit that holds a day. Winter belongs to the year in which it begins."""
    year = day.year
    if unit == "day":
        return Period(unit, day.toordinal())
    if unit in {"week", "weekend"}:
        return Period(unit, (day.toordinal() - 1) // 7)
    if unit == "season":
        return Period(unit, year * 4 + (day.month - 3) // 3)
    if unit in _PER_YEAR:
        return Period(unit, year * _PER_YEAR[unit] + (day.month - 1) * _PER_YEAR[unit] // 12)
    return Period(unit, year // _YEARS[unit])


def in_year(year: int, unit: str, part: int) -> Period:
    """Return the month, quarter, season or half of a year by its number, from 0."""
    return Period(unit, year * _PER_YEAR[unit] + part)


def on_day(year: int, month: int, day: int) -> Period | None:
    """Return a day of the calendar, or None where it does not exist."""
    try:
        return Period("day", date(year, month, day).toordinal())
    except ValueError:
        return None


def weekday(day: Period, number: int, step: int) -> Period:
    """Return the nearest day with that weekday (Monday is 0), the day itself included.

    ``step`` is -1 for the nearest before, 1 for the nearest after.
    """
    today = (day.number - 1) % 7
    return day.shift((number - today) % 7 if step > 0 else -((today - number) % 7))


@lru_cache(maxsize=4096)
def _day(number: int) -> date:
    return date.fromordinal(min(max(number, _MIN), _MAX))


def _day_of(year: int, month: int) -> date:
    return date(min(max(year, 1), 9999), month, 1)
