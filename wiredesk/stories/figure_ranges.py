"""What a figure allows: "at least five", "about 1.2 billion", "between 3 and 5", and what rounding hides."""

from __future__ import annotations

import re
from functools import cache
from math import inf

from wiredesk.contract import Span
from wiredesk.stories.figure_keys import comparison_words, phrases
from wiredesk.stories.thread_records import Bound

ABOUT = 0.1
"""How far a figure with "about" may be from the truth, as a share of it."""
MAX_ROUNDING = 0.05
"""How far a rounded figure may be from the truth, as a share of it: "200 million" is 190 to 210 million."""
MIN_ROUNDED_COUNT = 100
"""Smallest count that is taken as rounded when it ends in a zero: "40 dead" means 40."""
_REACH = 30
"""Characters beside a figure in which its qualifier stands."""
_RANGE_JOINT = re.compile(r"\s*(?:-|–|—|to|and)\s*[$£€]?\s*\Z")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


@cache
def _pattern(side: str) -> re.Pattern[str]:
    groups = [
        f"(?P<g{place}>{'|'.join(map(re.escape, phrases(bound, of=side)))})"
        for place, bound in enumerate(comparison_words()[side])
    ]
    joined = "|".join(groups)
    if side == "before":
        return re.compile(rf"(?:^|[\s(,\"“—–-])(?:{joined})\s+(?:US\s*|the\s+)?[$£€¥]?\s*\Z", re.IGNORECASE)
    return re.compile(rf"\A\s*[,+-]?\s*(?:{joined})\b", re.IGNORECASE)


def bound_of(text: str, span: Span) -> Bound:
    """Return how the words beside a figure qualify it."""
    inside = text[span[0] : span[1]]
    for side, part in (
        ("before", text[max(0, span[0] - _REACH) : span[0]]),
        ("after", text[span[1] : span[1] + _REACH]),
    ):
        found = _pattern(side).search(part)
        if found and found.lastgroup:
            bound: Bound = list(comparison_words()[side])[int(found.lastgroup[1:])]
            return bound
    return "at least" if re.match(r"\S+\+", inside) or text[span[1] : span[1] + 1] == "+" else "exact"


def allowed(value: float, bound: Bound, text: str) -> tuple[float, float]:
    """Return the smallest and the largest value that a sum or count allows.

    Args:
        value: the number.
        bound: how its words qualify it.
        text: the figure as it is written, from which the places that were rounded are read.
    """
    slack = rounding(value, text)
    if bound == "at least":
        return value - slack, inf
    if bound == "at most":
        return -inf, value + slack
    if bound == "about":
        slack = max(slack, abs(value) * ABOUT)
    return value - slack, value + slack


def rounding(value: float, text: str) -> float:
    """Return how far the truth may be from a figure without a qualifier: half a unit of its last written place."""
    found = _DIGITS.search(text)
    size = abs(value)
    if found is None:
        return size * MAX_ROUNDING if size >= MIN_ROUNDED_COUNT else 0.0
    digits = found[0].replace(",", "")
    written = float(digits)
    scale = size / written if written else 1.0
    if "." in digits:
        return float(min(scale * 10.0 ** -len(digits.partition(".")[2]) / 2, size * MAX_ROUNDING))
    if scale == 1.0 and size < MIN_ROUNDED_COUNT:
        return 0.0
    zeros = len(digits) - len(digits.rstrip("0"))
    if scale == 1.0 and not zeros:
        return 0.0
    return float(min(scale * 10.0**zeros / 2, size * MAX_ROUNDING))


def is_range(text: str, first: Span, second: Span) -> bool:
    """Return whether two figures are the ends of a range: "between $140 and $150 million"."""
    return first[1] <= second[0] <= first[1] + 8 and _RANGE_JOINT.match(text[first[1] : second[0]]) is not None
