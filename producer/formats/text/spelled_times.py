"""Times that are spelled out: RFC 822 and its many variants, and what people and templates write in any language.

Every part of the text must be understood: date, clock, half of the day, zone, day of the week and the words between
them. A text with anything else is no time, so that nothing is misread in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

from wiredesk import calendar_words

MAX_TIME_CHARS = 80
"""Characters of a time; the longest that are known have some 60, with the names of a day, a month and a zone."""
MAX_YEAR = 2200
"""Maximum year of the Gregorian calendar; greater ones are years of another calendar, such as the Buddhist 2568."""
_TOKEN = re.compile(
    r"""
    (?P<year_first>\d{4}(?P<a>[-/.])\ ?\d{1,2}(?P=a)\ ?\d{1,2})(?!\d)\.?
  | (?P<year_last>\d{1,2}(?P<b>[-/.])\ ?\d{1,2}(?P=b)\ ?(?:\d{4}|\d{2}))(?![\d:])
  | (?P<clock>\d{1,2}:\d{1,2}(?::\d{1,2}(?:[.,]\d{1,9})?)?|\d{1,2}\.\d{2}(?:\.\d{2})?(?![\d.])
       |\d{1,2}\ ?[hH]\ ?\d{2}(?![\w:])|\d{1,2}[hH](?![\w:]))
  | (?P<offset>[+-]\d{1,2}(?::?\d{2})?(?!\d))
  | (?P<area>[A-Z][A-Za-z]{2,19}(?:/[A-Z][A-Za-z0-9_+-]{1,30}){1,2})
  | (?P<number>\d{1,4})(?:(?i:st|nd|rd|th|er|re|[eoa])(?![^\W\d_])|[.°])?(?!\d)
  | (?P<word>[^\W\d_][^\s\d,;:()+/|"“”–—@•·_-]*)
  | (?P<gap>[\s,;:()/|"“”–—@•·'’.-])
    """,
    re.VERBOSE,
)
_EAST_ASIAN_DATE = re.compile(r"(\d{4}) ?[年년] ?(\d\d?) ?[月월] ?(\d\d?) ?[日일號号]?")
_EAST_ASIAN_CLOCK = re.compile(r"(\d\d?) ?[時时시點点](?: ?(\d\d?) ?[分분])?(?: ?(\d\d?) ?[秒초])?")
_EXPLAINED = re.compile(r"([+-]\d\d:?\d\d) ?\([^()]*\)\Z")
"""An offset and its name: RFC 5322's comment, JavaScript's ``(Central European Summer Time)``."""
_CROATIAN = re.compile(r"\d\. ?(?:lip|lis|listopada)\b", re.IGNORECASE)
"""Croatian months, whose names are other months in Polish; only Croatian has a full stop before them."""
_APART = re.compile(r"\b([AaPp])\.? [Mm]\b\.?")


class _Unclear(Exception):
    """The text is no time, or could be several."""


@dataclass
class _Parts:
    """What the tokens of a text said."""

    day_first: bool | None
    numbers: list[str] = field(default_factory=list)
    month: int | None = None
    triple: str = ""
    clock: str = ""
    period: str = ""
    names: list[str] = field(default_factory=list)
    offsets: list[str] = field(default_factory=list)
    weekdays: list[int | None] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """Words that are the name of a month and of a day of the week (``mar``)."""
    previous: str = ""
    """Kind of the last token that was no gap."""


def spelled_time(text: str, day_first: bool | None = None) -> datetime | None:
    """Return an aware datetime for a time in words and numbers; None if a part of it is not understood.

    Args:
        text: the time, in NFKC and with decimal digits of ASCII.
        day_first: whether the document writes the day before the month in ``08/05/2025``; None if it does not say.
    """
    if len(text) > MAX_TIME_CHARS or _CROATIAN.search(text):
        return None
    text = _EXPLAINED.sub(r"\1", text)
    text = _EAST_ASIAN_CLOCK.sub(lambda part: f" {part[1]}:{part[2] or '00'}:{part[3] or '00'} ", text)
    text = _APART.sub(r"\1m", _EAST_ASIAN_DATE.sub(r" \1-\2-\3 ", text))
    parts = _Parts(day_first)
    at = 0
    try:
        while at < len(text):
            token = _TOKEN.match(text, at)
            if token is None:
                return None
            at = token.end()
            if token.lastgroup != "gap":
                _put(parts, token)
        return _moment(parts)
    except (_Unclear, ValueError, OverflowError):
        return None


def _put(parts: _Parts, token: re.Match[str]) -> None:
    kind = next(name for name in _KINDS if token[name])
    value = token[kind]
    if kind == "offset" and not _may_have_offset(parts):
        kind, value = "number", value[1:]  # the hyphen of "8-May-2025"
    if kind in ("year_first", "year_last"):
        kind = _put_triple(parts, value)
    elif kind == "clock":
        _put_clock(parts, value)
    elif kind == "offset":
        parts.offsets.append(value)
    elif kind == "area":
        parts.names.append(value)
    elif kind == "number":
        parts.numbers.append(value)
    else:
        kind = _put_word(parts, value)
    parts.previous = kind


_KINDS = ("year_first", "year_last", "clock", "offset", "area", "number", "word")


def _put_triple(parts: _Parts, value: str) -> str:
    """Put three numbers, which are a date or the clock behind one; return their kind."""
    has_day = parts.triple or (parts.month and len(parts.numbers) == 2)
    if has_day and not parts.clock and value.count(".") == 2 and len(value) <= 8:
        _put_clock(parts, value)  # "05.12.2020 08.00.00", "5 Dec 2020 08.00.00"
        return "clock"
    if parts.triple or parts.month:
        raise _Unclear
    parts.triple = value
    return "date"


def _put_clock(parts: _Parts, value: str) -> None:
    if parts.clock:
        raise _Unclear
    if ":" not in value:  # "8.30", "8h30", "8h"
        value = re.sub(r"[hH. ]+(?=\d)", ":", value).rstrip("hH ")
    parts.clock = value


def _may_have_offset(parts: _Parts) -> bool:
    """Return whether an offset may follow: behind a clock or a zone, or behind the year of ``09:30:00 2025 +0200``."""
    if parts.previous == "number":
        return bool(parts.clock) and len(parts.numbers[-1]) == 4
    return parts.previous in ("clock", "period", "zone", "offset")


def _put_word(parts: _Parts, word: str) -> str:
    """Put a word by its meaning; return its kind."""
    period = calendar_words.day_period(word)
    if period and (parts.previous in ("number", "clock") or not word.isascii()):
        return _put_period(parts, period)
    month, is_day = calendar_words.month_of(word), calendar_words.is_weekday(word)
    if parts.clock and calendar_words.is_zone_name(word) and (parts.month or parts.triple or not month):
        parts.names.append(word)
        return "zone"
    if parts.previous in ("clock", "period") and word.isascii() and word.isupper() and not is_day:
        if calendar_words.is_clock_unit(word):
            return parts.previous
        raise _Unclear  # an unknown zone, though the letters may be a word ("A", "AS")
    if calendar_words.says_nothing(word) and not month and not is_day:
        return parts.previous
    return _put_name(parts, word, month, is_day=is_day)


def _put_period(parts: _Parts, period: str) -> str:
    if parts.period:
        raise _Unclear
    if not parts.clock and parts.previous == "number":
        parts.clock = parts.numbers.pop()  # "8 AM"
    parts.period = period
    return "period"


def _put_name(parts: _Parts, word: str, month: int | None, *, is_day: bool) -> str:
    if month and is_day:
        parts.words.append(word)
        return "weekday"
    if is_day:
        parts.weekdays.append(calendar_words.weekday_of(word))
        return "weekday"
    if month and not parts.month and not parts.triple:
        parts.month = month
        return "month"
    if month or not (parts.clock or len(parts.numbers) == 3 or calendar_words.is_zone_name(word)):
        raise _Unclear
    parts.names.append(word)
    return "zone"


def _moment(parts: _Parts) -> datetime:
    day = _day(parts)
    if day.year > MAX_YEAR:
        raise _Unclear
    moment = datetime(day.year, day.month, day.day) + _since_midnight(parts)
    return moment.replace(tzinfo=_zone(parts, moment))


def _zone(parts: _Parts, moment: datetime) -> timezone:
    """Return the zone: the offset if there is one, else the name, else UTC.  A name beside an offset explains it."""
    names = parts.names
    if parts.offsets:
        found = {calendar_words.offset(one) for one in parts.offsets}
    else:
        found = {calendar_words.named_zone(name, moment) for name in names}
    zone = found.pop() if found else UTC
    if found or zone is None or (parts.offsets and len(names) > 1) or any(len(n) > 5 and "/" not in n for n in names):
        raise _Unclear
    return zone


def _day(parts: _Parts) -> date:
    if parts.month is None and not parts.triple and len(parts.words) == 1:  # "8 mar 2025"
        parts.month = calendar_words.month_of(parts.words.pop())
    elif parts.month is None and not parts.triple and len(parts.words) == 2:  # "mar 8 mar 2025"
        parts.month = calendar_words.month_of(parts.words[1])
    if parts.triple:
        return _from_triple(parts)
    if parts.month is None:
        raise _Unclear
    numbers = parts.numbers
    if len(numbers) == 3 and len(numbers[2]) == 4 and not parts.clock and parts.names:  # "8 May 2025 0930 GMT"
        parts.clock = f"{numbers[2][:2]}:{numbers.pop()[2:]}"
    if len(numbers) != 2:
        raise _Unclear
    day, year = numbers if len(numbers[0]) <= 2 else reversed(numbers)
    return date(_year(year), parts.month, int(day))


def _from_triple(parts: _Parts) -> date:
    """Return the day of three numbers; raise :class:`_Unclear` where day and month could be exchanged."""
    if parts.numbers:
        raise _Unclear
    first, second, third = (part.strip() for part in re.split(r"[-/.]", parts.triple))
    if len(first) == 4:
        return date(int(first), int(second), int(third))
    year, low, high = _year(third), int(first), int(second)
    if len(third) == 2 and low >= 20 and int(third) < 20:
        raise _Unclear  # "25.05.08": the eighth of May 2025, as in Korea, rather than a day of 2008
    day_first = parts.day_first
    if "." in parts.triple or low > 12 or low == high:
        day_first = True
    elif high > 12:
        day_first = False
    if day_first is None:
        day_first = _by_weekday(parts, year, low, high)
    if day_first is None and parts.period:
        day_first = False  # the twelve-hour clock with letters is American
    if day_first is None:
        raise _Unclear
    return date(year, high, low) if day_first else date(year, low, high)


def _by_weekday(parts: _Parts, year: int, first: int, second: int) -> bool | None:
    """Return which order gives the day of the week that stands there; None if both or neither do."""
    wanted = next((day for day in parts.weekdays if day is not None), None)
    as_day_first = date(year, second, first).weekday() == wanted
    as_month_first = date(year, first, second).weekday() == wanted
    return as_day_first if as_day_first != as_month_first else None


def _year(text: str) -> int:
    """Return a year; one of two or three digits is completed by the rule of RFC 5322, 4.3."""
    number = int(text)
    if len(text) == 2:
        return number + (2000 if number < 50 else 1900)
    if len(text) == 3:
        return number + 1900
    if len(text) != 4:
        raise _Unclear
    return number


def _since_midnight(parts: _Parts) -> timedelta:
    """Return the time of day.  24:00:00 is the end of the day, and second 60 of a leap second is 59."""
    if not parts.clock:
        if parts.period:
            raise _Unclear
        return timedelta()
    hour, minute, second = (*parts.clock.replace(",", ".").split(":"), "0", "0")[:3]
    hours, minutes, seconds = int(hour), int(minute), float(second)
    if parts.period:
        if hours > 12 and parts.period == "am":
            raise _Unclear
        hours = hours % 12 + (12 if parts.period == "pm" else 0) if hours <= 12 else hours
    at_end = hours == 24 and not minutes and not seconds
    if (hours > 23 and not at_end) or minutes > 59 or seconds >= 61:
        raise _Unclear
    return timedelta(hours=hours, minutes=minutes, seconds=seconds if seconds < 60 else 59)
