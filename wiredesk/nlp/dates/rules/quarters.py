"""Quarters, halves and fiscal years: ``the third quarter``, ``Q3 2025``, ``the year-ago period``."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import UNIT
from wiredesk.nlp.dates.grammar import ADJ, MONTH, PRE, Match, Rule, make, point
from wiredesk.nlp.dates.number_words import ordinal
from wiredesk.nlp.dates.period import PER_YEAR, Period, in_year
from wiredesk.nlp.dates.rules.calendar_dates import month_number
from wiredesk.nlp.dates.rules.relative import unit_of

YEARPOSS = "(?P<which><last|this|next><unit><poss>)"
QUARTER = "(?P<unit><unit|half>)"


def the_unit(m: Match, context: DateContext) -> Timex | None:
    """``the year``, ``the quarter``, ``the week``: the one spoken of, else the one that runs or has last ended."""
    unit = m.word("unit")
    if unit not in {"year", "quarter", "week", "month"} or context.anchor is None:
        return None
    if unit == "quarter":
        return point(m, context.antecedent(m.first, ("quarter",)) or context.anchor.to(unit).shift(-1))
    return point(m, context.anchor.to(unit))


def unit_ended(m: Match, context: DateContext) -> Timex | None:
    """``the year ended Aug. 31`` is a length; ``the quarter ended Sept. 30`` the quarter that it mostly lies in."""
    unit = m.word("unit")
    letter = {"year": "P1Y", "month": "P1M", "week": "P1W"}.get(unit)
    if letter and context.anchor:
        return Timex(m.first, m.last, "DURATION", letter, context.anchor.to("year") if unit == "year" else None)
    if unit != "quarter" or context.anchor is None:
        return None
    if not m.has("month"):
        return point(m, context.anchor.to(unit).shift(-1))
    month = month_number(m.words("month")[0])
    here = context.anchor.to("month")
    ended = in_year(here.year, "month", month)
    ended = ended if ended.number <= here.number else ended.shift(-12)
    return point(m, ended.shift(-1).to("quarter"))


def which_year_part(m: Match, context: DateContext) -> Timex | None:
    """``the third quarter``, ``third-quarter``, ``next year's first half``, ``Q3 2025``."""
    if m.word("unit") not in {"half", "h", "quarter", "q"}:
        return None
    unit = "half" if m.word("unit") in {"half", "h"} else "quarter"
    size = {"half": 2, "quarter": 4}[unit]
    word = m.word("ord")
    part = int(word) if word.isdigit() else size if word in {"last", "final"} else ordinal(word)
    if part is None or not 1 <= part <= size:
        return None
    if m.has("year"):
        year = int(m.word("year"))
        year += 2000 if year < 100 else 0
        return point(m, in_year(year, unit, part - 1))
    if context.anchor is None:
        return point(m, None)
    here = context.anchor.to(unit)
    if m.has("which"):
        step = {"last": -1, "next": 1}.get(m.words("which")[0], 0)
        return point(m, in_year(context.anchor.year + step, unit, part - 1))
    if m.has("ago"):
        near = _nearest_part(here, unit, part, -1)
        return point(m, str(near.shift(-size)))
    return point(m, _nearest_part(here, unit, part, context.direction(m.first, m.last)))


def _nearest_part(here: Period, unit: str, part: int, side: float) -> Period:
    """The quarter or half that is running, has ended last, or by the tense comes next."""
    size = PER_YEAR[unit]
    year = here.number // size
    ways = [in_year(year + step, unit, part - 1) for step in (-1, 0, 1)]

    def cost(one: Period) -> float:
        away = one.number - here.number
        against = (4.0 if side < 0 else 1.5 if not side else 0.0) if away > 0 else 0.6 if away < 0 and side > 0 else 0.0
        return abs(away) + against

    return min(ways, key=cost)


def year_ago_part(m: Match, context: DateContext) -> Timex | None:
    """``the year-ago quarter``, ``the corresponding period last year``, ``the 1988 period``.

    What another period is set beside is not what the story is about: no antecedent for what follows.
    """
    if context.anchor is None:
        return point(m, None)
    unit = m.word("unit")
    units = {"year": (), "quarter": ("quarter", "half")}.get(unit, ("quarter", "half", "year"))
    ground = context.antecedent(m.first, units)
    if ground is None and unit == "quarter":
        ground = context.anchor.to("quarter").shift(-1)
    year = int(m.word("year")) if m.has("year") else (ground.year if ground else context.anchor.year) - 1
    value = Period("year", year)
    if ground is not None and ground.unit != "year":
        value = in_year(year, ground.unit, ground.number % PER_YEAR[ground.unit])
    return point(m, str(value))


def latest_part(m: Match, context: DateContext) -> Timex | None:
    """``the latest quarter``: the one spoken of, else the last that has ended."""
    if context.anchor is None:
        return point(m, None)
    unit = unit_of(m.word("unit")) if m.word("unit") in UNIT else "quarter"
    if unit == "year":
        return point(m, context.anchor.to("year").shift(-1))
    if unit not in {"quarter", "month", "week"}:
        return None
    ended = context.anchor.to(unit).shift(-1)
    ground = context.antecedent(m.first, (unit,))
    return point(m, ground if ground and ground.number <= ended.number else ended)


RULES: tuple[Rule, ...] = (
    make(
        "the unit",
        f"<the>{ADJ}?(?P<unit><unit>)(?!<hy|poss|later|ago|before|after|year4|ended>)",
        the_unit,
        yes="Profit rose in [the quarter].",
        no="The firm rose.",
    ),
    make(
        "unit ended",
        f"<the>{ADJ}?(?P<unit><unit>)(?=<ended>(?P<month>{MONTH})?)",
        unit_ended,
        yes="Profit rose in [the quarter] ended March 31.",
        no="The war ended in March.",
    ),
    make(
        "part of year",
        f"(?:{PRE})?<the>?(?P<ago><unit><hy>?<ago|later>)?(?:{ADJ}<hy>?)?(?P<ord><ord|last>){ADJ}?{QUARTER}"
        "(?:(?:<of>|<in>|<comma>)?<the>?<fiscal>?<unit>?(?P<year><year4>)|(?:<of>|<in>)?(?P<which><last|this|next><unit>))?",
        which_year_part,
        yes="Profit rose in [the first quarter of 2024].",
        no="Profit rose in the first house of 2024.",
    ),
    make(
        "part of year as adjective",
        f"{ADJ}?(?P<ord><ord>)<hy>{QUARTER}(?!<hy>)",
        which_year_part,
        yes="[First-quarter] profit rose.",
        no="First-rate profit rose.",
    ),
    make(
        "part of that year",
        f"<the>?(?P<year><year4>)<fiscal>?(?P<ord><ord>)<hy>?{QUARTER}",
        which_year_part,
        yes="Profit rose in [the 2024 first quarter].",
        no="Profit rose in the 2024 vote.",
    ),
    make(
        "part of this year",
        f"{YEARPOSS}<fiscal>?(?P<ord><ord>)<hy>?{QUARTER}",
        which_year_part,
        yes="Profit rose in [this year's first quarter].",
        no="This year's vote rose.",
    ),
    make(
        "coded part",
        "(?P<unit><q>)(?P<ord><int>)(?:<of>?(?P<year><year4>))?",
        which_year_part,
        yes="Profit rose in [Q1 2024].",
        no="Room B1 rose.",
    ),
    make(
        "year-ago part",
        f"(?:<the>)?{ADJ}?<unit><hy>?<ago|later>(?P<unit><unit|span>)",
        year_ago_part,
        yes="Profit rose from [the year-ago quarter].",
        no="Profit rose from a year ago.",
    ),
    make(
        "year-ago period",
        "(?:<the>)(?:<adj|same>)(?P<unit><span|unit>)(?:<of>|<in>)?<last><unit>",
        year_ago_part,
        yes="Profit rose from [the same period last year].",
        no="The same man rose last.",
    ),
    make(
        "last year's part",
        "<last><unit><poss><adj>?(?P<unit><span|unit>)",
        year_ago_part,
        yes="Profit rose from [last year's period].",
        no="Last year's vote rose.",
    ),
    make(
        "period of year",
        "<the>(?P<year><year4>)(?P<unit><span|unit>)",
        year_ago_part,
        yes="Profit rose from [the 2024 period].",
        no="The 2024 vote rose.",
    ),
    make(
        "latest part",
        f"<the><latest>{ADJ}?(?P<unit><unit|span>)",
        latest_part,
        yes="Profit rose in [the latest quarter].",
        no="The latest man rose.",
    ),
)
