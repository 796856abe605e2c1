"""Quarters, halves and fiscal years: ``the third quarter``, ``Q3 2025``, ``the year-ago period``."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import UNIT
from wiredesk.nlp.dates.grammar import ADJ, MONTH, PRE, DateRule, RuleMatch, date_rule, timex
from wiredesk.nlp.dates.period import PER_YEAR, Period, in_year
from wiredesk.nlp.dates.rules.calendar_dates import month_number
from wiredesk.nlp.dates.rules.relative import unit_of
from wiredesk.nlp.lexicon.number_words import parse_ordinal, parse_whole

YEARPOSS = "(?P<which><last|this|next><unit><poss>)"
QUARTER = "(?P<unit><unit|half>)"


def the_unit(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the year``, ``the week`` to the one that runs, ``the quarter`` to the one named or ended last."""
    unit = match.word("unit")
    if unit not in {"year", "quarter", "week", "month"} or context.reference_time is None:
        return None
    if unit == "quarter" and context.is_sport:
        return None
    if unit == "quarter":
        return timex(match, context.antecedent(match.first, ("quarter",)) or context.reference_time.to(unit).shift(-1))
    return timex(match, context.reference_time.to(unit))


def unit_ended(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the quarter ended Sept. 30`` to the quarter that it mostly lies in, ``the year ended`` to a length."""
    unit = match.word("unit")
    letter = {"year": "P1Y", "month": "P1M", "week": "P1W"}.get(unit)
    if letter and context.reference_time:
        return Timex(
            match.first, match.last, "DURATION", letter, context.reference_time.to("year") if unit == "year" else None
        )
    if unit != "quarter" or context.reference_time is None:
        return None
    if not match.has("month"):
        return timex(match, context.reference_time.to(unit).shift(-1))
    month = month_number(match.words("month")[0])
    here = context.reference_time.to("month")
    ended = in_year(here.year, "month", month)
    ended = ended if ended.number <= here.number else ended.shift(-12)
    return timex(match, ended.shift(-1).to("quarter"))


def which_year_part(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the third quarter``, ``third-quarter``, ``next year's first half``, ``Q3 2025``."""
    if match.word("unit") not in {"half", "h", "quarter", "q"}:
        return None
    if context.is_sport and not match.has("year") and not match.has("which"):
        return None  # of a match
    unit = "half" if match.word("unit") in {"half", "h"} else "quarter"
    size = {"half": 2, "quarter": 4}[unit]
    word = match.word("ord")
    part = size if word in {"last", "final"} else parse_whole(word) or parse_ordinal(word)
    if part is None or not 1 <= part <= size:
        return None
    if match.has("year"):
        year = int(match.word("year"))
        year += 2000 if year < 100 else 0
        return timex(match, in_year(year, unit, part - 1))
    if context.reference_time is None:
        return timex(match, None)
    here = context.reference_time.to(unit)
    if match.has("which"):
        if not any(UNIT.get(one) == "year" for one in match.words("which")):
            return timex(match, None)  # "the second half of next month"
        step = {"last": -1, "next": 1}.get(match.words("which")[0], 0)
        return timex(match, in_year(context.reference_time.year + step, unit, part - 1))
    if match.has("ago"):
        near = _nearest_part(here, unit, part, -1)
        return timex(match, str(near.shift(-size)))
    return timex(match, _nearest_part(here, unit, part, context.tense(match.first, match.last)))


_AHEAD_COST = {-1: 4.0, 0: 1.5, 1: 0.0}
"""Handicap, in quarters or halves, of a period to come, by the tense: reports speak of what has ended."""
_PAST_IN_FUTURE_COST = 0.6
"""Handicap of a period that is over if the tense is future: less than one step, as outlooks also look back."""


def _nearest_part(here: Period, unit: str, part: int, tense: float) -> Period:
    """Return the quarter or half that runs, has ended last, or by the tense comes next."""
    size = PER_YEAR[unit]
    year = here.number // size
    ways = [in_year(year + step, unit, part - 1) for step in (-1, 0, 1)]

    def cost(one: Period) -> float:
        away = one.number - here.number
        if away > 0:
            against = _AHEAD_COST[0 if not tense else -1 if tense < 0 else 1]
        else:
            against = _PAST_IN_FUTURE_COST if away < 0 and tense > 0 else 0.0
        return abs(away) + against

    return min(ways, key=cost)


def year_ago_part(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the year-ago quarter``, ``the corresponding period last year``, ``the 1988 period``.

    What is compared with another period is not what the story is about: it is no antecedent for later expressions.
    """
    if context.reference_time is None:
        return timex(match, None)
    unit = match.word("unit")
    units = {"year": (), "quarter": ("quarter", "half")}.get(unit, ("quarter", "half", "year"))
    ground = context.antecedent(match.first, units)
    if ground is None and unit == "quarter":
        ground = context.reference_time.to("quarter").shift(-1)
    year = (
        int(match.word("year")) if match.has("year") else (ground.year if ground else context.reference_time.year) - 1
    )
    value = Period("year", year)
    if ground is not None and ground.unit != "year":
        value = in_year(year, ground.unit, ground.number % PER_YEAR[ground.unit])
    return timex(match, str(value))


def latest_part(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the latest quarter``: the one named last, else the last that has ended."""
    if context.reference_time is None:
        return timex(match, None)
    unit = unit_of(match.word("unit")) if match.word("unit") in UNIT else "quarter"
    if unit == "year":
        return timex(match, context.reference_time.to("year").shift(-1))
    if unit not in {"quarter", "month", "week"}:
        return None
    ended = context.reference_time.to(unit).shift(-1)
    ground = context.antecedent(match.first, (unit,))
    return timex(match, ground if ground and ground.number <= ended.number else ended)


RULES: tuple[DateRule, ...] = (
    date_rule(
        "the unit",
        f"<the>{ADJ}?(?P<unit><unit>)(?!<hy|poss|later|ago|before|after|year4|ended>)",
        the_unit,
        yes="Profit rose in [the quarter].",
        no="The firm rose.",
    ),
    date_rule(
        "unit ended",
        f"<the>{ADJ}?(?P<unit><unit>)(?=<ended>(?P<month>{MONTH})?)",
        unit_ended,
        yes="Profit rose in [the quarter] ended March 31.",
        no="The war ended in March.",
    ),
    date_rule(
        "part of year",
        f"(?:{PRE})?<the>?(?P<ago><unit><hy>?<ago|later>)?(?:{ADJ}<hy>?)?(?P<ord><ord|last>){ADJ}?{QUARTER}"
        "(?:(?:<of>|<in>|<comma>)?<the>?<fiscal>?<unit>?(?P<year><year4>)|(?:<of>|<in>)?(?P<which><last|this|next><unit>))?",
        which_year_part,
        yes="Profit rose in [the first quarter of 2024].",
        no="Profit rose in the first house of 2024.",
    ),
    date_rule(
        "part of year as adjective",
        f"{ADJ}?(?P<ord><ord>)<hy>{QUARTER}(?!<hy>)",
        which_year_part,
        yes="[First-quarter] profit rose.",
        no="First-rate profit rose.",
    ),
    date_rule(
        "part of that year",
        f"<the>?(?P<year><year4>)<fiscal>?(?P<ord><ord>)<hy>?{QUARTER}",
        which_year_part,
        yes="Profit rose in [the 2024 first quarter].",
        no="Profit rose in the 2024 vote.",
    ),
    date_rule(
        "part of this year",
        f"{YEARPOSS}<fiscal>?(?P<ord><ord>)<hy>?{QUARTER}",
        which_year_part,
        yes="Profit rose in [this year's first quarter].",
        no="This year's vote rose.",
    ),
    date_rule(
        "coded part",
        "(?P<unit><q>)(?P<ord><int>)(?:<of>?(?P<year><year4>))?",
        which_year_part,
        yes="Profit rose in [Q1 2024].",
        no="Room B1 rose.",
    ),
    date_rule(
        "year-ago part",
        f"(?:<the>)?{ADJ}?<unit><hy>?<ago|later>(?P<unit><unit|span>)",
        year_ago_part,
        yes="Profit rose from [the year-ago quarter].",
        no="Profit rose from a year ago.",
    ),
    date_rule(
        "year-ago period",
        "(?:<the>)(?:<adj|same>)(?P<unit><span|unit>)(?:<of>|<in>)?<last><unit>",
        year_ago_part,
        yes="Profit rose from [the same period last year].",
        no="The same man rose last.",
    ),
    date_rule(
        "last year's part",
        "<last><unit><poss><adj>?(?P<unit><span|unit>)",
        year_ago_part,
        yes="Profit rose from [last year's period].",
        no="Last year's vote rose.",
    ),
    date_rule(
        "period of year",
        "<the>(?P<year><year4>)(?P<unit><span|unit>)",
        year_ago_part,
        yes="Profit rose from [the 2024 period].",
        no="The 2024 vote rose.",
    ),
    date_rule(
        "latest part",
        f"<the><latest>{ADJ}?(?P<unit><unit|span>)",
        latest_part,
        yes="Profit rose in [the latest quarter].",
        no="The latest man rose.",
    ),
)
