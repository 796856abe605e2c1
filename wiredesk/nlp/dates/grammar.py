"""Parts of expressions that several rules share, and what a rule is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from wiredesk.contract import DateType
from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.period import Period
from wiredesk.nlp.dates.tokenizer import DateTokens, rule

NUM = "(?:<int><frac>?|<dec>|<frac>|<word>(?:<hy>?<word|mag>){0,4}(?:<and><word>{1,2})?|<year4|hhmm>)"
QTY = (
    f"(?:{NUM}(?:<hy>?<and><hy>?<a>?<hy>?<half>)?(?:(?:<to>|<or>|<hy>){NUM})?|<a>(?:<vague>|<couple><of>?|<mag>)|<mag><of>?"
    f"|<the>?<vague>|<couple><of>|<many><of>|<half><a>?|<a>)"
)
MODS = "(?:<mod>|(?<=<for|just|in>)<over>(?!<the>)|<at><least|most>|<no>?<more><than>|<up><to>|<as><vague><as>)?"
ADJ = "(?:<adj>|<more>|<fiscal>)"
MONTH = "(?:<month>|<mon><dot>?)"
WEEKDAY = "(?:<weekday>|<wday><dot>?)"
DAY = "(?:<int>|<ord>|<word>(?=<to|comma|dot>))"
SPELLED = "(?P<spelled><word><word|mag>(?:<hy>?<word>){0,2}(?:<and><word>)?)"
YEAR = "(?P<year><year4>)"
WHICH = "(?P<which><last|next|this|coming>|<this><past|coming>)"
PRE = "(?:(?:<the>)?<edge><of>|<the>?<early><hy>?|<sometime>|<later><in>?)"


@dataclass(frozen=True, slots=True)
class Match:
    """A match of a rule, over tokens."""

    tokens: DateTokens
    match: re.Match[str]

    @property
    def first(self) -> int:
        return self.match.start()

    @property
    def last(self) -> int:
        return self.match.end()

    def has(self, group: str) -> bool:
        """The rule has such a group, and it took part."""
        return group in self.match.re.groupindex and self.match[group] is not None

    def words(self, group: str) -> list[str]:
        """Words of a group; none if it took no part."""
        if not self.has(group):
            return []
        first, last = self.match.span(group)
        return self.tokens.words[first:last]

    def word(self, group: str) -> str:
        return " ".join(self.words(group))


Resolve = Callable[[Match, DateContext], Timex | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over classes and what its matches mean.  Of matches at one place the longest is taken."""

    name: str
    pattern: re.Pattern[str]
    resolve: Resolve
    yes: str
    """A sentence with the expression that the rule finds in square brackets."""
    no: str
    """A sentence in which it finds nothing, and might be thought to."""


def make(name: str, grammar: str, resolve: Resolve, *, yes: str, no: str) -> Rule:
    """Return a rule from its grammar (see :func:`wiredesk.nlp.dates.tokenizer.rule`). Both examples run as tests."""
    return Rule(name, rule(grammar), resolve, yes, no)


def point(m: Match, value: Period | str | None, kind: DateType = "DATE", first: int | None = None) -> Timex:
    """The whole match as one expression; a period is remembered for what follows."""
    at = m.first if first is None else first
    if isinstance(value, Period):
        if not value.known:
            return Timex(at, m.last, kind, None)
        return Timex(at, m.last, kind, str(value), value)
    return Timex(at, m.last, kind, value)
