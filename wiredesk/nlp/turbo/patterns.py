"""Token patterns of the Matcher that a token's attribute values alone decide."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

READS = ("TAG", "LOWER", "ORTH", "DEP", "IS_SPACE", "IS_PUNCT", "IS_DIGIT")
"""Attributes that a pattern may ask for: what ``Doc.to_array`` gives for them is what the Matcher compares."""


@dataclass(frozen=True, slots=True)
class Test:
    """One attribute's condition: its value is among ``values``, or is not."""

    name: str
    values: frozenset[int]
    among: bool

    def holds(self, value: int | None) -> bool:
        """Whether a value passes; None stands for every value that no pattern names."""
        return (value in self.values) is self.among if value is not None else not self.among


Spec = tuple[Test, ...]
"""The conditions on one token."""


def spec(token: dict[str, Any], strings: Any) -> Spec | None:
    """The conditions of one token's pattern, or None where only the Matcher can tell."""
    tests = [_test(name, value, strings) for name, value in token.items()]
    return tuple(test for test in tests if test) if tests and all(tests) else None


def passes(conditions: Spec, token: dict[str, int | None]) -> bool:
    """Whether a token, given as attribute name to value, meets every condition."""
    return all(test.holds(token.get(test.name)) for test in conditions)


def call(pattern: list[dict[str, Any]]) -> Callable[[str], bool] | None:
    """A test of a lower-case word which one word of every match passes, or None where the pattern has none."""
    for token in pattern:
        value = token.get("LOWER")
        if "OP" in token:
            continue
        if isinstance(value, str):
            return value.__eq__
        if isinstance(value, dict) and list(value) == ["REGEX"]:
            expression = re.compile(value["REGEX"])
            return lambda word: expression.search(word) is not None
    return None


def _test(name: str, value: Any, strings: Any) -> Test | None:
    if name not in READS:
        return None
    if isinstance(value, int):
        return Test(name, frozenset([int(value)]), True)
    if isinstance(value, str):
        value = {"IN": [value]}
    if not isinstance(value, dict) or len(value) != 1:
        return None
    ((kind, options),) = value.items()
    if kind not in {"IN", "NOT_IN"} or not all(isinstance(option, str) for option in options):
        return None
    return Test(name, frozenset(int(strings[option]) for option in options), kind == "IN")
