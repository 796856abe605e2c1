"""Values of times of the day: ``um 20.30 Uhr``, ``à 20h30``."""

from __future__ import annotations

import re

from wiredesk.nlp.dates.date_context import Timex
from wiredesk.nlp.languages.time.length_values import count_of
from wiredesk.nlp.languages.time.time_reading import TimeMatch, TimeReading
from wiredesk.nlp.languages.time.time_vocabulary import CODE, group_of

_PARTS = re.compile(r"\d+")
_AFTERNOON = "pm"
_NUMBER = group_of("number")
_BEFORE_CLOCK = group_of("before_clock")
_MAX_JOINT_TOKENS = 1


def clock(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve a time of the day that the sentence named last, or else of the story's day."""
    found = _hour_minute(match, reading)
    codes = match.tokens.classes
    if found is None:
        return None
    before = codes[match.first - 1] if match.first else ""
    if not match.has("mark") and match.last < len(codes) and codes[match.last] in _UNITS:
        return None
    if match.has("time") and not match.has("mark") and not _is_named(match, before):
        return None
    return _at(match.first, match.last, found, reading)


def _is_named(match: TimeMatch, before: str) -> bool:
    """Return whether digits are a time by the word before them: "3:1" and "2:10" are results of sport."""
    if match.code("time") == CODE["dotclock"]:
        return before in {CODE["at"], CODE["clockat"]}
    if ":" not in match.words("time") or before in _BEFORE_CLOCK:
        return True
    after = match.tokens.classes[match.last : match.last + 1]
    return before == CODE["comma"] and after not in _NUMBER


def _at(first: int, last: int, found: tuple[int, int], reading: TimeReading) -> Timex:
    day = reading.same_sentence(first, ("day",)) or reading.day
    value = f"{day.to('day')}T{found[0]:02d}:{found[1]:02d}" if day else None
    return Timex(first, last, "TIME", value)


def _hour_minute(match: TimeMatch, reading: TimeReading) -> tuple[int, int] | None:
    if match.has("time"):
        parts = [int(part) for part in _PARTS.findall(match.words("time"))]
        hour, minute = parts[0], parts[1] if len(parts) > 1 else 0
    else:
        value = count_of(match, "hour")
        if value is None:
            return None
        hour, minute = int(value), match.number("minute")
        if match.has("minute") and match.code("minute") == CODE["half"]:
            minute = 30
        if match.has("half"):
            hour, minute = (hour - 1) % 24, 30
        if match.has("and") and not match.has("minute"):
            return None
        if match.has("mark") and match.code("mark") == CODE["units"] and match.value("mark") != "hour":
            return None
        if not match.has("mark", "minute", "pm", "half") and not reading.vocabulary.bare_hour:
            return None
    if match.has("pm") and match.value("pm") == _AFTERNOON and hour < 12:
        hour += 12
    return (hour, minute) if hour <= 24 and minute <= 59 else None


def clocks(match: TimeMatch, reading: TimeReading) -> list[Timex] | None:
    """Resolve ``von 9 bis 12 Uhr`` to two times."""
    if match.code("mark") == CODE["units"] and match.value("mark") != "hour":
        return None
    found = []
    for group in ("hour", "hour2"):
        parts = [int(part) for part in _PARTS.findall(match.words(group))]
        hour, minute = parts[0], parts[1] if len(parts) > 1 else 0
        if hour > 24 or minute > 59:
            return None
        first, last = match.span(group)
        found.append(_at(first, match.last if group == "hour2" else last, (hour, minute), reading))
    return found


_UNITS = frozenset((CODE["unit"], CODE["units"], CODE["yearly"]))
_JOINTS = frozenset((CODE["comma"],))
_CLOCK = re.compile(r"T\d\d:\d\d$")


def joined(first: Timex, second: Timex, reading: TimeReading) -> Timex | None:
    """Return a day and the time just behind it, or before it, as one expression; None where they are not one."""
    between = reading.tokens.classes[first.last : second.first]
    if len(between) > _MAX_JOINT_TOKENS or any(code not in _JOINTS for code in between):
        return None
    day, time = (first, second) if second.type == "TIME" else (second, first)
    if time.type != "TIME" or day.period is None or day.period.unit != "day" or not time.value:
        return None
    if time is first and between:
        return None
    if not _CLOCK.search(time.value) and (between or day.type == "TIME"):
        return None
    if day.type == "TIME" and time is first:
        return None
    value = f"{day.period}T{time.value.partition('T')[2]}"
    return Timex(first.first, second.last, "TIME", value, day.period)
