"""Names of CLDR in any language: months, days of the week, territories, cities, currencies, words of large numbers.

The names come from the package babel, which holds the Unicode CLDR (Unicode licence).  It is imported when the first
story in another language than English is read, and each language is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

_TWO_LETTERS = re.compile("[A-Z]{2}")
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Codes of CLDR's territories that are no country."""
_NUMBER = re.compile(r"[0\s'’.\u200f\u200e]+")


@dataclass(frozen=True, slots=True)
class CldrNames:
    """The names of one language. Keys are as CLDR writes them, values as the rest of wiredesk does."""

    months: Mapping[str, int]
    """Full name → 1 to 12; both the form in a date and the form that stands alone."""
    short_months: Mapping[str, int]
    weekdays: Mapping[str, int]
    """Full name → 0 for Monday."""
    short_weekdays: Mapping[str, int]
    territories: Mapping[str, str]
    """Name → ISO 3166-1 alpha-2."""
    cities: Mapping[str, str]
    """Name of a city that gives its name to a time zone → the zone, such as ``Europe/Paris``."""
    currencies: Mapping[str, str]
    """Name or sign → ISO 4217."""
    magnitudes: Mapping[str, float]
    """``Millionen`` → 1e6; words and short forms."""
    decimal: str
    """The sign before a decimal fraction."""


@cache
def cldr_names(language: str) -> CldrNames:
    """Return the names of a language by its code, ``de`` or ``pt-BR``; empty ones where CLDR has no such language."""
    # lazy: an English wire does without it
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return CldrNames({}, {}, {}, {}, {}, {}, {}, {}, ".")
    data: Mapping[str, Any] = locale._data
    return CldrNames(
        months=_calendar(data["months"], ("wide",)),
        short_months=_calendar(data["months"], ("abbreviated",)),
        weekdays=_calendar(data["days"], ("wide",)),
        short_weekdays=_calendar(data["days"], ("abbreviated", "short")),
        territories=_territories(locale.territories),
        cities={row["city"]: zone for zone, row in sorted(locale.time_zones.items()) if row.get("city")},
        currencies=_currencies(data),
        magnitudes=_magnitudes(data.get("compact_decimal_formats", {})),
        decimal=str(data["number_symbols"].get("latn", {}).get("decimal", ".")),
    )


def _calendar(table: Mapping[str, Any], widths: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for context in ("stand-alone", "format"):
        for width in widths:
            found |= {str(name): int(number) for number, name in table.get(context, {}).get(width, {}).items()}
    return found


def _territories(names: Mapping[str, str]) -> dict[str, str]:
    return {
        name: code
        for code, name in sorted(names.items(), reverse=True)
        if _TWO_LETTERS.fullmatch(code) and code not in _NOT_COUNTRIES
    }


def _currencies(data: Mapping[str, Any]) -> dict[str, str]:
    found = {str(name): str(code) for code, name in sorted(data["currency_names"].items(), reverse=True)}
    for code, forms in sorted(data.get("currency_names_plural", {}).items(), reverse=True):
        found |= {str(name): str(code) for name in dict(forms.items()).values()}
    return found | {str(sign): str(code) for code, sign in sorted(data["currency_symbols"].items()) if sign != code}


def _magnitudes(formats: Mapping[Any, Any]) -> dict[str, float]:
    """Return the words of CLDR's compact numbers: of ``00 Millionen`` the word is worth a million."""
    found: dict[str, float] = {}
    for width in ("long", "short"):
        for plural in dict(formats.get(width, {}).items()).values():
            for size, pattern in dict(plural.items()).items():
                text = getattr(pattern, "pattern", str(pattern)).split(";")[0]
                word = _NUMBER.sub(" ", text.replace("¤", "")).strip()
                zeros = text.count("0")
                if word and zeros and str(size).isdigit():
                    found.setdefault(word, float(size) / 10 ** (zeros - 1))
    return found
