"""Times that RFC 3339 and XML Schema both can read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from desk.formats_out.written_times import moment, whole_seconds


def at(year: int, *rest: int, offset: timedelta = timedelta(0)) -> datetime:
    return datetime(year, *rest, tzinfo=timezone(offset))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (at(2026, 11, 27, 10, offset=timedelta(hours=-5)), "2026-11-27T10:00:00-05:00"),
        (at(2026, 11, 27, 10, offset=timedelta(hours=5, minutes=45)), "2026-11-27T10:00:00+05:45"),
        (at(2026, 11, 27, 10, offset=timedelta(hours=14)), "2026-11-27T10:00:00+14:00"),
        (at(1890, 1, 2, 10, offset=timedelta(minutes=19, seconds=32)), "1890-01-02T09:40:28+00:00"),
        (at(2026, 11, 27, 10, offset=timedelta(hours=-15)), "2026-11-28T01:00:00+00:00"),
        (at(800, 12, 25), "0800-12-25T00:00:00+00:00"),
        (at(9999, 12, 31, 23, offset=timedelta(hours=-15)), "9999-12-31T23:59:59.999999+00:00"),
        (at(1, 1, 1, offset=timedelta(hours=15)), "0001-01-01T00:00:00+00:00"),
    ],
)
def test_a_time_has_its_own_offset_where_one_can_be_written(value: datetime, written: str) -> None:
    assert moment(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2026, 11, 27, 10, 0, 0, 999_999, tzinfo=UTC), "2026-11-27T10:00:00Z"),
        (at(2026, 11, 27, 10, offset=timedelta(hours=-5)), "2026-11-27T15:00:00Z"),
        (at(800, 12, 25), "0800-12-25T00:00:00Z"),
        (at(9999, 12, 31, 23, offset=timedelta(hours=-5)), "9999-12-31T23:59:59Z"),
        (at(1, 1, 1, offset=timedelta(hours=5)), "0001-01-01T00:00:00Z"),
    ],
)
def test_whole_seconds_are_in_utc_with_four_digits_of_the_year(value: datetime, written: str) -> None:
    assert whole_seconds(value) == written
