"""Dates by name: ``May 8, 2025``, ``mid-March``, ``the 1990s``, ``the third quarter of 1990``, ``Christmas``."""

from __future__ import annotations

import re
from datetime import date

from worker.contract import DateType
from worker.extract.temporal.context import FUTURE, PAST, Context, Timex
from worker.extract.temporal.dateline_words import words
from worker.extract.temporal.grammar import DAY, MODS, MONTH, PRE, WEEKDAY, Match, Rule, make
from worker.extract.temporal.holidays import HOLIDAYS
from worker.extract.temporal.lexicon import CARDINAL, DECADES, PART, SEASON, WEEKDAY_SHORT
from worker.extract.temporal.lexicon import MONTH as MONTH_NUMBER
from worker.extract.temporal.lexicon import WEEKDAY as WEEKDAY_NUMBER
from worker.extract.temporal.numbers import ordinal, spelled_year
from worker.extract.temporal.period import Period, days, in_year, on_day, period, weekday

AGAINST_TENSE = 120
"""Days by which a date without a year may be nearer on the side that its verb's tense speaks against."""


def point(m: Match, value: Period | str | None, kind: DateType = "DATE", first: int | None = None) -> Timex:
    """The whole match as one expression; a period is remembered for what follows."""
    at = m.first if first is None else first
    if isinstance(value, Period):
        if not value.known:
            return Timex(at, m.last, kind, None)
        return Timex(at, m.last, kind, str(value), value)
    return Timex(at, m.last, kind, value)


def month_number(word: str) -> int:
    return MONTH_NUMBER[word]


def day_number(word: str) -> int:
    return int(word) if word.isdigit() else ordinal(word) or CARDINAL.get(word, 0)


def yearless(month: int, day: int, side: float, anchor: Period) -> Period | None:
    """The day in the year that is nearest the anchor, the side that the tense speaks for preferred."""
    found: tuple[float, Period] | None = None
    base = anchor.first_day()
    for year in (base.year - 1, base.year, base.year + 1):
        one = on_day(year, month, day)
        if one is None:
            continue
        away = days(base, one.first_day())
        cost = abs(away) + (AGAINST_TENSE * abs(side) if away * side < 0 else 0)
        if found is None or cost < found[0]:
            found = cost, one
    return found[1] if found else None


def full_date(m: Match, context: Context) -> Timex | None:
    """Month and day, with or without a year and a weekday."""
    month, day = month_number(m.word("month").split()[0]) + 1, day_number(m.word("day"))
    if not 1 <= day <= 31:
        return None
    if m.has("year"):
        return point(m, on_day(int(m.word("year")), month, day))
    if context.anchor is None:
        return point(m, None)
    if m.has("which") and m.words("which")[-1] == "year":
        year = context.anchor.year + {"last": -1, "next": 1}.get(m.words("which")[0], 0)
        return point(m, on_day(year, month, day))
    return point(m, yearless(month, day, context.direction(m.first, m.last), context.anchor))


def named_date(m: Match, context: Context) -> Timex | None:
    """``last Oct. 23``: the expression is the date, "last" says which."""
    month, day = month_number(m.word("month").split()[0]) + 1, day_number(m.word("day"))
    first = m.match.start("month")
    if not 1 <= day <= 31 or context.anchor is None:
        return None if not 1 <= day <= 31 else point(m, None, first=first)
    side = {"last": PAST, "next": FUTURE}.get(m.tokens.words[m.first], 0)
    here = context.anchor.number
    years = [on_day(context.anchor.year + step, month, day) for step in (-1, 0, 1)]
    fit = [one for one in years if one and (one.number - here) * side >= 0]
    return point(m, min(fit, key=lambda one: abs(one.number - here), default=None), first=first)


def month_of_year(m: Match, context: Context) -> Timex | None:
    month = month_number(m.word("month").split()[0])
    if m.has("year"):
        year: int | None = int(m.word("year"))
    elif m.has("spelled"):
        year = spelled_year(m.words("spelled"))
    else:
        year = None
        if context.anchor:
            year = context.anchor.year + {"last": -1, "next": 1}.get(m.words("which")[0], 0)
    return point(m, None if year is None else in_year(year, "month", month))


def month_alone(m: Match, context: Context) -> Timex | None:
    """``in March``, ``last November``, ``early December``: the month nearest on the side of its verb."""
    name = m.word("month").split()[0]
    if not _is_month(m, context, name):
        return None
    if context.anchor is None:
        return point(m, None)
    month = month_number(name)
    here = context.anchor.to("month")
    which = m.word("which")
    if which:
        return point(m, _named(here, in_year(here.year, "month", month), which, 12))
    side = context.direction(m.first, m.last)
    near = min(
        (in_year(year, "month", month) for year in (here.year - 1, here.year, here.year + 1)),
        key=lambda one: _month_cost(one.number - here.number, side),
    )
    return point(m, near)


def _month_cost(away: int, side: float) -> int:
    against = 24 if away > 0 and side < 0 else 8 if away < 0 and side > 0 else 0
    return abs(away) * 2 + against + (1 if away > 0 else 0)


def _named(here: Period, this: Period, which: str, per_year: int) -> Period:
    """``last``, ``this`` and ``next`` with a month or a season: counted from here, ``this`` within its year."""
    if which in {"last", "past", "the past", "this past"}:
        return this if this.number < here.number else this.shift(-per_year)
    if which in {"next", "coming", "this coming"}:
        return this if this.number > here.number else this.shift(per_year)
    return this


def _is_month(m: Match, context: Context, name: str) -> bool:
    """A month that stands alone is none when it is part of a person's name or is "May" as a verb."""
    if m.has("which") or m.has("pre"):
        return True
    start, end = m.tokens.span(m.match.start("month"), m.last)
    span = context.doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return False
    token = span[0]
    if len(name) == 3 and name != "may" and not m.word("month").endswith("."):
        return False
    after = m.tokens.words[m.last] if m.last < len(m.tokens) else ""
    if (
        span.end < len(context.doc)
        and after
        and span[-1].nbor().is_title
        and span[-1].nbor().pos_ == "PROPN"
        and token.i == token.sent.start
    ):
        return False
    if token.ent_type_ in {"PERSON", "ORG", "WORK_OF_ART", "FAC", "GPE", "PRODUCT"}:
        return False
    return name not in {"may", "march", "august"} or token.pos_ in {"PROPN", "NOUN"}


def year(m: Match, context: Context) -> Timex | None:
    number = int(m.word("year")) if m.has("year") else spelled_year(m.words("spelled"))
    if number is None or not 1000 <= number <= 2199 or not _is_year(m, context):
        return None
    return point(m, Period("year", number))


_UNIT_NOUN = words(
    """
    people miles km kilometers kilometres meters metres feet tons tonnes barrels shares points pounds dollars
    dlrs mln troops soldiers men women homes houses jobs students workers votes bushels acres hectares
    employees members units mw megawatts calories words seats cars vehicles million billion degrees gmt est
    edt
    """
)


def _is_year(m: Match, context: Context) -> bool:
    """Four figures are a year unless money, a number sign, a name before or a counted noun after says otherwise."""
    if m.has("spelled") or m.has("pre") or m.has("fiscal"):
        return True
    near, at = m.tokens.words, m.match.start("year")
    before = near[at - 1] if at else ""
    if not 1500 <= int(m.word("year")) <= 2099 and before not in {"in", "since", "by", "until", "from", "of", "around"}:
        return False
    if before in {
        "$",
        "£",
        "€",
        "¥",
        "#",
        "no",
        "number",
        "route",
        "highway",
        "flight",
        "boeing",
        "room",
        "model",
        "rs",
    }:
        return False
    after = near[m.last] if m.last < len(near) else ""
    if (
        after in _UNIT_NOUN
        or after in {"%", "/"}
        or before == "/"
        or (after == "-" and at + 2 < len(near) and near[at + 2] in _UNIT_NOUN)
    ):
        return False
    if m.tokens.ends[at - 1] == m.tokens.starts[at] and before not in {"-", "–", "(", "‘", "'", '"', "“", "["} and at:
        return False
    span = context.doc.char_span(*m.tokens.span(at, at + 1), alignment_mode="expand")
    if span is None or not len(span):
        return False
    token = span[0]
    if token.ent_type_ in {"MONEY", "QUANTITY", "PERCENT", "PRODUCT", "FAC"}:
        return False
    if token.ent_type_ == "CARDINAL" and token.dep_ == "nummod" and token.head.tag_ == "NNS" and token.head.i > token.i:
        return int(m.word("year")) in range(1900, 2100) and token.head.i > token.i + 1
    return True


def year_range(m: Match, _context: Context) -> Timex | None:
    """``the 2024-25 season``: the span is the season, the value its first year."""
    first, second = int(m.word("year")), int(m.word("short"))
    if len(m.word("short")) != 2 or (first + 1) % 100 != second:
        return None
    return point(m, Period("year", first))


def decade(m: Match, _context: Context) -> Timex | None:
    word = re.sub(r"\D", "", m.word("decade"))
    if m.has("decade"):
        number = int(word[:-1]) if len(word) == 4 else 190 + int(word[0])
    else:
        number = DECADES[m.word("spelled")]
    return point(m, Period("decade", number))


def century(m: Match, _context: Context) -> Timex | None:
    number = ordinal(m.word("ord"))
    known = number is not None and 1 <= number <= 30 and m.word("unit") == "century"
    return point(m, Period("century", number - 1)) if number and known else None


def iso(m: Match, _context: Context) -> Timex | None:
    try:
        day = date.fromisoformat(m.word("iso")[:10])
    except ValueError:
        return None
    word = m.word("iso").upper()
    if len(word) > 10:
        return point(m, word[:16] + ("Z" if word.endswith("Z") else ""), "TIME")
    return point(m, period(day, "day"))


def numeric(m: Match, context: Context) -> Timex | None:
    """``8/5/2025``: the month first where only that is a date, or by American use where both are."""
    one, two, year_ = (int(part) for part in m.word("numdate").split("/"))
    if year_ < 100:
        year_ += 2000 if year_ < 70 else 1900
    month_first, day_first = on_day(year_, one, two), on_day(year_, two, one)
    anchor = context.anchor
    if month_first and day_first and month_first != day_first and anchor:
        # Both are days: the one nearer the story's own is meant.
        found = min(month_first, day_first, key=lambda day: abs(day.number - anchor.number))
        return point(m, found)
    return point(m, month_first or day_first) if month_first or day_first else None


def holiday(m: Match, context: Context) -> Timex | None:
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
            day = min(years, key=lambda one: _holiday_cost(one.number - base.number, side))
    around = m.word("around")
    return point(m, day.to({"week": "week", "weekend": "weekend"}.get(around, "day")))


def _holiday_cost(away: int, side: float) -> float:
    return abs(away) + (AGAINST_TENSE * abs(side) if away * side < 0 else 0)


def weekday_number(word: str) -> int:
    return WEEKDAY_NUMBER[word] if word in WEEKDAY_NUMBER else WEEKDAY_SHORT[word]


def bare_weekday(m: Match, context: Context) -> Timex | None:
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


def which_weekday(m: Match, context: Context, anchor: Period, number: int, which: str) -> Period:
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


def season(m: Match, context: Context) -> Timex | None:
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
        return point(m, _named(here, this, which, 4))
    if which == "this":
        return point(m, this)
    side = context.direction(m.first, m.last)
    near = min((this.shift(-4), this, this.shift(4)), key=lambda one: _month_cost(3 * (one.number - here.number), side))
    return point(m, near)


SPELLED = "(?P<spelled><word><word|mag>(?:<hy>?<word>){0,2}(?:<and><word>)?)"
YEAR = "(?P<year><year4>)"
WHICH = "(?P<which><last|next|this|coming>|<this><past|coming>)"

RULES: tuple[Rule, ...] = (
    make("iso", "(?P<iso><iso>)", iso),
    make("numeric", "(?P<numdate><numdate>)", numeric),
    make(
        "last full date",
        f"<last|this|next>(?P<month>{MONTH})<the>?(?P<day>{DAY})(?!<comma>?<year4|percent>)",
        lambda m, c: named_date(m, c),
    ),
    make(
        "full date of year",
        f"(?P<month>{MONTH})<the>?(?P<day>{DAY})(?:<comma>|<of>)?(?P<which><last|this|next><unit>)",
        full_date,
    ),
    make(
        "full date",
        f"{MODS}(?:{WHICH}?{WEEKDAY}<comma>?<the>?)?(?P<month>{MONTH})<the>?(?P<day>{DAY})(?:<comma>?{YEAR})?(?!<percent|hy>?<percent>)",
        full_date,
    ),
    make(
        "day of month",
        f"{MODS}(?:{WEEKDAY}<comma>?)?<the>?(?P<day>{DAY})<of>?(?P<month>{MONTH})(?:<comma>?{YEAR})?",
        full_date,
    ),
    make(
        "month of year",
        f"{PRE}?(?P<month>{MONTH})(?:(?:<comma>|<of>|<in>)?(?:{YEAR}|(?P<which><last|this|next>)<unit>)|{SPELLED})",
        month_of_year,
    ),
    make("month", f"(?P<pre>{PRE})?{WHICH}?(?P<month>{MONTH})", month_alone),
    make("year range", f"<the>?{YEAR}<hy|slash>(?P<short><int>)", year_range),
    make(
        "year",
        f"(?P<pre>{PRE}|<the><unit>)?(?P<fiscal><fiscal|fy><unit>?)?(?:{YEAR}|{SPELLED})",
        year,
    ),
    make("decade", f"(?:{PRE}|<the>)?(?:<early><hy>?)?(?P<decade><decade>)", decade),
    make("spelled decade", "<the>(?:<early><hy>?)?(?P<spelled><decadeword>)(?P<decade><decade>)?", decade),
    make("century", f"(?:{PRE}|<the>)?(?:<early><hy>?)?(?P<ord><ord>)<hy>?(?P<unit><unit>)", century),
    make(
        "holiday",
        "(?P<which><last|this|next>)?(?P<hol><hol>)(?P<around><unit>)?(?:<comma>?(?P<year><year4>))?",
        holiday,
    ),
    make("weekday", f"<early>?{WHICH}?(?P<weekday><weekday>)(?P<part><part>)?", bare_weekday),
    make("other weekday", "(?P<which><the><prev|following|next>)(?P<weekday><weekday>)", bare_weekday),
    make("season", f"{PRE}?<the>?{WHICH}(?P<season><season>)", season),
    make("season of year", f"{PRE}?<the>?(?P<season><season>)(?:<of>|<in>)?(?:{YEAR}|{SPELLED})", season),
    make("the season", "(?:<the>?<early><hy>?|<the>(?=<season>(?!<of>)))(?P<season><season>)", season),
)
