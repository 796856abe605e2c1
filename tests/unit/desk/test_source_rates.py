"""The usual rate of a source, and when its silence is unusual."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk.queries.source_rates import is_silent, usual_rate, usual_stories

NOW = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)  # a Friday
HOUR = NOW.replace(minute=0)


def history(days: int, by_day: int = 20, by_night: int = 1, weekend: int = 0) -> dict[datetime, int]:
    """Stories of each hour of some days: many in the hours of work, few at night, hardly any at the weekend."""
    hours = {}
    for number in range(1, days * 24):
        hour = HOUR - timedelta(hours=number)
        count = weekend if hour.weekday() >= 5 else by_day if 8 <= hour.hour < 20 else by_night
        if count:
            hours[hour] = count
    return hours


@pytest.mark.parametrize(
    ("days", "hour", "usual"),
    [
        (4, HOUR, None),
        (6, HOUR, 20.0),  # the same hour of the days before
        (30, HOUR, 20.0),
        (30, HOUR.replace(hour=3), 1.0),
        (30, HOUR - timedelta(days=5), 0.0),  # a Sunday
    ],
)
def test_the_usual_rate_is_that_of_the_hour_of_the_week(days: int, hour: datetime, usual: float | None) -> None:
    assert usual_rate(history(days), NOW - timedelta(days=days), hour) == usual


def test_one_outage_and_one_busy_day_change_the_rate_little() -> None:
    hours = history(40)
    del hours[HOUR - timedelta(weeks=1)]
    hours[HOUR - timedelta(weeks=2)] = 900
    assert usual_rate(hours, NOW - timedelta(days=40), HOUR) == 20


@pytest.mark.parametrize(
    ("days", "now", "silence", "silent_after", "silent"),
    [
        (30, NOW, timedelta(minutes=20), None, False),  # usually 6.7 stories
        (30, NOW, timedelta(minutes=26), None, True),
        (30, NOW - timedelta(hours=7), timedelta(hours=3), None, False),  # at night
        (30, NOW - timedelta(days=5), timedelta(hours=12), None, False),  # on Sunday
        (2, NOW, timedelta(days=1), None, False),  # nothing is known yet
        (2, NOW, timedelta(minutes=11), 600.0, True),
        (30, NOW, timedelta(hours=2), 7200.5, False),  # what is configured counts more
    ],
)
def test_silence(days: int, now: datetime, silence: timedelta, silent_after: float | None, silent: bool) -> None:
    assert is_silent(history(days), NOW - timedelta(days=days), now - silence, now, silent_after) is silent


def test_a_busy_source_is_not_silent_within_minutes() -> None:
    hours = history(30, by_day=600)
    assert not is_silent(hours, NOW - timedelta(days=30), NOW - timedelta(minutes=9), NOW, None)


def test_what_usually_comes_in_parts_of_hours() -> None:
    hours, since = history(30), NOW - timedelta(days=30)
    assert usual_stories(hours, since, NOW - timedelta(minutes=90), NOW) == 30
    assert usual_stories(hours, since, NOW, NOW) == 0
    assert usual_stories(history(1), NOW - timedelta(days=1), NOW - timedelta(hours=5), NOW) is None
