"""Years and longer: ``1996``, ``fiscal 2025``, ``the 2024-25 season``, ``the 1990s``, ``the 19th century``."""

from __future__ import annotations

import re

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import DECADES, ZONES
from wiredesk.nlp.dates.grammar import PRE, SPELLED, YEAR, Match, Rule, make, point
from wiredesk.nlp.dates.number_words import ordinal, spelled_year
from wiredesk.nlp.dates.period import Period
from wiredesk.nlp.lexicon import table


def year(m: Match, context: DateContext) -> Timex | None:
    number = int(m.word("year")) if m.has("year") else spelled_year(m.words("spelled"))
    if number is None or not 1000 <= number <= 2199 or not _is_year(m, context):
        return None
    return point(m, Period("year", number))


_COUNTED = frozenset(table("time_words")["amounts"]["counted"].split()) | ZONES
_NUMBERED = frozenset(table("time_words")["amounts"]["numbered"].split()) | frozenset("$£€¥#")


def _is_year(m: Match, context: DateContext) -> bool:
    """Four figures are a year unless money, a number sign, a name before or a counted noun after says otherwise."""
    if m.has("spelled") or m.has("pre") or m.has("fiscal"):
        return True
    near, at = m.tokens.words, m.match.start("year")
    before = near[at - 1] if at else ""
    if not 1500 <= int(m.word("year")) <= 2099 and before not in {"in", "since", "by", "until", "from", "of", "around"}:
        return False
    if before in _NUMBERED:
        return False
    after = near[m.last] if m.last < len(near) else ""
    if (
        after in _COUNTED
        or after in {"%", "/"}
        or before == "/"
        or (after == "-" and at + 2 < len(near) and near[at + 2] in _COUNTED)
    ):
        return False
    if m.tokens.ends[at - 1] == m.tokens.starts[at] and before not in {"-", "–", "(", "‘", "'", '"', "“", "["} and at:
        return False
    parse = context.parse
    token, end = parse.covering(m.tokens.span(at, at + 1))
    if token == end:
        return False
    kind, head = parse.ent_type[token], parse.head[token]
    if kind in {"MONEY", "QUANTITY", "PERCENT", "PRODUCT", "FAC"}:
        return False
    if kind == "CARDINAL" and parse.dep[token] == "nummod" and parse.tag[head] == "NNS" and head > token:
        return int(m.word("year")) in range(1900, 2100) and head > token + 1
    return True


def year_range(m: Match, _context: DateContext) -> Timex | None:
    """``the 2024-25 season``: the span is the season, the value its first year."""
    first, second = int(m.word("year")), int(m.word("short"))
    if len(m.word("short")) != 2 or (first + 1) % 100 != second:
        return None
    return point(m, Period("year", first))


def decade(m: Match, _context: DateContext) -> Timex | None:
    word = re.sub(r"\D", "", m.word("decade"))
    if m.has("decade"):
        number = int(word[:-1]) if len(word) == 4 else 190 + int(word[0])
    else:
        number = DECADES[m.word("spelled")]
    return point(m, Period("decade", number))


def century(m: Match, _context: DateContext) -> Timex | None:
    number = ordinal(m.word("ord"))
    known = number is not None and 1 <= number <= 30 and m.word("unit") == "century"
    return point(m, Period("century", number - 1)) if number and known else None


RULES: tuple[Rule, ...] = (
    make(
        "year range",
        f"<the>?{YEAR}<hy|slash>(?P<short><int>)<unit>?",
        year_range,
        yes="It opened in [the 2024-25 season].",
        no="It lost 2024-27 votes.",
    ),
    make(
        "year",
        f"(?P<pre>{PRE}|<the><unit><of>?)?(?P<fiscal><fiscal|fy><unit>?)?(?:{YEAR}|{SPELLED})",
        year,
        yes="It opened in [1996].",
        no="It killed 1996 people.",
    ),
    make(
        "decade",
        f"(?:{PRE}|<the>)?(?:<early><hy>?)?(?P<decade><decade>)",
        decade,
        yes="It opened in [the 1990s].",
        no="It scored 90s.",
    ),
    make(
        "spelled decade",
        "<the>(?:<early><hy>?)?(?P<spelled><decadeword>)(?P<decade><decade>)?",
        decade,
        yes="It opened in [the nineties].",
        no="Nineties music opened.",
    ),
    make(
        "century",
        f"(?:{PRE}|<the>)?(?:<early><hy>?)?(?P<ord><ord>)<hy>?(?P<unit><unit>)",
        century,
        yes="It opened in [the 19th century].",
        no="The 19th house opened.",
    ),
)
