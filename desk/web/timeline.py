"""Days as bars of a small chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MOST = 60
"""Bars; over a longer time each stands for several days."""


@dataclass(frozen=True, slots=True)
class Bar:
    start: date
    end: date
    count: int
    share: float
    """Of the highest bar, 0 to 1."""


def bars(days: Sequence[tuple[date, int]]) -> list[Bar]:
    """A bar for each equal stretch of days from the first to the last."""
    if not days:
        return []
    first, last = days[0][0], days[-1][0]
    width = (last - first).days // MOST + 1
    counts = [0] * ((last - first).days // width + 1)
    for one, count in days:
        counts[(one - first).days // width] += count
    top = max(counts)
    span = timedelta(days=width)
    return [
        Bar(first + span * number, first + span * (number + 1) - timedelta(days=1), count, count / top)
        for number, count in enumerate(counts)
    ]
