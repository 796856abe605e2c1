"""Holidays that news names without a date, each with the rule that gives its day in a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

_MON, _THU, _FRI, _SUN = 0, 3, 4, 6


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (anonymous algorithm of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    p = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * p) // 451
    month, day = divmod(h + p - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], date]:
    """Return the rule of the nth such weekday of a month; a negative nth counts from the end."""

    def rule(year: int) -> date:
        if nth > 0:
            first = date(year, month, 1)
            return first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
        return last - timedelta((last.weekday() - weekday) % 7 + 7 * (-nth - 1))

    return rule


def _easter(offset: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(offset)


def _election(year: int) -> date:
    """The Tuesday after the first Monday of November."""
    return _nth(11, _MON, 1)(year) + timedelta(1)


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's day": _fixed(1, 1),
    "new year's eve": _fixed(12, 31),
    "epiphany": _fixed(1, 6),
    "martin luther king day": _nth(1, _MON, 3),
    "martin luther king jr. day": _nth(1, _MON, 3),
    "groundhog day": _fixed(2, 2),
    "valentine's day": _fixed(2, 14),
    "presidents day": _nth(2, _MON, 3),
    "presidents' day": _nth(2, _MON, 3),
    "st. patrick's day": _fixed(3, 17),
    "st patrick's day": _fixed(3, 17),
    "april fools' day": _fixed(4, 1),
    "shrove tuesday": _easter(-47),
    "mardi gras": _easter(-47),
    "ash wednesday": _easter(-46),
    "palm sunday": _easter(-7),
    "maundy thursday": _easter(-3),
    "good friday": _easter(-2),
    "holy saturday": _easter(-1),
    "easter": _easter(0),
    "easter sunday": _easter(0),
    "easter monday": _easter(1),
    "ascension day": _easter(39),
    "pentecost": _easter(49),
    "whit sunday": _easter(49),
    "whit monday": _easter(50),
    "corpus christi day": _easter(60),
    "earth day": _fixed(4, 22),
    "anzac day": _fixed(4, 25),
    "may day": _fixed(5, 1),
    "cinco de mayo": _fixed(5, 5),
    "ve day": _fixed(5, 8),
    "victory day": _fixed(5, 9),
    "mother's day": _nth(5, _SUN, 2),
    "memorial day": _nth(5, _MON, -1),
    "d-day": _fixed(6, 6),
    "father's day": _nth(6, _SUN, 3),
    "juneteenth": _fixed(6, 19),
    "canada day": _fixed(7, 1),
    "fourth of july": _fixed(7, 4),
    "bastille day": _fixed(7, 14),
    "assumption day": _fixed(8, 15),
    "labor day": _nth(9, _MON, 1),
    "labour day": _fixed(5, 1),
    "columbus day": _nth(10, _MON, 2),
    "indigenous peoples' day": _nth(10, _MON, 2),
    "halloween": _fixed(10, 31),
    "all saints' day": _fixed(11, 1),
    "all souls' day": _fixed(11, 2),
    "guy fawkes night": _fixed(11, 5),
    "election day": _election,
    "veterans day": _fixed(11, 11),
    "armistice day": _fixed(11, 11),
    "remembrance sunday": _nth(11, _SUN, 2),
    "thanksgiving": _nth(11, _THU, 4),
    "thanksgiving day": _nth(11, _THU, 4),
    "black friday": lambda year: _nth(11, _THU, 4)(year) + timedelta(1),
    "cyber monday": lambda year: _nth(11, _THU, 4)(year) + timedelta(4),
    "christmas": _fixed(12, 25),
    "christmas day": _fixed(12, 25),
    "christmas eve": _fixed(12, 24),
    "boxing day": _fixed(12, 26),
}
"""Name in lower case with a straight apostrophe → its day in a year.

American holidays follow United States law (5 U.S.C. 6103) and custom, church holidays the Western calendar. Holidays of
a lunar calendar are left out: no rule gives their civil date for certain.
"""
