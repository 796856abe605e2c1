"""Choose the year of a date that has none: by its distance from the story's day and by the tense of its verb."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from wiredesk.nlp.dates.period import Period, in_year, on_day, period

AGAINST_TENSE_DAYS = 120
"""Handicap of a day on the side that its verb's tense speaks against: "He resigned Dec. 3" in a story of November is
last year's."""
AGAINST_PAST_MONTHS = 24
"""Handicap of a month to come, in half months, if the tense is past: it all but excludes the month."""
AGAINST_FUTURE_MONTHS = 8
"""Handicap of a month that is over, in half months, if the tense is future: "will report in March" may be late."""
LAST_WORDS = frozenset({"last", "past", "the past", "this past"})
NEXT_WORDS = frozenset({"next", "coming", "this coming"})


def day_without_year(month: int, day: int, tense: float, reference_time: Period) -> Period | None:
    """Return the day in the year that is nearest the story's day; the side that the tense speaks for is preferred."""
    base = reference_time.first_day()
    here = base.toordinal()
    found = [on_day(year, month, day) for year in (base.year - 1, base.year, base.year + 1)]
    return min([one for one in found if one], key=lambda one: day_cost(one.number - here, tense), default=None)


def day_cost(away: int, tense: float) -> float:
    """Return what speaks against a day so many days away, in days."""
    return abs(away) + (AGAINST_TENSE_DAYS * abs(tense) if away * tense < 0 else 0)


def nearest_holiday(rule: Callable[[int], date], here: Period, tense: float) -> Period:
    """Return the day of a holiday in the year that is nearest, by the tense of its verb."""
    years = [period(rule(here.year + step), "day") for step in (-1, 0, 1)]
    return min(years, key=lambda one: day_cost(one.number - here.number, tense))


def nearest_month(here: Period, month: int, tense: float) -> Period:
    """Return the month (January is 0) in the year that is nearest the running month ``here``, by the tense."""
    years = [in_year(year, "month", month) for year in (here.year - 1, here.year, here.year + 1)]
    return min(years, key=lambda one: month_cost(one.number - here.number, tense))


def month_cost(away: int, tense: float) -> float:
    """Return what speaks against a month so many months away, in half months; of equals the earlier is cheaper."""
    against = 0.0
    if away > 0 and tense < 0:
        against = AGAINST_PAST_MONTHS
    elif away < 0 and tense > 0:
        against = AGAINST_FUTURE_MONTHS * max(1.0, tense)
    return abs(away) * 2 + against + (1 if away > 0 else 0)


def counted_from(here: Period, this: Period, which: str, per_year: int) -> Period:
    """Return the month or season that ``last``, ``this`` or ``next`` picks.

    Args:
        here: the month or season that runs.
        this: the one of that name in the running year.
        which: the words before the name, in lower case.
        per_year: how many such periods a year has.
    """
    if which in LAST_WORDS:
        return this if this.number < here.number else this.shift(-per_year)
    if which in NEXT_WORDS:
        return this if this.number > here.number else this.shift(per_year)
    return this
