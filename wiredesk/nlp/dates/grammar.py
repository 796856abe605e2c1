"""Rules of the date grammar, and the parts of expressions that several rules share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from wiredesk.contract import DateType
from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.period import Period
from wiredesk.nlp.dates.token_classes import compile_grammar
from wiredesk.nlp.dates.tokenizer import DateTokens

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


class RuleMatch:
    """A match of a rule, counted in tokens."""

    __slots__ = ("first", "last", "match", "tokens")

    def __init__(self, tokens: DateTokens, match: re.Match[str]) -> None:
        """Read where the match lies."""
        self.tokens, self.match = tokens, match
        self.first, self.last = match.span()
        """First token, and one past the last one."""

    def start(self, group: str) -> int:
        """Return the first token of a group."""
        return self.match.start(group)

    def end(self, group: str) -> int:
        """Return one past the last token of a group; -1 if the group took no part."""
        return self.match.end(group)

    def has(self, group: str) -> bool:
        """Return whether the rule has such a group and the group took part in the match."""
        return group in self.match.re.groupindex and self.match[group] is not None

    def words(self, group: str) -> list[str]:
        """Return the words of a group, in lower case; an empty list if it took no part."""
        if not self.has(group):
            return []
        first, last = self.match.span(group)
        return self.tokens.words(first, last)

    def word(self, group: str) -> str:
        """Return the words of a group joined by blanks; empty if it took no part."""
        match = self.match
        first, last = match.span(group) if group in match.re.groupindex else (-1, -1)
        if first < 0:
            return ""
        return self.tokens.word(first) if last - first == 1 else " ".join(self.tokens.words(first, last))


Resolve = Callable[[RuleMatch, DateContext], Timex | None]


@dataclass(frozen=True, slots=True)
class DateRule:
    """A pattern over classes of tokens, and the function that gives its matches a value.

    Of several matches at one place the longest is taken.
    """

    name: str
    pattern: re.Pattern[str]
    resolve: Resolve
    yes: str
    """A sentence with the expression that the rule finds in square brackets."""
    no: str
    """A sentence in which it finds nothing, and might be thought to."""


def date_rule(name: str, grammar: str, resolve: Resolve, *, yes: str, no: str) -> DateRule:
    """Return a rule from its grammar, as :func:`~wiredesk.nlp.dates.token_classes.compile_grammar` reads it.

    Both examples run as tests.
    """
    return DateRule(name, compile_grammar(grammar), resolve, yes, no)


def timex(match: RuleMatch, value: Period | str | None, kind: DateType = "DATE", first: int | None = None) -> Timex:
    """Return the match as one expression. A period is kept for the expressions that refer to it.

    ``first`` replaces the first token where the expression begins inside the match.
    """
    at = match.first if first is None else first
    if isinstance(value, Period):
        if not value.known:
            return Timex(at, match.last, kind, None)
        return Timex(at, match.last, kind, str(value), value)
    return Timex(at, match.last, kind, value)


def without_value(match: RuleMatch, _context: DateContext) -> Timex | None:
    """Return an expression of which nothing says when it is, so that no part of it is resolved alone."""
    return timex(match, None)
