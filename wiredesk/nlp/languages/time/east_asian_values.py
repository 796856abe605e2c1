"""Values of Chinese and Japanese expressions: ``2026年8月20日``, ``去年5月``, ``上周五``, ``午後3時``."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import Timex
from wiredesk.nlp.dates.period import in_year, on_day, weekday
from wiredesk.nlp.dates.year_choice import day_without_year, nearest_month
from wiredesk.nlp.languages.time.calendar_values import timex
from wiredesk.nlp.languages.time.length_values import count_of
from wiredesk.nlp.languages.time.time_reading import TimeMatch, TimeReading
from wiredesk.nlp.languages.time.time_vocabulary import CODE

_AFTERNOON = frozenset(("AF", "EV"))


def east_asian_day(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve month and day, with or without the year; a day alone is of the month that was named last."""
    day = int(count_of(match, "day") or 0)
    if not 1 <= day <= 31:
        return None
    if match.has("month"):
        month = int(match.number("month"))
        if not 1 <= month <= 12:
            return None
        year = _year(match, reading)
        if year is not None:
            return timex(match, on_day(year, month, day))
        if reading.day is None:
            return timex(match, None)
        return timex(match, day_without_year(month, day, reading.tense(match.first, match.last), reading.day))
    ground = reading.antecedent(match.first, ("day", "month")) or reading.day
    if ground is None:
        return timex(match, None)
    first = ground.first_day()
    found = on_day(first.year, first.month, day)
    if found is None:
        return None
    if match.has("part"):
        return Timex(match.first, match.last, "TIME", f"{found}T{match.value('part')}", found)
    return timex(match, found)


def _year(match: TimeMatch, reading: TimeReading) -> int | None:
    if match.has("year"):
        return match.number("year")
    if match.has("yearstep") and reading.day:
        return reading.day.year + match.number("yearstep")
    return None


def east_asian_month(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``2026年8月``, ``去年5月``, ``8月``."""
    if match.has("day"):
        return east_asian_day(match, reading)
    month = match.number("month")
    if not 1 <= month <= 12:
        return None
    year = _year(match, reading)
    if year is not None:
        return timex(match, in_year(year, "month", month - 1))
    here = reading.here("month")
    if here is None:
        return timex(match, None)
    return timex(match, nearest_month(here, month - 1, reading.tense(match.first, match.last)))


def stepped(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve one word for last, this or next year, month or week; a week with its day: ``上周五``."""
    unit = next(name for name in ("year", "month", "week") if match.has(f"{name}step"))
    here = reading.here(unit)
    if here is None:
        return timex(match, None)
    found = here.shift(match.number(f"{unit}step"))
    if match.has("weekday"):
        number = match.number("weekday")
        number = number - 1 if match.code("weekday") == CODE["card"] else number
        if 0 <= number <= 6:
            return timex(match, weekday(found.to("day"), number, 1))
    return timex(match, found)


def east_asian_clock(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``20时30分``, ``午後3時``."""
    hour = int(count_of(match, "hour") or 0)
    minute = 30 if match.has("minute") and match.code("minute") == CODE["half"] else match.number("minute")
    if match.has("part") and str(match.value("part")) in _AFTERNOON and hour < 12:
        hour += 12
    if hour > 24 or minute > 59:
        return None
    day = reading.same_sentence(match.first, ("day",)) or reading.day
    return Timex(match.first, match.last, "TIME", f"{day.to('day')}T{hour:02d}:{minute:02d}" if day else None)
