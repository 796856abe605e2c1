"""Rules of holidays as a language's table writes them: ``12-25``, ``easter+39``, ``5-sun-2``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from wiredesk.nlp.dates.date_lexicon import WEEKDAY_SHORT
from wiredesk.nlp.dates.holidays import easter


@cache
def holiday_rule(text: str) -> Callable[[int], date]:
    """Return the rule that gives a holiday's day in a year.

    ``12-25`` is a day of the calendar, ``easter+39`` counts from Easter Sunday, ``advent-7`` from the first Sunday of
    Advent, and ``5-sun-2`` is the second Sunday of May; a third number below zero counts from the month's end.

    Raises:
        ValueError: the text is no such rule.
    """
    if text.startswith("easter"):
        offset = int(text[6:] or 0)
        return lambda year: easter(year) + timedelta(offset)
    if text.startswith("advent"):
        back = int(text[6:] or 0)
        return lambda year: _advent(year) + timedelta(back)
    month, day, *nth = text.split("-", 2)
    if day in WEEKDAY_SHORT:
        return lambda year: _nth_weekday(year, int(month), WEEKDAY_SHORT[day], int(nth[0]))
    fixed = date(2024, int(month), int(day))
    return lambda year: fixed.replace(year=year)


def _advent(year: int) -> date:
    """Return the first Sunday of Advent: the fourth before Christmas."""
    christmas = date(year, 12, 25)
    return christmas - timedelta(christmas.weekday() + 1 + 21)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    return last - timedelta((last.weekday() - weekday) % 7 + 7 * (-nth - 1))
