"""Values of expressions of time (TimeML TIMEX3) in other languages than English, by the forms of the CLDR."""

from __future__ import annotations

import re
from datetime import datetime

from desk.reader_formats import locale
from desk.reader_language import language

_DURATION = re.compile(r"P(?:T(\d+)([HMS])|(\d+)([YMWD]))", re.ASCII)
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_CLOCK_UNITS = {"H": "hour", "M": "minute", "S": "second"}
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d))?)?)?", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)


def foreign_time_words(value: str, year: int | None = None) -> str:
    """Return a duration of one unit, a day, month, quarter or year in the reader's language; empty for other values.

    Args:
        year: the year that a reader expects; of a day in it the year is left out.
    """
    if found := _DURATION.fullmatch(value):
        from babel.units import format_unit

        count, unit = (found[1], _CLOCK_UNITS[found[2]]) if found[1] else (found[3], _UNITS[found[4]])
        return format_unit(int(count), f"duration-{unit}", "long", locale=locale(language()))
    if found := _QUARTER.fullmatch(value):
        return _formatted("yQQQQ", found[1], str(3 * int(found[2])))
    if not (found := _DAY.fullmatch(value)):
        return ""
    fields = "y" if not found[2] else "yMMMM" if not found[3] else "MMMEd" if found[1] == str(year) else "yMMMEd"
    words = _formatted(fields, found[1], found[2] or "1", found[3] or "1")
    return f"{words}, {found[4]}" if words and found[4] else words


def _formatted(fields: str, year: str, month: str, day: str = "1") -> str:
    from babel.dates import format_skeleton

    try:
        moment = datetime(int(year), int(month), int(day))
    except ValueError:
        return ""
    return format_skeleton(fields, moment, locale=locale(language()))
