"""Calendar periods: a day, a week, a quarter, a decade … as a unit and its number, so that shifting is addition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

UNITS = ("day", "week", "weekend", "month", "quarter", "season", "half", "year", "decade", "century")
"""Finer before coarser."""

SEASONS = ("SP", "SU", "FA", "WI")
_PER_YEAR = {"month": 12, "quarter": 4, "season": 4, "half": 2}
PER_YEAR = {**_PER_YEAR, "year": 1}
"""So many of the unit are a year."""
_MIN, _MAX = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period.  ``number`` counts its unit from the year 0; a week begins on Monday (ISO 8601)."""

    unit: str
    number: int

    def shift(self, by: int) -> Period:
        return Period(self.unit, self.number + by)

    @property
    def known(self) -> bool:
        """The period lies in the years that the calendar here knows, 1 to 9999."""
        days_each = {"day": 1, "week": 7, "weekend": 7}
        if self.unit in days_each:
            return _MIN <= self.number * days_each[self.unit] <= _MAX - 7
        size = _PER_YEAR.get(self.unit)
        if size:
            return 1 <= self.number // size < 9999
        return 0 <= self.number < {"year": 9999, "decade": 999, "century": 99}[self.unit]

    @property
    def year(self) -> int:
        return self.first_day().year

    def first_day(self) -> date:
        """The period's first day, kept within the years that Python knows."""
        unit, number = self.unit, self.number
        if unit == "day":
            return _day(number)
        if unit in {"week", "weekend"}:
            return _day(number * 7 + 1 + (5 if unit == "weekend" else 0))
        if unit in _PER_YEAR:
            year, part = divmod(number, _PER_YEAR[unit])
            month = part * 12 // _PER_YEAR[unit] + 1 + (2 if unit == "season" else 0)
            return _day_of(year, month)
        return _day_of(number * {"year": 1, "decade": 10, "century": 100}[unit], 1)

    def to(self, unit: str) -> Period:
        """The period of another unit that holds this one's first day."""
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
    """The period of a unit that holds a day.  Winter belongs to the year in which it begins."""
    year = day.year
    if unit == "day":
        return Period(unit, day.toordinal())
    if unit in {"week", "weekend"}:
        return Period(unit, (day.toordinal() - 1) // 7)
    if unit == "season":
        return Period(unit, year * 4 + (day.month - 3) // 3)
    if unit in _PER_YEAR:
        return Period(unit, year * _PER_YEAR[unit] + (day.month - 1) * _PER_YEAR[unit] // 12)
    return Period(unit, year // {"year": 1, "decade": 10, "century": 100}[unit])


def in_year(year: int, unit: str, part: int) -> Period:
    """The ``part``-th (from 0) month, quarter, season or half of a year."""
    return Period(unit, year * _PER_YEAR[unit] + part)


def on_day(year: int, month: int, day: int) -> Period | None:
    """A day of the calendar, or None where there is no such day."""
    try:
        return Period("day", date(year, month, day).toordinal())
    except ValueError:
        return None


def weekday(day: Period, number: int, step: int) -> Period:
    """The nearest day with that weekday (Monday is 0) before (``step`` -1) or after (1) a day, or the day itself."""
    today = (day.number - 1) % 7
    return day.shift((number - today) % 7 if step > 0 else -((today - number) % 7))


def _day(number: int) -> date:
    return date.fromordinal(min(max(number, _MIN), _MAX))


def _day_of(year: int, month: int) -> date:
    return date(min(max(year, 1), 9999), month, 1)


def days(first: date, second: date) -> int:
    """Days from the first to the second."""
    return (second - first) // timedelta(days=1)
