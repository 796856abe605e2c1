"""Days and seasons by name: ``Thursday``, ``Christmas``, ``last summer``."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import FUTURE, DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import PART, SEASON, WEEKDAY_SHORT
from wiredesk.nlp.dates.date_lexicon import WEEKDAY as WEEKDAY_NUMBER
from wiredesk.nlp.dates.grammar import PRE, SPELLED, WHICH, YEAR, Match, Rule, make, point
from wiredesk.nlp.dates.holidays import HOLIDAYS
from wiredesk.nlp.dates.number_words import spelled_year
from wiredesk.nlp.dates.period import Period, in_year, period, weekday
from wiredesk.nlp.dates.year_choice import day_cost, month_cost, named


def holiday(m: Match, context: DateContext) -> Timex | None:
    rule_ = HOLIDAYS[m.word("hol")]
    if m.has("year"):
        day = period(rule_(int(m.word("year"))), "day")
    elif context.anchor is None:
        return point(m, None)
    else:
        base = context.anchor
        years = [period(rule_(base.year + step), "day") for step in (-1, 0, 1)]
        which = m.word("which")
        if which == "last":
            day = max((one for one in years if one.number < base.number), key=lambda one: one.number)
        elif which == "next":
            day = min((one for one in years if one.number > base.number), key=lambda one: one.number)
        elif which == "this":
            day = years[1]
        else:
            side = context.direction(m.first, m.last)
            day = min(years, key=lambda one: day_cost(one.number - base.number, side))
    around = m.word("around")
    return point(m, day.to({"week": "week", "weekend": "weekend"}.get(around, "day")))


def weekday_number(word: str) -> int:
    return WEEKDAY_NUMBER[word] if word in WEEKDAY_NUMBER else WEEKDAY_SHORT[word]


def bare_weekday(m: Match, context: DateContext) -> Timex | None:
    """``Thursday``: the day of publication if it has that name, else the last one, or the next by its verb."""
    if context.anchor is None:
        return point(m, None)
    number = weekday_number(m.word("weekday").split()[0])
    if m.first and m.tokens.words[m.first - 1] in {"super", "bloody", "fat", "giving", "ruby"}:
        return None
    which = m.word("which")
    day = which_weekday(m, context, context.anchor, number, which)
    if m.has("part"):
        return Timex(m.first, m.last, "TIME", f"{day}T{PART[m.word('part')]}", day)
    return point(m, day)


def which_weekday(m: Match, context: DateContext, anchor: Period, number: int, which: str) -> Period:
    if which in {"last", "past", "this past"}:
        return weekday(anchor.shift(-1), number, -1)
    if which in {"next", "coming", "this coming"}:
        found = weekday(anchor.shift(1), number, 1)
        return found.shift(7) if which == "next" and found.number - anchor.number <= 2 else found
    if which in {"the previous", "the following", "the next"}:
        ground = context.antecedent(m.first, ("day",)) or anchor
        step = -1 if which == "the previous" else 1
        return weekday(ground.shift(step), number, step)
    if which == "this":
        monday = weekday(anchor, 0, -1)
        return monday.shift(number)
    back = weekday(anchor, number, -1)
    if back == anchor or context.direction(m.first, m.last) < FUTURE:
        return back
    return weekday(anchor, number, 1)


def season(m: Match, context: DateContext) -> Timex | None:
    """``last fall``, ``this summer``, ``the winter of 2024``, ``early summer``."""
    number = SEASON[m.word("season")]
    if m.has("year"):
        return point(m, in_year(int(m.word("year")), "season", number))
    if m.has("spelled"):
        found = spelled_year(m.words("spelled"))
        return point(m, in_year(found, "season", number)) if found else None
    if context.anchor is None:
        return point(m, None)
    here = context.anchor.to("season")
    this = in_year(context.anchor.year, "season", number)
    which = m.word("which")
    if which in {"last", "next", "coming", "past", "this past", "this coming"}:
        return point(m, named(here, this, which, 4))
    if which == "this":
        return point(m, this)
    side = context.direction(m.first, m.last)
    near = min((this.shift(-4), this, this.shift(4)), key=lambda one: month_cost(3 * (one.number - here.number), side))
    return point(m, near)


RULES: tuple[Rule, ...] = (
    make(
        "holiday",
        "(?P<which><last|this|next>)?(?P<hol><hol>)(?P<around><unit>)?(?:<comma>?(?P<year><year4>))?",
        holiday,
        yes="It opens on [Christmas Eve].",
        no="Mr. Easterly opened it.",
    ),
    make(
        "weekday",
        f"<early>?{WHICH}?(?P<weekday><weekday>)(?P<part><part>)?",
        bare_weekday,
        yes="It opened on [Monday].",
        no="Ruby Tuesday opened it.",
    ),
    make(
        "other weekday",
        "(?P<which><the><prev|following|next>)(?P<weekday><weekday>)",
        bare_weekday,
        yes="It opened on [the following Monday].",
        no="The following mother opened it.",
    ),
    make(
        "season",
        f"{PRE}?<the>?{WHICH}(?P<season><season>)",
        season,
        yes="It opened [last summer].",
        no="It opened last.",
    ),
    make(
        "season of year",
        f"{PRE}?<the>?(?P<season><season>)(?:<of>|<in>)?(?:{YEAR}|{SPELLED})",
        season,
        yes="It opened in [the summer of 2024].",
        no="It opened in the heat of 2024.",
    ),
    make(
        "the season",
        "(?:<the>?<early><hy>?|<the>(?=<season>(?!<of>)))(?P<season><season>)",
        season,
        yes="It opened in [the summer].",
        no="Donna Summer opened it.",
    ),
)
