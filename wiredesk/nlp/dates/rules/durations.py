"""Lengths of time and repetitions: ``80 years``, ``over a decade``, ``the past two months``, ``every Thursday``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import BEFORE_RATES, PART, SEASON, SETS, SYMBOL, UNIT, VAGUE_SYMBOL
from wiredesk.nlp.dates.grammar import ADJ, MODS, NUM, QTY, DateRule, RuleMatch, date_rule
from wiredesk.nlp.dates.holidays import HOLIDAYS
from wiredesk.nlp.dates.rules.calendar_dates import month_number
from wiredesk.nlp.dates.rules.named_days import weekday_number
from wiredesk.nlp.dates.rules.relative import unit_of
from wiredesk.nlp.lexicon.number_words import is_vague, parse_count, parse_number, parse_ordinal

_SAMPLE_YEARS = (2021, 2022, 2024)
"""Years in which a holiday that moves has different days."""
HYPHENS = frozenset("-‐‑–")


def length(unit: str, count: float | None) -> str | None:
    """Return the ISO 8601 duration of so many units: ``X`` for an unknown number, a half in the next finer unit.

    None for seasons: those of play, of opera and of rain are no three months.
    """
    if unit == "season":
        return None
    clock, factor, letter = SYMBOL[unit]
    if count is None:
        symbol = VAGUE_SYMBOL.get(unit, letter)
        return f"P{clock}X{symbol}"
    count *= factor
    whole = int(count)
    rest = count - whole
    if not rest:
        return f"P{clock}{whole}{letter}"
    finer = {
        ("", "Y"): (12, "M"),
        ("", "D"): (24, "H"),
        ("T", "H"): (60, "M"),
        ("T", "M"): (60, "S"),
        ("", "W"): (7, "D"),
    }
    if (clock, letter) in finer:
        times, below = finer[clock, letter]
        if round(rest * times, 6) == int(round(rest * times, 6)):
            head = f"{whole}{letter}" if whole else ""
            joint = "T" if (clock, letter) == ("", "D") else ""
            return f"P{clock}{head}{joint}{round(rest * times)}{below}"
    return f"P{clock}{count:g}{letter}"


def duration(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``two years``, ``a year and a half``, ``six straight days``; an amount ``a year`` is a SET."""
    unit = unit_of(match.word("unit"))
    words = match.words("qty")
    at = match.start("unit")
    after = match.tokens.word(match.last) if match.last < len(match.tokens) else ""
    alone = words in (["a"], ["an"])
    if unit == "quarter" and not match.has("adj") and (match.tokens.word(at - 1) in HYPHENS or alone or after == "of"):
        return None
    if alone and after in HYPHENS:
        return None
    if (
        match.word("unit") in UNIT
        and not alone
        and not match.has("span")
        and (match.tokens.word(at - 1) in HYPHENS or _several(words))
    ):
        # "a two-day visit": the article is the visit's.
        bare = words[1:] if words[0] in {"a", "an", "the"} else words
        count = parse_count(bare)
        if count is None and not is_vague(bare):
            return None
        return Timex(match.end("qty") - len(bare), match.last, "DURATION", length(unit, count))
    if alone and _rate(match, context):
        return Timex(match.start("qty"), match.last, "SET", length(unit, 1.0))
    count = parse_count(words)
    if count is None and not is_vague(words):
        return None
    if match.has("more") and count is not None:
        count += 0.5
    return Timex(match.first, match.last, "DURATION", length(unit, count))


def _several(words: list[str]) -> bool:
    """Return whether the count is above one, so that a unit in the singular is an adjective: "a five year low"."""
    count = parse_count(words)
    return count is not None and count > 1


def _rate(match: RuleMatch, context: DateContext) -> bool:
    """Return whether the unit makes a rate of an amount: ``$2 a year``, ``twice a week``, ``50,000 barrels a day``."""
    at = match.start("qty")
    if at and match.tokens.word(at - 1) in BEFORE_RATES:
        return True
    parse = context.parse
    start, end = parse.covering(match.tokens.span(at, match.last))
    if start == end:
        return False
    root = parse.root(start, end)
    head = parse.head[root]
    return parse.dep[root] == "npadvmod" and head < root and parse.pos[head] in {"NOUN", "NUM", "SYM", "PROPN"}


def bare_units(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``for years``, ``in months``, ``weeks or months`` to an unknown number of the unit."""
    if match.word("unit") in {"quarters", "seasons"}:
        return None
    return Timex(match.first, match.last, "DURATION", length(unit_of(match.word("unit") or match.word("unit2")), None))


def _is_verb(match: RuleMatch, context: DateContext) -> bool:
    """Return whether "last" is the verb: ``is expected to [last] four weeks``."""
    if match.word("which") != "last" or match.start("which") != match.first:
        return False
    parse = context.parse
    first, end = parse.covering(match.tokens.span(match.first, match.first + 1))
    return first < end and parse.tag[first][:2] == "VB"


def range_units(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``the past two months``, ``the next few days``, ``the last decade``, ``the first nine months``."""
    first = match.first + 1 if _is_verb(match, context) else match.first
    unit = unit_of(match.word("unit"))
    count = (
        parse_count(match.words("qty"))
        if match.has("qty")
        else (1.0 if match.end("unit") and not match.word("unit").endswith("s") else None)
    )
    if not match.has("qty") and match.word("unit").endswith("s"):
        return Timex(first, match.last, "DURATION", length(unit, None))
    if count is None and not is_vague(match.words("qty")):
        return None
    return Timex(first, match.last, "DURATION", length(unit, count))


def age(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``an 18-month-old boy``, ``55 years old``."""
    count = parse_count(match.words("qty"))
    return Timex(match.first, match.last, "DURATION", length(unit_of(match.word("unit")), count)) if count else None


def long_units(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``decades-long``, ``year-long``, ``daylong``."""
    unit = unit_of(match.word("unit"))
    return Timex(match.first, match.last, "DURATION", length(unit, None if match.word("unit").endswith("s") else 1.0))


def a_while(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``some time``."""
    return Timex(match.first, match.last, "DURATION", "PXX")


def often(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``daily``, ``annually``."""
    return Timex(match.first, match.last, "SET", SETS[match.word("set")])


def every_unit(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``every day``, ``each Thursday``, ``every two weeks``, ``every July``, ``every morning``."""
    if match.has("unit"):
        words = match.words("qty")
        count = (
            2.0
            if words == ["other"]
            else float(parse_ordinal(words[0]) or 0)
            if words and parse_ordinal(words[0])
            else parse_number(words)
            if words
            else 1.0
        )
        return Timex(match.first, match.last, "SET", length(unit_of(match.word("unit")), count)) if count else None
    if match.has("weekday"):
        part = PART[match.word("part")] if match.has("part") else ""
        return Timex(
            match.first,
            match.last,
            "SET",
            f"XXXX-WXX-{weekday_number(match.word('weekday')) + 1}" + (f"T{part}" if part else ""),
        )
    if match.has("month"):
        return Timex(match.first, match.last, "SET", f"XXXX-{month_number(match.word('month').split()[0]) + 1:02d}")
    if match.has("season"):
        return Timex(match.first, match.last, "SET", "XXXX-" + ("SP", "SU", "FA", "WI")[SEASON[match.word("season")]])
    if match.has("hol"):
        return Timex(match.first, match.last, "SET", _yearly(HOLIDAYS[match.word("hol")]))
    time = PART.get(match.word("part2"))
    return Timex(match.first, match.last, "SET", f"XXXX-XX-XXT{time}") if time else None


def _yearly(rule: Callable[[int], date]) -> str:
    """Return the value of a holiday that comes back each year; its day only if that is the same in all years."""
    days = {rule(year).strftime("%m-%d") for year in _SAMPLE_YEARS}
    return f"XXXX-{days.pop()}" if len(days) == 1 else "XXXX"


def weekdays(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``Tuesdays``, ``on Tuesday nights``."""
    number_ = weekday_number(match.word("weekday").removesuffix("s"))
    part = match.word("part").removesuffix("s")
    return Timex(match.first, match.last, "SET", f"XXXX-WXX-{number_ + 1}" + (f"T{PART[part]}" if part else ""))


RULES: tuple[DateRule, ...] = (
    date_rule(
        "age",
        f"(?P<qty>{NUM})<hy>?(?P<unit><unit|units>)<hy>?<old>",
        age,
        yes="A [two-year-old] girl was found.",
        no="A two-year deal was found.",
    ),
    date_rule(
        "duration",
        f"{MODS}<the>?(?P<qty>{QTY})<hy>?(?P<adj>{ADJ}{{1,2}})?(?P<unit><unit|units>)(?P<more><and><a><half>)?(?:<or><so>)?(?P<span>(?<=<unit>)<span>)?(?!<hy|poss><old>)",
        duration,
        yes="The strike lasted [three weeks].",
        no="They paid three dollars.",
    ),
    date_rule(
        "bare units",
        "(?P<unit><units>)(?:<or|and><units>)?",
        bare_units,
        yes="It will take [months].",
        no="It will take the month.",
    ),
    date_rule(
        "range of units",
        f"{MODS}<the|those|these>?(?P<which><last|past|next|coming|prev|following|ord|latest>){ADJ}?(?P<qty>{QTY}){ADJ}{{0,2}}(?P<unit><units>)(?:<or><so>)?",
        range_units,
        yes="Output fell in [the last three weeks].",
        no="The last three women left.",
    ),
    date_rule(
        "range of unit",
        f"{MODS}(?:<the>)?(?P<which><past|last|next>)(?P<unit><unit>)",
        lambda match, context: (
            range_units(match, context)
            if match.word("unit") in {"decade", "century", "hour", "minute"} or match.word("which") == "past"
            else None
        ),
        yes="Output fell in [the past decade].",
        no="The past owner left.",
    ),
    date_rule(
        "units ahead",
        "<the>?(?P<unit><units>)<ahead>|<the><ord|early>(?P<unit2><units>)",
        bare_units,
        yes="Output will fall in [the years ahead].",
        no="The firms ahead will fall.",
    ),
    date_rule(
        "some units",
        "(?:<the>)?(?P<which><past|coming|prev|recent>)(?P<unit><units>)(?:<and><units>)?",
        range_units,
        yes="Output fell in [recent months].",
        no="Output fell in recent mines.",
    ),
    date_rule(
        "long units",
        "(?P<unit><unit|units>)<hy>(?<=<hy>)<adj>",
        long_units,
        yes="After a [years-long] fight they met.",
        no="After a long fight they met.",
    ),
    date_rule("a while", "<some><time>", a_while, yes="It opened [some time] ago.", no="It opened some doors."),
    date_rule("set", "(?P<set><set>)", often, yes="It opens [daily].", no="The Lindholm Daily News opened."),
    date_rule(
        "every unit",
        f"<every>(?P<qty>{NUM}|<ord>|<adj>)?(?P<unit><unit|units>)",
        every_unit,
        yes="It opens [every two weeks].",
        no="Every two firms opened.",
    ),
    date_rule(
        "every day",
        "<every>(?:<ord|adj>?(?P<weekday><weekday>)(?P<part><part>)?|(?P<month><month>)|(?P<season><season>)|(?P<part2><part>)|(?P<hol><hol>))",
        every_unit,
        yes="It opens [every Monday].",
        no="Every firm opened.",
    ),
    date_rule("weekdays", "(?P<weekday><weekdays>)", weekdays, yes="It opens on [Mondays].", no="It opens on mounds."),
    date_rule(
        "nights of weekdays",
        "(?P<weekday><weekday>)(?P<part><parts>)",
        weekdays,
        yes="It opens [Monday nights].",
        no="It opens Monday.",
    ),
)
