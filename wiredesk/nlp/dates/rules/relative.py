"""Dates by their distance: ``yesterday``, ``last week``, ``the quarter``, ``two years later``, ``a year earlier``."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import PART, REFERENCE, RELATIVE_DAY, UNIT, UNIT_PLURALS
from wiredesk.nlp.dates.grammar import ADJ, MODS, PRE, QTY, YEAR, DateRule, RuleMatch, date_rule, timex
from wiredesk.nlp.dates.period import PER_YEAR, UNITS, Period
from wiredesk.nlp.lexicon import table
from wiredesk.nlp.lexicon.number_words import parse_count

ANTECEDENT_UNITS = UNITS[: UNITS.index("year") + 1]
"""Units of what "two weeks later" may count from."""
_CONVERTED = {"fortnight": ("week", 2), "millennium": ("year", 1000), "decade": ("year", 10)}
"""Units that are counted in another: the unit, and how many of it one is."""
MAX_COMPARISON_TOKENS = 120
"""Tokens back to which the period of a comparison is looked for: a paragraph or two."""
_ANAPHORIC_STEPS = (
    dict.fromkeys(table("time_words")["classes"]["prev"].split(), -1)
    | dict.fromkeys(table("time_words")["classes"]["following"].split(), 1)
    | dict.fromkeys(("that", "same", "that same"), 0)
)
"""Words that count from an antecedent, with the units to go from it."""


def unit_of(word: str) -> str:
    """Return the unit that a word in the singular or plural counts in."""
    return UNIT.get(word) or UNIT_PLURALS[word]


def relative_day(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``today``, ``late yesterday``, ``tomorrow morning``, ``tonight``."""
    word = match.word("relday") or match.word("relday2")
    if match.first and match.tokens.word(match.first - 1) == "usa":
        return None
    part = match.word("part") or match.word("part2")
    if context.reference_time is None:
        return timex(match, None, "TIME" if word in {"tonight", "overnight"} else "DATE")
    day = context.reference_time.shift(RELATIVE_DAY[word])
    if word in {"tonight", "overnight", "tonite"}:
        return Timex(match.first, match.last, "TIME", f"{day}TNI", day)
    if part:
        return Timex(match.first, match.last, "TIME", f"{day}T{PART[part]}", day)
    return timex(match, day)


def reference(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``now``, ``recently``: a TIMEX3 reference without a date."""
    return timex(match, REFERENCE[match.word("ref")])


def the_past(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``the past``."""
    return timex(match, "PAST_REF")


def the_future(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``the near future``."""
    return timex(match, "FUTURE_REF")


def the_present(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``these days``."""
    return timex(match, "PRESENT_REF")


def this_unit(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``this week``, ``last year``, ``the following month``, ``later that year``."""
    unit = unit_of(match.word("unit"))
    which = match.word("which").removeprefix("the ")
    if unit not in UNITS:
        return None
    if unit == "season":
        return timex(match, None)  # of play, of opera, of rain: no quarter of the year
    if which in _ANAPHORIC_STEPS or context.reference_time is None:
        return timex(match, period_named(match, context, unit, which))
    if unit == "weekend":
        return timex(match, weekend(which, context.reference_time, context.tense(match.first, match.last)))
    if unit == "day" and which in {"next", "latest"}:
        ground = context.antecedent(match.first, ("day",))
        return timex(match, ground.shift(1) if ground else None)
    return timex(match, period_named(match, context, unit, which))


def period_named(match: RuleMatch, context: DateContext, unit: str, which: str) -> Period | None:
    """Return the unit that ``this``, ``last``, ``that`` or ``following`` picks; None where nothing says which."""
    if which in _ANAPHORIC_STEPS:
        return _from_antecedent(match, context, unit, which)
    if context.reference_time is None or unit not in UNITS:
        return None
    step = {"last": -1, "past": -1, "next": 1, "coming": 1, "upcoming": 1}.get(which.split()[-1], 0)
    return context.reference_time.to(unit).shift(step)


def _from_antecedent(match: RuleMatch, context: DateContext, unit: str, which: str) -> Period | None:
    """``the previous quarter``, ``that week``: counted from the period named last.

    Without one "previous" and "prior" count from the story's day.
    """
    ground = context.antecedent(match.first, ANTECEDENT_UNITS)
    if ground is None or (unit == "day" and ground.unit != "day"):
        ground = context.reference_time if which in {"previous", "prior"} else None
    return ground.to(unit).shift(_ANAPHORIC_STEPS[which]) if ground else None


def weekend(which: str, reference_time: Period, tense: float) -> Period:
    """Return the weekend of the week, or the one before while it has not begun."""
    begun = reference_time.first_day().weekday() >= 5
    here = reference_time.to("weekend")
    if which.endswith(("last", "past")):
        return here.shift(-1)
    if which.endswith(("next", "coming")):
        return here.shift(1) if begun else here
    if which == "this" or begun or tense > 0:
        return here
    return here.shift(-1)


def the_weekend(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the weekend`` by the tense of its verb."""
    if context.reference_time is None:
        return timex(match, None)
    return timex(match, weekend("", context.reference_time, context.tense(match.first, match.last)))


def unit_edge(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the end of the year``, ``year-end``, ``month's end`` to the whole unit."""
    unit = unit_of(match.word("unit"))
    if context.reference_time is None or unit not in UNITS:
        return timex(match, None)
    return timex(match, context.reference_time.to(unit))


def edge_of_year(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``year-end 1986`` to the year."""
    return timex(match, Period("year", int(match.word("year")))) if unit_of(match.word("unit")) == "year" else None


def distance(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``three days ago`` from the story's day, ``two weeks later`` from the nearest antecedent."""
    unit = unit_of(match.word("unit"))
    how = match.word("how")
    back = how in {"ago", "earlier", "before"}
    count = parse_count(match.words("qty")) if match.has("qty") else (1.0 if match.word("unit") in UNIT else None)
    if count is not None and count > 1 and match.word("unit") in UNIT:
        return None
    if count is None:
        return timex(match, "PAST_REF" if how == "ago" else None)
    if unit not in UNITS and unit not in _CONVERTED:
        return timex(match, None, "TIME")
    if unit == "year" and count == 1 and back:
        return year_before(match, context, how)
    unit, factor = _CONVERTED.get(unit, (unit, 1))
    count *= factor
    if unit == "year" and count != int(count):
        unit, count = "month", count * 12
    ground = context.reference_time if how in {"ago", "hence", "from now"} else narrative_ground(match, context, unit)
    return timex(match, ground.to(unit).shift(round(-count if back else count)) if ground else None)


def narrative_ground(match: RuleMatch, context: DateContext, unit: str) -> Period | None:
    """Return the period named last; None if it is coarser than the unit: "two weeks later" counts from no year."""
    ground = context.antecedent(match.first, ANTECEDENT_UNITS)
    return ground if ground and UNITS.index(ground.unit) <= UNITS.index(unit) else None


def year_before(match: RuleMatch, context: DateContext, how: str) -> Timex | None:
    """Resolve ``a year earlier``, ``a year ago``. Beside a quarter it is that quarter of the year before."""
    near = context.same_sentence(match.first, ("quarter", "half", "year"), MAX_COMPARISON_TOKENS)
    if near is not None and near.unit != "year":
        return timex(match, str(near.shift(-PER_YEAR[near.unit])))
    ground = (
        context.reference_time
        if how == "ago"
        else near or context.antecedent(match.first, ANTECEDENT_UNITS) or context.reference_time
    )
    return timex(match, str(ground.to("year").shift(-1)) if ground else None)


def unit_beside(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the day before``, ``the week after`` from the period named last."""
    unit = unit_of(match.word("unit"))
    if unit not in UNITS or unit == "season":
        return timex(match, None)
    ground = narrative_ground(match, context, unit)
    return timex(match, ground.to(unit).shift(-1 if match.word("how") == "before" else 1) if ground else None)


def part_beside(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the night before``, ``a night earlier`` from the day named last."""
    how, part = match.word("how") or match.word("how2"), match.word("part") or match.word("part2")
    ground = context.antecedent(match.first, ("day",))
    day = ground.shift(-1 if how in {"before", "earlier"} else 1) if ground else None
    value = f"{day}T{PART[part]}" if day and day.known else None
    return Timex(match.first, match.last, "TIME", value, day)


def beside_that(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``two months after that``, ``a week before then``; not ``two months after that vote``."""
    parse = context.parse
    token, end = parse.covering(match.tokens.span(match.last - 1, match.last))
    if token >= end or (match.tokens.word(match.last - 1) == "that" and parse.dep[token] == "det"):
        return None
    return distance(match, context)


def part_of_day(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``this morning``, ``last night``, ``the morning`` of the day named last."""
    part = PART[match.word("part")]
    which = match.word("which")
    if which in {"this", "last", "this past"}:
        ground = context.reference_time
    elif which in {"that", "the following", "the next", "the previous", "the same"}:
        ground = context.antecedent(match.first, ("day",))
    else:
        ground = context.antecedent(match.first, ("day",)) or context.reference_time
    if ground is None:
        return timex(match, None, "TIME")
    day = ground.shift({"last": -1, "the following": 1, "the next": 1, "the previous": -1}.get(which, 0))
    return Timex(match.first, match.last, "TIME", f"{day}T{part}", day)


_CLAUSE_END = "(?=<comma|dot|line|at|on|in>)"
"""What may follow "the day before" where it counts from no event: "the day before the vote" counts from the vote."""
RULES: tuple[DateRule, ...] = (
    date_rule(
        "relative day",
        "(?:<early>|<later>)?(?P<relday><relday>)(?P<part><part>)?|(?:<early><hy>?)?(?P<part2><part>)(?P<relday2><relday>)",
        relative_day,
        yes="It opened [yesterday].",
        no="It opened the other day.",
    ),
    date_rule(
        "reference", "<just|more|right>?(?P<ref><ref>)", reference, yes="It is open [now].", no="It is open there."
    ),
    date_rule(
        "the past",
        "<the><recent>?<past>(?!<unit|units|word|int|vague|couple|adj|season|hy|half>)",
        the_past,
        yes="It was so in [the past].",
        no="The past two weeks were so.",
    ),
    date_rule(
        "the future",
        "<the>(?:<near>(?:<hy>?<span>)?)?<future>|<near><future>",
        the_future,
        yes="It will be so in [the near future].",
        no="The futures rose.",
    ),
    date_rule("these days", "<these><units>", the_present, yes="It is so [these days].", no="These men are so."),
    date_rule(
        "unit from here",
        f"(?:{PRE}|<later><in>?|<early>)?(?P<which><last|this|next|coming>|<this><past|coming>|<the>(?:<prev|following|same>)|<that><same>?)"
        f"{ADJ}?(?P<unit><unit>)",
        this_unit,
        yes="It opened [last week].",
        no="It opened at last.",
    ),
    date_rule(
        "current unit",
        f"{PRE}?(?P<which><the><current>)<fiscal>?(?P<unit><unit>)",
        this_unit,
        yes="It opens in [the current fiscal year].",
        no="The current opens it.",
    ),
    date_rule(
        "the weekend",
        "(?:<the>(?=<unit>))(?P<unit><unit>)",
        lambda match, context: the_weekend(match, context) if match.word("unit") == "weekend" else None,
        yes="It opened over [the weekend].",
        no="It opened over the wall.",
    ),
    date_rule(
        "edge of unit",
        f"(?:<mod>?{PRE}<the>?|<later><in><the>){ADJ}?(?P<unit><unit>)",
        unit_edge,
        yes="It opens at [the end of the month].",
        no="The end of the road opens.",
    ),
    date_rule(
        "unit edge of year",
        f"<mod>?<the>?(?P<unit><unit>)(?:<poss>|<hy>)?(?P<edge><edge>)<of>?{YEAR}",
        edge_of_year,
        yes="It had six branches at [year-end 1986].",
        no="It had six branches at the end of 1986 streets.",
    ),
    date_rule(
        "unit edge",
        "<mod>?<the>?(?P<unit><unit>)(?:<poss>|<hy>)?(?P<edge><edge>)(?!<of>)",
        unit_edge,
        yes="It opens at [year-end].",
        no="It opens at week three.",
    ),
    date_rule(
        "distance",
        f"{MODS}(?P<qty>{QTY}){ADJ}{{0,2}}(?P<unit><unit|units>)(?:<or><so>)?(?P<how><ago|later|hence>|<from><ref>)",
        distance,
        yes="It opened [three weeks ago].",
        no="It opened three doors ago.",
    ),
    date_rule(
        "bare distance",
        "(?P<unit><units>)(?P<how><ago|later>)",
        distance,
        yes="It opened [years ago].",
        no="It opened doors later.",
    ),
    date_rule(
        "hyphened distance",
        "(?P<unit><unit>)<hy>(?P<how><ago|later>)",
        distance,
        yes="It beat the [year-earlier] result.",
        no="It beat the year-long result.",
    ),
    date_rule(
        "day beside",
        f"<the|a>(?P<unit><unit>)(?P<how><before|after>){_CLAUSE_END}",
        unit_beside,
        yes="It opened on May 2 and closed [the day before].",
        no="It opened the day before Monday.",
    ),
    date_rule(
        "night beside",
        f"(?:<the|a>(?P<part><part>)(?P<how><before|after>){_CLAUSE_END}|<a>(?P<part2><part>)(?P<how2><later>))",
        part_beside,
        yes="It opened on May 2 and they met [the night before].",
        no="It opened the night before Monday.",
    ),
    date_rule(
        "beside that",
        f"{MODS}(?P<qty>{QTY}){ADJ}{{0,2}}(?P<unit><unit|units>)(?P<how><before|after>)<that|then>",
        beside_that,
        yes="It opened on May 2 and closed [two weeks after that].",
        no="It opened two weeks after that vote.",
    ),
    date_rule(
        "part of day",
        "(?:<early|later>)?(?P<which><this|last|that>|<the><prev|following|next|same>|<the>(?=<part>(?!<of|before|after>)))(?P<part><part>)",
        part_of_day,
        yes="It opened [this morning].",
        no="It opened this house.",
    ),
)
