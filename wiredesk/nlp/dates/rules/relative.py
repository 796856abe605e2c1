"""Dates by their distance: ``yesterday``, ``last week``, ``the quarter``, ``two years later``, ``a year earlier``."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import PART, REFERENCE, RELATIVE_DAY, UNIT, UNITS
from wiredesk.nlp.dates.grammar import ADJ, MODS, PRE, QTY, Match, Rule, make, point
from wiredesk.nlp.dates.number_words import count_of
from wiredesk.nlp.dates.period import PER_YEAR, Period

PERIODS = {"day", "week", "weekend", "month", "quarter", "half", "year", "decade", "century", "season"}
FINE = ("day", "week", "weekend", "month", "quarter", "season", "half", "year")
"""What an antecedent may be."""
STEPS = {"day": 1, "fortnight": 2, "millennium": 10}
COMPARED = 120
"""Tokens back to which the period of a comparison is looked for: a paragraph or two."""


def unit_of(word: str) -> str:
    return UNIT.get(word) or UNITS[word]


def relative_day(m: Match, context: DateContext) -> Timex | None:
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


def reference(m: Match, _context: DateContext) -> Timex | None:
    return point(m, REFERENCE[m.word("ref")])


def the_past(m: Match, _context: DateContext) -> Timex | None:
    return point(m, "PAST_REF")


def the_future(m: Match, _context: DateContext) -> Timex | None:
    return point(m, "FUTURE_REF")


def the_present(m: Match, _context: DateContext) -> Timex | None:
    return point(m, "PRESENT_REF")


def this_unit(m: Match, context: DateContext) -> Timex | None:
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


def the_weekend(m: Match, context: DateContext) -> Timex | None:
    if context.anchor is None:
        return point(m, None)
    return point(m, weekend("", context.anchor, context.direction(m.first, m.last)))


def unit_edge(m: Match, context: DateContext) -> Timex | None:
    """``the end of the year``, ``year-end``, ``month's end``."""
    unit = unit_of(m.word("unit"))
    if context.anchor is None or unit not in PERIODS:
        return point(m, None)
    return point(m, context.anchor.to(unit))


def distance(m: Match, context: DateContext) -> Timex | None:
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


def year_before(m: Match, context: DateContext, how: str) -> Timex | None:
    """``a year earlier``, ``a year ago``: a figure set beside last year's is of the same quarter."""
    near = context.same_sentence(m.first, ("quarter", "half", "year"), COMPARED)
    if near is not None and near.unit != "year":
        return point(m, str(near.shift(-PER_YEAR[near.unit])))
    ground = context.anchor if how == "ago" else near or context.antecedent(m.first, FINE) or context.anchor
    return point(m, str(ground.to("year").shift(-1)) if ground else None)


def day_beside(m: Match, context: DateContext) -> Timex | None:
    """``the day before``, ``a day earlier``, ``the next day``."""
    ground = context.antecedent(m.first, ("day",)) or context.anchor
    return point(m, ground.shift(-1 if m.word("how") == "before" else 1) if ground else None)


def part_of_day(m: Match, context: DateContext) -> Timex | None:
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


RULES: tuple[Rule, ...] = (
    make(
        "relative day",
        "(?:<early>|<later>)?(?P<relday><relday>)(?P<part><part>)?|(?:<early><hy>?)?(?P<part2><part>)(?P<relday2><relday>)",
        relative_day,
        yes="It opened [yesterday].",
        no="It opened the other day.",
    ),
    make("reference", "<just|more|right>?(?P<ref><ref>)", reference, yes="It is open [now].", no="It is open there."),
    make(
        "the past",
        "<the><recent>?<past>(?!<unit|units|word|int|vague|couple|adj|season|hy|half>)",
        the_past,
        yes="It was so in [the past].",
        no="The past two weeks were so.",
    ),
    make(
        "the future",
        "<the>(?:<near>(?:<hy>?<span>)?)?<future>|<near><future>",
        the_future,
        yes="It will be so in [the near future].",
        no="The futures rose.",
    ),
    make("these days", "<these><units>", the_present, yes="It is so [these days].", no="These men are so."),
    make(
        "unit from here",
        f"(?:{PRE}|<later><in>?|<early>)?(?P<which><last|this|next|coming>|<this><past|coming>|<the>(?:<prev|following|same>)|<that><same>?)"
        f"{ADJ}?(?P<unit><unit>)",
        this_unit,
        yes="It opened [last week].",
        no="It opened at last.",
    ),
    make(
        "current unit",
        f"{PRE}?(?P<which><the><current>)<fiscal>?(?P<unit><unit>)",
        this_unit,
        yes="It opens in [the current fiscal year].",
        no="The current opens it.",
    ),
    make(
        "the weekend",
        "(?:<the>(?=<unit>))(?P<unit><unit>)",
        lambda m, c: the_weekend(m, c) if m.word("unit") == "weekend" else None,
        yes="It opened over [the weekend].",
        no="It opened over the wall.",
    ),
    make(
        "edge of unit",
        f"(?:<mod>?{PRE}<the>?|<later><in><the>){ADJ}?(?P<unit><unit>)",
        unit_edge,
        yes="It opens at [the end of the month].",
        no="The end of the road opens.",
    ),
    make(
        "unit edge",
        "<mod>?<the>?(?P<unit><unit>)(?:<poss>|<hy>)?(?P<edge><edge>)(?!<of>)",
        unit_edge,
        yes="It opens at [year-end].",
        no="It opens at week three.",
    ),
    make(
        "distance",
        f"{MODS}(?P<qty>{QTY}){ADJ}{{0,2}}(?P<unit><unit|units>)(?:<or><so>)?(?P<how><ago|later|hence>|<from><ref>)",
        distance,
        yes="It opened [three weeks ago].",
        no="It opened three doors ago.",
    ),
    make(
        "bare distance",
        "(?P<unit><units>)(?P<how><ago|later>)",
        distance,
        yes="It opened [years ago].",
        no="It opened doors later.",
    ),
    make(
        "hyphened distance",
        "(?P<unit><unit>)<hy>(?P<how><ago|later>)",
        distance,
        yes="It beat the [year-earlier] result.",
        no="It beat the year-long result.",
    ),
    make(
        "day beside",
        "<the|a>(?P<unit><unit>)(?P<how><before|after>)(?=<comma|dot|line>)",
        day_beside,
        yes="It opened [the day before].",
        no="It opened the day before Monday.",
    ),
    make(
        "part of day",
        "(?:<early|later>)?(?P<which><this|last|that>|<the><prev|following|next>|<the>(?=<part>(?!<of>)))(?P<part><part>)",
        part_of_day,
        yes="It opened [this morning].",
        no="It opened this house.",
    ),
)
