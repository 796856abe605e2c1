"""Which year is meant by a date that has none: by its distance from the anchor and the tense that it stands in."""

from __future__ import annotations

from wiredesk.nlp.dates.period import Period, days, on_day

AGAINST_TENSE = 120
"""Days by which a date without a year may be nearer on the side that its verb's tense speaks against."""


def yearless(month: int, day: int, side: float, anchor: Period) -> Period | None:
    """The day in the year that is nearest the anchor, the side that the tense speaks for preferred."""
    found: tuple[float, Period] | None = None
    base = anchor.first_day()
    for year in (base.year - 1, base.year, base.year + 1):
        one = on_day(year, month, day)
        if one is None:
            continue
        away = days(base, one.first_day())
        cost = day_cost(away, side)
        if found is None or cost < found[0]:
            found = cost, one
    return found[1] if found else None


def day_cost(away: int, side: float) -> float:
    """What speaks against a day so many days away; ``side`` is where the tense has it."""
    return abs(away) + (AGAINST_TENSE * abs(side) if away * side < 0 else 0)


def month_cost(away: int, side: float) -> int:
    """What speaks against a month so many months away; a past tense all but rules out one to come."""
    against = 24 if away > 0 and side < 0 else 8 if away < 0 and side > 0 else 0
    return abs(away) * 2 + against + (1 if away > 0 else 0)


def named(here: Period, this: Period, which: str, per_year: int) -> Period:
    """``last``, ``this`` and ``next`` with a month or a season: counted from here, ``this`` within its year."""
    if which in {"last", "past", "the past", "this past"}:
        return this if this.number < here.number else this.shift(-per_year)
    if which in {"next", "coming", "this coming"}:
        return this if this.number > here.number else this.shift(per_year)
    return this
