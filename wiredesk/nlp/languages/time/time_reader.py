"""Find the expressions of time in a text of any language and resolve them from left to right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from wiredesk.contract import Date
from wiredesk.nlp.dates.date_context import Timex
from wiredesk.nlp.dates.period import period
from wiredesk.nlp.languages.time import (
    calendar_values,
    clock_values,
    east_asian_values,
    length_values,
    relative_values,
)
from wiredesk.nlp.languages.time.clock_values import joined
from wiredesk.nlp.languages.time.time_reading import TimeMatch, TimeReading
from wiredesk.nlp.languages.time.time_rules import rules_of
from wiredesk.nlp.languages.time.time_tokens import tokenize_time
from wiredesk.nlp.languages.time.time_vocabulary import time_vocabulary

Resolve = Callable[[TimeMatch, TimeReading], Timex | list[Timex] | None]
_MODULES = (calendar_values, relative_values, length_values, clock_values, east_asian_values)


def _resolver(name: str) -> Resolve:
    for module in _MODULES:
        if found := getattr(module, name, None):
            resolve: Resolve = found
            return resolve
    raise ValueError(f"a rule of dates has the value {name!r}, which no function resolves")


def read_dates(text: str, language: str, day: date | None) -> tuple[Date, ...]:
    """Return every expression of time in a text, in order; no two overlap.

    Args:
        text: the story.
        language: its code, such as ``de``.
        day: the day on which it is told; without one, what is counted from it has no value.
    """
    vocabulary = time_vocabulary(language)
    tokens = tokenize_time(text, vocabulary)
    reading = TimeReading(tokens, vocabulary, period(day, "day") if day else None)
    found: list[tuple[Timex, str]] = []
    reached = 0
    for match, rule in rules_of(language).matches(tokens.classes):
        if match.start() < reached:
            continue
        one = TimeMatch(tokens, match, rule.name)
        resolved = _resolver(rule.value)(one, reading)
        if resolved is None:
            continue
        for timex in resolved if isinstance(resolved, list) else [resolved]:
            if found and (whole := joined(found[-1][0], timex, reading)):
                found.pop()
                reading.previous.pop()
                timex = whole
            named = timex._replace(rule=rule.name)
            found.append((named, rule.name))
            reading.previous.append(named)
            reached = named.last
    return tuple(
        Date(span=tokens.span(timex.first, timex.last), type=timex.type, value=timex.value, rule=name)
        for timex, name in found
    )
