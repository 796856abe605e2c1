"""Dates by month and day: ``May 8, 2025``, ``last Oct. 23``, ``mid-March``, ``2025-05-08``."""

from __future__ import annotations

from datetime import date

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import BEFORE_MONTHS
from wiredesk.nlp.dates.date_lexicon import MONTH as MONTH_NUMBER
from wiredesk.nlp.dates.grammar import (
    DAY,
    MODS,
    MONTH,
    PRE,
    SPELLED,
    WEEKDAY,
    WHICH,
    YEAR,
    DateRule,
    RuleMatch,
    date_rule,
    timex,
)
from wiredesk.nlp.dates.period import in_year, on_day, period
from wiredesk.nlp.dates.tense import FUTURE, PAST
from wiredesk.nlp.dates.year_choice import counted_from, day_without_year, nearest_month
from wiredesk.nlp.lexicon.number_words import CARDINALS, parse_ordinal, parse_spelled_year, parse_whole


def month_number(word: str) -> int:
    """Return the number of a month's name or abbreviation; January is 0."""
    return MONTH_NUMBER[word]


def day_number(word: str) -> int:
    """Return the day of the month that ``8``, ``8th`` or ``eight`` gives; 0 if none."""
    return parse_whole(word) or parse_ordinal(word) or CARDINALS.get(word, 0)


def full_date(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve a month and a day, with or without a year and a weekday."""
    month, day = month_number(match.word("month").split()[0]) + 1, day_number(match.word("day"))
    if not 1 <= day <= 31:
        return None
    if match.has("year"):
        return timex(match, on_day(int(match.word("year")), month, day))
    if context.reference_time is None:
        return timex(match, None)
    if match.has("which") and match.words("which")[-1] == "year":
        year = context.reference_time.year + {"last": -1, "next": 1}.get(match.words("which")[0], 0)
        return timex(match, on_day(year, month, day))
    return timex(match, day_without_year(month, day, context.tense(match.first, match.last), context.reference_time))


def named_date(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``last Oct. 23``: the expression is the date, and "last" picks its year."""
    month, day = month_number(match.word("month").split()[0]) + 1, day_number(match.word("day"))
    first = match.start("month")
    if not 1 <= day <= 31 or context.reference_time is None:
        return None if not 1 <= day <= 31 else timex(match, None, first=first)
    tense = {"last": PAST, "next": FUTURE}.get(match.tokens.word(match.first), 0)
    here = context.reference_time.number
    years = [on_day(context.reference_time.year + step, month, day) for step in (-1, 0, 1)]
    fit = [one for one in years if one and (one.number - here) * tense >= 0]
    return timex(match, min(fit, key=lambda one: abs(one.number - here), default=None), first=first)


def month_of_year(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``March 2024``, ``March of last year``."""
    month = month_number(match.word("month").split()[0])
    if match.has("year"):
        year: int | None = int(match.word("year"))
    elif match.has("spelled"):
        year = parse_spelled_year(match.words("spelled"))
    else:
        year = None
        if context.reference_time:
            year = context.reference_time.year + {"last": -1, "next": 1}.get(match.words("which")[0], 0)
    return timex(match, None if year is None else in_year(year, "month", month))


def month_alone(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``in March``, ``last November``, ``early December``: the nearest such month by the tense of its verb."""
    name = match.word("month").split()[0]
    if not _is_month(match, context, name):
        return None
    if context.reference_time is None:
        return timex(match, None)
    month = month_number(name)
    here = context.reference_time.to("month")
    which = match.word("which")
    if which:
        return timex(match, counted_from(here, in_year(here.year, "month", month), which, 12))
    return timex(match, nearest_month(here, month, context.tense(match.first, match.last)))


def _is_month(match: RuleMatch, context: DateContext, name: str) -> bool:
    """Return whether a month that stands alone is one: not part of a person's name, nor "May" as a verb."""
    if match.has("which") or match.has("pre"):
        return True
    parse = context.parse
    token, end = parse.covering(match.tokens.span(match.start("month"), match.last))
    if token == end:
        return False
    if len(name) == 3 and name != "may" and not match.word("month").endswith("."):
        return False
    after = match.tokens.word(match.last) if match.last < len(match.tokens) else ""
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
        return match.first > 0 and match.tokens.word(match.first - 1) in BEFORE_MONTHS
    return name not in {"may", "march", "august"} or parse.pos[token] in {"PROPN", "NOUN"}


def iso(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``2025-05-08`` and ``2025-05-08T09:00Z``."""
    try:
        day = date.fromisoformat(match.word("iso")[:10])
    except ValueError:
        return None
    word = match.word("iso").upper()
    if len(word) > 10:
        return timex(match, word[:16] + ("Z" if word.endswith("Z") else ""), "TIME")
    return timex(match, period(day, "day"))


def numeric(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``8/5/2025``: of two readings the one nearer the story's day, by default the American one."""
    one, two, year_ = (int(part) for part in match.word("numdate").split("/"))
    if year_ < 100:
        year_ += 2000 if year_ < 70 else 1900
    month_first, day_first = on_day(year_, one, two), on_day(year_, two, one)
    reference_time = context.reference_time
    if month_first and day_first and month_first != day_first and reference_time:
        # Both are days: the one nearer the story's own is meant.
        found = min(month_first, day_first, key=lambda day: abs(day.number - reference_time.number))
        return timex(match, found)
    return timex(match, month_first or day_first) if month_first or day_first else None


RULES: tuple[DateRule, ...] = (
    date_rule("iso", "(?P<iso><iso>)", iso, yes="It opened on [2025-03-04].", no="Part 2025-03-0412 failed."),
    date_rule(
        "numeric", "(?P<numdate><numdate>)", numeric, yes="It opened on [3/4/2025].", no="It scored 3/4/2 of them."
    ),
    date_rule(
        "last full date",
        f"<last|this|next>(?P<month>{MONTH})<the>?(?P<day>{DAY})(?!<comma>?<year4|percent>)",
        named_date,
        yes="It opened last [March 4].",
        no="It opened on March 4.",
    ),
    date_rule(
        "full date of year",
        f"(?P<month>{MONTH})<the>?(?P<day>{DAY})(?:<comma>|<of>)?(?P<which><last|this|next><unit>)",
        full_date,
        yes="It opened [March 4 last year].",
        no="It opened March 4 last Monday.",
    ),
    date_rule(
        "full date",
        f"{MODS}(?:{WHICH}?{WEEKDAY}<comma>?<the>?)?(?P<month>{MONTH})<the>?(?P<day>{DAY})(?:<comma>?{YEAR})?(?!<percent|hy>?<percent>)",
        full_date,
        yes="It opened on [March 4, 2024].",
        no="It opened in March.",
    ),
    date_rule(
        "day of month",
        f"{MODS}(?:{WEEKDAY}<comma>?)?<the>?(?P<day>{DAY})<of>?(?P<month>{MONTH})(?:<comma>?{YEAR})?",
        full_date,
        yes="It opened on [4 March 2024].",
        no="The 4 marches went on.",
    ),
    date_rule(
        "month of year",
        f"{PRE}?(?P<month>{MONTH})(?:(?:<comma>|<of>|<in>)?(?:{YEAR}|(?P<which><last|this|next>)<unit>)|{SPELLED})",
        month_of_year,
        yes="It opened in [March 2024].",
        no="It opened on March 20.",
    ),
    date_rule(
        "month",
        f"(?P<pre>{PRE})?{WHICH}?(?P<month>{MONTH})",
        month_alone,
        yes="It opened in [March].",
        no="They may march on.",
    ),
)
