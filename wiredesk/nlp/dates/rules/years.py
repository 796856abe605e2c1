"""Years and longer: ``1996``, ``fiscal 2025``, ``the 2024-25 season``, ``the 1990s``, ``the 19th century``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import BEFORE_YEARS, DECADES, ZONES
from wiredesk.nlp.dates.grammar import PRE, SPELLED, YEAR, DateRule, RuleMatch, date_rule, timex
from wiredesk.nlp.dates.period import Period
from wiredesk.nlp.lexicon import table, word_list
from wiredesk.nlp.lexicon.number_words import parse_ordinal, parse_spelled_year
from wiredesk.nlp.tokens import Tokens


def year(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve ``1996``, ``fiscal 2025``, ``nineteen ninety-seven``."""
    number = int(match.word("year")) if match.has("year") else parse_spelled_year(match.words("spelled"))
    if number is None or not 1000 <= number <= 2199 or not _is_year(match, context):
        return None
    return timex(match, Period("year", number))


_AMOUNT_WORDS = table("time_words")["amounts"]
_CURRENCIES = table("currencies")["names"].keys() | set(word_list("currencies", "shared_names"))
_COUNTED = frozenset(_AMOUNT_WORDS["counted"].split()) | ZONES | {f"{name}s" for name in _CURRENCIES}
_NUMBERED = frozenset(_AMOUNT_WORDS["numbered"].split()) | frozenset("$£€¥#")
_CHANGING = frozenset(word for key in ("up", "down") for word in table("amount_measures")["direction"][key].split())
"""Lemmas of verbs of rise and fall."""
_LIKELY_YEARS = range(1500, 2100)
"""Four digits that are a year also without a preposition."""
_RECENT_YEARS = range(1900, 2100)
"""Four digits that are a year also as part of a noun phrase: "the 1988 coffee crop"."""
_OPENING = frozenset("-–(‘'\"“[")
"""What a year may follow without a blank."""


@dataclass(frozen=True, slots=True)
class _Digits:
    """Four digits that may be a year, with the words beside them."""

    value: int
    before: str
    after: str
    after_hyphen: str
    """The word behind a hyphen that follows."""
    is_attached: bool
    """No blank precedes them."""
    parse: Tokens
    token: int
    """The model's token, or -1 where it has none there."""

    @classmethod
    def read(cls, match: RuleMatch, context: DateContext) -> _Digits:
        tokens, at = match.tokens, match.start("year")
        token, end = context.parse.covering(tokens.span(at, at + 1))
        after = tokens.word(match.last) if match.last < len(tokens) else ""
        return cls(
            int(match.word("year")),
            tokens.word(at - 1) if at else "",
            after,
            tokens.word(at + 2) if after == "-" and at + 2 < len(tokens) else "",
            at > 0 and tokens.end(at - 1) == tokens.start(at),
            context.parse,
            token if token < end else -1,
        )

    def counts_a_noun(self) -> bool:
        """Return whether the digits number the noun behind them: ``1992 people``, but not ``the 1988 coffee crops``."""
        parse, token = self.parse, self.token
        head = parse.head[token]
        if parse.ent_type[token] != "CARDINAL" or parse.dep[token] != "nummod" or parse.tag[head] != "NNS":
            return False
        return head > token and not (self.value in _RECENT_YEARS and head > token + 1)

    def is_level(self) -> bool:
        """Return whether a number rose or fell to the digits: ``fell 508 points to 1738``."""
        parse, token = self.parse, self.token
        if self.before not in {"to", "at"} or parse.dep[token] != "pobj":
            return False
        verb = parse.head[parse.head[token]]
        if parse.lemma[verb] not in _CHANGING or verb > token:
            return False
        between = parse.tag[verb + 1 : token - 1]
        return "CD" in between and "from" not in parse.lower[verb + 1 : token]


NOT_YEARS: tuple[tuple[str, Callable[[_Digits], bool], str], ...] = (
    (
        "unlikely number",
        lambda digits: digits.value not in _LIKELY_YEARS and digits.before not in BEFORE_YEARS,
        "They found 1234 in all.",
    ),
    ("numbered thing", lambda digits: digits.before in _NUMBERED, "They boarded flight 1984 here."),
    (
        "counted thing",
        lambda digits: (
            digits.after in _COUNTED
            or digits.after in {"%", "/"}
            or digits.before == "/"
            or digits.after_hyphen in _COUNTED
        ),
        "It killed 1996 people.",
    ),
    ("part of a code", lambda digits: digits.is_attached and digits.before not in _OPENING, "See @1984 here."),
    ("no token", lambda digits: digits.token < 0, ""),
    (
        "amount or name for the model",
        lambda digits: digits.parse.ent_type[digits.token] in {"MONEY", "QUANTITY", "PERCENT", "PRODUCT", "FAC"},
        "It weighed 1984 kilograms.",
    ),
    ("level of an index", _Digits.is_level, "The Dow fell 508 points to 1738 here."),
    ("counts a noun", _Digits.counts_a_noun, "More than 2050 tractors were sold."),
)
"""Name, test and example of what makes four digits something else than a year; the first that applies decides."""


def _is_year(match: RuleMatch, context: DateContext) -> bool:
    """Return whether the match is a year: four digits are, unless the words beside them say otherwise."""
    if match.has("spelled") or match.has("pre") or match.has("fiscal"):
        return True
    digits = _Digits.read(match, context)
    return not any(applies(digits) for _, applies, _ in NOT_YEARS)


def year_range(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``the 2024-25 season``: the span is the season, the value its first year."""
    first, second = int(match.word("year")), int(match.word("short"))
    if len(match.word("short")) != 2 or (first + 1) % 100 != second:
        return None
    return timex(match, Period("year", first))


def decade(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``the 1990s``, ``the '90s``, ``the nineties``. Two digits mean the twentieth century."""
    word = re.sub(r"\D", "", match.word("decade"))
    if match.has("decade"):
        number = int(word[:-1]) if len(word) == 4 else 190 + int(word[0])
    else:
        number = DECADES[match.word("spelled")]
    return timex(match, Period("decade", number))


def century(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Resolve ``the 19th century``; the value has its first two digits, ``18``."""
    number = parse_ordinal(match.word("ord"))
    known = number is not None and 1 <= number <= 30 and match.word("unit") == "century"
    return timex(match, Period("century", number - 1)) if number and known else None


RULES: tuple[DateRule, ...] = (
    date_rule(
        "year range",
        f"<the>?{YEAR}<hy|slash>(?P<short><int>)<unit>?",
        year_range,
        yes="It opened in [the 2024-25 season].",
        no="It lost 2024-27 votes.",
    ),
    date_rule(
        "year",
        f"(?P<pre>{PRE}|<the><unit><of>?)?(?P<fiscal><fiscal|fy><unit>?)?(?:{YEAR}|{SPELLED})",
        year,
        yes="It opened in [1996].",
        no="It killed 1996 people.",
    ),
    date_rule(
        "decade",
        f"(?:{PRE}|<the>)?(?:<early><hy>?)?(?P<decade><decade>)",
        decade,
        yes="It opened in [the 1990s].",
        no="It scored 90s.",
    ),
    date_rule(
        "spelled decade",
        "<the>(?:<early><hy>?)?(?P<spelled><decadeword>)(?P<decade><decade>)?",
        decade,
        yes="It opened in [the nineties].",
        no="Nineties music opened.",
    ),
    date_rule(
        "century",
        f"(?:{PRE}|<the>)?(?:<early><hy>?)?(?P<ord><ord>)<hy>?(?P<unit><unit>)",
        century,
        yes="It opened in [the 19th century].",
        no="The 19th house opened.",
    ),
)
