"""How many stories a source usually has in an hour of the week, and whether it has been silent for unusually long."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from statistics import median

MIN_WEEKS = 3
"""Weeks of history from which on an hour of the week is known."""
MIN_DAYS = 5
"""Days of history from which on an hour of the day is known; until there are weeks, it stands for that of the week."""
MAX_DAYS = 14
"""Days that tell an hour of the day."""
MAX_WEEKS = 8
"""Weeks that tell an hour of the week."""
USUAL_STORIES = 8.0
"""Stories that usually come in a time, above which a time without any is unusual: by chance it is rarer than one in two
thousand, if they come independently (the Poisson distribution's exp(-8))."""
MIN_SILENCE = timedelta(minutes=10)
"""Silence that is never unusual: stories of one desk come in bursts."""
MAX_SILENT_HOURS = 24 * 7
"""Hours of a silence that are looked at; each of them adds what is usual in it."""
HOUR = timedelta(hours=1)


def usual_rate(hours: Mapping[datetime, int], since: datetime, hour: datetime) -> float | None:
    """Return the usual number of stories in an hour; None where the history is too short to say.

    It is the median of the same hour in the weeks before, or in the days before: one outage, or one busy day, changes
    it little.

    Args:
        hours: stories by hour; an hour without any may be missing.
        since: when the source was followed first.
        hour: the beginning of the hour.
    """
    for step, least, most in ((timedelta(weeks=1), MIN_WEEKS, MAX_WEEKS), (timedelta(days=1), MIN_DAYS, MAX_DAYS)):
        before = [hour - step * number for number in range(1, most + 1)]
        known = [hours.get(one, 0) for one in before if one >= since]
        if len(known) >= least:
            return float(median(known))
    return None


def usual_stories(hours: Mapping[datetime, int], since: datetime, start: datetime, end: datetime) -> float | None:
    """Return how many stories usually come between two moments; None where the history says nothing of any hour."""
    at = start.replace(minute=0, second=0, microsecond=0)
    at = max(at, end.replace(minute=0, second=0, microsecond=0) - HOUR * MAX_SILENT_HOURS)
    total, is_known = 0.0, False
    while at < end:
        rate = usual_rate(hours, since, at)
        if rate is not None:
            is_known = True
            total += rate * ((min(end, at + HOUR) - max(start, at)) / HOUR)
        at += HOUR
    return total if is_known else None


def is_silent(
    hours: Mapping[datetime, int], since: datetime, last: datetime, now: datetime, silent_after: float | None
) -> bool:
    """Return whether a source has had no new story for longer than usual.

    Args:
        last: its last new story; or when it was followed first, if it never had one.
        silent_after: seconds after which it is silent, as configured; it counts more than the history.
    """
    silence = now - last
    if silent_after is not None:
        return silence > timedelta(seconds=silent_after)
    if silence < MIN_SILENCE:
        return False
    usual = usual_stories(hours, since, last, now)
    return usual is not None and usual >= USUAL_STORIES
