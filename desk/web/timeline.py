"""Counts per day as the bars of a small chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MAX_BARS = 60
"""Bars of a chart; over a longer time each bar covers several days."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The stories of one or more days."""

    start: date
    end: date
    count: int
    share: float
    """Height relative to the highest bar, 0 to 1."""


def bars(days: Sequence[tuple[date, int]]) -> list[Bar]:
    """Return bars of equal width from the first day to the last.

    Args:
        days: days with their counts, oldest first; days without stories may be missing.
    """
    if not days:
        return []
    first, last = days[0][0], days[-1][0]
    width = (last - first).days // MAX_BARS + 1
    counts = [0] * ((last - first).days // width + 1)
    for day, count in days:
        counts[(day - first).days // width] += count
    highest = max(counts)
    span = timedelta(days=width)
    return [
        Bar(first + span * number, first + span * (number + 1) - timedelta(days=1), count, count / highest)
        for number, count in enumerate(counts)
    ]
