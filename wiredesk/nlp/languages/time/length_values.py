"""Values of lengths of time and of repetitions: ``zwei Wochen``, ``seit Jahren``, ``jeden Montag``, ``par an``."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import Timex
from wiredesk.nlp.dates.rules.durations import length
from wiredesk.nlp.languages.time.time_reading import TimeMatch, TimeReading
from wiredesk.nlp.languages.time.time_vocabulary import CODE, codes_of, group_of

_MAX_LENGTH = 100_000
"""Units of the longest time that is counted in news; more is a number of something else."""
_HALF, _VAGUE, _A, _CARD = CODE["half"], CODE["vague"], CODE["a"], CODE["card"]
_JOINS = codes_of("to or until")
_DASH = CODE["dash"]
_BEFORE_UNKNOWN = group_of("before_unknown")
_MAX_CLOCK_DAYS = 2


def count_of(match: TimeMatch, group: str = "num") -> float | None:
    """Return the number that a group counts; the upper one of a range; None for an unknown number."""
    if not match.has(group):
        return None
    first, last = match.span(group)
    codes, values = match.tokens.classes, match.tokens.values
    total: float | None = None
    for at in range(first, last):
        code, value = codes[at], values[at]
        if code == _VAGUE:
            return None
        if code in _JOINS or (code == _DASH and codes[at - 1] != _CARD):
            total = None
        elif code == _HALF:
            total = (total or 0) + 0.5
        elif code == _A:
            total = 1.0
        elif code == _CARD and total is not None and isinstance(value, int | float):
            total = total * value if value >= 100 and total < value else total + value
        elif code == CODE["dec"]:
            total = decimal(str(value))
        elif isinstance(value, int | float) and code not in {_DASH, CODE["and"]}:
            total = float(value)
    return total


def decimal(word: str) -> float:
    """Return the number that digits with marks write: the last mark parts a fraction unless three digits follow."""
    head, mark, tail = word, "", ""
    for at in range(len(word) - 1, -1, -1):
        if not word[at].isdigit():
            head, mark, tail = word[:at], word[at], word[at + 1 :]
            break
    whole = "".join(sign for sign in head if sign.isdigit())
    if mark and len(tail) == 3 and mark != "٫":
        return float(int(whole + tail))
    return float(f"{int(whole or 0)}.{int(tail or 0):0{len(tail)}d}") if tail else float(int(whole or 0))


def length_of_time(match: TimeMatch, _reading: TimeReading) -> Timex | None:
    """Resolve ``zwei Wochen``, ``un an et demi``, ``30 Minuten``, ``ein halbes Jahr``."""
    count = 0.5 if match.has("demi") else count_of(match)
    if match.has("half") and count is not None:
        count += 0.5
    return _duration(match, count)


def _duration(match: TimeMatch, count: float | None) -> Timex | None:
    unit = match.unit()
    if (count is not None and not 0 < count <= _MAX_LENGTH) or unit == "season":
        return None
    return Timex(match.first, match.last, "DURATION", length("fortnight" if unit == "fortnight" else unit, count))


def length_from_day(match: TimeMatch, _reading: TimeReading) -> Timex | None:
    """Resolve ``die vergangenen drei Jahre``, ``ces dix dernières années`` to a length of time."""
    return _duration(match, count_of(match))


def unknown_length(match: TimeMatch, _reading: TimeReading) -> Timex | None:
    """Resolve ``seit Jahren``, ``pendant des semaines``: a plural without a number."""
    codes = match.tokens.classes
    before = codes[match.first - 1] if match.first else ""
    if before == CODE["the"] and match.first > 1:
        before = codes[match.first - 2]
    return _duration(match, None) if before in _BEFORE_UNKNOWN else None


def length_word(match: TimeMatch, _reading: TimeReading) -> Timex | None:
    """Resolve a word that is a length: ``jahrelang`` (PXY), ``halbjährig`` (P6M)."""
    return Timex(match.first, match.last, "DURATION", str(match.tokens.values[match.first]))


def repeated(match: TimeMatch, _reading: TimeReading) -> Timex | None:
    """Resolve ``jeden Montag``, ``alle zwei Wochen``, ``chaque année``, ``cada mes``."""
    code = match.code("what")
    if code == CODE["weekday"]:
        return Timex(match.first, match.last, "SET", f"XXXX-WXX-{match.number('what') + 1}{_part(match)}")
    if code == CODE["month"]:
        return Timex(match.first, match.last, "SET", f"XXXX-{match.number('what'):02d}")
    if code == CODE["season"]:
        return Timex(match.first, match.last, "SET", f"XXXX-{('SP', 'SU', 'FA', 'WI')[match.number('what') % 4]}")
    if code == CODE["part"]:
        return Timex(match.first, match.last, "SET", f"XXXX-XX-XXT{match.value('what')}")
    if code == CODE["relday"]:
        return None
    unit = match.unit("what")
    count = 1.0
    if match.has("nth"):
        number = match.value("nth")
        count = float(number) if isinstance(number, int | float) and number else 1.0
    if not 0 < count <= _MAX_LENGTH:
        return None
    return Timex(match.first, match.last, "SET", length(unit, count))


def _part(match: TimeMatch) -> str:
    return f"T{match.value('part')}" if match.has("part") else ""


def repeated_word(match: TimeMatch, _reading: TimeReading) -> Timex | None:
    """Resolve a word that is a repetition: ``täglich`` (P1D)."""
    return Timex(match.first, match.last, "SET", str(match.tokens.values[match.first]))


def repeated_weekday(match: TimeMatch, _reading: TimeReading) -> Timex | None:
    """Resolve ``montags``, ``sonntags``."""
    return Timex(match.first, match.last, "SET", f"XXXX-WXX-{match.number('weekdays') + 1}{_part(match)}")


def rate(match: TimeMatch, _reading: TimeReading) -> Timex | None:
    """Resolve ``pro Jahr``, ``par mois``."""
    return Timex(match.first, match.last, "SET", length(match.unit(), 1.0))
