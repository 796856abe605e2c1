"""Days and seasons by name: ``Thursday``, ``Christmas``, ``last summer``."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import PART, SEASON, WEEKDAY_SHORT
from wiredesk.nlp.dates.date_lexicon import WEEKDAY as WEEKDAY_NUMBER
from wiredesk.nlp.dates.grammar import PRE, SPELLED, WHICH, YEAR, DateRule, RuleMatch, date_rule, timex
from wiredesk.nlp.dates.holidays import HOLIDAYS
from wiredesk.nlp.dates.period import Period, in_year, period, weekday
from wiredesk.nlp.dates.tense import FUTURE, OPEN
from wiredesk.nlp.dates.year_choice import LAST_WORDS, NEXT_WORDS, counted_from, month_cost, nearest_holiday
from wiredesk.nlp.lexicon.number_words import parse_spelled_year

_TO = frozenset({"to", "through", "until", "till"})
"""Words between the first and the last weekday of a range."""


def holiday(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``Christmas``, ``last Easter``, ``Thanksgiving weekend``, ``Labor Day 2024``."""
    rule_ = HOLIDAYS[match.word("hol")]
    if match.has("year"):
        day = period(rule_(int(match.word("year"))), "day")
    elif context.reference_time is None:
        return timex(match, None)
    else:
        base = context.reference_time
        years = [period(rule_(base.year + step), "day") for step in (-1, 0, 1)]
        which = match.word("which")
        if which == "last":
            day = max((one for one in years if one.number < base.number), key=lambda one: one.number)
        elif which == "next":
            day = min((one for one in years if one.number > base.number), key=lambda one: one.number)
        elif which == "this":
            day = years[1]
        else:
            day = nearest_holiday(rule_, base, context.tense(match.first, match.last))
    around = match.word("around")
    return timex(match, day.to({"week": "week", "weekend": "weekend"}.get(around, "day")))


def weekday_number(word: str) -> int:
    """Return the number of a weekday's name or abbreviation; Monday is 0."""
    return WEEKDAY_NUMBER[word] if word in WEEKDAY_NUMBER else WEEKDAY_SHORT[word]


def bare_weekday(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``Thursday``: the story's day if it has that name, else the last one, or the next by its verb."""
    if context.reference_time is None:
        return timex(match, None)
    number = weekday_number(match.word("weekday").split()[0])
    which = match.word("which")
    day = _end_of_range(match, context, number) or which_weekday(match, context, context.reference_time, number, which)
    if match.has("part"):
        return Timex(match.first, match.last, "TIME", f"{day}T{PART[match.word('part')]}", day)
    return timex(match, day)


def _end_of_range(match: RuleMatch, context: DateContext, number: int) -> Period | None:
    """Return the day after the first of a range: ``between Monday and Thursday``, ``from Friday to Sunday``.

    None if the weekday ends no range, or the range would end in the future of a verb in the past.
    """
    if match.has("which") or not context.previous or context.reference_time is None:
        return None
    before, tokens = context.previous[-1], match.tokens
    if before.period is None or before.period.unit != "day" or before.last != match.first - 1:
        return None
    opened = tokens.word(before.first - 1) if before.first else ""
    joined = tokens.word(before.last) in _TO or (tokens.word(before.last) == "and" and opened == "between")
    if not joined or tokens.word(before.last - 1) not in WEEKDAY_NUMBER:
        return None
    day = weekday(before.period.shift(1), number, 1)
    past = day.number > context.reference_time.number and context.tense(match.first, match.last) < OPEN
    return None if past else day


def which_weekday(match: RuleMatch, context: DateContext, reference_time: Period, number: int, which: str) -> Period:
    """Return the weekday that ``last``, ``this``, ``next``, ``the following`` or the tense picks."""
    if which in {"last", "past", "this past"}:
        return weekday(reference_time.shift(-1), number, -1)
    if which in {"next", "coming", "this coming"}:
        found = weekday(reference_time.shift(1), number, 1)
        return found.shift(7) if which == "next" and found.number - reference_time.number <= 2 else found
    if which in {"the previous", "the following", "the next"}:
        ground = context.antecedent(match.first, ("day",)) or reference_time
        step = -1 if which == "the previous" else 1
        return weekday(ground.shift(step), number, step)
    if which == "this":
        monday = weekday(reference_time, 0, -1)
        return monday.shift(number)
    back = weekday(reference_time, number, -1)
    if back == reference_time or context.tense(match.first, match.last) < FUTURE:
        return back
    return weekday(reference_time, number, 1)


def season(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``last fall``, ``this summer``, ``the winter of 2024``, ``early summer``."""
    number = SEASON[match.word("season")]
    if match.has("year"):
        return timex(match, in_year(int(match.word("year")), "season", number))
    if match.has("spelled"):
        found = parse_spelled_year(match.words("spelled"))
        return timex(match, in_year(found, "season", number)) if found else None
    if context.reference_time is None:
        return timex(match, None)
    here = context.reference_time.to("season")
    this = in_year(context.reference_time.year, "season", number)
    which = match.word("which")
    if which in LAST_WORDS | NEXT_WORDS:
        return timex(match, counted_from(here, this, which, 4))
    if which == "this":
        return timex(match, this)
    tense = context.tense(match.first, match.last)
    near = min((this.shift(-4), this, this.shift(4)), key=lambda one: month_cost(3 * (one.number - here.number), tense))
    return timex(match, near)


RULES: tuple[DateRule, ...] = (
    date_rule(
        "holiday",
        "(?P<which><last|this|next>)?(?P<hol><hol>)(?P<around><unit>)?(?:<comma>?(?P<year><year4>))?",
        holiday,
        yes="It opens on [Christmas Eve].",
        no="Mr. Easterly opened it.",
    ),
    date_rule(
        "weekday",
        f"<early>?{WHICH}?(?P<weekday><weekday>)(?P<part><part>)?",
        bare_weekday,
        yes="It opened on [Monday].",
        no="The Mondays bore it.",
    ),
    date_rule(
        "other weekday",
        "(?P<which><the><prev|following|next>)(?P<weekday><weekday>)",
        bare_weekday,
        yes="It opened on [the following Monday].",
        no="The following mother opened it.",
    ),
    date_rule(
        "season",
        f"{PRE}?<the>?{WHICH}(?P<season><season>)",
        season,
        yes="It opened [last summer].",
        no="It opened last.",
    ),
    date_rule(
        "season of year",
        f"{PRE}?<the>?(?P<season><season>)(?:<of>|<in>)?(?:{YEAR}|{SPELLED})",
        season,
        yes="It opened in [the summer of 2024].",
        no="It opened in the heat of 2024.",
    ),
    date_rule(
        "the season",
        "(?:<the>?<early><hy>?|<the>(?=<season>(?!<of>)))(?P<season><season>)",
        season,
        yes="It opened in [the summer].",
        no="Donna Summer opened it.",
    ),
)
