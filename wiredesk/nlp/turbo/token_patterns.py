"""Token patterns of spaCy's Matcher that only the attribute values of one token decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

ATTRIBUTES_READ = ("TAG", "LOWER", "ORTH", "DEP", "IS_SPACE", "IS_PUNCT", "IS_DIGIT")
"""Attributes that a pattern may test: ``Doc.to_array`` returns for them the values that the Matcher compares."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on one attribute: its value is one of ``values``, or (``among`` False) is not."""

    name: str
    values: frozenset[int]
    among: bool

    def holds(self, value: int | None) -> bool:
        """Whether a value meets the condition; None represents every value that no pattern names."""
        return (value in self.values) is self.among if value is not None else not self.among


TokenConditions = tuple[Condition, ...]
"""The conditions on one token."""


def conditions_of(token: dict[str, Any], strings: Any) -> TokenConditions | None:
    """Return the conditions of one token's pattern, or None if only the Matcher can evaluate it."""
    tests = [_condition(name, value, strings) for name, value in token.items()]
    return tuple(test for test in tests if test) if tests and all(tests) else None


def met_by(patterns: Sequence[TokenConditions], name: str, values: Sequence[int | None]) -> list[int]:
    """Return for each value of one attribute the patterns whose conditions on that attribute it meets.

    Args:
        patterns: The conditions of each pattern; number n is bit n of a result.
        name: The attribute.
        values: Its values; None represents every value that no pattern names.
    """
    masks = [(1 << len(patterns)) - 1] * len(values)
    for bit, conditions in enumerate(patterns):
        for test in conditions:
            if test.name == name:
                for position, value in enumerate(values):
                    if not test.holds(value):
                        masks[position] &= ~(1 << bit)
    return masks


def trigger(pattern: list[dict[str, Any]]) -> Callable[[str], object] | None:
    """Return a search that succeeds in one lower-case word of every match, or None if the pattern allows none.

    A doc in which no word passes needs no Matcher for this pattern.
    """
    for token in pattern:
        value = token.get("LOWER")
        if "OP" in token:
            continue
        if isinstance(value, str):
            return re.compile(re.escape(value)).fullmatch
        if isinstance(value, dict) and list(value) == ["REGEX"]:
            return re.compile(value["REGEX"]).search
    return None


def _condition(name: str, value: Any, strings: Any) -> Condition | None:
    if name not in ATTRIBUTES_READ:
        return None
    if isinstance(value, int):
        return Condition(name, frozenset([int(value)]), True)
    if isinstance(value, str):
        value = {"IN": [value]}
    if not isinstance(value, dict) or len(value) != 1:
        return None
    ((kind, options),) = value.items()
    if kind not in {"IN", "NOT_IN"} or not all(isinstance(option, str) for option in options):
        return None
    return Condition(name, frozenset(int(strings[option]) for option in options), kind == "IN")
