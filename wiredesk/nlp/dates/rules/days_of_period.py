"""Days and weeks counted within a period: ``the last Friday of this month``, ``the 15th of last month``."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import PART
from wiredesk.nlp.dates.grammar import MONTH, WEEKDAY, DateRule, RuleMatch, date_rule, timex, without_value
from wiredesk.nlp.dates.period import UNITS, Period, in_year, period, weekday
from wiredesk.nlp.dates.rules.calendar_dates import month_number
from wiredesk.nlp.dates.rules.named_days import weekday_number
from wiredesk.nlp.dates.rules.relative import period_named, unit_of
from wiredesk.nlp.dates.year_choice import nearest_month
from wiredesk.nlp.lexicon.number_words import parse_ordinal

WITHIN = (
    f"(?:(?P<in_month>{MONTH})(?:<comma|of>?(?P<in_year><year4>)|<comma|of>?(?P<of_year><last|this|next>)<unit>)?"
    "|(?P<in_which><last|this|next|coming>|<this><past|coming>|<that><same>?"
    "|<the>(?:<prev|following|same|next|coming|current>)?)<fiscal>?(?P<in_unit><unit>)"
    "|(?P<of_year4><year4>))"
)
"""The period in which something is counted."""
NTH = "(?P<nth><ord|last|adj>|<ord>(?:<hy>|<hy>?<to><hy>?)<last>|<next><hy>?<to><hy>?<last>)"
"""Which one: an ordinal, ``last``, ``final``, ``penultimate``, ``second-to-last``; not other adjectives."""
_LAST_OF = {"last": -1, "final": -1, "penultimate": -2, "next": -2}
"""Word: the place from the end."""
_COUNTED_UNITS = frozenset({"day", "week", "weekend", "month"})
"""Units that are counted in a longer one; quarters and halves have rules of their own."""


def period_within(match: RuleMatch, context: DateContext) -> Period | None:
    """Return the period that the group :data:`WITHIN` names, or None where nothing says which it is."""
    if match.has("of_year4"):
        return Period("year", int(match.word("of_year4")))
    if match.has("in_unit"):
        which = match.word("in_which")
        unit = unit_of(match.word("in_unit"))
        if which == "the":
            ground = context.same_sentence(match.first, (unit,))
            return ground or (context.reference_time.to(unit) if context.reference_time else None)
        return period_named(match, context, unit, which.removeprefix("the "))
    month = month_number(match.word("in_month").split()[0])
    if match.has("in_year"):
        return in_year(int(match.word("in_year")), "month", month)
    if context.reference_time is None:
        return None
    here = context.reference_time.to("month")
    if match.has("of_year"):
        step = {"last": -1, "next": 1}.get(match.word("of_year"), 0)
        return in_year(here.year + step, "month", month)
    return nearest_month(here, month, context.tense(match.first, match.last))


def number_of(match: RuleMatch) -> int:
    """Return the number that the group :data:`NTH` gives: 1 for ``first``, -1 for ``last``, 0 if it is no number."""
    words = match.words("nth")
    number = _LAST_OF.get(words[0]) or parse_ordinal(words[0]) or 0
    return -number if number > 0 and words[-1] == "last" else number


def nth_weekday(within: Period, number: int, nth: int) -> Period | None:
    """Return the nth such weekday of a period, counted from its end if ``nth`` is negative; None if it has none.

    Args:
        within: the period; a day has no days to count.
        number: the weekday, Monday is 0.
        nth: 1 for the first, -1 for the last, -2 for the last but one.
    """
    first, last = _days_of(within)
    found = (
        weekday(last, number, -1).shift(7 * (nth + 1)) if nth < 0 else weekday(first, number, 1).shift(7 * (nth - 1))
    )
    return found if nth and first.number <= found.number <= last.number else None


def weekday_of_period(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the last Friday of this month``, ``the second Tuesday in October``, with a part of the day."""
    nth = number_of(match)
    if not nth:
        return None
    within = period_within(match, context)
    if within is None or within.unit in {"day", "weekend"}:
        return timex(match, None)
    day = nth_weekday(within, weekday_number(match.word("weekday").split()[0]), nth)
    return _with_part(match, day)


def unit_of_period(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the first day of next month``, ``the last week of October``, ``the final month of 2025``."""
    unit, nth = unit_of(match.word("unit")), number_of(match)
    if unit not in _COUNTED_UNITS or not nth:
        return None
    within = period_within(match, context)
    if within is None:
        return timex(match, None)
    if UNITS.index(within.unit) <= UNITS.index(unit):
        return None
    if unit == "weekend":
        saturday = nth_weekday(within, 5, nth)
        return timex(match, saturday.to("weekend") if saturday else None)
    first, last = (day.to(unit) for day in _days_of(within))
    found = last.shift(nth + 1) if nth < 0 else first.shift(nth - 1)
    if match.has("kind") or not first.number <= found.number <= last.number:
        return timex(match, None)  # "the last business day of the month": holidays differ by place
    return timex(match, found)


def day_of_month(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the 15th of last month``, ``the first of the month``."""
    if unit_of(match.word("in_unit")) != "month":
        return None
    within, nth = period_within(match, context), parse_ordinal(match.word("nth")) or 0
    if within is None:
        return timex(match, None)
    first, last = _days_of(within)
    found = first.shift(nth - 1)
    return timex(match, found if nth and found.number <= last.number else None)


def weekday_of_week(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``Monday of next week``, ``Friday last week``, ``Monday night this week``."""
    if unit_of(match.word("in_unit")) != "week":
        return None
    within = period_within(match, context)
    day = nth_weekday(within, weekday_number(match.word("weekday").split()[0]), 1) if within else None
    return _with_part(match, day)


def weekday_of_every_period(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``the first Monday of every month``: a repetition, for which TIMEX3 has no value."""
    return Timex(match.first, match.last, "SET", None) if number_of(match) else None


def _with_part(match: RuleMatch, day: Period | None) -> Timex:
    if not match.has("part"):
        return timex(match, day)
    value = f"{day}T{PART[match.word('part')]}" if day is not None and day.known else None
    return Timex(match.first, match.last, "TIME", value, day)


def _days_of(within: Period) -> tuple[Period, Period]:
    """Return the first and the last day of a period."""
    first = period(within.first_day(), "day")
    if within.unit == "weekend":
        return first, first.shift(1)
    return first, period(within.shift(1).first_day(), "day").shift(-1)


RULES: tuple[DateRule, ...] = (
    date_rule(
        "weekday of period",
        f"<the>?{NTH}(?P<weekday>{WEEKDAY})(?P<part><part>)?<of|in>{WITHIN}",
        weekday_of_period,
        yes="They met on [the last Friday of April].",
        no="They met on the last Friday of the trial.",
    ),
    date_rule(
        "unit of period",
        f"<the>?{NTH}(?P<kind><adj>)?(?P<unit><unit>)<of|in>{WITHIN}",
        unit_of_period,
        yes="It opens on [the first day of next month].",
        no="It opened on the first day of the trial.",
    ),
    date_rule(
        "day of named month",
        "<the>(?P<nth><ord>)<of>(?P<in_which><last|this|next|coming>|<the>(?:<prev|following|same|next|coming>)?)(?P<in_unit><unit>)",
        day_of_month,
        yes="He left on [the 15th of last month].",
        no="He left on the third of the trains.",
    ),
    date_rule(
        "weekday of week",
        "(?P<weekday><weekday>)(?P<part><part>)?<of>?(?P<in_which><last|this|next|coming>|<the>(?:<prev|following|same|next|coming>)|<that><same>?)(?P<in_unit><unit>)",
        weekday_of_week,
        yes="They meet on [Monday of next week].",
        no="They meet on Monday of all days.",
    ),
    date_rule(
        "weekday of unknown period",
        f"<the>?<ord>{WEEKDAY}|<the><last>{WEEKDAY}(?=<of|in>)",
        without_value,
        yes="They met on [the second Sunday] of Advent.",
        no="They met for a second on Sunday.",
    ),
    date_rule(
        "weekday of every period",
        f"<the>?{NTH}{WEEKDAY}<part>?<of|in><every><unit|month>",
        weekday_of_every_period,
        yes="The council meets on [the first Monday of every month].",
        no="The council met on the first Monday of the talks.",
    ),
)
