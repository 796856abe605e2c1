"""The day of publication where a story was filed, and the days of holidays."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wiredesk.nlp.dates.holidays import HOLIDAYS
from wiredesk.nlp.dates.time_zone import local_date, zone_of

LATE = datetime(2025, 5, 8, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("places", "zone"),
    [
        (["Tokyo"], "Asia/Tokyo"),
        (["WASHINGTON"], "America/New_York"),
        (["Lindholm", "Nigeria"], "Africa/Lagos"),
        (["Lindholm"], None),
        ([], None),
    ],
)
def test_a_place_has_a_zone(places: list[str], zone: str | None) -> None:
    assert zone_of(places) == zone


@pytest.mark.parametrize(
    ("places", "day"), [(["Tokyo"], "2025-05-09"), (["Washington"], "2025-05-08"), (["Lindholm"], "2025-05-08")]
)
def test_the_day_is_that_of_the_place(places: list[str], day: str) -> None:
    assert local_date(LATE, places).isoformat() == day


@pytest.mark.parametrize("hour", [0, 12])
def test_a_time_at_exactly_noon_or_midnight_is_a_day(hour: int) -> None:
    assert local_date(datetime(2025, 5, 8, hour, tzinfo=UTC), ["Auckland"]).isoformat() == "2025-05-08"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("christmas eve", "2025-12-24"),
        ("good friday", "2025-04-18"),
        ("whit monday", "2025-06-09"),
        ("martin luther king day", "2025-01-20"),
        ("memorial day", "2025-05-26"),
        ("thanksgiving", "2025-11-27"),
        ("black friday", "2025-11-28"),
        ("election day", "2025-11-04"),
        ("mother's day", "2025-05-11"),
    ],
)
def test_a_holiday_has_its_day(name: str, day: str) -> None:
    assert HOLIDAYS[name](2025).isoformat() == day
