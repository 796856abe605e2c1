"""Values of days, months, years and their parts that are named: ``20 août 2026``, ``Mitte März``, ``90er Jahre``."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import Timex
from wiredesk.nlp.dates.period import Period, in_year, on_day, period
from wiredesk.nlp.dates.year_choice import day_without_year, nearest_holiday, nearest_month
from wiredesk.nlp.languages.time.holiday_rules import holiday_rule
from wiredesk.nlp.languages.time.time_reading import TimeMatch, TimeReading
from wiredesk.nlp.languages.time.time_vocabulary import CODE, group_of

_TWO_DIGIT_PIVOT = 40
"""Two digits of a year below which it is of the 2000s."""
_AGAINST_TENSE_SEASONS = 3
"""Handicap of a season on the side that its verb's tense speaks against."""
_FIRST_YEAR, _LAST_YEAR = 1200, 2099
_BARE_YEARS = range(1700, 2050)
"""Years that are understood without a word of time beside them."""
_BEFORE_NAMED = group_of("before_named")  # fmt: skip
_BEFORE_YEAR = group_of("before_year")
_NUMBERS = group_of("numbers")
_COUNTED = group_of("counted")
_DASH, _OTHER, _OF = CODE["dash"], CODE["other"], CODE["of"]


def timex(match: TimeMatch, found: Period | str | None, kind: str = "DATE") -> Timex:
    """Return the match as one expression. A period is kept for the expressions that refer to it."""
    value = None if found is None or (isinstance(found, Period) and not found.known) else str(found)
    kept = found if isinstance(found, Period) and found.known else None
    return Timex(match.first, match.last, kind, value, kept)  # type: ignore[arg-type]


def iso_date(match: TimeMatch, _reading: TimeReading) -> Timex | None:
    """Resolve ``2026-08-20``."""
    year, month, day = map(int, str(match.tokens.values[match.first]).split("-"))
    found = on_day(year, month, day) if year else None
    return timex(match, found) if found else None


def numeric_date(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``20.8.2026`` and ``20/08/26`` in the order of the language."""
    word = str(match.tokens.values[match.first])
    mark = next(sign for sign in word if not sign.isdigit())
    one, two, year = (int(part) for part in word.split(mark))
    if mark == "-" and len(word.rsplit("-", maxsplit=1)[-1]) == 2:
        return None
    day, month = (two, one) if reading.vocabulary.month_first else (one, two)
    found = on_day(_full_year(year), month, day) or on_day(_full_year(year), day, month)
    return timex(match, found) if found else None


def numeric_day(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``20.8.``."""
    day, month = (int(part) for part in str(match.tokens.values[match.first]).split(".")[:2])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return _day(match, reading, month, day)


def _full_year(year: int) -> int:
    if year >= 100:
        return year
    return year + (2000 if year < _TWO_DIGIT_PIVOT else 1900)


def named_year(match: TimeMatch, reading: TimeReading) -> int | None:
    """Return the year that stands beside a day or month: 2026 of "2026" and of "next year"; None without one."""
    if match.has("year"):
        return match.number("year")
    step = match.step("ofyear", "ofyear2")
    if step is None:
        return None
    group = "ofyear" if match.has("ofyear") else "ofyear2"
    if match.code(group) in {CODE["same"], CODE["following"], CODE["previous"]}:
        ground = reading.antecedent(match.first, ("day", "month", "year")) or reading.day
        return ground.year + step if ground else None
    return reading.day.year + step if reading.day else None


def _day(match: TimeMatch, reading: TimeReading, month: int, day: int) -> Timex | None:
    if not 1 <= day <= 31:
        return None
    if match.has("year", "ofyear", "ofyear2"):
        year = named_year(match, reading)
        return timex(match, on_day(year, month, day) if year else None)
    if reading.day is None:
        return timex(match, None)
    step = match.step("which", "which2")
    tense = float(step) * 3 if step else reading.tense(match.first, match.last)
    return timex(match, day_without_year(month, day, tense, reading.day))


def day_of_month(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``20. August``, ``mercredi 20 août 2026``."""
    found = _day(match, reading, match.number("month"), match.number("day"))
    if found and found.period and match.has("part"):
        return Timex(found.first, found.last, "TIME", f"{found.value}T{match.value('part')}", found.period)
    return found


def days_of_month(match: TimeMatch, reading: TimeReading) -> list[Timex] | None:
    """Resolve ``vom 3. bis 5. Mai`` to two days."""
    first, second = match.number("day"), match.number("day2")
    if not 1 <= first < second <= 31:
        return None
    whole = _day(match, reading, match.number("month"), second)
    if whole is None:
        return None
    start = whole.period
    day = on_day(start.year, match.number("month"), first) if start else None
    return [
        Timex(match.first, match.span("day")[1], "DATE", str(day) if day else None, day),
        Timex(match.span("day2")[0], match.last, "DATE", whole.value, whole.period),
    ]


def _is_named(match: TimeMatch, reading: TimeReading) -> bool:
    """Return whether the words before a month or season make it one: "mars" and "été" have other meanings."""
    if match.has("edge", "which", "which2", "years", "ofyear", "ofyear2"):
        return True
    if match.has("year") and (match.has("month") or match.span("year")[0] == match.span("season")[1]):
        return True
    codes = match.tokens.classes
    if codes[match.last : match.last + 1] == _DASH and match.last + 1 < len(codes) and codes[match.last + 1] == _OTHER:
        return False  # "das Mai-Konzert"
    return match.first > 0 and codes[match.first - 1] in _BEFORE_NAMED


def month(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``im Mai``, ``Mitte März``, ``en mai dernier``, ``mai 2026``."""
    if not _is_named(match, reading) or not _is_written_small(match, reading, "month"):
        return None
    number = match.number("month") - 1
    if match.has("year", "ofyear", "ofyear2"):
        year = named_year(match, reading)
        return timex(match, in_year(year, "month", number) if year else None)
    here = reading.here("month")
    if here is None:
        return timex(match, None)
    step = match.step("which", "which2")
    this = in_year(here.year, "month", number)
    if step:
        ahead = this.number > here.number
        behind = this.number < here.number
        return timex(match, this if (step < 0 and behind) or (step > 0 and ahead) else this.shift(12 * step))
    if step == 0:
        return timex(match, this)
    return timex(match, nearest_month(here, number, reading.tense(match.first, match.last)))


def _is_written_small(match: TimeMatch, reading: TimeReading, group: str) -> bool:
    """Return whether a month has no capital where the language writes it small: "Mars" is a planet."""
    if not reading.vocabulary.small_months or match.has("year"):
        return True
    start = match.tokens.starts[match.span(group)[0]]
    return not match.tokens.text[start].isupper() or match.tokens.text[start : start + 3].isupper()


def year(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``2014``, ``im Jahr 2014``, ``Ende 2014``: digits alone only where nothing is counted by them."""
    number = match.number("year")
    if not _FIRST_YEAR <= number <= _LAST_YEAR:
        return None
    codes, text = match.tokens.classes, match.tokens.text
    at = match.span("year")[0]
    before = codes[at - 1] if at else ""
    if before in _NUMBERS and not match.has("word"):
        return None
    if not match.has("word", "mark"):
        after = codes[match.last] if match.last < len(codes) else ""
        if after in _COUNTED or number not in _BARE_YEARS:
            return None
        edge = match.has("edge") or before in _BEFORE_YEAR
        named = edge or (before == _OF and number % 100 != 0)
        if not named and not reading.vocabulary.bare_year and not _is_listed(match, reading):
            return None
        following = text[match.tokens.ends[match.last - 1] : match.tokens.ends[match.last - 1] + 2]
        capital = following[:1] == " " and following[1:].isupper()
        if following[:1] in {"%", "-", "€", "$", "/"} or following[1:] in {"%", "€", "$"}:
            return None
        if capital and reading.vocabulary.bare_year and (not edge or number % 100 == 0):
            return None  # "2000 Menschen"
        if number % 50 == 0 and after == _OTHER and not edge:
            return None
    return timex(match, Period("year", number))


def _is_listed(match: TimeMatch, reading: TimeReading) -> bool:
    """Return whether a year stands before or after another one: ``en 2014 et 2015``."""
    before = reading.previous[-1] if reading.previous else None
    return (
        before is not None and match.first - before.last <= 2 and bool(before.period and before.period.unit == "year")
    )


def years(match: TimeMatch, _reading: TimeReading) -> Timex | None:
    """Resolve ``2014/15``, a season or business year, to its first year."""
    return timex(match, Period("year", int(str(match.tokens.values[match.first])[:4])))


def decade(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``90er Jahre``, ``années 1980``, ``neunziger Jahre``."""
    value = match.number("decade", "decade2", "decade3", "decade4")
    group = next(name for name in ("decade", "decade2", "decade3", "decade4") if match.has(name))
    if match.code(group) in {CODE["decword"], CODE["decades"]}:
        value *= 10
    if value % 10 or (value < 100 and len(str(match.tokens.words[match.span(group)[0]])) == 1):
        return None
    full = value if value >= 1000 else value + (2000 if value <= 10 else 1900)
    if not _FIRST_YEAR <= full <= _LAST_YEAR:
        return None
    return timex(match, Period("decade", full // 10))


def century(match: TimeMatch, _reading: TimeReading) -> Timex | None:
    """Resolve ``21. Jahrhundert``, ``XIXe siècle`` to the first two digits of its years."""
    number = match.number("nth", "nth2")
    return timex(match, Period("century", number - 1)) if 1 <= number <= 30 else None


def season(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``im Sommer``, ``l'été 2026``, ``Winter 2014/15``."""
    if not _is_named(match, reading):
        return None
    number = match.number("season")
    if match.has("years"):
        return timex(match, in_year(int(str(match.value("years"))[:4]), "season", number))
    if match.has("year", "ofyear", "ofyear2"):
        of_year = named_year(match, reading)
        return timex(match, in_year(of_year, "season", number) if of_year else None)
    here = reading.here("season")
    if here is None:
        return timex(match, None)
    step = match.step("which", "which2")
    near = [here.shift(by) for by in range(-4, 5) if here.shift(by).number % 4 == number]
    tense = float(step) if step is not None else reading.tense(match.first, match.last)
    if step:
        near = [one for one in near if (one.number - here.number) * step > 0] or near
    return timex(match, min(near, key=lambda one: _season_cost(one.number - here.number, tense)))


def _season_cost(away: int, tense: float) -> int:
    return abs(away) + (_AGAINST_TENSE_SEASONS if away * tense < 0 else 0)


def quarter(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve ``im dritten Quartal 2026``, ``le trimestre dernier``, ``erstes Halbjahr``."""
    unit = match.unit()
    here = reading.here(unit)
    step = match.step("nth")
    if match.code("nth") in {CODE["last"], CODE["next"], CODE["this"], CODE["previous"]}:
        return timex(match, here.shift(step or 0) if here else None)
    number = match.number("nth")
    if not 1 <= number <= (4 if unit == "quarter" else 2):
        return None
    of_year = named_year(match, reading)
    if of_year is not None:
        return timex(match, in_year(of_year, unit, number - 1))
    if here is None:
        return timex(match, None)
    found = in_year(here.year, unit, number - 1)
    if found.number > here.number and reading.tense(match.first, match.last) <= 0:
        found = in_year(here.year - 1, unit, number - 1)
    return timex(match, found)


def holiday(match: TimeMatch, reading: TimeReading) -> Timex | None:
    """Resolve a holiday by its name, in the year that is named or nearest."""
    rule = holiday_rule(str(match.value("holiday")))
    if match.has("year", "ofyear", "ofyear2"):
        of_year = named_year(match, reading)
        return timex(match, period(rule(of_year), "day") if of_year else None)
    if reading.day is None:
        return timex(match, None)
    step = match.step("which", "which2")
    if step:
        days = [period(rule(reading.day.year + by), "day") for by in (-1, 0, 1)]
        side = [one for one in days if (one.number - reading.day.number) * step > 0]
        return timex(match, min(side, key=lambda one: abs(one.number - reading.day.number)))  # type: ignore[union-attr]
    return timex(match, nearest_holiday(rule, reading.day, reading.tense(match.first, match.last)))
