"""Quiet hours of a watch: how they are written, and when they are."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.watches.quiet_hours import is_quiet, parse_quiet_hours, quiet_until

BERLIN = ZoneInfo("Europe/Berlin")
SUNDAY = 29


@pytest.mark.parametrize(
    ("hours", "day", "hour", "expected"),
    [
        ("22:00-07:00", 26, 21, True),  # 22:00 in Berlin
        ("22:00-07:00", 26, 20, False),
        ("22:00-07:00", 26, 5, True),
        ("22:00-07:00", 26, 6, False),
        ("09:00-17:00", 26, 12, True),
        ("sat,sun 00:00-24:00", SUNDAY, 12, True),
        ("sat,sun 00:00-24:00", 26, 12, False),
        ("mon-fri 19:00-08:00", 28, 5, True),  # Friday's night ends on Saturday
        ("mon-fri 19:00-08:00", SUNDAY, 5, False),
        ("fri-mon 00:00-24:00", SUNDAY, 5, True),
        ("Saturday, Sunday 00:00-24:00", SUNDAY, 5, True),
    ],
)
def test_quiet_hours_are_those_of_the_readers_zone(hours: str, day: int, hour: int, expected: bool) -> None:
    moment = datetime(2026, 11, day, hour, 0, tzinfo=UTC)
    assert is_quiet([parse_quiet_hours(hours)], BERLIN, moment) is expected


@pytest.mark.parametrize("text", ["", "22", "22:00", "25:00-07:00", "22:61-07:00", "07:00-07:00", "foo 22:00-07:00"])
def test_another_form_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="22:00-07:00"):
        parse_quiet_hours(text)


def test_quiet_hours_end_in_the_readers_zone() -> None:
    moment = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    assert quiet_until([parse_quiet_hours("22:00-07:00")], BERLIN, moment) == datetime(2026, 11, 27, 6, tzinfo=UTC)
    assert quiet_until([parse_quiet_hours("09:00-10:00")], BERLIN, moment) is None
