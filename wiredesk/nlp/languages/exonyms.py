"""Countries and cities by the names that a language has for them, with their place in the gazetteer.

Names of countries, and of cities that give their name to a time zone, are CLDR's; the names of further cities are in
the language's ``places.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from wiredesk.nlp.gazetteer import Gazetteer, Place, Rank
from wiredesk.nlp.knowledge import countries
from wiredesk.nlp.languages.cldr import cldr_names
from wiredesk.nlp.languages.time.time_vocabulary import table_of

_MIN_LETTERS = 3
"""Letters of the shortest name that is looked for in a text; "Ad" and "Oh" are words."""


@dataclass(frozen=True, slots=True)
class Exonym:
    """What a name means."""

    name: str
    """The name in the language."""
    country: str
    """ISO 3166-1 alpha-2."""
    city: str | None = None
    """English name of the city; None for the country itself."""


@cache
def exonyms(language: str) -> Mapping[str, Exonym]:
    """Return the countries and cities that a language has names for, by the name as written."""
    # lazy: an English wire does without it
    from babel.core import get_global

    zones: Mapping[str, str] = get_global("zone_territories")
    names, english = cldr_names(language), {zone: city for city, zone in cldr_names("en").cities.items()}
    own = table_of(language, "places")
    no_names = frozenset(own.get("not_places", "").split())
    found: dict[str, Exonym] = {}
    for name, zone in names.cities.items():
        if country := zones.get(zone):
            city = english.get(zone) or zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")
            found[name] = Exonym(name, country, city)
    for city, words in own.get("cities", {}).items():
        place, _, code = city.rpartition(", ")
        for name in words:
            found[name] = Exonym(name, code, place)
    for name, code in names.territories.items():
        if code in _codes():
            found[name] = Exonym(name, code)
    for code, words in own.get("countries", {}).items():
        for name in words:
            found[name] = Exonym(name, code)
    if _is_latin(language):
        named = {(one.country, one.city) for one in found.values()}
        for name, code in _capitals().items():
            if (code, name) not in named:
                found.setdefault(name, Exonym(name, code, name))
    found |= {name.replace("’", "'"): one for name, one in found.items() if "’" in name}
    return {name: one for name, one in found.items() if len(name) >= _MIN_LETTERS - 1 and name not in no_names}


def _is_latin(language: str) -> bool:
    """Return whether a language is written in Latin letters, so that it leaves most names of capitals as they are."""
    return any("a" <= sign <= "z" for name in cldr_names(language).months for sign in name.lower())


@cache
def _capitals() -> dict[str, str]:
    return {country.capitals[0]: country.code for country in countries() if country.capitals}


@cache
def _codes() -> frozenset[str]:
    return frozenset(country.code for country in countries())


def place_of(exonym: Exonym, gazetteer: Gazetteer) -> Place | None:
    """Return the place of the gazetteer that a name means; None if the gazetteer lacks it."""
    columns = gazetteer.columns
    country = next((one for one in countries() if one.code == exonym.country), None)
    ranks: tuple[Rank, ...] = (Rank.CITY,)
    if exonym.city is None:
        names: Iterator[str] = iter((country.name, *country.variants)) if country else iter(())
        ranks = (Rank.COUNTRY, Rank.REGION, Rank.FEATURE)
    else:
        names = iter((exonym.city, exonym.name))
    for name in names:
        for rank in ranks:
            for row in gazetteer.rows(name):
                place = columns.codes[columns.country[row]] if columns.country[row] >= 0 else None
                if place == exonym.country and columns.rank[row] == rank:
                    return gazetteer.place(int(row))
    return None


@cache
def main_names(language: str) -> Mapping[tuple[str, str | None], str]:
    """Return the first name of each place, CLDR's before other forms, by its country and English name."""
    found: dict[tuple[str, str | None], str] = {}
    for name, one in exonyms(language).items():
        found.setdefault((one.country, one.city), name)
    return found


@cache
def name_prefixes(language: str) -> str:
    """Return the letters that the language writes as a part of the word behind them: Arabic "and", "in", "to"."""
    return str(table_of(language, "places").get("prefixes", ""))


@cache
def name_pattern(language: str, *, spaced: bool) -> re.Pattern[str]:
    """Return a pattern that finds the first letters of a name, behind a prefix or not."""
    firsts = "|".join(sorted({re.escape(name[:2]) for name in exonyms(language)}))
    prefixes = name_prefixes(language)
    prefix = f"[{prefixes}]?" if prefixes else ""
    return re.compile((r"(?<!\w)" if spaced else "") + f"{prefix}(?:{firsts})")
