"""Values of days and periods counted from the story's day: ``gestern``, ``la semaine dernière``."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import Timex
from wiredesk.nlp.dates.period import UNITS, Period, weekday
from wiredesk.nlp.dates.rules.durations import length
from wiredesk.nlp.dates.tense import FUTURE
from wiredesk.nlp.languages.time.calendar_values import timex
from wiredesk.nlp.languages.time.length_values import count_of
from wiredesk.nlp.languages.time.time_reading import TimeMatch, TimeReading
from wiredesk.nlp.languages.time.time_vocabulary import CODE, group_of

_BEFORE_PART = group_of("before_part")
_BEFORE_WEEKEND = group_of("before_weekend")
_CALENDAR = frozenset(UNITS)
_PLURAL = frozenset((CODE["units"], CODE["yearly"]))
_PLURAL_WORD = 2
"""Value of a plural form of "last" or "next", where the unit has one form for both numbers."""
_LATER = CODE["later"]
_MAX_COUNT = 5000
"""Units that an expression counts; a larger number is no length of time of the news."""
_DATED = tuple(unit for unit in UNITS if unit not in {"decade", "century", "season"})


def weekday_named(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``am Montag``, ``lundi dernier``, ``Montagabend``: by a word, or by the tense of the verb."""
    day = reading.day
    if day is None:
        return timex(match, None)
    number, step = match.number("weekday"), match.step("which", "which2")
    if step:
        found = weekday(day.shift(step), number, step)
    elif step == 0:
        found = weekday(Period("day", day.to("week").number * 7 + 1), number, 1)
    else:
        ahead = reading.tense(match.first, match.last) > 0
        found = weekday(day, number, 1 if ahead else -1)
    return _with_part(match, found)


def _with_part(match: TimeMatch, day: Period) -> Timex:
    if not match.has("part"):
        return timex(match, day)
    return Timex(match.first, match.last, "TIME", f"{day}T{match.value('part')}", day)


def relative_day(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``gestern``, ``hier soir``."""
    if reading.day is None:
        return timex(match, None)
    return _with_part(match, reading.day.shift(match.number("relday")))


def relative_part(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve words such as ``ce soir``, which the table gives as ``0:EV``."""
    step, _, part = str(match.value("relpart")).partition(":")
    if reading.day is None:
        return timex(match, None, "TIME")
    day = reading.day.shift(int(step))
    return Timex(match.first, match.last, "TIME", f"{day}T{part}", day)


def part_of_day(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``am Abend``, ``dans la nuit``: of the day that the sentence named, else of the story's day."""
    codes = match.tokens.classes
    at = match.first - 1
    if at > 0 and codes[at] == CODE["the"]:
        at -= 1
    if not match.has("which") and (at < 0 or codes[at] not in _BEFORE_PART):
        return None
    day = reading.same_sentence(match.first, ("day",)) or reading.day
    if match.has("which") and match.code("which") == CODE["last"]:
        day = reading.day.shift(-1) if reading.day else None
    return Timex(match.first, match.last, "TIME", f"{day}T{match.value('part')}" if day else None)


def night_before(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``Nacht zum Sonntag``, ``nuit de samedi à dimanche``: the night that began the day before."""
    found = weekday_named(match, reading) if match.has("weekday") else relative_day(match, reading)
    if found is None or found.period is None:
        return found
    day = found.period.shift(-1)
    return Timex(match.first, match.last, "TIME", f"{day}T{match.value('night')}", day)


def period_named(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``vergangene Woche``, ``l'année prochaine``, ``in den letzten Jahren``, ``am selben Tag``."""
    unit = match.unit()
    code = match.code("which")
    step = match.step("which") or 0
    if match.value("which") == _PLURAL_WORD and step:
        return _lengths(match, unit)
    if match.code("unit") in _PLURAL and (match.code("unit") == CODE["units"] or step) and not _is_singular(match):
        return _lengths(match, unit) if step else None
    if unit not in _CALENDAR:
        return None
    if code in {CODE["following"], CODE["previous"], CODE["same"]}:
        ground = reading.antecedent(match.first, _finer(unit)) or (reading.day if code != CODE["same"] else None)
        if ground is None:
            return timex(match, None)
        return timex(match, ground.to(unit).shift(step))
    here = reading.here(unit)
    if here is None:
        return timex(match, None)
    if unit == "weekend" and step and reading.day:
        return timex(match, _weekend(reading.day, step))
    return timex(match, here.shift(step))


def _finer(unit: str) -> tuple[str, ...]:
    return UNITS[: UNITS.index(unit) + 1]


def _is_singular(match: TimeMatch) -> bool:
    return match.has("edge") and match.code("unit") not in _PLURAL


def _lengths(match: TimeMatch, unit: str) -> Timex | None:
    return None if unit == "season" else Timex(match.first, match.last, "DURATION", length(unit, None))


def part_of_period(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``Anfang der Woche``, ``fin d'année``, ``Jahresende`` to the running period, by the tense to the next."""
    unit = match.unit()
    here = reading.here(unit) if unit in _CALENDAR else None
    return timex(match, here) if here else None


def weekend(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``am Wochenende``: the one to come; until Thursday without a verb of the future, the last."""
    codes = match.tokens.classes
    if match.first == 0 or codes[match.first - 1] not in _BEFORE_WEEKEND:
        return None
    if reading.day is None:
        return timex(match, None)
    ahead = reading.tense(match.first, match.last) > 0 or (reading.day.number - 1) % 7 >= 4
    return timex(match, _weekend(reading.day, 0 if ahead else -1))


def _weekend(day: Period, step: int) -> Period:
    """Return the running week's weekend, the last that is over (-1) or the one after the next Sunday (1)."""
    return day.to("weekend").shift(step)


def ago(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``vor drei Tagen``, ``il y a deux ans``, ``tre anni fa``; an unknown number is PAST_REF."""
    return _away(match, reading, -1)


def hence(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``in drei Tagen``, ``dans deux ans``; after a verb in the past it is a length of time."""
    return _away(match, reading, 1)


def _away(match: TimeMatch, reading: TimeReading, sign: int) -> Timex | None:
    unit = match.unit()
    count = count_of(match)
    if not match.has("num") and match.code("unit") not in _PLURAL:
        return None
    if count is None:
        return Timex(match.first, match.last, "DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    if match.has("half"):
        count += 0.5
    return counted(match, reading.day, unit, sign * count)


def counted(match: TimeMatch, day: Period | None, unit: str, count: float) -> Timex | None:
    """Return the period so many units from a day, as precise as the unit."""
    if abs(count) > _MAX_COUNT:
        return None
    if day is None:
        return timex(match, None)
    if unit in {"hour", "minute", "second"}:
        if abs(count) >= 24 and unit == "hour" and count % 24 == 0:
            return timex(match, day.to("day").shift(int(count // 24)))
        return Timex(match.first, match.last, "TIME", f"{day.to('day')}TXX")
    if count != int(count):
        unit, count = {"year": ("month", count * 12), "week": ("day", count * 7), "month": ("day", count * 30)}.get(
            unit, (unit, count)
        )
    if unit in {"day", "night"}:
        return timex(match, day.to("day").shift(int(count)))
    if unit in {"week", "fortnight"}:
        return timex(match, day.to("week").shift(int(count) * (2 if unit == "fortnight" else 1)))
    if unit not in _CALENDAR:
        return None
    return timex(match, day.to(unit).shift(int(count)))


def from_antecedent(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``drei Tage später``, ``un an plus tôt``, ``im Jahr darauf``: from the date that was named before."""
    unit = match.unit()
    sign = 1 if match.code("how") == _LATER else -1
    count = count_of(match) if match.has("num") else None if match.code("unit") in _PLURAL else 1.0
    if count is None:
        return Timex(match.first, match.last, "DATE", "FUTURE_REF" if sign > 0 else "PAST_REF")
    if unit in {"hour", "minute", "second"}:
        return None
    ground = reading.antecedent(match.first, _DATED if unit in _DATED else ("year", "decade"))
    if ground and ground.unit in {"year", "decade"} and unit not in {"year", "decade", "century"}:
        return timex(match, None)
    return counted(match, ground or reading.day, unit, sign * count)


def day_beside(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``la veille``, ``le lendemain``, ``tags zuvor``: the day before or after the one that was named."""
    ground = reading.antecedent(match.first, ("day",)) or reading.day
    if ground is None:
        return timex(match, None)
    return _with_part(match, ground.shift(int(match.tokens.values[match.first])))


def day_alone(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``am 20.``, ``le 20``: the day of the month that was named last, or the nearest by the tense."""
    number = match.number("day")
    if not 1 <= number <= 31 or reading.day is None:
        return None
    month = reading.antecedent(match.first, ("month", "day")) or reading.day
    day = month.to("month").first_day()
    try:
        found = Period("day", day.replace(day=number).toordinal())
    except ValueError:
        return None
    if month is reading.day and found.number < reading.day.number and reading.tense(match.first, match.last) >= FUTURE:
        return timex(match, None)
    return timex(match, found)


def reference(match: TimeMatch, _reading: TimeReading) -> Timex | None:
    """Resolve ``derzeit``, ``naguère``, ``künftig`` to PRESENT_REF, PAST_REF or FUTURE_REF."""
    return timex(match, str(match.tokens.values[match.first]))
