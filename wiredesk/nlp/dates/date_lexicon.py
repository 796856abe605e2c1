"""The words of time as tables: word → class of the grammar, and word → value where it has one."""

from __future__ import annotations

from wiredesk.nlp.lexicon import table, word_list, word_map, word_set

_WORDS = table("time_words")

MONTHS = word_list("calendar", "months")
WEEKDAYS = word_list("calendar", "weekdays")
_MONTH_NUMBER = {name: number for number, name in enumerate(MONTHS)}
_MONTH_FORMS: dict[str, str] = table("calendar")["month_forms"]
MONTH = (
    _MONTH_NUMBER
    | {name[:3]: number for name, number in _MONTH_NUMBER.items()}
    | {form: _MONTH_NUMBER[name] for form, name in _MONTH_FORMS.items()}
)
"""Month names and their abbreviations; January is 0."""
WEEKDAY = {name: number for number, name in enumerate(WEEKDAYS)}
_WEEKDAY_FORMS: dict[str, str] = table("calendar")["weekday_forms"]
WEEKDAY_SHORT = {name[:3]: number for name, number in WEEKDAY.items()} | {
    form: WEEKDAY[name] for form, name in _WEEKDAY_FORMS.items()
}
SEASON: dict[str, int] = table("calendar")["seasons"]

UNIT: dict[str, str] = _WORDS["units"]
UNIT_PLURALS: dict[str, str] = {f"{name}s": unit for name, unit in UNIT.items()} | _WORDS["unit_forms"]
SYMBOL: dict[str, tuple[str, int, str]] = {unit: tuple(row) for unit, row in _WORDS["symbols"].items()}
"""Unit → whether it is of the clock, factor, and letter of an ISO 8601 duration."""
VAGUE_SYMBOL: dict[str, str] = _WORDS["vague_symbols"]

PART: dict[str, str] = _WORDS["parts"]
"""Part of the day → what follows the T of a TIMEX3 time."""

DECADES: dict[str, int] = table("numbers")["decades"]
"""Decade → the first three digits of its years."""

REFERENCE: dict[str, str] = _WORDS["references"]
RELATIVE_DAY: dict[str, int] = _WORDS["relative_days"]
"""Word → days from the story's day."""
SETS: dict[str, str] = _WORDS["sets"]

ZONES = word_set("time_zones", "abbreviations")
SMALL_ZONES = word_set("time_zones", "small")
UNIVERSAL = word_set("time_zones", "universal")

CLASSES = word_map("time_words", "classes")
"""Word → class, where the word's form alone decides."""
AMOUNT_UNITS = frozenset(_WORDS["amounts"]["units"].split())
GIVEN_CLASSES: list[str] = _WORDS["token_classes"]["given"].split()
"""Classes that a token's form or capital decides."""
CAPITAL_CLASSES = frozenset(_WORDS["token_classes"]["capital"].split())
BEFORE_YEARS = frozenset(_WORDS["before"]["years"].split())
BEFORE_MONTHS = frozenset(_WORDS["before"]["months"].split())
BEFORE_RATES = frozenset(_WORDS["before"]["rates"].split())
