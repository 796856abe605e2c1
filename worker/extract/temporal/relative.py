"""Dates by their distance: ``yesterday``, ``last week``, ``the quarter``, ``two years later``, ``a year earlier``."""

from __future__ import annotations

from worker.extract.temporal.context import Context, Timex
from worker.extract.temporal.grammar import ADJ, MODS, MONTH, PRE, QTY, Match, Rule, make
from worker.extract.temporal.lexicon import PART, REFERENCE, RELATIVE_DAY, UNIT, UNITS
from worker.extract.temporal.numbers import count_of, ordinal
from worker.extract.temporal.period import Period, in_year
from worker.extract.temporal.points import month_number, point

PERIODS = {"day", "week", "weekend", "month", "quarter", "half", "year", "decade", "century", "season"}
FINE = ("day", "week", "weekend", "month", "quarter", "season", "half", "year")
"""What an antecedent may be."""
STEPS = {"day": 1, "fortnight": 2, "millennium": 10}
COMPARED = 120
"""Tokens back to which the period of a comparison is looked for: a paragraph or two."""
PER_YEAR = {"month": 12, "quarter": 4, "season": 4, "half": 2, "year": 1}


def unit_of(word: str) -> str:
    return UNIT.get(word) or UNITS[word]


def relative_day(m: Match, context: Context) -> Timex | None:
    """``today``, ``late yesterday``, ``tomorrow morning``, ``tonight``."""
    word = m.word("relday") or m.word("relday2")
    if m.first and m.tokens.words[m.first - 1] == "usa":
        return None
    part = m.word("part") or m.word("part2")
    if context.anchor is None:
        return point(m, None, "TIME" if word in {"tonight", "overnight"} else "DATE")
    day = context.anchor.shift(RELATIVE_DAY[word])
    if word in {"tonight", "overnight", "tonite"}:
        return Timex(m.first, m.last, "TIME", f"{day}TNI", day)
    if part:
        return Timex(m.first, m.last, "TIME", f"{day}T{PART[part]}", day)
    return point(m, day)


def reference(m: Match, _context: Context) -> Timex | None:
    return point(m, REFERENCE[m.word("ref")])


def the_past(m: Match, _context: Context) -> Timex | None:
    return point(m, "PAST_REF")


def the_future(m: Match, _context: Context) -> Timex | None:
    return point(m, "FUTURE_REF")


def the_present(m: Match, _context: Context) -> Timex | None:
    return point(m, "PRESENT_REF")


def this_unit(m: Match, context: Context) -> Timex | None:
    """``this week``, ``last year``, ``the following month``, ``later that year``, ``earlier this month``."""
    unit = unit_of(m.word("unit"))
    which = m.word("which").removeprefix("the ")
    if unit not in PERIODS:
        return None
    if which in {
        "previous",
        "prior",
        "preceding",
        "following",
        "subsequent",
        "ensuing",
        "succeeding",
        "that",
        "same",
        "that same",
    }:
        ground = context.antecedent(m.first, FINE)
        step = {"previous": -1, "prior": -1, "preceding": -1, "that": 0, "same": 0, "that same": 0}.get(which, 1)
        if ground is None or (unit == "day" and ground.unit != "day"):
            ground = context.anchor if which == "previous" or which == "prior" else None
        return point(m, ground.to(unit).shift(step) if ground else None)
    if context.anchor is None:
        return point(m, None)
    here = context.anchor.to(unit)
    if unit == "weekend":
        return point(m, weekend(which, context.anchor, context.direction(m.first, m.last)))
    step = {"last": -1, "past": -1, "next": 1, "coming": 1, "upcoming": 1}.get(which.split()[-1], 0)
    if unit == "day" and which in {"next", "latest"}:
        ground = context.antecedent(m.first, ("day",))
        return point(m, ground.shift(1) if ground else None)
    return point(m, here.shift(step))


def weekend(which: str, anchor: Period, side: float) -> Period:
    """The weekend of the anchor's week, or the one before while it has not begun."""
    begun = anchor.first_day().weekday() >= 5
    here = anchor.to("weekend")
    if which.endswith(("last", "past")):
        return here.shift(-1)
    if which.endswith(("next", "coming")):
        return here.shift(1) if begun else here
    if which == "this" or begun or side > 0:
        return here
    return here.shift(-1)


def the_weekend(m: Match, context: Context) -> Timex | None:
    if context.anchor is None:
        return point(m, None)
    return point(m, weekend("", context.anchor, context.direction(m.first, m.last)))


def the_unit(m: Match, context: Context) -> Timex | None:
    """``the year``, ``the quarter``, ``the week``: the one spoken of, else the one that runs or has last ended."""
    unit = m.word("unit")
    if unit not in {"year", "quarter", "week", "month"} or context.anchor is None:
        return None
    if unit == "quarter":
        return point(m, context.antecedent(m.first, ("quarter",)) or context.anchor.to(unit).shift(-1))
    return point(m, context.anchor.to(unit))


def unit_ended(m: Match, context: Context) -> Timex | None:
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


def unit_edge(m: Match, context: Context) -> Timex | None:
    """``the end of the year``, ``year-end``, ``month's end``."""
    unit = unit_of(m.word("unit"))
    if context.anchor is None or unit not in PERIODS:
        return point(m, None)
    return point(m, context.anchor.to(unit))


def which_year_part(m: Match, context: Context) -> Timex | None:
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


def year_ago_part(m: Match, context: Context) -> Timex | None:
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


def latest_part(m: Match, context: Context) -> Timex | None:
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


def distance(m: Match, context: Context) -> Timex | None:
    """``three days ago`` from the anchor; ``a year earlier``, ``two weeks later`` from the nearest antecedent."""
    unit = unit_of(m.word("unit"))
    how = m.word("how")
    back = how in {"ago", "earlier", "before"}
    count = count_of(m.words("qty")) if m.has("qty") else (1.0 if m.word("unit") in UNIT else None)
    if count is not None and count > 1 and m.word("unit") in UNIT:
        return None
    if count is None:
        return point(m, "PAST_REF" if how == "ago" else None)
    if unit not in PERIODS and unit not in STEPS:
        return point(m, None, "TIME")
    if unit == "year" and count == 1 and back:
        return year_before(m, context, how)
    unit, count = {
        "fortnight": ("week", count * 2),
        "millennium": ("year", count * 1000),
        "decade": ("year", count * 10),
    }.get(unit, (unit, count))
    if unit == "year" and count != int(count):
        unit, count = "month", count * 12
    if how in {"ago", "hence", "from now"}:
        ground = context.anchor
    else:
        ground = context.antecedent(m.first, ("day",) if unit == "day" else FINE)
        ground = ground or (context.anchor if how == "earlier" else None)
    return point(m, ground.to(unit).shift(round(-count if back else count)) if ground else None)


def year_before(m: Match, context: Context, how: str) -> Timex | None:
    """``a year earlier``, ``a year ago``: a figure set beside last year's is of the same quarter."""
    near = context.same_sentence(m.first, ("quarter", "half", "year"), COMPARED)
    if near is not None and near.unit != "year":
        return point(m, str(near.shift(-PER_YEAR[near.unit])))
    ground = context.anchor if how == "ago" else near or context.antecedent(m.first, FINE) or context.anchor
    return point(m, str(ground.to("year").shift(-1)) if ground else None)


def day_beside(m: Match, context: Context) -> Timex | None:
    """``the day before``, ``a day earlier``, ``the next day``."""
    ground = context.antecedent(m.first, ("day",)) or context.anchor
    return point(m, ground.shift(-1 if m.word("how") == "before" else 1) if ground else None)


def part_of_day(m: Match, context: Context) -> Timex | None:
    """``this morning``, ``last night``, ``the morning`` of the day spoken of."""
    part = PART[m.word("part")]
    which = m.word("which")
    if which in {"this", "last", "this past"}:
        ground = context.anchor
    elif which in {"that", "the following", "the next", "the previous"}:
        ground = context.antecedent(m.first, ("day",))
    else:
        ground = context.antecedent(m.first, ("day",)) or context.anchor
    if ground is None:
        return point(m, None, "TIME")
    day = ground.shift({"last": -1, "the following": 1, "the next": 1, "the previous": -1}.get(which, 0))
    return Timex(m.first, m.last, "TIME", f"{day}T{part}", day)


YEARPOSS = "(?P<which><last|this|next><unit><poss>)"
QUARTER = "(?P<unit><unit|half>)"
RULES: tuple[Rule, ...] = (
    make(
        "relative day",
        "(?:<early>|<later>)?(?P<relday><relday>)(?P<part><part>)?|(?:<early><hy>?)?(?P<part2><part>)(?P<relday2><relday>)",
        relative_day,
    ),
    make("reference", "<just|more|right>?(?P<ref><ref>)", reference),
    make("the past", "<the><recent>?<past>(?!<unit|units|word|int|vague|couple|adj|season|hy|half>)", the_past),
    make("the future", "<the>(?:<near>(?:<hy>?<span>)?)?<future>|<near><future>", the_future),
    make("these days", "<these><units>", the_present),
    make(
        "unit from here",
        f"(?:{PRE}|<later><in>?|<early>)?(?P<which><last|this|next|coming>|<this><past|coming>|<the>(?:<prev|following|same>)|<that><same>?)"
        f"{ADJ}?(?P<unit><unit>)",
        this_unit,
    ),
    make("current unit", f"{PRE}?(?P<which><the><current>)<fiscal>?(?P<unit><unit>)", this_unit),
    make(
        "the weekend",
        "(?:<the>(?=<unit>))(?P<unit><unit>)",
        lambda m, c: the_weekend(m, c) if m.word("unit") == "weekend" else None,
    ),
    make("the unit", f"<the>{ADJ}?(?P<unit><unit>)(?!<hy|poss|later|ago|before|after|year4|ended>)", the_unit),
    make("unit ended", f"<the>{ADJ}?(?P<unit><unit>)(?=<ended>(?P<month>{MONTH})?)", unit_ended),
    make("edge of unit", f"(?:<mod>?{PRE}<the>?|<later><in><the>){ADJ}?(?P<unit><unit>)", unit_edge),
    make("unit edge", "<mod>?<the>?(?P<unit><unit>)(?:<poss>|<hy>)?(?P<edge><edge>)(?!<of>)", unit_edge),
    make(
        "part of year",
        f"(?:{PRE})?<the>?(?P<ago><unit><hy>?<ago|later>)?(?:{ADJ}<hy>?)?(?P<ord><ord|last>){ADJ}?{QUARTER}"
        "(?:(?:<of>|<in>|<comma>)?<the>?<fiscal>?<unit>?(?P<year><year4>)|(?:<of>|<in>)?(?P<which><last|this|next><unit>))?",
        which_year_part,
    ),
    make("part of year as adjective", f"{ADJ}?(?P<ord><ord>)<hy>{QUARTER}(?!<hy>)", which_year_part),
    make("part of that year", f"<the>?(?P<year><year4>)<fiscal>?(?P<ord><ord>)<hy>?{QUARTER}", which_year_part),
    make("part of this year", f"{YEARPOSS}<fiscal>?(?P<ord><ord>)<hy>?{QUARTER}", which_year_part),
    make("coded part", "(?P<unit><q>)(?P<ord><int>)(?:<of>?(?P<year><year4>))?", which_year_part),
    make("year-ago part", f"(?:<the>)?{ADJ}?<unit><hy>?<ago|later>(?P<unit><unit|span>)", year_ago_part),
    make("year-ago period", "(?:<the>)(?:<adj|same>)(?P<unit><span|unit>)(?:<of>|<in>)?<last><unit>", year_ago_part),
    make("last year's part", "<last><unit><poss><adj>?(?P<unit><span|unit>)", year_ago_part),
    make("period of year", "<the>(?P<year><year4>)(?P<unit><span|unit>)", year_ago_part),
    make("latest part", f"<the><latest>{ADJ}?(?P<unit><unit|span>)", latest_part),
    make(
        "distance",
        f"{MODS}(?P<qty>{QTY}){ADJ}{{0,2}}(?P<unit><unit|units>)(?:<or><so>)?(?P<how><ago|later|hence>|<from><ref>)",
        distance,
    ),
    make("bare distance", "(?P<unit><units>)(?P<how><ago|later>)", distance),
    make("distance before", "(?P<qty><a|word>)(?P<unit><unit>)(?P<how><ago|later>)", distance),
    make("hyphened distance", "(?P<unit><unit>)<hy>(?P<how><ago|later>)", distance),
    make("day beside", "<the|a>(?P<unit><unit>)(?P<how><before|after>)(?=<comma|dot|line>)", day_beside),
    make(
        "part of day",
        "(?:<early|later>)?(?P<which><this|last|that>|<the><prev|following|next>|<the>(?=<part>(?!<of>)))(?P<part><part>)",
        part_of_day,
    ),
)
