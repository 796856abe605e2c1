"""Times as users type them: each form, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from wiredesk.time_grammar import day_of, parse_time

NOW = datetime(2026, 11, 26, 23, 0, tzinfo=UTC)
"""A Thursday."""
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "first", "days"),
    [
        ("2026-11-23", date(2026, 11, 23), 1),
        ("20261123", date(2026, 11, 23), 1),
        (" 2026-11-23 ", date(2026, 11, 23), 1),
        ("2024-02", date(2024, 2, 1), 29),
        ("2026-12", date(2026, 12, 1), 31),
        ("2026", date(2026, 1, 1), 365),
        ("2026-W48", date(2026, 11, 23), 7),
        ("2026-w48-2", date(2026, 11, 24), 1),
        ("today", date(2026, 11, 26), 1),
        ("Yesterday", date(2026, 11, 25), 1),
        ("tomorrow", date(2026, 11, 27), 1),
        ("thursday", date(2026, 11, 26), 1),
        ("Friday", date(2026, 11, 20), 1),
        ("this week", date(2026, 11, 23), 7),
        ("last week", date(2026, 11, 16), 7),
        ("last  month", date(2026, 10, 1), 31),
        ("this month", date(2026, 11, 1), 30),
        ("last year", date(2025, 1, 1), 365),
    ],
)
def test_a_period_is_whole_days_in_utc(text: str, first: date, days: int) -> None:
    found = parse_time(text, NOW)
    assert (found.start.date(), found.end - found.start) == (first, days * DAY)
    assert not found.is_moment
    assert found.until == found.end
    assert day_of(text, NOW) == first


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("now", timedelta()), ("45min", timedelta(minutes=45)), ("36h", timedelta(hours=36)), ("90d", 90 * DAY),
        (" 1 D ", DAY), ("12w", 84 * DAY), ("3 months", 90 * DAY), ("6mo", 180 * DAY), ("1y", 365 * DAY),
        ("2 days ago", 2 * DAY), ("last 3 days", 3 * DAY), ("past 2 hours", timedelta(hours=2)),
    ],
)  # fmt: skip
def test_an_age_is_counted_back_from_now(text: str, age: timedelta) -> None:
    found = parse_time(text, NOW)
    assert (NOW - found.start, found.end, found.until) == (age, NOW, found.start)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-05-08T10:30", datetime(2025, 5, 8, 10, 30, tzinfo=UTC)),
        ("2025-05-08 10:30", datetime(2025, 5, 8, 10, 30, tzinfo=UTC)),
        ("2025-05-08T10:30Z", datetime(2025, 5, 8, 10, 30, tzinfo=UTC)),
        ("2025-05-08T10:30+02:00", datetime(2025, 5, 8, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_without_a_zone_is_utc(text: str, moment: datetime) -> None:
    found = parse_time(text, NOW)
    assert (found.start, found.until, found.is_moment) == (moment, moment, True)


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "90", "90z", "999999d", "99999999", "99999w", "2025-13-01", "2025-02-29", "2025-13", "8 May 2025",
        "0999-12-31",
        "9001-01-01", "9999-12", "1732320000", "2026-W60", "２０２６", "-3d", "2026-11-23T25:00", "x" * 99,
    ],
)  # fmt: skip
def test_text_that_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_time(text, NOW)
