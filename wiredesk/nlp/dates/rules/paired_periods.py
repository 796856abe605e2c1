"""A day or week named by two expressions: ``the week of May 5``, ``Christmas last year``, ``a year ago this week``."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.grammar import DAY, MONTH, NUM, DateRule, RuleMatch, date_rule, timex
from wiredesk.nlp.dates.holidays import HOLIDAYS
from wiredesk.nlp.dates.period import Period, on_day, period, weekday
from wiredesk.nlp.dates.rules.days_from_day import day_named, same_day
from wiredesk.nlp.dates.rules.named_days import weekday_number, which_weekday
from wiredesk.nlp.dates.rules.relative import unit_of
from wiredesk.nlp.lexicon.number_words import parse_count

_YEARS = {"year": 1, "decade": 10, "century": 100}
"""Years of the units that lead to the same week or month of another year."""
_MAX_WEEKDAYS_BACK = 60
"""Weekdays that news counts back; a larger count is more likely misread."""


def unit_of_day(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the week of May 5``, ``the weekend of Dec. 5-6``, ``the week of Christmas`` to the week or weekend."""
    unit = unit_of(match.word("unit"))
    if unit not in {"week", "weekend"}:
        return None
    day = day_named(match, context, back=False)
    return timex(match, day.to(unit) if day else None)


def holiday_of_year(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``Christmas last year``, ``Black Friday of this year``."""
    if unit_of(match.word("unit")) != "year":
        return None
    year = _year_named(match, context)
    return timex(match, period(HOLIDAYS[match.word("hol")](year), "day") if year else None)


def unit_of_year(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``this week last year``, ``this day last year``."""
    if unit_of(match.word("unit")) != "year":
        return None
    year = _year_named(match, context)
    return _of_other_year(match, context, year)


def unit_years_ago(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``a year ago this week``, ``a decade ago last month``."""
    years, count = _YEARS.get(unit_of(match.word("unit")), 0), parse_count(match.words("qty"))
    if not years or count is None or count != int(count):
        return None
    here = context.reference_time
    found = _of_other_year(match, context, here.year - int(count) * years if here else None)
    if found is None or found.period is None:
        return found
    return timex(match, found.period.shift({"last": -1, "next": 1}.get(match.word("step"), 0)))


def weekdays_ago(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``two Fridays ago``, ``three Sundays from now``; the story's own day does not count."""
    count, here = parse_count(match.words("qty")), context.reference_time
    if count is None or count != int(count) or not 1 <= count <= _MAX_WEEKDAYS_BACK:
        return None
    if here is None:
        return timex(match, None)
    step = -1 if match.word("how") == "ago" else 1
    number = weekday_number(match.word("weekdays").removesuffix("s"))
    return timex(match, weekday(here.shift(step), number, step).shift(7 * step * (int(count) - 1)))


def weekday_last(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``since Tuesday last``, ``on Tuesday next``: the one before, or the one after, the story's day."""
    here = context.reference_time
    if here is None:
        return timex(match, None)
    which = "last" if match.word("which") == "last" else "coming"
    return timex(match, which_weekday(match, context, here, weekday_number(match.word("weekday")), which))


def _year_named(match: RuleMatch, context: DateContext) -> int | None:
    here = context.reference_time
    return here.year + {"last": -1, "next": 1}.get(match.word("year_which"), 0) if here else None


def _of_other_year(match: RuleMatch, context: DateContext, year: int | None) -> Timex | None:
    """Return the day, week or month of another year that corresponds to the one that runs."""
    unit, here = unit_of(match.word("same")), context.reference_time
    if unit not in {"day", "week", "weekend", "month"}:
        return None
    if here is None or year is None:
        return timex(match, None)
    if unit == "month":
        return timex(match, here.to("month").shift(12 * (year - here.year)))
    found: Period | None = same_day(here, "year", year - here.year)
    if found is None and unit != "day":
        found = on_day(year, 2, 28)
    return timex(match, found.to(unit) if found else None)


RULES: tuple[DateRule, ...] = (
    date_rule(
        "week of day",
        f"<the|that>?(?P<unit><unit>)<of>(?:(?P<hol><hol>)|(?P<month>{MONTH})<the>?(?P<day>{DAY})(?:<hy|to><int>)?(?:<comma>?(?P<year><year4>))?)(?!<poss>)",
        unit_of_day,
        yes="The fair opens [the week of May 5].",
        no="The fair opens the sleek of May 5.",
    ),
    date_rule(
        "holiday of year",
        "(?P<hol><hol>)<of>?(?P<year_which><last|this|next>)(?P<unit><unit>)(?!<poss>)",
        holiday_of_year,
        yes="They met on [Christmas Day last year].",
        no="They met at last this year's winner.",
    ),
    date_rule(
        "unit of other year",
        "<this>(?P<same><unit>)<of>?(?P<year_which><last|next>)(?P<unit><unit>)(?!<poss>)",
        unit_of_year,
        yes="They met [this week last year].",
        no="They met this weak last deer.",
    ),
    date_rule(
        "unit years ago",
        f"(?P<qty><a>|{NUM})(?P<unit><unit|units>)<ago>(?P<step><last|this|next>)(?P<same><unit>)(?!<poss>)",
        unit_years_ago,
        yes="They met [a year ago this week].",
        no="They met a deer ago this weak.",
    ),
    date_rule(
        "weekdays ago",
        f"(?P<qty>{NUM}|<a>?<couple><of>?)(?P<weekdays><weekdays>)(?P<how><ago>|<from><ref>)",
        weekdays_ago,
        yes="They met [two Fridays ago].",
        no="They met two friars ago.",
    ),
    date_rule(
        "weekday last",
        "(?<=<on|since|until|by|from>)(?P<weekday><weekday>)(?P<which><last|next>)"
        "(?!<unit|units|weekday|weekdays|month|mon|season|int|word|hol|to|part>)",
        weekday_last,
        yes="He has been away since [Tuesday last].",
        no="He finished last.",
    ),
)
