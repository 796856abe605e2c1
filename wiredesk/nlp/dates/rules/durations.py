"""Lengths of time and repetitions: ``80 years``, ``over a decade``, ``the past two months``, ``every Thursday``."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import PART, SEASON, SETS, SYMBOL, UNIT, VAGUE_SYMBOL
from wiredesk.nlp.dates.grammar import ADJ, MODS, NUM, QTY, Match, Rule, make
from wiredesk.nlp.dates.number_words import count_of, is_vague, number, ordinal
from wiredesk.nlp.dates.rules.calendar_dates import month_number
from wiredesk.nlp.dates.rules.named_days import weekday_number
from wiredesk.nlp.dates.rules.relative import unit_of

HYPHENS = frozenset("-‐‑–")


def length(unit: str, count: float | None) -> str:
    """ISO 8601 duration of so many units; ``X`` for a number that is not known, a half in the next finer unit."""
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


def duration(m: Match, context: DateContext) -> Timex | None:
    """``two years``, ``a year and a half``, ``six straight days``; an amount for each ``a year`` is a SET."""
    unit = unit_of(m.word("unit"))
    words = m.words("qty")
    at = m.match.start("unit")
    after = m.tokens.words[m.last] if m.last < len(m.tokens) else ""
    alone = words in (["a"], ["an"])
    if unit == "quarter" and not m.has("adj") and (m.tokens.words[at - 1] in HYPHENS or alone or after == "of"):
        return None
    if alone and after in HYPHENS:
        return None
    if (
        m.word("unit") in UNIT
        and not alone
        and not m.has("span")
        and (m.tokens.words[at - 1] in HYPHENS or _several(words))
    ):
        # "a two-day visit": the article is the visit's.
        bare = words[1:] if words[0] in {"a", "an", "the"} else words
        count = count_of(bare)
        if count is None and not is_vague(bare):
            return None
        return Timex(m.match.end("qty") - len(bare), m.last, "DURATION", length(unit, count))
    if alone and _rate(m, context):
        return Timex(m.match.start("qty"), m.last, "SET", length(unit, 1.0))
    count = count_of(words)
    if count is None and not is_vague(words):
        return None
    if m.has("more") and count is not None:
        count += 0.5
    return Timex(m.first, m.last, "DURATION", length(unit, count))


def _several(words: list[str]) -> bool:
    """More than one, so that a unit in the singular after it is an adjective: "a five year low"."""
    count = count_of(words)
    return count is not None and count > 1


def _rate(m: Match, context: DateContext) -> bool:
    """``$2 a year``, ``twice a week``, ``50,000 barrels a day``: the unit hangs on an amount, not on a verb."""
    at = m.match.start("qty")
    if at and m.tokens.words[at - 1] in {"once", "twice", "times", "percent", "pct", "%", "dlrs", "dollars"}:
        return True
    parse = context.parse
    start, end = parse.covering(m.tokens.span(at, m.last))
    if start == end:
        return False
    root = parse.root(start, end)
    head = parse.head[root]
    return parse.dep[root] == "npadvmod" and head < root and parse.pos[head] in {"NOUN", "NUM", "SYM", "PROPN"}


def bare_units(m: Match, context: DateContext) -> Timex | None:
    """``for years``, ``in months``, ``weeks or months``: some time of that order."""
    if m.word("unit") == "quarters":
        return None
    return Timex(m.first, m.last, "DURATION", length(unit_of(m.word("unit") or m.word("unit2")), None))


def range_units(m: Match, _context: DateContext) -> Timex | None:
    """``the past two months``, ``the next few days``, ``the last decade``, ``the first nine months``."""
    unit = unit_of(m.word("unit"))
    count = (
        count_of(m.words("qty"))
        if m.has("qty")
        else (1.0 if m.match.end("unit") and not m.word("unit").endswith("s") else None)
    )
    if not m.has("qty") and m.word("unit").endswith("s"):
        return Timex(m.first, m.last, "DURATION", length(unit, None))
    if count is None and not is_vague(m.words("qty")):
        return None
    return Timex(m.first, m.last, "DURATION", length(unit, count))


def age(m: Match, _context: DateContext) -> Timex | None:
    """``an 18-month-old boy``, ``55 years old``."""
    count = count_of(m.words("qty"))
    return Timex(m.first, m.last, "DURATION", length(unit_of(m.word("unit")), count)) if count else None


def long_units(m: Match, _context: DateContext) -> Timex | None:
    """``decades-long``, ``year-long``, ``daylong``."""
    unit = unit_of(m.word("unit"))
    return Timex(m.first, m.last, "DURATION", length(unit, None if m.word("unit").endswith("s") else 1.0))


def a_while(m: Match, _context: DateContext) -> Timex | None:
    return Timex(m.first, m.last, "DURATION", "PXX")


def often(m: Match, _context: DateContext) -> Timex | None:
    return Timex(m.first, m.last, "SET", SETS[m.word("set")])


def every_unit(m: Match, _context: DateContext) -> Timex | None:
    """``every day``, ``each Thursday``, ``every two weeks``, ``every July``, ``every morning``."""
    if m.has("unit"):
        words = m.words("qty")
        count = (
            2.0
            if words == ["other"]
            else float(ordinal(words[0]) or 0)
            if words and ordinal(words[0])
            else number(words)
            if words
            else 1.0
        )
        return Timex(m.first, m.last, "SET", length(unit_of(m.word("unit")), count)) if count else None
    if m.has("weekday"):
        part = PART[m.word("part")] if m.has("part") else ""
        return Timex(
            m.first, m.last, "SET", f"XXXX-WXX-{weekday_number(m.word('weekday')) + 1}" + (f"T{part}" if part else "")
        )
    if m.has("month"):
        return Timex(m.first, m.last, "SET", f"XXXX-{month_number(m.word('month').split()[0]) + 1:02d}")
    if m.has("season"):
        return Timex(m.first, m.last, "SET", "XXXX-" + ("SP", "SU", "FA", "WI")[SEASON[m.word("season")]])
    time = PART.get(m.word("part2"))
    return Timex(m.first, m.last, "SET", f"XXXX-XX-XXT{time}") if time else None


def weekdays(m: Match, _context: DateContext) -> Timex | None:
    """``Tuesdays``, ``on Tuesday nights``."""
    number_ = weekday_number(m.word("weekday").removesuffix("s"))
    part = m.word("part").removesuffix("s")
    return Timex(m.first, m.last, "SET", f"XXXX-WXX-{number_ + 1}" + (f"T{PART[part]}" if part else ""))


RULES: tuple[Rule, ...] = (
    make(
        "age",
        f"(?P<qty>{NUM})<hy>?(?P<unit><unit|units>)<hy>?<old>",
        age,
        yes="A [two-year-old] girl was found.",
        no="A two-year deal was found.",
    ),
    make(
        "duration",
        f"{MODS}<the>?(?P<qty>{QTY})<hy>?(?P<adj>{ADJ}{{1,2}})?(?P<unit><unit|units>)(?P<more><and><a><half>)?(?:<or><so>)?(?P<span>(?<=<unit>)<span>)?(?!<hy|poss><old>)",
        duration,
        yes="The strike lasted [three weeks].",
        no="They paid three dollars.",
    ),
    make(
        "bare units",
        "(?P<unit><units>)(?:<or|and><units>)?",
        bare_units,
        yes="It will take [months].",
        no="It will take the month.",
    ),
    make(
        "range of units",
        f"{MODS}<the|those|these>?(?P<which><last|past|next|coming|prev|following|ord|latest>){ADJ}?(?P<qty>{QTY}){ADJ}{{0,2}}(?P<unit><units>)(?:<or><so>)?",
        range_units,
        yes="Output fell in [the last three weeks].",
        no="The last three women left.",
    ),
    make(
        "range of unit",
        f"{MODS}(?:<the>)?(?P<which><past|last|next>)(?P<unit><unit>)",
        lambda m, c: (
            range_units(m, c)
            if m.word("unit") in {"decade", "century", "hour", "minute"} or m.word("which") == "past"
            else None
        ),
        yes="Output fell in [the past decade].",
        no="The past owner left.",
    ),
    make(
        "units ahead",
        "<the>?(?P<unit><units>)<ahead>|<the><ord|early>(?P<unit2><units>)",
        bare_units,
        yes="Output will fall in [the years ahead].",
        no="The firms ahead will fall.",
    ),
    make(
        "some units",
        "(?:<the>)?(?P<which><past|coming|prev|recent>)(?P<unit><units>)(?:<and><units>)?",
        range_units,
        yes="Output fell in [recent months].",
        no="Output fell in recent mines.",
    ),
    make(
        "long units",
        "(?P<unit><unit|units>)<hy>(?<=<hy>)<adj>",
        long_units,
        yes="After a [years-long] fight they met.",
        no="After a long fight they met.",
    ),
    make("a while", "<some><time>", a_while, yes="It opened [some time] ago.", no="It opened some doors."),
    make("set", "(?P<set><set>)", often, yes="It opens [daily].", no="The Lindholm Daily News opened."),
    make(
        "every unit",
        f"<every>(?P<qty>{NUM}|<ord>|<adj>)?(?P<unit><unit|units>)",
        every_unit,
        yes="It opens [every two weeks].",
        no="Every two firms opened.",
    ),
    make(
        "every day",
        "<every>(?:(?P<weekday><weekday>)(?P<part><part>)?|(?P<month><month>)|(?P<season><season>)|(?P<part2><part>))",
        every_unit,
        yes="It opens [every Monday].",
        no="Every firm opened.",
    ),
    make("weekdays", "(?P<weekday><weekdays>)", weekdays, yes="It opens on [Mondays].", no="It opens on mounds."),
    make(
        "nights of weekdays",
        "(?P<weekday><weekday>)(?P<part><parts>)",
        weekdays,
        yes="It opens [Monday nights].",
        no="It opens Monday.",
    ),
)
