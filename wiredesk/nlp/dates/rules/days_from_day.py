"""Days counted from a named day: ``a week from Friday``, ``the day before yesterday``, ``the Tuesday before last``."""

from __future__ import annotations

from datetime import date

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import PART, RELATIVE_DAY
from wiredesk.nlp.dates.grammar import DAY, MONTH, NUM, WEEKDAY, DateRule, RuleMatch, date_rule, timex, without_value
from wiredesk.nlp.dates.holidays import HOLIDAYS
from wiredesk.nlp.dates.period import UNITS, Period, in_year, on_day, period, weekday
from wiredesk.nlp.dates.rules.calendar_dates import day_number, month_number
from wiredesk.nlp.dates.rules.days_of_period import NTH, WITHIN, nth_weekday, number_of, period_within
from wiredesk.nlp.dates.rules.named_days import weekday_number, which_weekday
from wiredesk.nlp.dates.rules.relative import unit_of, weekend
from wiredesk.nlp.dates.tense import FUTURE, PAST
from wiredesk.nlp.dates.year_choice import day_without_year, nearest_holiday
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.number_words import parse_count

_SEVERAL = f"(?P<qty><a>|{NUM}|<couple><of>?|<a><couple><of>?)"
DAY_NAMED = (
    f"(?:(?P<relday><relday>)|<last|next|this|coming>?(?P<weekday>{WEEKDAY})|(?P<hol><hol>)(?:<comma>?(?P<hol_year><year4>)|<of>?(?P<hol_of><last|this|next>)<unit>)?"
    f"|(?P<month>{MONTH})<the>?(?P<day>{DAY})(?:<comma>?(?P<year><year4>))?)(?!<poss>|<hy>)"
)
"""The day from which something is counted.  "Monday's vote" is an event, and the count is from the event."""
_EXACT = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
"""Units in days that give a day when they are counted from a day."""
_SATURDAY, _SUNDAY = 5, 6
_BEFORE_LENGTHS = frozenset({"for", "over", "lasting", "another"})
"""Words before a length of time that begins on a day."""
_AHEAD_BEFORE_FOR = word_set("tense_words", "ahead_before_for")
_MAX_DAYS_FROM_DAY = 366
"""Days or weeks in days that news counts from a day; a larger count is more likely misread."""


def from_day(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``a week from Friday``, ``two days before Christmas``, ``the day after tomorrow``."""
    unit = unit_of(match.word("unit"))
    count = parse_count(match.words("qty")) if match.has("qty") else 1.0
    if unit not in {*_EXACT, "month", "year"} or count is None or count != int(count) or _of_shorter(match):
        return None
    how = match.word("how")
    back = how == "before"
    if how == "from" and (match.has("month") or _lasts(match)):
        return None  # "for 12 months from April 1", "closed two weeks from March 9 to 23": how long it lasts
    if how == "on" and context.tense(match.first, match.last) < FUTURE:
        return None  # "the strike lasted a week on Friday"
    ground = day_named(match, context, back=back)
    if ground is None:
        return timex(match, None)
    steps = int(-count if back else count)
    if unit in _EXACT:
        exact = steps * _EXACT[unit]
        return timex(match, ground.shift(exact) if abs(exact) <= _MAX_DAYS_FROM_DAY else None)
    return timex(match, same_day(ground, unit, steps))


def _lasts(match: RuleMatch) -> bool:
    """Return whether the words before the count make it a length of time: ``for two weeks from Monday``.

    ``set for two weeks from Monday`` is a day.
    """
    two_before, before = ("", "", *match.tokens.words(max(0, match.first - 2), match.first))[-2:]
    return before in _BEFORE_LENGTHS and not (before == "for" and two_before in _AHEAD_BEFORE_FOR)


def _of_shorter(match: RuleMatch) -> bool:
    """Return whether a unit that is no year follows the holiday: ``two days before Christmas this week``."""
    return match.has("hol_of") and unit_of(match.tokens.word(match.end("hol_of"))) != "year"


def unit_beside_day(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the day after Christmas``, and ``the week before Easter``, ``the weekend after Easter`` to the unit.

    The week before a day is the one before the day's own week; before a Sunday it is the one that the Sunday ends.
    """
    unit = unit_of(match.word("unit"))
    if unit not in {"day", "night", "week", "weekend"} or _of_shorter(match):
        return None
    back = match.word("how") == "before"
    ground = day_named(match, context, back=back)
    if ground is None:
        return timex(match, None)
    step = -1 if back else 1
    if unit == "week":
        before = ground.shift(1) if back and ground.first_day().weekday() == _SUNDAY else ground
        return timex(match, before.to("week").shift(step))
    if unit == "weekend":
        return timex(match, weekday(ground.shift(step), _SATURDAY, step).to("weekend"))
    return timex(match, ground.shift(step))


def part_beside_day(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the night before Thanksgiving``, ``the morning after Christmas``."""
    back = match.word("how") == "before"
    ground = None if _of_shorter(match) else day_named(match, context, back=back)
    day = ground.shift(-1 if back else 1) if ground else None
    value = f"{day}T{PART[match.word('part')]}" if day and day.known else None
    return Timex(match.first, match.last, "TIME", value, day)


def ago_from_day(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``a week ago Friday``, ``10 years ago today``, ``three months ago Tuesday``."""
    unit, count = unit_of(match.word("unit")), parse_count(match.words("qty"))
    if unit not in {*_EXACT, "month", "year"} or count is None or count != int(count):
        return None
    ground = day_named(match, context, back=True)
    if ground is None:
        return timex(match, None)
    if unit in _EXACT:
        return timex(match, ground.shift(int(-count) * _EXACT[unit]))
    if match.has("weekday") and ground != context.reference_time:
        return timex(match, None)  # "50 years ago Saturday": the last one or the next
    return timex(match, same_day(ground, unit, int(-count)))


def week_after_day(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve the British ``Friday week``, ``tomorrow week``: a week, or a fortnight, after the coming Friday."""
    unit = unit_of(match.word("unit"))
    at = match.tokens.start(match.last - 1)
    if unit not in {"week", "fortnight"} or match.tokens.text[at].isupper():
        return None
    ground = day_named(match, context, back=False)
    return timex(match, ground.shift(_EXACT[unit]) if ground else None)


def one_further(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the Tuesday before last``, ``the week after next``, ``the night before last``."""
    here = context.reference_time
    step = -1 if match.has("back") else 1
    if here is None:
        return timex(match, None)
    if match.has("part"):
        day = here.shift(2 * step)
        return Timex(match.first, match.last, "TIME", f"{day}T{PART[match.word('part')]}", day)
    if match.has("weekday"):
        number = weekday_number(match.word("weekday"))
        return timex(
            match, which_weekday(match, context, here, number, "last" if step < 0 else "coming").shift(7 * step)
        )
    if match.has("month"):
        this = in_year(here.year, "month", month_number(match.word("month")))
        last = this if (this.number - here.to("month").number) * step > 0 else this.shift(12 * step)
        return timex(match, last.shift(12 * step))
    unit = unit_of(match.word("unit"))
    if unit == "weekend":
        return timex(match, weekend("last" if step < 0 else "next", here, 0).shift(step))
    if unit not in UNITS or unit == "day":
        return None
    return timex(match, here.to(unit).shift(2 * step))


def weekday_beside_day(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the Sunday after Easter``, ``the last Monday before Christmas``."""
    nth = number_of(match) if match.has("nth") else 1
    back = match.word("how") == "before"
    if nth == 0 or (nth < 0 and not back) or _of_shorter(match):
        return None
    ground = day_named(match, context, back=back)
    return timex(match, _next_weekday(match, ground, abs(nth), back=back) if ground else None)


def weekday_beside_weekday(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the first Tuesday after the first Monday in November``."""
    within, back = period_within(match, context), match.word("how") == "before"
    ground = nth_weekday(within, weekday_number(match.word("second")), number_of(match)) if within else None
    return timex(match, _next_weekday(match, ground, 1, back=back) if ground else None)


def _next_weekday(match: RuleMatch, ground: Period, nth: int, *, back: bool) -> Period:
    step = -1 if back else 1
    return weekday(ground.shift(step), weekday_number(match.word("target")), step).shift(7 * step * (nth - 1))


def day_named(match: RuleMatch, context: DateContext, *, back: bool) -> Period | None:
    """Return the day from which is counted; ``back``: the count leads into the past, where a weekday lies too."""
    here = context.reference_time
    if match.has("hol_of"):
        step = {"last": -1, "next": 1}.get(match.word("hol_of"), 0)
        return period(HOLIDAYS[match.word("hol")](here.year + step), "day") if here else None
    if match.has("hol") and match.has("hol_year"):
        return period(HOLIDAYS[match.word("hol")](int(match.word("hol_year"))), "day")
    if match.has("month"):
        month, day = month_number(match.word("month").split()[0]) + 1, day_number(match.word("day"))
        if match.has("year"):
            return on_day(int(match.word("year")), month, day)
        return day_without_year(month, day, context.tense(match.first, match.last), here) if here else None
    if here is None:
        return None
    if match.has("relday"):
        return here.shift(RELATIVE_DAY[match.word("relday")])
    tense = context.tense(match.first, match.last)
    if match.has("hol"):
        return nearest_holiday(HOLIDAYS[match.word("hol")], here, tense)
    before = match.start("weekday") - 1
    which = match.tokens.word(before) if before >= match.first else ""
    number = weekday_number(match.word("weekday").split()[0])
    if which in {"last", "next", "this", "coming"}:
        return which_weekday(match, context, here, number, which)
    ahead = match.word("how") in {"from", "on"} or (not back and tense > PAST)
    return weekday(here, number, 1 if ahead else -1)


def same_day(ground: Period, unit: str, steps: int) -> Period | None:
    """Return the same day of the month so many months or years away; None where that month has no such day."""
    day = ground.first_day()
    months = day.year * 12 + day.month - 1 + steps * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return on_day(year, month + 1, day.day) if date.min.year <= year <= date.max.year else None


RULES: tuple[DateRule, ...] = (
    date_rule(
        "count from day",
        f"{_SEVERAL}(?P<unit><unit|units>)(?P<how><from|before|after|on>)(?:{DAY_NAMED})",
        from_day,
        yes="They will meet [a week from Friday].",
        no="They will meet a man from Friday on.",
    ),
    date_rule(
        "unit beside day",
        f"<the>?(?P<unit><unit>)(?P<how><before|after|following>)(?:{DAY_NAMED})",
        unit_beside_day,
        yes="It snowed [the day before yesterday].",
        no="It snowed the day before Monday's vote.",
    ),
    date_rule(
        "part beside day",
        f"<the>?(?P<part><part>)(?P<how><before|after>)(?:{DAY_NAMED})",
        part_beside_day,
        yes="It snowed [the night before Christmas].",
        no="It snowed before Monday's vote.",
    ),
    date_rule(
        "unit beside event",
        "<the><last><adj>?<unit>(?=<before|after>|<of><the|a>?<other>)|<the><unit>(?=<of><the|a>(?:<ord>|<other>))",
        lambda match, _context: (
            timex(match, None) if unit_of(match.tokens.word(match.last - 1)) in {"day", "week", "weekend"} else None
        ),
        yes="They met in [the last week] before the vote.",
        no="They met for the last time before the vote.",
    ),
    date_rule(
        "count ago from day",
        f"{_SEVERAL}(?P<unit><unit|units>)<ago><on>?(?:{DAY_NAMED})",
        ago_from_day,
        yes="He died [10 years ago today].",
        no="He died 10 years ago there.",
    ),
    date_rule(
        "week after day",
        "(?:(?P<relday><relday>)|(?P<weekday><weekday>))(?P<unit><unit>)(?!<hy|poss>)",
        week_after_day,
        yes="They will meet on [Friday week].",
        no="They will meet in Holy Week.",
    ),
    date_rule(
        "one further",
        "<the>?(?:(?P<unit><unit>)|(?P<weekday><weekday>)|(?P<month><month>)|(?P<part><part>))"
        "(?:(?P<back><before>)<last>|<after><next>)(?!<unit|units|weekday|month|season|int|word>)",
        one_further,
        yes="They met [the Tuesday before last].",
        no="They met the Tuesday before last month's vote.",
    ),
    date_rule(
        "weekday beside day",
        f"<the>{NTH}?(?P<target><weekday>)(?P<how><before|after|following>)(?:{DAY_NAMED})",
        weekday_beside_day,
        yes="They met on [the Sunday after Easter].",
        no="They met on the Sunday after the vote.",
    ),
    date_rule(
        "weekday beside event",
        f"<the>(?:{NTH})?(?P<target><weekday>)(?=<before|after|following>(?:<the|a|this|that>?<other|poss>|<that>))",
        without_value,
        yes="They met on [the Sunday] after the vote.",
        no="They met for a second after the vote.",
    ),
    date_rule(
        "weekday beside weekday",
        f"<the>?<ord>?(?P<target><weekday>)(?P<how><before|after>)<the>{NTH}(?P<second><weekday>)<of|in>{WITHIN}",
        weekday_beside_weekday,
        yes="They vote on [the first Tuesday after the first Monday in November].",
        no="They vote on the first Tuesday after the first round.",
    ),
)
