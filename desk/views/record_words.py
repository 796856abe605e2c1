"""Dates, amounts and other records of a story in words for readers."""

from __future__ import annotations

from desk.reader_formats import decimal_words
from desk.reader_language import ENGLISH, N_, gettext, language
from desk.views.foreign_time_values import foreign_time_words
from desk.views.time_values import time_words
from wiredesk.contract import Amount, Date, Extraction

_DIRECTIONS = {"up": N_("rose"), "down": N_("fell"), "unchanged": N_("unchanged")}

_LARGE = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))


def date_words(date: Date, year: int | None = None) -> str:
    """Return when a date is; empty where it is not resolved.

    Args:
        year: the year that a reader expects.
    """
    return _time_words(date.value, date.type, year)


def _time_words(value: str | None, kind: str = "DATE", year: int | None = None) -> str:
    """Return a TIMEX3 value in the reader's language, in English where that has no form for it."""
    if value and kind != "SET" and language() != ENGLISH and (words := foreign_time_words(value, year)):
        return words
    return time_words(value, kind, year)


def date_note(date: Date) -> str:
    """Return type and value of a date with the code, for a tooltip."""
    kind = gettext(date.type.lower())
    if not date.value:
        return f"{kind}: {gettext('not resolved')}"
    words = date_words(date)
    return f"{kind}: {words}" if words == date.value else f"{kind}: {words} ({date.value})"


def amount_words(amount: Amount) -> str:
    """Return value, unit and measure of an amount, such as ``412 million EUR, cost, rose``."""
    value = _number(amount.value)
    unit = "%" if amount.unit == "percent" else f" {amount.unit}" if amount.unit else ""
    direction = gettext(_DIRECTIONS[amount.direction]) if amount.direction else ""
    parts = (value + unit, gettext(amount.measure) if amount.measure else "", direction, _time_words(amount.period))
    return ", ".join(filter(None, parts))


def _number(value: float) -> str:
    """Return a number with its digits, or from a million on in millions, billions or trillions."""
    if language() != ENGLISH:
        return decimal_words(value)
    size, name = next((row for row in _LARGE if abs(value) >= row[0]), (1.0, ""))
    return f"{value / size:,.6f}".rstrip("0").rstrip(".") + name


def shown_amounts(found: Extraction) -> list[tuple[int, Amount]]:
    """Return the amounts that a reader would look up, with their positions: money, percentages, and measured counts.

    Of the same words with the same value only the first.
    """
    first: dict[object, tuple[int, Amount]] = {}
    for n, one in enumerate(found.amounts):
        if one.kind != "count" or one.measure:
            key = found.text[slice(*one.span)], one.value, one.measure, one.direction
            first.setdefault(key, (n, one))
    return list(first.values())


def shown_dates(found: Extraction) -> list[tuple[int, Date]]:
    """Return the dates whose value says more than their words, with their positions.

    Of the same words with the same value only the first.
    """
    first: dict[object, tuple[int, Date]] = {}
    for n, one in enumerate(found.dates):
        words = found.text[slice(*one.span)].lower()
        if one.value and date_words(one) != words:
            first.setdefault((words, one.value), (n, one))
    return list(first.values())
