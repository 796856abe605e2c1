"""Values of expressions of time (TimeML TIMEX3) in words: ``three weeks`` for P3W, ``Tue 18 Aug, evening``."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

_WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_NUMBERS: list[str] = _WORDS["numbers"]
_ORDINALS: list[str] = _WORDS["ordinals"]
_SEASONS: dict[str, str] = _WORDS["seasons"]
_DURATION = re.compile(r"P((?:[\dX.]+[YMWD])*)(?:T((?:[\dX.]+[HMS])+))?", re.ASCII)
_COUNTED = re.compile(r"([\dX.]+)([YMWDHS])")
_PERIOD = re.compile(
    r"(\d{4})-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)|W(?P<week>\d\d)(?P<weekend>-WE)?)",
    re.ASCII,
)
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_CLOCK = re.compile(r"(\d\d(?::\d\d){0,2})(Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII)


def time_words(value: str | None, kind: str = "DATE", year: int | None = None) -> str:
    """Return a TIMEX3 value in words; a value of another form is returned as it is.

    Args:
        kind: ``SET`` is a repetition: every three weeks.
        year: the year that a reader expects; of a day in it the year is left out.
    """
    if not value:
        return ""
    if value in _WORDS["references"]:
        return str(_WORDS["references"][value])
    if length := _duration(value):
        return f"every {_every(length)}" if kind == "SET" else length
    day, _, clock = value.partition("T")
    words = _day(day, year)
    if not clock or words is None:
        return words or value
    told = _clock(clock)
    return f"{words}, {told}" if told else value


def _duration(value: str) -> str:
    """Return a duration in words; empty if the value has another form."""
    found = _DURATION.fullmatch(value)
    if not found or not (found[1] or found[2]):
        return ""
    parts = [_count(number, _WORDS["units"][unit]) for number, unit in _COUNTED.findall(found[1])]
    parts += [_count(number, _WORDS["clock_units"][unit]) for number, unit in _COUNTED.findall(found[2] or "")]
    return " ".join(parts)


def _count(number: str, unit: str) -> str:
    if "X" in number:
        return f"some {unit}s"
    if number == "1":
        return f"one {unit}"
    if number.isdecimal():
        count = int(number)
        return f"{_NUMBERS[count] if count < len(_NUMBERS) else format(count, ',')} {unit}s"
    return f"{number} {unit}s"


def _every(length: str) -> str:
    """Return how often: every year, every three weeks."""
    return length.removeprefix("one ").removeprefix("some ")


def _day(value: str, year: int | None) -> str | None:
    """Return a day or a longer period; None if the value has another form."""
    if found := _PERIOD.fullmatch(value):
        return _period(found, year)
    if re.fullmatch(r"\d{3}", value, re.ASCII):
        return f"the {value}0s"
    if re.fullmatch(r"\d{2}", value, re.ASCII):
        return f"the {int(value)}00s" if int(value) else None
    found = _DAY.fullmatch(value)
    if not found:
        return None
    try:
        first = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
    if not found[2]:
        return found[1]
    if not found[3]:
        return f"{first:%B} {found[1]}"
    return _named_day(first, year)


def _named_day(day: date, year: int | None) -> str:
    words = f"{day:%a} {day.day} {day:%b}"
    return words if day.year == year else f"{words} {day.year}"


def _period(found: re.Match[str], year: int | None) -> str | None:
    number = found[1]
    if found["quarter"]:
        return f"{_ORDINALS[int(found['quarter']) - 1]} quarter of {number}"
    if found["half"]:
        return f"{_ORDINALS[int(found['half']) - 1]} half of {number}"
    if found["season"]:
        return f"{_SEASONS[found['season']]} {number}"
    try:
        first = date.fromisocalendar(int(number), int(found["week"]), 6 if found["weekend"] else 1)
    except ValueError:
        return None
    return f"{'weekend' if found['weekend'] else 'week'} of {_named_day(first, year)}"


def _clock(value: str) -> str:
    """Return a time of day; empty if the value has another form."""
    if value in _WORDS["parts"]:
        return str(_WORDS["parts"][value])
    found = _CLOCK.fullmatch(value)
    if not found:
        return ""
    return f"{found[1]} UTC{'' if found[2] == 'Z' else found[2]}" if found[2] else found[1]
