"""Numbers, days and durations as the reader's language writes them, by the rules of the CLDR."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from desk.reader_language import ENGLISH, language

if TYPE_CHECKING:  # a desk that speaks English loads nothing of Babel
    from babel import Locale

_ENGLISH = {"d MMM y": "%-d %b %Y", "d MMM": "%-d %b", "MMM y": "%b %Y", "y": "%Y"}
_SKELETONS = {"d MMM y": "yMMMd", "d MMM": "MMMd", "MMM y": "yMMM", "y": "y"}


@cache
def locale(language: str) -> Locale:
    """Return the rules of a language."""
    from babel import Locale

    return Locale.parse(language)


def text_direction() -> str:
    """Return how the reader's language is written: ``ltr`` or ``rtl``."""
    return "ltr" if (chosen := language()) == ENGLISH else locale(chosen).text_direction


def number_words(value: float) -> str:
    """Return a number with thousands separators, and one decimal where it is small and not whole."""
    places = 0 if value >= 10 or value == int(value) else 1
    if (chosen := language()) == ENGLISH:
        return f"{value:,.{places}f}"
    from babel.numbers import format_decimal

    return format_decimal(round(value, places), locale=locale(chosen))


def decimal_words(value: float) -> str:
    """Return a number with all its digits, as a language other than English writes it."""
    from babel.numbers import format_decimal

    return format_decimal(value, "#,##0.######", locale=locale(language()))


def date_words(value: date, fields: str = "d MMM y") -> str:
    """Return some fields of a day in the order and with the words of the reader's language: ``23 Nov 2026``.

    Args:
        fields: as English orders them, by the letters of the CLDR: ``MMM y`` is ``Nov 2026``.
    """
    if (chosen := language()) == ENGLISH:
        return value.strftime(_ENGLISH[fields])
    from babel.dates import format_skeleton

    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    return format_skeleton(_SKELETONS[fields], moment, locale=locale(chosen))


def unit_words(value: float, unit: str, name: str, places: int) -> str:
    """Return a length of time.

    Args:
        unit: its unit as English abbreviates it.
        name: its unit by its name, such as ``minute``.
        places: digits after the point.
    """
    if (chosen := language()) == ENGLISH:
        return f"{value:.{places}f} {unit}"
    from babel.units import format_unit

    return format_unit(round(value, places), f"duration-{name}", "short", locale=locale(chosen))


def country_name(code: str, english: str) -> str:
    """Return the name of a country.

    Args:
        code: its ISO 3166-1 code.
        english: its English name, which is also that of a code that the reader's language has no name for.
    """
    if (chosen := language()) == ENGLISH:
        return english
    return str(locale(chosen).territories.get(code, english))
