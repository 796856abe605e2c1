"""Counts per day or hour as the bars of a small chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desk.queries.thread_documents import ThreadHour

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


@dataclass(frozen=True, slots=True)
class HourBar:
    """The stories of one or more hours."""

    start: datetime
    end: datetime
    """The first moment after it."""
    stories: int
    share: float
    """Height relative to the highest bar, 0 to 1."""
    tone: float | None
    """Mean tone, -1 to 1; None without stories that have one."""


def hour_bars(rows: Sequence[ThreadHour]) -> list[HourBar]:
    """Return bars of equal width from the first hour to the last.

    Args:
        rows: hours with stories, the earliest first.
    """
    if not rows:
        return []
    first, last = rows[0].hour, rows[-1].hour
    count = int((last - first) / _HOUR) + 1
    width = (count - 1) // MAX_BARS + 1
    groups: list[list[ThreadHour]] = [[] for _ in range((count - 1) // width + 1)]
    for row in rows:
        groups[int((row.hour - first) / _HOUR) // width].append(row)
    stories = [sum(row.stories for row in group) for group in groups]
    span = width * _HOUR
    return [
        HourBar(first + span * n, first + span * (n + 1), stories[n], stories[n] / max(stories), _tone(group))
        for n, group in enumerate(groups)
    ]


def _tone(rows: Sequence[ThreadHour]) -> float | None:
    known = [(row.tone, row.stories) for row in rows if row.tone is not None]
    total = sum(stories for _, stories in known)
    return sum(tone * stories for tone, stories in known) / total if total else None


_HOUR = timedelta(hours=1)
