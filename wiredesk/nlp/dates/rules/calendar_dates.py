"""Dates by month and day: ``May 8, 2025``, ``last Oct. 23``, ``mid-March``, ``2025-05-08``."""

from __future__ import annotations

from datetime import date

from wiredesk.nlp.dates.date_context import FUTURE, PAST, DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import CARDINAL
from wiredesk.nlp.dates.date_lexicon import MONTH as MONTH_NUMBER
from wiredesk.nlp.dates.grammar import DAY, MODS, MONTH, PRE, SPELLED, WEEKDAY, WHICH, YEAR, Match, Rule, make, point
from wiredesk.nlp.dates.number_words import ordinal, spelled_year
from wiredesk.nlp.dates.period import in_year, on_day, period
from wiredesk.nlp.dates.year_choice import month_cost, named, yearless


def month_number(word: str) -> int:
    return MONTH_NUMBER[word]


def day_number(word: str) -> int:
    return int(word) if word.isdigit() else ordinal(word) or CARDINAL.get(word, 0)


def full_date(m: Match, context: DateContext) -> Timex | None:
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


def named_date(m: Match, context: DateContext) -> Timex | None:
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


def month_of_year(m: Match, context: DateContext) -> Timex | None:
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


def month_alone(m: Match, context: DateContext) -> Timex | None:
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
        return point(m, named(here, in_year(here.year, "month", month), which, 12))
    side = context.direction(m.first, m.last)
    near = min(
        (in_year(year, "month", month) for year in (here.year - 1, here.year, here.year + 1)),
        key=lambda one: month_cost(one.number - here.number, side),
    )
    return point(m, near)


def _is_month(m: Match, context: DateContext, name: str) -> bool:
    """A month that stands alone is none when it is part of a person's name or is "May" as a verb."""
    if m.has("which") or m.has("pre"):
        return True
    parse = context.parse
    token, end = parse.covering(m.tokens.span(m.match.start("month"), m.last))
    if token == end:
        return False
    if len(name) == 3 and name != "may" and not m.word("month").endswith("."):
        return False
    after = m.tokens.words[m.last] if m.last < len(m.tokens) else ""
    if (
        end < len(parse)
        and after
        and parse.text[end].istitle()
        and parse.pos[end] == "PROPN"
        and token == parse.sentence_start[token]
    ):
        return False
    if parse.ent_type[token] in {"PERSON", "ORG", "WORK_OF_ART", "FAC", "GPE", "PRODUCT"}:
        return False
    if parse.masked[parse.start[token] : parse.end[end - 1]].isupper() and name in {"may", "march"}:
        # In a headline of capitals "MAY" is more often the verb.
        return m.first > 0 and m.tokens.words[m.first - 1] in {"in", "by", "since", "until", "from", "of", "for", "to"}
    return name not in {"may", "march", "august"} or parse.pos[token] in {"PROPN", "NOUN"}


def iso(m: Match, _context: DateContext) -> Timex | None:
    try:
        day = date.fromisoformat(m.word("iso")[:10])
    except ValueError:
        return None
    word = m.word("iso").upper()
    if len(word) > 10:
        return point(m, word[:16] + ("Z" if word.endswith("Z") else ""), "TIME")
    return point(m, period(day, "day"))


def numeric(m: Match, context: DateContext) -> Timex | None:
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


RULES: tuple[Rule, ...] = (
    make("iso", "(?P<iso><iso>)", iso, yes="It opened on [2025-03-04].", no="Part 2025-03-0412 failed."),
    make("numeric", "(?P<numdate><numdate>)", numeric, yes="It opened on [3/4/2025].", no="It scored 3/4/2 of them."),
    make(
        "last full date",
        f"<last|this|next>(?P<month>{MONTH})<the>?(?P<day>{DAY})(?!<comma>?<year4|percent>)",
        named_date,
        yes="It opened last [March 4].",
        no="It opened on March 4.",
    ),
    make(
        "full date of year",
        f"(?P<month>{MONTH})<the>?(?P<day>{DAY})(?:<comma>|<of>)?(?P<which><last|this|next><unit>)",
        full_date,
        yes="It opened [March 4 last year].",
        no="It opened March 4 last Monday.",
    ),
    make(
        "full date",
        f"{MODS}(?:{WHICH}?{WEEKDAY}<comma>?<the>?)?(?P<month>{MONTH})<the>?(?P<day>{DAY})(?:<comma>?{YEAR})?(?!<percent|hy>?<percent>)",
        full_date,
        yes="It opened on [March 4, 2024].",
        no="It opened in March.",
    ),
    make(
        "day of month",
        f"{MODS}(?:{WEEKDAY}<comma>?)?<the>?(?P<day>{DAY})<of>?(?P<month>{MONTH})(?:<comma>?{YEAR})?",
        full_date,
        yes="It opened on [4 March 2024].",
        no="The 4 marches went on.",
    ),
    make(
        "month of year",
        f"{PRE}?(?P<month>{MONTH})(?:(?:<comma>|<of>|<in>)?(?:{YEAR}|(?P<which><last|this|next>)<unit>)|{SPELLED})",
        month_of_year,
        yes="It opened in [March 2024].",
        no="It opened on March 20.",
    ),
    make(
        "month",
        f"(?P<pre>{PRE})?{WHICH}?(?P<month>{MONTH})",
        month_alone,
        yes="It opened in [March].",
        no="They may march on.",
    ),
)
