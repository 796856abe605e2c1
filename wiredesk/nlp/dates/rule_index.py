"""The rules of the date grammar by the classes that open an expression.

A story has few places at which an expression of time may begin. So each rule is tried only where the next two tokens
have classes that one of its expressions begins with. The result is that of a search with every rule over the whole
story, at a tenth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Generic, Protocol, TypeVar


class IndexedRule(Protocol):
    """What the index reads of a rule."""

    @property
    def name(self) -> str:
        """Name for messages."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """Pattern over the classes of tokens."""


Rule = TypeVar("Rule", bound=IndexedRule)

_SIZE = 2
"""Tokens of an opening. Half of the rules may begin with "the": one token would tell them apart too little."""
_PART = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<open>\((?:\?:|\?P<\w+>)?)|(?P<close>\))|(?P<alternative>\|)"
    r"|(?P<repeat>[?*+]|\{\d+(?:,\d*)?\})|\[(?P<set>[^\]]+)\]|(?P<one>.)"
)
"""The parts of a compiled grammar: groups, alternatives, repetitions, classes of tokens."""
_LENGTH_AND_ORDER = itemgetter(0, 1)
_REPEATS = {"?": (0, 1), "*": (0, _SIZE), "+": (1, _SIZE)}


class RuleIndex(Generic[Rule]):
    """Rules by the openings of their expressions."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Index the rules.

        Raises:
            ValueError: a rule matches where there is no token.
        """
        self._rules = rules
        found: dict[str, set[int]] = {}
        for order, rule in enumerate(rules):
            for opening in openings(rule.pattern.pattern):
                if not opening:
                    raise ValueError(f"the rule {rule.name!r} matches an empty expression")
                found.setdefault(opening, set()).add(order)
        self._by_opening = {
            opening: [(order, rules[order].pattern.match) for order in sorted(orders | found.get(opening[0], set()))]
            for opening, orders in found.items()
        }
        self._openings = re.compile("|".join(_patterns(self._by_opening)) or "(?!)")
        """Finds the tokens with which any expression may begin, by the token after them, too."""

    def matches(self, classes: str) -> list[tuple[re.Match[str], Rule]]:
        """Return the matches of all rules by place; at one place the longest first, then in the order of the rules.

        The matches of one rule do not overlap.
        """
        by_opening, rules = self._by_opening, self._rules
        reached = [0] * len(rules)
        found: list[tuple[re.Match[str], Rule]] = []
        for beginning in self._openings.finditer(classes):
            at = beginning.start()
            opening = classes[at : at + _SIZE]
            candidates = by_opening[opening if opening in by_opening else opening[0]]
            here = []
            for order, match_at in candidates:
                if reached[order] <= at and (match := match_at(classes, at)):
                    reached[order] = end = match.end()
                    here.append((-end, order, match))
            if len(here) > 1:
                here.sort(key=_LENGTH_AND_ORDER)
            for _, order, match in here:
                found.append((match, rules[order]))
        return found


def _patterns(openings: Iterable[str]) -> Iterator[str]:
    """Yield a pattern for each first class of the openings; it looks ahead to the second and does not consume it."""
    seconds: dict[str, list[str]] = {}
    for opening in sorted(openings):
        seconds.setdefault(opening[0], []).append(opening[1:])
    for first, others in seconds.items():
        yield first if "" in others else f"{first}(?=[{''.join(others)}])"


def openings(pattern: str) -> set[str]:
    """Return the classes with which a match of a compiled grammar may begin: of two tokens, or of one that is all.

    What stands before or behind an expression (a look-around) is not looked at, so some openings may have no match.
    """
    return _alternatives(_PART.finditer(pattern))


def _alternatives(parts: Iterator[re.Match[str]]) -> set[str]:
    """Return the openings of alternatives, up to the end of their group."""
    found: set[str] = set()
    before, last, sequence = {""}, {""}, {""}
    for part in parts:
        kind, text = part.lastgroup, part.group()
        if kind == "close":
            break
        if kind == "alternative":
            found |= sequence
            before, last, sequence = {""}, {""}, {""}
            continue
        if kind == "repeat":
            sequence = _repeated(before, last, text)
            continue
        if kind in {"open", "look"}:
            last = _alternatives(parts)
            last = last if kind == "open" else {""}
        else:
            last = set(part["set"] or text)
        before, sequence = sequence, _joined(sequence, last)
    return found | sequence


def _repeated(before: set[str], last: set[str], times: str) -> set[str]:
    """Return the openings of a sequence whose last part is repeated: ``?``, ``{0,4}``."""
    if times in _REPEATS:
        least, most = _REPEATS[times]
    else:
        first, comma, second = times[1:-1].partition(",")
        least = int(first)
        most = int(second) if second else _SIZE if comma else least
    found: set[str] = set()
    sequence = before
    for count in range(min(most, max(least, _SIZE)) + 1):
        if count >= least:
            found |= sequence
        sequence = _joined(sequence, last)
    return found


def _joined(first: set[str], second: set[str]) -> set[str]:
    return {one if len(one) == _SIZE else (one + other)[:_SIZE] for one in first for other in second}
