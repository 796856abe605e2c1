"""Names of months, days of the week, halves of the day and time zones, in the languages of feeds and agencies."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wiredesk import datelines
from wiredesk.nlp.lexicon import table, word_map

WORDS_KEPT = 2048
"""Words whose meaning is kept in memory: more than all months and days of the languages of a wire."""
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "’": "'"})
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?(?::?00)?")
_AREA = re.compile(r"[A-Z][A-Za-z]{2,19}(?:/[A-Z][A-Za-z0-9_+-]{1,30}){1,2}")


@lru_cache(maxsize=WORDS_KEPT)
def fold(word: str) -> str:
    """Return a word as the tables have it: small letters without accents, marks and closing full stop."""
    plain = unicodedata.normalize("NFKD", word.casefold()).translate(_LETTERS)
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] != "M").strip(".'").removeprefix("d'")


@cache
def _months() -> dict[str, int]:
    return {word: int(number) for word, number in word_map("month_names", "months").items()}


@cache
def _weekdays() -> dict[str, int | None]:
    unclear: dict[str, int | None] = dict.fromkeys(table("month_names")["weekdays_unclear"]["words"].split())
    return unclear | {
        fold(word): int(number)
        for key in ("weekdays", "weekday_signs")
        for word, number in word_map("month_names", key).items()
    }


@cache
def _periods() -> dict[str, str]:
    return {fold(word).replace(".", ""): name for word, name in word_map("month_names", "day_periods").items()}


@cache
def _between(key: str) -> frozenset[str]:
    return frozenset(map(fold, table("month_names")["between"][key].split()))


@lru_cache(maxsize=WORDS_KEPT)
def month_of(word: str) -> int | None:
    """Return the number of a month by its name or abbreviation in some 45 languages; None if it is unknown.

    An abbreviation that the table does not have is understood if it begins names of one month only (``Sett.``).
    """
    folded = fold(word)
    if folded in _months():
        return _months()[folded]
    if number := datelines.exact_month(word):
        return number
    if len(folded) < 3:
        return None
    begun = {number for name, number in _months().items() if name.startswith(folded)}
    return begun.pop() if len(begun) == 1 else None


def is_weekday(word: str) -> bool:
    """Return whether a word names a day of the week."""
    return fold(word) in _weekdays()


def weekday_of(word: str) -> int | None:
    """Return the number of a day of the week, 0 for Monday; None if two languages use the word for different days."""
    return _weekdays().get(fold(word))


@lru_cache(maxsize=WORDS_KEPT)
def day_period(word: str) -> str | None:
    """Return ``am`` or ``pm`` for ``AM``, ``p.m.``, ``μ.μ.``, ``午後``; None for another word."""
    return _periods().get(fold(word).replace(".", ""))


def says_nothing(word: str) -> bool:
    """Return whether a word only joins the parts of a time: ``de``, ``um``, ``kl.``."""
    return fold(word) in _between("words") or is_clock_unit(word)


def is_clock_unit(word: str) -> bool:
    """Return whether a word may stand behind a clock without being a zone: ``Uhr``, ``h``, ``hrs``."""
    return fold(word) in _between("units")


@cache
def _names_of_zones() -> dict[str, str]:
    return word_map("time_zones", "offsets") | word_map("time_zones", "areas")


def offset(text: str) -> timezone | None:
    """Return the zone of ``+02:00``, ``+0200``, ``-3`` or ``+00:00:00``; None for an offset of a day or more."""
    match = _OFFSET.fullmatch(text)
    if match is None or int(match["hours"]) > 23 or int(match["minutes"] or 0) > 59:
        return None
    delta = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return timezone(-delta if match["sign"] == "-" else delta) if delta else UTC


def is_area(word: str) -> bool:
    """Return whether a word has the form of a zone of the IANA database: ``Europe/Oslo``."""
    return _AREA.fullmatch(word) is not None


def named_zone(word: str, moment: datetime) -> timezone | None:
    """Return the zone that a name means at a local time: ``CET``, ``ET``, ``Europe/Oslo``; None if it is unclear.

    A name that means several zones (``IST``) is not understood.
    """
    found = _names_of_zones().get(fold(word).replace(".", ""), word if is_area(word) else "")
    if found.startswith(("+", "-")):
        return offset(found)
    if not found:
        return None
    try:
        delta = moment.replace(tzinfo=ZoneInfo(found)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        return None
    return timezone(delta) if delta is not None else None


def is_zone_name(word: str) -> bool:
    """Return whether a word is a name of a zone that is understood at any time, or has the form of an IANA zone."""
    return fold(word).replace(".", "") in _names_of_zones() or is_area(word)


@cache
def _orders() -> dict[str, frozenset[str]]:
    return {key: frozenset(words.split()) for key, words in table("time_zones")["orders"].items()}


def day_first(language: str | None) -> bool | None:
    """Return whether a language writes the day before the month in ``08/05/2025``; None if it or its region may not."""
    first, *rest = (language or "").replace("_", "-").split("-")
    regions = {part.upper() for part in rest if len(part) == 2}
    if first.lower() == "en":
        if regions & _orders()["english_month_first"]:
            return False
        return True if regions & _orders()["english_day_first"] else None
    if "US" in regions:
        return None
    return True if first.lower() in _orders()["day_first"] else None
